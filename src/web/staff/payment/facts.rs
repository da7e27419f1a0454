//! What is known of a payment, and what was given back of it.

use maud::{Markup, html};

use crate::{
    domain::{
        journal::{Actor, Fact},
        transaction::Transaction,
    },
    i18n::{amount, dates},
    web::fragments::{self, account_badge, card, card_flush, facts_lined, method_in_full, table_scroll},
};

use super::view::Page;

pub(super) fn facts_card(p: &Page<'_>) -> Markup {
    let (t, transaction) = (p.t, &p.details.transaction);
    let text = |value: &Option<String>| html! { (value.as_deref().unwrap_or("–")) };
    let account = html! {
        @if let Some(account) = &p.details.account { (fragments::account(t, account)) " " }
        (account_badge(t, transaction.account_kind))
    };
    let left = [
        (t.text("enter-payment-invoice"), text(&transaction.invoice_number)),
        (t.text("enter-payment-matter"), text(&transaction.matter)),
        (t.text("enter-payment-reference"), text(&transaction.reference)),
        (t.text("enter-payment-account"), account),
        (t.text("payments-source"), html! { (t.label(transaction.source)) ", " (taken_by(p)) }),
        (t.text("enter-payment-note"), text(&transaction.note)),
    ];
    let approval = transaction.approval.as_ref();
    let checks = approval.map_or_else(
        || "–".to_owned(),
        |approval| {
            t.with(
                "payment-checks",
                [("postal", t.label(approval.postal_code)), ("code", t.label(approval.security_code))],
            )
        },
    );
    let right = [
        (t.text("payments-method"), method_in_full(t, transaction.instrument.as_ref())),
        (t.text("payment-expires"), html! { (expiry(transaction)) }),
        (t.text("payment-holder"), text(&transaction.holder)),
        (
            t.text("payment-approval"),
            html! { span class="mono" { (approval.map_or("–", |approval| approval.code.as_str())) } },
        ),
        (t.text("payment-checks-name"), html! { (checks) }),
        (
            t.text("payment-gateway-id"),
            html! { span class="mono break" { (transaction.gateway_id.as_deref().unwrap_or("–")) } },
        ),
    ];
    let lined = |rows: &[(String, Markup)]| {
        facts_lined(&rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect::<Vec<_>>())
    };
    card(
        "payment-details",
        &t.text("payment-details"),
        &html! {},
        &html! { div class="columns columns-even" { (lined(&left)) (lined(&right)) } },
    )
}

fn taken_by(p: &Page<'_>) -> String {
    let asked = p.details.history.iter().find(|(entry, _)| entry.fact == Fact::PaymentRequested);
    match (p.details.transaction.actor, asked.and_then(|(_, name)| name.clone())) {
        (Actor::User(_), Some(name)) => name,
        (Actor::User(_), None) => "–".to_owned(),
        (Actor::Client, _) => p.t.text("actor-client"),
        (Actor::System, _) => p.t.text("actor-system"),
    }
}

fn expiry(transaction: &Transaction) -> String {
    use crate::domain::card::Instrument;
    match &transaction.instrument {
        Some(Instrument::Card { expiry, .. }) => format!("{:02}/{}", expiry.month(), expiry.year()),
        Some(Instrument::BankAccount { .. }) | None => "–".to_owned(),
    }
}

pub(super) fn refunds_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let table = html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("result-reason")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
            } }
            tbody { @for refund in &p.details.refunds { tr {
                td class="num" { (dates::date_medium(refund.created_at, &p.firm.time_zone, t.locale())) }
                td { (refund.reason) }
                td { (t.label(refund.status)) }
                td class="cell-end cell-amount" { (amount::format(refund.amount, t.locale())) }
            } } }
        }
    };
    card_flush(
        "payment-refunds",
        &t.text("payment-refunds"),
        &html! {},
        &table_scroll(&t.text("payment-refunds"), &table),
    )
}
