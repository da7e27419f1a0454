//! The firm's accounts, staff and payers: what payments are checked against.

use std::collections::{BTreeMap, HashSet};

use crate::{
    domain::{
        ids::{MerchantAccountId, PayerId, PaymentMethodId},
        merchant_account::MerchantAccount,
    },
    store::tables::{MERCHANT_ACCOUNTS, PAYERS, PAYMENT_METHODS, USERS},
};

use super::{Invariant::I10, rows::Rows};

/// Whom and what there is.
#[derive(Default)]
pub(super) struct Known {
    pub(super) accounts: BTreeMap<MerchantAccountId, MerchantAccount>,
    pub(super) payers: HashSet<PayerId>,
    pub(super) methods: HashSet<PaymentMethodId>,
}

/// Reads them all.
pub(super) fn check(rows: &mut Rows<'_>) -> Known {
    let mut known = Known::default();
    rows.each(MERCHANT_ACCOUNTS, |rows, id, account, _| {
        rows.same_id("merchant account", id, account.id);
        known.accounts.insert(id, account);
    });
    rows.each(USERS, |rows, id, user, _| {
        rows.same_id("user", id, user.id);
        rows.mirrors.of_user(&user);
    });
    rows.each(PAYERS, |rows, id, payer, _| {
        rows.same_id("payer", id, payer.id);
        rows.mirrors.of_payer(&payer);
        known.payers.insert(id);
    });
    rows.each(PAYMENT_METHODS, |rows, id, method, _| {
        rows.same_id("payment method", id, method.id);
        rows.mirrors.of_method(&method);
        known.methods.insert(id);
        if !known.payers.contains(&method.payer) {
            rows.findings.violate(I10, format!("payment method {id}: its payer does not exist"));
        }
    });
    known
}
