//! With what a client may pay where the firm says so: on a payment page, or under the link of a request.

use serde::{Deserialize, Serialize};

/// The methods that the firm takes. What a deposit account cannot take is not offered, whatever stands here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Accepted {
    /// Cards alone: what everything takes that was made before eChecks could be chosen.
    #[default]
    Cards,
    /// eChecks alone.
    BankAccounts,
    /// Either, as the client likes.
    Both,
}

impl Accepted {
    /// Every choice, in the order of menus.
    pub const ALL: [Self; 3] = [Self::Both, Self::Cards, Self::BankAccounts];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cards => "cards",
            Self::BankAccounts => "bank-accounts",
            Self::Both => "both",
        }
    }

    /// The choice of this name; cards where there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.code() == code).unwrap_or_default()
    }

    /// Whether cards are among them.
    #[must_use]
    pub const fn cards(self) -> bool {
        matches!(self, Self::Cards | Self::Both)
    }

    /// Whether bank accounts are among them.
    #[must_use]
    pub const fn bank_accounts(self) -> bool {
        matches!(self, Self::BankAccounts | Self::Both)
    }

    /// Whether a bank account, or else a card, is among them.
    #[must_use]
    pub const fn takes(self, is_bank_account: bool) -> bool {
        if is_bank_account { self.bank_accounts() } else { self.cards() }
    }

    /// What of it a deposit account can take, which takes cards and, if so, bank debits; nothing where that is none.
    #[must_use]
    pub const fn at_account(self, takes_debits: bool) -> Option<Self> {
        match (self, takes_debits) {
            (Self::BankAccounts, false) => None,
            (Self::Both, false) => Some(Self::Cards),
            (Self::Cards | Self::BankAccounts | Self::Both, _) => Some(self),
        }
    }

    /// Whether it is what everything takes that says nothing of it; not stored then.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_narrows_what_is_taken_and_never_widens_it() {
        for (accepted, with_debits, without) in [
            (Accepted::Cards, Some(Accepted::Cards), Some(Accepted::Cards)),
            (Accepted::BankAccounts, Some(Accepted::BankAccounts), None),
            (Accepted::Both, Some(Accepted::Both), Some(Accepted::Cards)),
        ] {
            assert_eq!((accepted.at_account(true), accepted.at_account(false)), (with_debits, without));
            assert_eq!(Accepted::from_code(accepted.code()), accepted);
            assert_eq!((accepted.takes(false), accepted.takes(true)), (accepted.cards(), accepted.bank_accounts()));
        }
        assert_eq!(Accepted::from_code("cash"), Accepted::Cards, "what nobody offers opens nothing");
    }
}
