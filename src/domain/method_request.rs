//! A link under which one payer adds and removes their own payment methods, without signing in.

use serde::{Deserialize, Serialize};

use super::{
    ids::{AlertId, MerchantAccountId, MethodRequestId, PayerId, PaymentMethodId},
    journal::Actor,
    locale::Locale,
    time::Timestamp,
};

/// The link. Its token is not kept: it follows from the nonce and a secret that is not in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodRequest {
    /// Its row.
    pub id: MethodRequestId,
    /// Whose methods it opens.
    pub payer: PayerId,
    /// The merchant account under whose processor a new method is saved.
    pub merchant_account: MerchantAccountId,
    /// What the token is derived from, with the installation's secret.
    #[serde(with = "serde_bytes")]
    pub nonce: [u8; 16],
    /// SHA-256 of the token.
    #[serde(with = "serde_bytes")]
    pub token_hash: [u8; 32],
    /// The language and formats of the mail.
    pub locale: Locale,
    /// What staff added to the mail.
    pub message: String,
    /// Where the mail went; nowhere when the link was copied.
    pub recipients: Vec<String>,
    /// The card that made the portal ask by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiring: Option<PaymentMethodId>,
    /// The method that another one is to take the place of, where staff ask because of an alert.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<PaymentMethodId>,
    /// The alert that they ask because of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<AlertId>,
    /// Who asked.
    pub by: Actor,
    /// When.
    pub created_at: Timestamp,
    /// Until when it opens anything.
    pub expires_at: Timestamp,
    /// When a method was saved through it: that uses it up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
    /// When staff took it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// Where a link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It opens the payer's methods.
    Open,
    /// A method was saved through it.
    Used,
    /// Staff took it back.
    Revoked,
    /// Its time is over.
    Expired,
}

impl MethodRequest {
    /// How long a link is good, in milliseconds: a week.
    pub const GOOD_FOR_MS: i64 = 7 * 24 * 60 * 60 * 1000;
    /// The most characters of the message.
    pub const MAX_MESSAGE_CHARS: usize = 1_000;
    /// The most links of one payer that are open at a time.
    pub const MAX_OPEN: usize = 5;

    /// The method that another one is to take the place of, if it was asked for because of one.
    #[must_use]
    pub fn instead_of(&self) -> Option<PaymentMethodId> {
        self.replaces.or(self.expiring)
    }

    /// Where it stands at `now`. A time further ahead than a link is ever good was written by a clock that was set back
    /// since, so it counts as past.
    #[must_use]
    pub const fn state(&self, now: Timestamp) -> LinkState {
        if self.revoked_at.is_some() {
            LinkState::Revoked
        } else if self.used_at.is_some() {
            LinkState::Used
        } else if now.ms() >= self.expires_at.ms() || self.expires_at.ms_since(now) > Self::GOOD_FOR_MS {
            LinkState::Expired
        } else {
            LinkState::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_a_week_and_once() {
        let made = Timestamp::from_ms(1_000);
        let open = MethodRequest {
            id: MethodRequestId::new(1),
            payer: PayerId::new(1),
            merchant_account: MerchantAccountId::new(1),
            nonce: [0; 16],
            token_hash: [0; 32],
            locale: Locale::EnUs,
            message: String::new(),
            recipients: Vec::new(),
            expiring: None,
            replaces: None,
            alert: None,
            by: Actor::System,
            created_at: made,
            expires_at: made.plus_ms(MethodRequest::GOOD_FOR_MS),
            used_at: None,
            revoked_at: None,
        };
        assert_eq!(open.state(made), LinkState::Open);
        assert_eq!(open.state(open.expires_at.plus_ms(-1)), LinkState::Open);
        assert_eq!(open.state(open.expires_at), LinkState::Expired);
        assert_eq!(open.state(made.plus_ms(-1)), LinkState::Expired, "the clock was set back");
        let used = MethodRequest { used_at: Some(made), ..open };
        assert_eq!(used.state(made), LinkState::Used);
        assert_eq!(MethodRequest { revoked_at: Some(made), ..used }.state(made), LinkState::Revoked);
    }
}
