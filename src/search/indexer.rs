//! What keeps the index up with the store: it follows the journal, and makes the index anew when there is
//! none to follow with.
//!
//! It is the only writer of the index. Whatever it is killed in the middle of, the next one goes on from the last
//! commit's place in the journal; indexing a payment twice changes nothing.

use std::{
    collections::HashSet,
    io,
    sync::Arc,
    thread::{self, JoinHandle},
    time::Duration,
};

use tantivy::{Index as Tantivy, IndexReader, IndexWriter, ReloadPolicy};
use tokio::{runtime, sync::watch, time};

use crate::{
    domain::{ids::TransactionId, journal::Subject},
    store::{
        Store, StoreError, journal,
        table::{Reader, Records},
        tables::JOURNAL,
    },
};

use super::{
    Progress, SearchError, Shared, State,
    schema::{self, Fields},
    shelf::{self, GoOn, Shelf, Shelved},
};

/// How long changes are gathered before they are committed together. Counted from the first one, so that a busy hour
/// delays nothing.
const GATHER: Duration = Duration::from_millis(20);
/// How long to wait after a failure.
const RETRY: Duration = Duration::from_secs(2);
/// Memory for new documents, in bytes; one thread.
const HEAP_BYTES: usize = 32 << 20;

/// Whether the thread goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Work,
    Stop,
}

pub(super) struct Indexer {
    pub(super) store: Store,
    pub(super) shelf: Shelf,
    pub(super) shared: Arc<Shared>,
    pub(super) stop: watch::Receiver<()>,
}

impl Indexer {
    /// Runs it on a thread of its own.
    pub(super) fn on_a_thread(self, found: Option<Shelved>) -> io::Result<JoinHandle<()>> {
        let runtime = runtime::Builder::new_current_thread().enable_time().build()?;
        let body = move || runtime.block_on(self.run(found));
        thread::Builder::new().name("search-indexer".to_owned()).spawn(body)
    }

    /// Works until it is told to stop, beginning with `found`. After a failure the index is opened again, or rebuilt.
    pub(super) async fn run(mut self, mut found: Option<Shelved>) {
        loop {
            match self.serve(found.take()).await {
                Ok(()) => return,
                Err(error) => tracing::error!(%error, "the search index fell behind; trying again"),
            }
            if pause(&mut self.stop, RETRY).await == Next::Stop {
                return;
            }
            found = self.shelf.find(&self.store);
        }
    }

    async fn serve(&mut self, found: Option<Shelved>) -> Result<(), SearchError> {
        let shelved = match found {
            Some(shelved) => shelved,
            None => match self.rebuild()? {
                Some(shelved) => shelved,
                None => return Ok(()),
            },
        };
        let (_, fields) = schema::build();
        let writer = writer(&shelved.index)?;
        let reader = reader(&shelved.index)?;
        self.shared.set(State::Ready { reader: reader.clone(), fields: fields.clone() });
        self.shared.reached.send_replace(shelved.reached);
        self.follow(Following { writer, reader, fields, reached: shelved.reached }).await
    }

    fn rebuild(&self) -> Result<Option<Shelved>, SearchError> {
        self.shared.set(State::Rebuilding(Progress::default()));
        tracing::info!("rebuilding the search index");
        let mut tenth = 0;
        let built = self.shelf.rebuild(&self.store, &mut |progress| {
            self.shared.set(State::Rebuilding(progress));
            let reached = progress.done.saturating_mul(10) / progress.total.max(1);
            if reached > tenth {
                tenth = reached;
                tracing::info!(done = progress.done, total = progress.total, "rebuilding the search index");
            }
            if self.is_stopped() { GoOn::No } else { GoOn::Yes }
        })?;
        if let Some(shelved) = &built {
            tracing::info!(sequence = shelved.reached, "the search index is rebuilt");
        }
        Ok(built)
    }

    async fn follow(&mut self, mut following: Following) -> Result<(), SearchError> {
        let mut committed = self.store.committed();
        loop {
            let latest = *committed.borrow_and_update();
            if latest > following.reached {
                following.catch_up(&self.store.read()?)?;
                self.shared.tallies.warm(&following.reader.searcher())?;
                self.shared.reached.send_replace(following.reached);
                if following.reached < latest {
                    // A journal that got shorter is damage for `check` to tell, not a reason to read it without end.
                    let (found, noted) = (following.reached, latest);
                    return Err(SearchError::Store(StoreError::RolledBack { found, noted }));
                }
            } else if self.wait(&mut committed).await == Next::Stop {
                return Ok(());
            }
        }
    }

    /// Waits for a change, and then a little for more.
    async fn wait(&mut self, committed: &mut watch::Receiver<u64>) -> Next {
        tokio::select! {
            biased;
            _ = self.stop.changed() => Next::Stop,
            changed = committed.changed() => match changed {
                Ok(()) => pause(&mut self.stop, GATHER).await,
                Err(_) => Next::Stop,
            },
        }
    }

    /// The stop signal is that its sender has gone.
    fn is_stopped(&self) -> bool {
        self.stop.has_changed().is_err()
    }
}

async fn pause(stop: &mut watch::Receiver<()>, length: Duration) -> Next {
    match time::timeout(length, stop.changed()).await {
        Ok(_) => Next::Stop,
        Err(_) => Next::Work,
    }
}

/// The index being kept up.
struct Following {
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    reached: u64,
}

impl Following {
    /// Indexes what changed up to the end of the journal that `store` sees.
    fn catch_up(&mut self, store: &Reader) -> Result<(), SearchError> {
        let tail = journal::tail(store)?;
        let changed = changed_after(store, self.reached)?;
        shelf::apply(&self.writer, &self.fields, store, &changed)?;
        if changed.is_empty() {
            // Nothing here for the index: say so to who waits, and leave the note to the next commit.
            self.reached = tail.sequence;
            return Ok(());
        }
        shelf::commit(&mut self.writer, tail)?;
        self.reader.reload()?;
        self.reached = tail.sequence;
        Ok(())
    }
}

/// The payments that the journal names after the entry `reached`.
pub(super) fn changed_after(store: &Reader, reached: u64) -> Result<HashSet<TransactionId>, StoreError> {
    let mut changed = HashSet::new();
    for row in store.from(JOURNAL, &(reached + 1))? {
        if let Subject::Transaction(id) = row?.1.subject {
            changed.insert(id);
        }
    }
    Ok(changed)
}

/// The writer of an index that goes on after its last commit. tantivy 0.27 leaves two things to whoever opens one:
///
/// The first operation gets the number of the last commit, and a merge of what that commit holds takes it for a part of
/// it: a payment was removed from some segments early and from others never, and was found twice. So one number is drawn
/// for nothing. And a process killed between noting what is removed and committing leaves the note behind, under a name
/// that the next writer wants and cannot have. So files that belong to no commit go first.
pub(super) fn writer(index: &Tantivy) -> Result<IndexWriter, SearchError> {
    let writer: IndexWriter = index.writer_with_num_threads(1, HEAP_BYTES)?;
    writer.run([])?;
    writer.garbage_collect_files().wait()?;
    Ok(writer)
}

/// A reader that sees a commit when it is told to.
pub(super) fn reader(index: &Tantivy) -> Result<IndexReader, SearchError> {
    Ok(index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?)
}
