//! What happened to a payment, each with who and when.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::{Delivery, DeliveryStatus},
        journal::{Entry, Fact},
        refund::RefundStatus,
        transaction::Event,
    },
    i18n::{T, dates},
    web::fragments::{Moment, Tone, card, timeline},
};

use super::view::Page;

pub(super) fn history_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let told: Vec<(Tone, String, Markup)> =
        p.details.history.iter().map(|(entry, name)| told(p, entry, name.as_deref())).collect();
    let moments: Vec<Moment<'_>> =
        told.iter().map(|(tone, what, detail)| Moment { tone: *tone, what, detail: detail.clone() }).collect();
    card("payment-history", &t.text("payment-history"), &html! {}, &timeline(&moments))
}

/// One entry of the journal in words.
fn told(p: &Page<'_>, entry: &Entry, name: Option<&str>) -> (Tone, String, Markup) {
    let t = p.t;
    let (tone, what) = match &entry.fact {
        Fact::PaymentRequested => (Tone::Neutral, t.text("history-requested")),
        Fact::PaymentOpened => (Tone::Neutral, t.text("history-opened")),
        Fact::PaymentChanged { event, .. } => (tone_of(*event), t.text(event_key(*event))),
        Fact::PaymentContradicted { event, .. } => {
            (Tone::Negative, t.with("history-contradicted", [("news", t.text(event_key(*event)))]))
        }
        Fact::RefundRequested { .. } => (Tone::Neutral, t.text("history-refund-requested")),
        Fact::RefundChanged { to, .. } => match to {
            RefundStatus::Pending | RefundStatus::Unknown => (Tone::Warning, t.text("history-refund-unknown")),
            RefundStatus::Submitted => (Tone::Information, t.text("history-refund-submitted")),
            RefundStatus::Settled => (Tone::Positive, t.text("history-refund-settled")),
            RefundStatus::Failed => (Tone::Negative, t.text("history-refund-failed")),
        },
        Fact::ReceiptQueued { again, .. } => {
            (Tone::Neutral, t.text(if *again { "history-receipt-again" } else { "history-receipt-queued" }))
        }
        Fact::Delivered { delivery } => {
            (Tone::Positive, delivered(t, p.details.deliveries.iter().find(|known| known.id == *delivery)))
        }
        Fact::DeliveryFailed { .. } => (Tone::Negative, t.text("history-delivery-failed")),
        Fact::FirmSetUp
        | Fact::MerchantAccountAdded
        | Fact::UserAdded
        | Fact::SignedIn
        | Fact::SignedOut
        | Fact::SignInRefused { .. }
        | Fact::PasswordChanged
        | Fact::PreferencesChanged
        | Fact::PayerAdded
        | Fact::PaymentMethodSaved { .. } => (Tone::Neutral, t.text("history-other")),
    };
    let detail = html! {
        (dates::date_medium(entry.at, &p.firm.time_zone, t.locale())) ", " (dates::time(entry.at, &p.firm.time_zone, t.locale()))
        @if let Some(name) = name { ", " (name) }
    };
    (tone, what, detail)
}

fn delivered(t: T, delivery: Option<&Delivery>) -> String {
    let Some(delivery) = delivery else { return t.text("history-delivered") };
    let addresses = [("addresses", delivery.recipients.join(", "))];
    match delivery.status {
        DeliveryStatus::Kept => t.with("history-kept", addresses),
        DeliveryStatus::Sent | DeliveryStatus::Waiting | DeliveryStatus::Failed => t.with("history-sent", addresses),
    }
}

const fn tone_of(event: Event) -> Tone {
    match event {
        Event::Approve | Event::Authorize | Event::Capture | Event::Settle | Event::WinDispute => Tone::Positive,
        Event::Decline
        | Event::Fail
        | Event::NotFound
        | Event::Reverse
        | Event::Return
        | Event::OpenDispute
        | Event::LoseDispute => Tone::Negative,
        Event::LoseTrack | Event::Hold | Event::RequireAction | Event::Accept => Tone::Warning,
        Event::Void => Tone::Neutral,
    }
}

const fn event_key(event: Event) -> &'static str {
    match event {
        Event::Approve => "history-approve",
        Event::Authorize => "history-authorize",
        Event::Accept => "history-accept",
        Event::RequireAction => "history-require-action",
        Event::Hold => "history-hold",
        Event::Decline => "history-decline",
        Event::Fail => "history-fail",
        Event::LoseTrack => "history-lose-track",
        Event::NotFound => "history-not-found",
        Event::Capture => "history-capture",
        Event::Settle => "history-settle",
        Event::Void => "history-void",
        Event::Reverse => "history-reverse",
        Event::Return => "history-return",
        Event::OpenDispute => "history-open-dispute",
        Event::WinDispute => "history-win-dispute",
        Event::LoseDispute => "history-lose-dispute",
    }
}
