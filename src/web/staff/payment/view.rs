//! A payment's own page: pure markup. Its cards stand in the files beside this one.

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        ids::OperationKey,
        money::Money,
        permission::Permission,
        refund::RefundKind,
        transaction::{Status, Transaction},
        user::User,
    },
    i18n::{T, amount, dates},
    service::{quick_pay, reading::Details, receipts, refunds::Outlook},
    web::{
        forms::FormErrors,
        fragments::{
            Icon, Look, Tone, account_badge, breadcrumb, button_link, error_summary, note, page_head, status, tag,
        },
        paths,
    },
};

use super::{
    Typed,
    annotations::annotations_card,
    debit,
    facts::{facts_card, messages_card, order_card, refunds_card},
    history::history_card,
    sidebar::{payer_card, quick_pay_card, resend_card},
};

/// What a payment's page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) details: &'a Details,
    pub(super) outlook: &'a Outlook,
    pub(super) user: &'a User,
    pub(super) csrf: &'a str,
    /// For the form that is kept when a session ends.
    pub(super) key: &'a OperationKey,
    pub(super) receipt_link: &'a str,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
}

/// The whole page.
pub(super) fn show(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let written = amount::format(transaction.amount, t.locale());
    let heading = t.with("payment-heading", [("amount", written), ("payer", transaction.payer_name.clone())]);
    let below = html! {
        p class="row row-wrap" {
            (status(t, transaction.status)) " " (refund_mark(p)) " " (account_badge(t, transaction.account_kind)) " "
            span { (dates::date_time_long(transaction.created_at, &p.firm.time_zone, t.locale())) } " "
            span class="faint num" { (t.with("payment-number", [("number", transaction.id.to_string())])) }
        }
    };
    let errors: Vec<(String, String)> = p.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let has_receipt = receipts::has_receipt(transaction);
    html! {
        (error_summary(t, &errors))
        (page_head(&breadcrumb(paths::PAYMENTS, &t.text("payments-title"), &t.text("payment-crumb")), &heading, &below, &actions(p, has_receipt)))
        (why(t, transaction))
        (debit::notes(t, transaction))
        div class="columns columns-form" {
            div class="stack" {
                (order_card(p))
                (facts_card(p))
                (debit::debit_card(p))
                (refunds_card(p))
                (history_card(p))
                @if !p.details.deliveries.is_empty() { (messages_card(p)) }
            }
            div class="stack" {
                (payer_card(p))
                @if p.user.may(Permission::TakePayments) { (quick_pay_card(p)) }
                (annotations_card(p))
                @if has_receipt && p.user.may(Permission::ResendReceipts) { (resend_card(p)) }
            }
        }
    }
}

/// The one line at the top that leads to each deed. The receipt's own page is made to be printed.
fn actions(p: &Page<'_>, has_receipt: bool) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let lost = matches!(transaction.status, Status::Declined | Status::Failed);
    let takes = p.user.may(Permission::TakePayments);
    html! {
        @if has_receipt {
            a class="button" href=(p.receipt_link) hx-boost="false" { (Icon::Printer) span { (t.text("payment-print")) } }
        }
        @if takes && p.details.method.is_some() && !quick_pay::is_undecided(transaction.status) {
            (button_link(Look::Default, &paths::quick_pay(transaction.id), &t.text("quick-pay-title"), Some(Icon::Zap)))
        }
        @if lost && takes {
            (button_link(Look::Primary, &paths::new_payment_like(transaction.id), &t.text("result-another-card"), Some(Icon::CreditCard)))
        }
        @if p.user.may(Permission::RefundPayments) && p.outlook.hindrance.is_none() {
            (button_link(Look::DangerQuiet, &paths::new_refund(transaction.id), &t.text("refund-open"), Some(Icon::Undo)))
        }
    }
}

/// Whether some or all of it was given back; a void is told by the status.
fn refund_mark(p: &Page<'_>) -> Markup {
    let amount = p.details.transaction.amount;
    let counts =
        p.details.refunds.iter().filter(|refund| refund.kind == RefundKind::Refund && refund.status.reserves());
    let given: i64 = counts.map(|refund| refund.amount.minor()).sum();
    let key = if Money::new(given, amount.currency()) == amount {
        "payments-status-refunded"
    } else {
        "payments-status-part-refunded"
    };
    html! { @if given > 0 { (tag(Tone::Information, Icon::Undo, &p.t.text(key))) } }
}

/// Why a payment failed stands at the top.
fn why(t: T, transaction: &Transaction) -> Markup {
    let lost = matches!(transaction.status, Status::Declined | Status::Failed);
    html! {
        @if let Some(decline) = transaction.decline.as_ref().filter(|_| lost) {
            (note(Tone::Negative, &html! {
                b { (t.label(decline.reason)) } " " (t.text("result-no-money")) " "
                span class="faint" { (t.text("result-raw-code")) " " } span class="mono" { (decline.raw_code) }
            }))
        }
        @if transaction.status.is_unresolved() {
            (note(Tone::Warning, &html! { (t.text("result-confirming-text")) }))
        }
        @if transaction.status == Status::Held {
            (note(Tone::Warning, &html! { b { (t.text("result-held")) } " " (t.text("result-held-text")) }))
        }
        @if let Some(url) = transaction.action_url.as_ref().filter(|_| transaction.status == Status::ActionRequired) {
            (note(Tone::Warning, &html! { b { (t.text("result-action")) } " " (t.text("result-action-text")) " " a href=(url) hx-boost="false" { (t.text("result-action-go")) } }))
        }
    }
}
