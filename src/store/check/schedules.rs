//! Schedules (I3): every payment that a schedule owes is collected exactly once, or waived or failed for a reason that is
//! on record; none was tried before its time; and what a schedule says it has come to is the sum of its payments.

use std::collections::BTreeMap;

use crate::{
    domain::{
        ids::{OccurrenceId, ScheduleGroupId, ScheduleId, TransactionId},
        journal::Actor,
        schedule::{
            Counted, Schedule, State, Tally,
            group::{ScheduleGroup, Stage},
            occurrence::{Occurrence, OccurrenceEvent, Standing},
        },
        time::Day,
        transaction::Transaction,
    },
    store::{
        table::Records as _,
        tables::{
            DEBIT_AUTHORIZATIONS, ENROLMENTS, OCCURRENCES, PAYMENT_METHODS, SCHEDULE_GROUPS, SCHEDULES,
            TRANSACTIONS_BY_OCCURRENCE,
        },
        transactions,
    },
};

use super::{
    Invariant::{self, I3, I6, I10, I12},
    people::Known,
    rows::Rows,
    story::Told,
};

/// A schedule, and what its payments come to as they are met.
struct Met {
    schedule: Schedule,
    tally: Tally,
    next_day: Option<Day>,
    last_number: u32,
}

/// Reads every schedule and every occurrence.
pub(super) fn check(rows: &mut Rows<'_>, told: &mut Told, known: &Known) {
    let mut met = BTreeMap::new();
    let mut groups = groups(rows);
    rows.each(SCHEDULES, |rows, id, schedule, _| {
        rows.same_id("schedule", id, schedule.id);
        rows.mirrors.of_schedule(&schedule);
        check_schedule(rows, &schedule, told, known);
        if let Some(group) = schedule.group {
            match groups.get_mut(&group) {
                Some((_, found)) => *found += 1,
                None => rows.findings.violate(I10, format!("schedule {id}: its group does not exist")),
            }
        }
        met.insert(id, Met { schedule, tally: Tally::default(), next_day: None, last_number: 0 });
    });
    rows.each(OCCURRENCES, |rows, id, occurrence, _| {
        rows.mirrors.of_occurrence(&occurrence);
        let Some(of) = met.get_mut(&id.schedule).filter(|_| occurrence.id == id) else {
            return rows.findings.violate(I10, format!("{}: its schedule does not exist", name(id)));
        };
        of.tally = of.tally.with(occurrence.standing, occurrence.amount, Counted::In);
        of.last_number = of.last_number.max(id.number);
        if occurrence.standing == Standing::Pending {
            of.next_day = Some(of.next_day.map_or(occurrence.day, |day| day.min(occurrence.day)));
        }
        Checked { rows, occurrence: &occurrence }.check(&of.schedule, told.occurrences.remove(&id));
    });
    for (id, _) in std::mem::take(&mut told.occurrences) {
        rows.findings.violate(I3, format!("{}: the journal tells of it and it is not there", name(id)));
    }
    for (id, of) in &met {
        compare(rows, *id, of);
    }
    for (id, (group, found)) in &groups {
        if group.made != *found {
            rows.findings.violate(I3, format!("general schedule {id}: it has not as many schedules as it says"));
        }
    }
    strays(rows);
}

/// The general schedules, each with how many schedules of it were met: none so far.
fn groups(rows: &mut Rows<'_>) -> BTreeMap<ScheduleGroupId, (ScheduleGroup, u32)> {
    let mut groups = BTreeMap::new();
    rows.each(SCHEDULE_GROUPS, |rows, id, group, _| {
        rows.same_id("general schedule", id, group.id);
        rows.mirrors.of_group(&group);
        groups.insert(id, (group, 0));
    });
    rows.each(ENROLMENTS, |rows, id, _, _| {
        let open = |(group, _): &(ScheduleGroup, u32)| matches!(group.stage, Stage::Choosing | Stage::Running);
        if !groups.get(&id).is_some_and(open) {
            rows.findings.violate(I10, format!("general schedule {id}: payers wait for it, and it is done"));
        }
    });
    groups
}

fn name(id: OccurrenceId) -> String {
    format!("schedule {} payment {}", id.schedule, id.number)
}

fn check_schedule(rows: &mut Rows<'_>, schedule: &Schedule, told: &mut Told, known: &Known) {
    let id = schedule.id;
    let mut demand = |holds: bool, invariant: Invariant, otherwise: &str| {
        if !holds {
            rows.findings.violate(invariant, format!("schedule {id}: {otherwise}"));
        }
    };
    demand(told.schedules.remove(&id) == Some(schedule.state), I3, "it is not in the state that the journal leads to");
    demand(known.payers.contains(&schedule.payer), I10, "its payer does not exist");
    let account = known.accounts.get(&schedule.merchant_account);
    demand(account.is_some(), I10, "its merchant account does not exist");
    let numbers: Vec<u32> = schedule.terms.iter().map(|terms| terms.first_number).collect();
    let ordered = numbers.first() == Some(&1) && numbers.is_sorted();
    demand(ordered, I3, "its terms do not follow one another from its first payment on");
    let debits = schedule.terms.iter().filter_map(|terms| terms.debits);
    let of_payer = debits.clone().all(|id| {
        let given = known.authorizations.get(&id);
        given.is_some_and(|given| (given.payer, given.merchant_account) == (schedule.payer, schedule.merchant_account))
    });
    demand(of_payer, I12, "what it debits was authorized by another payer, for another account, or not at all");
    let currency = account.is_none_or(|account| account.currency == schedule.currency());
    demand(currency, I3, "it is not in the currency of its account");
}

/// What a schedule says of itself, and what its payments come to.
fn compare(rows: &mut Rows<'_>, id: ScheduleId, of: &Met) {
    let mut demand = |holds: bool, otherwise: &str| {
        if !holds {
            rows.findings.violate(I3, format!("schedule {id}: {otherwise}"));
        }
    };
    let schedule = &of.schedule;
    demand(schedule.tally == of.tally, "what it has come to is not the sum of its payments");
    demand(schedule.next_day == of.next_day, "its next day is not that of its next payment");
    demand(schedule.next_number == of.last_number.saturating_add(1), "the numbers of its payments have a gap");
    demand(of.tally.pending <= 1, "more than one of its payments waits for its day");
    demand(
        schedule.state != State::Completed || of.tally.is_done(),
        "it is completed, and not all is collected or waived",
    );
    let goes_on = matches!(schedule.state, State::Active | State::Paused);
    let more = of.tally.pending == 0 && schedule.planned(schedule.next_number, of.tally.towards_total()).is_some();
    demand(!(goes_on && more), "it collects, and its next payment is missing");
    demand(!(goes_on && !more && of.tally.is_done()), "everything is collected or waived, and it is not completed");
    let next = schedule.next_number.saturating_sub(u32::from(of.tally.pending > 0));
    if schedule.state == State::Active && (more || of.tally.pending > 0) && !may_debit(rows, schedule, next) {
        rows.findings.violate(I12, format!("schedule {id}: it debits a bank account and nothing says that it may"));
    }
}

/// Whether the payment with this number may be debited, if it would be.
fn may_debit(rows: &Rows<'_>, schedule: &Schedule, number: u32) -> bool {
    let method = rows.get(PAYMENT_METHODS, &schedule.payment_method).ok().flatten();
    if method.is_none_or(|method| !method.instrument.is_bank_account()) {
        return true;
    }
    let given = schedule.terms_of(number).and_then(|terms| terms.debits);
    let given = given.and_then(|id| rows.get(DEBIT_AUTHORIZATIONS, &id).ok().flatten());
    given.is_some_and(|given| given.is_in_force())
}

/// Payments for an occurrence that is not there.
fn strays(rows: &mut Rows<'_>) {
    let mut stray: Vec<(OccurrenceId, TransactionId)> = Vec::new();
    rows.each(TRANSACTIONS_BY_OCCURRENCE, |rows, (occurrence, transaction), (), _| {
        if !matches!(rows.get(OCCURRENCES, &occurrence), Ok(Some(_))) {
            stray.push((occurrence, transaction));
        }
    });
    for (occurrence, transaction) in stray {
        rows.findings
            .violate(I3, format!("payment {transaction}: it is for {}, which does not exist", name(occurrence)));
    }
}

/// One occurrence being checked.
struct Checked<'a, 'b> {
    rows: &'a mut Rows<'b>,
    occurrence: &'a Occurrence,
}

impl Checked<'_, '_> {
    fn demand(&mut self, holds: bool, otherwise: &str) {
        if !holds {
            self.rows.findings.violate(I3, format!("{}: {otherwise}", name(self.occurrence.id)));
        }
    }

    fn check(mut self, schedule: &Schedule, told: Option<Standing>) {
        let one = self.occurrence;
        self.demand(told.unwrap_or(Standing::Pending) == one.standing, "it does not stand where the journal leads");
        self.demand(one.wake_at == one.wake_in(schedule.state), "the portal acts on it at another time than it should");
        let early = one.attempts.iter().any(|try_| try_.actor == Actor::System && try_.at < one.due_at);
        self.demand(!early, "the portal tried it before it was due");
        self.demand(one.amount.is_positive(), "its amount is not positive");
        let waived = matches!(one.standing, Standing::Skipped | Standing::PaidElsewhere);
        self.demand(!waived || one.waived.is_some(), "it is waived and nobody said why");
        self.demand(one.standing != Standing::Failed || one.failure.is_some(), "it failed and nothing says why");
        let methods =
            one.attempts.iter().all(|try_| matches!(self.rows.get(PAYMENT_METHODS, &try_.method), Ok(Some(_))));
        self.demand(methods, "the method of a try does not exist");
        match transactions::of_occurrence(self.rows, one.id) {
            Ok(payments) => self.check_payments(schedule, &payments),
            Err(error) => self.rows.findings.violate(I6, format!("{}: {error}", name(one.id))),
        }
    }

    fn check_payments(&mut self, schedule: &Schedule, payments: &[Transaction]) {
        let one = self.occurrence;
        let known = payments.iter().all(|payment| one.attempts.iter().any(|try_| try_.key == payment.key));
        self.demand(known, "a payment was made for it that is none of its tries");
        let account = payments.iter().all(|payment| payment.merchant_account == schedule.merchant_account);
        self.demand(account, "a payment for it went to another account");
        let good: Vec<&Transaction> = payments
            .iter()
            .filter(|payment| {
                OccurrenceEvent::of(&[payment.status]).is_some_and(|event| event != OccurrenceEvent::Fail)
            })
            .collect();
        self.demand(good.len() <= 1, "it was collected more than once");
        self.demand(good.iter().all(|payment| payment.amount == one.amount), "another amount was collected for it");
        self.check_debits(schedule, payments);
        let statuses: Vec<_> = payments.iter().map(|payment| payment.status).collect();
        let (begun, last) = (one.attempts.len(), one.attempts.last());
        let waits = last.is_some_and(|last| !payments.iter().any(|payment| payment.key == last.key));
        let event = OccurrenceEvent::of(&statuses);
        let right = match one.standing {
            Standing::Collected => event == Some(OccurrenceEvent::Collect),
            Standing::Submitted => event == Some(OccurrenceEvent::Submit),
            Standing::Collecting => begun > 0 && (waits || event.is_none()),
            Standing::Pending => begun == 0,
            Standing::Failed | Standing::Skipped | Standing::PaidElsewhere => {
                event.is_none_or(|event| event == OccurrenceEvent::Fail) && (event.is_some() || payments.is_empty())
            }
        };
        self.demand(right, "it does not stand where its payments lead");
    }

    /// What was debited for it is what its payer authorized for it (I12); that the account, the payer and the amount are
    /// is looked at with the payments.
    fn check_debits(&mut self, schedule: &Schedule, payments: &[Transaction]) {
        let one = self.occurrence;
        let given = schedule.terms_of(one.id.number).and_then(|terms| terms.debits);
        let known = given.and_then(|id| self.rows.get(DEBIT_AUTHORIZATIONS, &id).ok().flatten());
        let mut debits =
            payments.iter().filter_map(|payment| payment.bank_debit.as_ref().map(|debit| (payment, debit)));
        let right = debits.all(|(payment, debit)| {
            let covers = known.as_ref().is_some_and(|known| known.scope.covers(one.day));
            Some(debit.authorization) == given && covers && payment.day >= one.day
        });
        if !right {
            let what = "it was debited otherwise than its payer authorized";
            self.rows.findings.violate(I12, format!("{}: {what}", name(one.id)));
        }
    }
}
