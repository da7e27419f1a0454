//! `clientpay check`: the store, the search index and the plain files of a data folder, stopped or served. They are
//! looked at and left as they are.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;

use crate::{
    app::App,
    search::compare::{Comparison, Shown},
    store::{OpenError, check, check::Findings, head::HeadFile, journal::Tail, open::ReadOnly, table::Reader},
};

use super::{
    control::{self, Answer, Request},
    existing, files, house,
};

/// `clientpay check`.
pub(super) fn check(folder: &Path) -> anyhow::Result<ExitCode> {
    existing(folder)?;
    let answer = match stopped(folder) {
        Ok(findings) => report(&findings),
        Err(OpenError::Busy) => {
            control::ask(folder, &Request::Check).context("the portal that serves from this folder does not answer")?
        }
        Err(error @ (OpenError::Damaged(_) | OpenError::Store(_))) => {
            Answer { lines: vec![error.to_string()], good: false }
        }
        Err(error) => return Err(error.into()),
    };
    Ok(answer.print())
}

/// What is found in a folder that nobody serves from.
fn stopped(folder: &Path) -> Result<Findings, OpenError> {
    let store = ReadOnly::open_proven(folder)?;
    let reader = store.reader()?;
    let shown = Shown::kept(&folder.join(house::INDEX_FOLDER), &reader);
    Ok(prove(&reader, HeadFile::read(folder)?, shown, folder))
}

/// What is found in the folder that `app` serves from.
pub(super) fn running(app: &App, folder: &Path) -> anyhow::Result<Findings> {
    // What was noted and indexed before the view of the store was taken cannot be ahead of it.
    let (head, shown) = (HeadFile::read(folder)?, app.index.shown());
    Ok(prove(&app.store.read()?, head, shown, folder))
}

fn prove(reader: &Reader, head: Option<Tail>, shown: Shown, folder: &Path) -> Findings {
    let mut comparison = Comparison::new(shown, reader);
    let mut findings = check::check_beside(reader, head, &mut |payment| comparison.meet(payment));
    if head.is_none() {
        let text = format!("{} is missing or broken: a journal that was cut off could not be told", HeadFile::NAME);
        findings.notes.push(text);
    }
    findings.join(comparison.end());
    files::look_for_cards(folder, &mut findings);
    findings
}

/// The findings of a check, ready to be printed.
pub(super) fn report(findings: &Findings) -> Answer {
    let Findings { violations, notes, payments, entries } = findings;
    let mut lines = violations.clone();
    lines.extend(notes.iter().map(|note| format!("note: {note}")));
    lines.push(format!("{payments} payments, {entries} journal entries, {} violations", violations.len()));
    Answer { lines, good: violations.is_empty() }
}
