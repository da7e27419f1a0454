//! Payers, how they are found, and the methods they saved.

use crate::domain::{
    card::{Instrument, PaymentMethod},
    ids::{PayerId, PaymentMethodId},
    payer::{Payer, match_key},
    time::Day,
};

use super::{
    StoreError,
    engine::Direction,
    key::Key,
    table::{Records, Table, Writer},
    tables::{
        PAYERS, PAYERS_BY_CLIENT_NUMBER, PAYERS_BY_EMAIL, PAYERS_BY_NAME, PAYMENT_METHODS, PAYMENT_METHODS_BY_EXPIRY,
        PAYMENT_METHODS_BY_PAYER,
    },
};

/// A payer.
pub fn payer(records: &impl Records, id: PayerId) -> Result<Option<Payer>, StoreError> {
    records.get(PAYERS, &id)
}

/// The payers of exactly this name, without regard to case and spacing.
pub fn payers_named(records: &impl Records, name: &str) -> Result<Vec<Payer>, StoreError> {
    indexed(records, PAYERS_BY_NAME, &match_key(name))
}

/// The payers with this client number.
pub fn payers_with_client_number(records: &impl Records, number: &str) -> Result<Vec<Payer>, StoreError> {
    indexed(records, PAYERS_BY_CLIENT_NUMBER, &number.trim().to_lowercase())
}

/// The payers that mail at this address reaches.
pub fn payers_with_email(records: &impl Records, email: &str) -> Result<Vec<Payer>, StoreError> {
    indexed(records, PAYERS_BY_EMAIL, &email.trim().to_lowercase())
}

/// Up to `limit` payers whose name begins like `typed`.
pub fn payers_beginning(records: &impl Records, typed: &str, limit: usize) -> Result<Vec<Payer>, StoreError> {
    let start = match_key(typed);
    let rows = records.from(PAYERS_BY_NAME, &Prefix(start.clone()))?;
    let mut found = Vec::new();
    for row in rows {
        let ((name, id), ()) = row?;
        if !name.starts_with(&start) || found.len() >= limit {
            break;
        }
        found.extend(payer(records, id)?);
    }
    Ok(found)
}

/// The methods that a payer saved.
pub fn payment_methods(records: &impl Records, payer: PayerId) -> Result<Vec<PaymentMethod>, StoreError> {
    let rows = records.under(PAYMENT_METHODS_BY_PAYER, &payer, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        records.get(PAYMENT_METHODS, &id)?.ok_or(StoreError::Damaged(PAYMENT_METHODS_BY_PAYER.name()))
    })
    .collect()
}

/// A saved method.
pub fn payment_method(records: &impl Records, id: PaymentMethodId) -> Result<Option<PaymentMethod>, StoreError> {
    records.get(PAYMENT_METHODS, &id)
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

/// Where a saved card stands among those that expire; bank accounts do not.
pub(super) fn place_by_expiry(method: &PaymentMethod) -> Option<(Day, PaymentMethodId)> {
    match &method.instrument {
        Instrument::Card { expiry, .. } => Some((Day::new(expiry.year(), expiry.month(), 1), method.id)),
        Instrument::BankAccount { .. } => None,
    }
}

/// An index of payers by a text.
type Index = Table<(String, PayerId), ()>;

/// The beginning of a text key: written without the end mark.
struct Prefix(String);

impl Key for Prefix {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.0.as_bytes());
    }

    fn read(_: &mut &[u8]) -> Option<Self> {
        None
    }
}

fn indexed(records: &impl Records, table: Index, key: &String) -> Result<Vec<Payer>, StoreError> {
    let rows = records.under(table, key, Direction::Forward)?;
    rows.map(|row| {
        let ((_, id), ()) = row?;
        payer(records, id)?.ok_or(StoreError::Damaged(table.name()))
    })
    .collect()
}

impl Writer<'_> {
    /// The id for a new payer.
    pub fn next_payer(&mut self) -> Result<PayerId, StoreError> {
        self.next_number("payers").map(PayerId::new)
    }

    /// Sets a payer and every index.
    pub fn put_payer(&mut self, payer: &Payer) -> Result<(), StoreError> {
        if let Some(before) = self.get(PAYERS, &payer.id)? {
            for (table, key) in index_keys(&before) {
                self.delete(table, &(key, payer.id))?;
            }
        }
        for (table, key) in index_keys(payer) {
            self.put(table, &(key, payer.id), &())?;
        }
        self.put(PAYERS, &payer.id, payer)
    }

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
}

/// The index rows of a payer; `check` compares them with what is stored.
pub(super) fn index_keys(payer: &Payer) -> Vec<(Index, String)> {
    let mut keys = vec![(PAYERS_BY_NAME, match_key(&payer.name))];
    keys.extend(payer.emails.iter().map(|email| (PAYERS_BY_EMAIL, email.trim().to_lowercase())));
    keys.extend(payer.client_number.iter().map(|number| (PAYERS_BY_CLIENT_NUMBER, number.trim().to_lowercase())));
    keys
}
