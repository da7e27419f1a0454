//! The payer portal at the level of the office: who is let in, whom they reach, and what they can do.

mod entering;
mod own;
mod paying;
mod reaching;
mod seeing;
pub use seeing::schedule;

use clientpay::{
    domain::{ids::PayerId, locale::Locale, payer::Payer, portal::PortalLink},
    service::{
        outbox::deliver_due,
        passwords::Passwords,
        payers::editing::{self, PayerFacts},
        portal::{
            PortalError, links, looking,
            own::Asker,
            sessions::{self, Current, Known},
            signing_in::{self, SignedIn},
        },
        sessions::{Credentials, Desk, Doorkeeper},
        throttle::SignInThrottle,
    },
    store::{
        engine::Direction,
        table::Records as _,
        tables::{OUTBOX, PORTAL_LINKS},
    },
};

use crate::{
    payers::{billing, facts, record, stored},
    support::TestFirm,
};

pub const ADA: &str = "ada@client.example";
pub const NORA: &str = "nora@client.example";
const PEER: &str = "192.0.2.7";

/// A firm with two payers, each with an address of their own.
pub struct House {
    pub firm: TestFirm,
    pub doorkeeper: Doorkeeper,
    pub ada: PayerId,
    pub nora: PayerId,
}

impl House {
    pub async fn new() -> Self {
        let firm = TestFirm::new().await;
        let throttle = SignInThrottle::new(firm.clock.clone());
        let ada = payer(&firm, "Ada Vance", &[ADA]).await.id;
        let nora = payer(&firm, "Nora Client", &[NORA]).await.id;
        Self { firm, doorkeeper: Doorkeeper { passwords: Passwords::default(), throttle }, ada, nora }
    }

    pub async fn ask(&self, email: &str) -> Result<(), PortalError> {
        signing_in::ask(&self.firm.app, &self.doorkeeper, email, (PEER, Locale::EnUs)).await
    }

    /// Every link there is, oldest first.
    pub fn all_links(&self) -> Vec<PortalLink> {
        let reader = self.firm.read();
        let rows = reader.all(PORTAL_LINKS, Direction::Forward).unwrap();
        rows.map(|row| row.unwrap().1).collect()
    }

    /// The token of the latest link to this address.
    pub fn token(&self, email: &str) -> String {
        let link = self.all_links().into_iter().rfind(|link| link.email == email).unwrap();
        links::token(&self.firm.app.secrets, &link.nonce)
    }

    /// Signs in as somebody does who has the mailbox.
    pub async fn sign_in(&self, email: &str) -> SignedIn {
        self.ask(email).await.unwrap();
        signing_in::use_link(&self.firm.app, &self.token(email), None).await.unwrap()
    }

    pub async fn by_password(&self, email: &str, password: &str) -> Result<SignedIn, PortalError> {
        let credentials = Credentials { email, password, peer: PEER, replaces: None };
        signing_in::sign_in(&self.firm.app, &self.doorkeeper, credentials).await
    }

    /// Who a browser with this cookie is, if it is signed in.
    pub fn current(&self, signed_in: &SignedIn) -> Option<Current> {
        match sessions::known(Desk::from(self.firm.app.as_ref()), &signed_in.token).unwrap() {
            Known::In(current) => Some(*current),
            Known::Ended(_) | Known::Nobody => None,
        }
    }

    /// The names of the payers that somebody reaches.
    pub fn reached(&self, signed_in: &SignedIn) -> Vec<String> {
        self.payers(signed_in).into_iter().map(|payer| payer.name).collect()
    }

    pub fn payers(&self, signed_in: &SignedIn) -> Vec<Payer> {
        let current = self.current(signed_in).unwrap();
        looking::payers_of(&self.firm.app, &current.login).unwrap()
    }

    pub fn waiting(&self) -> usize {
        self.firm.read().all(OUTBOX, Direction::Forward).unwrap().count()
    }

    /// Sends the mail that waits, and proves that everything agrees.
    pub async fn done(self) {
        deliver_due(&self.firm.app).await.unwrap();
        assert_eq!(self.firm.violations(), Vec::<String>::new());
    }
}

pub async fn payer(firm: &TestFirm, name: &str, emails: &[&str]) -> Payer {
    let emails = emails.iter().map(|email| (*email).to_owned()).collect();
    record(firm, PayerFacts { emails, ..facts(name) }).await
}

/// Sets the addresses of a record.
pub async fn set_emails(house: &House, id: PayerId, emails: &[&str]) {
    let payer = stored(&house.firm, id);
    let emails = emails.iter().map(|email| (*email).to_owned()).collect();
    let facts = PayerFacts { emails, ..PayerFacts::of(&payer) };
    editing::update(&house.firm.app, billing(&house.firm), id, (facts, payer.version)).await.unwrap();
}

/// Who does something about their own login.
pub fn asker(current: &Current) -> Asker<'_> {
    Asker { current, peer: PEER, locale: Locale::EnUs }
}
