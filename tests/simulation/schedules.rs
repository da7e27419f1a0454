//! Payment schedules in the life of the firm (I3), and an oracle of what was due that knows nothing of the product's
//! calendar: it walks day by day and asks the zone what six in the morning is.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use clientpay::{
    app::App,
    domain::{
        card::{CardBrand, Expiry, Funding, Instrument, LastFour, PaymentMethod},
        debit_authorization::Given,
        ids::{MerchantAccountId, OccurrenceId, OperationKey, PayerId, PaymentMethodId, ScheduleId},
        journal::Actor,
        locale::Language,
        money::{Currency, Money},
        payer::{Address, Payer},
        portal::PortalLogin,
        schedule::{
            LATENESS_DAYS, Mail, References, Schedule, ScheduleEvent, State,
            group::{Chosen, CommonTerms, Stage, member_key},
            occurrence::{Occurrence, Standing, Waiver, holds_money},
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::{Failure, RetryPolicy},
        },
        time::{Day, Timestamp},
        transaction::Status,
        user::User,
    },
    i18n::dates,
    service::{
        Authority,
        bank_debits::{self, Consent, Words},
        payment_pages::admission::Turnstile,
        portal::catching_up,
        schedules::{
            self, Agreement, Collect, Decide, Decision, EditSchedule, NewSchedule, Notice, Overdue, Start, UseOfMethod,
            enrolling::{self, Choice, Wanted},
        },
    },
    store::{
        Store, StoreError,
        engine::Direction,
        firm, schedules as stored,
        table::{Reader, Records as _},
        tables::{SCHEDULE_GROUPS, SCHEDULES},
    },
};
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use tokio::join;

use crate::{
    portal::{Outside, Portal},
    processor::Fate,
};

/// Where worlds are at home: both hemispheres, half an hour of summer time, none, and the ends of the day.
const ZONES: [&str; 8] = [
    "America/New_York",
    "America/St_Johns",
    "Europe/Paris",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "America/Santiago",
    "Pacific/Kiritimati",
    "America/Phoenix",
];

/// How long it may be at rest since payments were collected.
const SINCE_THE_LAST_RUN_MS: i64 = 40 * 60_000;

/// What the saved methods of the payers come to when they are charged.
const FATES: [Fate; 9] = [
    Fate::Approve,
    Fate::Approve,
    Fate::Approve,
    Fate::Decline,
    Fate::Debit(None),
    Fate::Debit(Some(2)),
    Fate::Reverse,
    Fate::Review(false),
    Fate::Dispute(false),
];

/// What was agreed, as the people in this world remember it.
pub struct Agreements {
    zone: &'static str,
    methods: Vec<(PayerId, PaymentMethodId)>,
    /// Who signs in for which payer.
    logins: BTreeMap<PayerId, PortalLogin>,
    /// By the key of the form.
    made: Mutex<BTreeMap<OperationKey, Agreement>>,
    /// Those that somebody did something to besides waiting.
    touched: Mutex<BTreeSet<ScheduleId>>,
    accounts: [MerchantAccountId; 2],
    /// Who was chosen for a general schedule, by the key of its form.
    enrolled: Mutex<BTreeMap<OperationKey, BTreeSet<PayerId>>>,
}

/// Moves the firm to the zone of this seed, with payers whose methods are saved.
pub async fn set_up(store: &Store, seed: u64, accounts: [MerchantAccountId; 2]) -> Agreements {
    let zone = ZONES[usize::try_from(seed).unwrap() % ZONES.len()];
    let written = store.write(move |writer| -> Result<_, StoreError> {
        let mut known = firm::firm(writer)?.unwrap();
        zone.clone_into(&mut known.time_zone);
        writer.put_firm(&known)?;
        let (mut methods, mut logins) = (Vec::new(), BTreeMap::new());
        for (number, fate) in FATES.iter().enumerate() {
            let payer = writer.next_payer()?;
            let name = format!("Scheduled {number}");
            let emails = vec![format!("scheduled{number}@client.example")];
            writer.put_payer(&Payer { emails, ..Payer::new(payer, name.clone(), Language::En, crate::NOW) })?;
            let id = writer.next_payment_method()?;
            let token = fate.token(&OperationKey::parse(&"a".repeat(26)).unwrap());
            let last_four = LastFour::parse("4242").unwrap();
            let instrument = match fate {
                Fate::Debit(_) => crate::processor::instrument(*fate).unwrap(),
                _ => Instrument::Card {
                    brand: CardBrand::Visa,
                    last_four,
                    expiry: Expiry::new(12, 2035).unwrap(),
                    funding: Funding::Credit,
                },
            };
            writer.put_payment_method(&PaymentMethod {
                id,
                payer,
                merchant_account: accounts[number % 2],
                token,
                instrument,
                holder: name,
                fingerprint: format!("f{number}"),
                created_at: crate::NOW,
                stopped: None,
                nickname: String::new(),
                billing_address: Address::default(),
                disabled: None,
                reminded: Vec::new(),
                agreed: None,
                only_typed: false,
            })?;
            methods.push((payer, id));
            let email = format!("scheduled{number}@client.example");
            let login = PortalLogin::new(writer.next_portal_login()?, email, crate::NOW);
            writer.put_portal_login(&login)?;
            logins.insert(payer, login);
        }
        Ok((methods, logins))
    });
    let (methods, logins) = written.await.unwrap();
    Agreements {
        zone,
        methods,
        logins,
        made: Mutex::default(),
        touched: Mutex::default(),
        accounts,
        enrolled: Mutex::default(),
    }
}

impl Agreements {
    /// Somebody agrees with a payer, or does something to what was agreed.
    pub fn act(self: &Arc<Self>, user: &User, portal: &mut Portal, outside: &Outside) {
        let (agreements, user) = (self.clone(), user.clone());
        let lot = outside.world.between(0, 99);
        portal.spawn(|app, outside| async move {
            outside.world.pass(0, 20_000).await;
            match lot {
                0..40 => agreements.agree(&app, &outside, &user).await,
                40..55 => Box::pin(agreements.enrol(&app, &outside, &user)).await,
                _ => Box::pin(agreements.touch(&app, &outside, &user)).await,
            }
        });
    }

    async fn agree(&self, app: &App, outside: &Outside, user: &User) {
        let world = &outside.world;
        let key = app.ids.operation_key();
        let (payer, method) = world.pick(&self.methods);
        let Ok(today) = schedules::today(app) else { return };
        let recurrence = some_recurrence(outside, today);
        let retry = world.pick(&[&[][..], &[1, 3, 7], &[2]]);
        let agreement = Agreement {
            name: "Fees".to_owned(),
            payment_method: method,
            plan: some_plan(outside, recurrence),
            recurrence,
            retry: RetryPolicy::new(retry.to_vec()).unwrap(),
            mail: Mail { remind_days: world.pick(&[None, Some(2), Some(7)]), tell_failures: world.chance(500) },
            references: References::default(),
        };
        self.made.lock().unwrap().insert(key.clone(), agreement.clone());
        let given = some_consent(app, user, (payer, &agreement), None);
        let asked = NewSchedule { key, payer, agreement, start: Start::Now };
        let by = Authority::Staff(user);
        if world.chance(200) {
            let again = schedules::create(app, by, asked.clone(), given.clone());
            drop(join!(schedules::create(app, by, asked, given), again));
        } else {
            drop(schedules::create(app, by, asked, given).await);
        }
    }

    /// Terms that several payers agree to alike, each by their card for the account.
    async fn enrol(&self, app: &App, outside: &Outside, user: &User) {
        let (world, by, key) = (&outside.world, Authority::Staff(user), app.ids.operation_key());
        let Ok(today) = schedules::today(app) else { return };
        let recurrence = some_recurrence(outside, today);
        let side = usize::from(world.chance(500));
        let terms = CommonTerms {
            account: self.accounts[side],
            plan: some_plan(outside, recurrence),
            recurrence,
            retry: RetryPolicy::default(),
            mail: Mail::default(),
            references: References::default(),
        };
        let wanted = Wanted { name: "Retainers".to_owned(), terms };
        let begun = if world.chance(300) {
            let again = enrolling::create(app, by, key.clone(), wanted.clone());
            let (one, other) = join!(enrolling::create(app, by, key.clone(), wanted.clone()), again);
            one.or(other)
        } else {
            enrolling::create(app, by, key.clone(), wanted.clone()).await
        };
        let Ok(group) = begun else { return };
        let chosen: Vec<Chosen> = (0..self.methods.len())
            .filter(|number| number % 2 == side && !matches!(FATES[*number], Fate::Debit(_)) && world.chance(700))
            .map(|number| Chosen { payer: self.methods[number].0, method: self.methods[number].1, amount: None })
            .collect();
        self.remember(&key, &wanted, &chosen);
        let choices = chosen.into_iter().map(Choice::Take).collect();
        let Ok(group) = enrolling::choose(app, by, group.id, choices).await else { return };
        world.pass(0, 5_000).await;
        let confirm = || enrolling::confirm(app, by, (group.id, group.version), Vec::new());
        if world.chance(400) {
            drop(join!(confirm(), confirm()));
        } else {
            drop(confirm().await);
        }
    }

    fn remember(&self, key: &OperationKey, wanted: &Wanted, chosen: &[Chosen]) {
        let terms = &wanted.terms;
        for chosen in chosen {
            let agreement = Agreement {
                name: wanted.name.clone(),
                payment_method: chosen.method,
                plan: terms.plan,
                recurrence: terms.recurrence,
                retry: terms.retry.clone(),
                mail: terms.mail,
                references: terms.references.clone(),
            };
            self.made.lock().unwrap().insert(member_key(key, chosen.payer.get()).unwrap(), agreement);
        }
        let payers = chosen.iter().map(|chosen| chosen.payer).collect();
        self.enrolled.lock().unwrap().insert(key.clone(), payers);
    }

    async fn touch(&self, app: &App, outside: &Outside, user: &User) {
        let (world, by) = (&outside.world, Authority::Staff(user));
        let Some((schedule, open)) = some_schedule(app, outside) else { return };
        let id = schedule.id;
        self.touched.lock().unwrap().insert(id);
        let shown = (id, schedule.version);
        match (world.between(0, 9), open) {
            (0..=3, Some(open)) if open.standing == Standing::Failed && world.chance(500) => {
                Box::pin(self.catch_up(app, outside, user, (&schedule, &open))).await;
            }
            (0..=3, Some(open)) => {
                let asked = Collect {
                    occurrence: open.id,
                    version: open.version,
                    method: None,
                    use_of_method: UseOfMethod::Once,
                };
                if world.chance(300) {
                    drop(join!(schedules::collect_now(app, by, asked), schedules::collect_now(app, by, asked)));
                } else {
                    drop(schedules::collect_now(app, by, asked).await);
                }
            }
            (4, Some(open)) => {
                let decision = world.pick(&[Decision::Skip, Decision::PaidElsewhere]);
                let asked = Decide { occurrence: open.id, version: open.version, decision, note: "Agreed".to_owned() };
                drop(schedules::decide(app, by, asked).await);
            }
            (5, _) if world.chance(250) => {
                if let Some(given) = schedule.latest().and_then(|terms| terms.debits) {
                    drop(bank_debits::revoke(app, by, (given, "By letter".to_owned())).await);
                }
            }
            (5, _) => drop(schedules::change_state(app, by, shown, ScheduleEvent::Pause).await),
            (6..=7, _) => drop(schedules::change_state(app, by, shown, ScheduleEvent::Resume).await),
            (8, _) if world.chance(300) => {
                drop(schedules::change_state(app, by, shown, ScheduleEvent::Cancel).await);
            }
            _ => self.edit(app, outside, user, &schedule).await,
        }
    }

    /// The payer pays what failed, in the portal; perhaps twice, or while staff collect it.
    async fn catch_up(&self, app: &App, outside: &Outside, user: &User, (schedule, open): (&Schedule, &Occurrence)) {
        let turnstile = Turnstile::new(app.clock.clone());
        let Some(login) = self.logins.get(&schedule.payer) else { return };
        let Some(amount) = schedules::owed(schedule, open) else { return };
        let (occurrence, version, method) = (open.id, open.version, schedule.payment_method);
        let asked = Overdue { occurrence, version, amount: amount.minor(), method };
        let pay = || async {
            let answer = catching_up::pay(app, (&turnstile, "192.0.2.9"), login, asked).await;
            outside.world.tell(|| format!("a payer catches up: {:?}", answer.map(|occurrence| occurrence.standing)));
        };
        match outside.world.between(0, 3) {
            0 => drop(join!(pay(), pay())),
            1 => {
                let asked = Collect { occurrence, version, method: None, use_of_method: UseOfMethod::Once };
                drop(join!(pay(), schedules::collect_now(app, Authority::Staff(user), asked)));
            }
            _ => pay().await,
        }
    }

    async fn edit(&self, app: &App, outside: &Outside, user: &User, schedule: &Schedule) {
        let world = &outside.world;
        let Some(agreed) = self.made.lock().unwrap().get(&schedule.key).cloned() else { return };
        let Ok(today) = schedules::today(app) else { return };
        let recurrence = if world.chance(500) { agreed.recurrence } else { some_recurrence(outside, today) };
        let agreement = Agreement { plan: some_plan(outside, recurrence), recurrence, ..agreed };
        let notice = world.pick(&[Notice::None, Notice::Defer]);
        let given = some_consent(app, user, (schedule.payer, &agreement), Some((schedule.id, notice)));
        let asked = EditSchedule { id: schedule.id, version: schedule.version, agreement, notice };
        let given = given.filter(|_| world.chance(800));
        drop(schedules::edit(app, Authority::Staff(user), asked, given).await);
    }
}

/// What the payer authorizes on paper, where a bank account is to be debited: the words as they are now.
fn some_consent(
    app: &App,
    user: &User,
    (payer, agreement): (PayerId, &Agreement),
    change: Option<(ScheduleId, Notice)>,
) -> Option<Consent> {
    let asked = schedules::to_authorize(app, payer, agreement, change).ok()??;
    let house = firm::firm(&app.store.read().ok()?).ok()??;
    let given = Given::Paper { staff: user.id, filed: None };
    let facts = Words {
        firm: &house,
        holder: &asked.method.holder,
        instrument: &asked.method.instrument,
        channel: given.channel(),
        scope: &asked.scope,
        today: dates::firm_day(app.now(), &house.time_zone),
        locale: asked.locale,
    };
    let (_, shown_sha256) = bank_debits::words(&facts)?;
    Some(Consent { given, shown_sha256 })
}

fn some_schedule(app: &App, outside: &Outside) -> Option<(Schedule, Option<Occurrence>)> {
    let reader = app.store.read().ok()?;
    let all: Vec<Schedule> =
        reader.all(SCHEDULES, Direction::Forward).ok()?.map_while(Result::ok).map(|(_, schedule)| schedule).collect();
    let last = u64::try_from(all.len()).unwrap().checked_sub(1)?;
    let schedule = all[usize::try_from(outside.world.between(0, last)).unwrap()].clone();
    let open = stored::occurrences(&reader, schedule.id).ok()?;
    let open = open.into_iter().find(|occurrence| occurrence.standing.is_open());
    Some((schedule, open))
}

fn date_of(day: Day) -> Date {
    let part = |number: u32| i8::try_from(number % 100).unwrap();
    let number = day.number();
    jiff::civil::date(i16::try_from(number / 10_000).unwrap(), part(number / 100), part(number))
}

fn day_of(date: Date) -> Day {
    Day::new(date.year().unsigned_abs(), date.month().unsigned_abs(), date.day().unsigned_abs())
}

fn some_recurrence(outside: &Outside, today: Day) -> Recurrence {
    let world = &outside.world;
    let ahead = i64::try_from(world.between(0, 45)).unwrap();
    let date = date_of(today).checked_add(ahead.days()).unwrap();
    let date = if world.chance(250) { date.last_of_month() } else { date };
    let (frequency, every) = world.pick(&[
        (Frequency::Once, 1),
        (Frequency::Daily, 1),
        (Frequency::Weekly, 1),
        (Frequency::Weekly, 2),
        (Frequency::TwiceAMonth(15, 31), 1),
        (Frequency::TwiceAMonth(1, 29), 1),
        (Frequency::Monthly, 1),
        (Frequency::Monthly, 1),
        (Frequency::Monthly, 2),
        (Frequency::Quarterly, 1),
    ]);
    Recurrence::new(day_of(date), frequency, every).unwrap()
}

fn some_plan(outside: &Outside, recurrence: Recurrence) -> Plan {
    let world = &outside.world;
    let usd = |minor: u64| Money::new(i64::try_from(minor).unwrap(), Currency::USD);
    let each = usd(world.between(100, 100_000));
    let count = u32::try_from(world.between(1, 8)).unwrap();
    let lump = Plan::LumpSum { total: usd(world.between(1_000, 900_000)), count };
    match recurrence.frequency() {
        Frequency::Once => Plan::Installments { each, count: 1 },
        Frequency::Daily => world.pick(&[Plan::Installments { each, count }, lump]),
        _ => {
            let last = date_of(recurrence.anchor()).checked_add(120i64.days()).unwrap();
            let total = Money::new(each.minor() * 7 / 2, Currency::USD);
            world.pick(&[
                Plan::Installments { each, count },
                Plan::Perpetual { each },
                lump,
                lump,
                Plan::UntilDay { each, last: day_of(last) },
                Plan::UntilTotal { each, total },
            ])
        }
    }
}

// The oracle.

/// Whether a recurrence has a date on a day, looked at by itself.
fn falls_on(recurrence: Recurrence, date: Date) -> bool {
    let (anchor, every) = (date_of(recurrence.anchor()), i64::from(recurrence.every()));
    let days = i64::from((date - anchor).get_days());
    let months = i64::from(date.year() - anchor.year()) * 12 + i64::from(date.month() - anchor.month());
    let last = date == date.last_of_month();
    let same_day = date.day() == anchor.day() || last && date.day() < anchor.day();
    let numbered = |number: u8| {
        let number = i8::try_from(number).unwrap();
        date.day() == number || last && date.day() < number
    };
    match recurrence.frequency() {
        Frequency::Once => days == 0,
        Frequency::Daily => days % every == 0,
        Frequency::Weekly => days % (7 * every) == 0,
        Frequency::TwiceAMonth(first, second) => numbered(first) || numbered(second),
        Frequency::Monthly => same_day && months % every == 0,
        Frequency::Quarterly => same_day && months % (3 * every) == 0,
        Frequency::HalfYearly => same_day && months % (6 * every) == 0,
        Frequency::Yearly => same_day && months % (12 * every) == 0,
    }
}

/// The first dates of a recurrence, at most so many, up to a day.
fn walk(recurrence: Recurrence, most: usize, until: Date) -> Vec<Day> {
    let mut found = Vec::new();
    let mut date = date_of(recurrence.anchor());
    while found.len() < most && date <= until {
        if falls_on(recurrence, date) {
            found.push(day_of(date));
        }
        date = date.tomorrow().unwrap();
    }
    found
}

struct Oracle<'a> {
    agreements: &'a Agreements,
    zone: TimeZone,
    now: Timestamp,
    outside: &'a Outside,
    reader: &'a Reader,
}

/// What must be true of every schedule at rest, once everything that was due could be collected.
pub fn at_rest(portal: &Portal, outside: &Outside, agreements: &Agreements) {
    let reader = portal.app.store.read().unwrap();
    let zone = TimeZone::get(agreements.zone).unwrap();
    // The last run was a while ago, while the news was read; what came due since waits for the next one.
    let now = outside.world.now_shown().plus_ms(-SINCE_THE_LAST_RUN_MS);
    let oracle = Oracle { agreements, zone, now, outside, reader: &reader };
    let all: Vec<Schedule> = reader.all(SCHEDULES, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
    for schedule in &all {
        oracle.judge(schedule);
    }
    oracle.judge_groups(&all);
    let due = stored::count_due(&reader, oracle.now).unwrap();
    if due > 0 {
        outside.world.wrong(format!("[I3] {due} payments of schedules are due and nobody collects them"));
    }
}

impl Oracle<'_> {
    fn wrong(&self, id: OccurrenceId, what: &str) {
        self.outside.world.wrong(format!("[I3] schedule {} payment {}: {what}", id.schedule, id.number));
    }

    /// Six in the morning of a day.
    fn due_at(&self, day: Day) -> Timestamp {
        let six = date_of(day).at(6, 0, 0, 0).to_zoned(self.zone.clone()).unwrap();
        Timestamp::from_ms(six.timestamp().as_millisecond())
    }

    fn judge(&self, schedule: &Schedule) {
        let occurrences = stored::occurrences(self.reader, schedule.id).unwrap();
        // One that nobody let rest does so because its authorization ended with a return.
        let ended = schedule.state == State::Paused && schedule.terms.iter().any(|terms| terms.debits.is_some());
        let touched = ended || self.agreements.touched.lock().unwrap().contains(&schedule.id);
        for occurrence in &occurrences {
            self.judge_times(schedule, occurrence);
            self.judge_money(occurrence);
            self.judge_waiver(schedule, occurrence, touched);
        }
        let Some(agreed) = self.agreements.made.lock().unwrap().get(&schedule.key).cloned() else {
            return self.outside.world.wrong(format!("[I3] schedule {}: nobody agreed to it", schedule.id));
        };
        if !touched {
            self.judge_dates(schedule, &agreed, &occurrences);
            self.judge_sums(schedule, &agreed, &occurrences);
        }
    }

    /// A form makes one general schedule; whoever was chosen for it has one schedule by it, or is told to get none.
    fn judge_groups(&self, all: &[Schedule]) {
        let mut keys = BTreeSet::new();
        for row in self.reader.all(SCHEDULE_GROUPS, Direction::Forward).unwrap() {
            let group = row.unwrap().1;
            let wrong = |what: &str| self.outside.world.wrong(format!("[I3] general schedule {}: {what}", group.id));
            if !keys.insert(group.key.clone()) {
                wrong("its form made another one");
            }
            if group.stage == Stage::Running {
                wrong("it was confirmed, and nobody takes it further");
            }
            let own = all.iter().filter(|schedule| schedule.group == Some(group.id)).map(|schedule| schedule.payer);
            let told = group.refused.iter().map(|(payer, _)| *payer);
            let heard: Vec<PayerId> = own.chain(told).collect();
            let once: BTreeSet<PayerId> = heard.iter().copied().collect();
            if once.len() != heard.len() {
                wrong("a payer has two schedules by it");
            }
            let chosen = self.agreements.enrolled.lock().unwrap().get(&group.key).cloned().unwrap_or_default();
            if group.stage == Stage::Done && once != chosen || !once.is_subset(&chosen) {
                wrong("others have a schedule by it than were chosen");
            }
        }
    }

    fn judge_times(&self, schedule: &Schedule, occurrence: &Occurrence) {
        let due = self.due_at(occurrence.day);
        if occurrence.due_at != due {
            self.wrong(occurrence.id, &format!("due at {} instead of {}", occurrence.due_at.ms(), due.ms()));
        }
        let own = occurrence.attempts.iter().filter(|attempt| attempt.actor == Actor::System);
        if own.clone().any(|attempt| attempt.at < due) {
            self.wrong(occurrence.id, "the portal tried it before it was due");
        }
        if own.count() > 1 + schedule.retry.days().len() {
            self.wrong(occurrence.id, "tried more often than was agreed");
        }
        let late = i64::from(LATENESS_DAYS) * 86_400_000;
        let held = occurrence.failure == Some(Failure::Missed) && occurrence.standing == Standing::Failed;
        if held && occurrence.changed_at.ms_since(due) <= late {
            self.wrong(occurrence.id, "held as missed, and it was not that late");
        }
    }

    /// However often it was tried, the processor took the money once.
    fn judge_money(&self, occurrence: &Occurrence) {
        let books = self.outside.processor.books();
        let kept: Vec<_> = occurrence
            .attempts
            .iter()
            .flat_map(|attempt| books.charges.iter().filter(|charge| charge.key == attempt.key))
            .filter(|charge| {
                holds_money(charge.status) || matches!(charge.status, Status::Pending | Status::Authorized)
            })
            .collect();
        if kept.len() > 1 {
            self.wrong(occurrence.id, &format!("{} charges have its money", kept.len()));
        }
        if kept.iter().any(|charge| charge.amount != occurrence.amount) {
            self.wrong(occurrence.id, "another amount was charged");
        }
        let settled = kept.iter().any(|charge| holds_money(charge.status));
        if settled != (occurrence.standing == Standing::Collected) {
            self.wrong(occurrence.id, &format!("{:?}, and the processor says otherwise", occurrence.standing));
        }
    }

    fn judge_waiver(&self, schedule: &Schedule, occurrence: &Occurrence, touched: bool) {
        let total = schedule.terms.iter().any(|terms| matches!(terms.plan, Plan::UntilTotal { .. }));
        let good = match occurrence.waived.as_ref().map(|waived| &waived.why) {
            None => true,
            Some(Waiver::TotalReached) => total,
            Some(Waiver::Cancelled) => schedule.state == State::Cancelled,
            Some(Waiver::Decided(_) | Waiver::PaidElsewhere(_) | Waiver::NotPlanned) => touched,
        };
        if !good {
            self.wrong(occurrence.id, "waived for no reason");
        }
    }

    /// The payments fall on the days that walking finds, none left out, as far as the clock has come.
    fn judge_dates(&self, schedule: &Schedule, agreed: &Agreement, occurrences: &[Occurrence]) {
        let most = match agreed.plan {
            Plan::Installments { count, .. } | Plan::LumpSum { count, .. } => usize::try_from(count).unwrap(),
            Plan::UntilTotal { .. } => occurrences.len(),
            Plan::Perpetual { .. } | Plan::UntilDay { .. } => usize::MAX,
        };
        let today = jiff::Timestamp::from_millisecond(self.now.ms()).unwrap().to_zoned(self.zone.clone()).date();
        let farthest = occurrences.last().map_or(today, |last| date_of(last.day).max(today));
        let mut expected = walk(agreed.recurrence, most, farthest);
        if let Plan::UntilDay { last, .. } = agreed.plan {
            expected.retain(|day| *day <= last);
        }
        let days: Vec<Day> = occurrences.iter().map(|occurrence| occurrence.day).collect();
        // Those that are not due yet are planned one at a time; clocks that were set back leave more planned than due.
        let due = expected.iter().filter(|day| self.due_at(**day) <= self.now).count();
        if !expected.starts_with(&days) || days.len() < due {
            let id = OccurrenceId { schedule: schedule.id, number: u32::try_from(days.len()).unwrap() };
            self.wrong(id, &format!("falls on {days:?} instead of {expected:?}"));
        }
    }

    fn judge_sums(&self, schedule: &Schedule, agreed: &Agreement, occurrences: &[Occurrence]) {
        let sum = |of: &dyn Fn(&Occurrence) -> bool| -> i64 {
            occurrences.iter().filter(|one| of(one)).map(|one| one.amount.minor()).sum()
        };
        let ended = schedule.state == State::Completed;
        let good = match agreed.plan {
            Plan::LumpSum { total, .. } => !ended || sum(&|_| true) == total.minor(),
            Plan::Installments { each, count } => !ended || sum(&|_| true) == each.minor() * i64::from(count),
            Plan::UntilTotal { total, .. } => {
                let collected = sum(&|one| one.standing == Standing::Collected);
                collected <= total.minor() && (!ended || collected == total.minor())
            }
            Plan::Perpetual { .. } => !ended,
            Plan::UntilDay { .. } => true,
        };
        if !good {
            self.outside.world.wrong(format!("[I3] schedule {}: its sum is not what was agreed", schedule.id));
        }
    }
}
