//! Saving a method on consent, and charging it again.

use clientpay::{
    domain::{
        journal::{Fact, Subject},
        money::{Currency, Money},
        transaction::{Source, Status, Transaction},
    },
    service::{
        Authority, methods,
        payments::{Keep, TakeError},
        quick_pay::{self, QuickPay, QuickPayError},
    },
    store::{engine::faulty::Fault, journal, payers},
};

use crate::support::{APPROVED, TestFirm};

async fn kept(firm: &TestFirm, card: &str) -> Transaction {
    let mut asked = firm.command(12_500);
    asked.keep = Keep::ForPayer;
    firm.enter_card(&asked.key, card);
    firm.submit(asked).await.unwrap()
}

fn again(firm: &TestFirm, like: &Transaction, minor: i64) -> QuickPay {
    QuickPay {
        key: firm.app.ids.operation_key(),
        like: like.id,
        amount: Money::new(minor, Currency::USD),
        invoice_number: Some("INV-1042".into()),
        matter: None,
        reference: None,
        emails: Vec::new(),
        consent: None,
    }
}

async fn charge(firm: &TestFirm, asked: QuickPay) -> Result<Transaction, QuickPayError> {
    quick_pay::charge(&firm.app, firm.staff(), asked).await
}

#[tokio::test]
async fn a_method_that_was_not_saved_cannot_be_charged_again() {
    let firm = TestFirm::new().await;
    let paid = firm.take(12_500, APPROVED).await.unwrap();
    assert!(matches!(charge(&firm, again(&firm, &paid, 100)).await, Err(QuickPayError::NoMethod)));
    let nowhere = QuickPay { like: clientpay::domain::ids::TransactionId::new(99), ..again(&firm, &paid, 100) };
    assert!(matches!(charge(&firm, nowhere).await, Err(QuickPayError::NoPayment)));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn an_undecided_payment_is_not_charged_a_second_time() {
    let firm = TestFirm::new().await;
    let open = kept(&firm, "4000000000003220").await;
    assert_eq!(open.status, Status::ActionRequired);
    assert!(matches!(charge(&firm, again(&firm, &open, 100)).await, Err(QuickPayError::NotDecided)));
    firm.leaves_waiting(0);
}

#[tokio::test]
async fn an_auditor_charges_nothing() {
    let firm = TestFirm::new().await;
    let paid = kept(&firm, APPROVED).await;
    let refused = quick_pay::charge(&firm.app, Authority::Staff(&firm.auditor), again(&firm, &paid, 100)).await;
    assert!(matches!(refused, Err(QuickPayError::Take(TakeError::NotAllowed(_)))));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_saved_method_is_charged_again_once_per_form() {
    let firm = TestFirm::new().await;
    let paid = kept(&firm, APPROVED).await;
    let method = methods::reusable(&firm.read(), &paid).unwrap().unwrap();
    assert_eq!((paid.payment_method, method.instrument.last_four().as_str()), (Some(method.id), "4242"));
    let asked = again(&firm, &paid, 7_500);
    let (first, second) = tokio::join!(charge(&firm, asked.clone()), charge(&firm, asked.clone()));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.id, first.status), (second.id, Status::Captured));
    assert_eq!((first.source, first.amount), (Source::QuickPay, Money::new(7_500, Currency::USD)));
    assert_eq!((first.payer, first.merchant_account), (paid.payer, paid.merchant_account));
    assert_eq!(first.method_token, method.token);
    let once_more = charge(&firm, again(&firm, &first, 100)).await.unwrap();
    assert_eq!(once_more.status, Status::Captured, "what was charged by Quick Pay can be, too");
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn the_same_card_is_saved_once_for_a_payer() {
    let firm = TestFirm::new().await;
    let (first, second) = (kept(&firm, APPROVED).await, kept(&firm, APPROVED).await);
    assert_eq!(first.payment_method, second.payment_method);
    assert_eq!(payers::payment_methods(&firm.read(), first.payer.unwrap()).unwrap().len(), 1);
    let unsaved = firm.take(100, APPROVED).await.unwrap();
    assert!(unsaved.payment_method.is_none(), "not without consent");
    assert!(methods::reusable(&firm.read(), &unsaved).unwrap().is_some(), "but the card is known");
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn a_declined_card_is_not_saved() {
    let firm = TestFirm::new().await;
    let declined = kept(&firm, "4000000000000002").await;
    assert_eq!((declined.status, declined.payment_method), (Status::Declined, None));
    assert!(payers::payment_methods(&firm.read(), declined.payer.unwrap()).unwrap().is_empty());
}

#[tokio::test]
async fn a_payment_stands_although_its_method_could_not_be_saved() {
    let firm = TestFirm::new().await;
    let mut asked = firm.command(12_500);
    asked.keep = Keep::ForPayer;
    firm.enter_card(&asked.key, APPROVED);
    // The intent, the processor's id and its answer are written; the method is not.
    for fault in [Fault::Pass, Fault::Pass, Fault::Pass, Fault::NotStarted] {
        firm.faults.push(fault);
    }
    let paid = firm.submit(asked).await.unwrap();
    assert_eq!((paid.status, paid.payment_method), (Status::Captured, None));
    crate::support::serving(&firm.app.store).await;
    assert_eq!(firm.stored(paid.id).status, Status::Captured);
    assert_eq!(firm.violations(), Vec::<String>::new());
    let history = journal::history(&firm.read(), Subject::Transaction(paid.id)).unwrap();
    assert!(history.iter().all(|entry| !matches!(entry.fact, Fact::PaymentMethodSaved { .. })));
    firm.leaves_waiting(1);
}
