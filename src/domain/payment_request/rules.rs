//! What a request must be like before it is sent.

use serde::{Deserialize, Serialize};

use super::{Asked, PaymentRequest};
use crate::domain::{
    mailbox::is_address, merchant_account::AccountKind, money::Money, pan::contains_card_number,
    report::range::days_later, time::Day,
};

/// The longest name or reference, in characters.
pub const MAX_LINE: usize = 200;

/// What is wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nobody is named.
    Name,
    /// It is to be mailed and there is no address, or something that is none, or too many.
    Emails,
    /// Nothing is asked for, or too much.
    Amount,
    /// Two amounts must be one for operating and one for trust, in one currency.
    Split,
    /// What is paid into two accounts is paid whole: how a part would be divided is not for the portal to say.
    PartOfSplit,
    /// The least part is nothing, or more than all of it.
    LeastPart,
    /// The link would have ended already.
    Expires,
    /// It would be due after the link has ended.
    DueTooLate,
    /// More than four reminders, none after at least a day, or not in order.
    Reminders,
    /// A reminder would come on the last day of the link or after it.
    RemindTooLate,
    /// A reminder needs an address.
    RemindWhom,
    /// A text is too long.
    TooLong,
    /// A text holds the number of a card.
    CardNumber,
    /// Only a bank account may pay it, and one of its deposit accounts takes none.
    NoBankDebits,
}

/// How a request reaches the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handing {
    /// By mail.
    Mail,
    /// Staff copy the link.
    Link,
}

/// Everything that is wrong, in the order of the form.
#[must_use]
pub fn faults(
    asked: &Asked,
    amounts: &[(AccountKind, Money)],
    (handing, today, most_minor): (Handing, Day, i64),
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut check = |good: bool, fault: Fault| {
        if !good {
            faults.push(fault);
        }
    };
    check(!asked.name.trim().is_empty(), Fault::Name);
    let addressed = !asked.emails.is_empty() || handing == Handing::Link;
    let fit = asked.emails.len() <= PaymentRequest::MAX_EMAILS && asked.emails.iter().all(|email| is_address(email));
    check(addressed && fit, Fault::Emails);
    let fits = |amount: &Money| (1..=most_minor).contains(&amount.minor());
    check(!amounts.is_empty() && amounts.iter().all(|(_, amount)| fits(amount)), Fault::Amount);
    check(is_split(amounts), Fault::Split);
    if let Some(least) = asked.least_part {
        check(amounts.len() == 1, Fault::PartOfSplit);
        check(amounts.first().is_none_or(|(_, all)| (1..=all.minor()).contains(&least)), Fault::LeastPart);
    }
    check(asked.expires.is_none_or(|day| day >= today), Fault::Expires);
    check(asked.due.zip(asked.expires).is_none_or(|(due, last)| due <= last), Fault::DueTooLate);
    let after = &asked.remind_after;
    let in_order = after.windows(2).all(|two| two[0] < two[1]);
    let in_range = after.iter().all(|days| (1..=PaymentRequest::MAX_REMIND_DAYS).contains(days));
    check(in_order && in_range && after.len() <= PaymentRequest::MAX_REMINDERS, Fault::Reminders);
    let too_late = |days: &u16| asked.expires.is_some_and(|last| days_later(today, (*days).into()) >= last);
    check(!in_range || !after.iter().any(too_late), Fault::RemindTooLate);
    check(after.is_empty() || !asked.emails.is_empty(), Fault::RemindWhom);
    let texts = lines(asked);
    let long = texts.iter().any(|text| text.chars().count() > MAX_LINE)
        || asked.message.chars().count() > PaymentRequest::MAX_MESSAGE_CHARS;
    check(!long, Fault::TooLong);
    check(!texts.iter().chain([&asked.message.as_str()]).any(|text| contains_card_number(text)), Fault::CardNumber);
    faults
}

/// The days after which a client is reminded, as people write them: `3, 7, 14`. Nothing where that cannot be read.
#[must_use]
pub fn reminder_days(text: &str) -> Option<Vec<u16>> {
    let parts = text.split([',', ';', ' ', '/']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().ok()).collect()
}

fn lines(asked: &Asked) -> Vec<&str> {
    let references = [&asked.invoice_number, &asked.matter, &asked.reference];
    std::iter::once(asked.name.as_str()).chain(references.into_iter().flatten().map(String::as_str)).collect()
}

/// One amount, or one of each kind of money.
fn is_split(amounts: &[(AccountKind, Money)]) -> bool {
    match amounts {
        [] | [_] => true,
        [(one, first), (other, second)] => one != other && first.currency() == second.currency(),
        _ => false,
    }
}
