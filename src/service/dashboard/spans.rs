//! The stretches of days that the dashboard compares, as pure functions of the firm's day.
//!
//! Today stands against the same weekday of the week before, because a Monday is not a Sunday. The month so far stands
//! against the same days of the month before, held at its end; the year so far against the same days of the year before.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};

use crate::{domain::time::Day, i18n::dates};

/// Days from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Span {
    fn between(first: Date, last: Date) -> Self {
        Self { first: dates::day(first), last: dates::day(last) }
    }

    fn one(day: Date) -> Self {
        Self::between(day, day)
    }

    /// Whether it is a single day.
    #[must_use]
    pub fn is_one_day(self) -> bool {
        self.first == self.last
    }
}

/// A stretch and the one it stands against.
pub type Pair = (Span, Span);

/// Today, and the same weekday of the week before.
#[must_use]
pub fn today(today: Date) -> Pair {
    (Span::one(today), Span::one(back(today, 7)))
}

/// The month so far, and the same days of the month before, held at its end.
#[must_use]
pub fn month_to_date(today: Date) -> Pair {
    let before = today.checked_sub(1.month()).unwrap_or(today);
    (Span::between(today.first_of_month(), today), Span::between(before.first_of_month(), before))
}

/// The year so far, and the same days of the year before; the 29th of February stands against the 28th.
#[must_use]
pub fn year_to_date(today: Date) -> Pair {
    let before = today.checked_sub(1.year()).unwrap_or(today);
    (Span::between(today.first_of_year(), today), Span::between(before.first_of_year(), before))
}

/// The last `count` days, today the last of them.
#[must_use]
pub fn last_days(today: Date, count: i32) -> Vec<Span> {
    (0..count).rev().map(|days| Span::one(back(today, days))).collect()
}

/// The last `count` months with the same month of the year before, this month the last of them and only as far as
/// today.
#[must_use]
pub fn last_months(today: Date, count: i32) -> Vec<Pair> {
    let month = |months: i32| today.first_of_month().checked_sub(months.months()).unwrap_or(Date::MIN);
    let whole = |first: Date| Span::between(first, first.last_of_month());
    (0..count)
        .rev()
        .map(|months| {
            let span = whole(month(months));
            (Span { last: span.last.min(dates::day(today)), ..span }, whole(month(months.saturating_add(12))))
        })
        .collect()
}

/// The day so many days before.
fn back(today: Date, days: i32) -> Date {
    today.checked_sub(days.days()).unwrap_or(date(1, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Timestamp;

    fn numbers(span: Span) -> (u32, u32) {
        (span.first.number(), span.last.number())
    }

    fn pair((now, before): Pair) -> [(u32, u32); 2] {
        [numbers(now), numbers(before)]
    }

    #[test]
    fn the_month_before_is_held_at_its_end() {
        for (today, now, before) in [
            (date(2026, 3, 31), (20_260_301, 20_260_331), (20_260_201, 20_260_228)),
            (date(2024, 3, 30), (20_240_301, 20_240_330), (20_240_201, 20_240_229)),
            (date(2026, 2, 28), (20_260_201, 20_260_228), (20_260_101, 20_260_128)),
            (date(2026, 1, 15), (20_260_101, 20_260_115), (20_251_201, 20_251_215)),
            (date(2026, 11, 1), (20_261_101, 20_261_101), (20_261_001, 20_261_001)),
        ] {
            assert_eq!(pair(month_to_date(today)), [now, before], "{today}");
        }
    }

    #[test]
    fn a_leap_day_stands_against_the_28th() {
        for (today, now, before) in [
            (date(2024, 2, 29), (20_240_101, 20_240_229), (20_230_101, 20_230_228)),
            (date(2025, 2, 28), (20_250_101, 20_250_228), (20_240_101, 20_240_228)),
            (date(2026, 1, 1), (20_260_101, 20_260_101), (20_250_101, 20_250_101)),
            (date(2026, 12, 31), (20_260_101, 20_261_231), (20_250_101, 20_251_231)),
        ] {
            assert_eq!(pair(year_to_date(today)), [now, before], "{today}");
        }
    }

    #[test]
    fn today_stands_against_the_same_weekday() {
        for day in [date(2026, 1, 3), date(2026, 3, 8), date(2024, 3, 1)] {
            let (_, before) = today(day);
            assert_eq!(dates::civil(before.first).weekday(), day.weekday(), "{day}");
            assert!(before.is_one_day() && before.last < dates::day(day));
        }
    }

    #[test]
    fn days_run_without_a_gap_over_the_ends_of_months_and_the_change_of_the_clocks() {
        for today in [date(2026, 3, 15), date(2026, 11, 8), date(2024, 3, 2), date(2026, 1, 1)] {
            let days = last_days(today, 30);
            assert_eq!((days.len(), days[29].last), (30, dates::day(today)));
            for pair in days.windows(2) {
                assert_eq!(dates::civil(pair[0].first).tomorrow().unwrap(), dates::civil(pair[1].first));
            }
        }
    }

    #[test]
    fn months_are_whole_but_for_this_one_and_stand_against_whole_ones() {
        let months = last_months(date(2024, 2, 10), 12);
        assert_eq!(months.len(), 12);
        assert_eq!(pair(months[0]), [(20_230_301, 20_230_331), (20_220_301, 20_220_331)]);
        assert_eq!(pair(months[11]), [(20_240_201, 20_240_210), (20_230_201, 20_230_228)]);
    }

    #[test]
    fn the_firms_day_turns_at_its_own_midnight_whatever_the_clocks_do() {
        // The night of 2026-11-01 has 25 hours in New York, that of 2026-03-08 has 23.
        for (ms, day) in [
            (1_793_505_599_999, 20_261_031),
            (1_793_505_600_000, 20_261_101),
            (1_793_595_599_999, 20_261_101),
            (1_793_595_600_000, 20_261_102),
            (1_772_945_999_999, 20_260_307),
            (1_772_946_000_000, 20_260_308),
            (1_773_028_799_999, 20_260_308),
            (1_773_028_800_000, 20_260_309),
        ] {
            assert_eq!(dates::firm_day(Timestamp::from_ms(ms), "America/New_York").number(), day, "{ms}");
        }
    }
}
