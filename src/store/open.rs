//! Opening the store in a data folder, or in memory for tests.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use super::{
    OpenError, Store, StoreError, backup,
    engine::{
        Engine, EngineError, Read, TransactError, Write,
        memory::Memory,
        redb::{OpenEngineError, Redb},
    },
    head::HeadFile,
    migrations::{Identity, Opener},
    table::Reader,
};

/// The name of the database in the data folder.
pub const FILE_NAME: &str = "clientpay.redb";

/// Memory that the engine may use for pages, in bytes.
const CACHE_BYTES: usize = 64 << 20;

/// The same for whoever looks at everything once, in bytes: pages are not needed again, and few stay in the processor's
/// own cache, which halves the cost of a check.
const LOOKING_CACHE_BYTES: usize = 4 << 20;

impl From<OpenEngineError> for OpenError {
    fn from(error: OpenEngineError) -> Self {
        match error {
            OpenEngineError::Busy => Self::Busy,
            OpenEngineError::Damaged(text) => Self::Damaged(text),
            OpenEngineError::Io(error) => Self::Folder(error),
        }
    }
}

struct Folder {
    path: PathBuf,
}

/// Room that must be free before a store that ran out of it takes writes again, in bytes.
const ROOM_BYTES: usize = 4 << 20;

impl Opener for Folder {
    fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
        let file = self.path.join(FILE_NAME);
        let engine = if file.exists() { Redb::open(&file, CACHE_BYTES)? } else { Redb::create(&file, CACHE_BYTES)? };
        Ok(Arc::new(engine))
    }

    fn back_up_before_migration(&self, engine: &dyn Engine, schema: u32) -> Result<(), OpenError> {
        // A migration that failed has left a copy already: it is kept, and so is the one of this attempt.
        let target = (1..=u32::MAX)
            .map(|number| match number {
                1 => self.path.join(format!("before-migration-from-{schema}.redb")),
                _ => self.path.join(format!("before-migration-from-{schema}-{number}.redb")),
            })
            .find(|path| !path.exists());
        target.map_or(Ok(()), |target| backup::copy(engine, &target).map_err(OpenError::Folder))
    }

    fn prove_room(&self) -> Result<(), OpenError> {
        // Gone again when dropped, also when it could not be filled.
        let mut trial = tempfile::NamedTempFile::new_in(&self.path)?;
        trial.write_all(&vec![0; ROOM_BYTES])?;
        Ok(trial.as_file().sync_all()?)
    }
}

#[cfg(test)]
pub(super) fn folder(path: &Path) -> impl Opener {
    Folder { path: path.to_owned() }
}

/// Opens or creates the store of a data folder.
pub fn in_folder(path: &Path, fresh: &Identity) -> Result<Store, OpenError> {
    Store::open(Arc::new(Folder { path: path.to_owned() }), HeadFile::open(path)?, fresh)
}

/// The store of a folder opened for looking only: nothing is created, migrated, mended or written.
pub struct ReadOnly(Redb);

impl ReadOnly {
    /// Opens what is there.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        Ok(Self(Redb::open_untouched(&folder.join(FILE_NAME), LOOKING_CACHE_BYTES)?))
    }

    /// Opens what is there once the file is proven, page by page, to hold what was written to it.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] when it does not.
    pub fn open_proven(folder: &Path) -> Result<Self, OpenError> {
        Ok(Self(Redb::open_proven(&folder.join(FILE_NAME), CACHE_BYTES)?))
    }

    /// A consistent view.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader { snapshot: self.0.snapshot()? })
    }
}

/// An engine in a file that is opened again after a failure, for books whose keeper asks what became of a write
/// instead of being told. The store does not use it: its writer proves more before it goes on.
pub struct Reopening {
    path: PathBuf,
    cache_bytes: usize,
    engine: RwLock<Option<Redb>>,
}

impl Reopening {
    /// Opens the file at `path`, or makes an empty one.
    ///
    /// # Errors
    /// [`OpenError`] when there is a file that cannot be opened, or none can be made.
    pub fn open(path: &Path, cache_bytes: usize) -> Result<Self, OpenError> {
        let engine = if path.exists() { Redb::open(path, cache_bytes)? } else { Redb::create(path, cache_bytes)? };
        Ok(Self { path: path.to_owned(), cache_bytes, engine: RwLock::new(Some(engine)) })
    }

    fn with<T>(&self, act: impl FnOnce(&Redb) -> Result<T, EngineError>) -> Result<T, EngineError> {
        if let Some(engine) = self.engine.read().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return act(engine);
        }
        let mut engine = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        if engine.is_none() {
            *engine = Some(Redb::open(&self.path, self.cache_bytes).map_err(EngineError::new)?);
        }
        engine.as_ref().map_or_else(|| Err(EngineError("not open".to_owned())), act)
    }

    fn close_if(&self, failed: bool) {
        if failed {
            *self.engine.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

impl Engine for Reopening {
    /// An engine that failed to read shows nothing any more until it is opened again.
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        let outcome = self.with(Redb::snapshot);
        self.close_if(outcome.is_err());
        outcome
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        let outcome = self.with(|engine| Ok(engine.transact(body))).map_err(TransactError::NotStarted)?;
        self.close_if(outcome.is_err());
        outcome
    }
}

/// An engine that is handed out again at every opening.
pub struct Fixed(pub Arc<dyn Engine>);

impl Opener for Fixed {
    fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
        Ok(self.0.clone())
    }

    fn back_up_before_migration(&self, _: &dyn Engine, _: u32) -> Result<(), OpenError> {
        Ok(())
    }
}

/// A store in memory. Opening another one over the same `memory` is a restart.
pub fn in_memory(memory: &Memory, fresh: &Identity) -> Result<Store, OpenError> {
    Store::open(Arc::new(Fixed(Arc::new(memory.clone()))), HeadFile::in_memory(), fresh)
}
