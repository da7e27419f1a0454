//! Payers who are signed in to the portal and pay what they are asked for with what they have saved there, while others pay
//! the same by its link. Some reach for what is not theirs: a request of somebody else's, another payer's method, one that
//! was only typed, one that is gone. Methods are removed and access is taken away while they pay.
//!
//! Who may pay what with what is judged from the journal and the records alone, by a plainer rule than the portal's.

use std::{collections::BTreeSet, sync::Mutex};

use clientpay::{
    app::App,
    domain::{
        card::{Expiry, Instrument, PaymentMethod},
        ids::{MerchantAccountId, OperationKey, PayerId, PaymentMethodId, PortalLoginId},
        journal::{Fact, Subject},
        locale::Language,
        money::Money,
        payer::{Address, Payer},
        payment_request::PaymentRequest,
        portal::PortalLogin,
        transaction::Transaction,
        user::User,
    },
    service::{
        Authority,
        methods::{adding::AddError, managing},
        payment_pages::admission::Turnstile,
        payment_requests::paying::Tender,
        portal::{
            giving, looking,
            paying::{self, PaySaved, PaySavedError},
            wallet::{self, NewMethod},
        },
    },
    store::{
        Store, StoreError,
        engine::Direction,
        journal, payment_methods,
        table::{Reader, Records as _},
        tables::PAYMENT_METHODS,
    },
};

use crate::{
    NOW,
    people::{key, signed},
    portal::Outside,
    processor::{Fate, instrument},
};

/// What each of them has saved, and what it comes to when it is charged.
const SAVED: [&[Fate]; 3] = [
    &[Fate::Approve, Fate::Debit(None), Fate::Decline],
    &[Fate::Approve, Fate::Debit(Some(2)), Fate::Debit(Some(40)), Fate::Challenge(true)],
    &[Fate::Debit(None), Fate::Reverse, Fate::Review(false), Fate::FailRefunds],
];

/// Somebody who signs in.
struct Person {
    login: PortalLogin,
    /// Whose record carries their address; nobody's for one who has nothing to do with the firm.
    payer: Option<PayerId>,
}

/// What somebody who is signed in pays with.
#[derive(Clone)]
pub struct Chosen {
    login: PortalLogin,
    method: PaymentMethodId,
    token: String,
    /// From where: all tabs of one person from one address.
    peer: String,
}

impl Chosen {
    /// What it comes to when it is charged.
    pub fn fate(&self) -> Fate {
        Fate::of(&self.token).unwrap()
    }
}

/// Those who sign in.
pub struct SignedIn {
    people: Vec<Person>,
    /// Whose access was taken away, and not given back, as far as anybody was told.
    barred: Mutex<BTreeSet<PortalLoginId>>,
}

/// Saves the methods of those who sign in, and one of each that somebody else typed.
pub async fn set_up(store: &Store, accounts: [MerchantAccountId; 2]) -> SignedIn {
    let written = store.write(move |writer| -> Result<_, StoreError> {
        let mut people = Vec::new();
        for (number, fates) in SAVED.iter().enumerate() {
            let (email, payer) = (address(number), writer.next_payer()?);
            let name = name(number);
            writer.put_payer(&Payer { emails: vec![email.clone()], ..Payer::new(payer, name, Language::En, NOW) })?;
            for (place, fate) in [&[Fate::Approve], *fates].concat().into_iter().enumerate() {
                let id = writer.next_payment_method()?;
                let method = saved((id, payer), fate, accounts[place % 2]);
                writer.put_payment_method(&PaymentMethod { only_typed: place == 0, ..method })?;
            }
            let login = PortalLogin::new(writer.next_portal_login()?, email, NOW);
            writer.put_portal_login(&login)?;
            people.push(Person { login, payer: Some(payer) });
        }
        let login = PortalLogin::new(writer.next_portal_login()?, "stranger@client.example".into(), NOW);
        writer.put_portal_login(&login)?;
        people.push(Person { login, payer: None });
        Ok(people)
    });
    SignedIn { people: written.await.unwrap(), barred: Mutex::default() }
}

/// What one of them is called, and what others may type.
pub fn name(number: usize) -> String {
    format!("Own {number}")
}

/// The address of one of them.
pub fn address(number: usize) -> String {
    format!("own{number}@client.example")
}

fn saved((id, payer): (PaymentMethodId, PayerId), fate: Fate, merchant_account: MerchantAccountId) -> PaymentMethod {
    // Some are good through the second month only.
    let soon = Expiry::new(1, 2027).unwrap();
    let instrument = match instrument(fate).unwrap() {
        Instrument::Card { brand, last_four, funding, .. } if fate == Fate::FailRefunds => {
            Instrument::Card { brand, last_four, expiry: soon, funding }
        }
        Instrument::Card { brand, last_four, funding, .. } => {
            Instrument::Card { brand, last_four, expiry: Expiry::new(12, 2035).unwrap(), funding }
        }
        account @ Instrument::BankAccount { .. } => account,
    };
    PaymentMethod {
        id,
        payer,
        merchant_account,
        token: fate.token(&key((1_u128 << 90) + u128::from(id.get()))),
        instrument,
        holder: "Ada Vance".into(),
        fingerprint: format!("saved {id}"),
        created_at: NOW,
        stopped: None,
        nickname: String::new(),
        billing_address: Address::default(),
        disabled: None,
        reminded: Vec::new(),
        agreed: None,
        only_typed: false,
    }
}

impl SignedIn {
    /// One of those who are asked for something.
    pub fn payer(&self, which: usize) -> Option<PayerId> {
        self.people.get(which).and_then(|person| person.payer)
    }

    fn of(&self, payer: Option<PayerId>) -> Option<&Person> {
        self.people.iter().find(|person| payer.is_some() && person.payer == payer)
    }

    /// What somebody pays a request with: mostly one of those who are asked, with what they are offered.
    pub fn choose(&self, app: &App, outside: &Outside, request: &PaymentRequest) -> Option<Chosen> {
        let world = &outside.world;
        let asked = self.of(request.asked.payer)?;
        let login = if world.chance(80) { &self.people[world.pick(&[0, 1, 2, 3])].login } else { &asked.login };
        let known = if world.chance(150) { every(app) } else { offered(app, &asked.login, request) }?;
        let places: Vec<usize> = (0..known.len()).collect();
        let method = (!places.is_empty()).then(|| &known[world.pick(&places)])?;
        let peer = format!("10.251.{}.7", login.id);
        Some(Chosen { login: login.clone(), method: method.id, token: method.token.clone(), peer })
    }

    /// A card that is saved to pay with it when all goes well; nothing where the payer does not reach the request, or it
    /// takes no cards, or too many were saved of late.
    pub async fn prepare(
        &self,
        app: &App,
        outside: &Outside,
        turnstile: &Turnstile,
        (request, key): (&PaymentRequest, OperationKey),
    ) -> Option<Chosen> {
        let person = self.of(request.asked.payer)?;
        let reached = looking::payers_of(app, &person.login).unwrap();
        if reached.is_empty() || !request.asked.accepted.takes(false) {
            return None;
        }
        let asked = NewMethod { key, payer: person.payer?, replaces: None };
        let peer = "10.252.0.7";
        match wallet::add(app, (turnstile, peer), &person.login, asked).await {
            Ok(method) => {
                let (login, token) = (person.login.clone(), method.token);
                Some(Chosen { login, method: method.id, token, peer: peer.into() })
            }
            Err(AddError::TurnedAway(_) | AddError::TooMany) => None,
            Err(other) => {
                outside.world.wrong(format!("request {}: its payer could not save a card: {other}", request.id));
                None
            }
        }
    }

    /// Pays, having signed for what was shown to be debited.
    pub async fn pay(
        &self,
        app: &App,
        outside: &Outside,
        turnstile: &Turnstile,
        (chosen, tender, shown): (&Chosen, &Tender, &[Money]),
    ) -> Result<Vec<Transaction>, PaySavedError> {
        let debits = shown.iter().filter_map(|amount| signed(app, (&chosen.token, *amount), &chosen.peer));
        let asked = PaySaved {
            key: tender.key.clone(),
            request: tender.request,
            method: chosen.method,
            amount: tender.amount,
            locale: tender.locale,
            debits: debits.collect(),
        };
        let is_barred = || self.barred.lock().unwrap().contains(&chosen.login.id);
        let barred = is_barred();
        let answer = paying::pay(app, (turnstile, &chosen.peer), &chosen.login, asked).await;
        // Nobody gave it back meanwhile.
        if barred && is_barred() && answer.is_ok() && !outside.world.is_dead() {
            outside.world.wrong(format!("[I10] {}: paid by a login whose access was taken away", tender.key));
        }
        answer
    }

    /// Somebody removes the method that is being paid with, or staff do; and saves another card.
    pub async fn replace(&self, app: &App, outside: &Outside, (user, turnstile): (&User, &Turnstile), chosen: &Chosen) {
        if outside.world.chance(500) {
            drop(wallet::remove(app, &chosen.login, chosen.method).await);
        } else if let Some(payer) = owner(app, chosen.method) {
            drop(managing::remove(app, Authority::Staff(user), (payer, chosen.method)).await);
        }
        let person = self.people.iter().find(|person| person.login.id == chosen.login.id);
        if let Some(payer) = person.and_then(|person| person.payer) {
            let asked = NewMethod { key: app.ids.operation_key(), payer, replaces: None };
            drop(wallet::add(app, (turnstile, chosen.peer.as_str()), &chosen.login, asked).await);
        }
    }

    /// Somebody saves another card, or staff take their access away or give it back.
    pub async fn tend(&self, app: &App, outside: &Outside, turnstile: &Turnstile, user: &User) {
        let world = &outside.world;
        let person = &self.people[world.pick(&[0, 1, 2])];
        let Some(payer) = person.payer else { return };
        if world.chance(600) {
            let asked = NewMethod { key: app.ids.operation_key(), payer, replaces: None };
            return drop(wallet::add(app, (turnstile, "10.252.1.7"), &person.login, asked).await);
        }
        let at = (payer, person.login.email.as_str());
        if world.chance(300) {
            let done = giving::withdraw(app, Authority::Staff(user), at).await;
            if !world.is_dead() && done.is_ok() {
                self.barred.lock().unwrap().insert(person.login.id);
            }
        } else {
            self.barred.lock().unwrap().remove(&person.login.id);
            drop(giving::invite(app, Authority::Staff(user), at).await);
        }
    }

    /// Judges a payment that was asked for with a saved method: charged is what was chosen, and only what the payer who is
    /// asked saved or agreed to keep, from a page that only they reach, and nothing once it is gone.
    pub fn judge(
        &self,
        reader: &Reader,
        outside: &Outside,
        (chosen, request): (&Chosen, &PaymentRequest),
        payment: &Transaction,
    ) {
        let wrong = |what: &str| outside.world.wrong(format!("[I10] {}: {what}", payment.key));
        let method = payment_methods::payment_method(reader, chosen.method).unwrap().unwrap();
        if payment.payment_method != Some(chosen.method) || payment.method_token != chosen.token {
            wrong("another method was charged than was chosen");
        }
        if method.only_typed {
            wrong("a method was charged that somebody only typed");
        }
        if Some(method.payer) != request.asked.payer || payment.payer != request.asked.payer {
            wrong("charged with a method of somebody else than the payer who is asked");
        }
        let reaches = self.of(request.asked.payer).is_some_and(|person| person.login.id == chosen.login.id);
        if !reaches || payment.receipt_emails != [chosen.login.email.clone()] {
            wrong("paid by somebody who is not asked");
        }
        if method.expiry().is_some_and(|expiry| months(expiry) < month_of(payment)) {
            wrong("a card was charged that had expired");
        }
        // What was signed before its method went may still be presented again.
        let again = payment.bank_debit.as_ref().is_some_and(|debit| debit.represents.is_some());
        let gone = gone(reader, &method);
        if !again && gone.is_some_and(|gone| begun(reader, payment).is_some_and(|begun| begun > gone)) {
            wrong("a method was charged that had been removed or stopped");
        }
    }
}

/// What is offered for a request to whoever it asks.
fn offered(app: &App, login: &PortalLogin, request: &PaymentRequest) -> Option<Vec<PaymentMethod>> {
    let reached = looking::payers_of(app, login).ok()?;
    looking::request(app, &reached, request.id).ok()?.map(|payable| payable.methods)
}

/// Every method there is, or was.
fn every(app: &App) -> Option<Vec<PaymentMethod>> {
    let reader = app.store.read().ok()?;
    reader.all(PAYMENT_METHODS, Direction::Forward).ok()?.map(|row| row.ok().map(|(_, method)| method)).collect()
}

fn owner(app: &App, id: PaymentMethodId) -> Option<PayerId> {
    payment_methods::payment_method(&app.store.read().ok()?, id).ok()?.map(|method| method.payer)
}

fn months(expiry: Expiry) -> (u16, u8) {
    (expiry.year(), expiry.month())
}

fn month_of(payment: &Transaction) -> (u16, u8) {
    let number = payment.day.number();
    (u16::try_from(number / 10_000).unwrap(), u8::try_from(number / 100 % 100).unwrap())
}

/// Which entry of the journal tells that a method may not be charged any more.
fn gone(reader: &Reader, method: &PaymentMethod) -> Option<u64> {
    let entries = journal::latest(reader, Subject::Payer(method.payer), usize::MAX).unwrap();
    let ends = |fact: &Fact| match fact {
        Fact::PaymentMethodRemoved { method: id } | Fact::PaymentMethodStopped { method: id } => *id == method.id,
        _ => false,
    };
    entries.into_iter().filter(|(_, entry)| ends(&entry.fact)).map(|(number, _)| number).min()
}

/// Which entry of the journal tells that a payment was asked for.
fn begun(reader: &Reader, payment: &Transaction) -> Option<u64> {
    let entries = journal::latest(reader, Subject::Transaction(payment.id), usize::MAX).unwrap();
    let asked = entries.into_iter().find(|(_, entry)| entry.fact == Fact::PaymentRequested);
    asked.map(|(number, _)| number)
}
