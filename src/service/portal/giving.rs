//! What staff see and do about who reaches a payer in the portal.

use std::collections::BTreeSet;

use crate::{
    app::App,
    domain::{
        ids::PayerId,
        journal::{Fact, Subject},
        mailbox::is_address,
        payer::Payer,
        permission::Permission,
        portal::{Access, How, PortalLogin, Purpose, Why, carries, reaches},
    },
    service::Authority,
    store::{StoreError, firm, payers, portal, table::Records, table::Writer},
};

use super::{
    PortalError, links,
    links::Draw,
    reach,
    signing_in::{login_for, require_open},
};

/// An address at which somebody reaches a payer, did, or could.
#[derive(Clone, Debug)]
pub struct Person {
    /// The address.
    pub address: String,
    /// Who signs in with it, if anybody ever did or was invited to.
    pub login: Option<PortalLogin>,
    /// Why it reaches the payer; `None` when that was withdrawn, or lapsed.
    pub why: Option<Why>,
    /// Whether staff took the access away.
    pub withdrawn: bool,
}

/// Everybody of whom something is to be said: the payer's addresses, and logins with access by other ways.
pub fn people(app: &App, payer: &Payer) -> Result<Vec<Person>, StoreError> {
    let reader = app.store.read()?;
    let mut people = Vec::new();
    let mut told = BTreeSet::new();
    for email in &payer.emails {
        let address = email.trim().to_lowercase();
        if told.insert(address.clone()) {
            people.push(person(&reader, payer, address)?);
        }
    }
    for id in payers::group(&reader, payer.id)? {
        for login in portal::logins_of(&reader, id)? {
            let Some(login) = portal::login(&reader, login)? else { continue };
            if told.insert(login.email.clone()) {
                people.push(person(&reader, payer, login.email)?);
            }
        }
    }
    Ok(people)
}

fn person(records: &impl Records, payer: &Payer, address: String) -> Result<Person, StoreError> {
    let login = portal::login_by_email(records, &address)?;
    let known = match &login {
        Some(login) => reach::on_record(records, login.id, payer.id)?,
        None => Vec::new(),
    };
    let withdrawn = known.iter().any(|access| access.how == How::Withdrawn);
    Ok(Person { why: reaches(&address, payer, &known), address, login, withdrawn })
}

/// Mails an invitation. What was withdrawn is given back; an address that the record does not carry is given access by hand.
///
/// # Errors
/// [`PortalError`]; nothing was changed or sent then.
pub async fn invite(app: &App, authority: Authority<'_>, (payer, address): (PayerId, &str)) -> Result<(), PortalError> {
    authority.require(Permission::ManagePayers)?;
    let address = address.trim().to_lowercase();
    if !is_address(&address) {
        return Err(PortalError::Address);
    }
    let (draw, actor, now) = (Draw::new(app), authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        require_open(writer)?;
        let payer = own(writer, payer)?;
        let Some(firm) = firm::firm(writer)? else { return Err(PortalError::Closed) };
        let login = login_for(writer, &address, now)?;
        for access in reach::on_record(writer, login.id, payer.id)? {
            if access.how == How::Withdrawn {
                writer.delete_portal_access(login.id, access.payer)?;
            }
        }
        if reach::why(writer, &login, &payer)?.is_none() {
            let (login, payer) = (login.id, payer.id);
            writer.put_portal_access(&Access { login, payer, how: How::Given, by: actor, at: now })?;
        }
        let fact = Fact::PortalInvited { login: login.id, address: address.clone() };
        writer.record(now, actor, Subject::Payer(payer.id), fact)?;
        let purpose = Purpose::Invitation { payer: payer.id };
        let locale = firm.locale(login.language.unwrap_or(payer.language));
        Ok(links::send(writer, &links::Wanted { login: &login, purpose, email: &address, locale }, draw, (actor, now))?)
    });
    Ok(written.await?)
}

/// The payer, whose record must stand for itself and be in use.
fn own(writer: &Writer<'_>, id: PayerId) -> Result<Payer, PortalError> {
    let payer = payers::standing_for(writer, id)?.ok_or(PortalError::NotFound)?;
    if payer.archived_at.is_none() { Ok(payer) } else { Err(PortalError::NotFound) }
}

/// Takes the access to a payer away from whoever signs in with this address, or will. The next page they open shows
/// nothing of the payer; the record's addresses, and what is mailed to them, stay as they are.
///
/// # Errors
/// [`PortalError::NotFound`] when the address has nothing to do with the payer.
pub async fn withdraw(
    app: &App,
    authority: Authority<'_>,
    (payer, address): (PayerId, &str),
) -> Result<(), PortalError> {
    authority.require(Permission::ManagePayers)?;
    let (address, actor, now) = (address.trim().to_lowercase(), authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let payer = payers::standing_for(writer, payer)?.ok_or(PortalError::NotFound)?;
        let known = portal::login_by_email(writer, &address)?;
        let on_record = match &known {
            Some(login) => reach::on_record(writer, login.id, payer.id)?,
            None => Vec::new(),
        };
        if on_record.iter().any(|access| access.how == How::Withdrawn) {
            return Ok(());
        }
        if on_record.is_empty() && !carries(&payer, &address) {
            return Err(PortalError::NotFound);
        }
        let login = login_for(writer, &address, now)?;
        // Of the records merged into it, too, so that it stays withdrawn when they are taken apart.
        for payer in payers::group(writer, payer.id)? {
            let access = Access { login: login.id, payer, how: How::Withdrawn, by: actor, at: now };
            writer.put_portal_access(&access)?;
        }
        let fact = Fact::PortalAccessWithdrawn { login: login.id, address: address.clone() };
        Ok(writer.record(now, actor, Subject::Payer(payer.id), fact)?)
    });
    Ok(written.await?)
}
