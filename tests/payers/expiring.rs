//! Cards that expire: each payer is asked 60, 30 and 7 days before, each time once, whatever the clock and the process do.

use clientpay::{
    domain::{
        card::{Expiry, PaymentMethod},
        ids::PayerId,
        journal::Fact,
    },
    service::{
        methods::{
            expiring::remind_due,
            managing::{self, MethodFacts},
        },
        outbox::deliver_due,
        payers::editing::{self, PayerFacts, Place},
    },
    store::{engine::faulty::Fault, outbox},
};

use super::{billing, facts, methods::saved, record, told};
use crate::support::{APPROVED, DAY_MS, TestFirm, script, serving};

/// A payer with a card that expires in that month. It is November 22, 2026.
async fn with_card(firm: &TestFirm, month: u8, year: u16) -> (PayerId, PaymentMethod) {
    let payer = record(firm, PayerFacts { emails: vec!["ada@client.example".into()], ..facts("Ada") }).await.id;
    let method = saved(firm, payer, APPROVED).await;
    expires(firm, payer, &method, month, year).await;
    (payer, method)
}

async fn expires(firm: &TestFirm, payer: PayerId, method: &PaymentMethod, month: u8, year: u16) {
    let facts = MethodFacts { nickname: String::new(), expiry: Expiry::new(month, year), billing_address: None };
    managing::change(&firm.app, billing(firm), (payer, method.id), facts).await.unwrap();
}

fn stages(firm: &TestFirm, payer: PayerId) -> Vec<u16> {
    let told = told(firm, payer).into_iter().rev();
    told.filter_map(|fact| match fact {
        Fact::ExpiryReminderQueued { days, .. } => Some(days),
        _ => None,
    })
    .collect()
}

/// Wakes the job every six hours for so many days.
async fn live(firm: &TestFirm, days: i64) {
    for _ in 0..days * 4 {
        remind_due(&firm.app).await.unwrap();
        firm.clock.advance_ms(DAY_MS / 4);
    }
}

#[tokio::test]
async fn nobody_is_asked_for_a_card_that_matters_to_nobody() {
    let firm = TestFirm::new().await;
    let (payer, _) = with_card(&firm, 11, 2026).await;
    let second = saved(&firm, payer, "5555555555554444").await;
    expires(&firm, payer, &second, 11, 2026).await;
    let archived = record(&firm, PayerFacts { emails: vec!["b@client.example".into()], ..facts("Bob") }).await.id;
    let card = saved(&firm, archived, APPROVED).await;
    expires(&firm, archived, &card, 11, 2026).await;
    editing::file(&firm.app, billing(&firm), archived, Place::Archived).await.unwrap();
    let unreachable = record(&firm, facts("Cleo")).await.id;
    let card = saved(&firm, unreachable, APPROVED).await;
    expires(&firm, unreachable, &card, 11, 2026).await;
    assert_eq!(remind_due(&firm.app).await.unwrap(), 1, "the first card alone");
    assert_eq!(remind_due(&firm.app).await.unwrap(), 0);
    assert_eq!((stages(&firm, archived), stages(&firm, unreachable)), (vec![], vec![]));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn each_reminder_leaves_once_over_restarts() {
    let mut firm = TestFirm::new().await;
    let (payer, _) = with_card(&firm, 2, 2027).await;
    for _ in 0..12 {
        live(&firm, 10).await;
        firm.restart();
    }
    assert_eq!(stages(&firm, payer), [60, 30, 7]);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 0, "their links had run out when the mail was to leave");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn after_downtime_only_what_is_due_now_is_sent_and_a_clock_set_back_repeats_nothing() {
    let firm = TestFirm::new().await;
    let (payer, method) = with_card(&firm, 2, 2027).await;
    firm.clock.advance_ms(75 * DAY_MS);
    live(&firm, 1).await;
    assert_eq!(stages(&firm, payer), [30]);
    firm.clock.advance_ms(-40 * DAY_MS);
    live(&firm, 30).await;
    assert_eq!(stages(&firm, payer), [30]);
    firm.clock.advance_ms(400 * DAY_MS);
    live(&firm, 1).await;
    assert_eq!(stages(&firm, payer), [30], "it has expired long since");
    expires(&firm, payer, &method, 4, 2028).await;
    live(&firm, 1).await;
    assert_eq!(stages(&firm, payer), [30, 60], "a new expiry begins anew");
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_reminder_that_was_not_written_is_sent_later_and_once() {
    let firm = TestFirm::new().await;
    let (payer, _) = with_card(&firm, 11, 2026).await;
    script(&firm.faults, &[Fault::Full]);
    assert!(remind_due(&firm.app).await.is_err());
    firm.faults.freed();
    serving(&firm.app.store).await;
    assert_eq!((remind_due(&firm.app).await.unwrap(), remind_due(&firm.app).await.unwrap()), (1, 0));
    assert_eq!(stages(&firm, payer), [30]);
    assert_eq!(deliver_due(&firm.app).await.unwrap(), 1);
    let delivery = outbox::latest(&firm.read(), None, 1).unwrap().remove(0);
    let message = outbox::message(&firm.read(), delivery.id).unwrap().unwrap();
    for words in ["Visa", "4242", "November 2026"] {
        assert!(message.text.contains(words), "{words}: {}", message.text);
    }
    assert!(message.text.contains("/methods/") && !message.text.contains('⟦'));
}

#[tokio::test]
async fn days_are_the_firms() {
    let firm = TestFirm::new().await;
    let (payer, _) = with_card(&firm, 11, 2026).await;
    assert_eq!(remind_due(&firm.app).await.unwrap(), 1, "eight days are left: the second reminder");
    // It is 23:00 UTC on the 22nd; in the firm's zone the 23rd begins five hours after midnight UTC.
    firm.clock.advance_ms(5 * 3_600_000);
    assert_eq!(remind_due(&firm.app).await.unwrap(), 0);
    firm.clock.advance_ms(3_600_000);
    assert_eq!(remind_due(&firm.app).await.unwrap(), 1);
    assert_eq!(stages(&firm, payer), [30, 7]);
    firm.leaves_waiting(2);
}
