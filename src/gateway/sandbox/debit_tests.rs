//! Bank debits as the sandbox's callers see them: by the calendar of banking days, on a fixed clock.

use std::sync::Arc;

use super::{books::MemoryBooks, *};
use crate::{
    domain::{
        ids::MerchantAccountId,
        money::Currency,
        nacha::SecCode,
        return_code::{ChangeCode, ReturnCode},
        transaction::{Event, Kind},
    },
    gateway::DebitTerms,
};

/// 2026-11-22, a Sunday: what is handed over goes to the banks on Monday evening and settles on Wednesday.
const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000);
const DAY: u64 = 86_400_000;

fn key(name: &str) -> OperationKey {
    OperationKey::parse(&format!("{name:a<26}")).unwrap()
}

fn sandbox() -> Sandbox {
    Sandbox::new(Arc::new(MemoryBooks::default()), [9; 32], Arc::new(|| NOW))
}

fn entry(account: &str) -> BankEntry<'_> {
    BankEntry {
        routing: "110000000",
        account,
        account_again: account,
        account_type: "checking",
        holder_type: "personal",
        holder: "Ada Hart",
    }
}

fn debit(sandbox: &Sandbox, name: &str, account: &str) -> Charge {
    let token = sandbox.tokenise_account(&key(name), entry(account)).unwrap().token;
    Charge {
        key: key(name),
        merchant_account: MerchantAccountId::new(1),
        amount: Money::new(10_000, Currency::USD),
        kind: Kind::Sale,
        method_token: token,
        statement_name: "HARLOW FINCH LLP".to_owned(),
        surcharge: None,
        debit: Some(DebitTerms { sec: SecCode::Web, represents: None }),
    }
}

async fn view(sandbox: &Sandbox, name: &str) -> ChargeView {
    sandbox.look_up(LookUp::Key(&key(name))).await.unwrap().unwrap()
}

async fn accepted(sandbox: &Sandbox, name: &str, account: &str) -> GatewayId {
    let outcome = sandbox.confirm(&debit(sandbox, name, account), None).await.unwrap();
    assert_eq!((outcome.event, outcome.approval), (Event::Accept, None), "{account}");
    outcome.gateway_id.unwrap()
}

fn refused<T>(answer: &Result<T, CallError>) -> bool {
    matches!(answer, Err(CallError::Refused(_)))
}

#[tokio::test]
async fn a_bank_account_is_debited_under_a_class_and_by_a_sale_only() {
    let sandbox = sandbox();
    let good = debit(&sandbox, "b", "000123456789");
    assert!(refused(&sandbox.confirm(&Charge { debit: None, ..good.clone() }, None).await));
    assert_eq!(sandbox.look_up(LookUp::Key(&key("b"))).await, Ok(None));
    assert!(refused(&sandbox.confirm(&Charge { kind: Kind::Authorization, ..good.clone() }, None).await));
    assert!(sandbox.confirm(&good, None).await.is_ok());
}

#[tokio::test]
async fn a_debit_can_be_cancelled_whole_until_it_goes_to_the_banks() {
    let sandbox = sandbox();
    let id = accepted(&sandbox, "b", "000123456789").await;
    let part = sandbox.refund(&id, &key("r"), Money::new(100, Currency::USD)).await.unwrap();
    assert!(matches!(part, RefundOutcome::Refused(_)));
    assert_eq!(sandbox.void(&id, &key("v")).await.unwrap().event, Event::Void);
    let late = accepted(&sandbox, "c", "000123456789").await;
    sandbox.advance(2 * DAY).unwrap();
    assert!(refused(&sandbox.void(&late, &key("w")).await));
    sandbox.advance(DAY).unwrap();
    let whole = Money::new(10_000, Currency::USD);
    assert!(matches!(sandbox.refund(&late, &key("x"), whole).await, Ok(RefundOutcome::Submitted(_))));
}

/// What happens to a debit of each account on which day after today.
#[tokio::test]
async fn every_test_account_does_as_its_table_says() {
    for (account, happens, code) in [
        ("000123456789", vec![(3, Event::Settle)], None),
        ("000222222227", vec![(3, Event::Return)], Some(ReturnCode::R01)),
        ("000111111113", vec![(3, Event::Return)], Some(ReturnCode::R02)),
        ("000111111116", vec![(3, Event::Return)], Some(ReturnCode::R03)),
        ("1000000016", vec![(3, Event::Return)], Some(ReturnCode::R16)),
        ("1000000009", vec![(3, Event::Return)], Some(ReturnCode::R09)),
        ("000333333335", vec![(3, Event::Settle), (8, Event::Return)], Some(ReturnCode::R10)),
        ("000555555559", vec![(3, Event::Settle), (62, Event::Return)], Some(ReturnCode::R07)),
        ("1000000005", vec![(3, Event::Settle), (5, Event::Return)], Some(ReturnCode::R01)),
        ("1000000010", vec![(3, Event::Settle), (33, Event::Return)], Some(ReturnCode::R10)),
        ("1000000101", vec![(3, Event::Settle)], None),
    ] {
        let sandbox = sandbox();
        accepted(&sandbox, "b", account).await;
        let (mut today, mut seen) = (0, Vec::new());
        for (day, event) in happens {
            sandbox.advance((day - 1 - today) * DAY).unwrap();
            assert_eq!(view(&sandbox, "b").await.later, seen, "{account}, the day before day {day}");
            sandbox.advance(DAY).unwrap();
            (today, seen) = (day, [seen, vec![event]].concat());
            assert_eq!(view(&sandbox, "b").await.later, seen, "{account}, day {day}");
        }
        let known = view(&sandbox, "b").await.outcome.unwrap();
        let change = (account == "1000000101").then_some(ChangeCode::C01);
        assert_eq!((known.event, known.returned, known.change), (Event::Accept, code, change), "{account}");
        sandbox.advance(365 * DAY).unwrap();
        assert_eq!(view(&sandbox, "b").await.later, seen, "{account}, a year later");
    }
}

#[tokio::test]
async fn a_lost_answer_was_accepted_and_a_lost_call_never_arrived() {
    let sandbox = sandbox();
    for (name, account, arrived) in [("b", "1000000666", true), ("c", "1000000667", false)] {
        let answer = sandbox.confirm(&debit(&sandbox, name, account), None).await;
        assert!(matches!(answer, Err(CallError::Lost(_))), "{account}");
        let known = sandbox.look_up(LookUp::Key(&key(name))).await.unwrap();
        assert_eq!(known.and_then(|view| view.outcome).map(|first| first.event), arrived.then_some(Event::Accept));
    }
}

#[tokio::test]
async fn only_what_came_back_for_want_of_funds_can_be_presented_again() {
    let sandbox = sandbox();
    let again = |first: &GatewayId, like: &Charge, name: &str| Charge {
        key: key(name),
        debit: Some(DebitTerms { sec: SecCode::Web, represents: Some(first.clone()) }),
        ..like.clone()
    };
    let once = debit(&sandbox, "b", "1000000009");
    let first = sandbox.confirm(&once, None).await.unwrap().gateway_id.unwrap();
    assert!(refused(&sandbox.confirm(&again(&first, &once, "c"), None).await), "it has not come back");
    let closed = debit(&sandbox, "d", "000111111113");
    let other = sandbox.confirm(&closed, None).await.unwrap().gateway_id.unwrap();
    sandbox.advance(3 * DAY).unwrap();
    assert!(refused(&sandbox.confirm(&again(&other, &closed, "e"), None).await), "the account is closed");
    assert_eq!(sandbox.confirm(&again(&first, &once, "c"), None).await.unwrap().event, Event::Accept);
    sandbox.advance(10 * DAY).unwrap();
    assert_eq!(view(&sandbox, "c").await.later, [Event::Settle], "collected by then");
}

#[tokio::test]
async fn a_saved_account_is_debited_again_and_its_number_is_kept_nowhere() {
    let books = MemoryBooks::default();
    let sandbox = Sandbox::new(Arc::new(books.clone()), [9; 32], Arc::new(|| NOW));
    let first = debit(&sandbox, "b", "000123456789");
    sandbox.confirm(&first, None).await.unwrap();
    let saved = sandbox.save_method(&first.method_token, &key("b")).await.unwrap();
    let second = Charge { key: key("c"), method_token: saved.token, ..first };
    assert_eq!(sandbox.confirm(&second, None).await.unwrap().event, Event::Accept);
    for (_, value) in books::Books::scan(&books, b"", None, usize::MAX).unwrap() {
        assert!(!String::from_utf8_lossy(&value).contains("000123456789"));
    }
}
