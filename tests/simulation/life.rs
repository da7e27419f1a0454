//! One world from its first day to its last: months of work, with everything that can go wrong going wrong by lot.

use std::{panic::catch_unwind, sync::Arc, time::Duration};

use clientpay::store::{OpenError, transactions};

use crate::{
    disk::{Disk, Image, Platform},
    pages,
    people::{Staff, turn_surcharges_on},
    portal::{Outside, Portal, PostOffice},
    processor::Processor,
    proof, records, schedules, signed_in,
    world::{Telling, World},
};

/// What came of a world.
pub struct Ended {
    /// Of everything that happened, in order.
    pub hash: String,
    pub lines: Vec<String>,
    pub violations: Vec<String>,
    pub days: u64,
}

/// Lives through the world of this seed. One in which something panics has gone wrong.
pub fn live(seed: u64, telling: Telling) -> Ended {
    catch_unwind(|| through(seed, telling)).unwrap_or_else(|panic| {
        let what = panic.downcast_ref::<String>().map_or("something", String::as_str);
        let violations = vec![format!("it panicked: {what}")];
        Ended { hash: String::new(), lines: Vec::new(), violations, days: 0 }
    })
}

fn through(seed: u64, telling: Telling) -> Ended {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let world = Arc::new(World::new(seed, telling));
        let platform = if seed % 16 == 15 { Platform::Redb } else { Platform::Memory };
        let disk = Arc::new(Disk::new(world.clone(), platform));
        let processor = Arc::new(Processor::new(world.clone(), seed % 4 != 3));
        let post = Arc::new(PostOffice::new(world.clone()));
        let outside = Outside { world, disk, processor, post };
        Life { seed, outside, begun: 0, old: None }.live().await
    })
}

struct Life {
    seed: u64,
    outside: Outside,
    /// How many processes there have been.
    begun: u64,
    /// What was on the disk some time ago.
    old: Option<Image>,
}

impl Life {
    async fn live(mut self) -> Ended {
        let world = self.outside.world.clone();
        let mut portal = self.begin().await;
        let (accounts, users) = records::set_up(&portal.app.store).await;
        turn_surcharges_on(&portal.app.store, (accounts[0], users[0].id)).await;
        let agreements = Arc::new(schedules::set_up(&portal.app.store, self.seed, accounts).await);
        let pages = Arc::new(pages::set_up(&portal.app.store, self.seed, accounts[0]).await);
        let signed_in = signed_in::set_up(&portal.app.store, accounts).await;
        let staff = Arc::new(Staff::new(users[0].clone(), accounts, (agreements, pages, signed_in)));
        world.set_calm(false);
        let bursts = world.between(18, 30);
        for _ in 0..bursts {
            portal = self.burst(portal, &staff).await;
            if !world.violations().is_empty() {
                break;
            }
            self.leap(&mut portal).await;
        }
        if world.violations().is_empty() {
            portal = self.rest(portal).await;
            proof::after_a_minute(&portal, &self.outside);
            if world.violations().is_empty() {
                staff.pages.sell_out(&staff, &portal, &self.outside).await;
                staff.requests.pay_up(&staff, &portal, &self.outside).await;
                self.collect_on(&mut portal).await;
                self.read_on(&mut portal).await;
                proof::after_a_minute(&portal, &self.outside);
                schedules::at_rest(&portal, &self.outside, &staff.agreements);
                proof::at_rest(&portal, &self.outside, &staff);
            }
        }
        portal.kill().await;
        let violations = world.violations();
        let (hash, lines, days) = world.end();
        Ended { hash, lines, violations, days }
    }

    /// Begins a process, again and again if it dies at once.
    async fn begin(&mut self) -> Portal {
        let world = self.outside.world.clone();
        loop {
            self.begun += 1;
            world.raise();
            if world.mischief(150) {
                world.light_fuse(world.between(0, 12));
            }
            world.tell(|| format!("process {} begins", self.begun));
            let number = self.seed.wrapping_mul(1_000_003).wrapping_add(self.begun);
            match Portal::begin(&self.outside, number).await {
                Ok(portal) if !world.is_dead() => return portal,
                Ok(portal) => portal.kill().await,
                Err(error) if world.is_dead() => world.tell(|| format!("did not open: {error}")),
                Err(error) => world.tell(|| format!("did not open, tried again: {error}")),
            }
            if world.is_dead() {
                self.outside.disk.cut_power();
            }
            assert!(self.begun < 10_000, "seed {}: the process never begins", self.seed);
        }
    }

    /// A minute or two of work. The process may die in the middle of it.
    async fn burst(&mut self, mut portal: Portal, staff: &Arc<Staff>) -> Portal {
        let world = self.outside.world.clone();
        if world.mischief(350) {
            world.light_fuse(world.between(0, 120));
        }
        for _ in 0..world.between(1, 6) {
            staff.act(&mut portal, &self.outside);
        }
        if world.chance(500) {
            staff.agreements.act(&staff.user, &mut portal, &self.outside);
        }
        if world.chance(400) {
            staff.pages.act(staff, &mut portal, &self.outside);
        }
        if world.chance(400) {
            staff.requests.act(staff, &mut portal, &self.outside);
        }
        for _ in 0..world.between(4, 10) {
            portal.tick();
            if world.mischief(20) {
                self.jump();
            }
            let crashed = tokio::select! {
                biased;
                () = world.crashed.notified() => true,
                () = tokio::time::sleep(Duration::from_secs(10)) => false,
            };
            if world.chance(300) {
                self.outside.disk.free();
            }
            if crashed {
                portal = self.after_the_crash(portal).await;
                proof::at_any_time(&portal, &self.outside, staff);
            }
        }
        if world.chance(100) {
            proof::at_any_time(&portal, &self.outside, staff);
        }
        portal
    }

    async fn after_the_crash(&mut self, portal: Portal) -> Portal {
        let world = self.outside.world.clone();
        let committed = *portal.app.store.committed().borrow();
        portal.kill().await;
        self.outside.disk.cut_power();
        if world.chance(300) {
            self.try_an_old_disk(committed).await;
        }
        if world.chance(300) {
            world.pass(0, 3_600_000).await;
        }
        self.begin().await
    }

    /// I10: somebody puts an older copy in the place of the data, or nothing. It must not be taken for the real one.
    async fn try_an_old_disk(&mut self, committed: u64) {
        let disk = self.outside.disk.clone();
        let noted = *disk.head.lock().unwrap();
        let old = if self.outside.world.chance(500) { self.old.clone() } else { Some(disk.blank()) };
        let Some(old) = old else { return };
        let real = disk.swap(old);
        self.outside.world.raise();
        match Portal::begin(&self.outside, 0).await {
            Err(OpenError::RolledBack { .. } | OpenError::Emptied { .. }) => {}
            Err(error) => self.outside.world.tell(|| format!("the old disk did not open: {error}")),
            Ok(portal) => {
                let opened_at = *portal.app.store.committed().borrow();
                portal.kill().await;
                if opened_at < committed {
                    self.outside.world.wrong("[I10] a store that lost what was committed was opened".to_owned());
                }
            }
        }
        *disk.head.lock().unwrap() = noted;
        disk.swap(real);
    }

    fn jump(&self) {
        let world = &self.outside.world;
        let ms = match world.between(0, 3) {
            0 => world.between(1_000, 60_000),
            1 => world.between(60_000, 86_400_000),
            2 => world.between(86_400_000, 365 * 86_400_000),
            _ => return world.set_right(),
        };
        let ms = i64::try_from(ms).unwrap();
        world.jump(if world.chance(500) { ms } else { -ms });
    }

    /// Days pass in which nobody does anything.
    async fn leap(&mut self, portal: &mut Portal) {
        let world = self.outside.world.clone();
        if world.chance(150) {
            self.old = Some(self.outside.disk.image());
        }
        let most = world.pick(&[1, 8, 26, 24 * 7, 24 * 30, 24 * 60, 24 * 120]);
        let ms = world.between(0, most * 3_600_000);
        tokio::time::advance(Duration::from_millis(ms)).await;
        portal.tick();
        world.pass(1_000, 5_000).await;
    }

    /// Everything goes well again, and a minute passes.
    async fn rest(&mut self, mut portal: Portal) -> Portal {
        let world = self.outside.world.clone();
        world.set_calm(true);
        if world.is_dead() {
            portal = self.after_the_crash(portal).await;
        }
        world.raise();
        self.outside.disk.free();
        for _ in 0..7 {
            portal.tick_without_schedules();
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
        portal
    }

    /// Whatever is due is collected, once the clock is trusted again.
    async fn collect_on(&self, portal: &mut Portal) {
        for _ in 0..12 {
            portal.tick();
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
        for _ in 0..7 {
            portal.tick_without_schedules();
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
    }

    /// However long the news was not read, it is in the end.
    async fn read_on(&self, portal: &mut Portal) {
        for _ in 0..200 {
            let reader = portal.app.store.read().unwrap();
            let cursor = transactions::news_cursor(&reader, "sandbox").unwrap();
            let inbox = transactions::news_inbox(&reader).unwrap();
            if inbox.is_empty() && self.outside.processor.is_read(cursor.as_deref()) {
                break;
            }
            portal.tick_without_schedules();
            tokio::time::sleep(Duration::from_secs(10)).await;
        }
    }
}
