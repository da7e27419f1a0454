//! Finding payments, beside `SQLite` FTS5 over the very same payments.
//!
//! `cargo bench --bench search`. `CLIENTPAY_BENCH_PAYMENTS` (100,000) payments, each query `CLIENTPAY_BENCH_RUNS` (50)
//! times on each side; a million needs about 8 GB where `TMPDIR` says.
//!
//! Each query answers what one page of the payment list shows: the latest 25, how many there are, and what was
//! approved, collected and refunded per currency. Both sides must agree on all of it or the bench fails; ours also
//! counts the unsuccessful payments it leaves out. Where the two understand text differently is printed, not measured.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
mod portal;
#[path = "search/queries.rs"]
mod queries;
#[path = "search/sqlite.rs"]
mod sqlite;

use std::{
    fs, io,
    path::Path,
    time::{Duration, Instant},
};

use clientpay::{
    app::App,
    domain::time::Day,
    search::{
        Index,
        page::Page,
        query::{self, Dialect},
    },
    service::{Authority, payments},
    store::{Store, open},
};

use self::{
    measure::{Times, head, line, ms, ratio, timed},
    queries::{DIFFERENT, SAME},
    sqlite::Yardstick,
};

/// Rows of a page.
pub const ROWS: usize = 25;
/// Runs that are not counted, so that both sides have read what they need.
const WARM_UP: u64 = 3;
/// New payments until which each is searchable is measured.
const NEW: u64 = 20;
/// The longest that anything is waited for.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// What a page of the list says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The page's payments, in order.
    pub ids: Vec<u64>,
    /// How many there are on all pages.
    pub count: u64,
    /// Currency; approved, collected and refunded minor units.
    pub sums: Vec<(String, i64, i64, i64)>,
}

fn main() {
    let payments = measure::size("CLIENTPAY_BENCH_PAYMENTS", 100_000);
    let runs = measure::size("CLIENTPAY_BENCH_RUNS", 50);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = open::in_folder(folder.path(), &portal::identity()).unwrap();
    let ((), filled) = timed(|| runtime.block_on(portal::fill(&store, payments)));
    println!("{payments} payments made up in {} s; {runs} runs per query", filled.as_secs());

    let index_folder = folder.path().join("index");
    let (index, indexed) = timed(|| runtime.block_on(build(&store, &index_folder)));
    let (mut yardstick, loaded) = timed(|| Yardstick::load(&folder.path().join("yardstick.sqlite"), &store));
    head(&["", "ours", "SQLite FTS5"]);
    line(&["build, s".into(), tenths(indexed), tenths(loaded)]);
    let size = |path: &Path| megabytes(bytes_under(path).unwrap());
    line(&["size, MB".into(), size(&index_folder), megabytes(yardstick.bytes())]);
    line(&["the store itself, MB".into(), size(&folder.path().join(open::FILE_NAME)), "–".into()]);

    compare(&index, &yardstick, runs);
    differ(&index, &yardstick);
    freshness(&runtime, &portal::app(store, index), &mut yardstick);
}

async fn build(store: &Store, folder: &Path) -> Index {
    let index = Index::open(Some(folder), store.clone()).unwrap();
    let goal = *store.committed().borrow();
    assert!(index.wait_for(goal, PATIENCE).await);
    index
}

fn compare(index: &Index, yardstick: &Yardstick, runs: u64) {
    head(&["query", "found", "ours p50 ms", "p99", "SQLite p50 ms", "p99", "p50 ratio"]);
    for asked in SAME {
        let (expected, found) = (yardstick.find(asked), find(index, asked.text));
        assert_eq!(found, expected, "both sides must find the same by {:?}", asked.text);
        assert!(found.count > 0, "{:?} finds nothing, so it measures nothing", asked.text);
        let ours = repeat(runs, || drop(find(index, asked.text)));
        let theirs = repeat(runs, || drop(yardstick.find(asked)));
        line(&[
            format!("{}: `{}`", asked.kind, asked.text),
            found.count.to_string(),
            ms(ours.percentile(50)),
            ms(ours.percentile(99)),
            ms(theirs.percentile(50)),
            ms(theirs.percentile(99)),
            ratio(theirs.percentile(50).as_nanos(), ours.percentile(50).as_nanos()),
        ]);
    }
}

fn differ(index: &Index, yardstick: &Yardstick) {
    head(&["query", "ours finds", "SQLite finds", "why"]);
    for asked in DIFFERENT {
        let (ours, theirs) = (find(index, asked.text).count, yardstick.find(asked).count);
        line(&[format!("`{}`", asked.text), ours.to_string(), theirs.to_string(), asked.kind.to_owned()]);
    }
}

/// Reads the text as typed and finds, as the list of payments does.
fn find(index: &Index, text: &str) -> Answer {
    let dialect = Dialect::neutral(Day::new(2026, 11, 20));
    let query = query::parse(text, &dialect);
    assert!(query.ignored.is_empty(), "{text:?} is not understood");
    let found = index.search(&query, &Page::first(ROWS)).unwrap();
    Answer {
        ids: found.ids.iter().map(|id| id.get()).collect(),
        count: found.count,
        sums: found
            .sums
            .iter()
            .map(|sums| {
                let currency = sums.currency.code().to_owned();
                (currency, sums.approved_minor, sums.collected_minor, sums.refunded_minor)
            })
            .collect(),
    }
}

fn repeat(runs: u64, body: impl Fn()) -> Times {
    (0..WARM_UP).for_each(|_| body());
    let mut times = Times::default();
    times.extend((0..runs).map(|_| timed(&body).1));
    times
}

/// How long after its commit a new payment is found, one at a time.
fn freshness(runtime: &tokio::runtime::Runtime, app: &App, yardstick: &mut Yardstick) {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for number in 0..NEW {
        let command = portal::command(app, number);
        let invoice = command.invoice_number.clone().unwrap();
        let payment = runtime.block_on(payments::take(app, Authority::Client, command)).unwrap();
        let begun = Instant::now();
        let goal = *app.store.committed().borrow();
        assert!(runtime.block_on(app.index.wait_for(goal, PATIENCE)));
        assert_eq!(find(&app.index, &invoice).ids, [payment.id.get()]);
        ours.push(begun.elapsed());
        theirs.push(timed(|| yardstick.add(&payment)).1);
    }
    head(&["until a new payment is found", "p50 ms", "p99 ms"]);
    for (side, times) in [("ours, after its commit", ours), ("SQLite, its commit itself", theirs)] {
        line(&[side.to_owned(), ms(times.percentile(50)), ms(times.percentile(99))]);
    }
}

fn bytes_under(path: &Path) -> io::Result<u64> {
    if path.is_file() {
        return Ok(path.metadata()?.len());
    }
    fs::read_dir(path)?.map(|entry| bytes_under(&entry?.path())).sum()
}

fn megabytes(bytes: u64) -> String {
    (bytes / 1_000_000).to_string()
}

fn tenths(time: Duration) -> String {
    format!("{}.{}", time.as_secs(), time.subsec_millis() / 100)
}
