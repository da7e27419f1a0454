//! Writes the demonstration's past into the store, by the same writers that every verb uses, so that indexes, totals
//! and journal come about as they always do.

use crate::{
    domain::{
        debit_authorization::DebitAuthorization,
        delivery::{Content, Delivery, Message},
        journal::{Actor, Fact, Subject},
        payer::Payer,
        time::Timestamp,
    },
    store::{debit_authorizations, firm, journal, payers, table::Writer},
};

use super::{DemoError, firm::House, pages, past::Act, surcharges};

/// Sets the firm up, unless there is one.
///
/// # Errors
/// [`DemoError::NotEmpty`] when anything was ever written.
pub(super) fn set_up(writer: &mut Writer<'_>, house: &House) -> Result<(), DemoError> {
    if firm::firm(writer)?.is_some() || journal::tail(writer)?.sequence > 0 {
        return Err(DemoError::NotEmpty);
    }
    let (at, founder) = (house.firm.created_at, House::founder());
    writer.put_firm(&house.firm)?;
    writer.record(at, founder, Subject::Firm, Fact::FirmSetUp)?;
    for account in &house.accounts {
        expect(writer.next_merchant_account()? == account.id)?;
        writer.put_merchant_account(account)?;
        writer.record(at, founder, Subject::MerchantAccount(account.id), Fact::MerchantAccountAdded)?;
    }
    for user in &house.users {
        expect(writer.next_user()? == user.id)?;
        writer.put_user(user)?;
        writer.record(at, founder, Subject::User(user.id), Fact::UserAdded)?;
    }
    let surcharges = surcharges::settings(house);
    writer.put_surcharge_settings(&surcharges)?;
    writer.record(at, founder, Subject::Firm, Fact::SurchargesSet { version: surcharges.version })?;
    for page in pages::pages(at) {
        expect(writer.next_payment_page()? == page.id)?;
        writer.put_payment_page(&page)?;
        writer.record(at, founder, Subject::PaymentPage(page.id), Fact::PaymentPageAdded)?;
    }
    Ok(())
}

/// Writes acts in their order.
pub(super) fn write(writer: &mut Writer<'_>, acts: &[(Timestamp, Act)]) -> Result<(), DemoError> {
    acts.iter().try_for_each(|(at, act)| write_one(writer, *at, act))
}

/// Numbers were given when the acts were put in order; the store must come to the same ones.
fn write_one(writer: &mut Writer<'_>, at: Timestamp, act: &Act) -> Result<(), DemoError> {
    let (subject, actor, fact) = match act {
        Act::Payer(payer, actor) => {
            expect(writer.next_payer()? == payer.id)?;
            writer.put_payer(payer)?;
            (Subject::Payer(payer.id), *actor, Fact::PayerAdded)
        }
        Act::Method(method, actor) => {
            expect(writer.next_payment_method()? == method.id)?;
            writer.put_payment_method(method)?;
            if let Some(payer) = payers::payer(writer, method.payer)?.filter(|payer| payer.default_method.is_none()) {
                writer.put_payer(&Payer { default_method: Some(method.id), ..payer })?;
            }
            (Subject::Payer(method.payer), *actor, Fact::PaymentMethodSaved { method: method.id })
        }
        Act::Authorization(authorization) => {
            expect(writer.next_debit_authorization()? == authorization.id)?;
            return Ok(writer.put_debit_authorization(authorization)?);
        }
        Act::AuthorizationEnded(id, payment, code) => {
            let known = debit_authorizations::authorization(writer, *id)?;
            let known = known.ok_or(DemoError::Defect("an authorization that was never given"))?;
            let ended = Some((at, *code));
            writer.put_debit_authorization(&DebitAuthorization { ended, ..known })?;
            let fact = Fact::DebitAuthorizationEnded { authorization: *id };
            (Subject::Transaction(*payment), Actor::System, fact)
        }
        Act::Payment(payment) => {
            expect(writer.next_transaction()? == payment.id)?;
            writer.put_transaction(payment)?;
            if let Some(order) = pages::order_of(payment) {
                writer.put_order(payment, &order)?;
            }
            (Subject::Transaction(payment.id), payment.actor, Fact::PaymentRequested)
        }
        Act::Refund(refund) => {
            expect(writer.next_refund()? == refund.id)?;
            writer.put_refund(refund)?;
            let fact = Fact::RefundRequested { refund: refund.id, reason: refund.reason.clone() };
            (Subject::Transaction(refund.transaction), refund.actor, fact)
        }
        Act::Receipt(receipt) => return write_receipt(writer, at, receipt),
        Act::Fact(subject, actor, fact) => (*subject, *actor, fact.clone()),
    };
    Ok(writer.record(at, actor, subject, fact)?)
}

fn write_receipt(
    writer: &mut Writer<'_>,
    at: Timestamp,
    (delivery, message): &(Delivery, Option<Message>),
) -> Result<(), DemoError> {
    expect(writer.next_delivery()? == delivery.id)?;
    writer.put_delivery(delivery)?;
    if let Some(message) = message {
        writer.put_message(delivery.id, message)?;
    }
    let fact = match delivery.content {
        Content::ReturnNotice { .. } => Fact::ReturnNoticeQueued { delivery: delivery.id },
        _ => Fact::ReceiptQueued { delivery: delivery.id, again: false },
    };
    Ok(writer.record(at, Actor::System, delivery.content.subject(), fact)?)
}

fn expect(holds: bool) -> Result<(), DemoError> {
    if holds { Ok(()) } else { Err(DemoError::Defect("a number that was given out of order")) }
}
