//! `clientpay demo`: an invented firm with a past, served like a real one.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use anyhow::Context as _;

use crate::{
    config::Config,
    service::{
        demo::{self, DemoOptions, Portal},
        outbox,
        passwords::Passwords,
        reading,
    },
    store::open::FILE_NAME,
};

use super::{house, runtime, say, serve};

/// The password of every demo sign-in. Public, and shorter than a real one may be.
const PASSWORD: &str = "clientpay-demo";

/// What was asked for.
pub(super) struct Options {
    pub(super) data: Option<PathBuf>,
    pub(super) listen: SocketAddr,
    pub(super) payments: u64,
    pub(super) seed: u64,
    pub(super) allow_beyond_loopback: bool,
}

/// `clientpay demo`.
pub(super) fn demo(options: &Options) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        options.listen.ip().is_loopback() || options.allow_beyond_loopback,
        "the demo's passwords are public, so it listens on this machine only; say --allow-beyond-loopback if you mean it"
    );
    let temporary = match &options.data {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("clientpay-demo-").tempdir().context("no temporary folder")?),
    };
    let folder =
        options.data.clone().or_else(|| temporary.as_ref().map(|folder| folder.path().to_owned())).unwrap_or_default();
    anyhow::ensure!(
        !folder.join(FILE_NAME).exists(),
        "{} holds data already; serve it with `clientpay serve --data {}`",
        folder.display(),
        folder.display()
    );
    let mut config = Config { listen: options.listen, ..Config::default() };
    let listener = serve::bind(&mut config)?;
    runtime()?.block_on(async {
        let house = house::open(&folder, Some(config))?;
        let app = &house.app;
        let password_hash = Passwords::default().hash(PASSWORD, app.ids.bytes()).await?;
        let fill = DemoOptions { payments: options.payments, seed: options.seed, now: app.now(), password_hash: password_hash.clone() };
        let base_url = outbox::base_url(app);
        let portal = Portal { store: &app.store, sandbox: &app.sandbox, secrets: &app.secrets, base_url: &base_url };
        demo::fill(portal, &fill, &mut |done| {
            if done % 100_000 == 0 {
                tracing::info!(done, of = options.payments, "payments made up");
            }
        })
        .await?;
        demo::schedules(portal, app.now()).await?;
        demo::requests(portal, app.now()).await?;
        demo::portal_login(portal, app.now(), password_hash).await?;
        let goal = *app.store.committed().borrow();
        house::wait_for_index(app, goal).await?;
        let firm = reading::house(app)?.firm.map(|firm| firm.name).unwrap_or_default();
        say(&format!("{firm}, an invented firm with {} payments, in {}", options.payments, folder.display()));
        say(&format!("Sign in as admin@demo.example, billing@demo.example, cashier@demo.example or auditor@demo.example with {PASSWORD}"));
        say(&format!("As a client: client@demo.example with {PASSWORD}, or by a link from the outbox, at {base_url}/portal"));
        serve::open_doors(app, &folder, listener).await
    })
}
