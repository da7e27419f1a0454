//! What is answered when a request does not get as far as a room.
//!
//! The answer is plain text with the [`Trouble`] in its extensions, so that whoever draws pages can put a proper one
//! in its place. It never says what the request held.

use poem::{IntoResponse, Response, http::StatusCode};

/// Why a request did not get as far as a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The body or form cannot be read.
    Unreadable,
    /// The body is larger than is accepted.
    TooLarge,
    /// The body took too long to arrive.
    SlowBody,
    /// It holds a card number.
    CardNumber,
    /// It does not come from a page of ours.
    Forged,
    /// The person may not do this.
    Forbidden,
    /// The firm has the payer portal closed.
    PortalClosed,
    /// Too much is being worked on; this request was not.
    Busy,
    /// The answer took too long. The work may go on without it, so nobody may be told that nothing was done.
    Slow,
    /// The program failed.
    Failed,
}

impl Trouble {
    /// The status that stands for it.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::CardNumber => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Forged | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::PortalClosed => StatusCode::NOT_FOUND,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Slow => StatusCode::GATEWAY_TIMEOUT,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One sentence in English, for whoever gets no page.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Unreadable => "This request could not be read.",
            Self::TooLarge => "This request is larger than is accepted.",
            Self::SlowBody => "This request took too long to arrive.",
            Self::CardNumber => {
                "This request held a card number. Card numbers belong in the card fields only. Nothing was kept."
            }
            Self::Forged => {
                "This form was not sent from a page of this portal, or it is too old. Reload and try again."
            }
            Self::Forbidden => "You may not do this.",
            Self::PortalClosed => "This firm's payer portal is closed at the moment.",
            Self::Busy => "The portal is busy at the moment. Try again shortly.",
            Self::Slow => {
                "The answer took too long. What was asked for may be done all the same: look before trying again."
            }
            Self::Failed => "Something went wrong here. It has been noted.",
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = Response::builder().status(self.status()).content_type("text/plain; charset=utf-8");
        if self == Self::Busy {
            response = response.header("Retry-After", "5");
        }
        response.extension(self).body(self.text())
    }
}
