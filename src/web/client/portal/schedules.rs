//! What a payer agreed to have collected: to be read, not changed. What is to change is agreed with the firm.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::ScheduleId,
        money::Money,
        payer::Payer,
        schedule::{
            State,
            occurrence::{Occurrence, Standing},
        },
    },
    i18n::{amount, calendar, dates},
    service::{
        portal::looking,
        schedules::{
            self,
            looking::{Details, Row},
        },
    },
    web::{
        error::WebError,
        fragments::{
            Icon, Tone, breadcrumb, card, card_flush, empty, facts_lined, method_in_full, page_head, table_under, tag,
        },
        guard::Rq,
        page::portal::PortalPage,
        paths,
        schedule_rows::{plan_words, recurrence_words, state_tag},
    },
};

use super::Visit;

/// How many of the coming payments are shown.
const NEXT: usize = 6;

/// `GET /portal/schedules`
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let t = visit.t;
    let found = looking::schedules(app, &visit.reached)?;
    let none = found.iter().all(|(_, rows)| rows.is_empty());
    let body = html! {
        div class="stack-2" { h1 { (t.text("portal-schedules")) } p class="muted" { (t.with("portal-schedules-intro", [("firm", visit.firm().name)])) } }
        @if none { section class="card" { (empty(Icon::CalendarClock, &t.text("portal-schedules-none"), "", &html! {})) } }
        @for (payer, rows) in found.iter().filter(|(_, rows)| !rows.is_empty()) { (of_payer(&visit, payer, rows)) }
    };
    Ok(visit.answer(PortalPage::Schedules, &t.text("portal-schedules"), &body))
}

fn of_payer(visit: &Visit<'_>, payer: &Payer, rows: &[Row]) -> Markup {
    let t = visit.t;
    let body = html! {
        ul class="list list-wrap" role="list" {
            @for row in rows {
                li {
                    div class="list-text" {
                        a href=(paths::portal_schedule(row.schedule.id)) { (row.schedule.name) }
                        @if let Some(terms) = row.schedule.latest() { div class="faint" { (plan_words(t, terms.plan)) } }
                        @if let Some(next) = row.next.as_ref().filter(|_| row.schedule.state == State::Active) {
                            div { (t.with("portal-next", [("amount", amount::format(next.amount, t.locale())), ("day", calendar::day_medium(next.day, t.locale()))])) }
                        }
                    }
                    div class="schedule-tags" {
                        (state_tag(t, row.schedule.state))
                        @if row.schedule.tally.failed > 0 { (tag(Tone::Negative, Icon::CircleX, &t.with("schedules-failed-count", [("count", row.schedule.tally.failed)]))) }
                    }
                }
            }
        }
    };
    card_flush(&format!("portal-schedules-{}", payer.id), &payer.name, &html! {}, &body)
}

/// `GET /portal/schedules/{id}`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let t = visit.t;
    let found = looking::schedule(app, &visit.reached, ScheduleId::new(id))?;
    let (payer, details) = found.ok_or(WebError::NotFound)?;
    let title = details.row.schedule.name.clone();
    let body = html! {
        (page_head(&breadcrumb(paths::PORTAL_SCHEDULES, &t.text("portal-schedules"), &title), &title, &html! {}, &html! {}))
        (agreed(&visit, &payer, &details))
        (coming(&visit, &details))
        (so_far(&visit, &details))
    };
    Ok(visit.answer(PortalPage::Schedules, &title, &body))
}

fn agreed(visit: &Visit<'_>, payer: &Payer, details: &Details) -> Markup {
    let (t, schedule) = (visit.t, &details.row.schedule);
    let names = [
        "portal-agreed-plan",
        "portal-agreed-days",
        "payments-method",
        "payments-payer",
        "payments-status",
        "portal-collected",
    ]
    .map(|key| t.text(key));
    let [plan, days, how, who, status, collected] = &names;
    let mut rows = Vec::new();
    if let Some(terms) = schedule.latest() {
        rows.push((plan.as_str(), html! { (plan_words(t, terms.plan)) }));
        rows.push((days.as_str(), html! { (recurrence_words(t, terms.recurrence)) }));
    }
    let sum = Money::new(schedule.tally.collected_minor, schedule.currency());
    rows.extend([
        (how.as_str(), method_in_full(t, details.row.method.as_ref().map(|method| &method.instrument))),
        (who.as_str(), html! { (payer.name) }),
        (status.as_str(), state_tag(t, schedule.state)),
        (collected.as_str(), html! { span class="num" { (amount::format(sum, t.locale())) } }),
    ]);
    card("portal-agreed", &t.text("portal-agreed"), &html! {}, &facts_lined(&rows))
}

fn coming(visit: &Visit<'_>, details: &Details) -> Markup {
    let (t, schedule) = (visit.t, &details.row.schedule);
    if schedule.state != State::Active {
        return html! {};
    }
    let first = details.row.next.as_ref().map_or(schedule.next_number, |next| next.id.number);
    let dates: Vec<_> = schedule.outlook(first).take(NEXT).collect();
    let body = html! {
        ul class="list" role="list" {
            @for planned in &dates { li { div class="list-text" { (calendar::day_medium(planned.day, t.locale())) } b class="num" { (amount::format(planned.amount, t.locale())) } } }
        }
    };
    html! { @if !dates.is_empty() { (card_flush("portal-coming", &t.text("portal-coming"), &html! {}, &body)) } }
}

/// What came of the payments so far; the one that waits for its day is told above.
fn so_far(visit: &Visit<'_>, details: &Details) -> Markup {
    let t = visit.t;
    let tried: Vec<_> = details.tried.iter().filter(|tried| tried.occurrence.standing != Standing::Pending).collect();
    if tried.is_empty() {
        return html! {};
    }
    let heading = t.text("portal-so-far");
    let table = html! {
        table class="table table-stack" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" { (t.text("portal-payment")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
            } }
            tbody {
                @for tried in tried {
                    tr {
                        td class="num nowrap" { (calendar::day_medium(tried.occurrence.day, t.locale())) }
                        td data-label=(t.text("payments-status")) { (standing(visit, &tried.occurrence)) (again(visit, &tried.occurrence)) }
                        td data-label=(t.text("portal-payment")) {
                            @if let Some(payment) = tried.payments.last() { a href=(paths::portal_payment(payment.id)) { (t.with("portal-payment-number", [("number", payment.id.to_string())])) } } @else { "–" }
                        }
                        td class="cell-end num" data-label=(t.text("payments-amount")) { (amount::format(tried.occurrence.amount, t.locale())) (pay_now(visit, details, &tried.occurrence)) }
                    }
                }
            }
        }
    };
    card_flush("portal-so-far", &heading, &html! {}, &table_under(t, &heading, &table))
}

/// When what failed is collected again by itself.
fn again(visit: &Visit<'_>, occurrence: &Occurrence) -> Markup {
    let (t, zone) = (visit.t, visit.firm().time_zone);
    html! {
        @if let Some(at) = occurrence.tried_again_at() {
            " " span class="faint" { (t.with("portal-overdue-again", [("day", dates::date_medium(at, &zone, t.locale()))])) }
        }
    }
}

/// The way to pay what failed, where nothing collects it by itself.
fn pay_now(visit: &Visit<'_>, details: &Details, occurrence: &Occurrence) -> Markup {
    let t = visit.t;
    html! {
        @if let Some(owed) = schedules::owed(&details.row.schedule, occurrence) {
            div { a class="button button-primary button-small" href=(paths::portal_overdue(occurrence.id)) {
                (Icon::Lock) span { (t.text("portal-overdue-pay")) }
                span class="visually-hidden" { ": " (amount::format(owed, t.locale())) ", " (calendar::day_medium(occurrence.day, t.locale())) }
            } }
        }
    }
}

pub(super) fn standing(visit: &Visit<'_>, occurrence: &Occurrence) -> Markup {
    let (tone, icon) = match occurrence.standing {
        Standing::Pending => (Tone::Neutral, Icon::CalendarClock),
        Standing::Collecting | Standing::Submitted => (Tone::Warning, Icon::Clock),
        Standing::Collected | Standing::PaidElsewhere => (Tone::Positive, Icon::CircleCheck),
        Standing::Failed => (Tone::Negative, Icon::CircleX),
        Standing::Skipped => (Tone::Neutral, Icon::Ban),
    };
    tag(tone, icon, &visit.t.label(occurrence.standing))
}
