//! Payment schedules, the payments that they owe, and when the portal must act on each.

use crate::domain::{
    ids::{OccurrenceId, PayerId, PaymentMethodId, ScheduleGroupId, ScheduleId},
    journal::Actor,
    schedule::{
        Counted, Schedule, State,
        occurrence::{Occurrence, OccurrenceEvent, Standing},
    },
    time::{Day, Timestamp},
    transaction::Step,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{
        OCCURRENCES, OCCURRENCES_DUE, OCCURRENCES_OPEN, OCCURRENCES_TO_REMIND, SCHEDULES, SCHEDULES_BY_GROUP,
        SCHEDULES_BY_METHOD, SCHEDULES_BY_PAYER, SCHEDULES_BY_STATE,
    },
};

/// Where schedules without a next payment stand: after all others.
const NO_DAY: Day = Day::from_number(u32::MAX);

/// The number of a state in stored keys, in the order of lists.
const fn number_of(state: State) -> u8 {
    match state {
        State::Active => 0,
        State::Paused => 1,
        State::Draft => 2,
        State::Completed => 3,
        State::Cancelled => 4,
    }
}

/// States in the order of lists.
pub const LISTED: [State; 5] = [State::Active, State::Paused, State::Draft, State::Completed, State::Cancelled];

/// The number of a standing in stored keys; none for one that is on no list.
const fn number_in_open(standing: Standing) -> Option<u8> {
    match standing {
        Standing::Collecting => Some(0),
        Standing::Failed => Some(1),
        Standing::Submitted => Some(2),
        Standing::Pending | Standing::Collected | Standing::Skipped | Standing::PaidElsewhere => None,
    }
}

/// Where a schedule stands among those of its state.
pub(super) fn place_by_state(schedule: &Schedule) -> (u8, Day, ScheduleId) {
    (number_of(schedule.state), schedule.next_day.unwrap_or(NO_DAY), schedule.id)
}

/// Where an occurrence stands among those that are due.
pub(super) fn place_due(occurrence: &Occurrence) -> Option<(Timestamp, OccurrenceId)> {
    occurrence.wake_at.map(|at| (at, occurrence.id))
}

/// Where an occurrence stands among those that are not done.
pub(super) fn place_open(occurrence: &Occurrence) -> Option<(u8, Timestamp, OccurrenceId)> {
    number_in_open(occurrence.standing).map(|number| (number, occurrence.changed_at, occurrence.id))
}

/// Where an occurrence stands among those that the payer is to be reminded of. While the schedule rests nobody is.
pub(super) fn place_to_remind(occurrence: &Occurrence) -> Option<(Timestamp, OccurrenceId)> {
    let waits = occurrence.standing == Standing::Pending && occurrence.wake_at.is_some();
    occurrence.remind_at.filter(|_| waits && occurrence.reminder.is_none()).map(|at| (at, occurrence.id))
}

/// A schedule.
pub fn schedule(records: &impl Records, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
    records.get(SCHEDULES, &id)
}

fn required(records: &impl Records, id: ScheduleId, table: &'static str) -> Result<Schedule, StoreError> {
    schedule(records, id)?.ok_or(StoreError::Damaged(table))
}

/// The schedules of a payer, oldest first.
pub fn of_payer(records: &impl Records, payer: PayerId) -> Result<Vec<Schedule>, StoreError> {
    let rows = records.under(SCHEDULES_BY_PAYER, &payer, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        required(records, id, SCHEDULES_BY_PAYER.name())
    })
    .collect()
}

/// The schedules that charge a method, oldest first.
pub fn of_method(records: &impl Records, method: PaymentMethodId) -> Result<Vec<Schedule>, StoreError> {
    let rows = records.under(SCHEDULES_BY_METHOD, &method, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        required(records, id, SCHEDULES_BY_METHOD.name())
    })
    .collect()
}

/// The schedules of a group, oldest first, one read when it is asked for.
pub fn of_group(
    records: &impl Records,
    group: ScheduleGroupId,
) -> Result<impl Iterator<Item = Result<Schedule, StoreError>>, StoreError> {
    let rows = records.under(SCHEDULES_BY_GROUP, &group, Direction::Forward)?;
    Ok(rows.map(|row| {
        let ((_, id), ()) = row?;
        required(records, id, SCHEDULES_BY_GROUP.name())
    }))
}

/// The latest schedules of a payer, at most `limit`, latest first.
pub fn latest_of_payer(records: &impl Records, payer: PayerId, limit: usize) -> Result<Vec<Schedule>, StoreError> {
    let rows = records.under(SCHEDULES_BY_PAYER, &payer, Direction::Backward)?.take(limit);
    rows.map(|row| {
        let ((_, id), ()) = row?;
        required(records, id, SCHEDULES_BY_PAYER.name())
    })
    .collect()
}

/// Up to `limit` schedules of a state, `skip` of them left out, the next to be collected first.
pub fn of_state(
    records: &impl Records,
    state: State,
    (skip, limit): (usize, usize),
) -> Result<Vec<Schedule>, StoreError> {
    let rows = records.under(SCHEDULES_BY_STATE, &number_of(state), Direction::Forward)?;
    rows.skip(skip)
        .take(limit)
        .map(|row| {
            let ((_, _, id), ()) = row?;
            required(records, id, SCHEDULES_BY_STATE.name())
        })
        .collect()
}

/// How many schedules are in a state.
pub fn count_of_state(records: &impl Records, state: State) -> Result<usize, StoreError> {
    let rows = records.under(SCHEDULES_BY_STATE, &number_of(state), Direction::Forward)?;
    rows.map(|row| row.map(|_| 1)).sum()
}

/// An occurrence.
pub fn occurrence(records: &impl Records, id: OccurrenceId) -> Result<Option<Occurrence>, StoreError> {
    records.get(OCCURRENCES, &id)
}

/// The occurrences of a schedule, in their order.
pub fn occurrences(records: &impl Records, schedule: ScheduleId) -> Result<Vec<Occurrence>, StoreError> {
    let rows = records.under(OCCURRENCES, &schedule, Direction::Forward)?;
    rows.map(|row| row.map(|(_, occurrence)| occurrence)).collect()
}

/// Up to `limit` occurrences that the portal must act on at `now`, those after `after` in the order of the list.
pub fn due(
    records: &impl Records,
    now: Timestamp,
    after: Option<(Timestamp, OccurrenceId)>,
    limit: usize,
) -> Result<Vec<(Timestamp, OccurrenceId)>, StoreError> {
    let rows = match &after {
        Some(place) => records.from(OCCURRENCES_DUE, place)?,
        None => records.all(OCCURRENCES_DUE, Direction::Forward)?,
    };
    let mut found = Vec::new();
    for row in rows {
        let (place, ()) = row?;
        if place.0 > now || found.len() >= limit {
            break;
        }
        found.extend((Some(place) != after).then_some(place));
    }
    Ok(found)
}

/// The occurrences that the portal will act on from `from` on and before `to`.
pub fn due_between(records: &impl Records, (from, to): (Timestamp, Timestamp)) -> Result<Vec<Occurrence>, StoreError> {
    let mut found = Vec::new();
    for row in records.from(OCCURRENCES_DUE, &from)? {
        let ((at, id), ()) = row?;
        if at >= to {
            break;
        }
        found.push(occurrence(records, id)?.ok_or(StoreError::Damaged(OCCURRENCES_DUE.name()))?);
    }
    Ok(found)
}

/// How many occurrences the portal must act on at `now`.
pub fn count_due(records: &impl Records, now: Timestamp) -> Result<u64, StoreError> {
    let mut count = 0;
    for row in records.all(OCCURRENCES_DUE, Direction::Forward)? {
        let ((at, _), ()) = row?;
        if at > now {
            break;
        }
        count += 1;
    }
    Ok(count)
}

/// Up to `limit` occurrences that stand at `standing`, one of those that are on a list, longest first.
pub fn open(records: &impl Records, standing: Standing, limit: usize) -> Result<Vec<OccurrenceId>, StoreError> {
    let Some(number) = number_in_open(standing) else { return Ok(Vec::new()) };
    let rows = records.under(OCCURRENCES_OPEN, &number, Direction::Forward)?;
    rows.take(limit).map(|row| row.map(|((_, _, id), ())| id)).collect()
}

/// Up to `limit` occurrences that the payer is to be reminded of at `now`.
pub fn to_remind(records: &impl Records, now: Timestamp, limit: usize) -> Result<Vec<OccurrenceId>, StoreError> {
    let mut found = Vec::new();
    for row in records.all(OCCURRENCES_TO_REMIND, Direction::Forward)? {
        let ((at, id), ()) = row?;
        if at > now || found.len() >= limit {
            break;
        }
        found.push(id);
    }
    Ok(found)
}

impl Writer<'_> {
    /// The id for a new schedule.
    pub fn next_schedule(&mut self) -> Result<ScheduleId, StoreError> {
        self.next_number("schedules").map(ScheduleId::new)
    }

    /// Sets a schedule and its indexes.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is another's, or would be paid into another account.
    pub fn put_schedule(&mut self, now: &Schedule) -> Result<(), StoreError> {
        let before = self.get(SCHEDULES, &now.id)?;
        if let Some(before) = &before {
            let same = before.payer == now.payer
                && before.merchant_account == now.merchant_account
                && before.key == now.key
                && before.group == now.group
                && before.next_number <= now.next_number;
            if !same {
                return Err(StoreError::Damaged(SCHEDULES.name()));
            }
        }
        let was = |place: fn(&Schedule) -> (PaymentMethodId, ScheduleId)| before.as_ref().map(place);
        let by_method = |schedule: &Schedule| (schedule.payment_method, schedule.id);
        self.relist(SCHEDULES_BY_METHOD, was(by_method), Some(by_method(now)))?;
        self.relist(SCHEDULES_BY_STATE, before.as_ref().map(place_by_state), Some(place_by_state(now)))?;
        self.put(SCHEDULES_BY_PAYER, &(now.payer, now.id), &())?;
        if let Some(group) = now.group {
            self.put(SCHEDULES_BY_GROUP, &(group, now.id), &())?;
        }
        self.put(SCHEDULES, &now.id, now)
    }

    /// Sets an occurrence, its places on lists and its part of the schedule's tally, and gives the schedule.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when no single event leads from where it stood to where it stands, when the portal would
    /// try it before it is due, or when a try that was begun would be forgotten (I3).
    pub fn put_occurrence(&mut self, now: &Occurrence) -> Result<Schedule, StoreError> {
        let damaged = || StoreError::Damaged(OCCURRENCES.name());
        let before = occurrence(self, now.id)?;
        if !may_follow(before.as_ref(), now) {
            return Err(damaged());
        }
        self.relist(OCCURRENCES_DUE, before.as_ref().and_then(place_due), place_due(now))?;
        self.relist(OCCURRENCES_OPEN, before.as_ref().and_then(place_open), place_open(now))?;
        self.relist(OCCURRENCES_TO_REMIND, before.as_ref().and_then(place_to_remind), place_to_remind(now))?;
        self.put(OCCURRENCES, &now.id, now)?;
        let mut schedule = schedule(self, now.id.schedule)?.ok_or_else(damaged)?;
        if let Some(before) = &before {
            schedule.tally = schedule.tally.with(before.standing, before.amount, Counted::Out);
        }
        schedule.tally = schedule.tally.with(now.standing, now.amount, Counted::In);
        schedule.next_number = schedule.next_number.max(now.id.number.saturating_add(1));
        self.put_schedule(&schedule)?;
        Ok(schedule)
    }
}

/// Whether an occurrence may become this.
fn may_follow(before: Option<&Occurrence>, now: &Occurrence) -> bool {
    let Some(before) = before else { return now.standing == Standing::Pending && now.attempts.is_empty() };
    let steps = OccurrenceEvent::ALL.into_iter().any(|event| before.standing.after(event) == Step::To(now.standing));
    let (known, new) = now.attempts.split_at(before.attempts.len().min(now.attempts.len()));
    let in_time = new.iter().all(|attempt| attempt.actor != Actor::System || attempt.at >= now.due_at);
    (steps || before.standing == now.standing) && known == before.attempts && new.len() <= 1 && in_time
}
