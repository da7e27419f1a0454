//! What every engine must do: each behaviour is written once and run over all of them.
//!
//! A behaviour is given `open`, which opens the same data each time it is called. It drops what it opened before it
//! opens again, as a restart does.

use std::{
    collections::BTreeMap,
    ops::Bound::{self, Excluded, Included, Unbounded},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use proptest::{collection::vec, prelude::*};

use super::{
    Direction::{self, Backward, Forward},
    Engine, EngineError, Pair, Read, Span, TransactError,
    faulty::{Faults, Faulty},
    memory::Memory,
    prefix_span,
    redb::Redb,
};

type Open<'a> = &'a dyn Fn() -> Box<dyn Engine>;

const CACHE_BYTES: usize = 1 << 20;

fn over_memory(behaviour: fn(Open<'_>)) {
    let memory = Memory::new();
    behaviour(&|| Box::new(memory.clone()));
}

fn over_redb(behaviour: fn(Open<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    behaviour(&|| {
        let opened = if path.exists() { Redb::open(&path, CACHE_BYTES) } else { Redb::create(&path, CACHE_BYTES) };
        Box::new(opened.unwrap())
    });
}

fn over_faulty(behaviour: fn(Open<'_>)) {
    let memory = Memory::new();
    behaviour(&|| Box::new(Faulty::new(Arc::new(memory.clone()), Faults::new())));
}

macro_rules! over_every_engine {
    ($($behaviour:ident),+ $(,)?) => {
        mod memory { $(#[test] fn $behaviour() { super::over_memory(super::$behaviour); })+ }
        mod redb { $(#[test] fn $behaviour() { super::over_redb(super::$behaviour); })+ }
        mod faulty_without_faults { $(#[test] fn $behaviour() { super::over_faulty(super::$behaviour); })+ }
    };
}

over_every_engine! {
    an_aborted_transaction_leaves_no_trace,
    a_panic_in_a_transaction_leaves_no_trace_and_no_lock,
    a_missing_key_has_no_value_and_can_be_deleted,
    a_written_value_is_read_back_replaced_and_deleted,
    a_transaction_sees_its_own_writes,
    a_snapshot_does_not_see_later_writes,
    snapshots_are_whole_while_another_thread_writes,
    transactions_of_many_threads_run_one_after_another,
    empty_keys_and_empty_values_are_kept,
    a_value_of_a_mebibyte_is_kept,
    a_prefix_of_highest_bytes_finds_all_its_keys,
    a_reversed_span_holds_nothing,
    a_scan_can_be_left_early,
    reopening_keeps_what_was_committed,
    any_history_reads_like_an_ordered_map,
}

fn write(engine: &dyn Engine, pairs: &[(&[u8], &[u8])]) {
    engine.transact(&mut |tx| pairs.iter().try_for_each(|(key, value)| tx.put(key, value))).unwrap();
}

/// What a scan finds, which is also what a walk shows.
fn scan(read: &(impl Read + ?Sized), span: Span, direction: Direction) -> Vec<Pair> {
    let found: Vec<Pair> = read.scan(span.clone(), direction).unwrap().collect::<Result<_, _>>().unwrap();
    let mut walked = Vec::new();
    read.walk(span, &mut |key, value| walked.push((key.to_vec(), value.to_vec()))).unwrap();
    if direction == Backward {
        walked.reverse();
    }
    assert_eq!(walked, found);
    found
}

fn everything(read: &(impl Read + ?Sized)) -> Vec<Pair> {
    scan(read, (Unbounded, Unbounded), Forward)
}

fn keys(pairs: Vec<Pair>) -> Vec<Vec<u8>> {
    pairs.into_iter().map(|(key, _)| key).collect()
}

fn an_aborted_transaction_leaves_no_trace(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"a", b"1"), (b"b", b"2")]);
    let outcome = engine.transact(&mut |tx| {
        tx.put(b"a", b"changed")?;
        tx.put(b"c", b"new")?;
        tx.delete(b"b")?;
        Err(EngineError::new("declined"))
    });
    assert!(matches!(outcome, Err(TransactError::Aborted(EngineError(text))) if text == "declined"));
    let expected = [(b"a".to_vec(), b"1".to_vec()), (b"b".to_vec(), b"2".to_vec())];
    assert_eq!(everything(&*engine.snapshot().unwrap()), expected);
}

fn a_panic_in_a_transaction_leaves_no_trace_and_no_lock(open: Open<'_>) {
    let engine = open();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        engine.transact(&mut |tx| {
            tx.put(b"a", b"1")?;
            panic!("a defect in a verb");
        })
    }));
    assert!(outcome.is_err());
    assert_eq!(everything(&*engine.snapshot().unwrap()), []);
    write(&*engine, &[(b"b", b"2")]);
    assert_eq!(keys(everything(&*engine.snapshot().unwrap())), [b"b"]);
}

fn a_missing_key_has_no_value_and_can_be_deleted(open: Open<'_>) {
    let engine = open();
    engine.transact(&mut |tx| tx.delete(b"nothing")).unwrap();
    assert_eq!(engine.snapshot().unwrap().get(b"nothing").unwrap(), None);
}

fn a_written_value_is_read_back_replaced_and_deleted(open: Open<'_>) {
    let engine = open();
    let value = || engine.snapshot().unwrap().get(b"a").unwrap();
    write(&*engine, &[(b"a", b"1")]);
    assert_eq!(value().unwrap(), b"1");
    write(&*engine, &[(b"a", b"two")]);
    assert_eq!(value().unwrap(), b"two");
    engine.transact(&mut |tx| tx.delete(b"a")).unwrap();
    assert_eq!(value(), None);
}

fn a_transaction_sees_its_own_writes(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"a", b"1"), (b"b", b"2")]);
    engine
        .transact(&mut |tx| {
            tx.delete(b"a")?;
            tx.put(b"c", b"3")?;
            assert_eq!(tx.get(b"a")?, None);
            assert_eq!(tx.get(b"c")?.unwrap(), b"3");
            assert_eq!(keys(everything(tx)), [b"b", b"c"]);
            assert_eq!(keys(scan(tx, (Unbounded, Unbounded), Backward)), [b"c", b"b"]);
            Ok(())
        })
        .unwrap();
}

fn a_snapshot_does_not_see_later_writes(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"a", b"1"), (b"b", b"2")]);
    let before = engine.snapshot().unwrap();
    let mut half_read = before.scan((Unbounded, Unbounded), Forward).unwrap();
    assert_eq!(half_read.next().unwrap().unwrap().0, b"a");
    engine
        .transact(&mut |tx| {
            tx.put(b"a", b"changed")?;
            tx.delete(b"b")?;
            tx.put(b"c", b"3")
        })
        .unwrap();
    assert_eq!(half_read.next().unwrap().unwrap(), (b"b".to_vec(), b"2".to_vec()));
    assert!(half_read.next().is_none());
    assert_eq!(before.get(b"a").unwrap().unwrap(), b"1");
    assert_eq!(keys(everything(&*engine.snapshot().unwrap())), [b"a", b"c"]);
}

fn snapshots_are_whole_while_another_thread_writes(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"debit", b"0"), (b"credit", b"0")]);
    std::thread::scope(|threads| {
        let writer = threads.spawn(|| {
            for n in 1..=30 {
                let text = format!("{n}");
                write(&*engine, &[(b"debit", text.as_bytes()), (b"credit", text.as_bytes())]);
            }
        });
        loop {
            let last_look = writer.is_finished();
            let snapshot = engine.snapshot().unwrap();
            assert_eq!(snapshot.get(b"debit").unwrap(), snapshot.get(b"credit").unwrap());
            if last_look {
                break;
            }
        }
    });
    assert_eq!(engine.snapshot().unwrap().get(b"debit").unwrap().unwrap(), b"30");
}

fn transactions_of_many_threads_run_one_after_another(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"counter", &[0])]);
    let add_one = || {
        engine
            .transact(&mut |tx| {
                let counter = tx.get(b"counter")?.unwrap()[0];
                tx.put(b"counter", &[counter + 1])
            })
            .unwrap();
    };
    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| (0..5).for_each(|_| add_one()));
        }
    });
    assert_eq!(engine.snapshot().unwrap().get(b"counter").unwrap().unwrap(), [20]);
}

fn empty_keys_and_empty_values_are_kept(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"", b"at the empty key"), (b"empty", b"")]);
    let snapshot = engine.snapshot().unwrap();
    assert_eq!(snapshot.get(b"").unwrap().unwrap(), b"at the empty key");
    assert_eq!(snapshot.get(b"empty").unwrap().unwrap(), b"");
    assert_eq!(keys(everything(&*snapshot)), [b"".to_vec(), b"empty".to_vec()]);
}

fn a_value_of_a_mebibyte_is_kept(open: Open<'_>) {
    let value: Vec<u8> = (0..1_u32 << 20).map(|n| n.to_le_bytes()[n as usize % 3]).collect();
    write(&*open(), &[(b"large", &value), (b"small", b"1")]);
    let engine = open();
    assert!(engine.snapshot().unwrap().get(b"large").unwrap().unwrap() == value);
}

fn a_prefix_of_highest_bytes_finds_all_its_keys(open: Open<'_>) {
    let engine = open();
    let all: [&[u8]; 7] = [b"", b"\x01", b"\x01\xfe", b"\x01\xff", b"\x01\xff\xff\x00", b"\x02", b"\xff\xff\xff"];
    write(&*engine, &all.map(|key| (key, b"".as_slice())));
    let snapshot = engine.snapshot().unwrap();
    for prefix in [b"".as_slice(), b"\x01", b"\x01\xff", b"\x01\xff\xff", b"\x02", b"\x03", b"\xff", b"\xff\xff"] {
        let expected: Vec<_> = all.iter().filter(|key| key.starts_with(prefix)).map(|key| key.to_vec()).collect();
        assert_eq!(keys(scan(&*snapshot, prefix_span(prefix), Forward)), expected, "{prefix:?}");
        let reversed: Vec<_> = expected.into_iter().rev().collect();
        assert_eq!(keys(scan(&*snapshot, prefix_span(prefix), Backward)), reversed, "{prefix:?}");
    }
}

fn a_reversed_span_holds_nothing(open: Open<'_>) {
    let engine = open();
    write(&*engine, &[(b"a", b""), (b"b", b""), (b"c", b"")]);
    let snapshot = engine.snapshot().unwrap();
    for direction in [Forward, Backward] {
        for span in [
            (Included(b"c".to_vec()), Included(b"a".to_vec())),
            (Excluded(b"b".to_vec()), Excluded(b"b".to_vec())),
            (Included(b"b".to_vec()), Excluded(b"b".to_vec())),
            (Included(b"z".to_vec()), Excluded(b"d".to_vec())),
        ] {
            assert_eq!(scan(&*snapshot, span, direction), []);
        }
    }
}

fn a_scan_can_be_left_early(open: Open<'_>) {
    let engine = open();
    engine.transact(&mut |tx| (0..=u8::MAX).try_for_each(|n| tx.put(&[n], &[n; 100]))).unwrap();
    let snapshot = engine.snapshot().unwrap();
    let page = |from: Bound<Vec<u8>>| -> Vec<Vec<u8>> {
        let scan = snapshot.scan((Unbounded, from), Backward).unwrap();
        scan.take(2).map(|pair| pair.unwrap().0).collect()
    };
    assert_eq!(page(Unbounded), [[255], [254]]);
    assert_eq!(page(Excluded(vec![254])), [[253], [252]]);
}

fn reopening_keeps_what_was_committed(open: Open<'_>) {
    for n in 0..5_u8 {
        let engine = open();
        assert_eq!(everything(&*engine.snapshot().unwrap()).len(), usize::from(n));
        write(&*engine, &[(&[n], &[n])]);
    }
}

#[derive(Clone, Debug)]
enum Step {
    Put(Vec<u8>, Vec<u8>),
    Delete(Vec<u8>),
}

#[derive(Clone, Debug)]
struct Episode {
    steps: Vec<Step>,
    aborted: bool,
    spans: Vec<Span>,
}

/// Few letters and short words, so that keys often meet, begin with one another, and end in the highest byte.
fn a_key() -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![Just(0), Just(b'a'), Just(u8::MAX)], 0..5)
}

fn a_bound() -> impl Strategy<Value = Bound<Vec<u8>>> {
    prop_oneof![a_key().prop_map(Included), a_key().prop_map(Excluded), Just(Unbounded)]
}

fn an_episode() -> impl Strategy<Value = Episode> {
    let step = prop_oneof![
        3 => (a_key(), vec(any::<u8>(), 0..300)).prop_map(|(key, value)| Step::Put(key, value)),
        1 => a_key().prop_map(Step::Delete),
    ];
    let aborted = proptest::bool::weighted(0.2);
    (vec(step, 0..80), aborted, vec((a_bound(), a_bound()), 12)).prop_map(|(steps, aborted, spans)| Episode {
        steps,
        aborted,
        spans,
    })
}

type Oracle = BTreeMap<Vec<u8>, Vec<u8>>;

fn within((start, end): &Span, key: &Vec<u8>) -> bool {
    let after_start = match start {
        Included(start) => key >= start,
        Excluded(start) => key > start,
        Unbounded => true,
    };
    let before_end = match end {
        Included(end) => key <= end,
        Excluded(end) => key < end,
        Unbounded => true,
    };
    after_start && before_end
}

fn assert_reads_like(read: &(impl Read + ?Sized), oracle: &Oracle, spans: &[Span]) {
    assert_eq!(everything(read), oracle.clone().into_iter().collect::<Vec<_>>());
    for span in spans {
        let mut expected: Vec<Pair> = oracle
            .iter()
            .filter(|(key, _)| within(span, key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        assert_eq!(scan(read, span.clone(), Forward), expected, "{span:?}");
        expected.reverse();
        assert_eq!(scan(read, span.clone(), Backward), expected, "{span:?}");
        if let (Included(key), _) = span {
            assert_eq!(read.get(key).unwrap().as_ref(), oracle.get(key));
        }
    }
}

fn play(engine: &dyn Engine, oracle: &mut Oracle, episode: &Episode) {
    let mut changed = oracle.clone();
    let outcome = engine.transact(&mut |tx| {
        changed.clone_from(oracle);
        for step in &episode.steps {
            match step {
                Step::Put(key, value) => {
                    tx.put(key, value)?;
                    changed.insert(key.clone(), value.clone());
                }
                Step::Delete(key) => {
                    tx.delete(key)?;
                    changed.remove(key);
                }
            }
        }
        assert_reads_like(tx, &changed, &episode.spans);
        if episode.aborted { Err(EngineError::new("aborted")) } else { Ok(()) }
    });
    assert_eq!(outcome.is_err(), episode.aborted);
    if !episode.aborted {
        *oracle = changed;
    }
}

fn any_history_reads_like_an_ordered_map(open: Open<'_>) {
    let mut cases = ProptestConfig::with_cases(40);
    cases.failure_persistence = None;
    proptest!(cases, |(episodes in vec(an_episode(), 1..6))| {
        let engine = open();
        engine.transact(&mut |tx| {
            keys(everything(tx)).iter().try_for_each(|key| tx.delete(key))
        }).unwrap();
        let mut oracle = Oracle::new();
        for episode in &episodes {
            let before = engine.snapshot().unwrap();
            let was = oracle.clone();
            play(&*engine, &mut oracle, episode);
            assert_reads_like(&*engine.snapshot().unwrap(), &oracle, &episode.spans);
            assert_reads_like(&*before, &was, &[]);
        }
    });
}
