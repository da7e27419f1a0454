//! Rooms for payers, who have no account here.

pub mod receipt;
pub mod pay;
pub mod own_methods;
pub mod requests;
pub mod portal;
pub mod card_fields;
pub mod logos;
