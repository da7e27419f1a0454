//! What a client pays on a page: quantities or an amount in, lines and sums out. Integers only, and nothing that a
//! browser sent is believed but how many of what.
//!
//! Tax is worked out and rounded line by line, half a minor unit away from zero, and the lines are added up. So what each
//! line shows is what the total is made of, and the total never differs from the sum of what can be seen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::words::Texts;
use crate::domain::money::{Currency, Money, PartsPerMillion};

/// What may be paid on a page with one amount, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountRule {
    /// The client says.
    Any,
    /// This.
    Fixed(i64),
    /// One of these.
    Choices(Vec<i64>),
    /// What the client says, within these bounds.
    Between {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
}

/// A thing for sale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Its number on the page, never given out again.
    pub id: u32,
    /// What it is.
    pub name: Texts,
    /// More about it.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub description: Texts,
    /// The price of one, in minor units.
    pub unit_minor: i64,
    /// Whether it is taxed.
    #[serde(default)]
    pub taxed: Taxed,
    /// How many are on the form to begin with.
    pub usual: u32,
    /// The fewest that can be bought, if any are.
    pub least: u32,
    /// The most that one client can buy at once.
    pub most: u32,
    /// How many there are altogether.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stock: Option<u32>,
}

/// How an item is taxed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taxed {
    /// At the page's rate.
    #[default]
    AtPageRate,
    /// Not at all.
    Exempt,
    /// At a rate of its own.
    At(PartsPerMillion),
}

/// The tax on a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tax {
    /// What it is called.
    pub name: Texts,
    /// How much of the net price.
    pub rate: PartsPerMillion,
    /// Whether prices have it in them.
    pub mode: TaxMode,
}

/// Whether prices have the tax in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxMode {
    /// It comes on top.
    Exclusive,
    /// It is in them.
    Inclusive,
}

/// The most of one thing that anybody may ask for.
pub const MOST_OF_ONE: u32 = 9_999;
/// The most things that a page offers.
pub const MOST_ITEMS: usize = 10;

/// What a client wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// To pay this much, in minor units.
    Amount(i64),
    /// So many of each item, by its number.
    Quantities(BTreeMap<u32, u32>),
}

/// What it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// A line for each thing bought.
    pub lines: Vec<Line>,
    /// All of it without tax.
    pub net: Money,
    /// The tax.
    pub tax: Money,
    /// What is paid.
    pub total: Money,
}

/// One thing bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which item; nothing on a page with one amount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// How many.
    pub quantity: u32,
    /// The price of one, as the page says it.
    pub unit: Money,
    /// All of them without tax.
    pub net: Money,
    /// The tax on them.
    pub tax: Money,
}

impl Line {
    /// What the line adds to the total.
    #[must_use]
    pub const fn gross(&self) -> Money {
        Money::new(self.net.minor().saturating_add(self.tax.minor()), self.net.currency())
    }
}

/// Why something cannot be priced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unpriceable {
    /// Nothing, or less, is asked for.
    #[error("nothing is asked for")]
    Nothing,
    /// The amount is not one that the page takes.
    #[error("the page does not take this amount")]
    Amount,
    /// There is no such item.
    #[error("there is no item {0}")]
    NoItem(u32),
    /// Fewer or more than the page sells at once.
    #[error("not so many of item {0}")]
    Quantity(u32),
    /// A page with one amount was asked for items, or the other way round.
    #[error("the page sells something else")]
    OtherKind,
    /// It is too much to count.
    #[error("the sum is out of range")]
    TooMuch,
}

/// Prices what a client wants of a page with one amount.
///
/// # Errors
/// [`Unpriceable`].
pub fn price_amount(rule: &AmountRule, tax: Option<&Tax>, amount: Money) -> Result<Priced, Unpriceable> {
    let minor = amount.minor();
    if minor <= 0 {
        return Err(Unpriceable::Nothing);
    }
    let taken = match rule {
        AmountRule::Any => true,
        AmountRule::Fixed(fixed) => minor == *fixed,
        AmountRule::Choices(choices) => choices.contains(&minor),
        AmountRule::Between { least, most } => (*least..=*most).contains(&minor),
    };
    if !taken {
        return Err(Unpriceable::Amount);
    }
    let (net, tax) = split(amount, tax.map(|tax| (tax.rate, tax.mode)))?;
    sum(vec![Line { item: None, quantity: 1, unit: amount, net, tax }], amount.currency())
}

/// Prices so many of each item, in the order of the page. Those that nobody wants make no line.
///
/// # Errors
/// [`Unpriceable`].
pub fn price_items(
    items: &[Item],
    tax: Option<&Tax>,
    (wanted, currency): (&BTreeMap<u32, u32>, Currency),
) -> Result<Priced, Unpriceable> {
    if let Some(unknown) = wanted.keys().find(|id| items.iter().all(|item| item.id != **id)) {
        return Err(Unpriceable::NoItem(*unknown));
    }
    let mut lines = Vec::new();
    for item in items {
        let quantity = wanted.get(&item.id).copied().unwrap_or(0);
        if quantity == 0 {
            continue;
        }
        if !(item.least..=item.most.min(MOST_OF_ONE)).contains(&quantity) {
            return Err(Unpriceable::Quantity(item.id));
        }
        let all = item.unit_minor.checked_mul(i64::from(quantity)).ok_or(Unpriceable::TooMuch)?;
        let rate = match item.taxed {
            Taxed::AtPageRate => tax.map(|tax| tax.rate),
            Taxed::Exempt => None,
            Taxed::At(rate) => Some(rate),
        };
        let mode = tax.map_or(TaxMode::Exclusive, |tax| tax.mode);
        let (net, tax) = split(Money::new(all, currency), rate.map(|rate| (rate, mode)))?;
        lines.push(Line { item: Some(item.id), quantity, unit: Money::new(item.unit_minor, currency), net, tax });
    }
    sum(lines, currency)
}

/// A price as what it is without tax, and the tax.
fn split(price: Money, tax: Option<(PartsPerMillion, TaxMode)>) -> Result<(Money, Money), Unpriceable> {
    let none = Money::zero(price.currency());
    match tax {
        None => Ok((price, none)),
        Some((rate, TaxMode::Exclusive)) => price.share(rate).map(|tax| (price, tax)).map_err(|_| Unpriceable::TooMuch),
        Some((rate, TaxMode::Inclusive)) => {
            let whole = i128::from(rate.0) + 1_000_000;
            let twice = i128::from(price.minor()) * i128::from(rate.0) * 2;
            // Half a unit is added to the quotient before it is cut off.
            let tax = i64::try_from((twice + whole) / (whole * 2)).map_err(|_| Unpriceable::TooMuch)?;
            let tax = Money::new(tax, price.currency());
            price.minus(tax).map(|net| (net, tax)).map_err(|_| Unpriceable::TooMuch)
        }
    }
}

fn sum(lines: Vec<Line>, currency: Currency) -> Result<Priced, Unpriceable> {
    let add = |part: fn(&Line) -> Money| {
        let mut parts = lines.iter().map(part);
        parts.try_fold(Money::zero(currency), Money::plus).map_err(|_| Unpriceable::TooMuch)
    };
    let (net, tax) = (add(|line| line.net)?, add(|line| line.tax)?);
    let total = net.plus(tax).map_err(|_| Unpriceable::TooMuch)?;
    if total.is_positive() { Ok(Priced { lines, net, tax, total }) } else { Err(Unpriceable::Nothing) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn usd(minor: i64) -> Money {
        Money::new(minor, Currency::USD)
    }

    fn tax(rate: u32, mode: TaxMode) -> Tax {
        Tax { name: Texts::default(), rate: PartsPerMillion(rate), mode }
    }

    fn item(id: u32, unit_minor: i64, taxed: Taxed) -> Item {
        Item {
            id,
            name: Texts::default(),
            description: Texts::default(),
            unit_minor,
            taxed,
            usual: 0,
            least: 1,
            most: MOST_OF_ONE,
            stock: None,
        }
    }

    #[test]
    fn an_amount_that_the_page_does_not_take_is_refused() {
        let choices = AmountRule::Choices(vec![5_000, 10_000]);
        let between = AmountRule::Between { least: 1_000, most: 2_000 };
        for (rule, minor, refusal) in [
            (AmountRule::Any, 0, Some(Unpriceable::Nothing)),
            (AmountRule::Any, -5_000, Some(Unpriceable::Nothing)),
            (AmountRule::Any, 1, None),
            (AmountRule::Fixed(5_000), 4_999, Some(Unpriceable::Amount)),
            (AmountRule::Fixed(5_000), 5_000, None),
            (choices.clone(), 7_500, Some(Unpriceable::Amount)),
            (choices, 10_000, None),
            (between.clone(), 999, Some(Unpriceable::Amount)),
            (between.clone(), 2_001, Some(Unpriceable::Amount)),
            (between, 2_000, None),
        ] {
            let priced = price_amount(&rule, None, usd(minor));
            assert_eq!(priced.err(), refusal, "{rule:?} {minor}");
        }
    }

    #[test]
    fn quantities_out_of_bounds_and_unknown_items_are_refused() {
        let mut limited = item(1, 10_000, Taxed::Exempt);
        (limited.least, limited.most) = (2, 4);
        let items = [limited, item(2, i64::MAX / 2, Taxed::Exempt)];
        for (wanted, refusal) in [
            (vec![], Unpriceable::Nothing),
            (vec![(1, 0)], Unpriceable::Nothing),
            (vec![(1, 1)], Unpriceable::Quantity(1)),
            (vec![(1, 5)], Unpriceable::Quantity(1)),
            (vec![(1, u32::MAX)], Unpriceable::Quantity(1)),
            (vec![(3, 1)], Unpriceable::NoItem(3)),
            (vec![(2, 3)], Unpriceable::TooMuch),
            (vec![(1, 2), (2, 2)], Unpriceable::TooMuch),
        ] {
            let wanted = BTreeMap::from_iter(wanted);
            assert_eq!(price_items(&items, None, (&wanted, Currency::USD)), Err(refusal), "{wanted:?}");
        }
    }

    #[test]
    fn tax_is_rounded_half_up_on_each_line() {
        // 6.25 % of 305.00 in three lines, as on the page of the seminar; 0.5 cent goes up.
        let items =
            [item(1, 15_000, Taxed::AtPageRate), item(2, 4_000, Taxed::AtPageRate), item(3, 2_500, Taxed::AtPageRate)];
        let wanted = BTreeMap::from([(1, 1), (2, 2), (3, 3)]);
        let priced = price_items(&items, Some(&tax(62_500, TaxMode::Exclusive)), (&wanted, Currency::USD)).unwrap();
        let taxes: Vec<i64> = priced.lines.iter().map(|line| line.tax.minor()).collect();
        assert_eq!((taxes, priced.net.minor(), priced.total.minor()), (vec![938, 500, 469], 30_500, 32_407));
        // 99.99 with 19 % in it has no exact net price: 15.9648… is 15.96.
        let priced = price_amount(&AmountRule::Any, Some(&tax(190_000, TaxMode::Inclusive)), usd(9_999)).unwrap();
        assert_eq!((priced.net.minor(), priced.tax.minor(), priced.total.minor()), (8_403, 1_596, 9_999));
    }

    #[test]
    fn an_item_may_be_exempt_or_have_a_rate_of_its_own() {
        let items = [
            item(1, 10_000, Taxed::AtPageRate),
            item(2, 10_000, Taxed::Exempt),
            item(3, 10_000, Taxed::At(PartsPerMillion(20_000))),
        ];
        let wanted = BTreeMap::from([(1, 1), (2, 1), (3, 1)]);
        let priced = price_items(&items, Some(&tax(100_000, TaxMode::Exclusive)), (&wanted, Currency::USD)).unwrap();
        let taxes: Vec<i64> = priced.lines.iter().map(|line| line.tax.minor()).collect();
        assert_eq!(taxes, [1_000, 0, 200]);
    }

    fn items_and_wishes() -> impl Strategy<Value = (Vec<Item>, BTreeMap<u32, u32>)> {
        let taxed = prop_oneof![
            Just(Taxed::AtPageRate),
            Just(Taxed::Exempt),
            (0..=400_000u32).prop_map(|rate| Taxed::At(PartsPerMillion(rate)))
        ];
        prop::collection::vec((1i64..10_000_000, taxed, 1u32..=500), 1..=MOST_ITEMS).prop_map(|drawn| {
            let ids = 1..;
            let pairs = ids.zip(drawn).map(|(id, (unit, taxed, quantity))| (item(id, unit, taxed), (id, quantity)));
            let (items, wanted): (Vec<_>, Vec<_>) = pairs.unzip();
            (items, BTreeMap::from_iter(wanted))
        })
    }

    proptest! {
        #[test]
        fn the_total_is_the_sum_of_what_the_lines_show(
            (items, wanted) in items_and_wishes(),
            rate in 0u32..=400_000,
            inclusive in any::<bool>(),
        ) {
            let mode = if inclusive { TaxMode::Inclusive } else { TaxMode::Exclusive };
            let priced = price_items(&items, Some(&tax(rate, mode)), (&wanted, Currency::USD)).unwrap();
            let lines: i64 = priced.lines.iter().map(|line| line.gross().minor()).sum();
            prop_assert_eq!(lines, priced.total.minor());
            prop_assert_eq!(priced.net.minor() + priced.tax.minor(), priced.total.minor());
            if inclusive {
                let prices: i64 = items.iter().map(|item| item.unit_minor * i64::from(wanted[&item.id])).sum();
                prop_assert_eq!(prices, priced.total.minor(), "a price with tax in it is what is paid");
            }
        }

        #[test]
        fn tax_put_on_top_and_taken_out_again_is_the_same(net in 1i64..100_000_000_000, rate in 0u32..=1_000_000) {
            let on_top = price_amount(&AmountRule::Any, Some(&tax(rate, TaxMode::Exclusive)), usd(net)).unwrap();
            let taken_out = price_amount(&AmountRule::Any, Some(&tax(rate, TaxMode::Inclusive)), on_top.total).unwrap();
            prop_assert_eq!((taken_out.net, taken_out.tax), (on_top.net, on_top.tax));
        }
    }
}
