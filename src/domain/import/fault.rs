//! What can be wrong with a row of a file.

use serde::{Deserialize, Serialize};

use super::Target;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFault {
    /// It has no name.
    NoName,
    /// What should be an e-mail address is none.
    Email,
    /// A field is too long.
    TooLong,
    /// There are more addresses, numbers or fields than a record holds.
    TooMany,
    /// It names a language that the portal does not speak.
    Language,
    /// It holds a card number, which is not kept anywhere.
    CardNumber,
    /// Several records have its client number or address.
    Ambiguous,
    /// No record has its client number or address.
    NoPayer,
    /// The payer's record is archived.
    NotInUse,
    /// The payer has no such card that can be charged.
    NoMethod,
    /// Several cards of the payer fit.
    SeveralMethods,
    /// An amount is missing or cannot be read, or does not fit.
    Amount,
    /// The number of payments is missing or cannot be read.
    Count,
    /// It does not say until when.
    Ends,
    /// It does not say how often in words that are known.
    Frequency,
    /// A date is missing, has passed, or cannot be read for certain.
    Date,
    /// Its two amounts would hold one kind of money.
    Split,
    /// The days of its reminders cannot be read, or are too many, or not in order.
    Reminders,
    /// Nobody can be reminded: it has no address.
    RemindWhom,
    /// It asks for nothing.
    NoAmount,
    /// Its amount cannot be read.
    AmountUnread,
    /// Its amount into trust cannot be read.
    TrustUnread,
    /// Its amount is larger than can be asked for.
    AmountLarge,
    /// Its amount into trust is.
    TrustLarge,
    /// There is no trust account for its amount into trust.
    TrustNowhere,
    /// It would be due after its link has ended.
    DueTooLate,
    /// A reminder would come on the last day of its link or after it.
    RemindTooLate,
}

impl RowFault {
    /// Every fault.
    pub const ALL: [Self; 27] = [
        Self::NoName,
        Self::Email,
        Self::TooLong,
        Self::TooMany,
        Self::Language,
        Self::CardNumber,
        Self::Ambiguous,
        Self::NoPayer,
        Self::NotInUse,
        Self::NoMethod,
        Self::SeveralMethods,
        Self::Amount,
        Self::Count,
        Self::Ends,
        Self::Frequency,
        Self::Date,
        Self::Split,
        Self::Reminders,
        Self::RemindWhom,
        Self::NoAmount,
        Self::AmountUnread,
        Self::TrustUnread,
        Self::AmountLarge,
        Self::TrustLarge,
        Self::TrustNowhere,
        Self::DueTooLate,
        Self::RemindTooLate,
    ];

    /// Its name in locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoName => "no-name",
            Self::Email => "email",
            Self::TooLong => "too-long",
            Self::TooMany => "too-many",
            Self::Language => "language",
            Self::CardNumber => "card-number",
            Self::Ambiguous => "ambiguous",
            Self::NoPayer => "no-payer",
            Self::NotInUse => "not-in-use",
            Self::NoMethod => "no-method",
            Self::SeveralMethods => "several-methods",
            Self::Amount => "amount",
            Self::Count => "count",
            Self::Ends => "ends",
            Self::Frequency => "frequency",
            Self::Date => "date",
            Self::Split => "split",
            Self::Reminders => "reminders",
            Self::RemindWhom => "remind-whom",
            Self::NoAmount => "no-amount",
            Self::AmountUnread => "amount-unread",
            Self::TrustUnread => "trust-unread",
            Self::AmountLarge => "amount-large",
            Self::TrustLarge => "trust-large",
            Self::TrustNowhere => "trust-nowhere",
            Self::DueTooLate => "due-too-late",
            Self::RemindTooLate => "remind-too-late",
        }
    }

    /// The columns that it can stand in, the likeliest last; none where it can be any.
    #[must_use]
    pub const fn columns(self) -> &'static [Target] {
        use Target as T;
        match self {
            Self::NoName => &[T::ClientNumber, T::Company, T::Name],
            Self::Email => &[T::Emails],
            Self::TooLong => &[
                T::Message,
                T::Notes,
                T::Custom,
                T::Contact,
                T::Phones,
                T::Street,
                T::City,
                T::Region,
                T::PostalCode,
                T::Country,
                T::Invoice,
                T::Matter,
                T::Reference,
                T::ScheduleName,
                T::ClientNumber,
                T::Company,
                T::GivenName,
                T::Name,
            ],
            Self::TooMany => &[T::Custom, T::Contact, T::Phones, T::Emails],
            Self::Language => &[T::Language],
            Self::CardNumber => &[],
            Self::Ambiguous | Self::NoPayer | Self::NotInUse => &[T::Emails, T::ClientNumber],
            Self::NoMethod | Self::SeveralMethods => &[T::Account, T::Method],
            Self::Amount => &[T::AskedInTrust, T::Total, T::Asked, T::Amount],
            Self::Count => &[T::Count],
            Self::Ends => &[T::LastDay, T::Count, T::Total, T::Ends],
            Self::Frequency => &[T::Frequency],
            Self::Date => &[T::Expires, T::LastDay, T::Due, T::FirstDay],
            Self::Split => &[T::Asked, T::AskedInTrust],
            Self::NoAmount => &[T::AskedInTrust, T::Asked],
            Self::AmountUnread | Self::AmountLarge => &[T::Asked],
            Self::TrustUnread | Self::TrustLarge | Self::TrustNowhere => &[T::AskedInTrust],
            Self::DueTooLate => &[T::Due],
            Self::Reminders | Self::RemindTooLate => &[T::Reminders],
            Self::RemindWhom => &[T::Emails, T::Reminders],
        }
    }
}
