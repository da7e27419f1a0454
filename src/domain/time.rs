//! Points in time. Days, zones and calendars belong to `i18n` and the services; the domain only orders instants.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant `ms` milliseconds after the epoch.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// This instant moved by `ms` milliseconds, held at the ends of the range.
    #[must_use]
    pub const fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this instant; negative when it is later.
    #[must_use]
    pub const fn ms_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A calendar day as the firm counts it, as the number `yyyymmdd`: sorts and groups without a time zone at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(u32);

impl Day {
    /// The day of this date; the caller vouches that it exists.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Self {
        Self(year as u32 * 10_000 + month as u32 * 100 + day as u32)
    }

    /// The number `yyyymmdd`.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The first day of its month.
    #[must_use]
    pub const fn first_of_month(self) -> Self {
        Self(self.0 / 100 * 100 + 1)
    }

    /// The day with the number `yyyymmdd`, as stored.
    #[must_use]
    pub const fn from_number(number: u32) -> Self {
        Self(number)
    }
}
