//! The firm and its deposit accounts.

use crate::domain::{firm::Firm, ids::MerchantAccountId, merchant_account::MerchantAccount};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{FIRM, MERCHANT_ACCOUNTS},
};

/// The firm, once the portal is set up.
pub fn firm(records: &impl Records) -> Result<Option<Firm>, StoreError> {
    records.get(FIRM, &())
}

/// A deposit account.
pub fn merchant_account(records: &impl Records, id: MerchantAccountId) -> Result<Option<MerchantAccount>, StoreError> {
    records.get(MERCHANT_ACCOUNTS, &id)
}

/// Every deposit account, in the order they were added.
pub fn merchant_accounts(records: &impl Records) -> Result<Vec<MerchantAccount>, StoreError> {
    records.all(MERCHANT_ACCOUNTS, Direction::Forward)?.map(|row| row.map(|(_, account)| account)).collect()
}

impl Writer<'_> {
    /// Sets the firm's record.
    pub fn put_firm(&mut self, firm: &Firm) -> Result<(), StoreError> {
        self.put(FIRM, &(), firm)
    }

    /// The id for a new deposit account.
    pub fn next_merchant_account(&mut self) -> Result<MerchantAccountId, StoreError> {
        self.next_number("merchant_accounts").map(MerchantAccountId::new)
    }

    /// Sets a deposit account.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when an account that has been used would hold money of the other kind (I5).
    pub fn put_merchant_account(&mut self, account: &MerchantAccount) -> Result<(), StoreError> {
        let before = self.get(MERCHANT_ACCOUNTS, &account.id)?;
        if before.is_some_and(|before| before.used && (before.kind != account.kind || !account.used)) {
            return Err(StoreError::Damaged(MERCHANT_ACCOUNTS.name()));
        }
        self.put(MERCHANT_ACCOUNTS, &account.id, account)
    }
}
