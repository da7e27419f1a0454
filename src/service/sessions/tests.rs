//! Signing in, staying signed in and signing out, with a clock that is moved by hand.

use std::sync::Arc;

use super::*;
use crate::{
    app::FixedClock,
    domain::{
        permission::Role,
        user::{AlertMail, Theme},
    },
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
            doorkeeper: Doorkeeper { passwords: Passwords::default(), throttle: SignInThrottle::new(clock.clone()) },
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
            columns: Vec::new(),
            active: true,
            epoch: 0,
            failed_sign_ins: 0,
            locked_until: None,
            refund_limit: None,
            alert_mail: AlertMail::Never,
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
    hall.change_user(|user| {
        (user.active, user.locked_until) = (true, Some(user.created_at.plus_ms(User::LOCK_MS)));
    })
    .await;
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
