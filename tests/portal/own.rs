//! What a person sets about their own login.

use clientpay::{
    domain::{
        delivery::Content,
        locale::{Language, Locale},
        portal::{PortalLink, PortalLogin, Purpose},
        user::Theme,
    },
    service::{
        outbox::deliver_due,
        payers::editing::{self, PayerFacts},
        portal::{PortalError, giving, own, signing_in::SignedIn},
        users::Preferences,
    },
    store::{engine::Direction, portal, table::Records as _, tables::DELIVERIES},
};

use super::{ADA, House, NORA, asker, set_emails};
use crate::payers::{billing, stored};

const NEW: &str = "ada@new.example";

async fn ask(house: &House, signed_in: &SignedIn, email: &str) -> Result<(), PortalError> {
    ask_with(house, signed_in, (email, "")).await
}

async fn ask_with(house: &House, signed_in: &SignedIn, given: (&str, &str)) -> Result<(), PortalError> {
    let current = house.current(signed_in).unwrap();
    own::ask_address(&house.firm.app, &house.doorkeeper, asker(&current), given).await
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
async fn what_was_withdrawn_stays_so_from_an_address_that_is_given_up() {
    let house = House::new().await;
    let ada = house.sign_in(ADA).await;
    giving::withdraw(&house.firm.app, billing(&house.firm), (house.ada, ADA)).await.unwrap();
    ask(&house, &ada, NEW).await.unwrap();
    take(&house, &ada, &house.token(NEW)).await.unwrap();
    assert!(house.reached(&ada).is_empty());
    let before = house.all_links().len();
    house.ask(ADA).await.unwrap();
    assert_eq!(house.all_links().len(), before, "the old address, still on the record, is mailed nothing");
    set_emails(&house, house.nora, &[NORA, ADA]).await;
    assert_eq!(house.reached(&house.sign_in(ADA).await), ["Nora Client"], "what else it opens it opens");
    giving::invite(&house.firm.app, billing(&house.firm), (house.ada, ADA)).await.unwrap();
    assert_eq!(house.reached(&house.sign_in(ADA).await), ["Ada Vance", "Nora Client"]);
    assert!(house.reached(&ada).is_empty(), "who was invited is whoever has the address");
    house.done().await;
}

#[tokio::test]
async fn wanting_anothers_address_leaves_them_their_links_to_sign_in() {
    let house = House::new().await;
    let ada = house.sign_in(ADA).await;
    for _ in 0..PortalLink::MOST + 2 {
        ask(&house, &ada, NORA).await.unwrap();
    }
    let to_nora = |purpose| {
        let is_one = |link: &&PortalLink| link.email == NORA && link.purpose == purpose;
        house.all_links().iter().filter(is_one).count()
    };
    assert_eq!((to_nora(Purpose::NewAddress), to_nora(Purpose::SignIn)), (PortalLink::MOST, 0));
    for _ in 0..=PortalLink::MOST {
        house.sign_in(NORA).await;
    }
    assert_eq!(to_nora(Purpose::SignIn), PortalLink::MOST + 1, "what was used does not count");
    house.done().await;
}

#[tokio::test]
async fn who_has_a_password_gives_it_for_another_address_and_a_first_one_is_told() {
    let house = House::new().await;
    let app = &house.firm.app;
    let ada = house.sign_in(ADA).await;
    let told = || {
        let reader = house.firm.read();
        let rows = reader.all(DELIVERIES, Direction::Forward).unwrap().map(|row| row.unwrap().1);
        let set = rows.filter(|delivery| matches!(delivery.content, Content::PortalPasswordSet { .. }));
        set.map(|delivery| delivery.recipients).collect::<Vec<_>>()
    };
    for (before, new) in [("", "quiet harbour lantern"), ("quiet harbour lantern", "another quiet harbour")] {
        let current = house.current(&ada).unwrap();
        own::set_password(app, &house.doorkeeper, asker(&current), (before, new)).await.unwrap();
        assert_eq!(told(), [[ADA.to_owned()]], "a change is none of a first one");
    }
    let links = house.all_links().len();
    for wrong in ["", "quiet harbour lantern"] {
        assert!(matches!(ask_with(&house, &ada, (NEW, wrong)).await, Err(PortalError::Wrong)));
    }
    assert_eq!(house.all_links().len(), links);
    ask_with(&house, &ada, (NEW, "another quiet harbour")).await.unwrap();
    assert_eq!(house.all_links().len(), links + 1);
    deliver_due(app).await.unwrap();
    let mail = house.firm.post.taken();
    assert!(mail.iter().any(|mail| mail.message.text.contains("You can sign in with a password now")));
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
