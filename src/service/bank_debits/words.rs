//! The words of an authorization: one text, the same where it is shown, read out, kept and mailed.

use crate::{
    domain::{
        bank_account::{AccountType, HolderType},
        card::Instrument,
        debit_authorization::{Each, Scope, sha256_of},
        firm::Firm,
        locale::Locale,
        nacha::{Channel, SecCode},
        time::Day,
    },
    i18n::{T, amount, dates},
};

/// What the words are about.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Who debits.
    pub firm: &'a Firm,
    /// The name on the account.
    pub holder: &'a str,
    /// The account.
    pub instrument: &'a Instrument,
    /// By which channel it is given.
    pub channel: Channel,
    /// What may be debited.
    pub scope: &'a Scope,
    /// The firm's day on which it is given.
    pub today: Day,
    /// The language and formats.
    pub locale: Locale,
}

impl Words<'_> {
    /// The class of debits that such an authorization allows; `None` when the instrument is no bank account.
    #[must_use]
    pub const fn sec(&self) -> Option<SecCode> {
        match self.instrument {
            Instrument::BankAccount { holder_type, .. } => Some(SecCode::of(self.channel, *holder_type)),
            Instrument::Card { .. } => None,
        }
    }
}

/// The words, paragraphs parted by an empty line, and their SHA-256 in lower-case hex. `None` when the instrument is no
/// bank account.
#[must_use]
pub fn words(facts: &Words<'_>) -> Option<(String, String)> {
    let Instrument::BankAccount { last_four, routing, account_type, holder_type, .. } = facts.instrument else {
        return None;
    };
    let t = T::new(facts.locale);
    let account = t.text(match account_type {
        AccountType::Checking => "debit-words-checking",
        AccountType::Savings => "debit-words-savings",
    });
    let routing = routing.as_ref().map_or_else(|| "–".to_owned(), |routing| routing.as_str().to_owned());
    let opening = t.with(
        match (facts.channel, holder_type) {
            (Channel::Phone, HolderType::Personal) => "debit-words-phone",
            (Channel::Phone, HolderType::Business) => "debit-words-phone-business",
            (_, HolderType::Personal) => "debit-words-personal",
            (_, HolderType::Business) => "debit-words-business",
        },
        [
            ("name", facts.holder.to_owned()),
            ("firm", facts.firm.name.clone()),
            ("account", account),
            ("last", last_four.as_str().to_owned()),
            ("routing", routing),
            ("today", dates::day_long(facts.today, facts.locale)),
        ],
    );
    let contact = facts.firm.contact_lines().join(", ");
    let closing = t
        .with("debit-words-closing", [("contact", if contact.is_empty() { facts.firm.name.clone() } else { contact })]);
    let asked = match (facts.channel, holder_type) {
        (Channel::Phone, _) if matches!(facts.scope, Scope::Recurring { .. }) => Some("debit-words-ask-recurring"),
        (Channel::Phone, _) => Some("debit-words-ask"),
        (_, HolderType::Business) => Some("debit-words-nacha"),
        (_, HolderType::Personal) => None,
    };
    let paragraphs = [opening, scope(facts, t), closing].into_iter().chain(asked.map(|key| t.text(key)));
    let text = paragraphs.collect::<Vec<_>>().join("\n\n");
    let hash = sha256_of(&text);
    Some((text, hash))
}

fn scope(facts: &Words<'_>, t: T) -> String {
    let day = |day: Day| dates::day_long(day, facts.locale);
    let written = amount::format(facts.scope.amount(), facts.locale);
    let written = match facts.scope {
        Scope::Recurring { each: Each::AtMost, .. } => t.with("debit-words-at-most", [("amount", written)]),
        Scope::Once { .. } | Scope::Recurring { each: Each::Exactly, .. } => written,
    };
    match facts.scope {
        Scope::Once { from, .. } => t.with("debit-words-once", [("amount", written), ("from", day(*from))]),
        Scope::Recurring { every, from, until: Some(until), .. } => t.with(
            "debit-words-recurring-until",
            [("amount", written), ("every", every.clone()), ("from", day(*from)), ("until", day(*until))],
        ),
        Scope::Recurring { every, from, until: None, .. } => {
            t.with("debit-words-recurring", [("amount", written), ("every", every.clone()), ("from", day(*from))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        bank_account::RoutingNumber,
        card::LastFour,
        locale::Language,
        money::{Currency, Money},
        time::Timestamp,
    };

    fn firm() -> Firm {
        Firm {
            name: "Harlow & Finch LLP".into(),
            time_zone: "America/New_York".into(),
            currency: Currency::USD,
            language: Language::En,
            locales: [Locale::EnUs, Locale::FrCa, Locale::EsUs],
            address: String::new(),
            email: "billing@harlowfinch.example".into(),
            phone: "(617) 555-0100".into(),
            created_at: Timestamp::from_ms(0),
        }
    }

    fn account(holder_type: HolderType) -> Instrument {
        Instrument::BankAccount {
            last_four: LastFour::parse("6789").unwrap(),
            routing: RoutingNumber::parse("110000000").ok(),
            bank_name: None,
            account_type: AccountType::Checking,
            holder_type,
        }
    }

    #[test]
    fn an_authorization_reads_well_in_each_language_and_channel() {
        let (firm, amount) = (firm(), Money::new(125_000, Currency::USD));
        let today = Day::new(2026, 11, 22);
        let once = Scope::Once { amount, from: today };
        let monthly =
            Scope::Recurring { amount, each: Each::Exactly, every: "every month".into(), from: today, until: None };
        let mut all = String::new();
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            for (channel, holder, scope) in [
                (Channel::Online, HolderType::Personal, &once),
                (Channel::Phone, HolderType::Personal, &once),
                (Channel::Phone, HolderType::Business, &once),
                (Channel::Paper, HolderType::Business, &monthly),
            ] {
                let instrument = account(holder);
                let facts =
                    Words { firm: &firm, holder: "Ada Vance", instrument: &instrument, channel, scope, today, locale };
                let (text, hash) = words(&facts).unwrap();
                assert_eq!(hash.len(), 71);
                all.push_str(&format!("== {} {channel:?} {holder:?}\n{text}\n\n", locale.tag()));
            }
        }
        insta::assert_snapshot!(all);
    }
}
