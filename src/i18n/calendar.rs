//! The firm's clock: which instant a day and a time of day are in a zone, and when a timetable is due.
//!
//! A time of day is due at the first instant at which the clocks of the zone show it or a later time of that day. So a
//! time that is skipped when clocks go forward is due as soon as they have, and one that comes twice when they go back
//! is due the first time.

use std::sync::LazyLock;

use icu::{
    calendar::{Date, Gregorian},
    datetime::{
        FixedCalendarDateTimeFormatter,
        fieldsets::{M, YM},
    },
};
use jiff::{
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};

use crate::domain::{
    locale::Locale,
    report::{
        range::{Span, date_of, day_of},
        timetable::{Timetable, Weekday, day_before, next_day},
    },
    time::{Day, Timestamp},
};

use super::{T, dates, per_locale::PerLocale};

static MONTH_NAME: LazyLock<PerLocale<FixedCalendarDateTimeFormatter<Gregorian, M>>> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), M::long())));
static MONTH: LazyLock<PerLocale<FixedCalendarDateTimeFormatter<Gregorian, YM>>> =
    LazyLock::new(|| PerLocale::build(|tag| FixedCalendarDateTimeFormatter::try_new(tag.into(), YM::long())));

/// The first instant at which clocks in `zone` show `minute` minutes past midnight of `day`, or later. A day that is no
/// date counts as the beginning of time.
#[must_use]
pub fn instant(day: Day, minute: u16, zone: &str) -> Timestamp {
    let Some(date) = date_of(day) else { return Timestamp::from_ms(i64::MIN) };
    let minute = i64::from(minute.min(Timetable::DAY - 1));
    let shown = date.to_datetime(jiff::civil::Time::midnight()).saturating_add(jiff::Span::new().minutes(minute));
    first_instant(shown, &dates::zone(zone))
}

fn first_instant(shown: DateTime, zone: &TimeZone) -> Timestamp {
    let with = |offset: jiff::tz::Offset| offset.to_timestamp(shown).ok();
    let found = match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => with(offset),
        AmbiguousOffset::Fold { before, .. } => with(before),
        // Read with the new offset, a skipped time lies before the change; the change itself is the first that follows.
        AmbiguousOffset::Gap { after, .. } => {
            with(after).and_then(|early| zone.following(early).next()).map(|change| change.timestamp())
        }
    };
    Timestamp::from_ms(found.unwrap_or(jiff::Timestamp::MAX).as_millisecond())
}

/// The first instant of a day.
#[must_use]
pub fn start_of(day: Day, zone: &str) -> Timestamp {
    instant(day, 0, zone)
}

/// The days of one zone, for many instants.
#[derive(Clone, Debug)]
pub struct Days(TimeZone);

impl Days {
    /// The days in the zone of this name.
    #[must_use]
    pub fn of(zone: &str) -> Self {
        Self(dates::zone(zone))
    }

    /// The day of an instant, as [`dates::firm_day`] has it.
    #[must_use]
    pub fn of_instant(&self, at: Timestamp) -> Day {
        let end = if at.ms() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let shown = self.0.to_datetime(jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(end));
        day_of(shown.date())
    }
}

/// The first time after `after` at which a timetable is due; `None` when there is none.
#[must_use]
pub fn next_due(timetable: Timetable, after: Timestamp, zone: &str) -> Option<Timestamp> {
    // A day that a zone skipped altogether is due in the next one, so the day before may still be ahead.
    let mut from = day_before(day_before(dates::firm_day(after, zone)));
    loop {
        let day = timetable.repeats.first_from(from)?;
        let due = instant(day, timetable.minute, zone);
        if due > after {
            return Some(due);
        }
        from = next_day(day);
        if from <= day {
            return None;
        }
    }
}

/// A day in words, short enough for a table: `Nov 20, 2026`.
#[must_use]
pub fn day_medium(day: Day, locale: Locale) -> String {
    dates::date_medium(start_of(day, "UTC"), "UTC", locale)
}

/// A day as machines write it: `2026-11-20`.
#[must_use]
pub fn day_plain(day: Day) -> String {
    let number = day.number();
    format!("{:04}-{:02}-{:02}", number / 10_000, number / 100 % 100, number % 100)
}

/// The month of a day in words: `November 2026`.
#[must_use]
pub fn month(day: Day, locale: Locale) -> String {
    let plain = || format!("{:04}-{:02}", day.number() / 10_000, day.number() / 100 % 100);
    let part = |number: u32| u8::try_from(number % 100).unwrap_or(1);
    let year = i32::try_from(day.number() / 10_000).unwrap_or(1);
    let date = Date::try_new_gregorian(year, part(day.number() / 100), 1);
    match (date, MONTH.get(locale)) {
        (Ok(date), Some(formatter)) => formatter.format(&date).to_string(),
        _ => plain(),
    }
}

/// The name of a month, 1 to 12, by itself: `November`.
#[must_use]
pub fn month_name(month: u8, locale: Locale) -> String {
    match (Date::try_new_gregorian(2000, month, 1), MONTH_NAME.get(locale)) {
        (Ok(date), Some(formatter)) => formatter.format(&date).to_string(),
        _ => month.to_string(),
    }
}

/// The days from first to last in words; one day alone is written once.
#[must_use]
pub fn span(span: Span, t: T) -> String {
    let written = |day: Day| day_medium(day, t.locale());
    match span {
        Span::ALL => t.text("range-all-time"),
        Span { first, last } if first == last => written(first),
        Span { first, last } => t.with("range-span", [("first", written(first)), ("last", written(last))]),
    }
}

/// The first day of the week where `locale` is at home (CLDR).
#[must_use]
pub const fn week_start(locale: Locale) -> Weekday {
    match locale {
        Locale::FrFr | Locale::EsEs => Weekday::Monday,
        Locale::EnUs | Locale::EnCa | Locale::FrCa | Locale::EsUs | Locale::EsMx => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests;
