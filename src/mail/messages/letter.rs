//! The sheet that every message to a payer is written on: as plain text, and as HTML that any mail reader shows.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{delivery::Message, receipt::ReceiptFacts, time::Timestamp},
    i18n::T,
};

use super::look::{BOX, BUTTON, LABEL, PAGE, VALUE, plain_line};

use super::receipt::Line;

/// A message before it is set.
pub(super) struct Letter<'a> {
    pub(super) t: T,
    pub(super) subject: &'a str,
    /// Who writes: the firm as the receipt names it.
    pub(super) firm: &'a ReceiptFacts,
    pub(super) heading: String,
    /// What stands out.
    pub(super) amount: String,
    /// The one or two sentences that say it all.
    pub(super) words: String,
    pub(super) lines: Vec<Line>,
    pub(super) sums: Vec<Line>,
    /// The payer's copy of what they authorized.
    pub(super) authorization: Option<&'a str>,
    /// Leads to the receipt page.
    pub(super) link: &'a str,
}

const CELL: &str = "padding:28px 28px 24px";

impl Letter<'_> {
    /// Sets it in both forms.
    pub(super) fn message(&self, to: Vec<String>, at: Timestamp) -> Message {
        Message {
            to,
            text: self.text(),
            html: self.html().into_string(),
            subject: self.subject.to_owned(),
            at,
            attached: None,
        }
    }

    fn text(&self) -> String {
        let t = self.t;
        let mut out = format!("{}\n\n{}\n\n", self.heading, self.words);
        if self.firm.test {
            out.push_str(&format!("{}\n\n", t.text("receipt-test")));
        }
        for (label, value) in self.lines.iter().chain(&self.sums) {
            out.push_str(&plain_line(t, label, value));
        }
        let (view, questions) = (t.text("receipt-view"), t.text("receipt-questions"));
        if let Some(words) = self.authorization {
            out.push_str(&format!("\n{}\n\n{words}\n", t.text("receipt-authorization")));
        }
        out.push_str(&format!("\n{view}\n{}\n\n{questions}\n\n{}\n", self.link, self.firm.firm_name));
        for line in &self.firm.firm_contact {
            out.push_str(&format!("{line}\n"));
        }
        out
    }

    /// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
    fn html(&self) -> Markup {
        let (t, firm) = (self.t, self.firm);
        html! {
            (DOCTYPE)
            html lang=(t.locale().tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    title { (self.subject) }
                }
                body style=(PAGE) {
                    table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style=(CELL) { (self.sheet()) } } }
                    p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                        (firm.firm_name) @for line in &firm.firm_contact { br; (line) }
                        br; br; (t.text("receipt-why"))
                    }
                }
            }
        }
    }

    fn sheet(&self) -> Markup {
        let (t, firm) = (self.t, self.firm);
        html! {
            p style="margin:0 0 16px;font-weight:600" { (firm.firm_name) }
            @if firm.test { p style="margin:0 0 16px;padding:8px 12px;background:#fcefd2;color:#7a4f00;border-radius:6px" { (t.text("receipt-test")) } }
            p style="margin:0;color:#17663a;font-weight:600" { (self.heading) }
            h1 style="margin:4px 0 12px;font-size:32px;line-height:1.2" { (self.amount) }
            p style="margin:0 0 20px" { (self.words) }
            table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:15px" {
                @for (label, value) in &self.lines { tr { td style=(LABEL) { (label) } td style=(VALUE) { (value) } } }
                @for (label, value) in &self.sums { tr { td style=(LABEL) { b { (label) } } td style=(VALUE) { b { (value) } } } }
            }
            @if let Some(words) = self.authorization {
                h2 style="margin:24px 0 8px;font-size:16px" { (t.text("receipt-authorization")) }
                @for paragraph in words.split("\n\n") { p style="margin:0 0 8px;font-size:14px" { (paragraph) } }
            }
            p style="margin:24px 0" { a href=(self.link) style=(BUTTON) { (t.text("receipt-view")) } }
            p style="margin:0;font-size:14px;color:#4f524e" { (t.text("receipt-questions")) }
        }
    }
}
