//! Whether money of a payment can go back, how, and how much of it this person may give back.
//!
//! [`judge`] decides; [`outlook`] tells a page beforehand what it would decide.

use crate::{
    app::App,
    domain::{
        ids::TransactionId,
        journal::{Actor, Fact, Subject},
        merchant_account::{AccountKind, Processor},
        money::Money,
        parts::Parts,
        permission::Permission,
        refund::RefundKind,
        time::{Day, Timestamp},
        transaction::{Status, Transaction},
    },
    planted::{self, Bug},
    service::{Authority, NotAllowed},
    store::{StoreError, firm, journal, table::Records, transactions},
};

use super::RefundError;

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Who asks and when, and for how long each processor pays back: all that is not in the store.
pub(super) struct Terms {
    pub(super) actor: Actor,
    pub(super) now: Timestamp,
    may_from_trust: Result<(), NotAllowed>,
    limit: Option<Money>,
    refund_days: Vec<(Processor, u16)>,
}

impl Terms {
    pub(super) fn new(app: &App, authority: Authority<'_>) -> Self {
        let limit = match authority {
            Authority::Staff(user) => user.refund_limit,
            Authority::Client | Authority::System => None,
        };
        let days = |processor| (processor, app.gateways.of(processor).capabilities().refund_days);
        Self {
            actor: authority.actor(),
            now: app.now(),
            may_from_trust: authority.require(Permission::RefundTrust),
            limit,
            refund_days: Processor::ALL.into_iter().map(days).collect(),
        }
    }
}

/// How `amount` goes back.
pub(super) fn judge(
    records: &impl Records,
    transaction: &Transaction,
    amount: Money,
    terms: &Terms,
) -> Result<RefundKind, RefundError> {
    let reserved = transactions::reserved(records, transaction)?;
    let kind = kind_of(transaction, reserved, amount)?;
    if transaction.account_kind == AccountKind::Trust {
        terms.may_from_trust?;
    }
    if let Some(left) = left_of_limit(records, transaction, terms)?
        && amount.minor() > left.minor()
    {
        return Err(RefundError::AboveLimit(left));
    }
    if let Some(debit) = transaction.bank_debit.as_ref().filter(|_| kind == RefundKind::Void)
        && debit.submitted_at.is_some_and(|at| terms.now >= at)
    {
        return Err(RefundError::DebitUnderWay(debit.settles_on));
    }
    match too_old(records, transaction, terms)? {
        Some(days) if kind == RefundKind::Refund => Err(RefundError::TooOld(days)),
        _ => Ok(kind),
    }
}

fn kind_of(transaction: &Transaction, reserved: Money, amount: Money) -> Result<RefundKind, RefundError> {
    let rest = rest_of(transaction, reserved)?;
    if !amount.is_positive() || amount.currency() != rest.currency() {
        return Err(RefundError::Amount);
    }
    let kind = match RefundKind::of(transaction.status, transaction.amount, reserved, amount) {
        Some(_) if planted::is(Bug::PartVoided) => Some(RefundKind::Void),
        kind => kind,
    };
    if amount.minor() > rest.minor() && transaction.status.is_approved() {
        return Err(RefundError::MoreThanRemains(rest));
    }
    kind.filter(|_| transaction.gateway_id.is_some()).ok_or(RefundError::NotRefundable)
}

fn rest_of(transaction: &Transaction, reserved: Money) -> Result<Money, StoreError> {
    transaction.amount.minus(reserved).map_err(|_| StoreError::Damaged("refunds"))
}

/// The share of each part in `amount` of a payment, of what is left of them.
pub(super) fn parts(
    records: &impl Records,
    transaction: &Transaction,
    amount: Money,
) -> Result<Option<Parts>, StoreError> {
    let left = transactions::parts_left(records, transaction)?;
    let share = left.map(|left| left.share(amount)).transpose();
    share.map_err(|_| StoreError::Damaged("refunds"))
}

/// What this person may still give back of the payment. What they gave back before counts, or a limit would be got
/// around in two steps; a limit in another currency allows nothing.
fn left_of_limit(
    records: &impl Records,
    transaction: &Transaction,
    terms: &Terms,
) -> Result<Option<Money>, StoreError> {
    let Some(limit) = terms.limit else { return Ok(None) };
    let nothing = Money::zero(transaction.amount.currency());
    if limit.currency() != nothing.currency() {
        return Ok(Some(nothing));
    }
    let given = transactions::refunds(records, transaction.id)?
        .iter()
        .filter(|refund| refund.actor == terms.actor && refund.status.reserves())
        .try_fold(nothing, |sum, refund| sum.plus(refund.amount));
    let left = given.and_then(|given| limit.minus(given)).map_err(|_| StoreError::Damaged("refunds"))?;
    Ok(Some(if left.is_positive() { left } else { nothing }))
}

/// The days within which the processor pays back, when they are over. Counted from the day the money was collected,
/// which for an authorization is not the day it was asked for.
fn too_old(records: &impl Records, transaction: &Transaction, terms: &Terms) -> Result<Option<u16>, StoreError> {
    let account = firm::merchant_account(records, transaction.merchant_account)?;
    let days = account.and_then(|account| terms.refund_days.iter().find(|(known, _)| *known == account.processor));
    let Some((_, days)) = days.copied() else { return Ok(None) };
    let is_over = |since: Timestamp| terms.now.ms_since(since) > i64::from(days) * DAY_MS;
    if !is_over(transaction.created_at) {
        return Ok(None);
    }
    let collected = |fact: &Fact| matches!(fact, Fact::PaymentChanged { to, .. } if to.is_collected());
    let history = journal::history(records, Subject::Transaction(transaction.id))?;
    let since = history.iter().rev().find(|entry| collected(&entry.fact)).map(|entry| entry.at);
    Ok(is_over(since.unwrap_or(transaction.created_at)).then_some(days))
}

/// Why nothing of a payment can be given back now, or not by this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It is not decided yet whether there is money.
    NotDecided,
    /// There never was money: declined or failed.
    NeverPaid,
    /// It was taken back already: voided, reversed or returned.
    TakenBack,
    /// The debit has gone to the banks and has not settled; it is expected to on this day.
    DebitUnderWay(Option<Day>),
    /// The payer disputes it: the processor holds the money.
    Disputed,
    /// All of it was given back, or is on its way.
    AllGivenBack,
    /// The processor pays nothing back after this many days.
    TooOld(u16),
    /// It is trust money, and this person has no right to refund that.
    TrustRight,
    /// It is more than this person may give back.
    Limit(Money),
}

/// What can be given back of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// What has not been given back and is not on its way.
    pub rest: Money,
    /// The most that this person may give back now.
    pub most: Money,
    /// Whether less than the whole can be given back.
    pub in_parts: bool,
    /// Why nothing can be, if so.
    pub hindrance: Option<Hindrance>,
}

/// What can be given back of a payment by `authority`, for a page to tell before anything is asked for.
///
/// # Errors
/// [`RefundError::NoPayment`], [`RefundError::Store`].
pub fn outlook(app: &App, authority: Authority<'_>, id: TransactionId) -> Result<Outlook, RefundError> {
    let reader = app.store.read()?;
    let terms = Terms::new(app, authority);
    let transaction = transactions::transaction(&reader, id)?.ok_or(RefundError::NoPayment)?;
    let rest = rest_of(&transaction, transactions::reserved(&reader, &transaction)?)?;
    let in_parts = transaction.status.is_collected();
    let left = left_of_limit(&reader, &transaction, &terms)?.unwrap_or(rest);
    let most = if in_parts && left.minor() < rest.minor() { left } else { rest };
    let hindrance = match of_status(transaction.status) {
        Some(hindrance) => Some(hindrance),
        None if !rest.is_positive() => Some(Hindrance::AllGivenBack),
        None => match judge(&reader, &transaction, if most.is_positive() { most } else { rest }, &terms) {
            Ok(_) => None,
            Err(RefundError::NotAllowed(_)) => Some(Hindrance::TrustRight),
            Err(RefundError::AboveLimit(left)) => Some(Hindrance::Limit(left)),
            Err(RefundError::DebitUnderWay(day)) => Some(Hindrance::DebitUnderWay(day)),
            Err(RefundError::TooOld(days)) => Some(Hindrance::TooOld(days)),
            Err(RefundError::Store(error)) => return Err(error.into()),
            Err(_) => Some(Hindrance::NotDecided),
        },
    };
    Ok(Outlook { rest, most, in_parts, hindrance })
}

const fn of_status(status: Status) -> Option<Hindrance> {
    match status {
        Status::Created | Status::Unknown | Status::ActionRequired | Status::Held => Some(Hindrance::NotDecided),
        Status::Declined | Status::Failed => Some(Hindrance::NeverPaid),
        Status::Voided | Status::Reversed | Status::Returned => Some(Hindrance::TakenBack),
        Status::Disputed | Status::DisputeLost => Some(Hindrance::Disputed),
        Status::Authorized | Status::Pending | Status::Captured | Status::Settled | Status::DisputeWon => None,
    }
}
