//! Messages that wait to leave, have left, or are kept to be read here.

use crate::domain::{
    delivery::{Attachment, Delivery, DeliveryStatus, Message},
    ids::{DeliveryId, TransactionId},
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Table, Writer},
    tables::{ATTACHMENTS, DELIVERIES, DELIVERIES_BY_TRANSACTION, DELIVERIES_FAILED, MESSAGES, OUTBOX},
};

/// A message's delivery.
pub fn delivery(records: &impl Records, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    records.get(DELIVERIES, &id)
}

/// A message as it was put into words, once it was.
pub fn message(records: &impl Records, id: DeliveryId) -> Result<Option<Message>, StoreError> {
    records.get(MESSAGES, &id)
}

/// The file that goes with a message, until the message has left.
pub fn attachment(records: &impl Records, id: DeliveryId) -> Result<Option<Attachment>, StoreError> {
    records.get(ATTACHMENTS, &id)
}

/// Up to `limit` deliveries due at `now` ([`Delivery::is_due`]), the longest overdue first.
pub fn due(records: &impl Records, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
    let mut found = Vec::new();
    for direction in [Direction::Forward, Direction::Backward] {
        for row in records.all(OUTBOX, direction)? {
            let ((due_at, id), ()) = row?;
            let met_before = direction == Direction::Backward && due_at <= now;
            if met_before || !Delivery::is_due(due_at, now) || found.len() >= limit {
                break;
            }
            found.push(required(records, id)?);
        }
    }
    Ok(found)
}

/// Up to `limit` deliveries before `before` (`None`: from the latest), latest first.
pub fn latest(records: &impl Records, before: Option<DeliveryId>, limit: usize) -> Result<Vec<Delivery>, StoreError> {
    let end = before.unwrap_or(DeliveryId::new(u64::MAX));
    let rows = records.before(DELIVERIES, &(), &end)?;
    rows.take(limit).map(|row| row.map(|(_, delivery)| delivery)).collect()
}

/// The deliveries of a payment, oldest first.
pub fn of_transaction(records: &impl Records, transaction: TransactionId) -> Result<Vec<Delivery>, StoreError> {
    let rows = records.under(DELIVERIES_BY_TRANSACTION, &transaction, Direction::Forward)?;
    rows.map(|row| required(records, row?.0.1)).collect()
}

/// How many messages wait.
pub fn waiting(records: &impl Records) -> Result<usize, StoreError> {
    records.all(OUTBOX, Direction::Forward)?.try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Up to `limit` messages that have been given up since `since`, oldest first.
pub fn failed(records: &impl Records, since: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
    let rows = records.from(DELIVERIES_FAILED, &since)?;
    rows.take(limit).map(|row| required(records, row?.0.1)).collect()
}

/// A list of messages by time.
type List = Table<(Timestamp, DeliveryId), ()>;

/// The lists of messages that stand in a certain way.
pub(super) const LISTS: [(List, DeliveryStatus); 2] =
    [(OUTBOX, DeliveryStatus::Waiting), (DELIVERIES_FAILED, DeliveryStatus::Failed)];

/// Where a message stands on the list of those in `status`.
pub(super) fn place(delivery: &Delivery, status: DeliveryStatus) -> Option<(Timestamp, DeliveryId)> {
    (delivery.status == status).then_some((delivery.due_at, delivery.id))
}

fn required(records: &impl Records, id: DeliveryId) -> Result<Delivery, StoreError> {
    delivery(records, id)?.ok_or(StoreError::Damaged(DELIVERIES.name()))
}

impl Writer<'_> {
    /// The id for a new delivery.
    pub fn next_delivery(&mut self) -> Result<DeliveryId, StoreError> {
        self.next_number("deliveries").map(DeliveryId::new)
    }

    /// Sets a delivery and its place in the outbox.
    pub fn put_delivery(&mut self, delivery: &Delivery) -> Result<(), StoreError> {
        let before = self.get(DELIVERIES, &delivery.id)?;
        for (list, status) in LISTS {
            self.relist(list, before.as_ref().and_then(|before| place(before, status)), place(delivery, status))?;
        }
        if let Some(transaction) = delivery.content.transaction() {
            self.put(DELIVERIES_BY_TRANSACTION, &(transaction, delivery.id), &())?;
        }
        if matches!(delivery.status, DeliveryStatus::Sent | DeliveryStatus::Failed) {
            // It is with whoever should have it, or never will be. What is only kept is read here.
            self.delete(ATTACHMENTS, &delivery.id)?;
        }
        self.put(DELIVERIES, &delivery.id, delivery)
    }

    /// Sets the file that goes with a message.
    pub fn put_attachment(&mut self, id: DeliveryId, attachment: &Attachment) -> Result<(), StoreError> {
        self.put(ATTACHMENTS, &id, attachment)
    }

    /// Keeps a message as it was put into words.
    pub fn put_message(&mut self, id: DeliveryId, message: &Message) -> Result<(), StoreError> {
        self.put(MESSAGES, &id, message)
    }
}
