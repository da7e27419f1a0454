//! First-run setup: claims the portal once, with the token that the console showed.

mod form;
mod view;

use std::sync::Arc;

use poem::{Request, Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    service::{
        sessions::Desk,
        setup::{self, SetUpError},
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        guard::Rq,
        page, paths,
        router::Entrance,
    },
};

use self::form::Typed;

/// `GET /setup?token=…`: there only until the portal is set up, and only for whoever can read the console.
#[handler]
pub async fn new(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let token = forms::query_value(request, "token").unwrap_or_default();
    if !entrance.set_up_token.matches(&token) {
        return Err(WebError::NotFound);
    }
    let typed = Typed { currency: "USD".to_owned(), language: rq.language().code().to_owned(), ..Typed::default() };
    draw(app, rq, &token, &typed, &FormErrors::default())
}

fn draw(app: &App, rq: &Rq, token: &str, typed: &Typed, errors: &FormErrors) -> Result<Response, WebError> {
    let scene = answer::scene(app, rq, None)?;
    if scene.house.firm.is_some() {
        return Err(WebError::NotFound);
    }
    let body = view::page(&view::Setup { t: scene.t, csrf: rq.csrf(), token, typed, errors });
    let ctx = page::Ctx { failed: !errors.is_empty(), ..scene.ctx() };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(answer::html_with(status, page::bare(&ctx, &scene.t.text("setup-title"), &body)))
}

/// `POST /setup`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.anyone();
    let (token, typed) = (fields.get("token"), Typed::sent(fields));
    if !entrance.set_up_token.matches(token) {
        return Err(WebError::NotFound);
    }
    let wishes = match form::read(&typed, fields.exact("password")) {
        Ok(wishes) => wishes,
        Err(errors) => return draw(app, rq, token, &typed, &errors),
    };
    match setup::set_up(
        Desk::from(app.as_ref()),
        &entrance.doorkeeper.passwords,
        (&entrance.set_up_token, token),
        wishes,
    )
    .await
    {
        Ok(()) | Err(SetUpError::AlreadySetUp) => Ok(answer::see_other(paths::SIGN_IN)),
        Err(SetUpError::WrongToken) => Err(WebError::NotFound),
        Err(SetUpError::Wrong(wrong)) => draw(app, rq, token, &typed, &form::complaints(&wrong)),
        Err(SetUpError::Store(error)) => Err(error.into()),
        Err(SetUpError::Hash(_) | SetUpError::Write(_)) => Err(WebError::Unavailable),
    }
}
