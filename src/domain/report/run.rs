//! A report as it was run: what was asked, of which days, what it came to, and how it was delivered.
//!
//! The question is kept with the run, so that the run can be shown again after the report has changed.

use serde::{Deserialize, Serialize};

use super::{
    super::{
        ids::{DeliveryId, ReportId, ReportRunId},
        journal::Actor,
        locale::Locale,
        money::{Currency, Money},
        time::Timestamp,
    },
    Definition, Subject,
    range::Span,
};

/// What rows come to in one currency, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// The currency.
    pub currency: Currency,
    /// How many rows.
    pub count: u64,
    /// What was approved.
    pub approved_minor: i64,
    /// What was given back, or is on its way back.
    pub refunded_minor: i64,
}

impl Sums {
    /// What remains, held at the ends of `i64`.
    #[must_use]
    pub const fn net_minor(&self) -> i64 {
        self.approved_minor.saturating_sub(self.refunded_minor)
    }

    /// What is told of them for the rows of a question: the key of each amount's name, and the amount.
    pub fn told(&self, definition: &Definition) -> impl Iterator<Item = (&'static str, Money)> + use<> {
        let amounts = match definition.subject {
            Subject::Payments => [self.approved_minor, self.refunded_minor, self.net_minor()],
            Subject::Refunds | Subject::SavedMethods => [self.refunded_minor; 3],
        };
        let currency = self.currency;
        definition.sum_keys().iter().copied().zip(amounts.map(|minor| Money::new(minor, currency)))
    }
}

/// Whose question it was. What is stored of a report that somebody made is its number alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// A report that somebody made.
    Made(ReportId),
    /// A report that every portal has, by its code.
    Standard(String),
}

/// How the table of a run left the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    /// It was shown on the screen.
    Screen,
    /// It went by mail, attached.
    Attached {
        /// Which message.
        delivery: DeliveryId,
    },
    /// It was too large for a mail, which has a link to the run instead.
    Linked {
        /// Which message.
        delivery: DeliveryId,
    },
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its row.
    pub id: ReportRunId,
    /// Of which report.
    pub report: Origin,
    /// The report's name then.
    pub name: String,
    /// In whose formats its filters were read.
    pub locale: Locale,
    /// What was asked.
    pub definition: Definition,
    /// When.
    pub at: Timestamp,
    /// Who ran it; the portal, when it was scheduled.
    pub actor: Actor,
    /// The instant of the schedule that it answers.
    pub due: Option<Timestamp>,
    /// How many earlier instants passed without a run, because the portal was not running.
    pub missed: u32,
    /// The days it was about.
    pub span: Span,
    /// How many rows there were.
    pub rows: u64,
    /// What they came to, one per currency.
    pub sums: Vec<Sums>,
    /// How it was handed over.
    pub handing: Handing,
}
