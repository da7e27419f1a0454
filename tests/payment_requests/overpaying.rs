//! A payment that was given up is approved after all, when another one has taken its place: somebody is told, and until the
//! money went back.

use clientpay::{
    domain::{
        alert::{About, Alert, Cause, Resolution, State},
        money::{Currency, Money},
        payment_request::{Asked, PaymentRequest, State as Standing},
        transaction::{Status, Transaction},
    },
    gateway::sandbox::cards::Behavior,
    service::{
        Authority,
        alerts::looking::{self as alerts, Shown, Story},
        payment_requests::looking,
        refunds::{self, RefundPayment},
        resolution,
    },
    store::{engine::Direction, table::Records as _, tables::ALERTS},
};

use super::{Client, asked, card, send, stands};
use crate::support::{APPROVED, TestFirm, late::Late};

fn told(firm: &TestFirm) -> Vec<Alert> {
    let reader = firm.read();
    let all = reader.all(ALERTS, Direction::Forward).unwrap().map(|row| row.unwrap().1);
    all.filter(|alert| alert.cause == Cause::RequestOverpaid).collect()
}

async fn give_back(firm: &TestFirm, payment: &Transaction, minor: i64) {
    let command = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: payment.id,
        amount: Money::new(minor, Currency::USD),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), command).await.unwrap();
}

/// A request for 100.00 of which 40.00 too much is paid: the whole of it with this card, which was given up and went through
/// after all, and 40.00 meanwhile. Gives the former payment.
pub async fn overpaid(firm: &mut TestFirm, card: &str) -> (PaymentRequest, Transaction) {
    let late = Late::losing_one(firm);
    let parts = Asked { least_part: Some(1), ..asked() };
    let request = send(firm, parts, &[(firm.operating, 10_000)]).await;
    let client = Client::on(firm, &request);
    let lost = client.pay_amount(10_000, card).await.unwrap().remove(0);
    assert!(lost.status.is_unresolved());
    firm.reconcile_later().await;
    assert_eq!(firm.stored(lost.id).status, Status::Failed);
    client.pay_amount(4_000, APPROVED).await.unwrap();
    assert!(told(firm).is_empty());
    late.arrive().await;
    resolution::follow_news(&firm.app).await.unwrap();
    let paid = firm.stored(lost.id);
    assert_eq!(paid.status, Status::Captured);
    assert_eq!(stands(firm, request.id), (Standing::Paid, 14_000, 0));
    (request, paid)
}

fn shown(firm: &TestFirm, alert: &Alert) -> Shown {
    alerts::details(&firm.app, Authority::Staff(&firm.billing), alert.id).unwrap().unwrap().shown
}

#[tokio::test]
async fn what_was_given_up_and_is_approved_after_all_is_told_until_what_is_too_much_went_back() {
    let mut firm = TestFirm::new().await;
    let (request, lost) = overpaid(&mut firm, APPROVED).await;
    let alert = told(&firm).remove(0);
    assert_eq!((alert.about, &alert.state), (About::Payment(lost.id), &State::Open));
    let before = shown(&firm, &alert);
    assert!(matches!(before.story, Story::Overpaid { request: of, .. } if of == request.id), "{:?}", before.story);
    assert_eq!(before.amount, Some(Money::new(4_000, Currency::USD)), "what is too much, not the whole payment");
    give_back(&firm, &lost, 1_000).await;
    assert_eq!(told(&firm)[0].state, State::Open, "not all of it went back");
    give_back(&firm, &lost, 3_000).await;
    let State::Resolved(ended) = told(&firm).remove(0).state else { panic!("{:?}", told(&firm)) };
    assert_eq!(ended.how, Resolution::ByItself);
    assert_eq!(shown(&firm, &alert).amount, None, "nothing is too much any more");
    assert!(!looking::find(&firm.app, request.id).unwrap().unwrap().overpaid().is_positive());
    assert_eq!(told(&firm).len(), 1);
    firm.leaves_waiting(3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_did_not_go_back_after_all_is_told_again() {
    let mut firm = TestFirm::new().await;
    let (_, paid) = overpaid(&mut firm, card(Behavior::FailRefunds)).await;
    next_day(&firm).await;
    give_back(&firm, &paid, 4_000).await;
    assert!(matches!(told(&firm).remove(0).state, State::Resolved(_)), "the processor said that it would go back");
    next_day(&firm).await;
    let [ended, again] = told(&firm).try_into().unwrap();
    assert!(matches!(ended.state, State::Resolved(_)));
    assert_eq!((again.about, &again.state), (About::Payment(paid.id), &State::Open));
    assert_eq!(shown(&firm, &again).amount, Some(Money::new(4_000, Currency::USD)));
    firm.leaves_waiting(3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

async fn next_day(firm: &TestFirm) {
    firm.app.sandbox.advance(24 * 60 * 60 * 1000).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
}
