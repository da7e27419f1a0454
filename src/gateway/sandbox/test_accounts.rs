//! The published test bank accounts and what each of them does. No money stands behind any of them.

use super::test_cards::Behavior;
use crate::domain::return_code::{ChangeCode, ReturnCode};

/// The one routing number that test accounts have (Stripe).
pub const TEST_ROUTING: &str = "110000000";
/// What the bank of that number is called.
pub const TEST_BANK: &str = "Test Bank";

/// A published test account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestAccount {
    /// Its number.
    pub number: &'static str,
    /// What debiting it leads to.
    pub behavior: Behavior,
}

const fn account(number: &'static str, behavior: Behavior) -> TestAccount {
    TestAccount { number, behavior }
}

const fn unpaid(number: &'static str, code: ReturnCode) -> TestAccount {
    account(number, Behavior::Unpaid(code))
}

const fn comes_back(number: &'static str, code: ReturnCode, after_days: u16) -> TestAccount {
    account(number, Behavior::ComesBack { code, after_days })
}

/// Every account the sandbox takes. Those of 12 digits up to …5559 are Stripe's, …0005 is `AffiniPay`'s, the rest our own.
pub const TEST_ACCOUNTS: &[TestAccount] = &[
    account("000123456789", Behavior::Approve),
    unpaid("000222222227", ReturnCode::R01),
    unpaid("000111111113", ReturnCode::R02),
    unpaid("000111111116", ReturnCode::R03),
    comes_back("000333333335", ReturnCode::R10, 5),
    comes_back("000555555559", ReturnCode::R07, 59),
    comes_back("1000000005", ReturnCode::R01, 2),
    comes_back("1000000010", ReturnCode::R10, 30),
    account("1000000009", Behavior::UnpaidOnce(ReturnCode::R09)),
    unpaid("1000000016", ReturnCode::R16),
    account("1000000101", Behavior::Changed(ChangeCode::C01)),
    account("1000000666", Behavior::LoseAnswer),
    account("1000000667", Behavior::LoseCall),
];
