//! A text that somebody takes elsewhere.

use maud::{Markup, html};

use crate::i18n::T;

use super::Icon;

/// A text to be copied: by the button where the browser lends scripts its clipboard, else selected at a click, or by hand.
#[must_use]
pub fn copied(t: T, id: &str, label: &str, text: &str, rows: u8) -> Markup {
    html! {
        div class="field" {
            label class="label" for=(id) { (label) }
            textarea class="input mono" id=(id) rows=(rows) readonly spellcheck="false" data-copy { (text) }
            div class="actions" {
                button class="button button-small" type="button" data-copies=(id) data-copied=(t.text("form-copied")) hidden {
                    (Icon::Copy) span { (t.text("form-copy")) } span class="visually-hidden" { ": " (label) }
                }
                span class="hint" role="status" {}
            }
        }
    }
}
