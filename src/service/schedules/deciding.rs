//! What a person says of one payment of a schedule: that it is left out, or was paid in another way.

use crate::{
    app::App,
    domain::{
        ids::OccurrenceId,
        permission::Permission,
        schedule::{
            State,
            occurrence::{Occurrence, OccurrenceEvent, Waiver},
        },
        time::Timestamp,
        transaction::Transaction,
    },
    store::{StoreError, schedules, table::Writer},
};

use super::{super::Authority, ScheduleError, following::Hand};

/// The longest note.
pub const LONGEST_NOTE: usize = 500;

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is left out.
    Skip,
    /// It was paid in another way.
    PaidElsewhere,
}

/// A decision about one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decide {
    /// Which.
    pub occurrence: OccurrenceId,
    /// As it was shown.
    pub version: u32,
    /// What.
    pub decision: Decision,
    /// Why, or how.
    pub note: String,
}

/// A payment was taken in the place of one of a schedule.
pub(in crate::service) fn paid_by(
    writer: &mut Writer<'_>,
    id: OccurrenceId,
    payment: &Transaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(occurrence) = schedules::occurrence(writer, id)? else { return Ok(()) };
    let hand = Hand::new(writer, payment.actor, now)?;
    let waiver = Waiver::PaidElsewhere(payment.id.to_string());
    hand.waive(writer, occurrence, (OccurrenceEvent::PayElsewhere, waiver))?;
    hand.settle(writer, id.schedule).map(|_| ())
}

/// Leaves a payment out, or notes that it was paid in another way. One that is being collected cannot be.
///
/// # Errors
/// [`ScheduleError`]; nothing was changed then.
pub async fn decide(app: &App, authority: Authority<'_>, asked: Decide) -> Result<Occurrence, ScheduleError> {
    authority.require(Permission::ManageSchedules)?;
    let (actor, now, id) = (authority.actor(), app.now(), asked.occurrence);
    let note: String = asked.note.trim().chars().take(LONGEST_NOTE).collect();
    let written = app.store.write(move |writer| -> Result<_, ScheduleError> {
        let occurrence = schedules::occurrence(writer, id)?.ok_or(ScheduleError::NotFound)?;
        let schedule = schedules::schedule(writer, id.schedule)?.ok_or(ScheduleError::NotFound)?;
        if occurrence.version != asked.version {
            return Err(ScheduleError::Stale);
        }
        if schedule.state == State::Draft || !occurrence.standing.is_open() {
            return Err(ScheduleError::NotNow);
        }
        let hand = Hand::new(writer, actor, now)?;
        let how = match asked.decision {
            Decision::Skip => (OccurrenceEvent::Skip, Waiver::Decided(note.clone())),
            Decision::PaidElsewhere => (OccurrenceEvent::PayElsewhere, Waiver::PaidElsewhere(note.clone())),
        };
        hand.waive(writer, occurrence, how)?;
        hand.settle(writer, id.schedule)?;
        schedules::occurrence(writer, id)?.ok_or(ScheduleError::NotFound)
    });
    Ok(written.await?)
}
