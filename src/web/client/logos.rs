//! Logos above payment pages, as images. Their address is the digest of their file, in letters and few digits so
//! that it is never taken for a card number; browsers may keep them for ever.

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use poem::{
    Response, handler,
    http::header,
    web::{Data, Path},
};

use crate::{
    app::App,
    service::payment_pages::logo,
    web::{error::WebError, guard::Rq},
};

/// `GET /logos/{digest}`
#[handler]
pub async fn show(rq: &Rq, Data(app): Data<&Arc<App>>, Path(digest): Path<String>) -> Result<Response, WebError> {
    rq.anyone();
    let digest =
        BASE32_NOPAD.decode(digest.to_ascii_uppercase().as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    let picture = logo::file(app, &digest.ok_or(WebError::NotFound)?)?.ok_or(WebError::NotFound)?;
    Ok(Response::builder()
        .content_type("image/png")
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .body(picture.png))
}
