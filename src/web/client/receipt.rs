//! A receipt as the payer sees it, under a link that needs no sign-in. Reading it changes nothing.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{payment_page::PaymentPage, receipt::ReceiptFacts, transaction::Status},
    i18n::{T, amount},
    mail::messages,
    service::{methods::Kept, reading, receipts},
    web::{
        answer,
        error::WebError,
        fragments::{Icon, Tone, facts_lined, note, totals},
        guard::Rq,
        headers::FramedBy,
        keeping, page, paths,
    },
};

/// `GET /receipts/{token}`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(token): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    let id = receipts::open_link(&app.secrets, &token).ok_or(WebError::NotFound)?;
    let facts = receipts::facts(&app.store.read()?, id)?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, None)?;
    // The receipt keeps the language of the payment unless its reader asks for another one.
    let locale = rq.asked_language().map_or(facts.locale, |language| scene.locale_of(language));
    let facts = ReceiptFacts { locale, ..facts };
    let t = T::new(locale);
    let page = reading::page_of(app, id)?;
    let ctx = page::Ctx { t, logo: page.as_ref().and_then(|page| page.content.logo), ..scene.ctx() };
    let title = messages::receipt::title(&facts);
    // Nobody is thanked for what came back.
    let thanked = page.as_ref().filter(|_| facts.status.is_approved());
    let words = thanked.map(|page| thanks(t, page)).unwrap_or_default();
    let kept = reading::kept(app, id)?;
    let pdf = paths::with_query(&paths::receipt_pdf(&token), &[("lang", t.language().code())]);
    let mut response = answer::html(page::public(&ctx, &title, &html! { (words) (sheet(t, &facts, (&pdf, kept))) }));
    response.extensions_mut().insert(FramedBy::Sites(page.map(|page| page.content.sites).unwrap_or_default()));
    Ok(response)
}

/// `GET /receipts/{token}/receipt.pdf`: the same as a file, in the language that the page was read in.
#[handler]
pub async fn show_pdf(rq: &Rq, Data(app): Data<&Arc<App>>, Path(token): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    let id = receipts::open_link(&app.secrets, &token).ok_or(WebError::NotFound)?;
    let facts = receipts::facts(&app.store.read()?, id)?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, None)?;
    let locale = rq.asked_language().map_or(facts.locale, |language| scene.locale_of(language));
    let file = tokio::task::spawn_blocking(move || receipts::pdf(&ReceiptFacts { locale, ..facts })).await;
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
            @let site = url.trim_start_matches("https://").split('/').next().unwrap_or_default();
            p class="no-print" { a class="button" href=(url) rel="noopener" target="_top" { (t.with("pay-continue", [("site", site)])) } }
        }
    }
}

fn sheet(t: T, facts: &ReceiptFacts, (pdf, kept): (&str, Option<Kept>)) -> Markup {
    let lines = messages::receipt::lines(facts);
    let lines: Vec<(&str, Markup)> = lines.iter().map(|(name, value)| (name.as_str(), html! { (value) })).collect();
    let (colour, mark) = state(facts.status);
    let mut sums = messages::receipt::sums(facts);
    let total = sums.remove(0);
    let parts = messages::receipt::parts_of(facts);
    let rest: Vec<(&str, &str)> =
        parts.iter().chain(&sums).map(|(name, value)| (name.as_str(), value.as_str())).collect();
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
                (totals(&rest, (&total.0, &total.1)))
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
        div class="row no-print" {
            a class="button" href=(pdf) { (Icon::Download) span { (t.text("receipt-pdf")) } }
            button class="button" type="button" data-print data-script hidden { (Icon::Printer) span { (t.text("receipt-print")) } }
        }
    }
}

/// Colour and mark of the heading: only what was paid is green and ticked off.
const fn state(status: Status) -> (&'static str, Icon) {
    match status {
        Status::Pending => ("receipt-state-warn", Icon::Clock),
        Status::Returned | Status::Reversed | Status::Disputed | Status::DisputeLost => {
            ("receipt-state-neg", Icon::CircleAlert)
        }
        _ => ("receipt-state-pos", Icon::CircleCheck),
    }
}
