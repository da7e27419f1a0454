//! The firm's accounts, staff and payers: what payments are checked against.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    domain::{
        bank_account::may_hold_account_number,
        card::Instrument,
        debit_authorization::DebitAuthorization,
        ids::{DebitAuthorizationId, MerchantAccountId, PayerId, PaymentMethodId},
        merchant_account::MerchantAccount,
    },
    store::tables::{MERCHANT_ACCOUNTS, METHOD_REQUESTS, PAYER_MERGES, PAYERS, PAYMENT_METHODS, USERS},
};

use super::{
    Invariant::{I9, I10},
    rows::Rows,
};

/// Whom and what there is.
#[derive(Default)]
pub(super) struct Known {
    pub(super) accounts: BTreeMap<MerchantAccountId, MerchantAccount>,
    pub(super) payers: HashSet<PayerId>,
    pub(super) methods: HashSet<PaymentMethodId>,
    /// Read after these, by [`super::debits`].
    pub(super) authorizations: BTreeMap<DebitAuthorizationId, DebitAuthorization>,
    /// The versions of the settings about surcharges, read by [`super::surcharges`].
    pub(super) surcharge_settings: BTreeSet<u32>,
}

/// Reads them all.
pub(super) fn check(rows: &mut Rows<'_>) -> Known {
    let mut known = Known::default();
    let (mut merged, mut standing, mut ends) = (BTreeMap::new(), HashSet::new(), Vec::new());
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
        merged.extend((!payer.is_own()).then(|| (id, payer.merged_into.first().copied())));
        standing.extend(payer.is_own().then_some(id));
        if let Some(other) = payer.merged_into.iter().find(|other| **other == id) {
            rows.findings.violate(I10, format!("payer {id}: it was merged into itself, {other}"));
        }
        ends.extend(payer.merged_into.last().map(|end| (id, *end)));
    });
    for (id, end) in ends {
        if !standing.contains(&end) {
            rows.findings.violate(I10, format!("payer {id}: what stands for it does not stand for itself"));
        }
    }
    rows.each(PAYER_MERGES, |rows, id, merge, _| {
        if merged.remove(&id) != Some(Some(merge.into)) {
            rows.findings.violate(I10, format!("payer {id}: how it was merged is not how its record has it"));
        }
    });
    for (id, _) in merged {
        rows.findings.violate(I10, format!("payer {id}: how it was merged is not known"));
    }
    rows.each(METHOD_REQUESTS, |rows, (payer, id), request, _| {
        rows.same_id("method request", id, request.id);
        rows.mirrors.of_request(&request);
        if request.payer != payer || !known.payers.contains(&payer) {
            rows.findings.violate(I10, format!("method request {id}: its payer does not exist"));
        }
    });
    rows.each(PAYMENT_METHODS, |rows, id, method, _| {
        rows.same_id("payment method", id, method.id);
        rows.mirrors.of_method(&method);
        known.methods.insert(id);
        if !known.payers.contains(&method.payer) {
            rows.findings.violate(I10, format!("payment method {id}: its payer does not exist"));
        }
        if holds_account_number(Some(&method.instrument), &method.holder) {
            rows.findings
                .violate(I9, format!("payment method {id}: it holds what may be the number of a bank account"));
        }
    });
    known
}

/// Whether the name of a bank account's holder is its number, or holds it.
pub(super) fn holds_account_number(instrument: Option<&Instrument>, holder: &str) -> bool {
    let account = instrument.filter(|instrument| instrument.is_bank_account());
    account.is_some_and(|account| may_hold_account_number(holder, account.last_four().as_str()))
}
