//! Requests for payment at the level of the office: sent by staff, paid by clients, reminded of, taken back.

mod bulk;
pub mod clients;
mod correcting;
pub mod overpaying;
mod echecks;
pub mod sending;

use clientpay::{
    domain::{
        accepted::Accepted,
        ids::{MerchantAccountId, OperationKey, PaymentRequestId},
        locale::Locale,
        money::{Currency, Money},
        payment_request::{Asked, PaymentRequest, State, rules::Handing},
        transaction::{DeclineReason, Transaction},
    },
    gateway::{
        Gateway as _,
        sandbox::cards::{Behavior, TEST_CARDS},
    },
    service::{
        Authority,
        payment_pages::admission::{Admitted, Shown, Ticket, Turnstile},
        payment_requests::{
            self, NewRequest, links,
            paying::{self, Means, Opened, PayError, Tender},
        },
        payments::Keep,
    },
};

use crate::support::TestFirm;

/// A test card that behaves so.
pub fn card(behavior: Behavior) -> &'static str {
    TEST_CARDS.iter().find(|card| card.behavior == behavior).unwrap().number
}

/// A card that is refused.
pub fn declined() -> &'static str {
    card(Behavior::Decline(DeclineReason::InsufficientFunds))
}

/// What Nora is asked for, by mail.
pub fn asked() -> Asked {
    Asked {
        name: "Nora Client".into(),
        emails: vec!["nora@client.example".into()],
        locale: Locale::FrCa,
        payer: None,
        invoice_number: Some("INV-7001".into()),
        matter: Some("Client v. Marlow".into()),
        reference: None,
        message: String::new(),
        least_part: None,
        due: None,
        expires: None,
        remind_after: Vec::new(),
        accepted: Accepted::Cards,
        offers_keeping: false,
    }
}

/// A request as wanted: so many cents to each of these accounts.
pub fn wanted(firm: &TestFirm, asked: Asked, amounts: &[(MerchantAccountId, i64)]) -> NewRequest {
    let amounts = amounts.iter().map(|(account, minor)| (*account, Money::new(*minor, Currency::USD))).collect();
    NewRequest { key: firm.app.ids.operation_key(), asked, amounts, handing: Handing::Mail, brought: None }
}

/// A request that was sent.
pub async fn send(firm: &TestFirm, asked: Asked, amounts: &[(MerchantAccountId, i64)]) -> PaymentRequest {
    let wanted = wanted(firm, asked, amounts);
    payment_requests::create(&firm.app, Authority::Staff(&firm.billing), wanted).await.unwrap()
}

/// The request as stored now.
pub fn stored(firm: &TestFirm, id: PaymentRequestId) -> PaymentRequest {
    clientpay::store::payment_requests::request(&firm.read(), id).unwrap().unwrap()
}

/// How a request stands: state, paid, being paid.
pub fn stands(firm: &TestFirm, id: PaymentRequestId) -> (State, i64, i64) {
    let request = stored(firm, id);
    (request.state(), request.paid().minor(), request.held().minor())
}

/// A client's browser on the page of a request.
pub struct Client<'a> {
    pub firm: &'a TestFirm,
    pub turnstile: Turnstile,
    pub id: PaymentRequestId,
}

impl<'a> Client<'a> {
    pub fn on(firm: &'a TestFirm, request: &PaymentRequest) -> Self {
        Self { firm, turnstile: Turnstile::new(firm.clock.clone()), id: request.id }
    }

    pub fn opened(&self) -> Opened {
        let token = links::token(&self.firm.app.secrets, &stored(self.firm, self.id));
        paying::open(&self.firm.app, &token).unwrap().unwrap()
    }

    /// So many cents by a card that was entered.
    pub fn tender(&self, amount: i64, card: &str) -> Tender {
        let key = self.firm.app.ids.operation_key();
        self.firm.enter_card(&key, card);
        Tender {
            means: Means::Entered(self.firm.app.sandbox.client_configuration(&key).method_token),
            keep: Keep::No,
            debits: Vec::new(),
            key,
            request: self.id,
            amount,
            name: "Nora Client".into(),
            email: "nora@client.example".into(),
            locale: Locale::FrCa,
        }
    }

    /// Let through as a person who took a minute.
    pub fn admitted(&self, key: &OperationKey) -> Admitted {
        let opened = self.opened();
        let ticket = Ticket::new(&opened.request, key.clone(), (opened.alertness, self.firm.app.now()));
        self.firm.clock.advance_ms(60_000);
        let shown = Shown { ticket: &ticket, solution: "", bait: "", peer: "192.0.2.7" };
        self.turnstile.admit(&self.firm.app.secrets, (&opened.request, opened.alertness), &shown).unwrap()
    }

    /// Pays as a person does who took a minute.
    pub async fn pay(&self, tender: Tender) -> Result<Vec<Transaction>, PayError> {
        let admitted = self.admitted(&tender.key);
        paying::pay(&self.firm.app, &self.turnstile, (admitted, tender)).await
    }

    pub async fn pay_amount(&self, amount: i64, card: &str) -> Result<Vec<Transaction>, PayError> {
        self.pay(self.tender(amount, card)).await
    }
}
