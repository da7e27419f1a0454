//! The published test numbers and what each of them does. No account stands behind any of them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    card::{CardBrand, Funding},
    return_code::{ChangeCode, ReturnCode},
    transaction::{Check, DeclineReason},
};

/// What charging a card leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behavior {
    /// Approved.
    Approve,
    /// Declined for this reason.
    Decline(DeclineReason),
    /// The payer is sent through a 3-D Secure challenge first.
    RequireAction,
    /// Held for review; released after a day unless someone decides earlier.
    Hold,
    /// Approved, but the answer is lost on the way back.
    LoseAnswer,
    /// The call is lost on the way there: nothing ever happens.
    LoseCall,
    /// Approved; disputed two days after it settled.
    DisputeOnceSettled,
    /// Approved; every refund is taken on and fails a day later.
    FailRefunds,
    /// A bank debit that comes back on the day on which it would settle.
    Unpaid(ReturnCode),
    /// As [`Behavior::Unpaid`], but presented again it is paid.
    UnpaidOnce(ReturnCode),
    /// A bank debit that settles and comes back so many days later.
    ComesBack {
        /// Why.
        code: ReturnCode,
        /// Days after settlement.
        after_days: u16,
    },
    /// A bank debit that settles, and the bank wants something changed before the next.
    Changed(ChangeCode),
}

/// A published test card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestCard {
    /// Its number: no account stands behind it anywhere.
    pub number: &'static str,
    /// Its network.
    pub brand: CardBrand,
    /// Where its money would come from.
    pub funding: Funding,
    /// What charging it leads to.
    pub behavior: Behavior,
    /// The answer of the postal code check, whatever the code; `None`: the code decides.
    pub postal_code: Option<Check>,
    /// The answer of the security code check, whatever the code; `None`: the code decides.
    pub security_code: Option<Check>,
}

const fn approves(number: &'static str, brand: CardBrand) -> TestCard {
    let (funding, behavior) = (Funding::Credit, Behavior::Approve);
    TestCard { number, brand, funding, behavior, postal_code: None, security_code: None }
}

const fn visa(number: &'static str, behavior: Behavior) -> TestCard {
    TestCard { behavior, ..approves(number, CardBrand::Visa) }
}

const fn declines(number: &'static str, reason: DeclineReason) -> TestCard {
    visa(number, Behavior::Decline(reason))
}

const fn postal_code(number: &'static str, check: Check) -> TestCard {
    TestCard { postal_code: Some(check), ..approves(number, CardBrand::Visa) }
}

const fn security_code(number: &'static str, check: Check) -> TestCard {
    TestCard { security_code: Some(check), ..approves(number, CardBrand::Visa) }
}

/// Every card the sandbox takes: `AffiniPay`'s, Stripe's and Authorize.Net's published numbers and four of our own
/// (…6660, …6678, …6686 and …6694). Where the publishers differ, …0127 follows Stripe and the rest `AffiniPay`.
pub const TEST_CARDS: &[TestCard] = &[
    approves("4242424242424242", CardBrand::Visa),
    approves("4111111111111111", CardBrand::Visa),
    approves("4012888888881881", CardBrand::Visa),
    approves("4007000000027", CardBrand::Visa),
    TestCard { funding: Funding::Debit, ..approves("4000056655665556", CardBrand::Visa) },
    approves("5555555555554444", CardBrand::Mastercard),
    approves("5105105105105100", CardBrand::Mastercard),
    approves("5499740000000057", CardBrand::Mastercard),
    approves("5424000000000015", CardBrand::Mastercard),
    approves("2223000010309703", CardBrand::Mastercard),
    TestCard { funding: Funding::Debit, ..approves("5200828282828210", CardBrand::Mastercard) },
    approves("378282246310005", CardBrand::Amex),
    approves("371449635398431", CardBrand::Amex),
    approves("370000000000002", CardBrand::Amex),
    approves("6011111111111117", CardBrand::Discover),
    approves("6011000990139424", CardBrand::Discover),
    approves("6011000000000012", CardBrand::Discover),
    approves("30569309025904", CardBrand::Diners),
    approves("38520000023237", CardBrand::Diners),
    approves("38000000000006", CardBrand::Diners),
    approves("3530111333300000", CardBrand::Jcb),
    approves("3566002020360505", CardBrand::Jcb),
    approves("3088000000000017", CardBrand::Jcb),
    declines("4000000000000002", DeclineReason::Generic),
    declines("4000000000009995", DeclineReason::InsufficientFunds),
    declines("4000000000000044", DeclineReason::InsufficientFunds),
    declines("4000000000000051", DeclineReason::LimitExceeded),
    declines("4000000000000069", DeclineReason::ExpiredCard),
    declines("4000000000000119", DeclineReason::ProcessorDown),
    declines("4000000000000127", DeclineReason::SecurityCode),
    declines("4000000000000135", DeclineReason::TypeNotAccepted),
    declines("4000000000009987", DeclineReason::Fraud),
    declines("4000000000009979", DeclineReason::Fraud),
    security_code("4000000000000077", Check::NotChecked),
    security_code("4000000000000101", Check::Mismatch),
    postal_code("4000000000000010", Check::Mismatch),
    postal_code("4000000000000036", Check::Mismatch),
    postal_code("4000000000000085", Check::NotChecked),
    postal_code("4000000000000093", Check::NotChecked),
    visa("4000000000003220", Behavior::RequireAction),
    visa("4000000000009235", Behavior::Hold),
    visa("4000000000000259", Behavior::DisputeOnceSettled),
    visa("4000000000005126", Behavior::FailRefunds),
    visa("4000000000006660", Behavior::LoseAnswer),
    visa("4000000000006678", Behavior::LoseCall),
    TestCard { funding: Funding::Prepaid, ..approves("4000000000006686", CardBrand::Visa) },
    TestCard { funding: Funding::Unknown, ..approves("4000000000006694", CardBrand::Visa) },
];
