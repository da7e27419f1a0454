//! Payment schedules: each payment collected once and never early, whatever is refused, missed, changed or interrupted.

mod agreeing;
mod alerting;
mod catching_up;
mod collecting;
mod debiting;
mod deciding;
mod enrolling;
mod importing;
mod running;

use clientpay::{
    domain::{
        alert::{About, Cause},
        card::PaymentMethod,
        debit_authorization::Given,
        ids::{MerchantAccountId, OccurrenceId, OperationKey, PayerId, PaymentMethodId, ScheduleId},
        locale::Language,
        money::{Currency, Money},
        payer::{Address, Payer},
        schedule::{
            Mail, References, Schedule,
            occurrence::{Occurrence, Standing},
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::{Day, Timestamp},
        transaction::{Status, Transaction},
    },
    gateway::{
        Gateway as _,
        sandbox::{BankEntry, cards::CardEntry},
    },
    service::{
        Authority,
        bank_debits::{self, Consent, Words},
        outbox, resolution,
        schedules::{self, Agreement, NewSchedule, Notice, SETTLE_MS, Start, ToAuthorize},
    },
    store::{StoreError, alerts, firm as stored_firm, schedules as stored, transactions},
};

use crate::support::{DAY_MS, TestFirm};

/// A test card that is refused for want of funds.
const POOR: &str = "4000000000009995";
/// A test card that was stolen.
const STOLEN: &str = "4000000000009987";
/// A test account that pays.
pub const SETTLES: &str = "000123456789";
/// Six in the morning of the day after every test begins, in milliseconds from then.
const FIRST_RUN_MS: i64 = 12 * 3_600_000;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// A firm with a payer whose method is saved.
struct Agreed {
    firm: TestFirm,
    payer: PayerId,
    method: PaymentMethodId,
}

impl Agreed {
    async fn with_card(card: &str) -> Self {
        let firm = TestFirm::new().await;
        let payer = put_payer(&firm).await;
        let method = save(&firm, payer, firm.operating, card).await;
        Self { firm, payer, method }
    }

    async fn with_account(account: &str) -> Self {
        let firm = TestFirm::new().await;
        let payer = put_payer(&firm).await;
        let method = save_account(&firm, payer, account).await;
        Self { firm, payer, method }
    }

    /// A schedule by bank debit that the payer authorized on paper.
    async fn authorized(&self, agreement: Agreement) -> ScheduleId {
        let given = on_paper(&self.firm, self.payer, &agreement, None);
        let asked = self.asked(agreement);
        schedules::create(&self.firm.app, self.billing(), asked, Some(given)).await.unwrap().id
    }

    /// Days pass one by one, with everything that the night porter does.
    async fn days(&self, count: usize) {
        for _ in 0..count {
            self.run_in(DAY_MS - SETTLE_MS).await;
            resolution::follow_news(&self.firm.app).await.unwrap();
            outbox::deliver_due(&self.firm.app).await.unwrap();
        }
    }

    /// Hands `make` a plan of 100.00 a month, 12 times, from tomorrow on.
    fn agreement(&self) -> Agreement {
        Agreement {
            name: "Estate planning".into(),
            payment_method: self.method,
            plan: Plan::Installments { each: usd(10_000), count: 12 },
            recurrence: monthly(Day::new(2026, 11, 23)),
            retry: RetryPolicy::default(),
            mail: Mail::default(),
            references: References { matter: Some("Vance v. Marlow".into()), ..References::default() },
        }
    }

    fn asked(&self, agreement: Agreement) -> NewSchedule {
        NewSchedule { key: self.firm.app.ids.operation_key(), payer: self.payer, agreement, start: Start::Now }
    }

    async fn make(&self, agreement: Agreement) -> ScheduleId {
        schedules::create(&self.firm.app, self.billing(), self.asked(agreement), None).await.unwrap().id
    }

    fn billing(&self) -> Authority<'_> {
        Authority::Staff(&self.firm.billing)
    }

    /// What the night porter does at an instant so far from now.
    async fn run_in(&self, ms: i64) -> usize {
        self.firm.clock.advance_ms(ms);
        self.run().await
    }

    async fn run(&self) -> usize {
        let mut done = schedules::run_due(&self.firm.app).await.unwrap();
        self.firm.clock.advance_ms(SETTLE_MS);
        done += schedules::run_due(&self.firm.app).await.unwrap();
        schedules::remind_due(&self.firm.app).await.unwrap();
        outbox::deliver_due(&self.firm.app).await.unwrap();
        done
    }

    /// To six in the morning of a day, in New York while no summer time is kept.
    async fn run_on(&self, day: (u16, u8, u8)) -> usize {
        let due = clientpay::i18n::calendar::instant(Day::new(day.0, day.1, day.2), 360, "America/New_York");
        self.run_in(due.ms_since(self.firm.app.now())).await
    }

    fn schedule(&self, id: ScheduleId) -> Schedule {
        stored::schedule(&self.firm.read(), id).unwrap().unwrap()
    }

    fn occurrences(&self, id: ScheduleId) -> Vec<Occurrence> {
        stored::occurrences(&self.firm.read(), id).unwrap()
    }

    fn occurrence(&self, id: ScheduleId, number: u32) -> Occurrence {
        self.occurrences(id).remove(usize::try_from(number - 1).unwrap())
    }

    fn standings(&self, id: ScheduleId) -> Vec<Standing> {
        self.occurrences(id).into_iter().map(|occurrence| occurrence.standing).collect()
    }

    fn payments(&self, schedule: ScheduleId, number: u32) -> Vec<Transaction> {
        transactions::of_occurrence(&self.firm.read(), OccurrenceId { schedule, number }).unwrap()
    }

    fn statuses(&self, schedule: ScheduleId, number: u32) -> Vec<Status> {
        self.payments(schedule, number).into_iter().map(|payment| payment.status).collect()
    }

    /// Whether somebody is asked to look at a payment of a schedule.
    fn alerted(&self, schedule: ScheduleId, number: u32, cause: Cause) -> bool {
        let about = About::Occurrence(OccurrenceId { schedule, number });
        alerts::unresolved(&self.firm.read(), about, cause).unwrap().is_some()
    }

    fn nothing_is_wrong(&self) {
        assert_eq!(self.firm.violations(), Vec::<String>::new());
    }
}

fn monthly(anchor: Day) -> Recurrence {
    Recurrence::new(anchor, Frequency::Monthly, 1).unwrap()
}

fn due_at(occurrence: &Occurrence) -> Timestamp {
    occurrence.due_at
}

pub async fn put_payer(firm: &TestFirm) -> PayerId {
    let now = firm.app.now();
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payer()?;
        writer.put_payer(&Payer {
            emails: vec!["ada@client.example".into()],
            client_number: Some("C-7".into()),
            ..Payer::new(id, "Ada Vance".into(), Language::En, now)
        })?;
        Ok(id)
    });
    written.await.unwrap()
}

/// Saves a test card for a payer, as after an approved payment.
pub async fn save(firm: &TestFirm, payer: PayerId, account: MerchantAccountId, card: &str) -> PaymentMethodId {
    let key = firm.app.ids.operation_key();
    let entry = CardEntry {
        number: card,
        expiry: "12/30",
        security_code: "",
        holder: "Ada Vance",
        postal_code: "",
        street: "",
    };
    let token = firm.app.sandbox.tokenise(&key, entry).unwrap().token;
    keep(firm, payer, account, (&token, &key)).await
}

async fn keep(
    firm: &TestFirm,
    payer: PayerId,
    account: MerchantAccountId,
    (token, key): (&str, &OperationKey),
) -> PaymentMethodId {
    let saved = firm.app.sandbox.save_method(token, key).await.unwrap();
    let now = firm.app.now();
    let written = firm.app.store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payment_method()?;
        writer.put_payment_method(&PaymentMethod {
            id,
            payer,
            merchant_account: account,
            token: saved.token.clone(),
            instrument: saved.instrument.clone(),
            holder: saved.holder.clone(),
            fingerprint: saved.fingerprint.clone(),
            created_at: now,
            stopped: None,
            nickname: String::new(),
            billing_address: Address::default(),
            disabled: None,
            reminded: Vec::new(),
            agreed: None,
            only_typed: false,
        })?;
        Ok(id)
    });
    written.await.unwrap()
}

/// Saves a test account for a payer, as after a payment that was accepted.
pub async fn save_account(firm: &TestFirm, payer: PayerId, account: &str) -> PaymentMethodId {
    let key = firm.app.ids.operation_key();
    let entry = BankEntry {
        routing: "110000000",
        account,
        account_again: account,
        account_type: "checking",
        holder_type: "personal",
        holder: "Ada Vance",
    };
    let token = firm.app.sandbox.tokenise_account(&key, entry).unwrap().token;
    keep(firm, payer, firm.operating, (&token, &key)).await
}

/// What the payer agrees to on paper for an agreement, as staff record it.
pub fn on_paper(
    firm: &TestFirm,
    payer: PayerId,
    agreement: &Agreement,
    change: Option<(ScheduleId, Notice)>,
) -> Consent {
    let asked = schedules::to_authorize(&firm.app, payer, agreement, change).unwrap().unwrap();
    let given = Given::Paper { staff: firm.billing.id, filed: Some("Binder 3".into()) };
    consent(firm, &asked, given)
}

/// What the payer agrees to in this way.
pub fn consent(firm: &TestFirm, asked: &ToAuthorize, given: Given) -> Consent {
    let record = stored_firm::firm(&firm.read()).unwrap().unwrap();
    let facts = Words {
        firm: &record,
        holder: &asked.method.holder,
        instrument: &asked.method.instrument,
        channel: given.channel(),
        scope: &asked.scope,
        today: clientpay::i18n::dates::firm_day(firm.app.now(), &record.time_zone),
        locale: asked.locale,
    };
    Consent { given, shown_sha256: bank_debits::words(&facts).unwrap().1 }
}
