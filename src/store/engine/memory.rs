//! The engine that forgets: an ordered map in memory, for tests, simulations and throw-away demonstrations.
//!
//! It must behave as the durable engines do in everything but durability; `conformance` holds it to that.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use imbl::OrdMap;

use super::{Direction, Engine, EngineError, Pair, Read, Span, TransactError, Write};

/// Keys and values are shared, never copied, when a node of the map is.
type Map = OrdMap<Arc<[u8]>, Arc<[u8]>>;

/// An ordered map in memory. Clones are handles to the same map: keep one while the rest of the program is dropped
/// and built again, and the data has outlived a "restart".
#[derive(Clone, Debug, Default)]
pub struct Memory {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    /// Held for a whole transaction: one writer at a time.
    writer: Mutex<()>,
    /// What is committed; held only to copy or to swap its root.
    committed: Mutex<Map>,
}

impl Memory {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy of what is committed now, on which later writes to this map have no effect, nor the other way round.
    #[must_use]
    pub fn fork(&self) -> Self {
        Self { shared: Arc::new(Shared { committed: Mutex::new(self.committed().clone()), ..Shared::default() }) }
    }

    fn committed(&self) -> MutexGuard<'_, Map> {
        held(&self.shared.committed)
    }
}

impl Engine for Memory {
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        Ok(Box::new(View(self.committed().clone())))
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        let _writer = held(&self.shared.writer);
        let mut view = View(self.committed().clone());
        body(&mut view).map_err(TransactError::Aborted)?;
        *self.committed() = view.0;
        Ok(())
    }
}

/// Takes a lock that a panicking body may have left poisoned: what it guards only ever changes in one step.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A copy of the map that shares everything with it until one of them is written.
struct View(Map);

impl Read for View {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(self.0.get(key).map(|value| value.to_vec()))
    }

    fn scan<'a>(
        &'a self,
        (start, end): Span,
        direction: Direction,
    ) -> Result<Box<dyn Iterator<Item = Result<Pair, EngineError>> + 'a>, EngineError> {
        let bounds = (start.as_ref().map(Vec::as_slice), end.as_ref().map(Vec::as_slice));
        let pairs = self.0.range::<_, [u8]>(bounds).map(|(key, value)| Ok((key.to_vec(), value.to_vec())));
        Ok(match direction {
            Direction::Forward => Box::new(pairs),
            Direction::Backward => Box::new(pairs.rev()),
        })
    }
}

impl Write for View {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), EngineError> {
        self.0.insert(key.into(), value.into());
        Ok(())
    }

    fn delete(&mut self, key: &[u8]) -> Result<(), EngineError> {
        self.0.remove(key);
        Ok(())
    }
}
