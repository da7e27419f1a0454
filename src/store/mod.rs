//! The strongroom: everything the firm must not lose.

pub mod engine;
