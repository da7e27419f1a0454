//! The firm's colour on a payment page, as a style sheet.

use crate::domain::payment_page::colour::Colour;

/// What gives the page's button and its upper edge this colour. Readers who need contrast keep the portal's own.
#[must_use]
pub fn sheet(colour: Colour) -> String {
    let rules = format!("background:{colour};border-color:{colour};color:{}", colour.ink());
    format!(
        "@media (prefers-contrast:no-preference) and (forced-colors:none){{\
         :root:not([data-theme^=contrast]) .public .button-primary{{{rules}}}\
         :root:not([data-theme^=contrast]) .public-top{{border-top:4px solid {colour}}}}}"
    )
}
