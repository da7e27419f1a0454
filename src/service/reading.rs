//! What pages read: whole views of one subject, taken from one snapshot. Nothing here writes.

use std::collections::BTreeMap;

use crate::{
    app::App,
    domain::{
        annotation::Annotation,
        card::PaymentMethod,
        delivery::{Attachment, Delivery, Message},
        firm::Firm,
        ids::{DeliveryId, OperationKey, PayerId, TransactionId, UserId},
        journal::{Actor, Entry, Subject},
        merchant_account::MerchantAccount,
        payer::Payer,
        payment_page::{PaymentPage, order::Order},
        refund::Refund,
        time::{Day, Timestamp},
        transaction::Transaction,
    },
    store::{
        Health, StoreError, annotations, drafts, firm, journal, outbox, payers, payment_pages, payment_requests,
        table::Records,
        totals::{self, Total, TotalKey},
        transactions, users,
    },
};

use super::{
    bank_debits::{self, Again, Unrepeatable},
    methods,
};

/// The firm and its accounts.
#[derive(Clone, Debug, Default)]
pub struct House {
    /// The firm, once the portal is set up.
    pub firm: Option<Firm>,
    /// Its deposit accounts.
    pub accounts: Vec<MerchantAccount>,
}

/// The firm and its accounts.
pub fn house(app: &App) -> Result<House, StoreError> {
    let reader = app.store.read()?;
    Ok(House { firm: firm::firm(&reader)?, accounts: firm::merchant_accounts(&reader)? })
}

/// Why nothing may be written at the moment, if so.
#[must_use]
pub fn read_only(app: &App) -> Option<String> {
    match app.store.health() {
        Health::Serving => None,
        Health::ReadOnly(reason) => Some(reason),
    }
}

/// Everything known of a payment.
#[derive(Clone, Debug)]
pub struct Details {
    /// The payment.
    pub transaction: Transaction,
    /// Where the money went.
    pub account: Option<MerchantAccount>,
    /// Who paid.
    pub payer: Option<Payer>,
    /// What was given back.
    pub refunds: Vec<Refund>,
    /// What happened, latest first, each with who did it if that was a person.
    pub history: Vec<(Entry, Option<String>)>,
    /// The messages about it, oldest first.
    pub deliveries: Vec<Delivery>,
    /// The saved method that it was made with, if that can be charged again.
    pub method: Option<PaymentMethod>,
    /// How it could be presented again, or why not, where it debits a bank account.
    pub again: Option<Result<Again, Unrepeatable>>,
    /// What staff noted on it.
    pub annotation: Annotation,
    /// Who wrote the note last.
    pub note_by: Option<String>,
    /// What it was for, if it was made on a payment page.
    pub order: Option<Order>,
    /// The other payments that were made with it on one request for payment.
    pub together: Vec<Transaction>,
}

/// Everything known of a payment.
pub fn details(app: &App, id: TransactionId) -> Result<Option<Details>, StoreError> {
    let reader = app.store.read()?;
    let Some(transaction) = transactions::transaction(&reader, id)? else { return Ok(None) };
    let name_of = |actor: Actor| -> Result<Option<String>, StoreError> {
        match actor {
            Actor::User(user) => Ok(users::user(&reader, user)?.map(|user| user.name)),
            Actor::Client | Actor::System => Ok(None),
        }
    };
    let history = journal::history(&reader, Subject::Transaction(id))?;
    let history = history
        .into_iter()
        .map(|entry| Ok((entry.clone(), name_of(entry.actor)?)))
        .collect::<Result<_, StoreError>>()?;
    let annotation = annotations::annotation(&reader, id)?;
    Ok(Some(Details {
        note_by: annotation.note_by.map(|user| name_of(Actor::User(user))).transpose()?.flatten(),
        annotation,
        order: payment_pages::order(&reader, id)?,
        together: together_with(&reader, &transaction)?,
        method: methods::reusable(&reader, &transaction)?,
        again: match &transaction.bank_debit {
            Some(_) => Some(bank_debits::again(&reader, &transaction, app.now())?),
            None => None,
        },
        account: firm::merchant_account(&reader, transaction.merchant_account)?,
        payer: transaction.payer.map(|payer| payers::payer(&reader, payer)).transpose()?.flatten(),
        refunds: transactions::refunds(&reader, id)?,
        deliveries: outbox::of_transaction(&reader, id)?,
        history,
        transaction,
    }))
}

fn together_with(records: &impl Records, payment: &Transaction) -> Result<Vec<Transaction>, StoreError> {
    let Some(part) = &payment.request else { return Ok(Vec::new()) };
    let mut others = payment_requests::payments(records, part.request)?;
    let group = |other: &Transaction| other.request.as_ref().map(|part| part.group.clone());
    others.retain(|other| other.id != payment.id && group(other).as_ref() == Some(&part.group));
    Ok(others)
}

/// A payment alone.
pub fn payment(app: &App, id: TransactionId) -> Result<Option<Transaction>, StoreError> {
    transactions::transaction(&app.store.read()?, id)
}

/// The payment that an operation made, if it made one.
pub fn payment_by_key(app: &App, key: &OperationKey) -> Result<Option<Transaction>, StoreError> {
    transactions::transaction_by_key(&app.store.read()?, key)
}

/// The payment that an operation made on a payment page, what it was for, and that page as it is now.
pub fn payment_on_page(app: &App, key: &OperationKey) -> Result<Option<(Transaction, Order, PaymentPage)>, StoreError> {
    let reader = app.store.read()?;
    let Some(payment) = transactions::transaction_by_key(&reader, key)? else { return Ok(None) };
    let Some(order) = payment_pages::order(&reader, payment.id)? else { return Ok(None) };
    let page = payment_pages::page(&reader, order.page)?;
    Ok(page.map(|page| (payment, order, page)))
}

/// The page that a payment was made on, as it is now, if it was made on one.
pub fn page_of(app: &App, id: TransactionId) -> Result<Option<PaymentPage>, StoreError> {
    let reader = app.store.read()?;
    let order = payment_pages::order(&reader, id)?;
    order.map_or(Ok(None), |order| payment_pages::page(&reader, order.page))
}

/// What became of the wish of a payment's client to have their card kept.
pub fn kept(app: &App, id: TransactionId) -> Result<Option<methods::Kept>, StoreError> {
    let reader = app.store.read()?;
    transactions::transaction(&reader, id)?.map_or(Ok(None), |payment| methods::kept(&reader, &payment))
}

/// The refund that an operation made, if it made one.
pub fn refund_by_key(app: &App, key: &OperationKey) -> Result<Option<Refund>, StoreError> {
    transactions::refund_by_key(&app.store.read()?, key)
}

/// Up to `limit` payers whose name begins like what was typed.
pub fn payers_beginning(app: &App, typed: &str, limit: usize) -> Result<Vec<Payer>, StoreError> {
    payers::payers_beginning(&app.store.read()?, typed, limit)
}

/// What a payer is called; nothing when there is none.
pub fn payer_name(app: &App, id: PayerId) -> Result<String, StoreError> {
    Ok(payers::payer(&app.store.read()?, id)?.map(|payer| payer.name).unwrap_or_default())
}

/// The fields that `user` had typed into the form with this key before their session ended.
pub fn draft(app: &App, user: UserId, key: &OperationKey) -> Result<Option<Vec<(String, String)>>, StoreError> {
    let draft = drafts::draft(&app.store.read()?, key)?;
    Ok(draft.filter(|draft| draft.user == user).map(|draft| draft.fields))
}

/// Up to `limit` messages before `before`, latest first.
pub fn deliveries(
    app: &App,
    before: Option<DeliveryId>,
    limit: usize,
) -> Result<Vec<(Delivery, Option<Message>)>, StoreError> {
    let reader = app.store.read()?;
    let found = outbox::latest(&reader, before, limit)?;
    found
        .into_iter()
        .map(|delivery| {
            let message = outbox::message(&reader, delivery.id)?;
            Ok((delivery, message))
        })
        .collect()
}

/// A message and how far it has got.
pub fn delivery(app: &App, id: DeliveryId) -> Result<Option<(Delivery, Option<Message>)>, StoreError> {
    let reader = app.store.read()?;
    let Some(delivery) = outbox::delivery(&reader, id)? else { return Ok(None) };
    Ok(Some((delivery, outbox::message(&reader, id)?)))
}

/// The file that goes with a message, until the message has left.
pub fn attachment(app: &App, id: DeliveryId) -> Result<Option<Attachment>, StoreError> {
    outbox::attachment(&app.store.read()?, id)
}

/// What people on staff are called.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<UserId, String>);

impl Names {
    /// The names of everybody on staff.
    pub fn read(app: &App) -> Result<Self, StoreError> {
        Ok(Self(users::users(&app.store.read()?)?.into_iter().map(|user| (user.id, user.name)).collect()))
    }

    /// The name of a member of staff.
    #[must_use]
    pub fn user(&self, id: UserId) -> String {
        self.0.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The name of whoever acted, if that was a member of staff.
    #[must_use]
    pub fn actor(&self, actor: Actor) -> String {
        match actor {
            Actor::User(id) => self.user(id),
            Actor::Client | Actor::System => String::new(),
        }
    }
}

/// The running totals from `first` to `last`.
pub fn totals(app: &App, first: Day, last: Day) -> Result<Vec<(TotalKey, Total)>, StoreError> {
    totals::totals(&app.store.read()?, first, last)
}

/// How many rows the journal has, for whoever watches.
pub fn journal_length(app: &App) -> Result<u64, StoreError> {
    Ok(journal::tail(&app.store.read()?)?.sequence)
}

/// How many messages wait to leave.
pub fn waiting(app: &App) -> Result<usize, StoreError> {
    let reader = app.store.read()?;
    Ok(outbox::due(&reader, Timestamp::from_ms(i64::MAX), usize::MAX)?.len())
}
