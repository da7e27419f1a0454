//! A general schedule: its terms are agreed once, its payers are chosen and looked at, and once it is confirmed each of them
//! gets a schedule of their own.
//!
//! A part of those who wait gets theirs in one write, which takes them off the list of those who wait. So nobody gets two,
//! whoever confirms how often and wherever the process ends, and what was begun is taken up where it stands.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{MerchantAccountId, OperationKey, PayerId, ScheduleGroupId},
        journal::{Actor, Fact, Subject},
        payer::Payer,
        permission::Permission,
        schedule::{
            Schedule, Terms,
            group::{Chosen, CommonTerms, Enrolment, ScheduleGroup, Stage, Unfit, member_key},
        },
        time::Timestamp,
    },
    planted::{self, Bug},
    service::{Authority, NotAllowed},
    store::{
        StoreError, WriteError, firm, payers, schedule_groups,
        table::{Records, Writer},
    },
};

use super::{
    ScheduleError,
    fitness::{check_amount, check_words},
    following::Hand,
    terms::{Agreement, NewSchedule, Start, begin, prepare},
};

/// How many schedules one write makes.
const AT_A_TIME: usize = 25;

/// Why something was not done with a general schedule.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// As for any schedule.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
    /// More than [`ScheduleGroup::MOST`] payers.
    #[error("too many payers")]
    TooMany,
    /// Nobody would get a schedule.
    #[error("nobody would get a schedule")]
    NoOne,
    /// Others would get one than the review said.
    #[error("others would get a schedule than was reviewed")]
    Changed,
}

impl From<StoreError> for EnrolError {
    fn from(error: StoreError) -> Self {
        Self::Schedule(error.into())
    }
}

impl From<NotAllowed> for EnrolError {
    fn from(error: NotAllowed) -> Self {
        Self::Schedule(error.into())
    }
}

impl From<WriteError<Self>> for EnrolError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => ScheduleError::Unavailable.into(),
        }
    }
}

/// What is wanted of a general schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What the firm calls it, and each schedule.
    pub name: String,
    /// The terms.
    pub terms: CommonTerms,
}

/// Begins a general schedule without payers, or gives the one that the form began before.
///
/// # Errors
/// [`EnrolError`]; nothing was made then.
pub async fn create(
    app: &App,
    authority: Authority<'_>,
    key: OperationKey,
    wanted: Wanted,
) -> Result<ScheduleGroup, EnrolError> {
    authority.require(Permission::ManageSchedules)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        if let Some(known) = schedule_groups::group_by_key(writer, &key)? {
            return Ok(known);
        }
        check(writer, &wanted, &Hand::new(writer, actor, now)?)?;
        let group = ScheduleGroup {
            id: writer.next_schedule_group()?,
            key: key.clone(),
            version: 1,
            name: wanted.name.trim().to_owned(),
            stage: Stage::Choosing,
            made: 0,
            refused: Vec::new(),
            created_by: actor,
            created_at: now,
        };
        let enrolment = Enrolment { terms: wanted.terms.clone(), waiting: Vec::new() };
        writer.put_group(&group, Some(&enrolment))?;
        writer.record(now, actor, Subject::ScheduleGroup(group.id), Fact::ScheduleGroupAdded)?;
        Ok(group)
    });
    written.await.map_err(EnrolError::from)
}

/// Whether anybody could get a schedule by these terms.
fn check(records: &impl Records, wanted: &Wanted, hand: &Hand) -> Result<(), ScheduleError> {
    let terms = &wanted.terms;
    check_words(&wanted.name, (terms.plan, terms.recurrence), terms.mail)?;
    let account = firm::merchant_account(records, terms.account)?.filter(|account| account.active);
    check_amount(terms.plan, &account.ok_or(ScheduleError::NoMethod)?)?;
    match Terms::first((terms.plan, terms.recurrence), hand.now()).planned(1, 0) {
        None => Err(ScheduleError::NoDate),
        Some(first) if first.day < hand.today() => Err(ScheduleError::DateInPast),
        Some(_) => Ok(()),
    }
}

/// A general schedule that is not confirmed yet.
fn choosing(records: &impl Records, id: ScheduleGroupId) -> Result<(ScheduleGroup, Enrolment), EnrolError> {
    let group = schedule_groups::group(records, id)?.ok_or(ScheduleError::NotFound)?;
    let enrolment = schedule_groups::enrolment(records, id)?.filter(|_| group.stage == Stage::Choosing);
    Ok((group, enrolment.ok_or(ScheduleError::NotNow)?))
}

/// Changes a general schedule that is not confirmed yet.
async fn change(
    app: &App,
    authority: Authority<'_>,
    id: ScheduleGroupId,
    change: impl Fn(&mut Writer<'_>, &Hand, &mut ScheduleGroup, &mut Enrolment) -> Result<(), EnrolError>
    + Send
    + Sync
    + 'static,
) -> Result<ScheduleGroup, EnrolError> {
    authority.require(Permission::ManageSchedules)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let (mut group, mut enrolment) = choosing(writer, id)?;
        change(writer, &Hand::new(writer, actor, now)?, &mut group, &mut enrolment)?;
        group.version = group.version.saturating_add(1);
        writer.put_group(&group, Some(&enrolment))?;
        writer.record(now, actor, Subject::ScheduleGroup(id), Fact::ScheduleGroupChanged)?;
        Ok(group)
    });
    written.await.map_err(EnrolError::from)
}

/// Agrees on other terms. Those who were chosen stay; whoever they do not fit is told in the review.
///
/// # Errors
/// [`EnrolError`]; nothing was changed then.
pub async fn edit(
    app: &App,
    authority: Authority<'_>,
    (id, version): (ScheduleGroupId, u32),
    wanted: Wanted,
) -> Result<ScheduleGroup, EnrolError> {
    let set = move |writer: &mut Writer<'_>, hand: &Hand, group: &mut ScheduleGroup, enrolment: &mut Enrolment| {
        if group.version != version {
            return Err(ScheduleError::Stale.into());
        }
        check(writer, &wanted, hand)?;
        wanted.name.trim().clone_into(&mut group.name);
        enrolment.terms = wanted.terms.clone();
        Ok(())
    };
    change(app, authority, id, set).await
}

/// Who is to get a schedule, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// This payer, with this method and amount.
    Take(Chosen),
    /// Not this one.
    Leave(PayerId),
}

/// Chooses payers. Somebody who was chosen before gets the new method and amount.
///
/// # Errors
/// [`EnrolError`]; nothing was changed then.
pub async fn choose(
    app: &App,
    authority: Authority<'_>,
    id: ScheduleGroupId,
    choices: Vec<Choice>,
) -> Result<ScheduleGroup, EnrolError> {
    let set = move |writer: &mut Writer<'_>, _: &Hand, _: &mut ScheduleGroup, enrolment: &mut Enrolment| {
        for choice in &choices {
            match *choice {
                Choice::Leave(payer) => enrolment.waiting.retain(|known| known.payer != payer),
                Choice::Take(chosen) => {
                    payers::payer(writer, chosen.payer)?.ok_or(ScheduleError::NotFound)?;
                    match enrolment.waiting.iter_mut().find(|known| known.payer == chosen.payer) {
                        Some(known) => *known = chosen,
                        None => enrolment.waiting.push(chosen),
                    }
                }
            }
        }
        if enrolment.waiting.len() > ScheduleGroup::MOST { Err(EnrolError::TooMany) } else { Ok(()) }
    };
    change(app, authority, id, set).await
}

/// Gives up a general schedule before it is confirmed. Given up twice is once.
///
/// # Errors
/// [`EnrolError`]; nothing was changed then.
pub async fn discard(app: &App, authority: Authority<'_>, id: ScheduleGroupId) -> Result<(), EnrolError> {
    authority.require(Permission::ManageSchedules)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| -> Result<(), EnrolError> {
        let group = schedule_groups::group(writer, id)?.ok_or(ScheduleError::NotFound)?;
        match group.stage {
            Stage::Discarded => return Ok(()),
            Stage::Choosing => {}
            Stage::Running | Stage::Done => return Err(ScheduleError::NotNow.into()),
        }
        writer.put_group(&ScheduleGroup { stage: Stage::Discarded, ..group }, None)?;
        Ok(writer.record(now, actor, Subject::ScheduleGroup(id), Fact::ScheduleGroupDiscarded)?)
    });
    Ok(written.await?)
}

/// Whether a general schedule may charge a method of one of its payers by itself: a card that was saved for the account.
#[must_use]
pub fn can_charge(method: &PaymentMethod, account: MerchantAccountId) -> bool {
    method.merchant_account == account && method.is_chargeable() && !method.instrument.is_bank_account()
}

/// The schedule that a payer would get, or why none.
pub(super) fn fit(
    records: &impl Records,
    hand: &Hand,
    (group, enrolment): (&ScheduleGroup, &Enrolment),
    chosen: &Chosen,
) -> Result<Result<Schedule, Unfit>, StoreError> {
    let in_use = |payer: &Payer| payer.is_own() && payer.archived_at.is_none();
    if !payers::payer(records, chosen.payer)?.as_ref().is_some_and(in_use) {
        return Ok(Err(Unfit::NotInUse));
    }
    let terms = &enrolment.terms;
    if !firm::merchant_account(records, terms.account)?.is_some_and(|account| account.active) {
        return Ok(Err(Unfit::NoAccount));
    }
    let method = payers::payment_method(records, chosen.method)?.filter(|method| can_charge(method, terms.account));
    let theirs = method.map(|method| payers::are_one(records, method.payer, chosen.payer)).transpose()?;
    if theirs != Some(true) {
        return Ok(Err(Unfit::NoMethod));
    }
    let agreement = Agreement {
        name: group.name.clone(),
        payment_method: chosen.method,
        plan: enrolment.plan_of(chosen),
        recurrence: terms.recurrence,
        retry: terms.retry.clone(),
        mail: terms.mail,
        references: terms.references.clone(),
    };
    let key = member_key(&group.key, chosen.payer.get()).map_err(|_| StoreError::Damaged("schedule_groups"))?;
    let asked = NewSchedule { key, payer: chosen.payer, agreement, start: Start::Now };
    match prepare(records, hand, &asked) {
        Ok(schedule) => Ok(Ok(Schedule { group: Some(group.id), ..schedule })),
        Err(ScheduleError::Store(error)) => Err(error),
        Err(ScheduleError::NoMethod | ScheduleError::NotFound) => Ok(Err(Unfit::NoMethod)),
        Err(ScheduleError::NoDate | ScheduleError::DateInPast) => Ok(Err(Unfit::Date)),
        Err(_) => Ok(Err(Unfit::Amount)),
    }
}

/// Confirms what was reviewed, and makes the schedules. Confirmed again, it is only taken further.
///
/// `left_out` are the payers of whom the review said that they get none: should it be others now, nothing is made.
///
/// # Errors
/// [`EnrolError`]; after [`ScheduleError::Unavailable`] what was made stays, and the rest follows by itself.
pub async fn confirm(
    app: &App,
    authority: Authority<'_>,
    (id, version): (ScheduleGroupId, u32),
    left_out: Vec<PayerId>,
) -> Result<ScheduleGroup, EnrolError> {
    authority.require(Permission::ManageSchedules)?;
    let (actor, now) = (authority.actor(), app.now());
    let begun = app.store.write(move |writer| begin_running(writer, (id, version), &left_out, (actor, now)));
    begun.await.map_err(EnrolError::from)?;
    run(app, id).await
}

fn begin_running(
    writer: &mut Writer<'_>,
    (id, version): (ScheduleGroupId, u32),
    left_out: &[PayerId],
    (actor, now): (Actor, Timestamp),
) -> Result<(), EnrolError> {
    let known = schedule_groups::group(writer, id)?.ok_or(ScheduleError::NotFound)?;
    if matches!(known.stage, Stage::Running | Stage::Done) {
        return Ok(());
    }
    let (mut group, enrolment) = choosing(writer, id)?;
    if group.version != version {
        return Err(ScheduleError::Stale.into());
    }
    let hand = Hand::new(writer, actor, now)?;
    let (mut waiting, mut refused) = (Vec::new(), Vec::new());
    for chosen in &enrolment.waiting {
        match fit(writer, &hand, (&group, &enrolment), chosen)? {
            Ok(_) => waiting.push(*chosen),
            Err(why) => refused.push((chosen.payer, why)),
        }
    }
    let same = refused.len() == left_out.len() && refused.iter().all(|(payer, _)| left_out.contains(payer));
    if !same {
        return Err(EnrolError::Changed);
    }
    let payers = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    if payers == 0 {
        return Err(EnrolError::NoOne);
    }
    group.stage = Stage::Running;
    group.refused = refused;
    writer.put_group(&group, Some(&Enrolment { waiting, ..enrolment }))?;
    Ok(writer.record(now, actor, Subject::ScheduleGroup(id), Fact::ScheduleGroupConfirmed { payers })?)
}

/// Makes what is left to make of a general schedule that was confirmed.
///
/// # Errors
/// As [`confirm`].
pub async fn run(app: &App, id: ScheduleGroupId) -> Result<ScheduleGroup, EnrolError> {
    loop {
        let now = app.now();
        let written = app.store.write(move |writer| -> Result<_, EnrolError> { Ok(make_some(writer, id, now)?) });
        let group = written.await?;
        if group.stage != Stage::Running {
            return Ok(group);
        }
    }
}

/// Takes up every general schedule that was confirmed and is not done, as after a crash; how many.
///
/// # Errors
/// As [`confirm`].
pub async fn resume(app: &App) -> Result<usize, EnrolError> {
    let mut running = schedule_groups::running(&app.store.read()?)?;
    running.retain(|_| !planted::is(Bug::EnrolmentForgotten));
    for id in &running {
        run(app, *id).await?;
    }
    Ok(running.len())
}

/// The next few schedules, with those who get them taken off the list: or nothing.
fn make_some(writer: &mut Writer<'_>, id: ScheduleGroupId, now: Timestamp) -> Result<ScheduleGroup, StoreError> {
    let mut group = schedule_groups::group(writer, id)?.ok_or(StoreError::Damaged("schedule_groups"))?;
    let enrolment = schedule_groups::enrolment(writer, id)?.filter(|_| group.stage == Stage::Running);
    let Some(mut enrolment) = enrolment else { return Ok(group) };
    let hand = Hand::new(writer, group.created_by, now)?;
    let mut some = enrolment.waiting.clone();
    some.truncate(AT_A_TIME);
    let first = group.made == 0 && group.refused.is_empty();
    if !(first && planted::is(Bug::EnrolledTwice)) {
        enrolment.waiting.drain(..some.len());
    }
    for chosen in &some {
        match fit(writer, &hand, (&group, &enrolment), chosen)? {
            Ok(prepared) => {
                begin(writer, &hand, prepared, Start::Now)?;
                group.made = group.made.saturating_add(1);
            }
            Err(why) => group.refused.push((chosen.payer, why)),
        }
    }
    let goes_on = !enrolment.waiting.is_empty();
    if !goes_on {
        group.stage = Stage::Done;
        let refused = u32::try_from(group.refused.len()).unwrap_or(u32::MAX);
        let fact = Fact::ScheduleGroupMade { made: group.made, refused };
        writer.record(now, hand.actor(), Subject::ScheduleGroup(id), fact)?;
    }
    writer.put_group(&group, goes_on.then_some(&enrolment))?;
    Ok(group)
}
