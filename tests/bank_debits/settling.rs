//! A debit is no money until it settles.

use clientpay::{
    domain::{
        delivery::Content,
        money::{Currency, Money},
        return_code::ChangeCode,
        transaction::Status,
    },
    service::{
        outbox, receipts,
        refunds::{self, Hindrance, RefundError, RefundPayment},
        resolution,
    },
    store::{totals, volumes::Flow},
};

use super::{CHANGED, LOST_ANSWER, LOST_CALL, SETTLES, after, take};
use crate::support::{DAY_MS, TestFirm};

fn counted(firm: &TestFirm) -> Vec<(Status, u64)> {
    totals::all(&firm.read()).unwrap().into_iter().map(|(key, total)| (key.status, total.count)).collect()
}

fn refund(firm: &TestFirm, id: clientpay::domain::ids::TransactionId, minor: i64) -> RefundPayment {
    RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: id,
        amount: Money::new(minor, Currency::USD),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    }
}

#[tokio::test]
async fn what_was_submitted_is_not_money_before_the_banks_have_settled_it() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, SETTLES).await.unwrap();
    let debit = payment.bank_debit.clone().unwrap();
    assert_eq!((payment.status, debit.settles_on.unwrap().number()), (Status::Pending, 20_261_125));
    assert_eq!(
        (debit.good_from().unwrap().number(), debit.unauthorized_until().unwrap().number()),
        (20_261_204, 20_270_124)
    );
    assert_eq!(counted(&firm), [(Status::Pending, 1)]);
    assert_eq!(Flow::of(payment.status), Some(Flow::Pending));
    after(&firm, 2).await;
    assert_eq!(firm.stored(payment.id).status, Status::Pending);
    after(&firm, 1).await;
    assert_eq!(firm.stored(payment.id).status, Status::Settled);
    assert_eq!(counted(&firm), [(Status::Settled, 1)]);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn the_payer_gets_one_debit_notice_with_a_copy_of_the_authorization_and_no_second_receipt() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, SETTLES).await.unwrap();
    outbox::deliver_due(&firm.app).await.unwrap();
    let sent = firm.post.taken();
    let message = &sent[0].message;
    assert!(message.subject.starts_with("Debit notice"), "{}", message.subject);
    for words in ["Debit submitted", "November 25, 2026", "Do you authorize this debit?", "6789"] {
        assert!(message.text.contains(words), "{words}: {}", message.text);
    }
    assert!(!message.text.contains("received"), "{}", message.text);
    after(&firm, 3).await;
    assert_eq!(firm.deliveries(payment.id).len(), 1);
    let facts = receipts::facts(&firm.read(), payment.id).unwrap().unwrap();
    assert_eq!(facts.status, Status::Settled, "the same link says now that it is paid");
}

#[tokio::test]
async fn before_it_goes_to_the_banks_it_is_cancelled_whole_and_after_it_settled_refunded() {
    let firm = TestFirm::new().await;
    let first = take(&firm, SETTLES).await.unwrap();
    let part =
        refunds::refund(&firm.app, clientpay::service::Authority::Staff(&firm.admin), refund(&firm, first.id, 100))
            .await;
    assert!(matches!(part, Err(RefundError::NotRefundable)), "{part:?}");
    refunds::refund(&firm.app, clientpay::service::Authority::Staff(&firm.admin), refund(&firm, first.id, 10_000))
        .await
        .unwrap();
    assert_eq!(firm.stored(first.id).status, Status::Voided);
    assert!(
        receipts::has_receipt(&firm.stored(first.id)),
        "the debit notice was mailed, so its link must lead somewhere"
    );
    let second = take(&firm, SETTLES).await.unwrap();
    // Tuesday: it went to the banks on Monday evening.
    firm.clock.advance_ms(2 * DAY_MS);
    let authority = clientpay::service::Authority::Staff(&firm.admin);
    let late = refunds::refund(&firm.app, authority, refund(&firm, second.id, 10_000)).await;
    assert!(matches!(late, Err(RefundError::DebitUnderWay(Some(_)))), "{late:?}");
    let outlook = refunds::outlook(&firm.app, authority, second.id).unwrap();
    assert!(matches!(outlook.hindrance, Some(Hindrance::DebitUnderWay(_))));
    after(&firm, 1).await;
    refunds::refund(&firm.app, authority, refund(&firm, second.id, 4_000)).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_lost_answer_is_asked_about_and_never_debited_again() {
    let firm = TestFirm::new().await;
    let accepted = take(&firm, LOST_ANSWER).await.unwrap();
    assert_eq!(accepted.status, Status::Pending, "asked at once");
    let lost = take(&firm, LOST_CALL).await.unwrap();
    assert!(lost.status.is_unresolved());
    firm.reconcile_later().await;
    assert_eq!(firm.stored(lost.id).status, Status::Failed);
    resolution::follow_news(&firm.app).await.unwrap();
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_the_bank_wants_changed_is_kept_with_the_payment() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, CHANGED).await.unwrap();
    after(&firm, 3).await;
    let stored = firm.stored(payment.id);
    assert_eq!(stored.bank_debit.unwrap().change.map(ChangeCode::code), Some("C01"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_notice_is_of_a_payment_that_came_back_only() {
    let firm = TestFirm::new().await;
    let payment = take(&firm, SETTLES).await.unwrap();
    after(&firm, 100).await;
    let contents: Vec<Content> = firm.deliveries(payment.id).into_iter().map(|delivery| delivery.content).collect();
    assert_eq!(contents, [Content::Receipt { transaction: payment.id }]);
    firm.leaves_waiting(1);
}
