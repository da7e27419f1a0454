//! Mail that asks a payer to see to their payment methods: because staff ask, or because a card expires.

use maud::{DOCTYPE, Markup, html};

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

use super::look::{BOX, BUTTON, PAGE};

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
    let t = T::new(facts.request.locale);
    let words = Words::of(facts, t);
    Message {
        to,
        text: text(facts, &words, link),
        html: html(facts, &words, link).into_string(),
        subject: words.subject,
        at,
        attached: None,
    }
}

/// The sentences, in their order.
struct Words {
    subject: String,
    heading: String,
    greeting: String,
    why: String,
    button: String,
    until: String,
    trust: String,
}

impl Words {
    fn of(facts: &Facts, t: T) -> Self {
        let firm = facts.firm.name.clone();
        let until = dates::date_long(facts.request.expires_at, &facts.firm.time_zone, t.locale());
        let (subject, heading, why) = match facts.expiring.as_ref().and_then(|method| told(method, t)) {
            Some((card, month)) => (
                t.with("method-mail-subject-expiring", [("card", card.clone()), ("firm", firm.clone())]),
                t.with("method-mail-heading-expiring", [("month", month.clone())]),
                t.with("method-mail-why-expiring", [("card", card), ("month", month), ("firm", firm.clone())]),
            ),
            None if facts.request.alert.is_some() => (
                t.with("method-mail-subject", [("firm", firm.clone())]),
                t.text("method-mail-heading-failed"),
                t.with("method-mail-why-failed", [("firm", firm.clone())]),
            ),
            None => (
                t.with("method-mail-subject", [("firm", firm.clone())]),
                t.text("method-mail-heading"),
                t.with("method-mail-why", [("firm", firm.clone())]),
            ),
        };
        Self {
            subject,
            heading,
            greeting: t.with("method-mail-greeting", [("name", facts.name.clone())]),
            why,
            button: t.text("method-mail-button"),
            until: t.with("method-mail-until", [("day", until)]),
            trust: t.with("method-mail-trust", [("firm", firm)]),
        }
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

fn text(facts: &Facts, words: &Words, link: &str) -> String {
    let mut out = format!("{}\n\n{} {}\n\n", words.heading, words.greeting, words.why);
    if !facts.request.message.is_empty() {
        out.push_str(&format!("{}\n\n", facts.request.message));
    }
    out.push_str(&format!("{}\n{link}\n\n{} {}\n\n{}\n", words.button, words.until, words.trust, facts.firm.name));
    for line in facts.firm.contact_lines() {
        out.push_str(&format!("{line}\n"));
    }
    out
}

/// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
fn html(facts: &Facts, words: &Words, link: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(facts.request.locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (words.subject) }
            }
            body style=(PAGE) {
                table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                    p style="margin:0 0 16px;font-weight:600" { (facts.firm.name) }
                    h1 style="margin:0 0 12px;font-size:24px;line-height:1.25" { (words.heading) }
                    p style="margin:0 0 16px" { (words.greeting) " " (words.why) }
                    @if !facts.request.message.is_empty() {
                        p style="margin:0 0 16px;padding:8px 12px;background:#f4f3ef;border-radius:6px;white-space:pre-line" { (facts.request.message) }
                    }
                    p style="margin:24px 0" { a href=(link) style=(BUTTON) { (words.button) } }
                    p style="margin:0;font-size:14px;color:#4f524e" { (words.until) " " (words.trust) }
                } } }
                p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                    (facts.firm.name) @for line in facts.firm.contact_lines() { br; (line) }
                }
            }
        }
    }
}
