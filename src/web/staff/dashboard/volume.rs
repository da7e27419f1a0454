//! Charts, their tables, and the ranked bars.

use maud::{Markup, html};

use crate::{
    domain::money::{Money, PartsPerMillion},
    i18n::{T, amount, dates, numbers},
    service::dashboard::{Book, Compared, Figure, Part, Volume},
    web::fragments::{Chart, Column, ColumnLook, account_badge, bar, brand_mark, card, chart, table_scroll},
};

use super::{
    queries::Scope,
    view::{Dashboard, count, period_key, refunds, words},
};

/// Captions of days stand this far apart, so that they never touch; where there is little room, twice as far.
const CAPTION_EVERY: usize = 7;

/// A column for each of the last days.
pub(super) fn daily(p: &Dashboard<'_>, book: &Book) -> Markup {
    let (t, scope) = (p.t, p.scope(book));
    let last = book.days.len().saturating_sub(1);
    let columns: Vec<Column> = book
        .days
        .iter()
        .enumerate()
        .map(|(index, day)| {
            let away = last - index;
            let caption = |every: usize| match away {
                0 => t.text("dashboard-today"),
                away if away % every == 0 => dates::day_short(day.span.first, t.locale()),
                _ => String::new(),
            };
            let when = dates::day_long(day.span.first, t.locale());
            Column {
                name: t.with("dashboard-column", [("when", when), ("what", everything(t, &day.volume))]),
                path: scope.approved(day.span),
                caption: caption(CAPTION_EVERY),
                short: caption(CAPTION_EVERY * 2),
                size: day.volume.size(),
                mark: None,
                look: if away == 0 { ColumnLook::Now } else { ColumnLook::Past },
            }
        })
        .collect();
    let whole = whole(book.days.iter());
    let aside = html! { p { (t.with("dashboard-last-days", [("figure", words(t, &whole))])) } };
    let drawing = drawing(t, book, "daily", &t.text("dashboard-chart-daily"), &columns);
    let table = table(
        t,
        "dashboard-table-day",
        book.days
            .iter()
            .rev()
            .map(|day| (dates::day_long(day.span.first, t.locale()), scope.approved(day.span), day.volume, None)),
    );
    let body = html! { (drawing) (as_table(t, &t.text("dashboard-chart-daily"), &table)) };
    card(&id(book, "daily"), &t.text("dashboard-daily"), &aside, &body)
}

/// A column for each of the last months, with the same month of the year before as a line across.
pub(super) fn monthly(p: &Dashboard<'_>, book: &Book) -> Markup {
    let (t, scope) = (p.t, p.scope(book));
    let last = book.months.len().saturating_sub(1);
    let columns: Vec<Column> = book
        .months
        .iter()
        .enumerate()
        .map(|(index, month)| {
            let caption = dates::month_short(month.now.span.first, t.locale());
            let short = caption.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
            Column {
                name: month_name(t, month),
                path: scope.approved(month.now.span),
                caption,
                short,
                size: month.now.volume.size(),
                mark: Some(month.before.volume.size()).filter(|size| *size != 0),
                look: if index == last { ColumnLook::Open } else { ColumnLook::Past },
            }
        })
        .collect();
    let legend = html! {
        p class="legend" {
            span { span class="legend-column" {} (t.text("dashboard-last-months")) } " "
            span { span class="legend-mark" {} (t.text("dashboard-year-earlier")) }
        }
    };
    let drawing = drawing(t, book, "monthly", &t.text("dashboard-chart-monthly"), &columns);
    let table = table(
        t,
        "dashboard-table-month",
        book.months.iter().rev().map(|month| {
            let name = dates::month_long(month.now.span.first, t.locale());
            (
                name,
                scope.approved(month.now.span),
                month.now.volume,
                Some((scope.approved(month.before.span), month.before.volume)),
            )
        }),
    );
    let body = html! { (drawing) (as_table(t, &t.text("dashboard-chart-monthly"), &table)) };
    card(&id(book, "monthly"), &t.text("dashboard-monthly"), &legend, &body)
}

fn month_name(t: T, month: &Compared) -> String {
    let one = |figure: &Figure, what: String| {
        t.with("dashboard-column", [("when", dates::month_long(figure.span.first, t.locale())), ("what", what)])
    };
    let now = one(&month.now, everything(t, &month.now.volume));
    t.with("dashboard-against", [("now", now), ("before", one(&month.before, words(t, &month.before.volume)))])
}

fn drawing(t: T, book: &Book, name: &str, words: &str, columns: &[Column]) -> Markup {
    let currency = book.currency;
    let amounts = book.today.now.volume.net.is_some();
    let tick = |value: i64| {
        if amounts {
            amount::format_short(Money::new(value, currency), t.locale())
        } else {
            numbers::integer(value, t.locale())
        }
    };
    let unit = if amounts { 10_i64.pow(u32::from(currency.exponent())) } else { 1 };
    chart(&Chart { id: &id(book, &format!("{name}-chart")), name: words, columns, unit, tick: &tick })
}

/// Everything that a volume says, for those who cannot see its column.
fn everything(t: T, volume: &Volume) -> String {
    let mut parts = vec![t.with("payment-count", [("count", volume.payments)])];
    if volume.net.is_some() {
        parts.insert(0, words(t, volume));
    }
    if volume.refunds > 0 {
        parts.push(refunds(t, volume));
    }
    parts.join(", ")
}

type TableRow = (String, String, Volume, Option<(String, Volume)>);

/// The numbers of a chart, the latest first.
fn table(t: T, heading: &str, rows: impl Iterator<Item = TableRow>) -> Markup {
    let rows: Vec<TableRow> = rows.collect();
    let amounts = rows.iter().any(|(_, _, volume, _)| volume.net.is_some());
    let compared = rows.iter().any(|(_, _, _, before)| before.is_some());
    let end = |key: &str| html! { th scope="col" class="cell-end" { (t.text(key)) } };
    html! {
        table class="table" {
            thead { tr {
                th scope="col" { (t.text(heading)) }
                @if amounts { (end("dashboard-table-net")) }
                (end("dashboard-table-payments"))
                (end("dashboard-table-refunds"))
                (end("dashboard-table-declined"))
                @if compared { (end("dashboard-year-earlier")) }
            } }
            tbody { @for (name, path, volume, before) in &rows {
                tr {
                    th scope="row" class="nowrap" { a href=(path) { (name) } }
                    @if amounts { td class="cell-end num" { (words(t, volume)) } }
                    td class="cell-end num" { (count(t, volume.payments)) }
                    td class="cell-end num" { (volume.refunded.map_or_else(|| count(t, volume.refunds), |refunded| amount::format(refunded, t.locale()))) }
                    td class="cell-end num" { (count(t, volume.declined)) }
                    @if let Some((path, volume)) = before {
                        td class="cell-end num" { a href=(path) { @if amounts { (words(t, volume)) } @else { (count(t, volume.payments)) } } }
                    }
                }
            } }
        }
    }
}

/// The table view of a chart, which needs no JavaScript.
fn as_table(t: T, name: &str, table: &Markup) -> Markup {
    html! {
        details class="disclosure chart-table" {
            summary { (t.text("dashboard-as-table")) }
            (table_scroll(name, table))
        }
    }
}

/// Where the payments came from.
pub(super) fn by_source(p: &Dashboard<'_>, book: &Book) -> Markup {
    ranked(p, book, "source", &book.breakdown.sources)
}

/// Where they went.
pub(super) fn by_account(p: &Dashboard<'_>, book: &Book) -> Markup {
    ranked(p, book, "account", &book.breakdown.accounts)
}

/// What they were made with.
pub(super) fn by_method(p: &Dashboard<'_>, book: &Book) -> Markup {
    ranked(p, book, "method", &book.breakdown.methods)
}

fn ranked(p: &Dashboard<'_>, book: &Book, cut: &str, parts: &[(Part, Volume)]) -> Markup {
    let (t, scope, whole) = (p.t, p.scope(book), book.breakdown.whole);
    let largest = parts.first().map_or(0, |(_, volume)| volume.size());
    let (heading, id) = (t.text(&format!("dashboard-by-{cut}")), id(book, cut));
    html! {
        section class="card card-column" aria-labelledby=(id) {
            div class="card-head" { h2 id=(id) { (heading) } p { (t.text(period_key(p.asked.period))) } }
            div class="card-body" {
                @if parts.is_empty() { p class="muted" { (t.text("dashboard-nothing")) } }
                @else { div class="bars" { @for (part, volume) in parts { (ranked_bar(p, scope, (*part, volume), (whole.volume.size(), largest))) } } }
            }
            @if !parts.is_empty() {
                div class="card-foot" {
                    span class="muted" { (t.text("dashboard-total")) }
                    b class="push num" { a href=(scope.approved(whole.span)) { (words(t, &whole.volume)) } }
                }
            }
        }
    }
}

fn ranked_bar(
    p: &Dashboard<'_>,
    scope: Scope,
    (part, volume): (Part, &Volume),
    (whole, largest): (i64, i64),
) -> Markup {
    let t = p.t;
    let share = share(volume.size(), whole).map(|rate| numbers::percent(rate, t.locale()));
    let inside = html! {
        span class="bar-name" { (part_name(p, part)) } " "
        span class="bar-value" { b { (words(t, volume)) } " " span { (share.unwrap_or_default()) } }
        (bar(volume.size(), largest))
    };
    let path = book_span(p, scope, part);
    html! { @match path { Some(path) => a href=(path) { (inside) }, None => div class="bar" { (inside) } } }
}

fn book_span(p: &Dashboard<'_>, scope: Scope, part: Part) -> Option<String> {
    let span = p.books.first().map(|book| book.breakdown.whole.span)?;
    scope.part(span, part)
}

fn part_name(p: &Dashboard<'_>, part: Part) -> Markup {
    let t = p.t;
    match part {
        Part::Source(source) => html! { (t.label(source)) },
        Part::Account(id) => p.accounts.iter().find(|account| account.id == id).map_or_else(
            || html! { (t.text("dashboard-other")) },
            |account| html! { (account.name) " " (account_badge(t, account.kind)) },
        ),
        Part::Card(brand) => html! { (brand_mark(brand)) " " (brand.name()) },
        Part::Bank => html! { (t.text("dashboard-bank")) },
        Part::Other => html! { (t.text("dashboard-other")) },
    }
}

/// A part of a whole to a tenth of a percent, rounded half up; `None` where it is not a part of it.
fn share(part: i64, whole: i64) -> Option<PartsPerMillion> {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let thousandths = (part >= 0 && whole > 0).then(|| (part * 2_000 + whole) / (whole * 2))?;
    Some(PartsPerMillion(u32::try_from(thousandths).ok()?.checked_mul(1_000)?))
}

fn whole<'a>(figures: impl Iterator<Item = &'a Figure>) -> Volume {
    let nothing = Volume { payments: 0, net: None, refunds: 0, refunded: None, declined: 0 };
    figures.fold(nothing, |sum, figure| Volume {
        payments: sum.payments.saturating_add(figure.volume.payments),
        net: match (sum.net, figure.volume.net) {
            (Some(sum), Some(net)) => sum.plus(net).ok(),
            (None, net) => net,
            (sum, None) => sum,
        },
        ..sum
    })
}

/// An id that is its book's own.
fn id(book: &Book, name: &str) -> String {
    format!("dashboard-{name}-{}", book.currency.code().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_to_a_tenth_of_a_percent_and_only_of_what_it_is_a_part_of() {
        for (part, whole, expected) in [
            (1, 3, Some(333_000)),
            (2, 3, Some(667_000)),
            (1, 2_000, Some(1_000)),
            (1, 2_001, Some(0)),
            (5, 5, Some(1_000_000)),
            (0, 5, Some(0)),
            (-1, 5, None),
            (1, 0, None),
            (1, -5, None),
            (i64::MAX, i64::MAX, Some(1_000_000)),
        ] {
            assert_eq!(share(part, whole).map(|rate| rate.0), expected, "{part} of {whole}");
        }
    }
}
