//! What a payer authorized to be debited, with the proof of it: a page that is made to be printed.

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
        debit_authorization::{DebitAuthorization, Given, PhoneProof},
        firm::Firm,
        ids::DebitAuthorizationId,
        permission::Permission,
        transaction::Transaction,
    },
    i18n::{T, amount, dates},
    service::{
        Authority,
        bank_debits::{self, RevokeError},
        reading::{self, Names},
    },
    web::{
        answer::{self, Scene},
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::{
            Field, Icon, Look, Need, Tone, breadcrumb, button, card, card_flush, csrf, error_summary, facts_lined,
            method_in_full, note, page_head, status, table_scroll, textarea_field,
        },
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

/// `GET /authorizations/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let revoked = forms::query_value(request, "done").is_some_and(|done| done == "revoked");
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let flash = revoked.then(|| (Tone::Positive, scene.t.text("authorization-revoke-done")));
    draw(app, rq, (scene.telling(flash), DebitAuthorizationId::new(id)), ("", &FormErrors::default()))
}

/// `POST /authorizations/{id}/revocation`: the payer took it back.
#[handler]
pub async fn create_revocation(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let (id, how) = (DebitAuthorizationId::new(id), fields.lines("how"));
    let (field, key) = match bank_debits::revoke(app, Authority::Staff(&staff.user), (id, how.clone())).await {
        Ok(_) => return Ok(answer::see_other(&format!("{}?done=revoked", paths::authorization(id)))),
        Err(RevokeError::HowMissing) => ("how", "authorization-revoke-error"),
        Err(RevokeError::HowTooLong) => ("how", "form-error-too-long"),
        Err(RevokeError::Unavailable) => ("", "authorization-revoke-unavailable"),
        Err(RevokeError::NotFound) => return Err(WebError::NotFound),
        Err(RevokeError::NotAllowed(not_allowed)) => return Err(not_allowed.into()),
        Err(RevokeError::Store(error)) => return Err(error.into()),
    };
    let mut errors = FormErrors::default();
    errors.add(field, key);
    draw(app, rq, (answer::scene(app, rq, Some(Area::PaymentManager))?, id), (&how, &errors))
}

fn draw(
    app: &App,
    rq: &Rq,
    (scene, id): (Scene, DebitAuthorizationId),
    (how, errors): (&str, &FormErrors),
) -> Result<Response, WebError> {
    let (known, debits) = bank_debits::authorization(app, id)?.ok_or(WebError::NotFound)?;
    let payer = reading::payer_name(app, known.payer)?;
    let names = Names::read(app)?;
    let firm = scene.firm();
    let may_revoke = scene.user.as_ref().is_some_and(|user| user.may(Permission::TakePayments));
    let body = sheet(&Page {
        t: scene.t,
        firm: &firm,
        known: &known,
        debits: &debits,
        payer: &payer,
        names: &names,
        csrf: rq.csrf(),
        revoking: may_revoke.then_some((how, errors)),
    });
    let failed = !errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("authorization-crumb"), &body)))
}

/// What the page shows.
struct Page<'a> {
    t: T,
    firm: &'a Firm,
    known: &'a DebitAuthorization,
    debits: &'a [Transaction],
    payer: &'a str,
    names: &'a Names,
    csrf: &'a str,
    /// What was typed to revoke it, and what is wrong with that; nothing for those who may not.
    revoking: Option<(&'a str, &'a FormErrors)>,
}

fn sheet(p: &Page<'_>) -> Markup {
    let (t, known) = (p.t, p.known);
    let number = [("number", known.id.to_string())];
    let above = p.debits.first().map(|first| {
        let payment = t.with("payment-number", [("number", first.id.to_string())]);
        breadcrumb(&paths::payment(first.id), &payment, &t.text("authorization-crumb"))
    });
    let above =
        above.unwrap_or_else(|| breadcrumb(&paths::payer(known.payer), p.payer, &t.text("authorization-crumb")));
    let print = html! {
        button class="button no-print" type="button" data-print data-script hidden { (Icon::Printer) span { (t.text("receipt-print")) } }
    };
    let messages = p.revoking.map(|(_, errors)| errors.messages(t)).unwrap_or_default();
    let summary: Vec<(&str, &str)> = messages.iter().map(|(name, words)| (name.as_str(), words.as_str())).collect();
    html! {
        (error_summary(t, &summary))
        (page_head(&above, &t.with("authorization-title", number), &html! {}, &print))
        div class="stack" {
            (over(p))
            (card("authorization-words", &t.text("authorization-words"), &html! {}, &words(known)))
            (card("authorization-proof", &t.text("authorization-proof"), &html! {}, &proof(p)))
            (card_flush("authorization-debits", &t.text("authorization-debits"), &html! {}, &table_scroll(&t.text("authorization-debits-table"), &debits(p))))
            @if known.is_in_force() { @if let Some(typed) = p.revoking { (revocation(p, typed)) } }
        }
    }
}

/// Why nothing may be debited on it any more.
fn over(p: &Page<'_>) -> Markup {
    let (t, known) = (p.t, p.known);
    let day = |at| dates::date_long(at, &p.firm.time_zone, t.locale());
    html! {
        @if let Some((at, code)) = known.ended {
            (note(Tone::Warning, &html! { (t.with("authorization-ended", [("day", day(at)), ("code", code.code().to_owned())])) }))
        }
        @if let Some(revoked) = &known.revoked {
            (note(Tone::Warning, &html! {
                (t.with("authorization-revoked", [("day", day(revoked.at))])) ", " (p.names.actor(revoked.by))
                p class="prewrap quote" { (revoked.how) }
            }))
        }
    }
}

/// Taking it back takes two steps.
fn revocation(p: &Page<'_>, (how, errors): (&str, &FormErrors)) -> Markup {
    let t = p.t;
    let (label, hint, error) =
        (t.text("authorization-revoke-how"), t.text("authorization-revoke-how-hint"), errors.first("how", t));
    let field = Field {
        name: "how",
        label: &label,
        value: how,
        hint: Some(&hint),
        error: error.as_deref(),
        need: Need::Required,
        max_length: Some(500),
        ..Field::default()
    };
    html! {
        details class="card more-card no-print" open[!errors.is_empty()] {
            summary { (t.text("authorization-revoke-title")) }
            div class="card-body stack-3" {
                p { (t.text("authorization-revoke-text")) }
                form class="stack-3" method="post" action=(paths::authorization_revocation(p.known.id)) novalidate data-once {
                    (csrf(p.csrf))
                    (textarea_field(t, &field, 2))
                    div { (button(Look::Danger, &t.text("authorization-revoke"), Some(Icon::Ban))) }
                }
            }
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
