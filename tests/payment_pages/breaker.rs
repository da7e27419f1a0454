//! Somebody tries a few stolen cards on each of many pages and links, so that none of them notices much: together they do.

use clientpay::{
    domain::{
        alert::{About, Cause, Resolution, State},
        bot_defence::{Breaker, Company},
        payment_page::{
            Content,
            guard::{Alertness, Defence},
            pricing::Choice,
        },
        transaction::{DeclineReason, Status},
    },
    gateway::sandbox::cards::Behavior,
    service::{
        Authority,
        alerts::{
            acting::{self, Seen},
            watch,
        },
        bot_defence::{self, SetError, Wanted},
        payment_pages::{
            admission::{Asks, Shown, Ticket, TurnedAway, Turnstile},
            checking::{self, Presented, Unproven},
        },
    },
    store::alerts,
};

use super::{Client, deposit, open_page};
use crate::{
    payment_requests::{self, asked, card, send},
    support::{APPROVED, TestFirm},
};

const LIMITS: Breaker = Breaker { declines: 6, within_min: 10, lasts_min: 30 };
const MINUTE_MS: i64 = 60_000;

fn refused() -> &'static str {
    card(Behavior::Decline(DeclineReason::InsufficientFunds))
}

/// A firm whose breaker is reached soon, and pages that notice nothing by themselves.
async fn open(pages: usize) -> (TestFirm, Vec<clientpay::domain::payment_page::PaymentPage>) {
    let firm = TestFirm::new().await;
    let wanted = Wanted { seen: 0, company: None, breaker: LIMITS };
    bot_defence::set(&firm.app, Authority::Staff(&firm.admin), wanted).await.unwrap();
    let defence = Defence { declines: 1_000, tries_an_hour: 1_000, ..deposit(&firm).defence };
    let mut made = Vec::new();
    for at in 0..pages {
        made.push(open_page(&firm, &format!("page-{at}"), Content { defence, ..deposit(&firm) }).await);
    }
    (firm, made)
}

async fn decline_on(firm: &TestFirm, page: &clientpay::domain::payment_page::PaymentPage) {
    let client = Client::on(firm, page);
    let tried = client.pay(client.purchase(Choice::Amount(100), refused())).await.unwrap();
    assert_eq!(tried.status, Status::Declined);
}

fn told(firm: &TestFirm) -> Vec<bool> {
    let all = alerts::about(&firm.read(), About::PublicPages).unwrap();
    all.iter().filter(|alert| alert.cause == Cause::CardTesting).map(|alert| alert.state == State::Open).collect()
}

#[tokio::test]
async fn declines_on_pages_and_links_together_ask_everybody_for_more_and_staff_are_told_once() {
    let (firm, pages) = open(3).await;
    let request = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let turnstile = Turnstile::new(firm.clock.clone());
    for page in pages.iter().chain(&pages).take(5) {
        decline_on(&firm, page).await;
    }
    assert_eq!(checking::asked(&firm.app, &turnstile, &pages[0]), Asks::Sum);
    assert!(told(&firm).is_empty());
    let payer = payment_requests::Client::on(&firm, &request);
    payer.pay_amount(10_000, refused()).await.unwrap();
    for page in &pages {
        assert_eq!(checking::asked(&firm.app, &turnstile, page), Asks::SumInstead, "the sum and nothing less");
    }
    assert_eq!(checking::asked(&firm.app, &turnstile, &request), Asks::SumInstead, "links too");
    assert_eq!(told(&firm), [true]);
    decline_on(&firm, &pages[0]).await;
    assert_eq!(told(&firm), [true], "one alert, however many there are");
    assert_eq!(bot_defence::shown(&firm.app).unwrap().declines, 7);
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn it_ends_by_itself_and_the_alert_with_it_and_a_restart_forgets_nothing() {
    let (mut firm, pages) = open(1).await;
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    firm.restart();
    let turnstile = Turnstile::new(firm.clock.clone());
    assert_eq!(checking::asked(&firm.app, &turnstile, &pages[0]), Asks::SumInstead);
    firm.clock.advance_ms(29 * MINUTE_MS);
    watch::round(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [true]);
    firm.clock.advance_ms(3 * MINUTE_MS);
    assert_eq!(checking::asked(&firm.app, &turnstile, &pages[0]), Asks::Sum);
    watch::round(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [false]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

/// The alert that is open, resolved by somebody who looked.
async fn resolve(firm: &TestFirm) {
    let open = alerts::unresolved(&firm.read(), About::PublicPages, Cause::CardTesting).unwrap().unwrap();
    let seen = Seen { id: open.id, version: open.version };
    let looked = (Resolution::NoActionNeeded, "Reminders to two hundred clients".to_owned());
    acting::resolve(&firm.app, Authority::Staff(&firm.admin), seen, looked).await.unwrap();
}

#[tokio::test]
async fn the_run_of_declines_that_somebody_looked_at_is_not_told_again_and_the_next_one_is() {
    let (firm, pages) = open(1).await;
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    resolve(&firm).await;
    decline_on(&firm, &pages[0]).await;
    assert_eq!(told(&firm), [false], "the same run");
    firm.clock.advance_ms(31 * MINUTE_MS);
    for _ in 0..5 {
        decline_on(&firm, &pages[0]).await;
    }
    assert_eq!(told(&firm), [false], "not one too many yet");
    decline_on(&firm, &pages[0]).await;
    assert_eq!(told(&firm), [false, true], "a run of its own");
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_run_of_declines_that_goes_on_is_told_again_once_what_somebody_looked_at_is_long_over() {
    let (firm, pages) = open(1).await;
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    resolve(&firm).await;
    // One a minute: each of them is one too many.
    for _ in 0..30 {
        decline_on(&firm, &pages[0]).await;
        assert_eq!(told(&firm), [false]);
    }
    for _ in 0..10 {
        decline_on(&firm, &pages[0]).await;
    }
    assert_eq!(told(&firm), [false, true]);
}

#[tokio::test]
async fn what_ended_by_itself_is_told_when_it_begins_again_even_at_once() {
    let (firm, pages) = open(1).await;
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    firm.clock.advance_ms(31 * MINUTE_MS);
    watch::round(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [false]);
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    assert_eq!(told(&firm), [false, true]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_ended_because_the_limits_were_raised_is_told_when_they_are_lowered_again() {
    let (firm, pages) = open(1).await;
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    let limits = async |seen, declines| {
        let wanted = Wanted { seen, company: None, breaker: Breaker { declines, ..LIMITS } };
        bot_defence::set(&firm.app, Authority::Staff(&firm.admin), wanted).await.unwrap();
    };
    limits(1, 20).await;
    watch::round(&firm.app).await.unwrap();
    assert_eq!(told(&firm), [false]);
    limits(2, 6).await;
    decline_on(&firm, &pages[0]).await;
    assert_eq!(told(&firm), [false, true]);
}

#[tokio::test]
async fn a_form_that_was_open_before_is_asked_once_more_and_then_pays() {
    let (firm, pages) = open(1).await;
    let client = Client::on(&firm, &pages[0]);
    let genuine = client.purchase(Choice::Amount(5_000), APPROVED);
    let before = client.ticket(&genuine.key);
    for _ in 0..6 {
        decline_on(&firm, &pages[0]).await;
    }
    firm.clock.advance_ms(60_000);
    let turnstile = Turnstile::new(firm.clock.clone());
    let at = (&pages[0], Alertness::Calm);
    let enter = async |ticket: &Ticket, solution: &str| {
        let shown = Shown { ticket, solution, bait: "", peer: "198.51.100.9" };
        let presented = Presented { shown: &shown, token: "", card: "genuine" };
        checking::enter(&firm.app, &turnstile, at, &presented).await.map(|_| ())
    };
    assert_eq!(enter(&before, "").await, Err(TurnedAway::MoreWork));
    let asked = Ticket::new(&pages[0], genuine.key.clone(), (Alertness::Calm, firm.app.now()));
    let asked = asked.asking(&pages[0], Asks::SumInstead);
    firm.clock.advance_ms(120_000);
    assert_eq!(enter(&asked, "").await, Err(TurnedAway::Unproven(Unproven::NoSum)), "waiting is no proof");
    let solution = Ticket::solve(&asked.challenge(&firm.app.secrets)).unwrap();
    assert_eq!(enter(&asked, &solution).await, Ok(()));
    let refused: Vec<_> = turnstile.refused().iter().map(|one| one.why).collect();
    assert_eq!(refused, [TurnedAway::Unproven(Unproven::NoSum), TurnedAway::MoreWork], "latest first");
}

#[tokio::test]
async fn only_sane_limits_are_set_by_whoever_may_and_two_who_set_them_at_once_notice() {
    let firm = TestFirm::new().await;
    let wanted = |seen, breaker| Wanted { seen, company: Some(Company::Never), breaker };
    let by = |user| Authority::Staff(user);
    let refused = bot_defence::set(&firm.app, by(&firm.billing), wanted(0, LIMITS)).await;
    assert!(matches!(refused, Err(SetError::NotAllowed(_))), "{refused:?}");
    let none = Breaker { declines: 0, ..LIMITS };
    let refused = bot_defence::set(&firm.app, by(&firm.admin), wanted(0, none)).await;
    assert!(matches!(refused, Err(SetError::Limits)), "{refused:?}");
    let first = bot_defence::set(&firm.app, by(&firm.admin), wanted(0, LIMITS)).await.unwrap();
    let again = bot_defence::set(&firm.app, by(&firm.admin), wanted(0, LIMITS)).await.unwrap();
    assert_eq!((first.version, again), (1, first), "the second of two clicks changes nothing");
    let other = Breaker { declines: 9, ..LIMITS };
    let stale = bot_defence::set(&firm.app, by(&firm.admin), wanted(0, other)).await;
    assert!(matches!(stale, Err(SetError::Stale)), "{stale:?}");
    assert_eq!(bot_defence::set(&firm.app, by(&firm.admin), wanted(1, other)).await.unwrap().version, 2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}
