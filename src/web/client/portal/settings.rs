//! What a payer sets about their own sign-in. Each part is a form of its own, and says what it changes and what it does not.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Request, Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    domain::{locale::Language, portal::PortalLogin, user::Theme},
    service::{
        passwords::Weak,
        portal::{
            PortalError,
            own::{self, Asker},
        },
        users::Preferences,
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        fragments::{Field, Icon, Kind, Look, Need, button, card, csrf, error_summary, text_field},
        guard::{self, Rq},
        page::portal::PortalPage,
        paths,
        preferences::{self, LANGUAGE_COOKIE, THEME_COOKIE},
        router::Entrance,
    },
};

use super::{Visit, other, sign_in::goodbye};

const DONE: [(&str, &str); 6] = [
    ("name", "portal-name-saved"),
    ("link", "portal-address-sent"),
    ("address", "portal-address-changed"),
    ("password", "portal-password-saved"),
    ("no-password", "portal-password-removed"),
    ("preferences", "portal-preferences-saved"),
];

/// What is wrong: which field and why; and what is kept of what was typed, with its field.
#[derive(Clone, Copy, Default)]
struct Wrong<'a> {
    field: &'a str,
    typed: (&'a str, &'a str),
    words: &'a str,
}

impl Wrong<'_> {
    fn of(&self, field: &str) -> Option<&str> {
        (self.field == field).then_some(self.words)
    }

    fn typed<'s>(&'s self, field: &str, otherwise: &'s str) -> &'s str {
        if self.typed.0 == field { self.typed.1 } else { otherwise }
    }
}

fn shown(done: &str) -> Response {
    answer::see_other(&paths::with_query(paths::PORTAL_SETTINGS, &[("done", done)]))
}

/// `GET /portal/settings`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let done = forms::query_value(request, "done");
    let visit = Visit::new(app, rq, me)?.telling(done.as_deref(), &DONE);
    Ok(draw(&visit, None))
}

fn draw(visit: &Visit<'_>, wrong: Option<Wrong<'_>>) -> Response {
    let t = visit.t;
    let (status, wrong) = match wrong {
        Some(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, wrong),
        None => (StatusCode::OK, Wrong::default()),
    };
    let errors: Vec<(&str, &str)> = if wrong.field.is_empty() { Vec::new() } else { vec![(wrong.field, wrong.words)] };
    let body = html! {
        (error_summary(t, &errors))
        h1 { (t.text("portal-settings")) }
        (name(visit, wrong))
        (address(visit, wrong))
        (password(visit, wrong))
        (looks(visit))
        (everywhere(visit))
    };
    visit.answer_with(status, PortalPage::Settings, &t.text("portal-settings"), &body)
}

/// A part with its heading and form.
fn part(visit: &Visit<'_>, (id, heading): (&str, &str), action: &str, body: &Markup) -> Markup {
    let form = html! {
        form class="stack-3 measure" method="post" action=(action) novalidate data-once { (csrf(visit.rq.csrf())) (body) }
    };
    card(id, &visit.t.text(heading), &html! {}, &form)
}

fn name(visit: &Visit<'_>, wrong: Wrong<'_>) -> Markup {
    let t = visit.t;
    let (label, hint) = (t.text("portal-name"), t.text("portal-name-hint"));
    let field = Field {
        name: "name",
        label: &label,
        hint: Some(&hint),
        value: wrong.typed("name", &visit.me.login.name),
        error: wrong.of("name"),
        autocomplete: "name",
        max_length: u16::try_from(PortalLogin::MAX_NAME_CHARS).ok(),
        ..Field::default()
    };
    let body =
        html! { (text_field(t, &field)) div { (button(Look::Default, &t.text("portal-save"), Some(Icon::Check))) } };
    part(visit, ("portal-name-part", "portal-name"), &paths::portal_setting("name"), &body)
}

fn address(visit: &Visit<'_>, wrong: Wrong<'_>) -> Markup {
    let t = visit.t;
    let label = t.text("portal-new-address");
    let field = Field {
        name: "email",
        label: &label,
        value: wrong.typed("email", ""),
        error: wrong.of("email"),
        need: Need::Unmarked,
        kind: Kind::Email,
        autocomplete: "email",
        ..Field::default()
    };
    let firm = visit.firm().name;
    let now = t.text("portal-password-now");
    // Another name than that of the password's own form: both are on the page.
    let proof = Field {
        name: "proof",
        label: &now,
        error: wrong.of("proof"),
        need: Need::Unmarked,
        kind: Kind::Password,
        autocomplete: "current-password",
        ..Field::default()
    };
    let body = html! {
        p { (t.with("portal-address-now", [("email", visit.me.login.email.clone())])) }
        p class="hint" { (t.with("portal-address-hint", [("firm", firm)])) }
        (text_field(t, &field))
        @if visit.me.login.password_hash.is_some() { (text_field(t, &proof)) }
        div { (button(Look::Default, &t.text("portal-address-send"), Some(Icon::Mail))) }
    };
    part(visit, ("portal-address-part", "portal-address"), &paths::portal_setting("email"), &body)
}

fn password(visit: &Visit<'_>, wrong: Wrong<'_>) -> Markup {
    let t = visit.t;
    let has_one = visit.me.login.password_hash.is_some();
    let labels = ["portal-password-now", "portal-password-new"].map(|key| t.text(key));
    let hint = t.text("setup-password-hint");
    let before = Field {
        name: "before",
        label: &labels[0],
        error: wrong.of("before"),
        need: Need::Unmarked,
        kind: Kind::Password,
        autocomplete: "current-password",
        ..Field::default()
    };
    let new = Field {
        name: "password",
        label: &labels[1],
        hint: Some(&hint),
        error: wrong.of("password"),
        need: Need::Unmarked,
        kind: Kind::Password,
        autocomplete: "new-password",
        ..Field::default()
    };
    let removal = paths::portal_setting("password/removal");
    let body = html! {
        p class="hint" { (t.text(if has_one { "portal-password-has" } else { "portal-password-none" })) }
        // For whoever has a program keep the password: whose it is.
        input type="text" name="username" value=(visit.me.login.email) autocomplete="username" hidden;
        @if has_one { (text_field(t, &before)) }
        (text_field(t, &new))
        div class="actions" {
            (button(Look::Default, &t.text(if has_one { "portal-password-change" } else { "portal-password-set" }), Some(Icon::Lock)))
            @if has_one { button class="button button-danger-quiet" type="submit" formaction=(removal) { (Icon::X) span { (t.text("portal-password-remove")) } } }
        }
    };
    part(visit, ("portal-password-part", "portal-password"), &paths::portal_setting("password"), &body)
}

fn looks(visit: &Visit<'_>) -> Markup {
    let t = visit.t;
    let theme = visit.me.login.theme;
    let body = html! {
        fieldset class="stack-2 side-by-side" {
            legend class="label" { (t.text("shell-profile-language")) }
            div class="choices" {
                @for language in Language::ALL {
                    button class="choice" type="submit" name="language" value=(language.code()) lang=(language.code()) aria-pressed=(language == t.language()) { (language.endonym()) }
                }
            }
        }
        fieldset class="stack-2 side-by-side" {
            legend class="label" { (t.text("shell-profile-theme")) }
            div class="choices" {
                @for known in Theme::ALL { button class="choice" type="submit" name="theme" value=(known.code()) aria-pressed=(known == theme) { (t.label(known)) } }
            }
        }
    };
    part(visit, ("portal-looks-part", "portal-looks"), &paths::portal_setting("preferences"), &body)
}

fn everywhere(visit: &Visit<'_>) -> Markup {
    let t = visit.t;
    let body = html! {
        p class="hint" { (t.text("portal-everywhere-hint")) }
        div { (button(Look::DangerQuiet, &t.text("portal-everywhere"), Some(Icon::LogOut))) }
    };
    part(visit, ("portal-everywhere-part", "portal-sessions"), paths::PORTAL_SIGN_OUT_EVERYWHERE, &body)
}

/// `POST /portal/settings/name`
#[handler]
pub async fn update_name(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let typed = fields.get("name");
    match own::rename(app, me.login.id, typed.to_owned()).await {
        Ok(()) => Ok(shown("name")),
        Err(PortalError::TooLong) => {
            let words = visit.t.text("form-error-too-long");
            Ok(draw(&visit, Some(Wrong { field: "name", typed: ("name", typed), words: &words })))
        }
        Err(error) => Err(other(error)),
    }
}

/// `POST /portal/settings/email`: a link to the new address, which changes nothing before it is used. What was typed of the
/// address is kept when the password is wrong.
#[handler]
pub async fn create_address(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let (typed, peer) = (fields.get("email"), rq.peer());
    let asker = Asker { current: me, peer: &peer, locale: visit.t.locale() };
    let given = (typed, fields.exact("proof"));
    let (field, key) = match own::ask_address(app, &entrance.portal_doorkeeper, asker, given).await {
        Ok(()) => return Ok(shown("link")),
        Err(PortalError::Address) => ("email", "form-error-email"),
        Err(PortalError::Wrong) => ("proof", "portal-error-password"),
        Err(PortalError::Throttled(_)) => ("email", "sign-in-error-throttled"),
        Err(error) => return Err(other(error)),
    };
    Ok(draw(&visit, Some(Wrong { field, typed: ("email", typed), words: &visit.t.text(key) })))
}

/// `POST /portal/settings/password`
#[handler]
pub async fn update_password(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let given = (fields.exact("before"), fields.exact("password"));
    let asker = Asker { current: me, peer: &rq.peer(), locale: visit.t.locale() };
    match own::set_password(app, &entrance.portal_doorkeeper, asker, given).await {
        Ok(()) => Ok(shown("password")),
        Err(error) => password_refused(&visit, error),
    }
}

/// `POST /portal/settings/password/removal`
#[handler]
pub async fn remove_password(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let asker = Asker { current: me, peer: &rq.peer(), locale: visit.t.locale() };
    match own::remove_password(app, &entrance.portal_doorkeeper, asker, fields.exact("before")).await {
        Ok(()) => Ok(shown("no-password")),
        Err(error) => password_refused(&visit, error),
    }
}

fn password_refused(visit: &Visit<'_>, error: PortalError) -> Result<Response, WebError> {
    let (field, key) = match error {
        PortalError::Wrong => ("before", "portal-error-password"),
        PortalError::Throttled(_) => ("before", "sign-in-error-throttled"),
        PortalError::Weak(Weak::TooShort) => ("password", "password-error-short"),
        PortalError::Weak(Weak::TooLong) => ("password", "password-error-long"),
        PortalError::Weak(Weak::Known) => ("password", "password-error-known"),
        PortalError::Weak(Weak::Common) => ("password", "password-error-common"),
        error => return Err(other(error)),
    };
    Ok(draw(visit, Some(Wrong { field, typed: ("", ""), words: &visit.t.text(key) })))
}

/// `POST /portal/settings/preferences`
#[handler]
pub async fn update_preferences(rq: &Rq, Data(app): Data<&Arc<App>>, fields: &Fields) -> Result<Response, WebError> {
    let me = rq.payer()?;
    Visit::new(app, rq, me)?;
    let language = Language::ALL.into_iter().find(|language| language.code() == fields.get("language"));
    let theme = Theme::from_code(fields.get("theme"));
    own::prefer(app, me.login.id, Preferences { language, theme }).await.map_err(other)?;
    let mut response = shown("preferences");
    if let Some(language) = language {
        guard::set_cookie(&mut response, &preferences::remembering(LANGUAGE_COOKIE, language.code()));
    }
    if let Some(theme) = theme {
        guard::set_cookie(&mut response, &preferences::remembering(THEME_COOKIE, theme.code()));
    }
    Ok(response)
}

/// `POST /portal/sign-out/everywhere`
#[handler]
pub async fn sign_out_everywhere(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    own::sign_out_everywhere(app, me.login.id).await.map_err(other)?;
    Ok(goodbye("everywhere"))
}
