//! What staff note on a payment for themselves: tags and an internal note. Payers never see either.

use serde::{Deserialize, Serialize};

use super::{ids::UserId, time::Timestamp};

/// What is noted on one payment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// Short words in the order in which they were put on.
    pub tags: Vec<String>,
    /// The internal note; empty when there is none.
    pub note: String,
    /// Counts up with every change of the note, so that nobody overwrites what they have not seen.
    pub note_version: u32,
    /// Who wrote the note last.
    pub note_by: Option<UserId>,
    /// When.
    pub note_at: Option<Timestamp>,
}

impl Annotation {
    /// The most tags of one payment.
    pub const MAX_TAGS: usize = 10;
    /// The most characters of a tag.
    pub const MAX_TAG_CHARS: usize = 30;
    /// The most characters of a note.
    pub const MAX_NOTE_CHARS: usize = 2_000;
}

/// A tag as it is kept: one run of words with single blanks; `None` when it is empty or too long.
#[must_use]
pub fn tag(typed: &str) -> Option<String> {
    let tag = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    (1..=Annotation::MAX_TAG_CHARS).contains(&tag.chars().count()).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_short_words_and_nothing_else() {
        assert_eq!(tag("  to   call\tback "), Some("to call back".to_owned()));
        assert_eq!(tag(&"é".repeat(30)), Some("é".repeat(30)));
        for none in ["", " \t ", &"é".repeat(31)] {
            assert_eq!(tag(none), None, "{none}");
        }
    }
}
