//! Nothing lost, nothing twice: the production services in simulated worlds, each drawn from one seed.
//!
//! A world has a disk whose power is cut and whose writes fail, a processor with books of its own and a bad line, a
//! clock that jumps, a mail server that is down at times, and people who press twice. Everything runs on one thread in
//! simulated time, so a seed replays byte for byte:
//!
//!     CLIENTPAY_SIM_START=4711 CLIENTPAY_SIM_SEEDS=1 CLIENTPAY_SIM_TELL=1 cargo test --release --test simulation
//!
//! With `--features planted-bugs` (and without `--release`) it proves that it would find what it is there to find.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test may fail, and says so")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]
#![allow(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "rates are printed, nothing is decided by them"
)]

mod disk;
mod life;
mod pages;
mod people;
#[cfg(feature = "planted-bugs")]
mod planted;
mod portal;
mod processor;
mod proof;
#[path = "../support/records.rs"]
mod records;
mod requests;
mod schedules;
mod signed_in;
mod world;

use std::{
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

use clientpay::domain::time::Timestamp;

use self::world::Telling;

/// When every world begins.
pub const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000); // 2026-11-22

/// Worlds per run, unless told otherwise: few where nothing is optimised.
const SEEDS: u64 = if cfg!(debug_assertions) { 60 } else { 4_000 };
/// How many worlds may go wrong before the rest is not lived.
const MOST_FAILURES: usize = 10;
/// One world in so many is lived twice, to show that it is the same.
const REPEATED: u64 = 50;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
}

fn main() -> ExitCode {
    let start = setting("CLIENTPAY_SIM_START").unwrap_or(1);
    #[cfg(feature = "planted-bugs")]
    if setting("CLIENTPAY_SIM_SEEDS").is_none() {
        return planted::find_all(start);
    }
    explore(start, setting("CLIENTPAY_SIM_SEEDS").unwrap_or(SEEDS))
}

/// Lives through so many worlds, and says which went wrong.
fn explore(start: u64, seeds: u64) -> ExitCode {
    let telling = if setting("CLIENTPAY_SIM_TELL").is_some() { Telling::Lines } else { Telling::Hash };
    if telling == Telling::Lines {
        // What the portal logs, ahead of what the world tells.
        tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(std::io::stdout).init();
    }
    let (days, failed) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let began = Instant::now();
    let workers = in_parallel(start..start + seeds, |seed| {
        let ended = life::live(seed, telling);
        days.fetch_add(ended.days, Ordering::SeqCst);
        ended.lines.iter().for_each(|line| println!("{line}"));
        let mut violations = ended.violations;
        if seed % REPEATED == 0 && life::live(seed, Telling::Hash).hash != ended.hash {
            violations.push("lived twice, it was not the same world".to_owned());
        }
        if violations.is_empty() {
            return true;
        }
        let mut failed = failed.lock().unwrap();
        failed.push((seed, violations));
        failed.len() < MOST_FAILURES
    });
    let (took, days) = (began.elapsed().as_secs_f64(), days.into_inner());
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    for (seed, violations) in &failed {
        for violation in violations {
            println!("seed {seed}: {violation}");
        }
    }
    let rate = days as f64 / took;
    println!("{seeds} seeds from {start}: {days} simulated days in {took:.1} s, {rate:.0} a second, {workers} threads");
    let Some((seed, _)) = failed.first() else { return ExitCode::SUCCESS };
    println!(
        "again: CLIENTPAY_SIM_START={seed} CLIENTPAY_SIM_SEEDS=1 CLIENTPAY_SIM_TELL=1 cargo test --release --test simulation"
    );
    ExitCode::FAILURE
}

/// Does `work` for each number on every core, until one says that it is enough; says on how many.
fn in_parallel(numbers: std::ops::Range<u64>, work: impl Fn(u64) -> bool + Sync) -> usize {
    let (next, enough) = (AtomicU64::new(numbers.start), AtomicBool::new(false));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while !enough.load(Ordering::SeqCst) {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    if number >= numbers.end {
                        break;
                    }
                    enough.fetch_or(!work(number), Ordering::SeqCst);
                }
            });
        }
    });
    workers
}
