//! Killed at named points: before each time that one payment makes something durable, in the store's file and in the
//! processor's. `strace` counts the calls and ends the process as it enters the one that is named.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::{
    firm::Firm,
    load::{self, Card, Sent, Told, Work},
    portal::{Portal, copy, demo_folder, eventually_async},
    tally::Tally,
};

/// The calls that make a file durable.
const CALLS: &str = "fdatasync,fsync";

/// How often a point that was not reached is tried again.
const TRIES: u32 = 6;

/// A tracer of one process; the process goes on alone when it is dropped.
struct Tracer(Child);

impl Tracer {
    /// Attaches to the process and waits until it is there.
    fn attach(portal: &Portal, output: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new("strace")
            .args(["-f", "-y", "-p", &portal.id().to_string(), "-e", &format!("trace={CALLS}"), "-o"])
            .arg(output)
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace is installed");
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(said.any(|line| line.contains("attached")), "strace could not attach");
        Self(child)
    }
}

impl Drop for Tracer {
    fn drop(&mut self) {
        drop(Command::new("kill").args(["-INT", &self.0.id().to_string()]).status());
        drop(self.0.wait());
    }
}

/// A moment at which the process is killed.
struct Point {
    name: String,
    path: PathBuf,
    number: u64,
}

/// The points that one payment passes.
async fn points(firm: &mut Firm, folder: &Path, data: &Path) -> Vec<Point> {
    let seen = folder.join("seen");
    let tracer = Tracer::attach(firm.portal(), &seen, &[]);
    let work = one_payment(firm).await;
    assert!(!is_gone(firm).await, "nobody killed it");
    drop(tracer);
    firm.keep(work);
    let seen = fs::read_to_string(seen).unwrap();
    let files = [(data.join("clientpay.redb"), "store"), (data.join("sandbox.redb"), "processor")];
    let points = files.into_iter().flat_map(|(path, name)| {
        (1..=most_of_one_thread(&seen, &path)).map(move |number| {
            let name = format!("killed before durable write {number} of the {name}");
            Point { name, path: path.clone(), number }
        })
    });
    points.collect()
}

/// How often the thread that calls most for this file does so: `strace` counts the calls of each thread by themselves.
fn most_of_one_thread(seen: &str, path: &Path) -> u64 {
    let mut calls: BTreeMap<&str, u64> = BTreeMap::new();
    for line in seen.lines().filter(|line| line.contains(path.to_str().unwrap())) {
        *calls.entry(line.split_whitespace().next().unwrap_or_default()).or_default() += 1;
    }
    calls.into_values().max().unwrap_or_default()
}

/// Whether the process goes before the index has everything.
async fn is_gone(firm: &Firm) -> bool {
    let staff = firm.staff();
    eventually_async("the payment in the index", async || {
        let Some(health) = staff.try_get("/healthz").await else { return Some(true) };
        let health: serde_json::Value = serde_json::from_str(&health.body).unwrap();
        (health["index_seq"] == health["journal_seq"]).then_some(false)
    })
    .await
}

/// Keys one payment alone.
async fn one_payment(at: &mut Firm) -> Work {
    let number = at.number();
    let staff = at.staff();
    let Some(form) = staff.try_fill_in(&format!("Crash Payer {number}"), "12.34", Card::Approved.number()).await else {
        return Work::default();
    };
    let told = staff.submit(&form).await.as_ref().map_or(Told::Nothing, load::told);
    Work { sent: vec![Sent { form, card: Card::Approved, told }], ..Work::default() }
}

/// Keys a payment under a tracer that kills at the point; whether it got there. The portal serves again afterwards.
async fn kill_at(firm: &mut Firm, folder: &Path, point: &Point) -> bool {
    let kill = format!("inject={CALLS}:signal=SIGKILL:when={}", point.number);
    let arguments = ["-P", point.path.to_str().unwrap(), "-e", &kill];
    let tracer = Tracer::attach(firm.portal(), &folder.join("killed"), &arguments);
    let work = one_payment(firm).await;
    let reached = is_gone(firm).await;
    let work = firm.kill(async { work }).await;
    drop(tracer);
    firm.serve();
    firm.send_again(&work).await;
    firm.check(&point.name);
    reached
}

pub async fn run() -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy(demo_folder().path(), &data);
    let mut firm = Firm::open(&data).await;
    let points = points(&mut firm, folder.path(), &data).await;
    let mut missed = Vec::new();
    for point in &points {
        // On a busy machine the tracer may say that it is there and see nothing yet.
        let mut reached = false;
        for _ in 0..TRIES {
            if kill_at(&mut firm, folder.path(), point).await {
                reached = true;
                break;
            }
        }
        if !reached {
            missed.push(point.name.as_str());
        }
    }
    firm.tally.notes.push(format!("{} of {} named points reached", points.len() - missed.len(), points.len()));
    // Some of the processor's follow the payment when it is told of its webhook, or do not within a round.
    missed.retain(|name| name.ends_with("store"));
    firm.tally.demand(!points.is_empty() && missed.is_empty(), || format!("points that were not reached: {missed:?}"));
    firm.rest().await
}
