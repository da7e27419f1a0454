//! The power fails: what was not synced is gone. The data folder is on a file system in a file; the process is killed, and
//! the file is copied as it is. What the kernel still held in memory is not in the copy, as it would not be on a disk.
//!
//! The negative control does the same with syncing disabled, and must lose what was answered: a test that could not find a
//! loss would prove nothing.

use std::{path::Path, process::Command};

use rand::{Rng as _, rngs::StdRng};

use super::{
    books::{Books, Moment, Processor},
    disk::SmallDisk,
    firm::Firm,
    portal::{Conditions, Portal, check, copy, demo_folder},
    tally::Tally,
};

const CUTS: usize = 6;
const CONTROLS: usize = 2;

/// Runs a command that must succeed.
fn run_well(program: &str, arguments: &[&str]) {
    let ended = Command::new(program).args(arguments).status();
    assert!(ended.as_ref().is_ok_and(std::process::ExitStatus::success), "{program} {arguments:?}: {ended:?}");
}

/// Mounts the file system in a file. It writes nothing by itself for as long as a round takes.
fn mounted(image: &Path) -> SmallDisk {
    SmallDisk::mount(&["-o", "loop,commit=300", image.to_str().unwrap()])
}

/// One round; what was found on the disk after the cut.
async fn cut(conditions: &Conditions, answers: usize) -> Result<Tally, String> {
    let folder = tempfile::tempdir().unwrap();
    let (image, copied) = (folder.path().join("disk.img"), folder.path().join("after.img"));
    let (before, after) = (image.to_str().unwrap(), copied.to_str().unwrap());
    run_well("truncate", &["-s", "192M", before]);
    run_well("mkfs.ext4", &["-q", "-F", before]);
    let disk = mounted(&image);
    let data = disk.folder.path().join("data");
    copy(demo_folder().path(), &data);
    run_well("sync", &["-f", data.to_str().unwrap()]);
    let mut firm = Firm::open_under(conditions, &data).await;
    let mut working = firm.work();
    working.answered(answers).await;
    let work = firm.cut_off(working, || run_well("cp", &["--sparse=always", before, after])).await;
    drop(disk);
    let disk = mounted(&copied);
    let data = disk.folder.path().join("data");
    let mut tally = Books::open(&data)?.compare(&work, Moment::Crashed, Processor::Sound).await;
    let checked = check(&data);
    tally.demand(checked.good, || format!("check after the cut: {} {}", checked.out, checked.err));
    let portal = Portal::serve_under(&Conditions::default(), &data).ok_or("it does not start")?;
    let (status, _) = portal.stop();
    tally.demand(status.success(), || format!("stopping ended with {status}"));
    tally.kills = 1;
    Ok(tally)
}

pub async fn run(dice: &mut StdRng) -> Tally {
    let mut whole = Tally::default();
    for number in 0..CUTS {
        match cut(&Conditions::default(), dice.random_range(1..80)).await {
            Ok(tally) => whole.add(tally),
            Err(error) => whole.wrong.push(format!("power cut {number}: {error}")),
        }
    }
    let mut missed = 0;
    for _ in 0..CONTROLS {
        let before = vec!["eatmydata".to_owned()];
        let found = cut(&Conditions { before, ..Conditions::default() }, 60).await;
        missed += found.map_or(1, |tally| tally.lost.len());
    }
    whole.demand(missed > 0, || "with syncing disabled nothing was lost: this test finds no losses".to_owned());
    whole.notes.push(format!("with syncing disabled {missed} answers were lost in {CONTROLS} cuts, as they must be"));
    whole
}
