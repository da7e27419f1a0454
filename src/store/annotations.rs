//! What staff noted on payments.

use crate::domain::{annotation::Annotation, ids::TransactionId};

use super::{
    StoreError,
    table::{Records, Writer},
    tables::ANNOTATIONS,
};

/// What is noted on a payment; nothing, when nobody ever noted anything.
pub fn annotation(records: &impl Records, id: TransactionId) -> Result<Annotation, StoreError> {
    Ok(records.get(ANNOTATIONS, &id)?.unwrap_or_default())
}

impl Writer<'_> {
    /// Sets what is noted on a payment.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it has more tags than a payment may have.
    pub fn put_annotation(&mut self, id: TransactionId, now: &Annotation) -> Result<(), StoreError> {
        if now.tags.len() > Annotation::MAX_TAGS {
            return Err(StoreError::Damaged(ANNOTATIONS.name()));
        }
        self.put(ANNOTATIONS, &id, now)
    }
}
