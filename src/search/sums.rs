//! What payments come to: counted by currency and status, which costs least per payment, and summed up from that.

use std::collections::BTreeMap;

use crate::domain::{money::Currency, transaction::Status};

use super::{facts::Facts, order::Counted, page::CurrencySums, query::Unsuccessful};

/// Whether a payment brought nothing in and never will: what "show declines, errors and voids" is about.
pub(super) const fn is_unsuccessful(status: Status) -> bool {
    matches!(status, Status::Declined | Status::Failed | Status::Voided)
}

/// The statuses that are not shown, one bit each by their place among all.
pub(super) fn hidden_statuses(unsuccessful: Unsuccessful) -> u32 {
    let hides = |status: &Status| unsuccessful == Unsuccessful::Hide && is_unsuccessful(*status);
    (0..).zip(Status::ALL).filter(|(_, status)| hides(status)).fold(0, |bits, (place, _)| bits | 1 << place)
}

#[derive(Clone, Copy, Default)]
struct Bucket {
    count: u64,
    amount: i128,
    refunded: i128,
}

/// Payments counted by currency and status. One or two currencies in most firms, so they are looked up one by one.
#[derive(Clone, Default)]
pub(super) struct Buckets(Vec<(Facts, [Bucket; Status::ALL.len()])>);

impl Buckets {
    /// Counts a payment.
    pub(super) fn add(&mut self, row: &Counted) {
        if let Some(bucket) = self.bucket(row.facts) {
            bucket.count += 1;
            bucket.amount += i128::from(row.amount);
            bucket.refunded += i128::from(row.refunded);
        }
    }

    /// Takes off a payment that was counted.
    pub(super) fn take(&mut self, row: &Counted) {
        if let Some(bucket) = self.bucket(row.facts) {
            bucket.count = bucket.count.saturating_sub(1);
            bucket.amount -= i128::from(row.amount);
            bucket.refunded -= i128::from(row.refunded);
        }
    }

    fn bucket(&mut self, facts: Facts) -> Option<&mut Bucket> {
        let code = facts.currency_code();
        let known = self.0.iter().position(|(known, _)| known.currency_code() == code);
        let place = known.unwrap_or_else(|| {
            self.0.push((facts, Default::default()));
            self.0.len() - 1
        });
        self.0.get_mut(place)?.1.get_mut(facts.status_place())
    }

    /// What they come to, when some of them are not shown.
    pub(super) fn whole(&self, unsuccessful: Unsuccessful) -> Whole {
        let mut whole = Whole::default();
        for (facts, buckets) in &self.0 {
            let Some(currency) = facts.currency() else { continue };
            for (status, bucket) in Status::ALL.into_iter().zip(buckets).filter(|(_, bucket)| bucket.count > 0) {
                if unsuccessful == Unsuccessful::Hide && is_unsuccessful(status) {
                    whole.hidden += bucket.count;
                } else {
                    whole.count += bucket.count;
                    whole.sums.entry(currency).or_default().add(Sums::of_bucket(status, bucket));
                }
            }
        }
        whole
    }
}

/// How many payments, and what they come to by currency.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) count: u64,
    pub(super) hidden: u64,
    sums: BTreeMap<Currency, Sums>,
}

impl Whole {
    pub(super) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.hidden += other.hidden;
        for (currency, sums) in other.sums {
            self.sums.entry(currency).or_default().add(sums);
        }
    }

    pub(super) fn sums(&self) -> Vec<CurrencySums> {
        self.sums.iter().map(|(currency, sums)| sums.of(*currency)).collect()
    }
}

#[derive(Clone, Copy, Default)]
struct Sums {
    count: u64,
    approved_count: u64,
    approved: i128,
    collected: i128,
    refunded: i128,
}

impl Sums {
    fn of_bucket(status: Status, bucket: &Bucket) -> Self {
        Self {
            count: bucket.count,
            approved_count: if status.is_approved() { bucket.count } else { 0 },
            approved: if status.is_approved() { bucket.amount } else { 0 },
            collected: if status.is_collected() { bucket.amount } else { 0 },
            refunded: bucket.refunded,
        }
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.approved_count += other.approved_count;
        self.approved += other.approved;
        self.collected += other.collected;
        self.refunded += other.refunded;
    }

    fn of(self, currency: Currency) -> CurrencySums {
        let held = |sum: i128| i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX });
        CurrencySums {
            currency,
            count: self.count,
            approved_count: self.approved_count,
            approved_minor: held(self.approved),
            collected_minor: held(self.collected),
            refunded_minor: held(self.refunded),
        }
    }
}
