//! The run: never early, each once, over summer time, downtime and clocks that are set; and reminders.

use clientpay::{
    domain::{
        alert::Cause,
        schedule::{
            Mail,
            occurrence::Standing,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::Failure,
        },
        time::Day,
        transaction::Status,
    },
    service::schedules,
};

use super::{Agreed, Agreement, FIRST_RUN_MS, due_at, usd};
use crate::support::{APPROVED, DAY_MS};

fn daily(anchor: (u16, u8, u8)) -> Recurrence {
    Recurrence::new(Day::new(anchor.0, anchor.1, anchor.2), Frequency::Daily, 1).unwrap()
}

fn forever(agreed: &Agreed, recurrence: Recurrence) -> Agreement {
    Agreement { plan: Plan::Perpetual { each: usd(5_000) }, recurrence, ..agreed.agreement() }
}

#[tokio::test]
async fn nothing_is_collected_a_moment_early_nor_twice() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    let due = due_at(&agreed.occurrence(id, 1));
    schedules::run_due(&agreed.firm.app).await.unwrap();
    agreed.firm.clock.advance_ms(due.ms_since(agreed.firm.app.now()) - 1);
    assert_eq!(schedules::run_due(&agreed.firm.app).await.unwrap(), 0);
    agreed.firm.clock.advance_ms(1);
    assert_eq!(schedules::run_due(&agreed.firm.app).await.unwrap(), 1);
    assert_eq!(schedules::run_due(&agreed.firm.app).await.unwrap(), 0);
    assert_eq!(agreed.statuses(id, 1), [Status::Captured]);
    assert_eq!(agreed.standings(id), [Standing::Collected, Standing::Pending]);
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_clock_that_was_set_forward_and_put_right_collects_nothing_early() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run().await;
    agreed.firm.clock.set_wall_ms(5 * DAY_MS);
    assert_eq!(schedules::run_due(&agreed.firm.app).await.unwrap(), 0);
    agreed.firm.clock.set_wall_ms(-5 * DAY_MS);
    assert_eq!(schedules::run_due(&agreed.firm.app).await.unwrap(), 0);
    assert_eq!(agreed.standings(id), [Standing::Pending]);
}

#[tokio::test]
async fn a_clock_that_was_set_back_collects_nothing_twice() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.firm.clock.advance_ms(-3 * DAY_MS);
    for _ in 0..6 {
        agreed.run_in(DAY_MS).await;
    }
    assert_eq!(agreed.statuses(id, 1), [Status::Captured]);
    assert_eq!(agreed.standings(id), [Standing::Collected, Standing::Pending]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn after_downtime_what_is_a_few_days_late_is_collected_and_the_rest_waits_for_a_person() {
    let mut agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(forever(&agreed, daily((2026, 11, 23)))).await;
    agreed.firm.restart();
    // Down for two weeks: the days up to ten days ago are collected.
    let done = agreed.run_on((2026, 12, 6)).await;
    assert_eq!(done, 14);
    let standings = agreed.standings(id);
    let (held, collected) = (&standings[..4], &standings[4..14]);
    assert!(held.iter().all(|standing| *standing == Standing::Failed), "{held:?}");
    assert!(collected.iter().all(|standing| *standing == Standing::Collected), "{collected:?}");
    assert_eq!(standings.get(14..), Some(&[Standing::Pending][..]));
    assert_eq!(agreed.occurrence(id, 1).failure, Some(Failure::Missed));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceMissed) && !agreed.alerted(id, 5, Cause::OccurrenceMissed));
    assert_eq!(agreed.statuses(id, 1), []);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn six_in_the_morning_stays_six_over_both_changes_of_clocks() {
    let agreed = Agreed::with_card(APPROVED).await;
    for (day, hour_utc) in [((2027, 3, 13), 11), ((2027, 3, 14), 10), ((2027, 11, 6), 10), ((2027, 11, 7), 11)] {
        let id = agreed.make(forever(&agreed, daily(day))).await;
        let first = agreed.occurrence(id, 1);
        let hours = due_at(&first).ms().rem_euclid(DAY_MS) / 3_600_000;
        assert_eq!((first.day, hours), (Day::new(day.0, day.1, day.2), hour_utc), "{day:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_bad_schedule_does_not_stop_the_rest_and_all_are_done_in_one_run() {
    let agreed = Agreed::with_card(APPROVED).await;
    let mut ids = Vec::new();
    for _ in 0..240 {
        ids.push(agreed.make(agreed.agreement()).await);
    }
    // A row that cannot be followed: its payer is gone.
    let broken = ids[3];
    let mut bad = agreed.schedule(broken);
    let gone = clientpay::domain::ids::PayerId::new(4_000);
    bad.payer = gone;
    let written =
        agreed.firm.app.store.write(move |writer| writer.put(clientpay::store::tables::SCHEDULES, &broken, &bad));
    written.await.unwrap();
    agreed.run_in(FIRST_RUN_MS).await;
    let collected = ids.iter().filter(|id| agreed.standings(**id)[0] == Standing::Collected).count();
    assert_eq!(collected, 239);
    assert_eq!(agreed.firm.app.operations.night.progress(), None, "the run has ended");
}

#[tokio::test]
async fn a_payer_is_reminded_once_and_not_of_what_rests() {
    let agreed = Agreed::with_card(APPROVED).await;
    let mail = Mail { remind_days: Some(3), tell_failures: false };
    let recurrence = super::monthly(Day::new(2026, 12, 1));
    let id = agreed.make(Agreement { mail, recurrence, ..agreed.agreement() }).await;
    agreed.run_on((2026, 11, 27)).await;
    assert_eq!(agreed.firm.post.taken().len(), 0);
    agreed.run_on((2026, 11, 28)).await;
    agreed.run_on((2026, 11, 29)).await;
    let taken = agreed.firm.post.taken();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].message.subject.contains("December 1, 2026"), "{}", taken[0].message.subject);
    assert_eq!(taken[0].message.to, ["ada@client.example"]);
    agreed.run_on((2026, 12, 1)).await;
    assert_eq!(agreed.standings(id)[0], Standing::Collected);
    let version = agreed.schedule(id).version;
    let pause = clientpay::domain::schedule::ScheduleEvent::Pause;
    schedules::change_state(&agreed.firm.app, agreed.billing(), (id, version), pause).await.unwrap();
    agreed.run_on((2026, 12, 30)).await;
    assert_eq!(agreed.firm.post.taken().len(), 2, "the receipt, and no second reminder");
    agreed.nothing_is_wrong();
}
