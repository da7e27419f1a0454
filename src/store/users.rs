//! Staff and their sessions.

use crate::domain::{
    ids::UserId,
    time::Timestamp,
    user::{Session, User},
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{SESSIONS, USERS, USERS_BY_EMAIL},
};

/// A member of staff.
pub fn user(records: &impl Records, id: UserId) -> Result<Option<User>, StoreError> {
    records.get(USERS, &id)
}

/// The member of staff who signs in with this address, in any case.
pub fn user_by_email(records: &impl Records, email: &str) -> Result<Option<User>, StoreError> {
    match records.get(USERS_BY_EMAIL, &email.trim().to_lowercase())? {
        Some(id) => user(records, id),
        None => Ok(None),
    }
}

/// Every member of staff.
pub fn users(records: &impl Records) -> Result<Vec<User>, StoreError> {
    records.all(USERS, Direction::Forward)?.map(|row| row.map(|(_, user)| user)).collect()
}

/// The session with this key, over or not.
pub fn session(records: &impl Records, key: &[u8; 32]) -> Result<Option<Session>, StoreError> {
    records.get(SESSIONS, key)
}

/// The keys of sessions that began before `limit`.
pub fn sessions_before(records: &impl Records, limit: Timestamp) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut keys = Vec::new();
    for row in records.all(SESSIONS, Direction::Forward)? {
        let (key, session) = row?;
        if session.created_at < limit {
            keys.push(key);
        }
    }
    Ok(keys)
}

impl Writer<'_> {
    /// The id for a new member of staff.
    pub fn next_user(&mut self) -> Result<UserId, StoreError> {
        self.next_number("users").map(UserId::new)
    }

    /// Sets a member of staff and the index by address.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the address is someone else's: they could not sign in any more.
    pub fn put_user(&mut self, user: &User) -> Result<(), StoreError> {
        if self.get(USERS_BY_EMAIL, &user.email)?.is_some_and(|owner| owner != user.id) {
            return Err(StoreError::Damaged(USERS_BY_EMAIL.name()));
        }
        if let Some(before) = self.get(USERS, &user.id)?.filter(|before| before.email != user.email) {
            self.delete(USERS_BY_EMAIL, &before.email)?;
        }
        self.put(USERS_BY_EMAIL, &user.email, &user.id)?;
        self.put(USERS, &user.id, user)
    }

    /// Begins a session.
    pub fn put_session(&mut self, key: &[u8; 32], session: &Session) -> Result<(), StoreError> {
        self.put(SESSIONS, key, session)
    }

    /// Notes that a session is in use. One that was ended meanwhile stays ended.
    pub fn touch_session(&mut self, key: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
        match self.get(SESSIONS, key)? {
            Some(session) => self.put(SESSIONS, key, &Session { seen_at: now.max(session.seen_at), ..session }),
            None => Ok(()),
        }
    }

    /// Ends a session.
    pub fn delete_session(&mut self, key: &[u8; 32]) -> Result<(), StoreError> {
        self.delete(SESSIONS, key)
    }
}
