//! Proving the store's invariants: what `clientpay check` prints, one line per violation.
//!
//! Each table is read once, in the order of its keys, and each row is decoded once; what one table says of another is
//! gathered on the way ([`story`], [`mirrors`]) and compared at the end. A row or a table that cannot be read is a
//! finding and hides no other. Nothing is repaired here.

mod rows;
mod mirrors;
mod story;
mod journal;
mod people;
mod totals;
mod debits;
mod payments;
mod refunds;
mod deliveries;
mod annotations;
mod alerts;
mod reports;
mod payment_pages;
mod payment_requests;
mod portal;
mod schedules;
mod surcharges;
mod bot_defence;

use std::fmt::Display;

use crate::domain::transaction::Transaction;

use super::{journal::Tail, table::Records};

use self::rows::Rows;

/// What is proven, by the numbers of `docs/architecture.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invariant {
    /// Money is conserved: rows stand where the journal leads, totals are the sums of the payments.
    I1,
    /// One operation makes one payment, and no outcome is lost.
    I2,
    /// Every payment of a schedule is collected exactly once, or waived or failed for a recorded reason.
    I3,
    /// No more is given back than was collected.
    I4,
    /// Trust money and operating money never mix.
    I5,
    /// Every index says what the records say.
    I6,
    /// The journal is whole.
    I8,
    /// No card number anywhere.
    I9,
    /// Nothing is half there.
    I10,
    /// One receipt for each approved payment and one notice for each refund that went through or debit that came back,
    /// none for another.
    I11,
    /// Each bank debit has its authorization, and none is presented more often than the rules allow.
    I12,
    /// Parts come to their totals, and a surcharge is on nothing but credit cards and never on trust money.
    I13,
}

/// What a check found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// One line per violation.
    pub violations: Vec<String>,
    /// What an operator should know and is no violation, one line each.
    pub notes: Vec<String>,
    /// How many payments were looked at.
    pub payments: u64,
    /// How many journal entries were looked at.
    pub entries: u64,
}

impl Findings {
    /// Adds a violation.
    pub fn violate(&mut self, invariant: Invariant, text: impl Display) {
        self.violations.push(format!("[{invariant:?}] {text}"));
    }

    /// Adds what was found elsewhere.
    pub fn join(&mut self, other: Self) {
        self.violations.extend(other.violations);
        self.notes.extend(other.notes);
        self.payments += other.payments;
        self.entries += other.entries;
    }
}

/// Proves everything that the store can say about itself. `head` is the end of the journal as noted beside the file.
pub fn check(records: &impl Records, head: Option<Tail>) -> Findings {
    check_beside(records, head, &mut |_| {})
}

/// [`check`], and `beside` is shown every payment in the order of the ids: for whoever compares them with something
/// outside the store, without reading them once more.
pub fn check_beside(records: &impl Records, head: Option<Tail>, beside: &mut dyn FnMut(&Transaction)) -> Findings {
    let mut rows = Rows::new(records.raw());
    let mut told = journal::check(&mut rows, head);
    let mut known = people::check(&mut rows);
    debits::check(&mut rows, &told, &mut known);
    surcharges::check(&mut rows, &mut known);
    bot_defence::check(&mut rows);
    let (mut volumes, mut balances, parts) = payments::check(&mut rows, &mut told.payments, &known, beside);
    refunds::check(&mut rows, &mut told, (&mut volumes, &mut balances));
    volumes.compare(&mut rows);
    balances.compare(&mut rows);
    deliveries::check(&mut rows, &told);
    alerts::check(&mut rows, &mut told);
    schedules::check(&mut rows, &mut told, &known);
    annotations::check(&mut rows, told);
    reports::check(&mut rows);
    payment_pages::check(&mut rows);
    payment_requests::check(&mut rows, parts);
    portal::check(&mut rows, &known);
    mirrors::compare(&mut rows);
    rows.read_the_rest();
    rows.findings
}
