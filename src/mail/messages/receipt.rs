//! The receipt as a message, and the lines that the receipt page shows too.

use crate::{
    domain::{
        card::Instrument, delivery::Message, money::Money, parts::Parts, payment_page::order::Order,
        receipt::ReceiptFacts, surcharge::Surcharged, time::Timestamp, transaction::Status,
    },
    i18n::{Arg, T, amount, dates, numbers},
};

use super::letter::Letter;

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
        Status::Pending => t.with("receipt-intro-pending", firm()),
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
    let mut lines = vec![
        (t.text("receipt-number"), facts.number.to_string()),
        (t.text("receipt-date"), dates::with_zone(facts.at, &facts.time_zone, facts.locale)),
        (t.text("receipt-paid-to"), facts.firm_name.clone()),
        (t.text("receipt-paid-by"), facts.payer_name.clone()),
    ];
    let optional = [
        (t.text("receipt-paid-with"), method_line(facts)),
        (t.text("receipt-invoice"), facts.invoice_number.clone()),
        (t.text("receipt-matter"), facts.matter.clone()),
        (t.text("receipt-reference"), facts.reference.clone()),
        (t.text("receipt-note"), facts.note.clone()),
        (t.text("receipt-approval"), facts.approval_code.clone()),
        (t.text("receipt-statement"), Some(facts.statement_name.clone())),
    ];
    if let Some(day) = facts.settles_on.filter(|_| facts.status == Status::Pending) {
        lines.push((t.text("receipt-settles"), dates::day_long(day, facts.locale)));
    }
    lines.extend(optional.into_iter().filter_map(|(label, value)| value.map(|value| (label, value))));
    lines.extend(facts.order.as_ref().and_then(|order| paid_for(order, t)));
    lines
}

/// What one amount was paid for on a payment page: the total says how much it was.
#[must_use]
pub fn paid_for(order: &Order, t: T) -> Option<Line> {
    let whole = order.lines.iter().find(|bought| bought.line.item.is_none())?;
    Some((t.text("receipt-for"), whole.name.clone()))
}

/// The items that were bought on a payment page, a line each, then what all comes to without tax, and the tax.
#[must_use]
pub fn purchase(order: &Order, t: T) -> Vec<Line> {
    let money = |money: Money| amount::format(money, t.locale());
    let items = order.lines.iter().filter(|bought| bought.line.item.is_some());
    let told = items.map(|bought| {
        let quantity = i64::from(bought.line.quantity);
        let args: [(&str, Arg); 2] = [("name", bought.name.clone().into()), ("quantity", quantity.into())];
        let price = if order.inclusive { bought.line.gross() } else { bought.line.net };
        (t.with("receipt-bought", args), money(price))
    });
    let mut lines: Vec<Line> = told.collect();
    if let Some((name, rate)) = &order.tax_name {
        let name = if name.is_empty() { t.text("receipt-tax") } else { name.clone() };
        let name = rate.map_or(name.clone(), |rate| format!("{name} {}", numbers::percent(rate, t.locale())));
        let key = if order.inclusive { "receipt-tax-included" } else { "receipt-tax-added" };
        lines.push((t.text("receipt-net"), money(order.net)));
        lines.push((t.with(key, [("tax", name)]), money(order.tax)));
    }
    lines
}

/// What it was paid with, by its last four digits.
#[must_use]
pub fn method_line(facts: &ReceiptFacts) -> Option<String> {
    let t = T::new(facts.locale);
    facts.instrument.as_ref().map(|instrument| match instrument {
        Instrument::Card { brand, last_four, .. } => {
            t.with("receipt-card", [("brand", brand.name().to_owned()), ("last", last_four.as_str().to_owned())])
        }
        Instrument::BankAccount { last_four, .. } => t.with("receipt-bank", [("last", last_four.as_str().to_owned())]),
    })
}

/// What an amount consists of, a line each: nothing where it is all one part. `surcharged` tells the rate of the surcharge.
#[must_use]
pub fn parts((parts, surcharged): (Option<&Parts>, Option<&Surcharged>), t: T) -> Vec<Line> {
    let Some(known) = parts else { return Vec::new() };
    let tax = (t.text("receipt-tax"), amount::format(known.tax, t.locale()));
    let net = (t.text("receipt-net"), amount::format(known.subtotal, t.locale()));
    let added = known.tax.is_positive().then_some(tax).into_iter().chain(surcharge((parts, surcharged), t));
    std::iter::once(net).chain(added).collect()
}

/// What was added for paying by credit card.
fn surcharge((parts, surcharged): (Option<&Parts>, Option<&Surcharged>), t: T) -> Option<Line> {
    let added = parts.map(|parts| parts.surcharge).filter(Money::is_positive)?;
    let rate = surcharged.map(|surcharged| numbers::percent(surcharged.rate.into(), t.locale()));
    let name = rate.map_or_else(|| t.text("receipt-surcharge"), |rate| t.with("surcharge-line", [("rate", rate)]));
    Some((name, amount::format(added, t.locale())))
}

/// What the total of a receipt consists of, as the form showed it: of an order its items, net and tax, and what was added
/// for the card.
#[must_use]
pub fn parts_of(facts: &ReceiptFacts) -> Vec<Line> {
    let (t, known) = (T::new(facts.locale), (facts.parts.as_ref(), facts.surcharged.as_ref()));
    match &facts.order {
        Some(order) => purchase(order, t).into_iter().chain(surcharge(known, t)).collect(),
        None => parts(known, t),
    }
}

/// The sums: the total, and what was given back of it.
#[must_use]
pub fn sums(facts: &ReceiptFacts) -> Vec<Line> {
    let t = T::new(facts.locale);
    let written = |money| amount::format_with_currency(money, facts.locale);
    let mut sums = vec![(t.text("receipt-total"), written(facts.amount))];
    if facts.refunded.is_positive() {
        sums.push((t.text("receipt-refunded"), written(facts.refunded)));
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
    letter(facts, &subject, link).message(to, at)
}

fn letter<'a>(facts: &'a ReceiptFacts, subject: &'a str, link: &'a str) -> Letter<'a> {
    let t = T::new(facts.locale);
    Letter {
        t,
        subject,
        firm: facts,
        heading: heading(facts),
        amount: amount::format(facts.amount, facts.locale),
        words: format!("{} {}", t.with("receipt-thanks", [("name", facts.payer_name.clone())]), introduction(facts)),
        lines: lines(facts).into_iter().chain(parts_of(facts)).collect(),
        sums: sums(facts),
        authorization: facts.authorization.as_deref(),
        link,
    }
}

/// What the page and the printed sheet are called: a debit that has not settled has no receipt yet.
#[must_use]
pub fn title(facts: &ReceiptFacts) -> String {
    let key = if facts.status == Status::Pending { "receipt-title-debit" } else { "receipt-title" };
    T::new(facts.locale).with(key, [("number", facts.number.to_string())])
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::{
        card::{CardBrand, Expiry, Funding, LastFour},
        ids::TransactionId,
        locale::Locale,
        money::{Currency, Money},
        transaction::Kind,
    };

    pub(in crate::mail::messages) fn facts(locale: Locale) -> ReceiptFacts {
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
            parts: None,
            surcharged: None,
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
            order: None,
            logo: None,
            locale,
            settles_on: None,
            authorization: None,
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
        assert!(!message.text.contains("received") && message.subject.contains("Debit notice"), "{}", message.text);
    }
}
