//! The shop front: every page, and the door people come in by.
//!
//! From the outside in, a request passes `server` (sockets and their limits), `headers`, `door` (body, deadline,
//! panics), `firewall` (card numbers) and `guard` (session, forged forms, language) before a room sees it. Rooms read
//! what they show and call `service` for every change; nothing here opens a write transaction.

pub mod trouble;
pub mod forms;
pub mod mailboxes;
pub mod server;
pub mod door;
pub mod headers;
pub mod firewall;
pub mod csrf;
pub mod preferences;
pub mod refusal;
pub mod guard;
pub mod front;
pub mod assets;
pub mod fragments;
pub mod page;
pub mod paths;
pub mod answer;
pub mod error;
pub mod rows;
pub mod schedule_rows;
pub mod imports;
pub mod alert_words;
pub mod asked;
mod taking_home;
pub mod amount_field;
mod percent_field;
mod method_form;
pub mod pay_form;
mod portal_way;
mod onward;
mod request_sheet;
mod debit_consent;
mod debit_step;
mod surcharge_step;
mod keeping;
pub mod staff;
pub mod client;
pub mod hooks;
pub mod health;
pub mod router;
