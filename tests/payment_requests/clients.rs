//! Clients pay: whole or in parts, at once from several places, with cards that are refused and answers that are lost, and
//! never more than they were asked for.

use clientpay::{
    domain::{
        ids::MerchantAccountId,
        journal::Actor,
        merchant_account::MerchantAccount,
        payment_request::{Asked, State, leg::Leg},
        transaction::{Source, Status, Transaction},
    },
    gateway::sandbox::cards::Behavior,
    service::{
        Authority,
        payment_requests::{
            self, Deed, looking,
            paying::{self, PayError},
        },
        payments::{TakeError, Unpayable},
        refunds::{self, RefundPayment},
    },
    store::{
        self, StoreError, WriteError,
        engine::{Direction, faulty::Fault},
        table::Records as _,
        tables::OUTBOX,
        transactions,
    },
};

use super::{Client, asked, card, declined, send, stands, stored};
use crate::support::{APPROVED, DAY_MS, TestFirm, script};

fn parts(least: i64) -> Asked {
    Asked { least_part: Some(least), ..asked() }
}

fn statuses(payments: &[Transaction]) -> Vec<Status> {
    payments.iter().map(|payment| payment.status).collect()
}

#[tokio::test]
async fn what_is_not_owed_cannot_be_paid() {
    let firm = TestFirm::new().await;
    firm.leaves_waiting(2);
    let whole = Client::on(&firm, &send(&firm, asked(), &[(firm.operating, 10_000)]).await);
    for amount in [-1, 0, 1, 9_999, 10_001, i64::MAX] {
        let paid = whole.pay_amount(amount, APPROVED).await;
        assert!(matches!(paid, Err(PayError::Amount(rest)) if rest.minor() == 10_000), "{amount}: {paid:?}");
    }
    let in_parts = Client::on(&firm, &send(&firm, parts(2_500), &[(firm.operating, 10_000)]).await);
    for amount in [-1, 0, 2_499, 10_001] {
        let paid = in_parts.pay_amount(amount, APPROVED).await;
        assert!(matches!(paid, Err(PayError::Amount(_))), "{amount}: {paid:?}");
    }
    assert!(transactions::latest(&firm.read(), 10).unwrap().is_empty());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_request_that_is_cancelled_over_or_paid_takes_nothing_even_from_a_form_that_was_open() {
    let firm = TestFirm::new().await;
    let today = clientpay::i18n::dates::firm_day(firm.app.now(), "America/New_York");
    let cancelled = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let over = send(&firm, Asked { expires: Some(today), ..asked() }, &[(firm.operating, 10_000)]).await;
    let paid = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    Client::on(&firm, &paid).pay_amount(10_000, APPROVED).await.unwrap();
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![cancelled.id], Deed::Cancel).await.unwrap();
    firm.leaves_waiting(4);
    firm.clock.advance_ms(2 * DAY_MS);
    for request in [&cancelled, &over, &paid] {
        let client = Client::on(&firm, request);
        let refused = client.pay_amount(10_000, APPROVED).await;
        let closed = matches!(refused, Err(PayError::Take(TakeError::Request(Unpayable::Closed))));
        assert!(closed, "{refused:?}");
    }
    assert_eq!(transactions::latest(&firm.read(), 10).unwrap().len(), 1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_payment_carries_what_it_is_for_and_settles_the_request_once() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.trust, 12_345)]).await;
    let client = Client::on(&firm, &request);
    let tender = client.tender(12_345, APPROVED);
    let paid = client.pay(tender.clone()).await.unwrap().remove(0);
    firm.leaves_waiting(2);
    assert_eq!((paid.status, paid.source, paid.actor), (Status::Captured, Source::SendForPayment, Actor::Client));
    assert_eq!((paid.merchant_account, paid.invoice_number.as_deref()), (firm.trust, Some("INV-7001")));
    assert_eq!(stands(&firm, request.id), (State::Paid, 12_345, 0));
    let twice = client.pay(tender).await.unwrap().remove(0);
    assert_eq!(twice.id, paid.id, "the same form pays once");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_money_goes_on_the_record_that_staff_chose_whoever_types_which_name() {
    let firm = TestFirm::new().await;
    let payer = firm.take(100, APPROVED).await.unwrap().payer;
    let request = send(&firm, Asked { payer, ..asked() }, &[(firm.operating, 10_000)]).await;
    firm.leaves_waiting(3);
    let paid = Client::on(&firm, &request).pay_amount(10_000, APPROVED).await.unwrap().remove(0);
    assert_eq!((paid.payer, paid.payer_name.as_str()), (payer, "Ada Vance"));
}

#[tokio::test]
async fn a_decline_frees_what_was_set_aside_and_an_open_outcome_keeps_it() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let client = Client::on(&firm, &request);
    client.pay_amount(10_000, declined()).await.unwrap();
    assert_eq!(stands(&firm, request.id), (State::Failed, 0, 0));
    let lost = client.pay_amount(10_000, card(Behavior::LoseCall)).await.unwrap().remove(0);
    assert!(lost.status.is_unresolved());
    assert_eq!(stands(&firm, request.id), (State::Sent, 0, 10_000));
    let meanwhile = client.pay_amount(10_000, APPROVED).await;
    assert!(matches!(meanwhile, Err(PayError::Amount(rest)) if rest.minor() == 0), "{meanwhile:?}");
    firm.reconcile_later().await;
    assert_eq!(stands(&firm, request.id), (State::Failed, 0, 0));
    client.pay_amount(10_000, card(Behavior::LoseAnswer)).await.unwrap();
    firm.reconcile_later().await;
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn parts_are_paid_until_nothing_is_left_the_last_one_as_small_as_it_is() {
    let firm = TestFirm::new().await;
    let request = send(&firm, parts(4_000), &[(firm.operating, 10_000)]).await;
    let client = Client::on(&firm, &request);
    client.pay_amount(7_000, APPROVED).await.unwrap();
    assert_eq!(stands(&firm, request.id), (State::PartPaid, 7_000, 0));
    for beyond in [3_001, 4_000, 10_000] {
        assert!(client.pay_amount(beyond, APPROVED).await.is_err(), "{beyond}");
    }
    client.pay_amount(3_000, APPROVED).await.unwrap();
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    firm.leaves_waiting(3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn of_many_tabs_at_once_no_more_is_taken_than_is_owed() {
    let firm = TestFirm::new().await;
    let request = send(&firm, parts(1), &[(firm.operating, 100_000)]).await;
    let cards = [APPROVED, declined(), APPROVED];
    let mut paying = tokio::task::JoinSet::new();
    for at in 0..60 {
        let client = Client::on(&firm, &request);
        let tender = client.tender(7_000, cards[at % cards.len()]);
        let admitted = client.admitted(&tender.key);
        let (app, turnstile) = (firm.app.clone(), client.turnstile);
        paying.spawn(async move { paying::pay(&app, &turnstile, (admitted, tender)).await });
    }
    let done = paying.join_all().await;
    let refused = |paid: &Result<Vec<Transaction>, PayError>| {
        matches!(paid, Err(PayError::Amount(_) | PayError::Take(TakeError::Request(_))))
    };
    assert!(done.iter().all(|paid| paid.is_ok() || refused(paid)), "{done:?}");
    let approved = done.iter().flatten().flatten().filter(|payment| payment.status == Status::Captured).count();
    // Fourteen times seven thousand fit; those declined gave theirs back.
    let client = Client::on(&firm, &request);
    let mut late = 0;
    while client.pay_amount(7_000, APPROVED).await.is_ok() {
        late += 1;
    }
    assert_eq!(approved + late, 14);
    let rest = stored(&firm, request.id).rest().minor();
    assert_eq!(rest, 2_000);
    client.pay_amount(rest, APPROVED).await.unwrap();
    firm.leaves_waiting(1 + 15);
    assert_eq!(stands(&firm, request.id), (State::Paid, 100_000, 0));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn two_clicks_at_once_are_one_payment_of_each_part() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let client = Client::on(&firm, &request);
    let tender = client.tender(10_000, APPROVED);
    let admitted = [client.admitted(&tender.key), client.admitted(&tender.key)];
    let mut clicks = tokio::task::JoinSet::new();
    for admitted in admitted {
        let (app, tender, turnstile) = (
            firm.app.clone(),
            tender.clone(),
            clientpay::service::payment_pages::admission::Turnstile::new(firm.clock.clone()),
        );
        clicks.spawn(async move { paying::pay(&app, &turnstile, (admitted, tender)).await.map(|_| ()) });
    }
    clicks.join_all().await.into_iter().for_each(|done| done.unwrap());
    firm.leaves_waiting(3);
    assert_eq!(transactions::latest(&firm.read(), 10).unwrap().len(), 2);
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn fees_and_trust_money_are_two_payments_of_one_form() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let paid = Client::on(&firm, &request).pay_amount(10_000, APPROVED).await.unwrap();
    firm.leaves_waiting(3);
    let told: Vec<_> = paid.iter().map(|payment| (payment.merchant_account, payment.amount.minor())).collect();
    assert_eq!(told, [(firm.operating, 3_000), (firm.trust, 7_000)]);
    assert_eq!(statuses(&paid), [Status::Captured; 2]);
    let groups: Vec<_> = paid.iter().map(|payment| payment.request.clone().unwrap().group).collect();
    assert!(groups.iter().all(|group| *group == paid[0].key));
    assert_ne!(paid[0].key, paid[1].key);
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    // Neither processor nor portal keeps the card.
    clientpay::service::methods::managing::forget_removed(&firm.app).await.unwrap();
    assert!(clientpay::store::payment_methods::to_forget(&firm.read()).unwrap().is_empty());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn when_the_first_part_is_not_approved_the_second_is_not_tried() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let client = Client::on(&firm, &request);
    firm.leaves_waiting(1);
    let paid = client.pay_amount(10_000, declined()).await.unwrap();
    assert_eq!(statuses(&paid), [Status::Declined]);
    let paid = client.pay_amount(10_000, card(Behavior::LoseCall)).await.unwrap();
    assert_eq!(paid.len(), 1);
    assert_eq!(stands(&firm, request.id), (State::Sent, 0, 3_000));
    // While the first is open the second may not be paid alone by somebody else: the sum is not what is owed.
    assert!(client.pay_amount(10_000, APPROVED).await.is_err());
    firm.reconcile_later().await;
    assert_eq!(firm.violations(), Vec::<String>::new());
}

fn is_being_confirmed(error: &PayError) -> bool {
    matches!(error, PayError::Take(TakeError::BeingConfirmed(_)))
}

#[tokio::test]
async fn nobody_is_told_that_nothing_was_charged_once_the_first_of_two_amounts_was() {
    // Each read in turn is the one that fails, until there is none so late.
    for reads in 0.. {
        let firm = TestFirm::new().await;
        let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
        let client = Client::on(&firm, &request);
        let tender = client.tender(10_000, APPROVED);
        let admitted = client.admitted(&tender.key);
        script(&firm.faults, &[vec![Fault::Read; reads], vec![Fault::ReadError]].concat());
        let paid = paying::pay(&firm.app, &client.turnstile, (admitted, tender.clone())).await;
        let was_met = firm.faults.left() == 0;
        firm.faults.clear();
        let charged = firm.charge(&tender.key).await.is_some_and(|charge| charge.outcome.is_some());
        assert!(paid.as_ref().err().is_none_or(|error| is_being_confirmed(error) || !charged), "{reads}: {paid:?}");
        firm.leaves_waiting(firm.read().all(OUTBOX, Direction::Forward).unwrap().count());
        if !was_met {
            assert!(charged && reads > 10, "{reads}");
            return;
        }
    }
}

#[tokio::test]
async fn a_form_that_comes_again_is_never_told_that_nothing_was_charged() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    firm.leaves_waiting(3);
    let client = Client::on(&firm, &request);
    let tender = client.tender(10_000, APPROVED);
    let paid = client.pay(tender.clone()).await.unwrap();
    for reads in 0.. {
        let client = Client::on(&firm, &request);
        let admitted = client.admitted(&tender.key);
        script(&firm.faults, &[vec![Fault::Read; reads], vec![Fault::ReadError]].concat());
        let again = paying::pay(&firm.app, &client.turnstile, (admitted, tender.clone())).await;
        let was_met = firm.faults.left() == 0;
        firm.faults.clear();
        match again {
            // The index reads too, and may be the one that met the fault.
            Ok(again) => assert!(again == paid, "{reads}"),
            Err(error) => assert!(was_met && is_being_confirmed(&error), "{reads}: {error:?}"),
        }
        if !was_met {
            assert!(reads > 3, "{reads}");
            return;
        }
    }
}

/// A request for two amounts of which the first was paid and the second was not.
pub async fn half_paid(firm: &TestFirm) -> (clientpay::domain::payment_request::PaymentRequest, Transaction) {
    let request = send(firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let client = Client::on(firm, &request);
    // The firm closes an account in the very moment in which the client pays.
    set_open(firm, firm.trust, false).await;
    let paid = client.pay_amount(10_000, APPROVED).await.unwrap();
    set_open(firm, firm.trust, true).await;
    assert_eq!(statuses(&paid), [Status::Captured]);
    (request, paid.into_iter().next().unwrap())
}

#[tokio::test]
async fn what_is_half_paid_is_offered_to_be_cancelled_and_opens_again_when_it_is() {
    let firm = TestFirm::new().await;
    let (request, first) = half_paid(&firm).await;
    assert_eq!(stands(&firm, request.id), (State::PartPaid, 3_000, 0));
    let details = looking::find(&firm.app, request.id).unwrap().unwrap();
    assert_eq!(details.half_done().map(|payment| payment.id), Some(first.id));
    void(&firm, &first).await;
    assert_eq!(stands(&firm, request.id), (State::Sent, 0, 0));
    let details = looking::find(&firm.app, request.id).unwrap().unwrap();
    assert!(details.half_done().is_none());
    Client::on(&firm, &request).pay_amount(10_000, APPROVED).await.unwrap();
    firm.leaves_waiting(4);
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_rest_of_what_is_half_paid_can_be_paid_alone() {
    let firm = TestFirm::new().await;
    let (request, _) = half_paid(&firm).await;
    let client = Client::on(&firm, &request);
    let paid = client.pay_amount(7_000, APPROVED).await.unwrap();
    assert_eq!((paid.len(), paid[0].merchant_account), (1, firm.trust));
    firm.leaves_waiting(3);
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_store_itself_takes_no_payment_beyond_what_is_left() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let paid = Client::on(&firm, &request).pay_amount(10_000, APPROVED).await.unwrap().remove(0);
    firm.leaves_waiting(2);
    let key = firm.app.ids.operation_key();
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let more =
            Transaction { id: writer.next_transaction()?, key: key.clone(), status: Status::Created, ..paid.clone() };
        writer.put_transaction(&more)
    });
    assert!(matches!(written.await, Err(WriteError::Refused(StoreError::Damaged(_)))));
}

#[tokio::test]
async fn check_finds_a_request_that_says_other_than_its_payments() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    firm.leaves_waiting(1);
    let mut forged = stored(&firm, request.id);
    forged.legs = vec![Leg { paid_minor: 4_000, ..forged.legs[0].clone() }];
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> { writer.put_payment_request(&forged) });
    written.await.unwrap();
    let found = firm.violations();
    assert!(found.iter().any(|line| line.contains("payment request 1: it says 4000 paid")), "{found:?}");
}

async fn void(firm: &TestFirm, payment: &Transaction) {
    let command = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: payment.id,
        amount: payment.amount,
        kind: None,
        reason: "The other amount was not paid".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, Authority::Staff(&firm.billing), command).await.unwrap();
    assert_eq!(firm.stored(payment.id).status, Status::Voided);
}

pub async fn set_open(firm: &TestFirm, id: MerchantAccountId, active: bool) {
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let account = store::firm::merchant_account(writer, id)?.unwrap();
        writer.put_merchant_account(&MerchantAccount { active, ..account })
    });
    written.await.unwrap();
}
