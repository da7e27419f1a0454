//! Whether what is owed takes a payment: looked at in the write that begins it.

use crate::{
    domain::{
        merchant_account::MerchantAccount,
        payer::Payer,
        payment_page::order::Order as PageOrder,
        payment_request::{Door, RequestPart},
        time::Timestamp,
        transaction::Transaction,
    },
    planted::{self, Bug},
    service::{bank_debits::Entered, methods},
    store::{payers, payment_pages, payment_requests, table::Writer},
};

use super::{TakeError, TakePayment, Unpayable, Unsellable, firm_day};

/// Whether a page sells this now, to be paid so, and has enough of it.
pub(super) fn check_order(writer: &Writer<'_>, order: &PageOrder, entered: &Entered) -> Result<(), TakeError> {
    let page = payment_pages::page(writer, order.page)?.filter(|page| page.open);
    let page = page.ok_or(TakeError::Order(Unsellable::Closed))?;
    if page.version != order.version {
        return Err(TakeError::Order(Unsellable::Changed));
    }
    if !entered.is_among(page.content.accepted) {
        return Err(TakeError::Order(Unsellable::Method));
    }
    match payment_pages::sold_out(writer, &page, order)?.filter(|_| !planted::is(Bug::LastSeatTwice)) {
        Some((item, left)) => Err(TakeError::Order(Unsellable::SoldOut { item, left })),
        None => Ok(()),
    }
}

/// Whether a request takes this payment now; gives the payer that it was made for, if it was made for one.
pub(super) fn check_part(
    writer: &Writer<'_>,
    part: &RequestPart,
    (asked, account, entered): (&TakePayment, &MerchantAccount, &Entered),
    now: Timestamp,
) -> Result<Option<Payer>, TakeError> {
    let closed = TakeError::Request(Unpayable::Closed);
    let request = payment_requests::request(writer, part.request)?;
    let Some(request) = request.filter(|request| request.door(now) == Door::Open) else { return Err(closed) };
    let leg = request.legs.get(usize::from(part.leg)).filter(|leg| leg.merchant_account == asked.merchant_account);
    let left = leg.ok_or(TakeError::NoAccount)?.rest();
    let by_saved = planted::is(Bug::SavedBeyondRest) && asked.payment_method.is_some();
    if asked.amount.minor() > left && !planted::is(Bug::RestIgnored) && !by_saved {
        return Err(TakeError::Request(Unpayable::TooMuch { left }));
    }
    if !entered.is_among(request.asked.accepted) {
        return Err(TakeError::Request(Unpayable::Method));
    }
    let payer = request.asked.payer.map(|id| payers::standing_for(writer, id)).transpose()?.flatten();
    if let Some(method) = asked.payment_method.filter(|_| !planted::is(Bug::GoneMethodPays)) {
        let at = (account, firm_day(writer, now)?);
        let is_good = |payer: &Payer| methods::charging::is_good(writer, (payer, method), at);
        let whose = payer.clone().map_or_else(|| payer_of_first(writer, part), |payer| Ok(Some(payer)))?;
        if !whose.as_ref().map(is_good).transpose()?.unwrap_or(false) {
            return Err(TakeError::Request(Unpayable::Saved));
        }
    }
    Ok(payer)
}

/// Whose record the first of two payments with one form is on: its card may have been saved there, and pays the second.
fn payer_of_first(writer: &Writer<'_>, part: &RequestPart) -> Result<Option<Payer>, TakeError> {
    let payments = payment_requests::payments(writer, part.request)?;
    let of_form = |payment: &&Transaction| payment.request.as_ref().is_some_and(|known| known.group == part.group);
    let payer = payments.iter().find(of_form).and_then(|payment| payment.payer);
    Ok(payer.map(|id| payers::standing_for(writer, id)).transpose()?.flatten())
}
