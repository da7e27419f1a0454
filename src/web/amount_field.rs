//! The field of an amount, and reading what was typed there: the terminal, refunds and Quick Pay have the same.

use maud::Markup;

use crate::{
    domain::money::{Currency, Money},
    i18n::{
        T,
        amount::{self, AmountError, Side},
    },
    service::payments::MAX_MAJOR_UNITS,
};

use super::{
    forms::FormErrors,
    fragments::{Field, Sign, money_field},
};

/// The field with the currency's sign where the reader's language has it.
#[must_use]
pub fn field(t: T, f: &Field<'_>, currency: Currency) -> Markup {
    let sign = amount::symbol(currency, t.locale());
    money_field(t, f, if sign.side == Side::Before { Sign::Before(&sign.text) } else { Sign::After(&sign.text) })
}

/// The amount typed into the field `name`, above zero; or what is wrong with it.
pub fn read(name: &'static str, typed: &str, (currency, t): (Currency, T), errors: &mut FormErrors) -> Option<Money> {
    match amount::parse(typed, currency, t.locale()) {
        Ok(amount) if amount.minor() == 0 => errors.add(name, "enter-payment-error-amount-zero"),
        Ok(amount) if amount.minor() / 10i64.pow(u32::from(currency.exponent())) > MAX_MAJOR_UNITS => {
            errors.add(name, "enter-payment-error-amount-large");
        }
        Ok(amount) => return Some(amount),
        Err(error) => {
            let example = amount::format_plain(Money::new(125_000, currency), t.locale());
            errors.add_with(name, key(error), vec![("example", example)]);
        }
    }
    None
}

const fn key(error: AmountError) -> &'static str {
    match error {
        AmountError::Empty | AmountError::NotANumber => "enter-payment-error-amount",
        AmountError::Ambiguous => "enter-payment-error-amount-ambiguous",
        AmountError::TooManyDecimals => "enter-payment-error-amount-decimals",
        AmountError::Negative => "enter-payment-error-amount-zero",
        AmountError::TooLarge => "enter-payment-error-amount-large",
    }
}
