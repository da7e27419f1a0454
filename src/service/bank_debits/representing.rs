//! Presenting a debit again that came back for want of funds: a payment of its own that points to the first, at most
//! twice, within 180 days (Nacha, subsection 2.12.4).

use sha2::{Digest as _, Sha256};

use crate::{
    app::App,
    domain::{
        ids::{DebitAuthorizationId, OccurrenceId, OperationKey, TransactionId},
        journal::{Fact, Subject},
        merchant_account::MerchantAccount,
        nacha::BankDebit,
        payment_page::order::Order,
        permission::Permission,
        return_code::{Class, Presentments, ReturnCode},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    gateway::{Charge, DebitTerms, GatewayId},
    i18n::dates,
    planted::{self, Bug},
    service::{
        Authority, NotAllowed,
        payments::{self, TakeError},
        resolution,
    },
    store::{
        StoreError, WriteError, debit_authorizations, firm, payment_pages, payment_requests,
        table::{Records, Writer},
        transactions,
    },
};

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Why a debit cannot be presented again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrepeatable {
    /// It is no debit that came back.
    #[error("it did not come back")]
    NotReturned,
    /// It came back for a reason after which it may not be.
    #[error("it came back as {}", .0.code())]
    Code(ReturnCode),
    /// It was presented as often as it may be.
    #[error("it was presented as often as it may be")]
    TooOften,
    /// The first time is too long ago.
    #[error("it was presented first too long ago")]
    TooLate,
    /// The last time has not come back.
    #[error("it was presented again and has not come back")]
    UnderWay(TransactionId),
    /// The authorization has ended, or the deposit account is closed.
    #[error("nothing may be debited on it any more")]
    Ended,
    /// What it was for is paid otherwise by now, sold to somebody else, or no longer wanted.
    #[error("what it was for is not wanted any more")]
    NotWanted,
    /// A schedule owes it, and presents it again itself: nobody else does as well.
    #[error("the schedule presents it again")]
    OfSchedule(OccurrenceId),
}

/// Presenting a debit again, as it would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Again {
    /// The first payment.
    pub first: TransactionId,
    /// Which try it would be, those that never reached the bank included, from 2: says which one is meant.
    pub attempt: u8,
    /// How often it would have been presented with this time.
    pub presentment: u8,
}

/// Why nothing was presented again. A return or refusal is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum RepresentError {
    /// There is no such payment.
    #[error("no such payment")]
    NoPayment,
    /// It may not be, as things stand.
    #[error(transparent)]
    Unrepeatable(#[from] Unrepeatable),
    /// The charge was not made.
    #[error(transparent)]
    Take(#[from] TakeError),
}

impl From<StoreError> for RepresentError {
    fn from(error: StoreError) -> Self {
        Self::Take(error.into())
    }
}

impl From<NotAllowed> for RepresentError {
    fn from(error: NotAllowed) -> Self {
        Self::Take(error.into())
    }
}

/// How staff could present a payment again now, whichever of its presentments it is; or why not.
///
/// # Errors
/// [`StoreError`] when that could not be found out.
pub fn again(
    records: &impl Records,
    payment: &Transaction,
    now: Timestamp,
) -> Result<Result<Again, Unrepeatable>, StoreError> {
    match payment.occurrence.filter(|_| payment.bank_debit.is_some()) {
        Some(id) => Ok(Err(Unrepeatable::OfSchedule(id))),
        None => match presentable(records, payment, now)? {
            Ok(_) if !is_wanted(records, payment)? => Ok(Err(Unrepeatable::NotWanted)),
            found => Ok(found),
        },
    }
}

/// Whether what a debit that came back was for is still owed, and still to be had: a request may be paid otherwise or
/// taken back meanwhile, and what was given back to the stock of a page may be sold.
fn is_wanted(records: &impl Records, payment: &Transaction) -> Result<bool, StoreError> {
    if let Some(part) = &payment.request {
        let request = payment_requests::request(records, part.request)?;
        let request = request.filter(|request| request.cancelled_at.is_none());
        let leg = request.as_ref().and_then(|request| request.legs.get(usize::from(part.leg)));
        return Ok(leg.is_some_and(|leg| leg.rest() >= payment.amount.minor()));
    }
    let Some(order) = order_of(records, payment)? else { return Ok(true) };
    let Some(page) = payment_pages::page(records, order.page)? else { return Ok(false) };
    Ok(payment_pages::sold_out(records, &page, &order)?.is_none())
}

/// What a debit was for, where it was made on a payment page.
fn order_of(records: &impl Records, payment: &Transaction) -> Result<Option<Order>, StoreError> {
    payment_pages::order(records, payment.id)
}

/// The latest debit on an authorization for a payment of a schedule that went to the banks.
pub(in crate::service) fn last_presented(
    records: &impl Records,
    id: OccurrenceId,
    authorization: DebitAuthorizationId,
) -> Result<Option<Transaction>, StoreError> {
    let mut debits = transactions::of_occurrence(records, id)?;
    debits.retain(|payment| {
        let on = payment.bank_debit.as_ref().is_some_and(|debit| debit.authorization == authorization);
        on && !matches!(payment.status, Status::Failed | Status::Declined)
    });
    Ok(debits.pop())
}

/// A debit for a payment of a schedule: the first again, where that came back for want of funds, so that no debit is
/// presented more often than the rules allow, whoever tries.
pub(super) fn of_occurrence(
    records: &impl Records,
    payment: &Transaction,
    debit: BankDebit,
) -> Result<BankDebit, TakeError> {
    let Some(id) = payment.occurrence else { return Ok(debit) };
    let Some(last) = last_presented(records, id, debit.authorization)? else { return Ok(debit) };
    match presentable(records, &last, payment.created_at)? {
        Ok(again) => Ok(BankDebit { represents: Some(again.first), presentment: again.presentment, ..debit }),
        Err(Unrepeatable::NotReturned | Unrepeatable::Code(_)) => Ok(debit),
        Err(_) => Err(TakeError::Authorization),
    }
}

/// What the processor is asked for, a debit with what it presents again.
pub(in crate::service) fn charge_of(app: &App, payment: &Transaction) -> Result<Charge, StoreError> {
    let charge = payments::charge_of(payment);
    let first = payment.bank_debit.as_ref().and_then(|debit| debit.represents);
    let (Some(first), Some(terms)) = (first, charge.debit.clone()) else { return Ok(charge) };
    let first = transactions::transaction(&app.store.read()?, first)?.ok_or(StoreError::Damaged("transactions"))?;
    let terms = DebitTerms { represents: first.gateway_id.map(GatewayId), ..terms };
    Ok(Charge { debit: Some(terms), ..charge })
}

/// How a payment could be presented again now, by whoever collects it; or why not.
pub(in crate::service) fn presentable(
    records: &impl Records,
    payment: &Transaction,
    now: Timestamp,
) -> Result<Result<Again, Unrepeatable>, StoreError> {
    let Some(debit) = &payment.bank_debit else { return Ok(Err(Unrepeatable::NotReturned)) };
    let first = match debit.represents {
        Some(first) => transactions::transaction(records, first)?.ok_or(StoreError::Damaged("transactions"))?,
        None => payment.clone(),
    };
    let others = debit_authorizations::presented_again(records, first.id)?;
    let mut presented = others.iter().filter(|other| !matches!(other.status, Status::Failed | Status::Declined));
    let (count, last) = (presented.clone().count(), presented.next_back().unwrap_or(&first));
    let number = |count: usize| u8::try_from(count + 2).unwrap_or(u8::MAX);
    let found = Again { first: first.id, attempt: number(others.len()), presentment: number(count) };
    if last.status != Status::Returned {
        let started = last.id != first.id;
        return Ok(Err(if started { Unrepeatable::UnderWay(last.id) } else { Unrepeatable::NotReturned }));
    }
    match last.bank_debit.as_ref().and_then(|debit| debit.returned) {
        Some(code) if code.class() == Class::Soft => {}
        Some(code) => return Ok(Err(Unrepeatable::Code(code))),
        None => return Ok(Err(Unrepeatable::NotReturned)),
    }
    if found.presentment > Presentments::MOST && !planted::is(Bug::PresentedTooOften) {
        return Ok(Err(Unrepeatable::TooOften));
    }
    if now.ms_since(first.created_at) > Presentments::DAYS * DAY_MS {
        return Ok(Err(Unrepeatable::TooLate));
    }
    let authorization = debit_authorizations::authorization(records, debit.authorization)?;
    let account = firm::merchant_account(records, first.merchant_account)?;
    let ended = authorization.is_none_or(|known| !known.is_in_force()) || account.is_none_or(|known| !known.active);
    Ok(if ended { Err(Unrepeatable::Ended) } else { Ok(found) })
}

/// The key of a try: the same for whoever makes it, so that two who press at once make one.
fn key_of(first: &Transaction, attempt: u8) -> OperationKey {
    let hash = Sha256::digest(format!("present again {attempt}: {}", first.key).as_bytes());
    let text = data_encoding::BASE32_NOPAD.encode(hash.get(..16).unwrap_or_default()).to_lowercase();
    OperationKey::parse(&text).unwrap_or_else(|_| first.key.clone())
}

/// Presents a debit again that came back for want of funds, or tells what became of this try if it was made before.
///
/// # Errors
/// [`RepresentError`]; only [`TakeError::BeingConfirmed`] leaves open whether something was debited.
pub async fn represent(
    app: &App,
    authority: Authority<'_>,
    id: TransactionId,
    attempt: u8,
) -> Result<Transaction, RepresentError> {
    authority.require(Permission::TakePayments)?;
    let first = {
        let reader = app.store.read()?;
        let payment = transactions::transaction(&reader, id)?.ok_or(RepresentError::NoPayment)?;
        match payment.bank_debit.as_ref().and_then(|debit| debit.represents) {
            Some(first) => transactions::transaction(&reader, first)?.ok_or(RepresentError::NoPayment)?,
            None => payment,
        }
    };
    let key = key_of(&first, attempt);
    let held = app.operations.hold(&key).await;
    let (begun, _held) = match begin(app, authority, (&first, attempt), &key).await {
        // As for any payment: the other of two clicks may be waiting and get through.
        Err(RepresentError::Take(error @ (TakeError::Unavailable | TakeError::BeingConfirmed(_)))) => {
            let held = app.operations.hold_after_others(held).await;
            let known = payments::known(app, &key).map_err(|_| TakeError::BeingConfirmed(key.clone()))?;
            (Begun::Known(Box::new(known.ok_or(error)?)), held)
        }
        begun => (begun?, held),
    };
    let (payment, account) = match begun {
        Begun::Known(known) if known.status.is_unresolved() => {
            return Ok(resolution::resolve_held(app, *known).await);
        }
        Begun::Known(known) => return Ok(*known),
        Begun::New(payment, account) => (payment, account),
    };
    let charge = charge_of(app, &payment)?;
    Ok(payments::carry_out(app, &payment, &account, &charge).await?)
}

enum Begun {
    New(Box<Transaction>, MerchantAccount),
    Known(Box<Transaction>),
}

/// Write #1: the new payment, or what is known of this try.
async fn begin(
    app: &App,
    authority: Authority<'_>,
    (first, attempt): (&Transaction, u8),
    key: &OperationKey,
) -> Result<Begun, RepresentError> {
    let (actor, now, id, asked) = (authority.actor(), app.now(), first.id, key.clone());
    let written = app
        .store
        .write(move |writer| {
            if let Some(known) = transactions::transaction_by_key(writer, &asked)? {
                return Ok(Begun::Known(Box::new(known)));
            }
            let first = transactions::transaction(writer, id)?.ok_or(RepresentError::NoPayment)?;
            let found = again(writer, &first, now)??;
            if found.attempt != attempt {
                return Err(Unrepeatable::TooOften.into());
            }
            let account = firm::merchant_account(writer, first.merchant_account)?;
            let account = account.ok_or(StoreError::Damaged("merchant_accounts"))?;
            let payment = like(writer, &first, &found, (asked.clone(), now))?;
            let payment = Transaction { actor, ..payment };
            writer.put_transaction(&payment)?;
            if let Some(order) = order_of(writer, &first)? {
                writer.put_order(&payment, &order)?;
            }
            writer.record(now, actor, Subject::Transaction(payment.id), Fact::PaymentRequested)?;
            let fact = Fact::DebitRepresented { by: payment.id };
            writer.record(now, actor, Subject::Transaction(first.id), fact)?;
            Ok(Begun::New(Box::new(payment), account))
        })
        .await;
    match written {
        Ok(begun) => Ok(begun),
        Err(WriteError::Refused(refusal)) => Err(refusal),
        // The processor was not called. If the row turns out to be there, it is looked up, not found, and ended.
        Err(WriteError::InDoubt) => Err(TakeError::BeingConfirmed(key.clone()).into()),
        Err(WriteError::ReadOnly | WriteError::Busy) => Err(TakeError::Unavailable.into()),
    }
}

/// The payment that presents `first` again: what it was for, and nothing of what became of it.
fn like(
    writer: &mut Writer<'_>,
    first: &Transaction,
    found: &Again,
    (key, now): (OperationKey, Timestamp),
) -> Result<Transaction, RepresentError> {
    let debit = first.bank_debit.as_ref().ok_or(Unrepeatable::NotReturned)?;
    let firm = firm::firm(writer)?.ok_or(TakeError::NotSetUp)?;
    Ok(Transaction {
        id: writer.next_transaction()?,
        key,
        status: Status::Created,
        version: 1,
        instrument: None,
        holder: None,
        fingerprint: None,
        gateway_id: None,
        action_url: None,
        approval: None,
        decline: None,
        created_at: now,
        day: dates::firm_day(now, &firm.time_zone),
        changed_at: now,
        bank_debit: Some(BankDebit {
            represents: Some(first.id),
            presentment: found.presentment,
            ..BankDebit::new(debit.sec, debit.authorization)
        }),
        ..first.clone()
    })
}
