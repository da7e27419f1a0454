//! A disk whose calls fail now and then: syncs, writes and reads of the real process, by libfiu.

use super::{
    firm::Firm,
    load::Work,
    portal::{Conditions, demo_folder},
    tally::Tally,
};

/// What fails, how often, and with what: EIO (5) or no space left (28).
const FAULTS: [(&str, &str, u32); 4] = [
    ("posix/io/sync/*", "0.01", 5),
    ("posix/io/sync/*", "0.05", 28),
    ("posix/io/rw/pwrite*", "0.003", 28),
    ("posix/io/rw/pread*", "0.002", 5),
];
/// Answers that are waited for in each round.
const ANSWERS: usize = 60;

pub async fn run() -> Tally {
    let folder = demo_folder();
    let mut firm = Firm::open(folder.path()).await.with_a_failing_processor();
    let (mut failures, mut recoveries) = (0, 0);
    for (calls, probability, failure) in FAULTS {
        drop(firm.kill(async { Work::default() }).await);
        let fault = format!("enable_random name={calls},probability={probability},failinfo={failure}");
        let before = ["fiu-run", "-x", "-c", &fault].map(str::to_owned).to_vec();
        firm.serve_under(&Conditions { before, ..Conditions::default() });
        let mut working = firm.work();
        working.answered(ANSWERS).await;
        let log = firm.portal().log();
        failures += log.matches("the store is read-only until it can be reopened").count();
        recoveries += log.matches("the store is writing again").count();
        let work = firm.kill(working.ended()).await;
        firm.serve();
        firm.send_again(&work).await;
        firm.check(&format!("after {calls} failed with {failure}"));
    }
    firm.tally.notes.push(format!("{failures} commits failed and the store reopened itself {recoveries} times"));
    firm.tally.demand(failures > 0 && recoveries > 0, || "no commit failed".to_owned());
    firm.rest().await
}
