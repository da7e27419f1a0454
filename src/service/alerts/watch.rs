//! What raises and ends alerts because time goes by: outcomes that stay open, processors that stay silent, saved cards
//! that will expire, and alerts that were put off for long enough.

use crate::{
    app::App,
    domain::{
        alert::{About, AlertEvent, Cause, Resolution},
        card::Instrument,
        delivery::{Delivery, DeliveryStatus},
        ids::{MerchantAccountId, PaymentMethodId, TransactionId},
        journal::{Actor, Fact, Subject},
        merchant_account::Processor,
        schedule::State,
        time::{Day, Timestamp},
        transaction::Step,
    },
    service::{bot_defence, resolution::ALERT_AFTER_MS},
    store::{
        StoreError, alerts, firm, outbox, payers, schedules,
        table::{Records, Writer},
        transactions,
    },
};

use super::{close, follow, not_written, raise};

/// How far back [`catch_up`] looks, in milliseconds: thirty days.
const BACK_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// The most messages that [`catch_up`] looks at.
const MOST: usize = 500;

/// Opens what was put off for long enough, and raises alerts about outcomes that stay open; says how many.
pub async fn round(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let (woken, overdue, calm) = {
        let reader = app.store.read()?;
        (alerts::to_wake(&reader, now)?, overdue(&reader, now)?, bot_defence::is_over(&reader, now)?)
    };
    if woken.is_empty() && overdue.is_empty() && !calm {
        return Ok(0);
    }
    let written = app.store.write(move |writer| {
        let mut done = 0;
        for id in &woken {
            let Some(mut alert) = alerts::alert(writer, *id)? else { continue };
            if let Step::To(_) = alert.apply(&AlertEvent::Wake { now }) {
                writer.put_alert(&alert)?;
                writer.record(now, Actor::System, Subject::Alert(alert.id), Fact::AlertWoken)?;
                done += 1;
            }
        }
        for id in &overdue {
            // It may have been settled since it was looked at.
            if is_overdue(writer, *id, now)? {
                raise(writer, About::Payment(*id), Cause::OutcomeUnknown, now)?;
                done += 1;
            }
        }
        Ok(done + usize::from(bot_defence::calm(writer, now)?))
    });
    written.await.map_err(not_written)
}

/// The payments whose outcome, or that of a refund of theirs, has been open for so long that an alert is due.
fn overdue(records: &impl Records, now: Timestamp) -> Result<Vec<TransactionId>, StoreError> {
    let mut open: Vec<TransactionId> = transactions::unresolved(records)?.iter().map(|payment| payment.id).collect();
    open.extend(transactions::unresolved_refunds(records)?.iter().map(|refund| refund.transaction));
    open.sort_unstable();
    open.dedup();
    let mut due = Vec::new();
    for id in open {
        if is_overdue(records, id, now)? {
            due.push(id);
        }
    }
    Ok(due)
}

/// Whether an outcome has been open for long enough and nobody was told of it. Whoever resolved the alert by hand was.
fn is_overdue(records: &impl Records, id: TransactionId, now: Timestamp) -> Result<bool, StoreError> {
    let since = follow::open_since(records, id)?.filter(|since| now.ms_since(*since) >= ALERT_AFTER_MS);
    let Some(since) = since else { return Ok(false) };
    let told = alerts::about(records, About::Payment(id))?;
    Ok(!told
        .iter()
        .any(|alert| alert.cause == Cause::OutcomeUnknown && (alert.state.is_unresolved() || alert.raised_at >= since)))
}

/// The deposit account that stands for a processor: its first that is open.
fn account_of(records: &impl Records, processor: Processor) -> Result<Option<MerchantAccountId>, StoreError> {
    let accounts = firm::merchant_accounts(records)?;
    Ok(accounts.iter().find(|account| account.active && account.processor == processor).map(|account| account.id))
}

/// A processor has not answered for a while.
pub async fn processor_is_silent(app: &App, processor: Processor) -> Result<(), StoreError> {
    let now = app.now();
    let known = {
        let reader = app.store.read()?;
        let account = account_of(&reader, processor)?.map(About::MerchantAccount);
        account.map(|about| alerts::unresolved(&reader, about, Cause::GatewayUnreachable)).transpose()?.flatten()
    };
    if known.is_some() {
        return Ok(());
    }
    let written = app.store.write(move |writer| {
        let Some(account) = account_of(writer, processor)? else { return Ok(()) };
        raise(writer, About::MerchantAccount(account), Cause::GatewayUnreachable, now).map(|_| ())
    });
    written.await.map_err(not_written)
}

/// A processor has answered.
pub async fn processor_answers(app: &App, processor: Processor) -> Result<(), StoreError> {
    let accounts = silent(&app.store.read()?, processor)?;
    if accounts.is_empty() {
        return Ok(());
    }
    let now = app.now();
    let written = app.store.write(move |writer| {
        for account in silent(writer, processor)? {
            let about = About::MerchantAccount(account);
            close(writer, about, Cause::GatewayUnreachable, (Actor::System, now), Resolution::ByItself)?;
        }
        Ok(())
    });
    written.await.map_err(not_written)
}

/// The accounts of a processor about which there is an alert that it is silent.
fn silent(records: &impl Records, processor: Processor) -> Result<Vec<MerchantAccountId>, StoreError> {
    let mut found = Vec::new();
    for account in firm::merchant_accounts(records)?.iter().filter(|account| account.processor == processor) {
        if alerts::unresolved(records, About::MerchantAccount(account.id), Cause::GatewayUnreachable)?.is_some() {
            found.push(account.id);
        }
    }
    Ok(found)
}

/// Looks which saved cards will have expired when a schedule needs them next, and raises or ends alerts; says how many.
pub async fn look_at_cards(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let needed = cards_needed(&app.store.read()?)?;
    let known = {
        let reader = app.store.read()?;
        alerts::unresolved_for(&reader, Cause::MethodExpiring)?.len()
    };
    if needed.is_empty() && known == 0 {
        return Ok(0);
    }
    let written = app.store.write(move |writer| {
        let needed = cards_needed(writer)?;
        cards_that_expire(writer, &needed, now)
    });
    written.await.map_err(not_written)
}

/// The cards that active schedules charge next and that will have expired by then.
fn cards_needed(records: &impl Records) -> Result<Vec<PaymentMethodId>, StoreError> {
    let mut needed = Vec::new();
    for schedule in schedules::of_state(records, State::Active, (0, usize::MAX))? {
        let (Some(next), method) = (schedule.next_day, schedule.payment_method) else { continue };
        let Some(Instrument::Card { expiry, .. }) =
            payers::payment_method(records, method)?.map(|known| known.instrument)
        else {
            continue;
        };
        // A card is good through its month.
        if next.first_of_month() > Day::new(expiry.year(), expiry.month(), 1) && !needed.contains(&method) {
            needed.push(method);
        }
    }
    Ok(needed)
}

/// Raises alerts about saved cards that will have expired when a scheduled payment needs them, and ends those about cards
/// that are not needed any more. `needed` is every such card, as whoever keeps the schedules knows.
pub fn cards_that_expire(
    writer: &mut Writer<'_>,
    needed: &[PaymentMethodId],
    now: Timestamp,
) -> Result<usize, StoreError> {
    let mut changed = 0;
    for alert in alerts::unresolved_for(writer, Cause::MethodExpiring)? {
        if !needed.iter().any(|method| alert.about == About::PaymentMethod(*method)) {
            let by = (Actor::System, now);
            changed += usize::from(close(writer, alert.about, alert.cause, by, Resolution::ByItself)?);
        }
    }
    for method in needed {
        let about = About::PaymentMethod(*method);
        // Whoever resolved it by hand has looked; it is not raised again for the same card.
        let looked_at = alerts::about(writer, about)?.iter().any(|alert| {
            let by_hand = |how| how != Resolution::ByItself;
            alert.cause == Cause::MethodExpiring && alert.state.is_unresolved_or(by_hand)
        });
        if !looked_at {
            raise(writer, about, Cause::MethodExpiring, now)?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// Raises what should have been raised within the last thirty days and was not: in a file from before there were alerts,
/// and in one whose past was made up. Does nothing once there has been an alert.
pub fn catch_up(writer: &mut Writer<'_>, now: Timestamp) -> Result<usize, StoreError> {
    if alerts::any(writer)? {
        return Ok(0);
    }
    let since = now.plus_ms(-BACK_MS);
    let mut due = Vec::new();
    for payment in transactions::taken_back(writer, since)? {
        due.extend(
            follow::trouble(payment.status).map(|cause| (payment.changed_at, About::Payment(payment.id), cause)),
        );
    }
    for refund in transactions::failed_refunds(writer, since)? {
        let still = follow::left_with_the_firm(writer, refund.transaction)?;
        due.extend(still.map(|_| (refund.changed_at, About::Payment(refund.transaction), Cause::RefundFailed)));
    }
    for failed in outbox::failed(writer, since, MOST)? {
        let of = failed.content.transaction().map(|payment| outbox::of_transaction(writer, payment)).transpose()?;
        let sent = |other: &Delivery| other.id > failed.id && other.status != DeliveryStatus::Failed;
        if !of.unwrap_or_default().iter().any(sent) {
            due.push((failed.due_at.min(now), About::Delivery(failed.id), Cause::MailFailed));
        }
    }
    due.sort_unstable();
    // The oldest trouble first, but raised now: the journal goes forward.
    for (_, about, cause) in &due {
        raise(writer, *about, *cause, now)?;
    }
    Ok(due.len())
}

/// [`catch_up`] in a write of its own.
pub async fn catch_up_once(app: &App) -> Result<usize, StoreError> {
    if alerts::any(&app.store.read()?)? {
        return Ok(0);
    }
    let now = app.now();
    app.store.write(move |writer| catch_up(writer, now)).await.map_err(not_written)
}
