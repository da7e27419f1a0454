//! The figures of the dashboard from the counters, beside adding up the payments themselves.
//!
//! `cargo bench --bench dashboard`. `CLIENTPAY_BENCH_PAYMENTS` (100,000) payments of two years, each side
//! `CLIENTPAY_BENCH_RUNS` (50) times; the scan a tenth as often. Both must come to the same year, or the bench fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
#[allow(dead_code, reason = "each bench uses what it needs of the portal")]
mod portal;

use std::time::Duration;

use clientpay::{
    app::App,
    search::Index,
    service::{
        Authority,
        dashboard::{self, Asked, Book, Period},
        reading,
    },
    store::{open, transactions},
};

use self::measure::{Times, head, line, ms, ratio, timed};

/// The longest that the index is waited for.
const PATIENCE: Duration = Duration::from_secs(3_600);

fn main() {
    let payments = measure::size("CLIENTPAY_BENCH_PAYMENTS", 100_000);
    let runs = measure::size("CLIENTPAY_BENCH_RUNS", 50);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = open::in_folder(folder.path(), &portal::identity()).unwrap();
    let ((), filled) = timed(|| runtime.block_on(portal::fill(&store, payments)));
    println!("{payments} payments made up in {} s; {runs} runs", filled.as_secs());
    // The index is made before anything is measured, so that it takes no time from it.
    let index = Index::open(Some(&folder.path().join("index")), store.clone()).unwrap();
    assert!(runtime.block_on(index.wait_for(*store.committed().borrow(), PATIENCE)));
    let app = portal::app(store, index);

    let scan = repeat(runs.div_ceil(10), || {
        let _ = scanned(&app);
    });
    head(&["", "p50 ms", "p99 ms", "of the scan"]);
    for period in Period::ALL {
        assert_eq!(figures(&app, period)[0].year.now.volume.payments, scanned(&app));
        let ours = repeat(runs, || drop(figures(&app, period)));
        let (p50, p99) = (ours.percentile(50), ours.percentile(99));
        let share = ratio(scan.percentile(50).as_nanos(), p50.as_nanos());
        line(&[format!("figures, {}", period.code()), ms(p50), ms(p99), format!("{share} faster")]);
    }
    line(&["scan of the payments".into(), ms(scan.percentile(50)), ms(scan.percentile(99)), "–".into()]);
}

fn figures(app: &App, period: Period) -> Vec<Book> {
    let firm = reading::house(app).unwrap().firm.unwrap();
    dashboard::figures(app, &firm, Authority::System, Asked { account: None, period }).unwrap()
}

/// How many payments of this year were approved, by reading every payment.
fn scanned(app: &App) -> u64 {
    let reader = app.store.read().unwrap();
    let rows = transactions::all(&reader).unwrap().map(|row| row.unwrap().1);
    rows.filter(|payment| payment.day.number() / 10_000 == 2026 && payment.status.is_approved()).count() as u64
}

fn repeat(runs: u64, mut body: impl FnMut()) -> Times {
    let mut times = Times::default();
    times.extend((0..runs).map(|_| timed(&mut body).1));
    times
}
