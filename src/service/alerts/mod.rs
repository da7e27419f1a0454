//! Alerts: raised and ended in the very write that learns of the trouble or of its end.
//!
//! [`raise`] and [`close`] are for whoever writes such a fact; [`follow`] does it for payments, refunds and messages, and
//! [`watch`] for what nobody writes: time that goes by. What staff do about alerts is in [`acting`].

pub mod acting;
pub mod asking;
pub mod digest;
pub(super) mod follow;
pub mod looking;
pub mod watch;

use crate::{
    domain::{
        alert::{About, Alert, AlertEvent, Cause, Resolution, Resolved, State},
        ids::AlertId,
        journal::{Actor, Fact, Subject},
        permission::Permission,
        time::Timestamp,
        transaction::Step,
    },
    planted::{self, Bug},
    store::{StoreError, WriteError, alerts, table::Writer},
};

use super::Authority;

/// Raises an alert about `about`, unless there is one for the same reason that has not ended: that one wakes if it was put
/// off.
pub fn raise(writer: &mut Writer<'_>, about: About, cause: Cause, now: Timestamp) -> Result<AlertId, StoreError> {
    if let Some(mut known) = alerts::unresolved(writer, about, cause)? {
        if let Step::To(_) = known.apply(&AlertEvent::Raise) {
            writer.put_alert(&known)?;
            writer.record(now, Actor::System, Subject::Alert(known.id), Fact::AlertWoken)?;
        }
        return Ok(known.id);
    }
    let id = writer.next_alert()?;
    writer.put_alert(&Alert::new(id, about, cause, now))?;
    writer.record(now, Actor::System, Subject::Alert(id), Fact::AlertRaised { about, cause })?;
    Ok(id)
}

/// Ends the alert about `about` for `cause`, if there is one that has not ended; says whether there was.
pub fn close(
    writer: &mut Writer<'_>,
    about: About,
    cause: Cause,
    (actor, now): (Actor, Timestamp),
    how: Resolution,
) -> Result<bool, StoreError> {
    if planted::is(Bug::AlertNotClosed) {
        return Ok(false);
    }
    let Some(alert) = alerts::unresolved(writer, about, cause)? else { return Ok(false) };
    end(writer, alert, Resolved { by: actor, at: now, how, note: String::new() })?;
    Ok(true)
}

/// Ends an alert that has not ended.
fn end(writer: &mut Writer<'_>, mut alert: Alert, resolved: Resolved) -> Result<Alert, StoreError> {
    let (by, at) = (resolved.by, resolved.at);
    let fact = Fact::AlertResolved { how: resolved.how, note: resolved.note.clone() };
    if let Step::To(State::Resolved(_)) = alert.apply(&AlertEvent::Resolve(resolved)) {
        writer.put_alert(&alert)?;
        writer.record(at, by, Subject::Alert(alert.id), fact)?;
    }
    Ok(alert)
}

/// Whether somebody may see alerts for `cause`: those about mail are for those who may see the mail.
#[must_use]
pub fn sees(authority: Authority<'_>, cause: Cause) -> bool {
    cause != Cause::MailFailed || authority.require(Permission::ViewOutbox).is_ok()
}

fn not_written(error: WriteError<StoreError>) -> StoreError {
    match error {
        WriteError::Refused(error) => error,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => StoreError::Closed,
    }
}
