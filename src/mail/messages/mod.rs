//! Messages in words: pure functions from facts and a locale. No clock, no network.

mod asking;
mod letter;
mod look;
pub mod alerts;
pub mod authorization;
pub mod method_request;
pub mod payment_request;
pub mod portal;
pub mod receipt;
pub mod refund;
pub mod report;
pub mod schedule;
pub mod returned;
