//! Acting on alerts about payments of schedules: the schedule always knows.

use clientpay::{
    domain::{
        alert::{Alert, Cause, Resolution, State},
        ids::{PaymentMethodId, ScheduleId},
        schedule::occurrence::{Standing, Waiver},
        time::Day,
        transaction::Status,
    },
    service::{
        Authority,
        alerts::{
            acting::{self, ActError, Seen, Several},
            looking::{self, InItsPlace},
            watch,
        },
        payments,
    },
    store::{engine::Direction, table::Records as _, tables::ALERTS},
};

use super::{Agreed, FIRST_RUN_MS, POOR, monthly, save};
use crate::support::APPROVED;

fn all(agreed: &Agreed) -> Vec<Alert> {
    agreed.firm.read().all(ALERTS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect()
}

fn the_alert(agreed: &Agreed) -> Alert {
    let mut all = all(agreed);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn how(agreed: &Agreed) -> Option<Resolution> {
    match the_alert(agreed).state {
        State::Resolved(resolved) => Some(resolved.how),
        State::Open | State::Snoozed { .. } => None,
    }
}

/// A schedule whose first payment was refused, and another saved card that is good.
async fn refused() -> (Agreed, ScheduleId, PaymentMethodId) {
    let agreed = Agreed::with_card(POOR).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let other = save(&agreed.firm, agreed.payer, agreed.firm.operating, APPROVED).await;
    assert_eq!(the_alert(&agreed).cause, Cause::OccurrenceFailed);
    (agreed, id, other)
}

#[tokio::test]
async fn trying_again_the_same_way_may_fail_again_and_by_another_card_collects_and_ends_the_alert() {
    let (agreed, id, other) = refused().await;
    let (app, alert) = (&agreed.firm.app, the_alert(&agreed));
    let version = agreed.occurrence(id, 1).version;
    let cashier = acting::collect(app, Authority::Staff(&agreed.firm.cashier), alert.id, (version, None)).await;
    assert!(matches!(cashier, Err(ActError::NotAllowed(_))));
    let again = acting::collect(app, agreed.billing(), alert.id, (version, None)).await.unwrap();
    assert_eq!((again.standing, how(&agreed)), (Standing::Failed, None));
    let stale = acting::collect(app, agreed.billing(), alert.id, (version, Some(other))).await;
    assert!(matches!(stale, Err(ActError::Stale)), "the page was drawn before the last try");
    let version = agreed.occurrence(id, 1).version;
    let collected = acting::collect(app, agreed.billing(), alert.id, (version, Some(other))).await.unwrap();
    assert_eq!((collected.standing, how(&agreed)), (Standing::Collected, Some(Resolution::OtherMethod)));
    assert_eq!(agreed.statuses(id, 1), [Status::Declined, Status::Declined, Status::Captured]);
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_is_said_of_an_alert_is_said_of_the_payment_too() {
    let (agreed, id, _) = refused().await;
    let (app, alert) = (&agreed.firm.app, the_alert(&agreed));
    let seen = Seen { id: alert.id, version: alert.version };
    let note = (Resolution::PaidElsewhere, "Paid by cheque".to_owned());
    acting::resolve(app, agreed.billing(), seen, note.clone()).await.unwrap();
    acting::resolve(app, agreed.billing(), seen, note).await.unwrap();
    let occurrence = agreed.occurrence(id, 1);
    assert_eq!(occurrence.standing, Standing::PaidElsewhere);
    assert_eq!(occurrence.waived.unwrap().why, Waiver::PaidElsewhere("Paid by cheque".into()));
    assert_eq!(how(&agreed), Some(Resolution::PaidElsewhere));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn of_several_alerts_those_of_schedules_tell_their_schedule() {
    let (agreed, id, _) = refused().await;
    let alert = the_alert(&agreed);
    let seen = [Seen { id: alert.id, version: alert.version }];
    let written_off = (Resolution::WrittenOff, "Uncollectable".to_owned());
    let done = acting::resolve_several(&agreed.firm.app, agreed.billing(), &seen, written_off).await.unwrap();
    assert_eq!(done, Several { done: 1, left: 0 });
    assert_eq!((agreed.occurrence(id, 1).standing, how(&agreed)), (Standing::Skipped, Some(Resolution::Skipped)));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_payment_in_its_place_ends_the_alert_and_the_schedule_collects_no_second_one() {
    let (agreed, id, _) = refused().await;
    let (firm, alert) = (&agreed.firm, the_alert(&agreed));
    let place = looking::in_its_place(&firm.app, agreed.billing(), alert.id).unwrap();
    let Some(InItsPlace::Scheduled { amount, .. }) = place else { panic!("what the schedule wanted: {place:?}") };
    let command = firm.command(amount.minor());
    firm.enter_card(&command.key, APPROVED);
    acting::settle_by_payment(&firm.app, agreed.billing(), alert.id, command.key.clone()).await.unwrap();
    let paid = payments::take(&firm.app, agreed.billing(), command).await.unwrap();
    assert_eq!(how(&agreed), Some(Resolution::Payment(paid.id)));
    assert_eq!(agreed.occurrence(id, 1).standing, Standing::PaidElsewhere);
    agreed.run_on((2026, 12, 10)).await;
    assert_eq!(agreed.statuses(id, 1), [Status::Declined], "nothing more was tried");
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_card_that_will_have_expired_when_it_is_needed_is_brought_up_once() {
    let agreed = Agreed::with_card(APPROVED).await;
    watch::look_at_cards(&agreed.firm.app).await.unwrap();
    assert_eq!(all(&agreed), [], "nothing is planned with it");
    // The test cards expire in December 2030.
    let later =
        clientpay::service::schedules::Agreement { recurrence: monthly(Day::new(2031, 1, 5)), ..agreed.agreement() };
    let id = agreed.make(later).await;
    for _ in 0..2 {
        watch::look_at_cards(&agreed.firm.app).await.unwrap();
    }
    assert_eq!(the_alert(&agreed).cause, Cause::MethodExpiring);
    let version = agreed.schedule(id).version;
    let cancel = clientpay::domain::schedule::ScheduleEvent::Cancel;
    clientpay::service::schedules::change_state(&agreed.firm.app, agreed.billing(), (id, version), cancel)
        .await
        .unwrap();
    watch::look_at_cards(&agreed.firm.app).await.unwrap();
    assert_eq!(how(&agreed), Some(Resolution::ByItself), "it is not needed any more");
    agreed.nothing_is_wrong();
}
