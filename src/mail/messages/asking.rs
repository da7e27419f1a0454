//! The sheet of a message that asks somebody to do one thing under a link, or just tells them something: as plain text, and as
//! HTML that any mail reader shows.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{delivery::Message, firm::Firm, locale::Locale, time::Timestamp},
    i18n::T,
    mail::messages::receipt::Line,
};

use super::look::{BOX, BUTTON, LABEL, PAGE, VALUE, plain_line};

/// A message before it is set.
pub(super) struct Asking<'a> {
    /// Who asks.
    pub(super) firm: &'a Firm,
    pub(super) locale: Locale,
    pub(super) subject: String,
    /// A sentence, or an amount.
    pub(super) heading: String,
    pub(super) size: Size,
    /// The greeting, where there is one, and why it is sent.
    pub(super) why: String,
    /// In the words of staff; empty where they said nothing.
    pub(super) message: &'a str,
    pub(super) lines: Vec<Line>,
    /// Where its button leads, and what the button says.
    pub(super) button: Option<(&'a str, String)>,
    /// Below the button: until when, and why it can be trusted.
    pub(super) below: String,
}

/// How large the heading is.
#[derive(Clone, Copy)]
pub(super) enum Size {
    Sentence,
    Amount,
}

impl Size {
    const fn style(self) -> &'static str {
        match self {
            Self::Sentence => "margin:0 0 12px;font-size:24px;line-height:1.25",
            Self::Amount => "margin:0 0 12px;font-size:32px;line-height:1.2",
        }
    }
}

impl Asking<'_> {
    /// Sets it in both forms.
    pub(super) fn message(self, to: Vec<String>, at: Timestamp) -> Message {
        Message { to, text: self.text(), html: self.html().into_string(), subject: self.subject, at, attached: None }
    }

    fn text(&self) -> String {
        let mut out = format!("{}\n\n{}\n\n", self.heading, self.why);
        if !self.message.is_empty() {
            out.push_str(&format!("{}\n\n", self.message));
        }
        for (label, value) in &self.lines {
            out.push_str(&plain_line(T::new(self.locale), label, value));
        }
        if !self.lines.is_empty() {
            out.push('\n');
        }
        if let Some((address, words)) = &self.button {
            out.push_str(&format!("{words}\n{address}\n\n"));
        }
        out.push_str(&format!("{}\n\n{}\n", self.below, self.firm.name));
        for line in self.firm.contact_lines() {
            out.push_str(&format!("{line}\n"));
        }
        out
    }

    /// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
    fn html(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.locale.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    title { (self.subject) }
                }
                body style=(PAGE) {
                    table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" { (self.sheet()) } } }
                    p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                        (self.firm.name) @for line in self.firm.contact_lines() { br; (line) }
                    }
                }
            }
        }
    }

    fn sheet(&self) -> Markup {
        html! {
            p style="margin:0 0 16px;font-weight:600" { (self.firm.name) }
            h1 style=(self.size.style()) { (self.heading) }
            p style="margin:0 0 16px" { (self.why) }
            @if !self.message.is_empty() {
                p style="margin:0 0 16px;padding:8px 12px;background:#f4f3ef;border-radius:6px;white-space:pre-line" { (self.message) }
            }
            @if !self.lines.is_empty() {
                table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:15px" {
                    @for (label, value) in &self.lines { tr { td style=(LABEL) { (label) } td style=(VALUE) { (value) } } }
                }
            }
            @if let Some((address, words)) = &self.button { p style="margin:24px 0" { a href=(address) style=(BUTTON) { (words) } } }
            p style="margin:0;font-size:14px;color:#4f524e" { (self.below) }
        }
    }
}
