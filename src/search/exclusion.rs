//! Documents to leave out, listed before anything is left out.
//!
//! In tantivy 0.27 a phrase under "must not" is asked about documents it has already passed, which its scorer forbids:
//! a panic in debug builds and no promise in others. A list of the documents can be asked in any order.

use tantivy::{
    BitSet, DocId, Score, SegmentReader, TantivyError,
    query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

/// What the query inside finds, as a list per segment. Scores are not kept.
#[derive(Debug)]
pub(super) struct Listed(pub(super) Box<dyn Query>);

impl Clone for Listed {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for Listed {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(ListedWeight(self.0.weight(scoring)?)))
    }
}

struct ListedWeight(Box<dyn Weight>);

impl Weight for ListedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut listed = BitSet::with_max_value(reader.max_doc());
        self.0.for_each_no_score(reader, &mut |docs| {
            for doc in docs {
                listed.insert(*doc);
            }
        })?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(listed), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} is not listed")));
        }
        Ok(Explanation::new("listed", 1.0))
    }
}
