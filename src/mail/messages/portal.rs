//! Mail about the payer portal: links that are good once, and word of another address or of a password.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{
        delivery::Message,
        firm::Firm,
        locale::Locale,
        portal::{PortalLink, Purpose},
        time::Timestamp,
    },
    i18n::{T, dates},
};

use super::look::{BOX, BUTTON, PAGE};

/// What a mail with a link tells.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Whose portal it is.
    pub firm: Firm,
    /// The link.
    pub link: PortalLink,
    /// The payer that an invitation is about.
    pub payer: Option<String>,
}

/// What a mail says, whatever it is about.
struct Letter<'a> {
    t: T,
    firm: &'a Firm,
    subject: String,
    heading: String,
    why: String,
    /// Where its button leads, and what the button says.
    button: Option<(&'a str, String)>,
    below: Vec<String>,
}

/// The mail with a link.
#[must_use]
pub fn message(facts: &Facts, address: &str, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.link.locale);
    let firm = || [("firm", facts.firm.name.clone())];
    let (subject, heading, why, button) = match facts.link.purpose {
        Purpose::SignIn => (
            t.with("portal-mail-sign-in-subject", firm()),
            t.text("portal-mail-sign-in-heading"),
            t.with("portal-mail-sign-in-why", firm()),
            t.text("portal-mail-sign-in-button"),
        ),
        Purpose::Invitation { .. } => {
            let args = [("firm", facts.firm.name.clone()), ("payer", facts.payer.clone().unwrap_or_default())];
            (
                t.with("portal-mail-invitation-subject", firm()),
                t.text("portal-mail-invitation-heading"),
                t.with("portal-mail-invitation-why", args),
                t.text("portal-mail-invitation-button"),
            )
        }
        Purpose::NewAddress => (
            t.with("portal-mail-address-subject", firm()),
            t.text("portal-mail-address-heading"),
            t.with("portal-mail-address-why", firm()),
            t.text("portal-mail-address-button"),
        ),
    };
    let until = dates::with_zone(facts.link.expires_at, &facts.firm.time_zone, t.locale());
    let below = vec![t.with("portal-mail-until", [("time", until)]), t.text("portal-mail-not-you")];
    Letter { t, firm: &facts.firm, subject, heading, why, button: Some((address, button)), below }.message(to, at)
}

/// Word to the address before that another one is used now.
#[must_use]
pub fn changed(by: (&Firm, Locale), to: Vec<String>, at: Timestamp) -> Message {
    word("changed", by, to, at)
}

/// Word that a password lets in now, too.
#[must_use]
pub fn password_set(by: (&Firm, Locale), to: Vec<String>, at: Timestamp) -> Message {
    word("password", by, to, at)
}

/// Word of something that its reader did themselves, or must hear of because they did not.
fn word(of: &str, (firm, locale): (&Firm, Locale), to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(locale);
    let say = |part: &str| t.with(&format!("portal-mail-{of}-{part}"), [("firm", firm.name.clone())]);
    let (subject, heading, why, below) = (say("subject"), say("heading"), say("why"), vec![say("not-you")]);
    Letter { t, firm, subject, heading, why, button: None, below }.message(to, at)
}

/// A mail that was handed over, as it is kept: without the link, by which whoever reads the outbox could sign in.
#[must_use]
pub fn without_link(message: Message, locale: Locale) -> Message {
    let hidden = T::new(locale).text("portal-mail-link-hidden");
    let (text, html) = (cut(&message.text, &hidden), cut(&message.html, &hidden));
    Message { text, html, ..message }
}

/// What stands before the token in every link of the portal.
const LINK: &str = "/portal/links/";

fn cut(text: &str, hidden: &str) -> String {
    let mut parts = text.split(LINK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|character: char| character.is_ascii_alphanumeric());
        out.push_str(LINK);
        out.push_str(hidden);
        out.push_str(rest);
    }
    out
}

impl Letter<'_> {
    fn message(&self, to: Vec<String>, at: Timestamp) -> Message {
        let (text, html) = (self.text(), self.html().into_string());
        Message { to, text, html, subject: self.subject.clone(), at, attached: None }
    }

    fn text(&self) -> String {
        let mut out = format!("{}\n\n{}\n\n", self.heading, self.why);
        if let Some((address, words)) = &self.button {
            out.push_str(&format!("{words}\n{address}\n\n"));
        }
        out.push_str(&format!("{}\n\n{}\n", self.below.join(" "), self.firm.name));
        for line in self.firm.contact_lines() {
            out.push_str(&format!("{line}\n"));
        }
        out
    }

    /// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
    fn html(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.t.locale().tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    title { (self.subject) }
                }
                body style=(PAGE) {
                    table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                        p style="margin:0 0 16px;font-weight:600" { (self.firm.name) }
                        h1 style="margin:0 0 12px;font-size:24px;line-height:1.25" { (self.heading) }
                        p style="margin:0 0 16px" { (self.why) }
                        @if let Some((address, words)) = &self.button { p style="margin:24px 0" { a href=(address) style=(BUTTON) { (words) } } }
                        p style="margin:0;font-size:14px;color:#4f524e" { (self.below.join(" ")) }
                    } } }
                    p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                        (self.firm.name) @for line in self.firm.contact_lines() { br; (line) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_mail_that_has_left_lets_nobody_in() {
        let text = "Sign in\nhttps://pay.example/portal/links/abcdef234567\n\nor https://pay.example/portal/links/zz>";
        let cut = cut(text, "[…]");
        assert_eq!(cut, "Sign in\nhttps://pay.example/portal/links/[…]\n\nor https://pay.example/portal/links/[…]>");
        assert_eq!(super::cut("nothing", "[…]"), "nothing");
    }
}
