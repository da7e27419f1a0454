//! Charging a method that a payer saved, without an earlier payment to begin from.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{MerchantAccountId, OperationKey, PayerId, PaymentMethodId},
        merchant_account::MerchantAccount,
        money::Money,
        payer::Payer,
        permission::Permission,
        time::Day,
        transaction::{Kind, Source, Transaction},
    },
    planted::{self, Bug},
    service::{
        Authority,
        payers::PayerEntry,
        payments::{self, Extras, Keep, TakeError, TakePayment},
    },
    store::{StoreError, firm, payment_methods, table::Records, transactions},
};

use super::managing::of_payer;

/// A charge as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeMethod {
    /// The form's key.
    pub key: OperationKey,
    /// Who pays.
    pub payer: PayerId,
    /// With which of their methods.
    pub method: PaymentMethodId,
    /// Where the money goes.
    pub merchant_account: MerchantAccountId,
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
}

/// Why the method was not charged. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum ChargeError {
    /// The payer has no such method.
    #[error("no such method")]
    NoMethod,
    /// The processor that keeps the method does not serve this account.
    #[error("the method cannot be charged to this account")]
    OtherProcessor,
    /// The payment was not taken.
    #[error(transparent)]
    Take(#[from] TakeError),
}

impl From<StoreError> for ChargeError {
    fn from(error: StoreError) -> Self {
        Self::Take(error.into())
    }
}

/// Whether money charged to a method can go to an account: the processor that keeps the token must serve it.
#[must_use]
pub fn serves(method: &PaymentMethod, account: &MerchantAccount, accounts: &[MerchantAccount]) -> bool {
    let saved_under = accounts.iter().find(|known| known.id == method.merchant_account);
    account.active && saved_under.is_some_and(|known| known.processor == account.processor)
}

/// Whether a method is this payer's, and may be charged to the account on `day`.
pub(in crate::service) fn is_good(
    records: &impl Records,
    (payer, method): (&Payer, PaymentMethodId),
    (account, day): (&MerchantAccount, Day),
) -> Result<bool, StoreError> {
    let mut known = payment_methods::payment_methods(records, payer.id)?.into_iter().find(|known| known.id == method);
    if planted::is(Bug::AnothersMethodPays) {
        known = payment_methods::payment_method(records, method)?;
    }
    let accounts = firm::merchant_accounts(records)?;
    Ok(known.is_some_and(|method| method.is_chargeable_on(day) && serves(&method, account, &accounts)))
}

/// Charges a saved method by the protocol of [`payments::take`], or gives the result of the operation if its key is known.
///
/// # Errors
/// [`ChargeError`]; only [`TakeError::BeingConfirmed`] leaves open whether something was charged.
pub async fn charge(app: &App, authority: Authority<'_>, asked: ChargeMethod) -> Result<Transaction, ChargeError> {
    authority.require(Permission::TakePayments).map_err(TakeError::NotAllowed)?;
    let command = {
        let reader = app.store.read()?;
        if let Some(known) = transactions::transaction_by_key(&reader, &asked.key)? {
            return Ok(known);
        }
        // A bank account is debited where the payer's authorization is taken: in Enter Payment and Quick Pay.
        let known = of_payer(&reader, asked.payer, asked.method)?;
        let known = known.filter(|(_, method)| !method.instrument.is_bank_account());
        let (payer, method) = known.ok_or(ChargeError::NoMethod)?;
        let accounts = firm::merchant_accounts(&reader)?;
        let account = accounts.iter().find(|account| account.id == asked.merchant_account);
        let account = account.ok_or(TakeError::NoAccount)?;
        if !serves(&method, account, &accounts) {
            return Err(ChargeError::OtherProcessor);
        }
        let firm = firm::firm(&reader)?.ok_or(TakeError::NotSetUp)?;
        TakePayment {
            key: asked.key,
            kind: Kind::Sale,
            source: Source::QuickPay,
            merchant_account: asked.merchant_account,
            amount: asked.amount,
            extras: Extras::default(),
            locale: firm.locale(payer.language),
            payer: PayerEntry {
                chosen: Some(payer.id),
                name: payer.name,
                client_number: payer.client_number,
                emails: asked.emails,
                language: payer.language,
            },
            method_token: method.token,
            payment_method: Some(method.id),
            keep: Keep::No,
            debit: None,
            invoice_number: asked.invoice_number,
            matter: asked.matter,
            reference: asked.reference,
            note: None,
        }
    };
    Ok(payments::take(app, authority, command).await?)
}
