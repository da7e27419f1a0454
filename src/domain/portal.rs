//! The payer portal: who signs in there, the links that go by mail, and which payers a sign-in reaches.
//!
//! Nobody is let in by what they say of themselves. Access is an address on a payer's record, or given by staff by hand;
//! [`reaches`] is the one place that decides. The address on a record is one that staff wrote, or one that a client typed
//! when they paid: that opens what they paid, as nothing of anybody else's is put on such a record by its name alone
//! ([`Payer::self_entered`]).

use std::mem;

use serde::{Deserialize, Serialize};

use super::{
    ids::{PayerId, PortalLinkId, PortalLoginId},
    journal::Actor,
    locale::{Language, Locale},
    payer::Payer,
    time::Timestamp,
    user::{self, Theme, User},
};

/// Somebody who signs in to the portal, known by an address that they have shown to be theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalLogin {
    /// Its row.
    pub id: PortalLoginId,
    /// The address, lower case. Nothing is reached by it before a link that was mailed there was used.
    pub email: String,
    /// What the person wants to be called; empty until they say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Argon2id hash in PHC form, for those who set a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_hash: Option<String>,
    /// The language chosen, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The colours chosen.
    #[serde(default)]
    pub theme: Theme,
    /// Counts up when the password or the address changes; sessions of an older epoch are void.
    #[serde(default)]
    pub epoch: u32,
    /// Wrong passwords since the last good sign-in.
    #[serde(default)]
    pub failed_sign_ins: u32,
    /// Until when no password is taken. Links still are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locked_until: Option<Timestamp>,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When the person signed in last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_in_at: Option<Timestamp>,
}

impl PortalLogin {
    /// The most characters of the name.
    pub const MAX_NAME_CHARS: usize = 100;

    /// A login that nobody has used yet.
    #[must_use]
    pub const fn new(id: PortalLoginId, email: String, created_at: Timestamp) -> Self {
        Self {
            id,
            email,
            name: String::new(),
            password_hash: None,
            language: None,
            theme: Theme::Device,
            epoch: 0,
            failed_sign_ins: 0,
            locked_until: None,
            created_at,
            signed_in_at: None,
        }
    }

    /// Whether no password is taken at `now`, by the rule of staff.
    #[must_use]
    pub fn is_locked(&self, now: Timestamp) -> bool {
        user::lock_holds(self.locked_until, now)
    }

    /// Counts a wrong password; the tenth ends the taking of passwords for half an hour.
    pub fn record_wrong_password(&mut self, now: Timestamp) {
        self.failed_sign_ins = self.failed_sign_ins.saturating_add(1);
        if self.failed_sign_ins >= User::MAX_FAILED_SIGN_INS {
            self.locked_until = Some(now.plus_ms(User::LOCK_MS));
            self.failed_sign_ins = 0;
        }
    }

    /// Notes a good sign-in, which forgets wrong passwords.
    pub const fn record_sign_in(&mut self, now: Timestamp) {
        self.failed_sign_ins = 0;
        self.locked_until = None;
        self.signed_in_at = Some(now);
    }

    /// What the person is called: by the name they chose, else by the address.
    #[must_use]
    pub fn called(&self) -> &str {
        if self.name.is_empty() { &self.email } else { &self.name }
    }
}

/// A browser that is signed in to the portal. The key of its row is the SHA-256 of the cookie's 256 random bits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSession {
    /// Who is signed in.
    pub login: PortalLoginId,
    /// The login's epoch at sign-in.
    pub epoch: u32,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// Secret behind the CSRF tokens of this session's forms.
    pub csrf_secret: String,
}

impl PortalSession {
    /// Whether the session is over at `now`, by the limits of staff's.
    #[must_use]
    pub const fn is_over(&self, now: Timestamp) -> bool {
        user::session_is_over((self.created_at, self.seen_at), now)
    }
}

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Somebody asked to sign in.
    SignIn,
    /// Staff let somebody know of the portal.
    Invitation {
        /// Whose payments they are invited to.
        payer: PayerId,
    },
    /// A login takes the address that the link was mailed to.
    NewAddress,
}

impl Purpose {
    /// Whether a link for this and one for `other` are of one kind, whichever payer they name.
    #[must_use]
    pub fn is_kind_of(self, other: Self) -> bool {
        mem::discriminant(&self) == mem::discriminant(&other)
    }
}

/// A link that is good once. Its token is not kept: it follows from the nonce and a secret that is not in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalLink {
    /// Its row.
    pub id: PortalLinkId,
    /// Whose it is.
    pub login: PortalLoginId,
    /// What it is for.
    pub purpose: Purpose,
    /// Where it was mailed, lower case.
    pub email: String,
    /// What the token is derived from, with the installation's secret.
    #[serde(with = "serde_bytes")]
    pub nonce: [u8; 16],
    /// SHA-256 of the token.
    #[serde(with = "serde_bytes")]
    pub token_hash: [u8; 32],
    /// The language and formats of the mail.
    pub locale: Locale,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// When it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
}

impl PortalLink {
    /// The most links for one thing that are open at once for one address.
    pub const MOST: usize = 5;

    /// How long a link for this is good, in milliseconds: half an hour, as long as mail may take; an invitation a week.
    #[must_use]
    pub const fn good_for_ms(purpose: Purpose) -> i64 {
        match purpose {
            Purpose::SignIn | Purpose::NewAddress => 30 * 60 * 1000,
            Purpose::Invitation { .. } => 7 * 24 * 60 * 60 * 1000,
        }
    }

    /// Whether it can be used at `now`. An end further ahead than any link has was written by a clock that was set back
    /// since, so it counts as past.
    #[must_use]
    pub const fn is_open(&self, now: Timestamp) -> bool {
        let left = self.expires_at.ms_since(now);
        self.used_at.is_none() && left > 0 && left <= Self::good_for_ms(self.purpose)
    }
}

/// What is on record of one login and one payer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Whose.
    pub login: PortalLoginId,
    /// To what.
    pub payer: PayerId,
    /// What of it.
    pub how: How,
    /// Who said so.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// How a login came to reach a payer, or not to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Staff gave it, though the record does not carry the address.
    Given,
    /// The login had reached the payer by this address and took another one.
    Kept {
        /// The address by which it did, lower case.
        address: String,
    },
    /// Staff took it away.
    Withdrawn,
}

/// Why a login reaches a payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The record carries the login's address.
    Address,
    /// Staff gave it by hand.
    Given,
    /// The record carries the address that the login had before.
    FormerAddress,
}

/// Whether the payer's record carries this address.
#[must_use]
pub fn carries(payer: &Payer, email: &str) -> bool {
    payer.emails.iter().any(|known| known.trim().to_lowercase() == email)
}

/// Why a login with the address `email` reaches `payer`, if it does. The record must be one that stands for itself, and
/// `known` all that is on record of this login with it and with the records merged into it: what was withdrawn from one of
/// them is withdrawn from all. A record out of the way is reached by nobody.
#[must_use]
pub fn reaches(email: &str, payer: &Payer, known: &[Access]) -> Option<Why> {
    let withdrawn = known.iter().any(|access| access.how == How::Withdrawn);
    if withdrawn || payer.archived_at.is_some() || !payer.is_own() {
        return None;
    }
    let kept = |access: &Access| matches!(&access.how, How::Kept { address } if carries(payer, address));
    if carries(payer, email) {
        Some(Why::Address)
    } else if known.iter().any(|access| access.how == How::Given) {
        Some(Why::Given)
    } else {
        known.iter().any(kept).then_some(Why::FormerAddress)
    }
}

/// What the firm set about the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSettings {
    /// Whether payers may sign in.
    pub open: bool,
}

impl Default for PortalSettings {
    /// Open, as payment links are, and as harmless: nobody reaches anything but by an address on a record, that staff put
    /// there or under which they themselves paid.
    fn default() -> Self {
        Self { open: true }
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_795_000_000_000);

    fn payer(emails: &[&str]) -> Payer {
        let emails = emails.iter().map(|email| (*email).to_owned()).collect();
        Payer { emails, ..Payer::new(PayerId::new(1), "Ada Vance".into(), Language::En, NOW) }
    }

    fn access(how: How) -> Access {
        Access { login: PortalLoginId::new(1), payer: PayerId::new(1), how, by: Actor::System, at: NOW }
    }

    #[test]
    fn a_login_reaches_what_staff_gave_it_and_nothing_else() {
        let kept = |address: &str| access(How::Kept { address: address.into() });
        let (given, withdrawn) = (access(How::Given), access(How::Withdrawn));
        let cases: &[(&[&str], &[Access], Option<Why>)] = &[
            (&[], &[], None),
            (&["other@client.example"], &[], None),
            (&["ADA@client.example "], &[], Some(Why::Address)),
            (&["ada@client.example"], from_ref(&withdrawn), None),
            (&["ada@client.example"], &[given.clone(), withdrawn.clone()], None),
            (&[], from_ref(&given), Some(Why::Given)),
            (&[], &[given.clone(), withdrawn.clone()], None),
            (&["old@client.example"], &[kept("old@client.example")], Some(Why::FormerAddress)),
            (&["other@client.example"], &[kept("old@client.example")], None),
            (&["ada@client.example"], &[kept("old@client.example")], Some(Why::Address)),
        ];
        for (emails, known, wanted) in cases {
            assert_eq!(reaches("ada@client.example", &payer(emails), known), *wanted, "{emails:?} {known:?}");
        }
        let archived = Payer { archived_at: Some(NOW), ..payer(&["ada@client.example"]) };
        assert_eq!(reaches("ada@client.example", &archived, from_ref(&given)), None);
        let merged = Payer { merged_into: vec![PayerId::new(2)], ..payer(&["ada@client.example"]) };
        assert_eq!(reaches("ada@client.example", &merged, from_ref(&given)), None);
    }

    #[test]
    fn a_link_is_good_once_and_for_a_while() {
        let link = PortalLink {
            id: PortalLinkId::new(1),
            login: PortalLoginId::new(1),
            purpose: Purpose::SignIn,
            email: "ada@client.example".into(),
            nonce: [1; 16],
            token_hash: [2; 32],
            locale: Locale::EnUs,
            created_at: NOW,
            expires_at: NOW.plus_ms(PortalLink::good_for_ms(Purpose::SignIn)),
            used_at: None,
        };
        assert!(link.is_open(NOW) && link.is_open(link.expires_at.plus_ms(-1)));
        assert!(!link.is_open(link.expires_at));
        assert!(!link.is_open(NOW.plus_ms(-1)), "a clock that was set back makes it no older");
        assert!(!PortalLink { used_at: Some(NOW), ..link }.is_open(NOW));
    }

    #[test]
    fn the_tenth_wrong_password_ends_the_taking_of_passwords_for_half_an_hour() {
        let mut login = PortalLogin::new(PortalLoginId::new(1), "ada@client.example".into(), NOW);
        for _ in 1..User::MAX_FAILED_SIGN_INS {
            login.record_wrong_password(NOW);
            assert!(!login.is_locked(NOW));
        }
        login.record_wrong_password(NOW);
        assert!(login.is_locked(NOW) && !login.is_locked(NOW.plus_ms(User::LOCK_MS)));
        login.record_sign_in(NOW);
        assert!(!login.is_locked(NOW) && login.signed_in_at == Some(NOW));
    }
}
