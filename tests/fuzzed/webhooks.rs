//! Webhooks: only what the processor has signed, as it was signed, a few minutes ago at most.

use std::sync::{Arc, LazyLock};

use clientpay::gateway::{
    Gateway as _,
    sandbox::{Sandbox, books::MemoryBooks},
};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::firm::NOW;

const SECRET: [u8; 32] = [9; 32];
/// How far the time of a signature may be from ours, in seconds.
const TOLERANCE_S: u64 = 300;

/// Reads the first line as a signature header, the rest as the body. `{v1}` stands for the genuine signature, which
/// nobody else can make, of that body at the header's time.
pub fn run(data: &[u8]) {
    static SANDBOX: LazyLock<Sandbox> =
        LazyLock::new(|| Sandbox::new(Arc::new(MemoryBooks::default()), SECRET, Arc::new(|| NOW)));
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let header = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
    let body = parts.next().unwrap_or_default();
    let at = time(&header);
    let genuine = at.map(|seconds| signature(seconds, body)).unwrap_or_default();
    let header = header.replace("{v1}", &genuine);
    match SANDBOX.verify_webhook(&header, body, NOW) {
        Ok(hint) => {
            let seconds = at.expect("a time");
            assert!(is_fresh(seconds), "{header}");
            assert!(header.to_lowercase().contains(&format!("v1={genuine}")), "{header}");
            // What the sandbox does not look at need not be text.
            let body: serde_json::Value = serde_json::from_str(&String::from_utf8_lossy(body)).expect("JSON");
            assert_eq!(body["key"], hint.key.as_str());
        }
        Err(_) => assert!(!is_plainly_genuine(&header, body), "{header}"),
    }
}

/// What the sandbox itself sends.
fn is_plainly_genuine(header: &str, body: &[u8]) -> bool {
    let Some(seconds) = time(header).filter(|seconds| is_fresh(*seconds)) else { return false };
    let names_a_charge = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(body).is_ok_and(|map| {
        let key = map.get("key").and_then(|key| key.as_str()).unwrap_or_default();
        // Of a key that is there twice, JSON does not say which counts.
        key.len() == 26
            && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
            && String::from_utf8_lossy(body).matches("key").count() == 1
    });
    names_a_charge && header == format!("t={seconds},v1={}", signature(seconds, body))
}

fn time(header: &str) -> Option<i64> {
    header.split(',').find_map(|part| part.trim().strip_prefix("t=")?.parse().ok())
}

fn is_fresh(seconds: i64) -> bool {
    NOW.ms().div_euclid(1000).abs_diff(seconds) <= TOLERANCE_S
}

fn signature(seconds: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).expect("a key of any length");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    HEXLOWER.encode(&mac.finalize().into_bytes())
}
