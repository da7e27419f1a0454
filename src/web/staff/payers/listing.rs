//! The list of payers: one search box, by name or newest, page by page.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Request, Response, handler, web::Data};

use crate::{
    app::App,
    domain::{ids::PayerId, payer::Payer, permission::Permission},
    i18n::{T, dates},
    service::payers::looking,
    store::payers::{Asked, Order, Shelf},
    web::{
        answer,
        asked::asked_payers,
        error::WebError,
        forms,
        fragments::{Icon, Look, button_link, empty, export_links, page_head, table_scroll},
        guard::Rq,
        page, paths,
    },
};

use super::scene;

/// Rows of one page.
const ROWS: usize = 50;

/// `GET /payers`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let asked = asked_payers(request);
    let after = forms::query_value(request, "after").and_then(|text| text.parse().ok()).map(PayerId::new);
    let after = after.map(|id| looking::place(app, &asked, id)).transpose()?.flatten();
    let mut rows = looking::list(app, &asked, after.as_ref(), ROWS + 1)?;
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let next = rows.last().filter(|_| more).map(|(_, payer)| address(&asked, Some(payer.id)));
    let scene = scene(app, rq)?;
    let list = List {
        t: scene.t,
        zone: &scene.firm().time_zone,
        asked: &asked,
        rows: rows.into_iter().map(|(_, payer)| payer).collect(),
        first: after.is_none(),
        next,
        manages: staff.user.may(Permission::ManagePayers),
    };
    let ctx = page::Ctx { wide: true, ..scene.ctx() };
    Ok(answer::html(page::staff(&ctx, &scene.t.text("payers-title"), &view(&list))))
}

fn address(asked: &Asked, after: Option<PayerId>) -> String {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    let sort = if asked.order == Order::Newest { "newest" } else { "" };
    let archived = if asked.shelf == Shelf::Archived { "1" } else { "" };
    let parts = [("q", asked.text.as_str()), ("sort", sort), ("archived", archived), ("after", &after)];
    paths::with_query(paths::PAYERS, &parts)
}

struct List<'a> {
    t: T,
    zone: &'a str,
    asked: &'a Asked,
    rows: Vec<Payer>,
    first: bool,
    next: Option<String>,
    manages: bool,
}

fn view(p: &List<'_>) -> Markup {
    let t = p.t;
    let actions = html! {
        @if p.manages {
            (button_link(Look::Default, paths::PAYER_DUPLICATES, &t.text("payers-duplicates"), Some(Icon::Users)))
            (button_link(Look::Default, paths::NEW_PAYER_IMPORT, &t.text("payers-import"), Some(Icon::Spreadsheet)))
            (button_link(Look::Primary, paths::NEW_PAYER, &t.text("payers-new"), Some(Icon::Plus)))
        }
    };
    html! {
        (page_head(&html! {}, &t.text("payers-title"), &html! { p { (t.text("payers-intro")) } }, &actions))
        section class="card" aria-labelledby="payers-results" {
            h2 class="visually-hidden" id="payers-results" { (t.text("payers-results")) }
            (search(p))
            div id="results" { (results(p)) }
        }
    }
}

fn search(p: &List<'_>) -> Markup {
    let (t, asked) = (p.t, p.asked);
    html! {
        form class="filters" role="search" action=(paths::PAYERS) aria-label=(t.text("payers-search"))
            hx-get=(paths::PAYERS) hx-trigger="input changed delay:200ms, change, submit" hx-target="#results" hx-select="#results"
            hx-swap="outerHTML" hx-sync="this:replace" hx-push-url="true" {
            div class="search" {
                (Icon::Search)
                input type="search" name="q" value=(asked.text) autocomplete="off" aria-label=(t.text("payers-search"))
                    aria-describedby="payers-search-hint" maxlength="200" data-key="/" data-rows;
            }
            p class="hint" id="payers-search-hint" { (t.text("payers-search-hint")) }
            div class="row row-wrap" {
                label class="row" {
                    span class="label" { (t.text("payers-sort")) }
                    select class="input" name="sort" {
                        option value="" selected[asked.order == Order::Name] { (t.text("payers-sort-name")) }
                        option value="newest" selected[asked.order == Order::Newest] { (t.text("payers-sort-newest")) }
                    }
                }
                label class="check" {
                    input type="checkbox" name="archived" value="1" checked[asked.shelf == Shelf::Archived];
                    span { (t.text("payers-archived")) }
                }
                span class="push" {}
                button class="button button-small" type="submit" { (Icon::Search) span { (t.text("payments-search-go")) } }
            }
        }
    }
}

fn results(p: &List<'_>) -> Markup {
    let t = p.t;
    if p.rows.is_empty() {
        let (heading, words) = match (p.asked.text.is_empty(), p.asked.shelf) {
            (false, _) => (t.text("payers-none-found"), t.text("payers-none-found-text")),
            (true, Shelf::Archived) => (t.text("payers-none-archived"), String::new()),
            (true, Shelf::Active) => (t.text("payers-none"), t.text("payers-none-text")),
        };
        return empty(Icon::Users, &heading, &words, &html! {});
    }
    let table = html! {
        table class="table table-two-line table-stack" {
            thead { tr {
                th scope="col" class="col-payer" { (t.text("payer-name")) }
                th scope="col" class="col-more" { (t.text("payer-client-number")) }
                th scope="col" class="col-more" { (t.text("payer-emails")) }
                th scope="col" class="col-more" { (t.text("payer-phones")) }
                th scope="col" class="col-date" { (t.text("payer-since")) }
            } }
            tbody { @for payer in &p.rows { (row(p, payer)) } }
        }
    };
    let query = address(p.asked, None);
    let query = query.split_once('?').map_or("", |(_, query)| query);
    html! {
        (table_scroll(&t.text("payers-title"), &table))
        div class="card-foot row row-wrap" {
            @if p.manages { (export_links(t, paths::PAYERS, query)) }
            span class="push" {}
            @if !p.first { (button_link(Look::Small, &address(p.asked, None), &t.text("payers-first-page"), Some(Icon::ChevronLeft))) }
            @if let Some(next) = &p.next { (button_link(Look::Small, next, &t.text("form-next"), Some(Icon::ChevronRight))) }
        }
    }
}

fn row(p: &List<'_>, payer: &Payer) -> Markup {
    let contact = payer.contacts.first().map(|contact| contact.name.as_str()).unwrap_or_default();
    let below = if payer.company.is_empty() { contact } else { &payer.company };
    html! {
        tr {
            td class="col-payer" {
                a class="row-link" href=(paths::payer(payer.id)) { (payer.name) }
                @if !below.is_empty() { " " span class="sub" { (below) } }
            }
            td class="num nowrap col-more" data-label=(p.t.text("payer-client-number")) { (payer.client_number.as_deref().unwrap_or("–")) }
            td class="col-more" data-label=(p.t.text("payer-emails")) { span class="break" { (payer.emails.first().map_or("–", String::as_str)) } @if payer.emails.len() > 1 { " " span class="sub" { "+" (payer.emails.len() - 1) } } }
            td class="num nowrap col-more" data-label=(p.t.text("payer-phones")) { (payer.phones.first().map_or("–", String::as_str)) }
            td class="num nowrap col-date" data-label=(p.t.text("payer-since")) { (dates::date_medium(payer.created_at, p.zone, p.t.locale())) }
        }
    }
}
