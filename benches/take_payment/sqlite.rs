//! The yardstick: the same three writes per payment in `SQLite`, the way most people would write them. One connection
//! per thread, `BEGIN IMMEDIATE`, a busy timeout; write-ahead log, every commit synced.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::{Run, measure::Times};

const SCHEMA: &str = "
    CREATE TABLE payers(id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL);
    CREATE INDEX payers_by_name ON payers(name);
    CREATE TABLE payments(
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, version INTEGER NOT NULL,
        payer INTEGER NOT NULL, payer_name TEXT NOT NULL, email TEXT NOT NULL, account INTEGER NOT NULL,
        source TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL, token TEXT NOT NULL,
        invoice TEXT, matter TEXT, gateway_id TEXT, approval TEXT, brand TEXT, last_four TEXT, holder TEXT,
        at INTEGER NOT NULL, day INTEGER NOT NULL);
    CREATE INDEX payments_by_time ON payments(at, id);
    CREATE INDEX payments_by_payer ON payments(payer, at, id);
    CREATE INDEX payments_unresolved ON payments(id) WHERE status IN ('created', 'unknown');
    CREATE TABLE journal(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, payment INTEGER NOT NULL,
        fact TEXT NOT NULL);
    CREATE INDEX journal_by_payment ON journal(payment, seq);
    CREATE TABLE totals(day INTEGER, account INTEGER, source TEXT, status TEXT, method TEXT, currency TEXT,
        count INTEGER NOT NULL, amount INTEGER NOT NULL,
        PRIMARY KEY(day, account, source, status, method, currency)) WITHOUT ROWID;
    CREATE TABLE outbox(id INTEGER PRIMARY KEY, due INTEGER NOT NULL, payment INTEGER NOT NULL, recipient TEXT NOT NULL,
        subject TEXT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX outbox_due ON outbox(due, id);
";
const AT: i64 = 1_795_202_100_000;
const DAY: i64 = 20_261_120;
const PAYERS: u64 = 50;
/// About as long as a receipt.
const BODY: &str = "Thank you for your payment of $125.00 to Harlow & Finch LLP. ";
const BODY_SENTENCES: usize = 20;

/// Takes payments with so many threads.
pub fn run(folder: &Path, callers: u64, takes: u64) -> Run {
    let path = folder.join("yardstick.sqlite");
    let first = open(&path);
    first.execute_batch(SCHEMA).unwrap();
    for payer in 0..PAYERS {
        let row = params![payer, format!("Bench Payer {payer:02}"), format!("payer{payer:02}@client.example")];
        first.execute("INSERT INTO payers VALUES (?1, ?2, ?3)", row).unwrap();
    }
    let each = takes.div_ceil(callers);
    let mut connections: Vec<Connection> = (0..callers).map(|_| open(&path)).collect();
    let mut latencies = Times::default();
    let begun = Instant::now();
    thread::scope(|scope| {
        let threads: Vec<_> = connections
            .iter_mut()
            .zip(0..)
            .map(|(connection, caller)| {
                scope.spawn(move || {
                    let numbers = caller * each..(caller + 1) * each;
                    numbers.map(|number| timed_payment(connection, number)).collect::<Vec<_>>()
                })
            })
            .collect();
        for thread in threads {
            latencies.extend(thread.join().unwrap());
        }
    });
    let took = begun.elapsed();
    let done: u64 =
        first.query_row("SELECT count(*) FROM payments WHERE status = 'captured'", [], |row| row.get(0)).unwrap();
    assert_eq!(done, each * callers);
    Run { payments: done, took, latencies }
}

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    // Long enough that no thread gives up: a thread that starves shows in the slowest percentile instead.
    connection.busy_timeout(Duration::from_secs(120)).unwrap();
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;")
        .unwrap();
    connection
}

fn timed_payment(connection: &mut Connection, number: u64) -> Duration {
    let begun = Instant::now();
    let id = request(connection, number);
    note_opened(connection, id);
    settle(connection, id);
    begun.elapsed()
}

fn begin(connection: &mut Connection) -> Transaction<'_> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap()
}

fn request(connection: &mut Connection, number: u64) -> i64 {
    let key = format!("key{number:023}");
    let tx = begin(connection);
    let known = tx.prepare_cached("SELECT id FROM payments WHERE key = ?1").unwrap().exists([&key]).unwrap();
    assert!(!known);
    let name = format!("Bench Payer {:02}", number % PAYERS);
    let (payer, email): (i64, String) = tx
        .prepare_cached("SELECT id, email FROM payers WHERE name = ?1")
        .unwrap()
        .query_row([&name], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    tx.prepare_cached(
        "INSERT INTO payments(key, status, version, payer, payer_name, email, account, source, amount, currency, token,
             invoice, matter, at, day)
         VALUES (?1, 'created', 1, ?2, ?3, ?4, 1, 'payment_page', 12500, 'USD', ?5, ?6, 'Vance v. Marlow', ?7, ?8)",
    )
    .unwrap()
    .execute(params![key, payer, name, email, format!("tok_{key}"), format!("BENCH-{number:06}"), AT, DAY])
    .unwrap();
    let id = tx.last_insert_rowid();
    record(&tx, id, "payment_requested");
    tx.commit().unwrap();
    id
}

fn note_opened(connection: &mut Connection, id: i64) {
    let tx = begin(connection);
    tx.prepare_cached("UPDATE payments SET gateway_id = ?2, version = version + 1 WHERE id = ?1")
        .unwrap()
        .execute(params![id, format!("ch_{id:016}")])
        .unwrap();
    record(&tx, id, "payment_opened");
    tx.commit().unwrap();
}

fn settle(connection: &mut Connection, id: i64) {
    let tx = begin(connection);
    let email: String = tx
        .prepare_cached("SELECT email FROM payments WHERE id = ?1")
        .unwrap()
        .query_row([id], |row| row.get(0))
        .unwrap();
    tx.prepare_cached(
        "UPDATE payments SET status = 'captured', version = version + 1, approval = '042118', brand = 'visa',
             last_four = '4242', holder = 'Ada Vance' WHERE id = ?1",
    )
    .unwrap()
    .execute([id])
    .unwrap();
    record(&tx, id, "payment_changed created captured");
    tx.prepare_cached(
        "INSERT INTO totals VALUES (?1, 1, 'payment_page', 'captured', 'visa', 'USD', 1, 12500)
         ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + 12500",
    )
    .unwrap()
    .execute([DAY])
    .unwrap();
    tx.prepare_cached("INSERT INTO outbox(due, payment, recipient, subject, body) VALUES (?1, ?2, ?3, ?4, ?5)")
        .unwrap()
        .execute(params![AT, id, email, "Receipt", BODY.repeat(BODY_SENTENCES)])
        .unwrap();
    tx.commit().unwrap();
}

fn record(tx: &Transaction<'_>, id: i64, fact: &str) {
    tx.prepare_cached("INSERT INTO journal(at, actor, payment, fact) VALUES (?1, 'client', ?2, ?3)")
        .unwrap()
        .execute(params![AT, id, fact])
        .unwrap();
}
