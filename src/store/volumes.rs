//! Volume counters: what came in and what went back, per day and per month, in just the cuts that the dashboard shows.
//!
//! The totals of [`super::totals`] keep every cut at once, so their rows grow with accounts times sources times methods
//! times statuses; two years of them are more than a page should read. Here each cut stands by itself, in days and in
//! months, and a year is a few hundred rows however busy the firm is. A payment counts on its own day, a refund on the
//! day it was asked for: what was given back in November stays in November. They change in the transaction that changes
//! a payment or refund and can be rebuilt from both at any time.

use crate::domain::{
    ids::MerchantAccountId,
    money::Money,
    refund::{Refund, RefundKind},
    time::Day,
    transaction::{Status, Transaction},
};

use super::{
    StoreError,
    key::Key,
    table::{Records, Writer},
    tables::VOLUMES,
    totals::{self, Total, TotalKey},
    transactions,
};

/// What sets the rows of one cut apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cut {
    /// Nothing but the account.
    Whole,
    /// Where the payments came from.
    Source,
    /// Network name, or `bank`.
    Method,
}

/// How long a stretch one row covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grain {
    /// One of the firm's days.
    Day,
    /// A month, filed under its first day.
    Month,
}

/// What became of the money, as coarsely as a volume tells it. Every payment is in at most one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flow {
    /// The firm has it, or is about to.
    Collected,
    /// Approved, and waiting to be captured.
    Authorized,
    /// A bank debit on its way.
    Pending,
    /// Declined or failed: no money moved.
    Declined,
    /// Given back of a payment that was collected; voids are not, for their payments no longer count.
    Refunded,
}

/// What a volume is of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VolumeKey {
    /// Which cut.
    pub cut: Cut,
    /// How long a stretch.
    pub grain: Grain,
    /// Its first day.
    pub from: Day,
    /// The deposit account.
    pub merchant_account: MerchantAccountId,
    /// Which part of the cut: nothing, a source's code, or a method as in [`totals::key_of`].
    pub part: String,
    /// What became of it.
    pub flow: Flow,
    /// ISO 4217 code.
    pub currency: String,
}

impl Cut {
    /// Every cut.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Source, Self::Method];
}

impl Grain {
    /// Every grain.
    pub const ALL: [Self; 2] = [Self::Day, Self::Month];

    const fn first(self, day: Day) -> Day {
        match self {
            Self::Day => day,
            Self::Month => day.first_of_month(),
        }
    }
}

impl Flow {
    /// Every flow.
    pub const ALL: [Self; 5] = [Self::Collected, Self::Authorized, Self::Pending, Self::Declined, Self::Refunded];

    /// What a payment in this status is counted as; `None` where nothing came of it, or nothing is left of it.
    #[must_use]
    pub const fn of(status: Status) -> Option<Self> {
        match status {
            Status::Captured | Status::Settled | Status::DisputeWon => Some(Self::Collected),
            Status::Authorized => Some(Self::Authorized),
            Status::Pending => Some(Self::Pending),
            Status::Declined | Status::Failed => Some(Self::Declined),
            Status::Created
            | Status::Unknown
            | Status::ActionRequired
            | Status::Held
            | Status::Voided
            | Status::Reversed
            | Status::Returned
            | Status::Disputed
            | Status::DisputeLost => None,
        }
    }

    /// Whether the payer was told "paid", "authorized" or "on its way".
    #[must_use]
    pub const fn is_approved(self) -> bool {
        matches!(self, Self::Collected | Self::Authorized | Self::Pending)
    }
}

/// Kinds are written as their place in `ALL`, which is stored and never changes.
fn write_place<T: PartialEq>(all: &[T], value: &T, out: &mut Vec<u8>) {
    out.push(all.iter().position(|known| known == value).and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX));
}

fn read_place<T: Copy>(all: &[T], bytes: &mut &[u8]) -> Option<T> {
    all.get(usize::from(u8::read(bytes)?)).copied()
}

impl Key for VolumeKey {
    fn write(&self, out: &mut Vec<u8>) {
        write_place(&Cut::ALL, &self.cut, out);
        write_place(&Grain::ALL, &self.grain, out);
        self.from.write(out);
        self.merchant_account.write(out);
        self.part.write(out);
        write_place(&Flow::ALL, &self.flow, out);
        self.currency.write(out);
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        Some(Self {
            cut: read_place(&Cut::ALL, bytes)?,
            grain: read_place(&Grain::ALL, bytes)?,
            from: Day::read(bytes)?,
            merchant_account: MerchantAccountId::read(bytes)?,
            part: String::read(bytes)?,
            flow: read_place(&Flow::ALL, bytes)?,
            currency: String::read(bytes)?,
        })
    }
}

/// The beginning of a key: one cut in one grain, from a day on.
struct Start(Cut, Grain, Day);

impl Key for Start {
    fn write(&self, out: &mut Vec<u8>) {
        write_place(&Cut::ALL, &self.0, out);
        write_place(&Grain::ALL, &self.1, out);
        self.2.write(out);
    }

    fn read(_: &mut &[u8]) -> Option<Self> {
        None
    }
}

/// The volumes of one cut and grain whose first day is from `first` to `last`, both included.
pub fn volumes(
    records: &impl Records,
    (cut, grain): (Cut, Grain),
    (first, last): (Day, Day),
) -> Result<Vec<(VolumeKey, Total)>, StoreError> {
    let mut found = Vec::new();
    for row in records.from(VOLUMES, &Start(cut, grain, grain.first(first)))? {
        let (key, total) = row?;
        if (key.cut, key.grain) != (cut, grain) || key.from > last {
            break;
        }
        found.push((key, total));
    }
    Ok(found)
}

/// Where a payment or a refund is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    total: TotalKey,
    flow: Flow,
}

impl Place {
    /// Where payments of one total are counted; `None` where nothing came of them.
    #[must_use]
    pub fn of_total(total: TotalKey) -> Option<Self> {
        Flow::of(total.status).map(|flow| Self { total, flow })
    }

    /// Where a payment is counted.
    #[must_use]
    pub fn of_payment(payment: &Transaction) -> Option<Self> {
        Self::of_total(totals::key_of(payment))
    }

    /// Where a refund of `payment` is counted: wherever the payment now stands, what went back went back.
    #[must_use]
    pub fn of_refund(payment: &Transaction, refund: &Refund) -> Option<Self> {
        // The status of the payment is in no key of a volume; a fixed one keeps its changes from moving the refund.
        let total =
            TotalKey { day: refund.day.unwrap_or(payment.day), status: Status::Captured, ..totals::key_of(payment) };
        let counts = refund.kind == RefundKind::Refund && refund.status.reserves();
        counts.then_some(Self { total, flow: Flow::Refunded })
    }

    /// The rows it is counted in, one for each cut and grain.
    #[must_use]
    pub fn keys(&self) -> Vec<VolumeKey> {
        let Self { total, flow } = self;
        let part = |cut| match cut {
            Cut::Whole => "",
            Cut::Source => total.source.code(),
            Cut::Method => &total.method,
        };
        let key = |cut, grain: Grain| VolumeKey {
            cut,
            grain,
            from: grain.first(total.day),
            merchant_account: total.merchant_account,
            part: part(cut).to_owned(),
            flow: *flow,
            currency: total.currency.clone(),
        };
        Cut::ALL.into_iter().flat_map(|cut| Grain::ALL.map(|grain| key(cut, grain))).collect()
    }
}

impl Writer<'_> {
    /// Counts a payment, and its refunds again when it is no longer known by the same source and method.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it was not counted where it must have been (I1).
    pub(super) fn count_volume(&mut self, before: Option<&Transaction>, now: &Transaction) -> Result<(), StoreError> {
        self.recount(before.and_then(Place::of_payment).as_ref(), Place::of_payment(now).as_ref(), now.amount)?;
        let name = |payment: &Transaction| (payment.source, totals::method_of(payment));
        if let Some(before) = before.filter(|before| name(before) != name(now)) {
            for refund in transactions::refunds(self, now.id)? {
                let (was, is) = (Place::of_refund(before, &refund), Place::of_refund(now, &refund));
                self.recount(was.as_ref(), is.as_ref(), refund.amount)?;
            }
        }
        Ok(())
    }

    /// Counts a refund of `payment`.
    ///
    /// # Errors
    /// As [`Writer::count_volume`].
    pub(super) fn count_refund(
        &mut self,
        payment: &Transaction,
        before: Option<&Refund>,
        now: &Refund,
    ) -> Result<(), StoreError> {
        let was = before.and_then(|before| Place::of_refund(payment, before));
        self.recount(was.as_ref(), Place::of_refund(payment, now).as_ref(), now.amount)
    }

    fn recount(&mut self, was: Option<&Place>, is: Option<&Place>, amount: Money) -> Result<(), StoreError> {
        if was == is {
            return Ok(());
        }
        let damaged = || StoreError::Damaged(VOLUMES.name());
        for key in was.into_iter().flat_map(Place::keys) {
            let left = self.get(VOLUMES, &key)?.unwrap_or_default().without(amount).ok_or_else(damaged)?;
            if left.count == 0 {
                self.delete(VOLUMES, &key)?;
            } else {
                self.put(VOLUMES, &key, &left)?;
            }
        }
        for key in is.into_iter().flat_map(Place::keys) {
            let more = self.get(VOLUMES, &key)?.unwrap_or_default().with(amount).ok_or_else(damaged)?;
            self.put(VOLUMES, &key, &more)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(flow: Flow) -> VolumeKey {
        VolumeKey {
            cut: Cut::Method,
            grain: Grain::Month,
            from: Day::new(2026, 11, 1),
            merchant_account: MerchantAccountId::new(3),
            part: "American Express".into(),
            flow,
            currency: "USD".into(),
        }
    }

    #[test]
    fn a_key_that_was_cut_off_or_names_no_kind_is_not_read() {
        let mut raw = Vec::new();
        key(Flow::Refunded).write(&mut raw);
        for end in 0..raw.len() {
            assert_eq!(VolumeKey::read(&mut &raw[..end]), None, "{end}");
        }
        raw[0] = 3;
        assert_eq!(VolumeKey::read(&mut raw.as_slice()), None);
    }

    #[test]
    fn keys_read_back_and_sort_by_cut_grain_and_day() {
        for flow in Flow::ALL {
            let mut raw = Vec::new();
            key(flow).write(&mut raw);
            assert_eq!(VolumeKey::read(&mut raw.as_slice()), Some(key(flow)));
            assert_eq!(raw[..6], [2, 1, 0x01, 0x35, 0x28, 0xed], "cut, grain, 20261101");
        }
    }

    #[test]
    fn a_payment_is_approved_exactly_where_its_flow_is() {
        for status in Status::ALL {
            assert_eq!(Flow::of(status).is_some_and(Flow::is_approved), status.is_approved(), "{status:?}");
        }
    }
}
