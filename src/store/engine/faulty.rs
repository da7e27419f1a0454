//! An engine that fails on cue, for tests and simulations.
//!
//! It wraps any other engine and follows a script, so that what is built above can be shown to survive a lost commit,
//! a commit that only looked lost, a full disk or an unreadable page. It never serves a firm.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{Direction, Engine, EngineError, Pair, Read, Span, TransactError, Write};

/// One line of the script. Lines are taken in order: each waits for the first occasion that it fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The next commit goes well.
    Pass,
    /// The next transaction cannot begin. Later ones can.
    NotStarted,
    /// The next commit fails and its writes are not there after reopening.
    CommitLost,
    /// The next commit fails although its writes are there after reopening.
    CommitKept,
    /// The next `get` or `scan` goes well.
    Read,
    /// The next `get` or `scan` fails. Later ones do not.
    ReadError,
    /// The next snapshot finds the engine broken: nothing works any more until it is reopened.
    Broken,
    /// From the next `put` or `delete` on the disk is full, until [`Faults::freed`]. As with a real engine, the one
    /// that hits it aborts, and the engine has to be reopened besides.
    Full,
}

/// The script of a [`Faulty`] engine. Clones are handles to the same script.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    script: VecDeque<Fault>,
    condition: Condition,
    disk_full: bool,
}

/// What is left of the engine after what has happened to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Condition {
    #[default]
    Sound,
    /// A write failed before any commit: committed data can still be read, nothing can be written.
    ReadOnly,
    /// A commit failed: nothing can be trusted until the engine is reopened.
    InDoubt,
}

impl Faults {
    /// An empty script: everything goes well.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line at the end of the script.
    pub fn push(&self, fault: Fault) {
        self.state().script.push_back(fault);
    }

    /// Says that the engine was closed and opened again: it takes transactions and snapshots as before.
    pub fn reopened(&self) {
        self.state().condition = Condition::Sound;
    }

    /// Says that there is room on the disk again.
    pub fn freed(&self) {
        self.state().disk_full = false;
    }

    /// Whether the engine refuses to write until [`Faults::reopened`].
    #[must_use]
    pub fn needs_reopening(&self) -> bool {
        self.state().condition != Condition::Sound
    }

    /// Forgets the lines that have not been played: from now on everything goes well.
    pub fn clear(&self) {
        self.state().script.clear();
    }

    /// Lines of the script that have not been played: a test that ends with some has not tested what it meant to.
    #[must_use]
    pub fn left(&self) -> usize {
        self.state().script.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the next line if it is one of `fitting`.
    fn take(&self, fitting: &[Fault]) -> Option<Fault> {
        let script = &mut self.state().script;
        if fitting.contains(script.front()?) { script.pop_front() } else { None }
    }

    fn on_snapshot(&self) -> Result<(), EngineError> {
        if self.take(&[Fault::Broken]).is_some() {
            self.state().condition = Condition::InDoubt;
        }
        if self.state().condition == Condition::InDoubt { Err(reopen_first()) } else { Ok(()) }
    }

    fn on_begin(&self) -> Result<(), EngineError> {
        if self.needs_reopening() {
            return Err(reopen_first());
        }
        self.take(&[Fault::NotStarted]).map_or(Ok(()), |_| Err(EngineError::new("no transaction could begin")))
    }

    fn on_read(&self) -> Result<(), EngineError> {
        match self.take(&[Fault::Read, Fault::ReadError]) {
            Some(Fault::ReadError) => Err(EngineError::new("a page could not be read")),
            _ => Ok(()),
        }
    }

    fn on_write(&self) -> Result<(), EngineError> {
        let filled = self.take(&[Fault::Full]).is_some();
        let mut state = self.state();
        state.disk_full |= filled;
        if !state.disk_full {
            return Ok(());
        }
        state.condition = Condition::ReadOnly;
        Err(disk_full())
    }

    fn on_commit(&self) -> Option<Fault> {
        self.take(&[Fault::Pass, Fault::CommitLost, Fault::CommitKept])
    }

    fn fail_commit(&self) -> TransactError {
        self.state().condition = Condition::InDoubt;
        TransactError::InDoubt(EngineError::new("the disk did not confirm the commit"))
    }
}

fn reopen_first() -> EngineError {
    EngineError::new("a write failed; the store must be opened again")
}

fn disk_full() -> EngineError {
    EngineError::new("no space left on the disk")
}

/// Any engine, made to fail as its script says.
pub struct Faulty {
    inner: Arc<dyn Engine>,
    faults: Faults,
    /// Held for a whole transaction, so that none slips in between a failed commit and its consequences.
    writer: Mutex<()>,
}

impl Faulty {
    /// Wraps `inner`; keep a clone of `faults` to write its script.
    #[must_use]
    pub fn new(inner: Arc<dyn Engine>, faults: Faults) -> Self {
        Self { inner, faults, writer: Mutex::new(()) }
    }
}

impl Engine for Faulty {
    fn snapshot(&self) -> Result<Box<dyn Read + Send>, EngineError> {
        self.faults.on_snapshot()?;
        Ok(Box::new(Snapshot { inner: self.inner.snapshot()?, faults: self.faults.clone() }))
    }

    fn transact(&self, body: &mut dyn FnMut(&mut dyn Write) -> Result<(), EngineError>) -> Result<(), TransactError> {
        let _writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.faults.on_begin().map_err(TransactError::NotStarted)?;
        let mut fault = None;
        let outcome = self.inner.transact(&mut |inner| {
            let mut transaction = Transaction { inner, faults: &self.faults, spoiled: false };
            body(&mut transaction)?;
            if transaction.spoiled {
                return Err(disk_full());
            }
            fault = fault.or_else(|| self.faults.on_commit());
            if fault == Some(Fault::CommitLost) { Err(EngineError::new("lost")) } else { Ok(()) }
        });
        match (fault, outcome) {
            (Some(Fault::CommitLost), _) | (Some(Fault::CommitKept), Ok(())) => Err(self.faults.fail_commit()),
            (_, outcome) => outcome,
        }
    }
}

struct Snapshot {
    inner: Box<dyn Read + Send>,
    faults: Faults,
}

struct Transaction<'t> {
    inner: &'t mut dyn Write,
    faults: &'t Faults,
    /// A write failed: whatever the body makes of it, nothing may be committed.
    spoiled: bool,
}

impl Transaction<'_> {
    fn on_write(&mut self) -> Result<(), EngineError> {
        self.faults.on_write().inspect_err(|_| self.spoiled = true)
    }
}

type Pairs<'a> = Box<dyn Iterator<Item = Result<Pair, EngineError>> + 'a>;

impl Read for Snapshot {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        self.faults.on_read()?;
        self.inner.get(key)
    }

    fn scan(&self, span: Span, direction: Direction) -> Result<Pairs<'_>, EngineError> {
        self.faults.on_read()?;
        self.inner.scan(span, direction)
    }
}

impl Read for Transaction<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        self.faults.on_read()?;
        self.inner.get(key)
    }

    fn scan(&self, span: Span, direction: Direction) -> Result<Pairs<'_>, EngineError> {
        self.faults.on_read()?;
        self.inner.scan(span, direction)
    }
}

impl Write for Transaction<'_> {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), EngineError> {
        self.on_write()?;
        self.inner.put(key, value)
    }

    fn delete(&mut self, key: &[u8]) -> Result<(), EngineError> {
        self.on_write()?;
        self.inner.delete(key)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::memory::Memory, *};

    fn engine(script: &[Fault]) -> (Faulty, Faults) {
        let faults = Faults::new();
        for fault in script {
            faults.push(*fault);
        }
        (Faulty::new(Arc::new(Memory::new()), faults.clone()), faults)
    }

    fn put(engine: &Faulty, key: &[u8]) -> Result<(), TransactError> {
        engine.transact(&mut |tx| tx.put(key, b"value"))
    }

    fn has(engine: &Faulty, key: &[u8]) -> bool {
        engine.snapshot().unwrap().get(key).unwrap().is_some()
    }

    #[test]
    fn a_lost_commit_is_in_doubt_and_gone_after_reopening() {
        let (engine, faults) = engine(&[Fault::Pass, Fault::CommitLost]);
        put(&engine, b"a").unwrap();
        assert!(matches!(put(&engine, b"b"), Err(TransactError::InDoubt(_))));
        faults.reopened();
        assert!(has(&engine, b"a") && !has(&engine, b"b"));
    }

    #[test]
    fn a_kept_commit_is_in_doubt_and_there_after_reopening() {
        let (engine, faults) = engine(&[Fault::CommitKept]);
        assert!(matches!(put(&engine, b"a"), Err(TransactError::InDoubt(_))));
        faults.reopened();
        assert!(has(&engine, b"a"));
    }

    #[test]
    fn nothing_is_read_or_written_between_a_failed_commit_and_reopening() {
        for fault in [Fault::CommitLost, Fault::CommitKept] {
            let (engine, faults) = engine(&[fault]);
            put(&engine, b"a").unwrap_err();
            assert!(engine.snapshot().is_err());
            assert!(matches!(put(&engine, b"b"), Err(TransactError::NotStarted(_))));
            assert!(faults.needs_reopening());
            faults.reopened();
            put(&engine, b"b").unwrap();
        }
    }

    #[test]
    fn a_commit_fault_waits_for_a_body_that_succeeds() {
        let (engine, faults) = engine(&[Fault::CommitLost]);
        let refused = engine.transact(&mut |_| Err(EngineError::new("declined")));
        assert!(matches!(refused, Err(TransactError::Aborted(_))));
        assert_eq!(faults.left(), 1);
        assert!(matches!(put(&engine, b"a"), Err(TransactError::InDoubt(_))));
    }

    #[test]
    fn a_transaction_that_did_not_start_leaves_the_engine_sound() {
        let (engine, _) = engine(&[Fault::NotStarted]);
        assert!(matches!(put(&engine, b"a"), Err(TransactError::NotStarted(_))));
        put(&engine, b"b").unwrap();
        assert!(!has(&engine, b"a") && has(&engine, b"b"));
    }

    #[test]
    fn a_full_disk_aborts_until_it_is_freed_and_the_engine_reopened() {
        let (engine, faults) = engine(&[Fault::Pass, Fault::Full]);
        put(&engine, b"a").unwrap();
        assert!(matches!(put(&engine, b"b"), Err(TransactError::Aborted(_))));
        assert!(matches!(put(&engine, b"b"), Err(TransactError::NotStarted(_))));
        assert!(has(&engine, b"a"), "what is committed can still be read");
        faults.reopened();
        assert!(matches!(put(&engine, b"b"), Err(TransactError::Aborted(_))), "the disk is still full");
        faults.freed();
        faults.reopened();
        put(&engine, b"b").unwrap();
    }

    #[test]
    fn a_body_that_swallows_a_failed_write_commits_nothing() {
        let (engine, faults) = engine(&[Fault::Full]);
        let outcome = engine.transact(&mut |tx| {
            let _ = tx.put(b"a", b"value");
            Ok(())
        });
        assert!(matches!(outcome, Err(TransactError::Aborted(_))));
        faults.reopened();
        assert!(!has(&engine, b"a"));
    }

    #[test]
    fn one_read_fails_and_the_next_does_not() {
        let (engine, _) = engine(&[Fault::ReadError]);
        let snapshot = engine.snapshot().unwrap();
        assert!(snapshot.get(b"a").is_err());
        assert!(snapshot.get(b"a").is_ok());
    }
}
