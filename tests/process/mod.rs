//! The process ring: the real binary, started, asked over HTTP, killed, starved and tampered with.
//!
//! Waiting here is polling with a deadline, never a guess at how long something takes.

mod browser;
mod checking;
mod commands;
mod crashes;
mod damage;
mod full_disk;
mod keeping;
mod portal;
mod serving;
mod setting_up;
