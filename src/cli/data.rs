//! Commands that copy and rebuild the data: backup, restore, reindex.

use std::{path::Path, process::ExitCode};

use anyhow::Context as _;

use crate::store::{
    OpenError, backup,
    open::{FILE_NAME, ReadOnly},
};

use super::{
    control::{self, Answer, Request},
    existing, house, say,
};

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
    Ok(answer.print())
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
