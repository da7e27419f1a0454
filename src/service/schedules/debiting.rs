//! Schedules that debit a bank account: what the payer must authorize beforehand, and whether a debit is within what they
//! did.
//!
//! Each version of the terms carries its own authorization, so that what was agreed and what was authorized are one. A
//! change of amounts or dates needs a new one, and holds from the first payment of which the payer could hear in time;
//! the ones before are debited as they were authorized before. When an authorization ends, the schedule rests.

use crate::{
    app::App,
    domain::{
        alert::{About, Cause},
        card::PaymentMethod,
        debit_authorization::{DebitAuthorization, Each, Given, Scope},
        ids::{DebitAuthorizationId, PayerId, PaymentMethodId, ScheduleId},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        merchant_account::AccountKind,
        money::Money,
        payer::Payer,
        schedule::{
            Planned, Schedule, ScheduleEvent, State, Terms,
            occurrence::Occurrence,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
        },
        time::{Day, Timestamp},
        transaction::Transaction,
    },
    i18n::{Arg, T, amount},
    service::{
        alerts,
        bank_debits::{self, Consent, Debit, Giving, Words},
        payments::TakeError,
    },
    store::{
        StoreError, debit_authorizations, firm, payers, schedules,
        table::{Records, Writer},
        tables::PAYMENT_METHODS,
    },
};

use super::{
    ScheduleError, fitness,
    following::{Hand, pending},
    terms::{self, Agreement, Notice},
};

/// What the payer must authorize before a schedule may debit their bank account.
#[derive(Clone, Debug)]
pub struct ToAuthorize {
    /// The account to be debited.
    pub method: PaymentMethod,
    /// Whose money it becomes.
    pub kind: AccountKind,
    /// What is to be debited.
    pub scope: Scope,
    /// The payer's language and formats.
    pub locale: Locale,
    /// Where the copy goes.
    pub emails: Vec<String>,
    /// The payments before a change holds: they stay as they were agreed.
    pub kept: Vec<Planned>,
    /// What is agreed from then on.
    pub terms: Terms,
    /// How many days before its next debit the payer must hear of the change, and from when it can hold if they hear of
    /// it today, where the change comes too soon.
    pub notice: Option<(u8, Day)>,
}

/// What the payer must authorize for an agreement: of a new schedule, or in the place of what a schedule has. `None` when
/// nothing is, as for a card, or when what they authorized before covers it.
///
/// # Errors
/// [`ScheduleError`] when it cannot be agreed so.
pub fn to_authorize(
    app: &App,
    payer: PayerId,
    agreement: &Agreement,
    change: Option<(ScheduleId, Notice)>,
) -> Result<Option<ToAuthorize>, ScheduleError> {
    let reader = app.store.read()?;
    let method = fitness::check(&reader, payer, agreement)?;
    if !method.instrument.is_bank_account() {
        return Ok(None);
    }
    let hand = Hand::new(&reader, Actor::System, app.now())?;
    let (terms, kept, notice) = match change {
        None => (Terms::first((agreement.plan, agreement.recurrence), hand.now()), Vec::new(), None),
        Some((id, notice)) => {
            let schedule = schedules::schedule(&reader, id)?.ok_or(ScheduleError::NotFound)?;
            let wanted = terms::propose(&reader, &hand, (&schedule, agreement), (&method, notice))?;
            let Some(wanted) = wanted else { return Ok(None) };
            (wanted.terms, terms::kept(&reader, &schedule, &wanted.terms)?, wanted.notice)
        }
    };
    let payer = payers::payer(&reader, payer)?.ok_or(ScheduleError::NotFound)?;
    let account = firm::merchant_account(&reader, method.merchant_account)?.ok_or(ScheduleError::NoMethod)?;
    let locale = locale_of(&reader, &payer)?;
    let scope = scope(&terms, T::new(locale)).ok_or(ScheduleError::NoDate)?;
    Ok(Some(ToAuthorize { method, kind: account.kind, scope, locale, emails: payer.emails, kept, terms, notice }))
}

fn locale_of(records: &impl Records, payer: &Payer) -> Result<Locale, StoreError> {
    let firm = firm::firm(records)?.ok_or(StoreError::Damaged("firm"))?;
    Ok(firm.locale(payer.language))
}

/// What terms debit, in the payer's words; `None` when they debit nothing.
fn scope(terms: &Terms, t: T) -> Option<Scope> {
    let from = terms.day(terms.first_number)?;
    let most = usize::try_from(Plan::MOST).unwrap_or(usize::MAX);
    let (amount, each, until) = match terms.plan {
        Plan::Installments { each, .. } | Plan::Perpetual { each } => (each, Each::Exactly, None),
        Plan::UntilDay { each, last } => (each, Each::Exactly, Some(last)),
        Plan::UntilTotal { each, .. } => (each, Each::AtMost, None),
        Plan::LumpSum { .. } => {
            let parts = || terms.outlook().take(most).map(|planned| planned.amount);
            let largest = parts().max_by_key(Money::minor)?;
            (largest, if parts().all(|part| part == largest) { Each::Exactly } else { Each::AtMost }, None)
        }
    };
    if terms.recurrence.frequency() == Frequency::Once {
        return Some(Scope::Once { amount, from });
    }
    let often = often(terms.recurrence, t);
    let written = |sum: Money| amount::format(sum, t.locale());
    let count = || terms.outlook().take(most).count();
    let every = match terms.plan {
        Plan::Perpetual { .. } | Plan::UntilDay { .. } => often,
        Plan::Installments { .. } => {
            t.with("debit-every-times", [("every", Arg::from(often)), ("count", Arg::from(count()))])
        }
        Plan::UntilTotal { total, .. } => t.with("debit-every-total", [("every", often), ("total", written(total))]),
        Plan::LumpSum { total, .. } => {
            let left = Money::new(total.minor().saturating_sub(terms.parts_minor), total.currency());
            let parts =
                [("every", Arg::from(often)), ("count", Arg::from(count())), ("total", Arg::from(written(left)))];
            t.with("debit-every-times-total", parts)
        }
    };
    Some(Scope::Recurring { amount, each, every, from, until })
}

/// How often, as part of a sentence.
fn often(recurrence: Recurrence, t: T) -> String {
    let every = u32::from(recurrence.every());
    let day = |number: u8| match number {
        31 => t.text("debit-every-last-day"),
        _ => t.with("debit-every-day-number", [("number", u32::from(number))]),
    };
    match recurrence.frequency() {
        Frequency::Once => String::new(),
        Frequency::Daily => t.with("debit-every-days", [("count", every)]),
        Frequency::Weekly => t.with("debit-every-weeks", [("count", every)]),
        Frequency::TwiceAMonth(first, second) => {
            t.with("debit-every-twice", [("first", day(first)), ("second", day(second))])
        }
        Frequency::Monthly => t.with("debit-every-months", [("count", every)]),
        Frequency::Quarterly => t.with("debit-every-months", [("count", 3 * every)]),
        Frequency::HalfYearly => t.with("debit-every-months", [("count", 6 * every)]),
        Frequency::Yearly => t.with("debit-every-years", [("count", every)]),
    }
}

/// Writes what the payer authorizes for terms, and queues their copy of it.
pub(super) fn give(
    writer: &mut Writer<'_>,
    hand: &Hand,
    (schedule, terms, method): (&Schedule, &Terms, &PaymentMethod),
    consent: &Consent,
) -> Result<DebitAuthorizationId, ScheduleError> {
    let payer = payers::payer(writer, schedule.payer)?.ok_or(ScheduleError::NotFound)?;
    let locale = locale_of(writer, &payer)?;
    let giving = Giving {
        payer: payer.id,
        merchant_account: method.merchant_account,
        instrument: &method.instrument,
        holder: &method.holder,
        scope: scope(terms, T::new(locale)).ok_or(ScheduleError::NoDate)?,
        locale,
        actor: hand.actor(),
        at: hand.now(),
    };
    let given = bank_debits::give(writer, consent, giving).map_err(|error| match error {
        TakeError::Store(error) => ScheduleError::Store(error),
        _ => ScheduleError::NotAuthorized,
    })?;
    if payer.emails.is_empty() && given.given.needs_copy(&given.scope) {
        return Err(ScheduleError::NotAuthorized);
    }
    let fact = Fact::DebitAuthorized { authorization: given.id };
    for subject in [Subject::Payer(payer.id), Subject::Schedule(schedule.id)] {
        writer.record(hand.now(), hand.actor(), subject, fact.clone())?;
    }
    if !payer.emails.is_empty() {
        bank_debits::queue_copy(writer, &given, payer.emails)?;
    }
    Ok(given.id)
}

/// [`give`], on paper and in just the words that its first terms have: for a past that is made up.
pub(in crate::service) fn give_on_paper(
    writer: &mut Writer<'_>,
    hand: &Hand,
    schedule: &mut Schedule,
    method: &PaymentMethod,
) -> Result<(), ScheduleError> {
    let (Some(terms), Actor::User(staff)) = (schedule.terms.first().copied(), hand.actor()) else {
        return Err(ScheduleError::NotAuthorized);
    };
    let payer = payers::payer(writer, schedule.payer)?.ok_or(ScheduleError::NotFound)?;
    let firm = firm::firm(writer)?.ok_or(StoreError::Damaged("firm"))?;
    let locale = firm.locale(payer.language);
    let given = Given::Paper { staff, filed: None };
    let facts = Words {
        firm: &firm,
        holder: &method.holder,
        instrument: &method.instrument,
        channel: given.channel(),
        scope: &scope(&terms, T::new(locale)).ok_or(ScheduleError::NoDate)?,
        today: hand.today(),
        locale,
    };
    let (_, shown_sha256) = bank_debits::words(&facts).ok_or(ScheduleError::NoMethod)?;
    let debits = give(writer, hand, (schedule, &terms, method), &Consent { given, shown_sha256 })?;
    schedule.terms[0].debits = Some(debits);
    Ok(writer.put_schedule(schedule)?)
}

/// Why a bank account is not debited for a payment of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The payer authorized no such debit, or not any more.
    NotAuthorized,
    /// It is not due yet, and the payer authorized it for its day.
    TooEarly,
    /// It was presented as often as the rules allow.
    Presented,
}

/// Whether a method may be charged for a payment of a schedule on `today`: a card may.
pub(super) fn refusal(
    records: &impl Records,
    hand: &Hand,
    (schedule, occurrence): (&Schedule, &Occurrence),
    method: PaymentMethodId,
) -> Result<Option<Refused>, StoreError> {
    let Some(method) = bank_account(records, method)? else { return Ok(None) };
    let Some(known) = given(records, schedule, occurrence.id.number)? else {
        return Ok(Some(Refused::NotAuthorized));
    };
    if hand.today() < occurrence.day {
        return Ok(Some(Refused::TooEarly));
    }
    let amount = Money::new(Hand::wanted(schedule, occurrence), occurrence.amount.currency());
    let debit = Debit { instrument: &method.instrument, amount, due: occurrence.day, on: hand.today() };
    if !bank_debits::permits(&known, &debit) {
        return Ok(Some(Refused::NotAuthorized));
    }
    let last = bank_debits::last_presented(records, occurrence.id, known.id)?;
    let again = last.map(|last| is_spent(records, &last, hand.now())).transpose()?;
    Ok((again == Some(true)).then_some(Refused::Presented))
}

/// Whether a debit that came back may not be presented again by anybody.
pub(super) fn is_spent(records: &impl Records, last: &Transaction, now: Timestamp) -> Result<bool, StoreError> {
    use bank_debits::Unrepeatable as U;
    let why = bank_debits::presentable(records, last, now)?.err();
    Ok(why.is_some_and(|why| matches!(why, U::TooOften | U::TooLate | U::Ended | U::UnderWay(_))))
}

fn bank_account(records: &impl Records, method: PaymentMethodId) -> Result<Option<PaymentMethod>, StoreError> {
    Ok(records.get(PAYMENT_METHODS, &method)?.filter(|method| method.instrument.is_bank_account()))
}

/// What the payer authorized for the payment with this number.
fn given(records: &impl Records, schedule: &Schedule, number: u32) -> Result<Option<DebitAuthorization>, StoreError> {
    let id = schedule.terms_of(number).and_then(|terms| terms.debits);
    Ok(id.map(|id| debit_authorizations::authorization(records, id)).transpose()?.flatten())
}

/// What the payer authorized for the next payment, where a bank account is debited.
pub(super) fn given_next(
    records: &impl Records,
    schedule: &Schedule,
) -> Result<Option<DebitAuthorization>, StoreError> {
    if bank_account(records, schedule.payment_method)?.is_none() {
        return Ok(None);
    }
    given(records, schedule, next_number(records, schedule)?)
}

fn next_number(records: &impl Records, schedule: &Schedule) -> Result<u32, StoreError> {
    Ok(pending(records, schedule)?.map_or(schedule.next_number, |waiting| waiting.id.number))
}

/// Whether what the payer authorized covers the next payment by this method, as for a card it need not.
pub(super) fn is_covered(
    records: &impl Records,
    schedule: &Schedule,
    method: &PaymentMethod,
) -> Result<bool, StoreError> {
    if !method.instrument.is_bank_account() {
        return Ok(true);
    }
    let number = next_number(records, schedule)?;
    let Some(next) = schedule.planned(number, schedule.tally.towards_total()) else { return Ok(true) };
    let known = given(records, schedule, number)?;
    let debit = Debit { instrument: &method.instrument, amount: next.amount, due: next.day, on: next.day };
    Ok(known.is_some_and(|known| bank_debits::permits(&known, &debit)))
}

/// No schedule that debits a bank account goes on without its payer's authorization.
pub(super) fn require_covered(records: &impl Records, schedule: &Schedule) -> Result<(), ScheduleError> {
    let Some(method) = bank_account(records, schedule.payment_method)? else { return Ok(()) };
    if is_covered(records, schedule, &method)? { Ok(()) } else { Err(ScheduleError::NotAuthorized) }
}

/// An authorization has just ended: the schedules that go on debiting by it rest, and somebody must look.
pub(in crate::service) fn debits_ended(
    writer: &mut Writer<'_>,
    known: &DebitAuthorization,
    now: Timestamp,
) -> Result<(), StoreError> {
    let hand = Hand::new(writer, Actor::System, now)?;
    for schedule in schedules::of_payer(writer, known.payer)? {
        let waiting = pending(writer, &schedule)?;
        let number = waiting.as_ref().map_or(schedule.next_number, |waiting| waiting.id.number);
        let ahead = schedule.terms_of(number).into_iter();
        let ahead = ahead.chain(schedule.terms.iter().filter(|terms| terms.first_number > number));
        let by_it = ahead.into_iter().any(|terms| terms.debits == Some(known.id));
        let by_bank = bank_account(writer, schedule.payment_method)?.is_some();
        if schedule.state != State::Active || !by_it || !by_bank {
            continue;
        }
        hand.move_with_payments(writer, schedule, ScheduleEvent::Pause)?;
        if let Some(waiting) = waiting {
            alerts::raise(writer, About::Occurrence(waiting.id), Cause::DebitsEnded, now)?;
        }
    }
    Ok(())
}

/// What a move of an occurrence is called by whoever refuses it.
impl From<Refused> for ScheduleError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NotAuthorized => Self::NotAuthorized,
            Refused::TooEarly => Self::TooEarly,
            Refused::Presented => Self::Presented,
        }
    }
}
