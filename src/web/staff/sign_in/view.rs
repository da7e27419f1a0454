//! The sign-in page: pure markup.

use maud::{Markup, html};

use crate::{
    i18n::T,
    web::{
        fragments::{Field, Icon, Kind, Look, Need, Tone, button, csrf, error_summary, note, text_field},
        paths,
    },
};

/// What the page shows.
pub(super) struct SignIn<'a> {
    pub(super) t: T,
    pub(super) csrf: &'a str,
    pub(super) email: &'a str,
    pub(super) next: &'a str,
    pub(super) error: Option<&'a str>,
    pub(super) signed_out: bool,
}

/// The page of a portal that was never set up.
pub(super) fn not_set_up(t: T) -> Markup {
    html! {
        section class="card bare-card" aria-labelledby="sign-in" {
            div class="card-body stack-4" {
                h1 id="sign-in" { (t.text("sign-in-not-set-up-title")) }
                p { (t.text("sign-in-not-set-up-text")) }
            }
        }
    }
}

/// The whole page.
pub(super) fn page(p: &SignIn<'_>) -> Markup {
    let t = p.t;
    let (email_label, password_label) = (t.text("sign-in-email"), t.text("sign-in-password"));
    let email = Field {
        name: "email",
        label: &email_label,
        value: p.email,
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
    let errors: Vec<(&str, &str)> = p.error.map(|error| ("email", error)).into_iter().collect();
    html! {
        section class="card bare-card" aria-labelledby="sign-in" {
            div class="card-body stack-4" {
                (error_summary(t, &errors))
                @if p.signed_out { (note(Tone::Information, &html! { (t.text("sign-in-signed-out")) })) }
                h1 id="sign-in" { (t.text("sign-in-title")) }
                form class="stack-4" method="post" action=(paths::SIGN_IN) novalidate data-once {
                    (csrf(p.csrf))
                    input type="hidden" name="next" value=(p.next);
                    (text_field(t, &email))
                    (text_field(t, &password))
                    (button(Look::PrimaryBlock, &t.text("sign-in-button"), Some(Icon::Lock)))
                }
            }
        }
    }
}
