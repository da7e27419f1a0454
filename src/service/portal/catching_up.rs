//! Paying a payment of one's schedule that failed: the try that staff could begin, for the schedules and methods that the
//! login reaches and no others. It is recorded as the schedule's own, so that nothing is collected for it again.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::OccurrenceId,
        merchant_account::MerchantAccount,
        money::Money,
        payer::Payer,
        portal::PortalLogin,
        schedule::{Schedule, State, occurrence::Occurrence},
        transaction::Transaction,
    },
    service::{
        Authority,
        payment_pages::admission::{TurnedAway, Turnstile},
        schedules::{self, Hand, Overdue, ScheduleError},
    },
    store::{StoreError, firm, schedules as stored, transactions},
};

use super::looking;

/// A payment of a schedule, as its payer sees it.
#[derive(Clone, Debug)]
pub struct Catching {
    /// Whose it is.
    pub payer: Payer,
    /// The schedule.
    pub schedule: Schedule,
    /// Which of its payments.
    pub occurrence: Occurrence,
    /// Where the money goes.
    pub account: Option<MerchantAccount>,
    /// The tries, oldest first.
    pub payments: Vec<Transaction>,
    /// How much of it can be paid now; nothing where it is not to be paid so.
    pub owed: Option<Money>,
    /// With what.
    pub methods: Vec<PaymentMethod>,
}

/// A payment of a schedule of one of these payers, however it stands.
pub fn find(app: &App, reached: &[Payer], id: OccurrenceId) -> Result<Option<Catching>, StoreError> {
    let reader = app.store.read()?;
    let (schedule, occurrence) = (stored::schedule(&reader, id.schedule)?, stored::occurrence(&reader, id)?);
    let Some((schedule, occurrence)) = schedule.zip(occurrence) else { return Ok(None) };
    let owner = looking::owner(&reader, reached, Some(schedule.payer))?;
    let Some(payer) = owner.filter(|_| schedule.state != State::Draft) else { return Ok(None) };
    let owed = schedules::owed(&schedule, &occurrence);
    let hand = Hand::new(&reader, Authority::Client.actor(), app.now())?;
    let methods = match owed {
        Some(_) => schedules::methods_for(&reader, &hand, (&schedule, &occurrence))?,
        None => Vec::new(),
    };
    let account = firm::merchant_account(&reader, schedule.merchant_account)?;
    let payments = transactions::of_occurrence(&reader, id)?;
    Ok(Some(Catching { payer, schedule, occurrence, account, payments, owed, methods }))
}

/// Why nothing was asked for. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum CatchUpError {
    /// The login reaches no such payment.
    #[error("no such payment")]
    NotFound,
    /// Too much was tried lately.
    #[error(transparent)]
    TurnedAway(#[from] TurnedAway),
    /// It was not tried.
    #[error(transparent)]
    Schedule(#[from] ScheduleError),
}

impl From<StoreError> for CatchUpError {
    fn from(error: StoreError) -> Self {
        Self::Schedule(error.into())
    }
}

/// Pays, for somebody at a browser with this network address. A form that was sent before is stale and begins nothing: what
/// came of it stands with the payment.
///
/// # Errors
/// [`CatchUpError`] when nothing was charged; only [`ScheduleError::BeingConfirmed`] leaves open whether something was.
pub async fn pay(
    app: &App,
    (turnstile, peer): (&Turnstile, &str),
    login: &PortalLogin,
    asked: Overdue,
) -> Result<Occurrence, CatchUpError> {
    let reached = looking::payers_of(app, login)?;
    let found = find(app, &reached, asked.occurrence)?.ok_or(CatchUpError::NotFound)?;
    if found.owed.is_none() {
        return Err(ScheduleError::NotNow.into());
    }
    let method = found.methods.iter().find(|method| method.id == asked.method).ok_or(ScheduleError::NoMethod)?;
    let admitted = turnstile.admit_owed(app, (peer, &method.fingerprint))?;
    let collected = schedules::collect_overdue(app, asked).await;
    let tried = || transactions::of_occurrence(&app.store.read()?, asked.occurrence);
    match &collected {
        // What cannot even be read counts.
        Ok(_) | Err(ScheduleError::BeingConfirmed) => match tried() {
            Ok(payments) => turnstile.learn(admitted, payments.last().map(std::slice::from_ref).unwrap_or_default()),
            Err(error) => tracing::warn!(%error, "what came of a try could not be read"),
        },
        Err(_) => turnstile.forget(&admitted),
    }
    Ok(collected?)
}
