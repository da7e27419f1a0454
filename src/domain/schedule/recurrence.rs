//! On which days a schedule collects. Only days are counted here; which instant a day's run is at depends on the firm's
//! zone and is found in `i18n::calendar`.
//!
//! Every date is counted from the first one, never from the one before, so that the 31st comes back after February.

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use crate::domain::{
    report::range::{date_of, day_of},
    time::Day,
};

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// On the first day alone.
    Once,
    /// Every so many days.
    Daily,
    /// Every so many weeks.
    Weekly,
    /// On two days of every month. A number that a month has not is its last day, so 31 is the last day of any.
    TwiceAMonth(u8, u8),
    /// Every so many months.
    Monthly,
    /// Every so many quarters.
    Quarterly,
    /// Every so many half years.
    HalfYearly,
    /// Every so many years.
    Yearly,
}

/// The days of a schedule: the first one, how often, and every how many of that unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recurrence {
    anchor: Day,
    frequency: Frequency,
    every: u16,
}

/// Why there is no such recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// The first day is no date.
    #[error("there is no such day")]
    NoSuchDay,
    /// Every none, or every more than [`Recurrence::MOST`].
    #[error("every how many is out of range")]
    Every,
    /// The two days of the month are not two different days of every month, in their order.
    #[error("not two different days of every month")]
    TwoDays,
}

impl Recurrence {
    /// The most units that may lie between two dates.
    pub const MOST: u16 = 366;

    /// From `anchor` on. What happens once, or on two days of every month, is not counted in units: `every` is 1.
    ///
    /// # Errors
    /// [`RecurrenceError`] when there are no such days.
    pub fn new(anchor: Day, frequency: Frequency, every: u16) -> Result<Self, RecurrenceError> {
        date_of(anchor).ok_or(RecurrenceError::NoSuchDay)?;
        let counted = !matches!(frequency, Frequency::Once | Frequency::TwiceAMonth(..));
        if !(1..=if counted { Self::MOST } else { 1 }).contains(&every) {
            return Err(RecurrenceError::Every);
        }
        if let Frequency::TwiceAMonth(first, second) = frequency
            && !((1..=27).contains(&first) && (first + 1..=31).contains(&second))
        {
            return Err(RecurrenceError::TwoDays);
        }
        Ok(Self { anchor, frequency, every })
    }

    /// The day that all are counted from; the first date, or the first day on which there may be one.
    #[must_use]
    pub const fn anchor(self) -> Day {
        self.anchor
    }

    /// How often.
    #[must_use]
    pub const fn frequency(self) -> Frequency {
        self.frequency
    }

    /// Every how many days, weeks, months, quarters, half years or years.
    #[must_use]
    pub const fn every(self) -> u16 {
        self.every
    }

    /// The date with this number, from 0; `None` when there is none, or when it lies beyond the calendar.
    #[must_use]
    pub fn date(self, number: u32) -> Option<Day> {
        let anchor = date_of(self.anchor)?;
        let units = i64::from(number) * i64::from(self.every);
        let date = match self.frequency {
            Frequency::Once => (number == 0).then_some(anchor)?,
            Frequency::Daily => anchor.checked_add(units.days()).ok()?,
            Frequency::Weekly => anchor.checked_add(units.checked_mul(7)?.days()).ok()?,
            Frequency::TwiceAMonth(first, second) => twice_a_month(anchor, (first, second), number)?,
            Frequency::Monthly => months_on(anchor, units)?,
            Frequency::Quarterly => months_on(anchor, units.checked_mul(3)?)?,
            Frequency::HalfYearly => months_on(anchor, units.checked_mul(6)?)?,
            Frequency::Yearly => months_on(anchor, units.checked_mul(12)?)?,
        };
        Some(day_of(date))
    }

    /// The number of the first date that is `from` or later.
    #[must_use]
    pub fn first_from(self, from: Day) -> Option<u32> {
        let (mut low, mut high) = (0, 1);
        while self.date(high).is_some_and(|day| day < from) {
            low = high;
            high = high.checked_mul(2)?;
        }
        // Between the two, no date beyond the calendar is taken for an early one.
        while low < high {
            let middle = low + (high - low) / 2;
            if self.date(middle).is_some_and(|day| day < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.date(low).map(|_| low)
    }
}

/// A number that the month has not becomes its last day.
fn months_on(anchor: Date, months: i64) -> Option<Date> {
    anchor.checked_add(jiff::Span::new().try_months(months).ok()?).ok()
}

fn twice_a_month(anchor: Date, (first, second): (u8, u8), number: u32) -> Option<Date> {
    let month = anchor.first_of_month();
    let day = |month: Date, number: u8| {
        let last = month.days_in_month();
        month.with().day(i8::try_from(number).unwrap_or(last).min(last)).build().ok()
    };
    let gone = u32::from(day(month, first)? < anchor) + u32::from(day(month, second)? < anchor);
    let place = number.checked_add(gone)?;
    day(months_on(month, i64::from(place / 2))?, if place % 2 == 0 { first } else { second })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recurrence(anchor: (u16, u8, u8), frequency: Frequency, every: u16) -> Recurrence {
        Recurrence::new(Day::new(anchor.0, anchor.1, anchor.2), frequency, every).unwrap()
    }

    fn dates(recurrence: Recurrence, count: u32) -> Vec<u32> {
        (0..count).map_while(|number| recurrence.date(number)).map(Day::number).collect()
    }

    #[test]
    fn what_is_no_recurrence_is_refused() {
        use RecurrenceError as E;
        for (anchor, frequency, every, error) in [
            ((2026, 2, 30), Frequency::Monthly, 1, E::NoSuchDay),
            ((2026, 2, 1), Frequency::Monthly, 0, E::Every),
            ((2026, 2, 1), Frequency::Daily, 367, E::Every),
            ((2026, 2, 1), Frequency::Once, 2, E::Every),
            ((2026, 2, 1), Frequency::TwiceAMonth(1, 15), 2, E::Every),
            ((2026, 2, 1), Frequency::TwiceAMonth(15, 15), 1, E::TwoDays),
            ((2026, 2, 1), Frequency::TwiceAMonth(28, 31), 1, E::TwoDays),
            ((2026, 2, 1), Frequency::TwiceAMonth(0, 15), 1, E::TwoDays),
            ((2026, 2, 1), Frequency::TwiceAMonth(1, 32), 1, E::TwoDays),
        ] {
            let anchor = Day::new(anchor.0, anchor.1, anchor.2);
            assert_eq!(Recurrence::new(anchor, frequency, every), Err(error), "{frequency:?}");
        }
    }

    #[test]
    fn there_is_no_date_after_the_only_one_nor_beyond_the_calendar() {
        let once = recurrence((2026, 12, 1), Frequency::Once, 1);
        assert_eq!((dates(once, 9), once.first_from(Day::new(2026, 12, 2))), (vec![20_261_201], None));
        let late = recurrence((9999, 12, 1), Frequency::Monthly, 1);
        assert_eq!((dates(late, 9), late.first_from(Day::new(9999, 12, 2))), (vec![99_991_201], None));
        assert_eq!(recurrence((2026, 1, 1), Frequency::Yearly, 366).date(u32::MAX), None);
        assert_eq!(recurrence((2026, 1, 1), Frequency::TwiceAMonth(1, 2), 1).date(u32::MAX), None);
    }

    #[test]
    fn the_end_of_the_month_is_kept_and_never_drifts() {
        let end = recurrence((2027, 12, 31), Frequency::Monthly, 1);
        assert_eq!(dates(end, 5), [20_271_231, 20_280_131, 20_280_229, 20_280_331, 20_280_430]);
        let leap = recurrence((2024, 2, 29), Frequency::Yearly, 1);
        assert_eq!(dates(leap, 5), [20_240_229, 20_250_228, 20_260_228, 20_270_228, 20_280_229]);
        let quarter = recurrence((2026, 11, 30), Frequency::Quarterly, 1);
        assert_eq!(dates(quarter, 3), [20_261_130, 20_270_228, 20_270_530]);
        let half = recurrence((2026, 8, 31), Frequency::HalfYearly, 1);
        assert_eq!(dates(half, 3), [20_260_831, 20_270_228, 20_270_831]);
        let twice = recurrence((2027, 2, 16), Frequency::TwiceAMonth(15, 31), 1);
        assert_eq!(dates(twice, 4), [20_270_228, 20_270_315, 20_270_331, 20_270_415]);
        let after_both = recurrence((2027, 2, 21), Frequency::TwiceAMonth(5, 20), 1);
        assert_eq!(dates(after_both, 2), [20_270_305, 20_270_320]);
        assert_eq!(dates(recurrence((2026, 12, 25), Frequency::Weekly, 2), 2), [20_261_225, 20_270_108]);
    }

    fn days_between(from: Date, to: Date) -> i64 {
        i64::from((to - from).get_days())
    }

    /// Whether a date is one, looked at by itself.
    fn is_one(recurrence: Recurrence, date: Date) -> bool {
        let anchor = date_of(recurrence.anchor).unwrap();
        let every = i64::from(recurrence.every);
        let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        let monthly = |unit: i64| {
            let right_month = (months(date) - months(anchor)) % (unit * every) == 0;
            let right_day = date.day() == anchor.day() || date.day() < anchor.day() && date == date.last_of_month();
            right_month && right_day
        };
        let is_day = |number: u8| {
            let number = i8::try_from(number).unwrap();
            date.day() == number || date.day() < number && date == date.last_of_month()
        };
        match recurrence.frequency {
            Frequency::Once => date == anchor,
            Frequency::Daily => days_between(anchor, date) % every == 0,
            Frequency::Weekly => days_between(anchor, date) % (7 * every) == 0,
            Frequency::TwiceAMonth(first, second) => is_day(first) || is_day(second),
            Frequency::Monthly => monthly(1),
            Frequency::Quarterly => monthly(3),
            Frequency::HalfYearly => monthly(6),
            Frequency::Yearly => monthly(12),
        }
    }

    fn frequencies() -> impl Strategy<Value = (Frequency, u16)> {
        let counted = prop_oneof![
            Just(Frequency::Daily),
            Just(Frequency::Weekly),
            Just(Frequency::Monthly),
            Just(Frequency::Quarterly),
            Just(Frequency::HalfYearly),
            Just(Frequency::Yearly),
        ];
        let two = (1u8..=27).prop_flat_map(|first| (Just(first), first + 1..=31));
        prop_oneof![
            6 => (counted, 1u16..4),
            1 => Just((Frequency::Once, 1)),
            3 => two.prop_map(|(first, second)| (Frequency::TwiceAMonth(first, second), 1)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn the_dates_are_those_that_walking_day_by_day_finds(
            from in 0i64..3_000, (frequency, every) in frequencies(), asked in 0i64..2_500,
        ) {
            let anchor = jiff::civil::date(2024, 1, 1).checked_add(from.days()).unwrap();
            let recurrence = Recurrence::new(day_of(anchor), frequency, every).unwrap();
            let days = (0..2_500i64).map(|days| anchor.checked_add(days.days()).unwrap());
            let walked: Vec<Day> = days.filter(|date| is_one(recurrence, *date)).map(day_of).collect();
            let counted: Vec<Day> =
                (0..).map_while(|number| recurrence.date(number)).take(walked.len()).collect();
            prop_assert_eq!(&counted, &walked);
            let asked = day_of(anchor.checked_add(asked.days()).unwrap());
            let expected = walked.iter().position(|day| *day >= asked).map(|place| u32::try_from(place).unwrap());
            let found = recurrence.first_from(asked);
            // What lies beyond the walk is not compared.
            prop_assert!(found == expected || expected.is_none(), "{:?} and {:?}", found, expected);
        }
    }
}
