//! Payment pages from the outside: what a client sees, types and is charged, and what a browser may make up.

use std::time::Duration;

use clientpay::{
    domain::{
        payment_page::{
            Content, Kind, PaymentPage, Words,
            colour::Colour,
            fields::{Asked, CustomField, FieldKind, Need},
            guard::Defence,
            pricing::{AmountRule, Item},
        },
        transaction::{DeclineReason, Source, Status},
    },
    gateway::sandbox::cards::{Behavior, TEST_CARDS},
    service::{
        Authority,
        payment_pages::{self, Switch, links},
    },
};
use poem::http::{Method, StatusCode};

use super::payments;
use crate::{
    payment_pages::{deposit, open_page, seminar, texts},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Page, Site, encode},
        late::Late,
    },
};

pub(super) fn card(behavior: Behavior) -> &'static str {
    TEST_CARDS.iter().find(|card| card.behavior == behavior).unwrap().number
}

pub(super) async fn open(slug: &str, content: impl FnOnce(&TestFirm) -> Content) -> (TestFirm, Browser, PaymentPage) {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, slug, content(&firm)).await;
    let client = Site::bare(&firm).visitor();
    (firm, client, page)
}

/// The operation that a form's ticket is for.
pub(super) fn key(page: &Page) -> String {
    page.value("ticket").split(':').nth(1).unwrap().to_owned()
}

/// What a client's browser sends who filled in the form properly, with these fields instead of or beside the usual ones.
pub(super) fn filled(page: &Page, fields: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut sheet: Vec<(String, String)> = [
        ("ticket", page.value("ticket")),
        ("version", page.value("version")),
        ("shown", page.value("shown")),
        ("link", page.value("link")),
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

pub(super) async fn send(client: &mut Browser, path: &str, sheet: &[(String, String)]) -> Page {
    let sheet: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.send(Method::POST, path, &[], Some(encode(&sheet))).await
}

/// Fills the form in, takes a minute over it, and presses the button.
pub(super) async fn pay(
    firm: &TestFirm,
    client: &mut Browser,
    (path, card): (&str, &str),
    fields: &[(&str, &str)],
) -> Page {
    let page = client.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    client.enter_card(&key(&page), card).await;
    firm.clock.advance_ms(60_000);
    let sheet = filled(&page, fields);
    send(client, path.split('?').next().unwrap(), &sheet).await
}

#[tokio::test]
async fn a_client_without_scripts_pays_and_reads_the_receipt_with_the_firms_thanks() {
    let (firm, mut client, _) = open("deposit", |firm| {
        let mut content = deposit(firm);
        content.words.thanks = texts("Thank you");
        content.sites = vec!["https://firm.example".into()];
        content.continue_to = Some("https://firm.example/next".into());
        content
    })
    .await;
    let answer = pay(&firm, &mut client, ("/pay/deposit", APPROVED), &[("amount", "125.00")]).await;
    let paid = payments(&firm).remove(0);
    assert_eq!(answer.location().as_deref(), Some(format!("/paid/{}", paid.key).as_str()));
    assert_eq!((paid.status, paid.source, paid.amount.minor()), (Status::Captured, Source::PaymentPage, 12_500));
    firm.leaves_waiting(1);
    let receipt = client.follow(&answer.location().unwrap()).await;
    assert_eq!(receipt.text(".pay-thanks"), "Thank you");
    assert_eq!(receipt.attributes("a[rel=noopener]", "href"), ["https://firm.example/next"]);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_form_sent_twice_or_again_after_going_back_pays_once() {
    let (firm, mut client, _) = open("deposit", deposit).await;
    let page = client.get("/pay/deposit").await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let sheet = filled(&page, &[("amount", "125.00")]);
    let first = send(&mut client, "/pay/deposit", &sheet).await.location().unwrap();
    let again = filled(&page, &[("amount", "999.00")]);
    for sheet in [&sheet, &again] {
        assert_eq!(send(&mut client, "/pay/deposit", sheet).await.location().as_ref(), Some(&first));
    }
    assert_eq!(payments(&firm).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_is_missing_is_told_field_by_field_and_what_was_typed_stays() {
    let (firm, mut client, _) = open("deposit", |firm| {
        let mut content = deposit(firm);
        content.custom = vec![
            CustomField { id: 3, kind: FieldKind::Number, need: Need::Required, label: texts("Seats") },
            CustomField { id: 4, kind: FieldKind::Date, need: Need::Optional, label: texts("Day") },
        ];
        content
    })
    .await;
    let fields = [("amount", "x"), ("name", ""), ("email", "no"), ("f-3", "two"), ("f-4", "soon"), ("agree", "")];
    let answer = pay(&firm, &mut client, ("/pay/deposit", APPROVED), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.wrong_fields(), ["amount", "name", "email", "f-3", "f-4", "agree"]);
    assert_eq!((answer.value("amount"), answer.value("f-3")), ("x".into(), "two".into()));
    assert!(answer.text("title").starts_with("Error: "));
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn the_server_alone_says_what_items_cost() {
    let (firm, mut client, _) = open("seminar", |firm| seminar(firm, Some(3))).await;
    let page = client.get("/pay/seminar").await;
    assert_eq!(page.value("shown"), "10625");
    for (fields, why) in [
        (vec![("q-1", "-1")], "a negative quantity"),
        (vec![("q-1", "1e3")], "no whole number"),
        (vec![("q-1", "4")], "more than are left"),
        (vec![("q-1", "99999999999")], "out of range"),
        (vec![("q-1", "0")], "nothing at all"),
        (vec![("q-1", "2")], "another total than was shown"),
        (vec![("q-1", "1"), ("shown", "1")], "a total made up"),
        (vec![("q-1", "1"), ("shown", "")], "no total at all"),
        (vec![("q-1", "2"), ("shown", "10625")], "the total of fewer"),
    ] {
        let answer = pay(&firm, &mut client, ("/pay/seminar", APPROVED), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
    }
    assert!(payments(&firm).is_empty());
    let extra =
        [("q-1", "2"), ("shown", "21250"), ("unit_minor", "1"), ("amount", "0.01"), ("total", "1"), ("q-7", "3")];
    pay(&firm, &mut client, ("/pay/seminar", APPROVED), &extra).await;
    assert_eq!(payments(&firm).remove(0).amount.minor(), 21_250, "what is not on the page does not count");
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_form_of_a_page_that_changed_meanwhile_is_shown_again_with_the_new_price() {
    let (firm, mut client, made) =
        open("deposit", |firm| Content { kind: Kind::General(AmountRule::Fixed(5_000)), ..deposit(firm) }).await;
    let page = client.get("/pay/deposit").await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let content = Content { kind: Kind::General(AmountRule::Fixed(9_000)), ..made.content.clone() };
    let wanted = payment_pages::Wanted { slug: "deposit".into(), content };
    payment_pages::update(&firm.app, Authority::Staff(&firm.admin), (made.id, made.version), wanted).await.unwrap();
    let answer = send(&mut client, "/pay/deposit", &filled(&page, &[])).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.value("shown"), "9000");
    // The same with the new total made up, and the old version: the page is still shown again.
    let answer = send(&mut client, "/pay/deposit", &filled(&page, &[("shown", "9000")])).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(payments(&firm).is_empty());
    let answer = send(&mut client, "/pay/deposit", &filled(&answer, &[])).await;
    assert!(answer.location().is_some(), "{}", answer.body);
    assert_eq!(payments(&firm).remove(0).amount.minor(), 9_000);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn what_was_ticked_or_chosen_before_the_page_changed_is_ticked_and_chosen_anew() {
    let office = |cities: [&str; 2]| CustomField {
        id: 1,
        kind: FieldKind::Choice(cities.map(texts).into()),
        need: Need::Required,
        label: texts("Office"),
    };
    let terms = |words: &str| Words { heading: texts("Deposit"), disclaimer: texts(words), ..Words::default() };
    let (firm, mut client, made) = open("deposit", |firm| Content {
        custom: vec![office(["Chicago", "Madrid"])],
        words: terms("I have read the letter."),
        ..deposit(firm)
    })
    .await;
    let page = client.get("/pay/deposit").await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let content = Content {
        custom: vec![office(["Madrid", "Chicago"])],
        words: terms("I waive everything."),
        ..made.content.clone()
    };
    let wanted = payment_pages::Wanted { slug: "deposit".into(), content };
    payment_pages::update(&firm.app, Authority::Staff(&firm.admin), (made.id, made.version), wanted).await.unwrap();
    // Also where something else is wrong, or only another language is asked for.
    for (fields, status) in [
        (vec![("amount", "5.00"), ("f-1", "0")], StatusCode::UNPROCESSABLE_ENTITY),
        (vec![("amount", "5.00"), ("f-1", "0"), ("name", "")], StatusCode::UNPROCESSABLE_ENTITY),
        (vec![("amount", "5.00"), ("f-1", "0"), ("do", "update")], StatusCode::OK),
    ] {
        let again = send(&mut client, "/pay/deposit", &filled(&page, &fields)).await;
        assert_eq!(again.status, status);
        assert!(again.text("main").contains("I waive everything.") && !again.has("#agree[checked]"), "{fields:?}");
        assert_eq!((again.value("f-1"), again.value("amount")), (String::new(), "5.00".into()), "{fields:?}");
        let told = again.texts(".error-summary").join(" ").contains("has just changed this page");
        assert_eq!(told, status == StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    assert!(payments(&firm).is_empty());
    let again = send(&mut client, "/pay/deposit", &filled(&page, &[("amount", "5.00"), ("f-1", "0")])).await;
    let sheet = filled(&again, &[("amount", "5.00"), ("f-1", "1")]);
    assert!(send(&mut client, "/pay/deposit", &sheet).await.location().is_some());
    let order = clientpay::store::payment_pages::order(&firm.read(), payments(&firm)[0].id).unwrap().unwrap();
    assert_eq!((order.agreed.as_str(), order.answers[0].1.as_str()), ("I waive everything.", "Chicago"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn an_address_of_before_goes_on_leading_to_its_page_and_is_no_other_pages() {
    let (firm, mut client, made) = open("deposit", deposit).await;
    let page = client.get("/pay/deposit").await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let staff = Authority::Staff(&firm.admin);
    let wanted = |slug: &str| payment_pages::Wanted { slug: slug.into(), content: made.content.clone() };
    let moved = payment_pages::update(&firm.app, staff, (made.id, made.version), wanted("retainer")).await.unwrap();
    assert_eq!((moved.slug.as_str(), moved.former_slugs.as_slice()), ("retainer", &["deposit".to_owned()][..]));
    let taken = payment_pages::create(&firm.app, staff, wanted("deposit")).await;
    assert!(matches!(taken, Err(payment_pages::PageError::Slug)), "{taken:?}");
    // Who was filling it in is told that the page changed, and pays where it is now.
    let again = send(&mut client, "/pay/deposit", &filled(&page, &[("amount", "5.00")])).await;
    assert_eq!(again.attributes("form#pay", "action"), ["/pay/retainer?lang=en"]);
    let paid = send(&mut client, "/pay/deposit", &filled(&again, &[("amount", "5.00")])).await;
    assert!(paid.location().is_some(), "{}", paid.text("main"));
    for path in ["/pay/deposit?amount=7", "/pay/retainer?amount=7"] {
        assert_eq!(client.get(path).await.value("amount"), "7.00", "{path}");
    }
    let back = payment_pages::update(&firm.app, staff, (made.id, moved.version), wanted("deposit")).await.unwrap();
    assert_eq!(back.former_slugs, ["retainer"]);
    firm.leaves_waiting(1);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_sold_out_meanwhile_is_in_no_total() {
    let (firm, mut client, _) = open("seminar", |firm| {
        let mut content = seminar(firm, Some(1));
        if let Kind::Items(items) = &mut content.kind {
            items.push(Item { id: 2, stock: None, usual: 1, ..items[0].clone() });
        }
        content
    })
    .await;
    let stale = client.get("/pay/seminar").await;
    client.enter_card(&key(&stale), APPROVED).await;
    pay(&firm, &mut client, ("/pay/seminar", APPROVED), &[("q-1", "1"), ("q-2", "0"), ("shown", "10625")]).await;
    let told = send(&mut client, "/pay/seminar", &filled(&stale, &[("q-1", "1"), ("q-2", "1")])).await;
    assert_eq!((told.status, told.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["q-1".to_owned()]));
    assert_eq!((told.value("shown"), told.text("#pay-button")), ("10625".into(), "Pay $106.25".into()));
    assert_eq!(told.text("#sum-1"), "$0.00");
    assert!(
        send(&mut client, "/pay/seminar", &filled(&told, &[("q-1", "0"), ("q-2", "1")])).await.location().is_some()
    );
    firm.leaves_waiting(2);
}

#[tokio::test]
async fn an_amount_that_the_page_does_not_take_is_told_where_the_total_would_stand() {
    let rule = AmountRule::Between { least: 2_500, most: 50_000 };
    let (_firm, mut client, _) = open("deposit", |firm| Content { kind: Kind::General(rule), ..deposit(firm) }).await;
    let page = client.get("/pay/deposit").await;
    for (typed, said) in [("", "Choose what"), ("24.99", "$25.00"), ("abc", "amount")] {
        let told = send(&mut client, "/pay/deposit", &filled(&page, &[("amount", typed), ("do", "update")])).await;
        assert!(told.status == StatusCode::OK && told.text("#summary").contains(said), "{}", told.text("#summary"));
    }
}

#[tokio::test]
async fn a_card_form_names_every_field_that_is_empty() {
    let (_firm, mut client, _) = open("deposit", deposit).await;
    let page = client.get("/pay/deposit").await;
    let key = key(&page);
    for (sent, wrong) in [
        (vec![], vec!["card_number", "expiry", "postal_code", "card_holder"]),
        (vec![("card_number", APPROVED), ("postal_code", "60601")], vec!["expiry", "card_holder"]),
        (vec![("method", "bank")], vec!["routing", "account_number", "account_number_again", "account_holder"]),
    ] {
        let fields = [&[("session", key.as_str())], sent.as_slice()].concat();
        let fields: Vec<(&str, &str)> = fields.into_iter().collect();
        let answer = client.send(Method::POST, "/card-fields/tokens", &[], Some(encode(&fields))).await;
        let told = answer.attributes(".field-error .input", "name");
        assert_eq!(
            (answer.status, told),
            (StatusCode::UNPROCESSABLE_ENTITY, wrong.iter().map(|name| (*name).to_owned()).collect())
        );
        let said = answer.texts(".error-message [data-message]").join(" ");
        assert!(!said.contains("looks wrong"), "an empty number is no wrong one: {said}");
    }
}

#[tokio::test]
async fn quantities_and_languages_change_without_scripts_and_keep_what_was_typed() {
    let (_firm, mut client, _) = open("seminar", |firm| seminar(firm, None)).await;
    client.headers.push(("accept-language", "fr-CA,fr;q=0.9".into()));
    let page = client.get("/pay/seminar").await;
    assert_eq!(page.text("h1"), "Deposit (fr)");
    let more = filled(&page, &[("q-1", "1"), ("name", "Zoé"), ("do", "more-1")]);
    let page = send(&mut client, "/pay/seminar?lang=fr", &more).await;
    assert_eq!((page.status, page.value("q-1"), page.value("shown")), (StatusCode::OK, "2".into(), "21250".into()));
    let spanish = filled(&page, &[("q-1", "2"), ("name", "Zoé"), ("do", "update")]);
    let page = send(&mut client, "/pay/seminar?lang=es", &spanish).await;
    assert_eq!((page.text("h1"), page.value("name")), ("Deposit (es)".into(), "Zoé".into()));
    assert!(page.text("#summary").contains("Sales tax (es) 6.25%"), "{}", page.text("#summary"));
    for odd in ["more-9", "less-", "more-x", "nonsense"] {
        assert_eq!(send(&mut client, "/pay/seminar", &filled(&page, &[("do", odd)])).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_quantity_that_is_not_sold_is_told_and_takes_no_other_sum_away() {
    let (_firm, mut client, _) = open("seminar", |firm| {
        let mut content = seminar(firm, Some(5));
        if let Kind::Items(items) = &mut content.kind {
            items[0].least = 2;
            items[0].usual = 2;
            items.push(Item { id: 2, stock: Some(1), usual: 0, ..items[0].clone() });
            items.push(Item { id: 3, stock: None, least: 1, usual: 1, ..items[0].clone() });
        }
        content
    })
    .await;
    let page = client.get("/pay/seminar").await;
    assert!(page.text("main").contains("2 to 4 at a time"));
    assert!(page.has("input[type=hidden][name=q-2]"), "one that is left of an item sold in pairs cannot be bought");
    let one = filled(&page, &[("q-1", "1"), ("q-3", "1"), ("do", "update")]);
    let told = send(&mut client, "/pay/seminar", &one).await;
    assert_eq!(told.wrong_fields(), ["q-1"]);
    assert_eq!((told.text("#sum-1"), told.text("#sum-3")), ("$0.00".into(), "$100.00".into()));
    assert!(told.has("[data-live]#q-1-said .error-message"));
    for (before, button, after) in
        [("0", "more-1", "2"), ("2", "less-1", "0"), ("4", "more-1", "4"), ("3", "less-1", "2"), ("0", "less-1", "0")]
    {
        let pressed = filled(&page, &[("q-1", before), ("q-3", "1"), ("do", button)]);
        assert_eq!(send(&mut client, "/pay/seminar", &pressed).await.value("q-1"), after, "{before} {button}");
    }
}

#[tokio::test]
async fn an_amount_that_was_typed_is_the_same_in_another_language() {
    let (_firm, mut client, _) = open("deposit", deposit).await;
    let page = client.get("/pay/deposit?lang=en").await;
    let french = filled(&page, &[("amount", "1,250.50"), ("written-in", "en"), ("do", "update")]);
    let page = send(&mut client, "/pay/deposit?lang=fr", &french).await;
    assert_eq!((page.value("amount"), page.value("written-in")), ("1\u{a0}250,50".into(), "fr".into()));
    assert_eq!(page.value("shown"), "125050");
    // So is one that a plain link has filled in for good.
    let link = "amount=1250.50&readonly=amount";
    let page = client.get(&format!("/pay/deposit?{link}&lang=fr")).await;
    let english = filled(&page, &[("amount", &page.value("amount")), ("written-in", "fr"), ("do", "update")]);
    let page = send(&mut client, "/pay/deposit?lang=en", &english).await;
    assert_eq!((page.value("amount"), page.has("#amount[readonly]")), ("1,250.50".into(), true));
    let odd = filled(&page, &[("amount", "viel"), ("written-in", "fr"), ("do", "update")]);
    assert_eq!(send(&mut client, "/pay/deposit?lang=es", &odd).await.value("amount"), "viel");
}

#[tokio::test]
async fn a_closed_or_unknown_page_says_so() {
    let (firm, mut client, page) = open("deposit", deposit).await;
    assert_eq!(client.get("/pay/nothing").await.status, StatusCode::NOT_FOUND);
    let drawn = client.get("/pay/deposit").await;
    payment_pages::switch(&firm.app, Authority::Staff(&firm.admin), page.id, Switch::Closed).await.unwrap();
    let closed = client.get("/pay/deposit").await;
    assert_eq!((closed.status, closed.text("h1")), (StatusCode::NOT_FOUND, "This page is closed".into()));
    let sent = send(&mut client, "/pay/deposit", &filled(&drawn, &[("amount", "5.00")])).await;
    assert_eq!(sent.text("h1"), "This page is closed");
    assert!(sent.text("main").contains("Nothing was charged") && !closed.text("main").contains("Nothing was charged"));
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn an_address_fills_in_fields_and_nothing_in_it_is_believed() {
    let (firm, mut client, page) = open("deposit", deposit).await;
    let filled_in = client.get("/pay/deposit?amount=125.00&invoice=INV-9&name=Ann&readonly=amount,invoice").await;
    assert_eq!((filled_in.value("amount"), filled_in.value("name")), ("125.00".into(), "Ann".into()));
    assert!(
        filled_in.has("#amount[readonly]") && filled_in.has("#invoice[readonly]") && !filled_in.has("#name[readonly]")
    );
    for hostile in [
        "amount=%3Cscript%3Ealert(1)%3C/script%3E",
        "name=%22%3E%3Cscript%3E",
        "amount=-5&readonly=amount",
        "ticket=1.2.3&version=99&shown=1&q-1=5&do=pay",
        "name=%0d%0aSet-Cookie:x",
        "f-1=x&f-x=y&readonly=f-1",
        "sig=00",
        "name=%ff",
    ] {
        let page = client.get(&format!("/pay/deposit?{hostile}")).await;
        assert_eq!(page.status, StatusCode::OK, "{hostile}");
        assert!(!page.body.contains("<script>") && page.header("set-cookie").is_none_or(|text| !text.starts_with('x')));
    }
    let fields = [("amount".to_owned(), "80.00".to_owned()), ("invoice".to_owned(), "INV-7".to_owned())].into();
    let seal = links::seal(&firm.app.secrets, &page, &fields);
    let sealed = format!("/pay/deposit?amount=80.00&invoice=INV-7&sig={seal}");
    let changed = client.get(&sealed.replace("80.00", "8.00")).await;
    assert!(changed.value("amount").is_empty() && changed.body.contains("changed on its way"));
    let lie = [("amount", "1.00"), ("invoice", "")];
    let answer = pay(&firm, &mut client, (&sealed, APPROVED), &lie).await;
    assert!(answer.location().is_some(), "{}", answer.body);
    let paid = payments(&firm).remove(0);
    assert_eq!((paid.amount.minor(), paid.invoice_number.as_deref()), (8_000, Some("INV-7")));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_form_that_no_person_filled_in_is_sent_back() {
    let (firm, mut client, _) = open("deposit", |firm| Content { defence: Defence::default(), ..deposit(firm) }).await;
    let page = client.get("/pay/deposit").await;
    assert!(page.has("form[data-challenge]") && page.has("input[name=fax_line][tabindex='-1']"));
    client.enter_card(&key(&page), APPROVED).await;
    let sheet = |fields: &[(&str, &str)]| filled(&page, &[fields, &[("amount", "5.00")]].concat());
    let too_fast = send(&mut client, "/pay/deposit", &sheet(&[])).await;
    assert_eq!(too_fast.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(too_fast.value("ticket"), page.value("ticket"), "the wait does not begin anew");
    firm.clock.advance_ms(60_000);
    for fields in
        [vec![("fax_line", "1")], vec![("ticket", "")], vec![("ticket", "1:aaaaaaaaaaaaaaaaaaaaaaaaaa:0:1:sum:00")]]
    {
        let answer = send(&mut client, "/pay/deposit", &sheet(&fields)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    assert!(payments(&firm).is_empty());
    assert!(send(&mut client, "/pay/deposit", &sheet(&[])).await.location().is_some());
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let (firm, mut client, _) = open("deposit", deposit).await;
    let page = client.get("/pay/deposit").await;
    let sheet = filled(&page, &[("amount", "5.00")]);
    let sheet: Vec<(&str, &str)> = sheet.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let headers = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    let answer = client.send(Method::POST, "/pay/deposit", &headers, Some(encode(&sheet))).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn a_decline_says_nothing_of_the_banks_reason_and_leads_to_a_form_that_is_filled_in() {
    let (firm, mut client, _) = open("seminar", |firm| seminar(firm, Some(1))).await;
    let declined = card(Behavior::Decline(DeclineReason::InsufficientFunds));
    let answer = pay(&firm, &mut client, ("/pay/seminar", declined), &[("q-1", "1")]).await;
    let outcome = client.follow(&answer.location().unwrap()).await;
    assert_eq!(outcome.text("h1"), "The payment didn’t go through");
    assert!(outcome.body.contains("No money has been taken"));
    for reason in ["nsufficient", "51", "funds"] {
        assert!(!outcome.text("main").contains(reason), "{reason}");
    }
    let elsewhere = outcome.attributes(".language-switch a[lang=fr]", "href").remove(0);
    assert_eq!(client.get(&elsewhere).await.text("h1"), "Le paiement n’a pas été accepté");
    let retry = outcome.attributes("main a.button-primary", "href").remove(0);
    let page = client.get(&retry).await;
    assert_eq!((page.value("name"), page.value("q-1")), ("Nora Client".into(), "1".into()));
    assert_ne!(key(&page), answer.location().unwrap().trim_start_matches("/paid/"));
    firm.clock.advance_ms(2 * 60 * 60 * 1_000);
    assert!(client.get(&retry).await.value("name").is_empty(), "after a while the address tells nothing");
}

#[tokio::test]
async fn the_form_after_a_decline_keeps_the_telephone_and_what_was_chosen_from_a_list() {
    let (firm, mut client, _) = open("deposit", |firm| {
        let question =
            |id, kind| CustomField { id, kind, need: Need::Optional, label: texts(&format!("Question {id}")) };
        let meals = FieldKind::Choice(vec![texts("Meat"), texts("Vegetarian")]);
        let asked = Asked { phone: Need::Optional, ..deposit(firm).asked };
        Content { asked, custom: vec![question(1, meals), question(2, FieldKind::Check)], ..deposit(firm) }
    })
    .await;
    let declined = card(Behavior::Decline(DeclineReason::InsufficientFunds));
    let fields = [("amount", "5.00"), ("phone", "555-0100"), ("f-1", "1"), ("f-2", "yes")];
    let answer = pay(&firm, &mut client, ("/pay/deposit", declined), &fields).await;
    let outcome = client.follow(&answer.location().unwrap_or_else(|| panic!("{:?}", answer.complaints()))).await;
    let page = client.get(&outcome.attributes("main a.button-primary", "href").remove(0)).await;
    assert_eq!((page.value("phone"), page.value("f-1")), ("555-0100".into(), "1".into()));
    assert!(page.has("input[name=f-2][checked]"));
}

#[tokio::test]
async fn a_lost_answer_is_shown_as_being_confirmed_and_then_as_what_it_was() {
    let (firm, mut client, _) = open("deposit", deposit).await;
    let lost = card(Behavior::LoseCall);
    let answer = pay(&firm, &mut client, ("/pay/deposit", lost), &[("amount", "5.00")]).await;
    let path = answer.location().unwrap();
    let outcome = client.get(&path).await;
    assert_eq!(outcome.text("h1"), "We’re confirming your payment");
    assert!(outcome.has("[data-poll]") && outcome.body.contains("Don’t pay again"));
    firm.reconcile_later().await;
    assert_eq!(client.get(&path).await.text("h1"), "The payment didn’t go through");
    assert_eq!(client.get("/paid/aaaaaaaaaaaaaaaaaaaaaaaaaa").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_slow_processor_leads_to_the_page_that_looks_again_and_the_charge_goes_on() {
    let mut firm = TestFirm::new().await;
    let late = Late::holding(&mut firm);
    open_page(&firm, "deposit", deposit(&firm)).await;
    let mut client = Site::with_patience(&firm, Duration::from_millis(1)).visitor();
    let page = client.get("/pay/deposit?lang=fr").await;
    client.enter_card(&key(&page), APPROVED).await;
    firm.clock.advance_ms(60_000);
    let sheet = filled(&page, &[("amount", "5,00")]);
    let answer = send(&mut client, "/pay/deposit?lang=fr", &sheet).await;
    let path = answer.location().unwrap();
    assert_eq!(path, format!("/paid/{}?lang=fr", key(&page)), "also where no cookie remembers the language");
    assert!(client.get(&path).await.has("[data-poll]"));
    let begun = payments(&firm).remove(0);
    assert_eq!(begun.status, Status::Created);
    let again = send(&mut client, "/pay/deposit?lang=fr", &sheet).await;
    assert_eq!(again.location(), Some(path.clone()), "who presses once more is led to the same");
    late.let_one_through();
    drop(firm.app.operations.hold(&begun.key).await);
    assert_eq!(payments(&firm).iter().map(|payment| payment.status).collect::<Vec<_>>(), [Status::Captured]);
    assert!(!client.follow(&path).await.has("[data-poll]"));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn who_is_cut_off_while_paying_is_told_that_they_may_have_been_charged() {
    let mut firm = TestFirm::new().await;
    let late = Late::holding(&mut firm);
    open_page(&firm, "deposit", deposit(&firm)).await;
    let site = Site::of(&firm).await;
    let (mut client, mut cashier) = (site.visitor(), site.signed_in(&firm.cashier).await);
    let page = client.get("/pay/deposit?lang=es").await;
    client.enter_card(&key(&page), APPROVED).await;
    let keyed = cashier.new_payment().await;
    cashier.enter_card(&keyed, APPROVED).await;
    firm.clock.advance_ms(60_000);
    for browser in [&mut client, &mut cashier] {
        browser.turn_to(&Site::hurried(&firm));
    }
    let told = send(&mut client, "/pay/deposit?lang=es", &filled(&page, &[("amount", "5.00")])).await;
    assert_eq!(told.status, StatusCode::GATEWAY_TIMEOUT);
    let words = told.text("main");
    assert!(words.contains("no pague otra vez") && words.contains("comuníquese con el despacho"), "{words}");
    assert_eq!(told.attributes("nav.language-switch a", "href")[0], "/pay/deposit?lang=en");
    assert!(!told.has("main a"), "staff's sign-in is not theirs");
    let told = cashier.charge(&firm, &keyed, &[]).await;
    assert_eq!(told.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(told.text("main").contains("look for the payment in Payment Manager"), "{}", told.text("main"));
    late.let_one_through();
    late.let_one_through();
    let number = client.get("/pay/4111111111111111?lang=en").await;
    assert_eq!(number.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!number.body.contains("4111"), "what was refused for its number is not written on the page");
    assert_eq!(number.header("referrer-policy"), Some("no-referrer"), "its files are not asked for with the number");
}

#[tokio::test]
async fn only_the_firms_own_sites_may_show_a_page_in_a_frame() {
    let (_firm, mut client, _) = open("deposit", |firm| Content {
        sites: vec!["https://www.firm.example".into()],
        colour: Some(Colour::parse("#7a1f2b").unwrap()),
        indexed: true,
        ..deposit(firm)
    })
    .await;
    let page = client.get("/pay/deposit").await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors 'self' https://www.firm.example;"), "{policy}");
    assert!(page.has("#card-frame") && !page.has("template"), "in a frame nothing is painted before it is seen");
    assert!(page.header("x-frame-options").is_none() && !page.has("meta[name=robots]"));
    assert_eq!(page.attributes("meta[name=description]", "content"), page.texts("h1"), "nothing else was written");
    let fields = client.get(&format!("/card-fields/{}?page=deposit", key(&page))).await;
    assert!(fields.header("content-security-policy").unwrap().contains("https://www.firm.example"));
    let elsewhere = client.get(&format!("/card-fields/{}?page=nothing", key(&page))).await;
    assert!(!elsewhere.header("content-security-policy").unwrap().contains("https://www"));
    let colours = client.get("/pay/deposit/colours.css?v=1").await;
    assert!(colours.header("content-type").unwrap().starts_with("text/css") && colours.body.contains("#7a1f2b"));
}

#[tokio::test]
async fn a_page_that_says_nothing_of_frames_is_shown_in_none_and_listed_nowhere() {
    let (_firm, mut client, _) = open("deposit", deposit).await;
    let page = client.get("/pay/deposit").await;
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    assert_eq!(page.header("x-frame-options"), Some("DENY"));
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    for (name, token) in [("name", "name"), ("email", "email")] {
        assert_eq!(page.attributes(&format!("#{name}"), "autocomplete"), [token]);
    }
    assert_eq!(client.get("/pay/deposit/colours.css").await.status, StatusCode::NOT_FOUND);
}

/// Everything that a telephone fetches for the page and the card fields on it, as it is sent.
#[tokio::test]
async fn a_page_with_its_card_fields_weighs_less_than_seventy_kilobytes() {
    let (_firm, mut client, _) = open("seminar", |firm| seminar(firm, Some(5))).await;
    let compressed = [("accept-encoding", "gzip, br")];
    let page = client.get("/pay/seminar").await;
    let frame = client.get(&page.card_frame()).await;
    let mut files: Vec<String> = Vec::new();
    for document in [&page, &frame] {
        for (selector, attribute) in
            [("link[rel=stylesheet]", "href"), ("script", "src"), ("use", "href"), ("link[rel=icon]", "href")]
        {
            let named = document.attributes(selector, attribute).into_iter();
            files.extend(named.map(|path| path.split('#').next().unwrap().to_owned()).filter(|path| !path.is_empty()));
        }
    }
    let style = page.attributes("link[rel=stylesheet]", "href").remove(0);
    let css = client.get(&style).await.body;
    let fonts = css.match_indices("url(").map(|(at, _)| css[at + 4..].split(')').next().unwrap().trim_matches('"'));
    // The others are fetched only where a name has such letters.
    let font = fonts
        .filter(|font| !font.contains("-ext") && !font.contains("vietnamese"))
        .find(|font| font.ends_with("woff2"));
    files.push(format!("/assets/{}", font.unwrap().trim_start_matches("/assets/")));
    files.sort();
    files.dedup();
    let mut weight = page.size + frame.size;
    for path in &files {
        let file = client.send(Method::GET, path, &compressed, None).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        weight += file.size;
    }
    assert!(files.iter().any(|path| path.ends_with("woff2")) && files.len() >= 4, "{files:?}");
    assert!(weight <= 70 * 1024, "{weight} bytes: {files:?}");
}

/// One round trip of a new connection carries ten packets (RFC 6928), and the first paint waits for the page and its style.
#[tokio::test]
async fn a_page_is_painted_after_two_answers_of_one_round_trip_each() {
    const FIRST_WINDOW: usize = 10 * 1460;
    let (_firm, mut client, _) = open("seminar", |firm| seminar(firm, Some(5))).await;
    let page = client.get("/pay/seminar").await;
    assert!(page.size <= FIRST_WINDOW, "{} bytes of page", page.size);
    let styles = page.attributes("link[rel=stylesheet]", "href");
    assert_eq!(styles.len(), 1, "what staff see is not for clients: {styles:?}");
    let style = client.send(Method::GET, &styles[0], &[("accept-encoding", "gzip")], None).await;
    assert!(style.size <= FIRST_WINDOW, "{} bytes of style", style.size);
    assert_eq!(page.attributes("link[rel=preload]", "href"), Vec::<String>::new(), "nothing comes before the paint");
    assert_eq!(page.attributes("script", "src").len(), 1, "each file costs a connection of its own");
    assert!(page.body.contains("<template data-later><iframe"), "its fields come once it is painted: {}", page.body);
    assert_eq!(page.body.matches("<iframe").count(), 2, "and with it where there are no scripts: {}", page.body);
    assert!(page.body.contains("<noscript><iframe"));
}
