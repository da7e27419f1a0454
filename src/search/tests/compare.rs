//! What `clientpay check` says of an index: nothing while it has what the store has, or is behind or missing.

use std::path::Path;

use tantivy::{Index as Tantivy, IndexWriter, Term};

use super::{
    empty_store, fill, index_folder, open_index,
    world::{plain, refund, take},
};
use crate::{
    domain::{ids::TransactionId, refund::RefundStatus, transaction::Transaction},
    search::{
        compare::{Comparison, Shown},
        schema, shelf,
    },
    store::{
        Store,
        check::{Findings, check_beside},
        journal, transactions,
    },
};

fn compare(shown: Shown, store: &Store) -> Findings {
    let reader = store.read().unwrap();
    let mut comparison = Comparison::new(shown, &reader);
    check_beside(&reader, None, &mut |payment| comparison.meet(payment));
    comparison.end()
}

/// Of the index in a folder that nobody has open.
fn compare_kept(folder: &Path, store: &Store) -> Findings {
    compare(Shown::kept(folder, &store.read().unwrap()), store)
}

fn says(violations: &[&str], notes: &[&str]) -> Findings {
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    Findings { violations: lines(violations), notes: lines(notes), ..Findings::default() }
}

/// Writes to the index behind everyone's back; it goes on saying that it has got to the end of the journal.
fn tamper(folder: &Path, store: &Store, act: impl FnOnce(&schema::Fields, &mut IndexWriter)) {
    let index = Tantivy::open_in_dir(index_folder(folder)).unwrap();
    crate::search::words::register(index.tokenizers());
    let mut writer = index.writer_with_num_threads(1, 32 << 20).unwrap();
    act(&schema::build().1, &mut writer);
    shelf::commit(&mut writer, journal::tail(&store.read().unwrap()).unwrap()).unwrap();
    writer.wait_merging_threads().unwrap();
}

fn stored(store: &Store, id: u64) -> Transaction {
    transactions::transaction(&store.read().unwrap(), TransactionId::new(id)).unwrap().unwrap()
}

#[tokio::test]
async fn an_index_that_has_what_the_store_has_is_in_order_kept_or_open() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 12).await;
    refund(&store, TransactionId::new(2), 25_000, RefundStatus::Settled).await;
    let index = open_index(folder.path(), &store).await;
    assert_eq!(compare(index.shown(), &store), says(&[], &[]));
    drop(index);
    assert_eq!(compare_kept(folder.path(), &store), says(&[], &[]));
}

#[tokio::test]
async fn an_index_that_is_behind_says_how_far_and_breaks_nothing() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 3).await;
    let index = open_index(folder.path(), &store).await;
    let shown = index.shown();
    drop(index);
    take(&store, plain("Late")).await;
    refund(&store, TransactionId::new(1), 500, RefundStatus::Pending).await;
    let behind = says(&[], &["search index: 2 payments behind; it has got to entry 3 of 5"]);
    assert_eq!(compare(shown, &store), behind);
    assert_eq!(compare_kept(folder.path(), &store), behind);
}

#[tokio::test]
async fn an_index_that_is_missing_or_of_another_past_breaks_nothing() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 3).await;
    let missing = "search index: there is none; it is built when the portal starts";
    assert_eq!(compare_kept(folder.path(), &store), says(&[], &[missing]));
    drop(open_index(folder.path(), &store).await);
    let restored = empty_store();
    fill(&restored, 2).await;
    let ahead = "search index: it has got to entry 3 and the journal has not; it is built anew when the portal starts";
    assert_eq!(compare_kept(folder.path(), &restored), says(&[], &[ahead]));
}

#[tokio::test]
async fn an_index_that_disagrees_is_found_payment_by_payment() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 5).await;
    drop(open_index(folder.path(), &store).await);
    let older = Transaction { version: 0, ..stored(&store, 4) };
    let strays = [0, 77].map(|id| Transaction { id: TransactionId::new(id), ..stored(&store, 1) });
    let twice = stored(&store, 5);
    let nothing = transactions::refunded(&store.read().unwrap(), &twice).unwrap();
    tamper(folder.path(), &store, |fields, writer| {
        for gone in [2, 4] {
            writer.delete_term(Term::from_field_u64(fields.id, gone));
        }
        for added in strays.iter().chain([&older, &twice]) {
            writer.add_document(schema::document_with(fields, added, nothing)).unwrap();
        }
    });
    let expected = [
        "[I6] search index: payment 0 is found and does not exist",
        "[I6] search index: payment 2 is not found",
        "[I6] search index: payment 4 is version 0 with 0 given back, and in the store version 1 with 0",
        "[I6] search index: payment 5 is found more than once",
        "[I6] search index: payment 77 is found and does not exist",
    ];
    assert_eq!(compare_kept(folder.path(), &store), says(&expected, &[]));
}

#[tokio::test]
async fn a_refund_that_the_index_missed_is_found() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 2).await;
    drop(open_index(folder.path(), &store).await);
    refund(&store, TransactionId::new(2), 500, RefundStatus::Settled).await;
    tamper(folder.path(), &store, |_, _| {});
    let line = "[I6] search index: payment 2 is version 1 with 0 given back, and in the store version 1 with 500";
    assert_eq!(compare_kept(folder.path(), &store), says(&[line], &[]));
}

#[tokio::test]
async fn a_card_number_in_the_texts_of_the_index_is_found_also_where_no_payment_is_left() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 2).await;
    drop(open_index(folder.path(), &store).await);
    let noted = Transaction { reference: Some("4111 1111 1111 1111".into()), ..stored(&store, 2) };
    let named = Transaction { payer_name: "Ada 4242-4242-4242-4242".into(), ..stored(&store, 2) };
    let nothing = transactions::refunded(&store.read().unwrap(), &noted).unwrap();
    tamper(folder.path(), &store, |fields, writer| {
        for id in [98, 99] {
            let held =
                Transaction { id: TransactionId::new(id), ..if id == 98 { noted.clone() } else { named.clone() } };
            writer.add_document(schema::document_with(fields, &held, nothing)).unwrap();
        }
    });
    tamper(folder.path(), &store, |fields, writer| {
        writer.delete_term(Term::from_field_u64(fields.id, 98));
    });
    let found = compare_kept(folder.path(), &store).violations;
    let cards = found.iter().filter(|line| *line == "[I9] search index: a text holds a card number").count();
    assert_eq!((cards, found.len()), (4, 5), "{found:?}");
}

#[tokio::test]
async fn damaged_files_are_found_and_an_index_that_lacks_one_is_built_anew() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 5).await;
    drop(open_index(folder.path(), &store).await);
    let files = std::fs::read_dir(index_folder(folder.path())).unwrap().map(|entry| entry.unwrap().path());
    let terms = files.filter(|path| path.extension().is_some_and(|end| end == "term")).min().unwrap();
    let mut bytes = std::fs::read(&terms).unwrap();
    bytes[3] ^= 0x20;
    std::fs::write(&terms, bytes).unwrap();
    let name = terms.file_name().unwrap().to_str().unwrap();
    let damaged =
        format!("[I6] search index: its file {name} is not as it was written; `clientpay reindex` builds it again");
    assert_eq!(compare_kept(folder.path(), &store), says(&[&damaged], &[]));
    std::fs::remove_file(&terms).unwrap();
    assert_eq!(compare_kept(folder.path(), &store).violations.len(), 1);
    let index = open_index(folder.path(), &store).await;
    assert_eq!(compare(index.shown(), &store), says(&[], &[]));
}
