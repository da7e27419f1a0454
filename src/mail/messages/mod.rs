//! Messages in words: pure functions from facts and a locale. No clock, no network.

pub mod receipt;
pub mod report;
