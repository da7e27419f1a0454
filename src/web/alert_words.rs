//! Alerts in words: the bell, the list, the page of one, and the dashboard say the same.

use maud::{Markup, html};

use crate::{
    domain::{
        alert::{Alert, Cause, State},
        card::Instrument,
        return_code::ReturnCode,
        schedule::retry::Failure,
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    i18n::{T, amount, calendar, dates},
    service::alerts::looking::{Bell, Shown, Story},
};

use super::{
    fragments::{Icon, Tone, tag, toned},
    paths,
};

/// The colour and icon of a cause.
#[must_use]
pub const fn look(cause: Cause) -> (Tone, Icon) {
    match cause {
        Cause::OccurrenceFailed => (Tone::Negative, Icon::CircleX),
        Cause::OccurrenceMissed => (Tone::Warning, Icon::Clock),
        Cause::BankDebitReturned | Cause::RefundFailed | Cause::RequestOverpaid => (Tone::Negative, Icon::Undo),
        Cause::Disputed => (Tone::Negative, Icon::Scale),
        Cause::MethodExpiring => (Tone::Warning, Icon::CreditCard),
        Cause::OutcomeUnknown => (Tone::Negative, Icon::CircleHelp),
        Cause::MailFailed => (Tone::Warning, Icon::Mail),
        Cause::GatewayUnreachable => (Tone::Negative, Icon::TriangleAlert),
        Cause::DebitsEnded => (Tone::Warning, Icon::Ban),
        Cause::CardTesting => (Tone::Negative, Icon::TriangleAlert),
    }
}

/// The key of what happens next when nobody does anything, for an alert of this cause.
#[must_use]
pub const fn next_key(cause: Cause) -> &'static str {
    match cause {
        Cause::OccurrenceFailed => "alerts-next-occurrence-failed",
        Cause::OccurrenceMissed => "alerts-next-occurrence-missed",
        Cause::BankDebitReturned => "alerts-next-debit-returned",
        Cause::Disputed => "alerts-next-disputed",
        Cause::MethodExpiring => "alerts-next-method-expiring",
        Cause::OutcomeUnknown => "alerts-next-outcome-unknown",
        Cause::MailFailed => "alerts-next-mail-failed",
        Cause::GatewayUnreachable => "alerts-next-processor-unreachable",
        Cause::RefundFailed => "alerts-next-refund-failed",
        Cause::DebitsEnded => "alerts-next-debits-ended",
        Cause::RequestOverpaid => "alerts-next-request-overpaid",
        Cause::CardTesting => "alerts-next-card-testing",
    }
}

/// What happens next when nobody does anything.
#[must_use]
pub fn next(t: T, shown: &Shown, zone: &str) -> String {
    match &shown.story {
        Story::Payment { payment, .. }
            if shown.alert.cause == Cause::Disputed && payment.status == Status::DisputeLost =>
        {
            t.text("alerts-next-dispute-lost")
        }
        Story::Occurrence { occurrence, .. } => {
            match occurrence.tried_again_at().filter(|_| shown.alert.state.is_unresolved()) {
                Some(at) => t.with("alerts-next-retry", [("when", when(t, at, zone))]),
                None => t.text(next_key(shown.alert.cause)),
            }
        }
        _ => t.text(next_key(shown.alert.cause)),
    }
}

/// Why somebody must look, and the words of whoever refused, as they gave them.
#[must_use]
pub fn why(t: T, shown: &Shown) -> (String, Option<String>) {
    match (shown.alert.cause, &shown.story) {
        (_, Story::Nothing) => (t.text("alerts-gone"), None),
        (Cause::BankDebitReturned, Story::Payment { payment, .. }) => returned(t, payment),
        (Cause::Disputed, Story::Payment { payment, .. }) => {
            let lost = payment.status == Status::DisputeLost;
            (t.text(if lost { "alerts-why-dispute-lost" } else { "alerts-why-disputed" }), None)
        }
        (Cause::MethodExpiring, Story::Method { method, .. }) => (
            t.with(
                "alerts-why-method-expiring",
                [("method", named(t, &method.instrument)), ("month", month(t, &method.instrument))],
            ),
            None,
        ),
        (Cause::OutcomeUnknown, Story::Payment { refund: Some(_), .. }) => (t.text("alerts-why-refund-unknown"), None),
        (Cause::RefundFailed, Story::Payment { refund, .. }) => {
            let refusal = refund.as_ref().and_then(|refund| refund.refusal.clone());
            (t.text("alerts-why-refund-failed"), refusal)
        }
        (Cause::MailFailed, Story::Message { delivery, .. }) => {
            (t.text("alerts-why-mail-failed"), delivery.last_error.clone())
        }
        (Cause::DebitsEnded, _) => (t.text(why_key(Cause::DebitsEnded)), None),
        (_, Story::Occurrence { occurrence, .. }) if occurrence.failure.is_some() => {
            occurrence.failure.as_ref().map_or_else(Default::default, |failure| not_collected(t, failure))
        }
        (cause, _) => (t.text(why_key(cause)), None),
    }
}

/// Why a payment of a schedule was not collected.
fn not_collected(t: T, failure: &Failure) -> (String, Option<String>) {
    let plain = |key: &str| (t.text(key), None);
    match failure {
        Failure::Declined(decline) => {
            (t.with("alerts-why-declined", [("reason", t.label(decline.reason))]), Some(decline.raw_code.clone()))
        }
        Failure::Returned(code) => (t.text("alerts-why-returned"), code.map(|code| code_in_words(t, code))),
        Failure::NotReached => plain("alerts-why-not-reached"),
        Failure::Reversed => plain("alerts-why-reversed"),
        Failure::Voided => plain("alerts-why-voided"),
        Failure::DisputeLost => plain("alerts-why-dispute-lost"),
        Failure::Missed => plain("alerts-why-occurrence-missed"),
        Failure::NoMethod => plain("alerts-why-no-method"),
        Failure::NoAccount => plain("alerts-why-no-account"),
        Failure::NotAskedFor => plain("alerts-why-occurrence-failed"),
        Failure::NotAuthorized => plain("alerts-why-not-authorized"),
    }
}

const fn why_key(cause: Cause) -> &'static str {
    match cause {
        Cause::OccurrenceFailed => "alerts-why-occurrence-failed",
        Cause::OccurrenceMissed => "alerts-why-occurrence-missed",
        Cause::BankDebitReturned => "alerts-why-returned",
        Cause::Disputed => "alerts-why-disputed",
        Cause::MethodExpiring | Cause::OutcomeUnknown => "alerts-why-outcome-unknown",
        Cause::MailFailed => "alerts-why-mail-failed",
        Cause::GatewayUnreachable => "alerts-why-processor-unreachable",
        Cause::RefundFailed => "alerts-why-refund-failed",
        Cause::DebitsEnded => "alerts-why-debits-ended",
        Cause::RequestOverpaid => "alerts-why-request-overpaid",
        Cause::CardTesting => "alerts-why-card-testing",
    }
}

fn returned(t: T, payment: &Transaction) -> (String, Option<String>) {
    let key = if payment.status == Status::Reversed { "alerts-why-reversed" } else { "alerts-why-returned" };
    let code = payment.bank_debit.as_ref().and_then(|debit| debit.returned);
    (t.text(key), code.map(|code| code_in_words(t, code)))
}

/// What a bank means by a code, and the code.
fn code_in_words(t: T, code: ReturnCode) -> String {
    format!("{} ({})", t.label(code), code.code())
}

/// A card or account by its name and last digits.
#[must_use]
pub fn named(t: T, instrument: &Instrument) -> String {
    let name = instrument.brand().map_or_else(|| t.text("form-bank-account"), |brand| brand.name().to_owned());
    format!("{name} •••• {}", instrument.last_four().as_str())
}

fn month(t: T, instrument: &Instrument) -> String {
    match instrument {
        Instrument::Card { expiry, .. } => {
            calendar::month(crate::domain::time::Day::new(expiry.year(), expiry.month(), 1), t.locale())
        }
        Instrument::BankAccount { .. } => String::new(),
    }
}

/// When something happened, short enough for a list.
#[must_use]
pub fn when(t: T, at: Timestamp, zone: &str) -> String {
    format!("{}, {}", dates::date_medium(at, zone, t.locale()), dates::time(at, zone, t.locale()))
}

/// What an alert is about, in one line.
#[must_use]
pub fn about(t: T, shown: &Shown) -> String {
    match &shown.story {
        Story::Payment { payment, .. } | Story::Overpaid { payment, .. } => of_payment(t, payment),
        Story::Message { delivery, .. } => t.with("alerts-message-to", [("addresses", delivery.recipients.join(", "))]),
        Story::Method { method, .. } => named(t, &method.instrument),
        Story::Occurrence { occurrence, schedule, method, .. } => {
            let number = occurrence.id.number.to_string();
            let what = t.with("alerts-occurrence", [("schedule", schedule.name.clone()), ("number", number)]);
            let day = t.with("alerts-due", [("day", dates::day_medium(occurrence.day, t.locale()))]);
            let method = method.as_ref().map(|method| named(t, &method.instrument));
            [what, day].into_iter().chain(method).collect::<Vec<_>>().join(", ")
        }
        Story::Account(account) => {
            let last = account.last_four.as_str().to_owned();
            t.with("alerts-account", [("name", account.name.clone()), ("last", last)])
        }
        Story::PublicPages => t.text("alerts-public-pages"),
        Story::Nothing => String::new(),
    }
}

fn of_payment(t: T, payment: &Transaction) -> String {
    let number = t.with("alerts-payment", [("number", payment.id.to_string())]);
    let reference = [&payment.invoice_number, &payment.reference, &payment.matter].into_iter().flatten().next();
    let method = payment.instrument.as_ref().map(|instrument| named(t, instrument));
    std::iter::once(number).chain(reference.cloned()).chain(method).collect::<Vec<_>>().join(", ")
}

/// Who an alert concerns: the payer, or what it is about where there is none.
#[must_use]
pub fn who(t: T, shown: &Shown) -> String {
    shown.payer().map_or_else(|| about(t, shown), str::to_owned)
}

/// How far an alert has got, as a mark.
#[must_use]
pub fn state(t: T, alert: &Alert) -> Markup {
    match alert.state {
        State::Open => tag(Tone::Negative, Icon::CircleAlert, &t.text("alerts-state-open")),
        State::Snoozed { .. } => tag(Tone::Warning, Icon::Clock, &t.text("alerts-state-snoozed")),
        State::Resolved(_) => tag(Tone::Positive, Icon::CircleCheck, &t.text("alerts-state-resolved")),
    }
}

/// The bell with the number of open alerts, which opens to the latest of them; it asks by itself whether anything has
/// changed. Without scripts it opens all the same.
#[must_use]
pub fn bell(t: T, bell: &Bell, zone: &str) -> Markup {
    html! {
        details class="menu bell-menu" id="alerts" {
            summary class="button button-icon button-ghost bell" { (bell_count(t, bell, Swap::No)) }
            (bell_latest(t, bell, zone))
        }
    }
}

/// Whether a part of the bell takes the place of the one on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Swap {
    No,
    Yes,
}

fn bell_count(t: T, bell: &Bell, swap: Swap) -> Markup {
    let oob = (swap == Swap::Yes).then_some("true");
    html! {
        span id="alerts-count" hx-swap-oob=[oob] {
            (Icon::Bell.sized(20))
            span class="visually-hidden" { (t.with("shell-alerts", [("count", bell.count)])) }
            @if bell.count > 0 { span class="badge" aria-hidden="true" { @if bell.count > 99 { "99+" } @else { (bell.count) } } }
        }
    }
}

fn bell_latest(t: T, bell: &Bell, zone: &str) -> Markup {
    let words = bell_words(t, bell, zone);
    html! {
        div class="menu-panel bell-panel" id="alerts-latest" hx-get=(paths::bell(&mark(&words.0))) hx-trigger="every 60s"
            hx-swap="outerHTML" { (words) }
    }
}

/// What the bell's panel says; by its mark a browser knows whether it has it already.
fn bell_words(t: T, bell: &Bell, zone: &str) -> Markup {
    html! {
        div class="bell-head" {
            h2 { (t.text("alerts-title")) }
            @if bell.count > 0 { (tag(Tone::Negative, Icon::CircleAlert, &t.with("alerts-bell-count", [("count", bell.count)]))) }
        }
        @if bell.latest.is_empty() { p class="bell-none faint" { (t.text("alerts-none")) } }
        @else { ul class="bell-list" role="list" { @for shown in &bell.latest { (bell_item(t, shown, zone)) } } }
        div class="bell-foot" { a href=(paths::ALERTS) data-key="g a" { (t.text("alerts-bell-all")) } }
    }
}

fn bell_item(t: T, shown: &Shown, zone: &str) -> Markup {
    let (tone, _) = look(shown.alert.cause);
    html! {
        li {
            a href=(paths::alert(shown.alert.id)) {
                span class="bell-line" {
                    b { (who(t, shown)) }
                    @if let Some(sum) = shown.amount { span class="num" { (amount::format(sum, t.locale())) } }
                }
                span class="bell-line small" {
                    (toned(tone, &t.label(shown.alert.cause)))
                    span class="faint num" { (dates::date_short_no_year(shown.alert.raised_at, zone, t.locale())) }
                }
            }
        }
    }
}

/// The bell's parts again, for a browser that has another state of them; `None` when it has this one already.
#[must_use]
pub fn bell_again(t: T, bell: &Bell, zone: &str, seen: &str) -> Option<Markup> {
    let words = bell_words(t, bell, zone);
    (mark(&words.0) != seen).then(|| html! { (bell_latest(t, bell, zone)) (bell_count(t, bell, Swap::Yes)) })
}

/// A short mark of what was said.
fn mark(words: &str) -> String {
    use sha2::Digest as _;
    data_encoding::HEXLOWER.encode(&sha2::Sha256::digest(words.as_bytes())[..8])
}
