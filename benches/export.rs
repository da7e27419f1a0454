//! Exporting payments, beside a plain CSV of the very same rows.
//!
//! `cargo bench --bench export`. `CLIENTPAY_BENCH_PAYMENTS` (100,000) payments, each file `CLIENTPAY_BENCH_RUNS` (3)
//! times. The plain CSV is the yardstick: the same rows read from the same store and written by one thread with nothing
//! but commas between them. Memory is what the process holds at its peak beyond what it held before (Linux only).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
#[allow(dead_code, reason = "each bench uses what it needs of the portal")]
mod portal;

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use clientpay::{
    app::{
        App,
        exports::{Job, State},
    },
    domain::{locale::Locale, permission::Role, user::User},
    export::Format,
    i18n::T,
    search::Index,
    service::{
        exports::{self, Grid, Outcome},
        search::{self, Asked, Shown},
    },
    store::{open, transactions, users},
};

use self::measure::{head, line, per_second, ratio, timed};

/// The longest that the index is waited for.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// How often a file is looked after.
const LOOK: Duration = Duration::from_millis(2);

fn main() {
    let payments = measure::size("CLIENTPAY_BENCH_PAYMENTS", 100_000);
    let runs = measure::size("CLIENTPAY_BENCH_RUNS", 3);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = open::in_folder(folder.path(), &portal::identity()).unwrap();
    runtime.block_on(portal::fill(&store, payments));
    let index = Index::open(Some(&folder.path().join("index")), store.clone()).unwrap();
    assert!(runtime.block_on(index.wait_for(*store.committed().borrow(), PATIENCE)));
    let app = Arc::new(portal::app(store, index));
    let user = administrator(&app);
    println!("{payments} payments, every column, all of them in one file");
    head(&["", "rows/s", "beside the yardstick", "MB", "more memory, MiB"]);
    let plain = plain(&app, &runtime, runs);
    report("plain CSV, one thread", payments, plain.0, plain.0, (plain.1, None));
    for (name, format) in [("CSV", Format::Csv), ("Excel", Format::Xlsx)] {
        let best = (0..runs).map(|_| export(&app, &runtime, &user, format)).min_by_key(|run| run.0).unwrap();
        report(name, payments, best.0, plain.0, (best.1, best.2));
    }
}

fn administrator(app: &App) -> User {
    let all = users::users(&app.store.read().unwrap()).unwrap();
    all.into_iter().find(|user| user.role == Role::Administrator).unwrap()
}

fn everything() -> Asked {
    Asked { unsuccessful: Shown::Yes, ..Asked::default() }
}

fn report(name: &str, rows: u64, took: Duration, plain: Duration, (bytes, memory): (u64, Option<u64>)) {
    line(&[
        name.to_owned(),
        per_second(rows, took).to_string(),
        ratio(took.as_nanos(), plain.as_nanos()),
        (bytes / 1_000_000).to_string(),
        memory.map_or_else(|| "–".to_owned(), |kilobytes| (kilobytes / 1_024).to_string()),
    ]);
}

/// The yardstick: the best of the runs, and its length.
fn plain(app: &App, runtime: &tokio::runtime::Runtime, runs: u64) -> (Duration, u64) {
    let t = T::new(Locale::EnUs);
    let run = || {
        let (ids, _) = runtime.block_on(search::find_all(app, t, &everything())).unwrap();
        let reader = app.store.read().unwrap();
        let file = tempfile::tempfile_in(app.exports.folder()).unwrap();
        let mut out = BufWriter::new(&file);
        for id in ids {
            let payment = transactions::transaction(&reader, id).unwrap().unwrap();
            let refunded = transactions::refunded(&reader, &payment).unwrap();
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let last_four = payment.instrument.as_ref().map(|found| found.last_four().as_str().to_owned());
            write!(
                out,
                "{},{},{},{},",
                payment.id,
                payment.created_at.ms(),
                payment.payer_name,
                text(&payment.client_number)
            )
            .unwrap();
            write!(out, "{},{},{},", text(&payment.invoice_number), text(&payment.matter), text(&payment.reference))
                .unwrap();
            write!(out, "{},{},{},", payment.source.code(), text(&last_four), payment.merchant_account).unwrap();
            write!(out, "{},{},{},", payment.status.code(), payment.amount.currency().code(), payment.amount.minor())
                .unwrap();
            write!(out, "{},{},", refunded.minor(), text(&payment.gateway_id)).unwrap();
            writeln!(out, "{},{}", payment.receipt_emails.join(";"), text(&payment.note)).unwrap();
        }
        out.flush().unwrap();
        drop(out);
        file.metadata().unwrap().len()
    };
    (0..runs).map(|_| timed(run)).map(|(bytes, took)| (took, bytes)).min().unwrap()
}

/// How long a file took, how long it is, and how many kilobytes more the process held.
fn export(
    app: &Arc<App>,
    runtime: &tokio::runtime::Runtime,
    user: &User,
    format: Format,
) -> (Duration, u64, Option<u64>) {
    let before = resident("VmRSS:");
    forget_peak();
    let begun = Instant::now();
    let making = exports::make(app, T::new(Locale::EnUs), user, Grid::Payments(everything()), format);
    let Outcome::Later(job) = runtime.block_on(making).unwrap() else { panic!("the bench answers nothing at once") };
    let bytes = loop {
        match finished(&job) {
            Some(bytes) => break bytes,
            None => thread::sleep(LOOK),
        }
    };
    let took = begun.elapsed();
    (took, bytes, resident("VmHWM:").zip(before).map(|(peak, before)| peak.saturating_sub(before)))
}

fn finished(job: &Job) -> Option<u64> {
    match &*job.state() {
        State::Ready { bytes, .. } => Some(*bytes),
        State::Waiting | State::Writing => None,
        State::Failed | State::Stopped => panic!("the export failed"),
    }
}

/// Lets the peak of the process begin anew.
fn forget_peak() {
    if let Ok(mut file) = File::options().write(true).open("/proc/self/clear_refs") {
        drop(file.write_all(b"5"));
    }
}

/// A figure of the process in kilobytes.
fn resident(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
