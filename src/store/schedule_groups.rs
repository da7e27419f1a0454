//! General schedules, and who waits for a schedule by one of them.

use crate::domain::{
    ids::{OperationKey, ScheduleGroupId},
    schedule::group::{Enrolment, ScheduleGroup, Stage},
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{ENROLMENTS, SCHEDULE_GROUPS, SCHEDULE_GROUPS_BY_KEY},
};

/// A general schedule.
pub fn group(records: &impl Records, id: ScheduleGroupId) -> Result<Option<ScheduleGroup>, StoreError> {
    records.get(SCHEDULE_GROUPS, &id)
}

/// The general schedule that the form with this key made.
pub fn group_by_key(records: &impl Records, key: &OperationKey) -> Result<Option<ScheduleGroup>, StoreError> {
    match records.get(SCHEDULE_GROUPS_BY_KEY, key)? {
        Some(id) => group(records, id),
        None => Ok(None),
    }
}

/// Up to `limit` general schedules, latest first.
pub fn latest(records: &impl Records, limit: usize) -> Result<Vec<ScheduleGroup>, StoreError> {
    records.all(SCHEDULE_GROUPS, Direction::Backward)?.take(limit).map(|row| row.map(|(_, group)| group)).collect()
}

/// The terms of a group and who waits; none once none does.
pub fn enrolment(records: &impl Records, id: ScheduleGroupId) -> Result<Option<Enrolment>, StoreError> {
    records.get(ENROLMENTS, &id)
}

/// The groups that were confirmed and have payers waiting, as after a crash.
pub fn running(records: &impl Records) -> Result<Vec<ScheduleGroupId>, StoreError> {
    let mut found = Vec::new();
    for row in records.all(ENROLMENTS, Direction::Forward)? {
        let (id, _) = row?;
        let group = group(records, id)?.ok_or(StoreError::Damaged(ENROLMENTS.name()))?;
        found.extend((group.stage == Stage::Running).then_some(id));
    }
    Ok(found)
}

impl Writer<'_> {
    /// The id for a new general schedule.
    pub fn next_schedule_group(&mut self) -> Result<ScheduleGroupId, StoreError> {
        self.next_number("schedule_groups").map(ScheduleGroupId::new)
    }

    /// Sets a general schedule and who waits for a schedule by it; without anybody to wait, nothing is kept of that.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is another form's.
    pub fn put_group(&mut self, now: &ScheduleGroup, waits: Option<&Enrolment>) -> Result<(), StoreError> {
        if group(self, now.id)?.is_some_and(|before| before.key != now.key) {
            return Err(StoreError::Damaged(SCHEDULE_GROUPS.name()));
        }
        self.put(SCHEDULE_GROUPS_BY_KEY, &now.key, &now.id)?;
        match waits {
            Some(enrolment) => self.put(ENROLMENTS, &now.id, enrolment)?,
            None => self.delete(ENROLMENTS, &now.id)?,
        }
        self.put(SCHEDULE_GROUPS, &now.id, now)
    }
}
