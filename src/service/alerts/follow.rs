//! What the news of payments, refunds and messages means for alerts: each is called in the write that has the news.

use crate::{
    domain::{
        alert::{About, Cause, Resolution},
        delivery::{Delivery, DeliveryStatus},
        ids::TransactionId,
        journal::Actor,
        refund::{Refund, RefundStatus},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    planted::{self, Bug},
    service::{payment_requests::overpaying, schedules},
    store::{
        StoreError, alerts, outbox,
        table::{Records, Writer},
        transactions,
    },
};

use super::{close, raise};

/// The trouble that a payment's status is, as long as the payment stands so.
pub(super) const fn trouble(status: Status) -> Option<Cause> {
    match status {
        Status::Returned | Status::Reversed => Some(Cause::BankDebitReturned),
        Status::Disputed | Status::DisputeLost => Some(Cause::Disputed),
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Declined
        | Status::Failed
        | Status::Authorized
        | Status::Pending
        | Status::Captured
        | Status::Settled
        | Status::Voided
        | Status::DisputeWon => None,
    }
}

/// The trouble of a payment that nobody else tells of: that a payment of a schedule came back is told of the schedule.
fn own_trouble(payment: &Transaction) -> Option<Cause> {
    let told_of_schedule = |cause| payment.occurrence.is_some() && cause == Cause::BankDebitReturned;
    trouble(payment.status).filter(|cause| !told_of_schedule(*cause))
}

/// A payment has moved on.
pub(in crate::service) fn payment(
    writer: &mut Writer<'_>,
    before: &Transaction,
    after: &Transaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    let about = About::Payment(after.id);
    let (was, is) = (own_trouble(before), own_trouble(after));
    if let Some(cause) = was.filter(|_| was != is) {
        close(writer, about, cause, (Actor::System, now), Resolution::ByItself)?;
    }
    if let Some(cause) = is.filter(|_| was != is && !planted::is(Bug::AlertForgotten)) {
        raise(writer, about, cause, now)?;
    }
    if !before.status.is_approved() && after.status.is_approved() {
        in_place_of(writer, after, now)?;
    }
    overpaying::follow(writer, before, after, now)?;
    outcome_known(writer, after.id, now)
}

/// Ends the alert that an approved payment was taken to settle, if it was.
fn in_place_of(writer: &mut Writer<'_>, payment: &Transaction, now: Timestamp) -> Result<(), StoreError> {
    let Some(id) = alerts::settled_by(writer, &payment.key)? else { return Ok(()) };
    writer.forget_settling(&payment.key)?;
    let Some(alert) = alerts::alert(writer, id)? else { return Ok(()) };
    let how = Resolution::Payment(payment.id);
    close(writer, alert.about, alert.cause, (payment.actor, now), how)?;
    // What the schedule wanted was paid with it, so the schedule must not collect it as well.
    if let About::Occurrence(occurrence) = alert.about {
        schedules::paid_by(writer, occurrence, payment, now)?;
    }
    Ok(())
}

/// A refund has moved on, and is written.
pub(in crate::service) fn refund(writer: &mut Writer<'_>, after: &Refund, now: Timestamp) -> Result<(), StoreError> {
    let about = About::Payment(after.transaction);
    if after.status == RefundStatus::Failed {
        if !planted::is(Bug::AlertForgotten) {
            raise(writer, about, Cause::RefundFailed, now)?;
        }
    } else if after.status.went_through() && left_with_the_firm(writer, after.transaction)?.is_none() {
        close(writer, about, Cause::RefundFailed, (after.actor, now), Resolution::Retried)?;
    }
    overpaying::follow_refund(writer, after, now)?;
    outcome_known(writer, after.transaction, now)
}

/// The latest refund of a payment that failed and was not asked for again.
pub(super) fn left_with_the_firm(records: &impl Records, id: TransactionId) -> Result<Option<Refund>, StoreError> {
    let refunds = transactions::refunds(records, id)?;
    let asked_again = |failed: &Refund| {
        let instead = |other: &Refund| {
            other.id > failed.id && other.status.reserves() && other.amount.minor() >= failed.amount.minor()
        };
        refunds.iter().any(instead)
    };
    Ok(refunds.iter().rfind(|refund| refund.status == RefundStatus::Failed && !asked_again(refund)).cloned())
}

/// Ends the alert about an open outcome once neither the payment nor a refund of it is open.
fn outcome_known(writer: &mut Writer<'_>, id: TransactionId, now: Timestamp) -> Result<(), StoreError> {
    let about = About::Payment(id);
    if alerts::unresolved(writer, about, Cause::OutcomeUnknown)?.is_some() && open_since(writer, id)?.is_none() {
        close(writer, about, Cause::OutcomeUnknown, (Actor::System, now), Resolution::ByItself)?;
    }
    Ok(())
}

/// Since when the outcome of a payment, or of a refund of it, has been open; the earliest, if one is.
pub(super) fn open_since(records: &impl Records, id: TransactionId) -> Result<Option<Timestamp>, StoreError> {
    let payment = transactions::transaction(records, id)?.filter(|payment| payment.status.is_unresolved());
    let refunds = transactions::refunds(records, id)?;
    let refunds = refunds.iter().filter(|refund| refund.status.is_unresolved()).map(|refund| refund.created_at);
    Ok(payment.map(|payment| payment.created_at).into_iter().chain(refunds).min())
}

/// A message was given up, or has left.
pub(in crate::service) fn message(
    writer: &mut Writer<'_>,
    delivery: &Delivery,
    now: Timestamp,
) -> Result<(), StoreError> {
    match delivery.status {
        DeliveryStatus::Waiting => {}
        DeliveryStatus::Failed if planted::is(Bug::AlertForgotten) => {}
        DeliveryStatus::Failed => {
            raise(writer, About::Delivery(delivery.id), Cause::MailFailed, now)?;
        }
        DeliveryStatus::Sent | DeliveryStatus::Kept => {
            for earlier in in_vain(writer, delivery)? {
                let about = About::Delivery(earlier.id);
                close(writer, about, Cause::MailFailed, (Actor::System, now), Resolution::Retried)?;
            }
        }
    }
    Ok(())
}

/// The messages that were given up and said what this one says.
fn in_vain(records: &impl Records, delivery: &Delivery) -> Result<Vec<Delivery>, StoreError> {
    let Some(payment) = delivery.content.transaction() else { return Ok(Vec::new()) };
    let mut earlier = outbox::of_transaction(records, payment)?;
    earlier.retain(|other| {
        other.id < delivery.id && other.status == DeliveryStatus::Failed && other.content == delivery.content
    });
    Ok(earlier)
}
