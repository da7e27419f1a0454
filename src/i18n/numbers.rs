//! Whole numbers and percentages as people write them. Amounts of money are in [`super::amount`].

use std::sync::LazyLock;

use icu::{
    decimal::{DecimalFormatter, input::Decimal},
    experimental::dimension::percent::formatter::PercentFormatter,
};

use super::per_locale::PerLocale;
use crate::domain::{locale::Locale, money::PartsPerMillion};

static DECIMALS: LazyLock<PerLocale<DecimalFormatter>> =
    LazyLock::new(|| PerLocale::build(|tag| DecimalFormatter::try_new(tag.into(), <_>::default())));

static PERCENTS: LazyLock<PerLocale<PercentFormatter<DecimalFormatter>>> =
    LazyLock::new(|| PerLocale::build(|tag| PercentFormatter::try_new(tag.into(), <_>::default())));

/// A whole number with the locale's grouping: `12,345` or `12 345`.
#[must_use]
pub fn integer(value: i64, locale: Locale) -> String {
    decimal(&Decimal::from(value), locale)
}

/// So many tenths with one decimal: `4.5` or `4,5`.
#[must_use]
pub fn tenths(value: i64, locale: Locale) -> String {
    decimal(&scaled(value, 1), locale)
}

/// A rate in percent with as many decimals as it has, at most four: `14.975%` or `14,975 %`.
#[must_use]
pub fn percent(rate: PartsPerMillion, locale: Locale) -> String {
    let mut value = scaled(i64::from(rate.0), 4);
    value.trim_end();
    percent_of(&value, locale)
}

/// So many percent: `12%` or `12 %`.
#[must_use]
pub fn percent_of_hundred(percent: u32, locale: Locale) -> String {
    percent_of(&Decimal::from(percent), locale)
}

fn percent_of(value: &Decimal, locale: Locale) -> String {
    PERCENTS.get(locale).map_or_else(|| format!("{value}%"), |formatter| formatter.format(value).to_string())
}

/// `value` with the locale's digits and signs, keeping exactly its decimals.
pub(super) fn decimal(value: &Decimal, locale: Locale) -> String {
    DECIMALS.get(locale).map_or_else(|| value.to_string(), |formatter| formatter.format(value).to_string())
}

/// `minor` divided by ten to the power of `places`, with exactly that many decimals.
pub(super) fn scaled(minor: i64, places: u8) -> Decimal {
    let places = i16::from(places);
    let mut value = Decimal::from(minor);
    value.multiply_pow10(-places);
    value.pad_end(-places);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_locale_has_its_formatters() {
        for locale in Locale::ALL {
            assert!(DECIMALS.get(locale).is_some() && PERCENTS.get(locale).is_some(), "{locale:?}");
        }
    }

    #[test]
    fn whole_numbers_are_grouped_as_the_locale_does() {
        let printed = |value| Locale::ALL.map(|locale| integer(value, locale));
        assert_eq!(
            printed(-12_345),
            ["-12,345", "-12,345", "-12\u{a0}345", "-12\u{202f}345", "-12,345", "-12,345", "-12.345"]
        );
        // Spain writes four digits without a separator.
        assert_eq!(printed(1_234), ["1,234", "1,234", "1\u{a0}234", "1\u{202f}234", "1,234", "1,234", "1234"]);
        assert_eq!(integer(i64::MIN, Locale::EnUs), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn rates_show_the_decimals_they_have() {
        for (ppm, expected) in [
            (0, "0%"),
            (1, "0.0001%"),
            (30_000, "3%"),
            (82_500, "8.25%"),
            (149_750, "14.975%"),
            (1_000_000, "100%"),
            (u32::MAX, "429,496.7295%"),
        ] {
            assert_eq!(percent(PartsPerMillion(ppm), Locale::EnUs), expected);
        }
        assert_eq!(percent(PartsPerMillion(149_750), Locale::FrCa), "14,975\u{a0}%");
        assert_eq!(percent(PartsPerMillion(149_750), Locale::EsMx), "14.975%");
    }
}
