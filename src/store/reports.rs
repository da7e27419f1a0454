//! Reports that people made, when they are due, and how they were run.

use crate::domain::{
    ids::{ReportId, ReportRunId},
    report::{
        Report,
        run::{Origin, Run},
    },
    time::Timestamp,
};

use super::{
    StoreError,
    engine::Direction,
    table::{Records, Writer},
    tables::{REPORT_RUNS, REPORT_RUNS_BY_DUE, REPORTS, REPORTS_DUE, STANDARD_REPORT_RUNS},
};

/// A report.
pub fn report(records: &impl Records, id: ReportId) -> Result<Option<Report>, StoreError> {
    records.get(REPORTS, &id)
}

/// Every report, oldest first.
pub fn reports(records: &impl Records) -> Result<Vec<Report>, StoreError> {
    records.all(REPORTS, Direction::Forward)?.map(|row| row.map(|(_, report)| report)).collect()
}

/// Up to `limit` reports due at `now`, the longest overdue first.
pub fn due(records: &impl Records, now: Timestamp, limit: usize) -> Result<Vec<Report>, StoreError> {
    let mut found = Vec::new();
    for row in records.all(REPORTS_DUE, Direction::Forward)? {
        let ((due, id), ()) = row?;
        if due > now || found.len() >= limit {
            break;
        }
        found.push(report(records, id)?.ok_or(StoreError::Damaged(REPORTS_DUE.name()))?);
    }
    Ok(found)
}

/// A run of a report.
pub fn run(records: &impl Records, report: &Origin, id: ReportRunId) -> Result<Option<Run>, StoreError> {
    match report {
        Origin::Made(report) => records.get(REPORT_RUNS, &(*report, id)),
        Origin::Standard(code) => records.get(STANDARD_REPORT_RUNS, &(code.clone(), id)),
    }
}

/// Up to `limit` runs of a report, latest first.
pub fn runs(records: &impl Records, report: &Origin, limit: usize) -> Result<Vec<Run>, StoreError> {
    match report {
        Origin::Made(report) => {
            let rows = records.under(REPORT_RUNS, report, Direction::Backward)?;
            rows.take(limit).map(|row| row.map(|(_, run)| run)).collect()
        }
        Origin::Standard(code) => {
            let rows = records.under(STANDARD_REPORT_RUNS, code, Direction::Backward)?;
            rows.take(limit).map(|row| row.map(|(_, run)| run)).collect()
        }
    }
}

/// The run that answered an instant of a report's schedule.
pub fn run_of(records: &impl Records, report: ReportId, due: Timestamp) -> Result<Option<ReportRunId>, StoreError> {
    records.get(REPORT_RUNS_BY_DUE, &(report, due))
}

impl Writer<'_> {
    /// The id for a new report.
    pub fn next_report(&mut self) -> Result<ReportId, StoreError> {
        self.next_number("reports").map(ReportId::new)
    }

    /// Sets a report and its place among those that are due.
    pub fn put_report(&mut self, report: &Report) -> Result<(), StoreError> {
        self.forget_due(report.id)?;
        if let Some(due) = report.next_due {
            self.put(REPORTS_DUE, &(due, report.id), &())?;
        }
        self.put(REPORTS, &report.id, report)
    }

    /// Deletes a report and its runs.
    pub fn delete_report(&mut self, id: ReportId) -> Result<(), StoreError> {
        self.forget_due(id)?;
        for run in runs(self, &Origin::Made(id), usize::MAX)? {
            self.delete_run(&run)?;
        }
        self.delete(REPORTS, &id)
    }

    fn forget_due(&mut self, id: ReportId) -> Result<(), StoreError> {
        match self.get(REPORTS, &id)?.and_then(|before| before.next_due) {
            Some(due) => self.delete(REPORTS_DUE, &(due, id)),
            None => Ok(()),
        }
    }

    /// The id for a new run.
    pub fn next_run(&mut self) -> Result<ReportRunId, StoreError> {
        self.next_number("report_runs").map(ReportRunId::new)
    }

    /// Keeps a new run, and lets the oldest go beyond [`Report::MOST_RUNS`].
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when there is a run already that answers the same instant of the schedule.
    pub fn add_run(&mut self, run: &Run) -> Result<(), StoreError> {
        if let Some(due) = place_by_due(run) {
            if run_of(self, due.0, due.1)?.is_some() {
                return Err(StoreError::Damaged(REPORT_RUNS_BY_DUE.name()));
            }
            self.put(REPORT_RUNS_BY_DUE, &due, &run.id)?;
        }
        match &run.report {
            Origin::Made(report) => self.put(REPORT_RUNS, &(*report, run.id), run)?,
            Origin::Standard(code) => self.put(STANDARD_REPORT_RUNS, &(code.clone(), run.id), run)?,
        }
        for old in runs(self, &run.report, usize::MAX)?.into_iter().skip(Report::MOST_RUNS) {
            self.delete_run(&old)?;
        }
        Ok(())
    }

    fn delete_run(&mut self, run: &Run) -> Result<(), StoreError> {
        if let Some(due) = place_by_due(run) {
            self.delete(REPORT_RUNS_BY_DUE, &due)?;
        }
        match &run.report {
            Origin::Made(report) => self.delete(REPORT_RUNS, &(*report, run.id)),
            Origin::Standard(code) => self.delete(STANDARD_REPORT_RUNS, &(code.clone(), run.id)),
        }
    }
}

/// Where a run stands among those that answer the instants of a report's schedule.
pub(super) fn place_by_due(run: &Run) -> Option<(ReportId, Timestamp)> {
    match run.report {
        Origin::Made(report) => run.due.map(|due| (report, due)),
        Origin::Standard(_) => None,
    }
}
