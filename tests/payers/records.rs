//! Recording, changing, finding and archiving payers.

use clientpay::{
    domain::{ids::PayerId, import::RowFault, journal::Fact, payer::Contact},
    service::{
        Authority,
        payers::{
            editing::{self, EditError, PayerFacts, Place},
            looking,
        },
    },
    store::{
        engine::faulty::Fault,
        payers::{Asked, Order, Shelf, listed},
        tables::{PAYER_BALANCES, PAYERS_BY_WORD},
        totals::Total,
    },
};

use super::{billing, facts, record, stored, told};
use crate::support::{APPROVED, TestFirm, script, serving};

#[tokio::test]
async fn only_those_who_manage_payers_change_them() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada Vance")).await;
    for user in [&firm.cashier, &firm.auditor] {
        let authority = Authority::Staff(user);
        let refused = editing::create(&firm.app, authority, facts("Bob")).await;
        assert!(matches!(refused, Err(EditError::NotAllowed(_))));
        let refused = editing::update(&firm.app, authority, payer.id, (facts("Bob"), 0)).await;
        assert!(matches!(refused, Err(EditError::NotAllowed(_))));
        let refused = editing::file(&firm.app, authority, payer.id, Place::Archived).await;
        assert!(matches!(refused, Err(EditError::NotAllowed(_))));
    }
    assert_eq!(stored(&firm, payer.id), payer);
}

#[tokio::test]
async fn a_record_without_a_name_or_with_too_much_is_refused() {
    let firm = TestFirm::new().await;
    let long = "x".repeat(201);
    for (wrong, fault) in [
        (facts(" "), RowFault::NoName),
        (facts(&long), RowFault::TooLong),
        (PayerFacts { emails: vec!["nobody".into()], ..facts("Ada") }, RowFault::Email),
        (PayerFacts { phones: vec!["1".into(); 7], ..facts("Ada") }, RowFault::TooMany),
        (PayerFacts { notes: "x".repeat(4_001), ..facts("Ada") }, RowFault::TooLong),
        (
            PayerFacts { contacts: vec![Contact { email: "@".into(), ..Contact::default() }], ..facts("Ada") },
            RowFault::Email,
        ),
    ] {
        let refused = editing::create(&firm.app, billing(&firm), wrong).await;
        assert!(matches!(refused, Err(EditError::Wrong(found)) if found == fault), "{fault:?}");
    }
    assert!(looking::list(&firm.app, &Asked::default(), None, 9).unwrap().is_empty());
}

#[tokio::test]
async fn a_form_that_is_sent_twice_makes_one_record() {
    let firm = TestFirm::new().await;
    let first = record(&firm, facts("Ada Vance")).await;
    assert_eq!(record(&firm, facts("Ada Vance")).await, first);
    firm.clock.advance_ms(60_000);
    let namesake = record(&firm, facts("Ada Vance")).await;
    assert_ne!(namesake.id, first.id, "a minute later it is somebody else of the same name");
    assert_eq!(told(&firm, first.id), [Fact::PayerAdded]);
}

#[tokio::test]
async fn who_edits_what_was_changed_meanwhile_is_shown_what_it_says_now() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada Vance")).await;
    let hers = PayerFacts { company: "Vance Ltd.".into(), ..facts("Ada Vance") };
    let his = PayerFacts { notes: "Calls back".into(), ..facts("Ada Vance") };
    let after = editing::update(&firm.app, billing(&firm), payer.id, (hers.clone(), payer.version)).await.unwrap();
    let stale = editing::update(&firm.app, billing(&firm), payer.id, (his.clone(), payer.version)).await;
    assert!(matches!(stale, Err(EditError::Stale(now)) if *now == after));
    assert_eq!(stored(&firm, payer.id), after);
    let twice = editing::update(&firm.app, billing(&firm), payer.id, (hers, payer.version)).await.unwrap();
    assert_eq!(twice, after, "the same form again is no contradiction");
    editing::update(&firm.app, billing(&firm), payer.id, (his, after.version)).await.unwrap();
    let changed = Fact::PayerChanged { fields: vec!["company".into(), "notes".into()] };
    assert_eq!(told(&firm, payer.id)[0], changed);
    let nowhere = editing::update(&firm.app, billing(&firm), PayerId::new(99), (facts("X"), 0)).await;
    assert!(matches!(nowhere, Err(EditError::NotFound)));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn with_a_full_disk_nothing_is_changed() {
    let firm = TestFirm::new().await;
    let payer = record(&firm, facts("Ada Vance")).await;
    script(&firm.faults, &[Fault::Full]);
    let refused = editing::update(&firm.app, billing(&firm), payer.id, (facts("Bob"), 0)).await;
    assert!(matches!(refused, Err(EditError::Unavailable)));
    firm.faults.freed();
    serving(&firm.app.store).await;
    assert_eq!(stored(&firm, payer.id), payer);
}

#[tokio::test]
async fn the_list_is_found_sorted_and_paged() {
    let firm = TestFirm::new().await;
    for name in ["Élodie Tremblay", "elodie trembley", "Zoë Abbott", "Bob O’Brien", "Ana Ruiz"] {
        record(&firm, facts(name)).await;
    }
    let names = |asked: &Asked, after: Option<usize>, limit| {
        let all = listed(&firm.read(), asked, None, 99).unwrap();
        let after = after.map(|at| all[at].0.clone());
        let page = listed(&firm.read(), asked, after.as_ref(), limit).unwrap();
        page.into_iter().map(|(_, payer)| payer.name).collect::<Vec<_>>()
    };
    let asked = |text: &str| Asked { text: text.into(), ..Asked::default() };
    assert_eq!(names(&asked(""), None, 2), ["Ana Ruiz", "Bob O’Brien"]);
    assert_eq!(names(&asked(""), Some(1), 2), ["Élodie Tremblay", "elodie trembley"]);
    assert_eq!(names(&asked("ELODIE trem"), None, 9), ["Élodie Tremblay", "elodie trembley"]);
    assert_eq!(names(&asked("ELODIE trem"), Some(0), 9), ["elodie trembley"]);
    assert_eq!(names(&asked("obrien"), None, 9), ["Bob O’Brien"]);
    assert!(names(&asked("nobody"), None, 9).is_empty() && names(&asked("?!"), None, 9).is_empty());
    let newest = Asked { order: Order::Newest, ..Asked::default() };
    assert_eq!(names(&newest, None, 2), ["Ana Ruiz", "Bob O’Brien"]);
    assert_eq!(names(&newest, Some(1), 2), ["Zoë Abbott", "elodie trembley"]);
    assert_eq!(names(&Asked { order: Order::Newest, ..asked("e") }, Some(0), 2), ["Élodie Tremblay"]);
    firm.leaves_waiting(0);
}

#[tokio::test]
async fn of_many_finds_the_list_is_walked_and_says_the_same() {
    let firm = TestFirm::new().await;
    firm.app
        .store
        .write(|writer| -> Result<(), clientpay::store::StoreError> {
            for number in 0..700u64 {
                let id = writer.next_payer()?;
                let name = format!("{} {number:03}", if number % 7 == 0 { "Other" } else { "Same" });
                let payer = clientpay::domain::payer::Payer::new(
                    id,
                    name,
                    clientpay::domain::locale::Language::En,
                    crate::support::NOW,
                );
                writer.put_payer(&payer)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let asked = Asked { text: "same".into(), ..Asked::default() };
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page = listed(&firm.read(), &asked, after.as_ref(), 37).unwrap();
        let Some((last, _)) = page.last() else { break };
        after = Some(last.clone());
        seen.extend(page.into_iter().map(|(_, payer)| payer.name));
    }
    assert_eq!(seen.len(), 600);
    assert!(seen.is_sorted() && seen.iter().all(|name| name.starts_with("Same")));
}

#[tokio::test]
async fn an_archived_payer_is_out_of_the_way_and_keeps_everything() {
    let firm = TestFirm::new().await;
    let paid = firm.take(5_000, APPROVED).await.unwrap();
    let id = paid.payer.unwrap();
    editing::file(&firm.app, billing(&firm), id, Place::Archived).await.unwrap();
    editing::file(&firm.app, billing(&firm), id, Place::Archived).await.unwrap();
    assert!(looking::list(&firm.app, &Asked::default(), None, 9).unwrap().is_empty());
    let archived = Asked { shelf: Shelf::Archived, ..Asked::default() };
    assert_eq!(looking::list(&firm.app, &archived, None, 9).unwrap().len(), 1);
    assert_eq!(looking::payments(&firm.app, id, None, 9).unwrap().len(), 1);
    editing::file(&firm.app, billing(&firm), id, Place::Active).await.unwrap();
    assert_eq!(looking::list(&firm.app, &Asked::default(), None, 9).unwrap().len(), 1);
    assert_eq!(told(&firm, id), [Fact::PayerUnarchived, Fact::PayerArchived, Fact::PayerAdded]);
    assert_eq!(firm.violations(), Vec::<String>::new());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn balances_are_the_sums_of_the_payments_and_a_check_says_when_not() {
    let firm = TestFirm::new().await;
    let first = firm.take(5_000, APPROVED).await.unwrap();
    firm.take(2_500, APPROVED).await.unwrap();
    firm.take(9_900, "4000000000000002").await.unwrap();
    let given = clientpay::service::refunds::RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: first.id,
        amount: clientpay::domain::money::Money::new(1_000, clientpay::domain::money::Currency::USD),
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    clientpay::service::refunds::refund(&firm.app, billing(&firm), given).await.unwrap();
    let id = first.payer.unwrap();
    let Some(looking::Found::Here(view)) = looking::view(&firm.app, id).unwrap() else { panic!("it is there") };
    let [balance] = view.balances.as_slice() else { panic!("{:?}", view.balances) };
    assert_eq!((balance.collected.minor(), balance.payments, balance.refunded.minor()), (7_500, 2, 1_000));
    assert!(!balance.pending.is_positive());
    firm.app
        .store
        .write(move |writer| -> Result<(), clientpay::store::StoreError> {
            let (key, total) = clientpay::store::balances::balances(writer, id)?.remove(0);
            writer.put(PAYER_BALANCES, &key, &Total { amount_minor: 1, ..total })?;
            writer.delete(PAYERS_BY_WORD, &("ada".to_owned(), id, id))
        })
        .await
        .unwrap();
    let found = firm.violations();
    assert_eq!(found[0], "[I1] balance of payer 1, USD, Operating, Collected: 2, 1 instead of 2, 7500");
    assert_eq!(found[1..], ["[I6] payer 1: it is missing from payers_by_word"]);
    firm.leaves_waiting(2);
}
