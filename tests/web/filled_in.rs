//! The firm's own questions on a payment page, answered by its address: plainly, or sealed for good.

use std::collections::BTreeMap;

use clientpay::{
    domain::payment_page::{
        Content, PaymentPage,
        fields::{CustomField, FieldKind, Need},
        words::Texts,
    },
    service::payment_pages::links,
};

use super::{
    pay::{filled, pay, send},
    payments,
};
use crate::{
    payment_pages::{deposit, open_page, texts},
    support::{
        APPROVED, TestFirm,
        browser::{Browser, Site},
    },
};

fn content(firm: &TestFirm) -> Content {
    let meal = |en: &str, fr: &str| Texts { en: en.into(), fr: fr.into(), ..Texts::default() };
    let meals = FieldKind::Choice(vec![meal("Meat", "Viande"), meal("Fish & <chips>", "Poisson")]);
    let kinds = [FieldKind::Text, FieldKind::Lines, meals, FieldKind::Number, FieldKind::Date, FieldKind::Check];
    let ask = |(id, kind)| CustomField { id, kind, need: Need::Optional, label: texts(&format!("Question {id}")) };
    Content { custom: (1..).zip(kinds).map(ask).collect(), ..deposit(firm) }
}

async fn open() -> (TestFirm, PaymentPage, Browser) {
    let firm = TestFirm::new().await;
    let page = open_page(&firm, "deposit", content(&firm)).await;
    let client = Site::bare(&firm).visitor();
    (firm, page, client)
}

const ALL: [(&str, &str); 7] = [
    ("amount", "80.00"),
    ("f-1", "<b>Bold</b>"),
    ("f-2", "One\nTwo"),
    ("f-3", "Fish & <chips>"),
    ("f-4", "12"),
    ("f-5", "2026-12-31"),
    ("f-6", "yes"),
];

fn address(pairs: &[(&str, &str)]) -> String {
    format!("/pay/deposit?{}", crate::support::browser::encode(pairs))
}

fn sealed(firm: &TestFirm, page: &PaymentPage, pairs: &[(&str, &str)]) -> String {
    let fields: BTreeMap<String, String> =
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let seal = links::seal(&firm.app.secrets, page, &fields);
    address(&[pairs, &[(links::SEAL, &seal)]].concat())
}

#[tokio::test]
async fn what_a_question_does_not_take_fills_in_nothing_and_breaks_a_seal() {
    let (firm, page, mut client) = open().await;
    for (name, value) in [
        ("f-3", "Beef"),
        ("f-3", "2"),
        ("f-3", "<script>alert(1)</script>"),
        ("f-4", "1.5"),
        ("f-4", "two"),
        ("f-5", "12/31/2026"),
        ("f-5", "2026-02-30"),
        ("f-6", "maybe"),
        ("f-6", "<script>"),
    ] {
        let plain = client.get(&address(&[("name", "Ann"), (name, value), ("readonly", name)])).await;
        let is_empty = plain.value(name).is_empty() || name == "f-6" && !plain.has("[name=f-6][checked]");
        assert!(is_empty && !plain.has("[readonly]") && !plain.has("[disabled]"), "{name} {value}");
        assert_eq!(plain.value("name"), "Ann", "the rest is filled in");
        let broken = client.get(&sealed(&firm, &page, &[("name", "Ann"), (name, value)])).await;
        assert!(broken.body.contains("changed on its way") && broken.value("name").is_empty(), "{name} {value}");
        assert!(!plain.body.contains("<script>alert") && !broken.body.contains("<script>alert"));
    }
    let long = "x".repeat(2_001);
    assert!(client.get(&address(&[("f-2", &long)])).await.lines("textarea").is_empty());
    assert!(client.get(&address(&[("f-1", &long[..201])])).await.value("f-1").is_empty());
    assert!(client.get(&address(&[("f-7", "x"), ("f-x", "y"), ("f-", "z")])).await.value("link").is_empty());
}

#[tokio::test]
async fn a_plain_link_answers_questions_that_the_client_may_answer_otherwise() {
    let (firm, _, mut client) = open().await;
    let link = address(&ALL);
    for (language, meal) in [("en", "Fish & <chips>"), ("fr", "Poisson"), ("es", "Fish & <chips>")] {
        let page = client.get(&format!("{link}&lang={language}")).await;
        let told = (page.value("f-1"), page.value("f-3"), page.value("f-4"), page.value("f-5"));
        assert_eq!(told, ("<b>Bold</b>".into(), "1".into(), "12".into(), "2026-12-31".into()), "{language}");
        assert_eq!(page.text("#f-3 option[selected]"), meal);
        assert!(
            page.lines("textarea").contains("One\nTwo")
                && page.has("input[name=f-6][checked]")
                && !page.has("[readonly]")
        );
    }
    let by_place = client.get(&address(&[("f-3", "0"), ("readonly", "f-3,f-6"), ("f-6", "yes")])).await;
    assert_eq!((by_place.value("f-3"), by_place.value("f-6")), ("0".into(), "yes".into()), "as links of before say it");
    assert_eq!(by_place.attributes("#f-3[readonly]", "value"), ["Meat"]);
    assert!(by_place.has("#f-6[disabled][checked]"));
    let own = [
        ("amount", "80.00"),
        ("f-1", "Mine"),
        ("f-2", "Three\r\nFour"),
        ("f-3", "0"),
        ("f-4", "7"),
        ("f-5", "2027-01-01"),
        ("f-6", ""),
    ];
    let answer = pay(&firm, &mut client, (&link, APPROVED), &own).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    assert_eq!(answers(&firm), ["Mine", "Three\nFour", "Meat", "7", "2027-01-01"]);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_sealed_link_answers_for_the_client_whatever_is_sent() {
    let (firm, page, mut client) = open().await;
    let link = sealed(&firm, &page, &ALL);
    for (name, other) in [("f-1", "Bald"), ("f-2", "Two"), ("f-3", "Meat"), ("f-4", "13"), ("f-6", "no")] {
        let changed: Vec<(&str, &str)> =
            ALL.iter().map(|(known, value)| (*known, if *known == name { other } else { *value })).collect();
        let seal = link.rsplit_once("sig=").unwrap().1;
        let tampered = client.get(&address(&[&changed[..], &[(links::SEAL, seal)]].concat())).await;
        assert!(tampered.body.contains("changed on its way") && tampered.value("f-1").is_empty(), "{name}");
    }
    let drawn = client.get(&format!("{link}&lang=fr")).await;
    assert_eq!(drawn.attributes("#f-3[readonly]", "value"), ["Poisson"]);
    for fixed in
        ["#f-1[readonly]", "textarea#f-2[readonly]", "#f-4[readonly]", "#f-5[readonly][type=date]", "#f-6[disabled]"]
    {
        assert!(drawn.has(fixed), "{fixed}: {}", drawn.body);
    }
    assert!(!drawn.has("select#f-3") && !drawn.body.contains("<b>Bold"));
    let lie = [("f-1", "Mine"), ("f-2", "Mine"), ("f-3", "0"), ("f-4", "7"), ("f-5", "2027-01-01"), ("f-6", "")];
    let told = send(&mut client, "/pay/deposit", &filled(&drawn, &[&lie[..], &[("do", "update")]].concat())).await;
    assert_eq!(told.value("f-1"), "<b>Bold</b>");
    let answer = pay(&firm, &mut client, (&link, APPROVED), &lie).await;
    assert!(answer.location().is_some(), "{:?}", answer.complaints());
    assert_eq!(
        answers(&firm),
        ["<b>Bold</b>", "One\nTwo", "Poisson", "12", "2026-12-31", "\u{2713}"],
        "as the client read it"
    );
    firm.leaves_waiting(1);
}

/// What was answered to the questions with the only payment, in their order.
fn answers(firm: &TestFirm) -> Vec<String> {
    let payment = payments(firm).remove(0);
    let order = clientpay::store::payment_pages::order(&firm.read(), payment.id).unwrap().unwrap();
    order.answers.into_iter().map(|(_, answer)| answer).collect()
}

#[tokio::test]
async fn staff_make_a_link_that_answers_the_questions_and_hear_what_will_not_do() {
    let (firm, page, mut client) = open().await;
    let mut admin = Site::of(&firm).await.signed_in(&firm.admin).await;
    let path = format!("/payment-pages/{}", page.id);
    let ask = |pairs: &[(&str, &str)]| format!("{path}?{}", crate::support::browser::encode(pairs));
    let wrong = admin.get(&ask(&[("f-3", "9"), ("f-4", "two"), ("f-5", "soon"), ("name", &"x".repeat(201))])).await;
    assert_eq!(wrong.wrong_fields(), ["name", "f-3", "f-4", "f-5"]);
    assert!(!wrong.has("#share-sealed") && wrong.value("f-4") == "two");
    let typed =
        [("f-1", "Ann"), ("f-2", "One\r\nTwo"), ("f-3", "1"), ("f-4", "12"), ("f-5", "2026-12-31"), ("f-6", "yes")];
    for language in ["fr", "es", "en"] {
        admin.post("/profile/preferences", &[("language", language), ("theme", "light")]).await;
        let shown = admin.get(&ask(&typed)).await;
        let link = shown.text("#share-sealed");
        assert!(link.contains("f-3=Fish"), "a choice is told by its words: {link}");
        let followed = client.get(&link[link.find("/pay/").unwrap()..]).await;
        assert_eq!(
            (followed.value("f-1"), followed.value("f-3"), followed.value("f-4")),
            ("Ann".into(), "1".into(), "12".into())
        );
        assert!(
            followed.has("#f-6[disabled][checked]") && followed.lines("textarea").contains("One\nTwo"),
            "{language}"
        );
    }
}
