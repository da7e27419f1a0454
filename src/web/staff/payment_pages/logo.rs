//! The logo above a page: brought as a file, or taken away.

use std::sync::Arc;

use poem::{
    Request, Response, handler,
    web::{Data, Path},
};

use crate::{
    app::App,
    domain::{ids::PaymentPageId, payment_page::PaymentPage, permission::Permission},
    export::logo::NotALogo,
    service::{
        Authority,
        payment_pages::{PageError, logo},
    },
    web::{answer, error::WebError, forms::Upload, guard::Rq, paths},
};

use super::refuse;

/// The words for a file that is no logo.
pub(super) const fn words(why: NotALogo) -> &'static str {
    match why {
        NotALogo::Kind => "payment-page-error-logo-kind",
        NotALogo::TooLarge => "payment-page-error-logo-large",
        NotALogo::TooSmall => "payment-page-error-logo-small",
        NotALogo::Damaged => "payment-page-error-logo-damaged",
    }
}

/// `POST /payment-pages/{id}/logo`, with a file.
#[handler]
pub async fn create(
    rq: &Rq,
    Data(app): Data<&Arc<App>>,
    Path(id): Path<u64>,
    request: &Request,
) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    // Nothing chosen is nothing of a kind that is taken.
    let file = request.data::<Arc<Upload>>().map(|upload| upload.bytes.clone()).unwrap_or_default();
    let set = logo::set(app, Authority::Staff(&staff.user), PaymentPageId::new(id), file).await;
    finish((app, rq), id, set, "logo")
}

/// `POST /payment-pages/{id}/logo-removal`
#[handler]
pub async fn create_removal(rq: &Rq, Data(app): Data<&Arc<App>>, Path(id): Path<u64>) -> Result<Response, WebError> {
    let staff = rq.staff(Permission::ManagePaymentPages)?;
    let removed = logo::remove(app, Authority::Staff(&staff.user), PaymentPageId::new(id)).await;
    finish((app, rq), id, removed, "logo-removed")
}

fn finish(
    (app, rq): (&App, &Rq),
    id: u64,
    outcome: Result<PaymentPage, PageError>,
    done: &str,
) -> Result<Response, WebError> {
    match outcome {
        Ok(page) => Ok(answer::see_other(&paths::with_query(&paths::payment_page(page.id), &[("done", done)]))),
        Err(error) => refuse(app, rq, id, error),
    }
}
