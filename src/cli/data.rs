//! Commands about the data itself: check, backup, restore, reindex.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;

use crate::store::{
    OpenError, backup, check,
    head::HeadFile,
    open::{FILE_NAME, ReadOnly},
};

use super::{
    control::{self, Answer, Request},
    existing, house, say,
};

/// `clientpay check`.
pub(super) fn check(folder: &Path) -> anyhow::Result<ExitCode> {
    existing(folder)?;
    let answer = match check_stopped(folder) {
        Ok(findings) => report(&findings),
        Err(OpenError::Busy) => {
            control::ask(folder, &Request::Check).context("the portal that serves from this folder does not answer")?
        }
        Err(error @ (OpenError::Damaged(_) | OpenError::Store(_))) => {
            Answer { lines: vec![error.to_string()], good: false }
        }
        Err(error) => return Err(error.into()),
    };
    Ok(finish(&answer))
}

fn check_stopped(folder: &Path) -> Result<check::Findings, OpenError> {
    let store = ReadOnly::open(folder)?.verify()?;
    Ok(check::check(&store.reader()?, HeadFile::open(folder)?.last())?)
}

/// The findings of a check, ready to be printed.
pub(super) fn report(findings: &check::Findings) -> Answer {
    let mut lines = findings.violations.clone();
    lines.push(format!(
        "{} payments, {} journal entries, {} violations",
        findings.payments,
        findings.entries,
        findings.violations.len()
    ));
    Answer { lines, good: findings.violations.is_empty() }
}

/// `clientpay backup`.
pub(super) fn backup(file: &Path, folder: &Path) -> anyhow::Result<ExitCode> {
    existing(folder)?;
    let file = std::path::absolute(file)?;
    let answer = match ReadOnly::open(folder) {
        Ok(store) => {
            backup::copy_reader(&store.reader()?, &file)?;
            Answer { lines: vec![format!("written: {}", file.display())], good: true }
        }
        Err(OpenError::Busy) => control::ask(folder, &Request::Backup(file))
            .context("the portal that serves from this folder does not answer")?,
        Err(error) => return Err(error.into()),
    };
    Ok(finish(&answer))
}

/// `clientpay restore`.
pub(super) fn restore(file: &Path, folder: &Path) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(file.exists(), "{} does not exist", file.display());
    house::create_private(folder)?;
    if let Some(kept) = backup::restore(file, folder)? {
        say(&format!("what was there is kept in {}", kept.display()));
    }
    house::remove_index(folder)?;
    say(&format!("restored into {}", folder.join(FILE_NAME).display()));
    Ok(ExitCode::SUCCESS)
}

/// `clientpay reindex`.
pub(super) fn reindex(folder: &Path) -> anyhow::Result<ExitCode> {
    existing(folder)?;
    drop(ReadOnly::open(folder)?);
    house::remove_index(folder)?;
    super::runtime()?.block_on(async {
        let house = house::open(folder, None)?;
        let goal = *house.app.store.committed().borrow();
        house::wait_for_index(&house.app, goal).await?;
        anyhow::Ok(())
    })?;
    say("the search index was built again");
    Ok(ExitCode::SUCCESS)
}

fn finish(answer: &Answer) -> ExitCode {
    answer.lines.iter().for_each(|line| say(line));
    if answer.good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
