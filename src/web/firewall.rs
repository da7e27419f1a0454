//! Keeps card numbers out: a request that holds one anywhere is refused before anything reads or notes it.
//!
//! The one path where a card number belongs is the sandbox's own. Nothing of the number is logged or answered.
//!
//! The number of a bank account cannot be told from any other number. So what is refused elsewhere is a field that can be
//! for nothing else: one with the name that the sandbox's own fields give it.
//!
//! A number may be typed into several boxes. So neighbouring fields of card-like groups (four to six digits each)
//! are also looked at together, but only from three groups on: that is how cards are printed. Two plain numbers side
//! by side, a matter and an invoice of eight digits each, would be taken for a card once in seventy times, and the
//! person could do nothing about it.

use percent_encoding::percent_decode;
use poem::{Endpoint, IntoResponse, Middleware, Request, Response, Result};

use crate::domain::pan::{contains_card_number, digit_value};

use super::{
    forms::{self, MAX_BODY_BYTES},
    headers::is_under,
    trouble::Trouble,
};

/// The one path where card numbers belong: the sandbox takes them there and gives out tokens.
pub const TOKENISING: &str = "/card-fields/tokens";

/// The fields in which the sandbox takes the number of a bank account.
const ACCOUNT_FIELDS: [&str; 2] = ["account_number", "account_number_again"];

/// Refuses requests that hold card numbers. Goes inside the door, which bounds the body's time, and outside the
/// guard, which reads forms.
#[derive(Clone, Copy, Debug, Default)]
pub struct Firewall;

impl<E: Endpoint> Middleware<E> for Firewall {
    type Output = Walled<E>;

    fn transform(&self, inner: E) -> Self::Output {
        Walled(inner)
    }
}

/// An endpoint that card numbers do not reach.
pub struct Walled<E>(E);

impl<E: Endpoint> Endpoint for Walled<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if is_under(request.uri().path(), TOKENISING) {
            return self.0.call(request).await.map(IntoResponse::into_response);
        }
        if forms::is_upload(&request) {
            // A file's reader looks into each cell: in a workbook there is nothing to be seen from outside, and one number
            // among fifty thousand rows is no reason to refuse the others.
            if head_holds_one(&request) {
                return Ok(Trouble::CardNumber.into_response());
            }
            return self.0.call(request).await.map(IntoResponse::into_response);
        }
        let body = match forms::body_of(&mut request, MAX_BODY_BYTES).await {
            Ok(body) => body,
            Err(trouble) => return Ok(trouble.into_response()),
        };
        if head_holds_one(&request) || body_holds_one(&request, &body) {
            tracing::warn!(method = %request.method(), "refused a request that held a card number");
            return Ok(Trouble::CardNumber.into_response());
        }
        self.0.call(request).await.map(IntoResponse::into_response)
    }
}

fn head_holds_one(request: &Request) -> bool {
    let uri = request.uri();
    bytes_hold_one(uri.path().as_bytes())
        || uri.query().is_some_and(|query| form_holds_one(query.as_bytes()))
        || request
            .headers()
            .iter()
            .any(|(name, value)| contains_card_number(name.as_str()) || bytes_hold_one(value.as_bytes()))
}

fn body_holds_one(request: &Request, body: &[u8]) -> bool {
    if body.is_empty() {
        return false;
    }
    if forms::is_form(request) {
        return form_holds_one(body);
    }
    bytes_hold_one(body) || serde_json::from_slice(body).is_ok_and(|value| json_holds_one(&value))
}

/// Looks at the text as it is and, where it is percent-encoded, at what it stands for.
pub(super) fn bytes_hold_one(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    contains_card_number(&text)
        || (bytes.contains(&b'%') && contains_card_number(&percent_decode(bytes).decode_utf8_lossy()))
}

/// A form that cannot be read is refused by the guard; here it is looked at as plain text.
fn form_holds_one(form: &[u8]) -> bool {
    let Ok(pairs) = forms::pairs(form) else { return bytes_hold_one(form) };
    let account = |name: &str| ACCOUNT_FIELDS.contains(&name);
    pairs.iter().any(|(name, value)| contains_card_number(name) || contains_card_number(value))
        || pairs.iter().any(|(name, value)| account(name) && !value.trim().is_empty())
        || boxes_hold_one(pairs.iter().map(|(_, value)| value.as_str()))
}

/// Whether neighbouring values, each made of card-like groups only, hold a number together.
fn boxes_hold_one<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let mut run: Vec<&str> = Vec::new();
    for value in values {
        let groups: Vec<&str> = value.split([' ', '-', '.']).filter(|group| !group.is_empty()).collect();
        if groups.is_empty() || !groups.iter().all(|group| is_card_group(group)) {
            run.clear();
            continue;
        }
        run.extend(groups);
        let latest = run.get(run.len().saturating_sub(6)..).unwrap_or_default();
        if latest.len() >= 3 && contains_card_number(&latest.join(" ")) {
            return true;
        }
    }
    false
}

fn is_card_group(text: &str) -> bool {
    (4..=6).contains(&text.chars().count()) && text.chars().all(|character| digit_value(character).is_some())
}

fn json_holds_one(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::String(text) => contains_card_number(text),
        serde_json::Value::Array(values) => values.iter().any(json_holds_one),
        serde_json::Value::Object(fields) => {
            fields.iter().any(|(name, value)| contains_card_number(name) || json_holds_one(value))
        }
        serde_json::Value::Number(number) => contains_card_number(&number.to_string()),
        serde_json::Value::Null | serde_json::Value::Bool(_) => false,
    }
}

#[cfg(test)]
mod tests;
