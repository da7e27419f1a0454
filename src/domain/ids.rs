//! Identities. Row ids are counters given out by the store inside the transaction that writes the row;
//! whatever leaves the house (operation keys, session tokens) is 128 random bits given out by the hall.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! row_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// The id with this number.
            #[must_use]
            pub const fn new(number: u64) -> Self {
                Self(number)
            }

            /// The number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

row_ids! {
    /// One attempt to move money: what the screens call a payment.
    TransactionId,
    /// Money given back from one transaction.
    RefundId,
    /// Someone who pays the firm.
    PayerId,
    /// A saved card or bank account of a payer.
    PaymentMethodId,
    /// One of the firm's bank accounts that payments are deposited to.
    MerchantAccountId,
    /// A member of staff.
    UserId,
    /// A message or posting that waits to leave the house.
    DeliveryId,
    /// A report that somebody made.
    ReportId,
    /// One run of a report.
    ReportRunId,
    /// What a payer allowed the firm to debit from a bank account.
    DebitAuthorizationId,
    /// An agreement to collect on several days.
    ScheduleId,
    /// An agreement that is made with many payers alike.
    ScheduleGroupId,
    /// Something that a person must look at.
    AlertId,
    /// A public form on which clients pay.
    PaymentPageId,
    /// A link under which a payer sees to their own payment methods.
    MethodRequestId,
    /// A file of payers or of schedules that is being taken in.
    ImportId,
    /// A request for payment that a client was sent.
    PaymentRequestId,
    /// Somebody who signs in to the payer portal.
    PortalLoginId,
    /// A link by which somebody signs in to the payer portal, once.
    PortalLinkId,
}

/// One payment that a schedule owes: the schedule and a number that counts up from 1 and is given once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct OccurrenceId {
    /// Of which schedule.
    pub schedule: ScheduleId,
    /// Which of its payments, from 1.
    pub number: u32,
}

/// Names one operation from the moment its form is drawn: the nonce of the form, the idempotency key at the
/// processor and the key under which an earlier result is found again. 128 bits, lower-case base32.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationKey(String);

/// The text is not an operation key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an operation key")]
pub struct NotAnOperationKey;

impl OperationKey {
    /// Characters in a key: 128 bits at five bits each.
    pub const LENGTH: usize = 26;

    /// Accepts exactly 26 characters of `a–z` and `2–7`.
    ///
    /// # Errors
    /// [`NotAnOperationKey`] for anything else.
    pub fn parse(text: &str) -> Result<Self, NotAnOperationKey> {
        let valid =
            text.len() == Self::LENGTH && text.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
        if valid { Ok(Self(text.to_owned())) } else { Err(NotAnOperationKey) }
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OperationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operation_keys_are_26_base32_characters() {
        assert!(OperationKey::parse("abcdefghijklmnopqrstuvwxyz").is_ok());
        for bad in
            ["", "abc", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxy1", "abcdefghijklmnopqrstuvwxyz2"]
        {
            assert_eq!(OperationKey::parse(bad), Err(NotAnOperationKey), "{bad}");
        }
    }
}
