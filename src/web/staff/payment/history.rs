//! What happened to a payment, each with who and when.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::{Content, Delivery, DeliveryStatus},
        ids::RefundId,
        journal::{Entry, Fact},
        refund::RefundStatus,
        transaction::Event,
    },
    i18n::{T, amount, dates},
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
    let (tone, what) = words(p, &entry.fact);
    let said = said(p, &entry.fact);
    let detail = html! {
        (dates::date_medium(entry.at, &p.firm.time_zone, p.t.locale())) ", " (dates::time(entry.at, &p.firm.time_zone, p.t.locale()))
        @if let Some(name) = name { ", " (name) }
        @if let Some(said) = said { span class="said prewrap" { (said) } }
    };
    (tone, what, detail)
}

#[expect(clippy::too_many_lines, reason = "a line for each fact, so that a new one is not forgotten")]
fn words(p: &Page<'_>, fact: &Fact) -> (Tone, String) {
    let t = p.t;
    let tagged = |key: &str, tag: &String| (Tone::Neutral, t.with(key, [("tag", tag.clone())]));
    match fact {
        Fact::PaymentRequested => (Tone::Neutral, t.text("history-requested")),
        Fact::PaymentOpened => (Tone::Neutral, t.text("history-opened")),
        Fact::PaymentChanged { event, .. } => (tone_of(*event), t.text(event_key(*event))),
        Fact::PaymentContradicted { event, .. } => {
            (Tone::Negative, t.with("history-contradicted", [("news", t.text(event_key(*event)))]))
        }
        Fact::PaymentDetailsLearned => (Tone::Neutral, t.text("history-details-learned")),
        Fact::RefundRequested { refund, .. } => (Tone::Neutral, of_refund(p, *refund, "history-refund-of")),
        Fact::RefundChanged { refund, to, .. } => refund_words(p, *refund, *to),
        Fact::RefundNoticeQueued { .. } => (Tone::Neutral, t.text("history-notice-queued")),
        Fact::ReceiptQueued { again: false, .. } if p.details.transaction.bank_debit.is_some() => {
            (Tone::Neutral, t.text("history-debit-notice"))
        }
        Fact::ReceiptQueued { again, .. } => {
            (Tone::Neutral, t.text(if *again { "history-receipt-again" } else { "history-receipt-queued" }))
        }
        Fact::Delivered { delivery } => {
            (Tone::Positive, delivered(t, p.details.deliveries.iter().find(|known| known.id == *delivery)))
        }
        Fact::DeliveryFailed { .. } => (Tone::Negative, t.text("history-message-failed")),
        Fact::TagAdded { tag } => tagged("history-tag-added", tag),
        Fact::TagRemoved { tag } => tagged("history-tag-removed", tag),
        Fact::NoteWritten { text } => {
            (Tone::Neutral, t.text(if text.is_empty() { "history-note-removed" } else { "history-note-written" }))
        }
        Fact::PayerLinked { .. } => (Tone::Neutral, t.text("history-payer-linked")),
        Fact::DebitAuthorized { .. } => (Tone::Neutral, t.text("history-debit-authorized")),
        Fact::DebitRepresented { by } => {
            (Tone::Information, t.with("history-debit-represented", [("number", by.to_string())]))
        }
        Fact::DebitAuthorizationEnded { .. } => (Tone::Warning, t.text("history-authorization-ended")),
        Fact::PaymentMethodStopped { .. } => (Tone::Warning, t.text("history-method-stopped")),
        Fact::ReturnNoticeQueued { .. } => (Tone::Neutral, t.text("history-return-queued")),
        Fact::PaymentMethodSaved { .. } => (Tone::Positive, t.text("history-method-saved")),
        Fact::PaymentMethodNotSaved => (Tone::Warning, t.text("history-method-not-saved")),
        Fact::FirmSetUp
        | Fact::MerchantAccountAdded
        | Fact::SurchargesSet { .. }
        | Fact::BotDefenceSet { .. }
        | Fact::UserAdded
        | Fact::SignedIn
        | Fact::SignedOut
        | Fact::SignInRefused { .. }
        | Fact::PasswordChanged
        | Fact::PreferencesChanged
        | Fact::Exported { .. }
        | Fact::ReportAdded
        | Fact::ReportChanged
        | Fact::ReportDeleted
        | Fact::ReportRun { .. }
        | Fact::ReportQueued { .. }
        | Fact::ReportStopped
        | Fact::PaymentPageAdded
        | Fact::PaymentPageChanged { .. }
        | Fact::PaymentPageSwitched { .. }
        | Fact::PaymentPageDeleted
        | Fact::PaymentPageRested { .. }
        | Fact::AlertRaised { .. }
        | Fact::AlertSnoozed { .. }
        | Fact::AlertWoken
        | Fact::AlertAssigned { .. }
        | Fact::AlertsQueued { .. }
        | Fact::AlertResolved { .. }
        | Fact::ScheduleAdded
        | Fact::ScheduleChanged { .. }
        | Fact::ScheduleMoved { .. }
        | Fact::OccurrenceMoved { .. }
        | Fact::ReminderQueued { .. }
        | Fact::AuthorizationCopyQueued { .. }
        | Fact::AlertPayerAsked { .. }
        | Fact::AlertMethodGiven { .. }
        | Fact::FailureNoticeQueued { .. }
        | Fact::ScheduleGroupAdded
        | Fact::ScheduleGroupChanged
        | Fact::ScheduleGroupDiscarded
        | Fact::ScheduleGroupConfirmed { .. }
        | Fact::ScheduleGroupMade { .. }
        | Fact::SchedulesImported { .. }
        | Fact::PaymentRequestsImported { .. }
        | Fact::PayerAdded
        | Fact::PayerChanged { .. }
        | Fact::PayerArchived
        | Fact::PayerUnarchived
        | Fact::PayerMerged { .. }
        | Fact::PayerTookIn { .. }
        | Fact::PayerSeparated { .. }
        | Fact::PayerGaveBack { .. }
        | Fact::PayersImported { .. }
        | Fact::PaymentMethodChanged { .. }
        | Fact::PaymentMethodReplaced { .. }
        | Fact::PaymentMethodRemoved { .. }
        | Fact::DefaultMethodChosen { .. }
        | Fact::MethodLinkMade { .. }
        | Fact::MethodLinkQueued { .. }
        | Fact::MethodLinkRevoked { .. }
        | Fact::ExpiryReminderQueued { .. }
        | Fact::PaymentRequestMade
        | Fact::PaymentRequestQueued { .. }
        | Fact::PaymentRequestReminded { .. }
        | Fact::PaymentRequestViewed
        | Fact::PaymentRequestCancelled
        | Fact::PaymentRequestReissued
        | Fact::PaymentRequestExpired
        | Fact::PortalSwitched { .. }
        | Fact::PortalLinkRefused
        | Fact::PortalMailQueued { .. }
        | Fact::PortalAddressChanged
        | Fact::PasswordRemoved
        | Fact::SignedOutEverywhere
        | Fact::PortalInvited { .. }
        | Fact::PortalAccessWithdrawn { .. } => (Tone::Neutral, t.text("history-other")),
    }
}

/// What somebody wrote, in their own words.
fn said(p: &Page<'_>, fact: &Fact) -> Option<String> {
    let text = match fact {
        Fact::RefundRequested { reason, .. } => Some(reason.clone()),
        Fact::RefundChanged { refund, to: RefundStatus::Failed, .. } => {
            p.details.refunds.iter().find(|known| known.id == *refund).and_then(|known| known.refusal.clone())
        }
        Fact::NoteWritten { text } => Some(text.clone()),
        Fact::PaymentChanged { event: Event::Return, .. } => super::debit::reason(p),
        _ => None,
    };
    text.filter(|text| !text.is_empty())
}

fn refund_words(p: &Page<'_>, refund: RefundId, to: RefundStatus) -> (Tone, String) {
    match to {
        RefundStatus::Pending | RefundStatus::Unknown => (Tone::Warning, p.t.text("history-refund-unknown")),
        RefundStatus::Submitted => (Tone::Information, of_refund(p, refund, "history-refund-submitted-of")),
        RefundStatus::Settled => (Tone::Positive, of_refund(p, refund, "history-refund-settled-of")),
        RefundStatus::Failed => (Tone::Negative, of_refund(p, refund, "history-refund-failed-of")),
    }
}

fn of_refund(p: &Page<'_>, refund: RefundId, key: &str) -> String {
    let known = p.details.refunds.iter().find(|known| known.id == refund);
    let written = known.map_or_else(|| "–".to_owned(), |known| amount::format(known.amount, p.t.locale()));
    p.t.with(key, [("amount", written)])
}

fn delivered(t: T, delivery: Option<&Delivery>) -> String {
    let Some(delivery) = delivery else { return t.text("history-delivered") };
    let addresses = [("addresses", delivery.recipients.join(", "))];
    let notice = matches!(delivery.content, Content::RefundNotice { .. });
    let of_return = matches!(delivery.content, Content::ReturnNotice { .. });
    match delivery.status {
        DeliveryStatus::Kept if of_return => t.with("history-return-kept", addresses),
        _ if of_return => t.with("history-return-sent", addresses),
        DeliveryStatus::Kept if notice => t.with("history-notice-kept", addresses),
        DeliveryStatus::Kept => t.with("history-kept", addresses),
        _ if notice => t.with("history-notice-sent", addresses),
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
