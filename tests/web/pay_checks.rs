//! Payment pages on which another company checks that a person is there: what the browser is let do, what a token is
//! worth, and what happens when nobody can say. Nothing is ever charged without proof.

use clientpay::{
    domain::{
        captcha::{Provider, Use},
        payment_page::{Content, guard::Defence},
        transaction::Status,
    },
    service::payment_pages::admission::Ticket,
};
use poem::http::StatusCode;

use super::{
    journal,
    pay::{filled, key, send},
    payments,
};
use crate::{
    payment_pages::{deposit, open_page},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site},
        siteverify::{Company, GOOD, Mood, Token},
    },
};

/// As many tries as the test needs.
fn content(firm: &TestFirm, captcha: Use) -> Content {
    Content { defence: Defence { captcha, tries_an_hour: 100, ..Defence::default() }, ..deposit(firm) }
}

struct Scene {
    firm: TestFirm,
    company: Company,
    provider: Provider,
    site: Site,
    client: Browser,
}

async fn open(provider: Provider) -> Scene {
    let (mut firm, company) = (TestFirm::new().await, Company::open().await);
    firm.checks_with(company.door(provider));
    open_page(&firm, "deposit", content(&firm, Use::AsSet)).await;
    let site = Site::bare(&firm);
    let client = site.visitor();
    Scene { firm, company, provider, site, client }
}

impl Scene {
    /// A form with a card entered, a minute after it was opened.
    async fn form(&mut self) -> Page {
        let page = self.client.get("/pay/deposit").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        self.client.enter_card(&key(&page), APPROVED).await;
        self.firm.clock.advance_ms(60_000);
        page
    }

    async fn send(&mut self, page: &Page, token: &str, more: &[(&str, &str)]) -> Page {
        let fields = [&[("amount", "125.00"), (self.provider.field(), token)], more].concat();
        send(&mut self.client, "/pay/deposit", &filled(page, &fields)).await
    }

    fn solved(&self, page: &Page) -> String {
        let ticket = Ticket::read(&page.value("ticket"), &self.firm.app.secrets).unwrap();
        Ticket::solve(&ticket.challenge(&self.firm.app.secrets)).unwrap()
    }

    fn nothing_happened(&self, before: u64) {
        assert!(payments(&self.firm).is_empty());
        assert_eq!(journal(&self.firm), before);
    }
}

/// The form came back with a sum to be done, nothing else beside it, and what was typed.
fn asks_for_the_sum(answer: &Page, words: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains(words), "{:?}", answer.complaints());
    assert!(answer.has("form[data-challenge]") && !answer.has(".pay-check"), "{}", answer.body);
    assert!(!answer.header("content-security-policy").unwrap().contains("https://"));
    assert_eq!((answer.value("name"), answer.value("amount")), ("Nora Client".into(), "125.00".into()));
}

#[tokio::test]
async fn without_a_token_or_with_a_worthless_one_nothing_is_charged_and_with_a_good_one_it_is() {
    for provider in Provider::ALL {
        let mut scene = open(provider).await;
        let page = scene.form().await;
        let before = journal(&scene.firm);
        let used = scene.company.give(Token { error: Some("timeout-or-duplicate"), ..GOOD });
        let elsewhere = scene.company.give(Token { host: "evil.example", ..GOOD });
        let expired = scene.company.give(Token { error: Some("expired-input-response"), ..GOOD });
        let odd = scene.company.give(Token { error: Some("an-error-nobody-knows"), ..GOOD });
        let bad = scene.company.give(Token { error: Some("bad-request"), ..GOOD });
        for token in ["", "made-up", &used, &elsewhere, &expired, &odd, &bad, "a b", &"x".repeat(9_000), "é"] {
            let answer = scene.send(&page, token, &[]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{provider:?} {token}");
            assert_eq!(answer.wrong_fields(), ["person-check"], "{provider:?} {token}");
            assert!(answer.has(".pay-check") && !answer.has("form[data-challenge]"), "asked for anew");
            assert_eq!(answer.attributes(".error-summary a", "href"), ["#person-check"]);
            assert!(!answer.has("#person-check .error-message"), "nothing else is wrong: it is said once");
            assert_eq!((answer.value("name"), answer.value("amount")), ("Nora Client".into(), "125.00".into()));
            assert!(!answer.body.contains(&format!("value=\"{token}\"")) || token.is_empty(), "no token is kept");
            scene.nothing_happened(before);
        }
        let good = scene.company.give(GOOD);
        let answer = scene.send(&page, &good, &[]).await;
        assert!(answer.location().is_some(), "{provider:?} {:?}", answer.complaints());
        assert_eq!(payments(&scene.firm).remove(0).status, Status::Captured);
        let asked = scene.company.asked();
        assert!(
            asked
                .iter()
                .all(|form| form.keys().all(|name| ["secret", "response", "remoteip"].contains(&name.as_str())))
        );
        // Somebody else with the token that was used.
        let page = scene.form().await;
        let answer = scene.send(&page, &good, &[]).await;
        assert_eq!((answer.wrong_fields(), payments(&scene.firm).len()), (vec!["person-check".to_owned()], 1));
        scene.firm.leaves_waiting(1);
    }
}

#[tokio::test]
async fn a_token_for_something_else_is_worth_nothing_where_the_company_says_what_it_was_for() {
    for provider in [Provider::RecaptchaV3, Provider::Turnstile] {
        let mut scene = open(provider).await;
        let page = scene.form().await;
        let token = scene.company.give(Token { action: "login", ..GOOD });
        let answer = scene.send(&page, &token, &[]).await;
        assert_eq!(answer.wrong_fields(), ["person-check"], "{provider:?}");
        assert!(payments(&scene.firm).is_empty());
    }
}

#[tokio::test]
async fn while_the_company_cannot_be_reached_the_browser_does_the_sum_instead() {
    for mood in [Mood::HangsUp, Mood::Fails, Mood::Babbles, Mood::BreaksOff, Mood::Stumbles] {
        let mut scene = open(Provider::Turnstile).await;
        let page = scene.form().await;
        let before = journal(&scene.firm);
        scene.company.set(mood);
        let answer = scene.send(&page, "whatever", &[]).await;
        asks_for_the_sum(&answer, "can’t be reached at the moment");
        scene.nothing_happened(before);
        for altcha in ["", "x"] {
            let answer = scene.send(&answer, "whatever", &[("altcha", altcha)]).await;
            asks_for_the_sum(&answer, "didn’t do the calculation");
            scene.nothing_happened(before);
        }
        // For a while nobody waits for the company, not even those who come now.
        let asked = scene.company.asked().len();
        let fresh = scene.form().await;
        assert!(fresh.has("form[data-challenge]") && !fresh.has(".pay-check"), "{mood:?}");
        // The sum takes long where nothing is optimised.
        if mood == Mood::HangsUp {
            let solution = scene.solved(&answer);
            let paid = scene.send(&answer, "", &[("altcha", &solution)]).await;
            assert!(paid.location().is_some(), "{mood:?} {:?}", paid.complaints());
            assert_eq!((payments(&scene.firm).len(), scene.company.asked().len()), (1, asked));
            scene.firm.leaves_waiting(1);
        }
        scene.company.set(Mood::Answers);
        scene.firm.clock.advance_ms(60_000);
        assert!(scene.client.get("/pay/deposit").await.has(".pay-check"), "then it is asked again");
    }
}

#[tokio::test(start_paused = true)]
async fn a_company_that_does_not_answer_keeps_nobody_waiting_for_ever() {
    let mut scene = open(Provider::Hcaptcha).await;
    let page = scene.form().await;
    scene.company.set(Mood::Hangs);
    let answer = scene.send(&page, "whatever", &[]).await;
    asks_for_the_sum(&answer, "can’t be reached at the moment");
    assert!(payments(&scene.firm).is_empty());
}

#[tokio::test]
async fn a_browser_that_has_no_token_because_the_company_is_down_can_pay_and_no_other() {
    let mut scene = open(Provider::Turnstile).await;
    let page = scene.form().await;
    let answer = scene.send(&page, "", &[]).await;
    assert_eq!(answer.wrong_fields(), ["person-check"], "the company is there");
    let asked = scene.company.asked().len();
    for _ in 0..5 {
        assert_eq!(scene.send(&page, "", &[]).await.wrong_fields(), ["person-check"]);
    }
    assert_eq!(scene.company.asked().len(), asked, "and is not asked again for nothing");
    scene.firm.clock.advance_ms(60_000);
    scene.company.set(Mood::HangsUp);
    asks_for_the_sum(&scene.send(&page, "", &[]).await, "can’t be reached at the moment");
}

#[tokio::test]
async fn a_secret_that_the_company_does_not_know_closes_no_page() {
    let (mut firm, company) = (TestFirm::new().await, Company::open().await);
    firm.checks_with(company.door_with(Provider::RecaptchaV2, "mistyped", true));
    open_page(&firm, "deposit", content(&firm, Use::AsSet)).await;
    let site = Site::bare(&firm);
    let client = site.visitor();
    let mut scene = Scene { firm, company, provider: Provider::RecaptchaV2, site, client };
    let page = scene.form().await;
    let token = scene.company.give(GOOD);
    asks_for_the_sum(&scene.send(&page, &token, &[]).await, "can’t be reached at the moment");
    assert!(payments(&scene.firm).is_empty());
}

#[tokio::test]
async fn a_low_score_is_asked_for_the_sum_and_pays_once_it_is_done() {
    let mut scene = open(Provider::RecaptchaV3).await;
    let page = scene.form().await;
    assert!(page.has("form[data-check=site-key]") && page.has(".pay-check input[name=g-recaptcha-response]"));
    let before = journal(&scene.firm);
    let low = scene.company.give(Token { score: "0.3", ..GOOD });
    let answer = scene.send(&page, &low, &[]).await;
    asks_for_the_sum(&answer, "We need to check once more that you’re not a robot");
    scene.nothing_happened(before);
    let fresh = scene.company.give(GOOD);
    asks_for_the_sum(&scene.send(&answer, &fresh, &[]).await, "didn’t do the calculation");
    let solution = scene.solved(&answer);
    let paid = scene.send(&answer, "", &[("altcha", &solution)]).await;
    assert!(paid.location().is_some(), "{:?}", paid.complaints());
    scene.firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_check_has_the_colours_of_the_page_that_it_stands_on() {
    for (theme, both, turnstile) in [
        ("light", "light", "light"),
        ("contrast-light", "light", "light"),
        ("dark", "dark", "dark"),
        ("contrast", "dark", "dark"),
        ("device", "light", "auto"),
    ] {
        for (provider, wanted) in
            [(Provider::RecaptchaV2, both), (Provider::Hcaptcha, both), (Provider::Turnstile, turnstile)]
        {
            let mut scene = open(provider).await;
            scene.client.cookies.insert("theme".to_owned(), theme.to_owned());
            let page = scene.client.get("/pay/deposit").await;
            let class = format!(".{}", provider.widget().unwrap());
            assert_eq!(page.attributes(&class, "data-theme"), [wanted], "{provider:?} {theme}");
            let scripts = theme == "device" && provider != Provider::Turnstile;
            assert_eq!(page.has("[data-device-theme]"), scripts, "{provider:?} {theme}");
        }
    }
}

#[tokio::test]
async fn a_browser_cannot_choose_the_sum_by_itself() {
    let mut scene = open(Provider::Turnstile).await;
    let page = scene.form().await;
    // A form from before the page had the check, its sum done.
    let ticket = Ticket::read(&page.value("ticket"), &scene.firm.app.secrets).unwrap();
    let older = Ticket { asks: clientpay::service::payment_pages::admission::Asks::Sum, ..ticket };
    let solution = Ticket::solve(&older.challenge(&scene.firm.app.secrets)).unwrap();
    let text = older.text(&scene.firm.app.secrets);
    let answer = scene.send(&page, "", &[("ticket", &text), ("altcha", &solution)]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.has(".cf-turnstile") && payments(&scene.firm).is_empty());
    // The letter in a ticket is sealed like the rest of it.
    for letter in ["i", "s"] {
        let forged = page.value("ticket").replace(".t.", &format!(".{letter}."));
        let answer = scene.send(&page, "", &[("ticket", &forged), ("altcha", &solution)]).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.has(".cf-turnstile"));
    }
    assert!(payments(&scene.firm).is_empty());
}

#[tokio::test]
async fn both_of_two_clicks_with_one_token_lead_to_the_one_payment() {
    let mut scene = open(Provider::Turnstile).await;
    let page = scene.form().await;
    let token = scene.company.give(GOOD);
    let sheet = filled(&page, &[("amount", "125.00"), (scene.provider.field(), &token)]);
    let (mut one, mut other) = (scene.site.visitor(), scene.client);
    let (first, second) =
        tokio::join!(send(&mut one, "/pay/deposit", &sheet), send(&mut other, "/pay/deposit", &sheet));
    assert!(first.location().is_some(), "{:?}", first.complaints());
    assert_eq!(second.location(), first.location());
    assert_eq!((payments(&scene.firm).len(), scene.company.asked().len()), (1, 1));
    scene.firm.leaves_waiting(1);
}

#[tokio::test]
async fn the_company_is_let_onto_pages_that_use_it_and_nowhere_else() {
    let mut scene = open(Provider::Hcaptcha).await;
    open_page(&scene.firm, "without", content(&scene.firm, Use::Off)).await;
    let policy = |page: &Page| page.header("content-security-policy").unwrap().to_owned();
    let page = scene.client.get("/pay/deposit").await;
    assert!(policy(&page).contains("frame-src 'self' https://hcaptcha.com https://*.hcaptcha.com;"));
    assert_eq!(page.attributes(".h-captcha", "data-sitekey"), ["site-key"]);
    assert!(
        page.attributes("script", "src").iter().any(|src| src.starts_with("https://js.hcaptcha.com/1/api.js?hl=en"))
    );
    assert!(page.has(".pay-check noscript") && page.body.contains("needs JavaScript"));
    assert_eq!(page.header("referrer-policy"), Some("strict-origin-when-cross-origin"));
    for path in ["/pay/without", "/pay/nothing", "/sign-in", "/paid/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/healthz"] {
        let page = scene.client.get(path).await;
        assert!(!policy(&page).contains("https://") && policy(&page).contains("trusted-types"), "{path}");
        assert!(!page.body.contains("hcaptcha") && page.header("referrer-policy") == Some("same-origin"), "{path}");
    }
    let page = scene.client.get("/pay/deposit?lang=fr").await;
    assert!(page.body.contains("exige JavaScript") && page.body.contains("hl=fr"));
}

#[tokio::test]
async fn a_portal_may_have_the_check_on_chosen_pages_only() {
    let (mut firm, company) = (TestFirm::new().await, Company::open().await);
    firm.checks_with(company.door_with(Provider::Turnstile, "s", false));
    for (slug, captcha, checked) in [("a", Use::AsSet, false), ("b", Use::On, true), ("c", Use::Off, false)] {
        open_page(&firm, slug, content(&firm, captcha)).await;
        let page = Site::bare(&firm).visitor().get(&format!("/pay/{slug}")).await;
        assert_eq!((page.has(".pay-check"), page.has("form[data-challenge]")), (checked, !checked), "{slug}");
    }
}
