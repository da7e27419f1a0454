//! The form of a schedule and its dates, and whose a new one is to be.

use maud::{Markup, html};

use crate::{
    domain::{
        card::PaymentMethod,
        merchant_account::MerchantAccount,
        money::{Currency, Money},
        payer::Payer,
        schedule::{Planned, Schedule, Terms},
        time::Timestamp,
    },
    i18n::{T, amount},
    web::{
        amount_field,
        forms::FormErrors,
        fragments::{
            Check, Choice, Field, Icon, Kind, Look, Need, Tone, breadcrumb, button, button_link, card, check, csrf,
            empty, error_summary, form_section, note, page_head, required_key, select_field, text_field,
        },
        paths,
    },
};

use super::{
    super::form::{FREQUENCIES, PLANS, RETRIES, Typed, read_terms},
    day_words, retry_words,
};

/// Dates shown at once, and at most behind "the other ones".
const FIRST_DATES: usize = 6;
const MOST_DATES: usize = 120;

/// What the form shows.
pub(in super::super) struct Form<'a> {
    pub(in super::super) t: T,
    pub(in super::super) csrf: &'a str,
    pub(in super::super) payer: &'a Payer,
    pub(in super::super) methods: &'a [PaymentMethod],
    pub(in super::super) accounts: &'a [MerchantAccount],
    /// The schedule that is changed; a new one has none.
    pub(in super::super) schedule: Option<&'a Schedule>,
    pub(in super::super) typed: &'a Typed,
    pub(in super::super) currency: Currency,
    pub(in super::super) errors: &'a FormErrors,
    pub(in super::super) asks_notice: bool,
}

impl Form<'_> {
    fn error(&self, name: &str) -> Option<String> {
        self.errors.first(name, self.t)
    }
}

/// The whole page.
pub(in super::super) fn page(f: &Form<'_>) -> Markup {
    let t = f.t;
    let errors = f.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let title = t.text(if f.schedule.is_some() { "schedule-edit-title" } else { "schedule-new-title" });
    let intro = t.text(if f.schedule.is_some() { "schedule-edit-intro" } else { "schedule-new-intro" });
    let here = f.schedule.map_or_else(|| t.text("schedule-new"), |schedule| schedule.name.clone());
    html! {
        (error_summary(t, &errors))
        (page_head(&breadcrumb(paths::SCHEDULES, &t.text("schedules-title"), &here), &title, &html! { p { (intro) } }, &required_key(t)))
        @if f.methods.is_empty() { (no_method(f)) } @else { (form(f)) }
    }
}

/// Nothing is saved that could be charged.
fn no_method(f: &Form<'_>) -> Markup {
    let t = f.t;
    let action =
        button_link(Look::Primary, paths::NEW_PAYMENT, &t.text("schedule-no-method-action"), Some(Icon::CreditCard));
    let words = t.with("schedule-no-method-text", [("payer", f.payer.name.clone())]);
    empty(Icon::CreditCard, &t.text("schedule-no-method"), &words, &action)
}

fn form(f: &Form<'_>) -> Markup {
    let t = f.t;
    let action = f.schedule.map_or_else(|| paths::SCHEDULES.to_owned(), |schedule| paths::schedule(schedule.id));
    html! {
        form class="columns columns-form schedule-form" id="schedule-form" method="post" action=(action) novalidate data-once {
            div class="card" {
                @if f.asks_notice { (notice_section(f)) }
                (plan_section(f))
                (amount_section(f))
                (dates_section(f))
                (failure_section(f))
                (reference_section(f))
                (csrf(f.csrf))
                input type="hidden" name="key" value=(f.typed.key);
                input type="hidden" name="version" value=(f.typed.version);
                input type="hidden" name="payer" value=(f.payer.id);
            }
            aside class="card sticky" aria-labelledby="schedule-preview" {
                div class="card-head" { h2 id="schedule-preview" { (t.text("schedule-preview")) } }
                div class="card-body stack-4" {
                    (preview(f))
                    div class="stack-2" { (buttons(f)) }
                    p class="hint" { (t.text("schedule-consent")) }
                }
            }
        }
    }
}

fn buttons(f: &Form<'_>) -> Markup {
    let t = f.t;
    let one = |class: &str, value: &str, key: &str| {
        html! { button class=(class) type="submit" name="do" value=(value) { span { (t.text(key)) } } }
    };
    html! {
        @if let Some(schedule) = f.schedule {
            (one("button button-primary button-block", "save", "schedule-save"))
            (one("button button-block", "preview", "schedule-preview-again"))
            (button_link(Look::GhostBlock, &paths::schedule(schedule.id), &t.text("enter-payment-cancel"), None))
        } @else {
            (one("button button-primary button-block", "start", "schedule-start"))
            (one("button button-block", "preview", "schedule-preview-again"))
            (one("button button-ghost button-block", "draft", "schedule-keep-draft"))
        }
    }
}

/// What must be said of the payer's notice before a bank debit changes.
fn notice_section(f: &Form<'_>) -> Markup {
    let t = f.t;
    let (label, told, told_label) =
        (t.text("schedule-notice"), t.text("schedule-notice-told"), t.text("schedule-notice-told-on"));
    let defer = t.text("schedule-notice-defer");
    let error = f.error("notice");
    let choices = [("defer", defer.as_str()), ("told", told.as_str())];
    let field = Field {
        name: "notice",
        label: &label,
        value: &f.typed.notice,
        error: error.as_deref(),
        need: Need::Required,
        class: "span-8",
        ..Field::default()
    };
    let day = Field {
        name: "told_on",
        label: &told_label,
        value: &f.typed.told_on,
        kind: Kind::Date,
        class: "span-4",
        ..Field::default()
    };
    let body = html! {
        (note(Tone::Warning, &html! { p { (t.text("schedule-notice-text")) } }))
        div class="grid" { (select_field(t, &field, &choices)) (text_field(t, &day)) }
    };
    form_section("section-notice", &t.text("schedule-notice-section"), &html! {}, &body)
}

fn method_words(f: &Form<'_>, method: &PaymentMethod) -> String {
    let account = f.accounts.iter().find(|account| account.id == method.merchant_account);
    let account = account.map(|account| account.name.clone()).unwrap_or_default();
    let last = method.instrument.last_four().as_str().to_owned();
    match method.instrument.brand() {
        Some(brand) => {
            f.t.with("schedule-method-card", [("brand", brand.name().to_owned()), ("last", last), ("account", account)])
        }
        None => f.t.with("schedule-method-bank", [("last", last), ("account", account)]),
    }
}

fn plan_section(f: &Form<'_>) -> Markup {
    let t = f.t;
    let (name_label, method_label, method_hint) =
        (t.text("schedule-name"), t.text("payments-method"), t.text("schedule-method-hint"));
    let (name_error, method_error) = (f.error("name"), f.error("method"));
    let methods: Vec<(String, String)> =
        f.methods.iter().map(|method| (method.id.to_string(), method_words(f, method))).collect();
    let methods: Vec<Choice<'_>> = methods.iter().map(|(id, words)| (id.as_str(), words.as_str())).collect();
    let name = Field {
        name: "name",
        label: &name_label,
        value: &f.typed.name,
        error: name_error.as_deref(),
        need: Need::Required,
        max_length: Some(120),
        class: "span-5",
        ..Field::default()
    };
    let method = Field {
        name: "method",
        label: &method_label,
        value: &f.typed.method,
        hint: Some(&method_hint),
        error: method_error.as_deref(),
        need: Need::Required,
        class: "span-7",
        ..Field::default()
    };
    let body = html! {
        p { (t.text("payments-payer")) ": " b { (f.payer.name) } }
        div class="grid" { (text_field(t, &name)) (select_field(t, &method, &methods)) }
    };
    form_section("section-plan", &t.text("schedule-section-plan"), &html! {}, &body)
}

fn amount_section(f: &Form<'_>) -> Markup {
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

fn dates_section(f: &Form<'_>) -> Markup {
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

fn failure_section(f: &Form<'_>) -> Markup {
    let t = f.t;
    let (retry_label, retry_hint) = (t.text("schedule-retry"), t.text("schedule-retry-hint"));
    let (remind_label, tell_label) = (t.text("schedule-remind"), t.text("schedule-tell"));
    let retry_error = f.error("retry");
    let mut retries: Vec<(String, String)> =
        RETRIES.iter().map(|(code, key)| ((*code).to_owned(), t.text(key))).collect();
    // What was agreed otherwise stays what it is.
    if !f.typed.retry.is_empty() && retries.iter().all(|(code, _)| *code != f.typed.retry) {
        let words = f.schedule.map(|schedule| retry_words(t, &schedule.retry)).unwrap_or_default();
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

fn reference_section(f: &Form<'_>) -> Markup {
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
pub(in super::super) fn preview(f: &Form<'_>) -> Markup {
    let t = f.t;
    let planned = read_terms(f.typed, (f.currency, t), &mut FormErrors::default());
    let planned = planned.map(|(plan, recurrence)| {
        let at = Timestamp::from_ms(0);
        let terms = Terms {
            version: 1,
            first_number: 1,
            first_date: 0,
            recurrence,
            plan,
            parts_minor: 0,
            since: at,
            told_on: None,
        };
        terms.outlook().take(MOST_DATES).collect::<Vec<_>>()
    });
    html! {
        div id="preview" hx-post=(paths::SCHEDULE_PREVIEW) hx-include="#schedule-form" hx-target="#preview" hx-select="#preview-dates"
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

fn dates_of(f: &Form<'_>, dates: &[Planned]) -> Markup {
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

/// Whose a new schedule is to be.
pub(in super::super) fn choose_payer(t: T, who: &str, found: &[Payer]) -> Markup {
    let (label, hint) = (t.text("schedule-who"), t.text("schedule-who-hint"));
    let field = Field {
        name: "who",
        label: &label,
        value: who,
        hint: Some(&hint),
        need: Need::Required,
        max_length: Some(200),
        class: "span-8",
        ..Field::default()
    };
    let body = html! {
        form class="stack-3" action=(paths::SCHEDULE_NEW) role="search" aria-label=(t.text("schedule-who")) {
            div class="grid" { (text_field(t, &field)) }
            (button(Look::Primary, &t.text("schedule-who-find"), Some(Icon::Search)))
        }
        @if !who.is_empty() && found.is_empty() { p class="muted" role="status" { (t.text("schedule-who-none")) } }
        @if !found.is_empty() {
            ul class="report-list" role="list" {
                @for payer in found {
                    li {
                        a href=(paths::schedule_new(payer.id)) { (payer.name) }
                        @if let Some(detail) = payer.client_number.as_ref().or(payer.emails.first()) { p class="hint" { (detail) } }
                    }
                }
            }
        }
    };
    let crumb = breadcrumb(paths::SCHEDULES, &t.text("schedules-title"), &t.text("schedule-new"));
    html! {
        (page_head(&crumb, &t.text("schedule-new-title"), &html! { p { (t.text("schedule-new-intro")) } }, &html! {}))
        (card("schedule-payer", &t.text("payments-payer"), &html! {}, &html! { div class="stack-4" { (body) } }))
    }
}
