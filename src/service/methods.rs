//! Saved methods: kept for a payer who agreed to it, as the processor's token and never as a number, and found again.

pub mod adding;
pub mod charging;
pub mod expiring;
pub mod links;
pub mod managing;

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{MerchantAccountId, PayerId, PaymentMethodId, TransactionId},
        journal::{Actor, Fact, Subject},
        merchant_account::MerchantAccount,
        payer::Address,
        time::Timestamp,
        transaction::Transaction,
    },
    gateway::{CallError, SavedMethod},
    store::{
        StoreError, WriteError, payers,
        table::{Records, Writer},
        transactions,
    },
};

use super::{Authority, payments::limited};

pub use managing::{Use, in_use, is_used};

/// The saved method that a payment was made with, if it can be charged again: it belongs to the payer and to the same
/// merchant account, whose processor alone knows the token. A bank account that may no longer be debited is none.
pub fn reusable(records: &impl Records, payment: &Transaction) -> Result<Option<PaymentMethod>, StoreError> {
    let Some(payer) = payment.payer else { return Ok(None) };
    let mut saved = payers::payment_methods(records, payer)?;
    saved.retain(|method| method.merchant_account == payment.merchant_account && method.stopped.is_none());
    let named = saved.iter().position(|method| Some(method.id) == payment.payment_method);
    let same = || saved.iter().position(|method| payment.fingerprint.as_deref() == Some(&method.fingerprint));
    Ok(named.or_else(same).map(|index| saved.swap_remove(index)))
}

/// Why a method was not saved.
#[derive(Debug, thiserror::Error)]
enum KeepError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("the store cannot be written at the moment: {0:?}")]
    NotWritten(WriteError<StoreError>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Saves the method of a payment that was just approved. The payment stands whatever becomes of it: a method that could
/// not be saved is told in the payment's history, and is entered again another time.
pub(super) async fn keep(
    app: &App,
    authority: Authority<'_>,
    account: &MerchantAccount,
    payment: Transaction,
) -> Transaction {
    let Some(payer) = payment.payer.filter(|_| payment.status.is_approved() && payment.payment_method.is_none()) else {
        return payment;
    };
    match try_to_keep(app, authority.actor(), account, (&payment, payer)).await {
        Ok(kept) => kept,
        Err(reason) => {
            tracing::warn!(payment = %payment.id, %reason, "the method of a payment could not be saved");
            let (id, now) = (payment.id, app.now());
            let told = app.store.write(move |writer| -> Result<(), StoreError> {
                writer.record(now, Actor::System, Subject::Transaction(id), Fact::PaymentMethodNotSaved)
            });
            if let Err(error) = told.await {
                tracing::warn!(payment = %id, ?error, "nor could that be noted");
            }
            payment
        }
    }
}

async fn try_to_keep(
    app: &App,
    actor: Actor,
    account: &MerchantAccount,
    (payment, payer): (&Transaction, PayerId),
) -> Result<Transaction, KeepError> {
    let known = reusable(&app.store.read()?, payment)?;
    let (id, now) = (payment.id, app.now());
    let method = if let Some(known) = known {
        known
    } else {
        let saved = limited(app.gateway(account).save_method(&payment.method_token, &payment.key)).await?;
        new(saved, payer, account.id, now)
    };
    app.store.write(move |writer| attach(writer, id, &method, (actor, now))).await.map_err(KeepError::NotWritten)
}

fn new(saved: SavedMethod, payer: PayerId, account: MerchantAccountId, now: Timestamp) -> PaymentMethod {
    PaymentMethod {
        id: PaymentMethodId::new(0),
        payer,
        merchant_account: account,
        token: saved.token,
        instrument: saved.instrument,
        holder: saved.holder,
        fingerprint: saved.fingerprint,
        created_at: now,
        stopped: None,
        nickname: String::new(),
        billing_address: Address::default(),
        disabled: None,
        reminded: Vec::new(),
    }
}

/// Writes the method, unless the payer has it already, and notes it on the payment.
fn attach(
    writer: &mut Writer<'_>,
    id: TransactionId,
    method: &PaymentMethod,
    (actor, now): (Actor, Timestamp),
) -> Result<Transaction, StoreError> {
    let mut payment = transactions::transaction(writer, id)?.ok_or(StoreError::Damaged("transactions"))?;
    let kept = if let Some(known) = reusable(writer, &payment)? {
        known.id
    } else {
        let new = PaymentMethod { id: writer.next_payment_method()?, ..method.clone() };
        writer.put_payment_method(&new)?;
        let fact = Fact::PaymentMethodSaved { method: new.id };
        writer.record(now, actor, Subject::Payer(new.payer), fact)?;
        managing::default_if_first(writer, &new)?;
        new.id
    };
    payment.payment_method = Some(kept);
    payment.version = payment.version.saturating_add(1);
    writer.put_transaction(&payment)?;
    writer.record(now, actor, Subject::Transaction(id), Fact::PaymentMethodSaved { method: kept })?;
    Ok(payment)
}
