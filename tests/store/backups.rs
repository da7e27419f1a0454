//! Copies made while the store serves, and the way back.

use std::fs;

use clientpay::{
    domain::journal::{Actor, Fact, Subject},
    store::{
        OpenError, StoreError, backup,
        check::check,
        engine::{Direction, Engine as _, memory::Memory, prefix_span, redb::Redb},
        head::HeadFile,
        journal,
        migrations::current_schema,
        open::{FILE_NAME, ReadOnly, in_folder},
        table::{Records as _, encode},
        tables::IDENTITY,
    },
};

use crate::support::{APPROVED, NOW, TestFirm, identity};

fn rows(reader: &dyn clientpay::store::engine::Read) -> Vec<(Vec<u8>, Vec<u8>)> {
    reader.scan(prefix_span(&[]), Direction::Forward).unwrap().collect::<Result<_, _>>().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_while_writing_restores_to_what_was_committed_at_one_moment() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = in_folder(from.path(), &identity()).unwrap();
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..60 {
                let write = store.write(|writer| -> Result<(), StoreError> {
                    let payer = writer.next_payer()?;
                    writer.record(NOW, Actor::System, Subject::Payer(payer), Fact::PayerAdded)
                });
                write.await.unwrap();
            }
        })
    };
    let mut committed = store.committed();
    committed.wait_for(|sequence| *sequence >= 10).await.unwrap();
    let target = to.path().join("backup.redb");
    let reader = store.read().unwrap();
    let expected = rows(reader.raw());
    tokio::task::block_in_place(|| backup::copy_reader(&reader, &target)).unwrap();
    writing.await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(backup::restore(&target, folder.path()).unwrap(), None);
    let restored = ReadOnly::open(folder.path()).unwrap();
    let reader = restored.reader().unwrap();
    assert_eq!(rows(reader.raw()), expected);
    let head = HeadFile::open(folder.path()).unwrap().last();
    assert_eq!(head.unwrap(), journal::tail(&reader).unwrap());
    assert!(check(&reader, head).violations.is_empty());
    drop((reader, restored));
    drop(in_folder(folder.path(), &identity()).unwrap());
}

/// A backup of a firm that has taken payments.
async fn backup_file(folder: &std::path::Path) -> std::path::PathBuf {
    let firm = TestFirm::new().await;
    firm.take(5_000, APPROVED).await.unwrap();
    firm.leaves_waiting(1);
    let target = folder.join("backup.redb");
    backup::copy_reader(&firm.read(), &target).unwrap();
    target
}

#[tokio::test]
async fn a_copy_never_takes_the_place_of_another_file() {
    let folder = tempfile::tempdir().unwrap();
    let target = backup_file(folder.path()).await;
    let before = fs::read(&target).unwrap();
    let error = backup::copy(&Memory::new(), &target).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(fs::read(&target).unwrap(), before);
    assert!(!folder.path().join("backup.redb.partial").exists());
}

#[tokio::test]
async fn a_restore_keeps_what_was_there_and_the_folder_opens() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let target = backup_file(folder.path()).await;
    let store = in_folder(data.path(), &identity()).unwrap();
    let was = rows(store.read().unwrap().raw());
    drop(store);
    let kept = backup::restore(&target, data.path()).unwrap().unwrap();
    assert_eq!(rows(Redb::open(&kept, 1 << 20).unwrap().snapshot().unwrap().as_ref()), was);
    let again = backup::restore(&target, data.path()).unwrap().unwrap();
    assert_ne!(kept, again);
    let store = in_folder(data.path(), &identity()).unwrap();
    assert!(check(&store.read().unwrap(), None).violations.is_empty());
}

#[tokio::test]
async fn a_folder_that_is_served_from_is_not_restored_over() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let target = backup_file(folder.path()).await;
    let _serving = in_folder(data.path(), &identity()).unwrap();
    assert!(matches!(backup::restore(&target, data.path()), Err(OpenError::Busy)));
    assert!(!data.path().join(format!("{FILE_NAME}.restoring")).exists());
}

#[tokio::test]
async fn a_part_of_a_backup_is_refused_and_nothing_is_changed() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let whole = fs::read(backup_file(folder.path()).await).unwrap();
    drop(in_folder(data.path(), &identity()).unwrap());
    let was = fs::read(data.path().join(FILE_NAME)).unwrap();
    for part in [0, 1, 512, 4_096, 8_192, whole.len() / 4, whole.len() / 2, whole.len() - 4_096, whole.len() - 1] {
        let cut = folder.path().join(format!("cut-{part}.redb"));
        fs::write(&cut, &whole[..part]).unwrap();
        let refused = backup::restore(&cut, data.path());
        assert!(matches!(refused, Err(OpenError::Damaged(_) | OpenError::Store(_))), "{part}: {refused:?}");
        assert_eq!(fs::read(data.path().join(FILE_NAME)).unwrap(), was, "{part}");
    }
}

#[tokio::test]
async fn a_backup_that_is_not_one_or_newer_or_broken_inside_is_refused() {
    let (folder, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let stray = folder.path().join("stray.redb");
    drop(Redb::create(&stray, 1 << 20).unwrap());
    assert!(matches!(backup::restore(&stray, data.path()), Err(OpenError::Damaged(_))));
    let target = backup_file(folder.path()).await;
    let engine = Redb::open(&target, 1 << 20).unwrap();
    let (third, newer) = ([&[3u8][..], &3u64.to_be_bytes()].concat(), {
        let identity = clientpay::store::migrations::Identity { schema: current_schema() + 1, ..identity() };
        encode("identity", &identity).unwrap()
    });
    let original = engine.snapshot().unwrap().get(&[IDENTITY.number()]).unwrap().unwrap();
    engine.transact(&mut |writer| writer.put(&[IDENTITY.number()], &newer)).unwrap();
    drop(engine);
    assert!(matches!(backup::restore(&target, data.path()), Err(OpenError::Newer { .. })));
    let engine = Redb::open(&target, 1 << 20).unwrap();
    engine
        .transact(&mut |writer| {
            writer.put(&[IDENTITY.number()], &original)?;
            writer.delete(&third)
        })
        .unwrap();
    drop(engine);
    assert!(matches!(backup::restore(&target, data.path()), Err(OpenError::Damaged(_))));
    assert!(!data.path().join(FILE_NAME).exists());
}
