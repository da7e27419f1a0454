//! Letting a schedule rest, ending it, and what people say of single payments.

use clientpay::{
    domain::{
        alert::Cause,
        ids::ScheduleId,
        schedule::{
            Schedule, ScheduleEvent, State,
            occurrence::{Standing, Waiver},
            plan::Plan,
        },
        time::Day,
    },
    service::schedules::{self, Decide, Decision, ScheduleError},
};

use super::{Agreed, Agreement, FIRST_RUN_MS, POOR, SETTLES, usd};
use crate::support::{APPROVED, DAY_MS};

async fn change(agreed: &Agreed, id: ScheduleId, event: ScheduleEvent) -> Result<Schedule, ScheduleError> {
    let version = agreed.schedule(id).version;
    schedules::change_state(&agreed.firm.app, agreed.billing(), (id, version), event).await
}

async fn decide(agreed: &Agreed, id: ScheduleId, number: u32, decision: Decision) -> Result<(), ScheduleError> {
    let occurrence = agreed.occurrence(id, number);
    let asked = Decide { occurrence: occurrence.id, version: occurrence.version, decision, note: " By cheque ".into() };
    schedules::decide(&agreed.firm.app, agreed.billing(), asked).await.map(|_| ())
}

#[tokio::test]
async fn a_page_that_is_behind_changes_nothing() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    let stale = agreed.schedule(id).version - 1;
    let refused = schedules::change_state(&agreed.firm.app, agreed.billing(), (id, stale), ScheduleEvent::Pause).await;
    assert!(matches!(refused, Err(ScheduleError::Stale)));
    let missing = (ScheduleId::new(99), 1);
    let refused = schedules::change_state(&agreed.firm.app, agreed.billing(), missing, ScheduleEvent::Pause).await;
    assert!(matches!(refused, Err(ScheduleError::NotFound)));
    let refused = change(&agreed, id, ScheduleEvent::Complete).await;
    assert!(matches!(refused, Err(ScheduleError::NotNow)), "nobody completes by hand");
    assert_eq!(agreed.schedule(id).state, State::Active);
}

#[tokio::test]
async fn while_a_schedule_rests_nothing_is_collected_and_its_dates_are_put_off() {
    let agreed = Agreed::with_card(APPROVED).await;
    let plan = Plan::Installments { each: usd(10_000), count: 2 };
    let id = agreed.make(Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    change(&agreed, id, ScheduleEvent::Pause).await.unwrap();
    assert_eq!(agreed.run_on((2027, 2, 10)).await, 0);
    let resumed = change(&agreed, id, ScheduleEvent::Resume).await.unwrap();
    assert_eq!(resumed.next_day, Some(Day::new(2027, 2, 23)));
    assert_eq!(agreed.run().await, 0);
    assert_eq!(agreed.run_on((2027, 2, 23)).await, 1);
    let schedule = agreed.schedule(id);
    assert_eq!((schedule.state, schedule.tally.collected_minor), (State::Completed, 20_000), "nothing was skipped");
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_bank_debit_goes_on_after_a_rest_when_the_payer_can_have_heard_of_it() {
    let agreed = Agreed::with_account(SETTLES).await;
    let id = agreed.authorized(agreed.agreement()).await;
    change(&agreed, id, ScheduleEvent::Pause).await.unwrap();
    agreed.run_on((2026, 12, 20)).await;
    let resumed = change(&agreed, id, ScheduleEvent::Resume).await.unwrap();
    assert_eq!(resumed.next_day, Some(Day::new(2027, 1, 23)), "the 23rd is three days away, and seven are needed");
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_cancelled_schedule_collects_nothing_more_and_leaves_no_alert() {
    let agreed = Agreed::with_card(POOR).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    change(&agreed, id, ScheduleEvent::Cancel).await.unwrap();
    assert_eq!(agreed.standings(id), [Standing::Skipped, Standing::Skipped]);
    assert!(!agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.occurrence(id, 2).waived.unwrap().why, Waiver::Cancelled);
    assert_eq!(agreed.run_in(60 * DAY_MS).await, 0);
    let refused = change(&agreed, id, ScheduleEvent::Resume).await;
    assert!(matches!(refused, Err(ScheduleError::NotNow)));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn one_payment_is_left_out_or_paid_in_another_way_and_the_rest_goes_on() {
    let agreed = Agreed::with_card(POOR).await;
    let plan = Plan::Installments { each: usd(10_000), count: 2 };
    let id = agreed.make(Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    decide(&agreed, id, 1, Decision::PaidElsewhere).await.unwrap();
    assert!(!agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.occurrence(id, 1).waived.unwrap().why, Waiver::PaidElsewhere("By cheque".into()));
    decide(&agreed, id, 2, Decision::Skip).await.unwrap();
    let schedule = agreed.schedule(id);
    assert_eq!((schedule.state, schedule.tally.waived, schedule.tally.elsewhere_minor), (State::Completed, 2, 10_000));
    assert_eq!(agreed.run_in(60 * DAY_MS).await, 0);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_is_being_collected_or_is_collected_cannot_be_left_out() {
    for card in ["4000000000006678", APPROVED] {
        let agreed = Agreed::with_card(card).await;
        let id = agreed.make(agreed.agreement()).await;
        agreed.run_in(FIRST_RUN_MS).await;
        for decision in [Decision::Skip, Decision::PaidElsewhere] {
            let refused = decide(&agreed, id, 1, decision).await;
            assert!(matches!(refused, Err(ScheduleError::NotNow)), "{card} {decision:?}");
        }
        agreed.nothing_is_wrong();
    }
}
