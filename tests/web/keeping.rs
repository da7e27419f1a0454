//! The box by which a client has their card kept: never ticked for them, kept through every way back to the form, honest about
//! what came of it, and shown to staff and payer with the words.

use clientpay::{
    domain::{
        accepted::Accepted, card::PaymentMethod, payment_page::Content, payment_request::Asked,
        transaction::DeclineReason,
    },
    gateway::sandbox::cards::{Behavior, TEST_CARDS},
    service::{
        Authority,
        payment_pages::{self, Wanted, links as sealed},
        payment_requests::links,
        portal, surcharges as set_surcharges,
    },
    store::{engine::Direction, table::Records as _, tables::PAYMENT_METHODS},
};
use poem::http::{Method, StatusCode};

use super::{
    pay::{filled, key, send},
    payments,
};
use crate::{
    bank_debits::SETTLES,
    payment_pages::{deposit, open_page},
    payment_requests::{asked, send as send_request, stored},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site, encode},
    },
    surcharges::wanted as surcharging,
};

const PATH: &str = "/pay/deposit";

fn declined() -> &'static str {
    let decline = Behavior::Decline(DeclineReason::InsufficientFunds);
    TEST_CARDS.iter().find(|card| card.behavior == decline).unwrap().number
}

async fn open(content: impl FnOnce(&TestFirm) -> Content) -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    open_page(&firm, "deposit", Content { offers_keeping: true, ..content(&firm) }).await;
    let client = Site::bare(&firm).visitor();
    (firm, client)
}

/// What is sent with the box ticked.
fn ticked(page: &Page, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let shown = page.value("keep_shown");
    filled(page, &[&[("amount", "125.00"), ("keep", "yes"), ("keep_shown", &shown)], fields].concat())
}

fn is_ticked(page: &Page) -> bool {
    page.has("#keep[checked]")
}

fn methods(firm: &TestFirm) -> Vec<PaymentMethod> {
    firm.read().all(PAYMENT_METHODS, Direction::Forward).unwrap().map(|row| row.unwrap().1).collect()
}

async fn first(firm: &TestFirm, client: &mut Browser, card: &str) -> Page {
    let page = client.get(PATH).await;
    client.enter_card(&key(&page), card).await;
    firm.clock.advance_ms(60_000);
    page
}

#[tokio::test]
async fn the_box_is_where_it_is_offered_never_ticked_and_no_link_ticks_it() {
    let (firm, mut client) = open(deposit).await;
    open_page(&firm, "gifts", deposit(&firm)).await;
    open_page(
        &firm,
        "debits",
        Content {
            accepted: Accepted::BankAccounts,
            offers_keeping: true,
            merchant_account: firm.operating,
            ..deposit(&firm)
        },
    )
    .await;
    for other in ["/pay/gifts", "/pay/debits"] {
        assert!(!client.get(other).await.has("#keep"), "{other}");
    }
    for path in ["/pay/deposit", "/pay/deposit?keep=yes&amount=5", "/pay/deposit?keep=yes&keep_shown=x&readonly=keep"] {
        let page = client.get(path).await;
        assert!(page.has("#keep") && !is_ticked(&page), "{path}");
        assert_eq!(page.attributes("#keep", "aria-describedby"), ["keep-words"]);
    }
    let spoken = [("en", "I authorize"), ("fr", "J’autorise"), ("es", "Autorizo")];
    for (language, words) in spoken {
        let page = client.get(&format!("{PATH}?lang={language}")).await;
        assert!(page.text("#keep-words").starts_with(words), "{}", page.text("#keep-words"));
    }
    let open = client.get("/pay/deposit?lang=en").await.text("#keep-words");
    portal::set(&firm.app, Authority::Staff(&firm.admin), clientpay::domain::portal::PortalSettings { open: false })
        .await
        .unwrap();
    let closed = client.get(PATH).await.text("#keep-words");
    assert!(open.contains("online account") && !closed.contains("online account"), "{closed}");
}

#[tokio::test]
async fn what_was_ticked_stays_through_errors_and_another_language_and_the_receipt_says_that_the_card_is_kept() {
    let (firm, mut client) = open(deposit).await;
    let page = first(&firm, &mut client, APPROVED).await;
    let nameless = send(&mut client, PATH, &ticked(&page, &[("name", "")])).await;
    assert_eq!(nameless.wrong_fields(), ["name"]);
    assert!(is_ticked(&nameless));
    let mut sheet = ticked(&nameless, &[("do", "update")]);
    sheet.push(("written-in".into(), "en".into()));
    let french = send(&mut client, "/pay/deposit?lang=fr", &sheet).await;
    assert!(is_ticked(&french) && french.text("#keep-words").starts_with("J’autorise"));
    let answer = send(&mut client, "/pay/deposit?lang=fr", &ticked(&french, &[("amount", "125,00")])).await;
    let receipt = client.follow(&answer.location().unwrap()).await;
    let receipt = client.follow(&receipt.location().unwrap_or(answer.location().unwrap())).await;
    assert!(receipt.text(".receipt").contains("Votre carte est conservée"), "{}", receipt.body);
    let agreement = methods(&firm).remove(0).agreed.unwrap();
    assert_eq!(agreement.words().unwrap().0, french.text("#keep-words"));
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn agreement_to_other_words_is_none() {
    let (firm, mut client) = open(deposit).await;
    let page = first(&firm, &mut client, APPROVED).await;
    for shown in ["", "made:up"] {
        let answer = send(&mut client, PATH, &ticked(&page, &[("keep_shown", shown)])).await;
        assert_eq!((answer.status, answer.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["keep".to_owned()]));
    }
    // The portal was closed meanwhile: one of the ways to take it back is gone.
    portal::set(&firm.app, Authority::Staff(&firm.admin), clientpay::domain::portal::PortalSettings { open: false })
        .await
        .unwrap();
    let mut sheet = ticked(&page, &[]);
    sheet.push(("written-in".into(), "en".into()));
    let answer = send(&mut client, PATH, &sheet).await;
    assert_eq!(answer.wrong_fields(), ["keep"]);
    assert!(!is_ticked(&answer), "it is to be read again");
    assert!(payments(&firm).is_empty());
    let answer = send(&mut client, PATH, &ticked(&answer, &[])).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    assert_eq!(methods(&firm).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_is_not_offered_any_more_is_said_and_the_form_pays_without_it() {
    let (firm, mut client) = open(deposit).await;
    let page = first(&firm, &mut client, APPROVED).await;
    let made = payment_pages::paying::find(&firm.app, "deposit").unwrap().unwrap().page;
    let wanted = Wanted { slug: "deposit".into(), content: deposit(&firm) };
    payment_pages::update(&firm.app, Authority::Staff(&firm.admin), (made.id, made.version), wanted).await.unwrap();
    let answer = send(&mut client, PATH, &ticked(&page, &[])).await;
    assert!(answer.text("[role=alert]").contains("no longer kept") && !answer.has("#keep"), "{}", answer.body);
    assert!(payments(&firm).is_empty());
    let answer = send(&mut client, PATH, &filled(&answer, &[("amount", "125.00")])).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    assert!(methods(&firm).is_empty());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn another_try_after_a_decline_and_another_card_find_the_box_as_it_was() {
    let (firm, mut client) = open(deposit).await;
    let page = first(&firm, &mut client, declined()).await;
    let answer = send(&mut client, PATH, &ticked(&page, &[])).await;
    assert!(methods(&firm).is_empty());
    let outcome = client.follow(&answer.location().unwrap()).await;
    let again = client.get(&outcome.attributes("a.button-primary", "href").remove(0)).await;
    assert!(is_ticked(&again));
    let other = send(&mut client, PATH, &ticked(&again, &[("do", "other")])).await;
    assert!(is_ticked(&other));
    // Without the wish, no box is ticked afterwards.
    client.enter_card(&key(&again), declined()).await;
    firm.clock.advance_ms(60_000);
    let answer = send(&mut client, PATH, &filled(&again, &[("amount", "125.00")])).await;
    let outcome = client.follow(&answer.location().unwrap()).await;
    assert!(!is_ticked(&client.get(&outcome.attributes("a.button-primary", "href").remove(0)).await));
}

#[tokio::test]
async fn the_step_of_a_surcharge_and_a_sealed_link_keep_it() {
    let (firm, mut client) = open(|firm| Content { merchant_account: firm.operating, ..deposit(firm) }).await;
    let admin = Authority::Staff(&firm.admin);
    set_surcharges::set(&firm.app, admin, surcharging(&firm, 250)).await.unwrap();
    let page = payment_pages::paying::find(&firm.app, "deposit").unwrap().unwrap().page;
    let fields = [("amount".to_owned(), "125.00".to_owned())].into();
    let seal = sealed::seal(&firm.app.secrets, &page, &fields);
    let link = format!("amount=125.00&sig={seal}");
    let page = client.get(&format!("{PATH}?{link}")).await;
    assert!(page.has("#amount[readonly]") && !is_ticked(&page), "{}", page.body);
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let region = ("billing_region", "US-NH");
    let step = send(&mut client, PATH, &ticked(&page, &[region])).await;
    assert_eq!(step.next_step().as_deref(), Some("surcharge"));
    assert!(is_ticked(&step) && methods(&firm).is_empty());
    let shown = step.value("surcharge_shown");
    let answer = send(&mut client, PATH, &ticked(&step, &[region, ("surcharge_shown", &shown)])).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    assert_eq!(methods(&firm).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_bank_account_is_not_kept_so_and_whoever_ticked_the_box_is_told() {
    let (firm, mut client) =
        open(|firm| Content { accepted: Accepted::Both, merchant_account: firm.operating, ..deposit(firm) }).await;
    for wish in ["", "yes"] {
        let page = client.get(PATH).await;
        client.enter_account(&key(&page), SETTLES).await;
        firm.clock.advance_ms(60_000);
        let step = send(&mut client, PATH, &ticked(&page, &[("keep", wish)])).await;
        let told = step.text("#debit").contains("Only cards are kept");
        assert_eq!(told, !wish.is_empty(), "{}", step.text("#debit"));
        let shown = step.value("debit_shown");
        let signed = [("debit_shown", &*shown), ("debit_agreed", "yes"), ("debit_name", "Ada Vance"), ("keep", wish)];
        let answer = send(&mut client, PATH, &ticked(&step, &signed)).await;
        let notice = client.follow(&answer.location().unwrap()).await;
        assert!(!notice.text("main").contains("could not be kept"), "{}", notice.body);
    }
    assert_eq!(payments(&firm).len(), 2);
    assert!(methods(&firm).is_empty() && payments(&firm).iter().all(|payment| payment.keep.is_none()));
    firm.leaves_waiting(2);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_request_offers_it_in_the_payers_name_and_says_what_came_of_two_amounts() {
    let firm = TestFirm::new().await;
    let payer = firm.take(100, APPROVED).await.unwrap().payer;
    let mut client = Site::bare(&firm).visitor();
    let plain = send_request(&firm, asked(), &[(firm.operating, 10_000)]).await;
    let path = |request| format!("/r/{}", links::token(&firm.app.secrets, &stored(&firm, request)));
    assert!(!client.get(&path(plain.id)).await.has("#keep"));
    let offering = Asked { offers_keeping: true, payer, name: "Ada Vance".into(), ..asked() };
    let amounts = [(firm.operating, 3_000), (firm.trust, 7_000)];
    let request = send_request(&firm, offering, &amounts).await;
    let path = path(request.id);
    let page = client.get(&path).await;
    assert!(page.text("#keep-words").contains("later payments of Ada Vance"), "{}", page.text("#keep-words"));
    let csrf = client.csrf.clone();
    let sheet = async |client: &mut Browser, page: &Page, card: &str| {
        client.enter_card(&key(page), card).await;
        firm.clock.advance_ms(60_000);
        let mut sheet = ticked(page, &[("shown", &page.value("shown")), ("_csrf", &csrf)]);
        sheet.retain(|(name, _)| name != "amount");
        let sheet: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        client.send(Method::POST, &path, &[], Some(encode(&sheet))).await
    };
    let refused = sheet(&mut client, &page, declined()).await;
    let again = client.follow(&refused.location().unwrap()).await;
    let again = if again.has("#keep") { again } else { client.follow(&again.location().unwrap()).await };
    assert!(is_ticked(&again), "{}", again.body);
    let paid = sheet(&mut client, &again, APPROVED).await;
    let to = client.get(&paid.location().unwrap()).await.location().unwrap();
    let thanks = client.get(&to).await;
    assert!(thanks.text("main [role=status]").contains("Your card is kept"), "{}", thanks.body);
    assert_eq!((methods(&firm).len(), Some(methods(&firm)[0].payer)), (1, payer));
    firm.leaves_waiting(5);
}

#[tokio::test]
async fn staff_see_with_a_method_who_agreed_when_and_in_which_words() {
    let (firm, mut client) = open(deposit).await;
    let page = first(&firm, &mut client, APPROVED).await;
    send(&mut client, PATH, &ticked(&page, &[])).await;
    let payer = payments(&firm).remove(0).payer.unwrap();
    let mut browser = Site::of(&firm).await.signed_in(&firm.billing).await;
    let tab = browser.get(&format!("/payers/{payer}/methods")).await;
    let told = tab.text("#payer-methods, [aria-labelledby=payer-methods]");
    let told = if told.is_empty() { tab.text("main") } else { told };
    assert!(told.contains("Kept as the payer agreed on"), "{told}");
    assert!(told.contains(&page.text("#keep-words")) && told.contains("in the payer portal nobody can pay with it"));
    // What staff record says so, and shows no words that nobody read.
    let add = browser.get(&format!("/payers/{payer}/methods/new")).await;
    browser.enter_card(&add.value("key"), "5555555555554444").await;
    let fields = [("key", add.value("key")), ("account", firm.operating.to_string())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(&format!("/payers/{payer}/methods"), &fields).await;
    let tab = browser.get(&format!("/payers/{payer}/methods")).await;
    assert_eq!(tab.texts("main details").len(), 1);
    assert!(tab.text("main").contains(&format!("{} recorded on", firm.billing.name)), "{}", tab.text("main"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn staff_switch_it_on_for_a_page_and_off_for_a_request() {
    let firm = TestFirm::new().await;
    let mut browser = Site::of(&firm).await.signed_in(&firm.admin).await;
    let editor = browser.get("/payment-pages/new").await;
    assert!(editor.has("input[name=keep]") && !editor.has("input[name=keep][checked]"), "off unless somebody wants it");
    let send = browser.get("/send-for-payment").await;
    assert!(send.has("input[name=keep][checked]"));
    let account = firm.operating.to_string();
    for (keep, offered) in [("", false), ("yes", true)] {
        let sheet = browser.get("/send-for-payment").await;
        let key = sheet.value("key");
        let mut fields = vec![
            ("key", key.as_str()),
            ("name", "Nora Client"),
            ("email", "nora@client.example"),
            ("language", "en"),
            ("amount", "100.00"),
            ("account", account.as_str()),
            ("accepted", "cards"),
        ];
        if !keep.is_empty() {
            fields.push(("keep", keep));
        }
        let made = browser.post("/send-for-payment", &fields).await;
        let to = made.location().unwrap_or_else(|| panic!("{:?}", made.complaints()));
        let made = browser.get(&to).await;
        assert_eq!(made.text("main").contains("Keeping the card"), offered);
    }
    firm.leaves_waiting(2);
}
