//! Refunds: each belongs to a payment, and together they give back no more than was collected.

use std::collections::BTreeMap;

use crate::{
    domain::{
        ids::{RefundId, TransactionId},
        refund::{Refund, RefundKind},
        transaction::Transaction,
    },
    store::{
        table::Records as _,
        tables::{REFUNDS, TRANSACTIONS},
    },
};

use super::{
    Findings,
    Invariant::{self, I1, I4, I11, I13},
    rows::Rows,
    story::{RefundStory, Told},
    surcharges::GivenBack,
    totals::{Balances, Volumes},
};

/// Reads every refund.
pub(super) fn check(rows: &mut Rows<'_>, told: &mut Told, (volumes, balances): (&mut Volumes, &mut Balances)) {
    let mut given_back: BTreeMap<TransactionId, i128> = BTreeMap::new();
    let mut parts = GivenBack::default();
    rows.each(REFUNDS, |rows, id, refund, _| {
        rows.same_id("refund", id, refund.id);
        rows.mirrors.of_refund(&refund);
        let payment = rows.get(TRANSACTIONS, &refund.transaction).ok().flatten();
        let approved = told.payments.get(&refund.transaction).is_some_and(|story| story.approved_at.is_some());
        let mut checked = Checked { id, refund: &refund, findings: &mut rows.findings };
        checked.demand(approved, I4, "its payment was never approved");
        checked.check_money(payment.as_ref());
        if let Some(payment) = &payment {
            volumes.add_refund(payment, &refund);
            balances.add_refund(payment, &refund);
            let wrong = parts.add(&refund, payment);
            checked.demand(wrong.is_none(), I13, wrong.unwrap_or_default());
        }
        checked.check_story(told.refunds.get_mut(&id));
        if refund.status.reserves() {
            *given_back.entry(refund.transaction).or_default() += i128::from(refund.amount.minor());
        }
    });
    for (id, sum) in given_back {
        let payment = rows.get(TRANSACTIONS, &id).ok().flatten();
        if payment.is_some_and(|payment| sum > i128::from(payment.amount.minor())) {
            rows.findings.violate(I4, format!("payment {id}: more was given back than was collected"));
        }
    }
    parts.compare(rows);
    for (id, _) in told.refunds.iter().filter(|(_, story)| !story.met) {
        rows.findings.violate(I1, format!("refund {id}: the journal tells of it and it is not there"));
    }
}

/// One refund being checked.
struct Checked<'a> {
    id: RefundId,
    refund: &'a Refund,
    findings: &'a mut Findings,
}

impl Checked<'_> {
    fn demand(&mut self, holds: bool, invariant: Invariant, otherwise: &str) {
        if !holds {
            self.findings.violate(invariant, format!("refund {}: {otherwise}", self.id));
        }
    }

    fn check_money(&mut self, payment: Option<&Transaction>) {
        let refund = self.refund;
        let Some(payment) = payment else { return self.demand(false, I4, "its payment does not exist") };
        self.demand(refund.amount.is_positive(), I4, "its amount is not positive");
        let currency = refund.amount.currency() == payment.amount.currency();
        self.demand(currency, I4, "it is not in the currency of its payment");
        let whole = refund.kind == RefundKind::Refund || refund.amount == payment.amount;
        self.demand(whole, I4, "it cancels its payment and is not the whole of it");
    }

    fn check_story(&mut self, story: Option<&mut RefundStory>) {
        let refund = self.refund;
        let Some(story) = story else { return self.demand(false, I1, "the journal never heard of it") };
        story.met = true;
        self.demand(story.payment == refund.transaction, I4, "the journal has it for another payment");
        if refund.status != story.status {
            let (stands, told) = (refund.status, story.status);
            self.demand(false, I1, &format!("it stands at {stands:?} and the journal leads to {told:?}"));
        }
        self.demand(refund.created_at == story.requested_at, I1, "the journal has it asked for at another time");
        self.demand(refund.changed_at == story.changed_at, I1, "the journal has it changed at another time");
        let due = story.went_through && !refund.notify.is_empty();
        self.demand(story.notices == u32::from(due), I11, "the payer is not told of it exactly once");
        self.demand(refund.notice.is_some() == due, I11, "it does not know the message that tells of it");
    }
}
