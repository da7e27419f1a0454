//! The side file: how far the journal had got, kept outside the database so that a database that was emptied,
//! replaced by an older copy or rolled back by a repair cannot pass for the real one.
//!
//! It is written after each commit and not synced: it may lag behind the database, never run ahead of it.

use std::{
    fs::File,
    io::{self, Write as _},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest, Sha256};

use super::journal::Tail;

const MAGIC: &[u8; 8] = b"cpay-hd1";
const LENGTH: usize = 8 + 8 + 32 + 8;

/// What is noted of the end of the journal, and where.
#[derive(Debug)]
pub struct HeadFile {
    place: Place,
    last: Option<Tail>,
}

/// Where a note is kept; in memory, where whoever keeps a clone finds it after a "restart".
#[derive(Debug)]
enum Place {
    File(File),
    Memory(Arc<Mutex<Option<Tail>>>),
}

impl HeadFile {
    /// The name of the side file in the data folder.
    pub const NAME: &'static str = "clientpay.head";

    /// Remembers within this process only.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::kept_in(Arc::default())
    }

    /// Keeps its note in `place`, which outlives a simulated restart.
    #[must_use]
    pub fn kept_in(place: Arc<Mutex<Option<Tail>>>) -> Self {
        let last = *place.lock().unwrap_or_else(PoisonError::into_inner);
        Self { place: Place::Memory(place), last }
    }

    /// What the side file of a data folder notes, without creating one. Broken content counts as none.
    ///
    /// # Errors
    /// When there is a file and it cannot be read.
    pub fn read(folder: &Path) -> io::Result<Option<Tail>> {
        match std::fs::read(folder.join(Self::NAME)) {
            Ok(raw) => Ok(raw.first_chunk().and_then(decode)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens or creates the side file of a data folder. One with broken content counts as absent.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let path: PathBuf = folder.join(Self::NAME);
        let file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut raw = [0; LENGTH];
        let last = file.read_exact_at(&mut raw, 0).ok().and_then(|()| decode(&raw));
        Ok(Self { place: Place::File(file), last })
    }

    /// Removes the note of a data folder, whose database is about to be replaced.
    ///
    /// # Errors
    /// When there is one and it cannot be removed.
    pub fn forget(folder: &Path) -> io::Result<()> {
        match std::fs::remove_file(folder.join(Self::NAME)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// The end of the journal at the last commit that was noted.
    #[must_use]
    pub const fn last(&self) -> Option<Tail> {
        self.last
    }

    /// Notes the end of the journal after a commit.
    ///
    /// # Errors
    /// When the file cannot be written; the commit stands all the same.
    pub fn note(&mut self, tail: Tail) -> io::Result<()> {
        self.last = Some(tail);
        match &self.place {
            Place::File(file) => file.write_all_at(&encode(tail), 0),
            Place::Memory(place) => {
                *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(tail);
                Ok(())
            }
        }
    }
}

fn encode(tail: Tail) -> Vec<u8> {
    let mut raw = Vec::with_capacity(LENGTH);
    let parts: [&[u8]; 3] = [MAGIC, &tail.sequence.to_be_bytes(), &tail.hash];
    raw.extend(parts.concat());
    let checksum = Sha256::digest(&raw);
    // Writing to a Vec cannot fail.
    drop(raw.write_all(&checksum[..8]));
    raw
}

fn decode(raw: &[u8; LENGTH]) -> Option<Tail> {
    let (body, checksum) = raw.split_at(LENGTH - 8);
    if !body.starts_with(MAGIC) || Sha256::digest(body)[..8] != *checksum {
        return None;
    }
    let sequence = u64::from_be_bytes(body.get(8..16)?.try_into().ok()?);
    Some(Tail { sequence, hash: body.get(16..48)?.try_into().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_side_file_reads_back_and_a_broken_one_counts_as_absent() {
        let folder = tempfile::tempdir().unwrap();
        let tail = Tail { sequence: 7, hash: [9; 32] };
        assert_eq!(HeadFile::read(folder.path()).unwrap(), None);
        assert!(!folder.path().join(HeadFile::NAME).exists(), "looking leaves no trace");
        assert_eq!(HeadFile::open(folder.path()).unwrap().last(), None);
        HeadFile::open(folder.path()).unwrap().note(tail).unwrap();
        assert_eq!(HeadFile::open(folder.path()).unwrap().last(), Some(tail));
        assert_eq!(HeadFile::read(folder.path()).unwrap(), Some(tail));
        let path = folder.path().join(HeadFile::NAME);
        let mut raw = std::fs::read(&path).unwrap();
        raw[10] ^= 1;
        std::fs::write(&path, raw).unwrap();
        assert_eq!(HeadFile::open(folder.path()).unwrap().last(), None);
        assert_eq!(HeadFile::read(folder.path()).unwrap(), None);
    }
}
