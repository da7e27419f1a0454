//! Order, count and sums of everything found, in one pass over the columns of the index.

use std::collections::{BTreeMap, BinaryHeap};

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader, TantivyError,
    collector::{Collector, SegmentCollector},
    columnar::{StrColumn, TermOrdHit},
    fastfield::Column,
};

use crate::domain::{money::Currency, transaction::Status};

use super::{
    page::{CurrencySums, Cursor, Key, Page, Sort, SortColumn, SortDirection},
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

/// What a row's place in the order is, smaller first; reversed bits reverse the order.
type Rank = (i64, u64);

const fn rank(direction: SortDirection, value: i64, id: u64) -> Rank {
    match direction {
        SortDirection::Ascending => (value, id),
        SortDirection::Descending => (!value, !id),
    }
}

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = SegmentGather;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentGather> {
        let columns = segment.fast_fields();
        let order = match self.sort.column {
            SortColumn::Date => Order::Number(columns.i64(column::AT)?),
            SortColumn::Amount => Order::Number(columns.i64(column::AMOUNT)?),
            SortColumn::Payer => Order::Text(text_column(segment, column::PAYER_SORT)?),
        };
        let status = text_column(segment, column::STATUS)?;
        let currency = text_column(segment, column::CURRENCY)?;
        let statuses = names(status.as_ref(), |name| Status::ALL.into_iter().find(|status| status.code() == name))?;
        let currencies = names(currency.as_ref(), Currency::from_code)?;
        Ok(SegmentGather {
            after: self.after.as_ref().map(|cursor| order.rank_of(cursor, self.sort.direction)).transpose()?,
            direction: self.sort.direction,
            capacity: self.limit + 1,
            unsuccessful: self.unsuccessful,
            id: columns.u64(column::ID)?,
            amount: columns.i64(column::AMOUNT)?,
            refunded: columns.i64(column::REFUNDED)?,
            order,
            status,
            currency,
            sums: vec![Sums::default(); currencies.len()],
            statuses,
            currencies,
            heap: BinaryHeap::new(),
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
        whole.rows.sort_unstable_by(|a, b| match self.sort.direction {
            SortDirection::Ascending => a.cmp(b),
            SortDirection::Descending => b.cmp(a),
        });
        whole.rows.truncate(self.limit + 1);
        Ok(whole)
    }
}

fn text_column(segment: &SegmentReader, name: &str) -> tantivy::Result<Option<StrColumn>> {
    segment.fast_fields().str(name)
}

/// What each number of a text column stands for.
fn names<T>(column: Option<&StrColumn>, read: impl Fn(&str) -> Option<T>) -> tantivy::Result<Vec<Option<T>>> {
    let Some(column) = column else { return Ok(Vec::new()) };
    let mut name = String::new();
    (0..column.num_terms() as u64)
        .map(|ord| Ok(column.ord_to_str(ord, &mut name)?.then(|| read(&name)).flatten()))
        .collect()
}

/// The column that orders the rows of a segment.
enum Order {
    Number(Column<i64>),
    Text(Option<StrColumn>),
}

/// The place of rows without a text: before every text.
const NO_TEXT: i64 = -1;

impl Order {
    fn value(&self, doc: DocId) -> i64 {
        match self {
            Self::Number(column) => column.first(doc).unwrap_or_default(),
            Self::Text(column) => {
                let ord = column.as_ref().and_then(|column| column.ords().first(doc));
                ord.and_then(|ord| i64::try_from(ord).ok()).unwrap_or(NO_TEXT)
            }
        }
    }

    /// The rank in this segment after which a page begins. A text that the segment does not have lies between two that
    /// it has: just past all rows that come before it in the order asked for.
    fn rank_of(&self, cursor: &Cursor, direction: SortDirection) -> tantivy::Result<Rank> {
        let text = match &cursor.key {
            Key::Number(value) => return Ok(rank(direction, *value, cursor.id)),
            Key::Text(text) => text,
        };
        let next = match self {
            Self::Text(Some(column)) if !text.is_empty() => match column.dictionary().term_ord_or_next(text)? {
                TermOrdHit::Exact(ord) => return Ok(rank(direction, number(ord)?, cursor.id)),
                TermOrdHit::Next(ord) if ord < column.num_terms() as u64 => number(ord)?,
                TermOrdHit::Next(_) => number(column.num_terms() as u64)?,
            },
            Self::Text(None) if !text.is_empty() => 0,
            _ => return Ok(rank(direction, NO_TEXT, cursor.id)),
        };
        Ok(match direction {
            SortDirection::Ascending => (next - 1, u64::MAX),
            SortDirection::Descending => (!next, u64::MAX),
        })
    }

    fn key(&self, value: i64) -> tantivy::Result<Key> {
        let mut text = String::new();
        match (self, u64::try_from(value)) {
            (Self::Number(_), _) => return Ok(Key::Number(value)),
            (Self::Text(Some(column)), Ok(ord)) => {
                column.ord_to_str(ord, &mut text)?;
            }
            (Self::Text(_), _) => {}
        }
        Ok(Key::Text(text))
    }
}

fn number(ord: u64) -> tantivy::Result<i64> {
    i64::try_from(ord).map_err(|_| TantivyError::InternalError("a column has too many values".to_owned()))
}

/// Gathers from one segment.
pub(super) struct SegmentGather {
    direction: SortDirection,
    after: Option<Rank>,
    capacity: usize,
    unsuccessful: Unsuccessful,
    id: Column<u64>,
    amount: Column<i64>,
    refunded: Column<i64>,
    order: Order,
    status: Option<StrColumn>,
    currency: Option<StrColumn>,
    statuses: Vec<Option<Status>>,
    currencies: Vec<Option<Currency>>,
    sums: Vec<Sums>,
    heap: BinaryHeap<Rank>,
    count: u64,
    hidden: u64,
}

impl SegmentGather {
    fn place(&mut self, doc: DocId) {
        let rank = rank(self.direction, self.order.value(doc), self.id.first(doc).unwrap_or_default());
        if self.after.is_some_and(|after| rank <= after) {
            return;
        }
        let is_full = self.heap.len() >= self.capacity;
        if is_full && self.heap.peek().is_some_and(|last| rank >= *last) {
            return;
        }
        if is_full {
            self.heap.pop();
        }
        self.heap.push(rank);
    }

    fn add(&mut self, doc: DocId, status: Option<Status>) {
        let Some(sums) = ord(self.currency.as_ref(), doc).and_then(|ord| self.sums.get_mut(ord)) else { return };
        let amount = i128::from(self.amount.first(doc).unwrap_or_default());
        sums.count += 1;
        sums.refunded += i128::from(self.refunded.first(doc).unwrap_or_default());
        if status.is_some_and(Status::is_approved) {
            sums.approved_count += 1;
            sums.approved += amount;
        }
        if status.is_some_and(Status::is_collected) {
            sums.collected += amount;
        }
    }
}

fn ord(column: Option<&StrColumn>, doc: DocId) -> Option<usize> {
    column?.ords().first(doc).and_then(|ord| usize::try_from(ord).ok())
}

impl SegmentCollector for SegmentGather {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, _: Score) {
        let status = ord(self.status.as_ref(), doc).and_then(|ord| self.statuses.get(ord).copied().flatten());
        if self.unsuccessful == Unsuccessful::Hide && status.is_some_and(is_unsuccessful) {
            self.hidden += 1;
            return;
        }
        self.count += 1;
        self.add(doc, status);
        self.place(doc);
    }

    fn harvest(self) -> tantivy::Result<Gathered> {
        let rows = self.heap.iter().map(|ranked| {
            let (value, id) = rank(self.direction, ranked.0, ranked.1);
            Ok((self.order.key(value)?, id))
        });
        let sums = self.currencies.iter().zip(&self.sums).filter(|(_, sums)| sums.count > 0);
        Ok(Gathered {
            rows: rows.collect::<tantivy::Result<_>>()?,
            count: self.count,
            hidden: self.hidden,
            sums: sums.filter_map(|(currency, sums)| Some(((*currency)?, *sums))).collect(),
        })
    }
}

/// Whether a payment brought nothing in and never will: what "show declines, errors and voids" is about.
pub(super) const fn is_unsuccessful(status: Status) -> bool {
    matches!(status, Status::Declined | Status::Failed | Status::Voided)
}
