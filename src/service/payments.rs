//! Taking a payment: the charge protocol.
//!
//! 1. The intent is written durably under the form's operation key. A known key means the operation is already under
//!    way or done: its result is the answer, and nothing is charged again.
//! 2. The processor opens the charge; its id is written durably. No money has moved.
//! 3. The processor confirms. Whatever the answer, it is written with everything that follows from it.
//!
//! A lost answer leaves the payment `Unknown`; [`super::resolution`] asks the processor before anything else happens.

use std::time::Duration;

use crate::{
    app::App,
    domain::{
        ids::{MerchantAccountId, OperationKey, TransactionId},
        journal::{Fact, Subject},
        locale::Locale,
        merchant_account::MerchantAccount,
        money::Money,
        payer::Payer,
        permission::Permission,
        time::{Day, Timestamp},
        transaction::{Decline, DeclineReason, Event, Kind, Source, Status, Transaction},
    },
    gateway::{CallError, Charge, GatewayId, Outcome},
    i18n::dates,
    store::{StoreError, WriteError, firm, table::Writer, transactions},
};

use super::{
    Authority, NotAllowed,
    payers::{self, Match, PayerEntry},
    receipts::{self, Again, Order},
    resolution,
};

/// The largest single payment, in major units of any currency: more is a slip of the keyboard.
pub const MAX_MAJOR_UNITS: i64 = 99_999_999;

/// How long the processor may take to answer one call.
pub const CALL_LIMIT: Duration = Duration::from_secs(20);

/// A payment as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakePayment {
    /// The form's key.
    pub key: OperationKey,
    /// Sale or authorization.
    pub kind: Kind,
    /// Where it comes from.
    pub source: Source,
    /// Where the money goes.
    pub merchant_account: MerchantAccountId,
    /// How much.
    pub amount: Money,
    /// Who pays.
    pub payer: PayerEntry,
    /// The language and formats of its receipts.
    pub locale: Locale,
    /// The processor's token.
    pub method_token: String,
    /// The invoice paid.
    pub invoice_number: Option<String>,
    /// The matter paid for.
    pub matter: Option<String>,
    /// Any other reference.
    pub reference: Option<String>,
    /// A note to the payer.
    pub note: Option<String>,
}

/// Why a payment was not asked for. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The caller may not take payments.
    #[error(transparent)]
    NotAllowed(#[from] NotAllowed),
    /// There is no such merchant account, or it is closed.
    #[error("no such merchant account")]
    NoAccount,
    /// The account is settled in another currency.
    #[error("the account is in another currency")]
    Currency,
    /// Nothing, less than nothing, or more than [`MAX_MAJOR_UNITS`].
    #[error("the amount is out of range")]
    Amount,
    /// Several payers have this name; one must be chosen.
    #[error("several payers have this name")]
    SeveralPayers(Vec<Payer>),
    /// The portal was never set up.
    #[error("the portal is not set up")]
    NotSetUp,
    /// Nothing was written and nothing was charged; the same form may be sent again.
    #[error("the store cannot be written at the moment; nothing was charged")]
    Unavailable,
    /// The store failed at a moment that leaves the payment open. It is looked into; nobody may charge again.
    #[error("the payment is being confirmed")]
    BeingConfirmed(OperationKey),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes a payment, or gives the result of the operation if its key is known.
///
/// # Errors
/// [`TakeError`]; only [`TakeError::BeingConfirmed`] leaves open whether something was charged.
pub async fn take(app: &App, authority: Authority<'_>, command: TakePayment) -> Result<Transaction, TakeError> {
    authority.require(Permission::TakePayments)?;
    check_amount(command.amount)?;
    let _held = app.operations.hold(&command.key).await;
    let (transaction, account) = match begin(app, authority, &command).await? {
        Begun::New(transaction, account) => (*transaction, account),
        Begun::Known(transaction) if transaction.status.is_unresolved() => {
            return Ok(resolution::resolve_held(app, *transaction).await);
        }
        Begun::Known(transaction) => return Ok(*transaction),
    };
    let charge = charge_of(&transaction);
    let opened = match open(app, &account, &charge, &transaction).await? {
        Opened::Ready(id) => id,
        Opened::Ended(transaction) => return Ok(*transaction),
    };
    confirm(app, &account, &charge, (transaction.id, opened)).await
}

fn check_amount(amount: Money) -> Result<(), TakeError> {
    let scale = 10i64.saturating_pow(u32::from(amount.currency().exponent()));
    let most = MAX_MAJOR_UNITS.saturating_mul(scale).saturating_add(scale - 1);
    if (1..=most).contains(&amount.minor()) { Ok(()) } else { Err(TakeError::Amount) }
}

/// How a page shows the processor's own card fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFields {
    /// The address of the frame that holds them.
    pub frame_url: String,
    /// The token that becomes chargeable once they are filled in.
    pub method_token: String,
}

/// The card fields for the form with this key, at the processor of `account`.
#[must_use]
pub fn card_fields(app: &App, account: &MerchantAccount, key: &OperationKey) -> CardFields {
    let configuration = app.gateway(account).client_configuration(key);
    CardFields { frame_url: configuration.frame_url, method_token: configuration.method_token }
}

enum Begun {
    New(Box<Transaction>, MerchantAccount),
    Known(Box<Transaction>),
}

/// Write #1: the intent, or what is known under its key.
async fn begin(app: &App, authority: Authority<'_>, command: &TakePayment) -> Result<Begun, TakeError> {
    let (actor, now, asked) = (authority.actor(), app.now(), command.clone());
    let test = |account: &MerchantAccount| app.gateway(account).capabilities().test;
    let sandbox_is_test = {
        let reader = app.store.read()?;
        firm::merchant_account(&reader, command.merchant_account)?.is_some_and(|account| test(&account))
    };
    let written = app
        .store
        .write(move |writer| {
            if let Some(known) = transactions::transaction_by_key(writer, &asked.key)? {
                return Ok(Begun::Known(Box::new(known)));
            }
            let account = open_account(writer, &asked)?;
            let payer = match payers::find(writer, &asked.payer)? {
                Match::Found(payer) => payer,
                Match::New => payers::add(writer, &asked.payer, actor, now)?,
                Match::Several(several) => return Err(TakeError::SeveralPayers(several)),
            };
            let day = firm_day(writer, now)?;
            let transaction = Transaction { actor, ..intent(writer, &asked, (&account, &payer), (now, day))? };
            let transaction = Transaction { test: sandbox_is_test, ..transaction };
            writer.put_transaction(&transaction)?;
            writer.record(now, actor, Subject::Transaction(transaction.id), Fact::PaymentRequested)?;
            Ok(Begun::New(Box::new(transaction), account))
        })
        .await;
    written.map_err(|error| match error {
        WriteError::Refused(refusal) => refusal,
        // The processor was not called. If the row turns out to be there, it is looked up, not found, and ended.
        WriteError::InDoubt => TakeError::BeingConfirmed(command.key.clone()),
        WriteError::ReadOnly | WriteError::Busy => TakeError::Unavailable,
    })
}

fn open_account(writer: &mut Writer<'_>, asked: &TakePayment) -> Result<MerchantAccount, TakeError> {
    let known = firm::merchant_account(writer, asked.merchant_account)?;
    let mut account = known.filter(|account| account.active).ok_or(TakeError::NoAccount)?;
    if account.currency != asked.amount.currency() {
        return Err(TakeError::Currency);
    }
    if !account.used {
        account.used = true;
        writer.put_merchant_account(&account)?;
    }
    Ok(account)
}

/// The firm's day of `now`, in its time zone.
fn firm_day(writer: &Writer<'_>, now: Timestamp) -> Result<Day, TakeError> {
    let firm = firm::firm(writer)?.ok_or(TakeError::NotSetUp)?;
    Ok(dates::firm_day(now, &firm.time_zone))
}

fn intent(
    writer: &mut Writer<'_>,
    asked: &TakePayment,
    (account, payer): (&MerchantAccount, &Payer),
    (now, day): (Timestamp, Day),
) -> Result<Transaction, TakeError> {
    Ok(Transaction {
        id: writer.next_transaction()?,
        key: asked.key.clone(),
        kind: asked.kind,
        source: asked.source,
        actor: crate::domain::journal::Actor::System,
        merchant_account: account.id,
        account_kind: account.kind,
        statement_name: account.statement_name.clone(),
        amount: asked.amount,
        status: Status::Created,
        version: 1,
        test: false,
        payer: Some(payer.id),
        payer_name: payer.name.clone(),
        client_number: asked.payer.client_number.clone().or_else(|| payer.client_number.clone()),
        receipt_emails: asked.payer.emails.clone(),
        locale: asked.locale,
        method_token: asked.method_token.clone(),
        payment_method: None,
        instrument: None,
        holder: None,
        fingerprint: None,
        invoice_number: asked.invoice_number.clone(),
        matter: asked.matter.clone(),
        reference: asked.reference.clone(),
        note: asked.note.clone(),
        gateway_id: None,
        action_url: None,
        approval: None,
        decline: None,
        created_at: now,
        day,
        changed_at: now,
    })
}

/// What the processor is asked for.
pub(super) fn charge_of(transaction: &Transaction) -> Charge {
    Charge {
        key: transaction.key.clone(),
        merchant_account: transaction.merchant_account,
        amount: transaction.amount,
        kind: transaction.kind,
        method_token: transaction.method_token.clone(),
        statement_name: transaction.statement_name.clone(),
    }
}

enum Opened {
    Ready(Option<GatewayId>),
    Ended(Box<Transaction>),
}

/// Opens the charge and makes the processor's id durable before any money moves.
async fn open(
    app: &App,
    account: &MerchantAccount,
    charge: &Charge,
    transaction: &Transaction,
) -> Result<Opened, TakeError> {
    let id = transaction.id;
    match limited(app.gateway(account).open(charge)).await {
        Ok(None) => Ok(Opened::Ready(None)),
        Ok(Some(gateway_id)) => {
            note_opened(app, id, &charge.key, gateway_id.clone()).await?;
            Ok(Opened::Ready(Some(gateway_id)))
        }
        // Opening moves no money, so even a lost answer ends the attempt safely: it is never confirmed.
        Err(error) => {
            let decline = refusal(&error);
            settle(app, id, &charge.key, News::new(Event::Fail).with_decline(decline))
                .await
                .map(|ended| Opened::Ended(Box::new(ended)))
        }
    }
}

async fn note_opened(app: &App, id: TransactionId, key: &OperationKey, gateway_id: GatewayId) -> Result<(), TakeError> {
    let now = app.now();
    let written = app
        .store
        .write(move |writer| {
            let mut transaction = transactions::transaction(writer, id)?.ok_or(StoreError::Damaged("transactions"))?;
            transaction.gateway_id = Some(gateway_id.0.clone());
            transaction.version = transaction.version.saturating_add(1);
            writer.put_transaction(&transaction)?;
            writer.record(now, crate::domain::journal::Actor::System, Subject::Transaction(id), Fact::PaymentOpened)
        })
        .await;
    // The charge is open and unconfirmed: no money moves. The payment stays open and is ended by the look-up.
    written.map_err(|error: WriteError<StoreError>| match error {
        WriteError::Refused(refusal) => TakeError::Store(refusal),
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => TakeError::BeingConfirmed(key.clone()),
    })
}

async fn confirm(
    app: &App,
    account: &MerchantAccount,
    charge: &Charge,
    (id, opened): (TransactionId, Option<GatewayId>),
) -> Result<Transaction, TakeError> {
    match limited(app.gateway(account).confirm(charge, opened.as_ref())).await {
        Ok(outcome) => settle(app, id, &charge.key, News::from(outcome)).await,
        Err(error @ (CallError::NotSent(_) | CallError::Refused(_))) => {
            settle(app, id, &charge.key, News::new(Event::Fail).with_decline(refusal(&error))).await
        }
        Err(CallError::Lost(_)) => {
            let unknown = settle(app, id, &charge.key, News::new(Event::LoseTrack)).await?;
            Ok(resolution::resolve_held(app, unknown).await)
        }
    }
}

/// A call to the processor that took too long is a call whose answer was lost.
pub(super) async fn limited<T>(call: impl Future<Output = Result<T, CallError>>) -> Result<T, CallError> {
    tokio::time::timeout(CALL_LIMIT, call)
        .await
        .unwrap_or_else(|_| Err(CallError::Lost("no answer in time".to_owned())))
}

fn refusal(error: &CallError) -> Option<Decline> {
    let reason = match error {
        CallError::NotSent(_) | CallError::Lost(_) => DeclineReason::ProcessorDown,
        CallError::Refused(_) => DeclineReason::Generic,
    };
    let raw_code = match error {
        CallError::NotSent(text) | CallError::Lost(text) | CallError::Refused(text) => text.clone(),
    };
    Some(Decline { reason, raw_code })
}

/// An event with what came with it.
#[derive(Clone, Debug)]
pub(super) struct News {
    event: Event,
    outcome: Option<Outcome>,
    decline: Option<Decline>,
}

impl News {
    pub(super) const fn new(event: Event) -> Self {
        Self { event, outcome: None, decline: None }
    }

    fn with_decline(self, decline: Option<Decline>) -> Self {
        Self { decline, ..self }
    }
}

impl From<Outcome> for News {
    fn from(outcome: Outcome) -> Self {
        Self { event: outcome.event, decline: outcome.decline.clone(), outcome: Some(outcome) }
    }
}

/// Write #2: the news and everything that follows from it, in one transaction.
pub(super) async fn settle(
    app: &App,
    id: TransactionId,
    key: &OperationKey,
    news: News,
) -> Result<Transaction, TakeError> {
    let now = app.now();
    let written = app.store.write(move |writer| tell(writer, id, &news, now)).await;
    written.map_err(|error: WriteError<StoreError>| match error {
        WriteError::Refused(refusal) => TakeError::Store(refusal),
        WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => TakeError::BeingConfirmed(key.clone()),
    })
}

/// Applies news to a payment inside a transaction.
pub(super) fn tell(
    writer: &mut Writer<'_>,
    id: TransactionId,
    news: &News,
    now: Timestamp,
) -> Result<Transaction, StoreError> {
    use crate::domain::transaction::Step;
    let mut transaction = transactions::transaction(writer, id)?.ok_or(StoreError::Damaged("transactions"))?;
    let from = transaction.status;
    let had_receipt = receipts::has_receipt(&transaction);
    let subject = Subject::Transaction(id);
    let system = crate::domain::journal::Actor::System;
    match transaction.apply(news.event, now) {
        Step::Stay => return Ok(transaction),
        Step::Refuse => {
            tracing::error!(payment = %id, event = ?news.event, status = ?from, "the processor contradicts what is known");
            writer.record(now, system, subject, Fact::PaymentContradicted { event: news.event, status: from })?;
            return Ok(transaction);
        }
        Step::To(_) => {}
    }
    learn(&mut transaction, news);
    writer.put_transaction(&transaction)?;
    writer.record(now, system, subject, Fact::PaymentChanged { event: news.event, from, to: transaction.status })?;
    if !had_receipt && transaction.status.is_approved() && !transaction.receipt_emails.is_empty() {
        let order = Order { recipients: transaction.receipt_emails.clone(), actor: system, again: Again::No, at: now };
        receipts::queue(writer, &transaction, &order)?;
    }
    Ok(transaction)
}

fn learn(transaction: &mut Transaction, news: &News) {
    transaction.decline = if transaction.status.is_approved() {
        None
    } else {
        news.decline.clone().or_else(|| transaction.decline.take())
    };
    let Some(outcome) = &news.outcome else { return };
    transaction.gateway_id = outcome.gateway_id.clone().map(|id| id.0).or_else(|| transaction.gateway_id.take());
    transaction.action_url = outcome.action_url.clone().or_else(|| transaction.action_url.take());
    transaction.approval = outcome.approval.clone().or_else(|| transaction.approval.take());
    transaction.instrument = outcome.instrument.clone().or_else(|| transaction.instrument.take());
    transaction.holder = outcome.holder.clone().or_else(|| transaction.holder.take());
    transaction.fingerprint = outcome.fingerprint.clone().or_else(|| transaction.fingerprint.take());
}
