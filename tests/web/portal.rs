//! The payer portal from outside: signing in, every page, whose is whose, and what staff do about it.

use clientpay::{
    domain::{
        ids::{PayerId, PaymentMethodId, PaymentRequestId, ScheduleId, TransactionId},
        payment_request::Asked,
        user::Session,
    },
    service::{outbox::deliver_due, payers::editing::PayerFacts, portal::links},
    store::{engine::Direction, table::Records as _, tables::PORTAL_LINKS},
    web::router::{Access, table},
};
use poem::http::{Method, StatusCode};

use super::journal;
use crate::{
    payers::{facts, record, saved},
    payment_requests::{asked, send},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site, encode},
        payer as entry,
    },
};

pub const ADA: &str = "ada@client.example";
pub const NORA: &str = "nora@client.example";
const COOKIE: &str = "__Host-portal";

/// A firm with two payers; Ada has a payment, a request, a schedule and a method.
pub struct House {
    pub firm: TestFirm,
    pub site: Site,
    pub ada: PayerId,
    payment: TransactionId,
    pub request: PaymentRequestId,
    pub schedule: ScheduleId,
    pub method: PaymentMethodId,
}

impl House {
    pub async fn new() -> Self {
        let firm = TestFirm::new().await;
        let site = Site::of(&firm).await;
        let named = |name: &str, email: &str| PayerFacts { emails: vec![email.to_owned()], ..facts(name) };
        let ada = record(&firm, named("Ada Vance", ADA)).await.id;
        record(&firm, named("Nora Client", NORA)).await;
        let mut command = firm.command(12_500);
        command.payer = entry("Ada Vance", &[ADA]);
        command.payer.chosen = Some(ada);
        firm.enter_card(&command.key, APPROVED);
        let payment = firm.submit(command).await.unwrap().id;
        let about = Asked { payer: Some(ada), ..asked() };
        let request = send(&firm, about, &[(firm.operating, 50_000)]).await.id;
        let method = saved(&firm, ada, APPROVED).await.id;
        let schedule = crate::portal::schedule(&firm, ada, method).await;
        deliver_due(&firm.app).await.unwrap();
        Self { firm, site, ada, payment, request, schedule, method }
    }

    /// The token of the latest link to this address.
    fn token(&self, email: &str) -> String {
        let reader = self.firm.read();
        let mut rows = reader.all(PORTAL_LINKS, Direction::Backward).unwrap().map(|row| row.unwrap().1);
        links::token(&self.firm.app.secrets, &rows.find(|link| link.email == email).unwrap().nonce)
    }

    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.site.visitor();
        browser.get("/portal/sign-in").await;
        browser.post("/portal/links", &[("email", email)]).await;
        deliver_due(&self.firm.app).await.unwrap();
        let path = format!("/portal/links/{}", self.token(email));
        browser.get(&path).await;
        assert_eq!(browser.post(&path, &[]).await.location().as_deref(), Some("/portal"));
        browser.get("/portal").await;
        browser
    }

    /// Every address for payers who are signed in, with Ada's own things in them.
    fn addresses(&self) -> Vec<(Method, String)> {
        let own = |path: &str| {
            let id = match path {
                path if path.starts_with("/portal/payments") => self.payment.get(),
                path if path.starts_with("/portal/requests") => self.request.get(),
                path if path.starts_with("/portal/schedules") => self.schedule.get(),
                _ => self.method.get(),
            };
            path.replace(":id", &id.to_string()).replace(":number", "1")
        };
        let payers = table().into_iter().filter(|entry| entry.access == Access::Payer);
        payers.map(|entry| (entry.method, own(entry.path))).collect()
    }
}

/// An address with a number in the place of whatever varies.
fn with_numbers(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').map(|part| if part.starts_with(':') { "1" } else { part }).collect();
    parts.join("/")
}

async fn ask(browser: &mut Browser, method: &Method, path: &str, headers: &[(&str, &str)]) -> Page {
    let body = (*method == Method::POST).then(|| encode(&[("_csrf", &browser.csrf)]));
    browser.send(method.clone(), path, headers, body).await
}

#[tokio::test]
async fn a_link_leads_from_the_mailbox_to_what_is_to_be_paid() {
    let house = House::new().await;
    let mut browser = house.site.visitor();
    let page = browser.get("/portal/sign-in").await;
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    let wrong = browser.post("/portal/links", &[("email", "no address")]).await;
    assert_eq!((wrong.status, wrong.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["email".to_owned()]));
    assert_eq!(wrong.value("email"), "no address");
    let mut answers = Vec::new();
    for email in ["nobody@client.example", ADA] {
        let page = browser.post("/portal/links", &[("email", email)]).await;
        let next = page.location().unwrap();
        let page = browser.get(&next).await;
        answers.push((next, page.text("main")));
        browser.get("/portal/sign-in").await;
    }
    assert_eq!(answers[0], answers[1], "the answer does not tell who is known");
    deliver_due(&house.firm.app).await.unwrap();
    let path = format!("/portal/links/{}", house.token(ADA));
    let before = journal(&house.firm);
    for _ in 0..2 {
        let page = browser.get(&path).await;
        assert_eq!(page.text("main button"), "Continue");
        assert!(page.text("main").contains(ADA));
    }
    assert_eq!(journal(&house.firm), before, "a program that opens links uses nothing up");
    let page = browser.post(&path, &[]).await;
    let cookie = page.all("set-cookie").into_iter().find(|text| text.starts_with(COOKIE)).unwrap().to_owned();
    for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    let page = browser.follow("/portal").await;
    let seen = page.text("main");
    for words in ["$500.00", "Invoice INV-7001", "Retainer", "$125.00", "Paid"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    let pay = page.attributes("main a.button-primary", "href").remove(0);
    let page = browser.get(&pay).await;
    assert_eq!(page.text("main form button.button-primary"), "Pay $500.00 with Visa •••• 4242");
    let next = page.attributes("main form a[href^='/r/']", "href").remove(0);
    assert_eq!(browser.get(&next).await.status, StatusCode::OK);
    assert_eq!(browser.get(&path).await.status, StatusCode::GONE);
    browser.get("/portal/sign-in").await;
    assert_eq!(house.site.visitor().get(&path).await.text("h1"), "This link doesn’t work any more");
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn every_page_of_ones_own_is_there_and_every_one_of_anothers_is_not() {
    let house = House::new().await;
    let (mut ada, mut nora) = (house.signed_in(ADA).await, house.signed_in(NORA).await);
    for (method, path) in house.addresses() {
        let named = path.chars().any(|character| character.is_ascii_digit());
        if method == Method::GET {
            let page = ada.get(&path).await;
            assert!(page.status == StatusCode::OK || page.location().is_some(), "{path}: {}", page.status);
            assert_eq!(page.header("cache-control"), Some("no-store"), "{path}");
        }
        if !named {
            continue;
        }
        let before = journal(&house.firm);
        nora.get("/portal").await;
        let page = ask(&mut nora, &method, &path, &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{method} {path}");
        assert_eq!(journal(&house.firm), before, "{method} {path}");
    }
    let ada_id = house.ada;
    for path in [
        format!("/portal/payments?payer={ada_id}"),
        format!("/portal/methods/new?payer={ada_id}"),
        format!("/portal/methods/new?replaces={}", house.method),
    ] {
        assert_eq!(ada.get(&path).await.status, StatusCode::OK, "{path}");
        assert_eq!(nora.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let page = nora.get("/portal/payments").await;
    assert!(!page.body.contains("Vance") && page.text("main").contains("No payments yet"));
    let others = [("payer", ada_id.to_string()), ("key", house.firm.app.ids.operation_key().to_string())];
    let others: Vec<(&str, &str)> = others.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(nora.post("/portal/methods", &others).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn nobody_and_no_staff_gets_past_the_way_in_and_payers_open_nothing_of_staffs() {
    let house = House::new().await;
    let admin = house.site.signed_in(&house.firm.admin).await;
    for (method, path) in house.addresses() {
        let before = journal(&house.firm);
        let mut nobody = house.site.visitor();
        nobody.get("/portal/sign-in").await;
        let page = ask(&mut nobody, &method, &path, &[]).await;
        assert_eq!(page.location().as_deref(), Some("/portal/sign-in"), "{method} {path}");
        let page = ask(&mut nobody, &method, &path, &[("hx-request", "true")]).await;
        assert_eq!(page.header("hx-redirect"), Some("/portal/sign-in"), "{method} {path}");
        let page = ask(&mut admin.clone(), &method, &path, &[]).await;
        let refused = page.location().as_deref() == Some("/portal/sign-in") || page.status == StatusCode::FORBIDDEN;
        assert!(refused, "staff, {method} {path}: {}", page.status);
        assert_eq!(journal(&house.firm), before, "{method} {path}");
    }
    let ada = house.signed_in(ADA).await;
    let staffs = table().into_iter().filter(|entry| matches!(entry.access, Access::Person | Access::Staff(_)));
    for (method, path) in staffs.map(|entry| (entry.method, with_numbers(entry.path))) {
        let mut browser = ada.clone();
        // Under the name of staff's cookie the payer's session is none either.
        browser.cookies.insert("__Host-sid".into(), ada.cookies[COOKIE].clone());
        let page = ask(&mut browser, &method, &path, &[]).await;
        let refused = page.location().is_some_and(|next| next.starts_with("/sign-in"));
        assert!(refused || page.status == StatusCode::FORBIDDEN, "{method} {path}: {}", page.status);
    }
    let mut other = admin.clone();
    other.cookies.insert(COOKIE.into(), admin.cookies["__Host-sid"].clone());
    assert_eq!(other.get("/portal").await.location().as_deref(), Some("/portal/sign-in"));
}

#[tokio::test]
async fn a_form_with_anothers_token_or_after_the_end_of_the_session_does_nothing() {
    let house = House::new().await;
    let (ada, nora) = (house.signed_in(ADA).await, house.signed_in(NORA).await);
    for (method, path) in house.addresses().into_iter().filter(|(method, _)| *method == Method::POST) {
        let before = journal(&house.firm);
        for token in [nora.csrf.as_str(), "", "x"] {
            let mut browser = ada.clone();
            browser.csrf = token.to_owned();
            assert_eq!(ask(&mut browser, &method, &path, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        assert_eq!(journal(&house.firm), before, "{path}");
    }
    house.firm.clock.advance_ms(Session::IDLE_MS);
    let before = journal(&house.firm);
    let page = ada.clone().post("/portal/settings/name", &[("name", "Ada")]).await;
    assert_eq!(page.location().as_deref(), Some("/portal/sign-in"));
    assert_eq!(ada.clone().get("/portal").await.location().as_deref(), Some("/portal/sign-in"));
    assert_eq!(journal(&house.firm), before);
}

#[tokio::test]
async fn a_closed_portal_says_so_on_every_page_and_requests_can_still_be_paid() {
    let house = House::new().await;
    let ada = house.signed_in(ADA).await;
    let page = ada.clone().get(&format!("/portal/requests/{}", house.request)).await;
    let pay = page.attributes("main form a[href^='/r/']", "href").remove(0);
    let mut admin = house.site.signed_in(&house.firm.admin).await;
    assert!(admin.get("/settings/portal").await.text("main").contains("/portal"));
    let done = admin.post("/settings/portal", &[("state", "closed")]).await.location().unwrap();
    assert!(admin.get(&done).await.text("#flash").contains("off"));
    // The way out stays open, and would end the session here.
    for (method, path) in house.addresses().into_iter().filter(|(_, path)| !path.starts_with("/portal/sign-out")) {
        let page = ask(&mut ada.clone(), &method, &path, &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{method} {path}");
        assert_eq!(page.text("h1"), "These pages are closed at the moment", "{method} {path}");
    }
    let mut nobody = house.site.visitor();
    for path in ["/portal/sign-in", "/portal/links/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        assert_eq!(nobody.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(nobody.get(&pay).await.status, StatusCode::OK);
    admin.get("/settings/portal").await;
    admin.post("/settings/portal", &[("state", "open")]).await;
    assert_eq!(ada.clone().get("/portal").await.status, StatusCode::OK);
    admin.get("/settings/portal").await;
    admin.post("/settings/portal", &[("state", "closed")]).await;
    assert!(ada.clone().post("/portal/sign-out", &[]).await.location().is_some());
}

#[tokio::test]
async fn settings_are_ones_own_and_wrong_ones_come_back() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    for (path, fields, field) in [
        ("/portal/settings/name", vec![("name", "x".repeat(101))], "name"),
        ("/portal/settings/email", vec![("email", "no address".to_owned())], "email"),
        ("/portal/settings/password", vec![("password", "short".to_owned())], "password"),
    ] {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = ada.post(path, &fields).await;
        assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec![field.to_owned()]));
    }
    assert!(ada.post("/portal/settings/name", &[("name", "Ada")]).await.location().is_some());
    assert!(ada.get("/portal").await.text(".public-who").contains("Ada"));
    let password = [("password", "quiet harbour lantern")];
    assert!(ada.post("/portal/settings/password", &password).await.location().is_some());
    assert_eq!(ada.get("/portal/settings").await.status, StatusCode::OK, "this session goes on");
    let wrong = ada.post("/portal/settings/password/removal", &[("before", "guess")]).await;
    assert_eq!((wrong.status, wrong.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["before".to_owned()]));
    for (email, password, status) in [
        (ADA, "guess", StatusCode::UNPROCESSABLE_ENTITY),
        ("nobody@client.example", "quiet harbour lantern", StatusCode::UNPROCESSABLE_ENTITY),
        (ADA, "quiet harbour lantern", StatusCode::SEE_OTHER),
    ] {
        let mut other = house.site.visitor();
        other.get("/portal/sign-in").await;
        let page = other.post("/portal/sign-in", &[("email", email), ("password", password)]).await;
        assert_eq!(page.status, status, "{email} {password}");
        assert!(!page.body.contains(password), "a password is never sent back");
    }
    ada.get("/portal/settings").await;
    ada.post("/portal/settings/preferences", &[("theme", "contrast")]).await;
    ada.post("/portal/settings/preferences", &[("language", "fr")]).await;
    let page = ada.get("/portal").await;
    assert_eq!(page.attributes("html", "data-theme"), ["contrast"]);
    assert_eq!(page.text("h1"), "Votre compte");
    let unproven = ada.post("/portal/settings/email", &[("email", "ada@new.example"), ("proof", "guess")]).await;
    assert_eq!(
        (unproven.status, unproven.wrong_fields()),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["proof".to_owned()])
    );
    assert_eq!(unproven.attributes("input#email", "value"), ["ada@new.example"], "what was typed is kept");
    let proven = [("email", "ada@new.example"), ("proof", "quiet harbour lantern")];
    assert!(ada.post("/portal/settings/email", &proven).await.location().is_some());
    deliver_due(&house.firm.app).await.unwrap();
    let path = format!("/portal/links/{}", house.token("ada@new.example"));
    let mut elsewhere = house.site.visitor();
    assert!(!elsewhere.get(&path).await.has("main form"), "another browser has no button to press");
    ada.get(&path).await;
    assert_eq!(ada.post(&path, &[]).await.location().as_deref(), Some("/portal/settings?done=address"));
    assert!(ada.get("/portal/settings").await.text("main").contains("ada@new.example"));
    deliver_due(&house.firm.app).await.unwrap();
    let page = ada.post("/portal/sign-out/everywhere", &[]).await;
    assert_eq!(page.location().as_deref(), Some("/portal/sign-in?done=everywhere"));
    assert!(ada.get("/portal").await.location().is_some());
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn methods_are_entered_renamed_and_removed_where_no_schedule_needs_them() {
    let house = House::new().await;
    let mut ada = house.signed_in(ADA).await;
    let used = format!("/portal/methods/{}/removal", house.method);
    assert!(!ada.get(&used).await.has("form[action$=removal]"), "nothing to press while a schedule needs it");
    let page = ada.post(&used, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text("main").contains("can’t be removed"));
    let form = ada.get(&format!("/portal/methods/new?replaces={}", house.method)).await;
    let fields = [("key", form.value("key")), ("payer", form.value("payer")), ("replaces", form.value("replaces"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let empty = ada.post("/portal/methods", &fields).await;
    assert_eq!((empty.status, empty.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["card-frame".to_owned()]));
    ada.enter_card(fields[0].1, "5555555555554444").await;
    ada.get("/portal/methods").await;
    assert_eq!(ada.post("/portal/methods", &fields).await.location().as_deref(), Some("/portal/methods?done=added"));
    ada.get("/portal/methods").await;
    assert_eq!(ada.post(&used, &[]).await.location().as_deref(), Some("/portal/methods?done=removed"));
    let page = ada.get("/portal/methods?done=removed").await;
    assert!(page.text("#flash").contains("removed") && !page.text("main").contains("4242"));
    let path = page.attributes("main .list a.button", "href").remove(0);
    let long = "x".repeat(300);
    assert_eq!(ada.post(&path, &[("name", &long)]).await.wrong_fields(), ["name"]);
    ada.post(&path, &[("name", "Office")]).await;
    ada.post(&format!("{path}/default"), &[]).await;
    let page = ada.get("/portal/methods").await;
    assert!(page.text("main").contains("Office"));
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn staff_see_who_has_access_invite_and_take_it_away() {
    let house = House::new().await;
    let (mut billing, mut ada) = (house.site.signed_in(&house.firm.billing).await, house.signed_in(ADA).await);
    let tab = format!("/payers/{}/portal", house.ada);
    let page = billing.get(&tab).await;
    assert!(page.text("main table").contains(ADA));
    let invitations = format!("{tab}/invitations");
    let wrong = billing.post(&invitations, &[("email", "no address")]).await;
    assert_eq!((wrong.status, wrong.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["email".to_owned()]));
    assert_eq!(wrong.attributes("input#email", "value"), ["no address"]);
    billing.post(&invitations, &[("email", "books@client.example")]).await;
    deliver_due(&house.firm.app).await.unwrap();
    assert!(billing.get(&tab).await.text("main table").contains("books@client.example"));
    let withdrawal = format!("{tab}/withdrawal");
    assert_eq!(billing.get(&format!("{withdrawal}?address={NORA}")).await.status, StatusCode::NOT_FOUND);
    let page = billing.get(&format!("{withdrawal}?address={ADA}")).await;
    assert!(page.text("main").contains(ADA) && page.has("form button.button-danger"));
    assert_eq!(ada.get(&format!("/portal/payments/{}", house.payment)).await.status, StatusCode::OK);
    billing.post(&withdrawal, &[("address", ADA)]).await;
    assert_eq!(ada.get(&format!("/portal/payments/{}", house.payment)).await.status, StatusCode::NOT_FOUND);
    assert!(ada.get("/portal").await.text("main").contains("nothing here"));
    let story = billing.get(&format!("/payers/{}", house.ada)).await.text(".timeline");
    assert!(story.contains(&format!("Portal access withdrawn: {ADA}")), "{story}");
    assert!(story.contains("Invited to the portal: books@client.example"), "{story}");
    ada.get("/portal/settings").await;
    ada.post("/portal/settings/email", &[("email", "ada@new.example")]).await;
    deliver_due(&house.firm.app).await.unwrap();
    let path = format!("/portal/links/{}", house.token("ada@new.example"));
    ada.get(&path).await;
    assert!(ada.post(&path, &[]).await.location().is_some());
    deliver_due(&house.firm.app).await.unwrap();
    let story = billing.get(&format!("/payers/{}", house.ada)).await.text(".timeline");
    assert!(story.contains(&format!("Portal access withdrawn: {ADA}")), "the address of then: {story}");
    assert_eq!(house.firm.violations(), Vec::<String>::new());
}
