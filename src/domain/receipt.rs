//! What a receipt states. The list is the card networks' and FACTA's: last four digits only, never an expiry date.

use super::{
    card::Instrument,
    firm::Firm,
    ids::{RefundId, TransactionId},
    locale::Locale,
    money::Money,
    parts::Parts,
    payment_page::{logo::Logo, order::Order},
    refund::{Refund, RefundKind},
    surcharge::Surcharged,
    time::{Day, Timestamp},
    transaction::{Kind, Status, Transaction},
};

/// The facts of one receipt, ready to be put into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptFacts {
    /// The receipt's number: that of its transaction.
    pub number: TransactionId,
    /// When the payment was made.
    pub at: Timestamp,
    /// The firm's IANA time zone, in which `at` is shown.
    pub time_zone: String,
    /// The firm's name, as on its letterhead.
    pub firm_name: String,
    /// Where the firm is and how it can be reached, a line each.
    pub firm_contact: Vec<String>,
    /// Sale or authorization.
    pub kind: Kind,
    /// Where the transaction stands.
    pub status: Status,
    /// Who paid.
    pub payer_name: String,
    /// The whole amount.
    pub amount: Money,
    /// What it consists of, where that is more than one thing.
    pub parts: Option<Parts>,
    /// By what its surcharge was worked out.
    pub surcharged: Option<Surcharged>,
    /// What was given back since.
    pub refunded: Money,
    /// What it was paid with.
    pub instrument: Option<Instrument>,
    /// The name on the payer's statement.
    pub statement_name: String,
    /// The issuer's approval code.
    pub approval_code: Option<String>,
    /// The invoice paid.
    pub invoice_number: Option<String>,
    /// The matter paid for.
    pub matter: Option<String>,
    /// Any other reference.
    pub reference: Option<String>,
    /// A note to the payer.
    pub note: Option<String>,
    /// What was bought on a payment page, with its tax.
    pub order: Option<Order>,
    /// The logo of the payment page that it was made on, as that page is now.
    pub logo: Option<Logo>,
    /// The language and formats of the payment, kept for every receipt of it.
    pub locale: Locale,
    /// When a bank debit is expected to settle.
    pub settles_on: Option<Day>,
    /// The words by which the payer authorized a bank debit, as they were agreed to.
    pub authorization: Option<String>,
    /// Whether a test processor took it and no money moved.
    pub test: bool,
}

/// The facts of the message that tells a payer of money going back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundFacts {
    /// The payment, as its receipt has it now.
    pub receipt: ReceiptFacts,
    /// The refund's number.
    pub number: RefundId,
    /// How the money goes back.
    pub kind: RefundKind,
    /// How much of it.
    pub amount: Money,
    /// How much of each part.
    pub parts: Option<Parts>,
    /// When it was asked for.
    pub at: Timestamp,
    /// Whether only a hold on the card is let go, because the payment was never captured.
    pub was_hold: bool,
}

impl RefundFacts {
    /// The facts of `refund`, a refund of the payment on `receipt`.
    #[must_use]
    pub fn new(receipt: ReceiptFacts, refund: &Refund) -> Self {
        Self {
            number: refund.id,
            kind: refund.kind,
            amount: refund.amount,
            parts: refund.parts,
            at: refund.created_at,
            was_hold: receipt.kind == Kind::Authorization && refund.kind == RefundKind::Void,
            receipt,
        }
    }
}

impl ReceiptFacts {
    /// Gathers the facts of a transaction. `refunds` are those of this transaction; only such count as pay money back: a
    /// void is told by the status.
    #[must_use]
    pub fn new(firm: &Firm, transaction: &Transaction, refunds: &[Refund]) -> Self {
        let refunded = refunds
            .iter()
            .filter(|refund| refund.kind == RefundKind::Refund && refund.status.reserves())
            .try_fold(Money::zero(transaction.amount.currency()), |sum, refund| sum.plus(refund.amount))
            .unwrap_or(Money::zero(transaction.amount.currency()));
        Self {
            number: transaction.id,
            at: transaction.created_at,
            time_zone: firm.time_zone.clone(),
            firm_name: firm.name.clone(),
            firm_contact: firm.contact_lines(),
            kind: transaction.kind,
            status: transaction.status,
            payer_name: transaction.payer_name.clone(),
            amount: transaction.amount,
            parts: transaction.parts,
            surcharged: transaction.surcharged,
            refunded,
            instrument: transaction.instrument.clone(),
            statement_name: transaction.statement_name.clone(),
            approval_code: transaction.approval.as_ref().map(|approval| approval.code.clone()),
            invoice_number: transaction.invoice_number.clone(),
            matter: transaction.matter.clone(),
            reference: transaction.reference.clone(),
            note: transaction.note.clone(),
            order: None,
            logo: None,
            locale: transaction.locale,
            settles_on: transaction.bank_debit.as_ref().and_then(|debit| debit.settles_on),
            authorization: None,
            test: transaction.test,
        }
    }
}
