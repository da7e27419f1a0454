//! A firm to test with: an [`App`] over memory that fails on cue, with staff, two deposit accounts, the sandbox and a
//! mail transport that does as told. Nothing here reads a clock or sleeps.

pub mod browser;
pub mod counting;
pub mod late;
pub mod post_office;
pub mod records;
pub mod siteverify;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use clientpay::{
    app::{App, FixedClock, Gateways, Ids, Operations, Secrets, exports::Exports},
    captcha::Captcha,
    config::Config,
    domain::{
        delivery::Delivery,
        ids::{MerchantAccountId, OperationKey, TransactionId},
        locale::{Language, Locale},
        money::{Currency, Money},
        time::Timestamp,
        transaction::{Kind, Source, Transaction},
        user::User,
    },
    gateway::{
        ChargeView, Gateway as _, LookUp,
        sandbox::{Sandbox, books::MemoryBooks, cards::CardEntry},
    },
    search::Index,
    service::{
        Authority,
        payers::PayerEntry,
        payments::{self, Extras, Keep, TakeError, TakePayment},
        resolution,
    },
    store::{
        Health, OpenError, Store,
        engine::{
            Direction, Engine,
            faulty::{Fault, Faults, Faulty},
            memory::Memory,
        },
        head::HeadFile,
        migrations::{Identity, Opener},
        outbox,
        table::{Reader, Records as _},
        tables::OUTBOX,
        transactions,
    },
};

use self::post_office::PostOffice;

/// When every test begins.
pub const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000); // 2026-11-22
/// A test card that is approved.
pub const APPROVED: &str = "4242424242424242";
/// The rows up to which an export is answered at once.
pub const QUICK_EXPORT: u64 = 3;
/// A day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// Who a new file is said to be.
pub fn identity() -> Identity {
    Identity { database: "test".into(), schema: 1, created_at: NOW }
}

/// Opens the same faulty engine again, as a file is opened again after a failure.
pub struct Reopening {
    pub engine: Arc<Faulty>,
    pub faults: Faults,
}

impl Reopening {
    pub fn over(engine: impl Engine + 'static, faults: &Faults) -> Self {
        Self { engine: Arc::new(Faulty::new(Arc::new(engine), faults.clone())), faults: faults.clone() }
    }
}

impl Opener for Reopening {
    fn open(&self) -> Result<Arc<dyn Engine>, OpenError> {
        self.faults.reopened();
        Ok(self.engine.clone())
    }

    fn back_up_before_migration(&self, _: &dyn Engine, _: u32) -> Result<(), OpenError> {
        Ok(())
    }
}

/// A store over `memory` that fails on cue.
pub fn faulty_store(memory: &Memory, faults: &Faults) -> Store {
    let opener = Arc::new(Reopening::over(memory.clone(), faults));
    Store::open_retrying(opener, HeadFile::in_memory(), &identity(), Duration::from_millis(1)).unwrap()
}

/// Adds lines to the script of what goes wrong.
pub fn script(faults: &Faults, lines: &[Fault]) {
    for line in lines {
        faults.push(*line);
    }
}

/// Waits until the store takes writes.
pub async fn serving(store: &Store) {
    store.watch_health().wait_for(|health| *health == Health::Serving).await.unwrap();
}

/// The firm. On drop it fails the test if other messages wait in the outbox than the test said.
pub struct TestFirm {
    pub app: Arc<App>,
    pub memory: Memory,
    pub faults: Faults,
    pub books: MemoryBooks,
    pub clock: Arc<FixedClock>,
    pub post: Arc<PostOffice>,
    pub operating: MerchantAccountId,
    pub trust: MerchantAccountId,
    pub admin: User,
    pub billing: User,
    pub cashier: User,
    pub auditor: User,
    seed: AtomicU64,
    expected_waiting: AtomicUsize,
}

impl TestFirm {
    /// A firm that was just set up.
    pub async fn new() -> Self {
        let (memory, faults, books) = (Memory::new(), Faults::new(), MemoryBooks::default());
        let clock = Arc::new(FixedClock::new(NOW));
        let post = Arc::new(PostOffice::default());
        let app = build(&memory, &faults, &books, (&clock, &post), 1);
        let (accounts, users) = records::set_up(&app.store).await;
        let [operating, trust] = accounts;
        let [admin, billing, cashier, auditor] = users;
        let (seed, expected_waiting) = (AtomicU64::new(2), AtomicUsize::new(0));
        Self {
            app,
            memory,
            faults,
            books,
            clock,
            post,
            operating,
            trust,
            admin,
            billing,
            cashier,
            auditor,
            seed,
            expected_waiting,
        }
    }

    /// A portal that nobody has set up yet.
    pub async fn unclaimed() -> Self {
        let mut firm = Self::new().await;
        firm.memory = Memory::new();
        firm.restart();
        firm
    }

    /// The process ends and begins again: what was durable is there, nothing else.
    pub fn restart(&mut self) {
        let seed = self.seed.fetch_add(1, Ordering::SeqCst);
        self.app = build(&self.memory, &self.faults, &self.books, (&self.clock, &self.post), seed);
    }

    /// The firm has a bot check with a provider from now on.
    pub fn checks_with(&mut self, captcha: Captcha) {
        Arc::get_mut(&mut self.app).expect("nobody has the app yet").captcha = captcha;
    }

    /// Says that `count` messages are meant to wait in the outbox when the test ends.
    pub fn leaves_waiting(&self, count: usize) {
        self.expected_waiting.store(count, Ordering::SeqCst);
    }

    pub fn staff(&self) -> Authority<'_> {
        Authority::Staff(&self.cashier)
    }

    pub fn read(&self) -> Reader {
        self.app.store.read().unwrap()
    }

    /// A payment of `amount_minor` US cents to the operating account by Ada Vance.
    pub fn command(&self, amount_minor: i64) -> TakePayment {
        let key = self.app.ids.operation_key();
        TakePayment {
            method_token: self.app.sandbox.client_configuration(&key).method_token,
            key,
            kind: Kind::Sale,
            source: Source::EnterPayment,
            merchant_account: self.operating,
            amount: Money::new(amount_minor, Currency::USD),
            extras: Extras::default(),
            payer: payer("Ada Vance", &["ada@client.example"]),
            locale: Locale::EnUs,
            invoice_number: Some("INV-1041".into()),
            payment_method: None,
            debit: None,
            keep: Keep::No,
            matter: Some("Vance v. Marlow".into()),
            reference: None,
            note: None,
        }
    }

    /// Enters a test card into the card fields of the form with this key.
    pub fn enter_card(&self, key: &OperationKey, number: &str) {
        let entry =
            CardEntry { number, expiry: "12/30", security_code: "", holder: "Ada Vance", postal_code: "", street: "" };
        self.app.sandbox.tokenise(key, entry).unwrap();
    }

    /// Takes a payment as the cashier.
    pub async fn submit(&self, command: TakePayment) -> Result<Transaction, TakeError> {
        payments::take(&self.app, self.staff(), command).await
    }

    /// Takes a payment by a test card.
    pub async fn take(&self, amount_minor: i64, card: &str) -> Result<Transaction, TakeError> {
        let command = self.command(amount_minor);
        self.enter_card(&command.key, card);
        self.submit(command).await
    }

    /// The payment as stored now.
    pub fn stored(&self, id: TransactionId) -> Transaction {
        transactions::transaction(&self.read(), id).unwrap().unwrap()
    }

    pub fn by_key(&self, key: &OperationKey) -> Option<Transaction> {
        transactions::transaction_by_key(&self.read(), key).unwrap()
    }

    /// The payment's messages.
    pub fn deliveries(&self, id: TransactionId) -> Vec<Delivery> {
        outbox::of_transaction(&self.read(), id).unwrap()
    }

    /// What the processor knows of an operation.
    pub async fn charge(&self, key: &OperationKey) -> Option<ChargeView> {
        self.app.sandbox.look_up(LookUp::Key(key)).await.unwrap()
    }

    /// Lets the grace of open outcomes pass and asks about them, as the night porter would.
    pub async fn reconcile_later(&self) {
        for _ in 0..2 {
            resolution::reconcile(&self.app).await.unwrap();
            self.clock.advance_ms(resolution::GRACE_MS);
        }
        resolution::reconcile(&self.app).await.unwrap();
    }

    /// What `clientpay check` finds.
    pub fn violations(&self) -> Vec<String> {
        clientpay::store::check::check(&self.read(), None).violations
    }

    fn waiting(&self) -> Option<usize> {
        let reader = self.app.store.read().ok()?;
        Some(reader.all(OUTBOX, Direction::Forward).ok()?.count())
    }
}

impl Drop for TestFirm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let expected = self.expected_waiting.load(Ordering::SeqCst);
        assert_eq!(self.waiting(), Some(expected), "messages wait in the outbox that the test did not expect");
        assert_eq!(self.faults.left(), 0, "a fault was scripted and never happened");
    }
}

/// Who pays, as keyed.
pub fn payer(name: &str, emails: &[&str]) -> PayerEntry {
    PayerEntry {
        chosen: None,
        name: name.into(),
        client_number: None,
        emails: emails.iter().map(|email| (*email).to_owned()).collect(),
        language: Language::En,
    }
}

/// The one place that builds an [`App`] for tests.
fn build(
    memory: &Memory,
    faults: &Faults,
    books: &MemoryBooks,
    (clock, post): (&Arc<FixedClock>, &Arc<PostOffice>),
    seed: u64,
) -> Arc<App> {
    let time = clock.clone();
    let sandbox_clock = Arc::new(move || clientpay::app::Clock::now(time.as_ref()));
    let store = faulty_store(memory, faults);
    let sandbox = Arc::new(Sandbox::new(Arc::new(books.clone()), [9; 32], sandbox_clock));
    Arc::new(App {
        index: Index::in_memory(store.clone()).expect("an index in memory"),
        store,
        gateways: Gateways::new(sandbox.clone()),
        sandbox,
        mail: post.clone(),
        captcha: Captcha::none(),
        clock: clock.clone(),
        ids: Ids::seeded(seed),
        secrets: Secrets::new([7; 32]),
        config: Config::default(),
        operations: Operations::default(),
        exports: Exports::temporary(QUICK_EXPORT).expect("a temporary folder"),
    })
}
