//! Adding rows up, group by group. What is remembered of a row is where it stands, not what it says.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeMap,
};

use crate::domain::{
    ids::{MerchantAccountId, PayerId, PaymentMethodId, RefundId, TransactionId},
    journal::Actor,
    money::{Currency, Money},
    payer::match_key,
    refund::RefundStatus,
    report::{Grouping, run::Sums},
    time::{Day, Timestamp},
    transaction::{Source, Status},
};

/// What a group's rows have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GroupKey {
    /// Nothing.
    All,
    /// The day, or the first day of the week or month.
    Day(Day),
    /// The payer on record.
    Payer(PayerId),
    /// A payer without a record.
    Stranger(Stranger),
    /// The source.
    Source(Source),
    /// The merchant account.
    Account(MerchantAccountId),
    /// The card network or `bank`; empty when not known.
    Method(&'static str),
    /// The status of a payment.
    Status(Status),
    /// The status of a refund.
    Refund(RefundStatus),
    /// Who entered it.
    User(Actor),
}

/// A name as it was met first; names are the same person's as payers' are.
#[derive(Clone, Debug)]
pub struct Stranger {
    key: String,
    /// The name.
    pub name: String,
}

impl Stranger {
    /// Somebody of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { key: match_key(name), name: name.to_owned() }
    }
}

impl PartialEq for Stranger {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Stranger {}

impl PartialOrd for Stranger {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Stranger {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

/// A group and what its rows come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub key: GroupKey,
    /// How many rows.
    pub count: u64,
    /// What they come to, one per currency.
    pub sums: Vec<Sums>,
}

/// Which record a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Which {
    Payment(TransactionId),
    Refund(RefundId),
    Voided(TransactionId),
    Method(PaymentMethodId),
}

/// A row's place: the number of its group, then its time.
pub(super) type Place = (u32, Timestamp, Which);

/// What one row adds, in one currency.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) approved: Money,
    pub(super) refunded_minor: i64,
}

/// Sums too wide to overflow, held at the ends of `i64` when they are told.
#[derive(Clone, Debug, Default)]
struct Running {
    count: u64,
    sums: Vec<(Currency, u64, i128, i128)>,
}

impl Running {
    fn add(&mut self, part: Option<Part>) {
        self.count += 1;
        if let Some(part) = part {
            let sums = (part.approved.currency(), 1, part.approved.minor().into(), part.refunded_minor.into());
            self.join_sums(&sums);
        }
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        other.sums.iter().for_each(|sums| self.join_sums(sums));
    }

    fn join_sums(&mut self, (currency, count, approved, refunded): &(Currency, u64, i128, i128)) {
        match self.sums.iter_mut().find(|known| known.0 == *currency) {
            Some(known) => *known = (*currency, known.1 + count, known.2 + approved, known.3 + refunded),
            None => self.sums.push((*currency, *count, *approved, *refunded)),
        }
    }

    fn told(&self) -> Vec<Sums> {
        let held = |sum: i128| i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX });
        let mut sums: Vec<Sums> = self
            .sums
            .iter()
            .map(|(currency, count, approved, refunded)| Sums {
                currency: *currency,
                count: *count,
                approved_minor: held(*approved),
                refunded_minor: held(*refunded),
            })
            .collect();
        sums.sort_by(|a, b| a.currency.code().cmp(b.currency.code()));
        sums
    }

    /// The largest amount in any one currency: what groups that do not follow in time are ordered by.
    fn weight(&self) -> i128 {
        self.sums.iter().map(|(_, _, approved, refunded)| (*approved).max(*refunded)).max().unwrap_or(0)
    }
}

/// Whether the places of rows are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Remember {
    Places,
    Nothing,
}

/// Rows added up so far.
pub(super) struct Tally {
    remember: Remember,
    numbers: BTreeMap<GroupKey, u32>,
    groups: Vec<Running>,
    places: Vec<Place>,
    /// Rows that were left out for bringing nothing in.
    pub(super) hidden: u64,
}

impl Tally {
    pub(super) const fn new(remember: Remember) -> Self {
        Self { remember, numbers: BTreeMap::new(), groups: Vec::new(), places: Vec::new(), hidden: 0 }
    }

    /// Adds a row.
    pub(super) fn add(&mut self, key: GroupKey, at: Timestamp, which: Which, part: Option<Part>) {
        let next = self.groups.len();
        let number = *self.numbers.entry(key).or_insert_with(|| u32::try_from(next).unwrap_or(u32::MAX));
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        if place == next {
            self.groups.push(Running::default());
        }
        if let Some(running) = self.groups.get_mut(place) {
            running.add(part);
        }
        if self.remember == Remember::Places {
            self.places.push((number, at, which));
        }
    }

    /// The groups and the places of their rows, in order, and what all come to.
    pub(super) fn end(self, grouping: Grouping) -> Ended {
        let mut order: Vec<(GroupKey, u32, &Running)> = self
            .numbers
            .into_iter()
            .filter_map(|(key, number)| Some((key, number, self.groups.get(usize::try_from(number).ok()?)?)))
            .collect();
        if !grouping.is_of_time() {
            // Stable: those of equal weight stay in the order of their keys.
            order.sort_by_key(|(_, _, running)| Reverse((running.weight(), running.count)));
        }
        let mut whole = Running::default();
        let mut places_of = vec![0; self.groups.len()];
        let mut groups = Vec::with_capacity(order.len());
        for (place, (key, number, running)) in (0u32..).zip(order) {
            whole.join(running);
            if let Some(known) = usize::try_from(number).ok().and_then(|number| places_of.get_mut(number)) {
                *known = place;
            }
            groups.push(Group { key, count: running.count, sums: running.told() });
        }
        let mut places = self.places;
        for place in &mut places {
            place.0 = usize::try_from(place.0).ok().and_then(|number| places_of.get(number).copied()).unwrap_or(0);
        }
        places.sort_unstable();
        Ended { groups, places, count: whole.count, sums: whole.told(), hidden: self.hidden }
    }
}

/// Rows added up.
pub(super) struct Ended {
    pub(super) groups: Vec<Group>,
    pub(super) places: Vec<Place>,
    pub(super) count: u64,
    pub(super) sums: Vec<Sums>,
    pub(super) hidden: u64,
}
