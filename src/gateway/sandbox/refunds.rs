//! Refunds: taken on at once, settled or failed a day later.
//!
//! The amount is set aside on the charge in the same write that takes the refund on, so that all refunds together
//! never exceed what was captured.

use serde::{Deserialize, Serialize};

use super::{
    cards::Behavior,
    charges::{self, ChargeRecord, DAY_MS, refused},
    draft::{Draft, Due, FeedEntry},
};
use crate::{
    domain::{ids::OperationKey, money::Money, time::Timestamp, transaction::Status},
    gateway::{CallError, GatewayId, RefundOutcome},
};

/// Days after which a capture can no longer be refunded (`AffiniPay`, Authorize.Net).
pub(super) const REFUND_DAYS: u16 = 180;
const FINISHED_AFTER_MS: i64 = DAY_MS;

/// A refund as the sandbox keeps it, also when it was refused: the same key must give the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RefundRecord {
    pub(super) key: OperationKey,
    pub(super) charge: OperationKey,
    pub(super) amount: Money,
    pub(super) state: RefundState,
}

/// How far a refund has got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RefundState {
    Submitted,
    Settled,
    /// Refused at once or failed later; the amount is no longer set aside.
    Refused(String),
}

impl RefundRecord {
    fn outcome(&self) -> RefundOutcome {
        let id = GatewayId(format!("re_{}", self.key));
        match &self.state {
            RefundState::Submitted => RefundOutcome::Submitted(id),
            RefundState::Settled => RefundOutcome::Settled(id),
            RefundState::Refused(why) => RefundOutcome::Refused(why.clone()),
        }
    }
}

/// Takes a refund on or refuses it; repeated, it tells how far it has got.
pub(super) fn refund(
    draft: &mut Draft<'_>,
    id: &GatewayId,
    key: &OperationKey,
    amount: Money,
) -> Result<RefundOutcome, CallError> {
    let mut charge = charges::existing(draft, id)?;
    if let Some(earlier) = draft.refund(key)? {
        let same = earlier.charge == charge.key && earlier.amount == amount;
        return if same { Ok(earlier.outcome()) } else { Err(refused("this key belongs to another refund")) };
    }
    let state = match set_aside(&mut charge, amount, draft.now) {
        Ok(()) => {
            draft.put_charge(&charge)?;
            draft.schedule(&Due::FinishRefund(key.clone()), draft.now.plus_ms(FINISHED_AFTER_MS))?;
            announce(draft, &charge.key, "refund.submitted", draft.now)?;
            RefundState::Submitted
        }
        Err(why) => RefundState::Refused(why.to_owned()),
    };
    let record = RefundRecord { key: key.clone(), charge: charge.key, amount, state };
    draft.put_refund(&record)?;
    Ok(record.outcome())
}

/// How far the refund with this key has got.
pub(super) fn look_up(draft: &Draft<'_>, key: &OperationKey) -> Result<Option<RefundOutcome>, CallError> {
    Ok(draft.refund(key)?.map(|record| record.outcome()))
}

/// Settles a refund, or fails it where the card says so.
pub(super) fn finish(draft: &mut Draft<'_>, key: &OperationKey, at: Timestamp) -> Result<(), CallError> {
    let Some(mut record) = draft.refund(key)? else { return Ok(()) };
    let Some(mut charge) = draft.charge(&record.charge)? else { return Ok(()) };
    if record.state != RefundState::Submitted {
        return Ok(());
    }
    let kind = if charge.behavior() == Some(Behavior::FailRefunds) {
        record.state = RefundState::Refused("the card's bank did not take the refund".to_owned());
        charge.refunded_minor = charge.refunded_minor.saturating_sub(record.amount.minor());
        draft.put_charge(&charge)?;
        "refund.failed"
    } else {
        record.state = RefundState::Settled;
        "refund.settled"
    };
    draft.put_refund(&record)?;
    announce(draft, &charge.key, kind, at)
}

/// Counts `amount` against what the charge can still give back, or says why it cannot.
pub(super) fn set_aside(charge: &mut ChargeRecord, amount: Money, now: Timestamp) -> Result<(), &'static str> {
    let (Some(captured), Status::Captured | Status::Settled | Status::DisputeWon) = (&charge.captured, charge.status)
    else {
        return Err("the charge is not one that money can be given back from");
    };
    if !amount.is_positive() || amount.currency() != captured.amount.currency() {
        return Err("the amount is nothing, or in another currency");
    }
    if now.ms_since(captured.at) > i64::from(REFUND_DAYS) * DAY_MS {
        return Err("the charge is too old to be refunded");
    }
    let total = charge.refunded_minor.checked_add(amount.minor()).filter(|total| *total <= captured.amount.minor());
    charge.refunded_minor = total.ok_or("all refunds together would be more than was captured")?;
    Ok(())
}

fn announce(draft: &mut Draft<'_>, charge: &OperationKey, kind: &str, at: Timestamp) -> Result<(), CallError> {
    draft.announce(&FeedEntry { key: charge.clone(), kind: kind.to_owned(), at })
}
