//! The demonstration as a whole, in memory.

use std::{collections::BTreeSet, sync::Arc};

use super::*;
use crate::{
    domain::{
        merchant_account::AccountKind,
        transaction::{DeclineReason, Source, Status, Step, Transaction},
    },
    gateway::{Gateway as _, GatewayId, LookUp, sandbox::books::MemoryBooks},
    store::{
        check,
        engine::{Direction, memory::Memory},
        migrations::{Identity, current_schema},
        open,
        table::{Reader, Records as _},
        tables, totals, transactions,
    },
};

/// Friday, November 20, 2026, a quarter past two in the afternoon in Boston.
const NOW: Timestamp = Timestamp::from_ms(1_795_202_100_000);

struct Filled {
    store: Store,
    sandbox: Sandbox,
}

fn empty() -> Filled {
    let fresh = Identity { database: "demo".to_owned(), schema: current_schema(), created_at: NOW };
    let store = open::in_memory(&Memory::default(), &fresh).unwrap();
    let sandbox = Sandbox::new(Arc::new(MemoryBooks::default()), [7; 32], Arc::new(|| NOW));
    Filled { store, sandbox }
}

async fn fill_with(filled: &Filled, payments: u64, seed: u64) -> Result<Vec<u64>, DemoError> {
    let options = DemoOptions { payments, seed, now: NOW, password_hash: "$argon2id$".to_owned() };
    let secrets = Secrets::new([7; 32]);
    let portal =
        Portal { store: &filled.store, sandbox: &filled.sandbox, secrets: &secrets, base_url: "http://127.0.0.1:8080" };
    let mut steps = Vec::new();
    fill(portal, &options, &mut |told| steps.push(told)).await.map(|()| steps)
}

async fn filled(payments: u64, seed: u64) -> Filled {
    let filled = empty();
    fill_with(&filled, payments, seed).await.unwrap();
    filled
}

fn payments(reader: &Reader) -> Vec<Transaction> {
    let rows = reader.all(tables::TRANSACTIONS, Direction::Forward).unwrap();
    rows.map(|row| row.unwrap().1).collect()
}

#[tokio::test]
async fn a_store_that_holds_a_firm_is_refused() {
    let filled = filled(5, 1).await;
    let again = fill_with(&filled, 5, 2).await;
    assert!(matches!(again, Err(DemoError::NotEmpty)), "{again:?}");
    assert_eq!(payments(&filled.store.read().unwrap()).len(), 5);
}

#[tokio::test]
async fn books_that_hold_these_payments_are_refused() {
    let (first, second) = (filled(20, 1).await, empty());
    let second = Filled { sandbox: first.sandbox, ..second };
    assert!(matches!(fill_with(&second, 20, 1).await, Err(DemoError::Sandbox(_))));
}

#[tokio::test]
async fn a_few_payments_or_none_make_a_sound_firm_too() {
    for count in [0, 1, 2, 3, 7, 60] {
        let filled = filled(count, count).await;
        let reader = filled.store.read().unwrap();
        let findings = check::check(&reader, None);
        assert_eq!((findings.violations, findings.payments), (vec![], count));
    }
}

#[tokio::test]
async fn the_demo_breaks_no_invariant() {
    let filled = empty();
    let steps = fill_with(&filled, 2_500, 1).await.unwrap();
    assert_eq!(steps, [2_000, 2_500, 2_500]);
    let reader = filled.store.read().unwrap();
    let findings = check::check(&reader, None);
    assert_eq!((findings.violations, findings.payments), (vec![], 2_500));
    let sums = totals::all(&reader).unwrap();
    let (count, sum) = sums.iter().fold((0, 0), |(count, sum), (_, t)| (count + t.count, sum + t.amount_minor));
    let all = payments(&reader);
    assert_eq!((count, sum), (2_500, all.iter().map(|payment| payment.amount.minor()).sum::<i64>()));
}

#[tokio::test]
async fn the_journal_tells_every_payment_in_the_order_of_time() {
    let filled = filled(2_500, 1).await;
    let reader = filled.store.read().unwrap();
    let entries: Vec<_> = reader.all(tables::JOURNAL, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
    assert!(entries.is_sorted_by_key(|entry| entry.at));
    assert!(entries.last().unwrap().at <= NOW);
    for payment in payments(&reader) {
        let subject = crate::domain::journal::Subject::Transaction(payment.id);
        let history = crate::store::journal::history(&reader, subject).unwrap();
        let last = history.iter().find_map(|entry| match entry.fact {
            crate::domain::journal::Fact::PaymentChanged { to, .. } => Some((to, entry.at)),
            _ => None,
        });
        assert_eq!(last, Some((payment.status, payment.changed_at)), "{}", payment.id);
    }
}

#[tokio::test]
async fn the_same_seed_tells_the_same_story_and_another_one_another() {
    let rows = |filled: &Filled| -> Vec<(Vec<u8>, Vec<u8>)> {
        let reader = filled.store.read().unwrap();
        let span = crate::store::engine::prefix_span(&[]);
        reader.raw().scan(span, Direction::Forward).unwrap().map(Result::unwrap).collect()
    };
    let (first, second, other) = (filled(300, 1).await, filled(300, 1).await, filled(300, 2).await);
    assert_eq!(rows(&first), rows(&second));
    assert_ne!(rows(&first), rows(&other));
}

#[tokio::test]
async fn everything_a_firm_meets_is_met() {
    use Status as S;

    let filled = filled(2_500, 1).await;
    let reader = filled.store.read().unwrap();
    let all = payments(&reader);
    let share = |wanted: &dyn Fn(&Transaction) -> bool| all.iter().filter(|payment| wanted(payment)).count();
    for source in Source::ALL {
        assert!(share(&|payment| payment.source == source) > 2, "{source:?}");
    }
    let statuses: BTreeSet<Status> = all.iter().map(|payment| payment.status).collect();
    let expected = [
        S::Held,
        S::Declined,
        S::Failed,
        S::Authorized,
        S::Pending,
        S::Captured,
        S::Settled,
        S::Voided,
        S::Returned,
        S::Disputed,
        S::DisputeWon,
        S::DisputeLost,
    ];
    assert_eq!(statuses, expected.into_iter().collect());
    let reasons: BTreeSet<DeclineReason> =
        all.iter().filter_map(|payment| payment.decline.as_ref()).map(|decline| decline.reason).collect();
    assert_eq!(reasons.len(), DeclineReason::ALL.len());
    assert!((75..200).contains(&share(&|payment| payment.status == S::Declined)));
    let refunds = reader.all(tables::REFUNDS, Direction::Forward).unwrap().count();
    assert!((20..60).contains(&refunds), "{refunds}");
    let debits = share(&|payment| payment.bank_debit.is_some());
    assert!((60..200).contains(&debits), "{debits}");
    let today = all.last().unwrap().day;
    assert!(share(&|payment| payment.day == today) >= 6);
    assert_eq!(all.last().unwrap().created_at, NOW.plus_ms(-4 * 60_000));
    assert_eq!(all.last().unwrap().status, S::Captured);
    let deliveries = reader.all(tables::DELIVERIES, Direction::Forward).unwrap().count();
    assert!((1_750..2_500).contains(&deliveries), "{deliveries}");
    let messages = reader.all(tables::MESSAGES, Direction::Forward).unwrap().count();
    assert!((140..=200).contains(&messages), "{messages}");
    assert!(reader.all(tables::PAYMENT_METHODS, Direction::Forward).unwrap().count() > 10);
}

#[tokio::test]
async fn no_schedule_charges_the_same_payer_twice_within_days() {
    let filled = filled(2_500, 1).await;
    let mut last = std::collections::BTreeMap::new();
    for payment in payments(&filled.store.read().unwrap()) {
        if payment.source == Source::PaymentSchedule
            && let Some(before) = last.insert(payment.payer, payment.created_at)
        {
            assert!(payment.created_at.ms_since(before) >= 13 * 86_400_000, "{}", payment.id);
        }
    }
}

#[tokio::test]
async fn trust_money_always_names_its_client_and_matter() {
    let filled = filled(2_500, 3).await;
    let all = payments(&filled.store.read().unwrap());
    let mut trust = all.iter().filter(|payment| payment.account_kind == AccountKind::Trust).peekable();
    assert!(trust.peek().is_some());
    assert!(trust.all(|payment| payment.client_number.is_some() && payment.matter.is_some()));
}

#[tokio::test]
async fn payers_write_their_names_with_accents_and_want_three_languages() {
    let filled = filled(2_500, 1).await;
    let reader = filled.store.read().unwrap();
    let payers: Vec<_> = reader.all(tables::PAYERS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect();
    assert!((150..=200).contains(&payers.len()), "{}", payers.len());
    let accented = payers.iter().filter(|payer| !payer.name.replace('’', "").is_ascii()).count();
    assert!(accented * 5 > payers.len(), "{accented}");
    let languages: BTreeSet<_> = payers.iter().map(|payer| payer.language).collect();
    assert_eq!(languages.len(), 3);
    assert!(payers.iter().any(|payer| payer.name == "Mercer Holdings Ltd."));
}

#[tokio::test]
async fn the_processor_tells_the_same_of_every_payment() {
    let filled = filled(2_500, 1).await;
    let reader = filled.store.read().unwrap();
    for payment in payments(&reader) {
        let view = filled.sandbox.look_up(LookUp::Key(&payment.key)).await.unwrap().unwrap();
        let outcome = view.outcome.unwrap();
        let mut status = Status::Created;
        for event in std::iter::once(outcome.event).chain(view.later) {
            let Step::To(next) = status.after(event) else { panic!("{event:?} after {status:?}") };
            status = next;
        }
        assert_eq!((status, view.amount), (payment.status, payment.amount));
        assert_eq!(payment.gateway_id.clone().map(GatewayId), Some(view.gateway_id));
        assert_eq!((payment.approval, payment.decline), (outcome.approval, outcome.decline));
        assert_eq!((payment.instrument, payment.holder), (outcome.instrument, outcome.holder));
    }
}

#[tokio::test]
async fn a_demo_payment_can_be_refunded_as_any_other() {
    let filled = filled(200, 1).await;
    let reader = filled.store.read().unwrap();
    let settled = |payment: &Transaction| payment.status == Status::Settled;
    let recent = transactions::latest(&reader, 60).unwrap().into_iter().find(settled).unwrap();
    let id = GatewayId(recent.gateway_id.unwrap());
    let key = crate::app::Ids::seeded(99).operation_key();
    let given = crate::domain::money::Money::new(1, recent.amount.currency());
    let answer = filled.sandbox.refund(&id, &key, given).await.unwrap();
    assert!(matches!(answer, crate::gateway::RefundOutcome::Submitted(_)), "{answer:?}");
}
