//! The form of a payment page: clients fill it in, and staff see what it will be like while they write it.

pub mod form;
pub mod prefill;
pub mod view;

pub use self::{
    form::{Typed, Wrong},
    prefill::Prefill,
};
