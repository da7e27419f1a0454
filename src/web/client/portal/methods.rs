//! A payer's saved methods: listed, entered anew, renamed, offered first, removed.

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
        ids::{OperationKey, PayerId, PaymentMethodId},
        payer::Payer,
    },
    i18n::T,
    service::portal::{
        PortalError,
        wallet::{self, Held, NewMethod},
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{
            Field, Icon, Look, Tone, breadcrumb, button, button_link, card, card_flush, csrf, empty, error_summary,
            method_in_full, note, page_head, tag, text_field,
        },
        guard::Rq,
        keeping::{self, Reader},
        method_form,
        page::portal::PortalPage,
        paths,
        router::Entrance,
    },
};

use super::{Visit, other};

const DONE: [(&str, &str); 4] = [
    ("added", "portal-method-added"),
    ("renamed", "portal-method-renamed"),
    ("default", "portal-method-defaulted"),
    ("removed", "own-methods-removed"),
];

fn listed(done: &str) -> Response {
    answer::see_other(&paths::with_query(paths::PORTAL_METHODS, &[("done", done)]))
}

/// `GET /portal/methods`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let done = forms::query_value(request, "done");
    let visit = Visit::new(app, rq, me)?.telling(done.as_deref(), &DONE);
    let t = visit.t;
    let found = wallet::list(app, &me.login)?;
    let body = html! {
        div class="stack-2" { h1 { (t.text("portal-methods")) } p class="muted" { (t.with("portal-methods-intro", [("firm", visit.firm().name)])) } }
        @for (payer, held) in &found { (of_payer(&visit, payer, held)) }
    };
    Ok(visit.answer(PortalPage::Methods, &t.text("portal-methods"), &body))
}

fn of_payer(visit: &Visit<'_>, payer: &Payer, held: &[Held]) -> Markup {
    let t = visit.t;
    let form = paths::with_query(paths::PORTAL_NEW_METHOD, &[("payer", &payer.id.to_string())]);
    let add = html! {
        a class="button button-small" href=(form) { (Icon::Plus) span { (t.text("portal-method-add")) } @if visit.has_several() { span class="visually-hidden" { ": " (payer.name) } } }
    };
    let body = html! {
        @if held.is_empty() { (empty(Icon::CreditCard, &t.text("portal-methods-none"), "", &html! {})) } @else {
            ul class="list list-wrap" role="list" { @for held in held { (row(t, held)) } }
        }
    };
    card_flush(&format!("portal-methods-{}", payer.id), &payer.name, &add, &body)
}

fn row(t: T, held: &Held) -> Markup {
    let method = &held.method;
    let name = told(t, method);
    html! {
        li {
            div class="list-text" {
                div class="row row-wrap" { b { (method_in_full(t, Some(&method.instrument))) } @if held.is_default() { " " (tag(Tone::Information, Icon::Bookmark, &t.text("payer-method-default"))) } }
                div class="faint" {
                    @if !method.nickname.is_empty() { span { (method.nickname) } ", " }
                    @if let Some(expiry) = method.expiry() { (t.with("payer-method-expires", [("month", format!("{:02}/{}", expiry.month(), expiry.year()))])) }
                }
                @if held.schedules > 0 { div class="faint" { (t.with("portal-method-scheduled", [("count", held.schedules)])) } }
            }
            a class="button button-small" href=(paths::portal_method(method.id)) { (t.text("portal-method-change")) span class="visually-hidden" { ": " (name) } }
        }
    }
}

/// A method by network and last four digits.
fn told(t: T, method: &PaymentMethod) -> String {
    let brand = method.instrument.brand().map_or_else(|| t.text("form-bank-account"), |brand| brand.name().to_owned());
    format!("{brand} •••• {}", method.instrument.last_four().as_str())
}

/// The form of a new method, as asked for.
struct Form {
    payer: Payer,
    replaces: Option<Held>,
    key: OperationKey,
    problem: Option<(&'static str, &'static str)>,
}

/// `GET /portal/methods/new`, for the payer that the address names or the only one there is, and instead of a method where it
/// names one.
#[handler]
pub async fn new(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let asked = |name: &str| forms::query_value(request, name).unwrap_or_default();
    let (payer, replaces) = read(&visit, &asked("payer"), &asked("replaces"))?;
    draw(&visit, &Form { payer, replaces, key: app.ids.operation_key(), problem: None })
}

/// Whose method it is to be, and the one whose place it takes.
fn read(visit: &Visit<'_>, payer: &str, instead_of: &str) -> Result<(Payer, Option<Held>), WebError> {
    let before = match instead_of {
        "" => None,
        text => {
            let id = text.parse().map(PaymentMethodId::new).map_err(|_| WebError::NotFound)?;
            Some(wallet::find(visit.app, &visit.me.login, id)?.ok_or(WebError::NotFound)?)
        }
    };
    let id: Option<PayerId> = match (&before, payer) {
        (Some(held), _) => Some(held.payer.id),
        (None, "") if !visit.has_several() => visit.reached.first().map(|payer| payer.id),
        (None, text) => text.parse().ok(),
    };
    let payer = visit.reached.iter().find(|payer| Some(payer.id) == id).cloned().ok_or(WebError::NotFound)?;
    Ok((payer, before))
}

fn draw(visit: &Visit<'_>, form: &Form) -> Result<Response, WebError> {
    let (t, app) = (visit.t, visit.app);
    let account = wallet::account(app, form.replaces.as_ref())?;
    let frame = account.map(|account| method_form::frame(app, account, &form.key, t)).transpose()?.unwrap_or_default();
    let mut errors = FormErrors::default();
    if let Some((field, problem)) = form.problem {
        errors.add(field, problem);
    }
    let messages = errors.messages(t);
    let summary: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    let title = t.text(if form.replaces.is_some() { "portal-method-replace-title" } else { "portal-method-add-title" });
    let below = html! { p class="muted" { (t.with("portal-method-for", [("payer", form.payer.name.clone())])) } };
    let body = html! {
        (error_summary(t, &summary))
        (page_head(&breadcrumb(paths::PORTAL_METHODS, &t.text("portal-methods"), &title), &title, &below, &html! {}))
        @if let Some(held) = form.replaces.as_ref().filter(|held| held.schedules > 0) {
            (note(Tone::Information, &html! { (t.with("portal-method-replaces", [("method", told(t, &held.method))])) }))
        }
        form class="card" method="post" action=(paths::PORTAL_METHODS) novalidate data-once data-card-frame="#card-frame" {
            (csrf(visit.rq.csrf()))
            input type="hidden" name="key" value=(form.key);
            input type="hidden" name="payer" value=(form.payer.id);
            @if let Some(held) = &form.replaces { input type="hidden" name="replaces" value=(held.method.id); }
            (method_form::section(t, (&t.text("own-methods-new"), &frame), &errors))
            div class="card-foot actions" {
                (button(Look::Primary, &t.text("own-methods-save"), Some(Icon::Lock)))
                (button_link(Look::Ghost, paths::PORTAL_METHODS, &t.text("payer-cancel"), None))
            }
        }
    };
    let status = if form.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(visit.answer_with(status, PortalPage::Methods, &title, &body))
}

/// `POST /portal/methods`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let (payer, replaces) = read(&visit, fields.get("payer"), fields.get("replaces"))?;
    let Ok(key) = OperationKey::parse(fields.get("key")) else {
        let problem = Some(("", "enter-payment-error-stale"));
        return draw(&visit, &Form { payer, replaces, key: app.ids.operation_key(), problem });
    };
    let before = replaces.as_ref().map(|held| held.method.id);
    let asked = NewMethod { key: key.clone(), payer: payer.id, replaces: before };
    // On a task of its own: a browser that goes away in the middle must not leave a method half saved.
    let (hall, desk, login, peer) = (app.clone(), entrance.clone(), me.login.clone(), rq.peer());
    let added = tokio::spawn(async move { wallet::add(&hall, (&desk.turnstile, &peer), &login, asked).await });
    match added.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(_) => Ok(listed("added")),
        Err(error) => {
            let problem = Some(method_form::problem(error)?);
            draw(&visit, &Form { payer, replaces, key, problem })
        }
    }
}

fn held(visit: &Visit<'_>, id: u64) -> Result<Held, WebError> {
    wallet::find(visit.app, &visit.me.login, PaymentMethodId::new(id))?.ok_or(WebError::NotFound)
}

/// `GET /portal/methods/{id}`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let held = held(&visit, id)?;
    let name = held.method.nickname.clone();
    Ok(sheet(&visit, &held, (&name, None)))
}

fn sheet(visit: &Visit<'_>, held: &Held, (name, error): (&str, Option<&str>)) -> Response {
    let (t, id) = (visit.t, held.method.id);
    let title = told(t, &held.method);
    let label = t.text("portal-method-name");
    let hint = t.text("portal-method-name-hint");
    let field = Field {
        name: "name",
        label: &label,
        value: name,
        hint: Some(&hint),
        error,
        max_length: u16::try_from(PaymentMethod::MAX_NICKNAME_CHARS).ok(),
        ..Field::default()
    };
    let replace = paths::with_query(paths::PORTAL_NEW_METHOD, &[("replaces", &id.to_string())]);
    let errors: Vec<(&str, &str)> = error.map(|error| ("name", error)).into_iter().collect();
    let below = html! { p class="muted" { (held.payer.name) } };
    let body = html! {
        (error_summary(t, &errors))
        (page_head(&breadcrumb(paths::PORTAL_METHODS, &t.text("portal-methods"), &title), &title, &below, &html! {}))
        (card("portal-method-name-card", &t.text("portal-method-name"), &html! {}, &html! {
            form class="stack-3" method="post" action=(paths::portal_method(id)) novalidate data-once {
                (csrf(visit.rq.csrf()))
                (text_field(t, &field))
                div { (button(Look::Default, &t.text("portal-save"), Some(Icon::Check))) }
            }
        }))
        (card("portal-method-use", &t.text("portal-method-use"), &html! {}, &html! {
            div class="stack-3" {
                @if held.schedules > 0 { p { (t.with("portal-method-scheduled", [("count", held.schedules)])) } }
                (keeping::agreement(t, (&held.method, &visit.firm()), Reader::Payer))
                div class="actions" {
                    @if !held.is_default() {
                        form method="post" action=(paths::portal_method_part(id, "default")) data-once {
                            (csrf(visit.rq.csrf())) (button(Look::Default, &t.text("payer-method-make-default"), Some(Icon::Bookmark)))
                        }
                    }
                    (button_link(Look::Default, &replace, &t.text("portal-method-replace"), Some(Icon::CreditCard)))
                    (button_link(Look::DangerQuiet, &paths::portal_method_part(id, "removal"), &t.text("payer-method-remove"), Some(Icon::X)))
                }
            }
        }))
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visit.answer_with(status, PortalPage::Methods, &title, &body)
}

/// `POST /portal/methods/{id}`: another name.
#[handler]
pub async fn update(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let name = fields.get("name");
    match wallet::rename(app, &me.login, PaymentMethodId::new(id), name.to_owned()).await {
        Ok(()) => Ok(listed("renamed")),
        Err(PortalError::TooLong) => {
            let words = visit.t.text("form-error-too-long");
            Ok(sheet(&visit, &held(&visit, id)?, (name, Some(&words))))
        }
        Err(error) => Err(other(error)),
    }
}

/// `POST /portal/methods/{id}/default`
#[handler]
pub async fn create_default(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    Visit::new(app, rq, me)?;
    wallet::choose_default(app, &me.login, PaymentMethodId::new(id)).await.map_err(other)?;
    Ok(listed("default"))
}

/// `GET /portal/methods/{id}/removal`
#[handler]
pub async fn new_removal(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let held = held(&visit, id)?;
    Ok(removal(&visit, &held, StatusCode::OK))
}

/// The page that asks once more, or says why the method cannot go.
fn removal(visit: &Visit<'_>, held: &Held, status: StatusCode) -> Response {
    let (t, id) = (visit.t, held.method.id);
    let title = t.with("portal-method-removal", [("method", told(t, &held.method))]);
    let replace = paths::with_query(paths::PORTAL_NEW_METHOD, &[("replaces", &id.to_string())]);
    let body = html! {
        (page_head(&breadcrumb(paths::PORTAL_METHODS, &t.text("portal-methods"), &title), &title, &html! {}, &html! {}))
        @if held.schedules > 0 {
            (note(Tone::Warning, &html! { p { (t.with("portal-method-in-use", [("count", held.schedules)])) } }))
            div class="actions" {
                (button_link(Look::Primary, &replace, &t.text("portal-method-replace"), Some(Icon::CreditCard)))
                (button_link(Look::Ghost, paths::PORTAL_METHODS, &t.text("payer-cancel"), None))
            }
        } @else {
            form class="card" method="post" action=(paths::portal_method_part(id, "removal")) data-once {
                (csrf(visit.rq.csrf()))
                div class="card-body" { p { (t.with("portal-method-removal-text", [("firm", visit.firm().name)])) } }
                div class="card-foot actions" {
                    (button(Look::Danger, &t.text("payer-method-remove"), Some(Icon::X)))
                    (button_link(Look::Ghost, &paths::portal_method(id), &t.text("payer-cancel"), None))
                }
            }
        }
    };
    visit.answer_with(status, PortalPage::Methods, &title, &body)
}

/// `POST /portal/methods/{id}/removal`
#[handler]
pub async fn create_removal(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    match wallet::remove(app, &me.login, PaymentMethodId::new(id)).await {
        Ok(()) => Ok(listed("removed")),
        Err(PortalError::Scheduled(_)) => Ok(removal(&visit, &held(&visit, id)?, StatusCode::UNPROCESSABLE_ENTITY)),
        Err(error) => Err(other(error)),
    }
}
