//! Sending a payment's receipt again.

use std::sync::Arc;

use poem::{
    Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::TransactionId, permission::Permission},
    service::{
        Authority,
        receipts::{self, ResendError},
    },
    web::{
        answer,
        error::WebError,
        forms::Fields,
        guard::Rq,
        mailboxes::{addresses, is_address},
        paths,
    },
};

use super::{Typed, again};

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
    let refuse = |key| again(app, rq, id, &Typed { email: Some(typed.to_owned()), ..Typed::default() }, ("email", key));
    let recipients = addresses(typed);
    if recipients.is_empty() || !recipients.iter().all(|address| is_address(address)) {
        return refuse("form-error-email");
    }
    match receipts::resend(app, Authority::Staff(&staff.user), id, recipients).await {
        Ok(_) => Ok(answer::see_other(&paths::payment_done(id, "resent"))),
        Err(ResendError::Recipients) => refuse("form-error-emails-many"),
        Err(ResendError::NoReceipt) => refuse("payment-resend-none"),
        Err(ResendError::NotFound) => Err(WebError::NotFound),
        Err(ResendError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        // Only clients are counted.
        Err(ResendError::Unavailable | ResendError::TooOften) => Err(WebError::Unavailable),
        Err(ResendError::Store(error)) => Err(error.into()),
    }
}
