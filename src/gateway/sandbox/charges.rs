//! Charges: opened, confirmed, captured, cancelled, looked up.
//!
//! What may follow what is the rulebook's [`Status::after`]; a charge never takes a step that the portal would refuse
//! to believe. Every verb may be repeated: the first answer is kept and given again.

use serde::{Deserialize, Serialize};

use super::{
    cards::{self, Behavior, Card},
    draft::{Draft, Due, FeedEntry},
};
use crate::{
    domain::{
        business_days,
        ids::{MerchantAccountId, OperationKey},
        money::Money,
        return_code::{ChangeCode, Class, ReturnCode},
        surcharge,
        time::Timestamp,
        transaction::{Approval, Decline, DeclineReason, Event, Kind, Status, Step},
    },
    gateway::{CallError, Charge, ChargeView, GatewayId, LookUp, Outcome},
};

/// One day in milliseconds.
pub(super) const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// From capture to settlement.
const SETTLES_AFTER_MS: i64 = DAY_MS;
/// How long an authorization holds.
const AUTHORIZATION_LASTS_MS: i64 = 7 * DAY_MS;
/// How long the payer has for a 3-D Secure challenge, and a review takes.
const DECIDED_AFTER_MS: i64 = DAY_MS;
/// From settlement to the dispute of a card that disputes.
const DISPUTED_AFTER_MS: i64 = 2 * DAY_MS;
/// What the charge's id begins with; its operation key follows.
const ID_PREFIX: &str = "ch_";

/// A charge as the sandbox keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ChargeRecord {
    pub(super) key: OperationKey,
    pub(super) merchant_account: MerchantAccountId,
    pub(super) amount: Money,
    pub(super) kind: Kind,
    pub(super) method_token: String,
    pub(super) statement_name: String,
    pub(super) status: Status,
    /// A copy, so that forgetting a saved method does not rob its charges of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) card: Option<Card>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first: Option<Event>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    later: Vec<Event>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    approval: Option<Approval>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decline: Option<Decline>,
    /// What was captured and by which operation, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) captured: Option<Captured>,
    /// Given back or about to be, in minor units.
    #[serde(default)]
    pub(super) refunded_minor: i64,
    /// When a bank debit was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted_at: Option<Timestamp>,
    /// The first charge, where this one presents it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    represents: Option<OperationKey>,
    /// Why it came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) returned: Option<ReturnCode>,
    /// What the bank wants changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    change: Option<ChangeCode>,
}

/// A capture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Captured {
    pub(super) amount: Money,
    pub(super) by: OperationKey,
    pub(super) at: Timestamp,
}

/// What a person decides about a charge that waits for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The payer passed the 3-D Secure challenge.
    PassChallenge,
    /// The payer failed the challenge; the charge is declined.
    FailChallenge,
    /// The processor's reviewer lets the charge through.
    ReleaseHold,
    /// The reviewer refuses the charge.
    RefuseHold,
    /// The dispute ends for the firm.
    WinDispute,
    /// The dispute ends against the firm.
    LoseDispute,
}

impl ChargeRecord {
    /// A charge that nothing has happened to yet.
    pub(super) fn open(charge: &Charge) -> Result<Self, CallError> {
        if !charge.amount.is_positive() {
            return Err(refused("the amount must be more than nothing"));
        }
        Ok(Self {
            key: charge.key.clone(),
            merchant_account: charge.merchant_account,
            amount: charge.amount,
            kind: charge.kind,
            method_token: charge.method_token.clone(),
            statement_name: charge.statement_name.clone(),
            status: Status::Created,
            card: None,
            first: None,
            later: Vec::new(),
            approval: None,
            decline: None,
            captured: None,
            refunded_minor: 0,
            accepted_at: None,
            represents: charge.debit.as_ref().and_then(|debit| debit.represents.as_ref()).and_then(key_in),
            returned: None,
            change: None,
        })
    }

    /// The same key may not be used for another charge: that is a defect of the caller's, not a second payment.
    fn must_be(&self, charge: &Charge) -> Result<(), CallError> {
        let same = self.merchant_account == charge.merchant_account
            && self.amount == charge.amount
            && self.kind == charge.kind
            && self.method_token == charge.method_token;
        if same { Ok(()) } else { Err(refused("this key belongs to a charge on other terms")) }
    }

    /// Takes the step that `event` at `at` means.
    ///
    /// # Errors
    /// [`CallError::Refused`] when the charge cannot take it.
    pub(super) fn apply(&mut self, event: Event, at: Timestamp) -> Result<(), CallError> {
        let Step::To(status) = self.status.after(event) else {
            return Err(refused(&format!("a charge that is {} cannot take this step", self.status.code())));
        };
        self.status = status;
        match self.first {
            None => self.first = Some(event),
            Some(_) => self.later.push(event),
        }
        if matches!(event, Event::Approve | Event::Authorize) {
            self.approval = self.card.as_ref().map(|card| approval(&self.key, card));
        }
        if event == Event::Accept {
            self.accepted_at = Some(at);
        }
        if event == Event::Return {
            self.returned = self.returned.or(self.unpaid()).or(match self.behavior() {
                Some(Behavior::ComesBack { code, .. }) => Some(code),
                _ => None,
            });
        }
        if event == Event::Settle && self.accepted_at.is_some() {
            self.captured = Some(Captured { amount: self.amount, by: self.key.clone(), at });
            self.change = match self.behavior() {
                Some(Behavior::Changed(code)) => Some(code),
                _ => None,
            };
        }
        if event == Event::Approve {
            self.captured = Some(Captured { amount: self.amount, by: self.key.clone(), at });
        }
        Ok(())
    }

    /// Notes why the charge is refused; the step itself is [`Event::Decline`].
    pub(super) fn decline(&mut self, reason: DeclineReason) {
        self.decline = Some(Decline { reason, raw_code: format!("sandbox_{}", reason.code().replace('-', "_")) });
    }

    pub(super) fn behavior(&self) -> Option<Behavior> {
        self.card.as_ref().map(|card| card.behavior)
    }

    /// Why the payer's bank will not pay this debit, if so.
    fn unpaid(&self) -> Option<ReturnCode> {
        match self.behavior() {
            Some(Behavior::Unpaid(code)) => Some(code),
            Some(Behavior::UnpaidOnce(code)) if self.represents.is_none() => Some(code),
            _ => None,
        }
    }

    /// What happens to the charge by itself, now that it has got where it is at `at`.
    pub(super) fn next_due(&self, at: Timestamp) -> Option<(Due, Timestamp)> {
        let key = self.key.clone();
        match self.status {
            Status::Captured => Some((Due::Settle(key), at.plus_ms(SETTLES_AFTER_MS))),
            Status::Authorized => Some((Due::ExpireAuthorization(key), at.plus_ms(AUTHORIZATION_LASTS_MS))),
            Status::ActionRequired => Some((Due::ExpireChallenge(key), at.plus_ms(DECIDED_AFTER_MS))),
            Status::Held => Some((Due::Release(key), at.plus_ms(DECIDED_AFTER_MS))),
            Status::Pending => {
                let settled = business_days::settled_at(business_days::settles_on(at));
                Some((if self.unpaid().is_some() { Due::Return(key) } else { Due::SettleDebit(key) }, settled))
            }
            Status::Settled => match self.behavior() {
                Some(Behavior::DisputeOnceSettled) => Some((Due::Dispute(key), at.plus_ms(DISPUTED_AFTER_MS))),
                Some(Behavior::ComesBack { after_days, .. }) => {
                    Some((Due::Return(key), at.plus_ms(i64::from(after_days) * DAY_MS)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The event by which this kind of charge is approved.
    pub(super) fn approving_event(&self) -> Event {
        match self.kind {
            Kind::Sale if self.card.as_ref().is_some_and(|card| card.instrument.is_bank_account()) => Event::Accept,
            Kind::Sale => Event::Approve,
            Kind::Authorization => Event::Authorize,
        }
    }

    /// The answer that `event` is, with every detail known by now.
    pub(super) fn outcome(&self, event: Event) -> Outcome {
        Outcome {
            event,
            gateway_id: Some(id_of(&self.key)),
            approval: self.approval.clone(),
            decline: self.decline.clone(),
            instrument: self.card.as_ref().map(|card| card.instrument.clone()),
            holder: self.card.as_ref().map(|card| card.holder.clone()),
            fingerprint: self.card.as_ref().map(|card| card.fingerprint.clone()),
            action_url: (self.status == Status::ActionRequired).then(|| super::challenge_url(&self.key)),
            returned: self.returned,
            change: self.change,
        }
    }

    /// The first answer as it was given, without what became known later.
    fn first_answer(&self) -> Option<Outcome> {
        let event = self.first?;
        let undecided = matches!(event, Event::RequireAction | Event::Hold);
        let mut outcome = self.outcome(event);
        outcome.approval = outcome.approval.filter(|_| !undecided);
        outcome.decline = outcome.decline.filter(|_| !undecided);
        outcome.action_url = (event == Event::RequireAction).then(|| super::challenge_url(&self.key));
        Some(outcome)
    }

    fn view(&self) -> ChargeView {
        ChargeView {
            outcome: self.first.map(|event| self.outcome(event)),
            later: self.later.clone(),
            gateway_id: id_of(&self.key),
            key: self.key.clone(),
            amount: self.amount,
        }
    }
}

/// Opens a charge, or gives the one opened under this key before.
pub(super) fn open(draft: &mut Draft<'_>, charge: &Charge) -> Result<GatewayId, CallError> {
    if let Some(record) = draft.charge(&charge.key)? {
        record.must_be(charge)?;
    } else {
        let record = ChargeRecord::open(charge)?;
        if record.represents.is_none() {
            super::methods::claim(draft, &charge.method_token, &charge.key)?;
        }
        draft.put_charge(&record)?;
    }
    Ok(id_of(&charge.key))
}

/// Confirms a charge, opening it first where that was not done. The inner error is an answer lost after the draft is
/// to be committed; the outer one means that nothing is to be written.
pub(super) fn confirm(
    draft: &mut Draft<'_>,
    charge: &Charge,
    opened: Option<&GatewayId>,
) -> Result<Result<Outcome, CallError>, CallError> {
    let id = open(draft, charge)?;
    if opened.is_some_and(|opened| *opened != id) {
        return Err(refused("this id belongs to another charge"));
    }
    let mut record = existing(draft, &id)?;
    if let Some(answer) = record.first_answer() {
        return Ok(Ok(answer));
    }
    let card = match &record.represents {
        Some(first) => account_to_debit_again(draft, first)?,
        None => super::methods::card_to_charge(draft, &charge.method_token)?,
    };
    if card.instrument.is_bank_account() && (charge.debit.is_none() || charge.kind != Kind::Sale) {
        return Err(refused("a bank account is debited by a sale and under a class of entry only"));
    }
    if charge.surcharge.is_some() && !surcharge::is_credit(&card.instrument) {
        return Err(refused("a surcharge is taken on credit cards only"));
    }
    let behavior = card.behavior;
    if behavior == Behavior::LoseCall {
        return Err(CallError::Lost("no answer in time".to_owned()));
    }
    if record.represents.is_none() {
        super::methods::mark_charged(draft, &charge.method_token)?;
    }
    record.card = Some(card);
    let event = first_event(&mut record, draft.now);
    advance(draft, &mut record, event, draft.now)?;
    if behavior == Behavior::LoseAnswer {
        return Ok(Err(CallError::Lost("no answer in time".to_owned())));
    }
    Ok(Ok(record.outcome(event)))
}

/// The account of a debit that came back and may be presented again. How often is for whoever presents it to count, as
/// it is with real processors.
fn account_to_debit_again(draft: &Draft<'_>, first: &OperationKey) -> Result<Card, CallError> {
    let first = draft.charge(first)?.ok_or_else(|| refused("there is no such charge to present again"))?;
    let soft = first.returned.is_some_and(|code| code.class() == Class::Soft);
    first.card.filter(|_| soft).ok_or_else(|| refused("the charge did not come back so that it may be presented again"))
}

/// Captures an authorization whole or in part, once.
pub(super) fn capture(
    draft: &mut Draft<'_>,
    id: &GatewayId,
    key: &OperationKey,
    amount: Money,
) -> Result<Outcome, CallError> {
    let mut record = existing(draft, id)?;
    if let Some(captured) = &record.captured {
        let repeated = captured.by == *key && captured.amount == amount && record.kind == Kind::Authorization;
        return if repeated { Ok(record.outcome(Event::Capture)) } else { Err(refused("it is captured already")) };
    }
    if record.status != Status::Authorized {
        return Err(refused("only an authorization can be captured"));
    }
    let rest = record.amount.minus(amount).map_err(|error| refused(&error.to_string()))?;
    if !amount.is_positive() || rest.minor() < 0 {
        return Err(refused("the amount is not within the authorization"));
    }
    record.captured = Some(Captured { amount, by: key.clone(), at: draft.now });
    advance(draft, &mut record, Event::Capture, draft.now)?;
    Ok(record.outcome(Event::Capture))
}

/// Cancels a charge that is unsettled and whole. Cancelling twice is the same as once, whoever asks.
pub(super) fn void(draft: &mut Draft<'_>, id: &GatewayId) -> Result<Outcome, CallError> {
    let mut record = existing(draft, id)?;
    if record.status == Status::Voided {
        return Ok(record.outcome(Event::Void));
    }
    if record.refunded_minor > 0 {
        return Err(refused("a part of it has been refunded"));
    }
    if record.accepted_at.is_some_and(|at| draft.now >= business_days::submitted_at(at)) {
        return Err(refused("the debit has gone to the banks"));
    }
    advance(draft, &mut record, Event::Void, draft.now)?;
    Ok(record.outcome(Event::Void))
}

/// Applies what a person decided.
pub(super) fn decide(draft: &mut Draft<'_>, key: &OperationKey, decision: Decision) -> Result<(), CallError> {
    let mut record = draft.charge(key)?.ok_or_else(|| refused("there is no such charge"))?;
    let (waits, event) = match decision {
        Decision::PassChallenge => (Status::ActionRequired, record.approving_event()),
        Decision::FailChallenge => (Status::ActionRequired, Event::Decline),
        Decision::ReleaseHold => (Status::Held, record.approving_event()),
        Decision::RefuseHold => (Status::Held, Event::Decline),
        Decision::WinDispute => (Status::Disputed, Event::WinDispute),
        Decision::LoseDispute => (Status::Disputed, Event::LoseDispute),
    };
    if record.status != waits {
        return Err(refused("the charge does not wait for this decision"));
    }
    match decision {
        Decision::FailChallenge => record.decline(DeclineReason::DoNotHonor),
        Decision::RefuseHold => record.decline(DeclineReason::Fraud),
        Decision::PassChallenge | Decision::ReleaseHold | Decision::WinDispute | Decision::LoseDispute => {}
    }
    advance(draft, &mut record, event, draft.now)
}

/// What is known of a charge.
pub(super) fn look_up(draft: &Draft<'_>, by: LookUp<'_>) -> Result<Option<ChargeView>, CallError> {
    let key = match by {
        LookUp::Key(key) => Some(key.clone()),
        LookUp::Id(id) => key_in(id),
    };
    let Some(key) = key else { return Ok(None) };
    Ok(draft.charge(&key)?.map(|record| record.view()))
}

/// Takes a step, tells the feed, notes what comes next and writes the record.
pub(super) fn advance(
    draft: &mut Draft<'_>,
    record: &mut ChargeRecord,
    event: Event,
    at: Timestamp,
) -> Result<(), CallError> {
    record.apply(event, at)?;
    let kind = format!("charge.{}", record.status.code());
    draft.announce(&FeedEntry { key: record.key.clone(), kind, at })?;
    if let Some((due, at)) = record.next_due(at) {
        draft.schedule(&due, at)?;
    }
    draft.put_charge(record)
}

/// The charge with this id.
///
/// # Errors
/// [`CallError::Refused`] when there is none.
pub(super) fn existing(draft: &Draft<'_>, id: &GatewayId) -> Result<ChargeRecord, CallError> {
    let record = key_in(id).map(|key| draft.charge(&key)).transpose()?.flatten();
    record.ok_or_else(|| refused("there is no such charge"))
}

pub(super) fn refused(why: &str) -> CallError {
    CallError::Refused(why.to_owned())
}

fn first_event(record: &mut ChargeRecord, now: Timestamp) -> Event {
    let Some(card) = &record.card else { return record.approving_event() };
    if cards::expiry(card).is_some_and(|expiry| cards::is_past(expiry, now)) {
        record.decline(DeclineReason::ExpiredCard);
        return Event::Decline;
    }
    match card.behavior {
        Behavior::Decline(reason) => {
            record.decline(reason);
            Event::Decline
        }
        Behavior::RequireAction => Event::RequireAction,
        Behavior::Hold => Event::Hold,
        Behavior::Approve
        | Behavior::LoseAnswer
        | Behavior::LoseCall
        | Behavior::DisputeOnceSettled
        | Behavior::FailRefunds
        | Behavior::Unpaid(_)
        | Behavior::UnpaidOnce(_)
        | Behavior::ComesBack { .. }
        | Behavior::Changed(_) => record.approving_event(),
    }
}

/// The first six characters of the key look enough like an issuer's code and are the same in every run.
fn approval(key: &OperationKey, card: &Card) -> Approval {
    let code = key.as_str().chars().take(6).collect::<String>().to_ascii_uppercase();
    Approval { code, postal_code: card.postal_code, security_code: card.security_code }
}

fn id_of(key: &OperationKey) -> GatewayId {
    GatewayId(format!("{ID_PREFIX}{key}"))
}

fn key_in(id: &GatewayId) -> Option<OperationKey> {
    OperationKey::parse(id.0.strip_prefix(ID_PREFIX)?).ok()
}
