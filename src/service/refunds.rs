//! Giving money back, whole or in part. Whether it can be, by whom and how, is in [`rules`].
//!
//! 1. What is to be given back is set aside durably, under the form's operation key; from then on nobody else can give
//!    back the same money. A known key means that this was asked for before: how far it has got is the answer.
//! 2. The processor is called once: it cancels a payment that has not settled, and pays back any other.
//! 3. Its answer is written, and with the first good one the word to the payer. A lost answer leaves the refund
//!    `Unknown`; [`super::resolution`] asks, nothing is sent again.

mod rules;
mod notice;

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, RefundId, TransactionId},
        journal::{Actor, Fact, Subject},
        merchant_account::MerchantAccount,
        money::Money,
        parts::Parts,
        permission::Permission,
        refund::{Refund, RefundEvent, RefundKind, RefundStatus},
        time::{Day, Timestamp},
        transaction::{Event, Step},
    },
    gateway::{CallError, GatewayId, RefundOutcome},
    i18n::dates,
    planted::{self, Bug},
    store::{StoreError, WriteError, firm, table::Writer, transactions},
};

use super::{
    Authority, NotAllowed,
    alerts::follow,
    payments::{self, News, limited},
    receipts::MAX_RECIPIENTS,
    resolution,
};

use self::rules::Terms;

/// A refund as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundPayment {
    /// The form's key.
    pub key: OperationKey,
    /// The payment.
    pub transaction: TransactionId,
    /// How much of it.
    pub amount: Money,
    /// How the page said that it would go back, if it said so: in another way it does not.
    pub kind: Option<RefundKind>,
    /// Why, for the firm's own records.
    pub reason: String,
    /// The addresses to which the payer is told; nobody is told when empty.
    pub notify: Vec<String>,
}

/// Why nothing was asked of the processor. A refund that it refused is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// The caller may not refund.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such payment.
    #[error("no such payment")]
    NoPayment,
    /// The payment was not collected, was taken back already, or can only be cancelled whole.
    #[error("this cannot be given back as the payment stands")]
    NotRefundable,
    /// Nothing, less than nothing, or another currency than the payment's.
    #[error("the amount is out of range")]
    Amount,
    /// More than what has not been given back yet.
    #[error("more than the rest of the payment")]
    MoreThanRemains(Money),
    /// More than this person may give back of the payment, counting what they already have.
    #[error("more than this person may give back")]
    AboveLimit(Money),
    /// The processor pays nothing back after this many days.
    #[error("the payment is older than the {0} days within which the processor pays back")]
    TooOld(u16),
    /// A bank debit that has gone to the banks can be given back once it has settled, expected on this day.
    #[error("the debit is under way")]
    DebitUnderWay(Option<Day>),
    /// It would go back in this way now, and the page said otherwise.
    #[error("the money would go back in another way than was said")]
    OtherKind(RefundKind),
    /// More addresses than a message goes to.
    #[error("too many addresses")]
    Recipients,
    /// The operation key belongs to something else.
    #[error("this form was used for another refund")]
    AnotherRefund,
    /// Nothing was written and nothing was sent; the same form may be sent again.
    #[error("the store cannot be written at the moment; nothing was refunded")]
    Unavailable,
    /// The store failed at a moment that leaves the refund open. It is looked into; nobody may ask for it again.
    #[error("the refund is being confirmed")]
    BeingConfirmed(OperationKey),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) use self::notice::facts as notice_facts;
pub use self::rules::{Hindrance, Outlook, outlook};

/// Gives money back, or tells how far the operation has got if its key is known.
///
/// # Errors
/// [`RefundError`]; only [`RefundError::BeingConfirmed`] leaves open whether something was given back.
pub async fn refund(app: &App, authority: Authority<'_>, command: RefundPayment) -> Result<Refund, RefundError> {
    authority.require(Permission::RefundPayments)?;
    if command.notify.len() > MAX_RECIPIENTS {
        return Err(RefundError::Recipients);
    }
    let held = app.operations.hold(&command.key).await;
    let (begun, _held) = match begin(app, authority, &command).await {
        // As for a payment: the other of two clicks may be waiting and get through.
        Err(error @ (RefundError::Unavailable | RefundError::BeingConfirmed(_))) => {
            let held = app.operations.hold_after_others(held).await;
            let known = known(app, &command.key).map_err(|_| RefundError::BeingConfirmed(command.key.clone()))?;
            (the_same(known.ok_or(error)?, &command)?, held)
        }
        begun => (begun?, held),
    };
    match begun {
        Begun::New(new) => {
            let news = ask_for(app, &new).await;
            settle(app, new.refund.id, &command.key, news).await
        }
        Begun::Known(refund) if refund.status.is_unresolved() => {
            Ok(resolution::resolve_refund_held(app, *refund).await)
        }
        Begun::Known(refund) => Ok(*refund),
    }
}

/// How `amount` of a payment would go back now, if `authority` asked for it: what the button says before it is pressed.
///
/// # Errors
/// [`RefundError`] as [`refund`] would answer.
pub fn kind(app: &App, authority: Authority<'_>, id: TransactionId, amount: Money) -> Result<RefundKind, RefundError> {
    let reader = app.store.read()?;
    let transaction = transactions::transaction(&reader, id)?.ok_or(RefundError::NoPayment)?;
    rules::judge(&reader, &transaction, amount, &Terms::new(app, authority))
}

/// How much of each part of a payment would go back now with `amount` of it; nothing where the payment has no parts.
///
/// # Errors
/// [`RefundError::NoPayment`], [`RefundError::Store`].
pub fn parts(app: &App, id: TransactionId, amount: Money) -> Result<Option<Parts>, RefundError> {
    let reader = app.store.read()?;
    let transaction = transactions::transaction(&reader, id)?.ok_or(RefundError::NoPayment)?;
    Ok(rules::parts(&reader, &transaction, amount)?)
}

/// What was set aside and is now to be asked for.
struct New {
    refund: Refund,
    account: MerchantAccount,
    /// The processor's id of the payment.
    charge: GatewayId,
}

enum Begun {
    New(Box<New>),
    Known(Box<Refund>),
}

/// Write #1: the money is set aside, or what is known under the key.
async fn begin(app: &App, authority: Authority<'_>, command: &RefundPayment) -> Result<Begun, RefundError> {
    let (terms, asked) = (Terms::new(app, authority), command.clone());
    let written = app
        .store
        .write(move |writer| match transactions::refund_by_key(writer, &asked.key)? {
            Some(known) => the_same(known, &asked),
            None => set_aside(writer, &asked, &terms),
        })
        .await;
    match written {
        Ok(begun) => Ok(begun),
        Err(WriteError::Refused(refusal)) => Err(refusal),
        // The processor was not called. If the row turns out to be there, it is looked up, not found, and ended.
        Err(WriteError::InDoubt) => Err(RefundError::BeingConfirmed(command.key.clone())),
        Err(WriteError::ReadOnly | WriteError::Busy) => Err(RefundError::Unavailable),
    }
}

/// What is known under a key that could not be written: only an unknown one means that nothing goes back.
fn known(app: &App, key: &OperationKey) -> Result<Option<Refund>, StoreError> {
    transactions::refund_by_key(&app.store.read()?, key)
}

fn the_same(known: Refund, asked: &RefundPayment) -> Result<Begun, RefundError> {
    let same = known.transaction == asked.transaction && known.amount == asked.amount;
    if same { Ok(Begun::Known(Box::new(known))) } else { Err(RefundError::AnotherRefund) }
}

fn set_aside(writer: &mut Writer<'_>, asked: &RefundPayment, terms: &Terms) -> Result<Begun, RefundError> {
    let known = transactions::transaction(writer, asked.transaction)?;
    let transaction = known.ok_or(RefundError::NoPayment)?;
    let kind = rules::judge(writer, &transaction, asked.amount, terms)?;
    if asked.kind.is_some_and(|said| said != kind) {
        return Err(RefundError::OtherKind(kind));
    }
    let (actor, now) = (terms.actor, terms.now);
    let account = firm::merchant_account(writer, transaction.merchant_account)?;
    let account = account.ok_or(StoreError::Damaged("merchant_accounts"))?;
    let parts = rules::parts(writer, &transaction, asked.amount)?;
    let charge = transaction.gateway_id.map(GatewayId).ok_or(RefundError::NotRefundable)?;
    let day = firm::firm(writer)?.map(|firm| dates::firm_day(now, &firm.time_zone));
    let refund = Refund {
        id: writer.next_refund()?,
        key: asked.key.clone(),
        transaction: asked.transaction,
        kind,
        amount: asked.amount,
        parts,
        status: RefundStatus::Pending,
        reason: asked.reason.clone(),
        gateway_id: None,
        refusal: None,
        notify: asked.notify.clone(),
        notice: None,
        actor,
        created_at: now,
        day,
        changed_at: now,
    };
    writer.put_refund(&refund)?;
    let fact = Fact::RefundRequested { refund: refund.id, reason: refund.reason.clone() };
    writer.record(now, actor, Subject::Transaction(refund.transaction), fact)?;
    Ok(Begun::New(Box::new(New { refund, account, charge })))
}

/// The one call to the processor, and what its answer means.
async fn ask_for(app: &App, New { refund, account, charge }: &New) -> RefundNews {
    let gateway = app.gateway(account);
    let answer = match refund.kind {
        RefundKind::Refund => limited(gateway.refund(charge, &refund.key, refund.amount)).await.map(RefundNews::from),
        RefundKind::Void => limited(gateway.void(charge, &refund.key)).await.map(|outcome| match outcome.event {
            Event::Void => RefundNews::new(RefundEvent::Settle),
            _ => RefundNews::refused("the payment can no longer be cancelled".to_owned()),
        }),
    };
    match answer {
        Ok(news) => news,
        Err(CallError::NotSent(why) | CallError::Refused(why)) => RefundNews::refused(why),
        Err(CallError::Lost(why)) if planted::is(Bug::RefundLostIsFailed) => RefundNews::refused(why),
        Err(CallError::Lost(_)) if planted::is(Bug::RefundRetried) => {
            let again = app.ids.operation_key();
            let answer = gateway.refund(charge, &again, refund.amount).await;
            answer.map_or(RefundNews::new(RefundEvent::LoseTrack), RefundNews::from)
        }
        Err(CallError::Lost(_)) => RefundNews::new(RefundEvent::LoseTrack),
    }
}

/// What a processor said of a refund.
#[derive(Clone, Debug)]
pub(super) struct RefundNews {
    event: RefundEvent,
    gateway_id: Option<String>,
    refusal: Option<String>,
}

impl RefundNews {
    pub(super) const fn new(event: RefundEvent) -> Self {
        Self { event, gateway_id: None, refusal: None }
    }

    const fn refused(why: String) -> Self {
        Self { event: RefundEvent::Fail, gateway_id: None, refusal: Some(why) }
    }
}

impl From<RefundOutcome> for RefundNews {
    fn from(outcome: RefundOutcome) -> Self {
        match outcome {
            RefundOutcome::Submitted(id) => Self { gateway_id: Some(id.0), ..Self::new(RefundEvent::Submit) },
            RefundOutcome::Settled(id) => Self { gateway_id: Some(id.0), ..Self::new(RefundEvent::Settle) },
            RefundOutcome::Refused(why) => Self::refused(why),
        }
    }
}

/// Write #2: the news and everything that follows from it, in one transaction.
async fn settle(app: &App, id: RefundId, key: &OperationKey, news: RefundNews) -> Result<Refund, RefundError> {
    // Once the processor was called, no failure to write, whatever its kind, says anything about the money.
    write_news(app, id, news).await.map_err(|error| {
        tracing::error!(refund = %id, ?error, "what the processor said could not be written; it will be asked again");
        RefundError::BeingConfirmed(key.clone())
    })
}

/// [`settle`] for those who can come back to it.
pub(super) async fn write_news(app: &App, id: RefundId, news: RefundNews) -> Result<Refund, WriteError<StoreError>> {
    let now = app.now();
    app.store.write(move |writer| tell(writer, id, &news, now)).await
}

fn tell(writer: &mut Writer<'_>, id: RefundId, news: &RefundNews, now: Timestamp) -> Result<Refund, StoreError> {
    let before = transactions::refund(writer, id)?;
    if planted::is(Bug::RefundFailureIgnored) && before.status == RefundStatus::Submitted {
        return Ok(before);
    }
    let mut after = before.clone();
    let to = match after.apply(news.event, now) {
        Step::To(to) => to,
        Step::Stay => return Ok(before),
        Step::Refuse => {
            tracing::error!(refund = %id, event = ?news.event, status = ?before.status, "the processor contradicts what is known");
            return Ok(before);
        }
    };
    after.gateway_id = news.gateway_id.clone().or(after.gateway_id);
    after.refusal.clone_from(&news.refusal);
    let fact = Fact::RefundChanged { refund: id, event: news.event, from: before.status, to };
    writer.record(now, Actor::System, Subject::Transaction(after.transaction), fact)?;
    if notice::is_due(&before, &after) {
        after.notice = Some(notice::queue(writer, &after, now)?);
    }
    writer.put_refund(&after)?;
    follow::refund(writer, &after, now)?;
    if after.kind == RefundKind::Void && to == RefundStatus::Settled {
        payments::tell(writer, after.transaction, &News::new(Event::Void), now)?;
    }
    Ok(after)
}
