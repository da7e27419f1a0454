//! Amounts of money: whole minor units of one ISO 4217 currency, never a float.
//!
//! Rounding happens in [`Money::share`], and is half away from zero ("half-up" for the positive amounts of this trade);
//! what a rule limits is cut instead ([`Money::share_at_most`]). Text is read and written by `i18n::amount`, because
//! both depend on the locale.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// An ISO 4217 currency, identified by its three-letter code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// The active ISO 4217 codes that do not have two decimal places (amendment 177).
const EXCEPTIONS: &[(&str, u8)] = &[
    ("BIF", 0),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("ISK", 0),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("PYG", 0),
    ("RWF", 0),
    ("UGX", 0),
    ("UYI", 0),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
    ("BHD", 3),
    ("IQD", 3),
    ("JOD", 3),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("TND", 3),
    ("CLF", 4),
    ("UYW", 4),
];

/// The active ISO 4217 codes with two decimal places, in order.
const TWO_PLACES: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB", "BRL",
    "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DKK", "DOP",
    "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL",
    "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR",
    "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN",
    "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB",
    "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB",
    "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VED", "VES", "WST", "XCD", "YER",
    "ZAR", "ZMW", "ZWG",
];

impl Currency {
    /// United States dollar.
    pub const USD: Self = Self { code: *b"USD", exponent: 2 };
    /// Canadian dollar.
    pub const CAD: Self = Self { code: *b"CAD", exponent: 2 };
    /// Euro.
    pub const EUR: Self = Self { code: *b"EUR", exponent: 2 };

    /// The currency of an upper-case ISO 4217 code, or `None` for an unknown one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        if TWO_PLACES.binary_search(&code).is_ok() {
            return Some(Self { code: bytes, exponent: 2 });
        }
        let (_, exponent) = EXCEPTIONS.iter().find(|(known, _)| *known == code)?;
        Some(Self { code: bytes, exponent: *exponent })
    }

    /// The three-letter code, such as `USD`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("XXX")
    }

    /// Decimal places of the major unit: 2 for the dollar, 0 for the yen.
    #[must_use]
    pub const fn exponent(&self) -> u8 {
        self.exponent
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| D::Error::custom(format!("unknown currency {code}")))
    }
}

/// An amount in minor units (cents) of one currency. May be negative, as a refund is in a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why two amounts could not be combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The amounts are in different currencies.
    #[error("amounts are in different currencies")]
    CurrencyMismatch,
    /// The result does not fit 64 bits.
    #[error("amount is out of range")]
    OutOfRange,
}

/// A part of a whole in parts per million: 82,500 is 8.25 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartsPerMillion(pub u32);

impl Money {
    /// `minor` units of `currency`.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// No money, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether this is more than nothing.
    #[must_use]
    pub const fn is_positive(&self) -> bool {
        self.minor > 0
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError`] when the currencies differ or the sum overflows.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference of two amounts of one currency.
    ///
    /// # Errors
    /// [`MoneyError`] when the currencies differ or the difference overflows.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    /// This amount times `rate`, rounded half away from zero to the minor unit.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the result overflows.
    pub fn share(self, rate: PartsPerMillion) -> Result<Self, MoneyError> {
        let product = i128::from(self.minor) * i128::from(rate.0);
        let half = if product < 0 { -500_000 } else { 500_000 };
        let minor = i64::try_from((product + half) / 1_000_000).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Self::new(minor, self.currency))
    }

    /// This amount times `rate`, rounded towards nothing: for what must not be more than its rate, not by a part of a unit.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when the result overflows.
    pub fn share_at_most(self, rate: PartsPerMillion) -> Result<Self, MoneyError> {
        let product = i128::from(self.minor) * i128::from(rate.0);
        let minor = i64::try_from(product / 1_000_000).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Self::new(minor, self.currency))
    }

    fn combine(self, other: Self, op: fn(i64, i64) -> Option<i64>) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        op(self.minor, other.minor).map(|minor| Self::new(minor, self.currency)).ok_or(MoneyError::OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_must_not_exceed_a_rate_is_cut() {
        let rate = PartsPerMillion(30_000);
        for (minor, expected) in [(99, 2), (100, 3), (133, 3), (0, 0), (-99, -2)] {
            let share = Money::new(minor, Currency::USD).share_at_most(rate).map(|money| money.minor());
            assert_eq!(share, Ok(expected), "3 % of {minor}");
        }
    }

    #[test]
    fn currencies_know_their_decimal_places() {
        for (code, places) in [("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)] {
            assert_eq!(Currency::from_code(code).map(|currency| currency.exponent()), Some(places), "{code}");
        }
        for unknown in ["", "usd", "US", "XXX", "BTC", "U D"] {
            assert_eq!(Currency::from_code(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_currency_is_found_by_its_code() {
        assert!(TWO_PLACES.is_sorted());
        for code in TWO_PLACES.iter().chain(EXCEPTIONS.iter().map(|(code, _)| code)) {
            assert_eq!(Currency::from_code(code).unwrap().code(), *code);
        }
    }

    #[test]
    fn amounts_of_two_currencies_never_mix() {
        let sum = Money::new(1, Currency::USD).plus(Money::new(1, Currency::CAD));
        assert_eq!(sum, Err(MoneyError::CurrencyMismatch));
    }

    #[test]
    fn sums_refuse_to_overflow() {
        let most = Money::new(i64::MAX, Currency::USD);
        assert_eq!(most.plus(Money::new(1, Currency::USD)), Err(MoneyError::OutOfRange));
    }

    #[test]
    fn a_share_rounds_half_away_from_zero() {
        let rate = PartsPerMillion(82_500);
        for (minor, expected) in [(100, 8), (1_000, 83), (-1_000, -83), (200, 17), (0, 0)] {
            let share = Money::new(minor, Currency::USD).share(rate).map(|money| money.minor());
            assert_eq!(share, Ok(expected), "8.25 % of {minor}");
        }
    }

    proptest! {
        #[test]
        fn what_is_added_can_be_taken_away(a in any::<i64>(), b in any::<i64>()) {
            let (a, b) = (Money::new(a, Currency::USD), Money::new(b, Currency::USD));
            if let Ok(sum) = a.plus(b) {
                prop_assert_eq!(sum.minus(b), Ok(a));
            }
        }

        #[test]
        fn a_share_is_within_half_a_unit(minor in -1_000_000_000_000i64..1_000_000_000_000, ppm in 0u32..=1_000_000) {
            let share = Money::new(minor, Currency::USD).share(PartsPerMillion(ppm)).map(|money| money.minor());
            let exact = i128::from(minor) * i128::from(ppm);
            let off = i128::from(share.unwrap_or(i64::MAX)) * 1_000_000 - exact;
            prop_assert!(off.abs() <= 500_000);
        }
    }
}
