//! Settings: whether payers can sign in to the portal.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Request, Response, handler, web::Data};

use crate::{
    app::App,
    domain::{permission::Permission, portal::PortalSettings},
    service::{
        Authority, outbox,
        portal::{self, PortalError},
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields},
        fragments::{Icon, Look, Tone, button, card, csrf, page_head, tag},
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

/// `GET /settings/portal`
#[handler]
pub async fn edit(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    rq.staff(Permission::ManageSettings)?;
    let scene = answer::scene(app, rq, Some(Area::Portal))?;
    let key = match forms::query_value(request, "done").as_deref() {
        Some("open") => Some("portal-switch-opened"),
        Some("closed") => Some("portal-switch-closed"),
        _ => None,
    };
    let flash = key.map(|key| (Tone::Positive, scene.t.text(key)));
    let scene = scene.telling(flash);
    let body = sheet(rq, &scene, portal::settings(app)?, &outbox::base_url(app));
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("portal-switch-title"), &body)))
}

fn sheet(rq: &Rq, scene: &Scene, settings: PortalSettings, base_url: &str) -> Markup {
    let t = scene.t;
    let title = t.text("portal-switch-title");
    let (state, words, wanted, go) = if settings.open {
        (
            tag(Tone::Positive, Icon::Check, &t.text("portal-switch-open")),
            "portal-switch-open-text",
            "closed",
            "portal-switch-close",
        )
    } else {
        (
            tag(Tone::Neutral, Icon::Ban, &t.text("portal-switch-shut")),
            "portal-switch-shut-text",
            "open",
            "portal-switch-reopen",
        )
    };
    let body = html! {
        div class="stack-3" {
            p { (t.text(words)) }
            p class="mono break" { (base_url) (paths::PORTAL) }
            form method="post" action=(paths::PORTAL_SWITCH) data-once {
                (csrf(rq.csrf())) input type="hidden" name="state" value=(wanted);
                (button(if settings.open { Look::DangerQuiet } else { Look::Primary }, &t.text(go), Some(Icon::KeyRound)))
            }
        }
    };
    html! {
        (page_head(&html! {}, &title, &html! { p class="muted" { (t.text("portal-switch-intro")) } }, &html! {}))
        (card("portal-switch", &t.text("portal-switch-state"), &state, &body))
    }
}

/// `POST /settings/portal`
#[handler]
pub async fn update(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManageSettings)?;
    let state = fields.get("state");
    let open = match state {
        "open" => true,
        "closed" => false,
        _ => return Ok(answer::see_other(paths::PORTAL_SWITCH)),
    };
    match portal::set(app, Authority::Staff(&staff.user), PortalSettings { open }).await {
        Ok(()) => Ok(answer::see_other(&paths::with_query(paths::PORTAL_SWITCH, &[("done", state)]))),
        Err(PortalError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(PortalError::Store(error)) => Err(error.into()),
        Err(_) => Err(WebError::Unavailable),
    }
}
