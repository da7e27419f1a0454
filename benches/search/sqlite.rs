//! The yardstick: the same payments in `SQLite`, columns with indexes beside an FTS5 table of the texts. It is given a
//! prefix index, a large cache, a merged index, statistics, and sums that need no look at the status.

use std::path::Path;

use clientpay::{
    domain::{card::Instrument, transaction::Transaction},
    store::{
        Store,
        engine::Direction,
        table::{Reader, Records as _},
        tables::TRANSACTIONS,
        transactions,
    },
};
use rusqlite::{Connection, params};

use super::{Answer, ROWS, queries::Asked};

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; PRAGMA mmap_size = 8589934592;
    CREATE TABLE payments(
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, day INTEGER NOT NULL, status TEXT NOT NULL, source TEXT NOT NULL,
        account INTEGER NOT NULL, currency TEXT NOT NULL, amount INTEGER NOT NULL, approved INTEGER NOT NULL,
        collected INTEGER NOT NULL, refunded INTEGER NOT NULL, unsuccessful INTEGER NOT NULL);
    CREATE VIRTUAL TABLE texts USING fts5(payer, email, client, invoice, matter, reference, gateway_id, approval, note,
        card, number, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4');
";
const INDEXES: &str = "
    CREATE INDEX payments_by_time ON payments(at, id);
    CREATE INDEX payments_by_day ON payments(day);
    CREATE INDEX payments_by_status ON payments(status);
    CREATE INDEX payments_by_source ON payments(source);
    CREATE INDEX payments_by_account ON payments(account);
    CREATE INDEX payments_by_amount ON payments(amount);
    INSERT INTO texts(texts) VALUES ('optimize');
    ANALYZE;
";
const ADD_PAYMENT: &str = "INSERT INTO payments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const ADD_TEXTS: &str =
    "INSERT INTO texts(rowid, payer, email, client, invoice, matter, reference, gateway_id, approval,
    note, card, number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

/// The open database.
pub struct Yardstick(Connection);

impl Yardstick {
    /// Every payment of the store.
    pub fn load(path: &Path, store: &Store) -> Self {
        let connection = Connection::open(path).unwrap();
        connection.set_prepared_statement_cache_capacity(64);
        connection.execute_batch(SCHEMA).unwrap();
        let reader = store.read().unwrap();
        connection.execute_batch("BEGIN").unwrap();
        for row in reader.all(TRANSACTIONS, Direction::Forward).unwrap() {
            let payment = row.unwrap().1;
            insert(&connection, &payment, refunded(&reader, &payment));
        }
        connection.execute_batch("COMMIT").unwrap();
        connection.execute_batch(INDEXES).unwrap();
        Self(connection)
    }

    /// The size of the file.
    pub fn bytes(&self) -> u64 {
        let number = |pragma| self.0.pragma_query_value(None, pragma, |row| row.get::<_, u64>(0)).unwrap();
        number("page_count") * number("page_size")
    }

    /// Adds one payment, durably.
    pub fn add(&mut self, payment: &Transaction) {
        let tx = self.0.transaction().unwrap();
        insert(&tx, payment, 0);
        tx.commit().unwrap();
    }

    /// The page, the count and the sums.
    pub fn find(&self, asked: &Asked) -> Answer {
        let (tables, matching) = if asked.words.is_empty() {
            ("payments p", "")
        } else {
            ("texts JOIN payments p ON p.id = texts.rowid", "texts MATCH :words AND ")
        };
        let page = format!(
            "SELECT p.id FROM {tables} WHERE {matching}{} ORDER BY p.at DESC, p.id DESC LIMIT {ROWS}",
            asked.condition
        );
        let whole = format!(
            "SELECT p.currency, count(*), sum(p.approved), sum(p.collected), sum(p.refunded)
             FROM {tables} WHERE {matching}{} GROUP BY p.currency ORDER BY p.currency",
            asked.condition
        );
        let words: &[(&str, &dyn rusqlite::ToSql)] =
            if asked.words.is_empty() { &[] } else { &[(":words", &asked.words)] };
        let mut page = self.0.prepare_cached(&page).unwrap();
        let ids = page.query_map(words, |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let mut whole = self.0.prepare_cached(&whole).unwrap();
        let mut answer = Answer { ids, ..Answer::default() };
        let mut rows = whole.query(words).unwrap();
        while let Some(row) = rows.next().unwrap() {
            answer.count += row.get::<_, u64>(1).unwrap();
            let sum = |column| row.get::<_, i64>(column).unwrap();
            answer.sums.push((row.get(0).unwrap(), sum(2), sum(3), sum(4)));
        }
        answer
    }
}

fn refunded(reader: &Reader, payment: &Transaction) -> i64 {
    transactions::refunded(reader, payment).unwrap().minor()
}

fn insert(connection: &Connection, payment: &Transaction, refunded: i64) {
    let (amount, currency, status) = (payment.amount.minor(), payment.amount.currency(), payment.status);
    let if_so = |holds: bool| if holds { amount } else { 0 };
    let row = params![
        payment.id.get(),
        payment.created_at.ms(),
        payment.day.number(),
        status.code(),
        payment.source.code(),
        payment.merchant_account.get(),
        currency.code(),
        amount,
        if_so(status.is_approved()),
        if_so(status.is_collected()),
        refunded,
        matches!(status.code(), "declined" | "failed" | "voided"),
    ];
    connection.prepare_cached(ADD_PAYMENT).unwrap().execute(row).unwrap();
    let texts = params![
        payment.id.get(),
        people(payment),
        payment.receipt_emails.join(" "),
        payment.client_number,
        payment.invoice_number,
        payment.matter,
        payment.reference,
        payment.gateway_id,
        payment.approval.as_ref().map(|approval| approval.code.clone()),
        payment.note,
        payment.instrument.as_ref().map(card),
        payment.id.to_string(),
    ];
    connection.prepare_cached(ADD_TEXTS).unwrap().execute(texts).unwrap();
}

/// The payer and, where it is another name, the holder of the card.
fn people(payment: &Transaction) -> String {
    match payment.holder.as_deref().filter(|holder| *holder != payment.payer_name) {
        Some(holder) => format!("{} {holder}", payment.payer_name),
        None => payment.payer_name.clone(),
    }
}

fn card(instrument: &Instrument) -> String {
    let brand = instrument.brand().map_or("", |brand| brand.name());
    format!("{} {brand}", instrument.last_four().as_str())
}
