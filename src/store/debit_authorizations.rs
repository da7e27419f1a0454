//! What payers authorized to be debited from their bank accounts, and the debits made on it.
//!
//! An authorization is proof. It is never deleted (the rules ask for two years after the last debit) and never changed
//! but to say that it has ended.

use crate::domain::{
    debit_authorization::DebitAuthorization,
    ids::{DebitAuthorizationId, TransactionId},
    transaction::Transaction,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{DEBIT_AUTHORIZATIONS, DEBITS_BY_AUTHORIZATION, DEBITS_REPRESENTED},
    transactions,
};

/// An authorization.
pub fn authorization(
    records: &impl Records,
    id: DebitAuthorizationId,
) -> Result<Option<DebitAuthorization>, StoreError> {
    records.get(DEBIT_AUTHORIZATIONS, &id)
}

/// The debits made on an authorization, oldest first.
pub fn debits(records: &impl Records, id: DebitAuthorizationId) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.under(DEBITS_BY_AUTHORIZATION, &id, Direction::Forward)?;
    rows.map(|row| required(records, row?.0.1)).collect()
}

/// The payments that presented `first` again, oldest first.
pub fn presented_again(records: &impl Records, first: TransactionId) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.under(DEBITS_REPRESENTED, &first, Direction::Forward)?;
    rows.map(|row| required(records, row?.0.1)).collect()
}

fn required(records: &impl Records, id: TransactionId) -> Result<Transaction, StoreError> {
    transactions::transaction(records, id)?.ok_or(StoreError::Damaged(DEBITS_BY_AUTHORIZATION.name()))
}

impl Writer<'_> {
    /// The id for a new authorization.
    pub fn next_debit_authorization(&mut self) -> Result<DebitAuthorizationId, StoreError> {
        self.next_number("debit_authorizations").map(DebitAuthorizationId::new)
    }

    /// Sets an authorization.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when anything but its end would change.
    pub fn put_debit_authorization(&mut self, now: &DebitAuthorization) -> Result<(), StoreError> {
        let before = self.get(DEBIT_AUTHORIZATIONS, &now.id)?;
        let same = |before: &DebitAuthorization| {
            let open = |known: &DebitAuthorization| DebitAuthorization { ended: None, revoked: None, ..known.clone() };
            before.ended.is_none_or(|ended| now.ended == Some(ended))
                && before.revoked.as_ref().is_none_or(|revoked| now.revoked.as_ref() == Some(revoked))
                && open(before) == open(now)
        };
        if before.as_ref().is_some_and(|before| !same(before)) {
            return Err(StoreError::Damaged(DEBIT_AUTHORIZATIONS.name()));
        }
        self.put(DEBIT_AUTHORIZATIONS, &now.id, now)
    }

    /// Files a new payment under what allows it and, where it presents another again, under that.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when what allows it does not exist, has ended, or allows no such debit (I12).
    pub(super) fn index_debit(&mut self, payment: &Transaction) -> Result<(), StoreError> {
        let Some(debit) = &payment.bank_debit else { return Ok(()) };
        let known = self.get(DEBIT_AUTHORIZATIONS, &debit.authorization)?;
        if !known.is_some_and(|known| known.is_in_force() && allows(&known, payment)) {
            return Err(StoreError::Damaged(DEBIT_AUTHORIZATIONS.name()));
        }
        self.put(DEBITS_BY_AUTHORIZATION, &(debit.authorization, payment.id), &())?;
        match debit.represents {
            Some(first) => self.put(DEBITS_REPRESENTED, &(first, payment.id), &()),
            None => Ok(()),
        }
    }
}

/// Whether an authorization is of this payer, account, class and amount.
pub(super) fn allows(authorization: &DebitAuthorization, payment: &Transaction) -> bool {
    payment.payer == Some(authorization.payer)
        && payment.merchant_account == authorization.merchant_account
        && authorization.scope.allows(payment.amount)
        && payment.bank_debit.as_ref().is_some_and(|debit| debit.sec == authorization.sec)
}
