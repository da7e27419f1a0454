//! The demonstration: a law firm with two years of life, the same for the same seed and time.
//!
//! `story` tells the payments and `past` puts everything they led to in the order of time; both are pure. Only this
//! file and `load` touch the store and the sandbox, whose books tell the same story. It must not be run on a
//! store that holds anything, and nothing else may come to depend on what it made up.

mod calendar;
mod dice;
mod enrolments;
mod fate;
mod firm;
mod load;
mod names;
mod pages;
mod particulars;
mod past;
mod people;
mod portal;
mod requests;
mod schedules;
mod story;
mod surcharges;
#[cfg(test)]
mod tests;

use tokio::sync::mpsc;

use crate::{
    app::Secrets,
    domain::time::Timestamp,
    gateway::{CallError, sandbox::Sandbox},
    store::{Store, StoreError, WriteError},
};

pub use self::{portal::portal_login, requests::requests, schedules::schedules};

use super::alerts::watch;

use self::{
    past::{Act, Past, historic_charge, historic_method},
    story::{Planned, Story},
};

/// How many payments share one write.
const CHUNK: usize = 2_000;

/// What is to be made up.
#[derive(Clone, Debug)]
pub struct DemoOptions {
    /// How many payments; a million is fine.
    pub payments: u64,
    /// The same seed at the same time makes the same firm.
    pub seed: u64,
    /// When the story ends: the latest payment was made a few minutes earlier. Should be the sandbox's time.
    pub now: Timestamp,
    /// Everyone's password, as an argon2id hash in PHC form.
    pub password_hash: String,
}

/// What is to be filled.
#[derive(Clone, Copy)]
pub struct Portal<'a> {
    /// The store; must be empty.
    pub store: &'a Store,
    /// The processor; its books must not know these payments yet.
    pub sandbox: &'a Sandbox,
    /// Seals the links on receipts.
    pub secrets: &'a Secrets,
    /// Where people reach the portal, without a slash at the end.
    pub base_url: &'a str,
}

/// Why the demonstration could not be made up.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The store has a firm of its own.
    #[error("the data folder is not empty; demo data goes only into an empty one")]
    NotEmpty,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The sandbox's books could not be written, or hold these payments already.
    #[error("the sandbox processor: {0}")]
    Sandbox(#[from] CallError),
    /// The story contradicts itself.
    #[error("the demo data contradicts itself: {0}")]
    Defect(&'static str),
}

impl From<WriteError<Self>> for DemoError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// Fills an empty portal and calls `progress` with the number of payments written so far. Memory stays bounded,
/// however many there are.
///
/// # Errors
/// [`DemoError`]; after any but [`DemoError::NotEmpty`] the store and the sandbox's books are half full and of no use.
pub async fn fill(portal: Portal<'_>, options: &DemoOptions, progress: &mut dyn FnMut(u64)) -> Result<(), DemoError> {
    let story = Story::new(options)?;
    let past =
        Past::new(story.house.firm.clone(), portal.secrets.clone(), portal.base_url.to_owned(), options.payments);
    let house = story.house.clone();
    portal.store.write(move |writer| load::set_up(writer, &house)).await?;
    let mut chunks = produce(Producer { story, past, sandbox: portal.sandbox.clone(), told: 0 });
    while let Some(chunk) = chunks.recv().await {
        let Chunk { told, acts } = chunk?;
        portal.store.write(move |writer| load::write(writer, &acts)).await?;
        progress(told);
    }
    let now = options.now;
    portal.store.write(move |writer| -> Result<_, DemoError> { Ok(watch::catch_up(writer, now)?) }).await?;
    particulars::finish(portal, options).await
}

/// What is written in one go.
struct Chunk {
    /// How many payments were told with it.
    told: u64,
    acts: Vec<(Timestamp, Act)>,
}

/// Tells the story and loads the sandbox on a thread of its own, one chunk ahead of the store.
fn produce(mut producer: Producer) -> mpsc::Receiver<Result<Chunk, DemoError>> {
    let (sender, chunks) = mpsc::channel(1);
    tokio::task::spawn_blocking(move || {
        while let Some(chunk) = producer.next().transpose() {
            let failed = chunk.is_err();
            if sender.blocking_send(chunk).is_err() || failed {
                break;
            }
        }
    });
    chunks
}

struct Producer {
    story: Story,
    past: Past,
    sandbox: Sandbox,
    told: u64,
}

impl Producer {
    /// The next chunk, or `None` when everything was told.
    fn next(&mut self) -> Result<Option<Chunk>, DemoError> {
        let mut planned = Vec::with_capacity(CHUNK);
        while planned.len() < CHUNK
            && let Some(next) = self.story.next()?
        {
            planned.push(next);
        }
        if planned.is_empty() {
            // What happened after the last payment was asked for.
            let acts = self.past.up_to(Timestamp::from_ms(i64::MAX));
            return Ok((!acts.is_empty()).then_some(Chunk { told: self.told, acts }));
        }
        self.told += u64::try_from(planned.len()).unwrap_or(0);
        self.process(planned).map(|acts| Some(Chunk { told: self.told, acts }))
    }

    /// Has the processor answer, and puts what followed in order.
    fn process(&mut self, mut planned: Vec<Planned>) -> Result<Vec<(Timestamp, Act)>, DemoError> {
        let methods: Vec<_> = planned.iter().filter_map(historic_method).collect();
        let mut saved = self.sandbox.load_methods(&methods)?.into_iter();
        let mut saved_for = Vec::with_capacity(planned.len());
        for payment in &mut planned {
            let new = payment.new_method.is_some().then(|| saved.next()).flatten();
            if let Some(method) = &new {
                self.past.note_token(payment, method);
            }
            self.past.fill_token(&mut payment.transaction);
            saved_for.push(new);
        }
        let charges: Vec<_> = planned.iter().map(historic_charge).collect();
        let outcomes = self.sandbox.load_charges(&charges)?;
        let mut acts = Vec::new();
        for ((payment, method), outcome) in planned.into_iter().zip(saved_for).zip(outcomes) {
            acts.extend(self.past.up_to(payment.transaction.created_at));
            self.past.take(payment, method, outcome);
        }
        Ok(acts)
    }
}
