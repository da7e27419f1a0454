//! The parts of the page: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        merchant_account::AccountKind,
        money::Money,
        payment_request::Door,
        transaction::{Status, Transaction},
    },
    i18n::{T, calendar, dates},
    service::{payment_requests::paying::is_half_done, receipts::has_receipt},
    web::{
        amount_field,
        fragments::{self, Field, Icon, Look, Need, Tone, button_link, facts_lined, form_section, note},
        keeping,
        pay_form::{Typed, Wrong, parts},
    },
};

use super::{HasForm, Sheet};

/// What came back, so that what it was for is owed again.
#[must_use]
pub fn came_back(p: &Sheet<'_>, form: HasForm) -> Markup {
    let (t, returned) = (p.t, p.opened.returned());
    if returned.is_empty() || p.opened.door != Door::Open {
        return html! {};
    }
    let line = |payment: &Transaction| {
        let day = dates::date_long(payment.created_at, &p.firm.time_zone, t.locale());
        t.with("request-returned-line", [("amount", p.money(payment.amount)), ("day", day)])
    };
    let words = html! {
        h2 { (t.text("request-returned")) }
        @for payment in returned { p { (line(payment)) } }
        @if form == HasForm::Yes { p { (t.text("request-returned-text")) } }
    };
    note(Tone::Warning, &words)
}

/// What is said of a debit that is on its way.
fn pending_words(t: T, pending: &[&Transaction]) -> String {
    let settles = pending.iter().filter_map(|payment| payment.bank_debit.as_ref()?.settles_on).max();
    match settles {
        Some(day) => t.with("request-pending-text", [("day", dates::day_long(day, t.locale()))]),
        None => t.text("request-pending-text-soon"),
    }
}

/// Why nothing can be paid here.
#[must_use]
pub fn without_form(p: &Sheet<'_>) -> Markup {
    let t = p.t;
    let firm = || [("firm", p.firm.name.clone())];
    // What is being paid comes first, however the link stands by now.
    let (tone, heading, text) = match (p.opened.door, p.rests) {
        (Door::Paid, _) => (Tone::Positive, "request-is-paid", t.text("request-is-paid-text")),
        (Door::Open, Some(minutes)) => {
            (Tone::Warning, "pay-resting", t.with("pay-resting-text", [("minutes", minutes)]))
        }
        _ if !p.opened.pending().is_empty() => {
            (Tone::Information, "request-pending", pending_words(t, &p.opened.pending()))
        }
        _ if p.request().held().is_positive() => (Tone::Warning, "pay-confirming", t.text("pay-confirming-text")),
        (Door::Cancelled, _) => (Tone::Neutral, "request-is-cancelled", t.with("request-is-cancelled-text", firm())),
        (Door::Expired, _) => (Tone::Neutral, "request-is-expired", t.with("request-is-expired-text", firm())),
        (Door::Open, None) => (Tone::Neutral, "pay-closed", t.with("pay-closed-text", firm())),
    };
    // What came of a payment just now says it already.
    let said = !p.paid.is_empty() && (p.opened.door == Door::Paid || p.request().held().is_positive());
    let open = p.opened.payments.iter().any(|payment| payment.status.is_unresolved());
    html! {
        @if !said {
            div data-poll=[open.then_some("")] { (note(tone, &html! { h2 { (t.text(heading)) } p { (text) } })) }
        }
    }
}

/// What a page with a form says beside the one amount that must not be paid again: that the other can be paid.
fn meanwhile(p: &Sheet<'_>, form: HasForm) -> Option<String> {
    let (held, rest) = (p.request().held(), p.request().rest());
    let args = [("held", p.money(held)), ("rest", p.money(rest))];
    (form == HasForm::Yes && held.is_positive()).then(|| p.t.with("request-meanwhile", args))
}

/// What came of the try that was just made.
#[must_use]
pub fn outcome(p: &Sheet<'_>, form: HasForm) -> Markup {
    let t = p.t;
    let group = &p.paid;
    if group.is_empty() {
        return html! {};
    }
    let open = group.iter().any(|payment| payment.status.is_unresolved());
    let (tone, heading, text) = outcome_words(p, group);
    let action = group.iter().find(|payment| payment.status == Status::ActionRequired);
    html! {
        div class="stack-3" id="came-of-it" role="status" data-live data-poll=[open.then_some("")] {
            (note(tone, &html! {
                h2 { (t.text(heading)) }
                p { (text) }
                @if let Some(words) = meanwhile(p, form) { p { (words) } }
                (keeping::outcome(t, p.kept))
                @if group.len() > 1 || is_half_done(group, p.request()) { ul { @for payment in group { li { (line_of(p, payment)) } } } }
            }))
            div class="actions" {
                @for payment in group.iter().filter(|payment| has_receipt(payment)) {
                    @let key = if payment.status == Status::Pending { "request-debit-notice" } else { "request-receipt" };
                    @let words = t.with(key, [("amount", p.money(payment.amount))]);
                    (button_link(Look::Default, &p.receipt(payment), &words, Some(Icon::ReceiptText)))
                }
                @if let Some(url) = action.and_then(|payment| payment.action_url.as_ref()) {
                    a class="button button-primary" href=(url) { (t.text("result-action-go")) }
                } @else if open {
                    (button_link(Look::Default, &p.again, &t.text("pay-look-again"), Some(Icon::RotateCw)))
                }
            }
        }
    }
}

fn outcome_words(p: &Sheet<'_>, group: &[&Transaction]) -> (Tone, &'static str, String) {
    let t = p.t;
    let any = |wanted: fn(Status) -> bool| group.iter().any(|payment| wanted(payment.status));
    if is_half_done(group, p.request()) {
        return (Tone::Warning, "request-half", t.text("request-half-text"));
    }
    if any(Status::is_unresolved) {
        return (Tone::Warning, "pay-confirming", t.text("pay-confirming-text"));
    }
    if any(|status| status == Status::ActionRequired) {
        return (Tone::Warning, "pay-action", t.text("pay-action-text"));
    }
    if any(|status| status == Status::Held) {
        return (Tone::Warning, "pay-held", t.text("pay-held-text"));
    }
    if any(|status| status == Status::Pending) {
        return (Tone::Information, "request-pending", pending_words(t, group));
    }
    if any(Status::is_approved) {
        let (rest, held) = (p.request().rest(), p.request().held());
        let text = if rest.is_positive() && p.opened.door == Door::Open {
            t.with("request-thanks-rest", [("rest", p.money(rest))])
        } else if held.is_positive() {
            t.with("request-thanks-held", [("held", p.money(held))])
        } else {
            t.text("request-thanks-text")
        };
        return (Tone::Positive, "request-thanks", text);
    }
    // What was approved and taken back since is told as on its receipt.
    if any(|status| status == Status::Voided) {
        return (Tone::Neutral, "receipt-heading-voided", t.text("receipt-intro-voided"));
    }
    if any(|status| status == Status::Reversed) {
        return (Tone::Warning, "receipt-heading-returned", t.text("receipt-intro-returned"));
    }
    if any(|status| matches!(status, Status::Disputed | Status::DisputeLost)) {
        return (Tone::Warning, "receipt-heading-disputed", t.text("portal-status-disputed-text"));
    }
    let text = group.first().map_or("pay-declined-text", |payment| parts::declined_key(payment));
    (Tone::Negative, "pay-declined", t.text(text))
}

/// One of two payments that were made together.
fn line_of(p: &Sheet<'_>, payment: &Transaction) -> Markup {
    let key = match payment.status {
        Status::Pending => "request-line-pending",
        status if status.is_approved() => "request-line-paid",
        Status::Declined | Status::Failed => "request-line-refused",
        Status::Voided => "request-line-voided",
        Status::Reversed | Status::Disputed | Status::DisputeLost => "request-line-taken-back",
        _ => "request-line-open",
    };
    let args = [("amount", p.money(payment.amount)), ("statement", payment.statement_name.clone())];
    html! { (p.t.with(key, args)) }
}

/// What it is for and what is owed.
#[must_use]
pub fn summary(p: &Sheet<'_>) -> Markup {
    let (t, request) = (p.t, p.request());
    let asked = &request.asked;
    let mut rows: Vec<(String, Markup)> = vec![(t.text("request-to"), html! { (asked.name) })];
    for (key, value) in
        [("pay-invoice", &asked.invoice_number), ("pay-matter", &asked.matter), ("pay-reference", &asked.reference)]
    {
        rows.extend(value.as_ref().map(|value| (t.text(key), html! { (value) })));
    }
    let day = |day| html! { (calendar::day_medium(day, t.locale())) };
    rows.extend(asked.due.map(|due| (t.text("request-due"), day(due))));
    rows.extend(asked.expires.map(|end| (t.text("request-expires"), day(end))));
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    html! {
        aside class="card pay-summary" id="summary" data-live aria-labelledby="summary-heading" {
            div class="card-head" { h2 id="summary-heading" { (t.text("pay-summary")) } }
            div class="card-body stack-4" { (facts_lined(&rows)) (sums(p)) }
        }
    }
}

fn sums(p: &Sheet<'_>) -> Markup {
    let (t, request) = (p.t, p.request());
    let mut rows: Vec<(String, String)> = Vec::new();
    if request.legs.len() > 1 {
        for leg in &request.legs {
            let key = format!("request-leg-{}", if leg.kind == AccountKind::Trust { "trust" } else { "operating" });
            rows.push((t.text(&key), p.money(leg.amount)));
        }
    }
    // Whom a link asks for nothing any more, it names no sum to pay.
    let closed = matches!(p.opened.door, Door::Cancelled | Door::Expired) && request.rest().is_positive();
    let part_paid = request.paid().is_positive() || request.held().is_positive();
    if !closed && (part_paid || request.legs.len() > 1) {
        rows.push((t.text("request-total"), p.money(request.total())));
    }
    if request.paid().is_positive() {
        rows.push((t.text("request-paid"), p.money(request.paid())));
    }
    if request.held().is_positive() {
        let key = if p.opened.pending().is_empty() { "request-held" } else { "request-held-pending" };
        rows.push((t.text(key), p.money(request.held())));
    }
    let rows: Vec<(&str, &str)> = rows.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    let (key, sum) = if closed { ("request-total", request.total()) } else { ("request-rest", request.rest()) };
    let total = p.money(sum);
    // Where the sign does not say which dollar it is, the code does.
    let clear = total.chars().any(|c| c.is_ascii_alphabetic());
    let total = if clear { total } else { format!("{total} {}", sum.currency().code()) };
    fragments::totals(&rows, (&t.text(key), &total))
}

/// All of it or a part.
#[must_use]
pub fn how_much(p: &Sheet<'_>, (typed, wrong): (&Typed, &Wrong), least: Money) -> Markup {
    let (t, rest) = (p.t, p.request().rest());
    let part = typed.get("how-much") == "part";
    let between = t.with("pay-between", [("least", p.money(least)), ("most", p.money(rest))]);
    let label = t.text("pay-amount");
    let f = Field {
        name: "amount",
        label: &label,
        value: typed.get("amount"),
        hint: Some(&between),
        error: wrong.of("amount"),
        need: Need::Unmarked,
        class: "span-6",
        ..Field::default()
    };
    let body = html! {
        fieldset class="pay-choices" {
            legend class="visually-hidden" { (t.text("request-how-much")) }
            label class="check" {
                input type="radio" name="how-much" value="all" checked[!part];
                span { (t.with("request-all", [("amount", p.money(rest))])) }
            }
            label class="check" {
                input type="radio" name="how-much" value="part" checked[part];
                span { (t.text("request-part")) }
            }
        }
        div class="grid" { (amount_field::field(t, &f, rest.currency())) }
    };
    form_section("pay-how-much", &t.text("request-how-much"), &html! {}, &body)
}
