//! The screens from the outside: every address with every kind of visitor, and each room's forms, good and bad.

mod access;
mod alerts;
mod annotations;
mod bulk;
mod bulk_rows;
mod client_pages;
mod dashboard;
mod echecks;
mod enter_payment;
mod exports;
mod filled_in;
mod forgery;
mod hostile;
mod keeping;
mod languages;
mod onward;
mod pay;
mod pay_checks;
mod portal;
mod portal_overdue;
mod portal_pay;
mod payers;
mod payment_list;
mod payment_manager;
mod payment_page;
mod payment_pages;
mod payment_requests;
mod quick_pay;
mod refund_page;
mod reports;
mod schedule_groups;
mod schedule_imports;
mod schedules;
mod set_up;
mod sign_in;
mod bot_defence;
mod pay_echecks;
mod surcharges;
mod trouble;

use clientpay::domain::transaction::Transaction;

use crate::support::{TestFirm, browser::Page};

/// The payment whose result page the answer leads to.
fn paid(firm: &TestFirm, answer: &Page) -> Transaction {
    let path = answer.location().unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    let number = path.trim_start_matches("/payments/").trim_end_matches("/result");
    firm.stored(number.parse().unwrap())
}

/// Every payment there is, latest first.
fn payments(firm: &TestFirm) -> Vec<Transaction> {
    clientpay::store::transactions::latest(&firm.read(), 1_000).unwrap()
}

/// How far the journal has got.
fn journal(firm: &TestFirm) -> u64 {
    clientpay::service::reading::journal_length(&firm.app).unwrap()
}
