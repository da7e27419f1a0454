//! Payment schedules: agreed, changed, let rest, ended, and collected payment by payment.
//!
//! [`following`] is the heart: whatever happens to a payment of a schedule happens there, in the write that learns of it,
//! with everything that follows from it. [`debiting`] is what bank accounts need besides: the payer's authorization.
//! [`collecting`] claims a payment durably and takes it by the charge protocol;
//! [`run`] does so by itself for whatever is due; [`terms`] makes and changes what was agreed; [`deciding`] is what a
//! person says of one payment.

mod collecting;
mod debiting;
mod deciding;
pub mod enrolling;
mod fitness;
mod following;
mod letters;
pub mod looking;
mod owing;
pub mod reviewing;
mod run;
mod terms;

pub use self::{
    collecting::{Collect, Overdue, UseOfMethod, collect_now},
    debiting::{ToAuthorize, to_authorize},
    deciding::{Decide, Decision, LONGEST_NOTE, decide},
    fitness::LONGEST_NAME,
    letters::{again_on, failure_facts, reminder_facts},
    owing::owed,
    run::{SETTLE_MS, remind_due, run_due},
    terms::{Agreement, EditSchedule, NewSchedule, Notice, Start, create, edit},
};

pub(super) use self::{
    collecting::collect_overdue,
    debiting::{debits_ended, give_on_paper},
    deciding::paid_by,
    following::{Hand, follow, is_claimed},
    owing::methods as methods_for,
    terms::{begin, charge_instead, new_schedule, prepare},
};

use crate::{
    app::App,
    domain::{
        ids::ScheduleId,
        permission::Permission,
        schedule::{Schedule, ScheduleEvent, State, occurrence::Standing, plan::PlanError},
        time::Day,
        transaction::Step,
    },
    i18n::dates,
    store::{StoreError, WriteError, firm, schedules, table::Records},
};

use super::{Authority, NotAllowed, payments::TakeError};

/// Why something was not done with a schedule.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such schedule, or no such payment of it.
    #[error("no such schedule or payment")]
    NotFound,
    /// It was changed since it was shown.
    #[error("it was changed in the meantime")]
    Stale,
    /// It is in a state in which this cannot be done.
    #[error("this cannot be done in its state")]
    NotNow,
    /// It has no name, or one that is too long.
    #[error("it needs a name")]
    Name,
    /// The amounts cannot be followed.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// No payment would ever be due.
    #[error("there is no date to collect on")]
    NoDate,
    /// The first date has passed.
    #[error("the first date has passed")]
    DateInPast,
    /// The method is not one of the payer's saved ones for this account, or the account is closed.
    #[error("the payment method cannot be charged")]
    NoMethod,
    /// The amounts are not in the currency of the account, or out of range.
    #[error("the amount does not fit the account")]
    Amount,
    /// The payer of a bank debit must be told so many days before the next one.
    #[error("the payer must be told {days} days before the next debit")]
    NoticeNeeded {
        /// How many days before.
        days: u8,
        /// The first day on which the change may hold if the payer is told today.
        first_day: Day,
    },
    /// The payer has not authorized these debits of their bank account, or not any more.
    #[error("the payer has not authorized these debits")]
    NotAuthorized,
    /// A bank account is not debited before the day that its payer authorized.
    #[error("it is too early for this debit")]
    TooEarly,
    /// A debit that came back was presented as often as the rules allow.
    #[error("the debit was presented as often as it may be")]
    Presented,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// It is not known yet what came of the payment; nobody may try again.
    #[error("the payment is being confirmed")]
    BeingConfirmed,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for ScheduleError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

impl From<TakeError> for ScheduleError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::NotAllowed(refusal) => Self::NotAllowed(refusal),
            TakeError::Store(error) => Self::Store(error),
            _ => Self::BeingConfirmed,
        }
    }
}

/// The firm's zone.
fn zone(records: &impl Records) -> Result<String, StoreError> {
    Ok(firm::firm(records)?.map_or_else(|| "UTC".to_owned(), |firm| firm.time_zone))
}

/// The firm's today.
pub fn today(app: &App) -> Result<Day, StoreError> {
    Ok(dates::firm_day(app.now(), &zone(&app.store.read()?)?))
}

/// A schedule as it was shown: of this version.
fn shown(records: &impl Records, id: ScheduleId, version: u32) -> Result<Schedule, ScheduleError> {
    let schedule = schedules::schedule(records, id)?.ok_or(ScheduleError::NotFound)?;
    if schedule.version == version { Ok(schedule) } else { Err(ScheduleError::Stale) }
}

/// Starts a draft, lets a schedule rest, lets it go on, or ends it. Dates that passed while it rested are put off, not
/// skipped: the next one is the first that is still ahead.
///
/// # Errors
/// [`ScheduleError`]; nothing was changed then.
pub async fn change_state(
    app: &App,
    authority: Authority<'_>,
    (id, version): (ScheduleId, u32),
    event: ScheduleEvent,
) -> Result<Schedule, ScheduleError> {
    authority.require(Permission::ManageSchedules)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| -> Result<_, ScheduleError> {
        let schedule = shown(writer, id, version)?;
        if !matches!(
            event,
            ScheduleEvent::Activate | ScheduleEvent::Pause | ScheduleEvent::Resume | ScheduleEvent::Cancel
        ) {
            return Err(ScheduleError::NotNow);
        }
        match schedule.state.after(event) {
            Step::Refuse => return Err(ScheduleError::NotNow),
            Step::Stay => return Ok(schedule),
            Step::To(_) => {}
        }
        let hand = Hand::new(writer, actor, now)?;
        if event == ScheduleEvent::Activate {
            fitness::check_first_date(&schedule, dates::firm_day(now, hand.zone()))?;
        }
        if matches!(event, ScheduleEvent::Activate | ScheduleEvent::Resume) {
            debiting::require_covered(writer, &schedule)?;
        }
        hand.move_with_payments(writer, schedule, event)?;
        Ok(hand.settle(writer, id)?)
    });
    Ok(written.await?)
}

/// Whether a person may have a payment collected now.
#[must_use]
pub fn can_collect(schedule: &Schedule, standing: Standing) -> bool {
    match standing {
        Standing::Pending => matches!(schedule.state, State::Active | State::Paused),
        Standing::Failed => schedule.state != State::Draft,
        _ => false,
    }
}
