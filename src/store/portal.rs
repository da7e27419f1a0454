//! The payer portal: logins, their sessions and links, and what is on record of whom they reach.

use crate::domain::{
    ids::{PayerId, PortalLinkId, PortalLoginId},
    portal::{Access, PortalLink, PortalLogin, PortalSession, PortalSettings},
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{
        PORTAL_ACCESS, PORTAL_ACCESS_BY_PAYER, PORTAL_LINKS, PORTAL_LINKS_BY_EMAIL, PORTAL_LINKS_BY_TOKEN,
        PORTAL_LOGINS, PORTAL_LOGINS_BY_EMAIL, PORTAL_SESSIONS, PORTAL_SETTINGS,
    },
};

/// What the firm set about the portal.
pub fn settings(records: &impl Records) -> Result<PortalSettings, StoreError> {
    Ok(records.get(PORTAL_SETTINGS, &())?.unwrap_or_default())
}

/// A login.
pub fn login(records: &impl Records, id: PortalLoginId) -> Result<Option<PortalLogin>, StoreError> {
    records.get(PORTAL_LOGINS, &id)
}

/// The login with this address, in any case.
pub fn login_by_email(records: &impl Records, email: &str) -> Result<Option<PortalLogin>, StoreError> {
    match records.get(PORTAL_LOGINS_BY_EMAIL, &email.trim().to_lowercase())? {
        Some(id) => login(records, id),
        None => Ok(None),
    }
}

/// The session with this key, over or not.
pub fn session(records: &impl Records, key: &[u8; 32]) -> Result<Option<PortalSession>, StoreError> {
    records.get(PORTAL_SESSIONS, key)
}

/// The keys of sessions that began before `limit`.
pub fn sessions_before(records: &impl Records, limit: Timestamp) -> Result<Vec<[u8; 32]>, StoreError> {
    let mut keys = Vec::new();
    for row in records.all(PORTAL_SESSIONS, Direction::Forward)? {
        let (key, session) = row?;
        keys.extend((session.created_at < limit).then_some(key));
    }
    Ok(keys)
}

/// One link.
pub fn link(records: &impl Records, id: PortalLinkId) -> Result<Option<PortalLink>, StoreError> {
    records.get(PORTAL_LINKS, &id)
}

/// The link whose token has this SHA-256.
pub fn link_by_token(records: &impl Records, hash: &[u8; 32]) -> Result<Option<PortalLink>, StoreError> {
    match records.get(PORTAL_LINKS_BY_TOKEN, hash)? {
        Some(id) => link(records, id),
        None => Ok(None),
    }
}

/// The links that were mailed to an address, latest first.
pub fn links_to(records: &impl Records, email: &str) -> Result<Vec<PortalLink>, StoreError> {
    let rows = records.under(PORTAL_LINKS_BY_EMAIL, &email.to_owned(), Direction::Backward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        link(records, id)?.ok_or(StoreError::Damaged(PORTAL_LINKS_BY_EMAIL.name()))
    })
    .collect()
}

/// The links that were good no longer than until `limit`.
pub fn links_over(records: &impl Records, limit: Timestamp) -> Result<Vec<PortalLink>, StoreError> {
    let mut over = Vec::new();
    for row in records.all(PORTAL_LINKS, Direction::Forward)? {
        let (_, link) = row?;
        over.extend((link.expires_at < limit).then_some(link));
    }
    Ok(over)
}

/// What is on record of a login and a payer's record.
pub fn access(records: &impl Records, login: PortalLoginId, payer: PayerId) -> Result<Option<Access>, StoreError> {
    records.get(PORTAL_ACCESS, &(login, payer))
}

/// All that is on record of a login.
pub fn accesses_of(records: &impl Records, login: PortalLoginId) -> Result<Vec<Access>, StoreError> {
    let rows = records.under(PORTAL_ACCESS, &login, Direction::Forward)?;
    rows.map(|row| row.map(|(_, access)| access)).collect()
}

/// The logins of which something is on record with a payer's record.
pub fn logins_of(records: &impl Records, payer: PayerId) -> Result<Vec<PortalLoginId>, StoreError> {
    let rows = records.under(PORTAL_ACCESS_BY_PAYER, &payer, Direction::Forward)?;
    rows.map(|row| row.map(|((_, login), ())| login)).collect()
}

impl Writer<'_> {
    /// Sets what the firm says about the portal.
    pub fn put_portal_settings(&mut self, settings: &PortalSettings) -> Result<(), StoreError> {
        self.put(PORTAL_SETTINGS, &(), settings)
    }

    /// The id for a new login.
    pub fn next_portal_login(&mut self) -> Result<PortalLoginId, StoreError> {
        self.next_number("portal_logins").map(PortalLoginId::new)
    }

    /// Sets a login and the index by address.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the address is another login's: one of the two would reach what is the other's.
    pub fn put_portal_login(&mut self, login: &PortalLogin) -> Result<(), StoreError> {
        if self.get(PORTAL_LOGINS_BY_EMAIL, &login.email)?.is_some_and(|owner| owner != login.id) {
            return Err(StoreError::Damaged(PORTAL_LOGINS_BY_EMAIL.name()));
        }
        if let Some(before) = self.get(PORTAL_LOGINS, &login.id)?.filter(|before| before.email != login.email) {
            self.delete(PORTAL_LOGINS_BY_EMAIL, &before.email)?;
        }
        self.put(PORTAL_LOGINS_BY_EMAIL, &login.email, &login.id)?;
        self.put(PORTAL_LOGINS, &login.id, login)
    }

    /// Begins a session, or sets one that goes on.
    pub fn put_portal_session(&mut self, key: &[u8; 32], session: &PortalSession) -> Result<(), StoreError> {
        self.put(PORTAL_SESSIONS, key, session)
    }

    /// Notes that a session is in use. One that was ended meanwhile stays ended.
    pub fn touch_portal_session(&mut self, key: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
        match self.get(PORTAL_SESSIONS, key)? {
            Some(session) => {
                let seen_at = now.max(session.seen_at);
                self.put(PORTAL_SESSIONS, key, &PortalSession { seen_at, ..session })
            }
            None => Ok(()),
        }
    }

    /// Ends a session.
    pub fn delete_portal_session(&mut self, key: &[u8; 32]) -> Result<(), StoreError> {
        self.delete(PORTAL_SESSIONS, key)
    }

    /// The id for a new link.
    pub fn next_portal_link(&mut self) -> Result<PortalLinkId, StoreError> {
        self.next_number("portal_links").map(PortalLinkId::new)
    }

    /// Sets a link.
    pub fn put_portal_link(&mut self, link: &PortalLink) -> Result<(), StoreError> {
        self.put(PORTAL_LINKS_BY_TOKEN, &link.token_hash, &link.id)?;
        self.put(PORTAL_LINKS_BY_EMAIL, &(link.email.clone(), link.id), &())?;
        self.put(PORTAL_LINKS, &link.id, link)
    }

    /// Forgets a link that has long been good for nothing.
    pub fn delete_portal_link(&mut self, link: &PortalLink) -> Result<(), StoreError> {
        self.delete(PORTAL_LINKS_BY_TOKEN, &link.token_hash)?;
        self.delete(PORTAL_LINKS_BY_EMAIL, &(link.email.clone(), link.id))?;
        self.delete(PORTAL_LINKS, &link.id)
    }

    /// Sets what is on record of a login and a payer's record.
    pub fn put_portal_access(&mut self, access: &Access) -> Result<(), StoreError> {
        self.put(PORTAL_ACCESS_BY_PAYER, &(access.payer, access.login), &())?;
        self.put(PORTAL_ACCESS, &(access.login, access.payer), access)
    }

    /// Forgets what is on record of a login and a payer's record.
    pub fn delete_portal_access(&mut self, login: PortalLoginId, payer: PayerId) -> Result<(), StoreError> {
        self.delete(PORTAL_ACCESS_BY_PAYER, &(payer, login))?;
        self.delete(PORTAL_ACCESS, &(login, payer))
    }
}
