//! The links of requests. A token has 160 bits and is not kept: it follows from a nonce and the installation's secret, and
//! only its hash leads to the request.

use sha2::{Digest as _, Sha256};

use crate::{
    app::Secrets,
    domain::{ids::OperationKey, payment_request::PaymentRequest},
};

/// Characters of a token.
const LENGTH: usize = 32;

/// The token of a request's link.
#[must_use]
pub fn token(secrets: &Secrets, request: &PaymentRequest) -> String {
    token_of(secrets, &request.nonce)
}

fn token_of(secrets: &Secrets, nonce: &[u8; 16]) -> String {
    let seal = secrets.sign("payment-request-links", nonce);
    data_encoding::BASE32_NOPAD.encode(&seal[..20]).to_lowercase()
}

/// The nonce of a request's link, and the hash of its token: those of the form's key and of how often it was replaced.
pub(super) fn draw(secrets: &Secrets, key: &OperationKey, reissued: u32) -> ([u8; 16], [u8; 32]) {
    let mut nonce = [0; 16];
    let seal = secrets.sign("payment-request-nonces", format!("{key}.{reissued}").as_bytes());
    nonce.copy_from_slice(&seal[..16]);
    (nonce, Sha256::digest(token_of(secrets, &nonce).as_bytes()).into())
}

/// The hash under which the request of a token is found; nothing where it cannot be one.
pub(super) fn hash_of(token: &str) -> Option<[u8; 32]> {
    let like_one = token.len() == LENGTH && token.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
    like_one.then(|| Sha256::digest(token.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_follows_from_the_form_the_secret_and_how_often_it_was_replaced() {
        let (one, other) = (Secrets::new([7; 32]), Secrets::new([8; 32]));
        let key = |letter: &str| OperationKey::parse(&letter.repeat(26)).unwrap();
        let (nonce, hash) = draw(&one, &key("a"), 0);
        assert_eq!(draw(&one, &key("a"), 0), (nonce, hash));
        assert_eq!(hash_of(&token_of(&one, &nonce)), Some(hash));
        for (secrets, letter, reissued) in [(&other, "a", 0), (&one, "b", 0), (&one, "a", 1)] {
            assert_ne!(draw(secrets, &key(letter), reissued).1, hash);
        }
        for bad in ["", "a", &"A".repeat(32), &"1".repeat(32), &"a".repeat(33)] {
            assert_eq!(hash_of(bad), None, "{bad}");
        }
    }
}
