//! What a handler answers when it cannot answer: mapped to a status here and drawn as a page in the reader's language.
//!
//! The page says what happened to the reader's work and nothing of how the portal is built; the details are logged
//! under the reference number that the page shows.

use std::sync::Arc;

use maud::html;
use poem::{
    Endpoint, IntoResponse, Middleware, Request, Response, Result,
    error::ResponseError,
    http::{HeaderValue, StatusCode, header},
};

use crate::{
    app::App,
    i18n::T,
    service::{NotAllowed, search::FindError},
    store::StoreError,
};

use super::{
    answer, forms,
    fragments::{Icon, Look, button_link},
    guard::Rq,
    headers::is_under,
    page, paths,
    refusal::Refusal,
    trouble::Trouble,
};

/// Why a handler cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// There is nothing under this address for this reader.
    #[error("not found")]
    NotFound,
    /// The reader is turned away.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The reader may not do this.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The store cannot be written at the moment; nothing was changed.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Find(#[from] FindError),
    /// Anything else.
    #[error("{0}")]
    Failed(String),
}

impl WebError {
    /// Why the reader is turned away, if that is what it is.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        if let Self::Refused(refusal) = self { Some(refusal) } else { None }
    }
}

impl ResponseError for WebError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused(refusal) => refusal.status(),
            Self::NotAllowed(_) => StatusCode::FORBIDDEN,
            Self::Unavailable | Self::Store(StoreError::Closed) | Self::Find(FindError::Store(StoreError::Closed)) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Store(_) | Self::Find(_) | Self::Failed(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn as_response(&self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.as_response(),
            other => {
                if other.status().is_server_error() {
                    tracing::error!(error = %other, "a request failed");
                }
                other.status().into_response()
            }
        }
    }
}

/// Draws a page in the place of a bare status.
pub struct Pages(pub Arc<App>);

/// Whether a page is one that clients open without an account.
fn is_for_clients(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    ["/pay", "/paid", "/r", "/receipts", "/methods", "/logos"].into_iter().any(|folder| is_under(path, folder))
}

/// Whether this is a client's, signed in or not.
fn is_clients_own(path: &str) -> bool {
    is_for_clients(path) || is_under(path.split('?').next().unwrap_or_default(), paths::PORTAL)
}

impl<E: Endpoint> Middleware<E> for Pages {
    type Output = WithPages<E>;

    fn transform(&self, inner: E) -> Self::Output {
        WithPages { app: self.0.clone(), inner }
    }
}

/// Rooms whose errors are drawn as pages.
pub struct WithPages<E> {
    app: Arc<App>,
    inner: E,
}

impl<E: Endpoint> Endpoint for WithPages<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Self::Output> {
        let stranger = Rq::stranger(&request);
        let answer = match self.inner.call(request).await {
            Ok(answer) => answer.into_response(),
            Err(error) => error.into_response(),
        };
        let status = answer.status();
        let bare = answer.content_type().is_none_or(|kind| kind.starts_with("text/plain"));
        if !bare || !(status.is_client_error() || status.is_server_error()) {
            return Ok(answer);
        }
        let known = answer.extensions().get::<Arc<Rq>>().cloned();
        Ok(self.draw(known.as_deref().unwrap_or(&stranger), answer))
    }
}

impl<E> WithPages<E> {
    /// What the reader can quote and the log can be searched for.
    fn reference(&self, status: StatusCode) -> String {
        let reference = data_encoding::BASE32_NOPAD.encode(&self.app.ids.bytes::<5>());
        tracing::error!(%reference, %status, "an error page was shown");
        reference
    }

    /// The answer with a page for a body; its status and headers stay.
    fn draw(&self, rq: &Rq, mut answer: Response) -> Response {
        let trouble = answer.extensions().get::<Trouble>().copied();
        let key = key_of(answer.status(), trouble);
        let form = forms::page_of_upload(rq.path().split('?').next().unwrap_or_default())
            .filter(|_| trouble == Some(Trouble::TooLarge));
        // Payment Manager is not for clients.
        let key = match key {
            "error-too-large" if form.is_some() => "error-file-too-large",
            "error-failed" if is_clients_own(rq.path()) => "error-client-failed",
            "error-unavailable" if is_clients_own(rq.path()) => "error-client-unavailable",
            key => key,
        };
        let words = |t: T| (t.text(&format!("{key}-title")), t.text(&format!("{key}-text")));
        answer.headers_mut().remove(header::CONTENT_LENGTH);
        let Ok(scene) = answer::scene(&self.app, rq, None) else {
            // The store cannot be read, so not even the firm's name is known: the words alone.
            let (title, text) = words(T::new(rq.language().default_locale()));
            answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
            answer.set_body(format!("{title}\n{text}\n"));
            return answer;
        };
        let (title, text) = words(scene.t);
        let t = scene.t;
        let reference = answer.status().is_server_error().then(|| self.reference(answer.status()));
        let home = match (trouble, scene.user.is_some()) {
            (Some(Trouble::PortalClosed), _) => None,
            _ if form.is_some() => None,
            (_, true) => Some(paths::DASHBOARD),
            // A client has no start page here, and staff's sign-in is not theirs.
            (_, false) if is_for_clients(rq.path()) => None,
            (_, false) if is_under(rq.path().split('?').next().unwrap_or_default(), paths::PORTAL) => {
                Some(paths::PORTAL)
            }
            (_, false) => Some(paths::SIGN_IN),
        };
        let body = html! {
            section class="card" {
                div class="empty" {
                    (Icon::TriangleAlert.sized(28))
                    h1 { (title) }
                    p { (text) }
                    @if let Some(reference) = reference { p class="mono" { (t.with("error-reference", [("reference", reference)])) } }
                    @if let Some(form) = form { div class="actions" { (button_link(Look::Primary, &form, &t.text("error-back"), None)) } }
                    @if let Some(home) = home { div class="actions" { (button_link(Look::Default, home, &t.text("error-home"), None)) } }
                }
            }
        };
        let page = if scene.user.is_some() {
            page::staff(&scene.ctx(), &title, &body)
        } else {
            page::bare(&scene.ctx(), &title, &body)
        };
        answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        answer.set_body(page.into_string());
        answer
    }
}

const fn key_of(status: StatusCode, trouble: Option<Trouble>) -> &'static str {
    match trouble {
        Some(Trouble::CardNumber) => "error-card-number",
        Some(Trouble::Forged) => "error-forged",
        Some(Trouble::TooLarge) => "error-too-large",
        Some(Trouble::Unreadable | Trouble::SlowBody) => "error-unreadable",
        Some(Trouble::Forbidden) => "error-forbidden",
        Some(Trouble::PortalClosed) => "error-portal-closed",
        Some(Trouble::Busy) => "error-unavailable",
        Some(Trouble::Slow | Trouble::Failed) => "error-failed",
        None => match status.as_u16() {
            403 => "error-forbidden",
            404 | 405 => "error-not-found",
            503 => "error-unavailable",
            400..=499 => "error-unreadable",
            _ => "error-failed",
        },
    }
}
