//! Totals and volumes, added up anew.

use std::collections::{BTreeMap, HashMap};

use crate::{
    domain::{
        card::{CardBrand, Instrument},
        ids::MerchantAccountId,
        money::Currency,
        refund::Refund,
        time::Day,
        transaction::{Source, Status, Transaction},
    },
    store::{
        balances::{self, BalanceKey},
        tables::{PAYER_BALANCES, TOTALS, VOLUMES},
        totals::{self, Total, TotalKey},
        volumes::{self, Grain, Place, VolumeKey},
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

    /// What the payments met so far come to in the cuts of the volumes.
    pub(super) fn volumes(&self) -> Volumes {
        let mut volumes = Volumes::default();
        for (key, count, sum) in self.0.values() {
            volumes.add(Place::of_total(key.clone()).as_ref(), *count, *sum);
        }
        volumes
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

/// What the payments and refunds met so far come to in the cuts of the volumes.
#[derive(Default)]
pub(super) struct Volumes(BTreeMap<VolumeKey, (u64, i128)>);

impl Volumes {
    /// Counts a refund of `payment`.
    pub(super) fn add_refund(&mut self, payment: &Transaction, refund: &Refund) {
        self.add(Place::of_refund(payment, refund).as_ref(), 1, i128::from(refund.amount.minor()));
    }

    fn add(&mut self, place: Option<&Place>, more: u64, amount: i128) {
        for key in place.into_iter().flat_map(Place::keys) {
            let (count, sum) = self.0.entry(key).or_default();
            *count += more;
            *sum += amount;
        }
    }

    /// Compares them with the volumes that are stored.
    pub(super) fn compare(mut self, rows: &mut Rows<'_>) {
        rows.each(VOLUMES, |rows, key, total: Total, _| {
            let (count, sum) = self.0.remove(&key).unwrap_or_default();
            if (total.count, i128::from(total.amount_minor)) != (count, sum) {
                let stored = format!("{}, {}", total.count, total.amount_minor);
                rows.findings.violate(I1, format!("{}: {stored} instead of {count}, {sum}", volume_name(&key)));
            }
        });
        for (key, (count, sum)) in self.0 {
            rows.findings.violate(I1, format!("{}: it is missing, with {count}, {sum}", volume_name(&key)));
        }
    }
}

fn volume_name(key: &VolumeKey) -> String {
    let VolumeKey { cut, grain, from, merchant_account, part, flow, currency } = key;
    let stretch = match grain {
        Grain::Day => from.number(),
        Grain::Month => from.number() / 100,
    };
    let part = match (cut, part.as_str()) {
        (volumes::Cut::Whole, _) => "whole",
        (_, "") => "unknown method",
        (_, part) => part,
    };
    format!("volume of {stretch}, account {merchant_account}, {part}, {flow:?}, {currency}")
}

/// What the payments and refunds met so far come to for each payer.
#[derive(Default)]
pub(super) struct Balances(HashMap<BalanceKey, (u64, i128)>);

impl Balances {
    /// Counts a payment.
    pub(super) fn add(&mut self, payment: &Transaction) {
        self.count(balances::place_of(payment), payment.amount.minor());
    }

    /// Counts a refund of `payment`.
    pub(super) fn add_refund(&mut self, payment: &Transaction, refund: &Refund) {
        self.count(balances::place_of_refund(payment, refund), refund.amount.minor());
    }

    fn count(&mut self, key: Option<BalanceKey>, minor: i64) {
        if let Some(key) = key {
            let (count, sum) = self.0.entry(key).or_default();
            *count += 1;
            *sum += i128::from(minor);
        }
    }

    /// Compares them with the balances that are stored.
    pub(super) fn compare(mut self, rows: &mut Rows<'_>) {
        rows.each(PAYER_BALANCES, |rows, key, total: Total, _| {
            let (count, sum) = self.0.remove(&key).unwrap_or_default();
            if (total.count, i128::from(total.amount_minor)) != (count, sum) {
                let stored = format!("{}, {}", total.count, total.amount_minor);
                rows.findings.violate(I1, format!("{}: {stored} instead of {count}, {sum}", balance_name(&key)));
            }
        });
        let missing: BTreeMap<_, _> = self.0.into_iter().collect();
        for (key, (count, sum)) in missing {
            rows.findings.violate(I1, format!("{}: it is missing, with {count}, {sum}", balance_name(&key)));
        }
    }
}

fn balance_name(key: &BalanceKey) -> String {
    let BalanceKey { payer, currency, kind, side } = key;
    format!("balance of payer {payer}, {currency}, {kind:?}, {side:?}")
}
