//! Two records become one and apart again: nothing is lost, and everything adds up.

use clientpay::{
    domain::{
        ids::PayerId,
        journal::Fact,
        payer::Payer,
        transaction::{Status, Transaction},
    },
    service::{
        Authority, methods,
        payers::{
            editing::{self, EditError, PayerFacts},
            looking::{self, Found, PayerView},
            merging::{self, MergeError},
        },
        payments::Keep,
        quick_pay::{self, QuickPay},
    },
    store::payers::{self, Asked},
};

use super::{billing, facts, record, stored, told};
use crate::support::{APPROVED, TestFirm, payer};

async fn paid_by(firm: &TestFirm, name: &str, minor: i64) -> Transaction {
    let mut asked = firm.command(minor);
    (asked.payer, asked.keep) = (payer(name, &[]), Keep::ForPayer);
    asked.payer.emails.clear();
    firm.enter_card(&asked.key, APPROVED);
    firm.submit(asked).await.unwrap()
}

async fn merge(firm: &TestFirm, survivor: PayerId, merged: PayerId) -> Result<Payer, MergeError> {
    let seen = (stored(firm, survivor).version, stored(firm, merged).version);
    merging::merge(&firm.app, billing(firm), (survivor, merged), seen).await
}

fn view(firm: &TestFirm, id: PayerId) -> PayerView {
    match looking::view(&firm.app, id).unwrap().unwrap() {
        Found::Here(view) => *view,
        Found::Elsewhere(other) => panic!("merged into {other}"),
    }
}

fn payments(firm: &TestFirm, id: PayerId) -> Vec<u64> {
    let rows = looking::payments(&firm.app, id, None, 99).unwrap();
    rows.into_iter().map(|row| row.transaction.id.get()).collect()
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_and_changes_nothing() {
    let firm = TestFirm::new().await;
    let (one, other) = (record(&firm, facts("Ada Vance")).await, record(&firm, facts("A. Vance")).await);
    let cashier = Authority::Staff(&firm.cashier);
    let refused = merging::merge(&firm.app, cashier, (one.id, other.id), (0, 0)).await;
    assert!(matches!(refused, Err(MergeError::Edit(EditError::NotAllowed(_)))));
    assert!(matches!(merge(&firm, one.id, one.id).await, Err(MergeError::Same)));
    let nowhere = merging::merge(&firm.app, billing(&firm), (one.id, PayerId::new(99)), (0, 0)).await;
    assert!(matches!(nowhere, Err(MergeError::Edit(EditError::NotFound))));
    let seen = (one.version, other.version);
    let changed = PayerFacts { notes: "x".into(), ..facts("A. Vance") };
    editing::update(&firm.app, billing(&firm), other.id, (changed, 0)).await.unwrap();
    let stale = merging::merge(&firm.app, billing(&firm), (one.id, other.id), seen).await;
    assert!(matches!(stale, Err(MergeError::Edit(EditError::Stale(_)))));
    assert!(matches!(merging::undo(&firm.app, billing(&firm), other.id).await, Err(MergeError::NotMerged)));
    assert!(stored(&firm, one.id).is_own() && stored(&firm, other.id).is_own());
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn payments_methods_and_history_follow_and_come_back() {
    let firm = TestFirm::new().await;
    let (first, second) = (paid_by(&firm, "Ada Vance", 5_000).await, paid_by(&firm, "Vance, Ada", 2_500).await);
    let (into, other) = (first.payer.unwrap(), second.payer.unwrap());
    let before = (stored(&firm, into), stored(&firm, other));
    merge(&firm, into, other).await.unwrap();
    assert_eq!(payments(&firm, into), [2, 1]);
    let shown = view(&firm, into);
    assert_eq!((shown.balances[0].collected.minor(), shown.balances[0].payments), (7_500, 2));
    assert_eq!((shown.methods.len(), shown.merged.len()), (2, 1));
    assert!(shown.history.iter().any(|(entry, _)| entry.fact == Fact::PayerMerged { into }));
    assert!(matches!(looking::view(&firm.app, other).unwrap(), Some(Found::Elsewhere(id)) if id == into));
    for name in ["ada vance", "vance, ada"] {
        let asked = Asked { text: name.into(), ..Asked::default() };
        let found = looking::list(&firm.app, &asked, None, 9).unwrap();
        assert_eq!(found.iter().map(|(_, payer)| payer.id).collect::<Vec<_>>(), [into], "{name}");
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
    merging::undo(&firm.app, billing(&firm), other).await.unwrap();
    let plain = |payer: Payer| Payer { version: 0, ..payer };
    assert_eq!((plain(stored(&firm, into)), plain(stored(&firm, other))), (plain(before.0), plain(before.1)));
    assert_eq!((payments(&firm, into), payments(&firm, other)), (vec![1], vec![2]));
    assert_eq!(told(&firm, other)[0], Fact::PayerSeparated { from: into });
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_pays_under_either_name_pays_on_the_one_record() {
    let firm = TestFirm::new().await;
    let (first, second) = (paid_by(&firm, "Ada Vance", 5_000).await, paid_by(&firm, "Vance, Ada", 2_500).await);
    let (into, other) = (first.payer.unwrap(), second.payer.unwrap());
    merge(&firm, into, other).await.unwrap();
    let third = paid_by(&firm, "vance, ADA", 100).await;
    assert_eq!((third.payer, third.payer_name.as_str()), (Some(into), "Ada Vance"));
    let chosen = clientpay::service::payers::PayerEntry { chosen: Some(other), ..payer("Vance, Ada", &[]) };
    let found = clientpay::service::payers::find(&firm.read(), &chosen).unwrap();
    assert!(matches!(found, clientpay::service::payers::Match::Found(payer) if payer.id == into));
    let again = QuickPay {
        key: firm.app.ids.operation_key(),
        like: second.id,
        amount: second.amount,
        invoice_number: None,
        matter: None,
        reference: None,
        emails: Vec::new(),
        consent: None,
    };
    let charged = quick_pay::charge(&firm.app, firm.staff(), again).await.unwrap();
    assert_eq!((charged.payer, charged.status), (Some(into), Status::Captured));
    assert!(methods::reusable(&firm.read(), &charged).unwrap().is_some(), "its method is the merged record's");
    assert_eq!(payments(&firm, into).len(), 4);
    merging::undo(&firm.app, billing(&firm), other).await.unwrap();
    assert_eq!(payments(&firm, other), [2], "what came since stays with the record that it came to");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn merges_of_merges_are_undone_in_their_order() {
    let firm = TestFirm::new().await;
    let mut ids = Vec::new();
    for (name, email) in [("A", "a@x.example"), ("B", "b@x.example"), ("C", "c@x.example"), ("D", "b@x.example")] {
        ids.push(record(&firm, PayerFacts { emails: vec![email.into()], ..facts(name) }).await.id);
    }
    let [a, b, c, d] = ids.try_into().unwrap();
    merge(&firm, b, c).await.unwrap();
    merge(&firm, a, b).await.unwrap();
    merge(&firm, a, d).await.unwrap();
    assert_eq!(payers::group(&firm.read(), c).unwrap(), [a, b, c, d]);
    assert!(matches!(merge(&firm, c, d).await, Err(MergeError::Edit(EditError::Merged(id))) if id == a));
    assert!(matches!(merging::undo(&firm.app, billing(&firm), c).await, Err(MergeError::NotLast)));
    assert_eq!(firm.violations(), Vec::<String>::new());
    merging::undo(&firm.app, billing(&firm), b).await.unwrap();
    assert_eq!(payers::group(&firm.read(), c).unwrap(), [b, c]);
    assert_eq!(payers::group(&firm.read(), a).unwrap(), [a, d]);
    assert_eq!(stored(&firm, a).emails, ["a@x.example", "b@x.example"], "the one that is left has that address, too");
    merging::undo(&firm.app, billing(&firm), d).await.unwrap();
    merging::undo(&firm.app, billing(&firm), c).await.unwrap();
    for (id, email) in [(a, "a@x.example"), (b, "b@x.example"), (c, "c@x.example")] {
        assert_eq!((stored(&firm, id).emails, stored(&firm, id).is_own()), (vec![email.to_owned()], true));
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn likely_duplicates_are_named() {
    let firm = TestFirm::new().await;
    let with = |name: &str, number: Option<&str>, email: &str| PayerFacts {
        client_number: number.map(str::to_owned),
        emails: vec![email.to_owned()],
        ..facts(name)
    };
    let one = record(&firm, with("Élodie Tremblay", None, "e@x.example")).await;
    let two = record(&firm, with("ELODIE  TREMBLAY", None, "f@x.example")).await;
    let three = record(&firm, with("E. T.", None, "E@x.example")).await;
    let four = record(&firm, with("Bob", Some("C-1"), "b@x.example")).await;
    let five = record(&firm, with("Robert", Some("c-1"), "r@x.example")).await;
    let groups = looking::duplicates(&firm.app, 99).unwrap();
    let ids: Vec<Vec<PayerId>> = groups.into_iter().map(|group| group.iter().map(|payer| payer.id).collect()).collect();
    assert_eq!(ids, [vec![one.id, two.id], vec![one.id, three.id], vec![four.id, five.id]]);
    let alike = view(&firm, one.id).alike;
    assert_eq!(alike.iter().map(|payer| payer.id).collect::<Vec<_>>(), [two.id, three.id]);
    for other in [two.id, three.id] {
        merge(&firm, one.id, other).await.unwrap();
    }
    assert!(view(&firm, one.id).alike.is_empty());
    assert_eq!(looking::duplicates(&firm.app, 99).unwrap().len(), 1);
    firm.leaves_waiting(0);
}

#[tokio::test]
async fn a_merge_that_the_records_do_not_tell_is_found() {
    let firm = TestFirm::new().await;
    let (one, other) = (record(&firm, facts("A")).await, record(&firm, facts("B")).await);
    merge(&firm, one.id, other.id).await.unwrap();
    let (a, b) = (one.id, other.id);
    firm.app
        .store
        .write(move |writer| -> Result<(), clientpay::store::StoreError> {
            writer.put_merge(b, None)?;
            let payer = payers::payer(writer, a)?.unwrap();
            writer.put_payer(&Payer { merged_into: vec![PayerId::new(9)], ..payer })
        })
        .await
        .unwrap();
    let found = firm.violations();
    for line in [
        "[I10] payer 1: what stands for it does not stand for itself",
        "[I10] payer 2: what stands for it does not stand for itself",
        "[I10] payer 1: how it was merged is not known",
        "[I10] payer 2: how it was merged is not known",
    ] {
        assert!(found.iter().any(|known| known == line), "{line}: {found:?}");
    }
}
