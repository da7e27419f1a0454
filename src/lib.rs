//! The house of `clientpay`, a self-hosted payment portal, floor by floor.
//!
//! Modules are listed in reading order; each names only those above it (`tests/architecture.rs` checks that).
//! The picture with its reasons is in `docs/architecture.md`.

pub mod planted;
pub mod domain;
pub mod i18n;
pub mod store;
pub mod search;
pub mod gateway;
pub mod captcha;
pub mod mail;
pub mod export;
pub mod config;
pub mod app;
pub mod service;
pub mod jobs;
pub mod web;
pub mod cli;
