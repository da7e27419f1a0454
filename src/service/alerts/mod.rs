//! Alerts: raised and ended in the very write that learns of the trouble or of its end.
//!
//! [`raise`] and [`close`] are called by whoever writes such a fact; nothing here looks for trouble by itself.

use crate::{
    domain::{
        alert::{About, Alert, AlertEvent, Cause, Resolution, Resolved, State},
        ids::AlertId,
        journal::{Actor, Fact, Subject},
        time::Timestamp,
        transaction::Step,
    },
    store::{StoreError, alerts, table::Writer},
};

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
