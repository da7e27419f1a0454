//! Backups: what is restored is what was backed up, to the last row, or nothing is.
//!
//! A damaged file is not opened for writing here: when the library panics while it closes one, it panics again on the way
//! out and ends the process, which nobody can catch (redb 4.6.0, `extract_freed_pages`).

use std::{fs, path::Path, sync::LazyLock};

use clientpay::store::{
    backup,
    engine::Pair,
    head::HeadFile,
    journal::{self, Tail},
    open::{FILE_NAME, ReadOnly},
    table::Records as _,
};

use super::{firm, plan::Plan};

/// A file of the library begins with these letters.
const MAGIC: &[u8] = b"redb";
/// Bytes of one of its pages.
const PAGE: usize = 4096;
/// Bytes of its header, which says where everything is.
const HEADER: usize = 512;

/// A backup as it was made.
struct Whole {
    file: Vec<u8>,
    rows: Vec<Pair>,
    tail: Tail,
}

static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let (folder, store) = (tempfile::tempdir().expect("a folder"), firm::store(2));
    let (reader, path) = (store.read().expect("a readable store"), folder.path().join("backup.redb"));
    backup::copy_reader(&reader, &path).expect("a backup");
    Whole {
        file: fs::read(path).expect("the backup"),
        rows: firm::rows(reader.raw()),
        tail: journal::tail(&reader).expect("a tail"),
    }
});

/// Takes the bytes for a file when they look like one, otherwise for what is done to a backup.
pub fn run(data: &[u8]) {
    let mut file = WHOLE.file.clone();
    let mut plan = Plan::new(data);
    if data.starts_with(MAGIC) {
        file = plan.rest().to_vec();
    }
    while !plan.is_over() {
        damage(&mut file, &mut plan);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (backup, data) = (folder.path().join("backup.redb"), folder.path().join("data"));
    fs::write(&backup, &file).expect("a file");
    let restored = backup::restore(&backup, &data);
    assert_eq!(fs::read(&backup).expect("the backup"), file, "looking at a backup changed it");
    if let Ok(kept) = restored {
        assert_eq!(kept, None);
        is_as_it_was(&data);
    } else {
        assert!(!data.join(FILE_NAME).exists(), "a refused backup was put in place");
        assert!(file != WHOLE.file, "a whole backup was refused");
    }
}

fn is_as_it_was(data: &Path) {
    let head = HeadFile::open(data).expect("a side file").last();
    assert_eq!(head, Some(WHOLE.tail));
    let store = ReadOnly::open_proven(data).expect("what was restored opens");
    let reader = store.reader().expect("what was restored can be read");
    assert!(firm::rows(reader.raw()) == WHOLE.rows, "something else was restored than was backed up");
}

/// One thing that a disk, a network or a person may do to a file.
fn damage(file: &mut Vec<u8>, plan: &mut Plan<'_>) {
    let act = plan.byte();
    let (place, other) = (plan.place(file.len()), plan.place(file.len()));
    match act % 7 {
        0 => flip(file, place, plan.flip()),
        1 => flip(file, place % HEADER, plan.flip()),
        2 => file.truncate(place),
        3 => file.resize(file.len() + other % (4 * PAGE), plan.byte()),
        4 => page(file, place).fill(plan.byte()),
        5 => {
            let (from, to) = (place / PAGE * PAGE, other / PAGE * PAGE);
            let end = (from + PAGE).min(file.len() - to + from).min(file.len());
            file.copy_within(from..end, to);
        }
        _ => {
            let written = plan.rest();
            let end = (place + written.len()).min(file.len());
            file[place..end].copy_from_slice(&written[..end - place]);
        }
    }
}

fn flip(file: &mut [u8], place: usize, by: u8) {
    if let Some(byte) = file.get_mut(place) {
        *byte ^= by;
    }
}

fn page(file: &mut [u8], place: usize) -> &mut [u8] {
    let start = place / PAGE * PAGE;
    let end = (start + PAGE).min(file.len());
    &mut file[start..end]
}
