//! Spreadsheets: a table of typed cells becomes an xlsx workbook or a CSV file, row by row, in constant memory.
//!
//! Knows neither payments nor the store, and does not decide who may have a file. Whatever text a cell holds, no
//! program that opens the file takes it for a formula.

mod text;
mod amounts;
mod moments;
mod csv;
mod xlsx;
pub mod pdf;
pub mod qr;
pub mod logo;
pub mod snippet;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    io::{self, Write},
    path::Path,
};

use crate::domain::{
    money::Money,
    time::{Day, Timestamp},
};

pub use moments::day as iso_day;
pub use text::LONGEST_CELL;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An Excel workbook.
    Xlsx,
    /// Comma-separated values: RFC 4180, UTF-8 with a byte order mark, which Excel needs to see that it is UTF-8.
    Csv,
}

impl Format {
    /// The ending of its file names.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What browsers call it.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// What the cells of a column hold; decides how the column looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, and whatever looks like a number and is none: ids, last four digits.
    Text,
    /// A whole number.
    Integer,
    /// An amount, with the decimals of its currency.
    Money,
    /// Day and time in the zone of the table.
    DateTime,
    /// A day.
    Day,
}

/// Whether a column is added up under the last row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// It is not.
    None,
    /// Of the rows that a filter leaves visible.
    Sum,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading, in the reader's language.
    pub name: String,
    /// What its cells hold.
    pub kind: Kind,
    /// Its width in characters.
    pub width: u16,
    /// Whether it is added up; only numbers and amounts are.
    pub total: Total,
}

impl Column {
    /// A column that is not added up.
    #[must_use]
    pub const fn new(name: String, kind: Kind, width: u16) -> Self {
        Self { name, kind, width, total: Total::None }
    }

    /// The column with its sum under it.
    #[must_use]
    pub fn summed(self) -> Self {
        Self { total: Total::Sum, ..self }
    }
}

/// A cell. One that does not fit the kind of its column is still written as what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// An amount. All amounts of a row are in one currency; another one is written as words.
    Money(Money),
    /// A moment.
    DateTime(Timestamp),
    /// A day.
    Day(Day),
}

impl<'a> Cell<'a> {
    /// Words at hand, or nothing.
    #[must_use]
    pub fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// Words at hand.
    #[must_use]
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The same, whatever becomes of what it was read from.
    #[must_use]
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Text(words) => Cell::Text(Cow::Owned(words.into_owned())),
            Self::Empty => Cell::Empty,
            Self::Integer(number) => Cell::Integer(number),
            Self::Money(money) => Cell::Money(money),
            Self::DateTime(at) => Cell::DateTime(at),
            Self::Day(day) => Cell::Day(day),
        }
    }
}

/// Everything of a table but its rows, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What the rows are; the name of the sheet. Rows with amounts go to one sheet per currency.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// What is told of the table on a sheet of its own, as name and fact. CSV has no place for it.
    pub about: Vec<(String, String)>,
    /// The name of that sheet.
    pub about_title: String,
    /// What the number of rows is called there.
    pub rows_label: String,
    /// What stands beside the totals.
    pub total_label: String,
    /// The zone of moments.
    pub zone: String,
    /// When the table was made.
    pub made_at: Timestamp,
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The disk did not take it, or whoever wanted it does not any more.
    #[error("the file cannot be written: {0}")]
    Io(#[from] io::Error),
    /// The workbook cannot be made.
    #[error("the workbook cannot be made: {0}")]
    Workbook(String),
}

/// Takes the rows of a table one after the other.
pub trait TableWriter {
    /// Writes a row: a cell per column, missing ones are empty.
    ///
    /// # Errors
    /// [`ExportError`]; the file is of no use then.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError>;

    /// Writes what comes after the last row; how many rows there are.
    ///
    /// # Errors
    /// [`ExportError`]; the file is of no use then.
    fn finish(self: Box<Self>) -> Result<u64, ExportError>;
}

/// A writer of `format` into `out`. A workbook collects its rows in unnamed files in `folder` until it is finished, so
/// that its memory does not grow with them.
///
/// # Errors
/// [`ExportError`] when the heading cannot be written.
pub fn writer<'a>(
    format: Format,
    layout: &'a Layout,
    out: impl Write + Send + 'a,
    folder: &Path,
) -> Result<Box<dyn TableWriter + 'a>, ExportError> {
    Ok(match format {
        Format::Xlsx => Box::new(xlsx::Workbook::new(layout, out, folder)?),
        Format::Csv => Box::new(csv::Csv::new(layout, out)?),
    })
}
