//! The one writer: it groups waiting closures into one durable commit.
//!
//! A closure that fails is left out and the others run again without it, so closures must have no effect but their
//! writes. When a commit fails its outcome is in doubt: everyone in the group is told so, nothing is written any more,
//! and the writer reopens the engine and proves that it can write before it serves again. Callers then re-read what
//! became of their operation; nobody repeats it blindly. An engine that fails under a closure stops the writer too,
//! but then it is certain that nothing was written.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    sync::{
        mpsc::{Receiver, Sender, channel, error::TrySendError},
        oneshot, watch,
    },
    time::{Instant, timeout},
};

use crate::planted::{self, Bug};

use super::{
    Health, StoreError, WriteError,
    engine::{self, Engine, EngineError, TransactError},
    head::HeadFile,
    journal,
    migrations::{Opener, same_or_later},
    table::{Reader, Writer},
    tables::COUNTERS,
};

/// How many closures share one commit at most.
const GROUP: usize = 256;
/// How many may wait; one more is told to come back later.
const QUEUE: usize = 1024;

/// What the writer and the readers share.
pub(super) struct Shared {
    pub(super) engine: RwLock<Option<Arc<dyn Engine>>>,
    pub(super) health: watch::Sender<Health>,
    pub(super) committed: watch::Sender<u64>,
}

impl Shared {
    pub(super) fn engine(&self) -> Option<Arc<dyn Engine>> {
        self.engine.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_engine(&self, engine: Option<Arc<dyn Engine>>) {
        *self.engine.write().unwrap_or_else(PoisonError::into_inner) = engine;
    }
}

/// What became of a group.
#[derive(Clone, Copy)]
enum Verdict {
    Committed,
    /// The closure itself failed; nothing of it was written.
    Refused,
    InDoubt,
    ReadOnly,
}

/// A closure waiting to be written, and whoever waits for it.
trait Job: Send {
    /// Runs the closure; `false` when it failed and must be left out.
    fn run(&mut self, writer: &mut Writer<'_>) -> bool;
    /// Tells whoever waits.
    fn answer(self: Box<Self>, verdict: Verdict);
}

struct Closure<T, E, F> {
    body: F,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, WriteError<E>>>,
}

impl<T, E, F> Job for Closure<T, E, F>
where
    T: Send,
    E: Send,
    F: FnMut(&mut Writer<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, writer: &mut Writer<'_>) -> bool {
        // A defect in one closure must not stop the writer of everyone.
        let attempt = catch_unwind(AssertUnwindSafe(|| (self.body)(writer)));
        self.result = attempt.ok();
        matches!(self.result, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, verdict: Verdict) {
        let answer = match (verdict, self.result) {
            (Verdict::Refused, Some(Err(error))) => Err(WriteError::Refused(error)),
            (Verdict::Committed, Some(Ok(value))) => Ok(value),
            (Verdict::InDoubt, _) => Err(WriteError::InDoubt),
            (Verdict::ReadOnly | Verdict::Refused | Verdict::Committed, _) => Err(WriteError::ReadOnly),
        };
        // Whoever asked may have gone away; the write stands all the same.
        drop(self.reply.send(answer));
    }
}

/// Where closures are handed in. Dropping it lets the writer finish what waits and stop.
pub(super) struct Queue {
    sender: Sender<Box<dyn Job>>,
}

impl Queue {
    pub(super) async fn write<T, E, F>(&self, body: F) -> Result<T, WriteError<E>>
    where
        T: Send + 'static,
        E: Send + 'static,
        F: FnMut(&mut Writer<'_>) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        match self.sender.try_send(Box::new(Closure { body, result: None, reply })) {
            Ok(()) => answer.await.unwrap_or(Err(WriteError::InDoubt)),
            Err(TrySendError::Full(_)) => Err(WriteError::Busy),
            Err(TrySendError::Closed(_)) => Err(WriteError::ReadOnly),
        }
    }

    /// Lets the writer find out whether the engine still works, with nothing to write: an engine that a reader found
    /// broken is reopened even when nobody writes. Whoever is in the queue already will find out as well.
    pub(super) fn look(&self) {
        let (reply, _) = oneshot::channel::<Result<(), WriteError<StoreError>>>();
        drop(self.sender.try_send(Box::new(Closure { body: |_: &mut Writer<'_>| Ok(()), result: None, reply })));
    }
}

/// The writer over an open engine, and where closures are handed in. After a failure it tries to write again every
/// `retry`.
pub(super) fn writer(
    shared: Arc<Shared>,
    opener: Arc<dyn Opener>,
    head: HeadFile,
    retry: Duration,
) -> (Queue, TheWriter) {
    let (sender, jobs) = channel(QUEUE);
    (Queue { sender }, TheWriter { shared, opener, head, retry, jobs })
}

/// The writer before it has begun.
pub(super) struct TheWriter {
    shared: Arc<Shared>,
    opener: Arc<dyn Opener>,
    head: HeadFile,
    retry: Duration,
    jobs: Receiver<Box<dyn Job>>,
}

impl TheWriter {
    /// Runs it on a thread of its own until its queue is dropped.
    pub(super) fn on_a_thread(self) -> Result<std::thread::JoinHandle<()>, StoreError> {
        let failed = |error| StoreError::Engine(EngineError::new(error));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(failed)?;
        let body = move || runtime.block_on(self.serve());
        std::thread::Builder::new().name("store-writer".to_owned()).spawn(body).map_err(failed)
    }

    /// Writes until the queue is dropped. It waits for closures and for the time to try again, and for nothing else: a
    /// commit is made in one piece.
    pub(super) async fn serve(self) {
        let Self { shared, opener, head, retry, mut jobs } = self;
        let mut writing = Writing { shared, opener, head, tried_at: Instant::now() };
        loop {
            let received = if writing.is_stopped() { timeout(retry, jobs.recv()).await } else { Ok(jobs.recv().await) };
            // Also while closures keep coming in: a busy portal is never quiet for as long as an interval.
            if writing.is_stopped() && writing.tried_at.elapsed() >= retry {
                writing.recover();
            }
            match received {
                Ok(Some(first)) => {
                    let mut group = vec![first];
                    group.extend(std::iter::from_fn(|| jobs.try_recv().ok()).take(GROUP - 1));
                    writing.commit(group);
                }
                Ok(None) => break,
                Err(_) => {}
            }
        }
        writing.shared.set_engine(None);
    }
}

struct Writing {
    shared: Arc<Shared>,
    opener: Arc<dyn Opener>,
    head: HeadFile,
    /// When it last tried to write again.
    tried_at: Instant,
}

impl Writing {
    fn is_stopped(&self) -> bool {
        *self.shared.health.borrow() != Health::Serving
    }

    fn commit(&mut self, group: Vec<Box<dyn Job>>) {
        let verdict_all = |group: Vec<Box<dyn Job>>, verdict| group.into_iter().for_each(|job| job.answer(verdict));
        if self.is_stopped() {
            return verdict_all(group, Verdict::ReadOnly);
        }
        let Some(engine) = self.shared.engine() else { return verdict_all(group, Verdict::ReadOnly) };
        let mut rest = group;
        while !rest.is_empty() {
            let mut failed = None;
            let outcome = engine.transact(&mut |transaction| {
                failed = None;
                let mut watched = Watched { transaction, failed: AtomicBool::new(false) };
                let mut writer = Writer { transaction: &mut watched };
                let refused = rest.iter_mut().position(|job| !job.run(&mut writer));
                if watched.failed.into_inner() {
                    return Err(EngineError::new("the engine failed inside a transaction"));
                }
                match refused {
                    Some(index) => {
                        failed = Some(index);
                        Err(EngineError::new("a closure refused"))
                    }
                    None => Ok(()),
                }
            });
            match (outcome, failed) {
                (Ok(()), _) => {
                    self.publish(engine.as_ref());
                    return verdict_all(rest, Verdict::Committed);
                }
                (Err(TransactError::Aborted(_)), Some(index)) => rest.remove(index).answer(Verdict::Refused),
                (Err(error), _) => {
                    drop(engine);
                    let verdict = match error {
                        TransactError::InDoubt(_) if planted::is(Bug::AnsweredInDoubt) => Verdict::Committed,
                        TransactError::InDoubt(_) => Verdict::InDoubt,
                        TransactError::Aborted(_) | TransactError::NotStarted(_) => Verdict::ReadOnly,
                    };
                    self.stop(&error);
                    // Before anyone is answered: whoever is told that it is in doubt reads what became of it.
                    self.recover();
                    return verdict_all(rest, verdict);
                }
            }
        }
    }

    /// Tells readers and followers how far the journal has got, and notes it beside the file.
    fn publish(&mut self, engine: &dyn Engine) {
        let tail = engine.snapshot().map_err(StoreError::from).and_then(|snapshot| journal::tail(&Reader { snapshot }));
        match tail {
            Ok(tail) => {
                if planted::is(Bug::HeadNotNoted) {
                } else if let Err(error) = self.head.note(tail) {
                    tracing::warn!(%error, "the side file could not be written");
                }
                self.shared.committed.send_replace(tail.sequence);
            }
            Err(error) => tracing::error!(%error, "the journal could not be read after a commit"),
        }
    }

    fn stop(&self, error: &TransactError) {
        tracing::error!(%error, "a commit failed; the store is read-only until it can be reopened");
        self.shared.health.send_replace(Health::ReadOnly(error.to_string()));
    }

    /// Reopens the engine, proves that nothing acknowledged is missing and that it can write, and serves again.
    fn recover(&mut self) {
        if planted::is(Bug::NeverReopened) {
            return;
        }
        self.reopen();
        self.tried_at = Instant::now();
    }

    fn reopen(&mut self) {
        self.shared.set_engine(None);
        let engine = match self.opener.open() {
            Ok(engine) => engine,
            Err(error) => {
                self.shared.health.send_replace(Health::ReadOnly(error.to_string()));
                return;
            }
        };
        let proved = self.opener.prove_room().and_then(|()| Ok(self.prove(engine.as_ref())?));
        match proved {
            Ok(()) => {
                self.publish(engine.as_ref());
                self.shared.set_engine(Some(engine));
                self.shared.health.send_replace(Health::Serving);
                tracing::info!("the store is writing again");
            }
            Err(error) => {
                // What is committed can be seen while the disk is full; but an engine whose own trial commit failed
                // shows nothing until it is opened once more.
                let engine = if engine.snapshot().is_ok() {
                    Some(engine)
                } else {
                    drop(engine);
                    self.opener.open().ok()
                };
                self.shared.set_engine(engine);
                self.shared.health.send_replace(Health::ReadOnly(error.to_string()));
            }
        }
    }

    fn prove(&self, engine: &dyn Engine) -> Result<(), StoreError> {
        let reader = Reader { snapshot: engine.snapshot()? };
        same_or_later(&reader, self.head.last())?;
        drop(reader);
        engine
            .transact(&mut |transaction| {
                let mut writer = Writer { transaction };
                let probe = "writer-probe".to_owned();
                let count =
                    super::table::Records::get(&writer, COUNTERS, &probe).map_err(EngineError::new)?.unwrap_or(0);
                writer.put(COUNTERS, &probe, &(count + 1)).map_err(EngineError::new)
            })
            .map_err(|error| StoreError::Engine(EngineError::new(error)))
    }
}

/// A transaction that remembers whether the engine failed under it, so that a closure's own refusal and a broken disk
/// are told apart whatever the closure makes of the error.
struct Watched<'t> {
    transaction: &'t mut dyn engine::Write,
    failed: AtomicBool,
}

impl Watched<'_> {
    fn note<T>(&self, outcome: Result<T, EngineError>) -> Result<T, EngineError> {
        outcome.inspect_err(|_| self.failed.store(true, Ordering::Relaxed))
    }
}

impl engine::Read for Watched<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, EngineError> {
        self.note(self.transaction.get(key))
    }

    fn scan<'a>(
        &'a self,
        span: engine::Span,
        direction: engine::Direction,
    ) -> Result<Box<dyn Iterator<Item = Result<engine::Pair, EngineError>> + 'a>, EngineError> {
        let pairs = self.note(self.transaction.scan(span, direction))?;
        Ok(Box::new(pairs.map(|pair| self.note(pair))))
    }
}

impl engine::Write for Watched<'_> {
    fn put(&mut self, key: &[u8], value: &[u8]) -> Result<(), EngineError> {
        let outcome = self.transaction.put(key, value);
        self.note(outcome)
    }

    fn delete(&mut self, key: &[u8]) -> Result<(), EngineError> {
        let outcome = self.transaction.delete(key);
        self.note(outcome)
    }
}
