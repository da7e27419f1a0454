//! Finding the payer that staff mean, or recording a new one on the way; what staff do with the records stands below.

pub mod associations;
pub mod editing;
pub mod looking;
pub mod merging;

use crate::{
    app::App,
    domain::{
        ids::{PayerId, TransactionId},
        journal::{Actor, Fact, Subject},
        locale::Language,
        payer::{Payer, match_key},
        permission::Permission,
        time::Timestamp,
        transaction::Transaction,
    },
    store::{
        StoreError, WriteError, payers,
        table::{Records, Writer},
        transactions,
    },
};

use super::{Authority, NotAllowed};

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
#[expect(clippy::large_enum_variant, reason = "one at a time, and never kept")]
pub enum Match {
    /// This one.
    Found(Payer),
    /// None yet.
    New,
    /// One of these; a person must choose.
    Several(Vec<Payer>),
}

/// Which record `entry` means: the one chosen; else the only one with the client number; else the only one of the
/// name, where an e-mail address in common decides among several. A record that whoever paid made by typing that name is
/// none of them unless an address is in common: in the portal its own address opens whatever is put on it.
pub fn find(records: &impl Records, entry: &PayerEntry) -> Result<Match, StoreError> {
    let is_named = |payer: &Payer| match_key(&payer.name) == match_key(&entry.name);
    if let Some(id) = entry.chosen {
        let own = payers::payer(records, id)?;
        let standing = payers::standing_for(records, id)?;
        if let Some(standing) = standing.filter(|standing| is_named(standing) || own.as_ref().is_some_and(is_named)) {
            return Ok(Match::Found(standing));
        }
    }
    if let Some(number) = &entry.client_number {
        let known = payers::payers_with_client_number(records, number)?;
        if let Some(payer) = known.into_iter().find(is_named) {
            return Ok(payers::standing_for(records, payer.id)?.map_or(Match::New, Match::Found));
        }
    }
    let mut named = payers::payers_named(records, &entry.name)?;
    named.retain(|payer| entry.client_number.is_none() || payer.client_number.is_none());
    let mut named = standing(records, named)?;
    named.retain(|payer| !payer.self_entered || shares_email(payer, entry));
    Ok(match named.len() {
        0 => Match::New,
        1 => named.pop().map_or(Match::New, Match::Found),
        _ => by_email(named, entry),
    })
}

/// [`find`] for a client, who is never asked which of several they are, and never put on a record because of a name
/// alone: an e-mail address or client number must be in common too.
pub fn find_unasked(records: &impl Records, entry: &PayerEntry) -> Result<Match, StoreError> {
    let unsure = |payer: &Payer| entry.client_number.is_none() && !shares_email(payer, entry);
    Ok(match find(records, entry)? {
        Match::Found(payer) if unsure(&payer) => Match::New,
        Match::Several(_) => Match::New,
        found @ (Match::Found(_) | Match::New) => found,
    })
}

fn shares_email(payer: &Payer, entry: &PayerEntry) -> bool {
    payer.emails.iter().any(|known| entry.emails.iter().any(|email| email.eq_ignore_ascii_case(known)))
}

/// The records that stand for these, each once.
fn standing(records: &impl Records, found: Vec<Payer>) -> Result<Vec<Payer>, StoreError> {
    let mut standing: Vec<Payer> = Vec::new();
    for payer in found {
        let own = if payer.is_own() { Some(payer) } else { payers::standing_for(records, payer.id)? };
        standing.extend(own.filter(|own| standing.iter().all(|known| known.id != own.id)));
    }
    Ok(standing)
}

fn by_email(mut named: Vec<Payer>, entry: &PayerEntry) -> Match {
    let mut sharing: Vec<usize> = (0..named.len()).filter(|index| shares_email(&named[*index], entry)).collect();
    match (sharing.pop(), sharing.is_empty()) {
        (Some(index), true) => Match::Found(named.swap_remove(index)),
        _ => Match::Several(named),
    }
}

/// Why a payment was not put on a payer's record.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payment.
    #[error("no such payment")]
    NotFound,
    /// Several payers have this name; one must be chosen.
    #[error("several payers have this name")]
    SeveralPayers(Vec<Payer>),
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts a payment that has no payer's record on one: the one `chosen`, the one it means, or a new one. A payment that
/// has a record keeps it.
///
/// # Errors
/// [`LinkError`]; nothing was changed then.
pub async fn link(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    chosen: Option<PayerId>,
) -> Result<PayerId, LinkError> {
    authority.require(Permission::TakePayments)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let payment = transactions::transaction(writer, id)?.ok_or(LinkError::NotFound)?;
        if let Some(known) = payment.payer {
            return Ok(known);
        }
        let entry = entry_of(&payment, chosen);
        let payer = match find(writer, &entry)? {
            Match::Found(payer) => payer,
            Match::New => add(writer, &entry, actor, now)?,
            Match::Several(several) => return Err(LinkError::SeveralPayers(several)),
        };
        let version = payment.version.saturating_add(1);
        writer.put_transaction(&Transaction { payer: Some(payer.id), version, ..payment })?;
        writer.record(now, actor, Subject::Transaction(id), Fact::PayerLinked { payer: payer.id })?;
        Ok(payer.id)
    });
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => LinkError::Unavailable,
    })
}

fn entry_of(payment: &Transaction, chosen: Option<PayerId>) -> PayerEntry {
    PayerEntry {
        chosen,
        name: payment.payer_name.clone(),
        client_number: payment.client_number.clone(),
        emails: payment.receipt_emails.clone(),
        language: payment.locale.language(),
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
        emails: entry.emails.clone(),
        client_number: entry.client_number.clone(),
        self_entered: actor == Actor::Client,
        ..Payer::new(writer.next_payer()?, entry.name.clone(), entry.language, now)
    };
    writer.put_payer(&payer)?;
    writer.record(now, actor, Subject::Payer(payer.id), Fact::PayerAdded)?;
    Ok(payer)
}
