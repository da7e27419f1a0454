//! Running totals: how many payments and how much, per day and in every way the dashboard cuts them.
//!
//! They change in the transaction that changes a payment and can be rebuilt from the payments at any time.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        ids::MerchantAccountId,
        money::Money,
        time::Day,
        transaction::{Source, Status, Transaction},
    },
    planted::{self, Bug},
};

use super::{
    StoreError,
    engine::Direction,
    key::Key,
    table::{Records, Writer},
    tables::TOTALS,
};

/// The method of a bank debit, where cards have the name of their network.
pub const BANK: &str = "bank";

/// What a total is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TotalKey {
    /// The firm's day.
    pub day: Day,
    /// The deposit account.
    pub merchant_account: MerchantAccountId,
    /// Where the payments came from.
    pub source: Source,
    /// Where they stand.
    pub status: Status,
    /// Network name, `bank` or, when not known, empty.
    pub method: String,
    /// ISO 4217 code.
    pub currency: String,
}

/// Count and sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// How many payments.
    pub count: u64,
    /// Their sum in minor units.
    pub amount_minor: i64,
}

impl Key for TotalKey {
    fn write(&self, out: &mut Vec<u8>) {
        self.day.write(out);
        self.merchant_account.write(out);
        self.source.code().to_owned().write(out);
        self.status.code().to_owned().write(out);
        self.method.write(out);
        self.currency.write(out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (day, merchant_account) = <(Day, MerchantAccountId)>::read(bytes)?;
        let (source, status, method) = <(String, String, String)>::read(bytes)?;
        let source = Source::ALL.into_iter().find(|known| known.code() == source)?;
        let status = Status::ALL.into_iter().find(|known| known.code() == status)?;
        Some(Self { day, merchant_account, source, status, method, currency: String::read(bytes)? })
    }
}

/// The network's name, [`BANK`] or, while it is not known, nothing.
pub(super) fn method_of(transaction: &Transaction) -> String {
    transaction.instrument.as_ref().map_or(String::new(), |instrument| {
        instrument.brand().map_or_else(|| BANK.to_owned(), |brand| brand.name().to_owned())
    })
}

/// The key that a payment is counted under.
#[must_use]
pub fn key_of(transaction: &Transaction) -> TotalKey {
    TotalKey {
        day: transaction.day,
        merchant_account: transaction.merchant_account,
        source: transaction.source,
        status: transaction.status,
        method: method_of(transaction),
        currency: transaction.amount.currency().code().to_owned(),
    }
}

/// The totals from `first` to `last`, both included.
pub fn totals(records: &impl Records, first: Day, last: Day) -> Result<Vec<(TotalKey, Total)>, StoreError> {
    let mut found = Vec::new();
    for row in records.from(TOTALS, &first)? {
        let (key, total) = row?;
        if key.day > last {
            break;
        }
        found.push((key, total));
    }
    Ok(found)
}

/// Every total.
pub fn all(records: &impl Records) -> Result<Vec<(TotalKey, Total)>, StoreError> {
    records.all(TOTALS, Direction::Forward)?.collect()
}

impl Total {
    /// This total with one payment more; `None` beyond what can be counted.
    #[must_use]
    pub fn with(self, amount: Money) -> Option<Self> {
        let (count, amount_minor) = (self.count.checked_add(1)?, self.amount_minor.checked_add(amount.minor())?);
        Some(Self { count, amount_minor })
    }

    /// The sum of two totals; `None` beyond what can be counted.
    #[must_use]
    pub fn plus(self, more: Self) -> Option<Self> {
        let (count, amount_minor) =
            (self.count.checked_add(more.count)?, self.amount_minor.checked_add(more.amount_minor)?);
        Some(Self { count, amount_minor })
    }

    /// This total with one payment less; `None` when that payment was never counted in it.
    #[must_use]
    pub fn without(self, amount: Money) -> Option<Self> {
        let (count, amount_minor) = (self.count.checked_sub(1)?, self.amount_minor.checked_sub(amount.minor())?);
        (amount_minor >= 0 && (count > 0 || amount_minor == 0)).then_some(Self { count, amount_minor })
    }
}

impl Writer<'_> {
    /// Moves a payment from where it was counted before to where it counts now: what leaves one total enters another.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it was not counted where it must have been (I1).
    pub(super) fn count(&mut self, before: Option<&Transaction>, now: &Transaction) -> Result<(), StoreError> {
        let key = key_of(now);
        if let Some(before) = before.filter(|_| !planted::is(Bug::TotalsDrift)) {
            let old = key_of(before);
            if old == key || planted::is(Bug::ReturnNotCounted) && now.status == Status::Returned {
                return Ok(());
            }
            let left = self.get(TOTALS, &old)?.unwrap_or_default().without(before.amount);
            let left = left.ok_or(StoreError::Damaged(TOTALS.name()))?;
            if left.count == 0 {
                self.delete(TOTALS, &old)?;
            } else {
                self.put(TOTALS, &old, &left)?;
            }
        }
        let more = self.get(TOTALS, &key)?.unwrap_or_default().with(now.amount);
        self.put(TOTALS, &key, &more.ok_or(StoreError::Damaged(TOTALS.name()))?)
    }
}
