//! Requests for payment, how they are found, and what of them is paid.
//!
//! What is paid and being paid follows the payments: [`Writer::put_transaction`] tells of every step, so that what was set
//! aside for a payment is free again in the very write that says it came to nothing. A new payment beyond what is left is
//! stopped there too, whoever asked for it.

use std::collections::BTreeSet;

use crate::{
    domain::{
        ids::{ImportId, OperationKey, PayerId, PaymentRequestId},
        payment_request::{PaymentRequest, RequestPart, State, leg::Leg},
        time::Timestamp,
        transaction::{Source, Status, Transaction},
    },
    planted::{self, Bug},
};

use super::{
    StoreError,
    engine::Direction,
    key::Prefix,
    table::{Records, Writer},
    tables::{
        PAYMENT_REQUESTS, PAYMENT_REQUESTS_BY_IMPORT, PAYMENT_REQUESTS_BY_KEY, PAYMENT_REQUESTS_BY_PAYER,
        PAYMENT_REQUESTS_BY_STATE, PAYMENT_REQUESTS_BY_TOKEN, PAYMENT_REQUESTS_BY_WORD, PAYMENT_REQUESTS_DUE,
        TRANSACTIONS, TRANSACTIONS_BY_REQUEST,
    },
};

/// A request.
pub fn request(records: &impl Records, id: PaymentRequestId) -> Result<Option<PaymentRequest>, StoreError> {
    records.get(PAYMENT_REQUESTS, &id)
}

/// The request whose link's token has this SHA-256.
pub fn request_by_token(records: &impl Records, hash: &[u8; 32]) -> Result<Option<PaymentRequest>, StoreError> {
    match records.get(PAYMENT_REQUESTS_BY_TOKEN, hash)? {
        Some(id) => request(records, id),
        None => Ok(None),
    }
}

/// The request that a form made.
pub fn request_by_key(records: &impl Records, key: &OperationKey) -> Result<Option<PaymentRequest>, StoreError> {
    match records.get(PAYMENT_REQUESTS_BY_KEY, key)? {
        Some(id) => request(records, id),
        None => Ok(None),
    }
}

/// The payments on a request, oldest first.
pub fn payments(records: &impl Records, id: PaymentRequestId) -> Result<Vec<Transaction>, StoreError> {
    let rows = records.under(TRANSACTIONS_BY_REQUEST, &id, Direction::Forward)?;
    rows.map(|row| {
        let ((_, payment), ()) = row?;
        records.get(TRANSACTIONS, &payment)?.ok_or(StoreError::Damaged(TRANSACTIONS_BY_REQUEST.name()))
    })
    .collect()
}

/// The requests that came with a file, in the order of its rows.
pub fn of_import(
    records: &impl Records,
    import: ImportId,
) -> Result<impl Iterator<Item = Result<PaymentRequest, StoreError>>, StoreError> {
    let rows = records.under(PAYMENT_REQUESTS_BY_IMPORT, &import, Direction::Forward)?;
    Ok(rows.map(|row| {
        let ((_, id), ()) = row?;
        request(records, id)?.ok_or(StoreError::Damaged(PAYMENT_REQUESTS_BY_IMPORT.name()))
    }))
}

/// How many requests came with a file.
pub fn count_of_import(records: &impl Records, import: ImportId) -> Result<u64, StoreError> {
    records
        .under(PAYMENT_REQUESTS_BY_IMPORT, &import, Direction::Forward)?
        .try_fold(0, |count, row| row.map(|_| count + 1))
}

/// Up to `limit` requests that were made for a payer's record, latest first.
pub fn of_payer(records: &impl Records, payer: PayerId, limit: usize) -> Result<Vec<PaymentRequest>, StoreError> {
    let rows = records.under(PAYMENT_REQUESTS_BY_PAYER, &payer, Direction::Backward)?;
    let read = |row: Result<((PayerId, PaymentRequestId), ()), StoreError>| {
        request(records, row?.0.1)?.ok_or(StoreError::Damaged(PAYMENT_REQUESTS_BY_PAYER.name()))
    };
    rows.take(limit).map(read).collect()
}

/// Which requests a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Those that stand so; all where nothing is said.
    pub states: Vec<State>,
    /// Those that have words beginning with all of these; all where there are none.
    pub words: Vec<String>,
    /// Those that came with this file.
    pub import: Option<ImportId>,
}

impl Listed {
    fn takes(&self, request: &PaymentRequest) -> bool {
        let came_with = |import| request.brought.is_some_and(|brought| brought.import == import);
        (self.states.is_empty() || self.states.contains(&request.state())) && self.import.is_none_or(came_with)
    }
}

/// Up to `limit` requests of a list before one of them, latest first.
pub fn list(
    records: &impl Records,
    listed: &Listed,
    before: Option<PaymentRequestId>,
    limit: usize,
) -> Result<Vec<PaymentRequest>, StoreError> {
    let mut rows = Vec::new();
    for id in listed_ids(records, listed, before.unwrap_or(PaymentRequestId::new(u64::MAX)), limit)? {
        if rows.len() >= limit {
            break;
        }
        let known = request(records, id?)?.ok_or(StoreError::Damaged(PAYMENT_REQUESTS.name()))?;
        if listed.takes(&known) {
            rows.push(known);
        }
    }
    Ok(rows)
}

type Ids<'r> = Box<dyn Iterator<Item = Result<PaymentRequestId, StoreError>> + 'r>;

/// What a list has to look at, latest first.
fn listed_ids<'r>(
    records: &'r impl Records,
    listed: &Listed,
    end: PaymentRequestId,
    limit: usize,
) -> Result<Ids<'r>, StoreError> {
    Ok(match listed.import {
        _ if !listed.words.is_empty() => {
            Box::new(found(records, &listed.words)?.into_iter().rev().filter(move |id| *id < end).map(Ok))
        }
        Some(import) => {
            let rows = records.before(PAYMENT_REQUESTS_BY_IMPORT, &import, &(import, end))?;
            Box::new(rows.map(|row| row.map(|((_, id), ())| id)))
        }
        None => Box::new(of_states(records, &listed.states, end, limit)?.into_iter().map(Ok)),
    })
}

/// Up to `limit` of those that stand so, latest first.
fn of_states(
    records: &impl Records,
    states: &[State],
    end: PaymentRequestId,
    limit: usize,
) -> Result<Vec<PaymentRequestId>, StoreError> {
    let mut ids = Vec::new();
    if states.is_empty() {
        for row in records.before(PAYMENT_REQUESTS, &(), &end)?.take(limit) {
            ids.push(row?.0);
        }
        return Ok(ids);
    }
    for state in states {
        let rows = records.before(PAYMENT_REQUESTS_BY_STATE, &state.number(), &(state.number(), end))?;
        for row in rows.take(limit) {
            ids.push(row?.0.1);
        }
    }
    ids.sort_unstable_by(|one, other| other.cmp(one));
    ids.truncate(limit);
    Ok(ids)
}

fn found(records: &impl Records, words: &[String]) -> Result<BTreeSet<PaymentRequestId>, StoreError> {
    let mut met: Option<BTreeSet<PaymentRequestId>> = None;
    for word in words {
        let mut own = BTreeSet::new();
        for row in records.from(PAYMENT_REQUESTS_BY_WORD, &Prefix(word.clone()))? {
            let ((known, id), ()) = row?;
            if !known.starts_with(word) {
                break;
            }
            if met.as_ref().is_none_or(|met| met.contains(&id)) {
                own.insert(id);
            }
        }
        met = Some(own);
    }
    Ok(met.unwrap_or_default())
}

/// Up to `limit` requests that the portal is to do something about by `now`, the longest overdue first.
pub fn due(records: &impl Records, now: Timestamp, limit: usize) -> Result<Vec<PaymentRequestId>, StoreError> {
    let mut due = Vec::new();
    for row in records.all(PAYMENT_REQUESTS_DUE, Direction::Forward)?.take(limit) {
        let ((at, id), ()) = row?;
        if at > now {
            break;
        }
        due.push(id);
    }
    Ok(due)
}

/// When payments on a request were declined since `since`, oldest first.
pub fn declines(records: &impl Records, id: PaymentRequestId, since: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
    let payments = payments(records, id)?;
    let declined = payments.iter().filter(|payment| payment.status == Status::Declined && payment.created_at >= since);
    Ok(declined.map(|payment| payment.created_at).collect())
}

/// Where a request stands in the index by state.
pub(super) fn place_by_state(request: &PaymentRequest) -> (u8, PaymentRequestId) {
    (request.state().number(), request.id)
}

/// Where a request stands among those that are due.
pub(super) fn place_due(request: &PaymentRequest) -> Option<(Timestamp, PaymentRequestId)> {
    request.wakes_at().map(|at| (at, request.id))
}

/// Where a request stands among those of a payer; what it was made for never changes.
pub(super) fn place_by_payer(request: &PaymentRequest) -> Option<(PayerId, PaymentRequestId)> {
    request.asked.payer.map(|payer| (payer, request.id))
}

/// Whether a new payment fits into what is left of the leg that it is for.
fn fits(request: &PaymentRequest, part: &RequestPart, payment: &Transaction) -> bool {
    payment.source == Source::SendForPayment
        && request.legs.get(usize::from(part.leg)).is_some_and(|leg| fits_into(leg, payment))
}

fn fits_into(leg: &Leg, payment: &Transaction) -> bool {
    let enough = payment.amount.minor() <= leg.rest() || planted::is(Bug::RestIgnored);
    let by_saved = planted::is(Bug::SavedBeyondRest) && payment.payment_method.is_some();
    leg.merchant_account == payment.merchant_account && (enough || by_saved)
}

impl Writer<'_> {
    /// The id for a new request.
    pub fn next_payment_request(&mut self) -> Result<PaymentRequestId, StoreError> {
        self.next_number("payment_requests").map(PaymentRequestId::new)
    }

    /// Sets a request.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when its form or its link is another request's, or what is owed, once sent, would change.
    pub fn put_payment_request(&mut self, request: &PaymentRequest) -> Result<(), StoreError> {
        let before = self.get(PAYMENT_REQUESTS, &request.id)?;
        let of_key = self.get(PAYMENT_REQUESTS_BY_KEY, &request.key)?;
        let of_token = self.get(PAYMENT_REQUESTS_BY_TOKEN, &request.token_hash)?;
        let others = of_key.is_some_and(|id| id != request.id) || of_token.is_some_and(|id| id != request.id);
        if others || before.as_ref().is_some_and(|before| !same_debt(before, request)) {
            return Err(StoreError::Damaged(PAYMENT_REQUESTS.name()));
        }
        let replaced = |before: &&PaymentRequest| before.token_hash != request.token_hash;
        if let Some(before) = before.as_ref().filter(replaced).filter(|_| !planted::is(Bug::LinkSurvives)) {
            self.delete(PAYMENT_REQUESTS_BY_TOKEN, &before.token_hash)?;
        }
        if before.is_none() {
            self.put(PAYMENT_REQUESTS_BY_KEY, &request.key, &request.id)?;
            for word in request.words() {
                self.put(PAYMENT_REQUESTS_BY_WORD, &(word, request.id), &())?;
            }
            if let Some(brought) = request.brought {
                self.put(PAYMENT_REQUESTS_BY_IMPORT, &(brought.import, request.id), &())?;
            }
            if let Some(place) = place_by_payer(request) {
                self.put(PAYMENT_REQUESTS_BY_PAYER, &place, &())?;
            }
        }
        self.put(PAYMENT_REQUESTS_BY_TOKEN, &request.token_hash, &request.id)?;
        self.relist(PAYMENT_REQUESTS_BY_STATE, before.as_ref().map(place_by_state), Some(place_by_state(request)))?;
        self.relist(PAYMENT_REQUESTS_DUE, before.as_ref().and_then(place_due), place_due(request))?;
        self.put(PAYMENT_REQUESTS, &request.id, request)
    }

    /// Notes which request a new payment is for, if it is for one.
    pub(super) fn index_request(&mut self, payment: &Transaction) -> Result<(), StoreError> {
        let Some(part) = &payment.request else { return Ok(()) };
        let request = request(self, part.request)?;
        if !request.is_some_and(|request| fits(&request, part, payment)) {
            return Err(StoreError::Damaged(TRANSACTIONS_BY_REQUEST.name()));
        }
        self.put(TRANSACTIONS_BY_REQUEST, &(part.request, payment.id), &())
    }

    /// Follows a payment on a request, which is written.
    pub(super) fn follow_request(&mut self, before: Option<&Transaction>, now: &Transaction) -> Result<(), StoreError> {
        let Some(part) = &now.request else { return Ok(()) };
        if before.is_some_and(|before| before.status == now.status) {
            return Ok(());
        }
        let mut request = request(self, part.request)?.ok_or(StoreError::Damaged(PAYMENT_REQUESTS.name()))?;
        request.count(&payments(self, part.request)?);
        self.put_payment_request(&request)
    }
}

/// What a request is may never change once it was sent: whoever holds its link relies on it.
fn same_debt(before: &PaymentRequest, now: &PaymentRequest) -> bool {
    let owed = |request: &PaymentRequest| -> Vec<_> {
        request.legs.iter().map(|leg| (leg.merchant_account, leg.kind, leg.amount)).collect()
    };
    before.key == now.key
        && before.asked == now.asked
        && before.brought == now.brought
        && owed(before) == owed(now)
        && before.created_at == now.created_at
}
