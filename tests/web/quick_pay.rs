//! Quick Pay on screen, and saving a card in the terminal.

use clientpay::{
    domain::transaction::{Source, Transaction},
    store::engine::faulty::Fault,
};
use poem::http::StatusCode;

use super::{journal, paid, payments, trouble::settled};
use crate::support::{
    TestFirm,
    browser::{Browser, Page, Site},
    script,
};

async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let cashier = site.signed_in(&firm.cashier).await;
    (firm, site, cashier)
}

async fn kept(firm: &TestFirm, browser: &mut Browser) -> Transaction {
    paid(firm, &browser.pay(firm, &[("receipt", ""), ("keep_method", "yes"), ("matter", "Vance v. Marlow")]).await)
}

fn path(payment: &Transaction) -> String {
    format!("/payments/{}/quick-pay", payment.id)
}

async fn send(browser: &mut Browser, payment: &Transaction, drawn: &Page, fields: &[(&str, &str)]) -> Page {
    let (key, amount) = (drawn.value("key"), drawn.value("amount"));
    let usual = [("key", &*key), ("amount", &*amount), ("invoice", "INV-2000"), ("matter", ""), ("email", "")];
    let mut all: Vec<(&str, &str)> = fields.to_vec();
    all.extend(usual.into_iter().filter(|(name, _)| fields.iter().all(|(known, _)| known != name)));
    browser.post(&path(payment), &all).await
}

#[tokio::test]
async fn a_card_that_was_not_saved_leads_to_the_terminal_with_its_fields() {
    let (firm, _, mut cashier) = open().await;
    let payment = paid(&firm, &cashier.pay(&firm, &[("receipt", "")]).await);
    let page = cashier.get(&format!("/payments/{}", payment.id)).await;
    assert!(!page.has("a[href$='/quick-pay']"));
    let page = cashier.get(&path(&payment)).await;
    assert!(page.status == StatusCode::OK && !page.has("form[action$=quick-pay]"));
    let instead = format!("/payments/new?like={}", payment.id);
    assert!(page.has(&format!("a[href='{instead}']")));
    assert_eq!(cashier.get(&instead).await.value("payer"), "Ada Vance");
    let (before, key) = (journal(&firm), firm.app.ids.operation_key().to_string());
    let page = cashier.post(&path(&payment), &[("key", &key), ("amount", "5.00")]).await;
    assert_eq!((page.status, journal(&firm)), (StatusCode::UNPROCESSABLE_ENTITY, before));
}

#[tokio::test]
async fn a_saved_card_is_shown_confirmed_and_charged_once() {
    let (firm, _, mut cashier) = open().await;
    let payment = kept(&firm, &mut cashier).await;
    let page = cashier.get(&format!("/payments/{}/result", payment.id)).await;
    assert!(page.text("#result").contains("Saved for later payments"));
    let page = cashier.get(&format!("/payments/{}", payment.id)).await;
    assert!(page.has(&format!("a[href='{}']", path(&payment))));
    let page = cashier.get(&path(&payment)).await;
    assert_eq!((page.value("amount"), page.value("matter")), ("125.00".to_owned(), "Vance v. Marlow".to_owned()));
    for words in ["Ada Vance", "4242", "Operating", "$125.00"] {
        assert!(page.text("aside").contains(words), "{words}");
    }
    assert!(!page.body.contains("pm_"), "the token stays here");
    let first = send(&mut cashier, &payment, &page, &[("amount", "75.00")]).await;
    let second = send(&mut cashier.clone(), &payment, &page, &[("amount", "99.00")]).await;
    assert_eq!(first.location(), second.location());
    let charged = paid(&firm, &first);
    assert_eq!((charged.amount.minor(), charged.source), (7_500, Source::QuickPay));
    assert_eq!((charged.invoice_number.as_deref(), payments(&firm).len()), (Some("INV-2000"), 2));
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn bad_fields_charge_nothing_and_lose_nothing() {
    let (firm, site, mut cashier) = open().await;
    let payment = kept(&firm, &mut cashier).await;
    let before = journal(&firm);
    let long = "x".repeat(201);
    for (field, value) in [
        ("amount", "0"),
        ("amount", "-1"),
        ("amount", "abc"),
        ("invoice", &*long),
        ("email", "nobody"),
        ("matter", &*long),
    ] {
        let page = cashier.get(&path(&payment)).await;
        let page = send(&mut cashier, &payment, &page, &[(field, value)]).await;
        assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec![field.to_owned()]));
        assert_eq!(page.value(field), value);
    }
    assert_eq!(journal(&firm), before);
    let mut auditor = site.signed_in(&firm.auditor).await;
    assert_eq!(auditor.get(&path(&payment)).await.status, StatusCode::FORBIDDEN);
    assert!(!auditor.get(&format!("/payments/{}", payment.id)).await.has("a[href$='/quick-pay']"));
    assert_eq!(cashier.get("/payments/99/quick-pay").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn trust_money_needs_its_matter_here_too() {
    let (firm, _, mut cashier) = open().await;
    let trust = firm.trust.to_string();
    let fields = [("account", &*trust), ("matter", "Vance v. Marlow"), ("keep_method", "yes"), ("receipt", "")];
    let payment = paid(&firm, &cashier.pay(&firm, &fields).await);
    let page = cashier.get(&path(&payment)).await;
    let refused = send(&mut cashier, &payment, &page, &[("matter", "")]).await;
    assert_eq!(refused.wrong_fields(), ["matter"]);
    let taken = paid(&firm, &send(&mut cashier, &payment, &page, &[("matter", "Vance v. Marlow")]).await);
    assert_eq!(taken.merchant_account, firm.trust);
}

#[tokio::test]
async fn with_a_full_disk_nothing_is_charged() {
    let (firm, _, mut cashier) = open().await;
    let payment = kept(&firm, &mut cashier).await;
    let page = cashier.get(&path(&payment)).await;
    script(&firm.faults, &[Fault::Full]);
    let answer = settled(async || send(&mut cashier, &payment, &page, &[]).await).await;
    assert!(answer.complaints()[0].1.contains("nothing was charged"), "{}", answer.body);
    firm.faults.freed();
    crate::support::serving(&firm.app.store).await;
    assert!(send(&mut cashier, &payment, &page, &[]).await.location().is_some());
    assert_eq!(payments(&firm).len(), 2);
}
