//! What the firm set about surcharges: every version of it, so that what held when a payment was taken can be read later.

use crate::domain::surcharge::Settings;

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::SURCHARGE_SETTINGS,
};

/// What holds now; what ships, before anybody set anything.
pub fn settings(records: &impl Records) -> Result<Settings, StoreError> {
    let latest = records.all(SURCHARGE_SETTINGS, Direction::Backward)?.next();
    latest.transpose().map(|latest| latest.map_or_else(Settings::shipped, |(_, settings)| settings))
}

/// Every version, latest first.
pub fn versions(records: &impl Records) -> Result<Vec<Settings>, StoreError> {
    records.all(SURCHARGE_SETTINGS, Direction::Backward)?.map(|row| row.map(|(_, settings)| settings)).collect()
}

impl Writer<'_> {
    /// Keeps the next version.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is not the one after the latest: what was set is never changed.
    pub fn put_surcharge_settings(&mut self, next: &Settings) -> Result<(), StoreError> {
        if settings(self)?.version.checked_add(1) != Some(next.version) {
            return Err(StoreError::Damaged(SURCHARGE_SETTINGS.name()));
        }
        self.put(SURCHARGE_SETTINGS, &u64::from(next.version), next)
    }
}
