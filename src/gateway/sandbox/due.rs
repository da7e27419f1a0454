//! What happens by itself as time goes by: settlement, expiry, disputes, returns, the end of a refund.
//!
//! Only what has fallen due is read, by the index of due times; charges that nothing will happen to cost nothing. An
//! entry is a reminder, not an order: a charge that has moved on in the meantime is left alone.

use super::{
    books::Books,
    charges,
    draft::{self, DUE, Draft, Due},
    refunds,
};
use crate::{
    domain::{
        ids::OperationKey,
        time::Timestamp,
        transaction::{Event, Status},
    },
    gateway::CallError,
};

/// How much is done in one write.
const BATCH: usize = 256;

/// Lets everything happen that has fallen due by `now`, in the order of its due times.
pub(super) fn run(books: &dyn Books, now: Timestamp) -> Result<(), CallError> {
    while run_batch(books, now)? > 0 {}
    Ok(())
}

fn run_batch(books: &dyn Books, now: Timestamp) -> Result<usize, CallError> {
    let mut draft = Draft::new(books, now);
    let mut done = 0;
    for (key, value) in draft.scan(DUE, None, BATCH)? {
        let at = draft::due_time(&key)?;
        // Something that this batch itself scheduled comes first; the next batch will find it.
        if at > draft.next_due_at.unwrap_or(now).min(now) {
            break;
        }
        draft.delete(key);
        happen(&mut draft, &draft::decode(&value)?, at)?;
        done += 1;
    }
    draft.commit()?;
    Ok(done)
}

fn happen(draft: &mut Draft<'_>, due: &Due, at: Timestamp) -> Result<(), CallError> {
    match due {
        Due::Settle(key) => step(draft, key, Status::Captured, Event::Settle, at),
        Due::ExpireAuthorization(key) => step(draft, key, Status::Authorized, Event::Void, at),
        Due::ExpireChallenge(key) => step(draft, key, Status::ActionRequired, Event::Fail, at),
        Due::Dispute(key) => step(draft, key, Status::Settled, Event::OpenDispute, at),
        Due::Release(key) => {
            let Some(event) = draft.charge(key)?.map(|record| record.approving_event()) else { return Ok(()) };
            step(draft, key, Status::Held, event, at)
        }
        Due::FinishRefund(key) => refunds::finish(draft, key, at),
        Due::SettleDebit(key) => step(draft, key, Status::Pending, Event::Settle, at),
        Due::Return(key) => {
            step(draft, key, Status::Pending, Event::Return, at)?;
            step(draft, key, Status::Settled, Event::Return, at)
        }
    }
}

fn step(
    draft: &mut Draft<'_>,
    key: &OperationKey,
    while_status: Status,
    event: Event,
    at: Timestamp,
) -> Result<(), CallError> {
    match draft.charge(key)? {
        Some(mut record) if record.status == while_status => charges::advance(draft, &mut record, event, at),
        Some(_) | None => Ok(()),
    }
}
