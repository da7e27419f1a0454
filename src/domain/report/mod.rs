//! Reports: which records, of which days, in which columns and groups, for whom, and when they are sent.
//!
//! A report holds no figures. It is a question that is asked anew each time; what the answer came to is noted in a
//! [`run::Run`]. Days are the firm's; whoever knows its zone turns them into instants.

pub mod range;
pub mod run;
pub mod standard;
pub mod timetable;

use serde::{Deserialize, Serialize};

use self::{range::Range, timetable::Timetable};

use super::{
    column::Column,
    ids::{OperationKey, ReportId, UserId},
    locale::Locale,
    merchant_account::AccountKind,
    money::Money,
    parts::Parts,
    time::Timestamp,
};

/// What the rows of a report are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Payments.
    #[default]
    Payments,
    /// Money given back: refunds, and payments that were cancelled.
    Refunds,
    /// Saved cards, by the month in which they expire.
    SavedMethods,
}

impl Subject {
    /// Whether its rows have something to say in this column.
    #[must_use]
    pub const fn tells(self, column: Column) -> bool {
        match self {
            Self::Payments => true,
            Self::Refunds => !matches!(
                column,
                Column::Approved | Column::Refunded | Column::Net | Column::TaxNet | Column::SurchargeNet
            ),
            Self::SavedMethods => matches!(
                column,
                Column::Date
                    | Column::Payer
                    | Column::Client
                    | Column::Email
                    | Column::Method
                    | Column::LastFour
                    | Column::Holder
                    | Column::Account
                    | Column::AccountKind
            ),
        }
    }
}

/// What of a payment is added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// All of it.
    #[default]
    Amount,
    /// The tax in it; payments without are no rows.
    Tax,
    /// What was added for paying by credit card; payments without are no rows.
    Surcharge,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 3] = [Self::Amount, Self::Tax, Self::Surcharge];

    /// The name used in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Tax => "tax",
            Self::Surcharge => "surcharge",
        }
    }

    /// Whether it is the whole amount.
    #[must_use]
    pub fn is_amount(&self) -> bool {
        *self == Self::Amount
    }

    /// How much of it there is in an amount with these parts, if there is any.
    #[must_use]
    pub fn of(self, amount: Money, parts: Option<&Parts>) -> Option<Money> {
        let found = match self {
            Self::Amount => Some(amount),
            Self::Tax => parts.map(|parts| parts.tax),
            Self::Surcharge => parts.map(|parts| parts.surcharge),
        };
        found.filter(Money::is_positive)
    }
}

/// Which day of a record a range is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The day it was asked for.
    #[default]
    Asked,
    /// The day it last changed: of a settled payment, the day it settled.
    Changed,
}

impl Basis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Asked, Self::Changed];

    /// The name used in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Changed => "changed",
        }
    }
}

/// Whether payments that brought nothing in are among the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unsuccessful {
    /// Declined, failed and voided ones are left out, unless the filters name a status.
    #[default]
    Hidden,
    /// All are rows.
    Shown,
}

/// What rows are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// Nothing.
    #[default]
    None,
    /// The firm's day.
    Day,
    /// The week, by its first day.
    Week,
    /// The month.
    Month,
    /// Who paid.
    Payer,
    /// Where the payment came from.
    Source,
    /// The merchant account.
    Account,
    /// The card network, or bank account.
    Method,
    /// The status.
    Status,
    /// Who entered it.
    User,
}

impl Grouping {
    /// Every grouping.
    pub const ALL: [Self; 10] = [
        Self::None,
        Self::Day,
        Self::Week,
        Self::Month,
        Self::Payer,
        Self::Source,
        Self::Account,
        Self::Method,
        Self::Status,
        Self::User,
    ];

    /// The name used in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Payer => "payer",
            Self::Source => "source",
            Self::Account => "account",
            Self::Method => "method",
            Self::Status => "status",
            Self::User => "user",
        }
    }

    /// Whether the groups follow each other in time.
    #[must_use]
    pub const fn is_of_time(self) -> bool {
        matches!(self, Self::Day | Self::Week | Self::Month)
    }
}

/// How much of each group is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detail {
    /// Every row.
    #[default]
    Rows,
    /// The totals alone.
    Totals,
}

/// The question that a report asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// What the rows are.
    pub subject: Subject,
    /// Of which days.
    pub range: Range,
    /// Which day of a record is meant.
    pub basis: Basis,
    /// Whose money the accounts hold; `None` for both. Not a filter, since an account may be called like its kind.
    pub accounts: Option<AccountKind>,
    /// What the search box would be given; empty for everything.
    pub filters: String,
    /// Whether unsuccessful payments are among the rows.
    pub unsuccessful: Unsuccessful,
    /// What rows are put together by.
    pub grouping: Grouping,
    /// Whether rows are told, or totals only. Without a grouping rows are.
    pub detail: Detail,
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// What of a payment is added up.
    #[serde(default, skip_serializing_if = "Measure::is_amount")]
    pub measure: Measure,
}

impl Definition {
    /// Whether every row is told.
    #[must_use]
    pub fn tells_rows(&self) -> bool {
        self.detail == Detail::Rows || self.grouping == Grouping::None
    }

    /// The keys of what rows come to, in the order of [`run::Sums::told`].
    #[must_use]
    pub const fn sum_keys(&self) -> &'static [&'static str] {
        match (self.subject, self.measure) {
            (Subject::Payments, Measure::Amount) => &["payments-approved", "payments-refunded", "payments-net"],
            (Subject::Payments, Measure::Tax) => &["report-sum-tax", "payments-refunded", "payments-net"],
            (Subject::Payments, Measure::Surcharge) => &["report-sum-surcharge", "payments-refunded", "payments-net"],
            (Subject::Refunds, _) => &["report-given-back"],
            (Subject::SavedMethods, _) => &[],
        }
    }
}

/// Who sees a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Its owner alone.
    #[default]
    Personal,
    /// Everybody who may see payments.
    Global,
}

/// When a report is sent, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// When.
    pub timetable: Timetable,
    /// The addresses, at least one and at most [`Schedule::MOST_RECIPIENTS`].
    pub recipients: Vec<String>,
}

impl Schedule {
    /// How many addresses one report may go to.
    pub const MOST_RECIPIENTS: usize = 10;
}

/// A report that somebody made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its row.
    pub id: ReportId,
    /// The form that made it, so that sending that twice makes one.
    pub key: OperationKey,
    /// Counts its changes: a form drawn from an older version is not taken.
    pub version: u32,
    /// What it is called.
    pub name: String,
    /// Who made it.
    pub owner: UserId,
    /// Who sees it.
    pub sharing: Sharing,
    /// In whose formats its filters were written, and in which language it is sent.
    pub locale: Locale,
    /// What it asks.
    pub definition: Definition,
    /// When it is sent, if it is.
    pub schedule: Option<Schedule>,
    /// When it is to be sent next.
    pub next_due: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

impl Report {
    /// The most characters of its name.
    pub const MOST_NAME: usize = 100;
    /// How many runs are kept of it.
    pub const MOST_RUNS: usize = 100;

    /// Whether this member of staff may see that it exists.
    #[must_use]
    pub fn is_seen_by(&self, user: UserId) -> bool {
        self.sharing == Sharing::Global || self.owner == user
    }
}
