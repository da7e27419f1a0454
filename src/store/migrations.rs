//! What a file is, whether it may be opened, and how an older one is brought up to date.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    domain::time::Timestamp,
    planted::{self, Bug},
};

use super::{
    OpenError, StoreError,
    engine::{self, Engine, EngineError},
    filling,
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

    /// Proves that there is room to write in: a store that has filled its disk may still fit a small commit, and would
    /// promise to take a payment that it then cannot write.
    ///
    /// # Errors
    /// [`OpenError::Folder`] when there is not.
    fn prove_room(&self) -> Result<(), OpenError> {
        Ok(())
    }
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
pub const MIGRATIONS: &[Migration] = &[
    Migration { name: "count volumes and list what needs attention", run: filling::volumes_and_lists },
    Migration { name: "find payers by words and add up what each paid", run: filling::payers },
    Migration { name: "list the declines of payment pages", run: filling::declines },
    Migration { name: "list the requests for payment of each payer", run: filling::requests_of_payers },
    Migration { name: "list the declines of all public pages together", run: filling::public_declines },
    Migration { name: "give back the stock of bank debits that came back", run: filling::stock },
];

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
    let Some(noted) = head.filter(|tail| tail.sequence > 0 && !planted::is(Bug::RolledBackAccepted)) else {
        return Ok(());
    };
    let found = journal::tail(reader)?;
    let rolled_back = StoreError::RolledBack { found: found.sequence, noted: noted.sequence };
    if found.sequence < noted.sequence {
        return Err(rolled_back);
    }
    if journal::hash_at(reader, noted.sequence)? == Some(noted.hash) { Ok(()) } else { Err(rolled_back) }
}

#[cfg(test)]
mod tests {
    use std::{path::PathBuf, sync::Mutex};

    use super::*;
    use crate::store::{
        engine::{faulty::Fault, faulty::Faults, faulty::Faulty, memory::Memory, redb::Redb},
        open::{FILE_NAME, Fixed, in_folder},
        table::encode,
        tables::NEWS_CURSORS,
    };

    const FIRST: Migration = Migration { name: "write a mark", run: |writer| mark(writer, "first") };
    const SECOND: Migration = Migration { name: "write another", run: |writer| mark(writer, "second") };
    const FAILING: Migration = Migration {
        name: "fail after writing",
        run: |writer| {
            mark(writer, "failing")?;
            Err(StoreError::Damaged("a table"))
        },
    };

    fn mark(writer: &mut Writer<'_>, name: &str) -> Result<(), StoreError> {
        let before = writer.get(NEWS_CURSORS, &name.to_owned())?.unwrap_or_default();
        writer.put(NEWS_CURSORS, &name.to_owned(), &format!("{before}x"))
    }

    fn marks(engine: &dyn Engine) -> Vec<(String, String)> {
        let reader = Reader { snapshot: engine.snapshot().unwrap() };
        reader.all(NEWS_CURSORS, engine::Direction::Forward).unwrap().collect::<Result<_, _>>().unwrap()
    }

    fn fresh() -> Identity {
        Identity { database: "test".into(), schema: 1, created_at: Timestamp::from_ms(0) }
    }

    fn at_schema(schema: u32) -> Memory {
        let memory = Memory::new();
        let value = encode("identity", &Identity { schema, ..fresh() }).unwrap();
        memory.transact(&mut |transaction| transaction.put(&[IDENTITY.number()], &value)).unwrap();
        memory
    }

    /// Notes what was there when it was asked for a copy.
    #[derive(Default)]
    struct Copies(Mutex<Vec<Copy>>);

    /// The schema copied from, and the rows that were there.
    type Copy = (u32, Vec<(String, String)>);

    impl Opener for Copies {
        fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
            Err(OpenError::Busy)
        }

        fn back_up_before_migration(&self, engine: &dyn Engine, schema: u32) -> Result<(), OpenError> {
            self.0.lock().unwrap().push((schema, marks(engine)));
            Ok(())
        }
    }

    #[test]
    fn a_new_file_has_every_migration_behind_it_and_runs_none() {
        let (memory, copies) = (Memory::new(), Copies::default());
        let identity = prepare(&memory, &copies, None, &fresh(), &[FIRST, SECOND]).unwrap();
        assert_eq!((identity.schema, marks(&memory).len(), copies.0.lock().unwrap().len()), (3, 0, 0));
    }

    #[test]
    fn only_what_an_older_file_lacks_is_run_once_after_a_copy() {
        let (memory, copies) = (at_schema(2), Copies::default());
        for _ in 0..2 {
            let identity = prepare(&memory, &copies, None, &fresh(), &[FIRST, SECOND]).unwrap();
            assert_eq!(identity.schema, 3);
        }
        assert_eq!(marks(&memory), [("second".to_owned(), "x".to_owned())]);
        assert_eq!(*copies.0.lock().unwrap(), [(2, vec![])], "copied once, before anything was changed");
    }

    #[test]
    fn a_migration_that_fails_leaves_the_schema_before_it() {
        let (memory, copies) = (at_schema(1), Copies::default());
        prepare(&memory, &copies, None, &fresh(), &[FIRST, FAILING]).unwrap_err();
        assert_eq!(marks(&memory), [("first".to_owned(), "x".to_owned())]);
        let identity = prepare(&memory, &copies, None, &fresh(), &[FIRST, SECOND]).unwrap();
        assert_eq!((identity.schema, marks(&memory).len()), (3, 2));
    }

    #[test]
    fn a_migration_whose_commit_fails_is_not_taken_for_done() {
        let faults = Faults::new();
        let engine = Faulty::new(Arc::new(at_schema(1)), faults.clone());
        faults.push(Fault::CommitLost);
        prepare(&engine, &Copies::default(), None, &fresh(), &[FIRST]).unwrap_err();
        faults.reopened();
        assert_eq!(prepare(&engine, &Copies::default(), None, &fresh(), &[FIRST]).unwrap().schema, 2);
        assert_eq!(marks(&engine), [("first".to_owned(), "x".to_owned())]);
    }

    #[test]
    fn a_newer_file_is_refused_and_left_alone() {
        let memory = at_schema(4);
        let refused = prepare(&memory, &Copies::default(), None, &fresh(), &[FIRST, SECOND]);
        assert!(matches!(refused, Err(OpenError::Newer { found: 4, known: 3 })));
    }

    #[test]
    fn a_folder_is_copied_before_every_attempt_to_migrate_it() {
        let folder = tempfile::tempdir().unwrap();
        drop(in_folder(folder.path(), &fresh()).unwrap());
        let engine = Redb::open(&folder.path().join(FILE_NAME), 1 << 20).unwrap();
        let first = encode("identity", &fresh()).unwrap();
        engine.transact(&mut |transaction| transaction.put(&[IDENTITY.number()], &first)).unwrap();
        let opener = crate::store::open::folder(folder.path());
        prepare(&engine, &opener, None, &fresh(), &[FAILING]).unwrap_err();
        prepare(&engine, &opener, None, &fresh(), &[FIRST]).unwrap();
        let copy = |name: &str| -> PathBuf { folder.path().join(name) };
        for name in ["before-migration-from-1.redb", "before-migration-from-1-2.redb"] {
            let copy = Redb::open(&copy(name), 1 << 20).unwrap();
            let reader = Reader { snapshot: copy.snapshot().unwrap() };
            assert_eq!(reader.get(IDENTITY, &()).unwrap(), Some(fresh()), "{name}");
        }
        assert_eq!(marks(&engine).len(), 1);
    }

    #[test]
    fn a_file_without_identity_is_new_only_when_it_is_empty() {
        let memory = Memory::new();
        memory.transact(&mut |transaction| transaction.put(&[3, 1], b"x")).unwrap();
        let opener = Fixed(Arc::new(memory.clone()));
        assert!(matches!(prepare(&memory, &opener, None, &fresh(), &[]), Err(OpenError::Store(_))));
    }
}
