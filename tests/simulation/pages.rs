//! Clients of a payment page with a few seats: they come several at a time, press twice, come back after a crash, some are
//! declined, and of some the bank takes its debit back. Every seat is sold once, and what nobody paid for can be bought
//! again.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use clientpay::{
    app::App,
    domain::{
        accepted::Accepted,
        ids::{MerchantAccountId, OperationKey, PaymentPageId},
        journal::{Actor, Fact, Subject},
        locale::{Language, Locale},
        money::{Currency, Money},
        payment_page::{
            Content, Kind, PaymentPage, Words,
            fields::{Asked, Need},
            guard::Defence,
            onward::Onward,
            pricing::{Choice, Item, Taxed},
            words::Texts,
        },
        transaction::Status,
    },
    service::{
        payers::PayerEntry,
        payment_pages::{
            admission::{Shown, Ticket},
            paying::{self, PayError, Purchase},
        },
        payments::{Surcharge, TakeError, Unsellable},
    },
    store::{
        Store, StoreError,
        engine::Direction,
        payment_pages,
        table::{Reader, Records as _},
        tables::ORDERS,
        transactions,
    },
};
use tokio::task::JoinSet;

use crate::{
    NOW,
    people::{Staff, is_true, key, signed, wish},
    portal::{Outside, Portal},
    processor::Fate,
};

const ITEM: u32 = 1;
const PRICE_MINOR: i64 = 2_500;
const SLUG: &str = "seats";
/// Where they all come from.
const PEER: &str = "192.0.2.7";

/// What a client asked for.
#[derive(Clone)]
struct Wanted {
    key: OperationKey,
    token: String,
    quantity: u32,
    payer: u64,
}

/// The page, and what was asked of it.
pub struct Pages {
    page: PaymentPageId,
    account: MerchantAccountId,
    stock: u32,
    wanted: Mutex<BTreeMap<OperationKey, Wanted>>,
    /// Forms that got no answer worth having.
    unanswered: Mutex<Vec<Wanted>>,
}

/// Opens the page.
pub async fn set_up(store: &Store, seed: u64, account: MerchantAccountId) -> Pages {
    let stock = 4 + u32::try_from(seed % 29).unwrap();
    let written = store.write(move |writer| -> Result<_, StoreError> {
        let id = writer.next_payment_page()?;
        let page = PaymentPage {
            id,
            version: 1,
            slug: SLUG.into(),
            former_slugs: Vec::new(),
            open: true,
            content: content(account, stock),
            created_at: NOW,
            changed_at: NOW,
        };
        writer.put_payment_page(&page)?;
        writer.record(NOW, Actor::System, Subject::PaymentPage(id), Fact::PaymentPageAdded)?;
        Ok(id)
    });
    let page = written.await.unwrap();
    Pages { page, account, stock, wanted: Mutex::default(), unanswered: Mutex::default() }
}

fn content(account: MerchantAccountId, stock: u32) -> Content {
    let text = |text: &str| Texts { en: text.into(), ..Texts::default() };
    let seat = Item {
        id: ITEM,
        name: text("Seat"),
        description: Texts::default(),
        unit_minor: PRICE_MINOR,
        taxed: Taxed::AtPageRate,
        usual: 1,
        least: 1,
        most: 4,
        stock: Some(stock),
    };
    Content {
        name: "Seats".into(),
        merchant_account: account,
        accepted: Accepted::Both,
        kind: Kind::Items(vec![seat]),
        tax: None,
        asked: Asked { email: Need::Required, ..Asked::default() },
        custom: Vec::new(),
        languages: vec![Language::En],
        words: Words { heading: text("Seats"), ..Words::default() },
        continue_to: None,
        onward: Onward::default(),
        sites: Vec::new(),
        colour: None,
        logo: None,
        offers_keeping: true,
        indexed: false,
        // Declines come fast here; some of them make the page rest for a minute.
        defence: Defence {
            proof_of_work: false,
            least_fill_s: 0,
            tries_an_hour: 1_000,
            declines: 3,
            rest_min: 1,
            ..Defence::default()
        },
        last_number: ITEM,
    }
}

impl Pages {
    /// What was asked for under this key: the amount and the account.
    pub fn asked(&self, key: &OperationKey) -> Option<(Money, MerchantAccountId)> {
        let wanted = self.wanted.lock().unwrap();
        wanted.get(key).map(|wanted| (amount(wanted.quantity), self.account))
    }

    /// Several clients come in the same seconds.
    pub fn act(self: &Arc<Self>, staff: &Arc<Staff>, portal: &mut Portal, outside: &Outside) {
        let clients = outside.world.between(1, 6);
        for _ in 0..clients {
            let (pages, staff) = (self.clone(), staff.clone());
            let (wanted, twice) = (self.next(outside), outside.world.chance(250));
            let turnstile = portal.turnstile.clone();
            portal.spawn(|app, outside| async move {
                outside.world.pass(0, 3_000).await;
                if twice {
                    tokio::join!(pages.buy(&app, &outside, (&staff, &turnstile), &wanted), async {
                        outside.world.pass(0, 2_000).await;
                        pages.buy(&app, &outside, (&staff, &turnstile), &wanted).await;
                    });
                } else {
                    pages.buy(&app, &outside, (&staff, &turnstile), &wanted).await;
                }
            });
        }
    }

    /// A client who wants a seat or two, or one who sends a form again that got no answer.
    fn next(&self, outside: &Outside) -> Wanted {
        if outside.world.chance(300)
            && let Some(again) = self.unanswered.lock().unwrap().pop()
        {
            return again;
        }
        self.new_form(outside.world.pick(&Fate::ALL), u32::try_from(outside.world.between(1, 2)).unwrap())
    }

    fn new_form(&self, fate: Fate, quantity: u32) -> Wanted {
        let mut all = self.wanted.lock().unwrap();
        let payer = all.len() as u64;
        let key = key((1_u128 << 100) + u128::from(payer));
        let wanted = Wanted { token: fate.token(&key), key: key.clone(), quantity, payer };
        all.insert(key, wanted.clone());
        wanted
    }

    async fn buy(
        &self,
        app: &App,
        outside: &Outside,
        (staff, turnstile): (&Staff, &clientpay::service::payment_pages::admission::Turnstile),
        wanted: &Wanted,
    ) {
        let Ok(Some(open)) = paying::find(app, SLUG) else { return };
        let ticket = Ticket::new(&open.page, wanted.key.clone(), (open.alertness, app.now()));
        let shown = Shown { ticket: &ticket, solution: "", bait: "", peer: PEER };
        let Ok(admitted) = turnstile.admit(&app.secrets, (&open.page, open.alertness), &shown) else { return };
        let answer = paying::pay(app, turnstile, (admitted, purchase(app, &open.page, wanted))).await;
        if outside.world.is_dead() {
            self.unanswered.lock().unwrap().push(wanted.clone());
            return;
        }
        let key = &wanted.key;
        outside.world.tell(|| format!("a client is told: {key} {:?}", answer.as_ref().map(|payment| payment.status)));
        match answer {
            Ok(payment) => {
                is_true(outside, &payment, outside.processor.books().charge(key));
                let mut told = staff.told.lock().unwrap();
                if matches!(payment.status, Status::Declined | Status::Failed) {
                    told.not_charged.insert(key.clone());
                }
                told.payments.insert(key.clone(), payment);
            }
            Err(PayError::Take(TakeError::BeingConfirmed(_))) => self.unanswered.lock().unwrap().push(wanted.clone()),
            Err(
                PayError::Resting(_)
                | PayError::Take(
                    TakeError::Unavailable
                    | TakeError::Store(_)
                    // The day may change between what was shown and what was signed.
                    | TakeError::Authorization
                    | TakeError::Order(Unsellable::SoldOut { .. }),
                ),
            ) => {
                if outside.processor.books().charge(key).is_some_and(|charge| charge.captures > 0) {
                    outside.world.wrong(format!("[I2] {key}: charged, and told that it was not"));
                }
                self.unanswered.lock().unwrap().push(wanted.clone());
            }
            Err(other) => outside.world.wrong(format!("{key}: refused: {other}")),
        }
    }

    /// Whoever comes when all goes well gets a seat as long as there is one: what was declined or lost was given back.
    pub async fn sell_out(self: &Arc<Self>, staff: &Arc<Staff>, portal: &Portal, outside: &Outside) {
        let free = u64::from(self.stock).saturating_sub(taken(&portal.app.store.read().unwrap(), self.page));
        let mut buying = JoinSet::new();
        for _ in 0..free + 3 {
            let (pages, staff, wanted) = (self.clone(), staff.clone(), self.new_form(Fate::Approve, 1));
            let (app, outside, turnstile) = (portal.app.clone(), outside.clone(), portal.turnstile.clone());
            buying.spawn(async move { pages.buy(&app, &outside, (&staff, &turnstile), &wanted).await });
        }
        buying.join_all().await;
        let sold = taken(&portal.app.store.read().unwrap(), self.page);
        // A page that rests sells nothing for a minute.
        let open = paying::find(&portal.app, SLUG).unwrap().unwrap();
        let rests = matches!(open.alertness, clientpay::domain::payment_page::guard::Alertness::Resting { .. });
        if sold != u64::from(self.stock) && !rests {
            outside.world.wrong(format!("[I6] {sold} seats of {} could be sold when all went well", self.stock));
        }
    }

    /// No more seats are taken than there are.
    pub fn at_any_time(&self, reader: &Reader, outside: &Outside) {
        let taken = taken(reader, self.page);
        if taken > u64::from(self.stock) {
            outside.world.wrong(format!("[I6] {taken} seats are taken and there are {}", self.stock));
        }
    }

    /// The seats that are taken are those that the processor has money for or awaits it, and those whose payer has still
    /// to answer.
    pub fn at_rest(&self, reader: &Reader, outside: &Outside) {
        let (world, books, wanted) = (&outside.world, outside.processor.books(), self.wanted.lock().unwrap());
        let mut held = 0;
        for row in reader.all(ORDERS, Direction::Forward).unwrap() {
            let (id, order) = row.unwrap();
            let payment = transactions::transaction(reader, id).unwrap().unwrap();
            let first = payment.bank_debit.as_ref().and_then(|debit| debit.represents).unwrap_or(id);
            let first = transactions::transaction(reader, first).unwrap().unwrap();
            let quantity: u32 = order.quantities().map(|(_, quantity)| quantity).sum();
            if wanted.get(&first.key).is_none_or(|wanted| wanted.quantity != quantity) {
                world.wrong(format!("[I6] {}: {quantity} seats on its order, and others were wanted", payment.key));
            }
            let charge = books.charge(&payment.key);
            let has_money = charge.is_some_and(|charge| charge.captures > 0 && charge.status != Status::Returned);
            // Approved and voided before the portal heard of either: nobody was promised the seat. A debit that was
            // cancelled on its way never was money.
            let unheard = payment.status == Status::Voided && payment.approval.is_none();
            let given_up = payment.status == Status::Failed || unheard;
            let waits = matches!(payment.status, Status::ActionRequired | Status::Held);
            if waits || has_money && !given_up {
                held += u64::from(quantity);
            }
        }
        for wanted in wanted.values() {
            let payment = transactions::transaction_by_key(reader, &wanted.key).unwrap();
            if payment.is_some_and(|payment| reader.get(ORDERS, &payment.id).unwrap().is_none()) {
                world.wrong(format!("[I6] {}: a payment for seats without an order", wanted.key));
            }
        }
        let taken = taken(reader, self.page);
        if taken != held {
            world.wrong(format!("[I6] {taken} seats are taken, and {held} are paid for or waited for"));
        }
    }
}

fn amount(quantity: u32) -> Money {
    Money::new(PRICE_MINOR * i64::from(quantity), Currency::USD)
}

fn taken(reader: &Reader, page: PaymentPageId) -> u64 {
    payment_pages::taken(reader, page, ITEM).unwrap()
}

fn purchase(app: &App, page: &PaymentPage, wanted: &Wanted) -> Purchase {
    Purchase {
        key: wanted.key.clone(),
        page: page.id,
        version: page.version,
        choice: Choice::Quantities([(ITEM, wanted.quantity)].into()),
        promised: Some(amount(wanted.quantity).minor()),
        payer: PayerEntry {
            chosen: None,
            name: format!("Client {}", wanted.payer % 7),
            client_number: None,
            emails: vec![format!("client{}@client.example", wanted.payer % 7)],
            language: Language::En,
        },
        locale: Locale::EnUs,
        method_token: wanted.token.clone(),
        keep: wish(&wanted.key),
        debit: signed(app, (&wanted.token, amount(wanted.quantity)), PEER),
        invoice_number: None,
        matter: None,
        reference: None,
        answers: Vec::new(),
        agreed: "Yes".into(),
        surcharge: Surcharge::Never,
    }
}
