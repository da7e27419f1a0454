//! Signing in and out, and the sessions in between.
//!
//! To the outside an unknown address, a wrong password, an inactive and a locked account are one answer that takes
//! the same work. The cookie's 256 random bits are never stored: the key of a session is their SHA-256.

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{
    app::{App, Clock, Ids, Secrets},
    config::Config,
    domain::{
        ids::{OperationKey, UserId},
        journal::{Actor, Fact, Subject},
        time::Timestamp,
        user::{Session, User},
    },
    store::{Store, StoreError, WriteError, drafts, drafts::Draft, table::Writer, users},
};

use super::{
    passwords::{HashError, Passwords},
    throttle::{SignInThrottle, Throttled},
};

/// How long the row of a session and a kept form stay before housekeeping removes them, in milliseconds.
pub const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// What signing in needs of the hall.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// The strongroom.
    pub store: &'a Store,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// Where random bits come from.
    pub ids: &'a Ids,
    /// Keys derived from the installation's secret.
    pub secrets: &'a Secrets,
    /// The settings.
    pub config: &'a Config,
}

impl<'a> From<&'a App> for Desk<'a> {
    fn from(app: &'a App) -> Self {
        Self { store: &app.store, clock: app.clock.as_ref(), ids: &app.ids, secrets: &app.secrets, config: &app.config }
    }
}

/// What is remembered between one try to sign in and the next. One for the whole process.
pub struct Doorkeeper {
    /// Hashes passwords, a few at a time.
    pub passwords: Passwords,
    /// Counts tries by address.
    pub throttle: SignInThrottle,
}

/// A try to sign in.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// The address as typed.
    pub email: &'a str,
    /// The password as typed.
    pub password: &'a str,
    /// The network address of the browser.
    pub peer: &'a str,
    /// The session cookie that the browser sent along, whose session is ended.
    pub replaces: Option<&'a str>,
}

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The value of the session cookie; kept nowhere else.
    pub token: String,
    /// Who signed in.
    pub user: User,
}

/// Why a sign-in was refused.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Address and password do not belong together, or the account is inactive or locked; which of them is not told.
    #[error("the address and the password do not match")]
    Wrong,
    /// Too many tries from this address.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The password could not be compared.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The session could not be written.
    #[error(transparent)]
    Write(#[from] WriteError<StoreError>),
}

/// Begins a session under a new id, or counts the failure; ten failures lock the account for half an hour.
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(
    desk: Desk<'_>,
    doorkeeper: &Doorkeeper,
    credentials: Credentials<'_>,
) -> Result<SignedIn, SignInError> {
    doorkeeper.throttle.check(credentials.peer)?;
    let found = users::user_by_email(&desk.store.read()?, credentials.email)?;
    let hash = found.as_ref().map(|user| user.password_hash.as_str());
    let matches = doorkeeper.passwords.verify(credentials.password, hash).await?;
    let attempt = Attempt {
        found,
        matches,
        now: desk.clock.now(),
        token: desk.ids.token(),
        csrf_secret: desk.ids.token(),
        replaced: credentials.replaces.map(key_of),
    };
    let token = attempt.token.clone();
    let user = desk.store.write(move |writer| attempt.conclude(writer)).await?;
    user.map(|user| SignedIn { token, user }).ok_or(SignInError::Wrong)
}

struct Attempt {
    found: Option<User>,
    matches: bool,
    now: Timestamp,
    token: String,
    csrf_secret: String,
    replaced: Option<[u8; 32]>,
}

impl Attempt {
    /// Every way through writes once, so that the time it takes does not tell them apart either. The account is read
    /// again: guesses made at the same time are counted one after the other, and none gets past the lock.
    fn conclude(&self, writer: &mut Writer<'_>) -> Result<Option<User>, StoreError> {
        let seen = self.found.as_ref();
        let current = seen.map(|user| users::user(writer, user.id)).transpose()?.flatten();
        let Some(mut user) = current else {
            writer.record(self.now, Actor::System, Subject::Firm, Fact::SignInRefused { locked: false })?;
            return Ok(None);
        };
        let unchanged = seen.is_some_and(|seen| seen.password_hash == user.password_hash);
        if self.matches && unchanged && user.active && !user.is_locked(self.now) {
            self.begin(writer, &mut user)?;
            return Ok(Some(user));
        }
        self.refuse(writer, &mut user)?;
        Ok(None)
    }

    fn begin(&self, writer: &mut Writer<'_>, user: &mut User) -> Result<(), StoreError> {
        user.record_sign_in();
        writer.put_user(user)?;
        if let Some(replaced) = &self.replaced {
            writer.delete_session(replaced)?;
        }
        let session = Session {
            user: user.id,
            epoch: user.epoch,
            created_at: self.now,
            seen_at: self.now,
            csrf_secret: self.csrf_secret.clone(),
        };
        writer.put_session(&key_of(&self.token), &session)?;
        writer.record(self.now, Actor::User(user.id), Subject::User(user.id), Fact::SignedIn)
    }

    fn refuse(&self, writer: &mut Writer<'_>, user: &mut User) -> Result<(), StoreError> {
        let was_locked = user.is_locked(self.now);
        // A locked account is not counted on: whoever knows an address could keep its owner out for ever.
        if !was_locked {
            user.record_failed_sign_in(self.now);
            writer.put_user(user)?;
        }
        let locked = !was_locked && user.is_locked(self.now);
        writer.record(self.now, Actor::System, Subject::User(user.id), Fact::SignInRefused { locked })
    }
}

/// Ends the session behind `cookie`; one that is not there is fine.
///
/// # Errors
/// [`WriteError`] when the store takes no writes.
pub async fn sign_out(desk: Desk<'_>, cookie: &str) -> Result<(), WriteError<StoreError>> {
    let (key, now) = (key_of(cookie), desk.clock.now());
    desk.store
        .write(move |writer| {
            let Some(session) = users::session(writer, &key)? else { return Ok(()) };
            writer.delete_session(&key)?;
            writer.record(now, Actor::User(session.user), Subject::User(session.user), Fact::SignedOut)
        })
        .await
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Current {
    /// The person.
    pub user: User,
    /// The session.
    pub session: Session,
    /// The key of the session's row.
    pub key: [u8; 32],
    /// The token that this session's forms carry. The same in every answer: pages with it are never compressed, so
    /// it cannot be guessed by length (BREACH).
    pub csrf: String,
}

/// A session that ended by itself: its author may have been in the middle of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// Whose it was.
    pub user: UserId,
    csrf: String,
}

impl Expired {
    /// Whether `token` is the one that forms of the ended session carried.
    #[must_use]
    pub fn drew(&self, token: &str) -> bool {
        same_token(&self.csrf, token)
    }
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum NoSession {
    /// There is no such session, or it was ended on purpose: signed out, password or role changed, person inactive.
    #[error("not signed in")]
    None,
    /// It was idle or lasted too long.
    #[error("the session has ended")]
    Expired(Expired),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The session behind the value of the session cookie.
///
/// # Errors
/// [`NoSession`].
pub fn current(desk: Desk<'_>, cookie: &str) -> Result<Current, NoSession> {
    let (reader, key) = (desk.store.read()?, key_of(cookie));
    let session = users::session(&reader, &key)?.ok_or(NoSession::None)?;
    let user = users::user(&reader, session.user)?.ok_or(NoSession::None)?;
    if !user.active || user.epoch != session.epoch {
        return Err(NoSession::None);
    }
    let csrf = csrf_of(&session.csrf_secret);
    if session.is_over(desk.clock.now()) {
        return Err(NoSession::Expired(Expired { user: user.id, csrf }));
    }
    Ok(Current { user, session, key, csrf })
}

impl Current {
    /// Whether `token` is the one that this session's forms carry; takes equally long for any wrong one.
    #[must_use]
    pub fn drew(&self, token: &str) -> bool {
        same_token(&self.csrf, token)
    }

    /// Whether the note of last use is old enough to be written anew.
    #[must_use]
    pub const fn is_due(&self, now: Timestamp) -> bool {
        now.ms_since(self.session.seen_at) >= Session::SEEN_STEP_MS
    }
}

/// Notes that the session with this key is in use. One that was ended meanwhile stays ended.
///
/// # Errors
/// [`WriteError`]; nothing is lost then but a minute of idle time.
pub async fn touch(store: &Store, key: [u8; 32], now: Timestamp) -> Result<(), WriteError<StoreError>> {
    store.write(move |writer| writer.touch_session(&key, now)).await
}

/// Keeps a form that arrived after its author's session had ended. A form that somebody else keeps under the same
/// key is left as it is.
///
/// # Errors
/// [`WriteError`].
pub async fn keep_draft(store: &Store, key: OperationKey, draft: Draft) -> Result<(), WriteError<StoreError>> {
    store
        .write(move |writer| match drafts::draft(writer, &key)? {
            Some(kept) if kept.user != draft.user => Ok(()),
            _ => writer.put_draft(&key, &draft),
        })
        .await
}

/// Removes sessions and drafts older than a day.
///
/// # Errors
/// [`WriteError`].
pub async fn housekeeping(desk: Desk<'_>) -> Result<(), WriteError<StoreError>> {
    let limit = desk.clock.now().plus_ms(-KEPT_MS);
    desk.store
        .write(move |writer| {
            for key in users::sessions_before(writer, limit)? {
                writer.delete_session(&key)?;
            }
            for key in drafts::drafts_before(writer, limit)? {
                writer.delete_draft(&key)?;
            }
            Ok(())
        })
        .await
}

/// The key of the row of the session that a cookie names.
pub(super) fn key_of(cookie: &str) -> [u8; 32] {
    Sha256::digest(cookie.as_bytes()).into()
}

/// The token that forms of a session with this secret carry.
pub(super) fn csrf_of(secret: &str) -> String {
    let key = Secrets::new(Sha256::digest(secret.as_bytes()).into());
    data_encoding::BASE64URL_NOPAD.encode(&key.sign("csrf", b"form"))
}

/// Whether two tokens are one; takes equally long for any wrong one.
pub(super) fn same_token(ours: &str, theirs: &str) -> bool {
    ours.as_bytes().ct_eq(theirs.as_bytes()).into()
}

#[cfg(test)]
pub(crate) mod tests;
