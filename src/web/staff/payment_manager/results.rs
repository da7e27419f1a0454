//! What was found, as one part that searching swaps: the count and the sums of the whole, what was left out, the rows,
//! and the ways forward and back.

use maud::{Markup, html};

use crate::{
    domain::money::Money,
    i18n::{amount, numbers},
    service::search::{Results, Shown},
    web::{
        fragments::{Icon, Look, Stretch, Tone, button_link, empty, export_links, note, pager, result_line},
        paths,
    },
};

use super::{
    builder, chips,
    listing::{List, Outcome, Place},
    quick, table,
};

/// The part that searching swaps.
pub(super) fn results(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        div id="results" {
            (builder::builder(p))
            (quick::menus(p))
            (chips::chips(p))
            @match &p.outcome {
                Outcome::Found(found) => { (found_rows(p, found)) }
                Outcome::Rebuilding { latest, done, total } => {
                    div class="card-body" {
                        (note(Tone::Warning, &html! { (t.with("payments-rebuilding", [("done", written(p, *done)), ("total", written(p, *total))])) }))
                    }
                    (table::table(p, latest))
                }
            }
        }
    }
}

fn written(p: &List<'_>, number: u64) -> String {
    numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), p.t.locale())
}

fn found_rows(p: &List<'_>, found: &Results) -> Markup {
    let t = p.t;
    html! {
        (summary(p, found))
        (remarks(p, found))
        @if found.rows.is_empty() {
            (empty(Icon::Search, &t.text("payments-none"), &t.text("payments-none-text"), &button_link(Look::Default, paths::PAYMENTS, &t.text("payments-clear"), None)))
        } @else {
            (table::table(p, &found.rows))
            (stretch(p, found))
        }
    }
}

/// How many there are, and what they come to.
fn summary(p: &List<'_>, found: &Results) -> Markup {
    let t = p.t;
    let sums: Vec<(String, String)> = found
        .sums
        .iter()
        .flat_map(|sums| {
            let written = |money: Money| amount::format(money, t.locale());
            [
                (t.text("payments-approved"), written(sums.approved)),
                (t.text("payments-refunded"), written(sums.refunded)),
                (t.text("payments-net"), written(sums.net)),
            ]
        })
        .collect();
    let sums: Vec<(&str, &str)> = sums.iter().map(|(name, sum)| (name.as_str(), sum.as_str())).collect();
    let text = &p.place.asked.text;
    let rest = if text.is_empty() { String::new() } else { t.with("payments-match", [("query", text.clone())]) };
    let columns = paths::with_query(paths::PAYMENT_COLUMNS, &[("back", &p.place.address())]);
    let open = Place { blank_rows: Some(1), ..p.place.clone() };
    html! {
        div class="result-head" {
            (result_line(&t.with("payment-count", [("count", found.count)]), &rest, &sums))
            @if p.place.blank_rows.is_none() {
                a class="button button-small button-ghost" href=(open.address()) data-key="b" { (Icon::Sliders) span { (t.text("builder-title")) } }
            }
            a class="button button-small button-ghost" href=(columns) data-key="c" { (Icon::Columns) span { (t.text("columns-title")) } }
            @if p.export { (export_links(t, paths::PAYMENTS, &p.place.query_of_all())) }
        }
    }
}

fn remarks(p: &List<'_>, found: &Results) -> Markup {
    let t = p.t;
    html! {
        @if !found.ignored.is_empty() || !found.forgiven.is_empty() || found.hidden > 0 {
            div class="remarks" {
                @if !found.ignored.is_empty() { p class="hint" { (t.with("payments-ignored", [("parts", found.ignored.join(", "))])) } }
                @if !found.forgiven.is_empty() { p class="hint" { (t.with("payments-forgiven", [("words", found.forgiven.join(", "))])) } }
                @if found.hidden > 0 {
                    p class="hint" {
                        (t.with("payments-hidden", [("count", found.hidden)])) " "
                        a href=(p.place.with(|asked| asked.unsuccessful = Shown::Yes).address()) { (t.text("payments-show-hidden")) }
                    }
                }
            }
        }
    }
}

fn stretch(p: &List<'_>, found: &Results) -> Markup {
    let limit = u64::try_from(p.place.asked.limit).unwrap_or(u64::MAX);
    let shown = u64::try_from(found.rows.len()).unwrap_or(0);
    let before = p.place.page.saturating_sub(1).saturating_mul(limit);
    let next = (!found.next.is_empty()).then(|| p.place.following(&found.next).address());
    let first = (p.place.page > 1).then(|| p.place.with(|_| ()).address());
    let stretch = Stretch {
        first: &written(p, before.saturating_add(1)),
        last: &written(p, before.saturating_add(shown)),
        total: &written(p, found.count),
        previous: first.as_deref(),
        next: next.as_deref(),
    };
    html! {
        (pager(p.t, &stretch))
        p class="hint keys-hint" data-script hidden { (p.t.text("payments-keys")) }
    }
}
