//! Appending to the journal and proving it whole.
//!
//! Each entry carries the SHA-256 of the stored bytes of the one before; the tail's hash stands in the side file
//! beside the database after every commit, so an edited, missing, swapped or cut-off entry is found.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    domain::{
        journal::{Actor, Entry, Fact, Subject},
        time::Timestamp,
    },
    planted::{self, Bug},
};

use super::{
    StoreError,
    engine::{Direction, prefix_span},
    table::{Records, Writer},
    tables::{JOURNAL, JOURNAL_BY_SUBJECT, JOURNAL_TAIL},
};

/// The end of the journal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tail {
    /// The number of the last entry; 0 before the first.
    pub sequence: u64,
    /// Its hash.
    pub hash: [u8; 32],
}

impl Writer<'_> {
    /// Appends what happened, in the transaction that makes it so.
    pub fn record(&mut self, at: Timestamp, actor: Actor, subject: Subject, fact: Fact) -> Result<(), StoreError> {
        let tail = tail(self)?;
        let previous = if planted::is(Bug::ChainBroken) { [0; 32] } else { tail.hash };
        let entry = Entry { at, actor, subject, fact, previous };
        let sequence = tail.sequence + 1;
        self.put(JOURNAL, &sequence, &entry)?;
        self.put(JOURNAL_BY_SUBJECT, &(subject.index_key(), sequence), &())?;
        let hash = hash_at(self, sequence)?.ok_or(StoreError::Damaged(JOURNAL.name()))?;
        self.put(JOURNAL_TAIL, &(), &Tail { sequence, hash })
    }
}

/// The end of the journal as this view sees it.
pub fn tail(records: &impl Records) -> Result<Tail, StoreError> {
    Ok(records.get(JOURNAL_TAIL, &())?.unwrap_or_default())
}

/// What happened to `subject`, latest first.
pub fn history(records: &impl Records, subject: Subject) -> Result<Vec<Entry>, StoreError> {
    let rows = records.under(JOURNAL_BY_SUBJECT, &subject.index_key(), Direction::Backward)?;
    rows.map(|row| {
        let ((_, sequence), ()) = row?;
        records.get(JOURNAL, &sequence)?.ok_or(StoreError::Damaged(JOURNAL.name()))
    })
    .collect()
}

/// Up to `limit` of the latest entries about `subject`, latest first, each with its number.
pub fn latest(records: &impl Records, subject: Subject, limit: usize) -> Result<Vec<(u64, Entry)>, StoreError> {
    let rows = records.under(JOURNAL_BY_SUBJECT, &subject.index_key(), Direction::Backward)?;
    rows.take(limit)
        .map(|row| {
            let ((_, sequence), ()) = row?;
            let entry = records.get(JOURNAL, &sequence)?.ok_or(StoreError::Damaged(JOURNAL.name()))?;
            Ok((sequence, entry))
        })
        .collect()
}

/// SHA-256 of the stored bytes of an entry. Bytes, not the entry written anew: a program that knows more fields would
/// write an old entry differently and find every chain broken.
pub fn hash_at(records: &impl Records, sequence: u64) -> Result<Option<[u8; 32]>, StoreError> {
    Ok(records.raw().get(&JOURNAL.raw_key(&sequence))?.map(|raw| Sha256::digest(raw).into()))
}

/// A walk along the chain, one entry after the other.
pub(super) struct Chain {
    last: Tail,
    anchor: u64,
    anchored: Option<[u8; 32]>,
}

impl Chain {
    /// Before the first entry. The hash of the entry `anchor` is remembered.
    pub(super) fn new(anchor: u64) -> Self {
        Self { last: Tail::default(), anchor, anchored: None }
    }

    /// Takes the next entry with its stored bytes; calls `fault` for each break before it.
    pub(super) fn link(&mut self, sequence: u64, entry: &Entry, raw: &[u8], fault: &mut dyn FnMut(String)) {
        if sequence != self.last.sequence + 1 {
            fault(format!("journal: entry {} is missing", self.last.sequence + 1));
        }
        if entry.previous != self.last.hash {
            fault(format!("journal: entry {sequence} does not continue the one before"));
        }
        self.last = Tail { sequence, hash: Sha256::digest(raw).into() };
        if sequence == self.anchor {
            self.anchored = Some(self.last.hash);
        }
    }

    /// Ends the walk at what is noted as the end; gives the hash at the anchor, if that entry exists.
    pub(super) fn end(self, tail: Tail, fault: &mut dyn FnMut(String)) -> Option<[u8; 32]> {
        if tail != self.last {
            fault("journal: its end is not where its tail says".to_owned());
        }
        self.anchored
    }
}

/// Walks the whole chain and calls `fault` for each break; gives the hash at `anchor`, if that entry exists.
pub fn verify(
    records: &impl Records,
    anchor: u64,
    fault: &mut dyn FnMut(String),
) -> Result<Option<[u8; 32]>, StoreError> {
    let (mut chain, mut read) = (Chain::new(anchor), Ok(()));
    records.raw().walk(prefix_span(&[JOURNAL.number()]), &mut |key, raw| match JOURNAL.decode(key, raw) {
        Ok((sequence, entry)) => chain.link(sequence, &entry, raw, fault),
        Err(error) => read = Err(error),
    })?;
    read?;
    Ok(chain.end(tail(records)?, fault))
}
