//! Orders and pages: every column lists every payment once, in the order of a plain sort of the rows themselves, over
//! ties, gaps, changed payments and several segments.

use std::cmp::Ordering;

use proptest::prelude::*;

use super::world::{LIMIT, World, card, change, dialect, empty_store, plain, refund, take};
use crate::{
    domain::{
        card::CardBrand,
        column::{Column, Sorting},
        ids::{MerchantAccountId, TransactionId, UserId},
        journal::Actor,
        money::{Currency, Money},
        refund::RefundStatus,
        time::Timestamp,
        transaction::{Approval, Check, Source, Status, Transaction},
    },
    search::{
        Index,
        page::{Page, Sort, SortDirection},
        query::{Query, Unsuccessful, parse},
        schema::order_of,
    },
    store::{Store, engine::Direction, table::Records as _, tables::TRANSACTIONS, transactions},
};

const DIRECTIONS: [SortDirection; 2] = [SortDirection::Ascending, SortDirection::Descending];

/// What a row is ordered by, told from the row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Number(i64),
    Text(String),
}

fn value(column: Column, payment: &Transaction, refunded: i64) -> Option<Value> {
    let number = |value: u64| Some(Value::Number(i64::try_from(value).unwrap()));
    let text = |text: Option<&str>| text.map(order_of).filter(|order| !order.is_empty()).map(Value::Text);
    let last_four = payment.instrument.as_ref().map(|instrument| instrument.last_four().as_str().to_owned());
    match column {
        Column::Number => number(payment.id.get()),
        Column::Date => Some(Value::Number(payment.created_at.ms())),
        Column::Account => number(payment.merchant_account.get()),
        Column::Source => number(payment.source as u64),
        Column::Status => number(payment.status as u64),
        Column::Amount => Some(Value::Number(payment.amount.minor())),
        Column::Tax => Some(Value::Number(payment.parts.map_or(0, |parts| parts.tax.minor()))),
        Column::Surcharge => Some(Value::Number(payment.parts.map_or(0, |parts| parts.surcharge.minor()))),
        Column::Refunded => Some(Value::Number(refunded)),
        Column::Net => {
            let approved = if payment.status.is_approved() { payment.amount.minor() } else { 0 };
            Some(Value::Number(approved - refunded))
        }
        Column::Currency => Some(Value::Text(payment.amount.currency().code().to_owned())),
        Column::EnteredBy => match payment.actor {
            Actor::System => number(0),
            Actor::Client => number(1),
            Actor::User(id) => number(id.get() + 2),
        },
        Column::Payer => text(Some(&payment.payer_name)),
        Column::Client => text(payment.client_number.as_deref()),
        Column::Matter => text(payment.matter.as_deref()),
        Column::Invoice => text(payment.invoice_number.as_deref()),
        Column::Reference => text(payment.reference.as_deref()),
        Column::Method => {
            let brand = payment.instrument.as_ref()?.brand().map_or("bank", CardBrand::name);
            text(Some(&format!("{brand} {}", last_four?)))
        }
        Column::LastFour => text(last_four.as_deref()),
        Column::Holder => text(payment.holder.as_deref()),
        Column::Approval => text(payment.approval.as_ref().map(|approval| approval.code.as_str())),
        Column::GatewayId => text(payment.gateway_id.as_deref()),
        Column::Email => text(payment.receipt_emails.first().map(String::as_str)),
        Column::Note => text(payment.note.as_deref()),
        unsorted => panic!("no list is in the order of {unsorted:?}"),
    }
}

fn expected(store: &Store, sort: Sort) -> Vec<TransactionId> {
    let reader = store.read().unwrap();
    let mut rows: Vec<(Option<Value>, TransactionId)> = reader
        .all(TRANSACTIONS, Direction::Forward)
        .unwrap()
        .map(|row| {
            let (id, payment) = row.unwrap();
            let refunded = transactions::refunded(&reader, &payment).unwrap().minor();
            (value(sort.column, &payment, refunded), id)
        })
        .collect();
    let turned =
        |ordering: Ordering| if sort.direction == SortDirection::Ascending { ordering } else { ordering.reverse() };
    rows.sort_by(|(a, first), (b, second)| {
        // Rows with nothing there are last from either end.
        let values = match (a, b) {
            (Some(a), Some(b)) => turned(a.cmp(b)),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        values.then(turned(first.cmp(second)))
    });
    rows.into_iter().map(|(_, id)| id).collect()
}

fn page_through(index: &Index, query: &Query, sort: Sort, limit: usize) -> Vec<TransactionId> {
    let mut page = Page { sort, after: None, limit };
    let mut all = Vec::new();
    loop {
        let found = index.search(query, &page).unwrap();
        all.extend(found.ids);
        match found.next {
            // By way of its text, as a link does it.
            Some(next) => page.after = Some(next.to_string().parse().unwrap()),
            None => return all,
        }
    }
}

fn holds(index: &Index, store: &Store) {
    for unsuccessful in [Unsuccessful::Show, Unsuccessful::Hide] {
        for direction in DIRECTIONS {
            let page = Page { sort: Sort { column: Column::Date, direction }, after: None, limit: 5 };
            let kept = index.search(&Query::default().showing(unsuccessful), &page).unwrap();
            // Every payment has a day, so this counts the same one by one.
            let counted = index.search(&parse("date:1900..", &dialect()).showing(unsuccessful), &page).unwrap();
            assert_eq!(kept, counted, "what is kept of all payments is what they come to");
        }
    }
    let query = Query::default().showing(Unsuccessful::Show);
    for column in Column::ALL.into_iter().filter(|column| column.sorting() != Sorting::None) {
        for direction in DIRECTIONS {
            let sort = Sort { column, direction };
            let expected = expected(store, sort);
            let whole = index.search(&query, &Page { sort, after: None, limit: 1_000 }).unwrap();
            assert_eq!((&whole.ids, whole.next), (&expected, None), "{sort:?}");
            for limit in [1, 7] {
                assert_eq!(page_through(index, &query, sort, limit), expected, "{sort:?} by {limit}");
            }
        }
    }
}

#[tokio::test]
async fn every_order_lists_each_payment_once_over_pages_of_any_size() {
    let world = World::new().await;
    holds(&world.index, &world.store);
}

/// A payment of few different values, so that there are ties and gaps in every column.
fn payment() -> impl Strategy<Value = Transaction> {
    let text = || prop_oneof![Just(None), Just(Some(String::new())), "(INV-|é|Z)?[0-9]{0,3}".prop_map(Some)];
    let texts = (text(), text(), text(), text(), text(), text(), text(), text());
    let plain_values = (0..4_i64, 1..4_i64, 0..Status::ALL.len(), 0..Source::ALL.len(), 0..3_u64, 0..3_usize);
    (texts, plain_values).prop_map(|((payer, client, matter, invoice, reference, holder, gateway_id, note), rest)| {
        let (at, amount, status, source, actor, kind) = rest;
        let currency = [Currency::USD, Currency::CAD, Currency::EUR][kind];
        Transaction {
            payer_name: payer.unwrap_or_default(),
            client_number: client,
            matter,
            invoice_number: invoice.clone(),
            reference,
            approval: invoice.map(|code| Approval { code, postal_code: Check::Match, security_code: Check::Match }),
            receipt_emails: note.iter().cloned().collect(),
            holder,
            gateway_id,
            note,
            created_at: Timestamp::from_ms(at),
            amount: Money::new(amount, currency),
            merchant_account: MerchantAccountId::new(kind as u64 + 1),
            status: Status::ALL[status],
            source: Source::ALL[source],
            actor: [Actor::System, Actor::Client, Actor::User(UserId::new(actor))][kind],
            instrument: (kind > 0).then(|| card(CardBrand::ALL[kind], ["0005", "4242", "0042"][kind])),
            ..plain("")
        }
    })
}

#[test]
fn orders_are_those_of_the_rows_whatever_the_segments_hold() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let batches = proptest::collection::vec(proptest::collection::vec(payment(), 1..8), 1..5);
    proptest!(ProptestConfig::with_cases(24), |(batches in batches, changed in proptest::collection::vec(1..8_u64, 0..4))| {
        let store = empty_store();
        let index = Index::in_memory(store.clone()).unwrap();
        runtime.block_on(async {
            for batch in batches {
                let mut sequence = 0;
                for payment in batch {
                    sequence = take(&store, payment).await.1;
                }
                // Each of these is a segment of its own.
                prop_assert!(index.wait_for(sequence, LIMIT).await);
            }
            for id in changed {
                let known = transactions::transaction(&store.read().unwrap(), TransactionId::new(id)).unwrap();
                let Some(known) = known.filter(|known| known.amount.currency() == Currency::USD) else { continue };
                let version = known.version + 1;
                change(&store, Transaction { note: Some(format!("{version}")), version, ..known }).await;
                refund(&store, TransactionId::new(id), 1, RefundStatus::Failed).await;
            }
            let sequence = *store.committed().borrow();
            prop_assert!(index.wait_for(sequence, LIMIT).await);
            Ok(())
        })?;
        holds(&index, &store);
    });
}

#[tokio::test]
async fn payments_that_arrive_meanwhile_neither_repeat_a_row_nor_hide_one() {
    let world = World::new().await;
    for column in [Column::Date, Column::Amount, Column::Payer, Column::Holder, Column::Net] {
        let sort = Sort { column, direction: SortDirection::Descending };
        let mut page = Page { sort, after: None, limit: 5 };
        let before = page_through(&world.index, &Query::default(), sort, 100);
        let mut seen = Vec::new();
        loop {
            let found = world.index.search(&Query::default(), &page).unwrap();
            seen.extend(found.ids);
            let Some(next) = found.next else { break };
            page.after = Some(next);
            take(&world.store, Transaction { created_at: Timestamp::from_ms(900_000), ..plain("Late Arrival") }).await;
            take(&world.store, Transaction { created_at: Timestamp::from_ms(-1), ..plain("Early Arrival") }).await;
            world.settle().await;
        }
        let known: Vec<_> = seen.iter().filter(|id| before.contains(id)).copied().collect();
        assert_eq!(known, before, "{column:?}");
        seen.sort_unstable();
        seen.dedup();
        assert!(seen.len() >= before.len());
    }
}

#[test]
fn numbers_in_texts_are_ordered_by_their_size() {
    let sorted = ["", "5", "12", "Anne", "inv 3", "INV-9", "Inv-10", "inv-10b", "INV-2041", "José", "jose roy"];
    let mut orders: Vec<String> = sorted.iter().map(|text| order_of(text)).collect();
    let expected = orders.clone();
    orders.reverse();
    orders.sort();
    assert_eq!(orders, expected);
    assert_eq!(order_of("-"), "");
}
