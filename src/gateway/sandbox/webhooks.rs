//! The feed of everything that happened, as polls and signed webhooks.
//!
//! A webhook's signature is Stripe's: `t=<unix seconds>,v1=<hex of HMAC-SHA256 over "t.body">`. Its body names the
//! charge and nothing that a stranger could use. Signing and checking go by the real clock, not the virtual one.

use hmac::Mac;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{
    cards,
    charges::refused,
    draft::{self, Draft, FEED, WEBHOOKS},
};
use crate::{
    domain::{ids::OperationKey, time::Timestamp},
    gateway::{CallError, News, WebhookHint, WebhookRefused},
};

/// How far the time of a signature may be from ours, either way.
const TOLERANCE_S: u64 = 300;
/// News per poll.
const NEWS_PER_POLL: usize = 500;

/// A webhook that waits to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its place in the feed; say it to `mark_delivered`.
    pub seq: u64,
    /// The value of its signature header.
    pub signature: String,
    /// Its JSON body.
    pub body: Vec<u8>,
}

#[derive(Serialize)]
struct Body<'a> {
    id: String,
    r#type: &'a str,
    key: &'a OperationKey,
}

#[derive(Deserialize)]
struct ReceivedBody {
    key: String,
}

/// News after `cursor`, each charge named once.
pub(super) fn poll(draft: &Draft<'_>, cursor: Option<&str>) -> Result<News, CallError> {
    let after = match cursor {
        Some(text) => text.parse().map_err(|_| refused("not a cursor"))?,
        None => 0,
    };
    let page = draft.scan(FEED, Some(&draft::numbered(FEED, after)), NEWS_PER_POLL)?;
    let mut keys: Vec<OperationKey> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (_, value) in &page {
        let entry: draft::FeedEntry = draft::decode(value)?;
        if seen.insert(entry.key.clone()) {
            keys.push(entry.key);
        }
    }
    let newest = page.last().map(|(key, _)| draft::number_of(key)).transpose()?;
    Ok(News { keys, cursor: newest.map(|number| number.to_string()).or_else(|| cursor.map(str::to_owned)) })
}

/// The oldest undelivered webhooks, signed as of `real_now`.
pub(super) fn pending(
    draft: &Draft<'_>,
    limit: usize,
    secret: &[u8; 32],
    real_now: Timestamp,
) -> Result<Vec<Webhook>, CallError> {
    let mut webhooks = Vec::new();
    for (key, _) in draft.scan(WEBHOOKS, None, limit)? {
        let seq = draft::number_of(&key)?;
        let Some(entry) = draft.feed_entry(seq)? else { continue };
        let body = Body { id: format!("evt_{seq}"), r#type: &entry.kind, key: &entry.key };
        let body = serde_json::to_vec(&body).map_err(|error| CallError::NotSent(error.to_string()))?;
        webhooks.push(Webhook { seq, signature: sign(secret, real_now, &body), body });
    }
    Ok(webhooks)
}

/// Notes that a webhook has arrived.
pub(super) fn mark_delivered(draft: &mut Draft<'_>, seq: u64) {
    draft.delete(draft::numbered(WEBHOOKS, seq));
}

/// The signature header of `body` sent at `at`.
pub(super) fn sign(secret: &[u8; 32], at: Timestamp, body: &[u8]) -> String {
    let seconds = at.ms().div_euclid(1000);
    format!("t={seconds},v1={}", data_encoding::HEXLOWER.encode(&code(secret, seconds, body)))
}

/// Whether one of the header's signatures is ours and fresh, and which charge the body names.
pub(super) fn verify(
    secret: &[u8; 32],
    signature: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<WebhookHint, WebhookRefused> {
    let mut seconds = None;
    let mut signatures = Vec::new();
    for part in signature.split(',') {
        match part.trim().split_once('=').ok_or(WebhookRefused)? {
            ("t", _) if seconds.is_some() => return Err(WebhookRefused),
            ("t", value) => seconds = Some(value.parse::<i64>().map_err(|_| WebhookRefused)?),
            ("v1", value) => signatures.push(value),
            // A scheme of another age; Stripe has v0 for tests.
            (_, _) => {}
        }
    }
    let seconds = seconds.ok_or(WebhookRefused)?;
    let expected = code(secret, seconds, body);
    let ours = signatures.iter().any(|value| {
        let given = data_encoding::HEXLOWER_PERMISSIVE.decode(value.as_bytes()).unwrap_or_default();
        bool::from(given.ct_eq(&expected))
    });
    if !ours || now.ms().div_euclid(1000).abs_diff(seconds) > TOLERANCE_S {
        return Err(WebhookRefused);
    }
    let received: ReceivedBody = serde_json::from_slice(body).map_err(|_| WebhookRefused)?;
    OperationKey::parse(&received.key).map(|key| WebhookHint { key }).map_err(|_| WebhookRefused)
}

fn code(secret: &[u8; 32], seconds: i64, body: &[u8]) -> Vec<u8> {
    let mut mac = cards::keyed(secret);
    mac.update(seconds.to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [3; 32];
    const BODY: &[u8] = br#"{"id":"evt_1","type":"charge.captured","key":"abcdefghijklmnopqrstuvwxyz"}"#;
    const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_500);

    fn is_believed(signature: &str, body: &[u8]) -> bool {
        verify(&SECRET, signature, body, NOW).is_ok()
    }

    #[test]
    fn what_is_not_signed_by_us_is_refused() {
        let good = sign(&SECRET, NOW, BODY);
        let hex = good.split_once("v1=").unwrap().1;
        let time = good.split_once(',').unwrap().0;
        let foreign = sign(&[4; 32], NOW, BODY);
        let (shorter, mut altered) = (&good[..good.len() - 2], BODY.to_vec());
        altered[10] ^= 1;
        for bad in ["", ",", "t", "v1=", "t=,v1=", "t=x,v1=00", "null", time, "t=1795388400,v1=zz", &foreign, shorter] {
            assert!(!is_believed(bad, BODY), "{bad}");
        }
        for bad in [format!("v1={hex}"), format!("{time},v0={hex}"), format!("{time},{good}"), format!("{good},junk")] {
            assert!(!is_believed(&bad, BODY), "{bad}");
        }
        assert!(!is_believed(&good, &altered));
        assert!(is_believed(&good, BODY));
    }

    #[test]
    fn a_signature_is_good_for_five_minutes_either_way() {
        for (off_ms, believed) in [(-301_000, false), (-300_000, true), (0, true), (300_000, true), (301_000, false)] {
            assert_eq!(is_believed(&sign(&SECRET, NOW.plus_ms(off_ms), BODY), BODY), believed, "{off_ms} ms");
        }
        for end in [i64::MIN, i64::MAX] {
            assert!(!is_believed(&sign(&SECRET, Timestamp::from_ms(end), BODY), BODY));
        }
    }

    #[test]
    fn one_right_signature_among_several_is_enough() {
        let good = sign(&SECRET, NOW, BODY);
        let (time, value) = good.split_once(',').unwrap();
        assert!(is_believed(&format!("{time},v1={},{value}", "0".repeat(64)), BODY));
        assert!(is_believed(&format!("{time}, {value},v0=abc"), BODY));
    }

    #[test]
    fn a_genuine_body_that_names_no_charge_is_refused() {
        for body in [&b""[..], b"{}", b"[]", br#"{"key":1}"#, br#"{"key":"x"}"#, b"\xff"] {
            assert!(!is_believed(&sign(&SECRET, NOW, body), body), "{body:?}");
        }
    }
}
