//! The journal: whatever is done to what was committed, a check finds it.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use clientpay::{
    domain::journal::{Actor, Entry},
    store::{
        check::check,
        engine::{Engine as _, Pair, Read, memory::Memory},
        journal::{self, Tail},
        table::{Records, decode, encode},
        tables::{JOURNAL, JOURNAL_TAIL},
    },
};
use sha2::{Digest as _, Sha256};

use super::{
    firm::{self, NOW},
    plan::Plan,
};

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// The rows of a small firm.
static WHOLE: LazyLock<Rows> = LazyLock::new(|| {
    let store = firm::store(2);
    let rows = firm::rows(store.read().expect("a readable store").raw());
    rows.into_iter().collect()
});

/// Does to the rows what the bytes say. The first one says how far the journal had got when its end was last noted
/// outside the file, from where on a forger has a free hand.
pub fn run(data: &[u8]) {
    let mut plan = Plan::new(data);
    let whole = View::of(&WHOLE);
    let end = journal::tail(&whole).expect("a tail").sequence;
    let sequence = end - u64::from(plan.byte()) % end;
    let hash = journal::hash_at(&whole, sequence).expect("a readable entry").expect("an entry");
    let mut rows = WHOLE.clone();
    while !plan.is_over() {
        tamper(&mut rows, &mut plan);
    }
    let committed = |rows: &Rows| -> Vec<Pair> {
        let entries = rows.range(vec![JOURNAL.number()]..vec![JOURNAL.number() + 1]);
        let entries = entries.map(|(key, value)| (key.clone(), value.clone()));
        entries.filter(|(key, _)| *key <= entry_key(sequence)).collect()
    };
    let faults = check(&View::of(&rows), Some(Tail { sequence, hash }));
    let found = faults.violations.iter().any(|line| line.starts_with("[I8]") || line.starts_with("[I10]"));
    assert!(found || committed(&rows) == committed(&WHOLE), "what was committed was changed unnoticed");
    assert!(!found || rows != *WHOLE, "what is whole was found at fault");
}

/// One thing that somebody with a hand in the file may do.
fn tamper(rows: &mut Rows, plan: &mut Plan<'_>) {
    let keys: Vec<Vec<u8>> = rows.keys().filter(|key| key.first() == Some(&JOURNAL.number())).cloned().collect();
    let act = plan.byte();
    let Some(key) = keys.get(plan.place(keys.len())).cloned() else { return };
    let other = keys[plan.place(keys.len())].clone();
    match act % 9 {
        0 => flip(rows.get_mut(&key).expect("a row"), plan),
        1 => drop(rows.remove(&key)),
        2 => swap(rows, &key, &other),
        3 => rows.retain(|row, _| row.first() != Some(&JOURNAL.number()) || *row < key),
        4 => drop(rows.insert(entry_key(plan.number()), rows[&key].clone())),
        5 => forge(rows.get_mut(&key).expect("a row"), plan),
        6 => chain_anew(rows),
        7 => flip(rows.get_mut(&[JOURNAL_TAIL.number()][..]).expect("a tail"), plan),
        _ => drop(rows.insert(key, plan.rest().to_vec())),
    }
}

fn entry_key(sequence: u64) -> Vec<u8> {
    [&[JOURNAL.number()][..], &sequence.to_be_bytes()].concat()
}

fn flip(value: &mut [u8], plan: &mut Plan<'_>) {
    let place = plan.place(value.len());
    if let Some(byte) = value.get_mut(place) {
        *byte ^= plan.flip();
    }
}

fn swap(rows: &mut Rows, one: &[u8], two: &[u8]) {
    let (first, second) = (rows[one].clone(), rows[two].clone());
    rows.insert(one.to_vec(), second);
    rows.insert(two.to_vec(), first);
}

/// Says that somebody else did it, at another time.
fn forge(value: &mut Vec<u8>, plan: &mut Plan<'_>) {
    if let Ok(entry) = decode::<Entry>(JOURNAL.name(), value) {
        let forged = Entry { actor: Actor::Client, at: NOW.plus_ms(i64::from(plan.byte())), ..entry };
        *value = encode(JOURNAL.name(), &forged).expect("an entry");
    }
}

/// Ties every entry to the one before it again, and the tail to the last: what a forger who knows the program does.
fn chain_anew(rows: &mut Rows) {
    let mut tail = Tail::default();
    let keys: Vec<Vec<u8>> = rows.keys().filter(|key| key.first() == Some(&JOURNAL.number())).cloned().collect();
    for key in keys {
        let Ok(entry) = decode::<Entry>(JOURNAL.name(), &rows[&key]) else { return };
        let Ok(raw) = <[u8; 8]>::try_from(&key[1..]) else { return };
        let value = encode(JOURNAL.name(), &Entry { previous: tail.hash, ..entry }).expect("an entry");
        tail = Tail { sequence: u64::from_be_bytes(raw), hash: Sha256::digest(&value).into() };
        rows.insert(key, value);
    }
    rows.insert(vec![JOURNAL_TAIL.number()], encode(JOURNAL_TAIL.name(), &tail).expect("a tail"));
}

/// Rows as the store sees them.
struct View(Arc<dyn Read + Send>);

impl View {
    fn of(rows: &Rows) -> Self {
        let memory = Memory::new();
        let written =
            memory.transact(&mut |transaction| rows.iter().try_for_each(|(key, value)| transaction.put(key, value)));
        written.expect("rows in memory");
        Self(Arc::from(memory.snapshot().expect("a view")))
    }
}

impl Records for View {
    fn raw(&self) -> &dyn Read {
        self.0.as_ref()
    }
}
