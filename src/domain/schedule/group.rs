//! A general schedule: terms that are agreed once and hold for many payers, each of whom gets a schedule of their own.
//!
//! The group is what stays; what its payers are chosen for, and who of them waits for a schedule, is an [`Enrolment`], and
//! that is gone once every one of them has a schedule or is told not to get one.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::{
    ids::{MerchantAccountId, NotAnOperationKey, OperationKey, PayerId, PaymentMethodId, ScheduleGroupId},
    journal::Actor,
    money::Money,
    schedule::{Mail, References, plan::Plan, recurrence::Recurrence, retry::RetryPolicy},
    time::Timestamp,
};

/// How far a general schedule has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its terms and payers are being chosen; nobody has a schedule by it.
    Choosing,
    /// It was confirmed: its schedules are being made.
    Running,
    /// Every payer has a schedule, or is told not to get one.
    Done,
    /// It was given up before it was confirmed.
    Discarded,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Choosing, Self::Running, Self::Done, Self::Discarded];

    /// Its name in locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Choosing => "choosing",
            Self::Running => "running",
            Self::Done => "done",
            Self::Discarded => "discarded",
        }
    }
}

/// Why a payer gets no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// The record is archived, or another one stands for it.
    NotInUse,
    /// The method is not one of theirs for this account that may be charged by itself.
    NoMethod,
    /// The deposit account is closed.
    NoAccount,
    /// The amount cannot be followed, or not be charged.
    Amount,
    /// The first date has passed, or there is none.
    Date,
}

impl Unfit {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::NotInUse, Self::NoMethod, Self::NoAccount, Self::Amount, Self::Date];

    /// Its name in locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotInUse => "not-in-use",
            Self::NoMethod => "no-method",
            Self::NoAccount => "no-account",
            Self::Amount => "amount",
            Self::Date => "date",
        }
    }
}

/// A general schedule, or the schedules that came with one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScheduleGroup {
    /// Its row.
    pub id: ScheduleGroupId,
    /// The form that made it, or brought the file.
    pub key: OperationKey,
    /// Counts its changes, so that only what was reviewed is confirmed.
    pub version: u32,
    /// What the firm calls it.
    pub name: String,
    /// How far it has got.
    pub stage: Stage,
    /// How many schedules it has.
    pub made: u32,
    /// Payers who were to get one and did not, each with why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<(PayerId, Unfit)>,
    /// Who made it.
    pub created_by: Actor,
    /// When.
    pub created_at: Timestamp,
}

impl ScheduleGroup {
    /// The most payers of one.
    pub const MOST: usize = 500;
}

/// A payer who is to get a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// Who.
    pub payer: PayerId,
    /// What is charged.
    pub method: PaymentMethodId,
    /// Another amount than the terms have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
}

/// What is agreed with every payer alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommonTerms {
    /// The account that the money goes to; only methods that were saved for it are charged.
    pub account: MerchantAccountId,
    /// How much.
    pub plan: Plan,
    /// On which days.
    pub recurrence: Recurrence,
    /// Whether what failed is tried again.
    #[serde(default)]
    pub retry: RetryPolicy,
    /// What the payers hear.
    #[serde(default)]
    pub mail: Mail,
    /// What is printed on the payments.
    #[serde(default)]
    pub references: References,
}

/// The terms of a group and who waits for a schedule by them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The terms.
    pub terms: CommonTerms,
    /// Who waits, in the order of the choice; each payer once.
    pub waiting: Vec<Chosen>,
}

impl Enrolment {
    /// How much a payer pays, and until when.
    #[must_use]
    pub const fn plan_of(&self, chosen: &Chosen) -> Plan {
        match chosen.amount {
            Some(amount) => self.terms.plan.with(amount),
            None => self.terms.plan,
        }
    }
}

/// The key of the schedule that one member of a group gets, always the same: the payer of a form, the row of a file.
///
/// # Errors
/// Never: a hash has enough bits for a key.
pub fn member_key(group: &OperationKey, member: u64) -> Result<OperationKey, NotAnOperationKey> {
    let hash = Sha256::digest(format!("group\0{group}\0{member}").as_bytes());
    OperationKey::parse(&data_encoding::BASE32_NOPAD.encode(&hash[..16]).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{money::Currency, time::Day};

    #[test]
    fn codes_are_those_of_the_stored_form() {
        for stage in Stage::ALL {
            assert_eq!(serde_json::to_string(&stage).unwrap(), format!("\"{}\"", stage.code()));
        }
        for why in Unfit::ALL {
            assert_eq!(serde_json::to_string(&why).unwrap(), format!("\"{}\"", why.code().replace('-', "_")));
        }
    }

    #[test]
    fn an_amount_of_their_own_takes_the_place_of_what_is_typed_in_the_plan() {
        let usd = |minor| Money::new(minor, Currency::USD);
        let (each, own) = (usd(47_500), usd(30_000));
        let last = Day::new(2027, 1, 1);
        for (plan, with_own) in [
            (Plan::Installments { each, count: 3 }, Plan::Installments { each: own, count: 3 }),
            (Plan::Perpetual { each }, Plan::Perpetual { each: own }),
            (Plan::LumpSum { total: each, count: 3 }, Plan::LumpSum { total: own, count: 3 }),
            (Plan::UntilDay { each, last }, Plan::UntilDay { each: own, last }),
            (Plan::UntilTotal { each, total: usd(90_000) }, Plan::UntilTotal { each: own, total: usd(90_000) }),
        ] {
            assert_eq!(plan.with(own), with_own);
        }
    }

    #[test]
    fn the_key_of_a_member_is_its_own_and_always_the_same() {
        let group = |letter: &str| OperationKey::parse(&letter.repeat(26)).unwrap();
        let key = |letter, member| member_key(&group(letter), member).unwrap();
        assert_eq!(key("a", 1), key("a", 1));
        assert!(key("a", 1) != key("a", 2) && key("a", 1) != key("b", 1) && key("a", 1) != group("a"));
    }
}
