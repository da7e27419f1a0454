//! On which days, and at what time of the firm's day, a report is sent. Which instant that is depends on the firm's
//! zone and is found in `i18n::calendar`.

use jiff::civil::{self, Date};
use serde::{Deserialize, Serialize};

use super::{
    super::time::Day,
    range::{date_of, day_of, days_on},
};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// Every day, Monday first.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The name used in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// The day of the week of a date.
    #[must_use]
    pub fn of(date: Date) -> Self {
        match date.weekday() {
            civil::Weekday::Monday => Self::Monday,
            civil::Weekday::Tuesday => Self::Tuesday,
            civil::Weekday::Wednesday => Self::Wednesday,
            civil::Weekday::Thursday => Self::Thursday,
            civil::Weekday::Friday => Self::Friday,
            civil::Weekday::Saturday => Self::Saturday,
            civil::Weekday::Sunday => Self::Sunday,
        }
    }

    const fn number(self) -> i8 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }

    /// How many days after this one the next `other` is; 0 to 6.
    #[must_use]
    pub const fn days_until(self, other: Self) -> i8 {
        (other.number() - self.number()).rem_euclid(7)
    }
}

/// A day of any month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthDay {
    /// A number that every month has: 1 to [`MonthDay::LAST_NUMBER`].
    Number(u8),
    /// The last one.
    Last,
}

impl MonthDay {
    /// The highest number that every month has.
    pub const LAST_NUMBER: u8 = 28;

    fn is(self, date: Date) -> bool {
        match self {
            Self::Number(number) => date.day().unsigned_abs() == number,
            Self::Last => date == date.last_of_month(),
        }
    }
}

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeats {
    /// Every day.
    Daily,
    /// On this day of every week.
    Weekly(Weekday),
    /// On this day of every month.
    Monthly(MonthDay),
    /// On this day of this month, 1 to 12, of every year.
    Yearly(u8, MonthDay),
    /// On this day alone.
    Once(Day),
}

impl Repeats {
    /// How far ahead the next day may be: a year and a day.
    const FARTHEST: usize = 367;

    fn falls_on(self, date: Date) -> bool {
        match self {
            Self::Daily => true,
            Self::Weekly(weekday) => Weekday::of(date) == weekday,
            Self::Monthly(day) => day.is(date),
            Self::Yearly(month, day) => date.month().unsigned_abs() == month && day.is(date),
            Self::Once(day) => day_of(date) == day,
        }
    }

    /// The first of its days that is `from` or later.
    #[must_use]
    pub fn first_from(self, from: Day) -> Option<Day> {
        if let Self::Once(day) = self {
            return Some(day).filter(|day| *day >= from);
        }
        let first = date_of(from)?;
        let days = std::iter::successors(Some(first), |date| date.tomorrow().ok());
        days.take(Self::FARTHEST).find(|date| self.falls_on(*date)).map(day_of)
    }
}

/// When a report is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Timetable {
    /// On which days.
    pub repeats: Repeats,
    /// Minutes after midnight by the firm's clock, below [`Timetable::DAY`].
    pub minute: u16,
}

impl Timetable {
    /// Minutes of a day of ordinary length.
    pub const DAY: u16 = 24 * 60;
}

/// The day after `day`.
#[must_use]
pub fn next_day(day: Day) -> Day {
    date_of(day).map_or(day, |date| day_of(days_on(date, 1)))
}

/// The day before `day`.
#[must_use]
pub fn day_before(day: Day) -> Day {
    date_of(day).map_or(day, |date| day_of(days_on(date, -1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_comes_after_the_one_day_and_nothing_from_what_is_no_date() {
        let once = Repeats::Once(Day::new(2026, 11, 22));
        assert_eq!(once.first_from(Day::new(2026, 11, 22)), Some(Day::new(2026, 11, 22)));
        assert_eq!(once.first_from(Day::new(2026, 11, 23)), None);
        assert_eq!(Repeats::Daily.first_from(Day::new(2026, 2, 30)), None);
        assert_eq!(
            Repeats::Monthly(MonthDay::Number(31)).first_from(Day::new(9999, 12, 31)).map(Day::number),
            Some(99_991_231)
        );
        assert_eq!(Repeats::Weekly(Weekday::Monday).first_from(Day::new(9999, 12, 31)), None);
    }

    #[test]
    fn days_repeat_over_the_ends_of_months_and_leap_years() {
        for (repeats, from, first) in [
            (Repeats::Daily, (2024, 2, 29), 20_240_229),
            (Repeats::Weekly(Weekday::Sunday), (2026, 11, 22), 20_261_122),
            (Repeats::Weekly(Weekday::Saturday), (2026, 11, 22), 20_261_128),
            (Repeats::Monthly(MonthDay::Last), (2024, 2, 1), 20_240_229),
            (Repeats::Monthly(MonthDay::Last), (2023, 2, 1), 20_230_228),
            (Repeats::Monthly(MonthDay::Number(28)), (2023, 2, 28), 20_230_228),
            (Repeats::Monthly(MonthDay::Number(1)), (2023, 12, 2), 20_240_101),
            (Repeats::Yearly(2, MonthDay::Last), (2023, 3, 1), 20_240_229),
            (Repeats::Yearly(2, MonthDay::Last), (2024, 3, 1), 20_250_228),
            (Repeats::Yearly(1, MonthDay::Number(1)), (2026, 1, 2), 20_270_101),
        ] {
            let from = Day::new(from.0, from.1, from.2);
            assert_eq!(repeats.first_from(from).map(Day::number), Some(first), "{repeats:?} from {from:?}");
        }
    }
}
