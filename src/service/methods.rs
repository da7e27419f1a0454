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
        keeping::{Agreed, Agreement},
        locale::Language,
        payer::Address,
        time::Timestamp,
        transaction::Transaction,
    },
    gateway::{CallError, SavedMethod},
    store::{
        StoreError, WriteError, firm, payers, payment_methods, payment_requests,
        table::{Records, Writer},
        transactions,
    },
};

use super::{
    payments::{TakePayment, limited},
    receipts::has_receipt,
};

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

/// What becomes of a method after it was charged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// It is forgotten: the token was good once.
    #[default]
    No,
    /// The payer agreed that it is saved for later payments, as whoever takes this one says.
    ForPayer,
    /// The payer read these words, in this language, and agreed to them. They speak of a card: a bank account is not kept so.
    Agreed(String, Language),
}

/// What became of a client's wish to have their card kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Yes,
    /// It is not, though the payment went through.
    No,
}

/// What became of the wish that came with a payment; nothing where there was none, or the card was removed since.
pub fn kept(records: &impl Records, payment: &Transaction) -> Result<Option<Kept>, StoreError> {
    let wanted = payment.keep.as_ref().is_some_and(|agreement| agreement.words().is_some());
    if !wanted || !has_receipt(payment) {
        return Ok(None);
    }
    let Some(id) = payment.payment_method else { return Ok(Some(Kept::No)) };
    let method = payment_methods::payment_method(records, id)?;
    Ok(method.filter(PaymentMethod::is_enabled).map(|_| Kept::Yes))
}

/// Why a method was not saved.
#[derive(Debug, thiserror::Error)]
enum KeepError {
    #[error(transparent)]
    Call(#[from] CallError),
    #[error("the payer has too many methods")]
    TooMany,
    #[error("the store cannot be written at the moment")]
    NotWritten,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a payment that is about to be written notes of its payer's agreement. A bank account is kept on what staff say alone:
/// what clients are shown speaks of cards.
pub(super) fn agreement(asked: &TakePayment, (actor, now): (Actor, Timestamp)) -> Option<Agreement> {
    let how = match &asked.keep {
        Keep::ForPayer => Agreed::Recorded(actor),
        Keep::Agreed(words, language) if asked.debit.is_none() => {
            Agreed::Read { words: words.clone(), language: *language }
        }
        Keep::Agreed(..) | Keep::No => return None,
    };
    Some(Agreement { at: now, how })
}

/// Saves the method of a payment that was just approved, if its payer agreed. The payment stands whatever becomes of it: a
/// method that could not be saved is told in the payment's history, and is entered again another time.
pub(super) async fn keep(app: &App, payment: Transaction) -> Transaction {
    let is_due = payment.status.is_approved() && payment.payment_method.is_none();
    let (Some(agreement), Some(payer)) = (payment.keep.clone().filter(|_| is_due), payment.payer) else {
        return payment;
    };
    match try_to_keep(app, &payment, (payer, agreement)).await {
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
    payment: &Transaction,
    (payer, agreement): (PayerId, Agreement),
) -> Result<Transaction, KeepError> {
    let (known, account) = {
        let reader = app.store.read()?;
        let known = reusable(&reader, payment)?;
        (
            known.filter(|known| Some(&known.instrument) == payment.instrument.as_ref()),
            firm::merchant_account(&reader, payment.merchant_account)?,
        )
    };
    let account = account.ok_or(StoreError::Damaged("merchant_accounts"))?;
    let (id, actor, now) = (payment.id, payment.actor, app.now());
    let method = if let Some(known) = known {
        known
    } else {
        let saved = limited(app.gateway(&account).save_method(&payment.method_token, &payment.key)).await?;
        new(saved, payer, account.id, now)
    };
    let method = PaymentMethod { agreed: Some(agreement), ..method };
    let written = app.store.write(move |writer| attach(writer, id, &method, (actor, now))).await;
    written.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => KeepError::NotWritten,
    })
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
        agreed: None,
        only_typed: false,
    }
}

/// Writes the method, unless the payer has it already, and notes it on the payment.
fn attach(
    writer: &mut Writer<'_>,
    id: TransactionId,
    method: &PaymentMethod,
    (actor, now): (Actor, Timestamp),
) -> Result<Transaction, KeepError> {
    let mut payment = transactions::transaction(writer, id)?.ok_or(StoreError::Damaged("transactions"))?;
    let only_typed = is_only_typed(writer, &payment)?;
    let kept = if let Some(known) = reusable(writer, &payment)? {
        renew(writer, (known, method, only_typed), (actor, now))?
    } else if payment_methods::payment_methods(writer, method.payer)?.len() >= adding::MOST {
        return Err(KeepError::TooMany);
    } else {
        let new = PaymentMethod { id: writer.next_payment_method()?, only_typed, ..method.clone() };
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

/// Whether nothing ties whoever paid to the record that the payment is on but what they typed. A link that was made for this
/// payer does; that an address was typed does not, as anybody can type it.
fn is_only_typed(records: &impl Records, payment: &Transaction) -> Result<bool, StoreError> {
    if payment.actor != Actor::Client {
        return Ok(false);
    }
    let Some(part) = &payment.request else { return Ok(true) };
    let request = payment_requests::request(records, part.request)?;
    let meant = request.and_then(|request| request.asked.payer);
    let meant = meant.map(|id| payers::standing_for(records, id)).transpose()?.flatten();
    Ok(meant.is_none_or(|meant| payment.payer != Some(meant.id)))
}

/// A method that the payer has already, as it was entered now, perhaps with another expiry. It is agreed to once more: the
/// words that they read count more than what staff recorded, but what anybody may have typed adds nothing to a method that
/// is theirs.
fn renew(
    writer: &mut Writer<'_>,
    (known, entered, only_typed): (PaymentMethod, &PaymentMethod, bool),
    (actor, now): (Actor, Timestamp),
) -> Result<PaymentMethodId, StoreError> {
    let was_read = |method: &PaymentMethod| method.agreed.as_ref().is_some_and(|agreed| agreed.words().is_some());
    let mut after = known.clone();
    let counts = known.only_typed || !only_typed;
    let says_more = was_read(entered) || !was_read(&known);
    if counts && says_more {
        after.agreed.clone_from(&entered.agreed);
        after.only_typed = known.only_typed && only_typed;
    }
    if entered.token != known.token {
        writer.put_to_forget(&known)?;
        after.token.clone_from(&entered.token);
        after.instrument.clone_from(&entered.instrument);
        after.holder.clone_from(&entered.holder);
        let fact = Fact::PaymentMethodReplaced { method: known.id };
        writer.record(now, actor, Subject::Payer(known.payer), fact)?;
    }
    if after != known {
        writer.put_payment_method(&after)?;
    }
    Ok(known.id)
}
