//! Backups made while the portal serves, and the way back.

use std::{fs, os::unix::fs::PermissionsExt as _};

use super::portal::{Portal, check, demo_folder, payments_in, run};

#[tokio::test]
async fn a_backup_made_under_writes_is_restored_checked_and_served() {
    let folder = demo_folder();
    let elsewhere = tempfile::tempdir().unwrap();
    let (file, restored) = (elsewhere.path().join("copy.redb"), elsewhere.path().join("restored"));
    let portal = Portal::serve(folder.path());
    let staff = portal.cashier().await;
    assert_eq!(staff.pay("Before Backup", "11.00").await.status, 303);
    let writing = {
        let staff = staff.clone();
        tokio::spawn(async move {
            for number in 0..10 {
                assert_eq!(staff.pay(&format!("During Backup {number}"), "12.00").await.status, 303);
            }
        })
    };
    let arguments = ["backup", file.to_str().unwrap(), "--data", folder.path().to_str().unwrap()];
    let made = tokio::task::spawn_blocking({
        let arguments = arguments.map(str::to_owned);
        move || run(&arguments.each_ref().map(String::as_str))
    });
    let made = made.await.unwrap();
    assert!(made.good, "{made:?}");
    writing.await.unwrap();
    assert!(!run(&arguments).good, "a backup is never written over");
    let (file, data) = (file.to_str().unwrap(), restored.to_str().unwrap());
    let done = run(&["restore", file, "--data", data]);
    assert!(done.good, "{done:?}");
    assert_eq!(fs::metadata(&restored).unwrap().permissions().mode() & 0o777, 0o700);
    let checked = check(&restored);
    assert!(checked.good, "{checked:?}");
    let (payments, before) = (payments_in(&checked), payments_in(&check(demo_folder().path())));
    assert!((before + 1..=before + 11).contains(&payments), "{before}, then {payments}");
    let copy = Portal::serve(&restored);
    let staff = copy.cashier().await;
    assert!(staff.get("/payments?q=before+backup").await.body.contains("Before Backup"), "the index is built anew");
    assert_eq!(staff.pay("After Restore", "13.00").await.status, 303);
    assert!(check(&restored).good);
}

#[tokio::test]
async fn a_part_of_a_backup_and_a_served_folder_are_refused_and_lose_nothing() {
    let (folder, elsewhere) = (demo_folder(), tempfile::tempdir().unwrap());
    let (whole, part) = (elsewhere.path().join("whole.redb"), elsewhere.path().join("part.redb"));
    let data = folder.path().to_str().unwrap();
    assert!(run(&["backup", whole.to_str().unwrap(), "--data", data]).good);
    let bytes = fs::read(&whole).unwrap();
    fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
    let before = fs::read(folder.path().join("clientpay.redb")).unwrap();
    let refused = run(&["restore", part.to_str().unwrap(), "--data", data]);
    assert!(!refused.good && refused.err.contains("the database cannot be read"), "{refused:?}");
    assert!(!run(&["restore", "nowhere.redb", "--data", data]).good);
    assert_eq!(fs::read(folder.path().join("clientpay.redb")).unwrap(), before);
    let portal = Portal::serve(folder.path());
    let refused = run(&["restore", whole.to_str().unwrap(), "--data", data]);
    assert!(!refused.good && refused.err.contains("in use by another process"), "{refused:?}");
    assert_eq!(portal.browser().get("/healthz").await.status, 200);
    let done = check(folder.path());
    assert!(done.good, "{done:?}");
}

#[tokio::test]
async fn a_damaged_database_is_replaced_by_a_backup() {
    let (folder, elsewhere) = (demo_folder(), tempfile::tempdir().unwrap());
    let whole = elsewhere.path().join("whole.redb");
    let data = folder.path().to_str().unwrap();
    assert!(run(&["backup", whole.to_str().unwrap(), "--data", data]).good);
    for damage in [&b""[..], b"not a database at all"] {
        fs::write(folder.path().join("clientpay.redb"), damage).unwrap();
        let done = run(&["restore", whole.to_str().unwrap(), "--data", data]);
        assert!(done.good, "{done:?}");
        let kept = done.out.lines().find_map(|line| line.strip_prefix("what was there is kept in ")).unwrap();
        assert_eq!(fs::read(kept).unwrap(), damage);
        let checked = check(folder.path());
        assert!(checked.good, "{checked:?}");
    }
    let portal = Portal::serve(folder.path());
    assert_eq!(portal.cashier().await.pay("Ada Vance", "13.00").await.status, 303);
}
