//! What staff do, and what they were told. They press twice, come back later, refund too much, two at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use clientpay::{
    app::App,
    domain::{
        card::{Funding, Instrument},
        debit_authorization::{Given, PhoneProof, Scope},
        ids::{MerchantAccountId, OperationKey, TransactionId, UserId},
        locale::{Language, Locale},
        money::{Currency, Money},
        refund::{Refund, RefundStatus},
        region::Region,
        surcharge::{AccountRate, Attestation, BasisPoints, Settings},
        time::Day,
        transaction::{Kind, Source, Status, Transaction},
        user::User,
    },
    gateway::RefundOutcome,
    i18n::dates,
    service::{
        Authority,
        bank_debits::{self, Allowed, Consent, Words, words},
        payers::PayerEntry,
        payments::{self, Extras, Keep, Surcharge, TakeError, TakePayment},
        receipts,
        refunds::{self, RefundError, RefundPayment},
        surcharges,
    },
    store::{Store, StoreError, engine::Direction, firm, table::Records as _, tables::TRANSACTIONS},
};
use tokio::join;

use crate::{
    pages::Pages,
    portal::{Outside, Portal},
    processor::{Booked, Fate, instrument},
    requests::Requests,
    schedules::Agreements,
    signed_in::SignedIn,
    world::World,
};

/// The key with this number. Staff's own forms count from one, what is saved from two to the ninetieth, the clients of a page
/// from two to the hundredth, those of requests from two to the hundred and first.
pub fn key(number: u128) -> OperationKey {
    OperationKey::parse(&data_encoding::BASE32_NOPAD.encode(&number.to_be_bytes()).to_lowercase()).unwrap()
}

/// What was said to people: it must stay true.
#[derive(Default)]
pub struct Told {
    /// The last that was said of each payment.
    pub payments: BTreeMap<OperationKey, Transaction>,
    /// Of whom it was said that nothing was taken.
    pub not_charged: BTreeSet<OperationKey>,
    pub refunds: BTreeMap<OperationKey, Refund>,
    /// Forms that got no answer worth having: somebody sends them again.
    forms: Vec<TakePayment>,
    refund_forms: Vec<RefundPayment>,
    /// What was asked for, whatever came of it.
    pub asked: BTreeMap<OperationKey, TakePayment>,
}

pub struct Staff {
    pub user: User,
    pub accounts: [MerchantAccountId; 2],
    pub told: Mutex<Told>,
    names: Mutex<u64>,
    pub agreements: Arc<Agreements>,
    pub pages: Arc<Pages>,
    pub requests: Arc<Requests>,
}

impl Staff {
    pub fn new(
        user: User,
        accounts: [MerchantAccountId; 2],
        (agreements, pages, signed_in): (Arc<Agreements>, Arc<Pages>, SignedIn),
    ) -> Self {
        let requests = Arc::new(Requests::new(accounts, signed_in));
        Self { user, accounts, told: Mutex::default(), names: Mutex::new(0), agreements, pages, requests }
    }

    /// Somebody does something in the course of the next seconds.
    pub fn act(self: &Arc<Self>, portal: &mut Portal, outside: &Outside) {
        let staff = self.clone();
        let lot = outside.world.between(0, 99);
        portal.spawn(|app, outside| async move {
            outside.world.pass(0, 20_000).await;
            match lot {
                0..55 => staff.pay(&app, &outside).await,
                55..65 => staff.pay_again(&app, &outside).await,
                65..88 => staff.refund(&app, &outside).await,
                88..91 => staff.refund_again(&app, &outside).await,
                91..97 => staff.present_again(&app, &outside).await,
                _ => staff.resend(&app, &outside).await,
            }
        });
    }

    fn new_form(&self, outside: &Outside) -> TakePayment {
        let world = &outside.world;
        let mut number = self.names.lock().unwrap();
        *number += 1;
        let key = key(u128::from(*number));
        let fate = world.pick(&Fate::ALL);
        let kind = if world.chance(60) && !fate.is_debit() { Kind::Authorization } else { Kind::Sale };
        let with_mail = world.chance(800);
        let named = world.between(0, 12);
        let form = TakePayment {
            method_token: fate.token(&key),
            key,
            kind,
            source: Source::EnterPayment,
            payment_method: None,
            debit: None,
            keep: Keep::No,
            merchant_account: world.pick(&self.accounts),
            amount: Money::new(i64::try_from(world.between(1, 500_000)).unwrap(), Currency::USD),
            extras: Extras { tax: tax(world), surcharge: Surcharge::Never },
            payer: PayerEntry {
                chosen: None,
                name: format!("Payer {named}"),
                client_number: None,
                emails: if with_mail { vec![format!("payer{named}@client.example")] } else { Vec::new() },
                language: Language::En,
            },
            locale: Locale::EnUs,
            invoice_number: Some(format!("INV-{number}")),
            matter: None,
            reference: None,
            note: None,
        };
        self.told.lock().unwrap().asked.insert(form.key.clone(), form.clone());
        form
    }

    async fn pay(&self, app: &App, outside: &Outside) {
        let form = self.new_form(outside);
        if outside.world.chance(250) {
            // A double click, or the form open in two tabs.
            join!(self.submit(app, outside, &form), async {
                outside.world.pass(0, 2_000).await;
                self.submit(app, outside, &form).await;
            });
        } else {
            self.submit(app, outside, &form).await;
        }
    }

    async fn pay_again(&self, app: &App, outside: &Outside) {
        let form = {
            let mut told = self.told.lock().unwrap();
            let asked = told.asked.len() as u64;
            match told.forms.pop() {
                Some(form) => Some(form),
                // Back, and send.
                None if asked > 0 => {
                    told.asked.values().nth(usize::try_from(outside.world.between(0, asked - 1)).unwrap()).cloned()
                }
                None => None,
            }
        };
        if let Some(form) = form {
            self.submit(app, outside, &form).await;
        }
    }

    async fn submit(&self, app: &App, outside: &Outside, form: &TakePayment) {
        let Some(surcharge) = shown(app, form) else { return self.told.lock().unwrap().forms.push(form.clone()) };
        let extras = Extras { surcharge, ..form.extras };
        let asked = TakePayment { debit: self.agreed(app, form), extras, ..form.clone() };
        let answer = payments::take(app, Authority::Staff(&self.user), asked).await;
        if outside.world.is_dead() {
            // Nobody heard it.
            self.told.lock().unwrap().forms.push(form.clone());
            return;
        }
        outside.world.tell(|| format!("told: {} {:?}", form.key, answer.as_ref().map(|payment| payment.status)));
        let mut told = self.told.lock().unwrap();
        match answer {
            Ok(payment) => {
                let truth = outside.processor.books().charge(&form.key).cloned();
                is_true(outside, &payment, truth.as_ref());
                if matches!(payment.status, Status::Declined | Status::Failed) {
                    told.not_charged.insert(form.key.clone());
                }
                told.payments.insert(form.key.clone(), payment);
            }
            // The day may change between what was read out and what was sent.
            Err(TakeError::Unavailable | TakeError::Store(_) | TakeError::Authorization) => {
                let books = outside.processor.books();
                if books.charge(&form.key).is_some_and(|charge| charge.captures > 0) {
                    outside.world.wrong(format!("[I2] {}: charged, and told that it was not", form.key));
                }
                told.forms.push(form.clone());
            }
            Err(TakeError::BeingConfirmed(_)) => told.forms.push(form.clone()),
            Err(other) => outside.world.wrong(format!("{}: refused: {other}", form.key)),
        }
    }

    /// What the payer agrees to when a bank account is to be debited: the words as they are now.
    fn agreed(&self, app: &App, form: &TakePayment) -> Option<Allowed> {
        let given = Given::Phone { staff: self.user.id, proof: PhoneProof::Recording, filed: None };
        consent(app, (&form.method_token, form.amount), given).map(Allowed::Now)
    }

    /// Presents the latest debit again that may be, now and then twice at a time.
    async fn present_again(&self, app: &App, outside: &Outside) {
        let Some((id, attempt)) = returned(app) else { return };
        if outside.world.chance(250) {
            join!(self.submit_again(app, outside, id, attempt), self.submit_again(app, outside, id, attempt));
        } else {
            self.submit_again(app, outside, id, attempt).await;
        }
    }

    async fn submit_again(&self, app: &App, outside: &Outside, id: TransactionId, attempt: u8) {
        let answer = bank_debits::represent(app, Authority::Staff(&self.user), id, attempt).await;
        if outside.world.is_dead() {
            return;
        }
        outside.world.tell(|| format!("told: {id} again {:?}", answer.as_ref().map(|payment| payment.status)));
        if let Ok(payment) = answer {
            is_true(outside, &payment, outside.processor.books().charge(&payment.key));
            self.told.lock().unwrap().payments.insert(payment.key.clone(), payment);
        }
    }

    async fn refund(&self, app: &App, outside: &Outside) {
        let Some(payment) = self.some_payment(outside) else { return };
        let forms: Vec<RefundPayment> =
            (0..outside.world.pick(&[1, 1, 2])).map(|_| Self::refund_form(app, outside, &payment)).collect();
        match forms.as_slice() {
            [one] if outside.world.chance(250) => {
                join!(self.submit_refund(app, outside, one), self.submit_refund(app, outside, one));
            }
            [one, other] => {
                join!(self.submit_refund(app, outside, one), self.submit_refund(app, outside, other));
            }
            [one] => self.submit_refund(app, outside, one).await,
            _ => {}
        }
    }

    fn some_payment(&self, outside: &Outside) -> Option<Transaction> {
        let told = self.told.lock().unwrap();
        let known = u64::try_from(told.payments.len()).unwrap();
        let index = outside.world.between(0, known.checked_sub(1)?);
        told.payments.values().nth(usize::try_from(index).unwrap()).cloned()
    }

    fn refund_form(app: &App, outside: &Outside, payment: &Transaction) -> RefundPayment {
        let world = &outside.world;
        let total = payment.amount.minor().unsigned_abs();
        let minor = match world.between(0, 5) {
            0..=2 => total,
            3 => world.between(1, total),
            4 => total.div_ceil(2),
            _ => total + world.between(1, 500),
        };
        RefundPayment {
            key: app.ids.operation_key(),
            transaction: payment.id,
            amount: Money::new(i64::try_from(minor).unwrap(), payment.amount.currency()),
            kind: None,
            reason: "Paid twice".to_owned(),
            notify: payment.receipt_emails.clone(),
        }
    }

    async fn refund_again(&self, app: &App, outside: &Outside) {
        let form = self.told.lock().unwrap().refund_forms.pop();
        if let Some(form) = form {
            self.submit_refund(app, outside, &form).await;
        }
    }

    async fn submit_refund(&self, app: &App, outside: &Outside, form: &RefundPayment) {
        let answer = refunds::refund(app, Authority::Staff(&self.user), form.clone()).await;
        let mut told = self.told.lock().unwrap();
        if outside.world.is_dead() {
            told.refund_forms.push(form.clone());
            return;
        }
        outside.world.tell(|| format!("told: {} {:?}", form.key, answer.as_ref().map(|refund| refund.status)));
        match answer {
            Ok(refund) => {
                let given = was_given_back(outside, &form.key);
                if refund.status == RefundStatus::Failed && refund.refusal.is_some() && given {
                    outside.world.wrong(format!("[I4] {}: given back, and told that it was not", form.key));
                }
                told.refunds.insert(form.key.clone(), refund);
            }
            Err(RefundError::BeingConfirmed(_)) => told.refund_forms.push(form.clone()),
            Err(RefundError::Unavailable | RefundError::Store(_)) => {
                if was_given_back(outside, &form.key) {
                    outside.world.wrong(format!("[I4] {}: given back, and told that it was not", form.key));
                }
            }
            Err(_) => {}
        }
    }

    async fn resend(&self, app: &App, outside: &Outside) {
        if let Some(id) = self.some_payment(outside).map(|payment: Transaction| -> TransactionId { payment.id }) {
            drop(receipts::resend(app, Authority::Staff(&self.user), id, vec!["else@client.example".to_owned()]).await);
        }
    }
}

/// Some forms know the tax in their amount; one cent of the least amount is left for what is taxed.
fn tax(world: &World) -> Option<Money> {
    world.chance(400).then(|| Money::new(i64::try_from(world.between(0, 1)).unwrap(), Currency::USD))
}

/// The words of one debit as they are now, agreed to so; nothing where the token is a card's.
fn consent(app: &App, (token, amount): (&str, Money), given: Given) -> Option<Consent> {
    let instrument = Fate::of(token).filter(|fate| fate.is_debit()).and_then(instrument)?;
    let house = firm::firm(&app.store.read().ok()?).ok()??;
    let today = dates::firm_day(app.now(), &house.time_zone);
    let scope = Scope::Once { amount, from: today };
    let facts = Words {
        firm: &house,
        holder: "Ada Vance",
        instrument: &instrument,
        channel: given.channel(),
        scope: &scope,
        today,
        locale: Locale::EnUs,
    };
    let (_, shown_sha256) = words(&facts)?;
    Some(Consent { given, shown_sha256 })
}

/// Every other client wants their card kept.
pub fn wish(key: &OperationKey) -> Keep {
    let ticks = key.as_str().bytes().map(u64::from).sum::<u64>() % 2 == 0;
    if ticks { Keep::Agreed("Keep it.".into(), Language::En) } else { Keep::No }
}

/// What a client signs on a page before so much is debited; nothing where the token is a card's.
pub fn signed(app: &App, debit: (&str, Money), peer: &str) -> Option<Consent> {
    let given = Given::Online { ip: peer.into(), user_agent: "Firefox".into(), typed_name: "Ada Vance".into() };
    consent(app, debit, given)
}

/// What the page shows before it is sent; nothing while it cannot be drawn.
fn shown(app: &App, form: &TakePayment) -> Option<Surcharge> {
    let region = Region::from_code("US-NH");
    let account = firm::merchant_account(&app.store.read().ok()?, form.merchant_account).ok()??;
    let card = Fate::of(&form.method_token).and_then(instrument)?;
    let fee = surcharges::quote(app, (&account, &card), region, form.amount).ok()?;
    Some(Surcharge::AsShown { region, shown: fee.ok().map(|fee| fee.money) })
}

/// What a form comes to by a plainer reckoning than the portal's: two and a half percent more by credit card, and never
/// into trust, which is the second account.
pub fn total(form: &TakePayment, [operating, _]: [MerchantAccountId; 2]) -> Money {
    let card = Fate::of(&form.method_token).and_then(instrument);
    let credit = matches!(card, Some(Instrument::Card { funding: Funding::Credit, .. }));
    let added = if credit && form.merchant_account == operating { form.amount.minor() * 25 / 1_000 } else { 0 };
    Money::new(form.amount.minor() + added, form.amount.currency())
}

/// Turns a surcharge on for the operating account.
pub async fn turn_surcharges_on(store: &Store, (account, by): (MerchantAccountId, UserId)) {
    let attestation = Attestation {
        by,
        name: "Ada Vance".into(),
        at: crate::NOW,
        notified_on: Day::new(2020, 1, 1),
        words: "I attest".into(),
    };
    let rate = AccountRate { account, on: true, rate: BasisPoints(250), cost: BasisPoints(290) };
    let settings = Settings { version: 1, accounts: vec![rate], attestation: Some(attestation), ..Settings::shipped() };
    let written = store.write(move |writer| -> Result<_, StoreError> { writer.put_surcharge_settings(&settings) });
    written.await.unwrap();
}

/// The latest debit that may be presented again, and which try it would be.
fn returned(app: &App) -> Option<(TransactionId, u8)> {
    let reader = app.store.read().ok()?;
    let all = reader.all(TRANSACTIONS, Direction::Backward).ok()?;
    let mut debits =
        all.filter_map(Result::ok).map(|(_, payment)| payment).filter(|payment| payment.bank_debit.is_some());
    let now = app.now();
    debits.find_map(|payment| Some((payment.id, bank_debits::again(&reader, &payment, now).ok()?.ok()?.attempt)))
}

fn was_given_back(outside: &Outside, key: &OperationKey) -> bool {
    let books = outside.processor.books();
    books.refund(key).is_some_and(|refund| !matches!(refund.outcome, RefundOutcome::Refused(_)))
}

/// Whether what was said of a payment agrees with the processor's books, which may be ahead of it.
pub fn is_true(outside: &Outside, payment: &Transaction, truth: Option<&Booked>) {
    let said = payment.status;
    let really = truth.map_or(Status::Created, |charge| charge.status);
    let good = match said {
        Status::Created | Status::Unknown => true,
        Status::Failed => !really.is_approved(),
        Status::Declined => matches!(really, Status::Declined | Status::Voided),
        _ => said.can_become(really),
    };
    if !good {
        outside.world.wrong(format!("[I2] {}: told {said:?} while it is {really:?}", payment.key));
    }
    if truth.is_some_and(|charge| charge.amount != payment.amount || charge.account != payment.merchant_account) {
        outside.world.wrong(format!("[I5] {}: another amount or account than was asked for", payment.key));
    }
}
