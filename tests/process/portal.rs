//! Starting the binary, asking it to do one thing, and ending it by its id.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, OnceLock,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::browser::Browser;

/// How long anything may take, generous because machines that test are busy.
pub const LIMIT: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);
/// The password of the demo's sign-ins.
pub const DEMO_PASSWORD: &str = "clientpay-demo";
/// A card that the sandbox approves.
pub const APPROVED: &str = "4242424242424242";
/// Payments of the demo that most tests look at, and some more that its schedules and pages collected.
pub const DEMO_PAYMENTS: u64 = 200;

/// Asks until there is an answer.
pub async fn eventually_async<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(begun.elapsed() < LIMIT, "waited in vain for {what}");
        tokio::time::sleep(PAUSE).await;
    }
}

/// The program under test.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_clientpay");

fn clientpay(arguments: &[&str]) -> Command {
    clientpay_under(&Conditions::default(), arguments)
}

/// What the program is run under: a program before it that takes it as its arguments, and variables.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    pub before: Vec<String>,
    pub variables: Vec<(&'static str, String)>,
}

fn clientpay_under(conditions: &Conditions, arguments: &[&str]) -> Command {
    let mut words = conditions.before.iter().map(String::as_str).chain([PROGRAM]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CLIENTPAY_")) {
        command.env_remove(name);
    }
    command.envs(conditions.variables.iter().map(|(name, value)| (name, value)));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What became of a command that ended by itself.
#[derive(Debug)]
pub struct Done {
    pub good: bool,
    pub out: String,
    pub err: String,
}

/// Runs a command that is expected to end.
pub fn run(arguments: &[&str]) -> Done {
    run_typing(arguments, "")
}

/// Runs a command that reads `typed`.
pub fn run_typing(arguments: &[&str], typed: &str) -> Done {
    let mut child = clientpay(arguments).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdin.take().unwrap().write_all(typed.as_bytes()));
    let (out, err) = (drain(child.stdout.take().unwrap()), drain(child.stderr.take().unwrap()));
    let status = ended(&mut child);
    Done { good: status.success(), out: out.join().unwrap(), err: err.join().unwrap() }
}

fn drain(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut raw = Vec::new();
        drop(from.read_to_end(&mut raw));
        String::from_utf8_lossy(&raw).into_owned()
    })
}

fn ended(child: &mut Child) -> ExitStatus {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if begun.elapsed() >= LIMIT {
            drop(child.kill());
            panic!("the process did not end");
        }
        thread::sleep(PAUSE);
    }
}

/// The arguments that name a folder.
pub fn in_folder<'a>(command: &'a str, folder: &'a Path) -> [&'a str; 3] {
    [command, "--data", folder.to_str().unwrap()]
}

/// How many payments a check looked at, that was all right.
pub fn payments_in(checked: &Done) -> u64 {
    let summary = checked.out.lines().last().unwrap_or_default();
    summary.split_once(" payments").unwrap_or_else(|| panic!("{checked:?}")).0.parse().unwrap()
}

/// Runs `check` over a folder.
pub fn check(folder: &Path) -> Done {
    run(&in_folder("check", folder))
}

/// A running portal; it is killed when dropped.
pub struct Portal {
    child: Child,
    lines: Receiver<String>,
    log: Arc<Mutex<String>>,
    /// What it printed until it listened.
    pub printed: Vec<String>,
    /// Where it listens, without a slash at the end.
    pub url: String,
    pub folder: PathBuf,
}

impl Portal {
    /// `serve` over a folder.
    pub fn serve(folder: &Path) -> Self {
        Self::start(&in_folder("serve", folder), folder, LIMIT)
    }

    #[allow(dead_code, reason = "for tests/crash, which shares this file")]
    /// `serve` over a folder under trying conditions; `None` when it ended instead of listening.
    pub fn serve_under(conditions: &Conditions, folder: &Path) -> Option<Self> {
        let mut portal = Self::spawn(clientpay_under(conditions, &in_folder("serve", folder)), folder);
        portal.url = portal.wait_until_it_listens(LIMIT)?;
        Some(portal)
    }

    #[allow(dead_code, reason = "for tests/crash, which shares this file")]
    /// `serve` over a folder, killed so long after it was started, whatever it was doing then.
    pub fn serve_and_kill_after(folder: &Path, length: Duration) {
        let portal = Self::spawn(clientpay(&in_folder("serve", folder)), folder);
        thread::sleep(length);
        portal.kill();
    }

    /// `demo` into a folder.
    pub fn demo(folder: &Path, payments: u64, seed: u64) -> Self {
        let seed = seed.to_string();
        let data = folder.to_str().unwrap();
        let arguments = ["demo", "--data", data, "--payments", &payments.to_string(), "--seed", &seed];
        Self::start(&arguments, folder, LIMIT + Duration::from_millis(payments))
    }

    fn start(arguments: &[&str], folder: &Path, limit: Duration) -> Self {
        let mut portal = Self::spawn(clientpay(arguments), folder);
        portal.url = portal.wait_until_it_listens(limit).expect("it ended instead of listening");
        portal
    }

    fn spawn(mut command: Command, folder: &Path) -> Self {
        let mut child = command.args(["--listen", "127.0.0.1:0"]).stdin(Stdio::null()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (sender, lines) = channel();
        let (out, err, kept) = (child.stdout.take().unwrap(), child.stderr.take().unwrap(), log.clone());
        thread::spawn(move || BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        thread::spawn(move || {
            for line in BufReader::new(err).lines().map_while(Result::ok) {
                let mut log = kept.lock().unwrap();
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self { child, lines, log, printed: Vec::new(), url: String::new(), folder: folder.to_owned() }
    }

    fn wait_until_it_listens(&mut self, limit: Duration) -> Option<String> {
        loop {
            match self.lines.recv_timeout(limit) {
                Ok(line) => {
                    let url = line.split_once(" is listening on ").map(|(_, url)| url.to_owned());
                    self.printed.push(line);
                    if url.is_some() {
                        return url;
                    }
                }
                Err(RecvTimeoutError::Timeout) => panic!("it does not listen"),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// Somebody new who looks at it.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Somebody who is signed in.
    pub async fn signed_in(&self, email: &str, password: &str) -> Browser {
        let browser = self.browser();
        assert_eq!(browser.sign_in(email, password).await, 303, "{email} signs in");
        browser
    }

    /// The cashier of the demo, signed in.
    pub async fn cashier(&self) -> Browser {
        self.signed_in("cashier@demo.example", DEMO_PASSWORD).await
    }

    /// The administrator of the demo, signed in.
    pub async fn admin(&self) -> Browser {
        self.signed_in("admin@demo.example", DEMO_PASSWORD).await
    }

    /// The process' id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to its log so far.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Ends it as the power would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as a service manager does, and gives what it printed meanwhile.
    pub fn stop(self) -> (ExitStatus, Vec<String>) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.ended()
    }

    /// Waits for its end and gives what it printed since it listened.
    pub fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let status = ended(&mut self.child);
        (status, self.lines.iter().collect())
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
        if thread::panicking() {
            eprintln!("{:#?}\n{}", self.printed, self.log());
        }
    }
}

/// A copy of the demo's folder as it is after a graceful stop. It is made once; every test has its own copy.
pub fn demo_folder() -> tempfile::TempDir {
    static DEMO: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (status, _) = Portal::demo(&folder.path().join("data"), DEMO_PAYMENTS, 7).stop();
        assert!(status.success());
        folder
    });
    let folder = tempfile::tempdir().unwrap();
    copy(&made.path().join("data"), folder.path());
    folder
}

/// Copies the files of a stopped folder.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
