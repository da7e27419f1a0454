//! Alerts: there once for each trouble, and what becomes of them.

mod acting;
mod asking;
mod mailing;
mod raising;

use clientpay::{
    domain::{
        alert::{About, Alert, Cause, Resolution, Resolved, State},
        ids::{AlertId, TransactionId},
        journal::{Actor, Fact, Subject},
    },
    service::alerts,
    store::{
        StoreError, WriteError, alerts as shelves, engine::Direction, journal, table::Records as _, tables::ALERTS,
    },
};

use crate::support::{APPROVED, NOW, TestFirm};

const PAID: About = About::Payment(TransactionId::new(1));

/// Every alert there is, in the order they were raised.
fn all(firm: &TestFirm) -> Vec<Alert> {
    firm.read().all(ALERTS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect()
}

/// Cause and state of every alert, in the order they were raised.
fn told(firm: &TestFirm) -> Vec<(Cause, &'static str)> {
    let state = |alert: &Alert| match alert.state {
        State::Open => "open",
        State::Snoozed { .. } => "snoozed",
        State::Resolved(_) => "resolved",
    };
    all(firm).iter().map(|alert| (alert.cause, state(alert))).collect()
}

async fn with_a_payment() -> TestFirm {
    let firm = TestFirm::new().await;
    firm.take(5_000, APPROVED).await.unwrap();
    firm.leaves_waiting(1);
    firm
}

async fn raise(firm: &TestFirm, cause: Cause) -> AlertId {
    let now = firm.app.now();
    firm.app.store.write(move |writer| alerts::raise(writer, PAID, cause, now)).await.unwrap()
}

async fn close(firm: &TestFirm, cause: Cause) -> bool {
    let now = firm.app.now();
    let by = Actor::System;
    let written =
        firm.app.store.write(move |writer| alerts::close(writer, PAID, cause, (by, now), Resolution::ByItself));
    written.await.unwrap()
}

fn stored(firm: &TestFirm, id: AlertId) -> Alert {
    shelves::alert(&firm.read(), id).unwrap().unwrap()
}

fn facts(firm: &TestFirm, id: AlertId) -> Vec<Fact> {
    let mut entries = journal::history(&firm.read(), Subject::Alert(id)).unwrap();
    entries.reverse();
    entries.into_iter().map(|entry| entry.fact).collect()
}

fn open(firm: &TestFirm, cause: Cause) -> u64 {
    shelves::open_count(&firm.read(), cause).unwrap()
}

#[tokio::test]
async fn the_same_trouble_met_again_raises_no_second_alert_and_another_does() {
    let firm = with_a_payment().await;
    let first = raise(&firm, Cause::Disputed).await;
    assert_eq!(raise(&firm, Cause::Disputed).await, first);
    let other = raise(&firm, Cause::RefundFailed).await;
    assert_ne!(other, first);
    assert_eq!((open(&firm, Cause::Disputed), open(&firm, Cause::RefundFailed)), (1, 1));
    assert_eq!(facts(&firm, first), [Fact::AlertRaised { about: PAID, cause: Cause::Disputed }]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn trouble_that_is_over_closes_its_alert_once_and_comes_back_as_a_new_one() {
    let firm = with_a_payment().await;
    assert!(!close(&firm, Cause::Disputed).await, "there is nothing to close yet");
    let first = raise(&firm, Cause::Disputed).await;
    firm.clock.advance_ms(1_000);
    assert!(close(&firm, Cause::Disputed).await);
    assert!(!close(&firm, Cause::Disputed).await, "it had ended");
    let at = NOW.plus_ms(1_000);
    let resolved = Resolved { by: Actor::System, at, how: Resolution::ByItself, note: String::new() };
    assert_eq!(stored(&firm, first).state, State::Resolved(resolved));
    assert_eq!(open(&firm, Cause::Disputed), 0);
    let second = raise(&firm, Cause::Disputed).await;
    assert_ne!(second, first);
    assert_eq!(open(&firm, Cause::Disputed), 1);
    assert_eq!(shelves::about(&firm.read(), PAID).unwrap().len(), 2, "the old one is kept");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_store_takes_no_second_alert_of_a_kind_and_wakes_none_that_has_ended() {
    let firm = with_a_payment().await;
    let id = raise(&firm, Cause::Disputed).await;
    let second = Alert::new(AlertId::new(2), PAID, Cause::Disputed, NOW);
    let refused = firm.app.store.write(move |writer| writer.put_alert(&second)).await;
    assert!(matches!(refused, Err(WriteError::Refused(StoreError::Damaged("alerts")))));
    close(&firm, Cause::Disputed).await;
    let woken = Alert { state: State::Open, ..stored(&firm, id) };
    let refused = firm.app.store.write(move |writer| writer.put_alert(&woken)).await;
    assert!(matches!(refused, Err(WriteError::Refused(StoreError::Damaged("alerts")))));
}
