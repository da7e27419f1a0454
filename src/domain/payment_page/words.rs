//! A text that the firm writes itself, once in each language.

use serde::{Deserialize, Serialize};

use crate::domain::locale::Language;

/// One text in the languages it was written in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// French.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fr: String,
    /// Spanish.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub es: String,
}

impl Texts {
    /// The text as written in `language`; empty where it was not.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Fr => &self.fr,
            Language::Es => &self.es,
        }
    }

    /// Where the text of `language` is kept.
    pub const fn of(&mut self, language: Language) -> &mut String {
        match language {
            Language::En => &mut self.en,
            Language::Fr => &mut self.fr,
            Language::Es => &mut self.es,
        }
    }

    /// The text for a reader of `language`, and the language that it is really in: the reader's own, else the first of
    /// `offered` that it was written in, else any.
    #[must_use]
    pub fn read(&self, language: Language, offered: &[Language]) -> (&str, Language) {
        let order = std::iter::once(language).chain(offered.iter().copied()).chain(Language::ALL);
        let mut written = order.map(|language| (self.in_language(language), language));
        written.find(|(text, _)| !text.is_empty()).unwrap_or(("", language))
    }

    /// Whether it was not written at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.en.is_empty() && self.fr.is_empty() && self.es.is_empty()
    }

    /// The most characters that it has in any language.
    #[must_use]
    pub fn longest(&self) -> usize {
        Language::ALL.map(|language| self.in_language(language).chars().count()).into_iter().max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_text_is_read_in_the_next_language_that_has_it() {
        let texts = Texts { fr: "Bonjour".into(), es: "Hola".into(), ..Texts::default() };
        assert_eq!(texts.read(Language::Es, &[Language::Fr]), ("Hola", Language::Es));
        assert_eq!(texts.read(Language::En, &[Language::Es, Language::Fr]), ("Hola", Language::Es));
        assert_eq!(texts.read(Language::En, &[]), ("Bonjour", Language::Fr));
        assert_eq!(Texts::default().read(Language::Fr, &[Language::En]), ("", Language::Fr));
    }
}
