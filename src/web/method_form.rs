//! The part of a client's page on which a method is entered into the processor's own fields and saved.

use maud::{Markup, html};

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        ids::{MerchantAccountId, OperationKey},
    },
    i18n::T,
    service::{methods::adding::AddError, payments},
    store::{StoreError, firm},
};

use super::{
    error::WebError,
    forms::FormErrors,
    fragments::{Icon, card_frame},
    paths,
    pay_form::parts::NO_PAGE,
};

/// The address of the processor's fields for the form with this key, in the page's language.
pub fn frame(app: &App, account: MerchantAccountId, key: &OperationKey, t: T) -> Result<String, StoreError> {
    let account = firm::merchant_account(&app.store.read()?, account)?;
    let frame = account.map(|account| payments::card_fields(app, &account, key).frame_url).unwrap_or_default();
    // Cards alone: a bank account is taken with the authorization of a debit, which nobody gives here.
    let asks = [("lang", t.language().code()), ("page", NO_PAGE), ("accept", Accepted::Cards.code())];
    Ok(paths::with_query(&frame, &asks))
}

/// The heading, what is wrong with what was entered, the fields, and what saving it means.
#[must_use]
pub fn section(t: T, (heading, frame): (&str, &str), errors: &FormErrors) -> Markup {
    html! {
        div class="form-section" {
            div class="form-section-head" { h2 { (heading) } }
            @if let Some(error) = errors.first("card-frame", t) {
                div class="error-message" { (Icon::CircleAlert) span { (error) } }
            }
            (card_frame(frame, &t.text("enter-payment-card-frame")))
            p class="hint" { (t.text("own-methods-consent")) }
        }
    }
}

/// Which field to complain of, and in which words, when a method was not saved.
///
/// # Errors
/// What no form can say.
pub fn problem(error: AddError) -> Result<(&'static str, &'static str), WebError> {
    match error {
        AddError::NoCard => Ok(("card-frame", "enter-payment-error-card")),
        AddError::TurnedAway(_) => Ok(("card-frame", "own-methods-error-often")),
        AddError::TooMany => Ok(("", "payer-method-error-many")),
        AddError::Processor(_) | AddError::NoAccount => Ok(("", "payer-method-error-processor")),
        AddError::Unavailable => Ok(("", "payer-error-unavailable")),
        AddError::NotFound | AddError::LinkClosed => Err(WebError::NotFound),
        AddError::NotAllowed(not_allowed) => Err(not_allowed.into()),
        AddError::Store(error) => Err(error.into()),
    }
}
