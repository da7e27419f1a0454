//! Mail about the payer portal: links that are good once, and word of another address or of a password.

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

use super::asking::{Asking, Size};

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
    let below = format!("{} {}", t.with("portal-mail-until", [("time", until)]), t.text("portal-mail-not-you"));
    let letter =
        Asking { subject, heading, why, button: Some((address, button)), below, ..bare(&facts.firm, t.locale()) };
    letter.message(to, at)
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
    let letter = Asking {
        subject: say("subject"),
        heading: say("heading"),
        why: say("why"),
        below: say("not-you"),
        ..bare(firm, locale)
    };
    letter.message(to, at)
}

/// A message that says nothing yet.
const fn bare(firm: &Firm, locale: Locale) -> Asking<'_> {
    Asking {
        firm,
        locale,
        subject: String::new(),
        heading: String::new(),
        size: Size::Sentence,
        why: String::new(),
        message: "",
        lines: Vec::new(),
        button: None,
        below: String::new(),
    }
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
