//! Tokens and saved methods: what a charge can be put to.
//!
//! A token comes from the card fields, is charged at most once and saved at most once, in either order. A saved method
//! is charged any number of times; its security code was never kept, so no later charge can have it checked.

use super::{
    cards::{Card, CardRefused, Method, Token, TokenisedCard},
    charges::refused,
    draft::Draft,
};
use crate::{
    domain::{ids::OperationKey, transaction::Check},
    gateway::{CallError, SavedMethod},
};

const TOKEN_PREFIX: &str = "tok_";
const METHOD_PREFIX: &str = "pm_";

/// The token of the card fields shown for the form with this key.
pub(super) fn token_of(session: &OperationKey) -> String {
    format!("{TOKEN_PREFIX}{session}")
}

/// Makes the session's token stand for this card, in place of one entered before.
pub(super) fn tokenise(
    draft: &mut Draft<'_>,
    session: &OperationKey,
    card: Card,
) -> Result<TokenisedCard, CardRefused> {
    let token = token_of(session);
    let earlier = draft.token(&token)?;
    if earlier.as_ref().is_some_and(|earlier| earlier.charged || earlier.saved_by.is_some()) {
        return Err(CardRefused::AlreadyUsed);
    }
    let tokenised = TokenisedCard {
        token: token.clone(),
        instrument: card.instrument.clone(),
        fingerprint: card.fingerprint.clone(),
    };
    let claimed_by = earlier.and_then(|earlier| earlier.claimed_by);
    let record = Token { card, claimed_by, charged: false, saved_by: None };
    draft.put_token(&token, &record)?;
    Ok(tokenised)
}

/// Puts a token to the charge `key`, which alone may use it from now on. A saved method need only exist.
pub(super) fn claim(draft: &mut Draft<'_>, token: &str, key: &OperationKey) -> Result<(), CallError> {
    if token.starts_with(METHOD_PREFIX) {
        return existing_method(draft, token).map(|_| ());
    }
    let mut record = existing_token(draft, token)?;
    match &record.claimed_by {
        Some(claimant) if claimant == key => Ok(()),
        Some(_) => Err(refused("this token was used for another charge")),
        None => {
            record.claimed_by = Some(key.clone());
            draft.put_token(token, &record)
        }
    }
}

/// The card behind a token or saved method.
pub(super) fn card_to_charge(draft: &Draft<'_>, token: &str) -> Result<Card, CallError> {
    if token.starts_with(METHOD_PREFIX) {
        return existing_method(draft, token).map(|method| method.card);
    }
    existing_token(draft, token).map(|record| record.card)
}

/// Uses a token up. A saved method never is.
pub(super) fn mark_charged(draft: &mut Draft<'_>, token: &str) -> Result<(), CallError> {
    if token.starts_with(METHOD_PREFIX) {
        return Ok(());
    }
    let mut record = existing_token(draft, token)?;
    record.charged = true;
    draft.put_token(token, &record)
}

/// What a token stands for, as long as it can be charged.
pub(super) fn describe(draft: &Draft<'_>, token: &str) -> Result<Option<SavedMethod>, CallError> {
    if token.starts_with(METHOD_PREFIX) {
        return Ok(draft.method(token)?.map(|method| saved(token.to_owned(), &method.card)));
    }
    Ok(draft.token(token)?.filter(|record| !record.charged).map(|record| saved(token.to_owned(), &record.card)))
}

/// Saves the card behind a token; the same key always gives the same method.
pub(super) fn save(draft: &mut Draft<'_>, token: &str, key: &OperationKey) -> Result<SavedMethod, CallError> {
    let mut record = existing_token(draft, token)?;
    let method_token = method_token(key);
    if let Some(saved_by) = &record.saved_by {
        if saved_by != key {
            return Err(refused("this token was saved under another key"));
        }
        return existing_method(draft, &method_token).map(|method| saved(method_token, &method.card));
    }
    if draft.method(&method_token)?.is_some() {
        return Err(refused("this key belongs to another saved method"));
    }
    record.saved_by = Some(key.clone());
    draft.put_token(token, &record)?;
    keep(draft, key, record.card)
}

/// Keeps a card under the token derived from `key`, without its security code's result.
pub(super) fn keep(draft: &mut Draft<'_>, key: &OperationKey, card: Card) -> Result<SavedMethod, CallError> {
    let token = method_token(key);
    let method = Method { card: Card { security_code: Check::NotChecked, ..card } };
    draft.put_method(&token, &method)?;
    Ok(saved(token, &method.card))
}

fn saved(token: String, card: &Card) -> SavedMethod {
    SavedMethod {
        token,
        instrument: card.instrument.clone(),
        holder: card.holder.clone(),
        fingerprint: card.fingerprint.clone(),
    }
}

fn method_token(key: &OperationKey) -> String {
    format!("{METHOD_PREFIX}{key}")
}

fn existing_token(draft: &Draft<'_>, token: &str) -> Result<Token, CallError> {
    draft.token(token)?.ok_or_else(|| refused("there is no such token, or no card was entered yet"))
}

fn existing_method(draft: &Draft<'_>, token: &str) -> Result<Method, CallError> {
    draft.method(token)?.ok_or_else(|| refused("there is no such saved method"))
}
