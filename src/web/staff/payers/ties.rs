//! What a payer is bound by: the tab with their schedules, and the tab with the company, others and matters that they belong
//! with.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::PayerId, payer::Payer, permission::Permission},
    i18n::dates,
    service::{
        payers::{
            associations::{self as known, Associations, LOOKED_AT, Matter},
            looking::PayerView,
        },
        schedules::looking::{self, Row},
    },
    web::{
        answer::Scene,
        error::WebError,
        fragments::{Icon, Look, button_link, card_flush, empty},
        guard::Rq,
        paths,
        schedule_rows::{self, Payers},
    },
};

use super::{
    fields::table_named,
    find, finish, scene,
    sheet::{Page, Tab, head},
    signed_in,
};

/// How many schedules the tab shows.
const SCHEDULES: usize = 100;

/// `GET /payers/{id}/schedules`
#[handler]
pub async fn schedules(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let view = match find(app, PayerId::new(id), "schedules")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let (rows, more) = looking::of_payer(app, view.payer.id, SCHEDULES)?;
    draw(app, rq, &view, Tab::Schedules, |p| schedules_of(p, &rows, more))
}

/// `GET /payers/{id}/associations`
#[handler]
pub async fn associations(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let view = match find(app, PayerId::new(id), "associations")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let found = known::of(app, &view.payer)?;
    draw(app, rq, &view, Tab::Associations, |p| associations_of(p, &found))
}

fn draw(
    app: &App,
    rq: &Rq,
    view: &PayerView,
    tab: Tab,
    inner: impl Fn(&Page<'_>) -> Markup,
) -> Result<Response, WebError> {
    let scene: Scene = scene(app, rq)?;
    let (user, firm) = (signed_in(&scene)?, scene.firm());
    let (t, csrf, now) = (scene.t, rq.csrf(), app.now());
    let page = Page { t, firm: &firm, view, user: &user, csrf, now, rows: &[] };
    let body = html! { (head(&page, tab)) div class="stack" { (inner(&page)) } };
    Ok(finish(&scene, &view.payer.name, &body, false))
}

fn schedules_of(p: &Page<'_>, rows: &[Row], more: bool) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let may = p.user.may(Permission::ManageSchedules) && payer.archived_at.is_none();
    let new = html! {
        @if may { (button_link(Look::Small, &paths::schedule_new(payer.id), &t.text("schedules-new"), Some(Icon::Plus))) }
    };
    let all = paths::with_query(paths::SCHEDULES, &[("payer", &payer.id.to_string())]);
    let body = html! {
        @if rows.is_empty() { (empty(Icon::CalendarClock, &t.text("payer-no-schedules"), "", &html! {})) }
        @else { (schedule_rows::table(t, rows, Payers::Hidden)) }
        @if more { div class="card-foot" { a href=(all) { (t.text("payer-schedules-all")) } } }
    };
    card_flush("payer-schedules", &t.text("schedules-list"), &new, &body)
}

fn associations_of(p: &Page<'_>, found: &Associations) -> Markup {
    let (t, payer) = (p.t, p.payer());
    let company = if payer.company.is_empty() { &payer.name } else { &payer.company };
    html! {
        @if found.company.is_empty() && found.sharing.is_empty() && found.matters.is_empty() {
            div class="card" { (empty(Icon::Users, &t.text("payer-no-associations"), &t.text("payer-no-associations-text"), &html! {})) }
        }
        @if !found.company.is_empty() { (people("payer-same-company", &t.with("payer-same-company", [("company", company.clone())]), &found.company)) }
        @if !found.sharing.is_empty() { (people("payer-same-address", &t.text("payer-same-address"), &found.sharing)) }
        @if !found.matters.is_empty() { (matters(p, found)) }
    }
}

fn people(id: &str, heading: &str, payers: &[Payer]) -> Markup {
    let body = html! {
        ul class="list" role="list" {
            @for payer in payers {
                @let detail = payer.client_number.as_ref().or(payer.emails.first());
                li { div class="list-text" {
                    a href=(paths::payer(payer.id)) { (payer.name) }
                    @if let Some(detail) = detail { " " span class="sub" { (detail) } }
                } }
            }
        }
    };
    card_flush(id, heading, &html! {}, &body)
}

fn matters(p: &Page<'_>, found: &Associations) -> Markup {
    let t = p.t;
    let table = html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" class="col-wide" { (t.text("enter-payment-matter")) }
                th scope="col" class="cell-end" { (t.text("payer-matter-payments")) }
                th scope="col" { (t.text("payer-matter-latest")) }
                th scope="col" { (t.text("schedules-list")) }
            } }
            tbody { @for matter in &found.matters { (matter_row(p, matter)) } }
        }
    };
    let body = html! {
        (table_named(t, "payer-matters", &table))
        @if found.more { div class="card-foot" { p class="hint" { (t.with("payer-matters-latest-only", [("count", LOOKED_AT)])) } } }
    };
    card_flush("payer-matters", &t.text("payer-matters"), &html! {}, &body)
}

fn matter_row(p: &Page<'_>, matter: &Matter) -> Markup {
    // Quotes hold a matter of several words together; one that has a quote itself is looked for by its words.
    let quoted = if matter.name.contains('"') { matter.name.replace('"', " ") } else { format!("\"{}\"", matter.name) };
    let found = paths::payments_found(&format!("matter:{quoted}"));
    let latest = matter.latest.map(|at| dates::date_medium(at, &p.firm.time_zone, p.t.locale()));
    html! {
        tr {
            td { a href=(found) { (matter.name) } }
            td class="num cell-end" { (matter.payments) }
            td class="num nowrap" { (latest.as_deref().unwrap_or("–")) }
            td { @for (place, (id, name)) in matter.schedules.iter().enumerate() { @if place > 0 { ", " } a href=(paths::schedule(*id)) { (name) } } }
        }
    }
}
