//! Knowing a file again: whoever brings the same rows a second time most likely does not know, or has forgotten, that they were
//! taken in. They are told, and say that they mean it.

use sha2::{Digest as _, Sha256};

use crate::{
    app::App,
    domain::import::Import,
    store::{StoreError, imports, table::Records, users},
};

use super::reader::Sheet;

/// An import of the same rows that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// It, maybe somebody else's.
    pub import: Import,
    /// Who brought it.
    pub by: String,
}

/// The latest import of the same rows that was taken in before this one is.
///
/// # Errors
/// When the store cannot be read.
pub fn taken_before(app: &App, head: &Import) -> Result<Option<Earlier>, StoreError> {
    let reader = app.store.read()?;
    let Some(import) = latest(&reader, head)? else { return Ok(None) };
    let by = users::user(&reader, import.by)?.map(|user| user.name).unwrap_or_default();
    Ok(Some(Earlier { import, by }))
}

pub(super) fn latest(records: &impl Records, head: &Import) -> Result<Option<Import>, StoreError> {
    if head.contents.is_none() {
        return Ok(None);
    }
    let same = |known: &Import| known.id != head.id && known.of == head.of && known.contents == head.contents;
    Ok(imports::imports(records)?.into_iter().find(|known| same(known) && known.was_taken_in()))
}

/// What a table says, whichever program wrote it and wherever its rows stand: a workbook that is saved anew is another file
/// with the same rows.
pub(super) fn fingerprint(sheet: &Sheet) -> [u8; 32] {
    let mut hash = Sha256::new();
    for cells in std::iter::once(&sheet.headings).chain(sheet.rows.iter().map(|row| &row.cells)) {
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        hash.update(length(filled));
        for cell in cells.iter().take(filled) {
            hash.update(length(cell.len()));
            hash.update(cell.as_bytes());
        }
    }
    hash.finalize().into()
}

fn length(of: usize) -> [u8; 8] {
    u64::try_from(of).unwrap_or(u64::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::{super::reader, *};

    fn of(text: &str) -> [u8; 32] {
        fingerprint(&reader::read(text.as_bytes()).unwrap())
    }

    #[test]
    fn the_same_rows_are_known_however_they_are_written_and_other_rows_are_not() {
        let rows = of("Name,Amount\nAda,100\nBob,\n");
        for same in ["Name;Amount\r\nAda;100\r\nBob\r\n", "\u{feff}Name\tAmount\t\n\n\"Ada\"\t 100\nBob\t\t"] {
            assert_eq!(of(same), rows, "{same}");
        }
        for other in [
            "Name,Amount\nAda,100\n",
            "Name,Amount\nBob,\nAda,100\n",
            "Name,Amount\nAda,10\n0Bob,\n",
            "Name,Sum\nAda,100\nBob,\n",
            "Name,Amount\nAda,100,Bob\n",
            "Name,Amount\n,Ada,100\nBob,\n",
        ] {
            assert_ne!(of(other), rows, "{other}");
        }
    }
}
