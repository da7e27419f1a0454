//! Beside the facts of a payment: who paid, charging the same method again, and its receipt once more.

use maud::{Markup, html};

use crate::{
    domain::permission::Permission,
    service::{bank_debits, quick_pay},
    web::{
        fragments::{
            self, Choice, Field, Icon, Kind, Look, Need, button, button_link, card, csrf, method_in_full, select_field,
            text_field,
        },
        paths,
    },
};

use super::view::Page;

pub(super) fn payer_card(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let mut rows = Vec::new();
    if let Some(number) = &transaction.client_number {
        rows.push((t.text("enter-payment-client-number"), html! { (number) }));
    }
    let emails = if transaction.receipt_emails.is_empty() {
        p.details.payer.as_ref().map(|payer| payer.emails.clone()).unwrap_or_default()
    } else {
        transaction.receipt_emails.clone()
    };
    if !emails.is_empty() {
        rows.push((t.text("payment-email"), html! { span class="break" { (emails.join(", ")) } }));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let body = html! {
        div class="stack-3" {
            p { b { (transaction.payer_name) } }
            (fragments::facts(&rows))
            @match &p.details.payer {
                Some(payer) => {
                    p { a href=(paths::payer(payer.stands_for())) { (t.text("payment-open-payer")) } }
                    p { a href=(paths::payments_found(&format!("payer:\"{}\"", payer.name.replace('"', " ")))) { (t.text("payment-of-payer")) } }
                }
                None => {
                    p class="faint" { (t.text("payment-no-payer")) }
                    @if p.user.may(Permission::TakePayments) { (create_payer(p)) }
                }
            }
        }
    };
    card("payment-payer", &t.text("enter-payment-payer-section"), &html! {}, &body)
}

fn create_payer(p: &Page<'_>) -> Markup {
    let t = p.t;
    let choices: Vec<(String, String)> = p
        .typed
        .several
        .iter()
        .map(|payer| {
            let details = payer.client_number.iter().chain(payer.emails.first());
            let words: Vec<&str> = std::iter::once(&payer.name).chain(details).map(String::as_str).collect();
            (payer.id.to_string(), words.join(", "))
        })
        .collect();
    let choices: Vec<Choice<'_>> = choices.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let (label, error) = (t.text("enter-payment-payer-which"), p.errors.first("payer_id", t));
    let field =
        Field { name: "payer_id", label: &label, error: error.as_deref(), need: Need::Required, ..Field::default() };
    html! {
        form class="stack-3" method="post" action=(paths::payment_payer(p.details.transaction.id)) novalidate data-once {
            (csrf(p.csrf))
            @if !choices.is_empty() { (select_field(t, &field, &choices)) }
            (button(Look::Default, &t.text("payment-create-payer"), Some(Icon::UserRound)))
        }
    }
}

/// Leads to Quick Pay, or says why there is none and where to go instead.
pub(super) fn quick_pay_card(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let body = html! {
        div class="stack-3" {
            @if quick_pay::is_undecided(transaction.status) {
                p class="muted" { (t.text("quick-pay-undecided")) }
            } @else if let Some(method) = &p.details.method {
                p { (method_in_full(t, Some(&method.instrument))) }
                (button_link(Look::PrimaryBlock, &paths::quick_pay(transaction.id), &t.text("quick-pay-open"), Some(Icon::Zap)))
            } @else {
                p class="muted" { (t.text(if bank_debits::is_stopped(transaction) { "debit-returned-stopped" } else { "quick-pay-not-saved" })) }
                (button_link(Look::Default, &paths::new_payment_like(transaction.id), &t.text("quick-pay-enter"), Some(Icon::CreditCard)))
            }
        }
    };
    card("quick-pay", &t.text("quick-pay-title"), &html! {}, &body)
}

pub(super) fn resend_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (label, hint) = (t.text("enter-payment-email"), t.text("enter-payment-email-hint"));
    let error = p.errors.first("email", t);
    let first = p.details.transaction.receipt_emails.join(", ");
    let field = Field {
        name: "email",
        label: &label,
        value: p.typed.email.as_deref().unwrap_or(&first),
        hint: Some(&hint),
        error: error.as_deref(),
        need: Need::Required,
        kind: Kind::Emails,
        ..Field::default()
    };
    let body = html! {
        form class="stack-3" method="post" action=(paths::payment_receipts(p.details.transaction.id)) novalidate data-once {
            (csrf(p.csrf))
            (text_field(t, &field))
            (button(Look::Default, &t.text("payment-resend"), Some(Icon::Mail)))
        }
    };
    card("payment-resend", &t.text("payment-resend"), &html! {}, &body)
}
