//! The states of a transaction, and what news makes of them: every pair is written out.

use serde::{Deserialize, Serialize};

/// Where a transaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Written here; the processor has not answered yet.
    Created,
    /// The processor was called and did not answer. It may or may not have charged; it is being asked.
    Unknown,
    /// The payer must act, as in 3-D Secure.
    ActionRequired,
    /// The processor holds it for review.
    Held,
    /// Refused by issuer or processor. No money moved.
    Declined,
    /// Never reached the issuer, or failed without an answer from it. No money moved.
    Failed,
    /// Approved and not captured.
    Authorized,
    /// A bank debit on its way (ACH); not money yet.
    Pending,
    /// Approved and captured; settlement follows.
    Captured,
    /// In the firm's account.
    Settled,
    /// Cancelled whole before settlement; it never posts.
    Voided,
    /// Approved first, failed afterwards.
    Reversed,
    /// A bank debit that came back.
    Returned,
    /// The payer disputes it; the money is held back.
    Disputed,
    /// The firm won the dispute.
    DisputeWon,
    /// The firm lost the dispute; the money is gone.
    DisputeLost,
}

/// News about a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Approved and captured in one.
    Approve,
    /// Approved, not captured.
    Authorize,
    /// A bank debit was accepted.
    Accept,
    /// The payer must act.
    RequireAction,
    /// Held for review.
    Hold,
    /// Refused.
    Decline,
    /// Failed definitely, without reaching the issuer.
    Fail,
    /// No answer.
    LoseTrack,
    /// The processor, asked, has never heard of it.
    NotFound,
    /// An authorization was captured.
    Capture,
    /// Settled to the firm's account.
    Settle,
    /// Cancelled before settlement.
    Void,
    /// Failed after approval.
    Reverse,
    /// A bank debit came back.
    Return,
    /// The payer disputes it.
    OpenDispute,
    /// The dispute ended for the firm.
    WinDispute,
    /// The dispute ended against the firm.
    LoseDispute,
}

/// What an event does to a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<S = Status> {
    /// It becomes this.
    To(S),
    /// Old news: nothing changes.
    Stay,
    /// It contradicts what is known: nothing changes and a person must look.
    Refuse,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 16] = [
        Self::Created,
        Self::Unknown,
        Self::ActionRequired,
        Self::Held,
        Self::Declined,
        Self::Failed,
        Self::Authorized,
        Self::Pending,
        Self::Captured,
        Self::Settled,
        Self::Voided,
        Self::Reversed,
        Self::Returned,
        Self::Disputed,
        Self::DisputeWon,
        Self::DisputeLost,
    ];

    /// What `event` does to a transaction in this status.
    ///
    /// A transaction that was given up (`Failed`) still takes a late approval: what the processor did is the truth.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "every pair of the machine is written out in one table")]
    pub const fn after(self, event: Event) -> Step {
        use Event as E;
        use Step::{Refuse, Stay, To};
        match (self, event) {
            // Nothing is decided yet: every first answer counts.
            (
                Self::Created | Self::Unknown | Self::ActionRequired | Self::Held | Self::Failed,
                E::Approve | E::Capture,
            ) => To(Self::Captured),
            (Self::Created | Self::Unknown | Self::ActionRequired | Self::Held | Self::Failed, E::Authorize) => {
                To(Self::Authorized)
            }
            (Self::Created | Self::Unknown | Self::ActionRequired | Self::Held | Self::Failed, E::Accept) => {
                To(Self::Pending)
            }
            (Self::Created | Self::Unknown | Self::ActionRequired | Self::Held | Self::Failed, E::Settle) => {
                To(Self::Settled)
            }
            (Self::Created | Self::Unknown | Self::ActionRequired | Self::Held, E::Decline) => To(Self::Declined),
            (Self::Created | Self::Unknown | Self::ActionRequired | Self::Held, E::Fail) => To(Self::Failed),
            (Self::Created | Self::Unknown | Self::ActionRequired, E::Hold) => To(Self::Held),
            (Self::Created | Self::Unknown, E::RequireAction) => To(Self::ActionRequired),
            (Self::Created | Self::Unknown, E::NotFound) => To(Self::Failed),
            (Self::Created, E::LoseTrack) => To(Self::Unknown),
            (
                Self::Created
                | Self::Unknown
                | Self::ActionRequired
                | Self::Held
                | Self::Authorized
                | Self::Pending
                | Self::Captured,
                E::Void,
            ) => To(Self::Voided),
            (Self::Created | Self::Unknown | Self::ActionRequired | Self::Held, E::Reverse) => To(Self::Failed),
            (Self::Unknown | Self::ActionRequired | Self::Held, E::LoseTrack) => Stay,
            (Self::ActionRequired, E::RequireAction) => Stay,
            (Self::Held, E::Hold | E::RequireAction) => Stay,
            (Self::ActionRequired | Self::Held, E::NotFound) => Refuse,
            (
                Self::Failed,
                E::Fail | E::NotFound | E::LoseTrack | E::Reverse | E::Void | E::RequireAction | E::Decline,
            ) => Stay,
            (Self::Failed, E::Hold) => Refuse,
            (
                Self::Created | Self::Unknown | Self::ActionRequired | Self::Held | Self::Failed,
                E::Return | E::OpenDispute | E::WinDispute | E::LoseDispute,
            ) => Refuse,
            // Declined is final.
            (Self::Declined, E::Decline | E::Fail | E::LoseTrack | E::RequireAction | E::Hold | E::Void) => Stay,
            (Self::Declined, _) => Refuse,
            // Approved in some way: money moves forward, earlier news is old.
            (Self::Authorized, E::Approve | E::Capture) => To(Self::Captured),
            (Self::Authorized | Self::Pending | Self::Captured, E::Settle) => To(Self::Settled),
            (Self::Authorized | Self::Pending | Self::Captured | Self::Settled, E::Reverse) => To(Self::Reversed),
            (Self::Pending | Self::Captured | Self::Settled, E::Return) => To(Self::Returned),
            (Self::Captured | Self::Settled, E::OpenDispute) => To(Self::Disputed),
            (Self::Authorized, E::Authorize | E::RequireAction | E::Hold | E::LoseTrack) => Stay,
            (Self::Pending, E::Accept | E::Approve | E::RequireAction | E::Hold | E::LoseTrack) => Stay,
            (
                Self::Captured,
                E::Approve | E::Capture | E::Authorize | E::Accept | E::RequireAction | E::Hold | E::LoseTrack,
            ) => Stay,
            (
                Self::Settled,
                E::Settle
                | E::Approve
                | E::Capture
                | E::Authorize
                | E::Accept
                | E::RequireAction
                | E::Hold
                | E::LoseTrack,
            ) => Stay,
            (Self::Authorized | Self::Pending | Self::Captured | Self::Settled, _) => Refuse,
            // Taken back: what led here is old news.
            (
                Self::Voided,
                E::Void
                | E::Reverse
                | E::Approve
                | E::Capture
                | E::Authorize
                | E::Accept
                | E::RequireAction
                | E::Hold
                | E::LoseTrack,
            ) => Stay,
            (Self::Voided, _) => Refuse,
            (
                Self::Reversed,
                E::Reverse
                | E::Settle
                | E::Approve
                | E::Capture
                | E::Authorize
                | E::Accept
                | E::RequireAction
                | E::Hold
                | E::LoseTrack,
            ) => Stay,
            (Self::Reversed, _) => Refuse,
            (
                Self::Returned,
                E::Return | E::Settle | E::Approve | E::Accept | E::RequireAction | E::Hold | E::LoseTrack,
            ) => Stay,
            (Self::Returned, _) => Refuse,
            // Disputes.
            (Self::Disputed | Self::DisputeLost, E::WinDispute) => To(Self::DisputeWon),
            (Self::Disputed, E::LoseDispute) => To(Self::DisputeLost),
            (Self::DisputeWon, E::OpenDispute) => To(Self::Disputed),
            (Self::Disputed, E::OpenDispute)
            | (Self::DisputeWon, E::WinDispute)
            | (Self::DisputeLost, E::LoseDispute | E::OpenDispute) => Stay,
            (
                Self::Disputed | Self::DisputeWon | Self::DisputeLost,
                E::Settle
                | E::Approve
                | E::Capture
                | E::Authorize
                | E::Accept
                | E::RequireAction
                | E::Hold
                | E::LoseTrack,
            ) => Stay,
            (Self::Disputed | Self::DisputeWon | Self::DisputeLost, _) => Refuse,
        }
    }

    /// Whether any news, in however many steps, leads from here to `other`; a status leads to itself.
    #[must_use]
    pub fn can_become(self, other: Self) -> bool {
        let mut reached = vec![self];
        let mut next = 0;
        while let Some(status) = reached.get(next).copied().filter(|status| *status != other) {
            for event in Event::ALL {
                if let Step::To(to) = status.after(event)
                    && !reached.contains(&to)
                {
                    reached.push(to);
                }
            }
            next += 1;
        }
        next < reached.len()
    }

    /// Whether the outcome is still open and the processor must be asked.
    #[must_use]
    pub const fn is_unresolved(self) -> bool {
        match self {
            Self::Created | Self::Unknown => true,
            Self::ActionRequired
            | Self::Held
            | Self::Declined
            | Self::Failed
            | Self::Authorized
            | Self::Pending
            | Self::Captured
            | Self::Settled
            | Self::Voided
            | Self::Reversed
            | Self::Returned
            | Self::Disputed
            | Self::DisputeWon
            | Self::DisputeLost => false,
        }
    }

    /// Whether the firm has, or is about to have, the money. A pending bank debit is not money yet.
    #[must_use]
    pub const fn is_collected(self) -> bool {
        match self {
            Self::Captured | Self::Settled | Self::DisputeWon => true,
            Self::Created
            | Self::Unknown
            | Self::ActionRequired
            | Self::Held
            | Self::Declined
            | Self::Failed
            | Self::Authorized
            | Self::Pending
            | Self::Voided
            | Self::Reversed
            | Self::Returned
            | Self::Disputed
            | Self::DisputeLost => false,
        }
    }

    /// Whether the payer is told "paid", "authorized" or "on its way": the moment a receipt is due.
    #[must_use]
    pub const fn is_approved(self) -> bool {
        self.is_collected() || matches!(self, Self::Authorized | Self::Pending)
    }

    /// The name used in queries, URLs and exports: snake case, the same in every language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Unknown => "unknown",
            Self::ActionRequired => "action_required",
            Self::Held => "held",
            Self::Declined => "declined",
            Self::Failed => "failed",
            Self::Authorized => "authorized",
            Self::Pending => "pending",
            Self::Captured => "captured",
            Self::Settled => "settled",
            Self::Voided => "voided",
            Self::Reversed => "reversed",
            Self::Returned => "returned",
            Self::Disputed => "disputed",
            Self::DisputeWon => "dispute_won",
            Self::DisputeLost => "dispute_lost",
        }
    }
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 17] = [
        Self::Approve,
        Self::Authorize,
        Self::Accept,
        Self::RequireAction,
        Self::Hold,
        Self::Decline,
        Self::Fail,
        Self::LoseTrack,
        Self::NotFound,
        Self::Capture,
        Self::Settle,
        Self::Void,
        Self::Reverse,
        Self::Return,
        Self::OpenDispute,
        Self::WinDispute,
        Self::LoseDispute,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The machine as a truth table: one row per status, one column per event.
    #[test]
    fn every_event_in_every_status_has_its_written_outcome() {
        let mut table = String::new();
        for status in Status::ALL {
            table.push_str(&format!("{status:?}\n"));
            for event in Event::ALL {
                let outcome = match status.after(event) {
                    Step::To(next) => format!("-> {next:?}"),
                    Step::Stay => "=".to_owned(),
                    Step::Refuse => "!".to_owned(),
                };
                table.push_str(&format!("    {:<14}{outcome}\n", format!("{event:?}")));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn no_event_ever_changes_a_status_twice() {
        for status in Status::ALL {
            for event in Event::ALL {
                if let Step::To(next) = status.after(event) {
                    assert_ne!(next, status);
                    assert!(!matches!(next.after(event), Step::To(_)), "{status:?} {event:?} twice");
                }
            }
        }
    }

    #[test]
    fn money_that_was_taken_never_becomes_money_that_was_not() {
        for status in Status::ALL {
            assert!(status.can_become(status), "{status:?}");
            assert!(Status::Created.can_become(status), "{status:?}");
            for refused in [Status::Created, Status::Unknown, Status::Declined, Status::Failed] {
                let was_taken = status.is_approved() || matches!(status, Status::Disputed | Status::DisputeLost);
                assert!(!(was_taken && status.can_become(refused)), "{status:?} to {refused:?}");
            }
        }
        assert!(Status::Captured.can_become(Status::DisputeWon));
        assert!(!Status::Voided.can_become(Status::Captured));
    }

    #[test]
    fn losing_track_never_undoes_an_answer() {
        for status in Status::ALL {
            let step = status.after(Event::LoseTrack);
            assert!(step == Step::Stay || status == Status::Created, "{status:?}");
        }
    }

    #[test]
    fn codes_are_those_of_the_stored_form() {
        for status in Status::ALL {
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("\"{}\"", status.code()));
        }
    }
}
