//! What pages show of general schedules: whom one may be agreed with, and what each of those who were chosen would get.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{MerchantAccountId, PayerId, ScheduleGroupId},
        journal::Actor,
        merchant_account::MerchantAccount,
        payer::Payer,
        report::range::date_of,
        schedule::{
            Schedule, State,
            group::{Chosen, Enrolment, ScheduleGroup, Unfit},
        },
        time::Day,
    },
    store::{
        StoreError, firm,
        payers::{self, Asked, Place},
        schedule_groups, schedules,
        table::Records,
    },
};

use super::{
    enrolling::{can_charge, fit},
    following::Hand,
};

/// The most payments of a schedule that are counted ahead.
pub const MOST_AHEAD: usize = 1_200;
/// How many of a payer's schedules are compared with a new one, the latest first.
const COMPARED: usize = 50;

/// A payer who may be chosen, or may not for want of a method.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who.
    pub payer: Payer,
    /// The methods that could be charged, the one to be offered first.
    pub methods: Vec<PaymentMethod>,
    /// What was chosen before.
    pub chosen: Option<Chosen>,
}

/// What somebody should look at before a payer gets a schedule. It hinders nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The card expires before the last payment: in this month (year, month).
    Expires(u16, u8),
    /// The payer has a schedule of the same name already.
    SameName,
    /// There is no e-mail address to which a reminder could go.
    NoAddress,
}

/// Somebody who was chosen.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who, if the record is still there.
    pub payer: Option<Payer>,
    /// The methods that could be charged.
    pub methods: Vec<PaymentMethod>,
    /// What was chosen.
    pub chosen: Chosen,
    /// The schedule that they would get, without a number, or why none.
    pub fit: Result<Schedule, Unfit>,
    /// What to look at.
    pub warnings: Vec<Warning>,
}

/// What a schedule comes to, as far as that can be said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// The days of the first payments.
    pub first: Vec<Day>,
    /// The last day; none for one without an end.
    pub last: Option<Day>,
    /// How many payments; none for one without an end.
    pub count: Option<usize>,
    /// What they come to, in minor units; none for one without an end.
    pub total_minor: Option<i64>,
}

impl Outlook {
    /// What lies ahead of a schedule that has not begun.
    #[must_use]
    pub fn of(schedule: &Schedule) -> Self {
        let planned: Vec<_> = schedule.outlook(1).take(MOST_AHEAD + 1).collect();
        let first = planned.iter().take(3).map(|planned| planned.day).collect();
        if planned.len() > MOST_AHEAD {
            return Self { first, ..Self::default() };
        }
        let total = planned.iter().fold(0i64, |sum, planned| sum.saturating_add(planned.amount.minor()));
        let last = planned.last().map(|planned| planned.day);
        Self { first, last, count: Some(planned.len()), total_minor: Some(total) }
    }
}

/// A general schedule with everything about it.
#[derive(Clone, Debug)]
pub struct Details {
    /// The group.
    pub group: ScheduleGroup,
    /// Its terms and who waits; none once it is done or was given up.
    pub enrolment: Option<Enrolment>,
    /// The account that it pays into.
    pub account: Option<MerchantAccount>,
    /// Those who got no schedule, each with why.
    pub refused: Vec<(Payer, Unfit)>,
}

/// A general schedule.
pub fn details(app: &App, id: ScheduleGroupId) -> Result<Option<Details>, StoreError> {
    let reader = app.store.read()?;
    let Some(group) = schedule_groups::group(&reader, id)? else { return Ok(None) };
    let enrolment = schedule_groups::enrolment(&reader, id)?;
    let account = match &enrolment {
        Some(enrolment) => firm::merchant_account(&reader, enrolment.terms.account)?,
        None => None,
    };
    let mut refused = Vec::new();
    for (payer, why) in &group.refused {
        refused.extend(payers::payer(&reader, *payer)?.map(|payer| (payer, *why)));
    }
    Ok(Some(Details { group, enrolment, account, refused }))
}

/// The latest general schedules, at most `limit`.
pub fn groups(app: &App, limit: usize) -> Result<Vec<ScheduleGroup>, StoreError> {
    schedule_groups::latest(&app.store.read()?, limit)
}

/// The methods of a payer that could be charged, the payer's own choice first.
fn methods(
    records: &impl Records,
    payer: &Payer,
    account: MerchantAccountId,
) -> Result<Vec<PaymentMethod>, StoreError> {
    let mut methods = payers::payment_methods(records, payer.id)?;
    methods.retain(|method| can_charge(method, account));
    methods.sort_by_key(|method| Some(method.id) != payer.default_method);
    Ok(methods)
}

/// Up to `limit` payers found by what was typed, after a place in the list.
pub fn candidates(
    app: &App,
    enrolment: &Enrolment,
    (asked, after): (&Asked, Option<&Place>),
    limit: usize,
) -> Result<Vec<Candidate>, StoreError> {
    let reader = app.store.read()?;
    let found = payers::listed(&reader, asked, after, limit)?;
    let candidate = |payer: Payer| {
        let methods = methods(&reader, &payer, enrolment.terms.account)?;
        let chosen = enrolment.waiting.iter().find(|chosen| chosen.payer == payer.id).copied();
        Ok(Candidate { payer, methods, chosen })
    };
    found.into_iter().map(|(_, payer)| candidate(payer)).collect()
}

/// Those who were chosen, `skip` of them left out and at most `limit`.
pub fn members(app: &App, details: &Details, (skip, limit): (usize, usize)) -> Result<Vec<Member>, StoreError> {
    let Some(enrolment) = &details.enrolment else { return Ok(Vec::new()) };
    let reader = app.store.read()?;
    let hand = Hand::new(&reader, Actor::System, app.now())?;
    let of = (&details.group, enrolment);
    enrolment.waiting.iter().skip(skip).take(limit).map(|chosen| member(&reader, &hand, of, *chosen)).collect()
}

fn member(
    records: &impl Records,
    hand: &Hand,
    (group, enrolment): (&ScheduleGroup, &Enrolment),
    chosen: Chosen,
) -> Result<Member, StoreError> {
    let payer = payers::payer(records, chosen.payer)?;
    let methods = match &payer {
        Some(payer) => methods(records, payer, enrolment.terms.account)?,
        None => Vec::new(),
    };
    let fit = fit(records, hand, (group, enrolment), &chosen)?;
    let warnings = match (&fit, &payer) {
        (Ok(schedule), Some(payer)) => warnings(records, schedule, payer, &methods)?,
        _ => Vec::new(),
    };
    Ok(Member { payer, methods, chosen, fit, warnings })
}

fn warnings(
    records: &impl Records,
    schedule: &Schedule,
    payer: &Payer,
    methods: &[PaymentMethod],
) -> Result<Vec<Warning>, StoreError> {
    let mut warnings = Vec::new();
    let method = methods.iter().find(|method| method.id == schedule.payment_method);
    // Of one without an end it is said only when the first payment is too late already: every card expires some day.
    let ahead = Outlook::of(schedule);
    let last = ahead.last.or(ahead.first.first().copied());
    if let Some((expiry, date)) = method.and_then(PaymentMethod::expiry).zip(last.and_then(date_of)) {
        let (year, month) = (date.year().unsigned_abs(), date.month().unsigned_abs());
        warnings.extend(expiry.is_before(month, year).then(|| Warning::Expires(expiry.year(), expiry.month())));
    }
    let same = |known: &Schedule| {
        let goes_on = matches!(known.state, State::Active | State::Paused | State::Draft);
        goes_on && known.name.to_lowercase() == schedule.name.to_lowercase()
    };
    let known = schedules::latest_of_payer(records, payer.id, COMPARED)?;
    warnings.extend(known.iter().any(same).then_some(Warning::SameName));
    let unheard = schedule.mail.remind_days.is_some() && payer.emails.is_empty();
    warnings.extend(unheard.then_some(Warning::NoAddress));
    Ok(warnings)
}

/// Where a payer stands in a list, for the page that comes after them.
pub fn place(app: &App, asked: &Asked, id: PayerId) -> Result<Option<Place>, StoreError> {
    Ok(payers::payer(&app.store.read()?, id)?.and_then(|payer| payers::place_in(&payer, asked)))
}
