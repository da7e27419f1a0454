//! Signing in to the portal: by a link that is mailed, or with a password where one was set.
//!
//! Whether an address is known is told to nobody who asks: the answer is the same, one write is made either way, and mail
//! leaves through the outbox long after the answer.

use crate::{
    app::App,
    domain::{
        journal::{Actor, Fact, Subject},
        locale::Locale,
        mailbox::is_address,
        portal::{PortalLogin, Purpose},
        time::Timestamp,
    },
    service::sessions::{Credentials, Desk, Doorkeeper, key_of},
    store::{StoreError, portal, table::Writer},
};

use super::{PortalError, links, links::Draw, reach, sessions, sessions::Begin};

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The value of the portal's cookie; kept nowhere else.
    pub token: String,
    /// Who signed in.
    pub login: PortalLogin,
}

/// Mails a link to sign in with, if the address is one that lets somebody in.
///
/// # Errors
/// [`PortalError`]; none of them says whether the address is known.
pub async fn ask(
    app: &App,
    doorkeeper: &Doorkeeper,
    email: &str,
    (peer, locale): (&str, Locale),
) -> Result<(), PortalError> {
    doorkeeper.throttle.check(peer)?;
    let email = email.trim().to_lowercase();
    if !is_address(&email) {
        return Err(PortalError::Address);
    }
    let (draw, now) = (Draw::new(app), app.now());
    let written = app.store.write(move |writer| {
        require_open(writer)?;
        if !reach::is_known(writer, &email)? || links::enough(writer, (&email, Purpose::SignIn), now)? {
            return Ok(writer.record(now, Actor::System, Subject::Firm, Fact::PortalLinkRefused)?);
        }
        let login = login_for(writer, &email, now)?;
        let wanted = links::Wanted { login: &login, purpose: Purpose::SignIn, email: &email, locale };
        Ok(links::send(writer, &wanted, draw, (Actor::Client, now))?)
    });
    Ok(written.await?)
}

/// The login with this address, made where there is none.
pub(super) fn login_for(writer: &mut Writer<'_>, email: &str, now: Timestamp) -> Result<PortalLogin, StoreError> {
    if let Some(known) = portal::login_by_email(writer, email)? {
        return Ok(known);
    }
    let login = PortalLogin::new(writer.next_portal_login()?, email.to_owned(), now);
    writer.put_portal_login(&login)?;
    Ok(login)
}

pub(super) fn require_open(writer: &Writer<'_>) -> Result<(), PortalError> {
    if portal::settings(writer)?.open { Ok(()) } else { Err(PortalError::Closed) }
}

/// Uses a link up and begins a session; `replaces` is the portal's cookie that the browser sent along.
///
/// # Errors
/// [`PortalError::LinkOver`] for a link that is no more, or is not for signing in.
pub async fn use_link(app: &App, token: &str, replaces: Option<&str>) -> Result<SignedIn, PortalError> {
    let (begin, now, token) = (Begin::new(Desk::from(app), replaces), app.now(), token.to_owned());
    let session = begin.token.clone();
    let written = app.store.write(move |writer| {
        require_open(writer)?;
        let (mut link, mut login) = links::open_in(writer, &token, now)?.ok_or(PortalError::LinkOver)?;
        if link.purpose == Purpose::NewAddress {
            return Err(PortalError::LinkOver);
        }
        link.used_at = Some(now);
        writer.put_portal_link(&link)?;
        begin.write(writer, &mut login, now)?;
        writer.record(now, Actor::Client, Subject::PortalLogin(login.id), Fact::SignedIn)?;
        Ok(login)
    });
    Ok(SignedIn { login: written.await?, token: session })
}

/// Begins a session by a password, or counts the failure. To the outside an unknown address, one without a password, a
/// wrong password and a locked one are one answer that takes the same work.
///
/// # Errors
/// [`PortalError`].
pub async fn sign_in(
    app: &App,
    doorkeeper: &Doorkeeper,
    credentials: Credentials<'_>,
) -> Result<SignedIn, PortalError> {
    doorkeeper.throttle.check(credentials.peer)?;
    let seen = portal::login_by_email(&app.store.read()?, credentials.email)?;
    let hash = seen.as_ref().and_then(|login| login.password_hash.clone());
    let matches = doorkeeper.passwords.verify(credentials.password, hash.as_deref()).await? && hash.is_some();
    let (begin, now) = (Begin::new(Desk::from(app), credentials.replaces), app.now());
    let session = begin.token.clone();
    let id = seen.map(|login| login.id);
    let written = app.store.write(move |writer| {
        require_open(writer)?;
        // Read again: guesses made at the same time are counted one after the other.
        let Some(mut login) = id.map(|id| portal::login(writer, id)).transpose()?.flatten() else {
            writer.record(now, Actor::System, Subject::Firm, Fact::SignInRefused { locked: false })?;
            return Ok(None);
        };
        let subject = Subject::PortalLogin(login.id);
        if matches && login.password_hash == hash && !login.is_locked(now) {
            begin.write(writer, &mut login, now)?;
            writer.record(now, Actor::Client, subject, Fact::SignedIn)?;
            return Ok(Some(login));
        }
        let was_locked = login.is_locked(now);
        if !was_locked {
            login.record_wrong_password(now);
            writer.put_portal_login(&login)?;
        }
        let locked = !was_locked && login.is_locked(now);
        writer.record(now, Actor::System, subject, Fact::SignInRefused { locked })?;
        Ok::<_, PortalError>(None)
    });
    let login = written.await?.ok_or(PortalError::Wrong)?;
    Ok(SignedIn { token: session, login })
}

/// Ends the session behind `cookie`; one that is not there is fine.
///
/// # Errors
/// When the store takes no writes.
pub async fn sign_out(app: &App, cookie: &str) -> Result<(), PortalError> {
    let (key, now) = (key_of(cookie), app.now());
    let written = app.store.write(move |writer| {
        let Some(login) = sessions::owner(writer, &key)? else { return Ok(()) };
        writer.delete_portal_session(&key)?;
        writer.record(now, Actor::Client, Subject::PortalLogin(login), Fact::SignedOut)?;
        Ok::<_, PortalError>(())
    });
    Ok(written.await?)
}
