//! Who is signed in to the portal. These sessions are none of staff's: another cookie, another table, and neither opens
//! what is the other's.

use crate::{
    domain::{
        ids::PortalLoginId,
        portal::{PortalLogin, PortalSession},
        time::Timestamp,
    },
    service::sessions::{Desk, KEPT_MS, csrf_of, key_of, same_token},
    store::{Store, StoreError, WriteError, portal, table::Writer},
};

/// A payer who is signed in.
#[derive(Clone, Debug)]
pub struct Current {
    /// Who.
    pub login: PortalLogin,
    /// The session.
    pub session: PortalSession,
    /// The key of the session's row.
    pub key: [u8; 32],
    /// The token that this session's forms carry.
    pub csrf: String,
}

impl Current {
    /// Whether `token` is the one that this session's forms carry.
    #[must_use]
    pub fn drew(&self, token: &str) -> bool {
        same_token(&self.csrf, token)
    }

    /// Whether the note of last use is old enough to be written anew.
    #[must_use]
    pub const fn is_due(&self, now: Timestamp) -> bool {
        now.ms_since(self.session.seen_at) >= crate::domain::user::Session::SEEN_STEP_MS
    }
}

/// What the value of the portal's cookie stands for.
#[derive(Clone, Debug)]
pub enum Known {
    /// Somebody who is signed in.
    In(Box<Current>),
    /// A session that ended by itself; with the token that its forms carried.
    Ended(String),
    /// Nobody: no such session, or one that was ended on purpose.
    Nobody,
}

/// Who is behind the value of the portal's cookie.
///
/// # Errors
/// When the store cannot be read.
pub fn known(desk: Desk<'_>, cookie: &str) -> Result<Known, StoreError> {
    let (reader, key) = (desk.store.read()?, key_of(cookie));
    let Some(session) = portal::session(&reader, &key)? else { return Ok(Known::Nobody) };
    let login = portal::login(&reader, session.login)?.filter(|login| login.epoch == session.epoch);
    let Some(login) = login else { return Ok(Known::Nobody) };
    let csrf = csrf_of(&session.csrf_secret);
    if session.is_over(desk.clock.now()) {
        return Ok(Known::Ended(csrf));
    }
    Ok(Known::In(Box::new(Current { login, session, key, csrf })))
}

/// Whether `token` is the one that forms of a session with this token carried.
#[must_use]
pub fn is_token(ours: &str, token: &str) -> bool {
    same_token(ours, token)
}

/// Notes that the session with this key is in use.
///
/// # Errors
/// [`WriteError`]; nothing is lost then but a minute of idle time.
pub async fn touch(store: &Store, key: [u8; 32], now: Timestamp) -> Result<(), WriteError<StoreError>> {
    store.write(move |writer| writer.touch_portal_session(&key, now)).await
}

/// The random bits of a session that is about to begin, and the session that its browser had.
#[derive(Clone)]
pub(super) struct Begin {
    pub(super) token: String,
    csrf_secret: String,
    replaced: Option<[u8; 32]>,
}

impl Begin {
    pub(super) fn new(desk: Desk<'_>, replaces: Option<&str>) -> Self {
        Self { token: desk.ids.token(), csrf_secret: desk.ids.token(), replaced: replaces.map(key_of) }
    }

    /// Begins the session of `login`, which is noted to have signed in.
    pub(super) fn write(
        &self,
        writer: &mut Writer<'_>,
        login: &mut PortalLogin,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        login.record_sign_in(now);
        writer.put_portal_login(login)?;
        if let Some(replaced) = &self.replaced {
            writer.delete_portal_session(replaced)?;
        }
        let session = PortalSession {
            login: login.id,
            epoch: login.epoch,
            created_at: now,
            seen_at: now,
            csrf_secret: self.csrf_secret.clone(),
        };
        writer.put_portal_session(&key_of(&self.token), &session)
    }
}

/// Lets the session with this key go on under the login's new epoch, which ends all its others.
pub(super) fn keep(writer: &mut Writer<'_>, login: &PortalLogin, key: &[u8; 32]) -> Result<(), StoreError> {
    match portal::session(writer, key)?.filter(|session: &PortalSession| session.login == login.id) {
        Some(session) => writer.put_portal_session(key, &PortalSession { epoch: login.epoch, ..session }),
        None => Ok(()),
    }
}

/// The login whose session a cookie names, however it stands: for signing out.
pub(super) fn owner(writer: &Writer<'_>, key: &[u8; 32]) -> Result<Option<PortalLoginId>, StoreError> {
    Ok(portal::session(writer, key)?.map(|session| session.login))
}

/// Removes sessions that began more than a day ago, and links that were good no longer than until then.
///
/// # Errors
/// [`WriteError`].
pub async fn housekeeping(desk: Desk<'_>) -> Result<(), WriteError<StoreError>> {
    let limit = desk.clock.now().plus_ms(-KEPT_MS);
    desk.store
        .write(move |writer| {
            for key in portal::sessions_before(writer, limit)? {
                writer.delete_portal_session(&key)?;
            }
            portal::links_over(writer, limit)?.iter().try_for_each(|link| writer.delete_portal_link(link))
        })
        .await
}
