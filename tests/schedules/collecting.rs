//! What becomes of one payment: refused, tried again, lost on the way, cancelled, done twice.

use clientpay::{
    domain::{
        alert::Cause,
        card::{Disabled, DisabledReason, PaymentMethod},
        delivery::Content,
        schedule::{
            Mail, ScheduleEvent, State,
            occurrence::Standing,
            plan::Plan,
            retry::{Failure, RetryPolicy},
        },
        time::Day,
        transaction::{DeclineReason, Source, Status},
    },
    service::{
        Authority,
        methods::{self, Use},
        refunds::{self, RefundPayment},
        schedules::{self, Collect, ScheduleError, UseOfMethod},
    },
    store::{
        engine::{Direction, faulty::Fault},
        payment_methods,
        table::Records as _,
        tables::DELIVERIES,
    },
};

use super::{Agreed, FIRST_RUN_MS, POOR, STOLEN, save, usd};
use crate::support::{APPROVED, DAY_MS, TestFirm, script, serving};

fn collect(agreed: &Agreed, id: clientpay::domain::ids::ScheduleId, number: u32) -> Collect {
    let occurrence = agreed.occurrence(id, number);
    Collect { occurrence: occurrence.id, version: occurrence.version, method: None, use_of_method: UseOfMethod::Once }
}

#[tokio::test]
async fn a_declined_occurrence_opens_one_alert_and_does_not_stop_the_next() {
    let agreed = Agreed::with_card(STOLEN).await;
    let id = agreed.make(agreed.agreement()).await;
    assert_eq!(agreed.run_in(FIRST_RUN_MS).await, 1);
    assert_eq!(agreed.standings(id), [Standing::Failed, Standing::Pending]);
    let failed = agreed.occurrence(id, 1);
    assert!(matches!(&failed.failure, Some(Failure::Declined(decline)) if decline.reason == DeclineReason::Fraud));
    assert_eq!((failed.retry_at, failed.wake_at), (None, None));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.run_on((2026, 12, 23)).await, 1);
    assert_eq!(agreed.standings(id), [Standing::Failed, Standing::Failed, Standing::Pending]);
    assert_eq!(agreed.statuses(id, 1), [Status::Declined]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_soft_refusal_is_tried_again_on_its_days_and_then_waits_for_a_person() {
    let agreed = Agreed::with_card(POOR).await;
    let retry = RetryPolicy::new(vec![1, 3]).unwrap();
    let id = agreed.make(super::Agreement { retry, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let first = agreed.occurrence(id, 1);
    assert_eq!(first.wake_at, Some(first.due_at.plus_ms(DAY_MS)), "at the hour of the run, not a day after the try");
    assert_eq!(agreed.run_in(DAY_MS / 2).await, 0);
    assert_eq!(agreed.run_on((2026, 11, 24)).await, 1);
    assert_eq!(agreed.run_on((2026, 11, 27)).await, 1);
    assert_eq!(agreed.statuses(id, 1), [Status::Declined; 3]);
    assert_eq!(agreed.occurrence(id, 1).wake_at, None);
    assert_eq!(agreed.run_on((2026, 12, 10)).await, 0);
    let keys: std::collections::BTreeSet<_> =
        agreed.occurrence(id, 1).attempts.into_iter().map(|try_| try_.key).collect();
    assert_eq!(keys.len(), 3, "a definite refusal is not answered again from memory");
    agreed.nothing_is_wrong();
}

/// The mail waits in the outbox while somebody lets the schedule rest.
#[tokio::test]
async fn word_of_a_failure_names_no_next_try_of_a_schedule_that_rests() {
    let agreed = Agreed::with_card(POOR).await;
    let (retry, mail) = (RetryPolicy::new(vec![3]).unwrap(), Mail { tell_failures: true, ..Mail::default() });
    let id = agreed.make(super::Agreement { retry, mail, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let told = || {
        let reader = agreed.firm.read();
        let mut all = reader.all(DELIVERIES, Direction::Forward).unwrap().map(|row| row.unwrap().1);
        let notice = all.find(|one| matches!(one.content, Content::FailureNotice { .. })).unwrap();
        schedules::failure_facts(&reader, &notice).unwrap().unwrap().retry_on
    };
    assert_eq!(told(), Some(Day::new(2026, 11, 26)));
    let version = agreed.schedule(id).version;
    let (by, pause) = (agreed.billing(), ScheduleEvent::Pause);
    schedules::change_state(&agreed.firm.app, by, (id, version), pause).await.unwrap();
    assert_eq!(told(), None);
    agreed.nothing_is_wrong();
}

/// The machine's clock was ahead when the portal tried, and is right when it learns that nothing was charged.
#[tokio::test]
async fn a_retry_of_a_payment_tried_early_waits_for_its_day() {
    let agreed = Agreed::with_card("4000000000006678").await;
    let retry = RetryPolicy::new(vec![1, 3]).unwrap();
    let recurrence = super::monthly(clientpay::domain::time::Day::new(2026, 12, 5));
    let id = agreed.make(super::Agreement { retry, recurrence, ..agreed.agreement() }).await;
    agreed.firm.clock.set_wall_ms(13 * DAY_MS);
    assert_eq!(agreed.run().await, 1);
    agreed.firm.clock.set_wall_ms(-13 * DAY_MS);
    agreed.firm.reconcile_later().await;
    let failed = agreed.occurrence(id, 1);
    assert_eq!((failed.standing, failed.failure), (Standing::Failed, Some(Failure::NotReached)));
    assert_eq!((failed.retry_at, failed.wake_at), (Some(failed.due_at), Some(failed.due_at)), "not tomorrow");
    for early in [(2026, 11, 23), (2026, 11, 26), (2026, 12, 4)] {
        assert_eq!(agreed.run_on(early).await, 0, "{early:?}");
    }
    assert_eq!(agreed.run_on((2026, 12, 5)).await, 1);
    assert_eq!(agreed.occurrence(id, 1).attempts.len(), 2);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_a_person_tried_before_its_day_is_not_tried_again_by_itself() {
    let agreed = Agreed::with_card(POOR).await;
    let retry = RetryPolicy::new(vec![1, 3]).unwrap();
    let recurrence = super::monthly(clientpay::domain::time::Day::new(2026, 12, 5));
    let id = agreed.make(super::Agreement { retry, recurrence, ..agreed.agreement() }).await;
    schedules::collect_now(&agreed.firm.app, agreed.billing(), collect(&agreed, id, 1)).await.unwrap();
    let failed = agreed.occurrence(id, 1);
    assert_eq!((failed.standing, failed.retry_at, failed.wake_at), (Standing::Failed, None, None));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.run_on((2026, 12, 5)).await, 0);
    assert_eq!(agreed.statuses(id, 1), [Status::Declined]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_failed_is_collected_by_another_card_and_the_alert_ends() {
    let agreed = Agreed::with_card(POOR).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let good = save(&agreed.firm, agreed.payer, agreed.firm.operating, APPROVED).await;
    let asked = Collect { method: Some(good), use_of_method: UseOfMethod::FromNowOn, ..collect(&agreed, id, 1) };
    let collected = schedules::collect_now(&agreed.firm.app, agreed.billing(), asked).await.unwrap();
    assert_eq!((collected.standing, collected.failure), (Standing::Collected, None));
    assert!(!agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.schedule(id).payment_method, good);
    let payment = agreed.payments(id, 1).pop().unwrap();
    assert_eq!((payment.source, payment.payment_method), (Source::PaymentSchedule, Some(good)));
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_card_of_another_account_or_payer_is_not_charged() {
    let agreed = Agreed::with_card(POOR).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let of_trust = save(&agreed.firm, agreed.payer, agreed.firm.trust, APPROVED).await;
    let stranger = super::put_payer(&agreed.firm).await;
    let of_stranger = save(&agreed.firm, stranger, agreed.firm.operating, APPROVED).await;
    for method in [of_trust, of_stranger] {
        let asked = Collect { method: Some(method), ..collect(&agreed, id, 1) };
        let refused = schedules::collect_now(&agreed.firm.app, agreed.billing(), asked).await;
        assert!(matches!(refused, Err(ScheduleError::NoMethod)), "{refused:?}");
    }
    assert_eq!(agreed.statuses(id, 1), [Status::Declined]);
}

#[tokio::test]
async fn pressed_twice_it_is_collected_once() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    let asked = collect(&agreed, id, 1);
    let (app, by) = (&agreed.firm.app, agreed.billing());
    let (one, other) = tokio::join!(schedules::collect_now(app, by, asked), schedules::collect_now(app, by, asked));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(one.err().or(other.err()), Some(ScheduleError::Stale)));
    assert_eq!(agreed.statuses(id, 1), [Status::Captured]);
    assert_eq!(agreed.run_in(FIRST_RUN_MS).await, 0, "it was paid early, so nothing is due");
    assert_eq!(agreed.run_on((2026, 12, 23)).await, 1);
    assert_eq!(agreed.statuses(id, 1), [Status::Captured]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn only_those_who_may_take_payments_and_manage_schedules_collect() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    for user in [&agreed.firm.cashier, &agreed.firm.auditor] {
        let refused = schedules::collect_now(&agreed.firm.app, Authority::Staff(user), collect(&agreed, id, 1)).await;
        assert!(matches!(refused, Err(ScheduleError::NotAllowed(_))));
    }
    assert_eq!(agreed.statuses(id, 1), []);
}

#[tokio::test]
async fn a_lost_answer_stays_being_collected_until_the_processor_is_asked() {
    for (card, standing, status) in [
        ("4000000000006660", Standing::Collected, Status::Captured),
        ("4000000000006678", Standing::Failed, Status::Failed),
    ] {
        let agreed = Agreed::with_card(card).await;
        let id = agreed.make(agreed.agreement()).await;
        agreed.run_in(FIRST_RUN_MS).await;
        assert!(matches!(agreed.standings(id)[..], [Standing::Collecting | Standing::Collected, Standing::Pending]));
        agreed.nothing_is_wrong();
        assert_eq!(agreed.run().await, 0, "nobody tries again meanwhile");
        agreed.firm.reconcile_later().await;
        assert_eq!(agreed.standings(id), [standing, Standing::Pending]);
        assert_eq!(agreed.statuses(id, 1), [status]);
        agreed.nothing_is_wrong();
    }
}

#[tokio::test]
async fn a_call_that_never_arrived_fails_and_is_tried_again() {
    let agreed = Agreed::with_card("4000000000006678").await;
    let retry = RetryPolicy::new(vec![1]).unwrap();
    let id = agreed.make(super::Agreement { retry, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.firm.reconcile_later().await;
    let failed = agreed.occurrence(id, 1);
    assert_eq!((failed.standing, failed.failure), (Standing::Failed, Some(Failure::NotReached)));
    assert!(failed.wake_at.is_some());
    agreed.nothing_is_wrong();
}

/// The process dies between the claim and the payment, the commit of either being lost, kept or neither.
#[tokio::test]
async fn whatever_commit_fails_each_payment_is_made_once_under_its_own_key() {
    let faults = [Fault::CommitLost, Fault::CommitKept];
    for fault in faults {
        for passed in 0..4 {
            let mut agreed = Agreed::with_card(APPROVED).await;
            let id = agreed.make(agreed.agreement()).await;
            schedules::run_due(&agreed.firm.app).await.unwrap();
            agreed.firm.clock.advance_ms(FIRST_RUN_MS);
            let mut lines = vec![Fault::Pass; passed];
            lines.push(fault);
            script(&agreed.firm.faults, &lines);
            schedules::run_due(&agreed.firm.app).await.unwrap();
            serving(&agreed.firm.app.store).await;
            agreed.firm.restart();
            agreed.run().await;
            agreed.firm.reconcile_later().await;
            agreed.run().await;
            let statuses = agreed.statuses(id, 1);
            let occurrence = agreed.occurrence(id, 1);
            // What was opened and given up is not charged; everything else is collected, once.
            assert!(
                matches!(statuses[..], [Status::Captured | Status::Failed]),
                "{fault:?} after {passed}: {statuses:?}"
            );
            assert_eq!(occurrence.attempts.len(), 1);
            agreed.nothing_is_wrong();
        }
    }
}

#[tokio::test]
async fn a_payment_that_is_voided_is_owed_again_and_completes_no_schedule() {
    let agreed = Agreed::with_card(APPROVED).await;
    let plan = Plan::Installments { each: usd(10_000), count: 1 };
    let id = agreed.make(super::Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    assert_eq!(agreed.schedule(id).state, State::Completed);
    let payment = agreed.payments(id, 1).pop().unwrap();
    let refund = RefundPayment {
        key: agreed.firm.app.ids.operation_key(),
        transaction: payment.id,
        amount: payment.amount,
        kind: None,
        reason: "By mistake".into(),
        notify: Vec::new(),
    };
    refunds::refund(&agreed.firm.app, Authority::Staff(&agreed.firm.admin), refund).await.unwrap();
    let occurrence = agreed.occurrence(id, 1);
    assert_eq!((occurrence.standing, occurrence.failure), (Standing::Failed, Some(Failure::Voided)));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.schedule(id).state, State::Active);
    agreed.nothing_is_wrong();
    let again = schedules::collect_now(&agreed.firm.app, agreed.billing(), collect(&agreed, id, 1)).await.unwrap();
    assert_eq!(again.standing, Standing::Collected);
    assert_eq!(agreed.schedule(id).state, State::Completed);
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_total_counts_money_and_not_tries() {
    let agreed = Agreed::with_card(POOR).await;
    let plan = Plan::UntilTotal { each: usd(40_000), total: usd(100_000) };
    let id = agreed.make(super::Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let good = save(&agreed.firm, agreed.payer, agreed.firm.operating, APPROVED).await;
    let early = Collect { method: Some(good), use_of_method: UseOfMethod::FromNowOn, ..collect(&agreed, id, 2) };
    schedules::collect_now(&agreed.firm.app, agreed.billing(), early).await.unwrap();
    for month in [(2027, 1, 23), (2027, 2, 23)] {
        agreed.run_on(month).await;
    }
    let amounts: Vec<_> = agreed.occurrences(id).iter().map(|one| (one.amount.minor(), one.standing)).collect();
    assert_eq!(
        amounts,
        [
            (40_000, Standing::Skipped),
            (40_000, Standing::Collected),
            (40_000, Standing::Collected),
            (20_000, Standing::Collected)
        ]
    );
    let schedule = agreed.schedule(id);
    assert_eq!((schedule.state, schedule.tally.collected_minor), (State::Completed, 100_000));
    assert!(!agreed.alerted(id, 1, Cause::OccurrenceFailed), "what is not needed any more asks for nobody");
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_failed_of_a_total_is_collected_later_only_as_far_as_it_is_wanted() {
    let agreed = Agreed::with_card(POOR).await;
    let plan = Plan::UntilTotal { each: usd(40_000), total: usd(60_000) };
    let id = agreed.make(super::Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let good = save(&agreed.firm, agreed.payer, agreed.firm.operating, APPROVED).await;
    let by_good = |number| Collect { method: Some(good), ..collect(&agreed, id, number) };
    schedules::collect_now(&agreed.firm.app, agreed.billing(), by_good(2)).await.unwrap();
    let late = schedules::collect_now(&agreed.firm.app, agreed.billing(), by_good(1)).await.unwrap();
    assert_eq!((late.amount, late.standing), (usd(20_000), Standing::Collected));
    let schedule = agreed.schedule(id);
    assert_eq!((schedule.state, schedule.tally.collected_minor), (State::Completed, 60_000));
    assert_eq!(agreed.standings(id)[2], Standing::Skipped);
    agreed.firm.leaves_waiting(2);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_lump_sum_is_collected_to_the_cent() {
    let agreed = Agreed::with_card(APPROVED).await;
    let plan = Plan::LumpSum { total: usd(100_000), count: 3 };
    let id = agreed.make(super::Agreement { plan, ..agreed.agreement() }).await;
    for day in [(2026, 11, 23), (2026, 12, 23), (2027, 1, 23)] {
        agreed.run_on(day).await;
    }
    let amounts: Vec<_> = agreed.occurrences(id).iter().map(|one| one.amount.minor()).collect();
    assert_eq!(amounts, [33_333, 33_333, 33_334]);
    assert_eq!((agreed.schedule(id).state, agreed.schedule(id).tally.collected_minor), (State::Completed, 100_000));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn the_payer_hears_of_a_refusal_only_if_that_was_agreed_and_never_of_our_own_faults() {
    for (card, tell_failures, expected) in [(POOR, false, 0), (POOR, true, 1), ("4000000000006678", true, 0)] {
        let agreed = Agreed::with_card(card).await;
        let mail = Mail { tell_failures, remind_days: None };
        agreed.make(super::Agreement { mail, ..agreed.agreement() }).await;
        agreed.run_in(FIRST_RUN_MS).await;
        agreed.firm.reconcile_later().await;
        agreed.run().await;
        let taken = agreed.firm.post.taken();
        assert_eq!(taken.len(), expected, "{card}");
        assert!(taken.iter().all(|envelope| envelope.message.subject.contains("did not go through")));
        agreed.nothing_is_wrong();
    }
}

#[tokio::test]
async fn a_method_that_is_gone_fails_without_a_call() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    let (account, firm): (_, &TestFirm) = (agreed.firm.operating, &agreed.firm);
    let written = firm.app.store.write(move |writer| -> Result<_, clientpay::store::StoreError> {
        let known = clientpay::store::firm::merchant_account(writer, account)?.unwrap();
        writer.put_merchant_account(&clientpay::domain::merchant_account::MerchantAccount { active: false, ..known })
    });
    written.await.unwrap();
    agreed.run_in(FIRST_RUN_MS).await;
    let failed = agreed.occurrence(id, 1);
    assert_eq!((failed.standing, failed.failure), (Standing::Failed, Some(Failure::NoAccount)));
    assert_eq!(agreed.statuses(id, 1), []);
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_card_that_was_removed_is_known_to_be_in_use_and_charged_no_more() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    let card = |agreed: &Agreed| payment_methods::payment_method(&agreed.firm.read(), agreed.method).unwrap().unwrap();
    let uses = methods::in_use(&agreed.firm.read(), &card(&agreed), agreed.firm.app.now()).unwrap();
    assert!(uses.contains(&Use::Scheduled(1)), "{uses:?}");
    let removed = PaymentMethod {
        disabled: Some(Disabled { reason: DisabledReason::Removed, at: agreed.firm.app.now() }),
        ..card(&agreed)
    };
    agreed.firm.app.store.write(move |writer| writer.put_payment_method(&removed)).await.unwrap();
    agreed.run_in(FIRST_RUN_MS).await;
    assert_eq!(agreed.occurrence(id, 1).failure, Some(Failure::NoMethod));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.statuses(id, 1), []);
}
