//! Requests for payment as a table.

use std::{collections::BTreeMap, ops::ControlFlow};

use crate::{
    domain::{
        ids::{MerchantAccountId, PaymentRequestId},
        merchant_account::MerchantAccount,
        payment_request::PaymentRequest,
    },
    export::{Cell, Column, Kind},
    i18n::T,
    service::payment_requests::looking::{self, Filter, Wanted},
    store::{StoreError, firm, table::Reader},
};

use super::work::Rows;

/// Requests read at a time.
const STEP: usize = 500;

/// The columns with their headings, in the order of [`Requests::cells`].
pub(super) fn columns(t: T) -> Vec<Column> {
    [
        ("request-column-request", Kind::Text, 10),
        ("sent-date", Kind::DateTime, 19),
        ("sent-state", Kind::Text, 18),
        ("sent-recipient", Kind::Text, 28),
        ("send-emails", Kind::Text, 32),
        ("pay-invoice", Kind::Text, 16),
        ("pay-matter", Kind::Text, 24),
        ("pay-reference", Kind::Text, 16),
        ("request-column-kind", Kind::Text, 28),
        ("sent-amount", Kind::Money, 14),
        ("request-column-paid", Kind::Money, 14),
        ("request-held", Kind::Money, 14),
        ("request-column-left", Kind::Money, 14),
        ("request-due", Kind::Day, 12),
        ("request-expires", Kind::Day, 12),
        ("request-column-viewed", Kind::DateTime, 19),
    ]
    .map(|(key, kind, width)| Column::new(t.text(key), kind, width))
    .into()
}

/// Which of them were asked for, as name and fact.
pub(super) fn asked(t: T, wanted: &Wanted) -> Vec<(String, String)> {
    let state = match wanted.filter {
        Filter::All => t.text("sent-all"),
        Filter::Outstanding => t.text("sent-outstanding"),
        Filter::State(state) => t.label(state),
    };
    let mut lines = super::search_lines(t, &wanted.text);
    lines.push((t.text("sent-state"), state));
    lines.extend(
        wanted.import.map(|file| (t.text("bulk-from"), t.with("exports-about-file", [("number", file.to_string())]))),
    );
    lines
}

/// Requests as their list is asked for, latest first.
pub(super) struct Requests {
    t: T,
    wanted: Wanted,
    accounts: BTreeMap<MerchantAccountId, MerchantAccount>,
    count: u64,
}

impl Requests {
    pub(super) fn new(t: T, wanted: Wanted, reader: &Reader) -> Result<Self, StoreError> {
        let accounts = firm::merchant_accounts(reader)?;
        let accounts = accounts.into_iter().map(|account| (account.id, account)).collect();
        let mut counted = Self { t, wanted, accounts, count: 0 };
        let mut count = 0;
        counted.read(reader, &mut |_| {
            count += 1;
            ControlFlow::Continue(())
        })?;
        counted.count = count;
        Ok(counted)
    }

    fn accounts_of(&self, request: &PaymentRequest) -> String {
        let names: Vec<&str> = request
            .legs
            .iter()
            .filter_map(|leg| self.accounts.get(&leg.merchant_account))
            .map(|account| account.name.as_str())
            .collect();
        names.join(", ")
    }
}

impl Rows for Requests {
    type Record = PaymentRequest;

    fn count(&self) -> u64 {
        self.count
    }

    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        let mut before: Option<PaymentRequestId> = None;
        loop {
            let step = looking::list_in(reader, &self.wanted, before, STEP)?;
            let Some(last) = step.last() else { return Ok(()) };
            before = Some(last.id);
            for request in step {
                if give(request).is_break() {
                    return Ok(());
                }
            }
        }
    }

    fn cells<'a>(&'a self, request: &'a Self::Record, cells: &mut Vec<Cell<'a>>) {
        let asked = &request.asked;
        cells.extend([
            Cell::Text(request.id.to_string().into()),
            Cell::DateTime(request.created_at),
            Cell::Text(self.t.label(request.state()).into()),
            Cell::text(&asked.name),
            Cell::Text(asked.emails.join(", ").into()),
            Cell::maybe(asked.invoice_number.as_deref()),
            Cell::maybe(asked.matter.as_deref()),
            Cell::maybe(asked.reference.as_deref()),
            Cell::Text(self.accounts_of(request).into()),
            Cell::Money(request.total()),
            Cell::Money(request.paid()),
            Cell::Money(request.held()),
            Cell::Money(request.rest()),
            asked.due.map_or(Cell::Empty, Cell::Day),
            asked.expires.map_or(Cell::Empty, Cell::Day),
            request.viewed_at.map_or(Cell::Empty, Cell::DateTime),
        ]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ids::ImportId, locale::Locale, payment_request::State};

    #[test]
    fn a_file_says_which_requests_were_asked_for() {
        let told = |filter, text: &str, import| {
            let wanted = Wanted { filter, text: text.to_owned(), import };
            asked(T::new(Locale::EnUs), &wanted).into_iter().map(|(name, fact)| format!("{name}: {fact}")).collect()
        };
        let lines: [Vec<String>; 3] = [
            told(Filter::All, "", None),
            told(Filter::Outstanding, "nora", None),
            told(Filter::State(State::Paid), "", Some(ImportId::new(7))),
        ];
        assert_eq!(lines[0], ["State: All"]);
        assert_eq!(lines[1], ["Search: nora", "State: Outstanding"]);
        assert_eq!(lines[2], ["State: Paid", "Bulk Upload: File 7"]);
    }
}
