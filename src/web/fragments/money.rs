//! Amounts as pages show them. Nothing here computes: amounts arrive written for people by `i18n::amount`.

use maud::{Markup, html};

use crate::domain::money::Currency;

/// An amount already written for people, its cents smaller; `currency` tells how many digits these are.
#[must_use]
pub fn money(written: &str, currency: Currency) -> Markup {
    let (major, minor, rest) = split_minor(written, usize::from(currency.exponent()));
    html! { span class="num" { (major) @if !minor.is_empty() { span class="cents" { (minor) } } (rest) } }
}

/// Like [`money`], large: the amount that a page is about.
#[must_use]
pub fn amount_big(written: &str, currency: Currency) -> Markup {
    html! { p class="amount-big" { (money(written, currency)) } }
}

/// Splits `1 250,00 $` into `1 250`, `,00` and ` $`.
fn split_minor(written: &str, digits: usize) -> (&str, &str, &str) {
    let end = written.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let start = end.checked_sub(digits + 1).filter(|_| digits > 0);
    match start.and_then(|start| written.get(start..end).map(|minor| (start, minor))) {
        Some((start, minor)) if minor.starts_with(['.', ',']) => (&written[..start], minor, &written[end..]),
        _ => (written, "", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_found_in_every_way_of_writing() {
        for (written, digits, expected) in [
            ("$1,250.00", 2, ("$1,250", ".00", "")),
            ("1\u{a0}250,00\u{a0}$", 2, ("1\u{a0}250", ",00", "\u{a0}$")),
            ("-$0.05", 2, ("-$0", ".05", "")),
            ("¥1,250", 0, ("¥1,250", "", "")),
            ("KWD 1.250", 3, ("KWD 1", ".250", "")),
            ("$5", 2, ("$5", "", "")),
            ("", 2, ("", "", "")),
        ] {
            assert_eq!(split_minor(written, digits), expected, "{written}");
        }
    }
}
