//! Alerts, how they are listed, and how many of each cause are open.
//!
//! [`Writer::put_alert`] is the only way in. An alert is on exactly one list by time, and on one of its cause.

use serde::{Deserialize, Serialize};

use crate::domain::{
    alert::{About, Alert, Cause, State},
    ids::{AlertId, OperationKey, UserId},
    time::{Day, Timestamp},
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{ALERT_COUNTS, ALERT_MAILS, ALERT_PAYMENTS, ALERTS, ALERTS_BY_ABOUT, ALERTS_BY_CAUSE, ALERTS_BY_STATE},
};

/// Which alerts a list shows. The number of each is in stored keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shelf {
    /// Those that somebody must look at, by when they were raised.
    Open,
    /// Those that were put off, by when they open again.
    Snoozed,
    /// Those that have ended, by when they did.
    Resolved,
}

impl Shelf {
    /// Every shelf, in the order menus show them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Snoozed, Self::Resolved];

    const fn index_key(self) -> u8 {
        match self {
            Self::Open => 0,
            Self::Snoozed => 1,
            Self::Resolved => 2,
        }
    }

    /// Where an alert stands, and under which time.
    pub(super) const fn of(alert: &Alert) -> (Self, Timestamp) {
        match &alert.state {
            State::Open => (Self::Open, alert.raised_at),
            State::Snoozed { until } => (Self::Snoozed, *until),
            State::Resolved(resolved) => (Self::Resolved, resolved.at),
        }
    }
}

/// Its place among all that stand alike: shelf, time, id.
type PlaceByState = (u8, Timestamp, AlertId);
/// Its place among those of its cause: shelf and cause, time and id.
type PlaceByCause = ((u8, u8), Timestamp, AlertId);

/// The place of an alert among those that stand alike.
pub(super) fn place_by_state(alert: &Alert) -> PlaceByState {
    let (shelf, at) = Shelf::of(alert);
    (shelf.index_key(), at, alert.id)
}

/// The place of an alert among those of its cause that stand alike.
pub(super) fn place_by_cause(alert: &Alert) -> PlaceByCause {
    let (shelf, at) = Shelf::of(alert);
    ((shelf.index_key(), alert.cause.index_key()), at, alert.id)
}

/// The place of an alert among those about the same thing for the same reason.
pub(super) const fn place_by_about(alert: &Alert) -> ((u8, u64, u64), u8, AlertId) {
    (alert.about.index_key(), alert.cause.index_key(), alert.id)
}

/// An alert.
pub fn alert(records: &impl Records, id: AlertId) -> Result<Option<Alert>, StoreError> {
    records.get(ALERTS, &id)
}

/// The alert about `about` for `cause` that has not ended.
pub fn unresolved(records: &impl Records, about: About, cause: Cause) -> Result<Option<Alert>, StoreError> {
    let part = (about.index_key(), cause.index_key());
    let latest = records.under(ALERTS_BY_ABOUT, &part, Direction::Backward)?.next().transpose()?;
    let Some(((_, _, id), ())) = latest else { return Ok(None) };
    Ok(Some(required(records, id)?).filter(|alert| alert.state.is_unresolved()))
}

/// The alerts about `about`, whatever became of them: by cause, oldest first.
pub fn about(records: &impl Records, about: About) -> Result<Vec<Alert>, StoreError> {
    let rows = records.under(ALERTS_BY_ABOUT, &about.index_key(), Direction::Forward)?;
    rows.map(|row| required(records, row?.0.2)).collect()
}

/// How many alerts of `cause` are open and not put off.
pub fn open_count(records: &impl Records, cause: Cause) -> Result<u64, StoreError> {
    Ok(records.get(ALERT_COUNTS, &cause.index_key())?.unwrap_or(0))
}

/// Alerts that have been put off and are due at `now`, oldest first.
pub fn to_wake(records: &impl Records, now: Timestamp) -> Result<Vec<AlertId>, StoreError> {
    let mut found = Vec::new();
    for row in records.under(ALERTS_BY_STATE, &Shelf::Snoozed.index_key(), Direction::Forward)? {
        let ((_, until, id), ()) = row?;
        if State::is_over(until, now) {
            found.push(id);
        }
    }
    Ok(found)
}

/// The alerts for `cause` that have not ended, oldest first.
pub fn unresolved_for(records: &impl Records, cause: Cause) -> Result<Vec<Alert>, StoreError> {
    let mut found = Vec::new();
    for shelf in [Shelf::Open, Shelf::Snoozed] {
        let part = (shelf.index_key(), cause.index_key());
        for row in records.under(ALERTS_BY_CAUSE, &part, Direction::Forward)? {
            found.push(required(records, row?.0.2)?);
        }
    }
    found.sort_unstable_by_key(|alert| alert.id);
    Ok(found)
}

/// Whether there has ever been an alert.
pub fn any(records: &impl Records) -> Result<bool, StoreError> {
    Ok(records.all(ALERTS, Direction::Forward)?.next().transpose()?.is_some())
}

/// The last alert that was raised.
pub fn last(records: &impl Records) -> Result<Option<AlertId>, StoreError> {
    Ok(records.all(ALERTS, Direction::Backward)?.next().transpose()?.map(|(id, _)| id))
}

/// A place in a list of alerts: the time it goes by, and which alert.
pub type Place = (Timestamp, AlertId);

/// The place of an alert in the list of its shelf.
#[must_use]
pub fn place(alert: &Alert) -> Place {
    (Shelf::of(alert).1, alert.id)
}

/// Up to `limit` alerts of a shelf that come after `after` and that `wanted` takes: the oldest first, those that have ended
/// the latest first.
pub fn page(
    records: &impl Records,
    (shelf, cause): (Shelf, Option<Cause>),
    after: Option<Place>,
    limit: usize,
    wanted: &dyn Fn(&Alert) -> bool,
) -> Result<Vec<Alert>, StoreError> {
    let mut found = Vec::new();
    for id in ids(records, (shelf, cause), after)? {
        if found.len() == limit {
            break;
        }
        let alert = required(records, id?)?;
        found.extend(wanted(&alert).then_some(alert));
    }
    Ok(found)
}

/// Up to `limit` open alerts that `wanted` takes, the latest first.
pub fn latest_open(
    records: &impl Records,
    limit: usize,
    wanted: &dyn Fn(&Alert) -> bool,
) -> Result<Vec<Alert>, StoreError> {
    let mut found = Vec::new();
    for row in records.under(ALERTS_BY_STATE, &Shelf::Open.index_key(), Direction::Backward)? {
        if found.len() == limit {
            break;
        }
        let alert = required(records, row?.0.2)?;
        found.extend(wanted(&alert).then_some(alert));
    }
    Ok(found)
}

type Ids<'a> = Box<dyn Iterator<Item = Result<AlertId, StoreError>> + 'a>;

fn ids(
    records: &impl Records,
    (shelf, cause): (Shelf, Option<Cause>),
    after: Option<Place>,
) -> Result<Ids<'_>, StoreError> {
    let shelf_key = shelf.index_key();
    let latest_first = shelf == Shelf::Resolved;
    let (at, id) = after.unwrap_or(if latest_first {
        (Timestamp::from_ms(i64::MAX), AlertId::new(u64::MAX))
    } else {
        (Timestamp::from_ms(i64::MIN), AlertId::new(0))
    });
    let not_itself =
        move |found: &Result<AlertId, StoreError>| !matches!(found, Ok(found) if after == Some((at, *found)));
    let ids: Ids<'_> = match (cause, latest_first) {
        (None, true) => {
            let rows = records.before(ALERTS_BY_STATE, &shelf_key, &(shelf_key, at, id))?;
            Box::new(rows.map(|row| row.map(|(key, ())| key.2)))
        }
        (None, false) => {
            let rows = records.from(ALERTS_BY_STATE, &(shelf_key, at, id))?;
            let same = move |row: &Result<(PlaceByState, ()), _>| !matches!(row, Ok((key, ())) if key.0 != shelf_key);
            Box::new(rows.take_while(same).map(|row| row.map(|(key, ())| key.2)))
        }
        (Some(cause), true) => {
            let part = (shelf_key, cause.index_key());
            let rows = records.before(ALERTS_BY_CAUSE, &part, &(part, at, id))?;
            Box::new(rows.map(|row| row.map(|(key, ())| key.2)))
        }
        (Some(cause), false) => {
            let part = (shelf_key, cause.index_key());
            let rows = records.from(ALERTS_BY_CAUSE, &(part, at, id))?;
            let same = move |row: &Result<(PlaceByCause, ()), _>| !matches!(row, Ok((key, ())) if key.0 != part);
            Box::new(rows.take_while(same).map(|row| row.map(|(key, ())| key.2)))
        }
    };
    Ok(Box::new(ids.filter(move |found| not_itself(found))))
}

/// The alert that a form with this key is filled in to settle.
pub fn settled_by(records: &impl Records, key: &OperationKey) -> Result<Option<AlertId>, StoreError> {
    records.get(ALERT_PAYMENTS, key)
}

/// What was last mailed to somebody about alerts.
pub fn mailed(records: &impl Records, user: UserId) -> Result<Option<Mailed>, StoreError> {
    records.get(ALERT_MAILS, &user)
}

/// What was last mailed to somebody about alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailed {
    /// The firm's day that the latest digest was for.
    pub day: Day,
    /// The last alert that was told of.
    pub through: AlertId,
}

fn required(records: &impl Records, id: AlertId) -> Result<Alert, StoreError> {
    alert(records, id)?.ok_or(StoreError::Damaged(ALERTS.name()))
}

impl Writer<'_> {
    /// The id for a new alert.
    pub fn next_alert(&mut self) -> Result<AlertId, StoreError> {
        self.next_number("alerts").map(AlertId::new)
    }

    /// Sets an alert, its places on the lists and the count of its cause.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the change would touch what may never change, wake what has ended, or make a second
    /// one that has not ended about the same thing for the same reason.
    pub fn put_alert(&mut self, now: &Alert) -> Result<(), StoreError> {
        let before = self.get(ALERTS, &now.id)?;
        let allowed = match &before {
            Some(before) => is_same(before, now) && (before.state.is_unresolved() || before.state == now.state),
            None => unresolved(self, now.about, now.cause)?.is_none(),
        };
        if !allowed {
            return Err(StoreError::Damaged(ALERTS.name()));
        }
        self.relist(ALERTS_BY_STATE, before.as_ref().map(place_by_state), Some(place_by_state(now)))?;
        self.relist(ALERTS_BY_CAUSE, before.as_ref().map(place_by_cause), Some(place_by_cause(now)))?;
        self.put(ALERTS_BY_ABOUT, &place_by_about(now), &())?;
        self.count_alert(before.as_ref(), now)?;
        self.put(ALERTS, &now.id, now)
    }

    /// Notes that the form with this key is filled in to settle an alert.
    pub fn put_settling(&mut self, key: &OperationKey, alert: AlertId) -> Result<(), StoreError> {
        self.put(ALERT_PAYMENTS, key, &alert)
    }

    /// The form has done so.
    pub fn forget_settling(&mut self, key: &OperationKey) -> Result<(), StoreError> {
        self.delete(ALERT_PAYMENTS, key)
    }

    /// Notes what was mailed to somebody about alerts.
    pub fn put_mailed(&mut self, user: UserId, mailed: &Mailed) -> Result<(), StoreError> {
        self.put(ALERT_MAILS, &user, mailed)
    }

    fn count_alert(&mut self, before: Option<&Alert>, now: &Alert) -> Result<(), StoreError> {
        let is_open = |alert: &Alert| alert.state == State::Open;
        let (was, is) = (u64::from(before.is_some_and(is_open)), u64::from(is_open(now)));
        let count = open_count(self, now.cause)? + is;
        let count = count.checked_sub(was).ok_or(StoreError::Damaged(ALERT_COUNTS.name()))?;
        self.put(ALERT_COUNTS, &now.cause.index_key(), &count)
    }
}

fn is_same(before: &Alert, now: &Alert) -> bool {
    before.about == now.about && before.cause == now.cause && before.raised_at == now.raised_at
}
