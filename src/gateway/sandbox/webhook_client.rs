//! Posts the sandbox's webhooks. Only ever to this machine: the sandbox has no other customer.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

/// The header with the signature.
pub const SIGNATURE: &str = "sandbox-signature";

const LIMIT: Duration = Duration::from_secs(5);

static CLIENT: LazyLock<Option<reqwest::Client>> = LazyLock::new(|| {
    // On the machine itself nothing is encrypted; told nothing, the library would look for a provider that nobody set.
    let nobody = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(nobody).timeout(LIMIT);
    client.redirect(reqwest::redirect::Policy::none()).no_proxy().build().ok()
});

/// The webhook did not arrive, or was not accepted.
#[derive(Debug, thiserror::Error)]
#[error("the webhook was not accepted: {0}")]
pub struct NotDelivered(String);

/// Posts one webhook.
///
/// # Errors
/// [`NotDelivered`] unless the answer is a success.
pub async fn post(url: &str, signature: &str, body: impl Into<reqwest::Body>) -> Result<(), NotDelivered> {
    let client = CLIENT.as_ref().ok_or_else(|| NotDelivered("there is no client".to_owned()))?;
    let request = client.post(url).header(SIGNATURE, signature).header("content-type", "application/json").body(body);
    let answer = request.send().await.map_err(|error| NotDelivered(error.to_string()))?;
    if answer.status().is_success() { Ok(()) } else { Err(NotDelivered(answer.status().to_string())) }
}
