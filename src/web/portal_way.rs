//! The way back to the payer portal, on pages for clients that need no sign-in: for a browser that is signed in there, and
//! for no other.

use maud::{Markup, html};

use crate::{app::App, i18n::T, service::portal};

use super::{fragments::Icon, guard::Rq, paths};

/// The way back, where there is one.
#[must_use]
pub fn back(app: &App, rq: &Rq, t: T) -> Markup {
    let is_open = || portal::settings(app).is_ok_and(|settings| settings.open);
    html! {
        @if rq.is_signed_in_to_portal(app.into()) && is_open() {
            p class="way-back no-print" { a href=(paths::PORTAL) target="_top" { (Icon::ChevronLeft) span { (t.text("portal-back")) } } }
        }
    }
}
