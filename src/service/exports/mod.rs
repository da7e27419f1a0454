//! Lists as files: what somebody sees in a list, whole, as an Excel workbook or as CSV.
//!
//! A short list is written while its reader waits, a long one in the background. Either way its rows are read in one
//! snapshot of the store, and the journal says who took what home before the file is handed out.

mod payments;
mod outbox;
mod payers;
pub mod reports;
mod requests;
mod links;
mod work;

use std::{fs::File, io, sync::Arc};

use tokio::task::JoinError;

use crate::{
    app::{
        App,
        exports::{Job, Order, Progress, State, TooMany},
    },
    domain::{
        firm::Firm,
        ids::ImportId,
        journal::{Actor, Fact, Subject},
        permission::Permission,
        time::{Day, Timestamp},
        user::User,
    },
    export::{Column, ExportError, Format, Layout, iso_day},
    i18n::{T, dates},
    store::{StoreError, firm, table::Reader},
};

use super::{
    Authority, NotAllowed,
    payment_requests::looking::Wanted,
    reports::answered,
    search::{self, Asked, FindError, Shown},
};

use self::{
    links::Links, outbox::Outbox, payers::Payers, payments::Payments, reports::Look, requests::Requests, work::Work,
};

/// A list that can be taken home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Grid {
    /// Payments, as the list of payments is asked for them; the page and the number of rows do not matter.
    Payments(Asked),
    /// All mail that left or waits, latest first.
    Outbox,
    /// Payers, as the list of payers is asked for them.
    Payers(crate::store::payers::Asked),
    /// Requests for payment, as their list is asked for them.
    Requests(Wanted),
    /// The answer to a report.
    Report(Box<reports::Asked>),
    /// The requests that came with a file, with their links.
    Links(ImportId),
}

impl Grid {
    /// What one must be allowed to take it home.
    #[must_use]
    pub const fn permission(&self) -> Permission {
        match self {
            Self::Payments(_) | Self::Report(_) => Permission::ExportPayments,
            Self::Outbox => Permission::ViewOutbox,
            Self::Payers(_) => Permission::ManagePayers,
            Self::Requests(_) | Self::Links(_) => Permission::SendRequests,
        }
    }

    /// What was searched for.
    fn query(&self) -> &str {
        match self {
            Self::Payments(asked) => &asked.text,
            Self::Outbox | Self::Links(_) => "",
            Self::Payers(asked) => &asked.text,
            Self::Requests(wanted) => &wanted.text,
            Self::Report(asked) => &asked.question.definition.filters,
        }
    }
}

/// A file, whole.
#[derive(Debug)]
pub struct Finished {
    /// The name to save it under: letters and digits of any language, `-`, `_` and `.` only.
    pub file_name: String,
    /// What browsers call it.
    pub media_type: &'static str,
    /// The file, at its beginning.
    pub file: File,
    /// Its length.
    pub bytes: u64,
}

/// What came of asking for a file.
#[derive(Debug)]
pub enum Outcome {
    /// Here it is.
    Now(Finished),
    /// It is being made.
    Later(Arc<Job>),
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The caller may not have it.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// Too many are being made.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The rows could not be found.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The rows could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// That it leaves the house could not be noted, so it does not.
    #[error("the export could not be noted in the journal")]
    NotNoted,
    /// The file could not be written.
    #[error(transparent)]
    File(#[from] ExportError),
    /// The crate that makes workbooks panics when the disk does not take its rows.
    #[error("the file cannot be written: {0}")]
    Broken(String),
}

impl From<io::Error> for MakeError {
    fn from(error: io::Error) -> Self {
        Self::File(error.into())
    }
}

impl From<JoinError> for MakeError {
    fn from(error: JoinError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Makes the file of a list for a member of staff, in their language.
///
/// # Errors
/// [`MakeError`].
pub async fn make(app: &Arc<App>, t: T, user: &User, grid: Grid, format: Format) -> Result<Outcome, MakeError> {
    Authority::Staff(user).require(grid.permission())?;
    let whole = prepare(app, t, user, &grid, format).await?;
    let rows = whole.work.rows();
    let note = Note { actor: Actor::User(user.id), file: whole.file_name.clone(), query: grid.query().to_owned() };
    if app.exports.is_quick(rows) {
        let finished = at_once(app, whole, note).await?;
        return Ok(Outcome::Now(finished));
    }
    let order = Order {
        owner: user.id,
        permission: grid.permission(),
        request: format!("{:?} {format:?} {grid:?}", t.locale()),
        file_name: whole.file_name.clone(),
        media_type: format.media_type(),
        back: if let Grid::Report(asked) = &grid { Some(asked.back.clone()) } else { None },
    };
    app.exports.tidy(app.clock.steady_ms());
    let id = app.ids.operation_key().to_string();
    let (job, is_new) = app.exports.add(id, order, rows)?;
    if is_new {
        tokio::spawn(in_background(app.clone(), job.clone(), whole, note));
    }
    Ok(Outcome::Later(job))
}

/// A job of this person, who must still be allowed to have what it makes.
#[must_use]
pub fn job(app: &App, user: &User, id: &str) -> Option<Arc<Job>> {
    app.exports.job(id).filter(|job| job.order.owner == user.id && user.may(job.order.permission))
}

/// Stops a job; its file goes.
pub fn stop(app: &App, job: &Job) {
    job.progress.stop();
    job.set(State::Stopped, app.clock.steady_ms());
}

/// The file of a job, once it is whole.
///
/// # Errors
/// When the file is not where it was.
pub fn open(app: &App, job: &Job) -> Result<Option<Finished>, MakeError> {
    let opened = job.open(app.clock.steady_ms())?;
    let (file_name, media_type) = (job.order.file_name.clone(), job.order.media_type);
    Ok(opened.map(|(file, bytes)| Finished { file_name, media_type, file, bytes }))
}

/// Removes files that have been kept long enough; how many.
pub fn tidy(app: &App) -> usize {
    app.exports.tidy(app.clock.steady_ms())
}

/// A list ready to be written: which rows, and everything around them.
struct Whole {
    work: Box<dyn Work>,
    layout: Layout,
    format: Format,
    file_name: String,
}

/// What the journal will say.
struct Note {
    actor: Actor,
    file: String,
    query: String,
}

async fn prepare(app: &Arc<App>, t: T, user: &User, grid: &Grid, format: Format) -> Result<Whole, MakeError> {
    let list = List { app, t, user, format };
    match grid {
        Grid::Payments(asked) => {
            // The rows are found before the snapshot is taken, so that each that was found is in it.
            let (ids, days) = search::find_all(app, t, asked).await?;
            list.of("payments", days, |paper, reader| {
                let layout = paper.layout(t.text("exports-payments"), payments::columns(t), asked_lines(t, asked));
                Ok((work::over(Payments::new(t, &reader, ids)?, reader), layout))
            })
        }
        Grid::Outbox => list.of("outbox", None, |paper, reader| {
            let layout = paper.layout(t.text("exports-outbox"), outbox::columns(t), Vec::new());
            Ok((work::over(Outbox::new(t, &reader)?, reader), layout))
        }),
        Grid::Payers(asked) => list.of("payers", None, |paper, reader| {
            let layout = paper.layout(t.text("exports-payers"), payers::columns(t), search_lines(t, &asked.text));
            Ok((work::over(Payers::new(t, asked.clone(), &reader)?, reader), layout))
        }),
        Grid::Requests(wanted) => list.of("requests", None, |paper, reader| {
            let layout = paper.layout(t.text("exports-requests"), requests::columns(t), requests::asked(t, wanted));
            Ok((work::over(Requests::new(t, wanted.clone(), &reader)?, reader), layout))
        }),
        Grid::Report(asked) => {
            let (definition, at) = (&asked.question.definition, app.now());
            let answer = answered(app, asked.question.clone(), |answer, reader| (answer, reader)).await?;
            reports::whole(answer, &Look { t, by: Some(user), name: &asked.name, definition, at }, format)
        }
        Grid::Links(import) => list.of("links", None, |paper, reader| {
            let layout = paper.layout(t.text("exports-request-links"), links::columns(t), Vec::new());
            let door = (app.secrets.clone(), super::outbox::base_url(app));
            Ok((work::over(Links::new(t, *import, door, &reader)?, reader), layout))
        }),
    }
}

/// Who wants a list, and as what.
struct List<'a> {
    app: &'a App,
    t: T,
    user: &'a User,
    format: Format,
}

impl List<'_> {
    /// The list that `make` makes of a snapshot taken now. `name` is what its file's name begins with, in every language;
    /// the days it is about follow, or today.
    fn of(
        &self,
        name: &str,
        days: Option<(Day, Day)>,
        make: impl FnOnce(&Paper<'_>, Reader) -> Result<(Box<dyn Work>, Layout), StoreError>,
    ) -> Result<Whole, MakeError> {
        let reader = self.app.store.read()?;
        let firm = firm::firm(&reader)?;
        let zone = firm.as_ref().map_or("UTC", |firm| firm.time_zone.as_str());
        let paper = Paper { t: self.t, by: Some(self.user), firm: firm.as_ref(), now: self.app.now(), zone };
        let (work, layout) = make(&paper, reader)?;
        let days = match days {
            Some((first, last)) => format!("{}_{}", iso_day(first), iso_day(last)),
            None => iso_day(dates::firm_day(paper.now, zone)),
        };
        let file_name = format!("{name}_{days}.{}", self.format.extension());
        Ok(Whole { work, layout, format: self.format, file_name })
    }
}

/// Who reads the file, and where.
struct Paper<'a> {
    t: T,
    by: Option<&'a User>,
    firm: Option<&'a Firm>,
    now: Timestamp,
    zone: &'a str,
}

impl Paper<'_> {
    fn layout(&self, title: String, columns: Vec<Column>, asked: Vec<(String, String)>) -> Layout {
        let t = self.t;
        let made = dates::with_zone(self.now, self.zone, t.locale());
        let firm = self.firm.map(|firm| firm.name.clone()).unwrap_or_default();
        let by = self.by.map(|user| (t.text("exports-about-by"), format!("{} <{}>", user.name, user.email)));
        let rest = [(t.text("exports-about-zone"), self.zone.to_owned()), (t.text("exports-about-made"), made)];
        let about = [(t.text("exports-about-firm"), firm)].into_iter().chain(asked).chain(rest).chain(by);
        Layout {
            title,
            columns,
            about: about.collect(),
            about_title: t.text("exports-about"),
            rows_label: t.text("exports-about-rows"),
            total_label: t.text("exports-total"),
            zone: self.zone.to_owned(),
            made_at: self.now,
        }
    }
}

/// What was searched for, as name and fact; nothing where nothing was.
fn search_lines(t: T, text: &str) -> Vec<(String, String)> {
    if text.is_empty() { Vec::new() } else { vec![(t.text("exports-about-search"), text.to_owned())] }
}

fn asked_lines(t: T, asked: &Asked) -> Vec<(String, String)> {
    let shown = if asked.unsuccessful == Shown::Yes { "exports-about-shown" } else { "exports-about-hidden" };
    let mut lines = search_lines(t, &asked.text);
    if lines.is_empty() {
        lines.push((t.text("exports-about-search"), t.text("exports-about-everything")));
    }
    lines.push((t.text("exports-about-unsuccessful"), t.text(shown)));
    lines.push((t.text("exports-about-refunds"), t.text("exports-about-refunds-text")));
    lines
}

async fn at_once(app: &Arc<App>, whole: Whole, note: Note) -> Result<Finished, MakeError> {
    let _place = app.exports.at_once.clone().acquire_owned().await.map_err(|_| TooMany)?;
    let (file_name, media_type, hall) = (whole.file_name.clone(), whole.format.media_type(), app.clone());
    let writing = tokio::task::spawn_blocking(move || {
        // Without a name: it is gone with its last handle, whatever happens.
        let mut file = tempfile::tempfile_in(hall.exports.folder())?;
        let Whole { work, layout, format, .. } = whole;
        let task = Task { progress: &Progress::default(), folder: hall.exports.folder() };
        let rows = work.write(&layout, format, &mut file, &task)?;
        let bytes = file.metadata()?.len();
        io::Seek::rewind(&mut file)?;
        Ok::<_, MakeError>((file, bytes, rows))
    });
    let (file, bytes, rows) = writing.await??;
    note.write(app, rows).await?;
    Ok(Finished { file_name, media_type, file, bytes })
}

/// What writing tells and obeys, and where its temporary files go.
#[derive(Clone, Copy)]
struct Task<'a> {
    progress: &'a Progress,
    folder: &'a std::path::Path,
}

async fn in_background(app: Arc<App>, job: Arc<Job>, whole: Whole, note: Note) {
    let done = write_job(&app, &job, whole, note).await;
    let steady_ms = app.clock.steady_ms();
    match done {
        Ok(ready) => job.set(ready, steady_ms),
        Err(_) if job.progress.is_stopped() => job.set(State::Stopped, steady_ms),
        Err(error) => {
            tracing::error!(%error, "an export failed");
            job.set(State::Failed, steady_ms);
        }
    }
}

async fn write_job(app: &Arc<App>, job: &Arc<Job>, whole: Whole, note: Note) -> Result<State, MakeError> {
    let _place = app.exports.in_background.clone().acquire_owned().await.map_err(|_| TooMany)?;
    job.set(State::Writing, app.clock.steady_ms());
    let (hall, told) = (app.clone(), job.clone());
    let writing = tokio::task::spawn_blocking(move || {
        let mut file = hall.exports.file()?;
        let Whole { work, layout, format, .. } = whole;
        let task = Task { progress: &told.progress, folder: hall.exports.folder() };
        let rows = work.write(&layout, format, file.as_file_mut(), &task)?;
        let bytes = file.as_file().metadata()?.len();
        Ok::<_, MakeError>((file.into_temp_path(), bytes, rows))
    });
    let (path, bytes, rows) = writing.await??;
    note.write(app, rows).await?;
    Ok(State::Ready { path, bytes, rows })
}

impl Note {
    async fn write(self, app: &App, rows: u64) -> Result<(), MakeError> {
        let (at, actor) = (app.now(), self.actor);
        let subject = match actor {
            Actor::User(id) => Subject::User(id),
            Actor::Client | Actor::System => Subject::Firm,
        };
        let fact = Fact::Exported { file: self.file, query: self.query, rows };
        let written = app.store.write(move |writer| writer.record(at, actor, subject, fact.clone()));
        written.await.map_err(|error| {
            tracing::warn!(%error, "an export was not noted");
            MakeError::NotNoted
        })
    }
}
