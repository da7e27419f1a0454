//! Which language a browser asks for. What to do when it asks for none that exists is the caller's decision.

use crate::domain::locale::Language;

/// Entries of the header that are looked at: a browser sends a handful, and only an attack sends more.
const MAX_ENTRIES: usize = 32;

/// The language that an `Accept-Language` header (RFC 9110, 12.5.4) likes best among ours, or `None` when it names
/// none of them. `*` names none; unreadable entries and those with weight 0 are left out.
#[must_use]
pub fn language_from_accept(header: &str) -> Option<Language> {
    let mut best: Option<(u16, Language)> = None;
    for (weight, language) in header.split(',').take(MAX_ENTRIES).filter_map(entry) {
        // Of equal weights the first wins.
        if weight > best.map_or(0, |(most, _)| most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

fn entry(text: &str) -> Option<(u16, Language)> {
    let (tag, parameter) = text.split_once(';').map_or((text, None), |(tag, rest)| (tag, Some(rest.trim())));
    let weight = match parameter {
        None => 1000,
        Some(parameter) => weight(parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?)?,
    };
    Some((weight, Language::from_tag(tag.trim())?))
}

/// A weight of `0` to `1` with at most three decimals, in thousandths.
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let plain = matches!(whole, "0" | "1") && decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths: u16 = plain.then(|| format!("{whole}{decimals:0<3}").parse().ok())??;
    (thousandths <= 1000).then_some(thousandths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_without_a_language_of_ours_choose_none() {
        for header in
            ["", "*", "de", "de-DE,ja;q=0.9", "fr;q=0", "fr;q=2", "fr;q=-1", "fr;q=x", "fr;q=0.12345", ";;,,", "\0"]
        {
            assert_eq!(language_from_accept(header), None, "{header:?}");
        }
    }

    #[test]
    fn the_greatest_weight_wins_and_the_first_among_equals() {
        for (header, expected) in [
            ("fr-CA,fr;q=0.9,en;q=0.8", Language::Fr),
            ("de,en;q=0.7,es;q=0.75", Language::Es),
            ("es, en", Language::Es),
            ("en;q=0.5, fr;q=0.501, *;q=0.1", Language::Fr),
            ("EN_us", Language::En),
            ("de;q=1.000, fr ; q=0.001", Language::Fr),
            ("fr;q=0, en;q=0.1", Language::En),
        ] {
            assert_eq!(language_from_accept(header), Some(expected), "{header:?}");
        }
    }

    #[test]
    fn an_endless_header_is_not_read_to_its_end() {
        let header = format!("{}fr", "de,".repeat(100_000));
        assert_eq!(language_from_accept(&header), None);
    }
}
