//! The page of one schedule: what was agreed, what comes next, what became of each payment.

use maud::{Markup, html};

use crate::{
    domain::{
        card::Instrument,
        debit_authorization::DebitAuthorization,
        firm::Firm,
        ids::OccurrenceId,
        journal::{Entry, Fact},
        schedule::{
            Planned, ScheduleEvent, State,
            occurrence::{Occurrence, OccurrenceEvent, Standing},
        },
    },
    i18n::{T, amount, calendar, dates},
    service::{
        reading::Names,
        schedules::{
            LONGEST_NOTE, can_collect,
            looking::{Details, Tried},
        },
    },
    web::{
        forms::FormErrors,
        fragments::{
            self, Choice, Field, Icon, Look, Moment, Need, Tone, breadcrumb, button, button_link, card, card_flush,
            check, csrf, error_summary, facts_lined, method, method_in_full, page_head, select_field, status,
            table_scroll, tag, text_field, timeline,
        },
        paths,
    },
};

use super::{parts::date_list, plan_words, recurrence_words, retry_words, standing_tag, state_tag, why};

/// How many of the next dates are shown.
const NEXT: usize = 6;
/// How many entries of the history are shown.
const HISTORY: usize = 40;

/// What the page shows.
pub(in super::super) struct Page<'a> {
    pub(in super::super) t: T,
    pub(in super::super) firm: &'a Firm,
    pub(in super::super) details: &'a Details,
    pub(in super::super) names: &'a Names,
    pub(in super::super) csrf: &'a str,
    pub(in super::super) errors: &'a FormErrors,
    pub(in super::super) may_manage: bool,
    pub(in super::super) may_take: bool,
}

/// The whole page.
pub(in super::super) fn page(p: &Page<'_>) -> Markup {
    let (t, schedule) = (p.t, &p.details.row.schedule);
    let errors = p.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let crumb = breadcrumb(paths::SCHEDULES, &t.text("schedules-title"), &schedule.name);
    html! {
        (error_summary(t, &errors))
        (page_head(&crumb, &schedule.name, &html! { p { (state_tag(t, schedule.state)) } }, &actions(p)))
        div class="columns columns-form" {
            div class="stack" { (payments_card(p)) (history_card(p)) }
            div class="stack" { (terms_card(p)) (next_card(p)) @if p.may_manage { (cancel_card(p)) } }
        }
    }
}

/// What can be done to the schedule as it stands.
fn actions(p: &Page<'_>) -> Markup {
    let (t, schedule) = (p.t, &p.details.row.schedule);
    if !p.may_manage {
        return html! {};
    }
    let event = match schedule.state {
        State::Draft => Some(("activate", "schedule-start", ScheduleEvent::Activate)),
        State::Active => Some(("pause", "schedule-pause", ScheduleEvent::Pause)),
        State::Paused => Some(("resume", "schedule-resume", ScheduleEvent::Resume)),
        State::Completed | State::Cancelled => None,
    };
    html! {
        @if matches!(schedule.state, State::Draft | State::Active | State::Paused) {
            (button_link(Look::Default, &paths::schedule_edit(schedule.id), &t.text("schedule-edit"), None))
        }
        @if let Some((code, key, _)) = event {
            (state_form(p, code, &button(if code == "pause" { Look::Default } else { Look::Primary }, &t.text(key), None)))
        }
    }
}

fn state_form(p: &Page<'_>, event: &str, control: &Markup) -> Markup {
    let schedule = &p.details.row.schedule;
    html! {
        form method="post" action=(paths::schedule_state(schedule.id)) data-once {
            (csrf(p.csrf))
            input type="hidden" name="version" value=(schedule.version);
            input type="hidden" name="event" value=(event);
            (control)
        }
    }
}

/// Ending a schedule takes two steps.
fn cancel_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let can = matches!(p.details.row.schedule.state, State::Draft | State::Active | State::Paused);
    html! {
        @if can {
            details class="card more-card" {
                summary { (t.text("schedule-cancel")) }
                div class="card-body stack-3" {
                    p { (t.text("schedule-cancel-text")) }
                    (state_form(p, "cancel", &button(Look::Danger, &t.text("schedule-cancel"), Some(Icon::Ban))))
                }
            }
        }
    }
}

fn terms_card(p: &Page<'_>) -> Markup {
    let (t, details) = (p.t, p.details);
    let schedule = &details.row.schedule;
    let money = |minor| amount::format(crate::domain::money::Money::new(minor, schedule.currency()), t.locale());
    let mut rows: Vec<(String, Markup)> = Vec::new();
    if let Some(payer) = &details.row.payer {
        rows.push((t.text("payments-payer"), html! { a href=(paths::payer(payer.id)) { (payer.name) } }));
    }
    if let Some(group) = &details.group {
        rows.push((t.text("groups-one"), html! { a href=(paths::schedule_group(group.id)) { (group.name) } }));
    }
    if let Some(terms) = schedule.latest() {
        rows.push((t.text("schedule-plan"), html! { (plan_words(t, terms.plan)) }));
        rows.push((t.text("schedule-section-dates"), html! { (recurrence_words(t, terms.recurrence)) }));
    }
    let instrument = details.row.method.as_ref().map(|method| &method.instrument);
    rows.push((t.text("payments-method"), method_in_full(t, instrument)));
    if instrument.is_some_and(Instrument::is_bank_account) {
        rows.push((t.text("debit-authorization"), authorization(t, details.debits.as_ref())));
    }
    if let Some(account) = &details.account {
        rows.push((
            t.text("enter-payment-account"),
            html! { (fragments::account(t, account)) " " (fragments::account_badge(t, account.kind)) },
        ));
    }
    rows.push((t.text("schedule-collected"), html! { span class="num" { (money(schedule.tally.collected_minor)) } }));
    if schedule.tally.under_way_minor > 0 {
        rows.push((
            t.text("schedule-under-way"),
            html! { span class="num" { (money(schedule.tally.under_way_minor)) } },
        ));
    }
    rows.push((t.text("schedule-retry"), html! { (retry_words(t, &schedule.retry)) }));
    let remind = schedule.mail.remind_days.map_or_else(
        || t.text("schedule-remind-never"),
        |days| t.with("schedule-remind-days", [("count", u32::from(days))]),
    );
    rows.push((t.text("schedule-remind"), html! { (remind) }));
    for (key, value) in [
        ("enter-payment-invoice", &schedule.references.invoice_number),
        ("enter-payment-matter", &schedule.references.matter),
        ("enter-payment-reference", &schedule.references.reference),
    ] {
        rows.extend(value.iter().map(|value| (t.text(key), html! { (value) })));
    }
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let body = html! { (facts_lined(&rows)) (earlier_terms(p)) };
    card("schedule-terms", &t.text("schedule-terms"), &html! {}, &body)
}

/// What allows the debits, if anything does.
fn authorization(t: T, given: Option<&DebitAuthorization>) -> Markup {
    html! {
        @match given {
            Some(given) => {
                a href=(paths::authorization(given.id)) { (t.with("debit-authorization-open", [("number", given.id.to_string())])) }
                @if !given.is_in_force() { " " (tag(Tone::Negative, Icon::Ban, &t.text("authorization-over"))) }
            }
            None => { (tag(Tone::Warning, Icon::TriangleAlert, &t.text("authorization-missing"))) }
        }
    }
}

/// What was agreed before.
fn earlier_terms(p: &Page<'_>) -> Markup {
    let (t, schedule) = (p.t, &p.details.row.schedule);
    let (_, before) = schedule.terms.split_last().map_or((None, &[][..]), |(last, before)| (Some(last), before));
    html! {
        @if !before.is_empty() {
            details class="more" {
                summary { (t.text("schedule-earlier-terms")) }
                ul class="report-list" role="list" {
                    @for terms in before {
                        li {
                            (plan_words(t, terms.plan)) ", " (recurrence_words(t, terms.recurrence))
                            p class="hint" { (t.with("schedule-terms-from", [("number", terms.first_number)])) }
                        }
                    }
                }
            }
        }
    }
}

fn next_card(p: &Page<'_>) -> Markup {
    let (t, schedule) = (p.t, &p.details.row.schedule);
    let first = p.details.row.next.as_ref().map_or(schedule.next_number, |next| next.id.number);
    let dates: Vec<Planned> = match schedule.state {
        State::Completed | State::Cancelled => Vec::new(),
        State::Draft | State::Active | State::Paused => schedule.outlook(first).take(NEXT).collect(),
    };
    let from = usize::try_from(first).unwrap_or(1);
    let body = html! {
        @if schedule.state == State::Paused { p class="muted" { (t.text("schedule-paused-text")) } }
        @if dates.is_empty() { p class="muted" { (t.text("schedule-next-none")) } } @else { (date_list(t, &dates, from)) }
    };
    card("schedule-next", &t.text("schedule-next-dates"), &html! {}, &body)
}

fn payments_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    if p.details.tried.is_empty() {
        let body = html! { p class="muted" { (t.text("schedule-payments-none")) } };
        return card("schedule-payments", &t.text("schedule-payments"), &html! {}, &body);
    }
    let table = html! {
        table class="table table-stack" {
            thead { tr {
                th scope="col" class="cell-end" { (t.text("schedule-number-short")) }
                th scope="col" { (t.text("schedule-due")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="schedule-tries" { (t.text("schedule-tries")) }
            } }
            tbody { @for tried in &p.details.tried { (payment_row(p, tried)) } }
        }
    };
    let label = format!("{}: {}", t.text("schedule-payments"), t.text("schedule-tries"));
    card_flush("schedule-payments", &t.text("schedule-payments"), &html! {}, &table_scroll(&label, &table))
}

fn payment_row(p: &Page<'_>, tried: &Tried) -> Markup {
    let (t, one) = (p.t, &tried.occurrence);
    html! {
        tr id={ "payment-" (one.id.number) } {
            td class="num cell-end" data-label=(t.text("schedule-number-short")) { (one.id.number) }
            td class="num nowrap" data-label=(t.text("schedule-due")) { (calendar::day_medium(one.day, t.locale())) }
            td class="num cell-end nowrap" data-label=(t.text("payments-amount")) { (amount::format(one.amount, t.locale())) }
            td data-label=(t.text("payments-status")) {
                (standing_tag(t, one.standing))
                @if let Some(why) = why(t, one) { " " span class="sub" { (why) } }
                @if let Some(at) = one.tried_again_at() {
                    " " span class="sub" { (t.with("schedule-tried-again-on", [("day", dates::date_medium(at, &p.firm.time_zone, t.locale()))])) }
                }
            }
            td data-label=(t.text("schedule-tries")) {
                @for payment in &tried.payments {
                    div class="schedule-try" {
                        a href=(paths::payment(payment.id)) { (t.with("payment-number", [("number", payment.id.to_string())])) }
                        " " (status(t, payment.status)) " " (method(t, payment.instrument.as_ref()))
                    }
                }
                @if p.may_manage && one.standing.is_open() { (open_actions(p, one)) }
            }
        }
    }
}

/// What a person can do about a payment that is open.
fn open_actions(p: &Page<'_>, one: &Occurrence) -> Markup {
    let (t, schedule) = (p.t, &p.details.row.schedule);
    let words = if one.standing == Standing::Failed { "schedule-act-failed" } else { "schedule-act-pending" };
    html! {
        details class="more" {
            summary { (t.with(words, [("number", one.id.number)])) }
            div class="stack-4 schedule-acts" {
                @if p.may_take && can_collect(schedule, one.standing) { (collect_form(p, one)) }
                @if schedule.state != State::Draft { (waiver_form(p, one)) }
            }
        }
    }
}

fn collect_form(p: &Page<'_>, one: &Occurrence) -> Markup {
    let (t, schedule) = (p.t, &p.details.row.schedule);
    let label = t.text("payments-method");
    let methods: Vec<(String, String)> = p
        .details
        .methods
        .iter()
        // A bank account is debited on its day, by the schedule that its payer authorized.
        .filter(|method| {
            let bank = method.instrument.is_bank_account();
            !bank || method.id == schedule.payment_method && one.standing == Standing::Failed
        })
        .map(|method| {
            let last = method.instrument.last_four().as_str().to_owned();
            let words = match method.instrument.brand() {
                Some(brand) => t.with("receipt-card", [("brand", brand.name().to_owned()), ("last", last)]),
                None => t.with("receipt-bank", [("last", last)]),
            };
            (method.id.to_string(), words)
        })
        .collect();
    let choices: Vec<Choice<'_>> = methods.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let (chosen, id) = (schedule.payment_method.to_string(), field_id("method", one.id));
    let method =
        Field { name: "method", id: &id, label: &label, value: &chosen, need: Need::Unmarked, ..Field::default() };
    let from_now_on = t.text("schedule-from-now-on");
    let key = if one.standing == Standing::Failed { "schedule-try-again" } else { "schedule-collect-now" };
    if choices.is_empty() {
        return html! { p class="hint" { (t.text("schedule-debited-on-its-day")) } };
    }
    html! {
        form class="stack-3" method="post" action=(paths::occurrence_collection(one.id)) data-once {
            (csrf(p.csrf))
            input type="hidden" name="version" value=(one.version);
            (select_field(t, &method, &choices))
            @if choices.len() > 1 {
                (check(&fragments::Check { name: "from_now_on", value: "yes", label: &from_now_on, hint: None, checked: false }))
            }
            (button(Look::Small, &t.with(key, [("amount", amount::format(one.amount, t.locale()))]), Some(Icon::CreditCard)))
        }
    }
}

fn waiver_form(p: &Page<'_>, one: &Occurrence) -> Markup {
    let t = p.t;
    let (label, id) = (t.text("schedule-note"), field_id("note", one.id));
    let most = u16::try_from(LONGEST_NOTE).unwrap_or(u16::MAX);
    let note = Field { name: "note", id: &id, label: &label, max_length: Some(most), ..Field::default() };
    let one_button = |decision: &str, key: &str| {
        html! { button class="button button-small" type="submit" name="decision" value=(decision) { span { (t.text(key)) } } }
    };
    html! {
        form class="stack-3" method="post" action=(paths::occurrence_waiver(one.id)) data-once {
            (csrf(p.csrf))
            input type="hidden" name="version" value=(one.version);
            (text_field(t, &note))
            div class="actions" { (one_button("skip", "schedule-skip")) (one_button("elsewhere", "schedule-paid-elsewhere")) }
        }
    }
}

fn field_id(name: &str, id: OccurrenceId) -> String {
    format!("{name}-{}", id.number)
}

fn history_card(p: &Page<'_>) -> Markup {
    let t = p.t;
    let told: Vec<(Tone, String, Markup)> =
        p.details.history.iter().filter_map(|entry| told(p, entry)).take(HISTORY).collect();
    let moments: Vec<Moment<'_>> =
        told.iter().map(|(tone, what, detail)| Moment { tone: *tone, what, detail: detail.clone() }).collect();
    card("schedule-history", &t.text("payment-history"), &html! {}, &timeline(&moments))
}

fn told(p: &Page<'_>, entry: &Entry) -> Option<(Tone, String, Markup)> {
    let (tone, what) = words(p.t, &entry.fact)?;
    let (zone, locale) = (&p.firm.time_zone, p.t.locale());
    let name = p.names.actor(entry.actor);
    let detail = html! {
        (dates::date_medium(entry.at, zone, locale)) ", " (dates::time(entry.at, zone, locale))
        @if !name.is_empty() { ", " (name) }
    };
    Some((tone, what, detail))
}

fn words(t: T, fact: &Fact) -> Option<(Tone, String)> {
    let of = |key: &str, number: u32| t.with(key, [("number", number)]);
    Some(match fact {
        Fact::ScheduleAdded => (Tone::Neutral, t.text("schedule-told-added")),
        Fact::ScheduleChanged { .. } => (Tone::Neutral, t.text("schedule-told-changed")),
        Fact::ScheduleMoved { event, .. } => match event {
            ScheduleEvent::Activate => (Tone::Positive, t.text("schedule-told-activate")),
            ScheduleEvent::Pause => (Tone::Warning, t.text("schedule-told-pause")),
            ScheduleEvent::Resume => (Tone::Positive, t.text("schedule-told-resume")),
            ScheduleEvent::Complete => (Tone::Positive, t.text("schedule-told-complete")),
            ScheduleEvent::Reopen => (Tone::Warning, t.text("schedule-told-reopen")),
            ScheduleEvent::Cancel => (Tone::Negative, t.text("schedule-told-cancel")),
        },
        Fact::OccurrenceMoved { number, event, .. } => match event {
            OccurrenceEvent::Claim => return None,
            OccurrenceEvent::Submit => (Tone::Information, of("schedule-told-submit", *number)),
            OccurrenceEvent::Collect => (Tone::Positive, of("schedule-told-collect", *number)),
            OccurrenceEvent::Fail => (Tone::Negative, of("schedule-told-fail", *number)),
            OccurrenceEvent::Skip => (Tone::Neutral, of("schedule-told-skip", *number)),
            OccurrenceEvent::PayElsewhere => (Tone::Information, of("schedule-told-elsewhere", *number)),
        },
        Fact::DebitAuthorized { .. } => (Tone::Positive, t.text("history-debit-authorized")),
        Fact::ReminderQueued { number, .. } => (Tone::Neutral, of("schedule-told-reminder", *number)),
        Fact::FailureNoticeQueued { number, .. } => (Tone::Neutral, of("schedule-told-notice", *number)),
        _ => return None,
    })
}
