//! The portal's process: the production services over this world's disk, processor, clock and post office. It can be
//! killed at any point, and begun again over what the disk kept.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use clientpay::{
    app::{App, Gateways, Ids, Operations, Secrets, exports::Exports},
    captcha::Captcha,
    config::Config,
    domain::merchant_account::Processor as ProcessorName,
    gateway::sandbox::{Sandbox, books::MemoryBooks},
    jobs,
    mail::{Envelope, Handed, MailError, Transport},
    search::Index,
    service::{alerts, outbox, payment_pages::admission::Turnstile, payment_requests, resolution, schedules},
    store::{OpenError, Store, head::HeadFile, migrations::Identity},
};
use tokio::task::JoinSet;

use crate::{
    NOW,
    disk::{Disk, Drive},
    processor::{DAY_MS, Door, Processor},
    world::World,
};

/// What outlives the process.
#[derive(Clone)]
pub struct Outside {
    pub world: Arc<World>,
    pub disk: Arc<Disk>,
    pub processor: Arc<Processor>,
    pub post: Arc<PostOffice>,
}

/// Takes mail, loses its own answers, and is down at times.
pub struct PostOffice {
    world: Arc<World>,
    /// What was taken: the left part of the Message-ID.
    pub taken: Mutex<Vec<String>>,
}

impl PostOffice {
    pub fn new(world: Arc<World>) -> Self {
        Self { world, taken: Mutex::default() }
    }
}

#[async_trait]
impl Transport for PostOffice {
    async fn send(&self, envelope: &Envelope) -> Result<Handed, MailError> {
        self.world.alive("before mail").await;
        self.world.pass(1, 300).await;
        if self.world.mischief(150) {
            return Err(MailError::Later("connection refused".to_owned()));
        }
        self.taken.lock().unwrap().push(envelope.message_key.clone());
        self.world.tell(|| format!("mail: {}", envelope.message_key));
        self.world.alive("after mail").await;
        if self.world.mischief(50) { Err(MailError::Later("no answer".to_owned())) } else { Ok(Handed::Sent) }
    }

    /// A thousand PDFs prove nothing more than one.
    fn carries_files(&self) -> bool {
        false
    }
}

pub struct Portal {
    pub app: Arc<App>,
    pub turnstile: Arc<Turnstile>,
    outside: Outside,
    tasks: JoinSet<()>,
    /// A round that takes longer than its interval does not overlap with the next one.
    busy: [Arc<tokio::sync::Mutex<()>>; 4],
}

async fn alone(busy: Arc<tokio::sync::Mutex<()>>, round: impl Future<Output = ()>) {
    if let Ok(_alone) = busy.try_lock() {
        round.await;
    }
}

impl Portal {
    /// Begins the process, and does what it does before anyone is served.
    pub async fn begin(outside: &Outside, number: u64) -> Result<Self, OpenError> {
        let mut tasks = JoinSet::new();
        let opener = Arc::new(Drive(outside.disk.clone()));
        let head = HeadFile::kept_in(outside.disk.head.clone());
        let (store, writer) = Store::open_driven(opener, head, &identity())?;
        tasks.spawn(writer);
        let world = outside.world.clone();
        let app = Arc::new(App {
            index: Index::unkept(),
            store,
            gateways: Gateways::new(Arc::new(Door(outside.processor.clone()))),
            sandbox: Arc::new(Sandbox::new(Arc::new(MemoryBooks::default()), [9; 32], Arc::new(|| NOW))),
            mail: outside.post.clone(),
            captcha: Captcha::none(),
            clock: world,
            ids: Ids::seeded(number),
            secrets: Secrets::new([7; 32]),
            config: Config::default(),
            operations: Operations::default(),
            exports: Exports::temporary(0).unwrap(),
        });
        let turnstile = Arc::new(Turnstile::new(app.clock.clone()));
        let mut portal = Self { app, turnstile, outside: outside.clone(), tasks, busy: Default::default() };
        // Nobody waits for what is done at the start: the listener opens once it is done or hangs.
        portal.spawn(|app, _| async move { jobs::at_start(&app).await });
        Ok(portal)
    }

    /// Runs something inside the process: it dies with it.
    pub fn spawn<F>(&mut self, body: impl FnOnce(Arc<App>, Outside) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        self.tasks.spawn(body(self.app.clone(), self.outside.clone()));
    }

    /// One round of the night porter, with the webhooks that have come.
    pub fn tick(&mut self) {
        let [.., run] = self.busy.clone();
        self.spawn(|app, _| {
            alone(run, async move {
                drop(schedules::run_due(&app).await);
                drop(schedules::remind_due(&app).await);
                drop(schedules::enrolling::resume(&app).await);
                drop(payment_requests::waking::wake_due(&app).await);
            })
        });
        self.tick_without_schedules();
    }

    /// A round in which nothing new is collected by itself.
    pub fn tick_without_schedules(&mut self) {
        let [reconcile, news, deliver, _] = self.busy.clone();
        self.spawn(|app, _| {
            alone(reconcile, async move {
                drop(resolution::reconcile(&app).await);
                drop(alerts::watch::round(&app).await);
            })
        });
        self.spawn(|app, _| alone(news, async move { drop(resolution::follow_news(&app).await) }));
        self.spawn(|app, _| alone(deliver, async move { drop(outbox::deliver_due(&app).await) }));
        let webhooks = self.outside.processor.arrived();
        self.spawn(|app, outside| async move {
            for key in webhooks {
                let body = key.as_str().as_bytes().to_vec();
                let world = &outside.world;
                let at = world.now().plus_ms(-i64::try_from(world.between(0, 400_000)).unwrap());
                let (at, body) = if world.mischief(30) { (at, b"an unknown charge".to_vec()) } else { (at, body) };
                let mut signature = Processor::sign(at, &body);
                if world.mischief(50) {
                    signature.push_str("forged");
                }
                drop(resolution::receive_webhook(&app, ProcessorName::Sandbox, &signature, &body).await);
            }
        });
    }

    /// Ends the process at once, whatever it is in the middle of.
    pub async fn kill(mut self) {
        self.tasks.shutdown().await;
    }
}

/// Who the store says it is.
pub fn identity() -> Identity {
    Identity { database: "simulated".to_owned(), schema: 1, created_at: NOW.plus_ms(-DAY_MS) }
}
