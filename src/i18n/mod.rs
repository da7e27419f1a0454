//! Words, amounts, numbers and dates as people of each locale write them.
//!
//! The locale is always an argument; nothing here remembers one. Words come from `locales/{en,fr,es}/*.ftl`, formats
//! from Unicode's CLDR. Nothing here decides what is allowed, and nothing reads a clock.

pub mod amount;
pub mod calendar;
pub mod dates;
pub mod labels;
pub mod negotiate;
pub mod numbers;
pub mod regions;

mod per_locale;

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid};
use icu::plurals::{PluralCategory, PluralRules};

use crate::domain::locale::{Language, Locale};

use labels::Labelled;
use per_locale::PerLocale;

mod bundles {
    fluent_templates::static_loader! {
        pub(super) static LOCALES = {
            locales: "./locales",
            fallback_language: "en",
            // Isolation marks are invisible characters that would end up in mails, exports and copied text.
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

/// The value of a variable in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Words, or anything already formatted.
    Text(String),
    /// A whole number. The text's `$name` chooses the plural form; `$name-text` prints it with the locale's grouping.
    Count(i64),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Cow<'_, str>> for Arg {
    fn from(text: Cow<'_, str>) -> Self {
        Self::Text(text.into_owned())
    }
}

impl From<i64> for Arg {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<u64> for Arg {
    fn from(count: u64) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// The texts of one locale: what a page carries to put itself into words.
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

    /// The locale, for amounts, numbers and dates.
    #[must_use]
    pub const fn locale(self) -> Locale {
        self.locale
    }

    /// The language, for `lang` attributes.
    #[must_use]
    pub const fn language(self) -> Language {
        self.locale.language()
    }

    /// A text without variables; see [`text`].
    #[must_use]
    pub fn text(self, key: &str) -> String {
        text(self.locale, key, &[])
    }

    /// A text with its variables, as in `t.with("greeting", [("name", name)])`; values of unlike types are made
    /// alike with [`Arg::from`]. See [`text`].
    #[must_use]
    pub fn with<A: Into<Arg>, const N: usize>(self, key: &str, args: [(&str, A); N]) -> String {
        text(self.locale, key, &args.map(|(name, value)| (name, value.into())))
    }

    /// What people call this value.
    #[must_use]
    pub fn label(self, value: impl Labelled) -> String {
        self.text(value.key())
    }
}

/// The text `key` in the language of `locale`.
///
/// A text that is missing, or that lacks a variable, comes in English; failing that, its key comes in ⟦brackets⟧, so
/// that a gap is seen and never stops a page. `tests/locales.rs` keeps both from happening.
#[must_use]
pub fn text(locale: Locale, key: &str, args: &[(&str, Arg)]) -> String {
    let values = (!args.is_empty()).then(|| values(locale, args));
    let found = [bundle(locale.language()), bundle(Language::En)]
        .iter()
        .find_map(|language| bundles::LOCALES.lookup_single_language(language, key, values.as_ref()).ok());
    found.map_or_else(|| format!("⟦{key}⟧"), |found| with_one_full_stop(found, args))
}

/// A sentence that ends with words that end in a full stop themselves, as `Ltd.` does, has that one and no second.
fn with_one_full_stop(mut text: String, args: &[(&str, Arg)]) -> String {
    for (_, arg) in args {
        if let Arg::Text(words) = arg
            && words.ends_with('.')
        {
            text = text.replace(&format!("{words}."), words);
        }
    }
    text
}

const fn bundle(language: Language) -> LanguageIdentifier {
    match language {
        Language::En => langid!("en"),
        Language::Fr => langid!("fr"),
        Language::Es => langid!("es"),
    }
}

/// Fluent prints numbers bare, and its bundles know no region, so each count comes with its printed form beside it.
fn values<'a>(locale: Locale, args: &'a [(&'a str, Arg)]) -> HashMap<Cow<'a, str>, FluentValue<'a>> {
    let mut values = HashMap::with_capacity(args.len() * 2);
    for (name, arg) in args {
        match arg {
            Arg::Text(text) => {
                values.insert(Cow::Borrowed(*name), FluentValue::from(text.as_str()));
            }
            Arg::Count(count) => {
                values.insert(Cow::Borrowed(*name), plural(*count, locale));
                let printed = numbers::integer(*count, locale);
                values.insert(Cow::Owned(format!("{name}-text")), FluentValue::from(printed));
            }
        }
    }
    values
}

/// What chooses the variant of a text. Fluent's plural rules predate the form that French and Spanish use for whole
/// millions (`1 000 000 de paiements`); CLDR's know it, so that one is named instead of counted.
fn plural(count: i64, locale: Locale) -> FluentValue<'static> {
    static RULES: LazyLock<PerLocale<PluralRules>> =
        LazyLock::new(|| PerLocale::build(|tag| PluralRules::try_new_cardinal(tag.into())));
    match RULES.get(locale).map(|rules| rules.category_for(count.unsigned_abs())) {
        Some(PluralCategory::Many) => FluentValue::from("many"),
        _ => FluentValue::from(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_text_shows_its_key_and_stops_nothing() {
        for locale in Locale::ALL {
            for gap in ["no-such-text", "", ".", "a.b", "⟦", "payment-count"] {
                assert_eq!(T::new(locale).text(gap), format!("⟦{gap}⟧"), "{locale:?}");
            }
        }
    }

    #[test]
    fn values_are_printed_as_they_are_and_never_read_as_markup() {
        let hostile = "{ $count } <b> \u{2066}";
        let shown = T::new(Locale::EnUs).with("list-and", [("first", hostile), ("second", "x")]);
        assert_eq!(shown, format!("{hostile} and x"));
    }

    #[test]
    fn a_sentence_that_ends_with_a_name_has_one_full_stop() {
        for (locale, expected) in [
            (Locale::EnUs, "This is your receipt for the payment to Roe Ltd."),
            (Locale::FrCa, "Voici votre reçu pour le paiement à Roe Ltd."),
            (Locale::EsUs, "Este es su recibo por el pago a Roe Ltd."),
        ] {
            assert_eq!(T::new(locale).with("receipt-intro-paid", [("firm", "Roe Ltd.")]), expected);
        }
        let contact = T::new(Locale::EnUs).with("request-is-cancelled-text", [("firm", "Roe")]);
        assert!(contact.ends_with("please contact Roe."), "{contact}");
        assert_eq!(T::new(Locale::EnUs).with("list-and", [("first", "a."), ("second", "b.")]), "a. and b.");
    }

    #[test]
    fn counts_choose_the_plural_and_print_with_grouping() {
        let count = |locale, n: i64| T::new(locale).with("payment-count", [("count", n)]);
        assert_eq!(count(Locale::EnUs, 0), "0 payments");
        assert_eq!(count(Locale::EnUs, 1), "1 payment");
        assert_eq!(count(Locale::EnUs, 12_345), "12,345 payments");
        assert_eq!(count(Locale::FrCa, 0), "0 paiement");
        assert_eq!(count(Locale::FrCa, 2), "2 paiements");
        assert_eq!(count(Locale::FrCa, 1_000_000), "1\u{a0}000\u{a0}000 de paiements");
        assert_eq!(count(Locale::EsUs, 1), "1 pago");
        assert_eq!(count(Locale::EsUs, 1_000_000), "1,000,000 de pagos");
        assert_eq!(count(Locale::EsEs, 12_345), "12.345 pagos");
    }
}
