//! Reading amounts that people type or paste.
//!
//! In `1,250` the comma groups thousands or begins the decimals, depending on who writes. The locale of the page
//! decides; a text that only makes sense the other way round is refused and asked for again. A sign that has no
//! meaning in the locale (the point in French) is read only where one reading is left.

use super::write;
use crate::{
    domain::{
        locale::Locale,
        money::{Currency, Money},
    },
    i18n::numbers,
};

/// Why a text is not taken as an amount. Whether nothing, or very much, is allowed is for the caller to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing was typed.
    #[error("no amount was given")]
    Empty,
    /// It is not an amount in this currency.
    #[error("not an amount")]
    NotANumber,
    /// It could be two different amounts.
    #[error("could be two different amounts")]
    Ambiguous,
    /// It has parts smaller than the currency's smallest unit.
    #[error("more decimals than the currency has")]
    TooManyDecimals,
    /// It is below zero.
    #[error("below zero")]
    Negative,
    /// It does not fit 64 bits of minor units.
    #[error("too large")]
    TooLarge,
}

/// The amount that `text` states in `currency`, typed on a page in `locale`.
///
/// The currency's sign or code may stand before or after the number; any other currency's is refused.
///
/// # Errors
/// [`AmountError`], for everything that is not certain.
pub fn parse(text: &str, currency: Currency, locale: Locale) -> Result<Money, AmountError> {
    let tidy: String = text.trim().chars().map(tidy_char).collect();
    if tidy.is_empty() {
        return Err(AmountError::Empty);
    }
    let (number, sign) = strip_signs(&tidy, currency, locale);
    let (whole, fraction) = split(number, Separators::of(locale), usize::from(currency.exponent()))?;
    let minor = join(whole, fraction, usize::from(currency.exponent()))?;
    match sign {
        Sign::Minus => Err(AmountError::Negative),
        Sign::None => Ok(Money::new(minor, currency)),
    }
}

/// The amount in a link, in the notation of no language: `1250.00`.
#[must_use]
pub fn parse_neutral(text: &str, currency: Currency) -> Option<Money> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    plain.then(|| parse(text, currency, Locale::EnUs).ok()).flatten()
}

/// Full-width forms come from East Asian keyboards, the spaces from what this portal itself writes. Digits of other
/// scripts are refused: no page here shows them, so nobody could check what was understood.
fn tidy_char(c: char) -> char {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        '０'..='９' | '．' | '，' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Minus,
}

/// Takes off a minus and the currency's sign or code, in either order, at most once at each end.
fn strip_signs<'a>(text: &'a str, currency: Currency, locale: Locale) -> (&'a str, Sign) {
    let (text, outer) = strip_minus(text);
    let narrow = write::narrow_sign(currency, locale);
    let own = write::symbol(currency, locale).text.replace('\u{a0}', " ");
    // Longest first, so that `US$` is not taken for `$` with something left over.
    let mut marks = [own.as_str(), narrow.as_str(), currency.code()];
    marks.sort_unstable_by_key(|mark| std::cmp::Reverse(mark.len()));
    let strip = |text: &'a str, end: fn(&'a str, &str) -> Option<&'a str>| {
        marks.iter().find_map(|mark| end(text, mark)).unwrap_or(text).trim()
    };
    let text = strip(strip(text, strip_start), strip_end);
    match outer {
        Sign::Minus => (text, Sign::Minus),
        Sign::None => strip_minus(text),
    }
}

fn strip_minus(text: &str) -> (&str, Sign) {
    text.strip_prefix(write::MINUS).map_or((text, Sign::None), |rest| (rest.trim_start(), Sign::Minus))
}

fn strip_start<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(mark.len())?;
    start.eq_ignore_ascii_case(mark).then_some(rest)
}

fn strip_end<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(mark.len())?)?;
    end.eq_ignore_ascii_case(mark).then_some(rest)
}

/// What a point or comma means in a locale.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Decimal,
    Group,
    None,
}

#[derive(Clone, Copy)]
struct Separators {
    point: Role,
    comma: Role,
}

impl Separators {
    fn of(locale: Locale) -> Self {
        let sample = numbers::decimal(&numbers::scaled(123_456, 1), locale);
        let role = |c| match (sample.rfind(c), sample.rfind(|other: char| !other.is_ascii_digit())) {
            (Some(here), Some(last)) if here == last => Role::Decimal,
            (Some(_), _) => Role::Group,
            (None, _) => Role::None,
        };
        Self { point: role('.'), comma: role(',') }
    }

    const fn role(self, sign: char) -> Role {
        match sign {
            '.' => self.point,
            ',' => self.comma,
            _ => Role::None,
        }
    }
}

/// The whole part, its separators still in it, and the decimals.
fn split(number: &str, separators: Separators, places: usize) -> Result<(&str, &str), AmountError> {
    let Some(at) = number.rfind(['.', ',']) else { return Ok((number, "")) };
    let (sign, other) = if number[at..].starts_with('.') { ('.', ',') } else { (',', '.') };
    let (whole, fraction) = (&number[..at], &number[at + 1..]);
    if !is_digits(fraction) {
        return Err(AmountError::NotANumber);
    }
    if whole.contains(sign) {
        return split_repeated(number, sign, separators);
    }
    if whole.contains(other) {
        return split_both(whole, fraction, [sign, other], separators);
    }
    if !is_whole(whole) {
        return Err(AmountError::NotANumber);
    }
    let groups = is_grouped(number, sign);
    match separators.role(sign) {
        Role::Group if groups => Ok((number, "")),
        Role::Group => Err(AmountError::Ambiguous),
        Role::Decimal if groups && fraction.len() > places => Err(AmountError::Ambiguous),
        Role::None if groups => Err(AmountError::Ambiguous),
        Role::Decimal | Role::None => Ok((whole, fraction)),
    }
}

/// `1,234,567`: only thousands can repeat.
fn split_repeated(number: &str, sign: char, separators: Separators) -> Result<(&str, &str), AmountError> {
    match (is_grouped(number, sign), separators.role(sign)) {
        (false, _) => Err(AmountError::NotANumber),
        (true, Role::Group) => Ok((number, "")),
        (true, Role::Decimal | Role::None) => Err(AmountError::Ambiguous),
    }
}

/// `1,234.56`: the last sign begins the decimals, unless the locale says the opposite of either.
fn split_both<'a>(
    whole: &'a str,
    fraction: &'a str,
    [sign, other]: [char; 2],
    separators: Separators,
) -> Result<(&'a str, &'a str), AmountError> {
    if !is_grouped(whole, other) {
        return Err(AmountError::NotANumber);
    }
    if separators.role(sign) == Role::Group || separators.role(other) == Role::Decimal {
        return Err(AmountError::Ambiguous);
    }
    Ok((whole, fraction))
}

fn join(whole: &str, fraction: &str, places: usize) -> Result<i64, AmountError> {
    let separated = whole.contains(['.', ',']);
    if !(separated || is_whole(whole)) || (whole.is_empty() && fraction.is_empty()) {
        return Err(AmountError::NotANumber);
    }
    if fraction.len() > places {
        return Err(AmountError::TooManyDecimals);
    }
    let padding = std::iter::repeat_n('0', places - fraction.len());
    let digits = whole.chars().chain(fraction.chars()).chain(padding).filter_map(|c| c.to_digit(10));
    digits
        .map(i64::from)
        .try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(digit))
        .ok_or(AmountError::TooLarge)
}

/// Digits, grouped by spaces or not at all; nothing, as in `.50`, is a whole too.
fn is_whole(text: &str) -> bool {
    text.is_empty() || is_digits(text) || is_grouped(text, ' ')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `text` is digits in groups of three, as nobody writes decimals.
fn is_grouped(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    is_digits(first)
        && first.len() <= 3
        && !first.starts_with('0')
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && is_digits(group))
}
