//! What came of a payment on a page, under the key of its operation, which only its payer has.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::OperationKey,
        locale::Language,
        payment_page::{PaymentPage, fields::FieldKind, order::Order, words::Texts},
        transaction::{Status, Transaction},
    },
    i18n::{T, amount},
    service::{payment_pages::paying::Open, payment_requests::paying as requests, reading, receipts},
    web::{
        answer,
        error::WebError,
        fragments::{Icon, Look, Tone, button_link, note},
        guard::Rq,
        keeping, onward, paths,
        pay_form::{Typed, parts},
        router::Entrance,
    },
};

use super::Visit;

/// For how long a declined payment fills in the form of the next try, in milliseconds.
const AGAIN_MS: i64 = 60 * 60 * 1_000;

/// `GET /paid/{key}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Data(entrance): Data<&Arc<Entrance>>,
    Path(key): Path<String>,
) -> Result<Response, WebError> {
    rq.anyone();
    let key = OperationKey::parse(&key).map_err(|_| WebError::NotFound)?;
    if let Some(elsewhere) = of_request(app, rq, &key)? {
        return Ok(answer::see_other(&elsewhere));
    }
    let (payment, _, page) = reading::payment_on_page(app, &key)?.ok_or(WebError::NotFound)?;
    let onward = page.content.sends_on(&payment);
    if onward.is_none() && receipts::has_receipt(&payment) {
        return Ok(answer::see_other(&paths::receipt(&receipts::link_token(&app.secrets, payment.id))));
    }
    let visit = Visit::new((app, entrance), rq, &page.slug, "")?;
    let here = |language: Language| paths::with_query(&paths::paid(&payment.key), &[("lang", language.code())]);
    let languages = parts::language_buttons(visit.t, &visit.open.page.content.languages, false, here);
    let Some(url) = onward else {
        let body = outcome(visit.t, &visit.open, &payment);
        return Ok(visit.answer_with(StatusCode::OK, false, (&languages, &body)));
    };
    let receipt = paths::receipt(&receipts::link_token(&app.secrets, payment.id));
    let body = approved(visit.t, &payment, (url, &receipt));
    let mut response = visit.answer_with(StatusCode::OK, false, (&languages, &body));
    onward::straight_away(&mut response, url);
    Ok(response)
}

/// The page from which the browser goes on to the firm's own.
fn approved(t: T, payment: &Transaction, (url, receipt): (&str, &str)) -> Markup {
    html! {
        section class="card pay-outcome" {
            div class="card-body stack-4" {
                h1 { (t.text("pay-onward")) }
                p class="amount-big num" { (amount::format(payment.amount, t.locale())) }
                div role="status" { (note(Tone::Positive, &html! { p { (onward::meanwhile(t, url)) } })) }
                div class="actions" {
                    (onward::button(t, url))
                    (button_link(Look::Ghost, receipt, &t.text("receipt-view"), None))
                }
            }
        }
    }
}

/// Where the outcome of a payment on a request is shown: its receipt where that says it all, else the request's page.
fn of_request(app: &App, rq: &Rq, key: &OperationKey) -> Result<Option<String>, WebError> {
    let Some(payment) = reading::payment_by_key(app, key)? else { return Ok(None) };
    let Some(token) = requests::of_payment(app, &payment)? else { return Ok(None) };
    let whole = requests::open(app, &token)?.is_some_and(|opened| {
        opened.request.legs.len() == 1 && opened.request.is_paid() && receipts::has_receipt(&payment)
    });
    if whole {
        return Ok(Some(paths::receipt(&receipts::link_token(&app.secrets, payment.id))));
    }
    let language = rq.asked_language().map_or("", crate::domain::locale::Language::code);
    Ok(Some(paths::with_query(&paths::request(&token), &[("paid", key.as_str()), ("lang", language)])))
}

/// Fills a form in from a payment on this page that was declined a short while ago.
pub(super) fn again(visit: &Visit<'_>, key: &OperationKey, typed: &mut Typed) -> Result<(), WebError> {
    let Some((payment, order, page)) = reading::payment_on_page(visit.app, key)? else { return Ok(()) };
    let refused = matches!(payment.status, Status::Declined | Status::Failed);
    let lately = visit.app.now().ms().saturating_sub(payment.created_at.ms()).abs() < AGAIN_MS;
    if refused && lately && page.id == visit.open.page.id {
        fill(&page, &payment, &order, (typed, visit.t));
        keeping::again(&payment, typed);
    }
    Ok(())
}

fn fill(page: &PaymentPage, payment: &Transaction, order: &Order, (typed, t): (&mut Typed, T)) {
    let mut set = |name: &str, value: Option<&String>| {
        if let Some(value) = value {
            typed.set(name, value.clone());
        }
    };
    set("name", Some(&payment.payer_name));
    set("email", payment.receipt_emails.first());
    set("invoice", payment.invoice_number.as_ref());
    set("matter", payment.matter.as_ref());
    set("reference", payment.reference.as_ref());
    let spoken = payment.locale.language();
    let told = |label: &str| order.answers.iter().find(|(known, _)| known == label).map(|(_, answer)| answer);
    set("phone", told(&T::new(payment.locale).text("pay-phone")));
    for field in &page.content.custom {
        let answer = told(field.label.read(spoken, &page.content.languages).0);
        let name = field.name();
        let FieldKind::Choice(choices) = &field.kind else {
            set(&name, answer);
            continue;
        };
        // A list is filled in by the place of a choice, and what is kept are its words.
        let chosen = |texts: &Texts| Some(texts.read(spoken, &page.content.languages).0) == answer.map(String::as_str);
        set(&name, choices.iter().position(chosen).map(|place| place.to_string()).as_ref());
    }
    for bought in &order.lines {
        if let Some(item) = bought.line.item {
            typed.set(&format!("q-{item}"), bought.line.quantity.to_string());
        } else {
            typed.set("amount", amount::format_plain(bought.line.unit, t.locale()));
            typed.set("choice", bought.line.unit.minor().to_string());
        }
    }
}

fn outcome(t: T, open: &Open, payment: &Transaction) -> Markup {
    let money = amount::format(payment.amount, t.locale());
    let open_still = payment.status.is_unresolved();
    let (tone, heading, text) = match payment.status {
        Status::Created | Status::Unknown => (Tone::Warning, "pay-confirming", t.text("pay-confirming-text")),
        Status::ActionRequired => (Tone::Warning, "pay-action", t.text("pay-action-text")),
        Status::Held => (Tone::Warning, "pay-held", t.text("pay-held-text")),
        _ => (Tone::Negative, "pay-declined", t.text(parts::declined_key(payment))),
    };
    let refused = matches!(payment.status, Status::Declined | Status::Failed);
    let own = &open.page.content.words.declined;
    let retry = paths::with_query(
        &paths::pay(&open.page.slug),
        &[("again", payment.key.as_str()), ("lang", t.language().code())],
    );
    html! {
        section class="card pay-outcome" data-poll=[open_still.then_some("")] {
            div class="card-body stack-4" {
                h1 { (t.text(heading)) }
                div role="status" { (note(tone, &html! { p { (text) } })) }
                p class="amount-big num" { (money) }
                @if refused && !own.is_empty() {
                    @let (words, language) = own.read(t.language(), &open.page.content.languages);
                    p class="pre-line" lang=(language.code()) { (words) }
                }
                div class="actions" {
                    @if refused {
                        (button_link(Look::Primary, &retry, &t.text("pay-try-again"), Some(Icon::CreditCard)))
                    } @else if let Some(url) = payment.action_url.as_ref().filter(|_| payment.status == Status::ActionRequired) {
                        // A bank's page stands in no frame.
                        a class="button button-primary" href=(url) target="_top" { (t.text("result-action-go")) }
                    } @else {
                        (button_link(Look::Default, &paths::paid(&payment.key), &t.text("pay-look-again"), Some(Icon::RotateCw)))
                    }
                }
                p class="hint" { (parts::contact_hint(t)) }
            }
        }
    }
}
