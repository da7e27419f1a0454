//! Clients pay what they were asked for from their bank account: it is paid when the debit has settled and not before, and
//! owed again when it comes back.

use clientpay::{
    domain::{
        accepted::Accepted,
        alert::{About, Cause},
        money::{Currency, Money},
        payment_request::{Asked, PaymentRequest, State, rules::Fault},
        time::Day,
        transaction::Status,
    },
    service::{
        Authority,
        bank_debits::{self, RepresentError, Unrepeatable},
        payment_requests::{
            self, Deed, RequestError, links,
            paying::{self, PayError, Tender},
        },
        payments::{TakeError, Unpayable},
    },
    store::{alerts, debit_authorizations, transactions},
};

use poem::http::StatusCode;

use super::{Client, asked, declined, send, stands, stored, wanted};
use crate::{
    bank_debits::{LOST_CALL, NO_FUNDS, SETTLES, after, enter_account, online},
    payment_pages::canadian,
    support::{APPROVED, DAY_MS, TestFirm, browser::Site},
};

fn by_bank() -> Asked {
    Asked { accepted: Accepted::Both, ..asked() }
}

/// So many cents by a bank account that was entered, each of these debits authorized.
async fn tender(client: &Client<'_>, amount: i64, (account, debits): (&str, &[i64])) -> Tender {
    let firm = client.firm;
    let mut tender = client.tender(amount, APPROVED);
    enter_account(firm, &tender.key, account);
    let token = clientpay::service::cards::token(&firm.app, &tender.key);
    for minor in debits {
        tender.debits.push(online(firm, (&token, *minor), tender.locale).await);
    }
    tender
}

async fn open(firm: &TestFirm, asked: Asked) -> (Client<'_>, PaymentRequest) {
    let request = send(firm, asked, &[(firm.operating, 10_000)]).await;
    (Client::on(firm, &request), request)
}

#[tokio::test]
async fn it_is_paid_when_the_debit_has_settled_and_nothing_more_is_taken_meanwhile() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, by_bank()).await;
    let debited = tender(&client, 10_000, (SETTLES, &[10_000])).await;
    let paid = client.pay(debited.clone()).await.unwrap().remove(0);
    assert_eq!((paid.status, stands(&firm, request.id)), (Status::Pending, (State::Sent, 0, 10_000)));
    assert_eq!(client.pay(debited).await.unwrap().remove(0).id, paid.id, "the same form debits once");
    let meanwhile = client.pay_amount(10_000, APPROVED).await;
    assert!(matches!(meanwhile, Err(PayError::Amount(rest)) if rest.minor() == 0), "{meanwhile:?}");
    after(&firm, 5).await;
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_on_its_way_is_not_asked_for_again_and_the_link_says_so_after_its_last_day() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, Asked { expires: Some(Day::new(2026, 11, 22)), ..by_bank() }).await;
    let waiting = || Site::bare(&firm).visitor();
    client.pay(tender(&client, 10_000, (SETTLES, &[10_000])).await).await.unwrap();
    let staff = Authority::Staff(&firm.billing);
    let resent = payment_requests::act(&firm.app, staff, vec![request.id], Deed::Resend).await.unwrap();
    assert_eq!(resent, 0, "nobody is asked to pay nothing");
    firm.clock.advance_ms(2 * DAY_MS);
    let path = format!("/r/{}", links::token(&firm.app.secrets, &stored(&firm, request.id)));
    let page = waiting().get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.texts("main h2").iter().any(|words| words.contains("eCheck")), "{}", page.text("main"));
    let mut billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    let row = billing.get("/send-for-payment/sent").await.text("tbody tr");
    assert!(row.contains("$100.00 being confirmed"), "{row}");
    let file = billing.get("/send-for-payment/sent/export.csv").await.body;
    assert!(file.contains(",100.00,0.00,100.00,0.00,"), "asked, paid, on its way and left: {file}");
    after(&firm, 5).await;
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    assert!(waiting().get(&path).await.texts("main h2").contains(&"This is paid".to_owned()));
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_return_opens_it_again_and_staff_are_told() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, by_bank()).await;
    let paid = client.pay(tender(&client, 10_000, (NO_FUNDS, &[10_000])).await).await.unwrap().remove(0);
    after(&firm, 5).await;
    assert_eq!(stands(&firm, request.id), (State::Failed, 0, 0));
    assert!(client.opened().can_pay() && client.opened().returned().len() == 1);
    let alert = alerts::unresolved(&firm.read(), About::Payment(paid.id), Cause::BankDebitReturned).unwrap();
    assert!(alert.is_some());
    let again = bank_debits::represent(&firm.app, Authority::Staff(&firm.billing), paid.id, 2).await.unwrap();
    assert_eq!((again.status, stands(&firm, request.id)), (Status::Pending, (State::Sent, 0, 10_000)));
    after(&firm, 5).await;
    client.pay_amount(10_000, APPROVED).await.unwrap();
    assert_eq!(stands(&firm, request.id), (State::Paid, 10_000, 0));
    let twice = bank_debits::represent(&firm.app, Authority::Staff(&firm.billing), paid.id, 3).await;
    assert!(matches!(twice, Err(RepresentError::Unrepeatable(Unrepeatable::NotWanted))), "{twice:?}");
    firm.leaves_waiting(6);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_taken_back_by_staff_is_not_debited_again() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, by_bank()).await;
    let paid = client.pay(tender(&client, 10_000, (NO_FUNDS, &[10_000])).await).await.unwrap().remove(0);
    after(&firm, 5).await;
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![request.id], Deed::Cancel).await.unwrap();
    let again = bank_debits::represent(&firm.app, Authority::Staff(&firm.billing), paid.id, 2).await;
    assert!(matches!(again, Err(RepresentError::Unrepeatable(Unrepeatable::NotWanted))), "{again:?}");
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn two_amounts_are_two_debits_each_with_its_own_authorization() {
    let firm = TestFirm::new().await;
    let amounts = [(firm.operating, 30_000), (firm.trust, 70_000)];
    let request = send(&firm, by_bank(), &amounts).await;
    let client = Client::on(&firm, &request);
    let debits: Vec<i64> = client.opened().debits(100_000).iter().map(Money::minor).collect();
    assert_eq!(debits, [30_000, 70_000]);
    // Agreed to one of two: the other is not debited, and nothing is lost of the first.
    let half = client.pay(tender(&client, 100_000, (SETTLES, &[30_000])).await).await.unwrap();
    assert_eq!(half.len(), 1);
    assert_eq!(stands(&firm, request.id), (State::Sent, 0, 30_000));
    let rest = client.pay(tender(&client, 70_000, (SETTLES, &[70_000])).await).await.unwrap().remove(0);
    assert_eq!((rest.status, rest.merchant_account), (Status::Pending, firm.trust));
    let whole = send(&firm, by_bank(), &amounts).await;
    let client = Client::on(&firm, &whole);
    let both = client.pay(tender(&client, 100_000, (SETTLES, &[30_000, 70_000])).await).await.unwrap();
    let given: Vec<_> = both.iter().map(|one| one.bank_debit.as_ref().unwrap().authorization).collect();
    assert_eq!((both.len(), given[0] == given[1]), (2, false));
    for (one, id) in both.iter().zip(&given) {
        let known = debit_authorizations::authorization(&firm.read(), *id).unwrap().unwrap();
        assert_eq!((known.scope.amount(), known.merchant_account), (one.amount, one.merchant_account));
    }
    after(&firm, 5).await;
    assert_eq!(stands(&firm, whole.id), (State::Paid, 100_000, 0));
    firm.leaves_waiting(6);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

fn came_back(client: &Client<'_>) -> Vec<i64> {
    client.opened().returned().iter().map(|payment| payment.amount.minor()).collect()
}

#[tokio::test]
async fn each_of_two_debits_that_came_back_is_owed_until_another_takes_its_place() {
    let firm = TestFirm::new().await;
    let request = send(&firm, by_bank(), &[(firm.operating, 30_000), (firm.trust, 70_000)]).await;
    let client = Client::on(&firm, &request);
    client.pay(tender(&client, 100_000, (NO_FUNDS, &[30_000, 70_000])).await).await.unwrap();
    assert!(came_back(&client).is_empty(), "still on its way");
    after(&firm, 5).await;
    assert_eq!(came_back(&client), [30_000, 70_000]);
    let first = client.opened().payments[0].clone();
    bank_debits::represent(&firm.app, Authority::Staff(&firm.billing), first.id, 2).await.unwrap();
    assert_eq!(came_back(&client), [70_000], "the other is on its way again");
    after(&firm, 5).await;
    assert_eq!(came_back(&client), [70_000, 30_000], "each once, however often it was presented");
    client.pay_amount(100_000, declined()).await.unwrap();
    assert_eq!(came_back(&client), [70_000, 30_000], "a refusal takes no place");
    client.pay_amount(100_000, APPROVED).await.unwrap();
    assert!(came_back(&client).is_empty());
    firm.leaves_waiting(9);
}

#[tokio::test]
async fn a_part_that_came_back_is_owed_though_the_other_was_paid_later() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, Asked { least_part: Some(1_000), ..by_bank() }).await;
    client.pay(tender(&client, 4_000, (NO_FUNDS, &[4_000])).await).await.unwrap();
    client.pay_amount(6_000, APPROVED).await.unwrap();
    assert!(came_back(&client).is_empty());
    after(&firm, 5).await;
    assert_eq!((came_back(&client), stands(&firm, request.id)), (vec![4_000], (State::PartPaid, 6_000, 0)));
    client.pay_amount(4_000, APPROVED).await.unwrap();
    assert!(came_back(&client).is_empty());
    firm.leaves_waiting(5);
}

#[tokio::test]
async fn one_amount_is_never_half_paid_whatever_became_of_its_tries() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, Asked { least_part: Some(1_000), ..by_bank() }).await;
    let refused = client.pay_amount(10_000, declined()).await.unwrap().remove(0);
    let approved = client.pay_amount(4_000, APPROVED).await.unwrap().remove(0);
    let request = stored(&firm, request.id);
    for group in [vec![&approved], vec![&refused, &approved]] {
        assert!(!paying::is_half_done(&group, &request));
    }
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_lost_call_is_looked_up_and_never_debited_twice() {
    let firm = TestFirm::new().await;
    let (client, request) = open(&firm, by_bank()).await;
    let lost = client.pay(tender(&client, 10_000, (LOST_CALL, &[10_000])).await).await.unwrap().remove(0);
    assert!(lost.status.is_unresolved());
    assert_eq!(stands(&firm, request.id), (State::Sent, 0, 10_000));
    firm.reconcile_later().await;
    assert_eq!(stands(&firm, request.id), (State::Failed, 0, 0));
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn only_what_it_says_is_taken_and_only_as_authorized() {
    let firm = TestFirm::new().await;
    let (by_card_only, _) = open(&firm, asked()).await;
    let paid = by_card_only.pay(tender(&by_card_only, 10_000, (SETTLES, &[10_000])).await).await;
    assert!(matches!(paid, Err(PayError::Take(TakeError::Request(Unpayable::Method)))), "{paid:?}");
    let (by_bank_only, _) = open(&firm, Asked { accepted: Accepted::BankAccounts, ..asked() }).await;
    let paid = by_bank_only.pay_amount(10_000, APPROVED).await;
    assert!(matches!(paid, Err(PayError::Take(TakeError::Request(Unpayable::Method)))), "{paid:?}");
    let paid = by_bank_only.pay(tender(&by_bank_only, 10_000, (SETTLES, &[9_999])).await).await;
    assert!(matches!(paid, Err(PayError::Take(TakeError::Authorization))), "{paid:?}");
    assert!(transactions::latest(&firm.read(), 10).unwrap().is_empty());
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn what_its_deposit_account_cannot_take_is_not_asked_for() {
    let firm = TestFirm::new().await;
    let in_canada = canadian(&firm).await;
    let in_dollars = |accepted| {
        let mut wanted = wanted(&firm, Asked { accepted, ..asked() }, &[(in_canada, 10_000)]);
        for (_, amount) in &mut wanted.amounts {
            *amount = Money::new(10_000, Currency::CAD);
        }
        wanted
    };
    let staff = Authority::Staff(&firm.billing);
    let sent = payment_requests::create(&firm.app, staff, in_dollars(Accepted::Both)).await.unwrap();
    assert_eq!(stored(&firm, sent.id).asked.accepted, Accepted::Cards);
    let refused = payment_requests::create(&firm.app, staff, in_dollars(Accepted::BankAccounts)).await;
    assert!(matches!(&refused, Err(RequestError::Unfit(faults)) if *faults == [Fault::NoBankDebits]), "{refused:?}");
    firm.leaves_waiting(1);
}
