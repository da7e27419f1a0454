//! The embedded engine with its commits counted.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use clientpay::store::{
    OpenError,
    engine::{Engine, EngineError, Read, TransactError, Write, redb::Redb},
    migrations::Opener,
    open::FILE_NAME,
};

/// Memory for pages, as the portal has it.
const CACHE_BYTES: usize = 64 << 20;

/// Creates the database of a folder.
pub struct Counting {
    file: PathBuf,
    pub commits: Arc<AtomicU64>,
}

impl Counting {
    pub fn new(folder: &Path) -> Self {
        Self { file: folder.join(FILE_NAME), commits: Arc::default() }
    }
}

impl Opener for Counting {
    fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
        Ok(Arc::new(Counted { engine: Redb::create(&self.file, CACHE_BYTES)?, commits: self.commits.clone() }))
    }

    fn back_up_before_migration(&self, _: &dyn Engine, _: u32) -> Result<(), OpenError> {
        Ok(())
    }
}

struct Counted {
    engine: Redb,
    commits: Arc<AtomicU64>,
}

impl Engine for Counted {
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        self.engine.snapshot()
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        self.engine.transact(body)?;
        self.commits.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}
