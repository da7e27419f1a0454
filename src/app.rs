//! The hall: one struct with everything a verb needs, built once and handed to everyone.
//!
//! The only place that reads a clock or draws a random number.

pub mod exports;
pub mod night;

use std::{
    collections::HashMap,
    fs, io,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::{RngCore as _, SeedableRng as _};
use sha2::Sha256;

use crate::{
    captcha::Captcha,
    config::Config,
    domain::{
        ids::OperationKey,
        merchant_account::{MerchantAccount, Processor},
        time::Timestamp,
    },
    gateway::{
        Gateway,
        sandbox::{
            Sandbox,
            books::{Books, BooksError},
        },
    },
    mail::Transport,
    search::Index,
    store::{
        Store,
        engine::{Direction, Engine, prefix_span},
    },
};

/// Everything a verb needs.
pub struct App {
    /// The strongroom.
    pub store: Store,
    /// The card index.
    pub index: Index,
    /// The doors to the processors.
    pub gateways: Gateways,
    /// The built-in processor, for what only it has: its own card fields, and the people it plays.
    pub sandbox: Arc<Sandbox>,
    /// The way out for mail.
    pub mail: Arc<dyn Transport>,
    /// The door to whoever checks that a person is there.
    pub captcha: Captcha,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where random bits come from.
    pub ids: Ids,
    /// Keys derived from the installation's secret.
    pub secrets: Secrets,
    /// The settings.
    pub config: Config,
    /// Which operations are being worked on right now.
    pub operations: Operations,
    /// Which files are being made for people.
    pub exports: exports::Exports,
}

impl App {
    /// The door to the processor of `account`.
    #[must_use]
    pub fn gateway(&self, account: &MerchantAccount) -> &dyn Gateway {
        self.gateways.of(account.processor)
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// The doors to the processors, one each.
pub struct Gateways {
    sandbox: Arc<dyn Gateway>,
    silences: Mutex<HashMap<Processor, Silence>>,
}

/// How long a processor has not answered.
#[derive(Clone, Copy, Default)]
struct Silence {
    /// How many questions in a row.
    questions: u32,
    /// Since when, by the steady clock.
    since_ms: i64,
}

/// Questions in a row without an answer after which a processor counts as silent, if they took long enough.
const SILENT_QUESTIONS: u32 = 5;
/// The time without an answer after which a processor counts as silent, in milliseconds: three minutes.
const SILENT_MS: i64 = 3 * 60 * 1000;

impl Gateways {
    /// Behind the one door, `sandbox` or what stands in for it.
    #[must_use]
    pub fn new(sandbox: Arc<dyn Gateway>) -> Self {
        Self { sandbox, silences: Mutex::default() }
    }

    /// A processor has answered.
    pub fn note_answer(&self, processor: Processor) {
        self.silences.lock().unwrap_or_else(PoisonError::into_inner).remove(&processor);
    }

    /// A processor was asked at `steady_ms` and did not answer; whether it has been silent for so long that somebody should
    /// know: several questions in a row over some minutes.
    #[must_use]
    pub fn note_silence(&self, processor: Processor, steady_ms: i64) -> bool {
        let mut silences = self.silences.lock().unwrap_or_else(PoisonError::into_inner);
        let silence = silences.entry(processor).or_insert(Silence { questions: 0, since_ms: steady_ms });
        silence.questions = silence.questions.saturating_add(1);
        silence.questions >= SILENT_QUESTIONS && steady_ms.saturating_sub(silence.since_ms) >= SILENT_MS
    }

    /// The door to `processor`.
    #[must_use]
    pub fn of(&self, processor: Processor) -> &dyn Gateway {
        match processor {
            Processor::Sandbox => self.sandbox.as_ref(),
        }
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;

    /// Milliseconds since some moment in the life of this process. Unlike [`Clock::now`] it never jumps, whoever sets the
    /// machine's clock.
    fn steady_ms(&self) -> i64;
}

/// The machine's clock.
pub struct SystemClock(std::time::Instant);

impl Default for SystemClock {
    fn default() -> Self {
        Self(std::time::Instant::now())
    }
}

impl Clock for SystemClock {
    fn steady_ms(&self) -> i64 {
        i64::try_from(self.0.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(jiff::Timestamp::now().as_millisecond())
    }
}

/// A clock that stands where it was put: for tests and demo data.
pub struct FixedClock {
    now_ms: AtomicI64,
    /// What `now_ms` was put forward by somebody who set the clock.
    set_by_ms: AtomicI64,
}

impl FixedClock {
    /// A clock that stands at `now`.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self { now_ms: AtomicI64::new(now.ms()), set_by_ms: AtomicI64::new(0) }
    }

    /// Puts the clock forward, or back when negative.
    pub fn advance_ms(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Puts the clock forward, or back when negative, as somebody does who sets it: no time passes.
    pub fn set_wall_ms(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
        self.set_by_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.now_ms.load(Ordering::SeqCst))
    }

    fn steady_ms(&self) -> i64 {
        self.now_ms.load(Ordering::SeqCst) - self.set_by_ms.load(Ordering::SeqCst)
    }
}

/// Draws random identities: from the system, or from a seed so that a run can be repeated.
pub struct Ids(Mutex<rand_chacha::ChaCha20Rng>);

impl Ids {
    /// Seeded by the operating system.
    #[must_use]
    pub fn from_system() -> Self {
        Self(Mutex::new(rand_chacha::ChaCha20Rng::from_os_rng()))
    }

    /// The same identities in the same order for the same seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(rand_chacha::ChaCha20Rng::seed_from_u64(seed)))
    }

    /// Random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A key for a new operation.
    #[must_use]
    pub fn operation_key(&self) -> OperationKey {
        let mut text = data_encoding::BASE32_NOPAD.encode(&self.bytes::<16>()).to_lowercase();
        text.truncate(OperationKey::LENGTH);
        // Sixteen bytes are always twenty-six base32 characters, so this never loops in practice.
        OperationKey::parse(&text).unwrap_or_else(|_| self.operation_key())
    }

    /// A secret for a cookie or a link: 256 bits as text.
    #[must_use]
    pub fn token(&self) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&self.bytes::<32>())
    }
}

/// Keys of this installation, all derived from one secret that is kept outside the database.
#[derive(Clone)]
pub struct Secrets([u8; 32]);

impl Secrets {
    /// The name of the secret's file in the data folder.
    pub const FILE_NAME: &'static str = "clientpay.secret";

    /// From bytes at hand: for tests and demo data.
    #[must_use]
    pub const fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Reads the secret of a data folder, or draws and keeps one, readable by its owner alone.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is not 32 bytes in hexadecimal.
    pub fn open(folder: &Path, ids: &Ids) -> io::Result<Self> {
        let path = folder.join(Self::FILE_NAME);
        match fs::read_to_string(&path) {
            Ok(text) => {
                let raw = data_encoding::HEXLOWER.decode(text.trim().as_bytes()).map_err(io::Error::other)?;
                raw.try_into().map(Self).map_err(|_| io::Error::other(format!("{} is damaged", path.display())))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let secret = ids.bytes();
                let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(&path)?;
                writeln!(file, "{}", data_encoding::HEXLOWER.encode(&secret))?;
                file.sync_all()?;
                Ok(Self(secret))
            }
            Err(error) => Err(error),
        }
    }

    /// HMAC-SHA-256 of `message` under the key for `purpose`.
    #[must_use]
    pub fn sign(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        hmac(&self.derive(purpose), message)
    }

    /// The key for `purpose`.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        hmac(&self.0, purpose.as_bytes())
    }
}

fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // A key of exactly one block (RFC 2104 pads shorter ones with zeros, so this is the same key).
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

/// Lets one worker at a time act on an operation: a double click waits for the first click's answer, and the
/// reconciler leaves alone what a request is still working on. It also remembers since when an operation has been asked
/// about in vain.
#[derive(Default)]
pub struct Operations {
    locks: Mutex<HashMap<OperationKey, Arc<tokio::sync::Mutex<()>>>>,
    /// By the steady clock.
    asked_since: Mutex<HashMap<OperationKey, i64>>,
    /// The run of the payment schedules.
    pub night: night::Night,
}

/// Holds an operation until dropped.
pub struct OperationGuard<'a> {
    operations: &'a Operations,
    key: OperationKey,
    guard: Option<tokio::sync::OwnedMutexGuard<()>>,
}

impl Operations {
    /// Waits until nobody else works on `key`.
    pub async fn hold(&self, key: &OperationKey) -> OperationGuard<'_> {
        let lock = self.lock_of(key);
        let guard = lock.lock_owned().await;
        OperationGuard { operations: self, key: key.clone(), guard: Some(guard) }
    }

    /// Takes `key` if nobody works on it.
    pub fn try_hold(&self, key: &OperationKey) -> Option<OperationGuard<'_>> {
        let guard = self.lock_of(key).try_lock_owned().ok()?;
        Some(OperationGuard { operations: self, key: key.clone(), guard: Some(guard) })
    }

    /// Lets those go first who wait for the operation, as the other of two clicks does, and holds it again after them.
    pub async fn hold_after_others<'a>(&'a self, held: OperationGuard<'a>) -> OperationGuard<'a> {
        let key = held.key.clone();
        drop(held);
        self.hold(&key).await
    }

    /// For how many milliseconds of `steady_ms` the operation has been asked about in vain, this time included.
    pub fn asked_in_vain_for(&self, key: &OperationKey, steady_ms: i64) -> i64 {
        let mut asked = self.asked_since.lock().unwrap_or_else(PoisonError::into_inner);
        steady_ms.saturating_sub(*asked.entry(key.clone()).or_insert(steady_ms))
    }

    /// The operation has an outcome.
    pub fn forget(&self, key: &OperationKey) {
        self.asked_since.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn lock_of(&self, key: &OperationKey) -> Arc<tokio::sync::Mutex<()>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).entry(key.clone()).or_default().clone()
    }
}

impl Drop for OperationGuard<'_> {
    fn drop(&mut self) {
        self.guard = None;
        let mut locks = self.operations.locks.lock().unwrap_or_else(PoisonError::into_inner);
        if locks.get(&self.key).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            locks.remove(&self.key);
        }
    }
}

/// The sandbox's books on a storage engine of their own: a file apart from the portal's, as a real processor's would be.
pub struct EngineBooks(pub Arc<dyn Engine>);

impl Books for EngineBooks {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, BooksError> {
        let snapshot = self.0.snapshot().map_err(BooksError::new)?;
        snapshot.get(key).map_err(BooksError::new)
    }

    fn scan(&self, prefix: &[u8], after: Option<&[u8]>, limit: usize) -> Result<Vec<(Vec<u8>, Vec<u8>)>, BooksError> {
        let snapshot = self.0.snapshot().map_err(BooksError::new)?;
        let (start, end) = prefix_span(prefix);
        let start = after.map_or(start, |key| std::ops::Bound::Excluded(key.to_vec()));
        let rows = snapshot.scan((start, end), Direction::Forward).map_err(BooksError::new)?;
        rows.take(limit).collect::<Result<_, _>>().map_err(BooksError::new)
    }

    fn write(&self, changes: &[(Vec<u8>, Option<Vec<u8>>)]) -> Result<(), BooksError> {
        self.0
            .transact(&mut |transaction| {
                changes.iter().try_for_each(|(key, value)| match value {
                    Some(value) => transaction.put(key, value),
                    None => transaction.delete(key),
                })
            })
            .map_err(BooksError::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_secret_of_a_folder_is_drawn_once_and_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let first = Secrets::open(folder.path(), &Ids::seeded(1)).unwrap();
        let second = Secrets::open(folder.path(), &Ids::seeded(2)).unwrap();
        assert_eq!(first.derive("receipts"), second.derive("receipts"));
        assert_ne!(first.derive("receipts"), first.derive("webhooks"));
        let mode = fs::metadata(folder.path().join(Secrets::FILE_NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn the_same_seed_draws_the_same_keys() {
        assert_eq!(Ids::seeded(7).operation_key(), Ids::seeded(7).operation_key());
        assert_ne!(Ids::seeded(7).operation_key(), Ids::seeded(8).operation_key());
    }

    #[test]
    fn a_processor_is_silent_after_several_questions_over_some_minutes() {
        let gateways = Gateways::new(Arc::new(Sandbox::new(
            Arc::new(crate::gateway::sandbox::books::MemoryBooks::default()),
            [9; 32],
            Arc::new(|| Timestamp::from_ms(0)),
        )));
        let ask = |ms| gateways.note_silence(Processor::Sandbox, ms);
        for ms in [0, 1, 2, 3, 4, SILENT_MS - 1] {
            assert!(!ask(ms), "{ms}: many questions, and not for long enough");
        }
        assert!(ask(SILENT_MS));
        gateways.note_answer(Processor::Sandbox);
        assert!(!ask(SILENT_MS + 1), "one answer, and it counts anew");
        assert!(!ask(3 * SILENT_MS), "for long enough, and too few questions");
    }

    #[tokio::test]
    async fn an_operation_is_held_by_one_worker_and_forgotten_afterwards() {
        let (operations, key) = (Operations::default(), Ids::seeded(1).operation_key());
        let held = operations.hold(&key).await;
        assert!(operations.try_hold(&key).is_none());
        drop(held);
        drop(operations.try_hold(&key).unwrap());
        assert!(operations.locks.lock().unwrap().is_empty());
    }
}
