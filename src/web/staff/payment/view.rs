//! A payment's own page: pure markup. Its cards stand in the files beside this one.

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        permission::Permission,
        transaction::{Status, Transaction},
        user::User,
    },
    i18n::{T, amount, dates},
    service::{reading::Details, receipts},
    web::{
        forms::FormErrors,
        fragments::{Icon, Look, Tone, breadcrumb, button_link, error_summary, note, page_head, status},
        paths,
    },
};

use super::{
    facts::{facts_card, refunds_card},
    history::history_card,
    sidebar::{payer_card, resend_card},
};

/// What a payment's page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) details: &'a Details,
    pub(super) user: &'a User,
    pub(super) csrf: &'a str,
    pub(super) receipt_link: &'a str,
    pub(super) resend: &'a str,
    pub(super) errors: &'a FormErrors,
}

/// The whole page.
pub(super) fn show(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let written = amount::format(transaction.amount, t.locale());
    let heading = t.with("payment-heading", [("amount", written), ("payer", transaction.payer_name.clone())]);
    let below = html! {
        p class="row" {
            (status(t, transaction.status)) " "
            span { (dates::date_time_long(transaction.created_at, &p.firm.time_zone, t.locale())) } " "
            span class="faint num" { (t.with("payment-number", [("number", transaction.id.to_string())])) }
        }
    };
    let has_receipt = receipts::has_receipt(transaction);
    let actions = html! {
        @if has_receipt {
            a class="button" href=(p.receipt_link) hx-boost="false" { (Icon::ReceiptText) span { (t.text("result-receipt")) } }
        }
        @if matches!(transaction.status, Status::Declined | Status::Failed) && p.user.may(Permission::TakePayments) {
            (button_link(Look::Primary, &paths::new_payment_like(transaction.id), &t.text("result-another-card"), Some(Icon::CreditCard)))
        }
    };
    let errors: Vec<(String, String)> = p.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    html! {
        (error_summary(t, &errors))
        (page_head(&breadcrumb(paths::PAYMENTS, &t.text("payments-title"), &t.text("payment-crumb")), &heading, &below, &actions))
        (why(t, transaction))
        div class="columns columns-form" {
            div class="stack" { (facts_card(p)) @if !p.details.refunds.is_empty() { (refunds_card(p)) } (history_card(p)) }
            div class="stack" { (payer_card(p)) @if has_receipt && p.user.may(Permission::ResendReceipts) { (resend_card(p)) } }
        }
    }
}

/// Why a payment failed stands at the top.
fn why(t: T, transaction: &Transaction) -> Markup {
    let lost = matches!(transaction.status, Status::Declined | Status::Failed);
    html! {
        @if let Some(decline) = transaction.decline.as_ref().filter(|_| lost) {
            (note(Tone::Negative, &html! { b { (t.label(decline.reason)) } " " (t.text("result-no-money")) " " span class="mono" { (decline.raw_code) } }))
        }
        @if transaction.status.is_unresolved() {
            (note(Tone::Warning, &html! { (t.text("result-confirming-text")) }))
        }
    }
}
