//! What needs attention, and what is still to come.

use maud::{Markup, html};

use crate::{
    domain::{alert::Cause, transaction::Status},
    i18n::amount,
    service::dashboard::{Figure, Volume},
    web::{
        alert_words,
        fragments::{Icon, Tone, card_flush, dot, empty, tag},
        paths,
    },
};

use super::view::{Dashboard, count};

/// Payers named before the rest are counted.
const NAMED: usize = 3;

/// Everything that waits for somebody, or that nothing does.
pub(super) fn attention(p: &Dashboard<'_>) -> Markup {
    let (t, found) = (p.t, p.attention);
    let aside = match found.count() {
        0 => html! {},
        many => tag(Tone::Negative, Icon::CircleAlert, &t.with("dashboard-attention-count", [("count", many)])),
    };
    let body = html! {
        @if found.count() == 0 { (empty(Icon::CircleCheck, &t.text("dashboard-calm"), &t.text("dashboard-calm-text"), &html! {})) }
        @else {
            ul class="list" role="list" {
                @for (cause, count) in &found.alerts { (item(p, *cause, *count)) }
                @if found.resting_pages > 0 { (resting(p, found.resting_pages)) }
                @if let Some(cards) = cards(p) { (cards) }
            }
        }
    };
    card_flush("dashboard-attention", &t.text("dashboard-attention"), &aside, &body)
}

/// Open alerts of one cause: by themselves where there are several.
fn item(p: &Dashboard<'_>, cause: Cause, alerts: u64) -> Markup {
    let (t, (tone, icon)) = (p.t, alert_words::look(cause));
    html! {
        li {
            (dot(tone, icon))
            div class="list-text" {
                a href=(paths::alerts_for(cause)) { (t.label(cause)) @if alerts > 1 { " (" (count(t, alerts)) ")" } } " "
                span class="sub" { (t.text(alert_words::next_key(cause))) }
            }
        }
    }
}

/// Payment pages that closed themselves.
fn resting(p: &Dashboard<'_>, pages: usize) -> Markup {
    let t = p.t;
    html! {
        li {
            (dot(Tone::Negative, Icon::TriangleAlert))
            div class="list-text" {
                a href=(paths::PAYMENT_PAGES) { (t.with("dashboard-attention-pages", [("count", pages)])) } " "
                span class="sub" { (t.text("dashboard-attention-pages-text")) }
            }
        }
    }
}

/// Cards that expire this month, with whose they are.
fn cards(p: &Dashboard<'_>) -> Option<Markup> {
    let (t, names) = (p.t, &p.attention.expiring);
    let more = names.len().saturating_sub(NAMED);
    let path = |name: &str| paths::payments_matching(&format!("payer:\"{}\"", name.replace('"', " ")));
    (!names.is_empty()).then(|| {
        html! {
            li {
                (dot(Tone::Warning, Icon::CreditCard))
                div class="list-text" {
                    b { (t.with("dashboard-attention-cards", [("count", names.len())])) } " "
                    span class="sub" {
                        @for (index, name) in names.iter().take(NAMED).enumerate() {
                            @if index > 0 { ", " }
                            a href=(path(name)) { (name) }
                        }
                        @if more > 0 { ", " (t.with("dashboard-attention-more", [("count", more)])) }
                    }
                }
            }
        }
    })
}

/// What is on its way; left out where nothing is.
pub(super) fn upcoming(p: &Dashboard<'_>) -> Markup {
    let t = p.t;
    let flows = p.books.iter().flat_map(|book| {
        let scope = p.scope(book);
        [("authorized", book.authorized, Status::Authorized), ("pending", book.pending, Status::Pending)]
            .map(|(name, figure, status)| waiting(p, name, &figure, &scope.standing(figure.span, status)))
    });
    let mut items: Vec<Markup> = flows.flatten().collect();
    if p.attention.waiting_mail > 0 {
        let words = t.with("dashboard-upcoming-mail", [("count", p.attention.waiting_mail)]);
        items.push(html! { li { div class="list-text" { a href=(paths::OUTBOX) { (words) } } } });
    }
    html! { @if !items.is_empty() {
        (card_flush("dashboard-upcoming", &t.text("dashboard-upcoming"), &html! {}, &html! {
            ul class="list" role="list" { @for item in &items { (item) } }
        }))
    } }
}

fn waiting(p: &Dashboard<'_>, name: &str, figure: &Figure, path: &str) -> Option<Markup> {
    let (t, Volume { payments, net, .. }) = (p.t, figure.volume);
    (payments > 0).then(|| {
        html! {
            li {
                div class="list-text" {
                    a href=(path) { (t.with(&format!("dashboard-upcoming-{name}"), [("count", payments)])) } " "
                    span class="sub" { (t.text(&format!("dashboard-upcoming-{name}-text"))) }
                }
                b class="num" { (net.map_or_else(|| count(t, payments), |net| amount::format(net, t.locale()))) }
            }
        }
    })
}
