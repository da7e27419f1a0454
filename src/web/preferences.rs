//! Which language and colours a request is answered in, and which address it comes from.

use std::net::IpAddr;

use poem::{
    Request,
    web::cookie::{Cookie, SameSite},
};

use crate::domain::{locale::Language, user::Theme};

/// The cookie with a language chosen by `?lang=`.
pub const LANGUAGE_COOKIE: &str = "lang";
/// The cookie with the colours chosen by somebody who is not signed in.
pub const THEME_COOKIE: &str = "theme";

/// How long a choice is remembered: a year.
const REMEMBERED: std::time::Duration = std::time::Duration::from_secs(365 * 24 * 60 * 60);

/// The value of a cookie, wherever it stands among the request's cookies; the first of its name.
#[must_use]
pub fn cookie<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers()
        .get_all("cookie")
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The language that the address of the page asks for, as in `?lang=fr`.
#[must_use]
pub fn asked_language(query: Option<&str>) -> Option<Language> {
    query?
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(name, value)| (name == "lang").then(|| Language::from_tag(value)).flatten())
}

/// The colours in the visitor's cookie.
#[must_use]
pub fn visitor_theme(request: &Request) -> Option<Theme> {
    cookie(request, THEME_COOKIE).and_then(Theme::from_code)
}

/// A cookie that remembers a choice for a year.
#[must_use]
pub fn remembering(name: &'static str, value: &str) -> Cookie {
    let mut cookie = Cookie::new_with_str(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(REMEMBERED);
    cookie
}

/// The address a request comes from. `X-Forwarded-For` is believed from trusted proxies only, and read from its end,
/// where they have written; what stands before that, anybody may have made up.
#[must_use]
pub fn peer_address(request: &Request, trusted: &[IpAddr]) -> Option<IpAddr> {
    let direct = request.remote_addr().as_socket_addr()?.ip().to_canonical();
    let forwarded = request.headers().get_all("x-forwarded-for").iter().filter_map(|header| header.to_str().ok());
    let hops: Vec<&str> = forwarded.flat_map(|header| header.split(',')).map(str::trim).collect();
    let mut address = direct;
    for hop in hops.into_iter().rev() {
        if !trusted.contains(&address) {
            break;
        }
        let Ok(before) = hop.parse::<IpAddr>() else { break };
        address = before.to_canonical();
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use poem::{
        http::uri::Scheme,
        web::{LocalAddr, RemoteAddr},
    };

    use super::*;

    fn request(peer: &str, headers: &[(&str, &str)]) -> Request {
        let mut builder = poem::http::Request::builder();
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let (parts, ()) = builder.body(()).unwrap().into_parts();
        let peer = RemoteAddr(std::net::SocketAddr::new(peer.parse().unwrap(), 1).into());
        Request::from_parts((parts, LocalAddr::default(), peer, Scheme::HTTP).into(), ().into())
    }

    #[test]
    fn a_forwarded_address_is_believed_from_trusted_proxies_only() {
        let trusted: Vec<IpAddr> = ["10.0.0.1", "10.0.0.2"].map(|text| text.parse().unwrap()).to_vec();
        for (peer, forwarded, wanted) in [
            ("192.0.2.9", "198.51.100.1", "192.0.2.9"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "made up, 1.2.3.4, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            ("10.0.0.1", "1.2.3.4, not an address", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ] {
            let request = request(peer, &[("x-forwarded-for", forwarded)]);
            assert_eq!(peer_address(&request, &trusted), Some(wanted.parse().unwrap()), "{peer} {forwarded}");
        }
    }

    #[test]
    fn a_language_is_asked_for_in_the_address() {
        for (query, wanted) in [
            ("lang=es", Some(Language::Es)),
            ("a=1&lang=fr-CA", Some(Language::Fr)),
            ("lang=de", None),
            ("slang=fr", None),
        ] {
            assert_eq!(asked_language(Some(query)), wanted, "{query}");
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let request = request("192.0.2.1", &[("cookie", "xtheme=dark; theme=contrast-light"), ("cookie", "lang=fr")]);
        assert_eq!(visitor_theme(&request), Some(Theme::ContrastLight));
        assert_eq!(cookie(&request, "lang"), Some("fr"));
        assert_eq!(cookie(&request, "heme"), None);
    }
}
