//! Requests for payment: what a client was asked to pay by a link, how much of it is paid, and where it stands.
//!
//! What is paid, and what is being paid, follows from the payments on it ([`leg`]); where it stands follows from both. A
//! request is paid by as many payments as it takes and never beyond what was asked.

pub mod leg;
pub mod rules;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::leg::{Leg, Part, part_of};
use super::{
    accepted::Accepted,
    captcha::Use,
    ids::{DeliveryId, ImportId, OperationKey, PayerId, PaymentRequestId},
    journal::Actor,
    locale::Locale,
    money::Money,
    payer::words,
    payment_page::guard::{Defence, Guarded, Place},
    time::{Day, Timestamp},
    transaction::{Status, Transaction},
};
use crate::planted::{self, Bug};

/// What a payment is a part of, beside being a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestPart {
    /// Which request.
    pub request: PaymentRequestId,
    /// Which of its legs, from 0.
    pub leg: u8,
    /// The form with which it was asked for: what was asked for with one form belongs together.
    pub group: OperationKey,
}

/// What staff write of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Who is asked to pay, as the mail greets them.
    pub name: String,
    /// Where the mail goes; nowhere when the link is copied.
    pub emails: Vec<String>,
    /// The language and formats of the mail.
    pub locale: Locale,
    /// Whose payments they are, if staff said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<PayerId>,
    /// The invoice that is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// The matter that is paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Any other reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What staff say to the client.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// The least that may be paid at a time, where parts may be paid; nothing where it is paid whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_part: Option<i64>,
    /// The day by which it should be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    /// The last day on which the link takes payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// How many days after it was sent the client is reminded, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remind_after: Vec<u16>,
    /// With what the client may pay.
    #[serde(default, skip_serializing_if = "Accepted::is_default")]
    pub accepted: Accepted,
    /// Whether the client is offered to have their card kept for later payments.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub offers_keeping: bool,
}

/// One reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// When it is due.
    pub at: Timestamp,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Reminded>,
}

/// What became of a reminder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminded {
    /// It was put in the outbox.
    Queued(DeliveryId),
    /// It was not sent: a later one was due as well, a payment was on its way, or there was nobody to write to.
    PassedOver,
}

/// Where a request came from that was not written by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// The file.
    pub import: ImportId,
    /// Its row on the sheet.
    pub row: u64,
}

/// A request. Its token is not kept: it follows from the nonce and a secret that is not in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRequest {
    /// Its row.
    pub id: PaymentRequestId,
    /// The form that made it: sent twice it makes one request.
    pub key: OperationKey,
    /// What the token is derived from, with the installation's secret.
    #[serde(with = "serde_bytes")]
    pub nonce: [u8; 16],
    /// SHA-256 of the token.
    #[serde(with = "serde_bytes")]
    pub token_hash: [u8; 32],
    /// How often the link was replaced by another one.
    #[serde(default)]
    pub reissued: u32,
    /// The file that it came with, if with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought: Option<Brought>,
    /// What staff wrote.
    pub asked: Asked,
    /// What is owed: one amount, or one for operating and one for trust.
    pub legs: Vec<Leg>,
    /// When the link ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Its reminders, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// The latest mail about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<DeliveryId>,
    /// Whether that mail could not be delivered.
    #[serde(default)]
    pub bounced: bool,
    /// Whether the latest try at paying was declined, or came back from the bank.
    #[serde(default)]
    pub failed: bool,
    /// When the client first did something on its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub viewed_at: Option<Timestamp>,
    /// When staff took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_at: Option<Timestamp>,
    /// When it was noted that its time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Timestamp>,
    /// Who asked.
    pub by: Actor,
    /// When.
    pub created_at: Timestamp,
}

/// Where a request stands, as lists and filters say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was sent, or its link copied, and nothing has happened.
    Sent,
    /// The client did something on its page.
    Viewed,
    /// A part is paid.
    PartPaid,
    /// All of it is paid.
    Paid,
    /// The latest try at paying was declined, or came back from the bank.
    Failed,
    /// The mail could not be delivered.
    Bounced,
    /// Staff took it back.
    Cancelled,
    /// Its time is over.
    Expired,
}

impl State {
    /// Every state, in the order of the filters.
    pub const ALL: [Self; 8] = [
        Self::Sent,
        Self::Viewed,
        Self::PartPaid,
        Self::Paid,
        Self::Failed,
        Self::Bounced,
        Self::Cancelled,
        Self::Expired,
    ];

    /// The name used in queries, URLs and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Viewed => "viewed",
            Self::PartPaid => "part_paid",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Its place in the index by state. Never another one for the same state.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Sent => 0,
            Self::Viewed => 1,
            Self::PartPaid => 2,
            Self::Paid => 3,
            Self::Failed => 4,
            Self::Bounced => 5,
            Self::Cancelled => 6,
            Self::Expired => 7,
        }
    }

    /// Whether something is still wanted of the client.
    #[must_use]
    pub const fn is_outstanding(self) -> bool {
        match self {
            Self::Sent | Self::Viewed | Self::PartPaid | Self::Failed | Self::Bounced => true,
            Self::Paid | Self::Cancelled | Self::Expired => false,
        }
    }
}

/// Whether the link takes payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// It does.
    Open,
    /// Nothing is owed any more.
    Paid,
    /// Staff took it back.
    Cancelled,
    /// Its time is over.
    Expired,
}

/// The link is a secret of 160 bits; whoever holds it may still be one who tries stolen cards. Another company's check is
/// asked for only while they are tried everywhere.
impl Guarded for PaymentRequest {
    fn place(&self) -> Place {
        Place::Request(self.id)
    }

    fn defence(&self) -> Defence {
        Defence { captcha: Use::Off, ..Defence::default() }
    }
}

impl PaymentRequest {
    /// The most legs of a request.
    pub const MAX_LEGS: usize = 2;
    /// The most reminders of a request.
    pub const MAX_REMINDERS: usize = 4;
    /// The longest that a reminder waits, in days.
    pub const MAX_REMIND_DAYS: u16 = 365;
    /// The most characters of the message.
    pub const MAX_MESSAGE_CHARS: usize = 2_000;
    /// The most addresses that one request is mailed to.
    pub const MAX_EMAILS: usize = 5;

    fn sum(&self, part: impl Fn(&Leg) -> i64) -> Money {
        let currency = self.legs.first().map_or(super::money::Currency::USD, |leg| leg.amount.currency());
        Money::new(self.legs.iter().fold(0, |sum: i64, leg| sum.saturating_add(part(leg))), currency)
    }

    /// What was asked for, all legs together.
    #[must_use]
    pub fn total(&self) -> Money {
        self.sum(|leg| leg.amount.minor())
    }

    /// What is paid.
    #[must_use]
    pub fn paid(&self) -> Money {
        self.sum(|leg| leg.paid_minor)
    }

    /// What is being paid at the moment, its outcome open.
    #[must_use]
    pub fn held(&self) -> Money {
        self.sum(|leg| leg.held_minor)
    }

    /// What is neither paid nor being paid.
    #[must_use]
    pub fn rest(&self) -> Money {
        self.sum(Leg::rest)
    }

    /// Whether the portal has mailed its link, or is about to. Otherwise the firm hands it out itself.
    #[must_use]
    pub const fn was_mailed(&self) -> bool {
        self.mail.is_some()
    }

    /// Whether there is an address to write to, and something to ask for that is not being paid already.
    #[must_use]
    pub fn can_be_mailed(&self) -> bool {
        !self.asked.emails.is_empty() && self.rest().is_positive()
    }

    /// Whether all of it is paid.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.legs.iter().all(|leg| leg.paid_minor >= leg.amount.minor())
    }

    /// Where it stands.
    #[must_use]
    pub fn state(&self) -> State {
        let something_paid = self.legs.iter().any(|leg| leg.paid_minor > 0);
        if self.is_paid() {
            State::Paid
        } else if self.cancelled_at.is_some() {
            State::Cancelled
        } else if self.expired_at.is_some() {
            State::Expired
        } else if self.failed {
            State::Failed
        } else if something_paid {
            State::PartPaid
        } else if self.bounced {
            State::Bounced
        } else if self.viewed_at.is_some() {
            State::Viewed
        } else {
            State::Sent
        }
    }

    /// Whether its link takes payments at `now`. It ends on time, whether or not that was noted yet.
    #[must_use]
    pub fn door(&self, now: Timestamp) -> Door {
        if self.is_paid() {
            Door::Paid
        } else if self.cancelled_at.is_some() && !planted::is(Bug::CancelledTakes) {
            Door::Cancelled
        } else if self.expired_at.is_some() || self.expires_at.is_some_and(|end| end <= now) {
            Door::Expired
        } else {
            Door::Open
        }
    }

    /// When the portal does something about it by itself: the next reminder, or the end.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Timestamp> {
        if !self.state().is_outstanding() {
            return None;
        }
        let reminders = self.reminders.iter().filter(|reminder| reminder.outcome.is_none());
        reminders.map(|reminder| reminder.at).chain(self.expires_at).min()
    }

    /// Takes what is paid and being paid from the payments on it, oldest first.
    pub fn count(&mut self, payments: &[Transaction]) {
        for (place, leg) in self.legs.iter_mut().enumerate() {
            (leg.paid_minor, leg.held_minor) = leg::sums(payments, place);
        }
        let last = payments.last().map(|payment| payment.status);
        let open = payments.iter().any(|payment| part_of(payment.status) == Part::Held);
        self.failed = !open && matches!(last, Some(Status::Declined | Status::Failed | Status::Returned));
    }

    /// The words that it is found by: recipient, addresses, references and its number.
    #[must_use]
    pub fn words(&self) -> BTreeSet<String> {
        let asked = &self.asked;
        let references = [&asked.invoice_number, &asked.matter, &asked.reference].into_iter().flatten();
        let number = self.id.to_string();
        let texts = [&asked.name].into_iter().chain(&asked.emails).chain(references);
        words::of(texts.map(String::as_str).chain([number.as_str()]))
    }
}

#[cfg(test)]
mod tests;
