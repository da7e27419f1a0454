//! The parts of a form of terms that every such form has, of one payer or of many: amount, dates, reminders, references, and
//! the dates that come of them.

use maud::{Markup, html};

use crate::{
    domain::{
        money::{Currency, Money},
        schedule::{Planned, Terms, retry::RetryPolicy},
        time::Timestamp,
    },
    i18n::{T, amount},
    service::schedules::ToAuthorize,
    web::{
        amount_field,
        forms::FormErrors,
        fragments::{Check, Choice, Field, Kind, Need, check, form_section, select_field, text_field},
    },
};

use super::{
    super::form::{FREQUENCIES, PLANS, RETRIES, Typed, read_terms},
    day_words, retry_words,
};

/// Dates shown at once, and at most behind "the other ones".
const FIRST_DATES: usize = 6;
const MOST_DATES: usize = 120;

/// What the parts show.
pub(in super::super) struct Parts<'a> {
    pub(in super::super) t: T,
    pub(in super::super) typed: &'a Typed,
    pub(in super::super) currency: Currency,
    pub(in super::super) errors: &'a FormErrors,
    /// What was agreed on retries before.
    pub(in super::super) retry: Option<&'a RetryPolicy>,
    /// Where the dates are asked for while the form is filled in.
    pub(in super::super) preview_path: &'static str,
    /// What the payer must authorize, where a bank account is to be debited: it may keep payments as they were.
    pub(in super::super) debit: Option<&'a ToAuthorize>,
}

impl Parts<'_> {
    pub(in super::super) fn error(&self, name: &str) -> Option<String> {
        self.errors.first(name, self.t)
    }
}

pub(in super::super) fn amount_section(f: &Parts<'_>) -> Markup {
    let t = f.t;
    let labels = ["schedule-plan", "schedule-each", "schedule-total", "schedule-count", "schedule-last"];
    let [plan_label, each_label, total_label, count_label, last_label] = labels.map(|key| t.text(key));
    let [plan_error, amount_error, total_error, count_error, last_error] =
        ["plan", "amount", "total", "count", "last"].map(|name| f.error(name));
    let plans: Vec<(&str, String)> = PLANS.iter().map(|(code, key)| (*code, t.text(key))).collect();
    let plans: Vec<Choice<'_>> = plans.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let required = |name, label, value, error, class| Field {
        name,
        label,
        value,
        error,
        need: Need::Required,
        class,
        ..Field::default()
    };
    let plan = required("plan", &*plan_label, &*f.typed.plan, plan_error.as_deref(), "span-12 not-once");
    let each = required("amount", &*each_label, &*f.typed.amount, amount_error.as_deref(), "span-4 for-each");
    let total = required("total", &*total_label, &*f.typed.total, total_error.as_deref(), "span-4 for-total not-once");
    let count = Field {
        kind: Kind::Digits,
        ..required("count", &*count_label, &*f.typed.count, count_error.as_deref(), "span-4 for-count not-once")
    };
    let last = Field {
        kind: Kind::Date,
        ..required("last", &*last_label, &*f.typed.last, last_error.as_deref(), "span-4 for-last not-once")
    };
    let body = html! {
        div class="grid" {
            (select_field(t, &plan, &plans))
            (amount_field::field(t, &each, f.currency))
            (amount_field::field(t, &total, f.currency))
            (text_field(t, &count))
            (text_field(t, &last))
        }
    };
    form_section("section-amount", &t.text("schedule-section-amount"), &html! {}, &body)
}

pub(in super::super) fn dates_section(f: &Parts<'_>) -> Markup {
    let t = f.t;
    let keys = ["schedule-frequency", "schedule-first", "schedule-every", "schedule-first-day", "schedule-second-day"];
    let [frequency_label, first_label, every_label, one_label, other_label] = keys.map(|key| t.text(key));
    let (first_hint, every_hint) = (t.text("schedule-first-hint"), t.text("schedule-every-hint"));
    let [frequency_error, first_error, every_error, days_error] =
        ["frequency", "first", "every", "first_day"].map(|name| f.error(name));
    let frequencies: Vec<(&str, String)> = FREQUENCIES.iter().map(|(code, key)| (*code, t.text(key))).collect();
    let frequencies: Vec<Choice<'_>> = frequencies.iter().map(|(code, words)| (*code, words.as_str())).collect();
    let days: Vec<(String, String)> = (1..=31u8).map(|day| (day.to_string(), super::month_day(t, day))).collect();
    let days: Vec<Choice<'_>> = days.iter().map(|(code, words)| (code.as_str(), words.as_str())).collect();
    let required = |name, label, value, error, class| Field {
        name,
        label,
        value,
        error,
        need: Need::Required,
        class,
        ..Field::default()
    };
    let frequency = required("frequency", &*frequency_label, &*f.typed.frequency, frequency_error.as_deref(), "span-4");
    let first = Field {
        kind: Kind::Date,
        hint: Some(&first_hint),
        ..required("first", &*first_label, &*f.typed.first, first_error.as_deref(), "span-4")
    };
    let every = Field {
        kind: Kind::Digits,
        hint: Some(&every_hint),
        need: Need::Optional,
        ..required("every", &*every_label, &*f.typed.every, every_error.as_deref(), "span-4 for-every")
    };
    let one = required("first_day", &*one_label, &*f.typed.first_day, days_error.as_deref(), "span-4 for-twice");
    let other = required("second_day", &*other_label, &*f.typed.second_day, None, "span-4 for-twice");
    let body = html! {
        div class="grid" {
            (select_field(t, &frequency, &frequencies))
            (text_field(t, &first))
            (text_field(t, &every))
            (select_field(t, &one, &days[..27]))
            (select_field(t, &other, &days[1..]))
        }
        p class="hint" { (t.text("schedule-last-day-hint")) }
    };
    form_section("section-dates", &t.text("schedule-section-dates"), &html! {}, &body)
}

pub(in super::super) fn failure_section(f: &Parts<'_>) -> Markup {
    let t = f.t;
    let (retry_label, retry_hint) = (t.text("schedule-retry"), t.text("schedule-retry-hint"));
    let (remind_label, tell_label) = (t.text("schedule-remind"), t.text("schedule-tell"));
    let retry_error = f.error("retry");
    let mut retries: Vec<(String, String)> =
        RETRIES.iter().map(|(code, key)| ((*code).to_owned(), t.text(key))).collect();
    // What was agreed otherwise stays what it is.
    if !f.typed.retry.is_empty() && retries.iter().all(|(code, _)| *code != f.typed.retry) {
        let words = f.retry.map(|retry| retry_words(t, retry)).unwrap_or_default();
        retries.push((f.typed.retry.clone(), words));
    }
    let retries: Vec<Choice<'_>> = retries.iter().map(|(code, words)| (code.as_str(), words.as_str())).collect();
    let mut reminders = vec![("never".to_owned(), t.text("schedule-remind-never"))];
    for days in crate::domain::schedule::Mail::REMIND_DAYS {
        reminders.push((days.to_string(), t.with("schedule-remind-days", [("count", u32::from(days))])));
    }
    let reminders: Vec<Choice<'_>> = reminders.iter().map(|(code, words)| (code.as_str(), words.as_str())).collect();
    let retry = Field {
        name: "retry",
        label: &retry_label,
        value: &f.typed.retry,
        hint: Some(&retry_hint),
        error: retry_error.as_deref(),
        need: Need::Unmarked,
        class: "span-6",
        ..Field::default()
    };
    let remind = Field {
        name: "remind",
        label: &remind_label,
        value: &f.typed.remind,
        need: Need::Unmarked,
        class: "span-6",
        ..Field::default()
    };
    let body = html! {
        div class="grid" { (select_field(t, &remind, &reminders)) (select_field(t, &retry, &retries)) }
        (check(&Check { name: "tell", value: "yes", label: &tell_label, hint: None, checked: f.typed.tell }))
    };
    form_section("section-failure", &t.text("schedule-section-failure"), &html! {}, &body)
}

pub(in super::super) fn reference_section(f: &Parts<'_>) -> Markup {
    let t = f.t;
    let fields = [
        ("invoice", "enter-payment-invoice", &f.typed.invoice),
        ("matter", "enter-payment-matter", &f.typed.matter),
        ("reference", "enter-payment-reference", &f.typed.reference),
    ];
    let body = html! {
        div class="grid" {
            @for (name, key, value) in fields {
                @let (label, error) = (t.text(key), f.error(name));
                (text_field(t, &Field { name, label: &label, value, error: error.as_deref(), max_length: Some(200), class: "span-4", ..Field::default() }))
            }
        }
    };
    form_section("section-reference", &t.text("schedule-section-reference"), &html! {}, &body)
}

/// The dates as typed: kept in step while the form is filled in, drawn by the server whenever it is sent.
pub(in super::super) fn preview(f: &Parts<'_>) -> Markup {
    let t = f.t;
    let planned = read_terms(f.typed, (f.currency, t), &mut FormErrors::default());
    let planned = planned.map(|(plan, recurrence)| {
        let terms = Terms::first((plan, recurrence), Timestamp::from_ms(0));
        match f.debit.filter(|debit| !debit.kept.is_empty()) {
            Some(debit) => debit.kept.iter().copied().chain(debit.terms.outlook()).take(MOST_DATES).collect::<Vec<_>>(),
            None => terms.outlook().take(MOST_DATES).collect(),
        }
    });
    html! {
        div id="preview" hx-post=(f.preview_path) hx-include="#schedule-form" hx-target="#preview" hx-select="#preview-dates"
            hx-swap="innerHTML" hx-sync="this:replace" hx-trigger="input delay:400ms from:#schedule-form, change from:#schedule-form"
            aria-live="polite" {
            div id="preview-dates" class="stack-4" {
                @match planned {
                    Some(dates) if !dates.is_empty() => { (dates_of(f, &dates)) }
                    _ => { p class="muted" { (t.text("schedule-preview-none")) } }
                }
            }
        }
    }
}

fn dates_of(f: &Parts<'_>, dates: &[Planned]) -> Markup {
    let t = f.t;
    let endless = dates.len() == MOST_DATES;
    let written = |money: Money| amount::format(money, t.locale());
    let total = dates.iter().fold(0i64, |sum, planned| sum.saturating_add(planned.amount.minor()));
    let (shown, rest) = dates.split_at(FIRST_DATES.min(dates.len()));
    html! {
        dl class="totals" {
            @if let Some(first) = dates.first() { div { dt { (t.text("schedule-preview-first")) } dd { (day_words(t, first.day).0) } } }
            @if endless {
                div { dt { (t.text("schedule-preview-last")) } dd { (t.text("schedule-preview-endless")) } }
            } @else {
                @if let Some(last) = dates.last() { div { dt { (t.text("schedule-preview-last")) } dd { (day_words(t, last.day).0) } } }
                div { dt { (t.text("schedule-count")) } dd class="num" { (dates.len()) } }
                div class="total" { dt { (t.text("receipt-total")) } dd { (written(Money::new(total, f.currency))) } }
            }
        }
        (date_list(t, shown, 1))
        @if !rest.is_empty() {
            details class="more" {
                summary { (t.with("schedule-preview-rest", [("count", rest.len())])) }
                (date_list(t, rest, FIRST_DATES + 1))
            }
        }
    }
}

/// Payments with their days, one line each.
pub(super) fn date_list(t: T, dates: &[Planned], from: usize) -> Markup {
    html! {
        ol class="dates" role="list" {
            @for (place, planned) in dates.iter().enumerate() {
                @let (day, weekday) = day_words(t, planned.day);
                li {
                    span class="num faint" { (from + place) }
                    span { span class="num" { (day) } " " span class="sub" { (weekday) } }
                    span class="num cell-end" { (amount::format(planned.amount, t.locale())) }
                }
            }
        }
    }
}
