//! Writing amounts.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use icu::{
    decimal::input::Decimal,
    experimental::dimension::currency::{CurrencyType, formatter::CurrencyFormatter},
};

use crate::{
    domain::{
        locale::Locale,
        money::{Currency, Money},
    },
    i18n::numbers,
};

/// The amount with its currency's sign, such as `-$1,250.00` or `-1 250,00 $`.
#[must_use]
pub fn format(money: Money, locale: Locale) -> String {
    let shape = shape(money.currency(), locale);
    let [before, after] = if money.minor() < 0 { &shape.negative } else { &shape.positive };
    let digits = format_plain(money, locale);
    format!("{before}{}{after}", digits.trim_start_matches(MINUS))
}

/// The amount so that nobody can take it for another currency: `$1,250.00 USD`, and `1 250,00 $ US` or `1 250,00 €`, whose
/// signs say it already. For receipts and totals; never followed by a code.
#[must_use]
pub fn format_with_currency(money: Money, locale: Locale) -> String {
    let sign = symbol(money.currency(), locale).text;
    let written = format(money, locale);
    if SHARED_SIGNS.contains(&sign.as_str()) { format!("{written}\u{a0}{}", money.currency().code()) } else { written }
}

/// Signs that several currencies have, so that they do not say which one is meant.
const SHARED_SIGNS: [&str; 3] = ["$", "£", "¥"];

/// The amount without its currency, as in an input field: `1,250.00` or `1 250,00`.
#[must_use]
pub fn format_plain(money: Money, locale: Locale) -> String {
    numbers::decimal(&numbers::scaled(money.minor(), money.currency().exponent()), locale)
}

/// The amount in the notation of no language, for links and files: `1250.00`.
#[must_use]
pub fn format_neutral(money: Money) -> String {
    numbers::scaled(money.minor(), money.currency().exponent()).to_string()
}

/// The amount as briefly as an axis needs it: `$25K`, `2 M $`. CLDR rounds it, so it is for round values only, and never
/// for an amount that somebody pays.
#[must_use]
pub fn format_short(money: Money, locale: Locale) -> String {
    let value = numbers::scaled(money.minor(), money.currency().exponent());
    let short = || {
        let tag: icu::locale::Locale = locale.tag().parse().ok()?;
        let kind: CurrencyType = money.currency().code().parse().ok()?;
        let formatter = CurrencyFormatter::try_new_compact_symbol((&tag).into(), kind, <_>::default()).ok()?;
        Some(formatter.format_fixed_decimal(&value).to_string())
    };
    short().unwrap_or_else(|| format(money, locale))
}

/// On which side of the number a currency's sign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// As in `$5`.
    Before,
    /// As in `5 $`.
    After,
}

/// The sign of a currency, to be shown beside an input field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The sign without spaces around it; it tells the dollars of two countries apart (`$`, `CA$`, `$ US`).
    pub text: String,
    /// Where it stands.
    pub side: Side,
}

/// The sign that `locale` uses for `currency`, and its side.
#[must_use]
pub fn symbol(currency: Currency, locale: Locale) -> Symbol {
    let shape = shape(currency, locale);
    let [before, after] = &shape.positive;
    if after.is_empty() {
        Symbol { text: before.trim().to_owned(), side: Side::Before }
    } else {
        Symbol { text: after.trim().to_owned(), side: Side::After }
    }
}

/// The short sign of a currency that does not tell countries apart, such as `$` for the Canadian dollar anywhere.
pub(super) fn narrow_sign(currency: Currency, locale: Locale) -> String {
    shape(currency, locale).narrow_sign.clone()
}

/// The signs that a locale's numbers may begin with when they are below zero.
pub(super) const MINUS: [char; 2] = ['-', '\u{2212}'];

/// What stands before and after the number.
struct Shape {
    positive: [String; 2],
    negative: [String; 2],
    narrow_sign: String,
}

type Shapes = HashMap<(Currency, Locale), Arc<Shape>>;

fn shape(currency: Currency, locale: Locale) -> Arc<Shape> {
    static SHAPES: LazyLock<RwLock<Shapes>> = LazyLock::new(<_>::default);
    let known = SHAPES.read().unwrap_or_else(PoisonError::into_inner).get(&(currency, locale)).cloned();
    known.unwrap_or_else(|| {
        let shape = Arc::new(find_shape(currency, locale).unwrap_or_else(|| plain_shape(currency)));
        SHAPES.write().unwrap_or_else(PoisonError::into_inner).insert((currency, locale), Arc::clone(&shape));
        shape
    })
}

/// Lets CLDR write 1 and -1 and keeps what it puts around the digits.
fn find_shape(currency: Currency, locale: Locale) -> Option<Shape> {
    let tag: icu::locale::Locale = locale.tag().parse().ok()?;
    let kind: CurrencyType = currency.code().parse().ok()?;
    let formatter = CurrencyFormatter::try_new_symbol((&tag).into(), kind, <_>::default()).ok()?;
    let narrow = CurrencyFormatter::try_new_symbol_narrow((&tag).into(), kind, <_>::default()).ok()?;
    let around = |text: String| {
        let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)?);
        Some([text[..first].to_owned(), text[last + 1..].to_owned()])
    };
    let one = Decimal::from(1);
    Some(Shape {
        positive: around(formatter.format_fixed_decimal(&one).to_string())?,
        negative: around(formatter.format_fixed_decimal(&Decimal::from(-1)).to_string())?,
        narrow_sign: around(narrow.format_fixed_decimal(&one).to_string())?.concat().trim().to_owned(),
    })
}

/// Should CLDR have nothing: the code before the number, which is right everywhere if nowhere usual.
fn plain_shape(currency: Currency) -> Shape {
    let before = format!("{}\u{a0}", currency.code());
    Shape {
        positive: [before.clone(), String::new()],
        negative: [format!("-{before}"), String::new()],
        narrow_sign: currency.code().to_owned(),
    }
}

const fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, Currency::from_code(code).unwrap())
    }

    #[test]
    fn amounts_are_written_as_each_locale_does() {
        let table = [
            (Locale::EnUs, "USD", 123_456_789, "$1,234,567.89"),
            (Locale::EnUs, "CAD", 123_450, "CA$1,234.50"),
            (Locale::EnUs, "USD", -123_450, "-$1,234.50"),
            (Locale::EnCa, "CAD", 123_456_789, "$1,234,567.89"),
            (Locale::EnCa, "USD", 123_450, "US$1,234.50"),
            (Locale::FrCa, "CAD", 123_456_789, "1\u{a0}234\u{a0}567,89\u{a0}$"),
            (Locale::FrCa, "USD", 123_450, "1\u{a0}234,50\u{a0}$\u{a0}US"),
            (Locale::FrCa, "CAD", -123_450, "-1\u{a0}234,50\u{a0}$"),
            (Locale::FrFr, "EUR", 123_456_789, "1\u{202f}234\u{202f}567,89\u{a0}€"),
            (Locale::FrFr, "USD", 123_450, "1\u{202f}234,50\u{a0}$US"),
            (Locale::EsUs, "USD", 123_456_789, "$1,234,567.89"),
            (Locale::EsUs, "USD", -5, "-$0.05"),
            (Locale::EsMx, "MXN", 123_456_789, "$1,234,567.89"),
            (Locale::EsEs, "EUR", 123_456_789, "1.234.567,89\u{a0}€"),
            (Locale::EsEs, "USD", 123_450, "1234,50\u{a0}US$"),
            (Locale::EnUs, "USD", 0, "$0.00"),
            (Locale::EnUs, "JPY", 1_250, "¥1,250"),
            (Locale::EnUs, "KWD", 1_250, "KWD\u{a0}1.250"),
        ];
        for (locale, code, minor, expected) in table {
            assert_eq!(format(money(minor, code), locale), expected, "{locale:?} {code}");
        }
    }

    #[test]
    fn a_currency_is_named_once_and_as_each_locale_does() {
        let table = [
            (Locale::EnUs, "USD", "$1,234.50\u{a0}USD"),
            (Locale::EnUs, "CAD", "CA$1,234.50"),
            (Locale::EnCa, "CAD", "$1,234.50\u{a0}CAD"),
            (Locale::EnCa, "USD", "US$1,234.50"),
            (Locale::FrCa, "USD", "1\u{a0}234,50\u{a0}$\u{a0}US"),
            (Locale::FrCa, "CAD", "1\u{a0}234,50\u{a0}$\u{a0}CAD"),
            (Locale::FrFr, "EUR", "1\u{202f}234,50\u{a0}€"),
            (Locale::EsUs, "USD", "$1,234.50\u{a0}USD"),
            (Locale::EsMx, "MXN", "$1,234.50\u{a0}MXN"),
            (Locale::EsEs, "USD", "1234,50\u{a0}US$"),
            (Locale::EnUs, "JPY", "¥123,450\u{a0}JPY"),
            (Locale::EnUs, "KWD", "KWD\u{a0}123.450"),
        ];
        for (locale, code, expected) in table {
            assert_eq!(format_with_currency(money(123_450, code), locale), expected, "{locale:?} {code}");
        }
    }

    #[test]
    fn an_axis_is_short_in_every_locale() {
        let short = |minor| Locale::ALL.map(|locale| format_short(money(minor, "USD"), locale));
        insta::assert_debug_snapshot!([0, 100, 20_000, 50_000, 250_000, 2_500_000, 100_000_000, -5_000_000].map(short));
    }

    #[test]
    fn no_currency_is_rounded_for_display() {
        for (code, expected) in [("IQD", "1,234.567"), ("CLF", "123.4567"), ("LAK", "12,345.67"), ("CLP", "1,234,567")]
        {
            assert_eq!(format_plain(money(1_234_567, code), Locale::EnUs), expected);
            assert!(format(money(1_234_567, code), Locale::EnUs).ends_with(expected), "{code}");
        }
    }

    #[test]
    fn where_decimals_agree_the_result_is_what_cldr_writes() {
        for locale in Locale::ALL {
            for code in ["USD", "CAD", "EUR", "JPY", "KWD"] {
                for minor in [0, 1, -1, 99_999, -123_456_789, i64::MAX, i64::MIN] {
                    let money = money(minor, code);
                    let tag: icu::locale::Locale = locale.tag().parse().unwrap();
                    let cldr =
                        CurrencyFormatter::try_new_symbol(tag.into(), code.parse().unwrap(), <_>::default()).unwrap();
                    let value = numbers::scaled(minor, money.currency().exponent());
                    assert_eq!(format(money, locale), cldr.format_fixed_decimal(&value).to_string());
                }
            }
        }
    }

    #[test]
    fn input_fields_get_a_bare_number_and_a_sign_beside_it() {
        assert_eq!(format_plain(money(125_000, "USD"), Locale::EnUs), "1,250.00");
        assert_eq!(format_plain(money(125_000, "CAD"), Locale::FrCa), "1\u{a0}250,00");
        assert_eq!(format_plain(money(-125_000, "EUR"), Locale::EsEs), "-1250,00");
        let sign = |code, locale| symbol(Currency::from_code(code).unwrap(), locale);
        assert_eq!(sign("USD", Locale::EnUs), Symbol { text: "$".into(), side: Side::Before });
        assert_eq!(sign("CAD", Locale::FrCa), Symbol { text: "$".into(), side: Side::After });
        assert_eq!(sign("USD", Locale::FrCa), Symbol { text: "$\u{a0}US".into(), side: Side::After });
        assert_eq!(sign("KWD", Locale::EnUs), Symbol { text: "KWD".into(), side: Side::Before });
    }
}
