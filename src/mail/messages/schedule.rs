//! What a payer hears of a schedule: that a payment is collected soon, or that one was not. Neither has a link: nothing can
//! be done about it without asking the firm, whose address the message ends with.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{
        card::Instrument,
        delivery::Message,
        locale::Locale,
        money::Money,
        schedule::References,
        time::{Day, Timestamp},
    },
    i18n::{T, amount, dates},
};

use super::look::{BOX, LABEL, PAGE, VALUE, plain_line};

/// What both messages tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Language and formats.
    pub locale: Locale,
    /// Who collects.
    pub firm_name: String,
    /// Where it is reached.
    pub firm_contact: Vec<String>,
    /// Who pays.
    pub payer_name: String,
    /// What the firm calls the schedule.
    pub schedule_name: String,
    /// The day on which it is collected.
    pub day: Day,
    /// How much.
    pub amount: Money,
    /// What is charged, if it is still saved.
    pub instrument: Option<Instrument>,
    /// The name on the statement.
    pub statement_name: String,
    /// When it is tried again by itself.
    pub retry_on: Option<Day>,
    /// Whether it was collected, and the bank took it back.
    pub came_back: bool,
    /// What it is for.
    pub references: References,
}

/// A label with what it labels.
type Line = (String, String);

/// Word that a payment is collected on its day.
#[must_use]
pub fn reminder(facts: &Facts, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.locale);
    let words = t.with("schedule-mail-reminder-words", [("firm", facts.firm_name.clone()), ("day", day(facts))]);
    let subject = t.with("schedule-mail-reminder-subject", [("amount", sum(facts)), ("day", day(facts))]);
    letter(facts, (&subject, &t.text("schedule-mail-reminder-heading")), vec![words]).message(to, at)
}

/// Word that a payment was not collected. Why is between the payer and the issuer; staff see it.
#[must_use]
pub fn failure(facts: &Facts, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.locale);
    let words = [("firm", facts.firm_name.clone()), ("day", day(facts))];
    let (heading, words) = if facts.came_back {
        (t.text("return-mail-heading"), t.with("schedule-mail-returned-words", words))
    } else {
        (t.text("schedule-mail-failure-heading"), t.with("schedule-mail-failure-words", words))
    };
    let next = match facts.retry_on {
        Some(retry) => t.with("schedule-mail-failure-retry", [("day", dates::day_long(retry, facts.locale))]),
        None => t.text("schedule-mail-failure-call"),
    };
    let subject = t.with("schedule-mail-failure-subject", [("amount", sum(facts)), ("firm", facts.firm_name.clone())]);
    letter(facts, (&subject, &heading), vec![words, next]).message(to, at)
}

fn day(facts: &Facts) -> String {
    dates::day_long(facts.day, facts.locale)
}

fn sum(facts: &Facts) -> String {
    amount::format(facts.amount, facts.locale)
}

/// Last four digits only, never an expiry date (FACTA).
fn lines(facts: &Facts) -> Vec<Line> {
    let t = T::new(facts.locale);
    let method = facts.instrument.as_ref().map(|instrument| match instrument {
        Instrument::Card { brand, last_four, .. } => {
            t.with("receipt-card", [("brand", brand.name().to_owned()), ("last", last_four.as_str().to_owned())])
        }
        Instrument::BankAccount { last_four, .. } => t.with("receipt-bank", [("last", last_four.as_str().to_owned())]),
    });
    let optional = [
        ("schedule-mail-schedule", Some(facts.schedule_name.clone())),
        ("schedule-mail-day", Some(day(facts))),
        ("receipt-paid-with", method),
        ("receipt-invoice", facts.references.invoice_number.clone()),
        ("receipt-matter", facts.references.matter.clone()),
        ("receipt-reference", facts.references.reference.clone()),
        ("receipt-statement", Some(facts.statement_name.clone())),
    ];
    optional.into_iter().filter_map(|(key, value)| Some((t.text(key), value?))).collect()
}

struct Sheet<'a> {
    facts: &'a Facts,
    subject: &'a str,
    heading: &'a str,
    words: Vec<String>,
}

fn letter<'a>(facts: &'a Facts, (subject, heading): (&'a str, &'a str), words: Vec<String>) -> Sheet<'a> {
    let t = T::new(facts.locale);
    let greeting = t.with("schedule-mail-greeting", [("name", facts.payer_name.clone())]);
    Sheet { facts, subject, heading, words: std::iter::once(greeting).chain(words).collect() }
}

impl Sheet<'_> {
    fn message(&self, to: Vec<String>, at: Timestamp) -> Message {
        let html = self.html().into_string();
        Message { to, subject: self.subject.to_owned(), text: self.text(), html, at, attached: None }
    }

    fn text(&self) -> String {
        let (facts, t) = (self.facts, T::new(self.facts.locale));
        let mut out = format!("{}\n{}\n\n", self.heading, sum(facts));
        for words in &self.words {
            out.push_str(&format!("{words}\n\n"));
        }
        for (label, value) in lines(facts) {
            out.push_str(&plain_line(t, &label, &value));
        }
        out.push_str(&format!("\n{}\n\n{}\n", t.text("schedule-mail-questions"), facts.firm_name));
        for line in &facts.firm_contact {
            out.push_str(&format!("{line}\n"));
        }
        out
    }

    /// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
    fn html(&self) -> Markup {
        let (facts, t) = (self.facts, T::new(self.facts.locale));
        html! {
            (DOCTYPE)
            html lang=(facts.locale.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light";
                    title { (self.subject) }
                }
                body style=(PAGE) {
                    table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style="padding:28px 28px 24px" {
                        p style="margin:0 0 16px;font-weight:600" { (facts.firm_name) }
                        p style="margin:0;color:#4f524e;font-weight:600" { (self.heading) }
                        h1 style="margin:4px 0 12px;font-size:32px;line-height:1.2" { (sum(facts)) }
                        @for words in &self.words { p style="margin:0 0 12px" { (words) } }
                        table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="margin-top:8px;border-collapse:collapse;font-size:15px" {
                            @for (label, value) in lines(facts) { tr { td style=(LABEL) { (label) } td style=(VALUE) { (value) } } }
                        }
                        p style="margin:24px 0 0;font-size:14px;color:#4f524e" { (t.text("schedule-mail-questions")) }
                    } } }
                    p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                        (facts.firm_name) @for line in &facts.firm_contact { br; (line) }
                        br; br; (t.text("schedule-mail-why"))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        card::{CardBrand, Expiry, Funding, LastFour},
        money::Currency,
    };

    fn facts(locale: Locale) -> Facts {
        Facts {
            locale,
            firm_name: "Harlow & Finch LLP".into(),
            firm_contact: vec!["40 State Street, Boston MA 02109".into()],
            payer_name: "Élodie <b>Tremblay</b>".into(),
            schedule_name: "Estate planning, 12 months".into(),
            day: Day::new(2026, 12, 1),
            amount: Money::new(47_500, Currency::USD),
            instrument: Some(Instrument::Card {
                brand: CardBrand::Visa,
                last_four: LastFour::parse("4242").unwrap(),
                expiry: Expiry::new(8, 2028).unwrap(),
                funding: Funding::Credit,
            }),
            statement_name: "HARLOW FINCH LLP".into(),
            retry_on: None,
            came_back: false,
            references: References { matter: Some("Tremblay v. Marlow".into()), ..References::default() },
        }
    }

    #[test]
    fn reminders_and_failures_read_well_in_each_language() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            let (facts, at) = (facts(locale), Timestamp::from_ms(0));
            let again = Facts { retry_on: Some(Day::new(2026, 12, 4)), ..facts.clone() };
            let back = Facts { came_back: true, ..facts.clone() };
            let failures = [&facts, &again, &back].map(|facts| failure(facts, vec![], at));
            let letters = [reminder(&facts, vec![], at)].into_iter().chain(failures);
            let read = letters
                .map(|message| format!("{}\n\n{}", message.subject, message.text))
                .collect::<Vec<_>>()
                .join("\n----\n");
            insta::assert_snapshot!(format!("schedule_{}", locale.tag()), read);
        }
    }

    #[test]
    fn it_never_shows_the_expiry_date_nor_runs_what_someone_typed() {
        let message = failure(&facts(Locale::EnUs), vec![], Timestamp::from_ms(0));
        for part in [&message.text, &message.html] {
            assert!(!part.contains("08/28") && !part.contains("2028"), "{part}");
        }
        assert!(!message.html.contains("<b>T") && message.html.contains("&lt;b&gt;T"), "{}", message.html);
    }
}
