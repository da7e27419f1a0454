//! The logo above a payment page: brought as a file, drawn anew, and shown by every version of the page until another is
//! brought.

use sha2::{Digest as _, Sha256};

use crate::{
    app::App,
    domain::{
        ids::PaymentPageId,
        payment_page::{
            Content, PaymentPage,
            logo::{Logo, Picture},
        },
        permission::Permission,
    },
    export::logo::{self, Drawn},
    store::{StoreError, payment_pages},
};

use super::{Authority, PageError, change, unwritten};

/// Puts the picture in `file`, a PNG, JPEG or WebP, above a page. The same picture again changes nothing.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn set(
    app: &App,
    authority: Authority<'_>,
    id: PaymentPageId,
    file: Vec<u8>,
) -> Result<PaymentPage, PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    // Drawing takes tens of milliseconds, which other requests must not wait for.
    let drawing = tokio::task::spawn_blocking(move || logo::draw(&file)).await;
    let Drawn { png, width, height } = drawing.map_err(|_| PageError::Unavailable)??;
    let logo = Logo { digest: Sha256::digest(&png).into(), width, height };
    put(app, authority, id, Some((logo, Picture { png }))).await
}

/// Puts the firm's initials and name back. A page that has no logo is left alone.
///
/// # Errors
/// [`PageError`]; nothing was written then.
pub async fn remove(app: &App, authority: Authority<'_>, id: PaymentPageId) -> Result<PaymentPage, PageError> {
    authority.require(Permission::ManagePaymentPages)?;
    put(app, authority, id, None).await
}

async fn put(
    app: &App,
    authority: Authority<'_>,
    id: PaymentPageId,
    wanted: Option<(Logo, Picture)>,
) -> Result<PaymentPage, PageError> {
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let before = payment_pages::page(writer, id)?.ok_or(PageError::NotFound)?;
        let logo = wanted.as_ref().map(|(logo, _)| *logo);
        if before.content.logo == logo {
            return Ok(before);
        }
        if let Some((logo, picture)) = &wanted {
            writer.put_logo(&logo.digest, picture)?;
        }
        let content = Content { logo, ..before.content.clone() };
        change(writer, PaymentPage { content, ..before }, actor, now)
    });
    written.await.map_err(unwritten)
}

/// The file of a logo that some page shows or showed.
pub fn file(app: &App, digest: &[u8; 32]) -> Result<Option<Picture>, StoreError> {
    payment_pages::logo(&app.store.read()?, digest)
}
