//! The index over a small firm: what is found, in which order, and what survives restarts and restores.

mod all;
mod compare;
mod orders;
mod reopening;
pub(super) mod world;

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, RwLock},
};

use proptest::prelude::*;
use tokio::sync::watch;

use self::world::{LIMIT, World, change, dialect, empty_store, find, identity, ids, people, plain, refund, take};
use super::{
    Closing, Index, Progress, SearchError, Shared, State,
    page::{CurrencySums, Page},
    query::{Filter, Join, Query, Unsuccessful, parse},
    shelf::{GoOn, Shelf},
    tally::Tallies,
};
use crate::{
    domain::{
        ids::TransactionId,
        money::Money,
        refund::RefundStatus,
        time::Timestamp,
        transaction::{Source, Status, Transaction},
    },
    store::{
        Store, StoreError,
        engine::{Direction, memory::Memory},
        open,
        table::Records as _,
        tables::TRANSACTIONS,
        transactions,
    },
};

#[tokio::test]
async fn names_are_found_without_accents_apostrophes_or_their_end() {
    let world = World::new().await;
    for (text, expected) in [
        ("nobody", vec![]),
        ("jose munoz", vec![1]),
        ("MUÑOZ josé", vec![1]),
        ("Jose\u{301} mun", vec![1]),
        ("mun jose", vec![]),
        ("elodie", vec![2]),
        ("obrien", vec![3]),
        ("o'brien", vec![3]),
        ("O’Bri", vec![3]),
        ("nguyen", vec![4]),
        ("lukasz wojcik", vec![5]),
        ("jeanpierre", vec![10]),
        ("jean-pierre", vec![10]),
        ("pierre", vec![10]),
        ("\"pierre roy\"", vec![10]),
        ("\"roy pierre\"", vec![]),
        ("holder:roy", vec![12]),
        ("titulaire:\"Roy Holdings\"", vec![12]),
        ("roy -jean", vec![11, 12]),
        ("-payer:walk -roy -grace -garcia", vec![1, 2, 3, 4, 5]),
        ("payer:roy -payer:\"Roy Holdings\"", vec![10, 11]),
        ("appeal", vec![4]),
        ("note:retain", vec![4]),
    ] {
        assert_eq!(world.ids(text), expected, "{text}");
    }
}

#[tokio::test]
async fn codes_are_found_whole_in_part_and_without_punctuation() {
    let world = World::new().await;
    for (text, expected) in [
        ("INV-20419", vec![]),
        ("INV-20418", vec![1]),
        ("inv-204", vec![1]),
        ("20418", vec![1]),
        ("204", vec![1]),
        ("inv20418", vec![1]),
        ("inv-204 jose", vec![1]),
        ("invoice:204", vec![1]),
        ("factura:inv-20418", vec![1]),
        ("matter:20418", vec![]),
        ("dossier:2026-0117", vec![2]),
        ("2026-01", vec![2]),
        ("client:4021", vec![3]),
        ("cl4021", vec![3]),
        ("référence:77", vec![10]),
        ("ref/77-a", vec![10]),
        ("gateway:ch_9f27", vec![10]),
        ("ch_9f2", vec![10]),
        ("email:jose@munoz.example", vec![1]),
        ("correo:jose@mun", vec![1]),
        ("jose@munoz", vec![1]),
        ("0005", vec![4]),
        ("card:0005", vec![4]),
        ("tarjeta:amer", vec![4]),
        ("mode:amex", vec![4]),
        ("method:american-express", vec![4]),
        ("forma:banco", vec![13]),
        ("method:ach,amex", vec![4, 13]),
        ("por:dana", vec![13]),
        ("by:okafor", vec![13]),
        ("INV 20418", vec![1]),
        ("number:12", vec![12]),
        ("id:12", vec![12]),
        ("recibo:#12,3", vec![3, 12]),
    ] {
        assert_eq!(world.ids(text), expected, "{text}");
    }
}

#[tokio::test]
async fn operators_work_in_three_languages_at_once() {
    let world = World::new().await;
    for (text, expected) in [
        ("amount:>1250", vec![]),
        ("amount:>=1,250.00", vec![2]),
        ("montant:1\u{202f}250,00", vec![2]),
        ("importe:>200 -payer:grace", vec![2, 3, 12]),
        ("importe:\">200\" monto:<=250", vec![12]),
        ("amount:60..61", vec![13, 14]),
        ("amount:=500", vec![3]),
        ("1,250.00", vec![2]),
        ("$500", vec![3]),
        ("amount:9..1", vec![]),
        ("status:declined", vec![6]),
        ("statut:refusé", vec![6]),
        ("estado:rechazado,voided", vec![6, 8]),
        ("status:declin", vec![6]),
        ("status:void", vec![8]),
        ("refunded:>0", vec![2, 3]),
        ("reembolsado:>100", vec![2]),
        ("source:page", vec![10]),
        ("account:op", (1..=30).filter(|id| ![5, 6, 7, 8].contains(id)).collect()),
        ("status:unknown", vec![9]),
        ("source:payment-page", vec![10]),
        ("origine:\"Page de paiement\"", vec![10]),
        ("account:trust", vec![5]),
        ("compte:fiducie", vec![5]),
        ("cuenta:2", vec![5]),
        ("account:Main wojcik", vec![]),
        ("currency:cad", vec![11]),
        ("date:2025", vec![12]),
        ("fecha:2026-10", vec![11]),
        ("date:2025-12..2026-10", vec![11, 12]),
        ("date:2026-10-31", vec![11]),
        ("du:2025-12 au:2026-10-30", vec![12]),
        ("hasta:2026-10", vec![11, 12]),
        ("date:20/11/2026 elodie", vec![2]),
        ("date:today elodie", vec![2]),
        ("date:hier elodie", vec![]),
        ("2026-10-31", vec![11]),
    ] {
        assert_eq!(world.ids(text), expected, "{text}");
    }
}

#[tokio::test]
async fn one_part_of_a_query_is_enough_when_any_is_asked_for() {
    let world = World::new().await;
    let any = |text: &str| {
        let query = parse(text, &dialect()).joined(Join::Any);
        ids(&world.index.search(&query, &Page::first(100)).unwrap())
    };
    for (text, expected) in [
        ("munoz tremblay", vec![1, 2]),
        ("nobody", vec![]),
        ("munoz amount:500", vec![1, 3]),
        ("status:declined currency:cad", vec![6, 11]),
        ("munoz -date:2026", vec![1, 12]),
        ("-payer:walk -date:2026-11", world.ids("-payer:walk")),
    ] {
        assert_eq!(any(text), expected, "{text}");
    }
    let narrowed = parse("munoz tremblay", &dialect()).joined(Join::Any).and(Filter::Id(TransactionId::new(2)));
    assert_eq!(ids(&world.index.search(&narrowed, &Page::first(9)).unwrap()), [2]);
    assert_eq!(any(""), world.ids(""));
}

#[tokio::test]
async fn unsuccessful_payments_are_hidden_and_counted_until_asked_for() {
    let world = World::new().await;
    let hidden = world.find("grace");
    assert_eq!((ids(&hidden), hidden.count, hidden.hidden), (vec![9], 1, 3));
    let query = parse("grace", &dialect()).showing(Unsuccessful::Show);
    let shown = world.index.search(&query, &Page::first(10)).unwrap();
    assert_eq!((ids(&shown), shown.hidden), (vec![6, 7, 8, 9], 0));
    let filtered = Query::default().and(Filter::Source(Source::PaymentPage));
    assert_eq!(ids(&world.index.search(&filtered, &Page::first(10)).unwrap()), [10]);
}

#[tokio::test]
async fn a_typing_error_is_forgiven_only_in_a_word_that_nothing_contains() {
    let world = World::new().await;
    let found = world.find("tremblya");
    assert_eq!((ids(&found), found.forgiven), (vec![2], vec!["tremblya".to_owned()]));
    assert_eq!(world.ids("holoway date:2026"), [9]);
    assert_eq!(world.ids("roi"), Vec::<u64>::new(), "too short to guess");
    let apart = world.find("tremblay munoz");
    assert_eq!((apart.count, apart.forgiven), (0, vec![]), "both exist, not together");
    assert!(world.find("zzzzzzzz").forgiven.is_empty());
}

/// Sums computed from the rows themselves.
fn independent_sums(store: &Store, keep: impl Fn(&Transaction) -> bool) -> Vec<CurrencySums> {
    let reader = store.read().unwrap();
    let mut sums = BTreeMap::new();
    for row in reader.all(TRANSACTIONS, Direction::Forward).unwrap() {
        let (_, transaction) = row.unwrap();
        if !keep(&transaction) {
            continue;
        }
        let currency = transaction.amount.currency();
        let empty = CurrencySums {
            currency,
            count: 0,
            approved_count: 0,
            approved_minor: 0,
            collected_minor: 0,
            refunded_minor: 0,
        };
        let sum = sums.entry(currency).or_insert(empty);
        sum.count += 1;
        sum.refunded_minor += transactions::refunded(&reader, &transaction).unwrap().minor();
        if transaction.status.is_approved() {
            sum.approved_count += 1;
            sum.approved_minor += transaction.amount.minor();
        }
        if transaction.status.is_collected() {
            sum.collected_minor += transaction.amount.minor();
        }
    }
    sums.into_values().collect()
}

#[tokio::test]
async fn sums_are_those_of_the_rows_whatever_the_page() {
    let world = World::new().await;
    let is_listed =
        |transaction: &Transaction| !matches!(transaction.status, Status::Declined | Status::Failed | Status::Voided);
    let page = Page { limit: 1, ..Page::first(1) };
    let found = world.index.search(&Query::default(), &page).unwrap();
    assert_eq!(found.sums, independent_sums(&world.store, is_listed));
    assert_eq!((found.ids.len(), found.count, found.sums.len()), (1, 27, 2));
    let all = world.index.search(&Query::default().showing(Unsuccessful::Show), &page).unwrap();
    assert_eq!(all.sums, independent_sums(&world.store, |_| true));
    let large = world.find("amount:>=500");
    assert_eq!(
        large.sums,
        independent_sums(&world.store, |transaction| is_listed(transaction) && transaction.amount.minor() >= 50_000)
    );
    assert_eq!(large.sums[0].refunded_minor, 35_000, "a failed refund gives nothing back");
}

#[tokio::test]
async fn what_was_just_written_is_found_after_waiting_for_it() {
    let world = World::new().await;
    let (id, sequence) = take(&world.store, plain("Zoé Quantrill")).await;
    assert!(world.index.wait_for(sequence, LIMIT).await);
    assert_eq!(world.ids("quantrill"), [id.get()]);
    let reader = world.store.read().unwrap();
    let taken = transactions::transaction(&reader, id).unwrap().unwrap();
    drop(reader);
    let sequence = change(&world.store, Transaction { status: Status::Voided, version: 2, ..taken }).await;
    assert!(world.index.wait_for(sequence, LIMIT).await);
    assert_eq!((world.ids("quantrill"), world.ids("quantrill status:voided")), (vec![], vec![id.get()]));
    let sequence = refund(&world.store, TransactionId::new(1), 500, RefundStatus::Pending).await;
    assert!(world.index.wait_for(sequence, LIMIT).await);
    assert_eq!(world.find("munoz").sums[0].refunded_minor, 500);
    assert!(!world.index.wait_for(sequence + 1, std::time::Duration::ZERO).await, "nothing more will come");
}

async fn open_index(folder: &Path, store: &Store) -> Index {
    let index = Index::open(Some(folder), store.clone()).unwrap();
    let sequence = *store.committed().borrow();
    assert!(index.wait_for(sequence.max(1), LIMIT).await);
    index
}

async fn fill(store: &Store, count: usize) {
    for transaction in people().into_iter().take(count) {
        take(store, transaction).await;
    }
}

fn everything(index: &Index) -> (Vec<u64>, Vec<CurrencySums>) {
    let found = index.search(&Query::default().showing(Unsuccessful::Show), &Page::first(1_000)).unwrap();
    (ids(&found), found.sums)
}

fn index_folder(folder: &Path) -> std::path::PathBuf {
    let folders: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].clone()
}

#[tokio::test]
async fn a_restart_goes_on_from_the_last_commit() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 10).await;
    drop(open_index(folder.path(), &store).await);
    let meta = std::fs::metadata(index_folder(folder.path())).unwrap();
    take(&store, plain("Zoé Quantrill")).await;
    let index = open_index(folder.path(), &store).await;
    assert_eq!(ids(&find(&index, "quantrill")), [11]);
    assert_eq!(everything(&index).0.len(), 11);
    let same = std::os::unix::fs::MetadataExt::ino(&meta)
        == std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(index_folder(folder.path())).unwrap());
    assert!(same, "it was not rebuilt");
}

#[tokio::test]
async fn a_deleted_or_damaged_index_is_rebuilt_equal() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 12).await;
    refund(&store, TransactionId::new(2), 25_000, RefundStatus::Settled).await;
    let index = open_index(folder.path(), &store).await;
    let before = everything(&index);
    drop(index);
    std::fs::remove_dir_all(index_folder(folder.path())).unwrap();
    let index = open_index(folder.path(), &store).await;
    assert_eq!(everything(&index), before);
    drop(index);
    std::fs::write(index_folder(folder.path()).join("meta.json"), "no index").unwrap();
    assert_eq!(everything(&open_index(folder.path(), &store).await), before);
}

#[tokio::test]
async fn an_index_of_another_database_is_replaced() {
    let (folder, first) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&first, 5).await;
    drop(open_index(folder.path(), &first).await);
    let other = open::in_memory(&Memory::new(), &identity("other")).unwrap();
    take(&other, plain("Someone Else")).await;
    let index = open_index(folder.path(), &other).await;
    assert_eq!((everything(&index).0, ids(&find(&index, "munoz"))), (vec![1], vec![]));
    assert!(index_folder(folder.path()).ends_with("v6-other"));
}

#[tokio::test]
async fn an_index_ahead_of_a_restored_store_is_rebuilt() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 8).await;
    drop(open_index(folder.path(), &store).await);
    let restored = empty_store();
    fill(&restored, 3).await;
    assert_eq!(everything(&open_index(folder.path(), &restored).await).0, [1, 2, 3]);
}

#[tokio::test]
async fn an_index_of_a_past_that_a_restore_cut_off_is_rebuilt() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    fill(&store, 3).await;
    drop(open_index(folder.path(), &store).await);
    let restored = empty_store();
    for name in ["A", "B", "C", "D"] {
        take(
            &restored,
            Transaction {
                created_at: Timestamp::from_ms(77),
                amount: Money::new(1, plain("").amount.currency()),
                ..plain(name)
            },
        )
        .await;
    }
    let index = open_index(folder.path(), &restored).await;
    assert_eq!((everything(&index).0, ids(&find(&index, "munoz"))), (vec![1, 2, 3, 4], vec![]));
}

#[test]
fn a_search_during_a_rebuild_says_how_far_it_is() {
    let progress = Progress { done: 3, total: 9 };
    let shared = Shared {
        state: RwLock::new(State::Rebuilding(progress)),
        reached: watch::Sender::new(0),
        tallies: Tallies::default(),
    };
    let index = Index { shared: Arc::new(shared), closing: Arc::new(Closing { stop: None, thread: None }) };
    let answer = index.search(&Query::default(), &Page::first(1));
    assert!(matches!(answer, Err(SearchError::Rebuilding(found)) if found == progress));
    assert_eq!(index.rebuilding(), Some(progress));
}

#[tokio::test]
async fn a_rebuild_told_to_stop_leaves_nothing_that_could_pass_for_an_index() {
    let (folder, store) = (tempfile::tempdir().unwrap(), empty_store());
    store
        .write(|writer| {
            world::open_account(writer, &plain("Many"))?;
            for number in 1..=2_000 {
                let id = writer.next_transaction()?;
                writer.put_transaction(&Transaction { id, key: world::key(number), ..plain("Many") })?;
            }
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    let shelf = Shelf::new(Some(folder.path()), &store);
    let mut seen = Vec::new();
    let stopped = shelf.rebuild(&store, &mut |progress| {
        seen.push(progress);
        GoOn::No
    });
    assert!(matches!(stopped, Ok(None)));
    assert_eq!(seen, [Progress { done: 1_000, total: 2_000 }]);
    assert!(shelf.find(&store).is_none());
}

/// Pieces that mean something to the parser, and text that means nothing to anyone.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        Just("amount:".to_owned()),
        Just("date:2026-".to_owned()),
        Just("status:".to_owned()),
        Just("-".to_owned()),
        Just("\"".to_owned()),
        Just("..".to_owned()),
        Just(">".to_owned()),
        Just(" ".to_owned()),
        Just("\u{301}".to_owned()),
        Just("jose".to_owned()),
        "[0-9.,/-]{1,25}",
        "[a-z'’-]{1,70}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn no_text_can_break_a_search() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let world = runtime.block_on(World::new());
    proptest!(ProptestConfig::with_cases(300), |(text in hostile())| {
        let query = parse(&text, &dialect());
        let found = world.index.search(&query, &Page::first(5));
        prop_assert!(found.is_ok(), "{:?}", found);
    });
}

/// Clauses that each find something; `-` before one finds the rest.
const CLAUSES: [&str; 14] = [
    "roy",
    "jean-pierre",
    "\"walk in\"",
    "\"pierre roy\"",
    "o'brien",
    "payer:gar",
    "payer:\"ana garcia\"",
    "inv-20418",
    "amount:<=100",
    "amount:10..12",
    "card:4242",
    "status:captured,voided",
    "account:operating",
    "date:2026-11",
];

#[test]
fn clauses_together_find_what_each_finds_alone() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let world = runtime.block_on(World::new());
    let search = |text: &str| {
        // The last clause keeps the word before it from being taken for an unfinished one.
        let query = parse(&format!("{text} date:2000.."), &dialect()).showing(Unsuccessful::Show);
        ids(&world.index.search(&query, &Page::first(100)).unwrap())
    };
    let alone: Vec<Vec<u64>> = CLAUSES.iter().map(|clause| search(clause)).collect();
    assert!(alone.iter().all(|found| !found.is_empty() && found.len() < 30), "{alone:?}");
    let chosen = proptest::collection::vec((0..CLAUSES.len(), any::<bool>()), 1..6);
    proptest!(ProptestConfig::with_cases(400), |(chosen in chosen)| {
        let sign = |without: bool| if without { "-" } else { "" };
        let text: Vec<String> = chosen.iter().map(|(clause, without)| format!("{}{}", sign(*without), CLAUSES[*clause])).collect();
        let expected: Vec<u64> = (1..=30)
            .filter(|id| chosen.iter().all(|(clause, without)| alone[*clause].contains(id) != *without))
            .collect();
        prop_assert_eq!(search(&text.join(" ")), expected, "{:?}", text);
    });
}
