//! What may be agreed, and how terms change: from the next payment on, and never behind the payer's back.

use clientpay::{
    domain::{
        ids::{PaymentMethodId, ScheduleId},
        permission::Permission,
        schedule::{
            Mail, Schedule, ScheduleEvent, State,
            plan::{Plan, PlanError},
            recurrence::{Frequency, Recurrence},
        },
        time::Day,
    },
    service::{
        Authority, NotAllowed,
        schedules::{self, EditSchedule, NewSchedule, Notice, ScheduleError, Start},
    },
    store::schedules as stored,
};

use super::{Agreed, Agreement, FIRST_RUN_MS, monthly, save, usd};
use crate::support::APPROVED;

fn made(agreed: &Agreed) -> usize {
    State::ALL.into_iter().map(|state| stored::count_of_state(&agreed.firm.read(), state).unwrap()).sum()
}

async fn edit(
    agreed: &Agreed,
    id: ScheduleId,
    agreement: Agreement,
    notice: Notice,
) -> Result<Schedule, ScheduleError> {
    let version = agreed.schedule(id).version;
    let asked = EditSchedule { id, version, agreement, notice };
    schedules::edit(&agreed.firm.app, agreed.billing(), asked, None).await
}

/// Day and amount of the next payments, from the one that waits for its day on.
fn outlook(agreed: &Agreed, id: ScheduleId, count: usize) -> Vec<(u32, i64)> {
    let schedule = agreed.schedule(id);
    let next = schedule.next_number - 1;
    schedule.outlook(next).take(count).map(|planned| (planned.day.number(), planned.amount.minor())).collect()
}

#[tokio::test]
async fn what_cannot_be_agreed_is_refused_and_nothing_is_made() {
    let agreed = Agreed::with_card(APPROVED).await;
    let good = agreed.agreement();
    let (app, by) = (&agreed.firm.app, agreed.billing());
    let once = Recurrence::new(Day::new(2026, 12, 1), Frequency::Once, 1).unwrap();
    let eur = clientpay::domain::money::Money::new(100, clientpay::domain::money::Currency::from_code("EUR").unwrap());
    let bad = [
        (Agreement { name: "  ".into(), ..good.clone() }, "name"),
        (Agreement { name: "x".repeat(121), ..good.clone() }, "name"),
        (Agreement { plan: Plan::Perpetual { each: usd(0) }, ..good.clone() }, "positive"),
        (Agreement { plan: Plan::Perpetual { each: usd(9_999_999_999_999) }, ..good.clone() }, "fit the account"),
        (Agreement { plan: Plan::Perpetual { each: eur }, ..good.clone() }, "fit the account"),
        (Agreement { recurrence: once, ..good.clone() }, "number of payments"),
        (Agreement { recurrence: monthly(Day::new(2026, 11, 21)), ..good.clone() }, "passed"),
        (Agreement { payment_method: PaymentMethodId::new(77), ..good.clone() }, "method"),
        (Agreement { mail: Mail { remind_days: Some(4), tell_failures: false }, ..good.clone() }, "date"),
        (Agreement { plan: Plan::UntilDay { each: usd(5), last: Day::new(2026, 11, 22) }, ..good.clone() }, "no date"),
    ];
    for (agreement, expected) in bad {
        let refused = schedules::create(app, by, agreed.asked(agreement.clone()), None).await.unwrap_err();
        assert!(refused.to_string().contains(expected), "{refused} for {agreement:?}");
    }
    let refused = schedules::create(app, agreed.firm.staff(), agreed.asked(good), None).await;
    assert!(matches!(refused, Err(ScheduleError::NotAllowed(NotAllowed(Permission::ManageSchedules)))));
    assert_eq!(made(&agreed), 0);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_schedule() {
    let agreed = Agreed::with_card(APPROVED).await;
    let asked = agreed.asked(agreed.agreement());
    let first = schedules::create(&agreed.firm.app, agreed.billing(), asked.clone(), None).await.unwrap();
    let second = schedules::create(&agreed.firm.app, agreed.billing(), asked, None).await.unwrap();
    assert_eq!((first.id, made(&agreed)), (second.id, 1));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_draft_collects_nothing_until_it_is_started_and_not_with_a_date_that_has_passed() {
    let agreed = Agreed::with_card(APPROVED).await;
    let asked = NewSchedule { start: Start::Later, ..agreed.asked(agreed.agreement()) };
    let draft = schedules::create(&agreed.firm.app, agreed.billing(), asked, None).await.unwrap();
    assert_eq!((draft.state, agreed.run_on((2026, 11, 25)).await), (State::Draft, 0));
    let start = (draft.id, draft.version);
    let refused = schedules::change_state(&agreed.firm.app, agreed.billing(), start, ScheduleEvent::Activate).await;
    assert!(matches!(refused, Err(ScheduleError::DateInPast)));
    let later = Agreement { recurrence: monthly(Day::new(2026, 11, 30)), ..agreed.agreement() };
    let edited = edit(&agreed, draft.id, later, Notice::None).await.unwrap();
    let start = (draft.id, edited.version);
    let started =
        schedules::change_state(&agreed.firm.app, agreed.billing(), start, ScheduleEvent::Activate).await.unwrap();
    assert_eq!((started.state, started.next_day), (State::Active, Some(Day::new(2026, 11, 30))));
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn new_terms_hold_from_the_next_payment_on_and_the_old_ones_stay_readable() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let plan = Plan::Installments { each: usd(15_000), count: 4 };
    edit(&agreed, id, Agreement { plan, ..agreed.agreement() }, Notice::None).await.unwrap();
    let expected = [(20_261_223, 15_000), (20_270_123, 15_000), (20_270_223, 15_000)];
    assert_eq!(outlook(&agreed, id, 9), expected);
    let versions: Vec<_> = agreed.schedule(id).terms.iter().map(|terms| (terms.version, terms.first_number)).collect();
    assert_eq!(versions, [(1, 1), (2, 2)]);
    assert_eq!((agreed.occurrence(id, 1).terms, agreed.occurrence(id, 2).terms), (1, 2));
    let weekly = Recurrence::new(Day::new(2026, 12, 1), Frequency::Weekly, 2).unwrap();
    edit(&agreed, id, Agreement { plan, recurrence: weekly, ..agreed.agreement() }, Notice::None).await.unwrap();
    assert_eq!(outlook(&agreed, id, 9), [(20_261_201, 15_000), (20_261_215, 15_000), (20_261_229, 15_000)]);
    assert_eq!(agreed.run_on((2026, 12, 1)).await, 1);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn a_lump_sum_that_is_agreed_anew_divides_what_is_left() {
    let agreed = Agreed::with_card(APPROVED).await;
    let plan = Plan::LumpSum { total: usd(90_000), count: 3 };
    let id = agreed.make(Agreement { plan, ..agreed.agreement() }).await;
    agreed.run_in(FIRST_RUN_MS).await;
    let less = Plan::LumpSum { total: usd(30_000), count: 3 };
    let refused = edit(&agreed, id, Agreement { plan: less, ..agreed.agreement() }, Notice::None).await;
    assert!(matches!(refused, Err(ScheduleError::Plan(PlanError::Total))), "{refused:?}");
    let more = Plan::LumpSum { total: usd(100_000), count: 4 };
    edit(&agreed, id, Agreement { plan: more, ..agreed.agreement() }, Notice::None).await.unwrap();
    let amounts: Vec<_> = outlook(&agreed, id, 9).into_iter().map(|(_, minor)| minor).collect();
    assert_eq!(amounts, [23_333, 23_333, 23_334]);
    agreed.nothing_is_wrong();
}

#[tokio::test]
async fn nothing_of_what_has_ended_is_changed_and_no_money_is_moved_to_another_account() {
    let agreed = Agreed::with_card(APPROVED).await;
    let id = agreed.make(agreed.agreement()).await;
    let of_trust = save(&agreed.firm, agreed.payer, agreed.firm.trust, APPROVED).await;
    let elsewhere = Agreement { payment_method: of_trust, ..agreed.agreement() };
    let refused = edit(&agreed, id, elsewhere, Notice::None).await;
    assert!(matches!(refused, Err(ScheduleError::NoMethod)));
    let version = agreed.schedule(id).version;
    schedules::change_state(&agreed.firm.app, agreed.billing(), (id, version), ScheduleEvent::Cancel).await.unwrap();
    let refused = edit(&agreed, id, agreed.agreement(), Notice::None).await;
    assert!(matches!(refused, Err(ScheduleError::NotNow)));
    let stranger = Authority::Staff(&agreed.firm.auditor);
    let asked = EditSchedule { id, version: 9, agreement: agreed.agreement(), notice: Notice::None };
    assert!(matches!(
        schedules::edit(&agreed.firm.app, stranger, asked, None).await,
        Err(ScheduleError::NotAllowed(_))
    ));
}
