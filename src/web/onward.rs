//! The way from a payment on to the firm's own page: a button, or a page that goes there by itself.
//!
//! The answer to a form must not lead to another site: browsers hold the form's policy (`form-action`) against every hop of
//! it, also those that the other site adds, and a firm's site that passes its visitors on to another of its names would
//! leave them, charged, in front of the form. So a form's answer ends on a page of ours, which goes on from there.

use maud::{Markup, html};
use poem::{
    Response,
    http::{HeaderValue, header},
};

use crate::i18n::T;

/// The button, which leaves a frame that the page stands in.
#[must_use]
pub fn button(t: T, url: &str) -> Markup {
    html! { a class="button" href=(url) rel="noopener" target="_top" { (t.with("pay-continue", [("site", site(url))])) } }
}

/// What is said meanwhile, with the button for browsers that do not go by themselves.
#[must_use]
pub fn meanwhile(t: T, url: &str) -> String {
    t.with("pay-onward-text", [("site", site(url))])
}

/// Has the browser go to `url`, an address that the firm has set and the portal has checked, as soon as it has the page.
/// Back then leads to what was before that.
pub fn straight_away(response: &mut Response, url: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("0; url={url}")) {
        response.headers_mut().insert(header::REFRESH, value);
    }
}

fn site(url: &str) -> &str {
    url.trim_start_matches("https://").split('/').next().unwrap_or_default()
}
