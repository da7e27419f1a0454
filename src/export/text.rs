//! Words in cells: what a spreadsheet cannot hold, and what it would take for a formula. Changes nothing else.

use std::borrow::Cow;

/// Characters that a cell of Excel holds, counted as UTF-16 does.
pub const LONGEST_CELL: usize = 32_767;
/// What stands at the end of text that was cut.
const CUT: char = '…';
/// What stands for a character that XML cannot hold.
const UNPRINTABLE: char = '\u{fffd}';

/// `text` as a cell can hold it: ends of lines as one character, what XML 1.0 has no place for as U+FFFD, and no more
/// than [`LONGEST_CELL`] characters, the last of them an ellipsis when there were more.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    // Nearly every cell: short, and of printable ASCII.
    if text.len() <= LONGEST_CELL && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    // Four bytes of UTF-8 are two units of UTF-16 and no other length has more units than bytes.
    let fits = text.len() <= LONGEST_CELL || text.encode_utf16().count() <= LONGEST_CELL;
    if fits && !text.chars().any(must_change) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len().min(LONGEST_CELL));
    let mut before = '\0';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\r' => cleaned.push('\n'),
            c if must_change(c) => cleaned.push(UNPRINTABLE),
            c => cleaned.push(c),
        }
        before = c;
    }
    cut(&mut cleaned);
    Cow::Owned(cleaned)
}

const fn must_change(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}')
}

fn cut(text: &mut String) {
    let (mut units, mut end) = (0, None);
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units < LONGEST_CELL {
            end = Some(at + c.len_utf8());
        }
    }
    if units > LONGEST_CELL {
        text.truncate(end.unwrap_or_default());
        text.push(CUT);
    }
}

/// Whether a spreadsheet that reads `text` from a CSV file could take it for a formula or a command: it begins, after
/// any white space, with one of the signs that formulas begin with (their full-width forms too), or with a tab or the
/// end of a line.
pub(super) fn is_dangerous(text: &str) -> bool {
    let begins = |text: &str, signs: &[char]| text.starts_with(signs);
    begins(text, &['\t', '\r', '\n']) || begins(text.trim_start(), &['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whatever_begins_like_a_formula_is_dangerous() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n", " =1", "\u{a0}=cmd|' /C calc'!A0", "＝1"] {
            assert!(is_dangerous(text), "{text:?}");
        }
        for text in ["", "a=1", "1-1", "Ada", "'=1", "(555) 010", "é"] {
            assert!(!is_dangerous(text), "{text:?}");
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced_and_ends_of_lines_are_one() {
        assert_eq!(clean("a\r\nb\rc\nd\te"), "a\nb\nc\nd\te");
        assert_eq!(clean("\0a\u{1b}[31m\u{fffe}\u{7f}"), "\u{fffd}a\u{fffd}[31m\u{fffd}\u{fffd}");
        assert!(matches!(clean("José 👩‍⚖️"), Cow::Borrowed("José 👩‍⚖️")));
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_with_a_mark_and_never_inside_a_character() {
        assert_eq!(clean(&"x".repeat(LONGEST_CELL)), "x".repeat(LONGEST_CELL));
        let cut = clean(&"x".repeat(LONGEST_CELL + 1)).into_owned();
        assert_eq!(cut, format!("{}…", "x".repeat(LONGEST_CELL - 1)));
        let cut = clean(&"🦀".repeat(LONGEST_CELL)).into_owned();
        assert_eq!(cut, format!("{}…", "🦀".repeat((LONGEST_CELL - 1) / 2)));
    }

    proptest! {
        #[test]
        fn a_cleaned_text_stays_as_it_is(text in "\\PC{0,40}|[\0-\u{ff}]{0,40}") {
            let once = clean(&text).into_owned();
            prop_assert_eq!(&*clean(&once), once.as_str());
        }
    }
}
