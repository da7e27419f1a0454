//! Schedules that debit a bank account: never without the payer's authorization, paid when settled and not before, and
//! presented again within the rules only.

use clientpay::{
    domain::{
        alert::{About, Cause, Resolution, State as Alert},
        debit_authorization::{Given, PhoneProof},
        delivery::Content,
        ids::{DebitAuthorizationId, OccurrenceId, ScheduleId},
        return_code::ReturnCode,
        schedule::{
            Mail, ScheduleEvent, State,
            occurrence::Standing,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::{Failure, RetryPolicy},
        },
        time::Day,
        transaction::{Status, Transaction},
    },
    service::{
        bank_debits::{self, Consent, RepresentError, RevokeError, Unrepeatable},
        schedules::{self, Collect, EditSchedule, NewSchedule, Notice, ScheduleError, Start, UseOfMethod},
    },
    store::{alerts, debit_authorizations, engine::Direction, table::Records as _, tables::DELIVERIES},
};

use super::{Agreed, Agreement, FIRST_RUN_MS, SETTLES, consent, monthly, on_paper, save, save_account, usd};
use crate::support::{APPROVED, DAY_MS};

const NO_FUNDS: &str = "000222222227";
const CLOSED: &str = "000111111113";
const UNCOLLECTED_ONCE: &str = "1000000009";
const UNAUTHORIZED_LATER: &str = "1000000010";

async fn edit(
    agreed: &Agreed,
    id: ScheduleId,
    (agreement, notice): (Agreement, Notice),
    given: Option<Consent>,
) -> Result<(), ScheduleError> {
    let version = agreed.schedule(id).version;
    let asked = EditSchedule { id, version, agreement, notice };
    schedules::edit(&agreed.firm.app, agreed.billing(), asked, given).await.map(drop)
}

async fn change(agreed: &Agreed, id: ScheduleId, event: ScheduleEvent) -> Result<(), ScheduleError> {
    let version = agreed.schedule(id).version;
    schedules::change_state(&agreed.firm.app, agreed.billing(), (id, version), event).await.map(drop)
}

async fn collect(agreed: &Agreed, id: ScheduleId, number: u32) -> Result<Standing, ScheduleError> {
    let one = agreed.occurrence(id, number);
    let asked = Collect { occurrence: one.id, version: one.version, method: None, use_of_method: UseOfMethod::Once };
    schedules::collect_now(&agreed.firm.app, agreed.billing(), asked).await.map(|one| one.standing)
}

fn words(agreed: &Agreed, id: ScheduleId) -> String {
    let given = agreed.schedule(id).latest().unwrap().debits.unwrap();
    debit_authorizations::authorization(&agreed.firm.read(), given).unwrap().unwrap().text
}

fn debits(payments: &[Transaction]) -> Vec<(Status, u8)> {
    payments.iter().map(|payment| (payment.status, payment.bank_debit.as_ref().unwrap().presentment)).collect()
}

fn authorization(agreed: &Agreed, id: ScheduleId) -> DebitAuthorizationId {
    agreed.schedule(id).latest().unwrap().debits.unwrap()
}

#[tokio::test]
async fn without_the_payers_authorization_no_schedule_debits() {
    let agreed = Agreed::with_account(SETTLES).await;
    let (app, by) = (&agreed.firm.app, agreed.billing());
    let refused = schedules::create(app, by, agreed.asked(agreed.agreement()), None).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)), "{refused:?}");
    let given = on_paper(&agreed.firm, agreed.payer, &agreed.agreement(), None);
    let dearer = Agreement { plan: Plan::Perpetual { each: usd(10_001) }, ..agreed.agreement() };
    let refused = schedules::create(app, by, agreed.asked(dearer), Some(given.clone())).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)), "these were not the words");
    let by_another = Consent { given: Given::Paper { staff: agreed.firm.admin.id, filed: None }, ..given };
    let refused = schedules::create(app, by, agreed.asked(agreed.agreement()), Some(by_another)).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)), "nobody vouches for another");
    let draft = NewSchedule { start: Start::Later, ..agreed.asked(agreed.agreement()) };
    let draft = schedules::create(app, by, draft, None).await.unwrap().id;
    let refused = change(&agreed, draft, ScheduleEvent::Activate).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)), "a draft may wait for it, and does not start");
    let given = on_paper(&agreed.firm, agreed.payer, &agreed.agreement(), Some((draft, Notice::None)));
    edit(&agreed, draft, (agreed.agreement(), Notice::None), Some(given)).await.unwrap();
    change(&agreed, draft, ScheduleEvent::Activate).await.unwrap();
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn by_telephone_debits_that_recur_need_the_recording_and_a_copy_in_writing() {
    let agreed = Agreed::with_account(SETTLES).await;
    let asked = schedules::to_authorize(&agreed.firm.app, agreed.payer, &agreed.agreement(), None).unwrap().unwrap();
    let by_phone = |proof| Given::Phone { staff: agreed.firm.billing.id, proof, filed: None };
    let noticed = consent(&agreed.firm, &asked, by_phone(PhoneProof::Notice));
    let (app, by) = (&agreed.firm.app, agreed.billing());
    let refused = schedules::create(app, by, agreed.asked(agreed.agreement()), Some(noticed)).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)), "a notice alone will do for one debit only");
    let recorded = consent(&agreed.firm, &asked, by_phone(PhoneProof::Recording));
    let form = agreed.asked(agreed.agreement());
    let made = schedules::create(app, by, form.clone(), Some(recorded.clone())).await.unwrap();
    let again = schedules::create(app, by, form, Some(recorded)).await.unwrap();
    assert_eq!(again.id, made.id, "two clicks make one schedule and one authorization");
    agreed.run().await;
    let reader = agreed.firm.read();
    let copies = reader.all(DELIVERIES, Direction::Forward).unwrap();
    let copies = copies.filter(|row| matches!(row.as_ref().unwrap().1.content, Content::AuthorizationCopy { .. }));
    assert_eq!(copies.count(), 1);
    let sent = agreed.firm.post.taken();
    assert!(sent[0].message.text.contains("every month, 12 debits in all"), "{}", sent[0].message.text);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_is_debited_is_said_for_every_plan_in_the_words_of_the_payer() {
    let agreed = Agreed::with_account(SETTLES).await;
    let weekly = Recurrence::new(Day::new(2026, 11, 23), Frequency::Weekly, 2).unwrap();
    let twice = Recurrence::new(Day::new(2026, 11, 23), Frequency::TwiceAMonth(15, 31), 1).unwrap();
    let once = Recurrence::new(Day::new(2026, 11, 23), Frequency::Once, 1).unwrap();
    let base = agreed.agreement().recurrence;
    let each = usd(10_000);
    for (plan, recurrence, said) in [
        (
            Plan::Installments { each, count: 12 },
            base,
            "A debit of $100.00 every month, 12 debits in all, from Monday, November 23",
        ),
        (Plan::Perpetual { each }, weekly, "A debit of $100.00 every 2 weeks, from Monday, November 23"),
        (Plan::UntilDay { each, last: Day::new(2027, 3, 1) }, twice, "on day 15 and the last day of every month, from"),
        (Plan::UntilDay { each, last: Day::new(2027, 3, 1) }, twice, "2026 to Monday, March 1, 2027."),
        (
            Plan::LumpSum { total: usd(100_000), count: 3 },
            base,
            "$333.34 at most every month, 3 debits, $1,000.00 in all",
        ),
        (
            Plan::LumpSum { total: usd(90_000), count: 3 },
            base,
            "A debit of $300.00 every month, 3 debits, $900.00 in all",
        ),
        (Plan::UntilTotal { each, total: usd(35_000) }, base, "$100.00 at most every month, $350.00 in all"),
        (Plan::Installments { each, count: 1 }, once, "One debit of $100.00, on or after Monday, November 23, 2026."),
    ] {
        let id = agreed.authorized(Agreement { plan, recurrence, ..agreed.agreement() }).await;
        let text = words(&agreed, id);
        assert!(text.contains(said), "{said}: {text}");
    }
    agreed.firm.leaves_waiting(8);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn it_is_on_its_way_until_it_settles_and_a_return_long_afterwards_opens_it_again() {
    let agreed = Agreed::with_account(UNAUTHORIZED_LATER).await;
    let id = agreed.authorized(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    assert_eq!((agreed.occurrence(id, 1).standing, agreed.schedule(id).tally.collected), (Standing::Submitted, 0));
    agreed.days(5).await;
    assert_eq!(agreed.occurrence(id, 1).standing, Standing::Collected);
    agreed.days(32).await;
    // The payer's bank says after a month that nobody authorized the first one.
    let one = agreed.occurrence(id, 1);
    assert_eq!((one.standing, one.failure), (Standing::Failed, Some(Failure::Returned(Some(ReturnCode::R10)))));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    assert_eq!(agreed.schedule(id).state, State::Paused, "nothing more is debited on what has ended");
    assert!(agreed.alerted(id, agreed.schedule(id).next_number - 1, Cause::DebitsEnded));
    assert!(matches!(change(&agreed, id, ScheduleEvent::Resume).await, Err(ScheduleError::NotAuthorized)));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_total_counts_what_settled_and_takes_returns_back() {
    let agreed = Agreed::with_account(UNCOLLECTED_ONCE).await;
    let plan = Plan::UntilTotal { each: usd(10_000), total: usd(15_000) };
    let retry = RetryPolicy::new(vec![1]).unwrap();
    let id = agreed.authorized(Agreement { plan, retry, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let tally = agreed.schedule(id).tally;
    assert_eq!((tally.collected_minor, tally.under_way_minor), (0, 10_000));
    agreed.days(100).await;
    let schedule = agreed.schedule(id);
    assert_eq!((schedule.state, schedule.tally.collected_minor), (State::Completed, 15_000));
    assert_eq!(debits(&agreed.payments(id, 1)), [(Status::Returned, 1), (Status::Settled, 2)]);
    assert_eq!(agreed.payments(id, 2)[0].amount, usd(5_000), "the last one is what is left");
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn for_want_of_funds_it_is_presented_twice_more_whoever_asks_and_never_by_two_hands() {
    let agreed = Agreed::with_account(NO_FUNDS).await;
    let retry = RetryPolicy::new(vec![1, 1, 1, 1]).unwrap();
    let plan = Plan::Installments { each: usd(10_000), count: 1 };
    let id = agreed.authorized(Agreement { plan, retry, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(4).await;
    let first = agreed.payments(id, 1).remove(0);
    assert_eq!(first.status, Status::Returned);
    let refused = bank_debits::represent(&agreed.firm.app, agreed.billing(), first.id, 2).await;
    let of_schedule = Unrepeatable::OfSchedule(OccurrenceId { schedule: id, number: 1 });
    assert!(matches!(refused, Err(RepresentError::Unrepeatable(why)) if why == of_schedule), "{refused:?}");
    agreed.days(40).await;
    let all = [(Status::Returned, 1), (Status::Returned, 2), (Status::Returned, 3)];
    assert_eq!(debits(&agreed.payments(id, 1)), all, "no fourth time, though the schedule would try five");
    assert_eq!(agreed.occurrence(id, 1).retry_at, None);
    assert!(matches!(collect(&agreed, id, 1).await, Err(ScheduleError::Presented)));
    assert!(agreed.alerted(id, 1, Cause::OccurrenceFailed));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_payer_hears_once_that_a_debit_came_back_and_when_it_is_presented_again() {
    let agreed = Agreed::with_account(NO_FUNDS).await;
    let (retry, mail) = (RetryPolicy::new(vec![3]).unwrap(), Mail { tell_failures: true, ..Mail::default() });
    let plan = Plan::Installments { each: usd(10_000), count: 1 };
    let id = agreed.authorized(Agreement { plan, retry, mail, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(30).await;
    assert_eq!(debits(&agreed.payments(id, 1)), [(Status::Returned, 1), (Status::Returned, 2)]);
    let sent = agreed.firm.post.taken();
    let of_failures: Vec<&str> = sent
        .iter()
        .map(|envelope| envelope.message.text.as_str())
        .filter(|text| text.contains("returned this debit") || text.contains("Nothing was charged"))
        .collect();
    assert_eq!(of_failures.len(), 2, "one for each return: {of_failures:?}");
    assert!(of_failures[0].contains("we present it again on"), "{}", of_failures[0]);
    assert!(of_failures[1].contains("contact us to settle the amount in another way"), "{}", of_failures[1]);
    assert!(of_failures.iter().all(|text| !text.contains("Nothing was charged")));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_payer_whose_schedule_rests_or_has_ended_is_promised_no_other_try() {
    for event in [ScheduleEvent::Pause, ScheduleEvent::Cancel] {
        let agreed = Agreed::with_account(NO_FUNDS).await;
        let retry = RetryPolicy::new(vec![3]).unwrap();
        let id = agreed.authorized(Agreement { retry, ..agreed.agreement() }).await;
        agreed.run_in(FIRST_RUN_MS).await;
        assert_eq!(agreed.occurrence(id, 1).standing, Standing::Submitted);
        change(&agreed, id, event).await.unwrap();
        agreed.days(30).await;
        assert_eq!(debits(&agreed.payments(id, 1)), [(Status::Returned, 1)], "{event:?}");
        let sent = agreed.firm.post.taken();
        let text = sent.iter().map(|one| &one.message.text).find(|text| text.contains("returned this debit")).unwrap();
        assert!(!text.contains("present it again on"), "{event:?}: {text}");
        assert!(text.contains("contact us to settle the amount in another way"), "{event:?}: {text}");
        agreed.nothing_is_wrong();
    }
}

#[tokio::test]
async fn a_person_who_tries_again_presents_it_again() {
    let agreed = Agreed::with_account(UNCOLLECTED_ONCE).await;
    let id = agreed.authorized(agreed.agreement()).await;
    assert!(matches!(collect(&agreed, id, 1).await, Err(ScheduleError::TooEarly)), "it is authorized for tomorrow");
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(4).await;
    assert_eq!(agreed.occurrence(id, 1).standing, Standing::Failed);
    assert_eq!(collect(&agreed, id, 1).await.unwrap(), Standing::Submitted);
    agreed.days(5).await;
    assert_eq!(debits(&agreed.payments(id, 1)), [(Status::Returned, 1), (Status::Settled, 2)]);
    assert_eq!(agreed.occurrence(id, 1).standing, Standing::Collected);
    assert!(!agreed.alerted(id, 1, Cause::OccurrenceFailed));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn what_the_payer_revokes_pauses_the_schedule_until_there_is_another_authorization() {
    let agreed = Agreed::with_account(SETTLES).await;
    let id = agreed.authorized(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(5).await;
    let (app, by, given) = (&agreed.firm.app, agreed.billing(), authorization(&agreed, id));
    let unsaid = bank_debits::revoke(app, by, (given, "  ".into())).await;
    assert!(matches!(unsaid, Err(RevokeError::HowMissing)));
    for _ in 0..2 {
        bank_debits::revoke(app, by, (given, "By letter".into())).await.unwrap();
    }
    assert_eq!(agreed.schedule(id).state, State::Paused);
    assert!(agreed.alerted(id, 2, Cause::DebitsEnded));
    agreed.days(40).await;
    assert_eq!(agreed.standings(id), [Standing::Collected, Standing::Pending]);
    assert!(matches!(change(&agreed, id, ScheduleEvent::Resume).await, Err(ScheduleError::NotAuthorized)));
    let same = (agreed.agreement(), Notice::None);
    assert!(matches!(edit(&agreed, id, same.clone(), None).await, Err(ScheduleError::NotAuthorized)));
    let anew = on_paper(&agreed.firm, agreed.payer, &same.0, Some((id, Notice::None)));
    edit(&agreed, id, same, Some(anew)).await.unwrap();
    change(&agreed, id, ScheduleEvent::Resume).await.unwrap();
    assert_ne!(authorization(&agreed, id), given);
    let about = About::Occurrence(OccurrenceId { schedule: id, number: 2 });
    let told = alerts::about(&agreed.firm.read(), about).unwrap().remove(0);
    assert!(matches!(told.state, Alert::Resolved(resolved) if resolved.how == Resolution::ByItself));
    agreed.days(40).await;
    assert_eq!(agreed.occurrence(id, 2).standing, Standing::Collected);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_change_of_a_debit_is_authorized_anew_and_told_in_time_or_it_waits() {
    let agreed = Agreed::with_account(SETTLES).await;
    let id = agreed.authorized(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(22).await;
    // The next debit is on the 23rd of December, in eight days.
    let plan = Plan::Installments { each: usd(20_000), count: 12 };
    let dearer = Agreement { plan, ..agreed.agreement() };
    let refused = edit(&agreed, id, (dearer.clone(), Notice::Defer), None).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)), "{refused:?}");
    let given = |notice| on_paper(&agreed.firm, agreed.payer, &dearer, Some((id, notice)));
    let refused = edit(&agreed, id, (dearer.clone(), Notice::None), Some(given(Notice::None))).await;
    let expected = Day::new(2026, 12, 25);
    assert!(
        matches!(refused, Err(ScheduleError::NoticeNeeded { days: 10, first_day }) if first_day == expected),
        "{refused:?}"
    );
    let late = Notice::Told(Day::new(2026, 12, 14));
    let refused = edit(&agreed, id, (dearer.clone(), late), Some(given(late))).await;
    assert!(matches!(refused, Err(ScheduleError::NoticeNeeded { .. })), "nine days are not ten");
    let asked = schedules::to_authorize(&agreed.firm.app, agreed.payer, &dearer, Some((id, Notice::Defer)));
    let kept: Vec<_> = asked.unwrap().unwrap().kept.iter().map(|one| (one.day.number(), one.amount.minor())).collect();
    assert_eq!(kept, [(20_261_223, 10_000)], "the form says what stays");
    edit(&agreed, id, (dearer.clone(), Notice::Defer), Some(given(Notice::Defer))).await.unwrap();
    agreed.days(45).await;
    let taken: Vec<_> = (1..=3).map(|number| agreed.payments(id, number).remove(0)).collect();
    assert_eq!(taken.iter().map(|payment| payment.amount.minor()).collect::<Vec<_>>(), [10_000, 10_000, 20_000]);
    assert!(taken.iter().all(|payment| payment.status == Status::Settled));
    let by: Vec<_> = taken.iter().map(|payment| payment.bank_debit.as_ref().unwrap().authorization).collect();
    assert!(by[0] == by[1] && by[1] != by[2], "each on what was authorized for it");
    let told = Notice::Told(Day::new(2027, 1, 1));
    let given = on_paper(&agreed.firm, agreed.payer, &agreed.agreement(), Some((id, told)));
    edit(&agreed, id, (agreed.agreement(), told), Some(given)).await.unwrap();
    assert_eq!(agreed.occurrence(id, 4).amount, usd(10_000), "who was told long ago need not wait");
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn from_a_card_to_a_bank_account_and_back_goes_on_at_the_same_dates() {
    let agreed = Agreed::with_card(APPROVED).await;
    let account = save_account(&agreed.firm, agreed.payer, SETTLES).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let by_bank = Agreement { payment_method: account, ..agreed.agreement() };
    let refused = edit(&agreed, id, (by_bank.clone(), Notice::None), None).await;
    assert!(matches!(refused, Err(ScheduleError::NotAuthorized)));
    let given = on_paper(&agreed.firm, agreed.payer, &by_bank, Some((id, Notice::None)));
    edit(&agreed, id, (by_bank.clone(), Notice::None), Some(given)).await.unwrap();
    agreed.days(36).await;
    assert_eq!(agreed.standings(id), [Standing::Collected, Standing::Collected, Standing::Pending]);
    assert!(agreed.payments(id, 2)[0].bank_debit.is_some());
    edit(&agreed, id, (agreed.agreement(), Notice::None), None).await.unwrap();
    bank_debits::revoke(&agreed.firm.app, agreed.billing(), (authorization(&agreed, id), "By phone".into()))
        .await
        .unwrap();
    assert_eq!(agreed.schedule(id).state, State::Active, "what is not debited need not rest");
    agreed.days(31).await;
    assert!(agreed.payments(id, 3)[0].bank_debit.is_none());
    let again = edit(&agreed, id, (by_bank, Notice::None), None).await;
    assert!(matches!(again, Err(ScheduleError::NotAuthorized)), "what was revoked does not come back");
    let days: Vec<_> = agreed.occurrences(id).iter().map(|one| one.day.number() % 100).collect();
    assert_eq!(days, [23, 23, 23, 23]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_payment_that_failed_by_card_is_not_debited_on_what_was_authorized_later() {
    let agreed = Agreed::with_card(super::POOR).await;
    let account = save_account(&agreed.firm, agreed.payer, SETTLES).await;
    let retry = RetryPolicy::new(vec![3]).unwrap();
    let id = agreed.make(Agreement { retry: retry.clone(), ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let by_bank = Agreement { payment_method: account, retry, ..agreed.agreement() };
    let given = on_paper(&agreed.firm, agreed.payer, &by_bank, Some((id, Notice::None)));
    edit(&agreed, id, (by_bank, Notice::None), Some(given)).await.unwrap();
    agreed.days(5).await;
    let one = agreed.occurrence(id, 1);
    assert_eq!((one.standing, one.failure, one.retry_at), (Standing::Failed, Some(Failure::NotAuthorized), None));
    assert_eq!(agreed.payments(id, 1).len(), 1, "nothing was debited for it");
    let card = save(&agreed.firm, agreed.payer, agreed.firm.operating, APPROVED).await;
    let asked =
        Collect { occurrence: one.id, version: one.version, method: Some(card), use_of_method: UseOfMethod::Once };
    let one = schedules::collect_now(&agreed.firm.app, agreed.billing(), asked).await.unwrap();
    assert_eq!(one.standing, Standing::Collected);
    agreed.firm.leaves_waiting(1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_closed_account_stops_the_schedule_and_another_one_takes_its_place() {
    let agreed = Agreed::with_account(CLOSED).await;
    let id = agreed.authorized(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.days(5).await;
    assert_eq!((agreed.occurrence(id, 1).standing, agreed.schedule(id).state), (Standing::Failed, State::Paused));
    let other = save_account(&agreed.firm, agreed.payer, SETTLES).await;
    let moved = Agreement { payment_method: other, ..agreed.agreement() };
    let given = on_paper(&agreed.firm, agreed.payer, &moved, Some((id, Notice::None)));
    edit(&agreed, id, (moved, Notice::None), Some(given)).await.unwrap();
    change(&agreed, id, ScheduleEvent::Resume).await.unwrap();
    agreed.days(36).await;
    assert_eq!(agreed.occurrence(id, 2).standing, Standing::Collected);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_schedule_moves_with_its_payer_into_another_record() {
    let agreed = Agreed::with_account(SETTLES).await;
    let id = agreed.authorized(agreed.agreement()).await;
    let other = super::put_payer(&agreed.firm).await;
    let versions = {
        let reader = agreed.firm.read();
        [other, agreed.payer].map(|id| clientpay::store::payers::payer(&reader, id).unwrap().unwrap().version)
    };
    let merging = (other, agreed.payer);
    clientpay::service::payers::merging::merge(&agreed.firm.app, agreed.billing(), merging, versions.into())
        .await
        .unwrap();
    agreed.run_in(FIRST_RUN_MS).await;
    agreed.firm.clock.advance_ms(5 * DAY_MS);
    clientpay::service::resolution::follow_news(&agreed.firm.app).await.unwrap();
    assert_eq!(agreed.occurrence(id, 1).standing, Standing::Collected);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn monthly_dates_stay_when_only_the_authorization_is_new() {
    let agreed = Agreed::with_account(SETTLES).await;
    let recurrence = monthly(Day::new(2026, 11, 30));
    let id = agreed.authorized(Agreement { recurrence, ..agreed.agreement() }).await;
    bank_debits::revoke(&agreed.firm.app, agreed.billing(), (authorization(&agreed, id), "By phone".into()))
        .await
        .unwrap();
    let same = Agreement { recurrence, ..agreed.agreement() };
    let given = on_paper(&agreed.firm, agreed.payer, &same, Some((id, Notice::None)));
    edit(&agreed, id, (same, Notice::None), Some(given)).await.unwrap();
    let ahead: Vec<_> = agreed.schedule(id).outlook(1).take(3).map(|planned| planned.day.number()).collect();
    assert_eq!(ahead, [20_261_130, 20_261_230, 20_270_130]);
    agreed.firm.leaves_waiting(2);
    agreed.nothing_is_wrong();
}
