//! Giving money back: void or refund, each refusal, two at once, and a store or a processor that fails in the middle.

use clientpay::{
    domain::{
        ids::TransactionId,
        journal::{Fact, Subject},
        money::{Currency, Money},
        refund::{Refund, RefundKind, RefundStatus},
        transaction::{Event, Kind, Status, Transaction},
    },
    gateway::{Gateway as _, GatewayId, RefundOutcome},
    service::{
        Authority,
        refunds::{self, RefundError, RefundPayment},
        resolution,
    },
    store::{StoreError, engine::faulty::Fault, journal, transactions},
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
        notify: Vec::new(),
    }
}

async fn give_back(firm: &TestFirm, command: RefundPayment) -> Result<Refund, RefundError> {
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), command).await
}

/// Lets a day pass at the processor and reads its news.
async fn next_day(firm: &TestFirm) {
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
}

/// A payment of 100.00 that has settled.
async fn settled(firm: &TestFirm, card: &str) -> Transaction {
    let paid = firm.take(10_000, card).await.unwrap();
    next_day(firm).await;
    let settled = firm.stored(paid.id);
    assert_eq!(settled.status, Status::Settled);
    firm.leaves_waiting(1);
    settled
}

async fn known_to_the_processor(firm: &TestFirm, refund: &RefundPayment) -> Option<RefundOutcome> {
    firm.app.sandbox.look_up_refund(&refund.key).await.unwrap()
}

#[tokio::test]
async fn nobody_gives_money_back_without_the_permission() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, APPROVED).await;
    for user in [&firm.cashier, &firm.auditor] {
        let refused = refunds::refund(&firm.app, Authority::Staff(user), command(&firm, &paid, 100)).await;
        assert!(matches!(refused, Err(RefundError::NotAllowed(_))));
    }
    assert!(transactions::refunds(&firm.read(), paid.id).unwrap().is_empty());
}

#[tokio::test]
async fn a_whole_payment_that_has_not_settled_is_voided() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    assert_eq!(
        refunds::kind(&firm.app, Authority::Staff(&firm.billing), paid.id, usd(10_000)).unwrap(),
        RefundKind::Void
    );
    let voided = give_back(&firm, command(&firm, &paid, 10_000)).await.unwrap();
    assert_eq!((voided.kind, voided.status), (RefundKind::Void, RefundStatus::Settled));
    assert_eq!(firm.stored(paid.id).status, Status::Voided);
    assert_eq!(transactions::refunded(&firm.read(), &paid).unwrap(), usd(0), "a void is not money paid back");
    next_day(&firm).await;
    assert_eq!(firm.stored(paid.id).status, Status::Voided);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_part_of_a_payment_is_refunded_and_never_voided() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    let part = give_back(&firm, command(&firm, &paid, 9_999)).await.unwrap();
    assert_eq!((part.kind, part.status), (RefundKind::Refund, RefundStatus::Submitted));
    let rest = give_back(&firm, command(&firm, &paid, 1)).await.unwrap();
    assert_eq!((rest.kind, rest.status), (RefundKind::Refund, RefundStatus::Submitted));
    assert_eq!(firm.stored(paid.id).status, Status::Captured);
    next_day(&firm).await;
    let statuses: Vec<_> = transactions::refunds(&firm.read(), paid.id).unwrap().iter().map(|r| r.status).collect();
    assert_eq!(statuses, [RefundStatus::Settled, RefundStatus::Settled]);
    assert_eq!(transactions::refunded(&firm.read(), &paid).unwrap(), usd(10_000));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn an_authorization_is_released_whole_or_not_at_all() {
    let firm = TestFirm::new().await;
    let mut asked = firm.command(10_000);
    asked.kind = Kind::Authorization;
    firm.enter_card(&asked.key, APPROVED);
    let held = firm.submit(asked).await.unwrap();
    assert_eq!(held.status, Status::Authorized);
    let part = give_back(&firm, command(&firm, &held, 5_000)).await;
    assert!(matches!(part, Err(RefundError::NotRefundable)), "{part:?}");
    assert_eq!(give_back(&firm, command(&firm, &held, 10_000)).await.unwrap().kind, RefundKind::Void);
    assert_eq!(firm.stored(held.id).status, Status::Voided);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_cannot_be_given_back_is_refused_before_anything_is_written() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, APPROVED).await;
    for minor in [0, -1, i64::MIN] {
        assert!(matches!(give_back(&firm, command(&firm, &paid, minor)).await, Err(RefundError::Amount)));
    }
    let foreign = RefundPayment { amount: Money::new(100, Currency::EUR), ..command(&firm, &paid, 0) };
    assert!(matches!(give_back(&firm, foreign).await, Err(RefundError::Amount)));
    let most = give_back(&firm, command(&firm, &paid, 10_001)).await;
    assert!(matches!(most, Err(RefundError::MoreThanRemains(rest)) if rest == usd(10_000)), "{most:?}");
    let nowhere = RefundPayment { transaction: TransactionId::new(99), ..command(&firm, &paid, 1) };
    assert!(matches!(give_back(&firm, nowhere).await, Err(RefundError::NoPayment)));
    let declined = firm.take(5_000, "4000000000000002").await.unwrap();
    assert!(matches!(give_back(&firm, command(&firm, &declined, 5_000)).await, Err(RefundError::NotRefundable)));
    assert!(transactions::refunds(&firm.read(), paid.id).unwrap().is_empty());
}

#[tokio::test]
async fn all_refunds_together_never_exceed_the_payment_also_when_two_are_asked_for_at_once() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, APPROVED).await;
    let (first, second) =
        tokio::join!(give_back(&firm, command(&firm, &paid, 6_000)), give_back(&firm, command(&firm, &paid, 6_000)));
    let answers = [first, second];
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    let refused = answers.iter().find_map(|answer| answer.as_ref().err());
    assert!(matches!(refused, Some(RefundError::MoreThanRemains(rest)) if *rest == usd(4_000)), "{answers:?}");
    assert!(give_back(&firm, command(&firm, &paid, 4_000)).await.is_ok());
    let none = give_back(&firm, command(&firm, &paid, 1)).await;
    assert!(matches!(none, Err(RefundError::MoreThanRemains(rest)) if rest == usd(0)));
}

#[tokio::test]
async fn the_same_form_twice_gives_money_back_once() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, APPROVED).await;
    let asked = command(&firm, &paid, 4_000);
    let (first, second) = tokio::join!(give_back(&firm, asked.clone()), give_back(&firm, asked.clone()));
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(transactions::reserved(&firm.read(), &paid).unwrap(), usd(4_000));
    let changed = RefundPayment { amount: usd(5_000), ..asked };
    assert!(matches!(give_back(&firm, changed).await, Err(RefundError::AnotherRefund)));
}

#[tokio::test]
async fn of_two_clicks_nobody_hears_that_nothing_goes_back_when_the_other_gets_through() {
    for fault in [Fault::NotStarted, Fault::CommitLost, Fault::CommitKept] {
        let firm = TestFirm::new().await;
        let paid = settled(&firm, APPROVED).await;
        let asked = command(&firm, &paid, 4_000);
        firm.faults.push(fault);
        // Both have come before either is begun.
        let turn = firm.app.operations.hold(&asked.key).await;
        let (one, other, ()) = tokio::join!(biased; give_back(&firm, asked.clone()), give_back(&firm, asked.clone()), async { drop(turn) });
        let refunds = transactions::refunds(&firm.read(), paid.id).unwrap().len();
        match (one, other) {
            (Ok(one), Ok(other)) => assert_eq!((one.id, refunds), (other.id, 1), "{fault:?}"),
            // The store was still being reopened when the other one came.
            (Err(_), Err(_)) => assert_eq!(refunds, 0, "{fault:?}"),
            (one, other) => panic!("{fault:?}: {one:?} and {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refund_that_fails_later_is_told_and_its_money_can_be_given_back_again() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, FAILS_REFUNDS).await;
    let submitted = give_back(&firm, command(&firm, &paid, 10_000)).await.unwrap();
    assert_eq!(submitted.status, RefundStatus::Submitted);
    next_day(&firm).await;
    let failed = transactions::refund(&firm.read(), submitted.id).unwrap();
    assert_eq!(failed.status, RefundStatus::Failed);
    assert!(failed.refusal.is_some_and(|why| why.contains("bank")));
    assert_eq!(
        refunds::kind(&firm.app, Authority::Staff(&firm.billing), paid.id, usd(10_000)).unwrap(),
        RefundKind::Refund
    );
    let history = journal::history(&firm.read(), Subject::Transaction(paid.id)).unwrap();
    let told =
        |to| history.iter().any(|entry| matches!(entry.fact, Fact::RefundChanged { to: told, .. } if told == to));
    assert!(told(RefundStatus::Submitted) && told(RefundStatus::Failed));
}

#[tokio::test]
async fn a_payment_that_settled_meanwhile_is_not_voided() {
    let firm = TestFirm::new().await;
    let paid = firm.take(10_000, APPROVED).await.unwrap();
    firm.app.sandbox.advance(2 * DAY_MS.unsigned_abs()).unwrap();
    let late = give_back(&firm, command(&firm, &paid, 10_000)).await.unwrap();
    assert_eq!((late.kind, late.status), (RefundKind::Void, RefundStatus::Failed));
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(firm.stored(paid.id).status, Status::Settled);
    assert_eq!(give_back(&firm, command(&firm, &paid, 10_000)).await.unwrap().kind, RefundKind::Refund);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn money_given_back_behind_our_back_is_never_given_back_again() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, APPROVED).await;
    let id = GatewayId(paid.gateway_id.clone().unwrap());
    firm.app.sandbox.refund(&id, &firm.app.ids.operation_key(), usd(8_000)).await.unwrap();
    let more = give_back(&firm, command(&firm, &paid, 5_000)).await.unwrap();
    assert_eq!(more.status, RefundStatus::Failed);
    assert!(more.refusal.is_some());
}

async fn voided_at_the_processor(firm: &TestFirm, payment: &Transaction) -> bool {
    firm.charge(&payment.key).await.is_some_and(|view| view.later.contains(&Event::Void))
}

/// The store's refunds say what the processor's do.
async fn books_agree(firm: &TestFirm, payment: &Transaction, asked: &RefundPayment, case: &str) {
    let ours = transactions::refund_by_key(&firm.read(), &asked.key).unwrap();
    let given = match ours.as_ref().map(|refund| refund.kind) {
        Some(RefundKind::Void) => voided_at_the_processor(firm, payment).await,
        _ => matches!(
            known_to_the_processor(firm, asked).await,
            Some(RefundOutcome::Submitted(_) | RefundOutcome::Settled(_))
        ),
    };
    assert_eq!(ours.as_ref().is_some_and(|refund| refund.status.reserves()), given, "{case}: {ours:?}");
    assert!(transactions::unresolved_refunds(&firm.read()).unwrap().is_empty(), "{case}: still open");
    assert_eq!(firm.violations(), Vec::<String>::new(), "{case}");
}

#[tokio::test]
async fn a_store_that_fails_at_any_write_gives_money_back_once_or_not_at_all() {
    for whole in [false, true] {
        for writes in 0..2 {
            for fault in [Fault::CommitLost, Fault::CommitKept, Fault::NotStarted, Fault::Full] {
                for restarts in [false, true] {
                    let case = format!("{fault:?} after {writes} writes, whole: {whole}, restarts: {restarts}");
                    let mut firm = TestFirm::new().await;
                    let paid = firm.take(10_000, APPROVED).await.unwrap();
                    firm.leaves_waiting(1);
                    let asked = command(&firm, &paid, if whole { 10_000 } else { 4_000 });
                    (0..writes).for_each(|_| firm.faults.push(Fault::Pass));
                    firm.faults.push(fault);
                    let answer = give_back(&firm, asked.clone()).await;
                    if let Err(RefundError::Unavailable | RefundError::Store(_)) = &answer {
                        assert!(known_to_the_processor(&firm, &asked).await.is_none(), "{case}");
                    }
                    firm.faults.freed();
                    if restarts {
                        firm.restart();
                    } else {
                        serving(&firm.app.store).await;
                        drop(give_back(&firm, asked.clone()).await);
                    }
                    firm.reconcile_later().await;
                    resolution::follow_news(&firm.app).await.unwrap();
                    books_agree(&firm, &paid, &asked, &case).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn the_store_itself_refuses_more_refunds_than_the_payment_and_a_changed_one() {
    let firm = TestFirm::new().await;
    let paid = settled(&firm, APPROVED).await;
    let given = give_back(&firm, command(&firm, &paid, 6_000)).await.unwrap();
    let more = Refund { id: firm_refund_id(99), key: firm.app.ids.operation_key(), ..given.clone() };
    let larger = Refund { amount: usd(7_000), ..given.clone() };
    let nothing = Refund { amount: usd(0), id: firm_refund_id(98), key: firm.app.ids.operation_key(), ..given.clone() };
    let anothers_key = Refund { id: firm_refund_id(97), amount: usd(1), ..given };
    for wrong in [more, larger, nothing, anothers_key] {
        let told = format!("{wrong:?}");
        let refused = firm.app.store.write(move |writer| writer.put_refund(&wrong)).await;
        assert!(matches!(refused, Err(clientpay::store::WriteError::Refused(StoreError::Damaged(_)))), "{told}");
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

fn firm_refund_id(number: u64) -> clientpay::domain::ids::RefundId {
    clientpay::domain::ids::RefundId::new(number)
}
