//! What a payment's total consists of, and how much of each part goes back with a refund.
//!
//! A refund takes its share of what is left of every part, by the largest remainder. So no part ever goes back twice, the
//! parts of a refund come to its amount, and when the last of a payment has gone back so has the last of its tax and
//! surcharge, whatever was refunded before, failed, or was refunded again.

use serde::{Deserialize, Serialize};

use super::money::{Currency, Money, MoneyError};
use crate::planted::{self, Bug};

/// The parts of a total, all in its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Parts {
    /// What is paid for, without the others.
    pub subtotal: Money,
    /// The tax on it.
    pub tax: Money,
    /// What is added for paying by credit card.
    pub surcharge: Money,
}

impl Parts {
    /// What remains of `total` beside its tax and surcharge, and these.
    ///
    /// # Errors
    /// [`MoneyError`] when the currencies differ, or the two are more than the total.
    pub fn of(total: Money, tax: Money, surcharge: Money) -> Result<Self, MoneyError> {
        let subtotal = total.minus(tax)?.minus(surcharge)?;
        let parts = Self { subtotal, tax, surcharge };
        if parts.minor().iter().any(|part| *part < 0) { Err(MoneyError::OutOfRange) } else { Ok(parts) }
    }

    /// What they come to.
    ///
    /// # Errors
    /// [`MoneyError`] as for any sum.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.subtotal.plus(self.tax)?.plus(self.surcharge)
    }

    /// Whether none is below nothing and they come to `total`.
    #[must_use]
    pub fn come_to(&self, total: Money) -> bool {
        self.minor().iter().all(|part| *part >= 0) && self.total() == Ok(total)
    }

    /// Nothing of each.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Self { subtotal: nothing, tax: nothing, surcharge: nothing }
    }

    /// What each comes to with that of `other`.
    ///
    /// # Errors
    /// [`MoneyError`] as for any sum.
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        Ok(Self {
            subtotal: self.subtotal.plus(other.subtotal)?,
            tax: self.tax.plus(other.tax)?,
            surcharge: self.surcharge.plus(other.surcharge)?,
        })
    }

    /// What is left of each when `other` was taken away.
    ///
    /// # Errors
    /// [`MoneyError`] as for any difference.
    pub fn minus(&self, other: &Self) -> Result<Self, MoneyError> {
        Ok(Self {
            subtotal: self.subtotal.minus(other.subtotal)?,
            tax: self.tax.minus(other.tax)?,
            surcharge: self.surcharge.minus(other.surcharge)?,
        })
    }

    /// The share of each part in `amount` of all that these come to, which must not be less.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] when it is less or `amount` is below nothing, [`MoneyError::CurrencyMismatch`].
    pub fn share(&self, amount: Money) -> Result<Self, MoneyError> {
        let whole = self.total()?;
        if whole.minus(amount)?.minor() < 0 || amount.minor() < 0 {
            return Err(MoneyError::OutOfRange);
        }
        let shares = shares(self.minor(), amount.minor(), whole.minor());
        let [subtotal, tax, surcharge] = shares.map(|minor| Money::new(minor, amount.currency()));
        Ok(Self { subtotal, tax, surcharge })
    }

    const fn minor(&self) -> [i64; 3] {
        [self.subtotal.minor(), self.tax.minor(), self.surcharge.minor()]
    }
}

/// `amount` of `whole`, which `parts` come to, by the largest remainder; of equal remainders the earlier part gets the unit.
fn shares(parts: [i64; 3], amount: i64, whole: i64) -> [i64; 3] {
    if whole == 0 {
        return [0; 3];
    }
    let exact = parts.map(|part| i128::from(part) * i128::from(amount));
    // Each is at most its part, which is an `i64`.
    let mut shares = exact.map(|product| i64::try_from(product / i128::from(whole)).unwrap_or(0));
    let given: i64 = shares.iter().sum();
    let mut order = [0, 1, 2];
    order.sort_by_key(|at: &usize| std::cmp::Reverse(exact[*at] % i128::from(whole)));
    let left = usize::try_from(amount - given).unwrap_or(0);
    if !planted::is(Bug::ShareRounded) {
        for at in order.into_iter().take(left) {
            shares[at] += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn parts([subtotal, tax, surcharge]: [i64; 3]) -> Parts {
        Parts { subtotal: usd(subtotal), tax: usd(tax), surcharge: usd(surcharge) }
    }

    #[test]
    fn parts_that_are_more_than_the_total_are_refused() {
        assert_eq!(Parts::of(usd(100), usd(60), usd(41)), Err(MoneyError::OutOfRange));
        assert_eq!(Parts::of(usd(100), usd(-1), usd(0)), Err(MoneyError::OutOfRange));
        assert_eq!(Parts::of(usd(100), Money::new(1, Currency::CAD), usd(0)), Err(MoneyError::CurrencyMismatch));
        assert_eq!(Parts::of(usd(100), usd(8), usd(3)), Ok(parts([89, 8, 3])));
    }

    #[test]
    fn no_more_is_shared_out_than_there_is() {
        let whole = parts([89, 8, 3]);
        assert_eq!(whole.share(usd(101)), Err(MoneyError::OutOfRange));
        assert_eq!(whole.share(usd(-1)), Err(MoneyError::OutOfRange));
        assert_eq!(whole.share(Money::new(1, Currency::CAD)), Err(MoneyError::CurrencyMismatch));
        assert_eq!(parts([0; 3]).share(usd(0)), Ok(parts([0; 3])));
    }

    #[test]
    fn a_part_goes_back_with_its_share_of_tax_and_surcharge() {
        for (amount, expected) in [(10_000, [8_900, 800, 300]), (50, [45, 4, 1]), (1, [1, 0, 0]), (0, [0, 0, 0])] {
            assert_eq!(parts([8_900, 800, 300]).share(usd(amount)), Ok(parts(expected)), "{amount}");
        }
    }

    #[test]
    fn amounts_at_the_end_of_what_fits_are_shared_out_too() {
        let most = i64::MAX / 3;
        assert_eq!(parts([most; 3]).share(usd(most * 3)), Ok(parts([most; 3])));
    }

    proptest! {
        /// Whatever is refunded in whatever order, and even when some of it fails and is asked for again.
        #[test]
        fn refunds_of_the_whole_give_back_exactly_its_tax_and_surcharge(
            whole in [0i64..5_000_000, 0i64..500_000, 0i64..200_000],
            asked in prop::collection::vec((0u32..=1_000, any::<bool>()), 0..30),
        ) {
            let whole = parts(whole);
            let (mut left, mut given) = (whole, parts([0; 3]));
            let steps = asked.into_iter().chain([(1_000, true)]);
            for (permille, goes_through) in steps {
                let rest = left.total().unwrap();
                let amount = usd(rest.minor() * i64::from(permille) / 1_000);
                let share = left.share(amount).unwrap();
                prop_assert!(share.come_to(amount), "{:?} of {:?}", share, left);
                for (part, of) in share.minor().into_iter().zip(left.minor()) {
                    prop_assert!((0..=of).contains(&part));
                    let off = i128::from(part) * i128::from(rest.minor()) - i128::from(of) * i128::from(amount.minor());
                    prop_assert!(off.abs() < i128::from(rest.minor().max(1)), "further than a unit from its share");
                }
                if goes_through {
                    left = left.minus(&share).unwrap();
                    given = Parts {
                        subtotal: given.subtotal.plus(share.subtotal).unwrap(),
                        tax: given.tax.plus(share.tax).unwrap(),
                        surcharge: given.surcharge.plus(share.surcharge).unwrap(),
                    };
                }
            }
            prop_assert_eq!(given, whole);
        }
    }
}
