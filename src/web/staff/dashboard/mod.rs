//! The dashboard: what came in today, this month and this year, and the latest payments.

mod view;

use std::sync::Arc;

use poem::{Response, handler, web::Data};

use crate::{
    app::App,
    domain::permission::Permission,
    service::{dashboard, resolution, search},
    web::{
        answer,
        error::WebError,
        guard::Rq,
        page::{self, Area},
    },
};

/// How many of the latest payments are shown.
const LATEST: usize = 8;

/// `GET /dashboard`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let scene = answer::scene(app, rq, Some(Area::Dashboard))?;
    let firm = scene.firm();
    let figures = dashboard::figures(app, &firm)?;
    let latest = search::latest(app, LATEST)?;
    let open = resolution::overdue(app, app.now())?;
    let body = view::page(&view::Dashboard {
        t: scene.t,
        firm: &firm,
        now: app.now(),
        figures: &figures,
        latest: &latest,
        open: &open,
    });
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("dashboard-title"), &body)))
}
