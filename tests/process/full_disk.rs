//! A disk that is full: the portal says so and goes on reading; with room again it takes payments, having lost none.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    browser::Browser,
    portal::{APPROVED, Portal, check, copy, demo_folder, eventually_async},
};

/// A small disk in memory; gone when dropped.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// `None` where this user may not mount.
    fn of(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "clientpay-test"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then_some(Self { folder })
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Takes all the room that is left; gives the file that holds it.
    fn fill(&self) -> PathBuf {
        let path = self.path().join("ballast");
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

/// Writes long notes on a payment, each of which stays in its history.
async fn write_notes(staff: &Browser, payment: &str, round: u32) {
    for number in 0..25 {
        let page = staff.get(payment).await;
        if page.status != 200 {
            return;
        }
        let (csrf, version) = (page.field("_csrf"), page.field("version"));
        let note = format!("{round} {number} ").repeat(300);
        let fields = [("_csrf", csrf.as_str()), ("version", version.as_str()), ("note", note.as_str())];
        if staff.post(&format!("{payment}/note"), &fields).await.status != 303 {
            return;
        }
    }
}

#[tokio::test]
async fn a_full_disk_stops_payments_and_loses_none() {
    let Some(disk) = SmallDisk::of(24) else {
        eprintln!("skipped: this user may not mount a disk in memory");
        return;
    };
    let data = disk.path().join("data");
    copy(demo_folder().path(), &data);
    let portal = Portal::serve(&data);
    let (staff, monitor) = (portal.cashier().await, portal.browser());
    let mut answered = 1;
    let before = staff.pay("Before Full", "10.00").await;
    assert_eq!(before.status, 303);
    let payment = before.location.strip_suffix("/result").unwrap().to_owned();
    for round in 0..2 {
        let mut ballast = disk.fill();
        let mut refusals = 0;
        // The files have some room inside, so the first few may still get through.
        for number in 0..400 {
            let Some(form) = staff.try_fill_in(&format!("Full {round} {number}"), "10.00", APPROVED).await else {
                refusals += 1;
                break;
            };
            let answer = staff.submit(&form).await.unwrap();
            match answer.status {
                303 => answered += 1,
                422 | 503 => {
                    assert!(answer.body.to_lowercase().contains("nothing was charged"), "{}", answer.body);
                    refusals += 1;
                    break;
                }
                // The file was given up between two readings of one view: nobody may be told how it ended.
                500 => {
                    assert!(!answer.body.to_lowercase().contains("nothing was charged"), "{}", answer.body);
                    refusals += 1;
                    break;
                }
                other => panic!("{other}: {}", answer.body),
            }
            ballast = disk.fill();
        }
        assert_eq!(refusals, 1, "the disk is full");
        let health = eventually_async("a failing health", async || {
            // Something to write: the sandbox's books may have been the first to find no room, while the store's file
            // has some inside.
            write_notes(&staff, &payment, round).await;
            let health = monitor.get("/healthz").await;
            (health.status == 503).then_some(health)
        })
        .await;
        assert!(health.body.contains("read_only"), "{}", health.body);
        eventually_async("what is committed, under the read-only banner", async || {
            // While the file is being reopened even this page may be refused for a moment, under the same banner.
            let page = staff.get("/payments").await;
            let told = page.body.contains("Read only: payments and changes are paused");
            (told && page.status == 200).then_some(())
        })
        .await;
        fs::remove_file(&ballast).unwrap();
        eventually_async("health", async || (monitor.get("/healthz").await.status == 200).then_some(())).await;
        eventually_async("a payment", async || {
            let form = staff.try_fill_in(&format!("After Full {round}"), "10.00", APPROVED).await?;
            (staff.submit(&form).await?.status == 303).then_some(())
        })
        .await;
        answered += 1;
        let page = eventually_async("the payment in the search", async || {
            let page = staff.get(&format!("/payments?q=after+full+{round}")).await;
            page.body.contains(&format!("After Full {round}")).then_some(page)
        })
        .await;
        assert!(!page.body.contains("Read only"), "the banner is gone");
    }
    let done = check(&data);
    assert!(done.good, "{done:?}");
    let counted = done.out.lines().find_map(|line| line.split_once(" payments, "));
    let payments: u64 = counted.unwrap().0.parse().unwrap();
    assert!(payments >= super::portal::DEMO_PAYMENTS + answered, "{payments} with {answered} answered");
    portal.kill();
    let done = check(&data);
    assert!(done.good, "{done:?}");
}
