//! What a person sets about their own login.

use clientpay::{
    domain::{
        delivery::Content,
        locale::{Language, Locale},
        portal::PortalLogin,
        user::Theme,
    },
    service::{
        outbox::deliver_due,
        payers::editing::{self, PayerFacts},
        portal::{PortalError, own, signing_in::SignedIn},
        users::Preferences,
    },
    store::{engine::Direction, portal, table::Records as _, tables::DELIVERIES},
};

use super::{ADA, House, NORA, PEER};
use crate::payers::{billing, stored};

const NEW: &str = "ada@new.example";

async fn ask(house: &House, signed_in: &SignedIn, email: &str) -> Result<String, PortalError> {
    let asked = (email, PEER, Locale::EnUs);
    own::ask_address(&house.firm.app, &house.doorkeeper, signed_in.login.id, asked).await
}

async fn take(house: &House, signed_in: &SignedIn, token: &str) -> Result<(), PortalError> {
    let current = house.current(signed_in).unwrap();
    own::take_address(&house.firm.app, &current, (token, Locale::EnUs)).await
}

#[tokio::test]
async fn a_new_address_keeps_the_access_and_the_old_one_is_told() {
    let house = House::new().await;
    let app = &house.firm.app;
    let (ada, elsewhere) = (house.sign_in(ADA).await, house.sign_in(ADA).await);
    assert!(matches!(ask(&house, &ada, "nonsense").await, Err(PortalError::Address)));
    ask(&house, &ada, NEW).await.unwrap();
    assert_eq!(house.current(&ada).unwrap().login.email, ADA, "nothing changes before the link is used");
    take(&house, &ada, &house.token(NEW)).await.unwrap();
    assert_eq!(house.current(&ada).unwrap().login.email, NEW);
    assert!(house.current(&elsewhere).is_none(), "other sessions are ended");
    assert_eq!(house.reached(&ada), ["Ada Vance"]);
    assert_eq!(stored(&house.firm, house.ada).emails, [ADA], "the record is not changed");
    deliver_due(app).await.unwrap();
    let rows =
        house.firm.read().all(DELIVERIES, Direction::Backward).unwrap().map(|row| row.unwrap().1).collect::<Vec<_>>();
    let notice = rows.iter().find(|delivery| matches!(delivery.content, Content::PortalAddressChanged { .. })).unwrap();
    assert_eq!(notice.recipients, [ADA]);
    assert!(matches!(take(&house, &ada, &house.token(NEW)).await, Err(PortalError::LinkOver)));
    assert_eq!(house.reached(&house.sign_in(NEW).await), ["Ada Vance"]);
    house.done().await;
}

#[tokio::test]
async fn access_kept_from_a_former_address_ends_when_staff_take_that_off_the_record() {
    let house = House::new().await;
    let ada = house.sign_in(ADA).await;
    ask(&house, &ada, NEW).await.unwrap();
    take(&house, &ada, &house.token(NEW)).await.unwrap();
    let payer = stored(&house.firm, house.ada);
    let facts = |payer: &clientpay::domain::payer::Payer, emails: &[&str]| PayerFacts {
        emails: emails.iter().map(|email| (*email).to_owned()).collect(),
        ..PayerFacts::of(payer)
    };
    let changed =
        editing::update(&house.firm.app, billing(&house.firm), payer.id, (facts(&payer, &[NEW]), payer.version));
    let changed = changed.await.unwrap();
    assert_eq!(house.reached(&ada), ["Ada Vance"], "the new one is on the record now");
    let emptied = (facts(&changed, &[]), changed.version);
    editing::update(&house.firm.app, billing(&house.firm), payer.id, emptied).await.unwrap();
    assert!(house.reached(&ada).is_empty());
    house.done().await;
}

#[tokio::test]
async fn nobody_gets_an_address_that_is_anothers_or_by_anothers_click() {
    let house = House::new().await;
    let app = &house.firm.app;
    let (ada, nora) = (house.sign_in(ADA).await, house.sign_in(NORA).await);
    ask(&house, &ada, NORA).await.unwrap();
    let token = house.token(NORA);
    assert!(matches!(take(&house, &nora, &token).await, Err(PortalError::LinkOver)), "it was made for somebody else");
    let used = clientpay::service::portal::signing_in::use_link(app, &token, None).await;
    assert!(matches!(used, Err(PortalError::LinkOver)), "nor does it let anybody in");
    assert!(matches!(take(&house, &ada, &token).await, Err(PortalError::Taken)));
    assert_eq!(house.reached(&ada), ["Ada Vance"]);
    // A link to sign in that was mailed to an address which was given up lets nobody in.
    house.ask(ADA).await.unwrap();
    let old = house.token(ADA);
    ask(&house, &ada, NEW).await.unwrap();
    take(&house, &ada, &house.token(NEW)).await.unwrap();
    let used = clientpay::service::portal::signing_in::use_link(app, &old, None).await;
    assert!(matches!(used, Err(PortalError::LinkOver)));
    house.done().await;
}

#[tokio::test]
async fn name_language_and_colours_are_kept() {
    let house = House::new().await;
    let app = &house.firm.app;
    let ada = house.sign_in(ADA).await;
    let long = "x".repeat(PortalLogin::MAX_NAME_CHARS + 1);
    assert!(matches!(own::rename(app, ada.login.id, long).await, Err(PortalError::TooLong)));
    own::rename(app, ada.login.id, "Ada".into()).await.unwrap();
    let chosen = Preferences { language: Some(Language::Fr), theme: Some(Theme::Contrast) };
    own::prefer(app, ada.login.id, chosen).await.unwrap();
    let login = portal::login(&house.firm.read(), ada.login.id).unwrap().unwrap();
    assert_eq!((login.called(), login.language, login.theme), ("Ada", Some(Language::Fr), Theme::Contrast));
    house.done().await;
}
