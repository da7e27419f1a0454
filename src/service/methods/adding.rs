//! Saving a method without charging it: what was typed into the processor's own fields becomes a token of the payer's.
//!
//! The key of the form is the processor's idempotency key, so a form that is sent again, after a lost answer or a crash, gives
//! the same token and one method.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        ids::{AlertId, MerchantAccountId, MethodRequestId, OperationKey, PayerId, PaymentMethodId},
        journal::{Actor, Fact, Subject},
        keeping::{Agreed, Agreement},
        method_request::{LinkState, MethodRequest},
        payer::Payer,
        permission::Permission,
        time::Timestamp,
    },
    gateway::{CallError, SavedMethod},
    service::{
        Authority, NotAllowed,
        payment_pages::admission::{TurnedAway, Turnstile},
        payments::limited,
        schedules,
    },
    store::{StoreError, WriteError, alerts, firm, payers, payment_methods, table::Writer},
};

use super::managing::default_if_first;

/// The most methods of one payer.
pub const MOST: usize = 20;

/// A method as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddMethod {
    /// The form's key.
    pub key: OperationKey,
    /// Whose it is.
    pub payer: PayerId,
    /// Under whose processor it is saved.
    pub merchant_account: MerchantAccountId,
    /// The link that the payer came by, which this uses up.
    pub link: Option<MethodRequestId>,
    /// The method whose place it takes at once: schedules that charge that one charge the new one.
    pub replaces: Option<PaymentMethodId>,
}

/// Why no method was saved.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payer.
    #[error("no such payer")]
    NotFound,
    /// There is no such merchant account, or it is closed.
    #[error("no such merchant account")]
    NoAccount,
    /// Nothing was typed into the processor's fields.
    #[error("no card was entered")]
    NoCard,
    /// Too many were entered from there, or with this card, in the last hour.
    #[error("too many tries: {0}")]
    TurnedAway(#[from] TurnedAway),
    /// The payer has [`MOST`] already.
    #[error("too many methods")]
    TooMany,
    /// The link opens nothing any more.
    #[error("the link is not open")]
    LinkClosed,
    /// The processor did not save it; the same form may be sent again.
    #[error("the processor did not save it: {0}")]
    Processor(CallError),
    /// The store could not be written; the same form may be sent again.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Saves the method that was typed into the fields of the form with this key.
///
/// # Errors
/// [`AddError`]; the payer's methods are as they were then.
pub async fn add(app: &App, authority: Authority<'_>, asked: AddMethod) -> Result<PaymentMethod, AddError> {
    add_if(app, authority, asked, |_| Ok(())).await
}

/// [`add`] for a payer at a browser with this network address, from which not many cards are taken. One that is saved
/// already is no try: nobody learns anything of it, and the same form may be sent again.
///
/// # Errors
/// [`AddError`]; the payer's methods are as they were then.
pub async fn add_own(
    app: &App,
    (turnstile, peer): (&Turnstile, &str),
    asked: AddMethod,
) -> Result<PaymentMethod, AddError> {
    let reader = app.store.read()?;
    let payer = payers::standing_for(&reader, asked.payer)?.ok_or(AddError::NotFound)?;
    let methods = payment_methods::payment_methods(&reader, payer.id)?;
    let account = asked.merchant_account;
    let admitted = |entered: &SavedMethod| {
        // A bank account is taken with the authorization of a debit, whatever the fields were made to take.
        if entered.instrument.is_bank_account() {
            return Err(AddError::NoCard);
        }
        if methods.iter().any(|known| is_same(known, entered, account)) {
            return Ok(());
        }
        Ok(turnstile.admit_saving(app, peer, &entered.fingerprint)?)
    };
    add_if(app, Authority::Client, asked, admitted).await
}

async fn add_if(
    app: &App,
    authority: Authority<'_>,
    asked: AddMethod,
    admitted: impl FnOnce(&SavedMethod) -> Result<(), AddError>,
) -> Result<PaymentMethod, AddError> {
    authority.require(Permission::ManagePayers)?;
    let account = firm::merchant_account(&app.store.read()?, asked.merchant_account)?;
    let account = account.filter(|account| account.active).ok_or(AddError::NoAccount)?;
    let _held = app.operations.hold(&asked.key).await;
    let gateway = app.gateway(&account);
    let token = gateway.client_configuration(&asked.key).method_token;
    let entered = limited(gateway.describe(&token)).await.map_err(AddError::Processor)?;
    admitted(&entered.ok_or(AddError::NoCard)?)?;
    let saved = limited(gateway.save_method(&token, &asked.key)).await.map_err(AddError::Processor)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| keep(writer, &asked, &saved, (actor, now)));
    written.await.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => AddError::Unavailable,
    })
}

fn keep(
    writer: &mut Writer<'_>,
    asked: &AddMethod,
    saved: &SavedMethod,
    (actor, now): (Actor, Timestamp),
) -> Result<PaymentMethod, AddError> {
    let payer = payers::standing_for(writer, asked.payer)?.ok_or(AddError::NotFound)?;
    let methods = payment_methods::payment_methods(writer, payer.id)?;
    // The same form again.
    if let Some(known) = methods.iter().find(|known| known.token == saved.token) {
        return Ok(known.clone());
    }
    let link = asked.link.map(|link| use_up(writer, (asked.payer, link), now)).transpose()?;
    // A token that was to be forgotten and is given out again must stay.
    writer.delete_to_forget(&saved.token)?;
    let method = match methods.iter().find(|known| is_same(known, saved, asked.merchant_account)) {
        Some(known) => replace(writer, &payer, (known, saved), (actor, now))?,
        None if methods.len() >= MOST => return Err(AddError::TooMany),
        None => save(writer, &payer, (asked, saved), (actor, now))?,
    };
    let before = asked.replaces.or(link.as_ref().and_then(MethodRequest::instead_of));
    let schedules = take_place(writer, before, &method, (actor, now))?;
    if let Some(alert) = link.as_ref().and_then(|link| link.alert) {
        tell_alert(writer, alert, (&method, schedules), (actor, now))?;
    }
    Ok(method)
}

/// Whether a method is the one that was entered, saved for the same account.
fn is_same(known: &PaymentMethod, entered: &SavedMethod, account: MerchantAccountId) -> bool {
    known.fingerprint == entered.fingerprint && known.merchant_account == account
}

/// What was given takes the place of the method that it was given instead of: the schedules that charge that one charge
/// the new one. A bank account waits for its payer's authorization. Gives how many schedules that is.
fn take_place(
    writer: &mut Writer<'_>,
    before: Option<PaymentMethodId>,
    method: &PaymentMethod,
    (actor, now): (Actor, Timestamp),
) -> Result<u32, StoreError> {
    match before.filter(|before| *before != method.id && !method.instrument.is_bank_account()) {
        Some(before) => schedules::charge_instead(writer, before, method, (actor, now)),
        None => Ok(0),
    }
}

/// The alert that asked for a method says that it was given.
fn tell_alert(
    writer: &mut Writer<'_>,
    alert: AlertId,
    (method, schedules): (&PaymentMethod, u32),
    (actor, now): (Actor, Timestamp),
) -> Result<(), StoreError> {
    if let Some(alert) = alerts::alert(writer, alert)?.filter(|alert| alert.state.is_unresolved()) {
        let fact = Fact::AlertMethodGiven { method: method.id, schedules };
        writer.record(now, actor, Subject::Alert(alert.id), fact)?;
    }
    Ok(())
}

fn use_up(
    writer: &mut Writer<'_>,
    (payer, id): (PayerId, MethodRequestId),
    now: Timestamp,
) -> Result<MethodRequest, AddError> {
    let link = payment_methods::request(writer, payer, id)?.ok_or(AddError::LinkClosed)?;
    if link.state(now) != LinkState::Open {
        return Err(AddError::LinkClosed);
    }
    let used = MethodRequest { used_at: Some(now), ..link };
    writer.put_method_request(&used)?;
    Ok(used)
}

/// The same number was entered again, perhaps with another expiry: the method keeps its place and what it is used for.
fn replace(
    writer: &mut Writer<'_>,
    payer: &Payer,
    (known, saved): (&PaymentMethod, &SavedMethod),
    (actor, now): (Actor, Timestamp),
) -> Result<PaymentMethod, StoreError> {
    writer.put_to_forget(known)?;
    let method = PaymentMethod {
        token: saved.token.clone(),
        instrument: saved.instrument.clone(),
        holder: saved.holder.clone(),
        // Whoever typed an address may have kept it first; a payer enters it where only they come.
        only_typed: known.only_typed && actor != Actor::Client,
        ..known.clone()
    };
    writer.put_payment_method(&method)?;
    let fact = Fact::PaymentMethodReplaced { method: method.id };
    writer.record(now, actor, Subject::Payer(payer.id), fact)?;
    Ok(method)
}

fn save(
    writer: &mut Writer<'_>,
    payer: &Payer,
    (asked, saved): (&AddMethod, &SavedMethod),
    (actor, now): (Actor, Timestamp),
) -> Result<PaymentMethod, StoreError> {
    let id = writer.next_payment_method()?;
    let agreed = matches!(actor, Actor::User(_)).then_some(Agreement { at: now, how: Agreed::Recorded(actor) });
    let method = PaymentMethod { id, agreed, ..super::new(saved.clone(), payer.id, asked.merchant_account, now) };
    writer.put_payment_method(&method)?;
    writer.record(now, actor, Subject::Payer(payer.id), Fact::PaymentMethodSaved { method: id })?;
    default_if_first(writer, &method)?;
    Ok(method)
}
