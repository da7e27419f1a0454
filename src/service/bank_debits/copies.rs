//! The payer's copy of what they authorized for debits that recur, by mail: the rules ask for one.

use crate::{
    domain::{
        debit_authorization::DebitAuthorization,
        delivery::{Content, Delivery, DeliveryStatus},
        ids::DebitAuthorizationId,
        journal::{Actor, Fact, Subject},
    },
    mail::messages::authorization::Facts,
    store::{
        StoreError, debit_authorizations, firm, payers,
        table::{Records, Writer},
    },
};

/// Puts the copy into the outbox, for whoever gave the authorization.
pub(in crate::service) fn queue_copy(
    writer: &mut Writer<'_>,
    known: &DebitAuthorization,
    recipients: Vec<String>,
) -> Result<(), StoreError> {
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content: Content::AuthorizationCopy { payer: known.payer, authorization: known.id },
        recipients,
        locale: known.locale,
        message_key: format!("authorization-{}.{id}", known.id),
        status: DeliveryStatus::Waiting,
        due_at: known.at,
        attempts: 0,
        last_error: None,
        created_at: known.at,
    })?;
    let fact = Fact::AuthorizationCopyQueued { delivery: id };
    writer.record(known.at, Actor::System, Subject::Payer(known.payer), fact)
}

/// The facts of the copy.
pub(in crate::service) fn copy_facts(
    records: &impl Records,
    id: DebitAuthorizationId,
) -> Result<Option<Facts>, StoreError> {
    let (known, firm) = (debit_authorizations::authorization(records, id)?, firm::firm(records)?);
    let (Some(known), Some(firm)) = (known, firm) else { return Ok(None) };
    let name = payers::payer(records, known.payer)?.map_or_else(|| known.holder.clone(), |payer| payer.name);
    Ok(Some(Facts { firm, name, authorization: known }))
}
