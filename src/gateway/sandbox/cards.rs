//! Reading what was typed into the card fields, and the cards, tokens and saved methods kept of it.
//!
//! Only the numbers of [`TEST_CARDS`] get in. A number or security code never leaves this file: not in a record, not in an
//! error, not in a log; [`CardEntry`] has no `Debug` for that reason.

pub use super::test_cards::{Behavior, TEST_CARDS, TestCard};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{
    domain::{
        card::{CardBrand, Expiry, Instrument, LastFour},
        ids::OperationKey,
        pan,
        time::Timestamp,
        transaction::{Check, DeclineReason},
    },
    gateway::CallError,
};

/// The postal code whose payments are declined whatever the card (Authorize.Net).
pub const DECLINED_POSTAL_CODE: &str = "46282";

/// What was typed into the card fields.
#[derive(Clone, Copy)]
pub struct CardEntry<'a> {
    /// The number; spaces and hyphens are overlooked.
    pub number: &'a str,
    /// Month and year, as in `08/28`, `8/28`, `08/2028` or `0828`.
    pub expiry: &'a str,
    /// The security code, or empty where it is not asked for.
    pub security_code: &'a str,
    /// The name on the card.
    pub holder: &'a str,
    /// The postal code of the billing address, or empty.
    pub postal_code: &'a str,
    /// The street of the billing address. Not compared: of an address check only the postal code's result is kept.
    pub street: &'a str,
}

/// What became of a card entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenisedCard {
    /// The token that can be charged now.
    pub token: String,
    /// What people know the card by.
    pub instrument: Instrument,
    /// Equal for the same number entered twice.
    pub fingerprint: String,
}

/// Why a card entry was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardRefused {
    /// A good number, but not one of [`TEST_CARDS`]: perhaps a real card.
    #[error("not one of the test cards")]
    NotATestCard,
    /// Wrong length or check digit, or not a number at all.
    #[error("not a card number")]
    Number,
    /// Not a month and a year.
    #[error("not an expiry date")]
    Expiry,
    /// The card has expired.
    #[error("the card has expired")]
    ExpiryPast,
    /// Not as many digits as this network's codes have.
    #[error("not a security code of this kind of card")]
    SecurityCode,
    /// Empty, too long, or not a name.
    #[error("not a name")]
    Holder,
    /// Not a postal code of any country.
    #[error("not a postal code")]
    PostalCode,
    /// The card entered earlier under this key has been charged or saved; a new form is needed.
    #[error("these card fields have been used")]
    AlreadyUsed,
    /// The books could not be read or written.
    #[error("the sandbox is out of order: {0}")]
    Unavailable(String),
}

impl From<CallError> for CardRefused {
    fn from(error: CallError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// A card as kept: everything but its number and security code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Card {
    pub(super) instrument: Instrument,
    pub(super) holder: String,
    pub(super) fingerprint: String,
    pub(super) behavior: Behavior,
    pub(super) postal_code: Check,
    pub(super) security_code: Check,
}

/// A card that may be charged once and saved once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Token {
    pub(super) card: Card,
    /// The charge it was put to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) claimed_by: Option<OperationKey>,
    /// Whether that charge was confirmed.
    pub(super) charged: bool,
    /// The operation that saved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) saved_by: Option<OperationKey>,
}

/// A saved card, chargeable any number of times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Method {
    pub(super) card: Card,
}

/// Reads a card entry at the time `now`; `secret` keys the fingerprint.
pub(super) fn read(entry: &CardEntry<'_>, secret: &[u8; 32], now: Timestamp) -> Result<Card, CardRefused> {
    let digits = read_number(entry.number)?;
    let known = find(&digits).ok_or(CardRefused::NotATestCard)?;
    let expiry = read_expiry(entry.expiry).ok_or(CardRefused::Expiry)?;
    if is_past(expiry, now) {
        return Err(CardRefused::ExpiryPast);
    }
    let security_code = check_security_code(entry.security_code, known)?;
    let holder = read_holder(entry.holder)?;
    let zip = read_postal_code(entry.postal_code)?;
    let mut card = known.card(expiry, holder, secret).ok_or(CardRefused::Number)?;
    card.security_code = security_code;
    card.postal_code = known.postal_code.unwrap_or_else(|| check_postal_code(&zip));
    if zip.starts_with(DECLINED_POSTAL_CODE) {
        card.behavior = Behavior::Decline(DeclineReason::Generic);
    }
    Ok(card)
}

/// The test card with this number, written without separators.
pub(super) fn test_card(number: &str) -> Option<&'static TestCard> {
    TEST_CARDS.iter().find(|card| card.number == number)
}

/// Whether a card that expires at the end of `expiry` has expired everywhere on Earth, so that nobody's last day is
/// cut short by living west of Greenwich.
pub(super) fn is_past(expiry: Expiry, now: Timestamp) -> bool {
    const HALF_A_DAY_MS: i64 = 12 * 60 * 60 * 1000;
    let Ok(instant) = jiff::Timestamp::from_millisecond(now.plus_ms(-HALF_A_DAY_MS).ms()) else { return true };
    let today = instant.to_zoned(jiff::tz::TimeZone::UTC).date();
    match (u8::try_from(today.month()), u16::try_from(today.year())) {
        (Ok(month), Ok(year)) => expiry.is_before(month, year),
        _ => true,
    }
}

/// When a kept card expires.
pub(super) const fn expiry(card: &Card) -> Option<Expiry> {
    match &card.instrument {
        Instrument::Card { expiry, .. } => Some(*expiry),
        Instrument::BankAccount { .. } => None,
    }
}

impl TestCard {
    /// The card as kept when no codes were given. `None` never happens to a number of [`TEST_CARDS`].
    pub(super) fn card(&self, expiry: Expiry, holder: String, secret: &[u8; 32]) -> Option<Card> {
        let last_four = LastFour::parse(self.number.get(self.number.len().checked_sub(4)?..)?).ok()?;
        Some(Card {
            instrument: Instrument::Card { brand: self.brand, last_four, expiry, funding: self.funding },
            holder,
            fingerprint: fingerprint(self.number, secret),
            behavior: self.behavior,
            postal_code: self.postal_code.unwrap_or(Check::NotChecked),
            security_code: self.security_code.unwrap_or(Check::NotChecked),
        })
    }
}

fn read_number(text: &str) -> Result<Zeroizing<Vec<u8>>, CardRefused> {
    let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
    for character in text.trim().chars().filter(|character| !matches!(character, ' ' | '-' | '\u{a0}')) {
        digits.push(pan::digit_value(character).ok_or(CardRefused::Number)?);
    }
    let valid = (13..=19).contains(&digits.len()) && pan::luhn_valid(&digits);
    if valid { Ok(digits) } else { Err(CardRefused::Number) }
}

fn find(digits: &[u8]) -> Option<&'static TestCard> {
    TEST_CARDS.iter().find(|card| card.number.bytes().map(|byte| byte - b'0').eq(digits.iter().copied()))
}

fn read_expiry(text: &str) -> Option<Expiry> {
    let text: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| match (pan::digit_value(character), character) {
            (Some(digit), _) => char::from(b'0' + digit),
            (None, '-') => '/',
            (None, other) => other,
        })
        .collect();
    let (month, year) = match text.split_once('/') {
        Some((month, year)) if (1..=2).contains(&month.len()) => (month, year),
        Some(_) => return None,
        None => text.split_at_checked(2)?,
    };
    if !month.bytes().chain(year.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = match year.len() {
        2 => 2000 + year.parse::<u16>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    Expiry::new(month.parse().ok()?, year)
}

/// Authorize.Net's table: 901 does not match; 902, 903 and 904 are not processed, not given and not supported.
fn check_security_code(text: &str, card: &TestCard) -> Result<Check, CardRefused> {
    let code = text.trim();
    if code.is_empty() {
        return Ok(Check::NotChecked);
    }
    let length = if card.brand == CardBrand::Amex { 4 } else { 3 };
    if code.len() != length || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(CardRefused::SecurityCode);
    }
    Ok(card.security_code.unwrap_or(match code {
        "901" => Check::Mismatch,
        "902" | "903" | "904" => Check::NotChecked,
        _ => Check::Match,
    }))
}

pub(super) fn read_holder(text: &str) -> Result<String, CardRefused> {
    const LONGEST: usize = 100;
    let name = text.trim();
    let is_name = name.chars().any(char::is_alphabetic)
        && name.chars().count() <= LONGEST
        && !name.chars().any(char::is_control)
        && !pan::contains_card_number(name);
    if is_name { Ok(name.to_owned()) } else { Err(CardRefused::Holder) }
}

fn read_postal_code(text: &str) -> Result<String, CardRefused> {
    const LONGEST: usize = 10;
    let code = text.trim();
    let plausible = code.len() <= LONGEST
        && code.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, ' ' | '-'));
    if plausible { Ok(code.to_ascii_uppercase()) } else { Err(CardRefused::PostalCode) }
}

/// Authorize.Net's table, by the first five characters: 46203, 46204 and 46207 are not checked (E, G, R), 46205 and
/// 46201 do not match (N, A).
fn check_postal_code(zip: &str) -> Check {
    match zip.get(..5).unwrap_or(zip) {
        "" | "46203" | "46204" | "46207" => Check::NotChecked,
        "46201" | "46205" => Check::Mismatch,
        _ => Check::Match,
    }
}

pub(super) fn fingerprint(number: &str, secret: &[u8; 32]) -> String {
    let mut mac = keyed(secret);
    mac.update(b"fingerprint:");
    mac.update(number.as_bytes());
    let code = mac.finalize().into_bytes();
    format!("fp_{}", data_encoding::HEXLOWER.encode(code.get(..12).unwrap_or_default()))
}

/// The sandbox's message authentication code under `secret`, filled up with zeros to a whole block as RFC 2104 has it.
pub(super) fn keyed(secret: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(secret) {
        *to = *from;
    }
    Hmac::new(&block.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000); // 2026-11-22
    const SECRET: [u8; 32] = [7; 32];

    fn entry(number: &str) -> CardEntry<'_> {
        CardEntry {
            number,
            expiry: "12/30",
            security_code: "",
            holder: "Ada Hart",
            postal_code: "60601",
            street: "1 Main St",
        }
    }

    fn refused(entry: &CardEntry<'_>) -> CardRefused {
        read(entry, &SECRET, NOW).unwrap_err()
    }

    #[test]
    fn a_real_card_is_refused_and_a_wrong_number_told_apart() {
        for (number, reason) in [
            ("4539578763621486", CardRefused::NotATestCard),
            ("4242424242424241", CardRefused::Number),
            ("424242424242", CardRefused::Number),
            ("42424242424242424242", CardRefused::Number),
            ("4242x4242x4242x4242", CardRefused::Number),
            ("0", CardRefused::Number),
            ("", CardRefused::Number),
        ] {
            assert_eq!(refused(&entry(number)), reason, "{number}");
        }
    }

    #[test]
    fn every_other_field_has_its_own_refusal() {
        let good = entry("4242424242424242");
        let expiries = ["", "13/30", "00/30", "12/3", "12/030", "1230x", "123/30", "/30", "12/", "+1/30", "828"];
        for expiry in expiries {
            assert_eq!(refused(&CardEntry { expiry, ..good }), CardRefused::Expiry, "{expiry}");
        }
        for expiry in ["10/26", "1026", "12/2025"] {
            assert_eq!(refused(&CardEntry { expiry, ..good }), CardRefused::ExpiryPast, "{expiry}");
        }
        for security_code in ["1", "12", "1234", "12a", "１２３"] {
            assert_eq!(refused(&CardEntry { security_code, ..good }), CardRefused::SecurityCode, "{security_code}");
        }
        let long = "x".repeat(101);
        for holder in ["", "  ", "1234", "Ada\nHart", "Ada 4242 4242 4242 4242", &long] {
            assert_eq!(refused(&CardEntry { holder, ..good }), CardRefused::Holder, "{holder}");
        }
        for postal_code in ["60601!", "606011234567890", "é"] {
            assert_eq!(refused(&CardEntry { postal_code, ..good }), CardRefused::PostalCode, "{postal_code}");
        }
        let amex = CardEntry { security_code: "123", ..entry("378282246310005") };
        assert_eq!(refused(&amex), CardRefused::SecurityCode);
    }

    #[test]
    fn a_card_is_good_until_its_month_has_ended_everywhere() {
        let expiry = Expiry::new(11, 2026).unwrap();
        let december = Timestamp::from_ms(1_796_083_200_000); // 2026-12-01T00:00Z
        assert!(!is_past(expiry, december));
        assert!(!is_past(expiry, december.plus_ms(12 * 3_600_000 - 1)));
        assert!(is_past(expiry, december.plus_ms(12 * 3_600_000)));
        assert!(is_past(expiry, Timestamp::from_ms(i64::MAX)));
    }

    #[test]
    fn an_expiry_is_read_however_it_is_written() {
        for text in ["08/28", "8/28", "08/2028", "8/2028", "0828", "082028", " 08 / 28 ", "08-28", "０８/２８"] {
            assert_eq!(read_expiry(text), Expiry::new(8, 2028), "{text}");
        }
    }

    #[test]
    fn every_test_card_is_a_card_number_of_its_network_and_listed_once() {
        for (place, card) in TEST_CARDS.iter().enumerate() {
            let digits: Vec<u8> = card.number.chars().filter_map(pan::digit_value).collect();
            assert!(pan::is_card_number(&digits), "{}", card.number);
            assert_eq!(pan::brand_of(&digits), Some(card.brand), "{}", card.number);
            assert!(!TEST_CARDS[..place].iter().any(|other| other.number == card.number), "{}", card.number);
            let kept = read(&entry(card.number), &SECRET, NOW).unwrap();
            assert_eq!((kept.behavior, kept.instrument.brand()), (card.behavior, Some(card.brand)));
        }
    }

    #[test]
    fn what_is_kept_holds_neither_number_nor_code() {
        for number in ["4242 4242 4242 4242", "4242-4242-4242-4242", "４２４２４２４２４２４２４２４２"]
        {
            let kept = read(&CardEntry { security_code: "987", ..entry(number) }, &SECRET, NOW).unwrap();
            let text = serde_json::to_string(&kept).unwrap();
            assert!(!pan::contains_card_number(&text) && !text.contains("987"), "{text}");
            assert_eq!(kept.instrument.last_four().as_str(), "4242");
        }
    }

    #[test]
    fn the_fingerprint_knows_the_number_and_nothing_else() {
        let of = |entry: &CardEntry<'_>, secret| read(entry, secret, NOW).unwrap().fingerprint;
        let first = of(&entry("4242424242424242"), &SECRET);
        assert_eq!(of(&CardEntry { expiry: "1/29", holder: "Other", ..entry("4242 4242 4242 4242") }, &SECRET), first);
        assert_ne!(of(&entry("4111111111111111"), &SECRET), first);
        assert_ne!(of(&entry("4242424242424242"), &[8; 32]), first);
    }

    #[test]
    fn codes_decide_the_checks_unless_the_number_does() {
        let checks = |number, postal_code, security_code| {
            let card = read(&CardEntry { security_code, postal_code, ..entry(number) }, &SECRET, NOW).unwrap();
            (card.postal_code, card.security_code)
        };
        let plain = "4242424242424242";
        assert_eq!(checks(plain, "60601-1234", "900"), (Check::Match, Check::Match));
        assert_eq!(checks(plain, "46205", "901"), (Check::Mismatch, Check::Mismatch));
        assert_eq!(checks(plain, "46203-0001", "904"), (Check::NotChecked, Check::NotChecked));
        assert_eq!(checks(plain, "", ""), (Check::NotChecked, Check::NotChecked));
        assert_eq!(checks("4000000000000101", "60601", "123"), (Check::Match, Check::Mismatch));
        assert_eq!(checks("4000000000000010", "60601", "123"), (Check::Mismatch, Check::Match));
    }

    #[test]
    fn one_postal_code_declines_every_card() {
        let entry = CardEntry { postal_code: "46282-1111", ..entry("4242424242424242") };
        let card = read(&entry, &SECRET, NOW).unwrap();
        assert_eq!(card.behavior, Behavior::Decline(DeclineReason::Generic));
    }
}
