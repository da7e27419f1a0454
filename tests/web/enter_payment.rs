//! The terminal: what it takes, what it refuses and how, and the same form sent more than once.

use clientpay::{
    domain::{
        ids::TransactionId,
        locale::{Language, Locale},
        money::Currency,
        transaction::{Kind, Status},
    },
    i18n::amount,
    service::payments::MAX_MAJOR_UNITS,
};
use poem::http::StatusCode;

use super::{paid, payments};
use crate::support::{
    APPROVED, TestFirm,
    browser::{Browser, PASSWORD, Page, Site},
};

const CORPUS: &str = include_str!("../corpus/amounts.txt");

async fn open() -> (TestFirm, Browser) {
    let firm = TestFirm::new().await;
    let site = Site::of(&firm).await;
    let cashier = site.signed_in(&firm.cashier).await;
    (firm, cashier)
}

async fn speaking(browser: &mut Browser, language: Language) {
    browser.get(&format!("/payments/new?lang={}", language.code())).await;
}

/// Texts of the corpus, once each.
fn amounts() -> Vec<String> {
    let lines = CORPUS.lines().filter(|line| line.starts_with('"'));
    let mut texts: Vec<String> =
        lines.map(|line| serde_json::from_str(&line[..=line.rfind('"').unwrap()]).unwrap()).collect();
    texts.sort();
    texts.dedup();
    texts
}

#[tokio::test]
async fn every_amount_of_the_corpus_is_taken_or_refused_as_the_readers_locale_reads_it() {
    let (firm, mut cashier) = open().await;
    let mut receipts = 0;
    for (language, locale) in [(Language::En, Locale::EnUs), (Language::Fr, Locale::FrCa), (Language::Es, Locale::EsUs)]
    {
        speaking(&mut cashier, language).await;
        for typed in amounts() {
            // What reaches the form is one line of ordinary text.
            let line: String =
                typed.replace('\t', " ").chars().filter(|c| !c.is_control() && *c != '\u{202e}').collect();
            let read = amount::parse(line.trim(), Currency::USD, locale);
            let wanted = read.ok().filter(|amount| (1..=MAX_MAJOR_UNITS * 100 + 99).contains(&amount.minor()));
            let page = cashier.pay(&firm, &[("amount", &typed), ("receipt", "")]).await;
            if let Some(amount) = wanted {
                assert_eq!(paid(&firm, &page).amount, amount, "{typed:?} in {language:?}");
            } else {
                assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed:?} in {language:?}");
                assert_eq!(page.wrong_fields(), ["amount"], "{typed:?}");
                assert_eq!(page.value("amount"), line.trim(), "{typed:?}");
            }
            receipts += usize::from(wanted.is_some());
        }
    }
    assert_eq!(payments(&firm).len(), receipts);
    assert_eq!(firm.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_must_be_filled_is_marked_for_eyes_and_ears() {
    let (_firm, mut cashier) = open().await;
    let page = cashier.get("/payments/new").await;
    for name in ["payer", "amount", "account"] {
        assert!(page.has(&format!(".field-required #{name}[aria-required=true]")), "{name}");
        assert!(page.text(&format!("label[for={name}]")).ends_with('*'), "{name}");
    }
    for name in ["invoice", "matter", "reference", "note", "email", "client_number"] {
        assert!(page.has(&format!("#{name}")) && !page.has(&format!("#{name}[aria-required]")), "{name}");
    }
    assert!(page.has("form#enter-payment[method=post][action='/payments'][novalidate]"));
    assert!(page.has("form#enter-payment button[type=submit]") && page.has("iframe[title]"));
    assert!(!page.has("main input[name*=card_number]"), "no card field outside the frame");
}

#[tokio::test]
async fn an_empty_form_comes_back_with_all_that_is_wrong_first() {
    let (firm, mut cashier) = open().await;
    for (language, prefix) in [(Language::En, "Error: "), (Language::Fr, "Erreur"), (Language::Es, "Error: ")] {
        speaking(&mut cashier, language).await;
        let key = cashier.new_payment().await;
        let page = cashier.post("/payments", &[("key", &key)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.wrong_fields(), ["payer", "amount", "account"]);
        for (field, words) in page.complaints() {
            assert!(page.has(&format!("#{field}[aria-invalid=true][aria-describedby~={field}-error]")), "{field}");
            assert!(page.text(&format!("#{field}-error")).ends_with(&words), "{field}");
        }
        assert!(page.text("title").starts_with(prefix), "{}", page.text("title"));
        assert!(page.body.find("error-summary") < page.body.find("<h1"), "the summary is first");
        assert_eq!(page.value("key"), key, "the same form");
    }
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn what_was_typed_comes_back_and_the_card_never_does() {
    let (firm, mut cashier) = open().await;
    let fields = [
        ("payer", "Zoé Ångström"),
        ("client_number", "C-7"),
        ("email", "zoe@client.example"),
        ("amount", "nothing"),
        ("invoice", "F-1"),
        ("matter", "Ångström c. Roy"),
        ("reference", "R-9"),
        ("note", "Merci"),
        ("language", "fr"),
    ];
    let page = cashier.pay(&firm, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in fields {
        assert_eq!(page.value(name), value);
    }
    assert_eq!(page.value("account"), firm.operating.to_string());
    assert!(page.has("input[name=receipt][checked]"));
    assert!(!page.body.contains("4242") && !page.body.contains("12/30"));
    let frame = page.card_frame();
    let frame = cashier.get(&frame).await;
    assert!(!frame.attributes("input", "value").iter().any(|value| value.contains("4242")));
    let key = page.value("key");
    let page = cashier.charge(&firm, &key, &[("amount", "10.00")]).await;
    assert_eq!(paid(&firm, &page).amount.minor(), 1_000, "the card that was entered is still good");
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn fields_that_cannot_be_used_are_named() {
    let (firm, mut cashier) = open().await;
    let long = "x".repeat(201);
    let (trust, many) = (firm.trust.to_string(), "a@b.example,".repeat(6));
    for (fields, wrong) in [
        (&[("payer", "")][..], &["payer"][..]),
        (&[("payer", &long)], &["payer"]),
        (&[("account", "")], &["account"]),
        (&[("account", "99")], &["account"]),
        (&[("account", "1 or 1=1")], &["account"]),
        (&[("account", &trust)], &["matter"]),
        (&[("account", &trust), ("matter", " ")], &["matter"]),
        (&[("email", "ada")], &["email"]),
        (&[("email", "ada@client.example\r\nBcc: x@evil.example")], &["email"]),
        (&[("email", &many)], &["email"]),
        (&[("invoice", &long)], &["invoice"]),
        (&[("matter", &long)], &["matter"]),
        (&[("reference", &long)], &["reference"]),
        (&[("note", &long)], &["note"]),
        (&[("client_number", &long)], &["client_number"]),
    ] {
        let page = cashier.pay(&firm, fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert_eq!(page.wrong_fields(), wrong, "{fields:?}");
    }
    assert!(payments(&firm).is_empty());
    let page = cashier.pay(&firm, &[("account", &trust), ("matter", "Vance v. Marlow"), ("receipt", "")]).await;
    assert_eq!(paid(&firm, &page).merchant_account, firm.trust);
}

#[tokio::test]
async fn without_a_card_nothing_is_charged() {
    let (firm, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    let page = cashier.charge(&firm, &key, &[]).await;
    assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["card-frame".to_owned()]));
    assert!(page.has("iframe#card-frame"));
    assert!(payments(&firm).is_empty());
}

#[tokio::test]
async fn a_form_without_a_good_key_comes_back_with_a_fresh_one() {
    let (firm, mut cashier) = open().await;
    for key in ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAA", "../../etc/passwd", "aaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let page = cashier.charge(&firm, key, &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{key}");
        assert!(!page.complaints().is_empty(), "{key}");
        let fresh = page.value("key");
        assert!(fresh.len() == 26 && fresh != key, "{fresh}");
        assert_eq!(page.value("payer"), "Ada Vance");
        cashier.enter_card(&fresh, APPROVED).await;
        let page = cashier.charge(&firm, &fresh, &[("receipt", "")]).await;
        assert_eq!(paid(&firm, &page).status, Status::Captured);
    }
}

#[tokio::test]
async fn the_same_form_sent_again_shows_the_first_result_whatever_it_says_now() {
    let (firm, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, APPROVED).await;
    let first = cashier.charge(&firm, &key, &[]).await;
    for changed in
        [&[][..], &[("amount", "999.00")], &[("payer", "Somebody Else")], &[("amount", "")], &[("account", "9")]]
    {
        let again = cashier.charge(&firm, &key, changed).await;
        assert_eq!(again.location(), first.location(), "{changed:?}");
    }
    assert_eq!((payments(&firm).len(), paid(&firm, &first).amount.minor()), (1, 12_500));
    let late = cashier.enter_card(&key, APPROVED).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "these card fields have been used");
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn eight_clicks_at_once_are_one_charge() {
    let (firm, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, APPROVED).await;
    let mut clicks = [(); 8].map(|()| cashier.clone());
    let [one, two, three, four, five, six, seven, eight] = &mut clicks;
    let pages = tokio::join!(
        one.charge(&firm, &key, &[]),
        two.charge(&firm, &key, &[]),
        three.charge(&firm, &key, &[]),
        four.charge(&firm, &key, &[]),
        five.charge(&firm, &key, &[]),
        six.charge(&firm, &key, &[("amount", "1.00")]),
        seven.charge(&firm, &key, &[("amount", "2.00")]),
        eight.charge(&firm, &key, &[]),
    );
    let pages = <[Page; 8]>::from(pages);
    let answers = pages.map(|page| page.location().unwrap());
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(payments(&firm).len(), 1);
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_tampered_form_changes_neither_currency_nor_status_nor_source() {
    let (firm, mut cashier) = open().await;
    let extra = [
        ("currency", "JPY"),
        ("status", "settled"),
        ("source", "connect"),
        ("test", "false"),
        ("id", "7"),
        ("locale", "xx"),
        ("receipt", ""),
    ];
    let payment = paid(&firm, &cashier.pay(&firm, &extra).await);
    assert_eq!(
        (payment.amount.currency(), payment.kind, payment.id),
        (Currency::USD, Kind::Sale, TransactionId::new(1))
    );
    assert!(payment.test);
    let payment = paid(&firm, &cashier.pay(&firm, &[("authorize_only", "yes"), ("receipt", "")]).await);
    assert_eq!((payment.kind, payment.status), (Kind::Authorization, Status::Authorized));
}

#[tokio::test]
async fn of_several_payers_of_one_name_one_is_chosen() {
    let (firm, mut cashier) = open().await;
    for number in ["C-1", "C-2"] {
        let page = cashier.pay(&firm, &[("client_number", number), ("receipt", "")]).await;
        paid(&firm, &page);
    }
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, APPROVED).await;
    let page = cashier.charge(&firm, &key, &[("email", ""), ("receipt", "")]).await;
    assert_eq!((page.status, page.wrong_fields()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["payer_id".to_owned()]));
    let choices = page.attributes("select[name=payer_id] option", "value");
    assert_eq!(choices.len(), 3, "nothing is chosen for anyone");
    let page = cashier.charge(&firm, &key, &[("email", ""), ("receipt", ""), ("payer_id", &choices[2])]).await;
    assert_eq!(paid(&firm, &page).payer.unwrap().to_string(), choices[2]);
    assert_eq!(payments(&firm).len(), 3);
}

#[tokio::test]
async fn the_combobox_offers_payers_by_the_beginning_of_their_name() {
    let (firm, mut cashier) = open().await;
    paid(&firm, &cashier.pay(&firm, &[("payer", "Zoé <b>Roy</b>"), ("receipt", "")]).await);
    let page = cashier.get("/payments/new/payers?payer=ZO%C3%89").await;
    assert_eq!(page.attributes("[role=option]", "data-value"), ["Zoé <b>Roy</b>"]);
    assert!(!page.body.contains("<b>"));
    for none in ["", "z", "xx", "%25", "%00%00", "%ff"] {
        let page = cashier.get(&format!("/payments/new/payers?payer={none}")).await;
        assert!(page.status == StatusCode::OK && !page.has("[role=option]"), "{none}");
    }
}

#[tokio::test]
async fn a_declined_payment_offers_another_card_with_its_fields() {
    let (firm, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, "4000000000009995").await;
    let page = cashier.charge(&firm, &key, &[("matter", "Vance v. Marlow")]).await;
    let declined = paid(&firm, &page);
    let page = cashier.get(&page.location().unwrap()).await;
    assert_eq!(page.texts("main [role=status] h2"), ["Payment declined"]);
    let again = cashier.get(&page.attributes("main a.button-primary", "href").remove(0)).await;
    assert_eq!(
        (again.value("payer"), again.value("matter"), again.value("amount")),
        ("Ada Vance".into(), "Vance v. Marlow".into(), "125.00".into())
    );
    assert_ne!(again.value("key"), key, "a new try has a new key");
    assert_eq!(declined.status, Status::Declined);
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_is_there_again_after_signing_in() {
    let (firm, mut cashier) = open().await;
    let key = cashier.new_payment().await;
    cashier.enter_card(&key, APPROVED).await;
    firm.clock.advance_ms(clientpay::domain::user::Session::IDLE_MS);
    let page = cashier.charge(&firm, &key, &[("note", "Thank you"), ("cvv", "123")]).await;
    let page = cashier.get(&page.location().unwrap()).await;
    assert!(payments(&firm).is_empty());
    let fields = [("email", firm.cashier.email.as_str()), ("password", PASSWORD), ("next", &page.value("next"))];
    let page = cashier.post("/sign-in", &fields).await;
    let page = cashier.get(&page.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::OK);
    for (name, value) in [("payer", "Ada Vance"), ("amount", "125.00"), ("note", "Thank you"), ("key", &key)] {
        assert_eq!(page.value(name), value);
    }
    assert!(page.text("form#enter-payment").contains("You were signed out."));
    assert!(!page.body.contains("4242") && !page.body.contains("cvv"));
    let page = cashier.charge(&firm, &key, &[]).await;
    let again = cashier.charge(&firm, &key, &[]).await;
    assert_eq!((page.location(), payments(&firm).len()), (again.location(), 1));
    firm.leaves_waiting(1);
}

#[tokio::test]
async fn a_kept_form_is_shown_to_its_author_only() {
    let (firm, mut cashier) = open().await;
    let site = Site::of(&firm).await;
    let key = cashier.new_payment().await;
    firm.clock.advance_ms(clientpay::domain::user::Session::IDLE_MS);
    cashier.charge(&firm, &key, &[]).await;
    let mut other = site.signed_in(&firm.admin).await;
    let page = other.get(&format!("/payments/new?draft={key}")).await;
    assert_eq!((page.value("payer"), page.status), (String::new(), StatusCode::OK));
    assert_ne!(page.value("key"), key);
}
