//! Reports: each knows its id, no run is of a report that is not there, and none is due that is not sent.

use std::collections::BTreeSet;

use crate::{
    domain::report::run::Origin,
    store::tables::{REPORT_RUNS, REPORTS, STANDARD_REPORT_RUNS},
};

use super::{Invariant::I10, rows::Rows};

/// Reads every report and every run.
pub(super) fn check(rows: &mut Rows<'_>) {
    let mut known = BTreeSet::new();
    rows.each(REPORTS, |rows, id, report, _| {
        known.insert(id);
        rows.same_id("report", id, report.id);
        rows.mirrors.of_report(&report);
        if report.next_due.is_some() && report.schedule.is_none() {
            rows.findings.violate(I10, format!("report {id}: it is due and has no schedule"));
        }
    });
    rows.each(REPORT_RUNS, |rows, (report, id), run, _| {
        rows.same_id("report run", id, run.id);
        rows.mirrors.of_run(&run);
        if run.report != Origin::Made(report) || !known.contains(&report) {
            rows.findings.violate(I10, format!("report run {id}: it is of a report that is not there"));
        }
    });
    rows.each(STANDARD_REPORT_RUNS, |rows, (code, id), run, _| {
        rows.same_id("report run", id, run.id);
        if run.report != Origin::Standard(code) || run.due.is_some() {
            rows.findings.violate(I10, format!("report run {id}: it is not of the report that it is kept under"));
        }
    });
}
