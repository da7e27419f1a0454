//! The sandbox's own fields for cards and bank accounts, in a frame of their own: the one place where their numbers may
//! be typed into this portal, and only published test numbers are taken. With a real processor these pages are the
//! processor's.

mod view;

use std::{collections::BTreeMap, sync::Arc};

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{accepted::Accepted, ids::OperationKey, journal::Actor, locale::Language},
    service::{
        cards::{self, Challenge, TypedAccount, TypedCard},
        payment_pages::paying,
        reading, resolution,
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        guard::Rq,
        headers::FramedBy,
        page, paths,
    },
};

use self::view::{Method, Problem};

/// `GET /card-fields/{key}`, for a bank account with `?method=bank`
#[handler]
pub async fn new(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(key): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let key = OperationKey::parse(&key).map_err(|_| WebError::NotFound)?;
    let method = Method::with_code(&forms::query_value(request, "method").unwrap_or_default());
    draw((app, rq, request), &key, (method, None)).await
}

/// What stands around the fields.
struct Around {
    /// The payment page, if it is one, or what stands for one.
    page: String,
    /// Which fields are shown: on staff's forms all of them, else as the page around says. Whether that is taken is not
    /// decided here.
    accepted: Accepted,
}

impl Around {
    fn of(request: &Request) -> Self {
        let page = forms::query_value(request, "page").unwrap_or_default();
        let said = forms::query_value(request, "accept").unwrap_or_default();
        let accepted = if page.is_empty() { Accepted::Both } else { Accepted::from_code(&said) };
        Self { page, accepted }
    }

    /// `path` with the same around it.
    fn path(&self, path: &str, method: Option<Method>, language: &str) -> String {
        let accept = if self.page.is_empty() { "" } else { self.accepted.code() };
        let method = method.map_or("", Method::code);
        paths::with_query(path, &[("method", method), ("lang", language), ("page", &self.page), ("accept", accept)])
    }

    /// The method that is asked for, or the one that there is.
    fn method(&self, asked: Option<Method>) -> Option<Method> {
        match self.accepted {
            Accepted::Both => asked,
            Accepted::Cards => asked.map(|_| Method::Card),
            Accepted::BankAccounts => Some(Method::Bank),
        }
    }
}

async fn draw(
    (app, rq, request): (&App, &Rq, &Request),
    key: &OperationKey,
    (method, problem): (Option<Method>, Option<Problem>),
) -> Result<Response, WebError> {
    let around = Around::of(request);
    let method = around.method(method);
    let scene = answer::scene(app, rq, None)?;
    let entered = cards::entered_in_sandbox(app, key).await;
    let body = view::fields(scene.t, (key, &around), entered.as_ref(), (method, problem.as_ref()));
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = scene.t.text(if method == Some(Method::Bank) { "bank-title" } else { "card-title" });
    let mut ctx = scene.ctx();
    ctx.failed = problem.is_some();
    let frame =
        if around.page.is_empty() { page::frame(&ctx, &title, &body) } else { page::public_frame(&ctx, &title, &body) };
    let mut response = answer::html_with(status, frame);
    response.extensions_mut().insert(framed_by(app, &around.page)?);
    Ok(response)
}

/// `POST /card-fields/tokens`: exempt from the card number firewall, and takes published test numbers only. Nothing
/// of what was typed is shown again or kept.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let key = OperationKey::parse(fields.get("session")).map_err(|_| WebError::NotFound)?;
    let around = Around::of(request);
    let back = around.path(&format!("/card-fields/{key}"), None, rq.asked_language().map_or("", Language::code));
    let card = TypedCard {
        number: fields.get("card_number"),
        expiry: fields.get("expiry"),
        security_code: fields.get("security_code"),
        holder: fields.get("card_holder"),
        postal_code: fields.get("postal_code"),
        street: fields.get("street"),
    };
    let account = TypedAccount {
        routing: fields.get("routing"),
        account: fields.get("account_number"),
        account_again: fields.get("account_number_again"),
        account_type: fields.get("account_type"),
        holder_type: fields.get("holder_type"),
        holder: fields.get("account_holder"),
    };
    let method = around.method(Method::with_code(fields.get("method"))).unwrap_or(Method::Card);
    let wants_json = request.header("accept").is_some_and(|accept| accept.contains("application/json"));
    // Nothing typed beside a card that was entered before: that card is meant.
    let blank = match method {
        Method::Card => [card.number, card.expiry, card.security_code, card.holder],
        Method::Bank => [account.routing, account.account, account.account_again, account.holder],
    };
    let blank = blank.iter().all(|text| text.is_empty());
    if blank && cards::entered_in_sandbox(app, &key).await.is_some() {
        let token = cards::token(app, &key);
        return Ok(if wants_json {
            json(StatusCode::OK, &serde_json::json!({ "token": token }))
        } else {
            answer::see_other(&back)
        });
    }
    let missing = view::missing(method, |name| fields.get(name));
    let outcome = match method {
        _ if !missing.is_empty() => Err(Problem::Missing(missing)),
        Method::Bank => cards::tokenise_account(app, &key, account).map_err(Problem::Account),
        Method::Card => cards::tokenise(app, &key, card).map(|(token, _)| token).map_err(Problem::Card),
    };
    match outcome {
        Ok(token) if wants_json => Ok(json(StatusCode::OK, &serde_json::json!({ "token": token }))),
        Ok(_) => Ok(answer::see_other(&back)),
        Err(problem) if wants_json => {
            let scene = answer::scene(app, rq, None)?;
            let said: BTreeMap<_, _> = view::problem_words(scene.t, &problem).into_iter().collect();
            Ok(json(StatusCode::UNPROCESSABLE_ENTITY, &serde_json::json!({ "errors": said })))
        }
        Err(problem) => draw((app, rq, request), &key, (Some(method), Some(problem))).await,
    }
}

fn json(status: StatusCode, value: &serde_json::Value) -> Response {
    Response::builder().status(status).content_type("application/json").body(value.to_string())
}

/// `GET /card-challenge/{key}`: the pretend 3-D Secure page.
#[handler]
pub async fn challenge(rq: &Rq, Data(app): Data<&Arc<App>>, Path(key): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    let key = OperationKey::parse(&key).map_err(|_| WebError::NotFound)?;
    let payment = reading::payment_by_key(app, &key)?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, None)?;
    let body = view::challenge(scene.t, rq.csrf(), &key, &payment);
    Ok(answer::html(page::bare(&scene.ctx(), &scene.t.text("challenge-title"), &body)))
}

/// `POST /card-challenge/{key}`
#[handler]
pub async fn answer_challenge(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(key): Path<String>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.anyone();
    let key = OperationKey::parse(&key).map_err(|_| WebError::NotFound)?;
    let payment = reading::payment_by_key(app, &key)?.ok_or(WebError::NotFound)?;
    let passes = if fields.get("answer") == "pass" { Challenge::Pass } else { Challenge::Fail };
    if let Err(reason) = cards::decide_challenge(app, &key, passes) {
        tracing::info!(%reason, "a challenge was answered that nobody waits for");
    }
    resolution::refresh(app, &key).await?;
    let client = payment.actor == Actor::Client;
    Ok(answer::see_other(&if client { paths::paid(&key) } else { paths::payment_result(payment.id) }))
}

/// The sites that may show a payment page in a frame may show the card fields in it.
fn framed_by(app: &App, slug: &str) -> Result<FramedBy, WebError> {
    let open = paying::find(app, slug)?;
    Ok(FramedBy::Sites(open.map(|open| open.page.content.sites).unwrap_or_default()))
}
