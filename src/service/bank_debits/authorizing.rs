//! Taking note of an authorization: in the same write as the debit that it allows.

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        card::Instrument,
        debit_authorization::{DebitAuthorization, Given, Scope},
        ids::{DebitAuthorizationId, MerchantAccountId, PayerId, PaymentMethodId},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        merchant_account::MerchantAccount,
        money::Money,
        nacha::BankDebit,
        return_code::ReturnCode,
        time::{Day, Timestamp},
        transaction::{Kind, Transaction},
    },
    gateway::{CallError, SavedMethod},
    i18n::dates,
    planted::{self, Bug},
    service::{
        payments::{TakeError, TakePayment, limited},
        schedules as of_schedules,
    },
    store::{
        StoreError, debit_authorizations,
        engine::Direction,
        firm, payers, payment_requests, schedules,
        table::{Records as _, Writer},
        tables::DEBIT_AUTHORIZATIONS,
    },
};

use super::{Allowed, Consent, representing, words, words::Words};

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

impl Entered {
    /// Whether the firm takes that. What the processor does not tell is refused, or is known, all the same.
    pub(in crate::service) const fn is_among(&self, accepted: Accepted) -> bool {
        match self {
            Self::NoDebit => accepted.cards(),
            Self::Account(_) => accepted.bank_accounts(),
            Self::Untold => true,
        }
    }
}

/// Asks what the token of a payment stands for, where it is to debit a bank account. What is saved and debited on an
/// authorization given before is known, whether the processor is within reach or not.
pub(in crate::service) async fn look_at(app: &App, account: &MerchantAccount, asked: &TakePayment) -> Entered {
    match (&asked.debit, asked.payment_method) {
        (None, _) => return Entered::NoDebit,
        (Some(Allowed::Before(_)), Some(id)) => return saved(app, id),
        (Some(_), _) => {}
    }
    match limited(app.gateway(account).describe(&asked.method_token)).await {
        Ok(Some(method)) if method.instrument.is_bank_account() => Entered::Account(Box::new(method)),
        Ok(Some(_)) => Entered::NoDebit,
        Ok(None) | Err(CallError::NotSent(_) | CallError::Lost(_) | CallError::Refused(_)) => Entered::Untold,
    }
}

/// A method of the payer's.
fn saved(app: &App, id: PaymentMethodId) -> Entered {
    let known = app.store.read().and_then(|reader| payers::payment_method(&reader, id));
    let Ok(known) = known else { return Entered::Untold };
    let known = known.filter(|known| known.instrument.is_bank_account());
    known.map_or(Entered::NoDebit, |known| {
        Entered::Account(Box::new(SavedMethod {
            token: known.token,
            instrument: known.instrument,
            holder: known.holder,
            fingerprint: known.fingerprint,
        }))
    })
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
    match asked.debit.as_ref().ok_or(TakeError::Authorization)? {
        Allowed::Now(consent) => {
            let given = agreed(writer, consent, method, &payment)?;
            Ok(Transaction { bank_debit: Some(BankDebit::new(given.sec, given.id)), ..payment })
        }
        Allowed::Before(id) => {
            let known = known(writer, *id, method, &payment)?;
            let debit = representing::of_occurrence(writer, &payment, BankDebit::new(known.sec, known.id))?;
            // The record that gave it, though another may stand for it by now.
            Ok(Transaction { payer: Some(known.payer), bank_debit: Some(debit), ..payment })
        }
    }
}

/// What the payer agrees to now.
fn agreed(
    writer: &mut Writer<'_>,
    consent: &Consent,
    method: &SavedMethod,
    payment: &Transaction,
) -> Result<DebitAuthorization, TakeError> {
    if planted::is(Bug::SignatureReused)
        && let Some(other) = signed_before(writer, consent, payment)?
    {
        return Ok(other);
    }
    if planted::is(Bug::OneSignatureForBoth)
        && let Some(first) = signed_for_first(writer, payment)?
    {
        return Ok(first);
    }
    let firm = firm::firm(writer)?.ok_or(TakeError::NotSetUp)?;
    let giving = Giving {
        payer: payment.payer.ok_or(TakeError::Authorization)?,
        merchant_account: payment.merchant_account,
        instrument: &method.instrument,
        holder: &method.holder,
        scope: Scope::Once { amount: payment.amount, from: dates::firm_day(payment.created_at, &firm.time_zone) },
        locale: payment.locale,
        actor: payment.actor,
        at: payment.created_at,
    };
    give(writer, consent, giving)
}

/// For a defect that is planted: what this payer signed in the very same words for another debit.
fn signed_before(
    writer: &Writer<'_>,
    consent: &Consent,
    payment: &Transaction,
) -> Result<Option<DebitAuthorization>, StoreError> {
    for row in writer.all(DEBIT_AUTHORIZATIONS, Direction::Forward)? {
        let (_, known) = row?;
        if Some(known.payer) == payment.payer && known.text_sha256 == consent.shown_sha256 {
            return Ok(Some(known));
        }
    }
    Ok(None)
}

/// For a defect that is planted: what this payer signed for the first of two debits with one form.
fn signed_for_first(writer: &Writer<'_>, payment: &Transaction) -> Result<Option<DebitAuthorization>, StoreError> {
    let Some(part) = &payment.request else { return Ok(None) };
    let payments = payment_requests::payments(writer, part.request)?;
    let of_form = |payment: &&Transaction| payment.request.as_ref().is_some_and(|known| known.group == part.group);
    let first = payments.iter().find(of_form).and_then(|first| first.bank_debit.as_ref());
    first.map_or(Ok(None), |first| debit_authorizations::authorization(writer, first.authorization))
}

/// Who agrees to what, when.
pub(in crate::service) struct Giving<'a> {
    pub(in crate::service) payer: PayerId,
    pub(in crate::service) merchant_account: MerchantAccountId,
    pub(in crate::service) instrument: &'a Instrument,
    pub(in crate::service) holder: &'a str,
    pub(in crate::service) scope: Scope,
    pub(in crate::service) locale: Locale,
    pub(in crate::service) actor: Actor,
    pub(in crate::service) at: Timestamp,
}

/// Writes an authorization, if the payer agreed to the very words that it has.
pub(in crate::service) fn give(
    writer: &mut Writer<'_>,
    consent: &Consent,
    giving: Giving<'_>,
) -> Result<DebitAuthorization, TakeError> {
    let firm = firm::firm(writer)?.ok_or(TakeError::NotSetUp)?;
    let facts = Words {
        firm: &firm,
        holder: giving.holder,
        instrument: giving.instrument,
        channel: consent.given.channel(),
        scope: &giving.scope,
        today: dates::firm_day(giving.at, &firm.time_zone),
        locale: giving.locale,
    };
    let (text, text_sha256) = words(&facts).ok_or(TakeError::Authorization)?;
    let proven = is_recorded_by(&consent.given, giving.actor) && consent.given.proves(&giving.scope);
    if text_sha256 != consent.shown_sha256 || !proven {
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
        revoked: None,
        scope: giving.scope,
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

/// What was agreed before: it must be of this payer and account, and for debits that recur or for those of a schedule.
fn known(
    writer: &Writer<'_>,
    id: DebitAuthorizationId,
    method: &SavedMethod,
    payment: &Transaction,
) -> Result<DebitAuthorization, TakeError> {
    let known = debit_authorizations::authorization(writer, id)?.ok_or(TakeError::Authorization)?;
    let due = match payment.occurrence {
        Some(id) => schedules::occurrence(writer, id)?.map_or(payment.day, |occurrence| occurrence.day),
        None => payment.day,
    };
    let stands = payers::standing_for(writer, known.payer)?.map(|payer| payer.id);
    let recurs = payment.occurrence.is_some() || matches!(known.scope, Scope::Recurring { .. });
    let ours = stands == payment.payer && known.merchant_account == payment.merchant_account;
    let debit = Debit { instrument: &method.instrument, amount: payment.amount, due, on: payment.day };
    if recurs && ours && permits(&known, &debit) { Ok(known) } else { Err(TakeError::Authorization) }
}

/// A debit on an authorization given before, as it would be.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Debit<'a> {
    /// The account.
    pub(in crate::service) instrument: &'a Instrument,
    /// How much.
    pub(in crate::service) amount: Money,
    /// The day on which it is owed.
    pub(in crate::service) due: Day,
    /// The day on which it would be made: not an earlier one.
    pub(in crate::service) on: Day,
}

/// Whether an authorization is in force and allows such a debit.
pub(in crate::service) fn permits(known: &DebitAuthorization, debit: &Debit<'_>) -> bool {
    known.is_in_force()
        && known.scope.allows(debit.amount)
        && known.scope.covers(debit.due)
        && debit.on >= debit.due
        && same_account(&known.instrument, debit.instrument)
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
    let known = DebitAuthorization { ended: Some(because), ..known };
    writer.put_debit_authorization(&known)?;
    let fact = Fact::DebitAuthorizationEnded { authorization: id };
    writer.record(because.0, Actor::System, Subject::Transaction(payment.id), fact)?;
    of_schedules::debits_ended(writer, &known, because.0)
}
