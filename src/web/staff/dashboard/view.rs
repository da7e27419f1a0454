//! The dashboard's page: pure markup.

use maud::{Markup, html};

use crate::{
    domain::{firm::Firm, time::Timestamp, transaction::Transaction},
    i18n::{T, amount, dates},
    service::{
        dashboard::{Figure, Figures},
        search::Row,
    },
    web::{
        fragments::{Icon, Tone, card_flush, empty, money, note, page_head, table_scroll},
        paths, rows,
    },
};

/// What the page shows.
pub(super) struct Dashboard<'a> {
    pub(super) t: T,
    pub(super) firm: &'a Firm,
    pub(super) now: Timestamp,
    pub(super) figures: &'a Figures,
    pub(super) latest: &'a [Row],
    pub(super) open: &'a [Transaction],
}

/// The whole page.
pub(super) fn page(p: &Dashboard<'_>) -> Markup {
    let t = p.t;
    let today = dates::date_long(p.now, &p.firm.time_zone, t.locale());
    html! {
        (page_head(&html! {}, &t.text("dashboard-title"), &html! { p { (t.with("dashboard-intro", [("today", today)])) } }, &html! {}))
        @for transaction in p.open {
            (note(Tone::Warning, &html! { a href=(paths::payment(transaction.id)) { (t.with("dashboard-open", [("amount", amount::format(transaction.amount, t.locale())), ("payer", transaction.payer_name.clone())])) } }))
        }
        section class="card kpis kpis-three" aria-label=(t.text("dashboard-figures")) {
            (figure(t, "dashboard-today", &p.figures.today))
            (figure(t, "dashboard-month", &p.figures.month))
            (figure(t, "dashboard-year", &p.figures.year))
        }
        (latest(p))
    }
}

fn figure(t: T, key: &str, figure: &Figure) -> Markup {
    html! {
        div class="kpi" {
            h2 { (t.text(key)) }
            div class="kpi-figure" { (money(&amount::format(figure.amount, t.locale()), figure.amount.currency())) }
            p { (t.with("payment-count", [("count", figure.count)])) ", " (t.with("dashboard-declined", [("count", figure.declined)])) }
        }
    }
}

fn latest(p: &Dashboard<'_>) -> Markup {
    let t = p.t;
    let aside = html! { a href=(paths::PAYMENTS) { (t.text("dashboard-open-manager")) } };
    let body = html! {
        @if p.latest.is_empty() { (empty(Icon::CreditCard, &t.text("dashboard-none"), &t.text("dashboard-none-text"), &html! {})) }
        @else {
            (table_scroll(&t.text("dashboard-latest"), &html! {
                table class="table table-two-line table-payments" {
                    (rows::plain_headings(t))
                    tbody { @for row in p.latest { (rows::payment_row(t, p.firm, p.now, row)) } }
                }
            }))
        }
    };
    card_flush("dashboard-latest", &t.text("dashboard-latest"), &aside, &body)
}
