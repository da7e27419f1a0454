//! A socket in the data folder through which commands reach the process that serves from it: the database file can
//! be open in one process only. One line asks, lines answer, the last one is `ok` or `failed`.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    os::{fd::AsRawFd as _, unix::net::UnixStream},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream as AsyncStream},
};

use crate::{app::App, store::backup};

use super::check;

const FILE_NAME: &str = "clientpay.sock";

/// What can be asked of a running portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Request {
    Check,
    Backup(PathBuf),
}

impl Request {
    fn to_line(&self) -> String {
        match self {
            Self::Check => "check\n".to_owned(),
            Self::Backup(file) => format!("backup {}\n", file.display()),
        }
    }

    fn from_line(line: &str) -> Option<Self> {
        match line.trim_end().split_once(' ') {
            None if line.trim_end() == "check" => Some(Self::Check),
            Some(("backup", file)) => Some(Self::Backup(PathBuf::from(file))),
            _ => None,
        }
    }
}

/// What a portal answered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) lines: Vec<String>,
    pub(super) good: bool,
}

impl Answer {
    /// Shows it to whoever typed the command.
    pub(super) fn print(&self) -> ExitCode {
        self.lines.iter().for_each(|line| super::say(line));
        if self.good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Does something with the address of the socket. An address has room for a hundred bytes and a path may be longer;
/// then the folder goes by the number of an open handle on it.
fn at_socket<T>(folder: &Path, act: impl Fn(PathBuf) -> std::io::Result<T>) -> std::io::Result<T> {
    match act(folder.join(FILE_NAME)) {
        Err(error) if error.kind() == std::io::ErrorKind::InvalidInput => {
            let handle = std::fs::File::open(folder)?;
            act(PathBuf::from(format!("/proc/self/fd/{}/{FILE_NAME}", handle.as_raw_fd())))
        }
        other => other,
    }
}

/// Asks the process that serves from `folder`.
pub(super) fn ask(folder: &Path, request: &Request) -> std::io::Result<Answer> {
    let mut stream = at_socket(folder, UnixStream::connect)?;
    stream.write_all(request.to_line().as_bytes())?;
    let mut lines = BufReader::new(stream).lines().collect::<Result<Vec<_>, _>>()?;
    let good = lines.pop().as_deref() == Some("ok");
    Ok(Answer { lines, good })
}

/// Answers commands until the runtime ends. The socket is the folder owner's alone, as the folder is.
pub(super) fn listen(app: Arc<App>, folder: &Path) -> std::io::Result<()> {
    // The lock on the database proves that whoever left this socket is gone.
    match std::fs::remove_file(folder.join(FILE_NAME)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = at_socket(folder, UnixListener::bind)?;
    let folder: Arc<Path> = folder.into();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(app.clone(), folder.clone(), stream));
        }
    });
    Ok(())
}

async fn converse(app: Arc<App>, folder: Arc<Path>, mut stream: AsyncStream) {
    let mut line = String::new();
    let (read, mut write) = stream.split();
    if tokio::io::BufReader::new(read).read_line(&mut line).await.is_err() {
        return;
    }
    let answer = match Request::from_line(&line) {
        Some(request) => tokio::task::spawn_blocking(move || answer(&app, &folder, &request)).await.unwrap_or_default(),
        None => Answer { lines: vec!["unknown request".to_owned()], good: false },
    };
    let mut text = answer.lines.join("\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(if answer.good { "ok\n" } else { "failed\n" });
    drop(write.write_all(text.as_bytes()).await);
}

fn answer(app: &App, folder: &Path, request: &Request) -> Answer {
    let answer = match request {
        Request::Check => check::running(app, folder).map(|findings| check::report(&findings)),
        Request::Backup(file) => back_up(app, file),
    };
    answer.unwrap_or_else(|error| Answer { lines: vec![error.to_string()], good: false })
}

fn back_up(app: &App, file: &Path) -> anyhow::Result<Answer> {
    backup::copy_reader(&app.store.read()?, file)?;
    Ok(Answer { lines: vec![format!("written: {}", file.display())], good: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_read_back() {
        for request in [Request::Check, Request::Backup("/a folder/file.redb".into())] {
            assert_eq!(Request::from_line(&request.to_line()), Some(request));
        }
        for bad in ["", "backup", "drop everything"] {
            assert_eq!(Request::from_line(bad), None, "{bad}");
        }
    }
}
