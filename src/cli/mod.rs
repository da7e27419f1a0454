//! What can be typed: one command per file. The only place that names everything.

mod house;
mod control;
mod files;
mod check;
mod serve;
mod demo;
mod data;
mod reset_password;

use std::{
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};

/// A self-hosted payment portal for law and professional-services firms.
#[derive(Parser)]
#[command(name = "clientpay", version, about)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Args, Clone)]
struct DataFolder {
    /// The folder that holds everything this portal knows.
    #[arg(long, env = "CLIENTPAY_DATA", default_value = "clientpay-data")]
    data: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the portal.
    Serve {
        #[command(flatten)]
        folder: DataFolder,
        /// Listen here instead of where the settings say.
        #[arg(long)]
        listen: Option<SocketAddr>,
    },
    /// Fill an empty folder with an invented firm and serve it.
    Demo {
        /// The folder to fill; a temporary one if not given.
        #[arg(long, env = "CLIENTPAY_DATA")]
        data: Option<PathBuf>,
        /// Listen here.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// How many payments the firm has taken.
        #[arg(long, default_value_t = 2_500)]
        payments: u64,
        /// The same seed makes the same firm.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Listen beyond this machine although the passwords are public.
        #[arg(long)]
        allow_beyond_loopback: bool,
    },
    /// Prove the invariants of a stopped or running portal; one line per violation.
    Check {
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Write a consistent copy of the data to a new file, while the portal serves or not.
    Backup {
        /// The file to write.
        file: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Put a backup in the place of the data of a stopped portal. What was there is kept.
    Restore {
        /// The file to read.
        file: PathBuf,
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Throw the search index of a stopped portal away and build it again.
    Reindex {
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Give a member of staff of a stopped portal a new password, read from standard input.
    ResetPassword {
        /// Their address.
        email: String,
        #[command(flatten)]
        folder: DataFolder,
    },
    /// Ask a running portal whether it is well.
    Healthcheck {
        /// Where it listens.
        #[arg(long, env = "CLIENTPAY_LISTEN", default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
    },
}

/// Runs the command that was typed and says how it went.
#[must_use]
pub fn run() -> ExitCode {
    let command_line = CommandLine::parse();
    start_logging();
    match dispatch(command_line.command) {
        Ok(code) => code,
        Err(error) => {
            let mut text = format!("clientpay: {error}");
            for cause in error.chain().skip(1) {
                text.push_str(&format!(": {cause}"));
            }
            say_error(&text);
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve { folder, listen } => serve::serve(&folder.data, listen),
        Command::Demo { data, listen, payments, seed, allow_beyond_loopback } => {
            demo::demo(&demo::Options { data, listen, payments, seed, allow_beyond_loopback })
        }
        Command::Check { folder } => check::check(&folder.data),
        Command::Backup { file, folder } => data::backup(&file, &folder.data),
        Command::Restore { file, folder } => data::restore(&file, &folder.data),
        Command::Reindex { folder } => data::reindex(&folder.data),
        Command::ResetPassword { email, folder } => reset_password::reset_password(&email, &folder.data),
        Command::Healthcheck { listen } => serve::healthcheck(listen),
    }
}

fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CLIENTPAY_LOG");
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("clientpay=info,warn,tantivy=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// A line for whoever typed the command. A closed pipe is not an error worth dying of.
fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

fn say_error(text: &str) {
    drop(writeln!(std::io::stderr(), "{text}"));
}

/// A runtime for a command that awaits.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// The folder must exist already: for commands about data that is there.
fn existing(folder: &Path) -> anyhow::Result<()> {
    anyhow::ensure!(
        folder.join(crate::store::open::FILE_NAME).exists(),
        "{} is not a data folder of clientpay",
        folder.display()
    );
    Ok(())
}
