//! The rulebook: pure types and state machines of the payment trade.
//!
//! Nothing here reads a clock, draws a random number, awaits, or touches a file; time and ids are arguments.
//! Names are the field's own (see `docs/glossary.md`).

pub mod accepted;
pub mod alert;
pub mod annotation;
pub mod bank_account;
pub mod bot_defence;
pub mod business_days;
pub mod captcha;
pub mod card;
pub mod column;
pub mod debit_authorization;
pub mod delivery;
pub mod firm;
pub mod ids;
pub mod journal;
pub mod keeping;
pub mod locale;
pub mod mailbox;
pub mod merchant_account;
pub mod method_request;
pub mod money;
pub mod nacha;
pub mod pan;
pub mod parts;
pub mod payer;
pub mod payment_page;
pub mod import;
pub mod payment_request;
pub mod permission;
pub mod portal;
pub mod receipt;
pub mod refund;
pub mod report;
pub mod schedule;
pub mod return_code;
pub mod region;
pub mod surcharge;
pub mod time;
pub mod transaction;
pub mod user;
