//! A snapshot that counts the rows it gives: how much a page reads.

use std::sync::atomic::{AtomicUsize, Ordering};

use clientpay::store::{
    engine::{Direction, EngineError, Pairs, Read, See, Span},
    table::{Reader, Records},
};

/// The snapshot.
pub struct Counting {
    reader: Reader,
    rows: AtomicUsize,
}

impl Counting {
    pub fn new(reader: Reader) -> Self {
        Self { reader, rows: AtomicUsize::new(0) }
    }

    /// How many rows were given so far.
    pub fn rows(&self) -> usize {
        self.rows.load(Ordering::SeqCst)
    }
}

impl Records for Counting {
    fn raw(&self) -> &dyn Read {
        self
    }
}
