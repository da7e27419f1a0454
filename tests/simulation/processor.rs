//! The processor, modelled from the outside: books of its own, which are the truth about the money, and a line to it on
//! which anything can go wrong.
//!
//! A request that was sent lives on when the portal dies. Keys are forgotten after a day and stored errors are replayed,
//! as real processors do; charges can always be found by their id and by the operation key in their description.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use async_trait::async_trait;
use clientpay::service::resolution::GRACE_MS;
use clientpay::{
    domain::{
        accepted::Accepted,
        bank_account::{AccountType, HolderType, RoutingNumber},
        card::{CardBrand, Expiry, Funding, Instrument, LastFour},
        ids::{MerchantAccountId, OperationKey},
        money::Money,
        return_code::ReturnCode,
        time::Timestamp,
        transaction::{Approval, Check, Decline, DeclineReason, Event, Kind, Status, Step},
    },
    gateway::{
        CallError, Capabilities, Charge, ChargeView, ClientConfiguration, Gateway, GatewayId, LookUp, News, Outcome,
        RefundOutcome, SavedMethod, WebhookHint, WebhookRefused,
    },
};
use tokio::sync::oneshot;

use crate::world::World;

const HOUR_MS: i64 = 3_600_000;
pub const DAY_MS: i64 = 24 * HOUR_MS;
/// How long a key is remembered.
const KEYS_LAST_MS: i64 = DAY_MS;
/// How far the time of a webhook's signature may be from the portal's, in milliseconds.
const TOLERANCE_MS: i64 = 300_000;

/// What will come of a charge; its method token says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Approve,
    Decline,
    /// A challenge that the payer passes, or does not.
    Challenge(bool),
    /// A review that ends well, or does not.
    Review(bool),
    /// A bank debit that comes back after so many days, or never.
    Debit(Option<u8>),
    /// Disputed once settled; the firm wins, or does not.
    Dispute(bool),
    /// Every refund is taken on and fails.
    FailRefunds,
    /// Reversed a day later.
    Reverse,
    /// Approved long after the portal has given it up, where a charge is made in a single step: it arrives minutes late.
    Late,
}

impl Fate {
    pub const ALL: [Self; 15] = [
        Self::Approve,
        Self::Approve,
        Self::Approve,
        Self::Decline,
        Self::Challenge(true),
        Self::Challenge(false),
        Self::Review(true),
        Self::Review(false),
        Self::Debit(None),
        Self::Debit(Some(2)),
        Self::Debit(Some(40)),
        Self::Dispute(true),
        Self::Dispute(false),
        Self::FailRefunds,
        Self::Reverse,
    ];

    /// Every fate, each once or more: its place is its number in tokens.
    const EVERY: [Self; 16] = {
        let mut every = [Self::Late; 16];
        let mut place = 0;
        while place < Self::ALL.len() {
            every[place] = Self::ALL[place];
            place += 1;
        }
        every
    };

    pub const fn is_debit(self) -> bool {
        matches!(self, Self::Debit(_))
    }

    /// This fate of a method that is taken, or else that of one which goes well.
    pub const fn with(self, accepted: Accepted) -> Self {
        match (accepted.takes(self.is_debit()), self.is_debit()) {
            (true, _) => self,
            (false, true) => Self::Approve,
            (false, false) => Self::Debit(None),
        }
    }

    /// Why a debit comes back: soon for want of funds, late because nobody authorized it.
    const fn code(self) -> Option<ReturnCode> {
        match self {
            Self::Debit(Some(0..=9)) => Some(ReturnCode::R01),
            Self::Debit(Some(_)) => Some(ReturnCode::R10),
            _ => None,
        }
    }

    pub fn token(self, key: &OperationKey) -> String {
        let number = Self::EVERY.iter().position(|fate| *fate == self).unwrap();
        format!("{number}/{key}")
    }

    pub fn of(token: &str) -> Option<Self> {
        let (number, _) = token.split_once('/')?;
        Self::EVERY.get(number.parse::<usize>().ok()?).copied()
    }
}

/// A charge in the books.
#[derive(Clone, Debug)]
pub struct Booked {
    pub key: OperationKey,
    pub id: GatewayId,
    pub account: MerchantAccountId,
    pub amount: Money,
    pub kind: Kind,
    pub fate: Fate,
    pub status: Status,
    pub first: Option<Event>,
    pub later: Vec<Event>,
    /// How often money was taken for it.
    pub captures: u32,
    pub refunded_minor: i64,
    /// The first charge, where this one presents it again.
    pub represents: Option<GatewayId>,
}

/// A refund in the books.
#[derive(Clone, Debug)]
pub struct BookedRefund {
    pub key: OperationKey,
    pub charge: usize,
    pub amount: Money,
    pub outcome: RefundOutcome,
}

#[derive(Clone, Copy, Debug)]
enum Due {
    Charge(usize, Event),
    Refund(usize),
}

#[derive(Default)]
pub struct Books {
    pub charges: Vec<Booked>,
    pub refunds: Vec<BookedRefund>,
    /// Which object a key made, and when.
    keys: BTreeMap<OperationKey, (usize, Timestamp)>,
    /// Server errors that are replayed.
    stored_errors: BTreeMap<(OperationKey, &'static str), Timestamp>,
    feed: Vec<OperationKey>,
    due: BTreeMap<(Timestamp, u64), Due>,
    entries: u64,
    /// Webhooks to be sent: when, about which operation.
    pub webhooks: BTreeSet<(Timestamp, u64, OperationKey)>,
}

impl Books {
    /// The charge of an operation that took money, or else the first one.
    pub fn charge(&self, key: &OperationKey) -> Option<&Booked> {
        let of = || self.charges.iter().filter(|charge| charge.key == *key);
        of().find(|charge| charge.captures > 0).or_else(|| of().next())
    }

    /// The refund of an operation that was not refused, or else the first one.
    pub fn refund(&self, key: &OperationKey) -> Option<&BookedRefund> {
        let of = || self.refunds.iter().filter(|refund| refund.key == *key);
        of().find(|refund| !matches!(refund.outcome, RefundOutcome::Refused(_))).or_else(|| of().next())
    }

    fn index(&self, by: LookUp<'_>) -> Option<usize> {
        match by {
            LookUp::Id(id) => self.charges.iter().position(|charge| charge.id == *id),
            LookUp::Key(key) => {
                let id = self.charge(key)?.id.clone();
                self.charges.iter().position(|charge| charge.id == id)
            }
        }
    }

    fn number(&mut self) -> u64 {
        self.entries += 1;
        self.entries
    }

    fn schedule(&mut self, at: Timestamp, due: Due) {
        let number = self.number();
        self.due.insert((at, number), due);
    }
}

pub struct Processor {
    world: Arc<World>,
    /// Whether charges are opened before they are confirmed.
    pub two_step: bool,
    books: Mutex<Books>,
}

/// How a call goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Good,
    /// 429, or no connection: certainly not done.
    Refused,
    /// An error of the server before it did anything.
    ErrorBefore,
    /// An error of the server, a broken body or silence after it did everything.
    LostAnswer,
    /// Silence; it is done later, or never.
    Late(Option<u64>),
}

impl Processor {
    pub fn new(world: Arc<World>, two_step: bool) -> Self {
        Self { world, two_step, books: Mutex::default() }
    }

    /// The books as of now.
    pub fn books(&self) -> MutexGuard<'_, Books> {
        let mut books = self.books.lock().unwrap();
        self.live(&mut books);
        books
    }

    /// Lets happen what has fallen due.
    fn live(&self, books: &mut Books) {
        let now = self.world.now();
        while let Some(entry) = books.due.first_entry().filter(|entry| entry.key().0 <= now) {
            let ((at, _), due) = entry.remove_entry();
            match due {
                Due::Charge(index, event) => {
                    if matches!(books.charges[index].status.after(event), Step::To(_)) {
                        self.advance(books, index, event, at);
                    }
                }
                Due::Refund(index) => self.finish_refund(books, index),
            }
        }
    }

    /// Applies an event, tells the feed and plans what comes next.
    fn advance(&self, books: &mut Books, index: usize, event: Event, at: Timestamp) {
        let charge = &mut books.charges[index];
        let Step::To(status) = charge.status.after(event) else { panic!("{charge:?} {event:?}") };
        let took = |status: Status| status.is_approved();
        if took(status) && !took(charge.status) && !matches!(charge.status, Status::Disputed | Status::DisputeLost) {
            charge.captures += 1;
        }
        charge.status = status;
        match charge.first {
            None => charge.first = Some(event),
            Some(_) => charge.later.push(event),
        }
        let (key, fate, kind) = (charge.key.clone(), charge.fate, charge.kind);
        self.world.tell(|| format!("processor: {key} {event:?}"));
        let after = |ms: i64| at.plus_ms(ms);
        match (status, fate) {
            (Status::Captured, Fate::Reverse) => books.schedule(after(DAY_MS), Due::Charge(index, Event::Reverse)),
            (Status::Captured, _) => books.schedule(after(DAY_MS + HOUR_MS), Due::Charge(index, Event::Settle)),
            (Status::Authorized, _) => books.schedule(after(7 * DAY_MS), Due::Charge(index, Event::Void)),
            (Status::Pending, Fate::Debit(Some(days))) => {
                books.schedule(after(3 * DAY_MS), Due::Charge(index, Event::Settle));
                books.schedule(after(i64::from(days) * DAY_MS), Due::Charge(index, Event::Return));
            }
            (Status::Pending, _) => books.schedule(after(3 * DAY_MS), Due::Charge(index, Event::Settle)),
            (Status::ActionRequired, Fate::Challenge(passes)) => {
                let event = if passes { approval(kind) } else { Event::Decline };
                books.schedule(after(4 * 60_000), Due::Charge(index, event));
            }
            (Status::Held, Fate::Review(passes)) => {
                let event = if passes { approval(kind) } else { Event::Decline };
                books.schedule(after(DAY_MS), Due::Charge(index, event));
            }
            (Status::Settled, Fate::Dispute(_)) => {
                books.schedule(after(20 * DAY_MS), Due::Charge(index, Event::OpenDispute));
            }
            (Status::Disputed, Fate::Dispute(wins)) => {
                let event = if wins { Event::WinDispute } else { Event::LoseDispute };
                books.schedule(after(30 * DAY_MS), Due::Charge(index, event));
            }
            _ => {}
        }
        self.announce(books, &key);
    }

    fn finish_refund(&self, books: &mut Books, index: usize) {
        let refund = &mut books.refunds[index];
        let RefundOutcome::Submitted(id) = refund.outcome.clone() else { return };
        let charge = &mut books.charges[refund.charge];
        refund.outcome = if charge.fate == Fate::FailRefunds {
            charge.refunded_minor -= refund.amount.minor();
            RefundOutcome::Refused("the card's bank did not take it".to_owned())
        } else {
            RefundOutcome::Settled(id)
        };
        let key = charge.key.clone();
        self.world.tell(|| format!("processor: a refund of {key} is {:?}", books.refunds[index].outcome));
        self.announce(books, &key);
    }

    /// Tells the feed, and sends webhooks: none, one or several, sooner or later.
    fn announce(&self, books: &mut Books, key: &OperationKey) {
        books.feed.push(key.clone());
        let copies = if self.world.mischief(300) { self.world.between(0, 5) } else { 1 };
        for _ in 0..copies {
            let delay = if self.world.mischief(200) { 3 * DAY_MS } else { 20_000 };
            let ms = self.world.between(0, delay.unsigned_abs());
            let number = books.number();
            books.webhooks.insert((self.world.now().plus_ms(i64::try_from(ms).unwrap()), number, key.clone()));
        }
    }

    /// The webhooks that have reached the portal by now.
    pub fn arrived(&self) -> Vec<OperationKey> {
        let (mut books, now) = (self.books(), self.world.now());
        let mut arrived = Vec::new();
        while books.webhooks.first().is_some_and(|(at, _, _)| *at <= now) {
            arrived.extend(books.webhooks.pop_first().map(|(_, _, key)| key));
        }
        arrived
    }

    /// Whether somebody who has read this far has read everything.
    pub fn is_read(&self, cursor: Option<&str>) -> bool {
        cursor.map_or(0, |text| text.parse::<usize>().unwrap()) >= self.books().feed.len()
    }

    /// A genuine signature of `body`, made at `at`.
    pub fn sign(at: Timestamp, body: &[u8]) -> String {
        format!("{}:genuine:{}", at.ms(), body.len())
    }

    fn draw(&self, call: &'static str) -> Line {
        if !self.world.mischief(120) {
            return Line::Good;
        }
        // In two steps nothing that arrives late can take money; anything else is on its way for less than its grace.
        let late = match (call, self.two_step) {
            ("confirm", true) => self.world.between(1_000, 20 * 60_000),
            _ => self.world.between(1_000, GRACE_MS.unsigned_abs() - 2_000),
        };
        self.world.pick(&[
            Line::Refused,
            Line::ErrorBefore,
            Line::LostAnswer,
            Line::LostAnswer,
            Line::Late(None),
            Line::Late(Some(late)),
        ])
    }

    /// One call over the line. Once sent it does its work whether or not the portal still listens.
    async fn call<T: Send + 'static>(
        self: &Arc<Self>,
        name: &'static str,
        key: Option<&OperationKey>,
        work: impl FnOnce(&Processor, &mut Books) -> Result<T, CallError> + Send + 'static,
    ) -> Result<T, CallError> {
        self.call_on(None, name, key, work).await
    }

    /// [`Processor::call`] over a line that goes like this, or else as it is drawn.
    async fn call_on<T: Send + 'static>(
        self: &Arc<Self>,
        line: Option<Line>,
        name: &'static str,
        key: Option<&OperationKey>,
        work: impl FnOnce(&Processor, &mut Books) -> Result<T, CallError> + Send + 'static,
    ) -> Result<T, CallError> {
        self.world.alive(name).await;
        let stored = key.map(|key| (key.clone(), name));
        let error = self.has_stored_error(stored.as_ref());
        let line = if error { Line::ErrorBefore } else { line.unwrap_or_else(|| self.draw(name)) };
        self.world.tell(|| format!("call: {name} {} {line:?}", key.map_or("", |key| key.as_str())));
        let (answer, heard) = oneshot::channel();
        let there = self.clone();
        let on_the_way = self.world.between(1, 400);
        let answers_in = self.world.between(1, 400);
        tokio::spawn(async move {
            let wait = match line {
                Line::Late(Some(ms)) => ms,
                _ => on_the_way,
            };
            tokio::time::sleep(Duration::from_millis(wait)).await;
            let done = match line {
                Line::Refused => Err(CallError::NotSent("429 Too Many Requests".to_owned())),
                Line::ErrorBefore => Err(CallError::Lost("500 Internal Server Error".to_owned())),
                Line::Late(None) => return std::future::pending().await,
                Line::Good | Line::LostAnswer | Line::Late(Some(_)) => {
                    let mut books = there.books();
                    work(&there, &mut books)
                }
            };
            if let (Line::ErrorBefore | Line::LostAnswer, Some(stored)) = (line, stored) {
                there.books().stored_errors.insert(stored, there.world.now());
            }
            tokio::time::sleep(Duration::from_millis(answers_in)).await;
            let told = if line == Line::LostAnswer { Err(CallError::Lost("half a body".to_owned())) } else { done };
            drop(answer.send(told));
        });
        let answer = heard.await.unwrap_or_else(|_| Err(CallError::Lost("no answer".to_owned())));
        self.world.alive(name).await;
        answer
    }

    /// Whether a processor that stores the first answer to a key has stored an error, and still does.
    fn has_stored_error(&self, stored: Option<&(OperationKey, &'static str)>) -> bool {
        let books = self.books.lock().unwrap();
        let at = stored.and_then(|stored| books.stored_errors.get(stored));
        at.is_some_and(|at| self.world.now().ms_since(*at) < KEYS_LAST_MS)
    }

    /// The object that a key made, or a new one.
    fn object(&self, books: &mut Books, charge: &Charge) -> Result<usize, CallError> {
        let fate = Fate::of(&charge.method_token).ok_or_else(|| CallError::Refused("no such token".to_owned()))?;
        if fate.is_debit() && (charge.debit.is_none() || charge.kind != Kind::Sale) {
            return Err(refused("a bank account is debited by a sale and under a class only"));
        }
        let now = self.world.now();
        if let Some((index, at)) = books.keys.get(&charge.key)
            && now.ms_since(*at) < KEYS_LAST_MS
        {
            return Ok(*index);
        }
        let number = books.number();
        books.charges.push(Booked {
            key: charge.key.clone(),
            id: GatewayId(format!("ch_{number}")),
            account: charge.merchant_account,
            amount: charge.amount,
            kind: charge.kind,
            fate,
            status: Status::Created,
            first: None,
            later: Vec::new(),
            captures: 0,
            refunded_minor: 0,
            represents: charge.debit.as_ref().and_then(|debit| debit.represents.clone()),
        });
        let index = books.charges.len() - 1;
        books.keys.insert(charge.key.clone(), (index, now));
        Ok(index)
    }
}

fn approval(kind: Kind) -> Event {
    match kind {
        Kind::Sale => Event::Approve,
        Kind::Authorization => Event::Authorize,
    }
}

fn outcome(charge: &Booked, event: Event) -> Outcome {
    let declined = event == Event::Decline || charge.status == Status::Declined;
    let decline = Decline { reason: DeclineReason::InsufficientFunds, raw_code: "51".to_owned() };
    let approval = Approval { code: "A1B2C3".to_owned(), postal_code: Check::Match, security_code: Check::Match };
    let returned = (charge.status == Status::Returned).then(|| charge.fate.code()).flatten();
    Outcome {
        event,
        gateway_id: Some(charge.id.clone()),
        approval: (charge.status.is_approved() && !charge.fate.is_debit()).then_some(approval),
        decline: declined.then_some(decline),
        instrument: instrument(charge.fate),
        holder: Some("Ada Vance".to_owned()),
        fingerprint: None,
        action_url: (charge.status == Status::ActionRequired).then(|| "/card-challenge/x".to_owned()),
        returned,
        change: None,
    }
}

pub fn instrument(fate: Fate) -> Option<Instrument> {
    if fate.is_debit() {
        return LastFour::parse("6789").ok().map(|last_four| Instrument::BankAccount {
            last_four,
            routing: RoutingNumber::parse("110000000").ok(),
            bank_name: None,
            account_type: AccountType::Checking,
            holder_type: HolderType::Personal,
        });
    }
    LastFour::parse("4242").ok().zip(Expiry::new(12, 2030)).map(|(last_four, expiry)| Instrument::Card {
        brand: CardBrand::Visa,
        last_four,
        expiry,
        // Those who dispute or must prove who they are pay by debit card: a surcharge is never theirs.
        funding: if matches!(fate, Fate::Dispute(_) | Fate::Challenge(_)) { Funding::Debit } else { Funding::Credit },
    })
}

fn refused(why: &str) -> CallError {
    CallError::Refused(why.to_owned())
}

/// The door that the portal is given: a handle, because requests outlive the portal.
pub struct Door(pub Arc<Processor>);

#[async_trait]
impl Gateway for Door {
    fn capabilities(&self) -> Capabilities {
        Capabilities {
            two_step: self.0.two_step,
            bank_debits: true,
            authorize_only: true,
            void: true,
            saved_methods: false,
            test: true,
            refund_days: 180,
        }
    }

    fn client_configuration(&self, key: &OperationKey) -> ClientConfiguration {
        ClientConfiguration { frame_url: String::new(), method_token: Fate::Approve.token(key) }
    }

    async fn open(&self, charge: &Charge) -> Result<Option<GatewayId>, CallError> {
        if !self.0.two_step {
            return Ok(None);
        }
        let asked = charge.clone();
        let work = move |processor: &Processor, books: &mut Books| {
            let index = processor.object(books, &asked)?;
            Ok(Some(books.charges[index].id.clone()))
        };
        self.0.call("open", Some(&charge.key), work).await
    }

    async fn confirm(&self, charge: &Charge, opened: Option<&GatewayId>) -> Result<Outcome, CallError> {
        let (asked, opened) = (charge.clone(), opened.cloned());
        let work = move |processor: &Processor, books: &mut Books| {
            let index = match &opened {
                Some(id) => books.index(LookUp::Id(id)).ok_or_else(|| refused("no such charge"))?,
                None => processor.object(books, &asked)?,
            };
            let charge = &books.charges[index];
            if let Some(first) = charge.first {
                return match charge.status {
                    Status::Voided => Err(refused("the charge was cancelled")),
                    _ => Ok(outcome(charge, first)),
                };
            }
            let event = match charge.fate {
                Fate::Decline => Event::Decline,
                Fate::Challenge(_) => Event::RequireAction,
                Fate::Review(_) => Event::Hold,
                Fate::Debit(_) => Event::Accept,
                Fate::Approve | Fate::Dispute(_) | Fate::FailRefunds | Fate::Reverse | Fate::Late => {
                    approval(charge.kind)
                }
            };
            processor.advance(books, index, event, processor.world.now());
            Ok(outcome(&books.charges[index], event))
        };
        let late = Fate::of(&charge.method_token) == Some(Fate::Late) && !self.0.two_step;
        let late = late.then(|| Line::Late(Some(self.0.world.between(100_000, 200_000))));
        self.0.call_on(late, "confirm", Some(&charge.key), work).await
    }

    async fn capture(&self, _: &GatewayId, _: &OperationKey, _: Money) -> Result<Outcome, CallError> {
        Err(refused("not modelled"))
    }

    async fn void(&self, id: &GatewayId, _: &OperationKey) -> Result<Outcome, CallError> {
        let id = id.clone();
        let work = move |processor: &Processor, books: &mut Books| {
            let index = books.index(LookUp::Id(&id)).ok_or_else(|| refused("no such charge"))?;
            let charge = &books.charges[index];
            if charge.status == Status::Voided {
                return Ok(outcome(charge, Event::Void));
            }
            if charge.refunded_minor > 0 || !matches!(charge.status.after(Event::Void), Step::To(_)) {
                return Err(refused("it can no longer be cancelled"));
            }
            processor.advance(books, index, Event::Void, processor.world.now());
            Ok(outcome(&books.charges[index], Event::Void))
        };
        self.0.call("void", None, work).await
    }

    async fn refund(&self, id: &GatewayId, key: &OperationKey, amount: Money) -> Result<RefundOutcome, CallError> {
        let (id, asked) = (id.clone(), key.clone());
        let work = move |processor: &Processor, books: &mut Books| {
            let index = books.index(LookUp::Id(&id)).ok_or_else(|| refused("no such charge"))?;
            if let Some(known) = books.refund(&asked) {
                return Ok(known.outcome.clone());
            }
            let number = books.number();
            let charge = &mut books.charges[index];
            let takes = matches!(charge.status, Status::Captured | Status::Settled | Status::DisputeWon);
            let outcome = if takes && charge.refunded_minor + amount.minor() <= charge.amount.minor() {
                charge.refunded_minor += amount.minor();
                RefundOutcome::Submitted(GatewayId(format!("re_{number}")))
            } else {
                RefundOutcome::Refused("not as the charge stands".to_owned())
            };
            let owner = charge.key.clone();
            processor.world.tell(|| format!("processor: refund {asked} of {owner}: {outcome:?}"));
            books.refunds.push(BookedRefund { key: asked, charge: index, amount, outcome: outcome.clone() });
            let refund = books.refunds.len() - 1;
            books.schedule(processor.world.now().plus_ms(DAY_MS), Due::Refund(refund));
            processor.announce(books, &owner);
            Ok(outcome)
        };
        self.0.call("refund", Some(key), work).await
    }

    async fn describe(&self, token: &str) -> Result<Option<SavedMethod>, CallError> {
        let known = Fate::of(token).and_then(instrument);
        Ok(known.map(|instrument| SavedMethod {
            token: token.to_owned(),
            instrument,
            holder: "Ada Vance".to_owned(),
            fingerprint: "f00d".to_owned(),
        }))
    }

    /// Kept for the client, or for the second of two amounts: what it comes to then is what it came to at first.
    async fn save_method(&self, token: &str, key: &OperationKey) -> Result<SavedMethod, CallError> {
        let (token, fate) = (token.to_owned(), Fate::of(token));
        let work = move |_: &Processor, _: &mut Books| {
            let instrument = fate.and_then(instrument).ok_or_else(|| refused("no such token"))?;
            // Each is a card of its own.
            let fingerprint = format!("card of {token}");
            Ok(SavedMethod { token, instrument, holder: "Ada Vance".to_owned(), fingerprint })
        };
        self.0.call("save", Some(key), work).await
    }

    async fn delete_method(&self, _: &str) -> Result<(), CallError> {
        Ok(())
    }

    async fn look_up(&self, by: LookUp<'_>) -> Result<Option<ChargeView>, CallError> {
        let (id, key) = match by {
            LookUp::Id(id) => (Some(id.clone()), None),
            LookUp::Key(key) => (None, Some(key.clone())),
        };
        let work = move |_: &Processor, books: &mut Books| {
            let by = id.as_ref().map(LookUp::Id).or(key.as_ref().map(LookUp::Key));
            let charge = by.and_then(|by| books.index(by)).map(|index| &books.charges[index]);
            Ok(charge.map(|charge| ChargeView {
                outcome: charge.first.map(|first| outcome(charge, first)),
                later: charge.later.clone(),
                gateway_id: charge.id.clone(),
                key: charge.key.clone(),
                amount: charge.amount,
            }))
        };
        self.0.call("look up", None, work).await
    }

    async fn look_up_refund(&self, key: &OperationKey) -> Result<Option<RefundOutcome>, CallError> {
        let key = key.clone();
        let work = move |_: &Processor, books: &mut Books| Ok(books.refund(&key).map(|refund| refund.outcome.clone()));
        self.0.call("look up a refund", None, work).await
    }

    async fn poll(&self, cursor: Option<&str>) -> Result<News, CallError> {
        let after = cursor.map_or(0, |text| text.parse::<usize>().unwrap());
        let work = move |_: &Processor, books: &mut Books| {
            let page: Vec<OperationKey> = books.feed.iter().skip(after).take(20).cloned().collect();
            let cursor = (after + page.len() > 0).then(|| (after + page.len()).to_string());
            Ok(News { keys: page, cursor })
        };
        self.0.call("poll", None, work).await
    }

    fn verify_webhook(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<WebhookHint, WebhookRefused> {
        let at = signature.split(':').next().and_then(|text| text.parse().ok()).ok_or(WebhookRefused)?;
        let at = Timestamp::from_ms(at);
        if signature != Processor::sign(at, body) || now.ms_since(at).abs() > TOLERANCE_MS {
            return Err(WebhookRefused);
        }
        let text = std::str::from_utf8(body).map_err(|_| WebhookRefused)?;
        OperationKey::parse(text).map(|key| WebhookHint { key }).map_err(|_| WebhookRefused)
    }
}
