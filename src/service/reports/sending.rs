//! Reports that are sent by themselves. What is due stands in the store; whoever wakes us only wakes us.
//!
//! The answer is found and written into a file first, with nothing open. Then one write moves the report on to its next
//! instant, keeps the run and queues the mail: a process that ends before that has done nothing, one that ends after it
//! has done everything, and of two that do it at once one finds that the report has moved on.

use std::{path::Path, sync::Arc};

use crate::{
    app::App,
    domain::{
        delivery::{Attachment, Content, Delivery, DeliveryStatus},
        ids::OperationKey,
        journal::{Actor, Fact, Subject},
        permission::Permission,
        report::{
            Report, Schedule, Sharing,
            range::Span,
            run::{Handing, Origin, Run, Sums},
        },
        time::Timestamp,
    },
    export::Format,
    i18n::{T, calendar},
    service::exports::{
        MakeError,
        reports::{Look, workbook},
    },
    store::{
        StoreError, WriteError, reports,
        table::{Reader, Writer},
        users,
    },
};

use super::{answered, asking::Answer, question, zone};

/// How many reports one round sends at most.
const BATCH: usize = 20;

/// Sends every report that is due and says how many were queued. One that fails is tried again in the next round and
/// does not keep the others.
pub async fn send_due(app: &Arc<App>) -> Result<usize, StoreError> {
    let due = reports::due(&app.store.read()?, app.now(), BATCH)?;
    let mut sent = 0;
    for report in due {
        let id = report.id;
        match send(app, report).await {
            Ok(Outcome::Sent) => sent += 1,
            Ok(Outcome::Stopped | Outcome::MovedOn) => {}
            Err(error) => tracing::warn!(report = %id, %error, "a report could not be sent; it is tried again"),
        }
    }
    Ok(sent)
}

/// What became of a report that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Its run is kept and its mail queued.
    Sent,
    /// Its owner may no longer see what is in it.
    Stopped,
    /// Somebody changed it, or sent it, in the meantime.
    MovedOn,
}

/// The latest instant of a schedule that has come, how many came before it, and the next one.
struct Turn {
    due: Timestamp,
    missed: u32,
    next: Option<Timestamp>,
}

impl Turn {
    /// After downtime one run answers for all the instants that passed; it is the latest's.
    fn of(schedule: &Schedule, first: Timestamp, now: Timestamp, zone: &str) -> Self {
        let mut turn = Self { due: first, missed: 0, next: None };
        loop {
            turn.next = calendar::next_due(schedule.timetable, turn.due, zone);
            match turn.next {
                Some(next) if next <= now => {
                    turn.due = next;
                    turn.missed = turn.missed.saturating_add(1);
                }
                _ => return turn,
            }
        }
    }
}

/// What was found, and the file of it when it is small enough to be mailed.
struct Found {
    span: Span,
    rows: u64,
    sums: Vec<Sums>,
    attachment: Option<Attachment>,
}

fn found((answer, reader): (Answer, Reader), look: &Look<'_>, folder: &Path) -> Result<Found, MakeError> {
    let (span, rows, sums) = (answer.span, answer.count, answer.sums.clone());
    let workbook = workbook((answer, reader), look, (Attachment::MOST_BYTES, folder))?;
    let attachment =
        workbook.map(|(name, content)| Attachment { name, media_type: Format::Xlsx.media_type().to_owned(), content });
    Ok(Found { span, rows, sums, attachment })
}

async fn send(app: &Arc<App>, report: Report) -> Result<Outcome, MakeError> {
    let now = app.now();
    let (Some(schedule), Some(first)) = (report.schedule.clone(), report.next_due) else { return Ok(Outcome::MovedOn) };
    let zone = zone(&app.store.read()?)?;
    if !may_be_sent(app, &report)? {
        return Ok(stop(app, &report, now).await?);
    }
    let turn = Turn::of(&schedule, first, now, &zone);
    // What "yesterday" is depends on the instant that is answered, not on how late it is.
    let asked = question(app, &report.definition, report.locale, turn.due)?;
    let (asked_of, folder) = (report.clone(), app.exports.folder().to_owned());
    let told = answered(app, asked, move |answer, reader| {
        let Report { name, definition, locale, .. } = &asked_of;
        found((answer, reader), &Look { t: T::new(*locale), by: None, name, definition, at: now }, &folder)
    });
    let found = told.await??;
    let key = app.ids.operation_key();
    let written = app.store.write(move |writer| keep(writer, &report, &schedule, &turn, &found, (&key, now)));
    Ok(written.await.map_err(not_written)?)
}

/// Whether the owner of a personal report may still take home what is in it. A global one is the firm's.
fn may_be_sent(app: &App, report: &Report) -> Result<bool, StoreError> {
    if report.sharing == Sharing::Global {
        return Ok(true);
    }
    let owner = users::user(&app.store.read()?, report.owner)?;
    Ok(owner.is_some_and(|owner| owner.active && owner.may(Permission::ExportPayments)))
}

async fn stop(app: &App, report: &Report, now: Timestamp) -> Result<Outcome, StoreError> {
    let (id, first) = (report.id, report.next_due);
    let written = app.store.write(move |writer| {
        let Some(report) = reports::report(writer, id)?.filter(|report| report.next_due == first) else {
            return Ok(Outcome::MovedOn);
        };
        writer.put_report(&Report { next_due: None, ..report })?;
        writer.record(now, Actor::System, Subject::Report(id), Fact::ReportStopped)?;
        Ok(Outcome::Stopped)
    });
    written.await.map_err(not_written)
}

/// The one write: next instant, run, message and file together, or nothing.
fn keep(
    writer: &mut Writer<'_>,
    asked: &Report,
    schedule: &Schedule,
    turn: &Turn,
    found: &Found,
    (key, now): (&OperationKey, Timestamp),
) -> Result<Outcome, StoreError> {
    let unchanged = |report: &Report| report.version == asked.version && report.next_due == asked.next_due;
    let Some(report) = reports::report(writer, asked.id)?.filter(unchanged) else { return Ok(Outcome::MovedOn) };
    let moved_on = Report { next_due: turn.next, ..report };
    if reports::run_of(writer, asked.id, turn.due)?.is_some() {
        // Answered before a clock was set back.
        writer.put_report(&moved_on)?;
        return Ok(Outcome::MovedOn);
    }
    let (run, delivery) = (writer.next_run()?, writer.next_delivery()?);
    let handing =
        if found.attachment.is_some() { Handing::Attached { delivery } } else { Handing::Linked { delivery } };
    writer.add_run(&Run {
        id: run,
        report: Origin::Made(asked.id),
        name: asked.name.clone(),
        locale: asked.locale,
        definition: asked.definition.clone(),
        at: now,
        actor: Actor::System,
        due: Some(turn.due),
        missed: turn.missed,
        span: found.span,
        rows: found.rows,
        sums: found.sums.clone(),
        handing,
    })?;
    writer.put_report(&moved_on)?;
    writer.put_delivery(&Delivery {
        id: delivery,
        content: Content::Report { report: asked.id, run },
        recipients: schedule.recipients.clone(),
        locale: asked.locale,
        message_key: format!("{key}.{delivery}"),
        status: DeliveryStatus::Waiting,
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
    })?;
    if let Some(attachment) = &found.attachment {
        writer.put_attachment(delivery, attachment)?;
    }
    let subject = Subject::Report(asked.id);
    writer.record(now, Actor::System, subject, Fact::ReportRun { run })?;
    writer.record(now, Actor::System, subject, Fact::ReportQueued { delivery })?;
    Ok(Outcome::Sent)
}

fn not_written(error: WriteError<StoreError>) -> StoreError {
    match error {
        WriteError::Refused(error) => error,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => StoreError::Closed,
    }
}
