//! Putting a payment that has no payer's record on one.

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
        payers::{self, LinkError},
    },
    web::{answer, error::WebError, forms::Fields, guard::Rq, paths},
};

use super::{Typed, again};

/// `POST /payments/{id}/payer`
#[handler]
pub async fn create_payer(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    fields: &Fields,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::TakePayments)?;
    let id = TransactionId::new(id);
    let chosen = fields.get("payer_id").parse().ok();
    match payers::link(app, Authority::Staff(&staff.user), id, chosen).await {
        Ok(_) => Ok(answer::see_other(&paths::payment_done(id, "payer"))),
        Err(LinkError::SeveralPayers(several)) => {
            let typed = Typed { several, ..Typed::default() };
            again(app, rq, id, &typed, ("payer_id", "enter-payment-error-payer-several"))
        }
        Err(LinkError::NotFound) => Err(WebError::NotFound),
        Err(LinkError::NotAllowed(not_allowed)) => Err(not_allowed.into()),
        Err(LinkError::Unavailable) => Err(WebError::Unavailable),
        Err(LinkError::Store(error)) => Err(error.into()),
    }
}
