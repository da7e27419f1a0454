//! Reports: made, changed, copied and deleted by people, run on a screen, and sent by themselves.
//!
//! Whoever may see payments may have reports of their own. A report that everybody sees takes
//! [`Permission::ManageReports`]. Somebody else's personal report does not exist for anyone else.

pub mod asking;
pub mod screen;
pub mod sending;
pub mod table;
pub mod tally;

use std::sync::Arc;

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, ReportId, ReportRunId, UserId},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        permission::Permission,
        report::{
            Definition, Report, Schedule, Sharing,
            range::{Range, Span},
            run::{Handing, Origin, Run},
            standard::Standard,
        },
        time::{Day, Timestamp},
        user::User,
    },
    i18n::{T, calendar, dates},
    store::{
        StoreError, WriteError, firm, reports,
        table::{Reader, Records, Writer},
    },
};

use super::{Authority, NotAllowed, search};

pub use super::search::FindError;

/// Why a report was not changed or run.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such report for the caller.
    #[error("no such report")]
    NotFound,
    /// It was changed since the form was drawn; this is how it stands.
    #[error("the report was changed meanwhile")]
    Stale(Box<Report>),
    /// What is wanted cannot be kept: a name or addresses that no form lets through.
    #[error("not a report")]
    Unfit,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The question could not be answered.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for ReportError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// What a form asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What it is to be called.
    pub name: String,
    /// Who is to see it.
    pub sharing: Sharing,
    /// In whose formats the filters are written.
    pub locale: Locale,
    /// What it is to ask.
    pub definition: Definition,
    /// When it is to be sent.
    pub schedule: Option<Schedule>,
}

impl Wanted {
    fn is_fit(&self) -> bool {
        let recipients = self.schedule.as_ref().map_or(1, |schedule| schedule.recipients.len());
        !self.name.is_empty()
            && self.name.chars().count() <= Report::MOST_NAME
            && (1..=Schedule::MOST_RECIPIENTS).contains(&recipients)
            && !self.definition.columns.is_empty()
    }

    fn next_due(&self, now: Timestamp, zone: &str) -> Option<Timestamp> {
        self.schedule.as_ref().and_then(|schedule| calendar::next_due(schedule.timetable, now, zone))
    }
}

/// A schedule takes the rows out of the house, as a file does.
fn require_for(authority: Authority<'_>, wanted: &Wanted) -> Result<UserId, NotAllowed> {
    if wanted.schedule.is_some() {
        authority.require(Permission::ExportPayments)?;
    }
    require(authority, wanted.sharing).map(|user| user.id)
}

fn require(authority: Authority<'_>, sharing: Sharing) -> Result<&User, NotAllowed> {
    authority.require(Permission::ViewPayments)?;
    if sharing == Sharing::Global {
        authority.require(Permission::ManageReports)?;
    }
    match authority {
        Authority::Staff(user) => Ok(user),
        // A report belongs to somebody; the clock has none.
        Authority::Client | Authority::System => Err(NotAllowed(Permission::ViewPayments)),
    }
}

fn zone(records: &impl Records) -> Result<String, StoreError> {
    Ok(firm::firm(records)?.map_or_else(|| "UTC".to_owned(), |firm| firm.time_zone))
}

/// Makes a report. The same form sent twice makes one.
///
/// # Errors
/// [`ReportError`]; nothing is written then.
pub async fn create(
    app: &App,
    authority: Authority<'_>,
    key: OperationKey,
    wanted: Wanted,
) -> Result<ReportId, ReportError> {
    let owner = require_for(authority, &wanted)?;
    if !wanted.is_fit() {
        return Err(ReportError::Unfit);
    }
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        if let Some(known) = reports::reports(writer)?.into_iter().find(|known| known.key == key) {
            return Ok(known.id);
        }
        let id = writer.next_report()?;
        let Wanted { name, sharing, locale, definition, schedule } = wanted.clone();
        let next_due = wanted.next_due(now, &zone(writer)?);
        let (version, created_at, changed_at) = (1, now, now);
        let key = key.clone();
        let report = Report {
            id,
            key,
            version,
            name,
            owner,
            sharing,
            locale,
            definition,
            schedule,
            next_due,
            created_at,
            changed_at,
        };
        writer.put_report(&report)?;
        writer.record(now, actor, Subject::Report(id), Fact::ReportAdded)?;
        Ok(id)
    });
    Ok(written.await?)
}

/// The report as the caller may change it.
fn changeable(writer: &Writer<'_>, user: &User, id: ReportId) -> Result<Report, ReportError> {
    let report = reports::report(writer, id)?.filter(|report| report.is_seen_by(user.id));
    let report = report.ok_or(ReportError::NotFound)?;
    require(Authority::Staff(user), report.sharing)?;
    Ok(report)
}

/// Changes a report that was at `version` when its form was drawn.
///
/// # Errors
/// [`ReportError`]; nothing is written then.
pub async fn update(
    app: &App,
    authority: Authority<'_>,
    (id, version): (ReportId, u32),
    wanted: Wanted,
) -> Result<(), ReportError> {
    require_for(authority, &wanted)?;
    let user = require(authority, wanted.sharing)?.clone();
    if !wanted.is_fit() {
        return Err(ReportError::Unfit);
    }
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let report = changeable(writer, &user, id)?;
        if report.version != version {
            return Err(ReportError::Stale(Box::new(report)));
        }
        let next_due = wanted.next_due(now, &zone(writer)?);
        let Wanted { name, sharing, locale, definition, schedule } = wanted.clone();
        let version = report.version.saturating_add(1);
        let changed =
            Report { version, name, sharing, locale, definition, schedule, next_due, changed_at: now, ..report };
        writer.put_report(&changed)?;
        writer.record(now, actor, Subject::Report(id), Fact::ReportChanged)?;
        Ok(())
    });
    Ok(written.await?)
}

/// Makes a personal copy of a report for the caller, under `name`. It is not sent until its owner says so.
///
/// # Errors
/// [`ReportError`]; nothing is written then.
pub async fn copy(app: &App, authority: Authority<'_>, id: ReportId, name: String) -> Result<ReportId, ReportError> {
    let user = require(authority, Sharing::Personal)?;
    let report = read(app, user, id)?.ok_or(ReportError::NotFound)?;
    let name = name.chars().take(Report::MOST_NAME).collect();
    let Report { locale, definition, .. } = report;
    let wanted = Wanted { name, sharing: Sharing::Personal, locale, definition, schedule: None };
    create(app, authority, app.ids.operation_key(), wanted).await
}

/// Deletes a report with its runs. What was sent stays in the outbox; what waits there is not sent any more.
///
/// # Errors
/// [`ReportError`]; nothing is written then.
pub async fn delete(app: &App, authority: Authority<'_>, id: ReportId) -> Result<(), ReportError> {
    let user = require(authority, Sharing::Personal)?.clone();
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        changeable(writer, &user, id)?;
        writer.delete_report(id)?;
        writer.record(now, actor, Subject::Report(id), Fact::ReportDeleted)?;
        Ok(())
    });
    Ok(written.await?)
}

/// Runs a report as it stands and keeps what it came to.
///
/// # Errors
/// [`ReportError`]; nothing is written then.
pub async fn run(app: &Arc<App>, authority: Authority<'_>, id: ReportId) -> Result<ReportRunId, ReportError> {
    let user = require(authority, Sharing::Personal)?;
    let Report { name, locale, definition, .. } = read(app, user, id)?.ok_or(ReportError::NotFound)?;
    keep(app, user, Kept { report: Origin::Made(id), name, locale, definition }).await
}

/// Runs a report that every portal has, over these days, and keeps what it came to. It is called what the reader calls it.
///
/// # Errors
/// [`ReportError`]; nothing is written then.
pub async fn run_standard(
    app: &Arc<App>,
    authority: Authority<'_>,
    report: &Standard,
    (t, range): (T, Range),
) -> Result<ReportRunId, ReportError> {
    let user = require(authority, Sharing::Personal)?;
    let origin = Origin::Standard(report.code.to_owned());
    let (name, definition) = (t.text(&report.key()), report.definition(range));
    keep(app, user, Kept { report: origin, name, locale: t.locale(), definition }).await
}

/// A report as it is run.
struct Kept {
    report: Origin,
    name: String,
    locale: Locale,
    definition: Definition,
}

/// Asks, and keeps what it came to.
async fn keep(app: &Arc<App>, user: &User, kept: Kept) -> Result<ReportRunId, ReportError> {
    let (owner, now) = (user.id, app.now());
    let question = question(app, &kept.definition, kept.locale, now)?;
    let span = question.span;
    let (rows, sums) = answered(app, question, |answer, _| (answer.count, answer.sums)).await?;
    let written = app.store.write(move |writer| {
        let subject = match kept.report {
            Origin::Made(id) => {
                let seen = reports::report(writer, id)?.is_some_and(|report| report.is_seen_by(owner));
                if !seen {
                    return Err(ReportError::NotFound);
                }
                Subject::Report(id)
            }
            Origin::Standard(_) => Subject::User(owner),
        };
        let run = Run {
            id: writer.next_run()?,
            report: kept.report.clone(),
            name: kept.name.clone(),
            locale: kept.locale,
            definition: kept.definition.clone(),
            at: now,
            actor: Actor::User(owner),
            due: None,
            missed: 0,
            span,
            rows,
            sums: sums.clone(),
            handing: Handing::Screen,
        };
        writer.add_run(&run)?;
        writer.record(now, run.actor, subject, Fact::ReportRun { run: run.id })?;
        Ok(run.id)
    });
    Ok(written.await?)
}

/// The firm's day of an instant.
pub fn day(app: &App, at: Timestamp) -> Result<Day, StoreError> {
    Ok(dates::firm_day(at, &zone(&app.store.read()?)?))
}

/// The days that a definition means at the instant `at`.
pub fn span_of(app: &App, definition: &Definition, at: Timestamp) -> Result<Span, StoreError> {
    let firm = firm::firm(&app.store.read()?)?.ok_or(StoreError::Closed)?;
    let today = dates::firm_day(at, &firm.time_zone);
    Ok(definition.range.on(today, calendar::week_start(firm.locale(firm.language))))
}

/// The question that a definition asks at the instant `at`.
pub fn question(
    app: &App,
    definition: &Definition,
    locale: Locale,
    at: Timestamp,
) -> Result<asking::Question, StoreError> {
    let span = span_of(app, definition, at)?;
    Ok(asking::Question { definition: definition.clone(), span, locale, today: day(app, at)? })
}

/// The question that a run asked.
pub fn question_of(app: &App, run: &Run) -> Result<asking::Question, StoreError> {
    let today = day(app, run.due.unwrap_or(run.at))?;
    Ok(asking::Question { definition: run.definition.clone(), span: run.span, locale: run.locale, today })
}

/// Asks a question on a thread that may block, and has `tell` make something of the answer there.
///
/// # Errors
/// [`FindError`].
pub async fn answered<R: Send + 'static>(
    app: &Arc<App>,
    question: asking::Question,
    tell: impl FnOnce(asking::Answer, Reader) -> R + Send + 'static,
) -> Result<R, FindError> {
    let committed = *app.store.committed().borrow();
    app.index.wait_for(committed, search::CATCH_UP).await;
    let app = app.clone();
    let told = tokio::task::spawn_blocking(move || {
        let (answer, reader) = asking::ask(&app, &question)?;
        Ok(tell(answer, reader))
    });
    told.await.unwrap_or_else(|error| Err(FindError::Index(error.to_string())))
}

/// What of `filters` would be left out, as typed.
pub fn ignored(app: &App, t: T, filters: &str) -> Result<Vec<String>, StoreError> {
    let reader = app.store.read()?;
    let Some(firm) = firm::firm(&reader)? else { return Ok(Vec::new()) };
    let query = search::read_query(t, filters, &reader, dates::firm_day(app.now(), &firm.time_zone))?;
    Ok(query.ignored.into_iter().map(|part| part.text).collect())
}

/// A report, if it exists for this person.
pub fn read(app: &App, user: &User, id: ReportId) -> Result<Option<Report>, StoreError> {
    Ok(reports::report(&app.store.read()?, id)?.filter(|report| report.is_seen_by(user.id)))
}

/// Every report that exists for this person, by name.
pub fn list(app: &App, user: &User) -> Result<Vec<Report>, StoreError> {
    let mut found = reports::reports(&app.store.read()?)?;
    found.retain(|report| report.is_seen_by(user.id));
    found.sort_by_cached_key(|report| (report.name.to_lowercase(), report.id));
    Ok(found)
}

/// The runs of a report, latest first.
pub fn runs(app: &App, of: &Origin) -> Result<Vec<Run>, StoreError> {
    reports::runs(&app.store.read()?, of, Report::MOST_RUNS)
}

/// One run of a report.
pub fn read_run(app: &App, of: &Origin, run: ReportRunId) -> Result<Option<Run>, StoreError> {
    reports::run(&app.store.read()?, of, run)
}

/// Whether this person may change a report.
#[must_use]
pub fn may_change(user: &User, report: &Report) -> bool {
    require(Authority::Staff(user), report.sharing).is_ok() && report.is_seen_by(user.id)
}
