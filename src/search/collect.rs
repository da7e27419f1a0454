//! Order, count and sums of everything found, in one pass over the columns of the index.
//!
//! Payments come in blocks, and each column is read for a block at a time. The rows that may be on the page are kept in
//! a heap of rows that is cut to the page's length whenever it is full, which costs less per row than a sorted one.

use std::collections::BTreeMap;

use tantivy::{
    COLLECT_BLOCK_BUFFER_LEN, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Cardinality,
    fastfield::Column as Values,
};

use crate::domain::{money::Currency, transaction::Status};

use super::{
    facts::Facts,
    order::{self, Counted, Order, Rank, rank},
    page::{CurrencySums, Cursor, Key, Page, Sort, SortDirection},
    query::Unsuccessful,
    schema::column,
};

/// Gathers one page.
pub(super) struct Gather {
    pub(super) sort: Sort,
    pub(super) after: Option<Cursor>,
    pub(super) limit: usize,
    pub(super) unsuccessful: Unsuccessful,
}

impl Gather {
    pub(super) fn new(page: &Page, unsuccessful: Unsuccessful) -> Self {
        let after = page.after.clone().filter(|cursor| cursor.column == page.sort.column);
        Self { sort: page.sort, after, limit: page.limit.min(Page::MOST), unsuccessful }
    }
}

/// What was gathered: rows in order, at most one more than the limit.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) rows: Vec<(Key, u64)>,
    pub(super) count: u64,
    pub(super) hidden: u64,
    sums: BTreeMap<Currency, Sums>,
}

impl Gathered {
    pub(super) fn sums(&self) -> Vec<CurrencySums> {
        self.sums.iter().map(|(currency, sums)| sums.of(*currency)).collect()
    }
}

#[derive(Clone, Copy, Default)]
struct Sums {
    count: u64,
    approved_count: u64,
    approved: i128,
    collected: i128,
    refunded: i128,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.approved_count += other.approved_count;
        self.approved += other.approved;
        self.collected += other.collected;
        self.refunded += other.refunded;
    }

    fn count(&mut self, row: &Counted, status: StatusClass) {
        let amount = i128::from(row.amount);
        self.count += 1;
        self.refunded += i128::from(row.refunded);
        self.approved_count += u64::from(status.approved);
        self.approved += if status.approved { amount } else { 0 };
        self.collected += if status.collected { amount } else { 0 };
    }

    fn of(self, currency: Currency) -> CurrencySums {
        let held = |sum: i128| i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX });
        CurrencySums {
            currency,
            count: self.count,
            approved_count: self.approved_count,
            approved_minor: held(self.approved),
            collected_minor: held(self.collected),
            refunded_minor: held(self.refunded),
        }
    }
}

/// What a status says about the money, looked up by its place among all.
#[derive(Clone, Copy, Default)]
struct StatusClass {
    unsuccessful: bool,
    approved: bool,
    collected: bool,
}

impl StatusClass {
    fn all() -> Vec<Self> {
        let class = |status: Status| Self {
            unsuccessful: is_unsuccessful(status),
            approved: status.is_approved(),
            collected: status.is_collected(),
        };
        Status::ALL.into_iter().map(class).collect()
    }
}

/// Whether a payment brought nothing in and never will: what "show declines, errors and voids" is about.
const fn is_unsuccessful(status: Status) -> bool {
    matches!(status, Status::Declined | Status::Failed | Status::Voided)
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = SegmentGather;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentGather> {
        let columns = segment.fast_fields();
        let order = Order::of(segment, self.sort.column, self.sort.direction)?;
        let after = self.after.as_ref().map(|cursor| order.rank_of(cursor, self.sort.direction)).transpose()?;
        Ok(SegmentGather {
            unsuccessful: self.unsuccessful,
            classes: StatusClass::all(),
            facts: columns.u64(column::FACTS)?,
            amount: columns.i64(column::AMOUNT)?,
            refunded: columns.i64(column::REFUNDED)?,
            best: Best::new(self.sort.direction, after, self.limit + 1, columns.u64(column::ID)?),
            order,
            block: Block::default(),
            sums: Vec::new(),
            count: 0,
            hidden: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut whole = Gathered::default();
        for fruit in fruits {
            let fruit = fruit?;
            whole.rows.extend(fruit.rows);
            whole.count += fruit.count;
            whole.hidden += fruit.hidden;
            for (currency, sums) in fruit.sums {
                whole.sums.entry(currency).or_default().add(sums);
            }
        }
        whole.rows.sort_unstable_by(|a, b| order::compare(self.sort.direction, a, b));
        whole.rows.truncate(self.limit + 1);
        Ok(whole)
    }
}

/// The rows of a segment that may be on the page.
struct Best {
    direction: SortDirection,
    after: Option<Rank>,
    wanted: usize,
    id: Values<u64>,
    rows: Vec<Rank>,
    /// Ranks beyond this one are on no page of this length.
    last: Rank,
}

impl Best {
    /// How many rows are kept at least before the worst are dropped.
    const ROOM: usize = 1_024;

    fn new(direction: SortDirection, after: Option<Rank>, wanted: usize, id: Values<u64>) -> Self {
        Self { direction, after, wanted, id, rows: Vec::new(), last: (i64::MAX, u64::MAX) }
    }

    fn place(&mut self, value: i64, doc: DocId) {
        // Most rows are told by their value alone, without a look at their id.
        if rank(self.direction, value, 0).0 > self.last.0 {
            return;
        }
        let rank = rank(self.direction, value, self.id.first(doc).unwrap_or_default());
        if rank > self.last || self.after.is_some_and(|after| rank <= after) {
            return;
        }
        self.rows.push(rank);
        if self.rows.len() >= self.wanted.saturating_mul(2).max(Self::ROOM) {
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

/// A block of payments on their way to being counted.
#[derive(Default)]
struct Block {
    docs: Vec<DocId>,
    facts: Vec<u64>,
    amounts: Vec<i64>,
}

/// Gathers from one segment.
pub(super) struct SegmentGather {
    unsuccessful: Unsuccessful,
    classes: Vec<StatusClass>,
    facts: Values<u64>,
    amount: Values<i64>,
    refunded: Values<i64>,
    order: Order,
    best: Best,
    block: Block,
    /// By currency code; one or two in most firms.
    sums: Vec<(Facts, Sums)>,
    count: u64,
    hidden: u64,
}

/// Reads a column for a block. Every payment has a value in the columns that are counted.
fn read<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static>(
    values: &Values<T>,
    docs: &[DocId],
    into: &mut Vec<T>,
) {
    into.clear();
    into.resize(docs.len(), T::default());
    if values.get_cardinality() == Cardinality::Full {
        values.values.get_vals(docs, into);
    } else {
        for (doc, value) in docs.iter().zip(into) {
            *value = values.first(*doc).unwrap_or_default();
        }
    }
}

impl SegmentGather {
    fn count_block(&mut self, docs: &[DocId]) {
        let mut block = std::mem::take(&mut self.block);
        read(&self.facts, docs, &mut block.facts);
        read(&self.amount, docs, &mut block.amounts);
        for ((doc, facts), amount) in docs.iter().zip(&block.facts).zip(&block.amounts) {
            let facts = Facts(*facts);
            let class = self.classes.get(facts.status_place()).copied().unwrap_or_default();
            if class.unsuccessful && self.unsuccessful == Unsuccessful::Hide {
                self.hidden += 1;
                continue;
            }
            let refunded = if facts.is_refunded() { self.refunded.first(*doc).unwrap_or_default() } else { 0 };
            let row = Counted { doc: *doc, facts, amount: *amount, refunded };
            self.count += 1;
            self.sums_of(facts).count(&row, class);
            self.best.place(self.order.value(&row), *doc);
        }
        self.block = block;
    }

    fn sums_of(&mut self, facts: Facts) -> &mut Sums {
        let code = facts.currency_code();
        let known = self.sums.iter().position(|(known, _)| known.currency_code() == code);
        let place = known.unwrap_or_else(|| {
            self.sums.push((facts, Sums::default()));
            self.sums.len() - 1
        });
        &mut self.sums[place].1
    }
}

impl SegmentCollector for SegmentGather {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.block.docs.push(doc);
        if self.block.docs.len() == COLLECT_BLOCK_BUFFER_LEN {
            let docs = std::mem::take(&mut self.block.docs);
            self.count_block(&docs);
            self.block.docs = docs;
            self.block.docs.clear();
        }
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.count_block(docs);
    }

    fn harvest(mut self) -> tantivy::Result<Gathered> {
        let docs = std::mem::take(&mut self.block.docs);
        self.count_block(&docs);
        self.best.cut();
        let (best, order) = (&self.best, &self.order);
        let rows = best.rows.iter().map(|ranked| {
            let (value, id) = rank(best.direction, ranked.0, ranked.1);
            Ok((order.key(value)?, id))
        });
        Ok(Gathered {
            rows: rows.collect::<tantivy::Result<_>>()?,
            count: self.count,
            hidden: self.hidden,
            sums: self.sums.iter().filter_map(|(facts, sums)| Some((facts.currency()?, *sums))).collect(),
        })
    }
}
