//! How somebody who has paid on a page gets to the firm's own page after that.

use serde::{Deserialize, Serialize};

use super::Content;
use crate::domain::transaction::{Status, Transaction};

/// The way to [`Content::continue_to`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Onward {
    /// A button on the receipt: what every page has that was made before there was a choice.
    #[default]
    ByButton,
    /// The browser is sent there as soon as the payment is approved.
    StraightAway,
}

impl Onward {
    /// Every choice, in the order of the form.
    pub const ALL: [Self; 2] = [Self::ByButton, Self::StraightAway];

    /// Its name in forms and locale keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ByButton => "by-button",
            Self::StraightAway => "straight-away",
        }
    }

    /// The choice of this name; a button where there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|choice| choice.code() == code).unwrap_or_default()
    }

    /// Whether it is what pages do that say nothing of it; not stored then.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Content {
    /// Where the browser of whoever made this payment is sent, if anywhere. Only what is approved is left without a word of
    /// ours, and only where the receipt goes by mail: nobody is sent away from the only one that they get.
    #[must_use]
    pub fn sends_on(&self, payment: &Transaction) -> Option<&str> {
        let is_paid = payment.status.is_approved() && payment.status != Status::Pending;
        let goes = self.onward == Onward::StraightAway && is_paid && !payment.receipt_emails.is_empty();
        self.continue_to.as_deref().filter(|_| goes)
    }
}
