//! What one simulated world shares: the draw of lots, the time, the moment of the crash, and the record of it all.

use std::{
    fmt::Write as _,
    sync::{
        Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use clientpay::{app::Clock, domain::time::Timestamp};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest as _, Sha256};
use tokio::{sync::Notify, time::Instant};

use crate::NOW;

/// Whether what happened is also kept as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Only its hash.
    Hash,
    /// Every line.
    Lines,
}

pub struct World {
    lots: Mutex<ChaCha8Rng>,
    began: Instant,
    /// How far the portal's clock is from the true time, in milliseconds.
    off_ms: AtomicI64,
    dead: AtomicBool,
    calm: AtomicBool,
    /// Points still to pass before the process dies.
    fuse: Mutex<Option<u32>>,
    pub crashed: Notify,
    hash: Mutex<Sha256>,
    lines: Mutex<Option<Vec<String>>>,
    wrong: Mutex<Vec<String>>,
}

impl World {
    pub fn new(seed: u64, telling: Telling) -> Self {
        Self {
            lots: Mutex::new(ChaCha8Rng::seed_from_u64(seed)),
            began: Instant::now(),
            off_ms: AtomicI64::new(0),
            dead: AtomicBool::new(false),
            calm: AtomicBool::new(true),
            fuse: Mutex::new(None),
            crashed: Notify::new(),
            hash: Mutex::new(Sha256::new()),
            lines: Mutex::new((telling == Telling::Lines).then(Vec::new)),
            wrong: Mutex::new(Vec::new()),
        }
    }

    // Lots.

    pub fn lots(&self) -> MutexGuard<'_, ChaCha8Rng> {
        self.lots.lock().unwrap()
    }

    /// From `low` to `high`, both included.
    pub fn between(&self, low: u64, high: u64) -> u64 {
        self.lots().random_range(low..=high)
    }

    pub fn chance(&self, permille: u32) -> bool {
        self.lots().random_range(0..1000) < permille
    }

    /// [`World::chance`] of something bad, which never happens while it is calm.
    pub fn mischief(&self, permille: u32) -> bool {
        !self.is_calm() && self.chance(permille)
    }

    /// Whether nothing bad happens.
    pub fn is_calm(&self) -> bool {
        self.calm.load(Ordering::SeqCst)
    }

    pub fn pick<T: Copy>(&self, of: &[T]) -> T {
        of[self.lots().random_range(0..of.len())]
    }

    // Time.

    /// What time it really is.
    pub fn now(&self) -> Timestamp {
        NOW.plus_ms(i64::try_from(self.began.elapsed().as_millis()).unwrap())
    }

    /// Puts the portal's clock forward, or back.
    pub fn jump(&self, ms: i64) {
        let off = self.off_ms.fetch_add(ms, Ordering::SeqCst) + ms;
        self.tell(|| format!("the clock jumps by {ms} ms; it is off by {off} ms"));
    }

    /// Sets the portal's clock right.
    pub fn set_right(&self) {
        self.off_ms.store(0, Ordering::SeqCst);
    }

    /// What time the portal's clock shows.
    pub fn now_shown(&self) -> Timestamp {
        self.now().plus_ms(self.off_ms.load(Ordering::SeqCst))
    }

    pub async fn pass(&self, low_ms: u64, high_ms: u64) {
        let ms = self.between(low_ms, high_ms);
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }

    // The process.

    /// From now on everything goes well, or not.
    pub fn set_calm(&self, calm: bool) {
        self.calm.store(calm, Ordering::SeqCst);
    }

    /// The process dies after so many more points.
    pub fn light_fuse(&self, points: u64) {
        *self.fuse.lock().unwrap() = Some(u32::try_from(points).unwrap());
    }

    /// One moment at which the process may die; whether it is dead now.
    pub fn point(&self, what: &str) -> bool {
        let mut fuse = self.fuse.lock().unwrap();
        match *fuse {
            Some(0) => {
                *fuse = None;
                drop(fuse);
                self.tell(|| format!("dies: {what}"));
                self.dead.store(true, Ordering::SeqCst);
                self.crashed.notify_one();
            }
            Some(left) => *fuse = Some(left - 1),
            None => {}
        }
        self.is_dead()
    }

    pub fn is_dead(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }

    /// Goes on only if the process lives.
    pub async fn alive(&self, what: &str) {
        if self.point(what) {
            std::future::pending::<()>().await;
        }
    }

    /// The next process may begin.
    pub fn raise(&self) {
        *self.fuse.lock().unwrap() = None;
        self.dead.store(false, Ordering::SeqCst);
    }

    // The record.

    /// Notes what happened. Two runs of one seed note the same.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        let mut text = String::new();
        write!(text, "{} {}", self.began.elapsed().as_millis(), line()).unwrap();
        self.hash.lock().unwrap().update(text.as_bytes());
        if let Some(lines) = self.lines.lock().unwrap().as_mut() {
            lines.push(text);
        }
    }

    /// Notes that an invariant does not hold.
    pub fn wrong(&self, what: String) {
        self.tell(|| format!("WRONG {what}"));
        self.wrong.lock().unwrap().push(what);
    }

    pub fn violations(&self) -> Vec<String> {
        self.wrong.lock().unwrap().clone()
    }

    pub fn end(&self) -> (String, Vec<String>, u64) {
        let hash = data_encoding::HEXLOWER.encode(&self.hash.lock().unwrap().clone().finalize());
        let lines = self.lines.lock().unwrap().take().unwrap_or_default();
        (hash, lines, self.began.elapsed().as_secs() / 86_400)
    }
}

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.now_shown()
    }

    fn steady_ms(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap()
    }
}
