//! Rooms for payers, who have no account here.

pub mod receipt;
pub mod card_fields;
