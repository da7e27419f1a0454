//! Money given back. A refund is a record of its own that points to its transaction; nothing is edited.
//!
//! News of it arrives like news of a payment, more than once and out of order, so [`RefundStatus::after`] knows the same
//! three outcomes.

use serde::{Deserialize, Serialize};

use super::{
    ids::{DeliveryId, OperationKey, RefundId, TransactionId},
    journal::Actor,
    money::Money,
    parts::Parts,
    time::{Day, Timestamp},
    transaction::{Status, Step},
};

/// How the money goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundKind {
    /// Paid back; the payer's statement shows a charge and a credit.
    Refund,
    /// The payment is cancelled whole before it settles; the payer's statement shows neither.
    Void,
}

impl RefundKind {
    /// How `amount` of a payment goes back, of which `reserved` has gone back or is on its way; `None` when it cannot.
    /// A payment that has not settled is cancelled, but only whole: what is refunded in part is never a void.
    #[must_use]
    pub fn of(status: Status, total: Money, reserved: Money, amount: Money) -> Option<Self> {
        let whole = amount == total && reserved.minor() == 0;
        match status {
            Status::Authorized | Status::Pending => whole.then_some(Self::Void),
            Status::Captured if whole => Some(Self::Void),
            Status::Captured | Status::Settled | Status::DisputeWon => Some(Self::Refund),
            Status::Created
            | Status::Unknown
            | Status::ActionRequired
            | Status::Held
            | Status::Declined
            | Status::Failed
            | Status::Voided
            | Status::Reversed
            | Status::Returned
            | Status::Disputed
            | Status::DisputeLost => None,
        }
    }
}

/// How far a refund has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Reserved here; the processor has not answered yet.
    Pending,
    /// The processor did not answer; it is being asked.
    Unknown,
    /// The processor has taken it on.
    Submitted,
    /// The money has left the firm's account, or never came to it.
    Settled,
    /// The processor refused it, or it failed later; the money is still with the firm.
    Failed,
}

/// News about a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundEvent {
    /// The processor took it on.
    Submit,
    /// The money has left the firm's account, or the payment was cancelled.
    Settle,
    /// Refused, or failed after it was taken on.
    Fail,
    /// No answer.
    LoseTrack,
    /// The processor, asked, has never heard of it.
    NotFound,
}

impl RefundStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Pending, Self::Unknown, Self::Submitted, Self::Settled, Self::Failed];

    /// What `event` does to a refund in this status.
    ///
    /// One that was given up still takes a late success, and one that has settled may bounce: what the processor did is
    /// the truth.
    #[must_use]
    pub const fn after(self, event: RefundEvent) -> Step<Self> {
        use RefundEvent as E;
        use Step::{Refuse, Stay, To};
        match (self, event) {
            (Self::Pending | Self::Unknown | Self::Failed, E::Submit) => To(Self::Submitted),
            (Self::Pending | Self::Unknown | Self::Submitted | Self::Failed, E::Settle) => To(Self::Settled),
            (Self::Pending | Self::Unknown | Self::Submitted | Self::Settled, E::Fail) => To(Self::Failed),
            (Self::Pending | Self::Unknown, E::NotFound) => To(Self::Failed),
            (Self::Pending, E::LoseTrack) => To(Self::Unknown),
            (Self::Unknown | Self::Submitted | Self::Settled | Self::Failed, E::LoseTrack) => Stay,
            (Self::Submitted, E::Submit) | (Self::Settled, E::Submit | E::Settle) => Stay,
            (Self::Failed, E::Fail | E::NotFound) => Stay,
            (Self::Submitted | Self::Settled, E::NotFound) => Refuse,
        }
    }

    /// Whether the amount counts against what can still be refunded. Everything that is not certain to have failed does.
    #[must_use]
    pub const fn reserves(self) -> bool {
        match self {
            Self::Pending | Self::Unknown | Self::Submitted | Self::Settled => true,
            Self::Failed => false,
        }
    }

    /// Whether the processor has taken it on: the moment the payer is told.
    #[must_use]
    pub const fn went_through(self) -> bool {
        match self {
            Self::Submitted | Self::Settled => true,
            Self::Pending | Self::Unknown | Self::Failed => false,
        }
    }

    /// Whether the outcome is still open and the processor must be asked.
    #[must_use]
    pub const fn is_unresolved(self) -> bool {
        match self {
            Self::Pending | Self::Unknown => true,
            Self::Submitted | Self::Settled | Self::Failed => false,
        }
    }
}

impl RefundEvent {
    /// Every event.
    pub const ALL: [Self; 5] = [Self::Submit, Self::Settle, Self::Fail, Self::LoseTrack, Self::NotFound];
}

/// A refund of a transaction, in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Its row.
    pub id: RefundId,
    /// The operation that asked for it; its idempotency key at the processor.
    pub key: OperationKey,
    /// What is refunded.
    pub transaction: TransactionId,
    /// How the money goes back; never changes.
    pub kind: RefundKind,
    /// How much.
    pub amount: Money,
    /// How much of each part of the payment, where the payment has parts. Never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
    /// How far it has got.
    pub status: RefundStatus,
    /// Why, in the words of whoever asked.
    pub reason: String,
    /// The processor's id, once it has one.
    pub gateway_id: Option<String>,
    /// Why the processor refused it, in its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// The addresses to which the payer is told of it, once it went through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notify: Vec<String>,
    /// The message that tells of it, once it was queued: there is never a second one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<DeliveryId>,
    /// Who asked.
    pub actor: Actor,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// The firm's day of `created_at`, which the figures count it on. `None` only in files from before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// When its status last changed.
    pub changed_at: Timestamp,
}

impl Refund {
    /// Applies `event` at `now` and says what it did. The record is changed only by a step forward.
    pub fn apply(&mut self, event: RefundEvent, now: Timestamp) -> Step<RefundStatus> {
        let step = self.status.after(event);
        if let Step::To(status) = step {
            self.status = status;
            self.changed_at = now;
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    /// The machine as a truth table: one row per status, one column per event.
    #[test]
    fn every_event_in_every_status_has_its_written_outcome() {
        let mut table = String::new();
        for status in RefundStatus::ALL {
            for event in RefundEvent::ALL {
                let outcome = match status.after(event) {
                    Step::To(next) => format!("-> {next:?}"),
                    Step::Stay => "=".to_owned(),
                    Step::Refuse => "!".to_owned(),
                };
                table.push_str(&format!("{:<11}{:<11}{outcome}\n", format!("{status:?}"), format!("{event:?}")));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn no_event_ever_changes_a_status_twice() {
        for status in RefundStatus::ALL {
            for event in RefundEvent::ALL {
                if let Step::To(next) = status.after(event) {
                    assert!(!matches!(next.after(event), Step::To(_)), "{status:?} {event:?} twice");
                }
            }
        }
    }

    #[test]
    fn a_payment_is_voided_only_whole_and_only_before_it_settles() {
        let of = |status, reserved, amount| RefundKind::of(status, usd(100), usd(reserved), usd(amount));
        assert_eq!(of(Status::Captured, 0, 100), Some(RefundKind::Void));
        assert_eq!(of(Status::Captured, 0, 99), Some(RefundKind::Refund));
        assert_eq!(of(Status::Captured, 1, 99), Some(RefundKind::Refund));
        assert_eq!(of(Status::Settled, 0, 100), Some(RefundKind::Refund));
        assert_eq!(of(Status::Authorized, 0, 100), Some(RefundKind::Void));
        assert_eq!(of(Status::Authorized, 0, 50), None);
        assert_eq!(of(Status::Pending, 0, 50), None);
        for status in Status::ALL {
            let possible = of(status, 0, 100).is_some();
            let held = status.is_approved();
            assert_eq!(possible, held, "{status:?}");
        }
    }
}
