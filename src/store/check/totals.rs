//! The totals of the dashboard, added up anew.

use std::collections::{BTreeMap, HashMap};

use crate::{
    domain::{
        card::{CardBrand, Instrument},
        ids::MerchantAccountId,
        money::Currency,
        time::Day,
        transaction::{Source, Status, Transaction},
    },
    store::{
        tables::TOTALS,
        totals::{self, Total, TotalKey},
    },
};

use super::{Invariant::I1, rows::Rows};

/// What a payment is counted under, without the texts of a [`TotalKey`]: that is made once per total, not per payment.
type Cut = (Day, MerchantAccountId, Source, Status, Option<Option<CardBrand>>, Currency);

/// The sums of the payments met so far.
#[derive(Default)]
pub(super) struct Sums(HashMap<Cut, (TotalKey, u64, i128)>);

impl Sums {
    /// Counts a payment.
    pub(super) fn add(&mut self, payment: &Transaction) {
        let method = payment.instrument.as_ref().map(Instrument::brand);
        let currency = payment.amount.currency();
        let cut = (payment.day, payment.merchant_account, payment.source, payment.status, method, currency);
        let (_, count, sum) = self.0.entry(cut).or_insert_with(|| (totals::key_of(payment), 0, 0));
        *count += 1;
        *sum += i128::from(payment.amount.minor());
    }

    /// Compares the sums with the totals that are stored.
    pub(super) fn compare(self, rows: &mut Rows<'_>) {
        let mut sums: BTreeMap<TotalKey, (u64, i128)> =
            self.0.into_values().map(|(key, count, sum)| (key, (count, sum))).collect();
        rows.each(TOTALS, |rows, key, total: Total, _| {
            let (count, sum) = sums.remove(&key).unwrap_or_default();
            if (total.count, i128::from(total.amount_minor)) != (count, sum) {
                let stored = format!("{} payments, {}", total.count, total.amount_minor);
                rows.findings.violate(I1, format!("{}: {stored} instead of {count}, {sum}", name(&key)));
            }
        });
        for (key, (count, sum)) in sums {
            rows.findings.violate(I1, format!("{}: it is missing, with {count} payments, {sum}", name(&key)));
        }
    }
}

fn name(key: &TotalKey) -> String {
    let TotalKey { day, merchant_account, source, status, method, currency } = key;
    let (day, source, status) = (day.number(), source.code(), status.code());
    let method = if method.is_empty() { "unknown method" } else { method };
    format!("total of {day}, account {merchant_account}, {source}, {status}, {method}, {currency}")
}
