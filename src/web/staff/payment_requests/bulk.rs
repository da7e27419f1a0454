//! Bulk Upload: files of requests for payment. What is common to every import, in this room.

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{import::Imported, permission::Permission},
    export::Format,
    web::{error::WebError, forms::Fields, guard::Rq, imports::Room, page::Area, paths},
};

const ROOM: Room = Room {
    of: Imported::Requests,
    area: Area::SendForPayment,
    home: (paths::SEND, "send-title"),
    list: paths::BULK,
    new: paths::NEW_BULK,
    keys: "bulk",
};

/// `GET /send-for-payment/bulk`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.list(app, rq, &staff.user)
}

/// `GET /send-for-payment/bulk/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    ROOM.draw_new(app, rq, None)
}

/// `POST /send-for-payment/bulk`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.create((app, rq), &staff.user, (fields, request)).await
}

/// `GET /send-for-payment/bulk/{id}`: the preview, how far it has got, or what came of it.
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.show((app, rq), &staff.user, (id, request)).await
}

/// `GET /send-for-payment/bulk/{id}/rows/{row}`: a row to be corrected.
#[handler]
pub async fn show_row(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, row)): Path<(u64, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.show_row((app, rq), &staff.user, (id, row, request))
}

/// `POST /send-for-payment/bulk/{id}/rows/{row}`
#[handler]
pub async fn update_row(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, row)): Path<(u64, u64)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.update_row((app, rq), &staff.user, (id, row, fields)).await
}

/// `POST /send-for-payment/bulk/{id}/omissions`: a row is left out, or taken in again.
#[handler]
pub async fn omit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.omit((app, rq), &staff.user, (id, fields)).await
}

/// `POST /send-for-payment/bulk/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.update((app, rq), &staff.user, (id, fields)).await
}

/// `POST /send-for-payment/bulk/{id}/confirmation`: send all, or make links only.
#[handler]
pub async fn confirm(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.confirm((app, rq), &staff.user, (id, fields)).await
}

/// `GET /send-for-payment/bulk/{id}/errors.csv`
#[handler]
pub async fn wrong_rows(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::SendRequests)?;
    ROOM.wrong_rows(app, rq, &staff.user, id).await
}

/// `GET /send-for-payment/bulk/template.xlsx`
#[handler]
pub async fn template_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    ROOM.template(app, rq, Format::Xlsx)
}

/// `GET /send-for-payment/bulk/template.csv`
#[handler]
pub async fn template_csv(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::SendRequests)?;
    ROOM.template(app, rq, Format::Csv)
}
