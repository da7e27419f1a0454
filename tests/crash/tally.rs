//! What the parts did and found, added up.

use std::{fmt, time::Duration};

/// What was done and what was found.
#[derive(Debug, Default)]
pub struct Tally {
    /// How often the process was ended without warning.
    pub kills: u64,
    /// Payments whose form was sent.
    pub sent: usize,
    /// Payments and receipts that were answered.
    pub answered: usize,
    /// Answers that the store knows nothing of.
    pub lost: Vec<String>,
    /// Payments charged, or kept, more than once.
    pub doubled: Vec<String>,
    /// Anything else that must not be.
    pub wrong: Vec<String>,
    /// How long it took until the portal listened again.
    pub restarts: Vec<Duration>,
    /// What else there is to say.
    pub notes: Vec<String>,
}

impl Tally {
    /// Adds what another part did.
    pub fn add(&mut self, other: Self) {
        self.kills += other.kills;
        self.sent += other.sent;
        self.answered += other.answered;
        self.lost.extend(other.lost);
        self.doubled.extend(other.doubled);
        self.wrong.extend(other.wrong);
        self.restarts.extend(other.restarts);
    }

    /// Notes what must not be, unless it is as it must.
    pub fn demand(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(otherwise());
        }
    }

    /// Whether nothing was found that must not be.
    pub fn is_good(&self) -> bool {
        self.lost.is_empty() && self.doubled.is_empty() && self.wrong.is_empty()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kills, sent, answered, lost, doubled, wrong, restarts, notes } = self;
        write!(f, "{kills} kills, {sent} payments sent, {answered} answers, ")?;
        write!(f, "{} lost, {} doubled, {} otherwise wrong", lost.len(), doubled.len(), wrong.len())?;
        let mut restarts = restarts.clone();
        restarts.sort_unstable();
        if let (Some(median), Some(longest)) = (restarts.get(restarts.len() / 2), restarts.last()) {
            write!(f, ", listening again after {median:.1?} (median), {longest:.1?} (longest)")?;
        }
        notes.iter().try_for_each(|note| write!(f, "; {note}"))?;
        lost.iter().chain(doubled).chain(wrong).try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}
