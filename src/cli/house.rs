//! Building the hall over a data folder.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;

use crate::{
    app::{App, Clock, EngineBooks, Gateways, Ids, Operations, Secrets, SystemClock, exports::Exports},
    captcha::{Captcha, Settings},
    config::Config,
    domain::captcha::Score,
    gateway::sandbox::Sandbox,
    mail::{Keep, Transport, smtp::Smtp},
    search::Index,
    store::{
        migrations::{Identity, current_schema},
        open,
    },
};

/// Where the search index is kept in the data folder.
pub(super) const INDEX_FOLDER: &str = "index";
const SANDBOX_FILE: &str = "sandbox.redb";
const SANDBOX_CACHE_BYTES: usize = 8 << 20;

/// The hall, and what must outlive it.
pub(super) struct House {
    pub(super) app: Arc<App>,
}

/// Opens or creates everything in `folder`. `config` is read from the folder if not given.
pub(super) fn open(folder: &Path, config: Option<Config>) -> anyhow::Result<House> {
    create_private(folder)?;
    let config = match config {
        Some(config) => config,
        None => Config::load(folder, std::env::vars()).context("the settings cannot be used")?,
    };
    let (ids, clock) = (Ids::from_system(), Arc::new(SystemClock::default()));
    let secrets = Secrets::open(folder, &ids).context("the secret cannot be used")?;
    let fresh = Identity {
        database: data_encoding::HEXLOWER.encode(&ids.bytes::<16>()),
        schema: current_schema(),
        created_at: clock.now(),
    };
    let store = open::in_folder(folder, &fresh)?;
    let index = Index::open(Some(&folder.join(INDEX_FOLDER)), store.clone())?;
    let sandbox = open_sandbox(folder, &secrets, clock.clone())?;
    let mail = mail_transport(&config)?;
    let captcha = captcha(&config)?;
    let app = App {
        store,
        index,
        gateways: Gateways::new(sandbox.clone()),
        sandbox,
        mail,
        captcha,
        clock,
        ids,
        secrets,
        config,
        operations: Operations::default(),
        exports: Exports::in_folder(folder).context("the folder for exports")?,
    };
    Ok(House { app: Arc::new(app) })
}

fn open_sandbox(folder: &Path, secrets: &Secrets, clock: Arc<dyn Clock>) -> anyhow::Result<Arc<Sandbox>> {
    let engine = open::Reopening::open(&folder.join(SANDBOX_FILE), SANDBOX_CACHE_BYTES)
        .context("the sandbox processor's books")?;
    let books = Arc::new(EngineBooks(Arc::new(engine)));
    Ok(Arc::new(Sandbox::new(books, secrets.derive("sandbox-webhooks"), Arc::new(move || clock.now()))))
}

fn mail_transport(config: &Config) -> anyhow::Result<Arc<dyn Transport>> {
    match (&config.smtp_url, &config.mail_from) {
        (None, _) => Ok(Arc::new(Keep)),
        (Some(url), Some(from)) => Ok(Arc::new(Smtp::new(url, from)?)),
        (Some(_), None) => anyhow::bail!("smtp_url is set, so mail_from must be set too"),
    }
}

fn captcha(config: &Config) -> anyhow::Result<Captcha> {
    let Some(provider) = config.captcha_provider else { return Ok(Captcha::none()) };
    let settings = Settings {
        provider,
        site_key: config.captcha_site_key.clone(),
        secret: config.captcha_secret.clone(),
        least: Score::of_percent(config.captcha_least_score_percent),
        verify_url: config.captcha_verify_url.clone().unwrap_or_else(|| provider.verify_url().to_owned()),
        everywhere: config.captcha_everywhere,
    };
    Captcha::new(settings).context("captcha_provider is set and cannot be used")
}

/// Makes the data folder, for its owner alone.
pub(super) fn create_private(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))
}

/// Throws the search index of a stopped portal away.
pub(super) fn remove_index(folder: &Path) -> anyhow::Result<()> {
    match std::fs::remove_dir_all(folder.join(INDEX_FOLDER)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Waits until the index has everything up to the journal entry `goal`.
pub(super) async fn wait_for_index(app: &App, goal: u64) -> anyhow::Result<()> {
    while !app.index.wait_for(goal, Duration::from_secs(5)).await {
        tracing::info!(reached = *app.index.reached().borrow(), goal, "indexing");
    }
    Ok(())
}
