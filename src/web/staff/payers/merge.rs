//! Making one of two records: likely pairs, the two side by side with what comes of them, and the way back.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::PayerId,
        payer::{Payer, merging::combined},
        permission::Permission,
    },
    i18n::{T, amount},
    service::{
        Authority,
        payers::{
            editing::EditError,
            looking::{self, PayerView},
            merging::{self, MergeError},
        },
    },
    store::payers::Asked,
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{Icon, Look, Tone, breadcrumb, button, button_link, card_flush, csrf, empty, note, page_head},
        guard::Rq,
        paths,
    },
};

use super::{
    fields::{Form, table_named},
    find, finish, other, scene,
};

/// Groups of one page, and matches of one search.
const GROUPS: usize = 50;
const MATCHES: usize = 20;

/// `GET /payers/duplicates`
#[handler]
pub async fn duplicates(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let groups = looking::duplicates(app, GROUPS)?;
    let scene = scene(app, rq)?;
    let t = scene.t;
    let title = t.text("payers-duplicates");
    let body = html! {
        (page_head(&breadcrumb(paths::PAYERS, &t.text("payers-title"), &title), &title, &html! { p { (t.text("payers-duplicates-intro")) } }, &html! {}))
        div class="card" {
            @if groups.is_empty() { (empty(Icon::Users, &t.text("payers-duplicates-none"), "", &html! {})) } @else {
                ul class="list list-wrap" role="list" { @for group in &groups { (pair(t, group)) } }
            }
        }
    };
    Ok(finish(&scene, &title, &body, false))
}

fn pair(t: T, group: &[Payer]) -> Markup {
    let Some((first, others)) = group.split_first() else { return html! {} };
    html! {
        li {
            div class="list-text" {
                a href=(paths::payer(first.id)) { (first.name) } " " (details(first))
                @for payer in others { div { a href=(paths::payer(payer.id)) { (payer.name) } " " (details(payer)) } }
            }
            div class="actions" {
                @for payer in others {
                    a class="button button-small" href=(paths::payer_merge(first.id, payer.id)) {
                        (t.text("payer-merge-compare")) span class="visually-hidden" { ": " (first.name) ", " (payer.name) }
                    }
                }
            }
        }
    }
}

fn details(payer: &Payer) -> Markup {
    let parts = payer.client_number.iter().chain(payer.emails.first()).map(String::as_str);
    html! { span class="sub" { (parts.collect::<Vec<_>>().join(", ")) } }
}

/// `GET /payers/{id}/merge`: the other record is chosen by `?other=`, or looked for by `?q=`.
#[handler]
pub async fn new(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let chosen = forms::query_value(request, "other").and_then(|text| text.parse().ok()).map(PayerId::new);
    match chosen.filter(|other| *other != PayerId::new(id)) {
        Some(chosen) => draw(app, rq, (PayerId::new(id), chosen), None),
        None => choose(app, rq, PayerId::new(id), &forms::query_value(request, "q").unwrap_or_default()),
    }
}

fn choose(app: &App, rq: &Rq, id: PayerId, text: &str) -> Result<Response, WebError> {
    let view = match find(app, id, "merge")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let asked = Asked { text: text.to_owned(), ..Asked::default() };
    let found = if text.is_empty() { Vec::new() } else { looking::list(app, &asked, None, MATCHES)? };
    let found: Vec<Payer> = found.into_iter().map(|(_, payer)| payer).filter(|payer| payer.id != id).collect();
    let shown = if text.is_empty() { &view.alike } else { &found };
    let (scene, payer) = (scene(app, rq)?, &view.payer);
    let t = scene.t;
    let title = t.text("payer-merge-choose");
    let body = html! {
        (page_head(&breadcrumb(&paths::payer(id), &payer.name, &t.text("payer-merge")), &title, &html! { p { (t.with("payer-merge-choose-text", [("name", payer.name.clone())])) } }, &html! {}))
        section class="card" aria-labelledby="merge-found" {
            h2 class="visually-hidden" id="merge-found" { (t.text("payers-results")) }
            form class="filters filters-line" role="search" action=(paths::payer_part(id, "merge")) {
                div class="search" { (Icon::Search) input type="search" name="q" value=(text) autocomplete="off" aria-label=(t.text("payers-search")) maxlength="200"; }
                (button(Look::Default, &t.text("payments-search-go"), Some(Icon::Search)))
            }
            @if shown.is_empty() { (empty(Icon::Users, &t.text("payers-none-found"), "", &html! {})) } @else {
                ul class="list list-wrap" role="list" {
                    @for other in shown {
                        li {
                            div class="list-text" { b { (other.name) } " " (details(other)) }
                            a class="button button-small" href=(paths::payer_merge(id, other.id)) { (t.text("payer-merge-compare")) span class="visually-hidden" { ": " (other.name) } }
                        }
                    }
                }
            }
        }
    };
    Ok(finish(&scene, &title, &body, false))
}

fn draw(
    app: &App,
    rq: &Rq,
    (survivor, merged): (PayerId, PayerId),
    problem: Option<&'static str>,
) -> Result<Response, WebError> {
    let (into, other) = match (find(app, survivor, "")?, find(app, merged, "")?) {
        (Ok(into), Ok(other)) => (into, other),
        (Err(elsewhere), _) | (_, Err(elsewhere)) => return Ok(elsewhere),
    };
    let scene = scene(app, rq)?;
    let t = scene.t;
    let mut errors = FormErrors::default();
    if let Some(problem) = problem {
        errors.add("", problem);
    }
    let form = Form { t, errors: &errors };
    let title = t.text("payer-merge-title");
    let swap = html! { (button_link(Look::Default, &paths::payer_merge(merged, survivor), &t.text("payer-merge-swap"), Some(Icon::RefreshCw))) };
    let body = html! {
        (form.summary())
        (page_head(&breadcrumb(&paths::payer(survivor), &into.payer.name, &title), &title, &html! { p { (t.text("payer-merge-intro")) } }, &swap))
        (card_flush("merge-preview", &t.text("payer-merge-preview"), &html! {}, &table_named(t, "payer-merge-preview", &side_by_side(t, &into, &other))))
        (note(Tone::Information, &html! { (t.text("payer-merge-undoable")) }))
        form class="actions" method="post" action=(paths::payer_part(survivor, "merge")) data-once {
            (csrf(rq.csrf()))
            input type="hidden" name="other" value=(merged);
            input type="hidden" name="version" value=(into.payer.version);
            input type="hidden" name="other_version" value=(other.payer.version);
            (button(Look::Primary, &t.with("payer-merge-do", [("name", into.payer.name.clone())]), Some(Icon::Users)))
            (button_link(Look::Ghost, &paths::payer(survivor), &t.text("payer-cancel"), None))
        }
    };
    Ok(finish(&scene, &title, &body, problem.is_some()))
}

/// Both records and the one that comes of them, field by field.
fn side_by_side(t: T, into: &PayerView, other: &PayerView) -> Markup {
    let after = combined(&into.payer, &other.payer);
    let texts = |payer: &Payer| {
        let contacts: Vec<&str> = payer.contacts.iter().map(|contact| contact.name.as_str()).collect();
        [
            payer.name.clone(),
            payer.company.clone(),
            payer.client_number.clone().unwrap_or_default(),
            payer.emails.join("\n"),
            payer.phones.join("\n"),
            payer.address.lines().join("\n"),
            contacts.join("\n"),
            payer.notes.clone(),
        ]
    };
    let keys = [
        "payer-name",
        "payer-company",
        "payer-client-number",
        "payer-emails",
        "payer-phones",
        "payer-address",
        "payer-contacts",
        "payer-notes",
    ];
    let rows = keys.into_iter().zip(texts(&into.payer)).zip(texts(&other.payer)).zip(texts(&after));
    let sums = |view: &PayerView| {
        let written: Vec<String> =
            view.balances.iter().map(|balance| amount::format(balance.collected, t.locale())).collect();
        written.join("\n")
    };
    let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text("payer-difference-field")) }
                th scope="col" { (t.text("payer-merge-keeps")) }
                th scope="col" { (t.text("payer-merge-joins")) }
                th scope="col" { (t.text("payer-merge-becomes")) }
            } }
            tbody {
                @for (((key, one), two), both) in rows.filter(|(((_, one), two), _)| !(one.is_empty() && two.is_empty())) {
                    tr { th scope="row" { (t.text(key)) } td class="prewrap" { (shown(&one)) } td class="prewrap" { (shown(&two)) } td class="prewrap" { b { (shown(&both)) } } }
                }
                tr { th scope="row" { (t.text("payer-balance-collected")) } td class="num prewrap" { (shown(&sums(into))) } td class="num prewrap" { (shown(&sums(other))) } td { (t.text("payer-merge-together")) } }
                tr { th scope="row" { (t.text("payer-tab-methods")) } td class="num" { (into.methods.len()) } td class="num" { (other.methods.len()) } td class="num" { b { (into.methods.len() + other.methods.len()) } } }
            }
        }
    }
}

/// `POST /payers/{id}/merge`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let merged = fields.get("other").parse().map(PayerId::new).map_err(|_| WebError::NotFound)?;
    let version = |name: &str| fields.get(name).parse::<u32>().map_err(|_| WebError::NotFound);
    let (both, seen) = ((PayerId::new(id), merged), (version("version")?, version("other_version")?));
    match merging::merge(app, Authority::Staff(&staff.user), both, seen).await {
        Ok(payer) => Ok(answer::see_other(&paths::payer_done(payer.id, "", "merged"))),
        Err(MergeError::Edit(EditError::Stale(_))) => draw(app, rq, both, Some("payer-merge-error-stale")),
        Err(MergeError::Edit(EditError::Unavailable)) => draw(app, rq, both, Some("payer-error-unavailable")),
        Err(MergeError::TooMany) => draw(app, rq, both, Some("payer-merge-error-many")),
        Err(MergeError::Edit(error)) => other(error),
        Err(MergeError::Same | MergeError::NotLast | MergeError::NotMerged) => Err(WebError::NotFound),
    }
}

/// `POST /payers/{id}/separation`
#[handler]
pub async fn separate(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(_): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let merged = fields.get("merged").parse().map(PayerId::new).map_err(|_| WebError::NotFound)?;
    match merging::undo(app, Authority::Staff(&staff.user), merged).await {
        Ok(payer) => Ok(answer::see_other(&paths::payer_done(payer.id, "", "separated"))),
        Err(MergeError::Edit(error)) => other(error),
        Err(MergeError::Same | MergeError::TooMany | MergeError::NotLast | MergeError::NotMerged) => {
            Err(WebError::NotFound)
        }
    }
}
