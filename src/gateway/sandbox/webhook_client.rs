//! Posts the sandbox's webhooks. Only ever to this machine: the sandbox has no other customer.

use std::{sync::LazyLock, time::Duration};

/// The header with the signature.
pub const SIGNATURE: &str = "sandbox-signature";

const LIMIT: Duration = Duration::from_secs(5);

static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| {
    let built =
        reqwest::Client::builder().timeout(LIMIT).redirect(reqwest::redirect::Policy::none()).no_proxy().build();
    built.unwrap_or_default()
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
    let request = CLIENT.post(url).header(SIGNATURE, signature).header("content-type", "application/json").body(body);
    let answer = request.send().await.map_err(|error| NotDelivered(error.to_string()))?;
    if answer.status().is_success() { Ok(()) } else { Err(NotDelivered(answer.status().to_string())) }
}
