//! Files of payers that are being taken in: a head and its rows, in parts.

use crate::domain::{
    ids::PayerImportId,
    payer_import::{ImportPart, PayerImport},
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::PAYER_IMPORTS,
};

/// The head of an import.
pub fn import(records: &impl Records, id: PayerImportId) -> Result<Option<PayerImport>, StoreError> {
    match records.get(PAYER_IMPORTS, &(id, 0))? {
        Some(ImportPart::Head(head)) => Ok(Some(head)),
        Some(ImportPart::Rows(_) | ImportPart::Wrong(_)) => Err(StoreError::Damaged(PAYER_IMPORTS.name())),
        None => Ok(None),
    }
}

/// One part of the rows, from 1.
pub fn part(records: &impl Records, id: PayerImportId, number: u64) -> Result<ImportPart, StoreError> {
    records.get(PAYER_IMPORTS, &(id, number))?.ok_or(StoreError::Damaged(PAYER_IMPORTS.name()))
}

/// The heads of all imports that are kept, latest first.
pub fn imports(records: &impl Records) -> Result<Vec<PayerImport>, StoreError> {
    let last = records.all(PAYER_IMPORTS, Direction::Backward)?.next().transpose()?;
    let mut found = Vec::new();
    let mut next = last.map(|((id, _), _)| id.get()).unwrap_or_default();
    while next > 0 {
        found.extend(import(records, PayerImportId::new(next))?);
        let before = records.before(PAYER_IMPORTS, &(), &(PayerImportId::new(next), 0u64))?.next().transpose()?;
        next = before.map(|((id, _), _)| id.get()).unwrap_or_default();
    }
    Ok(found)
}

impl Writer<'_> {
    /// The id for a new import.
    pub fn next_payer_import(&mut self) -> Result<PayerImportId, StoreError> {
        self.next_number("payer_imports").map(PayerImportId::new)
    }

    /// Sets the head of an import.
    pub fn put_import(&mut self, head: &PayerImport) -> Result<(), StoreError> {
        self.put(PAYER_IMPORTS, &(head.id, 0), &ImportPart::Head(head.clone()))
    }

    /// Sets one part of an import's rows.
    pub fn put_import_part(&mut self, id: PayerImportId, number: u64, part: &ImportPart) -> Result<(), StoreError> {
        self.put(PAYER_IMPORTS, &(id, number), part)
    }

    /// Forgets imports that came before `limit`.
    pub fn forget_imports(&mut self, limit: Timestamp) -> Result<usize, StoreError> {
        let old: Vec<PayerImport> = imports(self)?.into_iter().filter(|head| head.at < limit).collect();
        for head in &old {
            for number in 0..=head.parts {
                self.delete(PAYER_IMPORTS, &(head.id, number))?;
            }
        }
        Ok(old.len())
    }
}
