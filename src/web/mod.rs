//! The shop front: pages and fragments for browsers.
//!
//! Rooms read what they show and call `service` for every change. Nothing here opens a write transaction.

pub mod assets;
pub mod fragments;
pub mod page;
