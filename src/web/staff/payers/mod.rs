//! Payers: the list, a payer's page with its tabs, and what staff do with records and methods, each deed a file of its own.

mod fields;
mod form;
mod record;
mod listing;
mod sheet;
mod story;
mod methods;
mod requests;
mod pay;
mod merge;
mod imports;
mod ties;
mod portal;

use std::sync::Arc;

use maud::Markup;
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::PayerId, permission::Permission, user::User},
    service::{
        Authority,
        payers::{
            editing::{self, EditError, Place},
            looking::{self, Found, PayerView},
        },
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

pub use self::{
    imports::{
        confirm as create_import_confirmation, create as create_import, list as list_imports, new as new_import,
        omit as create_import_omission, show as show_import, show_row as show_import_row, update as update_import,
        update_row as update_import_row, wrong_rows as import_wrong_rows,
    },
    listing::list,
    merge::{create as create_merge, duplicates, new as new_merge, separate as create_separation},
    methods::{
        create as create_method, create_default, create_removal, edit as edit_method, list as list_methods,
        new as new_method, new_removal, update as update_method,
    },
    pay::{create as create_payment, new as new_payment},
    portal::{create_invitation, create_withdrawal, new_withdrawal, show as show_portal},
    record::{create, edit, new, update},
    requests::{create as create_request, new as new_request, revoke as create_request_revocation},
    ties::{associations, schedules},
};

/// The payer with this number, or the answer that leads to the one that stands for it.
fn find(app: &App, id: PayerId, part: &str) -> Result<Result<PayerView, Response>, WebError> {
    Ok(match looking::view(app, id)?.ok_or(WebError::NotFound)? {
        Found::Here(view) => Ok(*view),
        Found::Elsewhere(other) if part.is_empty() => Err(answer::see_other(&paths::payer(other))),
        Found::Elsewhere(other) => Err(answer::see_other(&paths::payer_part(other, part))),
    })
}

/// A page of this room, with status 422 when something is wrong with its form.
fn finish(scene: &Scene, title: &str, body: &Markup, failed: bool) -> Response {
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    answer::html_with(status, page::staff(&ctx, title, body))
}

fn scene(app: &App, rq: &Rq) -> Result<Scene, WebError> {
    Ok(answer::scene(app, rq, Some(Area::Payers))?)
}

/// The scene with what was just done told on it.
fn scene_after(app: &App, rq: &Rq, request: &Request) -> Result<Scene, WebError> {
    let scene = scene(app, rq)?;
    let done = forms::query_value(request, "done").unwrap_or_default();
    let key = match done.as_str() {
        "added" => "payer-done-added",
        "saved" => "payer-done-saved",
        "archived" => "payer-done-archived",
        "active" => "payer-done-active",
        "merged" => "payer-done-merged",
        "separated" => "payer-done-separated",
        "method" => "payer-done-method",
        "method-saved" => "payer-done-method-saved",
        "default" => "payer-done-default",
        "removed" => "payer-done-removed",
        "mailed" => "payer-done-mailed",
        "link" => "payer-done-link",
        "revoked" => "payer-done-revoked",
        "invited" => "payer-portal-invited",
        "withdrawn" => "payer-portal-taken",
        _ => return Ok(scene),
    };
    let words = scene.t.text(key);
    Ok(scene.telling(Some((Tone::Positive, words))))
}

fn signed_in(scene: &Scene) -> Result<User, WebError> {
    scene.user.clone().ok_or(WebError::NotFound)
}

/// What of a refused edit is not the form's to explain.
fn other(error: EditError) -> Result<Response, WebError> {
    match error {
        EditError::Merged(id) => Ok(answer::see_other(&paths::payer(id))),
        EditError::NotFound => Err(WebError::NotFound),
        EditError::NotAllowed(not_allowed) => Err(not_allowed.into()),
        EditError::Store(error) => Err(error.into()),
        EditError::Wrong(_) | EditError::Stale(_) | EditError::Unavailable => Err(WebError::Unavailable),
    }
}

/// `GET /payers/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let view = match find(app, PayerId::new(id), "")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let scene = scene_after(app, rq, request)?;
    let rows = looking::payments(app, view.payer.id, None, sheet::RECENT + 1)?;
    let user = signed_in(&scene)?;
    let body = sheet::information(&sheet::Page {
        t: scene.t,
        firm: &scene.firm(),
        view: &view,
        user: &user,
        csrf: rq.csrf(),
        now: app.now(),
        rows: &rows,
    });
    Ok(finish(&scene, &view.payer.name, &body, false))
}

/// Payments of one page of the history.
const PAYMENTS: usize = 50;

/// `GET /payers/{id}/history`
#[handler]
pub async fn history(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let view = match find(app, PayerId::new(id), "history")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let before = forms::query_value(request, "before").and_then(|text| looking::place_in_history(&text));
    let mut rows = looking::payments(app, view.payer.id, before, PAYMENTS + 1)?;
    let more = rows.len() > PAYMENTS;
    rows.truncate(PAYMENTS);
    let next = rows.last().filter(|_| more).map(|row| {
        let before = looking::history_address(&row.transaction);
        format!("{}?before={before}", paths::payer_part(view.payer.id, "history"))
    });
    let scene = scene(app, rq)?;
    let user = signed_in(&scene)?;
    let page = sheet::Page {
        t: scene.t,
        firm: &scene.firm(),
        view: &view,
        user: &user,
        csrf: rq.csrf(),
        now: app.now(),
        rows: &rows,
    };
    let body = sheet::history(&page, before.is_some(), next.as_deref());
    Ok(finish(&scene, &view.payer.name, &body, false))
}

/// `POST /payers/{id}/archival`
#[handler]
pub async fn create_archival(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let id = PayerId::new(id);
    let (place, done) =
        if fields.get("place") == "active" { (Place::Active, "active") } else { (Place::Archived, "archived") };
    match editing::file(app, Authority::Staff(&staff.user), id, place).await {
        Ok(_) => Ok(answer::see_other(&paths::payer_done(id, "", done))),
        Err(error) => other(error),
    }
}
