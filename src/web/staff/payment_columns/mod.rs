//! Which columns a person sees in lists of payments, and in which order. What is being tried out stands in the address
//! alone; only the last step keeps it.

mod view;

use std::sync::Arc;

use poem::{Request, Response, handler, web::Data};

use crate::{
    app::App,
    domain::column::Column,
    service::users,
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        guard::Rq,
        page::{self, Area},
        paths,
        refusal::local_path,
    },
};

use self::view::{Choosing, Step};

/// `GET /payments/columns`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.person()?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let (tried, step) = (value("columns"), Step::read(&value("do")));
    let kept = staff.user.columns.join(",");
    let mut columns = Column::chosen(if tried.is_empty() { &kept } else { &tried }.split(','));
    if let Some(step) = step {
        step.take(&mut columns);
    }
    let back = value("back");
    let back = local_path(&back).unwrap_or(paths::PAYMENTS);
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let body = view::page(&Choosing { t: scene.t, columns: &columns, step, back, csrf: rq.csrf() });
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("columns-title"), &body)))
}

/// `POST /payments/columns`
#[handler]
pub async fn update(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.person()?;
    let columns = Column::chosen(fields.get("columns").split(','));
    users::set_columns(app, staff.user.id, columns).await.map_err(|_| WebError::Unavailable)?;
    Ok(answer::see_other(local_path(fields.get("back")).unwrap_or(paths::PAYMENTS)))
}
