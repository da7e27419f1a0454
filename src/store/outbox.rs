//! Messages that wait to leave, have left, or are kept to be read here.

use crate::domain::{
    delivery::{Attachment, Content, Delivery, DeliveryStatus, Message},
    ids::{DeliveryId, TransactionId},
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{ATTACHMENTS, DELIVERIES, DELIVERIES_BY_TRANSACTION, MESSAGES, OUTBOX},
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

/// Up to `limit` deliveries due at `now`, the longest overdue first.
pub fn due(records: &impl Records, now: Timestamp, limit: usize) -> Result<Vec<Delivery>, StoreError> {
    let mut found = Vec::new();
    for row in records.all(OUTBOX, Direction::Forward)? {
        let ((due_at, id), ()) = row?;
        if due_at > now || found.len() >= limit {
            break;
        }
        found.push(required(records, id)?);
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
        if let Some(before) = self.get(DELIVERIES, &delivery.id)? {
            self.delete(OUTBOX, &(before.due_at, before.id))?;
        }
        if delivery.status == DeliveryStatus::Waiting {
            self.put(OUTBOX, &(delivery.due_at, delivery.id), &())?;
        }
        if let Content::Receipt { transaction } = delivery.content {
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
