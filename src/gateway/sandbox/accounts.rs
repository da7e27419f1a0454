//! Reading what was typed into the bank fields. A number of an account never leaves this file: not in a record, not in
//! an error, not in a log; [`BankEntry`] has no `Debug` for that reason.

use zeroize::Zeroizing;

use super::{
    cards::{Card, CardRefused, fingerprint, read_holder},
    test_accounts::{TEST_ACCOUNTS, TEST_BANK, TEST_ROUTING, TestAccount},
};
use crate::domain::{
    bank_account::{AccountType, HolderType, RoutingNumber, account_digits},
    card::{Instrument, LastFour},
    transaction::Check,
};

/// What was typed into the bank fields.
#[derive(Clone, Copy)]
pub struct BankEntry<'a> {
    /// The bank's number.
    pub routing: &'a str,
    /// The account's number.
    pub account: &'a str,
    /// The same once more: a slip of the keyboard would debit a stranger.
    pub account_again: &'a str,
    /// A code of [`AccountType`].
    pub account_type: &'a str,
    /// A code of [`HolderType`].
    pub holder_type: &'a str,
    /// The name on the account.
    pub holder: &'a str,
}

/// Why a bank account was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BankRefused {
    /// A good number, but not one of [`TEST_ACCOUNTS`]: perhaps a real account.
    #[error("not one of the test accounts")]
    NotATestAccount,
    /// Not nine digits, or the check digit is wrong.
    #[error("not a routing number")]
    Routing,
    /// Not four to seventeen digits.
    #[error("not an account number")]
    Account,
    /// The second time it was another number.
    #[error("the two account numbers differ")]
    Differ,
    /// Neither checking nor savings.
    #[error("not a type of account")]
    AccountType,
    /// Neither personal nor business.
    #[error("not a type of holder")]
    HolderType,
    /// Empty, too long, or not a name.
    #[error("not a name")]
    Holder,
    /// What was entered earlier under this key has been charged or saved; a new form is needed.
    #[error("these fields have been used")]
    AlreadyUsed,
    /// The books could not be read or written.
    #[error("the sandbox is out of order: {0}")]
    Unavailable(String),
}

impl From<CardRefused> for BankRefused {
    fn from(refused: CardRefused) -> Self {
        match refused {
            CardRefused::AlreadyUsed => Self::AlreadyUsed,
            CardRefused::Holder => Self::Holder,
            other => Self::Unavailable(other.to_string()),
        }
    }
}

impl From<crate::gateway::CallError> for BankRefused {
    fn from(error: crate::gateway::CallError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Reads a bank entry; `secret` keys the fingerprint.
pub(super) fn read(entry: &BankEntry<'_>, secret: &[u8; 32]) -> Result<Card, BankRefused> {
    let routing = RoutingNumber::parse(entry.routing).map_err(|_| BankRefused::Routing)?;
    let number = Zeroizing::new(account_digits(entry.account).ok_or(BankRefused::Account)?);
    let again = Zeroizing::new(account_digits(entry.account_again).ok_or(BankRefused::Differ)?);
    if *number != *again {
        return Err(BankRefused::Differ);
    }
    let account_type = AccountType::with_code(entry.account_type).ok_or(BankRefused::AccountType)?;
    let holder_type = HolderType::with_code(entry.holder_type).ok_or(BankRefused::HolderType)?;
    let holder = read_holder(entry.holder)?;
    let known = find(&number).filter(|_| routing.as_str() == TEST_ROUTING).ok_or(BankRefused::NotATestAccount)?;
    known.card((account_type, holder_type), holder, secret).ok_or(BankRefused::Account)
}

/// The test account with this number, written without separators.
pub(super) fn test_account(number: &str) -> Option<&'static TestAccount> {
    TEST_ACCOUNTS.iter().find(|account| account.number == number)
}

fn find(digits: &[u8]) -> Option<&'static TestAccount> {
    TEST_ACCOUNTS.iter().find(|account| account.number.bytes().map(|byte| byte - b'0').eq(digits.iter().copied()))
}

impl TestAccount {
    /// The account as kept. `None` never happens to a number of [`TEST_ACCOUNTS`].
    pub(super) fn card(
        &self,
        (account_type, holder_type): (AccountType, HolderType),
        holder: String,
        secret: &[u8; 32],
    ) -> Option<Card> {
        Some(Card {
            instrument: Instrument::BankAccount {
                last_four: LastFour::parse(self.number.get(self.number.len().checked_sub(4)?..)?).ok()?,
                routing: RoutingNumber::parse(TEST_ROUTING).ok(),
                bank_name: Some(TEST_BANK.to_owned()),
                account_type,
                holder_type,
            },
            holder,
            fingerprint: fingerprint(&format!("{TEST_ROUTING}/{}", self.number), secret),
            behavior: self.behavior,
            postal_code: Check::NotChecked,
            security_code: Check::NotChecked,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [7; 32];
    const GOOD: BankEntry<'_> = BankEntry {
        routing: TEST_ROUTING,
        account: "000123456789",
        account_again: "0001 2345 6789",
        account_type: "checking",
        holder_type: "personal",
        holder: "Ada Vance",
    };

    #[test]
    fn every_field_has_its_own_refusal() {
        let cases = [
            (BankEntry { routing: "110000001", ..GOOD }, BankRefused::Routing),
            (BankEntry { routing: "", ..GOOD }, BankRefused::Routing),
            (BankEntry { account: "123", ..GOOD }, BankRefused::Account),
            (BankEntry { account: "12x4", ..GOOD }, BankRefused::Account),
            (BankEntry { account_again: "000123456780", ..GOOD }, BankRefused::Differ),
            (BankEntry { account_again: "", ..GOOD }, BankRefused::Differ),
            (BankEntry { account_type: "", ..GOOD }, BankRefused::AccountType),
            (BankEntry { holder_type: "x", ..GOOD }, BankRefused::HolderType),
            (BankEntry { holder: "", ..GOOD }, BankRefused::Holder),
            // A real bank, or an account that nobody published.
            (BankEntry { routing: "021000021", ..GOOD }, BankRefused::NotATestAccount),
            (BankEntry { account: "98765432", account_again: "98765432", ..GOOD }, BankRefused::NotATestAccount),
        ];
        for (entry, expected) in cases {
            assert_eq!(read(&entry, &SECRET).unwrap_err(), expected, "{expected}");
        }
    }

    #[test]
    fn only_the_last_four_digits_of_an_account_are_kept() {
        for account in TEST_ACCOUNTS {
            let entry = BankEntry { account: account.number, account_again: account.number, ..GOOD };
            let kept = read(&entry, &SECRET).unwrap();
            let stored = serde_json::to_string(&kept).unwrap();
            assert!(!stored.contains(account.number) && account.number.ends_with(kept.instrument.last_four().as_str()));
        }
    }
}
