//! The street side: accepts connections, bounds how many there are and how long one may do nothing, and stops
//! gracefully.
//!
//! poem's own server sets no time limit on a head that never comes, so the loop is ours; HTTP itself is hyper's.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto::Builder,
};
use poem::{
    Endpoint, Request,
    http::uri::Scheme,
    web::{LocalAddr, RemoteAddr},
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{sleep, timeout},
};

use self::activity::{Activity, Watched};

mod activity;

/// What connections may take.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at a time; more wait in the system's queue.
    pub connections: usize,
    /// Connections at a time from one address; more are closed at once.
    pub connections_per_address: usize,
    /// Addresses of trusted proxies, which bring everybody's connections and are not counted.
    pub uncounted: Vec<IpAddr>,
    /// Time for the head of a request to arrive.
    pub head: Duration,
    /// Time after which a connection that moves no byte while no handler works on it is closed.
    pub quiet: Duration,
    /// Time that open requests get when the server stops.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            connections_per_address: 64,
            uncounted: Vec::new(),
            head: Duration::from_secs(10),
            quiet: Duration::from_secs(10),
            stop: Duration::from_secs(10),
        }
    }
}

/// The largest head, and the buffer of each connection, in bytes.
const HEAD_BYTES: usize = 32 * 1024;
/// Requests at a time on one HTTP/2 connection.
const STREAMS: u32 = 32;

/// Answers connections with `endpoint` until `shutdown` is done; then lets open requests finish for a while.
pub async fn serve<E: Endpoint + 'static>(
    listener: TcpListener,
    endpoint: E,
    limits: Limits,
    shutdown: impl Future<Output = ()> + Send,
) {
    let endpoint = Arc::new(endpoint);
    let places = Arc::new(Semaphore::new(limits.connections));
    let addresses = Arc::new(Addresses::default());
    let (closing, closed) = watch::channel(());
    let mut open = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        let (stream, peer, place) = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &places) => accepted,
        };
        while open.try_join_next().is_some() {}
        let Some(seat) = addresses.seat(peer.ip().to_canonical(), &limits) else { continue };
        let connection = answer(stream, peer, endpoint.clone(), limits.clone(), closed.clone());
        open.spawn(async move {
            connection.await;
            drop((place, seat));
        });
    }
    drop((listener, closing));
    if timeout(limits.stop, async { while open.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!(open = open.len(), "connections were cut off at the end");
    }
}

/// Watches from now on whether the process is told to stop, by the terminal or the service manager; done when it is.
///
/// # Errors
/// When the system does not let signals be watched.
pub fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for room before it accepts: what there is no room for waits in the system's queue.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        if let Ok(place) = places.clone().acquire_owned().await {
            match listener.accept().await {
                Ok((stream, peer)) => return (stream, peer, place),
                Err(error) => tracing::warn!(%error, "a connection could not be accepted"),
            }
        }
        // Out of file handles, most likely; trying again at once would only burn the processor.
        sleep(Duration::from_millis(100)).await;
    }
}

/// How many connections each address has.
#[derive(Default)]
struct Addresses(Mutex<HashMap<IpAddr, usize>>);

/// One connection of an address, until dropped.
struct Seat(Arc<Addresses>, IpAddr);

impl Addresses {
    fn seat(self: &Arc<Self>, address: IpAddr, limits: &Limits) -> Option<Seat> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= limits.connections_per_address && !limits.uncounted.contains(&address) {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Seat(self.clone(), address))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.1);
            }
        }
    }
}

async fn answer<E: Endpoint + 'static>(
    stream: TcpStream,
    peer: SocketAddr,
    endpoint: Arc<E>,
    limits: Limits,
    mut closed: watch::Receiver<()>,
) {
    let Ok(local) = stream.local_addr() else { return };
    // Without it small answers may wait for the client's acknowledgement; with it failing they are only slower.
    drop(stream.set_nodelay(true));
    let activity = Arc::new(Activity::default());
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let work = activity.begin();
        let endpoint = endpoint.clone();
        async move {
            let request: Request = (request, LocalAddr(local.into()), RemoteAddr(peer.into()), Scheme::HTTP).into();
            let response = endpoint.get_response(request).await;
            drop(work);
            Ok::<hyper::Response<_>, Infallible>(response.into())
        }
    });
    let builder = protocol(&limits);
    let connection = builder.serve_connection(TokioIo::new(Watched::new(stream, activity.clone())), service);
    tokio::pin!(connection);
    tokio::select! {
        // How a connection ends is the client's affair.
        _ = connection.as_mut() => return,
        () = activity.never_asked(limits.head) => return,
        () = activity.quiet(limits.quiet) => connection.as_mut().graceful_shutdown(),
        _ = closed.changed() => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = connection.as_mut() => {}
        () = activity.quiet(limits.quiet) => {}
    }
}

fn protocol(limits: &Limits) -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
        .keep_alive_interval(Duration::from_secs(20));
    builder
}

#[cfg(test)]
mod tests;
