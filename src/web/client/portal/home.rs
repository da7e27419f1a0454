//! What a payer sees first: what is to be paid, what will be collected next, and what was paid lately.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{Response, handler, web::Data};

use crate::{
    app::App,
    domain::{payer::Payer, schedule::State},
    i18n::{amount, calendar},
    service::{
        portal::looking::{self, Overdue, Paid, Wanted},
        schedules::looking::Row as Schedule,
    },
    web::{
        error::WebError,
        fragments::{Icon, Look, Tone, button_link, card_flush, empty, method, tag},
        guard::Rq,
        page::portal::PortalPage,
        paths,
    },
};

use super::{Visit, words};

/// Payments on the first page.
const RECENT: usize = 5;
/// Payments of schedules on the first page.
const NEXT: usize = 6;

/// `GET /portal`
#[handler]
pub async fn home(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let t = visit.t;
    let (wanted, recent) =
        (looking::requests(app, &visit.reached)?, looking::payments(app, &visit.reached, None, RECENT)?);
    let overdue = looking::overdue(app, &visit.reached)?;
    let next = next(looking::schedules(app, &visit.reached)?);
    let firm = visit.firm().name;
    let body = html! {
        div class="stack-2" {
            h1 { (t.text("portal-title")) }
            @if visit.reached.is_empty() { p { (t.with("portal-nothing", [("firm", firm)])) } } @else {
                p class="muted" { (t.with("portal-intro", [("firm", firm), ("names", names(&visit.reached))])) }
            }
        }
        @if !visit.reached.is_empty() {
            (to_pay(&visit, &wanted, &overdue))
            (coming(&visit, &next))
            (lately(&visit, &recent))
        }
    };
    Ok(visit.answer(PortalPage::Home, &t.text("portal-title"), &body))
}

fn names(reached: &[Payer]) -> String {
    reached.iter().map(|payer| payer.name.as_str()).collect::<Vec<_>>().join(" · ")
}

/// The payments of schedules that wait for their day, the earliest first.
fn next(schedules: Vec<(Payer, Vec<Schedule>)>) -> Vec<(Payer, Schedule)> {
    let mut found: Vec<(Payer, Schedule)> = schedules
        .into_iter()
        .flat_map(|(payer, rows)| rows.into_iter().map(move |row| (payer.clone(), row)))
        .filter(|(_, row)| row.schedule.state == State::Active && row.next.is_some())
        .collect();
    found.sort_by_key(|(_, row)| (row.next.as_ref().map(|next| next.day), row.schedule.id));
    found.truncate(NEXT);
    found
}

fn to_pay(visit: &Visit<'_>, wanted: &[Wanted], overdue: &[Overdue]) -> Markup {
    let t = visit.t;
    let body = html! {
        @if wanted.is_empty() && overdue.is_empty() { (empty(Icon::CircleCheck, &t.text("portal-to-pay-none"), "", &html! {})) } @else {
            ul class="list list-wrap" role="list" {
                @for overdue in overdue { (failed(visit, overdue)) }
                @for wanted in wanted { (request(visit, wanted)) }
            }
        }
    };
    card_flush("portal-to-pay", &t.text("portal-to-pay"), &html! {}, &body)
}

fn request(visit: &Visit<'_>, wanted: &Wanted) -> Markup {
    let (t, request) = (visit.t, &wanted.request);
    let money = |money| amount::format(money, t.locale());
    let (rest, what) = (request.rest(), words::asked_for(t, request));
    html! {
        li {
            div class="list-text" {
                div { b class="num" { (money(rest)) } @if request.paid().is_positive() { " " span class="faint" { (t.with("portal-of-total", [("total", money(request.total()))])) } } }
                @if let Some(what) = &what { div { (what) } }
                @if let Some(due) = request.asked.due { div class="faint" { (t.with("portal-due", [("day", calendar::day_medium(due, t.locale()))])) } }
                @if visit.has_several() { div class="faint" { (wanted.payer.name) } }
                @if request.held().is_positive() { div { (tag(Tone::Warning, Icon::Clock, &t.with("portal-held", [("amount", money(request.held()))]))) } }
            }
            @if rest.is_positive() {
                a class="button button-primary button-small" href=(paths::portal_request(request.id)) { (Icon::Lock) span { (t.text("portal-pay")) } span class="visually-hidden" { ": " (money(rest)) @if let Some(what) = &what { ", " (what) } } }
            }
        }
    }
}

/// A payment of a schedule that failed.
fn failed(visit: &Visit<'_>, overdue: &Overdue) -> Markup {
    let (t, owed) = (visit.t, amount::format(overdue.owed, visit.t.locale()));
    let day = calendar::day_medium(overdue.occurrence.day, t.locale());
    html! {
        li {
            div class="list-text" {
                div { b class="num" { (owed) } }
                div { (overdue.schedule.name) }
                div class="faint" { (t.with("portal-overdue-since", [("day", day.as_str())])) }
                @if visit.has_several() { div class="faint" { (overdue.payer.name) } }
            }
            a class="button button-primary button-small" href=(paths::portal_overdue(overdue.occurrence.id)) { (Icon::Lock) span { (t.text("portal-overdue-pay")) } span class="visually-hidden" { ": " (owed) ", " (overdue.schedule.name) } }
        }
    }
}

fn coming(visit: &Visit<'_>, next: &[(Payer, Schedule)]) -> Markup {
    let t = visit.t;
    if next.is_empty() {
        return html! {};
    }
    let body = html! {
        ul class="list list-wrap" role="list" {
            @for (payer, row) in next {
                @if let Some(next) = &row.next {
                    li {
                        div class="list-text" {
                            a href=(paths::portal_schedule(row.schedule.id)) { (row.schedule.name) }
                            div class="faint" { (t.with("portal-collected-on", [("day", calendar::day_medium(next.day, t.locale()))])) @if visit.has_several() { ", " (payer.name) } }
                        }
                        span { (method(t, row.method.as_ref().map(|method| &method.instrument))) }
                        b class="num" { (amount::format(next.amount, t.locale())) }
                    }
                }
            }
        }
    };
    let all = html! { a href=(paths::PORTAL_SCHEDULES) { (t.text("portal-all-schedules")) } };
    card_flush("portal-coming", &t.text("portal-coming"), &all, &body)
}

fn lately(visit: &Visit<'_>, recent: &[Paid]) -> Markup {
    let t = visit.t;
    let body = html! {
        @if recent.is_empty() { (empty(Icon::ReceiptText, &t.text("portal-payments-none"), "", &html! {})) } @else { (words::table(visit, &t.text("portal-recent"), recent)) }
    };
    let all = html! { @if !recent.is_empty() { (button_link(Look::Small, paths::PORTAL_PAYMENTS, &t.text("portal-all-payments"), None)) } };
    card_flush("portal-recent", &t.text("portal-recent"), &all, &body)
}
