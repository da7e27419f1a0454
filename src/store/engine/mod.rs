//! The ordered key-value engine under the strongroom.
//!
//! An engine keeps one ordered map of bytes to bytes: consistent snapshots for reading, and transactions that either
//! become durable whole or leave no trace. Everything typed is above it. A second engine is an implementation of
//! these traits and nothing else: no caller ever asks which one it has. `conformance` holds what each must pass.

pub mod memory;
pub mod redb;
pub mod faulty;
#[cfg(test)]
mod conformance;

use std::ops::Bound;

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// Which end a scan starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Ascending keys.
    Forward,
    /// Descending keys.
    Backward,
}

/// A span of keys.
pub type Span = (Bound<Vec<u8>>, Bound<Vec<u8>>);

/// Every key that begins with `prefix`.
#[must_use]
pub fn prefix_span(prefix: &[u8]) -> Span {
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if last < u8::MAX {
            end.push(last + 1);
            return (Bound::Included(prefix.to_vec()), Bound::Excluded(end));
        }
    }
    (Bound::Included(prefix.to_vec()), Bound::Unbounded)
}

/// Reading, from a snapshot or inside a transaction (which sees its own writes).
pub trait Read {
    /// The value of a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError>;

    /// The pairs of a span, in order, read lazily. A span whose end lies before its start holds nothing.
    fn scan<'a>(
        &'a self,
        span: Span,
        direction: Direction,
    ) -> Result<Box<dyn Iterator<Item = Result<Pair, EngineError>> + 'a>, EngineError>;

    /// Shows every pair of a span in ascending order: a scan for whoever reads everything and keeps nothing, so an
    /// engine that can shows the pairs where they are instead of copying them.
    ///
    /// # Errors
    /// When a pair cannot be read; those before it were shown.
    fn walk(&self, span: Span, see: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), EngineError> {
        for pair in self.scan(span, Direction::Forward)? {
            let (key, value) = pair?;
            see(&key, &value);
        }
        Ok(())
    }
}

/// Writing, inside a transaction.
pub trait Write: Read {
    /// Sets the value of a key.
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), EngineError>;

    /// Removes a key, if it is there.
    fn delete(&mut self, key: &[u8]) -> Result<(), EngineError>;
}

/// A place to keep an ordered map.
pub trait Engine: Send + Sync {
    /// A consistent view of everything committed so far, unaffected by later writes. It holds on to the space of
    /// whatever is overwritten meanwhile: read and let go.
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError>;

    /// Runs `body` in a transaction. `Ok` from the body commits: when this returns `Ok`, the writes survive a power cut.
    /// `Err` from the body leaves no trace, nor does a panic in it.
    ///
    /// Transactions run one at a time; a body that starts another one waits for itself for ever. A body may be run
    /// more than once.
    ///
    /// # Errors
    /// [`TransactError::Aborted`] with the body's error; [`TransactError::NotStarted`] when nothing was attempted;
    /// [`TransactError::InDoubt`] when the commit itself failed, so that the writes may or may not be found after
    /// reopening. From then on the engine refuses transactions and snapshots alike until it is opened again: what it
    /// could show before that is a guess, and a guess can charge a payer twice.
    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError>;
}

/// The engine could not read or write.
#[derive(Debug, thiserror::Error)]
#[error("storage engine: {0}")]
pub struct EngineError(pub String);

impl EngineError {
    /// Wraps any error's text.
    pub fn new(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// Why a transaction did not commit.
#[derive(Debug, thiserror::Error)]
pub enum TransactError {
    /// The body failed; nothing was written.
    #[error("aborted: {0}")]
    Aborted(EngineError),
    /// The transaction could not begin; nothing was written.
    #[error("not started: {0}")]
    NotStarted(EngineError),
    /// The commit failed; what it would have written may or may not be there.
    #[error("in doubt: {0}")]
    InDoubt(EngineError),
}
