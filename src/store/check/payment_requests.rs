//! Requests for payment: what is paid and being paid of each is the sum of its payments, and never more than was asked for.
//!
//! One way leads beyond: a payment that was given up, and for which another one was made, is approved after all, or the
//! firm wins a dispute that it had lost. Both are in the journal, and people see it on the request.

use std::collections::BTreeMap;

use crate::{
    domain::{
        ids::{PaymentRequestId, TransactionId},
        payment_request::{
            PaymentRequest, RequestPart,
            leg::{Part, part_of},
        },
        transaction::{Source, Transaction},
    },
    store::tables::PAYMENT_REQUESTS,
};

use super::{
    Invariant::{I1, I5, I10},
    rows::Rows,
    story::Story,
};

/// What the payments on requests come to.
#[derive(Default)]
pub(super) struct Parts(BTreeMap<PaymentRequestId, BTreeMap<u8, Sum>>);

#[derive(Clone, Copy, Default)]
struct Sum {
    paid: i64,
    held: i64,
    revived: bool,
}

impl Parts {
    /// Adds a payment with what the journal tells of it.
    pub(super) fn add(&mut self, payment: &Transaction, story: Option<&Story>) {
        let Some(RequestPart { request, leg, .. }) = payment.request else { return };
        let sum = self.0.entry(request).or_default().entry(leg).or_default();
        match part_of(payment.status) {
            Part::None => {}
            Part::Held => sum.held = sum.held.saturating_add(payment.amount.minor()),
            Part::Paid => {
                sum.paid = sum.paid.saturating_add(payment.amount.minor());
                sum.revived |= story.is_some_and(|story| story.revived);
            }
        }
    }

    /// What is wrong with a payment itself.
    pub(super) fn check_payment(rows: &mut Rows<'_>, id: TransactionId, payment: &Transaction) {
        if payment.request.is_some() && payment.source != Source::SendForPayment {
            rows.findings.violate(I10, format!("payment {id}: it is for a request and came from elsewhere"));
        }
    }

    fn sum(&self, id: PaymentRequestId, leg: usize) -> Sum {
        let of_request = self.0.get(&id);
        u8::try_from(leg).ok().and_then(|leg| of_request?.get(&leg)).copied().unwrap_or_default()
    }
}

/// Reads every request.
pub(super) fn check(rows: &mut Rows<'_>, mut parts: Parts) {
    rows.each(PAYMENT_REQUESTS, |rows, id, request, _| {
        rows.same_id("payment request", id, request.id);
        rows.mirrors.of_payment_request(&request);
        check_legs(rows, &request, &parts);
        parts.0.remove(&id);
    });
    for (id, _) in parts.0 {
        rows.findings.violate(I10, format!("payment request {id}: there are payments on it and it is not there"));
    }
}

fn check_legs(rows: &mut Rows<'_>, request: &PaymentRequest, parts: &Parts) {
    let id = request.id;
    for (place, leg) in request.legs.iter().enumerate() {
        let sum = parts.sum(id, place);
        if (leg.paid_minor, leg.held_minor) != (sum.paid, sum.held) {
            let told = format!("{} paid and {} being paid", leg.paid_minor, leg.held_minor);
            let come = format!("its payments come to {} and {}", sum.paid, sum.held);
            rows.findings.violate(I1, format!("payment request {id}: it says {told} of part {place}; {come}"));
        }
        if sum.paid.saturating_add(sum.held) > leg.amount.minor() && !sum.revived {
            rows.findings.violate(I1, format!("payment request {id}: more is paid of part {place} than was asked for"));
        }
    }
    if request.legs.len() == 2 && request.legs[0].kind == request.legs[1].kind {
        rows.findings.violate(I5, format!("payment request {id}: its two parts hold one kind of money"));
    }
    let beyond = parts.0.get(&id).is_some_and(|legs| legs.keys().any(|leg| usize::from(*leg) >= request.legs.len()));
    if request.legs.is_empty() || beyond {
        rows.findings.violate(I10, format!("payment request {id}: a payment is for a part that it does not have"));
    }
}
