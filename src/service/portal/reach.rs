//! Which payers a login reaches, worked out from the records of this moment.
//!
//! The rule itself is [`domain::portal::reaches`](crate::domain::portal::reaches); this gathers what it asks for. Of records
//! that were merged only the one that stands for them is looked at: its addresses count, not those that a merged one had.

use std::collections::BTreeSet;

use crate::{
    domain::{
        ids::{PayerId, PortalLoginId},
        payer::Payer,
        portal::{Access, PortalLogin, Why, reaches},
    },
    store::{StoreError, payers, portal, table::Records},
};

/// The payers that a login reaches, by name.
pub fn payers_of(records: &impl Records, login: &PortalLogin) -> Result<Vec<Payer>, StoreError> {
    let known = portal::accesses_of(records, login.id)?;
    let by_address = payers::payers_with_email(records, &login.email)?.into_iter().map(|payer| payer.id);
    let mut reached = Vec::new();
    let mut met = BTreeSet::new();
    for id in by_address.chain(known.iter().map(|access| access.payer)) {
        let Some(payer) = payers::standing_for(records, id)?.filter(|payer| met.insert(payer.id)) else { continue };
        if why(records, login, &payer)?.is_some() {
            reached.push(payer);
        }
    }
    reached.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    Ok(reached)
}

/// Why a login reaches a payer whose record stands for itself, if it does.
pub fn why(records: &impl Records, login: &PortalLogin, payer: &Payer) -> Result<Option<Why>, StoreError> {
    Ok(reaches(&login.email, payer, &on_record(records, login.id, payer.id)?))
}

/// What is on record of a login with a payer and with the records merged into it.
pub(super) fn on_record(
    records: &impl Records,
    login: PortalLoginId,
    payer: PayerId,
) -> Result<Vec<Access>, StoreError> {
    let mut known = Vec::new();
    for id in payers::group(records, payer)? {
        known.extend(portal::access(records, login, id)?);
    }
    Ok(known)
}

/// Whether mail to this address would let anybody in, as the records are: a payer carries it, or a login that has it
/// reaches one.
pub(super) fn is_known(records: &impl Records, email: &str) -> Result<bool, StoreError> {
    // An address that nobody has used is judged as a login that is about to be made.
    let unused =
        || PortalLogin::new(PortalLoginId::new(u64::MAX), email.to_owned(), crate::domain::time::Timestamp::from_ms(0));
    let login = portal::login_by_email(records, email)?.unwrap_or_else(unused);
    payers_of(records, &login).map(|payers| !payers.is_empty())
}
