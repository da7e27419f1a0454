//! Who may give how much back, for how long, and that the payer is told of it once.

use clientpay::{
    domain::{
        delivery::{Content, DeliveryStatus},
        journal::{Fact, Subject},
        money::{Currency, Money},
        permission::Permission,
        refund::{Refund, RefundKind, RefundStatus},
        transaction::{Kind, Status, Transaction},
        user::User,
    },
    service::{
        Authority, NotAllowed, outbox,
        refunds::{self, Hindrance, RefundError, RefundPayment},
        resolution,
    },
    store::{engine::faulty::Fault, journal, transactions},
};

use crate::support::{APPROVED, DAY_MS, TestFirm, serving};

/// A card whose refunds are taken on and fail a day later.
const FAILS_REFUNDS: &str = "4000000000005126";

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn command(firm: &TestFirm, payment: &Transaction, minor: i64) -> RefundPayment {
    RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: payment.id,
        amount: usd(minor),
        kind: None,
        reason: "Paid twice".into(),
        notify: vec!["ada@client.example".into()],
    }
}

async fn give_back(firm: &TestFirm, user: &User, command: RefundPayment) -> Result<Refund, RefundError> {
    refunds::refund(&firm.app, Authority::Staff(user), command).await
}

fn limited(firm: &TestFirm, minor: i64) -> User {
    User { refund_limit: Some(usd(minor)), ..firm.billing.clone() }
}

async fn to_trust(firm: &TestFirm) -> Transaction {
    let mut asked = firm.command(10_000);
    asked.merchant_account = firm.trust;
    firm.enter_card(&asked.key, APPROVED);
    firm.submit(asked).await.unwrap()
}

/// Lets a day pass at the processor and reads its news.
async fn next_day(firm: &TestFirm) {
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
}

/// The refund notices of a payment, each as far as it has got.
fn notices(firm: &TestFirm, payment: &Transaction) -> Vec<DeliveryStatus> {
    let all = firm.deliveries(payment.id);
    let notices = all.iter().filter(|delivery| matches!(delivery.content, Content::RefundNotice { .. }));
    notices.map(|delivery| delivery.status).collect()
}

#[tokio::test]
async fn nobody_gives_back_more_than_their_limit_in_one_step_or_several() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    let user = limited(&firm, 5_000);
    let whole = give_back(&firm, &user, command(&firm, &paid, 10_000)).await;
    assert!(matches!(whole, Err(RefundError::AboveLimit(most)) if most == usd(5_000)), "{whole:?}");
    let over = give_back(&firm, &user, command(&firm, &paid, 5_001)).await;
    assert!(matches!(over, Err(RefundError::AboveLimit(_))));
    give_back(&firm, &user, command(&firm, &paid, 3_000)).await.unwrap();
    let second = give_back(&firm, &user, command(&firm, &paid, 2_001)).await;
    assert!(matches!(second, Err(RefundError::AboveLimit(most)) if most == usd(2_000)), "{second:?}");
    give_back(&firm, &user, command(&firm, &paid, 2_000)).await.unwrap();
    let spent = refunds::outlook(&firm.app, Authority::Staff(&user), paid.id).unwrap();
    assert_eq!(spent.hindrance, Some(Hindrance::Limit(usd(0))));
    assert!(give_back(&firm, &firm.admin, command(&firm, &paid, 5_000)).await.is_ok(), "who has no limit still may");
    let foreign = User { refund_limit: Some(Money::new(900_000, Currency::EUR)), ..firm.billing.clone() };
    let other = firm.take(10_000, APPROVED).await.unwrap();
    assert!(matches!(
        give_back(&firm, &foreign, command(&firm, &other, 1)).await,
        Err(RefundError::AboveLimit(most)) if most == usd(0)
    ));
    firm.leaves_waiting(5);
}

#[tokio::test]
async fn trust_money_goes_back_only_by_whoever_has_the_right_to_that() {
    let firm = TestFirm::new().await;
    let paid = to_trust(&firm).await;
    let refused = give_back(&firm, &firm.billing, command(&firm, &paid, 10_000)).await;
    assert!(matches!(refused, Err(RefundError::NotAllowed(NotAllowed(Permission::RefundTrust)))), "{refused:?}");
    let outlook = refunds::outlook(&firm.app, Authority::Staff(&firm.billing), paid.id).unwrap();
    assert_eq!(outlook.hindrance, Some(Hindrance::TrustRight));
    assert!(transactions::refunds(&firm.read(), paid.id).unwrap().is_empty());
    assert!(give_back(&firm, &firm.admin, command(&firm, &paid, 10_000)).await.is_ok());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn what_the_processor_no_longer_pays_back_is_refused_and_not_asked_for() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    next_day(&firm).await;
    firm.clock.advance_ms(180 * DAY_MS);
    assert!(refunds::kind(&firm.app, Authority::Staff(&firm.admin), paid.id, usd(1)).is_ok(), "the last day counts");
    firm.clock.advance_ms(DAY_MS);
    let asked = command(&firm, &paid, 1);
    let late = give_back(&firm, &firm.admin, asked.clone()).await;
    assert!(matches!(late, Err(RefundError::TooOld(180))), "{late:?}");
    let outlook = refunds::outlook(&firm.app, Authority::Staff(&firm.admin), paid.id).unwrap();
    assert_eq!(outlook.hindrance, Some(Hindrance::TooOld(180)));
    assert!(transactions::refund_by_key(&firm.read(), &asked.key).unwrap().is_none());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_was_said_to_be_a_void_is_not_done_as_a_refund() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    let promised = RefundPayment { kind: Some(RefundKind::Void), ..command(&firm, &paid, 10_000) };
    next_day(&firm).await;
    assert_eq!(firm.stored(paid.id).status, Status::Settled);
    let late = give_back(&firm, &firm.billing, promised.clone()).await;
    assert!(matches!(late, Err(RefundError::OtherKind(RefundKind::Refund))), "{late:?}");
    let agreed = RefundPayment { kind: Some(RefundKind::Refund), ..promised };
    assert_eq!(give_back(&firm, &firm.billing, agreed).await.unwrap().kind, RefundKind::Refund);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn the_outlook_names_why_nothing_can_go_back() {
    let firm = TestFirm::new().await;
    let hindrance = |id| refunds::outlook(&firm.app, Authority::Staff(&firm.billing), id).unwrap().hindrance;
    let declined = firm.take(5_000, "4000000000000002").await.unwrap();
    assert_eq!(hindrance(declined.id), Some(Hindrance::NeverPaid));
    let challenged = firm.take(5_000, "4000000000003220").await.unwrap();
    assert_eq!(challenged.status, Status::ActionRequired);
    assert_eq!(hindrance(challenged.id), Some(Hindrance::NotDecided));
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    assert_eq!(hindrance(paid.id), None);
    give_back(&firm, &firm.billing, command(&firm, &paid, 5_000)).await.unwrap();
    assert_eq!(hindrance(paid.id), Some(Hindrance::TakenBack));
    let parted = firm.take(5_000, APPROVED).await.unwrap();
    give_back(&firm, &firm.billing, command(&firm, &parted, 1)).await.unwrap();
    give_back(&firm, &firm.billing, command(&firm, &parted, 4_999)).await.unwrap();
    assert_eq!(hindrance(parted.id), Some(Hindrance::AllGivenBack));
    let mut asked = firm.command(5_000);
    asked.kind = Kind::Authorization;
    firm.enter_card(&asked.key, APPROVED);
    let held = firm.submit(asked).await.unwrap();
    let outlook = refunds::outlook(&firm.app, Authority::Staff(&limited(&firm, 4_999)), held.id).unwrap();
    assert_eq!((outlook.in_parts, outlook.hindrance), (false, Some(Hindrance::Limit(usd(4_999)))));
    firm.leaves_waiting(6);
}

#[tokio::test]
async fn the_payer_is_told_once_in_the_write_that_first_hears_of_it() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    let asked = command(&firm, &paid, 4_000);
    let refund = give_back(&firm, &firm.billing, asked.clone()).await.unwrap();
    assert_eq!((refund.status, notices(&firm, &paid).len()), (RefundStatus::Submitted, 1));
    next_day(&firm).await;
    give_back(&firm, &firm.billing, asked).await.unwrap();
    let settled = transactions::refund(&firm.read(), refund.id).unwrap();
    assert_eq!((settled.status, notices(&firm, &paid).len()), (RefundStatus::Settled, 1), "settling is no second news");
    let quiet = RefundPayment { notify: Vec::new(), ..command(&firm, &paid, 1_000) };
    give_back(&firm, &firm.billing, quiet).await.unwrap();
    assert_eq!(notices(&firm, &paid).len(), 1, "nobody is told who is not to be told");
    outbox::deliver_due(&firm.app).await.unwrap();
    let sent = firm.post.taken();
    let told = sent.iter().find(|envelope| envelope.message.subject.starts_with("Refund of $40.00")).unwrap();
    assert_eq!(told.message.to, ["ada@client.example"]);
    assert!(told.message.text.contains("ending in 4242") && !told.message.text.contains("Paid twice"));
    assert_eq!(firm.violations(), Vec::<String>::new());
    let history = journal::history(&firm.read(), Subject::Transaction(paid.id)).unwrap();
    assert!(
        history
            .iter()
            .any(|entry| matches!(&entry.fact, Fact::RefundRequested { reason, .. } if reason == "Paid twice"))
    );
}

#[tokio::test]
async fn a_refund_that_was_refused_or_failed_before_the_mail_left_is_not_announced() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, FAILS_REFUNDS).await.unwrap();
    give_back(&firm, &firm.billing, command(&firm, &paid, 10_000)).await.unwrap();
    let voided = firm.stored(paid.id).status == Status::Voided;
    let other = firm.take(10_000, FAILS_REFUNDS).await.unwrap();
    give_back(&firm, &firm.billing, command(&firm, &other, 4_000)).await.unwrap();
    next_day(&firm).await;
    outbox::deliver_due(&firm.app).await.unwrap();
    assert!(voided);
    assert_eq!(notices(&firm, &paid), [DeliveryStatus::Sent]);
    assert_eq!(notices(&firm, &other), [DeliveryStatus::Failed], "it failed before the message left");
    let subjects: Vec<String> = firm.post.taken().into_iter().map(|envelope| envelope.message.subject).collect();
    assert!(subjects.iter().any(|subject| subject.ends_with("cancelled")), "{subjects:?}");
    assert!(subjects.iter().all(|subject| !subject.starts_with("Refund")), "{subjects:?}");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_store_that_fails_at_any_write_tells_the_payer_once_or_not_at_all() {
    for whole in [false, true] {
        for writes in 0..2 {
            for fault in [Fault::CommitLost, Fault::CommitKept, Fault::NotStarted] {
                let case = format!("{fault:?} after {writes} writes, whole: {whole}");
                let firm = TestFirm::new().await;
                let paid = firm.take(10_000, APPROVED).await.unwrap();
                let asked = command(&firm, &paid, if whole { 10_000 } else { 4_000 });
                (0..writes).for_each(|_| firm.faults.push(Fault::Pass));
                firm.faults.push(fault);
                drop(give_back(&firm, &firm.billing, asked.clone()).await);
                firm.faults.freed();
                serving(&firm.app.store).await;
                drop(give_back(&firm, &firm.billing, asked.clone()).await);
                firm.reconcile_later().await;
                resolution::follow_news(&firm.app).await.unwrap();
                let refund = transactions::refund_by_key(&firm.read(), &asked.key).unwrap();
                let went = refund.is_some_and(|refund| refund.status.went_through());
                assert_eq!(notices(&firm, &paid).len(), usize::from(went), "{case}");
                assert_eq!(firm.violations(), Vec::<String>::new(), "{case}");
                firm.leaves_waiting(1 + usize::from(went));
            }
        }
    }
}
