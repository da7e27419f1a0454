//! What every answer tells the browser not to do, errors and crashes included.
//!
//! No page has inline script or style, so the policy needs no nonce and no exception.

use poem::{
    Endpoint, IntoResponse, Middleware, Request, Response, Result,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

use crate::domain::captcha::Provider;

use super::trouble::Trouble;

/// Pages under this path are shown inside a frame of our own pages: the sandbox's card fields.
pub const CARD_FIELDS: &str = "/card-fields";

const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types htmx";
const FRAME_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
     connect-src 'self'; frame-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; \
     require-trusted-types-for 'script'; trusted-types htmx";

/// How both of them end.
const TRUSTED_TYPES: &str = "require-trusted-types-for 'script'; trusted-types htmx";

const PERMISSIONS_POLICY: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), \
     geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     publickey-credentials-get=(self), serial=(), usb=()";

/// What pages depend on besides their address.
const VARY: &str = "Cookie, HX-Request, Accept-Language";

/// How people reach the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Over TLS, ended by us or by a proxy: browsers are told to use nothing else for a year.
    OverTls,
    /// Over plain HTTP, on the machine itself.
    Plainly,
}

impl Reached {
    /// As the configured address says.
    #[must_use]
    pub fn by(base_url: Option<&str>) -> Self {
        match base_url {
            Some(url) if url.starts_with("https://") => Self::OverTls,
            _ => Self::Plainly,
        }
    }
}

/// Mail readers style at each element, so the frame with a message must allow that; it allows nothing else.
const MESSAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'; sandbox allow-popups";

/// Who may show an answer in a frame, other than its address says: put into the answer by the room that knows.
#[derive(Clone, Debug)]
pub enum FramedBy {
    /// Pages of ours.
    Ours,
    /// Pages of ours and of these sites. Each is the address of a whole site, checked before it was stored.
    Sites(Vec<String>),
}

/// Another company's check runs on this page: put into the answer by the room that shows it.
#[derive(Clone, Copy, Debug)]
pub struct CheckedBy(pub Provider);

/// Adds the headers. Goes around everything else.
#[derive(Clone, Copy, Debug)]
pub struct Headers(pub Reached);

impl<E: Endpoint> Middleware<E> for Headers {
    type Output = WithHeaders<E>;

    fn transform(&self, inner: E) -> Self::Output {
        WithHeaders { inner, reached: self.0 }
    }
}

/// An endpoint whose answers carry the headers.
pub struct WithHeaders<E> {
    inner: E,
    reached: Reached,
}

impl<E: Endpoint> Endpoint for WithHeaders<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let framing = Framing::of(request.uri().path());
        let mut response = match self.inner.call(request).await {
            Ok(output) => output.into_response(),
            Err(error) => error.into_response(),
        };
        set(response.headers_mut(), framing, self.reached);
        match response.extensions().get::<FramedBy>().cloned() {
            Some(FramedBy::Ours) => {
                allow_frames(response.headers_mut(), &[]);
                let same_origin = HeaderValue::from_static("SAMEORIGIN");
                response.headers_mut().insert(header::X_FRAME_OPTIONS, same_origin);
            }
            Some(FramedBy::Sites(sites)) if !sites.is_empty() => allow_frames(response.headers_mut(), &sites),
            Some(FramedBy::Sites(_)) | None => {}
        }
        if response.extensions().get::<Trouble>() == Some(&Trouble::CardNumber) {
            // Else every file of this page would be asked for with the number in `Referer`, and be refused for it.
            response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        }
        if let Some(CheckedBy(provider)) = response.extensions().get::<CheckedBy>().copied() {
            allow_check(response.headers_mut(), provider);
        }
        Ok(response)
    }
}

/// Whether `path` is `folder` or below it.
pub(super) fn is_under(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What a document may do and who may put it in a frame, by its address.
#[derive(Clone, Copy)]
enum Framing {
    /// A page: in no frame.
    Page,
    /// The card fields: in a frame of ours.
    Card,
    /// A message as it was mailed: in a frame of ours, with styles at its elements and without everything else.
    Message,
}

impl Framing {
    fn of(path: &str) -> Self {
        if is_under(path, CARD_FIELDS) {
            Self::Card
        } else if is_under(path, "/outbox") && path.ends_with("/html") {
            Self::Message
        } else {
            Self::Page
        }
    }
}

fn set(headers: &mut HeaderMap, framing: Framing, reached: Reached) {
    let (policy, framing) = match framing {
        Framing::Page => (PAGE_POLICY, "DENY"),
        Framing::Card => (FRAME_POLICY, "SAMEORIGIN"),
        Framing::Message => (MESSAGE_POLICY, "SAMEORIGIN"),
    };
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, framing),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if reached == Reached::OverTls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // Whoever sets its own is a file under a name that says its content: the same for everybody, for ever.
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.append(header::VARY, HeaderValue::from_static(VARY));
    }
}

/// Lets these sites show the document in a frame. The older header cannot name sites, so it goes.
fn allow_frames(headers: &mut HeaderMap, sites: &[String]) {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let allowed = sites.iter().fold("frame-ancestors 'self'".to_owned(), |all, site| format!("{all} {site}"));
    let policy = ["frame-ancestors 'none'", "frame-ancestors 'self'"]
        .iter()
        .find_map(|closed| policy.contains(closed).then(|| policy.replacen(closed, &allowed, 1)));
    if let Some(value) = policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
        headers.remove(header::X_FRAME_OPTIONS);
    }
}

/// Lets the scripts and frames of one company onto the page, and nobody else's. Theirs make markup in their own ways, so that
/// trusted types are not asked for here; and they must be told which site they are on, though not which page.
fn allow_check(headers: &mut HeaderMap, provider: Provider) {
    let policy = headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let also =
        |directive: &str, sources: &str| (format!("{directive} 'self';"), format!("{directive} 'self' {sources};"));
    let mut changes = vec![also("script-src", provider.script_sources()), also("frame-src", provider.frame_sources())];
    if let Some(sources) = provider.other_sources() {
        changes.extend([also("style-src", sources), also("connect-src", sources)]);
    }
    changes.push((format!("; {TRUSTED_TYPES}"), String::new()));
    let policy = changes.iter().fold(policy.to_owned(), |policy, (from, to)| policy.replacen(from, to, 1));
    if let Ok(value) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
        let site_only = HeaderValue::from_static("strict-origin-when-cross-origin");
        headers.insert(header::REFERRER_POLICY, site_only);
    }
}

#[cfg(test)]
mod tests {
    use poem::{EndpointExt as _, endpoint::make, http::StatusCode};

    use super::*;

    async fn answer(path: &'static str, reached: Reached) -> Response {
        let rooms = make(|request: Request| async move {
            match request.uri().path() {
                "/error" => Err(poem::Error::from_status(StatusCode::IM_A_TEAPOT)),
                "/asset" => Ok("x".with_header("Cache-Control", "max-age=31536000, immutable").into_response()),
                "/loose" => Ok("x".with_header("Content-Security-Policy", "default-src *").into_response()),
                _ => Ok("x".into_response()),
            }
        });
        rooms.with(Headers(reached)).get_response(Request::builder().uri(path.parse().unwrap()).finish()).await
    }

    #[tokio::test]
    async fn every_answer_carries_every_header() {
        for path in ["/error", "/asset", "/loose", "/payments", "/card-fields/x", "/card-fieldsx"] {
            let response = answer(path, Reached::OverTls).await;
            for name in [
                "content-security-policy",
                "x-frame-options",
                "x-content-type-options",
                "referrer-policy",
                "cross-origin-opener-policy",
                "cross-origin-resource-policy",
                "permissions-policy",
                "strict-transport-security",
                "cache-control",
            ] {
                assert!(response.header(name).is_some(), "{path} {name}");
            }
            let policy = response.header("content-security-policy").unwrap();
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; "), "{policy}");
            for loose in ["unsafe", "*", "data:", "http"] {
                assert!(!policy.contains(loose), "{policy}");
            }
        }
    }

    #[tokio::test]
    async fn only_card_fields_may_be_framed_and_only_by_us() {
        for (path, ancestors, framing) in [
            ("/payments/new", "'none'", "DENY"),
            ("/card-fieldsx", "'none'", "DENY"),
            ("/card-fields", "'self'", "SAMEORIGIN"),
            ("/card-fields/key", "'self'", "SAMEORIGIN"),
        ] {
            let response = answer(path, Reached::Plainly).await;
            let policy = response.header("content-security-policy").unwrap();
            assert!(policy.contains(&format!("frame-ancestors {ancestors}")), "{path}");
            assert_eq!(response.header("x-frame-options"), Some(framing), "{path}");
        }
    }

    #[tokio::test]
    async fn pages_are_never_kept_and_files_are() {
        let page = answer("/payments", Reached::Plainly).await;
        assert_eq!(page.header("cache-control"), Some("no-store"));
        assert_eq!(page.header("vary"), Some(VARY));
        assert_eq!(page.header("strict-transport-security"), None);
        let file = answer("/asset", Reached::Plainly).await;
        assert_eq!(file.header("cache-control"), Some("max-age=31536000, immutable"));
        assert_eq!(file.header("vary"), None);
    }

    #[test]
    fn a_check_is_let_onto_its_page_with_its_own_sources_and_no_others() {
        for provider in Provider::ALL {
            let mut headers = HeaderMap::new();
            set(&mut headers, Framing::Page, Reached::OverTls);
            allow_check(&mut headers, provider);
            let policy = headers.get("content-security-policy").unwrap().to_str().unwrap();
            let script = format!("default-src 'none'; script-src 'self' {};", provider.script_sources());
            assert!(policy.starts_with(&script), "{policy}");
            assert!(policy.contains(&format!("frame-src 'self' {};", provider.frame_sources())), "{policy}");
            assert!(policy.ends_with("base-uri 'none'; frame-ancestors 'none'"), "{policy}");
            for other in Provider::ALL.iter().filter(|other| other.script_sources() != provider.script_sources()) {
                assert!(!policy.contains(other.script_sources()), "{policy}");
            }
            assert!(!policy.contains("unsafe") && !policy.contains(" * ") && !policy.contains("data:"), "{policy}");
            let opened = policy.matches("https://").count();
            let asked = [provider.script_sources(), provider.frame_sources()].into_iter();
            let asked = asked.chain(provider.other_sources().into_iter().flat_map(|sources| [sources, sources]));
            assert_eq!(opened, asked.map(|sources| sources.matches("https://").count()).sum::<usize>());
        }
    }

    #[test]
    fn the_configured_address_says_whether_it_is_reached_over_tls() {
        assert_eq!(Reached::by(None), Reached::Plainly);
        assert_eq!(Reached::by(Some("http://localhost")), Reached::Plainly);
        assert_eq!(Reached::by(Some("https://pay.firm.example")), Reached::OverTls);
    }
}
