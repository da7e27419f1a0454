//! The strongroom from outside: what it promises about commits, failures, files, copies and the bytes it keeps.

mod backups;
mod checking;
mod folders;
mod golden;
mod golden_portal;
mod golden_requests;
mod golden_schedules;
mod golden_defence;
mod golden_surcharges;
mod journal;
mod writing;
