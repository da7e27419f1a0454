//! Who may press the button: what a form must show before a card is tried on a page.
//!
//! A form carries a ticket: which page, which operation, when it was drawn, sealed with a key of this installation. The
//! browser does a short sum over it, in the manner of ALTCHA: it looks for the number that, put behind the salt, gives a
//! known hash. Nothing of this is stored: the number follows from the salt and the installation's secret, and a ticket is
//! good once because its operation is. A browser without scripts may pay too, only later and less often.
//!
//! A ticket also says what must be shown: the sum, the token of another company's check (see [`super::checking`]), or,
//! where that check could not be made or was in doubt, the sum and nothing less.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::{
    app::{App, Clock, Secrets},
    domain::{
        ids::OperationKey,
        payment_page::guard::{Alertness, Defence, Guarded, Place, Worked},
        time::Timestamp,
        transaction::{Status, Transaction},
    },
    service::{bank_debits, bot_defence, receipts::has_receipt, throttle},
    store::transactions,
};

use super::{checking::Memory, checking::Unproven, line::Lines};

/// How long a form may stay open, in milliseconds.
const TICKET_MS: i64 = 4 * 60 * 60 * 1_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;
/// Addresses, and cards, that are remembered at most.
const MAX_REMEMBERED: usize = 10_000;
/// The only hash there is.
const ALGORITHM: &str = "SHA-256";

/// What must be shown with a form, besides the time that was taken over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// The sum, or more time where it was not done.
    Sum,
    /// The token of another company's check; on a wary page the sum too.
    Token,
    /// The sum, however long it takes: that check could not be made, or was in doubt.
    SumInstead,
}

impl Asks {
    const fn code(self) -> &'static str {
        match self {
            Self::Sum => "s",
            Self::Token => "t",
            Self::SumInstead => "i",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Sum, Self::Token, Self::SumInstead].into_iter().find(|asks| asks.code() == code)
    }
}

/// What a form shows of when and for what it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Where it was drawn.
    pub place: Place,
    /// The operation.
    pub key: OperationKey,
    /// When it was drawn.
    pub drawn_at: Timestamp,
    /// The largest number that the browser must find.
    pub most: u32,
    /// What must be shown with it.
    pub asks: Asks,
}

/// The sum for the browser, as ALTCHA's widget takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Challenge {
    /// The hash.
    pub algorithm: &'static str,
    /// The hash to be found, in hexadecimal.
    pub challenge: String,
    /// What stands before the number.
    pub salt: String,
    /// The seal of the challenge.
    pub signature: String,
    /// The largest number it may be.
    pub maxnumber: u32,
}

/// The browser's answer, as ALTCHA's widget sends it: base64 of this as JSON.
#[derive(Debug, Deserialize)]
struct Solution {
    algorithm: String,
    challenge: String,
    number: u32,
    salt: String,
    signature: String,
}

impl Ticket {
    /// A ticket for a new form.
    #[must_use]
    pub fn new(at: &impl Guarded, key: OperationKey, (alertness, now): (Alertness, Timestamp)) -> Self {
        Self { place: at.place(), key, drawn_at: now, most: at.defence().work(alertness), asks: Asks::Sum }
    }

    /// The same form, with which something else must be shown. The sum instead of another check is a long one.
    #[must_use]
    pub fn asking(self, at: &impl Guarded, asks: Asks) -> Self {
        let longest = at.defence().work(Alertness::Wary);
        Self { most: if asks == Asks::SumInstead { longest } else { self.most }, asks, ..self }
    }

    /// Whether a browser is to do the sum at a place as careful as this.
    #[must_use]
    pub fn wants_sum(&self, at: &impl Guarded, alertness: Alertness) -> bool {
        match self.asks {
            Asks::Sum => at.defence().proof_of_work,
            Asks::Token => at.defence().proof_of_work && alertness != Alertness::Calm,
            Asks::SumInstead => true,
        }
    }

    /// What stands before the number: everything that the ticket says.
    fn salt(&self) -> String {
        let expires = (self.drawn_at.ms() + TICKET_MS) / 1_000;
        let (key, place, drawn, asks) = (&self.key, self.place, self.drawn_at.ms(), self.asks.code());
        format!("{key}?expires={expires}&page={place}&drawn={drawn}&asks={asks}&max={}&", self.most)
    }

    /// The ticket as a form carries it.
    #[must_use]
    pub fn text(&self, secrets: &Secrets) -> String {
        let seal = secrets.sign("payment-page-tickets", self.salt().as_bytes());
        let (key, drawn, asks, seal) = (&self.key, self.drawn_at.ms(), self.asks.code(), sealed(&seal[..16]));
        // No sign that people write between the digits of a card: the firewall must not take the parts for one.
        format!("{}:{key}:{drawn}:{}:{asks}:{seal}", self.place, self.most)
    }

    /// The ticket that a form carries, if it is one of ours.
    #[must_use]
    pub fn read(text: &str, secrets: &Secrets) -> Option<Self> {
        let mut parts = text.split(':');
        let mut next = || parts.next();
        let ticket = Self {
            place: next()?.parse().ok()?,
            key: OperationKey::parse(next()?).ok()?,
            drawn_at: Timestamp::from_ms(next()?.parse().ok()?),
            most: next()?.parse().ok()?,
            asks: Asks::from_code(next()?)?,
        };
        bool::from(ticket.text(secrets).as_bytes().ct_eq(text.as_bytes())).then_some(ticket)
    }

    /// Whether the form has been open for too long, or is from a time that has not come yet.
    #[must_use]
    pub const fn is_old(&self, now: Timestamp) -> bool {
        now.ms().saturating_sub(self.drawn_at.ms()).abs() >= TICKET_MS
    }

    /// The number to be found. Whoever does not know the secret has to try.
    fn number(&self, secrets: &Secrets) -> u32 {
        let drawn = secrets.sign("payment-page-work", self.salt().as_bytes());
        let [a, b, c, d, ..] = drawn;
        u32::from_be_bytes([a, b, c, d]) % self.most.max(1).saturating_add(1)
    }

    /// The sum for the browser.
    #[must_use]
    pub fn challenge(&self, secrets: &Secrets) -> Challenge {
        let salt = self.salt();
        let challenge = hash(&salt, self.number(secrets));
        let signature = HEXLOWER.encode(&secrets.sign("payment-page-challenges", challenge.as_bytes()));
        Challenge { algorithm: ALGORITHM, challenge, salt, signature, maxnumber: self.most }
    }

    /// Whether the browser found the number.
    #[must_use]
    pub fn is_solved_by(&self, sent: &str, secrets: &Secrets) -> bool {
        let solution = BASE64.decode(sent.as_bytes()).ok();
        let Some(solution) = solution.and_then(|json| serde_json::from_slice::<Solution>(&json).ok()) else {
            return false;
        };
        let asked = self.challenge(secrets);
        let equal = |one: &str, other: &str| bool::from(one.as_bytes().ct_eq(other.as_bytes()));
        solution.algorithm == ALGORITHM
            && solution.number <= self.most
            && equal(&solution.salt, &asked.salt)
            && equal(&solution.challenge, &asked.challenge)
            && equal(&solution.signature, &asked.signature)
            && equal(&hash(&solution.salt, solution.number), &asked.challenge)
    }

    /// What a browser would send that did the sum: for tests, and for programs that are let in.
    #[must_use]
    pub fn solve(challenge: &Challenge) -> Option<String> {
        let number = (0..=challenge.maxnumber).find(|number| hash(&challenge.salt, *number) == challenge.challenge)?;
        let Challenge { algorithm, challenge, salt, signature, .. } = challenge;
        let solution = serde_json::json!({
            "algorithm": algorithm, "challenge": challenge, "number": number, "salt": salt, "signature": signature,
        });
        Some(BASE64.encode(solution.to_string().as_bytes()))
    }
}

/// A seal in letters and few digits, so that it is never taken for a card number.
pub(super) fn sealed(bytes: &[u8]) -> String {
    BASE32_NOPAD.encode(bytes).to_ascii_lowercase()
}

fn hash(salt: &str, number: u32) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{salt}{number}")))
}

/// What a form showed, and from where.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// The ticket.
    pub ticket: &'a Ticket,
    /// The browser's answer to the sum; empty when it did none.
    pub solution: &'a str,
    /// What stands in the field that no person sees.
    pub bait: &'a str,
    /// The network address of the browser.
    pub peer: &'a str,
}

/// Why a card may not be tried now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TurnedAway {
    /// The field that no person sees was filled in, or the ticket is not for this place.
    #[error("it was not filled in by a person")]
    Machine,
    /// The form has been open for hours.
    #[error("the form is too old")]
    Old,
    /// The page became careful after the form was drawn: more work is asked for.
    #[error("more work is asked for")]
    MoreWork,
    /// The form was sent sooner than a person can fill it in.
    #[error("it was filled in too fast")]
    TooFast,
    /// Too many payments were tried from this address in the last hour.
    #[error("too many tries from one address")]
    TooMany,
    /// Too many payments were tried with this card in the last hour.
    #[error("too many tries with one card")]
    CardTooOften,
    /// What had to be shown was not.
    #[error("no proof: {0}")]
    Unproven(#[from] Unproven),
    /// Nobody can pay on this page until then.
    #[error("the page rests")]
    Resting(Timestamp),
}

/// What was tried without success over the last hour, by whatever it is counted by.
struct Tries<K>(HashMap<K, VecDeque<i64>>);

impl<K: Eq + Hash + Clone> Tries<K> {
    /// Counts one more if there were fewer than `most`, and says under which key. In a flood new ones share those of one.
    fn count(&mut self, (key, of_all): (K, K), most: usize, at: i64) -> Option<K> {
        let is_lately = |try_at: &i64| at.saturating_sub(*try_at) < HOUR_MS;
        if self.0.len() >= MAX_REMEMBERED {
            self.0.retain(|_, of_one| of_one.back().is_some_and(is_lately));
        }
        let full = self.0.len() >= MAX_REMEMBERED && !self.0.contains_key(&key);
        let key = if full { of_all } else { key };
        let of_one = self.0.entry(key.clone()).or_default();
        of_one.retain(is_lately);
        if of_one.len() >= most {
            return None;
        }
        of_one.push_back(at);
        Some(key)
    }

    fn forget(&mut self, key: &K, at: i64) {
        if let Some(of_one) = self.0.get_mut(key)
            && let Some(index) = of_one.iter().position(|try_at| *try_at == at)
        {
            of_one.remove(index);
        }
    }
}

/// A form that was turned away, for staff to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When.
    pub at: Timestamp,
    /// Where.
    pub place: Place,
    /// Why.
    pub why: TurnedAway,
}

/// Forms that were turned away and are remembered at most.
const MAX_REFUSED: usize = 100;

/// Counts who tries to pay, by address and by card or bank account, over the last hour, and keeps those who pay on one page
/// in line. What is counted is kept in memory: whoever waits for a restart has the declines of the page against them still.
pub struct Turnstile {
    addresses: Mutex<Tries<IpAddr>>,
    cards: Mutex<Tries<String>>,
    refused: Mutex<VecDeque<Refused>>,
    /// Tries of which it was not known yet what came of them, by the key of their payment.
    open: Mutex<Vec<(OperationKey, Admitted)>>,
    clock: Arc<dyn Clock>,
    /// Who pays on which page right now.
    pub(super) lines: Lines,
    /// What is known of the other company's check.
    pub(super) memory: Memory,
}

/// How careful a place is that is so by itself: while every payer is asked for more, never less than wary.
fn stepped_up(app: &App, alertness: Alertness) -> Alertness {
    let wary = alertness == Alertness::Calm && bot_defence::in_force(app).stepped_up;
    if wary { Alertness::Wary } else { alertness }
}

/// A try that was let through.
#[derive(Debug)]
pub struct Admitted {
    address: IpAddr,
    card: Option<String>,
    at: i64,
}

impl Turnstile {
    /// Counts by this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let (addresses, cards) = (Mutex::new(Tries(HashMap::new())), Mutex::new(Tries(HashMap::new())));
        let (refused, open) = (Mutex::default(), Mutex::default());
        Self { addresses, cards, refused, open, clock, lines: Lines::default(), memory: Memory::default() }
    }

    /// Remembers a form that was turned away, until it is one of too many.
    pub(super) fn note_refused(&self, at: Timestamp, place: Place, why: TurnedAway) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.truncate(MAX_REFUSED - 1);
        refused.push_front(Refused { at, place, why });
    }

    /// The forms that were turned away lately, the latest first.
    pub fn refused(&self) -> Vec<Refused> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }

    /// Lets a form through that shows all that is asked for, and counts the try. One that asks for a token never passes
    /// here: [`super::checking::enter`] has that looked at.
    ///
    /// # Errors
    /// [`TurnedAway`].
    pub fn admit(
        &self,
        secrets: &Secrets,
        (at, alertness): (&impl Guarded, Alertness),
        shown: &Shown<'_>,
    ) -> Result<Admitted, TurnedAway> {
        if shown.ticket.asks == Asks::Token {
            return Err(TurnedAway::Unproven(Unproven::Missing));
        }
        self.let_in(secrets, (at, alertness), shown, None)
    }

    /// [`Turnstile::admit`], whatever is to be said of a token, counting the card with this fingerprint too.
    pub(super) fn let_in(
        &self,
        secrets: &Secrets,
        (at, alertness): (&impl Guarded, Alertness),
        shown: &Shown<'_>,
        card: Option<&str>,
    ) -> Result<Admitted, TurnedAway> {
        let (defence, ticket, now) = (at.defence(), shown.ticket, self.clock.now());
        if let Alertness::Resting { until } = alertness {
            return Err(TurnedAway::Resting(until));
        }
        if !shown.bait.is_empty() || ticket.place != at.place() {
            return Err(TurnedAway::Machine);
        }
        if ticket.is_old(now) {
            return Err(TurnedAway::Old);
        }
        if ticket.most < defence.work(alertness) {
            return Err(TurnedAway::MoreWork);
        }
        let solved = !ticket.wants_sum(at, alertness) || ticket.is_solved_by(shown.solution, secrets);
        if ticket.asks == Asks::SumInstead && !solved {
            return Err(TurnedAway::Unproven(Unproven::NoSum));
        }
        let worked = if solved { Worked::Yes } else { Worked::No };
        // A clock that was set back keeps nobody waiting.
        let open_for = now.ms().saturating_sub(ticket.drawn_at.ms());
        if (0..defence.least_fill_ms(alertness, worked)).contains(&open_for) {
            return Err(TurnedAway::TooFast);
        }
        self.count((shown.peer, card), defence.tries(alertness, worked))
    }

    /// Counts a card that is about to be saved without a payment: a processor that saves a card says that it is a good one,
    /// so as many are saved in an hour as are tried on a page, and fewer while every payer is asked for more. One that was
    /// saved counts, too.
    ///
    /// # Errors
    /// [`TurnedAway::TooMany`], [`TurnedAway::CardTooOften`].
    pub fn admit_saving(&self, app: &App, peer: &str, card: &str) -> Result<(), TurnedAway> {
        self.admit_owed(app, (peer, card)).map(|_| ())
    }

    /// Counts a try of somebody who is signed in at what they owe by a schedule, with a card or bank account that is saved:
    /// as many as on a page, though there is none that could rest.
    ///
    /// # Errors
    /// [`TurnedAway::TooMany`], [`TurnedAway::CardTooOften`].
    pub fn admit_owed(&self, app: &App, (peer, card): (&str, &str)) -> Result<Admitted, TurnedAway> {
        self.forget_approved(app, (peer, card));
        let alertness = stepped_up(app, Alertness::Calm);
        self.count((peer, Some(card)), Defence::default().tries(alertness, Worked::Yes))
    }

    /// Keeps count of a try after what came of it: of what was approved it does not, of what is still open for as long as it is.
    pub(in crate::service) fn learn(&self, admitted: Admitted, payments: &[Transaction]) {
        // A debit that was taken may still come back.
        let called = |payment: &Transaction| !has_receipt(payment) || bank_debits::is_debit(payment);
        match payments.iter().find(|payment| is_open(payment)) {
            _ if !payments.iter().any(called) => self.forget(&admitted),
            Some(payment) => self.keep_open(payment.key.clone(), admitted),
            None => {}
        }
    }

    /// Counts a try of somebody who is signed in, with a card or bank account that is saved. Neither the sum nor a check is
    /// asked of them; declines and tries count as anybody's do, and a place that rests rests for them, too.
    ///
    /// # Errors
    /// [`TurnedAway::Resting`], [`TurnedAway::TooMany`], [`TurnedAway::CardTooOften`].
    pub fn admit_signed_in(
        &self,
        app: &App,
        (at, alertness): (&impl Guarded, Alertness),
        (peer, card): (&str, &str),
    ) -> Result<Admitted, TurnedAway> {
        self.forget_approved(app, (peer, card));
        let admitted = match alertness {
            Alertness::Resting { until } => Err(TurnedAway::Resting(until)),
            known => self.count((peer, Some(card)), at.defence().tries(stepped_up(app, known), Worked::Yes)),
        };
        admitted.inspect_err(|why| self.note_refused(app.now(), at.place(), *why))
    }

    fn count(&self, (peer, card): (&str, Option<&str>), most: usize) -> Result<Admitted, TurnedAway> {
        let (address, at) = (throttle::address_of(peer), self.clock.steady_ms());
        let mut addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let address = addresses.count((address, throttle::NO_ADDRESS), most, at).ok_or(TurnedAway::TooMany)?;
        let Some(card) = card else { return Ok(Admitted { address, card: None, at }) };
        let mut cards = self.cards.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(card) = cards.count((card.to_owned(), String::new()), most, at) {
            return Ok(Admitted { address, card: Some(card), at });
        }
        addresses.forget(&address, at);
        Err(TurnedAway::CardTooOften)
    }

    /// Keeps a try in mind that counts although its payment may still be approved: the bank asks its holder to confirm, the
    /// processor looks at it, or its answer is late.
    pub(in crate::service) fn keep_open(&self, key: OperationKey, admitted: Admitted) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() < MAX_REMEMBERED {
            open.push((key, admitted));
        }
    }

    /// Forgets such tries of this address or card once their payments were approved. It is asked when somebody comes again:
    /// until then nothing hangs on it, and nobody who approves a payment has to know of those who wait at a page.
    pub(super) fn forget_approved(&self, app: &App, (peer, card): (&str, &str)) {
        let Ok(reader) = app.store.read() else { return };
        let (address, now_ms) = (throttle::address_of(peer), self.clock.steady_ms());
        self.open.lock().unwrap_or_else(PoisonError::into_inner).retain(|(key, admitted)| {
            if now_ms.saturating_sub(admitted.at) >= HOUR_MS {
                return false;
            }
            if admitted.address != address && admitted.card.as_deref() != Some(card) {
                return true;
            }
            let Ok(Some(payment)) = transactions::transaction_by_key(&reader, key) else { return true };
            if has_receipt(&payment) && !bank_debits::is_debit(&payment) {
                self.forget(admitted);
            }
            is_open(&payment)
        });
    }

    /// The payment was approved, or no card was tried after all: it does not count.
    pub fn forget(&self, admitted: &Admitted) {
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner).forget(&admitted.address, admitted.at);
        if let Some(card) = &admitted.card {
            self.cards.lock().unwrap_or_else(PoisonError::into_inner).forget(card, admitted.at);
        }
    }
}

/// Whether it is still to be learned if a payment is approved.
const fn is_open(payment: &Transaction) -> bool {
    matches!(payment.status, Status::Created | Status::Unknown | Status::ActionRequired | Status::Held)
}
