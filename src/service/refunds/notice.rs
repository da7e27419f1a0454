//! Word to the payer that money goes back: queued in the write that first hears of it, once per refund.

use crate::{
    domain::{
        delivery::{Content, Delivery, DeliveryStatus},
        ids::DeliveryId,
        journal::{Actor, Fact, Subject},
        receipt::RefundFacts,
        refund::{Refund, RefundStatus},
        time::Timestamp,
    },
    planted::{self, Bug},
    service::receipts,
    store::{
        StoreError,
        table::{Records, Writer},
        transactions,
    },
};

/// Whether the payer must be told now: the processor has it, and nothing was said of it before.
pub(super) fn is_due(before: &Refund, after: &Refund) -> bool {
    let untold = after.notice.is_none() || planted::is(Bug::NoticeTwice);
    let forgotten = planted::is(Bug::NoticeForgotten) && before.status == RefundStatus::Unknown;
    after.status.went_through() && untold && !after.notify.is_empty() && !forgotten
}

/// Puts the message in the outbox.
pub(super) fn queue(writer: &mut Writer<'_>, refund: &Refund, at: Timestamp) -> Result<DeliveryId, StoreError> {
    let payment = transactions::transaction(writer, refund.transaction)?.ok_or(StoreError::Damaged("transactions"))?;
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content: Content::RefundNotice { transaction: refund.transaction, refund: refund.id },
        recipients: refund.notify.clone(),
        locale: payment.locale,
        message_key: format!("{}.{id}", refund.key),
        status: DeliveryStatus::Waiting,
        due_at: at,
        attempts: 0,
        last_error: None,
        created_at: at,
    })?;
    let fact = Fact::RefundNoticeQueued { refund: refund.id, delivery: id };
    writer.record(at, Actor::System, Subject::Transaction(refund.transaction), fact)?;
    Ok(id)
}

/// The facts of the message; `None` when there is nothing to say any more, because the refund failed after all.
pub(in crate::service) fn facts(
    records: &impl Records,
    refund: crate::domain::ids::RefundId,
) -> Result<Option<RefundFacts>, StoreError> {
    let refund = transactions::refund(records, refund)?;
    if !refund.status.went_through() {
        return Ok(None);
    }
    let receipt = receipts::facts(records, refund.transaction)?;
    Ok(receipt.map(|receipt| RefundFacts::new(receipt, &refund)))
}
