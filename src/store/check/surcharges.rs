//! Parts and surcharges: what a payment consists of comes to its total, so does what goes back of it, and a surcharge is on
//! nothing but credit cards.

use std::collections::BTreeMap;

use crate::{
    domain::{
        card::{Funding, Instrument},
        ids::TransactionId,
        parts::Parts,
        refund::Refund,
        transaction::Transaction,
    },
    store::{
        table::Records as _,
        tables::{SURCHARGE_SETTINGS, TRANSACTIONS},
        transactions::{has_wrong_parts, was_approved},
    },
};

use super::{
    Invariant::{I10, I13},
    people::Known,
    rows::Rows,
};

/// Reads every version of the settings; they must be known before the payments are read.
pub(super) fn check(rows: &mut Rows<'_>, known: &mut Known) {
    rows.each(SURCHARGE_SETTINGS, |rows, version, settings, _| {
        rows.same_id("surcharge settings", version, u64::from(settings.version));
        let before = known.surcharge_settings.last().copied().unwrap_or(0);
        if before.checked_add(1) != Some(settings.version) {
            rows.findings.violate(I10, format!("surcharge settings {version}: the version before is missing"));
        }
        known.surcharge_settings.insert(settings.version);
    });
}

/// What is wrong with the parts of a payment.
pub(super) fn wrong(payment: &Transaction, known: &Known) -> Option<&'static str> {
    let surcharge = payment.surcharged.as_ref();
    has_wrong_parts(payment).or_else(|| {
        let surcharge = surcharge?;
        if !known.surcharge_settings.contains(&surcharge.settings) {
            Some("the settings by which a surcharge was added do not exist")
        } else if was_approved(payment) && payment.instrument.as_ref().is_some_and(|known| !is_credit_card(known)) {
            Some("a surcharge was added and it is no credit card")
        } else {
            None
        }
    })
}

const fn is_credit_card(instrument: &Instrument) -> bool {
    matches!(instrument, Instrument::Card { funding: Funding::Credit, .. })
}

/// What the refunds of each payment give back of its parts.
#[derive(Default)]
pub(super) struct GivenBack(BTreeMap<TransactionId, [i128; 3]>);

impl GivenBack {
    /// Takes a refund in and says what is wrong with its parts.
    pub(super) fn add(&mut self, refund: &Refund, payment: &Transaction) -> Option<&'static str> {
        let Some(parts) = &refund.parts else {
            return payment.parts.is_some().then_some("it does not say how much of each part it gives back");
        };
        if refund.status.reserves() {
            let given = self.0.entry(payment.id).or_default();
            for (sum, part) in given.iter_mut().zip(minor(parts)) {
                *sum += i128::from(part);
            }
        }
        if payment.parts.is_none() {
            return Some("it gives back parts of a payment without parts");
        }
        (!parts.come_to(refund.amount)).then_some("its parts do not come to its amount")
    }

    /// No part may have gone back more than once.
    pub(super) fn compare(self, rows: &mut Rows<'_>) {
        for (id, given) in self.0 {
            let payment = rows.get(TRANSACTIONS, &id).ok().flatten();
            let Some(parts) = payment.and_then(|payment| payment.parts) else { continue };
            if given.iter().zip(minor(&parts)).any(|(given, part)| *given > i128::from(part)) {
                rows.findings.violate(I13, format!("payment {id}: more of a part was given back than it was"));
            }
        }
    }
}

const fn minor(parts: &Parts) -> [i64; 3] {
    [parts.subtotal.minor(), parts.tax.minor(), parts.surcharge.minor()]
}
