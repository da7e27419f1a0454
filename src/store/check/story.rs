//! What the journal tells of each payment and refund, told again step by step: where it must stand now.
//!
//! A row that stands elsewhere was written by nobody who may. What a payment is (amount, account) is not told by the
//! journal; the totals and the rules of the rows stand for that.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    alert::{Alert, Resolved, State},
    annotation::Annotation,
    ids::{AlertId, DebitAuthorizationId, OccurrenceId, RefundId, ScheduleId, TransactionId},
    journal::{Entry, Fact, Subject},
    refund::{RefundEvent, RefundStatus},
    schedule::{self, occurrence::Standing},
    time::Timestamp,
    transaction::{Event, Status, Step},
};

use super::{
    Findings,
    Invariant::{self, I1, I2, I3, I4, I10, I11},
};

/// What is told of one payment.
pub(super) struct Story {
    pub(super) requested_at: Timestamp,
    pub(super) changed_at: Timestamp,
    pub(super) status: Status,
    /// Whether the firm had the money at some time.
    pub(super) collected: bool,
    /// Whether it was approved after it had been given up, or won back after it was lost.
    pub(super) revived: bool,
    /// When it was approved first.
    pub(super) approved_at: Option<Timestamp>,
    /// Whether the approval was taken back in the moment it was heard of: then there need not be a receipt.
    pub(super) taken_back_at_once: bool,
    /// How many receipts were queued that nobody had asked for again.
    pub(super) receipts: u32,
    /// How many entries may tell of a change of its row: all but those of its mail.
    pub(super) changes: u32,
    /// How many messages were queued that say that it came back.
    pub(super) return_notices: u32,
    /// Whether its row was met.
    pub(super) met: bool,
}

/// What is told of one refund.
pub(super) struct RefundStory {
    pub(super) payment: TransactionId,
    pub(super) requested_at: Timestamp,
    pub(super) changed_at: Timestamp,
    pub(super) status: RefundStatus,
    /// Whether the processor took it on at some time.
    pub(super) went_through: bool,
    /// How many notices were queued.
    pub(super) notices: u32,
    pub(super) met: bool,
}

/// Everything that is told of money, and of what people must look at.
#[derive(Default)]
pub(super) struct Told {
    pub(super) payments: BTreeMap<TransactionId, Story>,
    pub(super) refunds: BTreeMap<RefundId, RefundStory>,
    pub(super) annotations: BTreeMap<TransactionId, Annotation>,
    pub(super) alerts: BTreeMap<AlertId, Alert>,
    pub(super) schedules: BTreeMap<ScheduleId, schedule::State>,
    /// Those that ever moved.
    pub(super) occurrences: BTreeMap<OccurrenceId, Standing>,
    pub(super) authorizations: BTreeSet<DebitAuthorizationId>,
    /// How many entries are dated before the payment that they tell of was asked for. No violation: a clock that was
    /// set back does this, and one who edits a date breaks the chain.
    pub(super) dated_back: u64,
}

/// What is wrong with something told, said of its payment.
type Wrong = (Invariant, String);

impl Told {
    /// Hears the next entry.
    pub(super) fn hear(&mut self, sequence: u64, entry: &Entry, findings: &mut Findings) {
        if let Fact::DebitAuthorized { authorization } = entry.fact {
            self.authorizations.insert(authorization);
        }
        let heard = match entry.subject {
            Subject::Transaction(id) => {
                self.hear_of(id, entry).map_err(|(why, text)| (why, format!("payment {id} {text}")))
            }
            Subject::Alert(id) => self.hear_of_alert(id, entry),
            Subject::Schedule(id) => self.hear_of_schedule(id, &entry.fact),
            Subject::Report(_)
            | Subject::User(_)
            | Subject::Payer(_)
            | Subject::PaymentRequest(_)
            | Subject::PortalLogin(_)
                if matches!(entry.fact, Fact::Delivered { .. } | Fact::DeliveryFailed { .. }) =>
            {
                Ok(())
            }
            _ if is_about_a_payment(&entry.fact) => Err((I1, "it does not say which payment it is about".to_owned())),
            _ => Ok(()),
        };
        if let Err((invariant, text)) = heard {
            findings.violate(invariant, format!("journal entry {sequence}: {text}"));
        }
    }

    fn hear_of(&mut self, id: TransactionId, entry: &Entry) -> Result<(), Wrong> {
        if entry.fact == Fact::PaymentRequested {
            let known = self.payments.insert(id, Story::new(entry.at));
            return known.map_or(Ok(()), |_| Err((I2, "was asked for before".to_owned())));
        }
        let story = self.payments.get_mut(&id).ok_or_else(|| (I1, "was never asked for".to_owned()))?;
        self.dated_back += u64::from(entry.at < story.requested_at);
        story.changes += u32::from(!is_about_mail(&entry.fact));
        match entry.fact {
            Fact::TagAdded { .. } | Fact::TagRemoved { .. } | Fact::NoteWritten { .. } => {
                note(self.annotations.entry(id).or_default(), &entry.fact);
                Ok(())
            }
            Fact::RefundNoticeQueued { refund, .. } => match self.refunds.get_mut(&refund) {
                Some(story) if story.payment == id => story.queue_notice(),
                _ => Err((I11, format!("has a notice of a refund {refund} that was never asked for"))),
            },
            Fact::PaymentChanged { event, from, to } => story.change(event, (from, to), entry.at),
            Fact::PaymentContradicted { event, status } => story.contradict(event, status),
            Fact::ReceiptQueued { again, .. } => story.queue_receipt(again),
            Fact::ReturnNoticeQueued { .. } => story.queue_return_notice(),
            Fact::RefundRequested { refund, .. } => self.request_refund(refund, id, entry.at),
            Fact::RefundChanged { refund, event, from, to } => match self.refunds.get_mut(&refund) {
                Some(story) if story.payment == id => story.change(event, (from, to), entry.at),
                _ => Err((I4, format!("has no refund {refund} that was asked for"))),
            },
            _ => Ok(()),
        }
    }

    fn hear_of_alert(&mut self, id: AlertId, entry: &Entry) -> Result<(), Wrong> {
        if let Fact::AlertRaised { about, cause } = entry.fact {
            let known = self.alerts.insert(id, Alert::new(id, about, cause, entry.at));
            return known.map_or(Ok(()), |_| Err((I10, format!("alert {id} was raised before"))));
        }
        let alert = self.alerts.get_mut(&id).ok_or_else(|| (I10, format!("alert {id} was never raised")))?;
        if !alert.state.is_unresolved() {
            return Err((I10, format!("alert {id} had ended")));
        }
        match &entry.fact {
            // Told of the alert, and changes nothing about it.
            Fact::AlertPayerAsked { .. } | Fact::AlertMethodGiven { .. } => return Ok(()),
            Fact::AlertSnoozed { until } => alert.state = State::Snoozed { until: *until },
            Fact::AlertWoken => alert.state = State::Open,
            Fact::AlertAssigned { to } => alert.assigned_to = *to,
            Fact::AlertResolved { how, note } => {
                alert.state =
                    State::Resolved(Resolved { by: entry.actor, at: entry.at, how: *how, note: note.clone() });
            }
            _ => return Err((I10, format!("alert {id} is told something that alerts know nothing of"))),
        }
        alert.version = alert.version.saturating_add(1);
        Ok(())
    }

    fn hear_of_schedule(&mut self, id: ScheduleId, fact: &Fact) -> Result<(), Wrong> {
        let wrong = |text: &str| Err((I3, format!("schedule {id} {text}")));
        match *fact {
            Fact::ScheduleAdded => match self.schedules.insert(id, schedule::State::Draft) {
                None => Ok(()),
                Some(_) => wrong("was made before"),
            },
            Fact::ScheduleMoved { event, from, to } => {
                let stood = self.schedules.insert(id, to);
                if stood == Some(from) && from.after(event) == Step::To(to) {
                    return Ok(());
                }
                wrong("is said to go to a state that its state does not lead to")
            }
            Fact::OccurrenceMoved { number, event, from, to } => {
                let stood = self.occurrences.insert(OccurrenceId { schedule: id, number }, to);
                if stood.unwrap_or(Standing::Pending) == from && from.after(event) == Step::To(to) {
                    return Ok(());
                }
                wrong("has a payment that is said to go where nothing leads from where it stood")
            }
            _ if self.schedules.contains_key(&id) => Ok(()),
            _ => wrong("was never made"),
        }
    }

    fn request_refund(&mut self, refund: RefundId, payment: TransactionId, at: Timestamp) -> Result<(), Wrong> {
        let story = RefundStory {
            payment,
            requested_at: at,
            changed_at: at,
            status: RefundStatus::Pending,
            went_through: false,
            notices: 0,
            met: false,
        };
        let known = self.refunds.insert(refund, story);
        known.map_or(Ok(()), |_| Err((I2, format!("has a refund {refund} that was asked for before"))))
    }
}

/// Retells what was noted.
fn note(annotation: &mut Annotation, fact: &Fact) {
    match fact {
        Fact::TagAdded { tag } => annotation.tags.push(tag.clone()),
        Fact::TagRemoved { tag } => annotation.tags.retain(|known| known != tag),
        Fact::NoteWritten { text } => {
            annotation.note.clone_from(text);
            annotation.note_version = annotation.note_version.saturating_add(1);
        }
        _ => {}
    }
}

/// Whether a fact is about a message, which is no part of a payment's row.
const fn is_about_mail(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::ReceiptQueued { .. }
            | Fact::RefundNoticeQueued { .. }
            | Fact::Delivered { .. }
            | Fact::DeliveryFailed { .. }
    )
}

/// Whether a fact makes sense of a payment only.
const fn is_about_a_payment(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::PaymentRequested
            | Fact::PaymentOpened
            | Fact::PaymentChanged { .. }
            | Fact::PaymentContradicted { .. }
            | Fact::PaymentDetailsLearned
            | Fact::RefundRequested { .. }
            | Fact::RefundChanged { .. }
            | Fact::ReceiptQueued { .. }
            | Fact::RefundNoticeQueued { .. }
            | Fact::ReturnNoticeQueued { .. }
            | Fact::DebitRepresented { .. }
            | Fact::TagAdded { .. }
            | Fact::TagRemoved { .. }
            | Fact::NoteWritten { .. }
            | Fact::PayerLinked { .. }
            | Fact::Delivered { .. }
            | Fact::DeliveryFailed { .. }
    )
}

impl RefundStory {
    fn change(
        &mut self,
        event: RefundEvent,
        (from, to): (RefundStatus, RefundStatus),
        at: Timestamp,
    ) -> Result<(), Wrong> {
        let (stood, legal) = (self.status, self.status.after(event) == Step::To(to));
        self.status = to;
        self.changed_at = at;
        self.went_through |= to.went_through();
        if stood == from && legal {
            return Ok(());
        }
        Err((I4, format!("has a refund that is said to go from {from:?} to {to:?} and stood at {stood:?}")))
    }
}

impl RefundStory {
    fn queue_notice(&mut self) -> Result<(), Wrong> {
        self.notices = self.notices.saturating_add(1);
        if self.went_through {
            Ok(())
        } else {
            Err((I11, "has a notice of a refund that never went through".to_owned()))
        }
    }
}

impl Story {
    const fn new(requested_at: Timestamp) -> Self {
        Self {
            requested_at,
            changed_at: requested_at,
            status: Status::Created,
            collected: false,
            revived: false,
            approved_at: None,
            taken_back_at_once: false,
            receipts: 0,
            changes: 1,
            return_notices: 0,
            met: false,
        }
    }

    fn change(&mut self, event: Event, (from, to): (Status, Status), at: Timestamp) -> Result<(), Wrong> {
        let (stood, legal) = (self.status, self.status.after(event) == Step::To(to));
        self.status = to;
        self.changed_at = at;
        self.collected |= to.is_collected();
        self.revived |= matches!(from, Status::Failed | Status::DisputeLost);
        if to.is_approved() {
            self.approved_at = self.approved_at.or(Some(at));
        }
        let taken_back = matches!(to, Status::Voided | Status::Reversed | Status::Returned);
        self.taken_back_at_once |= taken_back && self.approved_at == Some(at);
        if stood == from && legal {
            return Ok(());
        }
        Err((I1, format!("is said to go from {} to {} and stood at {}", from.code(), to.code(), stood.code())))
    }

    fn contradict(&self, event: Event, status: Status) -> Result<(), Wrong> {
        if self.status == status && status.after(event) == Step::Refuse {
            return Ok(());
        }
        Err((I1, format!("is said to stand at {} and stood at {}", status.code(), self.status.code())))
    }

    fn queue_return_notice(&mut self) -> Result<(), Wrong> {
        self.return_notices = self.return_notices.saturating_add(1);
        if self.status == Status::Returned {
            Ok(())
        } else {
            Err((I11, "is said to have come back and did not".to_owned()))
        }
    }

    fn queue_receipt(&mut self, again: bool) -> Result<(), Wrong> {
        self.receipts = self.receipts.saturating_add(u32::from(!again));
        if self.approved_at.is_some() { Ok(()) } else { Err((I11, "has a receipt and was never approved".to_owned())) }
    }
}
