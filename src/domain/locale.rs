//! Languages of the product and the regional formats that go with them.

use serde::{Deserialize, Serialize};

/// A language that every text of the product exists in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
    /// Spanish.
    Es,
}

impl Language {
    /// Every language, in the order menus show them.
    pub const ALL: [Self; 3] = [Self::En, Self::Fr, Self::Es];

    /// The ISO 639-1 code: `en`, `fr` or `es`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
            Self::Es => "es",
        }
    }

    /// The language whose ISO 639-1 code starts `tag`, as in `fr`, `fr-CA` or `fr_FR`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Fr => "Français",
            Self::Es => "Español",
        }
    }

    /// The locale used for this language unless the firm chose another one.
    #[must_use]
    pub const fn default_locale(self) -> Locale {
        match self {
            Self::En => Locale::EnUs,
            Self::Fr => Locale::FrCa,
            Self::Es => Locale::EsUs,
        }
    }
}

/// A language together with the region whose money, number and date formats are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Locale {
    /// English as in the United States.
    #[serde(rename = "en-US")]
    EnUs,
    /// English as in Canada.
    #[serde(rename = "en-CA")]
    EnCa,
    /// French as in Canada.
    #[serde(rename = "fr-CA")]
    FrCa,
    /// French as in France.
    #[serde(rename = "fr-FR")]
    FrFr,
    /// Spanish as in the United States.
    #[serde(rename = "es-US")]
    EsUs,
    /// Spanish as in Mexico.
    #[serde(rename = "es-MX")]
    EsMx,
    /// Spanish as in Spain.
    #[serde(rename = "es-ES")]
    EsEs,
}

impl Locale {
    /// Every locale.
    pub const ALL: [Self; 7] = [Self::EnUs, Self::EnCa, Self::FrCa, Self::FrFr, Self::EsUs, Self::EsMx, Self::EsEs];

    /// The BCP 47 tag, such as `fr-CA`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::EnUs => "en-US",
            Self::EnCa => "en-CA",
            Self::FrCa => "fr-CA",
            Self::FrFr => "fr-FR",
            Self::EsUs => "es-US",
            Self::EsMx => "es-MX",
            Self::EsEs => "es-ES",
        }
    }

    /// The locale of an exact BCP 47 tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag))
    }

    /// The language part.
    #[must_use]
    pub const fn language(self) -> Language {
        match self {
            Self::EnUs | Self::EnCa => Language::En,
            Self::FrCa | Self::FrFr => Language::Fr,
            Self::EsUs | Self::EsMx | Self::EsEs => Language::Es,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_read_back_as_the_same_locale() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
            assert_eq!(Language::from_tag(locale.tag()), Some(locale.language()));
        }
        assert_eq!(Locale::from_tag("de-DE"), None);
        assert_eq!(Language::from_tag("frx"), None);
    }

    #[test]
    fn default_locales_are_north_american() {
        let tags = Language::ALL.map(|language| language.default_locale().tag());
        assert_eq!(tags, ["en-US", "fr-CA", "es-US"]);
    }
}
