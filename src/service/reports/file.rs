//! An answer as a file, row by row: what a screen shows a page of, whole.

use std::{
    fs::File,
    io::{self, Seek as _, Write},
    path::Path,
    sync::Arc,
};

use crate::{
    app::App,
    domain::{
        journal::{Actor, Fact, Subject},
        permission::Permission,
        report::{Definition, Grouping, range::Span},
        time::Timestamp,
        user::User,
    },
    export::{self, Column, ExportError, Layout, TableWriter},
    i18n::{T, calendar, dates},
    store::{StoreError, WriteError},
};

use super::{
    super::{Authority, NotAllowed},
    FindError, answered,
    asking::{Answer, Question},
    table::{Cell, Heading, Kind, Teller},
};

pub use crate::export::Format;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The caller may not have it.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The question could not be answered.
    #[error(transparent)]
    Find(#[from] FindError),
    /// That it leaves the house could not be noted, so it does not.
    #[error("the export could not be noted in the journal")]
    NotNoted,
    /// The rows could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error(transparent)]
    Write(#[from] ExportError),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::Write(error.into())
    }
}

/// How a file is to look.
#[derive(Clone, Debug)]
pub struct Look {
    /// In which language.
    pub t: T,
    /// What the report is called.
    pub name: String,
    /// Of which kind.
    pub format: Format,
    /// When it is made.
    pub at: Timestamp,
}

/// A file, at its beginning.
#[derive(Debug)]
pub struct Made {
    /// The name to save it under.
    pub name: String,
    /// What is in it; it has no name on the disk.
    pub file: File,
}

/// The whole answer to a question as a file, for a member of staff to take home. The journal says so before they have it.
///
/// # Errors
/// [`FileError`].
pub async fn made(app: &Arc<App>, user: &User, question: Question, look: Look) -> Result<Made, FileError> {
    Authority::Staff(user).require(Permission::ExportPayments)?;
    let (definition, folder) = (question.definition.clone(), app.exports.folder().to_owned());
    let (at, actor, query) = (app.now(), Actor::User(user.id), question.definition.filters.clone());
    let written = answered(app, question, move |answer| {
        let mut file = tempfile::tempfile_in(&folder)?;
        write(answer, &definition, &look, (&mut file, &folder))?;
        file.rewind()?;
        let name = file_name(&look.name, answer.span, look.format.extension());
        Ok::<_, FileError>((Made { name, file }, answer.count))
    });
    let (made, rows) = written.await??;
    let (subject, fact) = (Subject::User(user.id), Fact::Exported { file: made.name.clone(), query, rows });
    let noted = app.store.write(move |writer| writer.record(at, actor, subject, fact.clone()));
    noted.await.map_err(|_: WriteError<StoreError>| FileError::NotNoted)?;
    Ok(made)
}

/// A workbook of at most `most` bytes, its rows collected in `folder`; `None` when it would be larger.
///
/// # Errors
/// [`FileError`].
pub fn within(
    answer: &Answer,
    definition: &Definition,
    look: &Look,
    (most, folder): (usize, &Path),
) -> Result<Option<Vec<u8>>, FileError> {
    let mut bounded = Bounded { content: Vec::new(), most, is_full: false };
    match write(answer, definition, look, (&mut bounded, folder)) {
        Ok(()) => Ok(Some(bounded.content)),
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

fn write(
    answer: &Answer,
    definition: &Definition,
    look: &Look,
    (out, folder): (impl Write + Send, &Path),
) -> Result<(), FileError> {
    let teller = Teller::new(answer, definition, look.t)?;
    let grouped = definition.tells_rows() && definition.grouping != Grouping::None;
    let mut headings = Vec::new();
    if definition.tells_rows() {
        headings.extend(grouped.then(|| Heading { words: look.t.text("report-file-group"), kind: Kind::Text }));
        headings.extend(teller.headings());
    } else {
        headings.extend(teller.total_headings());
    }
    let layout = layout(answer, definition, look, &headings);
    let mut writer = export::writer(look.format, &layout, out, folder)?;
    if definition.tells_rows() {
        write_rows(answer, &teller, grouped, writer.as_mut())?;
    } else {
        for group in &answer.groups {
            for line in teller.totals(&teller.group(group)?, group.count, &group.sums) {
                writer.row(&line.iter().map(exported).collect::<Vec<_>>())?;
            }
        }
    }
    writer.finish()?;
    Ok(())
}

/// Rows of a group follow each other, so that its name is looked up once.
fn write_rows(
    answer: &Answer,
    teller: &Teller<'_>,
    grouped: bool,
    writer: &mut dyn TableWriter,
) -> Result<(), FileError> {
    let (mut current, mut name) = (None, String::new());
    for row in teller.rows(0, usize::MAX) {
        let row = row?;
        if grouped && current != Some(row.group) {
            current = Some(row.group);
            name = answer.groups.get(row.group).map(|group| teller.group(group)).transpose()?.unwrap_or_default();
        }
        let group = grouped.then(|| export::Cell::text(&name));
        writer.row(&group.into_iter().chain(row.cells.iter().map(exported)).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn layout(answer: &Answer, definition: &Definition, look: &Look, headings: &[Heading]) -> Layout {
    let t = look.t;
    let zone = answer.firm.time_zone.clone();
    let filters =
        if definition.filters.is_empty() { t.text("report-filters-none") } else { definition.filters.clone() };
    let mut about = vec![
        (t.text("reports-name"), look.name.clone()),
        (t.text("report-range"), calendar::span(answer.span, t)),
        (t.text("report-filters"), filters),
        (t.text("report-file-zone"), zone.clone()),
        (t.text("report-file-made"), dates::with_zone(look.at, &zone, t.locale())),
    ];
    if !answer.ignored.is_empty() {
        let ignored = t.with("report-ignored", [("parts", answer.ignored.join(", "))]);
        about.push((t.text("report-filters"), ignored));
    }
    Layout {
        title: look.name.clone(),
        columns: headings.iter().map(column).collect(),
        about,
        about_title: t.text("report-file-about"),
        rows_label: t.text("report-mail-rows"),
        total_label: t.text("report-total"),
        zone,
        made_at: look.at,
    }
}

fn column(heading: &Heading) -> Column {
    let name = heading.words.clone();
    match heading.kind {
        Kind::Text => Column::new(name, export::Kind::Text, 22),
        Kind::Payment => Column::new(name, export::Kind::Text, 12),
        Kind::Count => Column::new(name, export::Kind::Integer, 10).summed(),
        Kind::Money => Column::new(name, export::Kind::Money, 14).summed(),
        Kind::Moment => Column::new(name, export::Kind::DateTime, 20),
        Kind::Day => Column::new(name, export::Kind::Day, 12),
    }
}

fn exported(cell: &Cell) -> export::Cell<'_> {
    match cell {
        Cell::Empty => export::Cell::Empty,
        Cell::Text(words) => export::Cell::text(words),
        Cell::Payment(id) => export::Cell::Text(id.to_string().into()),
        Cell::Count(count) => export::Cell::Integer(i64::try_from(*count).unwrap_or(i64::MAX)),
        Cell::Money(money) => export::Cell::Money(*money),
        Cell::Moment(at) => export::Cell::DateTime(*at),
        Cell::Day(day) => export::Cell::Day(*day),
    }
}

/// The name of a file: the report's, without what file systems and mail headers take ill, and its days.
#[must_use]
pub fn file_name(name: &str, span: Span, extension: &str) -> String {
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
