//! Taking note of an authorization: in the same write as the debit that it allows.

use crate::{
    app::App,
    domain::{
        card::Instrument,
        debit_authorization::{DebitAuthorization, Given, Scope},
        ids::DebitAuthorizationId,
        journal::{Actor, Fact, Subject},
        merchant_account::MerchantAccount,
        nacha::BankDebit,
        transaction::{Kind, Transaction},
    },
    gateway::{CallError, SavedMethod},
    service::payments::{TakeError, TakePayment, limited},
    store::{StoreError, debit_authorizations, firm, table::Writer},
};

use super::{Allowed, Consent, words, words::Words};

/// What a form's token stands for, asked before anything is written.
#[derive(Clone, Debug)]
pub(in crate::service) enum Entered {
    /// No bank account is to be debited.
    NoDebit,
    /// This one.
    Account(Box<SavedMethod>),
    /// The processor does not say: the form was sent before, or it is out of reach.
    Untold,
}

/// Asks what the token of a payment stands for, where it is to debit a bank account.
pub(in crate::service) async fn look_at(app: &App, account: &MerchantAccount, asked: &TakePayment) -> Entered {
    if asked.debit.is_none() {
        return Entered::NoDebit;
    }
    match limited(app.gateway(account).describe(&asked.method_token)).await {
        Ok(Some(method)) if method.instrument.is_bank_account() => Entered::Account(Box::new(method)),
        Ok(Some(_)) => Entered::NoDebit,
        Ok(None) | Err(CallError::NotSent(_) | CallError::Lost(_) | CallError::Refused(_)) => Entered::Untold,
    }
}

/// Writes what allows the debit of a payment that is about to be written, and gives the payment with it.
///
/// # Errors
/// [`TakeError::Authorization`] when the payer agreed to other words, or what was given before allows no such debit;
/// [`TakeError::Unavailable`] when the processor does not say what is to be debited.
pub(in crate::service) fn authorize(
    writer: &mut Writer<'_>,
    asked: &TakePayment,
    entered: &Entered,
    payment: Transaction,
) -> Result<Transaction, TakeError> {
    let method = match entered {
        Entered::NoDebit => return Ok(payment),
        Entered::Untold => return Err(TakeError::Unavailable),
        Entered::Account(method) => method,
    };
    if asked.kind != Kind::Sale {
        return Err(TakeError::NoBankDebits);
    }
    let authorization = match asked.debit.as_ref().ok_or(TakeError::Authorization)? {
        Allowed::Now(consent) => agreed(writer, consent, method, &payment)?,
        Allowed::Before(id) => known(writer, *id, method, &payment)?,
    };
    let debit = BankDebit::new(authorization.sec, authorization.id);
    Ok(Transaction { bank_debit: Some(debit), ..payment })
}

/// What the payer agrees to now.
fn agreed(
    writer: &mut Writer<'_>,
    consent: &Consent,
    method: &SavedMethod,
    payment: &Transaction,
) -> Result<DebitAuthorization, TakeError> {
    let firm = firm::firm(writer)?.ok_or(TakeError::NotSetUp)?;
    let scope = match &consent.recurs {
        None => Scope::Once { amount: payment.amount, from: payment.day },
        Some(recurs) => Scope::Recurring {
            amount: payment.amount,
            every: recurs.every.clone(),
            from: recurs.from,
            until: recurs.until,
        },
    };
    let facts = Words {
        firm: &firm,
        holder: &method.holder,
        instrument: &method.instrument,
        channel: consent.given.channel(),
        scope: &scope,
        today: payment.day,
        locale: payment.locale,
    };
    let (text, text_sha256) = words(&facts).ok_or(TakeError::Authorization)?;
    if text_sha256 != consent.shown_sha256 || !is_recorded_by(&consent.given, payment.actor) {
        return Err(TakeError::Authorization);
    }
    let authorization = DebitAuthorization {
        id: writer.next_debit_authorization()?,
        payer: payment.payer.ok_or(TakeError::Authorization)?,
        holder: method.holder.clone(),
        instrument: method.instrument.clone(),
        merchant_account: payment.merchant_account,
        sec: facts.sec().ok_or(TakeError::Authorization)?,
        given: consent.given.clone(),
        text,
        text_sha256,
        locale: payment.locale,
        at: payment.created_at,
        ended: None,
        scope,
    };
    writer.put_debit_authorization(&authorization)?;
    Ok(authorization)
}

/// Tells the journal what the payer agreed to with this payment, once it has told of the payment.
pub(in crate::service) fn note(
    writer: &mut Writer<'_>,
    asked: &TakePayment,
    payment: &Transaction,
) -> Result<(), StoreError> {
    let (Some(Allowed::Now(_)), Some(debit)) = (&asked.debit, &payment.bank_debit) else { return Ok(()) };
    let fact = Fact::DebitAuthorized { authorization: debit.authorization };
    writer.record(payment.created_at, payment.actor, Subject::Transaction(payment.id), fact)
}

/// Staff vouch for what they themselves heard or filed, payers for what they themselves typed.
fn is_recorded_by(given: &Given, actor: Actor) -> bool {
    match given.staff() {
        Some(staff) => actor == Actor::User(staff),
        None => !matches!(actor, Actor::User(_)),
    }
}

/// What was agreed before: it must be of this account, and for debits that recur.
fn known(
    writer: &Writer<'_>,
    id: DebitAuthorizationId,
    method: &SavedMethod,
    payment: &Transaction,
) -> Result<DebitAuthorization, TakeError> {
    let known = debit_authorizations::authorization(writer, id)?;
    let fits = |known: &DebitAuthorization| {
        known.ended.is_none()
            && matches!(known.scope, Scope::Recurring { .. })
            && known.payer_and_account() == (payment.payer, payment.merchant_account)
            && known.scope.amount() == payment.amount
            && known.scope.covers(payment.day)
            && same_account(&known.instrument, &method.instrument)
    };
    known.filter(fits).ok_or(TakeError::Authorization)
}

fn same_account(one: &Instrument, other: &Instrument) -> bool {
    match (one, other) {
        (
            Instrument::BankAccount { last_four: one, routing: at, .. },
            Instrument::BankAccount { last_four: other, routing: also_at, .. },
        ) => one == other && at == also_at,
        _ => false,
    }
}

/// Ends an authorization after a return.
pub(super) fn end(
    writer: &mut Writer<'_>,
    id: DebitAuthorizationId,
    because: (crate::domain::time::Timestamp, crate::domain::return_code::ReturnCode),
    payment: &Transaction,
) -> Result<(), StoreError> {
    let known = debit_authorizations::authorization(writer, id)?.ok_or(StoreError::Damaged("debit_authorizations"))?;
    if known.ended.is_some() {
        return Ok(());
    }
    writer.put_debit_authorization(&DebitAuthorization { ended: Some(because), ..known })?;
    let fact = Fact::DebitAuthorizationEnded { authorization: id };
    writer.record(because.0, Actor::System, Subject::Transaction(payment.id), fact)
}
