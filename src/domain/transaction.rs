//! One attempt to move money from a payer to the firm, and the states it may be in.
//!
//! Only an explicit answer of the processor settles a transaction. News arrives more than once and out of order
//! (answer, webhook, look-up, poll), so [`Status::after`] knows three outcomes: a step forward, old news that
//! changes nothing, and a contradiction that a person must see.

mod status;

use serde::{Deserialize, Serialize};

use super::{
    card::Instrument,
    ids::{MerchantAccountId, OccurrenceId, OperationKey, PayerId, PaymentMethodId, TransactionId},
    journal::Actor,
    keeping::Agreement,
    locale::Locale,
    merchant_account::AccountKind,
    money::Money,
    nacha::BankDebit,
    parts::Parts,
    payment_request::RequestPart,
    surcharge::Surcharged,
    time::{Day, Timestamp},
};

pub use self::status::{Event, Status, Step};

/// What the firm asked the processor to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Approve and capture.
    Sale,
    /// Approve; capture later.
    Authorization,
}

/// Where a payment came from; the names are the product's menu names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Keyed by staff.
    EnterPayment,
    /// A saved method charged again from an earlier payment.
    QuickPay,
    /// A payer on a payment page.
    PaymentPage,
    /// A payment schedule.
    PaymentSchedule,
    /// A payer through a payment request.
    SendForPayment,
    /// A payer through an invoice.
    Invoice,
    /// A payer signed in to the portal.
    PayerPortal,
    /// Started in a practice-management system.
    Connect,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 8] = [
        Self::EnterPayment,
        Self::QuickPay,
        Self::PaymentPage,
        Self::PaymentSchedule,
        Self::SendForPayment,
        Self::Invoice,
        Self::PayerPortal,
        Self::Connect,
    ];

    /// The name used in queries, URLs and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::EnterPayment => "enter_payment",
            Self::QuickPay => "quick_pay",
            Self::PaymentPage => "payment_page",
            Self::PaymentSchedule => "payment_schedule",
            Self::SendForPayment => "send_for_payment",
            Self::Invoice => "invoice",
            Self::PayerPortal => "payer_portal",
            Self::Connect => "connect",
        }
    }
}

/// Why a payment was refused, in terms every processor's codes are mapped to. Payers see a general text;
/// staff see this one and the processor's own code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineReason {
    /// No particular reason was given.
    Generic,
    /// Not enough money.
    InsufficientFunds,
    /// Over the card's limit.
    LimitExceeded,
    /// The card has expired.
    ExpiredCard,
    /// There is no such number.
    InvalidNumber,
    /// The security code does not match.
    SecurityCode,
    /// The billing address does not match.
    AddressMismatch,
    /// The issuer wants a call or wants the card back.
    CallIssuer,
    /// The issuer said no.
    DoNotHonor,
    /// The account does not take this kind of card.
    TypeNotAccepted,
    /// The processor is out of order.
    ProcessorDown,
    /// The processor took it for a duplicate.
    Duplicate,
    /// Suspected fraud, or a lost or stolen card.
    Fraud,
}

impl DeclineReason {
    /// Every reason.
    pub const ALL: [Self; 13] = [
        Self::Generic,
        Self::InsufficientFunds,
        Self::LimitExceeded,
        Self::ExpiredCard,
        Self::InvalidNumber,
        Self::SecurityCode,
        Self::AddressMismatch,
        Self::CallIssuer,
        Self::DoNotHonor,
        Self::TypeNotAccepted,
        Self::ProcessorDown,
        Self::Duplicate,
        Self::Fraud,
    ];

    /// The suffix of its locale key, in kebab case.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::InsufficientFunds => "insufficient-funds",
            Self::LimitExceeded => "limit-exceeded",
            Self::ExpiredCard => "expired-card",
            Self::InvalidNumber => "invalid-number",
            Self::SecurityCode => "security-code",
            Self::AddressMismatch => "address-mismatch",
            Self::CallIssuer => "call-issuer",
            Self::DoNotHonor => "do-not-honor",
            Self::TypeNotAccepted => "type-not-accepted",
            Self::ProcessorDown => "processor-down",
            Self::Duplicate => "duplicate",
            Self::Fraud => "fraud",
        }
    }
}

/// A refusal as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// The mapped reason.
    pub reason: DeclineReason,
    /// The processor's own code, for its support desk.
    pub raw_code: String,
}

/// The outcome of comparing something the payer gave with what the issuer knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// It matches.
    Match,
    /// It does not match.
    Mismatch,
    /// It was not given, or the issuer does not check it.
    NotChecked,
}

/// What the issuer said with its approval. Kept for disputes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The approval code.
    pub code: String,
    /// The postal code check (AVS).
    pub postal_code: Check,
    /// The security code check (CVV).
    pub security_code: Check,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transaction {
    /// Its row, and its receipt number.
    pub id: TransactionId,
    /// The operation that asked for it: idempotency key at the processor.
    pub key: OperationKey,
    /// Sale or authorization.
    pub kind: Kind,
    /// Where it came from.
    pub source: Source,
    /// Who asked for it.
    pub actor: Actor,
    /// Where the money goes. Never changes.
    pub merchant_account: MerchantAccountId,
    /// Whose money that account held when the payment was made.
    pub account_kind: AccountKind,
    /// The name on the payer's statement.
    pub statement_name: String,
    /// The whole amount, tax and surcharge included.
    pub amount: Money,
    /// What it consists of, where there is more to it than what is paid for. Never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Parts>,
    /// By what its surcharge was worked out, if it has one. Never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surcharged: Option<Surcharged>,
    /// Where it stands.
    pub status: Status,
    /// Counts up with every change; what a search result or an open page may be behind.
    pub version: u32,
    /// Whether a test processor took it and no money moved.
    pub test: bool,

    /// Who paid, if there is a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<PayerId>,
    /// Who paid, as keyed.
    pub payer_name: String,
    /// The firm's client number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_number: Option<String>,
    /// Where receipts go.
    pub receipt_emails: Vec<String>,
    /// The language and formats of its receipts.
    pub locale: Locale,

    /// The processor's token for this charge: single use, or that of a saved method.
    pub method_token: String,
    /// The saved method charged, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethodId>,
    /// That its payer agreed to the method being kept once it is approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep: Option<Agreement>,
    /// What it was paid with, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<Instrument>,
    /// The name on the card or account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The processor's fingerprint of the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,

    /// What it is besides, when it debits a bank account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank_debit: Option<BankDebit>,

    /// The invoice paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// The matter paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<String>,
    /// Any other reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// A note to the payer, printed on the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The payment of a schedule that it is a try at. Never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<OccurrenceId>,
    /// The request for payment that it pays a part of. Never changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestPart>,

    /// The processor's id, once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gateway_id: Option<String>,
    /// Where the payer has to go while action is required of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action_url: Option<String>,
    /// The issuer's approval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// The refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// The firm's day of `created_at`; totals are kept by it.
    pub day: Day,
    /// When its status last changed.
    pub changed_at: Timestamp,
}

impl Transaction {
    /// The amount without what was added for paying by credit card: what another payment for the same would be.
    #[must_use]
    pub fn price(&self) -> Money {
        let parts = self.parts.as_ref();
        parts.map_or(self.amount, |parts| self.amount.minus(parts.surcharge).unwrap_or(self.amount))
    }

    /// Applies `event` at `now` and says what it did. The record is changed only by a step forward.
    pub fn apply(&mut self, event: Event, now: Timestamp) -> Step {
        let step = self.status.after(event);
        if let Step::To(status) = step {
            if let Some(debit) = &mut self.bank_debit {
                debit.hear(event, self.created_at);
            }
            self.status = status;
            self.changed_at = now;
            self.version = self.version.saturating_add(1);
        }
        step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_stored_form() {
        for source in Source::ALL {
            assert_eq!(serde_json::to_string(&source).unwrap(), format!("\"{}\"", source.code()));
        }
    }
}
