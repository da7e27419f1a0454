//! The dashboard's page: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{firm::Firm, merchant_account::MerchantAccount, time::Timestamp},
    i18n::{Arg, T, amount, dates, numbers},
    service::{
        dashboard::{Asked, Book, Compared, Period, Volume, attention::Attention, spans::Span},
        search::Row,
    },
    web::{
        fragments::{Icon, Look, button, button_link, card_flush, empty, money, page_head, table_scroll},
        paths,
        rows::{self, Amounts},
    },
};

use super::{panels, queries::Scope, volume};

/// What the page shows.
pub(super) struct Dashboard<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) accounts: &'a [MerchantAccount],
    pub(super) now: Timestamp,
    pub(super) sees_totals: bool,
    pub(super) asked: Asked,
    pub(super) books: &'a [Book],
    pub(super) attention: &'a Attention,
    pub(super) latest: &'a [Row],
}

impl Dashboard<'_> {
    /// What the queries behind a book's figures have in common.
    pub(super) fn scope(&self, book: &Book) -> Scope {
        Scope { account: self.asked.account, currency: (self.books.len() > 1).then_some(book.currency) }
    }
}

/// The whole page.
pub(super) fn page(p: &Dashboard<'_>) -> Markup {
    let t = p.t;
    let today = capital(&dates::day_long(dates::firm_day(p.now, &p.firm.time_zone), t.locale()));
    let intro = if p.sees_totals { "dashboard-intro" } else { "dashboard-intro-counts" };
    html! {
        (page_head(&html! {}, &t.text("dashboard-title"), &html! { p { (t.with(intro, [("today", today)])) } }, &filter(p)))
        div class="stack" id="dashboard" {
            @for (index, book) in p.books.iter().enumerate() { (figures_of(p, book, index == 0)) }
        }
    }
}

/// Words as a sentence begins: weekdays are small in French and Spanish.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One set of figures; the first has beside it what is not of any currency.
fn figures_of(p: &Dashboard<'_>, book: &Book, is_first: bool) -> Markup {
    let t = p.t;
    let lived_in = !p.latest.is_empty();
    html! {
        @if p.books.len() > 1 { h2 class="dashboard-currency" { (t.with("dashboard-currency", [("currency", book.currency.code())])) } }
        (kpis(p, book))
        @if lived_in {
            div class="columns columns-two-one columns-stretch" {
                (volume::daily(p, book))
                (volume::by_source(p, book))
            }
        }
        @if lived_in || is_first {
            div class="columns columns-two-one" {
                div { @if lived_in { (volume::monthly(p, book)) } @else { (latest(p)) } }
                div class="stack" { @if is_first { (panels::attention(p)) (panels::upcoming(p)) } }
            }
        }
        @if lived_in {
            div class="columns columns-even columns-stretch" { (volume::by_account(p, book)) (volume::by_method(p, book)) }
            @if is_first { (latest(p)) }
        }
    }
}

/// Which account and period; without JavaScript the button asks.
fn filter(p: &Dashboard<'_>) -> Markup {
    let t = p.t;
    html! {
        form class="dashboard-filter" action=(paths::DASHBOARD) aria-label=(t.text("dashboard-filter"))
            hx-get=(paths::DASHBOARD) hx-trigger="change, submit" hx-target="#dashboard" hx-select="#dashboard" hx-swap="outerHTML" hx-push-url="true" {
            @if p.accounts.len() > 1 {
                select class="input" name="account" aria-label=(t.text("dashboard-account")) {
                    option value="" selected[p.asked.account.is_none()] { (t.text("dashboard-all-accounts")) }
                    @for account in p.accounts {
                        option value=(account.id) selected[p.asked.account == Some(account.id)] { (account.name) }
                    }
                }
            }
            select class="input" name="period" aria-label=(t.text("dashboard-period")) {
                @for period in Period::ALL { option value=(period.code()) selected[p.asked.period == period] { (t.text(period_key(period))) } }
            }
            (button(Look::Default, &t.text("dashboard-show"), None))
        }
    }
}

/// What a period is called.
pub(super) const fn period_key(period: Period) -> &'static str {
    match period {
        Period::Month => "dashboard-period-month",
        Period::Days => "dashboard-period-days",
        Period::Year => "dashboard-period-year",
    }
}

fn kpis(p: &Dashboard<'_>, book: &Book) -> Markup {
    let t = p.t;
    html! {
        section class="card kpis kpis-three" aria-label=(t.text("dashboard-figures")) {
            (kpi(p, book, "dashboard-today", &book.today))
            (kpi(p, book, "dashboard-month", &book.month))
            (kpi(p, book, "dashboard-year", &book.year))
        }
    }
}

fn kpi(p: &Dashboard<'_>, book: &Book, key: &str, compared: &Compared) -> Markup {
    let (t, scope, now) = (p.t, p.scope(book), &compared.now);
    let others = [
        (now.volume.refunds > 0).then(|| html! { (refunds(t, &now.volume)) }),
        (now.volume.declined > 0).then(|| html! { a href=(scope.declined(now.span)) { (t.with("dashboard-declined", [("count", now.volume.declined)])) } }),
    ];
    html! {
        div class="kpi" {
            h2 { (t.text(key)) }
            a class="kpi-figure" href=(scope.approved(now.span)) { (figure(t, &now.volume)) }
            p { (t.with("payment-count", [("count", now.volume.payments)])) @for other in others.iter().flatten() { ", " (other) } }
            (before(t, scope, compared))
        }
    }
}

/// The figure that a figure stands against. A day that is not over is not measured by a whole one, unless it has passed
/// it already.
fn before(t: T, scope: Scope, compared: &Compared) -> Markup {
    let Compared { now, before } = compared;
    let span = span(t, before.span);
    let span = if before.span.is_one_day() { t.with("dashboard-whole-day", [("day", span)]) } else { span };
    let ahead = now.volume.size() >= before.volume.size();
    html! {
        p class="kpi-before" {
            a href=(scope.approved(before.span)) { (t.with("dashboard-column", [("when", span), ("what", words(t, &before.volume))])) }
            @if ahead || !before.span.is_one_day() { (trend(t, now.volume.size(), before.volume.size())) }
        }
    }
}

fn trend(t: T, now: i64, before: i64) -> Markup {
    let Some(percent) = change(now, before) else { return html! {} };
    let words = |key| t.with(key, [("percent", numbers::percent_of_hundred(percent.unsigned_abs(), t.locale()))]);
    html! {
        ", "
        @match percent.signum() {
            1 => span class="trend-up" { (words("dashboard-up")) },
            -1 => span class="trend-down" { (words("dashboard-down")) },
            _ => span { (t.text("dashboard-level")) },
        }
    }
}

/// By how many whole percent something has changed, rounded half away from zero; `None` where there was nothing to
/// compare with.
fn change(now: i64, before: i64) -> Option<i32> {
    let (change, before) = (i128::from(now) - i128::from(before), i128::from(before));
    let size = (before > 0).then(|| (change.abs() * 200 + before) / (before * 2))?;
    i32::try_from(size * change.signum()).ok()
}

fn latest(p: &Dashboard<'_>) -> Markup {
    let t = p.t;
    let amounts = if p.sees_totals { Amounts::Shown } else { Amounts::Hidden };
    let aside = html! { a href=(paths::PAYMENTS) { (t.text("dashboard-open-manager")) } };
    let first =
        button_link(Look::Primary, paths::NEW_PAYMENT, &t.text("shell-nav-enter-payment"), Some(Icon::CreditCard));
    let body = html! {
        @if p.latest.is_empty() { (empty(Icon::CreditCard, &t.text("dashboard-none"), &t.text("dashboard-none-text"), &first)) }
        @else {
            (table_scroll(&t.text("dashboard-latest-table"), &html! {
                table class="table table-two-line table-payments" {
                    (rows::plain_headings(t, amounts))
                    tbody { @for row in p.latest { (rows::payment_row(t, p.firm, p.now, row, amounts)) } }
                }
            }))
        }
    };
    card_flush("dashboard-latest", &t.text("dashboard-latest"), &aside, &body)
}

/// A volume as the figure of a page: the amount, or the count where amounts are not shown.
pub(super) fn figure(t: T, volume: &Volume) -> Markup {
    volume.net.map_or_else(
        || html! { span class="num" { (count(t, volume.payments)) } },
        |net| money(&amount::format(net, t.locale()), net.currency()),
    )
}

/// [`figure`] in words: `$1,250.00` or `14 payments`.
pub(super) fn words(t: T, volume: &Volume) -> String {
    volume
        .net
        .map_or_else(|| t.with("payment-count", [("count", volume.payments)]), |net| amount::format(net, t.locale()))
}

/// `2 refunds of $40.00 in all`, or their count alone.
pub(super) fn refunds(t: T, volume: &Volume) -> String {
    match volume.refunded {
        Some(amount) => {
            let amount = amount::format(amount, t.locale());
            t.with("dashboard-refunds-of", [("count", Arg::from(volume.refunds)), ("amount", Arg::from(amount))])
        }
        None => t.with("dashboard-refunds", [("count", volume.refunds)]),
    }
}

/// A count with the locale's grouping.
pub(super) fn count(t: T, count: u64) -> String {
    numbers::integer(i64::try_from(count).unwrap_or(i64::MAX), t.locale())
}

/// A stretch by its days, with the year where it is not plain.
pub(super) fn span(t: T, span: Span) -> String {
    if span.is_one_day() {
        return dates::day_short(span.first, t.locale());
    }
    let [first, last] = [dates::day_short(span.first, t.locale()), dates::day_medium(span.last, t.locale())];
    t.with("dashboard-range", [("first", first), ("last", last)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_in_whole_percent_and_needs_something_to_compare_with() {
        for (now, before, expected) in [
            (1, 0, None),
            (1, -5, None),
            (i64::MAX, 1, None),
            (0, 100, Some(-100)),
            (-50, 100, Some(-150)),
            (1_045, 1_000, Some(5)),
            (1_044, 1_000, Some(4)),
            (955, 1_000, Some(-5)),
            (1_000, 1_000, Some(0)),
            (1_004, 1_000, Some(0)),
        ] {
            assert_eq!(change(now, before), expected, "{now} {before}");
        }
    }
}
