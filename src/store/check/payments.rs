//! Payments: each stands where the journal leads, in an account of its kind, with what belongs to it.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher as _, RandomState},
};

use crate::{
    domain::{
        ids::{PaymentMethodId, TransactionId},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    store::{
        table::Records as _,
        tables::{PAYMENT_METHODS_USED, TRANSACTIONS},
    },
};

use super::{
    Findings,
    Invariant::{self, I1, I2, I5, I6, I9, I10, I11, I12, I13},
    debits::Debits,
    payment_requests::Parts,
    people::{Known, holds_account_number},
    rows::Rows,
    story::Story,
    surcharges,
    totals::{Balances, Sums, Volumes},
};

/// Reads every payment, shows it to `beside`, and gives what they come to: by day, by payer, by request.
pub(super) fn check(
    rows: &mut Rows<'_>,
    told: &mut BTreeMap<TransactionId, Story>,
    known: &Known,
    beside: &mut dyn FnMut(&Transaction),
) -> (Volumes, Balances, Parts) {
    let (mut sums, mut charges, mut debits) = (Sums::default(), Charges::default(), Debits::default());
    let (mut balances, mut used) = (Balances::default(), BTreeMap::<PaymentMethodId, Timestamp>::new());
    let mut parts = Parts::default();
    rows.each(TRANSACTIONS, |rows, id, payment, _| {
        rows.findings.payments += 1;
        rows.same_id("payment", id, payment.id);
        rows.mirrors.of_payment(&payment);
        sums.add(&payment);
        balances.add(&payment);
        parts.add(&payment, told.get(&id));
        Parts::check_payment(rows, id, &payment);
        if let Some(method) = payment.payment_method {
            let at = used.entry(method).or_insert(payment.created_at);
            *at = payment.created_at.max(*at);
        }
        charges.add(&payment, known);
        if let Some(wrong) = debits.add(&payment, known) {
            rows.findings.violate(I12, format!("payment {id}: {wrong}"));
        }
        if let Some(wrong) = surcharges::wrong(&payment, known) {
            rows.findings.violate(I13, format!("payment {id}: {wrong}"));
        }
        Checked { id, payment: &payment, findings: &mut rows.findings }.check(told.get_mut(&id), known);
        beside(&payment);
    });
    let volumes = sums.volumes();
    sums.compare(rows);
    charges.compare(rows);
    debits.compare(rows);
    compare_uses(rows, used);
    for (id, _) in told.iter().filter(|(_, story)| !story.met) {
        rows.findings.violate(I1, format!("payment {id}: the journal tells of it and it is not there"));
    }
    (volumes, balances, parts)
}

/// When each method was used last is when its latest payment was made.
fn compare_uses(rows: &mut Rows<'_>, mut used: BTreeMap<PaymentMethodId, Timestamp>) {
    rows.each(PAYMENT_METHODS_USED, |rows, id, at, _| {
        if used.remove(&id) != Some(at) {
            rows.findings.violate(I6, format!("payment method {id}: it was used last at another time"));
        }
    });
    for (id, _) in used {
        rows.findings.violate(I6, format!("payment method {id}: that it was used is missing"));
    }
}

/// One payment being checked.
struct Checked<'a> {
    id: TransactionId,
    payment: &'a Transaction,
    findings: &'a mut Findings,
}

impl Checked<'_> {
    fn demand(&mut self, holds: bool, invariant: Invariant, otherwise: &str) {
        if !holds {
            self.findings.violate(invariant, format!("payment {}: {otherwise}", self.id));
        }
    }

    fn check(mut self, story: Option<&mut Story>, known: &Known) {
        let payment = self.payment;
        self.demand(payment.amount.is_positive(), I1, "its amount is not positive");
        self.check_account(known);
        let payer = payment.payer.is_none_or(|payer| known.payers.contains(&payer));
        self.demand(payer, I10, "its payer does not exist");
        let method = payment.payment_method.is_none_or(|method| known.methods.contains(&method));
        self.demand(method, I10, "its saved method does not exist");
        let holder = payment.holder.as_deref().unwrap_or_default();
        let number = holds_account_number(payment.instrument.as_ref(), holder);
        self.demand(!number, I9, "it holds what may be the number of a bank account");
        match story {
            Some(story) => self.check_story(story),
            None => self.demand(false, I1, "the journal never heard of it"),
        }
    }

    fn check_account(&mut self, known: &Known) {
        let payment = self.payment;
        let Some(account) = known.accounts.get(&payment.merchant_account) else {
            return self.demand(false, I5, "its merchant account does not exist");
        };
        self.demand(account.kind == payment.account_kind, I5, "its merchant account holds the other kind of money");
        self.demand(account.used, I5, "its merchant account is said never to have been used");
        self.demand(account.currency == payment.amount.currency(), I1, "it is not in the currency of its account");
    }

    fn check_story(&mut self, story: &mut Story) {
        story.met = true;
        let payment = self.payment;
        if payment.status != story.status {
            let (stands, told) = (payment.status.code(), story.status.code());
            self.demand(false, I1, &format!("it stands at {stands} and the journal leads to {told}"));
        }
        let told = payment.version <= story.changes;
        self.demand(told, I6, "it was changed more often than the journal, which the index follows, tells of");
        self.demand(payment.created_at == story.requested_at, I1, "the journal has it asked for at another time");
        self.demand(payment.changed_at == story.changed_at, I1, "the journal has it changed at another time");
        self.demand(payment.gateway_id.is_some() || !story.collected, I2, "it was collected and has no gateway id");
        self.demand(story.receipts <= 1, I11, "more than one receipt was queued that nobody asked for again");
        let due = story.approved_at.is_some() && !story.taken_back_at_once && !payment.receipt_emails.is_empty();
        self.demand(story.receipts > 0 || !due, I11, "it was approved and no receipt was queued");
        let told = payment.bank_debit.is_some() && payment.status == Status::Returned && due;
        let right = story.return_notices == u32::from(told);
        self.demand(right, I11, "the payer is not told exactly once that it came back");
    }
}

/// The ids under which processors know payments, as hashes: a million texts would fill the memory.
#[derive(Default)]
struct Charges {
    hasher: RandomState,
    met: Vec<(u64, TransactionId)>,
}

impl Charges {
    fn add(&mut self, payment: &Transaction, known: &Known) {
        let processor = known.accounts.get(&payment.merchant_account).map(|account| account.processor);
        if let (Some(processor), Some(id)) = (processor, &payment.gateway_id) {
            self.met.push((self.hasher.hash_one((processor, id)), payment.id));
        }
    }

    /// Two payments with one hash are read again and compared.
    fn compare(mut self, rows: &mut Rows<'_>) {
        self.met.sort_unstable();
        for pair in self.met.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let charge = |id| rows.get(TRANSACTIONS, &id).ok().flatten().and_then(|payment| payment.gateway_id);
            let ((_, one), (_, other)) = (pair[0], pair[1]);
            if charge(one) == charge(other) {
                rows.findings.violate(I2, format!("payments {one} and {other} have the same gateway id"));
            }
        }
    }
}
