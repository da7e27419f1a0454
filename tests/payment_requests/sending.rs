//! Requests are sent, seen, reminded of, taken back and end.

use clientpay::{
    domain::{
        delivery::{Content, DeliveryStatus},
        journal::{Fact, Subject},
        payment_request::{
            Asked, PaymentRequest, State,
            rules::{Fault, Handing},
        },
        time::Day,
    },
    i18n::{calendar, dates},
    service::{
        Authority,
        outbox::deliver_due,
        payment_requests::{
            self, Deed, NewRequest, RequestError, links,
            looking::{self, Filter, Wanted},
            paying, waking,
        },
        schedules::SETTLE_MS,
    },
    store::{self, journal},
};

use super::{Client, asked, card, send, stands, stored, wanted};
use crate::support::{APPROVED, DAY_MS, TestFirm, post_office::Mood};
use clientpay::gateway::sandbox::cards::Behavior;

fn facts(firm: &TestFirm, request: &PaymentRequest) -> Vec<Fact> {
    let history = journal::history(&firm.read(), Subject::PaymentRequest(request.id)).unwrap();
    history.into_iter().map(|entry| entry.fact).collect()
}

fn count(firm: &TestFirm, request: &PaymentRequest, wanted: impl Fn(&Fact) -> bool) -> usize {
    facts(firm, request).iter().filter(|fact| wanted(fact)).count()
}

/// The job, once the clock has not been set for a while.
pub async fn wake(firm: &TestFirm) {
    waking::wake_due(&firm.app).await.unwrap();
    firm.clock.advance_ms(SETTLE_MS);
    waking::wake_due(&firm.app).await.unwrap();
}

#[tokio::test]
async fn who_may_not_send_requests_sends_none() {
    let firm = TestFirm::new().await;
    for user in [&firm.cashier, &firm.auditor] {
        let authority = Authority::Staff(user);
        let made =
            payment_requests::create(&firm.app, authority, wanted(&firm, asked(), &[(firm.operating, 100)])).await;
        assert!(matches!(made, Err(RequestError::NotAllowed(_))));
        let done = payment_requests::act(&firm.app, authority, Vec::new(), Deed::Cancel).await;
        assert!(matches!(done, Err(RequestError::NotAllowed(_))));
    }
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_not_sent() {
    let firm = TestFirm::new().await;
    let attempt = async |asked: Asked, amounts: &[(_, i64)]| {
        payment_requests::create(&firm.app, Authority::Staff(&firm.billing), wanted(&firm, asked, amounts)).await
    };
    for (asked, amounts, fault) in [
        (asked(), vec![(firm.operating, 0)], Fault::Amount),
        (asked(), vec![(firm.operating, 100), (firm.operating, 100)], Fault::Split),
        (Asked { emails: vec![], ..asked() }, vec![(firm.operating, 100)], Fault::Emails),
        (Asked { expires: Some(Day::new(2026, 1, 1)), ..asked() }, vec![(firm.operating, 100)], Fault::Expires),
    ] {
        let made = attempt(asked, &amounts).await;
        assert!(matches!(&made, Err(RequestError::Unfit(faults)) if faults == &[fault]), "{made:?}");
    }
    let nowhere = clientpay::domain::ids::MerchantAccountId::new(99);
    assert!(matches!(attempt(asked(), &[(nowhere, 100)]).await, Err(RequestError::NoAccount)));
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_request_even_after_its_link_was_replaced() {
    let firm = TestFirm::new().await;
    let (admin, wanted) = (Authority::Staff(&firm.billing), wanted(&firm, asked(), &[(firm.operating, 10_000)]));
    let first = payment_requests::create(&firm.app, admin, wanted.clone()).await.unwrap();
    payment_requests::reissue(&firm.app, admin, first.id).await.unwrap();
    let second = payment_requests::create(&firm.app, admin, wanted).await.unwrap();
    firm.leaves_waiting(1);
    assert_eq!(first.id, second.id);
}

#[tokio::test]
async fn the_mail_speaks_the_clients_language_and_leads_to_the_page() {
    let firm = TestFirm::new().await;
    let asked = Asked { message: "Merci d\u{2019}avance".into(), ..asked() };
    let request = send(&firm, asked, &[(firm.operating, 125_000)]).await;
    deliver_due(&firm.app).await.unwrap();
    let id = stored(&firm, request.id).mail.unwrap();
    let message = store::outbox::message(&firm.read(), id).unwrap().unwrap();
    let link = format!("/r/{}?lang=fr", links::token(&firm.app.secrets, &request));
    for words in ["vous demande de payer 1\u{a0}250,00", "INV-7001", "Merci d\u{2019}avance", &link] {
        assert!(message.text.contains(words), "{words}: {}", message.text);
        assert!(message.html.contains(words), "{words}");
    }
    assert!(message.subject.contains("vous demande de payer"));
}

#[tokio::test]
async fn a_link_is_not_stored_and_leads_nowhere_once_it_was_replaced() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let token = links::token(&firm.app.secrets, &request);
    assert!(paying::open(&firm.app, &token).unwrap().is_some());
    let again = payment_requests::reissue(&firm.app, Authority::Staff(&firm.billing), request.id).await.unwrap();
    firm.leaves_waiting(1);
    assert!(paying::open(&firm.app, &token).unwrap().is_none());
    let new = links::token(&firm.app.secrets, &again);
    assert!(paying::open(&firm.app, &new).unwrap().is_some());
    for bad in ["", "x", &"a".repeat(32), &new.to_uppercase()] {
        assert!(paying::open(&firm.app, bad).unwrap().is_none(), "{bad}");
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn opening_a_page_is_not_seeing_it() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    firm.leaves_waiting(1);
    Client::on(&firm, &request).opened();
    assert_eq!(stands(&firm, request.id).0, State::Sent);
    for _ in 0..2 {
        payment_requests::view(&firm.app, request.id).await.unwrap();
    }
    assert_eq!(stands(&firm, request.id).0, State::Viewed);
    assert_eq!(count(&firm, &request, |fact| *fact == Fact::PaymentRequestViewed), 1);
}

#[tokio::test]
async fn mail_that_cannot_be_delivered_is_told_and_forgotten_once_another_one_leaves() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    firm.post.set(Mood::Refuses);
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(stands(&firm, request.id).0, State::Bounced);
    firm.post.set(Mood::Sends);
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![request.id], Deed::Resend).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(stands(&firm, request.id).0, State::Sent);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn each_reminder_leaves_once_at_nine_in_the_firms_morning() {
    let firm = TestFirm::new().await;
    let request = send(&firm, Asked { remind_after: vec![3, 7], ..asked() }, &[(firm.operating, 10_000)]).await;
    deliver_due(&firm.app).await.unwrap();
    let zone = "America/New_York";
    let today = dates::firm_day(firm.app.now(), zone);
    let third = calendar::instant(Day::from_number(today.number() + 3), 9 * 60, zone);
    assert_eq!(request.reminders[0].at, third);
    firm.clock.advance_ms(third.ms_since(firm.app.now()) - 2 * SETTLE_MS);
    wake(&firm).await;
    let reminders = || count(&firm, &request, |fact| matches!(fact, Fact::PaymentRequestReminded { .. }));
    assert_eq!(reminders(), 0, "not before nine");
    for _ in 0..3 {
        wake(&firm).await;
    }
    assert_eq!(reminders(), 1);
    firm.clock.advance_ms(30 * DAY_MS);
    for _ in 0..3 {
        wake(&firm).await;
    }
    assert_eq!(reminders(), 2);
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn after_downtime_one_reminder_stands_for_all_that_were_due() {
    let firm = TestFirm::new().await;
    let request = send(&firm, Asked { remind_after: vec![1, 2, 3], ..asked() }, &[(firm.operating, 10_000)]).await;
    firm.clock.advance_ms(10 * DAY_MS);
    wake(&firm).await;
    firm.leaves_waiting(2);
    let told: Vec<Fact> = facts(&firm, &request);
    let reminded: Vec<u8> = told
        .iter()
        .filter_map(|fact| match fact {
            Fact::PaymentRequestReminded { number, .. } => Some(*number),
            _ => None,
        })
        .collect();
    assert_eq!(reminded, [3]);
}

#[tokio::test]
async fn nobody_is_reminded_of_what_is_paid_cancelled_over_or_on_its_way() {
    let firm = TestFirm::new().await;
    let today = dates::firm_day(firm.app.now(), "America/New_York");
    let remind = || Asked { remind_after: vec![2], ..asked() };
    let paid = send(&firm, remind(), &[(firm.operating, 10_000)]).await;
    let cancelled = send(&firm, remind(), &[(firm.operating, 10_000)]).await;
    let last = Day::from_number(today.number() + 3);
    let over = send(&firm, Asked { expires: Some(last), ..remind() }, &[(firm.operating, 10_000)]).await;
    let open = send(&firm, remind(), &[(firm.operating, 10_000)]).await;
    Client::on(&firm, &paid).pay_amount(10_000, APPROVED).await.unwrap();
    Client::on(&firm, &open).pay_amount(10_000, card(Behavior::LoseCall)).await.unwrap();
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![cancelled.id], Deed::Cancel).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    firm.clock.advance_ms(5 * DAY_MS);
    wake(&firm).await;
    for request in [&paid, &cancelled, &over, &open] {
        let reminded = count(&firm, request, |fact| matches!(fact, Fact::PaymentRequestReminded { .. }));
        assert_eq!(reminded, 0, "{:?}", stands(&firm, request.id));
    }
    assert_eq!(stands(&firm, over.id).0, State::Expired);
    assert_eq!(count(&firm, &over, |fact| *fact == Fact::PaymentRequestExpired), 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_about_what_is_closed_by_now_is_not_sent() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![request.id], Deed::Cancel).await.unwrap();
    deliver_due(&firm.app).await.unwrap();
    let delivery = store::outbox::delivery(&firm.read(), stored(&firm, request.id).mail.unwrap()).unwrap().unwrap();
    assert_eq!(delivery.status, DeliveryStatus::Failed);
    assert_eq!(delivery.content, Content::PaymentRequest { request: request.id, reminder: false });
    assert_eq!(stands(&firm, request.id).0, State::Cancelled);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn several_are_cancelled_at_once_and_what_is_paid_stays_paid() {
    let firm = TestFirm::new().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(send(&firm, asked(), &[(firm.operating, 10_000)]).await.id);
    }
    Client::on(&firm, &stored(&firm, ids[1])).pay_amount(10_000, APPROVED).await.unwrap();
    let billing = Authority::Staff(&firm.billing);
    assert_eq!(payment_requests::act(&firm.app, billing, ids.clone(), Deed::Cancel).await.unwrap(), 2);
    assert_eq!(payment_requests::act(&firm.app, billing, ids.clone(), Deed::Cancel).await.unwrap(), 0);
    assert_eq!(payment_requests::act(&firm.app, billing, ids.clone(), Deed::Resend).await.unwrap(), 0);
    firm.leaves_waiting(4);
    let states: Vec<State> = ids.iter().map(|id| stands(&firm, *id).0).collect();
    assert_eq!(states, [State::Cancelled, State::Paid, State::Cancelled]);
    let reissued = payment_requests::reissue(&firm.app, billing, ids[1]).await;
    assert!(matches!(reissued, Err(RequestError::NotOpen)));
}

#[tokio::test]
async fn lists_are_filtered_searched_and_read_page_by_page() {
    let firm = TestFirm::new().await;
    let link = |name: &str| NewRequest {
        handing: Handing::Link,
        ..wanted(&firm, Asked { name: name.into(), emails: vec![], ..asked() }, &[(firm.operating, 10_000)])
    };
    let mut ids = Vec::new();
    for name in ["Zo\u{e9} Tremblay", "Ada Vance", "Zoe Marlow"] {
        ids.push(payment_requests::create(&firm.app, Authority::Staff(&firm.billing), link(name)).await.unwrap().id);
    }
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![ids[1]], Deed::Cancel).await.unwrap();
    let list = |filter, text: &str, before, limit| -> Vec<_> {
        let wanted = Wanted { filter, text: text.into(), import: None };
        looking::list(&firm.app, &wanted, before, limit).unwrap().into_iter().map(|request| request.id).collect()
    };
    assert_eq!(list(Filter::All, "", None, 10), [ids[2], ids[1], ids[0]]);
    assert_eq!(list(Filter::All, "", Some(ids[2]), 1), [ids[1]]);
    assert_eq!(list(Filter::All, "zoe", None, 10), [ids[2], ids[0]]);
    assert_eq!(list(Filter::All, "zoe inv-7001 marl", None, 10), [ids[2], ids[0]], "the matter is Client v. Marlow");
    assert_eq!(list(Filter::All, "tremblay", None, 10), [ids[0]]);
    assert_eq!(list(Filter::Outstanding, "", None, 10), [ids[2], ids[0]]);
    assert_eq!(list(Filter::State(State::Cancelled), "", None, 10), [ids[1]]);
    assert_eq!(list(Filter::State(State::Cancelled), "zoe", None, 10), []);
    assert_eq!(list(Filter::All, "?!", None, 10), []);
}
