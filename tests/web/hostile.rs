//! Text that wants to be something else, and card numbers where none belong.

use clientpay::{
    domain::{ids::OperationKey, transaction::Transaction},
    service::{outbox::deliver_due, receipts},
    store::outbox,
    web::paths::encoded,
};
use poem::http::{Method, StatusCode};

use super::{journal, paid, payments};
use crate::support::{
    APPROVED, TestFirm,
    browser::{Browser, Page, Site, encode, filled, pairs},
};

const HOSTILE: [&str; 14] = [
    "<script>alert(1)</script>",
    "\"><svg onload=alert(1)>",
    "'-alert(1)-'",
    "</title><script>x</script>",
    "{ $x } {\"{\"}",
    "{{7*7}}",
    "=HYPERLINK(\"http://evil.example\")",
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "a\u{202e}txt.exe",
    "nul\0l",
    "one\r\nBcc: x@evil.example",
    "%0d%0aBcc:",
    "e\u{301}👩‍⚖️\u{200b}\u{200f}שלום",
];

/// Elements and attributes that no page of ours has.
fn assert_harmless(page: &Page, place: &str) {
    let foreign =
        "script:not([src]), svg[onload], [onload], [onclick], [onerror], a[href^=javascript], style:not(head style)";
    assert!(!page.has(foreign), "{place}: {}", page.body);
    assert!(!page.body.contains('\0') && !page.body.contains('\u{202e}'), "{place}");
    assert!(!page.status.is_server_error(), "{place}: {}", page.status);
    assert!(!page.body.contains('⟦'), "{place}: a text is missing");
}

async fn everywhere(firm: &TestFirm, browser: &mut Browser, payment: &Transaction, text: &str) {
    let link = receipts::link_token(&firm.app.secrets, payment.id);
    let id = payment.id;
    for path in [
        format!("/payments/{id}"),
        format!("/payments/{id}/result"),
        format!("/payments?q={}", encoded(text)),
        format!("/payments/new?like={id}"),
        format!("/payments/new/payers?payer={}", encoded(text)),
        "/payments".to_owned(),
        "/dashboard".to_owned(),
        "/outbox".to_owned(),
        format!("/receipts/{link}"),
        format!("/receipts/{link}?lang=fr"),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert_harmless(&page, &path);
    }
}

#[tokio::test]
async fn hostile_text_is_only_ever_text() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut browser = site.signed_in(&firm.admin).await;
    for text in HOSTILE {
        let fields: Vec<(&str, &str)> =
            ["payer", "client_number", "invoice", "matter", "reference", "note"].map(|name| (name, text)).to_vec();
        let payment = paid(&firm, &browser.pay(&firm, &fields).await);
        let kept: String = text.chars().filter(|c| !c.is_control() && *c != '\u{202e}').collect();
        assert_eq!(payment.note.as_deref(), Some(kept.as_str()));
        everywhere(&firm, &mut browser, &payment, text).await;
        deliver_due(&firm.app).await.unwrap();
        let delivery = firm.deliveries(payment.id).remove(0);
        let message = outbox::message(&firm.read(), delivery.id).unwrap().unwrap();
        assert_eq!(message.to, ["ada@client.example"]);
        assert!(!message.subject.contains(['\r', '\n']));
        for path in [format!("/outbox/{}", delivery.id), format!("/outbox/{}/html", delivery.id)] {
            let page = browser.get(&path).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.has("script:not([src]), [onload], svg[onload]"), "{path} {text}");
        }
        // The same on the way back from a form with something wrong.
        let mut wrong = fields.clone();
        wrong.push(("amount", text));
        wrong.push(("email", text));
        let page = browser.pay(&firm, &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.value("note"), kept);
        assert_harmless(&page, text);
        firm.clock.advance_ms(1_000);
    }
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_that_is_too_much_is_refused_before_it_is_read() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    let megabyte = "x".repeat(1024 * 1024);
    let page = cashier.post("/payments", &[("note", &megabyte)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(page.texts("main h1"), ["That is too much at once"]);
    let fields: Vec<(String, String)> = (0..10_000).map(|n| (format!("f{n}"), "1".to_owned())).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(cashier.post("/payments", &fields).await.status, StatusCode::BAD_REQUEST);
    for body in ["_csrf=%ff", "a=%ed%a0%80", "%c3=1"] {
        let page = cashier.send(Method::POST, "/payments", &[], Some(body.to_owned())).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn a_card_number_anywhere_is_refused_and_kept_nowhere() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, APPROVED).await;
    let before = journal(&firm);
    for number in ["4111111111111111", "4111 1111 1111 1111", "3782-822463-10005", "５５５５５５５５５５５５４４４４"]
    {
        for name in [
            "payer",
            "client_number",
            "email",
            "amount",
            "invoice",
            "matter",
            "reference",
            "note",
            "payer_id",
            "unknown",
        ] {
            let page = cashier.charge(&firm, &key, &[(name, number)]).await;
            assert_refused(&page, number);
        }
        let path = format!("/payments?q={}", encoded(number));
        assert_refused(&cashier.get(&path).await, number);
        assert_refused(&cashier.get(&format!("/{}", encoded(number))).await, number);
        if number.is_ascii() {
            for header in ["user-agent", "referer", "x-request-id", "cookie"] {
                let page = cashier.send(Method::GET, "/payments", &[(header, number)], None).await;
                assert_refused(&page, number);
            }
        }
        let sheet = filled(&firm, &key, &[(number, "1")]);
        let mut sent = pairs(&sheet);
        let csrf = cashier.csrf.clone();
        sent.push(("_csrf", &csrf));
        assert_refused(&cashier.send(Method::POST, "/payments", &[], Some(encode(&sent))).await, number);
    }
    assert_eq!(journal(&firm), before);
    assert!(payments(&firm).is_empty());
}

fn assert_refused(page: &Page, number: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
    assert_eq!(page.texts("main h1"), ["A card number doesn’t belong there"]);
    assert!(!page.body.contains(number) && !page.header("location").is_some_and(|text| text.contains(number)));
}

#[tokio::test]
async fn numbers_that_only_look_like_cards_pass() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut cashier = site.signed_in(&firm.cashier).await;
    for number in
        ["4111111111111112", "2026-0001234567890", "INV-20260000123456", "+1 518 555 0100", "9999999999999995"]
    {
        let page = cashier.pay(&firm, &[("invoice", number), ("receipt", "")]).await;
        assert_eq!(paid(&firm, &page).invoice_number.as_deref(), Some(number));
    }
}

#[tokio::test]
async fn the_card_frame_takes_published_test_cards_only_and_keeps_nothing_else() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut payer = site.visitor();
    let key = firm.app.ids.operation_key();
    for (number, message) in [
        // Luhn-valid numbers of real ranges that nobody publishes for tests.
        ("4539578763621486", "This is not a test card."),
        ("5425233430109903", "This is not a test card."),
        ("4242424242424241", "Check the card number."),
        ("1234", "Check the card number."),
        ("", "Fill this in"),
        ("<script>alert(1)</script>", "Check the card number."),
    ] {
        let page = payer.enter_card(key.as_str(), number).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        assert!(page.text("#card_number-error").starts_with(message), "{number}: {}", page.text("#card_number-error"));
        assert!(page.text("title").starts_with("Error: "));
        assert!(page.attributes("input:not([type=hidden])", "value").is_empty(), "nothing is sent back");
        assert!(number.is_empty() || number == "1234" || !page.body.contains(number), "{number}");
        let json = [("accept", "application/json")];
        let fields = [("session", key.as_str()), ("card_number", number), ("postal_code", "12207")];
        let page = payer.send(Method::POST, "/card-fields/tokens", &json, Some(encode(&fields))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(number.is_empty() || !page.body.contains(number));
    }
    assert!(firm.charge(&key).await.is_none());
    let page = payer.get(&format!("/card-fields/{key}")).await;
    assert!(page.text("#main").contains("Card number") && !page.text("#main").contains("Card entered"));
    assert_eq!(payer.enter_card(key.as_str(), "4242 4242 4242 4242").await.status, StatusCode::SEE_OTHER);
    let page = payer.get(&format!("/card-fields/{key}")).await;
    assert!(page.text("#main [class*=note]").contains("4242"), "its last four digits only");
    assert!(!page.attributes("input", "value").iter().any(|value| value.contains("4242")));
    let other: OperationKey = firm.app.ids.operation_key();
    assert!(!payer.get(&format!("/card-fields/{other}")).await.text("#main").contains("Card entered"));
}

#[tokio::test]
async fn the_other_fields_of_a_card_say_what_is_wrong_with_them() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let mut payer = site.visitor();
    let key = firm.app.ids.operation_key();
    let good = [
        ("session", key.as_str()),
        ("card_number", APPROVED),
        ("expiry", "12/30"),
        ("security_code", "123"),
        ("postal_code", "12207"),
        ("card_holder", "Ada Vance"),
    ];
    for (name, value) in [
        ("expiry", ""),
        ("expiry", "13/30"),
        ("expiry", "10/26"),
        ("security_code", "12"),
        ("security_code", "1234"),
        ("card_holder", ""),
        ("postal_code", ""),
        ("postal_code", "<b>"),
    ] {
        let fields = good.map(|(known, usual)| (known, if known == name { value } else { usual }));
        let page = payer.send(Method::POST, "/card-fields/tokens", &[], Some(encode(&fields))).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={value}");
        let shown = page.attributes(".error-message:not([hidden])", "id");
        assert_eq!(shown, [format!("{name}-error")], "{name}={value}");
        assert!(!page.body.contains("424242"));
    }
}
