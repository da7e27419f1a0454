//! Schedules as rows of a table: their own list and the page of a payer show them alike.

use maud::{Markup, html};

use crate::{
    domain::schedule::{
        State,
        plan::Plan,
        recurrence::{Frequency, Recurrence},
    },
    i18n::{T, amount, calendar},
    service::schedules::looking::Row,
};

use super::{
    fragments::{Icon, Tone, method, table_scroll, tag},
    paths,
};

/// Whether a table of schedules says whose each is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payers {
    /// It does.
    Shown,
    /// It does not: all are one payer's.
    Hidden,
}

/// A table of schedules.
#[must_use]
pub fn table(t: T, rows: &[Row], payers: Payers) -> Markup {
    let table = html! {
        table class="table table-stack" {
            thead { tr {
                th scope="col" { (t.text("schedule-name")) }
                @if payers == Payers::Shown { th scope="col" { (t.text("payments-payer")) } }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("schedules-next")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
                th scope="col" { (t.text("payments-status")) }
            } }
            tbody { @for row in rows { (table_row(t, row, payers)) } }
        }
    };
    table_scroll(&format!("{}: {}", t.text("schedules-list"), t.text("schedules-next")), &table)
}

fn table_row(t: T, row: &Row, payers: Payers) -> Markup {
    let schedule = &row.schedule;
    let failed = schedule.tally.failed;
    html! {
        tr {
            td {
                a class="row-link" href=(paths::schedule(schedule.id)) { (schedule.name) }
                @if let Some(terms) = schedule.latest() { " " span class="sub" { (plan_words(t, terms.plan)) } }
            }
            @if payers == Payers::Shown { td data-label=(t.text("payments-payer")) { @if let Some(payer) = &row.payer { (payer.name) } @else { "–" } } }
            td data-label=(t.text("payments-method")) { (method(t, row.method.as_ref().map(|method| &method.instrument))) }
            td class="num nowrap" data-label=(t.text("schedules-next")) { @if let Some(next) = &row.next { (calendar::day_medium(next.day, t.locale())) } @else { "–" } }
            td class="num cell-end nowrap" data-label=(t.text("payments-amount")) { @if let Some(next) = &row.next { (amount::format(next.amount, t.locale())) } @else { "–" } }
            td data-label=(t.text("payments-status")) {
                div class="schedule-tags" {
                    (state_tag(t, schedule.state))
                    @if failed > 0 { (tag(Tone::Negative, Icon::CircleX, &t.with("schedules-failed-count", [("count", failed)]))) }
                }
            }
        }
    }
}

/// Whether a schedule collects, as a mark.
#[must_use]
pub fn state_tag(t: T, state: State) -> Markup {
    let (tone, icon) = match state {
        State::Draft => (Tone::Neutral, Icon::FileText),
        State::Active => (Tone::Positive, Icon::CalendarClock),
        State::Paused => (Tone::Warning, Icon::Clock),
        State::Completed => (Tone::Information, Icon::CircleCheck),
        State::Cancelled => (Tone::Neutral, Icon::Ban),
    };
    tag(tone, icon, &t.label(state))
}

/// How much and until when, in words.
#[must_use]
pub fn plan_words(t: T, plan: Plan) -> String {
    let written = |money| amount::format(money, t.locale());
    let day = |day| calendar::day_medium(day, t.locale());
    match plan {
        Plan::Installments { each, count } => t.with(
            "schedule-plan-installments",
            [("amount", written(each).into()), ("count", crate::i18n::Arg::from(count))],
        ),
        Plan::Perpetual { each } => t.with("schedule-plan-perpetual", [("amount", written(each))]),
        Plan::LumpSum { total, count } => {
            t.with("schedule-plan-lump", [("amount", written(total).into()), ("count", crate::i18n::Arg::from(count))])
        }
        Plan::UntilDay { each, last } => {
            t.with("schedule-plan-until-day", [("amount", written(each)), ("day", day(last))])
        }
        Plan::UntilTotal { each, total } => {
            t.with("schedule-plan-until-total", [("amount", written(each)), ("total", written(total))])
        }
    }
}

/// On which days, in words.
#[must_use]
pub fn recurrence_words(t: T, recurrence: Recurrence) -> String {
    let every = recurrence.every();
    let unit = |one: &'static str, many: &'static str| {
        if every == 1 { t.text(one) } else { t.with(many, [("count", u32::from(every))]) }
    };
    let from = calendar::day_medium(recurrence.anchor(), t.locale());
    let often = match recurrence.frequency() {
        Frequency::Once => return t.with("schedule-words-once", [("day", from)]),
        Frequency::Daily => unit("schedule-frequency-daily", "schedule-every-days"),
        Frequency::Weekly if every == 2 => t.text("schedule-frequency-two-weeks"),
        Frequency::Weekly => unit("schedule-frequency-weekly", "schedule-every-weeks"),
        Frequency::TwiceAMonth(first, second) => {
            t.with("schedule-words-twice-a-month", [("first", month_day(t, first)), ("second", month_day(t, second))])
        }
        Frequency::Monthly => unit("schedule-frequency-monthly", "schedule-every-months"),
        Frequency::Quarterly => t.text("schedule-frequency-quarterly"),
        Frequency::HalfYearly => t.text("schedule-frequency-half-yearly"),
        Frequency::Yearly => unit("schedule-frequency-yearly", "schedule-every-years"),
    };
    t.with("schedule-words-from", [("often", often), ("day", from)])
}

/// A day of any month in words; 31 is the last one of all.
#[must_use]
pub fn month_day(t: T, number: u8) -> String {
    if number == 31 {
        t.text("schedule-last-day")
    } else {
        t.with("schedule-month-day", [("number", u32::from(number))])
    }
}
