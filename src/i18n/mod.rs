//! Words of each locale (stand-in with the interface of the real one).

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid};

use crate::domain::locale::{Language, Locale};

mod bundles {
    fluent_templates::static_loader! {
        pub(super) static LOCALES = {
            locales: "./locales",
            fallback_language: "en",
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

/// The value of a variable in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words.
    Text(String),
    /// A whole number.
    Count(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

/// The texts of one locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct T {
    locale: Locale,
}

impl T {
    /// The texts of `locale`.
    #[must_use]
    pub const fn new(locale: Locale) -> Self {
        Self { locale }
    }

    /// The locale.
    #[must_use]
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// The language.
    #[must_use]
    pub const fn language(self) -> Language {
        self.locale.language()
    }

    /// A text without variables.
    #[must_use]
    pub fn text(self, key: &str) -> String {
        self.with::<&str, 0>(key, [])
    }

    /// A text with its variables.
    #[must_use]
    pub fn with<A: Into<Arg>, const N: usize>(self, key: &str, args: [(&str, A); N]) -> String {
        let mut values: HashMap<Cow<'static, str>, FluentValue<'static>> = HashMap::new();
        for (name, arg) in args {
            match arg.into() {
                Arg::Text(text) => {
                    values.insert(Cow::Owned(name.to_owned()), FluentValue::from(text));
                }
                Arg::Count(count) => {
                    values.insert(Cow::Owned(name.to_owned()), FluentValue::from(count));
                    values.insert(Cow::Owned(format!("{name}-text")), FluentValue::from(count.to_string()));
                }
            }
        }
        let id: LanguageIdentifier = match self.language() {
            Language::En => langid!("en"),
            Language::Fr => langid!("fr"),
            Language::Es => langid!("es"),
        };
        bundles::LOCALES.lookup_single_language(&id, key, Some(&values)).unwrap_or_else(|_| format!("⟦{key}⟧"))
    }

    /// What people call this value.
    #[must_use]
    pub fn label(self, value: impl std::fmt::Debug) -> String {
        format!("{value:?}")
    }
}
