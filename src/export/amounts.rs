//! Amounts in cells, to the cent: an amount that a cell's double cannot hold exactly is written as words.
//!
//! Nothing here calculates with floats. A decimal is read as one, which is rounded correctly, and fifteen digits come
//! back as they were.

use std::fmt::{self, Display};

use crate::domain::money::{Currency, Money};

/// What a number in a cell of Excel keeps: fifteen decimal digits.
const LARGEST_EXACT: u64 = 999_999_999_999_999;

/// An amount as machines read it: digits, a point, the decimals of the currency.
pub(super) struct Plain(pub(super) Money);

impl Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal(f, i128::from(self.0.minor()), self.0.currency().exponent())
    }
}

/// The sum of many amounts, which may be larger than any of them can be.
pub(super) struct PlainSum {
    pub(super) minor: i128,
    pub(super) exponent: u8,
}

impl Display for PlainSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        decimal(f, self.minor, self.exponent)
    }
}

fn decimal(f: &mut fmt::Formatter<'_>, minor: i128, exponent: u8) -> fmt::Result {
    let (sign, digits) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    let unit = 10u128.pow(exponent.into());
    if exponent == 0 {
        return write!(f, "{sign}{digits}");
    }
    write!(f, "{sign}{}.{:0width$}", digits / unit, digits % unit, width = usize::from(exponent))
}

/// The number that stands for the amount in a cell; `None` when it has more than fifteen digits, as no real payment has.
pub(super) fn number(money: Money, scratch: &mut String) -> Option<f64> {
    if money.minor().unsigned_abs() > LARGEST_EXACT {
        return None;
    }
    scratch.clear();
    fmt::write(scratch, format_args!("{}", Plain(money))).ok()?;
    scratch.parse().ok()
}

/// The number for a whole number, under the same rule.
pub(super) fn whole_number(number: i64, scratch: &mut String) -> Option<f64> {
    if number.unsigned_abs() > LARGEST_EXACT {
        return None;
    }
    scratch.clear();
    fmt::write(scratch, format_args!("{number}")).ok()?;
    scratch.parse().ok()
}

/// How Excel is to show amounts of a currency. The program puts in the reader's own separators.
pub(super) fn number_format(exponent: u8) -> String {
    let decimals = "0".repeat(exponent.into());
    if exponent == 0 { "#,##0".to_owned() } else { format!("#,##0.{decimals}") }
}

/// How many decimals a currency has, or two when none is known.
pub(super) fn exponent(currency: Option<Currency>) -> u8 {
    currency.map_or(2, |currency| currency.exponent())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(minor: i64, code: &str) -> Money {
        Money::new(minor, Currency::from_code(code).unwrap())
    }

    #[test]
    fn an_amount_a_double_cannot_hold_is_no_number() {
        let largest = i64::try_from(LARGEST_EXACT).unwrap();
        for minor in [largest + 1, -largest - 1, i64::MAX, i64::MIN] {
            assert_eq!(number(money(minor, "USD"), &mut String::new()), None, "{minor}");
        }
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        for (minor, code, plain, format) in [
            (123_456, "USD", "1234.56", "#,##0.00"),
            (-5, "USD", "-0.05", "#,##0.00"),
            (0, "EUR", "0.00", "#,##0.00"),
            (-1_500, "JPY", "-1500", "#,##0"),
            (1_234_567, "KWD", "1234.567", "#,##0.000"),
            (1, "CLF", "0.0001", "#,##0.0000"),
            (i64::MIN, "USD", "-92233720368547758.08", "#,##0.00"),
        ] {
            let money = money(minor, code);
            assert_eq!(Plain(money).to_string(), plain);
            assert_eq!(number_format(money.currency().exponent()), format);
        }
        assert_eq!(PlainSum { minor: i128::from(i64::MAX) * 2, exponent: 2 }.to_string(), "184467440737095516.14");
    }

    /// The amount that a program reads from the file: the digits of the double, at the decimals of the currency.
    fn read_back(number: f64, exponent: u8) -> i64 {
        let text = format!("{number:.*}", usize::from(exponent));
        text.replace('.', "").parse().unwrap()
    }

    #[track_caller]
    fn exact(minor: i64, code: &str) {
        let money = money(minor, code);
        let number = number(money, &mut String::new()).unwrap();
        assert_eq!(read_back(number, money.currency().exponent()), minor, "{minor} {code}");
        // And what is written into the file is the shortest text of the double: the very decimal it came from.
        let (written, plain) = (format!("{number}"), Plain(money).to_string());
        let trimmed = if plain.contains('.') { plain.trim_end_matches('0').trim_end_matches('.') } else { &plain };
        assert_eq!(written, if trimmed == "-0" { "0" } else { trimmed }, "{minor} {code}");
    }

    #[test]
    fn every_cent_near_every_edge_is_exact() {
        let largest = i64::try_from(LARGEST_EXACT).unwrap();
        for code in ["USD", "JPY", "KWD", "CLF"] {
            (-20_000..=20_000).for_each(|minor| exact(minor, code));
            (0..2_000).for_each(|off| exact(largest - off, code));
            (0..2_000).for_each(|off| exact(off - largest, code));
            for power in (1..15).map(|power| 10i64.pow(power)).chain((1..50).map(|power| 1 << power)) {
                (-3..=3).filter(|off| power + off <= largest).for_each(|off| exact(power + off, code));
            }
        }
    }

    proptest! {
        #[test]
        fn every_amount_of_the_range_is_exact(minor in -999_999_999_999_999i64..=999_999_999_999_999) {
            for code in ["USD", "JPY", "KWD", "CLF"] {
                exact(minor, code);
            }
        }
    }
}
