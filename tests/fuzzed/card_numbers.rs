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
const SEPARATORS: [char; 9] = [' ', '\t', '-', '.', '+', '_', '\u{a0}', '\u{202f}', '\u{2013}'];
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
    // Digits that are seen beside the number would make it another one.
    let joins = |c: char| digit_value(c).is_some() || is_unseen(c);
    let (before, after) = (before.trim_end_matches(joins), after.trim_start_matches(joins));
    let hidden = format!("{before}{spelt}{after}");
    assert!(contains_card_number(&hidden), "{spelt:?} is not found in {hidden:?}");
}

/// Every stretch of whole groups of digits, tried one by one: with one separator between them, or in the groups of a card
/// with up to three.
fn holds_one(text: &str) -> bool {
    let characters: Vec<char> = text.chars().filter(|c| !is_unseen(*c)).collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(|c| digit_value(*c).is_some());
    let gap = |from: usize| characters[from..].iter().take_while(|c| separates(**c) || sets_apart(**c)).count();
    let begins = |at: &usize| is_digit(*at) && (*at == 0 || !is_digit(at - 1));
    (0..characters.len()).filter(begins).any(|start| {
        let (mut digits, mut lengths, mut apart, mut at) = (Vec::new(), Vec::new(), false, start);
        while digits.len() <= 19 && is_digit(at) {
            let before = digits.len();
            while is_digit(at) {
                digits.extend(digit_value(characters[at]));
                at += 1;
            }
            lengths.push(digits.len() - before);
            let is_card = match lengths.as_slice() {
                _ if !apart => true,
                [4, 4, 4, last] => *last <= 4,
                [4, 4, 4, 4, last] => *last <= 3,
                [4, 6, last] => [4, 5].contains(last),
                _ => false,
            };
            if is_card && is_card_number(&digits) {
                return true;
            }
            let wide = gap(at);
            if wide > 3 {
                return false;
            }
            apart |= wide > 1 || characters[at..at + wide].iter().any(|c| sets_apart(*c));
            at += wide;
        }
        false
    })
}

fn separates(c: char) -> bool {
    SEPARATORS.contains(&c) || "\t\n\r\u{b}\u{c}\u{2009}".contains(c) || ('\u{2010}'..='\u{2015}').contains(&c)
}

fn sets_apart(c: char) -> bool {
    "/|*".contains(c)
}

fn is_unseen(c: char) -> bool {
    let marks = ['\u{200b}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2060}'..='\u{2069}'];
    (c.is_control() && !separates(c)) || c == '\u{ad}' || c == '\u{feff}' || marks.iter().any(|span| span.contains(&c))
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
