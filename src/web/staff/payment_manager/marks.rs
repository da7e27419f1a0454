//! Why a row was found: the words in it that begin like a word that was searched for are marked.

use maud::{Markup, html};

use crate::service::search::{
    conditions::{self, Kind},
    folded,
    parts::parts,
};

/// Words that were searched for, without case and accents.
pub(super) struct Marks(Vec<String>);

impl Marks {
    /// What a query looks for in texts. What it excludes is in no row.
    pub(super) fn of(query: &str) -> Self {
        let sought = parts(query).into_iter().filter(|part| !part.without && Kind::of(part.field) == Kind::Text);
        let words = sought.flat_map(|part| {
            let value = conditions::row(&part).value;
            value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(folded).collect::<Vec<_>>()
        });
        Self(words.collect())
    }

    fn meet(&self, word: &str) -> bool {
        let word = folded(word);
        self.0.iter().any(|sought| word.starts_with(sought.as_str()))
    }

    /// A text with its words marked.
    pub(super) fn mark(&self, text: &str) -> Markup {
        html! {
            @if self.0.is_empty() { (text) }
            @else {
                @for (run, is_word) in runs(text) {
                    @if is_word && self.meet(run) { mark { (run) } } @else { (run) }
                }
            }
        }
    }
}

/// A text cut where words begin and end: the pieces in order, and whether each is a word.
fn runs(text: &str) -> Vec<(&str, bool)> {
    let mut runs: Vec<(&str, bool)> = Vec::new();
    let mut from = 0;
    let mut within = None;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric();
        if let Some(was) = within.filter(|was| *was != is_word) {
            runs.push((&text[from..at], was));
            from = at;
        }
        within = Some(is_word);
    }
    runs.extend(within.map(|was| (&text[from..], was)));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(query: &str, text: &str) -> String {
        Marks::of(query).mark(text).into_string()
    }

    #[test]
    fn words_that_begin_like_a_sought_one_are_marked_whatever_their_accents() {
        assert_eq!(marked("trem", "Élodie Tremblay"), "Élodie <mark>Tremblay</mark>");
        assert_eq!(marked("ELODIE payer:roy", "Élodie Roy, Leroy"), "<mark>Élodie</mark> <mark>Roy</mark>, Leroy");
        assert_eq!(marked("INV-204", "INV-20418"), "<mark>INV</mark>-<mark>20418</mark>");
    }

    #[test]
    fn what_is_excluded_or_compared_is_not_marked_and_texts_stay_texts() {
        assert_eq!(marked("-roy amount:>5 status:declined", "Roy 5 declined"), "Roy 5 declined");
        assert_eq!(marked("b", "<b> & b"), "&lt;<mark>b</mark>&gt; &amp; <mark>b</mark>");
        assert_eq!(marked("", ""), "");
    }
}
