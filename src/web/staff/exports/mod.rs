//! Lists as files: the addresses that give them, and the page that waits for a long one.
//!
//! Asking for a file is a `GET`, so that a list's address and its file's differ by the ending only; it changes nothing but
//! the journal, which says who took what home.

mod view;

use std::sync::Arc;

use poem::{
    Body, Request, Response, handler,
    http::{StatusCode, header},
    web::{Data, Path},
};

use crate::{
    app::{
        App,
        exports::{Job, State},
    },
    domain::{ids::ImportId, import::Imported, permission::Permission, user::User},
    export::Format,
    i18n::T,
    service::{
        exports::{self, Finished, Grid, MakeError, Outcome},
        importing::{self, ImportError},
        search::{Asked, FindError},
    },
    web::{
        answer,
        asked::{asked, asked_payers, asked_requests},
        error::WebError,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use self::view::{Message, Stage};

/// `GET /payments/export.xlsx`
#[handler]
pub async fn payments_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ExportPayments)?;
    give(app, rq, payments(request), Format::Xlsx).await
}

/// `GET /payments/export.csv`
#[handler]
pub async fn payments_csv(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ExportPayments)?;
    give(app, rq, payments(request), Format::Csv).await
}

/// `GET /outbox/export.xlsx`
#[handler]
pub async fn outbox_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewOutbox)?;
    give(app, rq, Grid::Outbox, Format::Xlsx).await
}

/// `GET /outbox/export.csv`
#[handler]
pub async fn outbox_csv(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewOutbox)?;
    give(app, rq, Grid::Outbox, Format::Csv).await
}

/// `GET /payers/export.xlsx`
#[handler]
pub async fn payers_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    give(app, rq, Grid::Payers(asked_payers(request)), Format::Xlsx).await
}

/// `GET /payers/export.csv`
#[handler]
pub async fn payers_csv(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    give(app, rq, Grid::Payers(asked_payers(request)), Format::Csv).await
}

/// `GET /send-for-payment/sent/export.xlsx`
#[handler]
pub async fn requests_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    give(app, rq, Grid::Requests(asked_requests(request)), Format::Xlsx).await
}

/// `GET /send-for-payment/sent/export.csv`
#[handler]
pub async fn requests_csv(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    give(app, rq, Grid::Requests(asked_requests(request)), Format::Csv).await
}

/// `GET /send-for-payment/bulk/{id}/export.xlsx`
#[handler]
pub async fn links_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    give(app, rq, links(app, &staff.user, id)?, Format::Xlsx).await
}

/// `GET /send-for-payment/bulk/{id}/export.csv`
#[handler]
pub async fn links_csv(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    give(app, rq, links(app, &staff.user, id)?, Format::Csv).await
}

/// The links that came of a file of this person's.
fn links(app: &App, user: &User, id: u64) -> Result<Grid, WebError> {
    match importing::find(app, user, (Imported::Requests, ImportId::new(id))) {
        Ok(head) => Ok(Grid::Links(head.id)),
        Err(ImportError::Store(error)) => Err(error.into()),
        Err(_) => Err(WebError::NotFound),
    }
}

/// `GET /exports/{id}`: how far a file has got; the page asks again by itself where it can.
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<String>) -> Result<Response, WebError> {
    let job = own(app, rq, &id)?;
    let scene = answer::scene(app, rq, Some(area(job.order.permission)))?;
    let body = view::page(&view::Page { t: scene.t, job: &job, stage: stage(&job), back: back(&job), csrf: rq.csrf() });
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("exports-title"), &body)))
}

/// `GET /exports/{id}/file`
#[handler]
pub async fn show_file(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<String>) -> Result<Response, WebError> {
    let job = own(app, rq, &id)?;
    match exports::open(app, &job) {
        Ok(Some(finished)) => Ok(file(finished)),
        Ok(None) => Ok(answer::see_other(&paths::export(&job.id))),
        Err(error) => Err(WebError::Failed(error.to_string())),
    }
}

/// `POST /exports/{id}/cancellation`
#[handler]
pub async fn create_cancellation(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let job = own(app, rq, &id)?;
    exports::stop(app, &job);
    Ok(answer::see_other(&paths::export(&job.id)))
}

/// A job of the person who asks; nobody else's is there.
fn own(app: &App, rq: &Rq, id: &str) -> Result<Arc<Job>, WebError> {
    let person = rq.person()?;
    exports::job(app, &person.user, id).ok_or(WebError::NotFound)
}

/// The payments that the list with the same address shows, on all its pages.
fn payments(request: &Request) -> Grid {
    Grid::Payments(Asked { after: String::new(), ..asked(request, 0) })
}

async fn give(app: &Arc<App>, rq: &Rq, grid: Grid, format: Format) -> Result<Response, WebError> {
    let (user, permission) = (rq.person()?.user.clone(), grid.permission());
    let scene = answer::scene(app, rq, Some(area(permission)))?;
    let (status, message) = match exports::make(app, scene.t, &user, grid, format).await {
        Ok(Outcome::Now(finished)) => return Ok(file(finished)),
        Ok(Outcome::Later(job)) => return Ok(answer::see_other(&paths::export(&job.id))),
        Err(error) => told(scene.t, error)?,
    };
    let body = view::message(scene.t, &message, list(permission));
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

fn stage(job: &Job) -> Stage {
    match &*job.state() {
        State::Waiting => Stage::Waiting,
        State::Writing => Stage::Writing { done: job.progress.done(), total: job.progress.total() },
        State::Ready { bytes, rows, .. } => Stage::Ready { bytes: *bytes, rows: *rows },
        State::Failed => Stage::Failed,
        State::Stopped => Stage::Stopped,
    }
}

fn back(job: &Job) -> &'static str {
    list(job.order.permission)
}

fn list(permission: Permission) -> &'static str {
    match permission {
        Permission::ViewOutbox => paths::OUTBOX,
        Permission::ManagePayers => paths::PAYERS,
        Permission::SendRequests => paths::SENT,
        _ => paths::PAYMENTS,
    }
}

fn area(permission: Permission) -> Area {
    match permission {
        Permission::ViewOutbox => Area::Outbox,
        Permission::ManagePayers => Area::Payers,
        Permission::SendRequests => Area::SendForPayment,
        _ => Area::PaymentManager,
    }
}

/// The file itself, to be saved and not shown.
fn file(finished: Finished) -> Response {
    let Finished { file_name: name, media_type, file, bytes } = finished;
    let disposition = format!("attachment; filename=\"{name}\"; filename*=UTF-8''{}", paths::encoded(&name));
    Response::builder()
        .content_type(media_type)
        .header(header::CONTENT_DISPOSITION, disposition)
        .header(header::CONTENT_LENGTH, bytes)
        .body(Body::from_async_read(tokio::fs::File::from_std(file)))
}
