//! A snapshot that counts the rows it gives: how much a page reads.

use std::sync::atomic::{AtomicUsize, Ordering};

use clientpay::store::{
    engine::{Direction, EngineError, Pair, Read, Span},
    table::{Reader, Records},
};

/// The snapshot.
pub struct Counting {
    reader: Reader,
    rows: AtomicUsize,
}

impl Counting {
    pub const fn new(reader: Reader) -> Self {
        Self { reader, rows: AtomicUsize::new(0) }
    }

    /// How many rows were given so far.
    pub fn rows(&self) -> usize {
        self.rows.load(Ordering::SeqCst)
    }

    fn count(&self) {
        self.rows.fetch_add(1, Ordering::SeqCst);
    }
}

impl Read for Counting {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        self.count();
        self.reader.raw().get(key)
    }

    fn scan<'a>(
        &'a self,
        span: Span,
        direction: Direction,
    ) -> Result<Box<dyn Iterator<Item = Result<Pair, EngineError>> + 'a>, EngineError> {
        let pairs = self.reader.raw().scan(span, direction)?;
        Ok(Box::new(pairs.inspect(|_| self.count())))
    }
}

impl Records for Counting {
    fn raw(&self) -> &dyn Read {
        self
    }
}
