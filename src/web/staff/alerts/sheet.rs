//! One alert: what it is about, what can be done, and what happened to it. Pure markup.

use maud::{Markup, html};

use crate::{
    domain::{
        alert::{About, Alert, Cause, Resolution, State},
        card::PaymentMethod,
        delivery::Content,
        firm::Firm,
        journal::{Entry, Fact},
        permission::Permission,
        report::run::Origin,
        schedule::occurrence::Standing,
        user::User,
    },
    i18n::{Arg, T, amount},
    service::{
        alerts::{
            acting::Snooze,
            looking::{Details, Shown, Story},
        },
        schedules::can_collect,
    },
    web::{
        alert_words,
        forms::FormErrors,
        fragments::{
            Field, Icon, Look, Moment, Need, Tone, breadcrumb, button, button_link, card, csrf, error_summary,
            facts_lined, method_in_full, note, page_head, select_field, timeline,
        },
        paths,
    },
};

use super::{
    Typed,
    listing::{asks, assign_field, resolve_fields},
};

/// What the page shows.
pub(super) struct Page<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) user: &'a User,
    pub(super) details: &'a Details,
    pub(super) colleagues: &'a [User],
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
    pub(super) csrf: &'a str,
}

impl Page<'_> {
    const fn shown(&self) -> &Shown {
        &self.details.shown
    }

    const fn alert(&self) -> &Alert {
        &self.details.shown.alert
    }

    fn written(&self, at: crate::domain::time::Timestamp) -> String {
        alert_words::when(self.t, at, &self.firm.time_zone)
    }

    /// A form that does one thing about this alert as it was shown.
    fn form(&self, deed: &str, class: &str, body: &Markup) -> Markup {
        html! {
            form class=(class) method="post" action=(paths::alert_deed(self.alert().id, deed)) novalidate data-once {
                (csrf(self.csrf))
                input type="hidden" name="version" value=(self.alert().version);
                (body)
            }
        }
    }
}

/// The whole page.
pub(super) fn page(p: &Page<'_>) -> Markup {
    let t = p.t;
    let errors = p.errors.messages(t);
    let summary: Vec<(&str, &str)> = errors.iter().map(|(name, message)| (name.as_str(), message.as_str())).collect();
    let below = html! { p { (alert_words::who(t, p.shown())) } };
    let title = t.label(p.alert().cause);
    html! {
        (error_summary(t, &summary))
        (page_head(&breadcrumb(paths::ALERTS, &t.text("alerts-title"), &t.text("alerts-crumb")), &title, &below, &alert_words::state(t, p.alert())))
        div class="columns columns-form" {
            div class="stack" {
                (story(p))
                @if p.alert().state.is_unresolved() { (actions(p)) }
            }
            div class="stack" { (details(p)) (history(p)) }
        }
    }
}

/// Why somebody must look, and what happens next.
fn story(p: &Page<'_>) -> Markup {
    let (t, shown) = (p.t, p.shown());
    let (tone, _) = alert_words::look(p.alert().cause);
    let (why, raw) = alert_words::why(t, shown);
    let body = html! {
        div class="stack-3" {
            (note(tone, &html! { (why) @if let Some(raw) = raw { " " span class="small" { (t.text("alerts-raw")) " " span class="mono" { (raw) } } } }))
            @for (method, schedules) in &p.details.given { (note(Tone::Positive, &html! { (given(t, method, *schedules)) })) }
            @match &p.alert().state {
                State::Resolved(resolved) => {
                    p { b { (how(t, resolved.how)) } }
                    @if !resolved.note.is_empty() { p class="prewrap quote" { (resolved.note) } }
                }
                State::Open | State::Snoozed { .. } => { p { b { (t.text("alerts-next")) ": " } (alert_words::next(t, shown, &p.firm.time_zone)) } }
            }
        }
    };
    card("alert-story", &t.text("alerts-why"), &html! {}, &body)
}

/// What the payer gave when they were asked.
fn given(t: T, method: &PaymentMethod, schedules: u32) -> String {
    let named = Arg::from(alert_words::named(t, &method.instrument));
    match schedules {
        0 => t.with("alerts-given", [("method", named)]),
        count => t.with("alerts-given-scheduled", [("method", named), ("count", Arg::from(count))]),
    }
}

/// What ended an alert; a payment that did is a link.
fn how(t: T, how: Resolution) -> Markup {
    html! {
        (t.label(how))
        @if let Resolution::Payment(id) = how { ": " a href=(paths::payment(id)) { (t.with("alerts-payment", [("number", id.to_string())])) } }
    }
}

fn details(p: &Page<'_>) -> Markup {
    let (t, shown, alert) = (p.t, p.shown(), p.alert());
    let mut rows: Vec<(String, Markup)> = Vec::new();
    if let Some(payer) = shown.payer() {
        rows.push((t.text("alerts-who"), html! { (payer) }));
    }
    if let Some(sum) = shown.amount {
        rows.push((t.text("alerts-amount"), html! { b class="num" { (amount::format(sum, t.locale())) } }));
    }
    let about = alert_words::about(t, shown);
    if !about.is_empty() {
        let path = shown.payment().map(paths::payment);
        rows.push((
            t.text("alerts-what"),
            html! { @if let Some(path) = path { a href=(path) { (about) } } @else { (about) } },
        ));
    }
    if let Story::Method { method, .. } = &shown.story {
        rows.push((t.text("payments-method"), method_in_full(t, Some(&method.instrument))));
    }
    rows.push((t.text("alerts-raised"), html! { (p.written(alert.raised_at)) }));
    if let State::Snoozed { until } = alert.state {
        rows.push((t.text("alerts-back-on"), html! { (p.written(until)) }));
    }
    let nobody = t.text("alerts-nobody");
    rows.push((t.text("alerts-assignee"), html! { (shown.assignee.as_ref().unwrap_or(&nobody)) }));
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    card("alert-details", &t.text("alerts-details"), &html! {}, &facts_lined(&rows))
}

/// What the reader may do.
fn actions(p: &Page<'_>) -> Markup {
    let t = p.t;
    let body = html! {
        div class="stack-4" {
            @if p.user.may(Permission::ResolveAlerts) { (collect(p)) }
            div class="actions" { (ways(p)) }
            @if p.user.may(Permission::ResolveAlerts) {
                @if offers_payment(p) { p class="hint" { (t.text("alerts-pay-otherwise-text")) } }
                (assign(p))
                (snooze(p))
                (resolve(p))
            } @else { p class="hint" { (t.text("alerts-read-only")) } }
        }
    };
    card("alert-actions", &t.text("alerts-actions"), &html! {}, &body)
}

/// Whether a payment in its place would settle it.
fn offers_payment(p: &Page<'_>) -> bool {
    let settles = match &p.shown().story {
        Story::Occurrence { occurrence, .. } => occurrence.standing.is_open(),
        _ => matches!(p.alert().cause, Cause::BankDebitReturned | Cause::Disputed),
    };
    settles && p.user.may(Permission::TakePayments)
}

/// The payment of a schedule again: by the same method, or by another that the payer has saved.
fn collect(p: &Page<'_>) -> Markup {
    let t = p.t;
    let Story::Occurrence { occurrence, schedule, method, others, .. } = &p.shown().story else { return html! {} };
    let may = [Permission::ManageSchedules, Permission::TakePayments].into_iter().all(|one| p.user.may(one));
    if !may || !can_collect(schedule, occurrence.standing) {
        return html! {};
    }
    // What is not due yet is not debited yet.
    let waits =
        |method: &PaymentMethod| occurrence.standing == Standing::Pending && method.instrument.is_bank_account();
    let same = method
        .as_ref()
        .filter(|method| !waits(method))
        .map(|method| (method.id.to_string(), alert_words::named(t, &method.instrument)));
    let others = others.iter().map(|method| (method.id.to_string(), alert_words::named(t, &method.instrument)));
    let choices: Vec<(String, String)> = same.into_iter().chain(others).collect();
    let choices: Vec<(&str, &str)> = choices.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let (label, error) = (t.text("alerts-collect-method"), p.errors.first("method", t));
    let field = Field {
        name: "method",
        label: &label,
        value: choices.first().map_or("", |(id, _)| id),
        error: error.as_deref(),
        need: Need::Unmarked,
        ..Field::default()
    };
    html! {
        @if choices.is_empty() { p class="hint" { (t.text("alerts-collect-no-method")) } }
        @else {
            (p.form("collection", "alert-assign", &html! {
                input type="hidden" name="occurrence" value=(occurrence.version);
                (select_field(t, &field, &choices))
                (button(Look::Primary, &t.text("alerts-collect"), Some(Icon::RotateCw)))
            }))
        }
    }
}

/// What leads out of the trouble, the most likely first.
fn ways(p: &Page<'_>) -> Markup {
    let (t, alert) = (p.t, p.alert());
    let acts = p.user.may(Permission::ResolveAlerts);
    html! {
        @match alert.cause {
            Cause::OutcomeUnknown | Cause::GatewayUnreachable if acts => {
                (p.form("inquiry", "", &button(Look::Primary, &t.text("alerts-ask-now"), Some(Icon::RefreshCw))))
            }
            Cause::OccurrenceFailed | Cause::OccurrenceMissed | Cause::DebitsEnded if acts && offers_payment(p) => {
                (button_link(Look::Default, &paths::new_payment_for(alert.id), &t.text("alerts-pay-otherwise"), Some(Icon::CreditCard)))
            }
            Cause::BankDebitReturned | Cause::Disputed if acts && offers_payment(p) => {
                (button_link(Look::Primary, &paths::new_payment_for(alert.id), &t.text("alerts-pay-otherwise"), Some(Icon::CreditCard)))
            }
            Cause::RequestOverpaid if p.user.may(Permission::RefundPayments) => {
                @if let Some(path) = refund_of_excess(t, p.shown()) { (button_link(Look::Primary, &path, &t.text("alerts-refund"), Some(Icon::Undo))) }
            }
            Cause::CardTesting if p.user.may(Permission::ManageSettings) => {
                (button_link(Look::Primary, paths::BOT_DEFENCE, &t.text("alerts-open-bot-defence"), Some(Icon::ShieldCheck)))
            }
            Cause::RefundFailed if p.user.may(Permission::RefundPayments) => {
                @if let Some(payment) = p.shown().payment() { (button_link(Look::Primary, &paths::new_refund(payment), &t.text("alerts-refund-again"), Some(Icon::Undo))) }
            }
            _ => {}
        }
        @if asks(p.user, p.shown()) {
            (p.form("request", "", &button(Look::Default, &t.text("alerts-ask-payer"), Some(Icon::Send))))
        }
        (open_message(p))
        @if let Story::Overpaid { request, .. } = &p.shown().story {
            @if p.user.may(Permission::SendRequests) { (button_link(Look::Default, &paths::payment_request(*request), &t.text("alerts-open-request"), Some(Icon::Send))) }
        }
        @if let About::Occurrence(occurrence) = alert.about {
            (button_link(Look::Default, &paths::schedule(occurrence.schedule), &t.text("alerts-open-schedule"), Some(Icon::CalendarClock)))
        }
        @if let Some(payment) = p.shown().payment() {
            @let words = t.text(if alert.cause == Cause::MailFailed { "alerts-send-again" } else { "alerts-open-payment" });
            (button_link(Look::Default, &paths::payment(payment), &words, None))
        }
    }
}

/// Where what was too much is given back: no more than that, and no more than this payment brought.
fn refund_of_excess(t: T, shown: &Shown) -> Option<String> {
    let Story::Overpaid { payment, excess, .. } = &shown.story else { return None };
    let excess = Some(*excess).filter(|excess| excess.is_positive() && excess.minor() < payment.amount.minor());
    Some(excess.map_or_else(
        || paths::new_refund(payment.id),
        |excess| paths::new_refund_of(payment.id, &amount::format_plain(excess, t.locale())),
    ))
}

fn open_message(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        @if let Story::Message { delivery, .. } = &p.shown().story {
            (button_link(Look::Default, &paths::delivery(delivery.id), &t.text("alerts-open-message"), Some(Icon::Mail)))
            @if let Content::Report { report, run } = delivery.content {
                (button_link(Look::Default, &paths::report_run(&Origin::Made(report), run), &t.text("outbox-report-run"), None))
            }
        }
    }
}

fn assign(p: &Page<'_>) -> Markup {
    let t = p.t;
    let chosen = if p.errors.of("to").is_some() {
        p.typed.to.clone()
    } else {
        p.alert().assigned_to.map(|id| id.to_string()).unwrap_or_default()
    };
    let mine = p.alert().assigned_to == Some(p.user.id);
    html! {
        div class="alert-deed" {
            (p.form("assignment", "alert-assign", &html! {
                (assign_field(t, p.colleagues, &chosen, p.errors))
                (button(Look::Small, &t.text("alerts-assign"), None))
            }))
            @if !mine {
                (p.form("assignment", "", &html! {
                    input type="hidden" name="to" value=(p.user.id);
                    (button(Look::Small, &t.text("alerts-me"), None))
                }))
            }
        }
    }
}

fn snooze(p: &Page<'_>) -> Markup {
    let t = p.t;
    let name = |snooze: Snooze| {
        t.text(match snooze {
            Snooze::Tomorrow => "alerts-snooze-tomorrow",
            Snooze::ThreeDays => "alerts-snooze-three-days",
            Snooze::Week => "alerts-snooze-week",
        })
    };
    p.form("snooze", "", &html! {
        fieldset class="alert-snooze" {
            legend class="label" { (t.text("alerts-snooze")) }
            div class="actions" {
                @for choice in Snooze::ALL {
                    button class="button button-small" type="submit" name="until" value=(choice.code()) { (Icon::Clock) span { (name(choice)) } }
                }
            }
        }
    })
}

fn resolve(p: &Page<'_>) -> Markup {
    let t = p.t;
    let offered: &[Resolution] = match (p.alert().about, p.alert().cause) {
        (About::Occurrence(_), _) => &Resolution::BY_HAND_OF_SCHEDULE,
        (_, Cause::RequestOverpaid) => &Resolution::BY_HAND_OF_OVERPAYMENT,
        _ => &Resolution::BY_HAND,
    };
    p.form(
        "resolution",
        "stack-3 alert-resolve",
        &html! {
            h3 { (t.text("alerts-resolve")) }
            (resolve_fields(t, offered, p.typed, p.errors))
            div { (button(Look::Default, &t.text("alerts-resolve"), Some(Icon::CircleCheck))) }
        },
    )
}

/// What happened to it, latest first.
fn history(p: &Page<'_>) -> Markup {
    let t = p.t;
    let told: Vec<(Tone, String, Markup)> =
        p.details.history.iter().map(|(entry, name)| moment(p, entry, name.as_deref())).collect();
    let moments: Vec<Moment<'_>> =
        told.iter().map(|(tone, what, detail)| Moment { tone: *tone, what, detail: detail.clone() }).collect();
    card("alert-history", &t.text("alerts-history"), &html! {}, &timeline(&moments))
}

fn moment(p: &Page<'_>, entry: &Entry, name: Option<&str>) -> (Tone, String, Markup) {
    let t = p.t;
    let (tone, what, said) = match &entry.fact {
        Fact::AlertRaised { .. } => (Tone::Warning, t.text("alerts-history-raised"), None),
        Fact::AlertSnoozed { until } => {
            (Tone::Neutral, t.with("alerts-history-snoozed", [("when", p.written(*until))]), None)
        }
        Fact::AlertPayerAsked { .. } => (Tone::Neutral, t.text("alerts-history-asked-payer"), None),
        Fact::AlertMethodGiven { .. } => (Tone::Positive, t.text("alerts-history-given"), None),
        Fact::AlertWoken => (Tone::Warning, t.text("alerts-history-woken"), None),
        Fact::AlertAssigned { to: None } => (Tone::Neutral, t.text("alerts-history-assigned-nobody"), None),
        Fact::AlertAssigned { to: Some(to) } => {
            let known = p.details.names.user(*to);
            (Tone::Neutral, t.with("alerts-history-assigned", [("name", known)]), None)
        }
        Fact::AlertResolved { how, note } => {
            let words = t.with("alerts-history-resolved", [("how", t.label(*how))]);
            (Tone::Positive, words, Some(note).filter(|note| !note.is_empty()))
        }
        _ => (Tone::Neutral, t.text("history-other"), None),
    };
    let detail = html! {
        (p.written(entry.at))
        @if let Some(name) = name { ", " (name) }
        @if let Some(said) = said { span class="said prewrap" { (said) } }
    };
    (tone, what, detail)
}
