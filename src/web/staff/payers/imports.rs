//! Files of payers: what is common to every import, in this room.

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{import::Imported, permission::Permission},
    web::{error::WebError, forms::Fields, guard::Rq, imports::Room, page::Area, paths},
};

const ROOM: Room = Room {
    of: Imported::Payers,
    area: Area::Payers,
    home: (paths::PAYERS, "payers-title"),
    list: paths::PAYER_IMPORTS,
    new: paths::NEW_PAYER_IMPORT,
    keys: "import",
};

/// `GET /payers/imports`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.list(app, rq, &staff.user)
}

/// `GET /payers/imports/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    ROOM.draw_new(app, rq, None)
}

/// `POST /payers/imports`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.create((app, rq), &staff.user, (fields, request)).await
}

/// `GET /payers/imports/{id}`: the preview, how far it has got, or what came of it.
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.show((app, rq), &staff.user, (id, request)).await
}

/// `GET /payers/imports/{id}/rows/{row}`: a row to be corrected.
#[handler]
pub async fn show_row(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, row)): Path<(u64, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.show_row((app, rq), &staff.user, (id, row, request))
}

/// `POST /payers/imports/{id}/rows/{row}`
#[handler]
pub async fn update_row(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, row)): Path<(u64, u64)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.update_row((app, rq), &staff.user, (id, row, fields)).await
}

/// `POST /payers/imports/{id}/omissions`: a row is left out, or taken in again.
#[handler]
pub async fn omit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.omit((app, rq), &staff.user, (id, fields)).await
}

/// `POST /payers/imports/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.update((app, rq), &staff.user, (id, fields)).await
}

/// `POST /payers/imports/{id}/confirmation`
#[handler]
pub async fn confirm(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.confirm((app, rq), &staff.user, (id, fields)).await
}

/// `GET /payers/imports/{id}/errors.csv`
#[handler]
pub async fn wrong_rows(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    ROOM.wrong_rows(app, rq, &staff.user, id).await
}
