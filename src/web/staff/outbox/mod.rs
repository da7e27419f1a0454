//! The outbox: mail that has left, waits, failed, or is kept to be read when there is no mail server.

mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::DeliveryId, permission::Permission},
    service::reading,
    web::{
        answer,
        error::WebError,
        forms,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

/// Rows of one page.
const ROWS: usize = 50;

/// `GET /outbox`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ViewOutbox)?;
    let before = forms::query_value(request, "before").and_then(|text| text.parse().ok()).map(DeliveryId::new);
    let mut rows = reading::deliveries(app, before, ROWS + 1)?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let last = rows.last().filter(|_| more);
    let next = last.map(|(delivery, _)| format!("{}?before={}", paths::OUTBOX, delivery.id));
    let scene = answer::scene(app, rq, Some(Area::Outbox))?;
    let body = view::list(scene.t, &scene.firm(), &rows, next.as_deref());
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("outbox-title"), &body)))
}

/// `GET /outbox/{id}`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewOutbox)?;
    let (delivery, message) = reading::delivery(app, DeliveryId::new(id))?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::Outbox))?;
    let body = view::show(scene.t, &scene.firm(), &delivery, message.as_ref());
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("outbox-message"), &body)))
}

/// `GET /outbox/{id}/html`: the message as a mail program would show it, shut off from the page around it.
#[handler]
pub async fn show_html(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewOutbox)?;
    let (_, message) = reading::delivery(app, DeliveryId::new(id))?.ok_or(WebError::NotFound)?;
    let message = message.ok_or(WebError::NotFound)?;
    Ok(Response::builder().content_type("text/html; charset=utf-8").body(message.html))
}

/// `GET /outbox/{id}/file`: the file that would have gone with a message, while it is kept here.
#[handler]
pub async fn show_file(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewOutbox)?;
    let file = reading::attachment(app, DeliveryId::new(id))?.ok_or(WebError::NotFound)?;
    Ok(answer::download(&file.name, &file.media_type, file.content))
}
