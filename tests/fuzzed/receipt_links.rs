//! Links to receipts, and the ids and keys in addresses: one spelling each, and none that we did not seal.

use clientpay::{
    app::Secrets,
    domain::ids::{OperationKey, TransactionId},
    service::receipts::{link_token, open_link},
};

use super::{firm::SECRETS, plan::Plan};

/// Reads the bytes as the last part of a link, in which `{link}` stands for the genuine one to receipt 41 and
/// `{foreign}` for another portal's, and as a number and a key.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (ours, foreign) = (TransactionId::new(41), Secrets::new([8; 32]));
    let token = text.replace("{link}", &link_token(&SECRETS, ours)).replace("{foreign}", &link_token(&foreign, ours));
    if let Some(id) = open_link(&SECRETS, &token) {
        assert_eq!(token, link_token(&SECRETS, id), "a second spelling of one link");
        assert_eq!(id, ours, "a seal of which we know nothing");
    }
    let any = TransactionId::new(Plan::new(data).number());
    assert_eq!(open_link(&SECRETS, &link_token(&SECRETS, any)), Some(any));
    assert_eq!(open_link(&foreign, &link_token(&SECRETS, any)), None);
    if let Ok(id) = text.parse::<TransactionId>() {
        assert!(text.trim_start_matches(['+', '0']) == id.to_string().trim_start_matches('0'), "{text:?} is not {id}");
    }
    let is_key = text.len() == 26 && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    assert_eq!(OperationKey::parse(&text).ok().map(|key| key.to_string()), is_key.then(|| text.into_owned()));
}
