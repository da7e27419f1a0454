//! Payment pages: public forms on which clients pay. What a page says and asks, what its prices come to, and what keeps
//! machines from trying cards on it. Amounts that a browser sends are never believed: [`pricing`] works them out anew.

pub mod words;
pub mod fields;
pub mod pricing;
pub mod order;
pub mod guard;
pub mod colour;
pub mod logo;
pub mod onward;
pub mod rules;

use serde::{Deserialize, Serialize};

use self::{
    colour::Colour,
    fields::{Asked, CustomField},
    guard::{Defence, Guarded, Place},
    logo::Logo,
    onward::Onward,
    pricing::{AmountRule, Item, Tax},
    words::Texts,
};
use super::{
    accepted::Accepted,
    ids::{MerchantAccountId, PaymentPageId},
    locale::Language,
    payer::words::folded,
    time::Timestamp,
};

/// A payment page as it stands, or as it stood in one of its versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentPage {
    /// Its row.
    pub id: PaymentPageId,
    /// Counts up with every change, from one; each is kept, so that a receipt shows what was bought.
    pub version: u32,
    /// The last part of its address. It may change.
    pub slug: String,
    /// What that was before, oldest first: links and codes that were handed out lead here for good.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_slugs: Vec<String>,
    /// Whether clients can pay on it. Its address stays the same while they cannot.
    pub open: bool,
    /// What it is.
    pub content: Content,
    /// When it was made.
    pub created_at: Timestamp,
    /// When this version was.
    pub changed_at: Timestamp,
}

/// What staff write of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What staff call it; clients never see it.
    pub name: String,
    /// Where the money goes. One page pays into one account.
    pub merchant_account: MerchantAccountId,
    /// With what clients may pay.
    #[serde(default, skip_serializing_if = "Accepted::is_default")]
    pub accepted: Accepted,
    /// What is paid for.
    pub kind: Kind,
    /// The tax on it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Tax>,
    /// What is asked of whoever pays, besides the name.
    pub asked: Asked,
    /// What else is asked, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub custom: Vec<CustomField>,
    /// The languages it is offered in, the one that is fallen back on first.
    pub languages: Vec<Language>,
    /// What it says.
    pub words: Words,
    /// The page of the firm that a client may go on to once they have paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continue_to: Option<String>,
    /// How they get there.
    #[serde(default, skip_serializing_if = "Onward::is_default")]
    pub onward: Onward,
    /// The firm's own sites: they may show the page in a frame, and [`Content::continue_to`] lies on one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<String>,
    /// The colour of its button, instead of the portal's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// The picture above it, instead of the firm's initials and name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// Whether clients are offered to have their card kept for later payments.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub offers_keeping: bool,
    /// Whether search engines may list it.
    #[serde(default)]
    pub indexed: bool,
    /// What keeps machines away.
    #[serde(default)]
    pub defence: Defence,
    /// The last number given to an item or a question. None is given twice, not even after its bearer has gone, because
    /// orders name them.
    #[serde(default)]
    pub last_number: u32,
}

/// The firm's own words on a page, in each of its languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// The heading.
    pub heading: Texts,
    /// Below the heading.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub introduction: Texts,
    /// What a client agrees to; the portal's own words where it is empty.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub disclaimer: Texts,
    /// On the receipt page.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub thanks: Texts,
    /// After a decline.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub declined: Texts,
}

/// What is paid for on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One amount.
    General(AmountRule),
    /// Things with a price, each as often as is wanted.
    Items(Vec<Item>),
}

impl Guarded for PaymentPage {
    fn place(&self) -> Place {
        Place::Page(self.id)
    }

    fn defence(&self) -> Defence {
        self.content.defence
    }
}

impl PaymentPage {
    /// The page under another address; the one before leads here still.
    #[must_use]
    pub fn at(mut self, slug: String) -> Self {
        if slug != self.slug {
            self.former_slugs.retain(|known| *known != slug);
            self.former_slugs.push(std::mem::replace(&mut self.slug, slug));
        }
        self
    }

    /// Every address that leads here.
    pub fn slugs(&self) -> impl Iterator<Item = &String> {
        self.former_slugs.iter().chain([&self.slug])
    }

    /// The longest address.
    pub const MAX_SLUG: usize = 60;

    /// `text` as an address: lower case, words joined by hyphens. Nothing where none is left.
    #[must_use]
    pub fn slug_of(text: &str) -> Option<String> {
        let mut slug = String::new();
        for c in folded(text).chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.ends_with('-') && !slug.is_empty() && (c == '-' || c.is_whitespace() || c == '_') {
                slug.push('-');
            }
        }
        slug.truncate(Self::MAX_SLUG);
        let slug = slug.trim_end_matches('-');
        (!slug.is_empty()).then(|| slug.to_owned())
    }

    /// The language to show the page in to somebody who asked for `wanted`.
    #[must_use]
    pub fn language(&self, wanted: Language) -> Language {
        let offered = &self.content.languages;
        if offered.contains(&wanted) { wanted } else { offered.first().copied().unwrap_or(wanted) }
    }
}

impl Content {
    /// The things for sale; none on a page with one amount.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        match &self.kind {
            Kind::General(_) => &[],
            Kind::Items(items) => items,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_plain_words() {
        for (text, slug) in [
            ("Trust deposit", Some("trust-deposit")),
            ("  Fall  Seminar_2026 ", Some("fall-seminar-2026")),
            ("../../etc?x=1", Some("etcx1")),
            ("Dépôt en fidéicommis", Some("depot-en-fideicommis")),
            ("Œuvre niño", Some("oeuvre-nino")),
            ("契約", None),
            ("---", None),
        ] {
            assert_eq!(PaymentPage::slug_of(text).as_deref(), slug, "{text}");
        }
        assert_eq!(PaymentPage::slug_of(&"a".repeat(200)).map(|slug| slug.len()), Some(PaymentPage::MAX_SLUG));
    }
}
