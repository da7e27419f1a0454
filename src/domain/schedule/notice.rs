//! How long before a bank debit the payer must hear of a change (Nacha; Regulation E 1005.10(d)): ten days for another
//! amount, seven for another date. A card needs no such notice.

use jiff::ToSpan as _;

use crate::domain::{
    card::Instrument,
    report::range::{date_of, day_of},
    time::Day,
};

/// What an edit changes about the next debit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Its amount.
    pub amount: bool,
    /// Its date.
    pub date: bool,
}

/// Days of notice of another amount.
pub const AMOUNT_DAYS: u8 = 10;
/// Days of notice of another date.
pub const DATE_DAYS: u8 = 7;

/// How many days before the next debit the payer must have heard of a change; 0 when none are needed.
#[must_use]
pub const fn days(change: Change, instrument: &Instrument) -> u8 {
    match (instrument, change) {
        (Instrument::Card { .. }, _) => 0,
        (Instrument::BankAccount { .. }, Change { amount: true, .. }) => AMOUNT_DAYS,
        (Instrument::BankAccount { .. }, Change { date: true, .. }) => DATE_DAYS,
        (Instrument::BankAccount { .. }, Change { amount: false, date: false }) => 0,
    }
}

/// The first day on which a debit with the change may be made, when the payer heard of it on `told`.
#[must_use]
pub fn first_day(change: Change, instrument: &Instrument, told: Day) -> Day {
    let days = i64::from(days(change, instrument));
    let day = date_of(told).and_then(|date| date.checked_add(days.days()).ok());
    day.map_or(told, day_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::card::{CardBrand, Expiry, Funding, LastFour};

    #[test]
    fn another_amount_takes_ten_days_another_date_seven_and_a_card_none() {
        let bank = Instrument::bank_account(LastFour::parse("6789").unwrap());
        let card = Instrument::Card {
            brand: CardBrand::Visa,
            last_four: LastFour::parse("4242").unwrap(),
            expiry: Expiry::new(12, 2030).unwrap(),
            funding: Funding::Credit,
        };
        let told = Day::new(2026, 12, 25);
        for (amount, date, by_bank) in
            [(true, true, 20_270_104), (true, false, 20_270_104), (false, true, 20_270_101), (false, false, 20_261_225)]
        {
            let change = Change { amount, date };
            assert_eq!(first_day(change, &bank, told).number(), by_bank, "{change:?}");
            assert_eq!(first_day(change, &card, told), told, "{change:?}");
        }
    }
}
