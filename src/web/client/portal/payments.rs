//! A payer's payments: the list, and one with its receipt.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{PayerId, TransactionId},
        money::Money,
        payer::Payer,
    },
    i18n::{amount, dates},
    service::{
        payers::looking::history_address,
        portal::looking::{self, Paid, Payment},
        receipts::{has_receipt, link_token},
    },
    web::{
        error::WebError,
        forms,
        fragments::{
            Icon, Look, Tone, breadcrumb, button_link, card, card_flush, empty, facts_lined, method_in_full, note,
            page_head,
        },
        guard::Rq,
        page::portal::PortalPage,
        paths,
    },
};

use super::{Visit, words};

/// Payments of one page.
const PAGE: usize = 25;

/// `GET /portal/payments`, of one payer where `payer` says so.
#[handler]
pub async fn list(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let chosen = match forms::query_value(request, "payer").filter(|text| !text.is_empty()) {
        Some(text) => Some(chosen(&visit, &text).ok_or(WebError::NotFound)?),
        None => None,
    };
    let shown: Vec<Payer> = chosen.clone().map_or_else(|| visit.reached.clone(), |payer| vec![payer]);
    let before = forms::query_value(request, "before").and_then(|text| looking::place(&text));
    let mut rows = looking::payments(app, &shown, before, PAGE + 1)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let of = chosen.as_ref().map(|payer| payer.id.to_string()).unwrap_or_default();
    let next = rows.last().filter(|_| more).map(|last| {
        let before = history_address(&last.row.transaction);
        paths::with_query(paths::PORTAL_PAYMENTS, &[("payer", &of), ("before", &before)])
    });
    let latest = before.is_some().then(|| paths::with_query(paths::PORTAL_PAYMENTS, &[("payer", &of)]));
    let body = sheet(&visit, chosen.as_ref().map(|payer| payer.id), &rows, (latest.as_deref(), next.as_deref()));
    Ok(visit.answer(PortalPage::Payments, &visit.t.text("portal-payments"), &body))
}

fn chosen(visit: &Visit<'_>, text: &str) -> Option<Payer> {
    let id: PayerId = text.parse().ok()?;
    visit.reached.iter().find(|payer| payer.id == id).cloned()
}

fn sheet(
    visit: &Visit<'_>,
    chosen: Option<PayerId>,
    rows: &[Paid],
    (latest, next): (Option<&str>, Option<&str>),
) -> Markup {
    let t = visit.t;
    let all = t.text("portal-all-payments");
    let table = html! {
        @if rows.is_empty() { (empty(Icon::ReceiptText, &t.text("portal-payments-none"), "", &html! {})) } @else { (words::table(visit, &all, rows)) }
        @if latest.is_some() || next.is_some() {
            div class="card-foot row" {
                @if let Some(latest) = latest { (button_link(Look::Small, latest, &t.text("payer-latest-payments"), Some(Icon::ChevronLeft))) }
                span class="push" {}
                @if let Some(next) = next { (button_link(Look::Small, next, &t.text("payer-older-payments"), Some(Icon::ChevronRight))) }
            }
        }
    };
    html! {
        h1 { (t.text("portal-payments")) }
        (switch(visit, chosen))
        (card_flush("portal-payments", &all, &html! {}, &table))
    }
}

/// Whose payments are shown, where there are several payers.
fn switch(visit: &Visit<'_>, chosen: Option<PayerId>) -> Markup {
    let t = visit.t;
    let path = |id: PayerId| paths::with_query(paths::PORTAL_PAYMENTS, &[("payer", &id.to_string())]);
    html! {
        @if visit.has_several() {
            nav class="tabs" aria-label=(t.text("portal-whose")) {
                a href=(paths::PORTAL_PAYMENTS) aria-current=[chosen.is_none().then_some("true")] { (t.text("portal-everybodys")) }
                @for payer in &visit.reached {
                    a href=(path(payer.id)) aria-current=[(chosen == Some(payer.id)).then_some("true")] { (payer.name) }
                }
            }
        }
    }
}

/// `GET /portal/payments/{id}`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let me = rq.payer()?;
    let visit = Visit::new(app, rq, me)?;
    let found = looking::payment(app, &visit.reached, TransactionId::new(id))?.ok_or(WebError::NotFound)?;
    let title = visit.t.with("portal-payment-number", [("number", found.payment.id.to_string())]);
    let body = details(&visit, &title, &found);
    Ok(visit.answer(PortalPage::Payments, &title, &body))
}

fn details(visit: &Visit<'_>, title: &str, found: &Payment) -> Markup {
    let (t, payment, zone) = (visit.t, &found.payment, visit.firm().time_zone);
    let money = |money: Money| amount::format(money, t.locale());
    let when = |at| dates::date_time_long(at, &zone, t.locale());
    let refunds: Vec<_> = found.refunds.iter().filter(|refund| refund.status.went_through()).collect();
    let (date, for_what, who) = (t.text("payments-date"), t.text("portal-for"), t.text("payments-payer"));
    let (how, status, given_back) = (t.text("payments-method"), t.text("payments-status"), t.text("portal-refunds"));
    let refunded = refunds
        .iter()
        .fold(Money::zero(payment.amount.currency()), |sum, refund| sum.plus(refund.amount).unwrap_or(sum));
    let mut rows = vec![
        (date.as_str(), html! { (when(payment.created_at)) }),
        (for_what.as_str(), html! { (words::purpose(t, payment)) }),
        (who.as_str(), html! { (found.payer.name) }),
        (how.as_str(), method_in_full(t, payment.instrument.as_ref())),
        (status.as_str(), words::status(t, payment, refunded)),
    ];
    if !refunds.is_empty() {
        let given = html! { @for refund in &refunds { div { (money(refund.amount)) ", " (dates::date_medium(refund.created_at, &zone, t.locale())) } } };
        rows.push((given_back.as_str(), given));
    }
    let receipt = has_receipt(payment).then(|| link_token(&visit.app.secrets, payment.id));
    let actions = html! {
        @if let Some(token) = &receipt {
            (button_link(Look::Primary, &paths::receipt(token), &t.text("portal-receipt"), Some(Icon::ReceiptText)))
            (button_link(Look::Default, &paths::receipt_pdf(token), &t.text("receipt-pdf"), Some(Icon::Download)))
        }
    };
    let heading = money(payment.amount);
    html! {
        (page_head(&breadcrumb(paths::PORTAL_PAYMENTS, &t.text("portal-payments"), title), &heading, &html! {}, &actions))
        (note(Tone::Information, &html! { (words::explanation(t, payment.status)) }))
        (card("portal-payment", title, &html! {}, &facts_lined(&rows)))
    }
}
