//! That a payer agrees to a method being kept for later payments: in which words, and who says so.
//!
//! The card networks ask that the words are shown before, that agreeing is the payer's own act, and that what they agreed to
//! can be shown for as long as the method is kept.

use serde::{Deserialize, Serialize};

use super::{journal::Actor, locale::Language, time::Timestamp};

/// That a payer agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// When.
    pub at: Timestamp,
    /// How that is known.
    pub how: Agreed,
}

/// How it is known that a payer agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreed {
    /// They ticked these words themselves, where they paid.
    Read {
        /// All of them, as they were shown.
        words: String,
        /// The language that they are in.
        language: Language,
    },
    /// This member of staff says so. What the payer was told is not known here.
    Recorded(Actor),
}

impl Agreement {
    /// The words that the payer read, and their language.
    #[must_use]
    pub fn words(&self) -> Option<(&str, Language)> {
        match &self.how {
            Agreed::Read { words, language } => Some((words, *language)),
            Agreed::Recorded(_) => None,
        }
    }
}
