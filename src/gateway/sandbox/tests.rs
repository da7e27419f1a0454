//! The sandbox as its callers see it: on books in memory, by a fixed clock.

mod books;
mod loading;

use super::{books::MemoryBooks, charges::DAY_MS, *};
use crate::domain::{
    card::Expiry,
    ids::MerchantAccountId,
    money::Currency,
    pan,
    transaction::{Check, DeclineReason, Event, Kind, Status, Step},
};

const NOW: Timestamp = Timestamp::from_ms(1_795_388_400_000); // 2026-11-22
const DAY: u64 = 86_400_000;
const PLAIN: &str = "4242424242424242";

fn key(name: &str) -> OperationKey {
    OperationKey::parse(&format!("{name:a<26}")).unwrap()
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn on(books: impl Books + 'static) -> Sandbox {
    Sandbox::new(Arc::new(books), [9; 32], Arc::new(|| NOW))
}

fn sandbox() -> Sandbox {
    on(MemoryBooks::default())
}

fn entry(number: &str) -> CardEntry<'_> {
    CardEntry {
        number,
        expiry: "12/40",
        security_code: "9000".get(..if number.len() == 15 { 4 } else { 3 }).unwrap(),
        holder: "Ada Hart",
        postal_code: "60601",
        street: "1 Main St",
    }
}

fn charge(name: &str, token: &str) -> Charge {
    Charge {
        key: key(name),
        merchant_account: MerchantAccountId::new(1),
        amount: usd(10_000),
        kind: Kind::Sale,
        method_token: token.to_owned(),
        statement_name: "HARLOW FINCH LLP".to_owned(),
        surcharge: None,
        debit: None,
    }
}

/// Enters a card under the charge's own key, as the form does.
fn entered(sandbox: &Sandbox, name: &str, number: &str) -> Charge {
    let token = sandbox.tokenise(&key(name), entry(number)).unwrap().token;
    charge(name, &token)
}

async fn paid(sandbox: &Sandbox, name: &str, number: &str) -> GatewayId {
    let outcome = sandbox.confirm(&entered(sandbox, name, number), None).await.unwrap();
    outcome.gateway_id.unwrap()
}

async fn authorized(sandbox: &Sandbox, name: &str) -> GatewayId {
    let charge = Charge { kind: Kind::Authorization, ..entered(sandbox, name, PLAIN) };
    let outcome = sandbox.confirm(&charge, None).await.unwrap();
    assert_eq!(outcome.event, Event::Authorize);
    outcome.gateway_id.unwrap()
}

async fn view(sandbox: &Sandbox, name: &str) -> ChargeView {
    sandbox.look_up(LookUp::Key(&key(name))).await.unwrap().unwrap()
}

async fn later(sandbox: &Sandbox, name: &str) -> Vec<Event> {
    view(sandbox, name).await.later
}

fn is_refused<T>(answer: &Result<T, CallError>) -> bool {
    matches!(answer, Err(CallError::Refused(_)))
}

#[tokio::test]
async fn every_test_card_answers_as_its_table_says() {
    let sandbox = sandbox();
    for (place, card) in cards::TEST_CARDS.iter().enumerate() {
        let name: String =
            place.to_string().bytes().map(|digit| char::from(digit - b'0' + b'b')).chain(['z']).collect();
        let answer = sandbox.confirm(&entered(&sandbox, &name, card.number), None).await;
        match (card.behavior, answer) {
            (cards::Behavior::LoseAnswer | cards::Behavior::LoseCall, Err(CallError::Lost(_))) => {}
            (cards::Behavior::Decline(reason), Ok(outcome)) => {
                assert_eq!((outcome.event, outcome.approval), (Event::Decline, None));
                assert_eq!(outcome.decline.unwrap().reason, reason);
            }
            (cards::Behavior::RequireAction, Ok(outcome)) => {
                assert_eq!(outcome.event, Event::RequireAction);
                assert!(outcome.action_url.unwrap().starts_with(CHALLENGE_PATH));
            }
            (cards::Behavior::Hold, Ok(outcome)) => assert_eq!(outcome.event, Event::Hold),
            (_, Ok(outcome)) => {
                let approval = outcome.approval.unwrap();
                assert_eq!((outcome.event, outcome.decline), (Event::Approve, None), "{}", card.number);
                assert_eq!(approval.postal_code, card.postal_code.unwrap_or(Check::Match));
                assert_eq!(approval.security_code, card.security_code.unwrap_or(Check::Match));
            }
            (_, answer) => panic!("{}: {answer:?}", card.number),
        }
    }
}

#[tokio::test]
async fn a_charge_on_an_unknown_token_or_of_no_money_is_refused_and_leaves_no_trace() {
    let sandbox = sandbox();
    assert!(is_refused(&sandbox.open(&charge("b", "tok_nothing")).await));
    assert!(is_refused(&sandbox.confirm(&charge("b", "pm_nothing"), None).await));
    let good = entered(&sandbox, "b", PLAIN);
    for minor in [0, -1, i64::MIN] {
        assert!(is_refused(&sandbox.confirm(&Charge { amount: usd(minor), ..good.clone() }, None).await));
    }
    let other = GatewayId("ch_other".to_owned());
    assert!(is_refused(&sandbox.confirm(&good, Some(&other)).await));
    assert_eq!(sandbox.look_up(LookUp::Key(&key("b"))).await, Ok(None));
    assert_eq!(sandbox.look_up(LookUp::Id(&other)).await, Ok(None));
    assert_eq!(sandbox.poll(None).await.unwrap(), News { keys: vec![], cursor: None });
}

#[tokio::test]
async fn a_key_is_good_for_one_charge_only() {
    let sandbox = sandbox();
    let first = entered(&sandbox, "b", PLAIN);
    let other = entered(&sandbox, "c", PLAIN);
    let id = sandbox.open(&first).await.unwrap();
    assert_eq!(sandbox.open(&first).await.unwrap(), id);
    for changed in [
        Charge { amount: usd(10_001), ..first.clone() },
        Charge { amount: Money::new(10_000, Currency::CAD), ..first.clone() },
        Charge { merchant_account: MerchantAccountId::new(2), ..first.clone() },
        Charge { kind: Kind::Authorization, ..first.clone() },
        Charge { method_token: other.method_token.clone(), ..first.clone() },
    ] {
        assert!(is_refused(&sandbox.open(&changed).await));
        assert!(is_refused(&sandbox.confirm(&changed, id.as_ref()).await));
    }
    assert_eq!(view(&sandbox, "b").await.outcome, None);
}

#[tokio::test]
async fn a_token_is_good_for_one_charge_only() {
    let sandbox = sandbox();
    let first = entered(&sandbox, "b", PLAIN);
    sandbox.open(&first).await.unwrap();
    let second = Charge { key: key("c"), ..first.clone() };
    assert!(is_refused(&sandbox.open(&second).await));
    sandbox.confirm(&first, None).await.unwrap();
    assert!(is_refused(&sandbox.confirm(&second, None).await));
    assert_eq!(sandbox.tokenise(&key("b"), entry(PLAIN)), Err(CardRefused::AlreadyUsed));
}

#[tokio::test]
async fn another_card_may_be_entered_until_one_is_charged() {
    let sandbox = sandbox();
    entered(&sandbox, "b", "4000000000000002");
    let charge = entered(&sandbox, "b", "378282246310005");
    sandbox.open(&charge).await.unwrap();
    entered(&sandbox, "b", "5555555555554444");
    let outcome = sandbox.confirm(&charge, None).await.unwrap();
    assert_eq!(outcome.event, Event::Approve);
    assert_eq!(outcome.instrument.unwrap().last_four().as_str(), "4444");
    assert!(is_refused(&sandbox.open(&Charge { key: key("c"), ..charge }).await));
}

#[tokio::test]
async fn a_confirmed_charge_gives_its_first_answer_for_ever_even_after_a_restart() {
    let books = MemoryBooks::default();
    let before = on(books.clone());
    let (good, bad) = (entered(&before, "b", PLAIN), entered(&before, "c", "4000000000009995"));
    let (first, declined) = (before.confirm(&good, None).await, before.confirm(&bad, None).await);
    drop(before);
    let after = on(books);
    after.advance(DAY).unwrap();
    assert_eq!(after.confirm(&good, None).await, first);
    assert_eq!(after.confirm(&bad, None).await, declined);
    assert_eq!(later(&after, "b").await, [Event::Settle]);
    assert_eq!(later(&after, "c").await, []);
}

#[tokio::test]
async fn a_lost_answer_is_found_by_asking_and_never_charged_twice() {
    let sandbox = sandbox();
    let charge = entered(&sandbox, "b", "4000000000006660");
    let id = sandbox.open(&charge).await.unwrap();
    assert!(matches!(sandbox.confirm(&charge, id.as_ref()).await, Err(CallError::Lost(_))));
    let seen = view(&sandbox, "b").await.outcome.unwrap();
    assert_eq!(seen.event, Event::Approve);
    assert_eq!(sandbox.confirm(&charge, id.as_ref()).await, Ok(seen));
    assert_eq!(sandbox.pending_webhooks(9).unwrap().len(), 1);
}

#[tokio::test]
async fn a_call_that_never_arrived_leaves_an_open_charge_that_can_be_cancelled() {
    let sandbox = sandbox();
    let charge = entered(&sandbox, "b", "4000000000006678");
    let id = sandbox.open(&charge).await.unwrap().unwrap();
    for _ in 0..2 {
        assert!(matches!(sandbox.confirm(&charge, Some(&id)).await, Err(CallError::Lost(_))));
        assert_eq!(view(&sandbox, "b").await.outcome, None);
    }
    assert_eq!(sandbox.void(&id, &key("v")).await.unwrap().event, Event::Void);
    assert_eq!(sandbox.confirm(&charge, Some(&id)).await.unwrap().event, Event::Void);
    let unopened = entered(&sandbox, "c", "4000000000006678");
    assert!(sandbox.confirm(&unopened, None).await.is_err());
    assert_eq!(sandbox.look_up(LookUp::Key(&key("c"))).await, Ok(None));
}

#[tokio::test]
async fn a_cancelled_open_charge_never_moves_money() {
    let sandbox = sandbox();
    let charge = entered(&sandbox, "b", PLAIN);
    let id = sandbox.open(&charge).await.unwrap().unwrap();
    sandbox.void(&id, &key("v")).await.unwrap();
    assert_eq!(sandbox.confirm(&charge, Some(&id)).await.unwrap().event, Event::Void);
    sandbox.advance(30 * DAY).unwrap();
    assert_eq!(later(&sandbox, "b").await, []);
}

#[tokio::test]
async fn a_capture_stays_within_its_authorization_and_happens_once() {
    let sandbox = sandbox();
    let sale = paid(&sandbox, "s", PLAIN).await;
    assert!(is_refused(&sandbox.capture(&sale, &key("k"), usd(10_000)).await));
    assert!(is_refused(&sandbox.capture(&sale, &key("s"), usd(10_000)).await));
    let id = authorized(&sandbox, "b").await;
    for amount in [usd(0), usd(-1), usd(10_001), Money::new(1, Currency::CAD)] {
        assert!(is_refused(&sandbox.capture(&id, &key("k"), amount).await));
    }
    let outcome = sandbox.capture(&id, &key("k"), usd(4_000)).await;
    assert_eq!(outcome.as_ref().unwrap().event, Event::Capture);
    assert_eq!(sandbox.capture(&id, &key("k"), usd(4_000)).await, outcome);
    assert!(is_refused(&sandbox.capture(&id, &key("k"), usd(4_001)).await));
    assert!(is_refused(&sandbox.capture(&id, &key("m"), usd(4_000)).await));
    let too_much = sandbox.refund(&id, &key("r"), usd(4_001)).await.unwrap();
    assert!(matches!(too_much, RefundOutcome::Refused(_)));
}

#[tokio::test]
async fn only_an_unsettled_whole_charge_is_cancelled() {
    let sandbox = sandbox();
    let settled = paid(&sandbox, "b", PLAIN).await;
    sandbox.advance(DAY).unwrap();
    assert!(is_refused(&sandbox.void(&settled, &key("v")).await));
    let declined = paid(&sandbox, "c", "4000000000000002").await;
    assert!(sandbox.void(&declined, &key("v")).await.is_err());
    let partly = paid(&sandbox, "d", PLAIN).await;
    sandbox.refund(&partly, &key("r"), usd(1)).await.unwrap();
    assert!(is_refused(&sandbox.void(&partly, &key("v")).await));
    let whole = paid(&sandbox, "e", PLAIN).await;
    let first = sandbox.void(&whole, &key("v")).await;
    assert_eq!(first.as_ref().unwrap().event, Event::Void);
    assert_eq!(sandbox.void(&whole, &key("v")).await, first);
    sandbox.advance(9 * DAY).unwrap();
    assert_eq!(later(&sandbox, "e").await, [Event::Void]);
    assert!(matches!(sandbox.refund(&whole, &key("s"), usd(1)).await, Ok(RefundOutcome::Refused(_))));
}

#[tokio::test]
async fn refunds_together_never_exceed_the_capture() {
    let sandbox = sandbox();
    let id = paid(&sandbox, "b", PLAIN).await;
    for (name, amount) in [("c", usd(0)), ("d", usd(-5)), ("e", Money::new(5, Currency::CAD)), ("f", usd(10_001))] {
        let outcome = sandbox.refund(&id, &key(name), amount).await.unwrap();
        assert!(matches!(outcome, RefundOutcome::Refused(_)), "{amount:?}");
    }
    let part = sandbox.refund(&id, &key("g"), usd(6_000)).await.unwrap();
    assert!(matches!(part, RefundOutcome::Submitted(_)));
    assert_eq!(sandbox.refund(&id, &key("g"), usd(6_000)).await, Ok(part.clone()));
    assert!(is_refused(&sandbox.refund(&id, &key("g"), usd(6_001)).await));
    let over = sandbox.refund(&id, &key("h"), usd(4_001)).await.unwrap();
    assert!(matches!(over, RefundOutcome::Refused(_)));
    assert!(matches!(sandbox.refund(&id, &key("i"), usd(4_000)).await, Ok(RefundOutcome::Submitted(_))));
    assert_eq!(sandbox.look_up_refund(&key("h")).await, Ok(Some(over)));
    assert_eq!(sandbox.look_up_refund(&key("z")).await, Ok(None));
    sandbox.advance(DAY).unwrap();
    assert!(matches!(sandbox.look_up_refund(&key("g")).await, Ok(Some(RefundOutcome::Settled(_)))));
    assert!(is_refused(&sandbox.refund(&GatewayId("ch_none".into()), &key("j"), usd(1)).await));
}

#[tokio::test]
async fn a_refund_is_refused_after_half_a_year() {
    let sandbox = sandbox();
    let id = paid(&sandbox, "b", PLAIN).await;
    sandbox.advance(180 * DAY).unwrap();
    assert!(matches!(sandbox.refund(&id, &key("c"), usd(1)).await, Ok(RefundOutcome::Submitted(_))));
    sandbox.advance(1).unwrap();
    assert!(matches!(sandbox.refund(&id, &key("d"), usd(1)).await, Ok(RefundOutcome::Refused(_))));
}

#[tokio::test]
async fn a_refund_that_fails_later_gives_its_amount_free_again() {
    let sandbox = sandbox();
    let id = paid(&sandbox, "b", "4000000000005126").await;
    assert!(matches!(sandbox.refund(&id, &key("c"), usd(10_000)).await, Ok(RefundOutcome::Submitted(_))));
    let cursor = sandbox.poll(None).await.unwrap().cursor;
    sandbox.advance(DAY).unwrap();
    assert!(matches!(sandbox.look_up_refund(&key("c")).await, Ok(Some(RefundOutcome::Refused(_)))));
    assert_eq!(sandbox.poll(cursor.as_deref()).await.unwrap().keys, [key("b")]);
    assert!(matches!(sandbox.refund(&id, &key("d"), usd(10_000)).await, Ok(RefundOutcome::Submitted(_))));
}

#[tokio::test]
async fn time_settles_expires_and_disputes_in_its_own_order() {
    let sandbox = sandbox();
    paid(&sandbox, "b", "4000000000000259").await;
    authorized(&sandbox, "c").await;
    sandbox.advance(DAY - 1).unwrap();
    assert_eq!(later(&sandbox, "b").await, []);
    paid(&sandbox, "d", PLAIN).await;
    // The dispute of b on day 3 comes before the expiry of c on day 7, though it is scheduled on the way.
    sandbox.advance(30 * DAY).unwrap();
    assert_eq!(later(&sandbox, "b").await, [Event::Settle, Event::OpenDispute]);
    assert_eq!(later(&sandbox, "c").await, [Event::Void]);
    let kinds: Vec<_> = sandbox
        .pending_webhooks(99)
        .unwrap()
        .into_iter()
        .skip(3)
        .map(|webhook| serde_json::from_slice::<serde_json::Value>(&webhook.body).unwrap()["type"].clone())
        .collect();
    assert_eq!(kinds, ["charge.settled", "charge.settled", "charge.disputed", "charge.voided"]);
}

#[tokio::test]
async fn the_virtual_clock_moves_forward_only_and_survives_a_restart() {
    let books = MemoryBooks::default();
    let before = on(books.clone());
    assert!(is_refused(&before.set_now(NOW.plus_ms(-1))));
    assert_eq!(before.set_now(NOW.plus_ms(5 * DAY_MS)), Ok(NOW.plus_ms(5 * DAY_MS)));
    assert!(is_refused(&before.set_now(NOW)));
    drop(before);
    assert_eq!(on(books).advance(1), Ok(NOW.plus_ms(5 * DAY_MS + 1)));
}

#[tokio::test]
async fn a_saved_card_is_declined_once_it_has_expired() {
    let sandbox = sandbox();
    sandbox.tokenise(&key("b"), CardEntry { expiry: "12/26", ..entry(PLAIN) }).unwrap();
    let saved = sandbox.save_method(&format!("tok_{}", key("b")), &key("s")).await.unwrap();
    sandbox.advance(60 * DAY).unwrap();
    let outcome = sandbox.confirm(&charge("c", &saved.token), None).await.unwrap();
    assert_eq!(outcome.decline.map(|decline| decline.reason), Some(DeclineReason::ExpiredCard));
}

#[tokio::test]
async fn what_waits_for_a_person_goes_on_as_decided_or_when_its_time_is_over() {
    let sandbox = sandbox();
    for (name, number) in [("b", "4000000000003220"), ("c", "4000000000003220"), ("d", "4000000000003220")] {
        paid(&sandbox, name, number).await;
    }
    for name in ["e", "f"] {
        paid(&sandbox, name, "4000000000009235").await;
    }
    assert!(is_refused(&sandbox.decide(&key("b"), Decision::ReleaseHold)));
    assert!(is_refused(&sandbox.decide(&key("z"), Decision::PassChallenge)));
    sandbox.decide(&key("b"), Decision::PassChallenge).unwrap();
    assert!(is_refused(&sandbox.decide(&key("b"), Decision::PassChallenge)));
    sandbox.decide(&key("c"), Decision::FailChallenge).unwrap();
    sandbox.decide(&key("e"), Decision::RefuseHold).unwrap();
    sandbox.advance(DAY).unwrap();
    assert_eq!(later(&sandbox, "b").await, [Event::Approve, Event::Settle]);
    assert_eq!(later(&sandbox, "c").await, [Event::Decline]);
    assert_eq!(later(&sandbox, "d").await, [Event::Fail]);
    assert_eq!(later(&sandbox, "e").await, [Event::Decline]);
    assert_eq!(later(&sandbox, "f").await, [Event::Approve]);
    let known = view(&sandbox, "b").await.outcome.unwrap();
    assert_eq!((known.event, known.approval.is_some(), known.action_url), (Event::RequireAction, true, None));
    let repeated = sandbox.confirm(&charge("b", &format!("tok_{}", key("b"))), None).await.unwrap();
    assert!(repeated.approval.is_none() && repeated.action_url.is_some());
}

#[tokio::test]
async fn a_dispute_ends_as_decided() {
    let sandbox = sandbox();
    paid(&sandbox, "b", "4000000000000259").await;
    assert!(is_refused(&sandbox.decide(&key("b"), Decision::WinDispute)));
    sandbox.advance(3 * DAY).unwrap();
    sandbox.decide(&key("b"), Decision::LoseDispute).unwrap();
    assert_eq!(later(&sandbox, "b").await, [Event::Settle, Event::OpenDispute, Event::LoseDispute]);
}

#[tokio::test]
async fn a_saved_method_is_charged_many_times_until_it_is_deleted() {
    let sandbox = sandbox();
    assert!(is_refused(&sandbox.save_method("tok_nothing", &key("s")).await));
    let token = entered(&sandbox, "b", PLAIN).method_token;
    let saved = sandbox.save_method(&token, &key("s")).await.unwrap();
    assert_eq!(sandbox.save_method(&token, &key("s")).await.as_ref(), Ok(&saved));
    assert!(is_refused(&sandbox.save_method(&token, &key("t")).await));
    let other = entered(&sandbox, "c", PLAIN).method_token;
    assert!(is_refused(&sandbox.save_method(&other, &key("s")).await));
    assert_eq!(sandbox.tokenise(&key("b"), entry(PLAIN)), Err(CardRefused::AlreadyUsed));
    for name in ["d", "e"] {
        let outcome = sandbox.confirm(&charge(name, &saved.token), None).await.unwrap();
        assert_eq!(outcome.event, Event::Approve);
        assert_eq!(outcome.approval.unwrap().security_code, Check::NotChecked);
        assert_eq!(outcome.fingerprint.as_ref(), Some(&saved.fingerprint));
    }
    for _ in 0..2 {
        sandbox.delete_method(&saved.token).await.unwrap();
    }
    assert!(is_refused(&sandbox.confirm(&charge("f", &saved.token), None).await));
    assert!(is_refused(&sandbox.save_method(&token, &key("s")).await));
    assert!(view(&sandbox, "d").await.outcome.unwrap().instrument.is_some());
}

#[tokio::test]
async fn a_poll_goes_on_where_the_last_one_ended() {
    let sandbox = sandbox();
    for bad in ["x", "-1", "99999999999999999999"] {
        assert!(is_refused(&sandbox.poll(Some(bad)).await));
    }
    paid(&sandbox, "b", PLAIN).await;
    paid(&sandbox, "c", "4000000000000002").await;
    let news = sandbox.poll(None).await.unwrap();
    assert_eq!(news.keys, [key("b"), key("c")]);
    sandbox.advance(DAY).unwrap();
    let newer = sandbox.poll(news.cursor.as_deref()).await.unwrap();
    assert_eq!(newer.keys, [key("b")]);
    let nothing = sandbox.poll(newer.cursor.as_deref()).await.unwrap();
    assert_eq!(nothing, News { keys: vec![], cursor: newer.cursor });
    assert_eq!(sandbox.poll(None).await.unwrap().keys, [key("b"), key("c")]);
}

#[tokio::test]
async fn a_webhook_is_offered_until_delivered_and_believed_when_genuine() {
    let books = MemoryBooks::default();
    let sandbox = on(books.clone());
    paid(&sandbox, "b", PLAIN).await;
    paid(&sandbox, "c", PLAIN).await;
    // The virtual clock runs ahead; signatures go by the real one.
    sandbox.advance(DAY / 2).unwrap();
    let webhooks = sandbox.pending_webhooks(1).unwrap();
    let [first] = webhooks.as_slice() else { panic!("{webhooks:?}") };
    assert_eq!(sandbox.verify_webhook(&first.signature, &first.body, NOW).map(|hint| hint.key), Ok(key("b")));
    sandbox.mark_delivered(first.seq).unwrap();
    sandbox.mark_delivered(first.seq).unwrap();
    let restarted = on(books);
    let left: Vec<u64> = restarted.pending_webhooks(9).unwrap().iter().map(|webhook| webhook.seq).collect();
    assert_eq!(left, [2]);
}

/// Books whose writes fail on demand, before or after they have taken effect, and that count their reads.
#[tokio::test]
async fn every_story_the_sandbox_tells_is_one_the_rulebook_believes() {
    let sandbox = sandbox();
    for (place, card) in cards::TEST_CARDS.iter().enumerate() {
        let name: String = place.to_string().bytes().map(|digit| char::from(digit - b'0' + b'b')).collect();
        let charge = Charge { key: key(&name), ..entered(&sandbox, &name, card.number) };
        let _lost_at_times = sandbox.confirm(&charge, None).await;
    }
    sandbox.advance(40 * DAY).unwrap();
    let mut cursor = None;
    loop {
        let news = sandbox.poll(cursor.as_deref()).await.unwrap();
        for key in &news.keys {
            let view = sandbox.look_up(LookUp::Key(key)).await.unwrap().unwrap();
            let mut status = Status::Created;
            for event in view.outcome.iter().map(|outcome| outcome.event).chain(view.later.clone()) {
                let Step::To(next) = status.after(event) else { panic!("{view:?}") };
                status = next;
            }
        }
        if news.keys.is_empty() {
            break;
        }
        cursor = news.cursor;
    }
}
