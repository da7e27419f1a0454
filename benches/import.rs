//! A file of payers taken in: rows per second beside the durable writes that the same disk does just before and just
//! after, so that the ratio says what the machine does not.
//!
//! `cargo bench --bench import`. `CLIENTPAY_BENCH_PAYERS` (50,000) rows, read, looked through as the page that asks for
//! confirmation does, and taken in. Each must be a record, or the bench fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a bench reports, and may fail")]
#![allow(unreachable_pub, reason = "one binary: what a module shows, it shows to its neighbours")]

#[allow(dead_code, reason = "each bench uses what it needs of it")]
#[path = "take_payment/disk.rs"]
mod disk;
#[allow(dead_code, reason = "each bench reports with what it needs")]
mod measure;
#[allow(dead_code, reason = "each bench uses what it needs of the portal")]
mod portal;

use std::{sync::Arc, time::Duration};

use clientpay::{
    app::App,
    domain::{
        import::{Import, Imported, Stage},
        permission::Role,
        user::User,
    },
    search::Index,
    service::importing,
    store::{check, engine::Direction, open, table::Records as _, tables::PAYERS, users},
};

use self::{
    disk::Disk,
    measure::{head, line, per_second, ratio, timed},
};

fn main() {
    let count = measure::size("CLIENTPAY_BENCH_PAYERS", 50_000);
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let store = open::in_folder(folder.path(), &portal::identity()).unwrap();
    runtime.block_on(portal::fill(&store, 100));
    let app = Arc::new(portal::app(store.clone(), Index::unkept()));
    let (user, file, before) = (administrator(&app), file(count), payers(&app));
    let mut disk = Disk::default();
    disk.measure(folder.path());
    let asked = (Imported::Payers, app.ids.operation_key());
    let received =
        timed(|| runtime.block_on(importing::receive(&app, &user, asked, ("payers.csv".to_owned(), file))).unwrap());
    let seen =
        timed(|| runtime.block_on(importing::preview(&app, &received.0, &importing::Wanted::default())).unwrap());
    let taken = timed(|| runtime.block_on(importing::confirm(&app, &user, received.0.id)).unwrap());
    disk.measure(folder.path());
    assert_eq!((taken.0.stage, taken.0.added, taken.0.wrong), (Stage::Done, count, 0));
    assert_eq!(payers(&app) - before, count, "each row is a record");
    assert_eq!(check::check(&store.read().unwrap(), None).violations, Vec::<String>::new());
    println!("{count} payers; the disk meanwhile: {} durable writes a second, {} in pairs", disk.syncs(), disk.pairs());
    head(&["step", "rows/s", "beside the disk's pairs"]);
    for (step, took) in [("received", received.1), ("looked through", seen.1), ("taken in", taken.1)] {
        report(step, count, took, &disk);
    }
    println!("{} rows are taken in by one write", Import::ROWS_IN_A_PART);
}

fn report(step: &str, count: u64, took: Duration, disk: &Disk) {
    let rows = per_second(count, took);
    line(&[step.to_owned(), rows.to_string(), ratio(rows.into(), disk.mean_pairs().into())]);
}

fn administrator(app: &App) -> User {
    let all = users::users(&app.store.read().unwrap()).unwrap();
    all.into_iter().find(|user| user.role == Role::Administrator).unwrap()
}

fn payers(app: &App) -> u64 {
    app.store.read().unwrap().all(PAYERS, Direction::Forward).unwrap().count() as u64
}

/// As a program of the trade writes it.
fn file(count: u64) -> Vec<u8> {
    let mut file = "Client No.,Name,Email,Phone,Address,City,State,Zip,Notes\n".to_owned();
    for number in 0..count {
        file.push_str(&format!(
            "C-{number:06},Payer Number {number},payer{number}@client.example,+1 617 555 {:04},{number} State Street,\
             Boston,MA,02109,Referred by the bar\n",
            number % 10_000
        ));
    }
    file.into_bytes()
}
