//! Forms that arrived after their author's session had ended, kept until they have signed in again.

use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{OperationKey, UserId},
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::DRAFTS,
};

/// The fields of a form as they were typed; card fields are never among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Who typed it; nobody else gets it back.
    pub user: UserId,
    /// Name and value of each field.
    pub fields: Vec<(String, String)>,
    /// When it arrived.
    pub at: Timestamp,
}

/// The draft kept under a form's key.
pub fn draft(records: &impl Records, key: &OperationKey) -> Result<Option<Draft>, StoreError> {
    records.get(DRAFTS, key)
}

/// The keys of drafts older than `limit`.
pub fn drafts_before(records: &impl Records, limit: Timestamp) -> Result<Vec<OperationKey>, StoreError> {
    let mut keys = Vec::new();
    for row in records.all(DRAFTS, Direction::Forward)? {
        let (key, draft) = row?;
        if draft.at < limit {
            keys.push(key);
        }
    }
    Ok(keys)
}

impl Writer<'_> {
    /// Keeps a draft.
    pub fn put_draft(&mut self, key: &OperationKey, draft: &Draft) -> Result<(), StoreError> {
        self.put(DRAFTS, key, draft)
    }

    /// Forgets a draft.
    pub fn delete_draft(&mut self, key: &OperationKey) -> Result<(), StoreError> {
        self.delete(DRAFTS, key)
    }
}
