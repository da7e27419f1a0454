//! The list of payments: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{firm::Firm, money::Money, time::Timestamp},
    i18n::{T, amount, numbers},
    service::search::{Asked, Results, Row, Shown},
    web::{
        fragments::{
            Icon, Look, Sorted, Stretch, Tone, button_link, empty, note, page_head, pager, result_line, sort_heading,
            table_scroll,
        },
        paths, rows,
    },
};

/// What the list shows.
pub(super) struct List<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) asked: &'a Asked,
    pub(super) outcome: Outcome<'a>,
    pub(super) page: u64,
    pub(super) now: Timestamp,
}

/// What came of the search.
pub(super) enum Outcome<'a> {
    /// This was found.
    Found(&'a Results),
    /// The index is being made anew; these are the latest payments instead.
    Rebuilding { latest: &'a [Row], done: u64, total: u64 },
}

/// The whole page.
pub(super) fn list(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        (page_head(&html! {}, &t.text("payments-title"), &html! {}, &html! {}))
        section class="card" aria-labelledby="payments-results" {
            h2 class="visually-hidden" id="payments-results" { (t.text("payments-results")) }
            (search_form(p))
            (results(p))
        }
    }
}

/// The search box and what goes with it. With JavaScript the results follow the typing; without it, Enter asks.
fn search_form(p: &List<'_>) -> Markup {
    let t = p.t;
    html! {
        form class="filters" role="search" action=(paths::PAYMENTS) aria-label=(t.text("payments-search"))
            hx-get=(paths::PAYMENTS) hx-trigger="input changed delay:200ms, change, submit" hx-target="#results" hx-select="#results"
            hx-swap="outerHTML" hx-sync="this:replace" hx-push-url="true" {
            div class="search" {
                (Icon::Search)
                input type="search" name="q" value=(p.asked.text) autocomplete="off" aria-label=(t.text("payments-search"))
                    aria-describedby="payments-search-hint" maxlength="500";
            }
            p class="hint" id="payments-search-hint" { (t.text("payments-search-hint")) }
            div class="row" {
                label class="check" {
                    input type="checkbox" name="all" value="1" checked[p.asked.unsuccessful == Shown::Yes];
                    span { (t.text("payments-show-unsuccessful")) }
                }
                span class="push" {}
                @if !p.asked.sort.is_empty() { input type="hidden" name="sort" value=(p.asked.sort); }
                button class="button button-small" type="submit" { (Icon::Search) span { (t.text("payments-search-go")) } }
            }
        }
    }
}

/// The part that searching swaps.
pub(super) fn results(p: &List<'_>) -> Markup {
    html! {
        div id="results" {
            @match &p.outcome {
                Outcome::Found(found) => { (found_rows(p, found)) }
                Outcome::Rebuilding { latest, done, total } => {
                    div class="card-body" {
                        (note(Tone::Warning, &html! { (p.t.with("payments-rebuilding", [("done", numbers::integer(i64::try_from(*done).unwrap_or(i64::MAX), p.t.locale())), ("total", numbers::integer(i64::try_from(*total).unwrap_or(i64::MAX), p.t.locale()))])) }))
                    }
                    (table(p, latest))
                }
            }
        }
    }
}

fn found_rows(p: &List<'_>, found: &Results) -> Markup {
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
    let count = t.with("payment-count", [("count", found.count)]);
    let rest = if p.asked.text.is_empty() {
        String::new()
    } else {
        t.with("payments-match", [("query", p.asked.text.clone())])
    };
    html! {
        (result_line(&count, &rest, &sums))
        (remarks(p, found))
        @if found.rows.is_empty() {
            (empty(Icon::Search, &t.text("payments-none"), &t.text("payments-none-text"), &button_link(Look::Default, paths::PAYMENTS, &t.text("payments-clear"), None)))
        } @else {
            (table(p, &found.rows))
            (stretch(p, found))
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
                        a href=(address(p, &Asked { unsuccessful: Shown::Yes, after: String::new(), ..p.asked.clone() }, 1)) { (t.text("payments-show-hidden")) }
                    }
                }
            }
        }
    }
}

/// The address of the list with these settings.
fn address(_: &List<'_>, asked: &Asked, page: u64) -> String {
    let mut parts = Vec::new();
    for (name, value) in [("q", &asked.text), ("sort", &asked.sort), ("after", &asked.after)] {
        if !value.is_empty() {
            parts.push(format!("{name}={}", paths::encoded(value)));
        }
    }
    if asked.unsuccessful == Shown::Yes {
        parts.push("all=1".to_owned());
    }
    if page > 1 {
        parts.push(format!("page={page}"));
    }
    if parts.is_empty() { paths::PAYMENTS.to_owned() } else { format!("{}?{}", paths::PAYMENTS, parts.join("&")) }
}

fn table(p: &List<'_>, rows: &[Row]) -> Markup {
    let t = p.t;
    let heading = |column: &str, key: &str, class: &str| {
        let current = p.asked.sort.trim_start_matches('-');
        let here = current == column || (current.is_empty() && column == "date");
        let reversed = p.asked.sort.starts_with('-');
        let next = if here && !reversed { format!("-{column}") } else { column.to_owned() };
        let descending = (column == "payer") == reversed;
        let sorted = here.then_some(if descending { Sorted::Descending } else { Sorted::Ascending });
        let asked = Asked { sort: next, after: String::new(), ..p.asked.clone() };
        sort_heading(&t.text(key), &address(p, &asked, 1), sorted, class)
    };
    let table = html! {
        table class="table table-two-line table-payments" {
            thead { tr {
                (heading("date", "payments-date", ""))
                (heading("payer", "payments-payer", ""))
                th scope="col" { (t.text("payments-reference")) }
                th scope="col" { (t.text("payments-method")) }
                th scope="col" { (t.text("payments-account")) }
                th scope="col" { (t.text("payments-status")) }
                (heading("amount", "payments-amount", "cell-end"))
            } }
            tbody { @for row in rows { (rows::payment_row(t, p.firm, p.now, row)) } }
        }
    };
    table_scroll(&t.text("payments-table"), &table)
}

fn stretch(p: &List<'_>, found: &Results) -> Markup {
    let locale = p.t.locale();
    let limit = u64::try_from(p.asked.limit).unwrap_or(u64::MAX);
    let shown = u64::try_from(found.rows.len()).unwrap_or(0);
    let before = p.page.saturating_sub(1).saturating_mul(limit);
    let written = |number: u64| numbers::integer(i64::try_from(number).unwrap_or(i64::MAX), locale);
    let next = (!found.next.is_empty())
        .then(|| address(p, &Asked { after: found.next.clone(), ..p.asked.clone() }, p.page.saturating_add(1)));
    let first = (p.page > 1).then(|| address(p, &Asked { after: String::new(), ..p.asked.clone() }, 1));
    let stretch = Stretch {
        first: &written(before.saturating_add(1)),
        last: &written(before.saturating_add(shown)),
        total: &written(found.count),
        previous: first.as_deref(),
        next: next.as_deref(),
    };
    pager(p.t, &stretch)
}
