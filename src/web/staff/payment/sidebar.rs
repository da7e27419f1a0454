//! Beside the facts of a payment: who paid, and its receipt once more.

use maud::{Markup, html};

use crate::web::{
    fragments::{self, Field, Icon, Kind, Look, Need, button, card, csrf, text_field},
    paths,
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
            p { a href={ (paths::PAYMENTS) "?q=" (paths::encoded(&format!("\"{}\"", transaction.payer_name))) } { (t.text("payment-of-payer")) } }
        }
    };
    card("payment-payer", &t.text("enter-payment-payer-section"), &html! {}, &body)
}

pub(super) fn resend_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let (label, hint) = (t.text("enter-payment-email"), t.text("enter-payment-email-hint"));
    let error = p.errors.first("email", t);
    let field = Field {
        name: "email",
        label: &label,
        value: p.resend,
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
