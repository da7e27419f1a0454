//! What a payer hears of a schedule by mail: that a payment is about to be collected, and that one was not.

use crate::{
    domain::{
        delivery::{Content, Delivery, DeliveryStatus},
        ids::{DeliveryId, OccurrenceId, TransactionId},
        journal::{Actor, Fact, Subject},
        schedule::{
            Schedule,
            occurrence::{Occurrence, Standing},
            retry::Failure,
        },
        time::{Day, Timestamp},
    },
    i18n::dates,
    mail::messages::schedule::Facts,
    store::{
        StoreError, firm, payers, schedules,
        table::{Records, Writer},
        transactions,
    },
};

use super::following::addresses;

/// Reminds the payer of one payment, once, unless it is too late for that or there is nobody to write to.
pub(super) fn remind(
    writer: &mut Writer<'_>,
    id: OccurrenceId,
    (actor, now): (Actor, Timestamp),
) -> Result<(), StoreError> {
    let Some(mut occurrence) = schedules::occurrence(writer, id)? else { return Ok(()) };
    let schedule = schedules::schedule(writer, id.schedule)?.ok_or(StoreError::Damaged("schedules"))?;
    let is_due = occurrence.standing == Standing::Pending
        && occurrence.wake_at.is_some()
        && occurrence.reminder.is_none()
        && occurrence.remind_at.is_some_and(|at| at <= now);
    if !is_due {
        return Ok(());
    }
    let recipients = addresses(writer, &schedule)?;
    if now >= occurrence.due_at || recipients.is_empty() {
        occurrence.remind_at = None;
    } else {
        let delivery = queue(writer, &schedule, (Content::Reminder { occurrence: id }, recipients), now)?;
        occurrence.reminder = Some(delivery);
        let fact = Fact::ReminderQueued { number: id.number, delivery };
        writer.record(now, actor, Subject::Schedule(id.schedule), fact)?;
    }
    writer.put_occurrence(&occurrence).map(|_| ())
}

/// Tells the payer that a payment was not collected, if there is anyone to write to.
pub(super) fn queue_failure(
    writer: &mut Writer<'_>,
    schedule: &Schedule,
    id: OccurrenceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let recipients = addresses(writer, schedule)?;
    if recipients.is_empty() {
        return Ok(());
    }
    let delivery = queue(writer, schedule, (Content::FailureNotice { occurrence: id }, recipients), now)?;
    let fact = Fact::FailureNoticeQueued { number: id.number, delivery };
    writer.record(now, Actor::System, Subject::Schedule(id.schedule), fact)
}

fn queue(
    writer: &mut Writer<'_>,
    schedule: &Schedule,
    (content, recipients): (Content, Vec<String>),
    now: Timestamp,
) -> Result<DeliveryId, StoreError> {
    let firm = firm::firm(writer)?.ok_or(StoreError::Damaged("firm"))?;
    let language = payers::payer(writer, schedule.payer)?.map_or(firm.language, |payer| payer.language);
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content,
        recipients,
        locale: firm.locale(language),
        message_key: format!("{}.{id}", schedule.key),
        status: DeliveryStatus::Waiting,
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
    })?;
    Ok(id)
}

/// The facts of a reminder; `None` when there is nothing to remind of any more.
pub fn reminder_facts(records: &impl Records, delivery: &Delivery) -> Result<Option<Facts>, StoreError> {
    facts(records, delivery, |occurrence| occurrence.standing == Standing::Pending)
}

/// The facts of word of a failure; `None` when it is put right by now.
pub fn failure_facts(records: &impl Records, delivery: &Delivery) -> Result<Option<Facts>, StoreError> {
    facts(records, delivery, |occurrence| occurrence.standing == Standing::Failed)
}

/// When the portal presents a debit of a schedule again that came back; never, where it does not.
pub fn again_on(records: &impl Records, payment: TransactionId) -> Result<Option<Day>, StoreError> {
    let payment = transactions::transaction(records, payment)?;
    let Some(id) = payment.and_then(|payment| payment.occurrence) else { return Ok(None) };
    let Some(at) = schedules::occurrence(records, id)?.and_then(|one| one.tried_again_at()) else { return Ok(None) };
    Ok(firm::firm(records)?.map(|firm| dates::firm_day(at, &firm.time_zone)))
}

fn facts(
    records: &impl Records,
    delivery: &Delivery,
    still_so: fn(&Occurrence) -> bool,
) -> Result<Option<Facts>, StoreError> {
    let (Content::Reminder { occurrence: id } | Content::FailureNotice { occurrence: id }) = delivery.content else {
        return Ok(None);
    };
    let Some(occurrence) = schedules::occurrence(records, id)?.filter(still_so) else { return Ok(None) };
    let (Some(schedule), Some(firm)) = (schedules::schedule(records, id.schedule)?, firm::firm(records)?) else {
        return Ok(None);
    };
    let Some(payer) = payers::payer(records, schedule.payer)? else { return Ok(None) };
    let account = firm::merchant_account(records, schedule.merchant_account)?;
    let tried = occurrence.attempts.last().map_or(schedule.payment_method, |attempt| attempt.method);
    let method = payers::method_of(records, schedule.payer, tried)?;
    Ok(Some(Facts {
        locale: delivery.locale,
        firm_name: firm.name.clone(),
        firm_contact: firm.contact_lines(),
        payer_name: payer.name,
        schedule_name: schedule.name,
        day: occurrence.day,
        amount: occurrence.amount,
        instrument: method.map(|method| method.instrument),
        statement_name: account.map(|account| account.statement_name).unwrap_or_default(),
        retry_on: occurrence.tried_again_at().map(|at| dates::firm_day(at, &firm.time_zone)),
        came_back: matches!(occurrence.failure, Some(Failure::Returned(_))),
        references: schedule.references,
    }))
}
