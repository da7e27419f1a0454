//! First-run setup: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{locale::Language, merchant_account::AccountKind},
    i18n::{T, dates},
    web::{
        forms::FormErrors,
        fragments::{
            Field, Icon, Kind, Look, Need, button, csrf, error_summary, form_section, required_key, select_field,
            text_field,
        },
        paths,
    },
};

use super::form::Typed;

/// The currencies offered first; any other is one setting away.
const CURRENCIES: [(&str, &str); 5] = [("USD", "USD"), ("CAD", "CAD"), ("EUR", "EUR"), ("GBP", "GBP"), ("MXN", "MXN")];

/// What the page shows.
pub(super) struct Setup<'a> {
    pub(super) t: T,
    pub(super) csrf: &'a str,
    pub(super) token: &'a str,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a FormErrors,
}

/// The whole page.
pub(super) fn page(p: &Setup<'_>) -> Markup {
    let t = p.t;
    let messages = p.errors.messages(t);
    let messages: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    html! {
        div class="bare-wide" {
            (error_summary(t, &messages))
            h1 { (t.text("setup-title")) }
            p class="muted" { (t.text("setup-intro")) }
            p { (required_key(t)) }
            form class="card" method="post" action=(paths::SETUP) novalidate data-once {
                (firm_section(p))
                (account_section(p))
                (administrator_section(p))
                (csrf(p.csrf))
                input type="hidden" name="token" value=(p.token);
                div class="card-foot" { (button(Look::Primary, &t.text("setup-button"), Some(Icon::Check))) }
            }
        }
    }
}

/// The text fields of the form share everything but name, words and place.
fn entry(p: &Setup<'_>, name: &'static str, value: &str, place: Place<'_>) -> Markup {
    let label = p.t.text(place.label);
    let hint = place.hint.map(|key| p.t.text(key));
    let error = p.errors.first(name, p.t);
    let field = Field {
        name,
        label: &label,
        value,
        hint: hint.as_deref(),
        error: error.as_deref(),
        need: Need::Required,
        kind: place.kind,
        autocomplete: place.autocomplete,
        class: place.class,
        ..Field::default()
    };
    text_field(p.t, &field)
}

#[derive(Clone, Copy, Default)]
struct Place<'a> {
    label: &'a str,
    hint: Option<&'a str>,
    kind: Kind,
    autocomplete: &'a str,
    class: &'a str,
}

fn select(p: &Setup<'_>, name: &'static str, value: &str, label: &str, choices: &[(&str, &str)]) -> Markup {
    let error = p.errors.first(name, p.t);
    let field = Field {
        name,
        label,
        value,
        error: error.as_deref(),
        need: Need::Required,
        class: "span-6",
        ..Field::default()
    };
    select_field(p.t, &field, choices)
}

fn firm_section(p: &Setup<'_>) -> Markup {
    let t = p.t;
    let zones = dates::time_zones();
    let zones: Vec<(&str, &str)> = zones.iter().map(|zone| (zone.as_str(), zone.as_str())).collect();
    let languages: Vec<(&str, &str)> =
        Language::ALL.iter().map(|language| (language.code(), language.endonym())).collect();
    let body = html! {
        div class="grid" {
            (entry(p, "firm_name", &p.typed.firm_name, Place { label: "setup-firm-name", autocomplete: "organization", class: "span-12", ..Place::default() }))
            (select(p, "time_zone", &p.typed.time_zone, &t.text("setup-time-zone"), &zones))
            (select(p, "currency", &p.typed.currency, &t.text("setup-currency"), &CURRENCIES))
            (select(p, "language", &p.typed.language, &t.text("setup-language"), &languages))
        }
    };
    form_section("setup-firm", &t.text("setup-firm-section"), &html! {}, &body)
}

fn account_section(p: &Setup<'_>) -> Markup {
    let t = p.t;
    let (operating, trust) = (t.label(AccountKind::Operating), t.label(AccountKind::Trust));
    let kinds = [("operating", operating.as_str()), ("trust", trust.as_str())];
    let body = html! {
        p class="hint" { (t.text("setup-account-hint")) }
        div class="grid" {
            (entry(p, "account_name", &p.typed.account_name, Place { label: "setup-account-name", class: "span-6", ..Place::default() }))
            (select(p, "account_kind", &p.typed.account_kind, &t.text("setup-account-kind"), &kinds))
            (entry(p, "last_four", &p.typed.last_four, Place { label: "setup-last-four", hint: Some("setup-last-four-hint"), kind: Kind::Digits, class: "span-6", ..Place::default() }))
            (entry(p, "statement_name", &p.typed.statement_name, Place { label: "setup-statement-name", hint: Some("setup-statement-name-hint"), class: "span-6", ..Place::default() }))
        }
    };
    form_section("setup-account", &t.text("setup-account-section"), &html! {}, &body)
}

fn administrator_section(p: &Setup<'_>) -> Markup {
    let t = p.t;
    let body = html! {
        div class="grid" {
            (entry(p, "admin_name", &p.typed.admin_name, Place { label: "setup-admin-name", autocomplete: "name", class: "span-6", ..Place::default() }))
            (entry(p, "admin_email", &p.typed.admin_email, Place { label: "sign-in-email", kind: Kind::Email, autocomplete: "username", class: "span-6", ..Place::default() }))
            (entry(p, "password", "", Place { label: "sign-in-password", hint: Some("setup-password-hint"), kind: Kind::Password, autocomplete: "new-password", class: "span-6" }))
        }
    };
    form_section("setup-admin", &t.text("setup-admin-section"), &html! {}, &body)
}
