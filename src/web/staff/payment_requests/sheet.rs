//! One request: what was asked, its link, the payments on it, and what happened.

use maud::{Markup, html};

use crate::{
    domain::{
        delivery::DeliveryStatus,
        firm::Firm,
        journal::{Entry, Fact},
        payment_request::{Door, PaymentRequest, Reminded, Reminder},
        time::Timestamp,
        transaction::Status,
    },
    i18n::{T, amount, calendar, dates},
    service::{payment_requests::looking::Details, reading::Names},
    web::{
        fragments::{
            self, Icon, Look, Moment, Tone, breadcrumb, button, button_link, card, card_flush, copied, csrf,
            facts_lined, note, page_head, status, table_under, timeline,
        },
        paths,
    },
};

use super::{cancelling, sent::state_tag};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) details: &'a Details,
    pub(super) names: &'a Names,
    pub(super) link: &'a str,
    pub(super) now: Timestamp,
    pub(super) csrf: &'a str,
    pub(super) may_void: bool,
}

impl Page<'_> {
    const fn request(&self) -> &PaymentRequest {
        &self.details.request
    }

    fn is_open(&self) -> bool {
        self.request().door(self.now) == Door::Open
    }
}

/// The whole page.
pub(super) fn view(p: &Page<'_>) -> Markup {
    let (t, request) = (p.t, p.request());
    let title = t.with("request-number", [("number", request.id.to_string())]);
    let below = html! { p { (state_tag(t, request.state())) } };
    html! {
        (page_head(&breadcrumb(paths::SENT, &t.text("sent-title"), &title), &request.asked.name, &below, &actions(p)))
        div class="stack" {
            (warnings(p))
            div class="columns columns-even" {
                (card("request-facts", &t.text("request-facts"), &html! {}, &facts(p)))
                (card("request-link", &t.text("request-link"), &html! {}, &link(p)))
            }
            (card_flush("request-payments", &t.text("request-payments"), &html! {}, &payments(p)))
            (card("request-history", &t.text("request-history"), &html! {}, &history(p)))
        }
    }
}

fn actions(p: &Page<'_>) -> Markup {
    let (t, request) = (p.t, p.request());
    html! {
        @if p.is_open() {
            @if request.can_be_mailed() {
                form class="inline" method="post" action=(paths::payment_requests_deed("resendings")) data-once {
                    (csrf(p.csrf))
                    input type="hidden" name="request" value=(request.id);
                    input type="hidden" name="from" value="one";
                    (button(Look::Default, &t.text("sent-resend"), Some(Icon::Send)))
                }
            }
            (button_link(Look::DangerQuiet, &cancelling::path_of_one(request.id), &t.text("sent-cancel-one"), Some(Icon::Ban)))
        }
    }
}

fn warnings(p: &Page<'_>) -> Markup {
    let t = p.t;
    let overpaid = p.details.overpaid();
    html! {
        @if let Some(through) = p.details.half_done() {
            @let (words, deed) = match through.status {
                Status::Settled => ("request-half-staff-settled", "request-half-refund"),
                _ => ("request-half-staff", "request-half-void"),
            };
            (note(Tone::Warning, &html! {
                p { (t.text(words)) }
                @if p.may_void {
                    p { (button_link(Look::Small, &paths::new_refund(through.id), &t.with(deed, [("number", through.id.to_string())]), Some(Icon::Undo))) }
                }
            }))
        }
        @if overpaid.is_positive() {
            (note(Tone::Negative, &html! { p { (t.with("request-overpaid", [("amount", amount::format(overpaid, t.locale()))])) } }))
        }
    }
}

fn facts(p: &Page<'_>) -> Markup {
    let (t, request) = (p.t, p.request());
    let asked = &request.asked;
    let money = |money| amount::format(money, t.locale());
    let mut rows: Vec<(String, Markup)> = Vec::new();
    for (leg, account) in request.legs.iter().zip(&p.details.accounts) {
        rows.push((
            t.text("sent-amount"),
            html! { b { (money(leg.amount)) } " " span class="sub" { (fragments::account(t, account)) } },
        ));
    }
    rows.push((t.text("request-paid"), html! { (money(request.paid())) }));
    if request.held().is_positive() {
        rows.push((t.text("request-held"), html! { (money(request.held())) }));
    }
    rows.push((t.text("request-rest"), html! { (money(request.rest())) }));
    let parts = asked.least_part.map(|least| crate::domain::money::Money::new(least, request.total().currency()));
    let parts =
        parts.map_or_else(|| t.text("request-whole"), |least| t.with("request-parts-from", [("amount", money(least))]));
    rows.push((t.text("request-parts"), html! { (parts) }));
    rows.push((t.text("accepted"), html! { (t.text(&format!("accepted-{}", asked.accepted.code()))) }));
    if asked.offers_keeping {
        rows.push((t.text("keep-offered"), html! { (t.text("keep-offered-yes")) }));
    }
    let sent_to = if request.was_mailed() { asked.emails.join(", ") } else { t.text("request-copied") };
    rows.push((
        t.text("request-sent-to"),
        html! { (sent_to) " " span class="sub" { (asked.locale.language().endonym()) } },
    ));
    if !request.was_mailed() && !asked.emails.is_empty() {
        rows.push((t.text("send-emails"), html! { (asked.emails.join(", ")) }));
    }
    rows.extend(
        p.details
            .payer
            .as_ref()
            .map(|payer| (t.text("request-payer"), html! { a href=(paths::payer(payer.id)) { (payer.name) } })),
    );
    if let Some(brought) = request.brought {
        let args = [("number", brought.import.to_string()), ("row", brought.row.to_string())];
        let words = t.with("bulk-from-row", args);
        rows.push((t.text("bulk-from"), html! { a href=(paths::requests_of_file(brought.import)) { (words) } }));
    }
    for (key, value) in
        [("pay-invoice", &asked.invoice_number), ("pay-matter", &asked.matter), ("pay-reference", &asked.reference)]
    {
        rows.extend(value.as_ref().map(|value| (t.text(key), html! { (value) })));
    }
    if !asked.message.is_empty() {
        rows.push((t.text("send-message"), html! { span class="pre-line" { (asked.message) } }));
    }
    let day = |day| html! { (calendar::day_medium(day, t.locale())) };
    rows.extend(asked.due.map(|due| (t.text("request-due"), day(due))));
    rows.extend(asked.expires.map(|end| (t.text("request-expires"), day(end))));
    if !request.reminders.is_empty() {
        rows.push((t.text("request-reminders"), reminders(p)));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    facts_lined(&rows)
}

fn reminders(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        ul class="plain" role="list" {
            @for reminder in &p.request().reminders {
                @let (key, at) = told_of(p, reminder);
                li { (t.with(key, [("day", dates::date_medium(at, &p.firm.time_zone, t.locale()))])) }
            }
        }
    }
}

/// What became of a reminder, and when: the day on which it left, which after downtime is not the one planned.
fn told_of(p: &Page<'_>, reminder: &Reminder) -> (&'static str, Timestamp) {
    let in_time = p.request().expires_at.is_none_or(|end| reminder.at < end);
    match reminder.outcome {
        None if p.is_open() && in_time => ("request-reminder-waiting", reminder.at),
        None => ("request-reminder-unsent", reminder.at),
        Some(Reminded::PassedOver) => ("request-reminder-passed", reminder.at),
        Some(Reminded::Queued(mail)) => {
            let mail = p.details.mail.iter().find(|known| known.id == mail);
            let failed = mail.is_some_and(|mail| mail.status == DeliveryStatus::Failed);
            let key = if failed { "request-reminder-unsent" } else { "request-reminder-sent" };
            (key, mail.map_or(reminder.at, |mail| mail.created_at))
        }
    }
}

fn link(p: &Page<'_>) -> Markup {
    let (t, request) = (p.t, p.request());
    if !p.is_open() {
        return html! { p { (t.text("request-link-closed")) } };
    }
    html! {
        div class="stack-4" {
            (copied(t, "request-address", &t.text("request-link-address"), p.link, 2))
            form class="inline" method="post" action=(paths::payment_request_link(request.id)) data-once {
                (csrf(p.csrf))
                (button(Look::Small, &t.text("request-link-new"), Some(Icon::RotateCw)))
                p class="hint" { (t.text("request-link-new-hint")) }
            }
        }
    }
}

fn payments(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.details.payments.is_empty() {
        return html! { p class="card-body muted" { (t.text("request-payments-none")) } };
    }
    let table = html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("payments-payer")) }
                th scope="col" { (t.text("payments-account")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
                th scope="col" { (t.text("payments-status")) }
            } }
            tbody {
                @for (payment, _) in p.details.payments.iter().rev() {
                    @let account = p.details.accounts.iter().find(|account| account.id == payment.merchant_account);
                    tr {
                        td class="num nowrap" { (dates::date_medium(payment.created_at, &p.firm.time_zone, t.locale())) }
                        td { a class="row-link" href=(paths::payment(payment.id)) { (payment.payer_name) } }
                        td { @if let Some(account) = account { (account.name) } }
                        td class="num cell-end nowrap" { (amount::format(payment.amount, t.locale())) }
                        td { (status(t, payment.status)) }
                    }
                }
            }
        }
    };
    table_under(t, &t.text("request-payments"), &table)
}

/// What happened, and who tried to pay, latest first.
fn history(p: &Page<'_>) -> Markup {
    let (t, zone) = (p.t, &p.firm.time_zone);
    let mut told: Vec<(Timestamp, Tone, String, String)> = Vec::new();
    for entry in &p.details.history {
        let (tone, words) = words(t, entry);
        told.push((entry.at, tone, words, p.names.actor(entry.actor)));
    }
    for (payment, _) in &p.details.payments {
        let args = [("number", payment.id.to_string()), ("amount", amount::format(payment.amount, t.locale()))];
        let detail = t.label(payment.status);
        told.push((payment.created_at, Tone::Information, t.with("request-tried", args), detail));
    }
    told.sort_by_key(|(at, ..)| std::cmp::Reverse(*at));
    let moments: Vec<Moment<'_>> = told
        .iter()
        .map(|(at, tone, what, detail)| Moment {
            tone: *tone,
            what,
            detail: html! { (dates::with_zone(*at, zone, t.locale())) @if !detail.is_empty() { " · " (detail) } },
        })
        .collect();
    timeline(&moments)
}

fn words(t: T, entry: &Entry) -> (Tone, String) {
    match entry.fact {
        Fact::PaymentRequestMade => (Tone::Neutral, t.text("request-told-made")),
        Fact::PaymentRequestQueued { .. } => (Tone::Neutral, t.text("request-told-queued")),
        Fact::PaymentRequestReminded { number, .. } => {
            (Tone::Neutral, t.with("request-told-reminded", [("number", i64::from(number))]))
        }
        Fact::PaymentRequestViewed => (Tone::Information, t.text("request-told-viewed")),
        Fact::PaymentRequestCancelled => (Tone::Warning, t.text("request-told-cancelled")),
        Fact::PaymentRequestReissued => (Tone::Warning, t.text("request-told-reissued")),
        Fact::PaymentRequestExpired => (Tone::Warning, t.text("request-told-expired")),
        Fact::Delivered { .. } => (Tone::Positive, t.text("request-told-delivered")),
        Fact::DeliveryFailed { .. } => (Tone::Negative, t.text("request-told-undelivered")),
        _ => (Tone::Neutral, t.text("request-told-other")),
    }
}
