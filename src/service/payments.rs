//! Taking a payment: the charge protocol.
//!
//! 1. The intent is written durably under the form's operation key. A known key means the operation is already under
//!    way or done: its result is the answer, and nothing is charged again.
//! 2. The processor opens the charge; its id is written durably. No money has moved.
//! 3. The processor confirms. Whatever the answer, it is written with everything that follows from it.
//!
//! A lost answer leaves the payment `Unknown`; [`super::resolution`] asks the processor before anything else happens.

mod owed;
mod telling;

use std::time::Duration;

use crate::{
    app::App,
    domain::{
        ids::{MerchantAccountId, OccurrenceId, OperationKey, PaymentMethodId, TransactionId},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        merchant_account::MerchantAccount,
        money::Money,
        payer::Payer,
        payment_page::order::Order as PageOrder,
        payment_request::RequestPart,
        permission::Permission,
        region::Region,
        time::{Day, Timestamp},
        transaction::{Decline, DeclineReason, Event, Kind, Source, Status, Transaction},
    },
    gateway::{CallError, Charge, DebitTerms, GatewayId},
    i18n::dates,
    planted::{self, Bug},
    store::{StoreError, WriteError, firm, table::Writer, transactions},
};

use super::{
    Authority, NotAllowed,
    bank_debits::{self, Allowed, Entered},
    methods,
    payers::{self, Match, PayerEntry},
    resolution, schedules, surcharges,
};

pub use super::methods::Keep;

pub(super) use self::telling::{News, settle, tell, write_news};
use self::{
    owed::{check_order, check_part},
    telling::left_open,
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
    /// How much, without what is added for paying by credit card.
    pub amount: Money,
    /// What it consists of, and what may be added.
    pub extras: Extras,
    /// Who pays.
    pub payer: PayerEntry,
    /// The language and formats of its receipts.
    pub locale: Locale,
    /// The processor's token.
    pub method_token: String,
    /// The saved method that it is the token of, if it is one.
    pub payment_method: Option<PaymentMethodId>,
    /// What allows it, where a bank account is debited.
    pub debit: Option<Allowed>,
    /// Whether the method is to be saved once the payment is approved.
    pub keep: Keep,
    /// The invoice paid.
    pub invoice_number: Option<String>,
    /// The matter paid for.
    pub matter: Option<String>,
    /// Any other reference.
    pub reference: Option<String>,
    /// A note to the payer.
    pub note: Option<String>,
}

/// What a payment's amount consists of besides its price, and whether something is added to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extras {
    /// The tax in the amount, where that is known.
    pub tax: Option<Money>,
    /// What is added for paying by credit card.
    pub surcharge: Surcharge,
}

/// What may be added to a payment for paying by credit card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Surcharge {
    /// Nothing: the payer is not there to be shown it.
    #[default]
    Never,
    /// Exactly what the payer was shown. Should it be anything else by the rules as they are when the payment is
    /// written, nothing is charged.
    AsShown {
        /// The payer's billing state or province, if it is known.
        region: Option<Region>,
        /// What was shown; nothing when nothing was.
        shown: Option<Money>,
    },
}

/// What a payment is a try at paying, besides itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Owed<'a> {
    /// Nothing.
    Nothing,
    /// What a client ordered on a payment page.
    Order(&'a PageOrder),
    /// A payment of a schedule.
    Occurrence(OccurrenceId),
    /// A part of a request for payment.
    Request(&'a RequestPart),
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
    /// The payment of a schedule is not being collected under this key any more; nothing was charged.
    #[error("the payment of the schedule was decided otherwise")]
    NotClaimed,
    /// The payer did not agree to these words, or nothing given before allows this debit.
    #[error("the debit is not authorized")]
    Authorization,
    /// Another surcharge would be added than the payer was shown, or one that they were not shown; nothing was charged.
    #[error("another surcharge would be added than was shown")]
    Surcharge,
    /// The account takes no bank debits, or they cannot be taken so: they cannot be authorized only.
    #[error("no bank debits here")]
    NoBankDebits,
    /// The portal was never set up.
    #[error("the portal is not set up")]
    NotSetUp,
    /// Nothing was written and nothing was charged; the same form may be sent again.
    #[error("the store cannot be written at the moment; nothing was charged")]
    Unavailable,
    /// The store failed at a moment that leaves the payment open. It is looked into; nobody may charge again.
    #[error("the payment is being confirmed")]
    BeingConfirmed(OperationKey),
    /// The page that it was asked for on does not sell this; nothing was charged.
    #[error("the page does not sell this: {0:?}")]
    Order(Unsellable),
    /// The request that it would be a part of does not take it; nothing was charged.
    #[error("the request does not take this: {0:?}")]
    Request(Unpayable),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a payment page does not sell what was ordered on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsellable {
    /// The page is closed, or not there any more.
    Closed,
    /// The page says something else by now than it said to this client.
    Changed,
    /// So many of an item are left.
    SoldOut {
        /// Which.
        item: u32,
        /// How many.
        left: u32,
    },
    /// It is not to be paid with a card, or not with a bank account.
    Method,
}

/// Why a request for payment does not take a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpayable {
    /// It is paid, cancelled, or its time is over.
    Closed,
    /// So much is left, in minor units: the rest is paid, or being paid at this moment.
    TooMuch {
        /// How much.
        left: i64,
    },
    /// It is not to be paid with a card, or not with a bank account.
    Method,
    /// The saved method is not the one's who is asked, or cannot be charged for it any more.
    Saved,
}

/// Takes a payment, or gives the result of the operation if its key is known.
///
/// # Errors
/// [`TakeError`]; only [`TakeError::BeingConfirmed`] leaves open whether something was charged.
pub async fn take(app: &App, authority: Authority<'_>, command: TakePayment) -> Result<Transaction, TakeError> {
    take_for(app, authority, command, Owed::Nothing).await
}

/// [`take`], for what is owed: an order on a page is kept and taken out of stock together with the intent, a payment of a
/// schedule must still be claimed under the key, and a part of a request is set aside from what is left of it.
pub(super) async fn take_for(
    app: &App,
    authority: Authority<'_>,
    command: TakePayment,
    owed: Owed<'_>,
) -> Result<Transaction, TakeError> {
    authority.require(Permission::TakePayments)?;
    check_amount(command.amount)?;
    let held = app.operations.hold(&command.key).await;
    let (begun, _held) = match begin(app, authority, &command, owed).await {
        // The other of two clicks may be waiting and get through: nobody hears that nothing was charged while it may be.
        Err(error @ (TakeError::Unavailable | TakeError::BeingConfirmed(_))) => {
            let held = app.operations.hold_after_others(held).await;
            let known = known(app, &command.key).map_err(|_| TakeError::BeingConfirmed(command.key.clone()))?;
            (Begun::Known(Box::new(known.ok_or(error)?)), held)
        }
        begun => (begun?, held),
    };
    let (transaction, account) = match begun {
        Begun::New(transaction, account) => (*transaction, account),
        Begun::Known(transaction) if transaction.status.is_unresolved() => {
            return Ok(resolution::resolve_held(app, *transaction).await);
        }
        Begun::Known(transaction) => return Ok(*transaction),
    };
    let charge = bank_debits::charge_of(app, &transaction)?;
    carry_out(app, &transaction, &account, &charge).await
}

/// From the durable intent to the processor's answer.
pub(super) async fn carry_out(
    app: &App,
    transaction: &Transaction,
    account: &MerchantAccount,
    charge: &Charge,
) -> Result<Transaction, TakeError> {
    match open(app, account, charge, transaction).await? {
        Opened::Ready(opened) => confirm(app, account, charge, (transaction.id, opened)).await,
        Opened::Ended(transaction) => Ok(*transaction),
    }
}

pub(super) fn check_amount(amount: Money) -> Result<(), TakeError> {
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
async fn begin(app: &App, authority: Authority<'_>, command: &TakePayment, owed: Owed<'_>) -> Result<Begun, TakeError> {
    let (actor, now, asked) = (authority.actor(), app.now(), command.clone());
    let (order, occurrence, part) = match owed {
        Owed::Nothing => (None, None, None),
        Owed::Order(order) => (Some(order.clone()), None, None),
        Owed::Occurrence(id) => (None, Some(id), None),
        Owed::Request(part) => (None, None, Some(part.clone())),
    };
    let test = |account: &MerchantAccount| app.gateway(account).capabilities().test;
    let being_confirmed = || TakeError::BeingConfirmed(command.key.clone());
    let account = {
        // Unreadable, the store does not say whether an earlier submission was charged.
        let reader = app.store.read().map_err(|_| being_confirmed())?;
        firm::merchant_account(&reader, command.merchant_account)?
    };
    let sandbox_is_test = account.as_ref().is_some_and(test);
    let entered = match &account {
        Some(account) => bank_debits::look_at(app, account, command).await,
        None => Entered::NoDebit,
    };
    let paid_with = match &account {
        Some(account) => surcharges::look_at(app, account, command).await,
        None => None,
    };
    let takes_debits = account.as_ref().is_some_and(|account| bank_debits::taken_for(app, account));
    let written = app
        .store
        .write(move |writer| {
            if let Some(known) = transactions::transaction_by_key(writer, &asked.key)?
                && !planted::is(Bug::KnownKeyIgnored)
            {
                return Ok(Begun::Known(Box::new(known)));
            }
            if !schedules::is_claimed(writer, occurrence, &asked.key)? {
                return Err(TakeError::NotClaimed);
            }
            let account = open_account(writer, &asked)?;
            if let Some(order) = &order {
                check_order(writer, order, &entered)?;
            }
            let known = match &part {
                Some(part) => check_part(writer, part, (&asked, &account, &entered), now)?,
                None => None,
            };
            let found = match (known, actor) {
                (Some(payer), _) => Match::Found(payer),
                // What a schedule asks for is its payer's to pay, whatever addresses the record has.
                (None, Actor::Client) if occurrence.is_none() => payers::find_unasked(writer, &asked.payer)?,
                (None, Actor::Client | Actor::User(_) | Actor::System) => payers::find(writer, &asked.payer)?,
            };
            let payer = match found {
                Match::Found(payer) => payer,
                Match::New => payers::add(writer, &asked.payer, actor, now)?,
                Match::Several(several) => return Err(TakeError::SeveralPayers(several)),
            };
            let day = firm_day(writer, now)?;
            let surcharge = surcharges::agree(writer, &asked, (&account, paid_with.as_ref()), day)?;
            let intent = intent(writer, &asked, (&account, &payer), (now, day))?;
            let keep = methods::agreement(&asked, (actor, now));
            let transaction =
                Transaction { actor, keep, ..surcharges::with_parts(intent, asked.extras.tax, surcharge)? };
            let transaction = Transaction { test: sandbox_is_test, occurrence, request: part.clone(), ..transaction };
            if matches!(entered, Entered::Account(_)) && !takes_debits {
                return Err(TakeError::NoBankDebits);
            }
            let transaction = bank_debits::authorize(writer, &asked, &entered, transaction)?;
            if !planted::is(Bug::IntentNotWritten) {
                writer.put_transaction(&transaction)?;
            }
            if let Some(order) = &order {
                writer.put_order(&transaction, order)?;
            }
            writer.record(now, actor, Subject::Transaction(transaction.id), Fact::PaymentRequested)?;
            bank_debits::note(writer, &asked, &transaction)?;
            Ok(Begun::New(Box::new(transaction), account))
        })
        .await;
    match written {
        Ok(begun) => Ok(begun),
        Err(WriteError::Refused(refusal)) => Err(refusal),
        // The processor was not called. If the row turns out to be there, it is looked up, not found, and ended.
        Err(WriteError::InDoubt) => Err(being_confirmed()),
        Err(WriteError::ReadOnly | WriteError::Busy) => Err(TakeError::Unavailable),
    }
}

/// What is known under a key that could not be written: only an unknown one means that nothing was charged.
pub(super) fn known(app: &App, key: &OperationKey) -> Result<Option<Transaction>, StoreError> {
    transactions::transaction_by_key(&app.store.read()?, key)
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
        actor: Actor::System,
        merchant_account: account.id,
        account_kind: account.kind,
        statement_name: account.statement_name.clone(),
        amount: asked.amount,
        parts: None,
        surcharged: None,
        status: Status::Created,
        version: 1,
        test: false,
        payer: Some(payer.id),
        payer_name: payer.name.clone(),
        client_number: asked.payer.client_number.clone().or_else(|| payer.client_number.clone()),
        receipt_emails: asked.payer.emails.clone(),
        locale: asked.locale,
        method_token: asked.method_token.clone(),
        payment_method: asked.payment_method,
        keep: None,
        instrument: None,
        holder: None,
        fingerprint: None,
        bank_debit: None,
        invoice_number: asked.invoice_number.clone(),
        matter: asked.matter.clone(),
        reference: asked.reference.clone(),
        note: asked.note.clone(),
        occurrence: None,
        request: None,
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
        merchant_account: if planted::is(Bug::AccountSwapped) {
            MerchantAccountId::new(1)
        } else {
            transaction.merchant_account
        },
        amount: if planted::is(Bug::CentsDropped) {
            Money::new(transaction.amount.minor() / 100 * 100, transaction.amount.currency())
        } else {
            transaction.amount
        },
        kind: transaction.kind,
        method_token: transaction.method_token.clone(),
        statement_name: transaction.statement_name.clone(),
        surcharge: transaction.parts.map(|parts| parts.surcharge).filter(Money::is_positive),
        debit: transaction.bank_debit.as_ref().map(|debit| DebitTerms { sec: debit.sec, represents: None }),
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
            writer.record(now, Actor::System, Subject::Transaction(id), Fact::PaymentOpened)
        })
        .await;
    // The charge is open and unconfirmed: no money moves. The payment stays open and is ended by the look-up.
    written.map_err(|error: WriteError<StoreError>| left_open(id, key, &error))
}

async fn confirm(
    app: &App,
    account: &MerchantAccount,
    charge: &Charge,
    (id, opened): (TransactionId, Option<GatewayId>),
) -> Result<Transaction, TakeError> {
    match limited(app.gateway(account).confirm(charge, opened.as_ref())).await {
        Ok(outcome) => {
            let settled = settle(app, id, &charge.key, News::from(outcome)).await?;
            Ok(Box::pin(methods::keep(app, settled)).await)
        }
        Err(error) if !matches!(error, CallError::Lost(_)) || planted::is(Bug::LostIsFailed) => {
            settle(app, id, &charge.key, News::new(Event::Fail).with_decline(refusal(&error))).await
        }
        Err(_) if planted::is(Bug::LostIsRetried) => {
            let again = Charge { key: app.ids.operation_key(), ..charge.clone() };
            Box::pin(confirm(app, account, &again, (id, None))).await
        }
        Err(_) => {
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

fn refusal(error: &CallError) -> Decline {
    let reason = match error {
        CallError::NotSent(_) | CallError::Lost(_) => DeclineReason::ProcessorDown,
        CallError::Refused(_) => DeclineReason::Generic,
    };
    let raw_code = match error {
        CallError::NotSent(text) | CallError::Lost(text) | CallError::Refused(text) => text.clone(),
    };
    Decline { reason, raw_code }
}
