//! Putting a row of a file right where it stands, and leaving it out, until the file is confirmed. A row is judged by the very
//! rule by which the file was; no other rows are looked at, and no more is written than the part that it is kept in.

use crate::{
    app::App,
    domain::{
        ids::ImportId,
        import::{Import, ImportPart, ImportRow, RowFault, Stage, Target},
        user::User,
    },
    service::Authority,
    store::{
        StoreError, WriteError, imports,
        table::{Records, Writer},
    },
};

use super::{ImportError, find_in, looking::With, permission, reader};

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// What it is.
    pub fault: RowFault,
    /// In which column, where one can be named.
    pub column: Option<usize>,
}

/// What a form says of a row.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The row, by its number on the sheet.
    pub row: u64,
    /// How often it had been changed when the form was drawn.
    pub seen: u64,
    /// What the cells hold by their column; those that are not named stay.
    pub cells: Vec<(usize, String)>,
}

/// What can be done with a row as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing shall become of it.
    LeaveOut,
    /// It counts again.
    TakeIn,
}

/// Why a row stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// As with everything that is done with a file; [`ImportError::Confirmed`] once it was confirmed.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It was changed since the form was drawn.
    #[error("the row was changed in the meantime")]
    Stale,
    /// What was typed is wrong.
    #[error("the row is wrong: {0:?}")]
    Wrong(Misfit),
}

impl From<StoreError> for CorrectionError {
    fn from(error: StoreError) -> Self {
        Self::Import(error.into())
    }
}

impl From<WriteError<Self>> for CorrectionError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Import(ImportError::Unavailable),
        }
    }
}

/// A row of a file that is not confirmed, and what is wrong with it.
///
/// # Errors
/// [`ImportError::NotFound`] when there is no such row.
pub fn row(app: &App, head: &Import, number: u64) -> Result<(ImportRow, Option<Misfit>), ImportError> {
    let reader = app.store.read()?;
    let found = Place::of(&reader, head, number)?.ok_or(ImportError::NotFound)?;
    let row = found.row().clone();
    let misfit = misfit(&reader, &With::new(&reader, head, app.now())?, (&row, head))?;
    Ok((row, misfit))
}

/// The next row after this one that is wrong.
///
/// # Errors
/// [`ImportError`].
pub async fn next_wrong(app: &App, head: &Import, after: u64) -> Result<Option<u64>, ImportError> {
    let (reader, head, now) = (app.store.read()?, head.clone(), app.now());
    let looking = tokio::task::spawn_blocking(move || {
        let with = With::new(&reader, &head, now)?;
        for part in part_of(&reader, &head, after)?..=head.parts {
            let rows = rows_of(&reader, &head, part)?;
            for row in rows.iter().filter(|row| row.number > after && !row.left_out) {
                if with.understand(&reader, (row, &head))?.is_err() {
                    return Ok(Some(row.number));
                }
            }
        }
        Ok(None)
    });
    looking.await.map_err(|error| ImportError::Broken(error.to_string()))?
}

/// Puts a row right, which takes it in again where it was left out. Sent twice, it is done once.
///
/// # Errors
/// [`CorrectionError`]; the row is as it was then.
pub async fn correct(app: &App, user: &User, id: ImportId, sent: Correction) -> Result<(), CorrectionError> {
    let (user, now) = (user.clone(), app.now());
    let written = app.store.write(move |writer| {
        let head = open(writer, &user, id)?;
        let place = Place::of(writer, &head, sent.row)?.ok_or(ImportError::NotFound)?;
        let (known, said) = (place.row(), reader::retyped(place.row(), &sent.cells));
        let says_so = said == *known;
        if sent.seen != known.changes {
            return if says_so { Ok(()) } else { Err(CorrectionError::Stale) };
        }
        match misfit(writer, &With::new(writer, &head, now)?, (&said, &head))? {
            Some(misfit) => Err(CorrectionError::Wrong(misfit)),
            None if says_so => Ok(()),
            None => Ok(place.put(writer, &head, said)?),
        }
    });
    Ok(written.await?)
}

/// Leaves a row out, or takes it in again. What was done already is not done twice.
///
/// # Errors
/// [`ImportError`]; the row is as it was then.
pub async fn set(app: &App, user: &User, id: ImportId, (number, deed): (u64, Deed)) -> Result<(), ImportError> {
    let (user, left_out) = (user.clone(), deed == Deed::LeaveOut);
    let written = app.store.write(move |writer| {
        let head = open(writer, &user, id)?;
        let place = Place::of(writer, &head, number)?.ok_or(ImportError::NotFound)?;
        if place.row().left_out != left_out {
            let row = ImportRow { left_out, ..place.row().clone() };
            place.put(writer, &head, row)?;
        }
        Ok(())
    });
    Ok(written.await?)
}

/// The import, of which rows can still be changed.
fn open(writer: &Writer<'_>, user: &User, id: ImportId) -> Result<Import, ImportError> {
    let head = find_in(writer, user, id)?;
    Authority::Staff(user).require(permission(head.of))?;
    if head.stage == Stage::Uploaded { Ok(head) } else { Err(ImportError::Confirmed) }
}

/// A row among those that are kept with it.
struct Place {
    part: u64,
    rows: Vec<ImportRow>,
    at: usize,
}

impl Place {
    fn of(records: &impl Records, head: &Import, number: u64) -> Result<Option<Self>, StoreError> {
        let part = part_of(records, head, number)?;
        let rows = rows_of(records, head, part)?;
        let at = rows.iter().position(|row| row.number == number);
        Ok(at.map(|at| Self { part, rows, at }))
    }

    fn row(&self) -> &ImportRow {
        &self.rows[self.at]
    }

    /// Puts another row in its place, and says at the head that something was changed.
    fn put(mut self, writer: &mut Writer<'_>, head: &Import, row: ImportRow) -> Result<(), StoreError> {
        let changes = self.row().changes + 1;
        self.rows[self.at] = ImportRow { changes, ..row };
        writer.put_import_part(head.id, self.part, &ImportPart::Rows(self.rows))?;
        writer.put_import(&Import { changes: head.changes + 1, ..head.clone() })
    }
}

fn rows_of(records: &impl Records, head: &Import, part: u64) -> Result<Vec<ImportRow>, StoreError> {
    match imports::part(records, head.id, part)? {
        ImportPart::Rows(rows) => Ok(rows),
        ImportPart::Wrong(_) | ImportPart::Head(_) => Ok(Vec::new()),
    }
}

/// The part that a row is in, if it is in any: the last one that does not begin after it. A sheet has empty rows and cells of
/// several lines, so a row's number alone does not tell.
fn part_of(records: &impl Records, head: &Import, number: u64) -> Result<u64, StoreError> {
    let (mut first, mut last) = (1, head.parts.max(1));
    while first < last {
        let middle = first + (last - first).div_ceil(2);
        let begins_after = rows_of(records, head, middle)?.first().is_none_or(|row| row.number > number);
        if begins_after { last = middle - 1 } else { first = middle }
    }
    Ok(first)
}

fn misfit(
    records: &impl Records,
    with: &With,
    (row, head): (&ImportRow, &Import),
) -> Result<Option<Misfit>, StoreError> {
    let Some(fault) = with.understand(records, (row, head))?.err() else { return Ok(None) };
    Ok(Some(Misfit { fault, column: column_of(records, with, (row, head), fault)? }))
}

/// The column that is to blame. Who judges a row says what is wrong first, not where: it is where an empty cell would make
/// that another matter, else the likeliest of those that may hold it.
fn column_of(
    records: &impl Records,
    with: &With,
    (row, head): (&ImportRow, &Import),
    fault: RowFault,
) -> Result<Option<usize>, StoreError> {
    let columns_of = |target: &Target| {
        let target = *target;
        (0..head.targets.len()).filter(move |column| head.targets[*column] == target)
    };
    let columns: Vec<usize> = fault.columns().iter().flat_map(columns_of).collect();
    let is_filled = |column: &&usize| row.cells.get(**column).is_some_and(|cell| !cell.is_empty());
    for column in columns.iter().filter(is_filled) {
        let mut without = row.clone();
        without.cells[*column].clear();
        if with.understand(records, (&without, head))?.err() != Some(fault) {
            return Ok(Some(*column));
        }
    }
    Ok(columns.iter().rev().find(is_filled).or(columns.last()).copied())
}
