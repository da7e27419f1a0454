//! Bank debits: each has its authorization, whose words are those that were agreed to, and none is presented more often
//! than the rules allow.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::{
        bank_account::may_hold_account_number,
        card::Instrument,
        debit_authorization::{DebitAuthorization, Given, Scope, sha256_of},
        ids::{DebitAuthorizationId, TransactionId},
        return_code::{Class, Presentments},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    store::{
        debit_authorizations::allows,
        table::Records as _,
        tables::{DEBIT_AUTHORIZATIONS, TRANSACTIONS},
    },
};

use super::{
    Invariant::{I9, I10, I12},
    people::Known,
    rows::Rows,
    story::Told,
};

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

/// Reads every authorization; they must be known before the payments are read.
pub(super) fn check(rows: &mut Rows<'_>, told: &Told, known: &mut Known) {
    rows.each(DEBIT_AUTHORIZATIONS, |rows, id, authorization, _| {
        rows.same_id("debit authorization", id, authorization.id);
        let hash = sha256_of(&authorization.text);
        let faults = [
            (hash == authorization.text_sha256, I12, "its words are not those that were agreed to"),
            (told.authorizations.contains(&id), I12, "the journal never heard of it"),
            (known.payers.contains(&authorization.payer), I10, "its payer does not exist"),
            (!holds_number(&authorization), I9, "it holds what may be the number of a bank account"),
        ];
        for (_, invariant, otherwise) in faults.into_iter().filter(|(holds, ..)| !holds) {
            rows.findings.violate(invariant, format!("debit authorization {id}: {otherwise}"));
        }
        known.authorizations.insert(id, authorization);
    });
}

fn holds_number(authorization: &DebitAuthorization) -> bool {
    let last_four = authorization.instrument.last_four().as_str();
    let signed = match &authorization.given {
        Given::Online { typed_name, .. } => typed_name.as_str(),
        Given::Phone { .. } | Given::Paper { .. } => "",
    };
    [&authorization.holder, &authorization.text, signed].iter().any(|text| may_hold_account_number(text, last_four))
}

/// What the payments say of one another as debits.
#[derive(Default)]
pub(super) struct Debits {
    /// The authorizations of one debit that were used.
    used: BTreeSet<DebitAuthorizationId>,
    /// What was presented again: by the first one, when and which time each was asked for.
    again: BTreeMap<TransactionId, Vec<(TransactionId, u8, Timestamp)>>,
}

impl Debits {
    /// Takes a payment in and says what is wrong with it as a debit.
    pub(super) fn add(&mut self, payment: &Transaction, known: &Known) -> Option<&'static str> {
        let Some(debit) = &payment.bank_debit else {
            let bank = payment.instrument.as_ref().is_some_and(Instrument::is_bank_account);
            return (bank && !matches!(payment.status, Status::Declined | Status::Failed))
                .then_some("it debits a bank account and nothing says that it may");
        };
        let presented = !matches!(payment.status, Status::Declined | Status::Failed);
        if let Some(first) = debit.represents.filter(|_| presented) {
            self.again.entry(first).or_default().push((payment.id, debit.presentment, payment.created_at));
        }
        match known.authorizations.get(&debit.authorization) {
            None => Some("the authorization to debit does not exist"),
            Some(given) if !allows(given, payment) => Some("its authorization allows another debit"),
            // What is presented again goes by the authorization of the first, and a schedule's tries by that of its terms.
            Some(given) if is_of_one_payment(payment, given) && presented && debit.represents.is_none() => {
                (!self.used.insert(given.id)).then_some("its authorization was for one debit, and was used before")
            }
            Some(_) => None,
        }
    }

    /// Looks at the debits that were presented again.
    pub(super) fn compare(self, rows: &mut Rows<'_>) {
        for (first, again) in self.again {
            let payment = rows.get(TRANSACTIONS, &first).ok().flatten();
            let debit = payment.as_ref().and_then(|payment| payment.bank_debit.as_ref());
            let may = debit.and_then(|debit| debit.returned).is_some_and(|code| code.class() == Class::Soft);
            let began = payment.as_ref().map_or(Timestamp::default(), |payment| payment.created_at);
            if !may {
                rows.findings.violate(I12, format!("payment {first}: it may not be presented again, and was"));
            }
            if again.len() >= usize::from(Presentments::MOST) {
                rows.findings.violate(I12, format!("payment {first}: it was presented {} times", again.len() + 1));
            }
            for (place, (id, presentment, at)) in again.iter().enumerate() {
                if usize::from(*presentment) != place + 2 {
                    rows.findings.violate(I12, format!("payment {id}: it was not the {presentment}. time of {first}"));
                }
                if at.ms_since(began) > Presentments::DAYS * DAY_MS {
                    rows.findings.violate(I12, format!("payment {id}: it was presented again too late"));
                }
            }
        }
    }
}

/// Whether an authorization was given for this payment alone.
const fn is_of_one_payment(payment: &Transaction, given: &DebitAuthorization) -> bool {
    matches!(given.scope, Scope::Once { .. }) && payment.occurrence.is_none()
}
