//! Payments and refunds with everything that mirrors them.
//!
//! [`Writer::put_transaction`] and [`Writer::put_refund`] are the only ways in. They stop a write that would break what
//! the firm relies on: a changed account or amount, or more refunded than was collected.

use crate::domain::{
    ids::{OperationKey, PayerId, RefundId, TransactionId},
    money::Money,
    refund::Refund,
    transaction::{Status, Transaction},
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{
        NEWS_CURSORS, REFUNDS, REFUNDS_BY_KEY, REFUNDS_BY_TRANSACTION, TRANSACTIONS, TRANSACTIONS_BY_KEY,
        TRANSACTIONS_BY_PAYER, TRANSACTIONS_BY_TIME, TRANSACTIONS_UNRESOLVED,
    },
};

/// A payment.
pub fn transaction(records: &impl Records, id: TransactionId) -> Result<Option<Transaction>, StoreError> {
    records.get(TRANSACTIONS, &id)
}

/// The payment that an operation made.
pub fn transaction_by_key(records: &impl Records, key: &OperationKey) -> Result<Option<Transaction>, StoreError> {
    match records.get(TRANSACTIONS_BY_KEY, key)? {
        Some(id) => transaction(records, id),
        None => Ok(None),
    }
}

/// Up to `limit` payments, latest first.
pub fn latest(records: &impl Records, limit: usize) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.all(TRANSACTIONS_BY_TIME, Direction::Backward)?;
    rows.take(limit).map(|row| required(records, row?.0.1)).collect()
}

/// Up to `limit` payments of a payer, latest first.
pub fn latest_of_payer(records: &impl Records, payer: PayerId, limit: usize) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.under(TRANSACTIONS_BY_PAYER, &payer, Direction::Backward)?;
    rows.take(limit).map(|row| required(records, row?.0.2)).collect()
}

/// The payments whose outcome is open, oldest first.
pub fn unresolved(records: &impl Records) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.all(TRANSACTIONS_UNRESOLVED, Direction::Forward)?;
    rows.map(|row| required(records, row?.0)).collect()
}

/// The refunds of a payment, oldest first.
pub fn refunds(records: &impl Records, transaction: TransactionId) -> Result<Vec<Refund>, StoreError> {
    let rows = records.under(REFUNDS_BY_TRANSACTION, &transaction, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        records.get(REFUNDS, &id)?.ok_or(StoreError::Damaged(REFUNDS_BY_TRANSACTION.name()))
    })
    .collect()
}

/// What of a payment was given back or is reserved for it.
pub fn refunded(records: &impl Records, transaction: &Transaction) -> Result<Money, StoreError> {
    refunds(records, transaction.id)?
        .iter()
        .filter(|refund| refund.status.reserves())
        .try_fold(Money::zero(transaction.amount.currency()), |sum, refund| sum.plus(refund.amount))
        .map_err(|_| StoreError::Damaged(REFUNDS.name()))
}

/// Whether a payment was approved at some time, whatever became of it: only then is there a receipt.
#[must_use]
pub const fn was_approved(transaction: &Transaction) -> bool {
    match transaction.status {
        Status::Authorized
        | Status::Pending
        | Status::Captured
        | Status::Settled
        | Status::Reversed
        | Status::Returned
        | Status::Disputed
        | Status::DisputeWon
        | Status::DisputeLost => true,
        // What was never confirmed can be cancelled too.
        Status::Voided => transaction.approval.is_some(),
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Declined
        | Status::Failed => false,
    }
}

/// How far a processor's news was read.
pub fn news_cursor(records: &impl Records, processor: &str) -> Result<Option<String>, StoreError> {
    records.get(NEWS_CURSORS, &processor.to_owned())
}

fn required(records: &impl Records, id: TransactionId) -> Result<Transaction, StoreError> {
    transaction(records, id)?.ok_or(StoreError::Damaged(TRANSACTIONS.name()))
}

impl Writer<'_> {
    /// The id for a new payment.
    pub fn next_transaction(&mut self) -> Result<TransactionId, StoreError> {
        self.next_number("transactions").map(TransactionId::new)
    }

    /// Sets a payment, its indexes and the totals.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the change would touch what may never change: key, account, amount, time.
    pub fn put_transaction(&mut self, now: &Transaction) -> Result<(), StoreError> {
        let before = self.get(TRANSACTIONS, &now.id)?;
        match &before {
            Some(before) if !same_operation(before, now) => return Err(StoreError::Damaged(TRANSACTIONS.name())),
            Some(before) => self.unindex_payer(before)?,
            None => self.index_new(now)?,
        }
        if let Some(payer) = now.payer {
            self.put(TRANSACTIONS_BY_PAYER, &(payer, now.created_at, now.id), &())?;
        }
        if now.status.is_unresolved() {
            self.put(TRANSACTIONS_UNRESOLVED, &now.id, &())?;
        } else {
            self.delete(TRANSACTIONS_UNRESOLVED, &now.id)?;
        }
        self.count(before.as_ref(), now)?;
        self.put(TRANSACTIONS, &now.id, now)
    }

    fn index_new(&mut self, now: &Transaction) -> Result<(), StoreError> {
        if self.get(TRANSACTIONS_BY_KEY, &now.key)?.is_some() {
            return Err(StoreError::Damaged(TRANSACTIONS_BY_KEY.name()));
        }
        self.put(TRANSACTIONS_BY_KEY, &now.key, &now.id)?;
        self.put(TRANSACTIONS_BY_TIME, &(now.created_at, now.id), &())
    }

    fn unindex_payer(&mut self, before: &Transaction) -> Result<(), StoreError> {
        match before.payer {
            Some(payer) => self.delete(TRANSACTIONS_BY_PAYER, &(payer, before.created_at, before.id)),
            None => Ok(()),
        }
    }

    /// The id for a new refund.
    pub fn next_refund(&mut self) -> Result<RefundId, StoreError> {
        self.next_number("refunds").map(RefundId::new)
    }

    /// Sets a refund and its indexes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when more would be refunded than the payment's amount, or its key is another refund's.
    pub fn put_refund(&mut self, refund: &Refund) -> Result<(), StoreError> {
        if self.get(REFUNDS_BY_KEY, &refund.key)?.is_some_and(|known| known != refund.id) {
            return Err(StoreError::Damaged(REFUNDS_BY_KEY.name()));
        }
        self.put(REFUNDS, &refund.id, refund)?;
        self.put(REFUNDS_BY_TRANSACTION, &(refund.transaction, refund.id), &())?;
        self.put(REFUNDS_BY_KEY, &refund.key, &refund.id)?;
        let transaction = required(self, refund.transaction)?;
        if refunded(self, &transaction)?.minor() > transaction.amount.minor() {
            return Err(StoreError::Damaged(REFUNDS.name()));
        }
        Ok(())
    }

    /// Notes how far a processor's news was read.
    pub fn put_news_cursor(&mut self, processor: &str, cursor: &str) -> Result<(), StoreError> {
        self.put(NEWS_CURSORS, &processor.to_owned(), &cursor.to_owned())
    }
}

/// What an operation is may never change once it was written.
fn same_operation(before: &Transaction, now: &Transaction) -> bool {
    before.key == now.key
        && before.merchant_account == now.merchant_account
        && before.account_kind == now.account_kind
        && before.amount == now.amount
        && before.created_at == now.created_at
        && before.day == now.day
}
