//! eChecks on screen: entered in the frame, authorized word for word, told honestly, presented again.

use clientpay::{
    domain::transaction::{Status, Transaction},
    service::resolution,
};
use poem::http::StatusCode;

use super::{journal, paid, payments};
use crate::support::{
    DAY_MS, TestFirm,
    browser::{Browser, Page, Site},
};

const SETTLES: &str = "000123456789";
const NO_FUNDS: &str = "000222222227";
const CLOSED: &str = "000111111113";

async fn open() -> (TestFirm, Site, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let cashier = site.signed_in(&firm.cashier).await;
    (firm, site, cashier)
}

/// The hidden and typed fields of the authorization as the page has them, agreed to.
fn agreed(page: &Page) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> =
        ["debit_phone", "debit_paper"].map(|name| (name.to_owned(), page.value(name))).into();
    fields.extend([("debit_how", "recorded"), ("debit_agreed", "yes")].map(|(a, b)| (a.to_owned(), b.to_owned())));
    fields
}

fn with<'a>(fields: &'a [(&'a str, &'a str)], more: &'a [(String, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain(more.iter().map(|(name, value)| (name.as_str(), value.as_str()))).collect()
}

/// Takes an eCheck: the form, the words, the agreement.
async fn debit(firm: &TestFirm, browser: &mut Browser, account: &str, fields: &[(&str, &str)]) -> Transaction {
    let key = browser.new_payment().await;
    browser.enter_account(&key, account).await;
    let page = browser.charge(firm, &key, fields).await;
    assert_eq!(page.next_step().as_deref(), Some("debit"), "{}", page.body);
    let more = agreed(&page);
    let answer = browser.charge(firm, &key, &with(fields, &more)).await;
    paid(firm, &answer)
}

#[tokio::test]
async fn a_bank_account_is_refused_field_by_field_and_never_shown_again() {
    let (_firm, _, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    let page = cashier.get(&format!("/card-fields/{key}?method=bank")).await;
    assert!(
        page.has("input[name=routing]") && page.has(".tabs a[aria-current]") && !page.has("input[name=card_number]")
    );
    let page = cashier.enter_account(&key, "987654321").await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text("#account_number-error").contains("not a test account"));
    assert!(!page.body.contains("987654321"));
    let page = cashier.enter_account(&key, "12").await;
    assert!(page.text("#account_number-error").contains("4 to 17 digits"));
    cashier.enter_account(&key, SETTLES).await;
    let page = cashier.get(&format!("/card-fields/{key}")).await;
    assert!(page.text(".note").contains("6789") && !page.body.contains(&format!("value=\"{SETTLES}")));
}

#[tokio::test]
async fn nothing_is_submitted_before_the_payer_agreed_to_the_words_on_the_page() {
    let (firm, _, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_account(&key, SETTLES).await;
    let page = cashier.charge(&firm, &key, &[]).await;
    assert_eq!(page.next_step().as_deref(), Some("debit"), "no problem, only a step: {}", page.body);
    for words in ["Ada Vance", "$125.00", "6789", "Do you authorize this debit?"] {
        assert!(page.text(".words.spoken").contains(words), "{words}");
    }
    assert!(page.has("input[type=radio][name=debit_how][value=recorded][checked]"));
    let more = agreed(&page);
    for (field, value, wrong) in [
        ("debit_agreed", "", "debit_agreed"),
        ("debit_how", "", "debit_how"),
        ("debit_phone", "f00d", "debit"),
        ("amount", "126.00", "debit"),
    ] {
        let other: Vec<_> = more.iter().filter(|(name, _)| name != field).cloned().collect();
        let page = cashier.charge(&firm, &key, &with(&[(field, value)], &other)).await;
        assert_eq!(page.wrong_fields(), [wrong], "{field}");
    }
    let notice: Vec<_> = more.iter().filter(|(name, _)| name != "debit_how").cloned().collect();
    let page = cashier.charge(&firm, &key, &with(&[("debit_how", "notice"), ("receipt", "")], &notice)).await;
    assert_eq!(page.wrong_fields(), ["email"], "a copy needs an address");
    assert!(payments(&firm).is_empty());
    let answer = cashier.charge(&firm, &key, &with(&[], &more)).await;
    assert_eq!(paid(&firm, &answer).status, Status::Pending);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn an_echeck_cannot_be_authorized_only() {
    let (firm, _, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_account(&key, SETTLES).await;
    let page = cashier.charge(&firm, &key, &[("authorize_only", "yes")]).await;
    assert_eq!(page.wrong_fields(), ["authorize_only"]);
}

#[tokio::test]
async fn it_is_told_as_submitted_and_not_as_paid() {
    let (firm, _, mut cashier) = open().await;
    let payment = debit(&firm, &mut cashier, SETTLES, &[]).await;
    let page = cashier.get(&format!("/payments/{}/result", payment.id)).await;
    let result = page.text("#result");
    assert!(result.contains("not money yet") && result.contains("Wednesday, November 25, 2026"), "{result}");
    assert!(!result.contains("approved"), "{result}");
    let page = cashier.get(&format!("/payments/{}", payment.id)).await;
    let card = page.text("section[aria-labelledby=payment-debit]");
    for words in ["TEL", "110000000", "December 4, 2026", "January 24, 2027"] {
        assert!(card.contains(words), "{words}: {card}");
    }
    let list = cashier.get("/payments?q=method%3Abank").await;
    assert!(list.body.contains("Ada Vance") && list.body.contains("Pending"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn into_trust_staff_are_warned_that_it_is_not_good_funds() {
    let (firm, _, mut cashier) = open().await;
    let trust = firm.trust.to_string();
    let fields = [("account", &*trust), ("matter", "Vance v. Marlow")];
    let key = cashier.new_payment().await;
    cashier.enter_account(&key, SETTLES).await;
    let page = cashier.charge(&firm, &key, &fields).await;
    assert!(page.text("#debit .note").contains("Do not disburse it before Friday, December 4, 2026"));
    let more = agreed(&page);
    let payment = paid(&firm, &cashier.charge(&firm, &key, &with(&fields, &more)).await);
    let page = cashier.get(&format!("/payments/{}", payment.id)).await;
    assert!(page.body.contains("Do not disburse it before"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn the_proof_of_an_authorization_is_a_page_for_staff() {
    let (firm, site, mut cashier) = open().await;
    let payment = debit(&firm, &mut cashier, SETTLES, &[("debit_filed", "Call 7")]).await;
    let path = format!("/authorizations/{}", payment.bank_debit.unwrap().authorization);
    let page = cashier.get(&path).await;
    for words in ["Do you authorize this debit?", "Call 7", "call is recorded", "SHA-256", "Ada Vance", "6789"] {
        assert!(page.text("main").contains(words), "{words}");
    }
    let mut auditor = site.signed_in(&firm.auditor).await;
    assert_eq!(auditor.get(&path).await.status, StatusCode::OK);
    assert_eq!(cashier.get("/authorizations/99").await.status, StatusCode::NOT_FOUND);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_came_back_says_why_and_is_presented_again_by_one_button() {
    let (firm, site, mut cashier) = open().await;
    let payment = debit(&firm, &mut cashier, NO_FUNDS, &[]).await;
    firm.clock.advance_ms(5 * DAY_MS);
    resolution::follow_news(&firm.app).await.unwrap();
    let mut cashier = {
        let _ = cashier;
        site.signed_in(&firm.cashier).await
    };
    let path = format!("/payments/{}", payment.id);
    let page = cashier.get(&path).await;
    assert!(page.text(".note-neg").contains("R01: There was not enough money in the account."), "{}", page.body);
    let again = format!("{path}/representments");
    assert!(page.has(&format!("form[action='{again}']")));
    let mut auditor = site.signed_in(&firm.auditor).await;
    assert!(!auditor.get(&path).await.has(&format!("form[action='{again}']")));
    let before = journal(&firm);
    assert_eq!(cashier.post(&again, &[("attempt", "7")]).await.location().unwrap(), path, "not the try that is due");
    assert_eq!(journal(&firm), before);
    let first = cashier.post(&again, &[("attempt", "2")]).await;
    let second = cashier.post(&again, &[("attempt", "2")]).await;
    assert_eq!(first.location(), second.location());
    assert_eq!(paid(&firm, &first).bank_debit.unwrap().represents, Some(payment.id));
    assert!(cashier.get(&path).await.body.contains("Presented again as payment 2"));
    assert_eq!(payments(&firm).len(), 2);
    firm.leaves_waiting(3);
}

#[tokio::test]
async fn after_a_fatal_return_there_is_no_button_and_no_quick_pay() {
    let (firm, site, mut cashier) = open().await;
    let payment = debit(&firm, &mut cashier, CLOSED, &[("keep_method", "yes")]).await;
    assert!(cashier.get(&format!("/payments/{}", payment.id)).await.has("a[href$='/quick-pay']"));
    firm.clock.advance_ms(5 * DAY_MS);
    resolution::follow_news(&firm.app).await.unwrap();
    let mut cashier = site.signed_in(&firm.cashier).await;
    let page = cashier.get(&format!("/payments/{}", payment.id)).await;
    assert!(page.body.contains("R02: The account is closed.") && page.body.contains("may no longer be debited"));
    assert!(!page.has("form[action$=representments]") && !page.has("a[href$='/quick-pay']"));
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn quick_pay_asks_for_the_payers_agreement_anew() {
    let (firm, _, mut cashier) = open().await;
    let payment = debit(&firm, &mut cashier, SETTLES, &[("keep_method", "yes")]).await;
    let path = format!("/payments/{}/quick-pay", payment.id);
    let page = cashier.get(&path).await;
    assert!(page.text(".words.spoken").contains("$125.00") && page.next_step().is_none());
    let key = page.value("key");
    let plain = [("key", &*key), ("amount", "125.00"), ("email", "ada@client.example")];
    let refused = cashier.post(&path, &plain).await;
    assert_eq!(refused.next_step().as_deref(), Some("debit"));
    let more = agreed(&page);
    let other = cashier.post(&path, &with(&[("key", &*key), ("amount", "99.00")], &more)).await;
    assert_eq!(other.wrong_fields(), ["debit"], "the words were for another amount");
    assert_eq!(payments(&firm).len(), 1);
    let answer = cashier.post(&path, &with(&plain, &more)).await;
    assert_eq!(paid(&firm, &answer).status, Status::Pending);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn before_an_echeck_is_refunded_staff_are_warned_that_it_can_still_come_back() {
    let (firm, site, mut cashier) = open().await;
    let payment = debit(&firm, &mut cashier, SETTLES, &[]).await;
    for (days, warned) in [(5, true), (70, false)] {
        firm.clock.advance_ms(days * DAY_MS);
        resolution::follow_news(&firm.app).await.unwrap();
        let mut billing = site.signed_in(&firm.billing).await;
        let page = billing.get(&format!("/payments/{}/refunds/new", payment.id)).await;
        let plan = page.text("#refund-plan");
        assert_eq!(plan.contains("can still come back. Until Sunday, January 24, 2027"), warned, "{plan}");
    }
    firm.leaves_waiting(1);
}
