//! Bank accounts that are debited by ACH: what their numbers look like, and what of them may be known.
//!
//! A routing number names a bank and is printed in books; it may be kept and shown. An account number may not: it is
//! checked here where it is typed, and goes no further.

use serde::{Deserialize, Serialize};

use super::pan::digit_value;

/// The ABA number of a bank: nine digits of which the last checks the rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RoutingNumber(String);

/// The text is no routing number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a routing number")]
pub struct NotARoutingNumber;

impl RoutingNumber {
    /// How often each digit counts in the check: 3, 7, 1 and over again (ABA, Key to Routing Numbers).
    const WEIGHTS: [u32; 9] = [3, 7, 1, 3, 7, 1, 3, 7, 1];

    /// Reads nine digits; spaces and hyphens are overlooked.
    ///
    /// # Errors
    /// [`NotARoutingNumber`] for another number of digits, a wrong check digit, or a number that no bank can have.
    pub fn parse(text: &str) -> Result<Self, NotARoutingNumber> {
        let digits = digits(text).filter(|digits| digits.len() == 9).ok_or(NotARoutingNumber)?;
        let sum: u32 = digits.iter().zip(Self::WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
        let number: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        if sum.is_multiple_of(10) && sum > 0 && is_of_a_bank(&number) {
            Ok(Self(number))
        } else {
            Err(NotARoutingNumber)
        }
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Federal Reserve districts 01–12 with their thrifts (21–32), electronic (61–72) and the Treasury (00); traveler's
/// cheques (80) cannot be debited. The test numbers of processors begin with 11, a district.
fn is_of_a_bank(number: &str) -> bool {
    let district = number.get(..2).and_then(|text| text.parse::<u8>().ok());
    district.is_some_and(|district| matches!(district, 0..=12 | 21..=32 | 61..=72))
}

impl TryFrom<String> for RoutingNumber {
    type Error = NotARoutingNumber;

    fn try_from(text: String) -> Result<Self, NotARoutingNumber> {
        Self::parse(&text)
    }
}

impl From<RoutingNumber> for String {
    fn from(number: RoutingNumber) -> Self {
        number.0
    }
}

/// What kind of account it is; the bank refuses a debit that says the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountType {
    /// For everyday payments.
    #[default]
    Checking,
    /// For savings.
    Savings,
}

/// Whose account it is. The rules of authorization and return turn on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolderType {
    /// A person's: protected by Regulation E for sixty days.
    #[default]
    Personal,
    /// A company's.
    Business,
}

impl AccountType {
    /// Every type.
    pub const ALL: [Self; 2] = [Self::Checking, Self::Savings];

    /// The name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Savings => "savings",
        }
    }

    /// The type with this name.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl HolderType {
    /// Every type.
    pub const ALL: [Self; 2] = [Self::Personal, Self::Business];

    /// The name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Business => "business",
        }
    }

    /// The type with this name.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

/// The digits of an account number as typed, each as its value: four to seventeen (Nacha), spaces and hyphens
/// overlooked. The caller wipes them.
#[must_use]
pub fn account_digits(text: &str) -> Option<Vec<u8>> {
    digits(text).filter(|digits| (4..=17).contains(&digits.len()))
}

/// Whether a text that should hold a name holds what may be the number of the account ending in `last_four`.
#[must_use]
pub fn may_hold_account_number(text: &str, last_four: &str) -> bool {
    let mut digits = String::new();
    for character in text.chars().filter(|character| !matches!(character, ' ' | '-')) {
        digits.push(digit_value(character).map_or('/', |digit| char::from(b'0' + digit)));
    }
    digits.split('/').any(|run| run.len() > 4 && run.ends_with(last_four))
}

fn digits(text: &str) -> Option<Vec<u8>> {
    let kept = text.trim().chars().filter(|character| !matches!(character, ' ' | '-' | '\u{a0}'));
    kept.map(digit_value).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_routing_number_has_nine_digits_and_the_right_check_digit() {
        for good in ["110000000", "021000021", "011401533", "322271627", " 0210-0002 1 ", "０２１０００021"] {
            assert!(RoutingNumber::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "11000000", "1100000000", "110000001", "021000020", "02100002x", "000000000", "990000006"] {
            assert_eq!(RoutingNumber::parse(bad), Err(NotARoutingNumber), "{bad}");
        }
    }

    #[test]
    fn an_account_number_has_four_to_seventeen_digits() {
        for (text, digits) in [("1234", 4), ("0001 2345 6789", 12), ("12345678901234567", 17)] {
            assert_eq!(account_digits(text).map(|digits| digits.len()), Some(digits), "{text}");
        }
        for bad in ["", "123", "123456789012345678", "12a4", "12/34"] {
            assert_eq!(account_digits(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_number_hidden_in_a_name_is_found() {
        for held in ["000123456789", "Ada 0001-2345-6789", "x12 3-456789"] {
            assert!(may_hold_account_number(held, "6789"), "{held}");
        }
        for free in ["Ada Vance", "Ada 6789", "Ada 67890", "12345 Ada 6789"] {
            assert!(!may_hold_account_number(free, "6789"), "{free}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_found(eight in 0u32..100_000_000, place in 0usize..9, by in 1u8..10) {
            let eight = format!("{eight:08}");
            let Some(good) = (0..10).map(|check| format!("{eight}{check}")).find(|text| RoutingNumber::parse(text).is_ok())
            else { return Ok(()) };
            let mut wrong = good.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
            prop_assert_eq!(RoutingNumber::parse(&String::from_utf8(wrong).unwrap()), Err(NotARoutingNumber));
        }
    }
}
