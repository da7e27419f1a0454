//! The card index: finds payments. Can be thrown away and rebuilt from the store.
//!
//! [`Index`] answers with ids, order, counts and sums; rows are read from the store. It never writes the store, and
//! nothing in it is the truth about a payment: what it says may be a moment old, which [`Index::wait_for`] is for.

mod words;
mod facts;
mod schema;
pub mod keywords;
pub mod parts;
pub mod rows;
mod values;
pub mod query;
pub mod page;
mod exclusion;
mod plan;
mod order;
mod sums;
mod collect;
mod all;
mod tally;
mod matching;
mod shelf;
mod indexer;
pub mod compare;
#[cfg(test)]
mod tests;

use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
    thread::JoinHandle,
    time::Duration,
};

use tantivy::{IndexReader, Searcher, collector::Count};
use tokio::{sync::watch, time};

use crate::{
    domain::{column::Column, ids::TransactionId},
    store::{Store, StoreError},
};

use self::{
    collect::{Gather, Gathered},
    compare::Shown,
    indexer::Indexer,
    page::{Cursor, Found, Page},
    plan::Spelling,
    query::{Clause, Query},
    schema::Fields,
    shelf::{Shelf, Shelved},
    tally::Tallies,
};

/// A short text as searches compare it: without case and accents.
#[must_use]
pub fn folded(text: &str) -> String {
    let folded = words::fold_whole(text);
    // What is too long to be a word is still itself.
    if folded.is_empty() { text.trim().to_lowercase() } else { folded }
}

/// How far a rebuild has got, in payments; both are zero before they are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Indexed so far.
    pub done: u64,
    /// To be indexed in all.
    pub total: u64,
}

/// Why nothing could be found.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The index is being made anew; lists without a query can be read from the store meanwhile.
    #[error("the search index is being rebuilt: {} of {}", .0.done, .0.total)]
    Rebuilding(Progress),
    /// The index failed.
    #[error("search index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder of the index cannot be used.
    #[error("the folder of the search index cannot be used: {0}")]
    Folder(#[from] std::io::Error),
}

/// The open index. Cheap to clone; the last clone to go stops the indexer and waits for it.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
    closing: Arc<Closing>,
}

/// What the indexer and the searchers share.
struct Shared {
    state: RwLock<State>,
    reached: watch::Sender<u64>,
    tallies: Tallies,
}

#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "there is one of it, and it is ready nearly always")]
enum State {
    Rebuilding(Progress),
    Ready { reader: IndexReader, fields: Fields },
}

impl Shared {
    fn set(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn get(&self) -> State {
        self.state.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Closing {
    stop: Option<watch::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Index {
    /// Opens the index of `store` kept under `folder`, or one in memory. When there is none that fits, searches answer
    /// [`SearchError::Rebuilding`] until it is made.
    ///
    /// # Errors
    /// Only when the indexer cannot be started; a broken index is rebuilt.
    pub fn open(folder: Option<&Path>, store: Store) -> Result<Self, SearchError> {
        let (mut index, indexer, found) = Self::prepare(folder, store)?;
        let thread = indexer.on_a_thread(found)?;
        if let Some(closing) = Arc::get_mut(&mut index.closing) {
            closing.thread = Some(thread);
        }
        Ok(index)
    }

    /// An index in memory without a thread: the caller runs the indexer, which ends when the last clone of the index has
    /// gone. So a simulation decides who goes next.
    pub fn driven(store: Store) -> Result<(Self, impl Future<Output = ()> + use<>), SearchError> {
        let (index, indexer, found) = Self::prepare(None, store)?;
        Ok((index, indexer.run(found)))
    }

    fn prepare(folder: Option<&Path>, store: Store) -> Result<(Self, Indexer, Option<Shelved>), SearchError> {
        let shelf = Shelf::new(folder, &store);
        let found = shelf.find(&store);
        let state = match &found {
            Some(shelved) => State::Ready { reader: indexer::reader(&shelved.index)?, fields: schema::build().1 },
            None => State::Rebuilding(Progress::default()),
        };
        let reached = watch::Sender::new(found.as_ref().map_or(0, |shelved| shelved.reached));
        let shared = Arc::new(Shared { state: RwLock::new(state), reached, tallies: Tallies::default() });
        let (stop, stopped) = watch::channel(());
        let indexer = Indexer { store, shelf, shared: shared.clone(), stop: stopped };
        let closing = Arc::new(Closing { stop: Some(stop), thread: None });
        Ok((Self { shared, closing }, indexer, found))
    }

    /// An index in memory, gone with its last clone.
    pub fn in_memory(store: Store) -> Result<Self, SearchError> {
        Self::open(None, store)
    }

    /// An index that nobody keeps: every search answers [`SearchError::Rebuilding`]. For a portal in which nobody
    /// searches, as in a simulation.
    #[must_use]
    pub fn unkept() -> Self {
        let state = RwLock::new(State::Rebuilding(Progress::default()));
        let shared = Arc::new(Shared { state, reached: watch::Sender::new(0), tallies: Tallies::default() });
        Self { shared, closing: Arc::new(Closing { stop: None, thread: None }) }
    }

    /// Follows the number of the last journal entry that searches know of; 0 until an index was opened or made.
    #[must_use]
    pub fn reached(&self) -> watch::Receiver<u64> {
        self.shared.reached.subscribe()
    }

    /// How far the rebuild has got, if there is one.
    #[must_use]
    pub fn rebuilding(&self) -> Option<Progress> {
        match self.shared.get() {
            State::Rebuilding(progress) => Some(progress),
            State::Ready { .. } => None,
        }
    }

    /// What searches find now, to be compared with what the store holds from now on.
    #[must_use]
    pub fn shown(&self) -> Shown {
        let reached = self.shared.reached.subscribe();
        let before = *reached.borrow();
        match self.shared.get() {
            State::Rebuilding(progress) => Shown::nothing(&SearchError::Rebuilding(progress).to_string()),
            State::Ready { reader, .. } => {
                let searcher = reader.searcher();
                let reached = before.min(*reached.borrow());
                Shown::read(searcher.segment_readers(), reached)
            }
        }
    }

    /// Waits until searches know of the journal entry `sequence`, but no longer than `limit`; whether they do.
    pub async fn wait_for(&self, sequence: u64, limit: Duration) -> bool {
        let mut reached = self.reached();
        matches!(time::timeout(limit, reached.wait_for(|reached| *reached >= sequence)).await, Ok(Ok(_)))
    }

    /// Finds payments. A word that nothing contains is taken for a typing error and replaced by similar ones, which
    /// [`Found::forgiven`] names.
    ///
    /// # Errors
    /// [`SearchError::Rebuilding`], or the index failed.
    pub fn search(&self, query: &Query, page: &Page) -> Result<Found, SearchError> {
        let (reader, fields) = match self.shared.get() {
            State::Ready { reader, fields } => (reader, fields),
            State::Rebuilding(progress) => return Err(SearchError::Rebuilding(progress)),
        };
        let searcher = reader.searcher();
        let gather = Gather::new(&self.shared.tallies, page, query.unsuccessful());
        if query.asks_nothing() && page.sort.column == Column::Date {
            return Ok(found(self.shared.tallies.everything(&searcher, &gather)?, page, Vec::new()));
        }
        let gathered = searcher.search(&plan::whole(&fields, query, |_| Spelling::Exact), &gather)?;
        if !gathered.is_nothing() {
            return Ok(found(gathered, page, Vec::new()));
        }
        let unknown = unknown_words(&searcher, &fields, query)?;
        if unknown.is_empty() {
            return Ok(found(gathered, page, Vec::new()));
        }
        let spelling = |clause: usize| {
            if unknown.iter().any(|(index, _)| *index == clause) { Spelling::Forgiving } else { Spelling::Exact }
        };
        let gathered = searcher.search(&plan::whole(&fields, query, spelling), &gather)?;
        let forgiven =
            if gathered.is_nothing() { Vec::new() } else { unknown.into_iter().map(|(_, word)| word).collect() };
        Ok(found(gathered, page, forgiven))
    }
}

/// The words of a query that no payment contains and that are long enough to be typing errors.
fn unknown_words(searcher: &Searcher, fields: &Fields, query: &Query) -> Result<Vec<(usize, String)>, SearchError> {
    let is_unknown = |clause: &Clause| {
        Ok::<_, SearchError>(searcher.search(&plan::clause_query(fields, clause, Spelling::Exact), &Count)? == 0)
    };
    let mut unknown = Vec::new();
    for (index, clause) in query.clauses.iter().enumerate() {
        if let Some(word) = plan::forgivable(clause)
            && is_unknown(clause)?
        {
            unknown.push((index, word.to_owned()));
        }
    }
    Ok(unknown)
}

fn found(mut gathered: Gathered, page: &Page, forgiven: Vec<String>) -> Found {
    let limit = page.limit.min(Page::MOST);
    let goes_on = gathered.rows.len() > limit;
    gathered.rows.truncate(limit);
    let last = gathered.rows.last().filter(|_| goes_on);
    Found {
        next: last.map(|(key, id)| Cursor { column: page.sort.column, key: key.clone(), id: *id }),
        ids: gathered.rows.iter().map(|(_, id)| TransactionId::new(*id)).collect(),
        count: gathered.whole.count,
        hidden: gathered.whole.hidden,
        sums: gathered.whole.sums(),
        forgiven,
    }
}
