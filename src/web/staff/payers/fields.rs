//! The fields of this room's forms, each from its name, its text's key and what was typed.

use maud::{Markup, html};

use crate::{
    domain::merchant_account::MerchantAccount,
    i18n::T,
    web::{
        forms::FormErrors,
        fragments::{Field, Kind, Need, account, error_summary, select_field, table_under, text_field, textarea_field},
    },
};

/// The form that fields belong to.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) t: T,
    pub(super) errors: &'a FormErrors,
}

/// One field.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) name: &'static str,
    pub(super) key: &'static str,
    pub(super) value: &'a str,
    pub(super) hint: Option<&'static str>,
    pub(super) need: Need,
    pub(super) kind: Kind,
    pub(super) most: u16,
    pub(super) class: &'static str,
}

impl<'a> Ask<'a> {
    /// A field of words that may stay empty.
    pub(super) const fn new(name: &'static str, key: &'static str, value: &'a str, class: &'static str) -> Self {
        Self { name, key, value, hint: None, need: Need::Optional, kind: Kind::Text, most: 200, class }
    }

    pub(super) const fn required(self) -> Self {
        Self { need: Need::Required, ..self }
    }

    pub(super) const fn unmarked(self) -> Self {
        Self { need: Need::Unmarked, ..self }
    }

    pub(super) const fn hint(self, key: &'static str) -> Self {
        Self { hint: Some(key), ..self }
    }

    pub(super) const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    pub(super) const fn most(self, most: u16) -> Self {
        Self { most, ..self }
    }
}

impl Form<'_> {
    pub(super) fn line(&self, ask: Ask<'_>) -> Markup {
        self.draw(ask, |field| text_field(self.t, field))
    }

    pub(super) fn lines(&self, ask: Ask<'_>, rows: u8) -> Markup {
        self.draw(ask, |field| textarea_field(self.t, field, rows))
    }

    pub(super) fn choice(&self, ask: Ask<'_>, choices: &[(String, String)]) -> Markup {
        let choices: Vec<(&str, &str)> =
            choices.iter().map(|(value, words)| (value.as_str(), words.as_str())).collect();
        self.draw(ask, |field| select_field(self.t, field, &choices))
    }

    fn draw(&self, ask: Ask<'_>, with: impl Fn(&Field<'_>) -> Markup) -> Markup {
        let (label, hint) = (self.t.text(ask.key), ask.hint.map(|key| self.t.text(key)));
        let error = self.errors.first(ask.name, self.t);
        with(&Field {
            id: "",
            name: ask.name,
            label: &label,
            value: ask.value,
            hint: hint.as_deref(),
            error: error.as_deref(),
            need: ask.need,
            kind: ask.kind,
            autocomplete: "",
            max_length: Some(ask.most),
            class: ask.class,
        })
    }

    /// All that is wrong, first on the page.
    pub(super) fn summary(&self) -> Markup {
        let errors = self.errors.messages(self.t);
        let errors: Vec<(&str, &str)> = errors.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
        error_summary(self.t, &errors)
    }

    /// What is wrong with the card's frame, above it.
    pub(super) fn card_error(&self) -> Markup {
        let error = self.errors.first("card-frame", self.t);
        html! {
            @if let Some(error) = error {
                div class="error-message" id="card-frame-error" {
                    (crate::web::fragments::Icon::CircleAlert)
                    span { span class="visually-hidden" { (self.t.text("form-error-prefix")) " " } (error) }
                }
            }
        }
    }
}

/// A table in a sheet with this heading; its own name is another one, as two parts of a page need.
pub(super) fn table_named(t: T, heading: &str, table: &Markup) -> Markup {
    table_under(t, &t.text(heading), table)
}

/// The open accounts to choose from.
pub(super) fn accounts(t: T, accounts: &[MerchantAccount]) -> Vec<(String, String)> {
    let open = accounts.iter().filter(|account| account.active);
    open.map(|known| (known.id.to_string(), account(t, known))).collect()
}
