//! The sandbox's own books: an ordered map of bytes that outlives a crash of the portal.
//!
//! Where they are kept is not the sandbox's business: whoever builds it hands in a [`Books`]. Nothing here knows what
//! the bytes mean.

use std::{
    collections::BTreeMap,
    ops::Bound,
    sync::{Arc, PoisonError, RwLock},
};

/// A key with its value.
pub type Pair = (Vec<u8>, Vec<u8>);

/// A key with its new value, or `None` to remove it.
pub type Change = (Vec<u8>, Option<Vec<u8>>);

/// A durable, ordered map. The sandbox writes from one place at a time, so a write needs no isolation of its own.
pub trait Books: Send + Sync {
    /// The value of a key.
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, BooksError>;

    /// At most `limit` pairs whose keys begin with `prefix` and come after the key `after`, in ascending order.
    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Pair>, BooksError>;

    /// Makes all the changes or none; they are durable when this returns `Ok`, and in doubt when it does not.
    fn write(&self, changes: &[Change]) -> Result<(), BooksError>;
}

/// The books could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sandbox's books: {0}")]
pub struct BooksError(pub String);

impl BooksError {
    /// Wraps any error's text.
    pub fn new(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// Books in memory. Clones share one map, so a clone given to a second sandbox plays a restart.
#[derive(Clone, Default)]
pub struct MemoryBooks {
    map: Arc<RwLock<BTreeMap<Vec<u8>, Vec<u8>>>>,
}

impl Books for MemoryBooks {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, BooksError> {
        Ok(self.map.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned())
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<Pair>, BooksError> {
        let from = match after {
            Some(key) if key >= prefix => Bound::Excluded(key),
            Some(_) | None => Bound::Included(prefix),
        };
        let map = self.map.read().unwrap_or_else(PoisonError::into_inner);
        let pairs = map.range::<[u8], _>((from, Bound::Unbounded));
        let within = pairs.take_while(|(key, _)| key.starts_with(prefix)).take(limit);
        Ok(within.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn write(&self, changes: &[Change]) -> Result<(), BooksError> {
        let mut map = self.map.write().unwrap_or_else(PoisonError::into_inner);
        for (key, value) in changes {
            match value {
                Some(value) => map.insert(key.clone(), value.clone()),
                None => map.remove(key),
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(books: &MemoryBooks, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Vec<Vec<u8>> {
        books.scan(prefix, after, limit).unwrap().into_iter().map(|(key, _)| key).collect()
    }

    #[test]
    fn a_scan_stays_within_its_prefix_and_goes_on_after_a_key() {
        let books = MemoryBooks::default();
        let put = |key: &[u8]| (key.to_vec(), Some(Vec::new()));
        books.write(&[put(b"a/9"), put(b"b/1"), put(b"b/2"), put(b"b/3"), put(b"c/1")]).unwrap();
        assert_eq!(keys(&books, b"b/", None, 2), [b"b/1", b"b/2"]);
        assert_eq!(keys(&books, b"b/", Some(b"b/1"), 9), [b"b/2", b"b/3"]);
        assert_eq!(keys(&books, b"b/", Some(b"a/9"), 9), [b"b/1", b"b/2", b"b/3"]);
        assert!(keys(&books, b"b/", Some(b"b/3"), 9).is_empty());
        assert!(keys(&books, b"x/", None, 9).is_empty());
    }

    #[test]
    fn a_removed_key_is_gone_from_every_clone() {
        let books = MemoryBooks::default();
        let restarted = books.clone();
        books.write(&[(b"k".to_vec(), Some(b"v".to_vec()))]).unwrap();
        assert_eq!(restarted.get(b"k").unwrap().as_deref(), Some(b"v".as_slice()));
        books.write(&[(b"k".to_vec(), None)]).unwrap();
        assert_eq!(restarted.get(b"k").unwrap(), None);
    }
}
