//! Payers: their records, which of them are one, their methods, and files of them.

mod associations;
mod expiring;
mod importing;
mod links;
mod merging;
mod methods;
pub use methods::{asked, saved};
mod records;

use clientpay::{
    domain::{ids::PayerId, journal::Fact, locale::Language, payer::Payer},
    service::{
        Authority,
        payers::editing::{self, PayerFacts},
    },
    store::{journal, payers},
};

use crate::support::TestFirm;

pub fn facts(name: &str) -> PayerFacts {
    PayerFacts {
        name: name.to_owned(),
        company: String::new(),
        client_number: None,
        emails: Vec::new(),
        phones: Vec::new(),
        address: clientpay::domain::payer::Address::default(),
        language: Language::En,
        contacts: Vec::new(),
        custom: Vec::new(),
        notes: String::new(),
    }
}

pub fn billing(firm: &TestFirm) -> Authority<'_> {
    Authority::Staff(&firm.billing)
}

pub async fn record(firm: &TestFirm, facts: PayerFacts) -> Payer {
    editing::create(&firm.app, billing(firm), facts).await.unwrap()
}

pub fn stored(firm: &TestFirm, id: PayerId) -> Payer {
    payers::payer(&firm.read(), id).unwrap().unwrap()
}

/// What the journal tells of a payer, latest first.
pub fn told(firm: &TestFirm, id: PayerId) -> Vec<Fact> {
    let history = journal::history(&firm.read(), clientpay::domain::journal::Subject::Payer(id)).unwrap();
    history.into_iter().map(|entry| entry.fact).collect()
}
