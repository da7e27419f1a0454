//! More than was asked for: only news that came after a payment was given up, or a dispute that was won after all, leads
//! there. Somebody is told in the very write that has such news, and until the money went back.

use crate::{
    domain::{
        alert::{About, Cause, Resolution},
        ids::{PaymentRequestId, TransactionId},
        journal::Actor,
        money::Money,
        payment_request::{
            PaymentRequest, RequestPart,
            leg::{Leg, Part, part_of},
        },
        refund::{Refund, RefundStatus},
        time::Timestamp,
        transaction::Transaction,
    },
    planted::{self, Bug},
    service::alerts,
    store::{
        StoreError, alerts as store_alerts, payment_requests,
        table::{Records, Writer},
        transactions,
    },
};

/// How much more than was asked for the firm holds of a request, leg by leg: what is paid beyond and did not go back.
#[must_use]
pub fn excess(request: &PaymentRequest, payments: &[(Transaction, Vec<Refund>)]) -> Vec<Money> {
    let given_back = |place: usize| -> i64 {
        let of_leg = payments.iter().filter(|(payment, _)| is_paid_part(payment, place));
        let refunds = of_leg.flat_map(|(_, refunds)| refunds).filter(|refund| refund.status.went_through());
        refunds.fold(0, |sum: i64, refund| sum.saturating_add(refund.amount.minor()))
    };
    let of_leg = |(place, leg): (usize, &Leg)| {
        let beyond = leg.paid_minor.saturating_sub(leg.amount.minor()).saturating_sub(given_back(place));
        Money::new(beyond.max(0), leg.amount.currency())
    };
    request.legs.iter().enumerate().map(of_leg).collect()
}

fn is_paid_part(payment: &Transaction, place: usize) -> bool {
    part_of(payment.status) == Part::Paid && payment.request.as_ref().is_some_and(|part| usize::from(part.leg) == place)
}

/// The request that a payment is a part of, with its payments and how much too much is paid of that part.
pub(in crate::service) fn of_payment(
    records: &impl Records,
    payment: &Transaction,
) -> Result<Option<(PaymentRequestId, Money)>, StoreError> {
    let Some(part) = &payment.request else { return Ok(None) };
    let (request, payments) = read(records, part)?;
    let beyond = excess(&request, &payments).get(usize::from(part.leg)).copied();
    Ok(beyond.map(|beyond| (request.id, beyond)))
}

type Paid = Vec<(Transaction, Vec<Refund>)>;

fn read(records: &impl Records, part: &RequestPart) -> Result<(PaymentRequest, Paid), StoreError> {
    let request = payment_requests::request(records, part.request)?.ok_or(StoreError::Damaged("payment_requests"))?;
    let mut payments = Vec::new();
    for payment in payment_requests::payments(records, part.request)? {
        let refunds = transactions::refunds(records, payment.id)?;
        payments.push((payment, refunds));
    }
    Ok((request, payments))
}

/// A payment on a request has moved on, and is written: told if with it too much is paid, and over once nothing is.
pub(in crate::service) fn follow(
    writer: &mut Writer<'_>,
    before: &Transaction,
    after: &Transaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(part) = after.request.as_ref().filter(|_| part_of(before.status) != part_of(after.status)) else {
        return Ok(());
    };
    let about = (after.id, part_of(after.status) == Part::Paid);
    judge(writer, part, about, (Actor::System, now))
}

/// A refund of a payment on a request has moved on, and is written: over once what was too much went back, told again if it
/// did not after all.
pub(in crate::service) fn follow_refund(
    writer: &mut Writer<'_>,
    refund: &Refund,
    now: Timestamp,
) -> Result<(), StoreError> {
    let payment = transactions::transaction(writer, refund.transaction)?;
    let Some(part) = payment.and_then(|payment| payment.request) else { return Ok(()) };
    let about = (refund.transaction, refund.status == RefundStatus::Failed);
    judge(writer, &part, about, (refund.actor, now))
}

/// Tells of too much once, if `is_news`, whichever of the leg's payments it is told of; ends it where nothing is too much.
fn judge(
    writer: &mut Writer<'_>,
    part: &RequestPart,
    (payment, is_news): (TransactionId, bool),
    (actor, now): (Actor, Timestamp),
) -> Result<(), StoreError> {
    let (request, payments) = read(writer, part)?;
    let beyond = excess(&request, &payments).get(usize::from(part.leg)).is_some_and(Money::is_positive);
    let mut told = Vec::new();
    for (other, _) in payments.iter().filter(|(other, _)| other.request.as_ref().is_some_and(|of| of.leg == part.leg)) {
        let about = About::Payment(other.id);
        told.extend(store_alerts::unresolved(writer, about, Cause::RequestOverpaid)?.map(|_| about));
    }
    if !beyond {
        for about in told {
            alerts::close(writer, about, Cause::RequestOverpaid, (actor, now), Resolution::ByItself)?;
        }
    } else if told.is_empty() && is_news && !planted::is(Bug::OverpaymentUntold) {
        alerts::raise(writer, About::Payment(payment), Cause::RequestOverpaid, now)?;
    }
    Ok(())
}
