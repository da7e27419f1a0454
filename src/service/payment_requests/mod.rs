//! Requests for payment: sent by staff, paid by clients under a link, reminded of, taken back.
//!
//! What is owed is checked and set aside where the payment is written (`service::payments`) and follows the payment from
//! then on (`store::payment_requests`); nothing here counts money.

pub mod letters;
pub mod links;
pub mod looking;
pub mod overpaying;
pub mod paying;
pub mod saved;
pub mod waking;

use crate::{
    app::{App, Secrets},
    domain::{
        ids::{MerchantAccountId, OperationKey, PaymentRequestId},
        journal::{Actor, Fact, Subject},
        merchant_account::MerchantAccount,
        money::{Currency, Money},
        payment_request::{
            Asked, Brought, Door, PaymentRequest, Reminder,
            leg::Leg,
            rules::{self, Fault, Handing},
        },
        permission::Permission,
        report::range::days_later,
        time::{Day, Timestamp},
    },
    i18n::{calendar, dates},
    store::{
        StoreError, WriteError, firm, payers, payment_requests,
        table::{Records, Writer},
    },
};

use super::{Authority, NotAllowed, bank_debits, payments::MAX_MAJOR_UNITS};

/// The most requests that are acted on with one form.
pub const MOST_AT_ONCE: usize = 500;
/// The minute of the firm's day at which reminders are due.
const REMIND_MINUTE: u16 = 9 * 60;

/// Why something was not done with a request.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// The caller may not.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such request.
    #[error("no such request")]
    NotFound,
    /// There is no such merchant account, or it is closed.
    #[error("no such merchant account")]
    NoAccount,
    /// It cannot be asked for like this.
    #[error("the request is not fit to be sent: {0:?}")]
    Unfit(Vec<Fault>),
    /// It is paid, cancelled or over, so this cannot be done.
    #[error("the request is not open")]
    NotOpen,
    /// The portal was never set up.
    #[error("the portal is not set up")]
    NotSetUp,
    /// The store could not be written.
    #[error("the store cannot be written at the moment")]
    Unavailable,
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WriteError<Self>> for RequestError {
    fn from(error: WriteError<Self>) -> Self {
        match error {
            WriteError::Refused(refusal) => refusal,
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::Unavailable,
        }
    }
}

/// A request as wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// The form's key: a form that is sent twice makes one request.
    pub key: OperationKey,
    /// What staff wrote.
    pub asked: Asked,
    /// What is owed to which account, operating first.
    pub amounts: Vec<(MerchantAccountId, Money)>,
    /// How it reaches the client.
    pub handing: Handing,
    /// The row of a file that it comes with, if it does.
    pub brought: Option<Brought>,
}

/// Makes a request and, where it is to be mailed, puts the mail into the outbox; or gives the one that the form has made
/// already.
///
/// # Errors
/// [`RequestError`]; nothing was made then.
pub async fn create(app: &App, authority: Authority<'_>, wanted: NewRequest) -> Result<PaymentRequest, RequestError> {
    authority.require(Permission::SendRequests)?;
    // What a request says it is paid with is what the mail tells the client, so it never says more than its accounts take.
    let taking_debits = bank_debits::accounts(app)?;
    let takes_debits = wanted.amounts.iter().all(|(account, _)| taking_debits.contains(account));
    let accepted = wanted.asked.accepted.at_account(takes_debits);
    let accepted = accepted.ok_or(RequestError::Unfit(vec![Fault::NoBankDebits]))?;
    let wanted = NewRequest { asked: Asked { accepted, ..wanted.asked }, ..wanted };
    let (actor, now, secrets) = (authority.actor(), app.now(), app.secrets.clone());
    let written = app.store.write(move |writer| add(writer, &secrets, &wanted, (actor, now)));
    Ok(written.await?)
}

/// [`create`] within a transaction.
pub(super) fn add(
    writer: &mut Writer<'_>,
    secrets: &Secrets,
    wanted: &NewRequest,
    (actor, now): (Actor, Timestamp),
) -> Result<PaymentRequest, RequestError> {
    if let Some(known) = payment_requests::request_by_key(writer, &wanted.key)? {
        return Ok(known);
    }
    let Fit { legs, zone, today } = fit(writer, wanted, now)?;
    let payer = wanted.asked.payer.map(|id| payers::standing_for(writer, id)).transpose()?.flatten();
    let asked = Asked { payer: payer.map(|payer| payer.id), ..wanted.asked.clone() };
    let (nonce, token_hash) = links::draw(secrets, &wanted.key, 0);
    let mut request = PaymentRequest {
        id: writer.next_payment_request()?,
        key: wanted.key.clone(),
        nonce,
        token_hash,
        reissued: 0,
        brought: wanted.brought,
        legs,
        expires_at: asked.expires.map(|day| calendar::start_of(days_later(day, 1), &zone)),
        reminders: asked.remind_after.iter().map(|days| reminder((today, *days), &zone)).collect(),
        asked,
        mail: None,
        bounced: false,
        failed: false,
        viewed_at: None,
        cancelled_at: None,
        expired_at: None,
        by: actor,
        created_at: now,
    };
    writer.put_payment_request(&request)?;
    writer.record(now, actor, Subject::PaymentRequest(request.id), Fact::PaymentRequestMade)?;
    if wanted.handing == Handing::Mail {
        letters::send(writer, &mut request, (actor, now))?;
        writer.put_payment_request(&request)?;
    }
    Ok(request)
}

/// What a request that is fit to be sent owes, and when it is.
pub(super) struct Fit {
    legs: Vec<Leg>,
    zone: String,
    today: Day,
}

/// Whether this can be asked for now. Nothing is written.
///
/// # Errors
/// [`RequestError`].
pub(super) fn fit(records: &impl Records, wanted: &NewRequest, now: Timestamp) -> Result<Fit, RequestError> {
    let zone = firm::firm(records)?.ok_or(RequestError::NotSetUp)?.time_zone;
    let today = dates::firm_day(now, &zone);
    let legs = legs_of(records, &wanted.amounts)?;
    check(&wanted.asked, &legs, (wanted.handing, today))?;
    Ok(Fit { legs, zone, today })
}

fn reminder((sent, days): (Day, u16), zone: &str) -> Reminder {
    Reminder { at: calendar::instant(days_later(sent, i64::from(days)), REMIND_MINUTE, zone), outcome: None }
}

fn legs_of(records: &impl Records, amounts: &[(MerchantAccountId, Money)]) -> Result<Vec<Leg>, RequestError> {
    let leg = |(id, amount): &(MerchantAccountId, Money)| {
        let account: Option<MerchantAccount> = firm::merchant_account(records, *id)?;
        let fits = |account: &MerchantAccount| account.active && account.currency == amount.currency();
        let account = account.filter(fits).ok_or(RequestError::NoAccount)?;
        Ok(Leg::new((account.id, account.kind), *amount))
    };
    amounts.iter().map(leg).collect()
}

/// The most that can be asked for in a currency, in minor units.
pub(super) fn most_of(currency: Currency) -> i64 {
    MAX_MAJOR_UNITS.saturating_mul(10i64.saturating_pow(u32::from(currency.exponent())))
}

fn check(asked: &Asked, legs: &[Leg], (handing, today): (Handing, Day)) -> Result<(), RequestError> {
    let amounts: Vec<_> = legs.iter().map(|leg| (leg.kind, leg.amount)).collect();
    let most = amounts.first().map_or(0, |(_, amount)| most_of(amount.currency()));
    let faults = rules::faults(asked, &amounts, (handing, today, most));
    if faults.is_empty() { Ok(()) } else { Err(RequestError::Unfit(faults)) }
}

/// What is done with several requests at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// They take no payments any more.
    Cancel,
    /// Their link is mailed again.
    Resend,
}

/// Does the same with each of these, all in one write, and says with how many it was possible: what is paid, cancelled or
/// over stays as it is, and what was never mailed is not mailed.
///
/// # Errors
/// [`RequestError`]; nothing was changed then.
pub async fn act(
    app: &App,
    authority: Authority<'_>,
    ids: Vec<PaymentRequestId>,
    deed: Deed,
) -> Result<usize, RequestError> {
    authority.require(Permission::SendRequests)?;
    let (actor, now) = (authority.actor(), app.now());
    let written = app.store.write(move |writer| {
        let mut done = 0;
        for id in ids.iter().take(MOST_AT_ONCE) {
            let mut request = payment_requests::request(writer, *id)?.ok_or(RequestError::NotFound)?;
            done += usize::from(act_on(writer, &mut request, deed, (actor, now))?);
        }
        Ok(done)
    });
    Ok(written.await?)
}

fn act_on(
    writer: &mut Writer<'_>,
    request: &mut PaymentRequest,
    deed: Deed,
    by: (Actor, Timestamp),
) -> Result<bool, RequestError> {
    let (actor, now) = by;
    // Nobody is asked for what is being paid.
    let possible = request.door(now) == Door::Open && (deed == Deed::Cancel || request.can_be_mailed());
    if !possible {
        return Ok(false);
    }
    match deed {
        Deed::Cancel => {
            request.cancelled_at = Some(now);
            writer.record(now, actor, Subject::PaymentRequest(request.id), Fact::PaymentRequestCancelled)?;
        }
        Deed::Resend => letters::send(writer, request, by)?,
    }
    writer.put_payment_request(request)?;
    Ok(true)
}

/// Gives a request another link; the one before leads nowhere from now on.
///
/// # Errors
/// [`RequestError`]; nothing was changed then.
pub async fn reissue(
    app: &App,
    authority: Authority<'_>,
    id: PaymentRequestId,
) -> Result<PaymentRequest, RequestError> {
    authority.require(Permission::SendRequests)?;
    let (actor, now, secrets) = (authority.actor(), app.now(), app.secrets.clone());
    let written = app.store.write(move |writer| {
        let mut request = payment_requests::request(writer, id)?.ok_or(RequestError::NotFound)?;
        if request.door(now) != Door::Open {
            return Err(RequestError::NotOpen);
        }
        request.reissued = request.reissued.saturating_add(1);
        (request.nonce, request.token_hash) = links::draw(&secrets, &request.key, request.reissued);
        request.viewed_at = None;
        writer.put_payment_request(&request)?;
        writer.record(now, actor, Subject::PaymentRequest(id), Fact::PaymentRequestReissued)?;
        Ok(request)
    });
    Ok(written.await?)
}

/// Notes that the client did something on the page of a request for the first time. Opening a page is not doing
/// something: programs that look through mail open every link.
///
/// # Errors
/// When it could not be noted, which keeps nobody from anything.
pub async fn view(app: &App, id: PaymentRequestId) -> Result<(), RequestError> {
    let now = app.now();
    let written = app.store.write(move |writer| -> Result<(), RequestError> {
        let known = payment_requests::request(writer, id)?;
        let Some(mut request) = known.filter(|request| request.viewed_at.is_none()) else { return Ok(()) };
        request.viewed_at = Some(now);
        writer.put_payment_request(&request)?;
        Ok(writer.record(now, Actor::Client, Subject::PaymentRequest(id), Fact::PaymentRequestViewed)?)
    });
    Ok(written.await?)
}
