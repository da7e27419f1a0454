//! What keeps machines from trying stolen cards on all the public pages together, as the firm sets it.
//!
//! One page rests after too many declines ([`super::payment_page::guard`]); whoever tries a few cards on each of many pages
//! and links is met here: at a rate of declines that no genuine traffic has, every payer is asked for more.

use serde::{Deserialize, Serialize};

use super::time::Timestamp;

const MINUTE_MS: i64 = 60_000;

/// Whether another company checks that a person is there, where the portal has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Company {
    /// Never: the portal's own sum alone.
    Never,
    /// On pages that ask for it.
    WhereChosen,
    /// On every page that does not say otherwise.
    Everywhere,
}

impl Company {
    /// Every choice, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Never, Self::WhereChosen, Self::Everywhere];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::WhereChosen => "where-chosen",
            Self::Everywhere => "everywhere",
        }
    }

    /// The choice of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }
}

/// When every payer is asked for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breaker {
    /// So many declines on all public pages together …
    pub declines: u32,
    /// … within so many minutes …
    pub within_min: u32,
    /// … and for so many minutes after the last of them.
    pub lasts_min: u32,
}

impl Default for Breaker {
    /// A firm that reminds two hundred clients at once sees some ten declines in the busiest ten minutes.
    fn default() -> Self {
        Self { declines: 30, within_min: 10, lasts_min: 30 }
    }
}

impl Breaker {
    /// Whether the limits are such that genuine payers are left alone and machines are not.
    #[must_use]
    pub fn is_sane(&self) -> bool {
        (5..=1_000).contains(&self.declines)
            && (1..=1_440).contains(&self.within_min)
            && (1..=1_440).contains(&self.lasts_min)
    }

    /// How far back declines matter.
    #[must_use]
    pub fn looks_back_to(&self, now: Timestamp) -> Timestamp {
        now.plus_ms(-MINUTE_MS * (i64::from(self.within_min) + i64::from(self.lasts_min)))
    }

    /// Until when every payer is asked for more, after declines at these times, the latest first; nothing where nobody is.
    #[must_use]
    pub fn holds_until(&self, declines: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
        self.trips(declines).next().map(|latest| self.ends(latest)).filter(|until| *until > now)
    }

    /// Since when they have been asked for more without a break, as far as these declines tell.
    #[must_use]
    pub fn holds_since(&self, declines: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
        self.holds_until(declines, now)?;
        let mut trips = self.trips(declines);
        let latest = trips.next()?;
        let unbroken = trips.scan(latest, |since, earlier| {
            let lasts = self.ends(earlier) > *since;
            *since = earlier;
            lasts.then_some(earlier)
        });
        Some(unbroken.last().unwrap_or(latest))
    }

    /// The declines that were one too many, the latest first.
    fn trips(&self, declines: &[Timestamp]) -> impl Iterator<Item = Timestamp> {
        let most = usize::try_from(self.declines.max(1)).unwrap_or(usize::MAX);
        let within = MINUTE_MS * i64::from(self.within_min);
        declines.windows(most).filter_map(move |run| match (run.first(), run.last()) {
            (Some(latest), Some(earliest)) if latest.ms().saturating_sub(earliest.ms()) <= within => Some(*latest),
            _ => None,
        })
    }

    /// When what began with a decline at this time is over.
    fn ends(&self, trip: Timestamp) -> Timestamp {
        trip.plus_ms(MINUTE_MS * i64::from(self.lasts_min))
    }
}

/// What the firm set, in one of its versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotDefence {
    /// Counts up with every change, from one; nothing was set before.
    pub version: u32,
    /// Where the other company checks; as the portal's configuration says where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    /// When every payer is asked for more.
    pub breaker: Breaker,
    /// When it was set.
    pub changed_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_000_000_000);

    fn declines(count: i64, apart_ms: i64, last: Timestamp) -> Vec<Timestamp> {
        (0..count).map(|index| last.plus_ms(-index * apart_ms)).collect()
    }

    #[test]
    fn many_declines_at_once_ask_everybody_for_more_and_it_ends_by_itself() {
        let breaker = Breaker::default();
        let lasts = 30 * MINUTE_MS;
        for (declines, holds) in [
            (vec![], None),
            (declines(29, 1_000, NOW), None),
            (declines(30, 1_000, NOW), Some(NOW.plus_ms(lasts))),
            (declines(30, 20_000, NOW), Some(NOW.plus_ms(lasts))),
            // Spread over more than the window, whatever their number.
            (declines(300, 21_000, NOW), None),
            (declines(30, 1_000, NOW.plus_ms(1 - lasts)), Some(NOW.plus_ms(1))),
            (declines(30, 1_000, NOW.plus_ms(-lasts)), None),
        ] {
            assert_eq!(breaker.holds_until(&declines, NOW), holds, "{} declines", declines.len());
        }
        // A slow one after the fast ones neither ends nor prolongs it.
        let mut mixed = vec![NOW];
        mixed.extend(declines(30, 1_000, NOW.plus_ms(-15 * MINUTE_MS)));
        assert_eq!(breaker.holds_until(&mixed, NOW), Some(NOW.plus_ms(15 * MINUTE_MS)));
    }

    #[test]
    fn it_began_with_the_first_of_the_runs_between_which_nobody_was_left_alone() {
        let breaker = Breaker::default();
        let lasts = 30 * MINUTE_MS;
        let ago = |ms: i64| NOW.plus_ms(-ms);
        let runs = |ends: &[i64]| ends.iter().flat_map(|end| declines(30, 1_000, ago(*end))).collect::<Vec<_>>();
        for (declines, since) in [
            (vec![], None),
            (runs(&[lasts]), None),
            (runs(&[0]), Some(0)),
            (runs(&[0, lasts - 1]), Some(lasts - 1)),
            (runs(&[0, lasts]), Some(0)),
            (runs(&[0, lasts - 1, 2 * lasts - 2]), Some(2 * lasts - 2)),
            (runs(&[0, lasts - 1, 2 * lasts - 1]), Some(lasts - 1)),
            // A slow one, or one more of a fast run, begins nothing.
            ([runs(&[0]), declines(1, 1, ago(lasts - 1))].concat(), Some(0)),
            (declines(31, 1_000, NOW), Some(1_000)),
        ] {
            assert_eq!(breaker.holds_since(&declines, NOW), since.map(ago), "{} declines", declines.len());
        }
    }

    #[test]
    fn limits_that_would_ask_everybody_or_nobody_are_none() {
        let sane = Breaker::default();
        assert!(sane.is_sane());
        for bad in [
            Breaker { declines: 4, ..sane },
            Breaker { declines: 1_001, ..sane },
            Breaker { within_min: 0, ..sane },
            Breaker { within_min: 1_441, ..sane },
            Breaker { lasts_min: 0, ..sane },
        ] {
            assert!(!bad.is_sane(), "{bad:?}");
        }
        for company in Company::ALL {
            assert_eq!(Company::from_code(company.code()), Some(company));
        }
    }
}
