//! Who sees a payer's payments in the portal: the tab, invitations, and taking access away.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::PayerId, permission::Permission, portal::Why},
    i18n::dates,
    service::{
        Authority,
        payers::looking::PayerView,
        portal::{
            self, PortalError,
            giving::{self, Person},
        },
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{
            Icon, Kind, Look, Tone, breadcrumb, button, button_link, card, card_flush, csrf, empty, note, page_head,
            tag,
        },
        guard::Rq,
        page, paths,
    },
};

use super::{
    fields::{Ask, Form, table_named},
    find, finish, scene, scene_after,
    sheet::{Page, Tab, head},
    signed_in,
};

/// `GET /payers/{id}/portal`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let view = match find(app, PayerId::new(id), "portal")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    draw(app, rq, (&view, request), ("", &FormErrors::default()))
}

fn draw(
    app: &App,
    rq: &Rq,
    (view, request): (&PayerView, &Request),
    (typed, errors): (&str, &FormErrors),
) -> Result<Response, WebError> {
    let scene = scene_after(app, rq, request)?;
    let user = signed_in(&scene)?;
    let firm = scene.firm();
    let p = Page { t: scene.t, firm: &firm, view, user: &user, csrf: rq.csrf(), now: app.now(), rows: &[] };
    let (people, open) = (giving::people(app, &view.payer)?, portal::settings(app)?.open);
    let fields = Form { t: p.t, errors };
    let body = html! {
        (fields.summary())
        (head(&p, Tab::Portal))
        div class="stack" {
            @if !open { (note(Tone::Warning, &html! { (p.t.text("payer-portal-shut")) })) }
            @if view.payer.archived_at.is_some() { (note(Tone::Warning, &html! { (p.t.text("payer-portal-archived")) })) }
            (table(&p, &people, open))
            @if p.manages() && open && view.payer.archived_at.is_none() { (invitation(&p, &fields, typed)) }
        }
    };
    let failed = !errors.is_empty();
    Ok(finish(&scene, &view.payer.name, &body, failed))
}

fn table(p: &Page<'_>, people: &[Person], open: bool) -> Markup {
    let t = p.t;
    let rows = html! {
        table class="table table-two-line table-stack" {
            thead { tr {
                th scope="col" { (t.text("sign-in-email")) }
                th scope="col" { (t.text("payer-portal-access")) }
                th scope="col" { (t.text("payer-portal-last")) }
                @if p.manages() { th scope="col" { span class="visually-hidden" { (t.text("payer-portal-actions")) } } }
            } }
            tbody { @for person in people { (row(p, person, open)) } }
        }
    };
    let body = if people.is_empty() {
        empty(Icon::KeyRound, &t.text("payer-portal-nobody"), &t.text("payer-portal-nobody-text"), &html! {})
    } else {
        table_named(t, "payer-portal-title", &rows)
    };
    card_flush("payer-portal", &t.text("payer-portal-title"), &html! {}, &body)
}

fn row(p: &Page<'_>, person: &Person, open: bool) -> Markup {
    let (t, payer, address) = (p.t, p.payer().id, person.address.as_str());
    let last = person.login.as_ref().and_then(|login| login.signed_in_at);
    let withdrawal = paths::with_query(&paths::payer_part(payer, "portal/withdrawal"), &[("address", address)]);
    html! {
        tr {
            td { span class="break" { (address) } @if let Some(login) = person.login.as_ref().filter(|login| !login.name.is_empty()) { " " span class="sub" { (login.name) } } }
            td data-label=(t.text("payer-portal-access")) { (access(p, person)) }
            td class="num nowrap" data-label=(t.text("payer-portal-last")) { @if let Some(at) = last { (dates::date_medium(at, &p.firm.time_zone, t.locale())) } @else { (t.text("payer-portal-never")) } }
            @if p.manages() {
                td class="cell-end" {
                    div class="actions" {
                        @if open && p.payer().archived_at.is_none() {
                            form method="post" action=(paths::payer_part(payer, "portal/invitations")) data-once {
                                (csrf(p.csrf)) input type="hidden" name="email" value=(address);
                                button class="button button-small" type="submit" { (Icon::Send) span { (t.text("payer-portal-invite")) } span class="visually-hidden" { ": " (address) } }
                            }
                        }
                        @if !person.withdrawn {
                            a class="button button-small button-danger-quiet" href=(withdrawal) { (t.text("payer-portal-withdraw")) span class="visually-hidden" { ": " (address) } }
                        }
                    }
                }
            }
        }
    }
}

/// Whether and why an address opens this payer's pages.
fn access(p: &Page<'_>, person: &Person) -> Markup {
    let t = p.t;
    let (tone, icon, key) = match person.why {
        _ if person.withdrawn => (Tone::Neutral, Icon::Ban, "payer-portal-withdrawn"),
        Some(Why::Address) => (Tone::Positive, Icon::Check, "payer-portal-by-address"),
        Some(Why::Given) => (Tone::Positive, Icon::Check, "payer-portal-given"),
        Some(Why::FormerAddress) => (Tone::Positive, Icon::Check, "payer-portal-former"),
        None => (Tone::Neutral, Icon::Ban, "payer-portal-lapsed"),
    };
    tag(tone, icon, &t.text(key))
}

fn invitation(p: &Page<'_>, form: &Form<'_>, typed: &str) -> Markup {
    let t = p.t;
    let body = html! {
        form class="stack-3" method="post" action=(paths::payer_part(p.payer().id, "portal/invitations")) novalidate data-once {
            (csrf(p.csrf))
            p class="hint" { (t.text("payer-portal-invite-hint")) }
            (form.line(Ask::new("email", "sign-in-email", typed, "").unmarked().kind(Kind::Email).most(254)))
            div { (button(Look::Default, &t.text("payer-portal-invite"), Some(Icon::Send))) }
        }
    };
    card("payer-portal-invitation", &t.text("payer-portal-invite-other"), &html! {}, &body)
}

fn back(payer: PayerId, done: &str) -> Response {
    answer::see_other(&paths::payer_done(payer, "portal", done))
}

/// `POST /payers/{id}/portal/invitations`
#[handler]
pub async fn create_invitation(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let (payer, email) = (PayerId::new(id), fields.get("email"));
    match giving::invite(app, Authority::Staff(&staff.user), (payer, email)).await {
        Ok(()) => Ok(back(payer, "invited")),
        Err(PortalError::Address) => {
            let view = match find(app, payer, "portal")? {
                Ok(view) => view,
                Err(elsewhere) => return Ok(elsewhere),
            };
            let mut errors = FormErrors::default();
            errors.add("email", "form-error-email");
            draw(app, rq, (&view, request), (email, &errors))
        }
        Err(PortalError::Closed) => Ok(answer::see_other(&paths::payer_part(payer, "portal"))),
        Err(error) => Err(told(error)),
    }
}

fn told(error: PortalError) -> WebError {
    match error {
        PortalError::NotAllowed(not_allowed) => not_allowed.into(),
        PortalError::NotFound => WebError::NotFound,
        PortalError::Store(error) => error.into(),
        _ => WebError::Unavailable,
    }
}

/// `GET /payers/{id}/portal/withdrawal`
#[handler]
pub async fn new_withdrawal(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ManagePayers)?;
    let view = match find(app, PayerId::new(id), "portal")? {
        Ok(view) => view,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let wanted = forms::query_value(request, "address").unwrap_or_default();
    let people = giving::people(app, &view.payer)?;
    let person = people.iter().find(|person| person.address == wanted && !person.withdrawn);
    let address = &person.ok_or(WebError::NotFound)?.address;
    let scene = scene(app, rq)?;
    let (t, payer) = (scene.t, view.payer.id);
    let (title, portal) = (t.text("payer-portal-withdrawal"), paths::payer_part(payer, "portal"));
    let args = [("email", address.clone()), ("name", view.payer.name.clone())];
    let body = html! {
        (page_head(&breadcrumb(&portal, &view.payer.name, &title), &title, &html! {}, &html! {}))
        form class="card" method="post" action=(paths::payer_part(payer, "portal/withdrawal")) data-once {
            (csrf(rq.csrf())) input type="hidden" name="address" value=(address);
            div class="card-body" { p { (t.with("payer-portal-withdrawal-text", args)) } }
            div class="card-foot actions" {
                (button(Look::Danger, &t.text("payer-portal-withdraw"), Some(Icon::Ban)))
                (button_link(Look::Ghost, &portal, &t.text("payer-cancel"), None))
            }
        }
    };
    Ok(answer::html_with(StatusCode::OK, page::staff(&scene.ctx(), &title, &body)))
}

/// `POST /payers/{id}/portal/withdrawal`
#[handler]
pub async fn create_withdrawal(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePayers)?;
    let payer = PayerId::new(id);
    giving::withdraw(app, Authority::Staff(&staff.user), (payer, fields.get("address"))).await.map_err(told)?;
    Ok(back(payer, "withdrawn"))
}
