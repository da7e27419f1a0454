//! An agreement to collect from a payer on several days: its terms, its states, and what it has come to.
//!
//! Terms that were followed once are never edited: a change is a new version, from a certain payment on. What was agreed
//! for the payments before stays readable beside them.

pub mod group;
pub mod notice;
pub mod occurrence;
pub mod plan;
pub mod recurrence;
pub mod retry;

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{
        DebitAuthorizationId, MerchantAccountId, OperationKey, PayerId, PaymentMethodId, ScheduleGroupId, ScheduleId,
    },
    journal::Actor,
    money::{Currency, Money},
    time::{Day, Timestamp},
    transaction::Step,
};

use self::{
    occurrence::Standing,
    plan::{Before, Plan},
    recurrence::Recurrence,
    retry::RetryPolicy,
};

/// Minutes after midnight, by the firm's clock, at which the payments of a day are collected: six in the morning.
pub const RUN_MINUTE: u16 = 6 * 60;
/// How many days late a payment is still collected without asking, unless the firm says otherwise.
pub const LATENESS_DAYS: u16 = 10;

/// Whether a schedule collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not agreed yet.
    Draft,
    /// It does.
    Active,
    /// Not for now; the dates that pass are put off, not skipped.
    Paused,
    /// Everything is collected or waived.
    Completed,
    /// Never again.
    Cancelled,
}

/// What happens to a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleEvent {
    /// The payer agreed.
    Activate,
    /// Somebody lets it rest.
    Pause,
    /// Somebody lets it go on.
    Resume,
    /// Its last payment is collected or waived.
    Complete,
    /// A payment that was collected came back.
    Reopen,
    /// Somebody ends it.
    Cancel,
}

impl ScheduleEvent {
    /// Every event.
    pub const ALL: [Self; 6] = [Self::Activate, Self::Pause, Self::Resume, Self::Complete, Self::Reopen, Self::Cancel];
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Active, Self::Paused, Self::Completed, Self::Cancelled];

    /// What `event` does to a schedule in this state.
    #[must_use]
    pub const fn after(self, event: ScheduleEvent) -> Step<Self> {
        use ScheduleEvent as E;
        use Step::{Refuse, Stay, To};
        match (self, event) {
            (Self::Draft, E::Activate) | (Self::Paused, E::Resume) | (Self::Completed, E::Reopen) => To(Self::Active),
            (Self::Active, E::Pause) => To(Self::Paused),
            (Self::Active | Self::Paused, E::Complete) => To(Self::Completed),
            (Self::Draft | Self::Active | Self::Paused, E::Cancel) => To(Self::Cancelled),
            (Self::Active, E::Activate | E::Resume | E::Reopen)
            | (Self::Paused, E::Pause | E::Reopen)
            | (Self::Completed, E::Complete)
            | (Self::Cancelled, E::Cancel | E::Complete | E::Reopen) => Stay,
            (Self::Draft, E::Pause | E::Resume | E::Complete | E::Reopen)
            | (Self::Paused, E::Activate)
            | (Self::Completed, E::Activate | E::Pause | E::Resume | E::Cancel)
            | (Self::Cancelled, E::Activate | E::Pause | E::Resume) => Refuse,
        }
    }

    /// The name used in queries, URLs and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What was agreed, from a certain payment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// From 1.
    pub version: u32,
    /// The first payment that follows them, from 1.
    pub first_number: u32,
    /// The number, from 0, of the date that this one falls on.
    pub first_date: u32,
    /// On which days.
    pub recurrence: Recurrence,
    /// How much.
    pub plan: Plan,
    /// What the payments before came to as planned, in minor units: what of a lump sum is divided already.
    #[serde(default)]
    pub parts_minor: i64,
    /// When they were agreed.
    pub since: Timestamp,
    /// The day on which staff say that the payer was told of them, where that had to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_on: Option<Day>,
    /// What the payer authorized to be debited under them, where a bank account is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debits: Option<DebitAuthorizationId>,
}

impl Terms {
    /// What is agreed at first.
    #[must_use]
    pub const fn first((plan, recurrence): (Plan, Recurrence), since: Timestamp) -> Self {
        let (version, first_number, first_date, parts_minor) = (1, 1, 0, 0);
        Self { version, first_number, first_date, recurrence, plan, parts_minor, since, told_on: None, debits: None }
    }

    /// The day of the payment with this number.
    #[must_use]
    pub fn day(&self, number: u32) -> Option<Day> {
        self.recurrence.date(self.first_date.checked_add(number.checked_sub(self.first_number)?)?)
    }

    /// The payment with this number, when what counts towards a total is `collected_minor`; `None` when there is none.
    #[must_use]
    pub fn planned(&self, number: u32, collected_minor: i64) -> Option<Planned> {
        let day = self.day(number)?;
        let parts = self.first_number.saturating_sub(1);
        let before = Before { collected_minor, parts, parts_minor: self.parts_minor };
        let amount = self.plan.amount(number, day, before)?;
        Some(Planned { number, day, amount, terms: self.version })
    }

    /// All payments under these terms alone, as if each were collected; endless where the plan is.
    pub fn outlook(self) -> impl Iterator<Item = Planned> {
        let mut collected = 0i64;
        (self.first_number..).map_while(move |number| {
            let planned = self.planned(number, collected)?;
            collected = collected.saturating_add(planned.amount.minor());
            Some(planned)
        })
    }
}

/// What the payments of a schedule come to. Derived; `check` proves it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many were collected.
    pub collected: u32,
    /// What they came to, in minor units.
    pub collected_minor: i64,
    /// How many are being collected or on their way.
    pub under_way: u32,
    /// What those come to.
    pub under_way_minor: i64,
    /// How many failed and wait for a person or the next try.
    pub failed: u32,
    /// How many will be collected on their day: one or none.
    pub pending: u32,
    /// How many were waived.
    pub waived: u32,
    /// What of it was paid elsewhere.
    pub elsewhere_minor: i64,
}

impl Tally {
    /// Counts one that stands here, or takes it off again.
    #[must_use]
    pub fn with(mut self, standing: Standing, amount: Money, by: Counted) -> Self {
        let (one, minor) = match by {
            Counted::In => (1, amount.minor()),
            Counted::Out => (-1, amount.minor().saturating_neg()),
        };
        let (count, sum) = match standing {
            Standing::Pending => (&mut self.pending, None),
            Standing::Collecting | Standing::Submitted => (&mut self.under_way, Some(&mut self.under_way_minor)),
            Standing::Collected => (&mut self.collected, Some(&mut self.collected_minor)),
            Standing::Failed => (&mut self.failed, None),
            Standing::Skipped => (&mut self.waived, None),
            Standing::PaidElsewhere => (&mut self.waived, Some(&mut self.elsewhere_minor)),
        };
        *count = count.saturating_add_signed(one);
        if let Some(sum) = sum {
            *sum = sum.saturating_add(minor);
        }
        self
    }

    /// Whether every payment so far is collected or waived.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.pending == 0 && self.under_way == 0 && self.failed == 0
    }

    /// What counts towards a total: money that came, is coming, or came elsewhere. A try that failed does not.
    #[must_use]
    pub const fn towards_total(&self) -> i64 {
        self.collected_minor.saturating_add(self.under_way_minor).saturating_add(self.elsewhere_minor)
    }
}

/// Whether something is added to a tally or taken off it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Added.
    In,
    /// Taken off.
    Out,
}

/// What is printed on every payment of a schedule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct References {
    /// The invoice paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// The matter paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Any other reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// What the payer hears of a schedule by mail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// How many days before each payment the payer is reminded of it; never when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_days: Option<u8>,
    /// Whether the payer hears of a payment that failed.
    #[serde(default)]
    pub tell_failures: bool,
}

impl Mail {
    /// The days that may be chosen.
    pub const REMIND_DAYS: [u8; 4] = [2, 3, 5, 7];
}

/// A schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// Its row.
    pub id: ScheduleId,
    /// The form that made it.
    pub key: OperationKey,
    /// Counts its changes: a form shown before a change is not acted on after it.
    pub version: u32,
    /// What the firm calls it.
    pub name: String,
    /// Who pays.
    pub payer: PayerId,
    /// Where the money goes. Never changes.
    pub merchant_account: MerchantAccountId,
    /// What is charged.
    pub payment_method: PaymentMethodId,
    /// Whether it collects.
    pub state: State,
    /// What was agreed, oldest first; never empty.
    pub terms: Vec<Terms>,
    /// Whether what failed is tried again.
    #[serde(default)]
    pub retry: RetryPolicy,
    /// What the payer hears.
    #[serde(default)]
    pub mail: Mail,
    /// What is printed on its payments.
    #[serde(default)]
    pub references: References,
    /// The number that the next occurrence gets.
    pub next_number: u32,
    /// The day of the occurrence that waits for its day, for lists; none when none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_day: Option<Day>,
    /// What it has come to.
    #[serde(default)]
    pub tally: Tally,
    /// Who made it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// The general schedule that it was made by, if it was by one. Never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ScheduleGroupId>,
}

/// The next payment as the terms have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// From 1.
    pub number: u32,
    /// The firm's day.
    pub day: Day,
    /// How much.
    pub amount: Money,
    /// Under which version of the terms.
    pub terms: u32,
}

impl Schedule {
    /// The terms that the payment with this number follows.
    #[must_use]
    pub fn terms_of(&self, number: u32) -> Option<&Terms> {
        self.terms.iter().rev().find(|terms| terms.first_number <= number)
    }

    /// The latest terms.
    #[must_use]
    pub fn latest(&self) -> Option<&Terms> {
        self.terms.last()
    }

    /// The payment with this number, when what counts towards a total is `collected_minor`; `None` when there is none.
    #[must_use]
    pub fn planned(&self, number: u32, collected_minor: i64) -> Option<Planned> {
        self.terms_of(number)?.planned(number, collected_minor)
    }

    /// The payments from `number` on, as if each were collected; endless where the plan is.
    pub fn outlook(&self, number: u32) -> impl Iterator<Item = Planned> + '_ {
        let mut collected = self.tally.towards_total();
        (number..).map_while(move |number| {
            let planned = self.planned(number, collected)?;
            collected = collected.saturating_add(planned.amount.minor());
            Some(planned)
        })
    }

    /// The currency of its payments.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.latest().map_or(Currency::USD, |terms| terms.plan.each_or_total().currency())
    }

    /// Whether it was ever tried to collect anything, or something was waived: from then on its terms are history.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        let tally = &self.tally;
        tally.collected > 0 || tally.under_way > 0 || tally.failed > 0 || tally.waived > 0
    }
}

#[cfg(test)]
mod tests {
    use super::{recurrence::Frequency, *};

    fn schedule(plan: Plan) -> Schedule {
        let recurrence = Recurrence::new(Day::new(2026, 12, 31), Frequency::Monthly, 1).unwrap();
        let at = Timestamp::from_ms(0);
        let terms = Terms::first((plan, recurrence), at);
        Schedule {
            id: ScheduleId::new(1),
            key: OperationKey::parse(&"a".repeat(26)).unwrap(),
            version: 1,
            name: "Estate planning".into(),
            payer: PayerId::new(1),
            merchant_account: MerchantAccountId::new(1),
            payment_method: PaymentMethodId::new(1),
            state: State::Active,
            terms: vec![terms],
            retry: RetryPolicy::default(),
            mail: Mail::default(),
            references: References::default(),
            next_number: 1,
            next_day: None,
            tally: Tally::default(),
            created_by: Actor::System,
            created_at: at,
            group: None,
        }
    }

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn every_event_in_every_state_has_its_written_outcome() {
        let mut table = String::new();
        for state in State::ALL {
            table.push_str(&format!("{state:?}\n"));
            for event in ScheduleEvent::ALL {
                let outcome = match state.after(event) {
                    Step::To(next) => format!("-> {next:?}"),
                    Step::Stay => "=".to_owned(),
                    Step::Refuse => "!".to_owned(),
                };
                table.push_str(&format!("    {:<10}{outcome}\n", format!("{event:?}")));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn codes_are_those_of_the_stored_form() {
        for state in State::ALL {
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.code()));
            assert_eq!(State::from_code(state.code()), Some(state));
        }
    }

    #[test]
    fn new_terms_hold_from_their_first_payment_on_and_divide_what_is_left() {
        let mut agreed = schedule(Plan::LumpSum { total: usd(1_000), count: 4 });
        let recurrence = Recurrence::new(Day::new(2027, 3, 15), Frequency::Weekly, 2).unwrap();
        let plan = Plan::LumpSum { total: usd(1_200), count: 5 };
        let later = Terms { version: 2, first_number: 3, recurrence, plan, parts_minor: 500, ..agreed.terms[0] };
        agreed.terms.push(later);
        let outlook: Vec<_> =
            agreed.outlook(1).map(|planned| (planned.day.number(), planned.amount.minor(), planned.terms)).collect();
        let expected = [
            (20_261_231, 250, 1),
            (20_270_131, 250, 1),
            (20_270_315, 233, 2),
            (20_270_329, 233, 2),
            (20_270_412, 234, 2),
        ];
        assert_eq!(outlook, expected);
    }

    #[test]
    fn the_outlook_of_a_total_ends_when_it_is_reached_and_what_failed_is_made_up_for() {
        let mut agreed = schedule(Plan::UntilTotal { each: usd(300), total: usd(1_000) });
        let amounts = |agreed: &Schedule, from| -> Vec<i64> {
            agreed.outlook(from).map(|planned| planned.amount.minor()).collect()
        };
        assert_eq!(amounts(&agreed, 1), [300, 300, 300, 100]);
        agreed.tally = Tally::default().with(Standing::Collected, usd(300), Counted::In).with(
            Standing::Failed,
            usd(300),
            Counted::In,
        );
        assert_eq!(amounts(&agreed, 3), [300, 300, 100]);
    }

    #[test]
    fn what_is_counted_in_is_counted_out_again() {
        for standing in Standing::ALL {
            let counted = Tally::default().with(standing, usd(5), Counted::In);
            assert_ne!(counted, Tally::default(), "{standing:?}");
            assert_eq!(counted.with(standing, usd(5), Counted::Out), Tally::default(), "{standing:?}");
        }
    }
}
