//! What a payer belongs with: derived from the records, from a bounded number of rows.

use clientpay::{
    domain::ids::{PayerId, TransactionId},
    service::payers::{
        associations::{self, LOOKED_AT},
        editing::PayerFacts,
    },
    store::transactions,
};

use super::{facts, record, stored};
use crate::support::{APPROVED, TestFirm, counting::Counting};

fn of_company(name: &str, company: &str) -> PayerFacts {
    PayerFacts { company: company.into(), ..facts(name) }
}

#[tokio::test]
async fn whoever_pays_for_the_same_company_or_has_the_same_address_is_named_and_nobody_else() {
    let firm = TestFirm::new().await;
    let emails = vec!["books@vance.example".to_owned()];
    let ada = record(&firm, PayerFacts { emails: emails.clone(), ..of_company("Ada", "Vance & Sons") }).await;
    let bob = record(&firm, of_company("Bob", "vance &  sons")).await;
    let whole = record(&firm, facts("Vance & Sons")).await;
    let other = record(&firm, of_company("Eve", "Vance & Sons Holding")).await;
    let shared = record(&firm, PayerFacts { emails, ..facts("Zoe") }).await;
    let names = |payers: &[clientpay::domain::payer::Payer]| payers.iter().map(|payer| payer.id).collect::<Vec<_>>();
    let found = associations::of(&firm.app, &ada).unwrap();
    assert_eq!((names(&found.company), names(&found.sharing)), (vec![bob.id, whole.id], vec![shared.id]));
    let found = associations::of(&firm.app, &whole).unwrap();
    assert_eq!(names(&found.company), [ada.id, bob.id], "the company knows who pays for it");
    let found = associations::of(&firm.app, &other).unwrap();
    assert!(found.company.is_empty() && found.sharing.is_empty() && found.matters.is_empty());
}

#[tokio::test]
async fn the_matters_that_were_paid_for_are_counted_from_the_latest_payments_alone() {
    let firm = TestFirm::new().await;
    let mut rows = Vec::new();
    for round in 0..2 {
        for number in 0..LOOKED_AT {
            let mut asked = firm.command(1_000);
            asked.payer.emails.clear();
            asked.matter = (number % 2 == 0).then(|| format!("Vance v. {}", if round == 0 { "Roe" } else { "Marlow" }));
            firm.enter_card(&asked.key, APPROVED);
            firm.submit(asked).await.unwrap();
        }
        let counted = Counting::new(firm.read());
        let found = associations::of_in(&counted, &stored(&firm, PayerId::new(1))).unwrap();
        assert_eq!((found.matters.len(), found.matters[0].payments), (1, LOOKED_AT / 2), "round {round}");
        assert_eq!(found.more, round > 0);
        rows.push(counted.rows());
    }
    assert!(rows[1] <= rows[0] + 2, "{rows:?}");
    let latest = transactions::transaction(&firm.read(), TransactionId::new(2 * LOOKED_AT as u64)).unwrap();
    assert!(latest.is_some());
}
