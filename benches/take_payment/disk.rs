//! What the disk can do: 4 KiB written in place and made durable, over and over.

use std::{fs::File, io::Write as _, os::unix::fs::FileExt as _, path::Path, time::Instant};

use super::measure::per_second;

/// How many syncs are measured.
const SYNCS: u64 = 600;
/// Pages of the file, written in turn.
const PAGES: u64 = 1_024;
const PAGE_BYTES: usize = 4_096;

/// The disk's figures, the lowest and the highest of several measurements: what else the machine does shows here.
#[derive(Default)]
pub struct Disk {
    syncs: Vec<u64>,
    pairs: Vec<u64>,
}

impl Disk {
    /// Measures the disk that `folder` is on once more.
    pub fn measure(&mut self, folder: &Path) {
        let mut file = File::create(folder.join("disk")).unwrap();
        for _ in 0..PAGES {
            file.write_all(&[0; PAGE_BYTES]).unwrap();
        }
        file.sync_all().unwrap();
        let write = |number: u64| {
            let offset = number * 7 % PAGES * u64::try_from(PAGE_BYTES).unwrap();
            file.write_all_at(&[u8::try_from(number % 251).unwrap(); PAGE_BYTES], offset).unwrap();
            file.sync_data().unwrap();
        };
        let begun = Instant::now();
        (0..SYNCS).for_each(write);
        self.syncs.push(per_second(SYNCS, begun.elapsed()));
        let begun = Instant::now();
        for number in 0..SYNCS / 2 {
            write(2 * number);
            write(2 * number + 1);
        }
        self.pairs.push(per_second(SYNCS / 2, begun.elapsed()));
    }

    /// Writes with an `fdatasync` each, per second.
    pub fn syncs(&self) -> String {
        range(&self.syncs)
    }

    /// Twice that in a row, as a commit in two phases does, per second.
    pub fn pairs(&self) -> String {
        range(&self.pairs)
    }
}

impl Disk {
    /// The mean of what it did in pairs, per second: what a commit costs at least.
    pub fn mean_pairs(&self) -> u64 {
        self.pairs.iter().sum::<u64>() / u64::try_from(self.pairs.len()).unwrap().max(1)
    }
}

fn range(figures: &[u64]) -> String {
    let (low, high) = (figures.iter().min(), figures.iter().max());
    format!("{}–{}", low.copied().unwrap_or_default(), high.copied().unwrap_or_default())
}
