//! A small firm's payments, made by hand: accents, compound names, codes, every kind of outcome.

use std::{sync::OnceLock, time::Duration};

use crate::{
    domain::{
        bank_account::{AccountType, HolderType},
        card::{CardBrand, Expiry, Funding, Instrument, LastFour},
        ids::{MerchantAccountId, OperationKey, TransactionId, UserId},
        journal::{Actor, Fact, Subject},
        locale::Locale,
        merchant_account::{AccountKind, MerchantAccount, Processor},
        money::{Currency, Money},
        refund::{Refund, RefundKind, RefundStatus},
        time::{Day, Timestamp},
        transaction::{Kind, Source, Status, Transaction},
    },
    search::{
        Index,
        page::{Found, Page},
        query::{Dialect, parse},
    },
    store::{Store, StoreError, engine::memory::Memory, migrations::Identity, open, table::Writer},
};

/// Long enough for any machine; reached only by a failing test.
pub(super) const LIMIT: Duration = Duration::from_secs(60);

pub(super) const TODAY: Day = Day::new(2026, 11, 20);

pub(super) fn identity(database: &str) -> Identity {
    Identity { database: database.to_owned(), schema: 1, created_at: Timestamp::from_ms(0) }
}

pub(super) fn empty_store() -> Store {
    open::in_memory(&Memory::new(), &identity("firm")).unwrap()
}

/// An amount as an English or French reader writes it.
fn parse_amount(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| !matches!(c, '$' | ',' | '\u{a0}' | '\u{202f}')).collect();
    let plain = if text.ends_with(",00") { plain.strip_suffix("00")?.to_owned() } else { plain };
    match plain.split_once('.') {
        Some((major, minor)) if minor.len() == 2 => {
            Some(major.parse::<i64>().ok()?.checked_mul(100)? + minor.parse::<i64>().ok()?)
        }
        Some(_) => None,
        None => plain.parse::<i64>().ok()?.checked_mul(100),
    }
}

static ACCOUNTS: OnceLock<Vec<(MerchantAccountId, String)>> = OnceLock::new();
static PEOPLE: OnceLock<Vec<(UserId, String)>> = OnceLock::new();

pub(super) fn dialect() -> Dialect<'static> {
    Dialect {
        parse_amount: &parse_amount,
        parse_day: &|text| (text == "20/11/2026").then_some(TODAY),
        status: &|status| match status {
            Status::Declined => vec!["Declined".to_owned(), "refusé".to_owned(), "rechazado".to_owned()],
            _ => Vec::new(),
        },
        source: &|source| match source {
            Source::PaymentPage => vec!["Payment Page".to_owned(), "Page de paiement".to_owned()],
            _ => Vec::new(),
        },
        accounts: ACCOUNTS.get_or_init(|| vec![(MerchantAccountId::new(1), "Main".to_owned())]),
        people: PEOPLE.get_or_init(|| vec![(UserId::new(7), "Dana Okafor".to_owned())]),
        ..Dialect::neutral(TODAY)
    }
}

/// A captured payment of 100.00 dollars by card 4242, asked for today.
pub(in crate::search) fn plain(payer_name: &str) -> Transaction {
    Transaction {
        id: TransactionId::new(0),
        key: OperationKey::parse("aaaaaaaaaaaaaaaaaaaaaaaaaa").unwrap(),
        kind: Kind::Sale,
        source: Source::EnterPayment,
        actor: Actor::System,
        merchant_account: MerchantAccountId::new(1),
        account_kind: AccountKind::Operating,
        statement_name: "HARLOW FINCH LLP".into(),
        amount: Money::new(10_000, Currency::USD),
        parts: None,
        surcharged: None,
        status: Status::Captured,
        version: 1,
        test: true,
        payer: None,
        payer_name: payer_name.into(),
        client_number: None,
        receipt_emails: Vec::new(),
        locale: Locale::EnUs,
        method_token: "token".into(),
        payment_method: None,
        keep: None,
        instrument: Some(card(CardBrand::Visa, "4242")),
        holder: None,
        fingerprint: None,
        bank_debit: None,
        invoice_number: None,
        matter: None,
        reference: None,
        note: None,
        occurrence: None,
        request: None,
        action_url: None,
        gateway_id: None,
        approval: None,
        decline: None,
        created_at: Timestamp::from_ms(1_000),
        day: TODAY,
        changed_at: Timestamp::from_ms(1_000),
    }
}

pub(super) fn card(brand: CardBrand, last_four: &str) -> Instrument {
    Instrument::Card {
        brand,
        last_four: LastFour::parse(last_four).unwrap(),
        expiry: Expiry::new(1, 2030).unwrap(),
        funding: Funding::Credit,
    }
}

pub(super) fn key(number: u64) -> OperationKey {
    let digits: String =
        (0..26).map(|place| char::from(b'a' + u8::try_from((number >> (place * 2)) & 3).unwrap())).collect();
    OperationKey::parse(&digits).unwrap()
}

/// The account that a payment goes to, in the payment's currency.
pub(super) fn open_account(writer: &mut Writer<'_>, payment: &Transaction) -> Result<(), StoreError> {
    writer.put_merchant_account(&MerchantAccount {
        id: payment.merchant_account,
        name: "Main".into(),
        kind: payment.account_kind,
        currency: payment.amount.currency(),
        last_four: LastFour::parse("3302").unwrap(),
        statement_name: payment.statement_name.clone(),
        processor: Processor::Sandbox,
        used: true,
        active: true,
    })
}

/// Records a payment as a service would; gives its id and the journal entry it made.
pub(super) async fn take(store: &Store, transaction: Transaction) -> (TransactionId, u64) {
    let id = store
        .write(move |writer| {
            let id = writer.next_transaction()?;
            let transaction = Transaction { id, key: key(id.get()), ..transaction.clone() };
            open_account(writer, &transaction)?;
            writer.put_transaction(&transaction)?;
            writer.record(transaction.created_at, Actor::System, Subject::Transaction(id), Fact::PaymentRequested)?;
            Ok::<_, StoreError>(id)
        })
        .await
        .unwrap();
    (id, *store.committed().borrow())
}

/// Changes a payment as a service would.
pub(super) async fn change(store: &Store, transaction: Transaction) -> u64 {
    store
        .write(move |writer| {
            writer.put_transaction(&transaction)?;
            writer.record(
                transaction.created_at,
                Actor::System,
                Subject::Transaction(transaction.id),
                Fact::PaymentOpened,
            )
        })
        .await
        .unwrap();
    *store.committed().borrow()
}

pub(super) async fn refund(store: &Store, transaction: TransactionId, minor: i64, status: RefundStatus) -> u64 {
    store
        .write(move |writer| {
            let id = writer.next_refund()?;
            writer.put_refund(&Refund {
                id,
                key: key(id.get() + 1_000_000),
                transaction,
                kind: RefundKind::Refund,
                amount: Money::new(minor, Currency::USD),
                parts: None,
                status,
                reason: String::new(),
                notify: Vec::new(),
                notice: None,
                gateway_id: None,
                refusal: None,
                actor: Actor::System,
                created_at: Timestamp::from_ms(0),
                day: None,
                changed_at: Timestamp::from_ms(0),
            })?;
            writer.record(
                Timestamp::from_ms(0),
                Actor::System,
                Subject::Transaction(transaction),
                Fact::RefundRequested { refund: id, reason: String::new() },
            )
        })
        .await
        .unwrap();
    *store.committed().borrow()
}

/// The hand-made payments; ids count from 1 in this order.
pub(super) fn people() -> Vec<Transaction> {
    let usd = |minor| Money::new(minor, Currency::USD);
    let mut all = vec![
        Transaction {
            invoice_number: Some("INV-20418".into()),
            receipt_emails: vec!["jose@munoz.example".into()],
            ..plain("José Muñoz")
        },
        Transaction { amount: usd(125_000), matter: Some("2026-0117".into()), ..plain("Élodie Tremblay") },
        Transaction { amount: usd(50_000), client_number: Some("CL-4021".into()), ..plain("Mary O'Brien") },
        Transaction {
            instrument: Some(card(CardBrand::Amex, "0005")),
            note: Some("Retainer for the appeal".into()),
            ..plain("Nguyễn Thị Lan")
        },
        Transaction {
            account_kind: AccountKind::Trust,
            merchant_account: MerchantAccountId::new(2),
            ..plain("Łukasz Wójcik")
        },
        Transaction { status: Status::Declined, amount: usd(75_000), ..plain("Grace Holloway") },
        Transaction { status: Status::Failed, ..plain("Grace Holloway") },
        Transaction { status: Status::Voided, ..plain("Grace Holloway") },
        Transaction { status: Status::Unknown, ..plain("Grace Holloway") },
        Transaction {
            source: Source::PaymentPage,
            reference: Some("REF/77-A".into()),
            gateway_id: Some("ch_9f27".into()),
            ..plain("Jean-Pierre Roy")
        },
        Transaction { amount: Money::new(8_000, Currency::CAD), day: Day::new(2026, 10, 31), ..plain("Anne Roy") },
        Transaction {
            amount: usd(25_000),
            day: Day::new(2025, 12, 31),
            holder: Some("Roy Holdings".into()),
            ..plain("Peter Lang")
        },
        Transaction {
            status: Status::Authorized,
            amount: usd(6_000),
            actor: Actor::User(UserId::new(7)),
            instrument: Some(Instrument::BankAccount {
                last_four: LastFour::parse("6789").unwrap(),
                routing: None,
                bank_name: None,
                account_type: AccountType::Checking,
                holder_type: HolderType::Personal,
            }),
            ..plain("Ana García")
        },
        Transaction { status: Status::Settled, amount: usd(6_100), ..plain("Ana Garcia-Lopez") },
    ];
    all.extend(
        (0..16)
            .map(|number| Transaction { amount: usd(1_000 + number % 4), ..plain(&format!("Walk In {}", number % 5)) }),
    );
    for (place, transaction) in all.iter_mut().enumerate() {
        let place = i64::try_from(place).unwrap();
        // Every second pair shares an instant, so that order by id matters.
        transaction.created_at = Timestamp::from_ms(1_000 * (place / 2));
    }
    all
}

/// The firm with an index of it in memory.
pub(super) struct World {
    pub(super) store: Store,
    pub(super) index: Index,
}

impl World {
    pub(super) async fn new() -> Self {
        let store = empty_store();
        for transaction in people() {
            take(&store, transaction).await;
        }
        refund(&store, TransactionId::new(2), 25_000, RefundStatus::Settled).await;
        refund(&store, TransactionId::new(2), 10_000, RefundStatus::Failed).await;
        refund(&store, TransactionId::new(3), 10_000, RefundStatus::Pending).await;
        let index = Index::in_memory(store.clone()).unwrap();
        let world = Self { store, index };
        world.settle().await;
        world
    }

    /// Waits until the index knows all that the store does.
    pub(super) async fn settle(&self) {
        let sequence = *self.store.committed().borrow();
        assert!(self.index.wait_for(sequence, LIMIT).await);
    }

    pub(super) fn find(&self, text: &str) -> Found {
        find(&self.index, text)
    }

    /// The ids found, ascending.
    pub(super) fn ids(&self, text: &str) -> Vec<u64> {
        ids(&self.find(text))
    }
}

pub(super) fn find(index: &Index, text: &str) -> Found {
    index.search(&parse(text, &dialect()), &Page::first(100)).unwrap()
}

pub(super) fn ids(found: &Found) -> Vec<u64> {
    let mut ids: Vec<u64> = found.ids.iter().map(|id| id.get()).collect();
    ids.sort_unstable();
    ids
}
