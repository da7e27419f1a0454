//! Someone who pays the firm: a client, or a company on a client's behalf.

use serde::{Deserialize, Serialize};

use super::{ids::PayerId, locale::Language, time::Timestamp};

/// The central record of a payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payer {
    /// Its row.
    pub id: PayerId,
    /// A person's or company's name, as they write it.
    pub name: String,
    /// Addresses that receipts go to.
    pub emails: Vec<String>,
    /// The firm's client number.
    pub client_number: Option<String>,
    /// The language of mail to this payer.
    pub language: Language,
    /// When the record was made.
    pub created_at: Timestamp,
}

/// A name reduced to what decides whether two are the same person: case and runs of white space do not count.
#[must_use]
pub fn match_key(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_without_regard_to_case_and_spacing() {
        assert_eq!(match_key("  Élodie   TREMBLAY "), match_key("élodie tremblay"));
        assert_ne!(match_key("Elodie Tremblay"), match_key("Élodie Tremblay"));
    }
}
