//! Data folders: what is opened, and what is refused and why.

use std::{fs, os::unix::fs::FileExt as _, path::Path, sync::Arc};

use clientpay::{
    domain::journal::{Actor, Fact, Subject},
    store::{
        OpenError, Store, StoreError,
        engine::{Direction, Engine as _, prefix_span, redb::Redb},
        head::HeadFile,
        journal,
        migrations::Identity,
        open::{FILE_NAME, ReadOnly, in_folder},
        table::{Records as _, encode},
        tables::IDENTITY,
    },
};

use crate::support::{NOW, identity};

async fn sign(store: &Store) {
    let written = store
        .write(|writer| -> Result<(), StoreError> { writer.record(NOW, Actor::System, Subject::Firm, Fact::SignedIn) });
    written.await.unwrap();
}

/// A folder whose journal has `entries` entries.
async fn folder_with(entries: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let store = in_folder(folder.path(), &identity()).unwrap();
    for _ in 0..entries {
        sign(&store).await;
    }
    folder
}

fn refusal(folder: &Path) -> OpenError {
    match in_folder(folder, &identity()) {
        Ok(_) => panic!("it was opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn what_was_written_is_there_when_the_folder_is_opened_again() {
    let folder = folder_with(3).await;
    let store = in_folder(folder.path(), &Identity { database: "another".into(), ..identity() }).unwrap();
    assert_eq!(store.identity().database, "test", "an identity is drawn once");
    assert_eq!(journal::tail(&store.read().unwrap()).unwrap().sequence, 3);
    assert_eq!(*store.committed().borrow(), 3);
    drop(store);
    let head = HeadFile::open(folder.path()).unwrap().last().unwrap();
    assert_eq!(head, journal::tail(&ReadOnly::open(folder.path()).unwrap().reader().unwrap()).unwrap());
}

#[tokio::test]
async fn the_last_commit_before_a_crash_is_missed_too_once_it_was_seen() {
    let folder = folder_with(2).await;
    let (file, older) = (folder.path().join(FILE_NAME), folder.path().join("older"));
    fs::copy(&file, &older).unwrap();
    let noted = HeadFile::open(folder.path()).unwrap().last().unwrap();
    sign(&in_folder(folder.path(), &identity()).unwrap()).await;
    // The process died after its commit and before its note.
    HeadFile::open(folder.path()).unwrap().note(noted).unwrap();
    drop(in_folder(folder.path(), &identity()).unwrap());
    fs::rename(&older, &file).unwrap();
    assert!(matches!(refusal(folder.path()), OpenError::RolledBack { found: 2, noted: 3 }));
}

#[tokio::test]
async fn a_folder_in_use_is_refused_as_busy() {
    let folder = folder_with(1).await;
    let _serving = in_folder(folder.path(), &identity()).unwrap();
    assert!(matches!(refusal(folder.path()), OpenError::Busy));
    assert!(matches!(ReadOnly::open(folder.path()), Err(OpenError::Busy)));
}

#[tokio::test]
async fn a_database_that_is_empty_and_was_not_is_refused() {
    let folder = folder_with(2).await;
    fs::remove_file(folder.path().join(FILE_NAME)).unwrap();
    assert!(matches!(refusal(folder.path()), OpenError::Emptied { noted: 2 }));
    assert!(matches!(refusal(folder.path()), OpenError::Emptied { noted: 2 }), "and stays refused");
}

#[tokio::test]
async fn an_older_copy_is_refused_as_rolled_back() {
    let folder = folder_with(2).await;
    let file = folder.path().join(FILE_NAME);
    let older = fs::read(&file).unwrap();
    let store = in_folder(folder.path(), &identity()).unwrap();
    sign(&store).await;
    drop(store);
    fs::write(&file, older).unwrap();
    assert!(matches!(refusal(folder.path()), OpenError::RolledBack { found: 2, noted: 3 }));
}

#[tokio::test]
async fn another_history_of_the_same_length_is_refused_as_rolled_back() {
    let (folder, other) = (folder_with(2).await, tempfile::tempdir().unwrap());
    let store = in_folder(other.path(), &identity()).unwrap();
    for _ in 0..2 {
        let write = store.write(|writer| -> Result<(), StoreError> {
            writer.record(NOW, Actor::Client, Subject::Firm, Fact::SignedOut)
        });
        write.await.unwrap();
    }
    drop(store);
    fs::copy(other.path().join(FILE_NAME), folder.path().join(FILE_NAME)).unwrap();
    assert!(matches!(refusal(folder.path()), OpenError::RolledBack { .. }));
}

#[tokio::test]
async fn a_folder_without_its_side_file_is_opened() {
    let folder = folder_with(2).await;
    fs::remove_file(folder.path().join(HeadFile::NAME)).unwrap();
    drop(in_folder(folder.path(), &identity()).unwrap());
}

#[tokio::test]
async fn a_newer_schema_is_refused_by_number() {
    let folder = folder_with(1).await;
    rewrite_identity(folder.path(), &Identity { schema: 99, ..identity() });
    assert!(matches!(refusal(folder.path()), OpenError::Newer { found: 99, .. }));
}

fn rewrite_identity(folder: &Path, identity: &Identity) {
    let engine = Redb::open(&folder.join(FILE_NAME), 1 << 20).unwrap();
    let value = encode("identity", identity).unwrap();
    engine.transact(&mut |writer| writer.put(&[IDENTITY.number()], &value)).unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_as_it_is() {
    for content in [&b""[..], b"not a database", &[0; 4096]] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), content).unwrap();
        assert!(matches!(refusal(folder.path()), OpenError::Damaged(_)), "{}", content.len());
        assert_eq!(fs::read(folder.path().join(FILE_NAME)).unwrap(), content);
    }
}

#[tokio::test]
async fn rows_without_an_identity_are_not_taken_for_a_new_file() {
    let folder = folder_with(0).await;
    let engine = Arc::new(Redb::open(&folder.path().join(FILE_NAME), 1 << 20).unwrap());
    engine
        .transact(&mut |writer| {
            writer.delete(&[IDENTITY.number()])?;
            writer.put(&[200], b"a row")
        })
        .unwrap();
    drop(engine);
    assert!(matches!(refusal(folder.path()), OpenError::Store(StoreError::Damaged("identity"))));
}

#[tokio::test]
async fn a_missing_folder_is_said_to_be_unusable() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(refusal(&folder.path().join("nowhere")), OpenError::Folder(_)));
    let store = in_folder(folder.path(), &identity()).unwrap();
    assert!(store.read().unwrap().get(IDENTITY, &()).unwrap().is_some());
}

#[test]
fn a_page_that_is_damaged_while_it_is_served_is_an_error_and_stops_nobody() {
    const PAGE: usize = 4096;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    let (key, text) = (|row: u32| row.to_be_bytes(), |row: u32| format!("the text of row {row:06}"));
    let engine = Redb::create(&path, 0).unwrap();
    engine.transact(&mut |writer| (0..2_000).try_for_each(|row| writer.put(&key(row), text(row).as_bytes()))).unwrap();
    let whole = fs::read(&path).unwrap();
    let is_there = |at: &usize| whole[*at..].starts_with(text(1_000).as_bytes());
    let file = fs::File::options().write(true).open(&path).unwrap();
    for place in (0..whole.len()).filter(is_there) {
        // The byte that says what kind of page it is now says none.
        file.write_all_at(&[0xee], u64::try_from(place / PAGE * PAGE).unwrap()).unwrap();
    }
    let view = engine.snapshot().unwrap();
    assert!(view.get(&key(1_000)).is_err());
    let rows: Vec<_> = view.scan(prefix_span(b""), Direction::Forward).unwrap().collect();
    assert!(rows.len() > 100 && rows.last().unwrap().is_err(), "{} rows", rows.len());
    assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 1, "a scan ends where it cannot go on");
    assert!(engine.transact(&mut |writer| writer.put(&key(1_000), b"again")).is_err());
    assert!(engine.snapshot().unwrap().get(&key(1)).unwrap().is_some());
}
