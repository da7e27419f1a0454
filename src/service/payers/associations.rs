//! What a payer belongs with, as far as the firm's own records say: the company and who else pays for it, who shares an
//! address, and the matters that were paid for. Derived whenever it is asked for, from a bounded number of rows.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        ids::{PayerId, ScheduleId},
        payer::{Payer, words::folded},
        time::Timestamp,
    },
    store::{StoreError, payers, schedules, table::Records, transactions},
};

/// How many of the latest payments, and of the latest schedules of a record, are looked at.
pub const LOOKED_AT: usize = 200;
/// How many payers are shown in a list.
const SHOWN: usize = 50;

/// A matter that a payer paid for, or has agreed to pay for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// As it was written, latest.
    pub name: String,
    /// How many payments were made for it.
    pub payments: usize,
    /// When the latest was made.
    pub latest: Option<Timestamp>,
    /// The schedules for it, each with its name.
    pub schedules: Vec<(ScheduleId, String)>,
}

/// What a payer belongs with.
#[derive(Clone, Debug, Default)]
pub struct Associations {
    /// The company itself, where it is a payer, and others who pay for it.
    pub company: Vec<Payer>,
    /// Others that mail reaches at an address of this payer's.
    pub sharing: Vec<Payer>,
    /// The matters, the one paid for latest first.
    pub matters: Vec<Matter>,
    /// Whether there are earlier payments that were not looked at.
    pub more: bool,
}

/// What a payer belongs with.
///
/// # Errors
/// When the store cannot be read.
pub fn of(app: &App, payer: &Payer) -> Result<Associations, StoreError> {
    of_in(&app.store.read()?, payer)
}

/// [`of`] in one snapshot.
///
/// # Errors
/// As [`of`].
pub fn of_in(records: &impl Records, payer: &Payer) -> Result<Associations, StoreError> {
    let group = payers::group(records, payer.id)?;
    let (matters, more) = matters(records, &group)?;
    Ok(Associations { company: company(records, payer)?, sharing: sharing(records, payer)?, matters, more })
}

/// Those of the same company, by what they are called and by what they say that they pay for.
fn company(records: &impl Records, payer: &Payer) -> Result<Vec<Payer>, StoreError> {
    let name = if payer.company.trim().is_empty() { &payer.name } else { &payer.company };
    let wanted = folded(name);
    let belongs = |other: &Payer| folded(&other.company) == wanted || folded(&other.name) == wanted;
    let mut found = payers::payers_beginning(records, name, SHOWN)?;
    found.retain(|other| other.id != payer.id && belongs(other));
    // Of a person without a company, others of the same name are no association: they are likely duplicates.
    if payer.company.trim().is_empty() {
        found.retain(|other| folded(&other.company) == wanted);
    }
    Ok(found)
}

fn sharing(records: &impl Records, payer: &Payer) -> Result<Vec<Payer>, StoreError> {
    let mut found: Vec<Payer> = Vec::new();
    for email in &payer.emails {
        for other in payers::payers_with_email(records, email)? {
            let own = other.is_own() && other.id != payer.id && other.archived_at.is_none();
            if own && found.len() < SHOWN && found.iter().all(|known| known.id != other.id) {
                found.push(other);
            }
        }
    }
    Ok(found)
}

fn matters(records: &impl Records, group: &[PayerId]) -> Result<(Vec<Matter>, bool), StoreError> {
    let mut met: BTreeMap<String, Matter> = BTreeMap::new();
    let payments = transactions::latest_of_payers(records, group, None, LOOKED_AT + 1)?;
    for payment in payments.iter().take(LOOKED_AT) {
        if let Some(matter) = meet(&mut met, payment.matter.as_deref()) {
            matter.payments += 1;
            matter.latest = matter.latest.max(Some(payment.created_at));
        }
    }
    for id in group {
        for schedule in schedules::latest_of_payer(records, *id, LOOKED_AT)? {
            if let Some(matter) = meet(&mut met, schedule.references.matter.as_deref()) {
                matter.schedules.push((schedule.id, schedule.name));
            }
        }
    }
    let mut matters: Vec<Matter> = met.into_values().collect();
    matters.sort_by_key(|matter| std::cmp::Reverse(matter.latest));
    Ok((matters, payments.len() > LOOKED_AT))
}

/// The matter of this name, new if it was not met yet; none for no name.
fn meet<'a>(met: &'a mut BTreeMap<String, Matter>, name: Option<&str>) -> Option<&'a mut Matter> {
    let name = name.map(str::trim).filter(|name| !name.is_empty())?;
    let new = || Matter { name: name.to_owned(), payments: 0, latest: None, schedules: Vec::new() };
    Some(met.entry(folded(name)).or_insert_with(new))
}
