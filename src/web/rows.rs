//! Payments as rows of a table: the list and the dashboard show them alike.

use maud::{Markup, html};

use crate::{
    domain::{column::Column, firm::Firm, time::Timestamp, transaction::Status},
    i18n::{T, amount, dates},
    service::search::Row,
};

use super::{
    fragments::{Icon, Tone, method, status, tag},
    paths,
};

/// Whether a table of payments says how much each was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// It does.
    Shown,
    /// It does not: a page of totals for those who may not see any.
    Hidden,
}

/// The headings of a table of payments that is not sorted.
#[must_use]
pub fn plain_headings(t: T, amounts: Amounts) -> Markup {
    html! {
        thead { tr {
            th scope="col" { (t.text("payments-date")) }
            th scope="col" { (t.text("payments-payer")) }
            th scope="col" { (t.text("payments-reference")) }
            th scope="col" { (t.text("payments-method")) }
            th scope="col" { (t.text("payments-account")) }
            th scope="col" { (t.text("payments-status")) }
            @if amounts == Amounts::Shown { th scope="col" class="cell-end" { (t.text("payments-amount")) } }
        } }
    }
}

/// One payment as a row.
#[must_use]
pub fn payment_row(t: T, firm: &Firm, now: Timestamp, row: &Row, amounts: Amounts) -> Markup {
    let transaction = &row.transaction;
    let locale = t.locale();
    let lost = is_lost(transaction.status);
    let reference =
        [&transaction.invoice_number, &transaction.reference, &transaction.matter].into_iter().flatten().next();
    html! {
        tr {
            td class={ "num " (cell_class(Column::Date)) } {
                (dates::date_in_list(transaction.created_at, now, &firm.time_zone, locale)) " "
                span class="sub" { (dates::time(transaction.created_at, &firm.time_zone, locale)) }
            }
            td class=(cell_class(Column::Payer)) {
                a class="row-link" href=(paths::payment(transaction.id)) { (transaction.payer_name) }
                @if let Some(number) = &transaction.client_number { " " span class="sub" { (t.with("enter-payment-client", [("number", number.clone())])) } }
            }
            td class={ "nowrap " (cell_class(Column::Invoice)) } { (reference.map_or("–", String::as_str)) " " span class="sub" { (t.label(transaction.source)) } }
            td class=(cell_class(Column::Method)) { (method(t, transaction.instrument.as_ref())) }
            td class={ "nowrap " (cell_class(Column::Account)) } { (t.label(transaction.account_kind)) }
            td class=(cell_class(Column::Status)) { (row_status(t, row)) }
            @if amounts == Amounts::Shown {
                td class={ "cell-end cell-amount " (cell_class(Column::Amount)) } {
                    span .struck[lost] { (amount::format(transaction.amount, locale)) }
                    @if row.refunded.is_positive() { " " span class="sub" { "−" (amount::format(row.refunded, locale)) } }
                }
            }
        }
    }
}

/// Whether the money of a payment never came, or went away again: its amount is struck out.
#[must_use]
pub const fn is_lost(status: Status) -> bool {
    matches!(status, Status::Declined | Status::Failed | Status::Voided | Status::Returned | Status::Reversed)
}

/// The class by which the stylesheet knows a column's cells: those that a phone shows each have their own.
#[must_use]
pub const fn cell_class(column: Column) -> &'static str {
    match column {
        Column::Date => "col-date",
        Column::Payer => "col-payer",
        Column::Invoice => "col-invoice",
        Column::Status => "col-status",
        Column::Amount => "col-amount",
        _ => "col-more",
    }
}

/// Where a payment stands; what was given back of it says more than its own status.
#[must_use]
pub fn row_status(t: T, row: &Row) -> Markup {
    if !row.refunded.is_positive() {
        return status(t, row.transaction.status);
    }
    let key = if row.refunded == row.transaction.amount {
        "payments-status-refunded"
    } else {
        "payments-status-part-refunded"
    };
    tag(Tone::Information, Icon::Undo, &t.text(key))
}
