//! The integration tests, one binary so that the product is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "the helpers of a test may fail it")]
#![allow(unreachable_pub, reason = "one binary: what a test module shows, it shows to its neighbours")]

mod alerts;
mod annotations;
mod architecture;
mod bank_debits;
mod corpora;
mod crashes;
mod exports;
mod dashboard;
mod fuzzed;
mod keeping;
mod locales;
mod payment_pages;
mod payment_requests;
mod payers;
mod payments;
mod portal;
mod process;
mod quick_pay;
mod receipts;
mod refund_rules;
mod refunds;
mod reports;
mod schedules;
mod store;
mod support;
mod surcharges;
mod web;
mod year;
