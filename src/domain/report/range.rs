//! The days that a report is about: fixed, or relative to the day it is run on. Calendar only; no zone, no clock.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use super::{super::time::Day, timetable::Weekday};

/// First and last day, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first day.
    pub first: Day,
    /// The last day; before the first, there is none.
    pub last: Day,
}

impl Span {
    /// Every day that can be written.
    pub const ALL: Self = Self { first: Day::new(1, 1, 1), last: Day::new(9999, 12, 31) };

    /// Whether `day` is one of them.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

/// The days of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Range {
    /// Found anew at each run.
    Relative(Relative),
    /// Always these.
    Fixed(Span),
}

impl Range {
    /// The days meant on the day `today`.
    #[must_use]
    pub fn on(self, today: Day, week_start: Weekday) -> Span {
        match self {
            Self::Relative(relative) => relative.on(today, week_start),
            Self::Fixed(span) => span,
        }
    }
}

/// Days relative to the day of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relative {
    /// That day.
    Today,
    /// The day before.
    Yesterday,
    /// Its whole week.
    ThisWeek,
    /// The week before.
    LastWeek,
    /// Its whole month.
    ThisMonth,
    /// The month before.
    LastMonth,
    /// Its whole quarter.
    ThisQuarter,
    /// The quarter before.
    LastQuarter,
    /// Its whole year.
    ThisYear,
    /// The year before.
    LastYear,
    /// From the first of its month to that day.
    MonthToDate,
    /// From the first of its quarter to that day.
    QuarterToDate,
    /// From the first of its year to that day.
    YearToDate,
    /// Seven days that end with it.
    Last7Days,
    /// Thirty days that end with it.
    Last30Days,
    /// Ninety days that end with it.
    Last90Days,
    /// Ninety days that begin with it: for what lies ahead, such as cards that expire.
    Next90Days,
    /// Every day.
    AllTime,
}

impl Relative {
    /// Every relative range.
    pub const ALL: [Self; 18] = [
        Self::Today,
        Self::Yesterday,
        Self::ThisWeek,
        Self::LastWeek,
        Self::ThisMonth,
        Self::LastMonth,
        Self::ThisQuarter,
        Self::LastQuarter,
        Self::ThisYear,
        Self::LastYear,
        Self::MonthToDate,
        Self::QuarterToDate,
        Self::YearToDate,
        Self::Last7Days,
        Self::Last30Days,
        Self::Last90Days,
        Self::Next90Days,
        Self::AllTime,
    ];

    /// The name used in forms and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::ThisWeek => "this_week",
            Self::LastWeek => "last_week",
            Self::ThisMonth => "this_month",
            Self::LastMonth => "last_month",
            Self::ThisQuarter => "this_quarter",
            Self::LastQuarter => "last_quarter",
            Self::ThisYear => "this_year",
            Self::LastYear => "last_year",
            Self::MonthToDate => "month_to_date",
            Self::QuarterToDate => "quarter_to_date",
            Self::YearToDate => "year_to_date",
            Self::Last7Days => "last_7_days",
            Self::Last30Days => "last_30_days",
            Self::Last90Days => "last_90_days",
            Self::Next90Days => "next_90_days",
            Self::AllTime => "all_time",
        }
    }

    /// The days meant on the day `today`. A day that is no date has no days around it.
    #[must_use]
    pub fn on(self, today: Day, week_start: Weekday) -> Span {
        let Some(date) = date_of(today) else { return Span { first: today, last: today } };
        let (first, last) = self.dates(date, week_start);
        if self == Self::AllTime { Span::ALL } else { Span { first: day_of(first), last: day_of(last) } }
    }

    fn dates(self, today: Date, week_start: Weekday) -> (Date, Date) {
        let month = today.first_of_month();
        let quarter = months_on(month, -((month.month() - 1) % 3));
        let year = today.first_of_year();
        let week = days_on(today, -week_start.days_until(Weekday::of(today)));
        let up_to = |next: Date| days_on(next, -1);
        match self {
            Self::Today | Self::AllTime => (today, today),
            Self::Yesterday => (days_on(today, -1), days_on(today, -1)),
            Self::ThisWeek => (week, days_on(week, 6)),
            Self::LastWeek => (days_on(week, -7), up_to(week)),
            Self::ThisMonth => (month, month.last_of_month()),
            Self::LastMonth => (months_on(month, -1), up_to(month)),
            Self::ThisQuarter => (quarter, months_on(quarter, 2).last_of_month()),
            Self::LastQuarter => (months_on(quarter, -3), up_to(quarter)),
            Self::ThisYear => (year, year.last_of_year()),
            Self::LastYear => (months_on(year, -12), up_to(year)),
            Self::MonthToDate => (month, today),
            Self::QuarterToDate => (quarter, today),
            Self::YearToDate => (year, today),
            Self::Last7Days => (days_on(today, -6), today),
            Self::Last30Days => (days_on(today, -29), today),
            Self::Last90Days => (days_on(today, -89), today),
            Self::Next90Days => (today, days_on(today, 89)),
        }
    }
}

/// The first day of the week of `day`.
#[must_use]
pub fn week_of(day: Day, week_start: Weekday) -> Day {
    Relative::ThisWeek.on(day, week_start).first
}

/// The first day of the month of `day`.
#[must_use]
pub fn month_of(day: Day) -> Day {
    Day::from_number(day.number() / 100 * 100 + 1)
}

/// The last day of a month; `None` when there is no such month.
#[must_use]
pub fn last_of_month(year: u16, month: u8) -> Option<Day> {
    date_of(Day::new(year, month, 1)).map(|date| day_of(date.last_of_month()))
}

/// The calendar's date of a day; `None` for a number that is none, such as the 31st of a short month.
#[must_use]
pub fn date_of(day: Day) -> Option<Date> {
    let number = day.number();
    let part = |number: u32| i8::try_from(number % 100).ok();
    Date::new(i16::try_from(number / 10_000).ok()?, part(number / 100)?, part(number)?).ok()
}

/// The day that is written as in `2026-12-31`, if there is such a day.
#[must_use]
pub fn written(text: &str) -> Option<Day> {
    let mut parts = text.split('-');
    let (year, month, number) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = year.len() == 4 && month.len() == 2 && number.len() == 2 && parts.next().is_none();
    let day = Day::new(year.parse().ok()?, month.parse().ok()?, number.parse().ok()?);
    (whole && date_of(day).is_some()).then_some(day)
}

/// The day of a date.
#[must_use]
pub fn day_of(date: Date) -> Day {
    Day::new(date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// So many days later or, when negative, earlier; held at the ends of the calendar.
#[must_use]
pub fn days_later(day: Day, days: i64) -> Day {
    date_of(day).map_or(day, |date| day_of(date.saturating_add(jiff::Span::new().days(days))))
}

/// The ends of the calendar are held rather than passed.
pub(super) fn days_on(date: Date, days: i8) -> Date {
    date.saturating_add(days.days())
}

fn months_on(date: Date, months: i8) -> Date {
    date.saturating_add(months.months())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn days(relative: Relative, today: (u16, u8, u8), start: Weekday) -> (u32, u32) {
        let span = relative.on(Day::new(today.0, today.1, today.2), start);
        (span.first.number(), span.last.number())
    }

    #[test]
    fn no_day_is_found_around_what_is_no_date() {
        let odd = Day::new(2026, 2, 30);
        for relative in Relative::ALL {
            assert_eq!(relative.on(odd, Weekday::Monday), Span { first: odd, last: odd });
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_held() {
        for today in [Day::new(1, 1, 1), Day::new(9999, 12, 31)] {
            for relative in Relative::ALL {
                let span = relative.on(today, Weekday::Sunday);
                assert!(date_of(span.first).is_some() && date_of(span.last).is_some(), "{relative:?}");
            }
        }
    }

    #[test]
    fn ranges_meet_at_the_ends_of_weeks_months_quarters_and_years() {
        use Relative as R;
        use Weekday::{Monday, Sunday};
        for (relative, today, start, first, last) in [
            (R::LastMonth, (2024, 3, 31), Monday, 20_240_201, 20_240_229),
            (R::LastMonth, (2023, 3, 1), Monday, 20_230_201, 20_230_228),
            (R::LastMonth, (2026, 1, 15), Monday, 20_251_201, 20_251_231),
            (R::ThisQuarter, (2026, 5, 31), Monday, 20_260_401, 20_260_630),
            (R::LastQuarter, (2026, 2, 28), Monday, 20_251_001, 20_251_231),
            (R::QuarterToDate, (2026, 12, 31), Monday, 20_261_001, 20_261_231),
            (R::LastYear, (2025, 1, 1), Monday, 20_240_101, 20_241_231),
            (R::Yesterday, (2024, 3, 1), Monday, 20_240_229, 20_240_229),
            (R::ThisWeek, (2026, 11, 22), Monday, 20_261_116, 20_261_122),
            (R::ThisWeek, (2026, 11, 22), Sunday, 20_261_122, 20_261_128),
            (R::LastWeek, (2026, 1, 1), Sunday, 20_251_221, 20_251_227),
            (R::Last7Days, (2024, 3, 3), Monday, 20_240_226, 20_240_303),
            (R::Next90Days, (2024, 12, 1), Monday, 20_241_201, 20_250_228),
            (R::AllTime, (2024, 12, 1), Monday, 10_101, 99_991_231),
        ] {
            assert_eq!(days(relative, today, start), (first, last), "{relative:?} on {today:?}");
        }
    }

    /// The same ranges by walking the calendar a day at a time and looking at each day by itself.
    fn walked(relative: Relative, today: Date, start: Weekday) -> (Day, Day) {
        let step = |date: Date, days: i64| date.checked_add(days.days()).unwrap();
        let quarter = |date: Date| (date.year(), (date.month() - 1) / 3);
        // A week is known by the day it began on.
        let week = |date: Date| (0..7).map(|back| step(date, -back)).find(|day| Weekday::of(*day) == start).unwrap();
        let like = |same: &dyn Fn(Date) -> bool, from: Date| {
            let mut first = from;
            while same(step(first, -1)) {
                first = step(first, -1);
            }
            let mut last = from;
            while same(step(last, 1)) {
                last = step(last, 1);
            }
            (first, last)
        };
        let around = |name: &str, from: Date| match name {
            "week" => like(&|day| week(day) == week(from), from),
            "month" => like(&|day| (day.year(), day.month()) == (from.year(), from.month()), from),
            "quarter" => like(&|day| quarter(day) == quarter(from), from),
            _ => like(&|day| day.year() == from.year(), from),
        };
        let before = |name: &str| around(name, step(around(name, today).0, -1));
        let (first, last) = match relative {
            Relative::Today => (today, today),
            Relative::Yesterday => (step(today, -1), step(today, -1)),
            Relative::ThisWeek => around("week", today),
            Relative::LastWeek => before("week"),
            Relative::ThisMonth => around("month", today),
            Relative::LastMonth => before("month"),
            Relative::ThisQuarter => around("quarter", today),
            Relative::LastQuarter => before("quarter"),
            Relative::ThisYear => around("year", today),
            Relative::LastYear => before("year"),
            Relative::MonthToDate => (around("month", today).0, today),
            Relative::QuarterToDate => (around("quarter", today).0, today),
            Relative::YearToDate => (around("year", today).0, today),
            Relative::Last7Days => (step(today, -6), today),
            Relative::Last30Days => (step(today, -29), today),
            Relative::Last90Days => (step(today, -89), today),
            Relative::Next90Days => (today, step(today, 89)),
            Relative::AllTime => return (Span::ALL.first, Span::ALL.last),
        };
        (day_of(first), day_of(last))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn every_range_is_what_walking_the_calendar_finds(days in 0i32..40_000, start in 0usize..7) {
            let today = jiff::civil::date(1970, 1, 1).checked_add(days.days()).unwrap();
            let start = Weekday::ALL[start];
            for relative in Relative::ALL {
                let span = relative.on(day_of(today), start);
                prop_assert_eq!((span.first, span.last), walked(relative, today, start), "{:?} on {}", relative, today);
            }
        }
    }
}
