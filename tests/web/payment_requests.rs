//! Requests for payment from the outside: what staff type and see, what a client sees, types and is charged.

use clientpay::{
    domain::{
        payment_request::{Asked, PaymentRequest, State},
        time::Day,
        transaction::{Source, Status},
    },
    gateway::sandbox::cards::Behavior,
    service::{
        Authority,
        payment_requests::{self, Deed, links},
        refunds::{self, RefundPayment},
        resolution,
    },
};
use poem::http::{Method, StatusCode};

use super::payments;
use crate::{
    payment_requests::{Client, asked, card, clients::half_paid, declined, send, sending::wake, stands, stored},
    support::{
        APPROVED, DAY_MS, TestFirm,
        browser::{Browser, Page, Site, encode},
    },
};

fn path(firm: &TestFirm, request: &PaymentRequest) -> String {
    format!("/r/{}", links::token(&firm.app.secrets, &stored(firm, request.id)))
}

/// A firm that has asked for so much, and a client's browser.
async fn open(asked: Asked, minor: i64) -> (TestFirm, Browser, PaymentRequest, String) {
    let firm = TestFirm::new().await;
    firm.leaves_waiting(1);
    let request = send(&firm, asked, &[(firm.operating, minor)]).await;
    let client = Site::bare(&firm).visitor();
    let path = path(&firm, &request);
    (firm, client, request, path)
}

/// The operation that a form's ticket is for.
fn key(page: &Page) -> String {
    page.value("ticket").split(':').nth(1).unwrap().to_owned()
}

/// What a client's browser sends who filled in the form properly, with these fields instead of or beside the usual ones.
fn filled(page: &Page, csrf: &str, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut sheet: Vec<(String, String)> = [
        ("_csrf", csrf.to_owned()),
        ("ticket", page.value("ticket")),
        ("shown", page.value("shown")),
        ("name", "Nora Client".into()),
        ("email", "nora@client.example".into()),
        ("agree", "yes".into()),
        ("do", "pay".into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    for (name, value) in fields {
        sheet.retain(|(known, _)| known != name);
        sheet.push(((*name).to_owned(), (*value).to_owned()));
    }
    sheet
}

async fn post(client: &mut Browser, path: &str, sheet: &[(String, String)]) -> Page {
    let sheet: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.send(Method::POST, path, &[], Some(encode(&sheet))).await
}

/// Fills the form in, takes a minute over it, and presses the button.
async fn pay(firm: &TestFirm, client: &mut Browser, (path, card): (&str, &str), fields: &[(&str, &str)]) -> Page {
    let page = client.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    client.enter_card(&key(&page), card).await;
    firm.clock.advance_ms(60_000);
    let sheet = filled(&page, &client.csrf.clone(), fields);
    post(client, path, &sheet).await
}

#[tokio::test]
async fn a_link_that_leads_nowhere_says_so() {
    let (_firm, mut client, _, path) = open(asked(), 10_000).await;
    for bad in [format!("/r/{}", "a".repeat(32)), format!("{path}x"), path.to_uppercase().replace("/R/", "/r/")] {
        let page = client.get(&bad).await;
        assert_eq!((page.status, page.text("h1")), (StatusCode::NOT_FOUND, "This link isn’t valid".into()), "{bad}");
    }
}

#[tokio::test]
async fn what_is_cancelled_over_or_paid_says_so_and_shows_no_form() {
    let firm = TestFirm::new().await;
    let today = Day::new(2026, 11, 22);
    let cancelled = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let over = send(&firm, Asked { expires: Some(today), ..asked() }, &[(firm.operating, 10_000)]).await;
    let paid = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let mut client = Site::bare(&firm).visitor();
    pay(&firm, &mut client, (&path(&firm, &paid), APPROVED), &[]).await;
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![cancelled.id], Deed::Cancel).await.unwrap();
    firm.clock.advance_ms(3 * DAY_MS);
    firm.leaves_waiting(4);
    for (request, status, heading) in [
        (&cancelled, StatusCode::GONE, "This request was cancelled"),
        (&over, StatusCode::GONE, "This link has expired"),
        (&paid, StatusCode::OK, "This is paid"),
    ] {
        let page = client.get(&path(&firm, request)).await;
        assert_eq!((page.status, page.texts("main h2").contains(&heading.to_owned())), (status, true), "{}", page.body);
        assert!(!page.has("#card-frame"), "{heading}");
        // A link that takes nothing any more names nothing to pay.
        let asks = page.text("#summary .total").starts_with("To pay");
        assert_eq!(asks, heading == "This is paid", "{}", page.text("#summary"));
    }
}

#[tokio::test]
async fn a_payment_that_staff_voided_is_told_as_cancelled_and_not_as_a_card_that_was_declined() {
    let (firm, mut client, request, path) = open(asked(), 10_000).await;
    pay(&firm, &mut client, (&path, APPROVED), &[]).await.location().unwrap();
    let (paid, authority) = (payments(&firm).remove(0), Authority::Staff(&firm.admin));
    let told = format!("{path}?paid={}", paid.key);
    assert!(client.get(&told).await.texts("main h2").contains(&"Thank you. Your payment was received".to_owned()));
    let void = RefundPayment {
        key: firm.app.ids.operation_key(),
        transaction: paid.id,
        amount: paid.amount,
        kind: None,
        reason: "Paid twice".into(),
        notify: Vec::new(),
    };
    refunds::refund(&firm.app, authority, void).await.unwrap();
    let page = client.get(&told).await;
    assert!(page.texts("main h2").contains(&"Payment cancelled".to_owned()), "{}", page.text("main"));
    assert!(!page.text("main").contains("another card"), "{}", page.text("main"));
    assert_eq!(stands(&firm, request.id), (State::Viewed, 0, 0), "it is owed again");
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_payment_that_is_disputed_since_is_told_as_that_and_not_as_a_card_that_was_declined() {
    let (firm, mut client, _, path) = open(asked(), 10_000).await;
    pay(&firm, &mut client, (&path, card(Behavior::DisputeOnceSettled)), &[]).await.location().unwrap();
    firm.app.sandbox.advance(4 * DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let disputed = payments(&firm).remove(0);
    assert_eq!(disputed.status, Status::Disputed);
    let page = client.get(&format!("{path}?paid={}&lang=fr", disputed.key)).await;
    assert!(page.texts("main h2").contains(&"Paiement contesté".to_owned()), "{}", page.text("main"));
    assert!(!page.text("main").contains("une autre"), "{}", page.text("main"));
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn while_one_of_two_amounts_is_looked_at_the_page_says_which_may_be_paid() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let (mut client, path) = (Site::bare(&firm).visitor(), path(&firm, &request));
    let told = pay(&firm, &mut client, (&path, card(Behavior::Hold)), &[]).await.location().unwrap();
    let page = client.follow(&told).await;
    let said = page.text("#came-of-it");
    assert!(page.has("#card-frame") && said.contains("This is about $30.00. The $70.00 that is left"), "{said}");
    let told = pay(&firm, &mut client, (&path, APPROVED), &[]).await.location().unwrap();
    let said = client.follow(&told).await.text("#came-of-it");
    assert!(said.contains("Another $30.00 is still being confirmed") && !said.contains("Nothing is left"), "{said}");
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_client_without_scripts_pays_and_reads_the_receipt() {
    let (firm, mut client, request, path) = open(asked(), 12_500).await;
    let page = client.get(&path).await;
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    let called = page.attributes("footer a", "href");
    assert!(called.iter().any(|to| to.starts_with("tel:") && to[4..].chars().all(|c| c == '+' || c.is_ascii_digit())));
    assert!(called.iter().any(|to| to.starts_with("mailto:") && to.contains('@')), "{called:?}");
    let fields = client.get(&page.card_frame()).await;
    assert!(!fields.has(".tabs"), "a request takes cards only");
    assert!(page.text("aside").contains("INV-7001") && page.text("aside").contains("$125.00"));
    let answer = pay(&firm, &mut client, (&path, APPROVED), &[]).await;
    let paid = payments(&firm).remove(0);
    assert_eq!(answer.location().as_deref(), Some(format!("/paid/{}", paid.key).as_str()), "{}", answer.body);
    assert_eq!((paid.status, paid.source, paid.amount.minor()), (Status::Captured, Source::SendForPayment, 12_500));
    let receipt = client.follow(&answer.location().unwrap()).await;
    assert!(receipt.text("main").contains("$125.00"), "{}", receipt.body);
    assert_eq!(stands(&firm, request.id), (State::Paid, 12_500, 0));
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_sent_twice_or_again_after_going_back_pays_once() {
    let (firm, mut client, _, path) = open(Asked { least_part: Some(1), ..asked() }, 10_000).await;
    let page = client.get(&path).await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let csrf = client.csrf.clone();
    let part = filled(&page, &csrf, &[("how-much", "part"), ("amount", "40.00")]);
    let again = filled(&page, &csrf, &[("how-much", "part"), ("amount", "50.00")]);
    post(&mut client, &path, &part).await.location().unwrap();
    for sheet in [&part, &again] {
        assert!(post(&mut client, &path, sheet).await.location().is_some());
    }
    assert_eq!(payments(&firm).len(), 1);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_sum_that_is_not_what_is_left_is_asked_about_anew() {
    let (firm, mut client, _, path) = open(Asked { least_part: Some(2_000), ..asked() }, 10_000).await;
    let stale = client.get(&path).await;
    client.enter_card(&key(&stale), APPROVED).await;
    pay(&firm, &mut client, (&path, APPROVED), &[("how-much", "part"), ("amount", "60.00")]).await;
    let sheet = filled(&stale, &client.csrf.clone(), &[("how-much", "all")]);
    let answer = post(&mut client, &path, &sheet).await;
    assert_eq!((answer.status, answer.value("shown")), (StatusCode::UNPROCESSABLE_ENTITY, "4000".into()));
    // The part that was paid in another window is not paid once more.
    let sheet = filled(&stale, &client.csrf.clone(), &[("how-much", "part"), ("amount", "20.00")]);
    let answer = post(&mut client, &path, &sheet).await;
    assert_eq!((answer.status, answer.value("shown")), (StatusCode::UNPROCESSABLE_ENTITY, "4000".into()));
    assert!(answer.text(".error-summary").contains("$40.00 is left"), "{}", answer.text(".error-summary"));
    for (amount, why) in [("19.99", "too small"), ("40.01", "too much"), ("-5", "negative"), ("x", "no amount")] {
        let fields = [("how-much", "part"), ("amount", amount)];
        let answer = pay(&firm, &mut client, (&path, APPROVED), &fields).await;
        assert_eq!(
            (answer.status, answer.wrong_fields()),
            (StatusCode::UNPROCESSABLE_ENTITY, vec!["amount".into()]),
            "{why}"
        );
    }
    assert_eq!(payments(&firm).len(), 1);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn an_amount_typed_beside_all_of_it_charges_neither_before_the_client_says_which() {
    let (firm, mut client, _, path) = open(Asked { least_part: Some(1), ..asked() }, 30_000).await;
    for typed in ["100.00", "x", "300.01"] {
        let answer = pay(&firm, &mut client, (&path, APPROVED), &[("how-much", "all"), ("amount", typed)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert_eq!(answer.wrong_fields(), ["amount"]);
        assert!(answer.value("amount") == typed && answer.has("input[name=how-much][value=all][checked]"), "{typed}");
        assert!(answer.text(".error-summary").contains("$300.00"), "{}", answer.text(".error-summary"));
    }
    assert!(payments(&firm).is_empty());
    let page = client.get(&path).await;
    assert_eq!(page.text("button[value=pay] .when-all"), "Pay $300.00");
    assert_eq!(page.text("button[value=pay] .when-part"), "Pay");
    pay(&firm, &mut client, (&path, APPROVED), &[("how-much", "all"), ("amount", "300.00")]).await.location().unwrap();
    assert_eq!(payments(&firm)[0].amount.minor(), 30_000);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn a_request_that_closes_while_its_form_is_filled_in_says_that_nothing_was_charged() {
    let (firm, mut client, request, path) = open(asked(), 10_000).await;
    let page = client.get(&path).await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![request.id], Deed::Cancel).await.unwrap();
    let sheet = filled(&page, &client.csrf.clone(), &[]);
    let answer = post(&mut client, &path, &sheet).await;
    assert_eq!(answer.status, StatusCode::GONE);
    assert!(answer.text(".error-summary").contains("Nothing was charged"), "{}", answer.text("main"));
    assert!(answer.texts("main h2").contains(&"This request was cancelled".to_owned()));
    assert!(payments(&firm).is_empty() && !client.get(&path).await.has(".error-summary"));
}

#[tokio::test]
async fn what_is_missing_is_told_field_by_field_and_what_was_typed_stays() {
    let (firm, mut client, _, path) = open(asked(), 10_000).await;
    let fields = [("name", ""), ("email", "no"), ("agree", "")];
    let answer = pay(&firm, &mut client, (&path, APPROVED), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.wrong_fields(), ["name", "email", "agree"]);
    assert_eq!(answer.value("email"), "no");
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn a_decline_is_told_without_the_banks_words_and_tried_again_on_the_same_page() {
    let (firm, mut client, request, path) = open(asked(), 10_000).await;
    let answer = pay(&firm, &mut client, (&path, declined()), &[]).await;
    let page = client.follow(&answer.location().unwrap()).await;
    assert_eq!(page.text(".note h2"), "The payment didn’t go through");
    assert!(!page.body.contains("insufficient") && page.has("#card-frame"), "{}", page.body);
    assert_eq!(stands(&firm, request.id).0, State::Failed);
    assert!(pay(&firm, &mut client, (&path, APPROVED), &[]).await.location().is_some());
    firm.leaves_waiting(2);
    assert_eq!(stands(&firm, request.id).0, State::Paid);
}

#[tokio::test]
async fn two_amounts_are_told_and_receipted_apart() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let mut client = Site::bare(&firm).visitor();
    let answer = pay(&firm, &mut client, (&path(&firm, &request), APPROVED), &[]).await;
    let page = client.follow(&answer.location().unwrap()).await;
    assert_eq!(page.texts(".note li").len(), 2, "{}", page.body);
    assert_eq!(page.texts(".pay-intro .actions a").len(), 2);
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn a_machine_that_opens_the_link_has_not_seen_it_and_a_person_who_types_has() {
    let (firm, mut client, request, path) = open(asked(), 10_000).await;
    let page = client.get(&path).await;
    for _ in 0..3 {
        client.get(&path).await;
    }
    client.send(Method::POST, &format!("{path}/seen"), &[], Some(encode(&[("_csrf", &client.csrf.clone())]))).await;
    assert_eq!(stands(&firm, request.id).0, State::Sent, "without the ticket of a form nobody was there");
    let sheet = filled(&page, &client.csrf.clone(), &[]);
    let seen = post(&mut client, &format!("{path}/seen"), &sheet).await;
    assert_eq!((seen.status, stands(&firm, request.id).0), (StatusCode::NO_CONTENT, State::Viewed));
}

#[tokio::test]
async fn the_page_speaks_the_browsers_language_and_changes_it_keeping_what_was_typed() {
    let (_firm, mut client, _, path) = open(asked(), 10_000).await;
    client.headers.push(("accept-language", "es-MX,es;q=0.9".into()));
    let page = client.get(&path).await;
    assert!(page.text("h1").starts_with("Pago a"), "{}", page.text("h1"));
    let sheet = filled(&page, &client.csrf.clone(), &[("name", "Zoé"), ("do", "update")]);
    let page = post(&mut client, &format!("{path}?lang=fr"), &sheet).await;
    assert_eq!((page.status, page.value("name")), (StatusCode::OK, "Zoé".into()));
    assert!(page.text("h1").starts_with("Paiement à"));
}

#[tokio::test]
async fn the_link_leads_to_the_language_of_the_message_and_the_outcome_keeps_it() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let site = Site::of(&firm).await;
    let shown = site.signed_in(&firm.billing).await.get(&format!("/send-for-payment/sent/{}", request.id)).await;
    let (_, path) =
        shown.lines("#request-address").split_once("/r/").map(|(a, b)| (a.to_owned(), format!("/r/{b}"))).unwrap();
    let mut client = site.visitor();
    client.headers.push(("accept-language", "en-US".into()));
    let page = client.get(&path).await;
    assert!(page.text("h1").starts_with("Paiement à"), "{path}: {}", page.text("h1"));
    let answer = pay(&firm, &mut client, (&path, APPROVED), &[]).await;
    let outcome = answer.location().unwrap();
    assert!(outcome.ends_with("?lang=fr"), "{outcome}");
    let mut told = client.get(&outcome).await;
    while let Some(next) = told.location() {
        told = client.get(&next).await;
    }
    assert!(told.attributes("html", "lang")[0].starts_with("fr"), "{}", told.body);
    let english = client.get(&path.replace("lang=fr", "lang=en")).await;
    assert!(english.text("h1").starts_with("Payment to"), "the reader may still choose another");
    firm.leaves_waiting(3);
}

async fn staff() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let billing = Site::of(&firm).await.signed_in(&firm.billing).await;
    (firm, billing)
}

async fn send_form(staff: &mut Browser, fields: &[(&str, &str)]) -> Page {
    let page = staff.get("/send-for-payment").await;
    let key = page.value("key");
    let mut sheet = vec![
        ("key", key.as_str()),
        ("name", "Nora Client"),
        ("email", "nora@client.example"),
        ("language", "fr"),
        ("amount", "1250.00"),
        ("account", "1"),
        ("how", "mail"),
    ];
    for (name, value) in fields {
        sheet.retain(|(known, _)| known != name);
        sheet.push((name, value));
    }
    staff.post("/send-for-payment", &sheet).await
}

#[tokio::test]
async fn what_cannot_be_sent_is_told_beside_its_field() {
    let (_firm, mut staff) = staff().await;
    for (fields, wrong) in [
        (vec![("name", "")], vec!["name"]),
        (vec![("email", "")], vec!["email"]),
        (vec![("email", "x")], vec!["email"]),
        (vec![("amount", "")], vec!["amount"]),
        (vec![("amount", "0")], vec!["amount"]),
        (vec![("account", "")], vec!["account"]),
        (vec![("amount-2", "5.00")], vec!["account-2"]),
        (vec![("amount-2", "5.00"), ("account-2", "1")], vec!["account-2"]),
        (vec![("amount-2", "5.00"), ("account-2", "2"), ("parts", "yes")], vec!["parts"]),
        (vec![("parts", "yes"), ("least", "2000.00")], vec!["least"]),
        (vec![("least", "50.00")], vec!["parts"]),
        (vec![("due", "2026-12-25"), ("expires", "2026-12-24")], vec!["due"]),
        (vec![("remind", "3, 40"), ("expires", "2026-12-24")], vec!["remind"]),
        (vec![("due", "soon")], vec!["due"]),
        (vec![("expires", "2026-02-30")], vec!["expires"]),
        (vec![("expires", "2026-01-31")], vec!["expires"]),
        (vec![("remind", "3, x")], vec!["remind"]),
        (vec![("remind", "7, 3")], vec!["remind"]),
        (vec![("remind", "3"), ("email", ""), ("how", "link")], vec!["remind"]),
    ] {
        let page = send_form(&mut staff, &fields).await;
        assert_eq!(
            (page.status, page.wrong_fields()),
            (StatusCode::UNPROCESSABLE_ENTITY, wrong.iter().map(|field| (*field).to_owned()).collect()),
            "{fields:?}"
        );
    }
}

#[tokio::test]
async fn a_request_is_sent_seen_in_the_list_replaced_and_cancelled() {
    let (firm, mut staff) = staff().await;
    let fields = [("remind", "3, 7, 14"), ("expires", "2026-12-24"), ("invoice", "INV-9"), ("message", "Thanks")];
    let page = send_form(&mut staff, &fields).await;
    assert_eq!(page.location().as_deref(), Some("/send-for-payment/sent/1?done=mailed"), "{}", page.body);
    let shown = staff.follow(&page.location().unwrap()).await;
    let link = shown.lines("#request-address");
    assert!(link.contains("/r/") && shown.text("h1") == "Nora Client", "{}", shown.body);
    assert!(
        shown.has("button[data-copies=request-address][hidden]"),
        "without scripts nothing is there that needs them"
    );
    let again = staff.post("/send-for-payment/sent/1/link", &[]).await;
    let shown = staff.follow(&again.location().unwrap()).await;
    assert_ne!(shown.lines("#request-address"), link);
    let list = staff.get("/send-for-payment/sent?q=nora&state=sent").await;
    assert_eq!(list.texts("tbody tr").len(), 1, "{}", list.body);
    assert!(
        list.has("thead label[data-script][hidden] input[data-tick-all]") && list.has("tbody input[name='request-1']")
    );
    assert!(staff.get("/send-for-payment/sent?state=paid").await.texts("tbody tr").is_empty());
    let none = staff.post("/send-for-payment/sent/cancellations", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = staff.post("/send-for-payment/sent/cancellations", &[("request", "1"), ("request", "1")]).await;
    let done = confirm(&mut staff, &asked.location().unwrap()).await;
    let list = staff.follow(&done.location().unwrap()).await;
    assert!(list.text("#flash").contains("1 request was cancelled"), "{}", list.text("#flash"));
    assert_eq!(stands(&firm, stored(&firm, clientpay::domain::ids::PaymentRequestId::new(1)).id).0, State::Cancelled);
    firm.leaves_waiting(1);
}

/// Presses the button of the page that asks whether to cancel.
async fn confirm(staff: &mut Browser, path: &str) -> Page {
    let page = staff.get(path).await;
    let said = page.value("said");
    let ids = page.attributes("main input[name^='request-']", "value");
    let names = page.attributes("main input[name^='request-']", "name");
    let mut sheet = vec![("said", said.as_str())];
    sheet.extend(names.iter().zip(&ids).map(|(name, id)| (name.as_str(), id.as_str())));
    staff.post("/send-for-payment/sent/cancellations", &sheet).await
}

#[tokio::test]
async fn nothing_is_cancelled_before_number_and_sum_were_confirmed_as_they_stand() {
    let (firm, mut staff) = staff().await;
    let mut ids = Vec::new();
    for minor in [10_000, 20_000, 30_000] {
        ids.push(send(&firm, asked(), &[(firm.operating, minor)]).await.id);
    }
    firm.leaves_waiting(3);
    let ticked = [("request-1", "1"), ("request-2", "2"), ("request-3", "3"), ("q", "nora")];
    let path = staff.post("/send-for-payment/sent/cancellations", &ticked).await.location().unwrap();
    assert_eq!(path, "/send-for-payment/sent/cancellations?requests=1%2C2%2C3&q=nora");
    let page = staff.get(&path).await;
    assert_eq!(page.text("h1"), "Cancel these 3 requests?");
    assert!(page.text("main form").contains("$600.00"), "{}", page.text("main form"));
    assert!(page.attributes("main a", "href").contains(&"/send-for-payment/sent?q=nora".to_owned()));
    assert!(ids.iter().all(|id| stands(&firm, *id).0 == State::Sent));
    // One is paid while the page is open: what it said is not true any more.
    let promised = page.value("said");
    let mut client = Site::bare(&firm).visitor();
    pay(&firm, &mut client, (&path_of(&firm, ids[2]), APPROVED), &[]).await.location().unwrap();
    let sheet: Vec<(&str, &str)> = ticked.iter().copied().chain([("said", promised.as_str())]).collect();
    let page = staff.post("/send-for-payment/sent/cancellations", &sheet).await;
    assert_eq!((page.status, page.text("h1")), (StatusCode::UNPROCESSABLE_ENTITY, "Cancel these 2 requests?".into()));
    assert!(page.text("main form").contains("$300.00") && stands(&firm, ids[0]).0 == State::Sent);
    let done = confirm(&mut staff, &path).await;
    let list = staff.follow(&done.location().unwrap()).await;
    assert!(list.has("#flash .note-warn"), "{}", list.text("#flash"));
    assert!(list.text("#flash").contains("2 requests were cancelled. 1 was paid"), "{}", list.text("#flash"));
    assert_eq!(
        ids.iter().map(|id| stands(&firm, *id).0).collect::<Vec<_>>(),
        [State::Cancelled, State::Cancelled, State::Paid]
    );
    // The second of two clicks is told what stands, and of no failure.
    let names = ["request-1", "request-2"].map(|name| (name, "yes"));
    let sheet: Vec<(&str, &str)> = names.into_iter().chain([("said", "2:30000USD")]).collect();
    let again = staff.post("/send-for-payment/sent/cancellations", &sheet).await;
    assert_eq!((again.status, again.has(".error-summary")), (StatusCode::OK, false), "{}", again.text("main"));
    let page = staff.get("/send-for-payment/sent/cancellations?requests=3&from=one").await;
    assert!(page.has("a[href='/send-for-payment/sent/3']") && !page.has("main button.button-danger"), "{}", page.body);
    firm.leaves_waiting(4);
}

#[tokio::test]
async fn a_whole_page_of_requests_is_no_card_number() {
    let (firm, mut staff) = staff().await;
    for _ in 0..40 {
        send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    }
    firm.leaves_waiting(40);
    for (first, last) in [(1, 40), (2, 13), (4_000, 4_049)] {
        let names: Vec<String> = (first..=last).map(|id| format!("request-{id}")).collect();
        let ticked: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "yes")).collect();
        let asks = staff.post("/send-for-payment/sent/cancellations", &ticked).await;
        let path = asks.location().unwrap_or_else(|| panic!("{first}: {}", asks.text("main")));
        assert_eq!(staff.get(&path).await.status, StatusCode::OK, "{path}");
    }
}

fn path_of(firm: &TestFirm, id: clientpay::domain::ids::PaymentRequestId) -> String {
    path(firm, &stored(firm, id))
}

#[tokio::test]
async fn what_could_not_be_sent_again_is_no_success() {
    let (firm, mut staff) = staff().await;
    let kept = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let gone = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![gone.id], Deed::Cancel).await.unwrap();
    let (kept, gone) = (kept.id.to_string(), gone.id.to_string());
    for (ids, tone, words) in [
        (vec![gone.as_str()], ".note-warn", "None of them could be sent again"),
        (vec![kept.as_str(), gone.as_str()], ".note-warn", "1 request was not sent again"),
        (vec![kept.as_str(), kept.as_str()], ".note-pos", "1 message is on its way"),
    ] {
        let names: Vec<String> = ids.iter().map(|id| format!("request-{id}")).collect();
        let sheet: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(ids).collect();
        let done = staff.post("/send-for-payment/sent/resendings", &sheet).await;
        let list = staff.follow(&done.location().unwrap()).await;
        assert!(list.has(&format!("#flash {tone}")) && list.text("#flash").contains(words), "{}", list.text("#flash"));
    }
    let one = [("request", gone.as_str()), ("from", "one")];
    let done = staff.post("/send-for-payment/sent/resendings", &one).await;
    let sheet = staff.follow(&done.location().unwrap()).await;
    assert!(sheet.has("#flash .note-warn") && !sheet.has("#flash .note-pos"), "{}", sheet.text("#flash"));
    firm.leaves_waiting(4);
}

#[tokio::test]
async fn a_half_paid_request_offers_the_void_and_once_it_has_settled_the_refund() {
    let (firm, mut staff) = staff().await;
    let (request, paid) = half_paid(&firm).await;
    firm.leaves_waiting(2);
    let path = format!("/send-for-payment/sent/{}", request.id);
    let link = format!("main a[href='/payments/{}/refunds/new']", paid.id);
    assert_eq!(staff.get(&path).await.text(&link), format!("Void payment {}", paid.id));
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let page = staff.get(&path).await;
    assert_eq!(page.text(&link), format!("Refund payment {}", paid.id), "{}", page.text("main"));
}

#[tokio::test]
async fn a_payment_leads_to_its_request_and_to_what_was_paid_with_it() {
    let firm = TestFirm::new().await;
    let request = send(&firm, asked(), &[(firm.operating, 3_000), (firm.trust, 7_000)]).await;
    let site = Site::of(&firm).await;
    pay(&firm, &mut site.visitor(), (&path(&firm, &request), APPROVED), &[]).await.location().unwrap();
    let paid = payments(&firm);
    let (other, one) = (&paid[0], &paid[1]);
    let page = site.signed_in(&firm.billing).await.get(&format!("/payments/{}", one.id)).await;
    let details = page.text("section[aria-labelledby=payment-details]");
    assert_eq!(page.text(&format!("main a[href='/send-for-payment/sent/{}']", request.id)), "Request 1");
    assert!(page.has(&format!("main a[href='/payments/{}']", other.id)) && details.contains("$70.00"), "{details}");
    let page = site.signed_in(&firm.auditor).await.get(&format!("/payments/{}", one.id)).await;
    assert!(!page.has("main a[href^='/send-for-payment']") && page.text("main").contains("Request 1"));
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn a_link_that_was_copied_is_never_told_as_mailed() {
    let (firm, mut staff) = staff().await;
    let (list, one) = ("/send-for-payment/sent", "/send-for-payment/sent/1");
    send_form(&mut staff, &[("how", "link")]).await;
    let facts = "section[aria-labelledby=request-facts] dd";
    let told = staff.get(one).await.texts(facts);
    assert!(told.contains(&"Link copied Français".into()) && told.contains(&"nora@client.example".into()), "{told:?}");
    assert_eq!(staff.get(list).await.text("tbody .sub"), "Link copied · nora@client.example");
    staff.post(&format!("{list}/resendings"), &[("request-1", "yes")]).await;
    let told = staff.get(one).await.texts(facts);
    assert!(told.contains(&"nora@client.example Français".into()), "{told:?}");
    assert_eq!(staff.get(list).await.text("tbody .sub"), "nora@client.example");
    firm.leaves_waiting(1);
}

/// The reminders as a request's page tells them to somebody who has just signed in.
async fn reminders(firm: &TestFirm, request: &PaymentRequest) -> Vec<String> {
    let mut staff = Site::of(firm).await.signed_in(&firm.billing).await;
    let page = staff.get(&format!("/send-for-payment/sent/{}", request.id)).await;
    page.texts("section[aria-labelledby=request-facts] li")
}

#[tokio::test]
async fn a_reminder_is_told_as_planned_only_while_it_can_go() {
    let firm = TestFirm::new().await;
    let asked = || Asked { remind_after: vec![2, 9], expires: Some(Day::new(2026, 12, 10)), ..asked() };
    let open = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let gone = send(&firm, asked(), &[(firm.operating, 10_000)]).await;
    payment_requests::act(&firm.app, Authority::Staff(&firm.billing), vec![gone.id], Deed::Cancel).await.unwrap();
    assert_eq!(reminders(&firm, &open).await, ["Nov 24, 2026: planned", "Dec 1, 2026: planned"]);
    assert_eq!(reminders(&firm, &gone).await, ["Nov 24, 2026: not sent", "Dec 1, 2026: not sent"]);
    // The portal stood still for four days.
    firm.clock.advance_ms(4 * DAY_MS);
    wake(&firm).await;
    assert_eq!(reminders(&firm, &open).await, ["Nov 26, 2026: sent", "Dec 1, 2026: planned"]);
    firm.clock.advance_ms(30 * DAY_MS);
    assert_eq!(reminders(&firm, &open).await, ["Nov 26, 2026: sent", "Dec 1, 2026: not sent"]);
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn what_happened_by_itself_is_told_without_anybody_who_did_it() {
    let firm = TestFirm::new().await;
    let request =
        send(&firm, Asked { expires: Some(Day::new(2026, 11, 23)), ..asked() }, &[(firm.operating, 10_000)]).await;
    firm.clock.advance_ms(3 * DAY_MS);
    wake(&firm).await;
    let mut staff = Site::of(&firm).await.signed_in(&firm.billing).await;
    let page = staff.get(&format!("/send-for-payment/sent/{}", request.id)).await;
    let told = page.texts("section[aria-labelledby=request-history] li");
    assert!(told[0].starts_with("The link expired") && told[0].ends_with("EST"), "{told:?}");
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn sending_again_is_offered_only_where_something_can_be_sent() {
    let (firm, mut staff) = staff().await;
    let again = "form[action$=resendings]";
    let request = send(&firm, Asked { least_part: Some(1), ..asked() }, &[(firm.operating, 10_000)]).await;
    let path = format!("/send-for-payment/sent/{}", request.id);
    assert!(staff.get(&path).await.has(again));
    Client::on(&firm, &request).pay_amount(10_000, card(Behavior::LoseCall)).await.unwrap();
    let page = staff.get(&path).await;
    assert!(page.has("main a[href*=cancellations]") && !page.has(again), "{}", page.text("main"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn the_list_goes_home_as_a_file() {
    let (firm, mut staff) = staff().await;
    send_form(&mut staff, &[("how", "link"), ("invoice", "=1+1")]).await;
    let file = staff.get("/send-for-payment/sent/export.csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.body.contains("Nora Client") && file.body.contains("1250.00"), "{}", file.body);
    assert!(!file.body.contains(",=1+1"), "{}", file.body);
    assert!(staff.get("/send-for-payment/sent/export.xlsx").await.status.is_success());
    assert_eq!(firm.violations(), Vec::<String>::new());
}
