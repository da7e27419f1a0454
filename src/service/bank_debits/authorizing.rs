//! Taking note of an authorization: in the same write as the debit that it allows.

use crate::{
    app::App,
    domain::{
        card::Instrument,
        debit_authorization::{DebitAuthorization, Given, Scope},
        ids::{DebitAuthorizationId, MerchantAccountId, PayerId, PaymentMethodId},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        merchant_account::MerchantAccount,
        money::Money,
        nacha::BankDebit,
        permission::Permission,
        return_code::ReturnCode,
        time::Timestamp,
        transaction::{Kind, Transaction},
    },
    gateway::{CallError, SavedMethod},
    i18n::dates,
    service::{
        Authority,
        payments::{TakeError, TakePayment, limited},
    },
    store::{StoreError, WriteError, debit_authorizations, firm, payers, table::Writer},
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
    let giving = Giving {
        payer: payment.payer.ok_or(TakeError::Authorization)?,
        merchant_account: payment.merchant_account,
        instrument: &method.instrument,
        holder: &method.holder,
        amount: payment.amount,
        locale: payment.locale,
        actor: payment.actor,
        at: payment.created_at,
    };
    give(writer, consent, &giving)
}

/// Who agrees to what, when.
struct Giving<'a> {
    payer: PayerId,
    merchant_account: MerchantAccountId,
    instrument: &'a Instrument,
    holder: &'a str,
    amount: Money,
    locale: Locale,
    actor: Actor,
    at: Timestamp,
}

/// Writes an authorization, if the payer agreed to the very words that it has.
fn give(writer: &mut Writer<'_>, consent: &Consent, giving: &Giving<'_>) -> Result<DebitAuthorization, TakeError> {
    let firm = firm::firm(writer)?.ok_or(TakeError::NotSetUp)?;
    let today = dates::firm_day(giving.at, &firm.time_zone);
    let scope = consent.scope(giving.amount, today);
    let facts = Words {
        firm: &firm,
        holder: giving.holder,
        instrument: giving.instrument,
        channel: consent.given.channel(),
        scope: &scope,
        today,
        locale: giving.locale,
    };
    let (text, text_sha256) = words(&facts).ok_or(TakeError::Authorization)?;
    if text_sha256 != consent.shown_sha256 || !is_recorded_by(&consent.given, giving.actor) {
        return Err(TakeError::Authorization);
    }
    let authorization = DebitAuthorization {
        id: writer.next_debit_authorization()?,
        payer: giving.payer,
        holder: giving.holder.to_owned(),
        instrument: giving.instrument.clone(),
        merchant_account: giving.merchant_account,
        sec: facts.sec().ok_or(TakeError::Authorization)?,
        given: consent.given.clone(),
        text,
        text_sha256,
        locale: giving.locale,
        at: giving.at,
        ended: None,
        scope,
    };
    writer.put_debit_authorization(&authorization)?;
    Ok(authorization)
}

/// What a payer agrees to for debits that recur, before the first of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The saved bank account.
    pub method: PaymentMethodId,
    /// Whose it is.
    pub payer: PayerId,
    /// How much each time.
    pub amount: Money,
    /// The language and formats of the words.
    pub locale: Locale,
    /// How they agreed, to what recurs.
    pub consent: Consent,
}

/// Keeps what a payer agrees to for debits that recur; each of them is then [`Allowed::Before`] by it.
///
/// # Errors
/// [`TakeError::Authorization`] when they did not agree to these words, the method is no bank account of theirs that may
/// be debited, or nothing recurs; [`TakeError::Unavailable`] when the store cannot be written.
pub async fn record(app: &App, authority: Authority<'_>, asked: Standing) -> Result<DebitAuthorization, TakeError> {
    authority.require(Permission::TakePayments)?;
    let (actor, at) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let saved = payers::payment_methods(writer, asked.payer)?;
        let method = saved.iter().find(|method| method.id == asked.method && method.stopped.is_none());
        let method = method.filter(|_| asked.consent.recurs.is_some()).ok_or(TakeError::Authorization)?;
        let giving = Giving {
            payer: asked.payer,
            merchant_account: method.merchant_account,
            instrument: &method.instrument,
            holder: &method.holder,
            amount: asked.amount,
            locale: asked.locale,
            actor,
            at,
        };
        let authorization = give(writer, &asked.consent, &giving)?;
        let fact = Fact::DebitAuthorized { authorization: authorization.id };
        writer.record(at, actor, Subject::Payer(asked.payer), fact)?;
        Ok(authorization)
    });
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => TakeError::Unavailable,
    })
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
    because: (Timestamp, ReturnCode),
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
