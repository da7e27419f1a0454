//! What staff should look into, and what is still to come: all of it from lists that stay short, none of it computed
//! from the payments.

use crate::{
    app::App,
    domain::{
        card::PaymentMethod,
        delivery::{Delivery, DeliveryStatus},
        firm::Firm,
        ids::TransactionId,
        permission::Permission,
        refund::Refund,
        time::Timestamp,
        transaction::Transaction,
    },
    i18n::dates,
    service::{Authority, payment_pages, resolution},
    store::{
        StoreError, outbox, payers,
        table::{Reader, Records},
        transactions,
    },
};

/// For how long something that went wrong is shown, in milliseconds: thirty days.
const SHOWN_FOR_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// The most messages that are looked at; more than a page can say anything useful about.
const MOST: usize = 500;

/// What needs attention, and what waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attention {
    /// Payments whose outcome, or that of a refund of theirs, has been open for too long.
    pub open: Vec<Transaction>,
    /// Payments of which a refund failed lately and was not asked for again.
    pub failed_refunds: Vec<TransactionId>,
    /// Payments lately disputed, returned or reversed.
    pub taken_back: Vec<Transaction>,
    /// Payments whose latest message was given up lately; nothing for those who may not see the outbox.
    pub failed_mail: Vec<TransactionId>,
    /// Names of payers with a saved card that is in its last month, one for each card.
    pub expiring: Vec<String>,
    /// Payment pages that closed themselves, and stay so for now, because cards were declined on them one after the other;
    /// none for those who may not keep pages.
    pub resting_pages: usize,
    /// Messages that wait to leave; none for those who may not see the outbox.
    pub waiting_mail: usize,
}

impl Attention {
    /// How many things need attention.
    #[must_use]
    pub fn count(&self) -> usize {
        let Self { open, failed_refunds, taken_back, failed_mail, expiring, resting_pages, waiting_mail: _ } = self;
        resting_pages + open.len() + failed_refunds.len() + taken_back.len() + failed_mail.len() + expiring.len()
    }
}

/// What needs attention now.
pub fn attention(app: &App, firm: &Firm, authority: Authority<'_>) -> Result<Attention, StoreError> {
    let (now, reader) = (app.now(), app.store.read()?);
    let since = now.plus_ms(-SHOWN_FOR_MS);
    let this_month = dates::firm_day(now, &firm.time_zone).first_of_month();
    let sees_mail = authority.require(Permission::ViewOutbox).is_ok();
    let keeps_pages = authority.require(Permission::ManagePaymentPages).is_ok();
    let expiring = payers::methods_expiring(&reader, this_month)?;
    Ok(Attention {
        open: resolution::overdue(app, now)?,
        failed_refunds: failed_refunds(&reader, since)?,
        taken_back: transactions::taken_back(&reader, since)?,
        failed_mail: if sees_mail { failed_mail(&reader, since)? } else { Vec::new() },
        expiring: expiring.iter().filter_map(|method| owner(&reader, method).transpose()).collect::<Result<_, _>>()?,
        resting_pages: if keeps_pages { payment_pages::resting(&reader, now)? } else { 0 },
        waiting_mail: if sees_mail { outbox::waiting(&reader)? } else { 0 },
    })
}

fn owner(reader: &Reader, method: &PaymentMethod) -> Result<Option<String>, StoreError> {
    Ok(payers::payer(reader, method.payer)?.map(|payer| payer.name))
}

fn failed_refunds(reader: &impl Records, since: Timestamp) -> Result<Vec<TransactionId>, StoreError> {
    let mut found = Vec::new();
    for failed in transactions::failed_refunds(reader, since)? {
        let asked_again = |other: &Refund| {
            other.id > failed.id && other.status.reserves() && other.amount.minor() >= failed.amount.minor()
        };
        if !found.contains(&failed.transaction)
            && !transactions::refunds(reader, failed.transaction)?.iter().any(asked_again)
        {
            found.push(failed.transaction);
        }
    }
    Ok(found)
}

fn failed_mail(reader: &impl Records, since: Timestamp) -> Result<Vec<TransactionId>, StoreError> {
    let mut found = Vec::new();
    for failed in outbox::failed(reader, since, MOST)? {
        let Some(transaction) = failed.content.transaction() else { continue };
        let sent_again = |other: &Delivery| other.id > failed.id && other.status != DeliveryStatus::Failed;
        if !found.contains(&transaction) && !outbox::of_transaction(reader, transaction)?.iter().any(sent_again) {
            found.push(transaction);
        }
    }
    Ok(found)
}
