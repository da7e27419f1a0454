//! Signing in and out.

mod view;

use std::sync::Arc;

use poem::{Request, Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    service::sessions::{self, Credentials, Desk, SignInError},
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        guard::{self, Rq},
        page, paths,
        refusal::{HOME, local_path},
        router::Entrance,
    },
};

/// `GET /sign-in`
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.anyone();
    let next = forms::query_value(request, "next").unwrap_or_default();
    if rq.signed_in().is_some() {
        return Ok(answer::see_other(local_path(&next).unwrap_or(HOME)));
    }
    let signed_out = forms::query_value(request, "done").is_some_and(|done| done == "signed-out");
    draw(app, rq, &Shown { next: &next, signed_out, ..Shown::default() })
}

#[derive(Clone, Copy, Default)]
struct Shown<'a> {
    email: &'a str,
    next: &'a str,
    error: Option<(&'a str, StatusCode)>,
    signed_out: bool,
}

fn draw(app: &App, rq: &Rq, shown: &Shown<'_>) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    let t = scene.t;
    if scene.house.firm.is_none() {
        // Nobody can sign in yet, and only whoever reads the console may know the way in.
        let title = t.text("sign-in-not-set-up-title");
        return Ok(answer::html(page::bare(&scene.ctx(), &title, &view::not_set_up(t))));
    }
    let message = shown.error.map(|(key, _)| t.text(key));
    let body = view::page(&view::SignIn {
        t,
        csrf: rq.csrf(),
        email: shown.email,
        next: shown.next,
        error: message.as_deref(),
        signed_out: shown.signed_out,
    });
    let ctx = page::Ctx { failed: message.is_some(), ..scene.ctx() };
    let status = shown.error.map_or(StatusCode::OK, |(_, status)| status);
    Ok(answer::html_with(status, page::bare(&ctx, &t.text("sign-in-title"), &body)))
}

/// `POST /sign-in`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let peer = rq.peer();
    let credentials = Credentials {
        email: fields.get("email"),
        password: fields.exact("password"),
        peer: &peer,
        replaces: guard::carried_session(request),
    };
    let next = fields.get("next");
    let shown = Shown { email: fields.get("email"), next, ..Shown::default() };
    match sessions::sign_in(Desk::from(app.as_ref()), &entrance.doorkeeper, credentials).await {
        Ok(signed_in) => {
            let mut response = answer::see_other(local_path(next).unwrap_or(HOME));
            guard::set_cookie(&mut response, &guard::session_cookie(&signed_in.token));
            Ok(response)
        }
        Err(SignInError::Wrong) => {
            draw(app, rq, &Shown { error: Some(("sign-in-error-wrong", StatusCode::UNPROCESSABLE_ENTITY)), ..shown })
        }
        Err(SignInError::Throttled(_)) => {
            draw(app, rq, &Shown { error: Some(("sign-in-error-throttled", StatusCode::TOO_MANY_REQUESTS)), ..shown })
        }
        Err(SignInError::Store(error)) => Err(error.into()),
        Err(SignInError::Hash(_) | SignInError::Write(_)) => Err(WebError::Unavailable),
    }
}

/// `POST /sign-out`
#[handler]
pub async fn delete(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.person()?;
    if let Some(cookie) = guard::carried_session(request) {
        sessions::sign_out(Desk::from(app.as_ref()), cookie).await.map_err(|_| WebError::Unavailable)?;
    }
    let mut response = answer::see_other(&format!("{}?done=signed-out", paths::SIGN_IN));
    guard::set_cookie(&mut response, &guard::no_session_cookie());
    Ok(response)
}
