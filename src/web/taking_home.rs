//! Answering with a list as a file: at once, by leading to the page that waits for it, or by saying why there is none.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response,
    http::{StatusCode, header},
};

use crate::{
    app::{App, exports::Job},
    domain::permission::Permission,
    export::Format,
    i18n::{T, numbers},
    service::{
        exports::{self, Finished, Grid, MakeError, Outcome},
        search::FindError,
    },
};

use super::{
    answer,
    error::WebError,
    fragments::{Icon, Look, breadcrumb, button_link, empty, page_head},
    guard::Rq,
    page::{self, Area},
    paths,
};

/// Where a file was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The part of the menu.
    pub area: Area,
    /// What that is called.
    pub name: &'static str,
    /// The page.
    pub path: String,
}

impl Place {
    fn of(permission: Permission, back: Option<&str>) -> Self {
        let (area, name, path) = match permission {
            Permission::ViewOutbox => (Area::Outbox, "outbox-title", paths::OUTBOX),
            Permission::ManagePayers => (Area::Payers, "payers-title", paths::PAYERS),
            Permission::SendRequests => (Area::SendForPayment, "sent-title", paths::SENT),
            _ if back.is_some() => (Area::PaymentManager, "reports-title", paths::REPORTS),
            _ => (Area::PaymentManager, "payments-title", paths::PAYMENTS),
        };
        Self { area, name, path: back.unwrap_or(path).to_owned() }
    }

    /// Where a file that is being made was asked for.
    #[must_use]
    pub fn of_job(job: &Job) -> Self {
        Self::of(job.order.permission, job.order.back.as_deref())
    }
}

/// Something that went wrong, in words.
pub struct Message {
    /// What.
    pub title: String,
    /// What can be done.
    pub text: String,
}

impl Message {
    /// The words under `key` and `key-text`.
    #[must_use]
    pub fn of(t: T, key: &str) -> Self {
        Self { title: t.text(key), text: t.text(&format!("{key}-text")) }
    }

    fn rebuilding(t: T, done: u64, total: u64) -> Self {
        let number = |number: u64| numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), t.locale());
        let text = t.with("exports-rebuilding-text", [("done", number(done)), ("total", number(total))]);
        Self { title: t.text("exports-rebuilding"), text }
    }
}

/// The list as a file for the person who asks.
///
/// # Errors
/// [`WebError`] when they may not have it, or something other than the file's making failed.
pub async fn give(app: &Arc<App>, rq: &Rq, grid: Grid, format: Format) -> Result<Response, WebError> {
    let user = rq.person()?.user.clone();
    let back = if let Grid::Report(asked) = &grid { Some(asked.back.clone()) } else { None };
    let place = Place::of(grid.permission(), back.as_deref());
    let scene = answer::scene(app, rq, Some(place.area))?;
    let (status, message) = match exports::make(app, scene.t, &user, grid, format).await {
        Ok(Outcome::Now(finished)) => return Ok(file(finished)),
        Ok(Outcome::Later(job)) => return Ok(answer::see_other(&paths::export(&job.id))),
        Err(error) => told(scene.t, error)?,
    };
    let body = page(scene.t, &message, &place);
    Ok(answer::html_with(status, page::staff(&scene.ctx(), &scene.t.text("exports-title"), &body)))
}

/// What the page says of a file that was not made.
fn told(t: T, error: MakeError) -> Result<(StatusCode, Message), WebError> {
    match error {
        MakeError::NotAllowed(error) => Err(error.into()),
        MakeError::Store(error) => Err(error.into()),
        MakeError::NotNoted => Err(WebError::Unavailable),
        MakeError::Find(FindError::Rebuilding { done, total }) => {
            Ok((StatusCode::SERVICE_UNAVAILABLE, Message::rebuilding(t, done, total)))
        }
        MakeError::Find(error) => Err(error.into()),
        MakeError::TooMany(_) => Ok((StatusCode::SERVICE_UNAVAILABLE, Message::of(t, "exports-busy"))),
        MakeError::File(_) | MakeError::Broken(_) => {
            tracing::error!(%error, "an export failed");
            Ok((StatusCode::INSUFFICIENT_STORAGE, Message::of(t, "exports-failed")))
        }
    }
}

/// A page for a file that was not made.
fn page(t: T, message: &Message, place: &Place) -> Markup {
    let back = button_link(Look::Default, &place.path, &t.text("exports-back"), None);
    html! {
        (page_head(&crumb(t, place), &t.text("exports-title"), &html! {}, &html! {}))
        section class="card" { (empty(Icon::TriangleAlert, &message.title, &message.text, &back)) }
    }
}

/// The way back to where a file was asked for.
#[must_use]
pub fn crumb(t: T, place: &Place) -> Markup {
    breadcrumb(&place.path, &t.text(place.name), &t.text("exports-title"))
}

/// The file itself, to be saved and not shown.
#[must_use]
pub fn file(finished: Finished) -> Response {
    let Finished { file_name, media_type, file, bytes } = finished;
    let mut answer = answer::download_file(&file_name, media_type, file);
    answer.headers_mut().insert(header::CONTENT_LENGTH, bytes.into());
    answer
}
