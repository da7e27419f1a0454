//! Typed tables over the engine's one map: a byte that names the table, then the key.
//!
//! Values are a version byte and a `MessagePack` map with field names, so that a field can be added without touching
//! what is stored; the bytes of every kind of record are pinned by golden files in `tests/fixtures/golden`.

use std::{marker::PhantomData, ops::Bound};

use serde::{Serialize, de::DeserializeOwned};

use super::{
    StoreError,
    engine::{self, Direction, Span},
    key::Key,
};

/// The version that new values are written with.
const VALUE_VERSION: u8 = 1;

/// A table: its number in the file, its name for people, the types of its keys and values.
pub struct Table<K, V> {
    number: u8,
    name: &'static str,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Clone for Table<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for Table<K, V> {}

impl<K, V> Table<K, V> {
    /// A table under this number, which no other table may have, ever.
    #[must_use]
    pub const fn new(number: u8, name: &'static str) -> Self {
        Self { number, name, types: PhantomData }
    }

    /// Its number in the file.
    #[must_use]
    pub const fn number(&self) -> u8 {
        self.number
    }

    /// Its name for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<K: Key, V: Serialize + DeserializeOwned> Table<K, V> {
    pub(super) fn raw_key(&self, key: &K) -> Vec<u8> {
        self.raw_prefix(key)
    }

    /// Appends the raw key of a row.
    pub(super) fn write_key(&self, key: &K, raw: &mut Vec<u8>) {
        raw.push(self.number);
        key.write(raw);
    }

    fn raw_prefix(&self, part: &impl Key) -> Vec<u8> {
        let mut raw = vec![self.number];
        part.write(&mut raw);
        raw
    }

    /// The row of a raw pair.
    pub(super) fn decode(&self, raw_key: &[u8], raw_value: &[u8]) -> Result<(K, V), StoreError> {
        let mut rest = raw_key.get(1..).unwrap_or_default();
        let key = K::read(&mut rest).filter(|_| rest.is_empty()).ok_or(StoreError::Damaged(self.name))?;
        Ok((key, decode(self.name, raw_value)?))
    }
}

/// The stored form of a value.
///
/// # Errors
/// [`StoreError::Damaged`] when the value cannot be written as `MessagePack`, which no record of ours does.
pub fn encode<V: Serialize>(table: &'static str, value: &V) -> Result<Vec<u8>, StoreError> {
    let mut raw = vec![VALUE_VERSION];
    rmp_serde::encode::write_named(&mut raw, value).map_err(|_| StoreError::Damaged(table))?;
    Ok(raw)
}

/// The value of a stored form.
///
/// # Errors
/// [`StoreError::Damaged`] for an unknown version or bytes that are not such a value.
pub fn decode<V: DeserializeOwned>(table: &'static str, raw: &[u8]) -> Result<V, StoreError> {
    match raw.split_first() {
        Some((&VALUE_VERSION, body)) => rmp_serde::from_slice(body).map_err(|_| StoreError::Damaged(table)),
        _ => Err(StoreError::Damaged(table)),
    }
}

/// Rows of a scan, read as they are asked for.
pub type Rows<'a, K, V> = Box<dyn Iterator<Item = Result<(K, V), StoreError>> + 'a>;

/// Typed reading, from a snapshot or inside a transaction.
pub trait Records {
    /// The engine's view behind it.
    fn raw(&self) -> &dyn engine::Read;

    /// The value of a key.
    fn get<K: Key, V: Serialize + DeserializeOwned>(
        &self,
        table: Table<K, V>,
        key: &K,
    ) -> Result<Option<V>, StoreError> {
        match self.raw().get(&table.raw_key(key))? {
            Some(raw) => decode(table.name, &raw).map(Some),
            None => Ok(None),
        }
    }

    /// Every row, in the order of its key.
    fn all<K: Key + 'static, V: Serialize + DeserializeOwned + 'static>(
        &self,
        table: Table<K, V>,
        direction: Direction,
    ) -> Result<Rows<'_, K, V>, StoreError> {
        self.under(table, &(), direction)
    }

    /// The rows whose key begins with `part`, in the order of the rest.
    fn under<K: Key + 'static, V: Serialize + DeserializeOwned + 'static>(
        &self,
        table: Table<K, V>,
        part: &impl Key,
        direction: Direction,
    ) -> Result<Rows<'_, K, V>, StoreError> {
        self.span(table, engine::prefix_span(&table.raw_prefix(part)), direction)
    }

    /// The rows from `first` on, upwards (inclusive).
    fn from<K: Key + 'static, V: Serialize + DeserializeOwned + 'static>(
        &self,
        table: Table<K, V>,
        first: &impl Key,
    ) -> Result<Rows<'_, K, V>, StoreError> {
        let (_, end) = engine::prefix_span(&[table.number]);
        self.span(table, (Bound::Included(table.raw_prefix(first)), end), Direction::Forward)
    }

    /// The rows whose key begins with `part` and comes before `end`, from the highest down.
    fn before<K: Key + 'static, V: Serialize + DeserializeOwned + 'static>(
        &self,
        table: Table<K, V>,
        part: &impl Key,
        end: &impl Key,
    ) -> Result<Rows<'_, K, V>, StoreError> {
        let (start, _) = engine::prefix_span(&table.raw_prefix(part));
        self.span(table, (start, Bound::Excluded(table.raw_prefix(end))), Direction::Backward)
    }

    /// The rows of a span of raw keys.
    fn span<K: Key + 'static, V: Serialize + DeserializeOwned + 'static>(
        &self,
        table: Table<K, V>,
        span: Span,
        direction: Direction,
    ) -> Result<Rows<'_, K, V>, StoreError> {
        let pairs = self.raw().scan(span, direction)?;
        Ok(Box::new(pairs.map(move |pair| {
            let (key, value) = pair?;
            table.decode(&key, &value)
        })))
    }
}

/// A consistent view of the store, unaffected by later writes. Do not keep one across an await.
pub struct Reader {
    pub(super) snapshot: Box<dyn engine::Read + Send>,
}

impl Records for Reader {
    fn raw(&self) -> &dyn engine::Read {
        self.snapshot.as_ref()
    }
}

/// An open write transaction, seen from inside a closure given to [`super::Store::write`].
pub struct Writer<'a> {
    pub(super) transaction: &'a mut dyn engine::Write,
}

impl Records for Writer<'_> {
    fn raw(&self) -> &dyn engine::Read {
        self.transaction
    }
}

impl Writer<'_> {
    /// Sets a row.
    pub fn put<K: Key, V: Serialize + DeserializeOwned>(
        &mut self,
        table: Table<K, V>,
        key: &K,
        value: &V,
    ) -> Result<(), StoreError> {
        Ok(self.transaction.put(&table.raw_key(key), &encode(table.name, value)?)?)
    }

    /// Moves a row of a list to where it belongs now; `None` where it is, or was, on no list.
    pub(super) fn relist<K: Key + PartialEq>(
        &mut self,
        list: Table<K, ()>,
        was: Option<K>,
        is: Option<K>,
    ) -> Result<(), StoreError> {
        if let Some(was) = was.filter(|was| is.as_ref() != Some(was)) {
            self.delete(list, &was)?;
        }
        is.map_or(Ok(()), |is| self.put(list, &is, &()))
    }

    /// Removes a row, if it is there.
    pub fn delete<K: Key, V: Serialize + DeserializeOwned>(
        &mut self,
        table: Table<K, V>,
        key: &K,
    ) -> Result<(), StoreError> {
        Ok(self.transaction.delete(&table.raw_key(key))?)
    }
}
