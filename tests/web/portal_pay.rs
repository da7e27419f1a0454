//! Paying what one is asked for in the portal with a method that is saved, and the way back there.

use clientpay::{
    domain::{
        accepted::Accepted,
        ids::PaymentMethodId,
        locale::Language,
        payment_request::{Asked, PaymentRequest, State},
        time::Day,
        transaction::Status,
        user::Session,
    },
    gateway::sandbox::cards::Behavior,
    service::{
        Authority,
        methods::adding,
        outbox::deliver_due,
        payment_requests::{self, Deed, links},
        receipts,
    },
};
use poem::http::StatusCode;

use super::{
    journal, payments,
    portal::{ADA, House},
};
use crate::{
    bank_debits::{SETTLES, enter_account},
    payers::{asked as method_form, billing, saved},
    payment_requests::{asked, card, declined, send, stands, stored},
    support::{
        DAY_MS,
        browser::{Browser, Page},
    },
};

const OTHER: &str = "5555555555554444";
const VISA: &str = "Pay $500.00 with Visa •••• 4242";

fn path(request: &PaymentRequest) -> String {
    format!("/portal/requests/{}", request.id)
}

async fn asked_for(house: &House, asked: Asked, minor: i64) -> PaymentRequest {
    let request = send(&house.firm, Asked { payer: Some(house.ada), ..asked }, &[(house.firm.operating, minor)]).await;
    deliver_due(&house.firm.app).await.unwrap();
    request
}

/// The buttons of the forms that this page has about the request.
fn buttons(page: &Page) -> Vec<String> {
    page.texts("main form button")
}

/// What the form of the page sends.
fn filled(page: &Page) -> Vec<(String, String)> {
    let names = page.attributes("main form[method=post] input[type=hidden]", "name");
    let values = page.attributes("main form[method=post] input[type=hidden]", "value");
    names.into_iter().zip(values).filter(|(name, _)| name != "_csrf").collect()
}

async fn press(browser: &mut Browser, path: &str, sheet: &[(String, String)]) -> Page {
    let sheet: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &sheet).await
}

/// Chooses, looks at what the button says, and presses it.
async fn pay(browser: &mut Browser, path: &str, choice: &str) -> (String, Page) {
    let page = browser.get(&format!("{path}{choice}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let (words, sheet) = (buttons(&page).remove(0), filled(&page));
    (words, press(browser, path, &sheet).await)
}

fn choice(page: &Page, method: PaymentMethodId) -> String {
    format!("?shown={}&written-in=en&method={}", page.value("shown"), method)
}

#[tokio::test]
async fn nothing_is_charged_but_by_the_button_that_says_how_much_and_with_what() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let here = format!("/portal/requests/{}", house.request);
    let before = journal(&house.firm);
    let page = ada.get(&here).await;
    assert_eq!(buttons(&page), [VISA], "with one card there is nothing to choose");
    assert!(page.text("aside").contains("INV-7001") && page.text("main form").contains(ADA), "{}", page.text("main"));
    let other = saved(&house.firm, house.ada, OTHER).await;
    let noted = journal(&house.firm);
    let page = ada.get(&here).await;
    assert_eq!(buttons(&page), ["Continue"]);
    let methods = page.attributes("input[type=radio][name=method]", "value");
    assert_eq!(methods, [house.method.to_string(), other.id.to_string()]);
    assert_eq!(page.attributes("input[type=radio][checked]", "value"), [house.method.to_string()], "their default");
    let page = ada.get(&format!("{here}{}", choice(&page, other.id))).await;
    assert_eq!(buttons(&page), ["Pay $500.00 with Mastercard •••• 4444"]);
    assert!(journal(&house.firm) == noted && noted > before && payments(&house.firm).len() == 1, "looking is free");
    let answer = press(&mut ada, &here, &filled(&page)).await;
    let told = answer.location().unwrap();
    assert!(told.starts_with(&format!("{here}?paid=")), "{told}");
    let page = ada.get(&told).await;
    assert_eq!(page.text(".note h2"), "Thank you. Your payment was received");
    assert!(page.attributes("main a", "href").contains(&"/portal".to_owned()) && buttons(&page).is_empty());
    let paid = payments(&house.firm).remove(0);
    assert_eq!((paid.status, paid.amount.minor(), paid.payment_method), (Status::Captured, 50_000, Some(other.id)));
    let receipt = ada.get(&page.attributes(".pay-intro .actions a", "href").remove(0)).await;
    assert_eq!(receipt.attributes(".way-back a", "href"), ["/portal"]);
    assert_eq!(stands(&house.firm, house.request).0, State::Paid);
    deliver_due(&house.firm.app).await.unwrap();
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_sent_again_after_going_back_or_in_two_tabs_pays_once() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let here = format!("/portal/requests/{}", house.request);
    let (page, tab) = (ada.get(&here).await, ada.get(&here).await);
    assert_ne!(page.value("key"), tab.value("key"));
    let first = press(&mut ada, &here, &filled(&page)).await.location().unwrap();
    let again = press(&mut ada, &here, &filled(&page)).await.location().unwrap();
    assert_eq!(first, again);
    let late = press(&mut ada, &here, &filled(&tab)).await;
    assert!(late.text(".error-summary").contains("Nothing was charged"), "{}", late.text("main"));
    assert_eq!(late.texts("main h2").iter().filter(|words| *words == "This is paid").count(), 1);
    // Without a key, or with one that is none, and as an address says it.
    for key in ["", "x"] {
        ada.post(&here, &[("key", key), ("method", &house.method.to_string()), ("shown", "50000")]).await;
    }
    // What no button said is not charged, though there be one card alone.
    let unpaid = asked_for(&house, asked(), 2_000).await;
    let key = house.firm.app.ids.operation_key().to_string();
    for fields in [vec![], vec![("shown", "2000")], vec![("method", "1")]] {
        let answer = ada.post(&path(&unpaid), &[vec![("key", key.as_str())], fields].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let known = page.value("key");
    let request = asked_for(&house, asked(), 1_000).await;
    let crafted = ada.get(&format!("{}?key={known}", path(&request))).await;
    assert_ne!(crafted.value("key"), known, "an address chooses no key");
    assert_eq!(payments(&house.firm).len(), 2);
    deliver_due(&house.firm.app).await.unwrap();
}

#[tokio::test]
async fn what_is_not_saved_is_paid_on_the_requests_own_page_and_there_is_a_way_back() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let (card_only, both) = (
        asked_for(&house, asked(), 1_000).await,
        asked_for(&house, Asked { accepted: Accepted::Both, ..asked() }, 1_000).await,
    );
    for (request, words) in [(&card_only, "Another card"), (&both, "Another card or bank account")] {
        let page = ada.get(&path(request)).await;
        let own = format!("/r/{}", links::token(&house.firm.app.secrets, &stored(&house.firm, request.id)));
        assert_eq!(page.text(&format!("main form a[href^='{own}']")), words);
        let theirs = ada.get(&own).await;
        assert_eq!(theirs.attributes(".way-back a", "href"), ["/portal"]);
        assert_eq!(
            (theirs.header("cache-control"), theirs.header("vary").map(|text| text.contains("Cookie"))),
            (Some("no-store"), Some(true))
        );
        assert!(!house.site.visitor().get(&own).await.has(".way-back"), "nobody else sees anything of it");
    }
    let bank_only = asked_for(&house, Asked { accepted: Accepted::BankAccounts, ..asked() }, 1_000).await;
    let next = ada.get(&path(&bank_only)).await.location().unwrap();
    assert!(next.starts_with("/r/"), "with nothing to choose from: {next}");
    let paid = receipts::link_token(&house.firm.app.secrets, payments(&house.firm)[0].id);
    for place in [next, format!("/receipts/{paid}")] {
        assert!(ada.get(&place).await.has(".way-back") && !house.site.visitor().get(&place).await.has(".way-back"));
        let mut staff = house.site.signed_in(&house.firm.admin).await;
        assert!(!staff.get(&place).await.has(".way-back"));
        let mut forger = house.site.visitor();
        forger.cookies.insert("__Host-portal".into(), "x".repeat(43));
        assert!(!forger.get(&place).await.has(".way-back"));
        staff.get("/settings/portal").await;
        staff.post("/settings/portal", &[("state", "closed")]).await;
        assert!(!ada.get(&place).await.has(".way-back"), "the portal is closed");
        staff.get("/settings/portal").await;
        staff.post("/settings/portal", &[("state", "open")]).await;
    }
    let remembered = ada.clone();
    ada.get("/portal").await;
    ada.post("/portal/sign-out", &[]).await;
    assert!(!remembered.clone().get(&format!("/receipts/{paid}")).await.has(".way-back"), "the session is over");
}

#[tokio::test]
async fn a_decline_is_told_as_on_the_requests_page_and_the_others_are_offered() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let bad = saved(&house.firm, house.ada, declined()).await;
    let here = format!("/portal/requests/{}", house.request);
    let page = ada.get(&here).await;
    let (_, answer) = pay(
        &mut ada,
        &here,
        &choice(&page, house.method).replace(&format!("method={}", house.method), &format!("method={}", bad.id)),
    )
    .await;
    let page = ada.get(&answer.location().unwrap()).await;
    assert_eq!(page.text(".note h2"), "The payment didn’t go through");
    assert!(!page.body.contains("insufficient"), "{}", page.text("main"));
    assert_eq!(page.attributes("input[type=radio][name=method]", "value").len(), 2);
    assert_eq!(page.attributes("input[type=radio][checked]", "value"), [house.method.to_string()]);
    let (words, answer) = pay(&mut ada, &here, &choice(&page, house.method)).await;
    assert_eq!((words.as_str(), answer.location().is_some()), (VISA, true));
    assert_eq!(stands(&house.firm, house.request).0, State::Paid);
    deliver_due(&house.firm.app).await.unwrap();
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_part_is_on_the_button_and_what_is_left_by_now_is_asked_about_anew() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let request = asked_for(&house, Asked { least_part: Some(2_000), ..asked() }, 10_000).await;
    let here = path(&request);
    let page = ada.get(&here).await;
    assert_eq!(buttons(&page), ["Continue"]);
    let with = choice(&page, house.method);
    let whole = ada.get(&format!("{here}{with}&how-much=all&amount=")).await;
    assert_eq!(buttons(&whole), ["Pay $100.00 with Visa •••• 4242"]);
    for (typed, wrong) in [
        ("how-much=part&amount=19.99", "amount"),
        ("how-much=part&amount=x", "amount"),
        ("how-much=all&amount=5", "amount"),
    ] {
        let page = ada.get(&format!("{here}{with}&{typed}")).await;
        assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec![wrong.to_owned()]));
        assert_eq!(buttons(&page), ["Continue"], "{typed}");
    }
    let page = ada.get(&format!("{here}?shown=10000&written-in=en&how-much=all")).await;
    assert_eq!((page.wrong_fields(), buttons(&page)), (vec!["method".to_owned()], vec!["Continue".to_owned()]));
    let (words, answer) = pay(&mut ada, &here, &format!("{with}&how-much=part&amount=60.00")).await;
    assert_eq!((words.as_str(), answer.location().is_some()), ("Pay $60.00 with Visa •••• 4242", true));
    let late = press(&mut ada, &here, &filled(&whole)).await;
    assert_eq!(
        (late.status, buttons(&late)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["Pay $40.00 with Visa •••• 4242".to_owned()])
    );
    assert!(late.text(".error-summary").contains("$40.00") && payments(&house.firm).len() == 2);
    // The same amount in another notation, after the language was changed.
    let french = ada.get(&format!("{here}{}&how-much=part&amount=20.00&lang=fr", with.replace("10000", "4000"))).await;
    assert!(buttons(&french)[0].contains("20,00"), "{:?}", buttons(&french));
    press(&mut ada, &here, &filled(&late)).await.location().unwrap();
    assert_eq!(stands(&house.firm, request.id), (State::Paid, 10_000, 0));
    deliver_due(&house.firm.app).await.unwrap();
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_takes_nothing_any_more_says_so_and_charges_nothing() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let cancelled = asked_for(&house, asked(), 1_000).await;
    let over = asked_for(&house, Asked { expires: Some(Day::new(2026, 11, 22)), ..asked() }, 1_000).await;
    let forms = [ada.get(&path(&cancelled)).await, ada.get(&path(&over)).await];
    payment_requests::act(&house.firm.app, Authority::Staff(&house.firm.billing), vec![cancelled.id], Deed::Cancel)
        .await
        .unwrap();
    house.firm.clock.advance_ms(3 * DAY_MS);
    let mut ada = house.signed_in(ADA).await;
    for (request, form, heading) in
        [(&cancelled, &forms[0], "This request was cancelled"), (&over, &forms[1], "This link has expired")]
    {
        let page = ada.get(&path(request)).await;
        assert_eq!((page.status, page.text(".note h2").as_str()), (StatusCode::GONE, heading));
        assert!(buttons(&page).is_empty() && page.attributes("main a", "href").contains(&"/portal".to_owned()));
        let answer = press(&mut ada, &path(request), &filled(form)).await;
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(answer.text(".error-summary").contains("Nothing was charged"), "{}", answer.text("main"));
    }
    assert_eq!(payments(&house.firm).len(), 1);
}

#[tokio::test]
async fn an_outcome_that_is_not_known_is_shown_as_being_confirmed() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let lost = saved(&house.firm, house.ada, card(Behavior::LoseCall)).await;
    let here = format!("/portal/requests/{}", house.request);
    let page = ada.get(&here).await;
    let (_, answer) = pay(&mut ada, &here, &choice(&page, lost.id)).await;
    let told = answer.location().unwrap();
    let page = ada.get(&told).await;
    assert_eq!(page.texts(".note h2"), ["We’re confirming your payment"]);
    assert!(page.has("[data-poll]") && buttons(&page).is_empty());
    assert!(page.attributes(".pay-intro .actions a", "href").contains(&told), "{}", page.body);
    // A page that looks again by itself keeps no session alive.
    let by_itself = ada.clone();
    house.firm.clock.advance_ms(Session::IDLE_MS - 60_000);
    assert_eq!(ada.get(&told).await.status, StatusCode::OK);
    house.firm.clock.advance_ms(60_000);
    assert_eq!(by_itself.clone().get(&told).await.location().as_deref(), Some("/portal/sign-in"));
    house.firm.reconcile_later().await;
    assert_eq!(stands(&house.firm, house.request).2, 0);
    deliver_due(&house.firm.app).await.unwrap();
}

#[tokio::test]
async fn a_bank_account_is_debited_once_the_words_were_signed() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let form = method_form(&house.firm, house.ada);
    enter_account(&house.firm, &form.key, SETTLES);
    let account = adding::add(&house.firm.app, billing(&house.firm), form).await.unwrap();
    let request = asked_for(&house, Asked { accepted: Accepted::Both, ..asked() }, 12_500).await;
    let here = path(&request);
    let page = ada.get(&here).await;
    let step = ada.get(&format!("{here}{}", choice(&page, account.id))).await;
    assert_eq!(buttons(&step), ["Pay $125.00 from bank account •••• 6789"]);
    for words in ["I, Ada Vance, authorize", "$125.00", "6789"] {
        assert!(step.text(".words blockquote").contains(words), "{words}: {}", step.text(".words blockquote"));
    }
    let sheet = filled(&step);
    for (fields, wrong) in [
        (vec![("debit_name", "Ada Vance")], "debit_agreed"),
        (vec![("debit_agreed", "yes")], "debit_name"),
        (vec![("debit_shown", "f00d:f00d"), ("debit_agreed", "yes"), ("debit_name", "Ada Vance")], "debit"),
    ] {
        let mut sheet = sheet.clone();
        sheet.retain(|(name, _)| fields.iter().all(|(other, _)| other != name));
        sheet.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let answer = press(&mut ada, &here, &sheet).await;
        assert_eq!((answer.status, answer.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec![wrong.to_owned()]));
    }
    assert_eq!(payments(&house.firm).len(), 1, "nothing was submitted");
    let signed = [("debit_agreed", "yes"), ("debit_name", "Ada Vance")];
    let sheet: Vec<_> =
        sheet.into_iter().chain(signed.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect();
    let told = press(&mut ada, &here, &sheet).await.location().unwrap();
    let page = ada.get(&told).await;
    assert_eq!(page.text(".note h2"), "Your eCheck was submitted");
    let paid = payments(&house.firm).remove(0);
    assert_eq!((paid.status, paid.payment_method), (Status::Pending, Some(account.id)));
    deliver_due(&house.firm.app).await.unwrap();
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_session_that_ended_a_method_that_is_gone_and_too_many_tries_charge_nothing() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let here = format!("/portal/requests/{}", house.request);
    let page = ada.get(&here).await;
    let mut unknown = filled(&page);
    unknown.iter_mut().filter(|(name, _)| name == "method").for_each(|(_, value)| "99".clone_into(value));
    let answer = press(&mut ada, &here, &unknown).await;
    assert_eq!((answer.status, answer.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["method".to_owned()]));
    let bad = saved(&house.firm, house.ada, declined()).await;
    let mut answers = Vec::new();
    for _ in 0..6 {
        let page = ada.get(&here).await;
        answers.push(pay(&mut ada, &here, &choice(&page, bad.id)).await.1);
    }
    let last = answers.pop().unwrap();
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(last.text(".error-summary").contains("several tries"), "{}", last.text(".error-summary"));
    assert_eq!(payments(&house.firm).len(), 6);
    let page = ada.get(&format!("{here}{}", choice(&page, house.method))).await;
    house.firm.clock.advance_ms(Session::IDLE_MS);
    let ended = press(&mut ada, &here, &filled(&page)).await;
    assert_eq!(ended.location().as_deref(), Some("/portal/sign-in"));
    assert_eq!(payments(&house.firm).len(), 6);
}

#[tokio::test]
async fn every_step_is_whole_in_every_language_and_what_was_typed_is_never_markup() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let hostile = "<script>alert(1)</script>\"><svg onload=x>";
    let other = saved(&house.firm, house.ada, OTHER).await;
    ada.get("/portal/methods").await;
    ada.post(&format!("/portal/methods/{}", other.id), &[("name", "\"><svg onload=x>")]).await;
    let about = Asked {
        name: hostile.into(),
        invoice_number: Some(hostile.into()),
        matter: Some(hostile.into()),
        message: hostile.into(),
        least_part: Some(1),
        ..asked()
    };
    let request = asked_for(&house, about, 1_000).await;
    let here = path(&request);
    for language in Language::ALL {
        let lang = format!("lang={}", language.code());
        let with = format!("shown=1000&written-in={}&method={}&how-much=all", language.code(), other.id);
        for place in
            [format!("{here}?{lang}"), format!("{here}?{with}&{lang}"), format!("{here}?{with}&amount=x&{lang}")]
        {
            let page = ada.get(&place).await;
            assert!(!page.body.contains('⟦') && !page.has("script:not([src]), svg[onload]"), "{place}");
            assert!(page.attributes("html", "lang")[0].starts_with(language.code()), "{place}");
            assert_eq!((page.texts("h1").len(), page.texts("aside").len()), (1, 1), "{place}");
            let mut ids = page.attributes("[id]", "id");
            let count = ids.len();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), count, "{place}");
        }
    }
    let typed = "%22%3E%3Csvg%20onload%3Dx%3E";
    let page = ada
        .get(&format!("{here}?lang=en&shown={typed}&how-much=part&amount={typed}&method={typed}&paid={typed}"))
        .await;
    assert!(page.status == StatusCode::UNPROCESSABLE_ENTITY && !page.has("svg[onload]"), "{}", page.status);
    assert_eq!(payments(&house.firm).len(), 1);
}
