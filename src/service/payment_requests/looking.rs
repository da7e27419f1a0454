//! Looking at requests: lists, and one with all that belongs to it.

use std::collections::BTreeSet;

use crate::{
    app::App,
    domain::{
        delivery::Delivery,
        ids::{ImportId, OperationKey, PaymentRequestId},
        journal::{Entry, Subject},
        merchant_account::MerchantAccount,
        money::Money,
        payer::{Payer, words},
        payment_request::{Door, PaymentRequest, State},
        refund::Refund,
        transaction::{Status, Transaction},
    },
    store::{
        StoreError, firm, journal, outbox, payers,
        payment_requests::{self, Listed},
        table::Records,
        transactions,
    },
};

use super::overpaying;

/// What a list of requests is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which of them.
    pub filter: Filter,
    /// What was typed into its search box.
    pub text: String,
    /// Those that came with this file.
    pub import: Option<ImportId>,
}

/// Which requests are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those of which something is still wanted.
    Outstanding,
    /// Those that stand so.
    State(State),
}

impl Filter {
    /// The filter of this name; all where there is none.
    #[must_use]
    pub fn with_code(code: &str) -> Self {
        match code {
            "outstanding" => Self::Outstanding,
            code => State::with_code(code).map_or(Self::All, Self::State),
        }
    }

    /// Its name in addresses; empty for all.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Outstanding => "outstanding",
            Self::State(state) => state.code(),
        }
    }

    fn states(self) -> Vec<State> {
        match self {
            Self::All => Vec::new(),
            Self::Outstanding => State::ALL.into_iter().filter(|state| state.is_outstanding()).collect(),
            Self::State(state) => vec![state],
        }
    }
}

/// Up to `limit` requests before one of them, latest first.
pub fn list(
    app: &App,
    wanted: &Wanted,
    before: Option<PaymentRequestId>,
    limit: usize,
) -> Result<Vec<PaymentRequest>, StoreError> {
    list_in(&app.store.read()?, wanted, before, limit)
}

/// [`list`] in a snapshot. A search for nothing but signs finds nothing.
pub(in crate::service) fn list_in(
    records: &impl Records,
    wanted: &Wanted,
    before: Option<PaymentRequestId>,
    limit: usize,
) -> Result<Vec<PaymentRequest>, StoreError> {
    let words = words::asked(&wanted.text);
    if words.is_empty() && !wanted.text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let listed = Listed { states: wanted.filter.states(), words, import: wanted.import };
    payment_requests::list(records, &listed, before, limit)
}

/// Those of these requests that still take payments.
pub fn open_among(app: &App, ids: &BTreeSet<PaymentRequestId>) -> Result<Vec<PaymentRequest>, StoreError> {
    let (reader, now) = (app.store.read()?, app.now());
    let mut open = Vec::new();
    for id in ids {
        let known = payment_requests::request(&reader, *id)?;
        open.extend(known.filter(|request| request.door(now) == Door::Open));
    }
    Ok(open)
}

/// A request with all that belongs to it.
#[derive(Clone, Debug)]
pub struct Details {
    /// The request.
    pub request: PaymentRequest,
    /// The account of each leg.
    pub accounts: Vec<MerchantAccount>,
    /// The payer that it was made for.
    pub payer: Option<Payer>,
    /// The payments on it, oldest first, each with its refunds.
    pub payments: Vec<(Transaction, Vec<Refund>)>,
    /// The mail that was sent about it, oldest first.
    pub mail: Vec<Delivery>,
    /// What happened to it, oldest first.
    pub history: Vec<Entry>,
}

impl Details {
    /// How much more than was asked for the firm holds, all legs together.
    #[must_use]
    pub fn overpaid(&self) -> Money {
        let beyond = overpaying::excess(&self.request, &self.payments);
        let sum = beyond.iter().fold(0, |sum: i64, leg| sum.saturating_add(leg.minor()));
        Money::new(sum, self.request.total().currency())
    }

    /// Of two amounts that were charged together, one went through and the other did not: the payment that went through
    /// and can still be voided, or refunded once it has settled, so that nothing was paid.
    #[must_use]
    pub fn half_done(&self) -> Option<&Transaction> {
        if self.request.legs.len() < 2 || self.request.is_paid() || self.request.held().is_positive() {
            return None;
        }
        let group_of =
            |payment: &Transaction| -> Option<OperationKey> { payment.request.as_ref().map(|part| part.group.clone()) };
        let through = self.payments.iter().find(|(payment, refunds)| {
            matches!(payment.status, Status::Captured | Status::Settled)
                && refunds.iter().all(|refund| !refund.status.reserves())
        });
        let (through, _) = through?;
        let group = group_of(through)?;
        let approved = self.payments.iter().filter(|(payment, _)| group_of(payment).as_ref() == Some(&group));
        (approved.filter(|(payment, _)| payment.status.is_approved()).count() == 1).then_some(through)
    }
}

/// One request.
pub fn find(app: &App, id: PaymentRequestId) -> Result<Option<Details>, StoreError> {
    let reader = app.store.read()?;
    let Some(request) = payment_requests::request(&reader, id)? else { return Ok(None) };
    let mut accounts = Vec::new();
    for leg in &request.legs {
        accounts.extend(firm::merchant_account(&reader, leg.merchant_account)?);
    }
    let mut payments = Vec::new();
    for payment in payment_requests::payments(&reader, id)? {
        let refunds = transactions::refunds(&reader, payment.id)?;
        payments.push((payment, refunds));
    }
    let history = journal::history(&reader, Subject::PaymentRequest(id))?;
    let mail = letters_in(&reader, &history)?;
    let payer = request.asked.payer.map(|payer| payers::standing_for(&reader, payer)).transpose()?.flatten();
    Ok(Some(Details { request, accounts, payer, payments, mail, history }))
}

fn letters_in(records: &impl Records, history: &[Entry]) -> Result<Vec<Delivery>, StoreError> {
    use crate::domain::journal::Fact;
    let mut letters = Vec::new();
    for entry in history {
        if let Fact::PaymentRequestQueued { delivery } | Fact::PaymentRequestReminded { delivery, .. } = entry.fact {
            letters.extend(outbox::delivery(records, delivery)?);
        }
    }
    Ok(letters)
}
