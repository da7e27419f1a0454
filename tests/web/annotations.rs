//! Tags and the internal note on a payment's page, and its payer.

use clientpay::domain::{transaction::Transaction, user::Session};
use poem::http::StatusCode;

use super::{journal, paid};
use crate::support::{
    TestFirm,
    browser::{Browser, Site},
};

async fn open() -> (TestFirm, Site, Browser, Transaction) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    let payment = paid(&firm, &cashier.pay(&firm, &[("receipt", "")]).await);
    (firm, site, cashier, payment)
}

#[tokio::test]
async fn a_tag_is_put_on_found_and_taken_off() {
    let (firm, site, mut cashier, payment) = open().await;
    let path = format!("/payments/{}", payment.id);
    let before = journal(&firm);
    for bad in ["", "   ", &"x".repeat(31)] {
        let page = cashier.post(&format!("{path}/tags"), &[("tag", bad)]).await;
        assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["tag".to_owned()]));
    }
    assert_eq!(journal(&firm), before);
    let answer = cashier.post(&format!("{path}/tags"), &[("tag", "call <b>back</b>")]).await;
    let page = cashier.get(&answer.location().unwrap()).await;
    assert!(page.texts("[role=status]").contains(&"Tag added.".to_owned()));
    assert_eq!(page.texts(".chips .chip"), ["call <b>back</b>"]);
    assert!(page.text("section[aria-labelledby=payment-history]").contains("Tag added: call <b>back</b>"));
    let link = page.attributes(".chips .chip", "href").remove(0);
    let list = cashier.get(&link).await;
    assert_eq!(list.attributes("tbody .row-link", "href"), std::slice::from_ref(&path), "{link}");
    let mut auditor = site.signed_in(&firm.auditor).await;
    let page = auditor.get(&path).await;
    assert!(page.has(".chips .chip") && !page.has("form[action$=tags]") && !page.has("form[action$=removals]"));
    for action in ["tags", "tags/removals", "note"] {
        let page = auditor.post(&format!("{path}/{action}"), &[("tag", "x"), ("note", "x")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{action}");
    }
    cashier.post(&format!("{path}/tags/removals"), &[("tag", "call <b>back</b>")]).await;
    assert!(!cashier.get(&path).await.has(".chips .chip"));
    assert_eq!(cashier.post("/payments/99/tags", &[("tag", "x")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_stale_note_is_told_and_nothing_typed_is_lost() {
    let (firm, site, mut cashier, payment) = open().await;
    let path = format!("/payments/{}", payment.id);
    let note = format!("{path}/note");
    assert_eq!(cashier.get(&path).await.value("version"), "0");
    let mut billing = site.signed_in(&firm.billing).await;
    billing.get(&path).await;
    assert!(billing.post(&note, &[("note", "Billing was here"), ("version", "0")]).await.location().is_some());
    let page = cashier.post(&note, &[("note", "Mine\nof two lines"), ("version", "0")]).await;
    assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["note".to_owned()]));
    assert!(page.text("textarea[name=note]").starts_with("Mine of two lines"));
    assert!(page.text(".quote").contains("Billing was here"), "what stands there now is shown beside it");
    assert_eq!(page.value("version"), "1");
    let answer = cashier.post(&note, &[("note", "Both of us"), ("version", "1")]).await;
    let page = cashier.get(&answer.location().unwrap()).await;
    assert_eq!(page.text("textarea[name=note]"), "Both of us");
    let history = page.text("section[aria-labelledby=payment-history]");
    assert!(history.contains("Billing was here") && history.contains("Both of us"), "{history}");
    for (version, text) in [("x", "y"), ("", "y"), ("1", "y"), ("2", &*"z".repeat(2_001))] {
        let page = cashier.post(&note, &[("note", text), ("version", version)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{version}");
    }
    assert!(!firm.deliveries(payment.id).iter().any(|_| true));
}

#[tokio::test]
async fn the_payer_sees_neither_tags_nor_the_note() {
    let (firm, site, mut cashier, payment) = open().await;
    cashier.post(&format!("/payments/{}/tags", payment.id), &[("tag", "slowpayer")]).await;
    cashier.post(&format!("/payments/{}/note", payment.id), &[("note", "Never on time"), ("version", "0")]).await;
    let link = clientpay::service::receipts::link_token(&firm.app.secrets, payment.id);
    let page = site.visitor().get(&format!("/receipts/{link}")).await;
    assert!(page.status == StatusCode::OK && !page.body.contains("slowpayer") && !page.body.contains("Never on"));
}

#[tokio::test]
async fn a_note_typed_while_the_session_ended_is_there_after_signing_in() {
    let (firm, site, mut cashier, payment) = open().await;
    let path = format!("/payments/{}", payment.id);
    let key = cashier.get(&path).await.value("key");
    firm.clock.advance_ms(Session::IDLE_MS);
    let fields = [("note", "Long and thoughtful"), ("version", "0"), ("key", &key), ("draft_of", "note")];
    let answer = cashier.post(&format!("{path}/note"), &fields).await;
    assert!(answer.location().unwrap().contains("draft"), "{:?}", answer.location());
    let mut again = site.signed_in(&firm.cashier).await;
    let page = again.get(&format!("{path}?draft={key}")).await;
    assert_eq!(page.text("textarea[name=note]"), "Long and thoughtful");
    let mut other = site.signed_in(&firm.billing).await;
    assert!(!other.get(&format!("{path}?draft={key}")).await.body.contains("Long and thoughtful"));
}

#[tokio::test]
async fn a_payment_leads_to_its_payer_or_makes_one() {
    let (firm, site, mut cashier, payment) = open().await;
    let path = format!("/payments/{}", payment.id);
    let links = cashier.get(&path).await.attributes("section[aria-labelledby=payment-payer] a", "href");
    assert_eq!(links, ["/payers/1", "/payments?q=payer%3A%22Ada%20Vance%22"]);
    assert_eq!(cashier.get(&links[1]).await.attributes("tbody .row-link", "href"), std::slice::from_ref(&path));
    let bare = Transaction { payer: None, ..firm.stored(payment.id) };
    firm.app.store.write(move |writer| writer.put_transaction(&bare)).await.unwrap();
    let page = cashier.get(&path).await;
    assert!(page.has(&format!("form[action='{path}/payer']")));
    let mut auditor = site.signed_in(&firm.auditor).await;
    assert!(!auditor.get(&path).await.has("form[action$=payer]"));
    assert_eq!(auditor.post(&format!("{path}/payer"), &[]).await.status, StatusCode::FORBIDDEN);
    let answer = cashier.post(&format!("{path}/payer"), &[]).await;
    assert!(cashier.get(&answer.location().unwrap()).await.text("main").contains("on the payer’s record now"));
    assert_eq!(firm.stored(payment.id).payer, payment.payer);
}
