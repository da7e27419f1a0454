//! Files being made for people: whose each is, how far it has got, where it lies. What is in them is the office's work.
//!
//! A file is offered only by the process that wrote it whole. It has a random name in a folder of its own, which is
//! emptied when the portal starts, and is gone from the disk when its record is.

use std::{
    fs,
    fs::File,
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
};

use tempfile::{NamedTempFile, TempDir, TempPath};
use tokio::sync::Semaphore;

use crate::domain::{ids::UserId, permission::Permission};

/// The name of the folder in the data folder.
pub const FOLDER: &str = "exports";

/// How many files are written in the background at a time; more wait.
const AT_A_TIME: usize = 2;
/// How many are written while somebody waits for the answer.
const AT_ONCE_AT_A_TIME: usize = 4;
/// How many may be written or wait in the background; each that waits holds a snapshot and where its rows stand:
/// eight bytes a row of a list, 32 of a report.
const MOST_OPEN: usize = 10;
/// How many finished files a person has at most; the oldest goes first.
const MOST_KEPT: usize = 5;
/// Rows that are written while somebody waits for the answer.
const AT_ONCE_ROWS: u64 = 10_000;

/// How long a file is kept, in milliseconds of the steady clock.
pub const KEPT_MS: i64 = 12 * 60 * 60 * 1000;
/// How long it is kept after it was downloaded.
pub const KEPT_AFTER_DOWNLOAD_MS: i64 = 60 * 60 * 1000;

/// How far a file has got, told while it is written; and whether it is still wanted.
#[derive(Debug, Default)]
pub struct Progress {
    total: u64,
    done: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// Of so many rows, none.
    #[must_use]
    pub fn of(total: u64) -> Self {
        Self { total, ..Self::default() }
    }

    /// How many rows there will be; for some lists only a bound.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// How many are written.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// More were written.
    pub fn advance(&self, rows: u64) {
        self.done.fetch_add(rows, Ordering::Relaxed);
    }

    /// Nobody wants the file any more.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether nobody wants the file any more.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Where a file stands.
#[derive(Debug)]
pub enum State {
    /// Others are written first.
    Waiting,
    /// It is being written.
    Writing,
    /// It can be had.
    Ready {
        /// Where it lies; gone with this.
        path: TempPath,
        /// How long it is.
        bytes: u64,
        /// How many rows it has.
        rows: u64,
    },
    /// It could not be written.
    Failed,
    /// It was no longer wanted.
    Stopped,
}

impl State {
    const fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Writing)
    }
}

/// What somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Who.
    pub owner: UserId,
    /// What they must be allowed to have it.
    pub permission: Permission,
    /// What, in one text: the same text from the same person means the same file.
    pub request: String,
    /// The name to save it under.
    pub file_name: String,
    /// What browsers call it.
    pub media_type: &'static str,
    /// The page that it was asked for on, where that is not the list that the permission is for.
    pub back: Option<String>,
}

/// A file that is written in the background.
#[derive(Debug)]
pub struct Job {
    /// Its name in addresses.
    pub id: String,
    /// What was asked for.
    pub order: Order,
    /// How far it has got.
    pub progress: Progress,
    state: Mutex<State>,
    ends_at_ms: AtomicI64,
}

impl Job {
    /// Where it stands. Hold this for a moment only.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It stands there now; what ends is forgotten some hours after `steady_ms`. One that was stopped stays so.
    pub fn set(&self, now: State, steady_ms: i64) {
        let mut state = self.state();
        if !state.is_open() {
            return;
        }
        if !now.is_open() {
            self.ends_at_ms.store(steady_ms.saturating_add(KEPT_MS), Ordering::Relaxed);
        }
        *state = now;
    }

    /// Opens the file, which is kept for a while after that; `None` when there is none.
    ///
    /// # Errors
    /// When the file is not where it was.
    pub fn open(&self, steady_ms: i64) -> io::Result<Option<(File, u64)>> {
        match &*self.state() {
            State::Ready { path, bytes, .. } => {
                let file = File::open(path)?;
                self.ends_at_ms.fetch_min(steady_ms.saturating_add(KEPT_AFTER_DOWNLOAD_MS), Ordering::Relaxed);
                Ok(Some((file, *bytes)))
            }
            State::Waiting | State::Writing | State::Failed | State::Stopped => Ok(None),
        }
    }
}

/// Too many files are being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many files are being made")]
pub struct TooMany;

/// All files being made, and those made of late.
pub struct Exports {
    folder: PathBuf,
    temporary: Option<TempDir>,
    jobs: Mutex<Vec<Arc<Job>>>,
    at_once_rows: u64,
    /// Places for those who wait for the answer.
    pub at_once: Arc<Semaphore>,
    /// Places for work in the background.
    pub in_background: Arc<Semaphore>,
}

impl Exports {
    /// Keeps files in a private folder of the data folder `data`, from which whatever an ended process left is removed.
    ///
    /// # Errors
    /// When the folder cannot be made or emptied.
    pub fn in_folder(data: &Path) -> io::Result<Self> {
        let folder = data.join(FOLDER);
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::DirBuilder::new().mode(0o700).create(&folder)?,
        }
        Ok(Self::new(folder, None, AT_ONCE_ROWS))
    }

    /// Keeps files in a folder that is gone with this; lists of up to `at_once_rows` are written at once. For tests and
    /// benches.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn temporary(at_once_rows: u64) -> io::Result<Self> {
        let folder = TempDir::new()?;
        Ok(Self::new(folder.path().to_owned(), Some(folder), at_once_rows))
    }

    fn new(folder: PathBuf, temporary: Option<TempDir>, at_once_rows: u64) -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        let (at_once, in_background) = (places(AT_ONCE_AT_A_TIME), places(AT_A_TIME));
        Self { folder, temporary, jobs: Mutex::default(), at_once_rows, at_once, in_background }
    }

    /// Where files are written, and what belongs to them meanwhile.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.temporary.as_ref().map_or(&self.folder, |temporary| temporary.path())
    }

    /// Whether a list of so many rows is written while somebody waits.
    #[must_use]
    pub const fn is_quick(&self, rows: u64) -> bool {
        rows <= self.at_once_rows
    }

    /// A new file that is gone when it is dropped.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix("export-").tempfile_in(self.folder())
    }

    /// Takes an order. Whoever asks again for what is still being made gets that, and `false`.
    ///
    /// # Errors
    /// [`TooMany`] when too much is being made already.
    pub fn add(&self, id: String, order: Order, rows: u64) -> Result<(Arc<Job>, bool), TooMany> {
        let mut jobs = self.jobs();
        let is_open = |job: &&Arc<Job>| job.state().is_open();
        if let Some(same) = jobs.iter().filter(is_open).find(|job| job.order == order && !job.progress.is_stopped()) {
            return Ok((same.clone(), false));
        }
        if jobs.iter().filter(is_open).count() >= MOST_OPEN {
            return Err(TooMany);
        }
        let own = |job: &&Arc<Job>| job.order.owner == order.owner && !job.state().is_open();
        let ended: Vec<String> = jobs.iter().filter(own).map(|job| job.id.clone()).collect();
        let too_many = ended.len().saturating_sub(MOST_KEPT - 1);
        jobs.retain(|job| !ended.iter().take(too_many).any(|id| *id == job.id));
        let (state, ends_at_ms) = (Mutex::new(State::Waiting), AtomicI64::new(i64::MAX));
        let job = Arc::new(Job { id, order, progress: Progress::of(rows), state, ends_at_ms });
        jobs.push(job.clone());
        Ok((job, true))
    }

    /// The job with this id.
    #[must_use]
    pub fn job(&self, id: &str) -> Option<Arc<Job>> {
        self.jobs().iter().find(|job| job.id == id).cloned()
    }

    /// Forgets what has been kept long enough, and its file; how many.
    pub fn tidy(&self, steady_ms: i64) -> usize {
        let mut jobs = self.jobs();
        let before = jobs.len();
        jobs.retain(|job| job.ends_at_ms.load(Ordering::Relaxed) > steady_ms);
        before - jobs.len()
    }

    /// Stops everything that is being made: the portal ends.
    pub fn stop_all(&self) {
        self.in_background.close();
        self.jobs().iter().for_each(|job| job.progress.stop());
    }

    fn jobs(&self) -> MutexGuard<'_, Vec<Arc<Job>>> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn order(owner: u64, request: &str) -> Order {
        Order {
            owner: UserId::new(owner),
            permission: Permission::ExportPayments,
            request: request.to_owned(),
            file_name: "payments.csv".to_owned(),
            media_type: "text/csv",
            back: None,
        }
    }

    fn ready(exports: &Exports) -> State {
        State::Ready { path: exports.file().unwrap().into_temp_path(), bytes: 0, rows: 0 }
    }

    fn files(exports: &Exports) -> usize {
        exports.folder().read_dir().unwrap().count()
    }

    #[test]
    fn what_an_ended_process_left_is_removed_and_the_folder_is_private() {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join(FOLDER)).unwrap();
        fs::write(data.path().join(FOLDER).join("export-half"), "half").unwrap();
        let exports = Exports::in_folder(data.path()).unwrap();
        assert_eq!(files(&exports), 0);
        assert_eq!(fs::metadata(exports.folder()).unwrap().permissions().mode() & 0o777, 0o700);
        let file = exports.file().unwrap();
        assert_eq!(file.as_file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn asking_again_gives_the_same_job_while_it_is_made_and_never_another_persons() {
        let exports = Exports::temporary(0).unwrap();
        let add = |id: &str, owner| exports.add(id.to_owned(), order(owner, "q"), 1).unwrap();
        let (first, new) = add("a", 1);
        assert!(new);
        assert_eq!((add("b", 1).0.id.clone(), add("b", 1).1), ("a".to_owned(), false));
        assert!(add("c", 2).1);
        first.set(State::Failed, 0);
        assert!(add("d", 1).1, "what failed is tried again");
    }

    #[test]
    fn too_many_at_a_time_are_refused_and_too_many_files_are_dropped() {
        let exports = Exports::temporary(0).unwrap();
        for n in 0..MOST_OPEN {
            exports.add(n.to_string(), order(1, &n.to_string()), 1).unwrap();
        }
        assert_eq!(exports.add("x".to_owned(), order(2, "x"), 1).unwrap_err(), TooMany);
        for n in 0..MOST_OPEN {
            exports.job(&n.to_string()).unwrap().set(ready(&exports), 0);
        }
        assert_eq!(files(&exports), MOST_OPEN);
        exports.add("y".to_owned(), order(1, "y"), 1).unwrap();
        assert_eq!(files(&exports), MOST_KEPT - 1, "the oldest of the same person go");
        assert!(exports.job("0").is_none() && exports.job(&(MOST_OPEN - 1).to_string()).is_some());
    }

    #[test]
    fn a_file_is_gone_some_time_after_it_was_made_and_sooner_after_it_was_downloaded() {
        let exports = Exports::temporary(0).unwrap();
        for id in ["kept", "taken"] {
            exports.add(id.to_owned(), order(1, id), 1).unwrap().0.set(ready(&exports), 0);
        }
        assert!(exports.job("taken").unwrap().open(10).unwrap().is_some());
        assert_eq!(exports.tidy(KEPT_AFTER_DOWNLOAD_MS + 9), 0);
        assert_eq!(exports.tidy(KEPT_AFTER_DOWNLOAD_MS + 10), 1);
        assert!(exports.job("taken").is_none() && files(&exports) == 1);
        assert_eq!(exports.tidy(KEPT_MS), 1);
        assert_eq!(files(&exports), 0);
    }

    #[test]
    fn what_has_ended_does_not_change_any_more() {
        let exports = Exports::temporary(0).unwrap();
        let (job, _) = exports.add("a".to_owned(), order(1, "q"), 1).unwrap();
        job.set(State::Stopped, 0);
        job.set(ready(&exports), 0);
        assert!(matches!(*job.state(), State::Stopped) && files(&exports) == 0);
        assert!(job.open(0).unwrap().is_none());
    }
}
