//! Webhooks of processors. A body is never believed: a genuine signature only makes us ask the processor.

use std::sync::Arc;

use poem::{Body, Request, Response, handler, http::StatusCode, web::Data};

use crate::{app::App, domain::merchant_account::Processor, service::resolution};

use super::{error::WebError, guard::Rq};

/// The largest webhook that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// `POST /hooks/sandbox`
#[handler]
pub async fn sandbox(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request, body: Body) -> Result<Response, WebError> {
    rq.anyone();
    let signature = request.header(resolution::SANDBOX_SIGNATURE).unwrap_or_default().to_owned();
    let Ok(body) = body.into_bytes_limit(MAX_BYTES).await else {
        return Ok(Response::builder().status(StatusCode::PAYLOAD_TOO_LARGE).finish());
    };
    let status = match resolution::receive_webhook(app, Processor::Sandbox, &signature, &body).await? {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::FORBIDDEN,
    };
    Ok(Response::builder().status(status).finish())
}
