//! How the portal speaks of payments: to whoever made them, so that a decline gives no reason and what is not money yet is
//! not called paid.

use maud::{Markup, html};

use crate::{
    domain::{
        money::Money,
        payment_request::PaymentRequest,
        transaction::{Status, Transaction},
    },
    i18n::{T, amount, dates},
    service::portal::looking::Paid,
    web::{
        fragments::{Icon, Tone, method, table_under, tag},
        paths,
        rows::is_lost,
    },
};

use super::Visit;

/// Where a payment stands, to whoever made it: tone, icon, word and one sentence more.
const fn standing(status: Status) -> (Tone, Icon, &'static str, &'static str) {
    match status {
        Status::Captured | Status::Settled | Status::DisputeWon => {
            (Tone::Positive, Icon::CircleCheck, "portal-status-paid", "portal-status-paid-text")
        }
        Status::Authorized => (Tone::Information, Icon::Lock, "portal-status-reserved", "portal-status-reserved-text"),
        Status::Pending => (Tone::Warning, Icon::Clock, "portal-status-pending", "portal-status-pending-text"),
        Status::Created | Status::Unknown | Status::ActionRequired | Status::Held => {
            (Tone::Warning, Icon::Clock, "portal-status-confirming", "portal-status-confirming-text")
        }
        Status::Declined | Status::Failed => {
            (Tone::Negative, Icon::X, "portal-status-declined", "portal-status-declined-text")
        }
        Status::Voided => (Tone::Neutral, Icon::Ban, "portal-status-cancelled", "portal-status-cancelled-text"),
        Status::Returned | Status::Reversed | Status::DisputeLost => {
            (Tone::Negative, Icon::Undo, "portal-status-returned", "portal-status-returned-text")
        }
        Status::Disputed => (Tone::Warning, Icon::Scale, "portal-status-disputed", "portal-status-disputed-text"),
    }
}

/// Where a payment stands, and how much of it came back.
pub(super) fn status(t: T, payment: &Transaction, refunded: Money) -> Markup {
    if refunded.is_positive() {
        let key = if refunded == payment.amount { "portal-status-refunded" } else { "portal-status-part-refunded" };
        return tag(Tone::Information, Icon::Undo, &t.text(key));
    }
    let (tone, icon, key, _) = standing(payment.status);
    tag(tone, icon, &t.text(key))
}

/// What it means that it stands so.
pub(super) fn explanation(t: T, status: Status) -> String {
    t.text(standing(status).3)
}

/// What a payment was for, in the words that the firm put on it.
pub(super) fn purpose(t: T, payment: &Transaction) -> String {
    let parts = [
        ("receipt-invoice", &payment.invoice_number),
        ("receipt-matter", &payment.matter),
        ("receipt-reference", &payment.reference),
    ];
    said(t, parts).unwrap_or_else(|| t.with("portal-payment-number", [("number", payment.id.to_string())]))
}

/// What a request is for.
pub(super) fn asked_for(t: T, request: &PaymentRequest) -> Option<String> {
    let asked = &request.asked;
    let parts = [
        ("receipt-invoice", &asked.invoice_number),
        ("receipt-matter", &asked.matter),
        ("receipt-reference", &asked.reference),
    ];
    said(t, parts)
}

fn said(t: T, parts: [(&str, &Option<String>); 3]) -> Option<String> {
    let told: Vec<String> =
        parts.into_iter().filter_map(|(key, value)| Some(format!("{} {}", t.text(key), value.as_ref()?))).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}

/// Payments as a table that a telephone shows as cards.
pub(super) fn table(visit: &Visit<'_>, heading: &str, rows: &[Paid]) -> Markup {
    let (t, firm) = (visit.t, visit.firm());
    let table = html! {
        table class="table table-two-line table-stack" {
            thead { tr {
                th scope="col" { (t.text("portal-for")) }
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
            } }
            tbody {
                @for paid in rows {
                    @let payment = &paid.row.transaction;
                    tr {
                        td {
                            a class="row-link" href=(paths::portal_payment(payment.id)) { (purpose(t, payment)) }
                            @if visit.has_several() { " " span class="sub" { (paid.payer.name) } }
                        }
                        td class="num nowrap" data-label=(t.text("payments-date")) { (dates::date_medium(payment.created_at, &firm.time_zone, t.locale())) }
                        td data-label=(t.text("payments-method")) { (method(t, payment.instrument.as_ref())) }
                        td data-label=(t.text("payments-status")) { (status(t, payment, paid.row.refunded)) }
                        td class="cell-end num" data-label=(t.text("payments-amount")) { span .struck[is_lost(payment.status)] { (amount::format(payment.amount, t.locale())) } }
                    }
                }
            }
        }
    };
    table_under(t, heading, &table)
}
