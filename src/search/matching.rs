//! Everything that a query finds, as ids and nothing else: for reports, which read each row themselves.
//!
//! Eight bytes a payment. Typing errors are not forgiven here: a total over what somebody may have meant is no total.

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    fastfield::Column,
};

use crate::domain::{ids::TransactionId, transaction::Status};

use super::{
    Index, SearchError, State,
    plan::{self, Spelling},
    query::{Query, Unsuccessful},
    schema::column,
    sums::is_unsuccessful,
};

impl Query {
    /// Whether there is nothing to look for: every payment is found.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.clauses.is_empty()
    }

    /// Whether the query leaves a payment out for standing there.
    #[must_use]
    pub fn hides(&self, status: Status) -> bool {
        self.unsuccessful() == Unsuccessful::Hide && is_unsuccessful(status)
    }
}

impl Index {
    /// The payments that a query finds, in the order of their ids, whatever [`Query::hides`] says of them.
    ///
    /// # Errors
    /// [`SearchError::Rebuilding`], or the index failed.
    pub fn matching(&self, query: &Query) -> Result<Vec<TransactionId>, SearchError> {
        let (reader, fields) = match self.shared.get() {
            State::Ready { reader, fields } => (reader, fields),
            State::Rebuilding(progress) => return Err(SearchError::Rebuilding(progress)),
        };
        let mut ids = reader.searcher().search(&plan::whole(&fields, query, |_| Spelling::Exact), &Ids)?;
        ids.sort_unstable();
        Ok(ids.into_iter().map(TransactionId::new).collect())
    }
}

/// Gathers the ids.
struct Ids;

struct SegmentIds {
    id: Column<u64>,
    found: Vec<u64>,
}

impl Collector for Ids {
    type Fruit = Vec<u64>;
    type Child = SegmentIds;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentIds> {
        Ok(SegmentIds { id: segment.fast_fields().u64(column::ID)?, found: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<Vec<u64>>) -> tantivy::Result<Vec<u64>> {
        Ok(fruits.concat())
    }
}

impl SegmentCollector for SegmentIds {
    type Fruit = Vec<u64>;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.found.extend(self.id.first(doc));
    }

    fn harvest(self) -> Vec<u64> {
        self.found
    }
}
