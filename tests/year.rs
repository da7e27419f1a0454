//! A year of a small firm on a fixed clock: schedules by card and by bank account, refusals, retries and returns, day by
//! day through the run, the settlement and the news, and at its end books that hold.

use clientpay::{
    domain::{
        alert::{About, Cause},
        ids::{OccurrenceId, ScheduleId},
        schedule::{
            Mail, State,
            occurrence::Standing,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Day,
        transaction::Status,
    },
    service::{
        Authority, outbox, resolution,
        schedules::{self, Agreement, NewSchedule, SETTLE_MS, Start},
    },
    store::{alerts, schedules as stored, transactions},
};

use crate::{
    schedules::{SETTLES, on_paper, put_payer, save, save_account},
    support::{APPROVED, DAY_MS, TestFirm},
};

const POOR: &str = "4000000000009995";
const NO_FUNDS: &str = "000222222227";
const UNCOLLECTED_ONCE: &str = "1000000009";
const CLOSED: &str = "000111111113";

/// With what, how often and how much somebody pays.
struct Agreed {
    method: &'static str,
    frequency: Frequency,
    plan: Plan,
}

fn usd(minor: i64) -> clientpay::domain::money::Money {
    clientpay::domain::money::Money::new(minor, clientpay::domain::money::Currency::USD)
}

fn all() -> Vec<Agreed> {
    let one = |method, frequency, plan| Agreed { method, frequency, plan };
    vec![
        one(APPROVED, Frequency::Monthly, Plan::Installments { each: usd(10_000), count: 12 }),
        one(APPROVED, Frequency::Weekly, Plan::LumpSum { total: usd(100_000), count: 7 }),
        one(POOR, Frequency::Quarterly, Plan::Perpetual { each: usd(5_000) }),
        one(SETTLES, Frequency::Monthly, Plan::UntilTotal { each: usd(20_000), total: usd(90_000) }),
        one(SETTLES, Frequency::TwiceAMonth(15, 31), Plan::UntilDay { each: usd(7_500), last: Day::new(2027, 4, 30) }),
        one(UNCOLLECTED_ONCE, Frequency::Monthly, Plan::Installments { each: usd(30_000), count: 6 }),
        one(NO_FUNDS, Frequency::HalfYearly, Plan::Perpetual { each: usd(40_000) }),
        one(CLOSED, Frequency::Monthly, Plan::Perpetual { each: usd(15_000) }),
    ]
}

async fn agree(firm: &TestFirm, agreed: &Agreed) -> ScheduleId {
    let payer = put_payer(firm).await;
    // Cards have sixteen digits.
    let by_card = agreed.method.len() == 16;
    let method = if by_card {
        save(firm, payer, firm.operating, agreed.method).await
    } else {
        save_account(firm, payer, agreed.method).await
    };
    let agreement = Agreement {
        name: "Fees".into(),
        payment_method: method,
        plan: agreed.plan,
        recurrence: Recurrence::new(Day::new(2026, 11, 30), agreed.frequency, 1).unwrap(),
        retry: RetryPolicy::new(vec![1, 3, 7]).unwrap(),
        mail: Mail { remind_days: Some(2), tell_failures: true },
        references: clientpay::domain::schedule::References::default(),
    };
    let (by, key) = (Authority::Staff(&firm.billing), firm.app.ids.operation_key());
    let given = (!by_card).then(|| on_paper(firm, payer, &agreement, None));
    let asked = NewSchedule { key, payer, agreement, start: Start::Now };
    schedules::create(&firm.app, by, asked, given).await.unwrap().id
}

/// A day: what is due is collected, what settled or came back is heard of, and mail leaves.
async fn live_a_day(firm: &TestFirm) {
    firm.clock.advance_ms(DAY_MS - SETTLE_MS);
    schedules::run_due(&firm.app).await.unwrap();
    firm.clock.advance_ms(SETTLE_MS);
    schedules::run_due(&firm.app).await.unwrap();
    schedules::remind_due(&firm.app).await.unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    outbox::deliver_due(&firm.app).await.unwrap();
}

#[tokio::test]
async fn after_a_year_of_cards_debits_refusals_and_returns_the_books_hold() {
    let firm = TestFirm::new().await;
    let mut ids = Vec::new();
    for agreed in all() {
        ids.push(agree(&firm, &agreed).await);
    }
    for _ in 0..365 {
        live_a_day(&firm).await;
    }
    let of = |place: usize| stored::schedule(&firm.read(), ids[place]).unwrap().unwrap();
    let come_to: Vec<_> = (0..ids.len()).map(|place| (of(place).state, of(place).tally.collected_minor)).collect();
    let (done, active, paused) = (State::Completed, State::Active, State::Paused);
    let expected = [
        (done, 120_000),
        (done, 100_000),
        (active, 0),
        (done, 90_000),
        (done, 82_500),
        (done, 180_000),
        (active, 0),
        (paused, 0),
    ];
    assert_eq!(come_to, expected);
    let payments = |place: usize, number| {
        let id = OccurrenceId { schedule: ids[place], number };
        transactions::of_occurrence(&firm.read(), id).unwrap()
    };
    let statuses = |place, number| payments(place, number).iter().map(|one| one.status).collect::<Vec<_>>();
    assert_eq!(statuses(2, 1), [Status::Declined; 4], "tried again three times, and left to a person");
    assert_eq!(statuses(5, 6), [Status::Returned, Status::Settled], "came back once, and was presented again");
    assert_eq!(statuses(6, 2), [Status::Returned; 3], "never more than three times");
    assert_eq!(statuses(7, 1), [Status::Returned], "nothing more is debited from what is closed");
    for (place, number) in [(2, 1), (6, 1), (7, 1)] {
        let about = About::Occurrence(OccurrenceId { schedule: ids[place], number });
        assert!(alerts::unresolved(&firm.read(), about, Cause::OccurrenceFailed).unwrap().is_some());
        let standing = stored::occurrence(&firm.read(), OccurrenceId { schedule: ids[place], number });
        assert_eq!(standing.unwrap().unwrap().standing, Standing::Failed);
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}
