//! One amount of a request for one merchant account, and what of it is paid: the sums of its payments and nothing else.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        ids::MerchantAccountId,
        merchant_account::AccountKind,
        money::Money,
        transaction::{Status, Transaction},
    },
    planted::{self, Bug},
};

/// What is owed to one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Where the money goes.
    pub merchant_account: MerchantAccountId,
    /// Whose money that account held when it was asked for.
    pub kind: AccountKind,
    /// How much.
    pub amount: Money,
    /// What is paid of it, in minor units.
    #[serde(default)]
    pub paid_minor: i64,
    /// What is being paid at the moment, in minor units.
    #[serde(default)]
    pub held_minor: i64,
}

impl Leg {
    /// A leg of which nothing is paid.
    #[must_use]
    pub const fn new((merchant_account, kind): (MerchantAccountId, AccountKind), amount: Money) -> Self {
        Self { merchant_account, kind, amount, paid_minor: 0, held_minor: 0 }
    }

    /// What is neither paid nor being paid, in minor units.
    #[must_use]
    pub fn rest(&self) -> i64 {
        let held = if planted::is(Bug::PartNotHeld) { 0 } else { self.held_minor };
        self.amount.minor().saturating_sub(self.paid_minor).saturating_sub(held).max(0)
    }
}

/// What a payment does to the request that it is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nothing: no money moved, or it went back to the payer.
    None,
    /// It sets its amount aside until its outcome is known.
    Held,
    /// It pays its amount.
    Paid,
}

/// What a payment in this status does to its request. What the firm gave back as a refund stays paid: the firm decided so
/// and may ask anew. What was cancelled before it settled, came back from the bank or was lost in a dispute is owed again.
#[must_use]
pub fn part_of(status: Status) -> Part {
    match status {
        Status::Pending if planted::is(Bug::DebitNotHeld) => Part::None,
        Status::Returned if planted::is(Bug::ReturnStaysPaid) => Part::Paid,
        Status::Captured | Status::Settled | Status::Disputed | Status::DisputeWon => Part::Paid,
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Authorized
        | Status::Pending => Part::Held,
        Status::Declined
        | Status::Failed
        | Status::Voided
        | Status::Reversed
        | Status::Returned
        | Status::DisputeLost => Part::None,
    }
}

/// What is paid and what is being paid of the leg at this place, in minor units.
#[must_use]
pub fn sums(payments: &[Transaction], place: usize) -> (i64, i64) {
    let sum = |wanted: Part| {
        let of_leg = |payment: &&Transaction| {
            payment.request.as_ref().is_some_and(|part| usize::from(part.leg) == place)
                && part_of(payment.status) == wanted
        };
        payments.iter().filter(of_leg).fold(0, |sum: i64, payment| sum.saturating_add(payment.amount.minor()))
    };
    (sum(Part::Paid), sum(Part::Held))
}
