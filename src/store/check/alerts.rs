//! Alerts: each is what the journal tells, about something that there is, and those that are open are counted.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    domain::alert::{About, Alert, Cause, State},
    store::{
        table::Records as _,
        tables::{
            ALERT_COUNTS, ALERT_MAILS, ALERT_PAYMENTS, ALERTS, DELIVERIES, MERCHANT_ACCOUNTS, OCCURRENCES,
            PAYMENT_METHODS, TRANSACTIONS, USERS,
        },
    },
};

use super::{
    Invariant::{I6, I10},
    rows::Rows,
    story::Told,
};

/// Reads every alert and the counts.
pub(super) fn check(rows: &mut Rows<'_>, told: &mut Told) {
    let mut told = std::mem::take(&mut told.alerts);
    let (mut unresolved, mut open) = (BTreeSet::new(), BTreeMap::new());
    rows.each(ALERTS, |rows, id, alert, _| {
        rows.same_id("alert", id, alert.id);
        rows.mirrors.of_alert(&alert);
        if told.remove(&id).as_ref() != Some(&alert) {
            rows.findings.violate(I10, format!("alert {id}: it is not what the journal tells"));
        }
        if !is_known(rows, &alert) {
            rows.findings.violate(I10, format!("alert {id}: what it is about does not exist"));
        }
        if alert.state.is_unresolved() && !unresolved.insert((alert.about, alert.cause)) {
            rows.findings.violate(I10, format!("alert {id}: there is another about the same thing"));
        }
        if alert.state == State::Open {
            *open.entry(alert.cause.index_key()).or_default() += 1u64;
        }
    });
    for (id, _) in told {
        rows.findings.violate(I10, format!("alert {id}: the journal tells of it and it is not there"));
    }
    rows.each(ALERT_COUNTS, |rows, cause, stored, _| {
        let counted = open.remove(&cause).unwrap_or(0);
        if stored != counted {
            rows.findings.violate(I6, format!("open alerts, {}: {stored} instead of {counted}", name(cause)));
        }
    });
    rows.each(ALERT_PAYMENTS, |rows, key, alert, _| {
        if !matches!(rows.get(ALERTS, &alert), Ok(Some(_))) {
            rows.findings.violate(I10, format!("payment form {key}: the alert that it settles does not exist"));
        }
    });
    rows.each(ALERT_MAILS, |rows, user, _, _| {
        if !matches!(rows.get(USERS, &user), Ok(Some(_))) {
            rows.findings.violate(I10, format!("mail about alerts: user {user} does not exist"));
        }
    });
    for (cause, counted) in open {
        rows.findings.violate(I6, format!("open alerts, {}: the count is missing, with {counted}", name(cause)));
    }
}

fn is_known(rows: &Rows<'_>, alert: &Alert) -> bool {
    match alert.about {
        About::Payment(id) => matches!(rows.get(TRANSACTIONS, &id), Ok(Some(_))),
        About::Occurrence(id) => matches!(rows.get(OCCURRENCES, &id), Ok(Some(_))),
        About::PaymentMethod(id) => matches!(rows.get(PAYMENT_METHODS, &id), Ok(Some(_))),
        About::Delivery(id) => matches!(rows.get(DELIVERIES, &id), Ok(Some(_))),
        About::PublicPages => true,
        About::MerchantAccount(id) => matches!(rows.get(MERCHANT_ACCOUNTS, &id), Ok(Some(_))),
    }
}

fn name(cause: u8) -> &'static str {
    Cause::ALL.get(usize::from(cause)).map_or("unknown cause", |cause| cause.code())
}
