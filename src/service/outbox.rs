//! Getting messages out: each is tried until a mail server has it, or kept to be read when there is none.

use crate::{
    app::App,
    domain::{
        delivery::{Attachment, Content, Delivery, DeliveryStatus, Message},
        ids::DeliveryId,
        journal::{Actor, Fact},
        receipt::ReceiptFacts,
        report::run::Origin,
        time::Timestamp,
    },
    i18n::T,
    mail::{Envelope, Handed, MailError, messages},
    planted::{self, Bug},
    store::{self, StoreError, WriteError, firm, outbox, table::Records},
};

use super::{
    alerts::{digest, follow},
    bank_debits,
    methods::links::{self, mail_facts},
    payment_requests, portal, receipts, refunds, schedules,
};

/// How many messages one round sends at most.
const BATCH: usize = 50;

/// Sends everything that is due and says how many were handed over.
pub async fn deliver_due(app: &App) -> Result<usize, StoreError> {
    let mut delivered = 0;
    loop {
        let due = outbox::due(&app.store.read()?, app.now(), BATCH)?;
        if due.is_empty() {
            return Ok(delivered);
        }
        for delivery in due {
            if let Some(claimed) = claim(app, delivery.id).await? {
                delivered += usize::from(deliver(app, &claimed).await?);
            }
        }
    }
}

/// Counts the attempt before it is made and puts the next one off, so that two rounds at once never send the same
/// message. `None` when another round has it.
async fn claim(app: &App, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
    let now = app.now();
    let written = app.store.write(move |writer| {
        let due =
            |delivery: &Delivery| delivery.status == DeliveryStatus::Waiting && Delivery::is_due(delivery.due_at, now);
        let Some(mut delivery) = outbox::delivery(writer, id)?.filter(due) else { return Ok(None) };
        delivery.attempts = delivery.attempts.saturating_add(1);
        delivery.due_at = now.plus_ms(Delivery::back_off_ms(delivery.attempts));
        writer.put_delivery(&delivery)?;
        Ok(Some(delivery))
    });
    written.await.map_err(not_written)
}

/// Tries one claimed message; `true` when it was handed over. Handing over and noting it cannot be one step, so a
/// crash in between sends it again, when the claim runs out, under the same Message-ID.
async fn deliver(app: &App, delivery: &Delivery) -> Result<bool, StoreError> {
    let Some(envelope) = put_into_words(app, delivery, app.now())? else {
        return note(app, delivery, Err(MailError::Never("there is nothing to send".to_owned())), None).await;
    };
    if planted::is(Bug::SentBeforeHanded) {
        note(app, delivery, Ok(Handed::Sent), None).await?;
    }
    let outcome = app.mail.send(&envelope).await;
    note(app, delivery, outcome, Some(envelope.message)).await
}

fn not_written(error: WriteError<StoreError>) -> StoreError {
    match error {
        WriteError::Refused(error) => error,
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => StoreError::Closed,
    }
}

fn put_into_words(app: &App, delivery: &Delivery, now: Timestamp) -> Result<Option<Envelope>, StoreError> {
    let reader = app.store.read()?;
    let Some(firm) = firm::firm(&reader)? else { return Ok(None) };
    let mut attachment = outbox::attachment(&reader, delivery.id)?;
    let to = delivery.recipients.clone();
    let receipt = |payment| format!("{}/receipts/{}", base_url(app), receipts::link_token(&app.secrets, payment));
    let message = match delivery.content {
        Content::Receipt { transaction } => receipts::facts(&reader, transaction)?.map(|facts| {
            attachment = app.mail.carries_files().then(|| receipt_file(&reader, &facts)).flatten();
            messages::receipt::message(&facts, &receipt(transaction), to, now)
        }),
        Content::RefundNotice { refund, transaction } => refunds::notice_facts(&reader, refund)?
            .map(|facts| messages::refund::message(&facts, &receipt(transaction), to, now)),
        Content::ReturnNotice { transaction } => {
            let again_on = schedules::again_on(&reader, transaction)?;
            let facts = receipts::facts(&reader, transaction)?;
            facts.map(|facts| messages::returned::message((&facts, again_on), &receipt(transaction), to, now))
        }
        Content::Report { report, run } => store::reports::run(&reader, &Origin::Made(report), run)?.map(|run| {
            let link = format!("{}/reports/{report}/runs/{}", base_url(app), run.id);
            let facts = messages::report::Facts { run: &run, firm: &firm, attached: attachment.as_ref(), link: &link };
            messages::report::message(&facts, to, now)
        }),
        Content::Alerts { user, after, through } => {
            let told = digest::told(&reader, user, (after, through))?;
            let link = format!("{}/alerts", base_url(app));
            told.map(|told| messages::alerts::message(&told, (&firm, delivery.locale), &link, (to, now)))
        }
        Content::Reminder { .. } => {
            schedules::reminder_facts(&reader, delivery)?.map(|facts| messages::schedule::reminder(&facts, to, now))
        }
        Content::FailureNotice { .. } => {
            schedules::failure_facts(&reader, delivery)?.map(|facts| messages::schedule::failure(&facts, to, now))
        }
        Content::MethodRequest { payer, request, .. } => mail_facts(&reader, (payer, request), now)?.map(|facts| {
            let link = format!("{}/methods/{}", base_url(app), links::token(&app.secrets, &facts.request.nonce));
            messages::method_request::message(&facts, &link, to, now)
        }),
        Content::AuthorizationCopy { authorization, .. } => bank_debits::copy_facts(&reader, authorization)?
            .map(|facts| messages::authorization::message(&facts, to, now)),
        Content::PaymentRequest { request, reminder } => {
            payment_requests::letters::facts(&reader, (request, reminder), now)?.map(|facts| {
                let path = payment_requests::letters::path(&app.secrets, &facts.request);
                messages::payment_request::message(&facts, &format!("{}{path}", base_url(app)), to, now)
            })
        }
        Content::PortalLink { link, .. } => portal::links::facts(&reader, link, now)?.map(|facts| {
            let address = format!("{}{}", base_url(app), portal::links::path(&app.secrets, &facts.link));
            messages::portal::message(&facts, &address, to, now)
        }),
        Content::PortalAddressChanged { .. } => Some(messages::portal::changed((&firm, delivery.locale), to, now)),
        Content::PortalPasswordSet { .. } => Some(messages::portal::password_set((&firm, delivery.locale), to, now)),
    };
    let Some(message) = message else { return Ok(None) };
    Ok(Some(Envelope {
        message,
        attachment,
        message_key: if planted::is(Bug::NewNameEachTime) {
            format!("{}-{}", delivery.message_key, delivery.attempts)
        } else {
            delivery.message_key.clone()
        },
        reply_to: firm.email,
        from_name: firm.name,
    }))
}

/// The receipt as a file. One that cannot be made keeps no receipt from going: its link has everything.
fn receipt_file(records: &impl Records, facts: &ReceiptFacts) -> Option<Attachment> {
    let made = receipts::pdf(facts, receipts::printed_logo(records, facts));
    made.inspect_err(|error| tracing::error!(number = %facts.number, %error, "a receipt goes without its file")).ok()
}

/// What a message is called that has no words yet.
#[must_use]
pub fn unsaid(t: T, delivery: &Delivery) -> String {
    match delivery.content {
        Content::Receipt { transaction } => t.with("receipt-title", [("number", transaction.to_string())]),
        Content::RefundNotice { refund, .. } => t.with("outbox-refund", [("number", refund.to_string())]),
        Content::ReturnNotice { transaction } => t.with("outbox-return", [("number", transaction.to_string())]),
        Content::Report { .. } => t.text("outbox-report"),
        Content::Alerts { .. } => t.text("outbox-alerts"),
        Content::Reminder { .. } => t.text("outbox-reminder"),
        Content::FailureNotice { .. } => t.text("outbox-failure-notice"),
        Content::MethodRequest { .. } => t.text("outbox-method-request"),
        Content::AuthorizationCopy { .. } => t.text("outbox-authorization-copy"),
        Content::PaymentRequest { .. } => t.text("outbox-payment-request"),
        Content::PortalLink { .. } => t.text("outbox-portal-link"),
        Content::PortalAddressChanged { .. } => t.text("outbox-portal-address"),
        Content::PortalPasswordSet { .. } => t.text("outbox-portal-password"),
    }
}

/// Where people reach the portal, without a slash at the end.
#[must_use]
pub fn base_url(app: &App) -> String {
    let set = app.config.base_url.as_deref().map(|url| url.trim_end_matches('/').to_owned());
    set.unwrap_or_else(|| format!("http://{}", app.config.listen))
}

async fn note(
    app: &App,
    delivery: &Delivery,
    outcome: Result<Handed, MailError>,
    message: Option<Message>,
) -> Result<bool, StoreError> {
    let now = app.now();
    let (after, fact) = after(delivery, outcome, now);
    let handed = matches!(after.status, DeliveryStatus::Sent | DeliveryStatus::Kept);
    let (subject, words) = (after.content.subject(), message.is_some());
    // Only where there is no mail server is the outbox how the link gets to its reader.
    let lets_in = matches!(after.content, Content::PortalLink { .. }) && after.status != DeliveryStatus::Kept;
    let message =
        message.map(|message| if lets_in { messages::portal::without_link(message, after.locale) } else { message });
    let written = app.store.write(move |writer| {
        // The claim ran out while the mail server took its time, and another round has the message now.
        if outbox::delivery(writer, after.id)?.is_none_or(|current| current.attempts != after.attempts) {
            return Ok(());
        }
        writer.put_delivery(&after)?;
        // What there is nothing to say of any more is nobody's trouble.
        if words || after.status != DeliveryStatus::Failed {
            follow::message(writer, &after, now)?;
            payment_requests::letters::follow(writer, &after)?;
        }
        if let Some(message) = &message {
            writer.put_message(after.id, message)?;
        }
        match &fact {
            Some(fact) => writer.record(now, Actor::System, subject, fact.clone()),
            None => Ok(()),
        }
    });
    written.await.map(|()| handed).map_err(not_written)
}

/// The claimed delivery after its attempt, and what the journal says of it.
fn after(delivery: &Delivery, outcome: Result<Handed, MailError>, now: Timestamp) -> (Delivery, Option<Fact>) {
    let (id, attempts, tried) = (delivery.id, delivery.attempts, delivery.clone());
    match outcome {
        Ok(handed) => {
            let status = if handed == Handed::Sent { DeliveryStatus::Sent } else { DeliveryStatus::Kept };
            (Delivery { status, last_error: None, ..tried }, Some(Fact::Delivered { delivery: id }))
        }
        Err(MailError::Later(error)) if attempts < Delivery::MAX_ATTEMPTS => {
            let due_at = now.plus_ms(Delivery::back_off_ms(attempts));
            (Delivery { due_at, last_error: Some(error), ..tried }, None)
        }
        Err(MailError::Later(error) | MailError::Never(error)) => (
            Delivery { status: DeliveryStatus::Failed, last_error: Some(error), ..tried },
            Some(Fact::DeliveryFailed { delivery: id }),
        ),
    }
}
