//! A file that is only looked at. The library writes even to read: a mark while it is open, a repair after a crash.
//! Here these writes stay in memory and go when the file is closed, so that a check leaves no trace.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    ops::Bound,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use ::redb::{BackendError, StorageBackend, backends::FileBackend};

use super::{OpenEngineError, refusal};

/// Changes are kept in pieces of this many bytes.
const PIECE: usize = 4096;
const PIECE_BYTES: u64 = 4096;

/// The file below, and what was written over it. Locks are the file's, so that one in use is still refused.
#[derive(Debug)]
pub(super) struct Untouched {
    file: FileBackend,
    over: Mutex<Over>,
}

#[derive(Debug)]
struct Over {
    length: u64,
    /// How much of the file still shows below the changes: less than it has once it was cut shorter.
    shown: u64,
    pieces: BTreeMap<u64, Vec<u8>>,
}

impl Untouched {
    pub(super) fn open(path: &Path) -> Result<Self, OpenEngineError> {
        let file = File::options().read(true).write(true).open(path)?;
        let length = file.metadata()?.len();
        let over = Mutex::new(Over { length, shown: length, pieces: BTreeMap::new() });
        Ok(Self { file: FileBackend::new(file).map_err(refusal)?, over })
    }

    fn over(&self) -> MutexGuard<'_, Over> {
        self.over.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the file has at `offset`; zeros past its end.
    fn below(&self, over: &Over, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let there = usize::try_from(over.shown.saturating_sub(offset)).unwrap_or(usize::MAX).min(out.len());
        let (file, rest) = out.split_at_mut(there);
        rest.fill(0);
        if file.is_empty() { Ok(()) } else { self.file.read(offset, file) }
    }
}

/// The number of each piece that a span touches, with the part of the piece and the part of the span.
fn parts(offset: u64, length: usize) -> impl Iterator<Item = (u64, std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let at = offset + u64::try_from(done).ok()?;
        let start = usize::try_from(at % PIECE_BYTES).ok()?;
        let size = (PIECE - start).min(length - done);
        let part = (at / PIECE_BYTES, start..start + size, done..done + size);
        done += size;
        (size > 0).then_some(part)
    })
}

impl StorageBackend for Untouched {
    fn len(&self) -> io::Result<u64> {
        Ok(self.over().length)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let over = self.over();
        let wanted = u64::try_from(out.len()).map_err(io::Error::other)?;
        if offset.saturating_add(wanted) > over.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.below(&over, offset, out)?;
        for (number, of_piece, of_span) in parts(offset, out.len()) {
            if let Some(piece) = over.pieces.get(&number) {
                out[of_span].copy_from_slice(&piece[of_piece]);
            }
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut over = self.over();
        if len < over.length {
            over.shown = over.shown.min(len);
            let mut beyond = over.pieces.split_off(&(len / PIECE_BYTES));
            // The piece that the new end lies in keeps what comes before it.
            if let Some(mut last) = beyond.remove(&(len / PIECE_BYTES)) {
                let kept = usize::try_from(len % PIECE_BYTES).map_err(io::Error::other)?;
                last[kept..].fill(0);
                over.pieces.insert(len / PIECE_BYTES, last);
            }
        }
        over.length = len;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut over = self.over();
        for (number, of_piece, of_span) in parts(offset, data.len()) {
            let mut piece = if let Some(piece) = over.pieces.remove(&number) {
                piece
            } else {
                let mut piece = vec![0; PIECE];
                self.below(&over, number * PIECE_BYTES, &mut piece)?;
                piece
            };
            piece[of_piece].copy_from_slice(&data[of_span]);
            over.pieces.insert(number, piece);
        }
        Ok(())
    }

    fn close(&self) -> io::Result<()> {
        self.file.close()
    }

    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_range(start, end)
    }

    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.try_lock_shared_range(start, end)
    }

    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_range(start, end)
    }

    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.lock_shared_range(start, end)
    }

    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.file.unlock_range(start, end)
    }

    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.file.query_lock_range(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_the_file_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let original: Vec<u8> = (0..10_000u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        std::fs::write(&path, &original).unwrap();
        let untouched = Untouched::open(&path).unwrap();
        let mut expected = original.clone();
        for (offset, size) in [(0, 1), (4_090, 20), (9_990, 10), (100, 9_000)] {
            untouched.write(offset as u64, &vec![7; size]).unwrap();
            expected[offset..offset + size].fill(7);
        }
        for length in [12_000, 5_000, 4_096, 9_000] {
            untouched.set_len(length as u64).unwrap();
            expected.resize(length, 0);
            let mut found = vec![1; length];
            untouched.read(0, &mut found).unwrap();
            assert_eq!(found, expected, "{length}");
            assert!(untouched.read(1, &mut found).is_err(), "past the end");
        }
        assert_eq!(std::fs::read(&path).unwrap(), original);
    }
}
