//! A wall clock that jumps while payments are taken: an hour and a year forward, a day and a month back, and home again.

use std::{fs, path::PathBuf};

use super::{
    firm::Firm,
    load::Work,
    portal::{Conditions, demo_folder},
    tally::Tally,
};

/// Where the clock stands, one after the other, in libfaketime's words.
const JUMPS: [&str; 6] = ["+1h", "-1d", "+1y", "-30d", "+3d", "+0"];
/// Answers after each jump.
const ANSWERS: usize = 40;

/// The library that stands between the process and the clock.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap().map(|entry| entry.unwrap().path());
    let mut found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).filter(|path| path.exists());
    found.next().expect("faketime is installed")
}

pub async fn run() -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let (data, offset) = (folder.path().join("data"), folder.path().join("offset"));
    super::portal::copy(demo_folder().path(), &data);
    fs::write(&offset, "+0").unwrap();
    let text = |path: &std::path::Path| path.to_str().unwrap().to_owned();
    let variables = vec![
        ("LD_PRELOAD", text(&library())),
        ("FAKETIME_TIMESTAMP_FILE", text(&offset)),
        ("FAKETIME_NO_CACHE", "1".to_owned()),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
    ];
    let conditions = Conditions { variables, ..Conditions::default() };
    let mut firm = Firm::open(&data).await;
    for (number, jump) in JUMPS.into_iter().enumerate() {
        if number % 2 == 0 {
            drop(firm.kill(async { Work::default() }).await);
            firm.serve_under(&conditions);
        }
        // In the middle of the work of those whose session it may end.
        let mut working = firm.work();
        working.answered(ANSWERS / 4).await;
        fs::write(&offset, jump).unwrap();
        working.answered(ANSWERS / 2).await;
        firm.keep(working.ended().await);
        firm.sign_in().await;
        let work = firm.work_for(ANSWERS).await;
        firm.tally.demand(work.answers() >= ANSWERS, || format!("{} answers after a jump to {jump}", work.answers()));
        firm.keep(work);
        firm.check(&format!("at {jump}"));
    }
    firm.rest().await
}
