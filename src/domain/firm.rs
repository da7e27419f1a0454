//! The firm that runs this portal.

use serde::{Deserialize, Serialize};

use super::{
    locale::{Language, Locale},
    money::Currency,
    time::Timestamp,
};

/// The firm's own record; there is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firm {
    /// Its name, as on its letterhead.
    pub name: String,
    /// Its IANA time zone: "today" and "this month" are meant in it.
    pub time_zone: String,
    /// The currency new accounts are offered in.
    pub currency: Currency,
    /// The language of the portal unless a person chose another.
    pub language: Language,
    /// The region whose formats go with each language, in the order of [`Language::ALL`].
    pub locales: [Locale; 3],
    /// Postal address on receipts; empty when not given.
    pub address: String,
    /// E-mail address for payers' questions; the Reply-To of receipts.
    pub email: String,
    /// Telephone number for payers' questions.
    pub phone: String,
    /// When the portal was set up.
    pub created_at: Timestamp,
}

impl Firm {
    /// The locale that the firm uses for `language`.
    #[must_use]
    pub fn locale(&self, language: Language) -> Locale {
        self.locales.into_iter().find(|locale| locale.language() == language).unwrap_or(language.default_locale())
    }

    /// The lines under the firm's name on a receipt, empty ones left out.
    #[must_use]
    pub fn contact_lines(&self) -> Vec<String> {
        [&self.address, &self.phone, &self.email].into_iter().filter(|line| !line.is_empty()).cloned().collect()
    }

    /// Up to three initials for the crest beside the name: "Harlow & Finch LLP" is `H&F`.
    #[must_use]
    pub fn initials(&self) -> String {
        let words =
            self.name.split_whitespace().filter(|word| !matches!(*word, "LLP" | "LLC" | "PC" | "Inc." | "s.r.l."));
        words.filter_map(|word| word.chars().next()).take(3).flat_map(char::to_uppercase).collect()
    }
}
