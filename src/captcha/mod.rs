//! The door to bot defence: asks a provider what a token is worth. One client for all of them, because they all speak
//! the `siteverify` that reCAPTCHA began with.
//!
//! It knows nothing of payments and decides nothing: whether an answer is good enough is for `domain::captcha`, and what
//! happens where there is none for `service`. Nothing is asked twice: a token is good once.

use std::{net::IpAddr, time::Duration};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use crate::domain::captcha::{Answer, Provider, Score};

/// How long somebody who pays is kept waiting for an answer.
const LIMIT: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// What the portal has with a provider.
pub struct Settings {
    /// Who.
    pub provider: Provider,
    /// The portal's public name with them.
    pub site_key: String,
    /// What proves to them that it is us who ask.
    pub secret: String,
    /// The score below which a browser must show something else.
    pub least: Score,
    /// Where to ask.
    pub verify_url: String,
    /// Whether pages use it that do not say.
    pub everywhere: bool,
}

/// Why there is no answer. Neither says anything about the token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// There is no provider.
    #[error("no provider is set up")]
    NotSetUp,
    /// It was not reached, took too long, or said something that is no answer.
    #[error("the provider gave no answer: {0}")]
    Lost(String),
    /// It does not know us: our secret is wrong.
    #[error("the provider refuses our secret: {0}")]
    NotUs(String),
}

/// The settings cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// It stands in addresses and pages, so it is letters, digits, `-` and `_`.
    #[error("captcha_site_key is not a site key")]
    SiteKey,
    /// Empty.
    #[error("captcha_secret is missing")]
    Secret,
    /// The client could not be made.
    #[error("no client for TLS")]
    Client,
}

/// The door, or none.
pub struct Captcha(Option<(Settings, reqwest::Client)>);

impl Captcha {
    /// There is no provider: pages have the sum of their own.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// The door to a provider.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn new(settings: Settings) -> Result<Self, Unusable> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if settings.site_key.is_empty() || !settings.site_key.bytes().all(plain) {
            return Err(Unusable::SiteKey);
        }
        if settings.secret.is_empty() {
            return Err(Unusable::Secret);
        }
        Ok(Self(Some((settings, client()?))))
    }

    /// What the portal has with a provider.
    #[must_use]
    pub fn settings(&self) -> Option<&Settings> {
        self.0.as_ref().map(|(settings, _)| settings)
    }

    /// Asks what `token` is worth, which somebody at `peer` sent.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub async fn verify(&self, token: &str, peer: Option<IpAddr>) -> Result<Answer, NoAnswer> {
        let (settings, client) = self.0.as_ref().ok_or(NoAnswer::NotSetUp)?;
        let body = form(&settings.secret, token, peer);
        let lost = |error: reqwest::Error| NoAnswer::Lost(error.without_url().to_string());
        let request = client.post(&settings.verify_url).header("content-type", "application/x-www-form-urlencoded");
        let mut response = request.body(body).send().await.map_err(lost)?;
        // Some answer a bad token with 400 and all the same tell why.
        if response.status().is_server_error() || response.status().is_redirection() {
            return Err(NoAnswer::Lost(response.status().to_string()));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LONGEST_ANSWER {
                return Err(NoAnswer::Lost("an endless answer".to_owned()));
            }
        }
        read(&bytes)
    }
}

fn client() -> Result<reqwest::Client, Unusable> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Unusable::Client)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .timeout(LIMIT)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|_| Unusable::Client)
}

fn form(secret: &str, token: &str, peer: Option<IpAddr>) -> String {
    let mut pairs = vec![("secret", secret.to_owned()), ("response", token.to_owned())];
    pairs.extend(peer.map(|peer| ("remoteip", peer.to_string())));
    let pairs = pairs.iter().map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    pairs.collect::<Vec<_>>().join("&")
}

/// An answer as it comes.
#[derive(Deserialize)]
struct Raw {
    success: bool,
    #[serde(default)]
    hostname: Option<String>,
    #[serde(default)]
    score: Option<serde_json::Number>,
    #[serde(default)]
    action: Option<String>,
    #[serde(default, rename = "error-codes")]
    errors: Option<Vec<String>>,
}

/// Reads an answer.
///
/// # Errors
/// [`NoAnswer`] where it is none, and where it says of us, and not of the token, that something is wrong.
pub fn read(bytes: &[u8]) -> Result<Answer, NoAnswer> {
    let raw: Raw = serde_json::from_slice(bytes).map_err(|_| NoAnswer::Lost("what it said is no answer".to_owned()))?;
    let errors = raw.errors.unwrap_or_default();
    for error in &errors {
        match error.as_str() {
            "missing-input-secret" | "invalid-input-secret" => return Err(NoAnswer::NotUs(error.clone())),
            "internal-error" => return Err(NoAnswer::Lost(error.clone())),
            _ => {}
        }
    }
    let score = raw.score.and_then(|number| Score::parse(&number.to_string()));
    Ok(Answer { success: raw.success, hostname: raw.hostname, score, action: raw.action, errors })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(site_key: &str, secret: &str) -> Settings {
        Settings {
            provider: Provider::Turnstile,
            site_key: site_key.into(),
            secret: secret.into(),
            least: Score::of_percent(50),
            verify_url: Provider::Turnstile.verify_url().into(),
            everywhere: true,
        }
    }

    #[test]
    fn a_key_that_could_change_a_page_is_no_key() {
        for site_key in ["", "a b", "a\"b", "<x>", "a&b", "a\r\nb", "ключ"] {
            assert_eq!(Captcha::new(settings(site_key, "s")).err(), Some(Unusable::SiteKey), "{site_key}");
        }
        assert_eq!(Captcha::new(settings("0x4AAAA-_b", "")).err(), Some(Unusable::Secret));
        assert!(Captcha::new(settings("0x4AAAA-_b", "s")).is_ok());
    }

    #[test]
    fn what_is_sent_is_a_form_whatever_the_token_holds() {
        let sent = form("s&c", "a=b&secret=x\r\n", Some("192.0.2.7".parse().unwrap()));
        assert_eq!(sent, "secret=s%26c&response=a%3Db%26secret%3Dx%0D%0A&remoteip=192%2E0%2E2%2E7");
        assert_eq!(form("s", "t", None), "secret=s&response=t");
    }

    #[test]
    fn what_is_no_answer_is_not_taken_for_one() {
        for bytes in [
            "",
            "{}",
            "null",
            "true",
            "[]",
            "<html>",
            "{\"success\":\"yes\"}",
            "{\"success\":1}",
            "{\"success\":true",
            "{\"success\":true,\"error-codes\":\"x\"}",
            "{\"success\":true,\"hostname\":7}",
        ] {
            assert!(matches!(read(bytes.as_bytes()), Err(NoAnswer::Lost(_))), "{bytes}");
        }
        for error in ["missing-input-secret", "invalid-input-secret"] {
            let text = format!("{{\"success\":false,\"error-codes\":[\"{error}\"]}}");
            assert_eq!(read(text.as_bytes()), Err(NoAnswer::NotUs(error.into())));
        }
        assert!(matches!(read(b"{\"success\":false,\"error-codes\":[\"internal-error\"]}"), Err(NoAnswer::Lost(_))));
        let answer =
            read(b"{\"success\":true,\"score\":0.7,\"action\":\"pay\",\"hostname\":\"h\",\"error-codes\":null}");
        let (score, action) = (Score::parse("0.7"), Some("pay".into()));
        assert_eq!(answer, Ok(Answer { success: true, hostname: Some("h".into()), score, action, errors: vec![] }));
    }
}
