//! Lists as files: the addresses that give them, and the page that waits for a long one.
//!
//! Asking for a file is a `GET`, so that a list's address and its file's differ by the ending only; it changes nothing but
//! the journal, which says who took what home.

mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::{
        App,
        exports::{Job, State},
    },
    domain::{ids::ImportId, import::Imported, permission::Permission, user::User},
    export::Format,
    service::{
        exports::{self, Grid},
        importing::{self, ImportError},
        search::Asked,
    },
    web::{
        answer,
        asked::{asked, asked_payers, asked_requests},
        error::WebError,
        guard::Rq,
        page, paths,
        taking_home::{Place, file, give},
    },
};

use self::view::Stage;

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
    let place = Place::of_job(&job);
    let scene = answer::scene(app, rq, Some(place.area))?;
    let body = view::page(&view::Page { t: scene.t, job: &job, stage: stage(&job), place: &place, csrf: rq.csrf() });
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

fn stage(job: &Job) -> Stage {
    match &*job.state() {
        State::Waiting => Stage::Waiting,
        State::Writing => Stage::Writing { done: job.progress.done(), total: job.progress.total() },
        State::Ready { bytes, rows, .. } => Stage::Ready { bytes: *bytes, rows: *rows },
        State::Failed => Stage::Failed,
        State::Stopped => Stage::Stopped,
    }
}
