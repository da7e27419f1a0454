//! Everything that a query finds, in order: for lists that leave the house whole. A page knows better than this what to
//! do for one screen.

use std::io;

use jiff::civil::Date;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::StrColumn,
    fastfield::Column,
};

use crate::domain::{ids::TransactionId, time::Day, transaction::Status};

use super::{
    Index, SearchError, State,
    collect::is_unsuccessful,
    page::{Page, Sort, SortColumn, SortDirection},
    plan::{self, Spelling},
    query::{Condition, Filter, Query, Sense, Unsuccessful},
    schema::column,
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
        let everything = Everything { sort, unsuccessful: query.unsuccessful() };
        Ok(reader.searcher().search(&plan::whole(&fields, query, spelling), &everything)?)
    }
}

impl Query {
    /// The days between which all payments found lie, when the query names both ends.
    #[must_use]
    pub fn days(&self) -> Option<(Day, Day)> {
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
struct Everything {
    sort: Sort,
    unsuccessful: Unsuccessful,
}

/// What was found in a segment: the value that decides the order, and the id.
struct Found {
    rows: Vec<(i64, u64)>,
    names: Option<StrColumn>,
}

impl Collector for Everything {
    type Fruit = Vec<TransactionId>;
    type Child = InSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<InSegment> {
        let columns = segment.fast_fields();
        let order = match self.sort.column {
            SortColumn::Date => Order::Number(columns.i64(column::AT)?),
            SortColumn::Amount => Order::Number(columns.i64(column::AMOUNT)?),
            SortColumn::Payer => Order::Name(columns.str(column::PAYER_SORT)?),
        };
        let status = columns.str(column::STATUS)?.filter(|_| self.unsuccessful == Unsuccessful::Hide);
        let hidden = status.as_ref().map_or_else(|| Ok(Vec::new()), hidden_numbers)?;
        Ok(InSegment { order, id: columns.u64(column::ID)?, status, hidden, rows: Vec::new() })
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

/// The numbers of this segment for the statuses of payments that brought nothing in.
fn hidden_numbers(column: &StrColumn) -> tantivy::Result<Vec<u64>> {
    let mut name = String::new();
    let mut hidden = Vec::new();
    for ord in 0..column.num_terms() as u64 {
        let known = column.ord_to_str(ord, &mut name)?;
        let status = Status::ALL.into_iter().find(|status| known && status.code() == name);
        hidden.extend(status.filter(|status| is_unsuccessful(*status)).map(|_| ord));
    }
    Ok(hidden)
}

/// What number each text of each segment has among the texts of all: segments count their own. Empty when the order is
/// not by a text.
fn common_numbers(found: &[Found]) -> io::Result<Vec<Vec<i64>>> {
    let mut numbers: Vec<Vec<i64>> = found.iter().map(|_| Vec::new()).collect();
    let mut streams = Vec::new();
    for (segment, found) in found.iter().enumerate() {
        if let Some(column) = &found.names {
            let mut stream = column.dictionary().stream()?;
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

enum Order {
    Number(Column<i64>),
    Name(Option<StrColumn>),
}

/// Collects from one segment.
struct InSegment {
    order: Order,
    id: Column<u64>,
    status: Option<StrColumn>,
    hidden: Vec<u64>,
    rows: Vec<(i64, u64)>,
}

/// The place of rows without a text: before every text.
const NO_TEXT: i64 = -1;

impl InSegment {
    fn value(&self, doc: DocId) -> i64 {
        match &self.order {
            Order::Number(column) => column.first(doc).unwrap_or_default(),
            Order::Name(column) => {
                let ord = column.as_ref().and_then(|column| column.ords().first(doc));
                ord.and_then(|ord| i64::try_from(ord).ok()).unwrap_or(NO_TEXT)
            }
        }
    }
}

impl SegmentCollector for InSegment {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, _: Score) {
        let status = self.status.as_ref().and_then(|column| column.ords().first(doc));
        if status.is_none_or(|status| !self.hidden.contains(&status)) {
            self.rows.push((self.value(doc), self.id.first(doc).unwrap_or_default()));
        }
    }

    fn harvest(self) -> Found {
        let names = match self.order {
            Order::Number(_) => None,
            Order::Name(column) => column,
        };
        Found { rows: self.rows, names }
    }
}
