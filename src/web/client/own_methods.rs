//! A payer's own methods under a link that needs no sign-in: seen, removed, and a new card entered into the processor's fields.
//! Opening the page changes nothing.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{OperationKey, PaymentMethodId},
        method_request::LinkState,
    },
    i18n::{T, dates},
    service::methods::{
        adding::{self, AddError, AddMethod},
        links::{self, Opened},
        managing::MethodError,
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{Icon, Tone, csrf, error_summary, method_in_full, note},
        guard::Rq,
        method_form, page, paths,
        router::Entrance,
    },
};

/// `GET /methods/{token}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(token): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let removed = forms::query_value(request, "done").is_some_and(|done| done == "removed");
    draw(app, rq, &token, &Shown { key: None, problem: None, removed })
}

struct Shown {
    /// The key of the form, when it was sent before.
    key: Option<OperationKey>,
    problem: Option<(&'static str, &'static str)>,
    removed: bool,
}

fn draw(app: &App, rq: &Rq, token: &str, shown: &Shown) -> Result<Response, WebError> {
    let opened = links::open(app, token)?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, None)?;
    // The page speaks the payer's language unless its reader asks for another one.
    let locale = rq.asked_language().map_or(opened.request.locale, |language| scene.locale_of(language));
    let t = T::new(locale);
    let title = t.text("own-methods-title");
    let body = if opened.state == LinkState::Open {
        open(app, rq, t, (token, &opened), shown)?
    } else {
        closed(t, &opened, &scene.firm().time_zone)
    };
    let failed = shown.problem.is_some();
    let ctx = page::Ctx { t, failed, ..scene.ctx() };
    let status = match (failed, opened.state) {
        (true, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, LinkState::Open | LinkState::Used) => StatusCode::OK,
        (false, LinkState::Revoked | LinkState::Expired) => StatusCode::GONE,
    };
    Ok(answer::html_with(status, page::public(&ctx, &title, &body)))
}

/// The page's address, in the language that its reader asked for.
fn here(rq: &Rq, token: &str) -> String {
    let language = rq.asked_language().map_or("", crate::domain::locale::Language::code);
    paths::with_query(&paths::own_methods(token), &[("lang", language)])
}

/// Where a method is removed, from the page's address.
fn removals(here: &str) -> String {
    match here.split_once('?') {
        Some((path, query)) => format!("{path}/removals?{query}"),
        None => format!("{here}/removals"),
    }
}

/// What is said of a link that opens nothing any more.
fn closed(t: T, opened: &Opened, zone: &str) -> Markup {
    let (icon, heading, words) = match (opened.state, opened.request.used_at) {
        (LinkState::Used, Some(at)) => {
            let day = dates::date_long(at, zone, t.locale());
            (Icon::CircleCheck, "own-methods-used", t.with("own-methods-used-text", [("day", day)]))
        }
        (LinkState::Revoked, _) => (Icon::Ban, "own-methods-revoked", t.text("own-methods-ask-again")),
        _ => (Icon::Clock, "own-methods-expired", t.text("own-methods-ask-again")),
    };
    html! {
        section class="card" {
            div class="empty" { (icon.sized(28)) h1 { (t.text(heading)) } p { (words) } }
        }
    }
}

fn open(app: &App, rq: &Rq, t: T, (token, opened): (&str, &Opened), shown: &Shown) -> Result<Markup, WebError> {
    let key = shown.key.clone().unwrap_or_else(|| app.ids.operation_key());
    let frame = method_form::frame(app, opened.request.merchant_account, &key, t)?;
    let mut errors = FormErrors::default();
    if let Some((field, problem)) = shown.problem {
        errors.add(field, problem);
    }
    let messages = errors.messages(t);
    let summary: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let path = here(rq, token);
    let csrf_token = rq.csrf();
    Ok(html! {
        (error_summary(t, &summary))
        div class="stack" {
            div {
                h1 { (t.text("own-methods-title")) }
                p class="muted" { (t.with("own-methods-intro", [("name", opened.payer.name.clone())])) }
            }
            @if shown.removed { (note(Tone::Positive, &html! { (t.text("own-methods-removed")) })) }
            @if !opened.methods.is_empty() {
                section class="card" aria-labelledby="own-methods-now" {
                    div class="card-head" { h2 id="own-methods-now" { (t.text("own-methods-now")) } }
                    div class="card-flush" { ul class="list list-wrap" role="list" { @for method in &opened.methods { (row(t, method, &path, csrf_token)) } } }
                }
            }
            form class="card" method="post" action=(path) novalidate data-once data-card-frame="#card-frame" {
                (csrf(csrf_token))
                input type="hidden" name="key" value=(key);
                (method_form::section(t, (&t.text("own-methods-new"), &frame), &errors))
                div class="card-foot" { button class="button button-primary button-large" type="submit" { (Icon::Lock) span { (t.text("own-methods-save")) } } }
            }
        }
    })
}

fn row(t: T, method: &PaymentMethod, path: &str, csrf_token: &str) -> Markup {
    let last = method.instrument.last_four().as_str();
    html! {
        li {
            div class="list-text" {
                div { (method_in_full(t, Some(&method.instrument))) }
                @if let Some(expiry) = method.expiry() { div class="faint" { (t.with("payer-method-expires", [("month", format!("{:02}/{}", expiry.month(), expiry.year()))])) } }
            }
            form method="post" action=(removals(path)) data-once {
                (csrf(csrf_token))
                input type="hidden" name="method" value=(method.id);
                button class="button button-small" type="submit" aria-label=(t.with("own-methods-remove-of", [("last", last.to_owned())])) { (Icon::X) span { (t.text("payer-method-remove")) } }
            }
        }
    }
}

/// `POST /methods/{token}`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(token): Path<String>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.anyone();
    let opened = links::open(app, &token)?.ok_or(WebError::NotFound)?;
    let Ok(key) = OperationKey::parse(fields.get("key")) else {
        return draw(app, rq, &token, &Shown { key: None, problem: None, removed: false });
    };
    let asked = AddMethod {
        key: key.clone(),
        payer: opened.request.payer,
        merchant_account: opened.request.merchant_account,
        link: Some(opened.request.id),
        replaces: None,
    };
    if opened.state != LinkState::Open {
        return Ok(answer::see_other(&here(rq, &token)));
    }
    // On a task of its own: a browser that goes away in the middle must not leave a method half saved.
    let (hall, desk, peer) = (app.clone(), entrance.clone(), rq.peer());
    let added = tokio::spawn(async move { adding::add_own(&hall, (&desk.turnstile, &peer), asked).await });
    let problem = match added.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(_) | Err(AddError::LinkClosed) => return Ok(answer::see_other(&here(rq, &token))),
        Err(error) => method_form::problem(error)?,
    };
    draw(app, rq, &token, &Shown { key: Some(key), problem: Some(problem), removed: false })
}

/// `POST /methods/{token}/removals`
#[handler]
pub async fn create_removal(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(token): Path<String>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.anyone();
    let method = fields.get("method").parse().map(PaymentMethodId::new).map_err(|_| WebError::NotFound)?;
    let path = here(rq, &token);
    match links::remove_method(app, &token, method).await {
        Ok(()) => {
            let query = if path.contains('?') { "&" } else { "?" };
            Ok(answer::see_other(&format!("{path}{query}done=removed")))
        }
        // Removed by another click, or the link is closed: the page says what is.
        Err(MethodError::NotFound) if links::open(app, &token)?.is_some() => Ok(answer::see_other(&path)),
        Err(MethodError::Unavailable) => {
            let shown = Shown { key: None, problem: Some(("", "payer-error-unavailable")), removed: false };
            draw(app, rq, &token, &shown)
        }
        Err(MethodError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(MethodError::Store(error)) => Err(error.into()),
        Err(MethodError::NotFound | MethodError::NoExpiry | MethodError::TooLong | MethodError::Scheduled(_)) => {
            Err(WebError::NotFound)
        }
    }
}
