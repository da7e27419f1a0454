//! A payment's own page, and what staff do with the payment there: each deed a file of its own.

mod view;
mod debit;
mod facts;
mod history;
mod sidebar;
mod annotations;
mod receipts;
mod payer;
mod refund;
mod quick_pay;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, TransactionId},
        payer::Payer,
        permission::Permission,
        refund::{Refund, RefundKind, RefundStatus},
        user::User,
    },
    i18n::{T, amount},
    service::{
        Authority,
        reading::{self, Details},
        receipts::link_token,
        refunds::{self, RefundError},
    },
    web::{
        answer,
        error::WebError,
        forms::{self, FormErrors},
        fragments::Tone,
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use self::view::Page;
pub use self::{
    annotations::{create_tag, create_tag_removal, update_note},
    debit::create_representment,
    payer::create_payer,
    quick_pay::{create as create_quick_payment, new as new_quick_payment},
    receipts::create_receipt,
    refund::{create as create_refund, new as new_refund},
};

/// The field that says which form a kept draft is of. Not `form`: that would hide a form from scripts behind its own field.
const FORM_FIELD: &str = "draft_of";

/// What was typed into the page's own forms, shown again when something is wrong with it.
#[derive(Default)]
struct Typed {
    /// Addresses for the receipt.
    email: Option<String>,
    tag: String,
    /// The internal note.
    note: Option<String>,
    /// The payers of whom one must be chosen.
    several: Vec<Payer>,
    /// Whether the note was typed before a session ended.
    restored: bool,
}

/// `GET /payments/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ViewPayments)?;
    let id = TransactionId::new(id);
    let mut typed = Typed::default();
    if let Some(key) = forms::query_value(request, "draft").and_then(|text| OperationKey::parse(&text).ok())
        && let Some(fields) = reading::draft(app, staff.user.id, &key)?
    {
        let kept = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        // Whoever came back without the browser saying from where is taken to the form's own page.
        match kept(FORM_FIELD).as_deref() {
            Some(refund::FORM) => return Ok(answer::see_other(&format!("{}?draft={key}", paths::new_refund(id)))),
            Some(quick_pay::FORM) => return Ok(answer::see_other(&format!("{}?draft={key}", paths::quick_pay(id)))),
            _ => typed = Typed { note: kept("note"), email: kept("email"), restored: true, ..Typed::default() },
        }
    }
    let value = |name: &str| forms::query_value(request, name).unwrap_or_default();
    draw(
        app,
        rq,
        id,
        &Drawn { typed: &typed, errors: &FormErrors::default(), done: (&value("done"), &value("refund")) },
    )
}

/// How the page is drawn: what was typed, what is wrong with it, and what was done before.
struct Drawn<'a> {
    typed: &'a Typed,
    errors: &'a FormErrors,
    done: (&'a str, &'a str),
}

/// The page again, with what is wrong with one of its forms.
fn again(
    app: &App,
    rq: &Rq,
    id: TransactionId,
    typed: &Typed,
    (field, key): (&'static str, &'static str),
) -> Result<Response, WebError> {
    let mut errors = FormErrors::default();
    errors.add(field, key);
    draw(app, rq, id, &Drawn { typed, errors: &errors, done: ("", "") })
}

fn draw(app: &App, rq: &Rq, id: TransactionId, drawn: &Drawn<'_>) -> Result<Response, WebError> {
    let details = reading::details(app, id)?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let flash = flash(scene.t, &details, drawn.done);
    let scene = scene.telling(flash);
    let Some(user) = scene.user.clone() else { return Err(WebError::NotFound) };
    let link = paths::receipt(&link_token(&app.secrets, id));
    let body = view::show(&Page {
        t: scene.t,
        firm: &scene.firm(),
        details: &details,
        outlook: &outlook(app, &user, id)?,
        user: &user,
        csrf: rq.csrf(),
        key: &app.ids.operation_key(),
        receipt_link: &link,
        typed: drawn.typed,
        errors: drawn.errors,
    });
    let failed = !drawn.errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("payment-crumb"), &body)))
}

fn outlook(app: &App, user: &User, id: TransactionId) -> Result<refunds::Outlook, WebError> {
    refunds::outlook(app, Authority::Staff(user), id).map_err(|error| match error {
        RefundError::Store(error) => error.into(),
        RefundError::NotAllowed(not_allowed) => not_allowed.into(),
        _ => WebError::NotFound,
    })
}

/// What was just done, as it stands now.
fn flash(t: T, details: &Details, (done, refund): (&str, &str)) -> Option<(Tone, String)> {
    if let Some(refund) = details.refunds.iter().find(|known| known.id.to_string() == refund) {
        return Some(told_refund(t, refund));
    }
    let key = match done {
        "resent" => {
            let last = details.deliveries.last().map(|delivery| delivery.recipients.join(", ")).unwrap_or_default();
            return Some((Tone::Positive, t.with("payment-resent", [("addresses", last)])));
        }
        "tag" => "payment-tag-added",
        "untag" => "payment-tag-removed",
        "note" => "payment-note-saved",
        "payer" => "payment-payer-linked",
        _ => return None,
    };
    Some((Tone::Positive, t.text(key)))
}

fn told_refund(t: T, refund: &Refund) -> (Tone, String) {
    let (tone, key) = match (refund.status, refund.kind) {
        (RefundStatus::Pending | RefundStatus::Unknown, _) => (Tone::Warning, "refund-told-unknown"),
        (RefundStatus::Submitted | RefundStatus::Settled, RefundKind::Refund) => {
            (Tone::Positive, "refund-told-refunded")
        }
        (RefundStatus::Submitted | RefundStatus::Settled, RefundKind::Void) => (Tone::Positive, "refund-told-voided"),
        (RefundStatus::Failed, _) => (Tone::Negative, "refund-told-failed"),
    };
    let why = refund.refusal.clone().unwrap_or_else(|| "–".to_owned());
    (tone, t.with(key, [("amount", amount::format(refund.amount, t.locale())), ("why", why)]))
}
