//! Whom a login reaches, whatever staff do with the records.

use clientpay::{
    domain::{ids::PayerId, journal::Fact, portal::Why, transaction::Transaction},
    service::{
        Authority,
        payers::{
            editing::{self, Place},
            merging,
        },
        payments,
        portal::{PortalError, giving, links, looking, signing_in},
    },
};

use super::{ADA, House, NORA, payer, set_emails};
use crate::{
    payers::{billing, stored, told},
    support::{APPROVED, payer as entry},
};

async fn invite(house: &House, id: PayerId, email: &str) -> Result<(), PortalError> {
    giving::invite(&house.firm.app, billing(&house.firm), (id, email)).await
}

async fn withdraw(house: &House, id: PayerId, email: &str) -> Result<(), PortalError> {
    giving::withdraw(&house.firm.app, billing(&house.firm), (id, email)).await
}

pub async fn merge(house: &House, survivor: PayerId, merged: PayerId) {
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

#[tokio::test]
async fn what_was_withdrawn_of_merged_records_stays_so_when_they_are_taken_apart() {
    let house = House::new().await;
    let nora = house.sign_in(NORA).await;
    merge(&house, house.ada, house.nora).await;
    withdraw(&house, house.ada, NORA).await.unwrap();
    merging::undo(&house.firm.app, billing(&house.firm), house.nora).await.unwrap();
    assert!(house.reached(&nora).is_empty());
    invite(&house, house.nora, NORA).await.unwrap();
    assert_eq!(house.reached(&nora), ["Nora Client"]);
    house.done().await;
}

/// A payment that somebody takes under a name.
async fn paid(house: &House, authority: Authority<'_>, (name, emails): (&str, &[&str])) -> Transaction {
    let mut command = house.firm.command(12_500);
    command.payer = entry(name, emails);
    house.firm.enter_card(&command.key, APPROVED);
    payments::take(&house.firm.app, authority, command).await.unwrap()
}

#[tokio::test]
async fn who_pays_under_anothers_name_sees_what_they_paid_and_nothing_that_staff_key_under_it() {
    let house = House::new().await;
    let (name, stranger) = ("Zoe Quill", "stranger@elsewhere.example");
    let own = paid(&house, Authority::Client, (name, &[stranger])).await;
    let keyed = paid(&house, house.firm.staff(), (name, &[])).await;
    assert_ne!(own.payer, keyed.payer);
    let again = paid(&house, house.firm.staff(), (name, &["zoe@client.example"])).await;
    assert_eq!(again.payer, keyed.payer, "of the two, the one that staff made");
    let signed_in = house.sign_in(stranger).await;
    let reached = house.payers(&signed_in);
    let seen = looking::payments(&house.firm.app, &reached, None, 10).unwrap();
    assert_eq!(seen.iter().map(|paid| paid.row.transaction.id).collect::<Vec<_>>(), [own.id]);
    let shared = paid(&house, house.firm.staff(), (name, &[stranger])).await;
    assert_eq!(shared.payer, own.payer, "an address in common says that it is they");
    house.done().await;
}

#[tokio::test]
async fn a_record_of_a_payment_page_is_like_any_other_once_staff_have_seen_to_it() {
    let house = House::new().await;
    let edited = paid(&house, Authority::Client, ("Zoe Quill", &["zoe@client.example"])).await;
    assert!(stored(&house.firm, edited.payer.unwrap()).self_entered);
    set_emails(&house, edited.payer.unwrap(), &["zoe@client.example", "office@quill.example"]).await;
    assert_eq!(paid(&house, house.firm.staff(), ("Zoe Quill", &[])).await.payer, edited.payer);
    let merged = paid(&house, Authority::Client, ("Ada  vance", &["books@client.example"])).await;
    merge(&house, merged.payer.unwrap(), house.ada).await;
    assert_eq!(paid(&house, house.firm.staff(), ("Ada Vance", &[])).await.payer, merged.payer);
    merging::undo(&house.firm.app, billing(&house.firm), house.ada).await.unwrap();
    assert_eq!(paid(&house, house.firm.staff(), ("Ada Vance", &[])).await.payer, Some(house.ada));
    house.done().await;
}
