//! CSV for programs and for Excel: RFC 4180, UTF-8 with a byte order mark, plain decimals, ISO dates. Words that could be
//! taken for a formula get an apostrophe in front; numbers of ours stay as they are, with their sign.

use std::io::{BufWriter, Write};

use super::{
    Cell, ExportError, Layout, TableWriter,
    amounts::Plain,
    moments::{Iso, Zone, day},
    text,
};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A file being written.
pub(super) struct Csv<W: Write> {
    out: BufWriter<W>,
    columns: usize,
    zone: Zone,
    rows: u64,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(layout: &Layout, out: W) -> Result<Self, ExportError> {
        let columns = layout.columns.len();
        let mut csv = Self { out: BufWriter::new(out), columns, zone: Zone::new(&layout.zone), rows: 0 };
        csv.out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        let headings: Vec<Cell<'_>> = layout.columns.iter().map(|column| Cell::text(&column.name)).collect();
        csv.line(&headings)?;
        Ok(csv)
    }

    fn line(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        for (index, cell) in cells.iter().chain(std::iter::repeat(&Cell::Empty)).take(self.columns).enumerate() {
            if index > 0 {
                self.out.write_all(b",")?;
            }
            self.cell(cell)?;
        }
        Ok(self.out.write_all(b"\r\n")?)
    }

    fn cell(&mut self, cell: &Cell<'_>) -> Result<(), ExportError> {
        match cell {
            Cell::Empty => {}
            Cell::Text(words) => self.words(words)?,
            Cell::Integer(number) => write!(self.out, "{number}")?,
            Cell::Money(money) => write!(self.out, "{}", Plain(*money))?,
            Cell::DateTime(at) => {
                let (local, offset) = self.zone.local(*at);
                write!(self.out, "{}", Iso(local, offset))?;
            }
            Cell::Day(of) => self.out.write_all(day(*of).as_bytes())?,
        }
        Ok(())
    }

    fn words(&mut self, words: &str) -> Result<(), ExportError> {
        let defused = text::is_dangerous(words);
        let words = text::clean(words);
        let edges = words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace);
        if !defused && !edges && !words.contains(['"', ',', '\n']) {
            return Ok(self.out.write_all(words.as_bytes())?);
        }
        self.out.write_all(if defused { b"\"'" } else { b"\"" })?;
        self.out.write_all(words.replace('"', "\"\"").as_bytes())?;
        Ok(self.out.write_all(b"\"")?)
    }
}

impl<W: Write> TableWriter for Csv<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        self.rows += 1;
        self.line(cells)
    }

    fn finish(mut self: Box<Self>) -> Result<u64, ExportError> {
        self.out.flush()?;
        Ok(self.rows)
    }
}
