//! Payments and refunds with everything that mirrors them.
//!
//! [`Writer::put_transaction`] and [`Writer::put_refund`] are the only ways in. On every write, in every build, they stop
//! what would break the firm's trust: a changed account or amount, money of one kind in an account of the other, a step
//! that no news leads to, or more given back than was collected. The number is the invariant's.

use crate::{
    domain::{
        ids::{DebitAuthorizationId, OccurrenceId, OperationKey, PayerId, RefundId, TransactionId},
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        nacha::SecCode,
        parts::Parts,
        refund::{Refund, RefundKind, RefundStatus},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    planted::{self, Bug},
};

use super::{
    StoreError, bot_defence,
    engine::Direction,
    table::{Records, Rows, Writer},
    tables::{
        MERCHANT_ACCOUNTS, NEWS_CURSORS, NEWS_INBOX, PUBLIC_DECLINES, REFUNDS, REFUNDS_BY_KEY, REFUNDS_BY_TRANSACTION,
        REFUNDS_FAILED, REFUNDS_UNRESOLVED, TRANSACTIONS, TRANSACTIONS_BY_KEY, TRANSACTIONS_BY_OCCURRENCE,
        TRANSACTIONS_BY_PAYER, TRANSACTIONS_BY_TIME, TRANSACTIONS_TAKEN_BACK, TRANSACTIONS_UNRESOLVED,
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
    latest_of_payers(records, &[payer], None, limit)
}

/// Up to `limit` payments of records that are one payer, latest first, before the one that was made at `before`.
pub fn latest_of_payers(
    records: &impl Records,
    payers: &[PayerId],
    before: Option<(Timestamp, TransactionId)>,
    limit: usize,
) -> Result<Vec<Transaction>, StoreError> {
    let mut latest: Vec<(Timestamp, TransactionId)> = Vec::new();
    for payer in payers {
        let rows = match before {
            Some((at, id)) => records.before(TRANSACTIONS_BY_PAYER, payer, &(*payer, at, id))?,
            None => records.under(TRANSACTIONS_BY_PAYER, payer, Direction::Backward)?,
        };
        for row in rows.take(limit) {
            let ((_, at, id), ()) = row?;
            latest.push((at, id));
        }
    }
    latest.sort_unstable_by(|one, other| other.cmp(one));
    latest.into_iter().take(limit).map(|(_, id)| required(records, id)).collect()
}

/// The payments whose outcome is open, oldest first.
pub fn unresolved(records: &impl Records) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.all(TRANSACTIONS_UNRESOLVED, Direction::Forward)?;
    rows.map(|row| required(records, row?.0)).collect()
}

/// Every payment in the order of the ids, read as they are asked for.
pub fn all(records: &impl Records) -> Result<Rows<'_, TransactionId, Transaction>, StoreError> {
    records.all(TRANSACTIONS, Direction::Forward)
}

/// The payments that were found out since `since` to have been taken back from the firm, oldest first.
pub fn taken_back(records: &impl Records, since: Timestamp) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.from(TRANSACTIONS_TAKEN_BACK, &since)?;
    rows.map(|row| required(records, row?.0.1)).collect()
}

/// The refunds that have failed since `since`, oldest first.
pub fn failed_refunds(records: &impl Records, since: Timestamp) -> Result<Vec<Refund>, StoreError> {
    let rows = records.from(REFUNDS_FAILED, &since)?;
    rows.map(|row| refund(records, row?.0.1)).collect()
}

/// Whether money that the firm had, or was told it would have, was taken back by somebody else, and when to say so.
#[must_use]
pub(super) fn place_taken_back(payment: &Transaction) -> Option<(Timestamp, TransactionId)> {
    let taken = matches!(payment.status, Status::Reversed | Status::Returned | Status::Disputed | Status::DisputeLost);
    taken.then_some((payment.changed_at, payment.id))
}

/// Where a refund that failed is listed.
#[must_use]
pub(super) fn place_failed(refund: &Refund) -> Option<(Timestamp, RefundId)> {
    (refund.status == RefundStatus::Failed).then_some((refund.changed_at, refund.id))
}

/// The refunds of a payment, oldest first.
pub fn refunds(records: &impl Records, transaction: TransactionId) -> Result<Vec<Refund>, StoreError> {
    let rows = records.under(REFUNDS_BY_TRANSACTION, &transaction, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        refund(records, id)
    })
    .collect()
}

/// The refund that an operation made.
pub fn refund_by_key(records: &impl Records, key: &OperationKey) -> Result<Option<Refund>, StoreError> {
    match records.get(REFUNDS_BY_KEY, key)? {
        Some(id) => refund(records, id).map(Some),
        None => Ok(None),
    }
}

/// A refund that is known to be there.
pub fn refund(records: &impl Records, id: RefundId) -> Result<Refund, StoreError> {
    records.get(REFUNDS, &id)?.ok_or(StoreError::Damaged(REFUNDS.name()))
}

/// The refunds whose outcome is open, oldest first.
pub fn unresolved_refunds(records: &impl Records) -> Result<Vec<Refund>, StoreError> {
    let rows = records.all(REFUNDS_UNRESOLVED, Direction::Forward)?;
    rows.map(|row| refund(records, row?.0)).collect()
}

/// What is wrong with the parts of a payment and may never be (I13), whatever became of it.
pub(super) fn has_wrong_parts(payment: &Transaction) -> Option<&'static str> {
    let surcharge = payment.parts.as_ref().map_or(0, |parts| parts.surcharge.minor());
    if payment.parts.as_ref().is_some_and(|parts| !parts.come_to(payment.amount)) {
        Some("its parts do not come to its amount")
    } else if payment.surcharged.is_some() != (surcharge > 0) {
        Some("what is said of its surcharge and its surcharge differ")
    } else if surcharge > 0 && payment.account_kind == AccountKind::Trust {
        Some("a surcharge was added to trust money")
    } else if surcharge > 0 && payment.bank_debit.is_some() {
        Some("a surcharge was added to a bank debit")
    } else {
        None
    }
}

/// What is left of the parts of a payment: not given back, nor on its way. Nothing where it has no parts, or a refund of
/// before it had.
pub fn parts_left(records: &impl Records, payment: &Transaction) -> Result<Option<Parts>, StoreError> {
    let Some(parts) = payment.parts else { return Ok(None) };
    let mut left = parts;
    for refund in refunds(records, payment.id)?.iter().filter(|refund| refund.status.reserves()) {
        let Some(given) = &refund.parts else { return Ok(None) };
        left = left.minus(given).map_err(|_| StoreError::Damaged(REFUNDS.name()))?;
    }
    Ok(Some(left))
}

/// What [`refunded`] says, and what of these parts of the payment that consists of, should it have any. A refund that says
/// nothing of parts took its share of each.
pub fn refunded_in_parts(
    records: &impl Records,
    payment: &Transaction,
    parts: Option<&Parts>,
) -> Result<(Money, Option<Parts>), StoreError> {
    let mut refunds = refunds(records, payment.id)?;
    refunds.retain(|refund| refund.status.reserves() && refund.kind == RefundKind::Refund);
    let currency = payment.amount.currency();
    let whole = refunds.iter().try_fold(Money::zero(currency), |sum, refund| sum.plus(refund.amount));
    let given = |parts: &Parts| {
        let given = |refund: &Refund| refund.parts.map_or_else(|| parts.share(refund.amount), Ok);
        refunds.iter().try_fold(Parts::zero(currency), |sum, refund| sum.plus(&given(refund)?))
    };
    let damaged = |_| StoreError::Damaged(REFUNDS.name());
    Ok((whole.map_err(damaged)?, parts.map(given).transpose().map_err(damaged)?))
}

/// What of a payment was paid back, or is on its way. A void is not: the payment itself says that it was cancelled.
pub fn refunded(records: &impl Records, transaction: &Transaction) -> Result<Money, StoreError> {
    sum(records, transaction, |refund| refund.kind == RefundKind::Refund)
}

/// What of a payment can no longer be given back, because it was, or may be.
pub fn reserved(records: &impl Records, transaction: &Transaction) -> Result<Money, StoreError> {
    sum(records, transaction, |_| !planted::is(Bug::RefundNotReserved))
}

fn sum(
    records: &impl Records,
    transaction: &Transaction,
    counts: impl Fn(&Refund) -> bool,
) -> Result<Money, StoreError> {
    refunds(records, transaction.id)?
        .iter()
        .filter(|refund| refund.status.reserves() && counts(refund))
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
        Status::Voided => transaction.approval.is_some() || was_accepted(transaction),
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Declined
        | Status::Failed => false,
    }
}

/// Whether it is a bank debit that the processor took.
const fn was_accepted(transaction: &Transaction) -> bool {
    match &transaction.bank_debit {
        Some(debit) => debit.was_accepted(),
        None => false,
    }
}

/// How far a processor's news was read.
pub fn news_cursor(records: &impl Records, processor: &str) -> Result<Option<String>, StoreError> {
    records.get(NEWS_CURSORS, &processor.to_owned())
}

/// The operations that the news named and that have not been asked about yet.
pub fn news_inbox(records: &impl Records) -> Result<Vec<OperationKey>, StoreError> {
    records.all(NEWS_INBOX, Direction::Forward)?.map(|row| row.map(|(key, ())| key)).collect()
}

/// The payments made for an occurrence, oldest first.
pub fn of_occurrence(records: &impl Records, id: OccurrenceId) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.under(TRANSACTIONS_BY_OCCURRENCE, &id, Direction::Forward)?;
    rows.map(|row| {
        let ((_, transaction), ()) = row?;
        required(records, transaction)
    })
    .collect()
}

fn required(records: &impl Records, id: TransactionId) -> Result<Transaction, StoreError> {
    transaction(records, id)?.ok_or(StoreError::Damaged(TRANSACTIONS.name()))
}

impl Writer<'_> {
    /// The id for a new payment.
    pub fn next_transaction(&mut self) -> Result<TransactionId, StoreError> {
        self.next_number("transactions").map(TransactionId::new)
    }

    /// Sets a payment, its indexes, the totals and the volumes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the change would touch what may never change: key, account, amount, time; when no
    /// news leads from the status it had to the one it has (I1); and for a new payment when its money is of another kind
    /// or currency than its account's (I5), or its parts do not come to its amount or put a surcharge into trust (I13).
    pub fn put_transaction(&mut self, now: &Transaction) -> Result<(), StoreError> {
        let before = self.get(TRANSACTIONS, &now.id)?;
        match &before {
            Some(before) if !(same_operation(before, now) && before.status.can_become(now.status)) => {
                return Err(StoreError::Damaged(TRANSACTIONS.name()));
            }
            Some(before) => {
                self.unindex_payer(before)?;
                self.follow_order(before, now)?;
            }
            None => self.index_new(now)?,
        }
        if let Some(payer) = now.payer {
            self.put(TRANSACTIONS_BY_PAYER, &(payer, now.created_at, now.id), &())?;
        }
        if now.status.is_unresolved() && !planted::is(Bug::UnresolvedUnlisted) {
            self.put(TRANSACTIONS_UNRESOLVED, &now.id, &())?;
        } else {
            self.delete(TRANSACTIONS_UNRESOLVED, &now.id)?;
        }
        self.relist(PUBLIC_DECLINES, before.as_ref().and_then(bot_defence::place), bot_defence::place(now))?;
        self.relist(TRANSACTIONS_TAKEN_BACK, before.as_ref().and_then(place_taken_back), place_taken_back(now))?;
        self.count(before.as_ref(), now)?;
        self.count_volume(before.as_ref(), now)?;
        self.count_balance(before.as_ref(), now)?;
        self.use_method(now)?;
        self.put(TRANSACTIONS, &now.id, now)?;
        self.follow_request(before.as_ref(), now)
    }

    fn index_new(&mut self, now: &Transaction) -> Result<(), StoreError> {
        let account = self.get(MERCHANT_ACCOUNTS, &now.merchant_account)?;
        let fits = |account: &MerchantAccount| {
            account.kind == now.account_kind && account.currency == now.amount.currency() && now.amount.is_positive()
        };
        if !account.as_ref().is_some_and(fits) || has_wrong_parts(now).is_some() {
            return Err(StoreError::Damaged(TRANSACTIONS.name()));
        }
        if self.get(TRANSACTIONS_BY_KEY, &now.key)?.is_some() {
            return Err(StoreError::Damaged(TRANSACTIONS_BY_KEY.name()));
        }
        self.index_debit(now)?;
        self.index_request(now)?;
        self.put(TRANSACTIONS_BY_KEY, &now.key, &now.id)?;
        if let Some(occurrence) = now.occurrence {
            self.put(TRANSACTIONS_BY_OCCURRENCE, &(occurrence, now.id), &())?;
        }
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

    /// Sets a refund, its indexes and the volumes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the change would touch what may never change, its key is another refund's, or more
    /// would be given back than the payment's amount (I4).
    pub fn put_refund(&mut self, now: &Refund) -> Result<(), StoreError> {
        let before = self.get(REFUNDS, &now.id)?;
        let known = self.get(REFUNDS_BY_KEY, &now.key)?;
        if known.is_some_and(|known| known != now.id) || before.as_ref().is_some_and(|before| !same_refund(before, now))
        {
            return Err(StoreError::Damaged(REFUNDS.name()));
        }
        self.put(REFUNDS, &now.id, now)?;
        self.put(REFUNDS_BY_TRANSACTION, &(now.transaction, now.id), &())?;
        self.put(REFUNDS_BY_KEY, &now.key, &now.id)?;
        if now.status.is_unresolved() {
            self.put(REFUNDS_UNRESOLVED, &now.id, &())?;
        } else {
            self.delete(REFUNDS_UNRESOLVED, &now.id)?;
        }
        self.relist(REFUNDS_FAILED, before.as_ref().and_then(place_failed), place_failed(now))?;
        let transaction = required(self, now.transaction)?;
        self.count_refund(&transaction, before.as_ref(), now)?;
        self.count_refund_balance(&transaction, before.as_ref(), now)?;
        if !now.amount.is_positive() || reserved(self, &transaction)?.minor() > transaction.amount.minor() {
            return Err(StoreError::Damaged(REFUNDS.name()));
        }
        Ok(())
    }

    /// Keeps the operations that a page of news named, and notes how far it was read.
    pub fn put_news(&mut self, processor: &str, keys: &[OperationKey], cursor: &str) -> Result<(), StoreError> {
        for key in keys {
            self.put(NEWS_INBOX, key, &())?;
        }
        self.put(NEWS_CURSORS, &processor.to_owned(), &cursor.to_owned())
    }

    /// The operation was asked about.
    pub fn take_news(&mut self, key: &OperationKey) -> Result<(), StoreError> {
        self.delete(NEWS_INBOX, key)
    }
}

/// What an operation is may never change once it was written.
fn same_operation(before: &Transaction, now: &Transaction) -> bool {
    before.key == now.key
        && before.merchant_account == now.merchant_account
        && before.account_kind == now.account_kind
        && before.amount == now.amount
        && before.parts == now.parts
        && before.surcharged == now.surcharged
        && before.occurrence == now.occurrence
        && before.request == now.request
        && before.created_at == now.created_at
        && before.day == now.day
        && terms(before) == terms(now)
}

/// What of a bank debit may never change.
fn terms(payment: &Transaction) -> Option<(SecCode, DebitAuthorizationId, Option<TransactionId>, u8)> {
    payment.bank_debit.as_ref().map(|debit| (debit.sec, debit.authorization, debit.represents, debit.presentment))
}

fn same_refund(before: &Refund, now: &Refund) -> bool {
    before.key == now.key
        && before.transaction == now.transaction
        && before.kind == now.kind
        && before.amount == now.amount
        && before.parts == now.parts
        && before.reason == now.reason
        && before.notify == now.notify
        && before.created_at == now.created_at
        && before.day == now.day
}
