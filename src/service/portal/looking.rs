//! What the pages of the portal read: of the payers that the login reaches, and of nobody else.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{PayerId, PaymentRequestId, ScheduleId, TransactionId},
        money::Money,
        payer::Payer,
        payment_request::{Door, PaymentRequest},
        portal::PortalLogin,
        refund::Refund,
        schedule::{Schedule as ScheduleEntry, State, occurrence::Occurrence},
        transaction::Transaction,
    },
    planted::{self, Bug},
    service::{
        payers::looking::{self as payer_pages, Before},
        payment_requests::{
            links,
            paying::{self, Opened},
            saved,
        },
        schedules::{
            self as of_schedules,
            looking::{self as schedule_pages, Details, Row as Schedule},
        },
        search::Row,
    },
    store::{StoreError, payers, payment_requests, schedules as stored_schedules, table::Records, transactions},
};

use super::reach;

/// How many requests of a payer are looked through for open ones.
const REQUESTS: usize = 200;
/// How many schedules of a payer are shown.
const SCHEDULES: usize = 100;

/// The payers that the login reaches, by name.
pub fn payers_of(app: &App, login: &PortalLogin) -> Result<Vec<Payer>, StoreError> {
    reach::payers_of(&app.store.read()?, login)
}

/// A request that wants something of a payer, or whose payment is being confirmed.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The request.
    pub request: PaymentRequest,
    /// Who is asked.
    pub payer: Payer,
}

/// What these payers are asked for, the earliest day first.
pub fn requests(app: &App, reached: &[Payer]) -> Result<Vec<Wanted>, StoreError> {
    let (reader, now) = (app.store.read()?, app.now());
    let mut wanted = Vec::new();
    for payer in reached {
        for id in payers::group(&reader, payer.id)? {
            let open = payment_requests::of_payer(&reader, id, REQUESTS)?.into_iter().filter(|request| {
                request.held().is_positive() || (request.door(now) == Door::Open && request.rest().is_positive())
            });
            wanted.extend(open.map(|request| Wanted { request, payer: payer.clone() }));
        }
    }
    wanted.sort_by_key(|wanted| (wanted.request.asked.due.is_none(), wanted.request.asked.due, wanted.request.id));
    Ok(wanted)
}

/// A request that asks one of these payers, as they see it.
#[derive(Clone, Debug)]
pub struct Payable {
    /// Who is asked.
    pub payer: Payer,
    /// The request, and what came of it.
    pub opened: Opened,
    /// The token of its own page, where it is paid with what is not saved.
    pub token: String,
    /// The saved methods with which all that is left can be paid.
    pub methods: Vec<PaymentMethod>,
}

/// A request that asks one of these payers, however it stands.
pub fn request(app: &App, reached: &[Payer], id: PaymentRequestId) -> Result<Option<Payable>, StoreError> {
    let reader = app.store.read()?;
    let Some(request) = payment_requests::request(&reader, id)? else { return Ok(None) };
    let Some(payer) = owner(&reader, reached, request.asked.payer)? else { return Ok(None) };
    let token = links::token(&app.secrets, &request);
    let Some(opened) = paying::open(app, &token)? else { return Ok(None) };
    Ok(Some(Payable { payer, methods: saved::methods(app, &opened)?, opened, token }))
}

/// Which of the payers a record belongs to.
pub(super) fn owner(
    records: &impl Records,
    reached: &[Payer],
    id: Option<PayerId>,
) -> Result<Option<Payer>, StoreError> {
    let Some(own) = id.map(|id| payers::standing_for(records, id)).transpose()?.flatten() else { return Ok(None) };
    let known = reached.iter().find(|payer| payer.id == own.id).cloned();
    Ok(known.or_else(|| planted::is(Bug::ReachIgnored).then_some(own)))
}

/// A payment with who made it.
#[derive(Clone, Debug)]
pub struct Paid {
    /// The payment, with what was given back.
    pub row: Row,
    /// Whose it is.
    pub payer: Payer,
}

/// Up to `limit` payments of these payers before one of them, latest first.
pub fn payments(app: &App, reached: &[Payer], before: Option<Before>, limit: usize) -> Result<Vec<Paid>, StoreError> {
    let reader = app.store.read()?;
    let mut ids = Vec::new();
    for payer in reached {
        ids.extend(payers::group(&reader, payer.id)?);
    }
    let mut paid = Vec::new();
    for transaction in transactions::latest_of_payers(&reader, &ids, before, limit)? {
        if let Some(payer) = owner(&reader, reached, transaction.payer)? {
            paid.push(Paid { row: Row::read(&reader, transaction)?, payer });
        }
    }
    Ok(paid)
}

/// One payment with its refunds.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The payment.
    pub payment: Transaction,
    /// What was given back of it, oldest first.
    pub refunds: Vec<Refund>,
    /// Whose it is.
    pub payer: Payer,
}

/// A payment of one of these payers.
pub fn payment(app: &App, reached: &[Payer], id: TransactionId) -> Result<Option<Payment>, StoreError> {
    let reader = app.store.read()?;
    let Some(payment) = transactions::transaction(&reader, id)? else { return Ok(None) };
    let Some(payer) = owner(&reader, reached, payment.payer)? else { return Ok(None) };
    Ok(Some(Payment { refunds: transactions::refunds(&reader, id)?, payment, payer }))
}

/// The schedules of each of these payers: what was agreed, and no drafts.
pub fn schedules(app: &App, reached: &[Payer]) -> Result<Vec<(Payer, Vec<Schedule>)>, StoreError> {
    let mut found = Vec::new();
    for payer in reached {
        let (mut rows, _) = schedule_pages::of_payer(app, payer.id, SCHEDULES)?;
        rows.retain(|row| row.schedule.state != State::Draft);
        found.push((payer.clone(), rows));
    }
    Ok(found)
}

/// A schedule of one of these payers with its payments.
pub fn schedule(app: &App, reached: &[Payer], id: ScheduleId) -> Result<Option<(Payer, Details)>, StoreError> {
    let details = schedule_pages::details(app, id)?;
    let Some(details) = details.filter(|details| details.row.schedule.state != State::Draft) else { return Ok(None) };
    let owner = owner(&app.store.read()?, reached, Some(details.row.schedule.payer))?;
    Ok(owner.map(|payer| (payer, details)))
}

/// A payment of a schedule that its payer can pay.
#[derive(Clone, Debug)]
pub struct Overdue {
    /// Whose it is.
    pub payer: Payer,
    /// The schedule.
    pub schedule: ScheduleEntry,
    /// Which of its payments.
    pub occurrence: Occurrence,
    /// How much.
    pub owed: Money,
}

/// What these payers can pay of their schedules because it failed, the oldest first.
pub fn overdue(app: &App, reached: &[Payer]) -> Result<Vec<Overdue>, StoreError> {
    let (reader, mut found) = (app.store.read()?, Vec::new());
    for (payer, rows) in schedules(app, reached)? {
        for schedule in rows.into_iter().map(|row| row.schedule).filter(|schedule| schedule.tally.failed > 0) {
            for occurrence in stored_schedules::occurrences(&reader, schedule.id)? {
                if let Some(owed) = of_schedules::owed(&schedule, &occurrence) {
                    found.push(Overdue { payer: payer.clone(), schedule: schedule.clone(), occurrence, owed });
                }
            }
        }
    }
    found.sort_by_key(|overdue| (overdue.occurrence.day, overdue.occurrence.id));
    Ok(found)
}

/// A place in a list of payments, as addresses say it.
#[must_use]
pub fn place(text: &str) -> Option<Before> {
    payer_pages::place_in_history(text)
}
