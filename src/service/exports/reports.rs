//! The answer to a report as a table: what a screen shows a page of, whole.

use std::{
    io::{self, Write},
    ops::ControlFlow,
    path::Path,
    sync::Arc,
};

use crate::{
    app::exports::Progress,
    domain::{
        report::{Definition, Grouping, range::Span},
        time::Timestamp,
        user::User,
    },
    export::{Cell, Column, Format, Kind},
    i18n::{T, calendar},
    service::reports::{
        asking::{Answer, Item, Question},
        table::Teller,
    },
    store::{StoreError, table::Reader},
};

use super::{
    MakeError, Paper, Task, Whole,
    work::{self, Rows, Work},
};

/// A report as somebody takes it home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What it is called.
    pub name: String,
    /// What it asks.
    pub question: Question,
    /// The page that it was asked for on.
    pub back: String,
}

/// Who a table is for, and how it is to look.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// In which language.
    pub t: T,
    /// Who takes it; nobody, when it is sent.
    pub by: Option<&'a User>,
    /// What the report is called.
    pub name: &'a str,
    /// What it asks.
    pub definition: &'a Definition,
    /// When the table is made.
    pub at: Timestamp,
}

/// An answer, found in the view of `reader`, ready to be written.
pub(super) fn whole((answer, reader): (Answer, Reader), look: &Look<'_>, format: Format) -> Result<Whole, MakeError> {
    let file_name = file_name(look.name, answer.span, format.extension());
    let (firm, about) = (answer.firm.clone(), about(&answer, look));
    let teller = Teller::new(answer, &reader, look.definition, look.t)?;
    let (work, columns): (Box<dyn Work>, Vec<Column>) = if look.definition.tells_rows() {
        let grouped = look.definition.grouping != Grouping::None;
        let group = grouped.then(|| Column::new(look.t.text("report-file-group"), Kind::Text, 22));
        let columns = group.into_iter().chain(teller.headings()).collect();
        (work::over(Lines { teller, grouped }, reader), columns)
    } else {
        let columns = teller.total_headings();
        (work::over(Totals { teller }, reader), columns)
    };
    let paper = Paper { t: look.t, by: look.by, firm: Some(&firm), now: look.at, zone: &firm.time_zone };
    let layout = paper.layout(look.name.to_owned(), columns, about);
    Ok(Whole { work, layout, format, file_name })
}

fn about(answer: &Answer, look: &Look<'_>) -> Vec<(String, String)> {
    let (t, filters) = (look.t, &look.definition.filters);
    let mut about = vec![
        (t.text("reports-name"), look.name.to_owned()),
        (t.text("report-range"), calendar::span(answer.span, t)),
        (t.text("report-filters"), if filters.is_empty() { t.text("report-filters-none") } else { filters.clone() }),
    ];
    if !answer.ignored.is_empty() {
        let ignored = t.with("report-ignored", [("parts", answer.ignored.join(", "))]);
        about.push((t.text("report-filters"), ignored));
    }
    about
}

/// The name and content of a workbook of at most `most` bytes, its rows collected in `folder`; `None` when it would be
/// larger.
///
/// # Errors
/// [`MakeError`].
pub fn workbook(
    answer: (Answer, Reader),
    look: &Look<'_>,
    (most, folder): (usize, &Path),
) -> Result<Option<(String, Vec<u8>)>, MakeError> {
    let Whole { work, layout, format, file_name } = whole(answer, look, Format::Xlsx)?;
    let mut bounded = Bounded { content: Vec::new(), most, is_full: false };
    match work.write(&layout, format, &mut bounded, &Task { progress: &Progress::default(), folder }) {
        Ok(_) => Ok(Some((file_name, bounded.content))),
        Err(_) if bounded.is_full => Ok(None),
        Err(error) => Err(error),
    }
}

/// Takes so many bytes and no more.
struct Bounded {
    content: Vec<u8>,
    most: usize,
    is_full: bool,
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.content.len().saturating_add(bytes.len()) > self.most {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.content.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Every row, with the name of its group in front where there are groups.
struct Lines {
    teller: Teller,
    grouped: bool,
}

impl Rows for Lines {
    type Record = (Option<Arc<str>>, Item);

    fn count(&self) -> u64 {
        self.teller.answer.count
    }

    /// Rows of a group follow each other, so that its name is looked up once.
    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        let answer = &self.teller.answer;
        let (mut current, mut name) = (None, None);
        for row in answer.rows(reader, 0, usize::MAX) {
            let (number, item) = row?;
            if self.grouped && current != Some(number) {
                current = Some(number);
                let group = answer.groups.get(number);
                name = group.map(|group| self.teller.group(reader, group)).transpose()?.map(Arc::from);
            }
            if give((name.clone(), item)).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn cells<'a>(&'a self, (group, item): &'a Self::Record, cells: &mut Vec<Cell<'a>>) {
        if self.grouped {
            cells.push(Cell::maybe(group.as_deref()));
        }
        self.teller.cells(item, cells);
    }
}

/// The totals of every group.
struct Totals {
    teller: Teller,
}

impl Rows for Totals {
    type Record = Vec<Cell<'static>>;

    fn count(&self) -> u64 {
        u64::try_from(self.teller.answer.groups.len()).unwrap_or(u64::MAX)
    }

    fn read(&self, reader: &Reader, give: &mut dyn FnMut(Self::Record) -> ControlFlow<()>) -> Result<(), StoreError> {
        for group in &self.teller.answer.groups {
            for line in self.teller.totals(&self.teller.group(reader, group)?, group.count, &group.sums) {
                if give(line).is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn cells<'a>(&'a self, line: &'a Self::Record, cells: &mut Vec<Cell<'a>>) {
        cells.extend(line.iter().cloned());
    }
}

/// The name of a file: the report's, without what file systems and mail headers take ill, and its days.
fn file_name(name: &str, span: Span, extension: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).take(60).collect();
    let plain = plain.trim_matches('-');
    let plain = if plain.is_empty() { "report" } else { plain };
    match span {
        Span::ALL => format!("{plain}.{extension}"),
        Span { first, last } if first == last => format!("{plain}_{}.{extension}", calendar::day_plain(first)),
        Span { first, last } => {
            format!("{plain}_{}_{}.{extension}", calendar::day_plain(first), calendar::day_plain(last))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Day;

    #[test]
    fn a_file_name_holds_nothing_that_leads_elsewhere() {
        let day = Span { first: Day::new(2026, 11, 1), last: Day::new(2026, 11, 1) };
        assert_eq!(file_name("../../etc/passwd\r\nx", day, "xlsx"), "etc-passwd--x_2026-11-01.xlsx");
        assert_eq!(file_name("«?»", Span::ALL, "csv"), "report.csv");
        assert_eq!(
            file_name("Dépôts", Span { last: Day::new(2026, 11, 30), ..day }, "csv"),
            "Dépôts_2026-11-01_2026-11-30.csv"
        );
    }

    #[test]
    fn a_file_that_would_be_too_large_is_given_up() {
        let mut bounded = Bounded { content: Vec::new(), most: 4, is_full: false };
        assert!(bounded.write_all(b"abc").is_ok() && bounded.write_all(b"de").is_err() && bounded.is_full);
        assert_eq!(bounded.content, b"abc");
    }
}
