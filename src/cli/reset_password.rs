//! `clientpay reset-password`: the way back in for whoever has the machine.

use std::{io::BufRead as _, path::Path, process::ExitCode};

use anyhow::Context as _;

use crate::service::{
    passwords::{self, About, Passwords},
    reading, users,
};

use super::{existing, house, runtime, say};

/// `clientpay reset-password EMAIL`; the new password is the first line of standard input, so that it stands neither
/// in the shell's history nor in the list of processes.
pub(super) fn reset_password(email: &str, folder: &Path) -> anyhow::Result<ExitCode> {
    existing(folder)?;
    say("New password (at least 15 characters):");
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password).context("the password cannot be read")?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    runtime()?.block_on(async {
        let house = house::open(folder, None)?;
        let firm = reading::house(&house.app)?.firm.map(|firm| firm.name).unwrap_or_default();
        passwords::check(&password, About { email, firm: &firm })?;
        let hash = Passwords::default().hash(&password, house.app.ids.bytes()).await?;
        let known = users::reset_password(&house.app.store, email.to_owned(), hash, house.app.now()).await?;
        anyhow::ensure!(known, "nobody signs in as {email}");
        say(&format!("{email} has a new password; every session of theirs has ended"));
        Ok(ExitCode::SUCCESS)
    })
}
