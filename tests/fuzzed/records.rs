//! Stored bytes: a record reads back or is refused, and no two keys are one.

use std::fmt::Debug;

use clientpay::{
    domain::{
        annotation::Annotation,
        card::PaymentMethod,
        delivery::{Delivery, Message},
        firm::Firm,
        ids::{OperationKey, PayerId, TransactionId},
        journal::Entry,
        merchant_account::MerchantAccount,
        payer::Payer,
        refund::Refund,
        time::{Day, Timestamp},
        transaction::Transaction,
        user::{Session, User},
    },
    store::{
        drafts::Draft,
        journal::Tail,
        key::Key,
        migrations::Identity,
        table::{decode, encode},
        totals::Total,
    },
};
use serde::{Serialize, de::DeserializeOwned};

/// Reads the bytes as every kind of record and of key.
pub fn run(data: &[u8]) {
    record::<Identity>(data);
    record::<Entry>(data);
    record::<Tail>(data);
    record::<Firm>(data);
    record::<MerchantAccount>(data);
    record::<User>(data);
    record::<Session>(data);
    record::<Draft>(data);
    record::<Payer>(data);
    record::<PaymentMethod>(data);
    record::<Transaction>(data);
    record::<Refund>(data);
    record::<Annotation>(data);
    record::<Total>(data);
    record::<Delivery>(data);
    record::<Message>(data);
    key::<u64>(data);
    key::<[u8; 32]>(data);
    key::<OperationKey>(data);
    key::<(String, PayerId)>(data);
    key::<((u8, u64), u64)>(data);
    key::<(PayerId, Timestamp, TransactionId)>(data);
    key::<(Day, String)>(data);
}

fn record<R: Serialize + DeserializeOwned + PartialEq + Debug>(data: &[u8]) {
    let Ok(read) = decode::<R>("fuzzed", data) else { return };
    let written = encode("fuzzed", &read).expect("what was read can be written");
    assert_eq!(decode::<R>("fuzzed", &written).expect("what was written can be read"), read);
}

/// Two rows must never have the same key in different bytes: one of them would be found and the other not.
fn key<K: Key>(data: &[u8]) {
    let mut rest = data;
    let Some(read) = K::read(&mut rest) else { return };
    let mut written = Vec::new();
    read.write(&mut written);
    assert_eq!(written, data[..data.len() - rest.len()], "a second spelling of one key");
}
