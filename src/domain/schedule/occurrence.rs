//! One payment that a schedule owes, and the tries at collecting it. Many tries may belong to one occurrence; at most one
//! of them ever has the money.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::{
    ids::{DeliveryId, NotAnOperationKey, OccurrenceId, OperationKey, PaymentMethodId},
    journal::Actor,
    money::Money,
    time::{Day, Timestamp},
    transaction::{Status, Step},
};

use super::{State, retry::Failure};

/// Where an occurrence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It will be collected on its day.
    Pending,
    /// A try was begun and has no outcome yet.
    Collecting,
    /// A bank debit is on its way; not money yet.
    Submitted,
    /// The firm has the money.
    Collected,
    /// It was not collected, or was taken back; a person or the next try decides.
    Failed,
    /// It will not be collected.
    Skipped,
    /// It was paid in another way.
    PaidElsewhere,
}

/// What happens to an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccurrenceEvent {
    /// A try is begun.
    Claim,
    /// A bank debit was accepted.
    Submit,
    /// The money is the firm's.
    Collect,
    /// Refused, given up, held, or taken back.
    Fail,
    /// Somebody, or the plan, does without it.
    Skip,
    /// Somebody says that it was paid in another way.
    PayElsewhere,
}

impl OccurrenceEvent {
    /// Every event.
    pub const ALL: [Self; 6] = [Self::Claim, Self::Submit, Self::Collect, Self::Fail, Self::Skip, Self::PayElsewhere];

    /// What the payments made for an occurrence come to, in the order they were made; `None` while one is open. What
    /// the processor did is the truth, whichever try did it.
    #[must_use]
    pub fn of(statuses: &[Status]) -> Option<Self> {
        let any = |holds: fn(Status) -> bool| statuses.iter().any(|status| holds(*status));
        if any(holds_money) {
            return Some(Self::Collect);
        }
        if any(|status| matches!(status, Status::Authorized | Status::Pending)) {
            return Some(Self::Submit);
        }
        let open = |status: Status| status.is_unresolved() || matches!(status, Status::ActionRequired | Status::Held);
        (!statuses.is_empty() && !any(open)).then_some(Self::Fail)
    }
}

/// Whether the firm has the money of a payment, be it disputed.
#[must_use]
pub const fn holds_money(status: Status) -> bool {
    status.is_collected() || matches!(status, Status::Disputed)
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::Collecting,
        Self::Submitted,
        Self::Collected,
        Self::Failed,
        Self::Skipped,
        Self::PaidElsewhere,
    ];

    /// What `event` does to an occurrence that stands here.
    ///
    /// Nobody can skip what is being collected. One that was given up still takes a late approval.
    #[must_use]
    pub const fn after(self, event: OccurrenceEvent) -> Step<Self> {
        use OccurrenceEvent as E;
        use Step::{Refuse, Stay, To};
        match (self, event) {
            (Self::Pending | Self::Failed, E::Claim) => To(Self::Collecting),
            (Self::Pending | Self::Collecting | Self::Submitted | Self::Collected, E::Fail) => To(Self::Failed),
            (Self::Pending | Self::Failed, E::Skip) => To(Self::Skipped),
            (Self::Pending | Self::Failed, E::PayElsewhere) => To(Self::PaidElsewhere),
            (Self::Pending, E::Submit | E::Collect) => Refuse,
            (Self::Collecting | Self::Failed | Self::Skipped | Self::PaidElsewhere, E::Submit) => To(Self::Submitted),
            (Self::Collecting | Self::Submitted | Self::Failed | Self::Skipped | Self::PaidElsewhere, E::Collect) => {
                To(Self::Collected)
            }
            (Self::Submitted | Self::Collected, E::Submit) | (Self::Collected, E::Collect) => Stay,
            (Self::Failed | Self::Skipped | Self::PaidElsewhere, E::Fail) => Stay,
            (Self::Skipped, E::Skip) | (Self::PaidElsewhere, E::PayElsewhere) => Stay,
            (Self::Skipped, E::PayElsewhere) | (Self::PaidElsewhere, E::Skip) => Refuse,
            (Self::Collecting | Self::Submitted | Self::Collected | Self::Skipped | Self::PaidElsewhere, E::Claim)
            | (Self::Collecting | Self::Submitted | Self::Collected, E::Skip | E::PayElsewhere) => Refuse,
        }
    }

    /// Whether nothing more is to be done about it.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Collected | Self::Skipped | Self::PaidElsewhere)
    }

    /// Whether a person may begin a try, skip it or say that it was paid elsewhere.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Pending | Self::Failed)
    }

    /// The suffix of its locale key, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Collecting => "collecting",
            Self::Submitted => "submitted",
            Self::Collected => "collected",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
            Self::PaidElsewhere => "paid-elsewhere",
        }
    }
}

/// One try at collecting: durable before the processor is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The operation, known before it is begun: [`operation_key`].
    pub key: OperationKey,
    /// What was charged.
    pub method: PaymentMethodId,
    /// When it was begun.
    pub at: Timestamp,
    /// Who began it.
    pub actor: Actor,
}

/// Why nothing more is collected for an occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiver {
    /// Somebody decided so, and noted why.
    Decided(String),
    /// What the plan was to collect has been collected.
    TotalReached,
    /// The schedule was cancelled.
    Cancelled,
    /// The terms were changed, and have no such payment any more.
    NotPlanned,
    /// It was paid in another way, as noted.
    PaidElsewhere(String),
}

/// A waiver with who and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    /// Why.
    pub why: Waiver,
    /// Who said so.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// An occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// Which.
    pub id: OccurrenceId,
    /// Counts its changes: a form shown before a change is not acted on after it.
    pub version: u32,
    /// The version of the terms that it follows.
    pub terms: u32,
    /// The firm's day on which it is due.
    pub day: Day,
    /// The instant from which it is collected, and never before by the portal itself.
    pub due_at: Timestamp,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub standing: Standing,
    /// When it came to stand there.
    pub changed_at: Timestamp,
    /// The tries, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
    /// Why the last try failed, or why none was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// When it is tried again by itself, while its schedule goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<Timestamp>,
    /// When the portal acts on it by itself; none while the schedule rests, and once nothing is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Timestamp>,
    /// When the payer is reminded of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_at: Option<Timestamp>,
    /// Why nothing more is collected for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waived: Option<Waived>,
    /// The reminder that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder: Option<DeliveryId>,
}

impl Occurrence {
    /// When the portal must act on it by itself, in a schedule of this state.
    #[must_use]
    pub const fn wake_in(&self, state: State) -> Option<Timestamp> {
        match (state, self.standing) {
            (State::Active, Standing::Pending) => Some(self.due_at),
            (State::Active, Standing::Failed) => self.retry_at,
            _ => None,
        }
    }

    /// When the portal tries again what failed; never while its schedule rests or once that has ended.
    #[must_use]
    pub const fn tried_again_at(&self) -> Option<Timestamp> {
        match self.standing {
            Standing::Failed => self.wake_at,
            _ => None,
        }
    }

    /// Applies `event` at `now`; the record is changed only by a step forward.
    pub fn apply(&mut self, event: OccurrenceEvent, now: Timestamp) -> Step<Standing> {
        let step = self.standing.after(event);
        if let Step::To(to) = step {
            self.standing = to;
            self.changed_at = now;
            self.version = self.version.saturating_add(1);
        }
        step
    }

    /// How many tries the portal began by itself.
    #[must_use]
    pub fn own_tries(&self) -> usize {
        self.attempts.iter().filter(|attempt| attempt.actor == Actor::System).count()
    }
}

/// The key of a try, the same however often it is asked for: derived from the database, the occurrence and the number of
/// the try, so that a claim that was lost and made again is the same operation at the processor.
///
/// # Errors
/// [`NotAnOperationKey`] never in practice: 128 bits are always 26 base32 characters.
pub fn operation_key(database: &str, id: OccurrenceId, attempt: usize) -> Result<OperationKey, NotAnOperationKey> {
    let name = format!("schedule\0{database}\0{}\0{}\0{attempt}", id.schedule, id.number);
    let hash = Sha256::digest(name.as_bytes());
    let text = data_encoding::BASE32_NOPAD.encode(&hash[..16]).to_lowercase();
    OperationKey::parse(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ScheduleId;

    #[test]
    fn every_event_in_every_standing_has_its_written_outcome() {
        let mut table = String::new();
        for standing in Standing::ALL {
            table.push_str(&format!("{standing:?}\n"));
            for event in OccurrenceEvent::ALL {
                let outcome = match standing.after(event) {
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
    fn no_event_moves_an_occurrence_twice_and_only_an_open_one_is_tried() {
        for standing in Standing::ALL {
            for event in OccurrenceEvent::ALL {
                if let Step::To(next) = standing.after(event) {
                    assert!(next != standing && !matches!(next.after(event), Step::To(_)), "{standing:?} {event:?}");
                }
            }
            let tried = matches!(standing.after(OccurrenceEvent::Claim), Step::To(_));
            assert_eq!(tried, standing.is_open(), "{standing:?}");
        }
    }

    #[test]
    fn one_try_with_the_money_outweighs_all_others_and_an_open_one_all_refusals() {
        use OccurrenceEvent as E;
        use Status as S;
        for (statuses, event) in [
            (&[][..], None),
            (&[S::Declined], Some(E::Fail)),
            (&[S::Declined, S::Unknown], None),
            (&[S::Failed, S::Held], None),
            (&[S::Failed, S::ActionRequired], None),
            (&[S::Declined, S::Captured], Some(E::Collect)),
            (&[S::Settled, S::Declined], Some(E::Collect)),
            (&[S::Declined, S::Pending], Some(E::Submit)),
            (&[S::Disputed], Some(E::Collect)),
            (&[S::DisputeLost], Some(E::Fail)),
            (&[S::Returned], Some(E::Fail)),
            (&[S::Voided], Some(E::Fail)),
        ] {
            assert_eq!(OccurrenceEvent::of(statuses), event, "{statuses:?}");
        }
    }

    #[test]
    fn the_key_of_a_try_is_its_own_and_always_the_same() {
        let key = |database: &str, schedule, number, attempt| {
            let id = OccurrenceId { schedule: ScheduleId::new(schedule), number };
            operation_key(database, id, attempt).unwrap()
        };
        assert_eq!(key("a", 1, 11, 1), key("a", 1, 11, 1));
        let all = [key("a", 1, 11, 1), key("a", 11, 1, 1), key("a", 1, 1, 11), key("a", 1, 11, 2), key("b", 1, 11, 1)];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[..place].contains(one));
        }
    }
}
