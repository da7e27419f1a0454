//! Nothing lost, nothing twice: the real program under load, killed, starved, cut off from the power, lied to about the
//! time, and its data folder compared with the processor's books and with every answer that was given.
//!
//! `bin/crash-test [KILLS]` installs the tools, builds the release binary and runs this; it needs to be root, to mount
//! small disks. Each part prints what it did and what it found. Which moments the process is killed at is drawn from a
//! seed that is printed; what it is doing then is the machine's to decide.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test may fail, and says so")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]
#![allow(dead_code, reason = "the portal and the browser of the process tests are shared, and not all of them is used")]

mod backups;
mod books;
#[path = "../process/browser.rs"]
mod browser;
mod clock;
mod disk;
mod errors;
mod firm;
mod kills;
mod load;
mod points;
#[path = "../process/portal.rs"]
mod portal;
mod power;
mod tally;

use std::{process::ExitCode, time::Instant};

use rand::{SeedableRng as _, rngs::StdRng};

use self::tally::Tally;

/// Kills at moments drawn at random, unless told otherwise. The other parts kill about as often again.
const KILLS: u64 = 30;

/// The parts, in two lanes that run side by side: each spends much of its time waiting.
const LANES: [&[&str]; 2] = [&["kills", "points", "power"], &["backups", "errors", "disk", "clock"]];

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let setting = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect(name));
    let kills = setting("CLIENTPAY_CRASH_KILLS").unwrap_or(KILLS);
    let seed = setting("CLIENTPAY_CRASH_SEED").unwrap_or(1);
    println!("seed {seed} (CLIENTPAY_CRASH_SEED), {kills} kills at random moments (CLIENTPAY_CRASH_KILLS)");
    let began = Instant::now();
    let (mut whole, other) = tokio::join!(lane(LANES[0], seed, kills), lane(LANES[1], seed, kills));
    whole.add(other);
    println!("all: {whole}, in {:.0?}", began.elapsed());
    if whole.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs one part after the other, or the one that is asked for.
async fn lane(parts: &[&str], seed: u64, kills: u64) -> Tally {
    let only = std::env::var("CLIENTPAY_CRASH_PART").ok();
    let mut whole = Tally::default();
    for part in parts.iter().copied().filter(|part| only.as_deref().is_none_or(|only| only == *part)) {
        let (began, dice) = (Instant::now(), &mut StdRng::seed_from_u64(seed));
        let tally = match part {
            "kills" => kills::run(dice, kills).await,
            "points" => points::run().await,
            "power" => power::run(dice).await,
            "backups" => backups::run(dice).await,
            "errors" => errors::run().await,
            "disk" => disk::run().await,
            _ => clock::run().await,
        };
        println!("{part}: {tally}, in {:.0?}", began.elapsed());
        whole.add(tally);
    }
    whole
}
