//! What pages show of alerts: each with what it is about, from one snapshot. Amounts are left out here for those who may
//! not see totals, so that no page can show them.

use crate::{
    app::App,
    domain::{
        alert::{About, Alert, Cause},
        card::PaymentMethod,
        delivery::Delivery,
        ids::{AlertId, OccurrenceId, PaymentRequestId, TransactionId, UserId},
        journal::{Actor, Entry, Fact, Subject},
        merchant_account::MerchantAccount,
        money::Money,
        payer::Payer,
        permission::Permission,
        refund::Refund,
        schedule::{Schedule, occurrence::Occurrence},
        transaction::Transaction,
        user::User,
    },
    service::{Authority, payment_requests::overpaying, reading::Names},
    store::{
        StoreError,
        alerts::{self, Place, Shelf},
        firm, journal, outbox, payers, schedules,
        table::Records,
        transactions, users,
    },
};

use super::{acting::may_be_given, asking, follow, sees};

/// How many alerts the bell shows.
const AT_THE_BELL: usize = 5;

/// What an alert is about, as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Story {
    /// A payment, and the refund of it that matters, if one does.
    Payment {
        /// The payment.
        payment: Box<Transaction>,
        /// A refund that failed, or whose outcome is open.
        refund: Option<Box<Refund>>,
    },
    /// A payment with which more is paid of a request than was asked for.
    Overpaid {
        /// The payment.
        payment: Box<Transaction>,
        /// The request.
        request: PaymentRequestId,
        /// How much too much the firm still holds.
        excess: Money,
    },
    /// A message, and the payment that it was about.
    Message {
        /// The message.
        delivery: Box<Delivery>,
        /// The payment.
        payment: Option<Box<Transaction>>,
    },
    /// A saved card or account.
    Method {
        /// The method.
        method: Box<PaymentMethod>,
        /// Whose it is.
        payer: String,
    },
    /// A payment that a schedule owes.
    Occurrence {
        /// It.
        occurrence: Box<Occurrence>,
        /// The schedule.
        schedule: Box<Schedule>,
        /// Who pays.
        payer: String,
        /// The latest payment that was tried for it.
        payment: Option<Box<Transaction>>,
        /// What was or would be charged.
        method: Option<Box<PaymentMethod>>,
        /// Other saved methods that could be.
        others: Vec<PaymentMethod>,
    },
    /// A deposit account.
    Account(Box<MerchantAccount>),
    /// All the pages on which clients pay.
    PublicPages,
    /// What it was about cannot be read.
    Nothing,
}

/// An alert with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The alert.
    pub alert: Alert,
    /// What it is about.
    pub story: Story,
    /// How much it is about, for those who may know.
    pub amount: Option<Money>,
    /// The name of whoever has taken it on.
    pub assignee: Option<String>,
    /// Whether the payer can be asked by mail for another method.
    pub askable: bool,
}

impl Shown {
    /// The payer concerned, if one is.
    #[must_use]
    pub fn payer(&self) -> Option<&str> {
        match &self.story {
            Story::Payment { payment, .. }
            | Story::Overpaid { payment, .. }
            | Story::Message { payment: Some(payment), .. } => Some(&payment.payer_name),
            Story::Method { payer, .. } | Story::Occurrence { payer, .. } => Some(payer),
            Story::Message { payment: None, .. } | Story::Account(_) | Story::PublicPages | Story::Nothing => None,
        }
    }

    /// The payment concerned, if one is.
    #[must_use]
    pub fn payment(&self) -> Option<TransactionId> {
        match &self.story {
            Story::Payment { payment, .. }
            | Story::Overpaid { payment, .. }
            | Story::Message { payment: Some(payment), .. }
            | Story::Occurrence { payment: Some(payment), .. } => Some(payment.id),
            Story::Method { .. }
            | Story::Message { payment: None, .. }
            | Story::Occurrence { payment: None, .. }
            | Story::Account(_)
            | Story::PublicPages
            | Story::Nothing => None,
        }
    }
}

fn story(records: &impl Records, alert: &Alert) -> Result<Story, StoreError> {
    Ok(match alert.about {
        About::Payment(id) => match transactions::transaction(records, id)? {
            Some(payment) if alert.cause == Cause::RequestOverpaid => {
                match overpaying::of_payment(records, &payment)? {
                    Some((request, excess)) => Story::Overpaid { payment: Box::new(payment), request, excess },
                    None => Story::Nothing,
                }
            }
            Some(payment) => {
                let refund = match alert.cause {
                    Cause::RefundFailed => follow::left_with_the_firm(records, id)?,
                    Cause::OutcomeUnknown => {
                        transactions::refunds(records, id)?.into_iter().rfind(|refund| refund.status.is_unresolved())
                    }
                    _ => None,
                };
                Story::Payment { payment: Box::new(payment), refund: refund.map(Box::new) }
            }
            None => Story::Nothing,
        },
        About::Delivery(id) => match outbox::delivery(records, id)? {
            Some(delivery) => {
                let payment = delivery.content.transaction();
                let payment = payment.map(|id| transactions::transaction(records, id)).transpose()?.flatten();
                Story::Message { delivery: Box::new(delivery), payment: payment.map(Box::new) }
            }
            None => Story::Nothing,
        },
        About::PaymentMethod(id) => match payers::payment_method(records, id)? {
            Some(method) => {
                let payer = payers::payer(records, method.payer)?.map(|payer| payer.name).unwrap_or_default();
                Story::Method { method: Box::new(method), payer }
            }
            None => Story::Nothing,
        },
        About::MerchantAccount(id) => {
            firm::merchant_account(records, id)?.map_or(Story::Nothing, |account| Story::Account(Box::new(account)))
        }
        About::PublicPages => Story::PublicPages,
        About::Occurrence(id) => scheduled(records, id)?,
    })
}

fn scheduled(records: &impl Records, id: OccurrenceId) -> Result<Story, StoreError> {
    let (occurrence, schedule) = (schedules::occurrence(records, id)?, schedules::schedule(records, id.schedule)?);
    let (Some(occurrence), Some(schedule)) = (occurrence, schedule) else { return Ok(Story::Nothing) };
    let payer = payers::payer(records, schedule.payer)?.map(|payer| payer.name).unwrap_or_default();
    let charged = occurrence.attempts.last().map_or(schedule.payment_method, |attempt| attempt.method);
    let mut others = payers::payment_methods(records, schedule.payer)?;
    // A bank account is debited only as its payer authorized.
    let others_fit = |method: &PaymentMethod| {
        method.id != charged
            && method.merchant_account == schedule.merchant_account
            && !method.instrument.is_bank_account()
    };
    others.retain(others_fit);
    Ok(Story::Occurrence {
        payer,
        payment: transactions::of_occurrence(records, id)?.pop().map(Box::new),
        method: payers::payment_method(records, charged)?.map(Box::new),
        others,
        occurrence: Box::new(occurrence),
        schedule: Box::new(schedule),
    })
}

fn amount(story: &Story) -> Option<Money> {
    match story {
        Story::Payment { refund: Some(refund), .. } => Some(refund.amount),
        Story::Payment { payment, .. } => Some(payment.amount),
        Story::Overpaid { excess, .. } => Some(*excess).filter(Money::is_positive),
        Story::Occurrence { occurrence, .. } => Some(occurrence.amount),
        Story::Message { .. } | Story::Method { .. } | Story::Account(_) | Story::PublicPages | Story::Nothing => None,
    }
}

fn shown(records: &impl Records, authority: Authority<'_>, alert: Alert) -> Result<Shown, StoreError> {
    let story = story(records, &alert)?;
    let amount = amount(&story).filter(|_| authority.require(Permission::ViewTotals).is_ok());
    let assignee = alert.assigned_to.map(|id| users::user(records, id)).transpose()?.flatten();
    let askable = asking::askable(records, &alert)?.is_some();
    Ok(Shown { alert, story, amount, assignee: assignee.map(|user| user.name), askable })
}

/// The payer concerned by an alert, if one is.
pub(super) fn payer_of(records: &impl Records, alert: &Alert) -> Result<Option<String>, StoreError> {
    let (alert, story) = (alert.clone(), story(records, alert)?);
    let shown = Shown { alert, story, amount: None, assignee: None, askable: false };
    Ok(shown.payer().map(str::to_owned))
}

/// Which alerts a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// How far they have got.
    pub shelf: Shelf,
    /// Those of one person only.
    pub of: Option<UserId>,
    /// One cause only.
    pub cause: Option<Cause>,
    /// Those that come after this place.
    pub after: Option<Place>,
}

/// Up to `limit` alerts: the oldest first, those that have ended the latest first.
pub fn list(app: &App, authority: Authority<'_>, asked: Asked, limit: usize) -> Result<Vec<Shown>, StoreError> {
    let reader = app.store.read()?;
    let wanted =
        |alert: &Alert| sees(authority, alert.cause) && asked.of.is_none_or(|user| alert.assigned_to == Some(user));
    let found = alerts::page(&reader, (asked.shelf, asked.cause), asked.after, limit, &wanted)?;
    found.into_iter().map(|alert| shown(&reader, authority, alert)).collect()
}

/// How many alerts of each cause are open for the reader; causes without one are left out.
pub fn open_counts(records: &impl Records, authority: Authority<'_>) -> Result<Vec<(Cause, u64)>, StoreError> {
    let mut counts = Vec::new();
    for cause in Cause::ALL.into_iter().filter(|cause| sees(authority, *cause)) {
        let count = alerts::open_count(records, cause)?;
        if count > 0 {
            counts.push((cause, count));
        }
    }
    Ok(counts)
}

/// [`open_counts`] as of now.
pub fn counts(app: &App, authority: Authority<'_>) -> Result<Vec<(Cause, u64)>, StoreError> {
    open_counts(&app.store.read()?, authority)
}

/// How many alerts are open, and the latest of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bell {
    /// How many are open.
    pub count: u64,
    /// The latest, newest first.
    pub latest: Vec<Shown>,
}

/// What the bell shows to somebody.
pub fn bell(app: &App, authority: Authority<'_>) -> Result<Bell, StoreError> {
    let reader = app.store.read()?;
    let count = open_counts(&reader, authority)?.iter().map(|(_, count)| count).sum();
    if count == 0 {
        return Ok(Bell::default());
    }
    let latest = alerts::latest_open(&reader, AT_THE_BELL, &|alert| sees(authority, alert.cause))?;
    let latest = latest.into_iter().map(|alert| shown(&reader, authority, alert)).collect::<Result<_, _>>()?;
    Ok(Bell { count, latest })
}

/// Everything known of an alert.
#[derive(Clone, Debug)]
pub struct Details {
    /// The alert.
    pub shown: Shown,
    /// What happened to it, latest first, each with who did it, if that was a person.
    pub history: Vec<(Entry, Option<String>)>,
    /// What everybody on staff is called.
    pub names: Names,
    /// What the payer gave when they were asked because of it, latest first, and how many schedules charge it since.
    pub given: Vec<(PaymentMethod, u32)>,
}

/// Everything known of an alert; `None` when there is none that the reader may see.
pub fn details(app: &App, authority: Authority<'_>, id: AlertId) -> Result<Option<Details>, StoreError> {
    let reader = app.store.read()?;
    let found = alerts::alert(&reader, id)?.filter(|alert| sees(authority, alert.cause));
    let Some(alert) = found else { return Ok(None) };
    let names = Names::read(app)?;
    let name_of = |actor: Actor| matches!(actor, Actor::User(_)).then(|| names.actor(actor));
    let history = journal::history(&reader, Subject::Alert(id))?;
    let mut given = Vec::new();
    for entry in &history {
        if let Fact::AlertMethodGiven { method, schedules } = entry.fact {
            given.extend(payers::payment_method(&reader, method)?.map(|method| (method, schedules)));
        }
    }
    let history = history.into_iter().map(|entry| (entry.clone(), name_of(entry.actor))).collect();
    Ok(Some(Details { shown: shown(&reader, authority, alert)?, history, names, given }))
}

/// Everybody who may be given alerts.
pub fn colleagues(app: &App) -> Result<Vec<User>, StoreError> {
    let mut users = users::users(&app.store.read()?)?;
    users.retain(may_be_given);
    Ok(users)
}

/// What a payment in the place of what an alert is about would be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InItsPlace {
    /// Like this payment.
    Like(Box<Transaction>),
    /// What a schedule wanted.
    Scheduled {
        /// The schedule.
        schedule: Box<Schedule>,
        /// Who pays.
        payer: Box<Payer>,
        /// How much.
        amount: Money,
    },
}

/// What a payment in the place of what an alert is about would be like; `None` where none would settle it.
pub fn in_its_place(app: &App, authority: Authority<'_>, id: AlertId) -> Result<Option<InItsPlace>, StoreError> {
    let reader = app.store.read()?;
    let found = alerts::alert(&reader, id)?;
    let found = found.filter(|alert| sees(authority, alert.cause) && alert.state.is_unresolved());
    let Some(alert) = found else { return Ok(None) };
    Ok(match (alert.cause, story(&reader, &alert)?) {
        (Cause::BankDebitReturned | Cause::Disputed, Story::Payment { payment, .. }) => Some(InItsPlace::Like(payment)),
        (_, Story::Occurrence { occurrence, schedule, .. }) if occurrence.standing.is_open() => {
            let payer = payers::payer(&reader, schedule.payer)?;
            let amount = occurrence.amount;
            payer.map(|payer| InItsPlace::Scheduled { schedule, payer: Box::new(payer), amount })
        }
        _ => None,
    })
}
