//! The methods that payers saved, and the links under which they see to them.

use crate::domain::{
    card::{Instrument, PaymentMethod},
    ids::{MethodRequestId, PayerId, PaymentMethodId},
    method_request::MethodRequest,
    time::{Day, Timestamp},
    transaction::Transaction,
};

use super::{
    StoreError,
    engine::Direction,
    payers,
    table::{Records, Writer},
    tables::{
        METHOD_REQUESTS, METHOD_REQUESTS_BY_TOKEN, PAYMENT_METHODS, PAYMENT_METHODS_BY_EXPIRY,
        PAYMENT_METHODS_BY_PAYER, PAYMENT_METHODS_TO_FORGET, PAYMENT_METHODS_USED,
    },
};

/// A saved method, also one that is not charged any more.
pub fn payment_method(records: &impl Records, id: PaymentMethodId) -> Result<Option<PaymentMethod>, StoreError> {
    records.get(PAYMENT_METHODS, &id)
}

/// The methods that a payer saved, with those of the records merged with theirs, without those that are not charged any
/// more.
pub fn payment_methods(records: &impl Records, payer: PayerId) -> Result<Vec<PaymentMethod>, StoreError> {
    let mut methods = Vec::new();
    for payer in payers::group(records, payer)? {
        for row in records.under(PAYMENT_METHODS_BY_PAYER, &payer, Direction::Forward)? {
            let ((_, id), ()) = row?;
            let damaged = StoreError::Damaged(PAYMENT_METHODS_BY_PAYER.name());
            methods.push(records.get(PAYMENT_METHODS, &id)?.ok_or(damaged)?);
        }
    }
    methods.retain(PaymentMethod::is_enabled);
    methods.sort_unstable_by_key(|method| method.id);
    Ok(methods)
}

/// The saved cards whose last valid month begins on `month`.
pub fn methods_expiring(records: &impl Records, month: Day) -> Result<Vec<PaymentMethod>, StoreError> {
    let rows = records.under(PAYMENT_METHODS_BY_EXPIRY, &month, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        records.get(PAYMENT_METHODS, &id)?.ok_or(StoreError::Damaged(PAYMENT_METHODS_BY_EXPIRY.name()))
    })
    .collect()
}

/// When the latest payment was made with a method.
pub fn used_at(records: &impl Records, id: PaymentMethodId) -> Result<Option<Timestamp>, StoreError> {
    records.get(PAYMENT_METHODS_USED, &id)
}

/// Methods that were removed here and that their processor may still keep.
pub fn to_forget(records: &impl Records) -> Result<Vec<PaymentMethod>, StoreError> {
    let rows = records.all(PAYMENT_METHODS_TO_FORGET, Direction::Forward)?;
    rows.map(|row| row.map(|(_, method)| method)).collect()
}

/// Where a saved card stands among those that expire; bank accounts do not, and removed ones no longer.
pub(super) fn place_by_expiry(method: &PaymentMethod) -> Option<(Day, PaymentMethodId)> {
    match &method.instrument {
        Instrument::Card { expiry, .. } if method.is_enabled() => {
            Some((Day::new(expiry.year(), expiry.month(), 1), method.id))
        }
        Instrument::Card { .. } | Instrument::BankAccount { .. } => None,
    }
}

/// The links of a payer's record, latest first.
pub fn requests(records: &impl Records, payer: PayerId) -> Result<Vec<MethodRequest>, StoreError> {
    let rows = records.under(METHOD_REQUESTS, &payer, Direction::Backward)?;
    rows.map(|row| row.map(|(_, request)| request)).collect()
}

/// One link.
pub fn request(
    records: &impl Records,
    payer: PayerId,
    id: MethodRequestId,
) -> Result<Option<MethodRequest>, StoreError> {
    records.get(METHOD_REQUESTS, &(payer, id))
}

/// The link whose token has this SHA-256.
pub fn request_by_token(records: &impl Records, hash: &[u8; 32]) -> Result<Option<MethodRequest>, StoreError> {
    match records.get(METHOD_REQUESTS_BY_TOKEN, hash)? {
        Some((payer, id)) => request(records, payer, id),
        None => Ok(None),
    }
}

impl Writer<'_> {
    /// The id for a newly saved method.
    pub fn next_payment_method(&mut self) -> Result<PaymentMethodId, StoreError> {
        self.next_number("payment_methods").map(PaymentMethodId::new)
    }

    /// Sets a saved method.
    pub fn put_payment_method(&mut self, method: &PaymentMethod) -> Result<(), StoreError> {
        let before = self.get(PAYMENT_METHODS, &method.id)?;
        let was = before.as_ref().and_then(place_by_expiry);
        self.relist(PAYMENT_METHODS_BY_EXPIRY, was, place_by_expiry(method))?;
        self.put(PAYMENT_METHODS_BY_PAYER, &(method.payer, method.id), &())?;
        self.put(PAYMENT_METHODS, &method.id, method)
    }

    /// Notes that the processor is to forget this token; the row is taken away once it did.
    pub fn put_to_forget(&mut self, method: &PaymentMethod) -> Result<(), StoreError> {
        self.put(PAYMENT_METHODS_TO_FORGET, &method.token, method)
    }

    /// The processor has forgotten this token.
    pub fn delete_to_forget(&mut self, token: &str) -> Result<(), StoreError> {
        self.delete(PAYMENT_METHODS_TO_FORGET, &token.to_owned())
    }

    /// Notes when a method was used.
    pub(super) fn use_method(&mut self, payment: &Transaction) -> Result<(), StoreError> {
        let Some(id) = payment.payment_method else { return Ok(()) };
        match used_at(self, id)? {
            Some(known) if known >= payment.created_at => Ok(()),
            _ => self.put(PAYMENT_METHODS_USED, &id, &payment.created_at),
        }
    }

    /// The id for a new link.
    pub fn next_method_request(&mut self) -> Result<MethodRequestId, StoreError> {
        self.next_number("method_requests").map(MethodRequestId::new)
    }

    /// Sets a link.
    pub fn put_method_request(&mut self, request: &MethodRequest) -> Result<(), StoreError> {
        let key = (request.payer, request.id);
        self.put(METHOD_REQUESTS_BY_TOKEN, &request.token_hash, &key)?;
        self.put(METHOD_REQUESTS, &key, request)
    }
}
