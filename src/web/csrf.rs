//! Telling our own forms from forged ones.
//!
//! A request that changes something must not come from another site (`Sec-Fetch-Site`, or `Origin` where a browser
//! does not send that), and must carry a token in `_csrf` or `X-CSRF-Token` that only our pages hold: the session's,
//! or, for those not signed in, the one behind a signed cookie (double submit), so that visitors need no row.

use poem::http::{HeaderMap, Method, Uri, header, uri::Authority};
use subtle::ConstantTimeEq as _;

use crate::{
    app::{Ids, Secrets},
    domain::time::Timestamp,
};

/// The field that carries the token.
pub const FIELD: &str = "_csrf";
/// The header that carries it when a script sends the request.
pub const HEADER: &str = "x-csrf-token";
/// The cookie behind a visitor's token.
pub const VISITOR_COOKIE: &str = "__Host-pre";
/// Requests below these paths prove themselves otherwise: processors' news by its signature, the sandbox's fields by
/// the operation key and method token they were drawn with, payment pages by their ticket and receipts by the seal in their
/// address: a page in a frame on another site gets no cookie.
pub const EXEMPT: [&str; 4] = ["/hooks", super::headers::CARD_FIELDS, "/pay", "/receipts"];

/// How long a visitor's cookie is good, in milliseconds.
const VISITOR_MS: i64 = 24 * 60 * 60 * 1000;

/// Whether requests with this method change something.
#[must_use]
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Whether the browser says that the request comes from another site than ours. A request that says nothing of where
/// it comes from is left to its token.
#[must_use]
pub fn comes_from_elsewhere(headers: &HeaderMap, uri: &Uri, base_url: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    headers.get(header::ORIGIN).is_some_and(|origin| {
        let origin = origin.to_str().unwrap_or("null");
        !is_ours(origin, headers, uri, base_url)
    })
}

fn is_ours(origin: &str, headers: &HeaderMap, uri: &Uri, base_url: Option<&str>) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    // HTTP/2 has the host in the address of the request.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).or(uri.authority().map(Authority::as_str));
    let same_host = host.is_some_and(|host| host.eq_ignore_ascii_case(authority));
    // A proxy may put its own name for us into `Host`.
    let same_base = base_url.is_some_and(|base| base.trim_end_matches('/').eq_ignore_ascii_case(origin));
    same_host || same_base
}

/// What proves that a form is one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The token of the session.
    Session,
    /// The token of a session that has ended by itself.
    EndedSession,
    /// The token of a visitor.
    Visitor,
    /// Nothing.
    None,
}

/// Somebody who is not signed in, known by a signed cookie only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    random: [u8; 16],
    expires_at: Timestamp,
}

impl Visitor {
    /// Somebody new.
    #[must_use]
    pub fn new(ids: &Ids, now: Timestamp) -> Self {
        Self { random: ids.bytes(), expires_at: now.plus_ms(VISITOR_MS) }
    }

    /// The visitor that a cookie stands for, if we have signed it and it is still good.
    #[must_use]
    pub fn read(cookie: &str, secrets: &Secrets, now: Timestamp) -> Option<Self> {
        let raw: [u8; 56] = data_encoding::BASE64URL_NOPAD.decode(cookie.as_bytes()).ok()?.try_into().ok()?;
        let (body, signature) = raw.split_at(24);
        let (random, expiry) = body.split_at(16);
        let visitor = Self {
            random: random.try_into().ok()?,
            expires_at: Timestamp::from_ms(i64::from_be_bytes(expiry.try_into().ok()?)),
        };
        let signed: bool = secrets.sign("visitor cookie", body).ct_eq(signature).into();
        (signed && now < visitor.expires_at).then_some(visitor)
    }

    /// The same visitor with a later end when this one is near, so that forms already drawn stay good.
    #[must_use]
    pub fn renewed(&self, now: Timestamp) -> Option<Self> {
        let is_near = self.expires_at.ms_since(now) < VISITOR_MS / 2;
        is_near.then(|| Self { expires_at: now.plus_ms(VISITOR_MS), ..self.clone() })
    }

    /// The value of the cookie.
    #[must_use]
    pub fn cookie(&self, secrets: &Secrets) -> String {
        let mut raw = self.random.to_vec();
        raw.extend_from_slice(&self.expires_at.ms().to_be_bytes());
        let signature = secrets.sign("visitor cookie", &raw);
        raw.extend_from_slice(&signature);
        data_encoding::BASE64URL_NOPAD.encode(&raw)
    }

    /// The token that this visitor's forms carry.
    #[must_use]
    pub fn token(&self, secrets: &Secrets) -> String {
        data_encoding::BASE64URL_NOPAD.encode(&secrets.sign("visitor form", &self.random))
    }

    /// Whether `token` is the one that this visitor's forms carry; takes equally long for any wrong one.
    #[must_use]
    pub fn drew(&self, token: &str, secrets: &Secrets) -> bool {
        self.token(secrets).as_bytes().ct_eq(token.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn requests_from_elsewhere_are_told_by_what_the_browser_says() {
        let base = Some("https://pay.firm.example/");
        for (elsewhere, sent) in [
            (true, &[("sec-fetch-site", "cross-site")][..]),
            (true, &[("sec-fetch-site", "same-site")]),
            (true, &[("sec-fetch-site", "")]),
            (true, &[("sec-fetch-site", "cross-site"), ("origin", "https://pay.firm.example")]),
            (true, &[("origin", "null"), ("host", "pay.firm.example")]),
            (true, &[("origin", "https://evil.example"), ("host", "pay.firm.example")]),
            (true, &[("origin", "https://pay.firm.example.evil.example"), ("host", "pay.firm.example")]),
            (true, &[("origin", "https://pay.firm.example:444"), ("host", "pay.firm.example")]),
            (true, &[("origin", "pay.firm.example"), ("host", "pay.firm.example")]),
            (false, &[("sec-fetch-site", "same-origin")]),
            (false, &[("sec-fetch-site", "none")]),
            (false, &[("origin", "http://localhost:8080"), ("host", "localhost:8080")]),
            (false, &[("origin", "https://pay.firm.example"), ("host", "internal:8080")]),
            (false, &[("host", "pay.firm.example")]),
        ] {
            let uri = Uri::from_static("/payments");
            assert_eq!(comes_from_elsewhere(&headers(sent), &uri, base), elsewhere, "{sent:?}");
        }
        let uri = Uri::from_static("https://pay.firm.example/payments");
        assert!(!comes_from_elsewhere(&headers(&[("origin", "https://pay.firm.example")]), &uri, None));
    }

    #[test]
    fn a_visitors_cookie_cannot_be_made_up_or_kept_for_ever() {
        let (ids, secrets, now) = (Ids::seeded(1), Secrets::new([7; 32]), Timestamp::from_ms(1_795_000_000_000));
        let visitor = Visitor::new(&ids, now);
        let cookie = visitor.cookie(&secrets);
        assert_eq!(Visitor::read(&cookie, &secrets, now), Some(visitor.clone()));
        assert_eq!(Visitor::read(&cookie, &Secrets::new([8; 32]), now), None);
        assert_eq!(Visitor::read(&cookie, &secrets, now.plus_ms(VISITOR_MS)), None);
        for forged in ["", "x", &cookie[1..], &cookie.replace(&cookie[..2], "zz"), &format!("{cookie}AA")] {
            assert_eq!(Visitor::read(forged, &secrets, now), None, "{forged}");
        }
        let other = Visitor::new(&ids, now);
        assert!(!other.drew(&visitor.token(&secrets), &secrets) && !visitor.drew("", &secrets));
        assert!(visitor.drew(&visitor.token(&secrets), &secrets));
    }

    #[test]
    fn a_renewed_visitor_keeps_the_forms_that_are_open() {
        let (ids, secrets, now) = (Ids::seeded(1), Secrets::new([7; 32]), Timestamp::from_ms(0));
        let visitor = Visitor::new(&ids, now);
        assert_eq!(visitor.renewed(now.plus_ms(VISITOR_MS / 2)), None);
        let renewed = visitor.renewed(now.plus_ms(VISITOR_MS / 2 + 1)).unwrap();
        assert_ne!(renewed.cookie(&secrets), visitor.cookie(&secrets));
        assert_eq!(renewed.token(&secrets), visitor.token(&secrets));
    }

    #[test]
    fn only_reading_methods_are_safe() {
        for (method, changes) in [
            (Method::GET, false),
            (Method::HEAD, false),
            (Method::POST, true),
            (Method::PUT, true),
            (Method::DELETE, true),
            (Method::PATCH, true),
            (Method::from_bytes(b"PURGE").unwrap(), true),
        ] {
            assert_eq!(is_unsafe(&method), changes, "{method}");
        }
    }
}
