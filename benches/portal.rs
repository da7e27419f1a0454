//! The portal that is measured: a store, the demonstration's firm by a fixed seed, the sandbox with its books in memory
//! (a real processor is another machine), a clock that stands still.

use std::sync::Arc;

use clientpay::{
    app::{App, FixedClock, Gateways, Ids, Operations, Secrets, exports::Exports},
    config::Config,
    domain::{
        ids::MerchantAccountId,
        locale::{Language, Locale},
        merchant_account::AccountKind,
        money::{Currency, Money},
        time::Timestamp,
        transaction::{Kind, Source},
    },
    gateway::{
        Gateway as _,
        sandbox::{Sandbox, books::MemoryBooks, cards::CardEntry},
    },
    mail::Keep,
    search::Index,
    service::{
        demo::{self, DemoOptions},
        payers::PayerEntry,
        payments::{self, TakePayment},
    },
    store::{
        Store, firm,
        migrations::{Identity, current_schema},
    },
};

/// Friday, November 20, 2026, a quarter past two in the afternoon in Boston.
const NOW: Timestamp = Timestamp::from_ms(1_795_202_100_000);
/// The seed of the firm.
const FIRM: u64 = 1;
/// The seed of the keys of new payments.
const KEYS: u64 = 2;
/// How many payers take turns.
const PAYERS: u64 = 50;

/// Who a new file is said to be.
pub fn identity() -> Identity {
    Identity { database: "bench".to_owned(), schema: current_schema(), created_at: NOW }
}

/// The demonstration's firm with so many payments.
pub async fn fill(store: &Store, payments: u64) {
    // The books of these payments are dropped: nothing here asks the processor about the past.
    let (sandbox, secrets) = (sandbox(), secrets());
    let portal = demo::Portal { store, sandbox: &sandbox, secrets: &secrets, base_url: "http://127.0.0.1:8080" };
    let options = DemoOptions { payments, seed: FIRM, now: NOW, password_hash: "$argon2id$".to_owned() };
    demo::fill(portal, &options, &mut |_| ()).await.unwrap();
}

/// The hall over a filled store.
pub fn app(store: Store, index: Index) -> App {
    let sandbox = Arc::new(sandbox());
    App {
        captcha: clientpay::captcha::Captcha::none(),
        store,
        index,
        gateways: Gateways::new(sandbox.clone()),
        sandbox,
        mail: Arc::new(Keep),
        clock: Arc::new(FixedClock::new(NOW)),
        ids: Ids::seeded(KEYS),
        secrets: secrets(),
        config: Config::default(),
        operations: Operations::default(),
        exports: Exports::temporary(0).unwrap(),
    }
}

/// The payment with this number, its card already entered.
pub fn command(app: &App, number: u64) -> TakePayment {
    let key = app.ids.operation_key();
    let entry = CardEntry {
        number: "4242424242424242",
        expiry: "12/30",
        security_code: "",
        holder: "Ada Vance",
        postal_code: "",
        street: "",
    };
    app.sandbox.tokenise(&key, entry).unwrap();
    let payer = number % PAYERS;
    TakePayment {
        method_token: app.sandbox.client_configuration(&key).method_token,
        payment_method: None,
        debit: None,
        keep: payments::Keep::No,
        key,
        kind: Kind::Sale,
        source: Source::PaymentPage,
        merchant_account: operating(app),
        amount: Money::new(12_500, Currency::USD),
        extras: payments::Extras::default(),
        payer: PayerEntry {
            chosen: None,
            name: format!("Bench Payer {payer:02}"),
            client_number: None,
            emails: vec![format!("payer{payer:02}@client.example")],
            language: Language::En,
        },
        locale: Locale::EnUs,
        invoice_number: Some(format!("BENCH-{number:06}")),
        matter: Some("Vance v. Marlow".to_owned()),
        reference: None,
        note: None,
    }
}

fn operating(app: &App) -> MerchantAccountId {
    let accounts = firm::merchant_accounts(&app.store.read().unwrap()).unwrap();
    accounts.iter().find(|account| account.kind == AccountKind::Operating).unwrap().id
}

fn sandbox() -> Sandbox {
    Sandbox::new(Arc::new(MemoryBooks::default()), [7; 32], Arc::new(|| NOW))
}

fn secrets() -> Secrets {
    Secrets::new([7; 32])
}
