//! What leaves the house after a commit: messages wait in the outbox, so that mail can neither fail a payment nor be
//! sent for one that was not stored.

use serde::{Deserialize, Serialize};

use super::{
    ids::{
        AlertId, DebitAuthorizationId, DeliveryId, MethodRequestId, OccurrenceId, PayerId, PaymentMethodId,
        PaymentRequestId, PortalLinkId, PortalLoginId, RefundId, ReportId, ReportRunId, TransactionId, UserId,
    },
    journal::Subject,
    locale::Locale,
    time::Timestamp,
};

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// The receipt of a payment.
    Receipt {
        /// Which payment.
        transaction: TransactionId,
    },
    /// Word that money of a payment goes back.
    RefundNotice {
        /// Which payment.
        transaction: TransactionId,
        /// Which refund of it.
        refund: RefundId,
    },
    /// Word that a bank debit came back.
    ReturnNotice {
        /// Which payment.
        transaction: TransactionId,
    },
    /// What a run of a report came to.
    Report {
        /// Which report.
        report: ReportId,
        /// Which of its runs.
        run: ReportRunId,
    },
    /// Alerts that are open, for a member of staff.
    Alerts {
        /// Whom.
        user: UserId,
        /// Those that were raised after this one,
        after: AlertId,
        /// up to this one.
        through: AlertId,
    },
    /// Word that a payment of a schedule is about to be collected.
    Reminder {
        /// Which.
        occurrence: OccurrenceId,
    },
    /// Word that a payment of a schedule was not collected.
    FailureNotice {
        /// Which.
        occurrence: OccurrenceId,
    },
    /// A link under which a payer sees to their methods.
    MethodRequest {
        /// Whose.
        payer: PayerId,
        /// Which link.
        request: MethodRequestId,
        /// The card that made the portal ask by itself, when it expires.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expiring: Option<PaymentMethodId>,
    },
    /// The payer's copy of what they authorized to be debited.
    AuthorizationCopy {
        /// Whose.
        payer: PayerId,
        /// Which authorization.
        authorization: DebitAuthorizationId,
    },
    /// A link under which a client pays what they were asked for.
    PaymentRequest {
        /// Which request.
        request: PaymentRequestId,
        /// Whether it reminds of an earlier one.
        reminder: bool,
    },
    /// A link to sign in to the payer portal with, or to confirm an address by.
    PortalLink {
        /// Whose.
        login: PortalLoginId,
        /// Which link.
        link: PortalLinkId,
    },
    /// Word, to the address before, that a login of the portal has another one.
    PortalAddressChanged {
        /// Whose.
        login: PortalLoginId,
    },
    /// Word that a login of the portal that had no password has one now.
    PortalPasswordSet {
        /// Whose.
        login: PortalLoginId,
    },
}

impl Content {
    /// The payment that the message is about, if it is about one.
    #[must_use]
    pub const fn transaction(&self) -> Option<TransactionId> {
        match self {
            Self::Receipt { transaction }
            | Self::RefundNotice { transaction, .. }
            | Self::ReturnNotice { transaction } => Some(*transaction),
            Self::Report { .. }
            | Self::Alerts { .. }
            | Self::Reminder { .. }
            | Self::FailureNotice { .. }
            | Self::MethodRequest { .. }
            | Self::AuthorizationCopy { .. }
            | Self::PaymentRequest { .. }
            | Self::PortalLink { .. }
            | Self::PortalAddressChanged { .. }
            | Self::PortalPasswordSet { .. } => None,
        }
    }

    /// What the message is about, for the journal.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Receipt { transaction }
            | Self::RefundNotice { transaction, .. }
            | Self::ReturnNotice { transaction } => Subject::Transaction(*transaction),
            Self::Report { report, .. } => Subject::Report(*report),
            Self::Alerts { user, .. } => Subject::User(*user),
            Self::Reminder { occurrence } | Self::FailureNotice { occurrence } => {
                Subject::Schedule(occurrence.schedule)
            }
            Self::MethodRequest { payer, .. } | Self::AuthorizationCopy { payer, .. } => Subject::Payer(*payer),
            Self::PaymentRequest { request, .. } => Subject::PaymentRequest(*request),
            Self::PortalLink { login, .. }
            | Self::PortalAddressChanged { login }
            | Self::PortalPasswordSet { login } => Subject::PortalLogin(*login),
        }
    }
}

/// How far a delivery has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Waiting for its time.
    Waiting,
    /// Handed to the mail server.
    Sent,
    /// Kept here to be read, because no mail server is set.
    Kept,
    /// Given up.
    Failed,
}

/// One message to one or more addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its row.
    pub id: DeliveryId,
    /// What is sent.
    pub content: Content,
    /// To whom.
    pub recipients: Vec<String>,
    /// In which language and formats.
    pub locale: Locale,
    /// Left part of the Message-ID: the same at every attempt, so that duplicates collapse in the reader's mailbox.
    pub message_key: String,
    /// How far it has got.
    pub status: DeliveryStatus,
    /// When it is due next.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// What the last attempt failed with.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
}

impl Delivery {
    /// Attempts after which a message is given up: about three days.
    pub const MAX_ATTEMPTS: u32 = 12;

    /// The longest that a message is put off, in milliseconds.
    const LONGEST_WAIT_MS: i64 = 12 * 60 * 60 * 1000;

    /// Whether what is due at `due_at` is due at `now`. Nothing is put off for longer than twelve hours, so what seems to
    /// be was put off by a clock that has been set back since.
    #[must_use]
    pub const fn is_due(due_at: Timestamp, now: Timestamp) -> bool {
        due_at.ms() <= now.ms() || due_at.ms_since(now) > Self::LONGEST_WAIT_MS
    }

    /// How long to wait after the failed attempt number `attempts`, in milliseconds: one minute, doubling, at most 12 hours.
    #[must_use]
    pub fn back_off_ms(attempts: u32) -> i64 {
        let minutes = 1i64.checked_shl(attempts.saturating_sub(1).min(20)).unwrap_or(i64::MAX);
        minutes.saturating_mul(60_000).min(Self::LONGEST_WAIT_MS)
    }
}

/// A message as it was put into words; kept so that the outbox shows exactly what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// To whom.
    pub to: Vec<String>,
    /// The subject line.
    pub subject: String,
    /// The plain-text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// When it was put into words.
    pub at: Timestamp,
    /// The file that went with it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached: Option<Attached>,
}

/// What is remembered of a file that went with a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// A file that goes with a message, kept until the message has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it, at most [`Attachment::MOST_BYTES`].
    #[serde(with = "serde_bytes")]
    pub content: Vec<u8>,
}

impl Attachment {
    /// The largest file that goes by mail: 10 MiB, which grows by a third on its way and is still taken by most servers.
    pub const MOST_BYTES: usize = 10 * 1024 * 1024;

    /// What is remembered of it.
    #[must_use]
    pub fn attached(&self) -> Attached {
        Attached { name: self.name.clone(), bytes: u64::try_from(self.content.len()).unwrap_or(u64::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_off_by_a_clock_that_was_set_back_is_due() {
        let now = Timestamp::from_ms(1_795_000_000_000);
        let longest = Delivery::back_off_ms(Delivery::MAX_ATTEMPTS);
        assert!(Delivery::is_due(now, now) && !Delivery::is_due(now.plus_ms(1), now));
        assert!(!Delivery::is_due(now.plus_ms(longest), now));
        assert!(Delivery::is_due(now.plus_ms(longest + 1), now));
    }

    #[test]
    fn waiting_doubles_up_to_twelve_hours_and_lasts_about_three_days() {
        assert_eq!(Delivery::back_off_ms(1), 60_000);
        assert_eq!(Delivery::back_off_ms(2), 120_000);
        assert_eq!(Delivery::back_off_ms(60), 12 * 60 * 60 * 1000);
        let total: i64 = (1..Delivery::MAX_ATTEMPTS).map(Delivery::back_off_ms).sum();
        assert!((24..=80).contains(&(total / 3_600_000)), "{total}");
    }
}
