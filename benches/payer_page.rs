//! What the pages of a payer read, with few payments and with many, beside reading all of the payer's payments.
//!
//! `cargo bench --bench payer_page`. `CLIENTPAY_BENCH_PAYMENTS` (10,000) payments of one payer; each read
//! `CLIENTPAY_BENCH_RUNS` (200) times, first with a hundredth of them. The aim is 10 ms for a page, however many there are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
#[allow(dead_code, reason = "each bench uses what it needs of the portal")]
mod portal;

use clientpay::{
    app::App,
    domain::ids::PayerId,
    search::Index,
    service::{
        Authority,
        payers::{
            associations,
            looking::{self, Found},
        },
        payments,
    },
    store::{open, transactions},
};

use self::measure::{Times, head, line, ms, ratio, timed};

/// Payments on the tabs: of the first, and of the history.
const RECENT: usize = 6;
const HISTORY: usize = 51;

fn main() {
    let most = measure::size("CLIENTPAY_BENCH_PAYMENTS", 10_000);
    let runs = measure::size("CLIENTPAY_BENCH_RUNS", 200);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = open::in_folder(folder.path(), &portal::identity()).unwrap();
    runtime.block_on(portal::fill(&store, 100));
    let app = portal::app(store.clone(), Index::open(None, store).unwrap());
    head(&[
        "payments",
        "information p50 ms",
        "p99 ms",
        "history p50 ms",
        "associations p50 ms",
        "all payments p50 ms",
        "",
    ]);
    let (mut made, mut payer) = (0, None);
    for wanted in [most.div_ceil(100), most] {
        while made < wanted {
            payer = Some(runtime.block_on(pay(&app, made)));
            made += 1;
        }
        measure_one(&app, payer.unwrap(), (wanted, runs));
    }
}

/// One more payment of the same payer.
async fn pay(app: &App, number: u64) -> PayerId {
    let mut command = portal::command(app, number);
    "Bench Payer".clone_into(&mut command.payer.name);
    command.payer.emails = vec!["payer@client.example".to_owned()];
    payments::take(app, Authority::Client, command).await.unwrap().payer.unwrap()
}

fn measure_one(app: &App, payer: PayerId, (wanted, runs): (u64, u64)) {
    let view = || match looking::view(app, payer).unwrap().unwrap() {
        Found::Here(view) => *view,
        Found::Elsewhere(_) => panic!("nothing was merged"),
    };
    let page = |limit| {
        let read = (view(), looking::payments(app, payer, None, limit).unwrap());
        assert!(!read.1.is_empty());
    };
    let record = view().payer;
    let information = repeat(runs, || page(RECENT));
    let history = repeat(runs, || page(HISTORY));
    let ties = repeat(runs, || assert!(!associations::of(app, &record).unwrap().matters.is_empty()));
    let all = repeat(runs.div_ceil(10), || {
        let read = transactions::latest_of_payer(&app.store.read().unwrap(), payer, usize::MAX).unwrap();
        assert_eq!(read.len() as u64, wanted);
    });
    let share = ratio(all.percentile(50).as_nanos(), information.percentile(50).as_nanos());
    line(&[
        wanted.to_string(),
        ms(information.percentile(50)),
        ms(information.percentile(99)),
        ms(history.percentile(50)),
        ms(ties.percentile(50)),
        ms(all.percentile(50)),
        format!("{share} of the first tab"),
    ]);
}

fn repeat(runs: u64, mut body: impl FnMut()) -> Times {
    let mut times = Times::default();
    times.extend((0..runs).map(|_| timed(&mut body).1));
    times
}
