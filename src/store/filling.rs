//! Steps from an older file to this one that fill in what the records say but no table held.

use std::collections::BTreeMap;

use crate::domain::{
    ids::PaymentPageId,
    payment_page::order::holds_stock,
    time::{Day, Timestamp},
};

use super::{
    StoreError,
    balances::{self, BalanceKey},
    bot_defence,
    engine::Direction,
    firm, outbox, payers, payment_methods, payment_pages, payment_requests,
    table::{Records as _, Writer},
    tables::{
        DECLINES_BY_PAGE, DELIVERIES, ORDERS, PAYER_BALANCES, PAYERS, PAYMENT_METHODS, PAYMENT_METHODS_BY_EXPIRY,
        PAYMENT_METHODS_USED, PAYMENT_REQUESTS, PAYMENT_REQUESTS_BY_PAYER, PUBLIC_DECLINES, REFUNDS, REFUNDS_FAILED,
        STOCK_TAKEN, TRANSACTIONS_TAKEN_BACK, VOLUMES,
    },
    totals::{self, Total},
    transactions,
    volumes::Place,
};

/// Counts volumes, gives refunds their day, and lists what went wrong and which cards expire when.
///
/// What is gathered before it is written is small beside the records: sums, and the few rows of the lists.
pub(super) fn volumes_and_lists(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let mut sums = Sums::default();
    for (key, total) in totals::all(writer)? {
        sums.add(Place::of_total(key).as_ref(), total)?;
    }
    give_refunds_their_day(writer, &mut sums)?;
    sums.0.iter().try_for_each(|(key, total)| writer.put(VOLUMES, key, total))?;
    list(writer)
}

#[derive(Default)]
struct Sums(BTreeMap<super::volumes::VolumeKey, Total>);

impl Sums {
    fn add(&mut self, place: Option<&Place>, more: Total) -> Result<(), StoreError> {
        for key in place.into_iter().flat_map(Place::keys) {
            let sum = self.0.entry(key).or_default();
            *sum = sum.plus(more).ok_or(StoreError::Damaged(VOLUMES.name()))?;
        }
        Ok(())
    }
}

fn give_refunds_their_day(writer: &mut Writer<'_>, sums: &mut Sums) -> Result<(), StoreError> {
    let zone = firm::firm(writer)?.map_or_else(|| "UTC".to_owned(), |firm| firm.time_zone);
    let ids: Vec<_> =
        writer.all(REFUNDS, Direction::Forward)?.map(|row| row.map(|(id, _)| id)).collect::<Result<_, _>>()?;
    for id in ids {
        let mut refund = transactions::refund(writer, id)?;
        refund.day = refund.day.or_else(|| day_in(&zone, refund.created_at));
        writer.put(REFUNDS, &id, &refund)?;
        if let Some(place) = transactions::place_failed(&refund) {
            writer.put(REFUNDS_FAILED, &place, &())?;
        }
        if let Some(payment) = transactions::transaction(writer, refund.transaction)? {
            let one = Total { count: 1, amount_minor: refund.amount.minor() };
            sums.add(Place::of_refund(&payment, &refund).as_ref(), one)?;
        }
    }
    Ok(())
}

/// The day of `at` in a zone, as `i18n::dates` gives it; that floor is not known here.
fn day_in(zone: &str, at: Timestamp) -> Option<Day> {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let date = jiff::Timestamp::from_millisecond(at.ms()).ok()?.to_zoned(zone).date();
    let part = |part: i8| u8::try_from(part).ok();
    Some(Day::new(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?))
}

fn list(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let mut taken_back = Vec::new();
    for row in transactions::all(writer)? {
        taken_back.extend(transactions::place_taken_back(&row?.1));
    }
    taken_back.iter().try_for_each(|place| writer.put(TRANSACTIONS_TAKEN_BACK, place, &()))?;
    let mut messages = Vec::new();
    for row in writer.all(DELIVERIES, Direction::Forward)? {
        let delivery = row?.1;
        messages
            .extend(outbox::LISTS.map(|(list, status)| outbox::place(&delivery, status).map(|place| (list, place))));
    }
    messages.iter().flatten().try_for_each(|(list, place)| writer.put(*list, place, &()))?;
    let mut cards = Vec::new();
    for row in writer.all(PAYMENT_METHODS, Direction::Forward)? {
        cards.extend(payment_methods::place_by_expiry(&row?.1));
    }
    cards.iter().try_for_each(|place| writer.put(PAYMENT_METHODS_BY_EXPIRY, place, &()))
}

/// Writes payers into the lists and the index of words, adds up what each paid, and notes when each method was used.
///
/// What is gathered before it is written is a few sums for each payer.
pub(super) fn payers(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let ids: Vec<_> =
        writer.all(PAYERS, Direction::Forward)?.map(|row| row.map(|(id, _)| id)).collect::<Result<_, _>>()?;
    for id in ids {
        if let Some(payer) = payers::payer(writer, id)? {
            writer.put_payer(&payer)?;
        }
    }
    let (mut sums, mut used) = (BTreeMap::<BalanceKey, Total>::new(), BTreeMap::new());
    let damaged = || StoreError::Damaged(PAYER_BALANCES.name());
    for row in transactions::all(writer)? {
        let payment = row?.1;
        if let Some(key) = balances::place_of(&payment) {
            let sum = sums.entry(key).or_default();
            *sum = sum.with(payment.amount).ok_or_else(damaged)?;
        }
        if let Some(method) = payment.payment_method {
            let at = used.entry(method).or_insert(payment.created_at);
            *at = payment.created_at.max(*at);
        }
    }
    for row in writer.all(REFUNDS, Direction::Forward)? {
        let refund = row?.1;
        let payment = transactions::transaction(writer, refund.transaction)?;
        if let Some(key) = payment.and_then(|payment| balances::place_of_refund(&payment, &refund)) {
            let sum = sums.entry(key).or_default();
            *sum = sum.with(refund.amount).ok_or_else(damaged)?;
        }
    }
    sums.iter().try_for_each(|(key, total)| writer.put(PAYER_BALANCES, key, total))?;
    used.iter().try_for_each(|(method, at)| writer.put(PAYMENT_METHODS_USED, method, at))
}

/// Lists the declines of clients' payments on all public pages together.
pub(super) fn public_declines(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let mut places = Vec::new();
    for row in transactions::all(writer)? {
        places.extend(bot_defence::place(&row?.1));
    }
    places.iter().try_for_each(|place| writer.put(PUBLIC_DECLINES, place, &()))
}

/// Lists the declines of each payment page.
pub(super) fn declines(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let orders: Vec<_> = writer.all(ORDERS, Direction::Forward)?.collect::<Result<_, _>>()?;
    for (id, order) in orders {
        let payment = transactions::transaction(writer, id)?;
        if let Some(place) = payment.and_then(|payment| payment_pages::place_declined(order.page, &payment)) {
            writer.put(DECLINES_BY_PAGE, &place, &())?;
        }
    }
    Ok(())
}

/// Counts anew what is taken out of stock, by the payments that hold it.
pub(super) fn stock(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let mut taken = BTreeMap::<(PaymentPageId, u64), u64>::new();
    for row in writer.all(STOCK_TAKEN, Direction::Forward)? {
        taken.insert(row?.0, 0);
    }
    for row in writer.all(ORDERS, Direction::Forward)? {
        let (id, order) = row?;
        if transactions::transaction(writer, id)?.is_some_and(|payment| holds_stock(&payment)) {
            for (item, quantity) in order.quantities() {
                *taken.entry((order.page, u64::from(item))).or_default() += u64::from(quantity);
            }
        }
    }
    taken.iter().try_for_each(|(place, count)| writer.put(STOCK_TAKEN, place, count))
}

/// Lists the requests for payment of each payer.
pub(super) fn requests_of_payers(writer: &mut Writer<'_>) -> Result<(), StoreError> {
    let mut places = Vec::new();
    for row in writer.all(PAYMENT_REQUESTS, Direction::Forward)? {
        places.extend(payment_requests::place_by_payer(&row?.1));
    }
    places.iter().try_for_each(|place| writer.put(PAYMENT_REQUESTS_BY_PAYER, place, &()))
}
