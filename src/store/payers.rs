//! Payers: their records, how they are found, and which stand for which since they were merged.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    card::PaymentMethod,
    ids::{PayerId, PaymentMethodId},
    payer::{
        Payer, match_key,
        merging::Merge,
        words::{self, folded},
    },
};

use super::{
    StoreError,
    engine::Direction,
    key::Prefix,
    table::{Records, Table, Writer},
    tables::{
        PAYER_MERGES, PAYERS, PAYERS_BY_CLIENT_NUMBER, PAYERS_BY_EMAIL, PAYERS_BY_NAME, PAYERS_BY_WORD, PAYERS_LISTED,
        PAYERS_MERGED,
    },
};

pub use super::payment_methods::{methods_expiring, payment_method, payment_methods};

/// A payer.
pub fn payer(records: &impl Records, id: PayerId) -> Result<Option<Payer>, StoreError> {
    records.get(PAYERS, &id)
}

/// The payer whose record stands for `id`: itself, unless it was merged.
pub fn standing_for(records: &impl Records, id: PayerId) -> Result<Option<Payer>, StoreError> {
    match payer(records, id)? {
        Some(merged) if !merged.is_own() => payer(records, merged.stands_for()),
        own => Ok(own),
    }
}

/// Whether two records are of one payer: one stands for the other, or a third for both.
pub fn are_one(records: &impl Records, one: PayerId, other: PayerId) -> Result<bool, StoreError> {
    Ok(one == other || standing_id(records, one)? == standing_id(records, other)?)
}

fn standing_id(records: &impl Records, id: PayerId) -> Result<PayerId, StoreError> {
    Ok(payer(records, id)?.map_or(id, |payer| payer.stands_for()))
}

/// A method, as long as it is this payer's: one of a record that was merged, and is its own again, is another's.
pub fn method_of(
    records: &impl Records,
    payer: PayerId,
    id: PaymentMethodId,
) -> Result<Option<PaymentMethod>, StoreError> {
    match payment_method(records, id)? {
        Some(method) if are_one(records, method.payer, payer)? => Ok(Some(method)),
        _ => Ok(None),
    }
}

/// The record that stands for `id` and all that were merged into it.
pub fn group(records: &impl Records, id: PayerId) -> Result<Vec<PayerId>, StoreError> {
    let own = standing_id(records, id)?;
    let merged = records.under(PAYERS_MERGED, &own, Direction::Forward)?.map(|row| row.map(|((_, id), ())| id));
    std::iter::once(Ok(own)).chain(merged).collect()
}

/// How a record was merged, if it was.
pub fn merge(records: &impl Records, id: PayerId) -> Result<Option<Merge>, StoreError> {
    records.get(PAYER_MERGES, &id)
}

/// The payers of exactly this name, without regard to case and spacing.
pub fn payers_named(records: &impl Records, name: &str) -> Result<Vec<Payer>, StoreError> {
    indexed(records, PAYERS_BY_NAME, &match_key(name))
}

/// The payers with this client number.
pub fn payers_with_client_number(records: &impl Records, number: &str) -> Result<Vec<Payer>, StoreError> {
    indexed(records, PAYERS_BY_CLIENT_NUMBER, &number.trim().to_lowercase())
}

/// The payers that mail at this address reaches.
pub fn payers_with_email(records: &impl Records, email: &str) -> Result<Vec<Payer>, StoreError> {
    indexed(records, PAYERS_BY_EMAIL, &email.trim().to_lowercase())
}

/// Up to `limit` payers that are found by the beginnings of what was typed, by name; those out of the way are not.
pub fn payers_beginning(records: &impl Records, typed: &str, limit: usize) -> Result<Vec<Payer>, StoreError> {
    let asked = Asked { text: typed.to_owned(), shelf: Shelf::Active, order: Order::Name };
    Ok(listed(records, &asked, None, limit)?.into_iter().map(|(_, payer)| payer).collect())
}

/// Which of two lists a record is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shelf {
    /// In use.
    #[default]
    Active,
    /// Out of the way.
    Archived,
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By name.
    #[default]
    Name,
    /// Latest first.
    Newest,
}

/// What a list of payers is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What was typed into its search box.
    pub text: String,
    /// Which list.
    pub shelf: Shelf,
    /// In which order.
    pub order: Order,
}

/// A place in a list: the folded name, empty in the order of time, and the id.
pub type Place = (String, PayerId);

/// Up to this many finds are read and sorted; of more, the list is walked and those found are picked out.
const FEW: usize = 500;

/// Up to `limit` payers of a list that come after `after`, each with its place. Merged records are found by their own words
/// and shown as the one that stands for them.
pub fn listed(
    records: &impl Records,
    asked: &Asked,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<(Place, Payer)>, StoreError> {
    let words = words::asked(&asked.text);
    let places = if words.is_empty() && !asked.text.trim().is_empty() {
        Vec::new()
    } else if words.is_empty() {
        walk(records, asked, after, limit, |_| true)?
    } else {
        let found = found(records, &words)?;
        if found.len() <= FEW {
            few(records, asked, after, limit, &found)?
        } else {
            walk(records, asked, after, limit, |id| found.contains(&id))?
        }
    };
    let read = |place: Place| {
        let payer = payer(records, place.1)?.ok_or(StoreError::Damaged(PAYERS_LISTED.name()))?;
        Ok((place, payer))
    };
    places.into_iter().map(read).collect()
}

/// Where a payer stands in a list, if they are on it.
#[must_use]
pub fn place_in(payer: &Payer, asked: &Asked) -> Option<Place> {
    let key = shelf_keys(payer).into_iter().find(|(shelf, _, _)| *shelf == shelf_code(asked));
    key.map(|(_, name, id)| (name, id))
}

/// At most how many payers a list has.
pub fn count(records: &impl Records, asked: &Asked) -> Result<u64, StoreError> {
    let words = words::asked(&asked.text);
    if words.is_empty() {
        let rows = records.under(PAYERS_LISTED, &shelf_code(asked), Direction::Forward)?;
        return rows.into_iter().try_fold(0, |count, row| row.map(|_| count + 1));
    }
    Ok(u64::try_from(found(records, &words)?.len()).unwrap_or(u64::MAX))
}

/// The payers that have words beginning with all of these.
fn found(records: &impl Records, words: &[String]) -> Result<BTreeSet<PayerId>, StoreError> {
    let mut met: Option<BTreeMap<PayerId, PayerId>> = None;
    for word in words {
        let mut own = BTreeMap::new();
        for row in records.from(PAYERS_BY_WORD, &Prefix(word.clone()))? {
            let ((known, id, shown), ()) = row?;
            if !known.starts_with(word) {
                break;
            }
            if met.as_ref().is_none_or(|met| met.contains_key(&id)) {
                own.insert(id, shown);
            }
        }
        met = Some(own);
    }
    Ok(met.unwrap_or_default().into_values().collect())
}

fn few(
    records: &impl Records,
    asked: &Asked,
    after: Option<&Place>,
    limit: usize,
    found: &BTreeSet<PayerId>,
) -> Result<Vec<Place>, StoreError> {
    let mut places = Vec::new();
    for id in found {
        let payer = payer(records, *id)?.ok_or(StoreError::Damaged(PAYERS_BY_WORD.name()))?;
        places.extend(place_in(&payer, asked));
    }
    places.sort_unstable();
    if asked.order == Order::Newest {
        places.reverse();
    }
    let comes = |place: &Place| after.is_none_or(|after| is_after(place, after, asked.order));
    Ok(places.into_iter().filter(comes).take(limit).collect())
}

fn is_after(place: &Place, after: &Place, order: Order) -> bool {
    match order {
        Order::Name => place > after,
        Order::Newest => place < after,
    }
}

fn walk(
    records: &impl Records,
    asked: &Asked,
    after: Option<&Place>,
    limit: usize,
    wanted: impl Fn(PayerId) -> bool,
) -> Result<Vec<Place>, StoreError> {
    let shelf = shelf_code(asked);
    let rows = match (asked.order, after) {
        (Order::Name, None) => records.under(PAYERS_LISTED, &shelf, Direction::Forward)?,
        (Order::Name, Some((name, id))) => records.from(PAYERS_LISTED, &(shelf, name.clone(), *id))?,
        (Order::Newest, None) => records.under(PAYERS_LISTED, &shelf, Direction::Backward)?,
        (Order::Newest, Some((name, id))) => records.before(PAYERS_LISTED, &shelf, &(shelf, name.clone(), *id))?,
    };
    let mut places = Vec::new();
    for row in rows {
        let ((on, name, id), ()) = row?;
        if on != shelf || places.len() >= limit {
            break;
        }
        let place = (name, id);
        if Some(&place) != after && wanted(id) {
            places.push(place);
        }
    }
    Ok(places)
}

const fn shelf_code(asked: &Asked) -> u8 {
    match (asked.order, asked.shelf) {
        (Order::Name, Shelf::Active) => 0,
        (Order::Name, Shelf::Archived) => 1,
        (Order::Newest, Shelf::Active) => 2,
        (Order::Newest, Shelf::Archived) => 3,
    }
}

/// The other records in use that may be the same payer: those with the same name but for case, accents and spacing, the
/// same client number, or an address in common.
pub fn alike(records: &impl Records, payer: &Payer, limit: usize) -> Result<Vec<Payer>, StoreError> {
    let mut found: BTreeMap<PayerId, Payer> = BTreeMap::new();
    let name = folded(&payer.name);
    for row in records.under(PAYERS_LISTED, &(0u8, name), Direction::Forward)?.take(limit + 1) {
        let ((_, _, id), ()) = row?;
        found.extend(self::payer(records, id)?.map(|payer| (id, payer)));
    }
    let numbered = payer.client_number.as_ref().map(|number| payers_with_client_number(records, number)).transpose()?;
    let mut others = numbered.unwrap_or_default();
    for email in &payer.emails {
        others.extend(payers_with_email(records, email)?);
    }
    found.extend(others.into_iter().map(|payer| (payer.id, payer)));
    let is_other = |known: &Payer| known.id != payer.id && known.is_own() && known.archived_at.is_none();
    Ok(found.into_values().filter(is_other).take(limit).collect())
}

/// Up to `limit` groups of records in use that may be one payer each, from one walk over the three indexes.
pub fn duplicates(records: &impl Records, limit: usize) -> Result<Vec<Vec<PayerId>>, StoreError> {
    let mut groups = Groups { limit, ..Groups::default() };
    for row in records.under(PAYERS_LISTED, &0u8, Direction::Forward)? {
        let ((_, name, id), ()) = row?;
        groups.meet(name, id);
    }
    for index in [PAYERS_BY_CLIENT_NUMBER, PAYERS_BY_EMAIL] {
        groups.next_index();
        for row in records.all(index, Direction::Forward)? {
            let ((key, id), ()) = row?;
            groups.meet(key, id);
        }
    }
    groups.next_index();
    let mut shown = BTreeSet::new();
    for group in groups.found {
        let mut own = BTreeSet::new();
        for id in group {
            let standing = payer(records, id)?.filter(|payer| payer.is_own() && payer.archived_at.is_none());
            own.extend(standing.map(|payer| payer.id));
        }
        if own.len() > 1 {
            shown.insert(own.into_iter().collect());
        }
    }
    Ok(shown.into_iter().take(limit).collect())
}

#[derive(Default)]
struct Groups {
    limit: usize,
    key: String,
    ids: Vec<PayerId>,
    found: Vec<Vec<PayerId>>,
}

impl Groups {
    fn meet(&mut self, key: String, id: PayerId) {
        if key != self.key {
            self.next_index();
            self.key = key;
        }
        if self.ids.len() < 20 {
            self.ids.push(id);
        }
    }

    fn next_index(&mut self) {
        let ids = std::mem::take(&mut self.ids);
        self.key.clear();
        if ids.len() > 1 && self.found.len() < self.limit.saturating_mul(4) {
            self.found.push(ids);
        }
    }
}

/// An index of payers by a text.
type Index = Table<(String, PayerId), ()>;

fn indexed(records: &impl Records, table: Index, key: &String) -> Result<Vec<Payer>, StoreError> {
    let rows = records.under(table, key, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        payer(records, id)?.ok_or(StoreError::Damaged(table.name()))
    })
    .collect()
}

impl Writer<'_> {
    /// The id for a new payer.
    pub fn next_payer(&mut self) -> Result<PayerId, StoreError> {
        self.next_number("payers").map(PayerId::new)
    }

    /// Sets a payer and every index.
    pub fn put_payer(&mut self, payer: &Payer) -> Result<(), StoreError> {
        if let Some(before) = self.get(PAYERS, &payer.id)? {
            for (table, key) in index_keys(&before) {
                self.delete(table, &(key, payer.id))?;
            }
            for key in shelf_keys(&before) {
                self.delete(PAYERS_LISTED, &key)?;
            }
            for key in word_keys(&before) {
                self.delete(PAYERS_BY_WORD, &key)?;
            }
            if let Some(key) = merged_key(&before) {
                self.delete(PAYERS_MERGED, &key)?;
            }
        }
        for (table, key) in index_keys(payer) {
            self.put(table, &(key, payer.id), &())?;
        }
        for key in shelf_keys(payer) {
            self.put(PAYERS_LISTED, &key, &())?;
        }
        for key in word_keys(payer) {
            self.put(PAYERS_BY_WORD, &key, &())?;
        }
        if let Some(key) = merged_key(payer) {
            self.put(PAYERS_MERGED, &key, &())?;
        }
        self.put(PAYERS, &payer.id, payer)
    }

    /// Keeps how a record was merged, or forgets it.
    pub fn put_merge(&mut self, id: PayerId, merge: Option<&Merge>) -> Result<(), StoreError> {
        match merge {
            Some(merge) => self.put(PAYER_MERGES, &id, merge),
            None => self.delete(PAYER_MERGES, &id),
        }
    }
}

/// The index rows of a payer; `check` compares them with what is stored.
pub(super) fn index_keys(payer: &Payer) -> Vec<(Index, String)> {
    let mut keys = vec![(PAYERS_BY_NAME, match_key(&payer.name))];
    keys.extend(payer.emails.iter().map(|email| (PAYERS_BY_EMAIL, email.trim().to_lowercase())));
    keys.extend(payer.client_number.iter().map(|number| (PAYERS_BY_CLIENT_NUMBER, number.trim().to_lowercase())));
    keys
}

/// Where a payer stands in the lists, by name and by time; one that was merged stands in none.
pub(super) fn shelf_keys(payer: &Payer) -> Vec<(u8, String, PayerId)> {
    if !payer.is_own() {
        return Vec::new();
    }
    let (by_name, by_time) = if payer.archived_at.is_none() { (0, 2) } else { (1, 3) };
    vec![(by_name, folded(&payer.name), payer.id), (by_time, String::new(), payer.id)]
}

/// The words that a payer is found by, with the record and the one that is shown for it.
pub(super) fn word_keys(payer: &Payer) -> Vec<(String, PayerId, PayerId)> {
    payer.words().into_iter().map(|word| (word, payer.id, payer.stands_for())).collect()
}

/// Where a merged record stands under the one that stands for it.
pub(super) fn merged_key(payer: &Payer) -> Option<(PayerId, PayerId)> {
    (!payer.is_own()).then(|| (payer.stands_for(), payer.id))
}
