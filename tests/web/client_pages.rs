//! What payers see without signing in, and what processors send.

use clientpay::{
    domain::{locale::Language, transaction::Status},
    export::qr::Qr,
    gateway::{Gateway as _, sandbox::Decision},
    service::{Authority, payment_pages::logo, receipts},
};
use poem::http::{Method, StatusCode};

use super::{journal, paid, pay, payments};
use crate::{
    payment_pages::deposit,
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Site},
    },
};

const CHALLENGED: &str = "4000000000003220";

async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let cashier = site.signed_in(&firm.cashier).await;
    (firm, site, cashier)
}

#[tokio::test]
async fn a_receipt_is_read_by_its_link_in_three_languages() {
    let (firm, site, mut cashier) = open().await;
    let payment = paid(&firm, &cashier.pay(&firm, &[("language", "fr"), ("receipt", ""), ("note", "Merci")]).await);
    let link = format!("/receipts/{}", receipts::link_token(&firm.app.secrets, payment.id));
    for (asked, lang, amount) in [
        ("", "fr-CA", "125,00\u{a0}$"),
        ("?lang=en", "en-US", "$125.00"),
        ("?lang=fr", "fr-CA", "125,00\u{a0}$"),
        ("?lang=es", "es-US", "125.00"),
        ("?lang=de", "fr-CA", "125,00\u{a0}$"),
    ] {
        let page = site.visitor().get(&format!("{link}{asked}")).await;
        assert_eq!((page.status, page.attributes("html", "lang")), (StatusCode::OK, vec![lang.to_owned()]), "{asked}");
        assert!(page.body.contains(amount), "{asked}: {}", page.text("article"));
        assert!(page.text("article").contains("4242") && page.text("article").contains("INV-1041"));
        for secret in ["12/30", "12/2030", "2030", "4242424242424242", payment.key.as_str(), &payment.method_token] {
            assert!(!page.text("body").contains(secret), "{secret}");
        }
        assert_eq!(page.attributes("nav.language-switch a", "hreflang"), ["en", "fr", "es"]);
        let forms = page.attributes("form[method=post]", "action");
        assert!(forms.iter().all(|action| action.starts_with(&format!("{link}/resendings"))), "{forms:?}");
    }
}

#[tokio::test]
async fn a_receipt_is_emailed_again_where_it_went_and_says_so_without_telling_where_that_is() {
    let (firm, site, mut cashier) = open().await;
    let unmailed = paid(&firm, &cashier.pay(&firm, &[("email", ""), ("receipt", "")]).await);
    let token = receipts::link_token(&firm.app.secrets, unmailed.id);
    let mut reader = site.visitor();
    assert!(!reader.get(&format!("/receipts/{token}")).await.has("form[method=post]"), "it went nowhere");
    let refused = reader.send(Method::POST, &format!("/receipts/{token}/resendings"), &[], None).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let payment = paid(&firm, &cashier.pay(&firm, &[("email", "nora@client.example")]).await);
    let page = format!("/receipts/{}", receipts::link_token(&firm.app.secrets, payment.id));
    let [action] = reader.get(&format!("{page}?lang=fr")).await.attributes("form", "action").try_into().unwrap();
    let foreign = [("sec-fetch-site", "cross-site")];
    let forged = reader.send(Method::POST, &action, &foreign, None).await;
    assert_eq!((forged.status, firm.deliveries(payment.id).len()), (StatusCode::FORBIDDEN, 1));
    for sent in 1..=receipts::CLIENT_RESENDS_AN_HOUR {
        let answer = reader.send(Method::POST, &action, &[], Some("email=thief@evil.example".into())).await;
        assert_eq!((answer.status, firm.deliveries(payment.id).len()), (StatusCode::SEE_OTHER, 1 + sent));
        let told = reader.follow(&answer.location().unwrap()).await;
        assert_eq!(told.texts("main [role=status]"), ["Envoyé de nouveau à n•••@c•••.example."]);
        assert!(!told.body.contains("nora@") && !told.body.contains("client.example"));
    }
    let answer = reader.send(Method::POST, &action, &[], None).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.text("main [role=status]").contains("réessayez plus tard"), "{}", answer.text("main"));
    assert!(firm.deliveries(payment.id).iter().all(|delivery| delivery.recipients == ["nora@client.example"]));
    firm.leaves_waiting(1 + receipts::CLIENT_RESENDS_AN_HOUR);
}

#[tokio::test]
async fn a_receipt_link_that_was_not_made_by_us_leads_nowhere() {
    let (firm, site, mut cashier) = open().await;
    let one = paid(&firm, &cashier.pay(&firm, &[("receipt", "")]).await);
    let two = paid(&firm, &cashier.pay(&firm, &[("receipt", "")]).await);
    let token = receipts::link_token(&firm.app.secrets, one.id);
    let (_, seal) = token.split_once('-').unwrap();
    let unused = receipts::link_token(&firm.app.secrets, clientpay::domain::ids::TransactionId::new(99));
    for bad in [
        &format!("{}-{seal}", two.id),
        &token.to_uppercase(),
        &token[..token.len() - 1],
        &format!("{token}a"),
        "1",
        "1-",
        "-",
        &unused,
    ] {
        let page = site.visitor().get(&format!("/receipts/{bad}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{bad}");
        assert!(!page.body.contains("125.00"));
    }
}

async fn challenged(firm: &TestFirm, cashier: &mut Browser) -> (clientpay::domain::transaction::Transaction, String) {
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, CHALLENGED).await;
    let page = cashier.charge(firm, &key, &[("receipt", "")]).await;
    let payment = paid(firm, &page);
    assert_eq!(payment.status, Status::ActionRequired);
    let page = cashier.get(&page.location().unwrap()).await;
    assert_eq!(page.texts("main [role=status] h2"), ["The payer must approve this payment"]);
    (payment, page.attributes("main a.button-primary", "href").remove(0))
}

#[tokio::test]
async fn the_payer_confirms_or_refuses_at_the_banks_page() {
    let (firm, site, mut cashier) = open().await;
    for (answer, status) in [("pass", Status::Captured), ("fail", Status::Declined), ("nonsense", Status::Declined)] {
        let (payment, url) = challenged(&firm, &mut cashier).await;
        let mut payer = site.visitor();
        let page = payer.get(&url).await;
        assert!(page.status == StatusCode::OK && page.text("main").contains("$125.00"));
        assert_eq!(page.attributes("form[method=post]", "action"), std::slice::from_ref(&url));
        assert_eq!(page.attributes("form button[name=answer]", "value"), ["pass", "fail"]);
        let mut stranger = site.visitor();
        assert_eq!(stranger.post(&url, &[("answer", answer)]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(firm.stored(payment.id).status, Status::ActionRequired);
        assert_eq!(payer.post(&url, &[("answer", answer)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(firm.stored(payment.id).status, status, "{answer}");
        // Thinking better of it afterwards changes nothing.
        payer.post(&url, &[("answer", if answer == "pass" { "fail" } else { "pass" })]).await;
        assert_eq!(firm.stored(payment.id).status, status, "{answer}");
    }
    let unknown = firm.app.ids.operation_key();
    assert_eq!(site.visitor().get(&format!("/card-challenge/{unknown}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_a_genuine_webhook_makes_us_ask() {
    let (firm, site, mut cashier) = open().await;
    let (payment, _) = challenged(&firm, &mut cashier).await;
    firm.app.sandbox.decide(&payment.key, Decision::PassChallenge).unwrap();
    let webhook = firm.app.sandbox.pending_webhooks(10).unwrap().pop().unwrap();
    let body = String::from_utf8(webhook.body.clone()).unwrap();
    let mut processor = site.visitor();
    let before = journal(&firm);
    let changed = body.replace(payment.key.as_str(), firm.app.ids.operation_key().as_str());
    let good = webhook.signature.as_str();
    for (signature, body) in [
        (None, &body),
        (Some(""), &body),
        (Some("t=1,v1=00"), &body),
        (Some(good), &changed),
        (Some(&good[1..]), &body),
    ] {
        let headers: Vec<(&str, &str)> = signature.map(|value| ("sandbox-signature", value)).into_iter().collect();
        let page = processor.send(Method::POST, "/hooks/sandbox", &headers, Some(body.clone())).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{signature:?}");
    }
    firm.clock.advance_ms(301_000);
    let stale =
        processor.send(Method::POST, "/hooks/sandbox", &[("sandbox-signature", good)], Some(body.clone())).await;
    assert_eq!((stale.status, journal(&firm)), (StatusCode::FORBIDDEN, before));
    assert_eq!(firm.stored(payment.id).status, Status::ActionRequired);
    let webhook = firm.app.sandbox.pending_webhooks(10).unwrap().pop().unwrap();
    assert!(
        firm.app
            .sandbox
            .verify_webhook(&webhook.signature, &webhook.body, clientpay::app::Clock::now(firm.clock.as_ref()))
            .is_ok()
    );
    for _ in 0..2 {
        let headers = [("sandbox-signature", webhook.signature.as_str())];
        let page = processor.send(Method::POST, "/hooks/sandbox", &headers, Some(body.clone())).await;
        assert_eq!(page.status, StatusCode::NO_CONTENT, "twice is as good as once");
        assert_eq!(firm.stored(payment.id).status, Status::Captured);
    }
    let json = ("content-type", "application/json");
    let huge = "x".repeat(65 * 1024);
    let page = processor.send(Method::POST, "/hooks/sandbox", &[("sandbox-signature", good), json], Some(huge)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_card_frame_speaks_the_readers_language_and_works_without_scripts() {
    let (firm, site, _) = open().await;
    let key = firm.app.ids.operation_key();
    for language in Language::ALL {
        let page = site.visitor().get(&format!("/card-fields/{key}?lang={}", language.code())).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.attributes("html", "lang")[0].starts_with(language.code()));
        assert!(page.has("form[method=post][action^='/card-fields/tokens?']") && page.body.contains("<noscript>"));
        for name in ["card_number", "expiry", "security_code", "postal_code", "card_holder"] {
            assert!(
                page.has(&format!("label[for={name}]")) && page.has(&format!("input#{name}[autocomplete]")),
                "{name}"
            );
        }
        assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'self'"));
    }
}

#[tokio::test]
async fn a_receipt_has_the_logo_of_its_payment_page_on_the_page_and_in_the_file() {
    let (firm, mut client, page) = pay::open("deposit", deposit).await;
    pay::pay(&firm, &mut client, ("/pay/deposit", APPROVED), &[("amount", "125.00")]).await;
    firm.leaves_waiting(1);
    let path = format!("/receipts/{}", receipts::link_token(&firm.app.secrets, payments(&firm)[0].id));
    for is_there in [false, true] {
        if is_there {
            let picture = Qr::of("logo").unwrap().png().unwrap();
            logo::set(&firm.app, Authority::Staff(&firm.admin), page.id, picture).await.unwrap();
        }
        assert_eq!(client.get(&path).await.has(".public-logo img"), is_there);
        let file = client.get(&format!("{path}/receipt.pdf")).await;
        assert_eq!((file.status, file.body.contains("/Subtype /Image")), (StatusCode::OK, is_there));
    }
}
