//! Word to the payer that a bank debit came back. Why the bank returned it is between the payer and their bank, so the
//! message does not say; staff see the code.

use crate::{
    domain::{
        delivery::Message,
        receipt::ReceiptFacts,
        time::{Day, Timestamp},
    },
    i18n::{T, amount, dates},
};

use super::{
    letter::Letter,
    receipt::{Line, method_line},
};

/// The message that is sent. `link` leads to the receipt page, which says the same. A debit of a schedule may be presented
/// again by itself, `again_on` that day.
#[must_use]
pub fn message((facts, again_on): (&ReceiptFacts, Option<Day>), link: &str, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.locale);
    let words = match again_on {
        Some(day) => t.with("return-mail-words-again", [("day", dates::day_long(day, facts.locale))]),
        None => t.text("return-mail-words"),
    };
    let amount = amount::format(facts.amount, facts.locale);
    let subject = t.with("return-mail-subject", [("amount", amount.clone()), ("firm", facts.firm_name.clone())]);
    let greeting = t.with("refund-mail-greeting", [("name", facts.payer_name.clone())]);
    let letter = Letter {
        t,
        subject: &subject,
        firm: facts,
        heading: t.text("return-mail-heading"),
        words: format!("{greeting} {words}"),
        lines: lines(facts, t),
        sums: vec![(t.text("return-mail-total"), amount::format_with_currency(facts.amount, facts.locale))],
        amount,
        authorization: None,
        link,
    };
    letter.message(to, at)
}

fn lines(facts: &ReceiptFacts, t: T) -> Vec<Line> {
    let mut lines = vec![
        (t.text("refund-mail-payment"), facts.number.to_string()),
        (t.text("receipt-date"), dates::with_zone(facts.at, &facts.time_zone, facts.locale)),
    ];
    let optional = [
        ("receipt-paid-with", method_line(facts)),
        ("receipt-invoice", facts.invoice_number.clone()),
        ("receipt-matter", facts.matter.clone()),
        ("receipt-reference", facts.reference.clone()),
        ("receipt-statement", Some(facts.statement_name.clone())),
    ];
    lines.extend(optional.into_iter().filter_map(|(key, value)| Some((t.text(key), value?))));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        bank_account::{AccountType, HolderType},
        card::{Instrument, LastFour},
        locale::Locale,
        transaction::Status,
    };

    fn written(locale: Locale, again_on: Option<Day>) -> Message {
        let facts = ReceiptFacts {
            status: Status::Returned,
            instrument: Some(Instrument::BankAccount {
                last_four: LastFour::parse("6789").unwrap(),
                routing: None,
                bank_name: None,
                account_type: AccountType::Checking,
                holder_type: HolderType::Personal,
            }),
            ..super::super::receipt::tests::facts(locale)
        };
        message(
            (&facts, again_on),
            "https://pay.firm.example/receipts/x",
            vec!["a@b.example".into()],
            Timestamp::from_ms(0),
        )
    }

    #[test]
    fn a_return_reads_well_in_each_language() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            let messages = [None, Some(Day::new(2026, 12, 4))].map(|again_on| written(locale, again_on));
            let read = messages.map(|message| format!("{}\n\n{}", message.subject, message.text));
            insta::assert_snapshot!(format!("returned_{}", locale.tag()), read.join("\n----\n"));
        }
    }

    #[test]
    fn it_never_says_why_nor_that_it_was_paid() {
        let message = written(Locale::EnUs, None);
        for word in ["insufficient", "R01", "received", "Thank you"] {
            assert!(!message.text.contains(word), "{word}: {}", message.text);
        }
    }
}
