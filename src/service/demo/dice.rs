//! Chance that repeats itself: every draw follows from the seed, so the same seed tells the same story.

use crate::{app::Ids, domain::ids::OperationKey};

/// A sequence of draws.
pub(super) struct Dice(Ids);

impl Dice {
    /// The sequence that belongs to `seed`.
    pub(super) fn new(seed: u64) -> Self {
        Self(Ids::seeded(seed))
    }

    /// A whole number below `end`; 0 when `end` is 0. The slight bias towards small numbers does no harm here.
    pub(super) fn below(&self, end: u64) -> u64 {
        u64::from_be_bytes(self.0.bytes()) % end.max(1)
    }

    /// A whole number from `first` to `last`, both included.
    pub(super) fn between(&self, first: i64, last: i64) -> i64 {
        let span = u64::try_from(last.saturating_sub(first)).unwrap_or(0).saturating_add(1);
        first.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// Whether something happens that happens `per_mille` times in a thousand.
    pub(super) fn chance(&self, per_mille: u64) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `list`, which must not be empty.
    pub(super) fn pick<'a, T: ?Sized>(&self, list: &[&'a T]) -> &'a T {
        list[self.index(list.len())]
    }

    /// One of `list`, each as often as its weight says; `list` must not be empty.
    pub(super) fn weighted<T: Copy>(&self, list: &[(u64, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        let chosen = list.iter().position(|(weight, _)| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        list[chosen.unwrap_or(0)].1
    }

    /// One of a few amounts of money in minor units.
    pub(super) fn amount(&self, list: &[i64]) -> i64 {
        list[self.index(list.len())]
    }

    /// The key of an operation.
    pub(super) fn key(&self) -> OperationKey {
        self.0.operation_key()
    }

    fn index(&self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length).unwrap_or(0))).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_decide_how_often_something_is_drawn_and_nothing_else_is() {
        let dice = Dice::new(1);
        let drawn: Vec<char> = (0..1000).map(|_| dice.weighted(&[(0, 'a'), (900, 'b'), (100, 'c')])).collect();
        let count = |wanted: char| drawn.iter().filter(|letter| **letter == wanted).count();
        assert_eq!((count('a'), count('b') + count('c')), (0, 1000));
        assert!((50..150).contains(&count('c')), "{}", count('c'));
    }

    #[test]
    fn both_ends_of_a_range_are_drawn() {
        let dice = Dice::new(2);
        let drawn: std::collections::BTreeSet<i64> = (0..100).map(|_| dice.between(-1, 1)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-1, 0, 1]);
    }
}
