//! Amounts: what is read is what stands there or nothing, and what is written reads back.

use clientpay::{
    domain::{
        locale::Locale,
        money::{Currency, Money},
    },
    i18n::amount::{AmountError, format, format_plain, parse, symbol},
};

use super::plan::Plan;

/// Currencies with two, no, three and four decimal places.
const CURRENCIES: [&str; 7] = ["USD", "CAD", "EUR", "MXN", "JPY", "KWD", "CLF"];
/// Signs of the currencies above that do not tell countries apart.
const NARROW_SIGNS: &str = "$€¥";
/// Spaces that people and this portal put into amounts.
const SPACES: [char; 4] = [' ', '\u{a0}', '\u{202f}', '\u{2009}'];

/// Reads the bytes as an amount of every currency in every locale, and writes the number that its first eight bytes are
/// in one of them.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let currencies = CURRENCIES.map(|code| Currency::from_code(code).expect(code));
    for currency in currencies {
        for locale in Locale::ALL {
            if let Ok(money) = parse(&text, currency, locale) {
                assert_eq!(money.currency(), currency);
                states(&text, money, locale);
                reads_back(money, locale);
            }
        }
    }
    let mut plan = Plan::new(data);
    let number = i64::from_be_bytes(plan.number().to_be_bytes());
    let (currency, locale) = (currencies[plan.place(currencies.len())], Locale::ALL[plan.place(Locale::ALL.len())]);
    reads_back(Money::new(number, currency), locale);
    let padded = format!("\u{a0} {text}\t");
    assert_eq!(parse(&padded, currency, locale), parse(&text, currency, locale), "space around {text:?} counts");
}

/// The digits of the text are the digits of the amount, and nothing stands beside them that could mean another one.
fn states(text: &str, money: Money, locale: Locale) {
    let digits: String = text.chars().filter_map(digit).collect();
    let minor = money.minor().to_string();
    let mut places = (0..=usize::from(money.currency().exponent())).map(|places| "0".repeat(places));
    let stated = |zeros: String| format!("{digits}{zeros}").trim_start_matches('0') == minor.trim_start_matches('0');
    assert!(!digits.is_empty() && places.any(stated), "{text:?} was read as {money:?} in {locale:?}");
    let own = symbol(money.currency(), locale).text;
    let belongs = |c: char| {
        digit(c).is_some()
            || c.is_whitespace()
            || matches!(c, '.' | ',' | '．' | '，')
            || NARROW_SIGNS.contains(c)
            || [own.as_str(), money.currency().code()].iter().any(|mark| mark.contains(c.to_ascii_uppercase()))
    };
    assert!(text.chars().all(belongs), "{text:?} was read as {money:?} in {locale:?}");
    let number = text.trim_matches(|c| digit(c).is_none());
    let parts = |c: char| c.is_whitespace() && !SPACES.contains(&c);
    assert!(!number.contains(parts), "{text:?} was read as {money:?} in {locale:?}");
}

/// The digits that people in front of our pages type.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

fn reads_back(money: Money, locale: Locale) {
    let expected = if money.minor() < 0 { Err(AmountError::Negative) } else { Ok(money) };
    for written in [format(money, locale), format_plain(money, locale)] {
        let read = parse(&written, money.currency(), locale);
        // The amount furthest below zero has no counterpart above it.
        let refused = money.minor() == i64::MIN && read == Err(AmountError::TooLarge);
        assert!(read == expected || refused, "{written:?} in {locale:?} was read as {read:?}");
    }
}
