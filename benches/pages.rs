//! The portal as its users meet it: the release binary over a demo, asked over HTTP.
//!
//! `cargo bench --bench pages`. `CLIENTPAY_BENCH_PAYMENTS` (100,000) payments; each page is asked for
//! `CLIENTPAY_BENCH_RATE` (50) times a second for `CLIENTPAY_BENCH_SECONDS` (10), whether earlier answers are there or not, and
//! its time counts from when it should have been asked for. A payment page is then asked for `CLIENTPAY_BENCH_VIEWS` (2,000)
//! times a second by those who are nobody's: each must get it. Beside each page stands `/healthz` asked in the same way, which
//! does next to nothing: what the machine and the door cost. `CLIENTPAY_BENCH_FOLDER` keeps the demo for another run.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, dead_code, reason = "each bench uses what it needs of what the tests share")]

mod measure;
#[path = "../tests/process"]
mod process {
    pub mod browser;
    pub mod portal;
}

use std::{
    env, fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use self::{
    measure::{Times, head, line, ms, ratio, size, timed},
    process::{browser::Browser, portal::Portal},
};

/// What is asked for.
const PAGES: &[(&str, &str)] = &[
    ("Dashboard", "/dashboard"),
    ("Payment Manager, everything", "/payments"),
    ("a word", "/payments?q=tremblay"),
    ("the beginning of a word", "/payments?q=trem"),
    ("status and amount", "/payments?q=amount%3A%3E500+status%3Adeclined"),
    ("by amount, declines too", "/payments?q=&all=1&sort=amount"),
    ("Reports", "/reports"),
];
/// What anybody asks for.
const PUBLIC_PAGE: &str = "/pay/trust-deposit";
/// New payments until which each is found is measured.
const NEW: u32 = 10;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let payments = size("CLIENTPAY_BENCH_PAYMENTS", 100_000);
    let (_temporary, folder) = folder();
    if fs::read_dir(&folder).unwrap().next().is_none() {
        let (portal, filled) = timed(|| Portal::demo(&folder, payments, 7));
        println!("{payments} payments made up and indexed in {} s", filled.as_secs());
        drop(portal.stop());
    }
    let (portal, started) = timed(|| Portal::serve(&folder));
    println!("started in {} ms", ms(started));
    println!("resident when it listens: {} MiB", resident_mib(&portal));
    runtime.block_on(measure(&portal));
}

fn folder() -> (Option<tempfile::TempDir>, PathBuf) {
    if let Ok(kept) = env::var("CLIENTPAY_BENCH_FOLDER") {
        fs::create_dir_all(&kept).unwrap();
        return (None, kept.into());
    }
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("data");
    fs::create_dir_all(&path).unwrap();
    (Some(temporary), path)
}

async fn measure(portal: &Portal) {
    let browser = portal.admin().await;
    head(&["page", "p50 ms", "p99 ms", "slowest ms", "p50 of /healthz in the same seconds", "ratio"]);
    for (name, path) in PAGES {
        let (ours, bare) = tokio::join!(ask(&browser, path), ask(&browser, "/healthz"));
        let (p50, bare) = (ours.percentile(50), bare.percentile(50));
        let share = ratio(p50.as_nanos(), bare.as_nanos());
        line(&[
            format!("{name}: `{path}`"),
            ms(p50),
            ms(ours.percentile(99)),
            ms(ours.percentile(100)),
            ms(bare),
            share,
        ]);
    }
    let views = size("CLIENTPAY_BENCH_VIEWS", 2_000);
    let times = ask_at(views, &portal.browser(), PUBLIC_PAGE).await;
    let (p50, p99, slowest) = (times.percentile(50), times.percentile(99), times.percentile(100));
    println!(
        "`{PUBLIC_PAGE}` {views} times a second: p50 {} ms, p99 {} ms, {} ms at most",
        ms(p50),
        ms(p99),
        ms(slowest)
    );
    println!("resident after that: {} MiB", resident_mib(portal));
    let found = found_after(portal, &browser).await;
    println!(
        "a new payment is in a colleague's search {} ms after its answer (p50), {} ms at most",
        ms(found.percentile(50)),
        ms(found.percentile(100))
    );
}

/// Asks for a page at a steady rate, and gives how long after its moment each answer was there.
async fn ask(browser: &Browser, path: &'static str) -> Times {
    ask_at(size("CLIENTPAY_BENCH_RATE", 50), browser, path).await
}

async fn ask_at(rate: u64, browser: &Browser, path: &'static str) -> Times {
    let asked = rate * size("CLIENTPAY_BENCH_SECONDS", 10);
    drop(browser.get(path).await);
    let begun = Instant::now();
    let mut answers = Vec::new();
    for number in 0..asked {
        let moment = begun + Duration::from_micros(number * 1_000_000 / rate);
        tokio::time::sleep_until(moment.into()).await;
        let browser = browser.clone();
        answers.push(tokio::spawn(async move {
            let page = browser.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            moment.elapsed()
        }));
    }
    let mut times = Times::default();
    for answer in answers {
        times.push(answer.await.unwrap());
    }
    times
}

/// How long after its answer a payment is in the search of somebody else, who never waits for the index.
async fn found_after(portal: &Portal, colleague: &Browser) -> Times {
    let cashier = portal.cashier().await;
    let mut times = Times::default();
    for number in 0..NEW {
        let payer = format!("Zyxwona{} Quill", char::from(b'a' + u8::try_from(number).unwrap()));
        let path = format!("/payments?q={}", payer.split(' ').next().unwrap());
        drop(cashier.pay(&payer, "41.00").await);
        let begun = Instant::now();
        while !colleague.get(&path).await.body.contains(&payer) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{payer} is never found");
        }
        times.push(begun.elapsed());
    }
    times
}

/// What the process holds in memory.
fn resident_mib(portal: &Portal) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", portal.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() / 1024
}
