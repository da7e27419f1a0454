//! The payer portal: a client's own payments, schedules and methods, behind a sign-in of their own.
//!
//! A page shows what the office says the login reaches; anything else is not found, whoever's it is.

mod home;
mod methods;
mod overdue;
mod pay_with;
mod payments;
mod requests;
mod schedules;
mod settings;
mod sign_in;
mod words;

use std::sync::Arc;

use maud::Markup;
use poem::{Response, http::StatusCode};

use crate::{
    app::App,
    domain::{firm::Firm, payer::Payer},
    i18n::T,
    service::portal::{self, PortalError, looking, sessions::Current},
    web::{
        answer::{self, Scene},
        error::WebError,
        fragments::Tone,
        guard::Rq,
        page::{self, portal::PortalPage},
        refusal::Refusal,
    },
};

pub use self::{
    home::home as show_home,
    methods::{
        create as create_method, create_default, create_removal, edit as edit_method, list as list_methods,
        new as new_method, new_removal, update as update_method,
    },
    overdue::{create as create_overdue_payment, show as show_overdue},
    payments::{list as list_payments, show as show_payment},
    requests::{create as create_request_payment, show as show_request},
    schedules::{list as list_schedules, show as show_schedule},
    settings::{
        create_address, remove_password, show as show_settings, sign_out_everywhere, update_name, update_password,
        update_preferences,
    },
    sign_in::{create as create_sign_in, create_link, delete as sign_out, new as new_sign_in, show_link, use_link},
};

/// A visit of a payer who is signed in.
struct Visit<'a> {
    app: &'a Arc<App>,
    rq: &'a Rq,
    me: &'a Current,
    scene: Scene,
    t: T,
    /// The payers that the login reaches.
    reached: Vec<Payer>,
}

impl<'a> Visit<'a> {
    fn new(app: &'a Arc<App>, rq: &'a Rq, me: &'a Current) -> Result<Self, WebError> {
        require_open(app)?;
        let scene = answer::scene(app, rq, None)?;
        let t = scene.t;
        Ok(Self { reached: looking::payers_of(app, &me.login)?, app, rq, me, scene, t })
    }

    /// The same with the outcome of the last action told on it, where one of these was it.
    fn telling(mut self, done: Option<&str>, keys: &[(&str, &'static str)]) -> Self {
        let key = done.and_then(|done| keys.iter().find(|(code, _)| *code == done));
        if let Some((_, key)) = key {
            self.scene = self.scene.telling(Some((Tone::Positive, self.t.text(key))));
        }
        self
    }

    fn firm(&self) -> Firm {
        self.scene.firm()
    }

    /// Whether it must be said whose everything is.
    const fn has_several(&self) -> bool {
        self.reached.len() > 1
    }

    fn answer(&self, here: PortalPage, title: &str, body: &Markup) -> Response {
        self.answer_with(StatusCode::OK, here, title, body)
    }

    /// A page that is not an unmixed success, such as 422 where something is wrong with its form.
    fn answer_with(&self, status: StatusCode, here: PortalPage, title: &str, body: &Markup) -> Response {
        let ctx = page::Ctx { failed: status == StatusCode::UNPROCESSABLE_ENTITY, ..self.scene.ctx() };
        answer::html_with(status, page::portal::page(&ctx, title, (here, self.me.login.called()), body))
    }
}

/// Turns everybody away while the firm has the portal closed.
fn require_open(app: &App) -> Result<(), WebError> {
    if portal::settings(app)?.open { Ok(()) } else { Err(Refusal::PortalClosed.into()) }
}

/// What of a refusal is no form's to explain.
fn other(error: PortalError) -> WebError {
    match error {
        PortalError::Closed => Refusal::PortalClosed.into(),
        PortalError::NotAllowed(not_allowed) => not_allowed.into(),
        PortalError::Store(error) => error.into(),
        PortalError::Unavailable | PortalError::Hash(_) => WebError::Unavailable,
        PortalError::NotFound
        | PortalError::LinkOver
        | PortalError::Wrong
        | PortalError::Address
        | PortalError::Taken
        | PortalError::TooLong
        | PortalError::Weak(_)
        | PortalError::Scheduled(_)
        | PortalError::Throttled(_) => WebError::NotFound,
    }
}
