//! A disk in memory that fails on demand, and what must be true of a store that was on it.
//!
//! Every write, change of length and sync is counted; from a chosen call on, all of them fail. Afterwards the disk can
//! be looked at as the page cache left it, or as a power cut would: what was synced is there, of the rest any part.

use std::{
    collections::BTreeMap,
    io,
    ops::Bound::Unbounded,
    sync::{Arc, Mutex},
};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{
    super::{Direction, Engine, TransactError},
    OpenEngineError, Redb,
};

/// Clones are handles to the same disk.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<Platter>>);

#[derive(Default)]
struct Platter {
    bytes: Vec<u8>,
    synced: Vec<u8>,
    unsynced: Vec<Change>,
    calls: usize,
    fails_from: Option<usize>,
    bytes_read: usize,
}

#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

impl std::fmt::Debug for Platter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Platter").field("length", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Change::Write(offset, data) => {
                let end = offset + data.len();
                bytes.resize(bytes.len().max(end), 0);
                bytes[*offset..end].copy_from_slice(data);
            }
            Change::Length(length) => bytes.resize(*length, 0),
        }
    }

    /// The part of a write that reached the disk before it failed.
    fn torn(&self) -> Self {
        match self {
            Change::Write(offset, data) => Change::Write(*offset, data[..data.len() / 2].to_vec()),
            length @ Change::Length(_) => length.clone(),
        }
    }
}

impl Platter {
    fn call(&mut self) -> io::Result<()> {
        self.calls += 1;
        if self.fails_from.is_some_and(|from| self.calls > from) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(())
    }

    fn change(&mut self, change: Change) -> io::Result<()> {
        let outcome = self.call();
        let change = if outcome.is_ok() { change } else { change.torn() };
        if outcome.is_ok() || matches!(change, Change::Write(..)) {
            change.apply(&mut self.bytes);
            self.unsynced.push(change);
        }
        outcome
    }
}

impl Disk {
    fn holding(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(Platter { synced: bytes.clone(), bytes, ..Platter::default() })))
    }

    fn open(&self) -> Result<Redb, OpenEngineError> {
        Redb::with_backend(self.clone(), 64 << 10)
    }

    fn fail_after(&self, calls: usize) {
        let mut platter = self.0.lock().unwrap();
        platter.fails_from = Some(platter.calls + calls);
    }

    /// The disk as the operating system shows it.
    fn as_left(&self) -> Self {
        Self::holding(self.0.lock().unwrap().bytes.clone())
    }

    /// The disk after the power went: each change since the last sync is there, torn or gone, as `luck` has it.
    fn after_power_cut(&self, luck: &mut ChaCha8Rng) -> Self {
        let platter = self.0.lock().unwrap();
        let mut bytes = platter.synced.clone();
        let survival = luck.random_range(0..=100_u32);
        for change in &platter.unsynced {
            if luck.random_range(0..100) < survival {
                if luck.random_ratio(1, 8) { change.torn() } else { change.clone() }.apply(&mut bytes);
            }
        }
        Self::holding(bytes)
    }
}

impl ::redb::StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut platter = self.0.lock().unwrap();
        let start = usize::try_from(offset).map_err(io::Error::other)?;
        let data = platter.bytes.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(data);
        platter.bytes_read += out.len();
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let length = usize::try_from(len).map_err(io::Error::other)?;
        self.0.lock().unwrap().change(Change::Length(length))
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut platter = self.0.lock().unwrap();
        platter.call()?;
        platter.unsynced.clear();
        platter.synced = platter.bytes.clone();
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).map_err(io::Error::other)?;
        self.0.lock().unwrap().change(Change::Write(offset, data.to_vec()))
    }
}

type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

const COMMITS: u8 = 5;

/// Changes one counter, adds rows of growing size and removes one of those before: pages split, merge and are reused.
fn commit(engine: &Redb, n: u8) -> Result<(), TransactError> {
    engine.transact(&mut |tx| {
        tx.put(b"count", &[n])?;
        for row in 0..n * 3 {
            tx.put(&[n, row], &vec![n; usize::from(row) * 150])?;
        }
        tx.delete(&[n.wrapping_sub(1), 0])
    })
}

/// What must be there after commit `n`.
fn rows_after(n: u8) -> Rows {
    let mut rows = Rows::new();
    for n in 1..=n {
        rows.insert(b"count".to_vec(), vec![n]);
        rows.extend((0..n * 3).map(|row| (vec![n, row], vec![n; usize::from(row) * 150])));
        rows.remove([n - 1, 0].as_slice());
    }
    rows
}

fn rows_of(engine: &Redb) -> Rows {
    let snapshot = engine.snapshot().unwrap();
    snapshot.scan((Unbounded, Unbounded), Direction::Forward).unwrap().collect::<Result<_, _>>().unwrap()
}

struct Failure {
    disk: Disk,
    acknowledged: u8,
    error: TransactError,
}

/// Runs the commits on a disk that fails after so many calls; `None` when it lasted to the end.
fn run_until_the_disk_fails(calls: usize) -> Option<Failure> {
    let disk = Disk::default();
    let engine = disk.open().unwrap();
    disk.fail_after(calls);
    let (n, error) = (1..=COMMITS).find_map(|n| commit(&engine, n).err().map(|error| (n, error)))?;
    let refused = commit(&engine, n);
    assert!(matches!(refused, Err(TransactError::NotStarted(_))), "writes go on after {error}: {refused:?}");
    if matches!(error, TransactError::InDoubt(_)) {
        assert!(engine.snapshot().is_err(), "reads go on while a commit is in doubt");
    }
    drop(engine);
    Some(Failure { disk, acknowledged: n - 1, error })
}

/// Opens what is left and says whether the unacknowledged transaction is there.
fn reopen(failure: &Failure, disk: &Disk) -> bool {
    let engine = disk.open().unwrap();
    let rows = rows_of(&engine);
    let before = failure.acknowledged;
    let kept = rows != rows_after(before);
    if kept {
        assert!(matches!(failure.error, TransactError::InDoubt(_)), "{} left a trace", failure.error);
        assert!(rows == rows_after(before + 1), "commit {} is there in part", before + 1);
    }
    commit(&engine, before + 1).unwrap();
    assert!(rows_of(&engine) == rows_after(before + 1));
    kept
}

#[test]
fn a_disk_that_fails_at_any_call_keeps_each_transaction_whole_or_not_at_all() {
    let (mut kept, mut lost) = (0, 0);
    let failures = (0..).map_while(run_until_the_disk_fails);
    for (calls, failure) in failures.enumerate() {
        let in_doubt = matches!(failure.error, TransactError::InDoubt(_));
        let mut look = |disk: &Disk| {
            let is_kept = reopen(&failure, disk);
            kept += u32::from(in_doubt && is_kept);
            lost += u32::from(in_doubt && !is_kept);
        };
        look(&failure.disk.as_left());
        let mut luck = ChaCha8Rng::seed_from_u64(calls as u64);
        (0..2).for_each(|_| look(&failure.disk.after_power_cut(&mut luck)));
    }
    assert!(kept > 0 && lost > 0, "a doubt that always ends the same way is none: kept {kept}, lost {lost}");
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let disk = Disk::default();
    let engine = disk.open().unwrap();
    for n in 1..=COMMITS {
        commit(&engine, n).unwrap();
        let mut luck = ChaCha8Rng::seed_from_u64(n.into());
        for _ in 0..4 {
            let survivor = disk.after_power_cut(&mut luck).open().unwrap();
            assert!(rows_of(&survivor) == rows_after(n));
        }
    }
}

#[test]
fn a_scan_reads_no_more_than_is_asked_of_it() {
    let disk = Disk::default();
    let engine = disk.open().unwrap();
    engine.transact(&mut |tx| (0..2000_u32).try_for_each(|n| tx.put(&n.to_be_bytes(), &[0; 1000]))).unwrap();
    let snapshot = engine.snapshot().unwrap();
    for direction in [Direction::Forward, Direction::Backward] {
        let before = disk.0.lock().unwrap().bytes_read;
        assert_eq!(snapshot.scan((Unbounded, Unbounded), direction).unwrap().take(3).count(), 3);
        let read = disk.0.lock().unwrap().bytes_read - before;
        assert!(read < 100_000, "{read} bytes read for three rows of a thousand");
    }
}

#[test]
fn a_flipped_byte_never_stops_the_program_that_opens_the_store() {
    let disk = Disk::default();
    commit(&disk.open().unwrap(), 5).unwrap();
    let whole = disk.as_left().0.lock().unwrap().bytes.clone();
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        Disk::holding(bytes)
    };
    let mut refused = 0;
    for at in (0..512).chain((512..whole.len()).step_by(509)) {
        refused += usize::from(matches!(flipped(at).open(), Err(OpenEngineError::Damaged(_))));
    }
    assert!(refused > 0);
}

mod files {
    use std::{fs, io::ErrorKind};

    use super::super::{super::Engine, OpenEngineError, Redb};

    const CACHE_BYTES: usize = 1 << 20;

    fn store() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let engine = Redb::create(&path, CACHE_BYTES).unwrap();
        engine.transact(&mut |tx| (0..200_u8).try_for_each(|n| tx.put(&[n], &[n; 500]))).unwrap();
        (folder, path)
    }

    #[test]
    fn a_store_in_use_is_refused_as_busy() {
        let (_folder, path) = store();
        let first = Redb::open(&path, CACHE_BYTES).unwrap();
        assert!(matches!(Redb::open(&path, CACHE_BYTES), Err(OpenEngineError::Busy)));
        drop(first);
        assert!(Redb::open(&path, CACHE_BYTES).is_ok());
    }

    #[test]
    fn a_missing_store_is_not_created_by_opening_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        let outcome = Redb::open(&path, CACHE_BYTES);
        assert!(matches!(outcome, Err(OpenEngineError::Io(error)) if error.kind() == ErrorKind::NotFound));
        assert!(!path.exists());
    }

    #[test]
    fn a_store_that_is_there_is_not_created_again() {
        let (folder, path) = store();
        let before = fs::read(&path).unwrap();
        let outcome = Redb::create(&path, CACHE_BYTES);
        assert!(matches!(outcome, Err(OpenEngineError::Io(error)) if error.kind() == ErrorKind::AlreadyExists));
        assert!(fs::read(&path).unwrap() == before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside the store");
    }

    #[test]
    fn what_is_not_a_store_is_refused_as_damaged() {
        let (_folder, path) = store();
        let whole = fs::read(&path).unwrap();
        let not_stores: [&[u8]; 5] =
            [b"", b"a letter to the partners", &whole[..100], &whole[..5000], &whole[..whole.len() / 2]];
        for bytes in not_stores {
            fs::write(&path, bytes).unwrap();
            let outcome = Redb::open(&path, CACHE_BYTES);
            assert!(matches!(outcome, Err(OpenEngineError::Damaged(_))), "{} bytes: {outcome:?}", bytes.len());
            assert!(fs::read(&path).unwrap() == bytes, "a file that is not a store was changed");
        }
    }

    #[test]
    fn a_database_of_another_program_is_refused_as_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        drop(::redb::Database::create(&path).unwrap());
        assert!(matches!(Redb::open(&path, CACHE_BYTES), Err(OpenEngineError::Damaged(_))));
    }
}
