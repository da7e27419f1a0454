//! Comparing the index with the store (I6), and looking for card numbers in it (I9): what `clientpay check` says of it.
//! Both are read, neither is mended.
//!
//! An index may be behind the store: payments that the journal names after the entry it has got to may differ. Any
//! other that differs, is missing or is too many is a violation.

use std::{
    collections::{BTreeMap, HashSet},
    iter::Peekable,
    path::Path,
    vec::IntoIter,
};

use tantivy::{SegmentReader, schema::Field};

use crate::{
    domain::{ids::TransactionId, pan, transaction::Transaction},
    store::{
        StoreError,
        check::{
            Findings,
            Invariant::{I6, I9},
        },
        engine::Direction,
        journal,
        table::{Reader, Records},
        tables::{IDENTITY, REFUNDS_BY_TRANSACTION},
        transactions,
    },
};

use super::{
    SearchError, indexer,
    schema::{self, Searchable, column},
    shelf,
};

/// A payment as the index has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    id: TransactionId,
    version: u64,
    refunded_minor: i64,
}

/// What an index shows.
#[derive(Debug, Default)]
pub struct Shown {
    /// In the order of the ids; `None` when there is no index to compare with.
    rows: Option<Vec<Row>>,
    reached: u64,
    findings: Findings,
}

impl Shown {
    /// What the index kept under `folder` shows. Nothing is written there, not even a lock.
    #[must_use]
    pub fn kept(folder: &Path, reader: &Reader) -> Self {
        let Ok(Some(identity)) = reader.get(IDENTITY, &()) else { return Self::nothing("nobody knows whose it is") };
        let path = folder.join(shelf::name(&identity.database));
        if !path.is_dir() {
            return Self::nothing("there is none; it is built when the portal starts");
        }
        match shelf::open(&path, reader) {
            Ok(shelved) => Self::read_files(&shelved).unwrap_or_else(|error| Self::damaged(&error.to_string())),
            Err(reason) => Self::nothing(&format!("{reason}; it is built anew when the portal starts")),
        }
    }

    fn read_files(shelved: &shelf::Shelved) -> Result<Self, SearchError> {
        let damaged = shelved.index.validate_checksum()?;
        if let Some(file) = damaged.iter().min() {
            return Ok(Self::damaged(&format!("its file {} is not as it was written", file.display())));
        }
        let segments: Vec<SegmentReader> =
            shelved.index.searchable_segments()?.iter().map(SegmentReader::open).collect::<Result<_, _>>()?;
        Ok(Self::read(&segments, shelved.reached))
    }

    /// Reads what searchers see. The index has got to the journal entry `reached` or further.
    pub(super) fn read(segments: &[SegmentReader], reached: u64) -> Self {
        let (mut rows, mut findings) = (Vec::new(), Findings::default());
        let read = segments.iter().try_for_each(|segment| {
            read_rows(segment, &mut rows)?;
            look_for_cards(segment, &mut findings)
        });
        if let Err(error) = read {
            return Self::damaged(&error.to_string());
        }
        rows.sort_unstable();
        Self { rows: Some(rows), reached, findings }
    }

    /// Nothing to compare with, and why that is no violation.
    pub(super) fn nothing(why: &str) -> Self {
        let findings = Findings { notes: vec![format!("search index: {why}")], ..Findings::default() };
        Self { findings, ..Self::default() }
    }

    fn damaged(what: &str) -> Self {
        let mut findings = Findings::default();
        findings.violate(I6, format!("search index: {what}; `clientpay reindex` builds it again"));
        Self { findings, ..Self::default() }
    }
}

fn read_rows(segment: &SegmentReader, rows: &mut Vec<Row>) -> Result<(), SearchError> {
    let columns = segment.fast_fields();
    let (ids, versions) = (columns.u64(column::ID)?, columns.u64(column::VERSION)?);
    let refunded = columns.i64(column::REFUNDED)?;
    rows.extend(segment.doc_ids_alive().map(|document| Row {
        id: TransactionId::new(ids.first(document).unwrap_or_default()),
        version: versions.first(document).unwrap_or_default(),
        refunded_minor: refunded.first(document).unwrap_or_default(),
    }));
    Ok(())
}

/// Looks at what the index holds of texts that people typed, of payments that are no longer found, too: their words,
/// whole codes, and the columns of texts that lists are ordered by.
fn look_for_cards(segment: &SegmentReader, findings: &mut Findings) -> Result<(), SearchError> {
    let (_, fields) = schema::build();
    let mut look = |text: &[u8]| {
        if pan::may_hold_card_number(text) && pan::contains_card_number(&String::from_utf8_lossy(text)) {
            findings.violate(I9, "search index: a text holds a card number");
        }
    };
    for Searchable { words, code } in fields.typed() {
        each_term(segment, words, &mut look)?;
        code.map_or(Ok(()), |code| each_term(segment, code, &mut look))?;
    }
    for (_, name) in schema::ORDERS {
        let Some(texts) = segment.fast_fields().str(name)? else { continue };
        let mut texts = texts.dictionary().stream()?;
        while texts.advance() {
            look(&schema::without_marks(texts.key()));
        }
    }
    Ok(())
}

fn each_term(segment: &SegmentReader, field: Field, look: &mut dyn FnMut(&[u8])) -> Result<(), SearchError> {
    let index = segment.inverted_index(field)?;
    let mut terms = index.terms().stream()?;
    while terms.advance() {
        look(terms.key());
    }
    Ok(())
}

/// A comparison under way: it is shown every payment of the store in the order of the ids.
pub struct Comparison {
    rows: Option<Peekable<IntoIter<Row>>>,
    /// Payments of which the store may know more than the index has got to.
    changed: HashSet<TransactionId>,
    refunded_minor: BTreeMap<TransactionId, i64>,
    findings: Findings,
}

impl Comparison {
    /// Compares what an index showed with what a later view of the store shows.
    #[must_use]
    pub fn new(shown: Shown, reader: &Reader) -> Self {
        let Shown { rows, reached, findings } = shown;
        let mut comparison = Self { rows: None, changed: HashSet::new(), refunded_minor: BTreeMap::new(), findings };
        if let Some(rows) = rows {
            match comparison.prepare(reached, reader) {
                Ok(()) => comparison.rows = Some(rows.into_iter().peekable()),
                Err(error) => comparison.findings.notes.push(format!("search index: not compared: {error}")),
            }
        }
        comparison
    }

    fn prepare(&mut self, reached: u64, reader: &Reader) -> Result<(), StoreError> {
        self.refunded_minor = refunded(reader)?;
        self.changed = indexer::changed_after(reader, reached)?;
        if !self.changed.is_empty() {
            let (end, behind) = (journal::tail(reader)?.sequence, self.changed.len());
            let text = format!("search index: {behind} payments behind; it has got to entry {reached} of {end}");
            self.findings.notes.push(text);
        }
        Ok(())
    }

    /// Compares the next payment of the store.
    pub fn meet(&mut self, payment: &Transaction) {
        let Some(rows) = &mut self.rows else { return };
        let known = Row {
            id: payment.id,
            version: u64::from(payment.version),
            refunded_minor: self.refunded_minor.get(&payment.id).copied().unwrap_or_default(),
        };
        while let Some(stray) = rows.next_if(|row| row.id < known.id) {
            self.findings.violate(I6, format!("search index: payment {} is found and does not exist", stray.id));
        }
        let found = rows.next_if(|row| row.id == known.id);
        while rows.next_if(|row| row.id == known.id).is_some() {
            self.findings.violate(I6, format!("search index: payment {} is found more than once", known.id));
        }
        if found == Some(known) || self.changed.contains(&known.id) {
            return;
        }
        let text = match found {
            None => format!("search index: payment {} is not found", known.id),
            Some(row) => format!(
                "search index: payment {} is version {} with {} given back, and in the store version {} with {}",
                known.id, row.version, row.refunded_minor, known.version, known.refunded_minor
            ),
        };
        self.findings.violate(I6, text);
    }

    /// Ends the comparison.
    #[must_use]
    pub fn end(mut self) -> Findings {
        for stray in self.rows.into_iter().flatten() {
            self.findings.violate(I6, format!("search index: payment {} is found and does not exist", stray.id));
        }
        self.findings
    }
}

fn refunded(reader: &Reader) -> Result<BTreeMap<TransactionId, i64>, StoreError> {
    let mut sums = BTreeMap::new();
    for row in reader.all(REFUNDS_BY_TRANSACTION, Direction::Forward)? {
        let ((id, _), ()) = row?;
        if !sums.contains_key(&id)
            && let Some(payment) = transactions::transaction(reader, id)?
        {
            sums.insert(id, transactions::refunded(reader, &payment)?.minor());
        }
    }
    Ok(sums)
}
