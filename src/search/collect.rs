//! Order, count and sums of everything found, in one pass.
//!
//! The rows that may be on the page are kept in no order, and cut to the page's length whenever there are many, which costs
//! less per row than keeping them sorted.

use std::sync::Arc;

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    fastfield::Column as Values,
};

use super::{
    order::{self, Order, Rank, rank},
    page::{Cursor, Key, Page, Sort, SortDirection},
    query::Unsuccessful,
    schema::column,
    sums::{Buckets, Whole, hidden_statuses},
    tally::{Tallies, Tally},
};

/// Gathers one page.
pub(super) struct Gather<'a> {
    tallies: &'a Tallies,
    pub(super) sort: Sort,
    pub(super) after: Option<Cursor>,
    pub(super) limit: usize,
    pub(super) unsuccessful: Unsuccessful,
}

impl<'a> Gather<'a> {
    pub(super) fn new(tallies: &'a Tallies, page: &Page, unsuccessful: Unsuccessful) -> Self {
        let after = page.after.clone().filter(|cursor| cursor.column == page.sort.column);
        Self { tallies, sort: page.sort, after, limit: page.limit.min(Page::MOST), unsuccessful }
    }
}

/// What was gathered: rows in order, at most one more than the limit.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) rows: Vec<(Key, u64)>,
    pub(super) whole: Whole,
}

impl Gathered {
    /// Whether there is nothing, not even something that is not shown.
    pub(super) const fn is_nothing(&self) -> bool {
        self.whole.count == 0 && self.whole.hidden == 0
    }
}

impl Collector for Gather<'_> {
    type Fruit = Gathered;
    type Child = SegmentGather;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentGather> {
        let tally = self.tallies.of(segment)?;
        let order = Order::of(segment, &tally, self.sort.column, self.sort.direction)?;
        let id = if order.is_unique() { None } else { Some(segment.fast_fields().u64(column::ID)?) };
        let after = self.after.as_ref().map(|cursor| order.rank_of(cursor, self.sort.direction)).transpose()?;
        Ok(SegmentGather {
            unsuccessful: self.unsuccessful,
            hidden: hidden_statuses(self.unsuccessful),
            best: Best::new(self.sort.direction, after, self.limit + 1, id),
            buckets: Buckets::default(),
            tally,
            order,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut all = Gathered::default();
        for fruit in fruits {
            let fruit = fruit?;
            all.rows.extend(fruit.rows);
            all.whole.add(fruit.whole);
        }
        all.rows.sort_unstable_by(|a, b| order::compare(self.sort.direction, a, b));
        all.rows.truncate(self.limit + 1);
        Ok(all)
    }
}

/// The rows of a segment that may be on the page.
struct Best {
    direction: SortDirection,
    after: Option<Rank>,
    wanted: usize,
    /// `None` where values alone tell rows apart.
    id: Option<Values<u64>>,
    rows: Vec<Rank>,
    room: usize,
    /// Ranks beyond this one are on no page of this length.
    last: Rank,
}

impl Best {
    /// How many rows are kept at least before the worst are dropped.
    const ROOM: usize = 1_024;

    fn new(direction: SortDirection, after: Option<Rank>, wanted: usize, id: Option<Values<u64>>) -> Self {
        let room = wanted.saturating_mul(2).max(Self::ROOM);
        Self { direction, after, wanted, id, rows: Vec::with_capacity(Self::ROOM), room, last: (i64::MAX, u64::MAX) }
    }

    fn place(&mut self, value: i64, doc: DocId) {
        // Most rows are told by their value alone, without a look at their id.
        if rank(self.direction, value, 0).0 > self.last.0 {
            return;
        }
        let id = self.id.as_ref().and_then(|id| id.first(doc)).unwrap_or_default();
        let rank = rank(self.direction, value, id);
        if rank > self.last || self.after.is_some_and(|after| rank <= after) {
            return;
        }
        self.rows.push(rank);
        if self.rows.len() >= self.room {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.rows.len() > self.wanted {
            let (_, last, _) = self.rows.select_nth_unstable(self.wanted - 1);
            self.last = *last;
            self.rows.truncate(self.wanted);
        }
    }
}

/// Gathers from one segment.
pub(super) struct SegmentGather {
    unsuccessful: Unsuccessful,
    /// The statuses that are counted and not listed.
    hidden: u32,
    tally: Arc<Tally>,
    order: Order,
    best: Best,
    buckets: Buckets,
}

impl SegmentCollector for SegmentGather {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let row = self.tally.row(doc);
        self.buckets.add(&row);
        if self.hidden >> row.facts.status_place() & 1 == 0 {
            self.best.place(self.order.value(&row), doc);
        }
    }

    fn harvest(mut self) -> tantivy::Result<Gathered> {
        self.best.cut();
        let rows = self.best.rows.iter().map(|ranked| {
            let (value, id) = rank(self.best.direction, ranked.0, ranked.1);
            self.order.key(value, id)
        });
        Ok(Gathered { rows: rows.collect::<tantivy::Result<_>>()?, whole: self.buckets.whole(self.unsuccessful) })
    }
}
