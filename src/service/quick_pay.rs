//! Quick Pay: charging the method of an earlier payment again, when it was saved.

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, TransactionId},
        money::Money,
        permission::Permission,
        transaction::{Kind, Source, Status, Transaction},
    },
    store::{StoreError, payers, transactions},
};

use super::{
    Authority,
    bank_debits::{Allowed, Consent},
    methods,
    payers::PayerEntry,
    payments::{self, Extras, Keep, TakeError, TakePayment},
};

/// A charge as asked for. Payer, method and merchant account are those of the earlier payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickPay {
    /// The form's key.
    pub key: OperationKey,
    /// The earlier payment.
    pub like: TransactionId,
    /// How much.
    pub amount: Money,
    /// The invoice paid.
    pub invoice_number: Option<String>,
    /// The matter paid for.
    pub matter: Option<String>,
    /// Any other reference.
    pub reference: Option<String>,
    /// Where the receipt goes.
    pub emails: Vec<String>,
    /// The payer's agreement, where the method is a bank account.
    pub consent: Option<Consent>,
}

/// Why the method was not charged again. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum QuickPayError {
    /// There is no such payment.
    #[error("no such payment")]
    NoPayment,
    /// It is not decided what became of the earlier payment; it may yet be charged.
    #[error("the earlier payment is not decided yet")]
    NotDecided,
    /// The method was not saved, so its token was good once.
    #[error("the method cannot be charged again")]
    NoMethod,
    /// The payment was not taken.
    #[error(transparent)]
    Take(#[from] TakeError),
}

impl From<StoreError> for QuickPayError {
    fn from(error: StoreError) -> Self {
        Self::Take(error.into())
    }
}

/// Whether it is still open what became of a payment: nobody may charge its method again meanwhile.
#[must_use]
pub const fn is_undecided(status: Status) -> bool {
    status.is_unresolved() || matches!(status, Status::ActionRequired | Status::Held)
}

/// Charges the method of an earlier payment by the protocol of [`payments::take`], or gives the result of the
/// operation if its key is known.
///
/// # Errors
/// [`QuickPayError`]; only [`TakeError::BeingConfirmed`] leaves open whether something was charged.
pub async fn charge(app: &App, authority: Authority<'_>, asked: QuickPay) -> Result<Transaction, QuickPayError> {
    authority.require(Permission::TakePayments).map_err(TakeError::NotAllowed)?;
    let command = {
        let reader = app.store.read()?;
        if let Some(known) = transactions::transaction_by_key(&reader, &asked.key)? {
            return Ok(known);
        }
        let earlier = transactions::transaction(&reader, asked.like)?.ok_or(QuickPayError::NoPayment)?;
        if is_undecided(earlier.status) {
            return Err(QuickPayError::NotDecided);
        }
        let method = methods::reusable(&reader, &earlier)?.ok_or(QuickPayError::NoMethod)?;
        if method.instrument.is_bank_account() && asked.consent.is_none() {
            return Err(TakeError::Authorization.into());
        }
        let payer = payers::payer(&reader, method.payer)?.ok_or(QuickPayError::NoMethod)?;
        TakePayment {
            key: asked.key,
            kind: Kind::Sale,
            source: Source::QuickPay,
            merchant_account: earlier.merchant_account,
            amount: asked.amount,
            extras: Extras::default(),
            payer: PayerEntry {
                chosen: Some(method.payer),
                name: payer.name,
                client_number: earlier.client_number,
                emails: asked.emails,
                language: earlier.locale.language(),
            },
            locale: earlier.locale,
            method_token: method.token,
            payment_method: Some(method.id),
            debit: asked.consent.map(Allowed::Now),
            keep: Keep::No,
            invoice_number: asked.invoice_number,
            matter: asked.matter,
            reference: asked.reference,
            note: None,
        }
    };
    Ok(payments::take(app, authority, command).await?)
}
