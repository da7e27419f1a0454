//! Payment pages at the level of the office: made by staff, paid on by clients, left alone by machines.

mod defence;
mod breaker;
mod echecks;
mod keeping;
mod logo;
mod onward;
mod paying;

use std::collections::BTreeMap;

use clientpay::{
    domain::{
        accepted::Accepted,
        ids::{MerchantAccountId, OperationKey, PaymentPageId},
        locale::{Language, Locale},
        merchant_account::MerchantAccount,
        money::{Currency, PartsPerMillion},
        payment_page::{
            Content, Kind, PaymentPage, Words,
            fields::{Asked, Need},
            guard::{Alertness, Defence},
            onward::Onward,
            pricing::{AmountRule, Choice, Item, Tax, TaxMode, Taxed},
            words::Texts,
        },
        transaction::Transaction,
    },
    service::{
        Authority,
        payment_pages::{
            self, Switch, Wanted,
            admission::{Admitted, Shown, Ticket, TurnedAway, Turnstile},
            paying::{PayError, Purchase},
        },
    },
    store::{self, StoreError},
};

use crate::support::{TestFirm, payer};

/// The same words in every language.
pub fn texts(text: &str) -> Texts {
    Texts { en: text.into(), fr: format!("{text} (fr)"), es: format!("{text} (es)") }
}

/// A page that takes any amount.
pub fn deposit(firm: &TestFirm) -> Content {
    Content {
        name: "Deposits".into(),
        merchant_account: firm.trust,
        accepted: Accepted::Cards,
        kind: Kind::General(AmountRule::Any),
        tax: None,
        asked: Asked { email: Need::Required, invoice: Need::Optional, ..Asked::default() },
        custom: Vec::new(),
        languages: Language::ALL.to_vec(),
        words: Words { heading: texts("Deposit"), ..Words::default() },
        continue_to: None,
        onward: Onward::default(),
        sites: Vec::new(),
        colour: None,
        logo: None,
        offers_keeping: false,
        indexed: false,
        // The sum takes long where nothing is optimised; the tests of it ask for it.
        defence: Defence { proof_of_work: false, ..Defence::default() },
        last_number: 9,
    }
}

/// A seat at 100.00 with 6.25 % on top, `stock` of them, up to four at once.
pub fn seminar(firm: &TestFirm, stock: Option<u32>) -> Content {
    let seat = Item {
        id: 1,
        name: texts("Seat"),
        description: Texts::default(),
        unit_minor: 10_000,
        taxed: Taxed::AtPageRate,
        usual: 1,
        least: 1,
        most: 4,
        stock,
    };
    Content {
        name: "Seminar".into(),
        merchant_account: firm.operating,
        kind: Kind::Items(vec![seat]),
        tax: Some(Tax { name: texts("Sales tax"), rate: PartsPerMillion(62_500), mode: TaxMode::Exclusive }),
        ..deposit(firm)
    }
}

/// A page that is open.
pub async fn open_page(firm: &TestFirm, slug: &str, content: Content) -> PaymentPage {
    let authority = Authority::Staff(&firm.admin);
    let page = payment_pages::create(&firm.app, authority, Wanted { slug: slug.into(), content }).await.unwrap();
    payment_pages::switch(&firm.app, authority, page.id, Switch::Open).await.unwrap()
}

/// A client's browser: where it is, and the page's turnstile.
pub struct Client<'a> {
    pub firm: &'a TestFirm,
    pub turnstile: Turnstile,
    pub page: PaymentPage,
    pub peer: &'a str,
}

impl<'a> Client<'a> {
    pub fn on(firm: &'a TestFirm, page: &PaymentPage) -> Self {
        let turnstile = Turnstile::new(firm.clock.clone());
        Self { firm, turnstile, page: page.clone(), peer: "192.0.2.7" }
    }

    pub fn alertness(&self) -> Alertness {
        payment_pages::find(&self.firm.app, self.page.id).unwrap().unwrap().alertness
    }

    /// A ticket of now.
    pub fn ticket(&self, key: &OperationKey) -> Ticket {
        Ticket::new(&self.page, key.clone(), (self.alertness(), self.firm.app.now()))
    }

    /// Shows a ticket after `open_for_ms`, with the sum done or not.
    pub fn admit(&self, (ticket, solution): (&Ticket, &str), open_for_ms: i64) -> Result<(), TurnedAway> {
        self.firm.clock.advance_ms(open_for_ms);
        self.show(&Shown { ticket, solution, bait: "", peer: self.peer }).map(|_| ())
    }

    pub fn show(&self, shown: &Shown<'_>) -> Result<Admitted, TurnedAway> {
        self.turnstile.admit(&self.firm.app.secrets, (&self.page, self.alertness()), shown)
    }

    /// What the client wants, with a card entered.
    pub fn purchase(&self, choice: Choice, card: &str) -> Purchase {
        let app = &self.firm.app;
        let key = app.ids.operation_key();
        self.firm.enter_card(&key, card);
        Purchase {
            method_token: app.sandbox_token(&key),
            debit: None,
            keep: clientpay::service::payments::Keep::No,
            key,
            page: self.page.id,
            version: self.page.version,
            choice,
            promised: None,
            payer: payer("Nora Client", &["nora@client.example"]),
            locale: Locale::FrCa,
            invoice_number: None,
            matter: None,
            reference: None,
            answers: Vec::new(),
            surcharge: clientpay::service::payments::Surcharge::AsShown { region: None, shown: None },
            agreed: "Yes".into(),
        }
    }

    /// Pays as a person does who took a minute.
    pub async fn pay(&self, purchase: Purchase) -> Result<Transaction, PayError> {
        let admitted = self.admitted(&purchase.key);
        payment_pages::paying::pay(&self.firm.app, &self.turnstile, (admitted, purchase)).await
    }

    /// Let through as a person who took a minute.
    pub fn admitted(&self, key: &OperationKey) -> Admitted {
        let ticket = self.ticket(key);
        self.firm.clock.advance_ms(60_000);
        self.show(&Shown { ticket: &ticket, solution: "", bait: "", peer: self.peer }).unwrap()
    }
}

/// A deposit account that is settled in Canadian dollars.
pub async fn canadian(firm: &TestFirm) -> MerchantAccountId {
    let (id, like) = (MerchantAccountId::new(9), firm.operating);
    let written = firm.app.store.write(move |writer| -> Result<(), StoreError> {
        let account = store::firm::merchant_account(writer, like)?.unwrap();
        writer.put_merchant_account(&MerchantAccount { id, currency: Currency::CAD, used: false, ..account })
    });
    written.await.unwrap();
    id
}

/// So many of the only item.
pub fn seats(quantity: u32) -> Choice {
    Choice::Quantities(BTreeMap::from([(1, quantity)]))
}

/// How many of the only item are sold or being paid for.
pub fn taken(firm: &TestFirm, page: PaymentPageId) -> u64 {
    clientpay::store::payment_pages::taken(&firm.read(), page, 1).unwrap()
}

/// The token of a form's card.
pub trait SandboxToken {
    fn sandbox_token(&self, key: &OperationKey) -> String;
}

impl SandboxToken for clientpay::app::App {
    fn sandbox_token(&self, key: &OperationKey) -> String {
        use clientpay::gateway::Gateway as _;
        self.sandbox.client_configuration(key).method_token
    }
}
