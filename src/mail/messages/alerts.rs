//! Alerts that are open, as a message to a member of staff. It names causes and payers, never an amount or a reason: mail
//! is read in more places than the portal.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{alert::Cause, delivery::Message, firm::Firm, ids::AlertId, locale::Locale, time::Timestamp},
    i18n::{T, dates},
};

use super::look::{BOX, BUTTON, PAGE};

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub id: AlertId,
    /// Why.
    pub cause: Cause,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// The payer concerned, if one is.
    pub payer: Option<String>,
}

/// What the message tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The oldest first.
    pub lines: Vec<Line>,
    /// How many more there are.
    pub more: usize,
}

/// The message. `link` leads to all alerts; each alert is below it.
#[must_use]
pub fn message(
    told: &Told,
    (firm, locale): (&Firm, Locale),
    link: &str,
    (to, at): (Vec<String>, Timestamp),
) -> Message {
    let t = T::new(locale);
    let count = told.lines.len() + told.more;
    let subject = t.with("alerts-mail-subject", [("count", count)]);
    let sheet = Sheet { t, told, firm, link, subject: &subject };
    Message { to, text: sheet.text(), html: sheet.html().into_string(), subject: subject.clone(), at, attached: None }
}

struct Sheet<'a> {
    t: T,
    told: &'a Told,
    firm: &'a Firm,
    link: &'a str,
    subject: &'a str,
}

const CELL: &str = "padding:10px 0;vertical-align:top;border-top:1px solid #e2dfd8";

impl Sheet<'_> {
    fn heading(&self) -> String {
        if self.told.lines.is_empty() { self.t.text("alerts-mail-none") } else { self.subject.to_owned() }
    }

    /// The payer first, as people think of it.
    fn words(&self, line: &Line) -> String {
        let cause = self.t.label(line.cause);
        match &line.payer {
            Some(payer) => self.t.with("alerts-mail-line", [("payer", payer.clone()), ("cause", cause)]),
            None => cause,
        }
    }

    fn since(&self, line: &Line) -> String {
        let when = dates::date_time_long(line.raised_at, &self.firm.time_zone, self.t.locale());
        self.t.with("alerts-since", [("when", when)])
    }

    fn path(&self, line: &Line) -> String {
        format!("{}/{}", self.link, line.id)
    }

    fn more(&self) -> Option<String> {
        (self.told.more > 0).then(|| self.t.with("alerts-mail-more", [("count", self.told.more)]))
    }

    fn text(&self) -> String {
        let mut out = format!("{}\n\n", self.heading());
        for line in &self.told.lines {
            out.push_str(&format!("{}\n{}\n{}\n\n", self.words(line), self.since(line), self.path(line)));
        }
        if let Some(more) = self.more() {
            out.push_str(&format!("{more}\n\n"));
        }
        let (view, why) = (self.t.text("alerts-mail-view"), self.t.text("alerts-mail-why"));
        out.push_str(&format!("{view}\n{}\n\n{}\n{why}\n", self.link, self.firm.name));
        out
    }

    /// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
    fn html(&self) -> Markup {
        let t = self.t;
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
                    table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                        p style="margin:0 0 16px;font-weight:600" { (self.firm.name) }
                        h1 style="margin:0 0 16px;font-size:24px;line-height:1.25" { (self.heading()) }
                        table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:15px" {
                            @for line in &self.told.lines { tr { td style=(CELL) {
                                a href=(self.path(line)) style="color:#0e5a4a;font-weight:600" { (self.words(line)) }
                                br; span style="color:#4f524e;font-size:14px" { (self.since(line)) }
                            } } }
                        }
                        @if let Some(more) = self.more() { p style="margin:12px 0 0" { (more) } }
                        p style="margin:24px 0 0" { a href=(self.link) style=(BUTTON) { (t.text("alerts-mail-view")) } }
                    } } }
                    p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                        (self.firm.name) br; (t.text("alerts-mail-why"))
                    }
                }
            }
        }
    }
}
