//! Quick Pay: charging the saved method of a payment again, after a look at what is about to be charged.

mod form;
mod view;

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{
        firm::Firm,
        ids::{OperationKey, TransactionId},
        money::Money,
        permission::Permission,
    },
    i18n::amount,
    service::{
        Authority,
        payments::TakeError,
        quick_pay::{self, QuickPayError},
        reading::{self, Details},
        surcharges,
    },
    web::{
        answer::{self, Scene},
        debit_consent::{self, Asked},
        error::WebError,
        forms::{self, Fields, FormErrors},
        guard::Rq,
        page::{self, Area},
        paths,
    },
};

use self::form::Typed;
use super::FORM_FIELD;

/// What the drafts of this form are marked with.
pub(super) const FORM: &str = "quick-pay";

/// `GET /payments/{id}/quick-pay`, like the payment or with a kept draft (`?draft=`).
#[handler]
pub async fn new(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let details = reading::details(app, TransactionId::new(id))?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let mut typed = Typed::like(&details, &app.ids.operation_key(), scene.t);
    let mut restored = false;
    if let Some(draft) = forms::query_value(request, "draft").and_then(|text| OperationKey::parse(&text).ok())
        && let Some(fields) = reading::draft(app, staff.user.id, &draft)?
    {
        typed = Typed { key: draft.to_string(), ..Typed::sent(&Fields::kept(&fields)) };
        restored = true;
    }
    Ok(draw(app, rq, (&scene, &details), &typed, &Remarks { errors: &FormErrors::default(), next: false, restored }))
}

/// What the page must say besides the form.
struct Remarks<'a> {
    errors: &'a FormErrors,
    /// Whether it asks for the authorization, which nobody could see before.
    next: bool,
    restored: bool,
}

fn draw(app: &App, rq: &Rq, (scene, details): (&Scene, &Details), typed: &Typed, remarks: &Remarks<'_>) -> Response {
    let key = OperationKey::parse(&typed.key).unwrap_or_else(|_| app.ids.operation_key());
    let firm = scene.firm();
    let currency = details.transaction.amount.currency();
    let amount = amount::parse(&typed.amount, currency, scene.t.locale()).ok().filter(Money::is_positive);
    let debit = amount.and_then(|amount| asked(app, &firm, details, amount));
    let body = view::page(&view::Page {
        t: scene.t,
        debit: debit.as_ref(),
        details,
        csrf: rq.csrf(),
        typed: &Typed { key: key.to_string(), ..typed.clone() },
        errors: remarks.errors,
        next: remarks.next,
        restored: remarks.restored,
        unsurcharged: details.account.as_ref().is_some_and(|account| surcharges::is_on(app, account)),
    });
    let failed = !remarks.errors.is_empty();
    let ctx = page::Ctx { failed, ..scene.ctx() };
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer::html_with(status, page::staff(&ctx, &scene.t.text("quick-pay-title"), &body))
}

/// `POST /payments/{id}/quick-pay`
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let typed = Typed::sent(fields);
    // A form that was sent before has its result already, whatever its fields say now.
    if let Ok(key) = OperationKey::parse(&typed.key)
        && let Some(known) = reading::payment_by_key(app, &key)?
    {
        return Ok(answer::see_other(&paths::payment_result(known.id)));
    }
    let details = reading::details(app, TransactionId::new(id))?.ok_or(WebError::NotFound)?;
    let scene = answer::scene(app, rq, Some(Area::PaymentManager))?;
    let refuse = |errors: &FormErrors| {
        let remarks = Remarks { errors, next: errors.is_empty(), restored: false };
        draw(app, rq, (&scene, &details), &typed, &remarks)
    };
    let mut command = match form::read(&typed, &details, scene.t) {
        Ok(command) => command,
        Err(errors) => return Ok(refuse(&errors)),
    };
    let firm = scene.firm();
    if let Some(asked) = asked(app, &firm, &details, command.amount) {
        match debit_consent::read(&typed.debit, &asked, staff.user.id, &command.emails) {
            Ok(consent) => command.consent = Some(consent),
            Err(errors) => return Ok(refuse(&errors)),
        }
    }
    // On a task of its own: a browser that goes away in the middle must not leave a charge half told.
    let (hall, user, key) = (app.clone(), staff.user.clone(), command.key.clone());
    let taken = tokio::spawn(async move { quick_pay::charge(&hall, Authority::Staff(&user), command).await });
    match taken.await.map_err(|error| WebError::Failed(error.to_string()))? {
        Ok(transaction) => Ok(answer::see_other(&paths::payment_result(transaction.id))),
        Err(QuickPayError::Take(TakeError::BeingConfirmed(_))) => {
            answer::in_doubt(app, &key, |known| paths::payment_result(known.id))
        }
        Err(error) => refused(error).map(|(field, key)| {
            let mut errors = FormErrors::default();
            errors.add(field, key);
            refuse(&errors)
        }),
    }
}

/// What is about to be debited, where the saved method is a bank account.
fn asked<'a>(app: &App, firm: &'a Firm, details: &Details, amount: Money) -> Option<Asked<'a>> {
    let method = details.method.as_ref().filter(|method| method.instrument.is_bank_account())?;
    Some(Asked {
        firm,
        instrument: method.instrument.clone(),
        holder: method.holder.clone(),
        scope: debit_consent::once(amount, firm, app.now()),
        kind: details.transaction.account_kind,
        locale: details.transaction.locale,
        now: app.now(),
        emails_field: "email",
    })
}

/// The refusals that the form explains; others are not the form's to explain.
fn refused(error: QuickPayError) -> Result<(&'static str, &'static str), WebError> {
    match error {
        QuickPayError::NoPayment => Err(WebError::NotFound),
        QuickPayError::NotDecided => Ok(("", "quick-pay-undecided")),
        QuickPayError::NoMethod => Ok(("", "quick-pay-not-saved")),
        QuickPayError::Take(error) => match error {
            TakeError::Unavailable => Ok(("", "enter-payment-error-unavailable")),
            TakeError::NoAccount | TakeError::Currency => Ok(("", "quick-pay-error-account")),
            TakeError::Amount => Ok(("amount", "enter-payment-error-amount-zero")),
            TakeError::SeveralPayers(_) => Ok(("", "enter-payment-error-payer-several")),
            TakeError::Authorization => Ok(("debit", "debit-error-changed")),
            TakeError::NoBankDebits => Ok(("", "debit-error-not-taken")),
            TakeError::NotAllowed(not_allowed) => Err(not_allowed.into()),
            TakeError::Store(error) => Err(error.into()),
            TakeError::NotSetUp
            | TakeError::Surcharge
            | TakeError::NotClaimed
            | TakeError::Order(_)
            | TakeError::Request(_)
            | TakeError::BeingConfirmed(_) => Err(WebError::Unavailable),
        },
    }
}
