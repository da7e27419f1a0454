//! What the portal does about requests by itself: it reminds of them, once each time, and notes when their time is over.
//! What is due stands in the store, so a round that was missed, repeated or killed half way loses and repeats nothing.

use crate::{
    app::App,
    domain::{
        ids::PaymentRequestId,
        journal::{Actor, Fact, Subject},
        payment_request::{PaymentRequest, Reminded},
        time::Timestamp,
    },
    planted::{self, Bug},
    service::schedules::SETTLE_MS,
    store::{StoreError, WriteError, payment_requests, table::Writer},
};

use super::letters;

/// How many requests one write sees to at most.
const BATCH: usize = 50;

/// Sees to every request that is due and says how many there were. Nothing is done by a clock that was just set.
pub async fn wake_due(app: &App) -> Result<usize, StoreError> {
    if app.operations.night.clock_trusted_for(app.now(), app.clock.steady_ms()) < SETTLE_MS {
        return Ok(0);
    }
    let mut seen_to = 0;
    loop {
        let now = app.now();
        let due = payment_requests::due(&app.store.read()?, now, BATCH)?;
        if due.is_empty() {
            return Ok(seen_to);
        }
        seen_to += due.len();
        let written = app
            .store
            .write(move |writer| -> Result<(), StoreError> { due.iter().try_for_each(|id| wake(writer, *id, now)) });
        match written.await {
            Ok(()) => {}
            Err(WriteError::Refused(error)) => return Err(error),
            Err(WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy) => return Err(StoreError::Closed),
        }
    }
}

fn wake(writer: &mut Writer<'_>, id: PaymentRequestId, now: Timestamp) -> Result<(), StoreError> {
    let known = payment_requests::request(writer, id)?.filter(|request| request.wakes_at().is_some_and(|at| at <= now));
    let Some(mut request) = known else { return Ok(()) };
    if request.expires_at.is_some_and(|end| end <= now) {
        request.expired_at = Some(now);
        writer.record(now, Actor::System, Subject::PaymentRequest(id), Fact::PaymentRequestExpired)?;
    } else {
        remind(writer, &mut request, now)?;
    }
    writer.put_payment_request(&request)
}

/// Of several reminders that are due, as after downtime, the latest is sent and stands for the others. Nobody is reminded
/// while a payment is on its way.
fn remind(writer: &mut Writer<'_>, request: &mut PaymentRequest, now: Timestamp) -> Result<(), StoreError> {
    let is_due = |at: Timestamp, outcome: Option<Reminded>| outcome.is_none() && at <= now;
    let last = request.reminders.iter().rposition(|reminder| is_due(reminder.at, reminder.outcome));
    for reminder in request.reminders.iter_mut().filter(|reminder| is_due(reminder.at, reminder.outcome)) {
        reminder.outcome = Some(Reminded::PassedOver);
    }
    let wanted = request.rest().is_positive() || planted::is(Bug::RemindedMeanwhile);
    let Some(place) = last.filter(|_| !request.asked.emails.is_empty() && wanted) else { return Ok(()) };
    let delivery = letters::queue(writer, request, (true, now))?;
    if let Some(reminder) = request.reminders.get_mut(place) {
        reminder.outcome = Some(Reminded::Queued(delivery));
    }
    let number = u8::try_from(place + 1).unwrap_or(u8::MAX);
    let fact = Fact::PaymentRequestReminded { number, delivery };
    writer.record(now, Actor::System, Subject::PaymentRequest(request.id), fact)
}
