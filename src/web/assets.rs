//! The files that pages load: embedded in the binary, served under names that carry a hash of their content.
//!
//! A name changes whenever its content does, so browsers may keep a file for ever and never see a stale one. Nothing
//! here depends on who asks.

use std::{io::Write, sync::LazyLock};

use data_encoding::HEXLOWER;
use flate2::{Compression, write::GzEncoder};
use poem::{
    Response, handler,
    http::{HeaderMap, StatusCode, header},
    web::Path,
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// What is sent as one file of its name: on a slow line each file costs a connection of its own.
const JOINED: [(&str, [&str; 2]); 1] = [("client-pay.js", ["pay.js", "app.js"])];

/// Where the files are served; see [`serve`].
pub const ROUTE: &str = "/assets/:file";

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(load);

struct Asset {
    name: String,
    file: String,
    url: String,
    content_type: &'static str,
    body: Vec<u8>,
    gzip: Option<Vec<u8>>,
}

/// The address of the file `name` of the `assets` folder, such as `/assets/app.1f0c9a3e.css`.
///
/// An unknown name gives an address that answers 404; a test reads every name used in the code.
#[must_use]
pub fn asset(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/unknown", |asset| asset.url.as_str())
}

/// Answers for [`ROUTE`]: the file, compressed where the browser takes gzip; 304 when it has it; 404 for other names.
#[handler]
#[allow(unreachable_pub, reason = "the macro makes a public struct of it")]
pub fn serve(Path(file): Path<String>, headers: &HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.file == file) else {
        return Response::builder().status(StatusCode::NOT_FOUND).header(header::CACHE_CONTROL, "no-store").finish();
    };
    let packed = asset.gzip.as_deref().filter(|_| takes_gzip(headers));
    let etag = format!("\"{}{}\"", asset.file, if packed.is_some() { "-gzip" } else { "" });
    let mut response = Response::builder()
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::ETAG, &etag)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if asset.gzip.is_some() {
        response = response.header(header::VARY, "Accept-Encoding");
    }
    if has_it(headers, &etag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    if packed.is_some() {
        response = response.header(header::CONTENT_ENCODING, "gzip");
    }
    response.content_type(asset.content_type).body(packed.unwrap_or(&asset.body))
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        named && !refused
    })
}

fn has_it(headers: &HeaderMap, etag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

/// Styles come last: they name other files, whose addresses must be known by then.
fn load() -> Vec<Asset> {
    let (styles, others): (Vec<_>, Vec<_>) = Files::iter().partition(|name| name.ends_with(".css"));
    let joined = JOINED.map(|(name, _)| name.into());
    let mut assets: Vec<Asset> = others.iter().chain(&joined).filter_map(|name| build(name, &[])).collect();
    let styles: Vec<Asset> = styles.iter().filter_map(|name| build(name, &assets)).collect();
    assets.extend(styles);
    assets
}

/// The content of a file of the folder, or of those that are sent as one, in their order.
fn read(name: &str) -> Option<Vec<u8>> {
    let Some((_, parts)) = JOINED.iter().find(|(joined, _)| *joined == name) else {
        return Some(Files::get(name)?.data.into_owned());
    };
    parts.iter().try_fold(Vec::new(), |whole, part| Some([whole, Files::get(part)?.data.into_owned()].concat()))
}

/// `None` for what lies in the folder and is not for browsers, such as the licences.
fn build(name: &str, named: &[Asset]) -> Option<Asset> {
    let (stem, extension) = name.rsplit_once('.')?;
    let (content_type, text) = match extension {
        "css" => ("text/css; charset=utf-8", true),
        "js" => ("text/javascript; charset=utf-8", true),
        "svg" => ("image/svg+xml", true),
        "woff2" => ("font/woff2", false),
        _ => return None,
    };
    let body = rewrite(read(name)?, named);
    let hash: String = HEXLOWER.encode(&Sha256::digest(&body)).chars().take(8).collect();
    let file = format!("{stem}.{hash}.{extension}");
    let gzip = if text { pack(&body) } else { None };
    Some(Asset { name: name.to_owned(), url: format!("/assets/{file}"), file, content_type, body, gzip })
}

/// Puts hashed addresses in place of the plain names in `url(…)`.
fn rewrite(body: Vec<u8>, named: &[Asset]) -> Vec<u8> {
    if named.is_empty() {
        return body;
    }
    let mut text = String::from_utf8_lossy(&body).into_owned();
    for asset in named {
        for quote in ["", "\"", "'"] {
            let plain = format!("url({quote}{}{quote})", asset.name);
            text = text.replace(&plain, &format!("url(\"{}\")", asset.url));
        }
    }
    text.into_bytes()
}

fn pack(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).ok()?;
    encoder.finish().ok().filter(|packed| packed.len() < body.len())
}

#[cfg(test)]
mod tests {
    use poem::{Endpoint, EndpointExt, Request, Route, get, http::header::HeaderName};

    use super::*;

    async fn fetch(path: &str, name: HeaderName, value: &str) -> Response {
        let request = Request::builder().uri_str(path).header(name, value).finish();
        Route::new().at(ROUTE, get(serve)).map_to_response().get_response(request).await
    }

    fn field(response: &Response, name: HeaderName) -> Option<&str> {
        response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    #[tokio::test]
    async fn a_name_with_another_hash_and_a_file_not_for_browsers_are_not_found() {
        for path in ["/assets/app.00000000.css", "/assets/app.css", "/assets/LICENSES.md", asset("LICENSES.md")] {
            assert_eq!(fetch(path, header::ACCEPT, "*/*").await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn a_file_may_be_kept_for_ever_and_is_sent_once() {
        let response = fetch(asset("app.css"), header::ACCEPT, "*/*").await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(field(&response, header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
        assert_eq!(field(&response, header::CONTENT_TYPE), Some("text/css; charset=utf-8"));
        assert_eq!(field(&response, header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
        assert_eq!(field(&response, header::CONTENT_ENCODING), None);
        let etag = field(&response, header::ETAG).unwrap_or_default();
        let again = fetch(asset("app.css"), header::IF_NONE_MATCH, etag).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(again.into_body().is_empty());
    }

    #[tokio::test]
    async fn text_is_compressed_only_for_browsers_that_take_it() {
        for (accepted, packed) in [("gzip, br", true), ("br;q=1, GZIP;q=0.5", true), ("gzip;q=0", false), ("br", false)]
        {
            let response = fetch(asset("app.js"), header::ACCEPT_ENCODING, accepted).await;
            assert_eq!(field(&response, header::CONTENT_ENCODING).is_some(), packed, "{accepted}");
            assert_eq!(field(&response, header::VARY), Some("Accept-Encoding"));
        }
        let font = fetch(asset("public-sans.woff2"), header::ACCEPT_ENCODING, "gzip").await;
        assert_eq!(field(&font, header::CONTENT_ENCODING), None);
    }

    #[test]
    fn an_address_is_made_of_the_content() {
        assert_eq!(build("app.js", &[]).map(|asset| asset.url), build("app.js", &[]).map(|asset| asset.url));
        let plain = build("app.css", &[]).map(|asset| asset.url);
        assert_ne!(plain.as_deref(), Some(asset("app.css")), "another font would be another style sheet");
    }

    #[test]
    fn styles_name_the_font_by_its_hashed_address() {
        let css = ASSETS.iter().find(|asset| asset.name == "app.css").map(|asset| asset.body.clone()).unwrap();
        let css = String::from_utf8(css).unwrap();
        assert!(css.contains(&format!("url(\"{}\")", asset("public-sans.woff2"))));
        assert!(!css.contains("url(public-sans.woff2)"));
    }

    #[test]
    fn htmx_is_the_file_that_the_licence_list_records() {
        let licences = String::from_utf8(Files::get("LICENSES.md").unwrap().data.into_owned()).unwrap();
        let hash = HEXLOWER.encode(&Sha256::digest(Files::get("htmx.min.js").unwrap().data));
        assert!(licences.contains(&hash));
    }
}
