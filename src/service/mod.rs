//! The office: the verbs, one file per subject, and the only floor that writes.
//!
//! A verb checks the caller's right first, then does its work in closures given to the store; what is outside the
//! house is called between two commits, never inside one.

pub mod passwords;
pub mod throttle;
pub mod sessions;
pub mod setup;
pub mod payers;
pub mod methods;
pub mod alerts;
pub mod payments;
pub mod surcharges;
pub mod bank_debits;
pub mod quick_pay;
pub mod bot_defence;
pub mod payment_pages;
pub mod payment_requests;
pub mod portal;
pub mod schedules;
pub mod importing;
pub mod refunds;
pub mod resolution;
pub mod receipts;
pub mod annotations;
pub mod outbox;
pub mod columns;
pub mod search;
pub mod exports;
pub mod reading;
pub mod cards;
pub mod dashboard;
pub mod reports;
pub mod users;
pub mod demo;

use crate::domain::{journal::Actor, permission::Permission, user::User};

/// On whose behalf a verb acts.
#[derive(Clone, Copy, Debug)]
pub enum Authority<'a> {
    /// A signed-in member of staff.
    Staff(&'a User),
    /// A payer on a public page.
    Client,
    /// The portal itself: the clock, a processor's news.
    System,
}

/// The caller may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not allowed: {0:?}")]
pub struct NotAllowed(pub Permission);

impl Authority<'_> {
    /// Whether staff's role includes `permission`. Payers and the portal itself reach only verbs meant for them.
    ///
    /// # Errors
    /// [`NotAllowed`] when it does not.
    pub const fn require(self, permission: Permission) -> Result<(), NotAllowed> {
        match self {
            Self::Staff(user) if !user.may(permission) => Err(NotAllowed(permission)),
            Self::Staff(_) | Self::Client | Self::System => Ok(()),
        }
    }

    /// Who the journal will say acted.
    #[must_use]
    pub const fn actor(self) -> Actor {
        match self {
            Self::Staff(user) => Actor::User(user.id),
            Self::Client => Actor::Client,
            Self::System => Actor::System,
        }
    }
}
