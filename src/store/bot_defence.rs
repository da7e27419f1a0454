//! What the firm set about machines that try cards, each version of it, and the declines on all public pages together.

use crate::domain::{
    bot_defence::{BotDefence, Breaker},
    ids::TransactionId,
    journal::Actor,
    time::Timestamp,
    transaction::{Source, Status, Transaction},
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{BOT_DEFENCE, PUBLIC_DECLINES},
};

/// Declines that are read at most: many times more than any breaker asks for.
const MOST: usize = 5_000;

/// What holds now; what ships, before anybody set anything.
pub fn settings(records: &impl Records) -> Result<BotDefence, StoreError> {
    let latest = records.all(BOT_DEFENCE, Direction::Backward)?.next().transpose()?;
    Ok(latest.map_or_else(BotDefence::default, |(_, settings)| settings))
}

/// When clients' payments on public pages were declined, as far back as that matters to a breaker, the latest first.
pub fn declines(records: &impl Records, breaker: &Breaker, now: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
    let since = breaker.looks_back_to(now);
    let mut found = Vec::new();
    for row in records.all(PUBLIC_DECLINES, Direction::Backward)?.take(MOST) {
        let ((at, _), ()) = row?;
        if at < since {
            break;
        }
        found.push(at);
    }
    Ok(found)
}

/// Where a payment stands among those of clients that were declined on public pages, if it was.
pub(super) fn place(payment: &Transaction) -> Option<(Timestamp, TransactionId)> {
    let public = matches!(payment.source, Source::PaymentPage | Source::SendForPayment);
    let declined = payment.status == Status::Declined && payment.actor == Actor::Client;
    (public && declined).then_some((payment.created_at, payment.id))
}

impl Writer<'_> {
    /// Keeps the next version.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is not the one after the latest: what was set is never changed.
    pub fn put_bot_defence(&mut self, next: &BotDefence) -> Result<(), StoreError> {
        if settings(self)?.version.checked_add(1) != Some(next.version) {
            return Err(StoreError::Damaged(BOT_DEFENCE.name()));
        }
        self.put(BOT_DEFENCE, &u64::from(next.version), next)
    }
}
