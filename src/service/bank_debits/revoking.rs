//! Taking an authorization back: the payer says that nothing more may be debited. What stands on it rests at once.

use crate::{
    app::App,
    domain::{
        debit_authorization::{DebitAuthorization, Revoked},
        ids::DebitAuthorizationId,
        journal::{Fact, Subject},
        permission::Permission,
    },
    service::{Authority, NotAllowed, schedules},
    store::{StoreError, WriteError, debit_authorizations},
};

/// Why it was not noted.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such authorization.
    #[error("no such authorization")]
    NotFound,
    /// Nothing was said of how the payer took it back.
    #[error("it is not said how")]
    HowMissing,
    /// That is longer than [`Revoked::MAX_HOW_CHARS`].
    #[error("the words are too many")]
    HowTooLong,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Notes that the payer took an authorization back: nothing is debited on it any more, and the schedules that would are
/// paused in the same write. One that has ended already stays as it is.
///
/// # Errors
/// [`RevokeError`]; nothing was noted then.
pub async fn revoke(
    app: &App,
    authority: Authority<'_>,
    (id, how): (DebitAuthorizationId, String),
) -> Result<DebitAuthorization, RevokeError> {
    authority.require(Permission::TakePayments)?;
    match how.trim().chars().count() {
        0 => return Err(RevokeError::HowMissing),
        count if count > Revoked::MAX_HOW_CHARS => return Err(RevokeError::HowTooLong),
        _ => {}
    }
    let (by, at) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| -> Result<_, RevokeError> {
        let known = debit_authorizations::authorization(writer, id)?.ok_or(RevokeError::NotFound)?;
        if !known.is_in_force() {
            return Ok(known);
        }
        let revoked = Some(Revoked { at, by, how: how.trim().to_owned() });
        let known = DebitAuthorization { revoked, ..known };
        writer.put_debit_authorization(&known)?;
        let fact = Fact::DebitAuthorizationEnded { authorization: id };
        writer.record(at, by, Subject::Payer(known.payer), fact)?;
        schedules::debits_ended(writer, &known, at)?;
        Ok(known)
    });
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => RevokeError::Unavailable,
    })
}
