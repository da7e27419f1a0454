//! What is agreed: a new schedule, a change of one, and where its dates go on after a rest.
//!
//! Terms that a payment has followed are never edited. A change holds from the next payment on or, for a bank debit, from
//! the first one that the payer can hear of early enough.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{OperationKey, PayerId, PaymentMethodId, ScheduleId},
        journal::{Actor, Fact, Subject},
        permission::Permission,
        report::timetable::next_day,
        schedule::{
            Mail, Planned, References, Schedule, ScheduleEvent, State, Tally, Terms,
            notice::{self, Change},
            occurrence::{OccurrenceEvent, Waiver},
            plan::{Plan, PlanError},
            recurrence::Recurrence,
            retry::RetryPolicy,
        },
        time::{Day, Timestamp},
    },
    store::{
        StoreError, firm, payers, schedules,
        table::{Records, Writer},
        tables::PAYMENT_METHODS,
    },
};

use super::{
    super::{
        Authority,
        bank_debits::{self, Consent},
    },
    ScheduleError,
    collecting::obstacle,
    debiting,
    fitness::check,
    following::{Hand, due_at, pending},
    shown,
};

/// Debits that are left as they were, at most, until a change may hold.
const MOST_DEFERRED: u32 = 400;

/// What is agreed with a payer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// What the firm calls it.
    pub name: String,
    /// What is charged; the money goes to the account that it was saved for.
    pub payment_method: PaymentMethodId,
    /// How much.
    pub plan: Plan,
    /// On which days.
    pub recurrence: Recurrence,
    /// Whether what failed is tried again.
    pub retry: RetryPolicy,
    /// What the payer hears.
    pub mail: Mail,
    /// What is printed on its payments.
    pub references: References,
}

/// A schedule to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSchedule {
    /// The form's key: sent twice, it makes one schedule.
    pub key: OperationKey,
    /// Who pays.
    pub payer: PayerId,
    /// What is agreed.
    pub agreement: Agreement,
    /// Whether it collects from now on.
    pub start: Start,
}

/// Whether a new schedule collects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Once somebody starts it.
    Later,
    /// From now on.
    Now,
}

/// What staff say of the payer's notice of a change to bank debits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// Nothing: a change that needs one is refused.
    #[default]
    None,
    /// The payer was told on this day.
    Told(Day),
    /// The payer is told today; what is due before the notice has run is collected as agreed before.
    Defer,
}

/// A change of a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditSchedule {
    /// Which.
    pub id: ScheduleId,
    /// As it was shown.
    pub version: u32,
    /// What is agreed from now on.
    pub agreement: Agreement,
    /// What staff say of the payer's notice.
    pub notice: Notice,
}

/// Who takes note of an authorization takes payments too.
fn require(authority: Authority<'_>, consent: Option<&Consent>) -> Result<(), ScheduleError> {
    authority.require(Permission::ManageSchedules)?;
    if consent.is_some() {
        authority.require(Permission::TakePayments)?;
    }
    Ok(())
}

/// Makes a schedule, or gives the one that the form made before. Where a bank account is to be debited, with the payer's
/// authorization: of [`super::to_authorize`].
///
/// # Errors
/// [`ScheduleError`]; nothing was made then.
pub async fn create(
    app: &App,
    authority: Authority<'_>,
    asked: NewSchedule,
    consent: Option<Consent>,
) -> Result<Schedule, ScheduleError> {
    require(authority, consent.as_ref())?;
    require_debits(app, &asked.agreement)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| -> Result<_, ScheduleError> {
        let made = schedules::of_payer(writer, asked.payer)?.into_iter().find(|known| known.key == asked.key);
        if let Some(known) = made {
            return Ok(known);
        }
        let hand = Hand::new(writer, actor, now)?;
        let mut schedule = add(writer, &hand, prepare(writer, &hand, &asked)?)?;
        let method = writer.get(PAYMENT_METHODS, &schedule.payment_method)?.ok_or(ScheduleError::NoMethod)?;
        if let Some(consent) = consent.as_ref().filter(|_| method.instrument.is_bank_account()) {
            let debits = debiting::give(writer, &hand, (&schedule, &schedule.terms[0], &method), consent)?;
            schedule.terms[0].debits = Some(debits);
            writer.put_schedule(&schedule)?;
        }
        if asked.start == Start::Now {
            debiting::require_covered(writer, &schedule)?;
        }
        Ok(begin_added(writer, &hand, schedule, asked.start)?)
    });
    Ok(written.await?)
}

/// The schedule that was asked for, if it can be followed. Nothing is written, and it has no number yet.
pub(in crate::service) fn prepare(
    records: &impl Records,
    hand: &Hand,
    asked: &NewSchedule,
) -> Result<Schedule, ScheduleError> {
    payers::payer(records, asked.payer)?.ok_or(ScheduleError::NotFound)?;
    let method = check(records, asked.payer, &asked.agreement)?;
    let schedule = new_schedule(ScheduleId::new(0), asked, &method, hand);
    if obstacle(records, &schedule, method.id)?.is_some() {
        return Err(ScheduleError::NoMethod);
    }
    let first = schedule.planned(1, 0).ok_or(ScheduleError::NoDate)?;
    if asked.start == Start::Now && first.day < hand.today() {
        return Err(ScheduleError::DateInPast);
    }
    Ok(schedule)
}

/// Writes a schedule that was prepared, as a draft.
fn add(writer: &mut Writer<'_>, hand: &Hand, prepared: Schedule) -> Result<Schedule, StoreError> {
    let schedule = Schedule { id: writer.next_schedule()?, ..prepared };
    writer.put_schedule(&schedule)?;
    writer.record(hand.now(), hand.actor(), Subject::Schedule(schedule.id), Fact::ScheduleAdded)?;
    Ok(schedule)
}

/// Writes a schedule that was prepared and charges a card, and starts it unless it is to stay a draft.
pub(in crate::service) fn begin(
    writer: &mut Writer<'_>,
    hand: &Hand,
    prepared: Schedule,
    start: Start,
) -> Result<Schedule, StoreError> {
    let schedule = add(writer, hand, prepared)?;
    begin_added(writer, hand, schedule, start)
}

fn begin_added(
    writer: &mut Writer<'_>,
    hand: &Hand,
    mut schedule: Schedule,
    start: Start,
) -> Result<Schedule, StoreError> {
    if start == Start::Now {
        hand.move_schedule(writer, &mut schedule, ScheduleEvent::Activate)?;
    }
    hand.settle(writer, schedule.id)
}

pub(in crate::service) fn new_schedule(
    id: ScheduleId,
    asked: &NewSchedule,
    method: &PaymentMethod,
    hand: &Hand,
) -> Schedule {
    let agreed = asked.agreement.clone();
    let terms = Terms::first((agreed.plan, agreed.recurrence), hand.now());
    Schedule {
        id,
        key: asked.key.clone(),
        version: 1,
        name: agreed.name.trim().to_owned(),
        payer: asked.payer,
        merchant_account: method.merchant_account,
        payment_method: method.id,
        state: State::Draft,
        terms: vec![terms],
        retry: agreed.retry,
        mail: agreed.mail,
        references: agreed.references,
        next_number: 1,
        next_day: None,
        tally: Tally::default(),
        created_by: hand.actor(),
        created_at: hand.now(),
        group: None,
    }
}

/// A bank account is only agreed on where its deposit account takes debits.
fn require_debits(app: &App, agreed: &Agreement) -> Result<(), ScheduleError> {
    let reader = app.store.read()?;
    let Some(method) = reader.get(PAYMENT_METHODS, &agreed.payment_method)? else { return Ok(()) };
    let account = firm::merchant_account(&reader, method.merchant_account)?;
    let taken = account.is_some_and(|account| bank_debits::taken_for(app, &account));
    if taken || !method.instrument.is_bank_account() { Ok(()) } else { Err(ScheduleError::NoMethod) }
}

/// Changes a schedule from its next payment on. Where a bank account is to be debited otherwise than before, with the
/// payer's authorization: of [`super::to_authorize`].
///
/// # Errors
/// [`ScheduleError`]; nothing was changed then.
pub async fn edit(
    app: &App,
    authority: Authority<'_>,
    asked: EditSchedule,
    consent: Option<Consent>,
) -> Result<Schedule, ScheduleError> {
    require(authority, consent.as_ref())?;
    require_debits(app, &asked.agreement)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| -> Result<_, ScheduleError> {
        let mut schedule = shown(writer, asked.id, asked.version)?;
        if matches!(schedule.state, State::Completed | State::Cancelled) {
            return Err(ScheduleError::NotNow);
        }
        let hand = Hand::new(writer, actor, now)?;
        let method = check(writer, schedule.payer, &asked.agreement)?;
        if obstacle(writer, &schedule, method.id)?.is_some() {
            return Err(ScheduleError::NoMethod);
        }
        agree(writer, &hand, (&mut schedule, &method), (&asked, consent.as_ref()))?;
        let agreed = asked.agreement.clone();
        schedule.name = agreed.name.trim().to_owned();
        schedule.payment_method = method.id;
        schedule.retry = agreed.retry;
        schedule.mail = agreed.mail;
        schedule.references = agreed.references;
        note_change(writer, &hand, &mut schedule)?;
        plan_again(writer, &hand, &schedule)?;
        Ok(hand.settle(writer, asked.id)?)
    });
    Ok(written.await?)
}

/// Stores a schedule that was changed, and says so.
pub(super) fn note_change(writer: &mut Writer<'_>, hand: &Hand, schedule: &mut Schedule) -> Result<(), StoreError> {
    schedule.version = schedule.version.saturating_add(1);
    writer.put_schedule(schedule)?;
    let terms = schedule.latest().map_or(0, |terms| terms.version);
    writer.record(hand.now(), hand.actor(), Subject::Schedule(schedule.id), Fact::ScheduleChanged { terms })
}

/// The payer gave another method: what charges the one before charges this one from now on, if it can; says how many
/// schedules do. What is charged is said, so nothing is debited that was not authorized: it must be a card.
pub(in crate::service) fn charge_instead(
    writer: &mut Writer<'_>,
    before: PaymentMethodId,
    method: &PaymentMethod,
    (actor, now): (Actor, Timestamp),
) -> Result<u32, StoreError> {
    let hand = Hand::new(writer, actor, now)?;
    let mut changed = 0;
    for mut schedule in schedules::of_method(writer, before)? {
        if matches!(schedule.state, State::Completed | State::Cancelled) {
            continue;
        }
        if obstacle(writer, &schedule, method.id)?.is_some() {
            continue;
        }
        // The same number with another expiry keeps its place as it is.
        if schedule.payment_method != method.id {
            schedule.payment_method = method.id;
            note_change(writer, &hand, &mut schedule)?;
        }
        changed += 1;
    }
    Ok(changed)
}

/// The number of the payment that a change holds from: the one that waits for its day.
fn next_number(records: &impl Records, schedule: &Schedule) -> Result<u32, StoreError> {
    let pending = pending(records, schedule)?;
    Ok(pending.map_or(schedule.next_number, |occurrence| occurrence.id.number))
}

/// New terms, if amount or days change, or the payer's authorization of debits is needed anew.
fn agree(
    writer: &mut Writer<'_>,
    hand: &Hand,
    (schedule, method): (&mut Schedule, &PaymentMethod),
    (asked, consent): (&EditSchedule, Option<&Consent>),
) -> Result<(), ScheduleError> {
    let wanted = propose(writer, hand, (schedule, &asked.agreement), (method, asked.notice))?;
    let Some(Proposed { mut terms, divides, notice }) = wanted else { return Ok(()) };
    if let Some((days, first_day)) = notice.filter(|_| asked.notice != Notice::Defer) {
        return Err(ScheduleError::NoticeNeeded { days, first_day });
    }
    if method.instrument.is_bank_account() {
        terms.debits = match consent {
            Some(consent) => Some(debiting::give(writer, hand, (schedule, &terms, method), consent)?),
            // Nobody was promised anything yet.
            None if schedule.state == State::Draft => None,
            None => return Err(ScheduleError::NotAuthorized),
        };
    }
    schedule.terms.retain(|known| known.first_number < terms.first_number);
    schedule.terms.push(terms);
    if divides && schedule.planned(terms.first_number, schedule.tally.towards_total()).is_none() {
        return Err(PlanError::Total.into());
    }
    Ok(())
}

/// New terms as an edit would make them.
pub(super) struct Proposed {
    /// They, without what the payer authorizes; put off where their change comes too soon.
    pub(super) terms: Terms,
    /// Whether a sum is divided, so that there must be a first payment.
    divides: bool,
    /// How many days before the next debit the payer must hear of the change, and from when it can hold if they hear of
    /// it today, where the change comes too soon.
    pub(super) notice: Option<(u8, Day)>,
}

/// New terms as an edit would make them; `None` when nothing is agreed or authorized anew.
pub(super) fn propose(
    records: &impl Records,
    hand: &Hand,
    (schedule, agreed): (&Schedule, &Agreement),
    (method, said): (&PaymentMethod, Notice),
) -> Result<Option<Proposed>, ScheduleError> {
    let latest = *schedule.latest().ok_or(StoreError::Damaged("schedules"))?;
    let same = latest.plan == agreed.plan && latest.recurrence == agreed.recurrence;
    if same && debiting::is_covered(records, schedule, method)? {
        return Ok(None);
    }
    let today = hand.today();
    let number = next_number(records, schedule)?;
    let wanted = Wanted { schedule, agreed, today };
    let mut terms = Terms { since: hand.now(), debits: None, ..wanted.from(number, today)? };
    let mut divides = divided(records, schedule, &mut terms)?;
    // The first debit after a card is no change of another one.
    let was = records.get(PAYMENT_METHODS, &schedule.payment_method)?;
    let was_bank = was.is_some_and(|method| method.instrument.is_bank_account());
    let told = if let Notice::Told(day) = said { day.min(today) } else { today };
    let promised = schedule.state != State::Draft && was_bank;
    let notice = promised.then(|| wanted.too_early(&terms, method, told)).flatten();
    match (notice, said) {
        (None, Notice::Told(_)) => terms.told_on = Some(told),
        (None, _) => {}
        (Some((_, first_day)), _) => {
            let put_off = wanted.due_from(number, first_day)?;
            terms = Terms { since: hand.now(), told_on: Some(today), debits: None, ..put_off };
            divides = divided(records, schedule, &mut terms)?;
        }
    }
    Ok(Some(Proposed { terms, divides, notice }))
}

/// The payments that still follow what was agreed before, when `terms` are agreed.
pub(super) fn kept(records: &impl Records, schedule: &Schedule, terms: &Terms) -> Result<Vec<Planned>, StoreError> {
    let towards = schedule.tally.towards_total();
    let numbers = next_number(records, schedule)?..terms.first_number;
    Ok(numbers.filter_map(|number| schedule.planned(number, towards)).collect())
}

/// New terms in the making.
struct Wanted<'a> {
    schedule: &'a Schedule,
    agreed: &'a Agreement,
    today: Day,
}

impl Wanted<'_> {
    /// Terms from the payment `number` on, on a day that is `from` or later.
    fn from(&self, number: u32, from: Day) -> Result<Terms, ScheduleError> {
        let latest = self.schedule.latest().ok_or(StoreError::Damaged("schedules"))?;
        let goes_on = self.schedule.terms_of(number).filter(|terms| terms.recurrence == self.agreed.recurrence);
        let first_date = match goes_on {
            Some(terms) => terms.first_date.checked_add(number.saturating_sub(terms.first_number)),
            None => self.agreed.recurrence.first_from(from.max(self.today)),
        };
        let first_date = first_date.ok_or(ScheduleError::NoDate)?;
        let Agreement { recurrence, plan, .. } = *self.agreed;
        let version = latest.version.saturating_add(1);
        let terms = Terms { version, first_number: number, first_date, recurrence, plan, ..*latest };
        Ok(Terms { parts_minor: 0, told_on: None, ..terms })
    }

    /// Terms from the first payment on that is due on `first_day` or later; those before stay as they were.
    fn due_from(&self, number: u32, first_day: Day) -> Result<Terms, ScheduleError> {
        let before = |number: &u32| {
            let day = self.schedule.terms_of(*number).and_then(|terms| terms.day(*number));
            day.is_some_and(|day| day < first_day)
        };
        let kept = (number..number.saturating_add(MOST_DEFERRED)).take_while(before).count();
        let number = number.saturating_add(u32::try_from(kept).unwrap_or(MOST_DEFERRED));
        self.from(number, first_day)
    }

    /// How many days before the next debit a payer who was told on `told` must have been, and from when on that would be
    /// so, when it is not.
    fn too_early(&self, terms: &Terms, method: &PaymentMethod, told: Day) -> Option<(u8, Day)> {
        let number = terms.first_number;
        let towards = self.schedule.tally.towards_total();
        let before = self.schedule.planned(number, towards)?;
        let then = terms.day(number)?;
        let after = Schedule { terms: vec![*terms], ..self.schedule.clone() }.planned(number, towards);
        let amount = after.is_some_and(|after| after.amount != before.amount);
        let change = Change { amount, date: before.day != then };
        if change == Change::default() {
            return None;
        }
        let first_day = notice::first_day(change, &method.instrument, told);
        // What is told today can be kept from this day on.
        let from_today = notice::first_day(change, &method.instrument, self.today);
        (then < first_day).then(|| (notice::days(change, &method.instrument), from_today))
    }
}

/// Notes what the payments before came to, for a sum that is divided; gives whether there must be a first payment.
fn divided(records: &impl Records, schedule: &Schedule, terms: &mut Terms) -> Result<bool, StoreError> {
    if !matches!(terms.plan, Plan::LumpSum { .. }) {
        return Ok(false);
    }
    let planned = schedules::occurrences(records, schedule.id)?;
    let before = |number: u32| {
        let known = planned.iter().find(|occurrence| occurrence.id.number == number).map(|known| known.amount);
        known.or_else(|| schedule.planned(number, 0).map(|planned| planned.amount)).map_or(0, |amount| amount.minor())
    };
    terms.parts_minor = (1..terms.first_number).map(before).fold(0, i64::saturating_add);
    Ok(true)
}

/// Brings the payment that waits for its day in line with the latest terms.
pub(super) fn plan_again(writer: &mut Writer<'_>, hand: &Hand, schedule: &Schedule) -> Result<(), StoreError> {
    let Some(mut waiting) = pending(writer, schedule)? else { return Ok(()) };
    let Some(planned) = schedule.planned(waiting.id.number, schedule.tally.towards_total()) else {
        return hand.waive(writer, waiting, (OccurrenceEvent::Skip, Waiver::NotPlanned)).map(|_| ());
    };
    waiting.terms = planned.terms;
    waiting.amount = planned.amount;
    if waiting.day != planned.day {
        waiting.day = planned.day;
        waiting.due_at = due_at(planned.day, hand.zone());
        waiting.reminder = None;
    }
    waiting.remind_at = hand.remind_at(schedule, planned.day);
    waiting.wake_at = waiting.wake_in(schedule.state);
    waiting.version = waiting.version.saturating_add(1);
    writer.put_occurrence(&waiting).map(|_| ())
}

/// After a rest: dates that passed are put off, so that the next payment is the first that is still ahead; for a bank
/// debit, far enough for the payer to hear of it. Where no date is left, the one that waits stays.
pub(super) fn put_off(writer: &mut Writer<'_>, hand: &Hand, schedule: &mut Schedule) -> Result<(), StoreError> {
    let Some(waiting) = pending(writer, schedule)? else { return Ok(()) };
    let Some(latest) = schedule.terms_of(waiting.id.number).copied() else { return Ok(()) };
    if waiting.due_at > hand.now() {
        return Ok(());
    }
    let method = writer.get(PAYMENT_METHODS, &schedule.payment_method)?;
    let change = Change { amount: false, date: true };
    let tomorrow = next_day(hand.today());
    let first_day = method.map_or(tomorrow, |method| notice::first_day(change, &method.instrument, tomorrow));
    let Some(first_date) = latest.recurrence.first_from(first_day) else { return Ok(()) };
    let put_off = Terms {
        version: schedule.terms.iter().map(|terms| terms.version).max().unwrap_or(0).saturating_add(1),
        first_number: waiting.id.number,
        first_date,
        since: hand.now(),
        parts_minor: parts_before(writer, schedule, &latest, waiting.id.number)?,
        ..latest
    };
    if put_off.day(waiting.id.number).is_none_or(|day| match latest.plan {
        Plan::UntilDay { last, .. } => day > last,
        _ => false,
    }) {
        return Ok(());
    }
    schedule.terms.retain(|terms| terms.first_number < put_off.first_number);
    schedule.terms.push(put_off);
    note_change(writer, hand, schedule)?;
    plan_again(writer, hand, schedule)
}

/// What the parts of a lump sum before `number` came to.
fn parts_before(records: &impl Records, schedule: &Schedule, terms: &Terms, number: u32) -> Result<i64, StoreError> {
    let mut moved = Terms { first_number: number, ..*terms };
    divided(records, schedule, &mut moved)?;
    Ok(moved.parts_minor)
}
