//! A past for demonstrations: charges, refunds and saved methods written as if they had happened, without telling
//! the feed. What is loaded can be looked up, refunded and charged again like anything else.

use super::{
    Sandbox, accounts,
    cards::{self, Card},
    charges::{Captured, ChargeRecord, refused},
    draft::Draft,
    methods,
    refunds::{self, RefundRecord, RefundState},
};
use crate::{
    domain::{
        bank_account::{AccountType, HolderType},
        card::Expiry,
        ids::OperationKey,
        money::Money,
        return_code::ReturnCode,
        time::Timestamp,
        transaction::{DeclineReason, Event, Status},
    },
    gateway::{CallError, Charge, Outcome, SavedMethod},
};

/// How many records share one write.
const BATCH: usize = 1000;

/// A test card that was used in the past.
#[derive(Clone, Debug)]
pub struct HistoricCard {
    /// One of [`cards::TEST_CARDS`], without separators.
    pub number: &'static str,
    /// Its expiry; may have passed.
    pub expiry: Expiry,
    /// The name on it.
    pub holder: String,
}

/// A test bank account that was used in the past.
#[derive(Clone, Debug)]
pub struct HistoricAccount {
    /// One of [`TEST_ACCOUNTS`](super::test_accounts::TEST_ACCOUNTS).
    pub number: &'static str,
    /// Checking or savings, and whose.
    pub types: (AccountType, HolderType),
    /// The name on it.
    pub holder: String,
}

/// What a charge of the past was put to.
#[derive(Clone, Debug)]
pub enum HistoricInstrument {
    /// A card.
    Card(HistoricCard),
    /// A bank account.
    Account(HistoricAccount),
}

impl From<HistoricCard> for HistoricInstrument {
    fn from(card: HistoricCard) -> Self {
        Self::Card(card)
    }
}

/// A charge of the past.
#[derive(Clone, Debug)]
pub struct HistoricCharge {
    /// The charge as it was asked for.
    pub charge: Charge,
    /// What it was put to.
    pub instrument: HistoricInstrument,
    /// What happened, the first answer first. A charge left captured, authorized, held or waiting for its payer goes
    /// on from there when its time comes, which the feed is told of.
    pub events: Vec<Event>,
    /// Why, where it was declined.
    pub decline: Option<DeclineReason>,
    /// Why a bank debit came back, where it did.
    pub returned: Option<ReturnCode>,
    /// When the first answer was given.
    pub at: Timestamp,
    /// What was given back.
    pub refunds: Vec<HistoricRefund>,
}

/// A settled refund of the past.
#[derive(Clone, Debug)]
pub struct HistoricRefund {
    /// The operation that asked for it.
    pub key: OperationKey,
    /// How much.
    pub amount: Money,
}

/// A saved method of the past.
#[derive(Clone, Debug)]
pub struct HistoricMethod {
    /// The operation that saved it; its token follows from it.
    pub key: OperationKey,
    /// What was saved.
    pub instrument: HistoricInstrument,
}

impl Sandbox {
    /// Writes charges of the past and gives what the processor would have answered to each, in the same order.
    ///
    /// # Errors
    /// [`CallError::Refused`] for a card that is no test card, a key that is taken, or a past that cannot have been;
    /// of the batch of a thousand that it is in, nothing is written, of the batches before it everything.
    pub fn load_charges(&self, charges: &[HistoricCharge]) -> Result<Vec<Outcome>, CallError> {
        let mut outcomes = Vec::with_capacity(charges.len());
        for batch in charges.chunks(BATCH) {
            let written: Vec<Outcome> =
                self.enter(|draft| batch.iter().map(|charge| self.load_charge(draft, charge)).collect())?;
            outcomes.extend(written);
        }
        Ok(outcomes)
    }

    /// Writes saved methods of the past and gives them as the processor would have, in the same order.
    ///
    /// # Errors
    /// As [`Sandbox::load_charges`].
    pub fn load_methods(&self, saved: &[HistoricMethod]) -> Result<Vec<SavedMethod>, CallError> {
        let mut loaded = Vec::with_capacity(saved.len());
        for batch in saved.chunks(BATCH) {
            let written: Vec<SavedMethod> = self.enter(|draft| {
                batch
                    .iter()
                    .map(|method| methods::keep(draft, &method.key, self.historic(&method.instrument)?))
                    .collect()
            })?;
            loaded.extend(written);
        }
        Ok(loaded)
    }

    fn load_charge(&self, draft: &mut Draft<'_>, past: &HistoricCharge) -> Result<Outcome, CallError> {
        if draft.charge(&past.charge.key)?.is_some() {
            return Err(refused("this key belongs to another charge"));
        }
        let first = *past.events.first().ok_or_else(|| refused("a charge of the past has had an answer"))?;
        let mut record = ChargeRecord::open(&past.charge)?;
        record.card = Some(self.historic(&past.instrument)?);
        record.returned = past.returned;
        if let Some(reason) = past.decline {
            record.decline(reason);
        }
        for event in &past.events {
            record.apply(*event, past.at)?;
            if *event == Event::Capture {
                let by = record.key.clone();
                record.captured = Some(Captured { amount: record.amount, by, at: past.at });
            }
        }
        for refund in &past.refunds {
            load_refund(draft, &mut record, refund, past.at)?;
        }
        if let Some((due, at)) = record.next_due(past.at).filter(|_| record.status != Status::Settled) {
            draft.schedule(&due, at)?;
        }
        draft.put_charge(&record)?;
        Ok(record.outcome(first))
    }

    fn historic(&self, past: &HistoricInstrument) -> Result<Card, CallError> {
        let card = match past {
            HistoricInstrument::Card(past) => cards::test_card(past.number)
                .and_then(|known| known.card(past.expiry, past.holder.clone(), self.secret())),
            HistoricInstrument::Account(past) => accounts::test_account(past.number)
                .and_then(|known| known.card(past.types, past.holder.clone(), self.secret())),
        };
        card.ok_or_else(|| refused("not one of the test cards or accounts"))
    }
}

fn load_refund(
    draft: &mut Draft<'_>,
    charge: &mut ChargeRecord,
    past: &HistoricRefund,
    at: Timestamp,
) -> Result<(), CallError> {
    if draft.refund(&past.key)?.is_some() {
        return Err(refused("this key belongs to another refund"));
    }
    refunds::set_aside(charge, past.amount, at).map_err(refused)?;
    let (key, charge) = (past.key.clone(), charge.key.clone());
    draft.put_refund(&RefundRecord { key, charge, amount: past.amount, state: RefundState::Settled })
}
