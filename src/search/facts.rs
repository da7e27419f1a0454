//! What of a payment is looked at whenever payments are counted, in one number: currency, source, status, and whether
//! something was given back. One column to read instead of four, and nothing to look up by name.

use crate::domain::{
    money::{Currency, Money},
    transaction::{Source, Status, Transaction},
};

const STATUS_BITS: u32 = 5;
const SOURCE_BITS: u32 = 4;
const SOURCE_AT: u32 = STATUS_BITS;
const REFUNDED_AT: u32 = SOURCE_AT + SOURCE_BITS;
const CURRENCY_AT: u32 = REFUNDED_AT + 1;
/// Bits of one letter of a currency's code.
const LETTER_BITS: u32 = 5;

/// The facts as the index keeps them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts(u32);

impl Facts {
    pub(super) fn of(transaction: &Transaction, refunded: Money) -> Self {
        let place = |found: Option<usize>| found.and_then(|place| u32::try_from(place).ok()).unwrap_or_default();
        let status = place(Status::ALL.iter().position(|status| *status == transaction.status));
        let source = place(Source::ALL.iter().position(|source| *source == transaction.source));
        let currency = transaction.amount.currency();
        let currency = currency
            .code()
            .bytes()
            .fold(0, |code, letter| code << LETTER_BITS | u32::from(letter.saturating_sub(b'A')));
        let is_refunded = u32::from(refunded.is_positive());
        Self(currency << CURRENCY_AT | is_refunded << REFUNDED_AT | source << SOURCE_AT | status)
    }

    /// As the index keeps them.
    pub(super) fn number(self) -> u64 {
        u64::from(self.0)
    }

    /// From what the index keeps; anything else it may hold says nothing.
    pub(super) fn packed(number: u64) -> Self {
        Self(u32::try_from(number).unwrap_or_default())
    }

    pub(super) fn status(self) -> Option<Status> {
        Status::ALL.get(self.part(0, STATUS_BITS)).copied()
    }

    /// The place of the status among all.
    pub(super) fn status_place(self) -> usize {
        self.part(0, STATUS_BITS)
    }

    /// The place of the source among all.
    pub(super) fn source_place(self) -> usize {
        self.part(SOURCE_AT, SOURCE_BITS)
    }

    pub(super) const fn is_refunded(self) -> bool {
        self.0 >> REFUNDED_AT & 1 == 1
    }

    /// A number that stands for the currency and is ordered as its code.
    pub(super) const fn currency_code(self) -> u32 {
        self.0 >> CURRENCY_AT
    }

    pub(super) fn currency(self) -> Option<Currency> {
        let letter = |place: u32| {
            let number = self.part(CURRENCY_AT + place * LETTER_BITS, LETTER_BITS);
            u8::try_from(number).ok().map(|number| char::from(b'A' + number))
        };
        let code: Option<String> = [2, 1, 0].into_iter().map(letter).collect();
        Currency::from_code(&code?)
    }

    fn part(self, at: u32, bits: u32) -> usize {
        usize::try_from(self.0 >> at & ((1 << bits) - 1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::tests::world::plain;

    #[test]
    fn every_fact_is_read_as_it_was_written() {
        for (place, status) in Status::ALL.into_iter().enumerate() {
            for (at, source) in Source::ALL.into_iter().enumerate() {
                for code in ["AED", "CAD", "JPY", "USD", "ZWG"] {
                    let currency = Currency::from_code(code).unwrap();
                    let payment = Transaction { status, source, amount: Money::new(1, currency), ..plain("") };
                    let facts = Facts::of(&payment, Money::new(i64::from(code == "CAD"), currency));
                    assert_eq!((facts.status(), facts.currency()), (Some(status), Some(currency)));
                    assert_eq!((facts.status_place(), facts.source_place()), (place, at));
                    assert_eq!(facts.is_refunded(), code == "CAD");
                }
            }
        }
    }

    #[test]
    fn currencies_are_ordered_as_their_codes() {
        let code = |currency| {
            Facts::of(&Transaction { amount: Money::new(1, currency), ..plain("") }, Money::zero(currency))
                .currency_code()
        };
        assert!(code(Currency::CAD) < code(Currency::EUR) && code(Currency::EUR) < code(Currency::USD));
    }
}
