//! Debits that come back: before they were money, after, and long after.

use clientpay::{
    domain::{delivery::Content, return_code::ReturnCode, transaction::Status},
    service::{
        bank_debits, methods, outbox,
        payments::{Keep, TakeError},
    },
    store::{payers, totals},
};

use super::{CLOSED, NO_FUNDS, NO_FUNDS_LATER, UNAUTHORIZED, after, agreed, form, take};
use crate::support::TestFirm;

fn collected_minor(firm: &TestFirm) -> i64 {
    let all = totals::all(&firm.read()).unwrap();
    all.iter().filter(|(key, _)| key.status.is_collected()).map(|(_, total)| total.amount_minor).sum()
}

#[tokio::test]
async fn what_settled_and_came_back_is_taken_out_of_the_totals() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, NO_FUNDS_LATER).await.unwrap();
    after(&firm, 3).await;
    assert_eq!((firm.stored(payment.id).status, collected_minor(&firm)), (Status::Settled, 10_000));
    after(&firm, 3).await;
    let stored = firm.stored(payment.id);
    assert_eq!((stored.status, collected_minor(&firm)), (Status::Returned, 0));
    assert_eq!(stored.bank_debit.unwrap().returned, Some(ReturnCode::R01));
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn the_payer_is_told_once_that_it_came_back_and_not_why() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, NO_FUNDS).await.unwrap();
    after(&firm, 3).await;
    after(&firm, 30).await;
    outbox::deliver_due(&firm.app).await.unwrap();
    let contents: Vec<Content> = firm.deliveries(payment.id).into_iter().map(|delivery| delivery.content).collect();
    let transaction = payment.id;
    assert_eq!(contents, [Content::Receipt { transaction }, Content::ReturnNotice { transaction }]);
    let sent = firm.post.taken();
    let notice = &sent.last().unwrap().message;
    assert!(notice.subject.contains("came back") && !notice.text.contains("R01"), "{}", notice.text);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_accepted_and_came_back_before_anyone_heard_of_it_needs_no_word() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, super::LOST_CALL).await.unwrap();
    firm.reconcile_later().await;
    after(&firm, 30).await;
    assert_eq!((firm.stored(payment.id).status, firm.deliveries(payment.id).len()), (Status::Failed, 0));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn after_a_fatal_return_the_saved_account_is_stopped_and_its_authorization_ended() {
    let firm = TestFirm::new().await;
    for account in [CLOSED, UNAUTHORIZED] {
        let mut asked = agreed(&firm, form(&firm, 10_000, account)).await;
        asked.keep = Keep::ForPayer;
        let payment = firm.submit(asked).await.unwrap();
        assert!(methods::reusable(&firm.read(), &payment).unwrap().is_some());
        after(&firm, 40).await;
        let stored = firm.stored(payment.id);
        assert_eq!(stored.status, Status::Returned, "{account}");
        assert!(methods::reusable(&firm.read(), &stored).unwrap().is_none(), "{account}");
        let saved = payers::payment_methods(&firm.read(), payment.payer.unwrap()).unwrap();
        assert!(saved.iter().all(|method| method.stopped.is_some()));
        let debit = stored.bank_debit.unwrap();
        let (known, _) = bank_debits::authorization(&firm.app, debit.authorization).unwrap().unwrap();
        assert_eq!(known.ended.map(|(_, code)| code), debit.returned);
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(4);
}

#[tokio::test]
async fn for_want_of_funds_nothing_is_stopped() {
    let firm = TestFirm::new().await;
    let mut asked = agreed(&firm, form(&firm, 10_000, NO_FUNDS)).await;
    asked.keep = Keep::ForPayer;
    let payment = firm.submit(asked).await.unwrap();
    after(&firm, 5).await;
    assert_eq!(firm.stored(payment.id).status, Status::Returned);
    assert!(methods::reusable(&firm.read(), &firm.stored(payment.id)).unwrap().is_some());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_new_agreement_is_needed_after_an_old_one_ended() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, CLOSED).await.unwrap();
    let ended = payment.bank_debit.unwrap().authorization;
    after(&firm, 5).await;
    let mut asked = form(&firm, 10_000, CLOSED);
    asked.debit = Some(bank_debits::Allowed::Before(ended));
    assert!(matches!(firm.submit(asked).await, Err(TakeError::Authorization)));
    firm.leaves_waiting(2);
}
