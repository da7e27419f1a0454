//! The strongroom: everything the firm must not lose.
//!
//! [`Store::read`] gives a consistent view; [`Store::write`] runs a closure in a transaction that is durable before
//! the caller is answered. A write is never open across an await. Nothing outside this folder knows an engine.

pub mod engine;
pub mod key;
pub mod table;
pub mod tables;
pub mod head;
pub mod migrations;
mod filling;
mod writer;
pub mod open;
pub mod backup;
pub mod journal;
pub mod counters;
pub mod firm;
pub mod users;
pub mod debit_authorizations;
pub mod drafts;
pub mod payers;
pub mod payment_methods;
pub mod imports;
pub mod totals;
pub mod balances;
pub mod volumes;
pub mod transactions;
pub mod annotations;
pub mod outbox;
pub mod reports;
pub mod payment_pages;
pub mod schedule_groups;
pub mod payment_requests;
pub mod schedules;
pub mod alerts;
pub mod surcharges;
pub mod portal;
pub mod bot_defence;
mod texts;
pub mod check;

use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use self::{
    engine::EngineError,
    migrations::{Identity, Opener},
    table::{Reader, Writer},
    writer::{Queue, Shared, TheWriter},
};

/// The store could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A row of this table is not what it should be.
    #[error("a row of the table {0} is damaged")]
    Damaged(&'static str),
    /// The store is being reopened after a failure.
    #[error("the store is not open at the moment")]
    Closed,
    /// Something that was committed is not there.
    #[error("the data is older than it was: its journal ends at {found}, {noted} was committed")]
    RolledBack {
        /// Where the journal ends.
        found: u64,
        /// Where it ended before.
        noted: u64,
    },
}

/// Why a write was not done.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E> {
    /// The closure refused; nothing was written.
    #[error("refused")]
    Refused(E),
    /// The commit failed: the writes may or may not be there. Read before you act.
    #[error("the commit failed and its outcome is not known yet")]
    InDoubt,
    /// The store takes no writes at the moment; nothing was written.
    #[error("the store is read-only at the moment")]
    ReadOnly,
    /// Too many writes wait; nothing was written.
    #[error("too many writes are waiting")]
    Busy,
}

/// Why a store was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("the data folder is in use by another process; stop it first")]
    Busy,
    /// It is not a database, or damaged.
    #[error("the database cannot be read: {0}")]
    Damaged(String),
    /// A newer program wrote it.
    #[error(
        "the database has schema {found}, written by a newer clientpay; this one knows schema {known}. Install the newer version"
    )]
    Newer {
        /// The file's schema.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// It is empty and was not.
    #[error(
        "the database is empty, but {noted} journal entries were committed in this folder. Restore a backup; delete clientpay.head only if you mean to begin anew"
    )]
    Emptied {
        /// How many entries were committed.
        noted: u64,
    },
    /// It is older than it was.
    #[error(
        "the database is older than it was: its journal ends at entry {found}, but {noted} were committed in this folder. Restore a backup with `clientpay restore`"
    )]
    RolledBack {
        /// Where the journal ends.
        found: u64,
        /// Where it ended before.
        noted: u64,
    },
    /// The folder cannot be used.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[from] std::io::Error),
    /// Reading failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whether the store takes writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// It does.
    Serving,
    /// It does not, for this reason; reading may still work.
    ReadOnly(String),
}

/// The open store. Cheap to clone; the last clone to go lets the writer finish and closes the file.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
    closing: Arc<Closing>,
    identity: Arc<Identity>,
}

struct Closing {
    queue: Option<Queue>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Store {
    /// How long the writer waits between attempts to write again after a failure.
    pub const RETRY: Duration = Duration::from_secs(2);

    /// Opens through `opener`; `fresh` identifies the file if it is a new one.
    pub fn open(opener: Arc<dyn Opener>, head: head::HeadFile, fresh: &Identity) -> Result<Self, OpenError> {
        Self::open_retrying(opener, head, fresh, Self::RETRY)
    }

    /// [`Store::open`] with another interval than [`Store::RETRY`].
    pub fn open_retrying(
        opener: Arc<dyn Opener>,
        head: head::HeadFile,
        fresh: &Identity,
        retry: Duration,
    ) -> Result<Self, OpenError> {
        let (mut store, writer) = Self::prepare(opener, head, fresh, retry)?;
        let thread = writer.on_a_thread()?;
        if let Some(closing) = Arc::get_mut(&mut store.closing) {
            closing.thread = Some(thread);
        }
        Ok(store)
    }

    /// Opens without a thread: the caller runs the writer, which ends when the last clone of the store has gone. So a
    /// simulation decides who goes next.
    pub fn open_driven(
        opener: Arc<dyn Opener>,
        head: head::HeadFile,
        fresh: &Identity,
    ) -> Result<(Self, impl Future<Output = ()> + use<>), OpenError> {
        let (store, writer) = Self::prepare(opener, head, fresh, Self::RETRY)?;
        Ok((store, writer.serve()))
    }

    fn prepare(
        opener: Arc<dyn Opener>,
        mut head: head::HeadFile,
        fresh: &Identity,
        retry: Duration,
    ) -> Result<(Self, TheWriter), OpenError> {
        let engine = opener.open()?;
        let identity =
            migrations::prepare(engine.as_ref(), opener.as_ref(), head.last(), fresh, migrations::MIGRATIONS)?;
        let reader = Reader { snapshot: engine.snapshot().map_err(StoreError::from)? };
        let tail = journal::tail(&reader)?;
        drop(reader);
        // The last commit of a process that died right after it was not noted any more.
        if let Err(error) = head.note(tail) {
            tracing::warn!(%error, "the side file could not be written");
        }
        let shared = Arc::new(Shared {
            engine: std::sync::RwLock::new(Some(engine)),
            health: watch::Sender::new(Health::Serving),
            committed: watch::Sender::new(tail.sequence),
        });
        let (queue, writer) = writer::writer(shared.clone(), opener, head, retry);
        let closing = Arc::new(Closing { queue: Some(queue), thread: None });
        Ok((Self { shared, closing, identity: Arc::new(identity) }, writer))
    }

    /// A consistent view of everything committed so far.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when nothing can be read at the moment, as between a failed commit and the reopening.
    /// An engine that gives no view is reopened by the writer, which is told to look.
    pub fn read(&self) -> Result<Reader, StoreError> {
        let engine = self.shared.engine().ok_or(StoreError::Closed)?;
        let snapshot = engine.snapshot().map_err(|error| {
            tracing::warn!(%error, "the store cannot be read");
            self.closing.queue.iter().for_each(writer::Queue::look);
            StoreError::Closed
        })?;
        Ok(Reader { snapshot })
    }

    /// Runs `body` in a transaction, alone or with others that wait, and answers once it is durable.
    /// `body` may be run again, so it has no effect but its writes.
    ///
    /// # Errors
    /// [`WriteError`]; only [`WriteError::InDoubt`] leaves open whether anything was written.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, WriteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnMut(&mut Writer<'_>) -> Result<T, E> + Send + 'static,
    {
        match &self.closing.queue {
            Some(queue) => queue.write(body).await,
            None => Err(WriteError::ReadOnly),
        }
    }

    /// Follows the number of the last committed journal entry.
    #[must_use]
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.shared.committed.subscribe()
    }

    /// Whether writes are taken.
    #[must_use]
    pub fn health(&self) -> Health {
        self.shared.health.borrow().clone()
    }

    /// Follows whether writes are taken.
    #[must_use]
    pub fn watch_health(&self) -> watch::Receiver<Health> {
        self.shared.health.subscribe()
    }

    /// What this file is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
}
