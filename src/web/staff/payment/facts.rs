//! What is known of a payment, what was given back of it, and the messages about it.

use maud::{Markup, html};

use crate::{
    domain::{
        card::Instrument,
        delivery::{Content, Delivery, DeliveryStatus},
        journal::{Actor, Fact},
        permission::Permission,
        refund::{Refund, RefundKind, RefundStatus},
        time::Timestamp,
        transaction::Transaction,
    },
    i18n::{amount, dates, regions},
    mail::messages,
    service::{bank_debits, outbox::unsaid, refunds::Hindrance},
    web::{
        fragments::{
            self, Icon, Tone, account_badge, card, card_flush, facts_lined, method_in_full, table_scroll, tag,
        },
        paths,
    },
};

use super::view::Page;

pub(super) fn facts_card(p: &Page<'_>) -> Markup {
    let lined = |rows: &[(String, Markup)]| {
        facts_lined(&rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect::<Vec<_>>())
    };
    card(
        "payment-details",
        &p.t.text("payment-details"),
        &html! {},
        &html! { div class="columns columns-even" { (lined(&what_for(p))) (lined(&how(p))) } },
    )
}

fn text(value: Option<&String>) -> Markup {
    html! { (value.map_or("–", String::as_str)) }
}

fn mono(value: Option<&str>) -> Markup {
    html! { span class="mono break" { (value.unwrap_or("–")) } }
}

fn moment(p: &Page<'_>, at: Timestamp) -> Markup {
    html! { (dates::with_zone(at, &p.firm.time_zone, p.t.locale())) }
}

/// What it was paid for and what that consists of, where to, and by whom it was entered.
fn what_for(p: &Page<'_>) -> Vec<(String, Markup)> {
    let (t, transaction) = (p.t, &p.details.transaction);
    let account = p.details.account.as_ref().map_or_else(
        || account_badge(t, transaction.account_kind),
        |account| html! { (fragments::account(t, account)) },
    );
    let written = amount::format_with_currency(transaction.amount, t.locale());
    let mut rows = vec![
        (t.text("payments-amount"), html! { span class="num" { (written) } }),
        (t.text("payment-kind"), html! { (t.label(transaction.kind)) }),
        (t.text("enter-payment-account"), account),
        (t.text("enter-payment-invoice"), text(transaction.invoice_number.as_ref())),
        (t.text("enter-payment-matter"), text(transaction.matter.as_ref())),
        (t.text("enter-payment-reference"), text(transaction.reference.as_ref())),
        (t.text("enter-payment-note"), text(transaction.note.as_ref())),
        (t.text("payments-source"), html! { (t.label(transaction.source)) }),
        (t.text("payment-taken-by"), html! { (taken_by(p)) }),
        (t.text("payment-asked-at"), moment(p, transaction.created_at)),
        (t.text("payment-changed-at"), moment(p, transaction.changed_at)),
        (
            t.text("enter-payment-language"),
            html! { span lang=(transaction.locale.tag()) { (transaction.locale.language().endonym()) } },
        ),
    ];
    let parts = messages::receipt::parts((transaction.parts.as_ref(), transaction.surcharged.as_ref()), t);
    rows.splice(1..1, parts.into_iter().map(|(name, sum)| (name, html! { span class="num" { (sum) } })));
    rows.extend(asked_for(p));
    if let Some(surcharged) = &transaction.surcharged {
        rows.push((t.text("surcharge-billed-in"), html! { (regions::name(surcharged.region, t)) }));
    }
    rows
}

/// The request that it was paid on, and what was paid with it.
fn asked_for(p: &Page<'_>) -> Vec<(String, Markup)> {
    let t = p.t;
    let Some(part) = &p.details.transaction.request else { return Vec::new() };
    let words = t.with("request-number", [("number", part.request.to_string())]);
    let opens = p.user.may(Permission::SendRequests);
    let request = html! { @if opens { a href=(paths::payment_request(part.request)) { (words) } } @else { (words) } };
    let mut rows = vec![(t.text("request-crumb"), request)];
    rows.extend(p.details.together.iter().map(|other| {
        let number = t.with("payment-number", [("number", other.id.to_string())]);
        let sum = amount::format(other.amount, t.locale());
        let told = html! {
            a href=(paths::payment(other.id)) { (number) } " " span class="num" { (sum) } " "
            (account_badge(t, other.account_kind)) " " (fragments::status(t, other.status))
        };
        (t.text("payment-together"), told)
    }));
    rows
}

/// What it was paid with, and what bank and processor said.
fn how(p: &Page<'_>) -> Vec<(String, Markup)> {
    let (t, transaction) = (p.t, &p.details.transaction);
    let approval = transaction.approval.as_ref();
    let label = |check: Option<String>| html! { (check.unwrap_or_else(|| "–".to_owned())) };
    let saved = if p.details.method.is_some() { "payment-saved-yes" } else { "payment-saved-no" };
    let processor = p.details.account.as_ref().map_or("–", |account| account.processor.code());
    let bank = bank_debits::is_debit(transaction);
    let holder = t.text(if bank { "bank-holder" } else { "payment-holder" });
    let mut rows = vec![
        (t.text("payments-method"), method_in_full(t, transaction.instrument.as_ref())),
        (holder, text(transaction.holder.as_ref())),
        (t.text("payment-saved"), html! { (t.text(saved)) }),
    ];
    if !bank {
        rows.insert(1, (t.text("payment-expires"), html! { (expiry(transaction)) }));
        rows.extend([
            (t.text("payment-approval"), mono(approval.map(|approval| approval.code.as_str()))),
            (t.text("payment-check-postal"), label(approval.map(|approval| t.label(approval.postal_code)))),
            (t.text("payment-check-code"), label(approval.map(|approval| t.label(approval.security_code)))),
        ]);
    }
    rows.extend([
        (t.text("payment-statement"), html! { (transaction.statement_name) }),
        (
            t.text("payment-processor"),
            html! { (processor) @if transaction.test { " " (tag(Tone::Warning, Icon::Info, &t.text("payment-test"))) } },
        ),
        (t.text("payment-gateway-id"), mono(transaction.gateway_id.as_deref())),
        (t.text("payment-operation"), mono(Some(transaction.key.as_str()))),
    ]);
    if let Some(decline) = &transaction.decline {
        rows.push((t.text("result-reason"), html! { (t.label(decline.reason)) }));
        rows.push((t.text("result-raw-code"), mono(Some(&decline.raw_code))));
    }
    rows
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
    match &transaction.instrument {
        Some(Instrument::Card { expiry, .. }) => format!("{:02}/{}", expiry.month(), expiry.year()),
        Some(Instrument::BankAccount { .. }) | None => "–".to_owned(),
    }
}

/// What it was for, if it was made on a payment page: the lines, the tax, and what the client answered and agreed to.
pub(super) fn order_card(p: &Page<'_>) -> Markup {
    let (t, Some(order)) = (p.t, p.details.order.as_ref()) else { return html! {} };
    let money = |sum| amount::format(sum, t.locale());
    let rows = messages::receipt::purchase(order, t);
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    let paid_for = messages::receipt::paid_for(order, t);
    let answers: Vec<(&str, Markup)> = paid_for
        .iter()
        .chain(&order.answers)
        .map(|(name, answer)| (name.as_str(), html! { span class="pre-line" { (answer) } }))
        .collect();
    // What was bought. A surcharge is no part of it, and stands with the details of the payment.
    let total = money(p.details.transaction.price());
    let page =
        t.with("payment-order-page", [("page", order.page_name.clone()), ("version", order.version.to_string())]);
    let body = html! {
        div class="stack-4" {
            p class="muted" {
                @if p.user.may(Permission::ManagePaymentPages) { a href=(paths::payment_page(order.page)) { (page) } } @else { (page) }
            }
            (fragments::totals(&rows, (&t.text("receipt-total"), &total)))
            @if !answers.is_empty() { (facts_lined(&answers)) }
            p class="hint" { (t.text("payment-order-agreed")) " " q class="pre-line" { (order.agreed) } }
        }
    };
    card("payment-order", &t.text("payment-order"), &html! {}, &body)
}

/// What was given back, and for whoever may refund why nothing more can be.
pub(super) fn refunds_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let why_not = p.outlook.hindrance.filter(|_| p.user.may(Permission::RefundPayments));
    let why_not = why_not.filter(|hindrance| *hindrance != Hindrance::NeverPaid || !p.details.refunds.is_empty());
    if p.details.refunds.is_empty() && why_not.is_none() {
        return html! {};
    }
    let body = html! {
        @if !p.details.refunds.is_empty() { (table_scroll(&t.text("payment-refunds-table"), &refunds_table(p))) }
        @if let Some(hindrance) = why_not { p class="card-body muted" { (super::refund::hindrance(t, hindrance)) } }
    };
    card_flush("payment-refunds", &t.text("payment-refunds"), &html! {}, &body)
}

fn refunds_table(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("refund-way")) }
                th scope="col" { (t.text("result-reason")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
            } }
            tbody { @for refund in &p.details.refunds { tr {
                td class="num" {
                    (dates::date_medium(refund.created_at, &p.firm.time_zone, t.locale())) " "
                    span class="sub" { (dates::time(refund.created_at, &p.firm.time_zone, t.locale())) }
                }
                td { (t.text(if refund.kind == RefundKind::Void { "refund-kind-void" } else { "refund-kind-refund" })) }
                td {
                    (refund.reason)
                    @if let Some(refusal) = &refund.refusal { " " span class="sub" { (refusal) } }
                }
                td { (refund_status(p, refund)) }
                td class="cell-end cell-amount" { (amount::format(refund.amount, t.locale())) }
            } } }
        }
    }
}

fn refund_status(p: &Page<'_>, refund: &Refund) -> Markup {
    let (tone, icon) = match refund.status {
        RefundStatus::Pending | RefundStatus::Unknown => (Tone::Warning, Icon::CircleHelp),
        RefundStatus::Submitted => (Tone::Information, Icon::Clock),
        RefundStatus::Settled => (Tone::Positive, Icon::Check),
        RefundStatus::Failed => (Tone::Negative, Icon::X),
    };
    tag(tone, icon, &p.t.label(refund.status))
}

/// The messages about it, latest first.
pub(super) fn messages_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let opens = p.user.may(Permission::ViewOutbox);
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("outbox-message")) }
                th scope="col" { (t.text("outbox-to")) }
                th scope="col" { (t.text("payments-status")) }
            } }
            tbody { @for delivery in p.details.deliveries.iter().rev() { tr {
                td class="num" {
                    (dates::date_medium(delivery.created_at, &p.firm.time_zone, t.locale())) " "
                    span class="sub" { (dates::time(delivery.created_at, &p.firm.time_zone, t.locale())) }
                }
                td {
                    @if opens { a href=(paths::delivery(delivery.id)) { (title(p, delivery)) } } @else { (title(p, delivery)) }
                }
                td { (delivery.recipients.join(", ")) }
                td { (delivery_status(p, delivery.status)) }
            } } }
        }
    };
    card_flush(
        "payment-messages",
        &t.text("payment-messages"),
        &html! {},
        &table_scroll(&t.text("payment-messages-table"), &table),
    )
}

/// What a message is about; before a debit has settled nobody gets a receipt.
fn title(p: &Page<'_>, delivery: &Delivery) -> String {
    match delivery.content {
        Content::Receipt { transaction } if p.details.transaction.bank_debit.is_some() => {
            p.t.with("receipt-title-debit", [("number", transaction.to_string())])
        }
        _ => unsaid(p.t, delivery),
    }
}

fn delivery_status(p: &Page<'_>, status: DeliveryStatus) -> Markup {
    let (tone, icon) = match status {
        DeliveryStatus::Waiting => (Tone::Warning, Icon::Clock),
        DeliveryStatus::Sent => (Tone::Positive, Icon::Check),
        DeliveryStatus::Kept => (Tone::Information, Icon::Bookmark),
        DeliveryStatus::Failed => (Tone::Negative, Icon::X),
    };
    tag(tone, icon, &p.t.label(status))
}
