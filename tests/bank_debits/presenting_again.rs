//! Presenting a debit again: for want of funds only, twice at most, within 180 days, and once however often it is asked.

use clientpay::{
    domain::{
        ids::TransactionId,
        return_code::ReturnCode,
        transaction::{Status, Transaction},
    },
    service::{
        Authority,
        bank_debits::{self, RepresentError, Unrepeatable},
        payments::TakeError,
    },
    store::engine::faulty::Fault,
};

use super::{CLOSED, NO_FUNDS, SETTLES, UNCOLLECTED_ONCE, after, take};
use crate::support::TestFirm;

async fn again(firm: &TestFirm, id: TransactionId, attempt: u8) -> Result<Transaction, RepresentError> {
    bank_debits::represent(&firm.app, firm.staff(), id, attempt).await
}

fn why(result: Result<Transaction, RepresentError>) -> Unrepeatable {
    match result {
        Err(RepresentError::Unrepeatable(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_has_not_come_back_or_came_back_for_good_is_not_presented_again() {
    let firm = TestFirm::new().await;
    let pending = take(&firm, SETTLES).await.unwrap();
    assert_eq!(why(again(&firm, pending.id, 2).await), Unrepeatable::NotReturned);
    let closed = take(&firm, CLOSED).await.unwrap();
    after(&firm, 5).await;
    assert_eq!(why(again(&firm, pending.id, 2).await), Unrepeatable::NotReturned, "it settled");
    assert_eq!(why(again(&firm, closed.id, 2).await), Unrepeatable::Code(ReturnCode::R02));
    let refused = bank_debits::represent(&firm.app, Authority::Staff(&firm.auditor), closed.id, 2).await;
    assert!(matches!(refused, Err(RepresentError::Take(TakeError::NotAllowed(_)))));
    assert!(matches!(again(&firm, TransactionId::new(99), 2).await, Err(RepresentError::NoPayment)));
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn it_is_presented_twice_more_and_no_third_time() {
    let firm = TestFirm::new().await;
    let first = take(&firm, NO_FUNDS).await.unwrap();
    after(&firm, 5).await;
    let second = again(&firm, first.id, 2).await.unwrap();
    let debit = second.bank_debit.clone().unwrap();
    assert_eq!((second.status, debit.represents, debit.presentment), (Status::Pending, Some(first.id), 2));
    assert_eq!((second.amount, second.payer, second.invoice_number), (first.amount, first.payer, first.invoice_number));
    assert_eq!(debit.authorization, first.bank_debit.unwrap().authorization);
    assert_eq!(why(again(&firm, second.id, 3).await), Unrepeatable::UnderWay(second.id));
    after(&firm, 7).await;
    // Asked of the one that came back last, it is still the first that is presented again.
    let third = again(&firm, second.id, 3).await.unwrap();
    assert_eq!(third.bank_debit.unwrap().represents, Some(first.id));
    after(&firm, 7).await;
    assert_eq!(firm.stored(third.id).status, Status::Returned);
    assert_eq!(why(again(&firm, first.id, 4).await), Unrepeatable::TooOften);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(6);
}

#[tokio::test]
async fn after_half_a_year_it_is_too_late() {
    let firm = TestFirm::new().await;
    let first = take(&firm, NO_FUNDS).await.unwrap();
    after(&firm, 181).await;
    assert_eq!(why(again(&firm, first.id, 2).await), Unrepeatable::TooLate);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn asked_for_twice_it_is_presented_once() {
    let firm = TestFirm::new().await;
    let first = take(&firm, UNCOLLECTED_ONCE).await.unwrap();
    after(&firm, 5).await;
    let (one, other) = tokio::join!(again(&firm, first.id, 2), again(&firm, first.id, 2));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.id, other.id);
    assert_eq!(again(&firm, first.id, 2).await.unwrap().id, one.id);
    after(&firm, 7).await;
    assert_eq!(firm.stored(one.id).status, Status::Settled, "collected by then");
    assert_eq!(why(again(&firm, first.id, 3).await), Unrepeatable::UnderWay(one.id));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn with_a_full_disk_nothing_is_presented_and_the_same_try_goes_through_later() {
    let firm = TestFirm::new().await;
    let first = take(&firm, UNCOLLECTED_ONCE).await.unwrap();
    after(&firm, 5).await;
    firm.faults.push(Fault::NotStarted);
    assert!(again(&firm, first.id, 2).await.is_err());
    crate::support::serving(&firm.app.store).await;
    let made = again(&firm, first.id, 2).await.unwrap();
    assert_eq!(made.status, Status::Pending);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(3);
}
