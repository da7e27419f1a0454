//! The parts that pages are made of: pure functions from facts already put into words to markup.
//!
//! A part decides nothing, reads nothing and knows no room. `maud` escapes every value; no part lets raw markup in.

pub mod brand;
pub mod chart;
pub mod copied;
pub mod form;
pub mod icon;
pub mod money;

use maud::{Markup, html};

use crate::{
    domain::{
        locale::Language,
        merchant_account::{AccountKind, MerchantAccount},
        transaction::Status,
    },
    i18n::T,
    web::paths,
};

pub use self::{
    brand::{accepted_brands, brand_mark, method, method_in_full},
    chart::{Chart, Column, ColumnLook, bar, chart},
    copied::copied,
    form::{
        Check, Choice, Field, Kind, Need, NextStep, Sign, card_frame, card_frame_as, check, combobox_field, csrf,
        error_summary, field, form_head, input, money_field, option, radio, required_key, segment, select_field,
        text_field, textarea_field,
    },
    icon::{Icon, Tone},
    money::{amount_big, money},
};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// An outline.
    #[default]
    Default,
    /// What the page is for; once a page.
    Primary,
    /// Words only.
    Ghost,
    /// Takes something away, as its last step.
    Danger,
    /// Leads to something that takes away.
    DangerQuiet,
    /// An outline, smaller.
    Small,
    /// What the page is for, as wide as its panel.
    PrimaryBlock,
    /// Words only, as wide as its panel.
    GhostBlock,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Default => "button",
            Self::Primary => "button button-primary",
            Self::Ghost => "button button-ghost",
            Self::Danger => "button button-danger",
            Self::DangerQuiet => "button button-danger-quiet",
            Self::Small => "button button-small",
            Self::PrimaryBlock => "button button-primary button-block",
            Self::GhostBlock => "button button-ghost button-block",
        }
    }
}

/// A button that sends the form around it.
#[must_use]
pub fn button(look: Look, words: &str, icon: Option<Icon>) -> Markup {
    html! {
        button class=(look.class()) type="submit" { @if let Some(icon) = icon { (icon) } span { (words) } }
    }
}

/// A link that looks like a button.
#[must_use]
pub fn button_link(look: Look, path: &str, words: &str, icon: Option<Icon>) -> Markup {
    html! {
        a class=(look.class()) href=(path) { @if let Some(icon) = icon { (icon) } span { (words) } }
    }
}

/// A link that looks like a button and gives a file, which never takes the place of the page.
#[must_use]
pub fn file_link(look: Look, path: &str, words: &str, icon: Icon) -> Markup {
    html! {
        a class=(look.class()) href=(path) hx-boost="false" rel="nofollow" { (icon) span { (words) } }
    }
}

/// Links that give the list at `list`, asked for with `query`, as a file.
#[must_use]
pub fn export_links(t: T, list: &str, query: &str) -> Markup {
    let files = [("xlsx", "exports-excel", Icon::Spreadsheet), ("csv", "exports-csv", Icon::Download)];
    html! {
        div class="actions export-links" role="group" aria-label=(t.text("exports-links")) {
            @for (extension, key, icon) in files {
                (file_link(Look::Small, &paths::list_as_file(list, extension, query), &t.text(key), icon))
            }
        }
    }
}

/// A page's heading with a line below it and what can be done at its end. Empty markup leaves a part out.
#[must_use]
pub fn page_head(above: &Markup, heading: &str, below: &Markup, actions: &Markup) -> Markup {
    html! {
        div class="page-head" {
            div { (above) h1 { (heading) } (below) }
            @if !actions.0.is_empty() { div class="actions" { (actions) } }
        }
    }
}

/// The way back to the list that a page belongs to.
#[must_use]
pub fn breadcrumb(path: &str, list: &str, here: &str) -> Markup {
    html! {
        div class="breadcrumb" { a href=(path) { (list) } (Icon::ChevronRight) span { (here) } }
    }
}

/// A sheet with a heading, something at the heading's end, and a body. `id` names the heading and must be unique.
#[must_use]
pub fn card(id: &str, heading: &str, aside: &Markup, body: &Markup) -> Markup {
    html! {
        section class="card" aria-labelledby=(id) {
            div class="card-head" { h2 id=(id) { (heading) } (aside) }
            div class="card-body" { (body) }
        }
    }
}

/// A sheet whose body is a table that reaches its edges.
#[must_use]
pub fn card_flush(id: &str, heading: &str, aside: &Markup, body: &Markup) -> Markup {
    html! {
        section class="card" aria-labelledby=(id) {
            div class="card-head" { h2 id=(id) { (heading) } (aside) }
            div class="card-flush" { (body) }
        }
    }
}

/// A section of a long form, with a heading and something at the heading's end.
#[must_use]
pub fn form_section(id: &str, heading: &str, aside: &Markup, body: &Markup) -> Markup {
    html! {
        section class="form-section" aria-labelledby=(id) {
            div class="form-section-head" { h2 id=(id) { (heading) } (aside) }
            (body)
        }
    }
}

/// What is shown where there is nothing to show: why, and what can be done.
#[must_use]
pub fn empty(icon: Icon, heading: &str, words: &str, actions: &Markup) -> Markup {
    html! {
        div class="empty" {
            (icon.sized(28))
            h2 { (heading) }
            @if !words.is_empty() { p { (words) } }
            @if !actions.0.is_empty() { div class="actions" { (actions) } }
        }
    }
}

/// A deposit account by name, kind and last digits. The kind is left out where the name says it.
#[must_use]
pub fn account(t: T, account: &MerchantAccount) -> String {
    let kind = t.label(account.kind);
    let last = account.last_four.as_str().to_owned();
    if account.name.to_lowercase().contains(&kind.to_lowercase()) {
        return t.with("form-account", [("name", account.name.clone()), ("last", last)]);
    }
    t.with("form-account-kind", [("name", account.name.clone()), ("kind", kind), ("last", last)])
}

/// Whose money an account holds, as a mark that trust money never goes without.
#[must_use]
pub fn account_badge(t: T, kind: AccountKind) -> Markup {
    let (tone, icon) = match kind {
        AccountKind::Operating => (Tone::Neutral, Icon::Landmark),
        AccountKind::Trust => (Tone::Information, Icon::Scale),
    };
    tag(tone, icon, &t.label(kind))
}

/// A sentence that stands out.
#[must_use]
pub fn note(tone: Tone, words: &Markup) -> Markup {
    html! {
        div class={ "note note-" (tone.suffix()) } { (tone.icon()) div { (words) } }
    }
}

/// Where the outcome of the last action is told, at the top of each staff page. Fragments may swap it by its id.
#[must_use]
pub fn flash(message: Option<(Tone, &str)>) -> Markup {
    html! {
        div class="flash" id="flash" role="status" {
            @if let Some((tone, words)) = message { (note(tone, &html! { (words) })) }
        }
    }
}

/// A word with a colour and an icon.
#[must_use]
pub fn tag(tone: Tone, icon: Icon, words: &str) -> Markup {
    html! {
        span class={ "tag tag-" (tone.suffix()) } { (icon) (words) }
    }
}

/// Words that stand out in the colour of their tone; an icon beside them says the same.
#[must_use]
pub fn toned(tone: Tone, words: &str) -> Markup {
    html! { b class={ "toned-" (tone.suffix()) } { (words) } }
}

/// An icon on a disc of its tone's colour, before an entry of a list.
#[must_use]
pub fn dot(tone: Tone, icon: Icon) -> Markup {
    html! { span class={ "dot dot-" (tone.suffix()) } { (icon) } }
}

/// A transaction's status.
#[must_use]
pub fn status(t: T, status: Status) -> Markup {
    let (tone, icon) = status_look(status);
    tag(tone, icon, &t.label(status))
}

const fn status_look(status: Status) -> (Tone, Icon) {
    match status {
        Status::Created => (Tone::Neutral, Icon::Clock),
        Status::Unknown => (Tone::Warning, Icon::CircleHelp),
        Status::ActionRequired => (Tone::Warning, Icon::KeyRound),
        Status::Held => (Tone::Warning, Icon::ShieldCheck),
        Status::Declined => (Tone::Negative, Icon::X),
        Status::Failed => (Tone::Negative, Icon::CircleX),
        Status::Authorized => (Tone::Information, Icon::Lock),
        Status::Pending => (Tone::Warning, Icon::Clock),
        Status::Captured => (Tone::Positive, Icon::Check),
        Status::Settled => (Tone::Positive, Icon::CircleCheck),
        Status::Voided => (Tone::Neutral, Icon::Ban),
        Status::Reversed | Status::Returned => (Tone::Negative, Icon::Undo),
        Status::Disputed | Status::DisputeLost => (Tone::Negative, Icon::Scale),
        Status::DisputeWon => (Tone::Positive, Icon::Scale),
    }
}

/// Facts by name, each in its own line.
#[must_use]
pub fn facts(rows: &[(&str, Markup)]) -> Markup {
    list_facts("facts", rows)
}

/// Facts by name with a line between them.
#[must_use]
pub fn facts_lined(rows: &[(&str, Markup)]) -> Markup {
    list_facts("facts facts-lined", rows)
}

fn list_facts(class: &str, rows: &[(&str, Markup)]) -> Markup {
    html! {
        dl class=(class) { @for (name, fact) in rows { dt { (name) } dd { (fact) } } }
    }
}

/// Amounts by name, and their total below a line.
#[must_use]
pub fn totals(rows: &[(&str, &str)], total: (&str, &str)) -> Markup {
    html! {
        dl class="totals" {
            @for (name, amount) in rows { div { dt { (name) } dd { (amount) } } }
            div class="total" { dt { (total.0) } dd { (total.1) } }
        }
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Moment<'a> {
    /// How it went.
    pub tone: Tone,
    /// What happened.
    pub what: &'a str,
    /// When, and what else is known.
    pub detail: Markup,
}

/// What happened, latest first.
#[must_use]
pub fn timeline(moments: &[Moment<'_>]) -> Markup {
    html! {
        ol class="timeline" role="list" {
            @for moment in moments {
                li class={ "tone-" (moment.tone.suffix()) } {
                    b { (moment.what) } " " span class="sub" { (moment.detail) }
                }
            }
        }
    }
}

/// What a search found, in one line that screen readers hear when it changes: a bold lead, then `(name, amount)` pairs.
#[must_use]
pub fn result_line(lead: &str, rest: &str, sums: &[(&str, &str)]) -> Markup {
    html! {
        p class="result-line" role="status" {
            span { b { (lead) } " " (rest) }
            @for (name, amount) in sums { " " span { (name) " " b class="num" { (amount) } } }
        }
    }
}

/// A table that scrolls sideways by itself where it is wider than the page. `label` names it to screen readers.
#[must_use]
pub fn table_scroll(label: &str, table: &Markup) -> Markup {
    html! {
        div class="table-scroll" tabindex="0" role="region" aria-label=(label) { (table) }
    }
}

/// A table in a part of the page with this heading; its own name is another one, as two parts of a page need.
#[must_use]
pub fn table_under(t: T, heading: &str, table: &Markup) -> Markup {
    table_scroll(&t.with("form-table", [("name", heading.to_owned())]), table)
}

/// How a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// Least first.
    Ascending,
    /// Most first.
    Descending,
}

/// The heading of a column that can be sorted; `path` sorts by it, or turns the order round.
#[must_use]
pub fn sort_heading(words: &str, path: &str, sorted: Option<Sorted>, class: &str) -> Markup {
    let order = sorted.map(|sorted| if sorted == Sorted::Ascending { "ascending" } else { "descending" });
    html! {
        th scope="col" class=(class) aria-sort=[order] {
            a href=(path) { (words) @if sorted == Some(Sorted::Descending) { (Icon::ChevronDown) } @else if sorted.is_some() { (Icon::ChevronsUpDown) } }
        }
    }
}

/// A stretch of a long list. The numbers come written for people; a missing path leaves its link out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stretch<'a> {
    /// Number of the first row shown.
    pub first: &'a str,
    /// Number of the last row shown.
    pub last: &'a str,
    /// How many rows there are.
    pub total: &'a str,
    /// The stretch before.
    pub previous: Option<&'a str>,
    /// The stretch after.
    pub next: Option<&'a str>,
}

/// Where a long list stands, and the ways forward and back.
#[must_use]
pub fn pager(t: T, s: &Stretch<'_>) -> Markup {
    html! {
        nav class="pager" aria-label=(t.text("form-pages")) {
            span class="num" { (t.with("form-range", [("first", s.first), ("last", s.last), ("total", s.total)])) }
            span class="push" {}
            @if let Some(path) = s.previous {
                a class="button button-small" href=(path) rel="prev" { (Icon::ChevronLeft) span { (t.text("form-previous")) } }
            }
            @if let Some(path) = s.next {
                a class="button button-small" href=(path) rel="next" { span { (t.text("form-next")) } (Icon::ChevronRight) }
            }
        }
    }
}

/// The languages by their own names; `path` is this page's path and query, a `lang` in it is replaced.
#[must_use]
pub fn language_switch(t: T, path: &str) -> Markup {
    html! {
        nav class="language-switch" aria-label=(t.text("shell-language")) {
            @for language in Language::ALL {
                @let here = (language == t.language()).then_some("true");
                a href=(with_language(path, language)) hreflang=(language.code()) lang=(language.code()) aria-current=[here] {
                    (language.endonym())
                }
                " "
            }
        }
    }
}

fn with_language(path: &str, language: Language) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let lang = format!("lang={}", language.code());
    let query = kept.chain([lang.as_str()]).collect::<Vec<_>>().join("&");
    format!("{path}?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::locale::Locale;

    #[test]
    fn a_language_link_keeps_the_rest_of_the_query() {
        assert_eq!(with_language("/receipts/x", Language::Fr), "/receipts/x?lang=fr");
        assert_eq!(with_language("/pay/a?lang=en&amount=5", Language::Es), "/pay/a?amount=5&lang=es");
        assert_eq!(with_language("/pay/a?amount=5&lang=en", Language::En), "/pay/a?amount=5&lang=en");
    }

    #[test]
    fn a_status_is_told_by_icon_and_word_and_not_by_colour_alone() {
        for value in Status::ALL {
            let page = status(T::new(Locale::EnUs), value).into_string();
            assert!(page.contains("<use href="), "{value:?}");
            assert!(page.contains(&T::new(Locale::EnUs).label(value)), "{value:?}");
        }
    }

    #[test]
    fn no_page_carries_script_or_style_in_its_markup() {
        let banned =
            ["hx-on", "style=", "onclick", "onsubmit", "onchange", "javascript:", "js:", "PreEscaped", "hx-vals=\"js"];
        for (path, source) in sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web"))) {
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for word in banned {
                assert!(!code.contains(word), "{word} in {path}");
            }
            for trigger in code.split("hx-trigger=").skip(1) {
                let value: String = trigger.chars().skip(1).take_while(|c| *c != '"').collect();
                assert!(!value.contains('['), "a filter in {path}: {value}");
            }
        }
    }

    #[test]
    fn every_file_that_a_page_names_is_served() {
        for (path, source) in sources(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/web"))) {
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for call in code.split("asset(\"").skip(1) {
                let name = call.split('"').next().unwrap_or_default();
                assert!(
                    crate::web::assets::asset(name).contains(name.split('.').next().unwrap_or("?")),
                    "{name} in {path}"
                );
            }
        }
    }

    fn sources(folder: &std::path::Path) -> Vec<(String, String)> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .flat_map(|path| {
                if path.is_dir() {
                    sources(&path)
                } else {
                    vec![(path.display().to_string(), std::fs::read_to_string(&path).unwrap())]
                }
            })
            .collect()
    }
}
