//! What a payment on a page was for: kept beside the payment, in the words that the client read.

use serde::{Deserialize, Serialize};

use super::pricing::{Line, Priced};
use crate::domain::{
    ids::PaymentPageId,
    money::{Money, PartsPerMillion},
    parts::Parts,
    transaction::{Status, Transaction},
};
use crate::planted::{self, Bug};

/// What a client bought or paid for, and answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// On which page.
    pub page: PaymentPageId,
    /// In which of its versions.
    pub version: u32,
    /// What staff called it.
    pub page_name: String,
    /// What was bought.
    pub lines: Vec<Bought>,
    /// All of it without tax.
    pub net: Money,
    /// The tax on it.
    pub tax: Money,
    /// What the tax was called, and its rate where all was taxed alike.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_name: Option<(String, Option<PartsPerMillion>)>,
    /// Whether prices had the tax in them.
    #[serde(default)]
    pub inclusive: bool,
    /// What the client agreed to, as it was shown.
    pub agreed: String,
    /// The firm's questions with the client's answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<(String, String)>,
}

/// One thing bought, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// What it was called.
    pub name: String,
    /// How many, and for how much.
    pub line: Line,
}

impl Order {
    /// What it comes to.
    ///
    /// # Errors
    /// When that is out of range, which no order that was priced is.
    pub fn total(&self) -> Result<Money, crate::domain::money::MoneyError> {
        self.net.plus(self.tax)
    }

    /// What a payment of this amount for it consists of, where tax is in it.
    #[must_use]
    pub fn parts(&self, amount: Money) -> Option<Parts> {
        Parts::of(amount, self.tax, Money::zero(amount.currency())).ok().filter(|parts| parts.tax.is_positive())
    }

    /// Whether its lines come to its sums.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let add = |part: fn(&Line) -> i64| {
            self.lines.iter().try_fold(0i64, |sum, bought| sum.checked_add(part(&bought.line)))
        };
        add(|line| line.net.minor()) == Some(self.net.minor()) && add(|line| line.tax.minor()) == Some(self.tax.minor())
    }

    /// How many of which items it takes out of stock.
    pub fn quantities(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.lines.iter().filter_map(|bought| bought.line.item.map(|item| (item, bought.line.quantity)))
    }

    /// The lines of what was priced, each with its name.
    #[must_use]
    pub fn lines_of(priced: &Priced, mut name: impl FnMut(&Line) -> String) -> Vec<Bought> {
        priced.lines.iter().map(|line| Bought { name: name(line), line: *line }).collect()
    }
}

/// Whether what a payment is for is taken out of stock: from the moment it is asked for, unless nothing came of it. What
/// was paid for and given back later is not put back by itself; what the payer's bank took back was never paid for.
#[must_use]
pub fn holds_stock(payment: &Transaction) -> bool {
    match payment.status {
        Status::Returned if planted::is(Bug::ReturnKeepsStock) => true,
        Status::Declined | Status::Failed | Status::Returned => false,
        Status::Voided => payment.approval.is_some(),
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Authorized
        | Status::Pending
        | Status::Captured
        | Status::Settled
        | Status::Reversed
        | Status::Disputed
        | Status::DisputeWon
        | Status::DisputeLost => true,
    }
}
