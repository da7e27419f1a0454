//! Paying what one is asked for with a method that is saved: one's own requests with one's own methods, once, and never more
//! than is left.

use clientpay::{
    domain::{
        accepted::Accepted,
        card::{Expiry, Instrument, PaymentMethod},
        ids::{MerchantAccountId, PaymentMethodId},
        locale::Locale,
        payment_request::{Asked, PaymentRequest, State},
        portal::PortalLogin,
        return_code::ReturnCode,
        transaction::{Source, Status, Transaction},
    },
    gateway::sandbox::cards::Behavior,
    service::{
        Authority,
        methods::{adding, managing},
        payment_pages::admission::{TurnedAway, Turnstile},
        payment_requests::{self, Deed, paying::PayError},
        payments::{TakeError, Unpayable},
        portal::{
            looking,
            paying::{self, PaySaved, PaySavedError},
        },
    },
    store::{StoreError, payment_methods, transactions},
};

use super::{ADA, House, NORA, PEER, set_emails};
use crate::{
    bank_debits::{SETTLES, after, enter_account, online},
    payers::{asked as method_form, billing, saved},
    payment_requests::{Client, asked, card, declined, send, stands},
    support::{APPROVED, DAY_MS, TestFirm},
};

const OTHER: &str = "5555555555554444";

/// Ada, signed in.
struct Ada {
    house: House,
    login: PortalLogin,
    turnstile: Turnstile,
}

impl Ada {
    async fn new() -> Self {
        let house = House::new().await;
        let signed_in = house.sign_in(ADA).await;
        let login = house.current(&signed_in).unwrap().login;
        Self { turnstile: Turnstile::new(house.firm.clock.clone()), login, house }
    }

    fn firm(&self) -> &TestFirm {
        &self.house.firm
    }

    fn own(&self) -> Asked {
        Asked { payer: Some(self.house.ada), ..asked() }
    }

    async fn asked_for(&self, minor: i64) -> PaymentRequest {
        send(self.firm(), self.own(), &[(self.firm().operating, minor)]).await
    }

    /// What the portal offers for a request.
    fn offered(&self, request: &PaymentRequest) -> Vec<PaymentMethodId> {
        let reached = looking::payers_of(&self.firm().app, &self.login).unwrap();
        let seen = looking::request(&self.firm().app, &reached, request.id).unwrap().unwrap();
        seen.methods.iter().map(|method| method.id).collect()
    }

    fn form(&self, request: &PaymentRequest, method: PaymentMethodId, amount: i64) -> PaySaved {
        let key = self.firm().app.ids.operation_key();
        PaySaved { key, request: request.id, method, amount, locale: Locale::EnUs, debits: Vec::new() }
    }

    async fn send(&self, form: PaySaved) -> Result<Vec<Transaction>, PaySavedError> {
        paying::pay(&self.firm().app, (&self.turnstile, PEER), &self.login, form).await
    }

    async fn pay(
        &self,
        request: &PaymentRequest,
        method: PaymentMethodId,
        amount: i64,
    ) -> Result<Vec<Transaction>, PaySavedError> {
        self.send(self.form(request, method, amount)).await
    }

    async fn method(&self, card: &str) -> PaymentMethod {
        saved(self.firm(), self.house.ada, card).await
    }

    /// A bank account that staff saved for her.
    async fn bank_account(&self) -> PaymentMethod {
        let form = method_form(self.firm(), self.house.ada);
        enter_account(self.firm(), &form.key, SETTLES);
        adding::add(&self.firm().app, billing(self.firm()), form).await.unwrap()
    }

    fn charged(&self) -> usize {
        transactions::latest(&self.firm().read(), 100).unwrap().len()
    }

    async fn change(&self, method: PaymentMethod) {
        let written =
            self.firm().app.store.write(move |writer| -> Result<(), StoreError> { writer.put_payment_method(&method) });
        written.await.unwrap();
    }
}

fn is_unfit(paid: &Result<Vec<Transaction>, PaySavedError>) -> bool {
    matches!(paid, Err(PaySavedError::Pay(PayError::Take(TakeError::Request(Unpayable::Saved)))))
}

#[tokio::test]
async fn nobody_pays_anothers_request_or_with_anothers_method() {
    let ada = Ada::new().await;
    let (own, nora) = (ada.method(APPROVED).await, saved(ada.firm(), ada.house.nora, OTHER).await);
    let mine = ada.asked_for(5_000).await;
    let theirs =
        send(ada.firm(), Asked { payer: Some(ada.house.nora), ..asked() }, &[(ada.firm().operating, 5_000)]).await;
    let nobodys = send(ada.firm(), asked(), &[(ada.firm().operating, 5_000)]).await;
    for request in [&theirs, &nobodys] {
        let paid = ada.pay(request, own.id, 5_000).await;
        assert!(matches!(paid, Err(PaySavedError::NotFound)), "{paid:?}");
    }
    assert_eq!(ada.offered(&mine), [own.id]);
    for method in [nora.id, PaymentMethodId::new(99)] {
        let paid = ada.pay(&mine, method, 5_000).await;
        assert!(is_unfit(&paid), "{paid:?}");
    }
    // Whoever reaches both still pays what one is asked for with what that one saved.
    set_emails(&ada.house, ada.house.nora, &[NORA, ADA]).await;
    assert_eq!((ada.offered(&mine), ada.offered(&theirs)), (vec![own.id], vec![nora.id]));
    assert!(is_unfit(&ada.pay(&theirs, own.id, 5_000).await));
    assert_eq!(ada.charged(), 0);
    ada.house.done().await;
}

#[tokio::test]
async fn a_method_that_may_not_be_charged_is_neither_offered_nor_taken() {
    let ada = Ada::new().await;
    let request =
        send(ada.firm(), Asked { accepted: Accepted::Both, ..ada.own() }, &[(ada.firm().operating, 5_000)]).await;
    let cards_only = ada.asked_for(5_000).await;
    let (good, account) = (ada.method(APPROVED).await, ada.bank_account().await);
    assert_eq!(ada.offered(&request), [good.id, account.id]);
    assert_eq!(ada.offered(&cards_only), [good.id]);
    assert!(is_unfit(&ada.pay(&cards_only, account.id, 5_000).await));
    let stopped = Some((ada.firm().app.now(), ReturnCode::R02));
    ada.change(PaymentMethod { stopped, ..account.clone() }).await;
    let Instrument::Card { brand, last_four, funding, .. } = good.instrument.clone() else { panic!("a card") };
    let ends = |month| Instrument::Card {
        brand,
        last_four: last_four.clone(),
        expiry: Expiry::new(month, 2026).unwrap(),
        funding,
    };
    ada.change(PaymentMethod { instrument: ends(11), ..good.clone() }).await;
    assert_eq!(ada.offered(&request), [good.id], "the account is stopped, and the card good through its month");
    ada.change(PaymentMethod { instrument: ends(10), ..good.clone() }).await;
    let elsewhere = ada.method(OTHER).await;
    ada.change(PaymentMethod { merchant_account: MerchantAccountId::new(77), ..elsewhere.clone() }).await;
    let removed = ada.method(card(Behavior::LoseAnswer)).await;
    managing::remove(&ada.firm().app, billing(ada.firm()), (ada.house.ada, removed.id)).await.unwrap();
    assert!(ada.offered(&request).is_empty());
    for method in [account.id, good.id, elsewhere.id, removed.id] {
        assert!(is_unfit(&ada.pay(&request, method, 5_000).await), "{method}");
    }
    assert_eq!(ada.charged(), 0);
    ada.firm().leaves_waiting(3);
}

#[tokio::test]
async fn a_method_that_is_removed_in_the_same_moment_is_not_charged_after_it() {
    let ada = Ada::new().await;
    let request = ada.asked_for(5_000).await;
    for _ in 0..10 {
        let (form, login) = (ada.method(APPROVED).await, ada.login.clone());
        let (app, ids) = (&ada.firm().app, (ada.house.ada, form.id));
        let form = ada.form(&request, form.id, 5_000);
        let pay = paying::pay(app, (&ada.turnstile, PEER), &login, form);
        let (removed, paid) = tokio::join!(managing::remove(app, billing(ada.firm()), ids), pay);
        assert!(removed.is_ok() && is_unfit(&paid), "{paid:?}");
    }
    assert_eq!(ada.charged(), 0);
    ada.house.done().await;
}

#[tokio::test]
async fn a_form_pays_once_however_often_it_comes() {
    let ada = Ada::new().await;
    let (request, method) = (ada.asked_for(12_000).await, ada.method(APPROVED).await);
    let form = ada.form(&request, method.id, 12_000);
    let (one, other) = tokio::join!(ada.send(form.clone()), ada.send(form.clone()));
    let (one, other) = (one.unwrap(), other.unwrap());
    let paid = one.first().or(other.first()).unwrap();
    assert_eq!((paid.status, paid.source), (Status::Captured, Source::SendForPayment));
    assert_eq!((paid.payer, paid.payment_method), (Some(ada.house.ada), Some(method.id)));
    assert_eq!((paid.receipt_emails.as_slice(), paid.payer_name.as_str()), ([ADA.to_owned()].as_slice(), "Ada Vance"));
    assert_eq!((paid.parts, paid.amount.minor()), (None, 12_000), "nothing is added to a request");
    // Also with other fields, and after the method is gone.
    managing::remove(&ada.firm().app, billing(ada.firm()), (ada.house.ada, method.id)).await.unwrap();
    let again = ada.send(PaySaved { amount: 1, ..form }).await.unwrap();
    assert_eq!((again[0].id, ada.charged()), (paid.id, 1));
    assert_eq!(stands(ada.firm(), request.id), (State::Paid, 12_000, 0));
    ada.house.done().await;
}

#[tokio::test]
async fn after_a_decline_another_method_pays() {
    let ada = Ada::new().await;
    let (bad, good) = (ada.method(declined()).await, ada.method(APPROVED).await);
    let request = ada.asked_for(5_000).await;
    let refused = ada.pay(&request, bad.id, 5_000).await.unwrap();
    assert_eq!((refused[0].status, stands(ada.firm(), request.id)), (Status::Declined, (State::Failed, 0, 0)));
    assert_eq!(ada.offered(&request), [bad.id, good.id], "it may be tried again, too");
    let paid = ada.pay(&request, good.id, 5_000).await.unwrap();
    assert_eq!((paid[0].status, stands(ada.firm(), request.id)), (Status::Captured, (State::Paid, 5_000, 0)));
    let late = ada.pay(&request, good.id, 5_000).await;
    let closed = matches!(late, Err(PaySavedError::Pay(PayError::Take(TakeError::Request(Unpayable::Closed)))));
    assert!(closed, "{late:?}");
    ada.house.done().await;
}

#[tokio::test]
async fn parts_are_paid_up_to_the_rest_and_what_another_tab_paid_is_not_paid_again() {
    let ada = Ada::new().await;
    let method = ada.method(APPROVED).await;
    let asked = Asked { least_part: Some(2_000), ..ada.own() };
    let request = send(ada.firm(), asked, &[(ada.firm().operating, 10_000)]).await;
    let in_another_tab = ada.form(&request, method.id, 10_000);
    ada.pay(&request, method.id, 4_000).await.unwrap();
    for (form, why) in [
        (in_another_tab, "all of what was left before"),
        (ada.form(&request, method.id, 6_001), "too much"),
        (ada.form(&request, method.id, 1_999), "too small a part"),
        (ada.form(&request, method.id, 0), "nothing"),
        (ada.form(&request, method.id, -1), "less than nothing"),
    ] {
        let paid = ada.send(form).await;
        assert!(matches!(&paid, Err(PaySavedError::Pay(PayError::Amount(rest))) if rest.minor() == 6_000), "{why}");
    }
    let (one, other) = tokio::join!(ada.pay(&request, method.id, 5_000), ada.pay(&request, method.id, 5_000));
    assert_eq!([one, other].iter().filter(|paid| paid.is_ok()).count(), 1, "of two at once one fits");
    ada.pay(&request, method.id, 1_000).await.unwrap();
    assert_eq!((stands(ada.firm(), request.id), ada.charged()), ((State::Paid, 10_000, 0), 3));
    ada.house.done().await;
}

#[tokio::test]
async fn an_open_outcome_holds_what_it_may_have_paid() {
    let ada = Ada::new().await;
    let (lost, good) = (ada.method(card(Behavior::LoseAnswer)).await, ada.method(APPROVED).await);
    let request = ada.asked_for(5_000).await;
    let open = ada.pay(&request, lost.id, 5_000).await.unwrap();
    if open[0].status.is_unresolved() {
        let meanwhile = ada.pay(&request, good.id, 5_000).await;
        assert!(meanwhile.is_err(), "{meanwhile:?}");
        ada.firm().reconcile_later().await;
    }
    assert_eq!((stands(ada.firm(), request.id), ada.charged()), ((State::Paid, 5_000, 0), 1));
    ada.house.done().await;
}

#[tokio::test]
async fn a_request_that_was_taken_back_is_not_paid() {
    let ada = Ada::new().await;
    let (request, method) = (ada.asked_for(5_000).await, ada.method(APPROVED).await);
    let form = ada.form(&request, method.id, 5_000);
    let staff = Authority::Staff(&ada.firm().billing);
    payment_requests::act(&ada.firm().app, staff, vec![request.id], Deed::Cancel).await.unwrap();
    let paid = ada.send(form).await;
    let closed = matches!(paid, Err(PaySavedError::Pay(PayError::Take(TakeError::Request(Unpayable::Closed)))));
    assert!(closed && ada.charged() == 0, "{paid:?}");
    ada.house.done().await;
}

#[tokio::test]
async fn two_amounts_are_charged_to_one_saved_card_and_it_stays_saved() {
    let ada = Ada::new().await;
    let method = ada.method(APPROVED).await;
    let amounts = [(ada.firm().operating, 3_000), (ada.firm().trust, 7_000)];
    let request = send(ada.firm(), ada.own(), &amounts).await;
    let paid = ada.pay(&request, method.id, 10_000).await.unwrap();
    let told: Vec<_> = paid.iter().map(|one| (one.merchant_account, one.amount.minor(), one.payment_method)).collect();
    let expected = amounts.map(|(account, minor)| (account, minor, Some(method.id)));
    assert_eq!(told, expected);
    assert_eq!(stands(ada.firm(), request.id), (State::Paid, 10_000, 0));
    assert!(payment_methods::to_forget(&ada.firm().read()).unwrap().is_empty());
    let another = ada.asked_for(1_000).await;
    assert_eq!(ada.pay(&another, method.id, 1_000).await.unwrap()[0].status, Status::Captured);
    ada.house.done().await;
}

#[tokio::test]
async fn a_card_that_is_saved_for_two_accounts_is_offered_once_and_the_default_first() {
    let ada = Ada::new().await;
    let (other, operating) = (ada.method(OTHER).await, ada.method(APPROVED).await);
    let form = adding::AddMethod { merchant_account: ada.firm().trust, ..method_form(ada.firm(), ada.house.ada) };
    ada.firm().enter_card(&form.key, APPROVED);
    let trust = adding::add(&ada.firm().app, billing(ada.firm()), form).await.unwrap();
    let request = ada.asked_for(5_000).await;
    assert_eq!(ada.offered(&request), [other.id, operating.id]);
    managing::choose_default(&ada.firm().app, billing(ada.firm()), (ada.house.ada, trust.id)).await.unwrap();
    assert_eq!(ada.offered(&request), [trust.id, other.id]);
    let named = PaymentMethod { nickname: "Retainers".into(), ..trust };
    ada.change(named.clone()).await;
    assert_eq!(ada.offered(&request), [named.id, other.id, operating.id], "they are told apart by name");
    ada.pay(&request, named.id, 5_000).await.unwrap();
    ada.house.done().await;
}

#[tokio::test]
async fn of_two_amounts_none_is_charged_where_one_could_not_be() {
    let ada = Ada::new().await;
    let (method, account) = (ada.method(APPROVED).await, ada.bank_account().await);
    let amounts = [(ada.firm().operating, 3_000), (ada.firm().trust, 7_000)];
    let request = send(ada.firm(), Asked { accepted: Accepted::Both, ..ada.own() }, &amounts).await;
    // Signed for one of two debits.
    let first = online(ada.firm(), (&account.token, 3_000), Locale::EnUs).await;
    let half = PaySaved { debits: vec![first], ..ada.form(&request, account.id, 10_000) };
    let paid = ada.send(half).await;
    assert!(matches!(paid, Err(PaySavedError::Pay(PayError::Take(TakeError::Authorization)))), "{paid:?}");
    crate::payment_requests::clients::set_open(ada.firm(), ada.firm().trust, false).await;
    assert!(ada.offered(&request).is_empty());
    assert!(is_unfit(&ada.pay(&request, method.id, 10_000).await));
    assert_eq!(ada.charged(), 0);
    ada.house.done().await;
}

#[tokio::test]
async fn a_saved_bank_account_is_debited_as_authorized_and_in_no_other_way() {
    let ada = Ada::new().await;
    let account = ada.bank_account().await;
    let asked = Asked { accepted: Accepted::Both, ..ada.own() };
    let request = send(ada.firm(), asked, &[(ada.firm().operating, 10_000)]).await;
    let other = online(ada.firm(), (&account.token, 9_999), Locale::EnUs).await;
    for debits in [vec![], vec![other]] {
        let paid = ada.send(PaySaved { debits, ..ada.form(&request, account.id, 10_000) }).await;
        assert!(matches!(paid, Err(PaySavedError::Pay(PayError::Take(TakeError::Authorization)))), "{paid:?}");
    }
    assert_eq!(ada.charged(), 0);
    let debits = vec![online(ada.firm(), (&account.token, 10_000), Locale::EnUs).await];
    let paid = ada.send(PaySaved { debits, ..ada.form(&request, account.id, 10_000) }).await.unwrap();
    assert_eq!((paid[0].status, paid[0].payment_method), (Status::Pending, Some(account.id)));
    assert_eq!(stands(ada.firm(), request.id), (State::Sent, 0, 10_000));
    after(ada.firm(), 5).await;
    assert_eq!(stands(ada.firm(), request.id), (State::Paid, 10_000, 0));
    ada.house.done().await;
}

#[tokio::test]
async fn tries_without_success_are_few_an_hour_for_the_signed_in_too() {
    let ada = Ada::new().await;
    let (bad, good) = (ada.method(declined()).await, ada.method(APPROVED).await);
    let request = ada.asked_for(5_000).await;
    for _ in 0..5 {
        ada.pay(&request, bad.id, 5_000).await.unwrap();
    }
    for method in [bad.id, good.id] {
        let paid = ada.pay(&request, method, 5_000).await;
        assert!(matches!(paid, Err(PaySavedError::TurnedAway(TurnedAway::TooMany))), "{paid:?}");
    }
    let elsewhere = ada.form(&request, bad.id, 5_000);
    let paid = paying::pay(&ada.firm().app, (&ada.turnstile, "192.0.2.9"), &ada.login, elsewhere).await;
    assert!(matches!(paid, Err(PaySavedError::TurnedAway(TurnedAway::CardTooOften))), "{paid:?}");
    assert_eq!((ada.charged(), ada.turnstile.refused().len()), (5, 3), "staff see who was turned away");
    ada.firm().clock.advance_ms(60 * 60 * 1_000);
    ada.pay(&request, good.id, 5_000).await.unwrap();
    ada.house.done().await;
}

#[tokio::test]
async fn a_request_that_rests_after_declines_rests_for_the_signed_in_too() {
    let ada = Ada::new().await;
    let (request, good) = (ada.asked_for(5_000).await, ada.method(APPROVED).await);
    let bad = ada.method(declined()).await;
    for _ in 0..20 {
        let form = ada.form(&request, bad.id, 5_000);
        let turnstile = Turnstile::new(ada.firm().clock.clone());
        paying::pay(&ada.firm().app, (&turnstile, PEER), &ada.login, form).await.unwrap();
    }
    let paid = ada.pay(&request, good.id, 5_000).await;
    assert!(matches!(paid, Err(PaySavedError::TurnedAway(TurnedAway::Resting(_)))), "{paid:?}");
    let client = Client::on(ada.firm(), &request);
    assert!(!matches!(client.opened().alertness, clientpay::domain::payment_page::guard::Alertness::Calm));
    ada.firm().clock.advance_ms(DAY_MS);
    ada.pay(&request, good.id, 5_000).await.unwrap();
    ada.house.done().await;
}
