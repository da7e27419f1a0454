//! eChecks: bank accounts debited by ACH. What is special about them is here; the charge itself goes by the protocol of
//! [`super::payments`].
//!
//! A debit needs the payer's authorization, whose words are kept as they were agreed to ([`words`], [`authorizing`]). It
//! is no money until it settles, and may come back long afterwards ([`returns`]); for want of funds it may be presented
//! again ([`representing`]).

mod authorizing;
mod copies;
mod representing;
mod returns;
mod revoking;
mod words;

use crate::{
    app::App,
    domain::{
        card::Instrument,
        debit_authorization::{DebitAuthorization, Given},
        ids::{DebitAuthorizationId, MerchantAccountId},
        merchant_account::MerchantAccount,
        money::Currency,
        return_code::Class,
        transaction::Transaction,
    },
    store::{StoreError, debit_authorizations, firm},
};

pub(super) use self::{
    authorizing::{Debit, Entered, Giving, authorize, give, look_at, note, permits},
    copies::{copy_facts, queue_copy},
    representing::{charge_of, last_presented, presentable},
    returns::{follow, tells},
};
pub use self::{
    representing::{Again, RepresentError, Unrepeatable, again, represent},
    revoking::{RevokeError, revoke},
    words::{Words, words},
};

/// What allows a debit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// The payer agreed with this very form.
    Now(Consent),
    /// An authorization given before, for debits that recur.
    Before(DebitAuthorizationId),
}

/// A payer's agreement as it comes with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// How they agreed.
    pub given: Given,
    /// The SHA-256 of the words that were shown to them or read out: to other words they did not agree.
    pub shown_sha256: String,
}

/// Whether bank accounts can be debited for a deposit account: ACH moves US dollars only.
#[must_use]
pub fn taken_for(app: &App, account: &MerchantAccount) -> bool {
    app.gateway(account).capabilities().bank_debits && account.currency == Currency::USD
}

/// The deposit accounts for which bank accounts can be debited.
///
/// # Errors
/// When the store cannot be read.
pub fn accounts(app: &App) -> Result<Vec<MerchantAccountId>, StoreError> {
    let known = firm::merchant_accounts(&app.store.read()?)?;
    Ok(known.iter().filter(|account| taken_for(app, account)).map(|account| account.id).collect())
}

/// Whether a payment debits a bank account.
#[must_use]
pub fn is_debit(payment: &Transaction) -> bool {
    payment.bank_debit.is_some() || payment.instrument.as_ref().is_some_and(Instrument::is_bank_account)
}

/// Whether a payment came back so that its bank account may no longer be debited.
#[must_use]
pub fn is_stopped(payment: &Transaction) -> bool {
    let code = payment.bank_debit.as_ref().and_then(|debit| debit.returned);
    code.is_some_and(|code| code.class() == Class::Fatal)
}

/// An authorization with the debits made on it, oldest first.
pub fn authorization(
    app: &App,
    id: DebitAuthorizationId,
) -> Result<Option<(DebitAuthorization, Vec<Transaction>)>, StoreError> {
    let reader = app.store.read()?;
    let Some(known) = debit_authorizations::authorization(&reader, id)? else { return Ok(None) };
    Ok(Some((known, debit_authorizations::debits(&reader, id)?)))
}
