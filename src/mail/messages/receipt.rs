//! The receipt as a message, and the lines that the receipt page shows too.

use maud::{DOCTYPE, Markup, html};

use crate::{
    domain::{card::Instrument, delivery::Message, receipt::ReceiptFacts, time::Timestamp, transaction::Status},
    i18n::{T, amount, dates},
};

/// A label with what it labels.
pub type Line = (String, String);

/// The heading: what has become of the payment.
#[must_use]
pub fn heading(facts: &ReceiptFacts) -> String {
    let t = T::new(facts.locale);
    if facts.refunded.is_positive() {
        let whole = facts.refunded == facts.amount;
        return t.text(if whole { "receipt-heading-refunded" } else { "receipt-heading-part-refunded" });
    }
    match facts.status {
        Status::Authorized => t.text("receipt-heading-authorized"),
        Status::Pending => t.text("receipt-heading-pending"),
        Status::Voided => t.text("receipt-heading-voided"),
        Status::Returned | Status::Reversed => t.text("receipt-heading-returned"),
        Status::Disputed | Status::DisputeLost => t.text("receipt-heading-disputed"),
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Declined
        | Status::Failed
        | Status::Captured
        | Status::Settled
        | Status::DisputeWon => t.text("receipt-heading-paid"),
    }
}

/// One sentence that says what the payer should know.
#[must_use]
pub fn introduction(facts: &ReceiptFacts) -> String {
    let t = T::new(facts.locale);
    let firm = || [("firm", facts.firm_name.clone())];
    match facts.status {
        Status::Authorized => t.with("receipt-intro-authorized", firm()),
        Status::Pending => t.text("receipt-intro-pending"),
        Status::Voided => t.text("receipt-intro-voided"),
        Status::Returned | Status::Reversed => t.text("receipt-intro-returned"),
        Status::Created
        | Status::Unknown
        | Status::ActionRequired
        | Status::Held
        | Status::Declined
        | Status::Failed
        | Status::Captured
        | Status::Settled
        | Status::Disputed
        | Status::DisputeWon
        | Status::DisputeLost => t.with("receipt-intro-paid", firm()),
    }
}

/// The facts, one line each. Last four digits only, never an expiry date (FACTA).
#[must_use]
pub fn lines(facts: &ReceiptFacts) -> Vec<Line> {
    let t = T::new(facts.locale);
    let paid_with = facts.instrument.as_ref().map(|instrument| match instrument {
        Instrument::Card { brand, last_four, .. } => {
            t.with("receipt-card", [("brand", brand.name().to_owned()), ("last", last_four.as_str().to_owned())])
        }
        Instrument::BankAccount { last_four } => t.with("receipt-bank", [("last", last_four.as_str().to_owned())]),
    });
    let mut lines = vec![
        (t.text("receipt-number"), facts.number.to_string()),
        (t.text("receipt-date"), dates::with_zone(facts.at, &facts.time_zone, facts.locale)),
        (t.text("receipt-paid-to"), facts.firm_name.clone()),
        (t.text("receipt-paid-by"), facts.payer_name.clone()),
    ];
    let optional = [
        (t.text("receipt-paid-with"), paid_with),
        (t.text("receipt-invoice"), facts.invoice_number.clone()),
        (t.text("receipt-matter"), facts.matter.clone()),
        (t.text("receipt-reference"), facts.reference.clone()),
        (t.text("receipt-note"), facts.note.clone()),
        (t.text("receipt-approval"), facts.approval_code.clone()),
        (t.text("receipt-statement"), Some(facts.statement_name.clone())),
    ];
    lines.extend(optional.into_iter().filter_map(|(label, value)| value.map(|value| (label, value))));
    lines
}

/// The sums: the total, and what was given back of it.
#[must_use]
pub fn sums(facts: &ReceiptFacts) -> Vec<Line> {
    let t = T::new(facts.locale);
    let code = facts.amount.currency().code().to_owned();
    let mut sums = vec![(t.text("receipt-total"), format!("{} {code}", amount::format(facts.amount, facts.locale)))];
    if facts.refunded.is_positive() {
        sums.push((t.text("receipt-refunded"), format!("{} {code}", amount::format(facts.refunded, facts.locale))));
    }
    sums
}

/// The message that is sent. `link` leads to the receipt page.
#[must_use]
pub fn message(facts: &ReceiptFacts, link: &str, to: Vec<String>, at: Timestamp) -> Message {
    let t = T::new(facts.locale);
    let amount = amount::format(facts.amount, facts.locale);
    let args = [("number", facts.number.to_string()), ("amount", amount), ("firm", facts.firm_name.clone())];
    let subject = if facts.status == Status::Pending {
        t.with("receipt-subject-pending", args)
    } else {
        t.with("receipt-subject", args)
    };
    Message {
        to,
        text: text(facts, link),
        html: html(facts, &subject, link).into_string(),
        subject,
        at,
        attached: None,
    }
}

fn text(facts: &ReceiptFacts, link: &str) -> String {
    let t = T::new(facts.locale);
    let mut out = format!(
        "{}\n\n{} {}\n\n",
        heading(facts),
        t.with("receipt-thanks", [("name", facts.payer_name.clone())]),
        introduction(facts)
    );
    if facts.test {
        out.push_str(&format!("{}\n\n", t.text("receipt-test")));
    }
    for (label, value) in lines(facts).iter().chain(&sums(facts)) {
        out.push_str(&format!("{label}: {value}\n"));
    }
    out.push_str(&format!(
        "\n{}\n{link}\n\n{}\n\n{}\n",
        t.text("receipt-view"),
        t.text("receipt-questions"),
        facts.firm_name
    ));
    for line in &facts.firm_contact {
        out.push_str(&format!("{line}\n"));
    }
    out
}

const PAGE: &str = "margin:0;padding:24px 12px;background:#f4f3ef;color:#1b1d1b;font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif";
const BOX: &str =
    "max-width:600px;width:100%;margin:0 auto;background:#ffffff;border:1px solid #e2dfd8;border-radius:10px";
const CELL: &str = "padding:28px 28px 24px";
const LABEL: &str = "padding:8px 12px 8px 0;color:#4f524e;vertical-align:top;border-top:1px solid #e2dfd8";
const VALUE: &str = "padding:8px 0;text-align:right;vertical-align:top;border-top:1px solid #e2dfd8";
const BUTTON: &str = "display:inline-block;padding:12px 20px;background:#0e5a4a;color:#ffffff;border-radius:6px;text-decoration:none;font-weight:600";

/// Mail readers know neither style sheets nor scripts worth relying on: one table, styles at each element.
fn html(facts: &ReceiptFacts, subject: &str, link: &str) -> Markup {
    let t = T::new(facts.locale);
    html! {
        (DOCTYPE)
        html lang=(facts.locale.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                title { (subject) }
            }
            body style=(PAGE) {
                table role="presentation" cellpadding="0" cellspacing="0" style=(BOX) { tr { td style=(CELL) {
                    p style="margin:0 0 16px;font-weight:600" { (facts.firm_name) }
                    @if facts.test { p style="margin:0 0 16px;padding:8px 12px;background:#fcefd2;color:#7a4f00;border-radius:6px" { (t.text("receipt-test")) } }
                    p style="margin:0;color:#17663a;font-weight:600" { (heading(facts)) }
                    h1 style="margin:4px 0 12px;font-size:32px;line-height:1.2" { (amount::format(facts.amount, facts.locale)) }
                    p style="margin:0 0 20px" { (t.with("receipt-thanks", [("name", facts.payer_name.clone())])) " " (introduction(facts)) }
                    table role="presentation" cellpadding="0" cellspacing="0" width="100%" style="border-collapse:collapse;font-size:15px" {
                        @for (label, value) in lines(facts) { tr { td style=(LABEL) { (label) } td style=(VALUE) { (value) } } }
                        @for (label, value) in sums(facts) { tr { td style=(LABEL) { b { (label) } } td style=(VALUE) { b { (value) } } } }
                    }
                    p style="margin:24px 0" { a href=(link) style=(BUTTON) { (t.text("receipt-view")) } }
                    p style="margin:0;font-size:14px;color:#4f524e" { (t.text("receipt-questions")) }
                } } }
                p style="max-width:600px;margin:16px auto 0;font-size:13px;color:#4f524e;text-align:center" {
                    (facts.firm_name) @for line in &facts.firm_contact { br; (line) }
                    br; br; (t.text("receipt-why"))
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
        ids::TransactionId,
        locale::Locale,
        money::{Currency, Money},
        transaction::Kind,
    };

    fn facts(locale: Locale) -> ReceiptFacts {
        ReceiptFacts {
            number: TransactionId::new(88_120),
            at: Timestamp::from_ms(1_795_201_440_000),
            time_zone: "America/New_York".into(),
            firm_name: "Harlow & Finch LLP".into(),
            firm_contact: vec!["40 State Street, Boston MA 02109".into()],
            kind: Kind::Sale,
            status: Status::Captured,
            payer_name: "Élodie Tremblay".into(),
            amount: Money::new(125_000, Currency::USD),
            refunded: Money::zero(Currency::USD),
            instrument: Some(Instrument::Card {
                brand: CardBrand::Visa,
                last_four: LastFour::parse("4242").unwrap(),
                expiry: Expiry::new(8, 2028).unwrap(),
                funding: Funding::Credit,
            }),
            statement_name: "HARLOW FINCH LLP".into(),
            approval_code: Some("831204".into()),
            invoice_number: Some("INV-20418".into()),
            matter: None,
            reference: None,
            note: Some("<script>alert(1)</script>".into()),
            locale,
            test: true,
        }
    }

    #[test]
    fn a_receipt_reads_well_in_each_language() {
        for locale in [Locale::EnUs, Locale::FrCa, Locale::EsUs] {
            let message = message(
                &facts(locale),
                "https://pay.firm.example/receipts/x",
                vec!["a@b.example".into()],
                Timestamp::from_ms(0),
            );
            insta::assert_snapshot!(
                format!("receipt_{}", locale.tag()),
                format!("{}\n\n{}", message.subject, message.text)
            );
        }
    }

    #[test]
    fn a_receipt_never_shows_the_expiry_date_nor_runs_what_someone_typed() {
        let message = message(&facts(Locale::EnUs), "https://x.example", vec![], Timestamp::from_ms(0));
        for part in [&message.text, &message.html] {
            assert!(!part.contains("08/28") && !part.contains("2028"), "{part}");
        }
        assert!(!message.html.contains("<script"), "{}", message.html);
        assert!(message.html.contains("&lt;script&gt;"));
    }

    #[test]
    fn a_pending_debit_is_not_called_received() {
        let pending = ReceiptFacts { status: Status::Pending, ..facts(Locale::EnUs) };
        let message = message(&pending, "https://x.example", vec![], Timestamp::from_ms(0));
        assert!(!message.text.contains("received") && message.subject.contains("on its way"), "{}", message.text);
    }
}
