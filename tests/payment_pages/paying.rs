//! Clients pay: what they are charged, what is kept of it, and who gets the last seats.

use std::{collections::BTreeSet, sync::Arc};

use super::{Client, deposit, open_page, seats, seminar, taken};
use crate::support::{APPROVED, TestFirm};
use clientpay::{
    domain::{
        journal::Actor,
        locale::Locale,
        money::Money,
        payment_page::{
            Content, Kind,
            guard::{Alertness, Defence},
            pricing::{AmountRule, Choice, Unpriceable},
        },
        transaction::{Source, Status},
    },
    gateway::sandbox::cards::{Behavior, TEST_CARDS},
    i18n::T,
    service::{
        Authority,
        payment_pages::{
            self, Switch,
            admission::{Shown, Turnstile},
            paying::{self, PayError},
        },
        payments::{TakeError, Unsellable},
        receipts,
        search::{self, Asked},
    },
    store::{self, transactions},
};

/// Those who want a seat in the same moment.
const CLIENTS: usize = 1_000;
/// The seats.
const STOCK: u32 = 100;

fn card(behavior: Behavior) -> &'static str {
    TEST_CARDS.iter().find(|card| card.behavior == behavior).unwrap().number
}

fn declined() -> &'static str {
    card(Behavior::Decline(clientpay::domain::transaction::DeclineReason::InsufficientFunds))
}

#[tokio::test]
async fn what_a_page_does_not_sell_is_not_charged() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let client = Client::on(&firm, &page);
    for (choice, refusal) in [
        (seats(0), Unpriceable::Nothing),
        (seats(5), Unpriceable::Quantity(1)),
        (Choice::Quantities([(2, 1)].into()), Unpriceable::NoItem(2)),
        (Choice::Amount(1), Unpriceable::OtherKind),
    ] {
        let paid = client.pay(client.purchase(choice, APPROVED)).await;
        assert!(matches!(paid, Err(PayError::Unpriceable(why)) if why == refusal), "{refusal:?}: {paid:?}");
    }
    assert!(transactions::latest(&firm.read(), 10).unwrap().is_empty());
}

#[tokio::test]
async fn a_total_that_is_not_the_one_shown_is_not_charged() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let client = Client::on(&firm, &page);
    for promised in [1, 10_000, 10_626] {
        let mut purchase = client.purchase(seats(1), APPROVED);
        purchase.promised = Some(promised);
        let paid = client.pay(purchase).await;
        assert!(matches!(paid, Err(PayError::OtherTotal(total)) if total.minor() == 10_625), "{promised}: {paid:?}");
    }
    assert!(transactions::latest(&firm.read(), 10).unwrap().is_empty());
}

#[tokio::test]
async fn a_form_of_an_older_page_or_of_a_closed_one_is_refused() {
    let firm = TestFirm::new().await;
    let admin = Authority::Staff(&firm.admin);
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    payment_pages::switch(&firm.app, admin, page.id, Switch::Closed).await.unwrap();
    let paid = client.pay(client.purchase(Choice::Amount(5_000), APPROVED)).await;
    assert!(matches!(paid, Err(PayError::Take(TakeError::Order(Unsellable::Closed)))), "{paid:?}");
    payment_pages::switch(&firm.app, admin, page.id, Switch::Open).await.unwrap();
    let paid = client.pay(client.purchase(Choice::Amount(5_000), APPROVED)).await;
    assert!(matches!(paid, Err(PayError::Take(TakeError::Order(Unsellable::Changed)))), "{paid:?}");
}

#[tokio::test]
async fn what_was_bought_stands_on_the_receipt_in_the_clients_language_whatever_becomes_of_the_page() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", seminar(&firm, None)).await;
    let client = Client::on(&firm, &page);
    let mut purchase = client.purchase(seats(2), APPROVED);
    purchase.answers = vec![("Bar number".into(), "QC-88412".into())];
    let paid = client.pay(purchase.clone()).await.unwrap();
    firm.leaves_waiting(1);
    assert_eq!((paid.status, paid.source, paid.actor), (Status::Captured, Source::PaymentPage, Actor::Client));
    assert_eq!(paid.amount, Money::new(21_250, paid.amount.currency()));
    let facts = receipts::facts(&firm.read(), paid.id).unwrap().unwrap();
    let told = clientpay::mail::messages::receipt::parts_of(&facts);
    let told: Vec<String> = told.into_iter().map(|(label, value)| format!("{label}: {value}")).collect();
    for line in [
        "Seat (fr) × 2: 200,00\u{a0}$\u{a0}US",
        "Sous-total: 200,00\u{a0}$\u{a0}US",
        "Sales tax (fr) 6,25\u{a0}%: 12,50\u{a0}$\u{a0}US",
    ] {
        assert!(told.contains(&line.to_owned()), "{line}: {told:?}");
    }
    let twice = client.pay(purchase).await.unwrap();
    assert_eq!(twice.id, paid.id, "the same form pays once");
    let volume = store::payment_pages::volume(&firm.read(), page.id).unwrap();
    assert_eq!((volume.count, volume.amount_minor), (1, 21_250));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_client_of_a_common_name_is_neither_asked_nor_put_on_a_strangers_record() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    let mut payers = BTreeSet::new();
    for email in ["one@client.example", "two@client.example", "three@client.example", "one@client.example"] {
        let mut purchase = client.purchase(Choice::Amount(5_000), APPROVED);
        purchase.payer.emails = vec![email.into()];
        payers.insert(client.pay(purchase).await.unwrap().payer.unwrap());
    }
    firm.leaves_waiting(4);
    assert_eq!(payers.len(), 3, "the same address is the same person");
}

#[tokio::test]
async fn stock_is_given_free_by_a_decline_and_kept_while_the_outcome_is_open() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "seminar", seminar(&firm, Some(4))).await;
    let client = Client::on(&firm, &page);
    let refused = client.pay(client.purchase(seats(4), declined())).await.unwrap();
    assert_eq!((refused.status, taken(&firm, page.id)), (Status::Declined, 0));
    let lost = client.pay(client.purchase(seats(3), card(Behavior::LoseCall))).await.unwrap();
    assert!(lost.status.is_unresolved());
    assert_eq!(taken(&firm, page.id), 3);
    let paid = client.pay(client.purchase(seats(2), APPROVED)).await;
    let sold_out = Unsellable::SoldOut { item: 1, left: 1 };
    assert!(matches!(paid, Err(PayError::Take(TakeError::Order(why))) if why == sold_out), "{paid:?}");
    firm.reconcile_later().await;
    assert_eq!((firm.stored(lost.id).status, taken(&firm, page.id)), (Status::Failed, 0));
    let answered_late = client.pay(client.purchase(seats(4), card(Behavior::LoseAnswer))).await.unwrap();
    firm.reconcile_later().await;
    assert_eq!((firm.stored(answered_late.id).status, taken(&firm, page.id)), (Status::Captured, 4));
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn of_many_clients_at_once_exactly_as_many_as_there_are_seats_get_one() {
    let firm = TestFirm::new().await;
    // So many declines at once make a page rest, and that is another test's.
    let defence = Defence { declines: 1_000, ..seminar(&firm, None).defence };
    let page = open_page(&firm, "seminar", Content { defence, ..seminar(&firm, Some(STOCK)) }).await;
    let cards = [APPROVED, declined(), APPROVED];
    let turnstile = Arc::new(Turnstile::new(firm.clock.clone()));
    let mut forms = Vec::new();
    let addresses: Vec<String> = (0..CLIENTS).map(|at| format!("10.0.{}.{}", at / 250, at % 250)).collect();
    for (at, peer) in addresses.iter().enumerate() {
        let client = Client { peer, ..Client::on(&firm, &page) };
        let purchase = client.purchase(seats(1), cards[at % cards.len()]);
        forms.push((client.ticket(&purchase.key), purchase));
    }
    firm.clock.advance_ms(60_000);
    let mut buying = tokio::task::JoinSet::new();
    for ((ticket, purchase), peer) in forms.into_iter().zip(&addresses) {
        let shown = Shown { ticket: &ticket, solution: "", bait: "", peer };
        let admitted = turnstile.admit(&firm.app.secrets, (&page, Alertness::Calm), &shown).unwrap();
        let (app, turnstile) = (firm.app.clone(), turnstile.clone());
        buying.spawn(async move { paying::pay(&app, &turnstile, (admitted, purchase)).await });
    }
    let bought = buying.join_all().await;
    let (mut sold, mut sold_out) = (0, 0);
    for paid in &bought {
        match paid {
            Ok(paid) if paid.status == Status::Captured => sold += 1,
            Ok(paid) => assert_eq!(paid.status, Status::Declined),
            Err(PayError::Take(TakeError::Order(Unsellable::SoldOut { .. }))) => sold_out += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    // Those declined gave theirs back; whoever comes now gets what is left, and not one more.
    let late = Client::on(&firm, &page);
    let mut last = 0;
    while late.pay(late.purchase(seats(1), APPROVED)).await.is_ok() {
        last += 1;
    }
    let stock = usize::try_from(STOCK).unwrap();
    assert!(sold + last == stock && sold > 0 && sold_out > 0, "{sold} + {last}, {sold_out} too late");
    assert_eq!(taken(&firm, page.id), u64::from(STOCK));
    let paid = transactions::latest(&firm.read(), 2 * CLIENTS).unwrap();
    assert_eq!(paid.iter().filter(|payment| payment.status == Status::Captured).count(), stock);
    firm.leaves_waiting(stock);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn amounts_outside_what_the_page_takes_are_refused() {
    let firm = TestFirm::new().await;
    let kind = Kind::General(AmountRule::Choices(vec![5_000, 10_000]));
    let page = open_page(&firm, "deposit", Content { kind, ..deposit(&firm) }).await;
    let client = Client::on(&firm, &page);
    for minor in [-5_000, 0, 4_999, i64::MAX] {
        let paid = client.pay(client.purchase(Choice::Amount(minor), APPROVED)).await;
        assert!(matches!(paid, Err(PayError::Unpriceable(_))), "{minor}");
    }
    client.pay(client.purchase(Choice::Amount(10_000), APPROVED)).await.unwrap();
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_payment_is_found_by_what_the_client_answered() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    let mut purchase = client.purchase(Choice::Amount(5_000), APPROVED);
    purchase.answers = vec![("Bar number".into(), "QC-88412".into()), ("Office".into(), "Trois-Rivières".into())];
    let paid = client.pay(purchase).await.unwrap();
    client.pay(client.purchase(Choice::Amount(7_000), APPROVED)).await.unwrap();
    firm.leaves_waiting(2);
    for query in ["QC-88412", "qc88412", "trois rivieres"] {
        let asked = Asked { text: query.into(), limit: 10, ..Asked::default() };
        let found = search::find(&firm.app, T::new(Locale::EnUs), &asked).await.unwrap();
        let ids: Vec<_> = found.rows.iter().map(|row| row.transaction.id).collect();
        assert_eq!(ids, [paid.id], "{query}");
    }
}
