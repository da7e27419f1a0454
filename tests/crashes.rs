//! The charge protocol with the store failing at each of its writes and the process ending after: one charge or none,
//! never two, and in the end the firm's books say what the processor's say.

use std::time::Duration;

use clientpay::{
    domain::{
        journal::{Fact, Subject},
        time::Day,
        transaction::{Event, Status, Transaction},
    },
    gateway::Gateway as _,
    search::{page::Page, query},
    service::{
        payments::{TakeError, TakePayment},
        resolution,
    },
    store::{engine::faulty::Fault, journal, transactions},
};

use crate::support::{APPROVED, TestFirm, serving};

const CARDS: [&str; 6] =
    [APPROVED, "4000000000000002", "4000000000006660", "4000000000006678", "4000000000009235", "4000000000003220"];
const FAULTS: [Fault; 5] = [Fault::CommitLost, Fault::CommitKept, Fault::NotStarted, Fault::Full, Fault::ReadError];

/// Scripts `fault` for the write after `writes` good ones.
fn fail_after(firm: &TestFirm, writes: usize, fault: Fault) {
    (0..writes).for_each(|_| firm.faults.push(Fault::Pass));
    firm.faults.push(fault);
}

fn form(firm: &TestFirm, card: &str) -> TakePayment {
    let command = firm.command(5_000);
    firm.enter_card(&command.key, card);
    command
}

/// Whether the processor has, or holds, the money of this operation.
async fn collected_at_the_processor(firm: &TestFirm, command: &TakePayment) -> bool {
    let Some(view) = firm.charge(&command.key).await else { return false };
    let events: Vec<Event> = view.outcome.map(|outcome| outcome.event).into_iter().chain(view.later).collect();
    events.contains(&Event::Approve) && !events.contains(&Event::Void)
}

async fn books_agree(firm: &TestFirm, command: &TakePayment, case: &str) {
    let stored: Option<Transaction> = firm.by_key(&command.key);
    let ours = stored.as_ref().is_some_and(|payment| payment.status.is_collected());
    assert_eq!(ours, collected_at_the_processor(firm, command).await, "{case}: {stored:?}");
    assert!(transactions::unresolved(&firm.read()).unwrap().is_empty(), "{case}: still open");
    assert!(transactions::latest(&firm.read(), 9).unwrap().len() <= 1, "{case}: more than one payment");
    let receipts = stored.map_or(0, |payment| firm.deliveries(payment.id).len());
    assert_eq!(receipts, usize::from(ours), "{case}: receipts");
    assert_eq!(firm.violations(), Vec::<String>::new(), "{case}");
    firm.leaves_waiting(receipts);
    let news = firm.app.sandbox.poll(None).await.unwrap();
    assert!(news.keys.len() <= 1, "{case}: the processor knows of several charges");
}

#[tokio::test]
async fn a_store_that_fails_at_any_write_leads_to_one_charge_or_none() {
    for writes in 0..3 {
        for fault in FAULTS {
            for card in CARDS {
                let case = format!("{fault:?} after {writes} writes, card {card}");
                let mut firm = TestFirm::new().await;
                let command = form(&firm, card);
                if fault == Fault::ReadError && writes == 0 {
                    // The first read is the reader's before write #1; the second is inside it.
                    firm.faults.push(fault);
                } else {
                    fail_after(&firm, writes, fault);
                }
                let answer = firm.submit(command.clone()).await;
                if let Err(error) = &answer {
                    let certain = matches!(error, TakeError::Unavailable | TakeError::Store(_));
                    assert!(!certain || !collected_at_the_processor(&firm, &command).await, "{case}: {error}");
                }
                firm.faults.freed();
                firm.restart();
                firm.reconcile_later().await;
                books_agree(&firm, &command, &case).await;
            }
        }
    }
}

#[tokio::test]
async fn the_form_sent_again_after_a_failure_is_never_charged_twice() {
    for writes in 0..3 {
        for fault in FAULTS {
            for card in CARDS {
                let case = format!("{fault:?} after {writes} writes, card {card}, sent again");
                let firm = TestFirm::new().await;
                let command = form(&firm, card);
                fail_after(&firm, writes, fault);
                drop(firm.submit(command.clone()).await);
                firm.faults.freed();
                serving(&firm.app.store).await;
                drop(firm.submit(command.clone()).await);
                firm.reconcile_later().await;
                books_agree(&firm, &command, &case).await;
            }
        }
    }
}

#[tokio::test]
async fn a_failure_while_reconciling_is_made_up_for_by_the_next_round() {
    for fault in FAULTS {
        for card in CARDS {
            let case = format!("{fault:?} while reconciling, card {card}");
            let mut firm = TestFirm::new().await;
            let command = form(&firm, card);
            fail_after(&firm, 2, Fault::CommitLost);
            drop(firm.submit(command.clone()).await);
            firm.restart();
            firm.faults.push(fault);
            drop(resolution::reconcile(&firm.app).await);
            firm.faults.freed();
            serving(&firm.app.store).await;
            firm.reconcile_later().await;
            books_agree(&firm, &command, &case).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_goes_away_at_any_moment_leaves_a_payment_that_is_resolved() {
    for card in CARDS {
        for entries in 0..4 {
            let case = format!("gone after {entries} entries, card {card}");
            let mut firm = TestFirm::new().await;
            let command = form(&firm, card);
            let mut committed = firm.app.store.committed();
            let target = *committed.borrow() + entries;
            let (app, cashier, asked) = (firm.app.clone(), firm.cashier.clone(), command.clone());
            let task = tokio::spawn(async move {
                let authority = clientpay::service::Authority::Staff(&cashier);
                drop(clientpay::service::payments::take(&app, authority, asked).await);
            });
            tokio::select! {
                _ = committed.wait_for(|sequence| *sequence >= target) => task.abort(),
                () = async { while !task.is_finished() { tokio::task::yield_now().await } } => {}
            }
            drop(task.await);
            firm.restart();
            firm.reconcile_later().await;
            books_agree(&firm, &command, &case).await;
        }
    }
}

#[tokio::test]
async fn what_a_request_is_working_on_is_left_alone_by_the_reconciler() {
    let firm = TestFirm::new().await;
    let open = firm.take(5_000, "4000000000006678").await.unwrap();
    firm.clock.advance_ms(resolution::GRACE_MS);
    let held = firm.app.operations.hold(&open.key).await;
    assert_eq!(resolution::reconcile(&firm.app).await.unwrap().asked, 0);
    drop(held);
    assert_eq!(resolution::reconcile(&firm.app).await.unwrap().resolved, 1);
    assert_eq!(firm.stored(open.id).status, Status::Failed);
}

#[tokio::test]
async fn what_is_learned_of_a_payment_that_was_given_up_is_in_the_journal_and_found() {
    let mut firm = TestFirm::new().await;
    let command = form(&firm, APPROVED);
    fail_after(&firm, 1, Fault::CommitLost);
    drop(firm.submit(command.clone()).await);
    firm.restart();
    firm.reconcile_later().await;
    let given_up = firm.by_key(&command.key).unwrap();
    assert_eq!((given_up.status, &given_up.gateway_id), (Status::Failed, &None));
    resolution::follow_news(&firm.app).await.unwrap();
    let told = firm.stored(given_up.id);
    let number = told.gateway_id.expect("the processor's number of what it voided");
    let entries = journal::history(&firm.read(), Subject::Transaction(told.id)).unwrap();
    assert_eq!(entries[0].fact, Fact::PaymentDetailsLearned);
    assert_eq!((told.status, told.version), (Status::Failed, given_up.version + 1));
    let journal_ends = *firm.app.store.committed().borrow();
    assert!(firm.app.index.wait_for(journal_ends, Duration::from_secs(30)).await);
    let asked = format!("{number} status:failed");
    let query = query::parse(&asked, &query::Dialect::neutral(Day::new(2026, 11, 22)));
    let found = firm.app.index.search(&query, &Page::first(5)).unwrap();
    assert_eq!(found.ids, [told.id]);
}
