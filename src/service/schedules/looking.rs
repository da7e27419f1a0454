//! What pages show of schedules.

use crate::{
    app::{App, night::Progress},
    domain::{
        card::PaymentMethod,
        debit_authorization::DebitAuthorization,
        ids::{PayerId, ScheduleGroupId, ScheduleId},
        journal::{Entry, Subject},
        merchant_account::MerchantAccount,
        money::Money,
        payer::Payer,
        schedule::{
            Schedule, State,
            group::ScheduleGroup,
            occurrence::{Occurrence, Standing},
        },
        time::Timestamp,
        transaction::Transaction,
    },
    store::{StoreError, firm, journal, payers, schedule_groups, schedules, table::Records, transactions},
};

use super::debiting;

/// Rows of one page of the list.
pub const PAGE: usize = 50;
/// How far ahead the overview looks, in milliseconds: a week.
const AHEAD_MS: i64 = 7 * 86_400_000;
/// How many of those that failed the list counts before it says "many".
pub const MOST_COUNTED: usize = 1_000;

/// A schedule with what its row shows.
#[derive(Clone, Debug)]
pub struct Row {
    /// The schedule.
    pub schedule: Schedule,
    /// Who pays.
    pub payer: Option<Payer>,
    /// What is charged.
    pub method: Option<PaymentMethod>,
    /// The payment that waits for its day.
    pub next: Option<Occurrence>,
}

/// What is going on altogether.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// How many schedules are in each state, in the order of [`State::ALL`].
    pub counts: [usize; 5],
    /// How many payments are due within a week.
    pub ahead: usize,
    /// What those come to, one sum per currency.
    pub ahead_sums: Vec<Money>,
    /// How many payments failed and wait for somebody, at most [`MOST_COUNTED`].
    pub failed: usize,
    /// How many are being collected.
    pub collecting: usize,
    /// How many are due now.
    pub due: u64,
    /// How far the run has got that is under way.
    pub progress: Option<Progress>,
}

/// What is going on altogether, now.
pub fn overview(app: &App) -> Result<Overview, StoreError> {
    let (reader, now) = (app.store.read()?, app.now());
    let mut found = Overview {
        failed: schedules::open(&reader, Standing::Failed, MOST_COUNTED)?.len(),
        collecting: schedules::open(&reader, Standing::Collecting, MOST_COUNTED)?.len(),
        due: schedules::count_due(&reader, now)?,
        progress: app.operations.night.progress(),
        ..Overview::default()
    };
    for (count, state) in found.counts.iter_mut().zip(State::ALL) {
        *count = schedules::count_of_state(&reader, state)?;
    }
    for occurrence in schedules::due_between(&reader, (Timestamp::from_ms(i64::MIN), now.plus_ms(AHEAD_MS)))? {
        found.ahead += 1;
        add(&mut found.ahead_sums, occurrence.amount);
    }
    Ok(found)
}

fn add(sums: &mut Vec<Money>, amount: Money) {
    match sums.iter_mut().find(|sum| sum.currency() == amount.currency()) {
        Some(sum) => *sum = sum.plus(amount).unwrap_or(*sum),
        None => sums.push(amount),
    }
}

/// Which schedules a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one state, or of all.
    pub state: Option<State>,
    /// Of one payer, or of all.
    pub payer: Option<PayerId>,
    /// Only those with a payment that failed.
    pub failed: bool,
    /// Of one general schedule, or of all.
    pub group: Option<ScheduleGroupId>,
}

impl Filter {
    /// Whether a schedule is shown, whatever list it was found in.
    fn shows(&self, schedule: &Schedule) -> bool {
        self.state.is_none_or(|state| schedule.state == state)
            && self.payer.is_none_or(|payer| schedule.payer == payer)
            && self.group.is_none_or(|group| schedule.group == Some(group))
            && (!self.failed || schedule.tally.failed > 0)
    }
}

/// Page `page` (from 0) of a list, and whether there is another: the next to be collected first.
pub fn list(app: &App, filter: &Filter, page: usize) -> Result<(Vec<Row>, bool), StoreError> {
    let reader = app.store.read()?;
    let (skip, wanted) = (page.saturating_mul(PAGE), PAGE + 1);
    let mut found = match (filter.payer, filter.group, filter.failed) {
        (Some(payer), _, _) => {
            let all = schedules::of_payer(&reader, payer)?.into_iter().filter(|one| filter.shows(one));
            all.skip(skip).take(wanted).collect()
        }
        (None, Some(group), _) => of_group(&reader, (group, filter), (skip, wanted))?,
        (None, None, true) => with_failures(&reader, filter.state, (skip, wanted))?,
        (None, None, false) => of_states(&reader, filter.state, (skip, wanted))?,
    };
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let rows = found.into_iter().map(|schedule| row(&reader, schedule));
    Ok((rows.collect::<Result<_, _>>()?, more))
}

/// Up to `limit` schedules of a payer and of the records merged with theirs, and whether there are more: those that collect
/// first, then the latest.
pub fn of_payer(app: &App, payer: PayerId, limit: usize) -> Result<(Vec<Row>, bool), StoreError> {
    let reader = app.store.read()?;
    let mut found = Vec::new();
    for id in payers::group(&reader, payer)? {
        found.extend(schedules::latest_of_payer(&reader, id, limit + 1)?);
    }
    let more = found.len() > limit;
    found.truncate(limit);
    let place = |one: &Schedule| schedules::LISTED.iter().position(|state| *state == one.state);
    found.sort_by_key(|one| (place(one), one.next_day.is_none(), one.next_day, std::cmp::Reverse(one.id)));
    let rows = found.into_iter().map(|schedule| row(&reader, schedule));
    Ok((rows.collect::<Result<_, _>>()?, more))
}

/// Of a group in the order in which its payers were chosen.
fn of_group(
    records: &impl Records,
    (group, filter): (ScheduleGroupId, &Filter),
    (skip, wanted): (usize, usize),
) -> Result<Vec<Schedule>, StoreError> {
    let all = schedules::of_group(records, group)?;
    let shown = all.filter(|one| one.as_ref().map_or(true, |one| filter.shows(one)));
    shown.skip(skip).take(wanted).collect()
}

fn of_states(
    records: &impl Records,
    state: Option<State>,
    (mut skip, wanted): (usize, usize),
) -> Result<Vec<Schedule>, StoreError> {
    let mut found = Vec::new();
    for listed in schedules::LISTED.into_iter().filter(|listed| state.is_none_or(|state| state == *listed)) {
        let rows = schedules::of_state(records, listed, (skip, wanted - found.len()))?;
        if rows.is_empty() {
            skip = skip.saturating_sub(schedules::count_of_state(records, listed)?);
        } else {
            skip = 0;
        }
        found.extend(rows);
        if found.len() >= wanted {
            break;
        }
    }
    Ok(found)
}

fn with_failures(
    records: &impl Records,
    state: Option<State>,
    (skip, wanted): (usize, usize),
) -> Result<Vec<Schedule>, StoreError> {
    let mut ids: Vec<ScheduleId> = Vec::new();
    for id in schedules::open(records, Standing::Failed, usize::MAX)? {
        if !ids.contains(&id.schedule) && ids.len() < MOST_COUNTED {
            ids.push(id.schedule);
        }
    }
    let mut found = Vec::new();
    for id in ids {
        let schedule = schedules::schedule(records, id)?.ok_or(StoreError::Damaged("schedules"))?;
        if state.is_none_or(|state| schedule.state == state) {
            found.push(schedule);
        }
    }
    Ok(found.into_iter().skip(skip).take(wanted).collect())
}

fn row(records: &impl Records, schedule: Schedule) -> Result<Row, StoreError> {
    let next =
        crate::domain::ids::OccurrenceId { schedule: schedule.id, number: schedule.next_number.saturating_sub(1) };
    Ok(Row {
        payer: payers::payer(records, schedule.payer)?,
        method: payers::method_of(records, schedule.payer, schedule.payment_method)?,
        next: schedules::occurrence(records, next)?.filter(|next| next.standing == Standing::Pending),
        schedule,
    })
}

/// An occurrence with the payments made for it.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The occurrence.
    pub occurrence: Occurrence,
    /// The payments, oldest first.
    pub payments: Vec<Transaction>,
}

/// Everything that the page of a schedule shows.
#[derive(Clone, Debug)]
pub struct Details {
    /// The schedule with its payer, method and next payment.
    pub row: Row,
    /// The account that it pays into.
    pub account: Option<MerchantAccount>,
    /// The methods that could be charged instead.
    pub methods: Vec<PaymentMethod>,
    /// What the payer authorized for its next payments, where a bank account is debited.
    pub debits: Option<DebitAuthorization>,
    /// Its payments, latest first.
    pub tried: Vec<Tried>,
    /// What happened, latest first.
    pub history: Vec<Entry>,
    /// The general schedule that it was made by.
    pub group: Option<ScheduleGroup>,
}

/// A schedule with everything about it.
pub fn details(app: &App, id: ScheduleId) -> Result<Option<Details>, StoreError> {
    let reader = app.store.read()?;
    let Some(schedule) = schedules::schedule(&reader, id)? else { return Ok(None) };
    let mut tried = Vec::new();
    for occurrence in schedules::occurrences(&reader, id)?.into_iter().rev() {
        tried.push(Tried { payments: transactions::of_occurrence(&reader, occurrence.id)?, occurrence });
    }
    Ok(Some(Details {
        account: firm::merchant_account(&reader, schedule.merchant_account)?,
        methods: methods(&reader, &schedule)?,
        debits: debiting::given_next(&reader, &schedule)?,
        history: journal::history(&reader, Subject::Schedule(id))?,
        group: schedule.group.map(|id| schedule_groups::group(&reader, id)).transpose()?.flatten(),
        row: row(&reader, schedule)?,
        tried,
    }))
}

fn methods(records: &impl Records, schedule: &Schedule) -> Result<Vec<PaymentMethod>, StoreError> {
    let mut methods = payers::payment_methods(records, schedule.payer)?;
    methods.retain(|method| method.merchant_account == schedule.merchant_account);
    Ok(methods)
}

/// A payer and the methods that a schedule could charge.
pub fn payer(app: &App, id: PayerId) -> Result<Option<(Payer, Vec<PaymentMethod>)>, StoreError> {
    let reader = app.store.read()?;
    let Some(payer) = payers::payer(&reader, id)? else { return Ok(None) };
    Ok(Some((payer, payers::payment_methods(&reader, id)?)))
}
