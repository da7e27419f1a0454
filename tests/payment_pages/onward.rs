//! The way on to the firm's own page: for whom a browser is sent there at once.

use clientpay::{
    domain::{
        payment_page::{Content, onward::Onward},
        transaction::{Status, Transaction},
    },
    service::{
        Authority,
        payment_pages::{self, PageError, Wanted},
    },
};

use super::{deposit, open_page};
use crate::support::{APPROVED, TestFirm};

const NEXT: &str = "https://firm.example/next";

fn sending_on(firm: &TestFirm) -> Content {
    Content {
        sites: vec!["https://firm.example".into()],
        continue_to: Some(NEXT.into()),
        onward: Onward::StraightAway,
        ..deposit(firm)
    }
}

#[tokio::test]
async fn only_who_has_paid_and_gets_the_receipt_by_mail_is_sent_on_at_once() {
    let firm = TestFirm::new().await;
    let content = sending_on(&firm);
    let paid =
        Transaction { receipt_emails: vec!["ada@client.example".into()], ..firm.take(5_000, APPROVED).await.unwrap() };
    firm.leaves_waiting(1);
    let of = |status| Transaction { status, ..paid.clone() };
    let sent: Vec<Status> = Status::ALL.into_iter().filter(|status| content.sends_on(&of(*status)).is_some()).collect();
    let paid_at_once = [Status::Authorized, Status::Captured, Status::Settled, Status::DisputeWon];
    assert!(sent.iter().all(|status| paid_at_once.contains(status)), "{sent:?}");
    assert!(sent.contains(&Status::Captured) && sent.contains(&Status::Authorized), "{sent:?}");
    assert_eq!(content.sends_on(&paid), Some(NEXT));
    let unmailed = Transaction { receipt_emails: Vec::new(), ..paid.clone() };
    assert_eq!(content.sends_on(&unmailed), None, "nobody is sent away from the only receipt");
    let by_button = Content { onward: Onward::ByButton, ..content.clone() };
    assert_eq!(by_button.sends_on(&paid), None);
    let nowhere = Content { continue_to: None, ..content };
    assert_eq!(nowhere.sends_on(&paid), None);
}

#[tokio::test]
async fn an_address_that_is_on_none_of_the_firms_sites_is_not_kept_to_send_anybody_to() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    for url in
        ["http://firm.example/next", "https://firm.example.evil.example/", "https://firm.example/\r\nX: y", "/next"]
    {
        let content = Content { continue_to: Some(url.into()), ..sending_on(&firm) };
        let made = payment_pages::create(&firm.app, admin, Wanted { slug: "x".into(), content }).await;
        assert!(matches!(made, Err(PageError::Unfit(_))), "{url:?}");
    }
    let page = open_page(&firm, "deposit", sending_on(&firm)).await;
    let copy = (page.id, firm.app.ids.operation_key(), "Copy".into());
    let copy = payment_pages::duplicate(&firm.app, admin, copy).await.unwrap();
    assert_eq!((copy.content.onward, copy.content.continue_to.as_deref()), (Onward::StraightAway, Some(NEXT)));
    assert_eq!(firm.violations(), Vec::<String>::new());
}
