//! Taking a payment: every answer of the processor, every refusal, and the same form sent twice.

use std::sync::Arc;

use clientpay::{
    domain::{
        ids::{MerchantAccountId, PayerId},
        journal::{Actor, Fact, Subject},
        merchant_account::AccountKind,
        money::{Currency, Money},
        transaction::{DeclineReason, Event, Kind, Status, Transaction},
    },
    gateway::{Charge, Gateway as _, sandbox::Decision},
    service::{
        Authority,
        outbox::deliver_due,
        payments::{self, MAX_MAJOR_UNITS, TakeError},
        resolution,
    },
    store::{Health, engine::faulty::Fault, firm, journal, payers, transactions},
};

use crate::support::{APPROVED, DAY_MS, TestFirm, payer, script, serving};

#[tokio::test]
async fn nobody_is_charged_without_the_permission() {
    let firm = TestFirm::new().await;
    let command = firm.command(5_000);
    firm.enter_card(&command.key, APPROVED);
    let refused = payments::take(&firm.app, Authority::Staff(&firm.auditor), command.clone()).await;
    assert!(matches!(refused, Err(TakeError::NotAllowed(_))));
    assert!(firm.charge(&command.key).await.is_none() && firm.by_key(&command.key).is_none());
}

#[tokio::test]
async fn an_amount_that_is_no_payment_is_refused_before_anything_is_written() {
    let firm = TestFirm::new().await;
    let most = MAX_MAJOR_UNITS * 100 + 99;
    for minor in [0, -1, i64::MIN, most + 1, i64::MAX] {
        assert!(matches!(firm.take(minor, APPROVED).await, Err(TakeError::Amount)), "{minor}");
    }
    assert_eq!(firm.take(most, APPROVED).await.unwrap().amount.minor(), most);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_closed_or_unknown_account_and_a_foreign_currency_are_refused() {
    let firm = TestFirm::new().await;
    let mut command = firm.command(100);
    command.amount = Money::new(100, Currency::EUR);
    assert!(matches!(firm.submit(command).await, Err(TakeError::Currency)));
    let mut command = firm.command(100);
    command.merchant_account = MerchantAccountId::new(99);
    assert!(matches!(firm.submit(command).await, Err(TakeError::NoAccount)));
    let mut closed = firm::merchant_account(&firm.read(), firm.trust).unwrap().unwrap();
    closed.active = false;
    firm.app.store.write(move |writer| writer.put_merchant_account(&closed)).await.unwrap();
    let mut command = firm.command(100);
    command.merchant_account = firm.trust;
    assert!(matches!(firm.submit(command).await, Err(TakeError::NoAccount)));
    assert!(transactions::latest(&firm.read(), 9).unwrap().is_empty());
}

#[tokio::test]
async fn a_refused_payment_leaves_no_trace_of_its_payer_nor_locks_its_account() {
    let firm = TestFirm::new().await;
    let mut command = firm.command(100);
    command.amount = Money::new(100, Currency::EUR);
    firm.submit(command).await.unwrap_err();
    assert!(payers::payers_named(&firm.read(), "Ada Vance").unwrap().is_empty());
    assert!(!firm::merchant_account(&firm.read(), firm.operating).unwrap().unwrap().used);
}

#[tokio::test]
async fn an_approved_payment_is_captured_once_and_has_one_receipt() {
    let firm = TestFirm::new().await;
    let paid = firm.take(12_345, APPROVED).await.unwrap();
    assert_eq!((paid.status, paid.test, paid.actor), (Status::Captured, true, Actor::User(firm.cashier.id)));
    assert!(paid.approval.is_some() && paid.gateway_id.is_some() && paid.decline.is_none());
    assert_eq!(firm.stored(paid.id), paid);
    let charge = firm.charge(&paid.key).await.unwrap();
    assert_eq!((charge.amount, charge.outcome.unwrap().event), (paid.amount, Event::Approve));
    assert_eq!(firm.deliveries(paid.id).len(), 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
    deliver_due(&firm.app).await.unwrap();
}

#[tokio::test]
async fn a_payment_without_an_address_has_no_receipt_to_send() {
    let firm = TestFirm::new().await;
    let mut command = firm.command(100);
    command.payer.emails.clear();
    firm.enter_card(&command.key, APPROVED);
    assert_eq!(firm.submit(command).await.unwrap().status, Status::Captured);
}

#[tokio::test]
async fn every_decline_is_a_result_with_its_reason_and_without_receipt() {
    use DeclineReason as R;
    let firm = TestFirm::new().await;
    let declines = [
        ("4000000000000002", R::Generic),
        ("4000000000009995", R::InsufficientFunds),
        ("4000000000000051", R::LimitExceeded),
        ("4000000000000069", R::ExpiredCard),
        ("4000000000000119", R::ProcessorDown),
        ("4000000000000127", R::SecurityCode),
        ("4000000000000135", R::TypeNotAccepted),
        ("4000000000009987", R::Fraud),
    ];
    for (card, reason) in declines {
        let payment = firm.take(5_000, card).await.unwrap();
        assert_eq!((payment.status, payment.decline.unwrap().reason), (Status::Declined, reason), "{card}");
        assert!(payment.approval.is_none() && firm.deliveries(payment.id).is_empty());
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_without_a_card_fails_and_nothing_is_charged() {
    let firm = TestFirm::new().await;
    let failed = firm.submit(firm.command(5_000)).await.unwrap();
    assert_eq!(failed.status, Status::Failed);
    assert!(firm.charge(&failed.key).await.is_none());
}

#[tokio::test]
async fn an_authorization_is_approved_and_not_captured() {
    let firm = TestFirm::new().await;
    let mut command = firm.command(5_000);
    command.kind = Kind::Authorization;
    firm.enter_card(&command.key, APPROVED);
    let held = firm.submit(command).await.unwrap();
    assert_eq!(held.status, Status::Authorized);
    assert_eq!(firm.deliveries(held.id).len(), 1);
    // Nobody captures it: it lapses, and that is told as what it is.
    firm.app.sandbox.advance(8 * DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(firm.stored(held.id).status, Status::Voided);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn an_answer_lost_on_its_way_back_is_asked_for_and_found() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, "4000000000006660").await.unwrap();
    assert_eq!(paid.status, Status::Captured);
    assert!(paid.approval.is_some() && paid.instrument.is_some());
    assert_eq!(firm.deliveries(paid.id).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_call_that_never_arrived_stays_open_through_its_grace_and_then_ends_uncharged() {
    let firm = TestFirm::new().await;
    let open = firm.take(5_000, "4000000000006678").await.unwrap();
    assert_eq!(open.status, Status::Unknown);
    firm.clock.advance_ms(resolution::GRACE_MS - 1);
    resolution::reconcile(&firm.app).await.unwrap();
    assert_eq!(firm.stored(open.id).status, Status::Unknown);
    firm.clock.advance_ms(1);
    let done = resolution::reconcile(&firm.app).await.unwrap();
    assert_eq!((done.asked, done.resolved, firm.stored(open.id).status), (1, 1, Status::Failed));
    // The confirmation that was under way arrives after all: it must find the charge closed.
    let charge = charge_of(&open);
    let late = firm.app.sandbox.confirm(&charge, None).await.unwrap();
    assert_eq!(late.event, Event::Void);
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(firm.stored(open.id).status, Status::Failed);
    assert!(firm.deliveries(open.id).is_empty());
}

/// What the processor was asked for.
fn charge_of(paid: &Transaction) -> Charge {
    Charge {
        key: paid.key.clone(),
        merchant_account: paid.merchant_account,
        amount: paid.amount,
        kind: paid.kind,
        method_token: paid.method_token.clone(),
        statement_name: paid.statement_name.clone(),
        surcharge: None,
        debit: None,
    }
}

#[tokio::test]
async fn a_challenge_passed_is_an_approval_with_its_receipt_and_approval_code() {
    let firm = TestFirm::new().await;
    let waiting = firm.take(5_000, "4000000000003220").await.unwrap();
    assert_eq!(waiting.status, Status::ActionRequired);
    assert!(waiting.action_url.is_some() && firm.deliveries(waiting.id).is_empty());
    firm.app.sandbox.decide(&waiting.key, Decision::PassChallenge).unwrap();
    resolution::refresh(&firm.app, &waiting.key).await.unwrap();
    let paid = firm.stored(waiting.id);
    assert_eq!(paid.status, Status::Captured);
    assert!(paid.approval.is_some(), "the receipt shows the approval code");
    assert_eq!(paid.action_url, None);
    assert_eq!(firm.deliveries(paid.id).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_challenge_failed_is_a_decline_with_its_reason() {
    let firm = TestFirm::new().await;
    let waiting = firm.take(5_000, "4000000000003220").await.unwrap();
    firm.app.sandbox.decide(&waiting.key, Decision::FailChallenge).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let declined = firm.stored(waiting.id);
    assert_eq!((declined.status, declined.decline.unwrap().reason), (Status::Declined, DeclineReason::DoNotHonor));
}

#[tokio::test]
async fn a_released_hold_that_was_never_heard_of_still_brings_its_one_receipt() {
    let mut firm = TestFirm::new().await;
    let command = firm.command(5_000);
    firm.enter_card(&command.key, "4000000000009235");
    script(&firm.faults, &[Fault::Pass, Fault::Pass, Fault::CommitLost]);
    firm.submit(command.clone()).await.unwrap_err();
    firm.app.sandbox.decide(&command.key, Decision::ReleaseHold).unwrap();
    firm.restart();
    resolution::reconcile(&firm.app).await.unwrap();
    let paid = firm.by_key(&command.key).unwrap();
    assert_eq!((paid.status, firm.deliveries(paid.id).len()), (Status::Captured, 1));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_hold_released_by_time_brings_its_receipt() {
    let firm = TestFirm::new().await;
    let held = firm.take(5_000, "4000000000009235").await.unwrap();
    assert_eq!(held.status, Status::Held);
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!((firm.stored(held.id).status, firm.deliveries(held.id).len()), (Status::Captured, 1));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn the_same_form_sent_twice_is_one_payment() {
    let firm = TestFirm::new().await;
    let command = firm.command(5_000);
    firm.enter_card(&command.key, APPROVED);
    let first = firm.submit(command.clone()).await.unwrap();
    let mut dearer = command.clone();
    dearer.amount = Money::new(9_999, Currency::USD);
    assert_eq!(firm.submit(command).await.unwrap(), first);
    assert_eq!(firm.submit(dearer).await.unwrap(), first, "the first result stands, whatever is asked now");
    assert_eq!(transactions::latest(&firm.read(), 9).unwrap().len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_form_sent_sixteen_times_at_once_is_one_charge() {
    let firm = Arc::new(TestFirm::new().await);
    for card in [APPROVED, "4000000000006660", "4000000000000002"] {
        let command = firm.command(5_000);
        firm.enter_card(&command.key, card);
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let (firm, command) = (firm.clone(), command.clone());
                tokio::spawn(async move { firm.submit(command).await.unwrap() })
            })
            .collect();
        let mut ids = std::collections::BTreeSet::new();
        for task in tasks {
            let answer = task.await.unwrap();
            assert!(!answer.status.is_unresolved());
            ids.insert(answer.id);
        }
        assert_eq!(ids.len(), 1);
    }
    let payments = transactions::latest(&firm.read(), 99).unwrap();
    assert_eq!(payments.len(), 3);
    let receipts: usize = payments.iter().map(|paid| firm.deliveries(paid.id).len()).sum();
    assert_eq!(receipts, 2);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn of_two_clicks_nobody_hears_that_nothing_was_charged_when_the_other_gets_through() {
    for fault in [Fault::NotStarted, Fault::CommitLost, Fault::CommitKept] {
        let firm = TestFirm::new().await;
        let command = firm.command(5_000);
        firm.enter_card(&command.key, APPROVED);
        firm.faults.push(fault);
        // Both have come before either is begun.
        let turn = firm.app.operations.hold(&command.key).await;
        let (one, other, ()) =
            tokio::join!(biased; firm.submit(command.clone()), firm.submit(command.clone()), async { drop(turn) });
        match (one, other) {
            (Ok(one), Ok(other)) => assert_eq!(one.id, other.id, "{fault:?}"),
            // The store was still being reopened when the other one came.
            (Err(_), Err(_)) => assert_eq!(firm.by_key(&command.key), None, "{fault:?}"),
            (one, other) => panic!("{fault:?}: {one:?} and {other:?}"),
        }
        firm.reconcile_later().await;
        let charged = firm.charge(&command.key).await.is_some();
        let paid = transactions::latest(&firm.read(), 9).unwrap();
        assert_eq!(paid.first().is_some_and(|paid| paid.status == Status::Captured), charged, "{fault:?}");
        assert!(paid.len() <= 1, "{fault:?}");
        firm.leaves_waiting(usize::from(charged));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_payer_of_several_payments_at_once_is_recorded_once() {
    let firm = Arc::new(TestFirm::new().await);
    let tasks: Vec<_> = (0..12)
        .map(|index| {
            let firm = firm.clone();
            let mut command = firm.command(1_000 + index);
            firm.enter_card(&command.key, APPROVED);
            command.payer.name = if index % 2 == 0 { "Ada Vance" } else { " ada  VANCE" }.into();
            tokio::spawn(async move { firm.submit(command).await.unwrap().payer })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), Some(PayerId::new(1)));
    }
    assert_eq!(transactions::latest_of_payer(&firm.read(), PayerId::new(1), 99).unwrap().len(), 12);
    firm.leaves_waiting(12);
}

#[tokio::test]
async fn one_of_several_payers_of_a_name_must_be_chosen_unless_an_address_decides() {
    let firm = TestFirm::new().await;
    for (number, email) in [("C-1", "one@client.example"), ("C-2", "two@client.example")] {
        let mut command = firm.command(100);
        command.payer = payer("Sam Reed", &[email]);
        command.payer.client_number = Some(number.into());
        firm.enter_card(&command.key, APPROVED);
        firm.submit(command).await.unwrap();
    }
    let mut command = firm.command(100);
    firm.enter_card(&command.key, APPROVED);
    command.payer = payer("sam reed", &["third@client.example"]);
    match firm.submit(command.clone()).await {
        Err(TakeError::SeveralPayers(several)) => assert_eq!(several.len(), 2),
        other => panic!("{other:?}"),
    }
    assert!(firm.charge(&command.key).await.is_none());
    command.payer.chosen = Some(PayerId::new(2));
    assert_eq!(firm.submit(command).await.unwrap().payer, Some(PayerId::new(2)));
    let mut command = firm.command(100);
    firm.enter_card(&command.key, APPROVED);
    command.payer = payer("Sam Reed", &["ONE@client.example"]);
    assert_eq!(firm.submit(command).await.unwrap().payer, Some(PayerId::new(1)));
    firm.leaves_waiting(4);
}

#[tokio::test]
async fn the_first_payment_to_an_account_locks_whose_money_it_holds() {
    let firm = TestFirm::new().await;
    let mut command = firm.command(5_000);
    command.merchant_account = firm.trust;
    firm.enter_card(&command.key, "4000000000000002");
    let declined = firm.submit(command).await.unwrap();
    assert_eq!(declined.account_kind, AccountKind::Trust);
    let mut trust = firm::merchant_account(&firm.read(), firm.trust).unwrap().unwrap();
    assert!(trust.used && trust.change_kind(AccountKind::Operating).is_err());
}

#[tokio::test]
async fn settlement_and_disputes_are_learned_and_the_place_in_the_news_outlives_a_restart() {
    let mut firm = TestFirm::new().await;
    let plain = firm.take(5_000, APPROVED).await.unwrap();
    let disputed = firm.take(6_000, "4000000000000259").await.unwrap();
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    assert!(resolution::follow_news(&firm.app).await.unwrap() > 0);
    assert_eq!(firm.stored(plain.id).status, Status::Settled);
    firm.restart();
    assert_eq!(resolution::follow_news(&firm.app).await.unwrap(), 0, "old news is not read again");
    firm.app.sandbox.advance(2 * DAY_MS.unsigned_abs()).unwrap();
    assert_eq!(resolution::follow_news(&firm.app).await.unwrap(), 1);
    assert_eq!((firm.stored(disputed.id).status, firm.stored(plain.id).status), (Status::Disputed, Status::Settled));
    assert_eq!((firm.deliveries(plain.id).len(), firm.deliveries(disputed.id).len()), (1, 1));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn hearing_of_a_won_dispute_again_changes_nothing_and_brings_no_second_receipt() {
    let firm = TestFirm::new().await;
    let paid = firm.take(6_000, "4000000000000259").await.unwrap();
    firm.app.sandbox.advance(3 * DAY_MS.unsigned_abs()).unwrap();
    firm.app.sandbox.decide(&paid.key, Decision::WinDispute).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let won = firm.stored(paid.id);
    assert_eq!(won.status, Status::DisputeWon);
    resolution::refresh(&firm.app, &paid.key).await.unwrap();
    assert_eq!(firm.stored(paid.id), won, "not even its version moves");
    assert_eq!(firm.deliveries(paid.id).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn news_that_could_not_be_written_is_read_again() {
    for fault in [Fault::CommitLost, Fault::NotStarted] {
        let firm = TestFirm::new().await;
        let paid = firm.take(5_000, APPROVED).await.unwrap();
        resolution::follow_news(&firm.app).await.unwrap();
        firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
        firm.faults.push(fault);
        drop(resolution::follow_news(&firm.app).await);
        serving(&firm.app.store).await;
        resolution::follow_news(&firm.app).await.unwrap();
        assert_eq!(firm.stored(paid.id).status, Status::Settled, "{fault:?}");
        firm.leaves_waiting(1);
    }
}

#[tokio::test]
async fn news_that_contradicts_what_is_known_is_journalled_and_changes_nothing() {
    let firm = TestFirm::new().await;
    let command = firm.command(5_000);
    firm.enter_card(&command.key, APPROVED);
    script(&firm.faults, &[Fault::Pass, Fault::Pass, Fault::CommitLost]);
    firm.submit(command.clone()).await.unwrap_err();
    serving(&firm.app.store).await;
    // Charged at the processor, and by some mistake told to be declined.
    let paid = Transaction { status: Status::Declined, ..firm.by_key(&command.key).unwrap() };
    let wrong = paid.clone();
    firm.app.store.write(move |writer| writer.put_transaction(&wrong)).await.unwrap();
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(firm.stored(paid.id).status, Status::Declined);
    let history = journal::history(&firm.read(), Subject::Transaction(paid.id)).unwrap();
    let told = history
        .iter()
        .any(|entry| entry.fact == Fact::PaymentContradicted { event: Event::Settle, status: Status::Declined });
    assert!(told, "{history:?}");
}

#[tokio::test]
async fn a_store_that_cannot_write_never_says_that_a_charged_form_was_not_charged() {
    let firm = TestFirm::new().await;
    let command = firm.command(5_000);
    firm.enter_card(&command.key, APPROVED);
    let paid = firm.submit(command.clone()).await.unwrap();
    firm.faults.push(Fault::Full);
    let other = firm.command(100);
    assert!(matches!(firm.submit(other).await, Err(TakeError::Unavailable | TakeError::BeingConfirmed(_))));
    assert!(matches!(firm.app.store.health(), Health::ReadOnly(_)));
    match firm.submit(command).await {
        Ok(known) => assert_eq!(known, paid),
        Err(TakeError::BeingConfirmed(_)) => {}
        Err(wrong) => panic!("{wrong}"),
    }
    firm.faults.freed();
    serving(&firm.app.store).await;
    firm.leaves_waiting(1);
}
