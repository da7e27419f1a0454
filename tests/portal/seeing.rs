//! What a login sees and does: of the payers it reaches, and of nobody else.

use clientpay::{
    domain::{
        card::PaymentMethod,
        ids::{OccurrenceId, PayerId, PaymentMethodId, ScheduleId},
        money::{Currency, Money},
        payment_page::guard::Defence,
        portal::PortalLogin,
        schedule::{
            Mail, References,
            occurrence::Standing,
            plan::Plan,
            recurrence::{Frequency, Recurrence},
            retry::RetryPolicy,
        },
        time::Day,
    },
    gateway::sandbox::cards::{Behavior, TEST_CARDS, TestCard},
    service::{
        methods::adding::AddError,
        payers::merging,
        payment_pages::admission::{TurnedAway, Turnstile},
        portal::{
            PortalError, looking,
            signing_in::SignedIn,
            wallet::{self, NewMethod},
        },
        schedules::{self, Agreement, NewSchedule, Start},
    },
    store::{
        StoreError, migrations::MIGRATIONS, payers, schedules as stored_schedules, tables::PAYMENT_REQUESTS_BY_PAYER,
    },
};

use super::{ADA, House, NORA, PEER, payer, reaching::merge};
use crate::{
    payers::{billing, saved},
    payment_requests::{asked, send},
    support::{APPROVED, TestFirm, payer as entry},
};

const OTHER: &str = "5555555555554444";

pub async fn schedule(firm: &TestFirm, payer: PayerId, method: PaymentMethodId) -> ScheduleId {
    let agreement = Agreement {
        name: "Retainer".into(),
        payment_method: method,
        plan: Plan::Installments { each: Money::new(10_000, Currency::USD), count: 12 },
        recurrence: Recurrence::new(Day::new(2026, 12, 1), Frequency::Monthly, 1).unwrap(),
        retry: RetryPolicy::default(),
        mail: Mail::default(),
        references: References::default(),
    };
    let wanted = NewSchedule { key: firm.app.ids.operation_key(), payer, agreement, start: Start::Now };
    schedules::create(&firm.app, billing(firm), wanted, None).await.unwrap().id
}

/// Saves a method as its payer at a browser.
async fn add(house: &House, login: &PortalLogin, asked: NewMethod) -> Result<PaymentMethod, AddError> {
    wallet::add(&house.firm.app, (&Turnstile::new(house.firm.clock.clone()), PEER), login, asked).await
}

fn login(house: &House, signed_in: &SignedIn) -> PortalLogin {
    house.current(signed_in).unwrap().login
}

#[tokio::test]
async fn payments_requests_and_schedules_of_others_are_not_there() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let mut command = firm.command(12_500);
    command.payer = entry("Ada Vance", &[ADA]);
    command.payer.chosen = Some(house.ada);
    firm.enter_card(&command.key, APPROVED);
    let payment = firm.submit(command).await.unwrap();
    let about_ada = clientpay::domain::payment_request::Asked { payer: Some(house.ada), ..asked() };
    let request = send(firm, about_ada, &[(firm.operating, 5_000)]).await;
    let unowned = send(firm, asked(), &[(firm.operating, 6_000)]).await;
    let method = saved(firm, house.ada, APPROVED).await.id;
    let plan = schedule(firm, house.ada, method).await;
    let (ada, nora) = (house.sign_in(ADA).await, house.sign_in(NORA).await);
    for (signed_in, theirs) in [(&ada, true), (&nora, false)] {
        let reached = house.payers(signed_in);
        assert_eq!(looking::payment(app, &reached, payment.id).unwrap().is_some(), theirs);
        assert_eq!(looking::payments(app, &reached, None, 10).unwrap().len(), usize::from(theirs));
        assert_eq!(looking::request(app, &reached, request.id).unwrap().is_some(), theirs);
        assert_eq!(looking::requests(app, &reached).unwrap().len(), usize::from(theirs));
        assert!(looking::request(app, &reached, unowned.id).unwrap().is_none());
        assert_eq!(looking::schedule(app, &reached, plan).unwrap().is_some(), theirs);
        let rows: usize = looking::schedules(app, &reached).unwrap().iter().map(|(_, rows)| rows.len()).sum();
        assert_eq!(rows, usize::from(theirs));
    }
    house.done().await;
}

#[tokio::test]
async fn a_method_that_a_schedule_charges_is_replaced_before_it_can_go() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let method = saved(firm, house.ada, APPROVED).await.id;
    let plan = schedule(firm, house.ada, method).await;
    let signed_in = house.sign_in(ADA).await;
    let ada = login(&house, &signed_in);
    assert!(matches!(wallet::remove(app, &ada, method).await, Err(PortalError::Scheduled(1))));
    let asked = |key| NewMethod { key, payer: house.ada, replaces: Some(method) };
    let empty = add(&house, &ada, asked(app.ids.operation_key())).await;
    assert!(matches!(empty, Err(AddError::NoCard)));
    let key = app.ids.operation_key();
    firm.enter_card(&key, OTHER);
    let new = add(&house, &ada, asked(key.clone())).await.unwrap();
    let again = add(&house, &ada, asked(key)).await.unwrap();
    assert_eq!(again.id, new.id, "the same form twice is one method");
    let moved = stored_schedules::schedule(&firm.read(), plan).unwrap().unwrap();
    assert_eq!(moved.payment_method, new.id);
    wallet::remove(app, &ada, method).await.unwrap();
    assert!(wallet::find(app, &ada, method).unwrap().is_none());
    house.done().await;
}

#[tokio::test]
async fn a_method_that_a_schedule_of_a_merged_record_charges_is_replaced_too() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let other = payer(firm, "A. Vance", &[]).await.id;
    let method = saved(firm, other, APPROVED).await.id;
    let plan = schedule(firm, other, method).await;
    merge(&house, house.ada, other).await;
    // What either record had serves both: a schedule of the one charges a method of the other.
    let second = schedule(firm, house.ada, method).await;
    let signed_in = house.sign_in(ADA).await;
    let ada = login(&house, &signed_in);
    let key = app.ids.operation_key();
    firm.enter_card(&key, OTHER);
    let new = add(&house, &ada, NewMethod { key, payer: house.ada, replaces: Some(method) }).await.unwrap();
    for id in [plan, second] {
        let moved = stored_schedules::schedule(&firm.read(), id).unwrap().unwrap();
        assert_eq!((moved.payment_method, new.payer), (new.id, house.ada), "schedule {id}");
    }
    wallet::remove(app, &ada, method).await.unwrap();
    let first = OccurrenceId { schedule: plan, number: 1 };
    let due_at = stored_schedules::occurrence(&firm.read(), first).unwrap().unwrap().due_at;
    firm.clock.advance_ms(due_at.ms_since(app.now()));
    schedules::run_due(app).await.unwrap();
    firm.clock.advance_ms(schedules::SETTLE_MS);
    schedules::run_due(app).await.unwrap();
    let collected = stored_schedules::occurrence(&firm.read(), first);
    assert_eq!(collected.unwrap().unwrap().standing, Standing::Collected);
    house.done().await;
}

#[tokio::test]
async fn a_schedule_shows_no_method_of_a_record_that_was_taken_apart_again() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let other = payer(firm, "A. Vance", &[]).await.id;
    let method = saved(firm, other, APPROVED).await.id;
    merge(&house, house.ada, other).await;
    schedule(firm, house.ada, method).await;
    let shown = || schedules::looking::of_payer(app, house.ada, 1).unwrap().0.remove(0).method.map(|method| method.id);
    assert_eq!(shown(), Some(method));
    merging::undo(app, billing(firm), other).await.unwrap();
    assert_eq!(shown(), None);
    house.done().await;
}

#[tokio::test]
async fn nobody_tries_many_cards_by_saving_them() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let signed_in = house.sign_in(ADA).await;
    let ada = login(&house, &signed_in);
    let turnstile = Turnstile::new(firm.clock.clone());
    let most = usize::try_from(Defence::default().tries_an_hour).unwrap();
    let approved = |card: &&TestCard| card.behavior == Behavior::Approve;
    let cards: Vec<&str> = TEST_CARDS.iter().filter(approved).map(|card| card.number).collect();
    let tried = async |peer: &str, card: Option<&str>| {
        let asked = NewMethod { key: app.ids.operation_key(), payer: house.ada, replaces: None };
        if let Some(card) = card {
            firm.enter_card(&asked.key, card);
        }
        wallet::add(app, (&turnstile, peer), &ada, asked).await
    };
    for _ in 0..=most {
        assert!(matches!(tried(PEER, None).await, Err(AddError::NoCard)), "nothing entered is nothing tried");
    }
    for card in cards.iter().take(most) {
        tried(PEER, Some(card)).await.unwrap();
        tried(PEER, Some(card)).await.expect("the same card again is no try");
    }
    assert!(matches!(tried(PEER, Some(cards[most])).await, Err(AddError::TurnedAway(TurnedAway::TooMany))));
    // One card from everywhere: each time it is taken off again, so that it would be a try.
    for peer in 0..most {
        let method = tried(&format!("198.51.100.{peer}"), Some(cards[most])).await.unwrap();
        wallet::remove(app, &ada, method.id).await.unwrap();
    }
    let elsewhere = tried("203.0.113.9", Some(cards[most])).await;
    assert!(matches!(elsewhere, Err(AddError::TurnedAway(TurnedAway::CardTooOften))));
    firm.clock.advance_ms(60 * 60 * 1_000);
    tried(PEER, Some(cards[most])).await.unwrap();
    house.done().await;
}

#[tokio::test]
async fn methods_are_renamed_and_chosen_by_who_reaches_their_payer_alone() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let first = saved(firm, house.ada, APPROVED).await.id;
    let second = saved(firm, house.ada, OTHER).await.id;
    let (ada, nora) = (house.sign_in(ADA).await, house.sign_in(NORA).await);
    let (ada, nora) = (login(&house, &ada), login(&house, &nora));
    assert!(matches!(wallet::rename(app, &nora, first, "mine".into()).await, Err(PortalError::NotFound)));
    assert!(matches!(wallet::choose_default(app, &nora, second).await, Err(PortalError::NotFound)));
    assert!(matches!(wallet::remove(app, &nora, second).await, Err(PortalError::NotFound)));
    let key = app.ids.operation_key();
    firm.enter_card(&key, APPROVED);
    let others = NewMethod { key: key.clone(), payer: house.ada, replaces: None };
    assert!(matches!(add(&house, &nora, others).await, Err(AddError::NotFound)));
    let across = NewMethod { key, payer: house.nora, replaces: Some(first) };
    assert!(matches!(add(&house, &nora, across).await, Err(AddError::NotFound)));
    let long = "x".repeat(500);
    assert!(matches!(wallet::rename(app, &ada, first, long).await, Err(PortalError::TooLong)));
    wallet::rename(app, &ada, first, "Office".into()).await.unwrap();
    wallet::choose_default(app, &ada, second).await.unwrap();
    assert_eq!(wallet::find(app, &ada, first).unwrap().unwrap().method.nickname, "Office");
    let stored = payers::payer(&firm.read(), house.ada).unwrap().unwrap();
    assert_eq!(stored.default_method, Some(second));
    house.done().await;
}

#[tokio::test]
async fn an_older_file_gets_its_requests_listed_by_payer() {
    let house = House::new().await;
    let (firm, app) = (&house.firm, &house.firm.app);
    let about = clientpay::domain::payment_request::Asked { payer: Some(house.ada), ..asked() };
    let request = send(firm, about, &[(firm.operating, 5_000)]).await;
    let place = (house.ada, request.id);
    let lost =
        app.store.write(move |writer| -> Result<(), StoreError> { writer.delete(PAYMENT_REQUESTS_BY_PAYER, &place) });
    lost.await.unwrap();
    assert_eq!(firm.violations().len(), 1, "the check sees that it is missing");
    let signed_in = house.sign_in(ADA).await;
    assert!(looking::requests(app, &house.payers(&signed_in)).unwrap().is_empty());
    let step = MIGRATIONS.iter().find(|step| step.name.contains("requests for payment")).unwrap();
    app.store.write(|writer| (step.run)(writer)).await.unwrap();
    assert_eq!(looking::requests(app, &house.payers(&signed_in)).unwrap().len(), 1);
    house.done().await;
}
