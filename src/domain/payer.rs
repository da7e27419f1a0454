//! Someone who pays the firm: a client, or a company on a client's behalf.

pub mod merging;
pub mod words;

use serde::{Deserialize, Serialize};

use super::{
    ids::{PayerId, PaymentMethodId},
    locale::Language,
    time::Timestamp,
};

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
    /// The company that a person pays for; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub company: String,
    /// Who may be spoken to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// Telephone numbers, as they were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<String>,
    /// Where letters go.
    #[serde(default, skip_serializing_if = "Address::is_empty")]
    pub address: Address,
    /// What else the firm keeps of this payer, under names of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<CustomField>,
    /// For staff alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The method that is offered first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_method: Option<PaymentMethodId>,
    /// Since when the record is out of the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Timestamp>,
    /// The way to the record that stands for this one since they were merged, nearest first; empty for one that stands for
    /// itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged_into: Vec<PayerId>,
    /// Counts up with every change, so that nobody overwrites what they have not seen.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub version: u32,
    /// Whether all it says was typed by whoever paid, as on a payment page, and staff never vouched for it by changing or
    /// merging it. The name on it may be anybody's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub self_entered: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Somebody at a payer's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// What they are called.
    pub name: String,
    /// What they do there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// How mail reaches them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// How a call reaches them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

/// One thing that the firm keeps of a payer under a name of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// What it is called.
    pub label: String,
    /// What it says.
    pub text: String,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and house, of one or more lines.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub street: String,
    /// City.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// State or province.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Postal code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postal_code: String,
    /// Country.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
}

impl Address {
    /// Whether nothing is known of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines().is_empty()
    }

    /// As it stands on an envelope, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let place = [self.region.as_str(), self.postal_code.as_str()].join(" ");
        let town = [self.city.as_str(), place.trim()].into_iter().filter(|part| !part.is_empty());
        let town = town.collect::<Vec<_>>().join(", ");
        let street = self.street.lines().map(str::to_owned);
        street.chain([town, self.country.clone()]).filter(|line| !line.is_empty()).collect()
    }
}

impl Payer {
    /// The most e-mail addresses of one payer.
    pub const MAX_EMAILS: usize = 10;
    /// The most telephone numbers.
    pub const MAX_PHONES: usize = 6;
    /// The most contacts.
    pub const MAX_CONTACTS: usize = 8;
    /// The most custom fields.
    pub const MAX_CUSTOM: usize = 12;
    /// The most characters of a field of words.
    pub const MAX_TEXT_CHARS: usize = 200;
    /// The most characters of the notes.
    pub const MAX_NOTES_CHARS: usize = 4_000;

    /// A record with nothing but a name.
    #[must_use]
    pub const fn new(id: PayerId, name: String, language: Language, created_at: Timestamp) -> Self {
        Self {
            id,
            name,
            emails: Vec::new(),
            client_number: None,
            language,
            created_at,
            company: String::new(),
            contacts: Vec::new(),
            phones: Vec::new(),
            address: Address {
                street: String::new(),
                city: String::new(),
                region: String::new(),
                postal_code: String::new(),
                country: String::new(),
            },
            custom: Vec::new(),
            notes: String::new(),
            default_method: None,
            archived_at: None,
            merged_into: Vec::new(),
            version: 0,
            self_entered: false,
        }
    }

    /// The record that stands for this one: itself, unless it was merged.
    #[must_use]
    pub fn stands_for(&self) -> PayerId {
        self.merged_into.last().copied().unwrap_or(self.id)
    }

    /// Whether the record stands for itself.
    #[must_use]
    pub const fn is_own(&self) -> bool {
        self.merged_into.is_empty()
    }

    /// The codes of the fields in which two states of a record differ; the journal keeps them.
    #[must_use]
    pub fn changed(&self, now: &Self) -> Vec<String> {
        let differs = [
            ("name", self.name != now.name),
            ("company", self.company != now.company),
            ("client-number", self.client_number != now.client_number),
            ("emails", self.emails != now.emails),
            ("phones", self.phones != now.phones),
            ("address", self.address != now.address),
            ("language", self.language != now.language),
            ("contacts", self.contacts != now.contacts),
            ("custom", self.custom != now.custom),
            ("notes", self.notes != now.notes),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(code, _)| code.to_owned()).collect()
    }
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

    #[test]
    fn an_address_is_written_without_gaps() {
        let whole = Address {
            street: "12 Court Square\nSuite 4".into(),
            city: "Albany".into(),
            region: "NY".into(),
            postal_code: "12207".into(),
            country: "USA".into(),
        };
        assert_eq!(whole.lines(), ["12 Court Square", "Suite 4", "Albany, NY 12207", "USA"]);
        assert_eq!(Address { postal_code: "12207".into(), ..Address::default() }.lines(), ["12207"]);
        assert!(Address::default().is_empty());
    }

    #[test]
    fn what_was_changed_is_named() {
        let before = Payer::new(PayerId::new(1), "Ada".into(), Language::En, Timestamp::from_ms(0));
        assert!(
            before
                .changed(&Payer { version: 9, archived_at: Some(Timestamp::from_ms(1)), ..before.clone() })
                .is_empty()
        );
        let after = Payer { company: "Vance".into(), phones: vec!["1".into()], ..before.clone() };
        assert_eq!(before.changed(&after), ["company", "phones"]);
    }
}
