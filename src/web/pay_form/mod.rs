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

use poem::{
    Response,
    http::{HeaderValue, header},
};

use crate::{domain::time::Timestamp, service::payment_pages::admission::TurnedAway};

const MINUTE_MS: i64 = 60 * 1_000;

/// For how many minutes nobody can pay, where that is so until then.
#[must_use]
pub const fn minutes_until(until: Timestamp, now: Timestamp) -> i64 {
    let left = until.ms().saturating_sub(now.ms());
    if left < MINUTE_MS { 1 } else { (left + MINUTE_MS - 1) / MINUTE_MS }
}

/// The answer, with when to come again.
#[must_use]
pub fn come_again(mut response: Response, minutes: i64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(minutes.saturating_mul(60)));
    response
}

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
