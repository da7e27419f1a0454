//! More than was asked for: only news that came after a payment was given up, or a dispute that was won after all, leads
//! there. Somebody is told in the very write that has such news, and until the money went back.

use crate::{
    domain::{
        alert::{About, Cause, Resolution},
        ids::PaymentRequestId,
        journal::Actor,
        money::Money,
        payment_request::{
            PaymentRequest, RequestPart,
            leg::{Part, part_of},
        },
        refund::Refund,
        time::Timestamp,
        transaction::Transaction,
    },
    planted::{self, Bug},
    service::alerts,
    store::{
        StoreError, payment_requests,
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
    let of_leg = |(place, leg): (usize, &crate::domain::payment_request::leg::Leg)| {
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
    let (request, payments) = read(writer, part)?;
    let beyond = excess(&request, &payments).get(usize::from(part.leg)).is_some_and(Money::is_positive);
    if !beyond {
        return over(writer, (part, &payments), (Actor::System, now));
    }
    if part_of(after.status) == Part::Paid && !planted::is(Bug::OverpaymentUntold) {
        alerts::raise(writer, About::Payment(after.id), Cause::RequestOverpaid, now)?;
    }
    Ok(())
}

/// A refund of a payment on a request went through: over once what was too much went back.
pub(in crate::service) fn follow_refund(
    writer: &mut Writer<'_>,
    refund: &Refund,
    now: Timestamp,
) -> Result<(), StoreError> {
    let payment = transactions::transaction(writer, refund.transaction)?;
    let Some(part) = payment.and_then(|payment| payment.request).filter(|_| refund.status.went_through()) else {
        return Ok(());
    };
    let (request, payments) = read(writer, &part)?;
    let beyond = excess(&request, &payments).get(usize::from(part.leg)).is_some_and(Money::is_positive);
    if beyond { Ok(()) } else { over(writer, (&part, &payments), (refund.actor, now)) }
}

/// Ends what was told of a leg, whichever of its payments it was told of.
fn over(
    writer: &mut Writer<'_>,
    (part, payments): (&RequestPart, &Paid),
    by: (Actor, Timestamp),
) -> Result<(), StoreError> {
    for (payment, _) in payments {
        if payment.request.as_ref().is_some_and(|other| other.leg == part.leg) {
            alerts::close(writer, About::Payment(payment.id), Cause::RequestOverpaid, by, Resolution::ByItself)?;
        }
    }
    Ok(())
}
