//! The demonstration's general schedule: a retainer that some payers agreed to alike, due in a few days.

use crate::{
    domain::{
        journal::{Fact, Subject},
        money::Money,
        payer::Payer,
        schedule::{
            Mail, References, Schedule,
            group::{ScheduleGroup, Stage, member_key},
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Timestamp,
    },
    gateway::{SavedMethod, sandbox::history::HistoricMethod},
    i18n::dates,
    service::schedules::{Agreement, Hand, NewSchedule, Start, begin, new_schedule},
    store::{
        engine::Direction,
        firm,
        table::{Records as _, Writer},
        tables::MERCHANT_ACCOUNTS,
    },
};

use super::{
    DemoError, Portal,
    schedules::{GOOD, card_of, demo_key, put_method},
};

/// How many payers it has.
pub(super) const MEMBERS: usize = 6;
const NAME: &str = "Registered agent service";
const DAY_MS: i64 = 86_400_000;
/// How many days ahead the first payment is due.
const DUE_IN_DAYS: i64 = 5;

/// Agrees with all of these payers alike, yesterday.
///
/// # Errors
/// [`DemoError`]; the store is then of no use.
pub(super) async fn enrol(portal: Portal<'_>, payers: &[Payer], now: Timestamp) -> Result<(), DemoError> {
    let Some(leading) = payers.first() else { return Ok(()) };
    let key = demo_key("demo group", leading.id)?;
    let mut members: Vec<(Payer, SavedMethod)> = Vec::new();
    for payer in payers {
        let method =
            HistoricMethod { key: demo_key("demo member", payer.id)?, instrument: card_of(GOOD, payer)?.into() };
        let saved = portal.sandbox.load_methods(&[method])?.into_iter().next();
        members.push((payer.clone(), saved.ok_or(DemoError::Defect("a method that was not saved"))?));
    }
    let made_at = now.plus_ms(-DAY_MS);
    let written = portal.store.write(move |writer| -> Result<(), DemoError> {
        let hand = Hand::new(writer, super::firm::House::founder(), made_at)?;
        let mut group = ScheduleGroup {
            id: writer.next_schedule_group()?,
            key: key.clone(),
            version: 1,
            name: NAME.to_owned(),
            stage: Stage::Done,
            made: 0,
            refused: Vec::new(),
            created_by: hand.actor(),
            created_at: made_at,
        };
        let subject = Subject::ScheduleGroup(group.id);
        writer.record(made_at, hand.actor(), subject, Fact::ScheduleGroupAdded)?;
        for member in &members {
            agree(writer, (&hand, &group), member, now)?;
            group.made = group.made.saturating_add(1);
        }
        writer.put_group(&group, None)?;
        let fact = Fact::ScheduleGroupMade { made: group.made, refused: 0 };
        Ok(writer.record(made_at, hand.actor(), subject, fact)?)
    });
    Ok(written.await?)
}

fn agree(
    writer: &mut Writer<'_>,
    (hand, group): (&Hand, &ScheduleGroup),
    (payer, saved): &(Payer, SavedMethod),
    now: Timestamp,
) -> Result<(), DemoError> {
    let (_, account) =
        writer.all(MERCHANT_ACCOUNTS, Direction::Forward)?.next().ok_or(DemoError::Defect("no account"))??;
    let zone = firm::firm(writer)?.ok_or(DemoError::Defect("no firm"))?.time_zone;
    let method = put_method(writer, saved, (payer.id, account.id), group.created_at)?;
    let first = dates::firm_day(now.plus_ms(DUE_IN_DAYS * DAY_MS), &zone);
    let recurrence =
        Recurrence::new(first, Frequency::Yearly, 1).map_err(|_| DemoError::Defect("dates that are none"))?;
    let agreement = Agreement {
        name: group.name.clone(),
        payment_method: method.id,
        plan: Plan::Perpetual { each: Money::new(24_900, account.currency) },
        recurrence,
        retry: RetryPolicy::new(vec![1, 3, 7]).unwrap_or_default(),
        mail: Mail { remind_days: Some(2), tell_failures: true },
        references: References::default(),
    };
    let key = member_key(&group.key, payer.id.get()).map_err(|_| DemoError::Defect("a key that is none"))?;
    let asked = NewSchedule { key, payer: payer.id, agreement, start: Start::Now };
    let prepared = new_schedule(crate::domain::ids::ScheduleId::new(0), &asked, &method, hand);
    begin(writer, hand, Schedule { group: Some(group.id), ..prepared }, Start::Now)?;
    Ok(())
}
