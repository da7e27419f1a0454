//! The dashboard: what came in today, this month and this year, where it came from, what needs attention, and the
//! latest payments.

mod panels;
mod queries;
mod view;
mod volume;

use std::sync::Arc;

use poem::{Request, Response, handler, web::Data};

use crate::{
    app::App,
    domain::{ids::MerchantAccountId, permission::Permission},
    service::{
        Authority,
        dashboard::{self, Asked, Period, attention},
        search,
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms,
        guard::Rq,
        page::{self, Area},
    },
};

/// How many of the latest payments are shown.
const LATEST: usize = 8;

/// `GET /dashboard`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let scene = answer::scene(app, rq, Some(Area::Dashboard))?;
    let (firm, asked, authority) = (scene.firm(), asked(&scene, request), Authority::Staff(&staff.user));
    let books = dashboard::figures(app, &firm, authority, asked)?;
    let attention = attention::attention(app, &firm, authority)?;
    let latest = search::latest(app, LATEST)?;
    let body = view::page(&view::Dashboard {
        t: scene.t,
        firm: &firm,
        accounts: &scene.house.accounts,
        now: app.now(),
        sees_totals: staff.user.may(Permission::ViewTotals),
        asked,
        books: &books,
        attention: &attention,
        latest: &latest,
    });
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("dashboard-title"), &body)))
}

/// What the address asks for; what it says of an account or a period that there is not counts as not said.
fn asked(scene: &Scene, request: &Request) -> Asked {
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let account = value("account").parse().ok().map(MerchantAccountId::new);
    let account = account.filter(|id| scene.house.accounts.iter().any(|account| account.id == *id));
    let period = value("period");
    let period = Period::ALL.into_iter().find(|known| known.code() == period).unwrap_or_default();
    Asked { account, period }
}
