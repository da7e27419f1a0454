//! The embedded engine: one file, one process, no server to run.
//!
//! The file holds a single table of bytes to bytes; what the bytes mean is decided above. This is the only file that
//! names the database library, so that replacing it is a matter of this file alone.

mod untouched;
#[cfg(test)]
mod disk;

use std::{
    fs::File,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use ::redb::{
    Builder, CommitError, Database, Durability, Range, ReadOnlyTable, ReadableDatabase, ReadableTable, StorageBackend,
    Table, TableDefinition, WriteTransaction,
};

use super::{Direction, Engine, EngineError, Pair, Read, Span, TransactError, Write};

use self::untouched::Untouched;

type Bytes = &'static [u8];

/// The whole ordered map. Its types stay plain bytes because the library's own encodings change with its versions.
const TABLE: TableDefinition<Bytes, Bytes> = TableDefinition::new("kv");

/// An ordered map in one file. The file is locked for as long as this value lives.
///
/// Every commit is written in two phases with the allocator's state, which costs about half again as much as the
/// library's default but withstands a file torn by a crash and opens at once however large the file has become.
///
/// After a failed write to the disk the library refuses every further transaction: drop this value and open the
/// file again to learn what the disk kept.
#[derive(Debug)]
pub struct Redb {
    database: Database,
    /// A commit has failed. The library would go on showing readers the state before it, which is a guess.
    in_doubt: AtomicBool,
}

/// Why a file could not be opened as a store.
#[derive(Debug, thiserror::Error)]
pub enum OpenEngineError {
    /// Another process, or another part of this one, has the file open.
    #[error("the store is in use by another process")]
    Busy,
    /// The file is there, but is not a store, is only part of one, or is of a format that this version cannot read.
    #[error("the store is damaged or is not a store: {0}")]
    Damaged(String),
    /// The operating system refused; `NotFound` when the file to open is missing, `AlreadyExists` when the file to
    /// create is there.
    #[error("cannot open the store: {0}")]
    Io(#[from] io::Error),
}

impl Redb {
    /// Opens the store at `path`, keeping up to `cache_bytes` of it in memory. Never creates one: an empty file where
    /// a store is expected means that data was lost, and is refused as damaged.
    ///
    /// # Errors
    /// [`OpenEngineError`], which says whether to wait, to restore a backup, or to look at the file's permissions.
    pub fn open(path: &Path, cache_bytes: usize) -> Result<Self, OpenEngineError> {
        unless_panicking(|| Self::with_table(Builder::new().set_cache_size(cache_bytes).open(path).map_err(refusal)?))
    }

    /// [`Redb::open`] without changing a byte of the file: not even what a crash left half done is mended in it.
    /// What is written through this value is gone with it.
    ///
    /// # Errors
    /// As [`Redb::open`].
    pub fn open_untouched(path: &Path, cache_bytes: usize) -> Result<Self, OpenEngineError> {
        Self::look_at(path, Builder::new().set_cache_size(cache_bytes))
    }

    /// [`Redb::open_untouched`] after comparing every page that is in use with its checksum; reads the whole file. Before
    /// that nothing in it is believed: a damaged number of a page can make the library ask for 4 GiB at once.
    ///
    /// # Errors
    /// [`OpenEngineError::Damaged`] when a page differs, or as [`Redb::open`].
    pub fn open_proven(path: &Path, cache_bytes: usize) -> Result<Self, OpenEngineError> {
        Self::look_at(path, Builder::new().set_cache_size(cache_bytes).set_check_integrity_on_open(true))
    }

    fn look_at(path: &Path, builder: &mut Builder) -> Result<Self, OpenEngineError> {
        let file = Untouched::open(path)?;
        if StorageBackend::len(&file)? == 0 {
            return Err(OpenEngineError::Damaged("the file is empty".to_owned()));
        }
        unless_panicking(|| Self::with_table(builder.create_with_backend(file).map_err(refusal)?))
    }

    fn with_table(database: Database) -> Result<Self, OpenEngineError> {
        database.begin_read().map_err(refusal)?.open_table(TABLE).map_err(refusal)?;
        Ok(Self::new(database))
    }

    /// Makes an empty store at `path`, readable by its owner only, and opens it. Never touches a file that is there.
    /// The file gets its name only once it is whole, so a crash midway leaves no half-made store behind.
    ///
    /// # Errors
    /// [`OpenEngineError::Io`] of kind `AlreadyExists` when there is a file, otherwise as [`Redb::open`].
    pub fn create(path: &Path, cache_bytes: usize) -> Result<Self, OpenEngineError> {
        let folder = folder_of(path);
        let file = tempfile::NamedTempFile::new_in(&folder)?;
        drop(Self::prepare(Builder::new().create(file.path()).map_err(refusal)?)?);
        file.persist_noclobber(path).map_err(|refused| refused.error)?;
        File::open(folder)?.sync_all()?;
        Self::open(path, cache_bytes)
    }

    /// Opens whatever is on `backend`, or makes an empty store when it holds nothing: for disks in memory that fail on
    /// demand. A firm's data is opened with [`Redb::open`], which never takes an empty file for a new one.
    ///
    /// # Errors
    /// As [`Redb::open`].
    pub fn with_backend(backend: impl ::redb::StorageBackend, cache_bytes: usize) -> Result<Self, OpenEngineError> {
        unless_panicking(|| {
            let mut builder = Builder::new();
            Self::prepare(builder.set_cache_size(cache_bytes).create_with_backend(backend).map_err(refusal)?)
        })
    }

    /// Makes sure that the table is there, so that reading never has to ask.
    fn prepare(database: Database) -> Result<Self, OpenEngineError> {
        let store = Self::new(database);
        store.transact(&mut |_| Ok(())).map_err(|error| OpenEngineError::Io(io::Error::other(error)))?;
        Ok(store)
    }

    fn new(database: Database) -> Self {
        Self { database, in_doubt: AtomicBool::new(false) }
    }

    fn begin(&self) -> Result<WriteTransaction, EngineError> {
        unless_panicking(|| {
            let mut transaction = self.database.begin_write().map_err(EngineError::new)?;
            transaction.set_durability(Durability::Immediate).map_err(EngineError::new)?;
            transaction.set_quick_repair(true);
            Ok(transaction)
        })
    }
}

impl Engine for Redb {
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        if self.in_doubt.load(Ordering::Acquire) {
            return Err(EngineError::new("a commit failed; the store must be opened again"));
        }
        unless_panicking(|| -> Result<Box<dyn Read + Send>, EngineError> {
            let read = self.database.begin_read().map_err(EngineError::new)?;
            Ok(Box::new(Snapshot(read.open_table(TABLE).map_err(EngineError::new)?)))
        })
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        let transaction = self.begin().map_err(TransactError::NotStarted)?;
        let outcome = {
            let table = unless_panicking(|| transaction.open_table(TABLE).map_err(EngineError::new));
            body(&mut Transaction(table.map_err(TransactError::NotStarted)?))
        };
        if let Err(error) = outcome {
            // Nothing of an abandoned transaction is reachable, whether or not its pages could be given back.
            let _ = transaction.abort();
            return Err(TransactError::Aborted(error));
        }
        let committed = unless_panicking(|| {
            transaction.commit().map_err(|error| match error {
                CommitError::TransactionPoisoned => TransactError::Aborted(EngineError::new(error)),
                error => TransactError::InDoubt(EngineError::new(error)),
            })
        });
        if matches!(committed, Err(TransactError::InDoubt(_))) {
            self.in_doubt.store(true, Ordering::Release);
        }
        committed
    }
}

/// A view that keeps its pages from being reused until it is dropped.
struct Snapshot(ReadOnlyTable<Bytes, Bytes>);

/// The table as the open transaction sees it.
struct Transaction<'t>(Table<'t, Bytes, Bytes>);

impl Read for Snapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        get(&self.0, key)
    }

    fn scan(&self, span: Span, direction: Direction) -> Result<Pairs<'_>, EngineError> {
        scan(&self.0, &span, direction)
    }

    fn walk(&self, (start, end): Span, see: &mut dyn FnMut(&[u8], &[u8])) -> Result<(), EngineError> {
        let bounds = (start.as_ref().map(Vec::as_slice), end.as_ref().map(Vec::as_slice));
        for entry in self.0.range::<&[u8]>(bounds).map_err(EngineError::new)? {
            let (key, value) = entry.map_err(EngineError::new)?;
            see(key.value(), value.value());
        }
        Ok(())
    }
}

impl Read for Transaction<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        get(&self.0, key)
    }

    fn scan(&self, span: Span, direction: Direction) -> Result<Pairs<'_>, EngineError> {
        scan(&self.0, &span, direction)
    }
}

impl Write for Transaction<'_> {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), EngineError> {
        unless_panicking(|| self.0.insert(key, value).map(drop).map_err(EngineError::new))
    }

    fn delete(&mut self, key: &[u8]) -> Result<(), EngineError> {
        unless_panicking(|| self.0.remove(key).map(drop).map_err(EngineError::new))
    }
}

type Pairs<'a> = Box<dyn Iterator<Item = Result<Pair, EngineError>> + 'a>;

fn get(table: &impl ReadableTable<Bytes, Bytes>, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
    unless_panicking(|| {
        let value = table.get(key).map_err(EngineError::new)?;
        Ok(value.map(|guard| guard.value().to_vec()))
    })
}

fn scan<'a>(
    table: &'a impl ReadableTable<Bytes, Bytes>,
    (start, end): &Span,
    direction: Direction,
) -> Result<Pairs<'a>, EngineError> {
    let bounds = (start.as_ref().map(Vec::as_slice), end.as_ref().map(Vec::as_slice));
    let mut range = Some(unless_panicking(|| table.range::<&[u8]>(bounds).map_err(EngineError::new))?);
    Ok(Box::new(std::iter::from_fn(move || {
        let pair = unless_panicking(|| range.as_mut().and_then(|range| next_of(range, direction)).transpose());
        if pair.is_err() {
            // Where it goes on behind damage, nobody knows.
            range = None;
        }
        pair.transpose()
    })))
}

fn next_of(range: &mut Range<'_, Bytes, Bytes>, direction: Direction) -> Option<Result<Pair, EngineError>> {
    let entry = match direction {
        Direction::Forward => range.next(),
        Direction::Backward => range.next_back(),
    }?;
    Some(entry.map(|(key, value)| (key.value().to_vec(), value.value().to_vec())).map_err(EngineError::new))
}

/// The folder that a file is in; a bare name is in the current one.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// What the library makes of the file cannot be.
#[derive(Debug, thiserror::Error)]
#[error("its contents contradict each other")]
struct Contradiction;

impl From<Contradiction> for OpenEngineError {
    fn from(contradiction: Contradiction) -> Self {
        Self::Damaged(contradiction.to_string())
    }
}

impl From<Contradiction> for EngineError {
    fn from(contradiction: Contradiction) -> Self {
        Self::new(contradiction)
    }
}

impl From<Contradiction> for TransactError {
    fn from(contradiction: Contradiction) -> Self {
        Self::InDoubt(contradiction.into())
    }
}

/// Does something with the file, taking a panic for damage: the library asserts part of what it finds there, and
/// compares a page with its checksum only when it is told to.
fn unless_panicking<T, E: From<Contradiction>>(act: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|_| Err(Contradiction.into()))
}

/// Sorts the library's reasons by what the person at the machine can do about them.
fn refusal(error: impl Into<::redb::Error>) -> OpenEngineError {
    use ::redb::Error;
    match error.into() {
        Error::DatabaseAlreadyOpen | Error::LockProtocolMismatch => OpenEngineError::Busy,
        Error::Io(error) => match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => OpenEngineError::Damaged(error.to_string()),
            _ => OpenEngineError::Io(error),
        },
        error @ (Error::PreviousIo | Error::DatabaseClosed | Error::LockPoisoned(_) | Error::Backend(_)) => {
            OpenEngineError::Io(io::Error::other(error))
        }
        error => OpenEngineError::Damaged(error.to_string()),
    }
}
