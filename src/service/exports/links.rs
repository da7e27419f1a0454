//! The requests that came with a file, each with its link, as a table: what a firm hands out itself.

use std::ops::ControlFlow;

use crate::{
    app::Secrets,
    domain::{ids::ImportId, payment_request::PaymentRequest},
    export::{Cell, Column, Kind},
    i18n::T,
    service::payment_requests::letters,
    store::{StoreError, payment_requests, table::Reader},
};

use super::work::Rows;

/// The columns with their headings, in the order of [`Links::cells`].
pub(super) fn columns(t: T) -> Vec<Column> {
    [
        ("import-row", Kind::Integer, 8),
        ("sent-recipient", Kind::Text, 28),
        ("send-emails", Kind::Text, 32),
        ("sent-amount", Kind::Money, 14),
        ("pay-invoice", Kind::Text, 16),
        ("pay-matter", Kind::Text, 24),
        ("pay-reference", Kind::Text, 16),
        ("request-due", Kind::Day, 12),
        ("request-link", Kind::Text, 60),
        ("sent-state", Kind::Text, 18),
        ("request-column-request", Kind::Text, 10),
    ]
    .map(|(key, kind, width)| Column::new(t.text(key), kind, width))
    .into()
}

/// The requests of a file in the order of its rows.
pub(super) struct Links {
    t: T,
    import: ImportId,
    secrets: Secrets,
    base_url: String,
    count: u64,
}

impl Links {
    pub(super) fn new(
        t: T,
        import: ImportId,
        (secrets, base_url): (Secrets, String),
        reader: &Reader,
    ) -> Result<Self, StoreError> {
        Ok(Self { t, import, secrets, base_url, count: payment_requests::count_of_import(reader, import)? })
    }
}

impl Rows for Links {
    type Record = PaymentRequest;

    fn count(&self) -> u64 {
        self.count
    }

    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        for request in payment_requests::of_import(reader, self.import)? {
            if give(request?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn cells<'a>(&'a self, request: &'a Self::Record, cells: &mut Vec<Cell<'a>>) {
        let asked = &request.asked;
        let row = request.brought.and_then(|brought| i64::try_from(brought.row).ok());
        let link = format!("{}{}", self.base_url, letters::path(&self.secrets, request));
        cells.extend([
            row.map_or(Cell::Empty, Cell::Integer),
            Cell::text(&asked.name),
            Cell::Text(asked.emails.join(", ").into()),
            Cell::Money(request.total()),
            Cell::maybe(asked.invoice_number.as_deref()),
            Cell::maybe(asked.matter.as_deref()),
            Cell::maybe(asked.reference.as_deref()),
            asked.due.map_or(Cell::Empty, Cell::Day),
            Cell::Text(link.into()),
            Cell::Text(self.t.label(request.state()).into()),
            Cell::Text(request.id.to_string().into()),
        ]);
    }
}
