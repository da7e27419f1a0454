//! A past that is loaded into the sandbox.

use std::sync::atomic::Ordering;

use super::{
    super::history::{HistoricCard, HistoricCharge, HistoricMethod, HistoricRefund},
    books::FaultyBooks,
    *,
};

fn plain_card(expiry: Expiry) -> HistoricCard {
    HistoricCard { number: PLAIN, expiry, holder: "Ada Hart".to_owned() }
}

fn historic(name: &str, events: Vec<Event>) -> HistoricCharge {
    HistoricCharge {
        charge: charge(name, "pm_old"),
        instrument: plain_card(Expiry::new(1, 2024).unwrap()).into(),
        events,
        decline: None,
        returned: None,
        at: NOW.plus_ms(-30 * DAY_MS),
        refunds: vec![],
    }
}

#[tokio::test]
async fn a_past_that_cannot_have_been_is_not_loaded() {
    let sandbox = sandbox();
    let good = historic("b", vec![Event::Approve, Event::Settle]);
    let refund = HistoricRefund { key: key("r"), amount: usd(10_001) };
    let card = HistoricCard { number: "4539578763621486", ..plain_card(Expiry::new(1, 2024).unwrap()) };
    for bad in [
        historic("c", vec![]),
        historic("c", vec![Event::Decline, Event::Approve]),
        historic("c", vec![Event::WinDispute]),
        HistoricCharge { refunds: vec![refund], ..historic("c", vec![Event::Approve]) },
        HistoricCharge { instrument: card.into(), ..historic("c", vec![Event::Approve]) },
        historic("b", vec![Event::Approve]),
    ] {
        assert!(is_refused(&sandbox.load_charges(&[good.clone(), bad])));
        assert_eq!(sandbox.look_up(LookUp::Key(&key("b"))).await, Ok(None));
    }
}

#[tokio::test]
async fn loaded_charges_can_be_looked_up_and_refunded_without_any_news() {
    let books = Arc::new(FaultyBooks::default());
    let sandbox = on(Arc::clone(&books));
    let refund = HistoricRefund { key: key("r"), amount: usd(4_000) };
    let past: Vec<_> = (0..2500u32)
        .map(|number| {
            let name: String = number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'b')).collect();
            historic(&format!("z{name}"), vec![Event::Authorize, Event::Capture, Event::Settle])
        })
        .chain([HistoricCharge { refunds: vec![refund], ..historic("b", vec![Event::Approve, Event::Settle]) }])
        .collect();
    let outcomes = sandbox.load_charges(&past).unwrap();
    assert_eq!((outcomes.len(), outcomes[0].event), (2501, Event::Authorize));
    assert!(outcomes[0].approval.is_some() && outcomes[0].fingerprint.is_some());
    assert_eq!(sandbox.poll(None).await.unwrap().keys, []);
    let id = view(&sandbox, "b").await.gateway_id;
    assert!(matches!(sandbox.look_up_refund(&key("r")).await, Ok(Some(RefundOutcome::Settled(_)))));
    assert!(matches!(sandbox.refund(&id, &key("s"), usd(6_001)).await, Ok(RefundOutcome::Refused(_))));
    assert!(matches!(sandbox.refund(&id, &key("t"), usd(6_000)).await, Ok(RefundOutcome::Submitted(_))));
    // Moving the clock reads what is due, not what there is: one refund to settle.
    books.scanned.store(0, Ordering::Relaxed);
    sandbox.advance(100 * DAY).unwrap();
    assert!(books.scanned.load(Ordering::Relaxed) < 10);
}

#[tokio::test]
async fn a_loaded_method_is_charged_like_a_saved_one() {
    let sandbox = sandbox();
    let instrument = plain_card(Expiry::new(1, 2040).unwrap()).into();
    let loaded = sandbox.load_methods(&[HistoricMethod { key: key("m"), instrument }]).unwrap();
    let fresh = sandbox.tokenise(&key("b"), entry(PLAIN)).unwrap();
    assert_eq!(loaded[0].fingerprint, fresh.fingerprint);
    let outcome = sandbox.confirm(&charge("c", &loaded[0].token), None).await.unwrap();
    assert_eq!(outcome.event, Event::Approve);
}
