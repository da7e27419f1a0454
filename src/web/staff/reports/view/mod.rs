//! Reports on the screen: pure markup.

pub(super) mod edit;
pub(super) mod list;
pub(super) mod show;

use maud::{Markup, html};

use crate::{
    domain::{
        firm::Firm,
        report::{
            Measure, Schedule,
            range::Range,
            timetable::{MonthDay, Repeats},
        },
        time::Day,
    },
    export::{Cell, Kind},
    i18n::{T, amount, calendar, dates, numbers},
    web::paths,
};

/// A range in words: what it is called, or its days.
fn range_words(t: T, range: Range) -> String {
    match range {
        Range::Relative(relative) => t.label(relative),
        Range::Fixed(span) => calendar::span(span, t),
    }
}

/// What of a payment is added up, in words.
fn measure_words(t: T, measure: Measure) -> String {
    t.text(&format!("report-measure-{}", measure.code()))
}

/// When a report is sent, in words.
fn schedule_words(t: T, schedule: Option<&Schedule>) -> String {
    let Some(schedule) = schedule else { return t.text("report-never") };
    let minute = i64::from(schedule.timetable.minute);
    // A time of day by the firm's clock: the same minutes after any midnight of a zone without changes.
    let midnight = calendar::start_of(Day::new(2000, 1, 1), "UTC");
    let time = dates::time(midnight.plus_ms(minute * 60_000), "UTC", t.locale());
    let month = |month: u8| month_name(t, month);
    match schedule.timetable.repeats {
        Repeats::Daily => t.with("report-sent-daily", [("time", time)]),
        Repeats::Weekly(day) => {
            t.with("report-sent-weekly", [("day", t.text(&format!("weekday-{}", day.code()))), ("time", time)])
        }
        Repeats::Monthly(MonthDay::Last) => t.with("report-sent-monthly-last", [("time", time)]),
        Repeats::Monthly(MonthDay::Number(day)) => {
            t.with("report-sent-monthly", [("day", day.to_string()), ("time", time)])
        }
        Repeats::Yearly(number, MonthDay::Last) => {
            t.with("report-sent-yearly-last", [("month", month(number)), ("time", time)])
        }
        Repeats::Yearly(number, MonthDay::Number(day)) => {
            t.with("report-sent-yearly", [("month", month(number)), ("day", day.to_string()), ("time", time)])
        }
        Repeats::Once(day) => {
            t.with("report-sent-once", [("day", calendar::day_medium(day, t.locale())), ("time", time)])
        }
    }
}

/// The name of a month by itself.
fn month_name(t: T, month: u8) -> String {
    calendar::month_name(month, t.locale())
}

/// What stands in a cell, as people write it.
fn cell(t: T, firm: &Firm, cell: &Cell<'_>) -> Markup {
    let locale = t.locale();
    match cell {
        Cell::Empty => html! { span class="faint" { "–" } },
        Cell::Text(words) => html! { (words) },
        Cell::Integer(number) => html! { (numbers::integer(*number, locale)) },
        Cell::Money(money) => html! { (amount::format(*money, locale)) },
        Cell::Day(day) => html! { (calendar::day_medium(*day, locale)) },
        Cell::DateTime(at) => html! {
            (dates::date_medium(*at, &firm.time_zone, locale)) " "
            span class="sub" { (dates::time(*at, &firm.time_zone, locale)) }
        },
    }
}

const fn cell_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Money | Kind::Integer => "cell-end num nowrap",
        Kind::DateTime | Kind::Day => "num nowrap",
        Kind::Text => "",
    }
}

/// Payment Manager's two pages. The tab of reports stands on each page of this room.
fn tabs(t: T) -> Markup {
    html! {
        nav class="tabs" aria-label=(t.text("reports-tabs")) {
            a href=(paths::PAYMENTS) { (t.text("reports-payments-tab")) }
            a href=(paths::REPORTS) aria-current="page" { (t.text("reports-title")) }
        }
    }
}
