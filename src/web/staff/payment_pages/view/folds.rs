//! The parts of the editor that are used less: folded, each saying how it stands, and open where something in it is wrong.

use maud::{Markup, html};

use crate::domain::{locale::Language, payment_page::guard::Defence};

use super::{
    super::form::{LIMITS, Typed},
    edit::Editor,
};

impl Editor<'_> {
    fn folded(words: &str, open: bool, body: &Markup) -> Markup {
        html! { details class="more" open[open] { summary { (words) } div class="stack-4" { (body) } } }
    }

    /// Whether one of the fields that `owns` knows is wrong.
    fn is_wrong(&self, owns: impl Fn(&str) -> bool) -> bool {
        self.wrong.all().iter().any(|(field, _)| owns(field))
    }

    /// A text in the three languages, by the name of its fields, with those in which it is written.
    pub(super) fn folded_texts(&self, name: &str, rows: u8) -> Markup {
        let written = Language::ALL.into_iter().filter(|language| self.has(&format!("{name}-{}", language.code())));
        let written: Vec<&str> = written.map(Language::endonym).collect();
        let words = self.standing(&self.key(name), &written.join(", "));
        let open = self.is_wrong(|field| field.starts_with(name));
        Self::folded(&words, open, &self.texts_under(name, &self.key(name), rows))
    }

    /// One of several rows of fields that have `prefix` in front of their names, called by what it is called on the page. The
    /// empty one is open where it was asked for, or is the first item that is to be written.
    pub(super) fn folded_row(&self, title: &str, prefix: &str, body: &Markup) -> Markup {
        let names = Language::ALL.map(|language| self.typed.get(&format!("{prefix}{}", language.code())));
        let called = names.into_iter().filter_map(|text| text.lines().next()).find(|line| !line.trim().is_empty());
        let wanted = called.is_none() && (prefix == "item-0-" || self.typed.get("do") == "more");
        let open = wanted || self.is_wrong(|field| field.starts_with(prefix));
        Self::folded(&self.standing(title, called.unwrap_or_default()), open, body)
    }

    /// What is filled in of some fields, by their labels.
    pub(super) fn folded_fields(&self, names: &[&str], body: &Markup) -> Markup {
        let filled: Vec<String> = names.iter().filter(|name| self.has(name)).map(|name| self.key(name)).collect();
        let words = if filled.is_empty() { self.key("fold-usual") } else { filled.join(" · ") };
        Self::folded(&words, self.is_wrong(|field| names.contains(&field)), body)
    }

    /// The defence, with whether it is the usual one.
    pub(super) fn folded_defence(&self, body: &Markup) -> Markup {
        let mut usual = Typed::default();
        usual.set_defence(&Defence::default());
        let names = LIMITS.into_iter().chain(["pow", "captcha"]);
        let is_usual = names.clone().all(|name| usual.get(name) == self.typed.get(name));
        let words = self.key(if is_usual { "fold-usual" } else { "fold-changed" });
        Self::folded(&words, self.is_wrong(|field| names.clone().any(|name| name == field)), body)
    }

    fn has(&self, name: &str) -> bool {
        !self.typed.get(name).trim().is_empty()
    }

    /// What a part is, and how it stands.
    fn standing(&self, what: &str, how: &str) -> String {
        let how = if how.is_empty() { self.key("fold-empty") } else { how.to_owned() };
        self.t.with("payment-page-fold", [("what", what.to_owned()), ("how", how)])
    }
}
