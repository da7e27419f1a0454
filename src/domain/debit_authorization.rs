//! What a payer authorized, and the proof of it: the words exactly as they were shown or read out, and how the payer
//! agreed to them.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    card::Instrument,
    ids::{DebitAuthorizationId, MerchantAccountId, PayerId, UserId},
    journal::Actor,
    locale::Locale,
    money::Money,
    nacha::{Channel, SecCode},
    return_code::ReturnCode,
    time::{Day, Timestamp},
};

/// What may be debited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One debit of this amount, on or after this day.
    Once {
        /// How much.
        amount: Money,
        /// Not before.
        from: Day,
    },
    /// A debit of this amount, again and again.
    Recurring {
        /// How much each time.
        amount: Money,
        /// Whether each is of just this amount.
        #[serde(default, skip_serializing_if = "Each::is_exact")]
        each: Each,
        /// How often, in the words that were shown.
        every: String,
        /// Not before.
        from: Day,
        /// The last day, or `None` until it is revoked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Day>,
    },
}

/// Whether debits that recur are of the amount that was agreed to, or of as much at most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Of just that amount.
    #[default]
    Exactly,
    /// Of that amount or less, as the last part of a sum is.
    AtMost,
}

impl Each {
    /// Whether it is of just the amount; not stored then.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        matches!(self, Self::Exactly)
    }
}

/// How the payer agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// On a page.
    Online {
        /// The address that it came from.
        ip: String,
        /// What the browser said of itself.
        user_agent: String,
        /// The name that the payer typed for a signature.
        typed_name: String,
    },
    /// By telephone, after a member of staff had read the words out.
    Phone {
        /// Who read them out.
        staff: UserId,
        /// What is kept of the call.
        proof: PhoneProof,
        /// Where the firm keeps the recording, in staff's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filed: Option<String>,
    },
    /// On signed paper.
    Paper {
        /// Who recorded it.
        staff: UserId,
        /// Where the firm keeps the paper, in staff's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        filed: Option<String>,
    },
}

/// What proves an authorization by telephone. For a single debit either will do (Nacha, subsection 2.5.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneProof {
    /// The call was recorded.
    Recording,
    /// The words are sent to the payer before the debit settles.
    Notice,
}

impl Given {
    /// By which channel.
    #[must_use]
    pub const fn channel(&self) -> Channel {
        match self {
            Self::Online { .. } => Channel::Online,
            Self::Phone { .. } => Channel::Phone,
            Self::Paper { .. } => Channel::Paper,
        }
    }

    /// Whether it is kept so that it proves an authorization of such a scope: by telephone, debits that recur need the
    /// recording, and a copy in writing besides (Nacha, subsection 2.5.15).
    #[must_use]
    pub const fn proves(&self, scope: &Scope) -> bool {
        let noticed = matches!(self, Self::Phone { proof: PhoneProof::Notice, .. });
        !(noticed && matches!(scope, Scope::Recurring { .. }))
    }

    /// Whether the payer must be sent the words: what was only spoken, unless it is recorded and for one debit.
    #[must_use]
    pub const fn needs_copy(&self, scope: &Scope) -> bool {
        match self {
            Self::Phone { proof: PhoneProof::Notice, .. } => true,
            Self::Phone { proof: PhoneProof::Recording, .. } => matches!(scope, Scope::Recurring { .. }),
            Self::Online { .. } | Self::Paper { .. } => false,
        }
    }

    /// Who of staff recorded it.
    #[must_use]
    pub const fn staff(&self) -> Option<UserId> {
        match self {
            Self::Online { .. } => None,
            Self::Phone { staff, .. } | Self::Paper { staff, .. } => Some(*staff),
        }
    }
}

impl Scope {
    /// How much each debit is.
    #[must_use]
    pub const fn amount(&self) -> Money {
        match self {
            Self::Once { amount, .. } | Self::Recurring { amount, .. } => *amount,
        }
    }
}

/// An authorization as it is kept. It is never changed but to say that it has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebitAuthorization {
    /// Its row.
    pub id: DebitAuthorizationId,
    /// Who gave it.
    pub payer: PayerId,
    /// The name on the account.
    pub holder: String,
    /// Which account may be debited; of its number only the last four digits.
    pub instrument: Instrument,
    /// The deposit account that may be credited.
    pub merchant_account: MerchantAccountId,
    /// The class of the debits.
    pub sec: SecCode,
    /// What may be debited.
    pub scope: Scope,
    /// How the payer agreed.
    pub given: Given,
    /// The words, exactly as they were shown or read out.
    pub text: String,
    /// Their SHA-256 in lower-case hex.
    pub text_sha256: String,
    /// The language and formats of the words.
    pub locale: Locale,
    /// When it was given.
    pub at: Timestamp,
    /// When it ended, and by which return: nothing may be debited on it from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(Timestamp, ReturnCode)>,
    /// When the payer took it back, if they did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Revoked>,
}

/// Word of the payer that nothing more may be debited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// When it was noted.
    pub at: Timestamp,
    /// Who noted it.
    pub by: Actor,
    /// How the payer said so, in staff's words.
    pub how: String,
}

impl Revoked {
    /// The most characters of how the payer said so.
    pub const MAX_HOW_CHARS: usize = 500;
}

impl Scope {
    /// Whether a debit of this amount is within it.
    #[must_use]
    pub fn allows(&self, debited: Money) -> bool {
        match self {
            Self::Recurring { amount, each: Each::AtMost, .. } => {
                debited.currency() == amount.currency() && debited.minor() <= amount.minor()
            }
            Self::Once { amount, .. } | Self::Recurring { amount, each: Each::Exactly, .. } => debited == *amount,
        }
    }

    /// Whether a debit on this day is within it.
    #[must_use]
    pub fn covers(&self, day: Day) -> bool {
        match self {
            Self::Once { from, .. } => day >= *from,
            Self::Recurring { from, until, .. } => day >= *from && until.is_none_or(|until| day <= until),
        }
    }
}

impl DebitAuthorization {
    /// Whether anything may be debited on it still.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.ended.is_none() && self.revoked.is_none()
    }

    /// Who gave it, and which deposit account may be credited.
    #[must_use]
    pub const fn payer_and_account(&self) -> (Option<PayerId>, MerchantAccountId) {
        (Some(self.payer), self.merchant_account)
    }
}
/// The SHA-256 of the words of an authorization: eight groups of eight hexadecimal digits, between colons, so that no run
/// of digits in it can be taken for a card number.
#[must_use]
pub fn sha256_of(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.chunks(4).map(|group| HEXLOWER.encode(group)).collect::<Vec<_>>().join(":")
}
