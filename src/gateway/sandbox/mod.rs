//! The built-in processor: a pretend outside party with durable books of its own, so that it outlives a crash of the
//! portal as a real one would. No money moves.
//!
//! It takes published test cards and bank accounts only, keeps neither their numbers nor their codes, and draws nothing at random: the
//! same calls give the same answers. Time is the real clock plus an offset that can be moved forward, so that what
//! takes days can be tried in a minute. It must not know anything of the portal but the [`Gateway`] trait.

mod accounts;
pub mod books;
pub mod cards;
mod charges;
mod draft;
mod due;
pub mod history;
mod methods;
mod refunds;
pub mod test_accounts;
mod test_cards;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod debit_tests;
pub mod webhooks;
pub mod webhook_client;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;

pub use accounts::{BankEntry, BankRefused};
pub use charges::Decision;

use self::{
    books::Books,
    cards::{CardEntry, CardRefused, TokenisedCard},
    draft::Draft,
    webhooks::Webhook,
};
use super::{
    CallError, Capabilities, Charge, ChargeView, ClientConfiguration, Gateway, GatewayId, LookUp, News, Outcome,
    RefundOutcome, SavedMethod, WebhookHint, WebhookRefused,
};
use crate::domain::{ids::OperationKey, money::Money, time::Timestamp};

/// Where the frame with the card fields is served; the form's key follows.
pub const CARD_FIELDS_PATH: &str = "/card-fields/";
/// Where the pretend 3-D Secure challenge is served; the charge's key follows.
pub const CHALLENGE_PATH: &str = "/card-challenge/";

/// Gives the real time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The sandbox. Clones are handles on the same one; only one sandbox may use the same books at a time.
///
/// The methods that are not of the [`Gateway`] trait block for at most a read or write of the books per batch.
#[derive(Clone)]
pub struct Sandbox(Arc<Inner>);

struct Inner {
    books: Arc<dyn Books>,
    secret: [u8; 32],
    clock: Clock,
    /// Held while records are read and written back; it guards the books, so it has nothing inside.
    writing: Mutex<()>,
}

impl Sandbox {
    /// A sandbox with these books. `secret` signs webhooks and keys fingerprints, and must stay the same for the
    /// same books.
    pub fn new(books: Arc<dyn Books>, secret: [u8; 32], clock: Clock) -> Self {
        Self(Arc::new(Inner { books, secret, clock, writing: Mutex::new(()) }))
    }

    /// The time by the virtual clock.
    pub fn now(&self) -> Result<Timestamp, CallError> {
        self.enter(|draft| Ok(draft.now))
    }

    /// Moves the virtual clock forward by `ms` milliseconds, lets happen what falls due on the way and gives the new
    /// time.
    pub fn advance(&self, ms: u64) -> Result<Timestamp, CallError> {
        let ms = i64::try_from(ms).unwrap_or(i64::MAX);
        let target = self.now()?.plus_ms(ms);
        self.set_now(target)
    }

    /// Moves the virtual clock forward to `target`, lets happen what falls due on the way and gives the new time.
    ///
    /// # Errors
    /// [`CallError::Refused`] when `target` has passed: what happened cannot be taken back.
    pub fn set_now(&self, target: Timestamp) -> Result<Timestamp, CallError> {
        self.enter(|draft| {
            if target < draft.now {
                return Err(charges::refused("the sandbox's clock only moves forward"));
            }
            draft.set_clock_offset(target.ms_since((self.0.clock)()))
        })?;
        self.now()
    }

    /// Makes the token of the card fields shown for the form with key `session` stand for the card entered. Another
    /// card takes its place until it has been charged or saved.
    ///
    /// # Errors
    /// [`CardRefused`] with the field at fault.
    pub fn tokenise(&self, session: &OperationKey, card: CardEntry<'_>) -> Result<TokenisedCard, CardRefused> {
        self.enter(|draft| {
            let card = cards::read(&card, &self.0.secret, draft.now)?;
            methods::tokenise(draft, session, card)
        })
    }

    /// [`Sandbox::tokenise`] for a bank account.
    ///
    /// # Errors
    /// [`BankRefused`] with the field at fault.
    pub fn tokenise_account(&self, session: &OperationKey, entry: BankEntry<'_>) -> Result<TokenisedCard, BankRefused> {
        self.enter(|draft| {
            let account = accounts::read(&entry, &self.0.secret)?;
            Ok(methods::tokenise(draft, session, account)?)
        })
    }

    /// Plays the person a charge waits for: the payer at a challenge, a reviewer, whoever settles a dispute.
    ///
    /// # Errors
    /// [`CallError::Refused`] when the charge does not wait for this.
    pub fn decide(&self, charge: &OperationKey, decision: Decision) -> Result<(), CallError> {
        self.enter(|draft| charges::decide(draft, charge, decision))
    }

    /// The oldest webhooks not delivered yet, signed as of now.
    pub fn pending_webhooks(&self, limit: usize) -> Result<Vec<Webhook>, CallError> {
        self.enter(|draft| webhooks::pending(draft, limit, &self.0.secret, (self.0.clock)()))
    }

    /// Notes that a webhook has arrived, so that it is not sent again.
    pub fn mark_delivered(&self, seq: u64) -> Result<(), CallError> {
        self.enter(|draft| {
            webhooks::mark_delivered(draft, seq);
            Ok(())
        })
    }

    fn secret(&self) -> &[u8; 32] {
        &self.0.secret
    }

    /// Runs one operation on books in which everything due has happened, and makes its changes durable unless it
    /// fails.
    fn enter<T, E: From<CallError>>(&self, body: impl FnOnce(&mut Draft<'_>) -> Result<T, E>) -> Result<T, E> {
        let inner = &*self.0;
        let _writing = inner.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (inner.clock)().plus_ms(draft::clock_offset_ms(&*inner.books)?);
        // Whatever goes wrong here, the operation itself was not begun.
        due::run(&*inner.books, now).map_err(|error| CallError::NotSent(error.to_string()))?;
        let mut draft = Draft::new(&*inner.books, now);
        let value = body(&mut draft)?;
        draft.commit()?;
        Ok(value)
    }

    /// [`Sandbox::enter`] off the async threads. It runs to its end even when the caller stops waiting, as a call
    /// that is on its way does.
    async fn call<T: Send + 'static>(
        &self,
        body: impl FnOnce(&mut Draft<'_>) -> Result<T, CallError> + Send + 'static,
    ) -> Result<T, CallError> {
        let sandbox = self.clone();
        let answer = tokio::task::spawn_blocking(move || sandbox.enter(body)).await;
        answer.unwrap_or_else(|error| Err(CallError::Lost(error.to_string())))
    }
}

fn challenge_url(key: &OperationKey) -> String {
    format!("{CHALLENGE_PATH}{key}")
}

#[async_trait]
impl Gateway for Sandbox {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            two_step: true,
            bank_debits: true,
            authorize_only: true,
            void: true,
            saved_methods: true,
            test: true,
            refund_days: refunds::REFUND_DAYS,
        }
    }

    fn client_configuration(&self, key: &OperationKey) -> ClientConfiguration {
        ClientConfiguration { frame_url: format!("{CARD_FIELDS_PATH}{key}"), method_token: methods::token_of(key) }
    }

    async fn open(&self, charge: &Charge) -> Result<Option<GatewayId>, CallError> {
        let charge = charge.clone();
        self.call(move |draft| charges::open(draft, &charge).map(Some)).await
    }

    async fn confirm(&self, charge: &Charge, opened: Option<&GatewayId>) -> Result<Outcome, CallError> {
        let (charge, opened) = (charge.clone(), opened.cloned());
        self.call(move |draft| charges::confirm(draft, &charge, opened.as_ref())).await?
    }

    async fn capture(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<Outcome, CallError> {
        let (id, key) = (id.clone(), key.clone());
        self.call(move |draft| charges::capture(draft, &id, &key, amount)).await
    }

    async fn void(&self, id: &GatewayId, _key: &OperationKey) -> Result<Outcome, CallError> {
        let id = id.clone();
        self.call(move |draft| charges::void(draft, &id)).await
    }

    async fn refund(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<RefundOutcome, CallError> {
        let (id, key) = (id.clone(), key.clone());
        self.call(move |draft| refunds::refund(draft, &id, &key, amount)).await
    }

    async fn describe(&self, token: &str) -> Result<Option<SavedMethod>, CallError> {
        let token = token.to_owned();
        self.call(move |draft| methods::describe(draft, &token)).await
    }

    async fn save_method(&self, token: &str, key: &OperationKey) -> Result<SavedMethod, CallError> {
        let (token, key) = (token.to_owned(), key.clone());
        self.call(move |draft| methods::save(draft, &token, &key)).await
    }

    async fn delete_method(&self, token: &str) -> Result<(), CallError> {
        let token = token.to_owned();
        self.call(move |draft| {
            draft.delete_method(&token);
            Ok(())
        })
        .await
    }

    async fn look_up(&self, by: LookUp<'_>) -> Result<Option<ChargeView>, CallError> {
        match by {
            LookUp::Id(id) => {
                let id = id.clone();
                self.call(move |draft| charges::look_up(draft, LookUp::Id(&id))).await
            }
            LookUp::Key(key) => {
                let key = key.clone();
                self.call(move |draft| charges::look_up(draft, LookUp::Key(&key))).await
            }
        }
    }

    async fn look_up_refund(&self, key: &OperationKey) -> Result<Option<RefundOutcome>, CallError> {
        let key = key.clone();
        self.call(move |draft| refunds::look_up(draft, &key)).await
    }

    async fn poll(&self, cursor: Option<&str>) -> Result<News, CallError> {
        let cursor = cursor.map(str::to_owned);
        self.call(move |draft| webhooks::poll(draft, cursor.as_deref())).await
    }

    fn verify_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<WebhookHint, WebhookRefused> {
        webhooks::verify(&self.0.secret, signature, body, now)
    }
}
