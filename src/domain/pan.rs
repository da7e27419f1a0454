//! Recognising card numbers, so that none ever gets past the door.
//!
//! A primary account number is 13–19 digits with a valid Luhn check digit (ISO/IEC 7812-1) that begins with a
//! network's issuer range and has a length that network issues. All three are required: one invoice number in ten
//! passes Luhn alone.

use super::card::CardBrand;

/// One network's numbers: first digits (inclusive range of `digits` digits) and the lengths it issues.
struct Range {
    brand: CardBrand,
    digits: u32,
    first: u32,
    last: u32,
    lengths: &'static [usize],
}

const fn range(brand: CardBrand, digits: u32, first: u32, last: u32, lengths: &'static [usize]) -> Range {
    Range { brand, digits, first, last, lengths }
}

/// Issuer ranges as the networks publish them; more specific ones first.
const RANGES: &[Range] = &[
    range(CardBrand::Amex, 2, 34, 34, &[15]),
    range(CardBrand::Amex, 2, 37, 37, &[15]),
    range(CardBrand::Diners, 3, 300, 305, &[14, 16, 19]),
    range(CardBrand::Diners, 2, 36, 36, &[14, 16, 19]),
    range(CardBrand::Diners, 2, 38, 39, &[14, 16, 19]),
    range(CardBrand::Jcb, 4, 3528, 3589, &[16, 17, 18, 19]),
    // Published JCB test number 3088000000000017 lies in a former JCB range.
    range(CardBrand::Jcb, 4, 3088, 3094, &[16]),
    range(CardBrand::Mastercard, 4, 2221, 2720, &[16]),
    range(CardBrand::Mastercard, 2, 51, 55, &[16]),
    range(CardBrand::Discover, 4, 6011, 6011, &[16, 17, 18, 19]),
    range(CardBrand::Discover, 3, 644, 649, &[16, 17, 18, 19]),
    range(CardBrand::Discover, 2, 65, 65, &[16, 17, 18, 19]),
    range(CardBrand::UnionPay, 2, 62, 62, &[16, 17, 18, 19]),
    range(CardBrand::Visa, 1, 4, 4, &[13, 16, 19]),
];

/// Digits of the shortest number that is issued.
const FEWEST_DIGITS: usize = 13;
/// Digits of the longest number (ISO/IEC 7812-1).
const MOST_DIGITS: usize = 19;

/// Whether the digits end in the right Luhn check digit.
#[must_use]
pub fn luhn_valid(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// The network that issues numbers like this one, by first digits and length; the check digit is not looked at.
#[must_use]
pub fn brand_of(digits: &[u8]) -> Option<CardBrand> {
    let prefix =
        |count: u32| digits.iter().take(count as usize).fold(0u32, |number, digit| number * 10 + u32::from(*digit));
    RANGES
        .iter()
        .find(|range| {
            range.lengths.contains(&digits.len()) && (range.first..=range.last).contains(&prefix(range.digits))
        })
        .map(|range| range.brand)
}

/// Whether the digits are a card number: known range, issued length, valid check digit.
#[must_use]
pub fn is_card_number(digits: &[u8]) -> bool {
    brand_of(digits).is_some() && luhn_valid(digits)
}

/// The value of a decimal digit, also of a full-width (U+FF10…) or Arabic-Indic (U+0660…, U+06F0…) one.
#[must_use]
pub fn digit_value(character: char) -> Option<u8> {
    let base = match character {
        '0'..='9' => '0',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    u8::try_from(u32::from(character) - u32::from(base)).ok()
}

/// Whether UTF-8 text somewhere in `bytes` could hold a card number, in whatever spelling. `false` is certain and cheap:
/// thirteen digits with nothing but separators and unseen marks between them cover every thirteenth byte, so only those
/// are looked at.
#[must_use]
pub fn may_hold_card_number(bytes: &[u8]) -> bool {
    let mut at = FEWEST_DIGITS - 1;
    while let Some(byte) = bytes.get(at) {
        if ends_run(*byte) {
            at += FEWEST_DIGITS;
            continue;
        }
        let (before, after) = bytes.split_at(at);
        let start = before.iter().rposition(|byte| ends_run(*byte)).map_or(0, |last| last + 1);
        let end = after.iter().position(|byte| ends_run(*byte)).map_or(bytes.len(), |first| at + first);
        if bytes[start..end].iter().filter(|byte| begins_digit(**byte)).count() >= FEWEST_DIGITS {
            return true;
        }
        at = end + FEWEST_DIGITS;
    }
    false
}

/// For each byte whether no run of digits goes on over it in UTF-8: it is neither a digit nor a separator, nor the
/// beginning or the rest of one that takes several bytes.
const ENDS_RUN: [bool; 256] = {
    let mut ends = [true; 256];
    let mut byte = 0u8;
    loop {
        let between = matches!(byte, b' ' | b'-' | b'.' | b'+' | b'_' | b'/' | b'|' | b'*' | 0..=0x1f | 0x7f);
        let on = between || matches!(byte, b'0'..=b'9' | 0x80..=0xbf | 0xc2 | 0xd9 | 0xdb | 0xe2 | 0xef);
        ends[byte as usize] = !on;
        if byte == u8::MAX {
            break ends;
        }
        byte += 1;
    }
};

fn ends_run(byte: u8) -> bool {
    ENDS_RUN[usize::from(byte)]
}

/// Whether a digit that [`digit_value`] knows begins with this byte in UTF-8.
const fn begins_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | 0xd9 | 0xdb | 0xef)
}

/// Whether `text` holds a card number: a run of digits, single separators between them allowed, that is one as a
/// whole or, where groups are separated, in any stretch of whole groups. What is not seen on a page is not looked at, and
/// where groups stand wider apart, a number is one that is grouped as on a card.
#[must_use]
pub fn contains_card_number(text: &str) -> bool {
    may_hold_card_number(text.as_bytes()) && is_spelled_out(text)
}

/// Digits that stand together.
#[derive(Default)]
struct Group {
    digits: Vec<u8>,
    /// Whether it stands wide apart from the group before.
    apart: bool,
}

/// The most separators between two groups of one number, as in `4111 - 1111`.
const WIDEST_GAP: usize = 3;

fn is_spelled_out(text: &str) -> bool {
    let mut run: Vec<Group> = Vec::new();
    let mut group = Group::default();
    let (mut separators, mut apart) = (0, false);
    for character in text.chars().filter(|character| !is_unseen(*character)).chain(std::iter::once('x')) {
        if let Some(digit) = digit_value(character) {
            if group.digits.is_empty() {
                if separators > WIDEST_GAP {
                    if run_holds_card_number(&run) {
                        return true;
                    }
                    run.clear();
                }
                group.apart = apart || separators > 1;
                (separators, apart) = (0, false);
            }
            group.digits.push(digit);
            continue;
        }
        if !group.digits.is_empty() {
            run.push(std::mem::take(&mut group));
        }
        if is_separator(character) || sets_apart(character) {
            separators += 1;
            apart |= sets_apart(character);
            continue;
        }
        if run_holds_card_number(&run) {
            return true;
        }
        run.clear();
        (separators, apart) = (0, false);
    }
    false
}

/// What separates the groups of a number as a rule.
fn is_separator(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t'
            | '\n'
            | '\r'
            | '\u{b}'
            | '\u{c}'
            | '-'
            | '.'
            | '+'
            | '_'
            | '\u{a0}'
            | '\u{202f}'
            | '\u{2009}'
            | '\u{2010}'..='\u{2015}'
    )
}

/// What separates them at times, and other numbers more often.
const fn sets_apart(character: char) -> bool {
    matches!(character, '/' | '|' | '*')
}

/// What no page shows, and a copied text may be full of: controls, soft hyphens, and marks of width and direction.
fn is_unseen(character: char) -> bool {
    (character.is_control() && !is_separator(character))
        || matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

/// Looks no further than a number can be long, so that a long run of short groups takes no longer than its length.
fn run_holds_card_number(groups: &[Group]) -> bool {
    (0..groups.len()).any(|start| {
        let (mut digits, mut lengths, mut apart) = (Vec::new(), Vec::new(), false);
        for group in &groups[start..] {
            if digits.len() + group.digits.len() > MOST_DIGITS {
                return false;
            }
            apart |= group.apart && !digits.is_empty();
            digits.extend_from_slice(&group.digits);
            lengths.push(group.digits.len());
            let grouped = !apart || matches!(*lengths, [4, 4, 4, 1..=4] | [4, 4, 4, 4, 1..=3] | [4, 6, 4 | 5]);
            if digits.len() >= FEWEST_DIGITS && grouped && is_card_number(&digits) {
                return true;
            }
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.chars().filter_map(digit_value).collect()
    }

    #[test]
    fn published_test_numbers_are_recognised() {
        for (number, brand) in [
            ("4111111111111111", CardBrand::Visa),
            ("4242424242424242", CardBrand::Visa),
            ("5424000000000015", CardBrand::Mastercard),
            ("2223000010309703", CardBrand::Mastercard),
            ("370000000000002", CardBrand::Amex),
            ("6011000000000012", CardBrand::Discover),
            ("3088000000000017", CardBrand::Jcb),
            ("38000000000006", CardBrand::Diners),
        ] {
            assert_eq!(brand_of(&digits(number)), Some(brand), "{number}");
            assert!(is_card_number(&digits(number)), "{number}");
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for text in [
            "4111111111111111",
            "pay with 4111 1111 1111 1111 please",
            "4111-1111-1111-1111",
            "4111.1111.1111.1111",
            "４１１１１１１１１１１１１１１１",
            "٤١١١١١١١١١١١١١١١",
            "4111\u{a0}1111\u{202f}1111 1111",
            "ref 12 4111 1111 1111 1111 07",
            "x4111111111111111y",
            "4111\t1111\t1111\t1111",
            "4111\n1111\r\n1111\n1111",
            "4111\u{200b}1111\u{ad}1111\u{202e}1111",
            "4111\u{0}1111\u{7f}1111\u{feff}1111",
            "my card 4111  1111  1111  1111 thanks",
            "4111 - 1111 - 1111 - 1111",
            "4111. 1111. 1111. 1111",
            "4111/1111/1111/1111 or 3700|000000|00002",
            "3700 * 000000 * 00002",
        ] {
            assert!(contains_card_number(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_may_not_hold_a_card_number_holds_none(
            text in "[0-9 \\-.x]{0,40}",
            digits in "(４|4|٤)([ -]?[0-9１-９٠-٩]){12,18}",
            around in ("[ -~é]{0,30}", "[ -~é]{0,30}"),
        ) {
            for text in [text, format!("{}{digits}{}", around.0, around.1)] {
                prop_assert!(may_hold_card_number(text.as_bytes()) || !is_spelled_out(&text), "{text}");
            }
        }
    }

    #[test]
    fn a_card_number_may_be_anywhere_among_other_bytes() {
        for before in 0..40 {
            for number in ["4222222222222", "4111 1111 1111 1111", "４１１１１１１１１１１１１１１１"] {
                let text = [&vec![b'x'; before], number.as_bytes(), &[b'y'; 20]].concat();
                assert!(may_hold_card_number(&text), "{before} {number}");
            }
        }
        for ordinary in ["", "INV-20418", "411111111111", "4111x1111x1111x1111", "2026-11-22T14:05:33.123456Z"] {
            assert!(!may_hold_card_number(ordinary.as_bytes()), "{ordinary}");
        }
    }

    #[test]
    fn a_long_run_of_short_groups_is_read_to_its_end() {
        // A quarter of a megabyte, as much as a request may have: minutes of work if every group led to the end.
        let digits = "1 ".repeat(1 << 17);
        assert!(!contains_card_number(&digits));
        assert!(contains_card_number(&format!("{digits}4111 1111 1111 1111")));
    }

    #[test]
    fn ordinary_numbers_pass() {
        for text in [
            "",
            "INV-20418",
            "4111111111111112",
            "(617) 555-0172",
            "1000000000000008",
            "2026-11-22T14:05:33.123456Z",
            "4111 1111, 1111 1111",
            "invoices 4111, 1111, 1111, 1111",
            "412-555-0176 / 412-555-0173",
            "41111111 / 11111111",
            "4111    1111    1111    1111",
            "9999999999999995",
        ] {
            assert!(!contains_card_number(text), "{text}");
        }
    }
}
