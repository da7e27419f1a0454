//! What a person sets about their own login: name, language and colours, password, address, and ending every session.
//!
//! The firm's records are never changed by it: what a payer's record says of addresses stays staff's to say.

use crate::{
    app::App,
    domain::{
        delivery::Content,
        ids::PortalLoginId,
        journal::{Actor, Fact, Subject},
        locale::Locale,
        mailbox::is_address,
        portal::{Access, How, PortalLogin, Purpose, Why},
        time::Timestamp,
    },
    service::{
        passwords::{self, About},
        sessions::Doorkeeper,
        users::Preferences,
    },
    store::{StoreError, firm, portal, table::Writer},
};

use super::{PortalError, links, links::Draw, reach, sessions, sessions::Current, signing_in::login_for};

fn login_in(writer: &Writer<'_>, id: PortalLoginId) -> Result<PortalLogin, PortalError> {
    portal::login(writer, id)?.ok_or(PortalError::NotFound)
}

/// Sets what the person is called.
///
/// # Errors
/// [`PortalError`]; nothing was changed then.
pub async fn rename(app: &App, id: PortalLoginId, name: String) -> Result<(), PortalError> {
    if name.chars().count() > PortalLogin::MAX_NAME_CHARS {
        return Err(PortalError::TooLong);
    }
    let change = move |login: PortalLogin| PortalLogin { name: name.clone(), ..login };
    set(app, id, change).await
}

/// Keeps the language and colours that a person chose.
///
/// # Errors
/// [`PortalError`]; nothing was changed then.
pub async fn prefer(app: &App, id: PortalLoginId, chosen: Preferences) -> Result<(), PortalError> {
    let change = move |login: PortalLogin| PortalLogin {
        language: chosen.language.or(login.language),
        theme: chosen.theme.unwrap_or(login.theme),
        ..login
    };
    set(app, id, change).await
}

async fn set(
    app: &App,
    id: PortalLoginId,
    change: impl Fn(PortalLogin) -> PortalLogin + Send + 'static,
) -> Result<(), PortalError> {
    let now = app.now();
    let written = app.store.write(move |writer| {
        let login = login_in(writer, id)?;
        let after = change(login.clone());
        if after == login {
            return Ok(());
        }
        writer.put_portal_login(&after)?;
        writer.record(now, Actor::Client, Subject::PortalLogin(id), Fact::PreferencesChanged)?;
        Ok::<_, PortalError>(())
    });
    Ok(written.await?)
}

/// Who does something about their own login, from where, and in which language they are told.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// Who.
    pub current: &'a Current,
    /// The network address of their browser.
    pub peer: &'a str,
    /// The language and formats of mail.
    pub locale: Locale,
}

/// Sets or changes the password; who has one gives it. Every other session ends. A first one is told by mail, as it is one
/// more way in.
///
/// # Errors
/// [`PortalError::Wrong`] when the password of before is not that one; nothing was changed then.
pub async fn set_password(
    app: &App,
    doorkeeper: &Doorkeeper,
    asker: Asker<'_>,
    (before, new): (&str, &str),
) -> Result<(), PortalError> {
    let current = asker.current;
    prove(doorkeeper, asker, before).await?;
    let firm = firm::firm(&app.store.read()?)?.map(|firm| firm.name).unwrap_or_default();
    passwords::check(new, About { email: &current.login.email, firm: &firm })?;
    let hash = doorkeeper.passwords.hash(new, app.ids.bytes()).await?;
    put_password(app, asker, Some(hash)).await
}

/// Takes the password away, which must be given; links still let the person in. Every other session ends.
///
/// # Errors
/// [`PortalError::Wrong`] when it is not that one; nothing was changed then.
pub async fn remove_password(
    app: &App,
    doorkeeper: &Doorkeeper,
    asker: Asker<'_>,
    password: &str,
) -> Result<(), PortalError> {
    prove(doorkeeper, asker, password).await?;
    put_password(app, asker, None).await
}

/// Guesses are slowed down here, too: a browser left open must not be the way to the password.
async fn prove(doorkeeper: &Doorkeeper, asker: Asker<'_>, password: &str) -> Result<(), PortalError> {
    doorkeeper.throttle.check(asker.peer)?;
    match &asker.current.login.password_hash {
        Some(hash) if !doorkeeper.passwords.verify(password, Some(hash)).await? => Err(PortalError::Wrong),
        Some(_) | None => Ok(()),
    }
}

async fn put_password(app: &App, asker: Asker<'_>, hash: Option<String>) -> Result<(), PortalError> {
    let Asker { current, locale, .. } = asker;
    let (id, key, proven, now) = (current.login.id, current.key, current.login.password_hash.clone(), app.now());
    let written = app.store.write(move |writer| {
        let login = login_in(writer, id)?;
        // Changed meanwhile in another window: what was proven is not the password any more.
        if login.password_hash != proven {
            return Err(PortalError::Wrong);
        }
        let fact = if hash.is_some() { Fact::PasswordChanged } else { Fact::PasswordRemoved };
        let epoch = login.epoch.saturating_add(1);
        let after = PortalLogin { password_hash: hash.clone(), epoch, failed_sign_ins: 0, locked_until: None, ..login };
        writer.put_portal_login(&after)?;
        sessions::keep(writer, &after, &key)?;
        writer.record(now, Actor::Client, Subject::PortalLogin(id), fact)?;
        if proven.is_none() && hash.is_some() {
            let content = Content::PortalPasswordSet { login: id };
            links::queue(writer, (content, &after.email), locale, (Actor::System, now))?;
        }
        Ok(())
    });
    Ok(written.await?)
}

/// Ends every session, this one too.
///
/// # Errors
/// [`PortalError`]; nothing was changed then.
pub async fn sign_out_everywhere(app: &App, id: PortalLoginId) -> Result<(), PortalError> {
    let now = app.now();
    let written = app.store.write(move |writer| {
        let login = login_in(writer, id)?;
        let epoch = login.epoch.saturating_add(1);
        writer.put_portal_login(&PortalLogin { epoch, ..login })?;
        writer.record(now, Actor::Client, Subject::PortalLogin(id), Fact::SignedOutEverywhere)?;
        Ok::<_, PortalError>(())
    });
    Ok(written.await?)
}

/// Mails a link to an address that the login wants to have; who has a password gives it. Nothing changes before the link is
/// used; an address that is another login's gets the same mail, and the same answer.
///
/// # Errors
/// [`PortalError`]; nothing was sent then.
pub async fn ask_address(
    app: &App,
    doorkeeper: &Doorkeeper,
    asker: Asker<'_>,
    (email, password): (&str, &str),
) -> Result<(), PortalError> {
    let email = email.trim().to_lowercase();
    if !is_address(&email) {
        return Err(PortalError::Address);
    }
    prove(doorkeeper, asker, password).await?;
    let (draw, now, id, locale) = (Draw::new(app), app.now(), asker.current.login.id, asker.locale);
    let written = app.store.write(move |writer| {
        let (login, purpose) = (login_in(writer, id)?, Purpose::NewAddress);
        if login.email == email || links::enough(writer, (&email, purpose), now)? {
            return Ok(());
        }
        let wanted = links::Wanted { login: &login, purpose, email: &email, locale };
        Ok::<_, PortalError>(links::send(writer, &wanted, draw, (Actor::Client, now))?)
    });
    Ok(written.await?)
}

/// Uses up the link that was mailed to a new address: the login has that one from now on, and the address before is told.
/// Whoever follows the link must be signed in as whom it was made for: else a stranger could have somebody else's click add
/// that person's address, and what it reaches, to the stranger's own login.
///
/// # Errors
/// [`PortalError::LinkOver`], [`PortalError::Taken`]; nothing was changed then.
pub async fn take_address(app: &App, current: &Current, (token, locale): (&str, Locale)) -> Result<(), PortalError> {
    let (id, key, token, now) = (current.login.id, current.key, token.to_owned(), app.now());
    let written = app.store.write(move |writer| {
        let (mut link, login) = links::open_in(writer, &token, now)?.ok_or(PortalError::LinkOver)?;
        if link.purpose != Purpose::NewAddress || login.id != id {
            return Err(PortalError::LinkOver);
        }
        if portal::login_by_email(writer, &link.email)?.is_some_and(|owner| owner.id != id) {
            return Err(PortalError::Taken);
        }
        link.used_at = Some(now);
        writer.put_portal_link(&link)?;
        keep_reach(writer, &login, now)?;
        let epoch = login.epoch.saturating_add(1);
        let after = PortalLogin { email: link.email.clone(), epoch, ..login.clone() };
        writer.put_portal_login(&after)?;
        leave_withdrawn(writer, &login, now)?;
        sessions::keep(writer, &after, &key)?;
        writer.record(now, Actor::Client, Subject::PortalLogin(id), Fact::PortalAddressChanged)?;
        let content = Content::PortalAddressChanged { login: id };
        Ok(links::queue(writer, (content, &login.email), locale, (Actor::System, now))?)
    });
    Ok(written.await?)
}

/// What a login reaches by its address it goes on reaching by the same words of staff: as long as the record carries the
/// address that is being given up.
fn keep_reach(writer: &mut Writer<'_>, login: &PortalLogin, now: Timestamp) -> Result<(), StoreError> {
    for payer in reach::payers_of(writer, login)? {
        if reach::why(writer, login, &payer)? != Some(Why::Address) {
            continue;
        }
        if reach::on_record(writer, login.id, payer.id)?.iter().any(|access| access.how == How::Given) {
            continue;
        }
        let how = How::Kept { address: login.email.clone() };
        writer.put_portal_access(&Access { login: login.id, payer: payer.id, how, by: Actor::Client, at: now })?;
    }
    Ok(())
}

/// What staff withdrew stays withdrawn from the address that is being given up, too: who signs in with it next is another
/// login, and the record may still carry it.
fn leave_withdrawn(writer: &mut Writer<'_>, before: &PortalLogin, now: Timestamp) -> Result<(), StoreError> {
    for access in portal::accesses_of(writer, before.id)? {
        if access.how == How::Withdrawn {
            let next = login_for(writer, &before.email, now)?;
            writer.put_portal_access(&Access { login: next.id, ..access })?;
        }
    }
    Ok(())
}
