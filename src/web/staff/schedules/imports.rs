//! Files of schedules: what is common to every import, in this room.

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
    of: Imported::Schedules,
    area: Area::Schedules,
    home: (paths::SCHEDULES, "schedules-title"),
    list: paths::SCHEDULE_IMPORTS,
    new: paths::NEW_SCHEDULE_IMPORT,
    keys: "schedule-import",
};

/// `GET /schedules/imports`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.list(app, rq, &staff.user)
}

/// `GET /schedules/imports/new`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    ROOM.draw_new(app, rq, None)
}

/// `POST /schedules/imports`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.create((app, rq), &staff.user, (fields, request)).await
}

/// `GET /schedules/imports/{id}`: the preview, how far it has got, or what came of it.
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.show((app, rq), &staff.user, (id, request)).await
}

/// `GET /schedules/imports/{id}/rows/{row}`: a row to be corrected.
#[handler]
pub async fn show_row(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, row)): Path<(u64, u64)>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.show_row((app, rq), &staff.user, (id, row, request))
}

/// `POST /schedules/imports/{id}/rows/{row}`
#[handler]
pub async fn update_row(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, row)): Path<(u64, u64)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.update_row((app, rq), &staff.user, (id, row, fields)).await
}

/// `POST /schedules/imports/{id}/omissions`: a row is left out, or taken in again.
#[handler]
pub async fn omit(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.omit((app, rq), &staff.user, (id, fields)).await
}

/// `POST /schedules/imports/{id}`
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.update((app, rq), &staff.user, (id, fields)).await
}

/// `POST /schedules/imports/{id}/confirmation`
#[handler]
pub async fn confirm(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.confirm((app, rq), &staff.user, (id, fields)).await
}

/// `GET /schedules/imports/{id}/errors.csv`
#[handler]
pub async fn wrong_rows(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSchedules)?;
    ROOM.wrong_rows(app, rq, &staff.user, id).await
}

/// `GET /schedules/imports/template.xlsx`
#[handler]
pub async fn template_xlsx(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    ROOM.template(app, rq, Format::Xlsx)
}

/// `GET /schedules/imports/template.csv`
#[handler]
pub async fn template_csv(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSchedules)?;
    ROOM.template(app, rq, Format::Csv)
}
