//! Turning somebody away who is not signed in, or who may not do what they asked for.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use poem::{
    IntoResponse as _, Response,
    error::{ParsePathError, ResponseError},
    http::StatusCode,
};

use super::{error::WebError, trouble::Trouble};

/// The page to sign in on.
pub const SIGN_IN: &str = "/sign-in";
/// Where a person goes when nothing says where else.
pub const HOME: &str = "/dashboard";

/// The longest address that is returned to, in bytes.
const MAX_PATH_BYTES: usize = 2_000;

/// What stays as it is inside a query value.
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// How the browser sent the request, and so how it is told to go elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentBy {
    /// The browser itself, as a page.
    Page,
    /// htmx, for a part of a page.
    Htmx,
}

/// Why somebody is turned away. `?` in a handler answers with it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in.
    #[error("not signed in")]
    SignIn {
        /// The local address to return to.
        next: String,
        /// How the browser sent the request.
        sent_by: SentBy,
    },
    /// No payer is signed in to the portal.
    #[error("not signed in to the portal")]
    PortalSignIn {
        /// How the browser sent the request.
        sent_by: SentBy,
    },
    /// The firm has the portal closed.
    #[error("the portal is closed")]
    PortalClosed,
    /// The person may not do this.
    #[error("not allowed")]
    Forbidden,
    /// The form was not drawn in this session.
    #[error("not a form of this session")]
    Forged,
}

impl Refusal {
    const fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::SignIn { .. } | Self::PortalSignIn { .. } => None,
            Self::PortalClosed => Some(Trouble::PortalClosed),
            Self::Forbidden => Some(Trouble::Forbidden),
            Self::Forged => Some(Trouble::Forged),
        }
    }
}

/// The answer to a handler's error. poem drops what a refusal's own answer had in its extensions, so it is put back.
///
/// An address whose number is none leads nowhere; poem would call that an unreadable request.
pub(super) fn answer(error: poem::Error) -> Response {
    if error.is::<ParsePathError>() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let refusal = error.downcast_ref().or_else(|| error.downcast_ref().and_then(WebError::refusal));
    let trouble = refusal.and_then(Refusal::trouble);
    let mut response = error.into_response();
    if let Some(trouble) = trouble {
        response.set_data(trouble);
    }
    response
}

impl ResponseError for Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::SignIn { sent_by: SentBy::Page, .. } | Self::PortalSignIn { sent_by: SentBy::Page } => {
                StatusCode::SEE_OTHER
            }
            Self::SignIn { sent_by: SentBy::Htmx, .. } | Self::PortalSignIn { sent_by: SentBy::Htmx } => StatusCode::OK,
            Self::PortalClosed => Trouble::PortalClosed.status(),
            Self::Forbidden => Trouble::Forbidden.status(),
            Self::Forged => Trouble::Forged.status(),
        }
    }

    fn as_response(&self) -> Response {
        match self {
            Self::SignIn { next, sent_by } => go_to(&sign_in_path(next), *sent_by),
            Self::PortalSignIn { sent_by } => go_to(super::paths::PORTAL_SIGN_IN, *sent_by),
            Self::PortalClosed => Trouble::PortalClosed.into_response(),
            Self::Forbidden => Trouble::Forbidden.into_response(),
            Self::Forged => Trouble::Forged.into_response(),
        }
    }
}

/// Sends the browser to a local address. A script would follow a 303 unseen and put the page it finds into the
/// middle of another, so htmx is told by a header of its own.
#[must_use]
pub fn go_to(path: &str, sent_by: SentBy) -> Response {
    match sent_by {
        SentBy::Page => Response::builder().status(StatusCode::SEE_OTHER).header("Location", path).finish(),
        SentBy::Htmx => Response::builder().header("HX-Redirect", path).finish(),
    }
}

/// The address of the sign-in page that returns to `next`.
#[must_use]
pub fn sign_in_path(next: &str) -> String {
    format!("{SIGN_IN}?next={}", utf8_percent_encode(next, QUERY_VALUE))
}

/// `text` when it is an address on this portal that a person may be returned to: a path, never another host in
/// disguise, and not the way in or out itself.
#[must_use]
pub fn local_path(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('/')?;
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let is_elsewhere = rest.starts_with('/') || matches!(path, SIGN_IN | "/sign-out");
    (plain && !is_elsewhere && text.len() <= MAX_PATH_BYTES).then_some(text)
}

/// The local address within a full one, as in a `Referer`, when it is on this portal's host.
#[must_use]
pub fn path_of<'a>(url: &'a str, host: &str) -> Option<&'a str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (authority, path) = rest.split_at(rest.find('/')?);
    if authority.eq_ignore_ascii_case(host) { local_path(path) } else { None }
}

/// `path` with one more argument; its fragment is left out.
#[must_use]
pub fn with_argument(path: &str, name: &str, value: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}{name}={}", utf8_percent_encode(value, QUERY_VALUE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        let long = format!("/{}", "x".repeat(MAX_PATH_BYTES));
        for text in [
            "",
            "e",
            "//e",
            "///e",
            "/\\e",
            "\\/e",
            "https:e",
            "https://e",
            "javascript:alert(1)",
            "/a\r\nb: c",
            "/a b",
            "/\t/e",
            "/é",
            "/sign-in",
            "/sign-in?next=/",
            "/sign-out",
            " /a",
            &long,
        ] {
            assert_eq!(local_path(text), None, "{text}");
        }
        for text in ["/", "/payments", "/payments?q=a%20b&x=//e", "/sign-ins", "/payments/1#history"] {
            assert_eq!(local_path(text), Some(text));
        }
    }

    #[test]
    fn a_page_of_ours_is_known_by_its_host() {
        for (url, wanted) in [
            ("https://pay.example/payments/new?a=1", Some("/payments/new?a=1")),
            ("https://evil.example/payments", None),
            ("https://pay.example@evil.example/x", None),
            ("https://pay.example//evil.example", None),
            ("https://pay.example", None),
            ("/payments", None),
            ("https:\\\\evil.example\\://pay.example/x", None),
        ] {
            assert_eq!(path_of(url, "pay.example"), wanted, "{url}");
        }
    }

    #[test]
    fn the_way_back_survives_inside_another_address() {
        assert_eq!(sign_in_path("/payments?q=a&b=é"), "/sign-in?next=/payments%3Fq%3Da%26b%3D%C3%A9");
        assert_eq!(with_argument("/payments/new#x", "draft", "k"), "/payments/new?draft=k");
        assert_eq!(with_argument("/payments?q=1", "draft", "a&b"), "/payments?q=1&draft=a%26b");
    }

    #[test]
    fn a_script_is_sent_to_sign_in_by_header_and_a_page_by_status() {
        let refusal = |sent_by| Refusal::SignIn { next: "/payments".into(), sent_by }.as_response();
        let page = refusal(SentBy::Page);
        assert_eq!((page.status(), page.header("location")), (StatusCode::SEE_OTHER, Some("/sign-in?next=/payments")));
        let script = refusal(SentBy::Htmx);
        assert_eq!((script.status(), script.header("location")), (StatusCode::OK, None));
        assert_eq!(script.header("hx-redirect"), Some("/sign-in?next=/payments"));
    }
}
