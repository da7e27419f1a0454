//! A payment's own page, and what staff do with the payment there.

mod view;
mod facts;
mod history;
mod sidebar;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::TransactionId, permission::Permission},
    service::{
        Authority, reading,
        receipts::{self, ResendError},
    },
    web::{
        answer,
        error::WebError,
        forms::{self, Fields, FormErrors},
        fragments::Tone,
        guard::Rq,
        mailboxes::{addresses, is_address},
        page::{self, Area},
        paths,
    },
};

use self::view::Page;

/// `GET /payments/{id}`
#[handler]
pub async fn show(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    rq.staff(Permission::ViewPayments)?;
    let id = TransactionId::new(id);
    let done = forms::query_value(request, "done").is_some_and(|done| done == "resent");
    draw(app, rq, id, &Resend { typed: None, errors: &FormErrors::default(), done })
}

/// The state of the form that asks for a receipt again.
struct Resend<'a> {
    typed: Option<&'a str>,
    errors: &'a FormErrors,
    done: bool,
}

fn draw(app: &App, rq: &Rq, id: TransactionId, resend: &Resend<'_>) -> Result<Response, WebError> {
    let details = reading::details(app, id)?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let last = details.deliveries.last().map(|delivery| delivery.recipients.join(", ")).unwrap_or_default();
    let flash = resend.done.then(|| (Tone::Positive, scene.t.with("payment-resent", [("addresses", last)])));
    let scene = scene.telling(flash);
    let Some(user) = scene.user.clone() else { return Err(WebError::NotFound) };
    let link = paths::receipt(&receipts::link_token(&app.secrets, id));
    let first = details.transaction.receipt_emails.join(", ");
    let body = view::show(&Page {
        t: scene.t,
        firm: &scene.firm(),
        details: &details,
        user: &user,
        csrf: rq.csrf(),
        receipt_link: &link,
        resend: resend.typed.unwrap_or(&first),
        errors: resend.errors,
    });
    let failed = !resend.errors.is_empty();
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let ctx = page::Ctx { failed, ..scene.ctx() };
    Ok(answer::html_with(status, page::staff(&ctx, &scene.t.text("payment-crumb"), &body)))
}

/// `POST /payments/{id}/receipts`
#[handler]
pub async fn create_receipt(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ResendReceipts)?;
    let (id, typed) = (TransactionId::new(id), fields.get("email"));
    let again = |key: &'static str| {
        let mut errors = FormErrors::default();
        errors.add("email", key);
        draw(app, rq, id, &Resend { typed: Some(typed), errors: &errors, done: false })
    };
    let recipients = addresses(typed);
    if recipients.is_empty() || !recipients.iter().all(|address| is_address(address)) {
        return again("form-error-email");
    }
    match receipts::resend(app, Authority::Staff(&staff.user), id, recipients).await {
        Ok(_) => Ok(answer::see_other(&format!("{}?done=resent", paths::payment(id)))),
        Err(ResendError::Recipients) => again("form-error-emails-many"),
        Err(ResendError::NoReceipt) => again("payment-resend-none"),
        Err(ResendError::NotFound) => Err(WebError::NotFound),
        Err(ResendError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(ResendError::Unavailable) => Err(WebError::Unavailable),
        Err(ResendError::Store(error)) => Err(error.into()),
    }
}
