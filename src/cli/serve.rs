//! `clientpay serve` and `clientpay healthcheck`.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener as StdListener, TcpStream},
    path::Path,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::{
    app::App,
    config::Config,
    jobs,
    service::{
        passwords::Passwords, payment_pages::admission::Turnstile, reading, sessions::Doorkeeper, setup::SetUpToken,
        throttle::SignInThrottle,
    },
    web::{
        door,
        router::{self, Entrance},
        server::{self, told_to_stop},
    },
};

use super::{control, house, runtime, say};

/// How long a healthcheck waits.
const HEALTH_LIMIT: Duration = Duration::from_secs(5);

/// `clientpay serve`.
pub(super) fn serve(folder: &Path, listen: Option<SocketAddr>) -> anyhow::Result<ExitCode> {
    let mut config = Config::load(folder, std::env::vars()).context("the settings cannot be used")?;
    config.listen = listen.unwrap_or(config.listen);
    let listener = bind(&mut config)?;
    runtime()?.block_on(async {
        let house = house::open(folder, Some(config))?;
        open_doors(&house.app, folder, listener).await
    })
}

/// Takes the address before anything else is opened, and notes the port that was given for port 0.
pub(super) fn bind(config: &mut Config) -> anyhow::Result<StdListener> {
    let listener = StdListener::bind(config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    listener.set_nonblocking(true)?;
    config.listen = listener.local_addr()?;
    Ok(listener)
}

/// Serves until told to stop.
pub(super) async fn open_doors(app: &Arc<App>, folder: &Path, listener: StdListener) -> anyhow::Result<ExitCode> {
    jobs::at_start(app).await;
    control::listen(app.clone(), folder).context("the control socket")?;
    let token = SetUpToken::draw(&app.ids);
    let url = format!("http://{}", app.config.listen);
    if reading::house(app)?.firm.is_none() {
        say(&format!("Set up this portal at {url}/setup?token={}", token.as_str()));
    }
    let doorkeeper = Doorkeeper { passwords: Passwords::default(), throttle: SignInThrottle::new(app.clock.clone()) };
    let portal_doorkeeper =
        Doorkeeper { passwords: doorkeeper.passwords.clone(), throttle: SignInThrottle::new(app.clock.clone()) };
    let endpoint = router::endpoint(
        app.clone(),
        Arc::new(Entrance {
            doorkeeper,
            portal_doorkeeper,
            set_up_token: token,
            turnstile: Turnstile::new(app.clock.clone()),
            patience: router::PATIENCE,
        }),
        door::Limits::default(),
    );
    let listener = TcpListener::from_std(listener)?;
    // Before anybody is told that it listens: whoever waits for that may tell it to stop at once.
    let stopped = told_to_stop().context("signals cannot be received")?;
    let night = jobs::start(app.clone()).await?;
    say(&format!("clientpay {} is listening on {url}", env!("CARGO_PKG_VERSION")));
    let limits = server::Limits { uncounted: app.config.trusted_proxies.clone(), ..server::Limits::default() };
    server::serve(listener, endpoint, limits, stopped).await;
    night.shutdown().await?;
    say("stopped");
    Ok(ExitCode::SUCCESS)
}

/// `clientpay healthcheck`: one small request, without a client library.
pub(super) fn healthcheck(listen: SocketAddr) -> anyhow::Result<ExitCode> {
    let mut stream = TcpStream::connect_timeout(&listen, HEALTH_LIMIT).context("nobody listens")?;
    stream.set_read_timeout(Some(HEALTH_LIMIT))?;
    write!(stream, "GET /healthz HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let good = answer.starts_with("HTTP/1.1 200");
    say(answer.lines().last().unwrap_or_default());
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
