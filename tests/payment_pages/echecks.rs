//! Clients pay on a page from their bank account: only where the page takes it, only as they authorized, and what they
//! ordered is theirs while the debit is on its way, and free again when it comes back.

use clientpay::{
    domain::{
        accepted::Accepted,
        payment_page::{Content, fields::Need, pricing::Choice, rules::Fault},
        transaction::Status,
    },
    service::{
        Authority,
        bank_debits::{self, RepresentError, Unrepeatable},
        payment_pages::{
            self, PageError, Wanted,
            paying::{PayError, Purchase},
        },
        payments::{TakeError, Unsellable},
    },
    store::{StoreError, debit_authorizations, migrations::MIGRATIONS, tables::STOCK_TAKEN},
};

use super::{Client, canadian, deposit, open_page, seats, seminar, taken};
use crate::{
    bank_debits::{NO_FUNDS, SETTLES, after, enter_account, online},
    support::{APPROVED, TestFirm},
};

/// A purchase for which a bank account was entered and authorized.
async fn purchase(client: &Client<'_>, choice: Choice, (account, minor): (&str, i64)) -> Purchase {
    let firm = client.firm;
    let purchase = client.purchase(choice, APPROVED);
    enter_account(firm, &purchase.key, account);
    let debit = Some(online(firm, (&purchase.method_token, minor), purchase.locale).await);
    Purchase { debit, ..purchase }
}

fn taking(accepted: Accepted, content: Content) -> Content {
    Content { accepted, ..content }
}

#[tokio::test]
async fn what_the_page_does_not_take_is_refused_in_the_very_write() {
    let firm = TestFirm::new().await;
    let cards = open_page(&firm, "cards", deposit(&firm)).await;
    let banks = open_page(&firm, "banks", taking(Accepted::BankAccounts, deposit(&firm))).await;
    let client = Client::on(&firm, &cards);
    let by_bank = purchase(&client, Choice::Amount(5_000), (SETTLES, 5_000)).await;
    let client_of_banks = Client::on(&firm, &banks);
    let by_card = client_of_banks.purchase(Choice::Amount(5_000), APPROVED);
    for paid in [client.pay(by_bank).await, client_of_banks.pay(by_card).await] {
        assert!(matches!(paid, Err(PayError::Take(TakeError::Order(Unsellable::Method)))), "{paid:?}");
    }
    assert!(clientpay::store::transactions::latest(&firm.read(), 10).unwrap().is_empty());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_debited_without_the_words_that_were_agreed_to() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", taking(Accepted::Both, deposit(&firm))).await;
    let client = Client::on(&firm, &page);
    let good = purchase(&client, Choice::Amount(5_000), (SETTLES, 5_000)).await;
    let to_less = purchase(&client, Choice::Amount(5_000), (SETTLES, 4_999)).await;
    let paid = client.pay(to_less).await;
    assert!(matches!(paid, Err(PayError::Take(TakeError::Authorization))), "{paid:?}");
    // Nothing authorized at all: the processor itself debits nothing.
    let bare = Purchase { debit: None, ..purchase(&client, Choice::Amount(5_000), (SETTLES, 5_000)).await };
    assert_eq!(client.pay(bare).await.unwrap().status, Status::Failed);
    let paid = client.pay(good.clone()).await.unwrap();
    assert_eq!(paid.status, Status::Pending);
    assert_eq!(client.pay(good).await.unwrap().id, paid.id, "the same form debits once");
    let proof = debit_authorizations::authorization(&firm.read(), paid.bank_debit.unwrap().authorization);
    let proof = proof.unwrap().unwrap();
    assert_eq!((proof.sec.code(), proof.scope.amount().minor()), ("WEB", 5_000));
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_pending_debit_holds_its_seats_and_a_return_gives_them_back() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", taking(Accepted::Both, seminar(&firm, Some(4)))).await;
    let client = Client::on(&firm, &page);
    let pending = client.pay(purchase(&client, seats(3), (NO_FUNDS, 31_875)).await).await.unwrap();
    assert_eq!((pending.status, taken(&firm, page.id)), (Status::Pending, 3));
    let two = client.pay(client.purchase(seats(2), APPROVED)).await;
    let sold_out = Unsellable::SoldOut { item: 1, left: 1 };
    assert!(matches!(two, Err(PayError::Take(TakeError::Order(why))) if why == sold_out), "{two:?}");
    after(&firm, 5).await;
    assert_eq!((firm.stored(pending.id).status, taken(&firm, page.id)), (Status::Returned, 0));
    assert_eq!(firm.violations(), Vec::<String>::new());
    // Presented again it takes them again, if they are there still.
    let again = bank_debits::represent(&firm.app, Authority::Staff(&firm.billing), pending.id, 2).await.unwrap();
    assert_eq!((again.status, taken(&firm, page.id)), (Status::Pending, 3));
    after(&firm, 5).await;
    assert_eq!((firm.stored(again.id).status, taken(&firm, page.id)), (Status::Returned, 0));
    client.pay(client.purchase(seats(2), APPROVED)).await.unwrap();
    let sold = bank_debits::represent(&firm.app, Authority::Staff(&firm.billing), pending.id, 3).await;
    assert!(matches!(sold, Err(RepresentError::Unrepeatable(Unrepeatable::NotWanted))), "{sold:?}");
    assert_eq!(taken(&firm, page.id), 2);
    firm.leaves_waiting(5);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_older_file_gives_back_the_seats_of_what_came_back() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", taking(Accepted::Both, seminar(&firm, Some(4)))).await;
    let client = Client::on(&firm, &page);
    client.pay(client.purchase(seats(1), APPROVED)).await.unwrap();
    client.pay(purchase(&client, seats(3), (NO_FUNDS, 31_875)).await).await.unwrap();
    after(&firm, 5).await;
    // As it was counted before: a returned debit kept its seats.
    let place = (page.id, 1);
    let before = firm.app.store.write(move |writer| -> Result<(), StoreError> { writer.put(STOCK_TAKEN, &place, &4) });
    before.await.unwrap();
    assert_eq!(firm.violations().len(), 1, "the check sees that too many are taken");
    let step = MIGRATIONS.iter().find(|step| step.name.contains("stock")).unwrap();
    firm.app.store.write(|writer| (step.run)(writer)).await.unwrap();
    assert_eq!(taken(&firm, page.id), 1);
    firm.leaves_waiting(3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_tries_accounts_is_stopped_though_each_was_taken() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", taking(Accepted::Both, deposit(&firm))).await;
    let client = Client::on(&firm, &page);
    let mut let_in = 0;
    for _ in 0..12 {
        let purchase = purchase(&client, Choice::Amount(100), (SETTLES, 100)).await;
        let ticket = client.ticket(&purchase.key);
        firm.clock.advance_ms(60_000);
        let shown = payment_pages::admission::Shown { ticket: &ticket, solution: "", bait: "", peer: client.peer };
        let Ok(admitted) = client.show(&shown) else { continue };
        let paid = payment_pages::paying::pay(&firm.app, &client.turnstile, (admitted, purchase)).await.unwrap();
        assert_eq!(paid.status, Status::Pending);
        let_in += 1;
    }
    assert_eq!(let_in, 5, "a debit that was taken may still come back, so it counts");
    firm.leaves_waiting(5);
}

#[tokio::test]
async fn a_page_that_could_not_take_what_it_says_is_not_made() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let mut content = taking(Accepted::Both, deposit(&firm));
    content.asked.email = Need::Off;
    let made = payment_pages::create(&firm.app, admin, Wanted { slug: "a".into(), content }).await;
    assert!(matches!(&made, Err(PageError::Unfit(faults)) if *faults == [Fault::DebitsNeedEmail]), "{made:?}");
    let canadian = Content { merchant_account: canadian(&firm).await, ..deposit(&firm) };
    let content = taking(Accepted::BankAccounts, canadian.clone());
    let made = payment_pages::create(&firm.app, admin, Wanted { slug: "a".into(), content }).await;
    assert!(matches!(&made, Err(PageError::Unfit(faults)) if *faults == [Fault::NoBankDebits]), "{made:?}");
    let both = open_page(&firm, "both", taking(Accepted::Both, canadian)).await;
    let open = payment_pages::paying::find(&firm.app, &both.slug).unwrap().unwrap();
    assert_eq!((open.can_pay(), open.accepted), (true, Some(Accepted::Cards)), "in Canadian dollars by card alone");
}
