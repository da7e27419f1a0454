//! A writer opened over what another one left, however that one ended.

use std::path::Path;

use tantivy::{
    Directory as _, Index as Tantivy, IndexWriter, Term, collector::Count, indexer::NoMergePolicy, query::TermQuery,
    schema::IndexRecordOption,
};

use crate::{
    domain::{
        ids::TransactionId,
        money::{Currency, Money},
    },
    search::{
        indexer,
        schema::{self, Fields},
        words,
    },
};

use super::world::plain;

/// An index with payments 1 and 3 in one segment and 2 in another, of which 3 was removed with the last commit.
struct Left {
    index: Tantivy,
    fields: Fields,
    _folder: tempfile::TempDir,
}

impl Left {
    fn new() -> Self {
        let (schema, fields) = schema::build();
        let folder = tempfile::tempdir().unwrap();
        let index = Tantivy::create_in_dir(folder.path(), schema).unwrap();
        words::register(index.tokenizers());
        let left = Self { index, fields, _folder: folder };
        let mut first: IndexWriter = left.writer();
        for together in [&[1, 3][..], &[2]] {
            for id in together {
                left.add(&first, *id);
            }
            first.commit().unwrap();
        }
        left.remove(&first, 3);
        first.commit().unwrap();
        first.wait_merging_threads().unwrap();
        left
    }

    /// A writer that merges only what it is told to.
    fn writer(&self) -> IndexWriter {
        let writer = indexer::writer(&self.index).unwrap();
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer
    }

    fn add(&self, writer: &IndexWriter, id: u64) {
        let payment = crate::domain::transaction::Transaction { id: TransactionId::new(id), ..plain("Ada Vance") };
        writer.add_document(schema::document_with(&self.fields, &payment, Money::zero(Currency::USD))).unwrap();
    }

    fn remove(&self, writer: &IndexWriter, id: u64) {
        writer.delete_term(Term::from_field_u64(self.fields.id, id));
    }

    fn count(&self, id: u64) -> usize {
        let query = TermQuery::new(Term::from_field_u64(self.fields.id, id), IndexRecordOption::Basic);
        self.index.reader().unwrap().searcher().search(&query, &Count).unwrap()
    }
}

#[test]
fn a_payment_changed_first_thing_while_segments_are_merged_is_found_once() {
    let left = Left::new();
    let metas = left.index.searchable_segment_metas().unwrap();
    let touched = metas.iter().find(|segment| segment.has_deletes()).unwrap().id();
    let other = metas.iter().find(|segment| !segment.has_deletes()).unwrap().id();
    let mut second = left.writer();
    left.remove(&second, 1);
    left.add(&second, 1);
    second.merge(&[other, touched]).wait().unwrap();
    second.commit().unwrap();
    assert_eq!([1, 2, 3].map(|id| left.count(id)), [1, 1, 0]);
}

#[test]
fn what_a_killed_writer_left_behind_is_in_nobodys_way() {
    let left = Left::new();
    let meta = left.index.load_metas().unwrap();
    let touched = meta.segments.iter().find(|segment| segment.has_deletes()).unwrap().id().uuid_string();
    for opstamp in meta.opstamp + 1..meta.opstamp + 20 {
        let name = format!("{touched}.{opstamp}.del");
        drop(left.index.directory().open_write(Path::new(&name)).unwrap());
    }
    let mut second = left.writer();
    left.remove(&second, 1);
    left.add(&second, 1);
    second.commit().unwrap();
    assert_eq!([1, 2, 3].map(|id| left.count(id)), [1, 1, 0]);
}
