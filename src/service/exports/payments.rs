//! Payments as a table: every column, its heading and how a payment fills it, on one line each.

use std::{collections::HashMap, ops::ControlFlow};

use crate::{
    domain::{
        ids::{MerchantAccountId, TransactionId},
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        payment_page::order::Order,
        transaction::{DeclineReason, Source, Status, Transaction},
    },
    export::{Cell, Column, Kind, Total},
    i18n::{T, labels::Labelled},
    store::{StoreError, payment_pages, table::Reader, transactions},
};

use super::work::Rows;

/// A column: its heading's key, what it holds, its width and total, and its cell of a payment.
struct Definition(&'static str, Kind, u16, Total, for<'a> fn(&'a Payments, &'a Record) -> Cell<'a>);

/// A payment and what was given back of it.
pub(super) struct Record {
    transaction: Transaction,
    refunded: Money,
    order: Option<Order>,
}

impl Record {
    /// What was bought on a payment page: `Seminar × 2; Lunch × 1`.
    fn bought(&self) -> Option<String> {
        let lines = &self.order.as_ref()?.lines;
        let items = lines.iter().filter(|bought| bought.line.item.is_some());
        let told: Vec<String> = items.map(|bought| format!("{} × {}", bought.name, bought.line.quantity)).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// The firm's questions with the client's answers.
    fn answers(&self) -> Option<String> {
        let answers = &self.order.as_ref()?.answers;
        let told: Vec<String> = answers.iter().map(|(label, answer)| format!("{label}: {answer}")).collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    const fn approved(&self) -> Money {
        let amount = self.transaction.amount;
        if self.transaction.status.is_approved() { amount } else { Money::zero(amount.currency()) }
    }
}

const COLUMNS: &[Definition] = &[
    Definition("exports-number", Kind::Text, 10, Total::None, |_, r| Cell::Text(r.transaction.id.to_string().into())),
    Definition("exports-date", Kind::DateTime, 19, Total::None, |_, r| Cell::DateTime(r.transaction.created_at)),
    Definition("exports-payer", Kind::Text, 28, Total::None, |_, r| Cell::text(&r.transaction.payer_name)),
    Definition("exports-client", Kind::Text, 12, Total::None, |_, r| maybe(r.transaction.client_number.as_ref())),
    Definition("exports-invoice", Kind::Text, 14, Total::None, |_, r| maybe(r.transaction.invoice_number.as_ref())),
    Definition("exports-matter", Kind::Text, 28, Total::None, |_, r| maybe(r.transaction.matter.as_ref())),
    Definition("exports-reference", Kind::Text, 16, Total::None, |_, r| maybe(r.transaction.reference.as_ref())),
    Definition("exports-source", Kind::Text, 18, Total::None, |p, r| p.sources.cell(r.transaction.source)),
    Definition("exports-method", Kind::Text, 16, Total::None, Payments::method),
    Definition("exports-last-four", Kind::Text, 10, Total::None, |_, r| {
        Cell::maybe(r.transaction.instrument.as_ref().map(|instrument| instrument.last_four().as_str()))
    }),
    Definition("exports-account", Kind::Text, 20, Total::None, Payments::account),
    Definition("exports-account-kind", Kind::Text, 12, Total::None, |p, r| p.kinds.cell(r.transaction.account_kind)),
    Definition("exports-status", Kind::Text, 16, Total::None, |p, r| p.statuses.cell(r.transaction.status)),
    Definition("exports-currency", Kind::Text, 10, Total::None, |_, r| {
        Cell::Text(r.transaction.amount.currency().code().to_owned().into())
    }),
    Definition("exports-amount", Kind::Money, 14, Total::None, |_, r| Cell::Money(r.transaction.amount)),
    Definition("exports-approved", Kind::Money, 14, Total::Sum, |_, r| Cell::Money(r.approved())),
    Definition("exports-refunded", Kind::Money, 14, Total::Sum, |_, r| Cell::Money(r.refunded)),
    Definition("exports-net", Kind::Money, 14, Total::Sum, |_, r| {
        r.approved().minus(r.refunded).map_or(Cell::Empty, Cell::Money)
    }),
    Definition("exports-approval", Kind::Text, 12, Total::None, |_, r| {
        Cell::maybe(r.transaction.approval.as_ref().map(|approval| approval.code.as_str()))
    }),
    Definition("exports-gateway-id", Kind::Text, 24, Total::None, |_, r| maybe(r.transaction.gateway_id.as_ref())),
    Definition("exports-decline", Kind::Text, 30, Total::None, |p, r| {
        r.transaction.decline.as_ref().map_or(Cell::Empty, |decline| p.reasons.cell(decline.reason))
    }),
    Definition("exports-emails", Kind::Text, 28, Total::None, |_, r| match r.transaction.receipt_emails.as_slice() {
        [] => Cell::Empty,
        [one] => Cell::text(one),
        many => Cell::Text(many.join(", ").into()),
    }),
    Definition("exports-note", Kind::Text, 30, Total::None, |_, r| maybe(r.transaction.note.as_ref())),
    Definition("exports-page", Kind::Text, 24, Total::None, |_, r| {
        Cell::maybe(r.order.as_ref().map(|order| order.page_name.as_str()))
    }),
    Definition("exports-bought", Kind::Text, 30, Total::None, |_, r| own(r.bought())),
    Definition("exports-tax", Kind::Money, 14, Total::None, |_, r| {
        let known = r.transaction.parts.map(|parts| parts.tax).or_else(|| r.order.as_ref().map(|order| order.tax));
        known.map_or(Cell::Empty, Cell::Money)
    }),
    Definition("exports-surcharge", Kind::Money, 14, Total::None, |_, r| {
        r.transaction.parts.map_or(Cell::Empty, |parts| Cell::Money(parts.surcharge))
    }),
    Definition("exports-answers", Kind::Text, 30, Total::None, |_, r| own(r.answers())),
];

fn maybe(text: Option<&String>) -> Cell<'_> {
    Cell::maybe(text.map(String::as_str))
}

fn own(text: Option<String>) -> Cell<'static> {
    text.map_or(Cell::Empty, |text| Cell::Text(text.into()))
}

/// The columns with their headings.
pub(super) fn columns(t: T) -> Vec<Column> {
    let column = |Definition(key, kind, width, total, _): &Definition| Column {
        total: *total,
        ..Column::new(t.text(key), *kind, *width)
    };
    COLUMNS.iter().map(column).collect()
}

/// The names of a kind of value, looked up once and not once a row.
struct Names<K>(Vec<(K, String)>);

impl<K: Copy + PartialEq + Labelled> Names<K> {
    fn new(t: T, values: &[K]) -> Self {
        Self(values.iter().map(|value| (*value, t.label(*value))).collect())
    }

    fn cell(&self, value: K) -> Cell<'_> {
        Cell::maybe(self.0.iter().find(|(known, _)| *known == value).map(|(_, name)| name.as_str()))
    }
}

/// The payments of one file.
pub(super) struct Payments {
    ids: Vec<TransactionId>,
    accounts: HashMap<MerchantAccountId, String>,
    statuses: Names<Status>,
    sources: Names<Source>,
    kinds: Names<AccountKind>,
    reasons: Names<DeclineReason>,
    bank_account: String,
}

impl Payments {
    pub(super) fn new(t: T, accounts: &[MerchantAccount], ids: Vec<TransactionId>) -> Self {
        Self {
            ids,
            accounts: accounts.iter().map(|account| (account.id, account.name.clone())).collect(),
            statuses: Names::new(t, &Status::ALL),
            sources: Names::new(t, &Source::ALL),
            kinds: Names::new(t, &[AccountKind::Operating, AccountKind::Trust]),
            reasons: Names::new(t, &DeclineReason::ALL),
            bank_account: t.text("form-bank-account"),
        }
    }

    fn method<'a>(&'a self, record: &'a Record) -> Cell<'a> {
        let instrument = record.transaction.instrument.as_ref();
        Cell::maybe(instrument.map(|found| found.brand().map_or(self.bank_account.as_str(), |brand| brand.name())))
    }

    fn account<'a>(&'a self, record: &'a Record) -> Cell<'a> {
        Cell::maybe(self.accounts.get(&record.transaction.merchant_account).map(String::as_str))
    }
}

impl Rows for Payments {
    type Record = Record;

    fn count(&self) -> u64 {
        u64::try_from(self.ids.len()).unwrap_or(u64::MAX)
    }

    /// A payment that the index knows is in every later snapshot: payments are never deleted.
    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        for id in &self.ids {
            if let Some(transaction) = transactions::transaction(reader, *id)? {
                let refunded = transactions::refunded(reader, &transaction)?;
                let order = payment_pages::order(reader, *id)?;
                if give(Record { transaction, refunded, order }).is_break() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn cells<'a>(&'a self, record: &'a Record, cells: &mut Vec<Cell<'a>>) {
        cells.extend(COLUMNS.iter().map(|Definition(.., cell)| cell(self, record)));
    }
}
