//! Machines that try cards on a page, and people who only look like one.

use std::sync::Arc;

use clientpay::{
    domain::{
        journal::Fact,
        pan::contains_card_number,
        payment_page::{
            Content,
            guard::{Alertness, Defence},
            pricing::Choice,
        },
        transaction::Status,
    },
    gateway::sandbox::{
        Decision,
        cards::{Behavior, TEST_CARDS},
    },
    service::{
        Authority,
        payment_pages::{
            self, Wanted,
            admission::{Shown, Ticket, TurnedAway, Turnstile},
            checking::{self, Presented},
            links,
            paying::{self, PayError},
        },
        resolution,
    },
    store,
};
use data_encoding::BASE64;

use super::{Client, deposit, open_page};
use crate::support::{APPROVED, TestFirm, browser::Site};

/// Cards whose holder must confirm, and that are looked at first.
const CHALLENGED: &str = "4000000000003220";
const HELD: &str = "4000000000009235";

fn declined() -> &'static str {
    let wanted = Behavior::Decline(clientpay::domain::transaction::DeclineReason::InsufficientFunds);
    TEST_CARDS.iter().find(|card| card.behavior == wanted).unwrap().number
}

/// A page that asks for the sum.
fn guarded(firm: &TestFirm) -> Content {
    Content { defence: Defence::default(), ..deposit(firm) }
}

#[tokio::test]
async fn a_sum_that_was_not_done_or_was_done_for_another_form_does_not_count() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    let secrets = &firm.app.secrets;
    let [ticket, other] = [1, 2].map(|_| client.ticket(&firm.app.ids.operation_key()));
    let (challenge, solution) = (ticket.challenge(secrets), Ticket::solve(&ticket.challenge(secrets)).unwrap());
    assert!(ticket.is_solved_by(&solution, secrets));
    assert!(!other.is_solved_by(&solution, secrets), "a sum is good for its own form");
    let forged = |changed: &dyn Fn(&mut serde_json::Value)| {
        let mut json: serde_json::Value = serde_json::from_slice(&BASE64.decode(solution.as_bytes()).unwrap()).unwrap();
        changed(&mut json);
        BASE64.encode(json.to_string().as_bytes())
    };
    for bad in [
        String::new(),
        "x".into(),
        BASE64.encode(b"{}"),
        forged(&|json| json["number"] = (json["number"].as_u64().unwrap() + 1).into()),
        forged(&|json| json["number"] = (-1).into()),
        forged(&|json| json["algorithm"] = "SHA-1".into()),
        forged(&|json| json["salt"] = json["salt"].as_str().unwrap().replace("max=50000", "max=1").into()),
        forged(&|json| json["signature"] = "00".into()),
    ] {
        assert!(!ticket.is_solved_by(&bad, secrets), "{bad}");
    }
    assert!(challenge.maxnumber == 50_000 && challenge.salt.contains("expires="));
}

#[tokio::test]
async fn a_ticket_that_was_made_up_is_none() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    let ticket = client.ticket(&firm.app.ids.operation_key());
    let text = ticket.text(&firm.app.secrets);
    assert_eq!(Ticket::read(&text, &firm.app.secrets).as_ref(), Some(&ticket));
    let earlier = ticket.drawn_at.ms().to_string();
    for forged in
        ["", "1.2.3", &text[1..], &format!("0{text}"), &text.replace(&earlier, "1795000000000"), &format!("{text}.x")]
    {
        assert_eq!(Ticket::read(forged, &firm.app.secrets), None, "{forged}");
    }
}

#[tokio::test]
async fn neither_a_ticket_nor_a_seal_looks_like_a_card_number() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", guarded(&firm)).await;
    let fields = |key: &str| [("invoice".to_owned(), key.to_owned())].into();
    for minute in 0..20_000i64 {
        let (key, now) = (firm.app.ids.operation_key(), firm.app.now().plus_ms(minute * 61_007));
        let ticket = Ticket::new(&page, key.clone(), (Alertness::Calm, now));
        let (text, seal) =
            (ticket.text(&firm.app.secrets), links::seal(&firm.app.secrets, &page, &fields(key.as_str())));
        assert!(!contains_card_number(&text) && !contains_card_number(&seal), "{text} {seal}");
    }
}

#[tokio::test]
async fn a_form_sent_at_once_or_with_the_bait_taken_or_too_late_is_turned_away() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", guarded(&firm)).await;
    let client = Client::on(&firm, &page);
    let ticket = client.ticket(&firm.app.ids.operation_key());
    let solution = Ticket::solve(&ticket.challenge(&firm.app.secrets)).unwrap();
    assert_eq!(client.admit((&ticket, &solution), 2_999), Err(TurnedAway::TooFast));
    assert_eq!(client.admit((&ticket, ""), 1), Err(TurnedAway::TooFast), "without the sum it takes longer");
    let bait = Shown { ticket: &ticket, solution: &solution, bait: "https://spam.example", peer: client.peer };
    assert!(matches!(client.show(&bait), Err(TurnedAway::Machine)));
    assert_eq!(client.admit((&ticket, &solution), 0), Ok(()));
    assert_eq!(client.admit((&ticket, ""), 9_000), Ok(()));
    let another = open_page(&firm, "another", guarded(&firm)).await;
    let elsewhere = Client { page: another, ..Client::on(&firm, &page) };
    assert_eq!(elsewhere.admit((&ticket, &solution), 0), Err(TurnedAway::Machine));
    assert_eq!(client.admit((&ticket, &solution), 4 * 60 * 60 * 1_000), Err(TurnedAway::Old));
}

#[tokio::test]
async fn one_address_tries_five_cards_an_hour_and_a_genuine_payer_elsewhere_notices_nothing() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let thief = Client::on(&firm, &page);
    let mut tried = 0;
    for _ in 0..100 {
        let purchase = thief.purchase(Choice::Amount(100), declined());
        let ticket = thief.ticket(&purchase.key);
        firm.clock.advance_ms(5_000);
        let shown = Shown { ticket: &ticket, solution: "", bait: "", peer: thief.peer };
        let Ok(admitted) = thief.show(&shown) else { continue };
        let paid = payment_pages::paying::pay(&firm.app, &thief.turnstile, (admitted, purchase)).await.unwrap();
        assert_eq!(paid.status, Status::Declined);
        tried += 1;
    }
    assert_eq!(tried, 5);
    let genuine = Client { peer: "198.51.100.9", ..thief };
    for _ in 0..12 {
        let paid = genuine.pay(genuine.purchase(Choice::Amount(5_000), APPROVED)).await.unwrap();
        assert_eq!(paid.status, Status::Captured, "what succeeds does not count");
    }
    firm.leaves_waiting(12);
}

#[tokio::test]
async fn a_page_on_which_many_cards_are_declined_asks_for_more_and_then_rests() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let addresses: Vec<String> = (0..200).map(|number| format!("198.51.100.{number}")).collect();
    let (mut tried, mut wary_at) = (0, None);
    for address in &addresses {
        let thief = Client { peer: address, ..Client::on(&firm, &page) };
        if thief.alertness() == Alertness::Wary && wary_at.is_none() {
            wary_at = Some(tried);
        }
        if let Alertness::Resting { .. } = thief.alertness() {
            break;
        }
        let purchase = thief.purchase(Choice::Amount(100), declined());
        let ticket = thief.ticket(&purchase.key);
        firm.clock.advance_ms(6_000);
        let admitted = thief.show(&Shown { ticket: &ticket, solution: "", bait: "", peer: address }).unwrap();
        payment_pages::paying::pay(&firm.app, &thief.turnstile, (admitted, purchase)).await.unwrap();
        tried += 1;
    }
    assert_eq!((wary_at, tried), (Some(10), 20));
    let client = Client::on(&firm, &page);
    let ticket = client.ticket(&firm.app.ids.operation_key());
    assert!(matches!(client.admit((&ticket, ""), 600_000), Err(TurnedAway::Resting(_))));
    let told =
        clientpay::store::journal::history(&firm.read(), clientpay::domain::journal::Subject::PaymentPage(page.id));
    let rests = told.unwrap().into_iter().filter(|entry| matches!(entry.fact, Fact::PaymentPageRested { .. })).count();
    assert_eq!(rests, 1, "staff are told once");
    let site = Site::of(&firm).await;
    let dashboard = site.signed_in(&firm.admin).await.get("/dashboard").await;
    assert!(dashboard.body.contains("One payment page has paused itself"), "{}", dashboard.body);
    firm.clock.advance_ms(30 * 60_000);
    assert_eq!(client.alertness(), Alertness::Calm);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_page_grown_wary_asks_old_forms_for_more_work_and_those_without_scripts_for_patience() {
    let firm = TestFirm::new().await;
    let mut content = guarded(&firm);
    content.defence.declines = 2;
    let page = open_page(&firm, "deposit", content.clone()).await;
    let client = Client::on(&firm, &page);
    let before = client.ticket(&firm.app.ids.operation_key());
    for _ in 0..2 {
        client.pay(client.purchase(Choice::Amount(100), declined())).await.unwrap();
    }
    assert_eq!(client.alertness(), Alertness::Wary);
    assert_eq!(client.admit((&before, ""), 0), Err(TurnedAway::MoreWork));
    let elsewhere = Client { peer: "203.0.113.5", ..client };
    let ticket = elsewhere.ticket(&firm.app.ids.operation_key());
    assert_eq!(elsewhere.admit((&ticket, ""), 119_999), Err(TurnedAway::TooFast));
    assert_eq!(elsewhere.admit((&ticket, ""), 1), Ok(()));
    assert_eq!(elsewhere.admit((&ticket, ""), 1), Err(TurnedAway::TooMany));
    content.defence.declines = 50;
    let wanted = Wanted { slug: "deposit".into(), content };
    payment_pages::update(&firm.app, Authority::Staff(&firm.admin), (page.id, page.version), wanted).await.unwrap();
    assert_eq!(elsewhere.alertness(), Alertness::Calm, "staff can set it right");
}

/// Two hundred addresses send a card each in the same moment, all of them declined.
#[tokio::test]
async fn cards_that_come_all_at_once_from_everywhere_stop_after_as_many_declines_as_those_that_come_one_by_one() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let turnstile = Arc::new(Turnstile::new(firm.clock.clone()));
    let addresses: Vec<String> = (0..200).map(|number| format!("198.51.100.{number}")).collect();
    let mut forms = Vec::new();
    for peer in &addresses {
        let thief = Client { peer, ..Client::on(&firm, &page) };
        let purchase = thief.purchase(Choice::Amount(100), declined());
        forms.push((thief.ticket(&purchase.key), purchase));
    }
    firm.clock.advance_ms(60_000);
    let mut trying = tokio::task::JoinSet::new();
    for ((ticket, purchase), peer) in forms.into_iter().zip(addresses) {
        let (app, turnstile, page) = (firm.app.clone(), turnstile.clone(), page.clone());
        trying.spawn(async move {
            let shown = Shown { ticket: &ticket, solution: "", bait: "", peer: &peer };
            let presented = Presented { shown: &shown, token: "", card: &peer };
            let admitted = checking::enter(&app, &turnstile, (&page, Alertness::Calm), &presented).await.unwrap();
            paying::pay(&app, &turnstile, (admitted, purchase)).await
        });
    }
    let tried = trying.join_all().await;
    let rested = tried.iter().filter(|paid| matches!(paid, Err(PayError::Resting(_)))).count();
    let called = store::transactions::latest(&firm.read(), 1_000).unwrap();
    assert_eq!((called.len(), rested), (20, 180));
    assert!(called.iter().all(|payment| payment.status == Status::Declined));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// A thousand tries from one address, all at once, whatever the forwarding header says of it.
#[tokio::test]
async fn a_thousand_cards_from_one_address_come_to_five_tries() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    let tickets: Vec<Ticket> = (0..1_000).map(|_| client.ticket(&firm.app.ids.operation_key())).collect();
    firm.clock.advance_ms(60_000);
    let mut admitted = 0;
    for (number, ticket) in tickets.iter().enumerate() {
        let shown = Shown { ticket, solution: "", bait: "", peer: client.peer };
        let card = format!("card-{number}");
        let presented = Presented { shown: &shown, token: "", card: &card };
        let entered = checking::enter(&firm.app, &client.turnstile, (&page, Alertness::Calm), &presented).await;
        admitted += usize::from(entered.is_ok());
    }
    assert_eq!(admitted, 5);
}

#[tokio::test]
async fn one_card_has_as_many_tries_as_one_address_wherever_it_comes_from() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    let ticket = client.ticket(&firm.app.ids.operation_key());
    firm.clock.advance_ms(60_000);
    let enter = async |peer: &str, card: &str| {
        let shown = Shown { ticket: &ticket, solution: "", bait: "", peer };
        let presented = Presented { shown: &shown, token: "", card };
        checking::enter(&firm.app, &client.turnstile, (&page, Alertness::Calm), &presented).await
    };
    for number in 0..5 {
        enter(&format!("203.0.113.{number}"), "one").await.unwrap();
    }
    assert_eq!(enter("203.0.113.9", "one").await.unwrap_err(), TurnedAway::CardTooOften);
    // What was refused for the card counts against nobody's address.
    for number in 0..5 {
        enter("203.0.113.9", &format!("other-{number}")).await.unwrap();
    }
    assert_eq!(enter("203.0.113.9", "yet-another").await.unwrap_err(), TurnedAway::TooMany);
    firm.clock.advance_ms(60 * 60_000);
    enter("203.0.113.10", "one").await.unwrap();
}

#[tokio::test]
async fn a_client_who_mistypes_twice_pays_the_third_time_and_again_the_same_hour() {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", deposit(&firm)).await;
    let client = Client::on(&firm, &page);
    for card in [declined(), declined(), APPROVED, APPROVED, declined(), APPROVED] {
        let purchase = client.purchase(Choice::Amount(5_000), card);
        let ticket = client.ticket(&purchase.key);
        firm.clock.advance_ms(20_000);
        let shown = Shown { ticket: &ticket, solution: "", bait: "", peer: client.peer };
        let presented = Presented { shown: &shown, token: "", card: "the same card" };
        let alertness = client.alertness();
        let admitted = checking::enter(&firm.app, &client.turnstile, (&page, alertness), &presented).await.unwrap();
        let paid = paying::pay(&firm.app, &client.turnstile, (admitted, purchase)).await.unwrap();
        assert_eq!(paid.status == Status::Captured, card == APPROVED);
    }
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn who_was_approved_only_later_is_forgotten_and_who_was_not_is_not() {
    for (card, decision, admitted) in [
        (CHALLENGED, Decision::FailChallenge, false),
        (CHALLENGED, Decision::PassChallenge, true),
        (HELD, Decision::ReleaseHold, true),
    ] {
        let firm = TestFirm::new().await;
        let page = open_page(&firm, "deposit", deposit(&firm)).await;
        let client = Client::on(&firm, &page);
        let enter = async |ticket: &Ticket| {
            firm.clock.advance_ms(20_000);
            let shown = Shown { ticket, solution: "", bait: "", peer: client.peer };
            let presented = Presented { shown: &shown, token: "", card: "the same card" };
            checking::enter(&firm.app, &client.turnstile, (&page, Alertness::Calm), &presented).await
        };
        let mut keys = Vec::new();
        for _ in 0..5 {
            let purchase = client.purchase(Choice::Amount(5_000), card);
            let ticket = client.ticket(&purchase.key);
            keys.push(purchase.key.clone());
            let paid = paying::pay(&firm.app, &client.turnstile, (enter(&ticket).await.unwrap(), purchase)).await;
            assert!(matches!(paid.unwrap().status, Status::ActionRequired | Status::Held));
        }
        let ticket = client.ticket(&firm.app.ids.operation_key());
        assert_eq!(enter(&ticket).await.unwrap_err(), TurnedAway::TooMany, "nobody knows yet");
        for key in &keys {
            firm.app.sandbox.decide(key, decision).unwrap();
            resolution::refresh(&firm.app, key).await.unwrap();
        }
        assert_eq!(enter(&ticket).await.is_ok(), admitted, "{card}");
        let due = if admitted { 5 } else { 0 };
        firm.leaves_waiting(due);
    }
}
