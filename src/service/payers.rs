//! Finding the payer that staff mean, or recording a new one on the way.

use crate::{
    domain::{
        ids::PayerId,
        journal::{Actor, Fact, Subject},
        locale::Language,
        payer::{Payer, match_key},
        time::Timestamp,
    },
    store::{
        StoreError, payers,
        table::{Records, Writer},
    },
};

/// Who pays, as keyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerEntry {
    /// The record chosen from a list, if one was.
    pub chosen: Option<PayerId>,
    /// The name.
    pub name: String,
    /// The firm's client number.
    pub client_number: Option<String>,
    /// Where receipts go; kept on a new record.
    pub emails: Vec<String>,
    /// The language of a new record.
    pub language: Language,
}

/// Which record an entry means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Match {
    /// This one.
    Found(Payer),
    /// None yet.
    New,
    /// One of these; a person must choose.
    Several(Vec<Payer>),
}

/// Which record `entry` means: the one chosen; else the only one with the client number; else the only one of the
/// name, where an e-mail address in common decides among several.
pub fn find(records: &impl Records, entry: &PayerEntry) -> Result<Match, StoreError> {
    if let Some(id) = entry.chosen
        && let Some(payer) =
            payers::payer(records, id)?.filter(|payer| match_key(&payer.name) == match_key(&entry.name))
    {
        return Ok(Match::Found(payer));
    }
    if let Some(number) = &entry.client_number {
        let known = payers::payers_with_client_number(records, number)?;
        if let Some(payer) = known.into_iter().find(|payer| match_key(&payer.name) == match_key(&entry.name)) {
            return Ok(Match::Found(payer));
        }
    }
    let mut named = payers::payers_named(records, &entry.name)?;
    named.retain(|payer| entry.client_number.is_none() || payer.client_number.is_none());
    Ok(match named.len() {
        0 => Match::New,
        1 => named.pop().map_or(Match::New, Match::Found),
        _ => by_email(named, entry),
    })
}

fn by_email(mut named: Vec<Payer>, entry: &PayerEntry) -> Match {
    let shares = |payer: &Payer| {
        payer.emails.iter().any(|known| entry.emails.iter().any(|email| email.eq_ignore_ascii_case(known)))
    };
    let mut sharing: Vec<usize> = (0..named.len()).filter(|index| shares(&named[*index])).collect();
    match (sharing.pop(), sharing.is_empty()) {
        (Some(index), true) => Match::Found(named.swap_remove(index)),
        _ => Match::Several(named),
    }
}

/// Records a new payer.
pub(super) fn add(
    writer: &mut Writer<'_>,
    entry: &PayerEntry,
    actor: Actor,
    now: Timestamp,
) -> Result<Payer, StoreError> {
    let payer = Payer {
        id: writer.next_payer()?,
        name: entry.name.clone(),
        emails: entry.emails.clone(),
        client_number: entry.client_number.clone(),
        language: entry.language,
        created_at: now,
    };
    writer.put_payer(&payer)?;
    writer.record(now, actor, Subject::Payer(payer.id), Fact::PayerAdded)?;
    Ok(payer)
}
