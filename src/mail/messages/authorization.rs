//! The payer's copy of what they authorized: the words exactly as they are kept, and where to turn to take them back.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{debit_authorization::DebitAuthorization, delivery::Message, firm::Firm, time::Timestamp},
    i18n::{T, dates},
};

use super::look::{BOX, PAGE};

/// What the message tells.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Who debits.
    pub firm: Firm,
    /// Who authorized it.
    pub name: String,
    /// What.
    pub authorization: DebitAuthorization,
}

/// The message that is sent.
#[must_use]
pub fn message(facts: &Facts, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.authorization.locale);
    let subject = t.with("authorization-mail-subject", [("firm", facts.firm.name.clone())]);
    let opening = [
        t.with("refund-mail-greeting", [("name", facts.name.clone())]),
        t.with(
            "authorization-mail-words",
            [
                ("firm", facts.firm.name.clone()),
                ("day", dates::date_long(facts.authorization.at, &facts.firm.time_zone, t.locale())),
            ],
        ),
    ]
    .join(" ");
    let html = html(facts, t, (&subject, &opening)).into_string();
    Message { to, text: text(facts, t, &opening), html, subject, at, attached: None }
}

fn text(facts: &Facts, t: T, opening: &str) -> String {
    let mut out = format!("{}\n\n{opening}\n\n", t.text("authorization-mail-heading"));
    for paragraph in facts.authorization.text.split("\n\n") {
        out.push_str(&format!("> {paragraph}\n\n"));
    }
    out.push_str(&format!("{}\n\n{}\n", t.text("authorization-mail-wrong"), facts.firm.name));
    for line in facts.firm.contact_lines() {
        out.push_str(&format!("{line}\n"));
    }
    out
}

/// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
fn html(facts: &Facts, t: T, (subject, opening): (&str, &str)) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(t.locale().tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (subject) }
            }
            body style=(PAGE) {
                table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                    p style="margin:0 0 16px;font-weight:600" { (facts.firm.name) }
                    h1 style="margin:0 0 12px;font-size:24px;line-height:1.25" { (t.text("authorization-mail-heading")) }
                    p style="margin:0 0 16px" { (opening) }
                    div style="margin:0 0 16px;padding:8px 12px;background:#f4f3ef;border-radius:6px" {
                        @for paragraph in facts.authorization.text.split("\n\n") { p style="margin:0 0 8px;font-size:14px" { (paragraph) } }
                    }
                    p style="margin:0;font-size:14px;color:#4f524e" { (t.text("authorization-mail-wrong")) }
                } } }
                p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                    (facts.firm.name) @for line in facts.firm.contact_lines() { br; (line) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        card::{Instrument, LastFour},
        debit_authorization::{Given, Scope, sha256_of},
        ids::{DebitAuthorizationId, MerchantAccountId, PayerId, UserId},
        locale::{Language, Locale},
        money::{Currency, Money},
        nacha::SecCode,
        time::Day,
    };

    fn facts(locale: Locale) -> Facts {
        let text = "I, Ada <b>Vance</b>, authorize it.\n\nA debit of $100.00 every month.";
        let amount = Money::new(10_000, Currency::USD);
        Facts {
            firm: Firm {
                name: "Harlow & Finch LLP".into(),
                time_zone: "America/New_York".into(),
                currency: Currency::USD,
                language: Language::En,
                locales: [Locale::EnUs, Locale::FrCa, Locale::EsUs],
                address: String::new(),
                email: "billing@harlowfinch.example".into(),
                phone: String::new(),
                created_at: Timestamp::from_ms(0),
            },
            name: "Ada Vance".into(),
            authorization: DebitAuthorization {
                id: DebitAuthorizationId::new(1),
                payer: PayerId::new(1),
                holder: "Ada Vance".into(),
                instrument: Instrument::bank_account(LastFour::parse("6789").unwrap()),
                merchant_account: MerchantAccountId::new(1),
                sec: SecCode::Ppd,
                scope: Scope::Once { amount, from: Day::new(2026, 12, 1) },
                given: Given::Paper { staff: UserId::new(1), filed: None },
                text: text.into(),
                text_sha256: sha256_of(text),
                locale,
                at: Timestamp::from_ms(1_795_388_400_000),
                ended: None,
                revoked: None,
            },
        }
    }

    #[test]
    fn a_copy_reads_well_in_each_language_and_runs_nothing() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            let message = message(&facts(locale), vec![], Timestamp::from_ms(0));
            insta::assert_snapshot!(
                format!("authorization_{}", locale.tag()),
                format!("{}\n\n{}", message.subject, message.text)
            );
            assert!(!message.html.contains("<b>V") && message.html.contains("&lt;b&gt;V"));
        }
    }
}
