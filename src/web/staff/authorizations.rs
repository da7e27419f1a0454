//! What a payer authorized to be debited, with the proof of it: a page that is made to be printed.

use std::sync::Arc;

use maud::{Markup, html};
use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        debit_authorization::{DebitAuthorization, Given, PhoneProof},
        firm::Firm,
        ids::DebitAuthorizationId,
        permission::Permission,
        transaction::Transaction,
    },
    i18n::{T, amount, dates},
    service::{
        bank_debits,
        reading::{self, Names},
    },
    web::{
        answer,
        error::WebError,
        fragments::{
            Icon, Tone, breadcrumb, card, card_flush, facts_lined, method_in_full, note, page_head, status,
            table_scroll,
        },
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

/// `GET /authorizations/{id}`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let (known, debits) = bank_debits::authorization(app, DebitAuthorizationId::new(id))?.ok_or(WebError::NotFound)?;
    let payer = reading::payer_name(app, known.payer)?;
    let names = Names::read(app)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let firm = scene.firm();
    let body = sheet(&Page { t: scene.t, firm: &firm, known: &known, debits: &debits, payer: &payer, names: &names });
    Ok(answer::html(page::staff(&scene.ctx(), &scene.t.text("authorization-crumb"), &body)))
}

/// What the page shows.
struct Page<'a> {
    t: T,
    firm: &'a Firm,
    known: &'a DebitAuthorization,
    debits: &'a [Transaction],
    payer: &'a str,
    names: &'a Names,
}

fn sheet(p: &Page<'_>) -> Markup {
    let (t, known) = (p.t, p.known);
    let number = [("number", known.id.to_string())];
    let above = p.debits.first().map(|first| {
        let payment = t.with("payment-number", [("number", first.id.to_string())]);
        breadcrumb(&paths::payment(first.id), &payment, &t.text("authorization-crumb"))
    });
    let print = html! {
        button class="button no-print" type="button" data-print data-script hidden { (Icon::Printer) span { (t.text("receipt-print")) } }
    };
    html! {
        (page_head(&above.unwrap_or_default(), &t.with("authorization-title", number), &html! {}, &print))
        div class="stack" {
            @if let Some((at, code)) = known.ended {
                (note(Tone::Warning, &html! { (t.with("authorization-ended", [("day", dates::date_long(at, &p.firm.time_zone, t.locale())), ("code", code.code().to_owned())])) }))
            }
            (card("authorization-words", &t.text("authorization-words"), &html! {}, &words(known)))
            (card("authorization-proof", &t.text("authorization-proof"), &html! {}, &proof(p)))
            (card_flush("authorization-debits", &t.text("authorization-debits"), &html! {}, &table_scroll(&t.text("authorization-debits-table"), &debits(p))))
        }
    }
}

fn words(known: &DebitAuthorization) -> Markup {
    html! {
        div class="words" {
            blockquote lang=(known.locale.tag()) { @for paragraph in known.text.split("\n\n") { p { (paragraph) } } }
        }
    }
}

fn proof(p: &Page<'_>) -> Markup {
    let (t, known) = (p.t, p.known);
    let mut rows = vec![
        (t.text("authorization-payer"), html! { (p.payer) }),
        (t.text("bank-holder"), html! { (known.holder) }),
        (t.text("authorization-account"), method_in_full(t, Some(&known.instrument))),
        (t.text("debit-class"), html! { (t.label(known.sec)) }),
        (t.text("authorization-given"), html! { (dates::with_zone(known.at, &p.firm.time_zone, t.locale())) }),
        (t.text("authorization-how"), html! { (how(t, &known.given)) }),
    ];
    rows.extend(given(p));
    rows.push((t.text("authorization-language"), html! { (t.label(known.locale.language())) }));
    rows.push((t.text("authorization-hash"), html! { span class="mono break" { (known.text_sha256) } }));
    let rows: Vec<(&str, Markup)> = rows.iter().map(|(name, fact)| (name.as_str(), fact.clone())).collect();
    html! { div class="stack-4" { (facts_lined(&rows)) p class="hint" { (t.text("authorization-kept")) } } }
}

fn how(t: T, given: &Given) -> String {
    match given {
        Given::Online { typed_name, .. } => t.with("authorization-by-web", [("name", typed_name.clone())]),
        Given::Phone { proof: PhoneProof::Recording, .. } => t.text("authorization-by-recording"),
        Given::Phone { proof: PhoneProof::Notice, .. } => t.text("authorization-by-notice"),
        Given::Paper { .. } => t.text("authorization-by-paper"),
    }
}

/// Who recorded it and where it is kept, or where it came from.
fn given(p: &Page<'_>) -> Vec<(String, Markup)> {
    let t = p.t;
    match &p.known.given {
        Given::Online { ip, user_agent, .. } => vec![
            (t.text("authorization-ip"), html! { span class="mono" { (ip) } }),
            (t.text("authorization-browser"), html! { span class="break" { (user_agent) } }),
        ],
        Given::Phone { staff, filed, .. } | Given::Paper { staff, filed } => vec![
            (t.text("authorization-staff"), html! { (p.names.user(*staff)) }),
            (t.text("authorization-filed"), html! { (filed.as_deref().unwrap_or("–")) }),
        ],
    }
}

fn debits(p: &Page<'_>) -> Markup {
    let t = p.t;
    html! {
        table class="table table-two-line" {
            thead { tr {
                th scope="col" { (t.text("payments-date")) }
                th scope="col" { (t.text("payment-crumb")) }
                th scope="col" { (t.text("payments-status")) }
                th scope="col" class="cell-end" { (t.text("payments-amount")) }
            } }
            tbody { @for debit in p.debits { tr {
                td class="num" { (dates::date_medium(debit.created_at, &p.firm.time_zone, t.locale())) }
                td { a href=(paths::payment(debit.id)) { (t.with("payment-number", [("number", debit.id.to_string())])) } }
                td { (status(t, debit.status)) }
                td class="cell-end cell-amount" { (amount::format(debit.amount, t.locale())) }
            } } }
        }
    }
}
