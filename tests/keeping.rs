//! A client who pays has their card kept: only if they agreed, only once it was approved, once, on the record that the payment
//! is on, and so that nobody else pays with it.

use clientpay::{
    domain::{
        card::PaymentMethod,
        ids::PayerId,
        journal::{Fact, Subject},
        keeping::Agreed,
        locale::Language,
        payment_page::{Content, pricing::Choice},
        payment_request::Asked,
        transaction::{DeclineReason, Status, Transaction},
    },
    gateway::{Gateway as _, sandbox::cards::Behavior},
    service::{
        methods::{
            Kept,
            adding::{self, AddMethod},
            kept, managing,
        },
        outbox::deliver_due,
        payment_pages::admission::Turnstile,
        payment_requests::paying,
        payments::Keep,
        portal::wallet,
    },
    store::{
        engine::{Direction, faulty::Fault},
        journal, payers, payment_methods,
        table::Records as _,
        tables::PAYMENT_METHODS,
    },
};

use crate::{
    payers::billing,
    payment_pages::{self, deposit, open_page},
    payment_requests::{self, asked, card, send},
    portal::{ADA, House},
    support::{APPROVED, TestFirm, payer, script, serving},
};

const WORDS: &str = "I authorize the firm to keep this card.";

fn agreed() -> Keep {
    Keep::Agreed(WORDS.into(), Language::En)
}

fn offering(firm: &TestFirm) -> Content {
    Content { offers_keeping: true, ..deposit(firm) }
}

fn request_offering() -> Asked {
    Asked { offers_keeping: true, ..asked() }
}

fn every_method(firm: &TestFirm) -> Vec<PaymentMethod> {
    let reader = firm.read();
    reader.all(PAYMENT_METHODS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect()
}

fn methods_of(firm: &TestFirm, payer: PayerId) -> Vec<PaymentMethod> {
    payment_methods::payment_methods(&firm.read(), payer).unwrap()
}

fn told(firm: &TestFirm, payment: &Transaction) -> Option<Kept> {
    kept(&firm.read(), &firm.stored(payment.id)).unwrap()
}

/// Pays 50.00 on a page as this person, wanting the card kept.
async fn pay_as(firm: &TestFirm, content: Content, (name, email): (&str, &str), card: &str) -> Transaction {
    let slug = format!("page-{}", firm.app.ids.operation_key());
    let client_page = open_page(firm, &slug, content).await;
    let client = payment_pages::Client::on(firm, &client_page);
    let mut purchase = client.purchase(Choice::Amount(5_000), card);
    purchase.payer = payer(name, &[email]);
    purchase.keep = agreed();
    client.pay(purchase).await.unwrap()
}

const NORA: (&str, &str) = ("Nora Client", "nora@client.example");

#[tokio::test]
async fn nothing_is_kept_that_was_not_offered_or_not_approved() {
    let firm = TestFirm::new().await;
    let unasked = pay_as(&firm, deposit(&firm), NORA, APPROVED).await;
    assert_eq!((unasked.status, told(&firm, &unasked)), (Status::Captured, None), "the page does not offer it");
    let declined = card(Behavior::Decline(DeclineReason::InsufficientFunds));
    let refused = pay_as(&firm, offering(&firm), NORA, declined).await;
    assert_eq!((refused.status, told(&firm, &refused)), (Status::Declined, None));
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let client = payment_requests::Client::on(&firm, &request);
    let mut tender = client.tender(10_000, APPROVED);
    tender.keep = agreed();
    let paid = client.pay(tender).await.unwrap().remove(0);
    assert_eq!((paid.status, told(&firm, &paid)), (Status::Captured, None), "nor does the request");
    assert!(every_method(&firm).is_empty());
    firm.leaves_waiting(3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_was_agreed_to_is_kept_beside_the_card_and_the_same_form_keeps_it_once() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", offering(&firm)).await;
    let client = payment_pages::Client::on(&firm, &page);
    let mut purchase = client.purchase(Choice::Amount(5_000), APPROVED);
    purchase.keep = agreed();
    let paid = client.pay(purchase.clone()).await.unwrap();
    assert_eq!(client.pay(purchase).await.unwrap().id, paid.id);
    let method = every_method(&firm).remove(0);
    assert_eq!(every_method(&firm).len(), 1);
    assert_eq!((Some(method.payer), paid.payment_method), (paid.payer, Some(method.id)));
    let agreement = method.agreed.clone().unwrap();
    assert_eq!((agreement.at, agreement.words()), (paid.created_at, Some((WORDS, Language::En))));
    assert_eq!(told(&firm, &paid), Some(Kept::Yes));
    // Removed later, nothing is said of it any more.
    managing::remove(&firm.app, billing(&firm), (method.payer, method.id)).await.unwrap();
    assert_eq!(told(&firm, &paid), None);
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_approved_late_is_kept_then_and_what_cannot_be_kept_leaves_the_payment_alone() {
    let firm = TestFirm::new().await;
    let lost = pay_as(&firm, offering(&firm), NORA, card(Behavior::LoseAnswer)).await;
    firm.reconcile_later().await;
    let late = firm.stored(lost.id);
    assert_eq!((late.status, told(&firm, &late)), (Status::Captured, Some(Kept::Yes)));
    // Twenty methods are the most that anybody has.
    let id = late.payer.unwrap();
    let method = every_method(&firm).remove(0);
    let written = firm.app.store.write(move |writer| -> Result<(), clientpay::store::StoreError> {
        for number in 0..19 {
            let id = writer.next_payment_method()?;
            let fingerprint = format!("card {number}");
            writer.put_payment_method(&PaymentMethod { id, fingerprint, ..method.clone() })?;
        }
        Ok(())
    });
    written.await.unwrap();
    assert_eq!(methods_of(&firm, id).len(), 20);
    let paid = pay_as(&firm, offering(&firm), NORA, "5555555555554444").await;
    assert_eq!((paid.status, told(&firm, &paid)), (Status::Captured, Some(Kept::No)));
    let history = journal::history(&firm.read(), Subject::Transaction(paid.id)).unwrap();
    assert!(history.iter().any(|entry| entry.fact == Fact::PaymentMethodNotSaved));
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_card_that_is_known_is_not_kept_twice_and_the_words_read_count_more_than_what_staff_recorded() {
    let firm = TestFirm::new().await;
    let mut keyed = firm.command(5_000);
    (keyed.payer, keyed.keep, keyed.merchant_account) = (payer(NORA.0, &[NORA.1]), Keep::ForPayer, firm.trust);
    firm.enter_card(&keyed.key, APPROVED);
    let first = firm.submit(keyed).await.unwrap();
    let recorded = every_method(&firm).remove(0);
    assert!(matches!(recorded.agreed.as_ref().unwrap().how, Agreed::Recorded(_)) && recorded.is_own());
    let paid = pay_as(&firm, offering(&firm), NORA, APPROVED).await;
    assert_eq!((paid.payer, paid.payment_method), (first.payer, Some(recorded.id)));
    let known = every_method(&firm);
    assert_eq!(known, [recorded], "what anybody may have typed changes nothing of a method that is theirs");
    let request = Asked { payer: first.payer, ..request_offering() };
    let request = send(&firm, request, &[(firm.trust, 10_000)]).await;
    let client = payment_requests::Client::on(&firm, &request);
    let mut tender = client.tender(10_000, APPROVED);
    tender.keep = agreed();
    client.pay(tender).await.unwrap();
    let known = every_method(&firm);
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].agreed.as_ref().unwrap().words(), Some((WORDS, Language::En)));
    assert!(known[0].is_own());
    firm.leaves_waiting(4);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn of_two_amounts_the_card_is_kept_once_charged_twice_and_not_forgotten() {
    let firm = TestFirm::new().await;
    let request = send(&firm, request_offering(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let client = payment_requests::Client::on(&firm, &request);
    let mut tender = client.tender(10_000, APPROVED);
    tender.keep = agreed();
    let paid = client.pay(tender.clone()).await.unwrap();
    assert_eq!(paid.iter().map(|payment| payment.status).collect::<Vec<_>>(), [Status::Captured; 2]);
    assert_eq!(client.pay(tender).await.unwrap().len(), 2, "the same form again");
    let method = every_method(&firm).remove(0);
    assert_eq!((every_method(&firm).len(), method.merchant_account), (1, firm.operating));
    assert_eq!(paid.iter().map(|payment| payment.payment_method).collect::<Vec<_>>(), [Some(method.id); 2]);
    managing::forget_removed(&firm.app).await.unwrap();
    assert!(payment_methods::to_forget(&firm.read()).unwrap().is_empty());
    assert!(firm.app.sandbox.describe(&method.token).await.unwrap().is_some(), "the processor still keeps it");
    firm.leaves_waiting(3);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_method_whose_writing_was_in_doubt_is_not_forgotten_if_it_is_there() {
    for (fault, there) in [(Fault::CommitKept, 1), (Fault::CommitLost, 0)] {
        let firm = TestFirm::new().await;
        let request = send(&firm, request_offering(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
        let client = payment_requests::Client::on(&firm, &request);
        let mut tender = client.tender(10_000, APPROVED);
        tender.keep = agreed();
        let admitted = client.admitted(&tender.key);
        // What was asked for, that it was opened, that it was approved; then the method.
        script(&firm.faults, &[Fault::Pass, Fault::Pass, Fault::Pass, fault]);
        let paid = paying::pay(&firm.app, &client.turnstile, (admitted, tender)).await.unwrap();
        serving(&firm.app.store).await;
        assert_eq!((paid[0].status, paid[0].payment_method), (Status::Captured, None), "{fault:?}");
        let kept = every_method(&firm);
        assert_eq!((kept.len(), told(&firm, &paid[0]) == Some(Kept::Yes)), (there, there == 1), "{fault:?}");
        let forgotten = payment_methods::to_forget(&firm.read()).unwrap();
        assert!(kept.iter().all(|method| forgotten.iter().all(|other| other.token != method.token)), "{fault:?}");
        assert_eq!((paid.len(), forgotten.len()), (2, 1 - there), "{fault:?}");
        firm.leaves_waiting(1 + paid.len());
    }
}

#[tokio::test]
async fn a_stranger_who_types_a_payers_name_gets_nothing_of_theirs_and_keeps_their_card_to_themselves() {
    let house = House::new().await;
    let firm = &house.firm;
    // Ada has a card, which staff saved for her.
    let mut keyed = firm.command(5_000);
    (keyed.payer, keyed.keep) = (payer("Ada Vance", &[ADA]), Keep::ForPayer);
    firm.enter_card(&keyed.key, "5555555555554444");
    firm.submit(keyed).await.unwrap();
    let hers = methods_of(firm, house.ada);
    // Her name and an address of the stranger's own: a record of its own.
    let stranger = "stranger@elsewhere.example";
    let own = pay_as(firm, offering(firm), ("Ada Vance", stranger), APPROVED).await;
    let theirs = own.payer.unwrap();
    assert!(theirs != house.ada && payers::payer(&firm.read(), theirs).unwrap().unwrap().self_entered);
    assert_eq!(methods_of(firm, house.ada), hers);
    let in_portal = async |email: &str| -> Vec<(PayerId, bool)> {
        let signed_in = house.sign_in(email).await;
        let login = house.current(&signed_in).unwrap().login;
        let listed = wallet::list(&firm.app, &login).unwrap();
        listed.iter().flat_map(|(_, held)| held).map(|held| (held.payer.id, held.method.is_own())).collect()
    };
    assert_eq!(in_portal(ADA).await, [(house.ada, true)], "she sees her own card and no other");
    assert_eq!(in_portal(stranger).await, [(theirs, false)], "the stranger sees theirs and none of hers");
    // Her name and her address, which anybody can type: it is paid on her record, and the card is the firm's to charge only.
    let typed = pay_as(firm, offering(firm), ("Ada Vance", ADA), APPROVED).await;
    assert_eq!((typed.payer, told(firm, &typed)), (Some(house.ada), Some(Kept::Yes)));
    assert_eq!(in_portal(ADA).await, [(house.ada, true), (house.ada, false)], "she does not pay with it");
    // A payer nobody knew, whose address may be mistyped: the mailbox's owner does not pay with it either.
    let new = pay_as(firm, offering(firm), ("Lena Gray", "lena@mistyped.example"), APPROVED).await;
    assert_eq!(in_portal("lena@mistyped.example").await, [(new.payer.unwrap(), false)]);
    deliver_due(&firm.app).await.unwrap();
    house.done().await;
}

#[tokio::test]
async fn whoever_pays_a_request_that_was_made_for_a_payer_keeps_the_card_on_that_payers_record() {
    let house = House::new().await;
    let firm = &house.firm;
    for (meant, is_own) in [(Some(house.ada), true), (None, false)] {
        let request = send(firm, Asked { payer: meant, ..request_offering() }, &[(firm.operating, 10_000)]).await;
        let client = payment_requests::Client::on(firm, &request);
        let mut tender = client.tender(10_000, APPROVED);
        (tender.keep, tender.name, tender.email) = (agreed(), "Nora Client".into(), crate::portal::NORA.into());
        let paid = client.pay(tender).await.unwrap().remove(0);
        let on = meant.unwrap_or(house.nora);
        assert_eq!(paid.payer, Some(on));
        assert_eq!(methods_of(firm, on).iter().map(PaymentMethod::is_own).collect::<Vec<_>>(), [is_own], "{meant:?}");
    }
    deliver_due(&firm.app).await.unwrap();
    house.done().await;
}

#[tokio::test]
async fn a_card_that_came_with_a_typed_address_is_the_payers_once_they_enter_it_themselves() {
    let house = House::new().await;
    let firm = &house.firm;
    let typed =
        pay_as(firm, Content { merchant_account: firm.operating, ..offering(firm) }, ("Ada Vance", ADA), APPROVED)
            .await;
    let method = methods_of(firm, house.ada).remove(0);
    assert!(!method.is_own());
    let asked = |key| AddMethod { key, payer: house.ada, merchant_account: firm.operating, link: None, replaces: None };
    // Staff entering it says nothing of who has the address.
    let key = firm.app.ids.operation_key();
    firm.enter_card(&key, APPROVED);
    adding::add(&firm.app, billing(firm), asked(key)).await.unwrap();
    assert!(!methods_of(firm, house.ada)[0].is_own());
    let login = house.current(&house.sign_in(ADA).await).unwrap().login;
    let key = firm.app.ids.operation_key();
    firm.enter_card(&key, APPROVED);
    let turnstile = Turnstile::new(firm.clock.clone());
    let new = wallet::NewMethod { key, payer: house.ada, replaces: None };
    wallet::add(&firm.app, (&turnstile, "192.0.2.7"), &login, new).await.unwrap();
    let after = methods_of(firm, house.ada);
    assert_eq!((after.len(), after[0].id, after[0].is_own()), (1, method.id, true));
    assert_eq!(after[0].agreed, method.agreed, "what was agreed to stays with it");
    assert_eq!(typed.payment_method, Some(method.id));
    deliver_due(&firm.app).await.unwrap();
    house.done().await;
}
