//! Numbers given out one after the other, inside the transaction that uses them.

use super::{
    StoreError,
    table::{Records, Writer},
    tables::COUNTERS,
};

impl Writer<'_> {
    /// The next number of this kind, from 1.
    pub(super) fn next_number(&mut self, kind: &str) -> Result<u64, StoreError> {
        let kind = kind.to_owned();
        let number = self.get(COUNTERS, &kind)?.unwrap_or(0) + 1;
        self.put(COUNTERS, &kind, &number)?;
        Ok(number)
    }
}
