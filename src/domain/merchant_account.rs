//! The firm's deposit accounts. Trust money and operating money never mix (ABA Model Rule 1.15).

use serde::{Deserialize, Serialize};

use super::{card::LastFour, ids::MerchantAccountId, money::Currency};

/// Whose money an account holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// The firm's own money: earned fees.
    Operating,
    /// The clients' money (IOLTA): unearned fees, retainers, advances.
    Trust,
}

/// Which processor a merchant account belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Processor {
    /// The built-in sandbox; no money moves.
    Sandbox,
}

impl Processor {
    /// Every processor.
    pub const ALL: [Self; 1] = [Self::Sandbox];

    /// The name under which its news is kept.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
        }
    }
}

/// A deposit account at a processor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MerchantAccount {
    /// Its row.
    pub id: MerchantAccountId,
    /// What the firm calls it, as in "Operating".
    pub name: String,
    /// Whose money it holds. Locked after first use: see [`MerchantAccount::change_kind`].
    pub kind: AccountKind,
    /// The currency it is settled in.
    pub currency: Currency,
    /// Last four digits of the bank account that deposits go to.
    pub last_four: LastFour,
    /// The name on the payer's statement, at most 22 characters.
    pub statement_name: String,
    /// Which processor takes its payments.
    pub processor: Processor,
    /// Whether a transaction was ever sent to it.
    pub used: bool,
    /// Whether new payments may go to it.
    pub active: bool,
}

/// The account has taken a payment, so whose money it holds can no longer change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the account has been used; its kind is locked")]
pub struct KindIsLocked;

impl MerchantAccount {
    /// Makes the account hold the other kind of money.
    ///
    /// # Errors
    /// [`KindIsLocked`] once the account has been used and the kind differs.
    pub fn change_kind(&mut self, kind: AccountKind) -> Result<(), KindIsLocked> {
        if self.used && kind != self.kind {
            return Err(KindIsLocked);
        }
        self.kind = kind;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(used: bool) -> MerchantAccount {
        MerchantAccount {
            id: MerchantAccountId::new(1),
            name: "Operating".into(),
            kind: AccountKind::Operating,
            currency: Currency::USD,
            last_four: LastFour::parse("3302").unwrap(),
            statement_name: "HARLOW FINCH LLP".into(),
            processor: Processor::Sandbox,
            used,
            active: true,
        }
    }

    #[test]
    fn the_kind_of_an_account_is_locked_by_its_first_use() {
        assert_eq!(account(false).change_kind(AccountKind::Trust), Ok(()));
        assert_eq!(account(true).change_kind(AccountKind::Trust), Err(KindIsLocked));
        assert_eq!(account(true).change_kind(AccountKind::Operating), Ok(()));
    }
}
