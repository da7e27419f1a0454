//! Excel workbooks, and the one place of the crate that makes them.
//!
//! Rows go to the disk as they come; the workbook is packed from there at the end. Looks belong to columns, not to cells:
//! the crate would look each cell's up by everything that makes it up. Words are written as inline strings, never as
//! formulas; the only formulas are the totals.

use std::{io::Write, path::Path};

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError, Worksheet, XlsxError,
    utility::column_number_to_name,
};

use crate::domain::{
    money::{Currency, Money},
    time::{Day, Timestamp},
};

use super::{
    Cell, ExportError, Kind, Layout, TableWriter, Total,
    amounts::{self, Plain, PlainSum},
    moments::{self, Iso, Zone, day},
    text,
};

/// What a sheet holds at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Most {
    /// Its heading and its totals included.
    pub(super) rows: u32,
    /// In the workbook, before it is packed. Beyond four gigabytes a part needs the large form of zip, which `LibreOffice`
    /// does not open when it was written in one go.
    pub(super) bytes: u64,
}

const MOST: Most = Most { rows: 1_048_576, bytes: 4_000_000_000 };
/// What a cell takes at most besides its words.
const CELL_BYTES: u64 = 96;
/// Characters of a sheet's name.
const LONGEST_NAME: usize = 31;
/// Fastest; a workbook is a tenth of its rows all the same.
const COMPRESSION: u8 = 1;

/// A workbook being written.
pub(super) struct Workbook<'a, W: Write> {
    out: W,
    book: rust_xlsxwriter::Workbook,
    layout: &'a Layout,
    zone: Zone,
    most: Most,
    sheets: Vec<Sheet>,
    current: usize,
    rows: u64,
    scratch: String,
}

/// A sheet of rows: those of one currency, as far as they fit.
struct Sheet {
    group: Option<Currency>,
    name: String,
    next_row: u32,
    /// What it takes at most in the workbook.
    bytes: u64,
    sums: Vec<i128>,
}

impl<'a, W: Write + Send> Workbook<'a, W> {
    pub(super) fn new(layout: &'a Layout, out: W, folder: &Path) -> Result<Self, ExportError> {
        Self::with_sheets_of(MOST, layout, out, folder)
    }

    /// A workbook with smaller sheets, to see what becomes of the row after the last one.
    pub(super) fn with_sheets_of(most: Most, layout: &'a Layout, out: W, folder: &Path) -> Result<Self, ExportError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.set_tempdir(folder)?.set_zip_compression_level(COMPRESSION);
        let made_at = moment(Zone::new("UTC").local(layout.made_at).0)?;
        book.set_properties(&DocProperties::new().set_title(&layout.title).set_creation_datetime(&made_at));
        let zone = Zone::new(&layout.zone);
        let (sheets, scratch) = (Vec::new(), String::new());
        Ok(Self { out, book, layout, zone, most, sheets, current: 0, rows: 0, scratch })
    }

    /// Makes the sheet current that takes the next row of `group`.
    fn turn_to(&mut self, group: Option<Currency>, bytes: u64) -> Result<(), ExportError> {
        let (last_row, most_bytes) = (self.most.rows - 1, self.most.bytes);
        let fits = |sheet: &Sheet| sheet.next_row < last_row && sheet.bytes + bytes <= most_bytes;
        let takes = |sheet: &Sheet| sheet.group == group && fits(sheet);
        if self.sheets.get(self.current).is_some_and(takes) {
            return Ok(());
        }
        self.current = match self.sheets.iter().rposition(takes) {
            Some(known) => known,
            None => self.open(group)?,
        };
        Ok(())
    }

    fn open(&mut self, group: Option<Currency>) -> Result<usize, ExportError> {
        let part = 1 + self.sheets.iter().filter(|sheet| sheet.group == group).count();
        let name = sheet_name(&self.layout.title, group, part);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(&name)?;
        for (col, column) in (0..).zip(&self.layout.columns) {
            sheet.set_column_width(col, column.width)?.set_column_format(col, &look(column.kind, group))?;
        }
        for (col, column) in (0..).zip(&self.layout.columns) {
            sheet.write_string_with_format(0, col, text::clean(&column.name), &heading(column.kind))?;
        }
        sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?.set_landscape().set_print_fit_to_pages(1, 0);
        self.sheets.push(Sheet { group, name, next_row: 1, bytes: 0, sums: vec![0; self.layout.columns.len()] });
        Ok(self.sheets.len() - 1)
    }

    fn close(&mut self, index: usize) -> Result<(), ExportError> {
        let (Some(sheet), layout) = (self.sheets.get(index), self.layout) else { return Ok(()) };
        let page = self.book.worksheet_from_index(index)?;
        let (last, columns) = (sheet.next_row - 1, u16::try_from(layout.columns.len()).unwrap_or(u16::MAX));
        page.autofilter(0, 0, last, columns.saturating_sub(1))?;
        for (col, column) in (0..).zip(&layout.columns) {
            if column.kind == Kind::Text && last > 0 {
                page.ignore_error_range(1, col, last, col, IgnoreError::NumberStoredAsText)?;
            }
        }
        if layout.columns.iter().all(|column| column.total == Total::None) {
            return Ok(());
        }
        page.write_string_with_format(sheet.next_row, 0, &layout.total_label, &total_look(Kind::Text, sheet.group))?;
        for ((col, column), sum) in (0..).zip(&layout.columns).zip(&sheet.sums) {
            if column.total == Total::Sum {
                write_total(page, sheet, (col, column.kind), *sum)?;
            }
        }
        Ok(())
    }

    fn write_about(&mut self) -> Result<(), ExportError> {
        let page = self.book.add_worksheet_with_constant_memory()?;
        page.set_name(plain_name(&self.layout.about_title))?.set_column_width(0, 24)?.set_column_width(1, 80)?;
        let (name, fact) = (Format::new().set_bold().set_align(FormatAlign::Top), Format::new().set_text_wrap());
        let rows = self
            .sheets
            .iter()
            .map(|sheet| (format!("{}: {}", self.layout.rows_label, sheet.name), (sheet.next_row - 1).to_string()));
        for (row, (label, value)) in (0..).zip(self.layout.about.iter().cloned().chain(rows)) {
            page.write_string_with_format(row, 0, text::clean(&label), &name)?;
            page.write_string_with_format(row, 1, text::clean(&value), &fact)?;
        }
        Ok(())
    }
}

impl<W: Write + Send> TableWriter for Workbook<'_, W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        let bytes = cells.iter().map(most_bytes).sum();
        self.turn_to(cells.iter().find_map(currency_of), bytes)?;
        let (page, sheet) = (self.book.worksheet_from_index(self.current)?, self.sheets.get_mut(self.current));
        let Some(sheet) = sheet else { return Ok(()) };
        let (row, scratch) = (sheet.next_row, &mut self.scratch);
        for ((col, cell), sum) in (0..).zip(cells.iter().take(self.layout.columns.len())).zip(&mut sheet.sums) {
            match cell {
                Cell::Empty => {}
                Cell::Text(words) => drop(page.write_string(row, col, text::clean(words))?),
                Cell::Integer(number) => {
                    *sum += i128::from(*number);
                    match amounts::whole_number(*number, scratch) {
                        Some(value) => page.write_number(row, col, value)?,
                        None => page.write_string(row, col, number.to_string())?,
                    };
                }
                Cell::Money(money) if Some(money.currency()) == sheet.group => {
                    *sum += i128::from(money.minor());
                    match amounts::number(*money, scratch) {
                        Some(value) => page.write_number(row, col, value)?,
                        None => page.write_string(row, col, Plain(*money).to_string())?,
                    };
                }
                Cell::Money(foreign) => drop(page.write_string(row, col, with_code(*foreign))?),
                Cell::DateTime(at) => write_moment(page, (row, col), &self.zone, *at)?,
                Cell::Day(of) => write_day(page, (row, col), *of)?,
            }
        }
        sheet.next_row += 1;
        sheet.bytes += bytes;
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<u64, ExportError> {
        if self.sheets.is_empty() {
            self.open(None)?;
        }
        (0..self.sheets.len()).try_for_each(|index| self.close(index))?;
        self.write_about()?;
        self.book.save_to_writer(&mut self.out)?;
        self.out.flush()?;
        Ok(self.rows)
    }
}

const fn currency_of(cell: &Cell<'_>) -> Option<Currency> {
    match cell {
        Cell::Money(money) => Some(money.currency()),
        Cell::Empty | Cell::Text(_) | Cell::Integer(_) | Cell::DateTime(_) | Cell::Day(_) => None,
    }
}

/// What a cell takes at most in the workbook: some characters become longer.
fn most_bytes(cell: &Cell<'_>) -> u64 {
    let words = match cell {
        Cell::Text(words) => words.as_bytes(),
        Cell::Empty | Cell::Integer(_) | Cell::Money(_) | Cell::DateTime(_) | Cell::Day(_) => &[],
    };
    let longer = words.iter().filter(|byte| matches!(byte, b'&' | b'<' | b'>' | b'_' | 0..32)).count();
    CELL_BYTES + u64::try_from(words.len() + 6 * longer).unwrap_or(u64::MAX / 2)
}

fn with_code(money: Money) -> String {
    format!("{} {}", Plain(money), money.currency().code())
}

/// What a filter leaves of a column, added up; the result is that of all rows, for programs that do not calculate.
fn write_total(page: &mut Worksheet, sheet: &Sheet, (col, kind): (u16, Kind), sum: i128) -> Result<(), ExportError> {
    let exponent = if kind == Kind::Money { amounts::exponent(sheet.group) } else { 0 };
    let (sum, look) = (PlainSum { minor: sum, exponent }.to_string(), total_look(kind, sheet.group));
    if sheet.next_row == 1 {
        page.write_number_with_format(1, col, 0, &look)?;
        return Ok(());
    }
    let name = column_number_to_name(col);
    let formula = Formula::new(format!("=SUBTOTAL(109,{name}2:{name}{})", sheet.next_row)).set_result(sum);
    page.write_formula_with_format(sheet.next_row, col, formula, &look)?;
    Ok(())
}

/// A moment as clocks of the zone showed it; Excel knows no zones.
fn write_moment(page: &mut Worksheet, (row, col): (u32, u16), zone: &Zone, at: Timestamp) -> Result<(), ExportError> {
    let (local, offset) = zone.local(at);
    match moment(local) {
        Ok(value) => page.write_datetime(row, col, &value)?,
        Err(_) => page.write_string(row, col, Iso(local, offset).to_string())?,
    };
    Ok(())
}

fn moment(local: jiff::civil::DateTime) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, of) = (local.year(), local.month().unsigned_abs(), local.day().unsigned_abs());
    let [hour, minute, second] = [local.hour(), local.minute(), local.second()].map(i8::unsigned_abs);
    ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or_default(), month, of)?.and_hms(hour.into(), minute, second)
}

fn write_day(page: &mut Worksheet, (row, col): (u32, u16), of: Day) -> Result<(), ExportError> {
    let (year, month, number) = moments::parts(of);
    let value = (u16::try_from(year).ok(), u8::try_from(month).ok(), u8::try_from(number).ok());
    let value = match value {
        (Some(year), Some(month), Some(number)) => ExcelDateTime::from_ymd(year, month, number).ok(),
        _ => None,
    };
    match value {
        Some(value) => page.write_datetime(row, col, &value)?,
        None => page.write_string(row, col, day(of))?,
    };
    Ok(())
}

fn look(kind: Kind, group: Option<Currency>) -> Format {
    match kind {
        Kind::Text => Format::new().set_num_format("@"),
        Kind::Integer => Format::new().set_num_format("0"),
        Kind::Money => Format::new().set_num_format(amounts::number_format(amounts::exponent(group))),
        Kind::DateTime => Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        Kind::Day => Format::new().set_num_format("yyyy-mm-dd"),
    }
}

fn heading(kind: Kind) -> Format {
    let format = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    match kind {
        Kind::Integer | Kind::Money => format.set_align(FormatAlign::Right),
        Kind::Text | Kind::DateTime | Kind::Day => format,
    }
}

fn total_look(kind: Kind, group: Option<Currency>) -> Format {
    look(kind, group).set_bold().set_border_top(FormatBorder::Thin)
}

fn sheet_name(title: &str, group: Option<Currency>, part: usize) -> String {
    let mut ending = group.map(|currency| format!(" {}", currency.code())).unwrap_or_default();
    if part > 1 {
        ending.push_str(&format!(" {part}"));
    }
    let mut name: String = plain_name(title).chars().take(LONGEST_NAME - ending.len()).collect();
    name.push_str(&ending);
    name
}

/// What of a text may be a sheet's name.
fn plain_name(text: &str) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    text.chars().filter(allowed).take(LONGEST_NAME).collect()
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            other => Self::Workbook(other.to_string()),
        }
    }
}
