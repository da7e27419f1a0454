//! Files that are being taken in: a head and its rows, in parts.

use crate::domain::{
    ids::ImportId,
    import::{Import, ImportPart, Stage},
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::IMPORTS,
};

/// The head of an import.
pub fn import(records: &impl Records, id: ImportId) -> Result<Option<Import>, StoreError> {
    match records.get(IMPORTS, &(id, 0))? {
        Some(ImportPart::Head(head)) => Ok(Some(*head)),
        Some(ImportPart::Rows(_) | ImportPart::Wrong(_)) => Err(StoreError::Damaged(IMPORTS.name())),
        None => Ok(None),
    }
}

/// One part of the rows, from 1.
pub fn part(records: &impl Records, id: ImportId, number: u64) -> Result<ImportPart, StoreError> {
    records.get(IMPORTS, &(id, number))?.ok_or(StoreError::Damaged(IMPORTS.name()))
}

/// The heads of all imports that are kept, latest first.
pub fn imports(records: &impl Records) -> Result<Vec<Import>, StoreError> {
    let last = records.all(IMPORTS, Direction::Backward)?.next().transpose()?;
    let mut found = Vec::new();
    let mut next = last.map(|((id, _), _)| id.get()).unwrap_or_default();
    while next > 0 {
        found.extend(import(records, ImportId::new(next))?);
        let before = records.before(IMPORTS, &(), &(ImportId::new(next), 0u64))?.next().transpose()?;
        next = before.map(|((id, _), _)| id.get()).unwrap_or_default();
    }
    Ok(found)
}

impl Writer<'_> {
    /// The id for a new import.
    pub fn next_import(&mut self) -> Result<ImportId, StoreError> {
        self.next_number("payer_imports").map(ImportId::new)
    }

    /// Sets the head of an import.
    pub fn put_import(&mut self, head: &Import) -> Result<(), StoreError> {
        self.put(IMPORTS, &(head.id, 0), &ImportPart::Head(Box::new(head.clone())))
    }

    /// Sets one part of an import's rows.
    pub fn put_import_part(&mut self, id: ImportId, number: u64, part: &ImportPart) -> Result<(), StoreError> {
        self.put(IMPORTS, &(id, number), part)
    }

    /// Forgets the rows of imports that came before `kept`, and that there was one unless it was taken in after `remembered`; of
    /// how many.
    pub fn forget_imports(&mut self, (kept, remembered): (Timestamp, Timestamp)) -> Result<usize, StoreError> {
        let mut forgotten = 0;
        for head in imports(self)?.into_iter().filter(|head| head.at < kept) {
            let is_remembered = head.was_taken_in() && head.contents.is_some() && head.at >= remembered;
            if is_remembered && head.stage == Stage::Remembered {
                continue;
            }
            for number in 1..=head.parts {
                self.delete(IMPORTS, &(head.id, number))?;
            }
            if is_remembered {
                self.put_import(&Import { stage: Stage::Remembered, parts: 0, done: 0, ..head })?;
            } else {
                self.delete(IMPORTS, &(head.id, 0))?;
            }
            forgotten += 1;
        }
        Ok(forgotten)
    }
}
