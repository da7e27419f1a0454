//! The markup of payment pages for staff: pure.

pub(super) mod edit;
mod folds;
pub(super) mod list;
pub(super) mod show;
