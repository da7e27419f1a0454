//! What a client hears of a request by mail: the link, and reminders of it.

use crate::{
    app::Secrets,
    domain::{
        delivery::{Content, Delivery, DeliveryStatus},
        ids::{DeliveryId, PaymentRequestId},
        journal::{Actor, Fact, Subject},
        payment_request::{Door, PaymentRequest},
        time::Timestamp,
    },
    mail::messages::payment_request::Facts,
    store::{
        StoreError, firm, payment_requests,
        table::{Records, Writer},
    },
};

use super::links;

/// Puts the mail with the link into the outbox and notes it on the request, which is then to be written.
pub(super) fn send(
    writer: &mut Writer<'_>,
    request: &mut PaymentRequest,
    (actor, now): (Actor, Timestamp),
) -> Result<(), StoreError> {
    let delivery = queue(writer, request, (false, now))?;
    writer.record(now, actor, Subject::PaymentRequest(request.id), Fact::PaymentRequestQueued { delivery })
}

/// Puts a mail into the outbox; `reminder` tells which of the two.
pub(super) fn queue(
    writer: &mut Writer<'_>,
    request: &mut PaymentRequest,
    (reminder, now): (bool, Timestamp),
) -> Result<DeliveryId, StoreError> {
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content: Content::PaymentRequest { request: request.id, reminder },
        recipients: request.asked.emails.clone(),
        locale: request.asked.locale,
        message_key: format!("{}.{id}", request.key),
        status: DeliveryStatus::Waiting,
        due_at: now,
        attempts: 0,
        last_error: None,
        created_at: now,
    })?;
    request.mail = Some(id);
    request.bounced = false;
    Ok(id)
}

/// A mail was given up, or has left: what that means for its request, in the write that has the news. An older mail than
/// the latest says nothing any more.
pub(in crate::service) fn follow(writer: &mut Writer<'_>, delivery: &Delivery) -> Result<(), StoreError> {
    let Content::PaymentRequest { request: id, .. } = delivery.content else { return Ok(()) };
    let known = payment_requests::request(writer, id)?.filter(|request| request.mail == Some(delivery.id));
    let Some(mut request) = known else { return Ok(()) };
    let bounced = delivery.status == DeliveryStatus::Failed;
    if request.bounced == bounced {
        return Ok(());
    }
    request.bounced = bounced;
    writer.put_payment_request(&request)
}

/// The facts of a mail; `None` when the link takes no payments any more, or nothing is left to ask for.
pub(in crate::service) fn facts(
    records: &impl Records,
    (id, reminder): (PaymentRequestId, bool),
    now: Timestamp,
) -> Result<Option<Facts>, StoreError> {
    let asks = |request: &PaymentRequest| request.door(now) == Door::Open && request.rest().is_positive();
    let known = payment_requests::request(records, id)?.filter(asks);
    let (Some(request), Some(firm)) = (known, firm::firm(records)?) else { return Ok(None) };
    Ok(Some(Facts { firm, request, reminder }))
}

/// The path of a request's page, as mail and staff hand it out: in the language that the client is written to in.
#[must_use]
pub fn path(secrets: &Secrets, request: &PaymentRequest) -> String {
    format!("/r/{}?lang={}", links::token(secrets, request), request.asked.locale.language().code())
}
