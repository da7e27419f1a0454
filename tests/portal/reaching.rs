//! Whom a login reaches, whatever staff do with the records.

use clientpay::{
    domain::{ids::PayerId, journal::Fact, portal::Why},
    service::{
        Authority,
        payers::{
            editing::{self, PayerFacts, Place},
            merging,
        },
        portal::{PortalError, giving, links, signing_in},
    },
};

use super::{ADA, House, NORA, payer};
use crate::payers::{billing, stored, told};

/// Sets the addresses of a record.
async fn set_emails(house: &House, id: PayerId, emails: &[&str]) {
    let payer = stored(&house.firm, id);
    let emails = emails.iter().map(|email| (*email).to_owned()).collect();
    let facts = PayerFacts { emails, ..PayerFacts::of(&payer) };
    editing::update(&house.firm.app, billing(&house.firm), id, (facts, payer.version)).await.unwrap();
}

async fn invite(house: &House, id: PayerId, email: &str) -> Result<(), PortalError> {
    giving::invite(&house.firm.app, billing(&house.firm), (id, email)).await
}

async fn withdraw(house: &House, id: PayerId, email: &str) -> Result<(), PortalError> {
    giving::withdraw(&house.firm.app, billing(&house.firm), (id, email)).await
}

async fn merge(house: &House, survivor: PayerId, merged: PayerId) {
    let versions = (stored(&house.firm, survivor).version, stored(&house.firm, merged).version);
    merging::merge(&house.firm.app, billing(&house.firm), (survivor, merged), versions).await.unwrap();
}

#[tokio::test]
async fn an_address_opens_every_record_that_carries_it_and_only_as_long_as_it_does() {
    let house = House::new().await;
    let company = payer(&house.firm, "Vance Holdings", &["office@vance.example", ADA]).await.id;
    let ada = house.sign_in(ADA).await;
    assert_eq!(house.reached(&ada), ["Ada Vance", "Vance Holdings"]);
    set_emails(&house, company, &["office@vance.example"]).await;
    assert_eq!(house.reached(&ada), ["Ada Vance"]);
    set_emails(&house, house.ada, &[]).await;
    set_emails(&house, house.nora, &[NORA, ADA]).await;
    assert_eq!(house.reached(&ada), ["Nora Client"], "where staff put the address now");
    set_emails(&house, house.nora, &[NORA]).await;
    assert!(house.reached(&ada).is_empty());
    let before = house.all_links().len();
    house.ask(ADA).await.unwrap();
    assert_eq!(house.all_links().len(), before, "who reaches nothing is mailed nothing");
    house.done().await;
}

#[tokio::test]
async fn an_archived_record_is_out_of_the_portal_until_it_is_brought_back() {
    let house = House::new().await;
    let ada = house.sign_in(ADA).await;
    let file = async |place| editing::file(&house.firm.app, billing(&house.firm), house.ada, place).await.unwrap();
    file(Place::Archived).await;
    assert!(house.reached(&ada).is_empty());
    assert!(matches!(invite(&house, house.ada, ADA).await, Err(PortalError::NotFound)));
    file(Place::Active).await;
    assert_eq!(house.reached(&ada), ["Ada Vance"]);
    house.done().await;
}

#[tokio::test]
async fn merged_records_are_reached_by_the_one_that_stands_for_them() {
    let house = House::new().await;
    let (ada, nora) = (house.sign_in(ADA).await, house.sign_in(NORA).await);
    merge(&house, house.ada, house.nora).await;
    assert_eq!(house.reached(&nora), ["Ada Vance"], "the survivor took the address in");
    set_emails(&house, house.ada, &[ADA]).await;
    assert!(house.reached(&nora).is_empty(), "what the merged record still carries counts no more");
    assert_eq!(house.reached(&ada), ["Ada Vance"]);
    merging::undo(&house.firm.app, billing(&house.firm), house.nora).await.unwrap();
    assert_eq!(house.reached(&nora), ["Nora Client"]);
    house.done().await;
}

#[tokio::test]
async fn what_was_withdrawn_stays_so_through_addresses_and_merges_until_staff_invite_again() {
    let house = House::new().await;
    let app = &house.firm.app;
    let cashier = giving::withdraw(app, Authority::Staff(&house.firm.cashier), (house.ada, ADA)).await;
    assert!(matches!(cashier, Err(PortalError::NotAllowed(_))));
    assert!(matches!(withdraw(&house, house.ada, NORA).await, Err(PortalError::NotFound)));
    withdraw(&house, house.ada, ADA).await.unwrap();
    house.ask(ADA).await.unwrap();
    assert!(house.all_links().is_empty(), "before anybody ever signed in, too");
    withdraw(&house, house.ada, ADA).await.unwrap();
    let taken =
        told(&house.firm, house.ada).into_iter().filter(|fact| matches!(fact, Fact::PortalAccessWithdrawn { .. }));
    assert_eq!(taken.count(), 1, "twice is once");
    set_emails(&house, house.nora, &[NORA, ADA]).await;
    let ada = house.sign_in(ADA).await;
    assert_eq!(house.reached(&ada), ["Nora Client"]);
    merge(&house, house.nora, house.ada).await;
    assert!(house.reached(&ada).is_empty(), "what is withdrawn of one is withdrawn of the whole");
    invite(&house, house.nora, ADA).await.unwrap();
    assert_eq!(house.reached(&ada), ["Nora Client"]);
    house.done().await;
}

#[tokio::test]
async fn staff_invite_others_than_the_record_knows_and_the_record_stays_as_it_is() {
    let house = House::new().await;
    let other = "accountant@books.example";
    assert!(matches!(invite(&house, house.ada, "no address").await, Err(PortalError::Address)));
    assert!(matches!(invite(&house, PayerId::new(99), other).await, Err(PortalError::NotFound)));
    invite(&house, house.ada, other).await.unwrap();
    assert_eq!(stored(&house.firm, house.ada).emails, [ADA]);
    let token = house.token(other);
    assert!(links::open(&house.firm.app, &token).unwrap().is_some());
    let signed_in = signing_in::use_link(&house.firm.app, &token, None).await.unwrap();
    assert_eq!(house.reached(&signed_in), ["Ada Vance"]);
    let people = giving::people(&house.firm.app, &stored(&house.firm, house.ada)).unwrap();
    let seen: Vec<_> = people.iter().map(|person| (person.address.as_str(), person.why, person.withdrawn)).collect();
    assert_eq!(seen, [(ADA, Some(Why::Address), false), (other, Some(Why::Given), false)]);
    withdraw(&house, house.ada, other).await.unwrap();
    assert!(house.reached(&signed_in).is_empty());
    house.done().await;
}

#[tokio::test]
async fn an_invitation_to_an_address_on_the_record_ends_with_the_address() {
    let house = House::new().await;
    invite(&house, house.ada, ADA).await.unwrap();
    let ada = signing_in::use_link(&house.firm.app, &house.token(ADA), None).await.unwrap();
    assert_eq!(house.reached(&ada), ["Ada Vance"]);
    set_emails(&house, house.ada, &[]).await;
    assert!(house.reached(&ada).is_empty());
    house.done().await;
}
