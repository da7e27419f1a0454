//! The run: whatever is due is collected, a few at a time, until nothing is due any more. Whoever wakes us only wakes us;
//! what is due stands in the store, so a run that was missed, repeated or killed half way loses nothing.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::{
    app::App,
    domain::{ids::OccurrenceId, journal::Actor, schedule::occurrence::Standing, time::Timestamp},
    planted::{self, Bug},
    service::Authority,
    store::{StoreError, WriteError, schedules, transactions},
};

use super::{ScheduleError, collecting, letters};

/// For how long the machine's clock must not have been set before anything is collected by it.
pub const SETTLE_MS: i64 = 60_000;
/// How many payments are collected at once.
const AT_ONCE: usize = 8;
/// How many rows of the list are read at once.
const BATCH: usize = 200;
/// How many reminders one write queues at most.
const REMINDERS: usize = 50;

/// Whether what the clock says may be acted on. Payments that a person asks for do not wait.
fn clock_is_trusted(app: &App) -> bool {
    app.operations.night.clock_trusted_for(app.now(), app.clock.steady_ms()) >= SETTLE_MS
}

/// Collects everything that is due and says how many payments were looked into. One that goes wrong stays on the list and
/// does not keep the others.
pub async fn run_due(app: &Arc<App>) -> Result<usize, StoreError> {
    if !clock_is_trusted(app) {
        return Ok(0);
    }
    let resumed = resume(app).await?;
    let now = app.now();
    let due = schedules::count_due(&app.store.read()?, now)?;
    if due == 0 {
        return Ok(resumed);
    }
    app.operations.night.begin(now, due);
    let done = collect_all(app, now).await;
    app.operations.night.end();
    Ok(resumed + done?)
}

/// Goes once through the list up to `now`, the longest overdue first. What was collected makes room for the next payment
/// of its schedule, which lies further on.
async fn collect_all(app: &Arc<App>, now: Timestamp) -> Result<usize, StoreError> {
    let (mut done, mut after) = (0, None);
    loop {
        let batch = schedules::due(&app.store.read()?, now, after, BATCH)?;
        let Some(last) = batch.last().copied() else { return Ok(done) };
        done += batch.len();
        after = Some(last);
        let lateness_days = app.config.schedule_lateness_days;
        in_parallel(app, batch.into_iter().map(|(_, id)| id), move |app, id| async move {
            let collected = collecting::collect_due(&app, id, lateness_days).await;
            app.operations.night.count_one();
            note(id, collected);
        })
        .await;
    }
}

/// Does `work` for each, a few at a time. One that panics is told of and keeps no other.
async fn in_parallel<F>(
    app: &Arc<App>,
    ids: impl Iterator<Item = OccurrenceId>,
    work: impl Fn(Arc<App>, OccurrenceId) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    let ended = |result: Option<Result<(), tokio::task::JoinError>>| {
        if let Some(Err(error)) = result {
            tracing::error!(%error, "collecting a payment of a schedule ended badly");
        }
    };
    for id in ids {
        if tasks.len() >= AT_ONCE {
            ended(tasks.join_next().await);
        }
        tasks.spawn(work(app.clone(), id));
    }
    while let Some(result) = tasks.join_next().await {
        ended(Some(result));
    }
}

fn note(id: OccurrenceId, collected: Result<(), ScheduleError>) {
    if let Err(error) = collected {
        tracing::warn!(schedule = %id.schedule, number = id.number, %error, "a payment of a schedule is tried again");
    }
}

/// Goes on with what was claimed and never asked for, as after a crash in between.
async fn resume(app: &Arc<App>) -> Result<usize, StoreError> {
    let mut interrupted = Vec::new();
    {
        let reader = app.store.read()?;
        for id in schedules::open(&reader, Standing::Collecting, usize::MAX)? {
            let last = schedules::occurrence(&reader, id)?.and_then(|mut occurrence| occurrence.attempts.pop());
            let Some(last) = last else { continue };
            if transactions::transaction_by_key(&reader, &last.key)?.is_none() || planted::is(Bug::ClaimedTwice) {
                interrupted.push(id);
            }
        }
    }
    let count = interrupted.len();
    in_parallel(app, interrupted.into_iter(), |app, id| async move {
        if planted::is(Bug::ClaimedTwice) {
            note(id, collecting::claim_again(&app, id).await);
        }
        note(id, collecting::take(&app, Authority::System, id).await);
    })
    .await;
    Ok(count)
}

/// Reminds payers of what is collected soon, once of each, and says of how many payments.
pub async fn remind_due(app: &App) -> Result<usize, StoreError> {
    if !clock_is_trusted(app) {
        return Ok(0);
    }
    let mut reminded = 0;
    loop {
        let now = app.now();
        let due = schedules::to_remind(&app.store.read()?, now, REMINDERS)?;
        if due.is_empty() {
            return Ok(reminded);
        }
        reminded += due.len();
        let written = app.store.write(move |writer| -> Result<(), StoreError> {
            due.iter().try_for_each(|id| letters::remind(writer, *id, (Actor::System, now)))
        });
        match written.await {
            Ok(()) => {}
            Err(WriteError::Refused(error)) => return Err(error),
            Err(WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy) => return Err(StoreError::Closed),
        }
    }
}
