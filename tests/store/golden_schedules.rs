//! The stored bytes of schedules and of what they owe, kept as files like those of every other record.

use clientpay::domain::{
    delivery::Content,
    ids::{
        DebitAuthorizationId, DeliveryId, MerchantAccountId, OccurrenceId, PayerId, PaymentMethodId, ScheduleGroupId,
        ScheduleId, UserId,
    },
    journal::{Actor, Entry, Fact, Subject as About},
    money::{Currency, Money},
    return_code::ReturnCode,
    schedule::{
        Mail, References, Schedule, ScheduleEvent, State, Tally, Terms,
        group::{Chosen, CommonTerms, Enrolment, ScheduleGroup, Stage, Unfit},
        occurrence::{Attempt, Occurrence, OccurrenceEvent, Standing, Waived, Waiver},
        plan::Plan,
        recurrence::{Frequency, Recurrence},
        retry::{Failure, RetryPolicy},
    },
    time::Day,
    transaction::{Decline, DeclineReason, Transaction},
};

use super::golden::{check, key, transaction};
use crate::support::NOW;

#[test]
fn schedules_and_their_payments_are_stored_as_they_always_were() {
    let at = |day| Day::new(2026, 12, day);
    let recurrence = |frequency, every| Recurrence::new(at(1), frequency, every).unwrap();
    let usd = |minor| Money::new(minor, Currency::USD);
    let each = usd(47_500);
    let plans = [
        Plan::Installments { each, count: 12 },
        Plan::Perpetual { each },
        Plan::LumpSum { total: usd(100_000), count: 3 },
        Plan::UntilDay { each, last: at(31) },
        Plan::UntilTotal { each, total: usd(100_000) },
    ];
    let terms = Terms::first((plans[0], recurrence(Frequency::Monthly, 1)), NOW);
    let twice = recurrence(Frequency::TwiceAMonth(15, 31), 1);
    let later = Terms { version: 2, first_number: 4, recurrence: twice, told_on: Some(at(2)), ..terms };
    let schedule = Schedule {
        id: ScheduleId::new(3),
        key: key("d"),
        version: 5,
        name: "Estate planning, 12 months".into(),
        payer: PayerId::new(7),
        merchant_account: MerchantAccountId::new(2),
        payment_method: PaymentMethodId::new(9),
        state: State::Active,
        terms: vec![terms, later],
        retry: RetryPolicy::new(vec![1, 3, 7]).unwrap(),
        mail: Mail { remind_days: Some(2), tell_failures: true },
        references: References { matter: Some("Tremblay v. Marlow".into()), ..References::default() },
        next_number: 3,
        next_day: Some(at(31)),
        tally: Tally { collected: 1, collected_minor: 47_500, pending: 1, ..Tally::default() },
        created_by: Actor::User(UserId::new(1)),
        created_at: NOW,
        group: None,
    };
    check("schedule", &schedule);
    check("schedule_of_group", &Schedule { group: Some(ScheduleGroupId::new(6)), ..schedule.clone() });
    let by_bank = Terms { debits: Some(DebitAuthorizationId::new(6)), ..terms };
    check("schedule_debits", &Schedule { terms: vec![by_bank], ..schedule.clone() });
    check("schedule_plans", &plans.to_vec());
    check("schedule_states", &State::ALL.to_vec());
    let attempt = Attempt { key: key("e"), method: PaymentMethodId::new(9), at: NOW, actor: Actor::System };
    let failed = Occurrence {
        id: OccurrenceId { schedule: ScheduleId::new(3), number: 2 },
        version: 3,
        terms: 1,
        day: at(31),
        due_at: NOW,
        amount: each,
        standing: Standing::Failed,
        changed_at: NOW.plus_ms(2),
        attempts: vec![attempt],
        failure: Some(Failure::Declined(Decline { reason: DeclineReason::InsufficientFunds, raw_code: "51".into() })),
        retry_at: Some(NOW.plus_ms(3)),
        wake_at: Some(NOW.plus_ms(3)),
        remind_at: Some(NOW),
        waived: None,
        reminder: Some(DeliveryId::new(4)),
    };
    check("occurrence", &failed);
    let why = Waiver::PaidElsewhere("Cheque 1042".into());
    let waived = Waived { why, actor: Actor::User(UserId::new(1)), at: NOW };
    let bare = Occurrence {
        standing: Standing::PaidElsewhere,
        attempts: Vec::new(),
        failure: None,
        retry_at: None,
        wake_at: None,
        remind_at: None,
        reminder: None,
        waived: Some(waived),
        ..failed
    };
    check("occurrence_waived", &bare);
    check("occurrence_standings", &Standing::ALL.to_vec());
    let waivers = [Waiver::Decided("No".into()), Waiver::TotalReached, Waiver::Cancelled, Waiver::NotPlanned];
    check("occurrence_waivers", &waivers.to_vec());
    let failures = [
        Failure::NotReached,
        Failure::Returned(Some(ReturnCode::R01)),
        Failure::Returned(None),
        Failure::Reversed,
        Failure::Voided,
        Failure::DisputeLost,
        Failure::Missed,
        Failure::NoMethod,
        Failure::NoAccount,
        Failure::NotAskedFor,
    ];
    check("occurrence_failures", &failures.to_vec());
    check("occurrence_not_authorized", &Failure::NotAuthorized);
    let occurrence = Some(OccurrenceId { schedule: ScheduleId::new(3), number: 2 });
    check("transaction_scheduled", &Transaction { occurrence, ..transaction() });
}

#[test]
fn what_happens_to_schedules_is_told_as_it_always_was() {
    let (number, delivery) = (2, DeliveryId::new(4));
    let facts = [
        Fact::ScheduleAdded,
        Fact::ScheduleChanged { terms: 2 },
        Fact::ScheduleMoved { event: ScheduleEvent::Activate, from: State::Draft, to: State::Active },
        Fact::OccurrenceMoved {
            number,
            event: OccurrenceEvent::Claim,
            from: Standing::Pending,
            to: Standing::Collecting,
        },
        Fact::ReminderQueued { number, delivery },
        Fact::FailureNoticeQueued { number, delivery },
    ];
    check("facts_of_a_schedule", &facts.to_vec());
    let occurrence = OccurrenceId { schedule: ScheduleId::new(3), number };
    check("contents_of_a_schedule", &vec![Content::Reminder { occurrence }, Content::FailureNotice { occurrence }]);
    let (payer, authorization) = (PayerId::new(7), DebitAuthorizationId::new(6));
    check("content_authorization_copy", &Content::AuthorizationCopy { payer, authorization });
    check("fact_authorization_copy", &Fact::AuthorizationCopyQueued { delivery });
    let subject = About::Schedule(ScheduleId::new(3));
    let entry = Entry { at: NOW, actor: Actor::System, subject, fact: Fact::ScheduleAdded, previous: [7; 32] };
    check("entry_schedule", &entry);
}

#[test]
fn general_schedules_are_stored_as_they_always_were() {
    let usd = |minor| Money::new(minor, Currency::USD);
    let group = ScheduleGroup {
        id: ScheduleGroupId::new(6),
        key: key("g"),
        version: 4,
        name: "Annual retainer".into(),
        stage: Stage::Done,
        made: 12,
        refused: Unfit::ALL.map(|why| (PayerId::new(7), why)).to_vec(),
        created_by: Actor::User(UserId::new(1)),
        created_at: NOW,
    };
    check("schedule_group", &group);
    check("schedule_group_stages", &Stage::ALL.to_vec());
    let terms = CommonTerms {
        account: MerchantAccountId::new(2),
        plan: Plan::Perpetual { each: usd(47_500) },
        recurrence: Recurrence::new(Day::new(2026, 12, 31), Frequency::Monthly, 1).unwrap(),
        retry: RetryPolicy::new(vec![1, 3]).unwrap(),
        mail: Mail { remind_days: Some(2), tell_failures: true },
        references: References { matter: Some("Tremblay v. Marlow".into()), ..References::default() },
    };
    let chosen = |amount| Chosen { payer: PayerId::new(7), method: PaymentMethodId::new(9), amount };
    check("enrolment", &Enrolment { terms, waiting: vec![chosen(None), chosen(Some(usd(30_000)))] });
    let facts = [
        Fact::ScheduleGroupAdded,
        Fact::ScheduleGroupChanged,
        Fact::ScheduleGroupDiscarded,
        Fact::ScheduleGroupConfirmed { payers: 13 },
        Fact::ScheduleGroupMade { made: 12, refused: 1 },
        Fact::SchedulesImported { file: "plans.csv".into(), added: 3, skipped: 1 },
    ];
    check("facts_of_a_schedule_group", &facts.to_vec());
    let subject = About::ScheduleGroup(ScheduleGroupId::new(6));
    let entry = Entry { at: NOW, actor: Actor::System, subject, fact: Fact::ScheduleGroupAdded, previous: [7; 32] };
    check("entry_schedule_group", &entry);
}
