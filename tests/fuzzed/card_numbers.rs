//! Card numbers: every spelling of every number is found, and nothing else is taken for one.

use clientpay::domain::pan::{contains_card_number, digit_value, is_card_number};

use super::plan::Plan;

/// First digits and lengths that the networks issue; the last digit of a number checks it.
const ISSUED: [(&str, usize); 18] = [
    ("4", 13),
    ("4", 16),
    ("4", 19),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("644", 16),
    ("65", 19),
    ("3528", 16),
    ("3589", 16),
    ("300", 14),
    ("36", 14),
    ("39", 14),
    ("62", 17),
];
/// What people put between the digits of a number, one at a time.
const SEPARATORS: [char; 8] = [' ', '-', '.', '+', '_', '\u{a0}', '\u{202f}', '\u{2013}'];
/// The zeros of the scripts whose digits count.
const ZEROS: [char; 4] = ['0', '０', '٠', '۰'];

/// Reads the bytes as text, and hides a number in it that the bytes choose as well.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    assert_eq!(contains_card_number(&text), holds_one(&text), "{text:?}");
    let mut plan = Plan::new(data);
    let (number, spelt) = number_of(&mut plan);
    assert!(is_card_number(&number), "{number:?} is one that is issued");
    let (before, after) = halves(&text, plan.place(data.len() + 1));
    let before = before.trim_end_matches(|c| digit_value(c).is_some());
    let after = after.trim_start_matches(|c| digit_value(c).is_some());
    let hidden = format!("{before}{spelt}{after}");
    assert!(contains_card_number(&hidden), "{spelt:?} is not found in {hidden:?}");
}

/// Every stretch of whole groups of digits with one separator between them, tried one by one.
fn holds_one(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(|c| digit_value(*c).is_some());
    let is_separator = |at: usize| characters.get(at).is_some_and(|c| separates(*c));
    let begins = |at: &usize| is_digit(*at) && (*at == 0 || !is_digit(at - 1));
    (0..characters.len()).filter(begins).any(|start| {
        let mut digits = Vec::new();
        let mut at = start;
        while digits.len() <= 19 && is_digit(at) {
            digits.extend(digit_value(characters[at]));
            at += 1;
            if !is_digit(at) && is_card_number(&digits) {
                return true;
            }
            at += usize::from(is_separator(at) && is_digit(at + 1));
        }
        false
    })
}

fn separates(c: char) -> bool {
    SEPARATORS.contains(&c) || c == '\u{2009}' || ('\u{2010}'..='\u{2015}').contains(&c)
}

/// A number that is issued, as digits and as somebody writes it.
fn number_of(plan: &mut Plan<'_>) -> (Vec<u8>, String) {
    let (first, length) = ISSUED[plan.place(ISSUED.len())];
    let (separator, zero) = (SEPARATORS[plan.place(SEPARATORS.len())], ZEROS[plan.place(ZEROS.len())]);
    let mut digits: Vec<u8> = first.bytes().map(|byte| byte - b'0').collect();
    let mut account = plan.number();
    while digits.len() < length - 1 {
        digits.push(u8::try_from(account % 10).expect("a digit"));
        account /= 10;
    }
    digits.push(check_digit(&digits));
    let breaks = plan.number();
    let mut spelt = String::new();
    for (place, digit) in digits.iter().enumerate() {
        if place > 0 && breaks >> place & 1 == 1 {
            spelt.push(separator);
        }
        spelt.extend(char::from_u32(u32::from(zero) + u32::from(*digit)));
    }
    (digits, spelt)
}

/// The digit that makes a number valid (ISO/IEC 7812-1, annex B).
fn check_digit(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let doubled = u32::from(*digit) * 2;
            if place % 2 == 0 { doubled / 10 + doubled % 10 } else { u32::from(*digit) }
        })
        .sum();
    u8::try_from((10 - sum % 10) % 10).expect("a digit")
}

/// `text` in two, at the character nearest below `place`.
fn halves(text: &str, place: usize) -> (&str, &str) {
    let at = (0..=place.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.split_at(at)
}
