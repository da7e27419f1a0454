//! Finding out what became of payments: asking the processor about open outcomes, and following its news.
//!
//! Nothing here charges. A webhook or a line of news is only a reason to ask; the answer to the question is believed.

use crate::{
    app::App,
    domain::{
        ids::OperationKey,
        merchant_account::{MerchantAccount, Processor},
        refund::{Refund, RefundEvent, RefundKind, RefundStatus},
        time::Timestamp,
        transaction::{Event, Status, Transaction},
    },
    gateway::{CallError, ChargeView, Gateway, GatewayId, LookUp, sandbox::webhook_client},
    planted::{self, Bug},
    store::{StoreError, WriteError, firm, table::Writer, transactions},
};

use super::{
    alerts::watch,
    methods,
    payments::{self, News, limited},
    receipts::has_receipt,
    refunds::{self, RefundNews},
};

/// For how long the processor must have been asked in vain before "never heard of it" ends an operation: longer than a
/// call can be on its way. Counted by the steady clock of this process, because the machine's clock can be set back, and
/// then nothing would ever be old enough, or forward, and then everything would be.
pub const GRACE_MS: i64 = 30_000;

/// What one round of reconciling did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Open outcomes that were looked into.
    pub asked: usize,
    /// Those that have an outcome now.
    pub resolved: usize,
}

/// Looks into every payment and refund whose outcome is open and that no request is working on.
pub async fn reconcile(app: &App) -> Result<Reconciled, StoreError> {
    let mut done = reconcile_payments(app).await?;
    for refund in transactions::unresolved_refunds(&app.store.read()?)? {
        let Some(_held) = app.operations.try_hold(&refund.key) else { continue };
        let current = transactions::refund(&app.store.read()?, refund.id)?;
        if current.status.is_unresolved() && !planted::is(Bug::RefundsForgotten) {
            done.asked += 1;
            done.resolved += usize::from(!resolve_refund_held(app, current).await.status.is_unresolved());
        }
    }
    Ok(done)
}

async fn reconcile_payments(app: &App) -> Result<Reconciled, StoreError> {
    let open = transactions::unresolved(&app.store.read()?)?;
    let mut done = Reconciled::default();
    for transaction in open {
        let Some(_held) = app.operations.try_hold(&transaction.key) else { continue };
        // It may have been settled between the list and the hold.
        let Some(current) = transactions::transaction(&app.store.read()?, transaction.id)? else { continue };
        if !current.status.is_unresolved() || planted::is(Bug::CreatedForgotten) && current.status == Status::Created {
            continue;
        }
        done.asked += 1;
        done.resolved += usize::from(!resolve_held(app, current).await.status.is_unresolved());
    }
    Ok(done)
}

/// Why nothing could be learned or written about a payment now.
#[derive(Debug, thiserror::Error)]
enum AskError {
    #[error("its merchant account is gone")]
    NoAccount,
    #[error(transparent)]
    Call(#[from] CallError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("what the processor said could not be written")]
    NotWritten,
    #[error("what the processor said cannot be: {0}")]
    Impossible(StoreError),
}

impl From<WriteError<StoreError>> for AskError {
    fn from(error: WriteError<StoreError>) -> Self {
        match error {
            WriteError::Refused(reason) => Self::Impossible(reason),
            WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy => Self::NotWritten,
        }
    }
}

/// Asks the processor about one payment and writes what it says. The caller holds the operation. When nothing can be
/// learned or written now, the payment comes back as it was and stays on the list.
pub(super) async fn resolve_held(app: &App, transaction: Transaction) -> Transaction {
    match ask(app, &transaction).await {
        Ok(Some(resolved)) => resolved,
        Ok(None) => transaction,
        Err(reason) => {
            tracing::warn!(payment = %transaction.id, %reason, "the outcome of a payment is still open");
            transaction
        }
    }
}

/// [`resolve_held`] for a refund.
pub(super) async fn resolve_refund_held(app: &App, refund: Refund) -> Refund {
    match ask_refund(app, &refund).await {
        Ok(Some(resolved)) => resolved,
        Ok(None) => refund,
        Err(reason) => {
            tracing::warn!(refund = %refund.id, %reason, "the outcome of a refund is still open");
            refund
        }
    }
}

/// Asks the processor about one refund and writes what it says. What it has never heard of ends the refund only when
/// that is old enough not to be on its way any more.
async fn ask_refund(app: &App, refund: &Refund) -> Result<Option<Refund>, AskError> {
    let known = transactions::transaction(&app.store.read()?, refund.transaction)?;
    let transaction = known.ok_or(StoreError::Damaged("transactions"))?;
    let account = account_of(app, &transaction)?.ok_or(AskError::NoAccount)?;
    let told = match refund.kind {
        RefundKind::Refund => {
            let outcome = limited(app.gateway(&account).look_up_refund(&refund.key)).await?;
            outcome.map(RefundNews::from)
        }
        RefundKind::Void => {
            let view = look_up(app.gateway(&account), &transaction).await?;
            let voided = view.is_some_and(|view| view.later.contains(&Event::Void));
            // A payment is cancelled once, by whichever attempt came through.
            let by_another = transactions::refunds(&app.store.read()?, refund.transaction)?
                .iter()
                .any(|other| other.id != refund.id && other.status == RefundStatus::Settled);
            (voided && !by_another).then(|| RefundNews::new(RefundEvent::Settle))
        }
    };
    let news = match told {
        Some(news) => news,
        None if !refund.status.is_unresolved() => return Ok(None),
        None if is_old_enough(app, &refund.key) => RefundNews::new(RefundEvent::NotFound),
        None => RefundNews::new(RefundEvent::LoseTrack),
    };
    let settled = refunds::write_news(app, refund.id, news).await?;
    if !settled.status.is_unresolved() {
        app.operations.forget(&refund.key);
    }
    Ok(Some(settled))
}

/// Whether a call that was under way when we first asked in vain can no longer be on its way to the processor.
fn is_old_enough(app: &App, key: &OperationKey) -> bool {
    app.operations.asked_in_vain_for(key, app.clock.steady_ms()) >= GRACE_MS || planted::is(Bug::NoGrace)
}

async fn ask(app: &App, transaction: &Transaction) -> Result<Option<Transaction>, AskError> {
    let account = account_of(app, transaction)?.ok_or(AskError::NoAccount)?;
    let view = look_up(app.gateway(&account), transaction).await?;
    let old_enough = || is_old_enough(app, &transaction.key);
    match view {
        Some(ChargeView { outcome: Some(outcome), later, .. }) => {
            end(app, transaction, News::history(outcome, later)).await
        }
        Some(view) if old_enough() => end_unconfirmed(app, transaction, &account, &view.gateway_id).await,
        None if old_enough() => end(app, transaction, News::new(Event::NotFound)).await,
        // The call may still be on its way to the processor.
        Some(_) | None if transaction.status == Status::Created => {
            end(app, transaction, News::new(Event::LoseTrack)).await
        }
        Some(_) | None => Ok(None),
    }
}

/// The charge was opened and never confirmed. It is cancelled at the processor first, so that a confirmation still on
/// its way can no longer take effect; only then is it ended here.
async fn end_unconfirmed(
    app: &App,
    transaction: &Transaction,
    account: &MerchantAccount,
    id: &GatewayId,
) -> Result<Option<Transaction>, AskError> {
    if planted::is(Bug::NotCancelled) {
        return end(app, transaction, News::new(Event::NotFound)).await;
    }
    let outcome = limited(app.gateway(account).void(id, &transaction.key)).await?;
    let news = if outcome.event == Event::Void { News::new(Event::NotFound) } else { News::from(outcome) };
    end(app, transaction, news).await
}

async fn end(app: &App, transaction: &Transaction, news: News) -> Result<Option<Transaction>, AskError> {
    let settled = payments::write_news(app, transaction.id, news).await?;
    if !settled.status.is_unresolved() {
        app.operations.forget(&transaction.key);
    }
    // Only what was approved just now: a method that could not be kept then is not tried again with every piece of news.
    Ok(Some(if has_receipt(transaction) { settled } else { Box::pin(methods::keep(app, settled)).await }))
}

async fn look_up(gateway: &dyn Gateway, transaction: &Transaction) -> Result<Option<ChargeView>, CallError> {
    let known = transaction.gateway_id.clone().map(GatewayId);
    let by_id = match &known {
        Some(id) => limited(gateway.look_up(LookUp::Id(id))).await?,
        None => None,
    };
    match by_id {
        Some(view) => Ok(Some(view)),
        None => limited(gateway.look_up(LookUp::Key(&transaction.key))).await,
    }
}

fn account_of(app: &App, transaction: &Transaction) -> Result<Option<MerchantAccount>, StoreError> {
    firm::merchant_account(&app.store.read()?, transaction.merchant_account)
}

/// Asks about the payment of `key`, whatever its status: settlement, disputes and returns are learned this way. What
/// cannot be learned now is learned when the processor's news is read.
///
/// # Errors
/// When the store cannot be read.
pub async fn refresh(app: &App, key: &OperationKey) -> Result<(), StoreError> {
    match learn_about(app, key).await {
        Ok(()) => Ok(()),
        Err(AskError::Store(error)) => Err(error),
        Err(reason) => {
            tracing::warn!(%key, %reason, "the processor could not be asked about a payment");
            Ok(())
        }
    }
}

async fn learn_about(app: &App, key: &OperationKey) -> Result<(), AskError> {
    let _held = app.operations.hold(key).await;
    let known = transactions::transaction_by_key(&app.store.read()?, key)?;
    let Some(transaction) = known else { return Ok(()) };
    let asked = ask(app, &transaction).await.map(|_| ());
    let refunds = learn_about_refunds(app, &transaction).await;
    match asked.and(refunds) {
        // Asking again would be refused again, and the news of every other payment must not wait for this one.
        Err(reason @ (AskError::Call(CallError::Refused(_)) | AskError::NoAccount | AskError::Impossible(_))) => {
            tracing::error!(%key, %reason, "a payment in the news cannot be asked about");
            Ok(())
        }
        other => other,
    }
}

/// Asks about every refund of a payment: also one that was given up, for it may have arrived late, or that settled, for
/// it may have bounced. Those still open come first: what turns out not to have been given back makes room for what was.
async fn learn_about_refunds(app: &App, transaction: &Transaction) -> Result<(), AskError> {
    let mut failed = Ok(());
    let mut refunds = transactions::refunds(&app.store.read()?, transaction.id)?;
    refunds.sort_by_key(|refund| !refund.status.is_unresolved());
    for refund in refunds {
        let _held = app.operations.hold(&refund.key).await;
        let current = transactions::refund(&app.store.read()?, refund.id)?;
        if let Err(error) = ask_refund(app, &current).await {
            failed = failed.and(Err(error));
        }
    }
    failed
}

/// How many questions in a row may go unanswered before the rest is left to the next round.
const PATIENCE: usize = 3;

/// Reads every processor's news since last time and asks about each payment named in it; gives how many were asked
/// about. What the news names is kept durably before its place moves on, and kept until it could be asked about and the
/// answer is written, so that nothing is overlooked and no payment holds up the others.
pub async fn follow_news(app: &App) -> Result<usize, StoreError> {
    for processor in Processor::ALL {
        read_news(app, processor).await?;
    }
    let (mut asked, mut unanswered) = (0, 0);
    for key in transactions::news_inbox(&app.store.read()?)? {
        match learn_about(app, &key).await {
            Ok(()) => {
                write(app, move |writer| writer.take_news(&key)).await?;
                (asked, unanswered) = (asked + 1, 0);
            }
            Err(AskError::Store(error)) => return Err(error),
            Err(reason) => {
                tracing::warn!(%key, %reason, "the processor is asked again about its news");
                unanswered += 1;
            }
        }
        if unanswered == PATIENCE {
            break;
        }
    }
    Ok(asked)
}

/// Reads the news of one processor into the inbox, page by page.
async fn read_news(app: &App, processor: Processor) -> Result<(), StoreError> {
    let name = processor.code();
    loop {
        let cursor = transactions::news_cursor(&app.store.read()?, name)?;
        let news = match limited(app.gateways.of(processor).poll(cursor.as_deref())).await {
            Ok(news) => news,
            Err(error) => {
                tracing::warn!(processor = name, %error, "the processor's news could not be read");
                if app.gateways.note_silence(processor, app.clock.steady_ms()) {
                    watch::processor_is_silent(app, processor).await?;
                }
                return Ok(());
            }
        };
        app.gateways.note_answer(processor);
        watch::processor_answers(app, processor).await?;
        let (false, Some(next)) = (news.keys.is_empty(), news.cursor) else { return Ok(()) };
        let keys = if planted::is(Bug::NewsSkipped) { news.keys[1..].to_vec() } else { news.keys };
        if planted::is(Bug::CursorFirst) {
            let next = next.clone();
            write(app, move |writer| writer.put_news(name, &[], &next)).await?;
        }
        write(app, move |writer| writer.put_news(name, &keys, &next)).await?;
    }
}

async fn write(
    app: &App,
    body: impl FnMut(&mut Writer<'_>) -> Result<(), StoreError> + Send + 'static,
) -> Result<(), StoreError> {
    match app.store.write(body).await {
        Ok(()) => Ok(()),
        Err(WriteError::Refused(error)) => Err(error),
        Err(WriteError::InDoubt | WriteError::ReadOnly | WriteError::Busy) => Err(StoreError::Closed),
    }
}

/// How many webhooks of the sandbox are delivered in one round.
const WEBHOOKS: usize = 100;

/// Plays the sandbox's part of delivering its webhooks to this portal, over HTTP as a real processor does. One that
/// does not arrive is tried again in the next round; news is polled all the same.
pub async fn deliver_sandbox_webhooks(app: &App) -> usize {
    let url = format!("http://{}/hooks/sandbox", app.config.listen);
    let pending = match app.sandbox.pending_webhooks(WEBHOOKS) {
        Ok(pending) => pending,
        Err(error) => {
            tracing::warn!(%error, "the sandbox's webhooks could not be read");
            return 0;
        }
    };
    let mut delivered = 0;
    for webhook in pending {
        if webhook_client::post(&url, &webhook.signature, webhook.body.clone()).await.is_err()
            || app.sandbox.mark_delivered(webhook.seq).is_err()
        {
            break;
        }
        delivered += 1;
    }
    delivered
}

/// A webhook's signature is not genuine, or too old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the webhook is not genuine")]
pub struct NotGenuine;

/// Takes a webhook: a genuine one makes us ask about the payment it names.
pub async fn receive_webhook(
    app: &App,
    processor: Processor,
    signature: &str,
    body: &[u8],
) -> Result<Result<(), NotGenuine>, StoreError> {
    match app.gateways.of(processor).verify_webhook(signature, body, app.now()) {
        Ok(hint) => refresh(app, &hint.key).await.map(Ok),
        Err(_) => Ok(Err(NotGenuine)),
    }
}

/// The header with a webhook's signature.
pub const SANDBOX_SIGNATURE: &str = webhook_client::SIGNATURE;

/// How long an outcome may stay open before a person is told, in milliseconds.
pub const ALERT_AFTER_MS: i64 = 10 * 60 * 1000;

/// The payments that staff must be told about: their outcome, or that of a refund of theirs, has been open for longer
/// than [`ALERT_AFTER_MS`].
pub fn overdue(app: &App, now: Timestamp) -> Result<Vec<Transaction>, StoreError> {
    let reader = app.store.read()?;
    let is_overdue = |since: Timestamp| now.ms_since(since) >= ALERT_AFTER_MS;
    let mut overdue = transactions::unresolved(&reader)?;
    overdue.retain(|transaction| is_overdue(transaction.created_at));
    for refund in transactions::unresolved_refunds(&reader)? {
        if is_overdue(refund.created_at) && overdue.iter().all(|known| known.id != refund.transaction) {
            overdue.extend(transactions::transaction(&reader, refund.transaction)?);
        }
    }
    Ok(overdue)
}

/// How many payments and refunds have an open outcome.
pub fn unresolved(app: &App) -> Result<usize, StoreError> {
    let reader = app.store.read()?;
    Ok(transactions::unresolved(&reader)?.len() + transactions::unresolved_refunds(&reader)?.len())
}
