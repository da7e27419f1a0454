//! Mail that asks a client for a payment, and reminds of it.

use crate::{
    domain::{delivery::Message, firm::Firm, payment_request::PaymentRequest, time::Timestamp},
    i18n::{T, amount, calendar},
};

use super::asking::{Asking, Size};

/// What the message tells.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who asks.
    pub firm: Firm,
    /// What for.
    pub request: PaymentRequest,
    /// Whether it reminds of an earlier message.
    pub reminder: bool,
}

/// The message that is sent.
#[must_use]
pub fn message(facts: &Facts, link: &str, to: Vec<String>, at: Timestamp) -> Message {
    let (request, firm) = (&facts.request, facts.firm.name.clone());
    let t = T::new(request.asked.locale);
    let rest = amount::format(request.rest(), t.locale());
    let args = [("firm", firm.clone()), ("amount", rest.clone()), ("ways", request.asked.accepted.code().to_owned())];
    let (subject, why) = if facts.reminder {
        (t.with("request-mail-subject-reminder", args.clone()), t.with("request-mail-why-reminder", args))
    } else {
        (t.with("request-mail-subject", args.clone()), t.with("request-mail-why", args))
    };
    let greeting = t.with("request-mail-greeting", [("name", request.asked.name.clone())]);
    let letter = Asking {
        firm: &facts.firm,
        locale: request.asked.locale,
        subject,
        heading: rest,
        size: Size::Amount,
        why: format!("{greeting} {why}"),
        message: &request.asked.message,
        lines: lines(request, t),
        button: Some((link, t.text("request-mail-button"))),
        below: t.with("request-mail-trust", [("firm", firm)]),
    };
    letter.message(to, at)
}

/// What it is for and until when.
fn lines(request: &PaymentRequest, t: T) -> Vec<(String, String)> {
    let asked = &request.asked;
    let mut lines = Vec::new();
    for (key, value) in
        [("pay-invoice", &asked.invoice_number), ("pay-matter", &asked.matter), ("pay-reference", &asked.reference)]
    {
        lines.extend(value.as_ref().map(|value| (t.text(key), value.clone())));
    }
    if request.paid().is_positive() {
        lines.push((t.text("request-total"), amount::format(request.total(), t.locale())));
        lines.push((t.text("request-paid"), amount::format(request.paid(), t.locale())));
    }
    let day = |day| calendar::day_medium(day, t.locale());
    lines.extend(asked.due.map(|due| (t.text("request-due"), day(due))));
    lines.extend(asked.expires.map(|end| (t.text("request-expires"), day(end))));
    lines
}
