//! `check` over whole data folders, stopped and served: what it looks at, and that it leaves no trace.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use clientpay::store::{head::HeadFile, journal::Tail};

use super::portal::{Portal, check, demo_folder};

/// Every file below `folder` with what would tell that it was touched.
fn traces(folder: &Path) -> Vec<(PathBuf, u64, SystemTime)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let (path, metadata) = entry.map(|entry| (entry.path(), entry.metadata().unwrap())).unwrap();
        if metadata.is_dir() {
            found.extend(traces(&path));
        }
        found.push((path, metadata.len(), metadata.modified().unwrap()));
    }
    found.sort();
    found
}

/// The folder of the one index.
fn index(folder: &Path) -> PathBuf {
    fs::read_dir(folder.join("index")).unwrap().next().unwrap().unwrap().path()
}

fn files_ending(folder: &Path, end: &str) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.to_string_lossy().ends_with(end)).collect()
}

#[test]
fn a_check_of_a_stopped_folder_leaves_no_trace() {
    let folder = demo_folder();
    for lock in files_ending(&index(folder.path()), ".lock") {
        fs::remove_file(lock).unwrap();
    }
    let before = traces(folder.path());
    let found = check(folder.path());
    assert!(found.good && found.out.lines().count() == 1 && found.out.contains(", 0 violations"), "{found:?}");
    assert_eq!(traces(folder.path()), before);
    fs::remove_file(folder.path().join("clientpay.head")).unwrap();
    let before = traces(folder.path());
    let found = check(folder.path());
    assert!(found.good && found.out.starts_with("note: clientpay.head is missing or broken"), "{found:?}");
    assert_eq!(traces(folder.path()), before);
}

#[test]
fn a_damaged_index_is_found_and_a_missing_one_is_only_noted() {
    let folder = demo_folder();
    let file = files_ending(&index(folder.path()), ".fast").remove(0);
    let mut bytes = fs::read(&file).unwrap();
    bytes[10] ^= 1;
    fs::write(&file, bytes).unwrap();
    let found = check(folder.path());
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(!found.good && found.out.starts_with(&format!("[I6] search index: its file {name} ")), "{found:?}");
    fs::remove_dir_all(folder.path().join("index")).unwrap();
    let found = check(folder.path());
    assert!(found.good && found.out.starts_with("note: search index: there is none"), "{found:?}");
    assert!(!folder.path().join("index").exists());
}

#[tokio::test]
async fn a_check_of_a_served_folder_looks_at_store_index_and_files() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    let staff = portal.cashier().await;
    for payer in ["Ada Vance", "Ben Okafor"] {
        assert_eq!(staff.pay(payer, "10.00").await.status, 303);
        let found = check(folder.path());
        assert!(found.good && found.out.contains(", 0 violations"), "{found:?}");
    }
    fs::write(folder.path().join("note.txt"), "call Ada\ncard 4242 4242 4242 4242\n").unwrap();
    let found = check(folder.path());
    assert!(!found.good, "{found:?}");
    assert!(found.out.contains("[I9] note.txt: line 2 holds a card number"), "{found:?}");
    assert!(found.out.contains(", 1 violations"), "{found:?}");
    assert_eq!(portal.browser().get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_journal_that_is_not_the_one_of_the_side_file_is_found_while_it_is_served() {
    let folder = demo_folder();
    let portal = Portal::serve(folder.path());
    let mut head = HeadFile::open(folder.path()).unwrap();
    let noted = head.last().unwrap();
    head.note(Tail { hash: [9; 32], ..noted }).unwrap();
    let found = check(folder.path());
    let line = format!("[I8] journal: entry {} is not the one that was committed\n", noted.sequence);
    assert!(!found.good && found.out.starts_with(&line), "{found:?}");
    head.note(Tail { sequence: noted.sequence + 1, ..noted }).unwrap();
    assert!(check(folder.path()).out.contains("is not the one that was committed"), "one was cut off");
    head.note(noted).unwrap();
    assert!(check(folder.path()).good);
    assert_eq!(portal.browser().get("/healthz").await.status, 200);
}
