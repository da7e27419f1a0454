//! Money given back. A refund is a record of its own that points to its transaction; nothing is edited.

use serde::{Deserialize, Serialize};

use super::{
    ids::{OperationKey, RefundId, TransactionId},
    journal::Actor,
    money::Money,
    time::Timestamp,
};

/// How far a refund has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// Reserved here; the processor has not answered yet.
    Pending,
    /// The processor did not answer; it is being asked.
    Unknown,
    /// The processor has taken it on.
    Submitted,
    /// The money has left the firm's account.
    Settled,
    /// The processor refused it, or it failed later; the money is still with the firm.
    Failed,
}

impl RefundStatus {
    /// Whether the amount counts against what can still be refunded. Everything that is not certain to have failed does.
    #[must_use]
    pub const fn reserves(self) -> bool {
        match self {
            Self::Pending | Self::Unknown | Self::Submitted | Self::Settled => true,
            Self::Failed => false,
        }
    }
}

/// A refund of a transaction, in whole or in part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refund {
    /// Its row.
    pub id: RefundId,
    /// The operation that asked for it; its idempotency key at the processor.
    pub key: OperationKey,
    /// What is refunded.
    pub transaction: TransactionId,
    /// How much.
    pub amount: Money,
    /// How far it has got.
    pub status: RefundStatus,
    /// Why, in the words of whoever asked.
    pub reason: String,
    /// The processor's id, once it has one.
    pub gateway_id: Option<String>,
    /// Who asked.
    pub actor: Actor,
    /// When it was asked for.
    pub created_at: Timestamp,
}
