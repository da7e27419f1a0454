//! What monitors ask: whether the portal is well, and its counters in Prometheus' text format.

use std::sync::Arc;

use poem::{Response, handler, http::StatusCode, web::Data};

use crate::{
    app::App,
    service::{reading, resolution},
};

use super::{error::WebError, guard::Rq};

/// `GET /healthz`: 200 while payments can be taken, 503 while the store is read-only.
#[handler]
pub async fn healthz(rq: &Rq, Data(app): Data<&Arc<App>>) -> Response {
    rq.anyone();
    let read_only = reading::read_only(app);
    let body = serde_json::json!({
        "status": if read_only.is_none() { "ok" } else { "read_only" },
        "version": env!("CARGO_PKG_VERSION"),
        "journal_seq": *app.store.committed().borrow(),
        "index_seq": *app.index.reached().borrow(),
    });
    let status = if read_only.is_none() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Response::builder().status(status).content_type("application/json").body(body.to_string())
}

/// `GET /metrics`
#[handler]
pub async fn metrics(rq: &Rq, Data(app): Data<&Arc<App>>) -> Result<Response, WebError> {
    rq.anyone();
    let (committed, indexed) = (*app.store.committed().borrow(), *app.index.reached().borrow());
    let read_only = u8::from(reading::read_only(app).is_some());
    let (unresolved, waiting) = (resolution::unresolved(app)?, reading::waiting(app)?);
    let lines = [
        ("clientpay_journal_sequence", "counter", "Number of the last committed journal entry.", committed.to_string()),
        (
            "clientpay_index_sequence",
            "counter",
            "Journal entry that the search index has reached.",
            indexed.to_string(),
        ),
        ("clientpay_read_only", "gauge", "1 while the store takes no writes.", read_only.to_string()),
        (
            "clientpay_payments_unresolved",
            "gauge",
            "Payments and refunds whose outcome is open.",
            unresolved.to_string(),
        ),
        ("clientpay_outbox_waiting", "gauge", "Messages that wait to leave.", waiting.to_string()),
    ];
    let text: String = lines
        .iter()
        .map(|(name, kind, help, value)| format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"))
        .collect();
    Ok(Response::builder().content_type("text/plain; version=0.0.4; charset=utf-8").body(text))
}
