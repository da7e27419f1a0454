//! Payment Manager: every payment, found by anything.

mod view;

use std::sync::Arc;

use poem::{Request, Response, handler, web::Data};

use crate::{
    app::App,
    domain::permission::Permission,
    service::search::{self, Asked, FindError, Shown},
    web::{
        answer,
        error::WebError,
        forms,
        guard::Rq,
        page::{self, Area},
    },
};

use self::view::{List, Outcome};

/// Rows of one page of the list.
const ROWS: usize = 25;

/// `GET /payments`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let asked = Asked {
        text: value("q"),
        sort: value("sort"),
        after: value("after"),
        unsuccessful: if value("all").is_empty() { Shown::No } else { Shown::Yes },
        limit: ROWS,
    };
    let page_number = value("page").parse().unwrap_or(1).max(1);
    let mut scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    scene.query.clone_from(&asked.text);
    let firm = scene.firm();
    let found = search::find(app, scene.t, &asked).await;
    let latest;
    let outcome = match &found {
        Ok(results) => Outcome::Found(results),
        Err(FindError::Rebuilding { done, total }) => {
            latest = search::latest(app, ROWS)?;
            Outcome::Rebuilding { latest: &latest, done: *done, total: *total }
        }
        Err(_) => return Err(found.err().map_or(WebError::NotFound, WebError::from)),
    };
    let body = view::list(&List { t: scene.t, firm: &firm, asked: &asked, outcome, page: page_number, now: app.now() });
    let ctx = page::Ctx { wide: true, ..scene.ctx() };
    Ok(answer::html(page::staff(&ctx, &scene.t.text("payments-title"), &body)))
}
