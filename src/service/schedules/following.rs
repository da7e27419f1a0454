//! What happens to a payment of a schedule, with everything that follows from it in the same write: the journal, the
//! alert, the next try, the next payment, the end of the schedule.

use crate::{
    domain::{
        alert::{About, Cause, Resolution},
        ids::{OccurrenceId, OperationKey, ScheduleId},
        journal::{Actor, Fact, Subject},
        report::range::days_later,
        schedule::{
            Planned, RUN_MINUTE, Schedule, ScheduleEvent, State,
            occurrence::{Occurrence, OccurrenceEvent, Standing, Waived, Waiver},
            plan::Plan,
            retry::Failure,
        },
        time::{Day, Timestamp},
        transaction::{Status, Step, Transaction},
    },
    i18n::{calendar, dates},
    planted::{self, Bug},
    service::{alerts, bank_debits},
    store::{
        StoreError, payers, schedules,
        table::{Records, Writer},
        tables::PAYMENT_METHODS,
        transactions,
    },
};

use super::{debiting, letters, terms, zone};

const DAY_MS: i64 = 86_400_000;

/// Who acts, when, and by which clock.
pub(in crate::service) struct Hand {
    actor: Actor,
    now: Timestamp,
    zone: String,
}

/// Whether the payer learns of a failure otherwise than by the schedule's mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// They do not.
    NotYet,
    /// They do.
    Already,
}

/// Whether a payment may be begun for an occurrence: it is being collected under just this key. Anything else was decided
/// since it was claimed, or belongs to no schedule.
pub(in crate::service) fn is_claimed(
    records: &impl Records,
    occurrence: Option<OccurrenceId>,
    key: &OperationKey,
) -> Result<bool, StoreError> {
    let Some(id) = occurrence else { return Ok(true) };
    let known = schedules::occurrence(records, id)?;
    Ok(known.is_some_and(|occurrence| {
        let under_key = occurrence.attempts.last().is_some_and(|attempt| attempt.key == *key);
        occurrence.standing == Standing::Collecting && (under_key || planted::is(Bug::RandomKey))
    }))
}

/// News about a payment moves the occurrence that it is a try at: an approval, however late, a refusal, a return.
pub(in crate::service) fn follow(
    writer: &mut Writer<'_>,
    (before, payment): (&Transaction, &Transaction),
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(id) = payment.occurrence else { return Ok(()) };
    let occurrence = schedules::occurrence(writer, id)?.ok_or(StoreError::Damaged("occurrences"))?;
    let payments = transactions::of_occurrence(writer, id)?;
    let statuses: Vec<Status> = payments.iter().map(|payment| payment.status).collect();
    let Some(event) = OccurrenceEvent::of(&statuses) else { return Ok(()) };
    // A try was begun and its payment is not written yet: what became of earlier ones does not end it.
    let begun = occurrence.attempts.last().is_some_and(|last| payments.iter().all(|payment| payment.key != last.key));
    if begun && event == OccurrenceEvent::Fail {
        return Ok(());
    }
    let had_money = matches!(occurrence.standing, Standing::Collected | Standing::Submitted);
    if planted::is(Bug::ReturnIgnored) && had_money && event == OccurrenceEvent::Fail {
        return Ok(());
    }
    let hand = Hand::new(writer, Actor::System, now)?;
    match event {
        OccurrenceEvent::Fail => {
            let failure = Failure::of(payment).unwrap_or(Failure::NotReached);
            // A payer who is told that their debit came back is not told of the same twice, nor of what the page that they
            // pay on answers.
            let on_the_page = payment.actor == Actor::Client && before.status == Status::Created;
            let told = if bank_debits::tells(before, payment) || on_the_page { Told::Already } else { Told::NotYet };
            hand.fail(writer, occurrence, (failure, told))?;
        }
        _ => hand.come_to(writer, occurrence, event)?,
    }
    hand.settle(writer, id.schedule)?;
    Ok(())
}

/// The instant from which the payments of a day are collected.
pub(super) fn due_at(day: Day, zone: &str) -> Timestamp {
    let due = calendar::instant(day, RUN_MINUTE, zone);
    if !planted::is(Bug::DueByWinterTime) {
        return due;
    }
    let winter = Day::from_number(day.number() / 10_000 * 10_000 + 115);
    let offset = calendar::instant(winter, RUN_MINUTE, zone).ms_since(calendar::instant(winter, RUN_MINUTE, "UTC"));
    calendar::instant(day, RUN_MINUTE, "UTC").plus_ms(offset)
}

fn required(records: &impl Records, id: ScheduleId) -> Result<Schedule, StoreError> {
    schedules::schedule(records, id)?.ok_or(StoreError::Damaged("schedules"))
}

/// Acts on it by itself from its time on, or not while the schedule rests.
pub(super) fn wake(writer: &mut Writer<'_>, mut occurrence: Occurrence, state: State) -> Result<(), StoreError> {
    occurrence.wake_at = occurrence.wake_in(state);
    writer.put_occurrence(&occurrence).map(|_| ())
}

/// The payment that waits for its day. It is the one that was planned last.
pub(super) fn pending(records: &impl Records, schedule: &Schedule) -> Result<Option<Occurrence>, StoreError> {
    let id = OccurrenceId { schedule: schedule.id, number: schedule.next_number.saturating_sub(1) };
    Ok(schedules::occurrence(records, id)?.filter(|occurrence| occurrence.standing == Standing::Pending))
}

/// Stores an occurrence that moved, with when the portal acts on it next.
fn keep(writer: &mut Writer<'_>, mut occurrence: Occurrence) -> Result<(), StoreError> {
    let state = required(writer, occurrence.id.schedule)?.state;
    occurrence.wake_at = occurrence.wake_in(state);
    writer.put_occurrence(&occurrence).map(|_| ())
}

/// What the next payment is, for lists.
fn note_next_day(writer: &mut Writer<'_>, mut schedule: Schedule) -> Result<Schedule, StoreError> {
    let next = match pending(writer, &schedule)? {
        Some(occurrence) => Some(occurrence.day),
        None => None,
    };
    if schedule.next_day != next {
        schedule.next_day = next;
        writer.put_schedule(&schedule)?;
    }
    Ok(schedule)
}

impl Hand {
    pub(in crate::service) fn new(records: &impl Records, actor: Actor, now: Timestamp) -> Result<Self, StoreError> {
        Ok(Self { actor, now, zone: zone(records)? })
    }

    pub(in crate::service) const fn actor(&self) -> Actor {
        self.actor
    }

    pub(super) const fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn zone(&self) -> &str {
        &self.zone
    }

    pub(super) fn today(&self) -> Day {
        dates::firm_day(self.now, &self.zone)
    }

    /// One step of an occurrence; `None` when it stays where it is.
    fn step(
        &self,
        writer: &mut Writer<'_>,
        occurrence: &mut Occurrence,
        event: OccurrenceEvent,
    ) -> Result<Option<Standing>, StoreError> {
        let from = occurrence.standing;
        match occurrence.apply(event, self.now) {
            Step::To(to) => {
                let number = occurrence.id.number;
                let fact = Fact::OccurrenceMoved { number, event, from, to };
                writer.record(self.now, self.actor, Subject::Schedule(occurrence.id.schedule), fact)?;
                Ok(Some(from))
            }
            Step::Stay => Ok(None),
            Step::Refuse => {
                tracing::error!(occurrence = ?occurrence.id, ?event, standing = ?from, "a payment of a schedule contradicts itself");
                Ok(None)
            }
        }
    }

    /// It is being collected now, under the try that was just added; gives whether that was possible.
    pub(in crate::service) fn claim(
        &self,
        writer: &mut Writer<'_>,
        mut occurrence: Occurrence,
    ) -> Result<bool, StoreError> {
        if self.step(writer, &mut occurrence, OccurrenceEvent::Claim)?.is_none() && !planted::is(Bug::ClaimedTwice) {
            return Ok(false);
        }
        occurrence.failure = None;
        occurrence.retry_at = None;
        if planted::is(Bug::CollectedOnAttempt) {
            keep(writer, occurrence.clone())?;
            self.step(writer, &mut occurrence, OccurrenceEvent::Collect)?;
        }
        keep(writer, occurrence)?;
        Ok(true)
    }

    /// The money came, or is on its way.
    fn come_to(
        &self,
        writer: &mut Writer<'_>,
        mut occurrence: Occurrence,
        event: OccurrenceEvent,
    ) -> Result<(), StoreError> {
        if self.step(writer, &mut occurrence, event)?.is_none() {
            return Ok(());
        }
        occurrence.failure = None;
        occurrence.retry_at = None;
        occurrence.waived = None;
        if event == OccurrenceEvent::Collect {
            let methods: Vec<_> = occurrence.attempts.iter().map(|attempt| attempt.method).collect();
            let other = methods.first() != methods.last();
            let by = occurrence.attempts.last().map_or(self.actor, |attempt| attempt.actor);
            let how = if other { Resolution::OtherMethod } else { Resolution::Retried };
            self.close_alerts(writer, occurrence.id, (by, how))?;
        }
        keep(writer, occurrence)
    }

    /// It was not collected, or not any more: a person must look, in this very write, unless the portal tries again.
    pub(super) fn fail(
        &self,
        writer: &mut Writer<'_>,
        mut occurrence: Occurrence,
        (failure, told): (Failure, Told),
    ) -> Result<(), StoreError> {
        if self.step(writer, &mut occurrence, OccurrenceEvent::Fail)?.is_none() {
            return Ok(());
        }
        let schedule = required(writer, occurrence.id.schedule)?;
        occurrence.retry_at = self.next_try(writer, &schedule, &occurrence, &failure)?;
        let cause = if failure == Failure::Missed { Cause::OccurrenceMissed } else { Cause::OccurrenceFailed };
        alerts::raise(writer, About::Occurrence(occurrence.id), cause, self.now)?;
        // Of the first refusal, and of the last: not of every try between, nor of our own faults.
        let worth = occurrence.attempts.len() == 1 || occurrence.retry_at.is_none();
        let of_theirs = matches!(failure, Failure::Declined(_) | Failure::Returned(_));
        let tell = worth && of_theirs && told == Told::NotYet;
        occurrence.failure = Some(failure);
        let id = occurrence.id;
        keep(writer, occurrence)?;
        if tell && schedule.mail.tell_failures {
            letters::queue_failure(writer, &schedule, id, self.now)?;
        }
        Ok(())
    }

    /// It cannot even be tried: one that waits for its next try waits for a person from now on.
    pub(super) fn give_up(
        &self,
        writer: &mut Writer<'_>,
        mut occurrence: Occurrence,
        failure: Failure,
    ) -> Result<(), StoreError> {
        if occurrence.standing != Standing::Failed {
            return self.fail(writer, occurrence, (failure, Told::NotYet));
        }
        occurrence.failure = Some(failure);
        occurrence.retry_at = None;
        alerts::raise(writer, About::Occurrence(occurrence.id), Cause::OccurrenceFailed, self.now)?;
        keep(writer, occurrence)
    }

    /// When the portal tries again by itself.
    fn next_try(
        &self,
        records: &impl Records,
        schedule: &Schedule,
        occurrence: &Occurrence,
        failure: &Failure,
    ) -> Result<Option<Timestamp>, StoreError> {
        let Some(last) = occurrence.attempts.last() else { return Ok(None) };
        let Some(method) = records.get(PAYMENT_METHODS, &last.method)? else { return Ok(None) };
        let wait = schedule.retry.wait_days(occurrence.own_tries(), failure, &method.instrument);
        if matches!(failure, Failure::Returned(_)) && self.is_spent(records, schedule, occurrence)? {
            return Ok(None);
        }
        // The clock may have been set back since the try; by itself the portal never tries early.
        let after = |days: u8| due_at(days_later(self.today(), i64::from(days)), &self.zone).max(occurrence.due_at);
        Ok(wait.map(after))
    }

    /// Whether a debit that came back was presented as often as it may be, by whomever.
    fn is_spent(
        &self,
        records: &impl Records,
        schedule: &Schedule,
        occurrence: &Occurrence,
    ) -> Result<bool, StoreError> {
        let Some(given) = schedule.terms_of(occurrence.id.number).and_then(|terms| terms.debits) else {
            return Ok(false);
        };
        let last = bank_debits::last_presented(records, occurrence.id, given)?;
        Ok(last.map(|last| debiting::is_spent(records, &last, self.now)).transpose()?.unwrap_or(false))
    }

    /// Nothing more is collected for it.
    pub(super) fn waive(
        &self,
        writer: &mut Writer<'_>,
        mut occurrence: Occurrence,
        (event, why): (OccurrenceEvent, Waiver),
    ) -> Result<bool, StoreError> {
        if self.step(writer, &mut occurrence, event)?.is_none() {
            return Ok(false);
        }
        let how = if event == OccurrenceEvent::PayElsewhere { Resolution::PaidElsewhere } else { Resolution::Skipped };
        self.close_alerts(writer, occurrence.id, (self.actor, how))?;
        occurrence.retry_at = None;
        occurrence.waived = Some(Waived { why, actor: self.actor, at: self.now });
        keep(writer, occurrence)?;
        Ok(true)
    }

    fn close_alerts(
        &self,
        writer: &mut Writer<'_>,
        id: OccurrenceId,
        (by, how): (Actor, Resolution),
    ) -> Result<(), StoreError> {
        for cause in [Cause::OccurrenceFailed, Cause::OccurrenceMissed, Cause::DebitsEnded] {
            alerts::close(writer, About::Occurrence(id), cause, (by, self.now), how)?;
        }
        Ok(())
    }

    pub(in crate::service) fn move_schedule(
        &self,
        writer: &mut Writer<'_>,
        schedule: &mut Schedule,
        event: ScheduleEvent,
    ) -> Result<(), StoreError> {
        let from = schedule.state;
        if let Step::To(to) = from.after(event) {
            schedule.state = to;
            schedule.version = schedule.version.saturating_add(1);
            writer.put_schedule(schedule)?;
            writer.record(
                self.now,
                self.actor,
                Subject::Schedule(schedule.id),
                Fact::ScheduleMoved { event, from, to },
            )?;
        }
        Ok(())
    }

    /// A new state with what follows from it for the payments that are open.
    pub(in crate::service) fn move_with_payments(
        &self,
        writer: &mut Writer<'_>,
        mut schedule: Schedule,
        event: ScheduleEvent,
    ) -> Result<(), StoreError> {
        let id = schedule.id;
        self.move_schedule(writer, &mut schedule, event)?;
        if event == ScheduleEvent::Resume {
            terms::put_off(writer, self, &mut schedule)?;
            if let Some(waiting) = pending(writer, &schedule)? {
                let by = (self.actor, self.now);
                alerts::close(writer, About::Occurrence(waiting.id), Cause::DebitsEnded, by, Resolution::ByItself)?;
            }
        }
        for occurrence in schedules::occurrences(writer, id)?.into_iter().filter(|one| one.standing.is_open()) {
            if event == ScheduleEvent::Cancel {
                self.waive(writer, occurrence, (OccurrenceEvent::Skip, Waiver::Cancelled))?;
            } else {
                wake(writer, occurrence, schedule.state)?;
            }
        }
        Ok(())
    }

    /// Puts a schedule in order after something happened to its payments: the next one is there, a total that was reached
    /// ends it, and so does its last payment; one that came back opens it again.
    pub(in crate::service) fn settle(&self, writer: &mut Writer<'_>, id: ScheduleId) -> Result<Schedule, StoreError> {
        self.end_at_total(writer, id)?;
        let mut schedule = required(writer, id)?;
        if schedule.state == State::Completed && !schedule.tally.is_done() {
            self.move_schedule(writer, &mut schedule, ScheduleEvent::Reopen)?;
            for occurrence in schedules::occurrences(writer, id)?.into_iter().filter(|one| one.standing.is_open()) {
                wake(writer, occurrence, schedule.state)?;
            }
        }
        if matches!(schedule.state, State::Active | State::Paused) {
            self.plan_next(writer, id)?;
        }
        let mut schedule = required(writer, id)?;
        if schedule.tally.is_done() && matches!(schedule.state, State::Active | State::Paused) {
            self.move_schedule(writer, &mut schedule, ScheduleEvent::Complete)?;
        }
        note_next_day(writer, schedule)
    }

    /// Plans the next payment, unless one waits for its day already; that one is trimmed to what is left of a total.
    fn plan_next(&self, writer: &mut Writer<'_>, id: ScheduleId) -> Result<(), StoreError> {
        let schedule = required(writer, id)?;
        let towards = schedule.tally.towards_total();
        match pending(writer, &schedule)? {
            None => match schedule.planned(schedule.next_number, towards) {
                Some(planned) => self.plan(writer, &schedule, planned),
                None => Ok(()),
            },
            Some(mut waiting) => match schedule.planned(waiting.id.number, towards) {
                Some(planned) if planned.amount != waiting.amount && waiting.terms == planned.terms => {
                    waiting.amount = planned.amount;
                    writer.put_occurrence(&waiting).map(|_| ())
                }
                _ => Ok(()),
            },
        }
    }

    fn plan(&self, writer: &mut Writer<'_>, schedule: &Schedule, planned: Planned) -> Result<(), StoreError> {
        let id = OccurrenceId { schedule: schedule.id, number: planned.number };
        let occurrence = Occurrence {
            id,
            version: 1,
            terms: planned.terms,
            day: planned.day,
            due_at: due_at(planned.day, &self.zone),
            amount: planned.amount,
            standing: Standing::Pending,
            changed_at: self.now,
            attempts: Vec::new(),
            failure: None,
            retry_at: None,
            wake_at: None,
            remind_at: self.remind_at(schedule, planned.day),
            waived: None,
            reminder: None,
        };
        let wake_at = occurrence.wake_in(schedule.state);
        writer.put_occurrence(&Occurrence { wake_at, ..occurrence }).map(|_| ())
    }

    /// When the payer is reminded of a payment on `day`.
    pub(super) fn remind_at(&self, schedule: &Schedule, day: Day) -> Option<Timestamp> {
        schedule.mail.remind_days.map(|days| due_at(days_later(day, -i64::from(days)), &self.zone))
    }

    /// A total that was reached needs no further try: what failed, or waits, is waived.
    fn end_at_total(&self, writer: &mut Writer<'_>, id: ScheduleId) -> Result<(), StoreError> {
        let schedule = required(writer, id)?;
        let Some(Plan::UntilTotal { total, .. }) = schedule.latest().map(|terms| terms.plan) else { return Ok(()) };
        let tally = schedule.tally;
        let there = tally.collected_minor.saturating_add(tally.elsewhere_minor) >= total.minor();
        if !there || tally.failed == 0 && tally.pending == 0 {
            return Ok(());
        }
        let own = Self { actor: Actor::System, now: self.now, zone: self.zone.clone() };
        for occurrence in schedules::occurrences(writer, id)?.into_iter().filter(|one| one.standing.is_open()) {
            own.waive(writer, occurrence, (OccurrenceEvent::Skip, Waiver::TotalReached))?;
        }
        Ok(())
    }

    /// How much of an occurrence is still wanted: what is left of a total, or all of it.
    pub(super) fn wanted(schedule: &Schedule, occurrence: &Occurrence) -> i64 {
        match schedule.terms_of(occurrence.id.number).map(|terms| terms.plan) {
            Some(Plan::UntilTotal { total, .. }) => {
                occurrence.amount.minor().min(total.minor().saturating_sub(schedule.tally.towards_total()))
            }
            _ => occurrence.amount.minor(),
        }
    }

    /// Whether it was due so long ago that nobody may collect it without asking.
    pub(super) fn is_too_late(&self, occurrence: &Occurrence, lateness_days: u16) -> bool {
        occurrence.standing == Standing::Pending
            && self.now.ms_since(occurrence.due_at) > i64::from(lateness_days).saturating_mul(DAY_MS)
    }
}

/// Whether there is anyone to write to.
pub(super) fn addresses(records: &impl Records, schedule: &Schedule) -> Result<Vec<String>, StoreError> {
    Ok(payers::payer(records, schedule.payer)?.map(|payer| payer.emails).unwrap_or_default())
}
