//! Whether anything happens on a connection: a count of bytes' comings and goings, and of requests being answered.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::sleep,
};

/// What has happened on one connection.
#[derive(Default)]
pub(super) struct Activity {
    moves: AtomicU64,
    requests: AtomicUsize,
    working: AtomicUsize,
}

/// A request being answered, until dropped.
pub(super) struct Work(Arc<Activity>);

impl Drop for Work {
    fn drop(&mut self) {
        self.0.moved();
        self.0.working.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Activity {
    /// Counts a request.
    pub(super) fn begin(self: &Arc<Self>) -> Work {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.working.fetch_add(1, Ordering::SeqCst);
        Work(self.clone())
    }

    /// Done when no whole head of a request has come within `limit`, however slowly bytes drip.
    pub(super) async fn never_asked(&self, limit: Duration) {
        sleep(limit).await;
        if self.requests.load(Ordering::SeqCst) > 0 {
            std::future::pending::<()>().await;
        }
    }

    /// Done when for `limit`, or up to half as long again, no byte has moved while no handler was at work.
    pub(super) async fn quiet(&self, limit: Duration) {
        let (mut seen, mut still) = (self.moves.load(Ordering::SeqCst), 0);
        while still < 2 {
            sleep(limit / 2).await;
            let moves = self.moves.load(Ordering::SeqCst);
            let quiet = moves == seen && self.working.load(Ordering::SeqCst) == 0;
            still = if quiet { still + 1 } else { 0 };
            seen = moves;
        }
    }

    fn moved(&self) {
        self.moves.fetch_add(1, Ordering::SeqCst);
    }
}

/// A stream that tells its activity of each byte that moves.
pub(super) struct Watched {
    stream: TcpStream,
    activity: Arc<Activity>,
}

impl Watched {
    pub(super) const fn new(stream: TcpStream, activity: Arc<Activity>) -> Self {
        Self { stream, activity }
    }

    fn note(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(count)) if count > 0) {
            self.activity.moved();
        }
        written
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.activity.moved();
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
