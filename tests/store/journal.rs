//! The journal's chain: whoever had their hands in it is found.

use clientpay::{
    domain::{
        ids::DeliveryId,
        journal::{Actor, Entry, Fact, Subject},
    },
    store::{
        check::check,
        engine::Engine as _,
        journal::{self, Tail},
        table::{Records as _, encode},
        tables::{JOURNAL, JOURNAL_TAIL},
    },
};

use crate::support::{APPROVED, NOW, TestFirm};

async fn lived_in() -> (TestFirm, Tail) {
    let firm = TestFirm::new().await;
    firm.take(5_000, APPROVED).await.unwrap();
    firm.take(5_000, "4000000000000002").await.unwrap();
    firm.leaves_waiting(1);
    let tail = journal::tail(&firm.read()).unwrap();
    assert!(tail.sequence >= 6);
    assert_eq!(check(&firm.read(), Some(tail)).violations, Vec::<String>::new());
    (firm, tail)
}

fn row(sequence: u64) -> Vec<u8> {
    [&[JOURNAL.number()][..], &sequence.to_be_bytes()].concat()
}

fn put(firm: &TestFirm, key: &[u8], value: &[u8]) {
    firm.memory.transact(&mut |writer| writer.put(key, value)).unwrap();
}

fn delete(firm: &TestFirm, key: &[u8]) {
    firm.memory.transact(&mut |writer| writer.delete(key)).unwrap();
}

fn stored(firm: &TestFirm, key: &[u8]) -> Vec<u8> {
    firm.memory.snapshot().unwrap().get(key).unwrap().unwrap()
}

fn found(firm: &TestFirm, head: Tail) -> Vec<String> {
    check(&firm.read(), Some(head)).violations
}

fn edited(firm: &TestFirm, sequence: u64) -> Vec<u8> {
    let entry: Entry = firm.read().get(JOURNAL, &sequence).unwrap().unwrap();
    let entry = Entry { actor: Actor::Client, at: NOW.plus_ms(1), ..entry };
    encode("journal", &entry).unwrap()
}

#[tokio::test]
async fn an_edited_entry_is_found_wherever_it_stands() {
    let (firm, tail) = lived_in().await;
    for sequence in 1..=tail.sequence {
        let original = stored(&firm, &row(sequence));
        put(&firm, &row(sequence), &edited(&firm, sequence));
        assert!(found(&firm, tail).iter().any(|line| line.contains("journal")), "{sequence}");
        put(&firm, &row(sequence), &original);
    }
    assert!(found(&firm, tail).is_empty());
}

#[tokio::test]
async fn a_deleted_entry_is_found_wherever_it_stands() {
    let (firm, tail) = lived_in().await;
    for sequence in 1..=tail.sequence {
        let original = stored(&firm, &row(sequence));
        delete(&firm, &row(sequence));
        assert!(found(&firm, tail).iter().any(|line| line.contains("journal")), "{sequence}");
        put(&firm, &row(sequence), &original);
    }
}

#[tokio::test]
async fn swapped_entries_are_found() {
    let (firm, tail) = lived_in().await;
    for sequence in 1..tail.sequence {
        let (one, two) = (stored(&firm, &row(sequence)), stored(&firm, &row(sequence + 1)));
        put(&firm, &row(sequence), &two);
        put(&firm, &row(sequence + 1), &one);
        assert!(found(&firm, tail).iter().any(|line| line.contains("journal")), "{sequence}");
        put(&firm, &row(sequence), &one);
        put(&firm, &row(sequence + 1), &two);
    }
}

#[tokio::test]
async fn a_journal_cut_off_and_tied_up_again_is_found_by_the_side_file() {
    let (firm, tail) = lived_in().await;
    delete(&firm, &row(tail.sequence));
    let last = tail.sequence - 1;
    let hash = journal::hash_at(&firm.read(), last).unwrap().unwrap();
    let shorter = encode("journal_tail", &Tail { sequence: last, hash }).unwrap();
    put(&firm, &[JOURNAL_TAIL.number()], &shorter);
    assert!(found(&firm, tail).iter().any(|line| line.contains("is not the one that was committed")));
}

#[tokio::test]
async fn the_history_of_a_payment_reads_latest_first() {
    let (firm, _) = lived_in().await;
    let paid = firm.stored(clientpay::domain::ids::TransactionId::new(1));
    let history = journal::history(&firm.read(), Subject::Transaction(paid.id)).unwrap();
    assert_eq!(history.last().unwrap().fact, Fact::PaymentRequested);
    assert_eq!(history[0].fact, Fact::ReceiptQueued { delivery: DeliveryId::new(1), again: false });
}
