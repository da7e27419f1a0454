//! Writing what a processor said of a payment: its status, what became known of it, and everything that follows.

use crate::{
    app::App,
    domain::{
        ids::{OperationKey, TransactionId},
        journal::{Actor, Fact, Subject},
        time::Timestamp,
        transaction::{Decline, Event, Status, Step, Transaction},
    },
    gateway::Outcome,
    planted::{self, Bug},
    service::{
        alerts::follow,
        bank_debits, bot_defence,
        receipts::{self, Again, Order, has_receipt},
        schedules,
    },
    store::{StoreError, WriteError, table::Writer, transactions},
};

use super::TakeError;

/// What a processor said: events in their order with what came with them.
#[derive(Clone, Debug)]
pub(in crate::service) struct News {
    events: Vec<Event>,
    outcome: Option<Outcome>,
    decline: Option<Decline>,
}

impl News {
    pub(in crate::service) fn new(event: Event) -> Self {
        Self { events: vec![event], outcome: None, decline: None }
    }

    /// A charge's first answer and what has happened since.
    pub(in crate::service) fn history(first: Outcome, later: Vec<Event>) -> Self {
        let mut news = Self::from(first);
        news.events.extend(later);
        news
    }

    pub(super) fn with_decline(self, decline: Decline) -> Self {
        Self { decline: Some(decline), ..self }
    }

    /// The events after the one that led to `current`. A look-up tells the whole story each time, and a dispute that
    /// was won must not be opened again by hearing of it.
    fn since(&self, current: Status) -> &[Event] {
        let (mut status, mut seen) = (Status::Created, 0);
        for (index, event) in self.events.iter().enumerate() {
            if let Step::To(next) = status.after(*event) {
                status = next;
            }
            if status == current && !planted::is(Bug::OldNewsAgain) {
                seen = index + 1;
            }
        }
        self.events.get(seen..).unwrap_or_default()
    }
}

impl From<Outcome> for News {
    fn from(outcome: Outcome) -> Self {
        let event = match outcome.event {
            Event::Accept if planted::is(Bug::DebitIsMoney) => Event::Approve,
            event => event,
        };
        Self { events: vec![event], decline: outcome.decline.clone(), outcome: Some(outcome) }
    }
}

/// Write #2: the news and everything that follows from it, in one transaction.
pub(in crate::service) async fn settle(
    app: &App,
    id: TransactionId,
    key: &OperationKey,
    news: News,
) -> Result<Transaction, TakeError> {
    write_news(app, id, news).await.map_err(|error| left_open(id, key, &error))
}

/// [`settle`] for those who can come back to it.
pub(in crate::service) async fn write_news(
    app: &App,
    id: TransactionId,
    news: News,
) -> Result<Transaction, WriteError<StoreError>> {
    let now = app.now();
    app.store.write(move |writer| tell(writer, id, &news, now)).await
}

/// Once the processor was called, no failure to write, whatever its kind, says anything about the money.
pub(super) fn left_open(id: TransactionId, key: &OperationKey, error: &WriteError<StoreError>) -> TakeError {
    tracing::error!(payment = %id, ?error, "what the processor said could not be written; it will be asked again");
    TakeError::BeingConfirmed(key.clone())
}

/// Applies news to a payment inside a transaction.
pub(in crate::service) fn tell(
    writer: &mut Writer<'_>,
    id: TransactionId,
    news: &News,
    now: Timestamp,
) -> Result<Transaction, StoreError> {
    let before = transactions::transaction(writer, id)?.ok_or(StoreError::Damaged("transactions"))?;
    let mut after = before.clone();
    let mut contradicted = false;
    for event in news.since(before.status).iter().copied() {
        let from = after.status;
        let fact = match after.apply(event, now) {
            Step::Stay => continue,
            Step::Refuse => {
                tracing::error!(payment = %id, ?event, status = ?from, "the processor contradicts what is known");
                contradicted = true;
                Fact::PaymentContradicted { event, status: from }
            }
            Step::To(to) => Fact::PaymentChanged { event, from, to },
        };
        writer.record(now, Actor::System, Subject::Transaction(id), fact)?;
    }
    if contradicted && after.status == before.status {
        return Ok(before);
    }
    let moved = after.status != before.status || contradicted;
    learn(&mut after, news);
    if after == before {
        return Ok(before);
    }
    if !moved && !planted::is(Bug::DetailsUntold) {
        // Without an entry whoever follows the journal, the index above all, would never hear of it.
        writer.record(now, Actor::System, Subject::Transaction(id), Fact::PaymentDetailsLearned)?;
    }
    after.version = before.version.saturating_add(1);
    writer.put_transaction(&after)?;
    schedules::follow(writer, (&before, &after), now)?;
    follow::payment(writer, &before, &after, now)?;
    bot_defence::follow(writer, &after, now)?;
    bank_debits::follow(writer, &before, &after, now)?;
    if is_receipt_due(&before, &after) {
        let recipients = after.receipt_emails.clone();
        receipts::queue(writer, &after, &Order { recipients, actor: Actor::System, again: Again::No, at: now })?;
    }
    Ok(after)
}

/// The first approval is what a receipt confirms; one that was taken back before it was even heard of is not.
fn is_receipt_due(before: &Transaction, after: &Transaction) -> bool {
    let taken_back = matches!(after.status, Status::Voided | Status::Reversed | Status::Returned);
    let forgotten = planted::is(Bug::ReceiptForgotten) && before.status == Status::Unknown;
    let first = !has_receipt(before) || planted::is(Bug::ReceiptTwice);
    let approved = has_receipt(after) || planted::is(Bug::ReceiptForDecline);
    first && approved && !taken_back && !after.receipt_emails.is_empty() && !forgotten
}

fn learn(transaction: &mut Transaction, news: &News) {
    transaction.decline =
        if has_receipt(transaction) { None } else { news.decline.clone().or_else(|| transaction.decline.take()) };
    if let Some(outcome) = &news.outcome {
        let known = &mut *transaction;
        known.gateway_id = outcome.gateway_id.clone().map(|id| id.0).or_else(|| known.gateway_id.take());
        known.action_url = outcome.action_url.clone().or_else(|| known.action_url.take());
        known.approval = outcome.approval.clone().or_else(|| known.approval.take());
        known.instrument = outcome.instrument.clone().or_else(|| known.instrument.take());
        known.holder = outcome.holder.clone().or_else(|| known.holder.take());
        if let Some(debit) = &mut known.bank_debit {
            debit.returned = outcome.returned.or(debit.returned);
            debit.change = outcome.change.or(debit.change);
        }
        known.fingerprint = outcome.fingerprint.clone().or_else(|| known.fingerprint.take());
    }
    if planted::is(Bug::CardNumberKept) {
        transaction.holder = Some("4242 4242 4242 4242".to_owned());
    }
    if transaction.status != Status::ActionRequired {
        transaction.action_url = None;
    }
}
