//! The form of a report.

use maud::{Markup, html};

use crate::{
    domain::{
        column::Column,
        firm::Firm,
        permission::Permission,
        report::{
            Basis, Grouping, Measure, Report, Schedule, Subject,
            timetable::{MonthDay, Weekday},
        },
        user::User,
    },
    i18n::T,
    web::{
        forms::{Fields, FormErrors},
        fragments::{
            Check, Field, Icon, Kind, Look, Need, Tone, breadcrumb, button, button_link, card, check, csrf,
            error_summary, note, page_head, radio, required_key, select_field, text_field,
        },
        paths,
    },
};

use super::super::form::{KINDS, Typed, accounts_code};
use super::{measure_words, month_name, show::range_choices, tabs};

/// What the form shows.
pub(in super::super) struct Form<'a> {
    pub(in super::super) t: T,
    pub(in super::super) firm: &'a Firm,
    pub(in super::super) user: &'a User,
    pub(in super::super) csrf: &'a str,
    /// The report that is changed; a new one has none.
    pub(in super::super) report: Option<&'a Report>,
    pub(in super::super) typed: &'a Typed,
    pub(in super::super) errors: &'a FormErrors,
    pub(in super::super) restored: bool,
    /// The button that was pressed to rearrange the columns, to be found again.
    pub(in super::super) pressed: &'a Fields,
}

impl Form<'_> {
    fn title(&self) -> String {
        self.t.text(if self.report.is_some() { "report-edit-title" } else { "report-new-title" })
    }
}

/// The whole page.
pub(in super::super) fn page(f: &Form<'_>) -> Markup {
    let t = f.t;
    let title = f.title();
    let action = f.report.map_or_else(|| paths::REPORTS.to_owned(), |report| paths::report(report.id));
    let back = f.report.map_or_else(|| paths::REPORTS.to_owned(), |report| paths::report(report.id));
    let errors = f.errors.messages(t);
    let errors: Vec<(&str, &str)> = errors.iter().map(|(field, words)| (field.as_str(), words.as_str())).collect();
    html! {
        (error_summary(t, &errors))
        (page_head(&breadcrumb(paths::REPORTS, &t.text("reports-title"), &title), &title, &html! {}, &required_key(t)))
        (tabs(t))
        @if f.restored { (note(Tone::Information, &html! { (t.text("report-restored")) })) }
        form class="stack report-form" method="post" action=(action) novalidate {
            // Enter saves: the first button of a form is the one that it presses.
            button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true" { (t.text("report-save")) }
            (csrf(f.csrf))
            @for (name, value) in hidden(f.typed) { input type="hidden" name=(name) value=(value); }
            (card("report-what", &t.text("report-form-what"), &html! {}, &what(f)))
            (card("report-layout", &t.text("report-form-layout"), &html! {}, &layout(f)))
            @if f.user.may(Permission::ExportPayments) {
                (card("report-mail", &t.text("report-form-send"), &html! {}, &sending(f)))
            }
            div class="actions" {
                (button(Look::Primary, &t.text("report-save"), Some(Icon::Check)))
                (button_link(Look::Ghost, &back, &t.text("report-cancel"), None))
            }
        }
    }
}

fn hidden(typed: &Typed) -> [(&'static str, String); 4] {
    let columns: Vec<&str> = typed.columns.iter().map(|column| column.code()).collect();
    [
        ("key", typed.key.clone()),
        ("version", typed.version.clone()),
        ("subject", typed.subject.clone()),
        ("columns", columns.join(",")),
    ]
}

/// A list of which one is taken.
fn select(f: &Form<'_>, field: &Field<'_>, key: &str, choices: &[(String, String)]) -> Markup {
    let (label, error) = (f.t.text(key), f.errors.first(field.name, f.t));
    let choices: Vec<(&str, &str)> = choices.iter().map(|(code, words)| (code.as_str(), words.as_str())).collect();
    select_field(f.t, &Field { label: &label, error: error.as_deref(), ..*field }, &choices)
}

fn text(f: &Form<'_>, field: &Field<'_>, key: &str, hint: Option<&str>) -> Markup {
    let (label, error) = (f.t.text(key), f.errors.first(field.name, f.t));
    text_field(f.t, &Field { label: &label, error: error.as_deref(), hint, ..*field })
}

fn what(f: &Form<'_>) -> Markup {
    let (t, typed) = (f.t, f.typed);
    let ranges: Vec<(String, String)> =
        range_choices(t, typed.subject()).into_iter().map(|(code, words)| (code.to_owned(), words)).collect();
    let bases: Vec<(String, String)> = Basis::ALL
        .iter()
        .map(|basis| (basis.code().to_owned(), t.text(&format!("report-basis-{}", basis.code()))))
        .collect();
    let kinds = KINDS.into_iter().map(|kind| (accounts_code(kind).to_owned(), t.label(kind)));
    let kinds: Vec<(String, String)> =
        [("any".to_owned(), t.text("report-accounts-any"))].into_iter().chain(kinds).collect();
    let measures = Measure::ALL.map(|measure| (measure.code().to_owned(), measure_words(t, measure)));
    let is_of_payments = typed.subject() == Subject::Payments;
    let part = if is_of_payments { "span-4" } else { "span-6" };
    let plain = Field { need: Need::Unmarked, ..Field::default() };
    let (days_hint, filters_hint) = (t.text("report-from-hint"), t.text("report-filters-hint"));
    html! {
        div class="grid" {
            (text(f, &Field { name: "name", value: &typed.name, need: Need::Required, max_length: Some(100), class: "span-6", ..plain }, "report-name", None))
            (sharing(f))
            (select(f, &Field { name: "range", value: &typed.range, need: Need::Required, class: "span-4", ..plain }, "report-range", &ranges))
            (text(f, &Field { name: "from", value: &typed.from, kind: Kind::Date, class: "span-4", ..plain }, "report-from", Some(&days_hint)))
            (text(f, &Field { name: "to", value: &typed.to, kind: Kind::Date, class: "span-4", ..plain }, "report-to", None))
            @if typed.subject() != Subject::SavedMethods {
                (select(f, &Field { name: "basis", value: &typed.basis, class: part, ..plain }, "report-basis", &bases))
                (select(f, &Field { name: "accounts", value: &typed.accounts, class: part, ..plain }, "report-accounts", &kinds))
                @if is_of_payments {
                    (select(f, &Field { name: "measure", value: &typed.measure, class: part, ..plain }, "report-measure", &measures))
                }
                (text(f, &Field { name: "filters", value: &typed.filters, max_length: Some(500), class: "span-12", need: Need::Optional, ..plain }, "report-filters", Some(&filters_hint)))
                div class="span-12" {
                    (check(&Check { name: "unsuccessful", value: "1", label: &t.text("report-unsuccessful"), hint: None, checked: typed.unsuccessful }))
                }
            }
        }
    }
}

fn sharing(f: &Form<'_>) -> Markup {
    let t = f.t;
    let may = f.user.may(Permission::ManageReports);
    let choice = |value, key| {
        radio(&Check { name: "sharing", value, label: &t.text(key), hint: None, checked: f.typed.sharing == value })
    };
    html! {
        @if may {
            fieldset class="span-6" id="sharing" {
                legend class="label" { (t.text("report-sharing")) }
                (choice("personal", "report-personal"))
                (choice("global", "report-global"))
            }
        } @else { input type="hidden" name="sharing" value="personal"; }
    }
}

fn layout(f: &Form<'_>) -> Markup {
    let (t, typed) = (f.t, f.typed);
    let groups: Vec<(String, String)> = Grouping::ALL
        .iter()
        .map(|grouping| (grouping.code().to_owned(), t.text(&format!("report-grouping-{}", grouping.code()))))
        .collect();
    let details: Vec<(String, String)> =
        ["rows", "totals"].iter().map(|code| ((*code).to_owned(), t.text(&format!("report-detail-{code}")))).collect();
    let plain = Field { need: Need::Unmarked, class: "span-6", ..Field::default() };
    html! {
        div class="grid" {
            (select(f, &Field { name: "group", value: &typed.group, ..plain }, "report-group", &groups))
            (select(f, &Field { name: "detail", value: &typed.detail, ..plain }, "report-detail", &details))
        }
        (columns(f))
    }
}

fn columns(f: &Form<'_>) -> Markup {
    let (t, typed) = (f.t, f.typed);
    let rest =
        Column::ALL.into_iter().filter(|column| typed.subject().tells(*column) && !typed.columns.contains(column));
    let rest: Vec<(String, String)> = rest.map(|column| (column.code().to_owned(), t.label(column))).collect();
    let last = typed.columns.len().saturating_sub(1);
    html! {
        fieldset class="report-columns" {
            legend class="label" { (t.text("report-columns")) }
            p class="hint" { (t.text("report-columns-hint")) }
            ol role="list" {
                @for (place, column) in typed.columns.iter().enumerate() {
                    li {
                        span { (t.label(*column)) }
                        span class="actions" {
                            (mover(f, *column, "up", place > 0))
                            (mover(f, *column, "down", place < last))
                            (mover(f, *column, "remove", true))
                        }
                    }
                }
            }
            @if !rest.is_empty() {
                div class="report-add" {
                    (select(f, &Field { name: "add", value: "", need: Need::Optional, ..Field::default() }, "report-column-add", &rest))
                    button class="button" type="submit" name="add_column" value="1" { (Icon::Plus) span { (t.text("report-add")) } }
                }
            }
        }
    }
}

/// A button that moves a column. The one that was pressed is found again where its column has gone.
fn mover(f: &Form<'_>, column: Column, way: &'static str, possible: bool) -> Markup {
    let t = f.t;
    let name = t.label(column);
    let (words, label) = match way {
        "up" => (t.text("report-up"), t.with("report-column-up", [("name", name)])),
        "down" => (t.text("report-down"), t.with("report-column-down", [("name", name)])),
        _ => (t.text("report-remove"), t.with("report-column-remove", [("name", name)])),
    };
    let pressed = f.pressed.get(way) == column.code();
    html! {
        button class="button button-small button-ghost" type="submit" name=(way) value=(column.code())
            aria-label=(label) disabled[!possible] autofocus[pressed && possible] { (words) }
    }
}

fn sending(f: &Form<'_>) -> Markup {
    let (t, typed) = (f.t, f.typed);
    let pairs = |codes: &[&str], prefix: &str| -> Vec<(String, String)> {
        codes.iter().map(|code| ((*code).to_owned(), t.text(&format!("{prefix}{code}")))).collect()
    };
    let ways = pairs(&["never", "daily", "weekly", "monthly", "yearly", "once"], "report-send-");
    let weekdays = pairs(&Weekday::ALL.map(Weekday::code), "weekday-");
    let days = (1..=MonthDay::LAST_NUMBER).map(|day| (day.to_string(), day.to_string()));
    let days: Vec<(String, String)> = days.chain([("last".to_owned(), t.text("report-month-last"))]).collect();
    let months: Vec<(String, String)> = (1..=12).map(|month| (month.to_string(), month_name(t, month))).collect();
    let plain = Field { need: Need::Optional, class: "span-4", ..Field::default() };
    let time_hint = t.with("report-time-hint", [("zone", f.firm.time_zone.clone())]);
    let recipients_hint = t.with("report-recipients-hint", [("most", Schedule::MOST_RECIPIENTS.to_string())]);
    html! {
        p class="hint" { (t.text("report-send-hint")) }
        div class="grid" {
            (select(f, &Field { name: "send", value: &typed.send, need: Need::Unmarked, ..plain }, "report-send", &ways))
            (text(f, &Field { name: "time", value: &typed.time, max_length: Some(8), ..plain }, "report-time", Some(&time_hint)))
            (select(f, &Field { name: "weekday", value: &typed.weekday, ..plain }, "report-weekday", &weekdays))
            (select(f, &Field { name: "month_day", value: &typed.month_day, ..plain }, "report-month-day", &days))
            (select(f, &Field { name: "month", value: &typed.month, ..plain }, "report-month", &months))
            (text(f, &Field { name: "once", value: &typed.once, kind: Kind::Date, ..plain }, "report-once", None))
            (text(f, &Field { name: "recipients", value: &typed.recipients, kind: Kind::Emails, class: "span-12", ..plain }, "report-recipients-label", Some(&recipients_hint)))
        }
    }
}
