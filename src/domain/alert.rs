//! What a person must look at. An alert is raised in the write that learns of the trouble, is there once for what it is
//! about and why, and ends when somebody, or the cause's own end, resolves it; it is never deleted.
//!
//! It repeats nothing of what it is about: who, how much and which refusal are read there.

use serde::{Deserialize, Serialize};

use super::{
    ids::{AlertId, DeliveryId, MerchantAccountId, OccurrenceId, PaymentMethodId, TransactionId, UserId},
    journal::Actor,
    time::Timestamp,
    transaction::Step,
};

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A payment, or a refund of it.
    Payment(TransactionId),
    /// A payment that a schedule owes.
    Occurrence(OccurrenceId),
    /// A saved card or account.
    PaymentMethod(PaymentMethodId),
    /// A message.
    Delivery(DeliveryId),
    /// A deposit account, for the processor behind it.
    MerchantAccount(MerchantAccountId),
    /// All the pages on which clients pay, together.
    PublicPages,
}

impl About {
    /// Its sort key in the index of alerts: kind, number, and number within.
    #[must_use]
    pub const fn index_key(self) -> (u8, u64, u64) {
        match self {
            Self::Payment(id) => (0, id.get(), 0),
            Self::Occurrence(id) => (1, id.schedule.get(), id.number as u64),
            Self::PaymentMethod(id) => (2, id.get(), 0),
            Self::Delivery(id) => (3, id.get(), 0),
            Self::MerchantAccount(id) => (4, id.get(), 0),
            Self::PublicPages => (5, 0, 0),
        }
    }
}

/// Why somebody must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A scheduled payment was tried and not collected.
    OccurrenceFailed,
    /// The day of a scheduled payment passed without a try.
    OccurrenceMissed,
    /// The bank gave a debit back, or a payment failed after its approval.
    BankDebitReturned,
    /// The payer disputes a payment with the bank.
    Disputed,
    /// A saved card expires before it is needed next.
    MethodExpiring,
    /// Nobody knows yet whether a payment, or a refund, went through.
    OutcomeUnknown,
    /// A message could not be delivered.
    MailFailed,
    /// The processor has not answered for a while.
    GatewayUnreachable,
    /// Money that was to be given back is still with the firm.
    RefundFailed,
    /// The authorization of a schedule's debits has ended, so the schedule rests.
    DebitsEnded,
    /// With this payment more is paid of a request than was asked for.
    RequestOverpaid,
    /// Cards are declined on the public pages at a rate that no genuine traffic has.
    CardTesting,
}

impl Cause {
    /// Every cause, in the order menus show them. The place of each is its number in stored keys: only ever add at the end.
    pub const ALL: [Self; 12] = [
        Self::OccurrenceFailed,
        Self::OccurrenceMissed,
        Self::BankDebitReturned,
        Self::Disputed,
        Self::MethodExpiring,
        Self::OutcomeUnknown,
        Self::MailFailed,
        Self::GatewayUnreachable,
        Self::RefundFailed,
        Self::DebitsEnded,
        Self::RequestOverpaid,
        Self::CardTesting,
    ];

    /// Its number in stored keys: its place in [`Cause::ALL`].
    #[must_use]
    pub const fn index_key(self) -> u8 {
        match self {
            Self::OccurrenceFailed => 0,
            Self::OccurrenceMissed => 1,
            Self::BankDebitReturned => 2,
            Self::Disputed => 3,
            Self::MethodExpiring => 4,
            Self::OutcomeUnknown => 5,
            Self::MailFailed => 6,
            Self::GatewayUnreachable => 7,
            Self::RefundFailed => 8,
            Self::DebitsEnded => 9,
            Self::RequestOverpaid => 10,
            Self::CardTesting => 11,
        }
    }

    /// Its name in addresses and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OccurrenceFailed => "occurrence-failed",
            Self::OccurrenceMissed => "occurrence-missed",
            Self::BankDebitReturned => "debit-returned",
            Self::Disputed => "disputed",
            Self::MethodExpiring => "method-expiring",
            Self::OutcomeUnknown => "outcome-unknown",
            Self::MailFailed => "mail-failed",
            Self::GatewayUnreachable => "processor-unreachable",
            Self::RefundFailed => "refund-failed",
            Self::DebitsEnded => "debits-ended",
            Self::RequestOverpaid => "request-overpaid",
            Self::CardTesting => "card-testing",
        }
    }

    /// The cause with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }
}

/// What ended an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It was tried again the same way, and that worked.
    Retried,
    /// It was collected by another saved card or account.
    OtherMethod,
    /// A payment was taken in its place.
    Payment(TransactionId),
    /// The payer paid outside the portal.
    PaidElsewhere,
    /// The firm gives the money up.
    WrittenOff,
    /// This payment of the schedule is left out.
    Skipped,
    /// Somebody looked, and there is nothing to do.
    NoActionNeeded,
    /// What it was about put itself right.
    ByItself,
}

impl Resolution {
    /// What staff may choose when they resolve an alert by hand; the others come from what was done.
    pub const BY_HAND: [Self; 3] = [Self::PaidElsewhere, Self::WrittenOff, Self::NoActionNeeded];
    /// The same for a payment of a schedule, which can be left out.
    pub const BY_HAND_OF_SCHEDULE: [Self; 3] = [Self::PaidElsewhere, Self::Skipped, Self::NoActionNeeded];
    /// The same for what was paid too much: it goes back, or stays by agreement.
    pub const BY_HAND_OF_OVERPAYMENT: [Self; 1] = [Self::NoActionNeeded];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Retried => "retried",
            Self::OtherMethod => "other-method",
            Self::Payment(_) => "payment",
            Self::PaidElsewhere => "paid-elsewhere",
            Self::WrittenOff => "written-off",
            Self::Skipped => "skipped",
            Self::NoActionNeeded => "no-action-needed",
            Self::ByItself => "by-itself",
        }
    }
}

/// How an alert ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// Who ended it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// By what.
    pub how: Resolution,
    /// In their words; empty where what was done says it all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// How far an alert has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Somebody must look.
    Open,
    /// Put off; it opens by itself.
    Snoozed {
        /// When.
        until: Timestamp,
    },
    /// Ended.
    Resolved(Resolved),
}

/// What happens to an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertEvent {
    /// The same trouble was met again.
    Raise,
    /// Somebody puts it off.
    Snooze {
        /// Until when.
        until: Timestamp,
    },
    /// Time went by; it is now this late.
    Wake {
        /// Now.
        now: Timestamp,
    },
    /// It ends.
    Resolve(Resolved),
}

impl State {
    /// The longest that an alert is put off, in milliseconds: eight days, a week and an hour of summer time.
    pub const LONGEST_SNOOZE_MS: i64 = 8 * 24 * 60 * 60 * 1000;

    /// What `event` does to an alert in this state.
    ///
    /// Fresh trouble wakes one that was put off, and needs a new one once the old was resolved. The first to resolve it is
    /// who did.
    #[must_use]
    pub fn after(&self, event: &AlertEvent) -> Step<Self> {
        use AlertEvent as E;
        use Step::{Refuse, Stay, To};
        match (self, event) {
            (Self::Open, E::Raise | E::Wake { .. }) => Stay,
            (Self::Open | Self::Snoozed { .. }, E::Snooze { until }) => To(Self::Snoozed { until: *until }),
            (Self::Open | Self::Snoozed { .. }, E::Resolve(resolved)) => To(Self::Resolved(resolved.clone())),
            (Self::Snoozed { .. }, E::Raise) => To(Self::Open),
            (Self::Snoozed { until }, E::Wake { now }) if Self::is_over(*until, *now) => To(Self::Open),
            (Self::Snoozed { .. }, E::Wake { .. }) => Stay,
            (Self::Resolved(_), E::Wake { .. } | E::Resolve(_)) => Stay,
            (Self::Resolved(_), E::Raise | E::Snooze { .. }) => Refuse,
        }
    }

    /// Whether one that was put off until `until` is due at `now`. Nothing is put off for longer than
    /// [`State::LONGEST_SNOOZE_MS`], so what seems to be was put off by a clock that has been set back since.
    #[must_use]
    pub const fn is_over(until: Timestamp, now: Timestamp) -> bool {
        until.ms() <= now.ms() || until.ms_since(now) > Self::LONGEST_SNOOZE_MS
    }

    /// Whether it has not ended, or ended in a way that `wanted` takes.
    #[must_use]
    pub fn is_unresolved_or(&self, wanted: impl Fn(Resolution) -> bool) -> bool {
        match self {
            Self::Open | Self::Snoozed { .. } => true,
            Self::Resolved(resolved) => wanted(resolved.how),
        }
    }

    /// Whether the trouble is still there, put off or not.
    #[must_use]
    pub const fn is_unresolved(&self) -> bool {
        match self {
            Self::Open | Self::Snoozed { .. } => true,
            Self::Resolved(_) => false,
        }
    }
}

/// Something that a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its row.
    pub id: AlertId,
    /// What it is about.
    pub about: About,
    /// Why.
    pub cause: Cause,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// How far it has got.
    pub state: State,
    /// Who has taken it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<UserId>,
    /// Counts up with each change, so that a stale page changes nothing.
    pub version: u32,
}

impl Alert {
    /// The longest note on how an alert was resolved, in characters.
    pub const MAX_NOTE: usize = 500;

    /// One that was just raised.
    #[must_use]
    pub const fn new(id: AlertId, about: About, cause: Cause, now: Timestamp) -> Self {
        Self { id, about, cause, raised_at: now, state: State::Open, assigned_to: None, version: 1 }
    }

    /// Applies `event` and says what it did. The record is changed only by a step forward.
    pub fn apply(&mut self, event: &AlertEvent) -> Step<State> {
        let step = self.state.after(event);
        if let Step::To(state) = &step {
            self.state = state.clone();
            self.version = self.version.saturating_add(1);
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_000_000_000);

    fn resolved() -> Resolved {
        Resolved { by: Actor::System, at: NOW, how: Resolution::ByItself, note: String::new() }
    }

    /// The machine as a truth table: one row per state and event.
    #[test]
    fn every_event_in_every_state_has_its_written_outcome() {
        let states = [
            ("open", State::Open),
            ("snoozed", State::Snoozed { until: NOW.plus_ms(10) }),
            ("resolved", State::Resolved(resolved())),
        ];
        let events = [
            ("raise", AlertEvent::Raise),
            ("snooze", AlertEvent::Snooze { until: NOW.plus_ms(20) }),
            ("wake early", AlertEvent::Wake { now: NOW.plus_ms(9) }),
            ("wake", AlertEvent::Wake { now: NOW.plus_ms(10) }),
            ("resolve", AlertEvent::Resolve(Resolved { note: "Looked at".into(), ..resolved() })),
        ];
        let mut table = String::new();
        for (state_name, state) in &states {
            for (event_name, event) in &events {
                let outcome = match state.after(event) {
                    Step::To(State::Open) => "-> open".to_owned(),
                    Step::To(State::Snoozed { until }) => format!("-> snoozed until +{}", until.ms_since(NOW)),
                    Step::To(State::Resolved(by)) => format!("-> resolved, {:?}", by.note),
                    Step::Stay => "=".to_owned(),
                    Step::Refuse => "!".to_owned(),
                };
                table.push_str(&format!("{state_name:<10}{event_name:<12}{outcome}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_was_put_off_by_a_clock_that_was_set_back_is_due() {
        let longest = NOW.plus_ms(State::LONGEST_SNOOZE_MS);
        assert!(!State::is_over(longest, NOW));
        assert!(State::is_over(longest.plus_ms(1), NOW));
    }

    #[test]
    fn a_cause_is_filed_under_its_place_in_the_list() {
        for (place, cause) in Cause::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(cause.index_key()), place, "{cause:?}");
            assert_eq!(Cause::from_code(cause.code()), Some(cause));
        }
    }

    #[test]
    fn only_a_step_forward_counts_as_a_change() {
        let about = About::Delivery(DeliveryId::new(3));
        let mut alert = Alert::new(AlertId::new(1), about, Cause::MailFailed, NOW);
        assert_eq!(alert.apply(&AlertEvent::Raise), Step::Stay);
        assert_eq!(alert.version, 1);
        alert.apply(&AlertEvent::Resolve(resolved()));
        let ended = alert.clone();
        assert_eq!((ended.version, ended.state.is_unresolved()), (2, false));
        alert.apply(&AlertEvent::Resolve(Resolved { note: "Late".into(), ..resolved() }));
        assert_eq!(alert, ended, "the first to resolve it is who did");
    }
}
