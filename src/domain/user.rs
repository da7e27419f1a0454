//! Members of staff and how they like to see the portal.

use serde::{Deserialize, Serialize};

use super::{
    ids::UserId,
    locale::Language,
    money::Money,
    permission::{Permission, Role},
    time::Timestamp,
};

/// The colours of the portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device asks for.
    #[default]
    Device,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
    /// High contrast on black.
    Contrast,
    /// High contrast on white.
    ContrastLight,
}

impl Theme {
    /// Every theme, in the order menus show them.
    pub const ALL: [Self; 5] = [Self::Device, Self::Light, Self::Dark, Self::Contrast, Self::ContrastLight];

    /// The value of `data-theme` and of form fields.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
            Self::ContrastLight => "contrast-light",
        }
    }

    /// The theme with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// When somebody gets mail about alerts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertMail {
    /// Never.
    #[default]
    Never,
    /// Once a day, at eight in the firm's morning, about all that are open; nothing when none is.
    Daily,
    /// As soon as one is raised.
    AtOnce,
}

impl AlertMail {
    /// Every choice, in the order menus show them.
    pub const ALL: [Self; 3] = [Self::Never, Self::Daily, Self::AtOnce];

    /// The value of form fields.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Daily => "daily",
            Self::AtOnce => "at-once",
        }
    }

    /// The choice with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }

    /// Whether it is the usual choice.
    #[must_use]
    pub const fn is_never(&self) -> bool {
        matches!(self, Self::Never)
    }
}

/// A member of staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Its row.
    pub id: UserId,
    /// The address used to sign in, lower case.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// What the person may do.
    pub role: Role,
    /// The language chosen, if any.
    pub language: Option<Language>,
    /// The colours chosen.
    pub theme: Theme,
    /// The codes of the columns chosen for lists of payments, in order; none for the usual ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Whether the person may sign in.
    pub active: bool,
    /// Counts up when password or role change; sessions of an older epoch are void.
    pub epoch: u32,
    /// Failed sign-ins since the last good one.
    pub failed_sign_ins: u32,
    /// Until when sign-in is refused.
    pub locked_until: Option<Timestamp>,
    /// The most that this person may give back of one payment; `None`: whatever remains of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_limit: Option<Money>,
    /// When the person gets mail about alerts.
    #[serde(default, skip_serializing_if = "AlertMail::is_never")]
    pub alert_mail: AlertMail,
    /// When the record was made.
    pub created_at: Timestamp,
}

impl User {
    /// Failures after which an account is locked (PCI DSS 8.3.4: at most 10).
    pub const MAX_FAILED_SIGN_INS: u32 = 10;
    /// How long it stays locked, in milliseconds (PCI DSS 8.3.4: at least 30 minutes).
    pub const LOCK_MS: i64 = 30 * 60 * 1000;

    /// Whether the person may do this.
    #[must_use]
    pub const fn may(&self, permission: Permission) -> bool {
        self.active && self.role.allows(permission)
    }

    /// Whether sign-in is refused at `now` because of too many failures. No lock is longer than [`User::LOCK_MS`]: one that
    /// seems to be was set by a clock that has been set back since.
    #[must_use]
    pub fn is_locked(&self, now: Timestamp) -> bool {
        lock_holds(self.locked_until, now)
    }

    /// Counts a failed sign-in and locks the account at the tenth.
    pub fn record_failed_sign_in(&mut self, now: Timestamp) {
        self.failed_sign_ins = self.failed_sign_ins.saturating_add(1);
        if self.failed_sign_ins >= Self::MAX_FAILED_SIGN_INS {
            self.locked_until = Some(now.plus_ms(Self::LOCK_MS));
            self.failed_sign_ins = 0;
        }
    }

    /// Forgets failures after a good sign-in.
    pub const fn record_sign_in(&mut self) {
        self.failed_sign_ins = 0;
        self.locked_until = None;
    }
}

/// A signed-in browser. The key of its row is the SHA-256 of the cookie's 256 random bits, so the file holds no
/// usable session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who is signed in.
    pub user: UserId,
    /// The user's epoch at sign-in.
    pub epoch: u32,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Secret behind the CSRF tokens of this session's forms.
    pub csrf_secret: String,
}

impl Session {
    /// Idle time after which a session ends, in milliseconds (PCI DSS 8.2.8).
    pub const IDLE_MS: i64 = 15 * 60 * 1000;
    /// Age at which a session ends whatever happens, in milliseconds.
    pub const ABSOLUTE_MS: i64 = 8 * 60 * 60 * 1000;
    /// How often `seen_at` is written at most, in milliseconds.
    pub const SEEN_STEP_MS: i64 = 60 * 1000;

    /// Whether the session is over at `now`. So is one from the future: by a clock that was set back it would last for as
    /// long as it was set back.
    #[must_use]
    pub const fn is_over(&self, now: Timestamp) -> bool {
        session_is_over((self.created_at, self.seen_at), now)
    }
}

/// Whether a lock that was set until then holds at `now`; see [`User::is_locked`].
pub(super) fn lock_holds(until: Option<Timestamp>, now: Timestamp) -> bool {
    until.is_some_and(|until| (1..=User::LOCK_MS).contains(&until.ms_since(now)))
}

/// Whether a session that began and was last used then is over at `now`; see [`Session::is_over`].
pub(super) const fn session_is_over((created_at, seen_at): (Timestamp, Timestamp), now: Timestamp) -> bool {
    let (idle, age) = (now.ms_since(seen_at), now.ms_since(created_at));
    idle >= Session::IDLE_MS || age >= Session::ABSOLUTE_MS || idle <= -Session::IDLE_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user() -> User {
        User {
            id: UserId::new(1),
            email: "dana@firm.example".into(),
            name: "Dana Okafor".into(),
            password_hash: String::new(),
            role: Role::Cashier,
            language: None,
            theme: Theme::Device,
            columns: Vec::new(),
            active: true,
            epoch: 0,
            failed_sign_ins: 0,
            locked_until: None,
            refund_limit: None,
            alert_mail: AlertMail::Never,
            created_at: Timestamp::from_ms(0),
        }
    }

    #[test]
    fn the_tenth_failed_sign_in_locks_the_account_for_half_an_hour() {
        let (mut user, now) = (user(), Timestamp::from_ms(1_000));
        for _ in 0..9 {
            user.record_failed_sign_in(now);
            assert!(!user.is_locked(now));
        }
        user.record_failed_sign_in(now);
        assert!(user.is_locked(now));
        assert!(user.is_locked(now.plus_ms(User::LOCK_MS - 1)));
        assert!(!user.is_locked(now.plus_ms(User::LOCK_MS)));
        assert!(!user.is_locked(now.plus_ms(-1)), "a clock that was set back locks nobody out for longer");
    }

    #[test]
    fn an_inactive_user_may_do_nothing() {
        let mut user = user();
        assert!(user.may(Permission::TakePayments));
        assert!(!user.may(Permission::ManageSettings));
        user.active = false;
        assert!(!user.may(Permission::TakePayments));
    }

    #[test]
    fn sessions_end_by_idleness_and_by_age() {
        let mut session = Session {
            user: UserId::new(1),
            epoch: 0,
            created_at: Timestamp::from_ms(0),
            seen_at: Timestamp::from_ms(0),
            csrf_secret: String::new(),
        };
        assert!(!session.is_over(Timestamp::from_ms(Session::IDLE_MS - 1)));
        assert!(session.is_over(Timestamp::from_ms(Session::IDLE_MS)));
        session.seen_at = Timestamp::from_ms(Session::IDLE_MS);
        assert!(!session.is_over(Timestamp::from_ms(1)), "a clock that was put right by a little");
        assert!(session.is_over(Timestamp::from_ms(0)), "a clock that was set back");
        session.seen_at = Timestamp::from_ms(Session::ABSOLUTE_MS - 1);
        assert!(!session.is_over(Timestamp::from_ms(Session::ABSOLUTE_MS - 1)));
        assert!(session.is_over(Timestamp::from_ms(Session::ABSOLUTE_MS)));
    }
}
