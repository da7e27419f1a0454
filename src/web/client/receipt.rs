//! A receipt as the payer sees it, under a link that needs no sign-in. Reading it changes nothing; it can be mailed again to
//! where it went first.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{locale::Language, mailbox, payment_page::PaymentPage, receipt::ReceiptFacts, transaction::Status},
    i18n::{T, amount},
    mail::messages,
    service::{
        Authority,
        methods::Kept,
        reading,
        receipts::{self, ResendError},
    },
    web::{
        answer,
        error::WebError,
        forms,
        fragments::{Icon, Tone, facts_lined, note, totals},
        guard::Rq,
        headers::FramedBy,
        keeping, onward, page, paths, portal_way,
    },
};

/// `GET /receipts/{token}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(token): Path<String>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.anyone();
    let sent = forms::query_value(request, "done").is_some_and(|done| done == "sent");
    draw(app, rq, &token, if sent { Mailed::Now } else { Mailed::Before })
}

/// `POST /receipts/{token}/resendings`: mails the receipt once more, to where it went first.
#[handler]
pub async fn create_resending(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    rq.anyone();
    let id = receipts::open_link(&app.secrets, &token).ok_or(WebError::NotFound)?;
    match receipts::resend(app, Authority::Client, id, Vec::new()).await {
        Ok(_) => {
            let asked = [("lang", asked_language(rq)), ("done", "sent")];
            Ok(answer::see_other(&paths::with_query(&paths::receipt(&token), &asked)))
        }
        Err(ResendError::TooOften) => draw(app, rq, &token, Mailed::TooOften),
        Err(ResendError::NotFound | ResendError::NoReceipt | ResendError::Recipients) => Err(WebError::NotFound),
        Err(ResendError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(ResendError::Unavailable) => Err(WebError::Unavailable),
        Err(ResendError::Store(error)) => Err(error.into()),
    }
}

/// Whether a receipt was mailed, so that the page tells of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mailed {
    /// Nobody has just asked for it.
    Before,
    /// Just now.
    Now,
    /// Not again: it was asked for too often.
    TooOften,
}

fn asked_language(rq: &Rq) -> &'static str {
    rq.asked_language().map_or("", Language::code)
}

fn draw(app: &App, rq: &Rq, token: &str, mailed: Mailed) -> Result<Response, WebError> {
    let id = receipts::open_link(&app.secrets, token).ok_or(WebError::NotFound)?;
    let reader = app.store.read()?;
    let facts = receipts::facts(&reader, id)?.ok_or(WebError::NotFound)?;
    let addresses = receipts::addresses(&reader, id)?;
    let scene = answer::scene(app, rq, None)?;
    // The receipt keeps the language of the payment unless its reader asks for another one.
    let locale = rq.asked_language().map_or(facts.locale, |language| scene.locale_of(language));
    let facts = ReceiptFacts { locale, ..facts };
    let t = T::new(locale);
    let page = reading::page_of(app, id)?;
    let ctx = page::Ctx { t, logo: facts.logo, ..scene.ctx() };
    let title = messages::receipt::title(&facts);
    // Nobody is thanked for what came back.
    let thanked = page.as_ref().filter(|_| facts.status.is_approved());
    let words = thanked.map(|page| thanks(t, page)).unwrap_or_default();
    let kept = reading::kept(app, id)?;
    let pdf = paths::with_query(&paths::receipt_pdf(token), &[("lang", t.language().code())]);
    let resendings = paths::with_query(&paths::receipt_resendings(token), &[("lang", asked_language(rq))]);
    let to = addresses.iter().map(|address| mailbox::masked(address)).collect::<Vec<_>>().join(", ");
    let body = html! {
        (portal_way::back(app, rq, t))
        (told(t, mailed, &to))
        (words)
        (sheet(t, &facts, kept))
        (actions(t, &pdf, (&resendings, &to)))
    };
    let status = if mailed == Mailed::TooOften { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
    let mut response = answer::html_with(status, page::public(&ctx, &title, &body));
    response.extensions_mut().insert(FramedBy::Sites(page.map(|page| page.content.sites).unwrap_or_default()));
    Ok(response)
}

/// `GET /receipts/{token}/receipt.pdf`: the same as a file, in the language that the page was read in.
#[handler]
pub async fn show_pdf(rq: &Rq, Data(app): Data<&Arc<App>>, Path(token): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    let id = receipts::open_link(&app.secrets, &token).ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, None)?;
    let (facts, logo) = {
        let reader = app.store.read()?;
        let facts = receipts::facts(&reader, id)?.ok_or(WebError::NotFound)?;
        let logo = receipts::printed_logo(&reader, &facts);
        (facts, logo)
    };
    let locale = rq.asked_language().map_or(facts.locale, |language| scene.locale_of(language));
    let file = tokio::task::spawn_blocking(move || receipts::pdf(&ReceiptFacts { locale, ..facts }, logo)).await;
    let file = file.map_err(|error| WebError::Failed(error.to_string()))?;
    let file = file.map_err(|error| WebError::Failed(error.to_string()))?;
    Ok(answer::download(&file.name, &file.media_type, file.content))
}

/// What the payment page says to those who have paid, and where it sends them on.
fn thanks(t: T, page: &PaymentPage) -> Markup {
    let content = &page.content;
    let (words, language) = content.words.thanks.read(t.language(), &content.languages);
    html! {
        @if !words.is_empty() { p class="pay-thanks pre-line no-print" lang=(language.code()) { (words) } }
        @if let Some(url) = &content.continue_to {
            p class="no-print" { (onward::button(t, url)) }
        }
    }
}

/// What came of asking for the receipt once more.
fn told(t: T, mailed: Mailed, to: &str) -> Markup {
    let (tone, words) = match mailed {
        Mailed::Before => return html! {},
        Mailed::Now if to.is_empty() => return html! {},
        Mailed::Now => (Tone::Positive, t.with("receipt-mailed", [("addresses", to)])),
        Mailed::TooOften => (Tone::Warning, t.text("receipt-mailed-often")),
    };
    html! { div class="no-print" role="status" { (note(tone, &html! { (words) })) } }
}

/// What can be done with a receipt: kept, printed, and mailed again where it was mailed at all.
fn actions(t: T, pdf: &str, (resendings, to): (&str, &str)) -> Markup {
    html! {
        div class="stack-2 no-print" {
            div class="actions" {
                a class="button" href=(pdf) { (Icon::Download) span { (t.text("receipt-pdf")) } }
                button class="button" type="button" data-print data-script hidden { (Icon::Printer) span { (t.text("receipt-print")) } }
                @if !to.is_empty() {
                    form method="post" action=(resendings) data-once {
                        button class="button" type="submit" aria-describedby="mail-again-to" { (Icon::Mail) span { (t.text("receipt-mail-again")) } }
                    }
                }
            }
            @if !to.is_empty() { p class="hint" id="mail-again-to" { (t.with("receipt-mail-to", [("addresses", to)])) } }
        }
    }
}

fn sheet(t: T, facts: &ReceiptFacts, kept: Option<Kept>) -> Markup {
    let lines = messages::receipt::lines(facts);
    let lines: Vec<(&str, Markup)> = lines.iter().map(|(name, value)| (name.as_str(), html! { (value) })).collect();
    let (colour, mark) = state(facts.status);
    let mut sums = messages::receipt::sums(facts);
    let total = sums.remove(0);
    let parts = messages::receipt::parts_of(facts);
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    html! {
        article class="receipt" aria-labelledby="receipt" {
            div class="receipt-band" {
                p.receipt-state.(colour) { (mark.sized(20)) span { (messages::receipt::heading(facts)) } }
                h1 class="amount-big num" id="receipt" { (amount::format(facts.amount, t.locale())) }
                p class="muted" { (t.with("receipt-thanks", [("name", facts.payer_name.clone())])) " " (messages::receipt::introduction(facts)) }
                @if facts.test { (note(Tone::Warning, &html! { (t.text("receipt-test")) })) }
            }
            div class="receipt-body" {
                (facts_lined(&lines))
                (totals(&parts, (&total.0, &total.1)))
                // What was given back is no part of the total.
                @if !sums.is_empty() { dl class="totals" { @for (name, sum) in &sums { div { dt { (name) } dd { (sum) } } } } }
                @if let Some(words) = &facts.authorization {
                    div class="stack-2" {
                        h2 class="h3" { (t.text("receipt-authorization")) }
                        @for paragraph in words.split("\n\n") { p class="hint" { (paragraph) } }
                    }
                }
                (keeping::outcome(t, kept))
                p class="hint" { (t.text("receipt-questions")) }
            }
        }
    }
}

/// Colour and mark of the heading: only what was paid is green and ticked off.
const fn state(status: Status) -> (&'static str, Icon) {
    match status {
        Status::Pending => ("receipt-state-warn", Icon::Clock),
        Status::Voided => ("receipt-state-warn", Icon::Ban),
        Status::Returned | Status::Reversed | Status::Disputed | Status::DisputeLost => {
            ("receipt-state-neg", Icon::CircleAlert)
        }
        _ => ("receipt-state-pos", Icon::CircleCheck),
    }
}
