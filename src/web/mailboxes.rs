//! E-mail addresses as people type them into one field; the rules are the domain's.

pub use crate::domain::mailbox::{addresses, is_address};
