//! The settings of the defence against machines, and what the public pages ask while cards are being tried on all of them.

use clientpay::{
    domain::{
        bot_defence::Breaker,
        captcha::{Provider, Use},
        payment_page::{Content, PaymentPage, guard::Defence, pricing::Choice},
        transaction::{DeclineReason, Status},
    },
    gateway::sandbox::cards::Behavior,
    service::{Authority, bot_defence, payment_pages::admission::Ticket, payment_requests::links},
};
use poem::http::StatusCode;

use super::{
    journal,
    pay::{filled, key, send},
    payments,
};
use crate::{
    payment_pages::{Client, deposit, open_page},
    payment_requests::{asked, card, send as send_request, stored},
    support::{
        APPROVED, TestFirm,
        browser::{Page, Site},
        siteverify::{Company, GOOD, Mood},
    },
};

const NEEDS_SCRIPTS: &str = "needs JavaScript: your browser has to do a calculation";
const PATH: &str = "/settings/bot-defence";

fn limits(declines: u32) -> Breaker {
    Breaker { declines, within_min: 10, lasts_min: 30 }
}

/// A page that notices nothing by itself, on a firm whose breaker is reached after five declines.
async fn open(firm: &TestFirm, captcha: Use) -> PaymentPage {
    let wanted = bot_defence::Wanted { seen: 0, company: None, breaker: limits(5) };
    bot_defence::set(&firm.app, Authority::Staff(&firm.admin), wanted).await.unwrap();
    let defence = Defence { captcha, declines: 1_000, tries_an_hour: 1_000, ..deposit(firm).defence };
    open_page(firm, "deposit", Content { defence, ..deposit(firm) }).await
}

/// Somebody at another address tries so many cards.
async fn decline(firm: &TestFirm, page: &PaymentPage, times: usize) {
    let thief = Client::on(firm, page);
    for _ in 0..times {
        let refused = card(Behavior::Decline(DeclineReason::InsufficientFunds));
        let tried = thief.pay(thief.purchase(Choice::Amount(100), refused)).await.unwrap();
        assert_eq!(tried.status, Status::Declined);
    }
}

fn solved(firm: &TestFirm, page: &Page) -> String {
    let ticket = Ticket::read(&page.value("ticket"), &firm.app.secrets).unwrap();
    Ticket::solve(&ticket.challenge(&firm.app.secrets)).unwrap()
}

#[tokio::test]
async fn while_cards_are_tried_everywhere_a_link_asks_for_the_sum_and_nothing_less_and_then_takes_the_payment() {
    let firm = TestFirm::new().await;
    let page_of_thieves = open(&firm, Use::AsSet).await;
    let request = send_request(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let path = format!("/r/{}", links::token(&firm.app.secrets, &stored(&firm, request.id)));
    let mut payer = Site::bare(&firm).visitor();
    let page = payer.get(&path).await;
    payer.enter_card(&key(&page), APPROVED).await;
    assert!(!page.body.contains(NEEDS_SCRIPTS), "whoever waits needs none");
    decline(&firm, &page_of_thieves, 5).await;
    let before = payments(&firm).len();
    let csrf = payer.csrf.clone();
    let answer = send(&mut payer, &path, &filled(&page, &[("_csrf", &*csrf)])).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has("form[data-challenge]") && answer.body.contains("not a robot"), "{:?}", answer.complaints());
    assert_eq!(answer.value("name"), "Nora Client", "what was typed stays");
    for path in [&*path, "/pay/deposit"] {
        assert!(payer.get(path).await.body.contains(NEEDS_SCRIPTS), "{path}");
    }
    firm.clock.advance_ms(130_000);
    let without = send(&mut payer, &path, &filled(&answer, &[("_csrf", &*csrf)])).await;
    assert_eq!((without.status, payments(&firm).len()), (StatusCode::UNPROCESSABLE_ENTITY, before));
    let solution = solved(&firm, &answer);
    let paid = send(&mut payer, &path, &filled(&answer, &[("_csrf", &*csrf), ("altcha", &solution)])).await;
    assert!(paid.location().is_some(), "{:?}", paid.complaints());
    assert_eq!(payments(&firm).iter().filter(|payment| payment.status == Status::Captured).count(), 1);
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn with_a_company_it_is_the_company_that_checks_pages_that_had_no_check_too() {
    for provider in [Provider::Turnstile, Provider::RecaptchaV3] {
        let (mut firm, company) = (TestFirm::new().await, Company::open().await);
        firm.checks_with(company.door(provider));
        let page_of_thieves = open(&firm, Use::Off).await;
        let request = send_request(&firm, asked(), &[(firm.operating, 10_000)]).await;
        let path = format!("/r/{}", links::token(&firm.app.secrets, &stored(&firm, request.id)));
        let mut payer = Site::bare(&firm).visitor();
        assert!(!payer.get(&path).await.has(".pay-check"), "a link asks for nothing by itself");
        decline(&firm, &page_of_thieves, 5).await;
        for path in ["/pay/deposit", &path] {
            let page = payer.get(path).await;
            assert!(page.has(".pay-check"), "{provider:?} {path}");
            assert!(page.header("content-security-policy").unwrap().contains("https://"), "its scripts may run");
        }
        let page = payer.get(&path).await;
        payer.enter_card(&key(&page), APPROVED).await;
        firm.clock.advance_ms(60_000);
        let csrf = payer.csrf.clone();
        let bare = send(&mut payer, &path, &filled(&page, &[("_csrf", &*csrf), (provider.field(), "made-up")])).await;
        assert_eq!(bare.wrong_fields(), ["person-check"]);
        let good = company.give(GOOD);
        let paid = send(&mut payer, &path, &filled(&bare, &[("_csrf", &*csrf), (provider.field(), &good)])).await;
        assert!(paid.location().is_some(), "{:?}", paid.complaints());
        firm.leaves_waiting(2);
    }
}

#[tokio::test]
async fn settings_are_for_administrators_and_say_what_is_wrong_with_them() {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    for user in [&firm.billing, &firm.cashier, &firm.auditor] {
        let mut other = site.signed_in(user).await;
        assert_eq!(other.get(PATH).await.status, StatusCode::FORBIDDEN);
    }
    let mut admin = site.signed_in(&firm.admin).await;
    let page = admin.get(PATH).await;
    assert_eq!((page.status, page.value("declines")), (StatusCode::OK, "30".into()));
    assert!(page.text("main").contains("Not configured") && !page.has("input[name=company]"), "no company, no choice");
    let before = journal(&firm);
    for (name, value) in [("declines", "4"), ("declines", "many"), ("within", "0"), ("lasts", "1441"), ("within", "")] {
        let mut sheet = vec![("seen", "0"), ("declines", "20"), ("within", "10"), ("lasts", "30")];
        sheet.retain(|(known, _)| *known != name);
        sheet.push((name, value));
        let answer = admin.post(PATH, &sheet).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {value}");
        assert_eq!(answer.value(name), value, "what was typed stays");
    }
    assert_eq!(journal(&firm), before);
    let sheet = [("seen", "0"), ("declines", "20"), ("within", "5"), ("lasts", "15")];
    let saved = admin.post(PATH, &sheet).await;
    assert_eq!(saved.location().unwrap(), format!("{PATH}?done=saved"));
    let shown = admin.get(&saved.location().unwrap()).await;
    assert_eq!(shown.text("#flash"), "The settings were saved.");
    assert_eq!([shown.value("declines"), shown.value("within"), shown.value("lasts")], ["20", "5", "15"]);
    assert_eq!(
        bot_defence::shown(&firm.app).unwrap().settings.breaker,
        Breaker { declines: 20, within_min: 5, lasts_min: 15 }
    );
    let stale = [("seen", "0"), ("declines", "21"), ("within", "5"), ("lasts", "15")];
    assert_eq!(admin.post(PATH, &stale).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_company_is_chosen_and_tried_and_its_secret_is_never_shown() {
    let (mut firm, company) = (TestFirm::new().await, Company::open().await);
    firm.checks_with(company.door(Provider::Turnstile));
    open_page(&firm, "deposit", Content { defence: Defence::default(), ..deposit(&firm) }).await;
    let site = Site::of(&firm).await;
    let mut admin = site.signed_in(&firm.admin).await;
    let page = admin.get(PATH).await;
    assert!(page.has("input[name=company][value=everywhere][checked]"), "as it is configured");
    assert!(page.text("main").contains("site-key") && !page.body.contains("the portal's own secret"));
    let mut client = site.visitor();
    assert!(client.get("/pay/deposit").await.has(".pay-check"));
    let sheet = [("seen", "0"), ("company", "never"), ("declines", "30"), ("within", "10"), ("lasts", "30")];
    admin.post(PATH, &sheet).await.location().unwrap();
    let page = client.get("/pay/deposit").await;
    assert!(!page.has(".pay-check") && page.has("form[data-challenge]"), "the portal’s own");
    for (mood, told) in [(Mood::Answers, "works"), (Mood::Fails, "lost"), (Mood::Babbles, "lost")] {
        company.set(mood);
        let tried = admin.post(&format!("{PATH}/trials"), &[]).await;
        assert_eq!(tried.location().unwrap(), format!("{PATH}?done={told}"), "{mood:?}");
        assert_eq!(admin.get(&tried.location().unwrap()).await.status, StatusCode::OK);
    }
    assert!(!page.body.contains("the portal's own secret"));
}

#[tokio::test]
async fn what_was_turned_away_is_listed_with_its_reason_and_place() {
    let firm = TestFirm::new().await;
    open_page(&firm, "deposit", Content { defence: Defence::default(), ..deposit(&firm) }).await;
    let site = Site::of(&firm).await;
    let mut admin = site.signed_in(&firm.admin).await;
    assert!(admin.get(PATH).await.text("main").contains("Nothing has been turned away"));
    let mut client = site.visitor();
    let page = client.get("/pay/deposit").await;
    client.enter_card(&key(&page), APPROVED).await;
    send(&mut client, "/pay/deposit", &filled(&page, &[("amount", "5.00")])).await;
    firm.clock.advance_ms(60_000);
    send(&mut client, "/pay/deposit", &filled(&page, &[("amount", "5.00"), ("fax_line", "1")])).await;
    let rows = admin.get(PATH).await.texts("tbody tr");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("Deposits") && rows[0].contains("Filled in by a program"), "{rows:?}");
    assert!(rows[1].contains("Sent faster than a person types"), "{rows:?}");
}
