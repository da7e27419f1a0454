//! The stored bytes of payments and refunds with parts, and of what is set about surcharges.

use clientpay::{
    domain::{
        column::Column,
        ids::{MerchantAccountId, RefundId, UserId},
        journal::{Actor, Fact},
        merchant_account::AccountKind,
        money::{Currency, Money},
        parts::Parts,
        refund::{Refund, RefundKind, RefundStatus},
        region::Region,
        surcharge::{AccountRate, Attestation, BasisPoints, Rule, Settings, Surcharged},
        time::Day,
        transaction::Transaction,
    },
    store::table::{decode, encode},
};

use super::golden::{check, key, transaction};
use crate::support::NOW;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn region(code: &str) -> Region {
    Region::from_code(code).unwrap()
}

#[test]
fn payments_and_refunds_with_parts_are_stored_as_they_always_were() {
    let parts = Parts { subtotal: usd(1_135_901), tax: usd(70_993), surcharge: usd(27_673) };
    let surcharged = Surcharged { rate: BasisPoints(250), region: region("US-NH"), settings: 3 };
    let payment = Transaction {
        account_kind: AccountKind::Operating,
        parts: Some(parts),
        surcharged: Some(surcharged),
        ..transaction()
    };
    check("transaction_with_parts", &payment);
    let refund = Refund {
        id: RefundId::new(5),
        key: key("b"),
        transaction: payment.id,
        kind: RefundKind::Refund,
        amount: usd(500),
        parts: Some(Parts { subtotal: usd(460), tax: usd(29), surcharge: usd(11) }),
        status: RefundStatus::Submitted,
        reason: "Paid twice".into(),
        gateway_id: None,
        refusal: None,
        notify: Vec::new(),
        notice: None,
        actor: Actor::User(UserId::new(1)),
        created_at: NOW,
        day: Some(Day::new(2026, 11, 22)),
        changed_at: NOW,
    };
    check("refund_with_parts", &refund);
}

#[test]
fn what_is_set_about_surcharges_is_stored_as_it_always_was() {
    let settings = Settings {
        version: 3,
        accounts: vec![AccountRate {
            account: MerchantAccountId::new(1),
            on: true,
            rate: BasisPoints(250),
            cost: BasisPoints(290),
        }],
        attestation: Some(Attestation {
            by: UserId::new(1),
            name: "Ada Vance".into(),
            at: NOW,
            notified_on: Day::new(2026, 10, 1),
            words: "I attest".into(),
        }),
        rules: vec![
            (region("US-NH"), Rule::Allowed),
            (region("US-CO"), Rule::CappedAt(BasisPoints(200))),
            (region("CA-QC"), Rule::Prohibited),
        ],
        note: "Counsel asked".into(),
        changed_at: NOW,
    };
    check("surcharge_settings", &settings);
    check("fact_surcharges_set", &Fact::SurchargesSet { version: 3 });
    check("report_columns_of_parts", &vec![Column::Tax, Column::Surcharge]);
}

#[test]
fn a_region_that_nobody_knows_is_not_read() {
    let raw = encode("golden", &"US-XX".to_owned()).unwrap();
    assert!(decode::<Region>("golden", &raw).is_err());
}
