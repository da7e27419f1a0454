//! A firm whose portal goes through all this: its data folder, who works there, and what they have sent so far.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    books::{Books, Moment, Processor},
    browser::Browser,
    load::{self, Told, Work, Working},
    portal::{Conditions, DEMO_PASSWORD, Portal, check, eventually_async},
    tally::Tally,
};

/// How often a portal is started under conditions in which it may fail to.
const STARTS: u32 = 20;

/// More payments than any stretch of work sends.
const STRETCH: u64 = 10_000;

/// The firm.
pub struct Firm {
    folder: PathBuf,
    portal: Option<Portal>,
    staff: Browser,
    next: u64,
    processor: Processor,
    /// Everything that was sent since it opened.
    pub all: Work,
    /// What was found so far.
    pub tally: Tally,
}

impl Firm {
    /// Opens over a folder that holds the demo.
    pub async fn open(folder: &Path) -> Self {
        Self::open_under(&Conditions::default(), folder).await
    }

    /// Opens with a portal under trying conditions.
    pub async fn open_under(conditions: &Conditions, folder: &Path) -> Self {
        let portal = Portal::serve_under(conditions, folder).expect("it starts");
        let staff = portal.cashier().await;
        let (all, tally) = (Work::default(), Tally::default());
        let processor = Processor::Sound;
        Self { folder: folder.to_owned(), portal: Some(portal), staff, next: 0, processor, all, tally }
    }

    /// The same firm with a processor whose own disk fails: what it cannot note, it does not charge.
    pub fn with_a_failing_processor(self) -> Self {
        Self { processor: Processor::Failing, ..self }
    }

    /// The process that serves.
    pub fn portal(&self) -> &Portal {
        self.portal.as_ref().unwrap()
    }

    /// The window of somebody who is signed in.
    pub fn staff(&self) -> Browser {
        self.staff.at(&self.portal().url)
    }

    /// Signs in again: the old session has ended, or the clock says so.
    pub async fn sign_in(&mut self) {
        let staff = self.portal().browser();
        eventually_async("signing in", async || {
            (staff.try_sign_in("cashier@demo.example", DEMO_PASSWORD).await == Some(303)).then_some(())
        })
        .await;
        self.staff = staff;
    }

    /// The number of the next payment that is not sent by [`Firm::work`].
    pub fn number(&mut self) -> u64 {
        self.next += STRETCH;
        self.next - STRETCH
    }

    /// Begins to work.
    pub fn work(&mut self) -> Working {
        let first = self.number();
        load::begin(&self.staff(), first)
    }

    /// Works until so many answers were given.
    pub async fn work_for(&mut self, answers: usize) -> Work {
        let mut working = self.work();
        working.answered(answers).await;
        working.ended().await
    }

    /// Ends the process as the power would, waits for what those who worked have to say, and compares the books.
    pub async fn kill(&mut self, working: impl Future<Output = Work>) -> Work {
        self.portal.take().unwrap().kill();
        let work = working.await;
        self.tally.kills += 1;
        self.compare(&work, Moment::Crashed).await;
        self.all.add(work.clone());
        work
    }

    /// Ends the process, does something before anybody else can, and gives what was sent and told until then.
    pub async fn cut_off(mut self, working: Working, at_once: impl FnOnce()) -> Work {
        self.portal.take().unwrap().kill();
        at_once();
        working.ended().await
    }

    /// Keeps what was done while the process went on.
    pub fn keep(&mut self, work: Work) {
        self.all.add(work);
    }

    async fn compare(&mut self, work: &Work, moment: Moment) {
        match Books::open(&self.folder) {
            Ok(books) => {
                let found = books.compare(work, moment, self.processor).await;
                let counted = moment == Moment::AtRest;
                let (sent, answered) = if counted { (found.sent, found.answered) } else { (0, 0) };
                self.tally.add(Tally { sent, answered, ..found });
            }
            Err(error) => self.tally.wrong.push(format!("the books cannot be opened: {error}")),
        }
    }

    /// Starts the portal again.
    pub fn serve(&mut self) {
        let began = Instant::now();
        self.portal = Some(Portal::serve(&self.folder));
        self.tally.restarts.push(began.elapsed());
    }

    /// Starts the portal under trying conditions; it may end before it listens, and then it is started again.
    pub fn serve_under(&mut self, conditions: &Conditions) {
        let started = (0..STARTS).find_map(|_| Portal::serve_under(conditions, &self.folder));
        self.portal = Some(started.expect("it never started"));
    }

    /// Sends again what was sent and not answered, and a few of the others: nobody is charged again, and everybody hears
    /// what became of their payment.
    pub async fn send_again(&mut self, work: &Work) {
        let staff = self.staff();
        for (index, sent) in work.sent.iter().enumerate() {
            let again = match sent.told {
                Told::Nothing => true,
                Told::Payment(_) => index.is_multiple_of(8),
                // Sending it again would be a new attempt, and charged.
                Told::NotCharged => false,
            };
            if !again {
                continue;
            }
            let page = staff.submit(&sent.form).await.expect("the portal serves");
            let (status, told) = (page.status, load::told(&page));
            self.tally.demand(matches!(told, Told::Payment(_)), || {
                format!("{} was sent again and answered {status}", sent.form.payer)
            });
            if let (Told::Payment(first), Told::Payment(again)) = (&sent.told, told) {
                self.tally.demand(*first == again, || format!("{} led to {first} and to {again}", sent.form.payer));
            }
        }
    }

    /// Runs `check` over the folder, served or not.
    pub fn check(&mut self, when: &str) {
        let done = check(&self.folder);
        self.tally.demand(done.good, || format!("check {when}: {} {}", done.out, done.err));
    }

    /// Waits until no outcome is open, stops, and compares everything that was ever sent with the books.
    pub async fn rest(mut self) -> Tally {
        let staff = self.staff();
        eventually_async("every outcome", async || {
            (staff.metric("clientpay_payments_unresolved").await == 0).then_some(())
        })
        .await;
        self.check("at rest, served");
        let (status, _) = self.portal.take().unwrap().stop();
        self.tally.demand(status.success(), || format!("stopping ended with {status}"));
        self.check("at rest, stopped");
        let all = std::mem::take(&mut self.all);
        self.compare(&all, Moment::AtRest).await;
        self.tally
    }
}
