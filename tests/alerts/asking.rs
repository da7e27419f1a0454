//! Asking a payer for another method because of an alert: once, and what they give takes the place of what failed.

use clientpay::{
    domain::{
        alert::{About, Cause},
        ids::{AlertId, PayerId, PaymentMethodId, ScheduleId},
        journal::{Fact, Subject},
        method_request::MethodRequest,
        money::{Currency, Money},
        schedule::{
            Mail, References,
            occurrence::Standing,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Day,
    },
    service::{
        Authority,
        alerts::{asking, looking},
        methods::{
            adding::{self, AddMethod},
            links::AskError,
        },
        outbox,
        schedules::{self, Agreement, NewSchedule, SETTLE_MS, Start},
    },
    store::{alerts, journal, payment_methods, schedules as stored},
};

use crate::{
    schedules::{put_payer, save},
    support::{APPROVED, DAY_MS, TestFirm},
};

const POOR: &str = "4000000000009995";

/// A schedule whose first payment was refused, with the alert about it.
async fn refused(retry: Vec<u8>) -> (TestFirm, PayerId, PaymentMethodId, ScheduleId, AlertId) {
    let firm = TestFirm::new().await;
    let payer = put_payer(&firm).await;
    let method = save(&firm, payer, firm.operating, POOR).await;
    let agreement = Agreement {
        name: "Fees".into(),
        payment_method: method,
        plan: Plan::Perpetual { each: Money::new(10_000, Currency::USD) },
        recurrence: Recurrence::new(Day::new(2026, 11, 23), Frequency::Monthly, 1).unwrap(),
        retry: RetryPolicy::new(retry).unwrap(),
        mail: Mail::default(),
        references: References::default(),
    };
    let asked = NewSchedule { key: firm.app.ids.operation_key(), payer, agreement, start: Start::Now };
    let made = schedules::create(&firm.app, Authority::Staff(&firm.billing), asked, None).await.unwrap();
    run(&firm, DAY_MS).await;
    let about = About::Occurrence(clientpay::domain::ids::OccurrenceId { schedule: made.id, number: 1 });
    let alert = alerts::unresolved(&firm.read(), about, Cause::OccurrenceFailed).unwrap().unwrap();
    (firm, payer, method, made.id, alert.id)
}

async fn run(firm: &TestFirm, ms: i64) {
    for ms in [ms, SETTLE_MS] {
        schedules::run_due(&firm.app).await.unwrap();
        firm.clock.advance_ms(ms);
    }
    schedules::run_due(&firm.app).await.unwrap();
    outbox::deliver_due(&firm.app).await.unwrap();
}

fn links(firm: &TestFirm, payer: PayerId) -> Vec<MethodRequest> {
    payment_methods::requests(&firm.read(), payer).unwrap()
}

#[tokio::test]
async fn two_clicks_ask_the_payer_once_and_only_those_who_may() {
    let (firm, payer, method, _, alert) = refused(Vec::new()).await;
    let cashier = asking::ask_payer(&firm.app, Authority::Staff(&firm.cashier), alert).await;
    assert!(matches!(cashier, Err(AskError::NotAllowed(_))));
    let by = Authority::Staff(&firm.billing);
    let (one, other) = tokio::join!(asking::ask_payer(&firm.app, by, alert), asking::ask_payer(&firm.app, by, alert));
    let one = one.unwrap();
    assert_eq!((one.id, one.replaces, one.alert), (other.unwrap().id, Some(method), Some(alert)));
    assert_eq!(links(&firm, payer).len(), 1);
    outbox::deliver_due(&firm.app).await.unwrap();
    let asked: Vec<_> = firm.post.taken().into_iter().filter(|one| one.message.text.contains("/methods/")).collect();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].message.text.contains("can’t be used as agreed"), "{}", asked[0].message.text);
    firm.clock.advance_ms(MethodRequest::GOOD_FOR_MS);
    asking::ask_payer(&firm.app, by, alert).await.unwrap();
    assert_eq!(links(&firm, payer).len(), 2, "once the link is over they are asked again");
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_the_payer_gives_is_what_the_schedule_charges_and_the_alert_says_so() {
    let (firm, payer, method, schedule, alert) = refused(vec![3]).await;
    let by = Authority::Staff(&firm.billing);
    let link = asking::ask_payer(&firm.app, by, alert).await.unwrap();
    let key = firm.app.ids.operation_key();
    firm.enter_card(&key, APPROVED);
    let asked = AddMethod { key, payer, merchant_account: link.merchant_account, link: Some(link.id), replaces: None };
    for _ in 0..2 {
        adding::add(&firm.app, Authority::Client, asked.clone()).await.unwrap();
    }
    let known = stored::schedule(&firm.read(), schedule).unwrap().unwrap();
    assert_ne!(known.payment_method, method);
    let details = looking::details(&firm.app, by, alert).unwrap().unwrap();
    assert_eq!(
        details.given.iter().map(|(given, count)| (given.id, *count)).collect::<Vec<_>>(),
        [(known.payment_method, 1)]
    );
    let told = journal::history(&firm.read(), Subject::Alert(alert)).unwrap();
    assert_eq!(told.iter().filter(|entry| matches!(entry.fact, Fact::AlertMethodGiven { .. })).count(), 1);
    run(&firm, 3 * DAY_MS).await;
    let one = stored::occurrences(&firm.read(), schedule).unwrap().remove(0);
    assert_eq!(one.standing, Standing::Collected, "the next try charges what was given");
    assert!(!looking::details(&firm.app, by, alert).unwrap().unwrap().shown.askable, "the trouble is over");
    assert_eq!(firm.violations(), Vec::<String>::new());
}
