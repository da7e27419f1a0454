//! A payment's own page, its receipts and the outbox.

use clientpay::service::{outbox::deliver_due, receipts};
use poem::http::StatusCode;

use super::{journal, paid};
use crate::support::{
    APPROVED, TestFirm,
    browser::{Browser, Page, Site},
    post_office::Mood,
};

async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let billing = site.signed_in(&firm.billing).await;
    (firm, site, billing)
}

#[tokio::test]
async fn its_history_says_who_did_what() {
    let (firm, _, mut billing) = open().await;
    firm.post.set(Mood::Keeps);
    let payment = paid(&firm, &billing.pay(&firm, &[("matter", "Vance v. Marlow")]).await);
    deliver_due(&firm.app).await.unwrap();
    let page = billing.get(&format!("/payments/{}", payment.id)).await;
    let history = page.text("section[aria-labelledby=payment-history]");
    for words in [
        "Payment requested",
        "Payment approved",
        "Receipt queued",
        "Receipt to ada@client.example kept in the outbox",
        "Billing",
    ] {
        assert!(history.contains(words), "{words}: {history}");
    }
    let facts = page.text("main");
    for words in ["$125.00", "Ada Vance", "INV-1041", "Vance v. Marlow", "12/2030", "4242"] {
        assert!(facts.contains(words), "{words}");
    }
    assert!(!page.body.contains(APPROVED) && !page.body.contains(&payment.method_token));
}

#[tokio::test]
async fn a_receipt_goes_again_to_the_same_or_another_address() {
    let (firm, _, mut billing) = open().await;
    let payment = paid(&firm, &billing.pay(&firm, &[]).await);
    let path = format!("/payments/{}", payment.id);
    let page = billing.get(&path).await;
    assert_eq!(page.value("email"), "ada@client.example");
    assert!(page.has(&format!("form[method=post][action='{path}/receipts'] #email[aria-required=true]")));
    for addresses in ["ada@client.example", "other@client.example; third@client.example"] {
        let page = billing.post(&format!("{path}/receipts"), &[("email", addresses)]).await;
        let page = billing.get(&page.location().unwrap()).await;
        let said = addresses.replace(';', ",");
        assert!(page.texts("[role=status]").iter().any(|text| text.contains(&said)), "{said}");
    }
    deliver_due(&firm.app).await.unwrap();
    let sent: Vec<Vec<String>> = firm.post.taken().into_iter().map(|envelope| envelope.message.to).collect();
    assert_eq!(
        sent,
        [vec!["ada@client.example"], vec!["ada@client.example"], vec!["other@client.example", "third@client.example"]]
    );
}

#[tokio::test]
async fn an_address_that_cannot_be_one_queues_nothing() {
    let (firm, _, mut billing) = open().await;
    let payment = paid(&firm, &billing.pay(&firm, &[("receipt", "")]).await);
    let (path, before) = (format!("/payments/{}/receipts", payment.id), journal(&firm));
    for addresses in
        ["", " ", "ada", "ada@", "a@b.example\r\nBcc: c@d.example,x", &"a@b.example ".repeat(6), "<script>@b.example"]
    {
        let page = billing.post(&path, &[("email", addresses)]).await;
        assert_eq!(
            (page.status, page.wrong_fields()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec!["email".to_owned()]),
            "{addresses}"
        );
        assert!(page.text("title").starts_with("Error: ") && page.has("#email[aria-invalid=true]"));
    }
    assert_eq!(journal(&firm), before);
    assert_eq!(billing.post("/payments/99/receipts", &[("email", "a@b.example")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_declined_payment_has_no_receipt_and_an_auditor_sends_none() {
    let (firm, site, mut billing) = open().await;
    let key = billing.new_payment().await;
    billing.enter_card(&key, "4000000000000069").await;
    let declined = paid(&firm, &billing.charge(&firm, &key, &[]).await);
    let path = format!("/payments/{}", declined.id);
    let page = billing.get(&path).await;
    assert!(page.text("main").contains("The card has expired") && !page.has("form[action$=receipts]"));
    let page = billing.post(&format!("{path}/receipts"), &[("email", "a@b.example")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let link = format!("/receipts/{}", receipts::link_token(&firm.app.secrets, declined.id));
    assert_eq!(site.visitor().get(&link).await.status, StatusCode::NOT_FOUND);
    let payment = paid(&firm, &billing.pay(&firm, &[("receipt", "")]).await);
    let mut auditor = site.signed_in(&firm.auditor).await;
    let page = auditor.get(&format!("/payments/{}", payment.id)).await;
    assert!(page.status == StatusCode::OK && !page.has("form[action$=receipts]"), "nor is it offered");
    let page = auditor.post(&format!("/payments/{}/receipts", payment.id), &[("email", "a@b.example")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_outbox_shows_messages_shut_off_from_the_page_around_them() {
    let (firm, site, mut billing) = open().await;
    firm.post.set(Mood::Keeps);
    assert!(billing.get("/outbox").await.text("main").contains("No messages yet"));
    let payment = paid(&firm, &billing.pay(&firm, &[]).await);
    let id = firm.deliveries(payment.id)[0].id;
    assert_eq!(billing.get(&format!("/outbox/{id}")).await.status, StatusCode::OK, "one that still waits");
    assert_eq!(billing.get(&format!("/outbox/{id}/html")).await.status, StatusCode::NOT_FOUND);
    deliver_due(&firm.app).await.unwrap();
    let page = billing.get("/outbox").await;
    assert_eq!(page.attributes("tbody .row-link", "href"), [format!("/outbox/{id}")]);
    assert!(page.text("tbody").contains("Kept here"));
    let page = billing.get(&format!("/outbox/{id}")).await;
    assert!(page.text("pre").contains("$125.00") && page.text("main").contains("ada@client.example"));
    assert_eq!(page.attributes("iframe", "sandbox"), ["allow-popups"]);
    let frame = billing.get(&page.attributes("iframe", "src").remove(0)).await;
    let policy = frame.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "sandbox", "frame-ancestors 'self'", "form-action 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("script-src") && frame.body.contains("$125.00") && !frame.body.contains("12/30"));
    let mut cashier = site.signed_in(&firm.cashier).await;
    assert_eq!(cashier.get("/outbox").await.status, StatusCode::FORBIDDEN);
    assert!(!cashier.get("/dashboard").await.attributes("nav a", "href").contains(&"/outbox".to_owned()));
}

#[tokio::test]
async fn the_outbox_is_read_page_by_page() {
    let (firm, _, mut billing) = open().await;
    let payment = paid(&firm, &billing.pay(&firm, &[]).await);
    for _ in 0..55 {
        billing.post(&format!("/payments/{}/receipts", payment.id), &[("email", "a@b.example")]).await;
    }
    deliver_due(&firm.app).await.unwrap();
    let links = |page: &Page| page.attributes("tbody .row-link", "href");
    let page = billing.get("/outbox").await;
    let mut seen = links(&page);
    let older = page.attributes(".card-foot a", "href").remove(0);
    let page = billing.get(&older).await;
    seen.extend(links(&page));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 56);
    for hostile in ["x", "-1", "0", "18446744073709551616"] {
        assert_eq!(billing.get(&format!("/outbox?before={hostile}")).await.status, StatusCode::OK, "{hostile}");
    }
}
