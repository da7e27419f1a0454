//! Payment Manager: every payment, found by anything, and the ways to narrow, order and take home what was found.

mod builder;
mod chips;
mod conditions;
mod listing;
mod marks;
mod quick;
mod results;
mod search_form;
mod table;

pub use self::listing::list;
