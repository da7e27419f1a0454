//! Rows of volume counters, added up for stretches of days. Amounts are held at the ends of what can be written.

use std::collections::BTreeMap;

use crate::{
    domain::{money::Currency, time::Day},
    i18n::dates,
    store::{
        StoreError,
        table::Records,
        totals::Total,
        volumes::{self, Cut, Flow, Grain, VolumeKey},
    },
};

use super::spans::Span;

/// What volumes come to, in minor units of one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) payments: u64,
    pub(super) approved: i64,
    pub(super) refunds: u64,
    pub(super) refunded: i64,
    pub(super) declined: u64,
}

impl Sum {
    fn add(&mut self, flow: Flow, total: Total) {
        let (count, amount) = (total.count, total.amount_minor);
        match flow {
            Flow::Collected | Flow::Authorized | Flow::Pending => {
                self.payments = self.payments.saturating_add(count);
                self.approved = self.approved.saturating_add(amount);
            }
            Flow::Declined => self.declined = self.declined.saturating_add(count),
            Flow::Refunded => {
                self.refunds = self.refunds.saturating_add(count);
                self.refunded = self.refunded.saturating_add(amount);
            }
        }
    }

    fn plus(self, more: Self) -> Self {
        Self {
            payments: self.payments.saturating_add(more.payments),
            approved: self.approved.saturating_add(more.approved),
            refunds: self.refunds.saturating_add(more.refunds),
            refunded: self.refunded.saturating_add(more.refunded),
            declined: self.declined.saturating_add(more.declined),
        }
    }
}

/// Rows of one cut and grain.
pub(super) struct Ledger(Vec<(VolumeKey, Total)>);

impl Ledger {
    pub(super) fn read(
        records: &impl Records,
        rows: (Cut, Grain),
        span: Span,
        wanted: &dyn Fn(&VolumeKey) -> bool,
    ) -> Result<Self, StoreError> {
        let mut rows = volumes::volumes(records, rows, (span.first, span.last))?;
        rows.retain(|(key, _)| wanted(key));
        Ok(Self(rows))
    }

    /// The rows of a currency, or of all where none is named.
    fn rows(&self, currency: Option<Currency>) -> impl Iterator<Item = &(VolumeKey, Total)> {
        self.0.iter().filter(move |(key, _)| currency.is_none_or(|currency| currency.code() == key.currency))
    }

    /// Every currency, in the order of their codes.
    pub(super) fn currencies(&self) -> impl Iterator<Item = Currency> {
        let codes: std::collections::BTreeSet<&str> = self.0.iter().map(|(key, _)| key.currency.as_str()).collect();
        codes.into_iter().filter_map(Currency::from_code)
    }

    /// What each part comes to.
    pub(super) fn by<P: Ord>(&self, currency: Option<Currency>, part: &dyn Fn(&VolumeKey) -> P) -> Vec<(P, Sum)> {
        let mut sums: BTreeMap<P, Sum> = BTreeMap::new();
        for (key, total) in self.rows(currency) {
            sums.entry(part(key)).or_default().add(key.flow, *total);
        }
        sums.into_iter().collect()
    }
}

/// What days and whole months come to.
#[derive(Default)]
pub(super) struct Days {
    by_day: BTreeMap<Day, Sum>,
    by_month: BTreeMap<Day, Sum>,
    flows: Vec<(Flow, Sum)>,
}

impl Days {
    /// Adds rows of days; days that were added before are not counted again.
    pub(super) fn add_days(&mut self, ledger: &Ledger, currency: Option<Currency>) {
        for (day, sum) in ledger.by(currency, &|key| key.from) {
            self.by_day.insert(day, sum);
        }
    }

    /// Adds rows of months.
    pub(super) fn add_months(&mut self, ledger: &Ledger, currency: Option<Currency>) {
        self.by_month.extend(ledger.by(currency, &|key| key.from));
        self.flows = ledger.by(currency, &|key| key.flow);
    }

    /// What the payments of one flow come to in all months.
    pub(super) fn months_of(&self, flow: Flow) -> Sum {
        self.flows.iter().find(|(known, _)| *known == flow).map(|(_, sum)| *sum).unwrap_or_default()
    }

    /// What a stretch comes to: months that lie in it whole by their own rows, the ends of it by their days.
    pub(super) fn sum(&self, span: Span) -> Sum {
        let (mut sum, mut month) = (Sum::default(), span.first.first_of_month());
        while month <= span.last {
            let last = dates::day(dates::civil(month).last_of_month());
            if span.first <= month && last <= span.last {
                sum = sum.plus(self.by_month.get(&month).copied().unwrap_or_default());
            } else {
                let days = self.by_day.range(span.first.max(month)..=span.last.min(last));
                sum = days.fold(sum, |sum, (_, day)| sum.plus(*day));
            }
            month = dates::day(dates::civil(last).tomorrow().unwrap_or(jiff::civil::Date::MAX));
        }
        sum
    }
}
