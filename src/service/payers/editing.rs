//! Recording a payer, changing the record, and putting it out of the way. Nothing is ever deleted: payments name it.

use crate::{
    app::App,
    domain::{
        ids::PayerId,
        import::RowFault,
        journal::{Actor, Fact, Subject},
        locale::Language,
        mailbox::is_address,
        payer::{Address, Contact, CustomField, Payer},
        permission::Permission,
        time::Timestamp,
    },
    service::{Authority, NotAllowed},
    store::{StoreError, WriteError, payers, table::Writer},
};

/// How long after a record was made a form that says the same is the same form sent twice, in milliseconds.
const SENT_TWICE_MS: i64 = 60_000;

/// What a form says of a payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayerFacts {
    /// The name.
    pub name: String,
    /// The company.
    pub company: String,
    /// The client number.
    pub client_number: Option<String>,
    /// Where mail goes.
    pub emails: Vec<String>,
    /// Where calls go.
    pub phones: Vec<String>,
    /// Where letters go.
    pub address: Address,
    /// The language of mail.
    pub language: Language,
    /// Who may be spoken to.
    pub contacts: Vec<Contact>,
    /// What else is kept.
    pub custom: Vec<CustomField>,
    /// For staff alone.
    pub notes: String,
}

impl PayerFacts {
    /// What the record says now.
    #[must_use]
    pub fn of(payer: &Payer) -> Self {
        Self {
            name: payer.name.clone(),
            company: payer.company.clone(),
            client_number: payer.client_number.clone(),
            emails: payer.emails.clone(),
            phones: payer.phones.clone(),
            address: payer.address.clone(),
            language: payer.language,
            contacts: payer.contacts.clone(),
            custom: payer.custom.clone(),
            notes: payer.notes.clone(),
        }
    }

    /// The record with these facts, for which whoever gives them vouches.
    #[must_use]
    pub fn on(&self, payer: &Payer) -> Payer {
        Payer {
            name: self.name.clone(),
            company: self.company.clone(),
            client_number: self.client_number.clone(),
            emails: self.emails.clone(),
            phones: self.phones.clone(),
            address: self.address.clone(),
            language: self.language,
            contacts: self.contacts.clone(),
            custom: self.custom.clone(),
            notes: self.notes.clone(),
            self_entered: false,
            ..payer.clone()
        }
    }

    /// What is wrong with them first, if anything is.
    #[must_use]
    pub fn fault(&self) -> Option<RowFault> {
        let too_long = |text: &String| text.chars().count() > Payer::MAX_TEXT_CHARS;
        let address = &self.address;
        let texts = [&self.name, &self.company, &address.city, &address.region, &address.postal_code, &address.country];
        let contacts =
            self.contacts.iter().flat_map(|contact| [&contact.name, &contact.role, &contact.email, &contact.phone]);
        let custom = self.custom.iter().flat_map(|field| [&field.label, &field.text]);
        let mut texts = texts.into_iter().chain(&self.phones).chain(&self.client_number).chain(contacts).chain(custom);
        let mails = self
            .emails
            .iter()
            .chain(self.contacts.iter().map(|contact| &contact.email).filter(|text| !text.is_empty()));
        if self.name.trim().is_empty() {
            Some(RowFault::NoName)
        } else if mails.into_iter().any(|email| !is_address(email)) {
            Some(RowFault::Email)
        } else if texts.any(too_long)
            || address.street.chars().count() > 2 * Payer::MAX_TEXT_CHARS
            || self.notes.chars().count() > Payer::MAX_NOTES_CHARS
        {
            Some(RowFault::TooLong)
        } else if self.emails.len() > Payer::MAX_EMAILS
            || self.phones.len() > Payer::MAX_PHONES
            || self.contacts.len() > Payer::MAX_CONTACTS
            || self.custom.len() > Payer::MAX_CUSTOM
        {
            Some(RowFault::TooMany)
        } else {
            None
        }
    }
}

/// Why a record was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payer.
    #[error("no such payer")]
    NotFound,
    /// It was merged: this one stands for it.
    #[error("the record was merged")]
    Merged(PayerId),
    /// The facts are not ones that a record may hold.
    #[error("the facts are wrong: {0:?}")]
    Wrong(RowFault),
    /// Somebody changed the record in the meantime: this is what it says now.
    #[error("the record was changed in the meantime")]
    Stale(Box<Payer>),
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for EditError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// Records a payer. A form that is sent twice, as by a double click, makes one record.
///
/// # Errors
/// [`EditError`]; nothing was changed then.
pub async fn create(app: &App, authority: Authority<'_>, facts: PayerFacts) -> Result<Payer, EditError> {
    authority.require(Permission::ManagePayers)?;
    if let Some(fault) = facts.fault() {
        return Err(EditError::Wrong(fault));
    }
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let named = payers::payers_named(writer, &facts.name)?;
        let is_same = |payer: &Payer| {
            PayerFacts::of(payer) == facts
                && now.ms_since(payer.created_at).unsigned_abs() < SENT_TWICE_MS.unsigned_abs()
        };
        match named.into_iter().find(is_same) {
            Some(known) => Ok(known),
            None => Ok(add(writer, &facts, (actor, now))?),
        }
    });
    Ok(written.await?)
}

/// Records a payer with these facts.
pub(in crate::service) fn add(
    writer: &mut Writer<'_>,
    facts: &PayerFacts,
    (actor, now): (Actor, Timestamp),
) -> Result<Payer, StoreError> {
    let payer = facts.on(&Payer::new(writer.next_payer()?, facts.name.clone(), facts.language, now));
    writer.put_payer(&payer)?;
    writer.record(now, actor, Subject::Payer(payer.id), Fact::PayerAdded)?;
    Ok(payer)
}

/// Sets what a record says; `None` when it says that already.
pub(in crate::service) fn set(
    writer: &mut Writer<'_>,
    payer: &Payer,
    facts: &PayerFacts,
    (actor, now): (Actor, Timestamp),
) -> Result<Option<Payer>, StoreError> {
    let after = facts.on(payer);
    let fields = payer.changed(&after);
    if fields.is_empty() {
        return Ok(None);
    }
    let after = Payer { version: payer.version.saturating_add(1), ..after };
    writer.put_payer(&after)?;
    writer.record(now, actor, Subject::Payer(payer.id), Fact::PayerChanged { fields })?;
    Ok(Some(after))
}

/// Changes a record, if it still is the one whose version was `seen`.
///
/// # Errors
/// [`EditError`]; nothing was changed then.
pub async fn update(
    app: &App,
    authority: Authority<'_>,
    id: PayerId,
    (facts, seen): (PayerFacts, u32),
) -> Result<Payer, EditError> {
    authority.require(Permission::ManagePayers)?;
    if let Some(fault) = facts.fault() {
        return Err(EditError::Wrong(fault));
    }
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let payer = own(writer, id)?;
        // What is sent twice is no contradiction.
        if PayerFacts::of(&payer) == facts {
            return Ok(payer);
        }
        if payer.version != seen {
            return Err(EditError::Stale(Box::new(payer)));
        }
        Ok(set(writer, &payer, &facts, (actor, now))?.unwrap_or(payer))
    });
    Ok(written.await?)
}

/// A record that stands for itself.
pub(super) fn own(writer: &Writer<'_>, id: PayerId) -> Result<Payer, EditError> {
    let payer = payers::payer(writer, id)?.ok_or(EditError::NotFound)?;
    if payer.is_own() { Ok(payer) } else { Err(EditError::Merged(payer.stands_for())) }
}

/// Whether a record is in use or out of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In use.
    Active,
    /// Out of the way.
    Archived,
}

/// Puts a record out of the way, or brings it back. Methods and payments stay.
///
/// # Errors
/// [`EditError`]; nothing was changed then.
pub async fn file(app: &App, authority: Authority<'_>, id: PayerId, place: Place) -> Result<Payer, EditError> {
    authority.require(Permission::ManagePayers)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let payer = own(writer, id)?;
        let (archived_at, fact) = match place {
            Place::Active => (None, Fact::PayerUnarchived),
            Place::Archived => (payer.archived_at.or(Some(now)), Fact::PayerArchived),
        };
        if archived_at == payer.archived_at {
            return Ok(payer);
        }
        let after = Payer { archived_at, version: payer.version.saturating_add(1), ..payer };
        writer.put_payer(&after)?;
        writer.record(now, actor, Subject::Payer(id), fact)?;
        Ok(after)
    });
    Ok(written.await?)
}
