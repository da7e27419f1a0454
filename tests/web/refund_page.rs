//! Giving money back on screen: what the page promises, what it refuses, and that a promise is kept once.

use clientpay::{
    domain::{refund::RefundStatus, transaction::Transaction, user::Session, user::User},
    service::{outbox::deliver_due, resolution},
    store::{engine::faulty::Fault, transactions},
};
use poem::http::StatusCode;

use super::{journal, paid, trouble::settled};
use crate::support::{
    DAY_MS, TestFirm,
    browser::{Browser, PASSWORD, Page, Site, put_user},
    script,
};

async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let billing = site.signed_in(&firm.billing).await;
    (firm, site, billing)
}

async fn payment(firm: &TestFirm, browser: &mut Browser) -> Transaction {
    paid(firm, &browser.pay(firm, &[("receipt", "")]).await)
}

fn path(payment: &Transaction) -> String {
    format!("/payments/{}/refunds", payment.id)
}

/// Opens the form for this amount and gives what its button would send.
async fn form(browser: &mut Browser, payment: &Transaction, amount: &str) -> Page {
    let page = browser.get(&format!("{}/new?amount={amount}", path(payment))).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page
}

async fn send(browser: &mut Browser, payment: &Transaction, drawn: &Page, fields: &[(&str, &str)]) -> Page {
    let (key, said) = (drawn.value("key"), drawn.value("said"));
    let amount = drawn.value("amount");
    let usual = [("key", &*key), ("said", &*said), ("amount", &*amount), ("reason", "Billed twice"), ("email", "")];
    let mut all: Vec<(&str, &str)> = fields.to_vec();
    all.extend(usual.into_iter().filter(|(name, _)| fields.iter().all(|(known, _)| known != name)));
    browser.post(&path(payment), &all).await
}

fn refunded(firm: &TestFirm, payment: &Transaction) -> Vec<i64> {
    let refunds = transactions::refunds(&firm.read(), payment.id).unwrap();
    refunds.iter().map(|refund| refund.amount.minor()).collect()
}

#[tokio::test]
async fn the_page_says_which_of_the_two_it_will_be_and_does_that() {
    let (firm, _, mut billing) = open().await;
    let first = payment(&firm, &mut billing).await;
    let page = billing.get(&format!("/payments/{}", first.id)).await;
    assert!(page.has(&format!("a[href='{}/new']", path(&first))));
    let page = billing.get(&format!("{}/new", path(&first))).await;
    assert_eq!(page.value("amount"), "125.00");
    assert!(page.text("#refund-plan").contains("Void: the payment of $125.00 is cancelled as a whole"));
    assert_eq!(page.texts("#refund-plan button"), ["Void $125.00"]);
    let answer = send(&mut billing, &first, &page, &[]).await;
    let page = billing.get(&answer.location().unwrap()).await;
    assert!(page.texts("[role=status]").contains(&"Voided $125.00.".to_owned()), "{:?}", page.texts("[role=status]"));
    assert!(page.text("main").contains("Billed twice") && !page.has("a[href$='/refunds/new']"));
    let second = payment(&firm, &mut billing).await;
    let page = form(&mut billing, &second, "25.00").await;
    assert_eq!(page.texts("#refund-plan button"), ["Refund $25.00"]);
    assert!(page.text("#refund-plan").contains("separate credit of $25.00"));
    let answer = send(&mut billing, &second, &page, &[("email", "ada@client.example")]).await;
    let page = billing.get(&answer.location().unwrap()).await;
    assert!(page.texts("[role=status]").contains(&"Refunded $25.00.".to_owned()));
    assert!(page.text(".page-head").contains("Part refunded"), "{}", page.text(".page-head"));
    deliver_due(&firm.app).await.unwrap();
    assert_eq!(firm.post.taken().len(), 1, "the payer is told");
}

#[tokio::test]
async fn a_changed_amount_is_asked_about_again_and_never_refunded_on_an_old_promise() {
    let (firm, _, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let page = billing.get(&format!("{}/new", path(&payment))).await;
    let before = journal(&firm);
    let again = send(&mut billing, &payment, &page, &[("amount", "25.00")]).await;
    assert_eq!((again.status, journal(&firm)), (StatusCode::UNPROCESSABLE_ENTITY, before));
    assert!(again.complaints()[0].1.contains("Nothing was refunded yet"));
    assert_eq!(again.texts("#refund-plan button"), ["Refund $25.00"]);
    assert_eq!((again.value("reason"), again.value("amount")), ("Billed twice".to_owned(), "25.00".to_owned()));
    let answer = send(&mut billing, &payment, &again, &[]).await;
    assert!(answer.location().is_some() && refunded(&firm, &payment) == [2_500], "{}", answer.body);
}

#[tokio::test]
async fn a_void_that_became_a_refund_meanwhile_is_confirmed_anew() {
    let (firm, _, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let page = billing.get(&format!("{}/new", path(&payment))).await;
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    let again = send(&mut billing, &payment, &page, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.texts("#refund-plan button"), ["Refund $125.00"]);
    assert!(refunded(&firm, &payment).is_empty());
}

#[tokio::test]
async fn bad_amounts_reasons_and_addresses_are_refused_and_nothing_typed_is_lost() {
    let (firm, _, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let before = journal(&firm);
    let many = "a@b.example,".repeat(6);
    let cases: [(&[(&str, &str)], &str); 12] = [
        (&[("amount", "")], "amount"),
        (&[("amount", "0")], "amount"),
        (&[("amount", "-5")], "amount"),
        (&[("amount", "125.01")], "amount"),
        (&[("amount", "99999999999999999999")], "amount"),
        (&[("amount", "12,5.0")], "amount"),
        (&[("amount", "€5")], "amount"),
        (&[("amount", "<script>")], "amount"),
        (&[("reason", "")], "reason"),
        (&[("reason", &"x".repeat(201))], "reason"),
        (&[("email", "ada@")], "email"),
        (&[("email", &many)], "email"),
    ];
    for (fields, wrong) in cases {
        let page = billing.get(&format!("{}/new", path(&payment))).await;
        let page = send(&mut billing, &payment, &page, fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert_eq!(page.wrong_fields(), [wrong], "{fields:?}");
        assert_eq!(page.value(fields[0].0), fields[0].1.trim(), "{fields:?}");
        assert!(page.text("title").starts_with("Error: "));
    }
    for (field, value) in [("key", ""), ("key", "short"), ("said", ""), ("said", "void-1"), ("said", "refund-12500")] {
        let page = billing.get(&format!("{}/new", path(&payment))).await;
        let page = send(&mut billing, &payment, &page, &[(field, value)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}={value}");
    }
    assert_eq!(journal(&firm), before);
    assert_eq!(billing.post("/payments/99/refunds", &[("amount", "1.00")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(billing.get("/payments/99/refunds/new").await.status, StatusCode::NOT_FOUND);
    for hostile in ["%00", "x%27", "-1", "1e9"] {
        let page = billing.get(&format!("{}/new?amount={hostile}", path(&payment))).await;
        assert!(page.status == StatusCode::OK && page.value("said").is_empty(), "{hostile}");
    }
}

#[tokio::test]
async fn eight_clicks_back_and_a_second_tab_give_money_back_once() {
    let (firm, _, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let page = form(&mut billing, &payment, "50.00").await;
    let clicks = (0..8).map(|_| {
        let (mut tab, page, payment) = (billing.clone(), &page, &payment);
        async move { send(&mut tab, payment, page, &[]).await.location() }
    });
    let mut answers = Vec::new();
    for click in clicks.map(Box::pin).collect::<Vec<_>>() {
        answers.push(click.await);
    }
    answers.dedup();
    assert!(answers.len() == 1 && answers[0].is_some(), "{answers:?}");
    let changed = send(&mut billing, &payment, &page, &[("amount", "60.00")]).await;
    assert_eq!(changed.location(), answers[0].clone(), "a form that was sent has its result, whatever it says now");
    assert_eq!(refunded(&firm, &payment), [5_000]);
    let (mut one, mut other) = (billing.clone(), billing.clone());
    let first = form(&mut one, &payment, "50.00").await;
    let second = form(&mut other, &payment, "50.00").await;
    assert!(send(&mut one, &payment, &first, &[]).await.location().is_some());
    let late = send(&mut other, &payment, &second, &[]).await;
    assert_eq!((late.status, late.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["amount".to_owned()]));
    assert!(late.complaints()[0].1.contains("$25.00"));
    let another = super::paid(&firm, &billing.pay(&firm, &[("receipt", "")]).await);
    let stolen = form(&mut billing, &another, "10.00").await;
    let key = page.value("key");
    let reused = send(&mut billing, &another, &stolen, &[("key", &key)]).await;
    assert_eq!(reused.status, StatusCode::UNPROCESSABLE_ENTITY, "a key of another payment's refund");
    assert!(refunded(&firm, &another).is_empty());
}

#[tokio::test]
async fn limit_and_trust_right_are_told_on_the_page_and_kept_by_the_verb() {
    let (firm, site, mut billing) = open().await;
    let stored = clientpay::store::users::user(&firm.read(), firm.billing.id).unwrap().unwrap();
    put_user(
        &firm,
        &User {
            refund_limit: Some(clientpay::domain::money::Money::new(5_000, clientpay::domain::money::Currency::USD)),
            ..stored
        },
    )
    .await;
    let payment = payment(&firm, &mut billing).await;
    let page = billing.get(&format!("{}/new", path(&payment))).await;
    assert_eq!(page.value("amount"), "50.00");
    assert!(page.text("main").contains("Up to $50.00 within your limit, of $125.00"));
    let page = form(&mut billing, &payment, "50.01").await;
    assert!(page.value("said").is_empty());
    let page = send(&mut billing, &payment, &page, &[("said", "refund-5001")]).await;
    assert!(page.complaints()[0].1.contains("at most $50.00"), "{:?}", page.complaints());
    let trust = firm.trust.to_string();
    let held =
        paid(&firm, &billing.pay(&firm, &[("account", &trust), ("matter", "Vance v. Marlow"), ("receipt", "")]).await);
    let page = billing.get(&format!("/payments/{}", held.id)).await;
    assert!(
        !page.has("a[href$='/refunds/new']") && page.text("#main").contains("Refunds from trust accounts need a right")
    );
    let page = billing.get(&format!("{}/new", path(&held))).await;
    assert!(page.status == StatusCode::OK && !page.has("form[action$=refunds]"));
    let page = billing.post(&path(&held), &[("amount", "125.00"), ("reason", "x"), ("said", "void-12500")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(refunded(&firm, &held).is_empty());
    let mut admin = site.signed_in(&firm.admin).await;
    let page = admin.get(&format!("{}/new", path(&held))).await;
    assert!(page.text("#refund-plan").contains("held in trust"));
    assert!(send(&mut admin, &held, &page, &[]).await.location().is_some());
}

#[tokio::test]
async fn whoever_may_not_sees_no_button_and_is_refused() {
    let (firm, site, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    for user in [&firm.cashier, &firm.auditor] {
        let mut browser = site.signed_in(user).await;
        let page = browser.get(&format!("/payments/{}", payment.id)).await;
        assert!(!page.has("a[href$='/refunds/new']"), "{:?}", user.role);
        assert_eq!(browser.get(&format!("{}/new", path(&payment))).await.status, StatusCode::FORBIDDEN);
        let before = journal(&firm);
        let page = browser.post(&path(&payment), &[("amount", "1.00"), ("reason", "x")]).await;
        assert_eq!((page.status, journal(&firm)), (StatusCode::FORBIDDEN, before));
    }
}

#[tokio::test]
async fn what_cannot_go_back_says_why() {
    let (firm, _, mut billing) = open().await;
    let key = billing.new_payment().await;
    billing.enter_card(&key, "4000000000000002").await;
    let declined = paid(&firm, &billing.charge(&firm, &key, &[]).await);
    let page = billing.get(&format!("{}/new", path(&declined))).await;
    assert!(page.text("main").contains("No money was taken") && !page.has("form[action$=refunds]"));
    let refused = billing.post(&path(&declined), &[("amount", "5.00"), ("reason", "x"), ("key", &key)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let old = payment(&firm, &mut billing).await;
    firm.app.sandbox.advance(DAY_MS.unsigned_abs()).unwrap();
    resolution::follow_news(&firm.app).await.unwrap();
    firm.clock.advance_ms(182 * DAY_MS);
    billing.sign_in(&firm.billing.email, PASSWORD).await;
    billing.get("/nowhere").await;
    let page = billing.get(&format!("{}/new", path(&old))).await;
    assert!(page.text("main").contains("within 180 days only"), "{}", page.text("main"));
}

#[tokio::test]
async fn a_lost_answer_and_a_refusal_of_the_processor_are_told_as_they_are() {
    let (firm, _, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let page = form(&mut billing, &payment, "25.00").await;
    script(&firm.faults, &[Fault::Pass, Fault::CommitLost]);
    let answer = send(&mut billing, &payment, &page, &[]).await;
    assert!(!answer.body.contains("othing was refunded"), "{}", answer.body);
    crate::support::serving(&firm.app.store).await;
    // Whether or not the first answer could say so, the form has its refund.
    let next = send(&mut billing, &payment, &page, &[]).await.location().unwrap();
    let page = billing.get(&next).await;
    assert!(page.texts("[role=status]").iter().any(|text| text.contains("Don’t refund again")), "{}", page.body);
    firm.reconcile_later().await;
    let refunds = transactions::refunds(&firm.read(), payment.id).unwrap();
    assert_eq!(refunds.iter().map(|refund| refund.status).collect::<Vec<_>>(), [RefundStatus::Submitted]);
}

#[tokio::test]
async fn with_a_full_disk_nothing_is_refunded_and_the_form_stays() {
    let (firm, _, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let page = form(&mut billing, &payment, "25.00").await;
    script(&firm.faults, &[Fault::Full]);
    let answer = settled(async || send(&mut billing, &payment, &page, &[]).await).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.complaints()[0].1.contains("nothing was refunded"), "{:?}", answer.complaints());
    firm.faults.freed();
    crate::support::serving(&firm.app.store).await;
    assert!(send(&mut billing, &payment, &page, &[]).await.location().is_some());
    assert_eq!(refunded(&firm, &payment), [2_500]);
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_there_again_and_refunds_once() {
    let (firm, site, mut billing) = open().await;
    let payment = payment(&firm, &mut billing).await;
    let page = form(&mut billing, &payment, "25.00").await;
    firm.clock.advance_ms(Session::IDLE_MS);
    let fields = [("draft_of", "refund"), ("reason", "Double «billing»")];
    let answer = send(&mut billing, &payment, &page, &fields).await;
    let next = answer.location().unwrap();
    assert!(next.starts_with("/sign-in?next=/payments/"), "{next}");
    assert!(refunded(&firm, &payment).is_empty());
    let mut again = site.signed_in(&firm.billing).await;
    let draft = page.value("key");
    let page = again.follow(&format!("/payments/{}?draft={draft}", payment.id)).await;
    assert_eq!((page.value("amount"), page.value("reason")), ("25.00".to_owned(), "Double «billing»".to_owned()));
    assert_eq!((page.value("key"), page.texts("#refund-plan button")), (draft, vec!["Refund $25.00".to_owned()]));
    assert!(send(&mut again, &payment, &page, &[]).await.location().is_some());
    assert_eq!(refunded(&firm, &payment), [2_500]);
    assert_eq!(firm.by_key(&payment.key).unwrap().id, payment.id);
    let mut cashier = site.signed_in(&firm.cashier).await;
    let key = page.value("key");
    assert_eq!(cashier.get(&format!("{}/new?draft={key}", path(&payment))).await.status, StatusCode::FORBIDDEN);
}
