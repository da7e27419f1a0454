//! The firm's colour on a payment page, as a style sheet.

use crate::domain::payment_page::colour::Colour;

/// What gives the page's button and its upper edge this colour, and in light colours its links and what is chosen, where
/// words of it can be read. Readers who need contrast keep the portal's own.
#[must_use]
pub fn sheet(colour: Colour) -> String {
    let rules = format!("background:{colour};border-color:{colour};color:{}", colour.ink());
    let words = if colour.writes() { accents(colour) } else { String::new() };
    format!(
        "@media (prefers-contrast:no-preference) and (forced-colors:none){{\
         :root:not([data-theme^=contrast]) .public .button-primary{{{rules}}}\
         :root:not([data-theme^=contrast]) .public-top{{border-top:4px solid {colour}}}{words}}}"
    )
}

/// On a dark page no colour that can be read on white is bright enough.
fn accents(colour: Colour) -> String {
    let rules = format!("--accent:{colour};--link:{colour};--accent-soft:var(--surface-2)");
    format!(
        ":root[data-theme=light] .public{{{rules}}}\
         @media (prefers-color-scheme:light){{:root[data-theme=device] .public{{{rules}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_written_in_only_where_it_can_be_read_and_never_in_high_contrast_or_the_dark() {
        let sheet = |text: &str| super::sheet(Colour::parse(text).unwrap());
        for pale in ["#f2c14e", "#767676", "#ff8800"] {
            let sheet = sheet(pale);
            assert!(sheet.contains(&format!("border-top:4px solid {pale}")) && !sheet.contains("--link"), "{sheet}");
        }
        let deep = sheet("#6d1f2f");
        assert!(deep.contains("--link:#6d1f2f") && deep.contains("background:#6d1f2f"), "{deep}");
        assert!(!deep.contains("data-theme=dark") && deep.starts_with("@media (prefers-contrast:no-preference)"));
        assert_eq!(deep.matches('{').count(), deep.matches('}').count(), "{deep}");
    }
}
