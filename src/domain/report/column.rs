//! The columns that a report may have. What stands in them is put together by the office; here they only have names.

use serde::{Deserialize, Serialize};

use super::Subject;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// The payment's number.
    Number,
    /// When it was asked for, or the day a card expires.
    Date,
    /// When it last changed.
    Changed,
    /// Who paid.
    Payer,
    /// The payer's client number.
    Client,
    /// Where receipts go.
    Email,
    /// Card network and last four digits, or bank account.
    Method,
    /// The name on the card.
    Holder,
    /// The merchant account.
    Account,
    /// Trust or operating.
    AccountKind,
    /// Where the payment came from.
    Source,
    /// Where it stands.
    Status,
    /// Why it was declined, or given back.
    Reason,
    /// The amount.
    Amount,
    /// The tax in it.
    Tax,
    /// What was added for paying by credit card.
    Surcharge,
    /// What of it was given back.
    Refunded,
    /// What remains of it.
    Net,
    /// The currency.
    Currency,
    /// The invoice number.
    Invoice,
    /// The matter.
    Matter,
    /// The reference.
    Reference,
    /// The note.
    Note,
    /// Who entered it.
    EnteredBy,
    /// The issuer's approval code.
    Approval,
    /// The processor's own number.
    GatewayId,
}

impl Column {
    /// Every column, in the order they are offered.
    pub const ALL: [Self; 26] = [
        Self::Number,
        Self::Date,
        Self::Changed,
        Self::Payer,
        Self::Client,
        Self::Email,
        Self::Method,
        Self::Holder,
        Self::Account,
        Self::AccountKind,
        Self::Source,
        Self::Status,
        Self::Reason,
        Self::Amount,
        Self::Tax,
        Self::Surcharge,
        Self::Refunded,
        Self::Net,
        Self::Currency,
        Self::Invoice,
        Self::Matter,
        Self::Reference,
        Self::Note,
        Self::EnteredBy,
        Self::Approval,
        Self::GatewayId,
    ];

    /// The name used in forms and as the last part of its locale key.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Date => "date",
            Self::Changed => "changed",
            Self::Payer => "payer",
            Self::Client => "client",
            Self::Email => "email",
            Self::Method => "method",
            Self::Holder => "holder",
            Self::Account => "account",
            Self::AccountKind => "account-kind",
            Self::Source => "source",
            Self::Status => "status",
            Self::Reason => "reason",
            Self::Amount => "amount",
            Self::Tax => "tax",
            Self::Surcharge => "surcharge",
            Self::Refunded => "refunded",
            Self::Net => "net",
            Self::Currency => "currency",
            Self::Invoice => "invoice",
            Self::Matter => "matter",
            Self::Reference => "reference",
            Self::Note => "note",
            Self::EnteredBy => "entered-by",
            Self::Approval => "approval",
            Self::GatewayId => "gateway-id",
        }
    }

    /// Whether rows of this subject have something to say in it.
    #[must_use]
    pub const fn is_of(self, subject: Subject) -> bool {
        match subject {
            Subject::Payments => true,
            Subject::Refunds => !matches!(self, Self::Refunded | Self::Net),
            Subject::SavedMethods => matches!(
                self,
                Self::Date
                    | Self::Payer
                    | Self::Client
                    | Self::Email
                    | Self::Method
                    | Self::Holder
                    | Self::Account
                    | Self::AccountKind
            ),
        }
    }
}
