//! Signing in to the portal and out of it. Opening a link only shows a button: programs that look through mail open every
//! link, and none of them presses buttons.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::portal::{PortalLogin, Purpose},
    i18n::T,
    service::{
        portal::{
            PortalError, links, own,
            signing_in::{self, SignedIn},
        },
        sessions::Credentials,
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        fragments::{Field, Icon, Kind, Look, Need, Tone, button, button_link, csrf, error_summary, note, text_field},
        guard::{self, Rq},
        page, paths,
        router::Entrance,
    },
};

use super::{other, require_open};

/// Which of the two forms something is wrong with, and what.
type Wrong = (Part, &'static str, StatusCode);

/// The two ways in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Link,
    Password,
}

impl Part {
    const fn field(self) -> &'static str {
        match self {
            Self::Link => "email",
            Self::Password => "password-email",
        }
    }
}

/// `GET /portal/sign-in`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.anyone();
    require_open(app)?;
    if rq.signed_in_payer().is_some() {
        return Ok(answer::see_other(paths::PORTAL));
    }
    let done = forms::query_value(request, "done").unwrap_or_default();
    let told = match done.as_str() {
        "sent" => Some("portal-link-sent"),
        "signed-out" => Some("sign-in-signed-out"),
        "everywhere" => Some("portal-signed-out-everywhere"),
        _ => None,
    };
    draw(app, rq, ("", told), None)
}

fn draw(app: &App, rq: &Rq, (email, told): (&str, Option<&str>), wrong: Option<Wrong>) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    let t = scene.t;
    let message = wrong.map(|(part, key, _)| (part, t.text(key)));
    let of = |part: Part| message.as_ref().filter(|(known, _)| *known == part).map(|(_, words)| words.as_str());
    let errors: Vec<(&str, &str)> =
        message.as_ref().map(|(part, words)| (part.field(), words.as_str())).into_iter().collect();
    let title = t.with("portal-sign-in-title", [("firm", scene.firm().name)]);
    let body = html! {
        (error_summary(t, &errors))
        @if let Some(key) = told { div role="status" { (note(Tone::Information, &html! { (t.text(key)) })) } }
        h1 { (title) }
        p { (t.text("portal-sign-in-intro")) }
        (by_link(t, rq.csrf(), (email, of(Part::Link))))
        (by_password(t, rq.csrf(), (email, of(Part::Password))))
    };
    let ctx = page::Ctx { failed: wrong.is_some(), ..scene.ctx() };
    let status = wrong.map_or(StatusCode::OK, |(_, _, status)| status);
    Ok(answer::html_with(status, page::public(&ctx, &title, &body)))
}

fn by_link(t: T, token: &str, (email, error): (&str, Option<&str>)) -> Markup {
    let label = t.text("sign-in-email");
    let field = Field {
        name: "email",
        label: &label,
        value: email,
        error,
        need: Need::Unmarked,
        kind: Kind::Email,
        autocomplete: "email",
        ..Field::default()
    };
    html! {
        section class="card" aria-labelledby="portal-by-link" {
            div class="card-head" { h2 id="portal-by-link" { (t.text("portal-by-link")) } }
            form class="card-body stack-3" method="post" action=(paths::PORTAL_LINKS) novalidate data-once {
                (csrf(token))
                (text_field(t, &field))
                div { (button(Look::Primary, &t.text("portal-send-link"), Some(Icon::Mail))) }
            }
        }
    }
}

fn by_password(t: T, token: &str, (email, error): (&str, Option<&str>)) -> Markup {
    let (email_label, password_label) = (t.text("sign-in-email"), t.text("sign-in-password"));
    let address = Field {
        name: "email",
        id: "password-email",
        label: &email_label,
        value: email,
        error,
        need: Need::Unmarked,
        kind: Kind::Email,
        autocomplete: "username",
        ..Field::default()
    };
    let password = Field {
        name: "password",
        label: &password_label,
        need: Need::Unmarked,
        kind: Kind::Password,
        autocomplete: "current-password",
        ..Field::default()
    };
    html! {
        section class="card" aria-labelledby="portal-by-password" {
            div class="card-head" { h2 id="portal-by-password" { (t.text("portal-by-password")) } }
            form class="card-body stack-3" method="post" action=(paths::PORTAL_SIGN_IN) novalidate data-once {
                (csrf(token))
                p class="hint" { (t.text("portal-by-password-hint")) }
                (text_field(t, &address))
                (text_field(t, &password))
                div { (button(Look::Default, &t.text("sign-in-button"), Some(Icon::Lock))) }
            }
        }
    }
}

/// `POST /portal/links`: a link by mail. The answer says nothing of whether the address is known.
#[handler]
pub async fn create_link(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.anyone();
    let (email, peer) = (fields.get("email"), rq.peer());
    let locale = answer::scene(app, rq, None)?.t.locale();
    match signing_in::ask(app, &entrance.portal_doorkeeper, email, (&peer, locale)).await {
        Ok(()) => Ok(answer::see_other(&paths::with_query(paths::PORTAL_SIGN_IN, &[("done", "sent")]))),
        Err(error) => refuse(app, rq, (Part::Link, email), error),
    }
}

/// `POST /portal/sign-in`: by password.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let (email, peer) = (fields.get("email"), rq.peer());
    let credentials = Credentials {
        email,
        password: fields.exact("password"),
        peer: &peer,
        replaces: guard::carried_portal_session(request),
    };
    match signing_in::sign_in(app, &entrance.portal_doorkeeper, credentials).await {
        Ok(signed_in) => Ok(welcome(&signed_in)),
        Err(error) => refuse(app, rq, (Part::Password, email), error),
    }
}

fn refuse(app: &App, rq: &Rq, (part, email): (Part, &str), error: PortalError) -> Result<Response, WebError> {
    let (key, status) = match error {
        PortalError::Address => ("form-error-email", StatusCode::UNPROCESSABLE_ENTITY),
        PortalError::Wrong => ("portal-error-wrong", StatusCode::UNPROCESSABLE_ENTITY),
        PortalError::Throttled(_) => ("sign-in-error-throttled", StatusCode::TOO_MANY_REQUESTS),
        error => return Err(other(error)),
    };
    draw(app, rq, (email, None), Some((part, key, status)))
}

fn welcome(signed_in: &SignedIn) -> Response {
    let mut response = answer::see_other(paths::PORTAL);
    guard::set_cookie(&mut response, &guard::portal_cookie(&signed_in.token));
    response
}

/// `GET /portal/links/{token}`: what the link is for, and a button. Nothing is used up.
#[handler]
pub async fn show_link(rq: &Rq, Data(app): Data<&Arc<App>>, Path(token): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    require_open(app)?;
    let Some((link, login)) = links::open(app, &token)? else { return over(app, rq) };
    let new_address = link.purpose == Purpose::NewAddress;
    if new_address && !is_me(rq, &login) {
        return message(app, rq, StatusCode::OK, ("portal-address-elsewhere", "portal-address-elsewhere-text"));
    }
    let scene = answer::scene(app, rq, None)?;
    let t = scene.t;
    let (heading, words, go_on) = if new_address {
        let args = [("before", login.email.clone()), ("after", link.email.clone())];
        ("portal-address-confirm", t.with("portal-address-confirm-text", args), "portal-address-confirm-button")
    } else {
        ("portal-continue", t.with("portal-continue-text", [("email", login.email.clone())]), "portal-continue-button")
    };
    let title = t.text(heading);
    let body = html! {
        section class="card" aria-labelledby="portal-link" {
            div class="card-body stack-3" {
                h1 id="portal-link" { (title) }
                p { (words) }
                form method="post" action=(paths::portal_link(&token)) data-once {
                    (csrf(rq.csrf()))
                    (button(Look::Primary, &t.text(go_on), Some(Icon::Check)))
                }
            }
        }
    };
    Ok(answer::html(page::public(&scene.ctx(), &title, &body)))
}

fn is_me(rq: &Rq, login: &PortalLogin) -> bool {
    rq.signed_in_payer().is_some_and(|me| me.login.id == login.id)
}

/// `POST /portal/links/{token}`
#[handler]
pub async fn use_link(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(token): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    require_open(app)?;
    let Some((link, login)) = links::open(app, &token)? else { return over(app, rq) };
    if link.purpose == Purpose::NewAddress {
        let Ok(me) = rq.payer() else { return over(app, rq) };
        let locale = answer::scene(app, rq, None)?.t.locale();
        return match own::take_address(app, me, (&token, locale)).await {
            Ok(()) => Ok(answer::see_other(&paths::with_query(paths::PORTAL_SETTINGS, &[("done", "address")]))),
            Err(PortalError::LinkOver) => over(app, rq),
            Err(PortalError::Taken) => {
                message(app, rq, StatusCode::CONFLICT, ("portal-address-taken", "portal-address-taken-text"))
            }
            Err(error) => Err(other(error)),
        };
    }
    tracing::debug!(login = %login.id, "a link to the portal is used");
    match signing_in::use_link(app, &token, guard::carried_portal_session(request)).await {
        Ok(signed_in) => Ok(welcome(&signed_in)),
        Err(PortalError::LinkOver) => over(app, rq),
        Err(error) => Err(other(error)),
    }
}

/// A link that is good for nothing: used, too old, or mistyped. Which of them is not told.
fn over(app: &App, rq: &Rq) -> Result<Response, WebError> {
    message(app, rq, StatusCode::GONE, ("portal-link-over", "portal-link-over-text"))
}

fn message(app: &App, rq: &Rq, status: StatusCode, (heading, text): (&str, &str)) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    let t = scene.t;
    let title = t.text(heading);
    let body = html! {
        section class="card" {
            div class="empty" {
                (Icon::Clock.sized(28)) h1 { (title) } p { (t.text(text)) }
                div class="actions" { (button_link(Look::Default, paths::PORTAL, &t.text("portal-to-portal"), None)) }
            }
        }
    };
    Ok(answer::html_with(status, page::public(&scene.ctx(), &title, &body)))
}

/// `POST /portal/sign-out`
#[handler]
pub async fn delete(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.payer()?;
    if let Some(cookie) = guard::carried_portal_session(request) {
        signing_in::sign_out(app, cookie).await.map_err(other)?;
    }
    Ok(goodbye("signed-out"))
}

/// Leads to the way in, and takes the cookie away.
pub(super) fn goodbye(done: &str) -> Response {
    let mut response = answer::see_other(&paths::with_query(paths::PORTAL_SIGN_IN, &[("done", done)]));
    guard::set_cookie(&mut response, &guard::no_portal_cookie());
    response
}
