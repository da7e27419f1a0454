//! Moments and days in cells, in the firm's zone. An unknown zone counts as UTC, as everywhere in the house.

use std::fmt::{self, Display};

use jiff::{civil, tz};

use crate::{
    domain::time::{Day, Timestamp},
    i18n::dates,
};

/// A zone, looked up once.
pub(super) struct Zone(tz::TimeZone);

impl Zone {
    pub(super) fn new(name: &str) -> Self {
        Self(dates::zone(name))
    }

    /// What clocks show there at the moment, and how far they are from UTC, in seconds.
    pub(super) fn local(&self, at: Timestamp) -> (civil::DateTime, i32) {
        let end = if at.ms() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        let offset = |at| self.0.to_offset(at);
        let at = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(end);
        (offset(at).to_datetime(at), offset(at).seconds())
    }
}

/// A moment with its distance from UTC, which tells the two hours apart that a change of clocks gives the same name.
pub(super) struct Iso(pub(super) civil::DateTime, pub(super) i32);

impl Display for Iso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(at, offset) = self;
        let (sign, off) = (if *offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
        write!(f, "{:04}-{:02}-{:02}", at.year(), at.month(), at.day())?;
        write!(f, "T{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())?;
        write!(f, "{sign}{:02}:{:02}", off / 3600, off / 60 % 60)
    }
}

/// A day as `2026-11-20`.
#[must_use]
pub fn day(day: Day) -> String {
    let (year, month, day) = parts(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day.
pub(super) const fn parts(day: Day) -> (u32, u32, u32) {
    (day.number() / 10_000, day.number() / 100 % 100, day.number() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(ms: i64, zone: &str) -> String {
        let (local, offset) = Zone::new(zone).local(Timestamp::from_ms(ms));
        Iso(local, offset).to_string()
    }

    #[test]
    fn a_moment_is_told_in_the_zone_and_an_unknown_zone_is_utc() {
        for (ms, zone, wanted) in [
            (1_795_202_040_000, "America/New_York", "2026-11-20T14:14:00-05:00"),
            (1_795_202_040_000, "Mars/Olympus", "2026-11-20T19:14:00+00:00"),
            (1_795_202_040_000, "Asia/Kolkata", "2026-11-21T00:44:00+05:30"),
            (-1, "UTC", "1969-12-31T23:59:59+00:00"),
        ] {
            assert_eq!(iso(ms, zone), wanted);
        }
        for end in [i64::MIN, i64::MAX] {
            assert!(!iso(end, "America/New_York").is_empty());
        }
    }

    #[test]
    fn the_hour_that_clocks_show_twice_has_two_distances() {
        // 2026-11-01: New York's clocks go back at 06:00 UTC.
        let twice = 1_793_509_200_000 + 30 * 60_000;
        assert_eq!(iso(twice, "America/New_York"), "2026-11-01T01:30:00-04:00");
        assert_eq!(iso(twice + 3_600_000, "America/New_York"), "2026-11-01T01:30:00-05:00");
    }

    #[test]
    fn a_day_is_told_as_iso_8601() {
        assert_eq!(day(Day::new(2026, 3, 9)), "2026-03-09");
    }
}
