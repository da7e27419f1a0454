//! Killed in the middle of a backup and of a restore: live data stay whole, and what is half written is never taken for a
//! backup.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use clientpay::store::{open::ReadOnly, transactions};
use rand::{Rng as _, rngs::StdRng};

use super::{
    firm::Firm,
    load::{Told, Work},
    portal::{Conditions, PROGRAM, Portal, check, copy, demo_folder, in_folder, run as run_command},
    tally::Tally,
};

/// Kills in the middle of a backup.
const BACKUPS: u32 = 8;
/// How long a backup of the demo takes, roughly, in microseconds: the kill falls somewhere on the way.
const TAKES_US: u64 = if cfg!(debug_assertions) { 400_000 } else { 40_000 };
/// The calls of a restore that change something, or make it durable.
const CALLS: [&str; 6] = ["rename", "link", "linkat", "unlink", "fsync", "fdatasync"];

pub async fn run(dice: &mut StdRng) -> Tally {
    let mut tally = killed_in_backups(dice).await;
    let restores = killed_in_restores().await;
    tally.notes.extend(restores.notes.clone());
    tally.add(restores);
    tally
}

/// The portal is killed while it writes a copy and takes payments.
async fn killed_in_backups(dice: &mut StdRng) -> Tally {
    let (folder, copies) = (demo_folder(), tempfile::tempdir().unwrap());
    let (mut firm, mut whole) = (Firm::open(folder.path()).await, 0);
    for number in 0..BACKUPS {
        let before = firm.work_for(10).await;
        firm.keep(before.clone());
        let file = copies.path().join(format!("copy-{number}.redb"));
        let working = firm.work();
        let mut asked = Command::new(PROGRAM)
            .args(["backup", file.to_str().unwrap(), "--data", folder.path().to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_micros(dice.random_range(0..TAKES_US))).await;
        let work = firm.kill(working.ended()).await;
        asked.wait().unwrap();
        if file.exists() {
            whole += 1;
            prove_copy(&file, &mut firm.tally, &before);
        }
        firm.serve();
        firm.send_again(&work).await;
        firm.check("after a kill in the middle of a backup");
    }
    firm.tally.notes.push(format!("{whole} of {BACKUPS} backups were ready before the kill"));
    firm.rest().await
}

fn restore(file: &Path, folder: &Path) -> bool {
    run_command(&["restore", file.to_str().unwrap(), "--data", folder.to_str().unwrap()]).good
}

/// A copy that carries its name is whole, and holds everything that was answered before it was asked for.
fn prove_copy(file: &Path, tally: &mut Tally, before: &Work) {
    let restored = tempfile::tempdir().unwrap();
    if !restore(file, restored.path()) {
        return tally.wrong.push("a backup that carries its name is not whole".to_owned());
    }
    let checked = check(restored.path());
    tally.demand(checked.good, || format!("check of a backup: {} {}", checked.out, checked.err));
    let store = ReadOnly::open(restored.path()).unwrap();
    let reader = store.reader().unwrap();
    for sent in before.sent.iter().filter(|sent| matches!(sent.told, Told::Payment(_))) {
        let known = transactions::transaction_by_key(&reader, &sent.form.key).unwrap();
        tally.demand(known.is_some(), || {
            format!("{} was answered before the backup, and is not in it", sent.form.payer)
        });
    }
}

/// `restore` is killed before each call that changes something, until one gets through: the folder holds either what it
/// held or what the backup holds, and the portal starts.
async fn killed_in_restores() -> Tally {
    let mut tally = Tally::default();
    let (older, newer, elsewhere) = (demo_folder(), demo_folder(), tempfile::tempdir().unwrap());
    let file = elsewhere.path().join("backup.redb");
    let made = run_command(&["backup", file.to_str().unwrap(), "--data", older.path().to_str().unwrap()]);
    assert!(made.good, "{made:?}");
    let mut firm = Firm::open(newer.path()).await;
    let later = firm.work_for(10).await;
    firm.keep(later);
    tally.add(firm.rest().await);
    let held = [summary(older.path()), summary(newer.path())];
    let (mut old, mut fresh) = (0, 0);
    for call in CALLS {
        for number in 1.. {
            let folder = tempfile::tempdir().unwrap();
            copy(newer.path(), folder.path());
            let ended = restore_killed_at((call, number), &file, folder.path());
            let found = prove_either(&held, (call, number), folder.path(), &mut tally);
            if ended.success() {
                break;
            }
            (old, fresh) = if found == held[1] { (old + 1, fresh) } else { (old, fresh + 1) };
        }
    }
    tally.kills += old + fresh;
    tally.notes.push(format!(
        "restores killed at {} points: {old} kept what was there, {fresh} had what was restored",
        old + fresh
    ));
    tally.demand(old > 0 && fresh > 0, || "the points lie all on one side of the change".to_owned());
    tally
}

fn restore_killed_at((call, number): (&str, u64), file: &Path, folder: &Path) -> std::process::ExitStatus {
    let kill = format!("inject={call}:signal=SIGKILL:when={number}");
    Command::new("strace")
        .args(["-f", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &kill])
        .args([PROGRAM, "restore", file.to_str().unwrap()])
        .args(&in_folder("restore", folder)[1..])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("strace is installed")
}

/// The folder holds one of the two, whole, and is served from; gives what it holds.
fn prove_either(held: &[String; 2], (call, number): (&str, u64), folder: &Path, tally: &mut Tally) -> String {
    let at = format!("after a restore killed at {call} number {number}");
    let checked = check(folder);
    let found = summary(folder);
    tally.demand(checked.good && held.contains(&found), || format!("{at}: {} {}", checked.out, checked.err));
    let served = Portal::serve_under(&Conditions::default(), folder);
    tally.demand(served.is_some(), || format!("{at} it does not start"));
    found
}

/// What a check counts in a folder.
fn summary(folder: &Path) -> String {
    check(folder).out.lines().last().unwrap_or("nothing").to_owned()
}
