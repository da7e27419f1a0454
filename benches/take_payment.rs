//! Payments per second, beside the disk's own limit and beside `SQLite` doing the same three writes per payment.
//!
//! `cargo bench --bench take_payment`. `CLIENTPAY_BENCH_TAKES` (2,000) payments per number of callers; the files go
//! where `TMPDIR` says, which must be a real disk for the figures to mean anything.
//!
//! Ours is the whole verb: permission, three durable writes (intent; processor's id; outcome with journal, totals and
//! receipt), hash chain, index following, processor in memory. `SQLite` does only the SQL, without hashes, without an
//! index and without composing the receipt, so the ratio flatters it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
mod portal;
#[allow(dead_code, reason = "each bench uses what it needs of it")]
#[path = "take_payment/disk.rs"]
mod disk;
#[path = "take_payment/counted.rs"]
mod counted;
#[path = "take_payment/sqlite.rs"]
mod sqlite;

use std::{
    path::Path,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use clientpay::{
    app::App,
    domain::transaction::Status,
    search::Index,
    service::{
        Authority,
        payments::{self, TakePayment},
    },
    store::{Store, check, head::HeadFile},
};

use self::{
    counted::Counting,
    disk::Disk,
    measure::{Times, head, line, ms, per_second, ratio},
};

/// How many callers take payments at the same time.
const CALLERS: [u64; 3] = [1, 8, 64];
/// Payments that are there already.
const PAST: u64 = 1_000;
/// Durable writes that one payment needs.
const WRITES: u64 = 3;

/// One side's figures.
pub struct Run {
    /// How many payments were taken.
    pub payments: u64,
    /// By all callers together, from the first call to the last answer.
    pub took: Duration,
    /// From call to answer.
    pub latencies: Times,
}

impl Run {
    fn rate(&self) -> u64 {
        per_second(self.payments, self.took)
    }
}

fn main() {
    let takes = measure::size("CLIENTPAY_BENCH_TAKES", 2_000);
    println!("{takes} payments per line, {PAST} there before; files in {}", std::env::temp_dir().display());
    head(&[
        "callers",
        "ours/s",
        "p50 ms",
        "p99 ms",
        "commits per payment",
        "writes per commit",
        "SQLite/s",
        "p50 ms",
        "p99 ms",
        "ours : SQLite",
        "fdatasync/s",
        "pairs/s",
    ]);
    for callers in CALLERS {
        let folder = tempfile::tempdir().unwrap();
        let mut disk = Disk::default();
        disk.measure(folder.path());
        let (ours, commits) = ours(folder.path(), callers, takes);
        disk.measure(folder.path());
        let sqlite = sqlite::run(folder.path(), callers, takes);
        disk.measure(folder.path());
        line(&[
            callers.to_string(),
            ours.rate().to_string(),
            ms(ours.latencies.percentile(50)),
            ms(ours.latencies.percentile(99)),
            hundredths(commits, ours.payments),
            hundredths(ours.payments * WRITES, commits),
            sqlite.rate().to_string(),
            ms(sqlite.latencies.percentile(50)),
            ms(sqlite.latencies.percentile(99)),
            ratio(ours.rate().into(), sqlite.rate().into()),
            disk.syncs(),
            disk.pairs(),
        ]);
    }
    println!(
        "\nA commit of ours syncs the file twice, so one caller cannot do more than a third of the disk's pairs; \
         several share commits.\nSQLite: WAL, synchronous=FULL, one connection per thread, BEGIN IMMEDIATE, \
         busy_timeout; each of its three commits syncs once."
    );
}

/// `a / b` with two decimals.
fn hundredths(a: u64, b: u64) -> String {
    let hundredths = a * 100 / b.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Takes payments through the real verb on a real folder; also how many commits that took.
fn ours(folder: &Path, callers: u64, takes: u64) -> (Run, u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let opener = Arc::new(Counting::new(folder));
    let commits = opener.commits.clone();
    let store = Store::open(opener, HeadFile::open(folder).unwrap(), &portal::identity()).unwrap();
    runtime.block_on(async {
        portal::fill(&store, PAST).await;
        let app = Arc::new(portal::app(store.clone(), Index::in_memory(store).unwrap()));
        assert!(app.index.wait_for(*app.store.committed().borrow(), Duration::from_secs(60)).await);
        let each = takes.div_ceil(callers);
        let commands: Vec<Vec<TakePayment>> = (0..callers)
            .map(|caller| (0..each).map(|number| portal::command(&app, caller * each + number)).collect())
            .collect();
        let before = commits.load(Ordering::SeqCst);
        let begun = Instant::now();
        let tasks: Vec<_> = commands.into_iter().map(|mine| tokio::spawn(take_all(app.clone(), mine))).collect();
        let mut latencies = Times::default();
        for task in tasks {
            latencies.extend(task.await.unwrap());
        }
        let took = begun.elapsed();
        let findings = check::check(&app.store.read().unwrap(), None);
        assert_eq!((findings.violations, findings.payments), (vec![], PAST + each * callers));
        (Run { payments: each * callers, took, latencies }, commits.load(Ordering::SeqCst) - before)
    })
}

async fn take_all(app: Arc<App>, commands: Vec<TakePayment>) -> Vec<Duration> {
    let mut latencies = Vec::with_capacity(commands.len());
    for command in commands {
        let begun = Instant::now();
        let taken = payments::take(&app, Authority::Client, command).await.unwrap();
        latencies.push(begun.elapsed());
        assert_eq!(taken.status, Status::Captured);
    }
    latencies
}
