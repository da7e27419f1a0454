//! What must be true, at every step and at rest. The numbers are the invariants'.

use std::collections::{BTreeMap, BTreeSet};

use clientpay::{
    domain::{
        alert::{About, Alert, Cause},
        debit_authorization::Given,
        delivery::{Delivery, DeliveryStatus},
        ids::OperationKey,
        journal::{Fact, Subject},
        money::Money,
        nacha::SecCode,
        refund::{Refund, RefundKind, RefundStatus},
        transaction::{Event, Source, Status, Transaction},
    },
    gateway::RefundOutcome,
    service::receipts::has_receipt,
    store::{
        Health, check, debit_authorizations,
        engine::Direction,
        journal,
        table::{Reader, Records as _},
        tables::{ALERTS, DELIVERIES, PAYMENT_METHODS, PAYMENT_METHODS_TO_FORGET, REFUNDS, TRANSACTIONS},
    },
};

use crate::{
    people::{Staff, total},
    portal::{Outside, Portal},
    processor::Booked,
};

/// Everything that must be true at any moment: the store's own invariants (I1, I2, I4, I5, I8, I9, I11), and that what
/// was told is still there.
pub fn at_any_time(portal: &Portal, outside: &Outside, staff: &Staff) {
    let world = &outside.world;
    let Ok(reader) = portal.app.store.read() else { return };
    let found = check::check(&reader, *outside.disk.head.lock().unwrap());
    found.violations.into_iter().for_each(|violation| world.wrong(violation));
    what_was_told_stands(&reader, outside, staff);
    staff.pages.at_any_time(&reader, outside);
    staff.requests.at_any_time(&reader, outside);
    trouble_is_brought_up(&reader, outside);
}

/// Whatever is wrong with a payment, a refund or a message has its alert from the very write that learned of it, one each;
/// and none stays open when its cause is over.
fn trouble_is_brought_up(reader: &Reader, outside: &Outside) {
    let world = &outside.world;
    let all: Vec<Alert> = reader.all(ALERTS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
    let raised = |about: About, cause: Cause| all.iter().any(|alert| alert.about == about && alert.cause == cause);
    let is_open = |about: About, cause: Cause| {
        all.iter().any(|alert| alert.about == about && alert.cause == cause && alert.state.is_unresolved())
    };
    for payment in payments(reader).into_values() {
        let about = About::Payment(payment.id);
        let (returned, disputed) = match payment.status {
            Status::Returned | Status::Reversed => (payment.occurrence.is_none(), false),
            Status::Disputed | Status::DisputeLost => (false, true),
            _ => (false, false),
        };
        for (stands, cause) in [(returned, Cause::BankDebitReturned), (disputed, Cause::Disputed)] {
            if stands && !raised(about, cause) {
                world.wrong(format!("[I10] {}: {:?}, and nobody was told", payment.key, payment.status));
            }
            if !stands && is_open(about, cause) {
                world.wrong(format!("[I10] {}: {:?}, and its alert is open", payment.key, payment.status));
            }
        }
    }
    for refund in refunds(reader) {
        let about = About::Payment(refund.transaction);
        if refund.status == RefundStatus::Failed && !raised(about, Cause::RefundFailed) {
            world.wrong(format!("[I10] refund {}: it failed, and nobody was told", refund.key));
        }
    }
}

fn what_was_told_stands(reader: &Reader, outside: &Outside, staff: &Staff) {
    let told = staff.told.lock().unwrap();
    let stored = payments(reader);
    for (key, said) in &told.payments {
        let stands = stored.values().find(|payment| payment.key == *key);
        if !stands.is_some_and(|payment| payment.amount == said.amount && said.status.can_become(payment.status)) {
            outside.world.wrong(format!("[I2] {key}: told {:?}, and it is {stands:?}", said.status));
        }
    }
    let refunds = refunds(reader);
    for (key, said) in &told.refunds {
        if !refunds.iter().any(|refund| refund.key == *key && refund.amount == said.amount) {
            outside.world.wrong(format!("[I4] refund {key}: told, and it is not there"));
        }
    }
}

fn payments(reader: &Reader) -> BTreeMap<u64, Transaction> {
    let rows = reader.all(TRANSACTIONS, Direction::Forward).unwrap();
    rows.map(|row| row.map(|(id, payment)| (id.get(), payment)).unwrap()).collect()
}

fn refunds(reader: &Reader) -> Vec<Refund> {
    reader.all(REFUNDS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect()
}

/// A minute after everything goes well again the store serves and no outcome is open.
pub fn after_a_minute(portal: &Portal, outside: &Outside) {
    let world = &outside.world;
    let health = portal.app.store.health();
    let Ok(reader) = portal.app.store.read() else {
        return world.wrong(format!("[I10] at rest the store is {health:?}"));
    };
    if health != Health::Serving {
        world.wrong(format!("[I10] at rest the store is {health:?}"));
    }
    for payment in payments(&reader).into_values().filter(|payment| payment.status.is_unresolved()) {
        world.wrong(format!("[I2] {}: still {:?} after a minute without faults", payment.key, payment.status));
    }
    for refund in refunds(&reader).into_iter().filter(|refund| refund.status.is_unresolved()) {
        world.wrong(format!("[I4] refund {}: still {:?} after a minute without faults", refund.key, refund.status));
    }
}

/// What must be true once everything goes well again and all news has been read.
pub fn at_rest(portal: &Portal, outside: &Outside, staff: &Staff) {
    let reader = portal.app.store.read().unwrap();
    at_any_time(portal, outside, staff);
    books_agree(&reader, outside, staff);
    staff.pages.at_rest(&reader, outside);
    staff.requests.at_rest(portal, outside);
    refunds_agree(&reader, outside);
    presented(outside);
    authorized(&reader, outside);
    receipts(&reader, outside);
    kept(&reader, outside, staff);
}

/// A card is kept only for whoever agreed to it and paid, once for each form, and what is kept is not to be forgotten.
fn kept(reader: &Reader, outside: &Outside, staff: &Staff) {
    let world = &outside.world;
    let (mut tokens, mut removed) = (BTreeSet::new(), BTreeSet::new());
    for row in reader.all(PAYMENT_METHODS, Direction::Forward).unwrap() {
        let method = row.unwrap().1;
        if method.agreed.is_some() && !tokens.insert(method.token.clone()) {
            world.wrong(format!("[I2] method {}: one card was kept twice", method.id));
        }
        if !method.is_enabled() {
            removed.insert(method.token);
        }
    }
    for row in reader.all(PAYMENT_METHODS_TO_FORGET, Direction::Forward).unwrap() {
        let method = row.unwrap().1;
        if tokens.contains(&method.token) && !removed.contains(&method.token) {
            world.wrong(format!("[I6] {}: a card that is kept is to be forgotten", method.token));
        }
    }
    let by_client = |payment: &&Transaction| {
        matches!(payment.source, Source::PaymentPage | Source::SendForPayment) && !staff.requests.is_with_saved(payment)
    };
    for payment in payments(reader).values().filter(by_client) {
        let is_second = payment.request.as_ref().is_some_and(|part| part.group != payment.key);
        if payment.payment_method.is_some() && !is_second && (payment.keep.is_none() || !has_receipt(payment)) {
            world.wrong(format!("[I10] {}: a card was kept that nobody agreed to, or that paid nothing", payment.key));
        }
    }
}

/// I1, I2, I5: the processor's charges are our payments, one for one.
fn books_agree(reader: &Reader, outside: &Outside, staff: &Staff) {
    let (world, books, told) = (&outside.world, outside.processor.books(), staff.told.lock().unwrap());
    let ours: BTreeMap<_, _> = payments(reader).into_values().map(|payment| (payment.key.clone(), payment)).collect();
    for payment in ours.values() {
        let really = books.charge(&payment.key).map_or(Status::Created, |charge| charge.status);
        if !agree(payment.status, really) {
            world.wrong(format!("[I2] {}: {:?} here and {really:?} at the processor", payment.key, payment.status));
        }
    }
    for payment in ours.values() {
        told_once(reader, payment, books.charge(&payment.key), outside);
    }
    let keys: BTreeSet<_> = books.charges.iter().map(|charge| charge.key.clone()).collect();
    for key in keys {
        let charges: Vec<&Booked> = books.charges.iter().filter(|charge| charge.key == key).collect();
        let captures: u32 = charges.iter().map(|charge| charge.captures).sum();
        if captures > 1 {
            world.wrong(format!("[I2] {key}: charged {captures} times"));
        }
        // What a schedule asks for is what it agreed to; that is judged by its own oracle.
        let first = first_key(&ours, &key).unwrap_or(&key);
        let asked = told.asked.get(first).map(|asked| (total(asked, staff.accounts), asked.merchant_account));
        let scheduled = ours.get(&key).filter(|payment| payment.occurrence.is_some());
        let asked = asked.or_else(|| staff.pages.asked(first));
        let asked = asked.or_else(|| staff.requests.asked(ours.get(&key)?));
        let asked = asked.or_else(|| scheduled.map(|payment| (payment.amount, payment.merchant_account)));
        let (Some(payment), Some((amount, account))) = (ours.get(&key), asked) else {
            world.wrong(format!("[I2] {key}: at the processor and not here"));
            continue;
        };
        // A charge that arrived late and was cancelled at once took nothing.
        let kept = charges.iter().any(|charge| charge.captures > 0 && charge.status != Status::Voided);
        for charge in charges {
            if charge.amount != amount || payment.amount != amount {
                world.wrong(format!("[I1] {key}: {} was asked for, {} charged", amount.minor(), charge.amount.minor()));
            }
            if charge.account != account || payment.merchant_account != account {
                world.wrong(format!("[I5] {key}: charged to another account than was asked for"));
            }
        }
        if kept && told.not_charged.contains(&key) {
            world.wrong(format!("[I2] {key}: charged after it was said that it was not"));
        }
    }
}

/// The operation whose debit this one presents again.
fn first_key<'a>(ours: &'a BTreeMap<OperationKey, Transaction>, key: &OperationKey) -> Option<&'a OperationKey> {
    let first = ours.get(key)?.bank_debit.as_ref()?.represents?;
    ours.values().find(|payment| payment.id == first).map(|payment| &payment.key)
}

/// I12: no debit is presented more than three times, and none again that came back for another reason than want of funds.
fn presented(outside: &Outside) {
    let (world, books) = (&outside.world, outside.processor.books());
    let mut again: BTreeMap<String, u32> = BTreeMap::new();
    for charge in books.charges.iter().filter(|charge| charge.captures > 0) {
        let Some(first) = &charge.represents else { continue };
        *again.entry(first.0.clone()).or_default() += 1;
        let soft =
            books.charges.iter().find(|known| known.id == *first).is_some_and(|known| known.status == Status::Returned);
        if !soft {
            world.wrong(format!("[I12] {}: presented again, and the first did not come back", charge.key));
        }
    }
    for (first, times) in again.into_iter().filter(|(_, times)| *times > 2) {
        world.wrong(format!("[I12] {first}: presented {times} times more"));
    }
}

/// I12: nobody is debited on what somebody else signed, or signed for something else. What clients do themselves goes by
/// words that they signed online, once; what is presented again, by those of the first.
fn authorized(reader: &Reader, outside: &Outside) {
    let (mut used, all) = (BTreeSet::new(), payments(reader));
    for payment in all.values().filter(|payment| payment.occurrence.is_none()) {
        let Some(debit) = &payment.bank_debit else { continue };
        let kept = debit_authorizations::authorization(reader, debit.authorization).unwrap().unwrap();
        let own = matches!(payment.source, Source::PaymentPage | Source::SendForPayment);
        let given = matches!(kept.given, Given::Online { .. }) == own && (debit.sec == SecCode::Web) == own;
        let fits = kept.scope.amount() == payment.amount
            && kept.merchant_account == payment.merchant_account
            && Some(kept.payer) == payment.payer;
        let first = debit.represents.and_then(|id| all.get(&id.get()));
        let is_its = match first.and_then(|first| first.bank_debit.as_ref()) {
            Some(first) => first.authorization == debit.authorization,
            None => debit.represents.is_none() && used.insert(debit.authorization),
        };
        if !(given && fits && is_its) {
            outside.world.wrong(format!("[I12] {}: debited on {} of {kept:?}", payment.key, debit.authorization));
        }
    }
}

/// News that was told is not told again: the journal has no more of an event than the processor.
fn told_once(reader: &Reader, payment: &Transaction, charge: Option<&Booked>, outside: &Outside) {
    let history = journal::history(reader, Subject::Transaction(payment.id)).unwrap();
    let here: Vec<Event> = history
        .iter()
        .filter_map(|entry| match entry.fact {
            Fact::PaymentChanged { event, .. } => Some(event),
            _ => None,
        })
        .collect();
    let there: Vec<Event> =
        charge.into_iter().flat_map(|charge| charge.first.iter().chain(&charge.later)).copied().collect();
    for event in Event::ALL {
        let count = |events: &[Event]| events.iter().filter(|one| **one == event).count();
        let ours = matches!(event, Event::LoseTrack | Event::NotFound | Event::Fail);
        if !ours && count(&here) > count(&there) {
            outside.world.wrong(format!("[I2] {}: {event:?} is told {} times", payment.key, count(&here)));
        }
    }
}

/// Whether a status here is right for one at the processor, both at rest.
fn agree(here: Status, there: Status) -> bool {
    match here {
        // Given up before money moved; what was opened was cancelled.
        Status::Failed => matches!(there, Status::Created | Status::Voided | Status::Failed),
        Status::Reversed | Status::Voided | Status::Declined => here == there,
        _ => here == there,
    }
}

/// I4: the processor's refunds are ours, one for one, and never more than was taken.
fn refunds_agree(reader: &Reader, outside: &Outside) {
    let (world, books) = (&outside.world, outside.processor.books());
    let (ours, payments) = (refunds(reader), payments(reader));
    let mut given: BTreeMap<usize, i64> = BTreeMap::new();
    let mut keys = BTreeSet::new();
    for booked in books.refunds.iter().filter(|refund| !matches!(refund.outcome, RefundOutcome::Refused(_))) {
        *given.entry(booked.charge).or_default() += booked.amount.minor();
        if !keys.insert(booked.key.clone()) {
            world.wrong(format!("[I4] refund {}: given back twice", booked.key));
        }
        if !ours.iter().any(|refund| refund.key == booked.key) {
            world.wrong(format!("[I4] refund {}: at the processor and not here", booked.key));
        }
    }
    for (charge, sum) in given {
        let charge = &books.charges[charge];
        if sum > charge.amount.minor() || charge.status == Status::Voided {
            world.wrong(format!("[I4] {}: {sum} given back of {}", charge.key, charge.amount.minor()));
        }
    }
    for refund in &ours {
        let really = match refund.kind {
            RefundKind::Refund => match books.refund(&refund.key).map(|booked| &booked.outcome) {
                Some(RefundOutcome::Submitted(_)) => RefundStatus::Submitted,
                Some(RefundOutcome::Settled(_)) => RefundStatus::Settled,
                Some(RefundOutcome::Refused(_)) | None => RefundStatus::Failed,
            },
            RefundKind::Void => {
                let payment = payments.get(&refund.transaction.get());
                let charge = payment.and_then(|payment| books.charge(&payment.key));
                let voided = charge.is_some_and(|charge| charge.status == Status::Voided);
                if voided { RefundStatus::Settled } else { RefundStatus::Failed }
            }
        };
        // An authorization that ran out is voided by nobody's refund.
        let ran_out = refund.kind == RefundKind::Void && refund.status == RefundStatus::Failed;
        if refund.status != really && !ran_out {
            world.wrong(format!("[I4] refund {}: {:?} here and {really:?} there", refund.key, refund.status));
        }
        let whole: Option<Money> = payments.get(&refund.transaction.get()).map(|payment| payment.amount);
        if refund.kind == RefundKind::Void && whole != Some(refund.amount) {
            world.wrong(format!("[I4] refund {}: a part was voided", refund.key));
        }
    }
}

/// I11: one receipt for each payment that was approved, none for any other; each message goes out under one name.
fn receipts(reader: &Reader, outside: &Outside) {
    let world = &outside.world;
    let taken = outside.post.taken.lock().unwrap();
    for payment in payments(reader).into_values() {
        let history = journal::history(reader, Subject::Transaction(payment.id)).unwrap();
        let count =
            history.iter().filter(|entry| matches!(entry.fact, Fact::ReceiptQueued { again: false, .. })).count();
        let approved = |fact: &Fact| matches!(fact, Fact::PaymentChanged { to, .. } if to.is_approved());
        let was_approved = history.iter().any(|entry| approved(&entry.fact));
        let stands = payment.status.is_approved() || matches!(payment.status, Status::Disputed | Status::DisputeLost);
        let due = !payment.receipt_emails.is_empty() && was_approved;
        // What was taken back before it was even heard of needs none.
        let right = if due && stands { count == 1 } else { count <= usize::from(due) };
        if !right {
            world.wrong(format!("[I11] {}: {:?} has {count} receipts", payment.key, payment.status));
        }
    }
    let deliveries: Vec<Delivery> =
        reader.all(DELIVERIES, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
    for delivery in &deliveries {
        let arrived = taken.contains(&delivery.message_key);
        if delivery.status == DeliveryStatus::Sent && !arrived {
            world.wrong(format!("[I11] message {}: said to be sent and was not", delivery.id));
        }
    }
    let names: BTreeSet<&String> = deliveries.iter().map(|delivery| &delivery.message_key).collect();
    if let Some(stray) = taken.iter().find(|name| !names.contains(name)) {
        world.wrong(format!("[I11] {stray}: a message that is no delivery's"));
    }
}
