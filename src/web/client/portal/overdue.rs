//! Paying a payment of a schedule that failed. What it is for and how it stands is always told; where it can be paid, a saved
//! method is chosen first, and nothing is charged but by the button that says how much and with what.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{OccurrenceId, ScheduleId},
        money::Money,
        schedule::occurrence::Standing,
        transaction::{Status, Transaction},
    },
    i18n::{amount, calendar, dates},
    service::{
        portal::catching_up::{self, CatchUpError, Catching},
        receipts::{self, has_receipt},
        schedules::{Overdue, ScheduleError},
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields},
        fragments::{
            Icon, Look, Tone, breadcrumb, button, button_link, csrf, facts_lined, form_head, form_section, note,
            page_head,
        },
        guard::Rq,
        page::portal::PortalPage,
        paths,
        pay_form::{Wrong, parts::declined_key, turned_away},
        router::Entrance,
    },
};

use super::{
    Visit,
    pay_with::{self, METHOD},
    schedules::standing,
    words,
};

/// A payment of a schedule, and who looks at it.
struct Room<'a> {
    visit: Visit<'a>,
    found: Catching,
}

impl<'a> Room<'a> {
    fn new(app: &'a Arc<App>, rq: &'a Rq, id: OccurrenceId) -> Result<Self, WebError> {
        let visit = Visit::new(app, rq, rq.payer()?)?;
        let found = catching_up::find(app, &visit.reached, id)?.ok_or(WebError::NotFound)?;
        Ok(Self { visit, found })
    }

    const fn id(&self) -> OccurrenceId {
        self.found.occurrence.id
    }

    fn here(&self) -> String {
        paths::portal_overdue(self.id())
    }

    fn money(&self, money: Money) -> String {
        amount::format(money, self.visit.t.locale())
    }

    /// The method that was chosen, or the only one there is.
    fn chosen(&self, text: &str) -> Option<&PaymentMethod> {
        match self.found.methods.as_slice() {
            [only] if text.is_empty() => Some(only),
            methods => methods.iter().find(|method| method.id.to_string() == text),
        }
    }

    fn draw(&self, chosen: &str, wrong: &Wrong) -> Response {
        let t = self.visit.t;
        let title =
            t.with("portal-overdue-title", [("day", calendar::day_medium(self.found.occurrence.day, t.locale()))]);
        let trail = breadcrumb(paths::PORTAL_SCHEDULES, &t.text("portal-schedules"), &title);
        let body = html! {
            div class="pay-columns public-pay" {
                div class="pay-intro" {
                    (form_head(t, &wrong.all(), None))
                    (page_head(&trail, &title, &html! {}, &html! {}))
                    (outcome(self))
                }
                (summary(self))
                @match self.found.owed {
                    None => { (without_form(self)) }
                    Some(_) if self.found.methods.is_empty() => { (without_method(self)) }
                    Some(owed) => @match self.chosen(chosen) {
                        Some(method) => { (confirm(self, method, owed)) }
                        None => { (choose(self, wrong)) }
                    },
                }
            }
        };
        let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.visit.answer_with(status, PortalPage::Schedules, &title, &body)
    }
}

fn occurrence(schedule: u64, number: u32) -> OccurrenceId {
    OccurrenceId { schedule: ScheduleId::new(schedule), number }
}

/// `GET /portal/schedules/{id}/payments/{number}`, with what was chosen.
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path((id, number)): Path<(u64, u32)>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.payer()?;
    let room = Room::new(app, rq, occurrence(id, number))?;
    let (chosen, mut wrong) = (forms::query_value(request, METHOD), Wrong::default());
    let chosen = chosen.unwrap_or_default();
    if !chosen.is_empty() && room.found.owed.is_some() && room.chosen(&chosen).is_none() {
        wrong.add(METHOD, room.visit.t.text("portal-request-error-method"));
    }
    Ok(room.draw(&chosen, &wrong))
}

/// `POST /portal/schedules/{id}/payments/{number}`: pays.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path((id, number)): Path<(u64, u32)>,
    fields: &Fields,
) -> Result<Response, WebError> {
    rq.payer()?;
    let room = Room::new(app, rq, occurrence(id, number))?;
    let t = room.visit.t;
    let (version, amount) = (fields.get("version").parse::<u32>(), fields.get("shown").parse::<i64>());
    let (Ok(version), Ok(amount)) = (version, amount) else {
        return Ok(room.draw("", &Wrong::one("", t.text("pay-error-stale"))));
    };
    let Ok(method) = fields.get(METHOD).parse() else {
        return Ok(room.draw("", &Wrong::one(METHOD, t.text("portal-request-error-method"))));
    };
    let asked = Overdue { occurrence: room.id(), version, amount, method };
    // On a task of its own: a browser that goes away in the middle must not leave a charge half told.
    let (hall, desk, login, peer) = (app.clone(), entrance.clone(), room.visit.me.login.clone(), rq.peer());
    let paid = tokio::spawn(async move { catching_up::pay(&hall, (&desk.turnstile, &peer), &login, asked).await });
    match paid.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(_) | Err(CatchUpError::Schedule(ScheduleError::BeingConfirmed)) => Ok(answer::see_other(&room.here())),
        Err(error) => refused(&room, error),
    }
}

/// The page again, as things stand now, with why nothing was charged. A form that was sent before is told what came of it.
fn refused(room: &Room<'_>, error: CatchUpError) -> Result<Response, WebError> {
    let now = Room::new(room.visit.app, room.visit.rq, room.id())?;
    let (field, key) = match error {
        CatchUpError::NotFound => return Err(WebError::NotFound),
        CatchUpError::TurnedAway(why) => ("", turned_away(why)),
        CatchUpError::Schedule(ScheduleError::Stale | ScheduleError::NotNow) if now.found.owed.is_none() => {
            return Ok(answer::see_other(&now.here()));
        }
        CatchUpError::Schedule(ScheduleError::Stale | ScheduleError::NotNow) => ("", "portal-overdue-error-changed"),
        CatchUpError::Schedule(ScheduleError::NoMethod) => (METHOD, "portal-request-error-method"),
        CatchUpError::Schedule(ScheduleError::Store(error)) => return Err(error.into()),
        CatchUpError::Schedule(ScheduleError::NotAllowed(not_allowed)) => return Err(not_allowed.into()),
        CatchUpError::Schedule(_) => ("", "pay-error-unavailable"),
    };
    Ok(now.draw("", &Wrong::one(field, now.visit.t.text(key))))
}

/// What came of the last try.
fn outcome(room: &Room<'_>) -> Markup {
    let t = room.visit.t;
    let Some(last) = room.found.payments.last() else { return html! {} };
    let tone = match room.found.occurrence.standing {
        Standing::Collected | Standing::PaidElsewhere => Tone::Positive,
        Standing::Failed => Tone::Negative,
        _ => Tone::Information,
    };
    let open = last.status.is_unresolved();
    let action = last.action_url.as_ref().filter(|_| last.status == Status::ActionRequired);
    html! {
        div class="stack-3" role="status" data-poll=[open.then_some("")] {
            (note(tone, &html! { p { (words_of(room, last)) } }))
            @if has_receipt(last) {
                @let receipt = paths::receipt(&receipts::link_token(&room.visit.app.secrets, last.id));
                div class="actions" { (button_link(Look::Default, &receipt, &t.text("portal-receipt"), Some(Icon::ReceiptText))) }
            }
            @if let Some(url) = action { div class="actions" { a class="button button-primary" href=(url) { (t.text("result-action-go")) } } }
            @if open { div class="actions" { (button_link(Look::Default, &room.here(), &t.text("pay-look-again"), Some(Icon::RotateCw))) } }
        }
    }
}

fn words_of(room: &Room<'_>, last: &Transaction) -> String {
    let t = room.visit.t;
    match last.status {
        Status::ActionRequired => t.text("pay-action-text"),
        Status::Returned | Status::Reversed if room.found.owed.is_some() => t.text("portal-overdue-returned"),
        // Whether it was the schedule or the payer who tried.
        Status::Declined | Status::Failed => {
            let at = dates::date_time_long(last.changed_at, &room.visit.firm().time_zone, t.locale());
            t.with("portal-overdue-declined", [("time", at)]) + " " + &t.text(declined_key(last))
        }
        status => words::explanation(t, status),
    }
}

/// What it is for and how it stands.
fn summary(room: &Room<'_>) -> Markup {
    let (t, found) = (room.visit.t, &room.found);
    let names = ["payments-amount", "payments-payer", "payments-status", "portal-payment"].map(|key| t.text(key));
    let [how_much, who, status, payment] = &names;
    let sum = found.owed.unwrap_or(found.occurrence.amount);
    let mut rows = vec![
        (how_much.as_str(), html! { b class="num" { (room.money(sum)) } }),
        (who.as_str(), html! { (found.payer.name) }),
        (status.as_str(), standing(&room.visit, &found.occurrence)),
    ];
    if let Some(last) = found.payments.last() {
        let words = t.with("portal-payment-number", [("number", last.id.to_string())]);
        rows.push((payment.as_str(), html! { a href=(paths::portal_payment(last.id)) { (words) } }));
    }
    html! {
        aside class="card pay-summary" aria-labelledby="portal-overdue" {
            div class="card-head" { h2 id="portal-overdue" { (found.schedule.name) } }
            div class="card-body" { (facts_lined(&rows)) }
        }
    }
}

fn back(room: &Room<'_>) -> Markup {
    let to = paths::portal_schedule(room.id().schedule);
    button_link(Look::Default, &to, &room.visit.t.text("portal-overdue-back"), Some(Icon::ChevronLeft))
}

/// Where nothing is to be paid here: it is, or it is collected again by itself.
fn without_form(room: &Room<'_>) -> Markup {
    let t = room.visit.t;
    html! {
        div class="pay-form" {
            @if let Some(at) = room.found.occurrence.tried_again_at() {
                p { (t.with("portal-overdue-again", [("day", dates::date_medium(at, &room.visit.firm().time_zone, t.locale()))])) }
            }
            div class="actions" { (back(room)) }
        }
    }
}

/// Where no method of theirs can be charged for it.
fn without_method(room: &Room<'_>) -> Markup {
    let t = room.visit.t;
    html! {
        div class="pay-form" {
            p { (t.with("portal-overdue-no-method", [("firm", room.visit.firm().name)])) }
            div class="actions" {
                (button_link(Look::Primary, paths::PORTAL_METHODS, &t.text("portal-methods"), Some(Icon::CreditCard)))
                (back(room))
            }
        }
    }
}

/// The saved methods. Choosing changes nothing.
fn choose(room: &Room<'_>, wrong: &Wrong) -> Markup {
    let t = room.visit.t;
    let refused = room.found.occurrence.attempts.last().map(|attempt| attempt.method);
    let first = room.found.methods.iter().find(|method| Some(method.id) != refused);
    let first = first.map(|method| method.id.to_string());
    let choices = pay_with::choices(t, &room.found.methods, (first.as_deref(), wrong));
    html! {
        form class="pay-form" method="get" action=(room.here()) novalidate {
            (form_section("portal-overdue-with", &t.text("portal-request-with"), &html! {}, &choices))
            div class="actions" { (button(Look::Primary, &t.text("portal-request-continue"), None)) (back(room)) }
        }
    }
}

/// The button that says what it charges, and what goes with it.
fn confirm(room: &Room<'_>, method: &PaymentMethod, owed: Money) -> Markup {
    let (t, sum) = (room.visit.t, room.money(owed));
    let (how_much, how, to) =
        (t.text("pay-amount"), t.text("portal-request-with"), t.text("portal-request-receipt-to"));
    let mut rows = vec![
        (how_much.as_str(), html! { b class="num" { (sum) } }),
        (how.as_str(), html! { (pay_with::line(t, method)) }),
    ];
    // As for whatever else the schedule collects.
    if !room.found.payer.emails.is_empty() {
        rows.push((to.as_str(), html! { (room.found.payer.emails.join(", ")) }));
    }
    let sums =
        html! { div class="stack-4" { (facts_lined(&rows)) p class="hint" { (agreement(room, method, &sum)) } } };
    html! {
        form class="pay-form" method="post" action=(room.here()) novalidate data-once {
            (csrf(room.visit.rq.csrf()))
            input type="hidden" name="version" value=(room.found.occurrence.version);
            input type="hidden" name="shown" value=(owed.minor());
            input type="hidden" name=(METHOD) value=(method.id);
            (form_section("portal-overdue-check", &t.text("portal-request-check"), &html! {}, &sums))
            div class="actions" {
                (button(Look::Primary, &pay_with::button_words(t, (&sum, method)), Some(Icon::Lock)))
                @if room.found.methods.len() > 1 { (button_link(Look::Default, &room.here(), &t.text("portal-request-again"), None)) }
                (back(room))
            }
        }
    }
}

/// What a press on the button allows. A bank account is debited on what was authorized with the schedule.
fn agreement(room: &Room<'_>, method: &PaymentMethod, sum: &str) -> String {
    let statement = room.found.account.as_ref().map(|account| account.statement_name.clone()).unwrap_or_default();
    let account = method.instrument.is_bank_account();
    let key = if account { "portal-overdue-agree-account" } else { "portal-request-agree" };
    let args = [("firm", room.visit.firm().name), ("amount", sum.to_owned()), ("statement", statement)];
    room.visit.t.with(key, args)
}
