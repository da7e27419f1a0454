//! Word to the payer that money goes back: which of the two ways, and what the statement will show.

use crate::{
    domain::{delivery::Message, receipt::RefundFacts, refund::RefundKind, time::Timestamp},
    i18n::{T, amount, dates},
};

use super::{
    letter::Letter,
    receipt::{Line, method_line, parts},
};

/// The message that is sent. `link` leads to the receipt page.
#[must_use]
pub fn message(facts: &RefundFacts, link: &str, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.receipt.locale);
    let amount = amount::format(facts.amount, t.locale());
    let (subject, heading, words) = keys(facts);
    let firm = facts.receipt.firm_name.clone();
    let subject = t.with(subject, [("amount", amount.clone()), ("firm", firm.clone())]);
    let greeting = t.with("refund-mail-greeting", [("name", facts.receipt.payer_name.clone())]);
    let letter = Letter {
        t,
        subject: &subject,
        firm: &facts.receipt,
        heading: t.text(heading),
        words: format!("{greeting} {}", t.with(words, [("firm", firm)])),
        lines: lines(facts),
        sums: sums(facts),
        amount,
        authorization: None,
        link,
    };
    letter.message(to, at)
}

const fn keys(facts: &RefundFacts) -> (&'static str, &'static str, &'static str) {
    match facts.kind {
        RefundKind::Refund => ("refund-mail-subject", "refund-mail-heading", "refund-mail-words"),
        RefundKind::Void if facts.was_hold => {
            ("refund-mail-subject-hold", "refund-mail-heading-hold", "refund-mail-words-hold")
        }
        RefundKind::Void => ("refund-mail-subject-void", "refund-mail-heading-void", "refund-mail-words-void"),
    }
}

/// Last four digits only, never an expiry date (FACTA). Why the firm gives the money back is its own affair.
fn lines(facts: &RefundFacts) -> Vec<Line> {
    let (receipt, t) = (&facts.receipt, T::new(facts.receipt.locale));
    let day = |at: Timestamp| dates::with_zone(at, &receipt.time_zone, receipt.locale);
    let mut lines = Vec::new();
    if facts.kind == RefundKind::Refund {
        lines.push((t.text("refund-mail-number"), facts.number.to_string()));
    }
    lines.push((t.text("receipt-date"), day(facts.at)));
    let optional = [
        ("refund-mail-to", method_line(receipt)),
        ("receipt-invoice", receipt.invoice_number.clone()),
        ("receipt-matter", receipt.matter.clone()),
        ("receipt-reference", receipt.reference.clone()),
    ];
    lines.extend(optional.into_iter().filter_map(|(key, value)| Some((t.text(key), value?))));
    lines.push((t.text("refund-mail-payment"), receipt.number.to_string()));
    lines.push((t.text("refund-mail-paid-on"), day(receipt.at)));
    lines.push((t.text("refund-mail-paid"), amount::format(receipt.amount, t.locale())));
    lines.extend(parts((facts.parts.as_ref(), receipt.surcharged.as_ref()), t));
    lines
}

fn sums(facts: &RefundFacts) -> Vec<Line> {
    let t = T::new(facts.receipt.locale);
    let key = if facts.kind == RefundKind::Refund { "refund-mail-total" } else { "refund-mail-total-void" };
    vec![(t.text(key), amount::format_with_currency(facts.amount, t.locale()))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::RefundId,
        locale::Locale,
        money::{Currency, Money},
        receipt::ReceiptFacts,
    };

    fn facts(locale: Locale, kind: RefundKind) -> RefundFacts {
        let receipt: ReceiptFacts = super::super::receipt::tests::facts(locale);
        RefundFacts {
            number: RefundId::new(7),
            kind,
            amount: Money::new(25_000, Currency::USD),
            parts: None,
            at: receipt.at.plus_ms(86_400_000),
            was_hold: false,
            receipt,
        }
    }

    fn written(facts: &RefundFacts) -> Message {
        let to = vec!["a@b.example".into()];
        message(facts, "https://pay.firm.example/receipts/x", to, Timestamp::from_ms(0))
    }

    #[test]
    fn a_refund_reads_well_in_each_language() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            let message = written(&facts(locale, RefundKind::Refund));
            insta::assert_snapshot!(
                format!("refund_{}", locale.tag()),
                format!("{}\n\n{}", message.subject, message.text)
            );
        }
    }

    #[test]
    fn a_void_is_not_called_a_refund() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            for was_hold in [false, true] {
                let message = written(&RefundFacts { was_hold, ..facts(locale, RefundKind::Void) });
                for word in ["efund", "embours", "eembols"] {
                    assert!(!message.text.contains(word) && !message.subject.contains(word), "{}", message.text);
                }
            }
        }
    }

    #[test]
    fn it_never_shows_the_expiry_date_nor_runs_what_someone_typed() {
        let facts = facts(Locale::EnUs, RefundKind::Refund);
        let named = ReceiptFacts { payer_name: "<b>x</b>".into(), ..facts.receipt.clone() };
        let message = written(&RefundFacts { receipt: named, ..facts });
        for part in [&message.text, &message.html] {
            assert!(!part.contains("08/28") && !part.contains("2028"), "{part}");
        }
        assert!(!message.html.contains("<b>x") && message.html.contains("&lt;b&gt;x"), "{}", message.html);
    }
}
