//! What a file is, whether it may be opened, and how an older one is brought up to date.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::time::Timestamp;

use super::{
    OpenError, StoreError,
    engine::{self, Engine, EngineError},
    journal::{self, Tail},
    table::{Reader, Records, Writer},
    tables::IDENTITY,
};

/// Opens the engine, at start and again after a failure.
pub trait Opener: Send + Sync {
    /// Opens it.
    fn open(&self) -> Result<Arc<dyn Engine>, OpenError>;

    /// Copies the data of `engine`, which this opener opened, aside before a migration from `schema`.
    fn back_up_before_migration(&self, engine: &dyn Engine, schema: u32) -> Result<(), OpenError>;
}

/// The first row ever written: says what this file is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Drawn when the file was made; a search index belongs to one file.
    pub database: String,
    /// The number of the last migration applied.
    pub schema: u32,
    /// When the file was made.
    pub created_at: Timestamp,
}

/// One step from the schema before it. Runs in a single transaction.
pub struct Migration {
    /// What it does, for the log.
    pub name: &'static str,
    /// The step itself.
    pub run: fn(&mut Writer<'_>) -> Result<(), StoreError>,
}

/// Every migration, in order; the schema number of a file is how many of them it has behind it, plus one.
pub const MIGRATIONS: &[Migration] = &[];

/// The schema this program reads and writes.
#[must_use]
pub fn current_schema() -> u32 {
    schema_after(MIGRATIONS)
}

fn schema_after(migrations: &[Migration]) -> u32 {
    u32::try_from(migrations.len()).unwrap_or(u32::MAX).saturating_add(1)
}

/// Identifies a fresh file with `fresh`, or checks and updates an older one.
pub(super) fn prepare(
    engine: &dyn Engine,
    opener: &dyn Opener,
    head: Option<Tail>,
    fresh: &Identity,
    migrations: &[Migration],
) -> Result<Identity, OpenError> {
    let reader = Reader { snapshot: engine.snapshot().map_err(StoreError::from)? };
    let known = reader.get(IDENTITY, &())?;
    let Some(identity) = known else {
        return start_fresh(engine, &reader, head, fresh, migrations);
    };
    if identity.schema > schema_after(migrations) {
        return Err(OpenError::Newer { found: identity.schema, known: schema_after(migrations) });
    }
    same_or_later(&reader, head).map_err(|error| match error {
        StoreError::RolledBack { found, noted } => OpenError::RolledBack { found, noted },
        other => OpenError::Store(other),
    })?;
    drop(reader);
    migrate(engine, opener, identity, migrations)
}

fn start_fresh(
    engine: &dyn Engine,
    reader: &Reader,
    head: Option<Tail>,
    fresh: &Identity,
    migrations: &[Migration],
) -> Result<Identity, OpenError> {
    if let Some(noted) = head.filter(|tail| tail.sequence > 0) {
        return Err(OpenError::Emptied { noted: noted.sequence });
    }
    if reader
        .raw()
        .scan(engine::prefix_span(&[]), engine::Direction::Forward)
        .map_err(StoreError::from)?
        .next()
        .is_some()
    {
        return Err(OpenError::Store(StoreError::Damaged(IDENTITY.name())));
    }
    let identity = Identity { schema: schema_after(migrations), ..fresh.clone() };
    transact(engine, |writer| writer.put(IDENTITY, &(), &identity))?;
    Ok(identity)
}

fn migrate(
    engine: &dyn Engine,
    opener: &dyn Opener,
    mut identity: Identity,
    migrations: &[Migration],
) -> Result<Identity, OpenError> {
    let done = usize::try_from(identity.schema.saturating_sub(1)).unwrap_or(usize::MAX);
    let due = migrations.get(done..).unwrap_or_default();
    if !due.is_empty() {
        opener.back_up_before_migration(engine, identity.schema)?;
    }
    for migration in due {
        identity.schema += 1;
        tracing::info!(schema = identity.schema, "migrating: {}", migration.name);
        transact(engine, |writer| {
            (migration.run)(writer)?;
            writer.put(IDENTITY, &(), &identity)
        })?;
    }
    Ok(identity)
}

fn transact(engine: &dyn Engine, body: impl Fn(&mut Writer<'_>) -> Result<(), StoreError>) -> Result<(), OpenError> {
    engine
        .transact(&mut |transaction| body(&mut Writer { transaction }).map_err(EngineError::new))
        .map_err(|error| OpenError::Store(StoreError::Engine(EngineError::new(error))))
}

/// Whether the file holds everything that the side file says was committed.
pub(super) fn same_or_later(reader: &Reader, head: Option<Tail>) -> Result<(), StoreError> {
    let Some(noted) = head.filter(|tail| tail.sequence > 0) else { return Ok(()) };
    let found = journal::tail(reader)?;
    let rolled_back = StoreError::RolledBack { found: found.sequence, noted: noted.sequence };
    if found.sequence < noted.sequence {
        return Err(rolled_back);
    }
    if journal::hash_at(reader, noted.sequence)? == Some(noted.hash) { Ok(()) } else { Err(rolled_back) }
}
