//! When a law firm is paid: two years of days, each with its share of the payments, and the hours within a day.
//!
//! Business grows from year to year; little happens on weekends and holidays, much at the end of a month. Staff keep
//! office hours, payers do not, schedules run in the small hours.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};

use crate::domain::{
    time::{Day, Timestamp},
    transaction::Source,
};

use super::dice::Dice;

/// How long the firm's story is.
const DAYS: i32 = 731;
/// How many payments the last day has at least.
const LAST_DAY: u64 = 6;
/// How long before the end the last payment was made, in milliseconds.
const LAST_PAYMENT_MS: i64 = 4 * 60 * 1000;
/// How far back from the end the payments lie that would otherwise be in the future, in milliseconds.
const SQUEEZED_MS: i64 = 6 * 60 * 60 * 1000;

/// Sources in believable proportions, per thousand.
const SOURCES: &[(u64, Source)] = &[
    (390, Source::PaymentPage),
    (260, Source::Invoice),
    (170, Source::PaymentSchedule),
    (110, Source::EnterPayment),
    (50, Source::SendForPayment),
    (9, Source::QuickPay),
    (7, Source::PayerPortal),
    (4, Source::Connect),
];

/// A payment's place in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) at: Timestamp,
    pub(super) day: Day,
    pub(super) source: Source,
}

/// The days of the story, each with how many payments it has.
pub(super) struct Calendar {
    zone: TimeZone,
    end: Timestamp,
    days: Vec<(Date, u64)>,
}

impl Calendar {
    /// Spreads `payments` over the two years up to `now`.
    pub(super) fn new(now: Timestamp, zone: &TimeZone, payments: u64) -> Self {
        let end = now.plus_ms(-LAST_PAYMENT_MS);
        let last = date_of(end, zone);
        let dates: Vec<Date> = (1..DAYS).rev().filter_map(|back| last.checked_sub(back.days()).ok()).collect();
        let today = payments.min(LAST_DAY.max(payments / 1_500));
        let mut days = share(&dates, payments - today);
        days.push((last, today));
        Self { zone: zone.clone(), end, days }
    }

    /// The first day.
    pub(super) fn first(&self) -> Timestamp {
        self.days.first().map_or(self.end, |(date, _)| self.instant(*date, 0, 0))
    }

    /// The moments of the day with this number, in order; `None` after the last day.
    pub(super) fn day(&self, number: usize, dice: &Dice) -> Option<Vec<Moment>> {
        let (date, payments) = *self.days.get(number)?;
        let is_last = number + 1 == self.days.len();
        let mut moments: Vec<Moment> = (0..payments).map(|_| self.moment(date, dice)).collect();
        moments.sort_unstable();
        if let Some(latest) = moments.last_mut().filter(|_| is_last) {
            *latest = Moment { at: self.end, source: Source::PaymentPage, ..*latest };
        }
        Some(moments)
    }

    fn moment(&self, date: Date, dice: &Dice) -> Moment {
        let day = day_number(date);
        let source = dice.weighted(SOURCES);
        let (hour, minute) = time_of_day(source, dice);
        let ms = dice.between(0, 59_999);
        let at = self.instant(date, hour, minute).plus_ms(ms);
        if at <= self.end {
            return Moment { at, day, source };
        }
        // Later today: brought forward to the hours just gone, in which no schedule runs.
        let midnight = self.instant(date, 0, 0);
        let first = self.end.plus_ms(-SQUEEZED_MS).max(midnight);
        let at = Timestamp::from_ms(dice.between(first.ms(), self.end.ms()));
        Moment { at, day, source: if source == Source::PaymentSchedule { Source::PaymentPage } else { source } }
    }

    fn instant(&self, date: Date, hour: i8, minute: i8) -> Timestamp {
        let zoned = date.at(hour, minute, 0, 0).to_zoned(self.zone.clone());
        zoned.map_or(self.end, |zoned| Timestamp::from_ms(zoned.timestamp().as_millisecond()))
    }
}

/// The calendar day of `at`.
pub(super) fn date_of(at: Timestamp, zone: &TimeZone) -> Date {
    let instant = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or_default();
    zone.to_datetime(instant).date()
}

fn day_number(date: Date) -> Day {
    Day::new(date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

/// Gives each day the whole number of payments that its weight earns, without losing one to rounding.
fn share(dates: &[Date], payments: u64) -> Vec<(Date, u64)> {
    let weights = dates.iter().zip(0u64..).map(|(date, number)| weight(*date, number));
    let total: u128 = weights.clone().map(u128::from).sum::<u128>().max(1);
    let (mut passed, mut given) = (0u128, 0u64);
    let mut days = Vec::with_capacity(dates.len() + 1);
    for (date, weight) in dates.iter().zip(weights) {
        passed += u128::from(weight);
        let due = u64::try_from(u128::from(payments) * passed / total).unwrap_or(u64::MAX);
        days.push((*date, due - given));
        given = due;
    }
    days
}

/// How busy the day with this number is, compared with others.
fn weight(date: Date, number: u64) -> u64 {
    let weekday = match date.weekday() {
        Weekday::Tuesday | Weekday::Wednesday => 105,
        Weekday::Monday | Weekday::Thursday => 100,
        Weekday::Friday => 88,
        Weekday::Saturday => 18,
        Weekday::Sunday => 12,
    };
    let left = date.days_in_month() - date.day();
    let in_month = match (date.day(), left) {
        (_, 0..=2) => 170,
        (1 | 2, _) => 140,
        (15 | 16, _) => 125,
        _ => 100,
    };
    let quiet = matches!((date.month(), date.day()), (1, 1) | (7, 4) | (12, 24..=26 | 31));
    let growth = 100 + number * 70 / 730;
    weekday * in_month * growth / if quiet { 8 } else { 1 }
}

/// Hour and minute at which payments of this source come in.
fn time_of_day(source: Source, dice: &Dice) -> (i8, i8) {
    const OFFICE: &[(u64, i8)] =
        &[(5, 8), (12, 9), (15, 10), (14, 11), (8, 12), (11, 13), (13, 14), (13, 15), (12, 16), (7, 17)];
    const AT_HOME: &[(u64, i8)] = &[
        (2, 6),
        (4, 7),
        (6, 8),
        (8, 9),
        (9, 10),
        (9, 11),
        (9, 12),
        (7, 13),
        (6, 14),
        (6, 15),
        (6, 16),
        (6, 17),
        (6, 18),
        (7, 19),
        (7, 20),
        (5, 21),
        (3, 22),
        (1, 23),
    ];
    let any_minute = || i8::try_from(dice.between(0, 59)).unwrap_or(0);
    match source {
        Source::EnterPayment | Source::QuickPay | Source::Connect => (dice.weighted(OFFICE), any_minute()),
        Source::PaymentPage | Source::SendForPayment | Source::Invoice | Source::PayerPortal => {
            (dice.weighted(AT_HOME), any_minute())
        }
        // Not between two and three: clocks change then.
        Source::PaymentSchedule => (3, any_minute() / 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(now: &str, payments: u64) -> Calendar {
        let zone = TimeZone::get("America/New_York").unwrap();
        let now: jiff::Timestamp = now.parse().unwrap();
        Calendar::new(Timestamp::from_ms(now.as_millisecond()), &zone, payments)
    }

    fn all(calendar: &Calendar) -> Vec<Moment> {
        let dice = Dice::new(1);
        (0..).map_while(|number| calendar.day(number, &dice)).flatten().collect()
    }

    #[test]
    fn no_payment_is_lost_and_none_lies_ahead_even_just_after_midnight() {
        for now in ["2026-11-20T19:14:00Z", "2026-11-20T05:01:00Z", "2026-11-20T05:06:00Z", "2026-03-08T07:30:00Z"] {
            for payments in [0, 1, 5, 2_500] {
                let calendar = calendar(now, payments);
                let moments = all(&calendar);
                assert_eq!(u64::try_from(moments.len()).unwrap(), payments, "{now}");
                assert!(moments.is_sorted_by_key(|moment| moment.at), "{now}");
                assert!(moments.last().is_none_or(|latest| latest.at == calendar.end), "{now}");
                assert!(moments.iter().all(|moment| day_number(date_of(moment.at, &calendar.zone)) == moment.day));
            }
        }
    }

    #[test]
    fn business_grows_and_rests_on_sundays() {
        let calendar = calendar("2026-11-20T19:14:00Z", 20_000);
        let of = |wanted: &dyn Fn(Date) -> bool| -> u64 {
            calendar.days.iter().filter(|(date, _)| wanted(*date)).map(|(_, payments)| payments).sum()
        };
        assert!(
            of(&|date| date.year() == 2026 && date.month() == 6) > of(&|date| date.year() == 2025 && date.month() == 6)
        );
        assert!(of(&|date| date.weekday() == Weekday::Sunday) * 5 < of(&|date| date.weekday() == Weekday::Tuesday));
    }
}
