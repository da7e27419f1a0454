//! Where an index is kept, whether the one found there belongs to the store, and how a new one is made from it.
//!
//! The folder's name is schema version and database id; every commit carries how far it had got in the journal and the
//! hash of that entry. An index that is missing, unreadable, of another database or from another past than the store's
//! (ahead of it, or of a branch that a restore cut off) is not used.

use std::{
    collections::HashSet,
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    thread,
};

use data_encoding::HEXLOWER;
use tantivy::{Index as Tantivy, IndexWriter, directory::RamDirectory};

use crate::{
    domain::{ids::TransactionId, money::Money},
    store::{
        Store, StoreError, annotations,
        engine::Direction,
        journal::{self, Tail},
        table::{Reader, Records},
        tables::{ANNOTATIONS, REFUNDS_BY_TRANSACTION, TRANSACTIONS},
        transactions,
    },
};

use super::{Progress, SearchError, indexer, schema, schema::Fields, words};

/// Memory for one indexing thread while everything is indexed, in bytes.
const REBUILD_HEAP_BYTES: usize = 64 << 20;
/// Threads for it at most.
const REBUILD_THREADS: usize = 4;
/// How many payments are indexed between two looks at whether to stop.
const STRIDE: u64 = 1_000;

/// An index and how far in the journal it has got.
pub(super) struct Shelved {
    pub(super) index: Tantivy,
    pub(super) reached: u64,
}

/// Where the index of a store is kept.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    folder: Option<PathBuf>,
    name: String,
}

impl Shelf {
    /// A place under `folder`, or in memory.
    pub(super) fn new(folder: Option<&Path>, store: &Store) -> Self {
        Self { folder: folder.map(Path::to_owned), name: name(&store.identity().database) }
    }

    /// The index kept here, if it is one of this store's past.
    pub(super) fn find(&self, store: &Store) -> Option<Shelved> {
        let path = self.folder.as_ref()?.join(&self.name);
        if !path.is_dir() {
            return None;
        }
        let opened = store.read().map_err(|error| error.to_string()).and_then(|reader| open(&path, &reader));
        match opened.and_then(can_be_searched) {
            Ok(shelved) => Some(shelved),
            Err(reason) => {
                tracing::warn!(%reason, "the search index cannot be used and will be rebuilt");
                None
            }
        }
    }

    /// Makes a new index of every payment and puts it in its place. `report` says how far it has got and answers
    /// whether to go on; `None` when it did not.
    pub(super) fn rebuild(
        &self,
        store: &Store,
        report: &mut dyn FnMut(Progress) -> GoOn,
    ) -> Result<Option<Shelved>, SearchError> {
        let reader = store.read()?;
        let tail = journal::tail(&reader)?;
        let Some(folder) = &self.folder else {
            let index =
                prepare(Tantivy::create(RamDirectory::create(), schema::build().0, tantivy::IndexSettings::default())?);
            return Ok(fill(&index, &reader, tail, report)?.then_some(Shelved { index, reached: tail.sequence }));
        };
        let (fresh, place) = (folder.join(format!("new-{}", self.name)), folder.join(&self.name));
        clear(folder)?;
        fs::create_dir_all(&fresh)?;
        let index = prepare(Tantivy::create_in_dir(&fresh, schema::build().0)?);
        if !fill(&index, &reader, tail, report)? {
            return Ok(None);
        }
        drop(index);
        fs::rename(&fresh, &place)?;
        Ok(Some(Shelved { index: prepare(Tantivy::open_in_dir(&place)?), reached: tail.sequence }))
    }
}

/// Whether a rebuild goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GoOn {
    Yes,
    No,
}

/// What a commit remembers: the number and the hash of the last journal entry it contains.
pub(super) fn payload(tail: Tail) -> String {
    format!("{} {}", tail.sequence, HEXLOWER.encode(&tail.hash))
}

/// The name of the folder that holds the index of a database.
pub(super) fn name(database: &str) -> String {
    let database = database.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("v{}-{}", schema::VERSION, database.collect::<String>())
}

/// A file that is gone or cut off shows only when the searchers open it.
fn can_be_searched(shelved: Shelved) -> Result<Shelved, String> {
    indexer::reader(&shelved.index).map_err(|error| error.to_string())?;
    Ok(shelved)
}

/// Opens the index at `path`, if what it contains is a past of what `reader` sees. Changes nothing.
pub(super) fn open(path: &Path, reader: &Reader) -> Result<Shelved, String> {
    let index = Tantivy::open_in_dir(path).map_err(|error| error.to_string())?;
    if index.schema() != schema::build().0 {
        return Err("it has another schema".to_owned());
    }
    let payload = index.load_metas().map_err(|error| error.to_string())?.payload;
    let reached = belongs(payload.as_deref().unwrap_or_default(), reader)?;
    Ok(Shelved { index: prepare(index), reached })
}

fn belongs(payload: &str, reader: &Reader) -> Result<u64, String> {
    let (sequence, hash) = payload.split_once(' ').ok_or("it was never finished")?;
    let sequence: u64 = sequence.parse().map_err(|_| "its payload is damaged")?;
    let found = match journal::hash_at(reader, sequence).map_err(|error| error.to_string())? {
        Some(hash) => hash,
        None if sequence == 0 => Tail::default().hash,
        None => return Err(format!("it has got to entry {sequence} and the journal has not")),
    };
    if HEXLOWER.encode(&found) == hash { Ok(sequence) } else { Err("it belongs to another past".to_owned()) }
}

fn prepare(index: Tantivy) -> Tantivy {
    words::register(index.tokenizers());
    index
}

/// Removes every index in the folder, of whatever version or database; other files are left alone.
fn clear(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let version = name.strip_prefix("new-").unwrap_or(&name).strip_prefix('v');
        let is_index =
            version.and_then(|rest| rest.split_once('-')).is_some_and(|(version, _)| version.parse::<u32>().is_ok());
        if is_index && entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Indexes every payment the reader sees; `false` when told to stop.
fn fill(
    index: &Tantivy,
    reader: &Reader,
    tail: Tail,
    report: &mut dyn FnMut(Progress) -> GoOn,
) -> Result<bool, SearchError> {
    let (_, fields) = schema::build();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(REBUILD_THREADS);
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, threads * REBUILD_HEAP_BYTES)?;
    // Ids are given out one after the other, so the last one tells how many there are, and the current one how many are done.
    let last = reader.all(TRANSACTIONS, Direction::Backward)?.next().transpose()?;
    let total = last.map_or(0, |(id, _)| id.get());
    let (refunded, annotated) = (with_refunds(reader)?, with_annotations(reader)?);
    for row in reader.all(TRANSACTIONS, Direction::Forward)? {
        let (id, transaction) = row?;
        if id.get().is_multiple_of(STRIDE) && report(Progress { done: id.get(), total }) == GoOn::No {
            return Ok(false);
        }
        let amount = if refunded.contains(&id) {
            transactions::refunded(reader, &transaction)?
        } else {
            Money::zero(transaction.amount.currency())
        };
        let mut document = schema::document_with(&fields, &transaction, amount);
        if annotated.contains(&id) {
            schema::annotate(&fields, &mut document, &annotations::annotation(reader, id)?);
        }
        writer.add_document(document)?;
    }
    commit(&mut writer, tail)?;
    writer.wait_merging_threads()?;
    Ok(true)
}

/// The payments that have refunds: few, so that the others need not be asked one by one.
fn with_refunds(reader: &Reader) -> Result<HashSet<TransactionId>, StoreError> {
    reader.all(REFUNDS_BY_TRANSACTION, Direction::Forward)?.map(|row| row.map(|((id, _), ())| id)).collect()
}

/// The payments that staff noted something on.
fn with_annotations(reader: &Reader) -> Result<HashSet<TransactionId>, StoreError> {
    reader.all(ANNOTATIONS, Direction::Forward)?.map(|row| row.map(|(id, _)| id)).collect()
}

/// Puts the store's present rows of `changed` in the place of what the index has of them.
pub(super) fn apply(
    writer: &IndexWriter,
    fields: &Fields,
    reader: &Reader,
    changed: &HashSet<TransactionId>,
) -> Result<(), SearchError> {
    for id in changed {
        writer.delete_term(tantivy::Term::from_field_u64(fields.id, id.get()));
        if let Some(transaction) = transactions::transaction(reader, *id)? {
            writer.add_document(schema::document(fields, reader, &transaction)?)?;
        }
    }
    Ok(())
}

/// Commits with the end of the journal that the documents reflect.
pub(super) fn commit(writer: &mut IndexWriter, tail: Tail) -> Result<(), SearchError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&payload(tail));
    prepared.commit()?;
    Ok(())
}
