//! The door to card processors: one trait, one folder per processor.
//!
//! A processor is asked in two steps where it can: [`Gateway::open`] creates the charge without moving money and
//! yields an id that the caller makes durable; [`Gateway::confirm`] moves the money. Whatever happens after that, the
//! charge can be looked up by that id or by our own operation key, so a lost answer is never a reason to charge again.
//! No card number passes through here: methods are tokens from the processor's own fields.

pub mod sandbox;

use async_trait::async_trait;

use crate::domain::{
    card::Instrument,
    ids::{MerchantAccountId, OperationKey},
    money::Money,
    nacha::SecCode,
    return_code::{ChangeCode, ReturnCode},
    time::Timestamp,
    transaction::{Approval, Decline, Event, Kind},
};

/// A door to one processor.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// What the processor can do.
    fn capabilities(&self) -> Capabilities;

    /// What a page needs to show the processor's own card fields for the form with this key.
    fn client_configuration(&self, key: &OperationKey) -> ClientConfiguration;

    /// Opens a charge without moving money and gives its id; the same key always gives the same charge.
    /// A processor that cannot do this answers `Ok(None)`.
    async fn open(&self, charge: &Charge) -> Result<Option<GatewayId>, CallError>;

    /// Moves the money. Safe to repeat: the same key is charged at most once.
    async fn confirm(&self, charge: &Charge, opened: Option<&GatewayId>) -> Result<Outcome, CallError>;

    /// Captures an authorization, in whole or in part.
    async fn capture(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<Outcome, CallError>;

    /// Cancels a charge whole before it settles.
    async fn void(&self, id: &GatewayId, key: &OperationKey) -> Result<Outcome, CallError>;

    /// Gives back `amount` of a settled or captured charge.
    async fn refund(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<RefundOutcome, CallError>;

    /// What a token stands for; `None` while the card fields have not been sent, and once a single-use token was used.
    async fn describe(&self, token: &str) -> Result<Option<SavedMethod>, CallError>;

    /// Turns a single-use token into one that can be charged again.
    async fn save_method(&self, token: &str, key: &OperationKey) -> Result<SavedMethod, CallError>;

    /// Forgets a saved method.
    async fn delete_method(&self, token: &str) -> Result<(), CallError>;

    /// What the processor knows of a charge; `None` when it has never heard of it.
    async fn look_up(&self, by: LookUp<'_>) -> Result<Option<ChargeView>, CallError>;

    /// What the processor knows of a refund; `None` when it has never heard of it.
    async fn look_up_refund(&self, key: &OperationKey) -> Result<Option<RefundOutcome>, CallError>;

    /// News since `cursor` (`None`: from the beginning), oldest first, and the cursor to go on from.
    async fn poll(&self, cursor: Option<&str>) -> Result<News, CallError>;

    /// Whether a webhook is genuine, and which charge it is a hint about. The body is never believed: a hint only
    /// makes us ask.
    fn verify_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<WebhookHint, WebhookRefused>;
}

/// A processor's own id of a charge.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct GatewayId(pub String);

/// What a processor can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// Charges are opened before they are confirmed.
    pub two_step: bool,
    /// Bank debits are taken.
    pub bank_debits: bool,
    /// Approve now, capture later.
    pub authorize_only: bool,
    /// Unsettled charges can be cancelled.
    pub void: bool,
    /// Methods can be saved.
    pub saved_methods: bool,
    /// No money moves.
    pub test: bool,
    /// Days after which a refund is no longer possible.
    pub refund_days: u16,
}

/// How a page shows the processor's card fields. The processor, not this portal, reads the card number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientConfiguration {
    /// Address of the frame that holds the fields.
    pub frame_url: String,
    /// The token that the form posts; it becomes chargeable once the fields were sent.
    pub method_token: String,
}

/// A charge as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charge {
    /// Our operation key.
    pub key: OperationKey,
    /// Which deposit account.
    pub merchant_account: MerchantAccountId,
    /// How much.
    pub amount: Money,
    /// Sale or authorization.
    pub kind: Kind,
    /// A single-use token or that of a saved method.
    pub method_token: String,
    /// The name on the payer's statement.
    pub statement_name: String,
    /// What of the amount is a surcharge: a processor declines one on anything but a credit card.
    pub surcharge: Option<Money>,
    /// What a processor must know to debit a bank account; it refuses to debit one without.
    pub debit: Option<DebitTerms>,
}

/// How a bank account is debited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebitTerms {
    /// The class of the debit.
    pub sec: SecCode,
    /// The first charge, where this one presents it again: the same account is debited, and the entry is marked RETRY PYMT.
    pub represents: Option<GatewayId>,
}

/// What came of a charge, a capture or a void: always an explicit answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The news for the state machine.
    pub event: Event,
    /// The processor's id.
    pub gateway_id: Option<GatewayId>,
    /// The approval, when there is one.
    pub approval: Option<Approval>,
    /// The refusal, when there is one.
    pub decline: Option<Decline>,
    /// What was charged.
    pub instrument: Option<Instrument>,
    /// The holder's name.
    pub holder: Option<String>,
    /// The processor's fingerprint of the number.
    pub fingerprint: Option<String>,
    /// Where the payer has to go while the answer is `RequireAction`.
    pub action_url: Option<String>,
    /// Why a bank debit came back, once it did.
    pub returned: Option<ReturnCode>,
    /// What the payer's bank wants changed before the next debit.
    pub change: Option<ChangeCode>,
}

/// A charge as the processor sees it now: `outcome` is its first answer with the details known by now, `later` what
/// has happened since, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargeView {
    /// The first answer, or `None` while the charge is open and unconfirmed.
    pub outcome: Option<Outcome>,
    /// Later news.
    pub later: Vec<Event>,
    /// The processor's id.
    pub gateway_id: GatewayId,
    /// Our operation key.
    pub key: OperationKey,
    /// How much was asked for; a capture in part does not change it.
    pub amount: Money,
}

/// What came of a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundOutcome {
    /// Taken on under this id.
    Submitted(GatewayId),
    /// The money has left the firm's account.
    Settled(GatewayId),
    /// Refused, or failed after it was taken on, for this reason of the processor's. The money is with the firm.
    Refused(String),
}

/// A method the processor keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMethod {
    /// Its token.
    pub token: String,
    /// What people know it by.
    pub instrument: Instrument,
    /// The holder's name.
    pub holder: String,
    /// Equal for the same card saved twice.
    pub fingerprint: String,
}

/// How to find a charge.
#[derive(Clone, Copy, Debug)]
pub enum LookUp<'a> {
    /// By the processor's id.
    Id(&'a GatewayId),
    /// By our operation key.
    Key(&'a OperationKey),
}

/// A batch of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The charges that something happened to, oldest news first; each is to be looked up, and so are its unfinished
    /// refunds.
    pub keys: Vec<OperationKey>,
    /// Where to go on; `None` when nothing has ever happened.
    pub cursor: Option<String>,
}

/// What a genuine webhook is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookHint {
    /// The charge to look up.
    pub key: OperationKey,
}

/// The webhook is not believed: bad, missing or stale signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the webhook's signature is not valid")]
pub struct WebhookRefused;

/// The processor gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The call certainly never reached the processor, or was refused before it did anything.
    #[error("the processor was not reached: {0}")]
    NotSent(String),
    /// The call may have had its effect: time-out, broken answer, server error.
    #[error("the processor's answer was lost: {0}")]
    Lost(String),
    /// The processor refused the request itself, as for an unknown token.
    #[error("the processor refused the request: {0}")]
    Refused(String),
}
