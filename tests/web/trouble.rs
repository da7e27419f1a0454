//! When the store takes no writes: nothing is charged, everything can still be read, and everyone is told.

use clientpay::store::engine::faulty::Fault;
use poem::http::StatusCode;

use super::{paid, payments};
use crate::support::{
    APPROVED, TestFirm,
    browser::{PASSWORD, Page, Site},
    script, serving,
};

#[tokio::test]
async fn with_a_full_disk_nothing_is_charged_and_everyone_is_told() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut billing = site.signed_in(&firm.billing).await;
    let earlier = paid(&firm, &billing.pay(&firm, &[("receipt", "")]).await);
    let key = billing.new_payment().await;
    billing.enter_card(&key, APPROVED).await;
    script(&firm.faults, &[Fault::Full]);
    let page = settled(async || billing.charge(&firm, &key, &[("receipt", "")]).await).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.complaints()[0].1.contains("nothing was charged"), "{:?}", page.complaints());
    assert_eq!((page.value("payer"), page.value("key")), ("Ada Vance".to_owned(), key.clone()));
    assert!(firm.charge(&parsed(&key)).await.is_none(), "the processor was not even asked");
    for path in ["/dashboard", "/payments", &format!("/payments/{}", earlier.id), "/payments/new", "/outbox"] {
        let page = settled(async || billing.get(path).await).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.texts("[role=status]").iter().any(|text| text.contains("Read only")), "{path}");
    }
    let health = site.visitor().get("/healthz").await;
    assert_eq!(health.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(health.body.contains("\"read_only\""));
    assert!(settled(async || site.visitor().get("/metrics").await).await.body.contains("clientpay_read_only 1"));
    let page = billing.post(&format!("/payments/{}/receipts", earlier.id), &[("email", "a@b.example")]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    let mut admin = site.visitor();
    settled(async || admin.get("/sign-in").await).await;
    let page = admin.post("/sign-in", &[("email", &firm.admin.email), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    let again = settled(async || billing.charge(&firm, earlier.key.as_str(), &[("receipt", "")]).await).await;
    assert_eq!(again.location(), Some(format!("/payments/{}/result", earlier.id)), "a known form has its result");

    firm.faults.freed();
    serving(&firm.app.store).await;
    assert_eq!(site.visitor().get("/healthz").await.status, StatusCode::OK);
    let page = billing.charge(&firm, &key, &[("receipt", "")]).await;
    assert_eq!((paid(&firm, &page).amount.minor(), payments(&firm).len()), (12_500, 2), "the same form, once");
}

#[tokio::test]
async fn a_commit_in_doubt_never_asks_for_a_second_charge() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut billing = site.signed_in(&firm.billing).await;
    let key = billing.new_payment().await;
    billing.enter_card(&key, APPROVED).await;
    script(&firm.faults, &[Fault::Pass, Fault::Pass, Fault::CommitLost]);
    let page = billing.charge(&firm, &key, &[("receipt", "")]).await;
    serving(&firm.app.store).await;
    if let Some(path) = page.location() {
        let page = billing.get(&path).await;
        assert_eq!(page.texts("main [role=status] h2"), ["We’re confirming this payment"]);
    } else {
        // The card was charged and the store could not say so: anything but "nothing was charged".
        assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(page.body.contains("look for the payment in Payment Manager"), "{}", page.body);
    }
    let again = billing.charge(&firm, &key, &[("receipt", "")]).await;
    assert!(again.location().is_some(), "{}", again.status);
    firm.reconcile_later().await;
    let all = payments(&firm);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].status, clientpay::domain::transaction::Status::Captured);
}

#[tokio::test]
async fn an_open_outcome_is_shown_as_open_until_it_is_known() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut billing = site.signed_in(&firm.billing).await;
    let key = billing.new_payment().await;
    billing.enter_card(&key, "4000000000006678").await;
    let page = billing.charge(&firm, &key, &[("receipt", "")]).await;
    let payment = paid(&firm, &page);
    let result = page.location().unwrap();
    let page = billing.get(&result).await;
    assert_eq!(page.texts("main [role=status] h2"), ["We’re confirming this payment"]);
    assert_eq!(
        page.attributes("main [hx-get]", "hx-get"),
        std::slice::from_ref(&result),
        "the page asks again by itself"
    );
    assert!(!page.text("main").contains("Try another card"));
    firm.clock.advance_ms(clientpay::service::resolution::ALERT_AFTER_MS);
    let mut billing = site.signed_in(&firm.billing).await;
    clientpay::service::alerts::watch::round(&firm.app).await.unwrap();
    let page = billing.get("/dashboard").await;
    assert!(page.text("main").contains("Don’t charge again"));
    firm.reconcile_later().await;
    assert!(!firm.stored(payment.id).status.is_unresolved());
    let mut billing = site.signed_in(&firm.billing).await;
    let page = billing.get(&result).await;
    assert_eq!(page.texts("main [role=status] h2"), ["Payment failed"]);
    assert!(!page.has("main [hx-get]"));
}

/// The answer once the store can be read: while it is being reopened, a moment at each try to write again, it cannot,
/// and whoever asks then is told to ask again.
pub(super) async fn settled(mut ask: impl AsyncFnMut() -> Page) -> Page {
    for _ in 0..10_000 {
        let page = ask().await;
        if page.status != StatusCode::SERVICE_UNAVAILABLE {
            return page;
        }
        tokio::task::yield_now().await;
    }
    panic!("the store stayed closed");
}

fn parsed(key: &str) -> clientpay::domain::ids::OperationKey {
    clientpay::domain::ids::OperationKey::parse(key).unwrap()
}
