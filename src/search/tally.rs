//! What is kept of a segment beside the index in memory, some 20 bytes per payment: what all of it comes to, its order in
//! time, and the two columns that every search counts, ready to be read. The list without a query, which everybody sees
//! first, so costs a page and not the whole.
//!
//! Segments never change but for payments that are taken out of them. So a tally is made once per segment, and then only
//! what was taken out since is taken off. Nothing here outlives the process.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    DocId, Opstamp, Searcher, SegmentReader,
    collector::Collector as _,
    fastfield::{AliveBitSet, Column as Values},
    index::SegmentId,
};

use super::{
    collect::{Gather, Gathered},
    facts::Facts,
    order::Counted,
    page::{Key, SortDirection},
    schema::column,
    sums::{Buckets, hidden_statuses},
};

/// The tallies of the segments that are searched.
#[derive(Default)]
pub(super) struct Tallies(Mutex<HashMap<SegmentId, Arc<Tally>>>);

/// What is kept of one segment.
pub(super) struct Tally {
    plain: Arc<Plain>,
    /// What was alive when it was counted; everything when there is none.
    alive: Option<AliveBitSet>,
    deletes: Option<Opstamp>,
    buckets: Buckets,
}

/// Columns of a segment by document, taken out of their files once.
struct Plain {
    facts: Vec<Facts>,
    amounts: Vec<i64>,
    refunded: Values<i64>,
    /// Every payment of the segment, earliest first.
    by_time: Vec<DocId>,
    /// The place of each in that order; none when payments lie in the order of time anyway.
    places: Vec<u32>,
}

impl Plain {
    fn read(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        let (at, id) = (columns.i64(column::AT)?, columns.u64(column::ID)?);
        let (facts, amounts) = (columns.u64(column::FACTS)?, columns.i64(column::AMOUNT)?);
        let all = 0..segment.max_doc();
        let place = |doc: DocId| (at.first(doc).unwrap_or_default(), id.first(doc).unwrap_or_default(), doc);
        let mut by_time: Vec<(i64, u64, DocId)> = all.clone().map(place).collect();
        let in_order = by_time.is_sorted();
        by_time.sort_unstable();
        let by_time: Vec<DocId> = by_time.into_iter().map(|(_, _, doc)| doc).collect();
        let mut places = if in_order { Vec::new() } else { vec![0; by_time.len()] };
        if !in_order {
            for (place, doc) in (0..).zip(&by_time) {
                places[*doc as usize] = place;
            }
        }
        Ok(Self {
            facts: all.clone().map(|doc| Facts::packed(facts.first(doc).unwrap_or_default())).collect(),
            amounts: all.map(|doc| amounts.first(doc).unwrap_or_default()).collect(),
            refunded: columns.i64(column::REFUNDED)?,
            by_time,
            places,
        })
    }
}

impl Tallies {
    /// Makes the tallies of what is searched, so that no search has to.
    pub(super) fn warm(&self, searcher: &Searcher) -> tantivy::Result<()> {
        let segments = searcher.segment_readers();
        segments.iter().try_for_each(|segment| self.of(segment).map(drop))?;
        let is_there = |id: &SegmentId| segments.iter().any(|segment| segment.segment_id() == *id);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| is_there(id));
        Ok(())
    }

    /// A page of all payments, ordered by time, with what all of them come to.
    pub(super) fn everything(&self, searcher: &Searcher, gather: &Gather<'_>) -> tantivy::Result<Gathered> {
        let segments = searcher.segment_readers().iter();
        let fruits = segments.map(|segment| {
            let tally = self.of(segment)?;
            Ok(Gathered { rows: rows(segment, &tally, gather)?, whole: tally.buckets.whole(gather.unsuccessful) })
        });
        gather.merge_fruits(fruits.map(Ok).collect::<tantivy::Result<_>>()?)
    }

    /// What is kept of a segment; made when nothing is yet.
    pub(super) fn of(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Tally>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.get(&segment.segment_id());
        if let Some(tally) = before.filter(|tally| tally.deletes == segment.delete_opstamp()) {
            return Ok(tally.clone());
        }
        let tally = Arc::new(match before {
            Some(before) => before.without_deleted(segment),
            None => Tally::new(segment)?,
        });
        known.insert(segment.segment_id(), tally.clone());
        Ok(tally)
    }
}

impl Tally {
    fn new(segment: &SegmentReader) -> tantivy::Result<Self> {
        let mut tally = Self {
            plain: Arc::new(Plain::read(segment)?),
            alive: segment.alive_bitset().cloned(),
            deletes: segment.delete_opstamp(),
            buckets: Buckets::default(),
        };
        for doc in segment.doc_ids_alive() {
            let row = tally.row(doc);
            tally.buckets.add(&row);
        }
        Ok(tally)
    }

    /// The same without what was taken out of the segment since.
    fn without_deleted(&self, segment: &SegmentReader) -> Self {
        let mut tally = Self {
            plain: self.plain.clone(),
            alive: segment.alive_bitset().cloned(),
            deletes: segment.delete_opstamp(),
            buckets: self.buckets.clone(),
        };
        let was_alive = |doc: DocId| self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc));
        for doc in (0..segment.max_doc()).filter(|doc| segment.is_deleted(*doc) && was_alive(*doc)) {
            let row = tally.row(doc);
            tally.buckets.take(&row);
        }
        tally
    }

    /// What is counted of a payment.
    pub(super) fn row(&self, doc: DocId) -> Counted {
        let at = doc as usize;
        let facts = self.plain.facts.get(at).copied().unwrap_or_default();
        let refunded = if facts.is_refunded() { self.plain.refunded.first(doc).unwrap_or_default() } else { 0 };
        Counted { doc, facts, amount: self.plain.amounts.get(at).copied().unwrap_or_default(), refunded }
    }

    /// A payment's place in the order of time.
    pub(super) fn place(&self, doc: DocId) -> u32 {
        self.plain.places.get(doc as usize).copied().unwrap_or(doc)
    }

    /// Every payment of the segment, earliest first, those that were taken out too.
    pub(super) fn by_time(&self) -> &[DocId] {
        &self.plain.by_time
    }
}

/// The rows of a segment that may be on the page: from the page's end of time on, no further than it is long.
fn rows(segment: &SegmentReader, tally: &Tally, gather: &Gather<'_>) -> tantivy::Result<Vec<(Key, u64)>> {
    let columns = segment.fast_fields();
    let (at, id) = (columns.i64(column::AT)?, columns.u64(column::ID)?);
    let place = |doc: DocId| (at.first(doc).unwrap_or_default(), id.first(doc).unwrap_or_default());
    let direction = gather.sort.direction;
    let after = gather.after.as_ref().and_then(|cursor| match cursor.key {
        Key::Number(at) => Some((at, cursor.id)),
        Key::Text(_) | Key::Nothing => None,
    });
    let by_time = tally.by_time();
    // Where the page begins: behind its cursor, seen from the end that comes first.
    let in_order: Box<dyn Iterator<Item = &DocId>> = match (direction, after) {
        (SortDirection::Ascending, Some(after)) => {
            Box::new(by_time[by_time.partition_point(|doc| place(*doc) <= after)..].iter())
        }
        (SortDirection::Descending, Some(after)) => {
            Box::new(by_time[..by_time.partition_point(|doc| place(*doc) < after)].iter().rev())
        }
        (SortDirection::Ascending, None) => Box::new(by_time.iter()),
        (SortDirection::Descending, None) => Box::new(by_time.iter().rev()),
    };
    let hidden = hidden_statuses(gather.unsuccessful);
    let is_shown = |doc: DocId| hidden >> tally.row(doc).facts.status_place() & 1 == 0;
    let alive = in_order.copied().filter(|doc| !segment.is_deleted(*doc) && is_shown(*doc));
    Ok(alive
        .take(gather.limit + 1)
        .map(|doc| {
            let (at, id) = place(doc);
            (Key::Number(at), id)
        })
        .collect())
}
