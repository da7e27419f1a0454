//! Alerts: what a person must look at. So far payments whose outcome has been open for too long; failed scheduled
//! payments join with the schedules.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Response, handler, web::Data};

use crate::{
    app::App,
    domain::{permission::Permission, transaction::Transaction},
    i18n::{T, amount},
    service::resolution,
    web::{
        answer,
        error::WebError,
        fragments::{Icon, empty, page_head},
        guard::Rq,
        page, paths,
    },
};

/// `GET /alerts`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let open = resolution::overdue(app, app.now())?;
    let scene = answer::scene(app, rq, None)?;
    let body = sheet(scene.t, &open);
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("alerts-title"), &body)))
}

fn sheet(t: T, open: &[Transaction]) -> Markup {
    html! {
        (page_head(&html! {}, &t.text("alerts-title"), &html! {}, &html! {}))
        div class="card" {
            @if open.is_empty() { (empty(Icon::CircleCheck, &t.text("alerts-none"), &t.text("alerts-none-text"), &html! {})) }
            @else {
                ul class="stack-3 card-body" role="list" {
                    @for transaction in open {
                        li {
                            a href=(paths::payment(transaction.id)) {
                                (t.with("dashboard-open", [("amount", amount::format(transaction.amount, t.locale())), ("payer", transaction.payer_name.clone())]))
                            }
                        }
                    }
                }
            }
        }
    }
}
