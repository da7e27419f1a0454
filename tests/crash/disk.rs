//! A disk that is full while payments are taken, and gets space again.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    browser::Browser,
    firm::Firm,
    load::Work,
    portal::{DEMO_PASSWORD, copy, demo_folder, eventually_async},
    tally::Tally,
};

/// A small file system; unmounted when dropped.
pub struct SmallDisk {
    /// Where it is mounted.
    pub folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts one with these arguments of `mount`.
    pub fn mount(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount").args(arguments).arg(folder.path()).status();
        assert!(mounted.is_ok_and(|status| status.success()), "only root can mount: {arguments:?}");
        Self { folder }
    }

    /// Takes all the room that is left.
    fn fill(&self) -> PathBuf {
        let path = self.folder.path().join("ballast");
        let mut ballast = File::options().create(true).append(true).open(&path).unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            while ballast.write_all(&vec![1; size]).is_ok() {}
        }
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a process that is ending may still hold a file.
        drop(Command::new("umount").arg("-l").arg(self.folder.path()).status());
    }
}

pub async fn run() -> Tally {
    let disk = SmallDisk::mount(&["-t", "tmpfs", "-o", "size=32m", "clientpay-crash-test"]);
    let data: &Path = &disk.folder.path().join("data");
    copy(demo_folder().path(), data);
    let mut firm = Firm::open(data).await.with_a_failing_processor();
    let mut failing = 0;
    for round in 0..3 {
        let monitor = firm.portal().browser();
        let mut working = firm.work();
        working.answered(20).await;
        failing += usize::from(starve(&disk, &monitor).await);
        let ballast = disk.fill();
        firm.keep(working.ended().await);
        if round == 1 {
            // With the disk still full: what was answered is there, and it starts by itself once there is room.
            drop(firm.kill(async { Work::default() }).await);
            fs::remove_file(&ballast).unwrap();
            firm.serve();
        } else {
            fs::remove_file(&ballast).unwrap();
        }
        let monitor = firm.portal().browser();
        eventually_async("health", async || (monitor.get("/healthz").await.status == 200).then_some(())).await;
        let work = firm.work_for(20).await;
        firm.tally.demand(work.answers() >= 20, || format!("{} answers with room again", work.answers()));
        firm.keep(work);
        firm.check(&format!("with room again, round {round}"));
    }
    firm.tally
        .notes
        .push(format!("health failed in {failing} of 3 rounds; in others the store had room inside its file"));
    firm.rest().await
}

/// Keeps the disk full until the store has noticed, or has had time to; whether it has.
async fn starve(disk: &SmallDisk, monitor: &Browser) -> bool {
    for _ in 0..200 {
        // What was freed meanwhile is taken again; and whoever signs in writes, where nobody else gets that far.
        disk.fill();
        monitor.try_sign_in("cashier@demo.example", DEMO_PASSWORD).await;
        if monitor.get("/healthz").await.status == 503 {
            return true;
        }
    }
    false
}
