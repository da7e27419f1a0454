//! Where a person is sent after signing in: a page of this portal in every browser, never another site.

use clientpay::web::refusal::{local_path, path_of, sign_in_path, with_argument};
use poem::http::HeaderValue;
use url::Url;

/// The host of the portal.
const HOST: &str = "pay.firm.example";

/// Reads the bytes as the address to return to, and as the page that a form was sent from.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(path) = local_path(&text) {
        assert_eq!(path, text);
        stays(path);
        stays(&with_argument(path, "draft", &text));
        let signing_in = stays(&sign_in_path(path));
        assert_eq!(signing_in.query_pairs().collect::<Vec<_>>(), [("next".into(), path.into())]);
    }
    if let Some(path) = path_of(&text, HOST) {
        assert_eq!(local_path(path), Some(path));
        let page =
            Url::parse(&text).map_or_else(|_| HOST.to_owned(), |page| page.host_str().unwrap_or_default().into());
        assert!(page.eq_ignore_ascii_case(HOST), "{text:?} is a page of {page}");
    }
}

/// Where a browser on the sign-in page goes when it is told this address.
fn stays(path: &str) -> Url {
    assert!(HeaderValue::from_str(path).is_ok(), "{path:?} is not a header's value");
    let here = Url::parse(&format!("https://{HOST}/sign-in?next=x")).expect("an address");
    let there = here.join(path).expect("an address");
    assert_eq!(there.origin(), here.origin(), "{path:?} leads to {there}");
    assert!(there.username().is_empty() && there.password().is_none());
    there
}
