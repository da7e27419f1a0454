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
    let csrf = csrf_token(&session);
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

fn key_of(cookie: &str) -> [u8; 32] {
    Sha256::digest(cookie.as_bytes()).into()
}

fn csrf_token(session: &Session) -> String {
    let key = Secrets::new(Sha256::digest(session.csrf_secret.as_bytes()).into());
    data_encoding::BASE64URL_NOPAD.encode(&key.sign("csrf", b"form"))
}

fn same_token(ours: &str, theirs: &str) -> bool {
    ours.as_bytes().ct_eq(theirs.as_bytes()).into()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        app::FixedClock,
        domain::{permission::Role, user::Theme},
        store::{engine::memory::Memory, journal, migrations::Identity, open},
    };

    pub(crate) const PASSWORD: &str = "a long enough one";
    /// Argon2id of [`PASSWORD`] with as little work as the function allows: these tests are about sessions.
    const QUICK_HASH_SALT: [u8; 16] = [7; 16];

    pub(crate) struct TestHall {
        pub(crate) store: Store,
        pub(crate) clock: Arc<FixedClock>,
        pub(crate) ids: Ids,
        pub(crate) secrets: Secrets,
        pub(crate) config: Config,
        pub(crate) doorkeeper: Doorkeeper,
    }

    impl<'a> From<&'a TestHall> for Desk<'a> {
        fn from(hall: &'a TestHall) -> Self {
            hall.desk()
        }
    }

    impl TestHall {
        pub(crate) fn empty() -> Self {
            let clock = Arc::new(FixedClock::new(Timestamp::from_ms(1_795_000_000_000)));
            let identity = Identity { database: "test".into(), schema: 0, created_at: clock.now() };
            Self {
                store: open::in_memory(&Memory::new(), &identity).unwrap(),
                ids: Ids::seeded(1),
                secrets: Secrets::new([7; 32]),
                config: Config::default(),
                doorkeeper: Doorkeeper {
                    passwords: Passwords::default(),
                    throttle: SignInThrottle::new(clock.clone()),
                },
                clock,
            }
        }

        /// A hall with one cashier, `dana@firm.example`, whose password is [`PASSWORD`].
        pub(crate) async fn staffed() -> Self {
            let hall = Self::empty();
            let user = User {
                id: UserId::new(1),
                email: "dana@firm.example".into(),
                name: "Dana Okafor".into(),
                password_hash: quick_hash(),
                role: Role::Cashier,
                language: None,
                theme: Theme::Dark,
                active: true,
                epoch: 0,
                failed_sign_ins: 0,
                locked_until: None,
                created_at: hall.clock.now(),
            };
            hall.store.write(move |writer| writer.put_user(&user)).await.unwrap();
            hall
        }

        pub(crate) fn desk(&self) -> Desk<'_> {
            Desk {
                store: &self.store,
                clock: self.clock.as_ref(),
                ids: &self.ids,
                secrets: &self.secrets,
                config: &self.config,
            }
        }

        pub(crate) async fn change_user(&self, change: fn(&mut User)) {
            let mut user = self.user();
            change(&mut user);
            self.store.write(move |writer| writer.put_user(&user)).await.unwrap();
        }

        fn user(&self) -> User {
            users::user(&self.store.read().unwrap(), UserId::new(1)).unwrap().unwrap()
        }

        async fn try_from(&self, peer: &str, email: &str, password: &str) -> Result<SignedIn, SignInError> {
            sign_in(self.desk(), &self.doorkeeper, Credentials { email, password, peer, replaces: None }).await
        }

        pub(crate) async fn signed_in(&self) -> String {
            self.try_from("192.0.2.1", "dana@firm.example", PASSWORD).await.unwrap().token
        }

        fn facts(&self) -> Vec<Fact> {
            let reader = self.store.read().unwrap();
            journal::history(&reader, Subject::User(UserId::new(1))).unwrap().into_iter().map(|e| e.fact).collect()
        }
    }

    fn quick_hash() -> String {
        use argon2::{
            Algorithm, Argon2, Params, Version,
            password_hash::{PasswordHasher as _, phc::PasswordHash},
        };
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8, 1, 1, None).unwrap());
        let hash: PasswordHash = argon.hash_password_with_salt(PASSWORD.as_bytes(), &QUICK_HASH_SALT).unwrap();
        hash.to_string()
    }

    #[tokio::test]
    async fn every_refusal_looks_the_same() {
        let hall = TestHall::staffed().await;
        let refused = |result: Result<SignedIn, SignInError>| matches!(result, Err(SignInError::Wrong));
        assert!(refused(hall.try_from("a", "nobody@firm.example", PASSWORD).await));
        assert!(refused(hall.try_from("a", "dana@firm.example", "another long one").await));
        assert!(refused(hall.try_from("a", "", "").await));
        hall.change_user(|user| user.active = false).await;
        assert!(refused(hall.try_from("a", "dana@firm.example", PASSWORD).await));
        hall.change_user(|user| (user.active, user.locked_until) = (true, Some(Timestamp::from_ms(i64::MAX)))).await;
        assert!(refused(hall.try_from("a", "dana@firm.example", PASSWORD).await));
        assert_eq!(hall.user().failed_sign_ins, 2, "a locked account is not counted on");
        let firm = journal::history(&hall.store.read().unwrap(), Subject::Firm).unwrap();
        assert_eq!(firm.len(), 2, "tries at unknown addresses are on record too");
    }

    #[tokio::test]
    async fn the_tenth_wrong_password_locks_even_when_all_arrive_at_once() {
        let hall = Arc::new(TestHall::staffed().await);
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let hall = hall.clone();
            tries.spawn(async move { hall.try_from("192.0.2.1", "dana@firm.example", "wrong").await.is_err() });
        }
        assert!(tries.join_all().await.into_iter().all(|refused| refused));
        assert!(hall.try_from("192.0.2.1", "dana@firm.example", PASSWORD).await.is_err());
        let locks = hall.facts().into_iter().filter(|fact| *fact == Fact::SignInRefused { locked: true }).count();
        assert_eq!((locks, hall.facts().len()), (1, 13));
        hall.clock.advance_ms(User::LOCK_MS);
        hall.signed_in().await;
    }

    #[tokio::test]
    async fn an_address_that_tries_too_often_must_wait() {
        let hall = TestHall::empty();
        for _ in 0..30 {
            assert!(matches!(hall.try_from("192.0.2.9", "x", "y").await, Err(SignInError::Wrong)));
        }
        assert!(matches!(hall.try_from("192.0.2.9", "x", "y").await, Err(SignInError::Throttled(_))));
    }

    #[tokio::test]
    async fn a_sign_in_begins_a_new_session_and_ends_the_one_it_replaces() {
        let hall = TestHall::staffed().await;
        let first = hall.signed_in().await;
        let credentials =
            Credentials { email: "DANA@firm.example ", password: PASSWORD, peer: "192.0.2.1", replaces: Some(&first) };
        let second = sign_in(hall.desk(), &hall.doorkeeper, credentials).await.unwrap().token;
        assert_ne!(first, second);
        assert!(matches!(current(hall.desk(), &first), Err(NoSession::None)));
        assert_eq!(current(hall.desk(), &second).unwrap().user.email, "dana@firm.example");
    }

    #[tokio::test]
    async fn a_session_ends_by_sign_out_epoch_or_inactivity() {
        let hall = TestHall::staffed().await;
        let is_none = |cookie: &str| matches!(current(hall.desk(), cookie), Err(NoSession::None));
        assert!(is_none("") && is_none("made up"));
        let cookie = hall.signed_in().await;
        sign_out(hall.desk(), &cookie).await.unwrap();
        sign_out(hall.desk(), &cookie).await.unwrap();
        assert!(is_none(&cookie));
        assert_eq!(hall.facts(), [Fact::SignedOut, Fact::SignedIn]);
        let cookie = hall.signed_in().await;
        hall.change_user(|user| user.epoch += 1).await;
        assert!(is_none(&cookie));
        let cookie = hall.signed_in().await;
        hall.change_user(|user| user.active = false).await;
        assert!(is_none(&cookie));
    }

    #[tokio::test]
    async fn an_idle_session_expires_and_still_knows_its_forms() {
        let hall = TestHall::staffed().await;
        let (cookie, other) = (hall.signed_in().await, hall.signed_in().await);
        let token = current(hall.desk(), &cookie).unwrap().csrf;
        let foreign = current(hall.desk(), &other).unwrap().csrf;
        hall.clock.advance_ms(Session::IDLE_MS);
        let Err(NoSession::Expired(expired)) = current(hall.desk(), &cookie) else { panic!("not expired") };
        assert!(!expired.drew(&foreign) && !expired.drew("") && !expired.drew(&token[1..]));
        assert!(expired.drew(&token));
        assert_eq!(expired.user, UserId::new(1));
    }

    #[tokio::test]
    async fn use_keeps_a_session_alive_but_not_for_ever() {
        let hall = TestHall::staffed().await;
        let cookie = hall.signed_in().await;
        assert!(!current(hall.desk(), &cookie).unwrap().is_due(hall.clock.now()));
        for _ in 0..(Session::ABSOLUTE_MS / (Session::IDLE_MS - 1)) {
            hall.clock.advance_ms(Session::IDLE_MS - 1);
            let current = current(hall.desk(), &cookie).unwrap();
            assert!(current.is_due(hall.clock.now()));
            touch(&hall.store, current.key, hall.clock.now()).await.unwrap();
        }
        hall.clock.advance_ms(Session::IDLE_MS - 1);
        assert!(matches!(current(hall.desk(), &cookie), Err(NoSession::Expired(_))));
    }

    #[tokio::test]
    async fn a_late_note_of_use_does_not_revive_an_ended_session() {
        let hall = TestHall::staffed().await;
        let cookie = hall.signed_in().await;
        let key = current(hall.desk(), &cookie).unwrap().key;
        sign_out(hall.desk(), &cookie).await.unwrap();
        touch(&hall.store, key, hall.clock.now()).await.unwrap();
        assert!(matches!(current(hall.desk(), &cookie), Err(NoSession::None)));
    }

    #[tokio::test]
    async fn nobody_overwrites_the_draft_of_another() {
        let hall = TestHall::empty();
        let key = hall.ids.operation_key();
        let draft = |user, text: &str| Draft {
            user: UserId::new(user),
            fields: vec![("memo".into(), text.into())],
            at: hall.clock.now(),
        };
        for (user, text) in [(1, "first"), (2, "foreign"), (1, "second")] {
            keep_draft(&hall.store, key.clone(), draft(user, text)).await.unwrap();
        }
        assert_eq!(drafts::draft(&hall.store.read().unwrap(), &key).unwrap(), Some(draft(1, "second")));
    }

    #[tokio::test]
    async fn housekeeping_removes_what_is_older_than_a_day() {
        let hall = TestHall::staffed().await;
        let old = hall.signed_in().await;
        let (old_key, young_key) = (hall.ids.operation_key(), hall.ids.operation_key());
        let draft = |at| Draft { user: UserId::new(1), fields: Vec::new(), at };
        keep_draft(&hall.store, old_key.clone(), draft(hall.clock.now())).await.unwrap();
        hall.clock.advance_ms(KEPT_MS + 1);
        let young = hall.signed_in().await;
        keep_draft(&hall.store, young_key.clone(), draft(hall.clock.now())).await.unwrap();
        housekeeping(hall.desk()).await.unwrap();
        let reader = hall.store.read().unwrap();
        assert_eq!(users::session(&reader, &key_of(&old)).unwrap(), None);
        assert!(current(hall.desk(), &young).is_ok());
        assert_eq!(drafts::draft(&reader, &old_key).unwrap(), None);
        assert!(drafts::draft(&reader, &young_key).unwrap().is_some());
    }
}
