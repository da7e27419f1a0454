//! Clients asked for payments by link: whole, in parts, or for two accounts at once. Several come to one link in the same
//! seconds, by card and from bank accounts, and others to the same in the portal (see [`crate::signed_in`]), press twice and
//! come back after a crash; staff take requests back and replace links while they pay. Never is more paid than was asked for, or on its way, unless an approval came late for a payment
//! that was given up; and then somebody is told. What a bank took back is owed again.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use clientpay::{
    app::App,
    domain::{
        accepted::Accepted,
        alert::{About, Alert, Cause},
        ids::{MerchantAccountId, OperationKey, PaymentRequestId},
        journal::{Fact, Subject},
        locale::Locale,
        money::{Currency, Money},
        payment_page::guard::{Alertness, Defence},
        payment_request::{Asked, Door, PaymentRequest, rules::Handing},
        report::range::{date_of, day_of},
        transaction::{Status, Transaction},
    },
    service::{
        Authority,
        payment_pages::admission::{Admitted, Shown, Ticket, Turnstile},
        payment_requests::{
            self, Deed, NewRequest, RequestError, links,
            paying::{self, Means, Opened, PayError, Tender},
        },
        payments::TakeError,
        portal::paying::PaySavedError,
        schedules,
    },
    store::{
        engine::Direction,
        journal, payment_requests as stored,
        payment_requests::Listed,
        table::{Reader, Records as _},
        tables::{ALERTS, PAYMENT_REQUESTS},
        transactions,
    },
};

use crate::{
    people::{Staff, is_true, key, signed, wish},
    portal::{Outside, Portal},
    processor::Fate,
    signed_in::{self, Chosen, SignedIn},
};

/// How many of the latest requests anything is done to.
const LATEST: usize = 6;
/// How long it may be at rest since the portal last saw to what is due.
const SINCE_THE_LAST_ROUND_MS: i64 = 40 * 60_000;

/// A payment that a client asked for, as they saw it.
#[derive(Clone)]
struct Paying {
    tender: Tender,
    fate: Fate,
    /// What was owed to which account.
    legs: Vec<(MerchantAccountId, i64)>,
    /// Every client has an address of their own.
    peer: String,
    /// What of theirs is charged, where they are signed in.
    chosen: Option<Chosen>,
}

/// What was asked for, and what of it was answered.
pub struct Requests {
    accounts: [MerchantAccountId; 2],
    signed_in: SignedIn,
    /// Which request each form has made, as far as anybody was told.
    made: Mutex<BTreeMap<OperationKey, PaymentRequestId>>,
    /// Forms of staff that got no answer worth having.
    unanswered: Mutex<Vec<NewRequest>>,
    paying: Mutex<BTreeMap<OperationKey, Paying>>,
    /// The same of clients.
    unpaid: Mutex<Vec<Paying>>,
    /// Links that were replaced.
    replaced: Mutex<Vec<String>>,
    forms: Mutex<u64>,
}

impl Requests {
    pub fn new(accounts: [MerchantAccountId; 2], signed_in: SignedIn) -> Self {
        Self {
            accounts,
            signed_in,
            made: Mutex::default(),
            unanswered: Mutex::default(),
            paying: Mutex::default(),
            unpaid: Mutex::default(),
            replaced: Mutex::default(),
            forms: Mutex::default(),
        }
    }

    /// What was asked for with a payment on a request: the amount and the account.
    pub fn asked(&self, payment: &Transaction) -> Option<(Money, MerchantAccountId)> {
        let part = payment.request.as_ref()?;
        let all = self.paying.lock().unwrap();
        let paying = all.get(&part.group)?;
        let (account, whole) = *paying.legs.get(usize::from(part.leg))?;
        let minor = if paying.legs.len() == 1 { paying.tender.amount } else { whole };
        Some((Money::new(minor, Currency::USD), account))
    }

    /// Whether a payment was asked for with a method that is saved.
    pub fn is_with_saved(&self, payment: &Transaction) -> bool {
        let all = self.paying.lock().unwrap();
        let paying = payment.request.as_ref().and_then(|part| all.get(&part.group));
        paying.is_some_and(|paying| paying.chosen.is_some())
    }

    /// A key that nobody else uses.
    fn key(&self) -> (OperationKey, u64) {
        let mut forms = self.forms.lock().unwrap();
        *forms += 1;
        (key((1_u128 << 101) + u128::from(*forms)), *forms)
    }

    /// Somebody is asked, or pays, or staff take a request back or replace its link.
    pub fn act(self: &Arc<Self>, staff: &Arc<Staff>, portal: &mut Portal, outside: &Outside) {
        let lot = outside.world.between(0, 99);
        let which = usize::try_from(outside.world.between(0, LATEST as u64 - 1)).unwrap();
        let clients = if (30..85).contains(&lot) { outside.world.between(1, 4) } else { 1 };
        for _ in 0..clients {
            let (requests, staff, turnstile) = (self.clone(), staff.clone(), portal.turnstile.clone());
            portal.spawn(|app, outside| async move {
                outside.world.pass(0, 3_000).await;
                match lot {
                    0..30 => requests.ask(&app, &outside, &staff).await,
                    30..85 => Box::pin(requests.come(&app, &outside, (&staff, &turnstile), which)).await,
                    85..91 => requests.cancel(&app, &outside, &staff, which).await,
                    91..95 => requests.signed_in.tend(&app, &outside, &turnstile, &staff.user).await,
                    _ => requests.reissue(&app, &outside, &staff, which).await,
                }
            });
        }
    }

    async fn ask(&self, app: &App, outside: &Outside, staff: &Staff) {
        let again = self.unanswered.lock().unwrap().pop();
        let Some(wanted) = again.or_else(|| self.wanted(app, outside)) else { return };
        if outside.world.chance(250) {
            tokio::join!(self.send(app, outside, staff, &wanted), self.send(app, outside, staff, &wanted));
        } else {
            self.send(app, outside, staff, &wanted).await;
        }
    }

    fn wanted(&self, app: &App, outside: &Outside) -> Option<NewRequest> {
        let world = &outside.world;
        let (key, number) = self.key();
        let amount = || Money::new(i64::try_from(world.between(1_000, 50_000)).unwrap(), Currency::USD);
        let [operating, trust] = self.accounts;
        let amounts = match world.between(0, 9) {
            0..4 => vec![(operating, amount())],
            4..6 => vec![(trust, amount())],
            _ => vec![(operating, amount()), (trust, amount())],
        };
        let in_parts = amounts.len() == 1 && world.chance(600);
        let last = world.chance(300).then(|| i64::try_from(world.between(0, 30)).unwrap());
        let today = date_of(schedules::today(app).ok()?)?;
        let day = |days: i64| day_of(today.saturating_add(jiff::Span::new().days(days)));
        let payer = self.signed_in.payer(world.pick(&[0, 1, 2, 3]));
        let asked = Asked {
            name: format!("Client {number}"),
            emails: vec![format!("asked{number}@client.example")],
            locale: Locale::EnUs,
            payer,
            invoice_number: Some(format!("INV-{number}")),
            matter: None,
            reference: None,
            message: String::new(),
            least_part: in_parts.then_some(500),
            due: None,
            expires: last.map(day),
            remind_after: world.pick(&[&[][..], &[1], &[1, 2, 3], &[2, 30]]).to_vec(),
            accepted: world.pick(&[Accepted::Cards, Accepted::Both, Accepted::Both, Accepted::BankAccounts]),
            offers_keeping: true,
        };
        let handing = if world.chance(700) { Handing::Mail } else { Handing::Link };
        Some(NewRequest { key, asked, amounts, handing, brought: None })
    }

    async fn send(&self, app: &App, outside: &Outside, staff: &Staff, wanted: &NewRequest) {
        let answer = payment_requests::create(app, Authority::Staff(&staff.user), wanted.clone()).await;
        if outside.world.is_dead() {
            return self.unanswered.lock().unwrap().push(wanted.clone());
        }
        match answer {
            Ok(request) => {
                let known = self.made.lock().unwrap().insert(wanted.key.clone(), request.id);
                if known.is_some_and(|id| id != request.id) {
                    outside.world.wrong(format!("[I2] {}: one form made two requests", wanted.key));
                }
            }
            Err(RequestError::Unavailable | RequestError::Store(_)) => {
                self.unanswered.lock().unwrap().push(wanted.clone());
            }
            // By a clock that was set its link would have ended already.
            Err(RequestError::Unfit(_)) if wanted.asked.expires.is_some() => {}
            Err(other) => outside.world.wrong(format!("{}: not sent: {other}", wanted.key)),
        }
    }

    async fn cancel(&self, app: &App, outside: &Outside, staff: &Staff, which: usize) {
        let Some(request) = latest(app, which) else { return };
        let done = payment_requests::act(app, Authority::Staff(&staff.user), vec![request.id], Deed::Cancel).await;
        outside.world.tell(|| format!("request {} is taken back: {:?}", request.id, done.ok()));
    }

    async fn reissue(&self, app: &App, outside: &Outside, staff: &Staff, which: usize) {
        let Some(request) = latest(app, which) else { return };
        let token = links::token(&app.secrets, &request);
        let done = payment_requests::reissue(app, Authority::Staff(&staff.user), request.id).await;
        if !outside.world.is_dead() && done.is_ok() {
            self.replaced.lock().unwrap().push(token);
        }
    }

    /// A client on the page of a request, which may be an old one that was open in a tab.
    async fn come(&self, app: &App, outside: &Outside, (staff, turnstile): (&Staff, &Turnstile), which: usize) {
        let Some(paying) = self.next(app, outside, which) else { return };
        match &paying.chosen {
            // The other of two tabs, where their methods are.
            Some(chosen) if outside.world.chance(250) => {
                tokio::join!(self.pay(app, outside, (staff, turnstile), &paying), async {
                    outside.world.pass(0, 1_500).await;
                    self.signed_in.replace(app, outside, (&staff.user, turnstile), chosen).await;
                });
            }
            Some(_) if paying.fate == Fate::Decline && outside.world.chance(500) => {
                self.insist(app, outside, (staff, turnstile), &paying).await;
            }
            _ if outside.world.chance(250) => {
                tokio::join!(self.pay(app, outside, (staff, turnstile), &paying), async {
                    outside.world.pass(0, 2_000).await;
                    self.pay(app, outside, (staff, turnstile), &paying).await;
                });
            }
            _ => self.pay(app, outside, (staff, turnstile), &paying).await,
        }
        if paying.fate != Fate::Late {
            return;
        }
        // Once it was given up somebody pays again.
        outside.world.pass(60_000, 90_000).await;
        let known = app.store.read().ok().and_then(|reader| stored::request(&reader, paying.tender.request).ok()?);
        if let Some(request) = known {
            let fate = Fate::Approve.with(request.asked.accepted);
            let again = self.new_form(outside, &request, (fate, request.rest().minor()), None);
            self.pay(app, outside, (staff, turnstile), &again).await;
        }
    }

    /// Somebody who is signed in tries a card that is declined again and again. As often as anybody else's is it tried.
    async fn insist(&self, app: &App, outside: &Outside, (staff, turnstile): (&Staff, &Turnstile), first: &Paying) {
        let mut tried = 0;
        for _ in 0..=Defence::default().tries_an_hour {
            let request =
                app.store.read().ok().and_then(|reader| stored::request(&reader, first.tender.request).ok()?);
            let Some(request) = request else { return };
            let again = self.new_form(outside, &request, (first.fate, request.rest().minor()), first.chosen.clone());
            self.pay(app, outside, (staff, turnstile), &again).await;
            let known =
                app.store.read().ok().map(|reader| transactions::transaction_by_key(&reader, &again.tender.key));
            tried += u32::from(known.is_some_and(|known| known.is_ok_and(|payment| payment.is_some())));
        }
        if tried > Defence::default().tries_an_hour {
            outside.world.wrong(format!("request {}: a card was tried {tried} times", first.tender.request));
        }
    }

    fn next(&self, app: &App, outside: &Outside, which: usize) -> Option<Paying> {
        let world = &outside.world;
        if world.chance(200)
            && let Some(again) = self.unpaid.lock().unwrap().pop()
        {
            return Some(again);
        }
        let request = latest(app, which)?;
        let chosen = world.chance(650).then(|| self.signed_in.choose(app, outside, &request)).flatten();
        let fate = world.pick(&Fate::ALL);
        let fate = if world.chance(150) && !outside.processor.two_step { Fate::Late } else { fate };
        let fate = chosen.as_ref().map_or_else(|| fate.with(request.asked.accepted), Chosen::fate);
        let rest = request.rest().minor();
        let amount = match request.asked.least_part {
            Some(least) if rest > least && world.chance(600) => {
                i64::try_from(world.between(least.unsigned_abs(), rest.unsigned_abs())).unwrap()
            }
            _ if rest > 0 => rest,
            // The form was open while others paid.
            _ => request.total().minor(),
        };
        Some(self.new_form(outside, &request, (fate, amount), chosen))
    }

    fn new_form(
        &self,
        outside: &Outside,
        request: &PaymentRequest,
        (fate, amount): (Fate, i64),
        chosen: Option<Chosen>,
    ) -> Paying {
        let (key, number) = self.key();
        // Anybody can type the name and the address of somebody who signs in.
        let typed = outside.world.chance(150).then_some(0);
        let name = typed.map_or_else(|| format!("Client {}", outside.world.between(0, 6)), signed_in::name);
        let email = typed.map_or_else(|| format!("client{}@client.example", number % 7), signed_in::address);
        let tender = Tender {
            means: Means::Entered(fate.token(&key)),
            key: key.clone(),
            request: request.id,
            amount,
            name,
            email,
            locale: Locale::EnUs,
            keep: wish(&key),
            debits: Vec::new(),
        };
        let legs = request.legs.iter().map(|leg| (leg.merchant_account, leg.amount.minor())).collect();
        let peer = format!("10.{}.{}.7", number / 256 % 256, number % 256);
        let paying = Paying { tender, fate, legs, peer, chosen };
        self.paying.lock().unwrap().insert(key, paying.clone());
        paying
    }

    async fn pay(&self, app: &App, outside: &Outside, (staff, turnstile): (&Staff, &Turnstile), paying: &Paying) {
        let key = &paying.tender.key;
        let Some(answer) = self.submit(app, outside, turnstile, paying).await else { return };
        if outside.world.is_dead() {
            return self.unpaid.lock().unwrap().push(paying.clone());
        }
        let statuses = |paid: &Vec<Transaction>| paid.iter().map(|payment| payment.status).collect::<Vec<_>>();
        let who = if paying.chosen.is_some() { "a payer" } else { "a client" };
        outside.world.tell(|| format!("{who} is told: {key} {:?}", answer.as_ref().map(statuses)));
        match answer {
            Ok(payments) => payments.iter().for_each(|payment| tell(outside, staff, (paying, payment))),
            Err(PaySavedError::Pay(PayError::Take(TakeError::BeingConfirmed(_)))) => {
                self.unpaid.lock().unwrap().push(paying.clone());
            }
            Err(PaySavedError::Pay(PayError::Amount(_) | PayError::Take(TakeError::Request(_)))) => {
                not_charged(outside, key);
            }
            // The day may change between what was shown and what was signed.
            Err(PaySavedError::Pay(PayError::Take(
                TakeError::Unavailable | TakeError::Store(_) | TakeError::Authorization,
            ))) => {
                not_charged(outside, key);
                self.unpaid.lock().unwrap().push(paying.clone());
            }
            // It is somebody else's, it was tried too often, or the request rests.
            Err(PaySavedError::NotFound | PaySavedError::TurnedAway(_)) if paying.chosen.is_some() => {
                not_charged(outside, key);
            }
            Err(other) => outside.world.wrong(format!("{key}: refused: {other}")),
        }
    }

    /// Sends a form, with what was signed for what it shows to be debited; nothing where it cannot even be drawn, or is not
    /// let through.
    async fn submit(
        &self,
        app: &App,
        outside: &Outside,
        turnstile: &Turnstile,
        paying: &Paying,
    ) -> Option<Result<Vec<Transaction>, PaySavedError>> {
        let opened = opened(app, paying)?;
        let shown = opened.debits(paying.tender.amount);
        if let Some(chosen) = &paying.chosen {
            return Some(self.signed_in.pay(app, outside, turnstile, (chosen, &paying.tender, &shown)).await);
        }
        let admitted = admit(app, turnstile, (paying, &opened))?;
        let token = paying.fate.token(&paying.tender.key);
        let debits = shown.iter().filter_map(|amount| signed(app, (&token, *amount), &paying.peer));
        let tender = Tender { debits: debits.collect(), ..paying.tender.clone() };
        Some(paying::pay(app, turnstile, (admitted, tender)).await.map_err(PaySavedError::Pay))
    }

    /// Whoever pays when all goes well pays all that is left.
    pub async fn pay_up(&self, staff: &Staff, portal: &Portal, outside: &Outside) {
        for which in 0..2 {
            let Some(request) = latest(&portal.app, which) else { return };
            let (open, rest) = (request.door(portal.app.now()) == Door::Open, request.rest().minor());
            if !open || rest == 0 || is_resting(&portal.app, &request) {
                continue;
            }
            let fate = Fate::Approve.with(request.asked.accepted);
            let (key, _) = self.key();
            let chosen = self.signed_in.prepare(&portal.app, outside, &portal.turnstile, (&request, key)).await;
            let form = self.new_form(outside, &request, (fate, rest), chosen);
            self.pay(&portal.app, outside, (staff, &portal.turnstile), &form).await;
            let reader = portal.app.store.read().unwrap();
            let left = stored::request(&reader, request.id).unwrap().unwrap().rest().minor();
            if left > 0 {
                outside.world.wrong(format!("[I1] request {}: {left} of {rest} could not be paid", request.id));
            }
        }
    }

    /// What was told of is there, and more than was asked for is never paid without somebody being told.
    pub fn at_any_time(&self, reader: &Reader, outside: &Outside) {
        let world = &outside.world;
        for (key, id) in self.made.lock().unwrap().iter() {
            if stored::request_by_key(reader, key).unwrap().is_none_or(|request| request.id != *id) {
                world.wrong(format!("[I2] {key}: told of request {id}, and it is not there"));
            }
        }
        let alerts: Vec<Alert> = reader.all(ALERTS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
        let told_of = |payment: &Transaction, open: bool| {
            let is_told =
                |alert: &&Alert| alert.about == About::Payment(payment.id) && alert.cause == Cause::RequestOverpaid;
            alerts.iter().filter(is_told).any(|alert| !open || alert.state.is_unresolved())
        };
        for request in all(reader) {
            let payments = stored::payments(reader, request.id).unwrap();
            judge_sums(outside, (&request, &payments), |payment| payment.status);
            for (place, leg) in request.legs.iter().enumerate() {
                let of_leg = || payments.iter().filter(|payment| is_part(payment, place));
                let paid = || of_leg().filter(|payment| pays(payment.status));
                let back: i64 = paid().map(|payment| given_back(reader, payment)).sum();
                let beyond = paid().map(minor).sum::<i64>() - back - leg.amount.minor();
                if beyond > 0 && !of_leg().any(|payment| told_of(payment, false)) {
                    world.wrong(format!("[I10] request {}: {beyond} too much is paid, nobody was told", request.id));
                }
                if beyond <= 0 && of_leg().any(|payment| told_of(payment, true)) {
                    world.wrong(format!("[I10] request {}: nothing is too much, and its alert is open", request.id));
                }
            }
        }
    }

    /// What must be true once everything goes well again and all news was read.
    pub fn at_rest(&self, portal: &Portal, outside: &Outside) {
        let (world, reader) = (&outside.world, portal.app.store.read().unwrap());
        for request in all(&reader) {
            self.judge_money(&reader, outside, &request);
            let payments = stored::payments(&reader, request.id).unwrap();
            judge_sums(outside, (&request, &payments), |payment| stands(outside, payment));
            self.judge_saved(&reader, outside, (&request, &payments));
            judge_deeds(&reader, outside, &request);
        }
        for token in self.replaced.lock().unwrap().iter() {
            if paying::open(&portal.app, token).unwrap().is_some() {
                world.wrong("[I6] a link that was replaced still leads to its request".to_owned());
            }
        }
        let then = world.now_shown().plus_ms(-SINCE_THE_LAST_ROUND_MS);
        if let Some(id) = stored::due(&reader, then, 1).unwrap().first() {
            world.wrong(format!("[I10] request {id}: it is due and nobody sees to it"));
        }
    }

    /// Whoever is signed in pays what they are asked for with what is theirs.
    fn judge_saved(&self, reader: &Reader, outside: &Outside, (request, payments): (&PaymentRequest, &[Transaction])) {
        let paying = self.paying.lock().unwrap();
        for payment in payments {
            let form = payment.request.as_ref().and_then(|part| paying.get(&part.group));
            let Some(form) = form else { continue };
            if let Some(chosen) = &form.chosen {
                self.signed_in.judge(reader, outside, (chosen, request), payment);
            }
        }
    }

    /// By the processor's books no more was taken, or is on its way, than was asked for, unless an approval came late.
    fn judge_money(&self, reader: &Reader, outside: &Outside, request: &PaymentRequest) {
        let paying = self.paying.lock().unwrap();
        for (place, leg) in request.legs.iter().enumerate() {
            let payments = stored::payments(reader, request.id).unwrap();
            let of_leg = || payments.iter().filter(|payment| is_part(payment, place));
            let kept = |payment: &&Transaction| {
                let there = stands(outside, payment);
                pays(there) || there == Status::Pending
            };
            let sum: i64 = of_leg().filter(kept).map(minor).sum();
            let is_late = |payment: &Transaction| {
                let group = payment.request.as_ref().map(|part| &part.group);
                group.and_then(|group| paying.get(group)).is_some_and(|one| one.fate == Fate::Late)
            };
            if sum > leg.amount.minor() && !of_leg().any(is_late) {
                let asked = leg.amount.minor();
                outside.world.wrong(format!("[I1] request {}: {sum} is taken of {asked}", request.id));
            }
        }
    }
}

/// What is left of each part is what nobody pays or is about to, and it is told as paid once all of it is.
fn judge_sums(
    outside: &Outside,
    (request, payments): (&PaymentRequest, &[Transaction]),
    stands: impl Fn(&Transaction) -> Status,
) {
    let mut whole = true;
    for (place, leg) in request.legs.iter().enumerate() {
        let sum = |counts: fn(Status) -> bool| -> i64 {
            payments.iter().filter(|payment| is_part(payment, place) && counts(stands(payment))).map(minor).sum()
        };
        let (asked, paid, awaited) = (leg.amount.minor(), sum(pays), sum(is_on_its_way));
        let left = (asked - paid - awaited).max(0);
        if leg.rest() != left {
            let told = leg.rest();
            outside.world.wrong(format!("[I1] request {}: {told} is said to be left of it, and {left} is", request.id));
        }
        whole &= paid >= asked;
    }
    if request.is_paid() != whole {
        outside.world.wrong(format!("[I1] request {}: it is told as {:?}", request.id, request.state()));
    }
}

/// How a payment really stands at rest: as the processor's books say, unless it was given up here.
fn stands(outside: &Outside, payment: &Transaction) -> Status {
    let books = outside.processor.books();
    let there = books.charge(&payment.key).filter(|_| payment.status != Status::Failed);
    there.map_or(Status::Failed, |charge| charge.status)
}

/// Whether what stands so pays its part, by a plainer table than the portal's.
fn pays(status: Status) -> bool {
    matches!(status, Status::Captured | Status::Settled | Status::Disputed | Status::DisputeWon)
}

/// Whether what stands so may still pay its part.
fn is_on_its_way(status: Status) -> bool {
    status.is_unresolved()
        || matches!(status, Status::ActionRequired | Status::Held | Status::Authorized | Status::Pending)
}

/// Reminders: each at most once, and none once all is paid, being paid, or the request was taken back. Nor is anything paid
/// that was asked for after that.
fn judge_deeds(reader: &Reader, outside: &Outside, request: &PaymentRequest) {
    let wrong = |what: &str| outside.world.wrong(format!("[I11] request {}: {what}", request.id));
    let payments = stored::payments(reader, request.id).unwrap();
    let mut told: Vec<(u64, Option<&Transaction>, Fact)> = Vec::new();
    for (number, entry) in journal::latest(reader, Subject::PaymentRequest(request.id), usize::MAX).unwrap() {
        told.push((number, None, entry.fact));
    }
    for payment in &payments {
        for (number, entry) in journal::latest(reader, Subject::Transaction(payment.id), usize::MAX).unwrap() {
            told.push((number, Some(payment), entry.fact));
        }
    }
    told.sort_by_key(|(number, ..)| *number);
    let (mut stand, mut cancelled, mut expired, mut reminded) = (BTreeMap::new(), false, false, BTreeSet::new());
    for (_, payment, fact) in &told {
        match (payment, fact) {
            (Some(payment), Fact::PaymentRequested) => {
                stand.insert(payment.id, Status::Created);
                // The link has ended; what the payer signed before that staff may still present again.
                let again = payment.bank_debit.as_ref().is_some_and(|debit| debit.represents.is_some());
                if cancelled || expired && !again {
                    wrong("it was paid on after it was taken back");
                }
            }
            (Some(payment), Fact::PaymentChanged { to, .. }) => drop(stand.insert(payment.id, *to)),
            (None, Fact::PaymentRequestCancelled) => cancelled = true,
            (None, Fact::PaymentRequestExpired) => expired = true,
            (None, Fact::PaymentRequestReminded { number, .. }) => {
                if cancelled || expired || !reminded.insert(*number) {
                    wrong("its client was reminded twice, or after it was over");
                }
                let taken = |place: usize| -> i64 {
                    let counts = |payment: &&Transaction| {
                        is_part(payment, place)
                            && stand.get(&payment.id).is_some_and(|status| pays(*status) || is_on_its_way(*status))
                    };
                    payments.iter().filter(counts).map(minor).sum()
                };
                if request.legs.iter().enumerate().all(|(place, leg)| taken(place) >= leg.amount.minor()) {
                    wrong("its client was reminded of what was paid or being paid");
                }
            }
            _ => {}
        }
    }
}

fn minor(payment: &Transaction) -> i64 {
    payment.amount.minor()
}

/// What of a payment went back to its payer.
fn given_back(reader: &Reader, payment: &Transaction) -> i64 {
    let refunds = transactions::refunds(reader, payment.id).unwrap();
    refunds.iter().filter(|refund| refund.status.went_through()).map(|refund| refund.amount.minor()).sum()
}

fn is_part(payment: &Transaction, place: usize) -> bool {
    payment.request.as_ref().is_some_and(|part| usize::from(part.leg) == place)
}

fn all(reader: &Reader) -> Vec<PaymentRequest> {
    reader.all(PAYMENT_REQUESTS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect()
}

/// One of the latest requests; the oldest there is where there are fewer.
fn latest(app: &App, which: usize) -> Option<PaymentRequest> {
    let mut found = stored::list(&app.store.read().ok()?, &Listed::default(), None, which + 1).ok()?;
    found.pop()
}

fn is_resting(app: &App, request: &PaymentRequest) -> bool {
    let opened = paying::open(app, &links::token(&app.secrets, request)).unwrap();
    opened.is_none_or(|opened| matches!(opened.alertness, Alertness::Resting { .. }))
}

/// The request of a form as its client sees it.
fn opened(app: &App, paying: &Paying) -> Option<Opened> {
    let request = stored::request(&app.store.read().ok()?, paying.tender.request).ok()??;
    paying::open(app, &links::token(&app.secrets, &request)).ok()?
}

/// Lets a client through who took five minutes over the form.
fn admit(app: &App, turnstile: &Turnstile, (paying, opened): (&Paying, &Opened)) -> Option<Admitted> {
    let drawn_at = app.now().plus_ms(-300_000);
    let ticket = Ticket::new(&opened.request, paying.tender.key.clone(), (opened.alertness, drawn_at));
    let shown = Shown { ticket: &ticket, solution: "", bait: "", peer: &paying.peer };
    turnstile.admit(&app.secrets, (&opened.request, opened.alertness), &shown).ok()
}

/// What a client is told of a payment stands.
fn tell(outside: &Outside, staff: &Staff, (paying, payment): (&Paying, &Transaction)) {
    let late = paying.fate == Fate::Late;
    // What comes late is at the processor before the portal hears of it.
    if !late {
        is_true(outside, payment, outside.processor.books().charge(&payment.key));
    }
    let mut told = staff.told.lock().unwrap();
    if matches!(payment.status, Status::Declined | Status::Failed) && !late {
        told.not_charged.insert(payment.key.clone());
    }
    told.payments.insert(payment.key.clone(), payment.clone());
}

fn not_charged(outside: &Outside, key: &OperationKey) {
    if outside.processor.books().charge(key).is_some_and(|charge| charge.captures > 0) {
        outside.world.wrong(format!("[I2] {key}: charged, and told that it was not"));
    }
}
