//! When a debit comes back: what may no longer be debited, and word to the payer. The money itself leaves the totals with
//! the status.

use crate::{
    domain::{
        delivery::{Content, Delivery, DeliveryStatus},
        journal::{Actor, Fact, Subject},
        return_code::{Class, ReturnCode},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    planted::{self, Bug},
    store::{StoreError, payers, table::Writer, transactions},
};

use super::authorizing;

/// Follows a payment that news has just moved from `before` to `after`, in the write that moves it.
pub(in crate::service) fn follow(
    writer: &mut Writer<'_>,
    before: &Transaction,
    after: &Transaction,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(debit) = after.bank_debit.as_ref().filter(|_| came_back(before, after)) else { return Ok(()) };
    if let Some(code) = debit.returned.filter(|code| code.class() == Class::Fatal) {
        authorizing::end(writer, debit.authorization, (now, code), after)?;
        stop_methods(writer, after, (now, code))?;
    }
    if tells(before, after) && !planted::is(Bug::ReturnNotTold) {
        queue_notice(writer, after, now)?;
    }
    Ok(())
}

fn came_back(before: &Transaction, after: &Transaction) -> bool {
    before.status != Status::Returned && after.status == Status::Returned
}

/// Whether the payer hears that this debit came back. One that was taken back before it was even heard of needs no word,
/// and had no receipt.
pub(in crate::service) fn tells(before: &Transaction, after: &Transaction) -> bool {
    let debit = came_back(before, after) && after.bank_debit.is_some();
    debit && transactions::was_approved(before) && !after.receipt_emails.is_empty()
}

/// Stops the payer's saved methods that are the account of this payment: the one charged, and the same saved otherwise.
fn stop_methods(
    writer: &mut Writer<'_>,
    payment: &Transaction,
    because: (Timestamp, ReturnCode),
) -> Result<(), StoreError> {
    let Some(payer) = payment.payer else { return Ok(()) };
    for mut method in payers::payment_methods(writer, payer)? {
        let named = payment.payment_method == Some(method.id);
        let same = payment.fingerprint.as_deref() == Some(&method.fingerprint);
        if method.stopped.is_some() || !(named || same) {
            continue;
        }
        method.stopped = Some(because);
        writer.put_payment_method(&method)?;
        let fact = Fact::PaymentMethodStopped { method: method.id };
        writer.record(because.0, Actor::System, Subject::Payer(payer), fact.clone())?;
        writer.record(because.0, Actor::System, Subject::Transaction(payment.id), fact)?;
    }
    Ok(())
}

fn queue_notice(writer: &mut Writer<'_>, payment: &Transaction, at: Timestamp) -> Result<(), StoreError> {
    let id = writer.next_delivery()?;
    writer.put_delivery(&Delivery {
        id,
        content: Content::ReturnNotice { transaction: payment.id },
        recipients: payment.receipt_emails.clone(),
        locale: payment.locale,
        message_key: format!("{}.{id}", payment.key),
        status: DeliveryStatus::Waiting,
        due_at: at,
        attempts: 0,
        last_error: None,
        created_at: at,
    })?;
    writer.record(at, Actor::System, Subject::Transaction(payment.id), Fact::ReturnNoticeQueued { delivery: id })
}
