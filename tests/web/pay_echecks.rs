//! eChecks on the pages of clients: offered only where they are taken, signed before anything is submitted, told honestly,
//! and whatever a browser makes up about them.

use clientpay::{
    domain::{
        accepted::Accepted,
        debit_authorization::Given,
        payment_page::{Content, PaymentPage, onward::Onward},
        transaction::{Status, Transaction},
    },
    service::{Authority, outbox, payment_pages, payment_requests::links},
    store::debit_authorizations,
};
use poem::http::{Method, StatusCode};

use super::{
    pay::{filled, key, send},
    payments,
};
use crate::{
    bank_debits::{LOST_ANSWER, LOST_CALL, NO_FUNDS, SETTLES, after},
    payment_pages::{deposit, open_page, texts},
    payment_requests::{Client as PayerOf, asked, send as send_request, stands, stored},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site, encode},
    },
};

async fn open(accepted: Accepted) -> (TestFirm, Browser, PaymentPage) {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", Content { accepted, ..deposit(&firm) }).await;
    let client = Site::bare(&firm).visitor();
    (firm, client, page)
}

/// What is sent once the words were read, with these fields instead of the usual ones.
fn signed(step: &Page, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let shown = step.value("debit_shown");
    let usual = [("amount", "125.00"), ("debit_shown", &*shown), ("debit_agreed", "yes"), ("debit_name", "Ada Vance")];
    filled(step, &[&usual, fields].concat())
}

/// Opens the page, enters an account, and presses the button for the first time.
async fn first(firm: &TestFirm, client: &mut Browser, account: &str) -> Page {
    let page = client.get("/pay/deposit").await;
    client.enter_account(&key(&page), account).await;
    firm.clock.advance_ms(60_000);
    send(client, "/pay/deposit", &filled(&page, &[("amount", "125.00")])).await
}

async fn pay(firm: &TestFirm, client: &mut Browser, account: &str) -> (Transaction, Page) {
    let step = first(firm, client, account).await;
    let answer = send(client, "/pay/deposit", &signed(&step, &[])).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    (payments(firm).remove(0), answer)
}

fn nothing(firm: &TestFirm) {
    assert!(payments(firm).is_empty(), "nothing was submitted");
}

#[tokio::test]
async fn nothing_is_submitted_before_the_words_were_read_and_signed() {
    let (firm, mut client, _) = open(Accepted::Both).await;
    let step = first(&firm, &mut client, SETTLES).await;
    assert_eq!(step.next_step().as_deref(), Some("debit"), "no problem, only a step: {}", step.body);
    assert!(step.has("#debit") && !step.text("title").contains("Error"));
    for words in ["I, Ada Vance, authorize", "$125.00", "6789", "110000000"] {
        assert!(step.text(".words blockquote").contains(words), "{words}: {}", step.text(".words blockquote"));
    }
    assert_eq!(
        (step.value("amount"), step.value("name")),
        ("125.00".into(), "Nora Client".into()),
        "what was typed stays"
    );
    nothing(&firm);
    let answer = send(&mut client, "/pay/deposit", &signed(&step, &[])).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    let paid = payments(&firm).remove(0);
    assert_eq!((paid.status, paid.amount.minor()), (Status::Pending, 12_500));
    let id = paid.bank_debit.as_ref().unwrap().authorization;
    let proof = debit_authorizations::authorization(&firm.read(), id).unwrap().unwrap();
    assert!(matches!(&proof.given, Given::Online { typed_name, .. } if typed_name == "Ada Vance"), "{:?}", proof.given);
    assert_eq!(proof.text_sha256, step.value("debit_shown"));
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_browser_makes_up_about_the_words_debits_nothing() {
    let (firm, mut client, _) = open(Accepted::Both).await;
    let step = first(&firm, &mut client, SETTLES).await;
    for (fields, wrong) in [
        (vec![("debit_shown", "f00df00d:f00df00d")], "debit"),
        (vec![("amount", "126.00")], "debit"),
        (vec![("debit_agreed", "")], "debit_agreed"),
        (vec![("debit_name", "")], "debit_name"),
        (vec![("debit_name", "  ")], "debit_name"),
        (vec![("debit_name", "12345")], "debit_name"),
        (vec![("debit_name", "Ada 000123456789")], "debit_name"),
        (vec![("debit_name", &*"x".repeat(101))], "debit_name"),
        (vec![("email", "")], "email"),
        (vec![("agree", "")], "agree"),
    ] {
        let answer = send(&mut client, "/pay/deposit", &signed(&step, &fields)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert_eq!(answer.wrong_fields(), [wrong], "{fields:?}");
        nothing(&firm);
    }
    // Without the words it is as if they had not been shown.
    let answer = send(&mut client, "/pay/deposit", &signed(&step, &[("debit_shown", "")])).await;
    assert_eq!(answer.next_step().as_deref(), Some("debit"));
    // The words in another language are other words.
    let answer = send(&mut client, "/pay/deposit?lang=fr", &signed(&step, &[])).await;
    assert_eq!(answer.wrong_fields(), ["debit"]);
    assert!(answer.text(".words blockquote").contains("Je soussigné(e), Ada Vance"));
    // Words that were shown for one account are none for another.
    client.enter_account(&key(&step), NO_FUNDS).await;
    let answer = send(&mut client, "/pay/deposit", &signed(&step, &[])).await;
    assert_eq!(answer.wrong_fields(), ["debit"]);
    nothing(&firm);
}

#[tokio::test]
async fn a_way_to_pay_that_is_not_offered_is_refused_whatever_the_frame_was_made_to_take() {
    let (firm, mut client, _) = open(Accepted::Cards).await;
    let page = client.get("/pay/deposit").await;
    let frame = page.card_frame();
    let fields = client.get(&frame).await;
    assert!(fields.has("input[name=card_number]") && !fields.has(".tabs") && !fields.has("input[name=routing]"));
    let answer = first(&firm, &mut client, SETTLES).await;
    assert_eq!(answer.wrong_fields(), ["card-frame"]);
    assert!(answer.body.contains("isn’t offered here") && !answer.has("#debit"));
    nothing(&firm);
    let (firm, mut client, _) = open(Accepted::BankAccounts).await;
    let page = client.get("/pay/deposit").await;
    let fields = client.get(&page.card_frame()).await;
    assert!(fields.has("input[name=routing]") && !fields.has(".tabs") && !fields.has("input[name=card_number]"));
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let answer = send(&mut client, "/pay/deposit", &filled(&page, &[("amount", "125.00")])).await;
    assert_eq!(answer.wrong_fields(), ["card-frame"]);
    nothing(&firm);
}

#[tokio::test]
async fn where_both_are_offered_the_frame_has_both_and_says_what_is_wrong_with_an_account() {
    let (_firm, mut client, _) = open(Accepted::Both).await;
    let page = client.get("/pay/deposit").await;
    let fields = client.get(&page.card_frame()).await;
    let tabs = fields.attributes(".tabs a", "href");
    let bank = client.get(tabs.iter().find(|path| path.contains("method=bank")).unwrap()).await;
    assert!(bank.has("input[name=routing]") && bank.has(".tabs a[aria-current]"), "{}", bank.body);
    let action = bank.attributes("form", "action").remove(0);
    for (routing, number, again, field) in [
        ("110000001", SETTLES, SETTLES, "routing"),
        ("110000000", "12", "12", "account_number"),
        ("110000000", SETTLES, NO_FUNDS, "account_number_again"),
    ] {
        let typed = [
            ("session", &*key(&page)),
            ("method", "bank"),
            ("routing", routing),
            ("account_number", number),
            ("account_number_again", again),
            ("account_type", "checking"),
            ("holder_type", "personal"),
            ("account_holder", "Ada Vance"),
        ];
        let answer = client.send(Method::POST, &action, &[], Some(encode(&typed))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(!answer.text(&format!("#{field}-error")).is_empty(), "{field}");
        assert!(
            answer.has(".tabs") && !answer.body.contains(&format!("value=\"{number}")),
            "nothing typed is shown again"
        );
    }
}

#[tokio::test]
async fn a_second_click_and_going_back_debit_once() {
    let (firm, mut client, _) = open(Accepted::Both).await;
    let step = first(&firm, &mut client, SETTLES).await;
    let sheet = signed(&step, &[]);
    let done = send(&mut client, "/pay/deposit", &sheet).await.location().unwrap();
    for fields in [vec![], vec![("amount", "999.00")], vec![("debit_shown", "")]] {
        let again = send(&mut client, "/pay/deposit", &signed(&step, &fields)).await;
        assert_eq!(again.location().as_ref(), Some(&done));
    }
    assert_eq!(payments(&firm).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_page_that_changed_meanwhile_debits_nothing() {
    let (firm, mut client, made) = open(Accepted::Both).await;
    let step = first(&firm, &mut client, SETTLES).await;
    let content = Content { accepted: Accepted::Cards, ..made.content.clone() };
    let wanted = payment_pages::Wanted { slug: "deposit".into(), content };
    payment_pages::update(&firm.app, Authority::Staff(&firm.admin), (made.id, made.version), wanted).await.unwrap();
    let answer = send(&mut client, "/pay/deposit", &signed(&step, &[])).await;
    assert_eq!(answer.wrong_fields(), ["", "agree"], "what was agreed to is not what stands there now");
    let again = send(&mut client, "/pay/deposit", &signed(&answer, &[])).await;
    assert_eq!(again.wrong_fields(), ["card-frame"]);
    nothing(&firm);
}

#[tokio::test]
async fn a_lost_answer_is_shown_as_being_confirmed_and_then_as_what_it_was() {
    let (firm, mut client, _) = open(Accepted::Both).await;
    let (lost, answer) = pay(&firm, &mut client, LOST_CALL).await;
    assert!(lost.status.is_unresolved());
    let path = answer.location().unwrap();
    assert_eq!(client.get(&path).await.text("h1"), "We’re confirming your payment");
    firm.reconcile_later().await;
    let page = client.get(&path).await;
    assert_eq!(page.text("h1"), "The payment didn’t go through");
    assert!(!page.text("main").contains("card"), "{}", page.text("main"));
    let (found, answer) = pay(&firm, &mut client, LOST_ANSWER).await;
    assert_eq!(found.status, Status::Pending, "asked at once");
    assert!(client.follow(&answer.location().unwrap()).await.text("main").contains("Debit submitted"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn it_is_told_as_submitted_then_as_paid_or_as_returned_on_the_page_and_by_mail() {
    let firm = TestFirm::new().await;
    let mut content = Content { accepted: Accepted::Both, ..deposit(&firm) };
    content.words.thanks = texts("Thank you");
    open_page(&firm, "deposit", content).await;
    let mut client = Site::bare(&firm).visitor();
    let (_, answer) = pay(&firm, &mut client, SETTLES).await;
    let receipt = client.follow(&answer.location().unwrap()).await;
    for words in
        ["Debit submitted", "usually settles within 2 banking days", "you get an email", "I, Ada Vance, authorize"]
    {
        assert!(receipt.text("main").contains(words), "{words}: {}", receipt.text("main"));
    }
    assert!(!receipt.text("main").contains("received") && receipt.has(".receipt-state-warn"), "nor green");
    outbox::deliver_due(&firm.app).await.unwrap();
    let mail = firm.post.taken().remove(0).message;
    for words in ["Debit submitted", "within 2 banking days", "I, Ada Vance, authorize"] {
        assert!(mail.text.contains(words), "{words}: {}", mail.text);
    }
    after(&firm, 5).await;
    let receipt = client.follow(&answer.location().unwrap()).await;
    assert!(receipt.text("main").contains("Payment received") && receipt.has(".pay-thanks"));
    let (_, answer) = pay(&firm, &mut client, NO_FUNDS).await;
    after(&firm, 5).await;
    let receipt = client.follow(&answer.location().unwrap()).await;
    assert!(receipt.text("main").contains("Payment returned"), "{}", receipt.text("main"));
    assert!(!receipt.has(".pay-thanks") && receipt.has(".receipt-state-neg"), "nobody is thanked for what came back");
    outbox::deliver_due(&firm.app).await.unwrap();
    assert!(firm.post.taken().iter().any(|sent| sent.message.subject.contains("came back")));
}

#[tokio::test]
async fn a_page_that_sends_clients_on_keeps_those_whose_debit_is_not_paid_yet() {
    let firm = TestFirm::new().await;
    let sites = vec!["https://firm.example".to_owned()];
    let (accepted, onward) = (Accepted::Both, Onward::StraightAway);
    let continue_to = Some("https://firm.example/next".to_owned());
    open_page(&firm, "deposit", Content { accepted, sites, continue_to, onward, ..deposit(&firm) }).await;
    let mut client = Site::bare(&firm).visitor();
    let (_, answer) = pay(&firm, &mut client, SETTLES).await;
    let outcome = answer.location().unwrap();
    let told = client.follow(&outcome).await;
    assert!(told.text("main").contains("Debit submitted") && told.header("refresh").is_none(), "{}", told.body);
    outbox::deliver_due(&firm.app).await.unwrap();
    after(&firm, 5).await;
    assert_eq!(client.get(&outcome).await.header("refresh"), Some("0; url=https://firm.example/next"));
    outbox::deliver_due(&firm.app).await.unwrap();
}

async fn request_of(
    firm: &TestFirm,
    amounts: &[(clientpay::domain::ids::MerchantAccountId, i64)],
) -> (Browser, clientpay::domain::payment_request::PaymentRequest, String) {
    let asked = clientpay::domain::payment_request::Asked { accepted: Accepted::Both, ..asked() };
    let request = send_request(firm, asked, amounts).await;
    let path = format!("/r/{}", links::token(&firm.app.secrets, &stored(firm, request.id)));
    (Site::bare(firm).visitor(), request, path)
}

#[tokio::test]
async fn a_request_is_signed_told_as_pending_and_open_again_after_a_return() {
    let firm = TestFirm::new().await;
    let (mut client, request, path) = request_of(&firm, &[(firm.operating, 30_000), (firm.trust, 70_000)]).await;
    let page = client.get(&path).await;
    client.enter_account(&key(&page), NO_FUNDS).await;
    firm.clock.advance_ms(60_000);
    let csrf = client.csrf.clone();
    let sheet = |page: &Page, fields: &[(&str, &str)]| filled(page, &[&[("_csrf", &*csrf)], fields].concat());
    let step = send(&mut client, &path, &sheet(&page, &[])).await;
    assert_eq!(step.next_step().as_deref(), Some("debit"));
    assert_eq!(step.texts(".words blockquote").len(), 2, "two debits, two authorizations");
    let shown = step.value("debit_shown");
    let one_alone = shown[..71].to_owned();
    let usual = [("debit_agreed", "yes"), ("debit_name", "Ada Vance")];
    for (fields, wrong) in [
        ([("debit_shown", &*one_alone), ("shown", "100000")], "debit"),
        ([("debit_shown", &*shown), ("debit_name", "")], "debit_name"),
    ] {
        let answer = send(&mut client, &path, &sheet(&step, &[&usual, &fields[..]].concat())).await;
        assert_eq!(answer.wrong_fields(), [wrong], "{fields:?}");
    }
    let unseen = [&usual[..], &[("debit_shown", "")]].concat();
    assert_eq!(send(&mut client, &path, &sheet(&step, &unseen)).await.next_step().as_deref(), Some("debit"));
    nothing(&firm);
    let fields = [usual.as_slice(), &[("debit_shown", &*shown)]].concat();
    let answer = send(&mut client, &path, &sheet(&step, &fields)).await;
    let pending = client.follow(&answer.location().unwrap()).await;
    assert!(pending.texts("main h2").contains(&"Your eCheck was submitted".to_owned()), "{}", pending.body);
    assert!(pending.text("main").contains("you get an email") && !pending.text("main").contains("received"));
    assert_eq!(payments(&firm).len(), 2);
    let later = client.get(&path).await;
    assert!(!later.has("#card-frame") && later.texts("main h2").contains(&"Your eCheck was submitted".to_owned()));
    after(&firm, 5).await;
    let open_again = client.get(&path).await;
    assert!(
        open_again.has("#card-frame")
            && open_again.texts("main h2").contains(&"Your bank returned your eCheck".to_owned())
    );
    for amount in ["$300.00", "$700.00"] {
        assert!(open_again.text(".pay-intro").contains(amount), "both: {}", open_again.text(".pay-intro"));
    }
    assert_eq!((stands(&firm, request.id).1, stands(&firm, request.id).2), (0, 0));
    firm.leaves_waiting(5);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_came_back_and_was_paid_since_is_shown_as_paid_where_the_old_address_leads() {
    let firm = TestFirm::new().await;
    let (mut client, request, path) = request_of(&firm, &[(firm.operating, 30_000)]).await;
    let page = client.get(&path).await;
    client.enter_account(&key(&page), NO_FUNDS).await;
    firm.clock.advance_ms(60_000);
    let csrf = client.csrf.clone();
    let sheet = |page: &Page, fields: &[(&str, &str)]| filled(page, &[&[("_csrf", &*csrf)], fields].concat());
    let step = send(&mut client, &path, &sheet(&page, &[])).await;
    let signed = [("debit_shown", &*step.value("debit_shown")), ("debit_agreed", "yes"), ("debit_name", "Ada Vance")];
    let answer = send(&mut client, &path, &sheet(&step, &signed)).await;
    let came_of_it = client.get(&answer.location().unwrap()).await.location().unwrap();
    let headings = |page: &Page| page.texts("main .note h2");
    let pending = client.get(&came_of_it).await;
    assert_eq!(headings(&pending), ["Your eCheck was submitted"]);
    after(&firm, 5).await;
    let owed = client.get(&came_of_it).await;
    assert_eq!(headings(&owed), ["Your bank returned your eCheck"], "{}", owed.text(".pay-intro"));
    assert!(owed.has("#card-frame"));
    PayerOf::on(&firm, &request).pay_amount(30_000, APPROVED).await.unwrap();
    let paid = client.get(&came_of_it).await;
    assert_eq!(headings(&paid), ["This is paid"], "{}", paid.text(".pay-intro"));
    firm.leaves_waiting(4);
}
