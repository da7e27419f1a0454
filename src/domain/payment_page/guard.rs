//! What keeps machines from trying stolen cards on a page, and how far it has gone.
//!
//! Thieves try many cards and most are declined; clients try one. So declines are counted, page by page, from the payments
//! themselves: after some of them a page asks for more work, after more it rests for a while.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::domain::{
    captcha::Use,
    ids::{PaymentPageId, PaymentRequestId},
    time::Timestamp,
};

/// A place at which clients pay without signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A payment page.
    Page(PaymentPageId),
    /// The link of a request for payment.
    Request(PaymentRequestId),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(id) => write!(f, "{id}"),
            Self::Request(id) => write!(f, "r{id}"),
        }
    }
}

impl FromStr for Place {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix('r') {
            Some(id) => id.parse().map(Self::Request),
            None => text.parse().map(Self::Page),
        }
    }
}

/// What stands at such a place.
pub trait Guarded {
    /// Which place.
    fn place(&self) -> Place;
    /// What keeps machines away from it.
    fn defence(&self) -> Defence;
}

/// The settings of a page's defence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defence {
    /// Whether browsers must do a short sum before they may pay.
    pub proof_of_work: bool,
    /// The seconds that a person needs at least to fill in the form.
    pub least_fill_s: u32,
    /// Payments that one network address, or one card, may try in an hour without success.
    pub tries_an_hour: u32,
    /// Declines within [`Defence::within_min`] after which more work is asked for. After twice as many the page rests.
    pub declines: u32,
    /// The minutes in which they are counted.
    pub within_min: u32,
    /// The minutes for which the page rests.
    pub rest_min: u32,
    /// Whether another company checks that a person is there.
    #[serde(default, skip_serializing_if = "Use::is_default")]
    pub captcha: Use,
}

impl Default for Defence {
    fn default() -> Self {
        Self {
            proof_of_work: true,
            least_fill_s: 3,
            tries_an_hour: 5,
            declines: 10,
            within_min: 10,
            rest_min: 30,
            captcha: Use::AsSet,
        }
    }
}

/// How careful a page is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alertness {
    /// As always.
    Calm,
    /// Declines came fast: more work, more time and fewer tries.
    Wary,
    /// Nobody can pay until then.
    Resting {
        /// When it opens again.
        until: Timestamp,
    },
}

const MINUTE_MS: i64 = 60_000;
/// By how much longer a browser works, and how much longer a form without that work must have been open, on a wary page.
const WARY_WORK: u32 = 10;
/// How much longer a form must have been open when the browser did no work.
const WITHOUT_WORK: u32 = 4;
/// The largest number that a browser must find on a calm page: about a second on a telephone.
const WORK: u32 = 50_000;

impl Defence {
    /// How far back declines matter.
    #[must_use]
    pub fn looks_back_to(&self, now: Timestamp) -> Timestamp {
        now.plus_ms(-MINUTE_MS * (i64::from(self.within_min) + i64::from(self.rest_min)))
    }

    /// The most declines that can matter.
    #[must_use]
    pub fn most(&self) -> usize {
        usize::try_from(self.declines.saturating_mul(2)).unwrap_or(usize::MAX).max(2)
    }

    /// How many more payments may be tried at once so that, were all of them declined, the page would rest and not one
    /// decline too late. One at least, or nothing would ever be tried again.
    #[must_use]
    pub fn room(&self, declines: &[Timestamp], now: Timestamp) -> usize {
        let since = now.plus_ms(-MINUTE_MS * i64::from(self.within_min));
        let lately = declines.iter().filter(|at| **at >= since).count();
        self.most().saturating_sub(lately).max(1)
    }

    /// How careful the page is at `now`, after declines at these times, oldest first.
    #[must_use]
    pub fn alertness(&self, declines: &[Timestamp], now: Timestamp) -> Alertness {
        let within = MINUTE_MS * i64::from(self.within_min);
        let fast = declines.windows(self.most()).filter(|run| span(run) <= within);
        let rests_until =
            fast.filter_map(|run| run.last()).map(|last| last.plus_ms(MINUTE_MS * i64::from(self.rest_min)));
        if let Some(until) = rests_until.max().filter(|until| *until > now) {
            return Alertness::Resting { until };
        }
        let since = now.plus_ms(-within);
        let lately = declines.iter().filter(|at| **at >= since && **at <= now).count();
        if lately >= usize::try_from(self.declines.max(1)).unwrap_or(usize::MAX) {
            Alertness::Wary
        } else {
            Alertness::Calm
        }
    }

    /// The largest number that a browser must find.
    #[must_use]
    pub const fn work(&self, alertness: Alertness) -> u32 {
        match alertness {
            Alertness::Calm => WORK,
            Alertness::Wary | Alertness::Resting { .. } => WORK * WARY_WORK,
        }
    }

    /// The milliseconds for which the form must have been open, `worked` telling whether the browser did its sum.
    #[must_use]
    pub fn least_fill_ms(&self, alertness: Alertness, worked: Worked) -> i64 {
        let s = match (alertness, worked) {
            (Alertness::Calm, Worked::Yes) => self.least_fill_s,
            (Alertness::Calm, Worked::No) => self.least_fill_s.saturating_mul(WITHOUT_WORK),
            (_, Worked::Yes) => self.least_fill_s.saturating_mul(2),
            (_, Worked::No) => self.least_fill_s.saturating_mul(WITHOUT_WORK * WARY_WORK),
        };
        i64::from(s) * 1_000
    }

    /// The tries without success that an address has in an hour.
    #[must_use]
    pub fn tries(&self, alertness: Alertness, worked: Worked) -> usize {
        let tries = match (alertness, worked) {
            (Alertness::Calm, Worked::Yes) => self.tries_an_hour,
            (Alertness::Calm, Worked::No) => self.tries_an_hour.div_ceil(2),
            (_, Worked::Yes) => self.tries_an_hour.div_ceil(2),
            (_, Worked::No) => 1,
        };
        usize::try_from(tries.max(1)).unwrap_or(usize::MAX)
    }
}

/// Whether a browser did the sum that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Worked {
    /// It did, or none was asked for.
    Yes,
    /// It runs no scripts, or did not finish.
    No,
}

fn span(run: &[Timestamp]) -> i64 {
    match (run.first(), run.last()) {
        (Some(first), Some(last)) => last.ms().saturating_sub(first.ms()),
        _ => i64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_000_000_000);

    fn declines(count: i64, apart_ms: i64, last: Timestamp) -> Vec<Timestamp> {
        (0..count).rev().map(|index| last.plus_ms(-index * apart_ms)).collect()
    }

    #[test]
    fn a_page_grows_wary_and_then_rests_and_then_forgets() {
        let defence = Defence::default();
        for (declines, expected) in [
            (vec![], Alertness::Calm),
            (declines(9, 1_000, NOW), Alertness::Calm),
            (declines(10, 1_000, NOW), Alertness::Wary),
            (declines(19, 1_000, NOW), Alertness::Wary),
            (declines(20, 1_000, NOW), Alertness::Resting { until: NOW.plus_ms(30 * MINUTE_MS) }),
            (declines(20, 1_000, NOW.plus_ms(-29 * MINUTE_MS)), Alertness::Resting { until: NOW.plus_ms(MINUTE_MS) }),
            (declines(20, 1_000, NOW.plus_ms(-30 * MINUTE_MS)), Alertness::Calm),
            // A slow drip: one decline a minute is ten within ten minutes, and never twenty.
            (declines(40, MINUTE_MS, NOW), Alertness::Wary),
            (declines(40, 2 * MINUTE_MS, NOW), Alertness::Calm),
        ] {
            assert_eq!(defence.alertness(&declines, NOW), expected, "{} declines", declines.len());
        }
    }

    #[test]
    fn more_is_asked_of_whoever_looks_like_a_machine() {
        let defence = Defence::default();
        let wary = Alertness::Wary;
        assert!(defence.work(wary) > defence.work(Alertness::Calm));
        assert!(
            defence.least_fill_ms(Alertness::Calm, Worked::No) > defence.least_fill_ms(Alertness::Calm, Worked::Yes)
        );
        assert!(defence.least_fill_ms(wary, Worked::No) > defence.least_fill_ms(wary, Worked::Yes));
        assert!(defence.tries(wary, Worked::No) < defence.tries(Alertness::Calm, Worked::Yes));
        let lax = Defence { tries_an_hour: 0, declines: 0, ..defence };
        assert_eq!(lax.tries(Alertness::Calm, Worked::Yes), 1, "nobody is locked out by a zero");
        assert_eq!(lax.alertness(&[], NOW), Alertness::Calm);
    }
}
