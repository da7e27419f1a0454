//! A client pays what they were asked for: whole, or a part where that is allowed. Two amounts for two accounts are two
//! payments, charged one after the other; the second is not tried unless the first was approved.

use data_encoding::BASE32_NOPAD;

use crate::{
    app::App,
    domain::{
        accepted::Accepted,
        card::PaymentMethod,
        ids::{OperationKey, PaymentMethodId, PaymentRequestId, TransactionId},
        locale::{Language, Locale},
        merchant_account::MerchantAccount,
        money::Money,
        payer::Address,
        payment_page::guard::{Alertness, Guarded as _},
        payment_request::{
            Door, PaymentRequest, RequestPart,
            leg::{Part, part_of},
        },
        transaction::{Kind, Source, Status, Transaction},
    },
    gateway::CallError,
    planted::{self, Bug},
    service::{
        Authority,
        bank_debits::{self, Allowed, Consent},
        payers::PayerEntry,
        payment_pages::admission::{Admitted, Turnstile},
        payments::{self, Extras, Keep, Owed, TakeError, TakePayment, Unpayable, limited},
    },
    store::{StoreError, firm, payment_methods, payment_requests, table::Records, transactions},
};

use super::{links, saved};

/// A request as its client sees it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The request.
    pub request: PaymentRequest,
    /// Whether it takes payments.
    pub door: Door,
    /// Where the money of each leg goes; nothing while one of those accounts is closed.
    pub accounts: Option<Vec<MerchantAccount>>,
    /// With what they can be paid; nothing where they take nothing of what the request says.
    pub accepted: Option<Accepted>,
    /// The payments on it, oldest first.
    pub payments: Vec<Transaction>,
    /// How careful it is after declines.
    pub alertness: Alertness,
}

impl Opened {
    /// Whether anybody can pay on it now.
    #[must_use]
    pub fn can_pay(&self) -> bool {
        self.door == Door::Open && self.accepted.is_some() && self.request.rest().is_positive()
    }

    /// The account whose processor takes the card: that of the first leg of which something is left.
    #[must_use]
    pub fn first_account(&self) -> Option<&MerchantAccount> {
        let place = self.request.legs.iter().position(|leg| leg.rest() > 0)?;
        self.accounts.as_ref()?.get(place)
    }

    /// Under which names what is left appears on the payer's statement, an account each.
    #[must_use]
    pub fn statement_names(&self) -> Vec<&str> {
        let accounts = self.accounts.as_deref().unwrap_or_default();
        let open = self.request.legs.iter().zip(accounts).filter(|(leg, _)| leg.rest() > 0);
        let mut names: Vec<&str> = open.map(|(_, account)| account.statement_name.as_str()).collect();
        names.dedup();
        names
    }

    /// The least that may be paid at once, where less than the rest may be.
    #[must_use]
    pub fn least_part(&self) -> Option<Money> {
        let rest = self.request.rest();
        let least = self.request.asked.least_part?;
        (least < rest.minor()).then(|| Money::new(least, rest.currency()))
    }

    /// What is debited, an amount for each account, when so much is paid: what the client is shown to authorize. Nothing
    /// where so much cannot be paid.
    #[must_use]
    pub fn debits(&self, amount: i64) -> Vec<Money> {
        let currency = self.request.total().currency();
        let legs = due(&self.request, amount).unwrap_or_default();
        legs.iter().map(|(_, minor)| Money::new(*minor, currency)).collect()
    }

    /// What is on its way from the client's bank.
    #[must_use]
    pub fn pending(&self) -> Vec<&Transaction> {
        self.payments.iter().filter(|payment| payment.status == Status::Pending).collect()
    }

    /// What the client's bank took back and is owed again, oldest first. Whatever was paid into the same account since, or
    /// was to be, has taken its place.
    #[must_use]
    pub fn returned(&self) -> Vec<&Transaction> {
        let leg_of = |payment: &Transaction| payment.request.as_ref().map(|part| part.leg);
        let is_owed = |leg: u8| self.request.legs.get(usize::from(leg)).is_some_and(|leg| leg.rest() > 0);
        let takes_place = |payment: &Transaction, of: &Transaction| {
            let counts = part_of(payment.status) != Part::None || payment.status == Status::Returned;
            counts && leg_of(payment) == leg_of(of) && payment.created_at >= of.changed_at
        };
        let is_owed_again = |came_back: &&Transaction| {
            leg_of(came_back).is_some_and(is_owed) && !self.payments.iter().any(|later| takes_place(later, came_back))
        };
        let came_back = self.payments.iter().filter(|payment| payment.status == Status::Returned);
        came_back.filter(is_owed_again).collect()
    }

    /// The payments that were asked for with one form, without what came back since: that is what became of it later, and
    /// it may be paid otherwise by now.
    #[must_use]
    pub fn group(&self, key: &OperationKey) -> Vec<&Transaction> {
        let of_group = |payment: &&Transaction| payment.request.as_ref().is_some_and(|part| part.group == *key);
        self.payments.iter().filter(of_group).filter(|payment| payment.status != Status::Returned).collect()
    }
}

/// What the link with this token opens. Reading it changes nothing.
pub fn open(app: &App, token: &str) -> Result<Option<Opened>, StoreError> {
    let Some(hash) = links::hash_of(token) else { return Ok(None) };
    let reader = app.store.read()?;
    payment_requests::request_by_token(&reader, &hash)?.map(|request| as_seen(app, &reader, request)).transpose()
}

/// The request that a payment is a part of, as its client sees it, with the token of its link.
pub fn of_payment(app: &App, payment: &Transaction) -> Result<Option<String>, StoreError> {
    let Some(part) = &payment.request else { return Ok(None) };
    let request = payment_requests::request(&app.store.read()?, part.request)?;
    Ok(request.map(|request| links::token(&app.secrets, &request)))
}

pub(super) fn as_seen(app: &App, records: &impl Records, request: PaymentRequest) -> Result<Opened, StoreError> {
    let mut accounts = Vec::new();
    for leg in &request.legs {
        accounts.extend(firm::merchant_account(records, leg.merchant_account)?.filter(|account| account.active));
    }
    let accounts = (accounts.len() == request.legs.len()).then_some(accounts);
    let takes_debits = |accounts: &Vec<MerchantAccount>| accounts.iter().all(|one| bank_debits::taken_for(app, one));
    let accepted = accounts.as_ref().and_then(|accounts| request.asked.accepted.at_account(takes_debits(accounts)));
    let (defence, now) = (request.defence(), app.now());
    let declines = payment_requests::declines(records, request.id, defence.looks_back_to(now))?;
    Ok(Opened {
        door: request.door(now),
        accounts,
        accepted,
        payments: payment_requests::payments(records, request.id)?,
        alertness: defence.alertness(&declines, now),
        request,
    })
}

/// With what a request is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// What was entered into the processor's fields of the form, by its token.
    Entered(String),
    /// A method that the payer who is asked has saved.
    Saved(PaymentMethodId),
}

/// A payment on a request as asked for.
#[derive(Clone, Debug)]
pub struct Tender {
    /// The form's key.
    pub key: OperationKey,
    /// The request.
    pub request: PaymentRequestId,
    /// How much the client agreed to pay, in minor units: all that is left, or a part.
    pub amount: i64,
    /// Who pays, as typed.
    pub name: String,
    /// Where the receipt goes.
    pub email: String,
    /// The language and formats of what they saw, and of their receipt.
    pub locale: Locale,
    /// With what.
    pub means: Means,
    /// Whether they want their card kept, where the request offers it.
    pub keep: Keep,
    /// What they authorized, in the order of [`Opened::debits`]; nothing where they pay with a card.
    pub debits: Vec<Consent>,
}

/// Why a payment was not asked for. A decline is none of these: it is a result.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// Less is left by now, or less may not be paid at once.
    #[error("the amount is not one that can be paid")]
    Amount(Money),
    /// The payment was not taken.
    #[error(transparent)]
    Take(#[from] TakeError),
}

impl From<StoreError> for PayError {
    fn from(error: StoreError) -> Self {
        Self::Take(error.into())
    }
}

/// Takes a payment on a request by the protocol of [`payments::take`], or gives the result of the operation if its key is
/// known: the payments of its group, in the order of the legs.
///
/// # Errors
/// [`PayError`] when nothing was charged; only [`TakeError::BeingConfirmed`] leaves open whether something was.
pub async fn pay(
    app: &App,
    turnstile: &Turnstile,
    (admitted, tender): (Admitted, Tender),
) -> Result<Vec<Transaction>, PayError> {
    let paid = charge(app, tender).await;
    match &paid {
        Ok(payments) => turnstile.learn(admitted, payments),
        Err(PayError::Take(TakeError::BeingConfirmed(key))) => turnstile.keep_open(key.clone(), admitted),
        Err(_) => turnstile.forget(&admitted),
    }
    paid
}

async fn charge(app: &App, tender: Tender) -> Result<Vec<Transaction>, PayError> {
    // Unreadable, the store does not say whether an earlier submission was charged.
    let (request, known) = looked_up(app, &tender).map_err(|_| TakeError::BeingConfirmed(tender.key.clone()))?;
    let request = request.filter(|request| known.is_some() || request.door(app.now()) == Door::Open);
    let request = request.ok_or(TakeError::Request(Unpayable::Closed))?;
    if let Some(known) = known {
        return Ok(known);
    }
    let legs = due(&request, tender.amount)?;
    let Some(first) = legs.first() else { return Ok(Vec::new()) };
    let method = method(app, (&request, &tender), legs.len())?;
    let first = take_leg(app, (&request, &tender), (0, *first), method.clone()).await?;
    let mut paid = vec![first];
    let went_through = |first: &Transaction| first.status.is_collected() || first.status == Status::Pending;
    if let (Some(second), true) = (legs.get(1), paid.iter().all(went_through)) {
        paid.extend(charge_second(app, (&request, &tender), *second, (&paid, method)).await);
    }
    Ok(paid)
}

/// The request, and what was asked for with this form before, as it stands, if anything was.
fn looked_up(app: &App, tender: &Tender) -> Result<(Option<PaymentRequest>, Option<Vec<Transaction>>), StoreError> {
    let reader = app.store.read()?;
    let request = payment_requests::request(&reader, tender.request)?;
    if transactions::transaction_by_key(&reader, &tender.key)?.is_none() {
        return Ok((request, None));
    }
    let mut known = payment_requests::payments(&reader, tender.request)?;
    known.retain(|payment| payment.request.as_ref().is_some_and(|part| part.group == tender.key));
    Ok((request, Some(known)))
}

/// What is charged. A saved method must be one with which all of it can be paid, and a bank account be authorized for each
/// amount: nothing is begun that could only be half done.
fn method(app: &App, (request, tender): (&PaymentRequest, &Tender), amounts: usize) -> Result<Method, PayError> {
    let id = match &tender.means {
        Means::Entered(token) => return Ok(Method { token: token.clone(), saved: None }),
        Means::Saved(id) => *id,
    };
    let reader = app.store.read()?;
    let opened = as_seen(app, &reader, request.clone())?;
    let mut known = saved::usable(app, &reader, &opened)?.into_iter().find(|method| method.id == id);
    if planted::is(Bug::AnothersMethodPays) {
        known = payment_methods::payment_method(&reader, id)?;
    }
    let method = known.ok_or(TakeError::Request(Unpayable::Saved))?;
    if method.instrument.is_bank_account() && tender.debits.len() != amounts {
        return Err(TakeError::Authorization.into());
    }
    Ok(Method { token: method.token, saved: Some(id) })
}

/// Charges the second of two amounts to the card or bank account of the first. Whatever becomes of it, the first stands, and an
/// error would say that nothing was charged: the client is shown what is left.
async fn charge_second(
    app: &App,
    asked: (&PaymentRequest, &Tender),
    leg: (usize, i64),
    (paid, method): (&[Transaction], Method),
) -> Option<Transaction> {
    let untaken = |error: &TakeError| {
        tracing::warn!(request = %asked.0.id, %error, "the second part of a request was not taken");
    };
    if method.saved.is_some() {
        return take_leg(app, asked, (1, leg), method).await.inspect_err(untaken).ok();
    }
    let first = paid.first()?;
    // A card that the client wanted kept is there to be charged, and stays.
    if let Some(kept) = kept(app, first).inspect_err(untaken).ok()? {
        return take_leg(app, asked, (1, leg), kept).await.inspect_err(untaken).ok();
    }
    let saved = keep_for_the_second(app, first).await.inspect_err(untaken).ok()??;
    let second = take_leg(app, asked, (1, leg), Method { token: saved.token.clone(), saved: None }).await;
    forget(app, first.id, saved).await;
    second.inspect_err(untaken).ok()
}

/// What is charged.
#[derive(Clone)]
struct Method {
    /// The processor's token.
    token: String,
    /// The saved method that it is the token of.
    saved: Option<PaymentMethodId>,
}

/// The method that the first payment was saved as, if it was.
fn kept(app: &App, first: &Transaction) -> Result<Option<Method>, TakeError> {
    let Some(id) = first.payment_method else { return Ok(None) };
    let method = payment_methods::payment_method(&app.store.read()?, id)?;
    Ok(method.map(|method| Method { token: method.token, saved: Some(id) }))
}

/// What is charged to which leg when so much is paid: all that is left, or a part of the only leg.
fn due(request: &PaymentRequest, amount: i64) -> Result<Vec<(usize, i64)>, PayError> {
    let rest = request.rest();
    let least = request.asked.least_part.filter(|_| request.legs.len() == 1);
    let is_part = least.is_some_and(|least| (least..rest.minor()).contains(&amount));
    if !(is_part || rest.is_positive() && amount == rest.minor()) {
        return Err(PayError::Amount(rest));
    }
    let legs = request.legs.iter().enumerate().filter(|(_, leg)| leg.rest() > 0);
    Ok(legs.map(|(place, leg)| (place, if is_part { amount } else { leg.rest() })).collect())
}

async fn take_leg(
    app: &App,
    (request, tender): (&PaymentRequest, &Tender),
    (nth, (place, amount)): (usize, (usize, i64)),
    method: Method,
) -> Result<Transaction, TakeError> {
    let leg = request.legs.get(place).ok_or(TakeError::NoAccount)?;
    // Whoever agreed to one debit did not agree to another.
    let debit = match tender.debits.get(nth) {
        None if !tender.debits.is_empty() => return Err(TakeError::Authorization),
        consent => consent.cloned().map(Allowed::Now),
    };
    let language: Language = tender.locale.language();
    let offered = request.asked.offers_keeping;
    let command = TakePayment {
        key: key_of(app, &tender.key, nth)?,
        kind: Kind::Sale,
        source: Source::SendForPayment,
        merchant_account: leg.merchant_account,
        amount: Money::new(amount, leg.amount.currency()),
        extras: Extras::default(),
        payer: PayerEntry {
            chosen: None,
            name: tender.name.clone(),
            client_number: None,
            emails: vec![tender.email.clone()],
            language,
        },
        locale: tender.locale,
        keep: if offered && method.saved.is_none() && nth == 0 { tender.keep.clone() } else { Keep::No },
        method_token: method.token,
        payment_method: method.saved,
        debit,
        invoice_number: request.asked.invoice_number.clone(),
        matter: request.asked.matter.clone(),
        reference: request.asked.reference.clone(),
        note: None,
    };
    let leg = u8::try_from(place).map_err(|_| TakeError::NoAccount)?;
    let part = RequestPart { request: request.id, leg, group: tender.key.clone() };
    payments::take_for(app, Authority::Client, command, Owed::Request(&part)).await
}

/// The key of the nth payment of a form: its own, and for the second one that follows from it.
fn key_of(app: &App, key: &OperationKey, nth: usize) -> Result<OperationKey, TakeError> {
    if nth == 0 {
        return Ok(key.clone());
    }
    let seal = app.secrets.sign("payment-request-parts", format!("{key}.{nth}").as_bytes());
    let text = BASE32_NOPAD.encode(&seal[..16]).to_lowercase();
    OperationKey::parse(&text).map_err(|_| TakeError::Unavailable)
}

/// The card of the first payment, kept by the processor for the second: what comes from its fields is good for one charge.
/// Nothing where it cannot be kept; then only the first is paid, and the client is shown what is left. The key is that under
/// which the card would have been saved for the client: it is the same token, saved once.
async fn keep_for_the_second(app: &App, first: &Transaction) -> Result<Option<PaymentMethod>, TakeError> {
    let account = firm::merchant_account(&app.store.read()?, first.merchant_account)?.ok_or(TakeError::NoAccount)?;
    match limited(app.gateway(&account).save_method(&first.method_token, &first.key)).await {
        Ok(saved) => Ok(Some(PaymentMethod {
            id: PaymentMethodId::new(0),
            payer: first.payer.ok_or(TakeError::NotSetUp)?,
            merchant_account: account.id,
            token: saved.token,
            instrument: saved.instrument,
            holder: saved.holder,
            fingerprint: saved.fingerprint,
            created_at: first.created_at,
            stopped: None,
            nickname: String::new(),
            billing_address: Address::default(),
            disabled: None,
            reminded: Vec::new(),
            agreed: None,
            only_typed: false,
        })),
        Err(CallError::NotSent(reason) | CallError::Lost(reason) | CallError::Refused(reason)) => {
            tracing::warn!(payment = %first.id, %reason, "the card of a first part could not be used for the second");
            Ok(None)
        }
    }
}

/// Has the processor forget the card again, unless it is a saved method of ours after all: that it was saved may have been
/// written when nobody could tell.
async fn forget(app: &App, first: TransactionId, method: PaymentMethod) {
    let written = app.store.write(move |writer| {
        match transactions::transaction(writer, first)?.and_then(|first| first.payment_method) {
            Some(_) => Ok(()),
            None => writer.put_to_forget(&method),
        }
    });
    if let Err(error) = written.await {
        tracing::warn!(?error, "that a processor is to forget a card could not be noted");
    }
}

/// Whether of two amounts that were to be paid with one form one went through and the other did not.
#[must_use]
pub fn is_half_done(group: &[&Transaction], request: &PaymentRequest) -> bool {
    let approved = group.iter().any(|payment| payment.status.is_approved());
    let refused = group.iter().any(|payment| matches!(payment.status, Status::Declined | Status::Failed));
    let missing = group.len() == 1 && request.rest().is_positive();
    request.legs.len() == 2 && approved && (refused || missing)
}
