//! The payments of the demonstration, one after the other: who pays what, where to, with what outcome.
//!
//! Pure: nothing is written and no processor is called here. What the processor would have answered (approval code,
//! instrument) is filled in by [`super::past`].

use std::collections::{BTreeMap, VecDeque};

use jiff::tz::TimeZone;

use crate::{
    domain::{
        bank_account::{AccountType, HolderType},
        ids::{DebitAuthorizationId, MerchantAccountId, OperationKey, PayerId, PaymentMethodId, TransactionId},
        journal::Actor,
        locale::Locale,
        merchant_account::MerchantAccount,
        money::Money,
        nacha::{BankDebit, Channel, SecCode},
        payer::Payer,
        time::Timestamp,
        transaction::{DeclineReason, Kind, Source, Status, Transaction},
    },
    gateway::sandbox::history::{HistoricAccount, HistoricCard, HistoricInstrument},
};

use super::{
    DemoError, DemoOptions,
    calendar::{Calendar, Moment, date_of},
    dice::Dice,
    fate::{self, End, Fate, Plan},
    firm::{ADMINISTRATOR, BILLING, CASHIER, COSTS, House, OPERATING, TIME_ZONE, TRUST},
    names::{COMPANY_MATTERS, PERSONAL_MATTERS, notes},
    pages::SEAT_WITH_TAX,
    particulars,
    people::{People, Person},
    surcharges,
};

/// How long before the first payment the portal was set up, in milliseconds.
const SET_UP_BEFORE_MS: i64 = 3 * 24 * 60 * 60 * 1000;
/// How many of the latest payments have the words of their receipts kept. Older ones have only the fact that they were
/// sent, so that a million payments stay small.
const WITH_WORDS: u64 = 200;
/// How many payments a regular makes at most in the two years.
const PER_REGULAR: u64 = 250;
/// One payer in so many pays by schedule: those whose number leaves [`ON_PLAN`].
const PLANS: u64 = 3;
const ON_PLAN: u64 = 1;
/// How long a schedule rests between two payments at least, in milliseconds: less would look like a double charge.
const SCHEDULE_RESTS_MS: i64 = 13 * 24 * 60 * 60 * 1000;
/// How many payers are looked at for one whose schedule has rested.
const SCHEDULES_LOOKED_AT: u64 = 50;
/// Number of the invoice before the first.
const FIRST_INVOICE: u64 = 17_900;

/// One payment with everything around it.
pub(super) struct Planned {
    /// The payment as it was asked for; status, version and times are those of the end.
    pub(super) transaction: Transaction,
    /// What it was put to.
    pub(super) instrument: HistoricInstrument,
    /// What happened to it, in order.
    pub(super) fate: Fate,
    /// The payer, where this is their first payment.
    pub(super) new_payer: Option<Payer>,
    /// The key under which the method charged was saved, where this is its first charge.
    pub(super) new_method: Option<OperationKey>,
    /// Whether the words of its receipt are kept.
    pub(super) words: bool,
}

/// A payer as the firm knows them by now.
#[derive(Clone, Copy)]
struct Known {
    id: PayerId,
    method: Option<(PaymentMethodId, MerchantAccountId)>,
    /// When their schedule ran last.
    scheduled_at: Option<Timestamp>,
}

/// Tells the payments in the order in which they were made.
pub(super) struct Story {
    now: Timestamp,
    seed: u64,
    payments: u64,
    calendar: Calendar,
    people: People,
    dice: Dice,
    pub(super) house: House,
    next_day: usize,
    moments: VecDeque<Moment>,
    told: u64,
    known: BTreeMap<u64, Known>,
    methods: u64,
    authorizations: u64,
    /// Whether the authorization that is left open at the end was told.
    authorized: bool,
}

impl Story {
    /// The story that belongs to these options.
    pub(super) fn new(options: &DemoOptions) -> Result<Self, DemoError> {
        let zone = TimeZone::get(TIME_ZONE).map_err(|_| DemoError::Defect("the firm's time zone"))?;
        let calendar = Calendar::new(options.now, &zone, options.payments);
        let house = House::new(calendar.first().plus_ms(-SET_UP_BEFORE_MS), &options.password_hash)?;
        let end = date_of(options.now, &zone);
        let end = (end.year().unsigned_abs(), end.month().unsigned_abs());
        Ok(Self {
            now: options.now,
            seed: options.seed,
            payments: options.payments,
            calendar,
            people: People::new(options.seed, options.payments, end),
            dice: Dice::new(options.seed),
            house,
            next_day: 0,
            moments: VecDeque::new(),
            told: 0,
            known: BTreeMap::new(),
            methods: 0,
            authorizations: 0,
            authorized: false,
        })
    }

    /// The next payment, or `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Planned>, DemoError> {
        while self.moments.is_empty() {
            match self.calendar.day(self.next_day, &self.dice) {
                Some(moments) => self.moments.extend(moments),
                None => return Ok(None),
            }
            self.next_day += 1;
        }
        match self.moments.pop_front() {
            Some(moment) => self.tell(moment).map(Some),
            None => Ok(None),
        }
    }

    fn tell(&mut self, moment: Moment) -> Result<Planned, DemoError> {
        let number = self.told;
        self.told += 1;
        let (moment, set) = self.set_piece(number, moment);
        let payer_number = self.payer_number(moment);
        let person = self.people.person(payer_number);
        let (known, new_payer) = self.know(payer_number, &person, moment);
        let account = self.account_for(known, &person, moment.source);
        let mut fate = fate::decide(set, moment, &self.dice, self.now);
        let (payment_method, new_method) = match fate.card.or(fate.account) {
            // Another card or account than the one saved.
            Some(_) => (None, None),
            None => self.method_for(payer_number, known, account, moment.source),
        };
        let account = self.house.account(account).ok_or(DemoError::Defect("an account that was never opened"))?;
        let mut transaction = self.payment(moment, &person, known.id, account);
        transaction.payment_method = payment_method;
        transaction.kind = fate.kind();
        fate.refund = fate::refund(&fate, transaction.amount, &self.dice, self.now);
        let holder = if person.company { HolderType::Business } else { HolderType::Personal };
        if fate.account.is_some() {
            transaction.bank_debit = Some(self.debit(transaction.actor, holder));
        }
        surcharges::part(&mut transaction, fate.card.unwrap_or(person.card_number));
        fate.play(&mut transaction);
        let instrument = match fate.account {
            Some(number) => HistoricInstrument::Account(HistoricAccount {
                number,
                types: (AccountType::Checking, holder),
                holder: person.holder,
            }),
            None => HistoricInstrument::Card(HistoricCard {
                number: fate.card.unwrap_or(person.card_number),
                expiry: person.expiry,
                holder: person.holder,
            }),
        };
        let words = self.payments - number <= WITH_WORDS;
        Ok(Planned { transaction, instrument, fate, new_payer, new_method, words })
    }

    /// A debit with an authorization of its own: by telephone where staff keyed it, on a page otherwise.
    fn debit(&mut self, actor: Actor, holder: HolderType) -> BankDebit {
        self.authorizations += 1;
        let channel = if matches!(actor, Actor::User(_)) { Channel::Phone } else { Channel::Online };
        BankDebit::new(SecCode::of(channel, holder), DebitAuthorizationId::new(self.authorizations))
    }

    /// Who pays. The firm's clients grow with its story, and those who came first pay most often.
    fn payer_number(&self, moment: Moment) -> u64 {
        let regulars = People::regulars();
        let by_regulars = (regulars * PER_REGULAR * 1000 / self.payments.max(1)).min(150);
        let scheduled = moment.source == Source::PaymentSchedule;
        if !scheduled && self.dice.chance(by_regulars) {
            return self.dice.below(regulars);
        }
        let everyone = u128::from(self.people.count());
        let so_far = everyone * u128::from(self.payments / 4 + self.told * 3 / 4) / u128::from(self.payments.max(1));
        let so_far = u64::try_from(so_far).unwrap_or(regulars).clamp(regulars, self.people.count());
        let number = self.dice.below(so_far).min(self.dice.below(so_far));
        if scheduled { self.rested_schedule(number, so_far, moment.at) } else { number }
    }

    /// The first payer from `number` on who pays by schedule and whose turn it can be.
    fn rested_schedule(&self, number: u64, so_far: u64, at: Timestamp) -> u64 {
        let plans = so_far / PLANS;
        let mut candidates = (0..SCHEDULES_LOOKED_AT).map(|step| (number / PLANS + step) % plans * PLANS + ON_PLAN);
        let rested = |number: &u64| {
            let last = self.known.get(number).and_then(|known| known.scheduled_at);
            last.is_none_or(|last| at.ms_since(last) >= SCHEDULE_RESTS_MS)
        };
        candidates.clone().find(rested).or_else(|| candidates.next_back()).unwrap_or(ON_PLAN)
    }

    fn know(&mut self, number: u64, person: &Person, moment: Moment) -> (Known, Option<Payer>) {
        let scheduled_at = (moment.source == Source::PaymentSchedule).then_some(moment.at);
        if let Some(known) = self.known.get_mut(&number) {
            known.scheduled_at = scheduled_at.or(known.scheduled_at);
            return (*known, None);
        }
        let id = PayerId::new(u64::try_from(self.known.len()).unwrap_or(0) + 1);
        let known = Known { id, method: None, scheduled_at };
        self.known.insert(number, known);
        let payer = Payer {
            emails: person.email.iter().cloned().collect(),
            client_number: person.client_number.clone(),
            ..Payer::new(id, person.name.clone(), person.language, moment.at)
        };
        (known, Some(particulars::known(payer, person, (self.seed, number))))
    }

    /// Where the money goes. What is paid into trust must name the client and the matter, so only clients can.
    fn account_for(&self, known: Known, person: &Person, source: Source) -> MerchantAccountId {
        let to_trust = match source {
            Source::PaymentSchedule if person.plan_to_trust => 1000,
            Source::PaymentSchedule => 0,
            Source::SendForPayment => 380,
            Source::EnterPayment => 290,
            Source::PaymentPage => 240,
            Source::Invoice | Source::QuickPay | Source::PayerPortal | Source::Connect => 80,
        };
        match known.method {
            Some((_, account)) if charges_saved_method(source) => account,
            _ if person.client_number.is_some() && self.dice.chance(to_trust) => TRUST,
            _ if matches!(source, Source::PaymentPage | Source::EnterPayment) && self.dice.chance(110) => COSTS,
            _ => OPERATING,
        }
    }

    fn method_for(
        &mut self,
        payer_number: u64,
        known: Known,
        account: MerchantAccountId,
        source: Source,
    ) -> (Option<PaymentMethodId>, Option<OperationKey>) {
        match known.method {
            _ if !charges_saved_method(source) => (None, None),
            Some((method, _)) => (Some(method), None),
            None => {
                self.methods += 1;
                let id = PaymentMethodId::new(self.methods);
                self.known.insert(payer_number, Known { method: Some((id, account)), ..known });
                (Some(id), Some(self.dice.key()))
            }
        }
    }

    /// What must become of the payment, for the few that every demonstration has; the rest is chance.
    fn set_piece(&mut self, number: u64, moment: Moment) -> (Moment, Option<Plan>) {
        let (all, from_end) = (self.payments, self.payments - number);
        if !self.authorized && (4..=(all / 300).max(6)).contains(&from_end) && moment.source != Source::PaymentSchedule
        {
            self.authorized = true;
            return (Moment { source: Source::EnterPayment, ..moment }, Some(Plan::Authorize));
        }
        let pieces = [
            (all - 1, Plan::Approve),
            (all.saturating_sub(3), Plan::Hold),
            (all.saturating_sub((all / 20).max(7)), Plan::Dispute(Status::Disputed)),
            (all * 2 / 5, Plan::Dispute(Status::DisputeWon)),
            (all / 3, Plan::Dispute(Status::DisputeLost)),
            (all / 4, Plan::Void),
            (all.saturating_sub(2), Plan::Debit(End::Settled)),
            (all.saturating_sub(all / 40 + 9), Plan::Debit(End::Unpaid)),
            (all.saturating_sub(all / 12 + 9), Plan::Debit(End::Unauthorized)),
        ];
        let piece = pieces.into_iter().find(|(at, _)| *at == number).map(|(_, plan)| plan);
        let plan = piece.or_else(|| every_reason_once(number, all));
        let debited = matches!(plan, Some(Plan::Debit(_))) && !fate::is_agreed_to(moment.source);
        let source = if debited { Source::EnterPayment } else { moment.source };
        (Moment { source, ..moment }, plan)
    }

    fn payment(&self, moment: Moment, person: &Person, payer: PayerId, account: &MerchantAccount) -> Transaction {
        let dice = &self.dice;
        let trust = account.id == TRUST;
        let key = dice.key();
        let locale: Locale = self.house.firm.locale(person.language);
        let matter = self.matter(person, trust);
        let fees = !trust && account.id != COSTS;
        let invoice = moment.source == Source::Invoice || fees && dice.chance(invoiced(moment.source));
        let invoice_number = FIRST_INVOICE + self.told - dice.below(25);
        Transaction {
            id: TransactionId::new(self.told),
            method_token: format!("tok_{key}"),
            key,
            kind: Kind::Sale,
            source: moment.source,
            actor: self.actor(moment.source),
            merchant_account: account.id,
            account_kind: account.kind,
            statement_name: account.statement_name.clone(),
            amount: Money::new(self.amount(moment.source, person, account.id), account.currency),
            parts: None,
            surcharged: None,
            status: Status::Created,
            version: 1,
            test: true,
            payer: Some(payer),
            payer_name: person.name.clone(),
            client_number: person.client_number.clone(),
            receipt_emails: person.email.iter().cloned().collect(),
            locale,
            payment_method: None,
            keep: None,
            instrument: None,
            holder: None,
            fingerprint: None,
            bank_debit: None,
            invoice_number: invoice.then(|| format!("INV-{invoice_number}")),
            matter,
            reference: dice.chance(80).then(|| reference(person, dice)),
            note: dice.chance(40).then(|| dice.pick(notes(person.language)).to_owned()),
            occurrence: None,
            request: None,
            gateway_id: None,
            action_url: None,
            approval: None,
            decline: None,
            created_at: moment.at,
            day: moment.day,
            changed_at: moment.at,
        }
    }

    fn matter(&self, person: &Person, required: bool) -> Option<String> {
        let client = person.client_number.as_ref()?;
        if !required && !self.dice.chance(820) {
            return None;
        }
        // A client's matters keep their names: the name follows from the number.
        let number = self.dice.weighted(&[(60u64, 1usize), (25, 2), (10, 3), (5, 4)]);
        let subjects = if person.company { COMPANY_MATTERS } else { PERSONAL_MATTERS };
        let start = client.bytes().fold(0usize, |sum, digit| sum * 7 + usize::from(digit));
        Some(format!("{client}-{number:04} {}", subjects[(start + number * 5) % subjects.len()]))
    }

    fn actor(&self, source: Source) -> Actor {
        match source {
            Source::EnterPayment | Source::QuickPay | Source::Connect => {
                Actor::User(self.dice.weighted(&[(50, CASHIER), (40, BILLING), (10, ADMINISTRATOR)]))
            }
            Source::PaymentPage | Source::SendForPayment | Source::Invoice | Source::PayerPortal => Actor::Client,
            Source::PaymentSchedule => Actor::System,
        }
    }

    /// How much, in cents: hours at a rate, retainers and filing fees in round figures.
    fn amount(&self, source: Source, person: &Person, account: MerchantAccountId) -> i64 {
        const RETAINERS: &[i64] =
            &[100_000, 150_000, 200_000, 250_000, 250_000, 300_000, 350_000, 500_000, 500_000, 750_000, 1_000_000];
        const BIG_RETAINERS: &[i64] = &[500_000, 750_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000];
        const FEES: &[i64] = &[5_200, 7_500, 12_000, 19_500, 24_000, 28_000, 31_500, 35_000, 40_200, 40_500, 60_500];
        const SEATS: &[i64] = &[SEAT_WITH_TAX, SEAT_WITH_TAX, 2 * SEAT_WITH_TAX, 3 * SEAT_WITH_TAX];
        const RATES: &[i64] = &[22_500, 27_500, 32_500, 37_500, 42_500, 47_500, 55_000, 65_000];
        let dice = &self.dice;
        let most_tenths = if person.company { 190 } else { 90 };
        match source {
            Source::PaymentSchedule => person.installment_minor,
            _ if account == TRUST && person.company && dice.chance(400) => dice.amount(BIG_RETAINERS),
            _ if account == TRUST => dice.amount(RETAINERS),
            _ if account == COSTS => dice.amount(FEES),
            Source::PaymentPage if dice.chance(220) => dice.amount(SEATS),
            // The lesser of two draws: short bills are common, long ones are not.
            _ => dice.amount(RATES) * dice.between(3, most_tenths).min(dice.between(3, most_tenths)) / 10,
        }
    }
}

/// Spreads one decline of each reason over the story.
fn every_reason_once(number: u64, all: u64) -> Option<Plan> {
    let mut reasons = (0u64..).zip(DeclineReason::ALL);
    reasons.find(|(at, _)| number == all * (2 * at + 5) / 31).map(|(_, reason)| Plan::Decline(reason))
}

const fn charges_saved_method(source: Source) -> bool {
    matches!(source, Source::PaymentSchedule | Source::QuickPay | Source::PayerPortal)
}

/// How many payments in a thousand name the invoice they pay.
const fn invoiced(source: Source) -> u64 {
    match source {
        Source::Invoice | Source::PayerPortal | Source::Connect => 1000,
        Source::PaymentPage | Source::SendForPayment => 550,
        Source::EnterPayment | Source::QuickPay => 450,
        Source::PaymentSchedule => 350,
    }
}

fn reference(person: &Person, dice: &Dice) -> String {
    if person.company {
        format!("PO {}", dice.between(2_000, 9_999))
    } else {
        format!("Docket {}-{:04}", dice.between(24, 26), dice.between(1, 2_400))
    }
}
