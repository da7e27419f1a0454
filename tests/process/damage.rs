//! Folders that were tampered with, replaced or rolled back while the portal was stopped.

use std::{fs, os::unix::fs::FileExt as _, path::Path};

use clientpay::{
    domain::{ids::TransactionId, money::Money, transaction::Transaction},
    store::{
        engine::{Engine as _, redb::Redb},
        open::{FILE_NAME, ReadOnly},
        table::{Records as _, encode},
        tables::{IDENTITY, TRANSACTIONS},
        transactions,
    },
};

use super::portal::{Portal, check, copy, demo_folder, in_folder, run};

fn put(folder: &Path, key: &[u8], value: &[u8]) {
    let engine = Redb::open(&folder.join(FILE_NAME), 1 << 20).unwrap();
    engine.transact(&mut |transaction| transaction.put(key, value)).unwrap();
}

fn first_payment(folder: &Path) -> Transaction {
    let store = ReadOnly::open(folder).unwrap();
    transactions::transaction(&store.reader().unwrap(), TransactionId::new(1)).unwrap().unwrap()
}

/// The refusal of `serve`.
fn refusal(folder: &Path) -> String {
    let refused = run(&[&in_folder("serve", folder)[..], &["--listen", "127.0.0.1:0"]].concat());
    assert!(!refused.good, "{refused:?}");
    assert!(!refused.err.contains("panicked"), "{}", refused.err);
    refused.err
}

#[test]
fn a_payment_edited_in_the_file_is_found() {
    let folder = demo_folder();
    let mut dearer = first_payment(folder.path());
    dearer.amount = Money::new(dearer.amount.minor() + 1, dearer.amount.currency());
    let key = [&[TRANSACTIONS.number()][..], &1u64.to_be_bytes()].concat();
    put(folder.path(), &key, &encode("transactions", &dearer).unwrap());
    let found = check(folder.path());
    assert!(!found.good);
    assert!(found.out.contains("[I1] total of "), "{found:?}");
    for bytes in [&b"\x01"[..], b"\xc1\xff no value at all"] {
        put(folder.path(), &key, bytes);
        let found = check(folder.path());
        assert!(!found.good);
        assert!(found.out.contains("a row of the table transactions is damaged"), "{found:?}");
    }
}

#[test]
fn bytes_flipped_in_the_file_are_found() {
    let folder = demo_folder();
    let path = folder.path().join(FILE_NAME);
    let whole = fs::read(&path).unwrap();
    // Pages that are no longer in use still hold old copies of a text, so every copy is changed.
    let payer = first_payment(folder.path()).payer_name;
    let mut damages: Vec<Vec<usize>> = ["INV-", "demo.example", &payer].map(|text| places(&whole, text)).to_vec();
    damages.push(vec![0]);
    for damage in damages {
        let file = fs::File::options().write(true).open(&path).unwrap();
        for place in &damage {
            file.write_all_at(&[whole[*place] ^ 0x20], u64::try_from(*place).unwrap()).unwrap();
        }
        let found = check(folder.path());
        assert!(!found.good && !damage.is_empty(), "bytes flipped at {damage:?}: {found:?}");
        assert!(!found.out.is_empty(), "{found:?}");
        fs::write(&path, &whole).unwrap();
    }
    assert!(check(folder.path()).good);
    assert_eq!(fs::read(&path).unwrap(), whole, "a check changes nothing");
}

/// Where `text` stands.
fn places(whole: &[u8], text: &str) -> Vec<usize> {
    let windows = whole.windows(text.len()).enumerate();
    windows.filter(|(_, window)| *window == text.as_bytes()).map(|(place, _)| place).collect()
}

#[tokio::test]
async fn a_database_that_was_rolled_back_or_emptied_is_not_served() {
    let folder = demo_folder();
    let (older, database) = (tempfile::tempdir().unwrap(), folder.path().join(FILE_NAME));
    copy(folder.path(), older.path());
    let portal = Portal::serve(folder.path());
    assert_eq!(portal.cashier().await.pay("Ada Vance", "10.00").await.status, 303);
    assert!(portal.stop().0.success());
    let newest = fs::read(&database).unwrap();

    fs::copy(older.path().join(FILE_NAME), &database).unwrap();
    let text = refusal(folder.path());
    assert!(text.contains("the database is older than it was"), "{text}");
    assert!(text.contains("clientpay restore"), "{text}");
    let found = check(folder.path());
    assert!(!found.good && found.out.contains("[I8]"), "{found:?}");

    fs::write(&database, b"").unwrap();
    let text = refusal(folder.path());
    assert!(text.contains("the database cannot be read"), "{text}");

    fs::remove_file(&database).unwrap();
    for _ in 0..2 {
        let text = refusal(folder.path());
        assert!(text.contains("the database is empty") && text.contains("Restore a backup"), "{text}");
    }

    fs::write(&database, newest).unwrap();
    let portal = Portal::serve(folder.path());
    assert_eq!(portal.browser().get("/healthz").await.status, 200);
}

#[test]
fn a_database_of_a_newer_version_is_not_served() {
    let folder = demo_folder();
    let store = ReadOnly::open(folder.path()).unwrap();
    let mut identity = store.reader().unwrap().get(IDENTITY, &()).unwrap().unwrap();
    drop(store);
    identity.schema += 1;
    put(folder.path(), &[IDENTITY.number()], &encode("identity", &identity).unwrap());
    let text = refusal(folder.path());
    assert!(text.contains("written by a newer clientpay"), "{text}");
    assert!(text.contains("Install the newer version"), "{text}");
}
