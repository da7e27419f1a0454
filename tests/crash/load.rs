//! The firm's staff as a model: they key payments as fast as they are answered, click twice, ask for receipts again, and
//! remember everything that they were told.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{sync::watch, task::JoinSet};

use super::browser::{Browser, Form, Page};

/// How long answers are waited for where something fails all the time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Windows in which payments are keyed at the same time.
pub const WINDOWS: u64 = 8;

/// A card and what comes of charging it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Card {
    Approved,
    Declined,
    /// Approved, and the processor's answer is lost.
    AnswerLost,
    /// The call to the processor is lost on the way there.
    CallLost,
}

impl Card {
    pub const fn number(self) -> &'static str {
        match self {
            Self::Approved => "4242424242424242",
            Self::Declined => "4000000000000002",
            Self::AnswerLost => "4000000000006660",
            Self::CallLost => "4000000000006678",
        }
    }

    const fn of(number: u64) -> Self {
        match number % 10 {
            3 => Self::Declined,
            6 => Self::AnswerLost,
            8 => Self::CallLost,
            _ => Self::Approved,
        }
    }
}

/// What a person was told of a payment that they sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Nothing: the portal went away, or could not say.
    Nothing,
    /// Here is its page.
    Payment(u64),
    /// It was not charged.
    NotCharged,
}

/// A payment that was sent.
#[derive(Clone, Debug)]
pub struct Sent {
    pub form: Form,
    pub card: Card,
    pub told: Told,
}

/// A receipt that was asked for again, and the answer was that it is on its way.
#[derive(Clone, Debug)]
pub struct Resent {
    pub payment: u64,
    pub address: String,
}

/// The work of one stretch of time.
#[derive(Default)]
pub struct Load {
    number: AtomicU64,
    answers: watch::Sender<usize>,
    stop: watch::Sender<bool>,
    sent: Mutex<Vec<Sent>>,
    resent: Mutex<Vec<Resent>>,
}

/// What was sent and answered in one stretch of time.
#[derive(Clone, Debug, Default)]
pub struct Work {
    pub sent: Vec<Sent>,
    pub resent: Vec<Resent>,
}

impl Work {
    /// Adds later work.
    pub fn add(&mut self, later: Self) {
        self.sent.extend(later.sent);
        self.resent.extend(later.resent);
    }

    /// How many answers were given.
    pub fn answers(&self) -> usize {
        self.sent.iter().filter(|sent| sent.told != Told::Nothing).count() + self.resent.len()
    }
}

/// Work that goes on until the portal goes away or [`Working::ended`] is awaited.
pub struct Working {
    load: Arc<Load>,
    windows: JoinSet<()>,
}

/// Begins to work. Payments are numbered from `first` on, so that each is one of a kind.
pub fn begin(staff: &Browser, first: u64) -> Working {
    let load = Arc::new(Load { number: AtomicU64::new(first), ..Load::default() });
    let mut windows = JoinSet::new();
    for _ in 0..WINDOWS {
        let (staff, load) = (staff.clone(), load.clone());
        windows.spawn(async move { while !*load.stop.borrow() && load.key_one(&staff).await.is_some() {} });
    }
    Working { load, windows }
}

impl Working {
    /// Waits until so many answers were given, or everyone has stopped; or for no longer than people would.
    pub async fn answered(&mut self, answers: usize) {
        let mut given = self.load.answers.subscribe();
        tokio::select! {
            _ = given.wait_for(|given| *given >= answers) => {}
            () = async { while self.windows.join_next().await.is_some() {} } => {}
            () = tokio::time::sleep(PATIENCE) => {}
        }
    }

    /// Lets everyone finish what they are at, and gives what they did.
    pub async fn ended(mut self) -> Work {
        self.load.stop.send_replace(true);
        while let Some(window) = self.windows.join_next().await {
            window.unwrap();
        }
        let take = |list: &Mutex<Vec<Sent>>| std::mem::take(&mut *list.lock().unwrap());
        Work { sent: take(&self.load.sent), resent: std::mem::take(&mut *self.load.resent.lock().unwrap()) }
    }
}

impl Load {
    /// Keys one payment; `None` when the portal has gone away or wants to know who this is.
    async fn key_one(&self, staff: &Browser) -> Option<()> {
        let number = self.number.fetch_add(1, Ordering::SeqCst);
        let card = Card::of(number);
        let amount = format!("{}.{:02}", 1 + number / 100, number % 100);
        let Some(form) = staff.try_fill_in(&format!("Crash Payer {number}"), &amount, card.number()).await else {
            // Gone, or the session has ended; or no card can be taken at the moment.
            return staff.try_get("/payments").await.filter(|page| page.status != 303).map(drop);
        };
        // Before it is sent: whoever sends and hears nothing must find out what became of it.
        self.sent.lock().unwrap().push(Sent { form: form.clone(), card, told: Told::Nothing });
        let told = if number.is_multiple_of(5) {
            let click = async || (staff.submit(&form).await, Instant::now());
            let ((one, heard_one), (other, heard_other)) = tokio::join!(click(), click());
            match (told(&one?), told(&other?)) {
                // A click that comes just after the first was refused is another try, and may get through.
                (Told::NotCharged, told @ Told::Payment(_)) if heard_one < heard_other => told,
                (told @ Told::Payment(_), Told::NotCharged) if heard_other < heard_one => told,
                (Told::Nothing, told) | (told, Told::Nothing) => told,
                (one, other) => {
                    assert_eq!(one, other, "{form:?}");
                    one
                }
            }
        } else {
            told(&staff.submit(&form).await?)
        };
        self.note(&form, &told);
        if let (Told::Payment(payment), Card::Approved, 1) = (told, card, number % 4) {
            self.ask_for_a_receipt(staff, payment).await?;
        }
        Some(())
    }

    fn note(&self, form: &Form, told: &Told) {
        if *told == Told::Nothing {
            return;
        }
        let mut sent = self.sent.lock().unwrap();
        sent.iter_mut().rfind(|sent| sent.form.key == form.key).unwrap().told = told.clone();
        self.answers.send_modify(|answers| *answers += 1);
    }

    async fn ask_for_a_receipt(&self, staff: &Browser, payment: u64) -> Option<()> {
        let address = format!("again-{payment}@client.example");
        let page = staff.resend_receipt(&format!("/payments/{payment}"), &address).await?;
        if page.status == 303 && page.location.contains("done=resent") {
            self.resent.lock().unwrap().push(Resent { payment, address });
            self.answers.send_modify(|answers| *answers += 1);
        }
        Some(())
    }
}

/// What an answer says of the payment.
pub fn told(page: &Page) -> Told {
    let result = page.location.strip_prefix("/payments/").and_then(|rest| rest.strip_suffix("/result"));
    match (page.status, result.and_then(|id| id.parse().ok())) {
        (303, Some(id)) => Told::Payment(id),
        (422 | 503, _) if page.body.to_lowercase().contains("nothing was charged") => Told::NotCharged,
        _ => Told::Nothing,
    }
}
