//! Everything that a query finds, in order: for lists that leave the house whole. A page knows better than this what to
//! do for one screen.

use std::{io, sync::Arc};

use jiff::civil::Date;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::StrColumn,
    fastfield::Column,
};

use crate::domain::{ids::TransactionId, time::Day};

use super::{
    Index, SearchError, State,
    order::Order,
    page::{Page, Sort, SortDirection},
    plan::{self, Spelling},
    query::{Condition, Filter, Join, Query, Sense},
    schema::column,
    sums::hidden_statuses,
    tally::{Tallies, Tally},
};

impl Index {
    /// The payments that [`Index::search`] finds, on all its pages, in the same order: eight bytes each.
    ///
    /// # Errors
    /// [`SearchError::Rebuilding`], or the index failed.
    pub fn all(&self, query: &Query, sort: Sort) -> Result<Vec<TransactionId>, SearchError> {
        let forgiven = self.search(query, &Page { sort, after: None, limit: 1 })?.forgiven;
        let (reader, fields) = match self.shared.get() {
            State::Ready { reader, fields } => (reader, fields),
            State::Rebuilding(progress) => return Err(SearchError::Rebuilding(progress)),
        };
        let is_forgiven = |clause: usize| {
            let word = query.clauses.get(clause).and_then(plan::forgivable);
            word.is_some_and(|word| forgiven.iter().any(|forgiven| forgiven == word))
        };
        let spelling = |clause| if is_forgiven(clause) { Spelling::Forgiving } else { Spelling::Exact };
        let hidden = hidden_statuses(query.unsuccessful());
        let everything = Everything { tallies: &self.shared.tallies, sort, hidden };
        Ok(reader.searcher().search(&plan::whole(&fields, query, spelling), &everything)?)
    }
}

impl Query {
    /// The days between which all payments found lie, when the query names both ends.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
        if self.join == Join::Any && self.clauses.len() > 1 {
            return None;
        }
        let (mut first, mut last) = (None::<Day>, None::<Day>);
        for clause in self.clauses.iter().filter(|clause| clause.sense == Sense::With) {
            if let Condition::Any(filters) = &clause.condition
                && let [Filter::Days { from, to }] = filters.as_slice()
            {
                first = first.max(*from);
                last = last.into_iter().chain(*to).min();
            }
        }
        first.zip(last.map(existing)).filter(|(first, last)| first <= last)
    }
}

/// The day, or the last one of its month: queries write the last day of every month as its 31st.
fn existing(day: Day) -> Day {
    let (year, month, number) = (day.number() / 10_000, day.number() / 100 % 100, day.number() % 100);
    let month_of = |year: u32, month: u32| Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, 1).ok();
    let longest = month_of(year, month).map_or(31, Date::days_in_month);
    Day::from_number(year * 10_000 + month * 100 + number.min(u32::from(longest.unsigned_abs())))
}

/// Collects the ids of all payments found.
struct Everything<'a> {
    tallies: &'a Tallies,
    sort: Sort,
    /// The statuses that are not listed.
    hidden: u32,
}

/// What was found in a segment: the value that decides the order, and the id.
struct Found {
    rows: Vec<(i64, u64)>,
    texts: Option<StrColumn>,
}

impl Collector for Everything<'_> {
    type Fruit = Vec<TransactionId>;
    type Child = InSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        let tally = self.tallies.of(segment)?;
        let order = Order::of(segment, &tally, self.sort.column, self.sort.direction)?;
        let id = segment.fast_fields().u64(column::ID)?;
        Ok(InSegment { order, id, tally, hidden: self.hidden, rows: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Found>) -> tantivy::Result<Vec<TransactionId>> {
        let numbers = common_numbers(&fruits)?;
        let mut rows = Vec::with_capacity(fruits.iter().map(|found| found.rows.len()).sum());
        for (found, numbers) in fruits.into_iter().zip(numbers) {
            rows.extend(found.rows.into_iter().map(|(value, id)| {
                let number = usize::try_from(value).ok().and_then(|ord| numbers.get(ord));
                (number.copied().unwrap_or(value), id)
            }));
        }
        match self.sort.direction {
            SortDirection::Ascending => rows.sort_unstable(),
            SortDirection::Descending => rows.sort_unstable_by(|a, b| b.cmp(a)),
        }
        let mut ids: Vec<TransactionId> = rows.into_iter().map(|(_, id)| TransactionId::new(id)).collect();
        // The compiler may keep the room of the rows, which is twice as large.
        ids.shrink_to_fit();
        Ok(ids)
    }
}

/// What number each text of each segment has among the texts of all: segments count their own. Empty when the order is
/// not by a text.
fn common_numbers(found: &[Found]) -> io::Result<Vec<Vec<i64>>> {
    let mut numbers: Vec<Vec<i64>> = found.iter().map(|_| Vec::new()).collect();
    let mut streams = Vec::new();
    for (segment, found) in found.iter().enumerate() {
        if let Some(texts) = &found.texts {
            let mut stream = texts.dictionary().stream()?;
            let goes_on = stream.advance();
            streams.push((segment, stream, goes_on));
        }
    }
    for number in 0.. {
        let keys = streams.iter().filter(|(.., goes_on)| *goes_on).map(|(_, stream, _)| stream.key());
        let Some(least) = keys.min().map(<[u8]>::to_vec) else { break };
        for (segment, stream, goes_on) in &mut streams {
            if *goes_on && stream.key() == least {
                numbers[*segment].push(number);
                *goes_on = stream.advance();
            }
        }
    }
    Ok(numbers)
}

/// Collects from one segment.
struct InSegment {
    order: Order,
    id: Column<u64>,
    tally: Arc<Tally>,
    hidden: u32,
    rows: Vec<(i64, u64)>,
}

impl SegmentCollector for InSegment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, _: Score) {
        let row = self.tally.row(doc);
        if self.hidden >> row.facts.status_place() & 1 == 0 {
            self.rows.push((self.order.value_anywhere(&row), self.id.first(doc).unwrap_or_default()));
        }
    }

    fn harvest(self) -> Found {
        Found { rows: self.rows, texts: self.order.into_texts() }
    }
}
