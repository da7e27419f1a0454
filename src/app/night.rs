//! What the run of the payment schedules remembers while the process lives: since when the clocks have agreed, and how
//! far the run has got.

use std::sync::{Mutex, PoisonError};

use crate::domain::time::Timestamp;

/// By how much the machine's clock and the steady one may part before the machine's clock was set.
const SET_BY_MS: i64 = 2_000;

/// How far a run has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// When it began.
    pub begun_at: Timestamp,
    /// How many payments were due then.
    pub due: u64,
    /// How many were looked into since, those included that came due meanwhile.
    pub done: u64,
}

/// The run that is under way, if one is.
#[derive(Default)]
pub struct Night {
    /// How far the machine's clock is ahead of the steady one, and since when of the steady one.
    agreed: Mutex<Option<(i64, i64)>>,
    progress: Mutex<Option<Progress>>,
}

impl Night {
    /// For how many milliseconds the machine's clock has not been set, as far as this process can know: 0 when it is
    /// looked at for the first time. Whoever collects by the clock waits a while, so that one that was set by mistake and
    /// put right collects nothing early.
    pub fn clock_trusted_for(&self, now: Timestamp, steady_ms: i64) -> i64 {
        let ahead = now.ms().saturating_sub(steady_ms);
        let mut agreed = self.agreed.lock().unwrap_or_else(PoisonError::into_inner);
        match *agreed {
            Some((known, since)) if known.abs_diff(ahead) <= SET_BY_MS.unsigned_abs() => {
                steady_ms.saturating_sub(since)
            }
            _ => {
                *agreed = Some((ahead, steady_ms));
                0
            }
        }
    }

    /// How far the run has got that is under way.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A run begins.
    pub fn begin(&self, now: Timestamp, due: u64) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(Progress { begun_at: now, due, done: 0 });
    }

    /// One more payment was looked into.
    pub fn count_one(&self) {
        if let Some(progress) = self.progress.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            progress.done = progress.done.saturating_add(1);
        }
    }

    /// The run has ended.
    pub fn end(&self) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_is_trusted_again_only_after_a_while() {
        let (night, at) = (Night::default(), |ms: i64| Timestamp::from_ms(1_000_000 + ms));
        assert_eq!(night.clock_trusted_for(at(0), 0), 0);
        assert_eq!(night.clock_trusted_for(at(61_000), 60_000), 60_000, "a second of drift is none");
        assert_eq!(night.clock_trusted_for(at(86_460_000), 61_000), 0, "set forward by a day");
        assert_eq!(night.clock_trusted_for(at(86_470_000), 71_000), 10_000);
        assert_eq!(night.clock_trusted_for(at(75_000), 75_000), 0, "and put right");
    }
}
