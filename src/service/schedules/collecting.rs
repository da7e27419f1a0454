//! Collecting one payment of a schedule: it is claimed durably under a key that is always the same, and then taken by the
//! charge protocol under that key. Whoever is interrupted in between, or does it twice, does the same operation.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{OccurrenceId, OperationKey, PaymentMethodId},
        journal::Actor,
        money::Money,
        permission::Permission,
        schedule::{
            Schedule,
            occurrence::{Attempt, Occurrence, OccurrenceEvent, Standing, Waiver, operation_key},
            retry::Failure,
        },
        transaction::{Kind, Source},
    },
    planted::{self, Bug},
    service::{
        Authority,
        bank_debits::Allowed,
        payers::PayerEntry,
        payments::{self, Extras, Keep, TakeError, TakePayment},
    },
    store::{
        StoreError, WriteError, firm, payers, schedules,
        table::{Records, Writer},
        tables::PAYMENT_METHODS,
        transactions,
    },
};

use super::{
    ScheduleError, can_collect,
    debiting::{self, Refused},
    following::{Hand, Told},
    owing,
};

/// A payment that a person wants collected now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Collect {
    /// Which.
    pub occurrence: OccurrenceId,
    /// As it was shown.
    pub version: u32,
    /// By another method than the schedule's, if so.
    pub method: Option<PaymentMethodId>,
    /// What becomes of that method afterwards.
    pub use_of_method: UseOfMethod,
}

/// Whether another method is charged this once, or from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UseOfMethod {
    /// This once.
    #[default]
    Once,
    /// From now on.
    FromNowOn,
}

/// A payment that failed and that its payer pays now, as they saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// Which.
    pub occurrence: OccurrenceId,
    /// As it was shown: what happened since is looked at before anything is tried.
    pub version: u32,
    /// How much, in minor units: what the button said.
    pub amount: i64,
    /// By which of their methods.
    pub method: PaymentMethodId,
}

/// Who wants a payment collected, and on which conditions.
#[derive(Clone, Copy)]
pub(super) enum By {
    /// The portal, when it is due.
    Run {
        /// How many days late without asking.
        lateness_days: u16,
    },
    /// A person, now.
    Person(Collect),
    /// Its payer, now.
    Payer(Overdue),
}

/// Collects a payment now, or tries again one that failed.
///
/// # Errors
/// [`ScheduleError`]; only [`ScheduleError::BeingConfirmed`] leaves open whether something was charged.
pub async fn collect_now(app: &App, authority: Authority<'_>, asked: Collect) -> Result<Occurrence, ScheduleError> {
    authority.require(Permission::ManageSchedules)?;
    authority.require(Permission::TakePayments)?;
    if claim(app, authority, asked.occurrence, By::Person(asked)).await? {
        take(app, authority, asked.occurrence).await?;
    }
    schedules::occurrence(&app.store.read()?, asked.occurrence)?.ok_or(ScheduleError::NotFound)
}

/// Collects a payment that failed for its payer: the same try that a person of the firm could begin, within what
/// [`owing`] allows. It is a try under the next key of the payment, so that nobody else begins one meanwhile, and a form
/// that was sent before begins none.
///
/// # Errors
/// [`ScheduleError`]; only [`ScheduleError::BeingConfirmed`] leaves open whether something was charged.
pub(in crate::service) async fn collect_overdue(app: &App, asked: Overdue) -> Result<Occurrence, ScheduleError> {
    let claimed = claim(app, Authority::Client, asked.occurrence, By::Payer(asked)).await;
    // A claim that may be written is taken up again by itself.
    let claimed = claimed.map_err(|error| match error {
        ScheduleError::Unavailable if was_moved(app, asked) => ScheduleError::BeingConfirmed,
        error => error,
    })?;
    if claimed {
        // What is claimed is taken up again by itself: nobody may be told that nothing is charged.
        take(app, Authority::Client, asked.occurrence).await.map_err(|_| ScheduleError::BeingConfirmed)?;
    }
    schedules::occurrence(&app.store.read()?, asked.occurrence)?.ok_or(ScheduleError::NotFound)
}

/// Whether something happened to a payment since it was shown, or may have.
fn was_moved(app: &App, asked: Overdue) -> bool {
    let known = app.store.read().and_then(|reader| schedules::occurrence(&reader, asked.occurrence));
    !known.is_ok_and(|known| known.is_some_and(|known| known.version == asked.version))
}

/// Collects a payment that is due.
pub(super) async fn collect_due(app: &App, id: OccurrenceId, lateness_days: u16) -> Result<(), ScheduleError> {
    if claim(app, Authority::System, id, By::Run { lateness_days }).await? {
        take(app, Authority::System, id).await?;
    }
    Ok(())
}

/// Claims a payment: whether it may be taken now. One that cannot be collected fails, and says why.
async fn claim(app: &App, authority: Authority<'_>, id: OccurrenceId, by: By) -> Result<bool, ScheduleError> {
    let (actor, now) = (authority.actor(), app.now());
    let database = app.store.identity().database.clone();
    let written = app.store.write(move |writer| -> Result<_, ScheduleError> {
        let occurrence = schedules::occurrence(writer, id)?.ok_or(ScheduleError::NotFound)?;
        let hand = Hand::new(writer, actor, now)?;
        let claimed = claim_within(writer, &hand, occurrence, (by, &database))?;
        hand.settle(writer, id.schedule)?;
        Ok(claimed)
    });
    Ok(written.await?)
}

fn claim_within(
    writer: &mut Writer<'_>,
    hand: &Hand,
    mut occurrence: Occurrence,
    (by, database): (By, &str),
) -> Result<bool, ScheduleError> {
    let mut schedule = schedules::schedule(writer, occurrence.id.schedule)?.ok_or(ScheduleError::NotFound)?;
    match by {
        By::Run { lateness_days } => {
            // Somebody else was here, or a clock was set back since the list was read.
            if occurrence.wake_at.is_none_or(|at| at > hand.now()) {
                return Ok(false);
            }
            if hand.is_too_late(&occurrence, lateness_days) {
                return pass_over(writer, hand, occurrence);
            }
        }
        By::Person(asked) => {
            if occurrence.version != asked.version {
                return Err(ScheduleError::Stale);
            }
            if !can_collect(&schedule, occurrence.standing) {
                return Err(ScheduleError::NotNow);
            }
            choose_method(writer, hand, &mut schedule, asked)?;
        }
        By::Payer(asked) => check_overdue(writer, hand, (&schedule, &occurrence), asked)?,
    }
    let method = match by {
        By::Person(Collect { method: Some(method), .. }) | By::Payer(Overdue { method, .. }) => method,
        _ => schedule.payment_method,
    };
    if let Some(failure) = obstacle(writer, &schedule, method)? {
        hand.give_up(writer, occurrence, failure)?;
        return Ok(false);
    }
    let wanted = Hand::wanted(&schedule, &occurrence);
    if wanted <= 0 {
        hand.waive(writer, occurrence, (OccurrenceEvent::Skip, Waiver::TotalReached))?;
        return Ok(false);
    }
    if let Some(refused) = debiting::refusal(writer, hand, (&schedule, &occurrence), method)? {
        if let By::Person(_) = by {
            return Err(refused.into());
        }
        // One that was presented often enough still failed for the reason that it came back for.
        let known = occurrence.failure.clone().filter(|_| refused == Refused::Presented);
        hand.give_up(writer, occurrence, known.unwrap_or(Failure::NotAuthorized))?;
        return Ok(false);
    }
    occurrence.amount = Money::new(wanted, occurrence.amount.currency());
    let key = operation_key(database, occurrence.id, occurrence.attempts.len() + 1)
        .map_err(|_| StoreError::Damaged("occurrences"))?;
    occurrence.attempts.push(Attempt { key, method, at: hand.now(), actor: hand.actor() });
    Ok(hand.claim(writer, occurrence)?)
}

/// Whether a payer can pay this now, as they saw it.
fn check_overdue(
    records: &impl Records,
    hand: &Hand,
    of: (&Schedule, &Occurrence),
    asked: Overdue,
) -> Result<(), ScheduleError> {
    if of.1.version != asked.version {
        return Err(ScheduleError::Stale);
    }
    match owing::owed(of.0, of.1) {
        None => Err(ScheduleError::NotNow),
        Some(owed) if owed.minor() != asked.amount => Err(ScheduleError::Stale),
        Some(_) if owing::is_good(records, hand, of, asked.method)? => Ok(()),
        Some(_) => Err(ScheduleError::NoMethod),
    }
}

/// Held for a person: it was due too long ago.
fn pass_over(writer: &mut Writer<'_>, hand: &Hand, occurrence: Occurrence) -> Result<bool, ScheduleError> {
    if planted::is(Bug::MissedForgotten) {
        hand.waive(writer, occurrence, (OccurrenceEvent::Skip, Waiver::TotalReached))?;
    } else {
        hand.fail(writer, occurrence, (Failure::Missed, Told::NotYet))?;
    }
    Ok(false)
}

/// The method that a person chose instead of the schedule's; from now on, if they said so.
fn choose_method(
    writer: &mut Writer<'_>,
    hand: &Hand,
    schedule: &mut Schedule,
    asked: Collect,
) -> Result<(), ScheduleError> {
    let Some(method) = asked.method.filter(|method| *method != schedule.payment_method) else { return Ok(()) };
    if obstacle(writer, schedule, method)?.is_some() {
        return Err(ScheduleError::NoMethod);
    }
    if asked.use_of_method == UseOfMethod::FromNowOn {
        schedule.payment_method = method;
        debiting::require_covered(writer, schedule)?;
        super::terms::note_change(writer, hand, schedule)?;
    }
    Ok(())
}

/// Why nothing can be charged to a method for a schedule, whatever the processor would say.
pub(super) fn obstacle(
    records: &impl Records,
    schedule: &Schedule,
    method: PaymentMethodId,
) -> Result<Option<Failure>, StoreError> {
    let account = firm::merchant_account(records, schedule.merchant_account)?;
    if !account.is_some_and(|account| account.active) {
        return Ok(Some(Failure::NoAccount));
    }
    let method = records.get(PAYMENT_METHODS, &method)?.filter(PaymentMethod::is_chargeable);
    let fits = match method.filter(|method| method.merchant_account == schedule.merchant_account) {
        Some(method) => payers::are_one(records, method.payer, schedule.payer)?,
        None => false,
    };
    Ok((!fits).then_some(Failure::NoMethod))
}

/// What a defect does that was planted: one more try at what is being collected.
pub(super) async fn claim_again(app: &App, id: OccurrenceId) -> Result<(), ScheduleError> {
    let (now, database) = (app.now(), app.store.identity().database.clone());
    let written = app.store.write(move |writer| -> Result<(), ScheduleError> {
        let mut occurrence = schedules::occurrence(writer, id)?.ok_or(ScheduleError::NotFound)?;
        let key = operation_key(&database, id, occurrence.attempts.len() + 1);
        let key = key.map_err(|_| StoreError::Damaged("occurrences"))?;
        let hand = Hand::new(writer, Actor::System, now)?;
        let method = occurrence.attempts.last().map(|last| last.method).ok_or(ScheduleError::NotFound)?;
        occurrence.attempts.push(Attempt { key, method, at: now, actor: hand.actor() });
        hand.claim(writer, occurrence)?;
        Ok(())
    });
    Ok(written.await?)
}

/// Takes a payment that was claimed, or goes on with one that was interrupted.
pub(super) async fn take(app: &App, authority: Authority<'_>, id: OccurrenceId) -> Result<(), ScheduleError> {
    let Some(command) = command_of(app, id)? else { return Ok(()) };
    let key = command.key.clone();
    match payments::take_for(app, authority, command, payments::Owed::Occurrence(id)).await {
        Ok(_) | Err(TakeError::NotClaimed) => Ok(()),
        Err(TakeError::Authorization) => give_up(app, (id, key), Failure::NotAuthorized).await,
        Err(
            TakeError::NoAccount
            | TakeError::Currency
            | TakeError::Amount
            | TakeError::SeveralPayers(_)
            | TakeError::NoBankDebits
            | TakeError::Surcharge
            | TakeError::NotSetUp
            | TakeError::NotAllowed(_),
        ) => give_up(app, (id, key), Failure::NotAskedFor).await,
        Err(error) => Err(error.into()),
    }
}

/// What the processor is to be asked for; `None` when it is not being collected.
fn command_of(app: &App, id: OccurrenceId) -> Result<Option<TakePayment>, ScheduleError> {
    let reader = app.store.read()?;
    let occurrence = schedules::occurrence(&reader, id)?.ok_or(ScheduleError::NotFound)?;
    let schedule = schedules::schedule(&reader, id.schedule)?.ok_or(ScheduleError::NotFound)?;
    let last = occurrence.attempts.last().filter(|_| occurrence.standing == Standing::Collecting);
    let Some(attempt) = last else { return Ok(None) };
    let payer = payers::payer(&reader, schedule.payer)?.ok_or(StoreError::Damaged("schedules"))?;
    let method = reader.get(PAYMENT_METHODS, &attempt.method)?;
    let by_bank = method.as_ref().is_some_and(|method| method.instrument.is_bank_account());
    let given = schedule.terms_of(id.number).and_then(|terms| terms.debits).filter(|_| by_bank);
    let firm = firm::firm(&reader)?.ok_or(StoreError::Damaged("firm"))?;
    let key = if planted::is(Bug::RandomKey) { app.ids.operation_key() } else { attempt.key.clone() };
    Ok(Some(TakePayment {
        key,
        kind: Kind::Sale,
        source: Source::PaymentSchedule,
        merchant_account: schedule.merchant_account,
        amount: occurrence.amount,
        extras: Extras::default(),
        locale: firm.locale(payer.language),
        payer: PayerEntry {
            chosen: Some(payer.id),
            name: payer.name,
            client_number: payer.client_number,
            emails: payer.emails,
            language: payer.language,
        },
        // The processor refuses the token of a method that is gone.
        method_token: method.map(|method| method.token).unwrap_or_default(),
        payment_method: Some(attempt.method),
        keep: Keep::No,
        debit: given.map(Allowed::Before),
        invoice_number: schedule.references.invoice_number,
        matter: schedule.references.matter,
        reference: schedule.references.reference,
        note: None,
    }))
}

/// The payment was never asked for, so nothing was charged.
async fn give_up(app: &App, (id, key): (OccurrenceId, OperationKey), failure: Failure) -> Result<(), ScheduleError> {
    let now = app.now();
    let written = app.store.write(move |writer| -> Result<(), ScheduleError> {
        if transactions::transaction_by_key(writer, &key)?.is_some() {
            return Ok(());
        }
        let occurrence = schedules::occurrence(writer, id)?.ok_or(ScheduleError::NotFound)?;
        if occurrence.attempts.last().is_none_or(|last| last.key != key) {
            return Ok(());
        }
        let hand = Hand::new(writer, Actor::System, now)?;
        hand.fail(writer, occurrence, (failure.clone(), Told::NotYet))?;
        hand.settle(writer, id.schedule)?;
        Ok(())
    });
    written.await.map_err(|error: WriteError<ScheduleError>| error.into())
}
