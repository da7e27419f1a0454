//! What narrows the list, one chip each: a link to the same list without it.

use maud::{Markup, html};

use crate::{
    service::search::{
        Join, conditions,
        parts::{Part, parts},
    },
    web::fragments::Icon,
};

use super::{conditions::in_words, listing::List, quick};

/// The chips; nothing where only plain words are searched, which the box itself shows.
pub(super) fn chips(p: &List<'_>) -> Markup {
    let t = p.t;
    let parts = parts(&p.place.asked.text);
    let any = p.place.asked.join == Join::Any && parts.len() > 1;
    let narrowing: Vec<usize> = (0..parts.len()).filter(|at| narrows(p, &parts[*at])).collect();
    html! {
        @if any || !narrowing.is_empty() {
            ul class="chips chips-list" role="list" aria-label=(t.text("filter-list")) {
                @if any { li { (chip(p, &t.text("filter-any"), &p.place.with(|asked| asked.join = Join::All).address())) } }
                @for at in narrowing {
                    @let words = in_words(t, p.names, &conditions::row(&parts[at]));
                    li { (chip(p, &words, &without(p, &parts, at))) }
                }
                li { a class="chip-clear" href=(p.place.with(|asked| asked.text.clear()).address()) { (t.text("filter-clear")) } }
            }
        }
    }
}

/// Half a condition, such as `status:` or `amount:>`, narrows nothing yet; one that is chosen in a menu shows there.
fn narrows(p: &List<'_>, part: &Part) -> bool {
    let row = conditions::row(part);
    let is_whole = !row.value.is_empty() || !row.to.is_empty();
    is_whole && (part.field.is_some() || part.without || part.quoted) && !quick::shows(p, &row)
}

fn without(p: &List<'_>, parts: &[Part], gone: usize) -> String {
    let kept = parts.iter().enumerate().filter(|(at, _)| *at != gone);
    let text = kept.map(|(_, part)| part.source.as_str()).collect::<Vec<_>>().join(" ");
    p.place.with(|asked| asked.text = text).address()
}

fn chip(p: &List<'_>, words: &str, path: &str) -> Markup {
    html! {
        a class="chip chip-on" href=(path) aria-label=(p.t.with("filter-remove", [("filter", words)])) { span { (words) } (Icon::X) }
    }
}
