//! The form of a payment page: clients fill it in, and staff see what it will be like while they write it.

pub mod colours;
pub mod form;
pub mod gate;
pub mod own_field;
pub mod parts;
pub mod prefill;
pub mod view;

pub use self::{
    form::{Typed, Wrong},
    prefill::Prefill,
};

use crate::service::payment_pages::admission::TurnedAway;

/// Why a form was turned away, as the key of its words.
#[must_use]
pub const fn turned_away(why: TurnedAway) -> &'static str {
    match why {
        TurnedAway::Machine | TurnedAway::Old => "pay-error-stale",
        TurnedAway::MoreWork | TurnedAway::Unproven(_) => "pay-error-more-work",
        TurnedAway::TooFast => "pay-error-too-fast",
        TurnedAway::TooMany => "pay-error-too-many",
        TurnedAway::CardTooOften => "pay-error-card-too-often",
        TurnedAway::Resting(_) => "pay-error-resting",
    }
}
