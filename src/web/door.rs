//! The door: takes each request's body in whole, within a size and a time, and bounds what the answer may take.
//!
//! Behind it a slow or endless sender holds up nothing, and a handler that panics or hangs costs one answer. A
//! handler that is cut off at its deadline is dropped where it waits: what must not stop half-way is a service's
//! work, which survives that as it survives a power cut.

use std::{any::Any, sync::Arc, time::Duration};

use poem::{
    Endpoint, IntoResponse, Middleware, Request, Response, Result,
    http::header,
    middleware::{CatchPanic, CatchPanicEndpoint},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    sync::Semaphore,
    time::timeout,
};

use super::{
    forms::{self, MAX_BODY_BYTES, MAX_UPLOAD_BYTES},
    trouble::Trouble,
};

/// What a request may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body, in bytes.
    pub body_bytes: usize,
    /// Time for the whole body to arrive.
    pub body: Duration,
    /// How many bodies are taken in at a time: bounds the memory that senders can fill.
    pub bodies: usize,
    /// Time for the answer, counted from the end of the body.
    pub answer: Duration,
    /// The largest body of a request that brings a file, in bytes.
    pub upload_bytes: usize,
    /// Time for such a body to arrive.
    pub upload: Duration,
    /// How many such bodies are taken in at a time.
    pub uploads: usize,
    /// How long a refused body is still read, so that its sender gets to see the answer.
    pub linger: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: MAX_BODY_BYTES,
            body: Duration::from_secs(10),
            bodies: 256,
            answer: Duration::from_secs(30),
            upload_bytes: MAX_UPLOAD_BYTES,
            upload: Duration::from_secs(120),
            uploads: 2,
            linger: Duration::from_secs(1),
        }
    }
}

/// How much of a refused body is read to its end at most, in bytes.
const LINGER_BYTES: u64 = 4 * 1024 * 1024;

/// Stands in front of every room, inside [`super::headers::Headers`]. The places for files are few and held for long, so
/// the second part says from the head of a request whether its sender may have one.
#[derive(Clone, Copy, Debug)]
pub struct Door<F>(pub Limits, pub F);

type PanicAnswer = fn(Box<dyn Any + Send + 'static>) -> Trouble;

impl<E, F> Middleware<E> for Door<F>
where
    E: Endpoint,
    F: Fn(&Request) -> Result<(), Trouble> + Clone + Send + Sync,
{
    type Output = BehindDoor<E, F>;

    fn transform(&self, inner: E) -> Self::Output {
        let catch: CatchPanic<PanicAnswer> = CatchPanic::new().with_handler(panicked as PanicAnswer);
        BehindDoor {
            inner: catch.transform(inner),
            may_upload: self.1.clone(),
            limits: self.0,
            bodies: Arc::new(Semaphore::new(self.0.bodies)),
            uploads: Arc::new(Semaphore::new(self.0.uploads)),
        }
    }
}

/// What the panic said is in the log of the process, where the panic hook put it; it may hold what a request held,
/// so it goes nowhere else.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Trouble {
    tracing::error!("a handler panicked");
    Trouble::Failed
}

/// An endpoint behind the door.
pub struct BehindDoor<E, F> {
    inner: CatchPanicEndpoint<E, PanicAnswer>,
    may_upload: F,
    limits: Limits,
    bodies: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
}

impl<E, F> Endpoint for BehindDoor<E, F>
where
    E: Endpoint,
    F: Fn(&Request) -> Result<(), Trouble> + Send + Sync,
{
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if let Err(trouble) = self.take_in(&mut request).await {
            return Ok(trouble.into_response());
        }
        timeout(self.limits.answer, self.inner.call(request)).await.unwrap_or_else(|_| {
            tracing::error!("a handler took too long");
            Ok(Trouble::Slow.into_response())
        })
    }
}

impl<E, F> BehindDoor<E, F>
where
    F: Fn(&Request) -> Result<(), Trouble>,
{
    async fn take_in(&self, request: &mut Request) -> Result<(), Trouble> {
        let (room, admitted) = if forms::is_upload(request) {
            let room = Room { most: self.limits.upload_bytes, time: self.limits.upload, places: &self.uploads };
            (room, (self.may_upload)(request))
        } else {
            (Room { most: self.limits.body_bytes, time: self.limits.body, places: &self.bodies }, Ok(()))
        };
        let body = request.take_body();
        if body.is_empty() {
            return Ok(());
        }
        let declared = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
            .unwrap_or_default();
        let mut reader = body.into_async_read();
        let read = match admitted {
            Ok(()) => timeout(room.time, room.read(&mut reader, declared)).await.unwrap_or(Err(Trouble::SlowBody)),
            Err(trouble) => Err(trouble),
        };
        match read {
            Ok(body) => {
                request.set_body(body);
                Ok(())
            }
            Err(trouble) => {
                if trouble == Trouble::TooLarge || admitted.is_err() {
                    let mut rest = reader.take(LINGER_BYTES);
                    // Whatever becomes of the rest, the answer is the same.
                    drop(timeout(self.limits.linger, tokio::io::copy(&mut rest, &mut tokio::io::sink())).await);
                }
                Err(trouble)
            }
        }
    }
}

/// How much of a body is read, in what time, beside how many others.
struct Room<'a> {
    most: usize,
    time: Duration,
    places: &'a Semaphore,
}

impl Room<'_> {
    async fn read(&self, reader: &mut (impl AsyncRead + Unpin + Send), declared: u64) -> Result<Vec<u8>, Trouble> {
        let most = u64::try_from(self.most).unwrap_or(u64::MAX);
        if declared > most {
            return Err(Trouble::TooLarge);
        }
        let _place = self.places.acquire().await.map_err(|_| Trouble::Busy)?;
        let mut body = Vec::new();
        reader.take(most.saturating_add(1)).read_to_end(&mut body).await.map_err(|_| Trouble::Unreadable)?;
        if body.len() > self.most { Err(Trouble::TooLarge) } else { Ok(body) }
    }
}

#[cfg(test)]
mod tests {
    use poem::{Body, EndpointExt as _, endpoint::make, http::StatusCode};

    use super::*;

    const SMALL: Limits = Limits {
        body_bytes: 1_000,
        body: Duration::from_millis(50),
        bodies: 2,
        answer: Duration::from_millis(50),
        upload_bytes: 2_000,
        upload: Duration::from_millis(50),
        uploads: 1,
        linger: Duration::from_millis(50),
    };

    async fn answer(path: &'static str, body: Body) -> Response {
        let rooms = make(|request: Request| async move {
            match request.uri().path() {
                "/panics" => panic!("4111111111111111"),
                "/hangs" => std::future::pending::<()>().await,
                _ => {}
            }
            Ok::<_, poem::Error>(request.into_body().into_vec().await?.len().to_string())
        });
        let endpoint = rooms.with(Door(SMALL, |_: &Request| Ok(())));
        endpoint.get_response(Request::builder().uri(path.parse().unwrap()).body(body)).await
    }

    #[tokio::test]
    async fn whoever_may_bring_no_file_takes_no_place_from_those_who_may() {
        let rooms = make(|request: Request| async move {
            Ok::<_, poem::Error>(request.into_body().into_vec().await?.len().to_string())
        });
        let knows = |request: &Request| request.header("cookie").map(drop).ok_or(Trouble::Forged);
        let limits = Limits { upload: Duration::from_secs(600), linger: Duration::from_secs(600), ..SMALL };
        let endpoint = rooms.with(Door(limits, knows));
        let file = |cookie: Option<&str>, body: Body| {
            let mut request = Request::builder().method(poem::http::Method::POST).uri_str(forms::UPLOAD_PATHS[0]);
            request = request.content_type("multipart/form-data; boundary=x");
            cookie.into_iter().fold(request, |request, cookie| request.header("cookie", cookie)).body(body)
        };
        let (stalled, _open) = tokio::io::duplex(16);
        let stranger = endpoint.get_response(file(None, Body::from_async_read(stalled)));
        tokio::pin!(stranger);
        assert!(timeout(Duration::ZERO, &mut stranger).await.is_err(), "what they send is read for a moment");
        let taken = endpoint.get_response(file(Some("a"), vec![b'x'; 1_500].into())).await;
        assert_eq!(taken.into_body().into_string().await.unwrap(), "1500");
        let refused = endpoint.get_response(file(None, vec![b'x'; 1_500].into())).await;
        assert_eq!(refused.data::<Trouble>(), Some(&Trouble::Forged));
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_that_says_nothing_of_it() {
        let response = answer("/panics", Body::empty()).await;
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.data::<Trouble>(), Some(&Trouble::Failed));
        assert!(!response.into_body().into_string().await.unwrap().contains("4111"));
    }

    #[tokio::test]
    async fn a_handler_that_hangs_is_cut_off() {
        let response = answer("/hangs", Body::empty()).await;
        assert_eq!(response.status(), StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(response.data::<Trouble>(), Some(&Trouble::Slow), "a charge may still be under way");
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_refused_by_time_or_size() {
        let (stalled, _open) = tokio::io::duplex(16);
        let response = answer("/", Body::from_async_read(stalled)).await;
        assert_eq!(response.status(), StatusCode::REQUEST_TIMEOUT);
        let response = answer("/", Body::from_async_read(tokio::io::repeat(b'x'))).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn a_body_of_just_the_limit_comes_through_whole() {
        assert_eq!(answer("/", vec![b'x'; 1_001].into()).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let response = answer("/", vec![b'x'; 1_000].into()).await;
        assert_eq!(response.into_body().into_string().await.unwrap(), "1000");
    }
}
