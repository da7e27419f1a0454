//! Opening the store in a data folder, or in memory for tests.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    OpenError, Store, StoreError, backup,
    engine::{
        Engine,
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
}

#[cfg(test)]
pub(super) fn folder(path: &Path) -> impl Opener {
    Folder { path: path.to_owned() }
}

/// Opens or creates the store of a data folder.
pub fn in_folder(path: &Path, fresh: &Identity) -> Result<Store, OpenError> {
    Store::open(Arc::new(Folder { path: path.to_owned() }), HeadFile::open(path)?, fresh)
}

/// The store of a folder opened for looking only: nothing is created, migrated or written.
pub struct ReadOnly(Redb);

impl ReadOnly {
    /// Opens what is there.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        Ok(Self(Redb::open(&folder.join(FILE_NAME), CACHE_BYTES)?))
    }

    /// A consistent view.
    pub fn reader(&self) -> Result<Reader, StoreError> {
        Ok(Reader { snapshot: self.0.snapshot()? })
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
