//! Percentages as people type them.

use crate::{
    domain::{locale::Language, money::PartsPerMillion},
    i18n::T,
};

/// A percentage with up to four decimals, with a point or a comma.
#[must_use]
pub fn read(text: &str) -> Option<PartsPerMillion> {
    let text = text.trim().trim_end_matches('%').trim_end().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 4 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<4}").parse().ok().map(PartsPerMillion)
}

/// A rate as it is typed.
#[must_use]
pub fn write(rate: PartsPerMillion, t: T) -> String {
    let (whole, part) = (rate.0 / 10_000, rate.0 % 10_000);
    let sign = if t.language() == Language::Fr { ',' } else { '.' };
    if part == 0 { whole.to_string() } else { format!("{whole}{sign}{part:04}").trim_end_matches('0').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::locale::Locale;

    #[test]
    fn a_rate_is_read_exactly_or_not_at_all() {
        for (text, expected) in [
            ("6.25", Some(62_500)),
            ("14,975 %", Some(149_750)),
            ("0", Some(0)),
            ("100", Some(1_000_000)),
            ("5.", Some(50_000)),
            ("", None),
            (".5", None),
            ("-5", None),
            ("1.23456", None),
            ("6.2e5", None),
            ("1000", None),
        ] {
            if let Some(ppm) = expected {
                assert_eq!(read(text), Some(PartsPerMillion(ppm)), "{text}");
                let t = T::new(Locale::FrCa);
                assert_eq!(read(&write(PartsPerMillion(ppm), t)), Some(PartsPerMillion(ppm)), "{text}");
            } else {
                assert_eq!(read(text).filter(|rate| rate.0 < 9_000_000), None, "{text}");
            }
        }
    }
}
