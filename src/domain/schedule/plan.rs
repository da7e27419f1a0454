//! How much a schedule collects, and when it has collected enough.

use serde::{Deserialize, Serialize};

use crate::domain::{money::Money, time::Day};

/// How much, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// The same amount so many times.
    Installments {
        /// Each time.
        each: Money,
        /// How many times.
        count: u32,
    },
    /// The same amount until somebody ends it.
    Perpetual {
        /// Each time.
        each: Money,
    },
    /// One sum in equal parts. What cannot be divided is collected with the last.
    LumpSum {
        /// The whole.
        total: Money,
        /// How many parts.
        count: u32,
    },
    /// The same amount on every date up to a day.
    UntilDay {
        /// Each time.
        each: Money,
        /// The last day that counts.
        last: Day,
    },
    /// The same amount until this much was really collected; the last one is trimmed.
    UntilTotal {
        /// Each time.
        each: Money,
        /// How much in all.
        total: Money,
    },
}

/// Why there is no such plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// An amount is not positive.
    #[error("the amount is not positive")]
    Amount,
    /// The amounts are in two currencies, or the whole is less than one payment.
    #[error("the total does not fit the amount")]
    Total,
    /// None, more than [`Plan::MOST`], or more parts than the sum has minor units.
    #[error("the number of payments is out of range")]
    Count,
}

/// What came before a certain occurrence, as far as its amount depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// What was really collected, or is being collected, in minor units.
    pub collected_minor: i64,
    /// How many parts of the plan came before its terms.
    pub parts: u32,
    /// What those parts came to, in minor units.
    pub parts_minor: i64,
}

impl Plan {
    /// The most payments that a plan may count.
    pub const MOST: u32 = 1_200;

    /// Whether it can be followed.
    ///
    /// # Errors
    /// [`PlanError`] says why not.
    pub fn check(self) -> Result<Self, PlanError> {
        let positive = self.each_or_total().is_positive();
        let fits = match self {
            Self::UntilTotal { each, total } => each.currency() == total.currency() && total.minor() >= each.minor(),
            _ => true,
        };
        let counted = match self {
            Self::Installments { count, .. } => (1..=Self::MOST).contains(&count),
            Self::LumpSum { total, count } => {
                (1..=Self::MOST).contains(&count) && i64::from(count) <= total.minor().max(1)
            }
            _ => true,
        };
        match (positive, fits, counted) {
            (false, _, _) => Err(PlanError::Amount),
            (_, false, _) => Err(PlanError::Total),
            (_, _, false) => Err(PlanError::Count),
            (true, true, true) => Ok(self),
        }
    }

    /// The amount that was typed: of each payment or, for a lump sum, of the whole.
    #[must_use]
    pub const fn each_or_total(self) -> Money {
        match self {
            Self::Installments { each, .. }
            | Self::Perpetual { each }
            | Self::UntilDay { each, .. }
            | Self::UntilTotal { each, .. } => each,
            Self::LumpSum { total, .. } => total,
        }
    }

    /// The same plan with another amount in the place of the one that was typed.
    #[must_use]
    pub const fn with(self, amount: Money) -> Self {
        match self {
            Self::Installments { count, .. } => Self::Installments { each: amount, count },
            Self::Perpetual { .. } => Self::Perpetual { each: amount },
            Self::LumpSum { count, .. } => Self::LumpSum { total: amount, count },
            Self::UntilDay { last, .. } => Self::UntilDay { each: amount, last },
            Self::UntilTotal { total, .. } => Self::UntilTotal { each: amount, total },
        }
    }

    /// How much the payment with this number (from 1) comes to, due on `day`; `None` when there is none.
    #[must_use]
    pub fn amount(self, number: u32, day: Day, before: Before) -> Option<Money> {
        match self {
            Self::Installments { each, count } => (number <= count).then_some(each),
            Self::Perpetual { each } => Some(each),
            Self::LumpSum { total, count } => part(total, count, number, before),
            Self::UntilDay { each, last } => (day <= last).then_some(each),
            Self::UntilTotal { each, total } => {
                let left = total.minor().saturating_sub(before.collected_minor);
                (left > 0).then(|| Money::new(each.minor().min(left), each.currency()))
            }
        }
    }

    /// What all payments come to, where that is known beforehand and does not depend on the days.
    #[must_use]
    pub fn total(self) -> Option<Money> {
        match self {
            Self::Installments { each, count } => {
                each.minor().checked_mul(i64::from(count)).map(|minor| Money::new(minor, each.currency()))
            }
            Self::LumpSum { total, .. } | Self::UntilTotal { total, .. } => Some(total),
            Self::Perpetual { .. } | Self::UntilDay { .. } => None,
        }
    }
}

/// One part of a sum, of which `before.parts` parts have come to `before.parts_minor`. The parts that are left are equal
/// but for the last, which takes what cannot be divided.
fn part(total: Money, count: u32, number: u32, before: Before) -> Option<Money> {
    if number > count || number <= before.parts {
        return None;
    }
    let left = total.minor().checked_sub(before.parts_minor)?;
    let parts = i64::from(count.checked_sub(before.parts)?);
    let each = left.checked_div(parts)?;
    let forgotten = crate::planted::is(crate::planted::Bug::RemainderLost);
    let minor = if number == count && !forgotten { left - each * (parts - 1) } else { each };
    (minor > 0).then(|| Money::new(minor, total.currency()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::money::Currency;

    const ANY_DAY: Day = Day::new(2026, 12, 1);

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    #[test]
    fn what_cannot_be_followed_is_refused() {
        let eur = Money::new(500, Currency::from_code("EUR").unwrap());
        for (plan, error) in [
            (Plan::Perpetual { each: usd(0) }, PlanError::Amount),
            (Plan::Installments { each: usd(-1), count: 3 }, PlanError::Amount),
            (Plan::Installments { each: usd(1), count: 0 }, PlanError::Count),
            (Plan::Installments { each: usd(1), count: Plan::MOST + 1 }, PlanError::Count),
            (Plan::LumpSum { total: usd(3), count: 4 }, PlanError::Count),
            (Plan::UntilTotal { each: usd(500), total: usd(499) }, PlanError::Total),
            (Plan::UntilTotal { each: usd(5), total: eur }, PlanError::Total),
        ] {
            assert_eq!(plan.check(), Err(error), "{plan:?}");
        }
        assert!(Plan::LumpSum { total: usd(4), count: 4 }.check().is_ok());
    }

    #[test]
    fn a_plan_ends_after_its_number_its_day_or_its_total() {
        let none = Before::default();
        let twelve = Plan::Installments { each: usd(47_500), count: 12 };
        assert_eq!(twelve.amount(12, ANY_DAY, none), Some(usd(47_500)));
        assert_eq!(twelve.amount(13, ANY_DAY, none), None);
        let until = Plan::UntilDay { each: usd(100), last: ANY_DAY };
        assert_eq!(until.amount(9, ANY_DAY, none), Some(usd(100)));
        assert_eq!(until.amount(9, Day::new(2026, 12, 2), none), None);
        let total = Plan::UntilTotal { each: usd(300), total: usd(1_000) };
        let collected = |minor| Before { collected_minor: minor, ..none };
        assert_eq!(total.amount(4, ANY_DAY, collected(900)), Some(usd(100)));
        assert_eq!(total.amount(4, ANY_DAY, collected(600)), Some(usd(300)), "a try that failed does not count");
        assert_eq!(total.amount(5, ANY_DAY, collected(1_000)), None);
        assert_eq!(Plan::Perpetual { each: usd(5) }.amount(u32::MAX, ANY_DAY, none), Some(usd(5)));
    }

    #[test]
    fn what_cannot_be_divided_comes_with_the_last_part() {
        let plan = Plan::LumpSum { total: usd(1_000), count: 3 };
        let parts: Vec<_> = (1..=4).map(|number| plan.amount(number, ANY_DAY, Before::default())).collect();
        assert_eq!(parts, [Some(usd(333)), Some(usd(333)), Some(usd(334)), None]);
    }

    proptest! {
        #[test]
        fn the_parts_of_a_lump_sum_are_the_sum(total in 1i64..1_000_000_000, count in 1u32..1_200, again in 1i64..1_000_000_000, kept in 0u32..1_200) {
            let count = count.min(u32::try_from(total).unwrap());
            let sum = |plan: Plan, before: Before, count: u32| -> i64 {
                (before.parts + 1..=count).map(|number| plan.amount(number, ANY_DAY, before).unwrap().minor()).sum()
            };
            let plan = Plan::LumpSum { total: usd(total), count };
            prop_assert_eq!(sum(plan, Before::default(), count), total);
            // Agreed anew after some parts: what is left is divided among the parts that are left.
            let kept = kept.min(count - 1);
            let parts_minor: i64 =
                (1..=kept).map(|number| plan.amount(number, ANY_DAY, Before::default()).unwrap().minor()).sum();
            let before = Before { parts: kept, parts_minor, ..Before::default() };
            let again = parts_minor + i64::from(count - kept) + again;
            prop_assert_eq!(sum(Plan::LumpSum { total: usd(again), count }, before, count), again - parts_minor);
        }
    }
}
