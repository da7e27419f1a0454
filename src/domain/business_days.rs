//! The banks' calendar: which days the Federal Reserve settles on, and when a debit handed over now is money.
//!
//! Holidays are computed, not listed, by the rule of Reserve Banks: one that falls on a Sunday is kept on the Monday,
//! one that falls on a Saturday is not kept at all. The hour of the cut-off is that of US Central time.

use jiff::{
    ToSpan as _,
    civil::{Date, Time, Weekday, date},
    tz::TimeZone,
};

use super::{
    report::range::{date_of, day_of},
    time::{Day, Timestamp},
};

/// What is handed over by this hour, Central time, goes to the banks on the same day.
const CUT_OFF: Time = Time::constant(18, 0, 0, 0);
/// Before this hour, Central time, the day's debits have settled.
const SETTLED_BY: Time = Time::constant(7, 30, 0, 0);
/// Banking days from the day a debit goes to the banks to the day it settles.
const SETTLES_AFTER: u8 = 2;
/// Banking days after settlement within which a debit usually comes back, if it does.
const USUALLY_RETURNED_WITHIN: u8 = 5;
/// Days after settlement within which a consumer may have a debit returned as not authorized.
const UNAUTHORIZED_DAYS: i32 = 60;
/// Central time by the rule in force since 2007, so that no database of zones is needed.
const CENTRAL: &str = "CST6CDT,M3.2.0,M11.1.0";

/// Whether banks settle on this day.
#[must_use]
pub fn is_banking_day(day: Day) -> bool {
    date_of(day).is_some_and(is_banking_date)
}

fn is_banking_date(date: Date) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays(date.year()).contains(&date)
}

/// The days of a year on which Reserve Banks are closed, as they are kept. A New Year's Day on a Sunday is kept on the
/// 2nd; one on a Saturday is not kept.
fn holidays(year: i16) -> Vec<Date> {
    let nth = |month, weekday, nth| date(year, month, 1).nth_weekday_of_month(nth, weekday).ok();
    let fixed = [(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)].map(|(month, day)| kept(date(year, month, day)));
    let floating = [
        nth(1, Weekday::Monday, 3),
        nth(2, Weekday::Monday, 3),
        nth(5, Weekday::Monday, -1),
        nth(9, Weekday::Monday, 1),
        nth(10, Weekday::Monday, 2),
        nth(11, Weekday::Thursday, 4),
    ];
    fixed.into_iter().chain(floating).flatten().collect()
}

fn kept(holiday: Date) -> Option<Date> {
    match holiday.weekday() {
        Weekday::Saturday => None,
        Weekday::Sunday => holiday.tomorrow().ok(),
        _ => Some(holiday),
    }
}

/// The banking day `count` banking days after `day`; the first from `day` on when `count` is 0.
#[must_use]
pub fn banking_days_after(day: Day, count: u8) -> Day {
    let Some(mut date) = date_of(day) else { return day };
    let mut left = count;
    loop {
        if is_banking_date(date) {
            if left == 0 {
                return day_of(date);
            }
            left -= 1;
        }
        match date.tomorrow() {
            Ok(next) => date = next,
            Err(_) => return day_of(date),
        }
    }
}

/// When a debit handed over at `at` goes to the banks: until then it can be cancelled whole.
#[must_use]
pub fn submitted_at(at: Timestamp) -> Timestamp {
    instant(submission_day(at), CUT_OFF)
}

/// The banking day on which a debit handed over at `at` goes to the banks.
#[must_use]
pub fn submission_day(at: Timestamp) -> Day {
    let end = if at.ms() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    let shown = central().to_datetime(jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(end));
    let date = if shown.time() < CUT_OFF { shown.date() } else { shown.date().tomorrow().unwrap_or(shown.date()) };
    banking_days_after(day_of(date), 0)
}

/// The banking day on which a debit handed over at `at` is expected to settle.
#[must_use]
pub fn settles_on(at: Timestamp) -> Day {
    banking_days_after(submission_day(at), SETTLES_AFTER)
}

/// When what settles on `day` has settled.
#[must_use]
pub fn settled_at(day: Day) -> Timestamp {
    instant(day, SETTLED_BY)
}

/// The first day on which the money of a debit that settles on `settles` can be taken for good: the usual returns have
/// come by then.
#[must_use]
pub fn good_from(settles: Day) -> Day {
    banking_days_after(banking_days_after(settles, USUALLY_RETURNED_WITHIN), 1)
}

/// The last day on which a debit that settles on `settles` may be returned as not authorized.
#[must_use]
pub fn unauthorized_until(settles: Day) -> Day {
    date_of(settles).and_then(|date| date.checked_add(UNAUTHORIZED_DAYS.days()).ok()).map_or(settles, day_of)
}

/// The instant at which clocks in Central time show `time` on `day`; neither time used here is ever skipped.
fn instant(day: Day, time: Time) -> Timestamp {
    let shown = date_of(day).map(|date| date.to_datetime(time));
    let at = shown.and_then(|shown| central().to_timestamp(shown).ok());
    Timestamp::from_ms(at.map_or(i64::MAX, jiff::Timestamp::as_millisecond))
}

fn central() -> TimeZone {
    TimeZone::posix(CENTRAL).unwrap_or(TimeZone::UTC)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As the Federal Reserve publishes them, kept days only: what falls on a Saturday is missing, what falls on a
    /// Sunday stands on the Monday.
    const PUBLISHED: &[(u16, &[(u8, u8)])] = &[
        (2024, &[(1, 1), (1, 15), (2, 19), (5, 27), (6, 19), (7, 4), (9, 2), (10, 14), (11, 11), (11, 28), (12, 25)]),
        (2025, &[(1, 1), (1, 20), (2, 17), (5, 26), (6, 19), (7, 4), (9, 1), (10, 13), (11, 11), (11, 27), (12, 25)]),
        (2026, &[(1, 1), (1, 19), (2, 16), (5, 25), (6, 19), (9, 7), (10, 12), (11, 11), (11, 26), (12, 25)]),
        (2027, &[(1, 1), (1, 18), (2, 15), (5, 31), (7, 5), (9, 6), (10, 11), (11, 11), (11, 25)]),
        (2028, &[(1, 17), (2, 21), (5, 29), (6, 19), (7, 4), (9, 4), (10, 9), (11, 23), (12, 25)]),
        (2029, &[(1, 1), (1, 15), (2, 19), (5, 28), (6, 19), (7, 4), (9, 3), (10, 8), (11, 12), (11, 22), (12, 25)]),
        (2030, &[(1, 1), (1, 21), (2, 18), (5, 27), (6, 19), (7, 4), (9, 2), (10, 14), (11, 11), (11, 28), (12, 25)]),
    ];

    #[test]
    fn banks_are_closed_on_the_published_holidays_and_no_others() {
        for (year, published) in PUBLISHED {
            let mut closed = Vec::new();
            let mut date = date(i16::try_from(*year).unwrap(), 1, 1);
            while date.year().unsigned_abs() == *year {
                let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
                if !weekend && !is_banking_date(date) {
                    closed.push((date.month().unsigned_abs(), date.day().unsigned_abs()));
                }
                date = date.tomorrow().unwrap();
            }
            assert_eq!(&closed, published, "{year}");
        }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::from_ms(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn a_debit_settles_two_banking_days_after_its_cut_off() {
        for (handed_over, submitted, settles) in [
            // Friday before and after 18:00 in Chicago (UTC-6).
            ("2026-11-20T23:59:59Z", 20_261_120, 20_261_124),
            ("2026-11-21T00:00:00Z", 20_261_123, 20_261_125),
            // Sunday.
            ("2026-11-22T12:00:00Z", 20_261_123, 20_261_125),
            // The Tuesday before Thanksgiving, and the Wednesday.
            ("2026-11-24T18:00:00Z", 20_261_124, 20_261_127),
            ("2026-11-25T18:00:00Z", 20_261_125, 20_261_130),
            // In summer the cut-off is an hour earlier in UTC.
            ("2026-07-01T22:59:00Z", 20_260_701, 20_260_703),
            ("2026-07-01T23:00:00Z", 20_260_702, 20_260_706),
            // New Year's Day 2028 falls on a Saturday and is not kept; Friday the 31st is a banking day.
            ("2027-12-29T12:00:00Z", 20_271_229, 20_271_231),
        ] {
            let at = at(handed_over);
            assert_eq!(submission_day(at).number(), submitted, "{handed_over}");
            assert_eq!(settles_on(at).number(), settles, "{handed_over}");
        }
    }

    #[test]
    fn it_can_be_cancelled_until_the_cut_off() {
        assert_eq!(submitted_at(at("2026-11-22T12:00:00Z")), at("2026-11-24T00:00:00Z"));
        assert_eq!(submitted_at(at("2026-07-01T12:00:00Z")), at("2026-07-01T23:00:00Z"));
    }

    #[test]
    fn money_is_good_after_five_banking_days_and_returnable_for_sixty_days() {
        let settles = Day::new(2026, 11, 25);
        assert_eq!(good_from(settles).number(), 20_261_204);
        assert_eq!(unauthorized_until(settles).number(), 20_270_124);
    }

    #[test]
    fn the_ends_of_the_calendar_are_held() {
        for ms in [i64::MIN, i64::MAX] {
            let day = settles_on(Timestamp::from_ms(ms));
            assert!(unauthorized_until(good_from(day)) >= day);
        }
    }

    proptest! {
        #[test]
        fn settlement_is_always_a_banking_day_within_eight_days(ms in 1_600_000_000_000i64..2_500_000_000_000) {
            let at = Timestamp::from_ms(ms);
            let settles = settles_on(at);
            prop_assert!(is_banking_day(settles) && is_banking_day(submission_day(at)));
            prop_assert!(submitted_at(at) > at);
            let waited = settled_at(settles).ms_since(at);
            prop_assert!((86_400_000..8 * 86_400_000).contains(&waited), "{}", waited);
        }

        #[test]
        fn later_debits_never_settle_earlier(ms in 1_600_000_000_000i64..2_500_000_000_000, more in 0i64..1_000_000_000) {
            let (first, second) = (Timestamp::from_ms(ms), Timestamp::from_ms(ms + more));
            prop_assert!(settles_on(first) <= settles_on(second));
        }
    }
}
