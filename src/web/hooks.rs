//! Webhooks of processors. A body is never believed: a genuine signature only makes us ask the processor.

use std::sync::Arc;

use poem::{Body, Request, Response, handler, http::StatusCode, web::Data};

use crate::{app::App, gateway::Gateway as _, service::resolution};

use super::{error::WebError, guard::Rq};

/// The header with the sandbox's signature.
const SIGNATURE: &str = crate::gateway::sandbox::webhook_client::SIGNATURE;

/// The largest webhook that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024;

/// `POST /hooks/sandbox`
#[handler]
pub async fn sandbox(rq: &Rq, Data(app): Data<&Arc<App>>, request: &Request, body: Body) -> Result<Response, WebError> {
    rq.anyone();
    let signature = request.header(SIGNATURE).unwrap_or_default().to_owned();
    let Ok(body) = body.into_bytes_limit(MAX_BYTES).await else {
        return Ok(Response::builder().status(StatusCode::PAYLOAD_TOO_LARGE).finish());
    };
    match app.sandbox.verify_webhook(&signature, &body, app.now()) {
        Ok(hint) => {
            resolution::refresh(app, &hint.key).await?;
            Ok(Response::builder().status(StatusCode::NO_CONTENT).finish())
        }
        Err(_) => Ok(Response::builder().status(StatusCode::FORBIDDEN).finish()),
    }
}
