//! What staff do about alerts: put them off, give them to somebody, end them with a note, ask the processor again, or take
//! a payment that ends one.
//!
//! A page names the version that it showed, and what was changed since is left alone. Doing what is done already, as a
//! double click does, is no contradiction.

use crate::{
    app::App,
    domain::{
        alert::{About, Alert, AlertEvent, Cause, Resolution, Resolved, State},
        ids::{AlertId, OccurrenceId, OperationKey, PaymentMethodId, UserId},
        journal::{Actor, Fact, Subject},
        permission::Permission,
        schedule::occurrence::Occurrence,
        time::Timestamp,
        transaction::Step,
    },
    i18n::{calendar, dates},
    service::{
        Authority, NotAllowed, resolution,
        schedules::{self, Collect, Decide, Decision, ScheduleError, UseOfMethod},
    },
    store::{StoreError, WriteError, alerts, firm, schedules as stored, table::Writer, transactions, users},
};

use super::{end, sees};

/// The time of day at which alerts that were put off open again, in minutes: eight in the morning.
const MORNING: u16 = 8 * 60;

/// The most alerts that are changed in one go.
pub const MOST: usize = 100;

/// An alert as a page showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: AlertId,
    /// The version that was shown.
    pub version: u32,
}

/// Why nothing was done about an alert.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such alert for the caller.
    #[error("no such alert")]
    NotFound,
    /// Somebody changed it since the page was drawn.
    #[error("the alert was changed in the meantime")]
    Stale,
    /// It has ended.
    #[error("the alert has ended")]
    Ended,
    /// Nothing was said of how it was resolved.
    #[error("the note is missing")]
    NoteMissing,
    /// The note is longer than [`Alert::MAX_NOTE`].
    #[error("the note is too long")]
    NoteTooLong,
    /// The person may not act on alerts, or is not on staff any more.
    #[error("nobody to give it to")]
    NotOnStaff,
    /// What it is about is in a state in which this cannot be done, such as while it is being collected.
    #[error("this cannot be done now")]
    NotNow,
    /// The method cannot be charged.
    #[error("the method cannot be charged")]
    NoMethod,
    /// The payer authorized no such debit of their bank account, or none so soon or so often.
    #[error("the debit is not authorized")]
    NotAuthorized,
    /// It is not known yet what came of the payment; nobody may try again.
    #[error("the payment is being confirmed")]
    BeingConfirmed,
    /// There is nobody to ask about it.
    #[error("nothing to ask")]
    NothingToAsk,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// For how long an alert is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Snooze {
    /// Until tomorrow morning.
    Tomorrow,
    /// Until the morning in three days.
    ThreeDays,
    /// Until the morning in a week.
    Week,
}

impl Snooze {
    /// Every choice, the shortest first.
    pub const ALL: [Self; 3] = [Self::Tomorrow, Self::ThreeDays, Self::Week];

    /// Its name in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tomorrow => "tomorrow",
            Self::ThreeDays => "three-days",
            Self::Week => "week",
        }
    }

    /// The choice with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.code() == code)
    }

    const fn days(self) -> i32 {
        match self {
            Self::Tomorrow => 1,
            Self::ThreeDays => 3,
            Self::Week => 7,
        }
    }

    /// Until when, in the zone of the firm.
    #[must_use]
    pub fn until(self, now: Timestamp, zone: &str) -> Timestamp {
        let today = dates::civil(dates::firm_day(now, zone));
        let day = today.saturating_add(jiff::Span::new().days(self.days()));
        calendar::instant(dates::day(day), MORNING, zone)
    }
}

/// What is to be done about an alert.
#[derive(Clone, Debug)]
enum Deed {
    Snooze { until: Timestamp },
    Assign { to: Option<UserId> },
    Resolve { how: Resolution, note: String },
}

/// What became of several alerts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Several {
    /// Those that are as was wanted.
    pub done: usize,
    /// Those that somebody had changed or ended in the meantime, and that were left alone.
    pub left: usize,
}

/// Puts an alert off; it opens by itself.
///
/// # Errors
/// [`ActError`]; nothing was changed then.
pub async fn snooze(app: &App, authority: Authority<'_>, seen: Seen, snooze: Snooze) -> Result<Alert, ActError> {
    let now = app.now();
    let zone = zone(app)?;
    act(app, authority, seen, Deed::Snooze { until: snooze.until(now, &zone) }).await
}

fn zone(app: &App) -> Result<String, StoreError> {
    Ok(firm::firm(&app.store.read()?)?.map_or_else(|| "UTC".to_owned(), |firm| firm.time_zone))
}

/// Gives an alert to somebody who may act on it, or to nobody.
///
/// # Errors
/// [`ActError`]; nothing was changed then.
pub async fn assign(app: &App, authority: Authority<'_>, seen: Seen, to: Option<UserId>) -> Result<Alert, ActError> {
    act(app, authority, seen, Deed::Assign { to }).await
}

/// Ends an alert, with a note on why.
///
/// # Errors
/// [`ActError`]; nothing was changed then.
pub async fn resolve(
    app: &App,
    authority: Authority<'_>,
    seen: Seen,
    (how, note): (Resolution, String),
) -> Result<Alert, ActError> {
    check_note(&note)?;
    authority.require(Permission::ResolveAlerts)?;
    match decision(&find(app, authority, seen.id)?, how) {
        Some((occurrence, decision)) => decide(app, authority, seen, (occurrence, decision, note)).await,
        None => act(app, authority, seen, Deed::Resolve { how, note }).await,
    }
}

/// What resolving an alert so says of a payment of a schedule, if it is about one: the schedule has to know.
const fn decision(alert: &Alert, how: Resolution) -> Option<(OccurrenceId, Decision)> {
    let About::Occurrence(occurrence) = alert.about else { return None };
    match how {
        Resolution::PaidElsewhere => Some((occurrence, Decision::PaidElsewhere)),
        Resolution::Skipped | Resolution::WrittenOff => Some((occurrence, Decision::Skip)),
        Resolution::Retried
        | Resolution::OtherMethod
        | Resolution::Payment(_)
        | Resolution::NoActionNeeded
        | Resolution::ByItself => None,
    }
}

/// Tells the schedule, in whose write the alert ends.
async fn decide(
    app: &App,
    authority: Authority<'_>,
    seen: Seen,
    (occurrence, decision, note): (OccurrenceId, Decision, String),
) -> Result<Alert, ActError> {
    let alert = find(app, authority, seen.id)?;
    if let State::Resolved(resolved) = &alert.state {
        let same = matches!(
            (resolved.how, decision),
            (Resolution::PaidElsewhere, Decision::PaidElsewhere) | (Resolution::Skipped, Decision::Skip)
        );
        return if same && resolved.by == authority.actor() { Ok(alert) } else { Err(ActError::Ended) };
    }
    if alert.version != seen.version {
        return Err(ActError::Stale);
    }
    let known = stored::occurrence(&app.store.read()?, occurrence)?.ok_or(ActError::NotFound)?;
    let asked = Decide { occurrence, version: known.version, decision, note };
    schedules::decide(app, authority, asked).await.map_err(of_schedule)?;
    find(app, authority, seen.id)
}

fn of_schedule(error: ScheduleError) -> ActError {
    match error {
        ScheduleError::NotAllowed(not_allowed) => not_allowed.into(),
        ScheduleError::NotFound => ActError::NotFound,
        ScheduleError::Stale => ActError::Stale,
        ScheduleError::NoMethod => ActError::NoMethod,
        ScheduleError::NotAuthorized | ScheduleError::TooEarly | ScheduleError::Presented => ActError::NotAuthorized,
        ScheduleError::BeingConfirmed => ActError::BeingConfirmed,
        ScheduleError::Unavailable => ActError::Unavailable,
        ScheduleError::Store(error) => error.into(),
        ScheduleError::NotNow
        | ScheduleError::Name
        | ScheduleError::Plan(_)
        | ScheduleError::NoDate
        | ScheduleError::DateInPast
        | ScheduleError::Amount
        | ScheduleError::NoticeNeeded { .. } => ActError::NotNow,
    }
}

/// Tries to collect the payment of a schedule that an alert is about again, as a page showed it: by the same method, or by
/// another that the payer has saved.
///
/// # Errors
/// [`ActError`]; only [`ActError::BeingConfirmed`] leaves open whether something was charged.
pub async fn collect(
    app: &App,
    authority: Authority<'_>,
    id: AlertId,
    (version, method): (u32, Option<PaymentMethodId>),
) -> Result<Occurrence, ActError> {
    authority.require(Permission::ResolveAlerts)?;
    let About::Occurrence(occurrence) = find(app, authority, id)?.about else { return Err(ActError::NothingToAsk) };
    let asked = Collect { occurrence, version, method, use_of_method: UseOfMethod::Once };
    schedules::collect_now(app, authority, asked).await.map_err(of_schedule)
}

fn check_note(note: &str) -> Result<(), ActError> {
    match note.chars().count() {
        0 => Err(ActError::NoteMissing),
        count if count > Alert::MAX_NOTE => Err(ActError::NoteTooLong),
        _ => Ok(()),
    }
}

/// [`resolve`] for several alerts with one note. Those that were changed in the meantime are left alone.
///
/// # Errors
/// [`ActError`]; nothing was changed then.
pub async fn resolve_several(
    app: &App,
    authority: Authority<'_>,
    seen: &[Seen],
    (how, note): (Resolution, String),
) -> Result<Several, ActError> {
    check_note(&note)?;
    authority.require(Permission::ResolveAlerts)?;
    let (mut several, mut others) = (Several::default(), Vec::new());
    for one in seen.iter().take(MOST) {
        let alert = find(app, authority, one.id).ok();
        let Some((occurrence, decision)) = alert.as_ref().and_then(|alert| decision(alert, how)) else {
            others.push(*one);
            continue;
        };
        match decide(app, authority, *one, (occurrence, decision, note.clone())).await {
            Ok(_) => several.done += 1,
            Err(ActError::Stale | ActError::Ended | ActError::NotFound | ActError::NotNow) => several.left += 1,
            Err(error) => return Err(error),
        }
    }
    if !others.is_empty() {
        let more = act_on_several(app, authority, &others, Deed::Resolve { how, note }).await?;
        several = Several { done: several.done + more.done, left: several.left + more.left };
    }
    Ok(several)
}

/// [`assign`] for several alerts. Those that were changed in the meantime are left alone.
///
/// # Errors
/// [`ActError`]; nothing was changed then.
pub async fn assign_several(
    app: &App,
    authority: Authority<'_>,
    seen: &[Seen],
    to: Option<UserId>,
) -> Result<Several, ActError> {
    act_on_several(app, authority, seen, Deed::Assign { to }).await
}

async fn act(app: &App, authority: Authority<'_>, seen: Seen, deed: Deed) -> Result<Alert, ActError> {
    authority.require(Permission::ResolveAlerts)?;
    find(app, authority, seen.id)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        check_assignee(writer, &deed)?;
        apply(writer, seen, &deed, (actor, now))
    });
    written.await.map_err(refused)
}

async fn act_on_several(app: &App, authority: Authority<'_>, seen: &[Seen], deed: Deed) -> Result<Several, ActError> {
    authority.require(Permission::ResolveAlerts)?;
    let mut wanted = Vec::new();
    for one in seen.iter().take(MOST) {
        if find(app, authority, one.id).is_ok() {
            wanted.push(*one);
        }
    }
    let missing = seen.len() - wanted.len();
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        check_assignee(writer, &deed)?;
        let mut several = Several { done: 0, left: missing };
        for one in &wanted {
            match apply(writer, *one, &deed, (actor, now)) {
                Ok(_) => several.done += 1,
                Err(ActError::Stale | ActError::Ended | ActError::NotFound) => several.left += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(several)
    });
    written.await.map_err(refused)
}

fn refused(error: WriteError<ActError>) -> ActError {
    match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => ActError::Unavailable,
    }
}

/// An alert that the caller may see.
pub(super) fn find(app: &App, authority: Authority<'_>, id: AlertId) -> Result<Alert, ActError> {
    let found = alerts::alert(&app.store.read()?, id)?.filter(|alert| sees(authority, alert.cause));
    found.ok_or(ActError::NotFound)
}

/// Whether somebody may be given alerts.
pub(super) fn may_be_given(user: &crate::domain::user::User) -> bool {
    user.may(Permission::ResolveAlerts)
}

fn check_assignee(writer: &Writer<'_>, deed: &Deed) -> Result<(), ActError> {
    let Deed::Assign { to: Some(to) } = deed else { return Ok(()) };
    let known = users::user(writer, *to)?.is_some_and(|user| may_be_given(&user));
    if known { Ok(()) } else { Err(ActError::NotOnStaff) }
}

fn apply(
    writer: &mut Writer<'_>,
    seen: Seen,
    deed: &Deed,
    (actor, now): (Actor, Timestamp),
) -> Result<Alert, ActError> {
    let mut alert = alerts::alert(writer, seen.id)?.ok_or(ActError::NotFound)?;
    if is_done(&alert, deed, actor) {
        return Ok(alert);
    }
    if !alert.state.is_unresolved() {
        return Err(ActError::Ended);
    }
    if alert.version != seen.version {
        return Err(ActError::Stale);
    }
    let fact = match deed {
        Deed::Resolve { how, note } => {
            let resolved = Resolved { by: actor, at: now, how: *how, note: note.clone() };
            return Ok(end(writer, alert, resolved)?);
        }
        Deed::Snooze { until } => match alert.apply(&AlertEvent::Snooze { until: *until }) {
            Step::To(_) => Fact::AlertSnoozed { until: *until },
            Step::Stay | Step::Refuse => return Ok(alert),
        },
        Deed::Assign { to } => {
            alert.assigned_to = *to;
            alert.version = alert.version.saturating_add(1);
            Fact::AlertAssigned { to: *to }
        }
    };
    writer.put_alert(&alert)?;
    writer.record(now, actor, Subject::Alert(alert.id), fact)?;
    Ok(alert)
}

/// Whether an alert is as was wanted already.
fn is_done(alert: &Alert, deed: &Deed, actor: Actor) -> bool {
    match (deed, &alert.state) {
        (Deed::Resolve { how, note }, State::Resolved(resolved)) => {
            resolved.by == actor && resolved.how == *how && resolved.note == *note
        }
        (Deed::Snooze { until }, State::Snoozed { until: known }) => until == known,
        (Deed::Assign { to }, State::Open | State::Snoozed { .. }) => alert.assigned_to == *to,
        _ => false,
    }
}

/// Asks the processor at once about what an alert is about, and gives the alert as it stands then.
///
/// # Errors
/// [`ActError`].
pub async fn ask_now(app: &App, authority: Authority<'_>, id: AlertId) -> Result<Alert, ActError> {
    authority.require(Permission::ResolveAlerts)?;
    let alert = find(app, authority, id)?;
    match (alert.cause, alert.about) {
        (Cause::OutcomeUnknown, About::Payment(payment)) => {
            let known = transactions::transaction(&app.store.read()?, payment)?;
            let key = known.ok_or(StoreError::Damaged("transactions"))?.key;
            resolution::refresh(app, &key).await?;
        }
        (Cause::GatewayUnreachable, _) => {
            resolution::follow_news(app).await?;
        }
        _ => return Err(ActError::NothingToAsk),
    }
    find(app, authority, id)
}

/// Notes that the payment form with this key is filled in to end an alert: once the payment is approved, whenever that is
/// learned, the alert ends with it.
///
/// # Errors
/// [`ActError`]; nothing was noted then, and nothing may be charged for it.
pub async fn settle_by_payment(
    app: &App,
    authority: Authority<'_>,
    id: AlertId,
    key: OperationKey,
) -> Result<(), ActError> {
    authority.require(Permission::ResolveAlerts)?;
    authority.require(Permission::TakePayments)?;
    find(app, authority, id)?;
    let written = app.store.write(move |writer| {
        let alert = alerts::alert(writer, id)?.ok_or(ActError::NotFound)?;
        // The same form again is answered with its payment, whatever became of the alert.
        if transactions::transaction_by_key(writer, &key)?.is_some() {
            return Ok(());
        }
        if !alert.state.is_unresolved() {
            return Err(ActError::Ended);
        }
        if let About::Occurrence(occurrence) = alert.about {
            // What is being collected must not be paid a second time.
            let open = stored::occurrence(writer, occurrence)?.is_some_and(|known| known.standing.is_open());
            if !open {
                return Err(ActError::NotNow);
            }
        }
        Ok(writer.put_settling(&key, id)?)
    });
    written.await.map_err(refused)
}
