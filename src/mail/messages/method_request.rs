//! Mail that asks a payer to see to their payment methods: because staff ask, or because a card expires.

use crate::{
    domain::{
        card::{Expiry, Instrument, PaymentMethod},
        delivery::Message,
        firm::Firm,
        method_request::MethodRequest,
        time::{Day, Timestamp},
    },
    i18n::{T, dates},
};

use super::asking::{Asking, Size};

/// What the message tells.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who asks.
    pub firm: Firm,
    /// Who is asked.
    pub name: String,
    /// The link.
    pub request: MethodRequest,
    /// The card that expires, where that is why.
    pub expiring: Option<PaymentMethod>,
}

/// The message that is sent.
#[must_use]
pub fn message(facts: &Facts, link: &str, to: Vec<String>, at: Timestamp) -> Message {
    let (request, firm) = (&facts.request, facts.firm.name.clone());
    let t = T::new(request.locale);
    let (subject, heading, why) = words(facts, t);
    let until = dates::date_long(request.expires_at, &facts.firm.time_zone, t.locale());
    let until = t.with("method-mail-until", [("day", until)]);
    let trust = t.with("method-mail-trust", [("firm", firm)]);
    let greeting = t.with("method-mail-greeting", [("name", facts.name.clone())]);
    let letter = Asking {
        firm: &facts.firm,
        locale: request.locale,
        subject,
        heading,
        size: Size::Sentence,
        why: format!("{greeting} {why}"),
        message: &request.message,
        lines: Vec::new(),
        button: Some((link, t.text("method-mail-button"))),
        below: format!("{until} {trust}"),
    };
    letter.message(to, at)
}

/// Subject, heading and reason.
fn words(facts: &Facts, t: T) -> (String, String, String) {
    let firm = facts.firm.name.clone();
    match facts.expiring.as_ref().and_then(|method| told(method, t)) {
        Some((card, month)) => (
            t.with("method-mail-subject-expiring", [("card", card.clone()), ("firm", firm.clone())]),
            t.with("method-mail-heading-expiring", [("month", month.clone())]),
            t.with("method-mail-why-expiring", [("card", card), ("month", month), ("firm", firm)]),
        ),
        None if facts.request.alert.is_some() => (
            t.with("method-mail-subject", [("firm", firm.clone())]),
            t.text("method-mail-heading-failed"),
            t.with("method-mail-why-failed", [("firm", firm)]),
        ),
        None => (
            t.with("method-mail-subject", [("firm", firm.clone())]),
            t.text("method-mail-heading"),
            t.with("method-mail-why", [("firm", firm)]),
        ),
    }
}

/// A card by its network and last four digits, and the month it expires in.
fn told(method: &PaymentMethod, t: T) -> Option<(String, String)> {
    let Instrument::Card { brand, last_four, expiry, .. } = &method.instrument else { return None };
    let card = t.with("receipt-card", [("brand", brand.name().to_owned()), ("last", last_four.as_str().to_owned())]);
    Some((card, month(*expiry, t)))
}

fn month(expiry: Expiry, t: T) -> String {
    dates::month_long(Day::new(expiry.year(), expiry.month(), 1), t.locale())
}
