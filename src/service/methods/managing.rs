//! What staff and payers do with saved methods: choose the one that is offered first, rename, correct, remove.
//!
//! A number is never changed: that is another card.

use crate::{
    app::App,
    domain::{
        card::{Disabled, DisabledReason, Expiry, Instrument, PaymentMethod},
        ids::{PayerId, PaymentMethodId},
        journal::{Fact, Subject},
        payer::{Address, Payer},
        permission::Permission,
        schedule::{Schedule, State},
        time::Timestamp,
    },
    service::{Authority, NotAllowed, payments::limited},
    store::{
        StoreError, WriteError, firm, payers, payment_methods, schedules,
        table::{Records, Writer},
    },
};

/// A method that was charged less long ago than this matters to somebody, in milliseconds: 400 days, so that what is paid
/// once a year counts.
const LATELY_MS: i64 = 400 * 24 * 60 * 60 * 1000;

/// What a method is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is offered first.
    Default,
    /// It was charged then, not long ago.
    Charged(Timestamp),
    /// So many schedules that have not ended charge it.
    Scheduled(usize),
}

/// What a method is used for at `now`. Whatever else charges methods by itself adds to this list.
pub fn in_use(records: &impl Records, method: &PaymentMethod, now: Timestamp) -> Result<Vec<Use>, StoreError> {
    let mut uses = Vec::new();
    let payer = payers::standing_for(records, method.payer)?;
    uses.extend((payer.and_then(|payer| payer.default_method) == Some(method.id)).then_some(Use::Default));
    let charged = payment_methods::used_at(records, method.id)?;
    uses.extend(charged.filter(|at| now.ms_since(*at) < LATELY_MS).map(Use::Charged));
    let scheduled = schedules_charging(records, method.id)?;
    uses.extend((scheduled > 0).then_some(Use::Scheduled(scheduled)));
    Ok(uses)
}

/// How many schedules that have not ended charge a method.
fn schedules_charging(records: &impl Records, method: PaymentMethodId) -> Result<usize, StoreError> {
    let going_on = |schedule: &&Schedule| !matches!(schedule.state, State::Completed | State::Cancelled);
    Ok(schedules::of_method(records, method)?.iter().filter(going_on).count())
}

/// Whether it matters to anybody that a method stops working.
pub fn is_used(records: &impl Records, method: &PaymentMethod, now: Timestamp) -> Result<bool, StoreError> {
    in_use(records, method, now).map(|uses| !uses.is_empty())
}

/// Why a method was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MethodError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// The payer has no such method.
    #[error("no such method")]
    NotFound,
    /// A bank account does not expire.
    #[error("it has no expiry")]
    NoExpiry,
    /// A text is too long.
    #[error("a text is too long")]
    TooLong,
    /// So many schedules charge it that it cannot be removed by whoever asked.
    #[error("{0} schedules charge it")]
    Scheduled(usize),
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for MethodError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// A payer and one of their methods, as they stand.
pub fn of_payer(
    records: &impl Records,
    payer: PayerId,
    method: PaymentMethodId,
) -> Result<Option<(Payer, PaymentMethod)>, StoreError> {
    let Some(own) = payers::standing_for(records, payer)? else { return Ok(None) };
    let mut methods = payment_methods::payment_methods(records, own.id)?;
    methods.retain(|known| known.id == method);
    Ok(methods.pop().map(|method| (own, method)))
}

/// Offers a method first from now on.
///
/// # Errors
/// [`MethodError`]; nothing was changed then.
pub async fn choose_default(
    app: &App,
    authority: Authority<'_>,
    (payer, method): (PayerId, PaymentMethodId),
) -> Result<(), MethodError> {
    authority.require(Permission::ManagePayers)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let (payer, method) = of_payer(writer, payer, method)?.ok_or(MethodError::NotFound)?;
        if payer.default_method != Some(method.id) {
            writer.put_payer(&Payer { default_method: Some(method.id), ..payer.clone() })?;
            let fact = Fact::DefaultMethodChosen { method: method.id };
            writer.record(now, actor, Subject::Payer(payer.id), fact)?;
        }
        Ok(())
    });
    Ok(written.await?)
}

/// A payer's first method is the one that is offered first.
pub(super) fn default_if_first(writer: &mut Writer<'_>, method: &PaymentMethod) -> Result<(), StoreError> {
    match payers::standing_for(writer, method.payer)? {
        Some(payer) if payer.default_method.is_none() => {
            writer.put_payer(&Payer { default_method: Some(method.id), ..payer })
        }
        _ => Ok(()),
    }
}

/// What may be changed of a method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodFacts {
    /// What staff call it.
    pub nickname: String,
    /// When a card expires; `None` leaves it as it is, as for what does not expire.
    pub expiry: Option<Expiry>,
    /// The address on its statements; `None` leaves it as it is.
    pub billing_address: Option<Address>,
}

impl MethodFacts {
    fn on(&self, method: &PaymentMethod) -> Result<(PaymentMethod, Vec<String>), MethodError> {
        let mut after = PaymentMethod {
            nickname: self.nickname.clone(),
            billing_address: self.billing_address.clone().unwrap_or_else(|| method.billing_address.clone()),
            ..method.clone()
        };
        match (&mut after.instrument, self.expiry) {
            (Instrument::Card { expiry, .. }, Some(new)) => *expiry = new,
            (Instrument::BankAccount { .. }, Some(_)) => return Err(MethodError::NoExpiry),
            (_, None) => {}
        }
        let differs = [
            ("nickname", method.nickname != after.nickname),
            ("expiry", method.expiry() != after.expiry()),
            ("billing-address", method.billing_address != after.billing_address),
        ];
        let fields = differs.into_iter().filter(|(_, differs)| *differs).map(|(code, _)| code.to_owned()).collect();
        Ok((after, fields))
    }

    fn is_too_long(&self) -> bool {
        let is_long = |address: &Address| {
            let parts = [&address.street, &address.city, &address.region, &address.postal_code, &address.country];
            parts.iter().any(|part| part.chars().count() > 2 * Payer::MAX_TEXT_CHARS)
        };
        self.nickname.chars().count() > PaymentMethod::MAX_NICKNAME_CHARS
            || self.billing_address.as_ref().is_some_and(is_long)
    }
}

/// Changes what may be changed of a method.
///
/// # Errors
/// [`MethodError`]; nothing was changed then.
pub async fn change(
    app: &App,
    authority: Authority<'_>,
    (payer, method): (PayerId, PaymentMethodId),
    facts: MethodFacts,
) -> Result<(), MethodError> {
    authority.require(Permission::ManagePayers)?;
    if facts.is_too_long() {
        return Err(MethodError::TooLong);
    }
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let (payer, method) = of_payer(writer, payer, method)?.ok_or(MethodError::NotFound)?;
        let (after, fields) = facts.on(&method)?;
        if !fields.is_empty() {
            writer.put_payment_method(&after)?;
            let fact = Fact::PaymentMethodChanged { method: method.id, fields };
            writer.record(now, actor, Subject::Payer(payer.id), fact)?;
        }
        Ok(())
    });
    Ok(written.await?)
}

/// Removes a method: it is charged no more from this write on, and its processor is told to forget it.
///
/// # Errors
/// [`MethodError`]; nothing was changed then.
pub async fn remove(app: &App, authority: Authority<'_>, ids: (PayerId, PaymentMethodId)) -> Result<(), MethodError> {
    remove_with(app, authority, ids, usize::MAX).await
}

/// [`remove`], unless a schedule that has not ended charges the method.
///
/// # Errors
/// [`MethodError::Scheduled`] then; nothing was changed.
pub async fn remove_idle(
    app: &App,
    authority: Authority<'_>,
    ids: (PayerId, PaymentMethodId),
) -> Result<(), MethodError> {
    remove_with(app, authority, ids, 0).await
}

/// Removes a method that at most `most` schedules charge.
async fn remove_with(
    app: &App,
    authority: Authority<'_>,
    (payer, method): (PayerId, PaymentMethodId),
    most: usize,
) -> Result<(), MethodError> {
    authority.require(Permission::ManagePayers)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let (payer, method) = of_payer(writer, payer, method)?.ok_or(MethodError::NotFound)?;
        let scheduled = schedules_charging(writer, method.id)?;
        if scheduled > most {
            return Err(MethodError::Scheduled(scheduled));
        }
        take_away(writer, &payer, &method, now)?;
        let fact = Fact::PaymentMethodRemoved { method: method.id };
        Ok(writer.record(now, actor, Subject::Payer(payer.id), fact)?)
    });
    written.await?;
    // What the processor does not hear now it hears within the hour.
    if let Err(error) = forget_removed(app).await {
        tracing::warn!(%error, "a removed method is not forgotten by its processor yet");
    }
    Ok(())
}

fn take_away(writer: &mut Writer<'_>, payer: &Payer, method: &PaymentMethod, now: Timestamp) -> Result<(), StoreError> {
    let disabled = Some(Disabled { reason: DisabledReason::Removed, at: now });
    let removed = PaymentMethod { disabled, ..method.clone() };
    writer.put_payment_method(&removed)?;
    writer.put_to_forget(&removed)?;
    if payer.default_method == Some(method.id) {
        writer.put_payer(&Payer { default_method: None, ..payer.clone() })?;
    }
    Ok(())
}

/// Has processors forget what was removed, and says how many did. What fails is tried again in the next round.
pub async fn forget_removed(app: &App) -> Result<usize, StoreError> {
    let mut forgotten = 0;
    for method in payment_methods::to_forget(&app.store.read()?)? {
        let Some(account) = firm::merchant_account(&app.store.read()?, method.merchant_account)? else { continue };
        if let Err(error) = limited(app.gateway(&account).delete_method(&method.token)).await {
            tracing::warn!(method = %method.id, %error, "a processor did not forget a method; it is asked again");
            continue;
        }
        let token = method.token;
        let written = app.store.write(move |writer| writer.delete_to_forget(&token));
        written.await.map_err(|error| match error {
            WriteError::Refused(error) => error,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => StoreError::Closed,
        })?;
        forgotten += 1;
    }
    Ok(forgotten)
}
