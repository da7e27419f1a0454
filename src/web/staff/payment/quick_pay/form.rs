//! Quick Pay's form: text as typed to a command, or what is wrong with it.

use crate::{
    domain::{ids::OperationKey, merchant_account::AccountKind},
    i18n::{T, amount},
    service::{quick_pay::QuickPay, reading::Details, receipts::MAX_RECIPIENTS},
    web::{
        amount_field, debit_consent,
        forms::{Fields, FormErrors},
        mailboxes::{addresses, is_address},
    },
};

/// The most characters that a field of words takes.
const MAX_TEXT: usize = 200;

/// The form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) amount: String,
    pub(super) invoice: String,
    pub(super) matter: String,
    pub(super) reference: String,
    pub(super) emails: String,
    pub(super) debit: debit_consent::Typed,
}

impl Typed {
    /// The form for charging the same again. Invoice and reference named the earlier payment, the matter goes on.
    pub(super) fn like(details: &Details, key: &OperationKey, t: T) -> Self {
        let earlier = &details.transaction;
        Self {
            key: key.to_string(),
            amount: amount::format_plain(earlier.amount, t.locale()),
            matter: earlier.matter.clone().unwrap_or_default(),
            emails: earlier.receipt_emails.join(", "),
            ..Self::default()
        }
    }

    /// The form as it was sent.
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            key: text("key"),
            amount: text("amount"),
            invoice: text("invoice"),
            matter: text("matter"),
            reference: text("reference"),
            emails: text("email"),
            debit: debit_consent::Typed::sent(fields),
        }
    }
}

/// Reads the form.
pub(super) fn read(typed: &Typed, details: &Details, t: T) -> Result<QuickPay, FormErrors> {
    let earlier = &details.transaction;
    let mut errors = FormErrors::default();
    let key = OperationKey::parse(&typed.key).map_err(|_| errors.add("", "enter-payment-error-stale"));
    let amount = amount_field::read("amount", &typed.amount, (earlier.amount.currency(), t), &mut errors);
    for (name, text) in [("invoice", &typed.invoice), ("matter", &typed.matter), ("reference", &typed.reference)] {
        if text.chars().count() > MAX_TEXT {
            errors.add(name, "form-error-too-long");
        }
    }
    if earlier.account_kind == AccountKind::Trust && typed.matter.is_empty() {
        errors.add("matter", "enter-payment-error-trust-matter");
    }
    let emails = addresses(&typed.emails);
    if emails.len() > MAX_RECIPIENTS {
        errors.add("email", "form-error-emails-many");
    } else if emails.iter().any(|address| !is_address(address)) || emails.is_empty() && !typed.emails.is_empty() {
        errors.add("email", "form-error-email");
    }
    let optional = |text: &String| (!text.is_empty()).then(|| text.clone());
    match (key, amount) {
        (Ok(key), Some(amount)) if errors.is_empty() => Ok(QuickPay {
            key,
            like: earlier.id,
            amount,
            invoice_number: optional(&typed.invoice),
            matter: optional(&typed.matter),
            reference: optional(&typed.reference),
            emails,
            consent: None,
        }),
        _ => Err(errors),
    }
}
