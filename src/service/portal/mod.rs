//! The payer portal: how payers sign in and what they see and do there, and how staff let them in.
//!
//! Every verb works out anew which payers the login reaches ([`reach`]); nothing is shown or changed of another.

pub mod catching_up;
pub mod giving;
pub mod links;
pub mod looking;
pub mod own;
pub mod paying;
pub mod reach;
pub mod sessions;
pub mod signing_in;
pub mod wallet;

use crate::{
    app::App,
    domain::{
        journal::{Fact, Subject},
        permission::Permission,
        portal::PortalSettings,
    },
    store::{StoreError, WriteError, portal},
};

use super::{
    Authority, NotAllowed,
    passwords::{HashError, Weak},
    throttle::Throttled,
};

/// Why something was not done in or about the portal.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The firm has the portal closed.
    #[error("the portal is closed")]
    Closed,
    /// There is no such thing for whoever asks.
    #[error("not found")]
    NotFound,
    /// The link is not good, or not any more.
    #[error("the link is not good")]
    LinkOver,
    /// Address and password do not belong together, or none is taken at the moment; which of them is not told.
    #[error("the address and the password do not match")]
    Wrong,
    /// That is no e-mail address.
    #[error("not an address")]
    Address,
    /// Another login has the address.
    #[error("the address is another login's")]
    Taken,
    /// A text is too long.
    #[error("a text is too long")]
    TooLong,
    /// The password may not be chosen.
    #[error(transparent)]
    Weak(#[from] Weak),
    /// So many schedules charge the method that it cannot go.
    #[error("{0} schedules charge it")]
    Scheduled(usize),
    /// Too many tries from this address.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for PortalError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// What the firm set about the portal.
pub fn settings(app: &App) -> Result<PortalSettings, StoreError> {
    portal::settings(&app.store.read()?)
}

/// Opens the portal to payers, or closes it. Who is signed in when it closes sees nothing more, from the next page on.
///
/// # Errors
/// [`PortalError`]; nothing was changed then.
pub async fn set(app: &App, authority: Authority<'_>, wanted: PortalSettings) -> Result<(), PortalError> {
    authority.require(Permission::ManageSettings)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        if portal::settings(writer)? == wanted {
            return Ok(());
        }
        writer.put_portal_settings(&wanted)?;
        Ok(writer.record(now, actor, Subject::Firm, Fact::PortalSwitched { open: wanted.open })?)
    });
    Ok(written.await?)
}
