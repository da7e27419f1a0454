//! The demonstration's payment schedules, told after everything else: what was agreed, and what became of each payment
//! until now, by the very writers that a real run uses.

use crate::{
    domain::{
        bank_account::{AccountType, HolderType},
        business_days,
        card::{Expiry, PaymentMethod},
        ids::{MerchantAccountId, OccurrenceId, OperationKey, PayerId, ScheduleId, TransactionId},
        journal::{Actor, Fact, Subject},
        money::Money,
        nacha::BankDebit,
        payer::{Address, Payer},
        schedule::{
            Mail, References, ScheduleEvent, State,
            occurrence::{Attempt, Occurrence, operation_key},
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Timestamp,
        transaction::{DeclineReason, Event, Kind, Source, Status, Transaction},
    },
    gateway::{
        SavedMethod,
        sandbox::history::{HistoricAccount, HistoricCard, HistoricCharge, HistoricInstrument, HistoricMethod},
    },
    i18n::dates,
    service::{
        payments::{self, News},
        schedules::{Agreement, Hand, NewSchedule, Start, give_on_paper, new_schedule},
    },
    store::{
        StoreError, debit_authorizations,
        engine::Direction,
        firm, payers, schedules,
        table::{Records as _, Writer},
        tables::{MERCHANT_ACCOUNTS, PAYERS, PAYMENT_METHODS},
    },
};

use super::{DemoError, Portal, enrolments};

const DAY_MS: i64 = 86_400_000;
/// How long after it is due a payment is tried, and answered.
const TRIED_AFTER_MS: i64 = 21_000;

/// One schedule of the demonstration.
struct Sketch {
    name: &'static str,
    card: &'static str,
    frequency: Frequency,
    /// How many days ago the first payment was due; before zero, ahead.
    began_days_ago: i64,
    plan: fn(Money) -> Plan,
    each_minor: i64,
    ends: Option<ScheduleEvent>,
    draft: bool,
}

pub(super) const GOOD: &str = "4242424242424242";
const MASTER: &str = "5555555555554444";
const POOR: &str = "4000000000009995";
const EXPIRED: &str = "4000000000000069";
const ACCOUNT: &str = "000123456789";

fn times<const COUNT: u32>(each: Money) -> Plan {
    Plan::Installments { each, count: COUNT }
}

fn forever(each: Money) -> Plan {
    Plan::Perpetual { each }
}

fn in_parts(total: Money) -> Plan {
    Plan::LumpSum { total, count: 7 }
}

fn until_total(each: Money) -> Plan {
    Plan::UntilTotal { each, total: Money::new(each.minor() * 9 / 2, each.currency()) }
}

const fn sketch(name: &'static str, card: &'static str, frequency: Frequency, began_days_ago: i64) -> Sketch {
    Sketch { name, card, frequency, began_days_ago, plan: forever, each_minor: 25_000, ends: None, draft: false }
}

fn sketches() -> Vec<Sketch> {
    let monthly = |name, card, ago| sketch(name, card, Frequency::Monthly, ago);
    vec![
        Sketch { plan: times::<12>, each_minor: 47_500, ..monthly("Estate planning, 12 months", GOOD, 190) },
        Sketch { each_minor: 15_000, ..monthly("General counsel retainer", MASTER, 340) },
        Sketch { plan: times::<6>, each_minor: 80_000, ..monthly("Immigration filing", GOOD, 220) },
        Sketch { plan: in_parts, each_minor: 250_000, ..monthly("Settlement, seven parts", MASTER, 100) },
        Sketch { plan: times::<10>, each_minor: 30_000, ..monthly("Custody matter", POOR, 65) },
        Sketch { plan: times::<8>, each_minor: 22_500, ..monthly("Lease review", EXPIRED, 20) },
        Sketch { plan: until_total, each_minor: 40_000, ..monthly("Probate costs", GOOD, 75) },
        Sketch { each_minor: 9_900, ends: Some(ScheduleEvent::Pause), ..monthly("Compliance subscription", GOOD, 130) },
        Sketch {
            plan: times::<24>,
            each_minor: 12_500,
            ends: Some(ScheduleEvent::Cancel),
            ..monthly("Trademark watch", MASTER, 160)
        },
        Sketch { plan: times::<16>, each_minor: 5_000, ..sketch("Fee arrangement", GOOD, Frequency::Weekly, 45) },
        Sketch { each_minor: 18_000, ..sketch("Payroll advice", MASTER, Frequency::TwiceAMonth(15, 31), 55) },
        Sketch { each_minor: 60_000, ..sketch("Corporate minute book", GOOD, Frequency::Quarterly, 200) },
        Sketch { plan: times::<4>, each_minor: 95_000, draft: true, ..monthly("Appeal, four parts", GOOD, -12) },
        Sketch { plan: times::<9>, each_minor: 35_000, ..monthly("Mediation", MASTER, -3) },
        Sketch { plan: times::<18>, each_minor: 65_000, ..monthly("Commercial lease, by eCheck", ACCOUNT, 93) },
    ]
}

/// Agrees with some of the demonstration's payers, and lets the past of those schedules happen.
///
/// # Errors
/// [`DemoError`]; the store and the sandbox's books are then of no use.
pub async fn schedules(portal: Portal<'_>, now: Timestamp) -> Result<(), DemoError> {
    let payers = some_payers(portal, sketches().len() + enrolments::MEMBERS)?;
    for (number, (sketch, payer)) in sketches().into_iter().zip(&payers).enumerate() {
        agree(portal, (number, &sketch), payer, now).await?;
    }
    // The last ones: a small firm's also have a schedule of their own.
    let members = payers.len().saturating_sub(enrolments::MEMBERS);
    enrolments::enrol(portal, payers.get(members..).unwrap_or_default(), now).await?;
    loop {
        let due = schedules::due(&portal.store.read()?, now.plus_ms(-DAY_MS / 4), None, 1)?;
        let Some((at, id)) = due.into_iter().next() else { break };
        collect(portal, id, (at.plus_ms(TRIED_AFTER_MS), now)).await?;
    }
    for (number, sketch) in sketches().into_iter().enumerate() {
        if let Some(event) = sketch.ends {
            end(portal, ScheduleId::new(u64::try_from(number).unwrap_or(0) + 1), event, now).await?;
        }
    }
    Ok(())
}

/// Payers who have a client number, from the first ones on.
pub(super) fn some_payers(portal: Portal<'_>, count: usize) -> Result<Vec<Payer>, DemoError> {
    let reader = portal.store.read()?;
    let mut found = Vec::new();
    for row in reader.all(PAYERS, Direction::Forward)? {
        let (_, payer) = row?;
        if payer.client_number.is_some() {
            found.push(payer);
        }
        if found.len() == count {
            break;
        }
    }
    Ok(found)
}

fn instrument_of(number: &'static str, payer: &Payer) -> Result<HistoricInstrument, DemoError> {
    let holder = payer.name.clone();
    if number == ACCOUNT {
        let types = (AccountType::Checking, HolderType::Business);
        return Ok(HistoricInstrument::Account(HistoricAccount { number, types, holder }));
    }
    Ok(card_of(number, payer)?.into())
}

pub(super) fn card_of(number: &'static str, payer: &Payer) -> Result<HistoricCard, DemoError> {
    let expiry = Expiry::new(9, 2029).ok_or(DemoError::Defect("a month that is none"))?;
    Ok(HistoricCard { number, expiry, holder: payer.name.clone() })
}

/// The key of what the demonstration does for a payer, the same for every run.
pub(super) fn demo_key(what: &str, payer: PayerId) -> Result<OperationKey, DemoError> {
    let id = OccurrenceId { schedule: ScheduleId::new(payer.get()), number: 0 };
    operation_key(what, id, 0).map_err(|_| DemoError::Defect("a key that is none"))
}

async fn agree(
    portal: Portal<'_>,
    (number, sketch): (usize, &Sketch),
    payer: &Payer,
    now: Timestamp,
) -> Result<(), DemoError> {
    let key = demo_key("demo method", payer.id)?;
    let instrument = instrument_of(sketch.card, payer)?;
    let saved = portal.sandbox.load_methods(&[HistoricMethod { key, instrument }])?;
    let saved = saved.into_iter().next().ok_or(DemoError::Defect("a method that was not saved"))?;
    let form = demo_key("demo schedule", payer.id)?;
    let first_at = now.plus_ms(-sketch.began_days_ago * DAY_MS);
    let made_at = first_at.plus_ms(-3 * DAY_MS).min(now.plus_ms(-DAY_MS));
    let (name, frequency, plan) = (sketch.name, sketch.frequency, sketch.plan);
    let (each_minor, draft, payer) = (sketch.each_minor, sketch.draft, payer.clone());
    let written = portal.store.write(move |writer| -> Result<(), DemoError> {
        let account = writer.all(MERCHANT_ACCOUNTS, Direction::Forward)?.next();
        let (_, account) = account.ok_or(DemoError::Defect("no account"))??;
        let zone = firm::firm(writer)?.ok_or(DemoError::Defect("no firm"))?.time_zone;
        let method = put_method(writer, &saved, (payer.id, account.id), made_at)?;
        let id = method.id;
        let first = dates::firm_day(first_at, &zone);
        let recurrence = Recurrence::new(first, frequency, 1).map_err(|_| DemoError::Defect("dates that are none"))?;
        let asked = NewSchedule {
            key: form.clone(),
            payer: payer.id,
            agreement: Agreement {
                name: name.to_owned(),
                payment_method: id,
                plan: plan(Money::new(each_minor, account.currency)),
                recurrence,
                retry: RetryPolicy::new(vec![1, 3]).unwrap_or_default(),
                mail: Mail { remind_days: Some(2), tell_failures: number % 2 == 0 },
                references: References { matter: Some(name.to_owned()), ..References::default() },
            },
            start: if draft { Start::Later } else { Start::Now },
        };
        let hand = Hand::new(writer, super::firm::House::founder(), made_at)?;
        let mut schedule = new_schedule(writer.next_schedule()?, &asked, &method, &hand);
        writer.put_schedule(&schedule)?;
        writer.record(made_at, hand.actor(), Subject::Schedule(schedule.id), Fact::ScheduleAdded)?;
        if method.instrument.is_bank_account() {
            let given = give_on_paper(writer, &hand, &mut schedule, &method);
            given.map_err(|_| DemoError::Defect("an authorization that was not given"))?;
        }
        if !draft {
            hand.move_schedule(writer, &mut schedule, ScheduleEvent::Activate)?;
        }
        hand.settle(writer, schedule.id)?;
        Ok(())
    });
    Ok(written.await?)
}

/// A card of a payer that was saved some time ago.
pub(super) fn put_method(
    writer: &mut Writer<'_>,
    saved: &SavedMethod,
    (payer, merchant_account): (PayerId, MerchantAccountId),
    made_at: Timestamp,
) -> Result<PaymentMethod, StoreError> {
    let method = PaymentMethod {
        id: writer.next_payment_method()?,
        payer,
        merchant_account,
        token: saved.token.clone(),
        instrument: saved.instrument.clone(),
        holder: saved.holder.clone(),
        fingerprint: saved.fingerprint.clone(),
        created_at: made_at,
        stopped: None,
        nickname: String::new(),
        billing_address: Address::default(),
        disabled: None,
        reminded: Vec::new(),
        agreed: None,
        only_typed: false,
    };
    writer.put_payment_method(&method)?;
    let fact = Fact::PaymentMethodSaved { method: method.id };
    writer.record(made_at, Actor::System, Subject::Payer(payer), fact)?;
    Ok(method)
}

/// One try of the past: what the processor answered then, and what has happened since.
async fn collect(portal: Portal<'_>, id: OccurrenceId, (at, now): (Timestamp, Timestamp)) -> Result<(), DemoError> {
    let defect = || DemoError::Defect("a payment of a schedule that is not there");
    let database = portal.store.identity().database.clone();
    let (occurrence, payment, instrument) = {
        let reader = portal.store.read()?;
        let occurrence = schedules::occurrence(&reader, id)?.ok_or_else(defect)?;
        let schedule = schedules::schedule(&reader, id.schedule)?.ok_or_else(defect)?;
        let payer = payers::payer(&reader, schedule.payer)?.ok_or_else(defect)?;
        let number = usize::try_from(id.schedule.get()).unwrap_or(1).saturating_sub(1);
        let card = sketches().into_iter().nth(number).ok_or_else(defect)?.card;
        let key = operation_key(&database, id, occurrence.attempts.len() + 1).map_err(|_| defect())?;
        let method = reader.get(PAYMENT_METHODS, &schedule.payment_method)?.ok_or_else(defect)?;
        let account = reader.get(MERCHANT_ACCOUNTS, &schedule.merchant_account)?.ok_or_else(defect)?;
        let firm = firm::firm(&reader)?.ok_or_else(defect)?;
        let given = schedule.terms_of(id.number).and_then(|terms| terms.debits);
        let given = given.map(|id| debit_authorizations::authorization(&reader, id)).transpose()?.flatten();
        let payment = Transaction {
            id: TransactionId::new(0),
            method_token: method.token.clone(),
            key,
            kind: Kind::Sale,
            source: Source::PaymentSchedule,
            actor: Actor::System,
            merchant_account: account.id,
            account_kind: account.kind,
            statement_name: account.statement_name,
            amount: occurrence.amount,
            parts: None,
            surcharged: None,
            status: Status::Created,
            version: 1,
            test: true,
            payer: Some(payer.id),
            payer_name: payer.name.clone(),
            client_number: payer.client_number.clone(),
            receipt_emails: payer.emails.clone(),
            locale: firm.locale(payer.language),
            payment_method: Some(method.id),
            keep: None,
            instrument: None,
            holder: None,
            fingerprint: None,
            invoice_number: None,
            matter: schedule.references.matter,
            reference: None,
            note: None,
            request: None,
            occurrence: Some(id),
            bank_debit: given.map(|given| BankDebit::new(given.sec, given.id)),
            gateway_id: None,
            action_url: None,
            approval: None,
            decline: None,
            created_at: at,
            day: dates::firm_day(at, &firm.time_zone),
            changed_at: at,
        };
        (occurrence, payment, (card, instrument_of(card, &payer)?))
    };
    let (card, instrument) = instrument;
    let decline = match card {
        POOR => Some(DeclineReason::InsufficientFunds),
        EXPIRED => Some(DeclineReason::ExpiredCard),
        _ => None,
    };
    let by_bank = payment.bank_debit.is_some();
    let settles_at =
        if by_bank { business_days::settled_at(business_days::settles_on(at)) } else { at.plus_ms(DAY_MS) };
    let settled_at = Some(settles_at).filter(|at| *at < now && decline.is_none());
    let first = match decline {
        Some(_) => Event::Decline,
        None if by_bank => Event::Accept,
        None => Event::Approve,
    };
    let events = std::iter::once(first).chain(settled_at.map(|_| Event::Settle)).collect();
    let charge = payments::charge_of(&payment);
    let (returned, refunds) = (None, Vec::new());
    let past = HistoricCharge { charge, instrument, events, decline, returned, at, refunds };
    let answered = portal.sandbox.load_charges(&[past])?;
    let outcome = answered.into_iter().next().ok_or_else(defect)?;
    let written = portal.store.write(move |writer| {
        let news = News::from(outcome.clone());
        try_once(writer, occurrence.clone(), payment.clone(), (news, settled_at)).map_err(DemoError::from)
    });
    Ok(written.await?)
}

fn try_once(
    writer: &mut Writer<'_>,
    mut occurrence: Occurrence,
    mut payment: Transaction,
    (news, settled_at): (News, Option<Timestamp>),
) -> Result<(), StoreError> {
    let at = payment.created_at;
    let hand = Hand::new(writer, Actor::System, at)?;
    let method = payment.payment_method.ok_or(StoreError::Damaged("payment_methods"))?;
    let schedule = occurrence.id.schedule;
    occurrence.attempts.push(Attempt { key: payment.key.clone(), method, at, actor: Actor::System });
    hand.claim(writer, occurrence)?;
    hand.settle(writer, schedule)?;
    payment.id = writer.next_transaction()?;
    writer.put_transaction(&payment)?;
    let subject = Subject::Transaction(payment.id);
    writer.record(at, Actor::System, subject, Fact::PaymentRequested)?;
    writer.record(at, Actor::System, subject, Fact::PaymentOpened)?;
    payments::tell(writer, payment.id, &news, at.plus_ms(2_000))?;
    if let Some(settled_at) = settled_at {
        payments::tell(writer, payment.id, &News::new(Event::Settle), settled_at)?;
    }
    Ok(())
}

/// Somebody let it rest, or ended it, some days ago.
async fn end(portal: Portal<'_>, id: ScheduleId, event: ScheduleEvent, now: Timestamp) -> Result<(), DemoError> {
    let at = now.plus_ms(-2 * DAY_MS);
    let written = portal.store.write(move |writer| -> Result<(), DemoError> {
        let schedule = schedules::schedule(writer, id)?.filter(|schedule| schedule.state == State::Active);
        let Some(schedule) = schedule else { return Ok(()) };
        let hand = Hand::new(writer, super::firm::House::founder(), at)?;
        hand.move_with_payments(writer, schedule, event)?;
        hand.settle(writer, id)?;
        Ok(())
    });
    Ok(written.await?)
}
