//! Mail that asks a client for a payment, and reminds of it.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{delivery::Message, firm::Firm, payment_request::PaymentRequest, time::Timestamp},
    i18n::{T, amount, calendar},
};

use super::look::{BOX, BUTTON, LABEL, PAGE, VALUE};

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
    let t = T::new(facts.request.asked.locale);
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
    lines: Vec<(String, String)>,
    button: String,
    trust: String,
}

impl Words {
    fn of(facts: &Facts, t: T) -> Self {
        let (request, firm) = (&facts.request, facts.firm.name.clone());
        let rest = amount::format(request.rest(), t.locale());
        let ways = request.asked.accepted.code().to_owned();
        let args = [("firm", firm.clone()), ("amount", rest.clone()), ("ways", ways)];
        let (subject, why) = if facts.reminder {
            (t.with("request-mail-subject-reminder", args.clone()), t.with("request-mail-why-reminder", args))
        } else {
            (t.with("request-mail-subject", args.clone()), t.with("request-mail-why", args))
        };
        Self {
            subject,
            heading: rest,
            greeting: t.with("request-mail-greeting", [("name", request.asked.name.clone())]),
            why,
            lines: lines(request, t),
            button: t.text("request-mail-button"),
            trust: t.with("request-mail-trust", [("firm", firm)]),
        }
    }
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

fn text(facts: &Facts, words: &Words, link: &str) -> String {
    let mut out = format!("{}\n\n{} {}\n\n", words.heading, words.greeting, words.why);
    if !facts.request.asked.message.is_empty() {
        out.push_str(&format!("{}\n\n", facts.request.asked.message));
    }
    for (label, value) in &words.lines {
        out.push_str(&format!("{label}: {value}\n"));
    }
    out.push_str(&format!("\n{}\n{link}\n\n{}\n\n{}\n", words.button, words.trust, facts.firm.name));
    for line in facts.firm.contact_lines() {
        out.push_str(&format!("{line}\n"));
    }
    out
}

/// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
fn html(facts: &Facts, words: &Words, link: &str) -> Markup {
    let message = &facts.request.asked.message;
    html! {
        (DOCTYPE)
        html lang=(facts.request.asked.locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (words.subject) }
            }
            body style=(PAGE) {
                table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                    p style="margin:0 0 16px;font-weight:600" { (facts.firm.name) }
                    h1 style="margin:0 0 12px;font-size:32px;line-height:1.2" { (words.heading) }
                    p style="margin:0 0 16px" { (words.greeting) " " (words.why) }
                    @if !message.is_empty() {
                        p style="margin:0 0 16px;padding:8px 12px;background:#f4f3ef;border-radius:6px;white-space:pre-line" { (message) }
                    }
                    table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:15px" {
                        @for (label, value) in &words.lines { tr { td style=(LABEL) { (label) } td style=(VALUE) { (value) } } }
                    }
                    p style="margin:24px 0" { a href=(link) style=(BUTTON) { (words.button) } }
                    p style="margin:0;font-size:14px;color:#4f524e" { (words.trust) }
                } } }
                p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                    (facts.firm.name) @for line in facts.firm.contact_lines() { br; (line) }
                }
            }
        }
    }
}
