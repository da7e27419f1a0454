//! The terminal's form: text as typed to a command, or what is wrong with it.

use crate::{
    domain::{
        firm::Firm,
        ids::{MerchantAccountId, OperationKey, PayerId},
        locale::Language,
        merchant_account::{AccountKind, MerchantAccount},
        money::Money,
        payer::Payer,
        schedule::Schedule,
        transaction::{Kind, Source, Transaction},
    },
    i18n::{T, amount},
    service::{
        payers::PayerEntry,
        payments::{Extras, Keep, TakePayment},
        receipts::MAX_RECIPIENTS,
    },
    web::{
        amount_field, debit_consent,
        forms::{Fields, FormErrors},
        mailboxes::{addresses, is_address},
        surcharge_step,
    },
};

/// The most characters that a field of words takes.
const MAX_TEXT: usize = 200;

/// The form as typed; what is shown again when something is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub(super) key: String,
    pub(super) payer: String,
    pub(super) payer_id: String,
    pub(super) client_number: String,
    pub(super) email: String,
    pub(super) language: String,
    pub(super) amount: String,
    pub(super) account: String,
    pub(super) invoice: String,
    pub(super) matter: String,
    pub(super) reference: String,
    pub(super) note: String,
    pub(super) receipt: bool,
    pub(super) keep: bool,
    pub(super) authorize_only: bool,
    /// The number of the alert that the payment is to settle.
    pub(super) alert: String,
    pub(super) debit: debit_consent::Typed,
    pub(super) surcharge: surcharge_step::Typed,
}

impl Typed {
    /// An empty form. With one account there is nothing to choose; with several nothing is chosen for anyone.
    pub(super) fn fresh(key: &OperationKey, accounts: &[MerchantAccount]) -> Self {
        let account = match accounts {
            [only] => only.id.to_string(),
            _ => String::new(),
        };
        Self { key: key.to_string(), account, receipt: true, ..Self::default() }
    }

    /// The form as it was sent.
    pub(super) fn sent(fields: &Fields) -> Self {
        let text = |name: &str| fields.get(name).to_owned();
        Self {
            key: text("key"),
            payer: text("payer"),
            payer_id: text("payer_id"),
            client_number: text("client_number"),
            email: text("email"),
            language: text("language"),
            amount: text("amount"),
            account: text("account"),
            invoice: text("invoice"),
            matter: text("matter"),
            reference: text("reference"),
            note: text("note"),
            receipt: !fields.get("receipt").is_empty(),
            keep: !fields.get("keep_method").is_empty(),
            authorize_only: !fields.get("authorize_only").is_empty(),
            alert: text("alert"),
            debit: debit_consent::Typed::sent(fields),
            surcharge: surcharge_step::Typed::sent(fields),
        }
    }

    /// A new form with what an earlier payment was about: for another card after a decline.
    pub(super) fn like(transaction: &Transaction, key: &OperationKey, t: T) -> Self {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            key: key.to_string(),
            payer: transaction.payer_name.clone(),
            payer_id: transaction.payer.map(|id| id.to_string()).unwrap_or_default(),
            client_number: optional(&transaction.client_number),
            email: transaction.receipt_emails.join(", "),
            language: transaction.locale.language().code().to_owned(),
            amount: amount::format_plain(transaction.price(), t.locale()),
            account: transaction.merchant_account.to_string(),
            invoice: optional(&transaction.invoice_number),
            matter: optional(&transaction.matter),
            reference: optional(&transaction.reference),
            note: optional(&transaction.note),
            receipt: !transaction.receipt_emails.is_empty(),
            keep: false,
            authorize_only: transaction.kind == Kind::Authorization,
            alert: String::new(),
            debit: debit_consent::Typed::default(),
            surcharge: surcharge_step::Typed::default(),
        }
    }

    /// A new form with what a schedule wanted to collect.
    pub(super) fn scheduled((schedule, payer, amount): (&Schedule, &Payer, Money), key: &OperationKey, t: T) -> Self {
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            key: key.to_string(),
            payer: payer.name.clone(),
            payer_id: payer.id.to_string(),
            client_number: optional(&payer.client_number),
            email: payer.emails.join(", "),
            language: payer.language.code().to_owned(),
            amount: amount::format_plain(amount, t.locale()),
            account: schedule.merchant_account.to_string(),
            invoice: optional(&schedule.references.invoice_number),
            matter: optional(&schedule.references.matter),
            reference: optional(&schedule.references.reference),
            receipt: !payer.emails.is_empty(),
            ..Self::default()
        }
    }

    /// A new form with what is known of a payer.
    pub(super) fn of_payer(payer: &Payer, fresh: Self) -> Self {
        let emails: Vec<&str> = payer.emails.iter().take(MAX_RECIPIENTS).map(String::as_str).collect();
        Self {
            payer: payer.name.clone(),
            payer_id: payer.id.to_string(),
            client_number: payer.client_number.clone().unwrap_or_default(),
            email: emails.join(", "),
            language: payer.language.code().to_owned(),
            ..fresh
        }
    }

    /// A new form with the fields of a kept draft.
    pub(super) fn from_draft(fields: &[(String, String)], key: &OperationKey) -> Self {
        Self { key: key.to_string(), ..Self::sent(&Fields::kept(fields)) }
    }
}

/// What the form is read against.
pub(super) struct Terms<'a> {
    pub(super) t: T,
    pub(super) accounts: &'a [MerchantAccount],
    pub(super) firm: &'a Firm,
    pub(super) method_token: String,
}

/// Reads the form.
pub(super) fn read(typed: &Typed, terms: &Terms<'_>) -> Result<TakePayment, FormErrors> {
    let mut errors = FormErrors::default();
    let key = OperationKey::parse(&typed.key).map_err(|_| errors.add("", "enter-payment-error-stale"));
    let payer = required(&typed.payer, "payer", "enter-payment-error-payer", &mut errors);
    let emails = emails(typed, &mut errors);
    let (amount, account) = amount_and_account(typed, terms, &mut errors);
    for (name, text) in [
        ("client_number", &typed.client_number),
        ("invoice", &typed.invoice),
        ("reference", &typed.reference),
        ("note", &typed.note),
    ] {
        too_long(name, text, &mut errors);
    }
    too_long("matter", &typed.matter, &mut errors);
    if account.is_some_and(|account| account.kind == AccountKind::Trust) && typed.matter.is_empty() {
        errors.add("matter", "enter-payment-error-trust-matter");
    }
    let language = Language::from_tag(&typed.language).unwrap_or(terms.t.language());
    match (key, amount, account) {
        (Ok(key), Some(amount), Some(account)) if errors.is_empty() => Ok(TakePayment {
            key,
            kind: if typed.authorize_only { Kind::Authorization } else { Kind::Sale },
            source: Source::EnterPayment,
            merchant_account: account.id,
            amount,
            extras: Extras::default(),
            payer: PayerEntry {
                chosen: typed.payer_id.parse::<PayerId>().ok(),
                name: payer,
                client_number: optional(&typed.client_number),
                emails,
                language,
            },
            locale: terms.firm.locale(language),
            method_token: terms.method_token.clone(),
            payment_method: None,
            debit: None,
            keep: if typed.keep { Keep::ForPayer } else { Keep::No },
            invoice_number: optional(&typed.invoice),
            matter: optional(&typed.matter),
            reference: optional(&typed.reference),
            note: optional(&typed.note),
        }),
        _ => Err(errors),
    }
}

fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn required(text: &str, name: &'static str, key: &'static str, errors: &mut FormErrors) -> String {
    if text.is_empty() {
        errors.add(name, key);
    }
    too_long(name, text, errors);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn too_long(name: &'static str, text: &str, errors: &mut FormErrors) {
    if text.chars().count() > MAX_TEXT {
        errors.add(name, "form-error-too-long");
    }
}

/// The addresses that a receipt goes to: several are separated by commas, semicolons or spaces.
fn emails(typed: &Typed, errors: &mut FormErrors) -> Vec<String> {
    let list = addresses(&typed.email);
    if typed.receipt && list.is_empty() && !typed.email.is_empty() {
        errors.add("email", "form-error-email");
    }
    if list.len() > MAX_RECIPIENTS {
        errors.add("email", "form-error-emails-many");
    } else if list.iter().any(|address| !is_address(address)) {
        errors.add("email", "form-error-email");
    }
    if typed.receipt { list } else { Vec::new() }
}

fn amount_and_account<'a>(
    typed: &Typed,
    terms: &Terms<'a>,
    errors: &mut FormErrors,
) -> (Option<Money>, Option<&'a MerchantAccount>) {
    let id = typed.account.parse::<MerchantAccountId>().ok();
    let account = terms.accounts.iter().find(|account| Some(account.id) == id && account.active);
    let currency = account.or(terms.accounts.first()).map(|account| account.currency);
    let amount = currency.and_then(|currency| amount_field::read("amount", &typed.amount, (currency, terms.t), errors));
    if account.is_none() {
        errors.add("account", "enter-payment-error-account");
    }
    (amount, account)
}

/// The names to choose from when several payers have the one typed.
pub(super) fn payer_choices(several: &[Payer], t: T) -> Vec<(String, String)> {
    several
        .iter()
        .map(|payer| {
            let number = payer.client_number.clone().map(|number| t.with("enter-payment-client", [("number", number)]));
            let details: Vec<String> = number.into_iter().chain(payer.emails.first().cloned()).collect();
            let label =
                if details.is_empty() { payer.name.clone() } else { format!("{}, {}", payer.name, details.join(", ")) };
            (payer.id.to_string(), label)
        })
        .collect()
}
