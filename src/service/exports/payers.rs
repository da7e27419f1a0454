//! Payers as a table that can be taken in again.

use std::ops::ControlFlow;

use crate::{
    domain::payer::Payer,
    export::{Cell, Column, Kind},
    i18n::T,
    store::{
        StoreError,
        payers::{self, Asked, Place},
        table::Reader,
    },
};

use super::work::Rows;

/// Payers read at a time.
const STEP: usize = 500;

/// The columns with their headings, in the order of [`Payers::cells`].
pub(super) fn columns(t: T) -> Vec<Column> {
    [
        ("payer-client-number", 14),
        ("payer-name", 30),
        ("payer-company", 26),
        ("payer-emails", 36),
        ("payer-phones", 24),
        ("payer-street", 30),
        ("payer-city", 18),
        ("payer-region", 12),
        ("payer-postal-code", 12),
        ("payer-country", 14),
        ("payer-language", 12),
        ("payer-contact", 26),
        ("payer-notes", 40),
    ]
    .map(|(key, width)| Column::new(t.text(key), Kind::Text, width))
    .into_iter()
    .chain([Column::new(t.text("payer-since"), Kind::DateTime, 19)])
    .collect()
}

/// A list of payers.
pub(super) struct Payers {
    t: T,
    asked: Asked,
    count: u64,
}

impl Payers {
    pub(super) fn new(t: T, asked: Asked, reader: &Reader) -> Result<Self, StoreError> {
        let count = payers::count(reader, &asked)?;
        Ok(Self { t, asked, count })
    }
}

impl Rows for Payers {
    type Record = Payer;

    fn count(&self) -> u64 {
        self.count
    }

    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut after: Option<Place> = None;
        loop {
            let step = payers::listed(reader, &self.asked, after.as_ref(), STEP)?;
            let Some((last, _)) = step.last() else { return Ok(()) };
            after = Some(last.clone());
            for (_, payer) in step {
                if give(payer).is_break() {
                    return Ok(());
                }
            }
        }
    }

    fn cells<'a>(&'a self, payer: &'a Self::Record, cells: &mut Vec<Cell<'a>>) {
        let contacts: Vec<&str> = payer.contacts.iter().map(|contact| contact.name.as_str()).collect();
        cells.extend([
            Cell::maybe(payer.client_number.as_deref()),
            Cell::text(&payer.name),
            Cell::text(&payer.company),
            Cell::Text(payer.emails.join("; ").into()),
            Cell::Text(payer.phones.join("; ").into()),
            Cell::text(&payer.address.street),
            Cell::text(&payer.address.city),
            Cell::text(&payer.address.region),
            Cell::text(&payer.address.postal_code),
            Cell::text(&payer.address.country),
            Cell::Text(self.t.label(payer.language).into()),
            Cell::Text(contacts.join("; ").into()),
            Cell::text(&payer.notes),
            Cell::DateTime(payer.created_at),
        ]);
    }
}
