//! What a payment by eCheck is besides: what is known of its way through the banks, and presenting it again.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        bank_account::RoutingNumber,
        card::Instrument,
        ids::TransactionId,
        merchant_account::AccountKind,
        nacha::BankDebit,
        permission::Permission,
        return_code::{Class, ReturnCode},
        time::Day,
        transaction::{Status, Transaction},
    },
    i18n::{T, dates},
    service::{
        Authority,
        bank_debits::{self, RepresentError, Unrepeatable},
        payments::TakeError,
    },
    web::{
        answer,
        error::WebError,
        forms::Fields,
        fragments::{Icon, Look, Tone, button, card, csrf, facts_lined, note},
        guard::Rq,
        paths,
    },
};

use super::{Typed, again, view::Page};

/// `POST /payments/{id}/representments`
#[handler]
pub async fn create_representment(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let id = TransactionId::new(id);
    let attempt = fields.get("attempt").parse().unwrap_or(0);
    // On a task of its own: a browser that goes away in the middle must not leave a debit half told.
    let (hall, user) = (app.clone(), staff.user.clone());
    let made = tokio::spawn(async move { bank_debits::represent(&hall, Authority::Staff(&user), id, attempt).await });
    let refuse = |key| again(app, rq, id, &Typed::default(), ("attempt", key));
    match made.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(payment) => Ok(answer::see_other(&paths::payment_result(payment.id))),
        Err(RepresentError::NoPayment) => Err(WebError::NotFound),
        // The page itself says why.
        Err(RepresentError::Unrepeatable(_)) => Ok(answer::see_other(&paths::payment(id))),
        Err(RepresentError::Take(TakeError::Unavailable)) => refuse("debit-again-unavailable"),
        Err(RepresentError::Take(TakeError::NotAllowed(not_allowed))) => Err(not_allowed.into()),
        Err(RepresentError::Take(TakeError::Store(error))) => Err(error.into()),
        Err(RepresentError::Take(_)) => Err(WebError::Unavailable),
    }
}

fn day(t: T, day: Option<Day>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| dates::day_long(day, t.locale()))
}

/// A return's code with what it means.
fn meaning(t: T, code: ReturnCode) -> String {
    t.with("debit-returned-note", [("code", code.code().to_owned()), ("reason", t.label(code))])
}

/// Why the payment came back, for its history.
pub(super) fn reason(p: &Page<'_>) -> Option<String> {
    let debit = p.details.transaction.bank_debit.as_ref()?;
    debit.returned.map(|code| meaning(p.t, code))
}

/// What staff must know of a debit at once, at the top of the page.
pub(super) fn notes(t: T, payment: &Transaction) -> Markup {
    let Some(debit) = &payment.bank_debit else { return html! {} };
    html! {
        @if payment.status == Status::Pending {
            (note(Tone::Warning, &html! { (t.with("debit-pending-note", [("day", day(t, debit.settles_on))])) }))
        }
        @if payment.account_kind == AccountKind::Trust && matches!(payment.status, Status::Pending | Status::Settled) {
            (note(Tone::Warning, &html! { (trust(t, debit)) }))
        }
        @if payment.status == Status::Returned {
            (note(Tone::Negative, &html! {
                @match debit.returned {
                    Some(code) => { b { (meaning(t, code)) } @if code.class() == Class::Fatal { " " (t.text("debit-returned-stopped")) } }
                    None => { (t.text("debit-returned-unknown")) }
                }
            }))
        }
        @if let Some(change) = debit.change {
            (note(Tone::Warning, &html! { (t.with("debit-change-note", [("code", change.code().to_owned()), ("change", t.label(change))])) }))
        }
    }
}

fn trust(t: T, debit: &BankDebit) -> String {
    t.with("debit-trust", [("day", day(t, debit.good_from())), ("until", day(t, debit.unauthorized_until()))])
}

/// The card with everything about the debit.
pub(super) fn debit_card(p: &Page<'_>) -> Markup {
    let (t, payment) = (p.t, &p.details.transaction);
    let Some(debit) = &payment.bank_debit else { return html! {} };
    let rows = rows(t, payment, debit);
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    let body = html! { div class="stack-4" { (facts_lined(&rows)) (again_form(p)) } };
    card("payment-debit", &t.text("debit-card"), &html! {}, &body)
}

fn rows(t: T, payment: &Transaction, debit: &BankDebit) -> Vec<(String, Markup)> {
    let mut rows = vec![(t.text("debit-class"), html! { (t.label(debit.sec)) })];
    if let Some(Instrument::BankAccount { routing, bank_name, account_type, holder_type, .. }) = &payment.instrument {
        let bank = [bank_name.as_deref(), routing.as_ref().map(RoutingNumber::as_str)];
        let bank: Vec<&str> = bank.into_iter().flatten().collect();
        rows.push((t.text("debit-bank"), html! { span class="num" { (bank.join(", ")) } }));
        rows.push((t.text("bank-type"), html! { (t.label(*account_type)) ", " (t.label(*holder_type)) }));
    }
    if debit.was_accepted() {
        rows.push((t.text("debit-settles"), html! { (day(t, debit.settles_on)) }));
    }
    if debit.was_accepted() && matches!(payment.status, Status::Pending | Status::Settled) {
        rows.push((t.text("debit-good-from"), html! { (day(t, debit.good_from())) }));
        rows.push((t.text("debit-until"), html! { (day(t, debit.unauthorized_until())) }));
    }
    if let Some(first) = debit.represents {
        let number = first.to_string();
        let words = t.with("debit-presented-first", [("count", debit.presentment.to_string()), ("number", number)]);
        rows.push((t.text("debit-presented"), html! { a href=(paths::payment(first)) { (words) } }));
    }
    let number = [("number", debit.authorization.to_string())];
    rows.push((
        t.text("debit-authorization"),
        html! { a href=(paths::authorization(debit.authorization)) { (t.with("debit-authorization-open", number)) } },
    ));
    rows
}

/// The button that presents it again, or why there is none.
fn again_form(p: &Page<'_>) -> Markup {
    let (t, payment) = (p.t, &p.details.transaction);
    if payment.status != Status::Returned {
        return html! {};
    }
    let takes = p.user.may(Permission::TakePayments);
    let said = |words: String| html! { p class="muted" { (words) } };
    match p.details.again {
        Some(Ok(again)) if takes => html! {
            form class="stack-3" method="post" action=(paths::payment_representments(payment.id)) data-once {
                (csrf(p.csrf))
                input type="hidden" name="attempt" value=(again.attempt);
                p class="hint" { (t.text("debit-again-text")) }
                (button(Look::Default, &t.text("debit-again-open"), Some(Icon::RotateCw)))
            }
        },
        Some(Err(Unrepeatable::Code(code))) => said(t.with("debit-again-code", [("code", code.code().to_owned())])),
        Some(Err(Unrepeatable::TooOften)) => said(t.text("debit-again-often")),
        Some(Err(Unrepeatable::TooLate)) => said(t.text("debit-again-late")),
        Some(Err(Unrepeatable::UnderWay(other))) => html! {
            p class="muted" { a href=(paths::payment(other)) { (t.with("debit-again-under-way", [("number", other.to_string())])) } }
        },
        Some(Err(Unrepeatable::OfSchedule(occurrence))) => html! {
            p class="muted" { a href=(paths::schedule(occurrence.schedule)) { (t.text("debit-again-of-schedule")) } }
        },
        Some(Err(Unrepeatable::NotWanted)) => said(t.text("debit-again-not-wanted")),
        Some(Err(Unrepeatable::Ended)) => said(t.text("debit-again-ended")),
        Some(Ok(_) | Err(Unrepeatable::NotReturned)) | None => html! {},
    }
}
