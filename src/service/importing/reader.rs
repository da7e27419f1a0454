//! A file from anywhere as rows of plain text. Nothing in it is believed: not its kind, not its size, not where it says that
//! its cells are.
//!
//! A workbook is a zip, and a small one can hold gigabytes: it is unpacked once into nothing, within a limit, before anything
//! reads it; and its cells are taken one by one, because a sheet with two cells at its far corners would fill the memory as
//! a rectangle.

use std::io::{Cursor, Read as _, Seek};

use calamine::{DataRef, Reader as _, Xlsx};

use crate::domain::{
    import::{Import, ImportRow},
    pan,
};

/// The most that a workbook may unpack to, in bytes.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;
/// The most characters that are kept of a cell: more than any field takes, so that what is too long is told.
const MOST_CELL_CHARS: usize = 5_000;
/// The most that is kept of a workbook in all, in bytes: many cells can name one long text that stands in the file once.
const MOST_KEPT: usize = 64 * 1024 * 1024;
/// The most entries of the zip of a workbook.
const MOST_ENTRIES: usize = 2_000;

/// Headings and rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What stands in the first row that is not empty.
    pub headings: Vec<String>,
    /// The rows below it, empty ones left out.
    pub rows: Vec<ImportRow>,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is neither an Excel workbook nor text.
    #[error("not a workbook and not text")]
    Unknown,
    /// It begins like a workbook and is none that can be read.
    #[error("a damaged workbook")]
    Damaged,
    /// It unpacks to more than is accepted.
    #[error("it unpacks to too much")]
    TooLarge,
    /// It has more rows than [`Import::MAX_ROWS`].
    #[error("too many rows")]
    TooManyRows,
    /// It has more columns than [`Import::MAX_COLUMNS`].
    #[error("too many columns")]
    TooManyColumns,
    /// There is nothing in it, or headings alone.
    #[error("no rows")]
    Empty,
}

/// Reads a file of either kind.
///
/// # Errors
/// [`Unreadable`].
pub fn read(bytes: &[u8]) -> Result<Sheet, Unreadable> {
    let rows = if bytes.starts_with(b"PK") { workbook(bytes)? } else { text(bytes)? };
    let mut rows = rows.into_iter().filter(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    let headings = rows.next().map(without_card_numbers).ok_or(Unreadable::Empty)?.cells;
    let rows: Vec<ImportRow> = rows.map(without_card_numbers).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().ok_or(Unreadable::Empty)?;
    let mut headings = headings;
    if headings.len() < width {
        headings.resize(width, String::new());
    }
    Ok(Sheet { headings, rows })
}

/// A row in which these cells say something else now, read as if it had come so; nobody is known to have left it out.
pub(super) fn retyped(row: &ImportRow, cells: &[(usize, String)]) -> ImportRow {
    let mut said = ImportRow { withheld: false, left_out: false, ..row.clone() };
    for (column, text) in cells.iter().filter(|(column, _)| *column < Import::MAX_COLUMNS) {
        if said.cells.len() <= *column {
            said.cells.resize(column + 1, String::new());
        }
        said.cells[*column] = cleaned(text);
    }
    without_card_numbers(said)
}

/// Card numbers are kept nowhere, not even until somebody has looked at the row.
fn without_card_numbers(mut row: ImportRow) -> ImportRow {
    for cell in row.cells.iter_mut().filter(|cell| pan::contains_card_number(cell)) {
        cell.clear();
        row.withheld = true;
    }
    row
}

fn workbook(bytes: &[u8]) -> Result<Vec<ImportRow>, Unreadable> {
    unpack_into_nothing(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let names = book.sheet_names();
    for name in names {
        let rows = sheet(&mut book, &name)?;
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
    Ok(Vec::new())
}

/// What the sizes in a zip say is nothing to go by; what comes out of it is.
fn unpack_into_nothing(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    if zip.len() > MOST_ENTRIES {
        return Err(Unreadable::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for index in 0..zip.len() {
        let file = zip.by_index(index).map_err(|_| Unreadable::Damaged)?;
        let read = std::io::copy(&mut file.take(left.saturating_add(1)), &mut std::io::sink());
        let read = read.map_err(|_| Unreadable::Damaged)?;
        left = left.checked_sub(read).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

fn sheet<R: std::io::Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Result<Vec<ImportRow>, Unreadable> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Unreadable::Damaged)?;
    let mut rows: Vec<ImportRow> = Vec::new();
    let mut left = MOST_KEPT;
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Damaged)? {
        let (row, column) = cell.get_position();
        let text = cleaned(&words(cell.get_value()));
        if text.is_empty() {
            continue;
        }
        left = left.checked_sub(text.len()).ok_or(Unreadable::TooLarge)?;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= Import::MAX_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        let number = u64::from(row) + 1;
        match rows.last() {
            Some(last) if last.number == number => {}
            // Rows come in order; a file in which they do not was not made by any program.
            Some(last) if last.number > number => return Err(Unreadable::Damaged),
            _ => begin(&mut rows, number)?,
        }
        if let Some(last) = rows.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, String::new());
            }
            last.cells[column] = text;
        }
    }
    Ok(rows)
}

fn begin(rows: &mut Vec<ImportRow>, number: u64) -> Result<(), Unreadable> {
    // One more than the rows: the headings.
    if u64::try_from(rows.len()).unwrap_or(u64::MAX) > Import::MAX_ROWS {
        return Err(Unreadable::TooManyRows);
    }
    rows.push(ImportRow { number, ..ImportRow::default() });
    Ok(())
}

/// Numbers stand in a workbook as floating point; one that is whole is written as whole, as a client number is.
fn words(value: &DataRef<'_>) -> String {
    match value {
        // Twice of what is kept: a line's end may be two characters.
        DataRef::String(text) => text.chars().take(2 * MOST_CELL_CHARS).collect(),
        DataRef::SharedString(text) => text.chars().take(2 * MOST_CELL_CHARS).collect(),
        DataRef::Empty | DataRef::Error(_) => String::new(),
        // A date stands as a number of days in a workbook; it is written as people of every country read it alike.
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => calamine::Data::from(other.clone()).to_string(),
    }
}

fn text(bytes: &[u8]) -> Result<Vec<ImportRow>, Unreadable> {
    // A line is a line whichever way its end is written; the reader of CSV would count only one of them.
    let text = decoded(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Damaged)?;
        if record.len() > Import::MAX_COLUMNS {
            return Err(Unreadable::TooManyColumns);
        }
        let number = record.position().map_or(0, |at| line_of(at, &text));
        let cells: Vec<String> = record.iter().map(cleaned).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            begin(&mut rows, number)?;
            if let Some(last) = rows.last_mut() {
                last.cells = cells;
            }
        }
    }
    Ok(rows)
}

/// The line that a record begins on: its position is that of the empty lines before it.
fn line_of(at: &csv::Position, text: &str) -> u64 {
    let start = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count();
    at.line().saturating_add(u64::try_from(empty).unwrap_or(0))
}

/// UTF-8, or what spreadsheets write where they do not write that.
fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    if !utf16 && bytes.contains(&0) {
        return Err(Unreadable::Unknown);
    }
    let usual = if std::str::from_utf8(bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 };
    // A byte order mark decides, and goes.
    let (text, _, broken) = usual.decode(bytes);
    if broken { Err(Unreadable::Unknown) } else { Ok(text.into_owned()) }
}

/// Whatever stands in the first line most often, outside quotes.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |wanted: u8| {
        let mut quoted = false;
        let mut count = 0usize;
        for byte in line.bytes() {
            quoted ^= byte == b'"';
            count += usize::from(!quoted && byte == wanted);
        }
        count
    };
    [b',', b';', b'\t'].into_iter().max_by_key(|wanted| (count(*wanted), *wanted == b',')).unwrap_or(b',')
}

/// One cell as ordinary text: without control characters and what turns the reading direction around, within a length.
fn cleaned(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    let lines = text.replace("\r\n", "\n").replace(['\r', '\t'], " ");
    let kept: String =
        lines.chars().filter(|c| (*c == '\n' || !c.is_control()) && !turns(*c)).take(MOST_CELL_CHARS).collect();
    let kept = kept.trim();
    // What a CSV of ours carries in front of what a spreadsheet would take for a formula.
    let bare = kept.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    bare.unwrap_or(kept).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Result<Vec<Vec<String>>, Unreadable> {
        let sheet = read(bytes)?;
        Ok(std::iter::once(sheet.headings).chain(sheet.rows.into_iter().map(|row| row.cells)).collect())
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, why) in [
            (&b""[..], Unreadable::Empty),
            (b"Name,Email\n", Unreadable::Empty),
            (b"\n\n,,\n", Unreadable::Empty),
            (b"PK\x03\x04rubbish", Unreadable::Damaged),
            (b"\x00\x01\x02", Unreadable::Unknown),
        ] {
            assert_eq!(read(bytes).unwrap_err(), why, "{bytes:?}");
        }
        let wide = "x,".repeat(Import::MAX_COLUMNS + 1) + "\n1\n";
        assert_eq!(read(wide.as_bytes()).unwrap_err(), Unreadable::TooManyColumns);
    }

    #[test]
    fn csv_is_read_however_a_spreadsheet_wrote_it() {
        let wanted = vec![vec!["Nom".to_owned(), "Note".to_owned()], vec!["Élodie".to_owned(), "a; \"b\"".to_owned()]];
        for bytes in [
            &b"\xef\xbb\xbfNom,Note\r\n\xc3\x89lodie,\"a; \"\"b\"\"\"\r\n"[..],
            b"Nom;Note\n\xc9lodie;\"a; \"\"b\"\"\"\n",
            b"Nom\tNote\n\n\xc3\x89lodie\t\"a; \"\"b\"\"\"",
        ] {
            assert_eq!(cells(bytes).unwrap(), wanted);
        }
        let sheet = read(b"Name\n\nAda\n,,\nBob\n").unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [3, 5], "as on the sheet");
        let sheet = read(b"Name\rAda\r\r,,\nBob\r\nCy\r").unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 5, 6], "whichever ends lines have");
    }

    #[test]
    fn cells_hold_no_control_characters_and_no_end() {
        let hostile = format!("Name\n\"a\u{202e}b\u{7}c\"\n\"{}\"\n", "x".repeat(MOST_CELL_CHARS + 9));
        let read = cells(hostile.as_bytes()).unwrap();
        assert_eq!((read[1][0].as_str(), read[2][0].chars().count()), ("abc", MOST_CELL_CHARS));
    }
}
