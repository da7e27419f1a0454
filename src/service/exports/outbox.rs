//! The outbox as a table.

use std::ops::ControlFlow;

use crate::{
    domain::{
        delivery::{Delivery, Message},
        ids::DeliveryId,
    },
    export::{Cell, Column, Kind},
    i18n::T,
    service::outbox::unsaid,
    store::{StoreError, outbox, table::Reader},
};

use super::work::Rows;

/// Deliveries read at a time.
const STEP: usize = 500;

/// The columns with their headings, in the order of [`Outbox::cells`].
pub(super) fn columns(t: T) -> Vec<Column> {
    [
        ("exports-number", Kind::Text, 10),
        ("exports-date", Kind::DateTime, 19),
        ("exports-to", Kind::Text, 36),
        ("exports-subject", Kind::Text, 44),
        ("exports-payment", Kind::Text, 12),
        ("exports-status", Kind::Text, 14),
        ("exports-attempts", Kind::Integer, 10),
        ("exports-error", Kind::Text, 40),
    ]
    .map(|(key, kind, width)| Column::new(t.text(key), kind, width))
    .into()
}

/// All mail that left or waits, latest first.
pub(super) struct Outbox {
    t: T,
    last: u64,
}

impl Outbox {
    pub(super) fn new(t: T, reader: &Reader) -> Result<Self, StoreError> {
        let last = outbox::latest(reader, None, 1)?;
        Ok(Self { t, last: last.first().map_or(0, |delivery| delivery.id.get()) })
    }

    fn subject<'a>(&self, delivery: &Delivery, message: Option<&'a Message>) -> Cell<'a> {
        match message {
            Some(message) => Cell::text(&message.subject),
            None => Cell::Text(unsaid(self.t, delivery).into()),
        }
    }
}

impl Rows for Outbox {
    type Record = (Delivery, Option<Message>);

    /// Deliveries are numbered from one on.
    fn count(&self) -> u64 {
        self.last
    }

    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut before: Option<DeliveryId> = None;
        loop {
            let step = outbox::latest(reader, before, STEP)?;
            let Some(last) = step.last() else { return Ok(()) };
            before = Some(last.id);
            for delivery in step {
                let message = outbox::message(reader, delivery.id)?;
                if give((delivery, message)).is_break() {
                    return Ok(());
                }
            }
        }
    }

    fn cells<'a>(&'a self, (delivery, message): &'a Self::Record, cells: &mut Vec<Cell<'a>>) {
        let payment =
            delivery.content.transaction().map_or(Cell::Empty, |payment| Cell::Text(payment.to_string().into()));
        cells.extend([
            Cell::Text(delivery.id.to_string().into()),
            Cell::DateTime(delivery.created_at),
            Cell::Text(delivery.recipients.join(", ").into()),
            self.subject(delivery, message.as_ref()),
            payment,
            Cell::Text(self.t.label(delivery.status).into()),
            Cell::Integer(delivery.attempts.into()),
            Cell::maybe(delivery.last_error.as_deref()),
        ]);
    }
}
