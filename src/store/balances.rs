//! What each payer's payments come to, kept up with every write, so that nobody adds up thousands of payments to show a page.
//!
//! By payer, currency and kind of money. [`Writer::put_transaction`] and [`Writer::put_refund`] alone change them, and a
//! check adds them up anew.
//!
//! [`Writer::put_transaction`]: super::table::Writer::put_transaction
//! [`Writer::put_refund`]: super::table::Writer::put_refund

use crate::domain::{
    ids::PayerId,
    merchant_account::AccountKind,
    money::Money,
    refund::{Refund, RefundKind},
    transaction::{Status, Transaction},
};

use super::{
    StoreError,
    engine::Direction,
    key::Key,
    table::{Records, Writer},
    tables::PAYER_BALANCES,
    totals::Total,
    transactions,
};

/// What became of the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The firm has it, or is about to.
    Collected,
    /// Approved and not money yet: an authorization, or a bank debit on its way.
    Pending,
    /// Given back, or on its way back.
    Refunded,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 3] = [Self::Collected, Self::Pending, Self::Refunded];

    /// The side of a payment that stands like this; `None` when nothing came of it.
    #[must_use]
    pub const fn of(status: Status) -> Option<Self> {
        if status.is_collected() {
            Some(Self::Collected)
        } else if matches!(status, Status::Authorized | Status::Pending) {
            Some(Self::Pending)
        } else {
            None
        }
    }
}

/// What a balance is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BalanceKey {
    /// Whose.
    pub payer: PayerId,
    /// ISO 4217 code.
    pub currency: String,
    /// Whose money it is once it is here.
    pub kind: AccountKind,
    /// What became of it.
    pub side: Side,
}

const KINDS: [AccountKind; 2] = [AccountKind::Operating, AccountKind::Trust];

impl Key for BalanceKey {
    fn write(&self, out: &mut Vec<u8>) {
        self.payer.write(out);
        self.currency.write(out);
        out.push(match self.kind {
            AccountKind::Operating => 0,
            AccountKind::Trust => 1,
        });
        out.push(match self.side {
            Side::Collected => 0,
            Side::Pending => 1,
            Side::Refunded => 2,
        });
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (payer, currency, kind) = <(PayerId, String, u8)>::read(bytes)?;
        let side = Side::ALL.get(usize::from(u8::read(bytes)?)).copied()?;
        Some(Self { payer, currency, kind: KINDS.get(usize::from(kind)).copied()?, side })
    }
}

/// The balance that a payment is in.
#[must_use]
pub fn place_of(payment: &Transaction) -> Option<BalanceKey> {
    place(payment, Side::of(payment.status)?)
}

/// The balance that a refund of `payment` is in, wherever that now stands: what went back went back.
#[must_use]
pub fn place_of_refund(payment: &Transaction, refund: &Refund) -> Option<BalanceKey> {
    let counts = refund.kind == RefundKind::Refund && refund.status.reserves();
    if counts { place(payment, Side::Refunded) } else { None }
}

fn place(payment: &Transaction, side: Side) -> Option<BalanceKey> {
    let currency = payment.amount.currency().code().to_owned();
    Some(BalanceKey { payer: payment.payer?, currency, kind: payment.account_kind, side })
}

/// The balances of one payer's own record.
pub fn balances(records: &impl Records, payer: PayerId) -> Result<Vec<(BalanceKey, Total)>, StoreError> {
    records.under(PAYER_BALANCES, &payer, Direction::Forward)?.collect()
}

impl Writer<'_> {
    /// Counts a payment with its payer, and its refunds again when it went to another one.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it was not counted where it must have been (I1).
    pub(super) fn count_balance(&mut self, before: Option<&Transaction>, now: &Transaction) -> Result<(), StoreError> {
        self.move_balance(before.and_then(place_of), place_of(now), now.amount)?;
        if let Some(before) = before.filter(|before| before.payer != now.payer) {
            for refund in transactions::refunds(self, now.id)? {
                let (was, is) = (place_of_refund(before, &refund), place_of_refund(now, &refund));
                self.move_balance(was, is, refund.amount)?;
            }
        }
        Ok(())
    }

    /// Counts a refund of `payment`.
    ///
    /// # Errors
    /// As [`Writer::count_balance`].
    pub(super) fn count_refund_balance(
        &mut self,
        payment: &Transaction,
        before: Option<&Refund>,
        now: &Refund,
    ) -> Result<(), StoreError> {
        let was = before.and_then(|before| place_of_refund(payment, before));
        self.move_balance(was, place_of_refund(payment, now), now.amount)
    }

    fn move_balance(
        &mut self,
        was: Option<BalanceKey>,
        is: Option<BalanceKey>,
        amount: Money,
    ) -> Result<(), StoreError> {
        if was == is {
            return Ok(());
        }
        let damaged = || StoreError::Damaged(PAYER_BALANCES.name());
        if let Some(key) = was {
            let left = self.get(PAYER_BALANCES, &key)?.unwrap_or_default().without(amount).ok_or_else(damaged)?;
            if left.count == 0 {
                self.delete(PAYER_BALANCES, &key)?;
            } else {
                self.put(PAYER_BALANCES, &key, &left)?;
            }
        }
        if let Some(key) = is {
            let more = self.get(PAYER_BALANCES, &key)?.unwrap_or_default().with(amount).ok_or_else(damaged)?;
            self.put(PAYER_BALANCES, &key, &more)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_lie_under_their_payer() {
        for side in Side::ALL {
            for kind in KINDS {
                let key = BalanceKey { payer: PayerId::new(7), currency: "USD".into(), kind, side };
                let mut raw = Vec::new();
                key.write(&mut raw);
                assert_eq!(raw[..8], 7u64.to_be_bytes());
                assert_eq!(BalanceKey::read(&mut raw.as_slice()), Some(key));
                raw.pop();
                assert_eq!(BalanceKey::read(&mut raw.as_slice()), None);
            }
        }
    }

    #[test]
    fn money_is_on_one_side_exactly_when_it_was_approved() {
        for status in Status::ALL {
            assert_eq!(Side::of(status).is_some(), status.is_approved(), "{status:?}");
        }
    }
}
