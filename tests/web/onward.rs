//! Going on to the firm's own page after a payment: at once or by a button, never to another address, never before it is
//! paid, and never at the price of a second charge.

use clientpay::domain::{
    payment_page::{Content, fields::Need, onward::Onward},
    transaction::DeclineReason,
};
use clientpay::gateway::sandbox::cards::Behavior;
use poem::http::StatusCode;

use super::{
    pay::{card, filled, key, open, pay, send},
    payments,
};
use crate::{
    payment_pages::{deposit, texts},
    support::{APPROVED, TestFirm, browser::Page},
};

const NEXT: &str = "https://firm.example/next?paid=1;a";

fn sending_on(firm: &TestFirm) -> Content {
    let mut content = deposit(firm);
    content.words.thanks = texts("Thank you");
    content.sites = vec!["https://firm.example".into()];
    content.continue_to = Some(NEXT.into());
    content.onward = Onward::StraightAway;
    content
}

/// Where the page sends the browser by itself.
fn refresh(page: &Page) -> Option<String> {
    page.header("refresh").map(|value| value.trim_start_matches("0; url=").to_owned())
}

#[tokio::test]
async fn who_has_paid_is_sent_on_and_finds_the_receipt_on_the_way_and_in_the_mail() {
    let (firm, mut client, _) = open("deposit", sending_on).await;
    let answer = pay(&firm, &mut client, ("/pay/deposit", APPROVED), &[("amount", "125.00")]).await;
    firm.leaves_waiting(1);
    let paid = payments(&firm).remove(0);
    assert_eq!(answer.location().as_deref(), Some(format!("/paid/{}", paid.key).as_str()), "the form ends on our page");
    let page = client.get(&answer.location().unwrap()).await;
    assert_eq!((page.status, refresh(&page).as_deref()), (StatusCode::OK, Some(NEXT)));
    assert_eq!((page.text("h1").as_str(), page.text(".amount-big").as_str()), ("Payment approved", "$125.00"));
    assert_eq!(page.attributes("a.button[target=_top]", "href"), [NEXT], "for browsers that do not go by themselves");
    assert!(page.text("main").contains("firm.example"), "{}", page.text("main"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self';") && policy.contains("frame-ancestors 'self' https://firm.example"));
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), (Some("no-store"), Some("same-origin")));
    let receipt = page.attributes("main a[href^='/receipts/']", "href").remove(0);
    let receipt = client.get(&receipt).await;
    assert_eq!((receipt.text(".pay-thanks").as_str(), refresh(&receipt)), ("Thank you", None));
    assert_eq!(receipt.attributes("a[rel=noopener]", "href"), [NEXT]);
    let french = client.get(&format!("/paid/{}?lang=fr", paid.key)).await;
    assert_eq!((french.text("h1").as_str(), refresh(&french).as_deref()), ("Paiement approuvé", Some(NEXT)));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_second_click_a_reload_and_going_back_lead_to_the_same_place_and_charge_once() {
    let (firm, mut client, _) = open("deposit", sending_on).await;
    let page = client.get("/pay/deposit").await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let sheet = filled(&page, &[("amount", "125.00")]);
    let first = send(&mut client, "/pay/deposit", &sheet).await.location().unwrap();
    // Back shows the form as it was, or is told to send it again; either way it is the same operation.
    let changed = filled(&page, &[("amount", "999.00")]);
    for sheet in [&sheet, &changed] {
        assert_eq!(send(&mut client, "/pay/deposit", sheet).await.location().as_ref(), Some(&first));
    }
    for _ in 0..2 {
        assert_eq!(refresh(&client.get(&first).await).as_deref(), Some(NEXT));
    }
    assert_eq!(payments(&firm).len(), 1);
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_approved_is_told_on_our_own_page() {
    for (behavior, heading) in [
        (Behavior::Decline(DeclineReason::InsufficientFunds), "The payment didn’t go through"),
        (Behavior::Hold, "Your payment is being reviewed"),
        (Behavior::RequireAction, "Your bank wants to make sure it’s you"),
        (Behavior::LoseCall, "We’re confirming your payment"),
    ] {
        let (firm, mut client, _) = open("deposit", sending_on).await;
        let answer = pay(&firm, &mut client, ("/pay/deposit", card(behavior)), &[("amount", "125.00")]).await;
        let page = client.get(&answer.location().unwrap()).await;
        assert_eq!((page.status, page.text("h1").as_str()), (StatusCode::OK, heading), "{behavior:?}");
        assert_eq!(refresh(&page), None, "{behavior:?}");
        assert!(!page.body.contains("firm.example/next"), "{behavior:?}: {}", page.body);
    }
}

#[tokio::test]
async fn whoever_leaves_no_address_sees_the_receipt_first() {
    let (firm, mut client, _) = open("deposit", |firm| {
        let mut content = sending_on(firm);
        content.asked.email = Need::Optional;
        content
    })
    .await;
    let fields = [("amount", "125.00"), ("email", "")];
    let answer = pay(&firm, &mut client, ("/pay/deposit", APPROVED), &fields).await;
    let receipt = client.follow(&answer.location().unwrap()).await;
    assert_eq!((receipt.text(".pay-thanks").as_str(), refresh(&receipt)), ("Thank you", None));
    assert_eq!(receipt.attributes("a[rel=noopener]", "href"), [NEXT]);
}

#[tokio::test]
async fn nothing_that_a_browser_sends_says_where_to() {
    let (firm, mut client, _) = open("deposit", sending_on).await;
    let evil = "https://evil.example/";
    let path = format!("/pay/deposit?continue={evil}&onward={evil}&next={evil}");
    let fields = [("amount", "125.00"), ("continue", evil), ("onward", evil), ("next", evil), ("url", evil)];
    let answer = pay(&firm, &mut client, (&path, APPROVED), &fields).await;
    firm.leaves_waiting(1);
    let at = format!("{}?continue={evil}&url={evil}&next={evil}", answer.location().unwrap());
    let page = client.get(&at).await;
    assert_eq!(refresh(&page).as_deref(), Some(NEXT));
    assert!(!page.body.contains("evil"), "{}", page.body);
}
